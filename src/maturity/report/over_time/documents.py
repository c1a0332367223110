"""Changes as plain data for JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

from maturity.core.assessment import Interval
from maturity.core.comparison import BandTurn, Change, Step, TwoReadings
from maturity.report.change_words import because
from maturity.report.shapes.without_map import band_document


def change_document(change: Change, step: Step) -> dict[str, Any]:
    """One change, and what became of its band where it has any."""
    found = {
        "before": change.before,
        "after": change.after,
        "change": change.change,
        "interval": _ends(change.interval),
        "smallest_sure_change": change.smallest_sure_change,
        "verdict": change.verdict,
        "reason": because(change.reason, step) or None,
        "schools": change.schools,
    }
    return found if change.band is None else {**found, "band": _band(change.band)}


def _band(turn: BandTurn) -> dict[str, Any]:
    return {"before": band_document(turn.before), "after": band_document(turn.after), "course": turn.course}


def readings_document(readings: TwoReadings) -> dict[str, Any]:
    """What became of stages and questions."""
    found: dict[str, Any] = {"over_schools_in_both": readings.both}
    if readings.stage is not None:
        found["stage"] = dataclasses.asdict(readings.stage)
    if readings.held:
        found["held"] = {name: dataclasses.asdict(turn) for name, turn in readings.held.items()}
    return found


def _ends(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
