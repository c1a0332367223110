"""The chapter on change: the sentence first, what is sure and what is not, and why."""

from __future__ import annotations

import dataclasses
import re

import pytest

from maturity.core.assessment import Interval
from maturity.core.compare import compare
from maturity.core.comparison import Change, Comparison, ItemsCompared, Mover, Step, Verdict
from maturity.core.said import Label, said
from maturity.model import Questionnaire
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Table, Terms
from maturity.report.change import chapter
from maturity.report.change_summary import summary
from maturity.report.change_words import VERDICTS, because, by_change, change_sentence, signed, span

NBSP = "\u00a0"
TRUST = Label("dimension", "dep.trust")
YEARS = ("2023", "2024", "2025", "2026")


@pytest.fixture(scope="module")
def tarnside() -> Comparison:
    return compare([load_round(examples_folder() / "tarnside" / year) for year in YEARS])


def only(step: Step) -> Comparison:
    return Comparison((step.before, step.after), (step,), step)


def changed(by: float, half: float, verdict: Verdict) -> Change:
    return Change(3.0, 3.0 + by, by, Interval(by - half, by + half), half, verdict, 5)


def under(blocks: tuple[Block, ...], heading: str) -> tuple[Block, ...]:
    """What stands below a heading."""
    places = [n for n, block in enumerate(blocks) if isinstance(block, Heading)]
    start = next(n for n in places if blocks[n] == Heading(heading))
    return blocks[start + 1 : next((n for n in places if n > start), len(blocks))]


def told(blocks: tuple[Block, ...]) -> str:
    """All words of the blocks."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph | Heading | Callout):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += block.items
        elif isinstance(block, Terms):
            lines += [f"{term}: {text}" for term, text in block.items]
        elif isinstance(block, Table):
            lines += [block.caption, *(" | ".join(row) for row in (block.header, *block.rows))]
    return "\n".join(lines).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.31, "+0.3"), (-0.31, "−0.3"), (0.0, "0.0"), (-0.0, "0.0"), (0.04, "+0.04"), (-0.004, "−0.004"), (1.0, "+1.0")],
)
def test_a_difference_has_its_sign_and_is_never_rounded_to_nothing(value: float, text: str) -> None:
    assert signed(value) == text


def test_an_interval_that_leaves_out_zero_is_never_shown_as_if_it_held_it() -> None:
    assert span(Interval(0.017, 0.617)) == f"+0.02{NBSP}to{NBSP}+0.62"


ALONE = Change(2.5, 5.0, None, None, None, "too-few", 2, said("too-few-in-both", schools=2))
NEW = Change(None, None, None, None, None, "incomparable", 0, said("all-questions-differ"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed(0.42, 0.2, "up"), "On trust we are up by 0.4 levels since 2025 (likely range +0.2 to +0.6)."),
        (changed(-0.42, 0.2, "down"), "On trust we are down by 0.4 levels since 2025 (likely range −0.6 to −0.2)."),
        (
            changed(0.1, 0.3, "unsure"),
            "On trust there is no change we can be sure of since 2025 (+0.1 levels; likely range −0.2 to +0.4).",
        ),
        (
            ALONE,
            "On trust it was 2.5 in 2025 and is 5.0 in 2026: 2 schools with enough answers on it in both rounds are "
            "too few to say more.",
        ),
        (NEW, "On trust nothing can be compared with 2025: no question on it means the same in both rounds."),
    ],
)
def test_every_verdict_is_one_whole_sentence(tarnside: Comparison, change: Change, words: str) -> None:
    short = re.sub("trust [a-z ]*?(?=we|there|it|nothing)", "trust ", change_sentence(tarnside.last, TRUST, change))
    assert short.replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed(0.42, 0.2, "up"), "we are up by 0.4 levels since 2025 (by a rule of thumb +0.2 to +0.6)."),
        (
            changed(0.1, 0.2, "unsure"),
            "no change we can be sure of since 2025 (+0.1 levels; by a rule of thumb −0.1 to ",
        ),
        (
            Change(3.0, 3.5, 0.5, None, None, "unsure", None, said("no-margin")),
            "the difference since 2025 is +0.5 levels; how sure this is cannot be said, for a round that is not named "
            "shows no more than the result.",
        ),
    ],
)
def test_what_separate_groups_say_is_told_as_a_rule_of_thumb(tarnside: Comparison, change: Change, words: str) -> None:
    step = dataclasses.replace(tarnside.last, basis="separate")
    assert words in change_sentence(step, TRUST, change).replace(NBSP, " ")


def test_the_largest_rise_comes_first_and_what_cannot_be_compared_last() -> None:
    found = by_change({"fall": changed(-1, 1, "unsure"), "none": NEW, "rise": changed(1, 0.5, "up")})
    assert [name for name, _ in found] == ["rise", "fall", "none"]


def test_the_sentence_comes_first_and_then_both_charts_with_their_words(tarnside: Comparison) -> None:
    blocks = chapter(tarnside)
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert first.kind == "lead"
    assert first.text.startswith("On depth of partnership we are up by 0.4 levels since 2025")
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert [figure.chart for figure in figures] == ["journey", "change"]
    assert all(figure.data is tarnside and len(figure.alt) > 200 for figure in figures)


def test_without_charts_the_same_is_said_in_words(tarnside: Comparison) -> None:
    with_, without = chapter(tarnside), chapter(tarnside, figures=False)
    assert [block for block in with_ if not isinstance(block, Figure)] == list(without)


def test_every_dimension_is_either_among_the_sure_or_among_the_unsure(tarnside: Comparison) -> None:
    blocks = chapter(tarnside, figures=False)
    sure, unsure = told(under(blocks, "What we are sure of")), told(under(blocks, "What we are not sure of"))
    labels = tarnside.last.after.questionnaire.dimension_by_id
    new = [name for name, change in tarnside.last.dimensions.items() if change.verdict == "incomparable"]
    assert new == ["dep.ties", "cha.commit"]
    named = "On working and learning together and commitment to improvement nothing can be compared with 2025"
    assert named in unsure
    assert named not in sure
    for name, change in tarnside.last.dimensions.items():
        if name in new:
            continue
        here, there = (sure, unsure) if change.verdict in ("up", "down") else (unsure, sure)
        assert f"On {labels[name].label[0].lower()}{labels[name].label[1:]} " in here
        assert f"On {labels[name].label[0].lower()}{labels[name].label[1:]} " not in there
    assert unsure.count("no change we can be sure of") == sum(
        change.verdict == "unsure" for change in tarnside.last.dimensions.values()
    )


def test_dimensions_that_cannot_be_compared_for_one_reason_are_named_together(tarnside: Comparison) -> None:
    dimensions = dict.fromkeys(("dep.trust", "dep.recip"), NEW)
    blocks = chapter(only(dataclasses.replace(tarnside.last, dimensions=dimensions)), figures=False)
    words = (
        "On trust and give and take nothing can be compared with 2025: no question on it means the same in both rounds."
    )
    assert words in told(under(blocks, "What we are not sure of"))
    assert told(under(blocks, "What we are sure of")) == "No dimension can be compared with 2025."


def test_who_came_and_went_is_there_with_the_effect_on_the_clusters_score(tarnside: Comparison) -> None:
    joined, left = only(tarnside.steps[0]), only(tarnside.steps[2])
    effect = tarnside.steps[0].schools.joined[0].effect
    row = " | ".join(("Fellfoot School", "joined", *(signed(value or 0) for value in effect.values())))
    assert row in told(under(chapter(joined), "Who joined and who left"))
    assert "Birkrigg School | left | " in told(under(chapter(left), "Who joined and who left"))
    nobody = told(under(chapter(only(tarnside.steps[1])), "Who joined and who left"))
    assert nobody == "No school joined or left between 2024 and 2025."


def test_several_newcomers_are_also_shown_together_and_a_silent_school_is_named(tarnside: Comparison) -> None:
    movers = tuple(Mover(i, i.capitalize(), {"depth": -0.1, "challenge": None}) for i in ("oak", "yew"))
    schools = dataclasses.replace(
        tarnside.last.schools,
        joined=movers,
        joined_together={"depth": -0.25, "challenge": None},
        silent=("Elm Road",),
    )
    words = told(under(chapter(only(dataclasses.replace(tarnside.last, schools=schools))), "Who joined and who left"))
    assert "Oak | joined | −0.1 | none: too few answers" in words
    assert "These 2 together | joined | −0.3 | none: too few answers" in words
    assert "Elm Road" in words


def test_each_rounds_own_score_stands_beside_the_compared_change(tarnside: Comparison) -> None:
    step = tarnside.steps[0]
    before, after = (one.placement.point["depth"] for one in (step.before, step.after))
    change = step.axes["depth"].change
    assert before is not None
    assert after is not None
    assert change is not None
    row = f"Depth of partnership | {before:.1f} | {after:.1f} | {signed(after - before)} | {signed(change)}"
    assert row in told(chapter(only(step)))


def test_how_the_questionnaires_differ_is_said_question_by_question(tarnside: Comparison) -> None:
    words = told(under(chapter(tarnside), "How the two questionnaires differ"))
    assert "version 1.0; 2026 asked The cluster journey, version 2.0" in words
    assert "Questions that mean the same in both and are compared: 10." in words
    assert "Only in 2025" not in words, "every question of 2025 was asked again, some of them under another id"
    assert (
        "Only in 2026: When we compete, How high we aim, Getting it done, Choosing on evidence and Able to help.\n"
    ) in words
    anew = words.split("Asked anew under the same name, so not compared: ")[1].splitlines()[0]
    assert "Ties beyond the heads (moved from Trust to Working ties); " in anew
    assert "Money that lasts (put in another way); " in anew
    assert anew.count("; ") == 7
    assert (
        "Put or counted differently, so not compared: Responsible for all pupils, Who is left out, Giving and gaining, "
        "Answering for commitments, Putting data to use and Knowing what worked."
    ) in words
    same = told(under(chapter(only(tarnside.steps[1])), "How the two questionnaires differ"))
    assert same == "Both rounds asked the same questions: The cluster journey, version 1.0."


def test_questions_of_one_name_are_told_apart_by_their_ids(tarnside: Comparison) -> None:
    step = tarnside.last
    asked = step.after.questionnaire
    twins = tuple(
        one.model_copy(update={"short": "Twin"}) if one.id in ("dep.trust.rivalry", "dep.purpose.pupils") else one
        for one in asked.items
    )
    doubled = Questionnaire.model_validate({**asked.model_dump(by_alias=True), "items": twins})
    after = dataclasses.replace(step.after, questionnaire=doubled)
    words = told(under(chapter(only(dataclasses.replace(step, after=after))), "How the two questionnaires differ"))
    assert "Twin (dep.purpose.pupils), Twin (dep.trust.rivalry)" in words.split("Only in 2026: ")[1].splitlines()[0]
    assert "Only in 2025: The voice of pupils." in words


def test_a_linked_score_is_labelled_as_linked_or_its_absence_has_a_reason(tarnside: Comparison) -> None:
    words = told(under(chapter(tarnside), "How the two questionnaires differ"))
    assert "linked, not measured" in words
    assert "| 2026, linked" in words
    none = dataclasses.replace(tarnside.last, linked=None, linked_reason=said("no-common-school"))
    without = told(under(chapter(only(none)), "How the two questionnaires differ"))
    assert "There is no linked score for 2026: no school is in both rounds." in without
    assert "linked, not measured" not in without


def test_questions_that_drift_are_listed_and_the_axes_stand_with_and_without_them(tarnside: Comparison) -> None:
    items = ItemsCompared(("dep.trust.candour",), (), (), (), ("dep.trust.candour",))
    step = dataclasses.replace(
        tarnside.last,
        items=items,
        items_changed={"dep.trust.candour": changed(1.2, 0.4, "up")},
        axes={"depth": changed(0.4, 0.2, "up"), "challenge": changed(0.4, 0.2, "up")},
        without_drifting={"depth": changed(0.1, 0.2, "unsure"), "challenge": changed(0.4, 0.2, "up")},
    )
    words = told(under(chapter(only(step)), "Questions that went their own way"))
    assert "Candour about difficulty: +1.2 levels." in words
    assert "Depth of partnership | with | +0.4 | +0.2 to +0.6 | up, sure" in words
    assert "Depth of partnership | without | +0.1 | −0.1 to +0.3 | no change we can be sure of" in words
    still = dataclasses.replace(step, items=dataclasses.replace(items, drifting=()), without_drifting=None)
    assert Heading("Questions that went their own way") not in chapter(only(still))


def test_looking_back_is_a_reading_of_its_own_with_what_a_shift_in_standards_is(tarnside: Comparison) -> None:
    step = tarnside.steps[1]
    back = step.looking_back
    assert back is not None
    words = told(under(chapter(only(step)), "Looking back at 2024"))
    assert "This is a reading of its own and counts nowhere else." in words
    assert words.count("A shift in standards means that people hold the same practice against another yardstick") == 1
    shift = back.shift["challenge"]
    assert shift is not None
    row = next(line for line in words.splitlines() if line.startswith("Strength of challenge"))
    assert f"| {signed(shift)} |" in row
    assert f"people: {back.people}" in words


def test_an_earlier_year_of_looking_back_is_told_with_the_whole_way(tarnside: Comparison) -> None:
    blocks = chapter(tarnside)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings.index("The whole way, 2023 to 2026") < headings.index("Looking back at 2024")
    way = told(under(blocks, "The whole way, 2023 to 2026"))
    assert "2025: On depth of partnership there is no change we can be sure of since 2024" in way
    assert "2026: On depth of partnership we are up by 1.1 levels since 2023" in way
    assert "The questions changed in 2026" in way
    # The years are +0.5, -0.1 and +0.4, and the whole way +1.1: over what each is reckoned has to be said.
    assert (
        "Each line compares the schools and questions that its own two rounds have in common, which are not the same "
        "(2023 to 2026: 4 schools and 10 questions), so that the steps need not add up to the whole way."
    ) in way
    two = [block.text for block in chapter(only(tarnside.last)) if isinstance(block, Heading)]
    assert not any(text.startswith("The whole way") for text in two)


def test_the_outcomes_of_priorities_stand_after_who_came_and_went(tarnside: Comparison) -> None:
    outcome = Paragraph("Nine of ten were visited.")
    blocks = chapter(tarnside, outcomes=(outcome,))
    assert under(blocks, "What became of each priority") == (outcome,)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings.index("Who joined and who left") + 1 == headings.index("What became of each priority")
    assert Heading("What became of each priority") not in chapter(tarnside)


def test_the_brief_chapter_keeps_the_sentence_the_journey_and_what_is_sure(tarnside: Comparison) -> None:
    whole, brief = chapter(tarnside), chapter(tarnside, brief=True)
    assert set(map(repr, brief)) < set(map(repr, whole))
    assert brief[0] == whole[0]
    assert [block.chart for block in brief if isinstance(block, Figure)] == ["journey"]
    assert under(brief, "What we are sure of") == under(whole, "What we are sure of")
    assert "no proof that the action caused it" in told(brief)


def test_a_linked_score_stands_beside_the_earlier_score_of_the_same_schools(tarnside: Comparison) -> None:
    step = tarnside.last
    change = step.axes["depth"].change
    assert step.linked is not None
    assert change is not None
    linked, own = step.linked["depth"], step.before.placement.point["depth"]
    assert linked is not None
    assert own is not None
    # One school has left, and the earlier score with it is another one.
    earlier = linked - change
    assert abs(earlier - own) > 0.05
    words = told(under(chapter(tarnside), "How the two questionnaires differ"))
    assert f"Depth of partnership | {earlier:.1f} | {linked:.1f}" in words


def test_the_screen_and_the_report_give_a_verdict_the_same_words(tarnside: Comparison) -> None:
    screen = [block for section in summary(tarnside).sections for block in section.blocks]
    verdicts = {change.verdict for change in (*tarnside.last.axes.values(), *tarnside.last.dimensions.values())}
    table = next(block for block in screen if isinstance(block, Table) and block.header[-1] == "Verdict")
    assert {row[-1] for row in table.rows} == {VERDICTS[verdict] for verdict in verdicts}


def test_where_nothing_can_be_compared_there_is_no_empty_chart_or_table(tarnside: Comparison) -> None:
    gone = NEW
    step = dataclasses.replace(
        tarnside.last,
        axes=dict.fromkeys(tarnside.last.axes, gone),
        dimensions=dict.fromkeys(tarnside.last.dimensions, gone),
        items=ItemsCompared((), (), (), (), ()),
    )
    blocks = chapter(only(step))
    assert [block.chart for block in blocks if isinstance(block, Figure)] == ["journey"]
    assert not [block for block in blocks if isinstance(block, Table) and block.caption.startswith("Both axes")]
    assert "and no question to compare" in summary(only(step)).subtitle


def test_in_confidence_what_is_missing_is_said_with_its_reason() -> None:
    years = [load_round(examples_folder() / "tarnside" / year) for year in ("2023", "2024")]
    hidden = compare([one.model_copy(update={"mode": "confidential"}) for one in years])
    words = told(chapter(hidden))
    assert "Fellfoot School | joined | not shown: a round is not named | not shown: a round is not named" in words
    assert "The schools' own changes are not shown, because a round is not named." in words
    assert "compared as two separate groups of people" in words
    assert "None" not in words
    for change in (*hidden.last.axes.values(), *hidden.last.dimensions.values()):
        assert because(change.reason, hidden.last) in words


def test_a_fall_is_never_told_without_the_chance_that_people_see_more_clearly(tarnside: Comparison) -> None:
    words = told(chapter(only(tarnside.steps[1])))
    assert "On strength of challenge we are down by" in words
    assert "can mean that people see more clearly" in words
