"""Files, ballots and reply codes at the desk: looked at, decided, stored once, and never where they do not belong."""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from maturity import load_round
from maturity.collect import webform
from maturity.collect.reply_code import code_of
from maturity.live.hall import Hall
from maturity.live.intake import Intake
from maturity.live.refusals import Denied
from maturity.live.room import Press
from maturity.model import Response
from tests.started import start

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real exports are kept beside the repository")
NOW = dt.datetime(2026, 3, 12, 16, 5, tzinfo=dt.UTC)
HEAD = "Timestamp,Your school,Role,dep.purpose.compelling,dep.trust.candour\n"
GOOD = HEAD + "2026-03-12 09:00:01,Ash,senior,4,3\n2026-03-12 09:01:07,Elm,Teacher,DK,2\n"
LINE = "3 4 d - 3 4 3 4 3 4 3 4"
Opens = Callable[..., Intake]


@pytest.fixture
def intakes(tmp_path: Path) -> Iterator[Opens]:
    """Opens rooms in which people answer."""
    made: list[Hall] = []

    def opened(name: str = "River", asked: str = "cluster-journey-short", kind: str = "named") -> Intake:
        schools = [word for one in ("Ash", "Elm", "Oak") for word in ("--school", one)]
        about = ["--mode", kind, "--label", "2026", "--date", "2026-03-12", "-q", asked]
        start(tmp_path / name, "--name", name, *schools, *about)
        hall = Hall(tmp_path / name, lambda: NOW)
        made.append(hall)
        press(hall, "open")
        return Intake(hall)

    yield opened
    for one in made:
        one.close()


def press(hall: Hall, to: Any) -> None:
    hall.press(Press(to), hall.room.turn)


def file(content: str | bytes, name: str = "a.csv") -> dict[str, str]:
    whole = content.encode() if isinstance(content, str) else content
    return {"name": name, "content": base64.b64encode(whole).decode()}


def people(intake: Intake) -> list[Response]:
    return list(load_round(intake.hall.folder).responses)


def kept(intake: Intake) -> dict[str, bytes]:
    files = (one for one in intake.hall.folder.iterdir() if one.is_file())
    return {one.name: one.read_bytes() for one in files}


def reply(intake: Intake, **more: Any) -> dict[str, str]:
    said = {"respondent": "web-abcdefgh", "school": "ash", "role": "senior", "answers": {"dep.trust.candour": 4}}
    whole = {"format": "maturity-reply/1", "round": webform.about(intake.hall.round), "response": said | more}
    return file(json.dumps(whole), "reply.json")


# ---- Files


def test_nothing_is_stored_before_somebody_says_so(intakes: Opens) -> None:
    intake = intakes()
    before = kept(intake)
    found = intake.files({"files": [file(GOOD)]})
    assert (found["adds"], found["ready"], found["problems"]) == ("2 people", True, [])
    assert kept(intake) == before
    found = intake.files({"files": [file(GOOD)], "store": True})
    assert found["stored"] == "2 people stored."
    assert [one.school for one in people(intake)] == ["ash", "elm"]
    assert json.loads(intake.hall.public()[1])["here"] == 2


def test_the_same_file_twice_adds_nobody_and_says_so(intakes: Opens) -> None:
    intake = intakes()
    intake.files({"files": [file(GOOD)], "store": True})
    before = kept(intake)
    found = intake.files({"files": [file(GOOD), file(GOOD, "b.csv")]})
    assert (found["adds"], found["changes"], found["known"], found["ready"]) == ("", "", "2 people are", False)
    intake.files({"files": [file(GOOD)], "store": True})
    assert kept(intake) == before


def test_later_answers_of_the_same_person_are_said_to_change_something(intakes: Opens) -> None:
    intake = intakes()
    intake.files({"files": [reply(intake)], "store": True})
    found = intake.files({"files": [reply(intake, answers={"dep.trust.candour": 2})], "store": True})
    assert (found["adds"], found["changes"]) == ("", "1 person")
    assert [one.answers["dep.trust.candour"] for one in people(intake)] == [2]


def test_what_a_word_means_is_asked_and_then_known(intakes: Opens) -> None:
    intake = intakes()
    said: dict[str, Any] = {"files": [file(GOOD.replace("Elm", "Elmtree").replace("senior", "Boss"))]}
    found = intake.files(said)
    names = {one["name"]: one for one in found["words"]}
    assert list(names) == ["roles:Boss", "schools:Elmtree"]
    assert (names["schools:Elmtree"]["out"], names["roles:Boss"]["out"]) == ("", "-")
    assert ["elm", "Elm"] in names["schools:Elmtree"]["choices"]
    assert (found["ready"], found["problems"]) == (False, [])
    said["words"] = {"schools:Elmtree": "elm"}
    assert [one["name"] for one in intake.files(said)["words"]] == ["roles:Boss"]
    said["words"]["roles:Boss"] = "-"
    assert intake.files(said)["ready"]
    assert intake.files(said | {"store": True})["stored"] == "2 people stored."
    assert [(one.school, one.role) for one in people(intake)] == [("ash", None), ("elm", "teacher")]


def test_a_word_that_means_nothing_of_the_round_is_refused_in_words(intakes: Opens) -> None:
    intake = intakes()
    found = intake.files({"files": [file(GOOD.replace("Elm", "Elmtree"))], "words": {"schools:Elmtree": "mars"}})
    assert found["problems"] == ["'mars' is nothing that 'Elmtree' can mean: use one of: ash, elm, oak"]


def test_rows_with_a_fault_are_left_out_where_somebody_says_so(intakes: Opens) -> None:
    intake = intakes()
    said = {"files": [file(GOOD.replace("DK,2", "DK,9"))]}
    found = intake.files(said)
    assert (found["ready"], found["readyWithout"]) == (False, True)
    (problem,) = found["problems"]
    assert problem.startswith("a.csv: row 3, column")
    assert "--" not in problem
    refused = intake.files(said | {"store": True})
    assert (refused["stored"], people(intake)) == ("", [])
    assert "nothing was stored" in refused["problems"][-1]
    assert intake.files(said | {"store": True, "skip": True})["stored"] == "1 person stored."
    assert [one.school for one in people(intake)] == ["ash"]


def test_where_nothing_says_the_school_it_is_asked(intakes: Opens) -> None:
    intake = intakes()
    table = "Timestamp,Role,dep.purpose.compelling,dep.trust.candour\n2026-03-12 09:00:01,senior,4,3\n"
    found = intake.files({"files": [file(table)]})
    assert (found["lacksSchool"], found["ready"], found["problems"]) == (True, False, [])
    found = intake.files({"files": [file(table)], "school": "Oak", "store": True})
    assert (found["stored"], [one.school for one in people(intake)]) == ("1 person stored.", ["oak"])


@needs_data
def test_a_real_export_of_a_form_system_comes_in(intakes: Opens, tmp_path: Path) -> None:
    asked = yaml.safe_load((DATA / "cases" / "q.yaml").read_text("utf-8"))
    asked["scale"]["levels"] = {1: "Inicial", 2: "Intermedio", 3: "Experto"}
    prompts = (
        "¿Cómo calificarías tu nivel de experiencia usando R?",
        "¿Usas el paquete tidyverse en tu uso cotidiano de R?",
    )
    for axis in asked["axes"]:
        axis["midpoint"] = 2
    for item, prompt in zip(asked["items"], prompts, strict=True):
        item["prompt"] = prompt
    (tmp_path / "asked.yaml").write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    intake = intakes(asked=str(tmp_path / "asked.yaml"))
    export = file((DATA / "exports" / "gforms_es_rstudio2018_sheet.tsv").read_bytes(), "respuestas.tsv")
    said: dict[str, Any] = {"files": [export], "school": "Ash"}
    words = [one["name"] for one in intake.files(said)["words"] if one["name"].startswith("levels:")]
    assert words == ["levels:Generalmente", "levels:De vez en cuando", "levels:Nunca"]
    said["words"] = dict(zip(words, ("3", "2", "-"), strict=True))
    assert intake.files(said | {"store": True})["stored"] == "10 people stored."
    assert len(people(intake)) == 10


@needs_data
@pytest.mark.parametrize(("same", "wanted"), [(True, 2), (False, 3)])
def test_a_doubt_about_who_somebody_is_is_decided_by_a_person(intakes: Opens, same: bool, wanted: int) -> None:
    intake = intakes(asked=str(DATA / "cases" / "q.yaml"))
    two = DATA / "cases" / "google_two_downloads"
    said: dict[str, Any] = {"school": "Ash", "words": {"levels:Hardly": "2"}}
    intake.files(said | {"files": [file((two / "from_forms.csv").read_bytes())], "store": True})
    sheet = (two / "from_sheets.csv").read_text("utf-8").replace("Always,Never", "Always,Always")
    said["files"] = [file("".join(sheet.splitlines(keepends=True)[:3]))]
    found = intake.files(said)
    assert (len(found["doubts"]), found["problems"], found["ready"]) == (1, [], False)
    found = intake.files(said | {"same": same, "store": True})
    assert (found["doubts"], found["stored"]) == ([], "1 person stored.")
    assert len(people(intake)) == wanted


def test_a_reply_of_another_round_is_named_and_the_others_can_come_in(intakes: Opens) -> None:
    ours, theirs = intakes(), intakes("Lake")
    foreign = reply(theirs, respondent="web-zzzzzzzz") | {"name": "theirs.json"}
    found = ours.files({"files": [reply(ours), foreign]})
    (problem,) = found["problems"]
    assert problem.startswith("theirs.json: ")
    assert "'Lake', this round to 'River'" in problem
    assert (found["ready"], found["readyWithout"]) == (False, True)
    ours.files({"files": [reply(ours), foreign], "store": True, "skip": True})
    assert [one.respondent for one in people(ours)] == ["web-abcdefgh"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\round.yaml.csv", "round.yaml.csv"),
        ("C:\\Users\\kim\\a.csv", "a.csv"),
        ("/etc/cron.d/a.csv", "a.csv"),
        ("a\u202egpj.csv", "agpj.csv"),
        ("a\0b.csv", "ab.csv"),
        ('what? "this": <all>|*.csv', "what- -this-- -all---.csv"),
        ("é" * 300 + ".csv", "é" * 40 + ".csv"),
        ("\U0001f600" * 300 + ".csv", "\U0001f600" * 40 + ".csv"),
        ("\ud800.csv", "csv"),
    ],
)
def test_a_name_of_a_file_leads_nowhere(name: str, shown: str, intakes: Opens, tmp_path: Path) -> None:
    intake = intakes()
    before = sorted(tmp_path.rglob("*"))
    found = intake.files({"files": [file(HEAD + "2026-03-12 09:00:01,Ash,senior,9,3\n", name)]})
    assert [one.partition(": ")[0] for one in found["problems"]] == [shown]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["", ".", "..", "/", "...", "CON/"])
def test_a_file_without_a_name_is_refused_or_read_and_nothing_else(name: str, intakes: Opens) -> None:
    intake = intakes()
    found = intake.files({"files": [file(GOOD, name)]})
    assert (people(intake), found["stored"]) == ([], "")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"files": []},
        {"files": "a.csv"},
        {"files": [3]},
        {"files": [{"name": "a.csv"}]},
        {"files": [{"name": 3, "content": ""}]},
        {"files": [{"name": "a.csv", "content": "no base64!"}]},
        {"files": [file(GOOD)] * 401},
        {"files": [file(GOOD)], "words": ["x"]},
        {"files": [file(GOOD)], "same": "yes"},
        {"files": [file(GOOD)], "school": 3},
    ],
)
def test_what_is_no_request_is_refused(said: dict[str, Any], intakes: Opens) -> None:
    intake = intakes()
    with pytest.raises(Denied) as refused:
        intake.files(said)
    assert refused.value.status == 422
    assert people(intake) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04 no archive", b"{", b"\x00" * 1000])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.pdf"])
def test_a_file_that_cannot_be_read_is_named_without_where_it_lay(content: bytes, name: str, intakes: Opens) -> None:
    found = intakes().files({"files": [file(content, name)], "store": True})
    assert found["stored"] == ""
    assert found["problems"]
    assert not any("/tmp" in one or "maturity-" in one for one in found["problems"])


def test_a_closed_room_takes_nothing(intakes: Opens) -> None:
    intake = intakes()
    intake.files({"files": [file(GOOD)], "store": True})
    press(intake.hall, "closed")
    before = kept(intake)
    for act, said in (
        (intake.files, {"files": [reply(intake)], "store": True}),
        (intake.ballots, {"school": "Ash", "role": "senior", "line": LINE, "number": 1}),
    ):
        with pytest.raises(Denied) as refused:
            act(said)
        assert (refused.value.status, "until they are closed" in str(refused.value)) == (409, True)
    assert kept(intake) == before


def test_a_room_that_is_closed_while_a_file_is_read_takes_nothing(
    intakes: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maturity.journeys import collecting

    intake = intakes()
    intake.files({"files": [file(GOOD)], "store": True})
    look = collecting.look_at

    def slow(*given: Any, **more: Any) -> Any:
        found = look(*given, **more)
        press(intake.hall, "closed")
        return found

    monkeypatch.setattr(collecting, "look_at", slow)
    with pytest.raises(Denied):
        intake.files({"files": [reply(intake)], "store": True})
    assert len(people(intake)) == 2


# ---- Ballots and reply codes


def keyed(intake: Intake, line: str = "", number: int = 1, **more: Any) -> dict[str, Any]:
    said = {"school": "Ash", "role": "senior", "line": line, "number": number}
    return intake.ballots(said | more)


@pytest.fixture
def blank(intakes: Opens) -> Intake:
    intake = intakes()
    press(intake.hall, "blank")
    return intake


def test_ballots_are_keyed_in_only_while_the_screen_is_blank(intakes: Opens) -> None:
    intake = intakes()
    with pytest.raises(Denied, match="Blank the screen first"):
        keyed(intake, LINE)
    press(intake.hall, "blank")
    assert keyed(intake, LINE)["problems"] == []
    press(intake.hall, "unblank")
    with pytest.raises(Denied):
        keyed(intake, undo=True)
    assert len(people(intake)) == 1


def test_a_line_is_read_back_counted_and_taken_back(blank: Intake) -> None:
    found = keyed(blank)
    assert (found["number"], found["layout"][:23]) == (1, "A line holds 12 levels,")
    found = keyed(blank, LINE)
    assert found["said"].endswith("10 levels, 1 cannot tell, 1 left blank")
    assert (found["number"], json.loads(blank.hall.public()[1])["here"]) == (2, 1)
    assert keyed(blank, "e 2 Joint training", 2)["said"].endswith("1 example")
    assert keyed(blank, undo=True)["number"] == 1
    assert people(blank) == []
    assert keyed(blank, undo=True)["said"] == "There is nothing to take back."
    assert keyed(blank, LINE)["problems"] == []
    assert len(people(blank)) == 1


def test_a_faulty_line_is_not_kept_and_says_nothing_of_keys_that_are_not_there(blank: Intake) -> None:
    (problem,) = keyed(blank, "3 4")["problems"]
    assert problem == "2 marks, but 12 questions for this role: put - where a question was left blank"
    assert any("is not an answer" in one for one in keyed(blank, "9" * 12)["problems"])
    assert people(blank) == []


def test_a_press_that_comes_twice_keeps_one_ballot_and_takes_it_back_once(blank: Intake) -> None:
    for _ in range(2):
        assert keyed(blank, LINE)["problems"] == []
    assert len(people(blank)) == 1
    keyed(blank, undo=True)
    assert people(blank) == []


def test_a_reply_code_comes_in_and_undo_takes_it_back_and_not_the_ballot_before(blank: Intake) -> None:
    keyed(blank, LINE)
    items = [one.id for one in blank.hall.round.questionnaire.items]
    draw = random.Random(7)
    person = Response(
        respondent="web-kfm3xt8p",
        school="elm",
        role="teacher",
        answers={one: draw.choice([1, 2, 3, 4]) for one in items},
    )
    found = keyed(blank, code_of(blank.hall.round, person), 2)
    assert (found["problems"], found["number"]) == ([], 2)
    assert {one.school: one.role for one in people(blank)} == {"ash": "senior", "elm": "teacher"}
    keyed(blank, undo=True)
    assert [one.school for one in people(blank)] == ["ash"]


def test_a_reply_code_that_is_taken_back_gives_back_what_the_person_had_handed_in(blank: Intake) -> None:
    blank.files({"files": [reply(blank, respondent="web-kfm3xt8p")], "store": True})
    (before,) = people(blank)
    later = before.model_copy(update={"answers": {"dep.trust.candour": 1}})
    assert keyed(blank, code_of(blank.hall.round, later))["problems"] == []
    assert [one.answers["dep.trust.candour"] for one in people(blank)] == [1]
    keyed(blank, undo=True)
    assert [one.answers for one in people(blank)] == [before.answers]


def test_a_reply_code_of_another_round_is_refused(intakes: Opens) -> None:
    ours, theirs = intakes(), intakes("Lake", asked="hallmarks")
    press(ours.hall, "blank")
    items = {one.id: 1 for one in theirs.hall.round.questionnaire.items}
    person = Response(respondent="web-kfm3xt8p", school="elm", role="teacher", answers=items)
    found = keyed(ours, code_of(theirs.hall.round, person))
    assert found["problems"]
    assert people(ours) == []


@pytest.mark.parametrize(
    "more", [{"school": 3}, {"role": 3}, {"line": 3}, {"school": None}], ids=["school", "role", "line", "none"]
)
def test_what_is_no_ballot_is_refused(more: dict[str, Any], blank: Intake) -> None:
    with pytest.raises(Denied):
        keyed(blank, **more)


@pytest.mark.parametrize("more", [{"school": "Mars"}, {"role": "king"}, {"role": None}])
def test_a_school_or_a_role_that_is_not_there_is_said(more: dict[str, Any], blank: Intake) -> None:
    found = keyed(blank, LINE, **more)
    assert found["problems"]
    assert not any("--" in one for one in found["problems"])
    assert people(blank) == []


def test_two_desks_never_write_over_each_others_ballots(blank: Intake) -> None:
    other = Intake(blank.hall)
    keyed(blank, LINE)
    keyed(other, LINE.replace("3", "2"))
    assert len(people(blank)) == 2


@pytest.mark.parametrize("number", [2, 10**30])
def test_a_number_that_no_ballot_has_yet_is_not_taken(number: int, blank: Intake) -> None:
    found = keyed(blank, LINE, number)
    assert (found["number"], people(blank)) == (1, [])
    assert "taken back meanwhile" in found["problems"][0]
    assert keyed(blank, LINE, found["number"])["number"] == 2
