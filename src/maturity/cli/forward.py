"""What comes from the last round into the next: what has changed in the questions, and its unfinished priorities."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.cli.shared import print_lines
from maturity.errors import InputError
from maturity.text.clean import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maturity.collect.planning import CarryForward
    from maturity.model import Questionnaire


def show_changes(before: Questionnaire, asked: Questionnaire, last: str) -> None:
    """Say what has changed in the questions since the last round."""
    from maturity.core.changes import asked_by_id, changes
    from maturity.readers.library import earlier

    found = changes(before, asked)
    if not found:
        print_lines(f"The questions are the same as in {last}.")
        return
    print_lines(f"What has changed since {last}:")
    for words, names, source in (
        ("new", found.added, asked),
        ("no longer asked", found.dropped, before),
        ("worded differently", found.reworded, asked),
        ("asked of others, or counted differently", found.recounted, asked),
    ):
        if names:
            print_lines(f"  {words}:")
        for name in names:
            print_lines(f"    {name:<{max(map(len, names))}}  {plain(asked_by_id(source)[name].short)}")
    kept = earlier(before.id, before.version)
    if kept is not None and before.version != asked.version:
        print_lines(f"To go on with version {plain(before.version)}, start it with --questionnaire {kept} instead.")


def brought_forward(
    earlier: Sequence[Path], asked: Questionnaire, keep: Sequence[str], drop: Sequence[str]
) -> CarryForward:
    """What becomes of the unfinished priorities of the last round; nothing is written yet.

    Raises:
        UsageError: a flag names none of them.
    """
    from maturity.collect import planning
    from maturity.readers.round import read_round

    known, problems = read_round(earlier[0]) if earlier else (None, [])
    if known is None and problems:
        print_lines(f"The plan of {earlier[0].name} cannot be read, so nothing of it is brought forward:")
        for problem in problems:
            print_lines(f"  {plain(str(problem))}")
    return planning.carry(
        known, asked, keep=keep, drop=drop, ask=input if sys.stdin.isatty() else None, say=print_lines
    )


def plan_by_now(plan: CarryForward, earlier: Sequence[Path], asked: Questionnaire) -> CarryForward:
    """The plan of the last round as it is by now, with what was decided on it.

    Raises:
        InputError: somebody has changed it meanwhile so that it cannot be read; no round was opened.
    """
    from maturity.collect import planning
    from maturity.readers.round import read_round

    known, problems = read_round(earlier[0]) if earlier else (None, [])
    if known is None and (plan.carried or plan.dropped):
        raise InputError(problems)
    return planning.as_it_stands(plan, known, asked) if known is not None else plan


def show_plan(plan: CarryForward, last: Path, opened: str, today: dt.date) -> None:
    """Say what was brought forward, and write down in the last round what was let go."""
    from maturity import store
    from maturity.collect import planning
    from maturity.core.plan import impact_due, too_many
    from maturity.text.words import day

    if plan.carried:
        print_lines(f"Brought forward from {last.name}, unfinished:")
    for one in plan.carried:
        due = impact_due(one)
        passed = f"; its impact was due on {day(due)}, so agree on new days" if due and due < today else ""
        print_lines(f"  {plain(one.title)} ({one.id}){passed}")
        for lost in plan.lost.get(one.id, ()):
            print_lines(f"    {plain(lost)} is not asked about any more; it should move that no longer")
    if plan.carried:
        print_lines(f"  To change one: maturity plan {opened} --edit ID; to let one go: --drop ID")
    if too_many(plan.carried):
        print_lines("  These are more than three; let one go.")
    if plan.dropped:
        store.change_priorities(last, lambda record: planning.let_all_go(plan, record, today))
        print_lines(f"Let go, and written down in {last.name}:")
        for one in plan.dropped:
            print_lines(f"  {plain(one.title)} ({one.id})")


def show_left(opened: Path) -> None:
    """Say which priorities were brought forward that count on a school that has left."""
    from maturity.readers.roster import leaving
    from maturity.readers.round import read_round
    from maturity.report.leaving import has_left

    round_ = read_round(opened)[0]
    for one, text in leaving(round_, opened) if round_ else ():
        counts = f"{plain(one.title)} ({one.id}) still counts on {plain(has_left(text))}"
        print_lines(f"  {counts}: name another with --support or --owner")
