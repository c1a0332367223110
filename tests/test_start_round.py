"""A cluster's folder is made once, and each year gets a round of its own."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import shlex
from pathlib import Path

import pytest
import yaml

from maturity import load_questionnaire, load_round
from maturity.cli.app import run
from maturity.cli.shared import KindOfRound
from maturity.cli.start import start
from maturity.core.changes import changes
from maturity.errors import InputError, UsageError
from maturity.readers.library import shipped

pytestmark = pytest.mark.command

SPRING = "2026-03-12"
TWO = ["Ashfield Primary", "Élm Road"]


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


def opened(label: str | None = None, questionnaire: str | None = None, **more: object) -> None:
    start(Path("riverside"), label=label, date=SPRING, questionnaire=questionnaire, **more)  # type: ignore[arg-type]


def made(**more: object) -> None:
    opened(name="Riverside", school=TWO, mode=KindOfRound.named, **more)  # type: ignore[arg-type]


def everything() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def test_the_first_start_makes_a_cluster_and_a_round_that_reads_back() -> None:
    made()
    assert sorted(map(str, Path("riverside").rglob("*"))) == [
        "riverside/2026",
        "riverside/2026/questionnaire.yaml",
        "riverside/2026/round.yaml",
        "riverside/cluster.yaml",
    ]
    round_ = load_round("riverside")
    assert round_.cluster.name == "Riverside"
    assert {school.id: school.name for school in round_.cluster.schools} == {
        "ashfield-primary": "Ashfield Primary",
        "elm-road": "Élm Road",
    }
    assert (round_.label, round_.date, round_.mode) == ("2026", dt.date(2026, 3, 12), "named")
    assert round_.questionnaire == load_questionnaire("cluster-journey")


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_the_frozen_copy_has_the_fingerprint_of_what_was_asked(name: str) -> None:
    subject = load_questionnaire(name).subject
    about = {} if subject == "cluster" else {"about": "elm-road", "reviewed": "2026-02-03"}
    made(questionnaire=name, **about)
    frozen = load_questionnaire(Path("riverside/2026/questionnaire.yaml"))
    assert frozen.fingerprint == load_questionnaire(name).fingerprint
    about = yaml.safe_load(Path("riverside/2026/round.yaml").read_text("utf-8"))
    assert about["questionnaire"]["fingerprint"] == frozen.fingerprint


def test_several_rounds_about_reviews_in_one_year_find_a_name_of_their_own() -> None:
    made(questionnaire="review-follow-up", about="elm-road", reviewed="2026-02-03")
    opened(about="elm-road", reviewed="2026-03-01")
    opened(about="ashfield-primary", reviewed="2026-03-01")
    rounds = {path.parent.name for path in Path("riverside").glob("*/round.yaml")}
    assert rounds == {"2026", "elm-road-2026-03-01", "ashfield-primary-2026-03-01"}
    assert load_round(Path("riverside/elm-road-2026-03-01")).label == "elm-road 2026-03-01"
    with pytest.raises(InputError, match="a round of this label"):
        opened(about="elm-road", reviewed="2026-03-01")
    with pytest.raises(InputError, match="a round of this label"):
        opened(about="elm-road", reviewed="2026-03-02", label="2026")


def test_it_ends_with_commands_that_name_the_round(capsys: pytest.CaptureFixture[str]) -> None:
    made(label="Spring 2026")
    after = capsys.readouterr().out.partition("Next:\n")[2]
    commands = re.findall(r"^  maturity (\w+) (\S+)", after, re.MULTILINE)
    place = os.path.join("riverside", "Spring-2026")  # noqa: PTH118
    assert commands == [(command, place) for command in ("answer", "form", "collect", "score")]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "--name, --school and --mode"),
        ({"name": "Riverside"}, "--school and --mode"),
        ({"name": "Riverside", "school": TWO}, "--mode"),
    ],
)
def test_unattended_it_names_every_flag_that_is_missing_and_makes_nothing(
    given: dict[str, object], missing: str
) -> None:
    with pytest.raises(UsageError, match=f"nobody can be asked here for {missing}: for example"):
        opened(**given)  # type: ignore[arg-type]
    assert everything() == {}


def test_at_a_terminal_it_asks_only_what_was_not_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Typed("\nAshfield\nElm Road\n\n3\n2\n\n\n\n"))
    opened(name="Riverside")
    asked = capsys.readouterr().out
    assert "Name of the cluster" not in asked
    assert asked.count("Please type") == 2
    round_ = load_round("riverside")
    assert [school.name for school in round_.cluster.schools] == ["Ashfield", "Elm Road"]
    assert round_.mode == "confidential"


def test_a_school_that_joins_and_one_that_leaves_change_nothing_in_the_rounds_before() -> None:
    made(label="2025")
    before = load_round("riverside/2025")
    own = Path("riverside/cluster.yaml")
    text = own.read_text("utf-8").replace("{id: elm-road, name: Élm Road}", "{id: newham, name: Newham}")
    own.write_text(text, "utf-8")
    opened("2026")
    assert [school.id for school in load_round("riverside/2026").cluster.schools] == ["ashfield-primary", "newham"]
    assert load_round("riverside/2025") == before
    assert [school.id for school in before.cluster.schools] == ["ashfield-primary", "elm-road"]


def test_the_end_of_the_input_makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Typed("Riverside\nAshfield\n"))
    with pytest.raises(UsageError, match="the input ended before the round was known; nothing was made"):
        opened()
    assert everything() == {}


BACK_AND_FORTH = [
    *("Rivreside", "<", "Riverside"),
    *("Ashfield", "ashfield", "Elm", "Oka", "-", "Oak", ""),
    *("7", "<", "", "2"),
    *("99", "no.yaml", "2"),
    *("12.3.2026", "2026-03-12"),
    *("/", "Spring"),
    *("9", "2", "Yew", "", "3", "3", "5", "2026-03-13", ""),
]
"""Every answer wrong once, every step gone back; three lines changed at the end."""


def test_the_whole_dialogue_objects_on_the_spot_goes_back_and_changes_what_it_shows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in BACK_AND_FORTH)))
    assert run(["start", "riverside"]) == 0
    shown = capsys.readouterr().out
    for said in (
        "a school is named twice",
        "Oka is taken back.",
        "Please type a number from 1 to 3.",
        "'99' is neither a shipped questionnaire nor a file",
        "there is no file 'no.yaml': check the spelling and the folder",
        "'12.3.2026' is not a day: write year-month-day, for example 2026-03-12",
        "the label '/' can name no folder",
        "This will be made:",
    ):
        assert said in shown, said
    round_ = load_round("riverside/Spring")
    assert (round_.cluster.name, round_.mode, round_.label) == ("Riverside", "confidential", "Spring")
    assert [school.name for school in round_.cluster.schools] == ["Ashfield", "Elm", "Oak", "Yew"]
    assert round_.date == dt.date(2026, 3, 13)
    assert round_.questionnaire == load_questionnaire("cluster-journey-short")


@pytest.mark.parametrize("end", ["", "\x03"])
def test_what_was_typed_before_the_dialogue_ended_is_a_command_that_goes_on(
    end: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = iter(["$(x) 'River'", "Ash & Co", "Elm", "", "2"])

    def answer(_: str) -> str:
        try:
            return next(asked)
        except StopIteration:
            raise KeyboardInterrupt if end else EOFError from None

    monkeypatch.setattr("sys.stdin", Typed(""))
    monkeypatch.setattr("builtins.input", answer)
    assert run(["start", "river side", "--date", "2026-03-12"]) == (130 if end else 2)
    assert everything() == {}
    command = capsys.readouterr().out.partition("To go on with what you typed:\n")[2].strip()
    words = shlex.split(command)
    assert words[:3] == ["maturity", "start", "river side"]
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(words[1:]) == 0
    round_ = load_round("river side/2026")
    assert (round_.cluster.name, round_.mode, round_.date) == ("$(x) 'River'", "confidential", dt.date(2026, 3, 12))
    assert [school.name for school in round_.cluster.schools] == ["Ash & Co", "Elm"]


def test_when_the_disk_is_full_after_the_cluster_was_made_the_command_goes_on_from_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    typed = ["River", "Ash", "Elm", "", "2", "2", "", ""]
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in typed)))
    with monkeypatch.context() as patched:
        patched.setattr("maturity.store.open_round", full)
        assert run(["start", "river", "--date", "2026-03-12"]) == 2
    command = capsys.readouterr().out.partition("To go on with what you typed:\n")[2].strip()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(shlex.split(command)[1:]) == 0
    assert load_round("river/2026").mode == "confidential"


def test_a_year_that_is_changed_takes_the_label_that_was_made_of_it_along(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["River", "Ash", "Elm", "Oak", "", "2", "", "2026-03-12", "", "5", "2027-03-12", ""]
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in typed)))
    assert run(["start", "river"]) == 0
    assert [load_round("river/2027").label, str(load_round("river/2027").date)] == ["2027", "2027-03-12"]


def test_fewer_schools_after_the_kind_was_chosen_ask_for_the_kind_again(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["River", "Ash", "Elm", "Oak", "", "1", "", "", "2", "-", "", "2", ""]
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in typed)))
    assert run(["start", "river", "--date", "2026-03-12"]) == 0
    assert load_round("river").mode == "confidential"
    assert len(load_round("river").cluster.schools) == 2


@pytest.mark.parametrize("label", ["/", "con", "LPT1.2026", "x" * 61])
def test_a_label_that_can_name_no_folder_on_some_system_is_refused(label: str) -> None:
    with pytest.raises(UsageError, match="can name no folder: use a few letters and digits"):
        made(label=label)
    assert everything() == {}


def test_next_year_has_the_same_schools_and_says_what_has_changed(capsys: pytest.CaptureFixture[str]) -> None:
    own = Path("own.yaml")
    own.write_text(QUESTIONNAIRE)
    made(label="2025", questionnaire="own.yaml")
    own.write_text(
        QUESTIONNAIRE.replace('"A?"', '"A, honestly?"')
        .replace("{id: x.b, dimension: xd", "{id: x.new, dimension: xd")
        .replace("dimension: yd, short: C", "dimension: yd, weight: 2, short: C")
    )
    capsys.readouterr()
    opened("2026", "own.yaml")
    text = capsys.readouterr().out
    assert "made " not in text
    assert text.partition("What has changed since 2025:\n")[2].partition("\n\n")[0].splitlines() == [
        "  new:",
        "    x.new  B",
        "  no longer asked:",
        "    x.b  B",
        "  worded differently:",
        "    x.a  A",
        "  asked of others, or counted differently:",
        "    y.c  C",
    ]
    assert load_round("riverside/2026").cluster == load_round("riverside/2025").cluster


def test_who_asked_an_earlier_version_is_asked_the_latest_next_and_told_how_to_go_on_as_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made(label="2025", questionnaire="cluster-journey-1")
    capsys.readouterr()
    opened("2026")
    text = capsys.readouterr().out
    assert "To go on with version 1.0, start it with --questionnaire cluster-journey-1 instead." in text
    opened("2027", "cluster-journey-1")
    assert "To go on with version" not in capsys.readouterr().out
    versions = [load_round(f"riverside/{year}").questionnaire.version for year in (2025, 2026, 2027)]
    assert versions == ["1.0", "2.0", "1.0"]


def test_without_a_questionnaire_the_same_is_asked_as_last_time(capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.yaml").write_text(QUESTIONNAIRE)
    made(label="2025", questionnaire="own.yaml")
    Path("own.yaml").unlink()
    opened("2026")
    assert "The questions are the same as in 2025." in capsys.readouterr().out
    assert load_round("riverside/2026").questionnaire == load_round("riverside/2025").questionnaire


def test_a_round_can_be_more_confidential_than_its_cluster() -> None:
    made(label="2025")
    opened("2026", mode=KindOfRound.confidential)
    assert [load_round(f"riverside/{year}").mode for year in (2025, 2026)] == ["named", "confidential"]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ({"label": "2026"}, r"there is a round of this label already"),
        ({"label": "2027", "name": "Other"}, "has its name and schools already"),
        ({"label": "2027", "questionnaire": "cluster-jorney"}, "did you mean 'cluster-journey'"),
        ({"label": "../.."}, "can name no folder"),
    ],
)
def test_a_second_start_that_does_not_fit_changes_nothing(again: dict[str, str], said: str) -> None:
    made()
    before = everything()
    with pytest.raises((InputError, UsageError), match=said):
        opened(**again)
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "schools", "said"),
    [
        ("R", ["Ash", "ash "], "named twice"),
        ("R" * 2001, ["Ash"], "name: the text has 2001 characters; 2000 is the most"),
    ],
)
def test_names_that_cannot_be_are_refused_before_anything_is_made(name: str, schools: list[str], said: str) -> None:
    with pytest.raises((InputError, UsageError), match=said):
        opened(name=name, school=schools, mode=KindOfRound.named)
    assert everything() == {}


@pytest.mark.parametrize("name", ["no", "2026", "a: b # c", "\x1b[2J \u202e", "'\"", "0o17", "- x", "Ä\u2028ö", "{a}"])
def test_any_name_comes_back_from_the_files_as_it_was(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    opened(label=f"{name} 1", name=name, school=[name], mode=KindOfRound.named)
    round_ = load_round("riverside")
    assert (round_.cluster.name, round_.cluster.schools[0].name, round_.label) == (name, name, f"{name} 1")
    assert "\x1b" not in capsys.readouterr().out


def test_a_failure_half_way_leaves_no_half_round(monkeypatch: pytest.MonkeyPatch) -> None:
    made(label="2025")
    before = everything()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(InputError, match="No space left on device"):
        opened("2026")
    assert everything() == before
    assert [path.name for path in Path("riverside").iterdir() if path.is_dir()] == ["2025"]


def test_a_questionnaire_has_not_changed_from_itself() -> None:
    one = load_questionnaire("cluster-journey")
    short = load_questionnaire("cluster-journey-short")
    assert not changes(one, one)
    assert set(changes(one, short).dropped) == set(changes(short, one).added) != set()
    assert not changes(one, short).reworded


QUESTIONNAIRE = """\
format: maturity-questionnaire/1
id: own
version: "1"
title: A small one
scale:
  levels: {1: none, 2: some, 3: all}
axes:
  - {id: x, label: Ex, short: Ex, midpoint: 2, dimensions_needed: 1}
  - {id: y, label: Why, short: Why, midpoint: 2, dimensions_needed: 1}
dimensions:
  - {id: xd, axis: x, label: Ex dim, short: Ex dim}
  - {id: yd, axis: y, label: Why dim, short: Why dim}
quadrants:
  - {id: ll, label: LL, at: {x: low, y: low}}
  - {id: lh, label: LH, at: {x: low, y: high}}
  - {id: hl, label: HL, at: {x: high, y: low}}
  - {id: hh, label: HH, at: {x: high, y: high}}
items:
  - {id: x.a, dimension: xd, short: A, prompt: "A?"}
  - {id: x.b, dimension: xd, short: B, prompt: "B?"}
  - {id: y.c, dimension: yd, short: C, prompt: "C?"}
"""
