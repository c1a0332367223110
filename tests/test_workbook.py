"""The workbook: the numbers of the assessment as numbers, text never a formula, nothing that privacy hides."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from dataclasses import replace
from functools import lru_cache
from typing import Any

import openpyxl
import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.core.plan import plan_on
from maturity.model import Round
from maturity.model.plan import Impact, Priority
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import workbook
from maturity.renderers.document import document
from maturity.report import book as sheets
from maturity.report.sheets.table import REASON, Column, Sheet
from tests import make

pytestmark = pytest.mark.drawing

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|" /C calc"!A0', '=HYPERLINK("http://x")')


@lru_cache
def example(name: str) -> tuple[Round, Assessment]:
    round_ = load_round(examples_folder() / f"{name}.yaml")
    return round_, assess(round_)


def render(assessment: Assessment, **more: Any) -> bytes:
    return workbook.render(sheets.Book(sheets.compose(assessment, advise(assessment), **more), assessment))


def opened(assessment: Assessment, **more: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render(assessment, **more)))


@lru_cache
def book(name: str) -> Any:
    round_, assessment = example(name)
    return opened(assessment, round_=round_)


def table(sheet: Any) -> list[dict[str, Any]]:
    """Rows below the header, by the header's words; the header is the row above the frozen line."""
    head = int("".join(c for c in sheet.freeze_panes if c.isdigit())) - 1
    end = sheet.max_row
    if sheet.auto_filter.ref:
        end = int("".join(c for c in sheet.auto_filter.ref.split(":")[1] if c.isdigit()))
    names = [cell.value for cell in sheet[head]]
    return [dict(zip(names, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(head + 1, end)]


def same(found: Any, said: Any) -> bool:
    """Excel's files keep sixteen digits."""
    return found is said is None or (found is not None and math.isclose(found, said, rel_tol=1e-14))


@pytest.mark.parametrize("name", ["riverside", "fairview", "northgate"])
def test_the_numbers_are_those_of_the_json_document_and_unrounded(name: str) -> None:
    said = document(example(name)[1])
    for row, axis in zip(table(book(name)["Scorecard"]), said["axes"].values(), strict=True):
        low, high = axis["interval"] or (None, None)
        sure = "Rough range" if said["mode"] == "confidential" else "Likely range"
        for header, value in (
            ("Score", axis["score"]),
            (f"{sure} from", low),
            (f"{sure} to", high),
            ("Mean over people", axis["respondent_mean"]),
        ):
            # A column that would say the same of every axis is left out.
            assert same(row[header], value) if header in row else value is None, header
    for row in table(book(name)["Dimensions"]):
        one = said["dimensions"][row["Id"]]
        assert same(row["Score"], one["score"])
        assert row["People"] == (one["answered"] if one["answered"] is not None else "not shown")
    for row in table(book(name)["Questions"]):
        one = said["items"][row["Id"]]
        assert same(row["Score"], one["score"])
        agreement = one["agreement_word"] if isinstance(row["Agreement"], str) else one["agreement"]
        assert row["Agreement"] == agreement or same(row["Agreement"], agreement)
        assert row["Split"] == ("split" if one["split"] else None)
        for header, key in (("Answers", "n"), ("Cannot tell", "dont_know"), ("Left blank", "skipped")):
            hidden = one["n_band"] if key == "n" and one["n_band"] else "not shown"
            assert row[header] == (one[key] if one[key] is not None else hidden)
    labels = {q.label: q.id for q in example(name)[1].questionnaire.quadrants}
    chances, portraits = said["placement"]["shares"], (said["portrait"] or {}).get("shares") or {}
    if said["mode"] == "named":
        assert len(chances) == len(portraits) == 4
    for row in table(book(name)["Quadrants"]):
        assert same(row["Chance"], chances.get(labels[row["Quadrant"]]))
        assert same(row["Share of portraits"], portraits.get(labels[row["Quadrant"]]))


def test_numbers_have_a_format_and_dates_are_dates() -> None:
    riverside = book("riverside")
    head = int(riverside["Scorecard"].freeze_panes[1:])
    assert riverside["Scorecard"].cell(head, 2).number_format == "0.00"
    assert riverside["Scorecard"].cell(head, 2).alignment.horizontal == "right"
    quadrants = riverside["Quadrants"]
    first = int(quadrants.freeze_panes[1:])
    shown = {quadrants.cell(row, 1).value: quadrants.cell(row, 2).number_format for row in range(first, first + 4)}
    # Whole per cent would call under 1% none.
    assert shown == {"Projects": '"under 1%"', "Relationships": "0%", "Delivery": '"under 1%"', "Improvement": "0%"}
    year = table(riverside["Year"])
    assert year[0]["Date"] == dt.datetime(2026, 3, 12)
    assert year[1]["Date"] == dt.datetime(2026, 4, 12)


@pytest.mark.parametrize(("name", "shown"), [("fairview", "0.0"), ("lowfield", "0.00"), ("riverside", "0.00")])
def test_a_rough_score_shows_no_more_decimals_than_it_knows(name: str, shown: str) -> None:
    for title in ("Scorecard", "Dimensions", "Questions"):
        sheet = book(name)[title]
        head = int(sheet.freeze_panes[1:]) - 1
        place = [cell.value for cell in sheet[head]].index("Score") + 1
        assert sheet.cell(head + 1, place).number_format == shown


def test_every_sheet_with_a_table_has_a_frozen_header_and_a_filter() -> None:
    for sheet in book("riverside").worksheets:
        head = int(sheet.freeze_panes[1:]) - 1
        assert sheet.auto_filter.ref.startswith(f"A{head}:")
        assert sheet.cell(head, 1).font.bold


def test_a_missing_number_is_an_empty_cell_with_the_reason_beside_it() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    empty = opened(assess(make.round_(asked, {"ash": [], "oak": []})))
    for row in table(empty["Scorecard"]) + table(empty["Dimensions"]) + table(empty["Questions"]):
        assert row["Score"] is None
        assert row[REASON]
    assert [row["Chance"] for row in table(empty["Quadrants"])] == [None] * 4
    assert all(row[REASON] for row in table(empty["Quadrants"]))


@pytest.mark.parametrize("name", ["lowfield", "fairview"])
def test_a_rough_round_says_why_its_quadrants_have_no_chances(name: str) -> None:
    for row in table(book(name)["Quadrants"]):
        assert row["Chance"] is None
        assert "rule of thumb" in row[REASON]
    assert ("shares of portraits" in row[REASON]) == (name == "fairview")


def test_one_person_is_enough_for_a_workbook() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    one = opened(assess(make.round_(asked, {"ash": [4]})))
    assert [row["Score"] for row in table(one["Scorecard"])] == [4, 4]


# --- privacy ---


def test_a_confidential_workbook_says_why_schools_and_answers_are_not_there() -> None:
    fairview = book("fairview")
    for name in ("Schools", "Answers"):
        said = [cell.value for row in fairview[name].iter_rows() for cell in row if cell.value]
        assert any("confidential" in text for text in said)
        assert fairview[name].auto_filter.ref is None
    round_, _ = example("fairview")
    whole = {str(cell.value) for s in fairview.worksheets for row in s.iter_rows() for cell in row if cell.value}
    assert not whole & {response.respondent for response in round_.responses}
    assert not whole & {school.name for school in round_.cluster.schools}


def test_hidden_counts_are_text_and_never_a_number() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    people = {"ash": [(4, "DK", 3)] + [(4, 4, 3)] * 6, "oak": [(3, 4, 3)] * 7}
    assessment = assess(make.round_(asked, people, mode="confidential"))
    rows = {row["Id"]: row for row in table(opened(assessment)["Questions"])}
    assert rows["a2"]["Cannot tell"] == str(assessment.items["a2"].dont_know)
    assert rows["a2"]["Cannot tell"].startswith(("<", "not shown"))


def test_answers_are_there_only_when_the_round_is_named_and_given() -> None:
    round_, assessment = example("riverside")
    rows = table(book("riverside")["Answers"])
    assert len(rows) == len(round_.responses)
    first = round_.responses[0]
    assert rows[0]["Person"] == first.respondent
    assert rows[0]["dep.purpose.compelling"] == first.answers["dep.purpose.compelling"]
    assert rows[0]["cha.review.reviewers"] == "DK"
    assert "Answers" not in opened(assessment).sheetnames
    hidden = table_less(opened(replace(assessment, mode="confidential"), round_=round_)["Answers"])
    assert not hidden & {response.respondent for response in round_.responses}


def table_less(sheet: Any) -> set[str]:
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}


def test_a_school_shows_its_values_and_what_the_cluster_is_without_it() -> None:
    _, assessment = example("riverside")
    said = document(assessment)
    for row, point, left in zip(
        table(book("riverside")["Schools"]), said["schools_points"], said["left_out"], strict=True
    ):
        assert row["Id"] == point["school"]
        assert same(row["Depth of partnership"], point["depth"])
        assert same(row["Cluster without it: Strength of challenge"], left["challenge"])
        place = [school.id for school in assessment.schools].index(row["Id"])
        by_school = assessment.dimensions["cha.review"].by_school
        assert by_school is not None
        assert same(row[assessment.questionnaire.dimension_by_id["cha.review"].label], by_school[place])


# --- harmless ---


def test_no_text_is_a_formula_or_a_link() -> None:
    sheet = Sheet(
        "x",
        "=A1[*]/\\:?" + "n" * 40,
        FORMULAS[:2],
        tuple(Column(text) for text in FORMULAS),
        (FORMULAS, ("http://example.org", "mailto:a@b", *FORMULAS[2:])),
        FORMULAS,
    )
    content = workbook.render(sheets.Book((sheet, replace(sheet)), example("harbour")[1]))
    made = openpyxl.load_workbook(io.BytesIO(content))
    assert len(set(made.sheetnames)) == 2
    assert all(len(name) <= 31 for name in made.sheetnames)
    for one in made.worksheets:
        assert {cell.data_type for row in one.iter_rows() for cell in row} <= {"s", "n"}
        assert not any(cell.hyperlink for row in one.iter_rows() for cell in row)
    assert "=1+1" in table_less(made.worksheets[0])


def test_hostile_names_reach_no_formula_of_a_real_workbook_or_its_chart() -> None:
    _, assessment = example("riverside")
    points = tuple(
        replace(point, name=FORMULAS[i] + "x" * 300) for i, point in enumerate(assessment.school_points or ())
    )
    schools = tuple(replace(school, name=FORMULAS[i]) for i, school in enumerate(assessment.schools))
    hostile = replace(assessment, cluster="=1+1\x00\x1b[31m<b>", label="@x", school_points=points, schools=schools)
    plan = (Priority(id="p", title="=1+1", why="-2", owner="@me", metric="+3"),)
    content = render(hostile, agreed=plan_on(plan, dt.date(2027, 1, 1)))
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "<c:f>1+1" not in chart
    assert "cmd|" not in "".join(part.partition("</c:f>")[0] for part in chart.split("<c:f>")[1:])


def test_no_name_of_a_person_stands_in_the_properties_and_the_same_gives_the_same() -> None:
    _, assessment = example("harbour")
    content = render(assessment)
    assert content == render(assessment)
    properties = openpyxl.load_workbook(io.BytesIO(content)).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.title == "Harbour Schools, 2026"


# --- the rest ---


def test_the_map_is_a_native_chart_over_the_points_of_its_sheet() -> None:
    with zipfile.ZipFile(io.BytesIO(render(example("riverside")[1]))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert "<c:scatterChart>" in chart
    assert chart.count('<c:max val="5"/>') == 2
    assert chart.count('<c:min val="1"/>') == 2
    for text in ("Alder Primary", "Relationships", "Strength of challenge"):
        assert text in chart
    assert "Alder Primary at depth" in drawing
    points = [row for row in table(book("riverside")["Map"]) if row["What"] == "School"]
    assert [row["No."] for row in points] == [1, 2, 3, 4, 5, 6]


def test_the_plan_has_names_instead_of_ids_and_dates_as_dates() -> None:
    looks = (Impact(date=dt.date(2026, 9, 1), note="Two of six.", outcome="open"),)
    plan = (
        Priority(
            id="p",
            title="Named help",
            moves=("cha.follow",),
            support="alder",
            review=dt.date(2026, 6, 1),
            checks=looks,
        ),
    )
    (row,) = table(opened(example("riverside")[1], agreed=plan_on(plan, dt.date(2027, 1, 1)))["Plan"])
    assert row["Should move"] == "Follow-through and impact"
    assert row["Who supports"] == "Alder Primary"
    assert row["Peer review"] == dt.datetime(2026, 6, 1)
    # Nobody has named the day: it is the one that the plan itself tells.
    assert row["Account of impact"] == dt.datetime(2026, 12, 1)
    assert row["Where it stands"] == "overdue: its impact was due on 1 December 2026"
    assert row["What was seen"] == "Two of six."


def test_a_comparison_adds_its_changes() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    before = make.round_(asked, {"ash": [2, 3], "oak": [2, 2], "elm": [3, 2]}, label="2025", date=dt.date(2025, 3, 1))
    after = make.round_(asked, {"ash": [4, 4], "oak": [4, 3], "elm": [4, 4]}, label="2026", date=dt.date(2026, 3, 1))
    comparison = compare([before, after])
    rows = table(opened(comparison.rounds[-1], comparison=comparison)["Change"])
    assert [row["What"] for row in rows] == [
        "Axis",
        "Axis",
        "Dimension",
        "Dimension",
        "Question",
        "Question",
        "Question",
    ]
    change = comparison.last.axes["x"]
    assert change.interval is not None
    assert (rows[0]["2025"], rows[0]["2026"]) == pytest.approx((change.before, change.after))
    assert (rows[0]["Likely range from"], rows[0]["Likely range to"]) == pytest.approx(
        (change.interval.low, change.interval.high)
    )
    assert rows[0]["What it means"] == "up, sure"


def width_of(sheet: Any, column: int) -> float:
    """Neighbours of one width are kept together."""
    return next(float(one.width) for one in sheet.column_dimensions.values() if one.min <= column <= one.max)


def test_columns_are_wide_enough_for_their_words_and_rows_high_enough_for_their_text() -> None:
    for sheet in book("riverside").worksheets:
        head = int(sheet.freeze_panes[1:]) - 1
        for cell in sheet[head]:
            width = width_of(sheet, cell.column)
            assert width >= max(map(len, cell.value.split())), cell.value
        for row in sheet.iter_rows(head + 1):
            for cell in row:
                merged = any(cell.coordinate in ranged for ranged in sheet.merged_cells.ranges)
                if isinstance(cell.value, str) and not merged:
                    width = width_of(sheet, cell.column)
                    height = sheet.row_dimensions[cell.row].height or 15
                    assert height >= math.ceil(len(cell.value) / width) * 14, cell.value


@pytest.mark.parametrize("name", ["riverside", "fairview"])
def test_every_sheet_names_the_questionnaire_the_people_and_the_date(name: str) -> None:
    _, assessment = example(name)
    for sheet in book(name).worksheets:
        line = sheet.cell(2, 1).value
        assert f"version {assessment.questionnaire.version}" in line
        assert f"{assessment.respondents} people from" in line
        assert str(assessment.date and assessment.date.year) in line
