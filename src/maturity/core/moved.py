"""How far what a priority named has moved, beside everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maturity.core.comparison import Change, Movement, Step, Unit
from maturity.core.plan import nameable
from maturity.core.said import Said, said
from maturity.core.structure import unit_of
from maturity.model import Questionnaire
from maturity.model.plan import Priority


def movement(priority: Priority, step: Step, same: Mapping[str, str] | None = None) -> Movement:
    """How far what a priority of the earlier round named has moved, beside everything else.

    Each mean is the plain mean of changes that the comparison shows: of dimensions when only dimensions are named,
    else of items (a named dimension then stands for its items). What a confidential round hides stays hidden,
    since nothing else goes in. Beside a dimension do not stand those within it, nor those that it is within.

    Args:
        step: from the round of the priority to a later one.
        same: id of an item of the earlier questionnaire to its id in the later one, where they differ.
    """
    questionnaire = step.before.questionnaire
    known = nameable(questionnaire)
    unit, wanted = _named(priority, questionnaire)
    changes = step.dimensions if unit == "dimension" else step.items_changed
    here = {name: (same or {}).get(name, name) for name in wanted}
    shown, of_range = _shown(step, unit, changes)
    related = set(here.values()) | {one for name in wanted for one in _related(questionnaire, name)}
    inside = [shown[name] for name in here.values() if name in shown]
    outside = [change for name, change in shown.items() if name not in related]
    turns = step.readings.held if step.readings is not None else {}
    items = here if unit == "item" else {}
    return Movement(
        priority,
        tuple(known.get(name, name) for name in priority.moves),
        unit,
        sum(inside) / len(inside) if inside else None,
        sum(outside) / len(outside) if outside and inside else None,
        len(inside),
        len(outside),
        tuple(known.get(name, name) for name in wanted if here[name] not in shown),
        _why_missing(priority, [changes[name] for name in here.values() if name in changes], inside, outside),
        "range" if of_range else unit_of(step.after.questionnaire),
        tuple((known.get(old, old), turns[new]) for old, new in items.items() if new in turns),
    )


def _named(priority: Priority, questionnaire: Questionnaire) -> tuple[Unit, tuple[str, ...]]:
    """What is averaged, and the ids of that which was named."""
    dimensions = questionnaire.dimension_by_id
    if all(name in dimensions for name in priority.moves):
        return "dimension", tuple(priority.moves)
    items = (
        item
        for name in priority.moves
        for item in (_items_within(questionnaire, name) if name in dimensions else [name])
    )
    return "item", tuple(dict.fromkeys(items))


def _items_within(questionnaire: Questionnaire, dimension: str) -> list[str]:
    """Ids of the items of a dimension, and of those within it."""
    own = [item.id for item in questionnaire.items_of(dimension)]
    return own + [i for one in questionnaire.children_of(dimension) for i in _items_within(questionnaire, one.id)]


def _related(questionnaire: Questionnaire, name: str) -> set[str]:
    """Dimensions within one, and those that it is within."""
    found, dimensions = set[str](), questionnaire.dimension_by_id
    if name not in dimensions:
        return found
    within = [name]
    while within:
        inside = [child.id for child in questionnaire.children_of(within.pop())]
        found |= set(inside)
        within += inside
    above = dimensions[name].parent
    while above:
        found.add(above)
        above = dimensions[above].parent
    return found


def _shown(step: Step, unit: Unit, changes: Mapping[str, Change]) -> tuple[dict[str, float], bool]:
    """Changes that there are; in parts of the range of each, and that this is so, where the ranges differ."""
    asked = step.after.questionnaire
    shown = {name: one.change for name, one in changes.items() if one.change is not None}
    reach = {}
    for name in shown:
        part, item = step.after.dimensions.get(name), asked.item_by_id.get(name)
        if unit == "dimension" and part is not None:
            reach[name] = part.range.high - part.range.low
        elif item is not None:
            reach[name] = asked.scale_of(item).most - asked.scale_of(item).least
    if len(set(reach.values())) < 2 or len(reach) < len(shown):
        return shown, False
    return {name: change / reach[name] for name, change in shown.items()}, True


def _why_missing(
    priority: Priority, named: Iterable[Change], inside: list[float], outside: list[float]
) -> Said | str | None:
    """Why one of the two means is missing."""
    if not priority.moves:
        return said("named-nothing")
    if not inside:
        reasons = {one.reason for one in named}
        return (reasons.pop() if len(reasons) == 1 else None) or said("named-cannot-be-compared")
    return None if outside else said("nothing-else-compared")
