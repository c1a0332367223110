"""A report as one HTML file: charts inside, no script, nothing fetched from anywhere."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from maturity.report.blocks import Block, Figure, Report
from maturity.report.clean import plain

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST_RUN = 24
"""Letters in a row before a table cell may break them."""
XLINK = "{http://www.w3.org/1999/xlink}"
REFERENCE = re.compile(r"(?<=url\(#)|(?<=^#)")


def render(report: Report) -> bytes:
    """The report as UTF-8 HTML that reads on a phone, prints on A4 and passes for every reader.

    Args:
        report: all its text is taken as plain text, whatever it holds.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("maturity.renderers"),
        autoescape=True,
        finalize=_cleaned,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "kind": _kind}
    numbers = count(1)
    template = environment.get_template("report.html.j2")
    return template.render(report=report, drawing=lambda figure: _inline(figure, f"F{next(numbers)}")).encode()


def _cleaned(value: object) -> object:
    """What a template puts on the page: markup as it is, text without what could steer a screen."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _breakable(text: str) -> Markup:
    """Text in which a run without spaces may break, so that one cell cannot push a table off the page."""
    from markupsafe import Markup

    return Markup("<wbr>").join(re.sub(rf"\S{{{LONGEST_RUN}}}(?=\S)", "\\g<0>\n", plain(text)).split("\n"))


def _kind(block: Block) -> str:
    return type(block).__name__


def _inline(figure: Figure, own: str) -> Markup:
    """A chart as an SVG element that can stand beside others: its ids and its style are its own.

    Args:
        own: an id that the page has nowhere else.
    """
    from markupsafe import Markup

    from maturity import charts

    root = ElementTree.fromstring(charts.draw(figure.chart, figure.data, "svg", alt=plain(figure.alt)))
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
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _own(name: str, value: str, prefix: str) -> str:
    """An attribute's value with the ids in it made the figure's own."""
    if name == "id":
        return prefix + value
    if name == "aria-labelledby":
        return " ".join(prefix + one for one in value.split())
    return REFERENCE.sub(prefix, value)
