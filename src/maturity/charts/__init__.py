"""Charts: an assessment drawn with matplotlib, as PNG, SVG or PDF bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maturity.charts.style import Format
    from maturity.core.assessment import Assessment
    from maturity.report.blocks import Chart


def draw(chart: Chart, assessment: Assessment, fmt: Format, *, alt: str) -> bytes:
    """One chart of an assessment as a file's bytes; the same assessment gives the same bytes.

    Args:
        chart: which one.
        fmt: `png` (200 dots an inch), `svg` or `pdf`.
        alt: the chart's whole message in words; it goes into the file.
    """
    from importlib import import_module

    import matplotlib

    from maturity.charts import style
    from maturity.report.clean import plain

    settings: Any = {**style.RC, "svg.hashsalt": f"{chart} {assessment.cluster} {assessment.label}"}
    with matplotlib.rc_context(settings):
        drawn = import_module(f"maturity.charts.{chart}").draw(assessment)
        return style.save(drawn, fmt, f"{plain(assessment.cluster)}, {plain(assessment.label)}: {chart}", plain(alt))
