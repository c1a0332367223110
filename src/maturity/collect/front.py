"""Where a conversation is held: everything that differs between a terminal, a pipe and a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from maturity.errors import UsageError
from maturity.text.clean import plain
from maturity.text.names import quoted, suggestion, visible

Ask = Callable[[str], str]
"""Shows a prompt and returns a line; raises EOFError when there is no more."""
Say = Callable[[str], None]
WIDTH, ROWS = 80, 24


@dataclass(frozen=True, slots=True)
class Front:
    """A place to ask and to say something.

    Args:
        clear: makes room for the next question.
        width: columns of the screen.
        rows: lines of the screen; a question that would not fit is set closer.
        linear: line after line, without bars and blank lines: for screen readers.
    """

    ask: Ask
    say: Say
    clear: Callable[[], None] = lambda: None
    width: int = WIDTH
    rows: int = ROWS
    linear: bool = False


def choose(
    front: Front, what: str, names: Mapping[str, str], instead: str = "", knows: Mapping[str, str] | None = None
) -> str:
    """One of some ids, picked by number from a list of their names; also by its id or its name.

    Args:
        what: is chosen, as the prompt begins.
        names: id to name.
        instead: what else can be typed, for the prompt.
        knows: what else can be typed, in small letters, to what is then returned.

    Raises:
        EOFError: nobody can be asked.
    """
    for number, name in enumerate(names.values(), 1):
        front.say(f"{number}  {plain(name)}")
    prompt = f"{what}, 1 to {len(names)}{instead}: "
    knows = knows or {}
    words = {word.casefold(): i for i, name in names.items() for word in (i, plain(name))}
    while True:
        typed = front.ask(prompt).strip().casefold()
        if typed.isdecimal() and 1 <= int(typed) <= len(names):
            return list(names)[int(typed) - 1]
        if typed in words:
            return words[typed]
        if typed in knows:
            return knows[typed]
        front.say(f"Please type a number from 1 to {len(names)}, then Enter.")


def given(kind: str, names: Mapping[str, str], wanted: str) -> str:
    """The id that an option named, by itself or by the name that people know.

    Raises:
        UsageError: there is no such id and no such name.
    """
    if wanted not in names:
        called = [one for one, name in names.items() if visible(name) == visible(wanted)]
        if len(called) == 1:
            return called[0]
        raise UsageError(f"{quoted(wanted)} is no {kind} of this round", suggestion(wanted, list(names)))
    return wanted
