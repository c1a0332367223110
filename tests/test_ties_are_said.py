"""What a text calls lowest, highest, largest or most chosen is so of all that is known; what stands alike is a tie."""

from __future__ import annotations

from typing import Any

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.core.portfolio import ReadCluster, portfolio
from maturity.model import Questionnaire
from maturity.report import second_year
from maturity.report.blocks import Strip, Table, singles
from maturity.report.chapters import portrait_chapter, priorities
from maturity.report.describe import describe
from maturity.report.over_time import over_time
from maturity.report.part_words import weakest_words
from maturity.report.shapes import telling
from maturity.report.wording import sentence
from tests.make import person, questionnaire, round_
from tests.shapes import asked, checklist, everywhere, year
from tests.test_talk_first import CONVERSATION, HERE

PARTS = "abcdef"


def parts(**more: Any) -> Questionnaire:
    """Six parts beside one another, of a question each, with no score of them all."""
    dimensions = [{"id": f"p{one}", "label": one.upper() * 2, "short": one.upper()} for one in PARTS]
    of = {one: {"dimension": f"p{one}"} for one in PARTS}
    return asked("profile", PARTS, dimensions=dimensions, of=of, overall="none", **more)


def answered(*levels: int | str, people: int = 4) -> Assessment:
    return assess(year(parts(), "2026", everywhere(*levels, people=people)))


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((1, 2, 2, 3, 3, 4), ["Lowest: AA 1.0", "Highest: FF 4.0"]),
        ((1, 1, 2, 3, 4, 4), ["Lowest: “AA” and “BB” 1.0", "Highest: “EE” and “FF” 4.0"]),
        ((1, 2, 4, 4, 4, 4), ["Lowest: AA 1.0", "Highest: 4 of 6 parts 4.0"]),
        ((3, 3, 3, 3, 3, 3), ["All 6 parts 3.0"]),
        ((1, 1, 4, "DK", "DK", "DK"), ["Lowest of the 3 with a score: “AA” and “BB” 1.0", "Highest: CC 4.0"]),
        ((2, 2, "DK", "DK", "DK", "DK"), ["Both parts with a score 2.0"]),
        ((2, "DK", "DK", "DK", "DK", "DK"), ["AA 2.0"]),
        (("DK",) * 6, []),
    ],
)
def test_big_numbers_are_of_all_that_stand_at_an_end(levels: tuple[int | str, ...], said: list[str]) -> None:
    numbers = telling(answered(*levels)).big_numbers(None)
    assert [f"{one.name} {one.value}" for one in numbers] == said


def test_several_that_stand_alike_have_but_their_number_in_common() -> None:
    lowest, highest = telling(answered(1, 1, 2, 3, 3, 4)).big_numbers(None)
    assert not lowest.notes
    assert any("likely" in one for one in highest.notes)


def strip_of(*levels: int | str) -> tuple[str, int]:
    of = questionnaire((("a",), ("b",), ("c",)), (("d",), ("e",), ("f",)), needed=1)
    known = tuple(one if isinstance(one, int) else "DK" for one in levels)
    (strip,) = telling(assess(round_(of, {"ash": [known] * 3, "birch": [known] * 3}))).strip()
    assert isinstance(strip, Strip)
    return strip.caption, len(strip.marked)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((1, 2, 3, 3, 4, 5), ("Lowest: x1 1.0 and x2 2.0. Highest: y3 5.0 and y2 4.0.", 4)),
        ((1, 2, 2, 3, 4, 5), ("Lowest: x1 1.0. Highest: y3 5.0 and y2 4.0.", 3)),
        ((1, 1, 1, 3, 4, 5), ("Lowest: 3 of 6 dimensions (1.0): x1, x2 and x3. Highest: y3 5.0 and y2 4.0.", 5)),
        (
            (1, 1, 1, 1, 4, 5),
            ("Lowest: 4 of 6 dimensions (1.0), among them x1, x2 and x3. Highest: y3 5.0 and y2 4.0.", 6),
        ),
        ((2, 2, 2, 2, 2, 2), ("All 6 stand at 2.0.", 0)),
        (
            (1, 2, 4, 5, "?", "?"),
            ("Lowest of the 4 that have a score: x1 1.0 and x2 2.0. Highest: y1 5.0 and x3 4.0.", 4),
        ),
    ],
)
def test_a_line_of_dots_parts_none_from_those_that_stand_alike(
    levels: tuple[int | str, ...], said: tuple[str, int]
) -> None:
    assert strip_of(*levels) == said


@pytest.mark.parametrize(
    ("two", "said"),
    [
        ((4, 4, 1, 1), "Most often holds: “A” and “B” (in 2 of 2); least often: “C” and “D” (in 0 of 2)."),
        ((4, 1, 1, 1), "Most often holds: A (in 2 of 2); least often: “C” and “D” (in 0 of 2)."),
        (("DK", 4, 1, 1), "Most often holds: “A” and “B” (in 100%); least often"),
        ((1, 1, 4, 4), "Every question holds in 1 of 2."),
    ],
)
def test_what_holds_most_often_does_so_where_it_is_known(two: tuple[int | str, ...], said: str) -> None:
    rounds = [year(checklist(), "2026", everywhere(*levels)) for levels in ((4, 4, 1, 1), two)]
    rounds = [
        one.model_copy(update={"cluster": one.cluster.model_copy(update={"name": name})})
        for one, name in zip(rounds, ("One", "Two"), strict=True)
    ]
    assert said in describe("clusters", portfolio([ReadCluster(one) for one in rounds]))


def test_of_parts_without_a_range_all_that_are_lowest_are_named() -> None:
    assert weakest_words(answered(1, 1, 2, 3, 4, 4, people=1)).startswith("Lowest of the parts are AA and BB, but ")
    assert weakest_words(answered(1, 2, 2, 3, 4, 4, people=1)).startswith("Lowest of the parts is AA, but ")
    assert weakest_words(answered(2, 2, 2, 2, 2, 2, people=1)).startswith("All parts stand at 2.0 ")


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((3, 2, 2, 4), ["Among the lowest here: B, 2.0", "Strongest here: D, 4.0"]),
        ((3, 2, 4, 4), ["Lowest here: B, 2.0", "Among the strongest here: D, 4.0"]),
    ],
)
def test_one_of_several_is_said_to_be_among_the_lowest(levels: tuple[int, ...], said: list[str]) -> None:
    of = questionnaire((("a",),), (("b", "c", "d"),), conversation=CONVERSATION, but=dict.fromkeys("bcd", HERE))
    advice = advise(assess(round_(of, {"ash": [levels] * 2, "birch": [levels] * 2})))
    found = [sentence(one, of) for part in advice.parts for one in part.findings]
    assert [one.partition(". Level")[0] for one in found] == said


@pytest.mark.parametrize(("b", "said"), [(1, "One of its lowest questions"), (2, "Its lowest question")])
def test_a_suggestion_says_whether_others_are_as_low(b: int, said: str) -> None:
    of = questionnaire((("a", "b", "c"),), (("d",),))
    found = assess(round_(of, {"ash": [(1, b, 4, 5)] * 2, "birch": [(1, b, 4, 5)] * 2}))
    terms = [term for block in priorities(found, advise(found), full=True) for term, _ in getattr(block, "items", ())]
    assert said in terms


def test_the_largest_of_what_drove_a_change_leave_out_none_that_is_as_large() -> None:
    of = questionnaire((("a", "b", "c", "d", "e"),), (("f",),))
    still = [(2, 2, 2, 2, 2, 3)] * 2
    years = {"2025": still, "2026": [(5, 3, 3, 3, 2, 3)] * 2}
    told = over_time(
        compare(
            [
                round_(of, {"ash": ash, "birch": still, "cedar": still}, label=label, date=f"{label}-03-01")
                for label, ash in years.items()
            ]
        )
    )
    (step,) = told.comparison.steps
    said = next(one for one in second_year.drove_words(told, step) if one.startswith("Depth"))
    assert said.endswith("the largest is A (+0.20).")


def test_descriptions_that_as_many_chose_are_named_together() -> None:
    of = questionnaire((("a",),), (("b",),), portrait=("p",))
    people = [person(3, 3, portraits={"p": one}) for one in ("projects", "delivery") * 3]
    found = assess(round_(of, {"ash": people}))
    tables = [one for one in singles(portrait_chapter(found)) if isinstance(one, Table)]
    (row,) = next(one for one in tables if one.header[-1:] == ("Share",) and len(one.header) == 3).rows
    assert row[1].count(" / ") == 1
    assert row[2] == "50%"
