"""Parts in words: a number with its decimals, its band, what it could still become, and which of several is weakest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from maturity.core.advise_parts import fewest_decimals, items_within, share_of_range
from maturity.core.assessment import Assessment, Interval, PartResult
from maturity.core.read_off import HAIR
from maturity.core.reading import Profile
from maturity.model import Band, Overall
from maturity.report import kinds, wording
from maturity.text.isolate import isolated
from maturity.text.words import counted, ends_apart, from_to, in_figures, level, listed, percent


def bands_for(assessment: Assessment, part: PartResult) -> tuple[Band, ...]:
    """The bands of a part; none where it has no name for any stretch of its range."""
    asked = assessment.questionnaire
    if part is assessment.overall:
        return asked.whole.bands if asked.whole is not None else ()
    dimension = asked.dimension_by_id.get(part.id)
    return dimension.bands if dimension is not None and part is assessment.dimensions.get(part.id) else ()


def part_number(assessment: Assessment, part: PartResult, value: float) -> str:
    """A value of a part: one decimal, two where its range is short, more where a band begins right beside it."""
    return _beside_bands(assessment, part, value, _fewest(assessment, part))


def _fewest(assessment: Assessment, part: PartResult) -> int:
    return 1 if assessment.mode == "confidential" else fewest_decimals(part.range.low, part.range.high)


def _beside_bands(assessment: Assessment, part: PartResult, value: float, fewest: int) -> str:
    cuts = [band.start for band in bands_for(assessment, part)]
    nearest = min(cuts, key=lambda cut: abs(cut - value), default=None)
    return level(value, nearest, fewest)


def two_numbers(assessment: Assessment, part: PartResult, ends: Interval) -> tuple[str, str]:
    """Both ends of a range of a part."""
    return ends_apart((ends.low, ends.high), partial(_beside_bands, assessment, part), _fewest(assessment, part))


def part_ends(assessment: Assessment, part: PartResult, ends: Interval | None) -> str:
    """Two ends as one token; empty where there are none."""
    return "" if ends is None else from_to(*two_numbers(assessment, part, ends))


def likely_ends(assessment: Assessment, part: PartResult, ends: Interval) -> str:
    """Two ends as brackets beside a number say what they are."""
    return wording.likely(assessment, *two_numbers(assessment, part, ends))


def range_words(part: PartResult) -> str:
    """The lowest and the highest possible value."""
    return f"{in_figures(part.range.low)} to {in_figures(part.range.high)}"


def could_be(part: PartResult) -> Interval | None:
    """What a part could still become, where anything is missing that could move it."""
    reach = part.reach
    if reach is None or (part.score is not None and abs(reach.high - reach.low) < HAIR):
        return None
    return reach


def partly_known(part: PartResult) -> bool:
    """Whether a part cannot be just anything any more, though something of it is missing."""
    reach = could_be(part)
    return reach is not None and reach.high - reach.low < part.range.high - part.range.low - HAIR


def missing_words(assessment: Assessment, part: PartResult) -> str:
    """How much of a part is answered, and between what it lies whatever is missing; empty where nothing is."""
    reach = could_be(part)
    if reach is None:
        return ""
    answered = "some schools have not answered" if part.scored == part.items else answered_words(assessment, part)
    if not partly_known(part):
        anything = f"it could be anything from {range_words(part)}"
        return f"{answered}; {'that is too few to say more' if _some_answered(assessment, part) else anything}"
    low, high = two_numbers(assessment, part, reach)
    # Beside a score with a range of its own, this one has to say what it is.
    whatever = "" if part.score is None else " whatever the rest would say"
    return f"{answered}; between {low} and {high}{whatever}"


def answered_words(assessment: Assessment, part: PartResult) -> str:
    """How many questions of a part are answered, or by enough to count where others were answered by too few."""
    questions = f"{part.scored} of {counted(part.items, 'question')}"
    if _some_answered(assessment, part):
        return f"{questions} answered in enough schools" if assessment.mode == "named" else f"{questions} with a score"
    return f"{questions} answered"


def _some_answered(assessment: Assessment, part: PartResult) -> bool:
    """Whether somebody answered a question of a part that has no score for all that."""
    found = [assessment.items[name] for name in items_of_part(assessment, part)]
    return any(one.score is None and one.n.value != 0 for one in found)


def items_of_part(assessment: Assessment, part: PartResult) -> list[str]:
    """Ids of the items of a dimension, of a part of a view, or of all of it."""
    asked = assessment.questionnaire
    if part is assessment.overall:
        return [item.id for item in asked.items]
    if part is assessment.dimensions.get(part.id):
        return [item.id for item in items_within(asked, asked.dimension_by_id[part.id])]
    parts = [(assessment.views[view.id][one.id], one.items) for view in asked.views for one in view.parts]
    return next(list(items) for result, items in parts if result is part)


def band_in_words(assessment: Assessment, part: PartResult) -> str:
    """The band of a part where it is settled, else between which it lies; empty without bands or a place in them."""
    place, bands = part.band, bands_for(assessment, part)
    if place is None or not bands:
        return ""
    if part.score is not None and part.interval is None:
        return f"{isolated(bands[place.by_score].label)} by the score alone"
    if place.settled:
        return isolated(bands[place.low].label)
    return f"between {isolated(bands[place.low].label)} and {isolated(bands[place.high].label)}"


def in_band(assessment: Assessment, part: PartResult) -> str:
    """The same inside a sentence."""
    place, bands = part.band, bands_for(assessment, part)
    if place is None or not bands:
        return ""
    low, high, here = (f"“{isolated(bands[n].label)}”" for n in (place.low, place.high, place.by_score))
    if part.score is not None and part.interval is None:
        return f"by that number alone in the band {here}"
    return f"in the band {low}" if place.settled else f"between {low} and {high}"


def sureness_of(assessment: Assessment, part: PartResult) -> str:
    """The interval of a part by its name, for a bracket; what is said where there is none."""
    if part.interval is None:
        return "how sure that is cannot be told"
    name = "likely range" if assessment.mode == "named" else "rough range"
    return f"{name} {part_ends(assessment, part, part.interval)}"


def possible(part: PartResult) -> str:
    """A score in parts of its range."""
    return "" if part.score is None else percent(share_of_range(part, part.score))


def labels_of(assessment: Assessment, ids: Sequence[str], last: str = "and") -> str:
    """Parts or items as they stand inside a sentence, listed."""
    asked = assessment.questionnaire
    names = [
        wording.inside(asked.dimension_by_id[one])
        if one in asked.dimension_by_id
        else isolated(asked.item_by_id[one].inside or asked.item_by_id[one].short)
        for one in ids
    ]
    return listed(names, last)


def weakest_words(assessment: Assessment) -> str:
    """Which part of a profile is the weakest, or which could be; never one that is not sure."""
    return " ".join(filter(None, (_weakest_scored(assessment), _weaker_still(assessment))))


def _weaker_still(assessment: Assessment) -> str:
    """Parts that have no score, of which enough is known to say that they may lie below the lowest that has one."""
    first = [assessment.dimensions[one.id] for one in assessment.questionnaire.children_of("")]
    ends = [
        share_of_range(part, part.score if part.interval is None else part.interval.high)
        for part in first
        if part.score is not None
    ]
    said = []
    for part in first:
        if part.score is not None or part.reach is None or not ends or not partly_known(part):
            continue
        if share_of_range(part, part.reach.low) < min(ends) - HAIR:
            low, high = two_numbers(assessment, part, part.reach)
            said.append(f"{labels_of(assessment, [part.id])} (between {low} and {high})")
    return f"Without a score, and perhaps weaker still: {listed(said)}." if said else ""


def _weakest_scored(assessment: Assessment) -> str:
    asked, reading = assessment.questionnaire, assessment.reading
    assert isinstance(reading, Profile)
    first = [assessment.dimensions[one.id] for one in asked.children_of("")]
    scored = [part for part in first if part.score is not None]
    if not scored:
        return ""
    if len(scored) == 1:
        return f"Only {labels_of(assessment, [scored[0].id])} has a score." if len(first) > 1 else ""
    among = "parts" if len(scored) == len(first) else f"{len(scored)} parts that have a score"
    lowest = assessment.dimensions[reading.could[0]]
    if reading.weakest is not None:
        rule = "" if assessment.mode == "named" else ", by the rule of thumb for its range"
        return (
            f"The weakest of the {among} is {labels_of(assessment, [lowest.id])}, at "
            f"{part_number(assessment, lowest, lowest.score or 0.0)} on a scale from {range_words(lowest)} "
            f"({sureness_of(assessment, lowest)}): every other score lies above that range{rule}."
        )
    shown = [(part_number(assessment, part, part.score or 0.0), range_words(part)) for part in scored]
    if len({*shown}) == 1:
        number, ends = shown[0]
        every = f"Both {among.removeprefix('2 ')}" if len(scored) == 2 else f"All {among}"
        return f"{every} stand at {number} on a scale from {ends}: none is weaker than another."
    if lowest.interval is None:
        tied = [part.id for part, told in zip(scored, shown, strict=True) if told == shown[scored.index(lowest)]]
        return (
            f"Lowest of the {among} {'is' if len(tied) == 1 else 'are'} {labels_of(assessment, tied)}, but how far "
            "people of one school differ is not known, so that no part is the weakest for sure."
        )
    could = labels_of(assessment, reading.could, "or")
    of = "" if len(scored) == len(first) else f" of the {among}"
    return f"Which part{of} is the weakest cannot be told: it could be {could}."


def min_words(assessment: Assessment, *, first_floor: bool = False) -> Iterator[str]:
    """Of every part that is read by its weakest: which that is, or could be.

    Args:
        first_floor: of those alone that are in no other.
    """
    asked = assessment.questionnaire
    if asked.whole is not None and asked.whole.combine == "min" and assessment.overall is not None:
        yield _weakest_in(assessment, assessment.overall, isolated(asked.whole.label))
    for dimension in asked.dimensions:
        if dimension.combine == "min" and not (first_floor and dimension.parent):
            yield _weakest_in(assessment, assessment.dimensions[dimension.id], isolated(dimension.label))


def _weakest_in(assessment: Assessment, part: PartResult, label: str) -> str:
    of = len(children_results(assessment, part))
    if part.score is None or not part.could:
        return f"{label} is read by the weakest of {of}; it has no score."
    scored = sum(score is not None for score in children_results(assessment, part))
    some = f"{of}" if scored == of else f"the {scored} of {of} that have a score"
    if len(part.could) == 1 and scored > 1:
        return f"{label} is read by the weakest of {some}: {labels_of(assessment, part.could)}."
    if len(part.could) == scored > 2:
        return f"{label} is read by the weakest of {some}; which that is cannot be told."
    return f"{label} is read by the weakest of {some}; it could be {labels_of(assessment, part.could, 'or')}."


def children_results(assessment: Assessment, part: PartResult) -> list[float | None]:
    """Scores, as they count, of what a part is made of."""
    asked = assessment.questionnaire
    own = "" if part is assessment.overall else part.id
    inside = [assessment.dimensions[one.id].score for one in asked.children_of(own)]
    items = asked.items_of(own) if own else (() if inside else asked.items)
    return inside + [assessment.items[item.id].scored for item in items]


def overall_words(assessment: Assessment) -> str:
    """All of it as one, with its interval and band; empty where that is not asked for."""
    part, whole = assessment.overall, assessment.questionnaire.whole
    if part is None or whole is None:
        return ""
    name, band = isolated(whole.label), in_band(assessment, part)
    if part.score is None:
        missing = missing_words(assessment, part)
        return f"{name} has no score: {missing or wording.reason(part.reason, assessment.questionnaire)}."
    said = (
        f"{name} stands at {part_number(assessment, part, part.score)} on a scale from {range_words(part)} "
        f"({sureness_of(assessment, part)})"
    )
    return f"{said}, {band}." if band else f"{said}."


def convention_words(assessment: Assessment) -> Iterator[str]:
    """What in the numbers is a convention: cut-offs of bands, and what answers are worth."""
    asked = assessment.questionnaire
    whole: Overall | None = asked.whole
    banded = any(one.bands for one in asked.dimensions) or bool(whole and whole.bands)
    if banded:
        basis = f" {isolated(whole.basis)}" if whole is not None and whole.basis else ""
        yield f"Where one band ends and the next begins is a convention, not a measured boundary.{basis}"
    if any(not scale.is_plain for scale in asked.answered_on):
        yield kinds.worth_words(asked)
