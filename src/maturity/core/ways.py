"""How far each answer moves each score: the weights of items in parts, and of parts in others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maturity.core.scoring import divide, roll_up
from maturity.core.structure import Child, Structure
from maturity.core.table import Floats


@dataclass(frozen=True, eq=False)
class Move:
    """How far something that belongs to a part moves it: (rows,) its share."""

    part: int
    child: Child
    share: Floats


def ways_of(structure: Structure, items: Floats) -> list[Move]:
    """How far everything moves what it belongs to, from the values of items as asked (rows, items).

    What belongs to a part comes before it. Of the weakest of several, only the one that is weakest moves it.
    """
    parts, turned, found = roll_up(structure, items), structure.turn(items), list[Move]()
    for column in structure.order:
        part = structure.parts[column]
        if not part.children:
            continue
        values = [(turned if kind == "item" else parts)[:, child] for kind, child, _ in part.children]
        weakest = np.min([np.where(np.isfinite(value), value, np.inf) for value in values], axis=0)
        taken = np.zeros(len(items), bool)
        shares = []
        for (_, _, weight), value in zip(part.children, values, strict=True):
            share = weight * np.isfinite(value)
            if part.combine == "min":
                share = ((value == weakest) & ~taken).astype(float)
                taken |= share > 0
            shares.append(share)
        if part.combine == "mean":
            whole = np.zeros(len(items))
            for share in shares:
                whole += share
            shares = [np.nan_to_num(divide(share, whole)) for share in shares]
        found += [Move(column, child, share) for child, share in zip(part.children, shares, strict=True)]
    return found
