"""What is suggested can move the score it is suggested for, and quotes the level nearest to where people stand."""

from __future__ import annotations

import pytest

from maturity.core.advise import advise
from maturity.core.advise_parts import moving_items
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Questionnaire
from maturity.report import compose, deck
from maturity.report.blocks import Report, Terms
from tests import held, parted, shapes

GOV = {"a1": "aims", "a2": "aims", "a3": "aims", "b1": "basics", "b2": "basics", "b3": "basics"}


def weakest_of_two(**more: object) -> Questionnaire:
    """A part that is read by the weakest of two."""
    parts = [parted.part("gov", combine="min"), parted.part("aims", "gov"), parted.part("basics", "gov")]
    return parted.asked("profile", parts, GOV, **more)


def why_terms(report: Report) -> dict[str, str]:
    """The terms of the suggested priorities; of several, those of the last."""
    blocks = [one for section in report.sections if section.id == "priorities" for one in section.blocks]
    return {term: text for one in blocks if isinstance(one, Terms) for term, text in one.items}


def test_a_part_read_by_its_weakest_is_moved_by_an_item_of_that_one() -> None:
    found = parted.answered(weakest_of_two(), parted.alike((1, 4, 4, 3, 1, 2)))
    assert (found.dimensions["aims"].score, found.dimensions["basics"].score) == (3.0, 2.0)
    assert [(one.dimension, one.item) for one in advise(found).priorities] == [("gov", "b2")]
    terms = why_terms(compose.compose(found, advise(found)))
    assert terms["The lowest question that moves it"] == "b2? Nearest to its score: “level 1”"


def test_raising_what_is_suggested_raises_the_part_and_raising_the_lowest_item_of_all_does_not() -> None:
    def gov(*levels: int) -> float | None:
        return parted.answered(weakest_of_two(), parted.alike(levels)).dimensions["gov"].score

    before = gov(1, 4, 4, 2, 2, 2)
    assert before is not None
    assert gov(2, 4, 4, 2, 2, 2) == before
    assert [
        one.id for one in moving_items(parted.answered(weakest_of_two(), parted.alike((1, 4, 4, 2, 2, 2))), "gov")
    ] == [
        "b1",
        "b2",
        "b3",
    ]
    assert (gov(1, 4, 4, 3, 2, 2) or 0) > before


def test_of_two_that_are_equally_weak_both_count() -> None:
    found = parted.answered(weakest_of_two(), parted.alike((1, 2, 3, 2, 2, 2)))
    assert [one.id for one in moving_items(found, "gov")] == ["a1", "a2", "a3", "b1", "b2", "b3"]


def on_a_map(levels: tuple[int, ...], **first: object) -> Assessment:
    """The axis x: X, read by the weakest of Left and Right, and Other; the axis y: Y."""
    dimensions = [
        parted.part("x1", axis="x", combine="min"),
        parted.part("left", "x1"),
        parted.part("right", "x1"),
        parted.part("x2", axis="x"),
        parted.part("y1", axis="y"),
    ]
    data = {
        "format": "maturity-questionnaire/2",
        "id": "map",
        "version": "1",
        "title": "Map",
        "shape": "map",
        "scale": {"levels": {n: f"level {n}" for n in range(1, 6)}},
        "axes": [
            {"id": i, "label": f"Axis {i}", "short": i, "midpoint": 3, "dimensions_needed": 1}
            | (first if i == "x" else {})
            for i in "xy"
        ],
        "dimensions": dimensions,
        "quadrants": [
            {"id": f"{a}{b}", "label": f"{a} {b}", "at": {"x": a, "y": b}}
            for a in ("low", "high")
            for b in ("low", "high")
        ],
        "items": [
            {"id": i, "short": i.upper(), "prompt": f"{i}?", "dimension": where}
            for i, where in (("l1", "left"), ("l2", "left"), ("r1", "right"), ("o1", "x2"), ("y", "y1"))
        ],
    }
    return assess(shapes.year(Questionnaire.model_validate(data), "2026", shapes.everywhere(*levels)))


def test_a_dimension_of_a_map_is_moved_by_an_item_of_its_weakest_part_too() -> None:
    # Left stands at 3.0 with the lowest item of all; Right stands at 2.0.
    found = advise(on_a_map((1, 5, 2, 4, 5)))
    assert found.priorities[0].dimension == "x1"
    assert found.priorities[0].item == "r1"


def test_on_an_axis_read_by_its_weakest_no_other_dimension_is_suggested() -> None:
    levels = (4, 4, 2, 3, 5)
    assert [one.dimension for one in advise(on_a_map(levels)).priorities] == ["x1", "x2"]
    assert [one.dimension for one in advise(on_a_map(levels, combine="min")).priorities] == ["x1"]


OPINIONS = {"levels": {1: "No", 2: "Rather no", 3: "Neither", 4: "Agree", 5: "Fully"}}
STEPS = {"ask": "Ask.", "evidence": "Look.", "steps": {n: f"step from {n}" for n in range(1, 5)}}


@pytest.mark.parametrize(
    ("reversed_", "people", "words", "step"),
    [
        # 12 of 15 agree: 3.8.
        (False, [4] * 12 + [3] * 3, "Agree", "step from 4"),
        # 1.8 as answered, 4.2 as it counts.
        (True, [2] * 12 + [1] * 3, "Rather no", "step from 2"),
        (False, [1] * 12 + [2] * 3, "No", "step from 1"),
        # Halfway: the one that counts less.
        (False, [3] * 6 + [4] * 6, "Neither", "step from 3"),
        (True, [3] * 6 + [2] * 6, "Neither", "step from 3"),
    ],
)
def test_the_level_quoted_is_the_nearest_and_the_step_starts_there(
    reversed_: bool, people: list[int], words: str, step: str
) -> None:
    item = {"reversed": reversed_, "guidance": STEPS}
    asked = shapes.asked(
        "profile",
        ("a", "b"),
        scale=OPINIONS,
        of={"a": item | {"dimension": "p"}, "b": {"dimension": "q"}},
        dimensions=[parted.part("p"), parted.part("q")],
    )
    best = 5
    found = assess(
        shapes.year(asked, "2026", {"ash": [(one, best) for one in people], "elm": [(one, best) for one in people]})
    )
    advice = advise(found)
    assert advice.priorities[0].item == "a"
    assert advice.priorities[0].step == step
    assert why_terms(compose.compose(found, advice))["Its lowest question"].endswith(f"Nearest to its score: “{words}”")
    notes = " ".join(note for one in deck.compose(found, advice).sections for note in one.notes)
    assert f"Nearest to its score: “{words}”" in notes


def test_what_all_but_a_few_chose_is_quoted_though_no_step_leads_on_from_it() -> None:
    asked = held.checklist("a", scale={"levels": {n: f"level {n}" for n in range(1, 5)}, "met_at": 3.9})
    found = assess(shapes.year(asked, "2026", {school: [(4,), (4,), (4,), (3,), (3,)] for school in held.SCHOOLS}))
    one = advise(found).priorities[0]
    assert (one.level, one.step) == (4, "a from 3")
