"""The decisions that are kept beside a round's answers."""

from __future__ import annotations

import re
from pathlib import Path as File

from pydantic import ValidationError

from maturity.errors import InputError
from maturity.folder.names import MAPPING
from maturity.folder.rounds import round_before
from maturity.model.mapping import FileMapping
from maturity.source.shape import shape_faults
from maturity.source.yaml_source import read_yaml
from maturity.text.clean import plain

_LONGEST = 200
"""Letters of a text that can be typed."""


def load_mapping(path: File) -> FileMapping:
    """The decisions in a file.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    draft = read_yaml(path)
    try:
        mapping = FileMapping.model_validate(draft.data)
    except ValidationError as error:
        raise InputError(draft.report(shape_faults(error, draft.data, FileMapping))) from None
    if draft.problems:
        raise InputError(draft.problems)
    return mapping


def decided_in(folder: File) -> tuple[FileMapping, File | None]:
    """What was decided in a round, or in the last round before it that has decisions, and the file that says so.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    place: File | None = folder
    while place is not None and not (place / MAPPING).exists():
        place = round_before(place)
    return (FileMapping(), None) if place is None else (load_mapping(place / MAPPING), place / MAPPING)


def as_flag(text: str, meant: str) -> str:
    """How to say what a text of a file means: an option that every shell takes, or the place to write it.

    >>> as_flag("Ashfield", "ash")
    '--map "Ashfield=ash"'
    """
    typed = plain(text)
    if len(typed) > _LONGEST:
        return f"write it into {MAPPING}"
    escaped = re.sub(r'(["$`\\])', r"\\\1", typed)
    return f'--map "{escaped}={meant}"'
