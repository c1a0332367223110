"""What a profile and a total say over time: how far their parts have moved, and whether the band is another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from maturity.core.assessment import Assessment, PartResult
from maturity.core.comparison import BandTurn, Change, Step
from maturity.core.said import Label
from maturity.model import Questionnaire
from maturity.model.parts import Band
from maturity.report import change_words
from maturity.report.blocks import Block, Callout, Chart, Paragraph, Table
from maturity.report.change_words import because, interval_name, verdict
from maturity.report.over_time.base import ToldPart
from maturity.report.over_time.numbers import band_range, band_turn_words, measure_of, whole_inside
from maturity.report.over_time.without_map import ChangedPart, WithoutMapOverTime, own_value
from maturity.text.isolate import isolated
from maturity.text.words import listed, some

NAMED = 3
"""Most parts that a headline names."""
MANY = 5
"""Verdicts at once from which chance alone is likely to give one."""
ALL_OF_IT = Label("overall", "overall")


class PartsOverTime(WithoutMapOverTime):
    """Parts beside one another, or added up."""

    every = "Every part"
    captions: ClassVar[dict[Chart, str]] = {
        "journey": "Every round on its own, with its interval. Lines join a round and the next.",
        "change": "Every part before and after, the largest rise first, and how sure each change is.",
    }

    def moves(self, step: Step) -> str:
        return " ".join(self._said(step)) or self.nothing(step)

    def _said(self, step: Step) -> Iterator[str]:
        if step.overall is not None:
            yield self.sentence(step, ALL_OF_IT, step.overall)
            if step.overall.band is not None and step.overall.before is not None:
                yield self.band(step, "overall", step.overall.band)
        yield from self.outermost(step)

    def outermost(self, step: Step) -> Iterator[str]:
        """The parts that are in no other, in one or two sentences."""
        rows = [row for row in self.part_rows(step) if not row.depth and row.what.kind == "dimension"]
        compared = [row for row in rows if row.change.before is not None]
        if not compared:
            reasons = {because(row.change.reason, step) for row in rows}
            if step.overall is None and reasons:
                yield f"Nothing can be compared with {step.before.label}: {listed(sorted(reasons))}."
            return
        if all(row.change.verdict == "too-few" for row in compared):
            yield f"Whether a part has moved cannot be said: {because(compared[0].change.reason, step)}."
            return
        sure = 0
        how = "by a rule of thumb" if step.basis == "separate" else "for sure"
        for way in ("up", "down"):
            there = [row for row in compared if row.change.verdict == way]
            there = there if way == "up" else there[::-1]
            sure += len(there)
            if there:
                yield f"Since {step.before.label} {way} {how}: {some([_moved(row) for row in there], NAMED)}."
        rest = len(compared) - sure
        if rest and not sure:
            yield f"Since {step.before.label} no part has moved so far that we can be sure of it."
        elif rest:
            yield f"Of {'one other part' if rest == 1 else f'{rest} other parts'} no change is sure."

    def band(self, step: Step, name: str, turn: BandTurn) -> str:
        """What became of a band, in one sentence."""
        before, after = (bands_named(one.questionnaire, name) for one in (step.before, step.after))
        return band_turn_words(step, turn, after, before)

    def tables(self, step: Step) -> Iterator[Block]:
        if not self.compared(step):
            return
        yield self.part_table(
            step, f"Every part, {step.before.label} and {step.after.label}, in {self.unit}", full=True
        )
        weakest = [isolated(one.label) for one in step.after.questionnaire.dimensions if one.combine == "min"]
        if weakest and step.basis != "separate":
            yield Paragraph(
                f"Of what is read by its weakest part ({listed(weakest)}) each school's own weakest is compared, so "
                "that these numbers are lower than those of a round on its own.",
                "small",
            )
        yield from self.bands(step)
        yield from self._own(step)

    def bands(self, step: Step) -> Iterator[Block]:
        """The bands of all parts that have some, then and now."""
        rows = [(row, row.change.band) for row in self.part_rows(step) if row.change.band is not None]
        if rows:
            yield Table(
                "Bands then and now; their cut-offs are a convention",
                ("Part", step.before.label, step.after.label, "What became of it"),
                tuple(
                    (
                        isolated(row.label),
                        band_range(turn.before, bands_named(step.before.questionnaire, row.what.id)),
                        band_range(turn.after, bands_named(step.after.questionnaire, row.what.id)),
                        self.band(step, row.what.id, turn),
                    )
                    for row, turn in rows
                    if turn is not None
                ),
                ("left", "left", "left", "left"),
            )

    def _own(self, step: Step) -> Iterator[Block]:
        """Each round on its own, where that is not what is compared."""
        rows = [row for row in self._own_rows(step) if row[1:3] != row[3:5]]
        if not rows:
            return
        yield Table(
            f"Where each round on its own is not what is compared, in {self.unit}",
            (
                "Part",
                f"{step.before.label} alone",
                f"{step.after.label} alone",
                f"{step.before.label} compared",
                f"{step.after.label} compared",
            ),
            tuple(rows),
            ("left", "right", "right", "right", "right"),
        )
        yield Paragraph(
            "They differ where schools joined, left or stayed silent, where the questions changed, or where a part is "
            "read by its weakest.",
            "small",
        )

    def _own_rows(self, step: Step) -> Iterator[tuple[str, ...]]:
        for row in self.part_rows(step):
            if row.depth or row.change.before is None:
                continue
            measure = measure_of(row.range)
            own = [own_result(one, row.what.id) for one in (step.before, step.after)]
            scores = [measure.shown(None if one is None else one.score) for one in own]
            yield isolated(row.label), *scores, measure.shown(row.change.before), measure.shown(row.change.after)

    def round_list(self) -> Iterator[Block]:
        asked, rounds = self.asked, self.comparison.rounds
        rows = []
        if asked.whole is not None:
            rows.append((isolated(asked.whole.label), [own_value(one.overall) for one in rounds]))
            if asked.whole.bands:
                rows.append(("Band", [own_band(one) for one in rounds]))
        rows += list(self._tree("", 0))
        yield self.round_table(rows)

    def _tree(self, parent: str, depth: int) -> Iterator[tuple[str, list[str]]]:
        for one in self.asked.children_of(parent):
            cells = [own_value(round_.dimensions.get(one.id)) for round_ in self.comparison.rounds]
            yield f"{'– ' * depth}{isolated(one.label)}", cells
            yield from self._tree(one.id, depth + 1)

    def changed(self, step: Step) -> Iterator[Block]:
        said = list(self._said(step)) or [self.nothing(step)]
        yield Paragraph(said[0], "lead")
        change = step.overall
        if change is not None and change.verdict == "unsure" and change.smallest_sure_change is not None:
            length = 0.0 if change.range is None else change.range.high - change.range.low
            smallest = change.smallest_sure_change
            if length and smallest >= length:
                yield Paragraph("No change, however large, could be told from chance here.")
            else:
                yield Paragraph(
                    f"Anything up to {measure_of(change.range).shown(smallest)} {self.unit} could be chance."
                )
        yield from (Paragraph(text) for text in said[1:])
        yield from self._turned(step)

    def _turned(self, step: Step) -> Iterator[Block]:
        """Where a round's own score goes another way than that of the schools and questions in both rounds."""
        schools, items = step.schools, step.items
        if not (schools.joined or schools.left or items.only_before or items.only_after):
            return
        for row in self.part_rows(step):
            own = [own_result(one, row.what.id) for one in (step.before, step.after)]
            scores = [None if one is None else one.score for one in own]
            if row.depth or row.change.change is None or scores[0] is None or scores[1] is None or row.range is None:
                continue
            difference, change, measure = scores[1] - scores[0], row.change.change, measure_of(row.range)
            if difference * change < 0 or abs(difference - change) >= (row.range.high - row.range.low) / 8:
                yield Callout(
                    f"Not the same as the cluster's own score: {isolated(row.label)}",
                    f"That went from {measure.shown(scores[0])} to {measure.shown(scores[1])}, because other "
                    "schools or questions are in it (see below). The schools and questions in both rounds moved by "
                    f"{measure.difference(change)}.",
                    "warning",
                )

    def table(self, step: Step) -> Iterator[Block]:
        if not self.compared(step):
            return
        over = "questions" if step.basis == "separate" else "schools and questions"
        yield self.part_table(
            step, f"{step.before.label} and {step.after.label}, in {self.unit}, over {over} in both rounds", full=False
        )
        compared = sum(change.interval is not None for change in step.dimensions.values())
        range_ = "rough range" if step.basis == "separate" else "interval"
        text = f"Up and down are said only where the {range_} does not hold 0. {change_words.ROUNDED}"
        if compared >= MANY:
            text += f" Of {compared} parts, up to one in twenty would be called changed by chance alone."
        yield Paragraph(f"{change_words.basis(step)} {text}".strip(), "small")

    def slide(self, step: Step) -> Iterator[Block]:
        rows = [row for row in self.part_rows(step) if not row.depth]
        yield Table(
            f"In {self.unit}, over the {change_words.shared(step)} that both rounds share",
            ("Part", step.before.label, step.after.label, "Change", interval_name(step), "What it means"),
            tuple(
                (
                    isolated(row.label),
                    (measure := measure_of(row.range)).shown(row.change.before),
                    measure.shown(row.change.after),
                    measure.difference(row.change.change),
                    measure.span(row.change.interval),
                    _meaning(row.change, step),
                )
                for row in rows
            ),
            ("left", "right", "right", "right", "right", "left"),
        )

    def change_words(self) -> Iterator[str]:
        step = self.comparison.last
        yield (
            f"Change of {isolated(step.after.cluster)} from {step.before.label} to {step.after.label}, every part, the "
            "largest rise first."
        )
        yield self.moves(step)
        for row in self.part_rows(step):
            if row.change.verdict != "incomparable" and row.what.kind != "overall":
                measure = measure_of(row.range)
                yield (
                    f"{isolated(row.label)} {measure.shown(row.change.before)} before and "
                    f"{measure.shown(row.change.after)} after, {verdict(row.change)}"
                    + (
                        f" ({interval_name(step)} of the change {measure.span(row.change.interval)} {self.unit})."
                        if row.change.interval is not None
                        else "."
                    )
                )
        yield from self.apart(step)

    def told_parts(self, step: Step) -> list[ToldPart]:
        return [
            ToldPart(
                row.what.id,
                row.label,
                row.short,
                whole_inside(self.asked) if row.what.kind == "overall" else isolated(row.label),
                row.change,
                measure_of(row.range),
            )
            for row in self.part_rows(step)
            if not row.depth
        ]

    def in_one_round(self, assessment: Assessment) -> str:
        asked, said = assessment.questionnaire, []
        if asked.whole is not None:
            said.append(f"{isolated(asked.whole.label)} {own_value(assessment.overall)}")
            if asked.whole.bands:
                said.append(f"band {own_band(assessment)}")
        said += [f"{isolated(d.label)} {own_value(assessment.dimensions[d.id])}" for d in asked.children_of("")]
        return listed(said)


def own_result(assessment: Assessment, name: str) -> PartResult | None:
    """A part, or all of it as `overall`, in one round."""
    return assessment.overall if name == "overall" else assessment.dimensions.get(name)


def own_band(assessment: Assessment) -> str:
    """The band of all of it in one round, or between which it lies."""
    place = None if assessment.overall is None else assessment.overall.band
    return band_range(place, bands_named(assessment.questionnaire, "overall"))


def bands_named(asked: Questionnaire, name: str) -> tuple[Band, ...]:
    """The bands of a dimension, or of `overall`."""
    if name == "overall":
        return asked.whole.bands if asked.whole is not None else ()
    return asked.dimension_by_id[name].bands if name in asked.dimension_by_id else ()


def _moved(row: ChangedPart) -> str:
    return f"{isolated(row.label)} ({measure_of(row.range).difference(row.change.change)})"


def _meaning(change: Change, step: Step) -> str:
    return f"{verdict(change)}: {because(change.reason, step)}" if change.reason else verdict(change)
