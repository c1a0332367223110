"""A ladder: the stage in a sentence, why not the next one, and what to do about it, alike in every output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from maturity.collect import agreeing, planning
from maturity.collect.front import Front
from maturity.core.advise import advise, by_unease
from maturity.core.advise_without_map import open_first
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Interval
from maturity.core.reading import Held, Ladder
from maturity.model import Agreed, Round
from maturity.readers.questionnaire import load_questionnaire
from maturity.renderers import document, terminal
from maturity.renderers.glyphs import ASCII, UNICODE, Glyphs
from maturity.report import compose, deck
from maturity.report.blocks import Figure, Heading, Paragraph, Report, Table, Terms
from maturity.report.held_words import held_mark, named, score_of, why_open
from maturity.report.shapes import telling
from maturity.report.shapes.ladder import LadderTelling
from maturity.report.wording import sentence
from maturity.text.lines import cells
from tests.held import STAGES, WAYS, answered, item_of, ladder, on_ladder

ALL = dict.fromkeys("abcdef", "yes")


def headline(assessment: Assessment) -> str:
    return telling(assessment).headline()


def texts(report: Report) -> Iterator[str]:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph | Heading):
                yield block.text
            elif isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row)
            elif isinstance(block, Terms):
                yield from (text for pair in block.items for text in pair)


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (
            {"a": "yes", "b": "yes"},
            "On the stage Stage one; the next, Stage two, is not yet reached. Of the 2 questions of “Stage two”, 0 "
            "hold (0 open); 2 have to.",
        ),
        (
            {"a": "yes", "b": "just"},
            "Between “the start” and the first stage, “Stage one”. Whether that stage is reached is open. Of the 3 "
            "questions of “Stage one”, 1 holds "
            "(1 open); 2 have to.",
        ),
        (
            {"a": "just", "b": "yes", "c": "yes"},
            "Between “the start” and the first stage, “Stage one”. Whether that stage is reached is open. Of the 3 "
            "questions of “Stage one”, 2 hold "
            "(1 open), which is enough by number. The stage cannot be reached without “A”.",
        ),
        (
            {},
            "The start: the first stage, Stage one, is not yet reached. Of the 3 questions of “Stage one”, 0 hold (0 "
            "open); 2 have to. The stage cannot be reached without “A”.",
        ),
        (
            {**ALL, "d": "just", "f": "no"},
            "Between the stages Stage one and Stage two: the first holds, the second is open. Of the 2 questions of "
            "“Stage two”, 1 holds (1 open); 2 have to.",
        ),
        (
            {**ALL, "d": "just"},
            "Between the stages Stage one and Stage three: Stage one holds, Stage two is open. Of the 2 questions of "
            "“Stage two”, 1 holds (1 open); 2 have to.",
        ),
        (ALL, "On the last stage, Stage three: it holds, and so does every stage before it."),
        (
            {**ALL, "d": "dk", "e": "dk"},
            "Between the stages Stage one and Stage three: Stage one holds, Stage two cannot be told, for none of its "
            "questions has enough answers. Of the 2 questions of “Stage two”, 0 hold (2 cannot be told); 2 have to.",
        ),
        (
            {**ALL, "d": "dk", "e": "just"},
            "Between the stages Stage one and Stage three: Stage one holds, Stage two is open. Of the 2 questions of "
            "“Stage two”, 0 hold (1 open and 1 cannot be told); 2 have to.",
        ),
        (
            {**ALL, "f": "no"},
            "On the stage Stage two; the next, Stage three, is not yet reached. The one question of “Stage three” does "
            "not hold for sure (0 open).",
        ),
        (dict.fromkeys("abcdef", "dk"), "No stage can be named: no question has enough answers."),
    ],
)
def test_the_headline_is_the_stage_or_between_which_it_lies_and_why_not_the_next(
    ways: dict[str, str], said: str
) -> None:
    assert headline(on_ladder(ways)) == said


def test_where_all_have_to_hold_none_is_singled_out() -> None:
    stages = [{"label": one["id"], "short": one["id"], **one} for one in ({"id": "one", "must": ["a"]}, *STAGES[1:])]
    told = LadderTelling(assess(answered(ladder(stages=stages), {"b": "yes"})))
    assert told.lacks() == "Of the 3 questions of “one”, 1 holds (0 open); 3 have to."
    assert told.stage_table().header == ("Stage", "State", "Hold", "Open", "Have to hold")


def test_without_a_start_the_first_stage_is_named() -> None:
    asked = ladder(start=None)
    assert headline(assess(answered(asked, {}))).startswith("Before the first stage: Stage one is not yet reached.")
    open_ = assess(answered(asked, {"a": "yes", "b": "just"}))
    assert headline(open_).startswith("Whether the first stage, “Stage one”, is reached is open.")
    far = assess(answered(asked, {**ALL, "b": "just", "c": "no"}))
    assert headline(far).startswith("At most on the stage Stage three: whether Stage one, the first stage, holds is")


def test_where_nobody_knows_how_sure_a_score_is_the_scores_alone_speak() -> None:
    assessment = on_ladder({"a": "yes", "b": "yes"}, people=1)
    assert headline(assessment).startswith("By the scores alone: Stage one. How sure that is cannot be said.")
    assert telling(assessment).how_sure() == "cannot be said"
    assert why_open(assessment, assessment.reading.held["a"]) == "how sure its score is cannot be said"  # type: ignore[union-attr]


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_nothing_is_sure_beyond_a_rule_of_thumb_where_people_are_not_named(mode: str) -> None:
    told = telling(assess(answered(ladder(), ALL, mode=mode, fictional=True)))
    assert told.headline().startswith("By a rule of thumb: On the last stage, Stage three")
    assert told.how_sure() == "sure; by a rule of thumb"
    assert "31% for 5 to 7 people, 21% for 8 to 19, 13% for 20 to 39 and 8% for 40 or more" in " ".join(told.method())


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ({"f": "just"}, ""),
        ({"f": "yes"}, "Stage three would hold by itself, and does not count before the stages below it hold."),
        (
            {"d": "yes", "e": "yes", "f": "yes"},
            "Stage two and Stage three would hold by themselves, and do not count before the stages below them hold.",
        ),
        ({}, ""),
    ],
)
def test_a_later_stage_that_holds_is_said_and_never_counted(later: dict[str, str], said: str) -> None:
    told = LadderTelling(on_ladder(later))
    assert told.later() == said
    assert told.place() == "The start, before the first stage"
    assert told.way() == (0, 0)


@pytest.mark.parametrize(
    ("ways", "wanted"),
    [
        # What must first, then what is open, above the line before below it, then what is not yet.
        ({"a": "no", "b": "just", "c": "no"}, [("a", 1), ("b", 3), ("c", 1)]),
        ({"a": "just", "b": "below", "c": "just"}, [("a", 3), ("c", 3), ("b", 2)]),
        # Never two stages on.
        ({"a": "yes", "b": "yes", "d": "yes"}, [("e", 1)]),
        ({"a": "yes", "b": "yes", "d": "no", "e": "just"}, [("e", 3), ("d", 1)]),
        # Nobody can say from where a step would start.
        ({"a": "dk", "b": "no", "c": "dk"}, [("b", 1)]),
        (ALL, []),
    ],
)
def test_the_next_stage_alone_is_suggested_what_must_first(ways: dict[str, str], wanted: list[Any]) -> None:
    found = advise(on_ladder(ways)).priorities
    assert [(one.item, one.level) for one in found] == wanted
    assert [one.step for one in found] == [f"{item} from {level}" for item, level in wanted]
    assert {one.dimension for one in found} <= {""}


def test_at_most_three_are_suggested_each_with_its_reason() -> None:
    items = [item_of(name, stage="one") for name in "abcde"]
    asked = ladder(items=items, stages=[{"id": "one", "label": "One", "short": "1"}], dimensions=[])
    found = advise(assess(answered(asked, {"b": "just"}))).priorities
    assert [one.item for one in found] == ["b", "a", "c"]
    assert [sentence(one.reason, asked) for one in found[:2]] == [
        "It stands at 3.3 and holds from 2.5 on: open, so talk before you plan. Of the 5 questions of “One”, the next "
        "stage, 0 hold so far, and 5 have to.",
        "It stands at 1.0 and holds from 2.5 on: not yet. Of the 5 questions of “One”, the next stage, 0 hold so far, "
        "and 5 have to.",
    ]


def test_a_suggestion_without_a_dimension_becomes_a_priority_that_moves_its_question() -> None:
    round_ = answered(ladder(), {"a": "no", "b": "yes", "c": "yes"})
    typed, said = iter(["1", *[""] * 12]), list[str]()

    def ask(prompt: str) -> str:
        return next(typed, "q")

    saved = planning.hold(
        round_,
        advise(assess(round_)).priorities,
        dt.date(2026, 3, 1),
        ask,
        said.append,
        lambda _, wanted: tuple(wanted),
    )
    assert [(one.title, one.moves) for one in saved] == [("A", ("a",))]
    assert "“Stage one”, the next stage, cannot be reached without it." in saved[0].why


def test_the_room_agrees_on_the_next_stage_first_and_on_what_is_open_before_what_is_split() -> None:
    # `f` splits people most, and belongs to a later stage.
    assessment = assess(answered(ladder(), {"a": "yes", "b": "yes", "e": "near", "f": "below"}))
    assert by_unease(assessment)[0].id == "f"
    assert [item.id for item in open_first(assessment, by_unease(assessment))][:3] == ["e", "d", "f"]
    said: list[str] = []
    agreeing.hold(assessment, {}, Front(lambda prompt: "q", said.append), lambda levels: None)
    assert "1 of 6: E\n" in said[0]


def test_the_room_s_own_stage_stands_beside_that_of_the_marks() -> None:
    agreed = {"a": Agreed(level=3), "b": Agreed(level=4), "d": Agreed(level=1), "e": Agreed(level=2)}
    assessment = assess(answered(ladder(), {}, agreed=agreed))
    told = LadderTelling(assessment)
    assert told.place() == "The start, before the first stage"
    assert told.room() == "By the room's own levels: Stage one (levels are agreed on 4 of 6 questions)."
    assert any(
        "By those levels alone: Stage one." in one for one in texts(compose.compose(assessment, advise(assessment)))
    )
    assert document.document(assessment)["agreed_reading"] == {"at_least": "one", "at_most": "one"}


def test_what_is_rated_stands_in_headline_and_title() -> None:
    asked = ladder(subject="review")
    subject = {"school": "brook", "reviewed": dt.date(2026, 2, 3)}
    assessment = assess(answered(asked, {"a": "yes", "b": "yes"}, subject_of=subject))
    assert headline(assessment).startswith("Brook, reviewed on 3 February 2026: On the stage Stage one;")
    title = "Cluster: Brook, reviewed on 3 February 2026"
    advice = advise(assessment)
    assert (compose.compose(assessment, advice).title, deck.compose(assessment, advice).title) == (title, title)
    assert "Brook, reviewed on 3 February 2026" in telling(assessment).described("ladder")


def test_the_chapter_says_what_the_stage_is_like_and_each_missing_question_with_its_step() -> None:
    assessment = on_ladder({"a": "yes", "b": "yes", "d": "just"})
    report = compose.compose(assessment, advise(assessment))
    found = [*texts(report)]
    for one in (
        "What the stage Stage one is like",
        "Inside.",
        "Danger.",
        "Next.",
        "Top.",
        "Still missing for Stage two",
    ):
        assert one in found
    assert found.index("d from 3") < found.index("e from 1")
    assert [figure.chart for figure in report.figures] == ["ladder", "agreement"]


def test_before_the_first_stage_the_chapter_says_what_holds_there() -> None:
    assessment = on_ladder({"b": "yes"})
    found = [*texts(compose.compose(assessment, advise(assessment)))]
    assert found.index("The start") < found.index("Nothing yet.") < found.index("Still missing for Stage one")


def held(**more: Any) -> Held:
    one = Held("a", "open", 2.5, 2.7, Interval(2.6, 2.9), True)
    return replace(one, **more)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (held(interval=Interval(2.3, 3.1)), "its range, 2.3–3.1, lies on both sides of 2.5"),
        # Near the line with as many decimals as it takes.
        (held(interval=Interval(2.47, 3.1)), "its range, 2.47–3.1, lies on both sides of 2.5"),
        (held(), "schools that have not answered could still decide it"),
        (held(interval=None), "how sure its score is cannot be said"),
        (held(state="holds"), ""),
        (held(state="not-yet"), ""),
    ],
)
def test_why_a_question_is_open(one: Held, why: str) -> None:
    assert why_open(on_ladder(), one) == why


@pytest.mark.parametrize(
    ("one", "mark"),
    [
        (held(), "just"),
        (held(above=False), "below"),
        (held(state="holds"), "holds"),
        (held(state="not-yet"), "not-yet"),
        (held(state="unknown"), "unknown"),
    ],
)
def test_open_questions_are_marked_by_the_side_of_their_score(one: Held, mark: str) -> None:
    assert held_mark(one) == mark


def test_a_score_has_two_decimals_where_its_range_is_short() -> None:
    scale = {"levels": {0: "no", 1: "yes"}, "met_at": 0.5}
    items = [item_of("a", stage="one") | {"guidance": None}]
    asked = ladder(scale=scale, items=items, stages=[{"id": "one", "label": "One", "short": "1"}], dimensions=[])
    assessment = assess(answered(asked, {}))
    assert score_of(assessment, held(met_at=0.5, score=0.75)) == "0.75"
    assert score_of(on_ladder(), held(score=2.75)) == "2.8"


def test_of_many_questions_the_first_are_named_and_one_more_is_no_rest() -> None:
    assessment = on_ladder()
    reading = assessment.reading
    assert isinstance(reading, Ladder)
    every = list(reading.held.values())
    assert named(assessment, every[:4]) == "A, B, C and D"
    assert named(assessment, every) == "A, B, C and 3 more"


@pytest.mark.parametrize("strands", [True, False])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [60, 80])
def test_the_ladder_in_characters_fits_its_width(width: int, glyphs: Glyphs, strands: bool) -> None:
    assessment = on_ladder({"a": "yes", "b": "just", "c": "below", "d": "no", "e": "dk", "f": "yes"}, strands=strands)
    lines = terminal.scorecard(assessment, advise(assessment), width, glyphs).plain.split("\n")
    assert max(map(cells, lines)) <= width
    marks = {UNICODE: "●◐○·–", ASCII: "#+o.-"}[glyphs]
    head = next(place for place, line in enumerate(lines) if line.split() == ["1", "2", "3"])
    rows = [line.split() for line in lines[head + 1 : head + 1 + (3 if strands else 6)]]
    # Strands: x has a, d and f; y has b and e; z has c.
    wanted = ["035", "14", "2"] if strands else list("012345")
    shown = [marks[place] for place in (0, 1, 2, 3, 4, 0)]
    assert [[one for one in row if one in marks] for row in rows] == [[shown[int(n)] for n in row] for row in wanted]
    assert glyphs is UNICODE or "".join(lines).isascii()


def test_a_stage_of_which_nobody_can_tell_is_neither_open_nor_reached() -> None:
    told = LadderTelling(on_ladder({"a": "dk", "b": "dk", "c": "dk"}))
    assert [told.state_of(stage) for stage in told.reading.stages] == ["cannot be told", "not yet", "not yet"]
    nobody = LadderTelling(on_ladder(people=0))
    assert nobody.way() == (0, 0)
    assert not nobody.has_result()


def test_the_workbook_has_a_sheet_of_stages_and_one_of_what_holds() -> None:
    assessment = on_ladder({"a": "yes", "b": "yes", "d": "just"})
    told = telling(assessment)
    stages, questions = islice(told.sheets(advise(assessment)), 2)
    assert (stages.name, questions.name) == ("Stages", "What holds")
    assert stages.lead[-1] == told.headline()
    assert [(row[0], row[2], *row[4:8]) for row in stages.rows] == [
        ("one", "holds", 3, 2, 0, 2),
        ("two", "not yet", 2, 0, 1, 2),
        ("three", "not yet", 1, 0, 0, 1),
    ]
    assert [(row[0], row[3]) for row in questions.rows] == [
        *zip("abcdef", ("holds", "holds", "not yet", "open", "not yet", "not yet"), strict=True)
    ]


def test_a_stage_of_which_nothing_can_be_told_is_called_so_in_every_output() -> None:
    assessment = on_ladder({**ALL, "d": "dk", "e": "dk"})
    told = LadderTelling(assessment)
    assert told.reading.stages[1].state == "unknown"
    assert told.stage_table().rows[1][1:] == ("cannot\u00a0be\u00a0told", "0\u00a0of\u00a02", "0", "2", "all")
    stages = next(iter(told.sheets(advise(assessment))))
    assert (stages.rows[1][2], stages.rows[1][9]) == ("cannot be told", "cannot be told")
    assert "Stage two, cannot be told, 0 of 2 hold, all have to" in told.described("ladder")
    assert "Stage two is open" not in told.headline()


def test_the_chart_in_words_names_every_question_with_its_state() -> None:
    said = telling(on_ladder({"a": "yes", "b": "just", "c": "below", "d": "dk"})).described("ladder")
    for one in ("A: holds (4.0)", "B: open, its score above the line (3.3)", "C: open, its score below the line (2.0)"):
        assert one in said
    assert "D: cannot be told;" in said
    assert "a convention of the questionnaire" in said


@pytest.mark.parametrize("strands", [True, False])
def test_charts_that_a_questionnaire_has_nothing_for_are_not_offered(strands: bool) -> None:
    told = telling(on_ladder({"a": "yes"}, strands=strands))
    assert told.offered() == (("ladder", "agreement", "profile") if strands else ("ladder", "agreement"))
    assert all(isinstance(one, Figure) for one in told.scorecard())


def test_every_way_of_answering_is_what_its_name_says() -> None:
    reading = on_ladder({"a": "yes", "b": "just", "c": "below", "d": "no", "e": "dk"}).reading
    assert isinstance(reading, Ladder)
    assert [held_mark(one) for one in reading.held.values()][:5] == ["holds", "just", "below", "not-yet", "unknown"]
    assert set(WAYS) == {"yes", "just", "below", "near", "no", "dk"}
    assert [stage["id"] for stage in STAGES] == [stage.id for stage in reading.stages]


@pytest.mark.parametrize("name", ["peer-review", "temperature-check"])
def test_before_a_round_is_closed_the_reason_is_that_and_not_that_nobody_answered(name: str) -> None:
    asked = load_questionnaire(name)
    schools = [{"id": one, "name": one.upper()} for one in "abc"]
    people = [
        {"respondent": f"r{n}", "school": "abc"[n % 3], "answers": {item.id: asked.scale.high for item in asked.items}}
        for n in range(12)
    ]
    known = {"cluster": {"name": "Open", "schools": schools}, "label": "2026", "mode": "confidential"}
    found = assess(Round.model_validate({**known, "questionnaire": asked, "responses": people}))
    assert telling(found).headline() == "Nothing can be told yet: nothing is shown before the round is closed."
