"""Sheets with the results of one round."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, ItemResult
from maturity.model import Questionnaire, Round, Scale
from maturity.report import kinds, wording
from maturity.report.blocks import NOT_SHOWN
from maturity.report.sheets.table import REASON, Cell, Column, Sheet, count, ends, score_format, sheet_head
from maturity.text.isolate import isolated
from maturity.text.words import enumerated, in_figures

AGREEMENT = (
    f"{kinds.FROM_0_TO_1} It is worked out from three answers on.",
    "Split: at least a quarter at the low end and a quarter at the high.",
)


def scorecard_sheet(assessment: Assessment) -> Sheet:
    """The sentence first, then both axes and how sure they are."""
    questionnaire = assessment.questionnaire
    ends_of = kinds.range_of(assessment)
    rows: list[tuple[Cell, ...]] = []
    for axis in questionnaire.axes:
        result, agreed = assessment.axes[axis.id], assessment.agreed
        alpha = result.reliability
        no_alpha = wording.reason(result.reliability_reason, questionnaire)
        reasons = [wording.reason(result.reason, questionnaire), f"no alpha: {no_alpha}" if no_alpha else ""]
        rows.append(
            (
                axis.label,
                result.score,
                *ends(result.interval),
                axis.midpoint,
                wording.axis_sure(assessment, axis),
                result.respondent_mean,
                agreed.axes[axis.id] if agreed is not None else None,
                *ends(result.bounds),
                *((alpha.alpha, alpha.low, alpha.high) if alpha is not None else (None, None, None)),
                enumerated([*filter(None, reasons)]),
            )
        )
    return Sheet(
        "scorecard",
        "Scorecard",
        (*sheet_head(assessment, "Scorecard"), wording.headline(assessment), wording.method_words(assessment)),
        (
            Column("Axis", width=26),
            Column("Score", score_format(assessment)),
            Column(f"{ends_of} from", score_format(assessment)),
            Column(f"{ends_of} to", score_format(assessment)),
            Column("Midpoint", "level"),
            Column("Side of the midpoint", width=18),
            Column("Mean over people", "level"),
            Column("As the room agreed", "level"),
            Column("Lowest with silent schools", "level", 14),
            Column("Highest with silent schools", "level", 14),
            Column("Alpha", "index"),
            Column("Alpha from", "index"),
            Column("Alpha to", "index"),
            Column(REASON, width=44),
        ),
        tuple(rows),
        (
            "Scores are in levels. The midpoints are a convention of the questionnaire, not a measured boundary.",
            *(f"{title}: {warning}" for title, warning in kinds.beware(wording.warning_texts(assessment))),
        ),
    )


def map_(assessment: Assessment) -> Sheet:
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
    return Sheet(
        "map",
        "Map",
        sheet_head(assessment, "Points of the chart on the sheet Scorecard"),
        (
            Column("What", width=14),
            Column("No.", "count", 8),
            Column("Name", width=36),
            Column(first.label, "level", 18),
            Column(second.label, "level", 18),
            Column(REASON, width=26),
        ),
        tuple(rows),
        (kinds.hidden_schools(assessment),) if assessment.school_points is None else (),
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


def quadrants(assessment: Assessment) -> Sheet:
    """Each quadrant with its chance and its share of portraits."""
    questionnaire, placement, portrait = assessment.questionnaire, assessment.placement, assessment.portrait
    rows: list[tuple[Cell, ...]] = []
    for quadrant in questionnaire.quadrants:
        reasons = []
        if not placement.shares:
            why = wording.reason(placement.reason, questionnaire)
            reasons.append(why or "a rule of thumb gives no chances")
        if portrait is None and questionnaire.portrait:
            reasons.append("no portraits, or too few to show")
        elif portrait is not None and not portrait.shares:
            reasons.append("shares of portraits are not shown")
        rows.append(
            (
                quadrant.label,
                placement.shares.get(quadrant.id) if placement.shares else None,
                "yes" if quadrant.id == placement.quadrant else "",
                "yes" if quadrant.id == placement.position else "",
                portrait.shares.get(quadrant.id) if portrait is not None else None,
                enumerated(reasons),
            )
        )
    return Sheet(
        "quadrants",
        "Quadrants",
        (*sheet_head(assessment, "Quadrants"), wording.headline(assessment)),
        (
            Column("Quadrant", width=24),
            Column("Chance", "share", 14),
            Column("Named", width=10),
            Column("The point lies here", width=14),
            Column("Share of portraits", "share", 14),
            Column(REASON, width=44),
        ),
        tuple(rows),
        (wording.method_words(assessment),),
    )


def dimension_sheet(assessment: Assessment) -> Sheet:
    """Every dimension."""
    questionnaire = assessment.questionnaire
    by_id = questionnaire.dimension_by_id
    nested = any(dimension.parent for dimension in questionnaire.dimensions)
    rows: list[tuple[Cell, ...]] = []
    for dimension in questionnaire.dimensions:
        result = assessment.dimensions[dimension.id]
        rows.append(
            (
                dimension.id,
                questionnaire.axis_by_id[questionnaire.axis_above(dimension)].label,
                dimension.label,
                *((by_id[dimension.parent].label if dimension.parent else "",) if nested else ()),
                result.score,
                *ends(result.interval),
                result.respondent_mean,
                count(result.answered),
                wording.reason(result.reason, questionnaire),
            )
        )
    return Sheet(
        "dimensions",
        "Dimensions",
        sheet_head(assessment, "Dimensions"),
        (
            Column("Id", width=16),
            Column("Axis", width=24),
            Column("Dimension", width=34),
            *((Column("Within", width=24),) if nested else ()),
            Column("Score", score_format(assessment)),
            Column(f"{kinds.range_of(assessment)} from", "level"),
            Column(f"{kinds.range_of(assessment)} to", "level"),
            Column("Mean over people", "level"),
            Column("People", "count", 10),
            Column(REASON, width=40),
        ),
        tuple(rows),
    )


def item_sheet(assessment: Assessment, advice: Advice) -> Sheet:
    """Every item, with who could not tell, how far people agree, and which to talk about first."""
    questionnaire = assessment.questionnaire
    first = {talk.item: place for place, talk in enumerate(advice.talk_about, 1)}
    words = kinds.talk_words(assessment, advice)
    levels = sorted({level for scale in questionnaire.answered_on for level in scale.levels})
    counted_levels = any(result.counts is not None for result in assessment.items.values())
    agreed = assessment.agreed.items if assessment.agreed is not None else {}
    rows: list[tuple[Cell, ...]] = []
    for item in questionnaire.items:
        result = assessment.items[item.id]
        dimension = questionnaire.dimension_by_id.get(item.dimension)
        rows.append(
            (
                item.id,
                *((dimension.label if dimension is not None else "",) if questionnaire.dimensions else ()),
                item.short,
                item.prompt,
                result.score,
                "yes" if item.reversed else "",
                result.respondent_mean,
                count(result.n),
                result.dont_know.value if result.dont_know.value is not None else kinds.unknown_cell(result),
                count(result.skipped),
                *(_at_level(level, result, questionnaire.scale_of(item)) for level in levels if counted_levels),
                result.agreement if result.agreement is not None else result.word,
                "split" if result.split else "",
                first.get(item.id),
                agreed[item.id].level if item.id in agreed else None,
                wording.reason(result.reason, questionnaire),
            )
        )
    return Sheet(
        "items",
        "Questions",
        sheet_head(assessment, "Questions"),
        (
            Column("Id", width=24),
            *((Column("Dimension", width=28),) if questionnaire.dimensions else ()),
            Column("Question", width=28),
            Column("In full", width=48),
            Column("Score", score_format(assessment)),
            Column("Counts the other way", width=11),
            Column("Mean over people", "level"),
            Column("Answers", "count", 11),
            Column("Cannot tell", "count", 11),
            Column("Left blank", "count", 11),
            *(Column(f"Level {in_figures(level)}", "count", 9) for level in levels if counted_levels),
            Column("Agreement", "index", 13),
            Column("Split", width=9),
            Column("Talk about first", "count", 12),
            Column("As the room agreed", "count", 12),
            Column(REASON, width=36),
        ),
        tuple(rows),
        (
            *(AGREEMENT if kinds.is_known(assessment) else (kinds.rough_words(assessment),)),
            *((f"Talk about first: {words}",) if words else ()),
        ),
    )


def _at_level(level: int, result: ItemResult, scale: Scale) -> Cell:
    """How many chose a level of an item; empty where its scale has no such level."""
    if level not in scale.levels:
        return None
    return NOT_SHOWN if result.counts is None else result.counts[level - scale.low]


def schools(assessment: Assessment) -> Sheet:
    """Every school, or why none may be shown."""
    questionnaire = assessment.questionnaire
    points = {school.id: school for school in assessment.school_points or ()}
    without = {left.school: left for left in assessment.left_out or ()}
    labels = [(d.label, assessment.dimensions[d.id]) for d in questionnaire.dimensions]
    if questionnaire.whole is not None and assessment.overall is not None:
        labels.append((questionnaire.whole.label, assessment.overall))
    shown = [(label, part.by_school) for label, part in labels if part.by_school is not None]
    if assessment.mode != "named" and not assessment.school_points and not shown:
        return Sheet(
            "schools",
            "Schools",
            sheet_head(assessment, "Schools"),
            (),
            (),
            (kinds.hidden_schools(assessment),),
        )
    axes = questionnaire.axes if assessment.school_points is not None else ()
    rows: list[tuple[Cell, ...]] = []
    for place, member in enumerate(assessment.schools):
        own = [points[member.id].point[axis.id] if member.id in points else None for axis in axes]
        parts = [by_school[place] for _, by_school in shown]
        out = [without[member.id].point[axis.id] if member.id in without else None for axis in axes if without]
        answered = member.respondents.value != 0
        reason = ("too few answers on what is empty" if answered else "nobody answered") if None in own + parts else ""
        rows.append((member.id, member.name, count(member.respondents), *own, *out, *parts, reason))
    return Sheet(
        "schools",
        "Schools",
        sheet_head(assessment, "Schools"),
        (
            Column("Id", width=16),
            Column("School", width=34),
            Column("People", "count", 10),
            *(Column(axis.label, "level", 14) for axis in axes),
            *(Column(f"Cluster without it: {isolated(axis.label)}", "level", 16) for axis in axes if without),
            *(Column(label, "level", 16) for label, _ in shown),
            Column(REASON, width=34),
        ),
        tuple(rows),
        ("A school's value rests on few people. It starts a conversation and is no grade.",),
    )


def answers(assessment: Assessment, round_: Round) -> Sheet:
    """One row a respondent, and only where both say that the round is named."""
    title = sheet_head(assessment, "Answers")
    if assessment.mode != "named" or round_.mode != "named":
        return Sheet(
            "answers",
            "Answers",
            title,
            (),
            (),
            (f"Answers are not shown: the round is {assessment.mode}, and an answer could be traced to a person.",),
        )
    questionnaire, schools = assessment.questionnaire, {one.id: one for one in round_.cluster.schools_apart}
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
            Column("Person", width=16),
            Column("School", width=28),
            Column("Role", width=28),
            *(Column(item.id, "count", 14) for item in questionnaire.items),
            *(Column(item.id, width=16) for item in questionnaire.portrait),
        ),
        tuple(rows),
        ("DK: cannot tell. Empty: left blank, or not asked of this role.",),
    )
