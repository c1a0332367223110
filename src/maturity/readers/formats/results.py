"""Results as SurveyJS hands them over: JSON, one object a person, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maturity.errors import InputError, Problem
from maturity.model.export import Entry, Export, ExportColumn
from maturity.readers.formats.moments import moments
from maturity.source.content import refusal, text_of

LARGEST = 50_000_000
_IDS, _TIMES = (
    ("id", "_id", "instanceId", "responseId"),
    ("submittedAt", "createdAt", "HappendAt", "completedAt", "date"),
)
_WRAPPED = ("data", "Json", "json", "result")
"""Keys under which a service keeps what survey.data was."""


def looks_like_results(path: Path) -> bool:
    """Whether a file is such a result, and no reply of the program's own form."""
    if path.suffix.lower() != ".json":
        return False
    try:
        people = _people(path)
    except InputError:
        return False
    is_own = any(str(one.get("format", "")).startswith("maturity-") for one in people)
    return not is_own and any(isinstance(value, int | str) for one in people for value in one.values())


def read_results(path: Path) -> tuple[Export | None, list[Problem]]:
    """What people answered, as an export; None and the reason if the file cannot be used."""
    try:
        people = _people(path)
    except InputError as error:
        return None, list(error.problems)
    inner = [_flat(_inner(one)) for one in people]
    names = list(dict.fromkeys(name for one in inner for name in one if name not in (*_IDS, *_TIMES)))
    columns = tuple(ExportColumn(place, name, "", name) for place, name in enumerate(names, start=1))
    times = moments([_first(one, two, _TIMES) for one, two in zip(people, inner, strict=True)])
    entries = tuple(
        Entry(
            row=number,
            cells=tuple(_cell(one.get(name)) for name in names),
            submitted=times.read[number - 1],
            id=_first(people[number - 1], one, _IDS) or None,
            choices=times.choices[number - 1],
        )
        for number, one in enumerate(inner, start=1)
    )
    return Export(
        str(path),
        "surveyjs",
        columns,
        entries,
        ("The file is JSON with an object for each person, as SurveyJS writes it.",),
    ), []


def _people(path: Path) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(text_of(path, LARGEST))
    except (ValueError, RecursionError):
        raise refusal(path, None, "not-json", "the file is no JSON, or only a part of it", "export it again") from None
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise refusal(path, None, "no-answers", "the file holds no answers of people", "check that it is the right one")
    return rows


def _inner(row: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in _WRAPPED:
        inner = row.get(key)
        if isinstance(inner, str):
            try:
                inner = json.loads(inner)
            except ValueError:
                continue
        if isinstance(inner, dict):
            return inner
    return row


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by their names; those of a matrix or a panel, which keeps them together, by their own."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        flat |= _flat(value) if isinstance(value, dict) else {name: value}
    return flat


def _first(row: Mapping[str, Any], inner: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(one[key]) for one in (row, inner) for key in keys if one.get(key)), "")


def _cell(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value)
