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
from maturity.model.publication import Publication
from maturity.model.questionnaire import (
    Axis,
    BlindSpot,
    Dimension,
    PortraitItem,
    PortraitOption,
    Quadrant,
    Questionnaire,
    RatingItem,
    Role,
    RoleGap,
    Scale,
    Side,
    Source,
    Support,
)
from maturity.model.round import DONT_KNOW, SMALLEST_CELL, Agreed, Answer, Preview, Response, Round

__all__ = [
    "DONT_KNOW",
    "SMALLEST_CELL",
    "Agreed",
    "Answer",
    "Axis",
    "BlindSpot",
    "Cluster",
    "Conversation",
    "CycleStep",
    "Dimension",
    "GuidanceQuestion",
    "ItemGuidance",
    "Mode",
    "PortraitItem",
    "PortraitOption",
    "Preview",
    "Publication",
    "Quadrant",
    "QuadrantGuidance",
    "Questionnaire",
    "RatingItem",
    "Response",
    "Role",
    "RoleGap",
    "Round",
    "Scale",
    "School",
    "Side",
    "Source",
    "Support",
    "SupportGuidance",
]
