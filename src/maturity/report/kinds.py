"""What outputs say where a number is not shown, because people are not named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice
from maturity.core.advise import AGREED, is_told, quarter_of, reaches_far
from maturity.core.assessment import Assessment, Evidence, ItemResult
from maturity.model import Questionnaire, RatingItem
from maturity.report.blocks import NOT_SHOWN
from maturity.text.isolate import isolated
from maturity.text.words import counted, digits, enumerated, in_figures, listed, percent

QUARTERS = ("a quarter or fewer", "half", "three quarters", "nearly all")
WORDS = {
    "apart": "people stand apart",
    "mixed": "some stand apart, some together",
    "close": "people are close",
}
NO_SPREAD = (
    "How many chose each level is not shown: the round is confidential. Where people stand apart, an average describes "
    "nobody, so talk first."
)
MARGINS = (
    "The range of an axis goes by the number of people and is a rule of thumb: 0.75 levels each way for 5 to 7, 0.5 "
    "for 8 to 19, 0.3 for 20 to 39, 0.2 for 40 or more. A range worked out from the answers would give some of them "
    "away. A quadrant is named when both midpoints lie outside the ranges."
)
ROUGH = (
    "Levels are rough on purpose, the rougher the fewer people answered, and the lowest and highest that are shown "
    "stand for all beyond. Dimensions and axes are worked out from these."
)
ROUGH_PARTS = (
    "Levels are rough on purpose, the rougher the fewer people answered, and the lowest and highest that are shown "
    "stand for all beyond. Everything else is worked out from these."
)
MARGINS_PARTS = (
    "The range around a number goes by the number of people and is a rule of thumb: for 5 to 7 people 19% of what is "
    "possible each way, for 8 to 19 13%, for 20 to 39 8%, for 40 or more 5%. A range worked out from the answers would "
    "give some of them away."
)
ON_TOP = "On top of it comes all that a rough level may stand for."
"""Of a range in a confidential round."""
INTERVALS = {
    True: (
        "How sure a number is follows from how far people of one school differ from one another. The likely "
        "range is the "
        "95% interval."
    ),
    False: (
        "How sure a number is follows from how far the schools differ from one another, as if they stood for others. "
        "The likely range is the 95% interval."
    ),
}
"""By whether the schools are all there are."""
COMBINED = {"mean": "the mean", "sum": "the sum", "min": "the weakest"}
"""What a part is of that which belongs to it."""

FEW = 3
"""Most names in a sentence about many parts."""
ORDER = "First what splits people between low and high, then what many could not tell, then what they agree on least."
"""The one rule by which items are put first."""
UNSAID = "Where that is not said, what lies nearest to the middle of the scale, for there people may stand apart."
"""What the rule goes by where only rough levels are known."""
FROM_0_TO_1 = "Agreement is 1 when all chose the same level, and 0 when half chose each end."
TOO_FEW = "How far people agree cannot be said: too few answered."
NOBODY = {
    0: "Nobody disagrees: on every question{which} all chose the same level.",
    1: "Nobody disagrees: on no question{which} do answers lie more than one level apart.",
    2: "Nobody disagrees: on no question{which} do answers lie more than two levels apart.",
}
"""By how many levels apart counts as together."""
NOBODY_ON_ITS_SCALE = "Nobody disagrees: on no question{which} do answers lie more than a quarter of its scale apart."
"""Where scales differ in that."""
NOBODY_FAR = "Nothing divides people: where agreement is known it is {least} of 1 or more on every question{which}."
"""Where some answers lie further apart, but those of few people alone."""


def talk_words(assessment: Assessment, advice: Advice) -> str:
    """By what rule items are put first, or that there is none to put first; empty where nothing is known of that."""
    if advice.talk_about:
        codes = {why.code for one in advice.talk_about for why in one.reasons}
        more = (("talk-level", UNSAID), ("talk-agreement", FROM_0_TO_1))
        return " ".join((ORDER, *(text for code, text in more if code in codes)))
    if not any(map(is_told, assessment.items.values())):
        return TOO_FEW if _is_answered(assessment) else ""
    if not is_known(assessment):
        if not any(result.word for result in assessment.items.values()):
            return ""
        return "Nobody is known to disagree: people are close on every question of which that may be said."
    which = "" if assessment.mode == "named" else " that is shown"
    if any(reaches_far(assessment, one) for one in assessment.items.values()):
        return f"{NOBODY_FAR.format(which=which, least=in_figures(AGREED))} {FROM_0_TO_1}"
    quarters = {quarter_of(scale) for scale in assessment.questionnaire.answered_on}
    return (NOBODY[quarters.pop()] if len(quarters) == 1 else NOBODY_ON_ITS_SCALE).format(which=which)


def _is_answered(assessment: Assessment) -> bool:
    """Whether any question has a score."""
    return any(result.score is not None for result in assessment.items.values())


def beware(warned: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Warnings, each under a title; those that stand one below the other are not all called the same."""
    for place, text in enumerate(warned):
        yield "Know this as well" if place else "Before you believe this", text


def tried_words(asked: Questionnaire) -> str:
    """How far the questionnaire has been tried, in a sentence."""
    if asked.status == "unpiloted":
        return "The questionnaire is unpiloted: nobody has yet tried out how well its questions work."
    return f"How far the questionnaire has been tried: {isolated(asked.status)}."


def hides_schools(assessment: Assessment) -> bool:
    """Whether no part shows its schools, because the round does not name them."""
    parts = [*assessment.dimensions.values(), *filter(None, (assessment.overall,))]
    return assessment.mode != "named" and all(part.by_school is None for part in parts)


def hidden_schools(assessment: Assessment) -> str:
    """Why no school is shown."""
    return f"Schools are not shown: the round is {assessment.mode}."


def averaged(assessment: Assessment) -> str:
    """How answers become scores, and whether a mean over people stands beside them."""
    item = {
        "named": "Each question is averaged within each school, then over the schools, so that every school "
        "has one voice.",
        "anonymous": (
            "Each question is averaged over everybody who answered it: one person one voice, so that no "
            "other mean over "
            "people stands beside it."
        ),
        "confidential": (
            "Each question is averaged over schools, as far as nobody counts for more than an eighth of it, and made "
            "rough. Below eight people everybody counts alike. The mean over people is not shown beside it: both "
            "together would give answers away."
        ),
    }[assessment.mode]
    left_out = "Who cannot tell, and what is left blank, is counted and left out; it is never a number."
    if assessment.questionnaire.axes:
        return f"{item} A dimension is the mean of its questions, an axis the mean of its dimensions. {left_out}"
    return " ".join(filter(None, (item, *_joined(assessment.questionnaire), left_out)))


def _joined(asked: Questionnaire) -> Iterator[str]:
    """How what belongs to a part becomes one number; the commonest way first, then those that differ."""
    ways: dict[str, list[str]] = {}
    for one in asked.dimensions:
        ways.setdefault(one.combine, []).append(isolated(one.inside or one.label))
    usual = max(ways, key=lambda way: len(ways[way]), default=None)
    if usual is not None:
        yield f"A part is {COMBINED[usual]} of what belongs to it."
    for way, names in ways.items():
        if way != usual:
            said = listed(names) if len(names) <= FEW else f"each of {len(names)} parts"
            yield f"For {said} it is {COMBINED[way]}."
    if asked.whole is not None and asked.whole.combine != usual:
        yield f"For {isolated(asked.whole.inside or asked.whole.label)} it is {COMBINED[asked.whole.combine]}."
    if any(not scale.is_plain for scale in asked.answered_on):
        yield worth_words(asked)


def worth_words(asked: Questionnaire) -> str:
    """What answers are worth, where that is not their own number."""
    worth = [listed([in_figures(value) for value in scale.worth.values()]) for scale in asked.answered_on]
    said = enumerated([*dict.fromkeys(worth)]) if len(set(worth)) <= FEW else "as the questionnaire says"
    return f"What an answer is worth is a convention of the questionnaire; from the lowest on: {said}."


def rough_words(assessment: Assessment) -> str:
    """How rough the levels of a confidential round are."""
    return ROUGH if assessment.questionnaire.axes else ROUGH_PARTS


def method_of_parts(assessment: Assessment) -> str:
    """What the ranges around the numbers of parts rest on."""
    if assessment.mode != "named":
        return MARGINS_PARTS if is_known(assessment) else f"{MARGINS_PARTS} {ON_TOP}"
    parts = [*assessment.dimensions.values(), *filter(None, (assessment.overall,))]
    known = [part.arithmetic for part in parts if part.arithmetic is not None]
    return INTERVALS[all(one.by_school for one in known)] if known else ""


def shown_score(assessment: Assessment, value: float) -> str:
    """A score in a table: to two decimals, but a rough one says no more than it knows."""
    return digits(value, 1 if assessment.mode == "confidential" else 2)


def item_name(item: RatingItem) -> str:
    """An item in a table of scores; all are shown as people answered, and which is turned to count is said."""
    return f"{isolated(item.short)} (counts the other way)" if item.reversed else item.short


def as_counted(item: RatingItem) -> str:
    """An item in a table of change, where up is better: of one that counts the other way the scores are turned."""
    return f"{isolated(item.short)} (counts the other way, scores turned)" if item.reversed else isolated(item.short)


def range_of(assessment: Assessment) -> str:
    """What the range around a score is called."""
    return "Likely range" if assessment.mode == "named" else "Rough range"


def agreement(result: ItemResult) -> str:
    """How far people agree on an item, for a cell of a table: the index, the word, or why neither."""
    if result.agreement is not None:
        return digits(result.agreement, 2)
    if result.word is not None:
        return result.word
    return "not said" if result.n.band is not None else "too few"


def unknown_cell(result: ItemResult) -> str:
    """How many could not tell, for a cell of a table."""
    if result.many_unknown:
        return "many"
    return str(result.dont_know) if result.dont_know.value is not None or result.dont_know.below else NOT_SHOWN


def is_known(assessment: Assessment) -> bool:
    """Whether it is known at all how answers spread over levels."""
    return assessment.mode != "confidential"


def spread_words(assessment: Assessment) -> str:
    """How far people agree, in one or two sentences."""
    if not is_known(assessment):
        apart = sum(result.word == "apart" for result in assessment.items.values())
        return f"People stand apart on {counted(apart, 'question')}. {NO_SPREAD}" if apart else NO_SPREAD
    split = sum(result.split for result in assessment.items.values())
    untold = sum(not is_told(result) for result in assessment.items.values())
    if untold == len(assessment.items):
        return TOO_FEW
    rest = f" On {counted(untold, 'question')} too few answered to tell." if untold else ""
    if split:
        return (
            f"People are split on {counted(split, 'question')}: at least a quarter at the low end and a quarter at the "
            f"high. An average of such answers describes nobody, so talk first.{rest}"
        )
    nowhere = "nowhere do a quarter sit at the low end and a quarter at the high"
    which = "No question of which it can be told" if untold else "No question"
    return f"{which} splits the room in two: {nowhere}.{rest}"


def none_split(assessment: Assessment) -> str:
    """In short that no question is split, or that too few answered to tell."""
    return "No question is split." if any(map(is_told, assessment.items.values())) else TOO_FEW


def evidence_words(found: Evidence) -> str:
    """For how many of the high ratings an example was named."""
    if found.share is None:
        return "No answer was high enough to ask for an example, or too few to show."
    if found.high.value is None:
        return (
            f"An example was named for about {QUARTERS[round(4 * found.share) - 1]} of the high answers. Examples are "
            "never scored."
        )
    return (
        f"An example was named for {found.named} of {found.high} high answers ({percent(found.share)}). Examples are "
        "never scored."
    )
