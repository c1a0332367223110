"""Everything out and in again: an exported round reads back to the same answers, and no cell can start a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity import assess
from maturity.model import Response, Round
from maturity.model.export import guarded, unguarded
from maturity.model.mapping import FileMapping
from maturity.readers.answers import NOBODY, Defaults, understand
from maturity.readers.export import read_export
from maturity.readers.levels import folded
from maturity.renderers import answers as table
from maturity.renderers import document
from tests.make import questionnaire, round_

ASKED = questionnaire(
    (("a.one", "a.two"),), (("b.one",), ("b.two",)), portrait=("por.x",), evidence_from=4, scale=(1, 5)
)
ITEMS = [item.id for item in ASKED.items]
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=30).filter(
    lambda text: text.strip() != "" and "\ufeff" not in text
)
START = st.sampled_from(["", "", "=", "+", "-", "@", "'", "'=", "=HYPERLINK("])
TYPED = st.builds(lambda start, text: start + text, START, TEXT)
RESPONSE = st.fixed_dictionaries(
    {
        "school": st.sampled_from(["ash", "brook"]),
        "role": st.sampled_from([None, "head", "teacher"]),
        "submitted": st.none() | st.datetimes(timezones=st.just(dt.UTC)),
        "answers": st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 5) | st.just("DK")),
        "portraits": st.dictionaries(st.just("por.x"), st.sampled_from(["projects", "delivery"])),
        "evidence": st.dictionaries(st.sampled_from(ITEMS), TYPED),
        "looking_back": st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 5) | st.just("DK")),
        "comment": st.just("") | TYPED,
    }
)
NAME = TYPED.map(str.strip).filter(lambda name: len(name) > 2)


def back(path: Path, known: Round) -> Sequence[Response]:
    export, problems = read_export(path)
    assert problems == []
    assert export is not None
    assert export.system == "maturity"
    found = understand(export, known.model_copy(update={"responses": ()}), FileMapping(), Defaults())
    assert found.problems == ()
    assert not any(one.needed for one in found.open)
    return found.responses


def is_somebody(name: str) -> bool:
    """Whether a name is not one of those that stand for nobody, such as "none": two such rows are two people."""
    return folded(name) not in NOBODY


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAME.filter(is_somebody), min_size=1, max_size=5, unique=True), data=st.data())
def test_any_responses_come_back_as_they_went(
    kind: Literal["csv", "xlsx"], names: list[str], data: st.DataObject, tmp_path: Path
) -> None:
    said: list[dict[str, Any]] = [data.draw(RESPONSE) | {"respondent": name} for name in names]
    known = round_(ASKED, {"ash": (), "brook": ()}, responses=said)
    path = tmp_path / f"out.{kind}"
    path.write_bytes(table.render(known, kind))
    returned = back(path, known)
    assert returned == known.responses
    before, after = (
        document.document(assess(one)) for one in (known, known.model_copy(update={"responses": returned}))
    )
    assert before == after


@given(text=TYPED | st.text())
def test_a_guarded_text_starts_no_formula_and_is_given_back(text: str) -> None:
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert unguarded(guarded(text)) == text


def test_no_cell_of_a_csv_starts_a_formula() -> None:
    known = round_(
        ASKED,
        {"ash": ()},
        responses=[
            {
                "respondent": "=1+1",
                "school": "ash",
                "answers": {"a.one": 5},
                "evidence": {"a.one": "@SUM(A1)"},
                "comment": "+cmd|' /C calc'!A0",
            }
        ],
    )
    rows = list(csv.reader(io.StringIO(table.render(known, "csv").decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")] == []
    assert "'=1+1" in rows[1]


def test_a_workbook_holds_numbers_as_numbers_and_no_formula(tmp_path: Path) -> None:
    import python_calamine

    known = round_(ASKED, {"ash": ((4, 3, 2, 1),)})
    path = tmp_path / "x.xlsx"
    path.write_bytes(table.render(known, "xlsx"))
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["respondent", "school", "role", "kind", *ITEMS]
    assert rows[1] == ["r0", "ash", "", "named", 4.0, 3.0, 2.0, 1.0]


def test_a_text_too_long_for_a_workbook_is_noticed() -> None:
    long = round_(ASKED, {"ash": ()}, responses=[{"respondent": "a", "school": "ash", "comment": "x" * 32_768}])
    assert table.too_long(long)
    assert not table.too_long(round_(ASKED, {"ash": (3,)}))
