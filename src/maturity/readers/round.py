"""A round from a YAML file, a folder or a table, checked from top to bottom in one go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as File

from pydantic import ValidationError

from maturity.errors import InputError, Problem
from maturity.model import Questionnaire, Round
from maturity.model.faults import Fault, Path
from maturity.readers.checks import round_faults
from maturity.readers.draft import Draft, Place
from maturity.readers.journal import read_journal
from maturity.readers.library import find
from maturity.readers.questionnaire import load_questionnaire, read_questionnaire
from maturity.readers.text import is_file, is_folder, no_such_file, refusal
from maturity.readers.wording import field_of, kind_of, shape_faults
from maturity.readers.yaml_source import read_yaml

ROUND, QUESTIONNAIRE, JOURNAL = "round.yaml", "questionnaire.yaml", "responses.jsonl"
"""What the folder of a round holds."""
TABLES = (".csv", ".tsv", ".xlsx")


def load_round(path: str | File, questionnaire: str | None = None) -> Round:
    """A round from a YAML file, a folder, or a table.

    Args:
        path: the round.
        questionnaire: a shipped id or a path; needed for a table, and otherwise used instead of the one
            that the round names.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    round_, problems = read_round(path, questionnaire)
    if round_ is None:
        raise InputError(problems)
    return round_


def read_round(path: str | File, questionnaire: str | None = None) -> tuple[Round | None, list[Problem]]:
    """A round, or everything that is wrong with it.

    Args:
        path: a YAML file, a folder (of a round, or of a cluster with a single round), or a table.
        questionnaire: a shipped id or a path; needed for a table, and otherwise used instead of the one
            that the round names.

    Returns:
        the round, None if there is any problem; and the problems, in the order of the file.
    """
    path = File(path)
    try:
        if is_folder(path):
            return _from_folder(_round_folder(path), questionnaire)
        if path.suffix.lower() in (".yaml", ".yml"):
            return _from_draft(read_yaml(path), path.parent, questionnaire)
        return _from_table(path, questionnaire)
    except InputError as error:
        return None, list(error.problems)


def _from_table(path: File, name: str | None) -> tuple[Round | None, list[Problem]]:
    from maturity.readers.table import read_table

    if not is_file(path):
        raise no_such_file(path)
    if path.suffix.lower() not in TABLES:
        hint = "give a YAML file, the folder of a round, or a table (.csv, .tsv, .xlsx)"
        raise refusal(path, None, "unknown-format", "this is no kind of round", hint)
    if name is None:
        hint = "name it: --questionnaire with an id or a file"
        raise refusal(path, None, "no-questionnaire", "a table does not say which questionnaire was asked", hint)
    questionnaire = load_questionnaire(name)
    return _checked(read_table(path, questionnaire), questionnaire)


def _from_folder(folder: File, name: str | None) -> tuple[Round | None, list[Problem]]:
    draft, frozen = read_yaml(folder / ROUND), folder / QUESTIONNAIRE
    if is_file(folder / JOURNAL):
        draft = _with_journal(draft, folder / JOURNAL)
    return _from_draft(draft, folder, frozen if name is None and is_file(frozen) else name)


def _from_draft(draft: Draft, folder: File, asked: str | File | None) -> tuple[Round | None, list[Problem]]:
    """The round that a draft describes.

    Args:
        draft: the round as read.
        folder: where a path that the round names starts from.
        asked: the questionnaire; None is the one that the round names.
    """
    at: Path = ("questionnaire",)
    named = draft.data.get("questionnaire")
    if asked is None and not isinstance(named, str):
        message = f"{kind_of(named)} stands where a questionnaire's id or file is expected"
        return _checked(draft, None, [Fault(at, "no-questionnaire", message, "add it: questionnaire: ...")])
    try:
        questionnaire, faulty = read_questionnaire(find(str(named), folder) if asked is None else asked)
    except InputError as error:
        return _checked(draft, None, [Fault(at, p.code, p.message, p.hint) for p in error.problems])
    round_, problems = _checked(draft, questionnaire)
    return round_, [*faulty, *problems]


def _checked(
    draft: Draft, questionnaire: Questionnaire | None, lost: Iterable[Fault] = ()
) -> tuple[Round | None, list[Problem]]:
    """The round that a draft describes, or everything that is wrong with it.

    Args:
        draft: the round as read.
        questionnaire: what was asked; None if it cannot be used, then answers are not held against it.
        lost: why there is no questionnaire.
    """
    round_: Round | None = None
    shape: list[Fault] = []
    whole = {**draft.data, "questionnaire": questionnaire}
    try:
        round_ = Round.model_validate(whole)
    except ValidationError as error:
        shape = [fault for fault in shape_faults(error, whole, Round) if fault.at != ("questionnaire",)]
    fit = round_faults(draft.data, questionnaire) if questionnaire else ()
    problems = draft.report(lost, fit, shape)
    return (None if problems else round_), problems


def _round_folder(folder: File) -> File:
    """The folder itself, or the only round in it.

    Raises:
        InputError: there is none, or several.
    """
    if is_file(folder / ROUND):
        return folder
    rounds = sorted(path.parent for path in folder.glob(f"*/{ROUND}"))
    if len(rounds) == 1:
        return rounds[0]
    if rounds:
        hint = f"give one of them: {', '.join(map(str, rounds))}"
        raise refusal(folder, None, "several-rounds", f"the folder holds {len(rounds)} rounds", hint)
    files = sorted(str(path) for path in folder.iterdir() if path.suffix.lower() in (".yaml", ".yml", *TABLES))
    hint = f"give a file: {', '.join(files)}" if files else "give a file, or the folder of a round"
    raise refusal(folder, None, "no-round", f"the folder holds no {ROUND}", hint)


def _with_journal(own: Draft, path: File) -> Draft:
    """A round whose responses are kept beside it."""
    kept, problems = read_journal(path)
    if "responses" in own.data:
        hint = f"move them to {path.name}, or remove that file"
        problems.append(own.problem(Fault(("responses",), "two-places", "responses are kept in two places", hint)))
    lines, records = [line for line, _ in kept], [record for _, record in kept]

    def locate(at: Path) -> Place:
        if len(at) > 1 and at[0] == "responses" and isinstance(at[1], int):
            return str(path), lines[at[1]], field_of(at[2:], records[at[1]])
        return own.locate(at)

    return Draft({**own.data, "responses": records}, locate, (*own.problems, *problems), own.spoilt)
