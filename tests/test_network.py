"""Many clusters from tables: each row of results is what `assess` says of that round alone, whatever else is there."""

from __future__ import annotations

import csv
import datetime as dt
import random
import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.assess import assess
from maturity.errors import InputError
from maturity.model import Mode, Questionnaire, Round
from maturity.network import running
from maturity.network.asked import Asked
from maturity.network.asking import Network, network_of
from maturity.network.cells import ROW as NUMBER
from maturity.network.coding import Coder, CodingRules
from maturity.network.faults import Faults
from maturity.network.results import FIRST, WHO, columns_of, row_of
from maturity.network.running import Gathered
from maturity.network.together import NetworkTold, WantedTogether
from maturity.readers.library import examples_folder, shipped
from maturity.readers.questionnaire import load_questionnaire
from maturity.renderers.answers import table
from tests.every_shape import TEXTS, questionnaire_of
from tests.make import questionnaire as small_map

pytestmark = pytest.mark.command

MAP = small_map((("a", "c"), ("e",)), (("b", "d"), ("f",)), but={"c": {"reversed": True}, "e": {"audience": ["head"]}})
SHAPES: dict[str, Questionnaire] = {
    "map": MAP,
    **{shape: questionnaire_of(shape, subject="cluster") for shape in TEXTS},
}
ROUNDS = (("2025", dt.date(2025, 3, 1)), ("2026", dt.date(2026, 3, 1)))
SCHOOLS = ("ash", "brook", "castle", "dean")


def rounds_of(asked: Questionnaire, seed: int, clusters: int, kinds: Sequence[Mode] = ("named",)) -> list[Round]:
    """Rounds of clusters, one or two of each, of people who answer at random."""
    draw = random.Random(seed)
    made = []
    for number in range(clusters):
        mode = draw.choice(kinds)
        for label, day in ROUNDS[draw.randrange(2) :]:
            people = [_person(asked, draw, f"p{n}") for n in range(draw.randrange(1, 12))]
            there = sorted({one["school"] for one in people})
            cluster = {"name": f"Cluster {number}", "schools": [{"id": one, "name": one} for one in there]}
            made.append(
                Round.model_validate(
                    {"cluster": cluster, "label": label, "date": day, "mode": mode, "responses": people}
                    | {"questionnaire": asked}
                )
            )
    return made


def _person(asked: Questionnaire, draw: random.Random, name: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for item in asked.items:
        chance = draw.random()
        if chance > 0.15:
            answers[item.id] = "DK" if chance < 0.25 else draw.choice(sorted(asked.scale_of(item).levels))
    role = draw.choice([None, *(role.id for role in asked.roles)])
    return {"respondent": name, "school": draw.choice(SCHOOLS), "role": role, "answers": answers}


def rows_of(rounds: Sequence[Round]) -> list[dict[str, str]]:
    """All answers as `maturity export` writes them, with the columns of many clusters."""
    found = []
    for one in rounds:
        header, rows = table(one)
        about = {"cluster": one.cluster.name, "round": one.label, "date": str(one.date)}
        asked = {"questionnaire": one.questionnaire.id, "version": one.questionnaire.version}
        found += [about | asked | {k: str(v) for k, v in zip(header, row, strict=True)} for row in rows]
    return found


def write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".parquet":
        pl.DataFrame([{n: row.get(n) or None for n in names} for row in rows], infer_schema_length=None).write_parquet(
            path
        )
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names, restval="", delimiter="\t" if path.suffix == ".tsv" else ",")
        out.writeheader()
        out.writerows(rows)
    return path


def network(*sources: Path, **more: Any) -> tuple[Gathered, NetworkTold]:
    return network_of(Network(sources=sources, **more))


def questionnaire_file(folder: Path, asked: Questionnaire) -> str:
    from maturity.renderers.questionnaire import render

    path = folder / f"{asked.id}-{asked.version}.yaml"
    path.write_bytes(render(asked) if isinstance(render(asked), bytes) else str(render(asked)).encode())
    return str(path)


def expected(rounds: Sequence[Round]) -> dict[str, dict[str, Any]]:
    """What `assess` says of the last round of every cluster alone."""
    latest_rounds = {one.cluster.name: one for one in rounds}
    return {name: row_of(assess(one)) for name, one in latest_rounds.items()}


def found_in(told: NetworkTold) -> dict[str, dict[str, Any]]:
    return {str(row["cluster"]): row for _, rows in told.rows for row in rows.rows(named=True)}


def gathered(asked: Sequence[Questionnaire], *sources: Path, **more: Any) -> NetworkTold:
    """As `network`, with questionnaires that are in no file."""
    from unittest.mock import patch

    known = {(one.id, one.version): one for one in asked}
    with patch("maturity.network.asking._known", lambda names: dict(known)):
        return network(*sources, **more)[1]


def same(mine: dict[str, dict[str, Any]], theirs: dict[str, dict[str, Any]]) -> None:
    assert mine.keys() == theirs.keys()
    for name, row in theirs.items():
        assert {key: mine[name][key] for key in row} == row, name


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
@pytest.mark.parametrize("shape", SHAPES)
def test_every_row_is_what_assess_says_of_that_round_alone(shape: str, tmp_path: Path, seed: int) -> None:
    rounds = rounds_of(SHAPES[shape], seed, 5, ("named", "named", "anonymous", "confidential"))
    told = gathered([SHAPES[shape]], write(tmp_path / "all.csv", rows_of(rounds)))
    same(found_in(told), expected(rounds))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_neither_the_order_of_rows_nor_files_nor_blocks_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rows = rows_of(rounds_of(MAP, seed, 9))
    whole = gathered([MAP], write(tmp_path / "all.csv", rows)).tables["clusters"]
    random.Random(seed).shuffle(rows)
    for name, block in (("b", 3), ("c", 1000)):
        folder = tmp_path / f"{seed}-{name}"
        folder.mkdir(exist_ok=True)
        write(folder / "one.parquet", rows[: len(rows) // 3])
        write(folder / "two.tsv", rows[len(rows) // 3 :])
        with monkeypatch.context() as change:
            change.setattr(running, "BLOCK", block)
            change.setattr(running, "FLUSH", 7)
            again = gathered([MAP], folder).tables["clusters"]
        assert again.equals(whole)


def test_changes_are_differences_of_the_last_two_rounds(tmp_path: Path) -> None:
    rounds = rounds_of(MAP, 4, 12)
    mine = found_in(gathered([MAP], write(tmp_path / "all.csv", rows_of(rounds))))
    seen = 0
    for before, after in pairwise(rounds):
        if before.cluster.name != after.cluster.name:
            continue
        then, now = row_of(assess(before)), row_of(assess(after))
        row = mine[after.cluster.name]
        assert row["since"] == "2025"
        for name in ("x", "y"):
            old, new = then[name], now[name]
            wanted = None if old is None or new is None else float(new) - float(old)  # type: ignore[arg-type]
            assert row[f"{name}_change"] == wanted
        seen += 1
    assert seen > 2
    assert any(row["since"] is None for row in mine.values())


def test_several_questionnaires_and_versions_in_one_table_are_told_apart(tmp_path: Path) -> None:
    newer = Questionnaire.model_validate(MAP.model_dump() | {"version": "9"})
    asked = [MAP, newer, SHAPES["checklist"]]
    rounds = [one for n, each in enumerate(asked) for one in rounds_of(each, n, 4)]
    rounds = [
        one.model_copy(update={"cluster": one.cluster.model_copy(update={"name": f"{one.cluster.name} {n}"})})
        for n, one in ((asked.index(one.questionnaire), one) for one in rounds)
    ]
    told = gathered(asked, write(tmp_path / "all.csv", rows_of(rounds)))
    assert [(each.id, each.version, rows.height) for each, rows in told.rows] == sorted(
        [(each.id, each.version, 4) for each in asked], key=lambda one: one[:2]
    )
    same(found_in(told), expected(rounds))


def test_folders_of_clusters_are_read_as_ever() -> None:
    found, told = network(examples_folder())
    assert not found.problems
    mine = found_in(told)
    assert mine["Tarnside Schools Together"]["since"] == "2025"
    assert mine["Fairview Together"]["kind"] == "confidential"
    assert sum(rows.height for _, rows in told.rows) == len(mine) >= 14


ROW = {"cluster": "Elm", "kind": "named", "school": "Ash", "a": "3", "b": "2", "c": "4", "d": "DK", "f": "5"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"a": "7"}, "what stands in 'a' is not on the scale 1 to 5: '7'"),
        ({"a": "127"}, "what stands in 'a' is not on the scale 1 to 5: '127'"),
        ({"a": "2.5"}, "what stands in 'a' is not on the scale 1 to 5: '2.5'"),
        ({"a": "yes"}, "what stands in 'a' is not on the scale 1 to 5: 'yes'"),
        ({"cluster": ""}, "does not say its cluster"),
        ({"school": " "}, "does not say its school"),
        ({"kind": "secret"}, "what stands in 'kind' is no kind of round"),
        ({"kind": ""}, "does not say its kind"),
        ({"role": "pupil"}, "what stands in 'role' is no role of small: 'pupil'"),
        ({"date": "12/3/26"}, "what stands in 'date' is no date"),
        ({"questionnaire": "nothing"}, "the questionnaire that the row is about is not known: 'nothing, version 1'"),
        ({"version": "7"}, "is not known"),
        ({"respondent": "p0"}, "the person answers a second time"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_bad_row_is_listed_with_its_place_and_changes_nothing(
    tmp_path: Path, ending: str, wrong: dict[str, str], said: str
) -> None:
    base = {"questionnaire": MAP.id, "version": MAP.version, "date": "2026-03-01", "role": "head", **ROW}
    rows = [base | {"respondent": f"p{n}", "a": str(1 + n % 5)} for n in range(6)]
    bare = gathered([MAP], write(tmp_path / f"bare.{ending}", rows))
    path = write(tmp_path / f"all.{ending}", [*rows[:3], base | {"respondent": "bad"} | wrong, *rows[3:]])
    told = gathered([MAP], path)
    assert told.tables["clusters"].equals(bare.tables["clusters"])
    # A spreadsheet counts the header as its first row.
    place = "row 5" if ending == "csv" else "row 4"
    (problem,) = told.summary["problems"]
    assert said in problem
    assert f"{place}:" in problem
    assert told.summary["rows_left_out"] == 1
    with pytest.raises(InputError, match="row"):
        gathered([MAP], path, strict=True)


def test_text_files_are_read_as_spreadsheets_write_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from maturity.network import sources

    monkeypatch.setattr(sources, "PIECE", 7)
    lines = ["\ufeffcluster;kind;school;a;b;d;f;comment;", 'Elm;named;"Ash; the\nold";3;DK;4;2;"he said ""no""\n";']
    lines += ["", "Elm;Named;Ash;4.0; dk ;5;1;;", "Elm;named;Ash;4;2;5;1;;;;9"]
    path = tmp_path / "all.csv"
    path.write_text("\r\n".join(lines), "utf-8", newline="")
    told = gathered([MAP], path)
    row = told.tables["clusters"].row(0, named=True)
    assert (row["cluster"], row["people"], row["schools"], row["a"]) == ("Elm", 2, 2, 3.5)
    assert told.summary["problems"] == [f"{path}: row 5: the row has more cells than the header: look at its quotes"]


def test_hive_folders_say_columns_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    for region in ("North", "South"):
        place = tmp_path / f"region={region}" / "kind=named"
        place.mkdir(parents=True)
        bare = {key: value for key, value in ROW.items() if key != "kind"}
        write(place / "part-0.parquet", [bare | {"cluster": f"{region} {n}"} for n in range(4) for _ in range(3)])
        (place / "_SUCCESS").write_text("")
        (place / ".part.crc.csv").write_text("x")
    told = gathered([MAP], tmp_path, wanted=WantedTogether(("region",)))
    assert told.tables["clusters"]["region"].to_list() == ["North"] * 4 + ["South"] * 4
    assert told.tables["regions"].select("region", "clusters").rows() == [(None, 8), ("North", 4), ("South", 4)]
    assert gathered([MAP], tmp_path / "*" / "*" / "*.parquet").tables["clusters"].height == 8


def test_what_is_stopped_goes_on_and_what_has_changed_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BLOCK", 20)
    rows = rows_of(rounds_of(MAP, 1, 20))
    path = write(tmp_path / "all.csv", rows)
    whole = gathered([MAP], path).tables["clusters"]
    more: dict[str, Any] = {"folder": tmp_path / ".parts", "resume": True}

    def stop(phase: str, done: int, of: int) -> None:
        if phase == "score" and done > of / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gathered([MAP], path, tell=stop, folder=more["folder"])
    made = len([*more["folder"].glob("*-of-*.json")])
    again = gathered([MAP], path, **more)
    assert again.tables["clusters"].equals(whole)
    assert again.summary["blocks_kept"] == made > 1
    assert not more["folder"].exists()
    with pytest.raises(KeyboardInterrupt):
        gathered([MAP], path, tell=stop, folder=more["folder"])
    write(path, rows[:-1])
    anew = gathered([MAP], path, **more)
    assert anew.summary["blocks_kept"] == 0
    assert anew.summary["notes"] == [
        "the sources, or how they are read, have changed since: everything is worked out anew"
    ]


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_no_two_columns_of_a_shipped_questionnaire_are_called_alike(name: str) -> None:
    asked = load_questionnaire(name)
    ids = [one.id for one in asked.axes] + [one.id for one in asked.dimensions] + [one.id for one in asked.items]
    own = {name for name in columns_of(asked) if name not in {*WHO, *FIRST}}
    assert len(set(ids)) == len(ids)
    assert set(ids) <= own


def test_a_table_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    rules = CodingRules(Asked({(MAP.id, MAP.version): MAP}))
    for header, said in (
        (["cluster", "kind", "a"], "'school' is missing"),
        (["school", "kind", "a"], "'cluster' is missing"),
        (["cluster", "school", "a"], "of which kind"),
        (["cluster", "school", "kind", "z"], "no column is a question"),
        (["cluster", "school", "Kind", "kind ", "a"], "there twice"),
    ):
        with pytest.raises(InputError, match=said):
            Coder("x", 0, header, rules)
    coder = Coder("x", 0, ["cluster", "school", "kind", "a", "evidence:a", "height"], rules)
    assert coder.unused() == ["height"]
    (tmp_path / "open.csv").write_text('cluster,kind,school,a\nElm,named,"Ash,3\n')
    with pytest.raises(InputError, match="a quote is never closed"):
        gathered([MAP], tmp_path / "open.csv")
    assert (
        coder.code(pl.DataFrame(schema={NUMBER: pl.UInt32, **dict.fromkeys(coder.names.values(), pl.String)}), Faults())
        == []
    )


def test_what_is_worked_on_side_by_side_keeps_its_order() -> None:
    done = [threading.Event() for _ in range(6)]

    def work(number: int) -> int:
        # Even ones end after the one behind them.
        assert number % 2 or done[number + 1].wait(60)
        done[number].set()
        return number

    assert [*running.in_turn(work, range(6))] == [*range(6)]


def test_faults_of_many_parts_of_a_source_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Faults, "KINDS", 3)
    whole = Faults()
    for part in range(4):
        own = Faults(rows=2)
        for kind in "ab":
            own.add("x.csv", f"{kind}{part}", "mend it", [part])
        whole.add_all(own)
    assert whole.rows == 8
    assert [one.message for one in whole.problems()] == ["a0", "b0", "a1", "there are more faults in rows"]
    assert sum(whole.counts.values()) == 8
