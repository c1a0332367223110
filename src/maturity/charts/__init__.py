"""Charts: results drawn with matplotlib, as PNG, SVG or PDF bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maturity.charts.style import Format, Look
    from maturity.core.assessment import Assessment
    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio
    from maturity.report.blocks import Chart


def draw(
    chart: Chart,
    data: Assessment | Comparison | Portfolio,
    fmt: Format,
    *,
    alt: str,
    look: Look | None = None,
    dpi: int = 200,
    text: bool = False,
) -> bytes:
    """One chart as a file's bytes; the same data give the same bytes.

    For the figure itself, call `draw(data, look)` of the chart's own module, for example `maturity.charts.quadrant`.

    Args:
        chart: which one.
        data: an assessment; for `journey` and `change` a comparison; for `clusters` a portfolio.
        fmt: `png`, `svg` or `pdf`.
        alt: the chart's whole message in words; it goes into the file.
        look: None is the standard one; `alt` is written as it is given.
        dpi: dots an inch of a PNG.
        text: in an SVG, keep text as text in the fonts' names, for programs that set it themselves.
    """
    from importlib import import_module

    import matplotlib

    from maturity.charts import style
    from maturity.text.clean import plain

    look = look or style.Look()
    name = look.title if look.title is not None else f"{_name(data)}: {chart}"
    settings: Any = {
        **style.rc(look.theme),
        "svg.hashsalt": f"{chart} {_name(data)}",
        "svg.fonttype": "none" if text else "path",
    }
    with matplotlib.rc_context(settings):
        drawn = import_module(f"maturity.charts.{chart}").draw(data, look)
        return style.save(drawn, fmt, plain(name, 200), plain(alt), dpi)


def _name(data: Assessment | Comparison | Portfolio) -> str:
    from maturity.core.assessment import Assessment

    if isinstance(data, Assessment):
        last = data
    else:
        from maturity.core.portfolio import Portfolio

        if isinstance(data, Portfolio):
            return f"{len(data.clusters)} clusters"
        last = data.rounds[-1]
    return f"{last.cluster}, {last.label}"
