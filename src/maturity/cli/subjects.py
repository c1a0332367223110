"""What a round rates where that is not the cluster, asked for where no option says it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.collect.starting import Wish
    from maturity.model import Cluster, Questionnaire


def rated_as_asked(asked: Questionnaire, members: Cluster, wish: Wish) -> Wish:
    """The wish with the school, and the day of the review, that are rated.

    Raises:
        UsageError: the school is none of the cluster's, or something is not known and nobody can be asked.
    """
    from maturity.cli.sitting import front, given
    from maturity.collect.amending import day_of
    from maturity.collect.front import choose

    names = members.names_apart
    missing = [flag for flag, there in (("--about", wish.about), ("--reviewed", wish.reviewed)) if not there]
    missing = missing if asked.subject == "review" else [flag for flag in missing if flag == "--about"]
    if missing and not sys.stdin.isatty():
        what = "one school" if asked.subject == "school" else "one review of a school"
        example = {"--about": next(iter(names)), "--reviewed": "2026-02-03"}
        hint = f"for example: {' '.join(f'{flag} {example[flag]}' for flag in missing)}"
        raise UsageError(f"{asked.id} is about {what}, and nobody can be asked here which", hint)
    try:
        school = (
            given("school", names, wish.about) if wish.about else choose(front(), "Which school is it about", names)
        )
        day = wish.reviewed
        if "--reviewed" in missing:
            day = day_of("--reviewed", front().ask("Day of the review, year-month-day: "))
    except EOFError:
        hint = "say it with --about and --reviewed"
        raise UsageError("the input ended before it was known what it is about; nothing was made", hint) from None
    return replace(wish, about=school, reviewed=day)
