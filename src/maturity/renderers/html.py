"""A report as one HTML file: charts inside, no script, nothing fetched from anywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from maturity.model.theme import STANDARD, Logo, Theme
from maturity.renderers.common import LONGEST_RUN, look_inside, pale_ground, without_footer
from maturity.renderers.small import bar_svg, strip_svg
from maturity.report.blocks import LONG_FINDING, PHONE, Bar, Block, Figure, Report
from maturity.text.clean import plain
from maturity.text.isolate import direction

if TYPE_CHECKING:
    from markupsafe import Markup

    from maturity.charts.style import Look

MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
XLINK = "{http://www.w3.org/1999/xlink}"
REFERENCE = re.compile(r"(?<=url\(#)|(?<=^#)")


def render(report: Report, theme: Theme = STANDARD) -> bytes:
    """The report as UTF-8 HTML that reads on a phone, prints on A4 and passes for every reader.

    Args:
        report: all its text is taken as plain text, whatever it holds.
        theme: colours of one's own are shown as they are, the standard ones also in a dark form.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("maturity.renderers"),
        autoescape=True,
        finalize=_cleaned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "kind": _kind, "tongue": lambda text: _tongue(report, text)}
    numbers = count(1)
    template = environment.get_template("report.html.j2")
    page = template.render(
        report=report,
        theme=theme,
        look=_look(theme),
        dark=theme.colours == STANDARD.colours,
        logo=_address(theme.picture),
        long=LONG_FINDING,
        small=lambda one: Markup((bar_svg if isinstance(one, Bar) else strip_svg)(one, theme)),
        drawing=lambda figure: _drawing(report, figure, f"F{next(numbers)}", without_footer(theme)),
    )
    return page.encode()


def _look(theme: Theme) -> Markup:
    """The theme as CSS: variables, and its footer at the foot of every printed page."""
    from markupsafe import Markup

    colours, fonts = theme.colours, theme.fonts
    variables = {
        **{name: getattr(colours, name) for name in ("paper", "ink", "soft", "line", "tint", "accent")},
        "chart": colours.paper,
        "warn": colours.warning,
        "warn-tint": pale_ground(colours.warning, theme),
        "ask-tint": pale_ground(colours.accent, theme),
    }
    named = (("serif", fonts.heading or fonts.body, "Georgia, serif"), ("sans", fonts.body, "sans-serif"))
    variables |= {name: f"{_quoted(font)}, {other}" for name, font, other in named if plain(font)}
    said = " ".join(f"--{name}: {value};" for name, value in variables.items())
    foot = f"\n@page {{ @bottom-left {{ content: {_quoted(theme.footer)}; }} }}" if plain(theme.footer) else ""
    return Markup(f"\n:root {{ {said} }}{foot}")


def _quoted(text: str) -> str:
    """A text as a CSS string that nothing in it can end."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in plain(text)) + '"'


def _address(logo: Logo | None) -> str:
    """A picture as a data address; as one, an SVG can neither run nor fetch anything."""
    from base64 import b64encode

    return "" if logo is None else f"data:{MEDIA[logo.kind]};base64,{b64encode(logo.content).decode()}"


def _cleaned(value: object) -> object:
    """What a template puts on the page: markup as it is, text without what could steer a screen."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _breakable(text: str) -> Markup:
    """Text in which a run without spaces may break, so that one cell cannot push a table off the page."""
    from markupsafe import Markup

    return Markup("<wbr>").join(re.sub(rf"\S{{{LONGEST_RUN}}}(?=\S)", "\\g<0>\n", plain(text)).split("\n"))


def _tongue(report: Report, text: str) -> Markup:
    """Attributes for an element that holds one text, where its language or direction is not the page's."""
    from markupsafe import Markup

    said = plain(text)
    language, way = report.language_of(said), direction(said)
    marks = Markup(' lang="{}"').format(language) if language != report.main_language else Markup()
    return marks + Markup(' dir="rtl"') if way == "rtl" else marks


def _kind(block: Block) -> str:
    return type(block).__name__


def _drawing(report: Report, figure: Figure, own: str, theme: Theme) -> Markup:
    """A chart twice: as it is printed and shown on a wide screen, and as high and narrow as a phone.

    Args:
        own: an id that the page has nowhere else.
    """
    from markupsafe import Markup

    look = look_inside(report, figure, theme)
    # A chart that is nothing but its marks is as high as it is wide.
    phone = (PHONE[0], PHONE[0]) if figure.bare else PHONE
    wide, narrow = _element(figure, look, own), _element(figure, replace(look, size=phone, open=True), f"{own}p")
    # Both are named by the words of one, which are read where it is not shown as well.
    narrow.set("aria-labelledby", wide.get("aria-labelledby", ""))
    for told in (one for one in [*narrow] if one.tag in ("title", "desc")):
        narrow.remove(told)
    for root, shown in ((wide, "wide"), (narrow, "narrow")):
        root.set("class", shown)
    return Markup("\n").join(Markup(ElementTree.tostring(root, encoding="unicode")) for root in (wide, narrow))


def _element(figure: Figure, look: Look, own: str) -> ElementTree.Element:
    """A chart as an SVG element that can stand beside others: its ids and its style are its own."""
    from maturity import charts

    drawn = charts.draw(figure.chart, figure.data, "svg", alt=plain(figure.alt), look=look)
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for name, value in list(element.attrib.items()):
            del element.attrib[name]
            element.set(name.removeprefix(XLINK), _own(name, value, f"{own}-"))
        if element.tag == "style":
            element.text = f"#{own} {element.text}"
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("id", own)
    return root


def _own(name: str, value: str, prefix: str) -> str:
    """An attribute's value with the ids in it made the figure's own."""
    if name == "id":
        return prefix + value
    if name == "aria-labelledby":
        return " ".join(prefix + one for one in value.split())
    return REFERENCE.sub(prefix, value)
