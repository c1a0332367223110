"""A questionnaire file, checked from top to bottom in one go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path as File
from typing import Literal

from pydantic import ValidationError

from maturity.errors import Fault, InputError, Path, Problem
from maturity.model import Questionnaire
from maturity.model.base import Frozen
from maturity.model.faults import faults
from maturity.model.notes import notes
from maturity.readers.library import find
from maturity.source.content import text_of
from maturity.source.draft import Draft, Place, as_tuples
from maturity.source.shape import shape_faults
from maturity.source.yaml_source import LARGEST, parse_yaml, read_yaml

LONGEST_CHAIN = 3
MOST_KEPT = 16
"""Questionnaires that are remembered by their texts."""
_SOUND: dict[str, Questionnaire] = {}
_EXTENDS = re.compile(r"\bextends\b")
"""Stands in every questionnaire that rests on another file."""
OWN_KEYS = ("format", "id", "version", "title")
"""Keys that are never taken from another questionnaire."""


class Extends(Frozen):
    """Where everything comes from that a questionnaire file does not say itself."""

    questionnaire: str
    items: Literal["all", "anchor"] = "all"


def load_questionnaire(name: str | File) -> Questionnaire:
    """A questionnaire by its shipped id or its file.

    Raises:
        InputError: there is none, or it has faults; carries all of them.
    """
    questionnaire, problems = read_questionnaire(name)
    if questionnaire is None:
        raise InputError(problems)
    return questionnaire


def read_questionnaire(name: str | File) -> tuple[Questionnaire | None, list[Problem]]:
    """A questionnaire, or everything that is wrong with it.

    Args:
        name: a shipped id, or a path.

    Returns:
        the questionnaire, None if there is any problem; and the problems, in the order of the file.
    """
    try:
        path = find(name) if isinstance(name, str) else name
        text = text_of(path, LARGEST)
        if text in _SOUND:
            return _SOUND[text], []
        draft = _draft(path, (path.resolve(),), parse_yaml(text, str(path)))
    except InputError as error:
        return None, list(error.problems)
    questionnaire: Questionnaire | None = None
    shape: list[Fault] = []
    try:
        # Strict: a quoted number, or true for 1, is a slip that should be seen.
        questionnaire = Questionnaire.model_validate(as_tuples(draft.data), strict=True)
    except ValidationError as error:
        shape = list(shape_faults(error, draft.data, Questionnaire, also=("extends",)))
    problems = draft.report(faults(draft.data), shape)
    if questionnaire is not None and not problems and _EXTENDS.search(text) is None:
        _keep(text, questionnaire)
    return (None, problems) if problems else (questionnaire, [])


def _keep(text: str, questionnaire: Questionnaire) -> None:
    """Remember a questionnaire that says all of itself: many clusters have a copy of the same one."""
    if len(_SOUND) >= MOST_KEPT:
        del _SOUND[next(iter(_SOUND))]
    _SOUND[text] = questionnaire


def notes_on(name: str | File) -> list[Problem]:
    """What is worth a look in a questionnaire although nothing is wrong with it; nothing where it cannot be read.

    Args:
        name: a shipped id, or a path.
    """
    try:
        path = find(name) if isinstance(name, str) else name
        draft = _draft(path, (path.resolve(),), read_yaml(path))
    except InputError:
        return []
    return sorted(map(draft.problem, notes(draft.data)), key=lambda problem: (problem.source, problem.line or 0))


def _draft(path: File, chain: tuple[File, ...], own: Draft) -> Draft:
    """A questionnaire file together with what it extends.

    Args:
        path: the file.
        chain: resolved files from the one that was asked for to this one.
        own: what the file says.
    """
    if "extends" not in own.data:
        return own
    try:
        extends = Extends.model_validate(own.data["extends"], strict=True)
        base_path = find(extends.questionnaire, path.parent)
        chain = _longer(chain, base_path.resolve())
    except ValidationError as error:
        shape = shape_faults(error, own.data["extends"], Extends)
        raise InputError(own.report(_below(("extends",), shape))) from None
    except InputError as error:
        lost = [Fault(("extends", "questionnaire"), p.code, p.message, p.hint) for p in error.problems]
        raise InputError(own.report(lost)) from None
    try:
        return _merged(own, _draft(base_path, chain, read_yaml(base_path)), extends)
    except InputError as error:
        raise InputError([*own.problems, *error.problems]) from None


def _longer(chain: tuple[File, ...], base: File) -> tuple[File, ...]:
    if base in chain:
        message, code = "the questionnaires extend one another in a circle", "circle"
    elif len(chain) > LONGEST_CHAIN:
        message, code = f"more than {LONGEST_CHAIN} questionnaires extend one another", "long-chain"
    else:
        return (*chain, base)
    raise InputError(Problem("", None, "", code, message, "extend a questionnaire that stands on its own"))


def _below(top: Path, found: Iterator[Fault]) -> Iterator[Fault]:
    return (Fault((*top, *fault.at), fault.code, fault.message, fault.hint) for fault in found)


def _merged(own: Draft, base: Draft, extends: Extends) -> Draft:
    """One questionnaire from two files; every part of it is located in the file that it comes from."""
    said = {key: value for key, value in own.data.items() if key != "extends"}
    taken = {key: value for key, value in base.data.items() if key not in said and key not in OWN_KEYS}
    kept: list[int] = []
    if isinstance(rows := taken.get("items"), list):
        wanted = extends.items == "all"
        kept = [n for n, row in enumerate(rows) if wanted or (isinstance(row, dict) and row.get("anchor") is True)]
        taken["items"] = [rows[n] for n in kept]

    def locate(at: Path) -> Place:
        if not at or at[0] not in taken:
            return own.locate(at)
        if at[0] == "items" and len(at) > 1 and isinstance(at[1], int):
            at = ("items", kept[at[1]], *at[2:])
        return base.locate(at)

    return Draft({**taken, **said}, locate, (*own.problems, *base.problems), own.spoilt | base.spoilt)
