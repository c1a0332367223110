"""Many clusters on one chart: where each stands, how sure that is, and why some cannot be shown there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maturity.core.assess import assess_all
from maturity.core.assessment import Assessment, Schools
from maturity.core.compare_read import held_of
from maturity.core.comparison import Refused
from maturity.core.reading import Checklist, Ladder, Map, Profile, Reading, Total
from maturity.core.said import Name, Names, Said, labels, said
from maturity.core.structure import Structure
from maturity.model import Questionnaire, Round
from maturity.model.questionnaire import Shape
from maturity.text.names import in_order


@dataclass(frozen=True, slots=True)
class ReadCluster:
    """A cluster to be shown, as read.

    Args:
        round: its latest round.
        previous: the one before, if there is any.
        region: the group that it belongs to, if groups are told apart.
    """

    round: Round
    previous: Round | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One cluster of a portfolio.

    Args:
        name: the cluster's name, made different from all others where two share one.
        assessment: its latest round; point, intervals and quadrant are there.
        region: the group that it belongs to.
        previous: where it stood in the round before, axis id to score, or id of a part where there is no map; None
            where there was none, where it was not placed, or where it was not asked alike.
        previous_label: what that round is called.
        reason: why it has no place on the chart; None when it has one.
        earlier: what was read off the round before; None where there was none that was asked alike.
    """

    name: str
    assessment: Assessment
    region: str | None
    previous: dict[str, float] | None
    previous_label: str | None
    reason: Said | None
    earlier: Reading | None = None

    @property
    def point(self) -> dict[str, float | None]:
        """Axis id to score."""
        return self.assessment.placement.point


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Many clusters of which the same is read off.

    Args:
        questionnaire: what most of them were asked.
        clusters: sorted by name.
        regions: the groups that occur, sorted.
        other_versions: how many of those on the chart were asked another questionnaire, or another version of it, of
            which the same is read off.
    """

    questionnaire: Questionnaire
    clusters: tuple[Standing, ...]
    regions: tuple[str, ...]
    other_versions: int

    @property
    def reading(self) -> type[Reading]:
        """What is read off all of them."""
        asked = self.questionnaire.shape
        return next(type(one.assessment.reading) for one in self.clusters if asked == _shape(one.assessment))

    @property
    def placed(self) -> tuple[Standing, ...]:
        """Clusters with a place on the chart."""
        return tuple(one for one in self.clusters if one.reason is None)

    @property
    def unplaced(self) -> tuple[Standing, ...]:
        """Clusters without one."""
        return tuple(one for one in self.clusters if one.reason is not None)


def portfolio(entries: Sequence[ReadCluster], *, schools: Schools = "fixed") -> Portfolio:
    """Assess many clusters, each by itself and exactly as if it were alone.

    Args:
        entries: at least one.
        schools: as in `assess`.

    Raises:
        ValueError: there is no entry.
        Refused: as many of them answered a questionnaire of one shape as of another.
    """
    if not entries:
        raise ValueError("a portfolio needs at least one cluster")
    questionnaire = _commonest(_of_one_shape(entries))
    names = _names([entry.round.cluster.name for entry in entries])
    latest = assess_all([entry.round for entry in entries], schools=schools)
    before = _before(entries, questionnaire, schools)
    standings = sorted(
        (
            _standing(name, entry, assessment, earlier, questionnaire)
            for name, entry, assessment, earlier in zip(names, entries, latest, before, strict=True)
        ),
        key=lambda one: in_order(one.name),
    )
    asked = [one.assessment.questionnaire.fingerprint for one in standings if one.reason is None]
    return Portfolio(
        questionnaire=questionnaire,
        clusters=tuple(standings),
        regions=tuple(sorted({one.region for one in standings if one.region is not None})),
        other_versions=sum(fingerprint != questionnaire.fingerprint for fingerprint in asked),
    )


def _shape(assessment: Assessment) -> Shape:
    return assessment.questionnaire.shape


def _of_one_shape(entries: Sequence[ReadCluster]) -> list[Questionnaire]:
    """Questionnaires of the shape that most clusters answered: nothing of two shapes can stand on one chart.

    Raises:
        Refused: two shapes are as common as one another, so that nothing says which is meant.
    """
    found: dict[Shape, list[ReadCluster]] = {}
    for entry in entries:
        found.setdefault(entry.round.questionnaire.shape, []).append(entry)
    first, *others = sorted(found.values(), key=len, reverse=True)
    if others and len(others[0]) == len(first):
        shapes = [Name(some[0].round.questionnaire.shape) for some in (first, others[0])]
        raise Refused(
            said("mixed-shapes", one=shapes[0], ones=_named(first), other=shapes[1], others=_named(others[0])),
            said("give-one-shape"),
        )
    return [entry.round.questionnaire for entry in first]


def _named(entries: Sequence[ReadCluster]) -> Names:
    return Names(tuple(Name(entry.round.cluster.name) for entry in entries))


def _commonest(asked: Sequence[Questionnaire]) -> Questionnaire:
    counts = Counter(one.fingerprint for one in asked)
    return min(asked, key=lambda one: (-counts[one.fingerprint], one.id, one.fingerprint))


def _names(names: Sequence[str]) -> list[str]:
    """Names of which no two are alike: the second `Riverside` becomes `Riverside (2)`."""
    given, taken, found = set(names), set[str](), []
    number: Counter[str] = Counter()
    for name in names:
        new = name
        while new in taken or (number[name] and new in given):
            number[name] += 1
            new = f"{name} ({number[name] + 1})"
        taken.add(new)
        found.append(new)
    return found


def _before(entries: Sequence[ReadCluster], common: Questionnaire, schools: Schools) -> list[Assessment | None]:
    """The round before of each cluster, where there is one on the same axes."""
    known = {
        place: entry.previous
        for place, entry in enumerate(entries)
        if entry.previous is not None and comparable(entry.previous.questionnaire, common)
    }
    found = dict(zip(known, assess_all(list(known.values()), schools=schools), strict=True))
    return [found.get(place) for place in range(len(entries))]


def _standing(
    name: str, entry: ReadCluster, assessment: Assessment, before: Assessment | None, common: Questionnaire
) -> Standing:
    previous, label = None, None
    if before is not None:
        previous = _known(before)
        label = None if previous is None else before.label
    earlier = None if before is None else before.reading
    return Standing(name, assessment, entry.region, previous, label, _reason(assessment, common), earlier)


def _known(before: Assessment) -> dict[str, float] | None:
    """Where a cluster stood: on a map, or by its parts."""
    if isinstance(before.reading, Map):
        known = {axis: value for axis, value in before.placement.point.items() if value is not None}
        return known if len(known) == len(before.placement.point) else None
    parts = [*before.dimensions.values(), *((before.overall,) if before.overall is not None else ())]
    return {part.id: part.score for part in parts if part.score is not None} or None


def _reason(assessment: Assessment, common: Questionnaire) -> Said | None:
    asked = assessment.questionnaire
    if asked.shape != common.shape:
        return said(
            "other-shape-of-others",
            own=Name(asked.id),
            shape=Name(asked.shape),
            common=Name(common.id),
            common_shape=Name(common.shape),
        )
    if not comparable(asked, common):
        return _OTHERWISE[asked.shape](Name(asked.id), Name(common.id))
    if not assessment.respondents:
        return said("nobody-answered")
    return _MISSING[type(assessment.reading)](assessment)


def comparable(one: Questionnaire, two: Questionnaire) -> bool:
    """Whether results of two questionnaires can stand on one chart.

    On one map: the same axes, midpoints and range of levels. Else the same stages and rules, the same questions of a
    checklist, the same parts, or the same range and bands of a total.
    """
    if one.fingerprint == two.fingerprint:
        return True
    return one.shape == two.shape and _FRAMES[one.shape](one) == _FRAMES[two.shape](two)


def _lines(asked: Questionnaire) -> object:
    return {item.id: (asked.scale_of(item).worth, asked.scale_of(item).met_at) for item in asked.items}


def _ranges(asked: Questionnaire) -> object:
    """The parts that are in no other, and all of it as one, with their ranges."""
    top = {part.id for part in asked.children_of("")}
    return [
        (part.kind, part.id, part.low, part.high)
        for part in Structure.of(asked).parts
        if part.kind == "overall" or (part.kind == "dimension" and part.id in top)
    ]


def _banded(asked: Questionnaire) -> object:
    """All of it as one, with its range and bands."""
    whole = [(part.low, part.high) for part in Structure.of(asked).parts if part.kind == "overall"]
    return whole, [band.start for band in asked.whole.bands] if asked.whole is not None else []


_FRAMES: dict[Shape, Callable[[Questionnaire], object]] = {
    "map": lambda asked: ({axis.id: axis.midpoint for axis in asked.axes}, asked.scale.low, asked.scale.high),
    "ladder": lambda asked: [(stage.id, stage.need, stage.must) for stage in asked.stages],
    "checklist": _lines,
    "profile": _ranges,
    "total": _banded,
}
"""What two questionnaires must have in common to stand on one chart."""
_OTHERWISE: dict[Shape, Callable[[Name, Name], Said]] = {
    "map": lambda own, common: said("other-axes", own=own, common=common),
    "ladder": lambda own, common: said("other-stages", own=own, common=common),
    "checklist": lambda own, common: said("other-questions", own=own, common=common),
    "profile": lambda own, common: said("other-parts", own=own, common=common),
    "total": lambda own, common: said("other-range", own=own, common=common),
}
"""Why a questionnaire of the same shape has no place there."""


def _off_the_map(assessment: Assessment) -> Said | None:
    missing = [axis.id for axis in assessment.questionnaire.axes if assessment.placement.point[axis.id] is None]
    return said("too-few-answers", axes=labels("axis", missing)) if missing else None


def _nothing_held(assessment: Assessment) -> Said | None:
    known = any(one.score is not None for one in held_of(assessment.reading).values())
    return None if known else said("too-few-answers-at-all")


def _no_part(assessment: Assessment) -> Said | None:
    top = [assessment.dimensions[part.id] for part in assessment.questionnaire.children_of("")]
    known = any(part.score is not None for part in (*top, *((assessment.overall,) if assessment.overall else ())))
    return None if known else said("too-few-answers-at-all")


def _no_total(assessment: Assessment) -> Said | None:
    known = assessment.overall is not None and assessment.overall.score is not None
    return None if known else said("no-total")


_MISSING: dict[type, Callable[[Assessment], Said | None]] = {
    Map: _off_the_map,
    Ladder: _nothing_held,
    Checklist: _nothing_held,
    Profile: _no_part,
    Total: _no_total,
}
"""Why a cluster that was asked alike has no place; None when it has one."""
