"""What items are joined to, and what is read off: dimensions, axes, quadrants, stages, views and all of it as one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from maturity.model.base import Frozen, Id, Short, Text
from maturity.model.guidance import QuadrantGuidance, StageGuidance
from maturity.model.scale import Finite, Inside, Weight

Side = Literal["low", "high"]
Combine = Literal["mean", "sum", "min"]


class Axis(Frozen):
    """One of the two directions of the map."""

    id: Id
    label: Text
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    short_inside: Inside = ""
    """The short label as it stands inside a sentence."""
    source: str = ""
    about: str = ""
    midpoint: float
    """Where low ends and high begins, in levels: a convention."""
    combine: Literal["mean", "min"] = "mean"
    """How its dimensions make the axis."""
    dimensions_needed: int = Field(ge=1)
    """An axis with fewer scored dimensions is not placed."""
    low: str = "low"
    """One word for the low end."""
    high: str = "high"
    """One word for the high end."""


class Band(Frozen):
    """A stretch of a part's range; it ends where the next begins, so that no value falls between two."""

    start: Finite = Field(alias="from")
    """The lowest value of the band."""
    label: Text
    text: str = ""
    """What it means to be here."""
    guidance: str = ""
    """What to do next."""


class Dimension(Frozen):
    """Several items, or several dimensions, as one."""

    id: Id
    axis: Id | Literal[""] = ""
    """The axis that it is a part of."""
    parent: Id | Literal[""] = Field(default="", alias="in")
    """The dimension that it is a part of; it has an axis or a parent, or neither."""
    label: Text
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    about: str = ""
    weight: Weight = 1.0
    combine: Combine = "mean"
    """How what belongs to it becomes one value."""
    needs: int | None = Field(default=None, ge=1)
    """How many of its items or dimensions need a score: half for a mean, all for a sum and the weakest, if not said."""
    bands: tuple[Band, ...] = ()
    """Names for stretches of its range."""
    deeper: Id | None = None
    """A shipped questionnaire that tells more about it."""


class Quadrant(Frozen):
    """One of the four fields of the map."""

    id: Id
    label: Text
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    at: dict[str, Side]
    """For each axis, the side on which the quadrant lies."""
    basis: str = ""
    guidance: QuadrantGuidance | None = None


class Condition(Frozen):
    """An item or a part that lies from a value on, or below one."""

    item: Id | None = None
    part: Id | None = None
    """A dimension, an axis, or `overall`."""
    start: Finite | None = Field(default=None, alias="from")
    below: Finite | None = None


class BlindSpot(Frozen):
    """A combination that a cluster finds hard to see in itself; met when everything named holds."""

    id: Id
    at: dict[str, Side] = {}
    when: tuple[Condition, ...] = ()
    """What has to hold, besides."""
    evidence_below: float | None = Field(default=None, ge=0, le=1)
    """Share of high ratings with an example named, below which the condition holds."""
    message: Text


class Start(Frozen):
    """What holds before the first stage of a ladder."""

    label: Text
    inside: Inside = ""
    text: Text


class LadderStage(Frozen):
    """One stage of a ladder."""

    id: Id
    label: Text
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    usual: str = ""
    """When it is usually reached, for example `year 2`."""
    need: int | None = Field(default=None, ge=1)
    """How many of its items have to hold; all if not said."""
    must: tuple[Id, ...] = ()
    """Items that have to hold in any case."""
    guidance: StageGuidance | None = None


class ViewPart(Frozen):
    """Some of the items, seen together."""

    id: Id
    label: Text
    inside: Inside = ""
    short: Short
    about: str = ""
    items: tuple[Id, ...] = Field(min_length=1)


class View(Frozen):
    """Another grouping of the same items: means beside the scores, never in them."""

    id: Id
    label: Text
    source: str = ""
    parts: tuple[ViewPart, ...] = Field(min_length=1)


class Overall(Frozen):
    """All of it as one value."""

    label: Text = "Overall"
    inside: Inside = ""
    combine: Combine = "mean"
    needs: int | None = Field(default=None, ge=1)
    bands: tuple[Band, ...] = ()
    basis: str = ""
    """Where the bands come from."""
