"""What one round has to tell: its parts, its strongest and weakest questions, its schools, how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, Interval, ItemResult
from maturity.core.reading import Checklist, Ladder, Map, Profile
from maturity.model import RatingItem
from maturity.report import chapters, kinds, wording
from maturity.report.blocks import Align, Block, Callout, Dots, Heading, Paragraph, ScoreRow, Section, Table, Terms
from maturity.report.deck.fitting import (
    ROWS,
    TYPED,
    message,
    one_range,
    outer_parts,
    shown_value,
    sureness_words,
    two_ends,
    unshown,
)
from maturity.report.held_words import all_held
from maturity.report.shapes import telling
from maturity.report.shapes.held import HeldTelling
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import counted, enumerated, listed

WARNINGS = 2
"""Most warnings on a slide; all are in the notes."""
COLUMNS = 4
"""Most columns of a table of schools, beside their names."""
RIGHT: Align = "right"
CHANCE = {True: "Where the likely ranges overlap, the order may be chance.", False: "Small differences may be chance."}
"""By whether ranges are shown."""
SHORT = 6
"""Most rows of a table that leave room for warnings below it."""


def round_slides(assessment: Assessment) -> Iterator[Section]:
    """What can be told, the most telling first."""
    # Of a checklist the first chart shows the questions already.
    ends = None if isinstance(assessment.reading, Checklist) else extremes(assessment)
    yield from filter(
        None,
        (profile(assessment), ends, what_is_missing(assessment), schools_apart(assessment), how_sure_it_is(assessment)),
    )


# --- parts ---


def part_dots(assessment: Assessment) -> Dots | None:
    """The outermost parts as dots; None where they are fewer than two or have no scale in common."""
    parts = outer_parts(assessment)
    scale = one_range(one.result.range for one in parts)
    if isinstance(assessment.reading, Map):
        scale = (assessment.questionnaire.scale.least, assessment.questionnaire.scale.most)
    if scale is None or len(parts) < 2:
        return None
    middles = {axis.midpoint for axis in assessment.questionnaire.axes}
    rows = tuple(ScoreRow(one.label, one.score, _ends(one.result.interval)) for one in two_ends(parts))
    alt = f"Scores of {counted(len(parts), 'part')}, the highest first: {enumerated(_said(assessment))}."
    return Dots("", rows, scale, alt, middles.pop() if len(middles) == 1 else None)


def _ends(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (interval.low, interval.high)


def _said(assessment: Assessment) -> list[str]:
    found = []
    for one in outer_parts(assessment):
        ends = one.result.interval
        span = "" if ends is None else f" ({wording.likely(assessment, *_shown_ends(assessment, ends))})"
        found.append(f"{isolated(one.label)} {shown_value(assessment, one.score, one.result.range)}{span}")
    return found


def _shown_ends(assessment: Assessment, ends: Interval) -> tuple[str, str]:
    return shown_value(assessment, ends.low), shown_value(assessment, ends.high)


def parts_in_words(assessment: Assessment) -> str:
    """Which part is highest and which lowest, as a title."""
    parts = outer_parts(assessment)
    high, low = parts[0], parts[-1]
    top, bottom = (shown_value(assessment, one.score, one.result.range) for one in (high, low))
    if top == bottom:
        return f"All {len(parts)} parts stand at {top}"
    return message(
        f"{isolated(high.label)} stands highest ({top}), {isolated(low.label)} lowest ({bottom})",
        f"{isolated(high.short)} stands highest ({top}), {isolated(low.short)} lowest ({bottom})",
    )


def profile(assessment: Assessment) -> Section | None:
    """The parts beside one another; None where another slide shows them, or they cannot be shown so."""
    dots = None if isinstance(assessment.reading, Profile) else part_dots(assessment)
    if dots is None:
        return None
    chance = CHANCE[any(row.ends is not None for row in dots.rows)]
    names, beside = _said(assessment), [Paragraph(chance)]
    low = outer_parts(assessment)[-1]
    about = assessment.questionnaire.dimension_by_id[low.id]
    inside = [
        f"{isolated(item.short)} {shown_value(assessment, value)}"
        for item in assessment.questionnaire.items
        if item.dimension == low.id and (value := assessment.items[item.id].scored) is not None
    ]
    if inside:
        beside.insert(0, Paragraph(f"{isolated(about.label)}: {listed(inside)}."))
    notes = [chance, *unshown(names, ROWS), f"Every part: {enumerated(names)}.", *telling(assessment).convention()]
    return Section("profile", parts_in_words(assessment), tuple(beside), tuple(notes), (dots,))


# --- questions ---


def extremes(assessment: Assessment) -> Section | None:
    """The strongest and the weakest questions; None with fewer than three that have a scale in common."""
    asked = assessment.questionnaire
    told = [(item, asked.scale_of(item), assessment.items[item.id]) for item in asked.items]
    known = [(item, scale, one.scored) for item, scale, one in told if one.scored is not None]
    usual = Counter((scale.least, scale.most) for _, scale, _ in known).most_common(1)
    there = sorted(
        ((item, value) for item, scale, value in known if (scale.least, scale.most) == usual[0][0]),
        key=lambda pair: -pair[1],
    )
    if len(there) < 3:
        return None
    (high, top), (low, bottom) = there[0], there[-1]
    said = [f"{kinds.as_counted(item)} {shown_value(assessment, value)}" for item, value in there]
    held = all_held(assessment) if isinstance(assessment.reading, Ladder | Checklist) else {}
    rows = tuple(
        ScoreRow(kinds.as_counted(item), value, _ends(held[item.id].interval) if item.id in held else None)
        for item, value in two_ends(there)
    )
    lines = {one.met_at for one in held.values()}
    alt = f"The strongest and the weakest of {counted(len(there), 'question')}: {enumerated(said)}."
    dots = Dots("", rows, usual[0][0], alt, lines.pop() if len(lines) == 1 else None)
    pairs = [
        (term, f"{item.prompt} Nearest to the answers: “{isolated(_nearest_level(assessment, item))}”")
        for term, item in (("Strongest", high), ("Weakest", low))
    ]
    title = message(
        f"“{isolated(high.short)}” is our strongest answer ({shown_value(assessment, top)}), "
        f"“{isolated(low.short)}” our weakest ({shown_value(assessment, bottom)})",
        f"Answers lie between {shown_value(assessment, bottom)} and {shown_value(assessment, top)}",
    )
    if shown_value(assessment, top) == shown_value(assessment, bottom):
        title = f"All {len(there)} questions stand at {shown_value(assessment, top)}"
    notes = [*(f"{term}: {text}" for term, text in pairs), *unshown(said, ROWS), f"Every question: {enumerated(said)}."]
    beside = Terms(tuple((term, plain(text, TYPED)) for term, text in pairs))
    return Section("extremes", title, (beside,), tuple(notes), (dots,))


def _nearest_level(assessment: Assessment, item: RatingItem) -> str:
    """The words of the level that is nearest to a question's score."""
    score, worth = assessment.items[item.id].score, assessment.questionnaire.scale_of(item).worth
    return assessment.questionnaire.levels_of(item)[min(worth, key=lambda one: abs(worth[one] - (score or 0.0)))]


def what_is_missing(assessment: Assessment) -> Section | None:
    """What does not hold yet, where each question holds or does not."""
    told = telling(assessment)
    if not isinstance(told, HeldTelling) or not told.has_result():
        return None
    found = [one for one in told.held.values() if one.state != "holds"]
    found.sort(key=lambda one: (one.score is None, one.met_at - (one.score or 0.0)))
    if not found:
        return None
    items = assessment.questionnaire.item_by_id
    names = [isolated(items[one.id].short) for one in found]
    of, many = counted(len(told.held), "question"), len(found)
    said = (
        f"None of the {of} holds"
        if many == len(told.held)
        else f"{many} of {of} {'does' if many == 1 else 'do'} not hold"
    )
    title = message(f"{said} for sure yet: {listed(names)}", f"{said} for sure yet, “{names[0]}” is nearest")
    table = told.state_table(found[:ROWS], "What does not hold for sure, the nearest first", why=False)
    return Section("lacking", title, (table,), (*unshown(names, ROWS), *told.caution(), *told.convention()))


# --- schools ---


def schools_apart(assessment: Assessment) -> Section | None:
    """The schools by parts, or by questions where there are none; None where they are not shown or are one."""
    columns = [_ByPart(*one) for one in _columns(assessment)]
    columns = sorted((one for one in columns if one.apart is not None), key=lambda one: -(one.apart or 0.0))[:COLUMNS]
    if not columns:
        return None
    first = columns[0]
    rows = [
        (school.name, [column.values[place] for column in columns])
        for place, school in enumerate(assessment.schools)
        if any(column.values[place] is not None for column in columns)
    ]
    known = [value for value in first.values if value is not None]
    mean = sum(known) / len(known)
    far = sorted(rows, key=lambda row: -abs((mean if row[1][0] is None else row[1][0]) - mean))[:ROWS]
    cells = [
        (
            plain(name, 70),
            *(
                "none" if value is None else shown_value(assessment, value, column.range)
                for value, column in zip(values, columns, strict=True)
            ),
        )
        for name, values in sorted(far, key=lambda row: -(row[1][0] if row[1][0] is not None else -1e9))
    ]
    low, high = (shown_value(assessment, one, first.range) for one in (min(known), max(known)))
    title = message(
        f"Our schools differ most on {first.label}: from {low} to {high}",
        f"Our schools differ most on {first.short}: from {low} to {high}",
    )
    caption = (
        "Where schools differ most, each school's own mean"
        if len(rows) <= ROWS
        else (f"Where schools differ most: the {ROWS} of {len(rows)} schools that lie furthest out")
    )
    align: tuple[Align, ...] = ("left", *(RIGHT for _ in columns))
    table = Table(caption, ("School", *(one.short for one in columns)), tuple(cells), align)
    notes = [
        "Nobody is graded: a school's own mean rests on few people, and small differences between schools are chance.",
        *(f"{isolated(one.label)}: {enumerated(_by_school(assessment, one))}." for one in columns),
    ]
    return Section("schools", title, (table,), tuple(notes))


def _by_school(assessment: Assessment, one: _ByPart) -> list[str]:
    return [
        f"{isolated(school.name)} {shown_value(assessment, value, one.range)}"
        for school, value in zip(assessment.schools, one.values, strict=True)
        if value is not None
    ]


class _ByPart:
    """One column: a part or a question, by school."""

    def __init__(self, label: str, short: str, values: Sequence[float | None], range_: Interval) -> None:
        self.label, self.short, self.values, self.range = isolated(label), isolated(short), values, range_
        known = [one for one in values if one is not None]
        length = range_.high - range_.low
        self.apart = (max(known) - min(known)) / length if len(known) > 1 and length else None


def _columns(assessment: Assessment) -> Iterator[tuple[str, str, Sequence[float | None], Interval]]:
    asked = assessment.questionnaire
    plain_scale = Interval(asked.scale.least, asked.scale.most)
    parts = outer_parts(assessment)
    for one in parts:
        if one.result.by_school is not None:
            range_ = plain_scale if isinstance(assessment.reading, Map) else one.result.range
            yield one.label, one.short, one.result.by_school, range_
    if not parts:
        for item in asked.items:
            result: ItemResult = assessment.items[item.id]
            if result.by_school is not None:
                scale = asked.scale_of(item)
                yield item.short, item.short, result.by_school, Interval(scale.least, scale.most)


# --- how sure ---


def how_sure_it_is(assessment: Assessment) -> Section | None:
    """How sure all that is."""
    told = telling(assessment)
    if not told.has_result():
        return None
    blocks: list[Block] = [*told.numbers()]
    warned = [Callout(name, text, "warning") for name, text in kinds.beware(wording.warning_texts(assessment))]
    if all(len(one.rows) <= SHORT for one in blocks if isinstance(one, Table)):
        blocks += warned[:WARNINGS]
    notes = (*told.method(), *(f"{one.title}: {one.text}" for one in warned[WARNINGS:]))
    return Section(
        "sure", message(sureness_words(assessment), "How sure that is cannot be said in a line"), tuple(blocks), notes
    )


# --- why, how and what ---


def why(assessment: Assessment, advice: Advice) -> Section | None:
    """What to ask before anything is chosen, and what the answers say to it."""
    if not advice.parts:
        return None
    blocks: list[Block] = []
    notes = []
    for part in advice.parts:
        blocks += [Heading(part.label), Paragraph(part.ask, "lead")]
        blocks += tuple(chapters.here(assessment.questionnaire, advice, part)) or (Paragraph(part.about),)
        notes.append(f"{part.label}: {part.about}")
        notes += [wording.sentence(one, assessment.questionnaire) for one in part.findings]
    lowest = [
        (assessment.items[name].scored, name)
        for part in advice.parts
        for name in part.items
        if assessment.items[name].scored is not None
    ]
    labels = listed([isolated(part.label) for part in advice.parts])
    title = f"{labels}: one question each before we choose"
    if lowest:
        value, name = min(lowest, key=lambda pair: pair[0] or 0.0)
        short = isolated(assessment.questionnaire.item_by_id[name].short)
        title = f"Before we choose: our answers are lowest on “{short}” ({shown_value(assessment, value or 0.0)})"
    return Section("why", message(title), tuple(blocks), (*notes, *filter(None, (advice.top,))))
