"""Sheets of what is asked a year later: what drove the change, which schools moved, all years, the promises."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.core.comparison import Comparison, Step
from maturity.report import second_year
from maturity.report.change_words import interval_name, verdict
from maturity.report.outcomes import COUNTED_IN
from maturity.report.over_time import OverTime, over_time
from maturity.report.sheets.table import Cell, Column, Sheet, ends, sheet_head
from maturity.report.wording import reason_text
from maturity.text.clean import plain
from maturity.text.words import enumerated

FROM_TO = (Column("From", width=12), Column("To", width=12))


def second_year_sheets(comparison: Comparison) -> Iterator[Sheet]:
    """Those that have any rows; of rounds that are not named none by school."""
    told = over_time(comparison)
    for sheet in (_drivers(told), _schools(told), _years(told), _promises(comparison)):
        if sheet.rows:
            yield sheet


def _range_columns(step: Step) -> tuple[Column, Column]:
    name = interval_name(step)
    return Column(f"{name} from", "change"), Column(f"{name} to", "change")


def _drivers(told: OverTime) -> Sheet:
    comparison = told.comparison
    rows: list[tuple[Cell, ...]] = [
        (
            step.before.label,
            step.after.label,
            part.label,
            one.id,
            second_year.driver_label(step, one),
            one.weight,
            one.moved,
            one.contribution,
            *ends(one.interval),
            second_year.driver_verdict(one),
            one.share,
        )
        for step in comparison.steps
        for part in told.told_parts(step)
        for one in step.drivers.get(part.id, ())
    ]
    return Sheet(
        "drivers",
        "Drivers",
        sheet_head(comparison.rounds[-1], second_year.DROVE),
        (
            *FROM_TO,
            Column("Of what", width=28),
            Column("Id", width=24),
            Column("Question", width=34),
            Column("Share in the score", "share"),
            Column("Own change", "change"),
            Column("Moved it by", "change"),
            *_range_columns(comparison.last),
            Column("What it means", width=22),
            Column("Part of the change, where that is sure", "share", 16),
        ),
        tuple(rows),
        ("What a question moved is its share in the score times its own change; all together they make the change.",),
    )


def _schools(told: OverTime) -> Sheet:
    comparison = told.comparison
    rows: list[tuple[Cell, ...]] = []
    for step in comparison.steps:
        asked = step.after.questionnaire.item_by_id
        labels = {part.id: part.label for part in told.told_parts(step)}
        rows += [
            (
                step.before.label,
                step.after.label,
                plain(one.name, 80),
                labels.get(name) or asked[name].short,
                change.before,
                change.after,
                change.change,
                *ends(change.interval),
                verdict(change),
            )
            for one in step.schools.both or ()
            for name, change in one.changes.items()
        ]
    return Sheet(
        "school-changes",
        "School changes",
        sheet_head(comparison.rounds[-1], second_year.MOVED),
        (
            *FROM_TO,
            Column("School", width=30),
            Column("Of what", width=28),
            Column("Before", "level"),
            Column("After", "level"),
            Column("Change", "change"),
            *_range_columns(comparison.last),
            Column("What it means", width=28),
        ),
        tuple(rows),
        ("How sure a school's own change is comes from how differently people within the schools answered.",),
    )


def _years(told: OverTime) -> Sheet:
    comparison = told.comparison
    parts = told.told_parts(comparison.whole)
    rows: list[tuple[Cell, ...]] = [
        (one.label, one.date, part.label, result.score, *ends(result.interval))
        for part in parts
        for one in comparison.rounds
        if (result := told.own_of(one, part.id)) is not None
    ]
    fell = [
        text
        for step, part in second_year.falls(told, comparison.steps)
        for text in (" ".join(second_year.fall_words(told, step, part)), *second_year.room_said(step, part.id))
    ]
    return Sheet(
        "years",
        "Years",
        sheet_head(comparison.rounds[-1], second_year.YEARS),
        (
            Column("Round", width=12),
            Column("Date", "date", 14),
            Column("Of what", width=28),
            Column("On its own", "level"),
            Column("Range from", "level"),
            Column("Range to", "level"),
        ),
        tuple(rows),
        (*second_year.trend_words(told), *second_year.promise_words(told), *fell),
    )


def _promises(comparison: Comparison) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for one in comparison.promises:
        look, moved = one.priority.last_check, one.movement
        unit = 100 if moved.counted_in == "range" else 1
        rows.append(
            (
                one.priority.title,
                second_year.kept_words(one),
                one.priority.owner,
                one.priority.metric,
                look.date if look else None,
                look.note if look else "",
                look.evidence if look else "",
                enumerated(moved.labels),
                *(None if value is None else unit * value for value in (moved.named, moved.others)),
                COUNTED_IN[moved.counted_in],
                reason_text(moved.reason),
            )
        )
    return Sheet(
        "promises",
        "Last year's plan",
        sheet_head(comparison.rounds[-1], second_year.BECAME),
        (
            Column("Priority", width=36),
            Column("What became of it", width=24),
            Column("Who led", width=22),
            Column("How we would know", width=36),
            Column("Last looked at", "date", 14),
            Column("What was seen", width=40),
            Column("Evidence", width=40),
            Column("What it named", width=30),
            Column("What it named moved by", "change"),
            Column("Everything else moved by", "change"),
            Column("In", width=10),
            Column("Why there is no number", width=40),
        ),
        tuple(rows),
        (f"{second_year.ASKED}: {second_year.next_asked(comparison)}",),
    )
