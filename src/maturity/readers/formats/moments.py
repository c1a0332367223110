"""When something was handed in, as form systems and spreadsheets of many countries write it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

_MOMENT = re.compile(
    r"""(?P<first>\d{1,4})(?P<sign>[/.-])\s?(?P<second>\d{1,2})(?P=sign)\s?(?P<third>\d{1,4})
    (?:[,\sT]\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<seconds>\d{2}))?(?:[.,]\d+)?
       (?:\s*(?P<half>[ap])\.?\s?m\.?)?)?
    (?:\s*(?:(?:GMT|UTC)?(?P<sign_of_zone>[+-])(?P<zone>\d{1,2})(?::?(?P<zone_minutes>\d{2}))?|(?P<utc>Z|GMT|UTC)))?""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST = "ymd", "dmy", "mdy"


def moments(texts: Sequence[str]) -> tuple[list[dt.datetime | None], bool]:
    """A column of times.

    Whether 3/4 is in March or in April is decided for the whole column: by what is a date at all, then by
    the order of the rows, since people are listed as they answered. What stays open is left open.

    Args:
        texts: one text a row; empty if there is none.

    Returns:
        a time a row, None where there is none or it cannot be read; and whether the column can be read in
        two ways, in which case there are no times.
    """
    found = [_MOMENT.fullmatch(text.strip()) for text in texts]
    readings: list[list[dt.datetime | None]] = []
    for order in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST):
        times = [_moment(match, order) if match else None for match in found]
        if times not in readings:
            readings.append(times)
    most = max(sum(time is not None for time in times) for times in readings)
    best = [times for times in readings if sum(time is not None for time in times) == most]
    if len(best) > 1:
        best = [times for times in best if _ordered(times)] or best
    return (best[0], False) if len(best) == 1 else ([None] * len(texts), True)


def _moment(found: re.Match[str], order: str) -> dt.datetime | None:
    """A time, if its date can be read in an order."""
    numbers = (found["first"], found["second"], found["third"])
    if order == _MONTH_FIRST and found["sign"] == ".":
        return None
    year, month, day = (numbers[order.index(part)] for part in _YEAR_FIRST)
    if len(year) not in (2, 4) or max(len(month), len(day)) > 2 or (len(year) == 2 and order == _YEAR_FIRST):
        return None
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"].lower() == "p")
    try:
        return dt.datetime(
            int(year) + 2000 * (len(year) == 2),
            int(month),
            int(day),
            hour,
            int(found["minute"] or 0),
            int(found["seconds"] or 0),
            tzinfo=_zone(found),
        )
    except ValueError:
        return None


def _zone(found: re.Match[str]) -> dt.tzinfo | None:
    if found["utc"]:
        return dt.UTC
    if not found["zone"]:
        return None
    offset = dt.timedelta(hours=int(found["zone"]), minutes=int(found["zone_minutes"] or 0))
    return dt.timezone(-offset if found["sign_of_zone"] == "-" else offset)


def _ordered(times: Sequence[dt.datetime | None]) -> bool:
    """Whether no time is before the one above it."""
    known = [time.replace(tzinfo=None) for time in times if time is not None]
    return all(earlier <= later for earlier, later in pairwise(known))
