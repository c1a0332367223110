"""What to work on next where there is no map: the next stage, what does not hold yet, the weakest part."""

from __future__ import annotations

from maturity.core.advice import Suggestion
from maturity.core.assessment import Assessment


def suggestions(assessment: Assessment) -> tuple[Suggestion, ...]:
    """Two or three priorities to consider."""
    return ()
