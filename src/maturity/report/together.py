"""Many clusters in words: the one place where they part ways, by what is read off them."""

from __future__ import annotations

import statistics
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence

from maturity.core.assessment import Assessment, PartResult
from maturity.core.compare_read import held_of
from maturity.core.portfolio import Portfolio, Standing
from maturity.core.reading import Checklist, Ladder, Map, Profile, State, Total
from maturity.report import wording
from maturity.report.described import point_words
from maturity.report.over_time.held import STATES
from maturity.report.over_time.ladder import own_stage, stage_name, stages_between
from maturity.report.over_time.numbers import Measure, measure_of
from maturity.report.over_time.parts import own_band
from maturity.report.over_time.without_map import own_value
from maturity.report.ranked import Ranked, ends_of
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import counted, enumerated, in_figures, listed, percent


class Together(ABC):
    """Many clusters of which the same is read off.

    Args:
        portfolio: the clusters.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.asked = portfolio.questionnaire

    @abstractmethod
    def in_words(self) -> Iterator[str]:
        """The chart in sentences, every cluster by name."""

    def unplaced(self, where: str = "On no row of the chart") -> Iterator[str]:
        """Who is not there, and why."""
        without = [
            f"{isolated(one.name)} ({wording.reason(one.reason, one.assessment.questionnaire)})"
            for one in self.portfolio.unplaced
        ]
        if without:
            yield f"{where}: {enumerated(without)}."

    def _named(self, one: Standing) -> str:
        return f"{isolated(one.name)}{f' ({one.region})' if one.region else ''}"


class MapTogether(Together):
    """Many clusters on one map."""

    def in_words(self) -> Iterator[str]:
        portfolio = self.portfolio
        first, second = self.asked.axes
        yield (
            f"Map of {counted(len(portfolio.clusters), 'cluster')}: {wording.inside(first)} along the bottom, "
            f"{wording.inside(second)} upwards, midpoints "
            f"{in_figures(first.midpoint)} and {in_figures(second.midpoint)}."
        )
        if portfolio.placed:
            yield f"On the map: {enumerated([self._standing(one) for one in portfolio.placed])}."
        yield from self.unplaced("Not on the map")

    def _standing(self, one: Standing) -> str:
        where = f"{self._named(one)} at {point_words(one.assessment, one.point)}"
        sure = one.assessment.placement.quadrant
        if sure is not None:
            where += f", sure of {wording.inside(self.asked.quadrant_by_id[sure])}"
        if not one.previous:
            return where
        return f"{where}, before that at {point_words(one.assessment, dict(one.previous))}"


class WithoutMapTogether(Together):
    """Many clusters without a map."""

    def lead(self) -> str:
        """The sentence to read first."""
        if not self.portfolio.placed:
            return "No cluster has a result that can be shown yet."
        there = f"On the chart: {len(self.portfolio.placed)} of {len(self.portfolio.clusters)}."
        return " ".join((there, *self.found()))

    @abstractmethod
    def found(self) -> Iterator[str]:
        """What is found, in one or two sentences."""

    @abstractmethod
    def one(self, assessment: Assessment) -> str:
        """What is read off one cluster, in a few words."""

    def in_words(self) -> Iterator[str]:
        yield f"Chart of {counted(len(self.portfolio.clusters), 'cluster')}, {isolated(plain(self.asked.title, 60))}."
        yield self.lead()
        if self.portfolio.placed:
            yield enumerated([f"{self._named(one)}: {self.one(one.assessment)}" for one in self.portfolio.placed]) + "."
        yield from self.unplaced()


class LadderTogether(WithoutMapTogether):
    """How many clusters are at each stage."""

    def places(self, one: Standing) -> tuple[int, int]:
        """Positions of the last stages that are reached for sure, and at most; -1 before the first."""
        reading = one.assessment.reading
        assert isinstance(reading, Ladder)
        place: dict[str | None, int] = {None: -1} | {stage.id: n for n, stage in enumerate(reading.stages)}
        return place[reading.at_least], place[reading.at_most]

    def label(self, low: int, high: int) -> str:
        """A stage, or the two between which clusters lie."""
        return stages_between(self.asked, low, high)

    def found(self) -> Iterator[str]:
        places = [self.places(one) for one in self.portfolio.placed]
        sure = Counter(low for low, high in places if low == high)
        if not sure:
            yield "None is sure of its stage yet."
            return
        there = listed([f"{stage_name(self.asked, place)} {sure[place]}" for place in sorted(sure)])
        yield f"Sure of the stage: {sum(sure.values())} ({there})."

    def one(self, assessment: Assessment) -> str:
        return own_stage(assessment)


class ChecklistTogether(WithoutMapTogether):
    """In how many clusters each question holds."""

    def states(self, item: str) -> Counter[State]:
        """How many clusters are in each state on a question."""
        return Counter(held_of(one.assessment.reading)[item].state for one in self.portfolio.placed)

    def found(self) -> Iterator[str]:
        known, where = [], dict[str, str]()
        for item in self.asked.items:
            states = self.states(item.id)
            if of := states.total() - states["unknown"]:
                share, where[item.id] = states["holds"] / of, f"in {states['holds']} of {of}"
                known.append(Ranked(item.id, isolated(item.short), share, percent(share)))
        if not known:
            return
        found = ends_of(known)

        def often(end: Sequence[Ranked]) -> str:
            told = {where[one.id] for one in end}
            return told.pop() if len(told) == 1 else f"in {end[0].shown}"

        if found.alike:
            every = f"Every question{'' if len(known) == len(self.asked.items) else ' of which it is known'}"
            yield f"{every} holds {often(known)}."
            return
        most, least = (f"{found.said(end, 'questions')} ({often(end)})" for end in (found.highest, found.lowest))
        yield f"Most often holds: {most}; least often: {least}."

    def one(self, assessment: Assessment) -> str:
        held = held_of(assessment.reading)
        shorts = {item.id: isolated(item.short) for item in assessment.questionnaire.items}
        return listed([f"{shorts[name]} {STATES[one.state]}" for name, one in held.items()])


class PartsTogether(WithoutMapTogether):
    """Where clusters lie on each part."""

    def rows(self) -> list[tuple[str, list[PartResult | None]]]:
        """Label of all of it as one and of every outermost part, and the result of every cluster."""
        placed = [one.assessment for one in self.portfolio.placed]
        found: list[tuple[str, list[PartResult | None]]] = []
        if self.asked.whole is not None:
            found.append((self.asked.whole.label, [one.overall for one in placed]))
        for part in self.asked.children_of(""):
            found.append((part.label, [one.dimensions.get(part.id) for one in placed]))
        return found

    def measure(self, results: list[PartResult | None]) -> Measure:
        """How values of a row are shown."""
        return measure_of(next((one.range for one in results if one is not None), None))

    def found(self) -> Iterator[str]:
        medians = {
            label: (statistics.median(scores), self.measure(results))
            for label, results in self.rows()
            if (scores := scores_of(results))
        }
        said = [f"{isolated(label)} {measure.shown(value)}" for label, (value, measure) in medians.items()]
        if said:
            yield f"The middle cluster: {listed(said)}."

    def one(self, assessment: Assessment) -> str:
        asked = assessment.questionnaire
        said = []
        if asked.whole is not None:
            said.append(f"{isolated(asked.whole.label)} {own_value(assessment.overall)}")
        said += [f"{isolated(d.label)} {own_value(assessment.dimensions[d.id])}" for d in asked.children_of("")]
        return listed(said)


class TotalTogether(PartsTogether):
    """How totals are spread over the bands."""

    def found(self) -> Iterator[str]:
        scores = scores_of([one.assessment.overall for one in self.portfolio.placed])
        measure = self.measure([one.assessment.overall for one in self.portfolio.placed])
        if scores:
            yield f"The middle cluster has {measure.shown(statistics.median(scores))}."
        sure = self.sure()
        bands = self.asked.whole.bands if self.asked.whole is not None else ()
        if bands:
            there = listed([f"{isolated(bands[place].label)} {sure[place]}" for place in sorted(sure)])
            yield f"Sure of the band: {sum(sure.values())} ({there})." if there else "None is sure of its band yet."

    def sure(self) -> Counter[int]:
        """How many clusters are sure of each band, by its position."""
        places = [one.assessment.overall.band for one in self.portfolio.placed if one.assessment.overall is not None]
        return Counter(place.low for place in places if place is not None and place.settled)

    def one(self, assessment: Assessment) -> str:
        value = own_value(assessment.overall)
        whole = assessment.questionnaire.whole
        return f"{value}, {own_band(assessment)}" if whole is not None and whole.bands else value


def scores_of(results: list[PartResult | None]) -> list[float]:
    """The scores that there are."""
    return [one.score for one in results if one is not None and one.score is not None]


_BY_READING: dict[type, type[Together]] = {
    Map: MapTogether,
    Ladder: LadderTogether,
    Checklist: ChecklistTogether,
    Profile: PartsTogether,
    Total: TotalTogether,
}


def all_together(portfolio: Portfolio) -> Together:
    """How many clusters are told together."""
    return _BY_READING[portfolio.reading](portfolio)
