"""What stands above and beside questions wherever they are asked: how to answer, what to check first, what is rated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maturity.core.assessment import Member
from maturity.model import Questionnaire, Rated, RatingItem, Round, School
from maturity.text.clean import plain
from maturity.text.words import day

CHECK = "Check before you answer:"


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading.

    Args:
        id: of the dimension or the stage; empty where questions are not grouped.
        depth: how many other groups this one lies in.
    """

    id: str
    label: str
    items: tuple[RatingItem, ...]
    depth: int = 0


def groups_asked(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """All questions by what they belong to: the stage where there are stages, else the dimension, else nothing."""
    if questionnaire.stages:
        of = {
            stage.id: tuple(one for one in questionnaire.items if one.stage == stage.id)
            for stage in questionnaire.stages
        }
        return tuple(Group(stage.id, stage.label, of[stage.id]) for stage in questionnaire.stages)
    if not questionnaire.dimensions:
        return (Group("", "", questionnaire.items),)
    return tuple(_below(questionnaire, "", 0))


def _below(questionnaire: Questionnaire, parent: str, depth: int) -> Iterator[Group]:
    """Dimensions inside one, each followed by those inside it; with their items."""
    for one in questionnaire.dimensions:
        if one.parent == parent:
            yield Group(one.id, one.label, questionnaire.items_of(one.id), depth)
            yield from _below(questionnaire, one.id, depth + 1)


def on_top(questionnaire: Questionnaire) -> str:
    """How every question is answered; empty where that differs from question to question."""
    found = {plain(scale.instruction) for scale in questionnaire.answered_on}
    return found.pop() if len(found) == 1 else ""


def instructions(round_: Round) -> dict[str, str]:
    """How to answer, by the item above which it stands: wherever that changes for somebody who is asked the item."""
    questionnaire, found = round_.questionnaire, dict[str, str]()
    roles: list[str | None] = [role.id for role in questionnaire.roles]
    for role in roles or [None]:
        asked = [item for item in questionnaire.items if round_.is_asked(item, role)]
        found |= {item.id: text for item, text in zip(asked, at_changes(questionnaire, asked), strict=True) if text}
    return found


def at_changes(questionnaire: Questionnaire, items: Iterable[RatingItem]) -> Iterator[str]:
    """How each of some items that follow one another is answered; empty where nothing has changed since the one before.

    Nothing at all is said where it stands on top.
    """
    before = on_top(questionnaire)
    for item in items:
        now = plain(questionnaire.scale_of(item).instruction)
        yield "" if now == before else now
        before = now


def to_check(item: RatingItem) -> str:
    """What to check before an item is answered, in one line; empty where there is nothing to."""
    if not item.criteria:
        return ""
    lines = map(plain, item.criteria)
    return " ".join([CHECK, *(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines)])


def subject_line(round_: Round) -> str:
    """What is rated, as it stands below a title; empty where that is the cluster."""
    return about_subject(round_.questionnaire, round_.subject_of, round_.cluster.schools_apart)


def about_subject(questionnaire: Questionnaire, about: Rated | None, schools: Iterable[School | Member]) -> str:
    """What a questionnaire rates.

    Args:
        about: the school and the review; None where that is not known yet.
        schools: of the cluster, each with its name.
    """
    if questionnaire.subject == "cluster":
        return ""
    if about is None:
        return "About one school" if questionnaire.subject == "school" else "About one review of a school"
    name = plain(next((school.name for school in schools if school.id == about.school), about.school))
    if questionnaire.subject == "school":
        return f"About {name}"
    return f"About the review of {name}{f' on {day(about.reviewed)}' if about.reviewed else ''}"
