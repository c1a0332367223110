"""What several rounds have to tell: the years on a line, and what moved most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from maturity.core.advise_parts import fewest_on_axes
from maturity.core.assessment import Assessment, Interval
from maturity.core.comparison import Change, Comparison, Step
from maturity.core.reading import Checklist, Ladder, Map
from maturity.report import change_words
from maturity.report.blocks import (
    Callout,
    Dumbbells,
    Exhibit,
    Lines,
    MoveRow,
    Paragraph,
    Section,
    YearMark,
)
from maturity.report.deck.appendix import change_notes
from maturity.report.deck.fitting import message
from maturity.report.over_time import over_time
from maturity.report.over_time.base import OverTime, ToldPart
from maturity.report.over_time.numbers import Measure, OnAxis, measure_of
from maturity.report.ranked import Ranked, ends_of
from maturity.report.second_year import (
    fall_words,
    falls,
    other_promise,
    promise_words,
    room_reasons,
    room_said,
    trend_words,
    turn_words,
    yearly_changes,
)
from maturity.report.shapes import telling
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import MINUS, enumerated, listed

LINES = 2
"""Most lines beside one another."""
NOTE = 64
"""Most letters that stand beside a dip; more is in the notes."""
MOVED = 6
"""Most rows of what moved; all are in the notes."""
TURNED = {"gained": True, "lost": True, "perhaps-gained": False, "perhaps-lost": False}
"""What became of a question that holds or not, and whether it is sure."""
ENDED = re.compile(r"(?<=\w{4}\.) (?=[A-Z])|(?<=\)\.) (?=[A-Z])")
"""Between two sentences; no number and no short form ends one."""


# --- the years ---


def years(since: Comparison) -> Section | None:
    """Every round on a line with what is unsure about it; None where nothing has a value in two rounds."""
    told = over_time(since)
    lines = _lines(told)
    if not lines:
        return None
    fell = falls(told, since.steps)
    said = [f"{text}" for step, part in fell for text in (*fall_words(told, step, part), *room_said(step, part.id))]
    short = [" ".join([*fall_words(told, step, part)][:2]) for step, part in fell[-1:]]
    below = [Paragraph(text) for text in (*(short or trend_words(told)[:LINES]), *promise_words(told))]
    notes = [
        *turn_words(told),
        *trend_words(told),
        *promise_words(told),
        *told.way(),
        *said,
        *(f"{one.title}. {one.alt}" for one in lines),
    ]
    return Section("years", _years_title(told, lines), tuple(below), tuple(dict.fromkeys(notes)), tuple(lines))


def _lines(told: OverTime) -> list[Exhibit]:
    since = told.comparison
    found: list[Exhibit] = []
    parts = told.told_parts(since.whole)
    if not parts:
        one = _count_line(since)
        return [] if one is None else [one]
    first = [part for part in parts if part.id == "overall"]
    rest = sorted((part for part in parts if part.id != "overall"), key=lambda one: -abs(one.change.change or 0.0))
    chosen = (first + rest)[:LINES]
    for part in (part for part in parts if part in chosen):
        scale = _scale_of(since, part.id)
        own = [told.own_of(one, part.id) for one in since.rounds]
        if scale is None or sum(one is not None and one.score is not None for one in own) < 2:
            continue
        marks = tuple(
            YearMark(
                plain(round_.label, 20),
                None if result is None else result.score,
                None if result is None or result.interval is None else (result.interval.low, result.interval.high),
                _dip(told, place, part),
                "" if result is None or result.score is None else part.measure.shown(result.score),
            )
            for place, (round_, result) in enumerate(zip(since.rounds, own, strict=True))
        )
        midpoint = since.rounds[-1].questionnaire.axis_by_id[part.id].midpoint if _on_axis(since, part.id) else None
        shown = [f"{mark.label} {mark.shown or 'none'}" for mark in marks]
        found.append(Lines(isolated(part.label), marks, scale, f"{isolated(part.label)}: {listed(shown)}.", midpoint))
    return found


def _on_axis(since: Comparison, name: str) -> bool:
    return name in since.rounds[-1].questionnaire.axis_by_id


def _scale_of(since: Comparison, name: str) -> tuple[float, float] | None:
    """The scale that a value has in every round that has it; None where it differs."""
    found = set()
    for one in since.rounds:
        if isinstance(one.reading, Map):
            found.add((one.questionnaire.scale.least, one.questionnaire.scale.most))
            continue
        part = one.overall if name == "overall" else one.dimensions.get(name)
        if part is not None:
            found.add((part.range.low, part.range.high))
    return found.pop() if len(found) == 1 else None


def _dip(told: OverTime, place: int, part: ToldPart) -> str:
    """Why a value fell in a round, in a few words: what the room said, else what people see looking back."""
    if not place:
        return ""
    step = told.comparison.steps[place - 1]
    if part.id not in {one.id for one in told.fallen(step)}:
        return ""
    for _, reason in room_reasons(step, part.id):
        if len(reason) <= NOTE:
            return f"“{reason}”"
    seen = step.looking_back
    then, before = (None, None) if seen is None else (seen.then.get(part.id), seen.before.get(part.id))
    if then is None or before is None or then >= before:
        return f"fell{other_promise(step)}" if other_promise(step) else "fell for sure"
    label = plain(step.before.label, 12)
    return f"looking back, {label} was {part.measure.shown(then)}, not {part.measure.shown(before)}"


def _count_line(since: Comparison) -> Lines | None:
    """How many stages are reached, or how many questions hold, in each round; None where rounds asked others."""
    counts = [_counted(one) for one in since.rounds]
    totals = {of for *_, of in counts}
    if len(totals) != 1 or not totals - {0}:
        return None
    what = "Stages reached" if isinstance(since.rounds[-1].reading, Ladder) else "Questions that hold"
    marks = tuple(
        YearMark(plain(one.label, 20), float(low), (float(low), float(high)), shown=str(low))
        if telling(one).has_result()
        else YearMark(plain(one.label, 20), None)
        for one, (low, high, _) in zip(since.rounds, counts, strict=True)
    )
    each = zip(marks, counts, strict=True)
    said = listed([f"{mark.label} {low} for sure and {high} at most" for mark, (low, high, _) in each])
    return Lines(f"{what}, for sure and at most", marks, (0.0, float(totals.pop())), f"{what}: {said}.")


def _counted(one: Assessment) -> tuple[int, int, int]:
    """How many for sure, how many at most, and of how many."""
    told = telling(one)
    if isinstance(told, LadderTelling):
        return (*told.way(), len(told.reading.stages))
    if isinstance(one.reading, Checklist):
        return one.reading.count("holds"), one.reading.count("holds") + one.reading.count("open"), len(one.reading.held)
    return 0, 0, 0


def _years_title(told: OverTime, lines: Sequence[Exhibit]) -> str:
    since = told.comparison
    titles = {one.title for one in lines}
    parts = [part for part in told.told_parts(since.whole) if isolated(part.label) in titles]
    if not parts:
        first, last = _counted(since.rounds[0]), _counted(since.rounds[-1])
        return _count_title(since, first, last)
    ways = [_way(told, part) for part in parts]
    if not any(ways):
        names = listed([isolated(part.short) for part in parts], "or")
        if not change_words.can_be_sure(*(change for part in parts for change in yearly_changes(told, part))):
            return message(f"How sure a rise or fall of {names} is cannot be said")
        return message(f"No year shows a sure rise or fall of {names}")
    ways = [way or f"{isolated(part.short)} shows no sure change" for way, part in zip(ways, parts, strict=True)]
    whole = [
        f"{isolated(part.short)} {part.measure.difference(part.change.change)} "
        f"since {plain(since.whole.before.label, 20)}"
        for part in parts
        if part.change.change is not None
    ]
    return message(enumerated(ways), enumerated(whole) or ways[0], ways[0])


def _count_title(since: Comparison, first: tuple[int, int, int], last: tuple[int, int, int]) -> str:
    """How many stages are reached, or questions hold, now and at first."""
    of_stages = isinstance(since.rounds[-1].reading, Ladder)
    what = "stages reached for sure" if of_stages else "questions that hold for sure"
    here, there = plain(since.rounds[-1].label, 20), plain(since.rounds[0].label, 20)
    if not last[0] and not first[0]:
        none = "No stage is reached" if of_stages else "No question holds"
        return message(f"{none} for sure in {here}, as in {there}")
    if last[0] == first[0]:
        return message(f"In {here} as in {there} there are {last[0]} {what}, of {last[2]}")
    return message(f"From {first[0]} to {last[0]} {what} between {there} and {here}, of {last[2]}")


def _way(told: OverTime, part: ToldPart) -> str:
    """In which rounds a value rose or fell for sure; empty where in none."""
    turns: dict[str, list[str]] = {"rose": [], "fell": []}
    for step in told.comparison.steps:
        verdicts = {one.id: one.change.verdict for one in told.told_parts(step)}
        way = {"up": "rose", "down": "fell"}.get(verdicts.get(part.id, ""))
        if way:
            turns[way].append(plain(step.after.label, 20))
    said = [f"{way} in {listed(labels)}" for way, labels in turns.items() if labels]
    return f"{isolated(part.short)} {listed(said)}" if said else ""


# --- what moved ---


def what_moved(since: Comparison) -> Section:
    """What moved most from the last round but one to the last; a table where nothing has a scale in common."""
    step, told = since.last, over_time(since)
    rows, scale = _rows(since)
    label = plain(step.before.label, 40)
    warned = [
        Callout("Before you believe this", change_words.warned(one, step), "warning")
        for one in (*since.warnings, *step.warnings)[:1]
    ]
    notes = [told.headline(), *change_notes(since)]
    if not rows or scale is None:
        first = ENDED.split(told.headline(), maxsplit=1)[0]
        # What stands after a colon is told below the title as well.
        title = message(told.none_moved(step), first, plain(first.partition(": ")[0]))
        return Section("change", title, (Paragraph(told.headline()), *warned), tuple(notes))
    measures = _measures(step, scale)
    spans = {
        one.name: f"{one.name} {measures(one.name).shown(one.before)} to {measures(one.name).shown(one.after)}"
        for one in rows
    }
    shown = rows[:MOVED]
    told_off = [Paragraph(f"{len(rows) - len(shown)} more are in the notes.")] if len(rows) > len(shown) else []
    told_of = change_words.can_be_sure(*step.dimensions.values(), *step.items_changed.values())
    unsure = "not sure" if told_of else change_words.NOT_TOLD
    each = [f"{spans[one.name]}{'' if one.sure else f' ({unsure})'}" for one in shown]
    alt = f"From {label} to {plain(step.after.label, 40)}: {enumerated(each)}"
    chart = Dumbbells("", (label, plain(step.after.label, 40)), tuple(shown), scale, f"{alt}.")
    if not told_of:
        chart = replace(chart, unsure=unsure)
    title = _moved_title(rows, label) or message(told.none_moved(step) or f"Nothing has moved for sure since {label}")
    notes += [f"{spans[one.name]}{'' if one.sure else f', {unsure}'}." for one in rows]
    return Section(
        "change", title, (Paragraph(told.headline()), *told_off, *warned), tuple(dict.fromkeys(notes)), (chart,)
    )


def _measures(step: Step, scale: tuple[float, float]) -> Callable[[str], Measure]:
    """How the values of what moved are shown, by its name: a part of an axis as on the axis, wherever it is told."""
    asked, fewest = step.after.questionnaire, fewest_on_axes(step.after)
    on_axes = {
        isolated(one.label): OnAxis(scale[1] - scale[0], asked.axis_by_id[one.axis].midpoint, fewest)
        for one in asked.dimensions
        if one.axis
    }
    return lambda name: on_axes.get(name) or measure_of(Interval(*scale))


def _moved_title(rows: Sequence[MoveRow], label: str) -> str:
    """What rose or fell most of what did so for sure; that others moved as far, but not for sure, if they did."""
    sure = [Ranked(one.name, one.name, abs(one.after - one.before), one.shown) for one in rows if one.sure]
    if not sure:
        return ""
    found = ends_of(sure)
    first, rest = found.highest, [one for one in found.every if one not in found.highest]
    # A rise and a fall that are equally far are shown unlike.
    up = "fell" if first[0].shown.startswith(MINUS) else "rose"
    farther = any(abs(one.after - one.before) > first[0].value for one in rows if not one.sure)
    most = "most of what is sure" if farther else "most"
    ways = []
    for named in (True, False):
        who = found.said(first, "that moved for sure", named=named)
        ways.append(f"{who} {up} {most} since {label} ({first[0].shown})")
    after = ends_of(rest).highest if rest and len(first) == 1 else ()
    then = f", then {after[0].name} ({after[0].shown})" if len(after) == 1 else ""
    return message(ways[0] + then, *ways)


def _rows(since: Comparison) -> tuple[list[MoveRow], tuple[float, float] | None]:
    """What moved, sure ones first and the largest first among them, and the scale that they have in common."""
    step = since.last
    asked = step.after.questionnaire
    held = step.readings.held if step.readings is not None else {}
    pairs: list[tuple[str, Change, tuple[float, float], bool]] = []
    if held:
        turned = {name: TURNED[turn.turn] for name, turn in held.items() if turn.turn in TURNED}
        # Where nothing was gained or lost what moved is shown, and that none of it is sure.
        for name, sure in (turned or dict.fromkeys(held, False)).items():
            change = step.items_changed.get(name)
            if change is not None:
                scale = asked.scale_of(asked.item_by_id[name])
                pairs.append((asked.item_by_id[name].short, change, (scale.least, scale.most), sure))
    else:
        flat = (asked.scale.least, asked.scale.most)
        for one in asked.dimensions:
            change = step.dimensions.get(one.id)
            if change is not None:
                ends = flat if change.range is None else (change.range.low, change.range.high)
                pairs.append((one.label, change, ends, change.verdict in ("up", "down")))
    there = [
        (
            MoveRow(
                isolated(name),
                change.before,
                change.after,
                measure_of(Interval(*ends)).difference(change.change or change.after - change.before),
                sure,
            ),
            ends,
        )
        for name, change, ends, sure in pairs
        if change.before is not None and change.after is not None
    ]
    if not there:
        return [], None
    scale_ = Counter(ends for _, ends in there).most_common(1)[0][0]
    rows = [row for row, ends in there if ends == scale_]
    return sorted(rows, key=lambda one: (not one.sure, -abs(one.after - one.before))), scale_
