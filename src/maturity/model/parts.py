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
    """What dimensions call it."""
    label: Text
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    """Its name on charts."""
    short_inside: Inside = ""
    """The short label as it stands inside a sentence."""
    source: str = ""
    """Where it comes from."""
    about: str = ""
    """What it means."""
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
    """Its name."""
    text: str = ""
    """What it means to be here."""
    guidance: str = ""
    """What to do next."""


class Dimension(Frozen):
    """Several items, or several dimensions, as one."""

    id: Id
    """What items call it."""
    axis: Id | Literal[""] = ""
    """The axis that it is a part of."""
    parent: Id | Literal[""] = Field(default="", alias="in")
    """The dimension that it is a part of; it has an axis or a parent, or neither."""
    label: Text
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    """Its name on charts and in tables."""
    about: str = ""
    """What it means."""
    weight: Weight = 1.0
    """How much it counts in a mean, beside others."""
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
    """What portraits call it."""
    label: Text
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    about: str = ""
    """One line of what it means, for its corner of the map."""
    at: dict[str, Side]
    """For each axis, the side on which the quadrant lies."""
    basis: str = ""
    """Where it comes from."""
    guidance: QuadrantGuidance | None = None
    """What is said of a cluster that stands in it."""


class Condition(Frozen):
    """An item or a part that lies from a value on, or below one."""

    item: Id | None = None
    """The item that is looked at."""
    part: Id | None = None
    """A dimension, an axis, or `overall`."""
    start: Finite | None = Field(default=None, alias="from")
    """The value from which the condition holds."""
    below: Finite | None = None
    """The value below which it holds."""


class BlindSpot(Frozen):
    """A combination that a cluster finds hard to see in itself; met when everything named holds."""

    id: Id
    """Its name in this file."""
    at: dict[str, Side] = {}
    """On which side of each axis of a map the cluster stands."""
    when: tuple[Condition, ...] = ()
    """What has to hold, besides."""
    evidence_below: float | None = Field(default=None, ge=0, le=1)
    """Share of high answers with an example named, below which the condition holds."""
    message: Text
    """What is said then."""


class Start(Frozen):
    """What holds before the first stage of a ladder."""

    label: Text
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    text: Text
    """What is said of a cluster that stands there."""


class LadderStage(Frozen):
    """One stage of a ladder."""

    id: Id
    """What items call it."""
    label: Text
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    """Its name on charts."""
    usual: str = ""
    """When it is usually reached, for example `year 2`."""
    need: int | None = Field(default=None, ge=1)
    """How many of its items have to hold; all if not said."""
    must: tuple[Id, ...] = ()
    """Items that have to hold in any case."""
    guidance: StageGuidance | None = None
    """What is said of a cluster that stands on it."""


class ViewPart(Frozen):
    """Some of the items, seen together."""

    id: Id
    """Its name in this file."""
    label: Text
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    """Its name on charts."""
    about: str = ""
    """What it means."""
    items: tuple[Id, ...] = Field(min_length=1)
    """The items that it is the mean of."""


class View(Frozen):
    """Another grouping of the same items: means beside the scores, never in them."""

    id: Id
    """Its name in this file."""
    label: Text
    """Its name."""
    source: str = ""
    """Where it comes from."""
    parts: tuple[ViewPart, ...] = Field(min_length=1)
    """Its parts, each the mean of some items."""


class Overall(Frozen):
    """All of it as one value."""

    label: Text = "Overall"
    """Its name."""
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    combine: Combine = "mean"
    """How the outermost parts become one value; a total is their sum if it is not said."""
    needs: int | None = Field(default=None, ge=1)
    """How many of them need a score, as for a dimension."""
    bands: tuple[Band, ...] = ()
    """Names for stretches of its range."""
    basis: str = ""
    """Where the bands come from."""
