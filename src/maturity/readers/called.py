"""Texts that beyond doubt stand for one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from maturity.model import PortraitItem
from maturity.readers.levels import folded


def without_twins(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A table without the keys that stand for several things."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def chosen_as(item: PortraitItem) -> dict[str, str]:
    """Everything that beyond doubt means one of the descriptions of a portrait."""
    texts = without_twins((folded(option.text), quadrant) for quadrant, option in item.options.items())
    return {**texts, **{folded(quadrant): quadrant for quadrant in item.options}}


def called_as(names: Mapping[str, str]) -> dict[str, str]:
    """Everything that beyond doubt means one of some schools or roles: its id, its name, both together."""
    pairs = [(folded(text), one) for one, name in names.items() for text in (name, f"{one} - {name}")]
    return {**without_twins(pairs), **{folded(one): one for one in names}}
