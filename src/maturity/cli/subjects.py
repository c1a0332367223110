"""What a round rates where that is not the cluster: which school, and the day of which review."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.model import Cluster, Questionnaire, Rated


def refuse_no_subject(asked: Questionnaire, about: str, reviewed: dt.date | None) -> None:
    """Stop where an option says what a questionnaire does not rate.

    Raises:
        UsageError: it does.
    """
    if asked.subject == "cluster" and about:
        raise UsageError(f"{asked.id} rates the cluster, and no school of it", "leave out --about")
    if asked.subject != "review" and reviewed:
        raise UsageError(f"{asked.id} rates no review", "leave out --reviewed")


def what_is_rated(
    asked: Questionnaire, members: Cluster, about: str, reviewed: dt.date | None, sitting: dt.date
) -> Rated | None:
    """The school or the review that a round is about; asked for where no option says it.

    Args:
        about: the school, by its id or its name; empty if it is not said.
        sitting: the day of the round, before which the review was.

    Raises:
        UsageError: it is none of the cluster's, or it is not known and nobody can be asked.
    """
    from maturity.cli.sitting import front, given
    from maturity.collect.front import choose
    from maturity.collect.starting import review_before
    from maturity.model import Rated

    refuse_no_subject(asked, about, reviewed)
    if asked.subject == "cluster":
        return None
    names = {school.id: school.name for school in members.schools}
    missing = [flag for flag, there in (("--about", about), ("--reviewed", reviewed)) if not there]
    missing = missing if asked.subject == "review" else [flag for flag in missing if flag == "--about"]
    if missing and not sys.stdin.isatty():
        what = "one school" if asked.subject == "school" else "one review of a school"
        example = {"--about": next(iter(names)), "--reviewed": "2026-02-03"}
        hint = f"for example: {' '.join(f'{flag} {example[flag]}' for flag in missing)}"
        raise UsageError(f"{asked.id} rates {what}, and nobody can be asked here which", hint)
    try:
        school = given("school", names, about) if about else choose(front(), "Which school is rated", names)
        if asked.subject == "school":
            return Rated(school=school)
        day = str(reviewed or front().ask("Day of the review, year-month-day: "))
    except EOFError:
        hint = "say it with --about and --reviewed"
        raise UsageError("the input ended before it was known what is rated; nothing was made", hint) from None
    return Rated(school=school, reviewed=review_before("--reviewed", day, sitting))
