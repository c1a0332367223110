"""What a room does, step by step: a machine of states that reads, writes and measures nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from maturity.model import Mode
from maturity.text.words import spoken

Phase = Literal["lobby", "open", "closed", "item", "agree", "quadrant", "priorities", "outputs", "ended"]
To = Literal[
    "open",
    "closed",
    "item",
    "reveal",
    "hide",
    "agree",
    "quadrant",
    "priorities",
    "outputs",
    "ended",
    "blank",
    "unblank",
]
"""Where a step can lead: to a phase, or to what is seen in it."""
AFTER: tuple[Phase, ...] = ("closed", "item", "agree", "quadrant", "priorities", "outputs")
"""Phases in which answers are closed, and the room looks at them."""
OVER = "The workshop has ended. Start it again to go on."
LOOKED = "The room has already looked, so a change could be told apart. For new answers open another round."
UNSEEN = (
    "{n} {n:question has|questions have} not been shown yet, and what comes now rests on the answers to all. "
    "Show {n:it|them} first, or show everything."
)
ON_ALL: tuple[Phase, ...] = ("quadrant", "priorities", "outputs")
"""Phases in which what is said rests on all questions, and so shows something of each."""
WITH_ITEM: tuple[Phase, ...] = ("item", "agree")
BLANKS: tuple[To, ...] = ("blank", "unblank")


@dataclass(frozen=True, slots=True)
class Press:
    """One press at the desk.

    Args:
        to: where it leads.
        item: which item, where it leads to one; empty where it stays.
        everything: whether what was not shown yet may be shown with it.
    """

    to: To
    item: str = ""
    everything: bool = False


class NotNow(Exception):  # noqa: N818 (an answer to the desk, not a fault of the program)
    """A step that cannot be taken from where the room is; its text says why, and what can be done."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where a room is.

    Args:
        kind: of the round; it decides whether answers can be opened again.
        item: the item that is looked at; empty outside `WITH_ITEM`.
        revealed: items whose spread the room has seen since answers were closed last.
        upto: id of the last record that counts in what is shown; empty before answers are closed.
        blank: whether the screen shows nothing, so that somebody can answer at the laptop.
        turn: how many steps were taken.
    """

    kind: Mode
    phase: Phase = "lobby"
    item: str = ""
    revealed: tuple[str, ...] = ()
    upto: str = ""
    blank: bool = False
    turn: int = 0

    @property
    def takes_answers(self) -> bool:
        """Whether people may answer and change their answers."""
        return self.phase == "open"

    @property
    def is_shown(self) -> bool:
        """Whether the spread of the item that is looked at is there to be seen."""
        return self.phase in WITH_ITEM and self.item in self.revealed


_Lead = Callable[[Room, Press, Sequence[str]], Room]


def after(room: Room, step: Press, order: Sequence[str], upto: str = "") -> Room:
    """The room after a step.

    Args:
        order: ids of the items in the order in which the room looks at them; empty before answers are closed.
        upto: id of the last record that counts from now on; for the step to `closed`.

    Raises:
        NotNow: it cannot be taken from here.
    """
    if room.phase == "ended":
        raise NotNow(OVER)
    if step.to in BLANKS:
        return replace(room, blank=step.to == "blank", turn=room.turn + 1)
    moved = _LEADS[step.to](room, step, order)
    if step.to == "closed" and room.phase == "open":
        moved = replace(moved, upto=upto, revealed=())
    item = moved.item if moved.phase in WITH_ITEM else ""
    # Whoever blanked the screen shows it again; no other step does.
    return replace(moved, item=item, blank=room.blank and moved.phase != "ended", turn=room.turn + 1)


def _open(room: Room, step: Press, order: Sequence[str]) -> Room:
    if room.phase == "open":
        raise NotNow("The room is answering already.")
    if room.phase != "lobby" and room.kind != "named":
        raise NotNow(LOOKED)
    return replace(room, phase="open", upto="", revealed=())


def _closed(room: Room, step: Press, order: Sequence[str]) -> Room:
    if room.phase == "lobby":
        raise NotNow("Nobody could answer yet. Start first.")
    if room.phase == "closed":
        raise NotNow("Answers are closed already.")
    return replace(room, phase="closed")


def _looking(room: Room) -> None:
    if room.phase not in AFTER:
        raise NotNow("Close the answers first: nothing is shown while somebody may still answer.")


def _to_item(phase: Phase) -> _Lead:
    def lead(room: Room, step: Press, order: Sequence[str]) -> Room:
        _looking(room)
        item = step.item or room.item or (order[0] if order else "")
        if item not in order:
            raise NotNow("There is no such question in this round.")
        if phase == "agree":
            # The room agrees on what it has seen.
            return _seen(replace(room, phase="agree", item=item))
        return replace(room, phase="item", item=item)

    return lead


def _seen(room: Room) -> Room:
    return room if room.item in room.revealed else replace(room, revealed=(*room.revealed, room.item))


def _reveal(room: Room, step: Press, order: Sequence[str]) -> Room:
    if room.phase != "item":
        raise NotNow("Go to a question first.")
    if room.is_shown:
        raise NotNow("The answers to this question are shown already.")
    return _seen(room)


def _hide(room: Room, step: Press, order: Sequence[str]) -> Room:
    if not room.is_shown:
        raise NotNow("Nothing is shown that could be hidden.")
    return replace(room, phase="item", revealed=tuple(one for one in room.revealed if one != room.item))


def _to(phase: Phase) -> _Lead:
    def lead(room: Room, step: Press, order: Sequence[str]) -> Room:
        _looking(room)
        if room.phase == phase:
            raise NotNow("The room is there already.")
        left = [one for one in order if one not in room.revealed] if phase in ON_ALL else []
        if left and not step.everything:
            raise NotNow(spoken(UNSEEN, n=len(left)))
        return replace(room, phase=phase, revealed=(*room.revealed, *left))

    return lead


_LEADS: Mapping[str, _Lead] = {
    "open": _open,
    "closed": _closed,
    "item": _to_item("item"),
    "reveal": _reveal,
    "hide": _hide,
    "agree": _to_item("agree"),
    "quadrant": _to("quadrant"),
    "priorities": _to("priorities"),
    "outputs": _to("outputs"),
    "ended": lambda room, step, order: replace(room, phase="ended"),
}


def onward(room: Room, order: Sequence[str]) -> Press | None:
    """What comes next where the room goes on in order; None at the end."""
    match room.phase:
        case "lobby":
            return Press("open")
        case "open":
            return Press("closed")
        case "closed":
            return Press("item", order[0]) if order else Press("quadrant")
        case "item" if not room.is_shown:
            return Press("reveal")
        case "item" | "agree":
            place = order.index(room.item) + 1 if room.item in order else len(order)
            return Press("item", order[place]) if place < len(order) else Press("quadrant")
        case "quadrant":
            return Press("priorities")
        case "priorities":
            return Press("outputs")
        case "outputs":
            return Press("ended")
    return None


def backward(room: Room, order: Sequence[str]) -> Press | None:
    """What came before; None where nothing did, or answers cannot be opened again."""
    match room.phase:
        case "closed":
            return Press("open") if room.kind == "named" else None
        case "item":
            place = order.index(room.item) if room.item in order else 0
            return Press("item", order[place - 1]) if place else Press("closed")
        case "agree":
            return Press("item", room.item)
        case "quadrant":
            return Press("item", order[-1]) if order else Press("closed")
        case "priorities":
            return Press("quadrant")
        case "outputs":
            return Press("priorities")
    return None
