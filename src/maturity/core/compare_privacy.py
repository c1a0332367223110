"""What a comparison may show where a round is confidential. Applied once, in `compare`, before anything is scored.

Each round's own assessment is known (`maturity.core.privacy`): for every item, the sum of the school means over all
schools that answered it. A comparison adds, for every common item, the same sum over the schools that are in both
rounds; with several rounds there are several such groups of schools. Whatever can be worked out by adding and
subtracting is a sum over parts: schools that no group tells apart. So:

* an item is compared only if, in each confidential round, every part of the schools that answered it holds k answers.
  One school that joined with fewer than k people keeps its items out of the comparison: its mean would be the
  cluster's own less that of the others. The latest pair of rounds comes first, the whole journey last;
* where the assessment shows the places of schools and not their values on items, all common items are compared or
  none: with a school's place and its other items, a single item left out could be worked out;
* an interval tells the spread over schools; it is shown only if no part has fewer than three schools, for with the mean
  the spread over two gives both; never of an item, and where schools' places are shown only of an axis;
* values of schools, the effect of who joined and left, and what a school would be without another: only where each
  assessment shows values of schools anyway;
* a linked score needs questions that are not common, over the schools in both: shown only if no school left;
* looking back: k people on each question, and only questions to which every school of the comparison looked back, so
  that what was said then and now is over the same schools as elsewhere;
* who was silent is said only where the assessment says it.

A round whose assessment shows its schools' values, as a named one does, hides nothing that this could give away. Rounds
that are compared in separate runs are not held against one another: compare them in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.core.assessment import Assessment
from maturity.core.privacy import FEWEST_SCHOOLS
from maturity.core.table import Bools, Ints

Schools = frozenset[str]


@dataclass(frozen=True, eq=False)
class Cells:
    """Who answered what in one round.

    Args:
        schools: ids, one a row; items: ids, one a column.
        answers: (schools, items) people with a level.
        smallest: k; 1 in a named round.
        open: whether values of schools are shown anyway.
        places: whether places of schools are shown although their values on items are not.
    """

    schools: tuple[str, ...]
    items: tuple[str, ...]
    answers: Ints
    smallest: int
    open: bool
    places: bool

    def answering(self, item: str) -> dict[str, int]:
        """School id to answers, for schools that have any."""
        column = self.answers[:, self.items.index(item)]
        return {school: int(n) for school, n in zip(self.schools, column, strict=True) if n}


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two rounds to be compared, by their places in time, and the items that mean the same: (earlier, later) ids."""

    before: int
    after: int
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Permission:
    """What of one pairing may be shown.

    Args:
        items: (common items,) whether an item may be compared.
        spread: (common items,) whether an interval may rest on it.
        kinds: of which an interval may be shown: `item`, `dimension`, `axis`.
        schools: whether values of schools may be shown.
    """

    items: Bools
    spread: Bools
    kinds: frozenset[str]
    schools: bool


def shows_schools(assessment: Assessment) -> bool:
    """Whether an assessment shows what each school said on each item."""
    return assessment.mode == "named" or assessment.left_out is not None


def cells(assessment: Assessment, schools: tuple[str, ...], items: tuple[str, ...], answers: Ints) -> Cells:
    """The cells of one round, from its assessment and its counts."""
    shown = shows_schools(assessment)
    k = 1 if assessment.mode == "named" else assessment.smallest_cell
    return Cells(schools, items, answers, k, shown, not shown and assessment.school_points is not None)


def permitted(rounds: Sequence[Cells], pairings: Sequence[Pairing]) -> list[Permission]:
    """What may be shown of each pairing, beside all the others; the first of `pairings` take precedence."""
    groups: dict[tuple[int, str], list[Schools]] = {}
    allowed: list[Bools] = []
    for pairing in pairings:
        wanted = [_groups_of(rounds, pairing, pair) for pair in pairing.items]
        known = np.array([_known(rounds, new) for new in wanted], bool)
        fits = known & np.array([_fits(rounds, groups, new) for new in wanted], bool)
        if any(rounds[place].places for place in (pairing.before, pairing.after)) and (known & ~fits).any():
            fits[:] = False
        allowed.append(fits)
        for new, fit in zip(wanted, fits, strict=True):
            for key, group in new.items() if fit else ():
                groups.setdefault(key, []).append(group)
    return [_permission(rounds, groups, pairing, fits) for pairing, fits in zip(pairings, allowed, strict=True)]


def _groups_of(rounds: Sequence[Cells], pairing: Pairing, pair: tuple[str, str]) -> dict[tuple[int, str], Schools]:
    """The schools that a common item is compared over, once for each round."""
    places = (pairing.before, pairing.after)
    both = Schools.intersection(
        *(Schools(rounds[place].answering(item)) for place, item in zip(places, pair, strict=True))
    )
    return dict.fromkeys(zip(places, pair, strict=True), both)


def _known(rounds: Sequence[Cells], new: dict[tuple[int, str], Schools]) -> bool:
    """Whether no confidential assessment leaves the item out: with fewer than k answers it is in no number of it.

    None at all is treated as too few, since an assessment may hide which of the two it is.
    """
    totals = ((rounds[place].smallest, sum(rounds[place].answering(item).values())) for place, item in new)
    return all(smallest == 1 or total >= smallest for smallest, total in totals)


def _fits(
    rounds: Sequence[Cells], groups: dict[tuple[int, str], list[Schools]], new: dict[tuple[int, str], Schools]
) -> bool:
    for (place, item), group in new.items():
        round_ = rounds[place]
        if round_.smallest == 1:
            continue
        answers = round_.answering(item)
        parts = _parts(answers, [*groups.get((place, item), ()), group])
        if any(sum(answers[school] for school in part) < round_.smallest for part in parts):
            return False
    return True


def _parts(schools: Iterable[str], groups: Sequence[Schools]) -> list[list[str]]:
    """Schools that no group tells apart."""
    parts: dict[tuple[bool, ...], list[str]] = {}
    for school in schools:
        parts.setdefault(tuple(school in group for group in groups), []).append(school)
    return list(parts.values())


def _permission(
    rounds: Sequence[Cells], groups: dict[tuple[int, str], list[Schools]], pairing: Pairing, fits: Bools
) -> Permission:
    sides = [rounds[place] for place in (pairing.before, pairing.after)]
    hiding = [place for place in (pairing.before, pairing.after) if not rounds[place].open]
    if not hiding:
        return Permission(fits, fits, frozenset(("item", "dimension", "axis")), True)
    spread = fits.copy()
    for column, pair in enumerate(pairing.items):
        for place, item in zip((pairing.before, pairing.after), pair, strict=True):
            if place in hiding and fits[column]:
                known = groups[place, item]
                group = _groups_of(rounds, pairing, pair)[place, item]
                spread[column] &= all(len(part) >= FEWEST_SCHOOLS for part in _parts(group, known))
    kinds = ("axis",) if any(side.places for side in sides) else ("dimension", "axis")
    return Permission(fits, spread, frozenset(kinds), False)
