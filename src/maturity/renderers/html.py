"""A report as one HTML file: charts inside, nothing fetched from anywhere, and whole without its one small script."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from maturity.model.theme import STANDARD, Logo, Theme
from maturity.renderers.common import LONGEST_RUN, closing, look_inside, pale_ground, parts_of_chart, without_footer
from maturity.renderers.inside_page import Letters, inside_page
from maturity.renderers.small import bar_svg, strip_svg
from maturity.report.blocks import LONG_FINDING, PHONE, Bar, Block, Figure, Report
from maturity.text.clean import plain
from maturity.text.isolate import direction

if TYPE_CHECKING:
    from markupsafe import Markup

    from maturity.charts.pointed import Pointed
    from maturity.charts.style import Look

ROOM = (6.65, 5.8, 7.8)
"""Inches of a chart on paper: how wide, how high at best, and how high at most."""
WHOLE = 40.0
"""Inches that no chart is high: on a screen a long one is whole."""
MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
WORDS = {
    "marks": "Marks of the chart, one after the other with the arrow keys",
    "schools": "Schools shown",
    "all": "Show all",
    "none": "Hide all",
    "only": "This only hides marks: no number changes, and a print shows all.",
    "rounds": "One round after the other",
    "back": "Previous round",
    "on": "Next round",
    "every": "All rounds",
}
"""What is written on the switches beside a chart."""


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
    environment.filters |= {
        "breakable": _breakable,
        "kind": _kind,
        "digest": _digest,
        "tongue": lambda text: _tongue(report, text),
    }
    numbers, letters = count(1), Letters()
    quiet = without_footer(theme)
    charts = {id(one): _chart(report, one, f"F{next(numbers)}", quiet, letters) for one in report.figures}
    template = environment.get_template("report.html.j2")
    page = template.render(
        report=report,
        theme=theme,
        look=_look(theme),
        dark=theme.colours == STANDARD.colours,
        logo=_address(theme.picture),
        long=LONG_FINDING,
        closing=closing(report),
        small=lambda one: Markup(bar_svg(one, theme) if isinstance(one, Bar) else strip_svg(one, theme)[0]),
        chart=lambda figure: charts[id(figure)],
        letters=Markup(letters.drawn()),
        words=WORDS,
        script=_script() if any(one.marks for one in charts.values()) else "",
    )
    return page.encode()


def _look(theme: Theme) -> Markup:
    """The theme as CSS: variables, and its footer at the foot of every printed page."""
    from markupsafe import Markup

    colours, fonts = theme.colours, theme.fonts
    variables = {
        **{name: getattr(colours, name) for name in ("paper", "ink", "soft", "line", "tint", "accent")},
        "chart": colours.paper,
        "ring": colours.accent,
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


@dataclass(frozen=True, slots=True)
class _Chart:
    """A chart as it stands in the page: drawn, its marks, and the schools and rounds that can be hidden.

    Args:
        printed: its parts for paper, where it is too long for a page.
    """

    drawn: Markup
    printed: Markup
    marks: tuple[Pointed, ...]
    schools: tuple[tuple[str, str], ...]
    rounds: bool


def _chart(report: Report, figure: Figure, own: str, theme: Theme, letters: Letters) -> _Chart:
    """A chart twice: as large as on paper, for a wide screen as well, and as high and narrow as a phone.

    A screen shows it whole, and paper one of many rows in parts.

    Args:
        own: an id that the page has nowhere else.
    """
    from maturity.charts.pointed import pointed, schools_shown

    parts = [*parts_of_chart(figure)]
    room = (ROOM[0], ROOM[1] if len(parts) == 1 else WHOLE, WHOLE)
    # On this page schools can be switched off.
    look = replace(look_inside(report, figure, theme, room), ways=True)
    # A chart that is nothing but its marks is as high as it is wide.
    phone = (PHONE[0], PHONE[0]) if figure.bare else PHONE
    narrower = replace(look, size=phone, within=None, open=True)
    wide, narrow = _element(figure, look, own, letters), _element(figure, narrower, f"{own}p", letters)
    for root, shown in ((wide, "wide"), (narrow, "narrow")):
        root.set("class", shown)
    printed = [
        _element(part, replace(look, within=ROOM, part=part.part), f"{own}q{n}", letters)
        for n, part in enumerate(parts)
        if len(parts) > 1
    ]
    for root in printed:
        root.set("class", "part")
    # All are named by the words of one, which are read where it is not shown as well.
    for root in (narrow, *printed[:1]):
        root.set("aria-labelledby", wide.get("aria-labelledby", ""))
        for told in (one for one in [*root] if one.tag in ("title", "desc")):
            root.remove(told)
    marks = pointed(figure, theme)
    several = sum(one.key.startswith("y") for one in marks) > 1
    return _Chart(_written(wide, narrow), _written(*printed), marks, schools_shown(figure), several)


def _written(*drawn: Element) -> Markup:
    from markupsafe import Markup

    return Markup("\n").join(Markup(tostring(root, encoding="unicode")) for root in drawn)


def _element(figure: Figure, look: Look, own: str, letters: Letters) -> Element:
    from maturity import charts

    drawn = charts.draw(figure.chart, figure.data, "svg", alt=plain(figure.alt), look=look)
    return inside_page(drawn, own, letters)


def _script() -> Markup:
    """The script, which answers whoever points at a chart, without what only its writers need."""
    from importlib.resources import files

    from markupsafe import Markup

    lines = files("maturity.renderers").joinpath("templates/report.js").read_text("utf-8").splitlines()
    return Markup("\n".join(line for line in map(str.strip, lines) if line and not line.startswith("//")))


def _digest(text: str) -> str:
    """How a content security policy names the one script that it lets through."""
    return b64encode(sha256(text.encode()).digest()).decode()
