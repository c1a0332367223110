"""Reviews of schools: when an account is due, what counts as nothing, and how every output tells it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from maturity.core.due import due_days
from maturity.core.plan import standings
from maturity.core.reviews import (
    ReviewBook,
    account_due,
    is_only_check,
    of_window,
    review_status,
    review_statuses,
    review_years,
)
from maturity.errors import InputError
from maturity.model import Help, Review
from maturity.model.plan import Priority
from maturity.readers.cluster import check_cluster, load_cluster
from maturity.readers.library import examples_folder
from maturity.readers.reviews import load_reviews
from maturity.renderers import calendar
from maturity.report.blocks import Callout, Table, Terms
from maturity.report.reviews import (
    MOST,
    RULE,
    ReviewStory,
    counts_words,
    due_section,
    one_page,
    review_list,
    review_words,
    reviews_chapter,
    year_words,
)
from tests.make import questionnaire, round_

TODAY = dt.date(2026, 7, 1)
SCHOOLS = {"ash": "Ashfield", "brook": "Brook Lane", "elm": "Elm Road"}


def review(school: str = "ash", reviewed: str = "2026-02-03", **more: Any) -> Review:
    return Review.model_validate({"school": school, "reviewed": reviewed} | more)


def book(*reviews: Review, left: dict[str, str] | None = None) -> ReviewBook:
    return ReviewBook("Riverside", reviews, SCHOOLS, left or {})


def story(*reviews: Review, today: dt.date = TODAY) -> ReviewStory:
    held = book(*reviews)
    return ReviewStory(held, review_statuses(held, today))


def texts(blocks: Any) -> str:
    found: list[str] = []
    for block in blocks:
        rows = block.rows if isinstance(block, Table) else block.items if isinstance(block, Terms) else ()
        found += [" ".join(row) for row in rows] + [str(getattr(block, "text", ""))]
    return "\n".join(found)


@pytest.mark.parametrize(
    ("reviewed", "due", "wanted"),
    [
        ("2026-02-03", None, "2026-08-03"),
        ("2025-08-31", None, "2026-02-28"),
        ("2026-02-03", "2026-05-01", "2026-05-01"),
        ("2026-02-03", "2027-05-01", "2027-05-01"),
    ],
)
def test_an_account_is_due_six_months_after_the_review_unless_said_otherwise(
    reviewed: str, due: str | None, wanted: str
) -> None:
    assert str(account_due(review(reviewed=reviewed, due=due))) == wanted


@pytest.mark.parametrize(
    ("more", "state", "words"),
    [
        ({"reviewed": "2025-11-18"}, "overdue", "overdue: its account was due on 18 May 2026"),
        ({"reviewed": "2026-01-20"}, "due", "due soon: its account is due on 20 July 2026"),
        ({"reviewed": "2026-05-20"}, "open", "under way: its account is due on 20 November 2026"),
        ({"reviewed": "2026-07-02"}, "planned", "planned for 2 July 2026"),
        ({"reviewed": "2026-01-01"}, "due", "due soon: its account is due on 1 July 2026"),
        ({"reviewed": "2025-11-18", "told": "2026-05-18"}, "told", "told on 18 May 2026"),
        (
            {"reviewed": "2025-11-18", "told": "2026-05-19"},
            "late",
            "told on 19 May 2026, after it was due on 18 May 2026",
        ),
        ({"school": "oak"}, "gone", "no account: the school has left the cluster"),
        ({"school": "oak", "told": "2026-03-01"}, "told", "told on 1 March 2026"),
    ],
)
def test_how_a_review_stands_follows_from_its_days(more: dict[str, str], state: str, words: str) -> None:
    found = review_status(review(**more), book(left={"oak": "Oak House"}), TODAY)
    assert (found.state, review_words(found)) == (state, words)


def test_an_account_that_never_came_is_over_when_the_school_has_been_reviewed_again() -> None:
    first, second = review(reviewed="2024-10-01"), review(reviewed="2026-05-01")
    later, earlier = review_statuses(book(first, second), TODAY)
    assert (later.state, earlier.state) == ("open", "missed")
    assert review_words(earlier) == "never told: the school was reviewed again on 1 May 2026"
    planned = review(reviewed="2026-09-01")
    assert [one.state for one in review_statuses(book(first, planned), TODAY)] == ["overdue", "planned"]


PROMISED = {"help": [{"school": "brook", "what": "a visit"}]}
GIVEN = {"help": [{"school": "brook", "what": "a visit", "given": "2026-03-01"}]}


@pytest.mark.parametrize(
    ("more", "today", "is_one"),
    [
        ({}, "2026-03-03", False),
        ({}, "2026-03-04", True),
        ({"priority": "One"}, "2026-08-03", False),
        ({"priority": "One"}, "2026-08-04", True),
        ({"priority": "One", **PROMISED}, "2026-08-04", True),
        ({"priority": "One", **GIVEN}, "2026-08-04", False),
        ({"priority": "One", "due": "2026-12-01"}, "2026-08-04", False),
        ({"told": "2026-08-01"}, "2027-01-01", False),
        ({**GIVEN}, "2026-03-04", True),
    ],
)
def test_only_a_health_check_is_what_nothing_followed_by_the_stated_rule(
    more: dict[str, Any], today: str, is_one: bool
) -> None:
    assert is_only_check(review(**more), dt.date.fromisoformat(today)) is is_one


def test_the_warning_names_the_reviews_and_the_rule_and_is_absent_where_all_were_followed() -> None:
    (warning,) = [one for one in reviews_chapter(story(review()), full=True) if isinstance(one, Callout)]
    assert warning.title == "Only a health check"
    assert warning.text == f"1 of 1 review: Ashfield (3 February 2026). {RULE}"
    followed = reviews_chapter(story(review(priority="One", told="2026-06-01")), full=True)
    assert not [one for one in followed if isinstance(one, Callout)]


@pytest.mark.parametrize("start", range(0, 600, 150))
def test_what_is_said_to_be_past_is_what_stands_first_in_the_list(start: int) -> None:
    plan = (
        {"id": "a", "title": "A", "agreed": "2026-01-01", "review": "2026-03-10", "due": "2026-12-10"},
        {"id": "b", "title": "B", "agreed": "2026-01-01", "review": "2026-05-10", "due": "2026-06-10"},
    )
    held = round_(questionnaire(), {"ash": [3]}, priorities=plan)
    reviews = (
        review("brook", "2026-01-20", help=[{"school": "elm", "what": "a visit", "by": "2026-02-10"}]),
        review("ash", "2025-11-18"),
    )
    for far in range(start, start + 150, 7):
        today = dt.date(2026, 1, 1) + dt.timedelta(far)
        due = due_days(standings([held], today), story(*reviews, today=today).found, today)
        past, unnoted = sum(one.days < 0 for one in due), sum(one.is_unnoted for one in due)
        assert [one.days < 0 for one in due] == [True] * past + [False] * (len(due) - past)
        lead, *_ = due_section(due, None)
        said = "" if isinstance(lead, Table) else lead.text  # type: ignore[union-attr]
        if past > unnoted:
            assert said.startswith(f"{past} of {len(due)} day")
            assert ("overdue, and" in said) == bool(unnoted)
            assert unnoted or said.endswith("what was due then is overdue.")
        assert (f"{unnoted} peer review" in said) == bool(unnoted)
        assert not unnoted or past == unnoted or f"first: {past - unnoted} " in said
        assert bool(said) == bool(past)


def test_what_is_due_stands_in_one_order_with_what_is_overdue_first_and_said_so() -> None:
    plan = Priority.model_validate({"id": "one", "title": "One", "review": "2026-07-10"})
    done = Priority.model_validate(
        {
            "id": "d",
            "title": "D",
            "due": "2026-01-01",
            "checks": [{"date": "2026-01-01", "note": "x", "outcome": "done"}],
        }
    )
    held = round_(questionnaire(), {"ash": [3]}, priorities=(plan, done))
    reviews = story(
        review("brook", "2026-01-20", help=[{"school": "elm", "what": "a visit", "by": "2026-02-10"}]),
        review("ash", "2025-11-18"),
        review("elm", "2026-08-01"),
        review("elm", "2025-01-01", told="2025-03-01", help=[{"school": "ash", "what": "x", "by": "2025-02-01"}]),
    )
    due = due_days(standings([held], TODAY), reviews.found, TODAY)
    assert [(one.kind, str(one.date)) for one in due] == [
        ("help", "2026-02-10"),
        ("account", "2026-05-18"),
        ("peer-review", "2026-07-10"),
        ("account", "2026-07-20"),
        ("peer-review", "2026-08-01"),
        ("impact", "2027-01-10"),
    ]
    lead, table = due_section(due, reviews.book)
    assert "2 of 6 days in the list are past, and first: what was due then is overdue." in texts([lead])
    assert isinstance(table, Table)
    assert table.rows[0] == (
        "10 February 2026",
        "overdue, 20 weeks ago",
        "Help",
        "Brook Lane, from Elm Road: a visit",
    )
    assert [row[1].startswith("overdue") for row in table.rows] == [True] * 2 + [False] * 4


def test_the_calendar_holds_open_accounts_and_promised_help_in_the_order_of_their_days() -> None:
    told = review("brook", "2025-02-03", told="2025-05-01")
    held = story(
        review("elm", "2026-08-01"),
        review(priority="Marking; all, of it", help=[{"school": "elm", "what": "a visit", "by": "2026-03-01"}]),
        told,
    )
    plan = Priority.model_validate({"id": "one", "title": "One", "due": "2026-06-01"})
    found = standings([round_(questionnaire(), {"ash": [3]}, priorities=(plan,))], TODAY)
    at = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    content = calendar.render("Riverside", found, SCHOOLS, at, held)
    events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [(str(one["SUMMARY"]), one["DTSTART"].dt.isoformat()) for one in events] == [
        ("Help from Elm Road: Ashfield", "2026-03-01"),
        ("Impact due: One", "2026-06-01"),
        ("Peer review of Elm Road", "2026-08-01"),
        ("Account of the review: Ashfield", "2026-08-03"),
        ("Account of the review: Elm Road", "2027-02-01"),
    ]
    assert "Priority: Marking; all, of it" in str(events[3]["DESCRIPTION"])
    assert len({str(one["UID"]) for one in events}) == len(events)
    again = calendar.render("Riverside", found, SCHOOLS, at + dt.timedelta(days=400), held)
    assert [str(one["UID"]) for one in Calendar.from_ical(again).walk("VEVENT")] == [str(one["UID"]) for one in events]


def sitting(label: str, date: dt.date | None) -> Any:
    return round_(questionnaire(), {"ash": [3]}, label=label, date=date)


def test_the_years_count_reviews_by_their_day_and_accounts_by_six_months_whatever_was_agreed() -> None:
    rounds = [sitting("2025", dt.date(2025, 3, 11)), sitting("2026", dt.date(2026, 3, 10))]
    reviews = (
        review(reviewed="2025-03-10"),  # the day before
        review(reviewed="2025-03-11", told="2025-09-11"),  # the first day, and the last of six months
        review("brook", "2025-09-23", told="2026-03-24", due="2026-12-01"),  # agreed late: not within six months
        review("elm", "2025-10-01"),
        review("brook", "2026-03-09"),  # not due yet
        review("elm", "2026-03-10", told="2026-04-01"),  # belongs to the next year
    )
    (year,) = review_years(reviews, rounds, TODAY)
    assert year_words(year) == (
        "4 reviews from 2025 to 2026: 1 account within six months, 1 told later, 1 not told although six months have "
        "passed and 1 not due yet."
    )
    assert year.reviews == year.in_time + year.afterwards + year.missing + year.not_yet
    (none,) = review_years((), rounds, TODAY)
    assert year_words(none) == "No review is on record from 2025 to 2026."
    assert review_years(reviews, [sitting("2025", None), rounds[1]], TODAY) == ()


def test_a_round_tells_the_reviews_since_the_round_before_and_what_is_still_open() -> None:
    reviews = (
        review(reviewed="2024-05-01", told="2024-09-01"),
        review("elm", "2024-06-01"),
        review("brook", "2025-06-01", told="2025-10-01"),
        review("brook", "2026-06-01"),
    )
    found = review_statuses(book(*reviews), TODAY)
    told = of_window(found, dt.date(2025, 3, 11), dt.date(2026, 3, 10))
    assert [(one.review.school, str(one.review.reviewed)) for one in told] == [
        ("elm", "2024-06-01"),
        ("brook", "2025-06-01"),
    ]


def test_how_many_there_are_is_said_with_how_many_are_on_record_and_since_when() -> None:
    reviews = (
        review(reviewed="2024-05-01", told="2024-09-01"),
        review("elm", "2024-06-01"),
        review("brook", "2025-06-01", told="2025-10-01"),
        review("brook", "2026-06-01"),
    )
    every = book(*reviews)
    found, since, until = review_statuses(every, TODAY), dt.date(2025, 3, 11), dt.date(2026, 3, 10)
    told = ReviewStory(every, of_window(found, since, until), (), since, until)
    assert counts_words(told).startswith(
        "2 of 4 reviews of schools on record, those since 11 March 2025 and before 10 March 2026 and those still open "
        "from before: "
    )
    latest = ReviewStory(every, of_window(found, until, dt.date.max), (), until)
    assert counts_words(latest).startswith("2 of 4 reviews of schools on record, those since 10 March 2026 and those ")
    assert counts_words(ReviewStory(every, found)).startswith("4 reviews of schools on record: ")


def test_each_audience_gets_what_fits_it() -> None:
    held = story(
        review(champion="Kim Lee", help=[{"school": "elm", "what": "a visit"}], reviewers=["brook"]),
        review("elm", "2025-06-01", priority="Talk", told="2025-10-01"),
        review("brook", "2025-10-01", priority="Books"),
    )
    page, short, full = (
        texts(one) for one in (one_page(held), reviews_chapter(held, full=False), reviews_chapter(held, full=True))
    )
    assert "3 reviews of schools on record: 1 overdue, 1 under way and 1 told in time." in page
    assert "Only a health check so far: 2. Overdue: Brook Lane." in page
    assert "Kim Lee" not in page
    assert "Still to be seen to: Brook Lane, Books (overdue); Ashfield, no priority yet." in short
    assert "Kim Lee" not in short
    assert "Champion Kim Lee" in full
    assert "a visit" not in short
    assert "Talk" not in short
    assert "Elm Road, a visit, not given yet" in full
    assert "Elm Road 1 June 2025 Talk" in full


def test_of_very_many_a_document_shows_the_latest_and_says_how_many_more_there_are() -> None:
    reviews = [
        review("ash", str(dt.date(2000, 1, 1) + dt.timedelta(days=9 * n)), told="2026-06-01") for n in range(1000)
    ]
    held = story(*reviews)
    assert "And 960 more" in texts(reviews_chapter(held, full=True))
    (section,) = review_list(held.book, held.found, TODAY).sections
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert len(tables[0].rows) == 1000 > MOST


def written(
    folder: Path, reviews: str, schools: str = "{id: ash, name: Ashfield}, {id: brook, name: Brook Lane}"
) -> Path:
    folder.mkdir(exist_ok=True)
    head = f"format: maturity-cluster/1\nname: Riverside\nschools: [{schools}]\n"
    (folder / "cluster.yaml").write_text(f"{head}reviews:\n{reviews}", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "line", "said"),
    [
        ("- {school: asch, reviewed: 2026-02-03}", 5, "reviews[1].school: 'asch' is no school of the cluster: did you"),
        ("- {school: \uff41sh, reviewed: 2026-02-03}", 5, "retype it: it holds characters that cannot be seen or told"),
        ("- {school: Ash, reviewed: 2026-02-03}", 5, "or other capitals"),
        ("- {school: ash}", 5, "reviewed: the key is missing"),
        ("- {school: ash, reviewed: 2026-02-03, champon: Kim}", 5, "'champon' is unknown: did you mean 'champion'?"),
        ("- {school: ash, reviewed: 3.2.2026}", 5, "'3.2.2026' is not a date: write year-month-day"),
        ("- {school: ash, reviewed: 2026}", 5, "'2026' is not a date"),
        ("- school: ash\n  reviewed: 2026-02-03\n  due: 2026-02-02", 7, "a day before the review on 2026-02-03"),
        ("- school: ash\n  reviewed: 2026-02-03\n  told: 2025-03-01", 7, "a day before the review on 2026-02-03"),
        (
            "- school: ash\n  reviewed: 2026-02-03\n  help:\n  - school: brok\n    what: x",
            8,
            "reviews[1].help[1].school: 'brok' is no school",
        ),
        (
            "- school: ash\n  reviewed: 2026-02-03\n  help:\n  - {school: brook, what: x, given: true}",
            8,
            "true",
        ),
        (
            "- school: ash\n  reviewed: 2026-02-03\n  help:\n  - {school: brook, what: x, by: 2026-01-01}",
            8,
            "a day before the review",
        ),
        (
            "- {school: ash, reviewed: 2026-02-03}\n- {school: ash, reviewed: 2026-02-03}",
            6,
            "'ash' was reviewed on 2026-02-03 already",
        ),
    ],
)
def test_a_fault_in_a_review_is_named_with_its_line(tmp_path: Path, row: str, line: int, said: str) -> None:
    folder = written(tmp_path / "river", f"{row}\n")
    with pytest.raises(InputError) as refused:
        load_reviews(folder)
    (problem,) = refused.value.problems
    assert (problem.line, problem.source) == (line, str(folder / "cluster.yaml"))
    assert said.lower() in str(problem).lower()


def test_reviews_only_days_apart_are_read_and_doctor_asks_about_them(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "river",
        "- {school: ash, reviewed: 2026-02-03}\n- {school: ash, reviewed: 2026-02-10}\n"
        "- {school: brook, reviewed: 2026-02-03}\n- {school: ash, reviewed: 2026-02-18}\n",
    )
    assert len(load_reviews(folder).reviews) == 4
    (problem,) = check_cluster(folder, TODAY)
    assert (problem.code, problem.line) == ("alike-review", 6)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("reviewed: 2026-06-30, priority: Talk, told: 2026-07-01", []),
        ("reviewed: 2026-02-03, told: 2026-07-02", ["told"]),
        ("reviewed: 2026-02-03, help: [{school: brook, what: a visit, given: 2062-03-01}]", ["given"]),
        ("reviewed: 2026-07-02", []),
        ("reviewed: 2026-07-02, priority: Talk", ["reviewed"]),
        ("reviewed: 2026-07-02, told: 2026-07-03, evidence: minutes", ["told", "reviewed"]),
        ("reviewed: 2027-07-02", []),
        ("reviewed: 2027-07-03", ["reviewed"]),
        ("reviewed: 2026-02-03, due: 2026-12-01", []),
    ],
)
def test_doctor_names_what_happened_on_a_day_that_is_still_ahead(tmp_path: Path, row: str, codes: list[str]) -> None:
    folder = written(tmp_path / "river", f"- {{school: ash, {row}}}\n")
    assert load_reviews(folder).reviews, "it is read all the same"
    found = check_cluster(folder, TODAY)
    assert [(one.code, (one.field or "").rpartition(".")[2]) for one in found] == [("day-ahead", key) for key in codes]
    assert all(one.line == 5 for one in found)


def test_a_school_that_has_left_keeps_its_name_and_its_reviews(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "river",
        "- {school: oak, reviewed: 2026-02-03}\n"
        "- {school: ash, reviewed: 2026-02-03, help: [{school: oak, what: a visit}]}\n",
    )
    (folder / "2025").mkdir()
    (folder / "2025" / "round.yaml").write_text(
        'format: maturity-round/1\nlabel: "2025"\ndate: 2025-03-01\nquestionnaire: cluster-journey-short\n'
        "cluster: {name: Riverside, schools: [{id: ash, name: Ashfield}, {id: oak, name: Oak House}]}\n"
    )
    found = load_reviews(folder)
    assert found.left == {"oak": "Oak House"}
    said = texts(reviews_chapter(ReviewStory(found, review_statuses(found, TODAY)), full=True))
    assert "Oak House (has left the cluster)" in said
    assert "never, has left" in said
    (problem,) = check_cluster(folder, TODAY)
    assert (problem.code, problem.line) == ("school-left", 6)


def test_the_bundled_cluster_shows_a_year_in_which_hardly_anything_followed_and_one_in_which_most_did() -> None:
    folder = examples_folder() / "tarnside"
    found = load_reviews(folder)
    rounds = [sitting("2024", dt.date(2024, 3, 12)), sitting("2025", dt.date(2025, 3, 11))]
    rounds.append(sitting("2026", dt.date(2026, 3, 10)))
    assert [year_words(year) for year in review_years(found.reviews, rounds, TODAY)] == [
        "6 reviews from 2024 to 2025: 1 account within six months, 1 told later and 4 not told although six months "
        "have passed.",
        "5 reviews from 2025 to 2026: 4 accounts within six months and 1 not told although six months have passed.",
    ]
    assert "birkrigg" not in load_cluster(folder).school_by_id
    assert sum(one.only_check for one in review_statuses(found, TODAY)) == 5


def test_the_example_in_the_documentation_is_one_that_can_be_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "reviews.md").read_text("utf-8")
    schools = ("ashfield-primary", "brook-lane", "castle-hill")
    head = "".join(f"- {{id: {one}, name: {one}}}\n" for one in schools)
    example = page.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "cluster.yaml").write_text(f"name: River\nschools:\n{head}{example}", "utf-8")
    (one,) = load_reviews(tmp_path).reviews
    assert not [name for name in Review.model_fields if not getattr(one, name)]
    assert not [name for name in Help.model_fields if not getattr(one.help[0], name)]
