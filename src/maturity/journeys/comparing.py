"""What has changed between rounds that have been read, or why that cannot be said, in words."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.core import compare as core
from maturity.core.assessment import Schools, Warn
from maturity.core.comparison import Comparison, Refused
from maturity.core.matching import Same
from maturity.model import Round


def compare(
    rounds: Sequence[Round],
    *,
    schools: Schools = "fixed",
    same: Same | None = None,
    notes: Sequence[Warn] = (),
) -> Comparison:
    """Compare two or more rounds of one cluster, each with the next and the first with the last.

    Args: as in `maturity.core.compare.compare`.

    Raises:
        UsageError: the rounds cannot be compared; it says why and what to do.
    """
    try:
        return core.compare(rounds, schools=schools, same=same, notes=notes)
    except Refused as refusal:
        from maturity.report.change_words import refused

        raise refused(refusal) from None
