"""A round as a table: one person a row, one item a column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path as File
from typing import Any, get_args

from maturity.errors import InputError, Path, Problem
from maturity.model import DONT_KNOW, Mode, Questionnaire
from maturity.model.export import unguarded
from maturity.packed import Viewed, compact
from maturity.readers.cells import Cell, Row, rows_of
from maturity.source.content import refusal
from maturity.source.draft import Draft, Place
from maturity.text.names import folded_name, quoted, suggestion
from maturity.text.slug import slug

PERSON = ("respondent", "school", "role", "submitted", "comment")
SITTING = ("cluster", "round", "kind")
EVIDENCE, LOOKING_BACK = "evidence:", "looking_back:"
MOST_NAMED = 5


def read_table(path: File, questionnaire: Questionnaire, kind: Mode | None = None) -> Draft:
    """A CSV, TSV or XLSX table as the plain data of a round.

    Columns, in any order: `school` and `kind`, then if they are known `respondent`, `role`, `submitted`, `comment`,
    `cluster` and `round`; one for each item or portrait that was asked, `evidence:<item id>` and
    `looking_back:<item id>`. `DK` in any case is don't-know, an empty cell is skipped.

    Args:
        path: the table; the first sheet of a workbook.
        questionnaire: what was asked; says what the columns are.
        kind: of the round, where there is no column `kind`: what people were told is not guessed.

    Raises:
        InputError: the file cannot be read, does not say of which kind its round is, has no usable header or no
            answers, or holds several rounds.
    """
    found = rows_of(path) or (Row(1, 1, ()),)
    header, rows = found[0], found[1:]
    columns, problems = _columns(path, header, rows, questionnaire)
    if not rows:
        raise InputError(
            [
                *problems,
                *refusal(path, None, "no-answers", "the table has no answers", "add one row for each person").problems,
            ]
        )
    table = _Table(path, header, rows, columns)
    problems += [problem for key in SITTING if (problem := _several(table, key))]
    problems += _of_no_kind(table, kind)
    if any(problem.code in ("missing-column", "several-rounds", "no-kind") for problem in problems):
        raise InputError(problems)
    data = {**_data(table, questionnaire), "mode": next(map(str.casefold, filter(None, table.texts("kind"))), kind)}
    return Draft(data, table.locate, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows, and what each of their columns means: a path inside a response, or a key of the sitting."""

    path: File
    header: Row
    rows: Sequence[Row]
    columns: dict[int, Path]

    def texts(self, key: str) -> Sequence[str]:
        """What stands in a column; as many as there are rows, none if there is no such column."""
        column = next((column for column, at in self.columns.items() if at == (key,)), None)
        return () if column is None else Viewed(self.rows, lambda row: _text(row.cell(column)))

    def locate(self, at: Path) -> Place:
        if len(at) < 2 or at[0] != "responses" or not isinstance(at[1], int):
            return str(self.path), self.header.line, ""
        row = self.rows[at[1]]
        column = next((column for column, inside in self.columns.items() if inside == at[2:]), None)
        return str(self.path), row.line, "" if column is None else self.cell(row, column)

    def cell(self, row: Row, column: int) -> str:
        return f"cell {letters(column)}{row.number} ({quoted(_text(self.header.cell(column)))[1:-1]})"


def letters(column: int) -> str:
    """A column as spreadsheets name it: 0 is A, 26 is AA."""
    higher, last = divmod(column, 26)
    return (letters(higher - 1) if higher else "") + chr(ord("A") + last)


def slugs(names: Iterable[str]) -> dict[str, str]:
    """An id for every name; names that differ in capitals, blanks or what cannot be seen share one."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        key = folded_name(name)
        if key in ids:
            continue
        stem = made = slug(name, 70, "school")
        number = 1
        while made in taken:
            number += 1
            made = f"{stem}-{number}"
        ids[key] = made
        taken.add(made)
    return ids


def _columns(
    path: File, header: Row, rows: Sequence[Row], questionnaire: Questionnaire
) -> tuple[dict[int, Path], list[Problem]]:
    """What each column means, and the columns that mean nothing."""
    known: dict[str, Path] = {key: (key,) for key in (*SITTING, *PERSON)}
    known |= {item: ("answers", item) for item in questionnaire.item_by_id}
    known |= {f"{EVIDENCE}{item}": ("evidence", item) for item in questionnaire.item_by_id}
    known |= {f"{LOOKING_BACK}{item}": ("looking_back", item) for item in questionnaire.item_by_id}
    known |= {portrait.id: ("portraits", portrait.id) for portrait in questionnaire.portrait}
    columns: dict[int, Path] = {}
    problems: list[Problem] = []

    def complain(where: str, code: str, message: str, hint: str) -> None:
        problems.append(Problem(str(path), header.line, where, code, message, hint))

    for column in range(max((len(row.cells) for row in chain((header,), rows)), default=0)):
        name = re.sub(r"\s*:\s*", ":", _text(header.cell(column)).casefold())
        where = f"column {letters(column)}"
        if name in known and known[name] in columns.values():
            complain(where, "duplicate-column", f"the column {quoted(name)} is there twice", "remove one of them")
        elif name in known:
            columns[column] = known[name]
        elif name:
            hint = suggestion(name, list(known))
            complain(where, "unknown-column", f"{quoted(name)} is no column of this questionnaire", hint)
        elif any(_text(row.cell(column)) for row in rows):
            complain(where, "unnamed-column", "the column has no name", "name it, or remove it")
    if ("school",) not in columns.values():
        complain("", "missing-column", "the column 'school' is missing", "add it: the name of each person's school")
    if not any(at[0] == "answers" for at in columns.values()):
        hint = f"name columns after ids of questions, for example {questionnaire.items[0].id}"
        complain("", "missing-column", "no column is a question of this questionnaire", hint)
    return columns, problems


def _several(table: _Table, key: str) -> Problem | None:
    """Complains when a column that should say one thing says several."""
    names = list({folded_name(text): text for text in table.texts(key) if text}.values())
    if len(names) < 2:
        return None
    shown = ", ".join(map(quoted, names[:MOST_NAMED])) + (", ..." if len(names) > MOST_NAMED else "")
    message = f"the table holds {len(names)} {key}s: {shown}"
    return Problem(
        str(table.path), table.header.line, key, "several-rounds", message, f"keep the rows of one {key} and save it"
    )


def _of_no_kind(table: _Table, kind: Mode | None) -> Iterator[Problem]:
    """Complains where nobody says what people were told, or the table says something else."""
    said = {text.casefold() for text in table.texts("kind") if text}
    if not said and kind is None:
        message = "the table does not say of which kind its round is: what may be shown depends on it"
        hint = f"say what people were told: add a column 'kind', or --kind {', '.join(get_args(Mode))}"
        yield Problem(str(table.path), table.header.line, "", "no-kind", message, hint)
    elif said and kind is not None and said != {kind}:
        message = f"the column 'kind' says {' and '.join(sorted(map(quoted, said)))}, not {quoted(kind)}"
        hint = "leave out --kind: the kind of a round is fixed with its first answer"
        yield Problem(str(table.path), table.header.line, "kind", "no-kind", message, hint)
    elif len(said) == 1 and not said <= set(get_args(Mode)):
        message = f"{quoted(next(iter(said)))} is no kind of round"
        yield Problem(
            str(table.path), table.header.line, "kind", "no-kind", message, f"use {', '.join(get_args(Mode))}"
        )


def _data(table: _Table, questionnaire: Questionnaire) -> dict[str, Any]:
    """The round as its YAML form would say it."""
    names = dict.fromkeys(name for name in table.texts("school") if name)
    schools = slugs(names)
    first = {schools[folded_name(name)]: " ".join(name.split()) for name in reversed(names)}
    roles = {role.label.casefold(): role.id for role in questionnaire.roles}
    roles |= {role.id: role.id for role in questionnaire.roles}
    responses = compact(_response(row, table.columns, schools, roles) for row in table.rows)
    days = (day.date() for row in responses if isinstance(day := row.get("submitted"), dt.datetime))
    return {
        "cluster": {
            "name": next(filter(None, table.texts("cluster")), table.path.stem),
            "schools": [{"id": one, "name": first[one]} for one in schools.values()],
        },
        "label": next(filter(None, table.texts("round")), table.path.stem),
        "date": max(days, default=None),
        "responses": responses,
    }


def _response(row: Row, columns: dict[int, Path], schools: dict[str, str], roles: dict[str, str]) -> dict[str, Any]:
    response: dict[str, Any] = {"respondent": f"row {row.number}"}
    response |= {part: {} for part in ("answers", "looking_back", "portraits", "evidence")}
    for column, (part, *item) in columns.items():
        cell = row.cell(column)
        text = _text(cell)
        if part in ("answers", "looking_back") and text:
            response[part][item[0]] = _answer(cell, text)
        elif part in ("portraits", "evidence") and text:
            response[part][item[0]] = unguarded(text)
        elif part == "comment" and text:
            response[part] = unguarded(text)
        elif part == "school":
            response[part] = schools.get(folded_name(text), "")
        elif part == "respondent":
            response[part] = unguarded(text)
        elif part == "role" and text:
            response[part] = roles.get(text.casefold(), text)
        elif part == "submitted" and text:
            response[part] = _moment(cell)
    return response


def _text(cell: Cell) -> str:
    """A cell as text; empty if there is nothing in it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _answer(cell: Cell, text: str) -> Any:
    """A level or don't-know as the round knows it; anything else as it stands, to be complained about."""
    if not isinstance(cell, str):
        return cell if isinstance(cell, bool | int | float) else text
    if text.upper() == DONT_KNOW:
        return DONT_KNOW
    return float(text) if re.fullmatch(r"[-+]?[0-9]{1,9}(\.[0-9]*)?", text) else text


def _moment(cell: Cell) -> Any:
    """A date and time if it is one; anything else as it stands, to be complained about."""
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return dt.datetime.combine(cell, dt.time())
    try:
        return dt.datetime.fromisoformat(cell.strip()) if isinstance(cell, str) else cell
    except ValueError:
        return cell
