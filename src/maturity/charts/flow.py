"""Short pieces of text and small pictures that flow down columns beside a chart or below it. Lengths are inches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from maturity.charts import layout
from maturity.charts.layout import Canvas, Rect

LEADING = 1.36
BETWEEN = 0.3
"""Between two columns."""


@dataclass(frozen=True)
class Piece:
    """Something that stands whole in one column.

    Args:
        height: that it takes, with the space below it.
        put: draws it, from its upper left corner.
        keeps: whether the next piece must not begin another column.
        name: what it is known by.
    """

    height: float
    put: Callable[[float, float], None]
    keeps: bool = False
    name: str = ""


def words(
    page: Canvas, text: str, width: float, size: float, *, gap: float = 0.0, indent: float = 0.0, **how: Any
) -> Piece:
    """A paragraph of which no word is left out.

    Args:
        gap: space below it.
        indent: by which all lines but the first stand further to the right.
        how: as for matplotlib's text.
    """
    size = page.type(size)
    weight = how.get("weight", "normal")
    first, *rest = layout.wrap(text, width, size, page.figure, weight=weight).split("\n")
    if rest and indent:
        rest = layout.wrap(" ".join(rest), width - indent, size, page.figure, weight=weight).split("\n")
    step = size * LEADING / 72

    def put(left: float, top: float) -> None:
        for place, line in enumerate((first, *rest)):
            page.text(left + (indent if place else 0), top - place * step, line, size, va="top", **how)

    return Piece((1 + len(rest)) * step + gap, put)


def headed(page: Canvas, text: str, width: float, size: float) -> Piece:
    """A line in bold that stays with what follows it."""
    piece = words(page, text, width, size, gap=0.02, weight="bold")
    return Piece(piece.height, piece.put, keeps=True)


def explained(page: Canvas, sign: Callable[[float, float], None], text: str, width: float, size: float) -> Piece:
    """What a mark means, with the mark before it.

    Args:
        sign: draws the mark around a place.
    """
    aside = 0.24 * page.grown
    said = words(page, text, width - aside, size, gap=0.03)

    def put(left: float, top: float) -> None:
        sign(left + 0.08 * page.grown, top - page.type(size) * 0.62 / 72)
        said.put(left + aside, top)

    return Piece(said.height, put)


def flowed(pieces: Sequence[Piece], rect: Rect, count: int) -> list[tuple[Piece, float, float]] | None:
    """Each piece with its upper left corner, in so many columns of a rectangle; None where they do not fit."""
    left, bottom, right, top = rect
    wide = column_width(right - left, count)
    placed: list[tuple[Piece, float, float]] = []
    column, y = 0, top
    for place, piece in enumerate(pieces):
        together = piece.height
        for one, after in zip(pieces[place:], pieces[place + 1 :], strict=False):
            if not one.keeps:
                break
            together += after.height
        if y - together < bottom - 1e-6:
            column, y = column + 1, top
            if column == count or y - together < bottom - 1e-6:
                return None
        placed.append((piece, left + column * (wide + BETWEEN), y))
        y -= piece.height
    return placed


def put_pieces(placed: Iterable[tuple[Piece, float, float]]) -> None:
    """Draw pieces, each at its upper left corner."""
    for piece, left, top in placed:
        piece.put(left, top)


def column_width(width: float, count: int) -> float:
    """The width of one of so many columns."""
    return (width - (count - 1) * BETWEEN) / count


def height_of(pieces: Sequence[Piece], width: float, count: int) -> float:
    """The least height in which pieces flow into so many columns."""
    whole = sum(piece.height for piece in pieces)
    tallest = max((piece.height for piece in pieces), default=0.0)
    height = max(whole / count, tallest)
    while pieces and flowed(pieces, (0, 0, width, height), count) is None:
        height += 0.05
    return height


def beside_map(page: Canvas, pieces: Callable[[float], Sequence[Piece]], least: float) -> Rect | None:
    """Put pieces to the right of a map or below it, whichever leaves the larger map.

    Args:
        pieces: for columns of a width.
        least: width that a column needs.

    Returns:
        the rectangle that is left for the map; None, with nothing put, where they have no room.
    """
    left, bottom, right, top = page.free
    width, height, least = right - left, top - bottom, least * page.grown
    spare = width - layout.GAP - layout.ROOM_LEFT - layout.WIDEST * (height - layout.ROOM_BELOW)
    most = max(1, int((width + BETWEEN) / (least + BETWEEN)))
    high = height_of(pieces(column_width(width, most)), width, most)
    tried = [
        (count, (right - across, bottom, right, top), (left, bottom, right - across - layout.GAP, top))
        for count in range(1, most)
        for across in [max(count * (least + BETWEEN) - BETWEEN, spare)]
    ]
    tried.append((most, (left, bottom, right, bottom + high), (left, bottom + high + layout.GAP, right, top)))
    best, found = layout.SMALLEST_MAP, None
    for count, rect, rest in tried:
        placed = flowed(pieces(column_width(rect[2] - rect[0], count)), rect, count)
        side = min(rest[2] - rest[0] - layout.ROOM_LEFT, rest[3] - rest[1] - layout.ROOM_BELOW)
        if placed is not None and side >= best + (1e-6 if found else 0):
            best, found = side, (placed, rest)
    if found is None:
        return None
    put_pieces(found[0])
    return found[1]
