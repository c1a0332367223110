"""Parts within parts, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assessment import Assessment, PartResult

Row = tuple[int, str, PartResult]
"""How deep a part lies within others, its label, and its result."""


def tree_of_parts(assessment: Assessment, of: str = "", depth: int = 0) -> Iterator[Row]:
    """Every dimension, each before those within it; then all of it as one."""
    asked = assessment.questionnaire
    for dimension in asked.children_of(of):
        yield depth, dimension.label, assessment.dimensions[dimension.id]
        yield from tree_of_parts(assessment, dimension.id, depth + 1)
    if not depth and not of and assessment.overall is not None and asked.whole is not None:
        yield 0, asked.whole.label, assessment.overall


def tree_of_axis(assessment: Assessment, axis: str) -> Iterator[Row]:
    """Every dimension of an axis, each before those within it."""
    for dimension in assessment.questionnaire.dimensions_of(axis):
        yield 0, dimension.label, assessment.dimensions[dimension.id]
        yield from tree_of_parts(assessment, dimension.id, 1)
