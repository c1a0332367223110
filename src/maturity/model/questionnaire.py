"""The questionnaire: what is asked, of whom, on which scale, and what the answers say about which axis.

Nothing else in the program knows an axis, a quadrant, a role or a level by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from maturity.model.base import Frozen, Id, Short, Text
from maturity.model.faults import faults
from maturity.model.guidance import (
    Conversation,
    CycleStep,
    ItemGuidance,
    SupportGuidance,
)
from maturity.model.parts import Axis, Band, BlindSpot, Dimension, LadderStage, Overall, Quadrant, Side, Start, View
from maturity.model.scale import Inside, Role, RoleGap, Scale, Weight
from maturity.model.shape_rules import SECOND

Shape = Literal["map", "profile", "ladder", "checklist", "total"]
Subject = Literal["cluster", "school", "review"]
_FORMS = {"inside", "short_inside"}
ASKED_IS_CHECKED = "asked-is-checked"
"""Context of a round's validation: its questionnaire is one that was made, and so checked, a moment before."""
_NOT_ASKED: dict[str, Any] = {
    "quadrants": {"__all__": _FORMS | {"about"}},
    **{kind: {"__all__": _FORMS} for kind in ("roles", "axes", "dimensions", "items", "stages")},
}
_LATER: dict[str, Any] = {
    "scale": {"values", "met_at"},
    "axes": {"__all__": _FORMS | {"combine"}},
    "dimensions": {"__all__": _FORMS | {"parent", "combine", "needs", "bands", "deeper"}},
    "items": {"__all__": _FORMS | {"scale", "stage", "criteria"}},
    "blind_spots": {"__all__": {"when"}},
    **dict.fromkeys(("shape", "subject", "scales", "overall", "bands", "start", "stages", "views"), True),
}
"""Keys that the first format does not have, and that are no part of what it asked."""


class Source(Frozen):
    """The work that a questionnaire rests on, and what may be done with it."""

    work: Text
    """The work."""
    note: str = ""
    """What may be done with it, and what is our own."""


class RatingItem(Frozen):
    """One question that is answered with a level."""

    id: Id
    """What answers call it; never used again for another question."""
    rev: int = Field(default=1, ge=1)
    """Raised when the wording changes but not the meaning; a new meaning gets a new id."""
    dimension: Id | Literal[""] = ""
    """The dimension that it counts towards; none where the questionnaire has no dimensions."""
    scale: Id | None = None
    """One of `scales`; the questionnaire's own scale if not said."""
    stage: Id | None = None
    """The stage of a ladder that it belongs to."""
    criteria: tuple[Text, ...] = ()
    """Short lines to check before answering."""
    anchor: bool = False
    """Anchors keep their wording over versions, and make up the short form."""
    audience: tuple[Id, ...] = ()
    """Roles that are asked; empty means everybody."""
    supports: tuple[str, ...] = ()
    """Parts of the next-step conversation that this item informs."""
    source: str = ""
    """Where it comes from."""
    short: Short
    """Its name on charts and in tables."""
    inside: Inside = ""
    """The short label as it stands inside a sentence; as it is written where this is empty."""
    prompt: Text
    """The question."""
    levels: dict[int, Text] = {}
    """What each level looks like; empty means the scale's own labels."""
    reversed: bool = False
    """A high level means less of the axis: scored as lowest + highest - level."""
    weight: Weight = 1.0
    """How much it counts in a mean, beside others."""
    guidance: ItemGuidance | None = None
    """What helps with it."""


class PortraitOption(Frozen):
    """One description that a respondent can choose."""

    text: Text
    """The description."""
    basis: str = ""
    """Where it comes from."""


class PortraitItem(Frozen):
    """Which describes us best: one option for each quadrant."""

    id: Id
    """What answers call it."""
    rev: int = Field(default=1, ge=1)
    """Raised when the wording changes but not the meaning."""
    source: str = ""
    """Where it comes from."""
    short: Short
    """Its name on charts."""
    prompt: Text
    """The question."""
    options: dict[str, PortraitOption]
    """For each quadrant, the description that can be chosen."""


class Support(Frozen):
    """One of the supports that carry the next steps."""

    id: Id
    """What items call it."""
    label: Text
    """Its name."""
    source: str = ""
    """Where it comes from."""
    guidance: SupportGuidance
    """What helps with it."""


class Questionnaire(Frozen):
    """A whole questionnaire, checked: every id that is referred to exists."""

    format: Literal["maturity-questionnaire/1", "maturity-questionnaire/2"] = "maturity-questionnaire/1"
    """Which rules the file follows; the second format has a `shape`."""
    id: Id
    """What rounds and commands call it."""
    version: Text
    """Raised by hand; years are compared question by question, whatever it says."""
    title: Text
    """Stands above forms and reports."""
    language: str = "en"
    """Language of all its texts, as a BCP 47 tag: `en`, `cy`, `pt-BR`."""
    status: str = ""
    """How far it has been tried, for example `unpiloted`."""
    about: str = ""
    """What it is for, in a few sentences."""
    source: Source | None = None
    """What it rests on."""
    shape: Shape = "map"
    """What is read off: a place on a map, a profile of parts, a stage, what holds, or a total."""
    subject: Subject = "cluster"
    """What is rated: the cluster, one of its schools, or one review of a school."""
    scale: Scale
    """The scale of every item that names no other; the first of `scales` if there is none."""
    scales: dict[Id, Scale] = {}
    """Further scales, which items name."""
    roles: tuple[Role, ...] = ()
    """Who answers; without roles everybody is asked everything."""
    role_gap: RoleGap | None = None
    """Two groups of roles whose readings are held against each other."""
    axes: tuple[Axis, ...] = Field(default=(), max_length=2)
    """Of a map, exactly two: the first lies along the bottom, the second goes up."""
    dimensions: tuple[Dimension, ...] = ()
    """Several items as one, and several dimensions as one."""
    overall: Overall | Literal["none"] | None = None
    """All dimensions as one; a profile has their mean and a total their sum if it is not said."""
    bands: tuple[Band, ...] = ()
    """Of a total: names for stretches of its range."""
    start: Start | None = None
    """Of a ladder: what holds before its first stage."""
    stages: tuple[LadderStage, ...] = ()
    """Of a ladder, in order."""
    views: tuple[View, ...] = ()
    """Other groupings of the same items."""
    quadrants: tuple[Quadrant, ...] = Field(default=(), max_length=4)
    """Of a map, one for each corner."""
    supports: tuple[Support, ...] = ()
    """Kinds of help that next steps rest on."""
    conversation: Conversation | None = None
    """The words of the next conversation: why, how, what."""
    cycle: tuple[CycleStep, ...] = ()
    """What a cluster does in a year, month by month."""
    blind_spots: tuple[BlindSpot, ...] = ()
    """Combinations that a cluster finds hard to see in itself."""
    settled_share: float = Field(default=0.9, gt=0.5, le=1)
    """Read for the sake of older questionnaires, and without effect: a quadrant is named when both axes are settled."""
    dont_know_notable: float = Field(default=0.25, gt=0, le=1)
    """Share of don't-knows on an item from which a warning is given, if two people or more could not tell."""
    items: tuple[RatingItem, ...] = Field(min_length=1)
    """The questions, in the order in which they are asked."""
    portrait: tuple[PortraitItem, ...] = ()
    """Questions that are answered by choosing a description, one for each quadrant."""

    @model_validator(mode="before")
    @classmethod
    def _first_scale(cls, data: Any) -> Any:
        """The first of several scales stands for those items that name none."""
        scales = data.get("scales") if isinstance(data, Mapping) else None
        if not isinstance(scales, Mapping) or not scales or "scale" in data:
            return data
        return {**data, "scale": next(iter(scales.values()))}

    @model_validator(mode="after")
    def _refers_to_what_exists(self, info: ValidationInfo) -> Questionnaire:
        if info.context == ASKED_IS_CHECKED:
            return self
        found = faults(self.model_dump(exclude_unset=True))
        if found:
            raise PydanticCustomError("faults", "{text}", {"text": "; ".join(f.message for f in found)})
        return self

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when anything in the questionnaire changes.

        The forms that labels have inside sentences and the lines in the corners of the map are left out: nobody who
        answers sees them.
        """
        if self.format == SECOND:
            # A key that is added later does not change what was asked before there was one.
            asked = self.model_dump(mode="json", exclude=_NOT_ASKED, exclude_defaults=True)
            if self.is_mean_total:
                asked["overall"] = {**asked.get("overall", {}), "combine": "mean"}
        else:
            asked = self.model_dump(mode="json", exclude={**_NOT_ASKED, **_LATER})
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

    @cached_property
    def stage_by_id(self) -> dict[str, LadderStage]:
        """Stages by id."""
        return {stage.id: stage for stage in self.stages}

    @property
    def is_mean_total(self) -> bool:
        """Whether it is a total that says for itself that it is a mean; one that does not say how is a sum."""
        overall = self.overall
        if self.shape != "total" or not isinstance(overall, Overall):
            return False
        return overall.combine == "mean" and "combine" in overall.model_fields_set

    @cached_property
    def whole(self) -> Overall | None:
        """All dimensions as one value, where that is asked for."""
        if isinstance(self.overall, Overall):
            is_silent = self.shape == "total" and self.overall.combine == "mean" and not self.is_mean_total
            return self.overall.model_copy(update={"combine": "sum"}) if is_silent else self.overall
        if self.overall is None and self.shape == "profile":
            return Overall()
        if self.overall is None and self.shape == "total":
            return Overall(label="Total", inside="the total", combine="sum", bands=self.bands)
        return None

    def scale_of(self, item: RatingItem) -> Scale:
        """The scale that an item is answered on; of scales that say the same, always the first."""
        return self._scale_by_name[item.scale] if item.scale is not None else self.scale

    @cached_property
    def _scale_by_name(self) -> dict[str, Scale]:
        every = [self.scale, *self.scales.values()]
        return {name: next(one for one in every if one == scale) for name, scale in self.scales.items()}

    @cached_property
    def levels_by_item(self) -> dict[str, frozenset[int]]:
        """Item id to the levels that may be answered."""
        return {item.id: frozenset(self.scale_of(item).levels) for item in self.items}

    @cached_property
    def answered_on(self) -> tuple[Scale, ...]:
        """The scales that items are answered on, each once, in the order of the items."""
        return tuple({id(scale := self.scale_of(item)): scale for item in self.items}.values())

    def axis_of(self, item: RatingItem) -> str:
        """Id of the axis that an item counts towards; empty where it counts towards none."""
        dimension = self.dimension_by_id.get(item.dimension)
        return self.axis_above(dimension) if dimension is not None else ""

    def axis_above(self, dimension: Dimension) -> str:
        """Id of the axis that a dimension counts towards, by way of others too; empty where it counts towards none."""
        while not dimension.axis and dimension.parent:
            dimension = self.dimension_by_id[dimension.parent]
        return dimension.axis

    def children_of(self, dimension: str) -> tuple[Dimension, ...]:
        """Dimensions that are parts of a dimension; those that are parts of nothing for an empty id."""
        inside = [one for one in self.dimensions if one.parent == dimension]
        return tuple(one for one in inside if dimension or not one.axis)

    def items_of(self, dimension: str) -> tuple[RatingItem, ...]:
        """Rating items of a dimension, in order."""
        return tuple(item for item in self.items if item.dimension == dimension)

    def dimensions_of(self, axis: str) -> tuple[Dimension, ...]:
        """Dimensions of an axis, in order."""
        return tuple(dimension for dimension in self.dimensions if dimension.axis == axis)

    def levels_of(self, item: RatingItem) -> dict[int, str]:
        """What each level of an item looks like: its own descriptors, else the scale's labels."""
        return dict(sorted((item.levels or self.scale_of(item).levels).items()))

    def is_asked(self, item: RatingItem, role: str | None) -> bool:
        """Whether an item is put to a role. Somebody without a known role is asked everything."""
        return not item.audience or role is None or role not in self.role_by_id or role in item.audience

    def quadrant_at(self, sides: dict[str, Side]) -> Quadrant:
        """The quadrant that lies on the given side of each axis."""
        return next(quadrant for quadrant in self.quadrants if quadrant.at == sides)
