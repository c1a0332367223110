"""Many clusters without a map: which can stand on one chart, what is counted, and that what is drawn can be read."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import pytest

from maturity.charts import change, clusters, journey, style
from maturity.charts.style import Look
from maturity.core.compare import compare
from maturity.core.comparison import Refused
from maturity.core.portfolio import Portfolio, ReadCluster, portfolio
from maturity.model import Questionnaire, Round
from maturity.model.theme import STANDARD
from maturity.report.describe import describe
from tests.make import questionnaire, round_, why
from tests.shapes import OF_SHAPE, checklist, everywhere, ladder, total, year
from tests.test_journey import SIZES, clean, texts, touch

LOW, HIGH = everywhere(1, 1, 1, 1), everywhere(4, 4, 4, 4)
LONG = "something that goes on and on until it is sixty letters long"


def named(name: str, round_: Round) -> Round:
    return round_.model_copy(update={"cluster": round_.cluster.model_copy(update={"name": name})})


def many(of: Questionnaire, answers: dict[str, Any], regions: dict[str, str] | None = None) -> Portfolio:
    rounds = [named(name, year(of, "2026", given)) for name, given in answers.items()]
    return portfolio([ReadCluster(one, None, (regions or {}).get(one.cluster.name)) for one in rounds])


# Who can stand beside whom


def test_a_cluster_of_another_shape_than_most_is_named_with_both_shapes() -> None:
    rounds = [named("One", year(ladder(), "2026", LOW)), named("Two", year(ladder(), "2026", HIGH))]
    found = portfolio([ReadCluster(one) for one in (*rounds, named("Three", year(checklist(), "2026", HIGH)))])
    assert [one.name for one in found.placed] == ["One", "Two"]
    assert why(found.unplaced[0].reason) == (
        "its questionnaire (small-checklist) is a checklist, and that of the others (small-ladder) a ladder"
    )
    assert "Three (its questionnaire" in describe("clusters", found)


def test_two_shapes_that_are_as_common_as_one_another_are_refused_by_name() -> None:
    mapped = round_(questionnaire(), {"ash": [(4, 2)], "birch": [(4, 2)]})
    with pytest.raises(Refused) as refused:
        portfolio([ReadCluster(named("One", mapped)), ReadCluster(named("Two", year(ladder(), "2026", HIGH)))])
    said = why(refused.value.said)
    assert said == (
        "clusters that answered a map (One) and clusters that answered a ladder (Two) cannot stand on one chart"
    )


@pytest.mark.parametrize(
    ("of", "other", "reason"),
    [
        (ladder(), ladder(first={"need": 1}), "other stages, or other rules for them"),
        (checklist(), checklist(items=("a", "b", "c", "e")), "other questions, or other answers"),
        (total(), total(bands=[{"from": 4, "label": "All"}]), "another range, or other bands"),
    ],
)
def test_what_is_read_off_in_another_way_has_no_place(of: Questionnaire, other: Questionnaire, reason: str) -> None:
    rounds = [named(name, year(of, "2026", HIGH)) for name in ("One", "Two")]
    found = portfolio([ReadCluster(one) for one in (*rounds, named("Three", year(other, "2026", HIGH)))])
    assert reason in (why(found.unplaced[0].reason) or "")


# What is counted


def test_clusters_are_counted_by_stage_by_question_and_by_band() -> None:
    answers = {"One": LOW, "Two": everywhere(4, 4, 1, 1), "Three": HIGH, "Silent": {"ash": []}}
    assert "On the chart: 3 of 4. Sure of the stage: 3 (Before 1, First 1 and Second 1)." in describe(
        "clusters", many(ladder(), answers)
    )
    assert "Most often holds: “A” and “B” (in 2 of 3); least often: “C” and “D” (in 1 of 3)." in describe(
        "clusters", many(checklist(), answers)
    )
    told = describe("clusters", many(total(), answers))
    assert "The middle cluster has 10.0. Sure of the band: 3 (Low 1, Middle 1 and High 1)." in told
    assert "Silent (nobody has answered yet)" in told


# What is drawn


def drawn(make: Callable[..., Any], data: Any, size: str) -> Any:
    with mpl.rc_context(style.rc(STANDARD)):
        return make(data, Look(size=SIZES[size]))


def wordy(of: Questionnaire) -> Questionnaire:
    """The same with labels of sixty letters."""
    parts = {
        name: tuple(one.model_copy(update={"label" if name != "items" else "short": LONG}) for one in getattr(of, name))
        for name in ("dimensions", "stages", "items")
    }
    return of.model_copy(update=parts)


@pytest.mark.drawing
@pytest.mark.parametrize("size", ["own", "small", "a4"])
@pytest.mark.parametrize("rounds", [2, 8])
@pytest.mark.parametrize("shape", OF_SHAPE)
def test_no_text_of_the_years_is_cut_or_lies_on_another(shape: str, rounds: int, size: str) -> None:
    of = OF_SHAPE[shape]() if rounds > 2 else wordy(OF_SHAPE[shape]())
    given = itertools.cycle([LOW, everywhere(2, 3, 2, 3), everywhere(3, 2, 3, 2), HIGH])
    comparison = compare([year(of, str(2019 + n), answers) for n, answers in zip(range(rounds), given, strict=False)])
    with mpl.rc_context(style.rc(STANDARD)):
        clean(drawn(journey.draw, comparison, size))
        clean(drawn(change.draw, comparison, size))


@pytest.mark.drawing
@pytest.mark.parametrize("size", ["own", "small", "a4"])
@pytest.mark.parametrize("shape", OF_SHAPE)
def test_no_text_of_many_clusters_is_cut_or_lies_on_another(shape: str, size: str) -> None:
    given = itertools.cycle([LOW, everywhere(2, 3, 2, 3), everywhere(4, 4, 1, 1), HIGH])
    answers = dict(zip((f"{LONG[:50]} {n}" for n in range(14)), given, strict=False)) | {"Silent": {"ash": []}}
    regions = {name: f"Region {n % 5} of the far north" for n, name in enumerate(answers)}
    figure = drawn(clusters.draw, many(wordy(OF_SHAPE[shape]()), answers, regions), size)
    with mpl.rc_context(style.rc(STANDARD)):
        written, (width, height) = texts(figure), figure.canvas.get_width_height()
    for text, (left, bottom, right, top) in written:
        assert min(left, bottom, width + 1 - right, height + 1 - top) >= 0, text
    for (a, one), (b, two) in itertools.combinations(written, 2):
        assert not touch(one, two), (a, b)
