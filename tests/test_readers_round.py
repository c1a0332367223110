"""Answers are read from YAML, folders and tables; nothing that is wrong changes a score in silence."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from maturity.errors import InputError
from maturity.folder.journal import Record, encode
from maturity.model import Mode, Response, Round
from maturity.readers.cluster import load_cluster
from maturity.readers.round import load_round, read_round
from maturity.readers.table import letters, slugs

QUESTIONNAIRE = """\
format: maturity-questionnaire/1
id: small
version: "1"
title: A small one
scale:
  levels: {1: none, 2: some, 3: most, 4: nearly all, 5: all}
roles:
  - {id: head, label: Head}
  - {id: teacher, label: Class teacher}
axes:
  - {id: x, label: Ex, short: Ex, midpoint: 3, dimensions_needed: 1}
  - {id: y, label: Why, short: Why, midpoint: 3, dimensions_needed: 1}
dimensions:
  - {id: xd, axis: x, label: Ex dim, short: Ex dim}
  - {id: yd, axis: y, label: Why dim, short: Why dim}
quadrants:
  - {id: ll, label: LL, at: {x: low, y: low}}
  - {id: lh, label: LH, at: {x: low, y: high}}
  - {id: hl, label: HL, at: {x: high, y: low}}
  - {id: hh, label: HH, at: {x: high, y: high}}
items:
  - {id: x.a, dimension: xd, short: A, prompt: "A?", audience: [head]}
  - {id: y.c, dimension: yd, short: C, prompt: "C?"}
portrait:
  - id: por.p
    short: P
    prompt: Which?
    options: {ll: {text: a}, lh: {text: b}, hl: {text: c}, hh: {text: d}}
"""
HEAD = """\
format: maturity-round/1
cluster: {name: Riverside, schools: [{id: ash, name: Ashfield}, {id: elm, name: Elm Road}]}
label: "2026"
date: 2026-03-12
questionnaire: q.yaml   # beside this file
"""
SCALE = "use a whole number from 1 to 5, or DK for cannot tell"


def line(respondent: str = "r01", school: str = "ash", **answers: int) -> str:
    """A line of a journal; the answer to x.a is called xa here."""
    said_ = {key.replace("x", "x."): value for key, value in answers.items()}
    response = Response(respondent=respondent, school=school, answers=said_)
    return encode(
        Record(respondent, response, f"{respondent}{said_}", dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
    ).decode()


@pytest.fixture(autouse=True)
def _beside_a_questionnaire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("q.yaml").write_text(QUESTIONNAIRE)


def said(path: str, questionnaire: str | None = None) -> list[str]:
    round_, problems = read_round(path, questionnaire, "named" if questionnaire else None)
    assert (round_ is None) == bool(problems)
    return [str(problem) for problem in problems]


def written(text: str, name: str = "r.yaml") -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def answered(answers: str) -> list[str]:
    return said(written(f"{HEAD}responses:\n  - {{respondent: r01, school: ash, answers: {answers}}}\n"))


def tabled(text: str, name: str = "t.csv") -> Round:
    return load_round(written(text, name), "q.yaml", "named")


def test_a_round_in_yaml_says_who_answered_what() -> None:
    round_ = load_round(
        written(
            HEAD
            + """\
responses:
  - respondent: r01
    school: ash
    role: head
    submitted: 2026-03-10T16:05:00
    answers: {x.a: 3, y.c: DK}
    portraits: {por.p: hl}
    evidence: {x.a: Turned down the bid}
  - {respondent: r02, school: elm, role: teacher, answers: {x.a: 2, y.c: }}
agreed:
  x.a: {level: 4, reason: Heads could say it}
"""
        )
    )
    assert round_.questionnaire.id == "small"
    assert round_.date == dt.date(2026, 3, 12)
    first, second = round_.responses
    assert first.answers == {"x.a": 3, "y.c": "DK"}
    assert (first.portraits, first.evidence) == ({"por.p": "hl"}, {"x.a": "Turned down the bid"})
    # Only heads are asked x.a; an answer that was given all the same is an answer.
    assert second.answers == {"x.a": 2, "y.c": None}
    assert round_.agreed["x.a"].level == 4


def test_a_blank_and_a_dont_know_are_no_problem() -> None:
    assert answered("{x.a: , y.c: DK}") == []


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ("{x.a: 9}", f"x.a: 9 is not on the scale 1 to 5: {SCALE}"),
        ("{x.a: 0}", f"x.a: 0 is not on the scale 1 to 5: {SCALE}"),
        ("{x.a: 2.5}", f"x.a: 2.5 is not on the scale 1 to 5: {SCALE}"),
        ("{x.b: 3}", "x.b: 'x.b' is no question of this questionnaire: did you mean 'x.a'?"),
        ('{x.a: "no"}', f"x.a: 'no' is not an answer: {SCALE}"),
        ("{x.a: no}", 'x.a: unquoted no is read as false: put quotes around it: "no"'),
        ("{x.a: true}", f"x.a: true is not an answer: {SCALE}"),
        ('{x.a: "3"}', "x.a: '3' is not an answer: remove the quotes: a level is a number"),
        ("{x.a: dk}", "x.a: 'dk' is not an answer: write DK in capitals"),
        ("{x.a: [3]}", f"x.a: a list is not an answer: {SCALE}"),
    ],
)
def test_an_answer_that_is_none_is_an_error_with_file_and_line(answers: str, problem: str) -> None:
    assert answered(answers) == [f"r.yaml:7: responses[1] (r01).answers.{problem}"]


def test_a_level_written_as_a_whole_float_is_that_level() -> None:
    assert answered("{x.a: 3.0}") == []
    assert load_round("r.yaml").responses[0].answers == {"x.a": 3}


def test_every_problem_of_a_round_is_reported_at_once() -> None:
    text = """\
format: maturity-round/1
cluster: {name: Riverside, schools: [{id: ash, name: Ashfield}, {id: ash, name: Twin}]}
label: 2026
date: 20260312
questionnaire: q.yaml
mood: named
responses:
  - respondent: r01
    school: oak
    role: headd
    answers: {x.a: 9}
  - respondent: r01
    school: ash
    answers: {x.z: 3}
    portraits: {por.p: h, por.q: hh}
    evidence: {zz: hi}
    looking_back: {x.a: 7}
    comment: Room #5 is ours
  - {respondent: 17, school: ash}
agreed:
  x.a: {level: 6}
  x.q: {level: 1}
  y.c: {level: DK}
"""
    assert said(written(text)) == [
        "r.yaml:2: cluster.schools[2] (ash).id: the school 'ash' appears twice: keep one, or give it another id",
        "r.yaml:3: label: a number stands where a text is expected: put quotes around it",
        "r.yaml:4: date: 20260312 is not a date: write year-month-day, for example 2026-03-12",
        "r.yaml:6: mood: the key 'mood' is unknown: did you mean 'mode'?",
        "r.yaml:9: responses[1] (r01).school: 'oak' is no school of the cluster: use one of: ash",
        "r.yaml:10: responses[1] (r01).role: 'headd' is no role of this questionnaire: did you mean 'head'?",
        f"r.yaml:11: responses[1] (r01).answers.x.a: 9 is not on the scale 1 to 5: {SCALE}",
        "r.yaml:12: responses[2] (r01).respondent: the respondent 'r01' appears twice: keep one, or give it another id",
        "r.yaml:14: responses[2] (r01).answers.x.z: 'x.z' is no question of this questionnaire: did you mean 'x.a'?",
        "r.yaml:15: responses[2] (r01).portraits.por.p: 'h' is no option of this portrait: did you mean 'lh'?",
        "r.yaml:15: responses[2] (r01).portraits.por.q: 'por.q' is no portrait of this questionnaire: "
        "did you mean 'por.p'?",
        "r.yaml:16: responses[2] (r01).evidence.zz: 'zz' is no question of this questionnaire: use one of: x.a, y.c",
        f"r.yaml:17: responses[2] (r01).looking_back.x.a: 7 is not on the scale 1 to 5: {SCALE}",
        "r.yaml:18: responses[2] (r01).comment: the text is cut off at ' #': "
        "put quotes around the whole text, or move the comment to a line of its own",
        "r.yaml:19: responses[3].respondent: a number stands where a text is expected: put quotes around it",
        "r.yaml:21: agreed.x.a.level: 6 is not on the scale 1 to 5: use a whole number from 1 to 5",
        "r.yaml:22: agreed.x.q: 'x.q' is no question of this questionnaire: did you mean 'x.a'?",
        "r.yaml:23: agreed.y.c.level: 'DK' is not an answer: use a whole number from 1 to 5",
    ]


def test_a_cluster_without_schools_is_said_once() -> None:
    head = HEAD.replace("[{id: ash, name: Ashfield}, {id: elm, name: Elm Road}]", "[]")
    assert said(written(f"{head}responses:\n  - {{respondent: r01, school: ash}}\n")) == [
        "r.yaml:2: cluster.schools: too few entries: 0, at least 1 needed: add what is missing"
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("questionnaire: qq.yaml", "r.yaml:5: questionnaire: there is no file 'qq.yaml': did you mean 'q.yaml'?"),
        (
            "questionnaire: cluster-jurney",
            "r.yaml:5: questionnaire: 'cluster-jurney' is neither a shipped questionnaire nor a file: "
            "did you mean 'cluster-journey'?",
        ),
        (
            "questionnaire: {id: small}",
            "r.yaml:5: questionnaire: a group of keys stands where a questionnaire's id or file is expected: "
            "add it: questionnaire: ...",
        ),
        (
            "fictional: true",
            "r.yaml:1: questionnaire: nothing stands where a questionnaire's id or file is expected: "
            "add it: questionnaire: ...",
        ),
    ],
)
def test_a_questionnaire_that_cannot_be_found_is_said_where_it_is_named(line: str, problem: str) -> None:
    assert said(written(HEAD.replace("questionnaire: q.yaml   # beside this file", line))) == [problem]


def test_a_faulty_questionnaire_is_reported_with_the_round_that_uses_it() -> None:
    written(QUESTIONNAIRE.replace("title: A small one", "titel: A small one"), "q.yaml")
    assert [problem.partition(": ")[0] for problem in said(written(HEAD.replace('"2026"', "2026")))] == [
        "q.yaml:1",
        "q.yaml:4",
        "r.yaml:3",
    ]


def test_the_questionnaire_that_is_asked_for_wins_over_the_one_that_is_named() -> None:
    written(QUESTIONNAIRE.replace("id: small", "id: other"), "other.yaml")
    written(HEAD)
    assert load_round("r.yaml", "other.yaml").questionnaire.id == "other"


def test_a_round_folder_counts_the_latest_record_of_each_person() -> None:
    written(HEAD.replace("questionnaire: q.yaml   # beside this file\n", ""), "riverside/2026/round.yaml")
    written(QUESTIONNAIRE, "riverside/2026/questionnaire.yaml")
    lines = line("r01", xa=3) + line("r02", xa=3) + "\n" + line("r01", xa=5)
    written(lines, "riverside/2026/responses.jsonl")
    for folder in ("riverside/2026", "riverside"):
        found = [(response.respondent, response.answers["x.a"]) for response in load_round(folder).responses]
        assert found == [("r01", 5), ("r02", 3)]


def test_a_journal_names_the_line_of_every_problem() -> None:
    written(HEAD, "2026/round.yaml")
    written(QUESTIONNAIRE, "2026/questionnaire.yaml")
    edited = line("r03", xa=3).replace('"x.a": 3', '"x.a": 4')
    written(line(xa=3) + line("r02", "oak", xa=9) + "[1]\n" + edited, "2026/responses.jsonl")
    aside = "'maturity doctor' with --fix sets it aside"
    assert said("2026") == [
        "2026/responses.jsonl:2: school: 'oak' is no school of the cluster: use one of: ash, elm",
        f"2026/responses.jsonl:2: answers.x.a: 9 is not on the scale 1 to 5: {SCALE}",
        "2026/responses.jsonl:3: this line is no record, or only a part of one: "
        f"{aside}; a journal is never edited by hand",
        "2026/responses.jsonl:4: this line has changed since it was written: "
        f"{aside}; if there is a copy of the file, restore it first",
    ]


def test_an_unfinished_last_line_is_a_remark_and_everything_before_it_is_read() -> None:
    written(HEAD, "2026/round.yaml")
    written(QUESTIONNAIRE, "2026/questionnaire.yaml")
    written(line("r01", xa=3) + line("r02", xa=4)[:80], "2026/responses.jsonl")
    round_, remarks = read_round("2026")
    assert round_ is not None
    assert [response.respondent for response in round_.responses] == ["r01"]
    assert [(remark.line, remark.code) for remark in remarks] == [(2, "torn-line")]


CLUSTER = """\
format: maturity-cluster/1
name: Riverside
mode: confidential
schools:
  - {id: ash, name: Ashfield}
  - {id: ash, name: Elm Road}
"""
OPENED = 'label: "2026"\nquestionnaire: {id: small, version: "1", fingerprint: 0a}\n'


def test_a_round_takes_schools_and_confidentiality_from_its_cluster() -> None:
    written(CLUSTER.replace("{id: ash, name: Elm", "{id: elm, name: Elm"), "riverside/cluster.yaml")
    written(OPENED, "riverside/2026/round.yaml")
    written(QUESTIONNAIRE, "riverside/2026/questionnaire.yaml")
    round_ = load_round("riverside")
    assert (round_.cluster.name, round_.mode) == ("Riverside", "confidential")
    assert list(round_.cluster.school_by_id) == ["ash", "elm"]
    assert round_.questionnaire.id == "small"


def test_what_is_wrong_in_the_clusters_file_is_said_there() -> None:
    written(CLUSTER, "riverside/cluster.yaml")
    written(OPENED, "riverside/2026/round.yaml")
    written(QUESTIONNAIRE, "riverside/2026/questionnaire.yaml")
    twin = "riverside/cluster.yaml:6: {}schools[2] (ash).id: the school 'ash' appears twice: "
    hint = "keep one, or give it another id"
    assert said("riverside") == [f"{twin.format('')}{hint}"]
    with pytest.raises(InputError) as caught:
        load_cluster(Path("riverside"))
    assert [str(problem) for problem in caught.value.problems] == said("riverside")


def test_a_round_without_its_frozen_questionnaire_says_what_is_missing() -> None:
    written(OPENED + "cluster: {name: R, schools: [{id: ash, name: Ash}]}\n", "2026/round.yaml")
    assert said("2026") == [
        "2026/questionnaire.yaml: the file is missing: restore it from a copy, or from the history of the synced drive"
    ]


def test_responses_in_two_places_are_refused() -> None:
    written(HEAD.replace("q.yaml", "../q.yaml") + "responses: []\n", "2026/round.yaml")
    written(line(xa=3), "2026/responses.jsonl")
    assert said("2026") == [
        "2026/round.yaml:6: responses: responses are kept in two places: "
        "move them to responses.jsonl, or remove that file"
    ]


def test_a_folder_without_a_round_says_what_to_do() -> None:
    Path("empty").mkdir()
    assert said("empty") == ["empty: the folder holds no round.yaml: give a file, or the folder of a round"]
    assert said(".") == [".: the folder holds no round.yaml: give a file: q.yaml"]
    written(CLUSTER, "riverside/cluster.yaml")
    assert said("riverside") == ["riverside: the folder holds no round.yaml: open a round: maturity start riverside"]


def test_of_several_rounds_the_latest_is_taken_and_said_where_another_is_of_the_same_day() -> None:
    for year in ("9", "2025-26", "2026"):
        written(HEAD.replace('"2026"', f'"{year}"').replace("q.yaml", "../../q.yaml"), f"riverside/{year}/round.yaml")
    round_, remarks = read_round("riverside")
    assert round_ is not None
    assert round_.label == "2026"
    assert [str(remark) for remark in remarks] == [
        "riverside: the latest round is taken, '2026', and '2025-26' is of the same day: for another give its folder: "
        "riverside/9, riverside/2025-26"
    ]


def test_a_table_becomes_a_round() -> None:
    round_ = tabled(
        """\
Respondent,School,Role,Submitted,x.a,Y.C,por.p,evidence: x.a
p1,Ashfield,head,2026-03-12T10:00,3,dk,hh,"a bid, turned down"
p2, ashfield ,Class Teacher,2026-03-14,2.0,,,
,,,,,,,
p3,"St. Mary's",,,,5,ll,
""",
        "riverside 2026.csv",
    )
    assert (round_.cluster.name, round_.label, round_.date) == (
        "riverside 2026",
        "riverside 2026",
        dt.date(2026, 3, 14),
    )
    assert [(school.id, school.name) for school in round_.cluster.schools] == [
        ("ashfield", "Ashfield"),
        ("st-mary-s", "St. Mary's"),
    ]
    assert [(r.respondent, r.school, r.role, r.answers) for r in round_.responses] == [
        ("p1", "ashfield", "head", {"x.a": 3, "y.c": "DK"}),
        ("p2", "ashfield", "teacher", {"x.a": 2}),
        ("p3", "st-mary-s", None, {"y.c": 5}),
    ]
    assert round_.responses[0].evidence == {"x.a": "a bid, turned down"}
    assert round_.responses[2].portraits == {"por.p": "ll"}


def test_cluster_and_round_are_taken_from_their_columns() -> None:
    round_ = tabled(
        "cluster\tround\tschool\tx.a\tx.a \nRiverside\t2026\tAsh\t3\t\n".replace("\tx.a ", "\ty.c"), "t.tsv"
    )
    assert (round_.cluster.name, round_.label) == ("Riverside", "2026")
    assert round_.responses[0].respondent == "row 2"


def test_semicolons_separate_where_a_spreadsheet_writes_them() -> None:
    assert tabled("school;x.a\nAsh, the small one;3\n").cluster.schools[0].name == "Ash, the small one"


def test_every_wrong_cell_of_a_table_is_named() -> None:
    text = """\
respondent,school,role,submitted,x.a,y.c,por.p
p1,Ashfield,head,,3,9,hh
p1,,boss,yesterday,2.5,no,hx
p3,"Elm
Road",,,,,
p4,Elm,,,"3,5",,
"""
    assert said(written(text, "t.csv"), "q.yaml") == [
        f"t.csv:2: cell F2 (y.c): 9 is not on the scale 1 to 5: {SCALE}",
        "t.csv:3: cell A3 (respondent): the respondent 'p1' appears twice: keep one, or give it another id",
        "t.csv:3: cell B3 (school): the school is missing: say which school this person is from",
        "t.csv:3: cell C3 (role): 'boss' is no role of this questionnaire: use one of: head, teacher",
        f"t.csv:3: cell E3 (x.a): 2.5 is not on the scale 1 to 5: {SCALE}",
        f"t.csv:3: cell F3 (y.c): 'no' is not an answer: {SCALE}",
        "t.csv:3: cell G3 (por.p): 'hx' is no option of this portrait: use one of: ll, lh, hl, hh",
        "t.csv:3: cell D3 (submitted): 'yesterday' is not a date: write year-month-day, for example 2026-03-12",
        # The row before runs over two lines.
        f"t.csv:6: cell E5 (x.a): '3,5' is not an answer: {SCALE}",
    ]


def test_columns_that_mean_nothing_are_errors_and_hide_no_other() -> None:
    assert said(written("school,x.a,x.b,x.a,role,\nAsh,9,1,1,head,1\n", "t.csv"), "q.yaml") == [
        "t.csv:1: column C: 'x.b' is no column of this questionnaire: did you mean 'x.a'?",
        "t.csv:1: column D: the column 'x.a' is there twice: remove one of them",
        "t.csv:1: column F: the column has no name: name it, or remove it",
        f"t.csv:2: cell B2 (x.a): 9 is not on the scale 1 to 5: {SCALE}",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "cluster,school,x.a\nNorth,Ash,1\nSouth,Elm,2\nnorth,Ash,3\n",
            "t.csv:1: cluster: the table holds 2 clusters: 'north', 'South': keep the rows of one cluster and save it",
        ),
        (
            "round,school,x.a\n2025,Ash,1\n2026,Ash,2\n",
            "t.csv:1: round: the table holds 2 rounds: '2025', '2026': keep the rows of one round and save it",
        ),
        (
            "x.a\n1\n",
            "t.csv:1: the column 'school' is missing: add it: the name of each person's school",
        ),
        (
            "school\nAsh\n",
            "t.csv:1: no column is a question of this questionnaire: name columns after ids of questions, "
            "for example x.a",
        ),
        ("school,x.a\n", "t.csv: the table has no answers: add one row for each person"),
        (
            'school,x.a\nAsh,"3\n',
            "t.csv:2: the row that starts here cannot be read: unexpected end of data: "
            "look for a quote that is never closed",
        ),
    ],
)
def test_a_table_that_is_no_single_round_says_why(text: str, problem: str) -> None:
    assert said(written(text, "t.csv"), "q.yaml") == [problem]


@pytest.mark.parametrize(
    ("column", "flag", "mode"),
    [
        ("", "named", "named"),
        ("", "confidential", "confidential"),
        ("anonymous", None, "anonymous"),
        ("Confidential", "confidential", "confidential"),
    ],
)
def test_a_table_says_of_which_kind_its_round_is_or_is_asked(column: str, flag: Mode | None, mode: str) -> None:
    text = f"school,kind,x.a\nAsh,{column},3\nElm,{column},2\n"
    assert load_round(written(text, "t.csv"), "q.yaml", flag).mode == mode


@pytest.mark.parametrize(
    ("columns", "flag", "problem"),
    [
        (
            "school,x.a\nAsh,3\n",
            None,
            "t.csv:1: the table does not say of which kind its round is: what may be shown depends on it: say what "
            "people were told: add a column 'kind', or --kind named, anonymous, confidential",
        ),
        (
            "school,kind,x.a\nAsh,anonymous,3\n",
            "named",
            "t.csv:1: kind: the column 'kind' says 'anonymous', not 'named': leave out --kind: the kind of a round is "
            "fixed with its first answer",
        ),
        (
            "school,kind,x.a\nAsh,secret,3\n",
            None,
            "t.csv:1: kind: 'secret' is no kind of round: use named, anonymous, confidential",
        ),
        (
            "school,kind,x.a\nAsh,named,3\nElm,anonymous,3\n",
            None,
            "t.csv:1: kind: the table holds 2 kinds: 'named', 'anonymous': keep the rows of one kind and save it",
        ),
    ],
)
def test_a_table_never_comes_back_as_another_kind(columns: str, flag: Mode | None, problem: str) -> None:
    round_, problems = read_round(written(columns, "t.csv"), "q.yaml", flag)
    assert round_ is None
    assert list(map(str, problems)) == [problem]


def test_no_file_can_claim_what_was_published() -> None:
    (problem,) = said(written(f"{HEAD}mode: confidential\npublished: {{kind: confidential}}\n"))
    assert "published: 'published' has no place in this file" in problem


def test_a_table_needs_a_questionnaire_and_a_known_format() -> None:
    written("school,x.a\nAsh,3\n", "t.csv")
    written("", "t.pdf")
    assert said("t.csv") == [
        "t.csv: a table does not say which questionnaire was asked: name it: --questionnaire with an id or a file"
    ]
    assert said("t.pdf", "q.yaml") == [
        "t.pdf: this is no kind of round: give a YAML file, the folder of a round, or a table (.csv, .tsv, .xlsx)"
    ]
    assert said("tt.csv", "q.yaml") == ["there is no file 'tt.csv': did you mean 't.csv'?"]
    with pytest.raises(InputError, match="there is no file"):
        load_round("t.yaml")


def workbook(name: str, *rows: list[object], far: str = "") -> str:
    """A workbook with one sheet; a cell that starts with # is an error value."""
    office = "http://schemas.openxmlformats.org"
    cells = ""
    for number, row in enumerate(rows, start=1):
        cells += f'<row r="{number}">'
        for column, value in enumerate(row):
            place = f'r="{letters(column)}{number}"'
            if isinstance(value, int | float):
                cells += f"<c {place}><v>{value}</v></c>"
            elif str(value).startswith("#"):
                cells += f'<c {place} t="e"><v>{value}</v></c>'
            elif value is not None:
                cells += f'<c {place} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        cells += "</row>"
    cells += f'<row><c r="{far}"><v>1</v></c></row>' if far else ""
    relation = f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" Type="{office}'
    relation += '/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
    main = f'xmlns="{office}/spreadsheetml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{office}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind.format("sheet.main")}"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind.format("worksheet")}"/></Types>',
        )
        archive.writestr("_rels/.rels", relation.format("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", relation.format("worksheet", "worksheets/sheet1.xml"))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{office}/officeDocument/2006/relationships">'
            '<sheets><sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet {main}><dimension ref="A1"/><sheetData>{cells}</sheetData></worksheet>',
        )
    return name


def test_a_workbook_is_a_table_too() -> None:
    name = workbook("t.xlsx", ["respondent", "round", "school", "x.a", "y.c"], [17, 2026, "Ash", 3, "DK"])
    round_ = load_round(name, "q.yaml", "named")
    assert round_.label == "2026"
    assert (round_.responses[0].respondent, round_.responses[0].answers) == ("17", {"x.a": 3, "y.c": "DK"})


def test_a_wrong_cell_of_a_workbook_is_named() -> None:
    name = workbook("t.xlsx", [], ["school", "submitted", "x.a"], [], ["Ash", 46000, 9])
    assert said(name, "q.yaml") == [
        "t.xlsx:4: cell B4 (submitted): 46000.0 is not a date: write year-month-day, for example 2026-03-12",
        f"t.xlsx:4: cell C4 (x.a): 9 is not on the scale 1 to 5: {SCALE}",
    ]


def test_an_error_in_a_workbook_is_not_a_skipped_answer() -> None:
    assert said(workbook("t.xlsx", ["school", "x.a"], ["Ash", "#N/A"]), "q.yaml") == [
        "t.xlsx: the cell B2 of sheet1 holds an error such as #N/A: correct it, or save the sheet of answers as CSV"
    ]


@pytest.mark.process
def test_a_workbook_that_would_fill_the_memory_is_refused_unread() -> None:
    assert said(workbook("t.xlsx", ["school", "x.a"], ["Ash", 3], far="XFD1048576"), "q.yaml") == [
        "t.xlsx: a sheet reaches over 1,048,576 rows and 16,384 columns: "
        "delete everything below and beside the answers; 1,000,000 cells are the most, and of a CSV file 100,000,000"
    ]
    with zipfile.ZipFile("bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(21):
            archive.writestr(f"xl/{part}.bin", bytes(10_000_000))
    assert said("bomb.xlsx", "q.yaml") == [
        "bomb.xlsx: the workbook unpacks to more than 200 MB: save only the sheet of answers, as CSV"
    ]


def test_what_only_calls_itself_a_workbook_is_refused() -> None:
    written("school,x.a\n", "t.xlsx")
    assert said("t.xlsx", "q.yaml")[0].startswith("t.xlsx: the workbook cannot be read: ")


def test_school_names_become_ids_and_different_schools_stay_different() -> None:
    assert slugs(["Ash  Field", "ash field", "Ash-Field", "学校一", "学校二", "5th Street", "École Été"]) == {
        "ash field": "ash-field",
        "ash-field": "ash-field-2",
        "学校一": "u5b66-u6821-u4e00",
        "学校二": "u5b66-u6821-u4e8c",
        "5th street": "school-5th-street",
        "école été": "ecole-ete",
    }


def test_names_from_a_file_come_out_harmless_in_a_message() -> None:
    name = "\x1b[2Jr\u202e"
    response = Response(respondent=name, school="[bold]oak\n", answers={"\x1b]8;;": 1})
    written(HEAD.replace("q.yaml", "../q.yaml"), "2026/round.yaml")
    record = Record(name, response, "1", dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
    written(encode(record).decode(), "2026/responses.jsonl")
    problems = said("2026")
    assert len(problems) == 2
    assert all(problem.isprintable() for problem in problems)


@pytest.mark.parametrize(
    ("kind", "what", "instead"),
    [
        ("maturity-questionnaire/2", "this is a questionnaire, and nobody's answers are in it", "give a round: a file"),
        ("maturity-theme/1", "this is a theme, which says how outputs look", "give a round, and the theme beside it"),
    ],
)
def test_a_file_that_is_something_else_says_what_it_is_and_what_to_give(kind: str, what: str, instead: str) -> None:
    written(f"format: {kind}\nid: x\ntitle: X\n", "other.yaml")
    (one,) = said("other.yaml")
    assert one.startswith(f"other.yaml: {what}: {instead}")
