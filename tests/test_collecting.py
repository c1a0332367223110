"""Files and ballots come into a round without a terminal: looked at, decided step by step, stored once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from maturity import load_round, store
from maturity.collect import webform
from maturity.collect.asking import LEAVE_OUT
from maturity.collect.ballots import Taken
from maturity.errors import InputError, UsageError
from maturity.journeys import collecting, keying
from maturity.journeys.collecting import Looked, decide_more, look_at
from maturity.journeys.meanwhile import replaced
from maturity.model import Response
from maturity.model.mapping import FileMapping
from maturity.readers.answers import Defaults
from maturity.readers.mapping import load_mapping
from tests.started import start

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CASES, EXPORTS = DATA / "cases", DATA / "exports"
NOW = dt.datetime(2026, 3, 12, 16, 5, tzinfo=dt.UTC)
NAMED = ["--mode", "named", "--label", "2026", "--date", "2026-03-12"]
HEAD = "Timestamp,Your school,Role,dep.purpose.compelling,dep.trust.candour\n"
GOOD = HEAD + "2026-03-12 09:00:01,Elm Road,senior,4,3\n2026-03-12 09:01:07,Oak Hill,Teacher,DK,2\n"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real exports are kept beside the repository")

pytestmark = pytest.mark.command


@pytest.fixture(autouse=True)
def _nobody_at_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    def asked(*_: object) -> str:
        raise AssertionError("a journey asks nobody")

    monkeypatch.setattr("builtins.input", asked)
    yield
    assert capsys.readouterr() == ("", "")


def table(text: str, name: str = "a.csv") -> Path:
    Path(name).write_text(text, "utf-8")
    return Path(name)


def look(folder: Path, *files: Path, **said: Any) -> Looked:
    return look_at(folder, files, at=NOW, **said)


def answers(folder: Path) -> list[Mapping[str, Any]]:
    return [one.answers for one in load_round(folder).responses]


def codes(looked: Looked) -> list[str]:
    return [problem.code for problem in looked.problems]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def round_of(tmp_path: Path, prompts: Mapping[str, str], labels: Mapping[int, str]) -> Path:
    """A round that asks two questions in the words of a real export."""
    asked = yaml.safe_load((CASES / "q.yaml").read_text("utf-8"))
    asked["scale"]["levels"] = dict(labels)
    for axis in asked["axes"]:
        axis["midpoint"] = (min(labels) + max(labels)) / 2
    for item in asked["items"]:
        item["prompt"] = prompts[item["id"]]
    (tmp_path / "asked.yaml").write_text(yaml.safe_dump(asked, allow_unicode=True), "utf-8")
    start(tmp_path / "c", "--name", "C", "--school", "Here", *NAMED, "-q", str(tmp_path / "asked.yaml"))
    return tmp_path / "c" / "2026"


def cases_round(tmp_path: Path) -> Path:
    start(tmp_path / "c", "--name", "C", "--school", "Here", *NAMED, "-q", str(CASES / "q.yaml"))
    return tmp_path / "c" / "2026"


@needs_data
def test_the_words_of_a_real_export_are_decided_in_two_steps_and_only_then_stored(tmp_path: Path) -> None:
    prompts = {
        "dep.trust.candour": "¿Cómo calificarías tu nivel de experiencia usando R?",
        "cha.data.sharing": "¿Usas el paquete tidyverse en tu uso cotidiano de R?",
    }
    folder = round_of(tmp_path, prompts, {1: "Inicial", 2: "Intermedio", 3: "Experto"})
    before = files_of(folder)
    file = EXPORTS / "gforms_es_rstudio2018_sheet.tsv"
    looked = look(folder, file, defaults=Defaults("Here"))
    words = {word.open.text: word for word in looked.words if word.open.needed}
    assert list(words) == ["Generalmente", "De vez en cuando", "Nunca"]
    first = words["Generalmente"]
    assert first.question.startswith("Which level is “Generalmente” (column T")
    assert first.choices == {"1": "Inicial", "2": "Intermedio", "3": "Experto", "DK": "I cannot tell"}
    with pytest.raises(UsageError, match="'9' is nothing that 'Generalmente' can mean"):
        first.means("9")
    looked = decide_more(looked, first.means("3"))
    assert [word.open.text for word in looked.words if word.open.needed] == ["De vez en cuando", "Nunca"]
    assert looked.refusal() is not None
    assert len(looked.news.new) == 7
    with pytest.raises(InputError, match="nothing was stored"):
        collecting.store(looked)
    assert files_of(folder) == before
    nothing = words["Nunca"].means(LEAVE_OUT)
    looked = decide_more(looked, words["De vez en cuando"].means("2").merged(nothing))
    assert (looked.problems, [word for word in looked.words if word.open.needed]) == ((), [])
    assert files_of(folder) == before
    stored = collecting.store(looked)
    assert len(stored.people) == 10
    assert sorted(one["cha.data.sharing"] for one in answers(folder) if "cha.data.sharing" in one) == [2] * 2 + [3] * 7
    assert stored.words is not None
    kept = load_mapping(stored.words.file)
    assert kept.levels == {"Generalmente": 3, "De vez en cuando": 2, "Nunca": None}
    assert kept.columns == {prompt: item for item, prompt in prompts.items()}
    again = look(folder, file, defaults=Defaults("here"))
    assert (len(again.news.known), again.news.new, again.problems) == (10, (), ())


def test_decisions_are_kept_although_the_file_is_refused(river: Path) -> None:
    looked = look(river, table(GOOD.replace("Elm Road", "Elm").replace("DK,2", "DK,9")))
    word = next(word for word in looked.words if word.open.kind == "schools")
    assert (word.open.text, word.choices) == ("Elm", {"elm-road": "Elm Road", "oak-hill": "Oak Hill"})
    with pytest.raises(UsageError):
        word.means(LEAVE_OUT)
    looked = decide_more(looked, word.means("elm-road"))
    assert collecting.keep_words(looked).file == river / "mapping.yaml"
    assert look(river, Path("a.csv")).decided.schools == {"Elm": "elm-road"}
    assert answers(river) == []


@needs_data
@pytest.mark.parametrize(("same", "wanted"), [(True, [(4, 2), (5, 5)]), (False, [(4, 2), (5, 1), (5, 5)])])
def test_a_doubt_about_people_is_said_and_decided(tmp_path: Path, same: bool, wanted: list[object]) -> None:
    folder, two = cases_round(tmp_path), CASES / "google_two_downloads"
    collecting.store(look(folder, two / "from_forms.csv", defaults=Defaults("here")))
    changed = tmp_path / "changed.csv"
    sheet = (two / "from_sheets.csv").read_text("utf-8").replace("Always,Never", "Always,Always")
    changed.write_text("".join(sheet.splitlines(keepends=True)[:3]), "utf-8")
    looked = look(folder, changed, defaults=Defaults("here"))
    (doubt,) = looked.doubts
    who = load_round(folder).responses[1].respondent
    assert (doubt.source, [(row.row, row.respondent) for row in doubt.rows]) == (str(changed), [(3, who)])
    assert doubt.said.endswith(f"of the same school who handed in at the same minute: row 3 ({who})")
    assert codes(looked) == [one.code for one in looked.fatal] == ["in-doubt"]
    with pytest.raises(InputError):
        collecting.store(looked, skip_bad_rows=True)
    looked = decide_more(decide_more(looked, same=same), FileMapping(levels={"Hardly": 2}))
    assert (looked.doubts, looked.problems) == ((), ())
    assert (len(looked.news.new), len(looked.news.changed)) == ((0, 1) if same else (1, 0))
    collecting.store(looked)
    assert [tuple(one[item] for item in ("dep.trust.candour", "cha.data.sharing")) for one in answers(folder)] == wanted


def test_a_faulty_row_is_named_and_the_others_come_in_where_somebody_says_so(river: Path) -> None:
    looked = look(river, table(GOOD.replace("DK,2", "DK,9")))
    (problem,) = looked.problems
    assert problem.field.startswith("row 3, column")
    assert looked.fatal == ()
    with pytest.raises(InputError) as refused:
        collecting.store(looked)
    assert [one.code for one in refused.value.problems] == [problem.code, "nothing-stored"]
    assert not (river / "responses.jsonl").exists()
    collecting.store(looked, skip_bad_rows=True)
    assert answers(river) == [{"dep.purpose.compelling": 4, "dep.trust.candour": 3}]


def test_a_file_that_cannot_be_read_keeps_the_good_one_beside_it_out(river: Path) -> None:
    looked = look(river, table(GOOD), table("a,b\n1,2\n", "b.csv"))
    assert [one.source for one in looked.fatal] == ["b.csv", "b.csv"]
    with pytest.raises(InputError):
        collecting.store(looked, skip_bad_rows=True)
    assert answers(river) == []


def reply(folder: Path, name: str, **changed: Any) -> Path:
    said = {"respondent": name, "school": "elm-road", "role": "senior", "answers": {"dep.trust.candour": 4}}
    whole = {"format": "maturity-reply/1", "round": webform.about(load_round(folder)), "response": said | changed}
    return table(json.dumps(whole), f"{name}.json")


def test_a_reply_of_another_round_is_refused_and_can_be_passed_over(river: Path) -> None:
    start("lake", "--name", "Lake", "--school", "Elm Road", *NAMED, "-q", "cluster-journey-short")
    ours, theirs = reply(river, "web-abc"), reply(Path("lake/2026"), "web-def")
    looked = look(river, ours, theirs)
    assert [(one.code, one.source) for one in looked.problems] == [("other-round", "web-def.json")]
    assert "'Lake', this round to 'River'" in looked.problems[0].message
    with pytest.raises(InputError):
        collecting.store(looked)
    assert answers(river) == []
    collecting.store(looked, skip_bad_rows=True)
    assert [one.respondent for one in load_round(river).responses] == ["web-abc"]


def test_storing_twice_stores_once(river: Path) -> None:
    looked = look(river, table(GOOD))
    collecting.store(looked)
    before = files_of(river)
    assert collecting.store(looked).overwritten == ()
    assert files_of(river) == before
    assert len(answers(river)) == 2


def test_what_others_stored_in_the_meantime_stays_and_what_is_replaced_is_told(river: Path) -> None:
    head = "respondent,school,role,dep.purpose.compelling,dep.trust.candour\n"
    collecting.store(look(river, table(f"{head}kim,elm-road,senior,4,3\n")))
    looked = look(river, table(f"{head}kim,elm-road,senior,4,5\n"))
    (kim,) = load_round(river).responses
    theirs = kim.model_copy(update={"answers": {"dep.purpose.compelling": 1, "dep.trust.candour": 2}})
    store.append(river, theirs, at=NOW, base=kim)
    stored = collecting.store(looked)
    assert answers(river) == [{"dep.purpose.compelling": 1, "dep.trust.candour": 5}]
    (said,) = replaced(stored.overwritten, looked.into.round, people=True)
    assert said.startswith("Note: kim: ")
    assert said.endswith("in the meantime somebody else had put 2; now 5 counts.")


def test_what_is_older_ahead_or_disputed_is_said(river: Path) -> None:
    def at(*days: str) -> Looked:
        rows = [f"{who},{day}T09:00:00,elm-road,{level}\n" for who, day, level in map(str.split, days)]
        return look(river, table("respondent,submitted,school,dep.trust.candour\n" + "".join(rows)))

    collecting.store(at("kim 2026-03-10 4", "lee 2026-03-10 4"))
    looked = at("kim 2026-03-01 2", "lee 2090-03-01 2", "ann 2090-03-01 3")
    assert (looked.settled.older, looked.settled.ahead, looked.settled.disputed) == (1, ("ann",), ("lee",))
    assert [said.partition(",")[0] for said in looked.sentences] == [
        "1 response is older than what the same people handed in later",
        "Handed in at a time that is still to come",
        "Left out",
    ]
    assert [one.respondent for one in looked.news.new] == ["ann"]


def test_who_was_erased_stays_out_until_asked_back(river: Path) -> None:
    head = "respondent,school,dep.trust.candour\n"
    collecting.store(look(river, table(f"{head}kim,elm-road,4\nlee,elm-road,3\n")))
    store.forget(river, "kim", at=NOW)
    looked = look(river, Path("a.csv"))
    assert (looked.erased, looked.news.new) == (("kim",), ())
    looked = look(river, Path("a.csv"), bring_back=["kim"])
    assert (looked.erased, [one.respondent for one in looked.news.new]) == ((), ["kim"])
    collecting.store(looked)
    assert [one.respondent for one in load_round(river).responses] == ["lee", "kim"]


def test_what_was_decided_last_year_is_used_again_and_the_report_shows_it(river: Path) -> None:
    decided = FileMapping(schools={"Elm": "elm-road"})
    collecting.store(look(river, table(GOOD.replace("Elm Road", "Elm")), decided=decided))
    later = river.parent / "2027"
    later.mkdir()
    for name in ("round.yaml", "questionnaire.yaml"):
        (later / name).write_text((river / name).read_text("utf-8").replace("2026", "2027"), "utf-8")
    looked = look(later, Path("a.csv"))
    assert looked.into.remarks[-1] == f"what was decided in {river / 'mapping.yaml'} is used again"
    assert (looked.problems, len(looked.news.new)) == ((), 2)
    report = looked.report
    assert report is not None
    assert [section.title for section in report.sections] == ["a.csv", "What it adds"]
    assert not (later / "mapping.yaml").exists()
    collecting.store(looked)
    assert load_mapping(later / "mapping.yaml").schools == {"Elm": "elm-road"}


@pytest.mark.parametrize("whose", [Defaults("Nowhere"), Defaults("elm-road", "nobody")])
def test_a_school_or_role_that_is_not_there_is_named(river: Path, whose: Defaults) -> None:
    with pytest.raises(UsageError, match="of this round"):
        look(river, table(GOOD), defaults=whose)


@dataclass
class Desk:
    """Keys in ballots of one school and role, as a page does: a line and the number that it showed."""

    folder: Path
    tag: str = "paper-kx7q"

    def key(self, line: str, number: int = 1, school: str = "Elm Road", role: str | None = "senior") -> Taken:
        at = NOW + dt.timedelta(minutes=number)
        return keying.key(self.folder, line, tag=self.tag, number=number, school=school, role=role, at=at)

    def kept(self) -> dict[str, Response]:
        return {one.respondent: one for one in load_round(self.folder).responses}


def test_a_line_is_read_back_and_kept_or_its_faults_are_named(river: Path) -> None:
    desk = Desk(river)
    wrong = desk.key("3 4 d -")
    assert (wrong.ballot, [one.code for one in wrong.problems]) == (None, ["wrong-count"])
    wrong = desk.key("999999999999")
    assert {one.code for one in wrong.problems} == {"not-a-mark"}
    assert not (river / "responses.jsonl").exists()
    taken = desk.key("34d-34343434")
    assert taken.problems == ()
    assert taken.said == "saved as paper-kx7q-01: 10 levels, 1 cannot tell, 1 left blank"
    (one,) = desk.kept().values()
    assert (one.school, one.role, list(one.answers.values())[:4]) == ("elm-road", "senior", [3, 4, "DK", None])
    assert one.submitted == NOW + dt.timedelta(minutes=1)
    assert one.respondent in store.codes(river)


def test_a_line_that_comes_twice_is_kept_once_and_another_one_does_not_replace_it(river: Path) -> None:
    desk = Desk(river)
    desk.key("34d-34343434")
    assert desk.key("e 2 Joint training").said == "saved with paper-kx7q-01: 1 example"
    assert desk.kept()["paper-kx7q-01"].evidence == {"dep.trust.candour": "Joint training"}
    before = files_of(river)
    assert desk.key("34d-34343434").problems == ()
    assert [one.code for one in desk.key("333333333333").problems] == ["ballot-taken"]
    assert [one.code for one in desk.key("34d-34343434", school="oak-hill").problems] == ["ballot-taken"]
    assert files_of(river) == before
    desk.key("34d-34343434", 2)
    assert list(desk.kept()) == ["paper-kx7q-01", "paper-kx7q-02"]


def test_an_example_goes_with_the_last_ballot_of_the_same_desk(river: Path) -> None:
    desk, other = Desk(river), Desk(river, "paper-zzzz")
    assert [one.code for one in desk.key("e 2 Joint training").problems] == ["no-example"]
    desk.key("34d-34343434")
    desk.key("34d-34343434", 2)
    other.key("343434343434", school="Oak Hill")
    assert desk.key("e 2 Joint training", 3).said == "saved with paper-kx7q-02: 1 example"
    assert {name: len(one.evidence) for name, one in desk.kept().items()} == {
        "paper-kx7q-01": 0,
        "paper-kx7q-02": 1,
        "paper-zzzz-01": 0,
    }


def test_the_state_says_what_a_line_holds_which_ballots_are_in_and_what_comes_next(river: Path) -> None:
    desk = Desk(river)
    for number in range(1, 12):
        desk.key("34d-34343434", number)
    collecting.store(look(river, table("respondent,school,dep.trust.candour\npaper-clip,elm-road,4\n")))
    there = keying.ballots_at(river.parent)
    assert (there.folder, there.remarks) == (river, ())
    assert list(there.keyed) == [("paper-kx7q", number) for number in range(1, 12)]
    assert (there.next_number("paper-kx7q"), there.next_number("paper-zzzz")) == (12, 1)
    assert there.layout("Elm Road", "senior").startswith("A line holds 12 levels, for questions 1 to 12.")
    for school, role, said in (("Nowhere", "senior", "no school"), ("elm-road", None, "is not known")):
        with pytest.raises(UsageError, match=said):
            there.pile(school, role)


def test_a_ballot_that_was_taken_back_can_be_keyed_in_anew(river: Path) -> None:
    desk = Desk(river)
    desk.key("34d-34343434")
    keying.take_back(river, keying.ballots_at(river).keyed["paper-kx7q", 1], NOW)
    assert keying.ballots_at(river).next_number("paper-kx7q") == 1
    assert desk.key("333333333333").problems == ()
    assert set(desk.kept()["paper-kx7q-01"].answers.values()) == {3}
