"""By what the marks of a chart are known in an SVG, so that a page can answer whoever points at them.

A key says which one: `s3` the fourth of the cluster's schools, `y2` the third round, `q0` the first row of questions.
No name is in it. What is drawn without a tag is only to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from maturity.model import Questionnaire

MARK, OF = "mark", "of"
"""What can be pointed at, and what only belongs to it, such as its label."""
CLUSTER, AGREED, BEFORE = "c0", "a0", "b0"
"""Keys of the cluster, of what the room agreed on, and of the round before."""
TAG = re.compile(rf"(?P<what>{MARK}|{OF})(?P<keys>(?:-[a-z]\d+(?:\.[a-z]\d+)*)+)(?:_\d+)?")


def tag(artist: Artist, *keys: str, what: str = MARK) -> None:
    """Tag what is drawn, with a key for each of its marks in the order in which it draws them.

    Args:
        keys: several that share a mark are joined by a dot; where none is given, or an empty one, there is no tag.
    """
    if keys and all(keys):
        artist.set_gid("-".join((what, *keys)))


def tags_in(name: str) -> tuple[str, Sequence[str]] | None:
    """What an id of an SVG says: `MARK` or `OF`, and each mark's keys, parted by blanks; None where it is no tag."""
    found = TAG.fullmatch(name)
    return (found["what"], found["keys"][1:].replace(".", " ").split("-")) if found else None


def each_once(svg: str) -> str:
    """The same SVG with a number at the end of every tag, since one thing may be drawn in several parts."""
    numbers = count(1)
    return re.sub(rf'id="({TAG.pattern})"', lambda found: f'id="{found[1]}_{next(numbers)}"', svg)


def key_of_schools(places: Iterable[int]) -> str:
    """The key of schools that share a mark, by their places among the cluster's schools."""
    return ".".join(f"s{place}" for place in places)


def key_of_round(place: int) -> str:
    """The key of a round by its place among all."""
    return f"y{place}"


def keys_of_parts(asked: Questionnaire) -> dict[str, str]:
    """The keys of axes and dimensions by their ids."""
    axes = {axis.id: f"x{place}" for place, axis in enumerate(asked.axes)}
    return axes | {part.id: f"d{place}" for place, part in enumerate(asked.dimensions)}


def keys_of_items(asked: Questionnaire) -> dict[str, str]:
    """The keys of questions by their ids."""
    return {item.id: f"q{place}" for place, item in enumerate(asked.items)}
