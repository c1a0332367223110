"""`maturity review`: which schools were reviewed, and what followed each review."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maturity.cli import completion
from maturity.cli.plan import at_a_terminal
from maturity.cli.shared import print_lines
from maturity.errors import InputError, UsageError

if TYPE_CHECKING:
    from maturity.core.reviews import ReviewBook
    from maturity.model import Review

Several = list[str] | None


def review(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The cluster's folder.", autocompletion=completion.rounds)
    ],
    school: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The school that was reviewed.", autocompletion=completion.school_ids),
    ] = None,
    reviewed: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of its review.", autocompletion=completion.review_days)
    ] = None,
    reviewers: Annotated[
        Several,
        typer.Option(metavar="WHO", help="School or person; once for each.", autocompletion=completion.school_ids),
    ] = None,
    priority: Annotated[str | None, typer.Option(metavar="TEXT", help="The one thing that came of it.")] = None,
    champion: Annotated[str | None, typer.Option(metavar="WHO", help="Who sees to it.")] = None,
    help_from: Annotated[
        Several,
        typer.Option(metavar="HELP", help="'SCHOOL: what by DAY'.", autocompletion=completion.school_ids),
    ] = None,
    given: Annotated[
        Several,
        typer.Option(metavar="HELP", help="Help was given: 'SCHOOL: DAY'.", autocompletion=completion.school_ids),
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="Account due; else after six months.")] = None,
    told: Annotated[str | None, typer.Option(metavar="DAY", help="The account was told.")] = None,
    evidence: Annotated[str | None, typer.Option(metavar="TEXT", help="What shows it.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take this review out.")] = False,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="Reckon from it; else today.")] = None,
) -> None:
    """Record reviews of schools, and what followed them.

    A school and a day that are on record change that review.
    """
    from maturity.collect.amending import day_of
    from maturity.journeys.reviews import book_at

    fields = {
        "school": school,
        "reviewed": reviewed,
        "reviewers": reviewers,
        "priority": priority,
        "champion": champion,
        "help-from": help_from,
        "given": given,
        "due": due,
        "told": told,
        "evidence": evidence,
    }
    typed: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    today = day_of("--date", date) if date is not None else dt.datetime.now().date()
    place, book = book_at(folder)
    if not typed and not remove:
        _list(book, today, place)
        return
    if remove:
        _remove(place, book, typed)
    else:
        _record(place, book, typed, today)


def _list(book: ReviewBook, today: dt.date, place: Path) -> None:
    from maturity.cli.shared import print_text, width
    from maturity.core.reviews import review_statuses
    from maturity.renderers import terminal
    from maturity.report.reviews import review_list
    from maturity.text.commands import command

    report = review_list(book, review_statuses(book, today), today)
    print_text(terminal.render(report, width(), terminal.glyphs_for(sys.stdout.encoding or "ascii")))
    if not book.reviews:
        print_lines(f"\nNext: {command('maturity', 'review', place)} --school ID --reviewed DAY")


def _record(place: Path, book: ReviewBook, typed: dict[str, Any], today: dt.date) -> None:
    from maturity import store
    from maturity.collect.reviewing import found_in, review_with
    from maturity.model import Review
    from maturity.readers.roster import schools_before

    if at_a_terminal():
        after = _asked(place, book, typed, today)
    else:
        school, reviewed = _which(book, typed)
        start = found_in(book, school, reviewed) or Review(school=school, reviewed=reviewed)
        after = review_with(start, typed, book, today)
    before = found_in(book, after.school, after.reviewed)
    if after == before:
        print_lines("Nothing is different; nothing was changed.")
        return
    others = [one for one in book.reviews if one != before]
    with _nothing_typed_twice(place, typed) if at_a_terminal() else nullcontext():
        kept, both = store.save_reviews(place, [*others, after], book.reviews, schools_before(place))
    _tell(after, before, book, kept, today)
    _meanwhile(both)


def _which(book: ReviewBook, typed: dict[str, Any]) -> tuple[str, dt.date]:
    """The school and the day that say which review is meant.

    Raises:
        UsageError: one of them is missing, or is none.
    """
    from maturity.collect.amending import day_of
    from maturity.collect.reviewing import school_meant

    if "school" not in typed:
        raise UsageError("--school is missing: which school was reviewed?", f"use one of: {', '.join(book.schools)}")
    school = school_meant(book, "--school", typed["school"])
    if "reviewed" not in typed:
        known = ", ".join(str(one.reviewed) for one in book.reviews if one.school == school)
        hint = f"on record for {school}: {known}; another day makes a new one" if known else "write year-month-day"
        raise UsageError("--reviewed is missing: on which day was the review?", hint)
    return school, day_of("--reviewed", typed["reviewed"])


def _asked(place: Path, book: ReviewBook, typed: dict[str, Any], today: dt.date) -> Review:
    """What somebody at the screen says; who stops gets the command that goes on."""
    from maturity.cli import sitting
    from maturity.collect.reviewing import Screen, ask_review

    front = sitting.front()
    with _nothing_typed_twice(place, typed):
        return ask_review(typed, book, today, Screen(front.ask, front.say, front.width))


@contextmanager
def _nothing_typed_twice(place: Path, typed: dict[str, Any]) -> Iterator[None]:
    """Where nothing is saved, what was typed can be used again."""
    from maturity.collect.reviewing import flags_of
    from maturity.text.commands import command

    try:
        yield
    except (EOFError, KeyboardInterrupt, InputError) as end:
        print_lines("\nNothing was saved. To go on with what was typed:")
        print_lines(f"  {command('maturity', 'review', place, *flags_of(typed))}")
        if isinstance(end, InputError):
            raise
        raise KeyboardInterrupt from None


def _remove(place: Path, book: ReviewBook, typed: dict[str, Any]) -> None:
    from maturity import store
    from maturity.collect.reviewing import found_in
    from maturity.readers.roster import schools_before
    from maturity.report.reviews import review_title
    from maturity.text.clean import plain

    if set(typed) - {"school", "reviewed"}:
        raise UsageError("--remove takes a whole review out", "leave out the other flags, but --school and --reviewed")
    school, reviewed = _which(book, typed)
    gone = found_in(book, school, reviewed)
    if gone is None:
        message = f"no review of {school} on {reviewed} is on record"
        raise UsageError(message, "nothing was changed; without flags the command lists those that are")
    rest = [one for one in book.reviews if one != gone]
    _, both = store.save_reviews(place, rest, book.reviews, schools_before(place))
    if both:
        _meanwhile(both)
        return
    print_lines(f"taken out: the review of {plain(review_title(book, gone))}")
    for line in gone.model_dump_json(exclude_defaults=True, indent=1).splitlines()[1:-1]:
        print_lines(f"  {plain(line)}")


def _tell(after: Review, before: Review | None, book: ReviewBook, kept: Sequence[Review], today: dt.date) -> None:
    """What was saved, and what is worth a second thought."""
    from dataclasses import replace

    from maturity.collect.reviewing import worth_saying
    from maturity.core.reviews import review_statuses
    from maturity.report.reviews import review_title, review_words
    from maturity.text.clean import plain

    whole = replace(book, reviews=tuple(kept))
    known = (after.school, after.reviewed)
    now = next(one for one in kept if (one.school, one.reviewed) == known)
    print_lines(f"{'changed' if before else 'recorded'}: the review of {plain(review_title(book, now))}")
    status = next(one for one in review_statuses(whole, today) if (one.review.school, one.review.reviewed) == known)
    print_lines(f"  {review_words(status)}")
    if status.state != "planned" and not now.priority and now.told is None:
        print_lines("  It has no priority yet: the same command with --priority TEXT")
    for remark in worth_saying(now, whole, today):
        print_lines(f"Note: {plain(remark)}")


def _meanwhile(both: Sequence[Any]) -> None:
    from maturity.cli.meanwhile import tell_value
    from maturity.store.meanwhile import NOTHING

    for one in both:
        if one.part != "review":
            tell_value(f"{one.of}: {one.what}", one)
        elif one.earlier is NOTHING:
            print_lines(
                f"Note: {one.of}: in the meantime somebody else had taken this review out. It is there again, with "
                "what was changed here; --remove takes it out."
            )
        else:
            print_lines(
                f"Note: {one.of}: in the meantime somebody else had changed this review. It stays, for what they wrote "
                "would be lost; look at it, and --remove takes it out."
            )
