"""When the portraits settle on a quadrant, and what is said where that is another than the ratings name."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from matplotlib.text import Text

from maturity.charts import portrait
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.verdict import recognised, two_readings
from maturity.renderers import document
from maturity.report.wording import headline, how_sure
from tests.make import person, questionnaire, round_, warned
from tests.test_privacy import published

TEN = tuple(f"p{n}" for n in range(10))
ASKED = questionnaire((("a", "c"),), (("b", "d"),), portrait=TEN)


def chose(of_ten: int, what: str = "delivery", other: str = "relationships", known: int = 10) -> dict[str, str]:
    """So many of ten portraits of one quadrant, the rest of another; only the first `known` are answered."""
    return {one: what if place < of_ten else other for place, one in enumerate(TEN[:known])}


def named(portraits: Sequence[dict[str, str]], depth: int = 2, challenge: int = 2) -> Assessment:
    """People of two schools in turn who all give the same levels, with what each of them chose."""
    people = [person(depth, depth, challenge, challenge, portraits=one) for one in portraits]
    return assess(round_(ASKED, {"ash": people[::2], "elm": people[1::2]}, mode="named"))


@pytest.mark.parametrize(("of_ten", "settled"), [(10, "delivery"), (6, "delivery"), (5, None), (4, "relationships")])
def test_three_in_five_of_the_choices_settle_it(of_ten: int, settled: str | None) -> None:
    assert recognised(named([chose(of_ten)] * 6)) == settled


def test_four_people_are_too_few() -> None:
    assert recognised(named([chose(10)] * 5)) == "delivery"
    assert recognised(named([chose(10)] * 4)) is None


def test_half_of_the_portraits_have_to_be_known() -> None:
    assert recognised(named([chose(10, known=5)] * 6)) == "delivery"
    assert recognised(named([chose(10, known=4)] * 6)) is None


def test_without_portraits_nothing_is_recognised() -> None:
    assert recognised(named([{}] * 6)) is None
    asked = questionnaire((("a", "c"),), (("b", "d"),))
    assert recognised(assess(round_(asked, {"ash": [2, 2, 2], "elm": [2, 2, 2]}, mode="named"))) is None


@pytest.mark.parametrize(
    ("levels", "placed"), [((4, 4), "improvement"), ((2, 2), "projects"), ((4, 2), "relationships")]
)
def test_both_are_said_where_they_differ(levels: tuple[int, int], placed: str) -> None:
    both = named([chose(10)] * 6, *levels)
    assert headline(both) == f"{placed.capitalize()} by the levels, delivery by the portraits."
    assert how_sure(both) == f"Two readings, each sure: {placed} by the levels, delivery by the portraits"
    assert advise(both).quadrants == (placed, "delivery")


def test_delivery_by_the_ratings_may_be_recognised_as_something_else_too() -> None:
    both = named([chose(10, "projects")] * 6, 2, 4)
    assert headline(both) == "Delivery by the levels, projects by the portraits."


def test_portraits_that_settle_on_nothing_may_differ_and_never_do() -> None:
    halves = [chose(5, "delivery", "relationships"), chose(6, "delivery", "projects")] * 3
    mixed, both = named(halves, 4, 4), named([chose(10)] * 6, 4, 4)
    assert (mixed.placement.quadrant, recognised(mixed)) == ("improvement", None)
    may, do = "The two readings may differ: ", "The two readings differ: "
    assert warned(mixed)["two-readings"].startswith(f"{may}the levels point to improvement, the portraits more to")
    assert warned(both)["two-readings"].startswith(do)
    for found, said in ((mixed, may), (both, do)):
        assert any(text.get_text().startswith(said) for text in portrait.draw(found).findobj(Text)), said


def test_one_is_said_where_they_are_the_same_or_either_is_not_settled() -> None:
    assert two_readings(named([chose(10, "projects")] * 6)) is None
    assert two_readings(named([chose(5)] * 6)) is None
    undecided = named([chose(10)] * 6, 3, 3)
    assert (undecided.placement.quadrant, two_readings(undecided)) == (None, None)
    assert "Rated" not in headline(undecided)


def test_the_document_for_programs_says_on_what_they_settle() -> None:
    assert json.loads(document.render(named([chose(10)] * 6)))["portrait"]["settled"] == "delivery"
    assert json.loads(document.render(named([chose(5)] * 6)))["portrait"]["settled"] is None


def others(mode: str, portraits: Sequence[dict[str, str]]) -> Assessment:
    people = [person(2, 2, 2, 2, portraits=one) for one in portraits]
    given = round_(ASKED, {"ash": people[::3], "elm": people[1::3], "oak": people[2::3]}, mode=mode)
    return assess(given.model_copy(update={"published": published(given)}))


def test_of_an_anonymous_round_the_counts_that_are_told_decide() -> None:
    assert recognised(others("anonymous", [chose(6)] * 9)) == "delivery"
    assert recognised(others("anonymous", [chose(5)] * 9)) is None
    assert recognised(others("anonymous", [chose(10, known=4)] * 9)) is None


def test_of_a_confidential_round_three_in_five_of_all_portraits_have_to_be_most_chosen() -> None:
    apart = [chose(10, "projects")] * 2
    assert recognised(others("confidential", [*[chose(6)] * 9, *apart])) == "delivery"
    assert recognised(others("confidential", [*[chose(5)] * 9, *apart])) is None
    # What nobody may be told counts as not chosen: of five portraits of ten that all know, nothing follows.
    assert recognised(others("confidential", [*[chose(10, known=5)] * 9, *apart])) is None
