"""Columns of tables of answers: which are known, and which may say the region of a cluster."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maturity.errors import InputError, Problem
from maturity.model import Questionnaire
from maturity.network.results import columns_of
from maturity.text.names import folded_name, quoted

OF_ROUND = ("cluster", "round", "date", "kind", "questionnaire", "version")
OF_PERSON = ("respondent", "school", "role", "submitted", "comment")
OF_ANSWER = ("evidence:", "looking_back:")
"""How columns begin that hold what people wrote to a question."""
OF_GROUPS = ("clusters", "not_told", "average", "withheld", "dimension", "strong", "asking")
"""Columns of the tables of regions and of strengths."""


def normal_header(name: str) -> str:
    """A header as it is looked up: compared as names are, whatever cannot be seen in it."""
    return re.sub(r"\s*:\s*", ":", folded_name(name))


def columns_read(asked: Questionnaire) -> set[str]:
    """Columns that hold answers to a questionnaire."""
    return {*asked.item_by_id, *(portrait.id for portrait in asked.portrait)}


def refuse_by(by: Sequence[str], asked: Questionnaire | None = None) -> None:
    """Refuse columns of `--by` that say something of a round, a person or an answer, or have another meaning.

    Args:
        by: as `normal_header` writes them.
        asked: a questionnaire whose answers and results may stand in columns of the same name.

    Raises:
        InputError: there is one; nobody may be traced by it, and no answer shown.
    """
    known = {*OF_ROUND, *OF_PERSON, *OF_GROUPS}
    if asked is not None:
        known |= {*columns_read(asked), *columns_of(asked)}
    wrong = [name for name in by if name in known or name.startswith(OF_ANSWER)]
    if wrong:
        message = f"the column {quoted(wrong[0])} of --by has a meaning of its own: it says nothing of the cluster"
        hint = "name a column that is the same for everybody in a cluster, such as region or phase"
        raise InputError(Problem("", None, "--by", "columns", message, hint))
