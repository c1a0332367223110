"""Texts that beyond doubt stand for one thing."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from maturity.model import PortraitItem
from maturity.readers.levels import folded
from maturity.readers.mapping import as_flag
from maturity.text.names import names_apart, quoted, seen_name
from maturity.text.words import listed

LIKELY = 0.6
"""How much alike two texts are from which one may stand for the other, from 0 to 1."""


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


class Called:
    """What some schools or roles may be called in a file: by id, by name, by both together.

    Args:
        names: id to name.
        decided: other texts, and the ids that they mean, as somebody said; an empty id for none.
    """

    def __init__(self, names: Mapping[str, str], decided: Mapping[str, str]) -> None:
        self.names, self.labels = names, names_apart(names)
        told = [
            (text, one)
            for one, name in names.items()
            for text in (name, self.labels[one], f"{name} ({one})", f"{one} - {name}")
        ]
        owners: dict[str, tuple[str, ...]] = {}
        for text, one in told:
            key = folded(text)
            owners[key] = tuple(dict.fromkeys((*owners.get(key, ()), one)))
        said = {folded(one): (one,) for one in names} | {folded(text): (one,) for text, one in decided.items()}
        spelt = without_twins((seen_name(text), one) for text, one in told if len(owners[folded(text)]) > 1)
        self._owners = owners | said
        self._exact = spelt | {seen_name(text): one for text, one in decided.items()}

    def meant(self, text: str) -> str | None:
        """The one that a text means beyond doubt, be it by a spelling that is its own; None where that is open."""
        owners = self._owners.get(folded(text), ())
        return self._exact.get(seen_name(text), owners[0] if len(owners) == 1 else None)

    def sharing(self, text: str) -> tuple[str, ...]:
        """Ids of several that are all called so; none where a text is the name of one or none."""
        owners = self._owners.get(folded(text), ())
        return owners if len(owners) > 1 else ()

    def likely(self, text: str) -> tuple[str, ...]:
        """Ids of those whose names are much like a text, the likeliest first."""
        text = folded(text)
        if text in self._owners:
            return self._known(self._owners[text])
        near = difflib.get_close_matches(text, list(self._owners), 3, LIKELY)
        near += [name for name in self._owners if text in name or name in text]
        return self._known(one for name in near for one in self._owners[name])

    def advice(self, text: str, likely: Sequence[str]) -> str:
        """What somebody may do about a text that is none of these names, or the name of several.

        Args:
            likely: ids that it may stand for, the likeliest first.
        """
        if several := self.sharing(text):
            own = listed([quoted(self.labels[one]) for one in several], "or")
            return f"write {own} in each row, or, if all of them are from one: {as_flag(text, 'ID')}"
        if not likely:
            return f"say which it is: {as_flag(text, 'ID')}"
        alike = [one for one in likely if folded(self.names[one]) == folded(self.names[likely[0]])]
        if len(alike) > 1:
            asked = listed([quoted(self.labels[one]) for one in alike], "or")
            return f"did you mean {asked}? say which: {as_flag(text, 'ID')}"
        return f"did you mean {quoted(self.labels[likely[0]])}? then {as_flag(text, likely[0])}"

    def _known(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in ids if one in self.labels))
