"""What a run keeps while it works: for nobody else, of use to go on, and gone in the end."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from maturity import files
from maturity.cli.app import run
from maturity.errors import InputError, Problem
from maturity.network import blocks, running
from maturity.network.asked import Asked
from maturity.network.cells import ROW as NUMBER
from maturity.network.coding import CodingRules
from maturity.network.faults import Faults
from maturity.network.together import WantedTogether
from tests.test_network import MAP, ROW, gathered, questionnaire_file, rounds_of, rows_of, write
from tests.test_network_sources import NATION, POINTS, command


@pytest.mark.parametrize(
    "harm", ["plan", "mark", "rows", "between", "gone", "bit of rows", "bit of results", "bit of state"]
)
def test_what_was_kept_and_is_damaged_is_worked_out_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(running, "BLOCK", 20)
    monkeypatch.setattr(running, "FLUSH", 10)
    path = write(tmp_path / "all.csv", rows_of(rounds_of(MAP, 1, 20)))
    whole, folder = gathered([MAP], path).tables["clusters"], tmp_path / ".parts"

    def stop(phase: str, done: int, of: int) -> None:
        if phase == "score":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gathered([MAP], path, tell=stop, folder=folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    if harm == "plan":
        (folder / "plan.json").write_text("")
    elif harm == "mark":
        for one in folder.glob("*-of-*.json"):
            one.write_text('{"asked"')
    elif harm.startswith("bit"):
        # A level more or less, or a number of a result: what could be read and would be wrong.
        for one in folder.glob({"rows": "rows-*.arrow", "results": "*.parquet", "state": "sorted.json"}[harm[7:]]):
            bits = bytearray(one.read_bytes())
            bits[bits.index(b'"rows": ') + 8 if harm == "bit of state" else len(bits) // 2] ^= 1
            one.write_bytes(bits)
    elif harm == "gone":
        max(folder.glob("rows-*.arrow")).unlink()
    else:
        # The last block is not worked out yet.
        last = max(folder.glob("rows-*.arrow"))
        content = last.read_bytes()
        end = b"\xff\xff\xff\xff"
        last.write_bytes(content[: content.rindex(end, 0, -8)] if harm == "between" else content[:-40])
    told = gathered([MAP], path, folder=folder, resume=True)
    assert told.tables["clusters"].equals(whole)
    assert told.summary["notes"][0] == "what was kept is damaged: everything is worked out anew"
    assert not folder.exists()


def test_numbers_that_stand_for_schools_are_of_one_run_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from maturity.network.coding import Coder

    seeds, made = [], Coder.__init__

    def noted(self: Coder, *given: Any, **more: Any) -> None:
        made(self, *given, **more)
        seeds.append(self.rules.seed)

    monkeypatch.setattr(Coder, "__init__", noted)
    for _ in range(2):
        assert command(NATION, "-o", tmp_path / "n.json") == 0
    assert 0 != seeds[0] != seeds[1] != 0
    rows = pl.DataFrame({name: [text] for name, text in ROW.items()} | {NUMBER: [1], "respondent": ["Anna"]})
    seen = set()
    for seed in tuple(seeds):
        coder = Coder("x", 0, [*ROW, "respondent"], CodingRules(Asked({(MAP.id, MAP.version): MAP}), seed=seed))
        ((_, coded),) = coder.code(rows, Faults())
        seen |= {coded.rows["school"].item(), coded.rows["person"].item()}
    assert len(seen) == 4


@pytest.mark.parametrize("fails", ["strict", "writing", "reading", "scoring", "stopped"])
def test_coded_answers_stay_behind_only_where_something_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fails: str
) -> None:
    out, more, stopped = tmp_path / "n.csv", [], False
    if fails == "strict":
        bad = pl.read_parquet(NATION).head(200).with_columns(school=pl.lit(None, pl.String))
        bad.write_parquet(tmp_path / "all.parquet")
        more = ["--strict"]
    elif fails == "writing":
        out.mkdir()
        monkeypatch.setattr("maturity.files.Outputs._by_place", lambda *_: None)
    else:
        stopped = True
        at = {
            "reading": "maturity.network.running._Writers.add",
            "scoring": "maturity.network.running.results_of",
            "stopped": "maturity.network.writing.table_files",
        }[fails]

        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(at, stop)
    source = tmp_path / "all.parquet" if fails == "strict" else NATION
    assert command(source, "-o", out, *more) == (130 if stopped else 2)
    assert [one.name for one in tmp_path.glob(".n*")] == [".n.csv.parts"] * (fails in ("scoring", "stopped"))
    said = " ".join(capsys.readouterr().err.split())
    assert ("--resume goes on" in said) == (fails in ("scoring", "stopped"))
    assert ("nothing is kept" in said) == (fails == "reading")


@POINTS
@pytest.mark.parametrize("fails", [None, InputError, KeyboardInterrupt])
@pytest.mark.parametrize("named", [False, True], ids=["any folder", "a folder"])
def test_a_run_from_python_leaves_no_answers_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: bool, fails: type[BaseException] | None, named: bool
) -> None:
    """Neither in a folder that was given nor in one of its own; and what was there was for the owner alone."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    path = write(tmp_path / "all.csv", rows_of(rounds_of(MAP, 5, 12)))
    modes, usual = set[int](), os.umask(0)

    def look(phase: str, done: int, of: int) -> None:
        files = [one for top in (".parts", "temporary") for one in (tmp_path / top).rglob("*") if one.is_file()]
        modes.update(stat.S_IMODE(one.stat().st_mode) for one in files)
        if fails is not None and phase == "read":
            raise fails(Problem("", None, "", "", "stop")) if fails is InputError else fails

    more = {"folder": tmp_path / ".parts"} if named else {}
    with contextlib.nullcontext() if fails is None else pytest.raises(fails):
        gathered([MAP], path, wanted=WantedTogether(points=points), tell=look, **more)
    os.umask(usual)
    assert modes == {0o600}
    assert not (tmp_path / ".parts").exists()
    assert not [*(tmp_path / "temporary").iterdir()]


def test_a_slip_does_not_throw_away_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as change:
        change.setattr("maturity.network.running.results_of", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert command(NATION, "-o", tmp_path / "n.csv") == 130
    assert command(NATION, "-o", tmp_path / "n.csv", "--by", "school") == 2
    assert command(NATION, "-o", tmp_path / "n.csv", "--resume") == 0
    assert [*tmp_path.glob(".n*")] == []


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("results", [["n.json", "n.csv", "n.html"], ["n"]], ids=["files", "a folder"])
def test_what_is_stopped_while_it_writes_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, results: list[str], at: int
) -> None:
    """Even where what it has written lies among its sources, so that it says more of these now."""
    pl.read_parquet(NATION).write_csv(tmp_path / "all.csv")
    again = [tmp_path / "*.csv", *(f for one in results for f in ("-o", tmp_path / one))]
    work, count = files._written, itertools.count()

    def stop(*given: Any, **more: Any) -> None:
        if next(count) == at:
            raise KeyboardInterrupt
        work(*given, **more)

    with monkeypatch.context() as change:
        change.setattr("maturity.files._written", stop)
        assert command(*again) == 130
    assert command(*again, "--resume") == 0
    assert [*tmp_path.glob(".n*")] == []


def test_no_failure_throws_away_what_is_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "n.json"
    folder = stopped(out)
    out.write_text("of somebody else")
    assert command(NATION, "-o", out, "--resume") == 2
    assert "did not write" in capsys.readouterr().err
    out.unlink()
    assert folder.is_dir()
    assert command(NATION, "-o", out, "--resume") == 0
    assert "worked out" not in capsys.readouterr().err
    assert not folder.exists()


def test_the_same_command_may_write_its_json_again_however_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as change:
        change.setattr("maturity.network.asking.everything_told", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert command(NATION, "-o", tmp_path / "n.json") == 130
    assert command(NATION, "-o", tmp_path / "n.json", "--resume") == command(NATION, "-o", tmp_path / "n.json") == 0


def stopped(out: Path) -> Path:
    """What a run keeps that was stopped while it scored."""
    with pytest.MonkeyPatch.context() as change:
        change.setattr("maturity.network.running.results_of", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert command(NATION, "-o", out) == 130
    return out.with_name(f".{out.name}.parts")


@pytest.mark.parametrize("more", [[], ["--resume"], ["--points"]], ids=["anew", "resume", "points"])
def test_of_two_runs_at_once_with_one_output_the_second_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    out, codes = tmp_path / "n.csv", list[int]()
    assert command(NATION, "-o", out) == 0
    whole, work = out.read_bytes(), blocks.results_of

    def second(*given: Any) -> Any:
        if not codes:
            codes.append(-1)
            codes.append(command(NATION, "-o", out, *more))
        return work(*given)

    monkeypatch.setattr("maturity.network.running.results_of", second)
    capsys.readouterr()
    assert command(NATION, "-o", out) == 0
    assert codes == [-1, 2]
    (line,) = (one for one in capsys.readouterr().err.splitlines() if "another run" in one)
    assert ".n.csv.parts: another run works here" in line
    assert "wait until it has ended" in line
    assert out.read_bytes() == whole
    assert not (tmp_path / ".n.csv.parts").exists()


@pytest.mark.parametrize("others", ["ab", "ba", "b", "bc"])
def test_no_two_runs_at_once_write_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], others: str
) -> None:
    first, second = ([f for one in names for f in ("-o", tmp_path / f"{one}.csv")] for names in ("ab", others))
    codes, work = list[int](), blocks.results_of

    def meanwhile(*given: Any) -> Any:
        if not codes:
            codes.append(-1)
            codes.append(command(NATION, *second))
        return work(*given)

    monkeypatch.setattr("maturity.network.running.results_of", meanwhile)
    assert command(NATION, *first) == 0
    assert codes == [-1, 2]
    assert "another run works here" in capsys.readouterr().err
    assert not [*tmp_path.glob(".*")]


def test_what_is_kept_is_found_whichever_output_is_named_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped(tmp_path / "n.csv")
    assert command(NATION, "-o", tmp_path / "o.html", "-o", tmp_path / "n.csv", "--resume") == 0
    assert "worked out" not in capsys.readouterr().err
    assert not [*tmp_path.glob(".*")]


def test_a_program_that_was_killed_keeps_nobody_out(tmp_path: Path) -> None:
    """The system lets go of what it held; the file by which it held it is still there."""
    folder = stopped(tmp_path / "n.csv")
    (folder / ".lock").touch()
    assert command(NATION, "-o", tmp_path / "n.csv", "--resume") == 0
    assert not folder.exists()


@pytest.mark.parametrize("more", [[], ["--points"]], ids=["anew", "points"])
def test_a_later_run_takes_away_what_one_that_was_stopped_has_kept(tmp_path: Path, more: list[str]) -> None:
    folder = stopped(tmp_path / "n.csv")
    assert folder.is_dir()
    assert command(NATION, "-o", tmp_path / "n.csv", *more) == 0
    assert not folder.exists()


@pytest.mark.parametrize("more", [[], ["--points"]], ids=["rows", "points"])
@pytest.mark.parametrize("at", ["running.BlockWork._block", "counting.PointsWork._part"])
def test_a_later_run_takes_away_what_killed_points_have_left(tmp_path: Path, more: list[str], at: str) -> None:
    rows = rows_of(rounds_of(MAP, 5, 12))
    asked = questionnaire_file(tmp_path, MAP)
    source = write(tmp_path / "all.csv", [*rows, *rows[:3]])
    (tmp_path / "temporary").mkdir()
    code = f"""
import os, sys
from maturity.network import counting, running
{at} = lambda *_: os._exit(9)
from maturity.cli.app import run
run(["network", *sys.argv[1:]])
"""
    given = [str(source), "-q", asked, "-o", str(tmp_path / "n.csv")]
    place = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    killed = subprocess.run([sys.executable, "-c", code, *given, "--points"], check=False, env=place)
    assert killed.returncode == 9
    left = [one for one in tmp_path.rglob("*") if one.name.startswith(("people-", "rows-"))]
    assert left
    assert run(["network", *given, *more]) == 0
    assert [one for one in left if one.exists()] == []
    assert [*tmp_path.glob(".n*")] == [*(tmp_path / "temporary").iterdir()] == []


@pytest.mark.parametrize("more", [[], ["--points"]], ids=["rows", "points"])
@pytest.mark.parametrize("what", ["a file", "a link", "of somebody"])
def test_what_is_no_folder_of_a_run_is_refused_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, more: list[str]
) -> None:
    folder, mine = tmp_path / ".n.csv.parts", tmp_path / "mine"
    if what == "a file":
        folder.write_text("mine")
    elif what == "a link":
        mine.mkdir()
        folder.symlink_to(mine)
    else:
        folder.mkdir()
        (folder / "mine.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    assert command(NATION, "-o", tmp_path / "n.csv", *more) == 2
    assert sorted(tmp_path.rglob("*")) == before
    said = capsys.readouterr().err
    assert ".n.csv.parts: here a run keeps coded answers" in said
    assert "move it away, or choose another name with -o" in said


def test_a_file_that_somebody_has_put_beside_what_is_kept_stays(tmp_path: Path) -> None:
    folder = stopped(tmp_path / "n.csv")
    (folder / "mine.txt").write_text("mine")
    assert command(NATION, "-o", tmp_path / "n.csv") == 0
    assert [one.name for one in folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("more", [[], ["--points"]], ids=["rows", "points"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nn", "nn: a name without an ending means a folder, and there is a file of this name: choose another name"),
        ("nn/more", "nothing can be written here (Not a directory): choose another place with -o"),
        ("none/n.csv", "none: make it first"),
        ("/proc/n.csv", "/proc/n.csv: nothing can be written here"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, said: str, more: Any
) -> None:
    if name.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("this system has no such folder")
    (tmp_path / "nn").write_text("mine")
    monkeypatch.setattr("maturity.network.asking.network_in", lambda *_: pytest.fail("there was work"))
    assert command(NATION, "-o", tmp_path / name, *more) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert [one.name for one in tmp_path.iterdir()] == ["nn"]


@pytest.mark.parametrize(
    "at",
    ["maturity.network.running.pa.ipc.RecordBatchStreamWriter.write_table", "pathlib.Path.write_bytes"],
    ids=["sorting", "scoring"],
)
def test_a_full_disk_is_said_with_the_place_and_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], at: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28] No space left on device")

    monkeypatch.setattr(at, full)
    assert command(NATION, "-o", tmp_path / "n.csv") == 2
    said = capsys.readouterr().err
    assert ".n.csv.parts: what a run keeps while it works cannot be written here (No space left on device)" in said
    assert "make room on the disk" in said
    assert not [*tmp_path.iterdir()]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_said_while_people_are_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.network.counting.for_nobody_else", lambda _: Path("/dev/full"))
    source = write(tmp_path / "all.csv", rows_of(rounds_of(MAP, 5, 12)))
    with pytest.raises(InputError, match=r"No space left on device.*make room on the disk"):
        gathered([MAP], source, wanted=WantedTogether(points=True), folder=tmp_path / ".parts")


def test_where_every_source_is_a_result_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "in.csv", rows_of(rounds_of(MAP, 1, 3)))
    assert command(path, "-q", "cluster-journey", "-o", path, "--force") == 2
    assert f"no answers in these sources: {path}: left out, for it is one of the results" in capsys.readouterr().err
