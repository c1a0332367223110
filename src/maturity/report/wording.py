"""Sentences and labels that several outputs share, so that they cannot disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from string import Formatter
from typing import Any

from maturity.core import verdict
from maturity.core.advice import Suggestion, TalkAbout
from maturity.core.advise_parts import fewest_on_axes
from maturity.core.assessment import Assessment, Interval, Warn
from maturity.core.said import (
    Descriptor,
    Index,
    Label,
    Level,
    Levels,
    Name,
    Names,
    Range,
    Said,
    Share,
    Value,
)
from maturity.core.themed import CodeNames
from maturity.model import Axis, Dimension, Quadrant, Questionnaire
from maturity.report import kinds
from maturity.report.messages import MESSAGES
from maturity.report.messages.forms import Plural
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import (
    counted,
    day,
    digits,
    ends_apart,
    enumerated,
    from_to,
    in_figures,
    level,
    listed,
    percent,
    without_sign,
)

CODE_NAMES = CodeNames(school="School {code}", cluster="Cluster {code}")


def sentence(what: Said, questionnaire: Questionnaire | None = None) -> str:
    """What the core says, as one sentence.

    A label that opens a sentence stands there as it is written, elsewhere in its form inside a sentence; a message
    asks for another form by `{axis:label}`, `{axis:short}` or `{axis:short-inside}`. A word that goes with a number is
    asked for by `{n:question|questions}`.

    Args:
        questionnaire: names what the values refer to; None where none of them is a label.
    """
    message = MESSAGES[what.code]
    if isinstance(message, Plural):
        message = message.one if what.values[message.by] == 1 else message.other
    said = ""
    for text, place, form, _ in Formatter().parse(message):
        said += text
        if place is not None:
            one, is_word, several = (form or "").partition("|")
            if is_word:
                said += one if _is_one(what.values[place]) else several
                continue
            opens = not said or said.endswith((". ", "“"))
            said += _shown(what.values[place], questionnaire, form or ("label" if opens else "inside"))
    return said


def reason_text(reason: Said | str | None, questionnaire: Questionnaire | None = None) -> str:
    """A reason as text, whoever worded it; empty where there is none."""
    return sentence(reason, questionnaire) if isinstance(reason, Said) else reason or ""


def inside(thing: Axis | Dimension | Quadrant) -> str:
    """A label as it stands inside a sentence that a report words itself."""
    return isolated(thing.inside or thing.label)


def short_inside(axis: Axis) -> str:
    """The same of an axis' short label."""
    return isolated(axis.short_inside or axis.short)


def talk(one: TalkAbout, questionnaire: Questionnaire) -> str:
    """An item to talk about, with the reasons why."""
    why = enumerated([sentence(reason, questionnaire) for reason in one.reasons])
    return f"{isolated(questionnaire.item_by_id[one.item].short)} ({why})"


def say(code: str, questionnaire: Questionnaire | None = None, **values: Value) -> str:
    """A sentence of the report's own; arguments as in `Said`."""
    return sentence(Said(code, values), questionnaire)


def _is_one(value: Value) -> bool:
    """Whether a number is shown as one: `1`, or a level of `1.0`."""
    if isinstance(value, Level | Name):
        return without_sign(_shown(value, None, "")) == level(1.0)
    return value == 1


def _shown(value: Value, questionnaire: Questionnaire | None, form: str) -> str:
    match value:
        case Level():
            return level(value.value, value.midpoint, value.decimals)
        case Range():
            return from_to(*ends_apart((value.low, value.high), lambda end, fewest: level(end, fewest=fewest)))
        case Levels():
            low, high = in_figures(value.low), in_figures(value.high)
            return low if low == high else from_to(low, high)
        case Index():
            return digits(value.value, 2)
        case Share():
            return percent(value.value)
        case Label() if questionnaire:
            return label(questionnaire, value, form)
        case Descriptor() if questionnaire:
            return isolated(questionnaire.levels_of(questionnaire.item_by_id[value.item])[value.level])
        case Name():
            return isolated(value.text)
        case Names():
            return listed(set_apart([_shown(one, questionnaire, form) for one in value.all]), value.last)
        case dt.date():
            return day(value)
        case int() | float():
            return in_figures(value)
    raise ValueError(f"only a questionnaire can name {value}")


def set_apart(names: list[str]) -> list[str]:
    """Names for a list; in quotes where one of them has a comma, by which it would read as two."""
    return [f"“{name}”" for name in names] if any("," in name for name in names) else names


def label(questionnaire: Questionnaire, what: Label, form: str = "inside") -> str:
    """What the questionnaire calls something, isolated where it runs the other way.

    Args:
        form: `inside` a sentence, as the `label` is written, `short`, or `short-inside`.
    """
    if what.kind == "group":
        return what.id
    if what.kind == "part":
        return isolated(str(getattr(questionnaire.conversation, what.id).label))
    if what.kind == "step":
        return isolated(next(step.label for step in questionnaire.cycle if step.id == what.id))
    if what.kind == "overall":
        whole = questionnaire.whole
        return "" if whole is None else isolated((whole.inside if form == "inside" else "") or whole.label)
    found: dict[str, Any] = getattr(questionnaire, f"{what.kind}_by_id")
    one = found[what.id]
    short = getattr(one, "short", None) or one.label
    written = {"label": short if what.kind == "item" else one.label, "short": short}
    return isolated(written.get(form) or _inside(one, form) or written["label" if form == "inside" else "short"])


def _inside(one: Any, form: str) -> str:
    return str(getattr(one, "inside" if form == "inside" else "short_inside", ""))


def reason(what: Said | None, questionnaire: Questionnaire) -> str:
    """Why there is no number; empty where nothing is missing."""
    return "" if what is None else sentence(what, questionnaire)


def warning(what: Warn, questionnaire: Questionnaire) -> str:
    """The text of a warning: one or more sentences."""
    if isinstance(what.said, str):
        return what.said
    return " ".join(sentence(one, questionnaire) for one in what.said)


def warning_texts(assessment: Assessment) -> list[str]:
    """The texts of all warnings of an assessment."""
    return texts(assessment.warnings, assessment.questionnaire)


def texts(warned: Iterable[Warn], questionnaire: Questionnaire) -> list[str]:
    """The texts of several warnings."""
    return [warning(one, questionnaire) for one in warned]


def suggestion_label(one: Suggestion, questionnaire: Questionnaire) -> str:
    """What a suggested priority is called: its dimension, or its item where there are no dimensions."""
    if one.dimension:
        return isolated(questionnaire.dimension_by_id[one.dimension].label)
    return isolated(questionnaire.item_by_id[one.item].short)


def look_closer(one: Suggestion, questionnaire: Questionnaire) -> str:
    """Which shipped questionnaire tells more about what is suggested; empty where none does."""
    dimension = questionnaire.dimension_by_id.get(one.dimension)
    if dimension is None or dimension.deeper is None:
        return ""
    return (
        f"Another questionnaire asks more about {inside(dimension)}; its id, for maturity start, is {dimension.deeper}."
    )


def headline(assessment: Assessment) -> str:
    """The sentence to read first: where the cluster stands, and which part of that is sure."""
    return sentence(verdict.headline_said(assessment), assessment.questionnaire)


def axis_sure(assessment: Assessment, axis: Axis) -> str:
    """What may be said of the side on which an axis lies."""
    return sentence(verdict.axis_said(assessment, axis), assessment.questionnaire)


def on_axis(assessment: Assessment, axis: Axis, value: float) -> str:
    """A value on an axis, or on what belongs to it."""
    return level(value, axis.midpoint, fewest_on_axes(assessment))


def ends_on_axis(assessment: Assessment, axis: Axis, ends: Interval) -> tuple[str, str]:
    """Both ends of a range on an axis, each on its side of the midpoint, and never alike where they are not."""
    return ends_apart(
        (ends.low, ends.high), lambda end, fewest: level(end, axis.midpoint, fewest), fewest_on_axes(assessment)
    )


def range_on_axis(assessment: Assessment, axis: Axis, ends: Interval | None) -> str:
    """The same as one token, `2.4–3.1`; `none` where there is none."""
    return "none" if ends is None else from_to(*ends_on_axis(assessment, axis, ends))


def likely(assessment: Assessment, low: str, high: str) -> str:
    """An interval as brackets beside a number say what it is."""
    return f"{'likely' if assessment.mode == 'named' else 'roughly'} {low} to {high}"


def axis_number(assessment: Assessment, axis: Axis) -> str:
    """An axis score with its interval, or the reason why there is none."""
    result = assessment.axes[axis.id]
    if result.score is None:
        return f"no score: {reason(result.reason, assessment.questionnaire)}"
    text = on_axis(assessment, axis, result.score)
    if result.interval is None:
        return text
    return f"{text} ({likely(assessment, *ends_on_axis(assessment, axis, result.interval))})"


def axis_score(assessment: Assessment, axis: Axis) -> str:
    """An axis score, or why there is none, for a cell of a table."""
    result = assessment.axes[axis.id]
    if result.score is None:
        return f"none: {reason(result.reason, assessment.questionnaire)}"
    return on_axis(assessment, axis, result.score)


def chance_words(assessment: Assessment) -> str:
    """The chance of each quadrant, most first: for those who want the numbers."""
    labels = assessment.questionnaire.quadrant_by_id
    ranked = sorted(assessment.placement.shares.items(), key=lambda pair: -pair[1])
    return listed([f"{inside(labels[i])} {percent(share)}" for i, share in ranked if share > 0])


def if_others(assessment: Assessment) -> str:
    """Where the cluster might be had others answered; empty where that cannot be known."""
    return reason(verdict.others(assessment), assessment.questionnaire)


def on_the_map(assessment: Assessment) -> bool:
    """Whether anything at all has a place: the cluster, a school, or what the room agreed."""
    points = [assessment.placement.point, *(school.point for school in assessment.school_points or ())]
    if assessment.agreed is not None:
        points.append(assessment.agreed.axes)
    return any(None not in point.values() for point in points)


def agreed_places(assessment: Assessment) -> list[str]:
    """Both axes by the levels that the room agreed, where there are enough of them."""
    if assessment.agreed is None:
        return []
    return [
        f"{inside(axis)} {on_axis(assessment, axis, value)}"
        for axis in assessment.questionnaire.axes
        if (value := assessment.agreed.axes[axis.id]) is not None
    ]


def midpoints(assessment: Assessment) -> str:
    """Where the midpoints are, and that they are a convention."""
    axes = assessment.questionnaire.axes
    places = listed([f"{inside(axis)} {in_figures(axis.midpoint)}" for axis in axes])
    return f"The midpoints ({places}) are a convention of the questionnaire, not a measured boundary."


def when(date: dt.date | None, month: int) -> str:
    """When a step of the cycle is due: a day, or a month counted from the round where that has no date."""
    return f"month {month}" if date is None else day(date)


def rated(assessment: Assessment) -> str:
    """Which school was rated, and the day of its review, where that is not the cluster; else empty."""
    subject = assessment.subject_of
    if subject is None:
        return ""
    name = next((school.name for school in assessment.schools if school.id == subject.school), subject.school)
    school = isolated(plain(name, 200))
    return school if subject.reviewed is None else f"{school}, reviewed on {day(subject.reviewed)}"


def whose_title(assessment: Assessment) -> str:
    """Whose result it is: the cluster, and after it what was rated where that is not the cluster."""
    found = rated(assessment)
    return f"{isolated(assessment.cluster)}: {found}" if found else assessment.cluster


def schools_and_people(assessment: Assessment) -> str:
    """Who answered: `34 people from 6 of 7 schools`."""
    people, of = counted(assessment.respondents, "person", "people"), counted(len(assessment.schools), "school")
    if not assessment.respondents:
        return f"Nobody yet, of {of}"
    if not assessment.schools_answered:
        took_part = sum(school.respondents.value != 0 for school in assessment.schools)
        return f"{people} from {took_part} of {of} (nobody chose a level)"
    return f"{people} from {assessment.schools_answered} of {of}"


def facts(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """Label and value of what one should know about the round."""
    questionnaire = assessment.questionnaire
    return (
        ("Cluster", f"{isolated(assessment.cluster)} (fictional)" if assessment.fictional else assessment.cluster),
        ("Round", assessment.label),
        ("Date", day(assessment.date) if assessment.date else "not given"),
        ("Who answered", schools_and_people(assessment)),
        ("Privacy", _privacy(assessment)),
        ("Questionnaire", f"{isolated(questionnaire.title)}, version {questionnaire.version} ({questionnaire.id})"),
    )


def how_sure(assessment: Assessment) -> str:
    """How sure the placement is, in a few words beside a label."""
    return sentence(verdict.sureness(assessment), assessment.questionnaire)


def _privacy(assessment: Assessment) -> str:
    if assessment.mode == "named":
        return "named: schools may be shown"
    k = assessment.smallest_cell
    if assessment.mode == "anonymous":
        return f"anonymous: how many chose each level, from {k} people on; nothing by school or role"
    return f"confidential: rough levels from {k} people on; no counts"


def method_words(assessment: Assessment) -> str:
    """What the intervals rest on, and when a quadrant is named."""
    if assessment.mode != "named":
        return kinds.MARGINS
    code = "method-people" if assessment.placement.method == "fixed" else "method-schools"
    return sentence(Said(code), assessment.questionnaire)
