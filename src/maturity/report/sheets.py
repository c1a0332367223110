"""An assessment as the sheets of a workbook: numbers unrounded, and the reason beside each that is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, Count, Interval
from maturity.core.comparison import Change, Comparison
from maturity.core.words import counted, day
from maturity.model import Questionnaire, Round
from maturity.model.plan import Priority
from maturity.report import change_words, wording
from maturity.report.blocks import Paragraph
from maturity.report.clean import plain
from maturity.report.compose import compose as compose_report

Cell = str | int | float | dt.date | None
Format = Literal["text", "count", "level", "change", "share", "index", "date"]
"""`count`: whole, or a text such as `<5`; `level`: 0.00; `change`: +0.00; `share`: 0%; `index`: 0 to 1, 0.00."""
SMALL_PRINT = "small-print"
"""Id of the report's section on method."""
REASON = "Why there is no number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one kind of cells.

    Args:
        width: about how many letters wide; a longer text is wrapped.
    """

    header: str
    format: Format = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Args:
        id: stable name; `map` holds the points of the chart.
        name: for its tab.
        lead: lines above the table.
        notes: lines below it.
        columns, rows: the table; a sheet that must not show one has none, and says why in its notes.
    """

    id: str
    name: str
    lead: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def compose(
    assessment: Assessment,
    advice: Advice,
    comparison: Comparison | None = None,
    priorities: Sequence[Priority] = (),
    round_: Round | None = None,
) -> tuple[Sheet, ...]:
    """The workbook of one cluster in one round.

    Args:
        comparison: with earlier rounds; the last two are shown.
        priorities: what the room agreed to work on.
        round_: the answers themselves; they are shown only when the round is named.
    """
    made = [
        _scorecard(assessment),
        _map(assessment),
        _quadrants(assessment),
        _dimensions(assessment),
        _items(assessment),
        _schools(assessment),
    ]
    if round_ is not None:
        made.append(_answers(assessment, round_))
    if comparison is not None and comparison.steps:
        made.append(_change(comparison))
    if priorities:
        made.append(_plan(assessment, priorities))
    if advice.priorities:
        made.append(_suggested(assessment, advice))
    if advice.cycle:
        made.append(_year(assessment, advice))
    made.append(_method(assessment, advice))
    return tuple(made)


def _named(assessment: Assessment, title: str) -> tuple[str, ...]:
    """What stands above every table: the sheet's name and whose numbers these are."""
    questionnaire = assessment.questionnaire
    parts = [
        f"{plain(assessment.cluster, 80)}, {plain(assessment.label, 40)}",
        wording.schools_and_people(assessment),
        day(assessment.date) if assessment.date else "no date given",
        f"{plain(questionnaire.title, 60)} ({questionnaire.id}), version {plain(questionnaire.version, 20)}",
    ]
    if assessment.fictional:
        parts.append("fictional")
    return (title, " · ".join(parts))


def _count(count: Count) -> Cell:
    return count.value if count.value is not None else str(count)


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _scorecard(assessment: Assessment) -> Sheet:
    questionnaire = assessment.questionnaire
    rows: list[tuple[Cell, ...]] = []
    for axis in questionnaire.axes:
        result, agreed = assessment.axes[axis.id], assessment.agreed
        alpha = result.reliability
        reasons = [result.reason, None if alpha is not None else f"no alpha: {result.reliability_reason}"]
        rows.append(
            (
                axis.label,
                result.score,
                *_ends(result.interval),
                axis.midpoint,
                _side(assessment, axis.id),
                result.respondent_mean,
                agreed.axes[axis.id] if agreed is not None else None,
                *_ends(result.bounds),
                *((alpha.alpha, alpha.low, alpha.high) if alpha is not None else (None, None, None)),
                "; ".join(filter(None, reasons)),
            )
        )
    return Sheet(
        "scorecard",
        "Scorecard",
        (*_named(assessment, "Scorecard"), wording.headline(assessment), wording.method(assessment)),
        (
            Column("Axis", width=26),
            Column("Score", "level"),
            Column("95% from", "level"),
            Column("95% to", "level"),
            Column("Midpoint", "level"),
            Column("Side of the midpoint", width=18),
            Column("Mean over people", "level"),
            Column("As the room agreed", "level"),
            Column("Lowest with silent schools", "level", 14),
            Column("Highest with silent schools", "level", 14),
            Column("Alpha", "index"),
            Column("Alpha 95% from", "index"),
            Column("Alpha 95% to", "index"),
            Column(REASON, width=44),
        ),
        tuple(rows),
        (
            "Scores are in levels. The midpoints are a convention of the questionnaire, not a measured boundary.",
            *(f"Before you believe this: {warning.message}" for warning in assessment.warnings),
        ),
    )


def _side(assessment: Assessment, axis: str) -> str:
    placement, score = assessment.placement, assessment.axes[axis].score
    if score is None or not placement.shares:
        return "not known"
    if axis in placement.on_line:
        return "on the midpoint"
    if not placement.axes_settled[axis]:
        return "not settled"
    return "above, settled" if score > assessment.questionnaire.axis_by_id[axis].midpoint else "below, settled"


def _map(assessment: Assessment) -> Sheet:
    """The points of the chart: what, whose name, where."""
    first, second = assessment.questionnaire.axes
    scale = assessment.questionnaire.scale
    points = [("School", school.name, school.point) for school in assessment.school_points or ()]
    points.append(("Cluster", assessment.cluster, assessment.placement.point))
    if assessment.agreed is not None:
        points.append(("As agreed", assessment.cluster, assessment.agreed.axes))
    rows: list[tuple[Cell, ...]] = []
    number = 0
    for kind, name, point in points:
        placed = None not in point.values()
        number += kind == "School" and placed
        shown = number if kind == "School" and placed else None
        rows.append((kind, shown, name, point[first.id], point[second.id], "" if placed else "too few answers"))
    rows += [
        ("Midpoint", None, first.label, first.midpoint, float(scale.low), ""),
        ("Midpoint", None, first.label, first.midpoint, float(scale.high), ""),
        ("Midpoint", None, second.label, float(scale.low), second.midpoint, ""),
        ("Midpoint", None, second.label, float(scale.high), second.midpoint, ""),
    ]
    rows += [("Quadrant", None, label, x, y, "") for label, x, y in corners(assessment.questionnaire)]
    hidden = "Schools are not shown: the round is confidential."
    return Sheet(
        "map",
        "Map",
        _named(assessment, "Points of the chart on the sheet Scorecard"),
        (
            Column("What", width=14),
            Column("No.", "count", 8),
            Column("Name", width=36),
            Column(first.label, "level", 18),
            Column(second.label, "level", 18),
            Column(REASON, width=26),
        ),
        tuple(rows),
        (hidden,) if assessment.school_points is None else (),
    )


def corners(questionnaire: Questionnaire) -> Iterator[tuple[str, float, float]]:
    """Where the name of each quadrant stands on a chart, in its outer corner: label, x and y in levels."""
    low, high = questionnaire.scale.low, questionnaire.scale.high
    span = high - low
    for quadrant in questionnaire.quadrants:
        x, y = (
            low + span * share if quadrant.at[axis.id] == "low" else high - span * share
            for axis, share in zip(questionnaire.axes, (0.012, 0.047), strict=True)
        )
        yield quadrant.label, round(x, 3), round(y, 3)


def _quadrants(assessment: Assessment) -> Sheet:
    questionnaire, placement, portrait = assessment.questionnaire, assessment.placement, assessment.portrait
    rows: list[tuple[Cell, ...]] = []
    for quadrant in questionnaire.quadrants:
        reasons = []
        if not placement.shares:
            reasons.append(placement.reason or "no resampling")
        if portrait is None and questionnaire.portrait:
            reasons.append("no portraits, or too few to show")
        rows.append(
            (
                quadrant.label,
                placement.shares.get(quadrant.id) if placement.shares else None,
                "yes" if quadrant.id == placement.quadrant else "",
                "yes" if quadrant.id == placement.position else "",
                portrait.shares[quadrant.id] if portrait is not None else None,
                "; ".join(reasons),
            )
        )
    return Sheet(
        "quadrants",
        "Quadrants",
        (*_named(assessment, "Quadrants"), wording.headline(assessment)),
        (
            Column("Quadrant", width=24),
            Column("Share of resamples", "share", 14),
            Column("Named", width=10),
            Column("The point lies here", width=14),
            Column("Share of portraits", "share", 14),
            Column(REASON, width=44),
        ),
        tuple(rows),
        (wording.method(assessment),),
    )


def _dimensions(assessment: Assessment) -> Sheet:
    questionnaire = assessment.questionnaire
    rows: list[tuple[Cell, ...]] = []
    for dimension in questionnaire.dimensions:
        result = assessment.dimensions[dimension.id]
        rows.append(
            (
                dimension.id,
                questionnaire.axis_by_id[dimension.axis].label,
                dimension.label,
                result.score,
                *_ends(result.interval),
                result.respondent_mean,
                _count(result.answered),
                result.reason or "",
            )
        )
    return Sheet(
        "dimensions",
        "Dimensions",
        _named(assessment, "Dimensions"),
        (
            Column("Id", width=16),
            Column("Axis", width=24),
            Column("Dimension", width=34),
            Column("Score", "level"),
            Column("95% from", "level"),
            Column("95% to", "level"),
            Column("Mean over people", "level"),
            Column("People", "count", 10),
            Column(REASON, width=40),
        ),
        tuple(rows),
    )


def _items(assessment: Assessment) -> Sheet:
    questionnaire = assessment.questionnaire
    levels = list(questionnaire.scale.levels)
    counted_levels = any(result.counts is not None for result in assessment.items.values())
    agreed = assessment.agreed.items if assessment.agreed is not None else {}
    rows: list[tuple[Cell, ...]] = []
    for item in questionnaire.items:
        result = assessment.items[item.id]
        counts: Iterable[Cell] = result.counts if result.counts is not None else ["hidden"] * len(levels)
        rows.append(
            (
                item.id,
                questionnaire.dimension_by_id[item.dimension].label,
                item.short,
                item.prompt,
                result.score,
                "yes" if item.reversed else "",
                result.respondent_mean,
                _count(result.n),
                _count(result.dont_know),
                _count(result.skipped),
                *(counts if counted_levels else ()),
                result.agreement,
                "split" if result.split else "",
                agreed[item.id].level if item.id in agreed else None,
                result.reason or "",
            )
        )
    return Sheet(
        "items",
        "Items",
        _named(assessment, "Items"),
        (
            Column("Id", width=24),
            Column("Dimension", width=28),
            Column("Item", width=28),
            Column("Question", width=48),
            Column("Score", "level"),
            Column("Reversed", width=11),
            Column("Mean over people", "level"),
            Column("Answers", "count", 11),
            Column("Don't know", "count", 11),
            Column("Left blank", "count", 11),
            *(Column(f"Level {level}", "count", 9) for level in levels if counted_levels),
            Column("Agreement", "index", 13),
            Column("Split", width=9),
            Column("As the room agreed", "count", 12),
            Column(REASON, width=36),
        ),
        tuple(rows),
        (
            "Agreement: consensus after Tastle and Wierman (2007), 0 to 1, from three answers on.",
            "Split: at least a quarter at the low end and a quarter at the high. Talk about these first.",
            *(
                (f"Counts below {assessment.smallest_cell}, and what would give them away, are not shown.",)
                if assessment.mode == "confidential"
                else ()
            ),
        ),
    )


def _schools(assessment: Assessment) -> Sheet:
    questionnaire = assessment.questionnaire
    points = {school.id: school for school in assessment.school_points or ()}
    without = {left.school: left for left in assessment.left_out or ()}
    dimensions = [d for d in questionnaire.dimensions if assessment.dimensions[d.id].by_school is not None]
    if assessment.school_points is None and not dimensions:
        return Sheet(
            "schools",
            "Schools",
            _named(assessment, "Schools"),
            (),
            (),
            (
                "Schools are not shown: the round is confidential, and some of their values would rest on fewer than "
                f"{assessment.smallest_cell} people.",
            ),
        )
    axes = questionnaire.axes if assessment.school_points is not None else ()
    rows: list[tuple[Cell, ...]] = []
    for place, member in enumerate(assessment.schools):
        own = [points[member.id].point[axis.id] if member.id in points else None for axis in axes]
        parts = [(assessment.dimensions[d.id].by_school or ())[place] for d in dimensions]
        out = [without[member.id].point[axis.id] if member.id in without else None for axis in axes if without]
        answered = member.respondents.value != 0
        reason = ("too few answers on what is empty" if answered else "nobody answered") if None in own + parts else ""
        rows.append((member.id, member.name, _count(member.respondents), *own, *out, *parts, reason))
    return Sheet(
        "schools",
        "Schools",
        _named(assessment, "Schools"),
        (
            Column("Id", width=16),
            Column("School", width=34),
            Column("People", "count", 10),
            *(Column(axis.label, "level", 14) for axis in axes),
            *(Column(f"Cluster without it: {axis.label}", "level", 16) for axis in axes if without),
            *(Column(dimension.label, "level", 16) for dimension in dimensions),
            Column(REASON, width=34),
        ),
        tuple(rows),
        ("A school's value rests on few people. It starts a conversation and is no grade.",),
    )


def _answers(assessment: Assessment, round_: Round) -> Sheet:
    """One row a respondent, and only where both say that the round is named."""
    title = _named(assessment, "Answers")
    if assessment.mode != "named" or round_.mode != "named":
        return Sheet(
            "answers",
            "Answers",
            title,
            (),
            (),
            ("Answers are not shown: the round is confidential, and an answer could be traced to a person.",),
        )
    questionnaire, schools = assessment.questionnaire, round_.cluster.school_by_id
    rows: list[tuple[Cell, ...]] = []
    for response in round_.responses:
        role = questionnaire.role_by_id.get(response.role or "")
        answers = [response.answers.get(item.id) for item in questionnaire.items]
        chosen = [questionnaire.quadrant_by_id.get(response.portraits.get(p.id, "")) for p in questionnaire.portrait]
        rows.append(
            (
                response.respondent,
                schools[response.school].name,
                role.label if role is not None else response.role or "",
                *answers,
                *(quadrant.label if quadrant is not None else None for quadrant in chosen),
            )
        )
    return Sheet(
        "answers",
        "Answers",
        title,
        (
            Column("Respondent", width=16),
            Column("School", width=28),
            Column("Role", width=28),
            *(Column(item.id, "count", 14) for item in questionnaire.items),
            *(Column(item.id, width=16) for item in questionnaire.portrait),
        ),
        tuple(rows),
        ("DK: cannot tell. Empty: left blank, or not asked of this role.",),
    )


def _change(comparison: Comparison) -> Sheet:
    step = comparison.last
    questionnaire = step.after.questionnaire
    axes = {axis.id: axis.label for axis in questionnaire.axes}
    dimensions = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    items = {item.id: item.short for item in questionnaire.items}
    rows: list[tuple[Cell, ...]] = []
    for kind, names, changes in (
        ("Axis", axes, step.axes),
        ("Dimension", dimensions, step.dimensions),
        ("Item", items, step.items_changed),
    ):
        rows += [(kind, i, names[i], *_changed(change)) for i, change in changes.items() if i in names]
    schools = counted(len(step.schools.paired), "school")
    questions = counted(len(step.items.common), "question")
    joined = [plain(mover.name, 80) for mover in step.schools.joined]
    left = [plain(mover.name, 80) for mover in step.schools.left]
    return Sheet(
        "change",
        "Change",
        (
            *_named(step.after, f"Change since {plain(step.before.label, 60)}"),
            change_words.headline(comparison),
        ),
        (
            Column("What", width=12),
            Column("Id", width=24),
            Column("Name", width=34),
            Column(plain(step.before.label, 40), "level"),
            Column(plain(step.after.label, 40), "level"),
            Column("Change", "change"),
            Column("95% from", "change"),
            Column("95% to", "change"),
            Column("Smallest sure change", "level"),
            Column("Schools", "count", 10),
            Column("What it means", width=30),
            Column(REASON, width=44),
        ),
        tuple(rows),
        (
            f"Over the {schools} and {questions} that both rounds share; the scores here differ from the rounds' own "
            "where schools or questions differ.",
            *((f"Joined since: {', '.join(joined)}.",) if joined else ()),
            *((f"Left since: {', '.join(left)}.",) if left else ()),
            *(f"Before you believe this: {one.message}" for one in (*comparison.warnings, *step.warnings)),
        ),
    )


def _changed(change: Change) -> tuple[Cell, ...]:
    return (
        change.before,
        change.after,
        change.change,
        *_ends(change.interval),
        change.smallest_sure_change,
        change.schools,
        change_words.VERDICTS[change.verdict],
        change.reason or "",
    )


def _plan(assessment: Assessment, priorities: Sequence[Priority]) -> Sheet:
    questionnaire = assessment.questionnaire
    schools = {school.id: school.name for school in assessment.schools}
    names = {dimension.id: dimension.label for dimension in questionnaire.dimensions}
    names |= {item.id: item.short for item in questionnaire.items}
    rows: list[tuple[Cell, ...]] = []
    for priority in priorities:
        last = priority.last_check
        rows.append(
            (
                priority.title,
                priority.why,
                "; ".join(names.get(i, i) for i in priority.moves),
                priority.owner,
                schools.get(priority.support, priority.support),
                priority.metric,
                priority.agreed,
                priority.review,
                priority.due,
                priority.outcome,
                last.date if last is not None else None,
                last.note if last is not None else "",
                last.evidence if last is not None else "",
            )
        )
    return Sheet(
        "plan",
        "Plan",
        _named(assessment, "What we have agreed to work on"),
        (
            Column("Priority", width=36),
            Column("Why", width=40),
            Column("Should move", width=30),
            Column("Who leads", width=22),
            Column("Who supports", width=22),
            Column("How we shall know", width=36),
            Column("Agreed", "date", 14),
            Column("Peer review", "date", 14),
            Column("Account of impact", "date", 14),
            Column("State", width=10),
            Column("Last looked at", "date", 14),
            Column("What was seen", width=40),
            Column("Evidence", width=40),
        ),
        tuple(rows),
    )


def _suggested(assessment: Assessment, advice: Advice) -> Sheet:
    questionnaire = assessment.questionnaire
    rows: list[tuple[Cell, ...]] = [
        (
            questionnaire.dimension_by_id[priority.dimension].label,
            questionnaire.item_by_id[priority.item].short,
            priority.level,
            priority.reason,
            priority.ask,
            priority.evidence,
            priority.step,
        )
        for priority in advice.priorities
    ]
    return Sheet(
        "suggested",
        "Suggested",
        _named(assessment, "Priorities to consider"),
        (
            Column("Dimension", width=28),
            Column("Its lowest item", width=26),
            Column("Level now", "count", 10),
            Column("Why this one", width=44),
            Column("Ask", width=40),
            Column("Is this good enough?", width=44),
            Column("A next step", width=44),
        ),
        tuple(rows),
        tuple(filter(None, (advice.room, advice.top))),
    )


def _year(assessment: Assessment, advice: Advice) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(step.date, step.month, step.label, step.text) for step in advice.cycle]
    return Sheet(
        "year",
        "Year",
        _named(assessment, "The next twelve months, reckoned from the date of this round"),
        (
            Column("Date", "date", 16),
            Column("Month", "count", 10),
            Column("Step", width=28),
            Column("What happens", width=80),
        ),
        tuple(rows),
        () if any(step.date for step in advice.cycle) else ("There are no dates: the round has none.",),
    )


def _method(assessment: Assessment, advice: Advice) -> Sheet:
    return Sheet(
        "method",
        "Method",
        _named(assessment, "Method and caveats"),
        (Column("What", width=24), Column("Says", width=100)),
        tuple(_says(assessment, advice)),
    )


def _says(assessment: Assessment, advice: Advice) -> Iterator[tuple[Cell, ...]]:
    yield from wording.facts(assessment)
    yield ("Placement", wording.headline(assessment))
    yield (
        "Scores",
        "Each item is averaged within each school, then over the schools, so that every school has one voice. A "
        "dimension is the mean of its items, an axis the mean of its dimensions. Don't-knows and blanks are counted "
        "and left out; they are never a number.",
    )
    for warning in assessment.warnings:
        yield ("Before you believe this", warning.message)
    for section in compose_report(assessment, advice).sections:
        if section.id == SMALL_PRINT:
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield ("Small print", block.text)
