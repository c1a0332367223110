"""The questionnaire: what is asked, of whom, on which scale, and what the answers say about which axis.

Nothing else in the program knows an axis, a quadrant, a role or a level by name.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from maturity.model.base import Frozen, Id, Short, Text
from maturity.model.faults import faults
from maturity.model.guidance import Conversation, CycleStep, ItemGuidance, QuadrantGuidance, SupportGuidance

Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Side = Literal["low", "high"]
Inside = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
_NOT_ASKED = {
    kind: {"__all__": {"inside", "short_inside"}} for kind in ("roles", "axes", "dimensions", "quadrants", "items")
}


class Source(Frozen):
    """The work that a questionnaire rests on, and what may be done with it."""

    work: Text
    note: str = ""


class Scale(Frozen):
    """The levels that every item is answered on, and the answers that are not levels."""

    levels: dict[int, Text] = Field(min_length=2, max_length=11)
    """Label of each level; the numbers are consecutive whole numbers."""
    instruction: str = ""
    dont_know: Text = "I cannot tell"
    skipped: Text = "Left blank"
    evidence_from: int | None = None
    """The lowest level that asks for an example; None asks for none."""
    evidence_prompt: str = "What would you show a sceptical visitor?"

    @property
    def low(self) -> int:
        """Lowest level."""
        return min(self.levels)

    @property
    def high(self) -> int:
        """Highest level."""
        return max(self.levels)

    @property
    def size(self) -> int:
        """Number of levels."""
        return len(self.levels)


class Role(Frozen):
    """Who somebody is in their school or in the cluster."""

    id: Id
    label: Text
    inside: Inside = ""
    group: Id | None = None
    """A group that `role_gap` may compare, for example `leaders`."""


class RoleGap(Frozen):
    """Two groups of roles whose readings are compared within schools: `higher` minus `lower`."""

    higher: Id
    lower: Id
    notable: Weight = 0.5
    """Mean difference in levels from which a warning is given."""


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
    dimensions_needed: int = Field(ge=1)
    """An axis with fewer scored dimensions is not placed."""
    low: str = "low"
    """One word for the low end."""
    high: str = "high"
    """One word for the high end."""


class Dimension(Frozen):
    """A part of an axis: the mean of its items."""

    id: Id
    axis: Id
    label: Text
    inside: Inside = ""
    """The label as it stands inside a sentence; as it is written where this is empty."""
    short: Short
    about: str = ""
    weight: Weight = 1.0


class RatingItem(Frozen):
    """One question that is answered with a level."""

    id: Id
    rev: int = Field(default=1, ge=1)
    """Raised when the wording changes but not the meaning; a new meaning gets a new id."""
    dimension: Id
    anchor: bool = False
    """Anchors keep their wording over versions, and make up the short form."""
    audience: tuple[Id, ...] = ()
    """Roles that are asked; empty means everybody."""
    supports: tuple[str, ...] = ()
    """Parts of the next-step conversation that this item informs."""
    source: str = ""
    short: Short
    inside: Inside = ""
    """The short label as it stands inside a sentence; as it is written where this is empty."""
    prompt: Text
    levels: dict[int, Text] = {}
    """What each level looks like; empty means the scale's own labels."""
    reversed: bool = False
    """A high level means less of the axis: scored as lowest + highest - level."""
    weight: Weight = 1.0
    guidance: ItemGuidance | None = None


class PortraitOption(Frozen):
    """One description that a respondent can choose."""

    text: Text
    basis: str = ""


class PortraitItem(Frozen):
    """Which describes us best: one option for each quadrant."""

    id: Id
    rev: int = Field(default=1, ge=1)
    source: str = ""
    short: Short
    prompt: Text
    options: dict[str, PortraitOption]


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


class Support(Frozen):
    """One of the supports that carry the next steps."""

    id: Id
    label: Text
    source: str = ""
    guidance: SupportGuidance


class BlindSpot(Frozen):
    """A combination that a cluster finds hard to see in itself; met when everything named holds."""

    id: Id
    at: dict[str, Side] = {}
    evidence_below: float | None = Field(default=None, ge=0, le=1)
    """Share of high ratings with an example named, below which the condition holds."""
    message: Text


class Questionnaire(Frozen):
    """A whole questionnaire, checked: every id that is referred to exists."""

    format: Literal["maturity-questionnaire/1"] = "maturity-questionnaire/1"
    id: Id
    version: Text
    title: Text
    language: str = "en"
    """Language of all its texts, as a BCP 47 tag: `en`, `cy`, `pt-BR`."""
    status: str = ""
    about: str = ""
    source: Source | None = None
    scale: Scale
    roles: tuple[Role, ...] = ()
    role_gap: RoleGap | None = None
    axes: tuple[Axis, ...] = Field(min_length=2, max_length=2)
    """Exactly two: the first lies along the bottom, the second goes up."""
    dimensions: tuple[Dimension, ...] = Field(min_length=2)
    quadrants: tuple[Quadrant, ...] = Field(min_length=4, max_length=4)
    supports: tuple[Support, ...] = ()
    conversation: Conversation | None = None
    cycle: tuple[CycleStep, ...] = ()
    blind_spots: tuple[BlindSpot, ...] = ()
    settled_share: float = Field(default=0.9, gt=0.5, le=1)
    """Read for the sake of older questionnaires, and without effect: a quadrant is named when both axes are settled."""
    dont_know_notable: float = Field(default=0.25, gt=0, le=1)
    """Share of don't-knows on an item from which a warning is given."""
    items: tuple[RatingItem, ...] = Field(min_length=2)
    portrait: tuple[PortraitItem, ...] = ()

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Questionnaire:
        found = faults(self.model_dump())
        if found:
            raise PydanticCustomError("faults", "{text}", {"text": "; ".join(f.message for f in found)})
        return self

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when anything in the questionnaire changes.

        Only the forms that labels have inside sentences are left out: nobody who answers sees them.
        """
        asked = self.model_dump(mode="json", exclude=_NOT_ASKED)
        whole = json.dumps(asked, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @cached_property
    def item_by_id(self) -> dict[str, RatingItem]:
        """Rating items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def dimension_by_id(self) -> dict[str, Dimension]:
        """Dimensions by id."""
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def axis_by_id(self) -> dict[str, Axis]:
        """Axes by id."""
        return {axis.id: axis for axis in self.axes}

    @cached_property
    def quadrant_by_id(self) -> dict[str, Quadrant]:
        """Quadrants by id."""
        return {quadrant.id: quadrant for quadrant in self.quadrants}

    @cached_property
    def role_by_id(self) -> dict[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    def axis_of(self, item: RatingItem) -> str:
        """Id of the axis that an item counts towards."""
        return self.dimension_by_id[item.dimension].axis

    def items_of(self, dimension: str) -> tuple[RatingItem, ...]:
        """Rating items of a dimension, in order."""
        return tuple(item for item in self.items if item.dimension == dimension)

    def dimensions_of(self, axis: str) -> tuple[Dimension, ...]:
        """Dimensions of an axis, in order."""
        return tuple(dimension for dimension in self.dimensions if dimension.axis == axis)

    def levels_of(self, item: RatingItem) -> dict[int, str]:
        """What each level of an item looks like: its own descriptors, else the scale's labels."""
        return dict(sorted((item.levels or self.scale.levels).items()))

    def is_asked(self, item: RatingItem, role: str | None) -> bool:
        """Whether an item is put to a role. Somebody without a known role is asked everything."""
        return not item.audience or role is None or role not in self.role_by_id or role in item.audience

    def quadrant_at(self, sides: dict[str, Side]) -> Quadrant:
        """The quadrant that lies on the given side of each axis."""
        return next(quadrant for quadrant in self.quadrants if quadrant.at == sides)
