"""A theme from a file, checked from top to bottom in one go."""

from __future__ import annotations

from pathlib import Path as File

from pydantic import ValidationError

from maturity.errors import Fault, InputError, Problem
from maturity.model import Questionnaire
from maturity.model.theme import Logo, Theme, contrast_faults, theme_faults
from maturity.readers.picture import load_picture
from maturity.source.content import is_file, no_such_file
from maturity.source.draft import Draft, as_tuples
from maturity.source.shape import shape_faults
from maturity.source.yaml_source import read_yaml
from maturity.text.names import quoted, suggestion

_FOLDER = File(__file__).parents[1] / "themes"


def shipped_themes() -> list[tuple[str, File]]:
    """Id and file of every shipped theme, by id."""
    return [(path.stem, path) for path in sorted(_FOLDER.glob("*.yaml"))]


def load_theme(name: str | File, *questionnaires: Questionnaire) -> Theme:
    """A theme by its shipped id or its file.

    Args:
        name: a shipped id, or a path.
        questionnaires: what it will be used with; quadrants and axes that it names have to be theirs.

    Raises:
        InputError: there is none, or it has faults; carries all of them.
    """
    theme, problems = read_theme(name, *questionnaires)
    if theme is None:
        raise InputError(problems)
    return theme


def read_theme(name: str | File, *questionnaires: Questionnaire) -> tuple[Theme | None, list[Problem]]:
    """A theme, or everything that is wrong with it.

    Args:
        name: a shipped id, or a path.
        questionnaires: what it will be used with.

    Returns:
        the theme with the content of its logo, None if there is any problem; and the problems, in the order of the
        file.
    """
    try:
        path = _find(name)
        draft = read_yaml(path)
    except InputError as error:
        return None, list(error.problems)
    theme: Theme | None = None
    faults: list[Fault] = []
    try:
        theme = Theme.model_validate(as_tuples(draft.data), strict=True)
    except ValidationError as error:
        faults = [_colour_fault(fault) for fault in shape_faults(error, draft.data, Theme)]
    picture, missing = _picture(draft, path.parent)
    faults += missing
    if theme is not None:
        faults += contrast_faults(theme)
        for questionnaire in questionnaires:
            faults += theme_faults(theme, questionnaire)
    problems = draft.report(faults)
    if theme is None or problems:
        return None, problems
    return theme.with_picture(picture), []


def theme_files(name: str | File) -> list[File]:
    """The files that a theme is read from: its own and its logo; none for what cannot be read."""
    try:
        path = _find(name)
        logo = read_yaml(path).data.get("logo")
    except InputError:
        return []
    return [path, path.parent / logo] if isinstance(logo, str) else [path]


def _find(name: str | File) -> File:
    ids = dict(shipped_themes())
    if str(name) in ids:
        return ids[str(name)]
    path = File(name)
    if is_file(path):
        return path
    if path.suffix or len(path.parts) > 1:
        raise no_such_file(path)
    message = f"{quoted(name)} is neither a shipped theme nor a file"
    raise InputError(Problem("", None, "", "unknown-theme", message, suggestion(name, list(ids))))


def _colour_fault(fault: Fault) -> Fault:
    """A pattern that is not met is, within the colours, no odd id but an odd colour."""
    if fault.code == "bad-id" and fault.at[:1] == ("colours",):
        message = fault.message.replace("cannot be an id", "is no colour")
        hint = 'write # and six digits or letters from a to f, in quotes: "#1f2933"'
        return Fault(fault.at, "bad-colour", message, hint)
    return fault


def _picture(draft: Draft, folder: File) -> tuple[Logo | None, list[Fault]]:
    """The logo that a theme names, or what is wrong with it."""
    name = draft.data.get("logo")
    if not isinstance(name, str) or not name:
        return None, []
    try:
        return load_picture(folder / name), []
    except InputError as error:
        return None, [Fault(("logo",), problem.code, problem.message, problem.hint) for problem in error.problems]
