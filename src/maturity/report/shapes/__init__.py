"""What each shape of questionnaire says of a cluster: the one place where reports, decks and books part ways."""

from __future__ import annotations

from maturity.core.assessment import Assessment
from maturity.core.reading import Checklist, Ladder, Map, Profile, Total
from maturity.report.shapes.checklist import ChecklistTelling
from maturity.report.shapes.ladder import LadderTelling
from maturity.report.shapes.on_a_map import MapTelling
from maturity.report.shapes.profile import ProfileTelling
from maturity.report.shapes.telling import Telling
from maturity.report.shapes.total import TotalTelling

__all__ = ["Telling", "telling"]

_BY_READING: dict[type, type[Telling]] = {
    Map: MapTelling,
    Profile: ProfileTelling,
    Ladder: LadderTelling,
    Checklist: ChecklistTelling,
    Total: TotalTelling,
}


def telling(assessment: Assessment) -> Telling:
    """How the result of a cluster is told, by what is read off it."""
    return _BY_READING[type(assessment.reading)](assessment)
