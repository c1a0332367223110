"""Tables that the results of several shapes have in common."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.assessment import Assessment, ItemResult, PartResult
from maturity.core.said import Said
from maturity.core.structure import unit_of
from maturity.report import kinds, wording
from maturity.report.blocks import NOT_SHOWN, Table
from maturity.text.isolate import isolated
from maturity.text.words import digits


def part_score(assessment: Assessment, result: PartResult) -> str:
    """The score of a part in a table, or why there is none."""
    return _score(assessment, result.score, result.reason)


def item_table(assessment: Assessment) -> Table:
    """Every dimension with its items; items alone where there are no dimensions."""
    asked = assessment.questionnaire
    rows: list[tuple[str, ...]] = []
    for dimension in asked.dimensions:
        rows += _dimension_rows(assessment, dimension.id)
    if not asked.dimensions:
        rows += (_item_row(assessment, item.id) for item in asked.items)
    return Table(
        f"Every dimension and question, in {unit_of(asked)}" if asked.dimensions else "Every question",
        ("Question", "Score", "Mean over people", "Answers", "Cannot tell", "Blank", "Agreement"),
        tuple(rows),
        ("left", "right", "right", "right", "right", "right", "right"),
    ).telling()


def _dimension_rows(assessment: Assessment, dimension: str) -> Iterator[tuple[str, ...]]:
    questionnaire, result = assessment.questionnaire, assessment.dimensions[dimension]
    yield (
        f"{isolated(questionnaire.dimension_by_id[dimension].label)} (dimension)",
        _score(assessment, result.score, result.reason),
        _mean_over_people(result),
        str(result.answered),
        "",
        "",
        "",
    )
    for item in questionnaire.items_of(dimension):
        yield _item_row(assessment, item.id)


def _item_row(assessment: Assessment, name: str) -> tuple[str, ...]:
    item, one = assessment.questionnaire.item_by_id[name], assessment.items[name]
    return (
        kinds.item_name(item),
        _score(assessment, one.score, one.reason),
        _mean_over_people(one),
        str(one.n),
        kinds.unknown_cell(one),
        str(one.skipped),
        ("split, " if one.split else "") + kinds.agreement(one),
    )


def _mean_over_people(result: PartResult | ItemResult) -> str:
    """The mean over people, which is shown of named rounds."""
    if result.respondent_mean is None:
        return "none" if result.score is None else NOT_SHOWN
    return digits(result.respondent_mean, 2)


def _score(assessment: Assessment, value: float | None, reason: Said | None) -> str:
    if value is None:
        return f"none: {wording.reason(reason, assessment.questionnaire)}"
    return kinds.shown_score(assessment, value)
