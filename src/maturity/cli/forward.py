"""What came from the last round into the next: what has changed in the questions, and its unfinished priorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maturity.cli.shared import print_lines
from maturity.text.clean import plain

if TYPE_CHECKING:
    from pathlib import Path

    from maturity.journeys.opening import Opened


def show_changes(opened: Opened, last: str) -> None:
    """Say what has changed in the questions since the last round."""
    from maturity.core.changes import asked_by_id

    before, asked, found = opened.before, opened.asked, opened.changed
    if before is None or found is None:
        return
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
    if opened.as_before is not None:
        version = plain(before.version)
        print_lines(f"To go on with version {version}, start it with --questionnaire {opened.as_before} instead.")


def show_plan(opened: Opened, last: Path, shown: str) -> None:
    """Say what was brought forward, what was let go, and which priorities count on a school that has left."""
    from maturity.core.plan import impact_due, too_many
    from maturity.text.words import day

    plan = opened.plan
    if plan.carried:
        print_lines(f"Brought forward from {last.name}, unfinished:")
    for one in plan.carried:
        due = impact_due(one)
        passed = f"; its impact was due on {day(due)}, so agree on new days" if due and due < opened.day else ""
        print_lines(f"  {plain(one.title)} ({one.id}){passed}")
        for lost in plan.lost.get(one.id, ()):
            print_lines(f"    {plain(lost)} is not asked about any more; it should move that no longer")
    if plan.carried:
        print_lines(f"  To change one: maturity plan {shown} --edit ID; to let one go: --drop ID")
    if too_many(plan.carried):
        print_lines("  These are more than three; let one go.")
    if plan.dropped and not opened.problems:
        print_lines(f"Let go, and written down in {last.name}:")
        for one in plan.dropped:
            print_lines(f"  {plain(one.title)} ({one.id})")
    for one, school in opened.still_counting:
        counts = f"{plain(one.title)} ({one.id}) still counts on {plain(school)}"
        print_lines(f"  {counts}: name another with --support or --owner")
