"""When something was handed in, as form systems and spreadsheets of many countries write it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.packed import compact
from maturity.readers.formats.months import MONTHS

_HALVES = {
    **dict.fromkeys(("am", "vorm", "vormittags", "上午", "午前", "오전", "πμ", "sa", "ص"), 0),
    **dict.fromkeys(("pm", "nachm", "nachmittags", "下午", "午後", "오후", "μμ", "ch", "م"), 12),
}
"""Halves of the day without blanks and stops: English, Spanish (a. m.), German, Chinese, Japanese, Korean, ..."""
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "wet"), 0.0),
    **{"oez": 2, "oesz": 3, "hec": 1, "hecs": 2},
    **{"west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "sast": 2, "cat": 2, "eest": 3, "eat": 3},
    **{"msk": 3, "wat": 1, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9},
    **{"akdt": -8, "hst": -10, "brt": -3, "awst": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5},
    **{"aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13},
}
"""Hours east of Greenwich of the names that mean one zone only: CST, IST and BST mean several."""
_UNSEEN = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Marks of direction, as between the numbers of a date in an Arabic sheet."""
_HALF = r"[ap]\.?\s?m\.?|(?:vorm|nachm)(?:ittags|\.)?|上午|下午|午前|午後|오전|오후|[πμ]\.?μ\.?|ص|م|SA|CH"
_WORD = r"[^\W\d_]{3,12}"
_MOMENT = re.compile(
    rf"""(?:(?P<first>\d{{1,4}})(?P<sign>[/.-])\s?(?P<second>\d{{1,2}})(?P=sign)\s?(?P<third>\d{{1,4}})\.?
       |(?:{_WORD},?\s)?(?P<word>{_WORD})\.?\s(?P<day>\d{{1,2}}),?\s(?P<year>\d{{4}})
       |(?:{_WORD},?\s)?(?P<day2>\d{{1,2}})\.?[\s-](?:de\s)?(?P<word2>{_WORD})\.?,?[\s-](?:de\s)?(?P<year2>\d{{4}}|\d{{2}}))
    (?:(?:,?\s+|T|,?\s+(?:at|à|um|kl\.?|a\slas)\s+)(?:(?P<before>{_HALF})\s*)?
       (?P<hour>\d{{1,2}})(?:[:.]|\s?h\s?)(?P<minute>\d{{2}})(?:[:.](?P<seconds>\d{{2}}))?(?:[.,]\d+)?
       (?:\s*(?P<after>{_HALF}))?)?
    (?:\s*\(?(?:(?:GMT|UTC|غرينتش)?(?P<sign_of_zone>[+-])(?P<zone>\d{{1,2}})(?::?(?P<zone_minutes>\d{{2}}))?
       |(?P<name>[A-Za-z]{{1,5}}))\)?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST = "ymd", "dmy", "mdy"


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times.

    Args:
        read: a time a row; None where there is none, where it cannot be read, or where the column can be read in two
            ways.
        choices: for each row every time that it may be: none, one, or two where day and month can be taken for one
            another.
        unread: rows, from 0, that say something which is no time.
        zones: names of zones that are not known, so that the times stand as they were at the place.
    """

    read: Sequence[dt.datetime | None] = ()
    choices: Sequence[tuple[dt.datetime, ...]] = ()
    unread: tuple[int, ...] = ()
    zones: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the column can be read in two ways."""
        return any(len(one) > 1 for one in self.choices)


def moments(texts: Sequence[str], zone: str = "") -> Times:
    """A column of times.

    Whether 3/4 is in March or in April is decided for the whole column: by what is a date at all, then by
    the order of the rows, since people are listed as they answered. What stays open is left open.

    Args:
        texts: one text a row; empty if there is none.
        zone: name of the zone of times that name none themselves.
    """
    orders = [_Order(order) for order in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST)]
    names: set[str] = set()

    def readings() -> Iterator[tuple[dt.datetime | None, ...]]:
        for text in texts:
            match = _MOMENT.fullmatch(_UNSEEN.sub("", text).replace("\u2212", "-").strip())
            if match and match["name"]:
                names.add(match["name"].upper())
            times = tuple(_moment(match, one.order, zone) if match else None for one in orders)
            for one, time in zip(orders, times, strict=True):
                one.take(time, times)
            yield times

    found = compact(readings())
    apart = [place for place, one in enumerate(orders) if one.unlike.issuperset(range(place))]
    most = max(orders[place].count for place in apart)
    best = [place for place in apart if orders[place].count == most]
    if len(best) > 1:
        best = [place for place in best if orders[place].is_ordered] or best
    choices = compact(tuple(dict.fromkeys(time for n in best if (time := row[n]) is not None)) for row in found)
    return Times(
        compact(row[best[0]] for row in found) if len(best) == 1 else (None,) * len(texts),
        choices,
        tuple(row for row, (text, one) in enumerate(zip(texts, choices, strict=True)) if not one and text.strip()),
        tuple(sorted(name for name in names if name.casefold() not in _ZONES)),
    )


class _Order:
    """What a column says of one order of day, month and year."""

    def __init__(self, order: str) -> None:
        self.order = order
        self.count = 0
        self.is_ordered = True
        """Whether no time is before the one above it."""
        self.unlike: set[int] = set()
        """Places of the orders by which some time is another one."""
        self._last: dt.datetime | None = None

    def take(self, time: dt.datetime | None, others: Sequence[dt.datetime | None]) -> None:
        """One row: the time that it is in this order, and in all of them."""
        self.unlike.update(place for place, other in enumerate(others) if other != time)
        if time is not None:
            plain = time.replace(tzinfo=None)
            self.is_ordered = self.is_ordered and (self._last is None or self._last <= plain)
            self.count, self._last = self.count + 1, plain


def _moment(found: re.Match[str], order: str, zone: str) -> dt.datetime | None:
    """A time, if its date can be read in an order."""
    date = _date(found, order)
    if date is None:
        return None
    hour = int(found["hour"] or 0)
    if half := found["before"] or found["after"]:
        hour = hour % 12 + _HALVES[re.sub(r"[.\s]", "", half.casefold())]
    try:
        clock = hour, int(found["minute"] or 0), int(found["seconds"] or 0)
        return dt.datetime(*date, *clock, tzinfo=_zone(found, zone))
    except ValueError:
        return None


def _date(found: re.Match[str], order: str) -> tuple[int, int, int] | None:
    """Year, month and day, if they can be read in an order."""
    word = found["word"] or found["word2"]
    if word:
        day, year = found["day"] or found["day2"], found["year"] or found["year2"]
        month_named = MONTHS.get(word.casefold())
        return None if month_named is None else (_year(year), month_named, int(day))
    numbers = (found["first"], found["second"], found["third"])
    if order == _MONTH_FIRST and found["sign"] == ".":
        return None
    year, month, day = (numbers[order.index(part)] for part in _YEAR_FIRST)
    if len(year) not in (2, 4) or max(len(month), len(day)) > 2 or (len(year) == 2 and order == _YEAR_FIRST):
        return None
    return _year(year), int(month), int(day)


def _year(digits: str) -> int:
    """A year; of two digits one as spreadsheets complete it, so that 47 of another calendar lies in no future."""
    return int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) < 30 else 1900)


def _zone(found: re.Match[str], usual: str) -> dt.tzinfo | None:
    if name := found["name"] or ("" if found["zone"] else usual):
        hours = _ZONES.get(name.casefold())
        return dt.UTC if hours == 0 else None if hours is None else dt.timezone(dt.timedelta(hours=hours))
    if not found["zone"]:
        return None
    offset = dt.timedelta(hours=int(found["zone"]), minutes=int(found["zone_minutes"] or 0))
    return dt.timezone(-offset if found["sign_of_zone"] == "-" else offset)
