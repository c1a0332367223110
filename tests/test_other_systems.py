"""Tables of systems that have no form of ours, and of nobody knows which: who answered, when, and whether at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from maturity.cli.app import run
from maturity.model.export import Export
from maturity.readers.export import read_export
from maturity.readers.levels import Wording
from maturity.readers.questionnaire import load_questionnaire

TRUST, DATA = "How open are we with each other?", "How much data do we share?"


def read(tmp_path: Path, text: str, name: str = "a.csv") -> Export:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    export, problems = read_export(path)
    assert export is not None, problems
    return export


@pytest.mark.parametrize(
    ("system", "text", "rows"),
    [
        (
            "surveymonkey",
            "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,Trust\n"
            "118001,9,03/13/2026 02:05:01 PM,03/13/2026 02:09:01 PM,1.2.3.4,,Often\n",
            [(2, "118001", "2026-03-13T14:09:01")],
        ),
        (
            "alchemer",
            "Response ID,Time Started,Date Submitted,Status,Contact ID,Language,SessionID,Trust\n"
            '7,"Mar 13, 2026 2:05:01 pm","Mar 13, 2026 2:09:01 pm",Complete,,English,s1,Often\n'
            '8,"Mar 13, 2026 2:06:01 pm","Mar 13, 2026 2:10:01 pm",Partial,,English,s2,Never\n'
            '9,"Mar 13, 2026 2:07:01 pm","Mar 13, 2026 2:11:01 pm",Disqualified,,English,s3,Never\n',
            [(2, "7", "2026-03-13T14:09:01"), (3, "8", None)],
        ),
        (
            "redcap",
            "record_id,redcap_survey_identifier,cluster_timestamp,trust,cluster_complete\n"
            "1,,2026-03-13 14:05:01,4,2\n2,,[not completed],3,0\n",
            [(2, "1", "2026-03-13T14:05:01"), (3, "2", None)],
        ),
        (
            "jotform",
            "Submission Date,Trust,Submission ID,IP\n2026-03-13 14:05:01,Often,5500001,1.2.3.4\n",
            [(2, "5500001", "2026-03-13T14:05:01")],
        ),
        (
            "typeform",
            "#,Trust,Response Type,Start Date (UTC),Submit Date (UTC),Network ID,Tags\n"
            "abc1,Often,completed,2026-03-13 13:01:00,2026-03-13 13:05:01,n1,\n",
            [(2, "abc1", "2026-03-13T13:05:01+00:00")],
        ),
        (
            "tally",
            "Submission ID,Respondent ID,Submitted at,Trust\nw1,r1,2026-03-13 14:05:01,Often\n",
            [(2, "w1", "2026-03-13T14:05:01")],
        ),
        (
            "formbricks",
            "No.,Response ID,Timestamp,Finished,Survey ID,User ID,Notes,Tags,Trust\n"
            "1,c1,2026-03-13 14:05:01,Yes,s,,,,Often\n2,c2,2026-03-13 14:06:01,No,s,,,,Never\n",
            [(2, "c1", "2026-03-13T14:05:01"), (3, "c2", None)],
        ),
        (
            "wenjuanxing",
            "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,Trust\n"
            "1,2026/3/13 14:05:01,60秒,微信,,1.2.3.4,4\n2,2026/3/13 14:06:01,9秒,微信,,,(跳过)\n",
            [(2, "1", "2026-03-13T14:05:01")],
        ),
        (
            "table",
            "Response number,Submitted at,Completed?,Trust\n1,2026-03-13 14:05:01,yes,4\n2,2026-03-13 14:06:01,no,2\n",
            [(2, "1", "2026-03-13T14:05:01"), (3, "2", None)],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "," not in value else None,
)
def test_id_time_and_completeness_are_found(
    tmp_path: Path, system: str, text: str, rows: list[tuple[int, str, str | None]]
) -> None:
    export = read(tmp_path, text)
    assert export.system == system
    assert [column.name.casefold() for column in export.columns] == ["trust"]
    found = [(one.row, one.id, one.submitted.isoformat() if one.submitted else None) for one in export.entries]
    assert found == rows


def test_what_an_unknown_table_was_taken_for_is_said(tmp_path: Path) -> None:
    export = read(tmp_path, "Entry ID,Date,Trust\n1,2026-03-13,4\n2,2026-03-14,2\n")
    assert "Who is who is read from 'Entry ID'." in export.notes
    assert "When people answered is read from 'Date'." in export.notes


def test_a_question_whose_header_is_like_an_id_stays_a_question(tmp_path: Path) -> None:
    export = read(tmp_path, "token,Trust\n3,4\n3,2\n")
    assert [column.name for column in export.columns] == ["token", "Trust"]


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("(4) Often", 4),
        ("[2] Rarely", 2),
        ("Often (4)", 4),
        ("1 Never", 1),
        ("DK - I cannot tell", "DK"),
        ("4 – Often", 4),
    ],
)
def test_a_level_is_understood_with_its_number_in_any_place(cell: str, level: int | str) -> None:
    asked = load_questionnaire("cluster-journey-short")
    labels = dict(asked.scale.levels)
    number = int(level) if isinstance(level, int) else 0
    text = cell.replace("Often", labels[4]).replace("Rarely", labels[2]).replace("Never", labels[1])
    text = text.replace("I cannot tell", asked.scale.dont_know)
    assert Wording(asked, asked.items[0], {}).read(text) == (number or level)


@pytest.mark.parametrize(
    "cell", ["02. Jan", "4. Mai", "2 mars", "1-Feb", "févr. 3", "3 апр", "2026-02-01", "01/02/2026"]
)
def test_a_date_in_any_language_is_no_level(cell: str) -> None:
    asked = load_questionnaire("cluster-journey-short")
    found = Wording(asked, asked.items[0], {}).read(cell)
    assert "is a date, as spreadsheets make of answers" in getattr(found, "message", "")


def test_a_number_before_a_question_does_not_hide_it(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = load_questionnaire("cluster-journey-short").items[0]
    header = f'School,"Q1. {item.prompt}","2) {load_questionnaire("cluster-journey-short").items[1].prompt}"'
    Path("a.csv").write_text(f"{header}\nElm Road,4,3\n", "utf-8")
    assert run(["collect", "river", "a.csv", "-y"]) == 0
    from maturity import load_round

    (one,) = load_round(river).responses
    assert sorted(answer for answer in one.answers.values() if answer) == [3, 4]


def test_a_text_can_be_said_to_be_a_blank(river: Path) -> None:
    from maturity import load_round

    Path("a.csv").write_text("school,dep.trust.candour,dep.purpose.compelling\nElm Road,N/A,4\n", "utf-8")
    assert run(["collect", "river", "a.csv", "-y"]) == 2
    assert run(["collect", "river", "a.csv", "-y", "--map", "N/A="]) == 0
    (one,) = load_round(river).responses
    assert {item: answer for item, answer in one.answers.items() if answer} == {"dep.purpose.compelling": 4}


def test_a_school_is_meant_by_its_name_as_well_as_by_its_id(river: Path) -> None:
    from maturity import load_round

    Path("a.csv").write_text("dep.trust.candour\n4\n", "utf-8")
    assert run(["collect", "river", "a.csv", "--school", "elm road", "-y"]) == 0
    assert [one.school for one in load_round(river).responses] == ["elm-road"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"PK\x03\x04....word/document.xml", "the file is a Word document, not a table"),
        ("a.pptx", b"PK\x03\x04....ppt/presentation.xml", "the file is a PowerPoint deck, not a table"),
        ("a.pdf", b"%PDF-1.7", "the file is a PDF document, not a table"),
        ("a.csv", b"%PDF-1.7", "the file is a PDF document, not a table"),
    ],
)
def test_a_wrong_file_of_answers_is_called_by_its_name(
    river: Path, name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_bytes(content)
    assert run(["collect", "river", name]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "kind"), [(b"%PDF-1.7", "a PDF document"), (b"PK word/document.xml", "a Word document")]
)
def test_a_wrong_file_as_a_questionnaire_is_called_by_its_name(
    tmp_path: Path, content: bytes, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.yaml"
    path.write_bytes(content)
    assert run(["questionnaire", "check", str(path)]) == 2
    assert f"the file is {kind}: give a text file" in capsys.readouterr().err


def test_our_own_limesurvey_form_comes_back_in_answer_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from maturity import load_round

    monkeypatch.chdir(tmp_path)
    names = [word for name in ("Ashfield Primary", "Brook Lane", "Castle Hill") for word in ("--school", name)]
    made = ["start", "lime", "--name", "L", *names, "--mode", "named", "-q", "cluster-journey"]
    assert run([*made, "--label", "2026", "--date", "2026-03-12"]) == 0
    asked = load_round("lime/2026").questionnaire
    portrait = asked.portrait[0]
    head = ["id", "submitdate", "lastpage", "startlanguage", "school", "role", "deptrustcandour"]
    head.append(portrait.id.replace(".", "").replace("_", "").replace("-", ""))
    Path("codes.csv").write_text(f"{','.join(head)}\n1,2026-03-13 14:05:01,2,en,A2,A1,4,A3\n", "utf-8")
    assert run(["collect", "lime/2026", "codes.csv", "-y"]) == 0
    (one,) = load_round("lime/2026").responses
    assert one.school == "brook-lane"
    assert one.role == asked.roles[0].id
    assert one.portraits == {portrait.id: list(portrait.options)[2]}
    assert "A2 in column E (school) is read as Brook Lane, by its place in the list." in " ".join(
        capsys.readouterr().out.split()
    )


IMPORTED = '"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}"'


@pytest.mark.parametrize(
    ("text", "system", "kept", "note"),
    [
        (
            "DistributionChannel,ResponseId,StartDate,Trust\nDistribution Channel,Response ID,Start Date,Trust\n"
            "preview,R_1,2026-03-13 14:05:01,4\nanonymous,R_2,2026-03-13 14:06:01,2\n",
            "qualtrics",
            [4],
            "Nobody's answers stand in row 3: a preview, left out.",
        ),
        (f"StartDate,Trust\nStart Date,Trust\n{IMPORTED}\n2026-03-13 14:05:01,4\n", "qualtrics", [4], ""),
        (
            "SubmissionDate,g-trust,KEY,ReviewState\n2026-03-13T14:05:01Z,4,uuid:a,rejected\n"
            "2026-03-13T14:06:01Z,2,uuid:b,approved\n",
            "kobo",
            [3],
            "Nobody's answers stand in row 2: rejected by a reviewer, left out.",
        ),
        (
            "g/trust,_id,_submission_time,_validation_status\n4,1,2026-03-13T14:05:01,Not Approved\n"
            "3,2,2026-03-13T14:06:01,\n",
            "kobo",
            [3],
            "Nobody's answers stand in row 2: rejected by a reviewer, left out.",
        ),
        (
            "Response ID,Date Submitted,Status,SessionID,Trust\n7,2026-03-13 14:05:01,Complete,s1,Often\n",
            "table",
            [2],
            "When people answered is read from 'Date Submitted'.",
        ),
        (
            "المعرف,وقت البدء,وقت الإكمال,Trust\n1,13/03/2026 14:05,13/03/2026 14:09,4\n",
            "table",
            [2],
            "When people answered is read from 'وقت الإكمال'.",
        ),
    ],
    ids=["preview-by-channel", "by-its-third-row", "odk-rejected", "kobo-rejected", "alchemer-cut", "arabic"],
)
def test_a_system_is_told_without_all_its_columns_and_rows_that_must_not_count_are_named(
    tmp_path: Path, text: str, system: str, kept: list[int], note: str
) -> None:
    export = read(tmp_path, text)
    assert export.system == system
    assert [one.row for one in export.entries] == kept
    assert not note or note in export.notes


def test_time_and_state_of_redcap_are_those_of_the_form_with_the_questions(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "record_id,about_timestamp,kind,about_complete,cluster_timestamp,trust,data,cluster_complete\n"
        "1,2026-03-13 09:05:00,a,2,2026-03-13 09:07:00,4,2,2\n2,2026-03-13 09:05:00,b,2,[not completed],3,,0\n",
    )
    assert [str(one.submitted) for one in export.entries] == ["2026-03-13 09:07:00", "None"]


def test_a_record_of_redcap_in_several_rows_is_asked_about(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from maturity import load_round

    head = "record_id,redcap_repeat_instance,cluster_timestamp,dep_trust_candour,cluster_complete"
    Path("a.csv").write_text(f"{head}\n1,1,2026-03-13 09:05:00,4,2\n1,2,2026-03-13 10:05:00,3,2\n", "utf-8")
    assert run(["collect", "river", "a.csv", "--school", "Elm Road", "-y"]) == 2
    assert "the record '1' stands in several rows" in capsys.readouterr().err
    assert load_round(river).responses == ()


@pytest.mark.parametrize("header", ["Name", "Nom", "How open are we?"])
def test_no_question_of_microsoft_is_taken_for_a_name(tmp_path: Path, header: str) -> None:
    head = f"ID,Start time,Completion time,Email,{header},Trust"
    export = read(tmp_path, f"{head}\n1,3/13/26 9:05:09,3/13/26 9:06:09,anonymous,4,3\n")
    assert [column.name for column in export.columns] == ([header] if "open" in header else []) + ["Trust"]


@pytest.mark.parametrize("cell", ["4. kvě", "4.มี.ค.", "4-Qer", "4. velj", "4-січ", "4. toukokuuta", "4 يناير"])
def test_one_unknown_word_after_a_number_may_be_a_month_and_is_asked(cell: str) -> None:
    asked = load_questionnaire("cluster-journey-short")
    assert "fits no level" in (said := getattr(Wording(asked, asked.items[0], {}).read(cell), "message", "")) or (
        "is a date" in said
    )


def test_a_label_of_another_wording_still_counts_by_its_number() -> None:
    asked = load_questionnaire("cluster-journey-short")
    wording = Wording(asked, asked.items[0], {})
    assert [wording.read(cell) for cell in ("4 - It's extremely important", "(4) Quite", "4: so", "٤")] == [4] * 4


@pytest.mark.parametrize("number", ["1、", "2.", "3. ", "Q4: "])
def test_the_number_of_a_question_is_passed_over_however_it_is_written(river: Path, number: str) -> None:
    from maturity import load_round

    prompt = load_questionnaire("cluster-journey-short").items[0].prompt
    Path("a.csv").write_text(f'School,"{number}{prompt}"\nElm Road,4\n', "utf-8")
    assert run(["collect", "river", "a.csv", "-y"]) == 0
    assert [answer for one in load_round(river).responses for answer in one.answers.values() if answer] == [4]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.numbers", b"PK\x03\x04 Index/Document.iwa", "an Apple document (Numbers, Pages or Keynote)"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0", "a picture or a film"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "a picture"),
        ("a.gif", b"GIF89a\x01\0", "a picture"),
        ("a.sav", b"$FL2@(#) SPSS", "an SPSS file"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0", "packed"),
        ("a.lss", b'<?xml version="1.0"?>\n<document>', "an XML file"),
        ("a.html", b'<?xml version="1.0"?>\n<!DOCTYPE html><html>', "a web page"),
        ("a.json", b'{"name": "x", "version": "1.0"}', "JSON of something else"),
    ],
)
def test_any_other_wrong_file_is_called_by_its_name_too(
    river: Path, name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_bytes(content)
    assert run(["collect", "river", name, "--school", "Elm Road", "-y"]) == 2
    assert f"the file is {said}" in capsys.readouterr().err


def test_answers_of_a_matrix_in_a_result_of_surveyjs_are_read(river: Path) -> None:
    from maturity import load_round

    Path("a.json").write_text('[{"id": "r1", "grid": {"dep.trust.candour": 4, "cha.data.sharing": 2}}]', "utf-8")
    assert run(["collect", "river", "a.json", "--school", "Elm Road", "-y"]) == 0
    (one,) = load_round(river).responses
    assert (one.answers["dep.trust.candour"], one.answers["cha.data.sharing"]) == (4, 2)
