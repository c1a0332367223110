"""A report of every cluster in a folder, in one command."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.journeys import story
from maturity.journeys.many import names_of
from maturity.model import Response
from maturity.readers.library import examples_folder
from tests.started import start

pytestmark = pytest.mark.command

SHORT = ("--sections", "year", "--date", "2026-12-01")


@pytest.fixture(autouse=True)
def clusters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with clusters as they lie about: files, a folder of years, a copy, notes."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "clusters"
    folder.mkdir()
    shutil.copytree(examples_folder() / "tarnside", folder / "Tarnside")
    shutil.copy(examples_folder() / "riverside.yaml", folder / "River side.yaml")
    shutil.copy(examples_folder() / "riverside.yaml", folder / "con.yaml")
    shutil.copy(examples_folder() / "riverside.yaml", folder / "con - Copy.yaml")
    (folder / "notes.yaml").write_text("to do: nothing\n", "utf-8")
    (folder / "archive").mkdir()
    return folder


def report(*words: str, code: int = 0, capsys: pytest.CaptureFixture[str]) -> tuple[str, list[str]]:
    """What the command says on the two streams."""
    capsys.readouterr()
    assert run(["report", "clusters", *words]) == code
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err.splitlines()


def held(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def test_each_cluster_gets_its_own_files_in_each_format_and_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = report("-o", "new/out", "--as", "md,.xlsx", *SHORT, capsys=capsys)
    names = ("River-side", "Tarnside", "cluster-con")
    assert [*held("new/out")] == sorted(f"{name}.{kind}" for name in names for kind in ("md", "xlsx"))
    assert out == "wrote 6 files into new/out: 3 of 3 clusters reported\n"
    assert err == [
        "maturity: passed over, as no cluster: archive, con - Copy.yaml",
        "maturity: passed over, as no round: notes.yaml (nothing in it says 'cluster')",
        "1 of 3: cluster-con: cluster-con.md, cluster-con.xlsx",
        "2 of 3: River-side: River-side.md, River-side.xlsx",
        "3 of 3: Tarnside: Tarnside.md, Tarnside.xlsx",
    ]
    text = Path("new/out/Tarnside.md").read_text("utf-8")
    assert "Compared with: 2023, 2024 and 2025" in text.replace("**", "")
    assert "1 December 2026" in text


def test_no_file_of_yaml_is_passed_over_in_silence(clusters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = (examples_folder() / "riverside.yaml").read_text("utf-8")
    unlike = {
        "wide.yaml": given.encode("utf-16"),
        "odd.yml": b"{{{\n",
        "void.yaml": b"",
        "look.yaml": b"format: maturity-theme/1\n",
        "asks.yaml": b"format: maturity-questionnaire/2\n",
    }
    for name, content in unlike.items():
        (clusters / name).write_bytes(content)
    bare = given.replace("format: maturity-round/1\n", "")
    (clusters / "Bare.yaml").write_text(bare, "utf-8")
    (clusters / "Slip.yaml").write_text(given.replace("maturity-round/1", "maturity_round/1"), "utf-8")
    _, err = report("-o", "out", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert "1 of 5: Bare: Bare.md" in err
    assert "4 of 5: Slip: failed" in err
    assert any("clusters/Slip.yaml:3: format: " in line for line in err)
    (named,) = [line for line in err if line.startswith("maturity: passed over, as no round: ")]
    for name in unlike:
        assert f"{name} (" in named
    assert "look.yaml (a theme)" in named
    assert "asks.yaml (a questionnaire)" in named
    assert "wide.yaml (line 1: the file is in UTF-16)" in named


def test_a_folder_without_a_cluster_names_the_files_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bare").mkdir()
    Path("bare/void.yaml").write_bytes(b"")
    assert run(["report", "bare", "-o", "out", "--as", "md"]) == 2
    assert "the folder holds no cluster; no round: void.yaml (line 1: the file is empty)" in capsys.readouterr().err


def test_a_report_of_many_is_that_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    report("-o", "out", "--as", "md", *SHORT, capsys=capsys)
    assert run(["report", "clusters/Tarnside", "-o", "alone.md", *SHORT]) == 0
    assert Path("alone.md").read_bytes() == Path("out/Tarnside.md").read_bytes()
    assert run(["report", "clusters/Tarnside", "-o", "one", "--as", "md", *SHORT]) == 0
    assert held("one") == {"Tarnside.md": Path("alone.md").read_bytes()}


def test_a_cluster_that_fails_is_listed_and_stops_no_other(clusters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (clusters / "con.yaml").write_text("format: maturity-round/1\n", "utf-8")
    out, err = report("-o", "out", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert [*held("out")] == ["River-side.md", "Tarnside.md"]
    assert "2 of 3 clusters reported" in out
    assert "1 of 3: cluster-con: failed" in err
    assert any(line.startswith("maturity: clusters/con.yaml:1: ") for line in err)


def test_a_fault_of_the_program_in_one_cluster_is_listed_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = story.read_story

    def broken(paths: list[Path], *args: object, **more: object) -> object:
        if paths[0].name == "con.yaml":
            raise ZeroDivisionError("nothing to divide by")
        return usual(paths, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(story, "read_story", broken)
    _, err = report("-o", "out", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert [*held("out")] == ["River-side.md", "Tarnside.md"]
    assert "clusters/con.yaml: no report can be made of it (ZeroDivisionError: nothing to divide by)" in err[-1]


class Yes(io.StringIO):
    """A terminal at which somebody says yes to everything."""

    def isatty(self) -> bool:
        return True

    def readline(self, *_: object) -> str:  # type: ignore[override]
        return "y\n"


def test_a_round_that_is_open_stays_open_and_is_listed(
    clusters: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Yes())
    schools = [word for name in ("Ash", "Elm", "Oak") for word in ("--school", name)]
    about = ("--date", "2026-03-12", "-q", "cluster-journey-short", "--mode", "anonymous")
    start(clusters / "open", "--name", "Open", *schools, *about)
    items = [item.id for item in load_round(clusters / "open").questionnaire.items]
    people = [
        Response(
            respondent=f"p{n}", school=("ash", "elm", "oak")[n % 3], role="teacher", answers=dict.fromkeys(items, 3)
        )
        for n in range(9)
    ]
    at = dt.datetime(2026, 3, 12, 16, tzinfo=dt.UTC)
    store.append_all(clusters / "open" / "2026", people, at=at, code=True)
    _, err = report("-o", "out", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert "2 of 4: open: not reported, its round is open" in err
    assert "not reported, since their rounds are open: open" in err
    assert "maturity score clusters/open --close" in err[-1]
    assert store.read(clusters / "open" / "2026").noted("published") == ()
    for flag in ("--close", "--quotes", "--publish-again"):
        _, err = report("-o", "out2", "--as", "md", flag, code=2, capsys=capsys)
        assert f"{flag} is for one round" in err[0]
    assert not Path("out2").exists()


def test_nothing_goes_among_the_answers_or_over_what_somebody_changed(
    clusters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in clusters.rglob("*"))
    for into in ("clusters", "clusters/reports", "clusters/Tarnside/../all.zip"):
        _, err = report("-o", into, "--as", "md", code=2, capsys=capsys)
        assert "among the answers" in err[0]
    assert sorted(path.name for path in clusters.rglob("*")) == before
    report("-o", "out", "--as", "md", *SHORT, capsys=capsys)
    whole = held("out")
    Path("out/River-side.md").write_bytes(b"mine\n")
    Path("out/Tarnside.md").unlink()
    _, err = report("-o", "out", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert held("out") == {**whole, "River-side.md": b"mine\n"}
    assert "out/River-side.md: a file is there already" in err[-1]
    report("-o", "out", "--as", "md", *SHORT, "--force", capsys=capsys)
    assert held("out") == whole


def test_one_archive_holds_the_same_files_and_is_the_same_every_time(capsys: pytest.CaptureFixture[str]) -> None:
    report("-o", "out", "--as", "md", *SHORT, capsys=capsys)
    for name in ("one.zip", "two.zip", "two.zip"):
        report("-o", name, "--as", "md", *SHORT, capsys=capsys)
    with zipfile.ZipFile("one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == held("out")
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    with zipfile.ZipFile("two.zip", "w") as archive:
        archive.writestr("mine", "kept")
    _, err = report("-o", "two.zip", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert "two.zip: a file is there already that this command did not write" in err[-1]
    assert "3 of 3" not in " ".join(err)


def test_stopped_halfway_what_is_written_is_whole_and_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report("-o", "all", "--as", "md", *SHORT, capsys=capsys)
    usual = story.read_story

    def stopped(paths: list[Path], *args: object, **more: object) -> object:
        if paths[0].name == "Tarnside":
            raise KeyboardInterrupt
        return usual(paths, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(story, "read_story", stopped)
    _, err = report("-o", "out", "--as", "md", *SHORT, code=130, capsys=capsys)
    assert "maturity: stopped: 2 of 3 clusters done, what is written is whole" in err
    assert held("out") == {name: content for name, content in held("all").items() if "Tarnside" not in name}
    _, err = report("-o", "out.zip", "--as", "md", *SHORT, code=130, capsys=capsys)
    assert "maturity: stopped: 2 of 3 clusters done, the archive holds them" in err
    assert zipped_in("out.zip") == held("out")


def zipped_in(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(name) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def test_stopped_halfway_an_archive_that_was_there_keeps_the_rest_of_what_it_held(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report("-o", "all.zip", "--as", "md", *SHORT, capsys=capsys)
    before, whole = zipped_in("all.zip"), Path("all.zip").read_bytes()
    usual, at = story.read_story, ["Tarnside"]

    def stopped(paths: list[Path], *args: object, **more: object) -> object:
        if paths[0].name in at:
            raise KeyboardInterrupt
        return usual(paths, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(story, "read_story", stopped)
    later = (*SHORT[:-1], "2026-12-02")
    _, err = report("-o", "all.zip", "--as", "md", *later, code=130, capsys=capsys)
    assert "stopped: 2 of 3 clusters done, the archive holds them, and what was in it before" in err[-1]
    after = zipped_in("all.zip")
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] == before[name]] == ["Tarnside.md"]
    Path("all.zip").write_bytes(whole)
    at.append("con.yaml")
    _, err = report("-o", "all.zip", "--as", "md", *later, code=130, capsys=capsys)
    assert "no archive is written" in err[-1]
    assert Path("all.zip").read_bytes() == whole


def test_an_archive_is_renewed_when_a_cluster_is_added_and_is_not_that_of_another_folder(
    clusters: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(clusters / "Tarnside", "Tarnside")
    report("-o", "all.zip", "--as", "md", *SHORT, capsys=capsys)
    shutil.move("Tarnside", clusters / "Tarnside")
    report("-o", "all.zip", "--as", "md", *SHORT, capsys=capsys)
    assert [*zipped_in("all.zip")] == ["River-side.md", "Tarnside.md", "cluster-con.md"]
    for one in clusters.glob("*.yaml"):
        one.unlink()
    shutil.move(clusters / "Tarnside", clusters / "Elsewhere")
    _, err = report("-o", "all.zip", "--as", "md", *SHORT, code=2, capsys=capsys)
    assert "all.zip: the archive there has none of these clusters in it" in err[-1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "x.md"), "clusters holds 3 clusters, and is none itself: for a report of each"),
        (("-o", "x.md", "--as", "md"), "with --as, -o is the one folder that all files go to"),
        (("-o", "a", "-o", "b", "--as", "md"), "with --as, -o is the one folder that all files go to"),
        (("-o", "out", "--as", "odt"), "'.odt' does not say which format to write"),
        (("-o", "out", "--as", " , "), "--as names no format"),
        (("-o", "out", "--as", "md", "--sections", "sprad"), "'sprad' is no chapter"),
        (("-o", "clusters.txt/out", "--as", "md"), "no folder can be made here"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_written(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("clusters.txt").write_text("a file", "utf-8")
    _, err = report(*words, code=2, capsys=capsys)
    assert said in err[-1]
    assert sorted(path.name for path in Path().iterdir()) == ["clusters", "clusters.txt"]


def test_names_are_those_of_the_folders_safe_everywhere_and_each_its_own() -> None:
    long = "x" * 100
    given = [Path(name) for name in ("a/b: c?", "elm.yaml", "Elm", "ELM.yml", "nul", "Школа 7", "…", f"{long}.yaml")]
    names = names_of(given)
    assert names[:7] == ["b-c", "elm", "Elm-2", "ELM-3", "cluster-nul", "Школа-7", "cluster"]
    assert len(names[7]) <= 60
    assert len({name.casefold() for name in names}) == len(names)
    assert names_of(list(reversed(given)))[-2:] == ["elm-3", "b-c"]
