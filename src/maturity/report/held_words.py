"""Words for what holds and what does not, which tables, charts and sheets of ladders and checklists share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from maturity.core.advise_parts import fewest_decimals
from maturity.core.assessment import Assessment, Interval, ItemResult
from maturity.core.kinds.roughly import FOUR, OF_ONE
from maturity.core.reached import as_asked, step_level
from maturity.core.read_off import HAIR
from maturity.core.reading import Checklist, Held, Ladder, State
from maturity.core.said import Label, Name
from maturity.report import kinds, wording
from maturity.report.blocks import NOT_SHOWN
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import ends_apart, from_to, in_figures, level, listed, percent, some

Mark = Literal["holds", "just", "below", "not-yet", "unknown"]
"""How a question is marked: what is open is `just` above its line, or `below` it."""
STATES: dict[State, str] = {"holds": "holds", "not-yet": "not yet", "open": "open", "unknown": "cannot be told"}
TERMS: dict[State, str] = {"holds": "Holds", "not-yet": "Not yet", "open": "Open", "unknown": "Cannot be told"}
MARKS: dict[Mark, str] = {
    "holds": "holds",
    "just": "open, its score above the line",
    "below": "open, its score below the line",
    "not-yet": "not yet",
    "unknown": "cannot be told",
}
NAMED = 3
"""Most questions that a sentence names one by one."""


def unbroken(text: str) -> str:
    """A few words that stay on one line of a narrow column."""
    return text.replace(" ", "\u00a0")


def held_mark(one: Held) -> Mark:
    """The mark of a question."""
    if one.state == "open":
        return "just" if one.above else "below"
    return one.state


def all_held(assessment: Assessment) -> dict[str, Held]:
    """Every question of a ladder or a checklist, by id."""
    reading = assessment.reading
    assert isinstance(reading, Ladder | Checklist)
    return reading.held


def score_of(assessment: Assessment, one: Held, *, why: bool = False) -> str:
    """The score of a question as people were asked, near its line with as many decimals as it takes to tell them apart.

    Args:
        why: say why there is none, where there is none.
    """
    if one.score is None:
        return wording.reason(assessment.items[one.id].reason, assessment.questionnaire) if why else "none"
    return _number(assessment, one, _as_asked(assessment, one, one.score))


def range_of_one(assessment: Assessment, one: Held) -> str:
    """The interval of a question as one token; `none` where it has none."""
    if one.interval is None:
        return "none"
    ends = ends_as_asked(assessment, one, one.interval)
    return from_to(*ends_apart(ends, lambda end, fewest: _number(assessment, one, end, fewest)))


def line_of(assessment: Assessment, one: Held) -> str:
    """From where on a question holds, as people were asked: one that counts the other way holds up to there."""
    line = in_figures(_as_asked(assessment, one, one.met_at))
    return f"up to {line}" if assessment.questionnaire.item_by_id[one.id].reversed else line


def ends_as_asked(assessment: Assessment, one: Held, ends: Interval) -> tuple[float, float]:
    """The ends of an interval as people were asked, the lower first."""
    low, high = sorted(_as_asked(assessment, one, end) for end in (ends.low, ends.high))
    return low, high


def _as_asked(assessment: Assessment, one: Held, value: float) -> float:
    asked = assessment.questionnaire
    return as_asked(asked, asked.item_by_id[one.id], value)


def _number(assessment: Assessment, one: Held, value: float, fewest: int = 1) -> str:
    scale = assessment.questionnaire.scale_of(assessment.questionnaire.item_by_id[one.id])
    fewest = max(fewest, fewest_decimals(scale.least, scale.most))
    return level(value, _as_asked(assessment, one, one.met_at), fewest)


def why_open(assessment: Assessment, one: Held) -> str:
    """Why it cannot be said whether a question holds; empty where it can."""
    if one.state == "unknown":
        return score_of(assessment, one, why=True)
    if one.state != "open":
        return ""
    if one.interval is None:
        return wording.say("open-unsure")
    if _crosses(one.interval, one.met_at):
        return wording.say(
            "open-interval", range=Name(range_of_one(assessment, one)), line=_as_asked(assessment, one, one.met_at)
        )
    return wording.say("open-silent")


def _crosses(interval: Interval, line: float) -> bool:
    return interval.low < line - HAIR <= interval.high


def named(assessment: Assessment, held: Iterable[Held], most: int = NAMED) -> str:
    """Questions as they stand inside a sentence; of many the first, and how many more than one there are besides."""
    names = wording.set_apart([wording.label(assessment.questionnaire, Label("item", one.id)) for one in held])
    return listed(names) if len(names) <= most + 1 else some(names, most)


def is_unsure(held: Iterable[Held]) -> bool:
    """Whether it cannot be said of any score how sure it is, as where one person answered in each school."""
    scored = [one for one in held if one.score is not None]
    return bool(scored) and all(one.interval is None for one in scored)


def of_state(held: Iterable[Held], state: State) -> list[Held]:
    """The questions in a state."""
    return [one for one in held if one.state == state]


def by_state(held: Sequence[Held]) -> Iterator[tuple[str, list[Held]]]:
    """What does not hold, by its state, with a word for each; states in which none is are left out."""
    states: tuple[State, ...] = ("open", "not-yet", "unknown")
    for state in states:
        if found := of_state(held, state):
            yield TERMS[state], found


def state_words(assessment: Assessment, held: Sequence[Held], states: Sequence[State], most: int = NAMED) -> list[str]:
    """How many questions are in each of some states, and which; states in which none is are left out."""
    return [
        f"{len(found)} {STATES[state]} ({named(assessment, found, most)})"
        for state in states
        if (found := of_state(held, state))
    ]


def line_words(assessment: Assessment) -> str:
    """From where on a question holds, and that this is a convention."""
    lines = sorted({one.met_at for one in all_held(assessment).values()})
    if len(lines) == 1:
        said = wording.say("line-one", line=lines[0])
    else:
        said = wording.say("line-several", lines=Name(listed([in_figures(line) for line in lines], "or")))
    turned = any(item.reversed for item in assessment.questionnaire.items)
    return f"{said} {wording.say('line-turned')}" if turned else said


def people_words(assessment: Assessment, one: Held) -> str:
    """How many answered a question and how many could not tell, beside its score."""
    result = assessment.items[one.id]
    unknown = result.dont_know.value or result.many_unknown
    answered = people_of(result)
    said = {"0": "nobody answered", NOT_SHOWN: "too few answered to show"}.get(answered, f"{answered} answered")
    blank = result.skipped.value if assessment.mode == "named" else None
    return (
        said
        + (f", {kinds.unknown_cell(result)} cannot tell" if unknown else "")
        + (f", {blank} left blank" if blank else "")
    )


def whose_result(assessment: Assessment) -> str:
    """Whose result a chart shows, for its title: the cluster and its round, or what was rated."""
    rated = wording.rated(assessment)
    return rated or f"{isolated(plain(assessment.cluster, 80))}, {isolated(plain(assessment.label, 30))}"


def asked_of(assessment: Assessment) -> str:
    """Who answered which questionnaire, for the small print of a chart."""
    asked = assessment.questionnaire
    title, version = isolated(plain(asked.title, 60)), plain(asked.version, 20)
    said = f"{wording.schools_and_people(assessment)}. {title} ({asked.id}), version {version}."
    if not wording.rated(assessment):
        return said
    return f"{isolated(plain(assessment.cluster, 80))}, {isolated(plain(assessment.label, 30))}. {said}"


def agreed_on(assessment: Assessment) -> str:
    """On how many questions the room agreed."""
    levels = assessment.agreed.items if assessment.agreed is not None else {}
    return wording.say("room-some", agreed=len(levels), of=len(assessment.items))


def people_of(result: ItemResult) -> str:
    """How many answered a question with a level."""
    return str(result.n) if result.n.value is not None or result.n.band or result.n.below else NOT_SHOWN


def step_of(assessment: Assessment, one: Held) -> str:
    """What to do next about a question, from where its score is; empty where the questionnaire has no guidance."""
    asked = assessment.questionnaire
    item = asked.item_by_id[one.id]
    if item.guidance is None or one.score is None:
        return ""
    return item.guidance.steps[step_level(asked, item, one.score)]


def margins_of_one() -> str:
    """The margins of one question by the number of people: `31% for 5 to 7 people, 21% for 8 to 19, ...`."""
    first = list(OF_ONE)
    ends = [*(f"{low} to {high - 1}" for low, high in pairwise(first)), f"{first[-1]} or more"]
    said = [f"{percent(margin / FOUR)} for {end}" for margin, end in zip(OF_ONE.values(), ends, strict=True)]
    return listed([f"{said[0]} people", *said[1:]])
