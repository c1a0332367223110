"""A report as one HTML file: charts inside, nothing to fetch, made for a screen, a phone and A4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from maturity import charts
from maturity.report.blocks import Figure, Report
from maturity.report.clean import plain

if TYPE_CHECKING:
    from jinja2 import Environment

TONES = {"note": "Note", "warning": "Take care", "ask": "Ask"}


def render(report: Report) -> bytes:
    """The report as UTF-8 HTML."""
    environment = _environment()
    figures = [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]
    drawn = {id(figure): _embedded(figure, number) for number, figure in enumerate(figures, 1)}
    environment.filters["drawn"] = lambda figure: drawn[id(figure)]
    return environment.get_template("report.html.j2").render(report=report, tones=TONES).encode()


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("maturity.renderers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    environment.tests["kind"] = lambda block, name: type(block).__name__ == name
    return environment


def _embedded(figure: Figure, number: int) -> str:
    """A chart as inline SVG; its ids get a prefix, so that charts on one page cannot mix them up."""
    svg = charts.draw(figure.chart, figure.data, "svg", alt=figure.alt).decode()
    svg = svg[svg.index("<svg ") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="f{number}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\1f{number}-", svg)
    svg = re.sub(
        r'aria-labelledby="([^"]+)"',
        lambda match: 'aria-labelledby="' + " ".join(f"f{number}-{name}" for name in match[1].split()) + '"',
        svg,
    )
    start, rest = svg.split(">", 1)
    # The page's width decides, not the chart's own.
    return re.sub(r' (width|height)="[^"]*"', "", start) + ">" + rest
