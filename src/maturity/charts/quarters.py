"""The four fields of a map: where they reach, which of them a cluster may lie in, and what each means."""

from __future__ import annotations

from typing import Any

import numpy as np

from maturity.core.assessment import Assessment, Region
from maturity.model import Questionnaire
from maturity.model.parts import Axis, Quadrant

WORDS = {"sides": "{first} {x}, {second} {y}"}


def touched(assessment: Assessment) -> set[str]:
    """Quadrants in which the cluster may lie: those that its region touches, or its intervals, or its point."""
    questionnaire, placement = assessment.questionnaire, assessment.placement
    x, y = (placement.point[axis.id] for axis in questionnaire.axes)
    if x is None or y is None:
        return set()
    if placement.region is not None:
        points = _within(placement.region)
    else:
        across, up = (assessment.axes[axis.id].interval for axis in questionnaire.axes)
        xs = [x] if across is None else [across.low, x, across.high]
        ys = [y] if up is None else [up.low, y, up.high]
        points = np.array([(a, b) for a in xs for b in ys])
    found = set()
    for quadrant in questionnaire.quadrants:
        (left, right), (bottom, top) = (field_sides(questionnaire, quadrant, axis) for axis in questionnaire.axes)
        if ((points >= (left, bottom)) & (points <= (right, top))).all(axis=1).any():
            found.add(quadrant.id)
    return found


def _within(region: Region) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Points (n, 2) all over a region."""
    values, vectors = np.linalg.eigh(np.array(region.shape))
    turn = np.linspace(0, 2 * np.pi, 181)
    rim = np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.sqrt(values.clip(min=0)) @ vectors.T
    return np.concatenate([region.centre + share * rim for share in np.linspace(0, 1, 12)])


def field_sides(questionnaire: Questionnaire, quadrant: Quadrant, axis: Axis) -> tuple[float, float]:
    """From where to where a quadrant reaches along an axis."""
    scale = questionnaire.scale
    return (axis.midpoint, scale.high) if quadrant.at[axis.id] == "high" else (scale.low, axis.midpoint)


def tint_place(questionnaire: Questionnaire, quadrant: Quadrant) -> int:
    """Which of the four tints: low low, high low, low high, high high."""
    first, second = questionnaire.axes
    return (quadrant.at[first.id] == "high") + 2 * (quadrant.at[second.id] == "high")


def meaning_of(questionnaire: Questionnaire, quadrant: Quadrant) -> str:
    """One line of what it means to stand in a quadrant: the questionnaire's own, or the ends of both axes."""
    if quadrant.about:
        return quadrant.about
    first, second = questionnaire.axes
    x, y = (axis.low if quadrant.at[axis.id] == "low" else axis.high for axis in (first, second))
    return WORDS["sides"].format(
        first=first.short_inside or first.short, x=x, second=second.short_inside or second.short, y=y
    )
