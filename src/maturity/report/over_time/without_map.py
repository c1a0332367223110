"""What profile, ladder, checklist and total have in common over time: parts, and each round on its own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from maturity.core.assessment import Assessment, Interval, PartResult
from maturity.core.comparison import Change, Step
from maturity.core.said import Label
from maturity.core.structure import unit_of
from maturity.report import kinds
from maturity.report.blocks import Align, Block, Chart, Table
from maturity.report.change_words import by_change, interval_name, new_questions_note, verdict
from maturity.report.over_time.base import OverTime
from maturity.report.over_time.documents import change_document, readings_document
from maturity.report.over_time.numbers import Measure, measure_of, part_change
from maturity.report.shapes import telling
from maturity.report.sheets.table import Cell
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, from_to, in_figures, rounded

EIGHTH = "an eighth of their range away from the other questions that they are added up with"


class ChangedPart(NamedTuple):
    """One part of a questionnaire and its change.

    Args:
        depth: how many parts it is in.
        what: for a sentence.
    """

    depth: int
    what: Label
    label: str
    short: str
    change: Change
    range: Interval | None


class WithoutMapOverTime(OverTime):
    """Rounds that have no map."""

    part = "part"
    movers_caption: ClassVar[str] = "Schools that came and went"
    captions: ClassVar[dict[Chart, str]]

    @property
    def unit(self) -> str:
        return unit_of(self.asked)

    @property
    def own_way(self) -> str:
        return EIGHTH

    def sentence(self, step: Step, what: Label, change: Change) -> str:
        range_ = change.range
        if what.kind == "item":
            scale = step.after.questionnaire.scale_of(step.after.questionnaire.item_by_id[what.id])
            range_ = Interval(scale.least, scale.most)
        return part_change(step, what, change, range_)

    def drift(self, step: Step, name: str) -> str:
        change = step.items_changed.get(name)
        label = self._item(step, name)
        if change is None or change.change is None:
            return f"{label}: its change is not shown."
        return f"{label}: {self.measure(step, name).difference(change.change)} {self.unit}."

    def measure(self, step: Step, item: str) -> Measure:
        """How the values of a question are shown."""
        scale = step.after.questionnaire.scale_of(step.after.questionnaire.item_by_id[item])
        return measure_of(Interval(scale.least, scale.most))

    def _item(self, step: Step, name: str) -> str:
        return isolated(step.after.questionnaire.item_by_id[name].short)

    def part_rows(self, step: Step) -> list[ChangedPart]:
        """All of it as one; then every part, the largest rise first, those within it below it."""
        whole = step.after.questionnaire.whole
        rows = []
        if step.overall is not None and whole is not None:
            what = Label("overall", "overall")
            rows.append(ChangedPart(0, what, whole.label, whole.label, step.overall, step.overall.range))
        return rows + list(self._within(step, "", 0))

    def _within(self, step: Step, parent: str, depth: int) -> Iterator[ChangedPart]:
        inside = {one.id: one for one in step.after.questionnaire.children_of(parent)}
        changes = {name: step.dimensions[name] for name in inside if name in step.dimensions}
        for name, change in _by_share(changes):
            one = inside[name]
            yield ChangedPart(depth, Label("dimension", name), one.label, one.short, change, change.range)
            yield from self._within(step, name, depth + 1)

    def compared(self, step: Step) -> bool:
        every = (*step.dimensions.values(), *step.items_changed.values(), *([step.overall] if step.overall else ()))
        return any(one.before is not None for one in every)

    def without_drifting(self, step: Step) -> Iterator[Block]:
        yield from ()

    def effect(self, step: Step, effect: dict[str, float | None], happened: str) -> str:
        return ""

    def part_table(self, step: Step, caption: str, *, full: bool) -> Table:
        """Every part with its change.

        Args:
            full: with the smallest sure change, and the range of each where they differ.
        """
        rows = self.part_rows(step)
        ranges = {_length(row) for row in rows if row.range is not None}
        more = full and len(ranges) > 1
        header: tuple[str, ...] = ("Part", step.before.label, step.after.label, "Change", interval_name(step))
        header += ("Smallest sure",) if full else ()
        header += ("Possible",) if more else ()
        return Table(
            caption,
            (*header, "Verdict"),
            tuple(
                (
                    f"{'– ' * row.depth}{isolated(row.label if full else row.short)}",
                    *_numbers(row, full=full),
                    *((_possible(row),) if more else ()),
                    verdict(row.change),
                )
                for row in rows
            ),
            ("left", *_right(len(header) - 1), "left"),
        )

    def rows(self, step: Step) -> Iterator[tuple[tuple[Cell, ...], str, Change]]:
        for row in self.part_rows(step):
            kind = "Whole" if row.what.kind == "overall" else "Part"
            yield (kind, row.what.id, row.label), "", row.change
        labels = {
            f"{view.id}.{one.id}": f"{view.label}: {one.label}"
            for view in step.after.questionnaire.views
            for one in view.parts
        }
        for name, change in step.views.items():
            yield ("View", name, labels[name]), "", change
        for name, change in step.items_changed.items():
            yield (
                ("Question", name, kinds.as_counted(step.after.questionnaire.item_by_id[name])),
                self.became(step, name),
                change,
            )

    def became(self, step: Step, item: str) -> str:
        """What became of a question that holds or not; empty where that is not asked."""
        return ""

    def round_document(self, assessment: Assessment) -> dict[str, Any]:
        return telling(assessment).document()

    def step_document(self, step: Step) -> dict[str, Any]:
        return {
            "overall": None if step.overall is None else change_document(step.overall, step),
            "views": {name: change_document(change, step) for name, change in step.views.items()},
            "readings": None if step.readings is None else readings_document(step.readings),
        }

    def looked_back_on(self, step: Step) -> Iterator[tuple[str, str, str, float | None]]:
        asked = step.after.questionnaire
        known = asked.dimension_by_id
        for name in step.looking_back.then if step.looking_back is not None else ():
            if name in known:
                yield name, known[name].label, known[name].short, None
            elif name == "overall" and asked.whole is not None:
                yield name, asked.whole.label, asked.whole.label, None
            elif name in asked.item_by_id:
                yield name, asked.item_by_id[name].short, asked.item_by_id[name].short, None

    def journey_words(self) -> Iterator[str]:
        rounds = self.comparison.rounds
        yield (
            f"Journey of {isolated(rounds[-1].cluster)} over {counted(len(rounds), 'round')}, {rounds[0].label} to "
            f"{rounds[-1].label}."
        )
        for number, one in enumerate(rounds, 1):
            date = "" if one.date is None else f" on {day(one.date)}"
            yield f"Round {number}, {one.label}{date}, by its own answers: {self.in_one_round(one)}."
            if number > 1:
                yield self.moves(self.comparison.steps[number - 2])
        if len(rounds) > 2:
            yield f"Over the whole way: {self.moves(self.comparison.whole)}"
        yield new_questions_note(self.comparison)

    @abstractmethod
    def in_one_round(self, assessment: Assessment) -> str:
        """What is read off one round, in a few words."""

    def of_both(self, step: Step) -> str:
        """Whose result it is, where other schools took part in one of the rounds; opens a sentence."""
        if step.readings is None or not step.readings.both:
            return ""
        schools = counted(len(step.schools.paired), "school")
        return (
            f"This is read over the {schools} that answered both times; others took part in a round, so that the "
            "rounds on their own can say something else."
        )

    def nothing(self, step: Step) -> str:
        """That nothing can be compared."""
        return f"Nothing can be compared with {step.before.label}."

    def round_table(self, rows: list[tuple[str, list[str]]]) -> Table:
        """Every round in a column, with who answered.

        Args:
            rows: label and one cell a round.
        """
        rounds = self.comparison.rounds
        rows = [
            *rows,
            ("People", [str(one.respondents) for one in rounds]),
            ("Schools", [f"{one.schools_answered} of {len(one.schools)}" for one in rounds]),
        ]
        return Table(
            "Every round on its own",
            ("", *(one.label for one in rounds)),
            tuple((label, *cells) for label, cells in rows),
            ("left", *_right(len(rounds))),
        )


def own_value(result: PartResult | None) -> str:
    """The score of a part in one round with its interval, or between what it lies."""
    if result is None:
        return "none"
    measure = measure_of(result.range)
    if result.score is None:
        return "none" if result.reach is None else "between {} and {}".format(*measure.ends(result.reach))
    text = measure.shown(result.score)
    return text if result.interval is None else f"{text} ({measure.between(result.interval)})"


def _by_share(changes: dict[str, Change]) -> list[tuple[str, Change]]:
    """The largest rise first, in parts of the range of each; last what cannot be compared."""

    def share(change: Change) -> float:
        length = 1.0 if change.range is None else change.range.high - change.range.low
        return (change.change or 0.0) / (length or 1.0)

    return sorted(by_change(changes), key=lambda pair: (pair[1].change is None, -share(pair[1])))


def _length(row: ChangedPart) -> tuple[float, float] | None:
    return None if row.range is None else (row.range.low, row.range.high)


def _possible(row: ChangedPart) -> str:
    return "" if row.range is None else from_to(_short(row.range.low), _short(row.range.high))


def _short(value: float) -> str:
    return in_figures(rounded(value, 2))


def _numbers(row: ChangedPart, *, full: bool) -> tuple[str, ...]:
    measure, change = measure_of(row.range), row.change
    found = (
        measure.shown(change.before),
        measure.shown(change.after),
        measure.difference(change.change),
        measure.span(change.interval),
    )
    return (*found, measure.shown(change.smallest_sure_change)) if full else found


def _right(n: int) -> tuple[Align, ...]:
    right: Align = "right"
    return (right,) * n
