"""What a comparison of rounds holds: results only, unrounded, with the reason wherever there is no number.

A step with a round that is not `named` is made of the two rounds' own assessments and of nothing else.
All scores and changes are in levels of the questionnaire's scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from maturity.core.assessment import Assessment, Count, Interval, Warn
from maturity.core.changes import counts_alike
from maturity.core.reading import BandPlace, Map, Past, Reading, State
from maturity.core.said import Said
from maturity.core.showing import Shows
from maturity.model import Round
from maturity.model.plan import Priority

Verdict = Literal["up", "down", "unsure", "too-few", "incomparable"]
"""`unsure`: no change that one can be sure of. `too-few`: two levels, over too few schools to say more.
`incomparable`: the reason says why."""
Basis = Literal["these-schools", "schools-alone", "other-schools", "separate"]
"""What a change and its interval come from: the schools' own changes, read for these schools (`schools-alone` where
nothing tells how far people of one school differ) or as if they stood for others; or two separate groups of people, of
whom only the rounds' own results are known."""

Turn = Literal["gained", "lost", "perhaps-gained", "perhaps-lost", "kept", "lacking", "open", "unknown", "other-line"]
"""What became of a question that holds or does not. `gained` from not yet to holds, `lost` the other way; `perhaps`
where it was or is open; `kept` holds both times, `lacking` neither time; `unknown` where one round has no score;
`other-line` where it held from another value on."""
Course = Literal["up", "down", "perhaps-up", "perhaps-down", "same", "open", "other-rules"]
"""What became of a stage or a band. `up`, `down` and `same` only where it is settled both times; `open` where not even
the scores say which way; `other-rules` where stages or bands were others."""

Unit = Literal["dimension", "item"]
CountedIn = Literal["levels", "points", "range"]
"""`points` where answers are added up or are worth something else than their level; `range`: in parts of the range of
each, where the ranges differ."""
Kept = Literal["done", "dropped", "carried", "open"]
"""What became of a priority: `carried` where a later round has it now, `open` where nobody has said what came of it."""


class Refused(Exception):  # noqa: N818 - not a fault of the program, and no text yet
    """What was asked cannot be compared.

    Args:
        said: why; hint: what to do about it.
        rounds: the two that cannot be compared; empty where it concerns all of them.
    """

    def __init__(self, said: Said, hint: Said, rounds: Sequence[Round] = ()) -> None:
        self.said, self.hint, self.rounds = said, hint, tuple(rounds)
        super().__init__(said.code)


@dataclass(frozen=True, slots=True)
class BandTurn:
    """What became of the band of a part.

    Args:
        before, after: where it lay and lies; None where it has no place.
        course: `up` and `down` only where the interval of the change clears the cut as well.
    """

    before: BandPlace | None
    after: BandPlace | None
    course: Course


@dataclass(frozen=True, slots=True)
class HeldTurn:
    """What became of one question that holds or does not."""

    before: State
    after: State
    turn: Turn


@dataclass(frozen=True, slots=True)
class StageTurn:
    """What became of the stage.

    Args:
        before, after: positions of the last stages that were, or are, reached for sure and at most; -1 before the
            first. They are those of each round's own stages.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    course: Course


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """What is read off both rounds.

    Args:
        both: whether it is read over the schools in both rounds alone, for others took part in one of them.
        held: by later id, every common question that holds or does not.
        stage: None where there are no stages.
    """

    before: Reading
    after: Reading
    both: bool
    held: dict[str, HeldTurn]
    stage: StageTurn | None


@dataclass(frozen=True, slots=True)
class Change:
    """One score in two rounds, over the schools that are in both and the questions that mean the same in both.

    Args:
        before, after: the score in the earlier and the later round; these differ from the rounds' own scores
            where schools or questions differ.
        change: after - before; None where too few schools are in both rounds.
        interval: 95 % interval of the change, within what the scale allows.
        smallest_sure_change: a change must be larger than this to be called one; at most the length of the scale.
        schools: how many schools it rests on; None where two separate groups of people are compared.
        reason: why it cannot be compared, or why it has no interval; None when it has one.
        band: what became of the band; None where the part has no bands.
        range: the lowest and the highest possible value of what is compared, of a part; None of an axis or an item.
    """

    before: float | None
    after: float | None
    change: float | None
    interval: Interval | None
    smallest_sure_change: float | None
    verdict: Verdict
    schools: int | None
    reason: Said | None = None
    band: BandTurn | None = None
    range: Interval | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """How far one question moved what it counts towards.

    Args:
        id, kind: of a question; or of a part that is read by its weakest, which no question of it moves alone.
        weight: its mean share in the score of a school, as the questionnaire weighs it.
        moved: its own change, over the schools that answered it both times.
        contribution: the mean over the schools of share times change; all contributions add up to the whole change.
        interval: 95 % interval of the contribution; None where too few schools, or not their answers, are known.
        verdict: `up` or `down` only where the interval leaves out 0.
        share: contribution / change of the whole, where that change is sure; below 0 where it pulled the other way.
    """

    id: str
    kind: Literal["item", "dimension"]
    weight: float
    moved: float
    contribution: float
    interval: Interval | None
    verdict: Verdict
    share: float | None


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """One school on the map in both rounds, over the common questions: axis id to score.

    Args:
        changes: its own change of whatever the result is told by (axes; or all of it and the outermost parts; or the
            questions where there are none), with the interval that its people leave open.
    """

    id: str
    name: str
    before: dict[str, float | None]
    after: dict[str, float | None]
    changes: dict[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mover:
    """A school that is in only one of the two rounds.

    Args:
        effect: axis id to how far the cluster's score is higher for its joining, or for its leaving; None where
            it has no score, or a round is not named.
    """

    id: str
    name: str
    effect: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class SchoolsCompared:
    """Who is in both rounds, who joined and who left.

    Args:
        both: schools that answered in both rounds, on the map; None where separate groups of people are compared.
        paired: ids of those schools.
        silent: names of schools that are members in both rounds and did not answer in one of them.
        joined_together, left_together: axis id to the effect of all of them at once, in the sense of `Mover`.
    """

    both: tuple[SchoolChange, ...] | None
    paired: tuple[str, ...]
    joined: tuple[Mover, ...]
    left: tuple[Mover, ...]
    silent: tuple[str, ...] = ()
    joined_together: dict[str, float | None] = field(default_factory=dict)
    left_together: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemsCompared:
    """Ids of questions: those compared, and those that could not be.

    Args:
        reworded: same id, with another revision, wording, scale direction or dimension; not compared.
        drifting: compared, but moved by more than an eighth of their scale away from the median change of their axis.
        hidden: common, and left out because a round that is not named does not show it.
    """

    common: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    reworded: tuple[str, ...]
    drifting: tuple[str, ...]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookingBack:
    """How those who answered now see the time of the earlier round, beside what was said then.

    Args:
        people: who gave such ratings.
        then: axis id to the earlier time as it is seen now; without axes id of a part, or of an item without parts.
        before, now: the same ids to people-independent scores on the same questions, as rated at each time.
        shift: the same ids to then - before; below 0 when standards have risen.
    """

    people: Count
    then: dict[str, float | None]
    before: dict[str, float | None]
    now: dict[str, float | None]
    shift: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Movement:
    """How far what a priority named has moved, beside everything else that could be compared.

    Args:
        labels: of what it named, in its order.
        unit: what was averaged: dimensions when it named only dimensions, else items.
        named: mean change of what it named; None with a `reason`.
        others: mean change of all other dimensions (or items); None with a `reason`, and where `named` is None.
        named_count, others_count: how many changes each mean rests on.
        left_out: labels of what it named and could not be compared.
        reason: why one of the means is missing; None when both are there.
        counted_in: what the means are in.
        held: label and turn of every item that it named and that holds or does not.
    """

    priority: Priority
    labels: tuple[str, ...]
    unit: Unit
    named: float | None
    others: float | None
    named_count: int
    others_count: int
    left_out: tuple[str, ...]
    reason: Said | str | None
    counted_in: CountedIn = "levels"
    held: tuple[tuple[str, HeldTurn], ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """What became of one priority of the round before the last.

    Args:
        now: label of the last round that has brought it forward; empty without one.
        movement: how far what it named has moved, beside everything else.
    """

    priority: Priority
    kept: Kept
    now: str
    movement: Movement


@dataclass(frozen=True, slots=True)
class Step:
    """From one round to the next.

    Args:
        axes, dimensions, items_changed: changes by id of the later questionnaire; items as they count, so that
            up is towards the high end of the axis also where an item is reversed.
        without_drifting: the axes once more without the drifting items; None when none drifts.
        linked: axis id to the later round's full score on the earlier questionnaire's scale (chained mean
            linking); None when both rounds ask the same, or too few anchors remain.
        linked_reason: why there is no linked score although the questionnaires differ.
        basis: what the changes and their intervals come from.
        overall: the change of all of it as one value; None where the questionnaire has none.
        views: by view and part, as `view.part`: changes of other groupings of the same items.
        readings: what is read off both rounds; None of a map, and where nothing can be compared.
        returned: people who answered both times, as far as their codes tell; what they leave open is that of their
            own change.
        drivers: by id of whatever the result is told by, the questions that moved it, the largest contribution first.
    """

    before: Assessment
    after: Assessment
    axes: dict[str, Change]
    dimensions: dict[str, Change]
    items_changed: dict[str, Change]
    without_drifting: dict[str, Change] | None
    items: ItemsCompared
    schools: SchoolsCompared
    linked: dict[str, float | None] | None
    linked_reason: Said | None
    looking_back: LookingBack | None
    basis: Basis = "these-schools"
    returned: int = 0
    overall: Change | None = None
    views: dict[str, Change] = field(default_factory=dict)
    readings: TwoReadings | None = None
    warnings: tuple[Warn, ...] = ()
    drivers: dict[str, tuple[Driver, ...]] = field(default_factory=dict)

    @property
    def alike(self) -> bool:
        """Whether both rounds put the same questions and counted them the same way.

        Else their own scores stand on two scales, and the way from one to the other is no change.
        """
        items = self.items
        if items.only_before or items.only_after or items.reworded:
            return False
        return counts_alike(self.before.questionnaire, self.after.questionnaire)


@dataclass(frozen=True, slots=True)
class Comparison(Shows):
    """Two or more rounds of one cluster, in the order of time.

    Args:
        rounds: each round's own assessment.
        steps: from each round to the next; one fewer than there are rounds.
        whole: from the first round to the last; the same as the only step when there are two rounds.
        warnings: what concerns all rounds, for example that one has no date; a step has its own beside these.
        promises: what became of the priorities of the last round but one.
    """

    rounds: tuple[Assessment, ...]
    steps: tuple[Step, ...]
    whole: Step
    warnings: tuple[Warn, ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def last(self) -> Step:
        """From the last round but one to the last: what has changed since."""
        return self.steps[-1]

    @property
    def latest(self) -> Assessment:
        """The last round; on a map with the place of the round before, where both have the same scale."""
        before, after = self.rounds[-2:]
        if not (isinstance(before.reading, Map) and isinstance(after.reading, Map)):
            return after
        if before.questionnaire.scale.levels.keys() != after.questionnaire.scale.levels.keys():
            return after
        past = Past(before.label, before.placement.point, self.last.alike)
        return replace(after, reading=replace(after.reading, past=past))
