"""A result as the piece of HTML that a notebook shows: its headline, the chart that shows it, and its first table."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from maturity import charts
from maturity.core.assessment import Assessment
from maturity.report.blocks import Chart, Table
from maturity.report.describe import describe
from maturity.report.over_time import over_time
from maturity.report.shapes import telling
from maturity.text.clean import plain

if TYPE_CHECKING:
    from markupsafe import Markup

    from maturity.core.comparison import Comparison

DPI = 160
SIZE = (9.0, 5.2)
"""Of the chart, in inches; it may be higher."""
WIDEST = 860
"""Of the chart, in pixels of a screen."""


def html_of(result: Assessment | Comparison) -> str:
    """HTML without a script and without ids, so that many stand on one page; names are text, whatever they hold."""
    from markupsafe import Markup

    chart: Chart
    if isinstance(result, Assessment):
        told = telling(result)
        whose, headline = f"{result.cluster}, {result.label}", told.unpublished() or told.headline()
        chart, drawn, blocks = told.offered()[0], told.has_result(), told.arithmetic()
    else:
        years, step = over_time(result), result.last
        whose, headline = f"{step.after.cluster}, {step.before.label} to {step.after.label}", years.headline()
        chart, drawn, blocks = "journey", True, years.table(step)
    parts = [Markup("<p>{}<br><strong>{}</strong></p>").format(plain(whose), plain(headline))]
    if drawn:
        parts.append(_picture(chart, result, headline))
        parts += [_table(one) for one in blocks if isinstance(one, Table)][:1]
    return str(Markup('<div dir="auto">{}</div>').format(Markup("\n").join(parts)))


def _picture(chart: Chart, result: Assessment | Comparison, headline: str) -> Markup:
    from markupsafe import Markup

    from maturity.charts.style import Look

    alt = describe(chart, result)
    look = Look(size=SIZE, open=True, said=frozenset({headline}))
    address = b64encode(charts.draw(chart, result, "png", alt=alt, look=look, dpi=DPI)).decode()
    tag = '<img src="data:image/png;base64,{}" alt="{}" style="width: 100%; max-width: {}px">'
    return Markup(tag).format(address, plain(alt), WIDEST)


def _table(table: Table) -> Markup:
    from markupsafe import Markup

    def row(cells: tuple[str, ...], scopes: tuple[str, ...]) -> Markup:
        tags = (
            Markup('<th scope="{}" style="text-align: {}; padding: 1px 8px">{}</th>').format(scope, align, plain(cell))
            if scope
            else Markup('<td style="text-align: {}; padding: 1px 8px">{}</td>').format(align, plain(cell))
            for cell, align, scope in zip(cells, table.align, scopes, strict=True)
        )
        return Markup("<tr>{}</tr>").format(Markup("").join(tags))

    width = len(table.header)
    rows = Markup("\n").join(row(cells, ("row", *[""] * (width - 1))) for cells in table.rows)
    whole = "<table><caption>{}</caption>\n<thead>{}</thead>\n<tbody>{}</tbody></table>"
    return Markup(whole).format(plain(table.caption), row(table.header, ("col",) * width), rows)
