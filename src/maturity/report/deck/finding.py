"""The first two slides: the finding alone, and the chart that shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.placement import position
from maturity.core.reading import Checklist, Map, Profile
from maturity.report import kinds, wording
from maturity.report.blocks import Block, Paragraph, Section
from maturity.report.deck.fitting import ROWS, message, outer_parts, ranked_missing, sureness_words
from maturity.report.deck.round_alone import extremes, part_dots, parts_in_words
from maturity.report.over_time import over_time
from maturity.report.shapes import telling
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.names import told_apart
from maturity.text.words import all_of, counted, enumerated, listed, upper_first

LONG = 170
"""Most letters of the finding where it has the whole slide."""
WHOLE = (9.6, 5.0)
"""Inches of a chart that is no map: it has the slide, so that its type is as large as it can be."""
FEW = 7
"""With more schools than this their list has priority at the right of the map."""


def finding(assessment: Assessment, since: Comparison | None) -> Section:
    """The finding over the whole slide, what has changed below it, and everything to know before believing it."""
    told = telling(assessment)
    headline = told.headline()
    head, *rest = _parted(headline)
    sure = sureness_words(assessment)
    # The headline says `that` of what it has named, and why.
    known = sure.replace(" this ", " that ").rstrip(".") in headline or sure in headline or not told.has_result()
    said = wording.schools_and_people(assessment) if known else f"{sure}."
    below = [*rest, *([over_time(since).headline()] if since else [said])]
    terms = [*told.terms()]
    agreed = assessment.agreed
    if agreed is not None:
        places = told.agreed_places()
        items = counted(len(agreed.items), "question")
        terms.append(("What the room agreed", f"{listed(places)}, from {items}" if places else f"levels on {items}"))
    terms.append(("Who answered", wording.schools_and_people(assessment)))
    notes = [*below, *(f"{term}: {text}." for term, text in terms), *_caveats(assessment)]
    return Section("finding", head.rstrip("."), tuple(Paragraph(one) for one in below), tuple(notes), over_all=True)


def _parted(text: str) -> list[str]:
    """A text whole where it fits over a slide; else what comes first, never cut after an abbreviation.

    That is its first sentence; where not even that fits, as far as what it says of itself.
    """
    if len(text) <= LONG:
        return [text]
    head, *rest = re.split(r"(?<=\w{4}[.”]) (?=[A-Z“])|(?<=\.[”]) (?=[A-Z])", text, maxsplit=1)
    if len(head) > LONG and ": " in head[:LONG]:
        head, _, more = head[:LONG].rpartition(": ")[0], "", head[head[:LONG].rindex(": ") + 2 :]
        rest = [upper_first(more), *rest]
    return [head, *rest]


def _caveats(assessment: Assessment) -> Iterator[str]:
    """What to know before believing the placement."""
    questionnaire = assessment.questionnaire
    if assessment.fictional:
        yield "This cluster, its schools and its people are fictional."
    for title, warning in kinds.beware(wording.warning_texts(assessment)):
        yield f"{title}: {warning}"
    yield from (f"{label}: {value}." for label, value in wording.facts(assessment) if label == "Privacy")
    if questionnaire.status:
        yield kinds.tried_words(questionnaire)
    yield "Nobody is graded. The results belong to the cluster, and the top is not always the goal."


def first_chart(assessment: Assessment) -> Section | None:
    """The chart that shows the result: the map, or what each shape has in its place; None where nothing is known."""
    told = telling(assessment)
    if not told.has_result():
        return None
    notes = (told.described(told.charts[0]), *told.beside(), *_of_points(assessment))
    notes = (*notes, "The finding again: " + told.headline())
    native = _native(assessment, notes)
    if native is not None:
        return native
    placed = [one for one in assessment.school_points or () if None not in one.point.values()]
    on_map = isinstance(assessment.reading, Map)
    figure = told.figure(told.charts[0], "", None if on_map else WHOLE)
    said = [] if len(placed) > FEW or not on_map else list(told.beside())
    names = [plain(school.name) for school in assessment.schools]
    apart = told_apart(names)
    if on_map and placed and apart.said:
        # What shortened names have in common is said on the slide, and each whole one in the notes.
        for whole, short in zip(names, apart.names, strict=True):
            said = [text.replace(isolated(whole), isolated(short)) for text in said]
        said.append(apart.said)
        notes = (*notes, f"Schools: {enumerated([isolated(name) for name in names])}.")
    blocks: tuple[Block, ...] = (figure, *(Paragraph(text) for text in said))
    return Section("map", _title(assessment), blocks, notes)


def _native(assessment: Assessment, notes: tuple[str, ...]) -> Section | None:
    """What shows the result of a shape without a map as well as a picture would, and can be changed; else None."""
    told, reading = telling(assessment), assessment.reading
    if isinstance(reading, Profile):
        dots = part_dots(assessment)
        if dots is not None and len(outer_parts(assessment)) <= ROWS:
            beside = tuple(Paragraph(text) for text in told.beside())
            return Section("map", parts_in_words(assessment), beside, notes, (dots,))
    if isinstance(told, LadderTelling):
        stages: tuple[Block, ...] = (told.stage_table(), *(Paragraph(text) for text in told.beside()))
        return Section("map", _next_stage(told), stages, notes)
    if isinstance(reading, Checklist):
        chart = extremes(assessment)
        if chart is not None:
            beside = tuple(Paragraph(text) for text in told.beside())
            return Section("map", _nearest(assessment, reading), beside, (*notes, *chart.notes), chart.exhibits)
    return None


def _title(assessment: Assessment) -> str:
    told, reading = telling(assessment), assessment.reading
    headline = told.headline()
    if isinstance(reading, Map):
        return message(*_where_schools_are(assessment), _on_axes(assessment))
    if isinstance(reading, Checklist):
        return _nearest(assessment, reading)
    whole = assessment.questionnaire.whole
    return message(
        sureness_words(assessment) if whole is None else f"{isolated(whole.label)}: {told.how_sure()}", headline
    )


def _next_stage(told: LadderTelling) -> str:
    """What the next stage lacks."""
    following = told.reading.next
    if following is None:
        return message(f"Where we stand: {told.place()}")
    label = isolated(told.asked.stage_by_id[following.id].label)
    held = f"“{label}” comes next: {following.held} of its {counted(following.of, 'question')} hold"
    return message(f"{held} for sure, {following.need} have to", f"“{label}” comes next")


def _where_schools_are(assessment: Assessment) -> Iterator[str]:
    """In which quadrants the schools' points lie, which are all that is known; of those that have none that they do."""
    asked, many = assessment.questionnaire, len(assessment.schools)
    placed = [one for one in assessment.school_points or () if None not in one.point.values()]
    if len(placed) < 2:
        return
    is_all = len(placed) == many
    found = Counter(position(asked, one.point) for one in placed)
    online = found.pop(None, 0)
    ranked = found.most_common()
    said = [f"{n} in {wording.inside(asked.quadrant_by_id[str(name)])}" for name, n in ranked]
    said += [f"{online} on a line"] if online else []
    if len(said) == 1:
        where = f"lie {said[0].partition(' ')[2]}"
        yield (
            f"The points of {all_of(many, 'schools')} {where}"
            if is_all
            else f"The points of {len(placed)} of our {many} schools {where}{_rest(placed, many)}"
        )
        return
    ours = f"The points of {'' if is_all else f'{len(placed)} of '}our {many} schools"
    yield f"{ours} are not in one place: {listed(said)}{'' if is_all else _rest(placed, many)}"
    yield f"{ours} are not in one place: {listed(said)}"
    where = "all four quadrants" if len(ranked) == 4 else f"{len(ranked)} of the four quadrants"
    yield f"{ours} lie in {where}" + (f", {said[0].replace(' in ', ' of them in ')}" if ranked else "")


def _of_points(assessment: Assessment) -> Iterator[str]:
    """That schools have a point and no more, where their points are shown."""
    if assessment.school_points:
        yield (
            "A school's point is what its own people said, and no more: unlike for the cluster, how sure its quadrant "
            "is cannot be said."
        )


def _rest(placed: Sequence[object], many: int) -> str:
    """How many schools have no place on the map."""
    rest = many - len(placed)
    return f"; {rest} {'has' if rest == 1 else 'have'} no place"


def _on_axes(assessment: Assessment) -> str:
    asked = assessment.questionnaire
    known = [axis for axis in asked.axes if assessment.axes[axis.id].score is not None]
    scores = [f"{isolated(axis.short)} {wording.axis_score(assessment, axis)}" for axis in known]
    sure = [wording.axis_sure(assessment, axis) for axis in known]
    if len(known) == len(asked.axes) and len(set(sure)) == 1:
        return f"{listed(scores)}: {sure[0]}"
    each = [f"{score}: {how}" for score, how in zip(scores, sure, strict=True)]
    return enumerated([*each, *(f"{isolated(axis.short)}: no score" for axis in asked.axes if axis not in known)])


def _nearest(assessment: Assessment, reading: Checklist) -> str:
    """Which questions do not hold for sure, the nearest to it first."""
    missing = [one for one in reading.held.values() if one.state != "holds"]
    found = ranked_missing(assessment, missing)
    if found is None:
        return message(telling(assessment).headline()) if missing else "Every question holds"
    if found.alike:
        (one, *more), many = found.every, len(found.every)
        return (
            f"{many} questions are as near to holding as one another" if more else f"{one.name} is nearest to holding"
        )
    ways = []
    for named in (True, False):
        first, last = (found.said(end, "that do not hold", named=named) for end in (found.highest, found.lowest))
        verb = "is" if len(found.highest) == 1 else "are"
        ways += [f"{first} {verb} nearest to holding; {last} furthest from it"]
    return message(*ways, ways[1].partition(";")[0])
