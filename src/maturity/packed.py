"""Many things of one kind in little room: long sequences are kept packed, and unpacked as they are gone through."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Generic, TypeVar, overload

T = TypeVar("T")
S = TypeVar("S")
TOGETHER = 2048
"""Things that are packed together; fewer are never packed."""
LOOSE = 1 << 25
"""Bytes of a sequence that are kept as they are packed; only what is longer is worth the time to make it smaller."""


def compact(things: Iterable[T]) -> Sequence[T]:
    """Things in their order; few as a tuple, and many in about a twentieth of the room, to be gone through in turn.

    Args:
        things: taken one after the other, so that they need never be there all at once. What is unpacked is equal to
            what was packed, and not the same.
    """
    if isinstance(things, tuple):
        return things
    if isinstance(things, Packed):
        return things if len(things) > TOGETHER else tuple(things)
    things = iter(things)
    first = tuple(islice(things, TOGETHER + 1))
    return Packed(chain(first, things)) if len(first) > TOGETHER else first


def viewed(things: Sequence[T], as_: Callable[[T], S]) -> Sequence[S]:
    """Things as something sees them: few at once, and of many each whenever it is looked at."""
    return tuple(map(as_, things)) if isinstance(things, tuple) else Viewed(things, as_)


class Long(Sequence[T]):
    """A sequence that need not be there as a whole; equal to any that holds the same."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class Packed(Long[T]):
    """A long sequence, packed; whatever shares a part of it unpacks it for itself."""

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._blocks: list[bytes] = []
        self._open: list[T] = []
        self._near: tuple[int, list[T]] = (-1, [])
        self._room = LOOSE
        for thing in things:
            self.add(thing)

    def add(self, thing: T) -> None:
        """Put something at the end; only while nobody else has the sequence."""
        self._open.append(thing)
        if len(self._open) == TOGETHER:
            block = pickle.dumps(self._open, 5)
            self._room -= len(block)
            self._blocks.append(block if self._room > 0 else zlib.compress(block, 1))
            self._open = []

    def __len__(self) -> int:
        return len(self._blocks) * TOGETHER + len(self._open)

    def __iter__(self) -> Iterator[T]:
        for place in range(len(self._blocks)):
            yield from self._unpacked(place)
        yield from self._open

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return PartOf(self, range(len(self))[at])
        block, place = divmod(range(len(self))[at], TOGETHER)
        if block == len(self._blocks):
            return self._open[place]
        near = self._near
        if near[0] != block:
            near = self._near = block, self._unpacked(block)
        return near[1][place]

    def _unpacked(self, place: int) -> list[T]:
        block = self._blocks[place]
        found: list[T] = pickle.loads(block if block.startswith(pickle.PROTO) else zlib.decompress(block))
        return found


class PartOf(Long[T]):
    """Some of a long sequence, which stays where it is."""

    def __init__(self, whole: Sequence[T], places: range) -> None:
        self._whole, self._places = whole, places

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[T]:
        if self._places.step == 1:
            return islice(iter(self._whole), self._places.start, self._places.stop)
        return (self._whole[place] for place in self._places)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return PartOf(self._whole, self._places[at]) if isinstance(at, slice) else self._whole[self._places[at]]


class Viewed(Long[S], Generic[T, S]):
    """A sequence as something sees it: worked out anew whenever it is looked at, and kept nowhere."""

    def __init__(self, whole: Sequence[T], as_: Callable[[T], S]) -> None:
        self._whole, self._as = whole, as_

    def __len__(self) -> int:
        return len(self._whole)

    def __iter__(self) -> Iterator[S]:
        return map(self._as, self._whole)

    @overload
    def __getitem__(self, at: int) -> S: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[S]: ...
    def __getitem__(self, at: int | slice) -> S | Sequence[S]:
        return Viewed(self._whole[at], self._as) if isinstance(at, slice) else self._as(self._whole[at])


class ByName(Mapping[str, T]):
    """Things by name, in the order in which their names first came; many are kept packed.

    Args:
        things: with their names; of several under one name the last counts.
    """

    def __init__(self, things: Iterable[tuple[str, T]] = ()) -> None:
        self._places: dict[str, int] = {}
        self._things: Packed[T] = Packed()
        for name, thing in things:
            self.put(name, thing)

    def put(self, name: str, thing: T) -> None:
        """Let a name stand for something, whatever it stood for before."""
        self._places[name] = len(self._things)
        self._things.add(thing)

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> T:
        return self._things[self._places[name]]

    def things(self) -> Sequence[T]:
        """What the names stand for, in their order; to be asked for once all are there."""
        return compact(self._things if len(self._things) == len(self._places) else self.values())
