"""What leaves the house: an anonymous round's answers without a person, and never as another kind of round."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.model import Response, Round
from maturity.renderers import answers
from tests.make import questionnaire, round_
from tests.started import start

pytestmark = pytest.mark.command

ASKED = questionnaire(x=(("a", "b"),), y=(("c",),), portrait=("p",), evidence_from=4)
NOW = dt.datetime(2026, 3, 12, 16, tzinfo=dt.UTC)
PEOPLE = tuple(
    Response(
        respondent=f"kx{number}",
        school=("ash", "elm", "oak")[number % 3],
        role=("head", "teacher")[number % 2],
        submitted=NOW + dt.timedelta(minutes=number),
        answers={"a": 1 + number % 5, "b": 5 - number % 5, "c": "DK" if number % 4 == 0 else 2},
        portraits={"p": ("projects", "delivery")[number % 2]},
        evidence={"b": f"={number} bids"} if number % 3 == 0 else {},
        comment=f"words of {number}" if number % 2 else "",
    )
    for number in range(11)
)


def of(mode: str) -> Round:
    return round_(ASKED, {"ash": (), "elm": (), "oak": ()}, mode=mode).model_copy(update={"responses": PEOPLE})


def columns(header: list[str], rows: list[list[str | int]]) -> dict[str, list[str | int]]:
    return dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))


def test_an_anonymous_export_has_every_answer_and_nothing_about_who_gave_it() -> None:
    whole, apart = columns(*answers.table(of("anonymous"))), columns(*answers.apart(of("anonymous")))
    assert set(whole) - set(apart) == {"respondent", "school", "role", "submitted"}
    assert set(apart["kind"]) == {"anonymous"}
    for name, cells in apart.items():
        assert Counter(cells) == Counter(whole[name]), name


def test_the_order_of_an_anonymous_export_does_not_depend_on_who_gave_which_answer() -> None:
    one = of("anonymous")
    other = one.model_copy(update={"responses": tuple(reversed(PEOPLE))})
    assert answers.apart(one) == answers.apart(other)
    turned = [
        person.model_copy(update={"answers": {**person.answers, "a": PEOPLE[place - 3].answers["a"]}})
        for place, person in enumerate(PEOPLE)
    ]
    assert answers.apart(one.model_copy(update={"responses": tuple(turned)})) == answers.apart(one)
    assert answers.render(one, "csv", whole=False) == answers.render(other, "csv", whole=False)


@pytest.fixture
def river(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    schools = [word for name in ("Ash", "Elm", "Oak") for word in ("--school", name)]
    about = ["--date", "2026-03-12", "-q", "cluster-journey-short", "--mode", "anonymous"]
    start("river", "--name", "River", *schools, *about)
    asked = load_round("river").questionnaire
    people = [
        person.model_copy(
            update={
                "role": asked.roles[place % 3].id,
                "answers": {item.id: 1 + (place + n) % 5 for n, item in enumerate(asked.items)},
                "portraits": {},
                "evidence": {},
            }
        )
        for place, person in enumerate(PEOPLE)
    ]
    store.append_all(Path("river/2026"), people, at=NOW)
    return Path("river/2026")


def test_the_plain_export_of_an_anonymous_round_says_so_and_cannot_come_back(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("out.csv", "out.xlsx"):
        assert run(["export", "river", "-o", name, "--close"]) == 0
        assert "each column in an order of its own" in capsys.readouterr().out
    header = next(csv.reader(Path("out.csv").read_text("utf-8-sig").splitlines()))
    assert not {"respondent", "school", "role", "submitted"} & set(header)
    before = (river / "responses.jsonl").read_bytes()
    assert run(["collect", "river", "out.csv", "--school", "ash", "--yes"]) == 2
    assert "no row is a person" in capsys.readouterr().err
    assert (river / "responses.jsonl").read_bytes() == before
    assert run(["score", "out.csv", "-q", "cluster-journey-short"]) == 2


def test_the_backup_is_whole_warns_and_comes_back_only_into_its_own_kind(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "river", "-o", "out.csv", "--for-backup"]) == 0
    assert "Warning: people were told that this round is anonymous." in capsys.readouterr().out
    back = load_round("out.csv", "cluster-journey-short")
    assert (back.mode, len(back.responses)) == ("anonymous", 11)
    assert run(["collect", "river", "out.csv", "--yes"]) == 0
    assert "11 people are there already, with the same answers" in capsys.readouterr().out
    assert run(["score", "out.csv", "-q", "cluster-journey-short", "--kind", "named"]) == 2
    assert "leave out --kind" in capsys.readouterr().err
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12", "--mode", "named"]) == 0
    assert run(["collect", "river/2027", "out.csv", "--yes"]) == 2
    assert "these are answers to a round that is anonymous, and this one is named" in capsys.readouterr().err
    assert not Path("river/2027/responses.jsonl").exists()
