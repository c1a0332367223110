"""What a screen and a phone may see, as plain data, out of the protected assessment; nothing else reaches a socket."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from maturity.core.advice import Advice
from maturity.core.advise import by_unease
from maturity.core.advise_without_map import open_first
from maturity.core.assessment import Assessment, ItemResult
from maturity.core.reading import Map
from maturity.live.room import AFTER, WITH_ITEM, Room
from maturity.model import Agreed, Questionnaire, RatingItem
from maturity.model.plan import Priority
from maturity.report import kinds, wording
from maturity.report.asked import to_check
from maturity.report.shapes import telling
from maturity.text.clean import plain
from maturity.text.words import counted, day, level

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the room looks at: frozen when answers were closed, but for what it agrees on itself.

    Args:
        assessment: protected, of the answers as they were when they were closed, with the levels agreed since.
        order: ids of the items as the room goes through them.
        agreed: item id to what the room agreed.
        schools: id to name.
    """

    assessment: Assessment
    advice: Advice
    order: tuple[str, ...]
    agreed: Mapping[str, Agreed]
    priorities: tuple[Priority, ...]
    schools: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """The state as it was last put into words.

    Args:
        asked: the version at which it was last looked at.
        version: the version at which it last became another.
        content: all but what says which version it is.
        public: all of it, as JSON.
    """

    asked: int = 0
    version: int = 0
    content: bytes = b""
    public: bytes = b""

    def after(self, version: int, boot: str, data: Data) -> Told:
        """The same where nothing is new in it, however much happened."""
        content = json.dumps(data, ensure_ascii=False).encode()
        if content == self.content:
            return replace(self, asked=version)
        return Told(version, version, content, b'{"v": %d, "boot": "%s", %s' % (version, boot.encode(), content[1:]))


def order_of(assessment: Assessment) -> tuple[str, ...]:
    """Ids of the items in the order in which a room looks at them: what is open or most split first."""
    return tuple(item.id for item in open_first(assessment, by_unease(assessment)))


def question(questionnaire: Questionnaire, order: Sequence[str], name: str) -> Data:
    """One item as it was put to people."""
    item = questionnaire.item_by_id[name]
    return {
        "id": item.id,
        "number": order.index(name) + 1 if name in order else 0,
        "of": len(order),
        "short": plain(item.short),
        "prompt": plain(item.prompt),
        "check": to_check(item),
        "ask": plain(item.guidance.ask) if item.guidance is not None else "",
        "dontKnow": plain(questionnaire.scale_of(item).dont_know),
        "levels": [{"level": n, "text": plain(text)} for n, text in questionnaire.levels_of(item).items()],
    }


def spread(assessment: Assessment, name: str) -> Data:
    """How people answered one item, as far as that is shown in a round of this kind.

    Returns:
        `bars`, people at each level, or None where a round shows words; `unsure`, how many could not tell;
        `said`, sentences; never anything of one person.
    """
    item, result = assessment.questionnaire.item_by_id[name], assessment.items[name]
    bars = None if result.counts is None or not any(result.counts) else list(result.counts)
    return {
        "bars": bars,
        "unsure": result.dont_know.value if bars is not None else None,
        "said": list(_said(assessment, item, result)),
    }


def by_school(assessment: Assessment, name: str) -> list[Data] | None:
    """Bars of each school in which enough answered; None in a round whose schools are not named, or where none did."""
    counted_ = assessment.items[name].school_counts
    if assessment.mode != "named" or not counted_:
        return None
    rows = zip(assessment.schools, counted_, strict=True)
    return [{"name": plain(school.name), "bars": list(counts)} for school, counts in rows if any(counts)] or None


def _said(assessment: Assessment, item: RatingItem, result: ItemResult) -> list[str]:
    said: list[str] = []
    if result.score is None:
        said.append(f"No result: {wording.reason(result.reason, assessment.questionnaire) or 'nobody answered'}.")
    elif assessment.mode == "confidential":
        said.append(f"The middle of the answers, roughly: {level(result.score)}.")
    if result.n.value is not None:
        said.append(f"{counted(result.n.value, 'answer')}.")
    elif result.n.band is not None:
        said.append(f"{result.n} answers.")
    if result.word is not None and not _is_unanimous(result):
        said.append(f"{kinds.WORDS[result.word].capitalize()}.")
    if result.split:
        said.append("Split between low and high.")
    if result.many_unknown:
        said.append("Many could not tell.")
    elif result.dont_know.value:
        said.append(f"{counted(result.dont_know.value, 'person', 'people')} could not tell.")
    return said


def _is_unanimous(result: ItemResult) -> bool:
    """That all say the same would be said of each; a row of words says no more than its level."""
    return result.counts is None and result.agreement == 1.0


def outcome(assessment: Assessment) -> Data:
    """Where the cluster stands: the sentence to read first, its parts, and for a map the places on it."""
    told = telling(assessment)
    said = told.in_a_room()
    return {
        "headline": said.headline,
        "sure": f"{said.sure}." if said.sure and not said.sure.endswith(".") else said.sure,
        "terms": [[plain(term), plain(text)] for term, text in said.terms],
        "agreed": [plain(one) for one in told.together()],
        "agreedOn": len(assessment.agreed.items) if assessment.agreed is not None else 0,
        "map": _map(assessment) if isinstance(assessment.reading, Map) and wording.on_the_map(assessment) else None,
        "warnings": wording.warning_texts(assessment),
    }


def _map(assessment: Assessment) -> Data:
    questionnaire = assessment.questionnaire
    across, up = questionnaire.axes

    def place(point: Mapping[str, float | None]) -> list[float] | None:
        x, y = point[across.id], point[up.id]
        return None if x is None or y is None else [x, y]

    def said(who: str, point: Mapping[str, float | None] | None) -> list[str]:
        if point is None or place(point) is None:
            return []
        numbers = [wording.on_axis(assessment, axis, point[axis.id] or 0.0) for axis in (across, up)]
        return [f"{who} {numbers[0]} and {numbers[1]}"]

    schools = [(one, place(one.point)) for one in assessment.school_points or ()]
    agreed = assessment.agreed.axes if assessment.agreed is not None else None
    return {
        "said": [*said("alone", assessment.placement.point), *said("together", agreed)],
        "axes": [
            {
                "label": plain(axis.label),
                "low": plain(axis.low),
                "high": plain(axis.high),
                "midpoint": axis.midpoint,
                "from": questionnaire.scale.low,
                "to": questionnaire.scale.high,
            }
            for axis in (across, up)
        ],
        "quadrants": [
            {
                "label": plain(one.label),
                "about": plain(one.about),
                "right": one.at[across.id] == "high",
                "top": one.at[up.id] == "high",
            }
            for one in questionnaire.quadrants
        ],
        "alone": place(assessment.placement.point),
        "agreed": None if agreed is None else place(agreed),
        "schools": [{"name": plain(one.name), "at": at} for one, at in schools if at is not None],
    }


def wishes(assessment: Assessment, advice: Advice, priorities: Sequence[Priority]) -> list[Data]:
    """What the room could work on: what the answers suggest, then what it has put into words itself."""
    suggested = [
        {
            "id": one.dimension or one.item,
            "title": wording.suggestion_label(one, assessment.questionnaire),
            "why": wording.sentence(one.reason, assessment.questionnaire),
            "step": plain(one.step),
        }
        for one in advice.priorities
    ]
    moved = {name for one in priorities if one.outcome == "open" for name in one.moves}
    own = [
        {"id": one.id, "title": plain(one.title), "why": plain(one.why), "step": ""} for one in open_ones(priorities)
    ]
    return [one for one in suggested if one["id"] not in moved] + own


WISHLESS = (
    "The answers suggest nothing to begin with, so begin with yourselves: say what everybody should work on. Two or "
    "three things are enough, and the desk writes them down."
)
"""Instead of suggestions, where there are none."""


def open_ones(priorities: Sequence[Priority]) -> list[Priority]:
    """The priorities that are worked on."""
    return [one for one in priorities if one.outcome == "open"]


def planned(priorities: Sequence[Priority], schools: Mapping[str, str]) -> list[Data]:
    """What the room agreed to work on."""
    return [
        {
            "id": one.id,
            "title": plain(one.title),
            "why": plain(one.why),
            "owner": plain(one.owner),
            "support": plain(schools.get(one.support, one.support)),
            "metric": plain(one.metric),
            "review": one.review.isoformat() if one.review else "",
            "reviewSaid": day(one.review) if one.review else "",
        }
        for one in open_ones(priorities)
    ]


def status(room: Room, here: int, finished: int, number: int = 0) -> str:
    """One sentence on where the room is: for the screen's small print, and read out by screen readers."""
    match room.phase:
        case "lobby":
            return f"{here} here. It begins as soon as the facilitator starts it."
        case "open":
            return f"{finished} of {here} have finished."
        case "closed":
            return "Answers are closed. Now we look at them together, one question at a time."
        case "item":
            return f"Question {number}: " + ("how we answered." if room.is_shown else "what did you say?")
        case "agree":
            return f"Question {number}: what do we say together?"
        case "quadrant":
            return "Where we stand."
        case "priorities":
            return "What shall we work on?"
        case "outputs":
            return "That was it. Thank you."
    return "The workshop has ended. Thank you."


def public(room: Room, seen: Picture | None, here: int, finished: int) -> Data:
    """All that every phone and the screen are told, whole; `seen` is None before answers are closed."""
    data: Data = {
        "turn": room.turn,
        "phase": room.phase,
        "blank": room.blank,
        "kind": room.kind,
        "here": here,
        "finished": finished,
        "item": None,
        "revealed": False,
        "shown": None,
        "agreed": None,
        "outcome": None,
        "wishes": [],
        "wishless": "",
        "priorities": [],
        "said": status(room, here, finished),
    }
    if seen is None or room.phase not in AFTER:
        return data
    if room.phase in WITH_ITEM:
        data["item"] = question(seen.assessment.questionnaire, seen.order, room.item)
        data["said"] = status(room, here, finished, data["item"]["number"])
        data["revealed"] = room.is_shown
        # What is hidden does not travel: a phone's memory is a place to look.
        if room.is_shown:
            data["shown"] = spread(seen.assessment, room.item)
            agreed = seen.agreed.get(room.item)
            data["agreed"] = None if agreed is None else {"level": agreed.level, "reason": plain(agreed.reason)}
    if room.phase in ("quadrant", "priorities", "outputs"):
        data["outcome"] = outcome(seen.assessment)
    if room.phase in ("priorities", "outputs"):
        data["wishes"] = wishes(seen.assessment, seen.advice, seen.priorities)
        data["priorities"] = planned(seen.priorities, seen.schools)
        data["wishless"] = "" if data["wishes"] else WISHLESS
    return data
