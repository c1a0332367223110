"""What the commands share that sit with somebody at the screen: how to ask, how to save."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import typer

from maturity.collect.front import given as given
from maturity.text.commands import command as command

if TYPE_CHECKING:
    from maturity.collect.front import Front


def front(*, linear: bool = False) -> Front:
    """The screen and the keyboard, or the pipes in their place.

    Args:
        linear: line after line, and no code that moves the cursor: for screen readers.
    """
    import os
    import shutil

    from maturity.cli.shared import width
    from maturity.collect.front import Front

    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    is_screen = is_terminal and not linear and os.environ.get("TERM") != "dumb"
    if is_screen:
        # The arrow keys move within the line.
        with suppress(ImportError):
            import readline  # noqa: F401
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")

    def ask(prompt: str) -> str:
        try:
            typed = input(prompt)
        except EOFError:
            typer.echo()
            raise
        if not is_terminal:
            typer.echo()
        return typed

    return Front(
        ask,
        typer.echo,
        clear=_clear if is_screen else lambda: None,
        width=width(),
        rows=shutil.get_terminal_size((80, 24)).lines,
        linear=linear,
    )


def _clear() -> None:
    if sys.platform == "win32":
        import os

        os.system("cls")
    else:
        typer.echo("\x1b[2J\x1b[H", nl=False)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until what is being saved is saved."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
    if came and before is not signal.SIG_IGN:
        raise KeyboardInterrupt
