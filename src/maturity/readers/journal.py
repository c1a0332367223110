"""Answers as they came in: one JSON object a line, the latest of each person counting."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from maturity.errors import Problem
from maturity.readers.text import text_of

LARGEST = 200_000_000


def read_journal(path: Path) -> tuple[list[tuple[int, dict[str, Any]]], list[Problem]]:
    """The responses in a journal.

    Args:
        path: a file with one response a line; a later line of the same respondent replaces an earlier one.

    Returns:
        line number and response of each respondent, in the order in which they first answered; and one problem
        for each line that cannot be read.

    Raises:
        InputError: the file as a whole cannot be read.
    """
    latest: dict[object, tuple[int, dict[str, Any]]] = {}
    problems: list[Problem] = []
    # Not splitlines(): a text inside JSON may hold a line separator.
    for line, text in enumerate(text_of(path, LARGEST).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            latest[_key(record, line)] = (line, record)
        else:
            hint = "remove the line, or restore it from a copy"
            problems.append(Problem(str(path), line, "", "not-a-response", "this line is not a response", hint))
    return list(latest.values()), problems


def _key(record: dict[str, Any], line: int) -> object:
    name = record.get("respondent")
    return name.strip() if isinstance(name, str) else line


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
