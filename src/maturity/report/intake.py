"""What a file would add to a round, shown before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from maturity.model import Response, Round
from maturity.model.export import Matched, Understood
from maturity.packed import Packed, compact
from maturity.report.blocks import Block, Bullets, Callout, Paragraph, Report, Section, Table
from maturity.text.words import counted, listed, some

MOST_ROWS = 12
HOW = {"mapping": "as decided before", "id": "by its id", "text": "by its words", "none": "left out"}


@dataclass(frozen=True, slots=True)
class News:
    """What is new about some responses, held against a round.

    Args:
        new: people who are not there yet.
        changed: people who are there with other answers; the later ones will count.
        known: people who are there with the same answers.
        withdrawn: people who have withdrawn; they stay so.
    """

    new: Sequence[Response]
    changed: Sequence[Response]
    known: Sequence[Response]
    withdrawn: Sequence[Response]


def news(responses: Sequence[Response], there: Mapping[str, Response], withdrawn: frozenset[str]) -> News:
    """Sort responses by what they would change.

    Args:
        responses: as read; of two by the same person the later one counts.
        there: respondent to response, as the round has it.
        withdrawn: respondents who have withdrawn.
    """
    last = {response.respondent: place for place, response in enumerate(responses)}
    if not there and not withdrawn and len(last) == len(responses):
        return News(responses, (), (), ())
    new, changed, known, gone = (Packed[Response]() for _ in range(4))
    for name, place in last.items():
        response = responses[place]
        if name in withdrawn:
            gone.add(response)
        elif name not in there:
            new.add(response)
        else:
            (known if response == there[name] else changed).add(response)
    return News(*map(compact, (new, changed, known, gone)))


def intake(round_: Round, understood: Sequence[Understood], replies: Mapping[str, int], found: News) -> Report:
    """What was recognised, what each column was taken for, and whom it adds."""
    sections = [Section(f"file-{n}", one.export.source, tuple(_file(round_, one))) for n, one in enumerate(understood)]
    if replies:
        said = tuple(f"{source}: {counted(n, 'reply', 'replies')} of the form" for source, n in replies.items())
        sections.append(Section("replies", "Replies", (Bullets(said),)))
    sections.append(Section("people", "What it adds", tuple(_people(round_, found))))
    return Report(
        round_.cluster.name, f"Answers for {round_.label}", round_.questionnaire.language, (), tuple(sections)
    )


def _file(round_: Round, understood: Understood) -> Iterator[Block]:
    questionnaire = round_.questionnaire
    yield Bullets((*understood.export.notes, *understood.read_as))
    by_id = [one for one in understood.matched if one.how == "id"]
    others = [one for one in understood.matched if one.how in ("text", "mapping") and one.target is not None]
    if by_id:
        names = [one.target or "" for one in by_id]
        yield Paragraph(f"{counted(len(by_id), 'column')} matched by id: {some(names, MOST_ROWS)}.")
    if others:
        yield Table(
            "Columns that were matched by their words, or as decided",
            ("Column", "holds", "matched"),
            tuple((_short(one.column.name), one.target or "", HOW[one.how]) for one in others),
            ("left", "left", "left"),
        )
    if left_out := _left_out(understood.matched):
        yield Paragraph(f"Left out: {some(left_out, MOST_ROWS)}.")
    if understood.unasked:
        yield Paragraph(
            f"Not in this file: {counted(len(understood.unasked), 'question')} of {len(questionnaire.items)}: "
            f"{some(understood.unasked, MOST_ROWS)}."
        )
    if understood.blank:
        rows = [str(row) for row in understood.blank]
        people, where = counted(len(rows), "person", "people"), "row" if len(rows) == 1 else "rows"
        yield Paragraph(
            f"{people} answered none of the questions, and will not be counted: {where} {some(rows, MOST_ROWS)}."
        )
    if understood.faulty:
        rows = [str(row) for row in understood.faulty]
        lead = "Row" if len(rows) == 1 else "Rows"
        yield Callout(f"{counted(len(rows), 'row')} cannot be used", f"{lead} {some(rows, MOST_ROWS)}.", "warning")


def _people(round_: Round, found: News) -> Iterator[Block]:
    said = [f"{counted(len(found.new), 'new person', 'new people')}."]
    if found.changed:
        said.append(f"{counted(len(found.changed), 'person', 'people')} answered anew; the later answers will count.")
    if found.known:
        said.append(f"{counted(len(found.known), 'person is', 'people are')} there already, with the same answers.")
    if found.withdrawn:
        said.append(f"{counted(len(found.withdrawn), 'person has', 'people have')} withdrawn, and will be left out.")
    yield Bullets(tuple(said))
    schools = Counter(response.school for response in chain(found.new, found.changed))
    names = round_.cluster.names_apart
    if schools:
        yield Paragraph(f"From: {listed([f'{names.get(i, i)} ({n})' for i, n in schools.items()])}.")


def _left_out(matched: Sequence[Matched]) -> list[str]:
    return [f"“{_short(one.column.name)}”" for one in matched if one.target is None]


def _short(text: str) -> str:
    return text if len(text) <= 44 else f"{text[:43]}…"
