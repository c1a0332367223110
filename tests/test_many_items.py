"""The agreement chart of a long questionnaire can be read on one page."""

from __future__ import annotations

import pytest

from maturity.charts import agreement
from maturity.charts.style import Look
from maturity.core.advise import by_unease
from maturity.core.assess import assess
from tests.shapes import asked, everywhere, year

pytestmark = pytest.mark.drawing
A4 = (8.27, 11.69)


@pytest.mark.parametrize(("items", "drawn"), [(40, 40), (41, 40), (90, 40)])
def test_of_many_items_those_to_talk_about_first_are_drawn_and_the_rest_is_named(items: int, drawn: int) -> None:
    questionnaire = asked("checklist", [f"q{n}" for n in range(items)])
    found = assess(year(questionnaire, "2026", everywhere(*[1 + n % 4 for n in range(items)])))
    figure = agreement.draw(found, Look(size=A4))
    first = figure.axes[0]
    labels = [one.get_text() for one in first.texts if one.get_text().startswith("Q")]
    order = [questionnaire.item_by_id[item.id].short for item in by_unease(found)]
    assert labels == order[:drawn]
    assert min(float(one.get_fontsize()) for one in first.texts) >= 6.5
    rest = " ".join(" ".join(one.get_text() for one in figure.texts).split())
    assert ("Not drawn:" in rest) == (items > drawn)
    if items > drawn:
        assert f"The 40 of {items} questions to talk about first are drawn" in rest
        assert f"Not drawn: {order[drawn]}" in rest
    if items == 90:
        assert "and 42 more." in rest
