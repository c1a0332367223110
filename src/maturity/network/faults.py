"""What is wrong with rows of tables: the same once, with its places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maturity.errors import Problem
from maturity.text.words import counted


@dataclass
class Faults:
    """What is wrong with rows: the same once, with how many there are and the first places."""

    found: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    rows: int = 0

    MOST = 20
    """Most places that are kept of one fault."""
    KINDS = 1000
    """Most faults that are told apart."""

    def add(self, source: str, message: str, hint: str, rows: Sequence[int]) -> None:
        """Note the rows of a source that have a fault."""
        self._add((source, message, hint), [str(row) for row in rows[: self.MOST]], len(rows))

    def _add(self, key: tuple[str, str, str], rows: Sequence[str], count: int) -> None:
        if key not in self.found and len(self.found) >= self.KINDS:
            key = key[0], "there are more faults in rows", "correct those that are listed first"
        places = self.found.setdefault(key, [])
        places += rows[: self.MOST - len(places)]
        self.counts[key] = self.counts.get(key, 0) + count

    def add_all(self, more: Faults) -> None:
        """Note what was noted elsewhere."""
        self.rows += more.rows
        for key, places in more.found.items():
            self._add(key, places, more.counts[key])

    def plain(self) -> list[object]:
        """The same as plain data."""
        return [self.rows, [[*key, places, self.counts[key]] for key, places in self.found.items()]]

    @staticmethod
    def from_plain(plain: Sequence[Any]) -> Faults:
        """What `plain` made."""
        found = Faults(rows=plain[0])
        for source, message, hint, places, count in plain[1]:
            found.found[source, message, hint], found.counts[source, message, hint] = places, count
        return found

    def problems(self) -> list[Problem]:
        """One problem a fault."""
        return [
            Problem(source, None, _places(places, self.counts[source, message, hint]), "row", message, hint)
            for (source, message, hint), places in self.found.items()
        ]


def _places(rows: Sequence[str], count: int) -> str:
    more = count - len(rows)
    return f"row{'s' * (count > 1)} {', '.join(rows)}" + (f" and {more} more" if more else "")


@dataclass
class Remarks:
    """What is worth saying of clusters: the same once, with how many there are and the first of them by name."""

    names: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    MOST = 5
    """Most names that are kept of one remark."""

    def add(self, message: str, clusters: Sequence[str], count: int | None = None) -> None:
        """Note clusters, and how many there are where not all of them are named."""
        if clusters:
            self.names[message] = sorted([*self.names.get(message, []), *clusters])[: self.MOST]
            self.counts[message] = self.counts.get(message, 0) + (len(clusters) if count is None else count)

    def add_all(self, names: Mapping[str, Sequence[str]], counts: Mapping[str, int]) -> None:
        """Note what was noted elsewhere."""
        for message, some in names.items():
            self.add(message, some, counts[message])

    def said(self) -> Iterator[str]:
        """One line a remark, in an order that does not come from that of the work."""
        for message, some in sorted(self.names.items()):
            count = self.counts[message]
            yield f"{counted(count, 'cluster')} ({', '.join(some)}{', ...' * (count > len(some))}): {message}"
