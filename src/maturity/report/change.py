"""The chapter on change: what is sure, what is not, who came and went, and what the questions have to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.comparison import Comparison, Step
from maturity.model import Axis
from maturity.report import kinds, second_year
from maturity.report.blocks import (
    Align,
    Block,
    Bullets,
    Callout,
    Chart,
    Figure,
    Heading,
    Paragraph,
    Table,
    Terms,
)
from maturity.report.change_words import (
    NO_CAUSE,
    ROUNDED,
    SHIFT,
    basis,
    because,
    linked_words,
    movers,
    new_questions_note,
    not_persons,
    signed,
    unlike,
    warned,
    without_effect,
)
from maturity.report.describe import describe
from maturity.report.over_time import OverTime, over_time
from maturity.report.over_time.base import OWN_NUMBERS
from maturity.text.words import counted, level, listed

BETWEEN = "Reviews between the rounds"
RIGHT: Align = "right"
TOLD = ("reworded", "drifting", "hidden", "other-questionnaire")
"""Codes of warnings that the chapter tells in a place of its own."""
SIZES: dict[Chart, tuple[float, float]] = {"journey": (6.5, 5.8)}
"""Inches: a map that leaves room on its page for what is said of it."""


def chapter(
    comparison: Comparison,
    *,
    outcomes: tuple[Block, ...] = (),
    reviews: tuple[Block, ...] = (),
    figures: bool = True,
    brief: bool = False,
) -> tuple[Block, ...]:
    """What has changed from the last round but one to the last, and the whole way before that.

    Args:
        outcomes: what became of each priority, put after who joined and left.
        reviews: how many there were between the rounds, put after that.
        figures: whether to ask for the charts.
        brief: only what a meeting needs: the sentence, the journey, what is sure, who came and went, and the outcomes.
    """
    step, told = comparison.last, over_time(comparison)
    parts = [_first(told, step)]
    if not brief:
        parts.append(told.tables(step))
    if figures:
        parts.append(_figure("journey", told))
    if brief:
        parts += [_sure(told, step), _members(told, step), _outcomes(outcomes), _asked(told, brief=True)]
        parts += [_caveats(step)]
        return tuple(block for part in parts for block in part)
    if figures and told.compared(step):
        parts.append(_figure("change", told))
    parts += [_sure(told, step), _unsure(told, step), _drove(told, step), _schools(told, step)]
    parts += [
        _fell(told, comparison.steps),
        _members(told, step),
        _outcomes(outcomes),
        _asked(told),
        _reviews(reviews),
        _questionnaires(step),
        _drifting(told, step),
        _looking_back(told, step),
        _way(told),
        _caveats(step),
        _method(step),
    ]
    return tuple(block for part in parts for block in part)


def _drove(told: OverTime, step: Step) -> Iterator[Block]:
    yield from _headed(second_year.DROVE, second_year.drove_blocks(told, step, full=True))


def _schools(told: OverTime, step: Step) -> Iterator[Block]:
    yield from _headed(second_year.MOVED, second_year.moved_schools(told, step, full=True))


def _fell(told: OverTime, steps: Sequence[Step]) -> Iterator[Block]:
    yield from _headed(second_year.FELL, second_year.fell_blocks(told, steps))


def _headed(title: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks under a heading, if there are any."""
    found = tuple(blocks)
    if found:
        yield Heading(title)
        yield from found


def _outcomes(outcomes: tuple[Block, ...]) -> Iterator[Block]:
    if outcomes:
        yield Heading(second_year.BECAME)
        yield from outcomes


def _asked(told: OverTime, *, brief: bool = False) -> Iterator[Block]:
    if not brief:
        yield Heading(second_year.ASKED)
    yield Callout("", second_year.next_asked(told.comparison), "ask")


def _reviews(reviews: tuple[Block, ...]) -> Iterator[Block]:
    if reviews:
        yield Heading(BETWEEN)
        yield from reviews


def _first(told: OverTime, step: Step) -> Iterator[Block]:
    yield Paragraph(told.headline(), "lead")
    schools = step.schools.paired
    questions = counted(len(step.items.common), "question")
    if step.basis == "separate" and step.items.common:
        yield Paragraph(
            f"Between {step.before.label} and {step.after.label} we compare what both rounds show of the whole "
            f"cluster, on {questions} that meant the same both times. {OWN_NUMBERS}"
        )
    elif schools and step.items.common:
        yield Paragraph(
            f"Between {step.before.label} and {step.after.label} we compare {counted(len(schools), 'school')} that "
            f"answered both times, on {questions} that meant the same both times. {OWN_NUMBERS}"
        )
    for title, warning in kinds.beware(_warnings(told.comparison)):
        yield Callout(title, warning, "warning")


def _warnings(comparison: Comparison) -> list[str]:
    """Of all rounds, of the last step, and of the whole way, without what the chapter tells in its own place."""
    every = [(one, comparison.last) for one in (*comparison.warnings, *comparison.last.warnings)]
    every += [(one, comparison.whole) for one in comparison.whole.warnings]
    return list(dict.fromkeys(warned(one, step) for one, step in every if one.code not in TOLD))


def _figure(chart: Chart, told: OverTime) -> Iterator[Block]:
    data = told.comparison
    yield Figure(chart, data, told.captions[chart], describe(chart, data), SIZES.get(chart))


def _sure(told: OverTime, step: Step) -> Iterator[Block]:
    yield Heading("What we are sure of")
    yield from told.sure(step)


def _unsure(told: OverTime, step: Step) -> Iterator[Block]:
    yield Heading("What we are not sure of")
    yield from told.unsure(step)


def _members(told: OverTime, step: Step) -> Iterator[Block]:
    yield Heading("Who joined and who left")
    joined, left, silent = step.schools.joined, step.schools.left, step.schools.silent
    if not joined and not left:
        yield Paragraph(f"No school joined or left between {step.before.label} and {step.after.label}.")
    else:
        axes = step.after.questionnaire.axes
        align: tuple[Align, ...] = ("left", "left", *(RIGHT for _ in axes))
        moved = tuple(movers(step))
        yield Table(
            told.movers_caption,
            ("School", "What happened", *(axis.label for axis in axes)),
            tuple(
                (who, happened, *(_effect(effect.get(axis.id), without_effect(step)) for axis in axes))
                for who, happened, effect in moved
            ),
            align,
        )
        if step.basis != "separate":
            yield Paragraph("These schools are in none of the changes above.")
        if any(value is not None for _, _, effect in moved for value in effect.values()):
            yield Paragraph(
                "A number above zero means that the score of the round is higher because the school joined, or because "
                "it left."
            )
    if silent:
        who = listed(silent)
        yield Paragraph(
            f"Not compared, because no answers came in one of the two rounds although the school is a member in both: "
            f"{who}."
        )
    if step.basis == "separate":
        yield Paragraph("The schools' own changes are not shown, because a round is not named.", "small")


def _effect(value: float | None, missing: str) -> str:
    return missing if value is None else signed(value)


def _questionnaires(step: Step) -> Iterator[Block]:
    yield Heading("How the two questionnaires differ")
    before, after, items = step.before.questionnaire, step.after.questionnaire, step.items
    if before.fingerprint == after.fingerprint:
        yield Paragraph(f"Both rounds asked the same questions: {after.title}, version {after.version}.")
    else:
        yield Paragraph(
            f"{step.before.label} asked {before.title}, version {before.version}; {step.after.label} asked "
            f"{after.title}, version {after.version}. Questions that mean the same in both and are compared: "
            f"{len(items.common)}."
        )
    rows = tuple((term, f"{labels}.") for term, labels in unlike(step))
    if rows:
        yield Terms(rows)
    yield from _linked(step)


def _linked(step: Step) -> Iterator[Block]:
    if step.linked is None:
        if step.linked_reason:
            yield Paragraph(f"There is no linked score for {step.after.label}: {because(step.linked_reason, step)}.")
        return
    axes = step.after.questionnaire.axes
    yield Table(
        f"All questions of {step.before.label}, over the schools in both rounds, in levels: linked, not measured",
        ("Axis", f"{step.before.label}, all its questions", f"{step.after.label}, linked"),
        tuple(
            (axis.label, _level(_unmoved(step, axis), axis.midpoint), _level(step.linked.get(axis.id), axis.midpoint))
            for axis in axes
        ),
        ("left", "right", "right"),
    )
    yield Paragraph(
        "A linked score is reckoned: it asks where this round would stand on the earlier questionnaire, if the "
        "questions that stayed the same tell how hard the others are. The verdicts above do not use it.",
        "small",
    )


def _unmoved(step: Step, axis: Axis) -> float | None:
    """The earlier score from which a linked one was reckoned: over the same schools, on all earlier questions."""
    linked, change = (step.linked or {}).get(axis.id), step.axes[axis.id].change
    return None if linked is None or change is None else linked - change


def _drifting(told: OverTime, step: Step) -> Iterator[Block]:
    names = step.items.drifting
    if not names:
        return
    yield Heading("Questions that went their own way")
    yield Paragraph(
        f"These questions moved by more than {told.own_way}. That may be real, or people may have come to read the "
        "question differently; ask them."
    )
    yield Bullets(tuple(told.drift(step, name) for name in names))
    yield from told.without_drifting(step)


def _looking_back(told: OverTime, step: Step) -> Iterator[Block]:
    back = step.looking_back
    if back is None:
        return
    yield Heading(f"Looking back at {step.before.label}")
    yield Paragraph(
        f"In {step.after.label} people also said how they see {step.before.label} from where they stand now "
        f"(people: {back.people}). This is a reading of its own and counts nowhere else. {SHIFT}"
    )
    yield Table(
        f"{step.before.label} as people answered then and as it is seen now, in {told.unit}, on the same questions",
        (told.looked_at, "Answered then", "Seen now", "Shift", step.after.label, "Change by today's standard"),
        tuple(
            (
                one.label,
                _level(one.before, one.midpoint),
                _level(one.then, one.midpoint),
                "none" if one.shift is None else signed(one.shift),
                _level(one.now, one.midpoint),
                "none" if one.by_today is None else signed(one.by_today),
            )
            for one in told.looking_back(step)
        ),
        ("left", "right", "right", "right", "right", "right"),
    )


def _level(value: float | None, midpoint: float | None) -> str:
    return "none" if value is None else level(value, midpoint)


def _way(told: OverTime) -> Iterator[Block]:
    """All rounds, where there are more than two."""
    comparison = told.comparison
    if len(comparison.rounds) < 3:
        return
    yield Heading(f"The whole way, {comparison.rounds[0].label} to {comparison.rounds[-1].label}")
    yield from second_year.year_blocks(told)
    note = new_questions_note(comparison)
    if note:
        yield Paragraph(note)
    for step in comparison.steps[:-1]:
        said = "" if step.alike else linked_words(step)
        if said:
            yield Paragraph(said)
        yield from _looking_back(told, step)


def _caveats(step: Step) -> Iterator[Block]:
    yield Heading("What a change here does not say")
    yield Bullets(
        (
            NO_CAUSE,
            "A fall after training, or after hard questions from outside, can mean that people see more clearly.",
            "A change of which we cannot be sure may still be there; few schools can only show large changes.",
            not_persons(step),
        )
    )


def _method(step: Step) -> Iterator[Block]:
    what = (
        "difference of what both rounds show"
        if step.basis == "separate"
        else "mean over the schools in both rounds of each school's own change, one school one voice"
    )
    yield Paragraph(
        f"Change: {what}. {basis(step)} It is never narrower than whole levels leave open, and a change is sure when "
        f"it does not hold 0. {ROUNDED}",
        "small",
    )
