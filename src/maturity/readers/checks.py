"""What can be wrong with answers when they are held against the questionnaire and the cluster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from maturity.errors import Fault, Path
from maturity.model import DONT_KNOW, Questionnaire, Review, Scale
from maturity.model.base import YEARS
from maturity.source.shape import kind_of
from maturity.text.names import quoted, same_person, suggestion

FAR_AHEAD = dt.timedelta(days=366)
"""No review is planned so long before it."""


def round_faults(data: Mapping[Any, Any], questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every answer, school, role and id in a round that does not fit.

    Args:
        data: a round as plain dictionaries and lists; whatever has the wrong shape is left to the model.
        questionnaire: what was asked.
    """
    items = tuple(questionnaire.item_by_id)
    yield from _date(("date",), data.get("date"))
    cluster = data.get("cluster")
    yield from twins(("cluster",), cluster)
    schools = dict.fromkeys(name for _, name in _schools((), cluster))
    people: set[str] = set()
    for at, row in _rows(("responses",), data.get("responses")):
        name = row.get("respondent")
        if isinstance(name, str) and name.strip():
            person = same_person(name)
            if person in people:
                yield _twice((*at, "respondent"), "respondent", name.strip())
            people.add(person)
        yield from response_faults(at, row, questionnaire, schools)
    for item, agreed in _pairs(data, "agreed"):
        at = ("agreed", item)
        if item not in items:
            yield _unknown(at, item, "question", items)
        elif isinstance(agreed, Mapping) and "level" in agreed:
            yield from _level((*at, "level"), agreed["level"], _scale(questionnaire, item), spare=())
    yield from _priorities(data, questionnaire)


def subject_faults(data: Mapping[Any, Any], questionnaire: Questionnaire) -> Iterator[Fault]:
    """What does not fit in what a round says is rated.

    Args:
        data: a round as plain dictionaries and lists.
        questionnaire: says whether the cluster is rated, one of its schools, or one review of a school.
    """
    schools = list(dict.fromkeys(name for _, name in _schools((), data.get("cluster"))))
    subject, said = questionnaire.subject, data.get("subject_of")
    if subject == "cluster":
        if said is not None:
            message = f"the questionnaire {quoted(questionnaire.id)} is about the cluster, and no school of it"
            yield Fault(("subject_of",), "no-subject", message, "leave it out")
        return
    example = "{school: ash}" if subject == "school" else "{school: ash, reviewed: 2026-02-03}"
    what = "one school" if subject == "school" else "one review of a school"
    if said is None:
        message = f"the questionnaire {quoted(questionnaire.id)} is about {what}, and the round does not say which"
        yield Fault(("subject_of",), "needs-subject", message, f"add it: subject_of: {example}")
    elif isinstance(said, Mapping):
        yield from _rated(said, subject, schools, _day(data.get("date")))


def _rated(said: Mapping[Any, Any], subject: str, schools: Sequence[str], sitting: dt.date | None) -> Iterator[Fault]:
    school, reviewed = said.get("school"), said.get("reviewed")
    at = ("subject_of", "reviewed")
    if isinstance(school, str) and schools and school not in schools:
        yield _unknown(("subject_of", "school"), school, "school", schools, "of the cluster")
    if subject == "school" and reviewed is not None:
        message = "the questionnaire is about a school, and no review of it"
        yield Fault(at, "no-review", message, "leave the day out")
    elif subject == "review" and reviewed is None:
        message = "the questionnaire is about one review, and its day is missing"
        yield Fault(at, "needs-review", message, "add it: reviewed: 2026-02-03")
    else:
        yield from _date(at, reviewed)
    day = _day(reviewed)
    if subject == "review" and day and sitting and day > sitting:
        message = f"the review is on a day after the sitting on {sitting}"
        yield Fault(at, "reviewed-later", message, "correct one of the two")


def twins(at: Path, cluster: object) -> Iterator[Fault]:
    """Every school of a cluster whose id another one has.

    Args:
        at: where the cluster stands.
        cluster: as plain data of any shape.
    """
    seen: set[str] = set()
    for here, name in _schools(at, cluster):
        if name in seen:
            yield _twice((*here, "id"), "school", name)
        seen.add(name)


def _schools(at: Path, cluster: object) -> Iterator[tuple[Path, str]]:
    rows = cluster.get("schools") if isinstance(cluster, Mapping) else None
    for here, school in _rows((*at, "schools"), rows):
        if isinstance(school.get("id"), str):
            yield here, school["id"]


def response_faults(
    at: Path, row: Mapping[Any, Any], questionnaire: Questionnaire, schools: Collection[str]
) -> Iterator[Fault]:
    """Every answer, school and role of one response that does not fit.

    Args:
        at: where it stands in its round.
        row: as plain data.
        schools: ids of the cluster's schools; best so that looking for one does not go through all of them.
    """
    school, role = row.get("school"), row.get("role")
    items, roles, levels = questionnaire.item_by_id, questionnaire.role_by_id, questionnaire.levels_by_item
    if isinstance(school, str) and not school.strip():
        yield Fault((*at, "school"), "missing-school", "the school is missing", "say which school this person is from")
    elif isinstance(school, str) and schools and school not in schools:
        yield _unknown((*at, "school"), school, "school", tuple(schools), "of the cluster")
    if isinstance(role, str) and roles and role not in roles:
        yield _unknown((*at, "role"), role, "role", tuple(roles))
    yield from _date((*at, "submitted"), row.get("submitted"))
    for key in ("answers", "looking_back"):
        for item, answer in _pairs(row, key):
            if (fitting := levels.get(item)) is None:
                yield _unknown((*at, key, item), item, "question", tuple(items))
            elif answer not in fitting if type(answer) is int else answer is not None and answer != DONT_KNOW:
                yield from _level((*at, key, item), answer, _scale(questionnaire, item), spare=(None, DONT_KNOW))
    for item, _ in _pairs(row, "evidence"):
        if item not in items:
            yield _unknown((*at, "evidence", item), item, "question", tuple(items))
    chosen = [*_pairs(row, "portraits")]
    portraits = {item.id: tuple(item.options) for item in questionnaire.portrait} if chosen else {}
    for portrait, option in chosen:
        if portrait not in portraits:
            yield _unknown((*at, "portraits", portrait), portrait, "portrait", tuple(portraits))
        elif isinstance(option, str) and option not in portraits[portrait]:
            yield _unknown((*at, "portraits", portrait), option, "option", portraits[portrait], "of this portrait")


def _priorities(data: Mapping[Any, Any], questionnaire: Questionnaire) -> Iterator[Fault]:
    known = (*questionnaire.dimension_by_id, *questionnaire.item_by_id)
    seen: set[str] = set()
    for at, row in _rows(("priorities",), data.get("priorities")):
        name, moves = row.get("id"), row.get("moves")
        if isinstance(name, str):
            if name in seen:
                yield _twice((*at, "id"), "priority", name)
            seen.add(name)
        for place, moved in enumerate(moves if isinstance(moves, list) else ()):
            if isinstance(moved, str) and moved not in known:
                yield _unknown((*at, "moves", place), moved, "dimension or question", known)
        for key in ("agreed", "review", "due"):
            yield from _date((*at, key), row.get(key))
        agreed, review, due = (_day(row.get(key)) for key in ("agreed", "review", "due"))
        if review and due and due < review:
            message = f"the impact is due before the review on {review}"
            yield Fault((*at, "due"), "due-before-review", message, "give it a later day, or leave it out")
        for here, check in _rows((*at, "checks"), row.get("checks")):
            yield from _date((*here, "date"), check.get("date"))
            day = _day(check.get("date"))
            if agreed and day and day < agreed:
                message = f"this is a day before it was agreed, {agreed}"
                yield Fault((*here, "date"), "checked-before-agreed", message, "correct one of the two")


def review_faults(data: Mapping[Any, Any], former: Collection[str] = ()) -> Iterator[Fault]:
    """Everything in the reviews of a cluster that cannot be.

    Args:
        data: a cluster as plain data of any shape.
        former: ids of schools that have left.
    """
    schools = list(dict.fromkeys(name for _, name in _schools((), data)))
    seen: set[tuple[str, str]] = set()
    for at, row in _rows(("reviews",), data.get("reviews")):
        school, day = row.get("school"), row.get("reviewed")
        yield from _member((*at, "school"), school, schools, former)
        if isinstance(school, str) and isinstance(day, str):
            if (school, day) in seen:
                message = f"{quoted(school)} was reviewed on {quoted(day)[1:-1]} already, as another entry says"
                yield Fault((*at, "reviewed"), "duplicate-review", message, "make one entry of the two")
            seen.add((school, day))
        yield from _after(at, row, _day(day), ("reviewed", "due", "told"))
        for here, promised in _rows((*at, "help"), row.get("help")):
            yield from _member((*here, "school"), promised.get("school"), schools, former)
            if isinstance(school, str) and promised.get("school") == school:
                message = f"{quoted(school)} is the school that was reviewed"
                yield Fault((*here, "school"), "own-help", message, "name a school that helps it, or take the line out")
            yield from _after(here, promised, _day(day), ("by", "given"))


def days_ahead(place: int, review: Review, today: dt.date) -> Iterator[Fault]:
    """Complains about what is said to have happened on a day that is still ahead; a review may be planned for one.

    Args:
        place: of the review in the file.
    """
    happened: list[tuple[Path, str, dt.date | None]] = [((), "told", review.told)]
    happened += [(("help", number), "given", one.given) for number, one in enumerate(review.help)]
    if review.reviewed > today and (review.priority or review.evidence or review.reviewed - today > FAR_AHEAD):
        happened.append(((), "reviewed", review.reviewed))
    for at, key, day in happened:
        if day is not None and day > today:
            message = f"this day is still ahead, so that it counts as not {key} until then"
            hint = "correct the day, if its year is wrong; or the clock of this computer"
            yield Fault(("reviews", place, *at, key), "day-ahead", message, hint)


def _member(at: Path, school: object, schools: Sequence[str], former: Collection[str]) -> Iterator[Fault]:
    if isinstance(school, str) and school not in schools and school not in former:
        yield _unknown(at, school, "school", schools, "of the cluster")


def _after(at: Path, row: Mapping[Any, Any], reviewed: dt.date | None, keys: Sequence[str]) -> Iterator[Fault]:
    """Complains about what is no day, and about what stands before the day of the review."""
    for key in keys:
        yield from _date((*at, key), row.get(key))
        day = _day(row.get(key))
        if reviewed and day and day < reviewed:
            message = f"this is a day before the review on {reviewed}"
            yield Fault((*at, key), f"{key}-before-review", message, "correct one of the two")


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _scale(questionnaire: Questionnaire, item: str) -> Scale:
    return questionnaire.scale_of(questionnaire.item_by_id[item])


def _level(at: Path, answer: object, scale: Scale, spare: Collection[str | None]) -> Iterator[Fault]:
    """Complains about an answer that is neither a level nor one of the `spare` answers."""
    if type(answer) is int and answer in scale.levels:
        return
    wanted = f"a whole number from {scale.low} to {scale.high}"
    hint = f"use {wanted}" + (f", or {DONT_KNOW} for cannot tell" if spare else "")
    if isinstance(answer, bool):
        message = f"{str(answer).lower()} is not an answer"
    elif isinstance(answer, int | float):
        if answer in scale.levels:
            return
        message = f"{answer:g} is not on the scale {scale.low} to {scale.high}"
    elif answer is None or isinstance(answer, str):
        if answer in spare:
            return
        message = "there is no level" if answer is None else f"{quoted(answer)} is not an answer"
        if isinstance(answer, str) and answer.strip().isdecimal():
            hint = "remove the quotes: a level is a number"
        elif spare and isinstance(answer, str) and answer.strip().upper() == DONT_KNOW:
            hint = f"write {DONT_KNOW} in capitals"
    else:
        message = f"{kind_of(answer)} is not an answer"
    yield Fault(at, "not-a-level", message, hint)


def _date(at: Path, value: object) -> Iterator[Fault]:
    """Complains about a number: a date is never a count of seconds here."""
    if isinstance(value, int | float):
        hint = "write year-month-day, for example 2026-03-12"
        yield Fault(at, "not-a-date", f"{value} is not a date", hint)
    day = _day(value)
    if day is not None and day.year not in YEARS:
        yield Fault(at, "far-day", f"the year {day.year} cannot be meant", f"use {YEARS[0]} to {YEARS[-1]}")


def _twice(at: Path, kind: str, name: str) -> Fault:
    return Fault(at, f"duplicate-{kind}", f"the {kind} {quoted(name)} appears twice", "keep one, or give it another id")


def _unknown(at: Path, name: object, kind: str, known: Sequence[str], of: str = "of this questionnaire") -> Fault:
    return Fault(at, f"unknown-{kind.replace(' ', '-')}", f"{quoted(name)} is no {kind} {of}", suggestion(name, known))


def _rows(at: Path, rows: object) -> Iterator[tuple[Path, Mapping[Any, Any]]]:
    if isinstance(rows, Sequence) and not isinstance(rows, str | bytes):
        yield from (((*at, n), row) for n, row in enumerate(rows) if isinstance(row, Mapping))


def _pairs(data: Mapping[Any, Any], key: str) -> Collection[tuple[Any, Any]]:
    pairs = data.get(key)
    return pairs.items() if pairs and isinstance(pairs, dict | Mapping) else ()
