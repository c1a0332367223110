"""What is said beside a result says no more than is known, and names what it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from maturity.charts import pointed
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.core.comparison import Refused
from maturity.model import Questionnaire, Round
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round, read_round
from maturity.renderers import terminal
from maturity.renderers.glyphs import UNICODE
from maturity.report import book, change_summary, deck
from maturity.report.blocks import Heading, Table
from maturity.report.catalogue import catalogue
from maturity.report.over_time import over_time
from maturity.report.over_time.map_in_words import change_in_words
from maturity.report.shapes import telling
from maturity.report.shapes.tables import item_table
from maturity.report.total_words import room_words
from maturity.report.wording import sentence
from maturity.text.lines import cells
from tests import held, parted, shapes
from tests.make import person, questionnaire, round_


def marked(assessment: Assessment, mark: str) -> list[str]:
    """Items with a mark on the slide of what people agree on."""
    report = deck.compose(assessment, advise(assessment))
    tables = [one for section in report.sections if section.id == "answers" for one in section.blocks]
    return [row[1] for one in tables if isinstance(one, Table) for row in one.rows if row[0] == mark]


def test_what_does_not_hold_is_not_to_be_built_on() -> None:
    # D to F are agreed on, all at the lowest level.
    found = held.on_ladder({"a": "yes", "b": "just", "c": "yes"})
    assert marked(found, "Build on it") == ["A", "C"]
    checked = held.on_checklist({"a": "yes", "b": "just"})
    assert marked(checked, "Build on it") == ["A"]


def test_what_is_a_priority_is_not_to_be_built_on() -> None:
    found = assess(shapes.year(shapes.profile(), "2026", shapes.everywhere(1, 4, 3, 4)))
    priorities = {found.questionnaire.item_by_id[one.item].short for one in advise(found).priorities}
    assert priorities
    assert not priorities & {*marked(found, "Build on it")}


def test_the_start_of_a_ladder_is_said_to_be_there_only_where_that_is_settled() -> None:
    def first(ways: dict[str, str]) -> str:
        blocks = telling(found := held.on_ladder(ways)).like(advise(found), full=True, known=True)
        return next(one.text for one in blocks if isinstance(one, Heading))

    assert first({}) == "The start"
    assert first({"a": "just", "b": "yes"}) == "The start (if it is there)"


def test_a_stage_beyond_one_that_does_not_hold_is_said_to_hold_by_itself() -> None:
    told = telling(held.on_ladder({"a": "just", "b": "yes", "d": "yes", "e": "yes"}))
    rows = next(one for one in told.standing(full=True) if isinstance(one, Table)).rows
    assert [row[1].replace("\u00a0", " ") for row in rows] == ["open", "holds by itself", "not yet"]


def test_the_table_of_items_names_what_its_numbers_are_counted_in() -> None:
    worth = {"levels": shapes.LEVELS, "values": {1: 0, 2: 0.25, 3: 0.5, 4: 1}}
    plain, other = (
        assess(shapes.year(asked, "2026", shapes.everywhere(1, 2, 3, 4)))
        for asked in (shapes.profile(), shapes.profile(scale=worth))
    )
    assert item_table(plain).caption == "Every dimension and question, in levels"
    assert item_table(other).caption == "Every dimension and question, in points"


def test_the_weakest_part_is_told_by_the_rule_that_made_it_so() -> None:
    asked = parted.asked("profile", [parted.part("a"), parted.part("b")], {"a1": "a", "a2": "a", "b1": "b", "b2": "b"})
    people: list[list[parted.Levels]] = [[(2, 3, 5, 5), (2, 2, 1, 1), (1, 3, 2, 3)]] * 4
    found = parted.answered(asked, people)
    low, high = found.dimensions["a"], found.dimensions["b"]
    # The interval of the other reaches down into that of the weakest, though its score does not.
    assert low.interval is not None
    assert high.interval is not None
    assert high.score is not None
    assert high.interval.low < low.interval.high < high.score
    assert ": every other score lies above that range." in telling(found).headline()


def of_reviews(subject: str, schools: tuple[str, str]) -> list[Round]:
    return [
        shapes.year(
            shapes.checklist(subject=subject),
            label,
            shapes.everywhere(*levels),
            subject_of={"school": school} | ({"reviewed": f"{label}-02-03"} if subject == "review" else {}),
        )
        for label, levels, school in (("2025", (1, 1, 1, 4), schools[0]), ("2026", (1, 1, 4, 4), schools[1]))
    ]


def test_a_comparison_of_two_reviews_names_school_and_day_of_each() -> None:
    found = change_summary.summary(compare(of_reviews("review", ("ash", "ash"))))
    assert found.subtitle.startswith(
        "Ash, reviewed on 3 February 2025 and Ash, reviewed on 3 February 2026: 3 schools and 4 questions in both"
    )


@pytest.mark.parametrize("subject", ["school", "review"])
def test_rounds_about_two_schools_are_refused_with_a_hint_that_helps(subject: str) -> None:
    with pytest.raises(Refused) as refused:
        compare(of_reviews(subject, ("ash", "birch")))
    hint = sentence(refused.value.hint, shapes.checklist())
    assert hint == "give two rounds about the same school; maturity score tells of each by itself"


def test_rounds_of_two_shapes_are_refused_with_a_hint_that_helps() -> None:
    rounds = [
        shapes.year(asked, label, shapes.everywhere(1, 2, 3, 4))
        for asked, label in ((shapes.checklist(), "2025"), (shapes.profile(), "2026"))
    ]
    with pytest.raises(Refused) as refused:
        compare(rounds)
    assert "--same" not in sentence(refused.value.hint, shapes.checklist())


def test_that_a_band_begins_by_convention_is_said_once() -> None:
    bands = [{"from": 2, "label": "Low"}, {"from": 5, "label": "High"}]
    parts = [parted.part(i, combine="sum", bands=bands) for i in "ab"]
    whole = [{"from": 4, "label": "Low"}, {"from": 10, "label": "High"}]
    asked = parted.asked("total", parts, {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}, bands=whole)
    assessment = parted.answered(asked, parted.alike((3, 3, 4, 4)))
    said = " ".join(terminal.scorecard(assessment, advise(assessment), 90, UNICODE).plain.split())
    assert said.count("Where a band begins is a convention.") == 1


def test_that_there_is_no_band_above_is_said_of_the_score_alone_where_the_band_is_open() -> None:
    found = assess(
        shapes.year(
            shapes.total(), "2026", {"ash": [(4, 4, 4, 4), (2, 2, 2, 3)] * 2, "elm": [(4, 4, 4, 4), (3, 3, 3, 3)]}
        )
    )
    assert found.overall is not None
    assert found.overall.band is not None
    assert (found.overall.band.by_score, found.overall.band.settled) == (2, False)
    assert room_words(found) == "By the score alone there is no band above High."


def test_a_questionnaire_shows_the_weights_that_are_not_one() -> None:
    parts = [parted.part("a", weight=3), parted.part("b")]
    asked = parted.asked("profile", parts, {"a1": "a", "b1": "b", "b2": "b"})
    items = [
        item | ({"weight": 2} if item["id"] == "b1" else {})
        for item in asked.model_dump(exclude_defaults=True)["items"]
    ]
    shown = str(
        catalogue(
            Questionnaire.model_validate(asked.model_dump(by_alias=True, exclude_defaults=True) | {"items": items})
        )
    )
    assert shown.count("weight 2") == 1
    assert shown.count("Counts with weight 3.") == 1


def test_a_place_beside_the_midpoint_is_one_number_wherever_it_is_said() -> None:
    """2.96 is not said to be 3.0 in the key of a map, or as the mean over people, beside a table that says 2.96."""
    people = [(3, 4)] * 24 + [(2, 4)]
    found = assess(round_(questionnaire(), {"a": people}))
    scorecard = str(terminal.scorecard(found, advise(found), 100, UNICODE))
    assert "the cluster (2.96, 4.0)" in scorecard
    assert " 2.96 " in scorecard
    assert "3.0" not in scorecard
    shown = [one for one in telling(found).standing(full=True) if isinstance(one, Table)]
    row = next(row for table in shown for row in table.rows if row[0] == found.questionnaire.axes[0].label)
    assert [row[1], row[3]] == ["2.96", "2.96"]


def test_a_change_beside_the_midpoint_is_one_number_wherever_it_is_said() -> None:
    before = round_(questionnaire(), {one: [(3, 4)] * 24 + [(2, 4)] for one in "abc"}, label="1")
    after = round_(questionnaire(), {one: [(4, 4)] * 25 for one in "abc"}, label="2")
    told = over_time(compare([before, after]))
    rows = [row for table in told.table(told.comparison.last) if isinstance(table, Table) for row in table.rows]
    assert [row[1] for row in rows if row[1].startswith("2.96 to ")] == ["2.96 to 4.0"] * 2
    assert not any("3.0 before" in said for said in change_in_words(told.comparison.last))


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
def test_how_far_a_single_person_differs_is_told_only_where_ranges_rest_on_it(mode: str) -> None:
    schools = {"a": [(2, 3), (4, 4), (3, 3)], "b": [(3, 3), (2, 4), (4, 4)], "c": [(3, 4)] * 3, "d": [(4, 3)]}
    found = assess(round_(questionnaire(), schools, mode=mode))
    assert ("single-respondent" in {one.code for one in found.warnings}) == (mode == "named")
    sampled = assess(round_(questionnaire(), schools), schools="sampled")
    assert "single-respondent" not in {one.code for one in sampled.warnings}


def test_one_person_who_cannot_tell_is_not_many_people() -> None:
    def of(*people: tuple[int | str, int]) -> set[str]:
        found = assess(round_(questionnaire(), {"a": list(people)}))
        return {one.code for one in found.warnings} & {"many-dont-knows"}

    assert of(("DK", 3)) == set()
    assert of(("DK", 3), (3, 3), (3, 4)) == set()
    assert of(("DK", 3), ("DK", 3), (3, 4)) == {"many-dont-knows"}


def test_a_title_says_that_a_question_splits_the_room_only_of_more_than_one_at_each_end() -> None:
    def title(*levels: int) -> str:
        found = assess(round_(questionnaire(), {"a": [(one, 3) for one in levels]}))
        (section,) = (one for one in deck.compose(found, advise(found)).sections if one.id == "spread")
        return section.title

    assert title(1, 1, 5, 5).startswith("“A” splits the room")
    assert title(1, 3, 3, 5).startswith("Talk first about “A”: of 4 people 1 chose a low level and 1 a high one")
    assert title(3, 3, 3, 5).startswith("Nothing splits the room; people agree least on “A”")


def test_of_no_answers_it_is_not_said_where_they_lie() -> None:
    found = assess(round_(questionnaire(), {"a": [("DK", 3), ("DK", 4), ("DK", 3)]}))
    cells = [
        cell
        for section in deck.compose(found, advise(found)).sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    assert "too few" in cells
    assert not [cell for cell in cells if "near the middle" in cell]


def test_answers_point_to_nothing_where_nothing_is_behind_and_no_step_leads_beyond_the_top() -> None:
    asked = load_questionnaire("cluster-journey")

    def advised(level: int) -> tuple[str, list[str]]:
        people = [person(*[level] * len(asked.items), role="head")] * 3
        found = assess(round_(asked, dict.fromkeys("abc", people)))
        advice = advise(found)
        (section,) = (one for one in deck.compose(found, advice).sections if one.id == "priorities")
        return section.title, [one.step for one in advice.priorities]

    title, steps = advised(3)
    assert title.startswith("The answers put nothing behind")
    assert all(steps)
    title, steps = advised(5)
    assert "point to" not in title
    assert not any(steps)


def test_schools_that_look_alike_in_the_key_are_told_apart() -> None:
    names = [f"The Most Reverend Bishop Bartholomew {one} School" for one in ("Infant", "Junior")]
    cluster = {"name": "C", "schools": [{"id": i, "name": name} for i, name in zip("ab", names, strict=True)]}
    whole = {"name": "C", "schools": [{"id": i, "name": f"Bartholomew of Saint Mary {i}"} for i in "ab"]}
    schools = {"a": [(2, 3), (3, 3)], "b": [(4, 4), (3, 4)]}
    for held_, told in ((cluster, ("Infant", "Junior")), (whole, ("Mary a", "Mary b"))):
        found = assess(round_(questionnaire(), schools, cluster=held_))
        said = terminal.scorecard(found, advise(found), width=80)
        assert all(one in str(said) for one in told)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_key_of_the_map_has_every_name_whole_and_once(width: int) -> None:
    names = [f"The Most Reverend Bishop Bartholomew {one} School" for one in ("Infant", "Junior")]
    cluster = {"name": "C", "schools": [{"id": i, "name": name} for i, name in zip("ab", names, strict=True)]}
    found = assess(round_(questionnaire(), {"a": [(2, 3), (3, 3)], "b": [(4, 4), (3, 4)]}, cluster=cluster))
    card = terminal.scorecard(found, advise(found), width).plain
    lines = next(part for part in card.split("\n\n") if "Improvement │" in part).splitlines()
    assert max(map(cells, lines)) <= width
    read = " ".join(" ".join(line.rpartition("  ")[2] for line in lines).split())
    assert [read.count(f"{name} (") for name in names] == [1, 1]
    assert "…" not in read


def test_schools_of_one_name_are_remarked(tmp_path: Path) -> None:
    given = (examples_folder() / "riverside.yaml").read_text("utf-8")
    found = load_round(examples_folder() / "riverside.yaml")
    first, second, *_ = (school.name for school in found.cluster.schools)
    path = tmp_path / "round.yaml"
    path.write_text(given.replace(f"name: {second}", f"name: {first.upper()}"), "utf-8")
    read, remarks = read_round(path)
    assert read is not None
    assert [one.code for one in remarks] == ["same-name"]
    assert not read_round(examples_folder() / "riverside.yaml")[1]


def test_schools_of_one_name_in_two_spellings_stand_with_their_ids_wherever_they_are_named() -> None:
    cluster = {"name": "C", "schools": [{"id": "a", "name": "St Mary's"}, {"id": "b", "name": "St Mary\u2019s"}]}
    asked = questionnaire()
    round_of_two = round_(asked, {"a": [(2, 3), (3, 3)], "b": [(4, 4), (3, 4)]}, cluster=cluster)
    found = assess(round_of_two)
    advice = advise(found)
    card = terminal.scorecard(found, advice).plain
    sheets = {one.id: str(one.rows) for one in book.compose(found, advice, None, (), round_of_two)}
    slides = str(deck.compose(found, advice))
    for named in ("St Mary's (a)", "St Mary\u2019s (b)"):
        assert named in card
        assert named.replace("'", "\\'") in slides or named in slides
        assert all(named in sheets[one] for one in ("schools", "answers", "map"))


def test_of_a_number_that_is_hidden_no_reader_hears_how_many_answered() -> None:
    asked = load_questionnaire("cluster-journey")
    people = [person(*[3] * len(asked.items), role="head")] * 4
    for mode in ("anonymous", "confidential", "named"):
        found = assess(round_(asked, dict.fromkeys("abcd", people), mode=mode))
        said = str(list(pointed._in_the_profile(found)))
        assert "not shown answered" not in said
        assert mode != "named" or "16 answered" in said
