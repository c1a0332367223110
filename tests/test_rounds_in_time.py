"""Which round is the latest: one answer for every command, by date."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from maturity.cli.app import run
from maturity.errors import InputError
from maturity.folder.names import is_copy
from maturity.folder.rounds import round_before, round_folder, rounds_in_time
from tests.started import start


@pytest.fixture(scope="module")
def two_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "river"
    schools = [word for name in ("Ash", "Oak", "Elm") for word in ("--school", name)]
    first = ["--mode", "named", "-q", "cluster-journey-short", "--label", "spring-2026", "--date", "2026-03-12"]
    start(folder, "--name", "River", *schools, *first)
    run(["start", str(folder), "--label", "autumn-2026", "--date", "2026-10-08"])
    return folder


@pytest.fixture
def river(two_rounds: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(two_rounds, tmp_path / "river"))


def names(folder: Path) -> list[str]:
    return [path.name for path in rounds_in_time(folder)]


def test_the_date_decides_and_not_the_name(river: Path) -> None:
    assert names(river) == ["spring-2026", "autumn-2026"]
    assert round_folder(river)[0].name == "autumn-2026"
    before = round_before(river / "autumn-2026")
    assert before is not None
    assert before.name == "spring-2026"


@pytest.mark.process
@pytest.mark.parametrize(
    "command", [["score"], ["plan", "--status"], ["report", "-o", "out.md"], ["form", "-o", "out.html"]]
)
def test_every_command_takes_the_same_round(
    river: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    capsys.readouterr()
    assert run([command[0], str(river), *command[1:]]) == 0
    said = capsys.readouterr()
    told = said.out + said.err + "".join(path.read_text("utf-8") for path in tmp_path.glob("out.*"))
    assert "autumn-2026" in told


@pytest.mark.parametrize(
    "name",
    [
        *("spring-2026 - Copy", "Copy of spring-2026", "spring-2026 (2)", "spring-2026.bak", "spring-2026~"),
        *("spring-2026 - Kopie", "spring-2026 copy", "spring-2026 copy 2", "spring-2026 (conflicted copy 2026-05-01)"),
    ],
)
def test_a_copy_is_never_a_round(river: Path, name: str) -> None:
    shutil.copytree(river / "autumn-2026", river / name)
    assert names(river) == ["spring-2026", "autumn-2026"]


@pytest.mark.parametrize(
    "name",
    [
        "autumn-2026 — копия",
        "autumn-2026 的副本",
        "autumn-2026 - コピー",
        "autumn-2026_old",
        "old autumn",
        "backup",
        "0",
    ],
)
def test_the_same_round_in_a_second_folder_is_no_round_in_whatever_language_it_is_called(
    river: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(river / "autumn-2026", river / name)
    assert names(river) == ["spring-2026", "autumn-2026"]
    assert round_folder(river)[0].name == "autumn-2026"
    assert run(["doctor", str(river)]) == 1
    said = "has the label 'autumn-2026', as 'autumn-2026' has; it is taken for a copy, and is not read"
    assert f"{river / name / 'round.yaml'}: label: {said}" in capsys.readouterr().err


def test_two_sittings_of_one_label_on_two_days_are_two_rounds(river: Path) -> None:
    other = river / "winter"
    shutil.copytree(river / "autumn-2026", other)
    about = other / "round.yaml"
    about.write_text(about.read_text("utf-8").replace("2026-10-08", "2026-12-01"), "utf-8")
    assert names(river) == ["spring-2026", "autumn-2026", "winter"]


@pytest.mark.parametrize("name", ["2026", "2026-2", "2025-26", "autumn.2026", "copyright", "year 2"])
def test_an_ordinary_name_is_no_copy(name: str) -> None:
    assert not is_copy(name)


def test_a_folder_of_copies_alone_says_so(tmp_path: Path, river: Path) -> None:
    lone = tmp_path / "lone"
    lone.mkdir()
    shutil.copytree(river / "autumn-2026", lone / "autumn-2026 - Copy")
    with pytest.raises(InputError, match=r"looks like a copy, and a copy is no round"):
        round_folder(lone)


def test_what_is_left_of_a_round_is_an_error_and_not_absent(river: Path) -> None:
    (river / "autumn-2026" / "round.yaml").unlink()
    with pytest.raises(InputError, match=r"autumn-2026.round\.yaml: the file is missing"):
        rounds_in_time(river)


def test_a_round_with_an_unreadable_date_is_an_error(river: Path) -> None:
    path = river / "autumn-2026" / "round.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-10-08", "8 October"), "utf-8")
    with pytest.raises(InputError, match=r"'8 October' is no date: write year-month-day"):
        round_folder(river)


def test_a_round_without_a_date_comes_before_those_that_have_one(river: Path) -> None:
    path = river / "autumn-2026" / "round.yaml"
    path.write_text(path.read_text("utf-8").replace("date: 2026-10-08\n", ""), "utf-8")
    assert names(river) == ["autumn-2026", "spring-2026"]
