"""From the table that somebody exported to what people said: columns, schools, roles and levels, never guessed.

What fits by an id, or word for word, is taken; what is close is asked; what fits nothing is a problem with its place.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from maturity.errors import Fault, Problem
from maturity.model import Answer, Mode, PortraitItem, Questionnaire, RatingItem, Response, Round
from maturity.model.export import (
    GLOBAL_IDS,
    Entry,
    Export,
    ExportColumn,
    Identity,
    Kind,
    Matched,
    Open,
    System,
    Understood,
    made_id,
    minute_of,
)
from maturity.model.mapping import FileMapping
from maturity.packed import Packed, compact
from maturity.readers.called import LIKELY, Called, chosen_as, without_twins
from maturity.readers.checks import response_faults
from maturity.readers.levels import UNKNOWN, Wording, decided_for, folded
from maturity.readers.mapping import as_flag
from maturity.readers.table import letters
from maturity.text.names import quoted, same_person, suggestion
from maturity.text.words import listed

PERSON = ("school", "role", "respondent", "comment")
HEADERS = {
    "school": ("my school", "your school", "name of school", "school name", "which school do you belong to?"),
    "role": ("my role", "your role", "what is your role?"),
    "comment": ("comments",),
}
"""Other headers that say beyond doubt what their column holds."""
EVIDENCE, LOOKING_BACK = "evidence:", "looking_back:"
KIND = "kind"
"""Header of the column that says what people were told."""
_SAID = ("answers", "portraits", "looking_back")
"""Parts of a response that make somebody a respondent of the round."""
NOBODY = {"", "anonymous", "anonym", "anonyme", "anon", "n/a", "-", "none"}
"""What stands for no name: two such people are two people."""
_NUMBERED = re.compile(
    r"^\s*(?:(?:question|frage|pregunta|vraag|domanda|q)\s*)?\d{1,3}\s*(?:[.):\-–]\s+|[、．]\s*|[.)](?=[^\W\d_]))",
    re.IGNORECASE,
)
_CODED = re.compile(r"A(\d{1,3})")
"""An answer in LimeSurvey's own codes: the place in the list, as our form for it writes where ids are too long."""
LONGEST_CODE = 20
"""Letters after which LimeSurvey cuts a code."""
MOST_WORDINGS = 1000
"""Cells of one column that are remembered as they were read, and names that likely ones are looked for of."""
_NEAR = 0.8
"""Likeness, 0 to 1, from which a name is offered, and from which a header must not be passed over in silence."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row that does not say it itself: ids of a school and a role."""

    school: str | None = None
    role: str | None = None


def understand(export: Export, round_: Round, mapping: FileMapping, defaults: Defaults) -> Understood:
    """What people answered, as far as it is beyond doubt.

    Args:
        export: the file as read.
        round_: what was asked, and whose schools take part.
        mapping: what has been decided before.
        defaults: school and role of people whose row does not say it.
    """
    matched = match_columns(export, round_.questionnaire, mapping)
    reader = _Rows(export, round_, matched, mapping, defaults)
    reader.read()
    found = {one.target for one in matched}
    unasked = tuple(item.id for item in round_.questionnaire.items if item.id not in found)
    problems = [*_headers(export, matched, round_.questionnaire, defaults, round_.mode), *reader.problems()]
    open_ = [*_open_columns(matched, unasked, round_.questionnaire), *reader.open.values()]
    return Understood(
        export,
        matched,
        compact(reader.responses),
        compact(reader.identities),
        tuple(reader.blank),
        tuple(f"{what}." for what in reader.read_as.values()),
        len(export.entries),
        tuple(sorted(reader.faulty)),
        tuple(problems),
        tuple(open_),
        unasked,
    )


def targets(questionnaire: Questionnaire) -> list[str]:
    """Everything that a column may hold."""
    items = [item.id for item in questionnaire.items]
    portraits = [portrait.id for portrait in questionnaire.portrait]
    more = [lead + item for lead in (EVIDENCE, LOOKING_BACK) for item in items]
    return [*PERSON, *items, *portraits, *more]


def match_columns(export: Export, questionnaire: Questionnaire, mapping: FileMapping) -> tuple[Matched, ...]:
    """What each column holds: as decided before, else by an id in its header, else by the question's own words."""
    known = targets(questionnaire)
    decided = {folded(header): target for header, target in mapping.columns.items()}
    codes = without_twins((_squeezed(target), target) for target in known)
    asked: list[RatingItem | PortraitItem] = [*questionnaire.items, *questionnaire.portrait]
    questions = [(folded(text), one.id) for one in asked for text in (one.prompt, one.short)]
    persons = [(folded(text), key) for key in PERSON for text in (key, *HEADERS.get(key, ()))]
    words = without_twins([*questions, *persons])

    def one(column: ExportColumn) -> Matched:
        for name in (f"{column.name} [column {letters(column.position - 1)}]", column.name):
            if folded(name) in decided:
                return Matched(column, decided[folded(name)], "mapping")
        for code in filter(None, (column.code, *re.findall(r"\[([^\[\]]+)\]", column.name)[-1:])):
            target = code if code in known else codes.get(_squeezed(code)) or _cut(_squeezed(code), codes)
            if target is not None:
                return Matched(column, target, "id")
        for text in (column.name, column.row or "", column.text):
            # In a grid the question is shared by its rows, and says nothing about one of them.
            if not text or (text == column.text and column.row is not None):
                continue
            for way in _ways(text, export.system):
                if way in words:
                    return Matched(column, words[way], "id" if way in PERSON else "text")
        return Matched(column, None, "none")

    matched = tuple(map(one, export.columns))
    headers: dict[str | None, set[str]] = defaultdict(set)
    for each in matched:
        headers[each.target].add(folded(each.column.name))
    # One question may stand in a file twice; but rows of two grids that read alike are two questions.
    return tuple(
        Matched(each.column, None, "none") if each.how == "text" and len(headers[each.target]) > 1 else each
        for each in matched
    )


def by_words(understood: Understood) -> FileMapping:
    """What the columns of a file were taken for by their words, so that it can be looked at and corrected."""
    matched = understood.matched
    return FileMapping(columns={_named(one.column, matched): one.target for one in matched if one.how == "text"})


def _ways(text: str, system: System) -> Iterator[str]:
    """A header as it stands; without the number of its question; after the path of its group."""
    yield folded(text)
    yield folded(_NUMBERED.sub("", text))
    if system == "kobo":
        yield folded(text.rpartition("/")[2])


def _squeezed(code: str) -> str:
    """An id as systems keep it that allow only letters and digits."""
    return re.sub(r"[^a-z0-9]", "", code.casefold())


def _cut(code: str, codes: Mapping[str, str]) -> str | None:
    """What a code stands for that a system has cut at its longest; None if that may be several."""
    longer = {target for whole, target in codes.items() if len(code) == LONGEST_CODE and whole.startswith(code)}
    return longer.pop() if len(longer) == 1 else None


def _headers(
    export: Export, matched: Sequence[Matched], questionnaire: Questionnaire, defaults: Defaults, mode: Mode
) -> Iterable[Problem]:
    """What is wrong with the file as a whole."""
    yield from _of_another_kind(export, mode)
    held = {one.target for one in matched}
    if not held & set(questionnaire.item_by_id):
        message = f"no column is a question of {quoted(questionnaire.id)}"
        if export.system == "surveyjs":
            message = f"the file is JSON of something else: nothing in it is a question of {quoted(questionnaire.id)}"
        hint = f"check that it is the right file, or say which is which: {as_flag('HEADER', 'ITEM')}"
        yield Problem(export.source, None, "", "no-items", message, hint)
    if "school" not in held and defaults.school is None:
        message = "no column says which school people are from"
        hint = f"if all are from one school, add --school ID; else name the column: {as_flag('HEADER', 'school')}"
        yield Problem(export.source, None, "", "no-school", message, hint)
    known = targets(questionnaire)
    for one in matched:
        if one.how == "mapping" and one.target is not None and one.target not in known:
            message = f"the mapping says {quoted(one.target)}, which is nothing that this round asks"
            place = _column(one.column)
            hint = f"say what it holds: {as_flag(one.column.name, 'ID')}; {suggestion(one.target, known)}"
            yield Problem(export.source, None, place, "unknown-target", message, hint)


def _of_another_kind(export: Export, mode: Mode) -> Iterable[Problem]:
    """Answers that people gave to a round of another kind, and so were told something else."""
    places = [place for place, column in enumerate(export.columns) if folded(column.name) == KIND]
    said = {folded(entry.cells[place]) for entry in export.entries for place in places} - {""}
    if "anonymous" in said and not {"school", "respondent"} & {folded(column.name) for column in export.columns}:
        message = "every column of this table stands in an order of its own, so that no row is a person"
        hint = "use one that was written with maturity export --for-backup"
        yield Problem(export.source, None, "", "columns-apart", message, hint)
    for other in sorted(said & set(get_args(Mode)) - {mode}):
        message = (
            f"these are answers to a round that is {other}, and this one is {mode}: people were told something else"
        )
        hint = f"open one that is {other} for them: maturity start FOLDER --mode {other}"
        yield Problem(export.source, None, f"column {KIND!r}", "other-kind", message, hint)


def _open_columns(matched: Sequence[Matched], unasked: Sequence[str], questionnaire: Questionnaire) -> Iterable[Open]:
    """Columns that nothing fits, while there are questions that no column fits."""
    prompts = {folded(questionnaire.item_by_id[item].prompt): item for item in unasked}
    for one in matched:
        if one.how != "none" or folded(one.column.name) == KIND:
            continue
        text = folded(one.column.row or one.column.text or one.column.name)
        close = [prompts[near] for near in difflib.get_close_matches(text, list(prompts), 3, LIKELY)]
        codes = difflib.get_close_matches(one.column.code or one.column.name, list(unasked), 2, _NEAR)
        needed = bool(difflib.get_close_matches(text, list(prompts), 1, _NEAR) or codes)
        likely = tuple(dict.fromkeys([*codes, *close]))
        yield Open("columns", _named(one.column, matched), _column(one.column), likely, needed)


def _named(column: ExportColumn, matched: Sequence[Matched]) -> str:
    """A header, told apart from others that read the same."""
    twins = sum(one.column.name == column.name for one in matched)
    return column.name if twins == 1 else f"{column.name} [column {letters(column.position - 1)}]"


def _column(column: ExportColumn) -> str:
    return f"column {letters(column.position - 1)} ({quoted(column.name)[1:-1]})"


class _Rows:
    """Reads row after row, and gathers what is wrong and what is open."""

    def __init__(
        self, export: Export, round_: Round, matched: Sequence[Matched], mapping: FileMapping, defaults: Defaults
    ) -> None:
        self.export, self.round, self.matched, self.defaults = export, round_, matched, defaults
        questionnaire = round_.questionnaire
        decided = {item.id: decided_for(item, mapping.levels) for item in questionnaire.items}
        self.wordings = {item.id: Wording(questionnaire, item, decided[item.id]) for item in questionnaire.items}
        self.portraits = {portrait.id: chosen_as(portrait) for portrait in questionnaire.portrait}
        roles = {role.id: role.label for role in questionnaire.roles}
        self.names = {
            "schools": Called({school.id: school.name for school in round_.cluster.schools}, mapping.schools),
            "roles": Called(roles, {text: one or "" for text, one in mapping.roles.items()}),
        }
        self.responses, self.identities = Packed[Response](), Packed[Identity]()
        self.blank: list[int] = []
        self.read_as: dict[tuple[str, str], str] = {}
        self.found: dict[Fault, tuple[str, int]] = {}
        """What is wrong, to the first place and how many there are."""
        self.meant: dict[str, dict[str, Answer | Fault]] = {item.id: {} for item in questionnaire.items}
        """Of each question what a cell was read as, so that what many answered is read once."""
        self.faulty: set[int] = set()
        self.open: dict[tuple[str, str], Open] = {}

    def read(self) -> None:
        """Every row."""
        schools = {school.id for school in self.round.cluster.schools}
        people: set[str] = set()
        records: set[str | None] = {None}
        for entry in self.export.entries:
            data = self.row(entry)
            if entry.row in self.faulty or "school" not in data:
                continue
            if self.export.system != "maturity" and not any(data[part] for part in _SAID):
                self.blank.append(entry.row)
                continue
            who = self.identity(entry, data)
            data["respondent"] = who.aliases[0] if who.aliases else f"{self.export.system}-{entry.row}"
            faults = list(response_faults(("responses", 0), data, self.round.questionnaire, schools))
            if self.export.system == "redcap" and entry.id in records:
                message = f"the record {quoted(entry.id)} stands in several rows, as with events and repeated forms"
                hint = "keep one row for each person; if every row is a person, leave out the column of records"
                faults.append(Fault((), "duplicate-respondent", message, hint))
            elif same_person(data["respondent"]) in people:
                message = f"the person {quoted(data['respondent'])} appears twice"
                faults.append(Fault((), "duplicate-respondent", message, "keep one, or give it another id"))
            for fault in faults:
                self.complain(entry, None, fault)
            people.add(same_person(data["respondent"]))
            if self.export.system == "redcap":
                records.add(entry.id)
            if not faults:
                self.responses.add(Response(**data))
                self.identities.add(who)

    def problems(self) -> list[Problem]:
        """What is wrong with the rows: the same text in many cells once, with how many there are."""
        return [
            Problem(
                self.export.source,
                None,
                first if count == 1 else f"{first} and {count - 1} more",
                fault.code,
                fault.message,
                fault.hint,
            )
            for fault, (first, count) in self.found.items()
        ]

    def row(self, entry: Entry) -> dict[str, Any]:
        """What a row says, as plain data of a response."""
        data: dict[str, Any] = {"school": self.defaults.school, "role": self.defaults.role}
        parts: dict[str, dict[str, Any]] = {"answers": {}, "portraits": {}, "evidence": {}, "looking_back": {}}
        # Where no column says it, that is said once and not of every row.
        school_said = self.defaults.school is not None or not any(one.target == "school" for one in self.matched)
        for one, cell in zip(self.matched, entry.cells, strict=True):
            target = one.target
            if target is None or not cell.strip():
                continue
            part, _, item = target.rpartition(":")
            if target in ("school", "role"):
                named = self.name(entry, one.column, "schools" if target == "school" else "roles", cell)
                data[target], school_said = named or data[target], school_said or target == "school"
            elif target in PERSON:
                data[target] = cell if target == "comment" else " ".join(cell.split())
            elif part == EVIDENCE[:-1]:
                parts[part][item] = cell
            elif item in self.portraits:
                self.put(entry, one.column, parts["portraits"], item, self.portrait(entry, one.column, item, cell))
            elif item in self.wordings:
                answer = self.answer(item, cell)
                if isinstance(answer, Fault):
                    if answer.code == UNKNOWN:
                        self.ask("levels", one.column, cell)
                    self.complain(entry, one.column, answer)
                elif answer is not None:
                    self.put(entry, one.column, parts[part or "answers"], item, answer)
        if not school_said:
            message, hint = "the row does not say which school this person is from", "fill it in, or add --school ID"
            self.complain(entry, None, Fault((), "missing-school", message, hint))
        if entry.submitted is not None:
            data["submitted"] = entry.submitted
        return {key: value for key, value in data.items() if value is not None} | parts

    def answer(self, item: str, cell: str) -> Answer | Fault:
        """What a cell says about a question."""
        known = self.meant[item]
        if cell not in known:
            if len(known) >= MOST_WORDINGS:
                return self.wordings[item].read(cell)
            known[cell] = self.wordings[item].read(cell)
        return known[cell]

    def put(self, entry: Entry, column: ExportColumn, part: dict[str, Any], item: str, answer: Any) -> None:
        """Keep an answer; a question that stands in several columns may be answered in one of them."""
        if part.setdefault(item, answer) != answer:
            message = f"two columns answer {quoted(item)}, with {part[item]} and {answer}"
            self.complain(entry, column, Fault((), "two-answers", message, "keep one of the two"))

    def portrait(self, entry: Entry, column: ExportColumn, item: str, cell: str) -> str | None:
        """The quadrant that a description belongs to."""
        options = self.portraits[item]
        for text in (folded(cell), folded(cell.partition(" - ")[0])):
            if text in options:
                return options[text]
        quadrants = list(next(p for p in self.round.questionnaire.portrait if p.id == item).options)
        if coded := self.coded(cell, quadrants):
            return self.by_place(column, cell, coded, coded)
        ids = sorted(set(options.values()))
        message = f"{quoted(cell)} is none of the descriptions of {quoted(item)}"
        self.complain(entry, column, Fault((), "not-an-option", message, f"use one of: {', '.join(ids)}"))
        return None

    def coded(self, cell: str, choices: Sequence[str]) -> str | None:
        """What an answer code of our own LimeSurvey form stands for: choices are numbered as the form lists them."""
        found = _CODED.fullmatch(cell) if self.export.system == "limesurvey" else None
        return choices[int(found[1]) - 1] if found and 0 < int(found[1]) <= len(choices) else None

    def by_place(self, column: ExportColumn, cell: str, meant: str, label: str) -> str:
        """What a code stands for, after a note of it."""
        self.read_as[column.name, cell] = f"{cell} in {_column(column)} is read as {label}, by its place in the list"
        return meant

    def name(self, entry: Entry, column: ExportColumn, kind: Literal["schools", "roles"], cell: str) -> str | None:
        """The id of a school or a role that was written in some way or other; None where that is open."""
        called = self.names[kind]
        meant, labels = called.meant(cell), called.labels
        if meant is not None and (not meant or meant in labels):
            return meant
        lead = folded(cell.partition(" - ")[0])
        if " - " in cell and lead in labels:
            return lead
        if coded := self.coded(cell, list(labels)):
            return self.by_place(column, cell, coded, labels[coded])
        before = self.open.get((kind, folded(cell)))
        # Where so many are open, a column was mistaken.
        fresh = called.likely(cell) if before is None and len(self.open) < MOST_WORDINGS else ()
        likely = fresh if before is None else before.likely
        self.ask(kind, column, cell, likely)
        decided = f" ({quoted(cell)} in the mapping)" if meant else ""
        message = f"{quoted(meant or cell)}{decided} is no {kind[:-1]} of this round"
        if several := called.sharing(cell):
            message = f"{quoted(cell)} is what the {kind} {listed([quoted(one) for one in several])} are all called"
        self.complain(entry, column, Fault((), f"unknown-{kind[:-1]}", message, called.advice(cell, likely)))
        return None

    def ask(self, kind: Kind, column: ExportColumn, cell: str, likely: tuple[str, ...] = ()) -> None:
        """Note something that only a person can decide."""
        self.open.setdefault((kind, folded(cell)), Open(kind, cell, _column(column), likely))

    def complain(self, entry: Entry, column: ExportColumn | None, fault: Fault) -> None:
        """Note what is wrong with a row."""
        self.faulty.add(entry.row)
        place = f"row {entry.row}" + (f", {_column(column)}" if column else "")
        first, count = self.found.get(fault, (place, 0))
        self.found[fault] = first, count + 1

    def identity(self, entry: Entry, data: Mapping[str, Any]) -> Identity:
        """Who answered: as the file says, else the system's own id, else the minute, else nothing but the answers."""
        given = str(data.get("respondent", ""))
        name = entry.id if self.export.system == "maturity" and not given else given
        if name and folded(name) not in NOBODY:
            return Identity(entry.row, "name", (name,))
        minutes = tuple(dict.fromkeys(map(minute_of, entry.choices)))
        if not entry.id or self.export.system == "maturity":
            return Identity(entry.row, "moment" if minutes else "content", (), minutes)
        if self.export.system in GLOBAL_IDS:
            keys = [entry.id]
        else:
            # These count from 1 in every survey: the minute tells surveys apart; the school, where there was none yet.
            keys = [f"{entry.id}\n{one}" for one in (*minutes, data["school"])]
        return Identity(entry.row, "id", tuple(made_id(self.export.system, key) for key in keys), minutes)
