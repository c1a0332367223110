"""How often something may be tried: against guessing and against flooding."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class Limit:
    """So many in so many seconds, for each name.

    Args:
        most: that may pass.
        seconds: in which they may.
        clock: in seconds, never set back.
    """

    NAMES = 5_000
    """Names that are kept at most, the ones that came last."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._passed: dict[str, deque[float]] = {}

    def is_full(self, name: str = "") -> bool:
        """Whether no more may pass by now."""
        passed = self._passed.get(name)
        if passed is None:
            return False
        while passed and passed[0] <= self.clock() - self.seconds:
            passed.popleft()
        return len(passed) >= self.most

    def count(self, name: str = "") -> None:
        """Note that one has passed."""
        self._passed[name] = self._passed.pop(name, deque())
        self._passed[name].append(self.clock())
        if len(self._passed) > self.NAMES:
            del self._passed[next(iter(self._passed))]

    def passes(self, name: str = "") -> bool:
        """Whether one more may pass; it is noted."""
        if self.is_full(name):
            return False
        self.count(name)
        return True
