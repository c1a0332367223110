"""The program's front: its commands, grouped by what a user wants to do, and the one error boundary."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from maturity import __version__
from maturity.cli.shared import print_lines
from maturity.errors import (
    FINE,
    INTERRUPTED,
    REFUSED,
    InputError,
    LettersMissing,
    MaturityError,
    Problem,
    Shortfall,
)
from maturity.text.lacking import INSTEAD

MISSING = re.compile("Glyph .* missing from")
NO_FORM = "some letters have no form in the charts' font, so that charts show boxes in their place: {letters}{hint}"
WELCOME = """\
maturity shows how deep a cluster's partnership is, how strongly its schools
challenge one another, how sure that is, and what to talk about next.

See it work          maturity demo
A workshop           maturity workshop
The next year        maturity compare FOLDER
An export            maturity plot ROUND -o quadrant.svg
Your own questions   maturity questionnaire new my-questions.yaml

ROUND is a YAML file, a round's folder, or a table (CSV, XLSX) of answers.
All commands: maturity --help"""


FIRST = 3
"""Faults that a command shows whose business is not to find them."""
WIDEST = 100
"""Columns that help fills where a terminal has them."""


class Journeys(TyperGroup):
    """Lists commands under the journey that they belong to."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write one list of commands a journey, in the order of their registration; 24 rows hold it all."""
        journeys: dict[str, list[Any]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                journeys.setdefault(str(getattr(command, "rich_help_panel", None)), []).append(command)
        longest = max(len(command.name) for commands in journeys.values() for command in commands)
        formatter.write("Usage: maturity COMMAND [--help]      also: --version, --install-completion\n")
        for journey, commands in journeys.items():
            formatter.write(f"{journey}:\n")
            for command in commands:
                short = command.get_short_help_str(formatter.width - longest - 4)
                formatter.write(f"  {command.name:<{longest}}  {short}\n")


class Command(TyperCommand):
    """Says in its help which formats there are, other packages' among them."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        for option in self.params:
            if "{formats}" in (getattr(option, "help", None) or ""):
                from maturity.renderers.registry import endings

                option.help = option.help.format(formats=", ".join(f".{one}" for one in endings()))  # type: ignore[attr-defined]
        super().format_help(ctx, formatter)


JOURNEYS = {
    "A workshop": ("demo", "workshop", "start", "form", "answer", "enter", "collect", "agree", "score", "explain"),
    "An export, the next year, the folder and the questions": (
        *("plot", "report", "export", "network", "compare", "plan", "review", "doctor", "forget", "questionnaire"),
    ),
}
"""Commands, which are found in the modules of their names."""


def program(arguments: Sequence[str]) -> typer.Typer:
    """The command that is called, or all where none is: to read in what each takes would be most of a start."""
    app = typer.Typer(
        name="maturity",
        cls=Journeys,
        help="How good is our partnership, really, and what should we talk about next?",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST},
    )
    app.callback(invoke_without_command=True)(welcome)
    called = {*arguments[:1]} & {name for names in JOURNEYS.values() for name in names}
    for journey, names in JOURNEYS.items():
        for name in names:
            if called and name not in called:
                continue
            module = import_module(f"maturity.cli.{name}")
            if name == "questionnaire":
                app.add_typer(module.app, name=name, rich_help_panel=journey)
            else:
                app.command(cls=Command, rich_help_panel=journey)(getattr(module, name))
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"maturity {__version__}")
        raise typer.Exit


def welcome(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """How good is our partnership, really, and what should we talk about next?"""
    if context.invoked_subcommand is None:
        typer.echo(WELCOME)


def run(arguments: Sequence[str] | None = None, *, begin: Callable[[], object] = lambda: None) -> int:
    """Run the program and return its exit code; every failure becomes one message here.

    Args:
        begin: is called once the command is loaded, and before it does anything.
    """
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may not carry every character that a school's name holds.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=INSTEAD)
    asked = sys.argv[1:] if arguments is None else [*arguments]
    try:
        with _shortfalls_told():
            command = program(asked)
            begin()
            command(args=asked, prog_name="maturity")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FINE
    except MaturityError as error:
        for problem in _first_of(error):
            print_lines(f"maturity: {_printable(str(problem))}", err=True)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        typer.echo(f"maturity: {name}{error.strerror or error}", err=True)
        return REFUSED
    return FINE


def _first_of(error: MaturityError) -> Sequence[Problem]:
    """The problems to show: all of them, or the first where another command lists all."""
    problems = error.problems
    if not isinstance(error, InputError) or not error.listed_by or len(problems) <= FIRST:
        return problems
    from maturity.cli.sitting import command

    said = f"{len(problems)} faults, of which these are the first {FIRST}; all of them: {command(*error.listed_by)}"
    return [*problems[:FIRST], Problem("", None, "", "more-faults", said)]


@contextmanager
def _shortfalls_told() -> Iterator[None]:
    """Say once and in plain words what files lack, and what the charts' library warns of for every letter."""
    letters, texts, said = set[str](), set[str](), list[str]()

    def shown(message: Warning | str, *about: Any, **more: Any) -> None:
        if isinstance(message, LettersMissing):
            letters.update(message.letters)
            texts.update(message.texts)
        elif isinstance(message, Shortfall):
            said.append(str(message))
        elif not MISSING.match(str(message)):
            usual(message, *about, **more)

    with warnings.catch_warnings():
        usual = warnings.showwarning
        warnings.showwarning = shown
        warnings.simplefilter("always", Shortfall)
        try:
            yield
        finally:
            said += [_no_form(sorted(letters), texts)] if letters else []
            for sentence in dict.fromkeys(said):
                print_lines(f"maturity: {_printable(sentence)}", err=True)


def _no_form(letters: Sequence[str], texts: Iterable[str]) -> str:
    from maturity.text.letters import by_code, standing_in, what_to_install

    where = standing_in(letters, texts)
    named = f"{by_code(letters)}{f', in {where}' if where else ''}: "
    return NO_FORM.format(letters=named, hint=what_to_install(letters))


def _printable(text: str) -> str:
    from maturity.text.clean import plain

    return plain(text)
