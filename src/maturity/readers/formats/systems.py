"""The habits of form systems: how to tell them, and which of their columns are questions.

Each of the functions at the end looks at a header row and what follows, and answers with a `Layout`, or with
None if another system wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise

from maturity.model.export import ExportColumn, System
from maturity.packed import Viewed
from maturity.readers.formats import vocabulary
from maturity.readers.formats.moments import moments

Rows = Sequence[tuple[str, ...]]

_CODE = re.compile(r"(?:(?:evidence|looking_back)[:_])?[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_PARTS = re.compile(r"[._:]")
_BRACKET = re.compile(r"(.*?)\s*\[([^\[\]]+)\]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_BLANKS = re.compile("[\u00a0\u2007\u202f]")
_FLAGS = {"", "0", "1", "TRUE", "FALSE", "True", "False"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are in a table.

    Args:
        system: who wrote it.
        columns: the questions.
        headers: how many rows the header takes.
        submitted: column, from 0, of the time at which answers were handed in.
        id: column, from 0, of the system's name for a set of answers.
        started: column, from 0, of the time at which somebody began.
        finished: column, from 0, that says whether answers were handed in.
        done: what it says, in small letters, if they were; empty: anything but nothing, 0 and FALSE.
        address: column, from 0, of the e-mail address of whoever answered.
        status: column, from 0, that tells rows that are no respondents.
        aside: what it says of these, in small letters, and what they are.
        unasked: what the system writes where a question was not put, or not answered.
        found: what was concluded from the shape of the table alone, in plain words.
    """

    system: System
    columns: tuple[ExportColumn, ...]
    headers: int = 1
    submitted: int | None = None
    id: int | None = None
    started: int | None = None
    finished: int | None = None
    done: frozenset[str] = frozenset()
    address: int | None = None
    status: int | None = None
    aside: Mapping[str, str] = field(default_factory=dict)
    unasked: frozenset[str] = frozenset()
    found: tuple[str, ...] = ()


def normal(text: str) -> str:
    """A text as people see it: composed letters, plain blanks and line ends, nothing invisible, trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _BLANKS.sub(" ", text)))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def heading(text: str) -> str:
    """A header on one line."""
    return " ".join(normal(text).split())


def recognise(rows: Rows) -> Layout | None:
    """The layout of a table by its header; None if no system is known to write such a header.

    Args:
        rows: the table; the first is taken for its header.
    """
    names = [heading(cell) for cell in rows[0]]
    return next((layout for system in _SYSTEMS if (layout := system(names, rows))), None)


def asked(names: Sequence[str], other: Collection[int], dotted: bool = False) -> tuple[ExportColumn, ...]:
    """The questions among columns whose headers are the questions' texts.

    Args:
        names: all headers.
        other: positions, from 0, of columns that are no questions.
        dotted: whether the row of a grid follows its question after a point, instead of in brackets.
    """
    bracketed = {name: found.groups() for name in names if (found := _BRACKET.fullmatch(name))}
    grids = Counter(stem for name in names if (stem := bracketed.get(name, ("", ""))[0]))

    def column(place: int, name: str) -> ExportColumn:
        position = place + 1
        if _CODE.fullmatch(name):
            return ExportColumn(position, name, "" if _PARTS.search(name) else name, name)
        if name in bracketed:
            stem, inside = bracketed[name]
            if _CODE.fullmatch(inside) and (_PARTS.search(inside) or grids[stem] == 1):
                return ExportColumn(position, name, stem, inside)
            return ExportColumn(position, name, stem, None, inside)
        stem = _stem(names, place) if dotted else ""
        row = name[len(stem) + 1 :].strip()
        if row and any(map(str.isalpha, stem)):
            return ExportColumn(position, name, stem.strip(), None, row)
        return ExportColumn(position, name, name)

    return tuple(column(place, name) for place, name in enumerate(names) if place not in other)


def _stem(names: Sequence[str], place: int) -> str:
    """What a header shares with the one before or after it, up to a point."""
    beside = [names[other] for other in (place - 1, place + 1) if 0 <= other < len(names)]
    return max((_shared(names[place], other).rpartition(".")[0] for other in beside), key=len)


def _shared(one: str, other: str) -> str:
    """The beginning that two texts have in common."""
    shortest = range(min(len(one), len(other)))
    return one[: bisect_left(shortest, True, key=lambda end: one[: end + 1] != other[: end + 1])]


def _places(names: Sequence[str], wanted: Collection[str]) -> set[int]:
    return {place for place, name in enumerate(names) if name.casefold() in wanted}


def _place(names: Sequence[str], *wanted: str) -> int | None:
    """The first column with the first of the names that there is."""
    folded = [name.casefold() for name in names]
    return next((folded.index(name) for name in wanted if name in folded), None)


def body(rows: Rows, column: int, start: int = 1) -> Sequence[str]:
    """The cells of a column below the header."""
    return Viewed(rows[start:], lambda row: normal(row[column]) if column < len(row) else "")


def _google(names: Sequence[str], _: Rows) -> Layout | None:
    if names[0].casefold() not in vocabulary.TIMESTAMPS:
        return None
    graded = {place for place, name in enumerate(names) if name.endswith(("[Score]", "[Feedback]"))}
    score = _places(names, {"score", "total score"}) if graded else set()
    address = _places(names, vocabulary.EMAILS)
    return Layout(
        "google-forms",
        asked(names, {0} | address | graded | score),
        submitted=0,
        address=min(address, default=None),
    )


def _microsoft(names: Sequence[str], rows: Rows) -> Layout | None:
    """Three columns come first in every language: a number, and the times of start and completion."""
    if len(names) < 4 or names[0].casefold() != "id":
        return None
    started, completed = (moments(body(rows, column)).choices for column in (1, 2))
    english = names[1].casefold() == "start time" and names[2].casefold() == "completion time"
    if not english and not (any(started) and any(completed)):
        return None
    other = {0, 1, 2}
    people = set(body(rows, 3)) - {""}
    addresses = bool(people) and all("@" in who or who == "anonymous" for who in people)
    signed = addresses or names[3].casefold() in vocabulary.EMAILS
    if signed:
        # The name of whoever is signed in follows the address, and is blank where nobody has to sign in.
        named = names[4:5] and (names[4].casefold() in vocabulary.NAMES or not any(body(rows, 4)))
        other |= {3, 4} if named else {3}
    other |= _places(names, {"last modified time", "total points", "quiz feedback", "grade posted time"})
    other |= {place for place, name in enumerate(names) if name.startswith(("Points - ", "Feedback - "))}
    columns = asked(names, other, dotted=True)
    return Layout("microsoft-forms", columns, submitted=2, id=0, started=1, address=3 if signed else None)


_LIMESURVEY = re.compile(r"([A-Za-z]\w*)((?:\[[^\]]+\])*)(?:\.\s+(.*))?")


def _limesurvey_vv(names: Sequence[str], rows: Rows) -> Layout | None:
    """The export that LimeSurvey reads back itself: a row of questions, then a row of codes."""
    codes = [heading(cell).casefold() for cell in rows[1]] if len(rows) > 1 else []
    if not {"id", "submitdate", "lastpage"} <= set(codes):
        return None
    other = _places(codes, vocabulary.LIMESURVEY_CODES)
    columns = tuple(
        ExportColumn(place + 1, name, name, code)
        for place, (name, code) in enumerate(zip(names, codes, strict=False))
        if place not in other
    )
    submitted = codes.index("submitdate")
    return Layout(
        "limesurvey",
        columns,
        headers=2,
        submitted=submitted,
        id=codes.index("id"),
        started=_place(codes, "startdate"),
        finished=submitted,
        unasked=frozenset({"N/A", "{question_not_shown}"}),
    )


def _limesurvey(names: Sequence[str], _: Rows) -> Layout | None:
    codes = [found[1] if (found := _LIMESURVEY.fullmatch(name)) and not found[2] else "" for name in names]
    coded = "submitdate" in codes and "lastpage" in codes
    own = _places(names, vocabulary.LIMESURVEY_TEXTS - vocabulary.LIMESURVEY_IDS - set(vocabulary.LIMESURVEY_TIMES))
    if not coded and not (own and names[0].casefold() in vocabulary.LIMESURVEY_IDS):
        return None
    submitted = _place(codes, "submitdate") if coded else _place(names, *vocabulary.LIMESURVEY_TIMES)
    if submitted is None:
        return None
    other = _places(codes, vocabulary.LIMESURVEY_CODES) if coded else _places(names, vocabulary.LIMESURVEY_TEXTS)
    # How long each page took comes last.
    clock = _place(codes, "interviewtime") if coded else _place(names, "total time", "gesamtzeit")
    other |= set(range(len(names) if clock is None else clock, len(names)))
    columns = [
        ExportColumn(place + 1, name, *_limesurvey_question(name))
        for place, name in enumerate(names)
        if coded and place not in other
    ]
    return Layout(
        "limesurvey",
        tuple(columns) if coded else asked(names, other),
        submitted=submitted,
        id=_place(codes, "id") if coded else 0,
        started=_place(codes, "startdate") if coded else _place(names, "date started", "datum gestartet"),
        finished=submitted,
        unasked=frozenset({"N/A"}),
    )


def _limesurvey_question(name: str) -> tuple[str, str | None, str | None]:
    """Text, code and grid row of a header such as `A8[SQ001]. Which of these? [None]`."""
    found = _LIMESURVEY.fullmatch(name)
    if not found:
        return name, None, None
    code, part, text = found[1] + found[2], found[2], unescape(found[3] or "")
    inside = _BRACKET.fullmatch(text) if part else None
    if inside:
        return inside[1], code, inside[2]
    return text, code, part[1:-1] or None


_KOBO = re.compile(r"(?:.*/)?_.*|(?:formhub|meta)[/-].*|start|end|today|deviceid|username|phonenumber|audit|instanceid")


def _kobo(names: Sequence[str], rows: Rows) -> Layout | None:
    known = {name.casefold() for name in names}
    odk = {"submissiondate", "key"} <= known or len(known & vocabulary.ODK_OWN) > 2
    if not odk and len(known & vocabulary.KOBO) < 2:
        return None
    other = {place for place, name in enumerate(names) if _KOBO.fullmatch(name.casefold())}
    other |= _places(names, vocabulary.ODK) if odk else set()
    tagged = len(rows) > 1 and any(rows[1]) and all(cell.strip()[:1] in ("#", "") for cell in rows[1])
    headers = 1 + tagged
    # A question with several answers has a column of its own and one of noughts and ones for each option.
    other |= {
        place
        for place, name in enumerate(names)
        if name.rpartition("/")[0] in names and all(cell in _FLAGS for cell in body(rows, place, headers))
    }
    columns = [
        ExportColumn(place + 1, name, *_kobo_question(name, "-" if odk else "/"))
        for place, name in enumerate(names)
        if place not in other
    ]
    return Layout(
        "kobo",
        tuple(columns),
        headers=headers,
        submitted=_place(names, "_submission_time", "submissiondate", "end"),
        # An answer that was corrected has a new _uuid, and keeps its first one.
        id=_place(names, "meta/rootuuid", "_uuid", "key", "meta-instanceid"),
        status=_place(names, "reviewstate", "_validation_status"),
        aside=vocabulary.REJECTED,
        unasked=frozenset({"n/a", "NA"}),
    )


def _kobo_question(name: str, separator: str) -> tuple[str, str | None]:
    """Text and code; a header is either a path of codes, or the question as it was put."""
    if re.search(r"\s", name):
        return name, None
    return "", name.rpartition("/")[2].rpartition(separator)[2]


def _qualtrics(names: Sequence[str], rows: Rows) -> Layout | None:
    texts = [heading(cell) for cell in rows[1]] if len(rows) > 1 else list(names)
    old = names[0] == "V1" and texts[0].casefold() == "responseid"
    keys = [text if old and re.fullmatch(r"V\d+", name) else name for name, text in zip(names, texts, strict=False)]
    id_ = _place(keys, "responseid")
    marked = len(rows) > 2 and any(cell.startswith('{"ImportId"') for cell in rows[2])
    if not marked and (id_ is None or _place(keys, "startdate") is None):
        return None
    ids = [] if marked or id_ is None else body(rows, id_)[:2]
    headers = next((n for n, cell in enumerate(ids, start=1) if cell.startswith("R_")), 3)
    other = _places(keys, vocabulary.QUALTRICS_OLD if old else vocabulary.QUALTRICS)
    other |= {place for place, name in enumerate(names) if name.endswith(vocabulary.QUALTRICS_TIMING)}
    shared = Counter(text.rpartition(" - ")[0] for text in texts)
    columns: list[ExportColumn] = []
    for place, (name, text) in enumerate(zip(names, texts, strict=False)):
        if place in other:
            continue
        code = None if " " in name else name
        question, _, row = text.rpartition(" - ")
        if headers == 1:
            columns.append(ExportColumn(place + 1, name, "" if code else name, code))
        elif question and shared[question] > 1:
            columns.append(ExportColumn(place + 1, name, question, code, row))
        else:
            columns.append(ExportColumn(place + 1, name, text, code))
    return Layout(
        "qualtrics",
        tuple(columns),
        headers=headers,
        submitted=_place(keys, "recordeddate", "enddate"),
        id=id_,
        finished=_place(keys, "finished"),
        address=_place(keys, "recipientemail", "emailaddress"),
        status=_place(keys, "status", "distributionchannel"),
        aside=vocabulary.NO_RESPONDENT,
        unasked=frozenset({"-99"}),
    )


def _surveymonkey(names: Sequence[str], rows: Rows) -> Layout | None:
    keys = [name.replace(" ", "") for name in names]
    known = {key.casefold() for key in keys}
    if keys[0].casefold() != "respondentid" or len(rows) < 2:
        return None
    other = _places(keys, vocabulary.SURVEYMONKEY)
    about = Layout(
        "surveymonkey",
        asked(names, other),
        submitted=_place(keys, "enddate", "datemodified"),
        id=0,
        started=_place(keys, "startdate"),
        address=_place(keys, "emailaddress"),
    )
    if normal(rows[1][0]):
        return about if "collectorid" in known else None
    parts = [heading(cell) for cell in rows[1]]
    columns: list[ExportColumn] = []
    question = ""
    for place, part in enumerate(parts):
        name = names[place] if place < len(names) else ""
        follows = place + 1 < len(parts) and not any(names[place + 1 : place + 2]) and bool(parts[place + 1])
        question = name or question
        if place in other or not (name or part):
            continue
        if name and not follows:
            columns.append(ExportColumn(place + 1, name, name))
        else:
            columns.append(ExportColumn(place + 1, f"{question} [{part}]", question, None, part))
    return replace(about, columns=tuple(columns), headers=2)


def _habitual(names: Sequence[str], _: Rows) -> Layout | None:
    """A table of a system that is told by a few headers."""
    folded = {name.casefold() for name in names}
    habit = next((habit for habit in vocabulary.HABITS if habit.needs <= folded), None)
    if habit is None:
        return None
    told = (habit.ids, habit.times, habit.starts, habit.finished)
    id_, submitted, started, finished = (_place(names, *headers) for headers in told)
    emails = _places(names, vocabulary.EMAILS)
    other = {place for place in (id_, submitted, started, finished) if place is not None}
    return Layout(
        habit.system,
        asked(names, other | _places(names, habit.other) | emails),
        submitted=submitted,
        id=id_,
        started=started,
        finished=finished,
        done=habit.done,
        address=min(emails, default=None),
        status=finished,
        aside=habit.aside,
        unasked=habit.unasked,
    )


def _redcap(names: Sequence[str], rows: Rows) -> Layout | None:
    """A table with a state for each form: 0 or Incomplete, 1 or Unverified, 2 or Complete."""
    states = [
        place
        for place, name in enumerate(names)
        if (name.casefold().endswith("_complete") or name == "Complete?")
        and set(map(str.casefold, body(rows, place))) <= {"", "0", "1", "2", "incomplete", "unverified", "complete"}
    ]
    if not states or names[0].casefold() not in ("record_id", "record id"):
        return None
    times = [place for place, name in enumerate(names) if name.casefold().endswith(("_timestamp", "survey timestamp"))]
    other = _places(names, vocabulary.REDCAP) | {0, *states, *times}
    # A form begins with its time and ends with its state; the one with the most questions is what counts.
    forms = [range(start, end + 1) for start, end in pairwise([0, *states])]
    form = max(forms, key=lambda places: len(set(places) - other))
    return Layout(
        "redcap",
        asked(names, other),
        submitted=next((place for place in times if place in form), None),
        id=0,
        finished=form[-1],
        done=frozenset({"2", "complete"}),
    )


def _maturity(names: Sequence[str], _: Rows) -> Layout | None:
    """A table as this program writes it: columns are ids."""
    known = {name.casefold() for name in names}
    items = any(_CODE.fullmatch(name) and _PARTS.search(name) for name in known)
    if "school" not in known or not (items or {"respondent", "role"} <= known):
        return None
    id_, submitted = _place(names, "respondent"), _place(names, "submitted")
    return Layout(
        "maturity", asked(names, {place for place in (id_, submitted) if place is not None}), 1, submitted, id_
    )


_SYSTEMS: tuple[Callable[[Sequence[str], Rows], Layout | None], ...] = (
    _qualtrics,
    _habitual,
    _redcap,
    _limesurvey_vv,
    _limesurvey,
    _kobo,
    _microsoft,
    _google,
    _surveymonkey,
    _maturity,
)
