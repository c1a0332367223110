"""What a run keeps while it works: for nobody else, of use to go on, and gone in the end."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from maturity.errors import InputError, Problem
from maturity.network import running
from maturity.network.asked import Asked
from maturity.network.coding import CodingRules
from maturity.network.faults import Faults
from maturity.network.together import WantedTogether
from tests.test_network import MAP, ROW, gathered, rounds_of, rows_of, write
from tests.test_network_sources import NATION, POINTS, command


@pytest.mark.parametrize("harm", ["plan", "mark", "rows", "between"])
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
    else:
        # The last block is not worked out yet.
        last = max(folder.glob("rows-*.arrow"))
        content = last.read_bytes()
        end = b"\xff\xff\xff\xff"
        last.write_bytes(content[: content.rindex(end, 0, -8)] if harm == "between" else content[:-40])
    told = gathered([MAP], path, folder=folder, resume=True)
    assert told.tables["clusters"].equals(whole)
    assert "anew" in told.summary["notes"][0] or "from the beginning" in told.summary["notes"][0]


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
    rows = pl.DataFrame({name: [text] for name, text in ROW.items()} | {"__row": [1], "respondent": ["Anna"]})
    seen = set()
    for seed in tuple(seeds):
        coder = Coder("x", 0, [*ROW, "respondent"], CodingRules(Asked({(MAP.id, MAP.version): MAP}), seed=seed))
        ((_, coded),) = coder.code(rows, Faults())
        seen |= {coded["school"].item(), coded["person"].item()}
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
