"""What could be worked out from the rows of a confidential round: every world of every family of sizes is tried.

python bench/attack.py prints, for each family (people in each school), how many worlds there are, into how many
different rows they fall, how many secrets were looked for, and how many are certain: none, but in the controls.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.attacks import (
    LARGE,
    POOLED,
    SECOND,
    SMALL,
    Attack,
    attack,
    by_school,
    exact,
    one_more,
    published,
    twice,
    worlds,
)

MIXED = ((10,), (13,), (16,), (19,), (21,), (25,), (30,), (39,))


def say(name: str, found: Attack) -> int:
    """One line of the table; the number of secrets that fell."""
    print(
        f"{name:44}{found.worlds:>10,}{found.rows:>7,}{found.tried:>9,}{found.fallen:>9,}  {found.example}", flush=True
    )
    return found.fallen


def main() -> int:
    """Print the table; 1 if a row gave anything away."""
    print(f"{'people in each school':44}{'worlds':>10}{'rows':>7}{'secrets':>9}{'certain':>9}")
    fell = 0
    for sizes in (*SMALL, *LARGE, *MIXED):
        fell += say(" + ".join(map(str, sizes)), attack(worlds(sizes), published))
    for name, people in POOLED.items():
        fell += say(name, attack(worlds((people,)), published, pooled=True))
    for sizes in ((8, 8), (8, 9)):
        fell += say(f"schools shown: {sizes[0]} + {sizes[1]}", attack(worlds(sizes), by_school))
    for before, joined in SECOND:
        fell += say(f"published twice: {before}, then {joined} more", attack(worlds((before, joined)), twice))
    for levels in (3, 4, 6, 7, 10, 11):
        for sizes in ((5,), (6,), (7,), (4, 4) if levels < 10 else (1, 6)):
            name = f"{levels} levels: {' + '.join(map(str, sizes))}"
            fell += say(name, attack(worlds(sizes, levels), published))
    print("Controls, which have to fall:")
    for digits, said in ((9, "every digit"), (3, "3 digits"), (2, "2 digits")):
        for sizes in ((8,), (9,), (3, 3, 3)):
            say(f"mean and agreement to {said}: {' + '.join(map(str, sizes))}", attack(worlds(sizes), exact(digits)))
    say("a row before and after one more: 7, then 1", attack(worlds((7, 1)), one_more))
    print("Nothing is certain." if not fell else f"{fell:,} secrets are certain.")
    return int(fell > 0)


if __name__ == "__main__":
    sys.exit(main())
