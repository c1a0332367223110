"""Numbers as letters that can be read out and typed, and a slip in them that is noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another; as many as a prime number, so that the check below holds."""
CHECKS = 2
"""Letters of a check."""
_GROUP = 4
_ROOTS = (1, 3)
"""Powers of 3 are all different up to the thirtieth: two wrong letters less than thirty places apart cannot cancel."""


def needed(radixes: Iterable[int]) -> int:
    """How many letters hold digits that are smaller than these."""
    most, count = prod(radixes) - 1, 0
    while most:
        most, count = most // len(LETTERS), count + 1
    return count


def packed(digits: Iterable[tuple[int, int]]) -> str:
    """Digits, each with the number that it is smaller than, as letters: as many as the largest digits would need."""
    digits = list(digits)
    number = 0
    for digit, radix in digits:
        number = number * radix + digit
    text = ""
    for _ in range(needed(radix for _, radix in digits)):
        number, last = divmod(number, len(LETTERS))
        text = LETTERS[last] + text
    return text


def unpacked(text: str, radixes: Sequence[int]) -> list[int] | None:
    """The digits that were packed; None if letters stand for none."""
    number = 0
    for letter in text:
        number = number * len(LETTERS) + LETTERS.index(letter)
    digits = []
    for radix in reversed(radixes):
        number, digit = divmod(number, radix)
        digits.append(digit)
    return None if number else digits[::-1]


def with_check(text: str) -> str:
    """Letters with a check behind them.

    It is a Reed-Solomon code over the 31 letters: any two wrong letters that are less than thirty places apart, and
    any two neighbours exchanged, are found for certain; anything else but once in 961 times.
    """
    one, three = _values(text)
    before = (one - 9 * three) * 16 % len(LETTERS)
    return f"{text}{LETTERS[before]}{LETTERS[(-one - before) % len(LETTERS)]}"


def is_sound(text: str) -> bool:
    """Whether letters end in the check of what stands before."""
    return len(text) > CHECKS and not any(_values(text))


def _values(text: str) -> Iterator[int]:
    """The letters as a polynomial, at each root."""
    for root in _ROOTS:
        value = 1
        for letter in text:
            value = (value * root + LETTERS.index(letter)) % len(LETTERS)
        yield value


def in_groups(text: str) -> str:
    """Letters in groups, as they are read out."""
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
