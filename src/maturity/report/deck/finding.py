"""The first two slides: the finding alone, and the chart that shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.placement import position
from maturity.core.reading import Checklist, Map, Profile
from maturity.report import kinds, wording
from maturity.report.blocks import Block, Paragraph, Section
from maturity.report.deck.fitting import ROWS, message, outer_parts, sureness_words
from maturity.report.deck.round_alone import extremes, part_dots, parts_in_words
from maturity.report.over_time import over_time
from maturity.report.shapes import telling
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.isolate import isolated
from maturity.text.words import counted, enumerated, listed

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
    known = sure in headline or not told.has_result()
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
    """A text whole where it fits over a slide; else sentence by sentence, never after an abbreviation."""
    if len(text) <= LONG:
        return [text]
    return re.split(r"(?<=\w{4}[.”]) (?=[A-Z“])|(?<=\.[”]) (?=[A-Z])", text, maxsplit=1)


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
    notes = (told.described(told.charts[0]), *told.beside(), "The finding again: " + told.headline())
    native = _native(assessment, notes)
    if native is not None:
        return native
    crowded = len(assessment.school_points or ()) > FEW
    on_map = isinstance(assessment.reading, Map)
    figure = told.figure(told.charts[0], "", None if on_map else WHOLE)
    said = () if crowded or not on_map else told.beside()
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
    """In which quadrants the schools lie, by their points alone."""
    asked = assessment.questionnaire
    placed = [one for one in assessment.school_points or () if None not in one.point.values()]
    if len(placed) < 2:
        return
    found = Counter(position(asked, one.point) for one in placed)
    online = found.pop(None, 0)
    ranked = found.most_common()
    if len(ranked) == 1 and not online:
        where = wording.inside(asked.quadrant_by_id[str(ranked[0][0])])
        yield f"All {len(placed)} schools lie in {where}"
        return
    said = [f"{n} in {wording.inside(asked.quadrant_by_id[str(name)])}" for name, n in ranked]
    said += [f"{online} on a line"] if online else []
    yield f"Our {len(placed)} schools are not in one place: {listed(said)}"
    where = "all four quadrants" if len(ranked) == 4 else f"{len(ranked)} of the four quadrants"
    yield f"Our {len(placed)} schools lie in {where}, {said[0].replace(' in ', ' of them in ')}"


def _on_axes(assessment: Assessment) -> str:
    asked = assessment.questionnaire
    return enumerated(
        [
            f"{isolated(axis.short)} {wording.axis_score(assessment, axis)}: {wording.axis_sure(assessment, axis)}"
            if assessment.axes[axis.id].score is not None
            else f"{isolated(axis.short)}: no score"
            for axis in asked.axes
        ]
    )


def _nearest(assessment: Assessment, reading: Checklist) -> str:
    """Which questions do not hold for sure, the nearest to it first."""
    items = assessment.questionnaire.item_by_id
    near = sorted(
        (one for one in reading.held.values() if one.state != "holds" and one.score is not None),
        key=lambda one: one.met_at - (one.score or 0.0),
    )
    if not near:
        return "Every question holds"
    first = f"“{isolated(items[near[0].id].short)}” is nearest to holding"
    last = f"“{isolated(items[near[-1].id].short)}” furthest from it"
    return message(enumerated([first, last]) if len(near) > 1 else f"{first} of what is still missing", first)
