"""Frozen models of everything the program knows about; they neither read, write, print nor ask the time."""

from maturity.model.cluster import Cluster, Mode, School
from maturity.model.guidance import (
    Conversation,
    CycleStep,
    GuidanceQuestion,
    ItemGuidance,
    QuadrantGuidance,
    SupportGuidance,
)
from maturity.model.parts import (
    Axis,
    Band,
    BlindSpot,
    Condition,
    Dimension,
    LadderStage,
    Overall,
    Quadrant,
    Side,
    Start,
    View,
    ViewPart,
)
from maturity.model.publication import Publication
from maturity.model.questionnaire import PortraitItem, PortraitOption, Questionnaire, RatingItem, Source, Support
from maturity.model.review import Help, Review
from maturity.model.round import DONT_KNOW, SMALLEST_CELL, Agreed, Answer, Preview, Rated, Response, Round
from maturity.model.scale import Role, RoleGap, Scale

__all__ = [
    "DONT_KNOW",
    "SMALLEST_CELL",
    "Agreed",
    "Answer",
    "Axis",
    "Band",
    "BlindSpot",
    "Cluster",
    "Condition",
    "Conversation",
    "CycleStep",
    "Dimension",
    "GuidanceQuestion",
    "Help",
    "ItemGuidance",
    "LadderStage",
    "Mode",
    "Overall",
    "PortraitItem",
    "PortraitOption",
    "Preview",
    "Publication",
    "Quadrant",
    "QuadrantGuidance",
    "Questionnaire",
    "Rated",
    "RatingItem",
    "Response",
    "Review",
    "Role",
    "RoleGap",
    "Round",
    "Scale",
    "School",
    "Side",
    "Source",
    "Start",
    "Support",
    "SupportGuidance",
    "View",
    "ViewPart",
]
