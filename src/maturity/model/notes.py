"""What is worth a look in a questionnaire although nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Any

from maturity.errors import Fault, Path
from maturity.model.plain_data import Data, groups, scale_name, scales_of, worth_of_scale
from maturity.text.words import listed


def notes(data: object) -> list[Fault]:
    """Conventions that are easily taken for granted; none of them is a fault.

    Args:
        data: a questionnaire as plain dictionaries and lists; any other shape gives no notes.
    """
    return [*_values(data), *_unused(data), *_basis(data)] if isinstance(data, Mapping) else []


def _values(data: Mapping[Any, Any]) -> Iterator[Fault]:
    for at, scale in scales_of(data).values():
        worth = worth_of_scale(scale)
        if not isinstance(scale.get("values"), Mapping) or len(set(worth.values())) < 2:
            continue
        falls = [(one, two) for one, two in pairwise(worth) if worth[two] < worth[one]]
        if falls:
            said = listed([f"{two} ({worth[two]:g}) than {one} ({worth[one]:g})" for one, two in falls])
            message = f"the values do not rise with the levels: less is worth {said}"
            hint = "nothing is wrong if that is meant; levels are asked in their order, and scored by their values"
            yield Fault((*at, "values"), "values-do-not-rise", message, hint)
        same = [(one, two) for one, two in combinations(worth, 2) if worth[one] == worth[two]]
        if same:
            said = listed([f"{one} and {two} ({worth[one]:g})" for one, two in same])
            hint = "nothing is wrong if that is meant; no score tells them apart"
            yield Fault((*at, "values"), "same-worth", f"answers are worth the same: {said}", hint)


def _unused(data: Data) -> Iterator[Fault]:
    used = {scale_name(data, row) for _, row in groups(data, "items")}
    for name, (at, _) in scales_of(data).items():
        if name not in used:
            message = (
                f"no question is answered on the scale {name!r}" if name else "no question is answered on this scale"
            )
            yield Fault(at, "unused-scale", message, "remove it, or name it at a question: scale: ...")


def _basis(data: Data) -> Iterator[Fault]:
    """Bands of the whole that do not say where they come from."""
    whole = data.get("overall")
    said: list[tuple[Path, object]] = [(("bands",), data.get("bands"))]
    if isinstance(whole, Mapping):
        said.append((("overall", "bands"), None if whole.get("basis") else whole.get("bands")))
    for at, bands in said:
        if bands:
            message = "nothing says where the bands come from, and cut-offs are conventions"
            hint = "say it beside them: overall: {bands: ..., basis: ...}"
            yield Fault(at, "bands-without-basis", message, hint)
