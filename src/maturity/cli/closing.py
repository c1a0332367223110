"""Closing a round at the keyboard: what it means is said and asked before anything is shown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import print_lines
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.journeys.closing import Close, Closing, Unclosed

CloseFlag = Annotated[
    bool,
    typer.Option("--close", help="Close an anonymous or confidential round: publish its results, once and for good."),
]
QuotesFlag = Annotated[
    bool, typer.Option("--quotes", help="When it is closed: read the examples first, and let them be shown.")
]
AgainFlag = Annotated[
    bool,
    typer.Option("--publish-again", help="Publish a confidential round a second and last time, if enough have joined."),
]


def closing(close: bool, quotes: bool) -> Close:
    """How an open round is closed: without a word where a flag says so, else at the terminal.

    Args:
        close: it is to be closed, and nobody is asked.
        quotes: the examples are read and confirmed at the terminal first.
    """

    def decide(one: Unclosed) -> Closing | None:
        from maturity.journeys.closing import Closing

        is_there = sys.stdin.isatty()
        if quotes and not is_there:
            raise UsageError("--quotes needs somebody who reads the examples first", "run it at a terminal")
        if not close:
            if not is_there:
                return None
            _say(_meaning(one))
            if not _yes("Close it and show the results? [y/N] "):
                return None
        if not is_there or not one.quotes:
            return Closing()
        if not quotes and (close or not _yes(f"{_examples(one)} Read them now? [y/N] ")):
            return Closing()
        return Closing(_confirmed(one))

    return decide


def _meaning(one: Unclosed) -> str:
    from maturity.journeys.closing import a_kind, taking_part

    if one.again:
        return (
            f"Results of {one.folder} are published already. They can be published a second time, and then never "
            f"again. Now {taking_part(one.round)}."
        )
    return (
        f"{one.folder} is {a_kind(one.round)} round, and nothing of it was shown so far: {taking_part(one.round)}.\n"
        "Its first result closes it. Results are published once; what is answered, changed or erased after that is "
        "kept or gone, and changes no result. For new answers open another round."
    )


def _examples(one: Unclosed) -> str:
    number = len(one.quotes)
    return "One example could be shown." if number == 1 else f"{number} examples could be shown."


def _confirmed(one: Unclosed) -> bool:
    """Whether the examples may be shown, after they were read."""
    from maturity.text.clean import plain

    last = ""
    for question, text in one.quotes:
        if question != last:
            _say(f"\n{plain(question)}")
        _say(f"  “{plain(text)}”")
        last = question
    _say("\nThey are shown without name, school or role. Does each leave open who wrote it, and of whom it speaks?")
    return _yes("Show them? If one gives somebody away, say no: then none is shown. [y/N] ")


def _say(text: str) -> None:
    # Beside the result, so that `--json` and a pipe get nothing else.
    print_lines(text, err=True)


def _yes(question: str) -> bool:
    typer.echo(question, nl=False, err=True)
    try:
        return input().strip().casefold() in ("y", "yes")
    except EOFError:
        typer.echo(err=True)
        return False
