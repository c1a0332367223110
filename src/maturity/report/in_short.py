"""What a page for heads says of parts and dimensions: one line of dots, and numbers with their change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from maturity.core.advise_parts import share_of_range
from maturity.core.assessment import Assessment, PartResult
from maturity.report.blocks import BigNumber, Strip
from maturity.report.part_words import band_in_words, likely_ends, part_number, range_words
from maturity.report.ranked import Ranked, foremost
from maturity.report.wording import reason
from maturity.text.isolate import isolated
from maturity.text.words import in_figures, listed, percent, without_sign

if TYPE_CHECKING:
    from maturity.core.comparison import Step

NO_NUMBER = "–"
TWO = 2
"""So many of the highest and of the lowest are named."""
NAMED, ROOM = 3, 90
"""So many of those that stand alike are named, where their names have no more letters than this in all."""
FEWEST = 3
"""With fewer values than this there is no line of dots."""
Part = tuple[str, PartResult]
"""Label and result."""


def strip_of(
    parts: Sequence[Part], shown: Callable[[PartResult], str], what: str, middle: float | None = None
) -> Iterator[Strip]:
    """All that have a score as dots on one line, the two highest and the two lowest by name.

    Where more than two stand alike they are counted, and some of them named.

    Args:
        shown: the score of one of them as text.
        what: the parts in a word, of several.
        middle: from 0 to 1, where the line is parted.
    """
    told = {label: f"{isolated(label)} {shown(part)}" for label, part in parts if part.score is not None}
    found = in_ranges([(told[label], part) for label, part in parts if label in told], shown)
    if len(found) < FEWEST:
        return
    known = "" if len(found) == len(parts) else f" of the {len(found)} that have a score"
    few = min(TWO, len(found) // 2)
    names = {part.id: isolated(label) for label, part in parts}
    (low, lows), (high, highs) = (_foremost(row, few, what, names) for row in (found, found[::-1]))
    said = f"Lowest{known}: {low}. Highest: {high}."
    if found[0].shown == found[-1].shown:
        lows = highs = 0
        said = f"All {len(found)}{' that have a score' if known else ''} stand at {found[0].shown}."
    ends = {part.range for _, part in parts if part.score is not None}
    yield Strip(
        tuple(one.value for one in found),
        frozenset((*range(lows), *range(len(found) - highs, len(found)))),
        next(((in_figures(one.low), in_figures(one.high)) for one in ends if len(ends) == 1), ("lowest", "highest")),
        middle,
        said,
        f"{len(found)} {what} on one line from the lowest to the highest. {said}",
    )


def _foremost(row: Sequence[Ranked], few: int, what: str, names: Mapping[str, str]) -> tuple[str, int]:
    """Those at an end as they are said, and how many these are; of many that stand alike a few by name."""
    said, count = foremost(row, few, what)
    if count <= few:
        return said, count
    told = [names[one.id] for one in row[: min(count, NAMED)]]
    if sum(map(len, told)) > ROOM:
        return said, count
    return f"{said}: {listed(told)}" if count <= NAMED else f"{said}, among them {listed(told)}", count


def in_ranges(parts: Iterable[Part], shown: Callable[[PartResult], str]) -> list[Ranked]:
    """Parts that have a score, the lowest in its range first; those of unlike ranges are alike in per cent of them."""
    scored = [(name, part, part.score) for name, part in parts if part.score is not None]
    same = len({part.range for _, part, _ in scored}) == 1
    found = [(name, part, share_of_range(part, score)) for name, part, score in scored]
    return sorted(
        (Ranked(part.id, name, share, shown(part) if same else percent(share)) for name, part, share in found),
        key=lambda one: one.value,
    )


def number_of(assessment: Assessment, label: str, part: PartResult, step: Step | None) -> BigNumber:
    """One part as a big number, with its change, its band, and how sure it is."""
    if part.score is None:
        return BigNumber(label, NO_NUMBER, (reason(part.reason, assessment.questionnaire),))
    notes = [f"of {range_words(part)}", band_in_words(assessment, part)]
    if part.interval is not None:
        notes.append(likely_ends(assessment, part, part.interval))
    whole = part is assessment.overall
    change = None if step is None else step.overall if whole else step.dimensions.get(part.id)
    if step is not None and change is not None:
        from maturity.report.change_words import since
        from maturity.report.over_time.numbers import measure_of

        by = "" if change.change is None else without_sign(measure_of(change.range).difference(change.change))
        notes.insert(0, since(step, change, by))
    return BigNumber(label, part_number(assessment, part, part.score), tuple(filter(None, notes)))
