"""What each shape of questionnaire says of a cluster: the one place where reports, decks and books part ways."""

from __future__ import annotations

from maturity.core.assessment import Assessment
from maturity.core.reading import Checklist, Ladder, Map, Profile, Total
from maturity.report.shapes.telling import Telling

__all__ = ["Telling", "telling"]


def telling(assessment: Assessment) -> Telling:
    """How the result of a cluster is told, by what is read off it; a cluster needs one shape, so one is loaded."""
    match assessment.reading:
        case Map():
            from maturity.report.shapes.on_a_map import MapTelling

            return MapTelling(assessment)
        case Profile():
            from maturity.report.shapes.profile import ProfileTelling

            return ProfileTelling(assessment)
        case Ladder():
            from maturity.report.shapes.ladder import LadderTelling

            return LadderTelling(assessment)
        case Checklist():
            from maturity.report.shapes.checklist import ChecklistTelling

            return ChecklistTelling(assessment)
        case Total():
            from maturity.report.shapes.total import TotalTelling

            return TotalTelling(assessment)
