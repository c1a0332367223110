"""Which questions mean the same in two rounds, and when two questionnaires are alike enough to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.core.changes import changes
from maturity.core.comparison import Refused
from maturity.core.said import Label, Name, Said, said
from maturity.core.structure import Structure
from maturity.model import Questionnaire, RatingItem

ENOUGH_ANCHORS = 3
"""Questions in common that an axis needs to link two questionnaires.

With three, the median change is not moved by one question that drifts; with fewer, one question would decide.
"""

Same = Mapping[str, str]
"""Earlier item id to later item id: what the user says are the same questions."""


@dataclass(frozen=True, slots=True)
class Match:
    """Rating items of two questionnaires held against one another.

    Args:
        common: (earlier id, later id) of those that mean the same, in the later order.
        only_before, only_after: ids that have no partner.
        reworded: later ids whose partner has another revision, wording, scale, direction or dimension.
        vouched: later ids that count as common only because the user said so.
        other_people: later ids that are common, and put to other roles than before.
    """

    common: tuple[tuple[str, str], ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    reworded: tuple[str, ...]
    vouched: tuple[str, ...]
    other_people: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether both ask exactly the same."""
        return not (self.only_before or self.only_after or self.reworded)


def match(before: Questionnaire, after: Questionnaire, same: Same) -> Match:
    """Partners of all rating items.

    Args:
        same: pairs that the user vouches for; they need the same number of levels and direction, not the same words.
    """
    # What the user says is the same comes last, so that it wins over an id that has stayed.
    known = sorted(before.item_by_id, key=lambda old: old in same)
    partner = {later: old for old in known if (later := _follow(old, after, same)) is not None}
    reworded = set(changes(before, after).reworded)
    common: list[tuple[str, str]] = []
    other: list[str] = []
    vouched: list[str] = []
    people: list[str] = []
    for new in after.items:
        if new.id not in partner:
            continue
        old = before.item_by_id[partner[new.id]]
        said = same.get(old.id) is not None
        if not _counts_alike(before, after, old, new):
            other.append(new.id)
        elif said or (old.rev == new.rev and new.id not in reworded and old.dimension == new.dimension):
            common.append((old.id, new.id))
            if said and (old.prompt != new.prompt or before.levels_of(old) != after.levels_of(new)):
                vouched.append(new.id)
            if _audience(before, old) != _audience(after, new):
                people.append(new.id)
        else:
            other.append(new.id)
    taken = set(partner.values())
    return Match(
        tuple(common),
        tuple(item.id for item in before.items if item.id not in taken),
        tuple(item.id for item in after.items if item.id not in partner),
        tuple(other),
        tuple(vouched),
        tuple(people),
    )


def _follow(old: str, after: Questionnaire, same: Same) -> str | None:
    """The later item that an earlier one became, over any number of renamings; None when it is gone."""
    here, found, seen = old, (old if old in after.item_by_id and old not in same else None), {old}
    while (following := same.get(here)) is not None:
        if following in after.item_by_id:
            found = following
        if following in seen:
            break
        seen.add(following)
        here = following
    return found


def _counts_alike(before: Questionnaire, after: Questionnaire, old: RatingItem, new: RatingItem) -> bool:
    if before.scale_of(old).worth != after.scale_of(new).worth or old.reversed != new.reversed:
        return False
    axes = before.axis_of(old), after.axis_of(new)
    return axes[0] == axes[1] or axes[0] not in after.axis_by_id


def _audience(questionnaire: Questionnaire, item: RatingItem) -> frozenset[str]:
    return frozenset(item.audience or questionnaire.role_by_id)


def structure_of(before: Questionnaire, after: Questionnaire, found: Match) -> Structure:
    """How the common items count in both rounds: in the dimensions and with the weights of the later questionnaire.

    An axis needs as many scored dimensions as the stricter of the two questionnaires asks for.
    """
    structure = Structure.of(later_part(after, found))
    return structure.with_needs(
        {
            axis.id: max(axis.dimensions_needed, before.axis_by_id[axis.id].dimensions_needed)
            for axis in after.axes
            if axis.id in before.axis_by_id
        }
    )


def later_part(after: Questionnaire, found: Match) -> Questionnaire:
    """The later questionnaire with the common items only. For its structure, not for asking."""
    items = tuple(after.item_by_id[new] for _, new in found.common)
    known = {item.id for item in items}
    parts = [(view, [part for part in view.parts if known & set(part.items)]) for view in after.views]
    views = tuple(
        view.model_copy(
            update={
                "parts": tuple(
                    part.model_copy(update={"items": tuple(i for i in part.items if i in known)}) for part in kept
                )
            }
        )
        for view, kept in parts
    )
    return after.model_copy(update={"items": items, "portrait": (), "views": views})


def why_incomparable(before: Questionnaire, after: Questionnaire, found: Match, same: Same) -> Said | None:
    """Why answers to two questionnaires cannot be compared at all; None when they can."""
    if before.shape != after.shape:
        return said("other-shape", before=Name(before.shape), after=Name(after.shape))
    ends = (before.scale.low, before.scale.high), (after.scale.low, after.scale.high)
    if ends[0] != ends[1] and not found.common:
        (low, high), (new_low, new_high) = ends
        return said("other-scale", low=low, high=high, new_low=new_low, new_high=new_high)
    if before.id != after.id and not same:
        anchors = [new for old, new in found.common if before.item_by_id[old].anchor and after.item_by_id[new].anchor]
        if not after.axes and len(anchors) < ENOUGH_ANCHORS:
            return said("few-anchors-in-all", before=Name(before.id), after=Name(after.id), shared=len(anchors))
        on_axis = {axis.id: sum(after.axis_of(after.item_by_id[i]) == axis.id for i in anchors) for axis in after.axes}
        fewest = min(on_axis, key=on_axis.__getitem__, default="")
        if fewest and on_axis[fewest] < ENOUGH_ANCHORS:
            return said(
                "few-anchors" if on_axis[fewest] else "no-anchors",
                before=Name(before.id),
                after=Name(after.id),
                axis=Label("axis", fewest),
                shared=on_axis[fewest],
                needed=ENOUGH_ANCHORS,
            )
    return None if found.common else said("nothing-in-common")


def check_same(same: Same, questionnaires: list[Questionnaire]) -> None:
    """Refuse pairs of ids that name no question, or that name one twice.

    Raises:
        Refused: carries the first fault.
    """
    known = {item for questionnaire in questionnaires for item in questionnaire.item_by_id}
    seen: dict[str, str] = {}
    for old, new in same.items():
        for name in (old, new):
            if name not in known:
                raise Refused(said("no-such-item", item=Name(name)), said("check-pairs"))
        if new in seen:
            raise Refused(
                said("same-twice", one=Name(seen[new]), other=Name(old), item=Name(new)), said("keep-one-pair")
            )
        seen[new] = old
