"""Long sequences kept packed: the same as if they were there, in little room."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from maturity import load_round, packed
from maturity.cli.app import run
from maturity.errors import InputError
from maturity.model import round as model_round
from maturity.packed import TOGETHER, ByName, Packed, compact, viewed
from maturity.readers import cells
from maturity.readers.sheet import read_sheets
from tests.started import start

ABOUT = ("--mode", "named", "--label", "2026", "--date", "2026-03-12", "-q", "cluster-journey-short")

MANY = 2 * TOGETHER + 7


@pytest.mark.parametrize("loose", [0, 1 << 13, 1 << 25])
def test_few_things_are_a_tuple_and_many_are_the_same_sequence(monkeypatch: pytest.MonkeyPatch, loose: int) -> None:
    monkeypatch.setattr(packed, "LOOSE", loose)
    assert compact(iter(range(TOGETHER))) == tuple(range(TOGETHER))
    many = compact(iter(range(MANY)))
    assert isinstance(many, Packed)
    assert list(many) == list(range(MANY))
    assert many == tuple(range(MANY))
    assert many != tuple(range(1, MANY + 1))
    assert [many[0], many[TOGETHER], many[-1]] == [0, TOGETHER, MANY - 1]


def test_a_part_of_many_is_that_part_and_so_is_what_is_seen_in_it() -> None:
    part = compact(range(MANY))[TOGETHER - 1 : TOGETHER + 2]
    assert list(part) == [TOGETHER - 1, TOGETHER, TOGETHER + 1]
    assert list(part[1:]) == [TOGETHER, TOGETHER + 1]
    assert list(viewed(part, str)) == [str(one) for one in part]
    assert viewed((1, 2), str) == ("1", "2")


def test_a_name_stands_for_what_was_put_last_where_it_first_came() -> None:
    found = ByName((str(n), n) for n in range(MANY))
    assert list(found.things()) == list(range(MANY))
    found.put("0", -1)
    assert found["0"] == -1
    assert list(found.things()) == [-1, *range(1, MANY)]
    assert "x" not in found


def test_many_things_take_a_small_part_of_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "LOOSE", 1 << 18)

    def rows() -> Iterator[dict[str, object]]:
        for n in range(10 * TOGETHER):
            yield {"respondent": f"r{n}", "answers": {f"question.{k}": (n + k) % 5 for k in range(30)}}

    tracemalloc.start()
    many = compact(rows())
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(many) == 10 * TOGETHER
    assert held / len(many) < 150


HEAD = "Timestamp,Your school,Role,dep.purpose.compelling,dep.trust.candour\n"
MINUTES = range(31)
ROWS = [
    f"2026-03-12 09:{n:02}:07,{('Elm Road', 'Oak Hill')[n % 2]},Teacher,{1 + n % 5},{n % 4 or 'DK'}\n" for n in MINUTES
]


def whole_way(name: str) -> list[object]:
    """What is said and kept of a table that comes in, is corrected, scored, looked through and left by somebody."""
    start(name, "--name", "River", "--school", "Elm Road", "--school", "Oak Hill", *ABOUT)
    folder, told = Path(name, "2026"), list[object]()
    Path("all.csv").write_text(HEAD + "".join(ROWS), "utf-8")
    Path("more.csv").write_text(HEAD + "".join([*ROWS[:30], ROWS[30].replace("Teacher", "Head")]), "utf-8")
    Path("bad.csv").write_text(HEAD + "".join(ROWS).replace(",5,", ",nine,"), "utf-8")
    for command in [
        ["collect", name, "bad.csv", "--yes"],
        ["collect", name, "all.csv", "--yes"],
        ["collect", name, "more.csv", "--yes", "--other-people"],
        ["score", name, "--json"],
        ["doctor", name],
        ["export", name, "-o", f"{name}.csv"],
        ["score", f"{name}.csv", "-q", "cluster-journey-short", "--json"],
        ["forget", name, "FIFTH", "--yes"],
        ["doctor", name],
    ]:
        out = io.StringIO()
        command = [load_round(folder).responses[4].respondent if word == "FIFTH" else word for word in command]
        with redirect_stdout(out), redirect_stderr(out):
            told.append((command[0], run(command), out.getvalue()))
    return [*told, [one.model_dump() for one in load_round(folder).responses], Path(f"{name}.csv").read_bytes()]


@pytest.mark.command
def test_answers_take_the_same_way_packed_as_they_take_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "many").mkdir()
    monkeypatch.chdir(tmp_path / "few")
    few = whole_way("river")
    monkeypatch.chdir(tmp_path / "many")
    monkeypatch.setattr(packed, "TOGETHER", 2)
    monkeypatch.setattr(model_round, "TOGETHER", 2)
    monkeypatch.setattr(packed, "LOOSE", 1 << 12)
    many = whole_way("river")
    assert isinstance(load_round("river/2026").responses, packed.Long)
    assert many == few


def test_a_row_without_an_end_is_refused_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("school,x.a\nAsh," + '"3\n' + "4\n" * (cells.LONGEST_LINE // 2), "utf-8")
    for read in (cells.rows_of, read_sheets):
        with pytest.raises(InputError, match=r"t\.csv:2: .*look for a quote that is never closed"):
            read(table)


def test_one_limit_holds_for_a_table_that_is_scored_and_one_that_is_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("school,x.a\n" + "Ash,3\n" * 10, "utf-8")
    assert len(cells.rows_of(table)) == len(read_sheets(table)[0].lines) == 11
    monkeypatch.setattr(cells, "MOST_CELLS", 21)
    for read in (cells.rows_of, read_sheets):
        with pytest.raises(InputError, match="the table has more than 21 cells"):
            read(table)
