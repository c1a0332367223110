"""Numbers in words, rounded only when shown, and never so that they say more than they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import pairwise
from string import Formatter
from typing import Any

MINUS = "\u2212"
"""The sign before a number that people read: a hyphen may end a line and leave its number on the next one."""

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
"""Signs that a program or a keyboard puts where a hyphen is meant, before a number or between words."""
_TYPED = str.maketrans(dict.fromkeys(DASHES, "-"))

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def level(value: float, midpoint: float | None = None, fewest: int = 1) -> str:
    """A score with one decimal, halves rounded away from zero; with two where the midpoint is nearer than 0.05.

    With more where these would put it on a midpoint that it is not on.

    Args:
        fewest: decimals that are shown in any case.

    >>> level(3.25), level(2.96), level(2.96, 3.0), level(2.95, 3.0), level(3.001, 3.0), level(3.0, 3.0)
    ('3.3', '3.0', '2.96', '2.95', '3.001', '3.0')
    """
    away = None if midpoint is None or abs(value - midpoint) < 1e-9 else abs(value - midpoint)
    for decimals in range(max(fewest, 2 if away is not None and away < 0.05 - 1e-9 else 1), 10):
        shown = rounded(value, decimals)
        if away is None or shown != midpoint:
            break
    return _signed_rightly(f"{shown:.{decimals}f}")


def ends_apart(ends: tuple[float, float], shown: Callable[[float, int], str], fewest: int = 1) -> tuple[str, str]:
    """Both ends of a range, with more decimals where they would read alike though they are not.

    Args:
        shown: an end with at least so many decimals.
        fewest: decimals that are shown in any case.

    >>> ends_apart((4.95, 5.0), lambda end, fewest: level(end, 3.0, fewest))
    ('4.95', '5.00')
    >>> ends_apart((2.984, 3.041), lambda end, fewest: level(end, 3.0, fewest))
    ('2.98', '3.04')
    """
    for decimals in range(fewest, 10):
        low, high = shown(ends[0], decimals), shown(ends[1], decimals)
        if low != high or abs(ends[1] - ends[0]) < 1e-9:
            break
    return low, high


def rounded(value: float, decimals: int) -> float:
    """A number with so many decimals, halves away from zero.

    >>> rounded(3.25, 1), rounded(-0.125, 2), rounded(3.2499999999999996, 1), rounded(-0.01, 1)
    (3.3, -0.13, 3.3, 0.0)
    """
    # The last digits of a sum of thirds are noise: without them 3.2499999999999996 is the 3.25 that it stands for.
    whole = int(round(abs(value) * 10.0**decimals, 6) + 0.5) / 10.0**decimals
    return -whole if value < 0 and whole else whole


def digits(value: float, decimals: int) -> str:
    """The same as text.

    >>> digits(3.125, 2), digits(2.0, 3), digits(-0.5, 1)
    ('3.13', '2.000', '−0.5')
    """
    return _signed_rightly(f"{rounded(value, decimals):.{decimals}f}")


def in_figures(value: float) -> str:
    """A number with no more decimals than it has.

    >>> in_figures(3.0), in_figures(2.5), in_figures(-2)
    ('3', '2.5', '−2')
    """
    return _signed_rightly(f"{value:g}")


def _signed_rightly(text: str) -> str:
    return text.replace("-", MINUS)


def typed_mark(text: str) -> str:
    """What was typed for a level or a command, in small letters and with a hyphen for every minus.

    >>> typed_mark(" \u22122 "), typed_mark("Q")
    ('-2', 'q')
    """
    return text.strip().casefold().translate(_TYPED)


def from_to(low: str, high: str) -> str:
    """A range as one token; in words where a dash would stand before or after a minus.

    >>> from_to("2.8", "3.2"), from_to("−0.5", "0.3").split("\u00a0")
    ('2.8–3.2', ['−0.5', 'to', '0.3'])
    """
    return f"{low}\u00a0to\u00a0{high}" if MINUS in low + high else f"{low}–{high}"


def with_sign(text: str, value: float) -> str:
    """How far a value is from nothing, with its sign; without one where the text shows nothing.

    >>> with_sign("0.3", 0.31), with_sign("0.04", -0.04), with_sign("0.0", 0.0)
    ('+0.3', '−0.04', '0.0')
    """
    if float(text) == 0:
        return text
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def without_sign(text: str) -> str:
    """The same without it.

    >>> without_sign("+0.3"), without_sign("−0.04"), without_sign("0.0")
    ('0.3', '0.04', '0.0')
    """
    return text.lstrip(f"+{MINUS}")


def upper_first(text: str) -> str:
    """A text as a sentence begins.

    >>> upper_first("not sure"), upper_first("")
    ('Not sure', '')
    """
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share of 0 to 1 in whole per cent; only none is 0 % and only all is 100 %.

    >>> percent(0.001), percent(0.125), percent(0.5), percent(0.999), percent(1.0)
    ('under 1%', '13%', '50%', 'over 99%', '100%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{digits(100 * share, 0)}%"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names as they are said: `a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def enumerated(parts: Sequence[str]) -> str:
    """Parts that hold commas themselves, one after the other."""
    return "; ".join(parts)


def some(names: Sequence[str], most: int) -> str:
    """The first of many names, and how many there are besides."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def counted(n: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 school`, `3 schools`."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def all_of(n: int, noun: str) -> str:
    """All of two or more, inside a sentence.

    >>> all_of(2, "schools"), all_of(5, "schools")
    ('both schools', 'all 5 schools')
    """
    return f"both {noun}" if n == 2 else f"all {n} {noun}"


def levels(value: float) -> str:
    """How many levels.

    >>> levels(1.04), levels(0.5)
    ('1.0 level', '0.5 levels')
    """
    shown = level(value)
    return f"{shown} {'level' if shown == level(1.0) else 'levels'}"


class _Filler(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        one, is_word, several = format_spec.partition("|")
        if is_word:
            return one if value == 1 else several
        return str(super().format_field(value, format_spec))


def spoken(message: str, **values: object) -> str:
    """A message with its values; a word that goes with a number stands as one and several.

    >>> spoken("Split on {n} {n:question|questions}", n=1), spoken("{n} {n:question|questions}", n=2)
    ('Split on 1 question', '2 questions')
    """
    return _Filler().format(message, **values)


def day(date: dt.date) -> str:
    """A date as it is said, the same in every locale.

    >>> day(dt.date(2026, 3, 12))
    '12 March 2026'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def away(days: int) -> str:
    """How far away a day is.

    >>> away(0), away(1), away(-12), away(65), away(-30)
    ('today', 'tomorrow', '12 days ago', 'in 9 weeks', '4 weeks ago')
    """
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    distance = abs(days)
    much = f"{distance} days" if distance < 28 else f"{round(distance / 7)} weeks"
    return f"in {much}" if days > 0 else f"{much} ago"


def runs(numbers: Sequence[int]) -> str:
    """Numbers in order, with runs drawn together.

    >>> runs([1, 2, 3, 5, 7, 8])
    '1 to 3, 5, 7 to 8'
    """
    breaks = [n for n, (one, next_) in enumerate(pairwise(numbers), 1) if next_ != one + 1]
    parts = [numbers[start:end] for start, end in pairwise([0, *breaks, len(numbers)])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in parts if run)
