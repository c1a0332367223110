"""What a profile says over time: how far each part has moved."""

from __future__ import annotations

from maturity.report.over_time.parts import PartsOverTime


class ProfileOverTime(PartsOverTime):
    """The parts of a profile over the years."""
