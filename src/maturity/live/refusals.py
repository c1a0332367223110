"""What a page is told that asks for what cannot be done: where a command would name flags, this does not."""

from __future__ import annotations

import re

from maturity.errors import Problem
from maturity.text.clean import plain


class Denied(Exception):  # noqa: N818 (an answer to a request)
    """A request that cannot be done.

    Args:
        status: of HTTP.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def without_flags(hint: str) -> str:
    """What to do, where no flag of a command is part of it; empty otherwise."""
    return "" if re.search(r"(^|[\s('])--?[a-z]", hint) else hint


def in_sentences(problem: Problem, *, with_file: bool = False) -> str:
    """A refusal as a page says it, which has no flags."""
    where = f"{problem.source}: " if with_file and problem.source else ""
    parts = (where + problem.message, without_flags(problem.hint))
    return " ".join(f"{one[:1].upper()}{one[1:]}{'' if one.endswith('.') else '.'}" for one in map(plain, parts) if one)
