"""Which questions mean the same in two questionnaires, as the user says it: lines `earlier.id: later.id`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from maturity.errors import Fault, InputError
from maturity.model import Questionnaire
from maturity.source.shape import kind_of
from maturity.source.yaml_source import read_yaml
from maturity.text.names import quoted, suggestion


def load_same(path: File, questionnaires: Sequence[Questionnaire]) -> dict[str, str]:
    """Earlier item id to later item id.

    Args:
        path: a YAML file.
        questionnaires: of the rounds that are compared, in any order; an id has to be in one of them.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    draft = read_yaml(path)
    problems = draft.report(_faults(draft.data, questionnaires))
    if problems:
        raise InputError(problems)
    return dict(draft.data)


def _faults(data: Mapping[Any, Any], questionnaires: Sequence[Questionnaire]) -> Iterator[Fault]:
    known = list(dict.fromkeys(item.id for questionnaire in questionnaires for item in questionnaire.items))
    seen: dict[str, object] = {}
    for old, new in data.items():
        if not isinstance(new, str):
            hint = "write one pair a line: earlier.id: later.id"
            yield Fault((old,), "not-an-id", f"{kind_of(new)} stands where the later id is expected", hint)
            continue
        for name in (old, new):
            if name not in known:
                message = f"{quoted(name)} is no question of any of these questionnaires"
                yield Fault((old,), "unknown-item", message, suggestion(name, known))
        if new in seen:
            message = f"{quoted(old)} and {quoted(seen[new])} cannot both have become {quoted(new)}"
            yield Fault((old,), "duplicate-item", message, "keep one of the two lines")
        seen.setdefault(new, old)
