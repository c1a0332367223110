"""Questions on scales of several sizes stand side by side in every picture and on every slide."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from maturity import advise, charts
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Questionnaire, Response, Round
from maturity.renderers import slides
from maturity.report import deck
from maturity.report.describe import describe

pytestmark = pytest.mark.drawing
ENDS = {"yes": {0: "No", 1: "Yes"}, "often": {1: "Never", 2: "Seldom", 3: "At times", 4: "Often", 5: "Always"}}


def of_two_scales(first: str) -> Assessment:
    """Two questions on each of two scales; `first` is the questionnaire's own."""
    scales = {
        name: {"levels": ENDS[name], "met_at": max(ENDS[name])} for name in sorted(ENDS, key=lambda n: n != first)
    }
    items: list[Any] = [
        {"id": f"{name}.{n}", "scale": name, "short": f"{name} {n}", "prompt": "?"} for name in ENDS for n in (1, 2)
    ]
    head = {"format": "maturity-questionnaire/2", "shape": "checklist", "id": "two", "version": "1", "title": "Two"}
    asked = Questionnaire.model_validate({**head, "scales": scales, "items": items})
    schools = [{"id": name, "name": name.upper()} for name in "abc"]
    people = [
        Response(
            respondent=f"{school['id']}{n}",
            school=school["id"],
            answers={item["id"]: sorted(ENDS[item["scale"]])[-1 if n else 0] for item in items},
        )
        for school in schools
        for n in range(2)
    ]
    told = {"cluster": {"name": "Two", "schools": schools}, "label": "2026", "questionnaire": asked}
    return assess(Round.model_validate({**told, "responses": people}))


@pytest.mark.parametrize("first", list(ENDS))
def test_every_answer_is_drawn_whatever_the_size_of_its_scale(first: str) -> None:
    found = of_two_scales(first)
    svg = charts.draw("agreement", found, "svg", alt=describe("agreement", found), text=True).decode()
    # Three people at each end of four questions.
    assert svg.count(">3<") == 8
    assert "lowest answer" in svg
    assert "level 1" not in svg


@pytest.mark.parametrize("first", list(ENDS))
def test_a_deck_with_several_scales_is_made(first: str) -> None:
    found = of_two_scales(first)
    made = slides.render(deck.compose(found, advise(found)))
    assert len(Presentation(io.BytesIO(made)).slides) >= 4
