"""Many clusters on one map: where each stands, how sure that is, and why some cannot be shown there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from maturity.core.assess import assess_all
from maturity.core.assessment import Assessment, Schools
from maturity.core.said import Name, Said, labels, said
from maturity.model import Questionnaire, Round
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
        previous: where it stood in the round before, axis id to score; None where there was none, where it was not
            placed, or where it was not asked on the same axes.
        previous_label: what that round is called.
        reason: why it has no place on the map; None when it has one.
    """

    name: str
    assessment: Assessment
    region: str | None
    previous: dict[str, float] | None
    previous_label: str | None
    reason: Said | None

    @property
    def point(self) -> dict[str, float | None]:
        """Axis id to score."""
        return self.assessment.placement.point


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Many clusters that were asked on the same axes.

    Args:
        questionnaire: what most of them were asked.
        clusters: sorted by name.
        regions: the groups that occur, sorted.
        other_versions: how many of those on the map were asked another questionnaire, or another version of it, with
            the same axes, scale and midpoints.
    """

    questionnaire: Questionnaire
    clusters: tuple[Standing, ...]
    regions: tuple[str, ...]
    other_versions: int

    @property
    def placed(self) -> tuple[Standing, ...]:
        """Clusters with a place on the map."""
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
    """
    if not entries:
        raise ValueError("a portfolio needs at least one cluster")
    questionnaire = _commonest([entry.round.questionnaire for entry in entries])
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


def _commonest(asked: Sequence[Questionnaire]) -> Questionnaire:
    counts = Counter(one.fingerprint for one in asked)
    return min(asked, key=lambda one: (-counts[one.fingerprint], one.id, one.fingerprint))


def _names(names: Sequence[str]) -> list[str]:
    """Names of which no two are alike: the second `Riverside` becomes `Riverside (2)`."""
    taken: set[str] = set()
    found = []
    for name in names:
        new, n = name, 1
        while new in taken or (n > 1 and new in names):
            n += 1
            new = f"{name} ({n})"
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
        known = {axis: value for axis, value in before.placement.point.items() if value is not None}
        if len(known) == len(before.placement.point):
            previous, label = known, before.label
    return Standing(name, assessment, entry.region, previous, label, _reason(assessment, common))


def _reason(assessment: Assessment, common: Questionnaire) -> Said | None:
    asked = assessment.questionnaire
    if not comparable(asked, common):
        return said("other-axes", own=Name(asked.id), common=Name(common.id))
    if not assessment.respondents:
        return said("nobody-answered")
    missing = [axis.id for axis in asked.axes if assessment.placement.point[axis.id] is None]
    return said("too-few-answers", axes=labels("axis", missing)) if missing else None


def comparable(one: Questionnaire, two: Questionnaire) -> bool:
    """Whether scores of two questionnaires can stand on one map: the same axes, midpoints and range of levels."""

    def frame(asked: Questionnaire) -> tuple[object, ...]:
        return {axis.id: axis.midpoint for axis in asked.axes}, asked.scale.low, asked.scale.high

    return frame(one) == frame(two)
