"""Files come in whole or not at all: shown first, asked about where unsure, and nobody is there twice."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.cli.app import run
from maturity.collect import webform
from maturity.collect.asking import decide
from maturity.model.export import Open
from maturity.readers.mapping import load_mapping

pytestmark = pytest.mark.command

HEAD = "Timestamp,Your school,Role,dep.purpose.compelling,dep.trust.candour\n"
GOOD = HEAD + "2026-03-12 09:00:01,Elm Road,senior,4,3 - routine\n2026-03-12 09:01:07,Oak Hill,Teacher,DK,2\n"


def write(name: str, text: str) -> str:
    Path(name).write_text(text, "utf-8")
    return name


def answers(round_: Path) -> list[dict[str, Any]]:
    return [response.answers for response in load_round(round_).responses]


def test_a_spreadsheet_comes_in_and_comes_in_only_once(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["collect", "river", write("a.csv", GOOD)]) == 0
    out = capsys.readouterr().out
    assert "The file is an export of Google Forms." in out
    assert "2 new people." in out
    assert "stored 2 people in river/2026" in out.replace("\\", "/")
    wanted = [
        {"dep.purpose.compelling": 4, "dep.trust.candour": 3},
        {"dep.purpose.compelling": "DK", "dep.trust.candour": 2},
    ]
    assert answers(river) == wanted
    before = (river / "responses.jsonl").read_bytes()
    assert run(["collect", "river", "a.csv"]) == 0
    assert "2 people are there already, with the same answers." in capsys.readouterr().out
    assert (river / "responses.jsonl").read_bytes() == before


def test_a_dry_run_shows_everything_and_stores_nothing(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["collect", "river", write("a.csv", GOOD), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "2 new people." in out
    assert "Your school   school  by its words" in out
    assert not (river / "responses.jsonl").exists()
    assert not (river / "mapping.yaml").exists()


def test_one_bad_cell_keeps_the_whole_file_out_and_is_named_with_its_place(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = GOOD + "2026-03-12 09:02:00,Elm Road,senior,9,5-May\n"
    assert run(["collect", "river", write("a.csv", text)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert errors == [
        "maturity: a.csv: row 4, column D (dep.purpose.compelling): '9' is not on the scale 1 to 5: "
        "write a whole number from 1 to 5, DK for cannot tell, or nothing",
        "maturity: a.csv: row 4, column E (dep.trust.candour): '5-May' is a date, as spreadsheets make of answers such "
        "as 4-5: format the column as text in the spreadsheet, and type the answer again",
        "maturity: nothing was stored: 2 faults: put them right, or add --skip-bad-rows to store the others",
    ]
    assert not (river / "responses.jsonl").exists()


def test_bad_rows_can_be_passed_over_and_are_listed(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD + "2026-03-12 09:02:00,Elm Road,senior,9,1\n"
    assert run(["collect", "river", write("a.csv", text), "--skip-bad-rows"]) == 0
    assert "left out: a.csv: row 4, column D" in capsys.readouterr().out
    assert len(answers(river)) == 2


def test_a_bad_file_keeps_the_good_one_beside_it_out(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = write("b.csv", "school,dep.trust.candour\nElm Road,7\n")
    assert run(["collect", "river", write("a.csv", GOOD), bad]) == 2
    assert "b.csv: row 2" in capsys.readouterr().err
    assert not (river / "responses.jsonl").exists()


def test_what_was_decided_is_kept_and_used_again_next_year(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Timestamp,Where,Candour?\n2026-03-12 09:00:01,Elm,often\n"
    meant = [
        "--map",
        "Where=school",
        "--map",
        "Elm=elm-road",
        "--map",
        "Candour?=dep.trust.candour",
        "--map",
        "often=4",
    ]
    assert run(["collect", "river", write("a.csv", text), *meant]) == 0
    assert (river / "mapping.yaml").read_text("utf-8") == (
        "# What the words of imported files mean. Edit it if something is wrong, then collect the file again.\n"
        "format: maturity-mapping/1\n"
        "columns:\n  Where: school\n  Candour?: dep.trust.candour\n"
        "schools:\n  Elm: elm-road\n"
        "levels:\n  often: 4\n"
    )
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    assert run(["collect", "river", "a.csv"]) == 0
    assert "2026/mapping.yaml is used again" in capsys.readouterr().out.replace("\\", "/")
    assert answers(Path("river/2027")) == [{"dep.trust.candour": 4}]


def test_a_text_refused_on_one_scale_is_decided_for_one_question_and_kept(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write("a.csv", "school,dep.trust.candour,dep.purpose.compelling\nelm-road,often,often\n")
    assert run(["collect", "river", file, "--map", "often=4", "--map", "dep.purpose.compelling: Often=2"]) == 0
    assert answers(river) == [{"dep.trust.candour": 4, "dep.purpose.compelling": 2}]
    assert run(["collect", "river", file]) == 0
    assert "dep.purpose.compelling: Often: 2" in (river / "mapping.yaml").read_text("utf-8").replace("'", "")
    assert answers(river) == [{"dep.trust.candour": 4, "dep.purpose.compelling": 2}]


def test_an_earlier_round_does_not_take_up_what_a_later_one_decided(river: Path) -> None:
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    text = "Where,dep.trust.candour\nElm,4\n"
    meant = ["--map", "Where=school", "--map", "Elm=elm-road"]
    assert run(["collect", "river/2027", write("a.csv", text), *meant]) == 0
    assert run(["collect", str(river), "a.csv"]) == 2


def test_a_faulty_mapping_is_named_with_its_line(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (river / "mapping.yaml").write_text("format: maturity-mapping/1\ncolums: {a: school}\n", "utf-8")
    assert run(["collect", "river", write("a.csv", GOOD)]) == 2
    assert "mapping.yaml:2: colums: the key 'colums' is unknown: did you mean 'columns'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flag", "message"),
    [
        (["--map", "Elm"], "--map 'Elm' has no TEXT=ID"),
        (
            ["--map", "Elm=elm-roda"],
            "'elm-roda' is no question, school, role or level of this round: did you mean 'elm-road'?",
        ),
        (["--school", "elm"], "'elm' is no school of this round"),
        (["--role", "boss"], "'boss' is no role of this round"),
        (["--mapping", "none.yaml"], "there is no file 'none.yaml'"),
    ],
)
def test_a_wrong_flag_says_what_is_known(
    river: Path, flag: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["collect", "river", write("a.csv", GOOD), *flag]) == 2
    assert message in capsys.readouterr().err


def test_a_corrected_answer_replaces_the_earlier_and_who_has_withdrawn_stays_out(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import datetime as dt

    from maturity import store

    own = "respondent,school,role,dep.trust.candour\nkim,elm-road,senior,2\njo,oak-hill,senior,3\n"
    assert run(["collect", "river", write("a.csv", own)]) == 0
    store.withdraw(river, "jo", at=dt.datetime.now(dt.UTC))
    assert run(["collect", "river", write("a.csv", own.replace("senior,2", "senior,5"))]) == 0
    out = capsys.readouterr().out
    assert "1 person answered anew; the later answers will count." in out
    assert "1 person has withdrawn, and will be left out." in out
    assert answers(river) == [{"dep.trust.candour": 5}]


# Replies of the form


def reply(river: Path, **changed: Any) -> dict[str, Any]:
    response = {
        "respondent": "web-abc",
        "school": "elm-road",
        "role": "senior",
        "submitted": "2026-03-12T09:00:00.123Z",
        "answers": {"dep.trust.candour": 4, "dep.purpose.compelling": "DK"},
        "evidence": {"dep.trust.candour": "<script>alert(1)</script>"},
        "portraits": {},
    }
    return {"format": "maturity-reply/1", "round": webform.about(load_round(river)), "response": response | changed}


def test_a_reply_of_the_form_comes_in_as_a_file_and_out_of_a_mail(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write("reply.json", json.dumps(reply(river)))
    other = json.dumps(reply(river, respondent="web-def", answers={"dep.trust.candour": 1}), indent=1)
    mail = write(
        "mail.txt", f"Hello {{you}},\r\nhere it is:\r\n\r\n{other}\r\n\r\n{json.dumps(reply(river))}\r\nBest, K."
    )
    assert run(["collect", "river", first, mail]) == 0
    assert "mail.txt: 2 replies of the form" in capsys.readouterr().out
    assert answers(river) == [{"dep.trust.candour": 4, "dep.purpose.compelling": "DK"}, {"dep.trust.candour": 1}]
    assert load_round(river).responses[0].evidence == {"dep.trust.candour": "<script>alert(1)</script>"}


@pytest.mark.parametrize("way", ["quoted", "printable", "both"])
def test_a_reply_survives_what_mail_programs_do_to_it(river: Path, way: str) -> None:
    import quopri

    text = json.dumps(reply(river), indent=1)
    if way != "quoted":
        text = quopri.encodestring(text.encode()).decode()
    if way != "printable":
        text = "".join(f"> {line}" for line in text.splitlines(keepends=True))
    assert run(["collect", "river", write("mail.eml", f"Kim wrote:\n{text}\n")]) == 0
    assert len(answers(river)) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"format": "maturity-reply/9"},
            "'maturity-reply/9' is not a format that this program reads: update the program",
        ),
        ({"round": {}}, "the reply belongs to 'None', this round to 'River'"),
        ({"response": 3}, "the reply holds no answers"),
        ({"answers": {"dep.trust.candour": 9}}, "9 is not on the scale 1 to 5"),
        ({"answers": {"dep.trust.candour": True}}, "true is not an answer"),
        ({"answers": {"nothing": 3}}, "'nothing' is no question of this questionnaire"),
        ({"answers": ["x"]}, "a list stands where a group of keys is expected"),
        ({"school": "elsewhere"}, "'elsewhere' is no school of the cluster"),
        ({"respondent": ""}, "the text is empty"),
        ({"more": 1}, "the key 'more' is unknown"),
    ],
)
def test_a_reply_that_does_not_fit_is_refused_with_its_reason(
    river: Path, change: dict[str, Any], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = reply(river)
    (whole if change.keys() & whole.keys() else whole["response"]).update(change)
    assert run(["collect", "river", write("reply.json", json.dumps(whole))]) == 2
    assert message in capsys.readouterr().err
    assert not (river / "responses.jsonl").exists()


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"format": "maturity-reply/1", "round":', "{" * 60_000, "\0\0\0"])
def test_half_a_reply_is_no_reply(river: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["collect", "river", write("reply.json", text)]) == 2
    assert "the file holds no reply of a form, or only a part of one" in capsys.readouterr().err


def test_an_exported_round_comes_back_as_nobody_new(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["collect", "river", write("a.csv", GOOD), write("reply.json", json.dumps(reply(river)))]) == 0
    for name in ("out.csv", "out.xlsx"):
        assert run(["export", "river", "-o", name]) == 0
        assert run(["collect", "river", name]) == 0
        out = capsys.readouterr().out
        assert "3 people are there already, with the same answers." in out
        assert "0 new people." in out


def test_a_bad_reply_can_be_passed_over_like_a_bad_row(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = reply(river)
    other["round"] = {**other["round"], "label": "2025"}
    files = [write("good.json", json.dumps(reply(river))), write("old.json", json.dumps(other)), write("cut.json", "{")]
    assert run(["collect", "river", *files]) == 2
    assert "add --skip-bad-rows to store the others" in capsys.readouterr().err
    assert run(["collect", "river", *files, "--skip-bad-rows"]) == 0
    out = capsys.readouterr().out
    assert "left out: old.json: round.label: the reply belongs to '2025'" in out
    assert "left out: cut.json: the file holds no reply" in out
    assert len(answers(river)) == 1
    assert run(["collect", "river", "good.json", "nowhere.json", "--skip-bad-rows"]) == 2


def test_decisions_from_elsewhere_are_added_to_those_of_the_round(river: Path) -> None:
    (river / "mapping.yaml").write_text("# mine\nschools:\n  Elm: elm-road\n", "utf-8")
    elsewhere = write("last.yaml", "schools:\n  Oak: oak-hill\n")
    file = write("a.csv", "respondent,school,dep.trust.candour\nkim,Elm,2\n")
    assert run(["collect", "river", file]) == 0
    assert (river / "mapping.yaml").read_text("utf-8").startswith("# mine\n")
    write("a.csv", "respondent,school,dep.trust.candour\nkim,Elm,2\njo,Oak,3\n")
    assert run(["collect", "river", file, "--mapping", elsewhere]) == 0
    assert load_mapping(river / "mapping.yaml").schools == {"Elm": "elm-road", "Oak": "oak-hill"}


def test_of_two_replies_of_one_person_the_one_that_was_handed_in_later_counts_in_any_order(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early, late = reply(river), reply(river)
    early["response"] |= {"submitted": "2026-03-12T10:00:00Z", "answers": {"dep.trust.candour": 2}}
    late["response"] |= {"submitted": "2026-03-12T11:00:00Z", "answers": {"dep.trust.candour": 5}}
    # A browser calls the second file of the same name so, and it is sorted before the first.
    names = [write("reply-x (1).json", json.dumps(late)), write("reply-x.json", json.dumps(early))]
    assert run(["collect", "river", *names]) == 0
    assert "1 response is older than what the same people handed in later, and left out." in capsys.readouterr().out
    assert answers(river) == [{"dep.trust.candour": 5}]
    before = (river / "responses.jsonl").read_bytes()
    assert run(["collect", "river", names[1]]) == 0
    assert run(["collect", "river", *reversed(names)]) == 0
    assert (river / "responses.jsonl").read_bytes() == before


def test_what_was_passed_over_is_not_answered_anew_by_a_table(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passed = reply(river)
    passed["response"]["answers"] = {"dep.trust.candour": None, "dep.purpose.compelling": 4}
    assert run(["collect", "river", write("reply.json", json.dumps(passed))]) == 0
    before = (river / "responses.jsonl").read_bytes()
    assert run(["export", "river", "-o", "out.csv"]) == 0
    assert run(["collect", "river", "out.csv"]) == 0
    assert "1 person is there already, with the same answers." in capsys.readouterr().out
    assert (river / "responses.jsonl").read_bytes() == before
    changed = Path("out.csv").read_text("utf-8-sig").replace(",4", ",3")
    assert run(["collect", "river", write("out.csv", changed)]) == 0
    assert answers(river) == [{"dep.purpose.compelling": 3}]


def test_a_row_that_was_changed_after_it_came_in_is_asked_about_and_never_counted_twice_unasked(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["collect", "river", write("a.csv", GOOD)]) == 0
    _, second = (response.respondent for response in load_round(river).responses)
    before = (river / "responses.jsonl").read_bytes()
    changed = write("a.csv", GOOD.replace("DK,2", "DK,5"))
    capsys.readouterr()
    assert run(["collect", "river", changed]) == 2
    captured = capsys.readouterr()
    assert f"of the same school who handed in at the same minute: row 3 ({second})" in captured.err
    assert "add --same-people if they are, or --other-people if they are not" in captured.err
    assert (river / "responses.jsonl").read_bytes() == before
    assert run(["collect", "river", changed, "--same-people"]) == 0
    assert [one["dep.trust.candour"] for one in answers(river)] == [3, 5]
    assert run(["collect", "river", write("a.csv", GOOD.replace("DK,2", "DK,1")), "--other-people"]) == 0
    assert [one["dep.trust.candour"] for one in answers(river)] == [3, 5, 1]


def test_an_unreadable_file_gets_a_message_and_no_empty_list(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers").mkdir()
    assert run(["collect", "river", "answers"]) == 2
    captured = capsys.readouterr()
    assert (
        "answers: the folder holds no file of answers: give files, or a folder with files that end in" in captured.err
    )
    assert "What it adds" not in captured.out


@pytest.mark.parametrize("command", [["collect", "{}", "a.csv"], ["forget", "{}", "x", "--yes"]])
def test_a_round_that_is_no_folder_is_said_to_be_none(
    river: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.csv", GOOD)
    for place, said in (("nowhere", "there is no folder 'nowhere'"), ("river/cluster.yaml", "this is a file")):
        assert run([part.format(place) for part in command]) == 2
        assert said in capsys.readouterr().err


def test_a_school_whose_id_is_the_name_of_a_column_can_be_decided(river: Path) -> None:
    cluster = Path("river/cluster.yaml")
    for path in (cluster, river / "round.yaml"):
        path.write_text(path.read_text("utf-8").replace("id: oak-hill", "id: school"), "utf-8")
    file = write("a.csv", GOOD.replace("Oak Hill", "النور"))
    assert run(["collect", "river", file, "--map", "النور=school"]) == 0
    assert [response.school for response in load_round(river).responses] == ["elm-road", "school"]


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_was_decided_is_kept_when_the_file_is_refused(
    river: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = write("a.csv", GOOD.replace("Elm Road", "Elm").replace("DK,2", "DK,9"))
    monkeypatch.setattr("sys.stdin", Typed("1\n"))
    assert run(["collect", "river", bad]) == 2
    assert "What you decided is kept in" in capsys.readouterr().out
    assert load_mapping(river / "mapping.yaml").schools == {"Elm": "elm-road"}
    assert not (river / "responses.jsonl").exists()
    monkeypatch.setattr("sys.stdin", Typed("n\ny\n"))
    write("a.csv", GOOD.replace("Elm Road", "Elm"))
    assert run(["collect", "river", bad]) == 0
    assert "Which school" not in (out := capsys.readouterr().out)
    assert "Nothing was stored." in out
    assert run(["collect", "river", bad]) == 0
    assert len(answers(river)) == 2


def test_a_dry_run_keeps_no_decision(river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = write("a.csv", GOOD.replace("Elm Road", "Elm").replace("DK,2", "DK,9"))
    monkeypatch.setattr("sys.stdin", Typed("1\n"))
    assert run(["collect", "river", bad, "--dry-run"]) == 2
    assert not (river / "mapping.yaml").exists()


def test_ctrl_c_at_a_question_says_that_nothing_was_stored(
    river: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: str = "") -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Typed())
    monkeypatch.setattr("builtins.input", interrupted)
    assert run(["collect", "river", write("a.csv", GOOD)]) == 130
    assert "Nothing was stored." in capsys.readouterr().out
    assert not (river / "responses.jsonl").exists()


def test_an_exported_table_can_be_scored_as_it_is(river: Path) -> None:
    said = reply(river)
    said["response"] |= {"looking_back": {"dep.trust.candour": 2}, "comment": "=1+1"}
    assert run(["collect", "river", write("reply.json", json.dumps(said))]) == 0
    for name in ("out.csv", "out.xlsx"):
        assert run(["export", "river", "-o", name]) == 0
        (one,) = load_round(name, "cluster-journey-short").responses
        (there,) = load_round(river).responses
        assert one == there


def test_of_very_many_faults_the_first_are_shown(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"p{n},Nowhere {n},3\n" for n in range(200))
    assert run(["collect", "river", write("a.csv", f"respondent,school,dep.trust.candour\n{rows}")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 51
    assert "nothing was stored: 200 faults, of which the first 50 are shown: put them right" in errors[-1]
    assert run(["collect", "river", "a.csv", "nowhere.csv"]) == 2
    assert "there is no file 'nowhere.csv'" in capsys.readouterr().err.splitlines()[0]


def test_one_text_that_fits_nothing_is_one_line_with_its_count_and_a_ready_flag(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"p{n},Elm Road,sehr oft\n" for n in range(200))
    assert run(["collect", "river", write("a.csv", f"respondent,school,dep.trust.candour\n{rows}")]) == 2
    first, last = capsys.readouterr().err.splitlines()
    assert "row 2, column C (dep.trust.candour) and 199 more: 'sehr oft' fits no level" in first
    assert '--map "sehr oft=LEVEL"' in first
    assert "nothing was stored: 1 fault" in last
    assert run(["collect", "river", "a.csv", "--map", "sehr oft=4"]) == 0
    assert {one["dep.trust.candour"] for one in answers(river)} == {4}


# What only a person can decide


def test_open_questions_are_asked_one_by_one_and_may_be_left_open() -> None:
    from maturity import load_questionnaire

    typed = iter(["nonsense", "1", "", "-", "4", "oak hill"])
    said: list[str] = []
    open_ = [
        Open("columns", "Candour", "column B (Candour)", ("dep.trust.candour", "dep.purpose.compelling")),
        Open("schools", "Elm", "column A (school)", ("elm-road",)),
        Open("roles", "Janitor", "column C (role)"),
        Open("levels", "often", "column B (Candour)"),
        Open("schools", "the oaks", "column A (school)", ("oak-hill",)),
    ]
    schools = {"elm-road": "Elm Road", "oak-hill": "Oak Hill"}
    decided = decide(open_, load_questionnaire("cluster-journey-short"), schools, lambda _: next(typed), said.append)
    assert decided.columns == {"Candour": "dep.trust.candour"}
    assert decided.schools == {"the oaks": "oak-hill"}
    assert decided.roles == {"Janitor": None}
    assert decided.levels == {"often": 4}
    assert "There is no 'nonsense' here" in "\n".join(said)
    assert "  1  dep.trust.candour: " in "\n".join(said)
    assert [line for line in said if "oak-hill" in line] == ["  2  oak-hill: Oak Hill", "  1  oak-hill: Oak Hill"]
    assert "  3  Agreed, but patchy" in said


def test_the_end_of_the_input_leaves_the_rest_open() -> None:
    from maturity import load_questionnaire

    def nobody(_: str) -> str:
        raise EOFError

    asked = load_questionnaire("cluster-journey-short")
    decided = decide([Open("schools", "Elm", "column A")], asked, {"elm-road": "Elm Road"}, nobody, lambda _: None)
    assert decided.schools == {}
