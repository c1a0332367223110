"""Tables that no known system wrote: what header and shape tell about their columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from maturity.packed import compact
from maturity.readers.formats.moments import moments
from maturity.readers.formats.systems import Layout, Rows, asked, body, heading, normal


def unknown_table(rows: Rows) -> Layout:
    """The layout of a table that no known system wrote: a column is a question, unless its header and shape tell."""
    names = [heading(cell) for cell in rows[0]]
    told: dict[str, int] = {}
    for place, name in enumerate(names):
        for what, headers in _TOLD.items():
            is_named = what not in told and headers.fullmatch(name) is not None
            if is_named and _is_shaped(what, compact(filter(None, body(rows, place)))):
                told[what] = place
    if "submitted" not in told and (clock := _clock(rows, set(told.values()))) is not None:
        told["submitted"] = clock
    found = tuple(f"{_TELLS[what]} {names[place]!r}." for what, place in told.items())
    return Layout(
        "table",
        asked(names, set(told.values())),
        submitted=told.get("submitted"),
        id=told.get("id"),
        finished=told.get("finished"),
        address=told.get("address"),
        found=found,
    )


_TOLD = {
    "submitted": re.compile(
        r"(?:submi(?:t|tted|ssion)|completed|end|recorded|finish(?:ed)?|answered)?[ _-]?(?:at|on|date|time|timestamp|"
        r"date ?time)|timestamp|submitted|zeitstempel|datum|fecha|horodateur",
        re.IGNORECASE,
    ),
    "id": re.compile(r"(?:response|respondent|submission|record|entry|participant|result|case)[ _-]?(?:id|no\.?|number)"
                     r"|uuid|_?id|guid|token", re.IGNORECASE),
    "finished": re.compile(r"(?:is[ _-]?)?(?:finished|completed?|submitted)\??|completion ?status", re.IGNORECASE),
    "address": re.compile(r"e-?mail(?:[ _-]?address)?", re.IGNORECASE),
}  # fmt: skip
"""Headers of columns that are no questions, where no system is known."""
_OF_DAY = re.compile(r"\d\s?[:.h]\s?\d\d\b")
"""A time of day, which tells people apart as no day does."""
_TELLS = {
    "submitted": "When people answered is read from",
    "id": "Who is who is read from",
    "finished": "Whether answers were handed in is read from",
    "address": "Addresses are read from",
}


def _is_shaped(what: str, values: Sequence[str]) -> bool:
    """Whether the cells of a column are what its header says."""
    if not values:
        return False
    if what == "submitted":
        return all(moments(values).choices)
    if what == "id":
        return len(set(values)) == len(values)
    if what == "address":
        return all("@" in value for value in values)
    return {value.casefold() for value in values} <= {"0", "1", "true", "false", "yes", "no", "complete", "incomplete"}


def _clock(rows: Rows, other: Collection[int]) -> int | None:
    """The column, from 0, of a time of day in every row; of several side by side the last, which is the end."""
    found: int | None = None
    for place in range(len(rows[0])):
        if place not in other and _are_moments(body(rows, place)):
            found = place
        elif found is not None:
            break
    return found


def _are_moments(cells: Sequence[str]) -> bool:
    """Whether every cell that holds something holds a time of day, and one does."""
    if not any(cells) or not all(_OF_DAY.search(cell) for cell in cells if cell):
        return False
    return all(moments(compact(filter(None, cells))).choices)


def looks_like_answers(rows: Rows) -> bool:
    """Whether the first row is one of answers and no header: as a time or a number it reads like those below it."""
    if len(rows) < 2:
        return False
    first = [normal(cell) for cell in rows[0]]
    filled = [place for place, cell in enumerate(first) if cell]
    times = [place for place in filled if moments([first[place]]).choices[0]]
    alike = {place for place in filled if place in times or re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?", first[place])}
    left = set(filled) - alike
    for row in rows[1:]:
        again = {place for place in left if place < len(row) and normal(row[place]) == first[place]}
        alike |= again
        left -= again
    dated = any(any(moments(body(rows, place)[:5]).choices) for place in times)
    return bool(alike) and (dated or 2 * len(alike) > len(filled))
