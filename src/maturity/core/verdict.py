"""What may be said of a placement: never more than is settled, and never nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from maturity.core.assessment import Assessment
from maturity.core.placement import side
from maturity.core.said import Label, Name, Said, Value, labels, said
from maturity.model import Axis

ALMOST_CERTAIN, PROBABLE = 0.975, 0.8
"""Chances from which something is said to be almost certain, and probable."""

SPOKEN_OF = 0.1
"""Chance from which a quadrant is named among those that a cluster could be in."""

RECOGNISED = 0.6
"""Share of choices from which the portraits settle on a quadrant: three in five."""
FEWEST_CHOOSING = 5
"""People who have to have chosen, where their number is known; of other rounds nothing is told of fewer."""

State = Literal["missing", "line", "settled", "silent", "leans", "open", "unknown"]
"""`silent`: settled but for schools that have not answered. `open`: cannot be told apart from the midpoint."""


def state(assessment: Assessment, axis: Axis) -> State:
    """What may be said of one axis."""
    placement, result = assessment.placement, assessment.axes[axis.id]
    if result.score is None:
        return "missing"
    if axis.id in placement.on_line:
        return "line"
    if placement.axes_settled[axis.id]:
        return "settled"
    if result.interval is None and result.margin is None:
        return "unknown"
    if axis.id in placement.silent_could_turn:
        return "silent"
    return "leans" if _is_probable(assessment, axis) else "open"


def _is_probable(assessment: Assessment, axis: Axis) -> bool:
    """Whether one side of an axis is, by its own chance and by those of the quadrants, which rest on fewer people."""
    placement = assessment.placement
    above = [placement.above.get(axis.id, 0.5)]
    if placement.shares:
        high = [one.id for one in assessment.questionnaire.quadrants if one.at[axis.id] == "high"]
        above.append(sum(placement.shares[quadrant] for quadrant in high))
    return min(above) >= PROBABLE or 1 - max(above) >= PROBABLE


def is_above(assessment: Assessment, axis: Axis) -> bool:
    """Whether the score of an axis lies above its midpoint."""
    score = assessment.axes[axis.id].score
    return score is not None and side(score, axis.midpoint) == "high"


def likeliest(assessment: Assessment) -> tuple[str, float] | None:
    """The quadrant with the greatest chance, and that chance; None where no chance is known."""
    shares = assessment.placement.shares
    return max(shares.items(), key=lambda pair: pair[1]) if shares else None


def axis_said(assessment: Assessment, axis: Axis) -> Said:
    """What may be said of one axis, as a remark."""
    found, where = state(assessment, axis), _word(assessment, axis)
    if found in ("settled", "silent", "leans"):
        return said(f"axis-{found}-{where}")
    return said(f"axis-{found}")


def headline_said(assessment: Assessment) -> Said:
    """The sentence to read first: where the cluster stands, and which part of that is sure."""
    placement, axes = assessment.placement, assessment.questionnaire.axes
    first, second = axes
    states = {axis.id: state(assessment, axis) for axis in axes}
    if "missing" in states.values():
        missing = [axis.id for axis in axes if states[axis.id] == "missing"]
        return said("headline-not-placed", axes=labels("axis", missing))
    if placement.quadrant is not None:
        return _named(assessment, placement.quadrant)
    if len(placement.on_line) == 2:
        return said("headline-line-both", **_both(first, second))
    if "unknown" in states.values():
        return _unknown(assessment)
    top = likeliest(assessment)
    if top is not None and top[1] >= PROBABLE and top[0] == placement.position:
        return _probably(assessment, states)
    return _on_the_line(assessment, states)


def sureness(assessment: Assessment) -> Said:
    """How sure the placement is, in a few words."""
    placement, top = assessment.placement, likeliest(assessment)
    if placement.quadrant is not None:
        certain = top is not None and top[1] >= ALMOST_CERTAIN
        named, other = Label("quadrant", placement.quadrant), two_readings(assessment)
        if other is not None:
            return said("sure-two", quadrant=named, other=Label("quadrant", other))
        return said("sure-certain" if certain else "sure-settled")
    if top is None:
        missing = [axis for axis, value in placement.point.items() if value is None]
        if missing:
            return said("sure-not-placed", axes=labels("axis", missing))
        return _by_axes(assessment)
    if top[1] >= PROBABLE:
        code = "sure-silent" if placement.silent_could_turn else "sure-probably"
        return said(code, quadrant=Label("quadrant", top[0]))
    leaning = _leaning_between(assessment)
    if leaning:
        return said("sure-leans", quadrants=labels("quadrant", leaning, "or"))
    between = left_open(assessment)
    return said("sure-between" if len(between) > 1 else "sure-not", quadrants=labels("quadrant", between, "or"))


def _by_axes(assessment: Assessment) -> Said:
    """How sure a placement is where no chance of a quadrant is known: axis by axis."""
    axes, results = assessment.questionnaire.axes, assessment.axes
    unknown = [one.id for one in axes if results[one.id].interval is None and results[one.id].margin is None]
    if unknown:
        return said("sure-unknown" if len(unknown) == len(axes) else "sure-unknown-on", axes=labels("axis", unknown))
    settled = [one.id for one in axes if state(assessment, one) == "settled"]
    other = [one.id for one in axes if one.id not in settled]
    return said("sure-one", axes=labels("axis", settled), other=labels("axis", other)) if settled else said("sure-not")


def others(assessment: Assessment) -> Said | None:
    """Where the cluster might be had others answered; None where that is settled, or cannot be known."""
    top, placement = likeliest(assessment), assessment.placement
    if top is None or placement.settled:
        return None
    who = "people" if placement.method == "fixed" else "schools"
    quadrant = Label("quadrant", top[0])
    if top[1] >= PROBABLE:
        return said(f"others-{who}-probable", quadrant=quadrant)
    leaning = _leaning_between(assessment)
    if leaning:
        return said(f"others-{who}-leans", quadrants=labels("quadrant", leaning, "or"))
    return said(f"others-{who}-open", quadrants=labels("quadrant", left_open(assessment), "or"))


def left_open(assessment: Assessment) -> list[str]:
    """The quadrants that a cluster could be in, the likeliest first; none where no chance is known.

    Those of a chance to speak of, and all on either side of an axis that is too close to call: no text may leave out
    what the headline leaves open.
    """
    axes, placement = assessment.questionnaire.axes, assessment.placement
    unsure = {axis.id for axis in axes if state(assessment, axis) in ("open", "line")}

    def is_open(quadrant: str) -> bool:
        at = assessment.questionnaire.quadrant_by_id[quadrant].at
        return all(one.id in unsure or (at[one.id] == "high") == is_above(assessment, one) for one in axes)

    ranked = sorted(placement.shares.items(), key=lambda pair: -pair[1])
    return [quadrant for quadrant, share in ranked if share >= SPOKEN_OF or is_open(quadrant)]


def recognised(assessment: Assessment) -> str | None:
    """The quadrant on which the portraits settle, by id; None where they do not.

    At least three in five of the choices describe it, at least half of the portraits are known, and five people chose.
    Where only the description that most chose is told, it is most chosen in three of five of all portraits.
    """
    portrait, asked = assessment.portrait, len(assessment.questionnaire.portrait)
    if portrait is None or not asked:
        return None
    if portrait.shares:
        people = portrait.respondents.value
        if 2 * len(portrait.by_item) < asked or (people is not None and people < FEWEST_CHOOSING):
            return None
        shares = portrait.shares
    else:
        most = list(portrait.most.values())
        shares = {quadrant: most.count(quadrant) / asked for quadrant in most}
    # A share of exactly three in five may come out a hair below it.
    return next((quadrant for quadrant, share in shares.items() if share >= RECOGNISED - 1e-9), None)


def two_readings(assessment: Assessment) -> str | None:
    """The quadrant on which the portraits settle where the ratings settle on another; else None."""
    found = recognised(assessment)
    if found is None or assessment.placement.quadrant in (None, found):
        return None
    return found


def _named(assessment: Assessment, placed: str) -> Said:
    """Ratings that are settled; with portraits that are settled elsewhere, both."""
    first, second = assessment.questionnaire.axes
    other = two_readings(assessment)
    if other is None:
        # It begins the sentence: as it is written, not as it stands inside one.
        values: dict[str, Value] = {"quadrant": Name(assessment.questionnaire.quadrant_by_id[placed].label)}
    else:
        values = {"quadrant": Label("quadrant", placed), "other": Label("quadrant", other)}
    if other is not None:
        return said("headline-two", **values)
    return said(f"headline-named-{_sides(assessment)}", **values, **_both(first, second))


def _both(first: Axis, second: Axis) -> dict[str, Label]:
    return {"first": Label("axis", first.id), "second": Label("axis", second.id)}


def _sides(assessment: Assessment) -> str:
    return "-".join(_word(assessment, axis) for axis in assessment.questionnaire.axes)


def _word(assessment: Assessment, axis: Axis) -> str:
    return "above" if is_above(assessment, axis) else "below"


def _unknown(assessment: Assessment) -> Said:
    placement = assessment.placement
    cause = "schools" if placement.method == "sampled" else "people"
    if placement.on_line:
        return said(f"headline-line-unknown-{cause}", axes=labels("axis", placement.on_line))
    assert placement.position is not None
    return said(f"headline-unknown-{cause}", quadrant=Label("quadrant", placement.position))


def _probably(assessment: Assessment, states: dict[str, State]) -> Said:
    placement, axes = assessment.placement, assessment.questionnaire.axes
    assert placement.position is not None
    quadrant = Label("quadrant", placement.position)
    if placement.silent_could_turn:
        return said("headline-silent", quadrant=quadrant, axes=labels("axis", placement.silent_could_turn))
    settled = [axis for axis in axes if states[axis.id] == "settled"]
    if settled:
        (other,) = (axis for axis in axes if axis.id != settled[0].id)
        known, unsure = Label("axis", settled[0].id), Label("axis", other.id)
        return said("headline-probably", quadrant=quadrant, known=known, other=unsure)
    return said("headline-leans", quadrant=quadrant, **_both(*axes))


def _on_the_line(assessment: Assessment, states: dict[str, State]) -> Said:
    """At least one axis is open, or both lean and are not probable together."""
    axes = assessment.questionnaire.axes
    known, other = _surer_first(axes, states)
    if states[known.id] == "open" or states[other.id] not in ("open", "line"):
        if states[known.id] == "open" and states[other.id] == "open":
            return said("headline-middle", **_both(*axes))
        if states[other.id] == "line":
            return said("headline-line-open", line=Label("axis", other.id), open=Label("axis", known.id))
        return said(f"headline-near-{_sides(assessment)}", **_both(*axes))
    between = _between(assessment, known, other)
    side_of_known = f"-{_word(assessment, known)}" if states[known.id] == "leans" else ""
    return said(
        f"headline-{states[other.id]}-{states[known.id]}{side_of_known}",
        low=Label("quadrant", between[0]),
        high=Label("quadrant", between[1]),
        known=Label("axis", known.id),
        other=Label("axis", other.id),
    )


def _surer_first(axes: Sequence[Axis], states: dict[str, State]) -> list[Axis]:
    order: tuple[State, ...] = ("settled", "silent", "leans", "open", "line")
    return sorted(axes, key=lambda axis: order.index(states[axis.id]))


def _between(assessment: Assessment, known: Axis, other: Axis) -> list[str]:
    """The two quadrants on the side of a known axis, in the order of the other one: low before high."""
    at = "high" if is_above(assessment, known) else "low"
    quadrants = [one for one in assessment.questionnaire.quadrants if one.at[known.id] == at]
    return [one.id for one in sorted(quadrants, key=lambda one: one.at[other.id] == "high")]


def _leaning_between(assessment: Assessment) -> list[str]:
    """The quadrants between which the headline says that a cluster probably is; none where it says another thing."""
    axes = assessment.questionnaire.axes
    states = {axis.id: state(assessment, axis) for axis in axes}
    if not set(states.values()) <= {"leans", "open", "line"}:
        return []
    known, other = _surer_first(axes, states)
    if states[known.id] != "leans" or states[other.id] == "leans":
        return []
    return _between(assessment, known, other)
