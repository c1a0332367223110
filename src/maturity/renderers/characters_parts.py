"""Parts within parts in characters: a bar for each, and the ruler of a total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from maturity.core.advise_parts import share_of_range
from maturity.core.assessment import Assessment, PartResult
from maturity.model import Band
from maturity.report import kinds, part_words, wording
from maturity.report.profile_words import same_range
from maturity.report.total_words import total_of
from maturity.report.tree import tree_of_parts
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.lines import cells, in_lines
from maturity.text.words import in_figures

BAR, SHORT_BAR, WIDE = 20, 12, 76
"""Characters of a bar, of a short one, and the width from which the longer has room."""
LEAST_LABEL = 18
RULER = 60
CONVENTION = "Where a band begins is a convention."
MANY = 24
"""Most rows; with more, parts within parts are left to the table."""


@dataclass(frozen=True, slots=True)
class _Strokes:
    """Characters of bars and rulers."""

    full: str
    empty: str
    cut: str
    line: str
    likely: str
    mark: str
    here: str
    more: str


UNICODE_STROKES = _Strokes("█", "·", "┊", "─", "━", "◆", "▸", "…")
ASCII_STROKES = _Strokes("#", ".", ":", "-", "=", "@", ">", "..")

_Row = tuple[int, str, str, PartResult]
"""Depth, label, short label, result."""


def part_characters(assessment: Assessment, width: int, *, ascii_only: bool) -> Iterator[Text]:
    """A bar for every part, those within others below them; other ways of grouping the items at the end."""
    strokes = ASCII_STROKES if ascii_only else UNICODE_STROKES
    every = _rows(assessment)
    rows = [row for row in every if row[0] == 0 or len(every) <= MANY]
    bars = _Bars(assessment, width, strokes, rows)
    for row in rows:
        yield from bars.row(row)
    for view in assessment.questionnaire.views:
        yield Text()
        yield from _lines(f"{isolated(view.label)} (the same questions, grouped in another way)", width)
        for one in view.parts:
            yield from bars.row((1, one.label, one.short, assessment.views[view.id][one.id]))
    said = [*_note(assessment, [row[3] for row in rows])]
    if len(rows) < len(every):
        said.append("What is within these parts stands in the report.")
    yield from _lines(" ".join(said), width, "dim")


def total_characters(assessment: Assessment, width: int, *, ascii_only: bool) -> Iterator[Text]:
    """The ruler, its bands by name, and the sub-totals in per cent of what is possible."""
    strokes = ASCII_STROKES if ascii_only else UNICODE_STROKES
    part = total_of(assessment)
    yield from _ruler(assessment, part, min(RULER, width - 2), strokes)
    bands = part_words.bands_for(assessment, part)
    for number, band in enumerate(bands):
        here = part.band is not None and part.band.low <= number <= part.band.high
        lead = f"{strokes.here if here else ' '} {_from(bands, number, part):>11}  "
        yield from _lines(isolated(band.label), width, "bold" if here else "", lead)
    rows = [row for row in _rows(assessment) if row[0] == 0 and row[3] is not part]
    if rows:
        yield Text()
        yield Text("Sub-totals, in % of what is possible", "bold")
        bars = _Bars(assessment, width, strokes, rows, shares=True)
        for row in rows:
            yield from bars.row(row)
    said = [*_note(assessment, [row[3] for row in rows])]
    if part.interval is not None:
        said.insert(0, f"{strokes.likely} {kinds.range_of(assessment).lower()}.")
    if bands and CONVENTION not in said:
        said.append(CONVENTION)
    yield from _lines(" ".join(said), width, "dim")


def _rows(assessment: Assessment) -> list[_Row]:
    asked = assessment.questionnaire
    return [
        (depth, label, label if part is assessment.overall else asked.dimension_by_id[part.id].short, part)
        for depth, label, part in tree_of_parts(assessment)
    ]


class _Bars:
    """Rows of a label, a bar and a number."""

    def __init__(
        self, assessment: Assessment, width: int, strokes: _Strokes, rows: Sequence[_Row], *, shares: bool = False
    ) -> None:
        self.assessment, self.width, self.strokes = assessment, width, strokes
        self.shares = shares or not same_range(assessment)
        self.bar = BAR if width >= WIDE else SHORT_BAR
        numbers = [self._number(row[3]) for row in rows]
        longest = max((2 * depth + cells(plain(label)) for depth, label, _, _ in rows), default=LEAST_LABEL)
        room = width - self.bar - 2 - max(map(cells, numbers), default=0)
        self.label = max(LEAST_LABEL, min(longest, room))

    def row(self, row: _Row) -> Iterator[Text]:
        """A bar, or why there is none; the band below where it has no room."""
        depth, _, _, part = row
        bold = "bold" if part is self.assessment.overall else ""
        line = Text(self._label(row), bold)
        if part.score is None:
            said = part_words.missing_words(self.assessment, part)
            why = f"no score: {said or wording.reason(part.reason, self.assessment.questionnaire)}"
            if self.label + 1 + cells(why) <= self.width:
                yield line.append(f" {why}")
                return
            yield Text(line.plain.rstrip(), bold)
            yield from _lines(why, self.width, lead=" " * (2 * depth + 4))
            return
        line.append(f" {self._bar(part)} {self._number(part)}")
        band = plain(part_words.band_in_words(self.assessment, part))
        if not band:
            yield line
        elif cells(line.plain) + 2 + cells(band) <= self.width:
            yield line.append(f"  {band}", "dim")
        else:
            yield line
            yield from _lines(band, self.width, "dim", " " * (2 * depth + 4))

    def _label(self, row: _Row) -> str:
        depth, label, short, _ = row
        room = self.label - 2 * depth
        said = plain(label)
        if cells(said) > room:
            said = plain(short)
        if cells(said) > room:
            more = self.strokes.more
            ends = (said[:end].rstrip() + more for end in range(len(said), -1, -1))
            said = next(one for one in ends if cells(one) <= room)
        said = "  " * depth + said
        return said + " " * (self.label - cells(said))

    def _bar(self, part: PartResult) -> str:
        def at(value: float) -> int:
            return round(share_of_range(part, value) * self.bar)

        assert part.score is not None
        filled = at(part.score)
        drawn = [self.strokes.full if place < filled else self.strokes.empty for place in range(self.bar)]
        for band in part_words.bands_for(self.assessment, part)[1:]:
            drawn[min(at(band.start), self.bar - 1)] = self.strokes.cut
        return "".join(drawn)

    def _number(self, part: PartResult) -> str:
        if part.score is None:
            return ""
        score = part_words.part_number(self.assessment, part, part.score)
        ends = part_words.part_ends(self.assessment, part, part.interval)
        share = f"{part_words.possible(part):>4} " if self.shares else ""
        return f"{share}{score:>4}" + (f" ({ends})" if ends else "")


def _ruler(assessment: Assessment, part: PartResult, columns: int, strokes: _Strokes) -> Iterator[Text]:
    """A line from the lowest to the highest possible total, cut where bands begin; numbers below it."""

    def at(value: float) -> int:
        return round(min(max(share_of_range(part, value), 0), 1) * (columns - 1))

    line = [strokes.line] * columns
    reach = part_words.could_be(part)
    for ends in filter(None, (reach, part.interval)):
        for place in range(at(ends.low), at(ends.high) + 1):
            line[place] = strokes.likely
    cuts = [part.range.low, *(band.start for band in part_words.bands_for(assessment, part)[1:]), part.range.high]
    for cut in cuts:
        line[at(cut)] = "|"
    numbers = [" "] * (columns + 4)
    for cut in (cuts[0], cuts[-1], *cuts[1:-1]):
        said = in_figures(cut)
        start = max(0, min(at(cut) - len(said) // 2, columns - len(said)))
        if not "".join(numbers[max(0, start - 1) : start + len(said) + 1]).strip():
            numbers[start : start + len(said)] = said
    if part.score is not None:
        line[at(part.score)] = strokes.mark
        number = part_words.part_number(assessment, part, part.score)
        yield Text(" " * max(0, min(at(part.score) - len(number) // 2, columns - len(number))) + number, "bold")
    yield Text("".join(line))
    yield Text("".join(numbers).rstrip(), "dim")


def _from(bands: Sequence[Band], number: int, part: PartResult) -> str:
    start = part.range.low if number == 0 else bands[number].start
    return f"from {in_figures(start)}"


def _note(assessment: Assessment, parts: Sequence[PartResult]) -> Iterator[str]:
    """What bars run from and to, what stands in brackets, and what is a convention."""
    if parts and same_range(assessment):
        yield f"Bars run from {part_words.range_words(parts[0])}."
    elif parts:
        yield "Bars and % are parts of what is possible: 0% the lowest possible score, 100% the highest."
    if any(part.interval is not None for part in parts):
        yield f"In brackets: {kinds.range_of(assessment).lower()}."
    if any(part_words.bands_for(assessment, part) for part in parts):
        yield CONVENTION


def _lines(text: str, width: int, style: str = "", lead: str = "") -> Iterator[Text]:
    return (Text(line, style) for line in in_lines(plain(text), width, lead))
