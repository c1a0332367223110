"""A map whose dimensions hold others shows these below them, in the chart and in every table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

from maturity.charts import profile
from maturity.charts.style import Look
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Questionnaire
from maturity.renderers import terminal
from maturity.renderers.glyphs import ASCII
from maturity.report.blocks import Table
from maturity.report.shapes import telling
from tests.shapes import everywhere, year


@pytest.fixture
def nested() -> Assessment:
    """The axis x: X holds Inner, which holds Core; the axis y: Y."""
    parts = [("inner", "x1", "Inner"), ("core", "inner", "Core"), ("x1", "", "X"), ("y1", "", "Y")]
    dimensions: list[dict[str, Any]] = [
        {"id": i, "label": label, "short": label} | ({"in": above} if above else {"axis": i[0]})
        for i, above, label in parts
    ]
    quadrants = [
        {"id": f"{a}{b}", "label": f"{a} {b}", "at": {"x": a, "y": b}} for a in ("low", "high") for b in ("low", "high")
    ]
    asked = Questionnaire.model_validate(
        {
            "format": "maturity-questionnaire/2",
            "id": "nested",
            "version": "1",
            "title": "Nested",
            "shape": "map",
            "scale": {"levels": {n: f"level {n}" for n in range(1, 6)}},
            "axes": [{"id": i, "label": f"Axis {i}", "short": i, "midpoint": 3, "dimensions_needed": 1} for i in "xy"],
            "dimensions": dimensions,
            "quadrants": quadrants,
            "items": [
                {"id": i, "short": i.upper(), "prompt": f"{i}?", "dimension": where}
                for i, where in (("a", "x1"), ("b", "inner"), ("c", "core"), ("d", "y1"))
            ],
        }
    )
    return assess(year(asked, "2026", everywhere(5, 4, 2, 3)))


def test_the_tables_and_the_words_have_the_inner_ones_below(nested: Assessment) -> None:
    told = telling(nested)
    table = next(one for one in told.arithmetic() if isinstance(one, Table))
    assert [(row[0], row[2]) for row in table.rows] == [
        ("X", "4.00"),
        ("– Inner", "3.00"),
        ("– – Core", "2.00"),
        ("Y", "3.00"),
    ]
    assert "X 4.0; Inner (in X) 3.0; Core (in Inner) 2.0." in told.described("profile")
    sheet = next(one for one in told.sheets(advise(nested)) if one.id == "dimensions")
    assert [(row[2], row[3]) for row in sheet.rows] == [("Inner", "X"), ("Core", "Inner"), ("X", ""), ("Y", "")]


def test_the_terminal_indents_them(nested: Assessment) -> None:
    lines = terminal.scorecard(nested, advise(nested), 80, ASCII).plain.splitlines()
    starts = [line[:9].rstrip() for line in lines if line.strip()[:5] in ("Inner", "Core ")]
    assert starts == ["    Inner", "      Cor"]


@pytest.mark.drawing
def test_the_chart_draws_them_below(nested: Assessment) -> None:
    drawn = profile.draw(nested, Look())
    axes = drawn.axes[0]
    places = {one.get_text(): one.get_position()[1] for one in axes.texts if isinstance(one, Text)}
    assert places["X"] < places["– Inner"] < places["– – Core"] < places["Y"]
    marked = {float(y) for one in axes.collections for y in np.asarray(one.get_offsets())[:, 1]}
    assert marked == {places[name] for name in ("Axis x", "X", "– Inner", "– – Core", "Axis y", "Y")}
