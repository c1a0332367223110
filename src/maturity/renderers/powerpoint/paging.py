"""How large the groups of a slide are set, and how they are parted over several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from maturity.renderers.powerpoint import fit
from maturity.renderers.powerpoint.content import Group, Text, ended
from maturity.renderers.powerpoint.fit import Para, Words
from maturity.report.blocks import Table
from maturity.text.clean import plain

SIZES = (20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
"""Sizes of text, in points, the best first; what fits at none of them goes on to another slide."""
TABLE = 16.0
"""Largest text in a table."""
GAP = 12.0
"""Points between what stands on a slide."""
CELL = (7.2, 3.6)
"""Room to the left and right, and above and below, inside a cell."""
CLOSE = (5.0, 1.2)
"""The same in a list beside a chart."""
LONGEST_WORD, WIDEST = 12.0, 0.7
"""Longest word that a column keeps whole, in sizes of its font; share of a table that one column may ask for."""
INSET = (8.0, 6.0)
"""The same inside a box."""


def sizes(own: float, smallest: float) -> list[float]:
    """Sizes to try: the layout's own, then smaller ones."""
    return [own, *(size for size in (40.0, 36.0, 32.0, 28.0, 26.0, 24.0, 22.0, *SIZES) if smallest <= size < own)]


def group_height(group: Group, size: float, width: float) -> float:
    """How high a group stands at a size, in points."""
    if isinstance(group, Table):
        return sum(grid(group, min(size, TABLE), width)[1])
    if group.framed:
        return fit.text_height(group.paragraphs, size, width - 2 * INSET[0]) + 2 * INSET[1] + 1
    return fit.text_height(group.paragraphs, size, width) + 1


def stack(groups: Sequence[Group], size: float, width: float) -> float:
    """How high groups stand below one another, in points."""
    return sum(group_height(group, size, width) for group in groups) + GAP * (len(groups) - 1)


def grid(table: Table, size: float, width: float, pad: tuple[float, float] = CELL) -> tuple[list[float], list[float]]:
    """Widths of a table's columns and heights of its rows, the header's first."""
    widths = _widths(table, size, width, pad)
    heights = []
    for place, row in enumerate((table.header, *table.rows)):
        tallest = max(
            fit.lines([Words(plain(text), bold=place == 0)], size, wide - 2 * pad[0] - 1)
            for text, wide in zip(row, widths, strict=True)
        )
        heights.append(tallest * size * fit.LINE + 2 * pad[1] + 1)
    return widths, heights


def listed_height(table: Table, size: float, width: float) -> float:
    """How high a list beside a chart stands."""
    return sum(grid(table, size, width, CLOSE)[1])


def _widths(table: Table, size: float, width: float, room: tuple[float, float]) -> list[float]:
    """Widths of a table's columns: room for their longest words, and what is left to those with most to say."""
    needed, wanted = [], []
    for column in zip(table.header, *table.rows, strict=True):
        texts = [(plain(text), place == 0) for place, text in enumerate(column)]
        words = [fit.line_width(word, size, bold) for text, bold in texts for word in text.split(" ")]
        pad = 2 * room[0] + 2
        need = min(max(words), LONGEST_WORD * size) + pad
        needed.append(need)
        wanted.append(
            max(need, min(max(fit.line_width(text, size, bold) for text, bold in texts), WIDEST * width) + pad)
        )
    spare, over = width - sum(needed), sum(wanted) - sum(needed)
    share = min(1.0, max(0.0, spare / over)) if over else 0.0
    given = [need + (want - need) * share for need, want in zip(needed, wanted, strict=True)]
    return [one / sum(given) * width for one in given]


def filled(paragraphs: Sequence[Para], room: tuple[float, float], size: float) -> Iterator[Para]:
    """As many paragraphs as fit, from the first, without a heading at the end; the first is shortened if it must be."""
    kept: list[Para] = []
    for para in paragraphs:
        if fit.text_height([*kept, para], size, room[0]) > room[1]:
            break
        kept.append(para)
    while len(kept) < len(paragraphs) and len(kept) > 1 and kept[-1].heads:
        kept.pop()
    if not kept and paragraphs:
        kept = [fit.shortened_para(paragraphs[0], room, size)]
    yield from kept


def pages(groups: Sequence[Group], size: float, room: tuple[float, float]) -> Iterator[list[Group]]:
    """Groups parted so that each page fits into a room, wide and high."""
    page: list[Group] = []
    used = 0.0
    waiting = list(groups)
    while waiting:
        group = waiting.pop(0)
        free = room[1] - used - (GAP if page else 0)
        if _parts(group) <= _at_best(group, size, free) and (tall := group_height(group, size, room[0])) <= free:
            page.append(group)
            used += tall + (GAP if len(page) > 1 else 0)
            continue
        now, later = _parted(group, size, room[0], free)
        if now is not None:
            page.append(now)
        elif not page:
            now, later = _squeezed(group, size, room)
            page.append(now)
        page, heading = _without_heading(page)
        if isinstance(heading, Text) and isinstance(later, Text) and now is not None:
            # They were one box.
            later = replace(heading, paragraphs=heading.paragraphs + later.paragraphs)
            heading = None
        yield page
        page, used = [], 0.0
        waiting[:0] = [one for one in (heading, later) if one is not None]
    if page:
        yield page


def _without_heading(page: list[Group]) -> tuple[list[Group], Group | None]:
    """A page without the heading of what follows on the next one, and that heading; one that is all there is stays."""
    last = page[-1]
    if isinstance(last, Table):
        return page, None
    kept = len(last.paragraphs)
    while kept and last.paragraphs[kept - 1].heads:
        kept -= 1
    if kept == len(last.paragraphs) or (not kept and len(page) == 1):
        return page, None
    rest = [replace(last, paragraphs=last.paragraphs[:kept])] if kept else []
    return [*page[:-1], *rest], replace(last, paragraphs=last.paragraphs[kept:])


def _parts(group: Group) -> int:
    return len(group.rows) if isinstance(group, Table) else len(group.paragraphs)


def _at_best(group: Group, size: float, free: float) -> int:
    """How many rows could fit if each took one line, so that a long table is not measured whole for every slide."""
    if not isinstance(group, Table):
        return len(group.paragraphs)
    return int((free + 0.001) // (min(size, TABLE) * fit.LINE + 2 * CELL[1] + 1)) - 1


def _parted(group: Group, size: float, width: float, free: float) -> tuple[Group | None, Group | None]:
    """What of a group fits into what is free, and the rest."""
    if isinstance(group, Table):
        for n in range(min(len(group.rows) - 1, _at_best(group, size, free)), 0, -1):
            part = replace(group, rows=group.rows[:n])
            if group_height(part, size, width) <= free:
                return part, replace(group, rows=group.rows[n:])
        return None, group
    for n in range(len(group.paragraphs) - 1, 0, -1):
        text = replace(group, paragraphs=group.paragraphs[:n])
        if group_height(text, size, width) <= free:
            return text, replace(group, paragraphs=group.paragraphs[n:])
    return None, group


def _squeezed(group: Group, size: float, room: tuple[float, float]) -> tuple[Group, Group | None]:
    """A group whose first row or paragraph is too long for a slide of its own: that one is cut, the rest follows."""
    if isinstance(group, Table):
        rest = replace(group, rows=group.rows[1:]) if len(group.rows) > 1 else None
        limit = max(map(len, group.rows[0]), default=0)
        short = replace(group, rows=group.rows[:1])
        while limit > 20 and group_height(short, size, room[0]) > room[1]:
            limit = limit * 3 // 4
            short = replace(group, rows=(tuple(ended(text, limit) for text in group.rows[0]),))
        return short, rest
    following = replace(group, paragraphs=group.paragraphs[1:]) if len(group.paragraphs) > 1 else None
    inner = (room[0] - 2 * INSET[0], room[1] - 2 * INSET[1] - 2)
    return replace(group, paragraphs=(fit.shortened_para(group.paragraphs[0], inner, size),)), following
