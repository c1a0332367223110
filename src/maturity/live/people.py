"""Who is in the room, as far as a room has to know: how many, and how many have finished; never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

MOST = 2_000
"""Phones that are kept at most: a name costs whoever makes one up nothing."""


@dataclass(slots=True)
class Phone:
    """A phone, as long as the room goes on.

    Args:
        streams: open connections by which it hears of changes.
        address: from which it came last.
        respondent: for whom it answers; empty before its first answer.
        wishes: what its person would work on.
    """

    streams: int = 0
    address: str = ""
    respondent: str = ""
    wishes: tuple[str, ...] = ()


@dataclass(slots=True)
class People:
    """Everybody in the room.

    Args:
        phones: by what each calls itself.
        final: respondents who have said that this is all.
        by_phone: respondents who have answered on a phone in this sitting.
        reached: how many phones have ever come.
        by_address: respondents who have answered on a phone since the program began, by where the phone was.
        before: respondents who answered on a phone before the program began, and not since.
    """

    phones: dict[str, Phone] = field(default_factory=dict)
    final: set[str] = field(default_factory=set)
    by_phone: set[str] = field(default_factory=set)
    reached: int = 0
    by_address: dict[str, set[str]] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)

    def phone(self, name: str) -> Phone:
        """The phone of a name; it is new if it was not there."""
        if name not in self.phones:
            self.reached += 1
            if len(self.phones) >= MOST:
                self._drop()
            self.phones[name] = Phone()
        return self.phones[name]

    def _drop(self) -> None:
        """Forget the phone that came first of those that are not here, one that wishes nothing where there is one."""
        away = [name for name, one in self.phones.items() if one.streams <= 0]
        first = next((name for name in away if not self.phones[name].wishes), *away[:1]) if away else None
        if first is not None:
            del self.phones[first]

    def handed_in(self, phone: str, respondent: str, *, is_final: bool, address: str = "") -> None:
        """Note that somebody has answered."""
        if address:
            self.by_address.setdefault(address, set()).add(respondent)
        self.by_phone.add(respondent)
        self.before.discard(respondent)
        self.phone(phone).respondent = respondent
        (self.final.add if is_final else self.final.discard)(respondent)

    def counts(self, answered: Collection[str]) -> tuple[int, int]:
        """How many are here, and how many of them have finished: of the whole room, never of a part.

        Args:
            answered: respondents of the round. Who came by another way than a phone has finished.
        """
        waiting = len(self._waiting(answered))
        finished = sum(1 for one in answered if one in self.final or one not in self.by_phone)
        return len(answered) + waiting, finished

    def _waiting(self, answered: Collection[str]) -> list[Phone]:
        return [one for one in self.phones.values() if one.streams > 0 and one.respondent not in answered]

    def from_one(self, answered: Collection[str]) -> int:
        """How many of those who are here came from the address from which most did: whoever invents people has one."""
        found = Counter(one.address for one in self._waiting(answered))
        for address, names in self.by_address.items():
            found[address] += len(names.intersection(answered))
        del found[""]
        return max(found.values(), default=0)

    def from_unknown(self, answered: Collection[str]) -> int:
        """How many answered on a phone of which is not known where it was: addresses are written down nowhere."""
        return len(self.before.intersection(answered))

    def chosen(self) -> Sequence[str]:
        """Everything that people would work on, as often as it was chosen."""
        return [one for phone in self.phones.values() for one in phone.wishes]
