"""What a page says where a command would name flags."""

from __future__ import annotations

from maturity.errors import Problem
from maturity.text.clean import plain


def in_sentences(problem: Problem, *, with_file: bool = False) -> str:
    """A refusal as a page says it, which has no flags."""
    where = f"{problem.source}: " if with_file and problem.source else ""
    parts = (where + problem.message, "" if "--" in problem.hint else problem.hint)
    return " ".join(f"{one[:1].upper()}{one[1:]}{'' if one.endswith('.') else '.'}" for one in map(plain, parts) if one)
