"""Numbers of parts that are not all counted in levels: in what they are counted, and with how many decimals."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.core.advise_parts import NARROW, fewest_decimals
from maturity.core.assessment import Interval
from maturity.core.comparison import BandTurn, Change, Step
from maturity.core.reading import BandPlace
from maturity.core.said import Label, Name, Said, Value
from maturity.core.structure import unit_of
from maturity.model import Band, Questionnaire
from maturity.report import wording
from maturity.report.change_words import because, signed, span
from maturity.text.isolate import isolated
from maturity.text.words import digits, ends_apart, from_to, level, with_sign, without_sign


@dataclass(frozen=True, slots=True)
class Measure:
    """How values on one range are shown.

    Args:
        length: from the lowest possible value to the highest.
    """

    length: float

    @property
    def decimals(self) -> int:
        """As many as the range has a use for."""
        return fewest_decimals(0.0, self.length)

    def shown(self, value: float | None) -> str:
        """A value; `none` where there is none."""
        return "none" if value is None else self.with_decimals(value, self.decimals)

    def with_decimals(self, value: float, fewest: int) -> str:
        """A value with at least so many decimals."""
        return digits(value, fewest)

    def difference(self, value: float | None) -> str:
        """A difference with its sign; `none` where there is none."""
        if value is None:
            return "none"
        text = digits(abs(value), self.decimals)
        return signed(value) if float(text) == 0 else with_sign(text, value)

    def between(self, interval: Interval | None) -> str:
        """The interval of a value as one token."""
        return "none" if interval is None else from_to(*self.ends(interval))

    def ends(self, interval: Interval) -> tuple[str, str]:
        """Both ends of a range of values."""
        return ends_apart((interval.low, interval.high), self.with_decimals, self.decimals)

    def span(self, interval: Interval | None) -> str:
        """The interval of a change as one token."""
        if interval is None:
            return "none"
        return f"{self.difference(interval.low)}\u00a0to\u00a0{self.difference(interval.high)}"


@dataclass(frozen=True, slots=True)
class OnAxis(Measure):
    """How values on an axis are shown: with so many decimals, and never on a midpoint that they are not on."""

    midpoint: float
    fewest: int = 1

    @property
    def decimals(self) -> int:
        return self.fewest

    def with_decimals(self, value: float, fewest: int) -> str:
        return level(value, self.midpoint, fewest)

    def difference(self, value: float | None) -> str:
        return "none" if value is None else signed(value)

    def span(self, interval: Interval | None) -> str:
        return span(interval)


def measure_of(range_: Interval | None) -> Measure:
    """How values on a range are shown."""
    return Measure(NARROW if range_ is None else range_.high - range_.low)


def part_change(step: Step, what: Label, change: Change, range_: Interval | None) -> str:
    """What is known of the change of a part or a question, in one sentence."""
    asked, measure = step.after.questionnaire, measure_of(range_)
    values: dict[str, Value] = {
        "what": what if asked.whole is None or what.kind != "overall" else Name(whole_inside(asked)),
        "since": Name(step.before.label),
        "now": Name(step.after.label),
        "unit": Name(unit_of(asked)),
        "before": Name(measure.shown(change.before)),
        "after": Name(measure.shown(change.after)),
        "reason": Name(because(change.reason, step)),
    }
    if change.change is None:
        code = "part-too-few" if change.verdict == "too-few" else "change-incomparable"
        return wording.sentence(Said(code, values), asked)
    by = without_sign(measure.difference(change.change))
    values["by"] = Name(by)
    if float(by) == 1:
        values["unit"] = Name(unit_of(asked).removesuffix("s"))
    values["change"] = Name(measure.difference(change.change))
    values["interval"] = Name(measure.span(change.interval))
    code = f"part-{change.verdict}-by-margin" if step.basis == "separate" else f"part-{change.verdict}"
    return wording.sentence(Said("part-without-interval" if change.interval is None else code, values), asked)


def whole_inside(asked: Questionnaire) -> str:
    """All of it as one value, as it stands inside a sentence."""
    whole = asked.whole
    if whole is None:
        return ""
    return whole.inside or ("all of it together" if whole.label == "Overall" else whole.label)


def band_turn_words(step: Step, turn: BandTurn, bands: tuple[Band, ...], before: tuple[Band, ...]) -> str:
    """What became of a band, in one sentence.

    Args:
        bands, before: of the part, in the later and the earlier round.
    """
    code = turn.course.removesuffix("-up").removesuffix("-down")
    if code == "perhaps" and turn.before is not None and turn.after is not None:
        code = "within" if turn.before.settled and turn.after.settled else code
    values: dict[str, Value] = {
        "before": Name(band_range(turn.before, before)),
        "after": Name(band_range(turn.after, bands)),
        "since": Name(step.before.label),
        "now": Name(step.after.label),
    }
    code = turn.course if turn.course in ("up", "down") else code
    return wording.sentence(Said(f"band-{code}", values), step.after.questionnaire)


def band_range(place: BandPlace | None, bands: tuple[Band, ...]) -> str:
    """The band, or those between which it lies; that it is not known without one."""
    if place is None or not bands:
        return "not known"
    low, high = isolated(bands[place.low].label), isolated(bands[place.high].label)
    return low if place.settled else f"between {low} and {high}"
