"""Tables of every origin become questions and answers; what was recognised and what was left out is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from maturity.model.export import Export, ExportColumn
from maturity.readers.export import read_export
from maturity.readers.formats.moments import moments


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def export_of(path: str) -> Export:
    export, problems = read_export(Path(path))
    assert problems == []
    assert export is not None
    return export


def table(text: str | bytes, name: str = "answers.csv") -> Export:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return export_of(name)


def workbook(*sheets: Sequence[Any], name: str = "answers.xlsx", hide: Sequence[int] = ()) -> str:
    with xlsxwriter.Workbook(name, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for n, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if n in hide:
                sheet.hide()
            else:
                sheet.activate()
    return name


def answers(export: Export) -> list[tuple[str, ...]]:
    return [entry.cells for entry in export.entries]


# What the file is


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_is_told_by_the_bytes(encoding: str) -> None:
    export = table("School,Prénom\r\nÉcole,3\r\n".encode(encoding))
    assert [column.name for column in export.columns] == ["School", "Prénom"]
    assert answers(export) == [("École", "3")]
    assert any("Windows-1252" in note for note in export.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "text",
    [
        "School,Trust\nAsh,3\n",
        "School;Trust\nAsh;3\n",
        "School\tTrust\nAsh\t3\n",
        "sep=;\r\nSchool;Trust\r\nAsh;3\r\n",
        "sep=|\nSchool|Trust\nAsh|3\n",
        "School,Trust\rAsh,3\r",
    ],
)
def test_a_separator_is_told_by_the_rows(text: str) -> None:
    export = table(text)
    assert [column.name for column in export.columns] == ["School", "Trust"]
    assert [(entry.row, entry.cells) for entry in export.entries] == [(2, ("Ash", "3"))]


def test_commas_in_texts_do_not_hide_a_semicolon() -> None:
    export = table("School;Do we share plans, early, in full, and often?\nAsh;3,5\nElm;4\n")
    assert answers(export) == [("Ash", "3,5"), ("Elm", "4")]


def test_a_workbook_named_csv_and_a_text_named_xlsx_are_read_for_what_they_are() -> None:
    rows = [["School", "Trust"], ["Ash", 3]]
    wrong = export_of(workbook(rows, name="answers.csv"))
    assert "In spite of its name the file is a workbook." in wrong.notes
    other = table("School,Trust\nAsh,3\n", "answers.xlsx")
    assert "In spite of its name the file is a text file." in other.notes
    assert answers(wrong) == answers(other) == [("Ash", "3")]


# Where the header is


def test_a_banner_above_the_header_is_left_out_and_said() -> None:
    export = table("Cluster survey 2026,,\n\nSchool,Trust,Purpose\nAsh,3,4\n")
    assert [column.name for column in export.columns] == ["School", "Trust", "Purpose"]
    assert [(entry.row, entry.cells) for entry in export.entries] == [(4, ("Ash", "3", "4"))]
    assert "What stands above the header was left out: 'Cluster survey 2026'." in export.notes


def test_a_banner_does_not_hide_the_form_system() -> None:
    export = table("Our survey\nTimestamp,Trust\n2026-03-12 10:00:00,3\n")
    assert export.system == "google-forms"


def test_headers_that_are_there_twice_stay_apart_and_are_said() -> None:
    export = table("School,Why?,Why?\nAsh,a,b\n")
    assert answers(export) == [("Ash", "a", "b")]
    assert "'Why?' is the header of several columns: B, C." in export.notes


def test_a_column_without_a_header_is_kept_only_if_it_holds_something() -> None:
    export = table("School,,Trust,\nAsh,x,3,\n")
    assert [(column.position, column.name) for column in export.columns] == [(1, "School"), (2, ""), (3, "Trust")]


def test_a_row_that_is_longer_than_the_header_is_a_problem_and_no_guess() -> None:
    Path("t.csv").write_text("School,Trust,Purpose\nAsh,3,4\nElm, the new site,3,4\nOak,5\n")
    export, problems = read_export(Path("t.csv"))
    assert [str(problem) for problem in problems] == [
        "t.csv:3: row 3: the row has 4 cells, the header has 3: "
        "look for a separator inside a text, and put that text in quotes"
    ]
    assert export is not None
    assert answers(export) == [("Ash", "3", "4"), ("Oak", "5", "")]
    assert "Cells are missing at the end of row 4: taken for not answered." in export.notes


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    export = table('School,Why?\nAsh,"two\nlines"\n\nElm,b\n')
    assert [(entry.row, entry.cells) for entry in export.entries] == [(2, ("Ash", "two\nlines")), (4, ("Elm", "b"))]


# What a cell says


def test_cells_are_texts_as_people_see_them() -> None:
    export = table("School,Why?\nAsh\u00a0Road ,Cafe\u0301\u200b\n\u00a0,\n")
    assert answers(export) == [("Ash Road", "Café")]
    assert [entry.row for entry in export.entries] == [2]


def test_cells_of_a_workbook_are_texts_as_displayed() -> None:
    day = dt.datetime(2026, 5, 4)
    rows = [
        ["School", "a", "b", "c", "d", "e"],
        ["Ash", 3, 3.5, True, day, "4"],
        ["Elm", 1e300, 0.1 + 0.2, "", None, "x"],
    ]
    assert answers(export_of(workbook(rows))) == [
        ("Ash", "3", "3.5", "TRUE", "2026-05-04", "4"),
        ("Elm", "1e+300", "0.3", "", "", "x"),
    ]


def test_a_date_that_excel_made_of_4_5_stays_a_date_and_becomes_no_level() -> None:
    with xlsxwriter.Workbook("t.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["School", "Trust"])
        sheet.write(1, 0, "Ash")
        sheet.write_datetime(1, 1, dt.datetime(2026, 5, 4), book.add_format({"num_format": "d-mmm"}))
    assert answers(export_of("t.xlsx")) == [("Ash", "2026-05-04")]


def test_a_cell_with_an_error_shows_its_sign_instead_of_nothing() -> None:
    with xlsxwriter.Workbook("t.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["School", "Trust", "Purpose"])
        sheet.write_row(1, 0, ["Ash"])
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
        sheet.write_formula(1, 2, "=1+2", None, 3)
    assert answers(export_of("t.xlsx")) == [("Ash", "#N/A", "3")]


# Workbooks with more than one table


def test_the_sheet_with_data_is_read_and_the_other_is_named() -> None:
    export = export_of(workbook([["Notes"]], [["School", "Trust"], ["Ash", 3]]))
    assert answers(export) == [("Ash", "3")]
    assert "Only the sheet 'Sheet2' was read, not 'Sheet1' (1 row)." in export.notes


def test_of_two_sheets_with_data_the_one_of_a_form_system_is_read() -> None:
    chart = [["Level", "People"], [1, 4], [2, 5]]
    export = export_of(workbook(chart, [["Timestamp", "Trust"], ["2026-03-12 10:00:00", 3]]))
    assert (export.system, answers(export)) == ("google-forms", [("3",)])
    assert "Only the sheet 'Sheet2' was read, not 'Sheet1' (3 rows)." in export.notes


def test_a_hidden_sheet_gives_way_and_hidden_rows_and_columns_are_said() -> None:
    path = workbook([["School", "Old"], ["Elm", 1]], [["School", "Trust"], ["Ash", 3], ["Oak", 4]], hide=[0])
    assert "Only the sheet 'Sheet2' was read, not 'Sheet1' (2 rows, hidden)." in export_of(path).notes
    with xlsxwriter.Workbook("t.xlsx") as book:
        sheet = book.add_worksheet("Answers")
        for n, row in enumerate([["School", "Trust"], ["Ash", 3], ["Oak", 4]]):
            sheet.write_row(n, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    export = export_of("t.xlsx")
    assert answers(export) == [("Ash", "3"), ("Oak", "4")]
    assert "Hidden rows of the sheet 'Answers' were read as well: 3." in export.notes
    assert "Hidden columns of the sheet 'Answers' were read as well: B." in export.notes


def test_merged_cells_may_stand_above_the_answers_and_not_among_them() -> None:
    def merged(first: int, last: int) -> Path:
        with xlsxwriter.Workbook("t.xlsx") as book:
            sheet = book.add_worksheet()
            for n, row in enumerate([["Survey", ""], ["School", "Trust"], ["Ash", 3], ["", 4]]):
                sheet.write_row(n, 0, row)
            sheet.merge_range(first, 0, last, 0 + (first == last), ["Survey", "", "Ash"][first])
        return Path("t.xlsx")

    assert answers(export_of(str(merged(0, 0)))) == [("Ash", "3"), ("", "4")]
    export, problems = read_export(merged(2, 3))
    assert export is None
    assert [str(problem) for problem in problems] == [
        "t.xlsx: cells are merged below the header: A3:A4: unmerge them and fill in every cell"
    ]


# Form systems of which there is no real file


MICROSOFT = ["ID", "Start time", "Completion time", "Email", "Name"]
START, END = dt.datetime(2026, 3, 12, 10, 0), dt.datetime(2026, 3, 12, 10, 7, 21)


def test_microsoft_forms_with_a_grid_and_everybody_anonymous() -> None:
    questions = ["Your school", "How far is this true?\n.We trust\u00a0each other", "How far is this true?\n.We plan"]
    export = export_of(
        workbook(
            [
                [*MICROSOFT, *questions],
                [1, START, END, "anonymous", "", "Ash", "3 - Most", "4 - All"],
                [2, START, END, "anonymous", "", "Elm", "N/A", ""],
            ]
        )
    )
    assert export.system == "microsoft-forms"
    assert export.columns == (
        ExportColumn(6, "Your school", "Your school"),
        ExportColumn(
            7, "How far is this true? .We trust each other", "How far is this true?", None, "We trust each other"
        ),
        ExportColumn(8, "How far is this true? .We plan", "How far is this true?", None, "We plan"),
    )
    assert [(entry.id, entry.submitted) for entry in export.entries] == [("1", END), ("2", END)]
    assert answers(export) == [("Ash", "3 - Most", "4 - All"), ("Elm", "N/A", "")]


def test_microsoft_forms_in_other_languages_and_without_the_person() -> None:
    german = "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Vertrauen\r\n"
    export = table(f"\ufeff{german}1;27.04.2026 11:30;27.04.2026 11:34;x@y.de;Ada;3\r\n")
    assert (export.system, [column.name for column in export.columns]) == ("microsoft-forms", ["Vertrauen"])
    assert export.entries[0].submitted == dt.datetime(2026, 4, 27, 11, 34)
    japanese = [["ID", "開始時刻", "完了時刻", "信頼", "Points - 信頼"], [7, START, END, 3, 1]]
    export = export_of(workbook(japanese))
    assert (export.system, [column.name for column in export.columns]) == ("microsoft-forms", ["信頼"])


def test_kobo_with_groups_tags_and_words_for_nothing() -> None:
    export = table(
        "start;end;school;trust/dep_trust_candour;trust/why;__version__;_id;_uuid;_submission_time;_index\n"
        "#date;;#school;#level;#text;;;;;\n"
        "2026-03-12T10:00:00.000+01:00;x;ash;3;n/a;v1;11;u-1;2026-03-12T09:07:00;1\n"
        "2026-03-12T10:00:00.000+01:00;x;elm;NA;;v1;12;u-2;2026-03-12T09:08:00;2\n"
    )
    assert export.system == "kobo"
    assert export.columns == (
        ExportColumn(3, "school", "", "school"),
        ExportColumn(4, "trust/dep_trust_candour", "", "dep_trust_candour"),
        ExportColumn(5, "trust/why", "", "why"),
    )
    assert [(entry.row, entry.id) for entry in export.entries] == [(3, "u-1"), (4, "u-2")]
    assert answers(export) == [("ash", "3", ""), ("elm", "", "")]


def test_kobo_in_a_workbook_with_questions_as_they_were_put() -> None:
    rows = [["Which school?", "Do we trust?", "_id", "_uuid", "_submission_time"], ["Ash", "3 - Most", 11, "u-1", END]]
    export = export_of(workbook(rows))
    assert export.columns[0] == ExportColumn(1, "Which school?", "Which school?")
    assert export.entries[0].submitted == END


def test_limesurvey_with_texts_only() -> None:
    export = table(
        '"Antwort ID","Datum Abgeschickt","Letzte Seite","Start-Sprache","Zufallsstartwert","Wie weit? [Vertrauen]"\r\n'
        '"5","2026-03-12 10:00:00","3","de","77","N/A"\r\n'
        '"6","","1","de","78","3"\r\n'
    )
    assert export.system == "limesurvey"
    assert export.columns == (ExportColumn(6, "Wie weit? [Vertrauen]", "Wie weit?", None, "Vertrauen"),)
    assert [(entry.row, entry.id, entry.submitted) for entry in export.entries] == [(3, "6", None)]


def test_qualtrics_with_a_grid_and_without_the_rows_below_the_names() -> None:
    names = "StartDate,EndDate,Finished,ResponseId,Q1_1,Q1_2,Q2_Page Submit"
    texts = 'Start,End,Finished,Response ID,"How far? - We trust","How far? - We plan",Timing'
    imports = ",".join('"{""ImportId"":""x""}"' for _ in range(7))
    people = (
        "2026-03-12 10:00:00,2026-03-12 10:07:00,1,R_a1,3,4,9\n2026-03-12 10:00:00,2026-03-12 10:09:00,0,R_b2,3,,9\n"
    )
    full = table(f"{names}\n{texts}\n{imports}\n{people}")
    assert full.columns == (
        ExportColumn(5, "Q1_1", "How far?", "Q1_1", "We trust"),
        ExportColumn(6, "Q1_2", "How far?", "Q1_2", "We plan"),
    )
    assert [(entry.row, entry.submitted is None) for entry in full.entries] == [(4, False), (5, True)]
    bare = table(f"{names}\n{people}")
    assert bare.columns == (ExportColumn(5, "Q1_1", "", "Q1_1"), ExportColumn(6, "Q1_2", "", "Q1_2"))
    assert answers(bare) == answers(full) == [("3", "4"), ("3", "")]


def test_a_google_grid_and_an_id_in_brackets_are_told_apart() -> None:
    export = table(
        "Horodateur,Adresse e-mail,How far? [We trust],How far?  [We plan],"
        "Purpose? [dep.purpose.clear],School [school]\n"
        "12/03/2026 10:00:00,a@b.fr,3,4,5,Ash\n13/03/2026 10:00:00,c@d.fr,1,2,3,Elm\n"
    )
    assert [(column.text, column.code, column.row) for column in export.columns] == [
        ("How far?", None, "We trust"),
        ("How far?", None, "We plan"),
        ("Purpose?", "dep.purpose.clear", None),
        ("School", "school", None),
    ]
    assert export.entries[0].submitted == dt.datetime(2026, 3, 12, 10, 0)


# This program's own table, and anybody's


def test_the_programs_own_table_comes_back_as_it_went() -> None:
    export = table(
        "respondent,school,role,submitted,x.a,evidence:x.a\n"
        'r01,ash,head,2026-03-12T10:00:00,DK,"  Cafe\u0301\u00a0\nsaid so "\n'
    )
    assert export.system == "maturity"
    assert [column.code for column in export.columns] == ["school", "role", "x.a", "evidence:x.a"]
    (entry,) = export.entries
    assert (entry.id, entry.submitted) == ("r01", dt.datetime(2026, 3, 12, 10, 0))
    assert entry.cells == ("ash", "head", "DK", "  Cafe\u0301\u00a0\nsaid so ")


def test_a_table_of_unknown_origin_is_said_to_be_one() -> None:
    export = table("School,Role,Follow-up\nAsh,Head,3\n")
    assert (export.system, len(export.columns)) == ("table", 3)
    assert export.notes[0].startswith("No form system is known to write such a file")


# When it was


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2018/05/15 7:07:45 PM GMT+1", "2018-05-15T19:07:45+01:00"),
        ("2026-08-21T14:50:42.123Z", "2026-08-21T14:50:42+00:00"),
        ("2021-09-28 11:51:17", "2021-09-28T11:51:17"),
        ("4/28/21 12:05:00 AM", "2021-04-28T00:05:00"),
        ("16/10/2024 16:56", "2024-10-16T16:56:00"),
        ("15/05/2018, 7:07:45 p. m.", "2018-05-15T19:07:45"),
        ("03.04.2026 11:34", "2026-04-03T11:34:00"),
        ("2026-03-12", "2026-03-12T00:00:00"),
        ("2026/03/12 2:05:01 PM MDT", "2026-03-12T14:05:01-06:00"),
        ("2026/03/12 2:06:01 PM EET", "2026-03-12T14:06:01+02:00"),
        ("2026/03/12 2:06:01 PM IST", "2026-03-12T14:06:01"),
        ("13.03.2026 2:05 nachm.", "2026-03-13T14:05:00"),
        ("13/3/2026 2:05:01 p.\xa0m.", "2026-03-13T14:05:01"),
        ("2026. 3. 13 오후 2:05:01", "2026-03-13T14:05:01"),
        ("2026/03/13 2:05:01 下午 GMT+8", "2026-03-13T14:05:01+08:00"),
        ("Mar 13, 2026 2:05:01 pm", "2026-03-13T14:05:01"),
    ],
)
def test_a_time_is_read_as_it_is_written_in_many_countries(text: str, time: str) -> None:
    assert moments([text]).read == (dt.datetime.fromisoformat(time),)


def test_day_and_month_are_told_by_the_column_and_by_its_order() -> None:
    assert moments(["3/4/2026 9:00", "3/25/2026 9:00"]).read[0] == dt.datetime(2026, 3, 4, 9)
    assert moments(["4/3/2026 9:00", "1/4/2026 9:00"]).read[0] == dt.datetime(2026, 3, 4, 9)


def test_a_date_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    export = table("Timestamp,Trust\n3/4/2026 9:50:00,3\n3/4/2026 9:55:00,4\n")
    assert [entry.submitted for entry in export.entries] == [None, None]
    assert "Times in 'Timestamp' may start with the day or the month; none is used." in export.notes


def test_a_time_that_cannot_be_read_is_none() -> None:
    found = moments(["soon", "", "31/31/2026 9:00"])
    assert found.read == (None, None, None)
    assert found.unread == (0, 2)
    assert not found.ambiguous
