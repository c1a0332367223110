"""What a page for heads says of parts and dimensions: one line of dots, and numbers with their change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from maturity.core.advise_parts import share_of_range
from maturity.core.assessment import Assessment, PartResult
from maturity.core.comparison import Step
from maturity.report.blocks import BigNumber, Strip
from maturity.report.change_words import since
from maturity.report.over_time.numbers import measure_of
from maturity.report.part_words import band_in_words, likely_ends, part_number, range_words
from maturity.report.wording import reason
from maturity.text.isolate import isolated
from maturity.text.words import counted, listed

NO_NUMBER = "–"
TWO = 2
"""So many of the highest and of the lowest are named."""
FEWEST = 3
"""With fewer values than this there is no line of dots."""
Part = tuple[str, PartResult]
"""Label and result."""


def strip_of(
    parts: Sequence[Part], shown: Callable[[PartResult], str], what: str, middle: float | None = None
) -> Iterator[Strip]:
    """All that have a score as dots on one line, the two highest and the two lowest by name.

    Args:
        shown: the score of one of them as text.
        what: the parts in a word.
        middle: from 0 to 1, where the line is parted.
    """
    scored = [(label, part, part.score) for label, part in parts if part.score is not None]
    if len(scored) < FEWEST:
        return
    ranked = sorted(scored, key=lambda one: share_of_range(one[1], one[2]))
    few = min(TWO, len(ranked) // 2)

    def named(some: Sequence[tuple[str, PartResult, float]]) -> str:
        return listed([f"{isolated(label)} {shown(part)}" for label, part, _ in some])

    said = f"Lowest: {named(ranked[:few])}. Highest: {named(ranked[::-1][:few])}."
    ends = ranked[0][1].range
    same = all(one.range == ends for _, one, _ in ranked)
    yield Strip(
        tuple(share_of_range(part, score) for _, part, score in ranked),
        frozenset((*range(few), *range(len(ranked) - few, len(ranked)))),
        (f"{ends.low:g}", f"{ends.high:g}") if same else ("lowest", "highest"),
        middle,
        said,
        f"{counted(len(ranked), what)} on one line from the lowest to the highest. {said}",
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
        by = "" if change.change is None else measure_of(change.range).difference(change.change).lstrip("+-")
        notes.insert(0, since(step, change, by))
    return BigNumber(label, part_number(assessment, part, part.score), tuple(filter(None, notes)))
