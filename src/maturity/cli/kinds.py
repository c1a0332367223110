"""Opening a round in the words of the keyboard: what its kind means to people, and refusals with the options to use."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from maturity.cli.shared import width
from maturity.errors import MaturityError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from maturity.model import Mode

OPTIONS = {
    "unfit-kind": ("make it", "use --mode"),
    "twin-label": ("something else", "something else with --label"),
    "known-cluster": ("its name and schools", "--name and --school"),
    "no-school-rated": ("the school", "--about"),
    "no-review-rated": ("its day", "--reviewed"),
    "rehearsal-plan": ("what becomes of it", "--keep and --drop"),
    "kind-is-fixed": ("with another label", "with 'maturity start' and another --label"),
}
"""What a hint calls something, and the option for it, by the code of a refusal."""


@contextmanager
def with_options() -> Iterator[None]:
    """Name the options to use in whatever is refused meanwhile."""
    try:
        yield
    except MaturityError as error:
        MaturityError.__init__(error, map(_with_options, error.problems))
        raise


def _with_options(problem: Problem) -> Problem:
    if problem.code == "late-review":
        return replace(problem, field="--reviewed")
    return replace(problem, hint=problem.hint.replace(*OPTIONS.get(problem.code, ("", "")), 1))


def kind_told(mode: Mode, folder: Path) -> str:
    """What the kind of a round means to those who answer."""
    from maturity.model import SMALLEST_CELL
    from maturity.report.promise import kind_in_words
    from maturity.text.lines import in_lines

    return "\n".join(
        [f"It is {mode}. People are told:", *in_lines(kind_in_words(mode, SMALLEST_CELL), width(), " " * 5)]
    )
