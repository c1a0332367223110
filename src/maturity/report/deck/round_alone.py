"""What one round has to tell: its parts, its strongest and weakest questions, its schools, how sure it is."""

from __future__ import annotations

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
    item_shown,
    message,
    one_range,
    outer_parts,
    part_ends_shown,
    part_shown,
    ranked_items,
    ranked_missing,
    shown_value,
    sureness_words,
    two_ends,
    unshown,
)
from maturity.report.held_words import all_held
from maturity.report.ranked import NAMED, Ends, Ranked, ends_of
from maturity.report.shapes import telling
from maturity.report.shapes.held import HeldTelling
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.names import told_apart
from maturity.text.words import all_of, counted, digits, enumerated, in_figures, listed, upper_first

WARNINGS = 2
"""Most warnings on a slide; all are in the notes."""
CELL = 120
"""Most letters of a name in a table."""
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
    rows = tuple(
        ScoreRow(one.label, one.score, part_shown(assessment, one), _ends(one.result.interval))
        for one in two_ends(parts)
    )
    alt = f"Scores of {counted(len(parts), 'part')}, the highest first: {enumerated(_said(assessment))}."
    return Dots("", rows, scale, alt, middles.pop() if len(middles) == 1 else None)


def _ends(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (interval.low, interval.high)


def _said(assessment: Assessment) -> list[str]:
    found = []
    for one in outer_parts(assessment):
        ends = one.result.interval
        span = "" if ends is None else f" ({wording.likely(assessment, *part_ends_shown(assessment, one, ends))})"
        found.append(f"{isolated(one.label)} {part_shown(assessment, one)}{span}")
    return found


def parts_in_words(assessment: Assessment) -> str:
    """Which part is highest and which lowest, as a title."""
    parts = outer_parts(assessment)
    shown = [part_shown(assessment, one) for one in parts]
    ways: list[Ends] = []
    for names in ([one.label for one in parts], [one.short for one in parts]):
        found = ends_of(
            Ranked(part.id, isolated(name), part.score, text)
            for part, name, text in zip(parts, names, shown, strict=True)
        )
        if found.alike:
            return upper_first(f"{all_of(len(parts), 'parts')} stand at {shown[0]}")
        ways.append(found)
    words = ("parts", "stands highest", "stand highest", "lowest")
    return message(*(one for found in ways for one in _ends_said(found, *words)))


def _ends_said(found: Ends, noun: str, one: str, several: str, low: str) -> Iterator[str]:
    """Both ends in one sentence, by name as far as may be; `one` and `several` are what is said of the highest."""
    verb = one if len(found.highest) == 1 else several
    for named in ((True, True), (False, True), (True, False), (False, False)):
        who = [found.said(end, noun, named=by) for end, by in zip((found.highest, found.lowest), named, strict=True)]
        if not any(named) and min(len(found.highest), len(found.lowest)) > 1:
            who[1] = str(len(found.lowest))
        yield f"{who[0]} {verb} ({found.highest[0].shown}), {who[1]} {low} ({found.lowest[0].shown})"


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
        f"{isolated(item.short)} {item_shown(assessment, item)}"
        for item in assessment.questionnaire.items
        if item.dimension == low.id and assessment.items[item.id].scored is not None
    ]
    if inside:
        beside.insert(0, Paragraph(f"{isolated(about.label)}: {listed(inside)}."))
    notes = [chance, *unshown(names, ROWS, "Every part"), *telling(assessment).convention()]
    return Section("profile", parts_in_words(assessment), tuple(beside), tuple(notes), (dots,))


# --- questions ---


def extremes(assessment: Assessment) -> Section | None:
    """The strongest and the weakest questions; None with fewer than three that have a scale in common."""
    found = ranked_items(assessment)
    if found is None:
        return None
    asked = assessment.questionnaire
    there = [(asked.item_by_id[one.id], one) for one in found.every]
    scale = asked.scale_of(there[0][0])
    said = [f"{kinds.as_counted(item)} {one.shown}" for item, one in there]
    held = all_held(assessment) if isinstance(assessment.reading, Ladder | Checklist) else {}
    rows = tuple(
        ScoreRow(
            kinds.as_counted(item), one.value, one.shown, _ends(held[item.id].interval) if item.id in held else None
        )
        for item, one in two_ends(there)
    )
    lines = {one.met_at for one in held.values()}
    alt = f"The strongest and the weakest of {counted(len(there), 'question')}: {enumerated(said)}."
    dots = Dots("", rows, (scale.least, scale.most), alt, lines.pop() if len(lines) == 1 else None)
    pairs = [] if found.alike else [_in_words(assessment, "strongest", found.highest[0], len(found.highest))]
    pairs += [] if found.alike else [_in_words(assessment, "weakest", found.lowest[-1], len(found.lowest))]
    notes = [*(f"{term}: {text}" for term, text in pairs), *unshown(said, ROWS, "Every question")]
    beside = [Terms(tuple((term, plain(text, TYPED)) for term, text in pairs))] if pairs else []
    return Section("extremes", _extremes_title(assessment, found), tuple(beside), tuple(notes), (dots,))


def _in_words(assessment: Assessment, end: str, one: Ranked, alike: int) -> tuple[str, str]:
    """A question at one end, with the level nearest to its answers; that others stand there as well, if they do."""
    item = assessment.questionnaire.item_by_id[one.id]
    term = upper_first(end) if alike == 1 else f"One of the {alike} {end}"
    return term, f"{item.prompt} Nearest to the answers: “{isolated(_nearest_level(assessment, item))}”"


def _extremes_title(assessment: Assessment, found: Ends) -> str:
    """Which answers are strongest and which weakest; of questions on several scales, of those on the usual one."""
    asked, many = assessment.questionnaire, len(found.every)
    scale = asked.scale_of(asked.item_by_id[found.every[0].id])
    is_all = many == sum(one.scored is not None for one in assessment.items.values())
    span = "" if is_all else f" from {in_figures(scale.least)} to {in_figures(scale.most)}"
    if found.alike:
        return f"All {many} questions{span} stand at {found.every[0].shown}"
    ways = _ends_said(found, "questions", "is our strongest answer", "are our strongest answers", "our weakest")
    of = f"Of the {many} questions{span} " if span else ""
    ends = f"Answers lie between {found.lowest[0].shown} and {found.highest[0].shown}"
    return message(*(f"{of}{one}" for one in ways), ends)


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
    ways = [f"{said} for sure yet: {listed(names)}"]
    if near := ranked_missing(assessment, found):
        who = [near.said(near.highest, "", named=named).strip() for named in (True, False)]
        ways += [f"{said} for sure yet, {one} {'is' if len(near.highest) == 1 else 'are'} nearest" for one in who]
    title = message(*ways, f"{said} for sure yet")
    table = told.state_table(found[:ROWS], "What does not hold for sure, the nearest first", why=False)
    return Section("lacking", title, (table,), (*unshown(names, ROWS), *told.caution(), *told.convention()))


# --- schools ---


def schools_apart(assessment: Assessment) -> Section | None:
    """The schools by parts, or by questions where there are none; None where they are not shown or are one."""
    every = [_ByPart(*one) for one in _columns(assessment)]
    apart = sorted((one for one in every if one.apart is not None), key=lambda one: -(one.apart or 0.0))
    columns = apart[:COLUMNS]
    if not columns:
        return None
    first = columns[0]
    rows = [
        (isolated(plain(school.name)), [column.values[place] for column in columns])
        for place, school in enumerate(assessment.schools)
        if any(column.values[place] is not None for column in columns)
    ]
    known = [value for value in first.values if value is not None]
    mean = sum(known) / len(known)
    far = sorted(rows, key=lambda row: -abs((mean if row[1][0] is None else row[1][0]) - mean))[:ROWS]
    names = [isolated(plain(school.name)) for school in assessment.schools]
    shown = told_apart(names)
    short = dict(zip(names, shown.names, strict=True))
    cells = [
        (
            plain(short[name], CELL),
            *(
                "none" if value is None else shown_value(assessment, value, column.range)
                for value, column in zip(values, columns, strict=True)
            ),
        )
        for name, values in sorted(far, key=lambda row: -(row[1][0] if row[1][0] is not None else -1e9))
    ]
    caption = (
        "Where schools differ most, each school's own mean"
        if len(rows) <= ROWS
        else (f"Where schools differ most: the {ROWS} of {len(rows)} schools that lie furthest out")
    )
    align: tuple[Align, ...] = ("left", *(RIGHT for _ in columns))
    table = Table(caption, ("School", *(one.short for one in columns)), tuple(cells), align)
    below = [Paragraph(shown.said, "small")] if shown.said else []
    notes = [
        "Nobody is graded: a school's own mean rests on few people, and small differences between schools are chance.",
        *(f"{one.short}: {enumerated(_by_school(assessment, one))}." for one in columns),
    ]
    return Section("schools", _apart_title(assessment, apart), (table, *below), tuple(notes))


def _apart_title(assessment: Assessment, every: Sequence[_ByPart]) -> str:
    """On what schools differ most, of all that there is; that they differ on nothing, where they do not."""
    noun = "parts" if outer_parts(assessment) else "questions"
    found = ends_of(Ranked(one.short, one.short, one.apart or 0.0, digits(one.apart or 0.0, 2)) for one in every)
    most = [one for one in every if digits(one.apart or 0.0, 2) == found.highest[0].shown]
    spans = [[shown_value(assessment, value, one.range) for value in one.ends] for one in most]
    if all(low == high for low, high in spans):
        return f"Our schools stand alike on {all_of(len(every), noun) if len(every) > 1 else f'the one {noun[:-1]}'}"
    low, high = spans[0]
    if len(most) == 1:
        # By the name that stands over its column.
        return message(f"Our schools differ most on {most[0].short}: from {low} to {high}")
    said = listed([f"{one.short} ({low} to {high})" for one, (low, high) in zip(most, spans, strict=True)])
    many = f"Our schools differ most on {found.said(found.highest, noun, named=False)}"
    ways = [f"Our schools differ most on {said}"] if len(most) <= NAMED else []
    return message(*ways, f"{many}, {most[0].short} among them: from {low} to {high}", many)


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
        self.ends = (min(known), max(known)) if known else ()
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
    labels = listed([isolated(part.label) for part in advice.parts])
    title = f"{labels}: one question each before we choose"
    # Only what is lowest of all that was asked is said to be, and only where it is told of here.
    found, told = ranked_items(assessment), {name for part in advice.parts for name in part.items}
    if found is not None and not found.alike and told.intersection(one.id for one in found.lowest):
        who = [found.said(found.lowest, "questions", named=named) for named in (True, False)]
        ways = [f"Before we choose: our answers are lowest on {one} ({found.lowest[0].shown})" for one in who]
        title = message(*ways, title)
    return Section("why", message(title), tuple(blocks), (*notes, *filter(None, (advice.top,))))
