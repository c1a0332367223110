"""What an assessment holds: results only, unrounded, with the reason wherever there is no number.

Where people are not named everything here follows from what was published: what must not be shown is not in it.
All scores are in levels of the questionnaire's scale; all shares run from 0 to 1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

from maturity.core.reading import BandPlace, Map, Reading
from maturity.core.said import Said
from maturity.core.showing import Shows
from maturity.model import Agreed, Mode, Questionnaire, Rated
from maturity.model.publication import Word

Schools = Literal["fixed", "sampled"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends of a range, `low <= high`, in levels."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many people: a number, or hidden because too few (or so that another stays hidden).

    Args:
        value: the number; None when it is hidden.
        below: when hidden for being small, the smallest cell that may be shown.
        band: the fewest and the most people that it may be, where no more is shown; the most is None where it is open.
    """

    value: int | None
    below: int | None = None
    band: tuple[int, int | None] | None = None

    def __str__(self) -> str:
        if self.value is not None:
            return str(self.value)
        if self.band is not None:
            low, high = self.band
            return f"{low} or more" if high is None else f"{low} to {high}"
        return f"<{self.below}" if self.below is not None else "not shown"


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item over the whole cluster.

    Args:
        score: unweighted mean of the school means, on the scale as asked (a reversed item is not turned).
        scored: the same as it counts towards its dimension (a reversed item is turned).
        respondent_mean: plain mean over people, on the scale as asked.
        schools: number of schools with an answer.
        agreement: Tastle and Wierman's consensus, 0 to 1.
        counts: people at each level, lowest first; None when hidden.
        by_school: school means on the scale as asked, in the order of `Assessment.schools`; None when hidden.
        reason: why `score` is None.
        school_counts: people at each level in each school; None when hidden, an empty tuple where one school's is.
        word: how far people agree, where the index is not shown.
        many_unknown: whether many could not tell, where their number is not shown.
    """

    id: str
    score: float | None
    scored: float | None
    respondent_mean: float | None
    n: Count
    dont_know: Count
    skipped: Count
    schools: int
    agreement: float | None
    split: bool
    counts: tuple[int, ...] | None
    by_school: tuple[float | None, ...] | None
    reason: Said | None = None
    school_counts: tuple[tuple[int, ...], ...] | None = None
    word: Word | None = None
    many_unknown: bool = False


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """What one school adds to the arithmetic of an interval (`maturity.core.uncertainty`).

    Args:
        school: id.
        people: those who share a question with somebody else of their school.
        squares: sum of their squared distances from their school, in levels.
        expected: what `squares` would be if the variance were 1.
        weights: sum of the squared weights of the school's people in the score.
    """

    school: str
    people: int
    squares: float
    expected: float
    weights: float


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How a 95 % interval came about: score -+ quantile x sqrt(variance), kept inside the scale.

    Args:
        variance: of the score, from people within schools (or from schools), never below `rounding`.
        rounding: variance that answering in whole levels leaves at least.
        freedom: degrees of freedom of t; `quantile`: its 97.5 % point.
        half: half of the interval's length.
        by_school: what each school adds; empty where schools stand for others.
    """

    variance: float
    rounding: float
    freedom: int
    quantile: float
    half: float
    by_school: tuple[SchoolPart, ...]


@dataclass(frozen=True, slots=True)
class PartResult:
    """One dimension, a part of a view, or all of it: what its items and the parts within it make of it.

    Args:
        axis, parent: the axis, or the dimension, that it is a part of; empty where there is none.
        answered: people with at least one level on it.
        interval: 95 % interval, in the sense of `Placement.method`.
        by_school: school values in the order of `Assessment.schools`; None when hidden.
        arithmetic: where the interval comes from; None where there is none.
        scored, items: how many of its items have a score, and how many it has.
        reach: what it could be if all that is missing were at its worst, and at its best; None where that is hidden.
        range: the lowest and the highest possible value.
        band: in which of its bands it lies; None where it has none, or no score.
        could: where it is read by its weakest, ids of the items or dimensions that could be that, lowest first.
    """

    id: str
    axis: str
    score: float | None
    respondent_mean: float | None
    answered: Count
    interval: Interval | None
    by_school: tuple[float | None, ...] | None
    reason: Said | None = None
    arithmetic: Arithmetic | None = None
    parent: str = ""
    scored: int = 0
    items: int = 0
    reach: Interval | None = None
    range: Interval = Interval(0.0, 0.0)
    band: BandPlace | None = None
    could: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha from pairwise covariances, with a 95 % interval after Feldt (F with n-1 and n(k-1)).

    Args:
        n: fewest people who answered any one pair of items.
        items: number of items.
    """

    alpha: float
    low: float
    high: float
    n: int
    items: int


@dataclass(frozen=True, slots=True)
class AxisResult:
    """One axis: weighted mean of its dimensions.

    Args:
        bounds: the lowest and highest value that answers of the silent schools could give; None if none is silent.
        against_the_rest: items whose answers run against the others of the axis (negative item-rest correlation).
        arithmetic: where the interval comes from; None where there is none.
        margin: half of `interval` where people are not named: a rule of thumb by their number.
    """

    id: str
    score: float | None
    respondent_mean: float | None
    interval: Interval | None
    bounds: Interval | None
    reason: Said | None
    reliability: Reliability | None
    reliability_reason: Said | None
    against_the_rest: tuple[str, ...] = ()
    arithmetic: Arithmetic | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """An ellipse around the cluster's point.

    Where only people vary it reaches exactly as far as the 95 % intervals of both axes; where schools stand for others
    it is the joint 95 % region, which is wider.

    Args:
        centre: x and y (first and second axis).
        shape: the 2 x 2 matrix M of the ellipse (p - centre)' M^-1 (p - centre) <= 1, row by row.
    """

    centre: tuple[float, float]
    shape: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the cluster stands and how sure that is.

    Args:
        point: axis id to score; None where an axis is not placed.
        position: id of the quadrant in which the point itself lies; None on a line or if not placed.
        quadrant: the quadrant that may be named: both axes are settled; else None.
        settled: whether a quadrant is named.
        shares: quadrant id to its chance, by the same model as the intervals; empty when it cannot be known.
        axes_settled: axis id to whether its interval lies on one side of the midpoint, and so does whatever silent
            schools could make of it.
        on_line: axes on whose midpoint the point lies exactly.
        method: `fixed` where only people vary; `sampled` where the schools stand for others.
        reason: why no quadrant is named.
        region_reason: why there is no region.
        above: axis id to its chance to lie above the midpoint; only where it is known.
        silent_could_turn: axes that would be settled, were it not for schools that have not answered.
        alike: correlation of the two axes' errors; None when it cannot be known.
    """

    point: dict[str, float | None]
    position: str | None
    quadrant: str | None
    settled: bool
    shares: dict[str, float]
    axes_settled: dict[str, bool]
    on_line: tuple[str, ...]
    method: Schools
    reason: Said | None
    region: Region | None
    region_reason: Said | None
    above: dict[str, float] = field(default_factory=dict)
    silent_could_turn: tuple[str, ...] = ()
    alike: float | None = None


@dataclass(frozen=True, slots=True)
class SchoolPoint:
    """One school on the map. `respondents` is how many people it rests on."""

    id: str
    name: str
    point: dict[str, float | None]
    respondents: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Where the cluster would stand without one school."""

    school: str
    name: str
    point: dict[str, float | None]
    position: str | None


@dataclass(frozen=True, slots=True)
class PortraitResult:
    """The mix of portraits, one school one voice.

    Args:
        shares: quadrant id to share of choices.
        implied: axis id to the share of choices on its high side.
        quadrant: quadrant that the mix implies; None when it is even on an axis.
        agrees: whether that is the quadrant in which the rating's point lies; None if either is missing.
        respondents: people with at least one choice.
        by_item: portrait item id to its shares.
        chosen: portrait item id to how many people chose there, where shares are shown.
        most: portrait item id to the quadrant that most chose, where no shares are shown (they are empty then).
    """

    shares: dict[str, float]
    implied: dict[str, float]
    quadrant: str | None
    agrees: bool | None
    respondents: Count
    by_item: dict[str, dict[str, float]]
    most: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """`higher` group minus `lower` group within schools, over items put to both, averaged over schools.

    Args:
        mean: mean of the schools' differences, in levels.
        spread: standard deviation of the schools' differences; None with one school.
        schools, items: schools with people in both groups, and items put to both.
        by_axis: mean difference per axis.
    """

    higher: str
    lower: str
    mean: float | None
    spread: float | None
    schools: int
    items: int
    by_axis: dict[str, float | None]
    reason: Said | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """An example that somebody named; school and role only where privacy allows."""

    item: str
    text: str
    school: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Share of high ratings for which an example was named. Never scored.

    Args:
        high, named: answers at or above the scale's `evidence_from`, and those of them with an example.
        share: named / high; None when nothing was rated that high, or hidden.
        by_axis: share per axis.
    """

    high: Count
    named: Count
    share: float | None
    by_axis: dict[str, float | None]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class AgreedPosition:
    """What the room agreed after the private round, scored in the same way.

    Args:
        items: item id to the agreed level and reason.
        axes: axis id to score; None if too few dimensions have an agreed item.
        quadrant: where that point lies.
        moved: mean of agreed level minus score over the agreed items; None when no item has both.
        reading: what is read off the agreed levels, where that is no map.
        parts: id of a dimension, of an item judged by itself, or `overall`, to its value by the agreed levels.
    """

    items: dict[str, Agreed]
    axes: dict[str, float | None]
    quadrant: str | None
    moved: float | None
    reading: Reading | None = None
    parts: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Warn:
    """Something to know before believing the result, with the numbers that caused it.

    Args:
        code: stable name, for example `blind-spot`, `leaders-above`, `many-dont-knows`, `against-the-rest`.
        said: one or two sentences; plain text where a reader noticed it.
    """

    code: str
    said: tuple[Said, ...] | str


@dataclass(frozen=True, slots=True)
class Member:
    """A school of the cluster and how many of its people answered (hidden where privacy asks)."""

    id: str
    name: str
    respondents: Count


@dataclass(frozen=True, slots=True)
class Assessment(Shows):
    """One cluster in one round.

    Args:
        questionnaire: what was asked; labels, midpoints and guidance come from here.
        schools, roles: all member schools, in the cluster's order; role id to people.
        items, dimensions, axes: results by id, in the questionnaire's order.
        reading: what is read off them, by the shape of the questionnaire.
        overall: all of it as one value; None where the questionnaire has none.
        views: by view and part: other groupings of the same items.
        subject_of: the school that was rated, and the day of its review, where that is not the cluster.
        school_points: schools on the map; None where privacy forbids.
        left_out: leave-one-school-out positions; None where privacy forbids, empty with fewer than two schools.
        unasked: item id to levels given by people whose role was not asked; these are left out.
    """

    questionnaire: Questionnaire
    cluster: str
    label: str
    date: dt.date | None
    mode: Mode
    smallest_cell: int
    fictional: bool
    respondents: int
    schools: tuple[Member, ...]
    schools_answered: int
    roles: dict[str, Count]
    items: dict[str, ItemResult]
    dimensions: dict[str, PartResult]
    axes: dict[str, AxisResult]
    reading: Reading
    school_points: tuple[SchoolPoint, ...] | None
    left_out: tuple[LeftOut, ...] | None
    portrait: PortraitResult | None
    gap: Gap | None
    evidence: Evidence | None
    agreed: AgreedPosition | None
    overall: PartResult | None = None
    views: dict[str, dict[str, PartResult]] = field(default_factory=dict)
    subject_of: Rated | None = None
    unasked: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Warn, ...] = ()

    def placed(self, placement: Placement) -> Assessment:
        """The same with another placement on the map."""
        return replace(self, reading=Map(placement, self.reading.past if isinstance(self.reading, Map) else None))

    @property
    def placement(self) -> Placement:
        """Where the cluster stands on a map.

        Raises:
            TypeError: the questionnaire has no map.
        """
        if not isinstance(self.reading, Map):
            raise TypeError(f"{self.questionnaire.id} has no map")
        return self.reading.placement
