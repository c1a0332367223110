"""The decisions that are kept beside a round's answers."""

from __future__ import annotations

from pathlib import Path as File

from pydantic import ValidationError

from maturity.errors import InputError
from maturity.model.mapping import FileMapping
from maturity.readers.wording import shape_faults
from maturity.readers.yaml_source import read_yaml

MAPPING = "mapping.yaml"


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
