"""What each shape of questionnaire says over time: the one place where a year's reports and charts part ways."""

from __future__ import annotations

from maturity.core.comparison import Comparison
from maturity.core.reading import Checklist, Ladder, Map, Profile, Total
from maturity.report.over_time.base import OverTime
from maturity.report.over_time.checklist import ChecklistOverTime
from maturity.report.over_time.ladder import LadderOverTime
from maturity.report.over_time.on_a_map import MapOverTime
from maturity.report.over_time.profile import ProfileOverTime
from maturity.report.over_time.total import TotalOverTime

__all__ = ["OverTime", "over_time"]

_BY_READING: dict[type, type[OverTime]] = {
    Map: MapOverTime,
    Profile: ProfileOverTime,
    Ladder: LadderOverTime,
    Checklist: ChecklistOverTime,
    Total: TotalOverTime,
}


def over_time(comparison: Comparison) -> OverTime:
    """How the rounds of a cluster are told together, by what is read off the last."""
    return _BY_READING[type(comparison.rounds[-1].reading)](comparison)
