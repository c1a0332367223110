"""What a total says: a number with its range, its band only where that is settled, and the room to the next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maturity.charts import profile as profile_chart
from maturity.charts import total as total_chart
from maturity.charts.layout import extent
from maturity.charts.part_rows import PartScale, part_rows
from maturity.charts.style import Look
from maturity.core.advice import Advice
from maturity.core.advise_parts import lowest_sums
from maturity.core.assessment import Assessment, Interval, PartResult
from maturity.model import Questionnaire
from maturity.model.parts import Overall
from maturity.readers.questionnaire import load_questionnaire
from maturity.renderers import terminal
from maturity.renderers.characters_parts import total_characters
from maturity.renderers.glyphs import ASCII, UNICODE
from maturity.renderers.questionnaire import render
from maturity.report import book, compose, deck
from maturity.report.describe import describe
from maturity.report.shapes import telling
from maturity.report.total_words import room_words
from maturity.report.wording import sentence
from tests.parted import Levels, alike, answered, asked, part

ADVICE = Advice((), (), (), (), (), (), "", "")
BANDS = [
    {"from": 8, "label": "Question it", "text": "Too little."},
    {"from": 20, "label": "On the way"},
    {"from": 30, "label": "Genuine"},
]


def two_sums(**more: Any) -> Questionnaire:
    """Two sub-totals of four items each, 4 to 20; all of it 8 to 40 in three bands."""
    parts = [part("a", combine="sum"), part("b", combine="sum")]
    return asked("total", parts, {f"{name}{n}": name for name in "ab" for n in range(4)}, **{"bands": BANDS, **more})


def whole(assessment: Assessment) -> PartResult:
    assert assessment.overall is not None
    return assessment.overall


def varied(level: int) -> list[list[Levels]]:
    """Four schools of three people who lie up to a level from this one."""
    return [[[level + step] * 8 for step in (-1, 0, 1)]] * 4


def test_a_total_stands_with_its_range_its_interval_and_its_band() -> None:
    found = answered(two_sums(), alike((3,) * 8))
    assert telling(found).headline() == (
        "Total: 24.0 on a scale from 8 to 40 (likely range 23.5–24.5), in the band “On the way”."
    )
    assert telling(found).how_sure() == "the band is sure"
    assert room_words(found) == "To the next band, Genuine, which begins at 30, it is 6.0 points."


def test_a_band_is_not_named_where_the_interval_reaches_into_the_next() -> None:
    found = answered(two_sums(bands=[*BANDS[:1], {"from": 24, "label": "Further"}]), varied(3))
    assert "between “Question it” and “Further”" in telling(found).headline()
    assert "in the band" not in telling(found).headline()
    assert telling(found).how_sure() == "the band is open"


def test_the_highest_band_has_none_above() -> None:
    assert room_words(answered(two_sums(), alike((5,) * 8))) == "There is no band above Genuine."


def test_the_room_to_the_next_band_is_never_nothing() -> None:
    found = answered(two_sums(bands=[*BANDS[:1], {"from": 24.01, "label": "Further"}]), alike((3,) * 8))
    assert "it is 0.01 points" in room_words(found)


def test_without_one_answer_there_is_no_total_but_bounds() -> None:
    found = answered(two_sums(), alike((3, 3, 3, 3, 3, 3, 3, None)))
    assert whole(found).score is None
    assert telling(found).headline() == (
        "There is no total, because a sum needs every question: 7 of 8 questions answered; between 22.0 and 26.0. "
        "Whatever the rest would say, that is in the band “On the way”."
    )
    assert telling(found).how_sure() == "there is no total"
    assert room_words(found) == ""


def test_no_band_is_named_where_the_bounds_lie_in_two() -> None:
    found = answered(two_sums(), alike((3, 3, 3, 3, 3, 3, 4, None)))
    assert (
        telling(found)
        .headline()
        .endswith("between 23.0 and 27.0. Whatever the rest would say, that is in the band “On the way”.")
    )
    # The bounds alone lie in the band; what was answered is open too.
    found = answered(two_sums(), alike((3, 3, 3, 3, 3, 3, None, None)))
    assert found.overall is not None
    assert found.overall.reach == Interval(20, 28)
    assert telling(found).headline().endswith("so that no band is named.")
    found = answered(two_sums(), alike((3, 3, 3, 3, 3, None, None, None)))
    assert (
        telling(found)
        .headline()
        .endswith("between 18.0 and 30.0. That lies between “Question it” and “Genuine”, so that no band is named.")
    )


def test_where_how_people_differ_is_not_known_the_band_is_that_of_the_number_alone() -> None:
    found = answered(two_sums(), [[(3,) * 8]])
    assert (
        telling(found)
        .headline()
        .endswith("(how sure that is cannot be told), by that number alone in the band “On the way”.")
    )
    assert telling(found).how_sure() == "it cannot be told how sure the band is"


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_where_nobody_is_named_the_band_is_so_by_a_rule_of_thumb(mode: Any) -> None:
    found = answered(two_sums(bands=[*BANDS[:1], {"from": 12, "label": "Wide"}]), alike((3,) * 8), mode)
    assert telling(found).headline().endswith("in the band “Wide”, by the rule of thumb for its range.")
    assert "95%" not in " ".join((telling(found).headline(), *telling(found).method()))


def test_that_cut_offs_are_conventions_is_said_with_where_they_come_from() -> None:
    overall = {"label": "All", "combine": "sum", "bands": BANDS, "basis": "From the authors."}
    found = answered(two_sums(bands=(), overall=overall), alike((3,) * 8))
    said = " ".join(telling(found).convention())
    assert said == "Where one band ends and the next begins is a convention, not a measured boundary. From the authors."
    assert said in " ".join(str(getattr(block, "text", "")) for block in telling(found).standing(full=True))


def test_a_total_that_says_more_of_the_whole_is_still_a_sum_unless_it_says_how(tmp_path: Path) -> None:
    """What `questionnaire check` takes bands to lie on is what is reckoned, and what is written is read alike."""
    described = {"bands": BANDS, "basis": "From the authors."}
    assert whole(answered(two_sums(bands=(), overall=described), alike((3,) * 8))).score == 24
    low = [{"from": 4, "label": "Low"}, {"from": 15, "label": "High"}]
    mean = two_sums(bands=(), overall={"combine": "mean", "bands": low})
    written = tmp_path / "mean.yaml"
    written.write_bytes(render(mean))
    for one in (mean, load_questionnaire(str(written))):
        assert whole(answered(one, alike((3,) * 8))).score == 12


def test_a_ruler_is_drawn_whatever_its_bands_are() -> None:
    """Bands of a questionnaire that was frozen before its rules knew better."""
    found = answered(two_sums(), alike((3,) * 8))
    bands = [{"from": 8, "label": "First"}, {"from": -9, "label": "Before"}, {"from": 99, "label": "After"}]
    off_range = Overall.model_validate({"combine": "sum", "bands": bands})
    off = replace(found, questionnaire=found.questionnaire.model_copy(update={"whole": off_range}))
    drawn = "\n".join(line.plain for line in total_characters(off, 80, ascii_only=True))
    assert "After" in drawn
    assert "Before" in drawn


def test_the_lowest_sums_are_suggested_in_parts_of_what_is_possible() -> None:
    parts = [part("a", combine="sum"), part("b", combine="sum"), part("c", combine="sum")]
    items = {"a1": "a", "b1": "b", "b2": "b", "c1": "c", "c2": "c", "c3": "c"}
    found = answered(asked("total", parts, items), alike((3, 3, 2, 2, 1, 2)))
    assert [(one.dimension, one.item, one.level) for one in lowest_sums(found)] == [
        ("c", "c2", 1),
        ("b", "b2", 2),
        ("a", "a1", 3),
    ]
    reason = sentence(lowest_sums(found)[0].reason, found.questionnaire)
    assert reason == "It stands at 5.0 between 3 and 15, 17% of the way from the lowest to the highest."


def test_without_sub_totals_the_lowest_items_are_suggested() -> None:
    found = answered(asked("total", (), {"a": "", "b": "", "c": "", "d": ""}), alike((3, 1, 5, 2)))
    assert [one.item for one in lowest_sums(found)] == ["b", "d", "a"]
    assert sentence(lowest_sums(found)[0].reason, found.questionnaire) == (
        "It stands at 1.0 between 1 and 5, among the lowest."
    )


def test_the_ruler_in_characters_marks_the_total_between_its_bands() -> None:
    found = answered(two_sums(), alike((3,) * 8))
    lines = terminal.scorecard(found, ADVICE, 62, ASCII).plain.splitlines()
    ruler = next(line for line in lines if line.startswith("|"))
    # 60 characters from 8 to 40: the total of 24 lies in the middle, the bands at 20 and 30.
    assert [place for place, sign in enumerate(ruler) if sign == "|"] == [0, 22, 41, 59]
    assert ruler.index("@") == 30
    assert [line for line in lines if line.startswith(">")] == [">     from 20  On the way"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    bands = [{"from": 8 + 3 * n, "label": f"A label of sixty characters, on until its end {n}"} for n in range(9)]
    found = answered(two_sums(bands=bands), varied(3))
    said = terminal.scorecard(found, ADVICE, width, UNICODE).plain
    assert max(map(len, said.splitlines())) <= width


def test_the_description_of_the_ruler_holds_all_that_it_shows() -> None:
    said = describe("total", answered(two_sums(), alike((3,) * 8)))
    for part_of in ("24.0", "On the way from 20", "School 2 24.0", "Part A 50%", "6.0 points"):
        assert part_of in said


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
@pytest.mark.parametrize("levels", [(3,) * 8, ("DK",) * 8, (3, 3, 3, 3, None, None, 3, 3)])
def test_every_output_can_be_made(mode: Any, levels: Levels) -> None:
    found = answered(two_sums(), alike(levels), mode)
    for audience in ("heads", "staff", "governors"):
        assert compose.compose(found, ADVICE, audience=audience).sections
    assert deck.compose(found, ADVICE).sections
    sheets = {sheet.id: sheet for sheet in book.compose(found, ADVICE)}
    assert telling(found).headline() in sheets["parts"].lead
    card = terminal.scorecard(found, ADVICE, 60, ASCII).plain
    assert telling(found).headline().translate(str.maketrans("“”", '""')) in " ".join(card.split())


def test_sums_of_other_lengths_are_drawn_in_per_cent_of_what_is_possible() -> None:
    found = answered(two_sums(), alike((3,) * 8))
    scale = PartScale(found)
    assert scale.shares
    assert [scale.at(part, part.score or 0.0) for part in (whole(found), found.dimensions["a"])] == [50.0, 50.0]
    assert [text for _, text in scale.ticks()] == ["0%", "25%", "50%", "75%", "100%"]


def test_equal_ranges_are_drawn_in_their_own_numbers() -> None:
    found = answered(asked("profile", [part("a"), part("b")], {"a1": "a", "b1": "b"}), alike((3, 3)))
    assert [text for _, text in PartScale(found).ticks()] == ["1", "2", "3", "4", "5"]
    assert [row.label for row in part_rows(found, 0, views=True)] == ["Part A", "Part B", "Overall"]


@pytest.mark.drawing
@pytest.mark.parametrize("levels", [(3,) * 8, ("DK",) * 8, (3, 3, 3, 3, None, None, 3, 3)])
@pytest.mark.parametrize("size", [None, (6.3, 4.7), (13.3, 7.5), (8.27, 11.7)])
@pytest.mark.parametrize("bands", [3, 11])
def test_no_words_of_the_charts_lie_over_one_another(levels: Levels, size: Any, bands: int) -> None:
    many = [
        {"from": 8 + n * 32 / bands, "label": f"A band whose name is rather long, number {n}"} for n in range(bands)
    ]
    found = answered(two_sums(bands=many), alike(levels))
    for chart in (total_chart, profile_chart):
        drawn = chart.draw(found, Look(size=size))
        boxes = [extent(text) for text in drawn.texts if text.get_text()]
        assert [(one, other) for n, one in enumerate(boxes) for other in boxes[:n] if one.touches(other)] == []
        page = drawn.get_window_extent()
        assert all(box.left >= page.x0 and box.right <= page.x1 and box.bottom >= page.y0 for box in boxes)


@pytest.mark.drawing
def test_where_there_is_no_room_for_all_floors_the_first_stay_and_that_is_said() -> None:
    floors = [part("a"), *(part(f"x{n}", "a") for n in range(20))]
    found = answered(asked("profile", floors, {f"q{n}": f"x{n}" for n in range(20)}), alike((3,) * 20))
    small, large = (profile_chart.draw(found, Look(size=size)) for size in ((6.3, 4.7), (9.0, 16.0)))
    said = [" ".join(text.get_text() for text in drawn.texts) for drawn in (small, large)]
    assert ["Not all that is within" in " ".join(one.split()) for one in said] == [True, False]
