"""A deck and a workbook say of a plan, of a number and of what is sure what the report says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.core.plan import plan_on
from maturity.core.reading import Held
from maturity.model.plan import Priority
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers.powerpoint import content, fit, paging
from maturity.report import book, deck
from maturity.report.blocks import Callout, Dumbbells, Lines, Paragraph, Report, Section, Table, Terms
from maturity.report.deck import fitting
from maturity.report.over_time import over_time
from maturity.report.planning import plan_blocks
from maturity.report.second_year import drove_words, moved_schools, schools_words, turn_words, year_blocks
from tests import make

PLAN = (
    Priority(
        id="help",
        title="Named help",
        support="alder",
        review=dt.date(2026, 6, 1),
    ),
    Priority(id="figures", title="Figures twice a year"),
)
"""Nobody has named a day on which the first is due: it follows from its review."""


def of_a_day(today: dt.date) -> tuple[dict[str, str], Report, list[tuple[object, ...]]]:
    """Where each priority stands by the report, the deck of that day, and the rows of the workbook's plan."""
    assessment = assess(load_round(examples_folder() / "riverside.yaml"))
    schools = {one.id: one.name for one in assessment.schools}
    told = [one for one in plan_blocks(PLAN, assessment.questionnaire, schools, today) if isinstance(one, Terms)]
    stands = {priority.title: dict(terms.items)["Status"] for priority, terms in zip(PLAN, told, strict=True)}
    agreed, advice = plan_on(PLAN, today), advise(assessment)
    (sheet,) = (one for one in book.compose(assessment, advice, None, agreed) if one.id == "plan")
    return stands, deck.compose(assessment, advice, None, agreed), list(sheet.rows)


@pytest.mark.parametrize("today", [dt.date(2026, 3, 20), dt.date(2026, 11, 20), dt.date(2027, 12, 1)], ids=str)
def test_a_priority_stands_alike_in_the_report_the_deck_and_the_workbook(today: dt.date) -> None:
    stands, made, rows = of_a_day(today)
    assert ("overdue" in stands["Named help"]) is (today > dt.date(2026, 12, 1))
    by_id = {one.id: one for one in made.sections}
    table = by_id["priorities"].blocks[0]
    assert isinstance(table, Table)
    assert {row[0]: row[-1] for row in table.rows} == stands
    cards = [dict(one.items) for one in by_id["plan"].blocks if isinstance(one, Terms)]
    assert [one["Where it stands"] for one in cards] == [*stands.values()]
    assert [f"Where it stands: {text}" in by_id["priorities"].notes for text in stands.values()] == [True, True]
    assert [text in row for text, row in zip(stands.values(), rows, strict=True)] == [True, True]


def test_a_day_that_follows_from_the_review_stands_on_the_line_the_card_in_the_notes_and_in_the_workbook() -> None:
    _, made, rows = of_a_day(dt.date(2026, 3, 20))
    by_id = {one.id: one for one in made.sections}
    when = by_id["priorities"].blocks[1]
    assert isinstance(when, Table)
    assert when.header == ("1 June 2026", "1 December 2026")
    assert "Account of impact: 1 December 2026" in by_id["priorities"].notes
    card = next(one for one in by_id["plan"].blocks if isinstance(one, Terms))
    assert dict(card.items)["Account of impact"] == "1 December 2026"
    assert dt.date(2026, 12, 1) in rows[0]


def test_no_slide_nor_its_notes_name_a_school_by_its_id() -> None:
    _, made, _ = of_a_day(dt.date(2026, 3, 20))
    notes = [note for one in made.sections if one.id in ("priorities", "plan") for note in one.notes]
    assert notes.count("Who supports: Alder Primary") == 2


SCHOOLS = ("ash", "oak", "elm", "fir", "yew")


def changed(after: dict[str, list[int]]) -> Comparison:
    """A cluster of which every school was at level 3, and of which each has gone to its own."""
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    years = ((2025, {name: [3] * 6 for name in after}), (2026, after))
    return compare([make.round_(asked, people, label=str(n), date=dt.date(n, 3, 1)) for n, people in years])


def tarnside(**kinds: str) -> Comparison:
    """Years of an example, each as it would be had it promised people something else."""
    folder = examples_folder() / "tarnside"
    years = [
        load_round(folder / name[1:]).model_copy(update={"mode": kind, "agreed": {}}) for name, kind in kinds.items()
    ]
    return compare(years)


def slides_of(since: Comparison) -> dict[str, Section]:
    latest = since.rounds[-1]
    return {one.id: one for one in deck.compose(latest, advise(latest), since).sections}


@pytest.mark.parametrize(
    ("levels", "title"),
    [
        ((5, 5, 1, 3, 3), "2 of 5 schools rose and 1 fell for sure"),
        ((1, 1, 1, 1, 5), "4 of 5 schools fell and 1 rose for sure"),
        ((5, 5, 5, 5, 5), "All 5 schools rose for sure on depth and challenge"),
        ((5, 1), "1 of 2 schools rose and 1 fell for sure on depth and challenge, each by its own people's answers"),
        ((1, 1), "Both schools fell for sure on depth and challenge, each by its own people's answers"),
    ],
)
def test_schools_that_went_the_other_way_are_in_the_title(levels: tuple[int, ...], title: str) -> None:
    since = changed({name: [level] * 6 for name, level in zip(SCHOOLS[: len(levels)], levels, strict=True)})
    assert slides_of(since)["schools"].title.startswith(title)


def test_what_differs_from_value_to_value_is_one_sentence() -> None:
    since = moved({name: [(5, 5, 1)] * 6 for name in SCHOOLS})
    title = "All 5 schools rose for sure on depth; all 5 schools fell for sure on challenge"
    assert slides_of(since)["schools"].title == title


def test_what_is_sure_of_a_school_is_not_said_of_its_cluster() -> None:
    since = moved({"ash": [(5, 5, 5)] * 6})
    told = over_time(since)
    said = [block.text for block in moved_schools(told, since.last) if isinstance(block, Paragraph)]
    assert schools_words(told, since.last)[0].startswith("Depth, each school by its own people's answers: up for sure ")
    assert said[0].endswith("How sure the change of the whole cluster is, that does not tell.")


def moved(after: Mapping[str, Sequence[tuple[int, ...]]]) -> Comparison:
    """A cluster of which everybody said 3 of everything, and a year later each their own."""
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    years = ((2025, {name: [(3, 3, 3)] * len(people) for name, people in after.items()}), (2026, after))
    return compare([make.round_(asked, people, label=str(n), date=dt.date(n, 3, 1)) for n, people in years])


@pytest.mark.parametrize(
    ("people", "title"),
    [
        (dict.fromkeys(SCHOOLS, [(5, 4, 3)] * 6), "A1 moved depth most (+1.00 of +1.5)"),
        (dict.fromkeys(SCHOOLS, [(5, 5, 3)] * 6), "“A1” and “A2” moved depth most (+1.00 each of +2.0)"),
        (dict.fromkeys(SCHOOLS, [(3, 3, 3)] * 6), "No question moved depth or challenge"),
        (
            dict.fromkeys(SCHOOLS, [(5, 1, 3)] * 5 + [(5, 2, 3)]),
            "A1 moved depth most (+1.00; in all +0.1, as others moved it the other way)",
        ),
        (
            dict.fromkeys(SCHOOLS, [(5, 1, 3)] * 6),
            "A2 moved depth most (−1.00; in all 0.0, as others moved it the other way)",
        ),
        (
            {"ash": [(4, 4, 3)] * 6, **dict.fromkeys(SCHOOLS[1:], [(3, 3, 3)] * 6)},
            "No question is sure to have moved depth; the largest parts are “A1” and “A2” (+0.10 each of +0.2)",
        ),
    ],
)
def test_the_title_of_what_drove_it_says_what_the_slide_says(
    people: Mapping[str, Sequence[tuple[int, ...]]], title: str
) -> None:
    since = moved(people)
    assert slides_of(since)["drove"].title == title
    (said,) = (one for one in drove_words(over_time(since), since.last) if one.startswith("Depth"))
    sure = any(one.verdict in ("up", "down") for one in since.last.drivers["x"])
    assert sure == ("for sure" in said) == (" most (" in title)
    if not title.startswith("No question moved"):
        assert ("no single question is sure" in said) == title.startswith("No question is sure")


def test_a_part_that_is_larger_than_the_whole_by_rounding_alone_is_shown_so() -> None:
    since = moved({name: [(4, 3, 3)] * 3 + [(3, 3, 3)] * 8 for name in SCHOOLS})
    assert "+0.14 of +0.14" in slides_of(since)["drove"].title


def test_where_nothing_tells_how_sure_a_change_is_no_text_calls_it_unsure() -> None:
    since = tarnside(_2025="anonymous", _2026="anonymous")
    assert all(one.interval is None for one in since.last.dimensions.values())
    told, slides = over_time(since), slides_of(since)
    never = "How sure the change of a dimension is cannot be said"
    assert slides["change"].title == never
    assert [block.text for block in told.sure(since.last) if isinstance(block, Paragraph)] == [f"{never}."]
    assert slides["drove"].title.startswith("How sure a question moved")
    (chart,) = slides["change"].exhibits
    assert isinstance(chart, Dumbbells)
    assert chart.unsure == "how sure cannot be said"
    assert "not sure" not in chart.alt
    assert not any("not sure" in note for note in slides["change"].notes)


def test_one_school_in_common_tells_nothing_of_how_sure_a_year_was() -> None:
    since = changed({"ash": [4] * 6})
    slides = slides_of(since)
    assert slides["years"].title.startswith("How sure a rise or fall of")
    assert slides["change"].title == "How sure the change of a dimension is cannot be said"
    assert "sure in no single year" not in " ".join(slides["years"].notes)
    assert "by none" not in " ".join(block.caption for block in slides["drivers"].blocks if isinstance(block, Table))


@pytest.mark.parametrize(("first", "warned"), [("named", True), ("anonymous", False)])
def test_each_pair_of_rounds_that_promised_otherwise_is_said_with_the_years(first: str, warned: bool) -> None:
    # The last two are alike, so that only the years can say it.
    since = tarnside(_2024=first, _2025="anonymous", _2026="anonymous")
    assert not [one for one in since.last.warnings if one.code == "other-mode"]
    told, slide = over_time(since), slides_of(since)["years"]
    said = "From 2024 to 2025 and 2024 to 2026 people were not promised the same."
    for texts in (slide.notes, [str(one) for one in slide.blocks], [str(one) for one in year_blocks(told)]):
        assert any(said in text for text in texts) is warned
    assert any("down in 2025 (not promised the same)" in text for text in turn_words(told)) is warned
    dips = [mark.note for line in slide.exhibits if isinstance(line, Lines) for mark in line.marks if mark.note]
    assert dips == ["fell (not promised the same)" if warned else "fell for sure"]


def test_a_part_that_is_just_off_the_midpoint_is_shown_alike_in_a_sentence_and_on_the_slide() -> None:
    # A mean of 2.98 is not the midpoint; one decimal would put it there.
    asked = make.questionnaire((("a1",),), (("b1",),))
    people = [3] * 49 + [2]
    rounds = [
        make.round_(asked, dict.fromkeys(SCHOOLS, given), label=str(year), date=dt.date(year, 3, 1))
        for year, given in ((2025, people), (2026, [4] * 50))
    ]
    since = compare(rounds)
    slide = slides_of(since)["change"]
    (chart,) = slide.exhibits
    assert isinstance(chart, Dumbbells)
    label = chart.moves[0].name
    assert f"{label} 2.98 to 4.0" in chart.alt
    assert f"{label} 2.98 to 4.0." in slide.notes


@pytest.mark.parametrize("rows", range(8, 16))
def test_the_heading_of_a_callout_stays_with_its_text_wherever_a_slide_ends(rows: int) -> None:
    table = Table("", ("One", "Two"), (("a", "b"),) * rows, ("left", "left"))
    told = Callout("Know this as well", " ".join(["Many people could not tell."] * 16), "warning")
    for page in paging.pages([table, *content.grouped([told])], 14.0, (600.0, 400.0)):
        for group in page:
            assert isinstance(group, Table) or not group.paragraphs[-1].heads
    text = list(content.as_paragraphs(told))
    lead = fit.Para((fit.Words("What comes first."),))
    high = fit.text_height([lead, *text[:1]], 14.0, 600.0)
    assert list(paging.filled([lead, *text], (600.0, high + 1), 14.0)) == [lead]


@pytest.mark.parametrize("name", ["riverside", "fairview"])
def test_no_two_notes_of_a_slide_hold_the_same_list(name: str) -> None:
    assessment = assess(load_round(examples_folder() / f"{name}.yaml"))
    for one in deck.compose(assessment, advise(assessment)).sections:
        lists = [note.rpartition(": ")[2] for note in one.notes if note.count("; ") > 4]
        assert len(lists) == len(set(lists)), one.id


def test_questions_that_are_shown_as_near_are_counted_as_near() -> None:
    # A mean of 2.96 stands in the table as 3.0.
    asked = make.questionnaire((("a1",),), (("b1",),))
    found = assess(make.round_(asked, {"ash": [3]}))
    missing = [Held("a1", "open", 2.5, 3.0, None, True), Held("b1", "open", 2.5, 2.96, None, True)]
    ends = fitting.ranked_missing(found, missing)
    assert ends is not None
    assert len(ends.highest) == 2


def test_what_cannot_be_said_is_said_once_in_the_title_of_the_map_and_not_again_below_the_finding() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    found = assess(make.round_(asked, {"ash": [5]}))
    slides = {one.id: one for one in deck.compose(found, advise(found)).sections}
    assert slides["map"].title.count("cannot be said") == 1
    assert "cannot be said" in slides["finding"].title
    assert not any("cannot be said" in str(block) for block in slides["finding"].blocks)
