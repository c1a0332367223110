"""Reviews of schools in a report: what is due, what followed each, and which were no more than a health check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.core.due import DueDay
from maturity.core.reviews import AHEAD, PRIORITY_DAYS, REVIEW_STATES, ReviewBook, ReviewStatus, ReviewYear
from maturity.model import Help, Review
from maturity.model.plan import Priority
from maturity.report.blocks import (
    PROGRAM,
    Align,
    Block,
    Bullets,
    Callout,
    Heading,
    Paragraph,
    Report,
    Section,
    Table,
    Terms,
)
from maturity.report.leaving import has_left
from maturity.text.isolate import isolated
from maturity.text.words import away, counted, day, enumerated, listed, some

COUNTED = {
    "overdue": "overdue",
    "due": "due soon",
    "open": "under way",
    "planned": "planned",
    "told": "told in time",
    "late": "told late",
    "missed": "never told",
    "gone": "of a school that has left",
}
KINDS = {
    "peer-review": "Peer review",
    "impact": "Impact",
    "account": "Account",
    "help": "Help",
}
HEALTH_CHECK = "Only a health check"
RULE = (
    f"A review counts as that while nothing has followed it on record: no priority {PRIORITY_DAYS // 7} weeks after "
    "it, or, once its account is overdue, neither help given nor an account."
)
MOST = 40
"""Most reviews that are over in a document; all are in the cluster's file."""
MOST_NAMED = 6
"""Most reviews that a warning names."""
ON_IT = "Still to be seen to"
IN_A_MEETING = 6
"""Most reviews in a report of a few pages."""
ON_A_PAGE = 3
"""Most schools that are named on a single page."""


@dataclass(frozen=True, slots=True)
class ReviewStory:
    """What a report tells of reviews.

    Args:
        found: those that belong to the round, the most pressing first.
        since, until: from when on and before when they belong to it, besides what is still open; None without a limit.
        years: from each round to the next, in the order of time.
    """

    book: ReviewBook
    found: tuple[ReviewStatus, ...]
    years: tuple[ReviewYear, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def reviews(self) -> tuple[Review, ...]:
        """The reviews themselves."""
        return tuple(one.review for one in self.found)


def school_name(book: ReviewBook, school: str) -> str:
    """A school as people know it, or a text that names one; of one that has left, that it has."""
    name = book.named.get(school, school)
    return has_left(name) if school in book.left else name


def review_title(book: ReviewBook, review: Review) -> str:
    """The school and the day."""
    return f"{isolated(school_name(book, review.school))}, {day(review.reviewed)}"


def review_words(one: ReviewStatus) -> str:
    """Where one review stands: what comes next and when, or how it ended."""
    told = one.review.told
    if told is not None:
        return f"told on {day(told)}" + (f", after it was due on {day(one.due)}" if one.state == "late" else "")
    if one.state == "gone":
        return "no account: the school has left the cluster"
    if one.state == "missed" and one.again is not None:
        return f"never told: the school was reviewed again on {day(one.again)}"
    if one.state == "planned":
        return f"planned for {day(one.review.reviewed)}"
    if one.state == "overdue":
        return f"overdue: its account was due on {day(one.due)}"
    return f"{COUNTED[one.state]}: its account is due on {day(one.due)}"


def counts_words(story: ReviewStory) -> str:
    """How many there are, of how many on record and from when to when, and how they stand."""
    found, every = story.found, len(story.book.reviews)
    states = [(sum(one.state == state for one in found), COUNTED[state]) for state in REVIEW_STATES]
    many = counted(every, "review of a school", "reviews of schools")
    many = f"{many} on record" if len(found) == every else f"{len(found)} of {many} on record{_limits(story)}"
    return f"{many}: {listed([f'{n} {words}' for n, words in states if n])}."


def _limits(story: ReviewStory) -> str:
    """Which of those on record are told."""
    ends = (("since", story.since), ("before", story.until))
    said = listed([f"{word} {day(end)}" for word, end in ends if end is not None])
    earlier = story.since is not None and any(one.review.reviewed < story.since for one in story.found)
    return f", those {said}{' and those still open from before' if earlier else ''}" if said else ""


def year_words(year: ReviewYear) -> str:
    """How many reviews there were from one round to the next, and what was told of them."""
    when = f"from {isolated(year.before)} to {isolated(year.after)}"
    if not year.reviews:
        return f"No review is on record {when}."
    said = [counted(year.in_time, "account") + " within six months"]
    said += [f"{year.afterwards} told later"] * bool(year.afterwards)
    said += [f"{year.missing} not told although six months have passed"] * bool(year.missing)
    said += [f"{year.not_yet} not due yet"] * bool(year.not_yet)
    return f"{counted(year.reviews, 'review')} {when}: {listed(said)}."


def health_check_words(found: Sequence[ReviewStatus], book: ReviewBook) -> str:
    """Which reviews were no more than that, and by which rule; empty where none is."""
    checks = [one for one in found if one.only_check]
    if not checks:
        return ""
    names = some(
        [f"{isolated(school_name(book, one.review.school))} ({day(one.review.reviewed)})" for one in checks], MOST_NAMED
    )
    return f"{len(checks)} of {counted(len(found), 'review')}: {names}. {RULE}"


def reviews_chapter(story: ReviewStory, *, full: bool, most: int = MOST) -> Iterator[Block]:
    """The chapter of a report; with `full` everything that is on record, at `most` so many of those that are over."""
    found, book = story.found, story.book
    if not found:
        return
    if not full:
        open_ = [_line(one, book) for one in found if one.state in AHEAD]
        said = [f"{ON_IT}: {enumerated(open_[:IN_A_MEETING])}."] if open_ else []
        yield Paragraph(" ".join([*_in_short(story), *said]))
        return
    yield Paragraph(counts_words(story), "lead")
    checks = health_check_words(found, book)
    if checks:
        yield Callout(HEALTH_CHECK, checks, "warning")
    ahead = [one for one in found if one.state in AHEAD]
    over = [one for one in found if one.state not in AHEAD]
    for one in ahead:
        yield Heading(review_title(book, one.review))
        yield Terms(tuple(_fields(one, book)))
    yield from _over_table(over[:most], book)
    if len(over) > most:
        yield Paragraph(f"And {len(over) - most} more, which stand in the cluster's file.", "small")


def _line(one: ReviewStatus, book: ReviewBook) -> str:
    """A review that is still to be seen to, in a few words."""
    priority = one.review.priority or ("planned" if one.state == "planned" else "no priority yet")
    ending = " (overdue)" if one.state == "overdue" else ""
    return f"{isolated(school_name(book, one.review.school))}, {isolated(priority)}{ending}"


def open_table(found: Sequence[ReviewStatus], book: ReviewBook) -> Iterator[Block]:
    """What is still to be seen to, a line a review; nothing where nothing is."""
    if found:
        left: tuple[Align, ...] = ("left",) * 5
        rows = (
            (
                school_name(book, one.review.school),
                day(one.review.reviewed),
                one.review.priority or ("" if one.state == "planned" else "none yet"),
                one.review.champion,
                "planned" if one.state == "planned" else f"{day(one.due)}{', overdue' if one.days < 0 else ''}",
            )
            for one in found
        )
        header = ("School", "Reviewed", "Priority", "Champion", "Account due")
        yield Table("Reviews that are still to be seen to", header, tuple(rows), left).telling()


def _over_table(found: Sequence[ReviewStatus], book: ReviewBook) -> Iterator[Block]:
    if found:
        left: tuple[Align, ...] = ("left",) * 5
        rows = (
            (
                school_name(book, one.review.school),
                day(one.review.reviewed),
                one.review.priority or "none",
                listed([isolated(school_name(book, given.school)) for given in one.review.help if given.given]),
                _ended(one),
            )
            for one in found
        )
        header = ("School", "Reviewed", "Priority", "Help from", "Account told")
        yield Table("Reviews that are over", header, tuple(rows), left)


def _ended(one: ReviewStatus) -> str:
    if one.review.told is not None:
        return day(one.review.told) + ", late" * (one.state == "late")
    return "never" if one.state == "missed" else "never, has left"


def _fields(one: ReviewStatus, book: ReviewBook) -> Iterator[tuple[str, str]]:
    review = one.review
    rows = (
        ("Status", review_words(one)),
        ("Reviewed by", listed([isolated(school_name(book, who)) for who in review.reviewers])),
        ("Priority", review.priority or ("" if one.state == "planned" else "none yet")),
        ("Champion", review.champion),
        ("Help", enumerated([help_words(given, book) for given in review.help])),
        ("Evidence", review.evidence),
    )
    return ((term, text) for term, text in rows if text)


def help_words(one: Help, book: ReviewBook) -> str:
    """Who does what for the school, by when, and whether it was given."""
    said = f"{isolated(school_name(book, one.school))}, {isolated(one.what)}"
    if one.given is not None:
        return f"{said}, given on {day(one.given)}"
    return said + (f", by {day(one.by)}, not given yet" if one.by is not None else ", not given yet")


def one_page(story: ReviewStory) -> Iterator[Block]:
    """What a head reads of reviews between two meetings: a line or two."""
    if story.found:
        overdue = [
            isolated(school_name(story.book, one.review.school)) for one in story.found if one.state == "overdue"
        ]
        named = [f"Overdue: {some(overdue, ON_A_PAGE)}."] if overdue else []
        yield Paragraph(" ".join([*_in_short(story), *named]))


def _in_short(story: ReviewStory) -> list[str]:
    checks = sum(one.only_check for one in story.found)
    return [counts_words(story), *([f"{HEALTH_CHECK} so far: {checks}."] if checks else [])]


def deck_blocks(story: ReviewStory) -> Iterator[Block]:
    """A slide: how many, what is still to be seen to, and which were no more than a health check."""
    if not story.found:
        return
    yield Paragraph(counts_words(story), "lead")
    yield from open_table([one for one in story.found if one.state in AHEAD], story.book)
    checks = sum(one.only_check for one in story.found)
    if checks:
        yield Callout(HEALTH_CHECK, f"So far {checks} of these {counted(len(story.found), 'review')}.", "warning")


def deck_notes(story: ReviewStory) -> Iterator[str]:
    """What somebody says beside the slide."""
    yield from (year_words(year) for year in story.years)
    checks = health_check_words(story.found, story.book)
    if checks:
        yield f"{HEALTH_CHECK}: {checks}"


def between_rounds(years: Sequence[ReviewYear]) -> Iterator[Block]:
    """A line for each step from one round to the next; nothing where there was no review at all."""
    if any(year.reviews for year in years):
        yield Bullets(tuple(year_words(year) for year in years))


def review_list(book: ReviewBook, found: Sequence[ReviewStatus], today: dt.date) -> Report:
    """Every review on record, by itself."""
    blocks = tuple(reviews_chapter(ReviewStory(book, tuple(found)), full=True, most=len(found)))
    nothing = (Paragraph("No review is on record."),)
    section = Section("reviews", "Reviews of our schools", blocks or nothing)
    return Report(book.cluster, f"On {day(today)}", PROGRAM, (), (section,))


def due_section(due: Sequence[DueDay], book: ReviewBook | None) -> Iterator[Block]:
    """What is overdue, what has passed without a note, and what comes next, in the order of the days."""
    if not due:
        return
    if said := _past_words(due):
        yield Paragraph(said, "lead")
    rows = tuple((day(one.date), _far(one), KINDS[one.kind], _whose(one, book or ReviewBook())) for one in due)
    yield Table("", ("Day", "How far", "What", "Whose"), rows, ("left", "left", "left", "left"))


def _past_words(due: Sequence[DueDay]) -> str:
    """How many days of the list are past, which stand first in it; and of which kinds they are."""
    past = sum(one.days < 0 for one in due)
    unnoted = sum(one.is_unnoted for one in due)
    many = counted(unnoted, "peer review has", "peer reviews have")
    asked = f"{many} passed without a note since: what came of {'it' if unnoted == 1 else 'them'}?"
    late = past - unnoted
    if not late:
        return asked if unnoted else ""
    first = f"{past} of {counted(len(due), 'day')} in the list {'is' if past == 1 else 'are'} past, and first: "
    if not unnoted:
        return f"{first}what was due then is overdue."
    return f"{first}{late} {'is' if late == 1 else 'are'} overdue, and {asked}"


def _far(one: DueDay) -> str:
    if one.is_unnoted:
        return f"{away(one.days)}, no note since"
    return f"overdue, {away(one.days)}" if one.days < 0 else away(one.days)


def _whose(one: DueDay, book: ReviewBook) -> str:
    if isinstance(one.of, Priority):
        return one.of.title
    name = school_name(book, one.of.school)
    if one.help is None:
        return name
    return f"{isolated(name)}, from {isolated(school_name(book, one.help.school))}: {isolated(one.help.what)}"
