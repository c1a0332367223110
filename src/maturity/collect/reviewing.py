"""The record of a review: what flags say of it, and what is asked one thing after the other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maturity.collect.amending import day_of, harmless_line
from maturity.core.reviews import ReviewBook, account_due, account_late, alike, outstanding
from maturity.errors import MaturityError, UsageError
from maturity.model import Help, Review
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.names import quoted, suggestion, typed_name
from maturity.text.words import day

Typed = dict[str, Any]
"""Flag without its dashes to what was typed: a text, or a list of texts."""
MANY = ("reviewers", "help-from", "given")
"""Flags that may be given several times."""
FIELDS = ("reviewers", "priority", "champion", "help-from", "given", "due", "told", "evidence")
"""Of a review that is known by its school and its day, in the order in which they are asked."""
NOTHING = "-"
"""Typed to take a value away."""
_ANY_BY = re.compile(r"\bby\b.*\b(19|20|21)\d\d\b", re.IGNORECASE)
_BY = re.compile(r"[\s,]+by\s+(\d[\d./-]*)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Screen:
    """How to ask somebody and how to say something.

    Args:
        ask: shows a prompt and returns a line; raises EOFError when there is no more.
        width: columns.
    """

    ask: Callable[[str], str]
    say: Callable[[str], None]
    width: int

    def tell(self, text: str) -> None:
        """Some lines, none wider than the screen."""
        self.say("\n".join(in_lines(plain(text), self.width)))


def school_meant(book: ReviewBook, flag: str, text: str) -> str:
    """The id of the school that is meant by its id or its name; one that has left counts too.

    Raises:
        UsageError: there is none, or two are called so.
    """
    known = {**book.left, **book.schools}
    if text in known:
        return text
    called = [one for one, name in known.items() if typed_name(text) in map(typed_name, (one, name, book.named[one]))]
    if len(called) == 1:
        return called[0]
    if called:
        raise UsageError(f"{flag}: {quoted(text)} may be {' or '.join(called)}", "give the id")
    where = f"{flag}: " if flag else ""
    names = [one for pair in book.schools.items() for one in pair]
    raise UsageError(f"{where}{quoted(text)} is no school of this cluster", suggestion(text, names))


def found_in(book: ReviewBook, school: str, reviewed: dt.date) -> Review | None:
    """The review that is known by its school and its day."""
    return next((one for one in book.reviews if (one.school, one.reviewed) == (school, reviewed)), None)


def review_with(before: Review, typed: Mapping[str, Any], book: ReviewBook, today: dt.date) -> Review:
    """A review with what the flags say; an empty text takes a value away.

    Raises:
        UsageError: what was typed cannot be.
    """
    new: dict[str, Any] = {}
    for name in ("priority", "champion", "evidence"):
        if name in typed:
            new[name] = harmless_line(f"--{name}", typed[name])
    for name in ("due", "told"):
        if name in typed:
            new[name] = day_of(f"--{name}", typed[name]) if typed[name].strip() else None
    if "reviewers" in typed:
        new["reviewers"] = tuple(_reviewer(book, text) for text in typed["reviewers"] if text.strip())
    after = before.model_copy(update=new)
    for text in typed.get("help-from", ()):
        after = after.model_copy(update={"help": _promised(after, book, text)})
    for text in typed.get("given", ()):
        after = after.model_copy(update={"help": _given(after, book, text, today)})
    _in_order(after)
    return after


def _in_order(review: Review) -> None:
    days = [("--due", review.due), ("--told", review.told)]
    days += [pair for one in review.help for pair in (("--help-from", one.by), ("--given", one.given))]
    for flag, date in days:
        if date is not None and date < review.reviewed:
            message = f"{flag}: {day(date)} is before the review on {day(review.reviewed)}"
            raise UsageError(message, "correct one of the two; nothing was changed")


def _reviewer(book: ReviewBook, text: str) -> str:
    said = harmless_line("--reviewers", text)
    try:
        return school_meant(book, "--reviewers", said)
    except UsageError:
        return said


def _promised(review: Review, book: ReviewBook, text: str) -> tuple[Help, ...]:
    """The help of a review with one more; with nothing after the school, without that school's."""
    school, what = _parted(book, "--help-from", text)
    if school is None:
        message = f"--help-from: {quoted(text)} does not say which school does what"
        raise UsageError(message, "write SCHOOL: what by year-month-day")
    if not what:
        return tuple(one for one in review.help if one.school != school)
    if school == review.school:
        message = f"--help-from: {quoted(school)} is the school that was reviewed"
        raise UsageError(message, "name a school that helps it; nothing was changed")
    found = _BY.search(what)
    if found is None and _ANY_BY.search(what):
        message = f"--help-from: the day at the end of {quoted(what)} cannot be read"
        raise UsageError(message, "end with: by year-month-day, for example by 2026-10-15; nothing was changed")
    by = day_of("--help-from", found[1]) if found else None
    fresh = Help(school=school, what=what[: found.start()] if found else what, by=by)
    known = next((one for one in review.help if (one.school, one.what) == (school, fresh.what)), None)
    if known is None:
        return (*review.help, fresh)
    return tuple(one.model_copy(update={"by": by}) if one is known else one for one in review.help)


def _given(review: Review, book: ReviewBook, text: str, today: dt.date) -> tuple[Help, ...]:
    """The help of a review in which what one school promised is given: what was due first, or what is named."""
    school, rest = _parted(book, "--given", text)
    school = school or school_meant(book, "--given", harmless_line("--given", text))
    of_it = [one for one in outstanding(review) if one.school == school]
    named = [one for one in of_it if one.what == rest]
    if not of_it:
        message = f"--given: no help from {quoted(school)} is open on this review"
        raise UsageError(message, "promise it first: --help-from 'SCHOOL: what by year-month-day'")
    date = today if named or not rest else day_of("--given", rest)
    return tuple(one.model_copy(update={"given": date}) if one is (named or of_it)[0] else one for one in review.help)


def _parted(book: ReviewBook, flag: str, text: str) -> tuple[str | None, str]:
    """The school that stands before a colon, and what stands behind it; a school's name may hold one itself."""
    said = harmless_line(flag, text)
    cuts = [found.start() for found in re.finditer("[:：]", said)]
    error: UsageError | None = None
    for cut in reversed(cuts):
        try:
            return school_meant(book, flag, said[:cut].strip()), said[cut + 1 :].strip()
        except UsageError as found_none:
            error = found_none
    if error is not None:
        raise error
    return None, ""


def worth_saying(review: Review, book: ReviewBook, today: dt.date) -> list[str]:
    """What is worth a second thought about a review that was just saved."""
    said = []
    last = account_late(review)
    if last is not None:
        said.append(
            f"its account is due on {day(account_due(review))}, later than six months after the review. Six months "
            f"end on {day(last)}; what is told later is easily forgotten."
        )
    if review.told is not None and review.told > today:
        said.append(
            f"{day(review.told)}, on which it was told, is still ahead: is the year right, and the clock? Until "
            "then it counts as not told."
        )
    said += [
        f"{day(one.given)}, on which help was given, is still ahead, and counts as not given until then."
        for one in review.help
        if one.given is not None and one.given > today
    ]
    if review.told is not None and not review.priority:
        said.append("an account is on record, and no priority: --priority TEXT")
    if review.evidence and review.told is None:
        said.append("there is evidence, and no day of the account: --told DAY")
    for place, other in alike(book.reviews):
        if review in (book.reviews[place], other):
            first = other if book.reviews[place] == review else book.reviews[place]
            said.append(f"another review of this school is on record on {day(first.reviewed)}: is it the same?")
    return said


def ask_review(typed: Typed, book: ReviewBook, today: dt.date, screen: Screen) -> Review:
    """Ask for the school, the day, and, unless a known review was named with what to change, for everything else.

    Args:
        typed: what flags have said; what is typed is put into it at once, so that it can be said again.

    Raises:
        EOFError: the input ended; nothing was saved.
    """
    changes = [name for name in FIELDS if name in typed]
    if "school" not in typed:
        screen.tell(f"Schools: {', '.join(book.named[one] for one in book.schools)}")
        _until(typed, "school", "Which school was reviewed: ", lambda text: school_meant(book, "", text), screen)
    school = school_meant(book, "--school", typed["school"])
    if "reviewed" not in typed:
        known = [str(one.reviewed) for one in book.reviews if one.school == school]
        if known:
            screen.tell(f"On record: {', '.join(known)}. One of these days changes that review.")
        _until(typed, "reviewed", "Day of the review, year-month-day: ", lambda text: day_of("", text), screen)
    reviewed = day_of("--reviewed", typed["reviewed"])
    before = found_in(book, school, reviewed)
    start = before or Review(school=school, reviewed=reviewed)
    if before is not None and changes:
        return review_with(start, typed, book, today)
    screen.tell(f"Enter keeps what stands in brackets, or leaves it open; {NOTHING} takes it away.")
    for name in FIELDS:
        now = review_with(start, typed, book, today)
        if (
            name not in typed
            and not (name == "given" and not outstanding(now))
            and not (name == "evidence" and now.told is None)
        ):
            _ask_field(typed, name, start, book, today, screen)
    return review_with(start, typed, book, today)


PROMPTS = {
    "reviewers": "Who reviewed, schools or people, with commas between them",
    "priority": "The one priority that came of it",
    "champion": "Who sees to it, the champion",
    "help-from": "Help, as SCHOOL: what by year-month-day",
    "given": "Help that was given, as SCHOOL: year-month-day",
    "due": "Account due, usually six months after the review",
    "told": "Day on which the account was told",
    "evidence": "What shows it",
}


def _ask_field(typed: Typed, name: str, start: Review, book: ReviewBook, today: dt.date, screen: Screen) -> None:
    """Ask for one field until it will do, or is left; of help, until no more is named."""
    while True:
        shown = _shown(review_with(start, typed, book, today), name, book)
        line = screen.ask(f"{PROMPTS[name]}{f' [{plain(shown)}]' if shown else ''}: ").strip()
        if not line:
            return
        value = "" if line == NOTHING else line
        parts = [part.strip() for part in re.split("[,،，、]", value)] if name == "reviewers" else [value]
        kept = typed.get(name, []) if name in ("help-from", "given") else []
        wanted = {**typed, name: [*kept, *parts] if name in MANY else value}
        try:
            after = review_with(start, wanted, book, today)
        except MaturityError as error:
            for problem in error.problems:
                screen.tell(str(problem))
            continue
        typed[name] = wanted[name]
        if name not in ("help-from", "given") or (name == "given" and not outstanding(after)):
            return


def _shown(review: Review, name: str, book: ReviewBook) -> str:
    if name == "due":
        return str(account_due(review))
    if name == "reviewers":
        return ", ".join(book.named.get(one, one) for one in review.reviewers)
    if name in ("help-from", "given"):
        return "; ".join(
            f"{one.school}: {one.what}" for one in (review.help if name[0] == "h" else outstanding(review))
        )
    value = getattr(review, name)
    return "" if value is None else str(value)


def _until(typed: Typed, name: str, prompt: str, check: Callable[[str], object], screen: Screen) -> None:
    while True:
        line = screen.ask(prompt).strip()
        try:
            check(line)
        except MaturityError as error:
            for problem in error.problems:
                screen.tell(str(problem))
            continue
        typed[name] = line
        return


def flags_of(typed: Mapping[str, Any]) -> Sequence[str]:
    """What was typed, as flags of a command."""
    pairs = [(name, one) for name, said in typed.items() for one in (said if name in MANY else [said])]
    return [word for name, one in pairs for word in (f"--{name}", one)]
