"""Real exports of form systems are recognised, and give their people, questions, times and blanks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from maturity.model.export import Export, ExportColumn
from maturity.readers.export import read_export

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are kept beside the repository")


def real(name: str) -> Export:
    export, problems = read_export(FOLDER / name)
    assert problems == []
    assert export is not None
    assert export.source.endswith(name)
    assert all(len(entry.cells) == len(export.columns) for entry in export.entries)
    return export


def answer(export: Export, row: int, column: str) -> str:
    entry = next(entry for entry in export.entries if entry.row == row)
    return entry.cells[[column.name for column in export.columns].index(column)]


def test_google_forms_in_english() -> None:
    export = real("gforms_en_rstudio2019.csv")
    assert (export.system, len(export.entries), len(export.columns)) == ("google-forms", 12, 51)
    assert export.entries[0].submitted == dt.datetime(2019, 12, 13, 9, 50, 30)
    assert [entry.row for entry in export.entries] == list(range(2, 14))
    assert [entry.id for entry in export.entries] == [None] * 12
    first = "How would you rate your level of experience using R?"
    assert export.columns[0] == ExportColumn(2, first, first)
    assert answer(export, 3, first) == "Beginner"
    assert answer(export, 2, "What is your job title, if any?") == ""
    assert "Columns that are no questions were left out: Timestamp." in export.notes


def test_google_forms_in_spanish_with_tabs_an_unnamed_column_and_a_question_asked_twice() -> None:
    export = real("gforms_es_rstudio2018_sheet.tsv")
    assert (export.system, len(export.entries), len(export.columns)) == ("google-forms", 10, 41)
    assert export.entries[-1].submitted == dt.datetime(2018, 12, 13, 11, 45, 34)
    assert "" not in [column.name for column in export.columns]
    assert answer(export, 2, "¿En qué industria trabajas o participas?") == "Tecnologías de la Información"
    assert "Columns that are no questions were left out: Timestamp, Email Address." in export.notes
    assert export.notes[-1].endswith("is the header of several columns: K, O.")


def test_limesurvey_with_codes_only() -> None:
    export = real("limesurvey_answercodes_n2_2021.csv")
    assert (export.system, len(export.entries), len(export.columns)) == ("limesurvey", 20, 529)
    assert export.columns[2] == ExportColumn(10, "A2[other]", "", "A2[other]", "other")
    assert export.columns[-1].name == "M1"
    first = export.entries[0]
    assert (first.row, first.id, first.submitted) == (2, "2", dt.datetime(2021, 9, 28, 11, 51, 17))
    assert answer(export, 2, "A2[other]") == "IPP"
    assert [entry.row for entry in export.entries if entry.submitted is None] == [5, 6, 10, 12, 17, 18, 21]
    assert (
        "Answers were begun and not handed in, in rows 5, 6, 10, 12, 17, 18, 21: read as far as they go."
        in export.notes
    )


def test_limesurvey_with_codes_and_texts_where_what_was_not_asked_is_blank() -> None:
    export = real("limesurvey_codeandtext_n2.csv")
    assert (export.system, len(export.entries), len(export.columns)) == ("limesurvey", 11, 442)
    assert "Nothing is answered in row 3: left out." in export.notes
    grid = next(column for column in export.columns if column.code == "B11[SQ006]")
    assert grid.text == "Please answer these general questions regarding working from home:"
    assert grid.row == "Would you like to work from home after the current pandemic?"
    seventh = next(column for column in export.columns if column.code == "D7")
    assert "Instagram & website" in seventh.text
    asked, unasked = (
        next(column.name for column in export.columns if column.code == code) for code in ("A8[SQ007]", "B4[SQ001]")
    )
    assert (answer(export, 2, asked), answer(export, 2, unasked)) == ("Yes", "")
    assert '"N/A"' in (FOLDER / "limesurvey_codeandtext_n2.csv").read_text(encoding="utf-8-sig")
    assert "N/A" not in [cell for entry in export.entries for cell in entry.cells]
    assert [entry.submitted for entry in export.entries][-1] == dt.datetime(2020, 10, 29, 23, 58, 38)


def test_odk_central_with_a_column_for_each_option() -> None:
    export = real("odk_central_split_select.csv")
    assert export.system == "kobo"
    assert export.columns == (ExportColumn(3, "q1", "", "q1"), ExportColumn(6, "g1-q2", "", "q2"))
    assert [entry.cells for entry in export.entries] == [("b", "m x"), ("a b", "x y z")]
    assert [entry.id for entry in export.entries] == ["two", "one"]
    assert export.entries[0].submitted == dt.datetime(2026, 8, 21, 14, 50, 42, tzinfo=dt.UTC)


def test_qualtrics_with_three_header_rows() -> None:
    export = real("qualtrics_de_labels_qualtRics.csv")
    assert export.system == "qualtrics"
    assert export.columns == (
        ExportColumn(18, "Q1", "This is a multiple choice question.", "Q1"),
        ExportColumn(19, "Q2", "This is a free text question.", "Q2"),
        ExportColumn(20, "Q2 - Topics", "Q2 - Topics"),
    )
    (entry,) = export.entries
    assert (entry.row, entry.id, entry.cells) == (4, "R_2YPOQ602ER1jkf1", ("2", "Hello World!", ""))
    assert entry.submitted == dt.datetime(2017, 7, 18, 8, 28, 48)


def test_qualtrics_with_two_header_rows_and_an_empty_last_column() -> None:
    export = real("qualtrics_legacy2rows_qualtRics.csv")
    assert export.system == "qualtrics"
    assert [column.code for column in export.columns] == ["Q1", "Q2"]
    (entry,) = export.entries
    assert (entry.row, entry.id, entry.cells) == (3, "R_2YPOQ602ER1jkf1", ("2", "Hello World!"))
    assert entry.submitted == dt.datetime(2017, 7, 18, 8, 28, 48)


def test_surveymonkey_with_two_header_rows_that_are_not_utf_8() -> None:
    export = real("surveymonkey_starwars.csv")
    assert (export.system, len(export.entries), len(export.columns)) == ("surveymonkey", 15, 37)
    characters = "Please state whether you view the following characters favorably, unfavorably, or are unfamiliar"
    jar_jar = next(column for column in export.columns if column.row == "Jar Jar Binks")
    assert (jar_jar.position, jar_jar.text.startswith(characters)) == (27, True)
    assert len({column.name for column in export.columns}) == 37
    assert (export.entries[0].row, export.entries[0].id) == (3, "3292879998")
    assert "Unfamiliar (N/A)" in export.entries[0].cells
    assert any("Windows-1252" in note for note in export.notes)
