"""What the phones' application and the desk's have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from maturity.errors import InputError
from maturity.live.guard import Turned
from maturity.live.hall import Hall
from maturity.live.refusals import Denied

LARGEST_NUMBER = 2**53
NO_CODE = "There is no such code in this round. Look again: it has eight letters and digits."
NOT_YET = "The workshop is being set up. This page goes on by itself."
T = TypeVar("T")


class OfRoom:
    """An application around a room.

    Args:
        hall: gives the room, or None before there is one.
    """

    def __init__(self, hall: Callable[[], Hall | None]) -> None:
        self._hall = hall

    def hall(self) -> Hall:
        """The room.

        Raises:
            Turned: there is none yet.
        """
        found = self._hall()
        if found is None:
            raise Turned(503, NOT_YET)
        return found


def typed_code(said: dict[str, Any]) -> str:
    """A code as it is kept, however somebody typed it."""
    return "".join(letter for letter in str(said.get("code", "")).casefold() if letter.isalnum())


def saved_number(said: dict[str, Any]) -> int:
    """The number that a page gave what it handed in, to be told it back."""
    number = said.get("number")
    return number if type(number) is int and abs(number) < LARGEST_NUMBER else 0


def respondent_of(said: dict[str, Any]) -> str:
    """Whose answers are handed in, as far as that is said."""
    response = said.get("response")
    return str(response.get("respondent", "")) if isinstance(response, dict) else ""


async def handed_in(hall: Hall, name: str, said: object, address: str = "") -> None:
    """Keep what somebody has answered, and come back when it is on the disk.

    Raises:
        Turned: it was denied, or could not be saved.
    """
    try:
        saved = await asyncio.to_thread(hall.answer, name, said, address)
    except Denied as denied:
        raise Turned(denied.status, str(denied)) from None
    try:
        await asyncio.wrap_future(saved)
    except InputError as error:
        told = await asyncio.to_thread(hall.not_saved, error)
        raise Turned(told.status, str(told)) from None


async def done(act: Callable[[], T]) -> T:
    """Do something that may wait for the disk, beside everything else.

    Raises:
        Turned: it was denied.
    """
    try:
        return await asyncio.to_thread(act)
    except Denied as denied:
        raise Turned(denied.status, str(denied)) from None
