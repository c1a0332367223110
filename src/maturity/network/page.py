"""One page to explore thousands of clusters: a file that asks for nothing, and says the essence without scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any

import polars as pl

from maturity.core.structure import Structure
from maturity.model import Questionnaire
from maturity.network.norms import all_named
from maturity.network.regions import settled_among
from maturity.network.results import ColumnNames
from maturity.network.together import NetworkTold
from maturity.network.words import of_questionnaire, place_name
from maturity.text.words import counted, digits, rounded

MOST_ROWS = 400
"""Rows of a table that is there without scripts."""
DIGITS = 2
"""What is shown and what is sorted by are one number, rounded once."""


def page_of(told: NetworkTold) -> bytes:
    """The page: a summary in tables, and with scripts a map or a spread, filters and a table of clusters."""
    templates = files("maturity.network") / "templates"
    text = {name: (templates / f"explore.{name}").read_text("utf-8") for name in ("html", "css", "js")}
    by = list(told.summary["by"])
    clusters = sum(rows.height for _, rows in told.rows)
    title = f"{clusters:,} cluster{'s' * (clusters != 1)} together"
    filled = {
        "title": escape(title),
        "css": text["css"],
        "js": text["js"],
        "summary": "\n".join(_summary(told, by)),
        # No text may end the element that it stands in.
        "data": json.dumps([_data(asked, rows, by) for asked, rows in told.rows], ensure_ascii=False).replace(
            "<", "\\u003c"
        ),
    }
    # All at once: what is filled in may look like a place to fill.
    return re.sub(r"@@(\w+)@@", lambda place: filled[place[1]], text["html"]).encode()


def _data(asked: Questionnaire, rows: pl.DataFrame, by: Sequence[str]) -> dict[str, Any]:
    """What the script shows of one questionnaire, columns as lists."""
    parts = ColumnNames.of(asked)
    labels, ranges = _labels(asked), {one.id: (one.low, one.high) for one in Structure.of(asked).parts}
    sure = settled_among(rows) is not None
    place = rows["place" if sure else "place_by_score"].to_list()
    places = sorted({one for one in place if one is not None})
    return {
        "title": f"{asked.title}, version {asked.version}",
        "ranked": all_named(rows),
        "map": _map(asked),
        "places": [[place, place_name(asked, place)] for place in places],
        "groups": [[name, rows[name].to_list()] for name in by],
        "names": rows["cluster"].to_list(),
        "rounds": rows["round"].to_list(),
        "kinds": rows["kind"].to_list(),
        "people": rows["people"].to_list(),
        "told": rows["told"].to_list(),
        "sure": sure,
        "settled": rows["settled"].to_list(),
        "place": place,
        "position": rows["place_by_score"].to_list() if asked.axes else [],
        "parts": [
            {
                "id": name,
                "label": labels[name],
                "range": ranges[name],
                "score": _shown(rows[name]),
                "change": _shown(rows[f"{name}_change"]),
            }
            for name, _ in parts.moving
        ],
    }


def _shown(values: pl.Series) -> list[float | None]:
    return [None if value is None else rounded(value, DIGITS) for value in values.to_list()]


def _labels(asked: Questionnaire) -> dict[str, str]:
    found = {axis.id: axis.label for axis in asked.axes} | {one.id: one.label for one in asked.dimensions}
    return found | ({"overall": asked.whole.label} if asked.whole is not None else {})


def _map(asked: Questionnaire) -> dict[str, Any] | None:
    if not asked.axes:
        return None
    first, second = asked.axes
    corners = {"low": 0, "high": 1}
    sides = [[corners[one.at[axis.id]] for axis in (first, second)] for one in asked.quadrants]
    return {
        "axes": [[axis.id, axis.label, axis.midpoint] for axis in asked.axes],
        "range": [asked.answered_on[0].least, asked.answered_on[0].most],
        "quadrants": [[one.id, one.label, *at] for one, at in zip(asked.quadrants, sides, strict=True)],
    }


def _summary(told: NetworkTold, by: Sequence[str]) -> Iterator[str]:
    """What is there without scripts."""
    for asked, rows in told.rows:
        yield f"<h2>{escape(asked.title)}, version {escape(asked.version)}</h2>"
        yield f"<p>{counted(rows.height, 'cluster')}. {escape(of_questionnaire(asked, rows))}</p>"
        places = rows.filter("settled")["place"].drop_nulls().value_counts(sort=True, name="n")
        if places.height:
            cells = [[place_name(asked, place), str(n)] for place, n in places.rows()]
            yield _table("Sure of their place", ["Place", "Clusters"], cells)
        yield from _regions(asked, told.tables["regions"], by, str(told.summary["average"]))
        yield from _norms(asked, told.tables["norms"])


def _of(asked: Questionnaire, table: pl.DataFrame) -> pl.DataFrame:
    return (
        table.filter(pl.col("questionnaire") == asked.id, pl.col("version") == asked.version) if table.height else table
    )


def _regions(asked: Questionnaire, table: pl.DataFrame, by: Sequence[str], of: str) -> Iterator[str]:
    own = _of(asked, table)
    if not by or not own.height:
        return
    parts, labels = [name for name, _ in ColumnNames.of(asked).moving][:3], _labels(asked)
    cells = []
    for row in own.head(MOST_ROWS).rows(named=True):
        where = " / ".join(row[name] for name in by if row[name] is not None) or "All"
        shown = [_on(row[name], row[f"{name}_clusters"]) for name in parts]
        cells.append(
            [
                where,
                f"{row['clusters']:,}",
                *(shown if not row["withheld"] else [row["withheld"], *[""] * (len(parts) - 1)]),
            ]
        )
    yield _table(f"Regions: averages of {of}", ["Region", "Clusters", *(labels[name] for name in parts)], cells)
    yield '<p class="small">In brackets: on how many clusters a value rests.</p>'


def _norms(asked: Questionnaire, table: pl.DataFrame) -> Iterator[str]:
    own, labels = _of(asked, table), _labels(asked)
    cells = [
        [labels[row["what"]], str(row["clusters"]), *(_number(row[f"p{p}"]) for p in (10, 25, 50, 75, 90))]
        for row in own.rows(named=True)
        if row["what"] in labels
    ]
    if cells:
        heads = ["Value", "Clusters", "10 % below", "25 %", "Middle", "75 %", "90 % below"]
        yield _table("What is usual among clusters", heads, cells)


def _on(value: float | None, clusters: int | None) -> str:
    """A value, and on how many clusters it rests."""
    return "" if value is None else f"{_number(value)} ({clusters:,})"


def _number(value: float | None) -> str:
    return "" if value is None else digits(value, DIGITS)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    inside = f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    region = f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
    return f"{region}<table>{inside}</table></div>"
