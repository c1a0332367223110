"""What goes into a network of clusters counts once, in the right round, and shows nobody's words."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from maturity.cli.app import run
from maturity.errors import InputError
from maturity.model import Questionnaire
from maturity.network import blocks, counting, latest, regions
from maturity.network.cells import ROW as ROW_NUMBER
from maturity.network.cells import SPOILT, SURPLUS, texts_of
from maturity.network.columns import refuse_by
from maturity.network.sources import sources_meant
from maturity.network.together import NetworkTold, WantedTogether
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from tests.every_shape import questionnaire_of
from tests.test_network import MAP, ROW, found_in, gathered, write

pytestmark = pytest.mark.command

ASKED, ITEM = "cluster-journey-short", "dep.trust.candour"
NATION = examples_folder() / "nation.parquet"
POINTS = pytest.mark.parametrize("points", [False, True], ids=["rows", "points"])


def told_of(path: Path, *rows: dict[str, Any], points: bool = False, by: tuple[str, ...] = ()) -> NetworkTold:
    """What is told of some rows, each beside what is usual."""
    write(path, [{**ROW, "round": "2026", **one} for one in rows])
    return gathered([MAP], path, wanted=WantedTogether(by, points=points))


def command(*arguments: object) -> int:
    return run(["network", *map(str, arguments)])


@pytest.mark.parametrize(
    "by",
    [
        *("comment", "evidence:a", "respondent", "school", "role", "kind", "cluster", "date", "round", "submitted"),
        *("a", "people", "x", "x_low", "place", "average"),
    ],
)
def test_no_column_of_a_person_a_round_or_an_answer_says_a_region(tmp_path: Path, by: str) -> None:
    with pytest.raises(InputError, match=f"the column '{by}' of --by has a meaning of its own"):
        told_of(tmp_path / "all.csv", {by: "3", "a": "3"}, by=(by,))


@POINTS
def test_a_column_of_any_other_name_may_say_a_region(tmp_path: Path, points: bool) -> None:
    """Whatever the program calls what it works with."""
    said = " ".join(Path(str(one.__file__)).read_text("utf-8") for one in (blocks, counting, latest, regions))
    names = re.findall(r'["`]([a-z_]+)[":`]', said.lower())
    by = tuple(sorted({*names, "by:code", "several:code"}.difference(*map(closed_names, names))))
    rows = [{"cluster": f"C{n}", "round": f"{n}", **dict.fromkeys(by, "North")} for n in range(4)]
    told = told_of(tmp_path / "all.csv", *rows, by=by, points=points)
    assert {"code", "key", "sitting", "few"} < set(by)
    for name in by:
        assert told.tables["clusters"][name].to_list() == ["North"] * 4
        assert told.tables["regions"][name].drop_nulls().unique().to_list() == ["North"]


def closed_names(name: str) -> set[str]:
    """A column that may not say a region."""
    try:
        refuse_by([name], MAP)
    except InputError:
        return {name}
    return set()


def test_a_questionnaire_that_a_row_names_keeps_its_columns_too(tmp_path: Path) -> None:
    item = "dep.trust.candour"
    rows = [{"cluster": "Elm", "kind": "anonymous", "school": "Ash", "questionnaire": ASKED, item: "3"}]
    with pytest.raises(InputError, match="has a meaning of its own"):
        gathered([MAP], write(tmp_path / "all.csv", rows), wanted=WantedTogether((item,)))


@pytest.mark.parametrize("by", ["por.horizon", "dep.trust.candour"])
@pytest.mark.parametrize("beside", [[], [MAP]], ids=["its own", "another"])
def test_no_answer_to_any_questionnaire_says_a_region(tmp_path: Path, by: str, beside: list[Questionnaire]) -> None:
    asked = [*beside, load_questionnaire("cluster-journey")]
    others = [item.id for item in asked[0].items if item.id != by]
    path = write(tmp_path / "all.csv", [{"cluster": "Elm", "kind": "named", "school": "Ash", others[0]: "3", by: "3"}])
    with pytest.raises(InputError, match=f"the column '{by}' of --by has a meaning of its own"):
        gathered(asked, path, wanted=WantedTogether((by,)))


@POINTS
def test_what_differs_within_a_round_is_no_property_of_the_cluster(tmp_path: Path, points: bool) -> None:
    said = {"Elm": "NS", "Oak": "NN", "Ash": " N", "Fir": "  "}
    rows = [{"cluster": name, "region": region.strip()} for name, two in said.items() for region in two]
    told = told_of(tmp_path / "all.csv", *rows, by=("region",), points=points)
    regions = {name: row["region"] for name, row in found_in(told).items()}
    assert regions == {"Elm": None, "Oak": "N", "Ash": None, "Fir": None}
    (note,) = told.summary["notes"]
    assert note.startswith("2 clusters (Ash, Elm): 'region' differs among the rows of one round, or is empty in some")


SECRET = "my head is a bully"


@pytest.mark.parametrize("kind", ["confidential", "anonymous", "", SECRET, "named"])
@pytest.mark.parametrize("column", ["a", "role", "questionnaire", "kind", "date"])
def test_what_people_wrote_stands_beside_its_row_where_they_are_named_alone(
    tmp_path: Path, kind: str, column: str
) -> None:
    about = {"questionnaire": MAP.id, "version": MAP.version, "role": "head", "date": "2026-03-01"}
    told = told_of(tmp_path / "all.csv", about, {**about, "kind": kind, column: SECRET}, {**about, "cluster": "Oak"})
    problems = told.summary["problems"]
    assert "row 3" in problems[0]
    shown = kind == "named" and column in ("a", "role", "questionnaire")
    assert (SECRET in json.dumps(told.summary)) == shown


def test_a_round_in_a_file_is_left_out_without_its_words(tmp_path: Path) -> None:
    text = f"""
        format: maturity-round/1
        label: "2026"
        mode: confidential
        fictional: true
        questionnaire: {ASKED}
        cluster: {{name: Elm, schools: [{{id: ash, name: Ash}}]}}
        responses: [{{respondent: Anna, school: ash, answers: {{dep.trust.candour: {SECRET}}}}}]
    """
    (tmp_path / "round.yaml").write_text(text)
    table = write(tmp_path / "all.csv", [{**ROW}])
    told = gathered([MAP], tmp_path / "round.yaml", table)
    (problem,) = told.summary["problems"]
    assert "responses[1].answers.dep.trust.candour" in problem
    assert SECRET not in problem
    assert "Anna" not in problem


@POINTS
def test_names_are_compared_in_one_form(tmp_path: Path, points: bool) -> None:
    clusters = ["École Nord", "E\u0301COLE  nord", "École\u200b Nord", " \u00e9cole nord"]
    rows = [{"cluster": name, "school": name, "round": f"Round {name}"} for name in clusters]
    told = told_of(tmp_path / "all.parquet", *rows, points=points)
    (row,) = found_in(told).values()
    assert (row["people"], row["schools"]) == (4, 1)


def test_a_table_scored_alone_knows_the_same_schools(tmp_path: Path) -> None:
    from maturity.readers.table import read_table

    rows = [{**ROW, "school": name} for name in ("École", "E\u0301cole", "\u200bécole")]
    bare = [{key: value for key, value in one.items() if key != "c"} for one in rows]
    draft = read_table(write(tmp_path / "all.csv", bare), MAP)
    assert len(draft.data["cluster"]["schools"]) == 1
    assert len({one["school"] for one in draft.data["responses"]}) == 1


@POINTS
@pytest.mark.parametrize("column", ["date", "submitted"])
def test_a_day_makes_no_round(tmp_path: Path, points: bool, column: str) -> None:
    days = ["2026-03-10", "2026-03-11", "2026-03-11", "2199-12-31"]
    write(tmp_path / "all.csv", [{**ROW, column: day} for day in days])
    told = gathered([MAP], tmp_path / "all.csv", wanted=WantedTogether(points=points))
    (row,) = found_in(told).values()
    assert (row["people"], row["since"], row["date"]) == (4, None, dt.date(2026, 3, 11))


@POINTS
@pytest.mark.parametrize(
    ("rounds", "last", "since"),
    [
        ([("Round 2", ""), ("Round 10", "")], "Round 10", None),
        ([("2025", "2025-03-01"), ("2026", "")], "2026", None),
        ([("2025", "2026-03-01"), ("2026", "2026-03-01")], "2026", None),
        ([("Round 10", "2025-03-01"), ("Round 2", "2026-03-01")], "Round 2", "Round 10"),
    ],
)
def test_no_change_is_told_of_rounds_in_no_order(
    tmp_path: Path, points: bool, rounds: list[tuple[str, str]], last: str, since: str | None
) -> None:
    rows = [{"round": label, "date": day} for label, day in rounds for _ in range(3)]
    told = told_of(tmp_path / "all.csv", *rows, points=points)
    (row,) = found_in(told).values()
    assert (row["round"], row["since"]) == (last, since)
    assert (row["x_change"] is None) == (since is None)
    said = [note for note in told.summary["notes"] if "dates of rounds are missing or equal" in note]
    assert len(said) == (since is None)


def answered(place: Path, label: str, day: str, level: int) -> Path:
    """A round in a file."""
    people = [{"respondent": f"p{n}", "school": "ash", "answers": {"dep.trust.candour": level}} for n in range(3)]
    made = {"format": "maturity-round/1", "label": label, "date": day, "mode": "named", "fictional": True}
    made |= {"questionnaire": ASKED, "cluster": {"name": "Elm", "schools": [{"id": "ash", "name": "Ash"}]}}
    place.write_text(json.dumps(made | {"responses": people}))
    return place


@POINTS
def test_a_cluster_in_a_folder_and_in_a_table_is_one(tmp_path: Path, points: bool) -> None:
    first = answered(tmp_path / "one.yaml", "2025", "2025-03-01", 2)
    rows = {"cluster": "ELM", "kind": "named", "school": "Ash", "dep.trust.candour": "4", "questionnaire": ASKED}
    table = write(tmp_path / "all.csv", [rows | {"round": "2026", "date": "2026-03-01"}] * 4)
    wanted = WantedTogether(points=points)
    (row,) = found_in(gathered([], first, table, wanted=wanted)).values()
    assert (row["round"], row["since"], row["people"], row["dep.trust_change"]) == ("2026", "2025", 4, 2.0)
    again = answered(tmp_path / "two.yaml", "2026", "2026-03-01", 3)
    told = gathered([], first, again, table, wanted=wanted)
    (row,) = found_in(told).values()
    assert (row["round"], row["since"], row["people"], row["dep.trust_change"]) == ("2026", "2025", 3, 1.0)
    assert ["counts once" in note for note in told.summary["notes"]] == [True]


def test_a_source_by_several_roads_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    table = write(tmp_path / "in" / "all.csv", [{**ROW}] * 3)
    (tmp_path / "link.csv").symlink_to(table)
    roads = [Path("in/all.csv"), table, Path("in"), Path("in/*.csv"), Path("link.csv"), Path("in/../in/all.csv")]
    told = gathered([MAP], *roads)
    assert [row["people"] for row in found_in(told).values()] == [3]
    assert sum("counted once" in note for note in told.summary["notes"]) == len(roads) - 1
    one = answered(tmp_path / "in" / "elm.yaml", "2026", "2026-03-01", 3)
    told = gathered([MAP], one, Path("in"), Path("in/elm.yaml"))
    assert found_in(told)["Elm"]["since"] is None


@POINTS
def test_copies_of_a_table_under_other_names_count_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: bool
) -> None:
    rows = [{**ROW, "cluster": "Oak"}] * 5
    for name in ("first", "again", "more"):
        write(tmp_path / f"{name}.csv", rows)
    # As long as the others, and no copy.
    write(tmp_path / "other.csv", [{**ROW, "cluster": "Oak", "a": "4"}] * 5)
    for region in "NS":
        (tmp_path / f"region={region}").mkdir()
        write(tmp_path / f"region={region}" / "part.csv", [ROW] * 4)
    hashed, digest = list[str](), hashlib.file_digest

    def noted(file: Any, how: str) -> Any:
        hashed.extend([file.name] * file.name.endswith(".csv"))
        return digest(file, how)

    monkeypatch.setattr(hashlib, "file_digest", noted)
    told = gathered([MAP], tmp_path, wanted=WantedTogether(points=points))
    assert {name: row["people"] for name, row in found_in(told).items()} == {"Oak": 10, "Elm": 8}
    first, said = tmp_path / "again.csv", "a copy of {}, left out so that nobody counts twice"
    assert told.summary["notes"][:2] == [f"{tmp_path / one}.csv: {said.format(first)}" for one in ("first", "more")]
    assert len(hashed) == 6
    gathered([MAP], first, wanted=WantedTogether(points=points))
    assert len(hashed) == 6


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (pl.Series([Decimal("1.5"), Decimal("2.0")]), {2.0: 1}),
        (pl.Series([True, False]), {}),
        (pl.Series([float("inf"), 2.0]), {2.0: 1}),
        (pl.Series([float("nan"), 2.0]), {2.0: 2}),
        (pl.Series(["1.5", "2"], dtype=pl.Categorical), {2.0: 1}),
        (pl.Series(["2", "DK"], dtype=pl.Enum(["DK", "2"])), {2.0: 2}),
    ],
)
def test_cells_of_every_type_follow_the_rule_of_text(tmp_path: Path, cells: pl.Series, kept: dict[float, int]) -> None:
    usual = {name: [text] * 2 for name, text in ROW.items()}
    pl.DataFrame(usual | {"a": cells}).write_parquet(tmp_path / "all.parquet")
    write(tmp_path / "more.csv", [{**ROW, "cluster": "Oak"}])
    row = found_in(gathered([MAP], tmp_path)).get("Elm")
    assert ({row["a"]: row["people"]} if row else {}) == kept


@pytest.mark.parametrize("cells", [[[1], [2]], [{"n": 1}, {"n": 2}], [b"1", b"2"]])
def test_a_column_that_is_no_text_is_refused_once(tmp_path: Path, cells: list[Any]) -> None:
    usual = {name: [text] * 2 for name, text in ROW.items()}
    pl.DataFrame(usual | {"a": cells}).write_parquet(tmp_path / "all.parquet")
    with pytest.raises(InputError, match=r"'a' holds .*, which is neither text nor numbers") as told:
        gathered([MAP], tmp_path / "all.parquet")
    assert len(told.value.problems) == 1


@pytest.mark.parametrize("cells", [[[1], [2]], [{"n": 1}, {"n": 2}], [b"1", b"2"], [dt.timedelta(1), dt.timedelta(2)]])
@pytest.mark.parametrize("known", [[], ["ladder"]], ids=["nothing", "another"])
def test_a_question_that_rows_alone_name_is_refused_likewise(
    tmp_path: Path, cells: list[Any], known: list[str]
) -> None:
    usual = {name: ["1"] * 2 if name == ITEM else [text] * 2 for name, text in {**ROW, "questionnaire": ASKED}.items()}
    pl.DataFrame(usual | {ITEM: cells}).write_parquet(tmp_path / "all.parquet")
    with pytest.raises(InputError, match=f"'{ITEM}' holds .*, which is neither text nor numbers"):
        gathered([questionnaire_of(shape, subject="cluster") for shape in known], tmp_path / "all.parquet")


@POINTS
@pytest.mark.parametrize("size", [1e17, 1e19, 1e30, 1e50])
def test_large_numbers_are_told_apart_and_are_no_levels(tmp_path: Path, points: bool, size: float) -> None:
    usual = {name: [text] * 6 for name, text in ROW.items()}
    people = [size * (1 + n // 2) for n in range(4)] + [None] * 2
    pl.DataFrame(usual | {"respondent": people, "a": [3.0] * 5 + [size]}).write_parquet(tmp_path / "all.parquet")
    told = gathered([MAP], tmp_path / "all.parquet", wanted=WantedTogether(points=points))
    assert found_in(told)["Elm"]["people"] == 3
    said = " ".join(told.summary["problems"])
    assert "'a' is not on the scale" in said
    assert "answers a second time" in said


def test_a_large_whole_number_is_the_same_as_its_digits() -> None:
    assert texts_of(pl.Series([1e19, 7.0, 0.5, float("nan"), None])).to_list() == [
        "1" + "0" * 19,
        "7",
        "0.5",
        None,
        None,
    ]


def test_rows_may_end_as_old_programs_end_them(tmp_path: Path) -> None:
    path = write(tmp_path / "all.csv", [{**ROW}] * 3)
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    assert [row["people"] for row in found_in(gathered([MAP], path)).values()] == [3]


def test_a_byte_that_is_no_text_names_its_row(tmp_path: Path) -> None:
    path = write(tmp_path / "all.csv", [{**ROW, "comment": word} for word in ("one", "caf\u00e9", "two")])
    path.write_bytes(path.read_bytes().replace("\u00e9".encode(), b"\xe9"))
    told = gathered([MAP], path)
    (problem,) = told.summary["problems"]
    assert "row 3: the row holds bytes that are no UTF-8" in problem
    assert [row["people"] for row in found_in(told).values()] == [2]
    path.write_bytes(path.read_bytes().replace(b"comment", b"caf\xe9"))
    with pytest.raises(InputError, match="the file is not UTF-8"):
        gathered([MAP], path)


def test_hive_folders_are_named_as_spark_names_them(tmp_path: Path) -> None:
    for n, folder in enumerate(("region=North%20%26%20East", "region=__HIVE_DEFAULT_PARTITION__")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "part.parquet", [{**ROW, "cluster": f"C{n}"}])
    told = gathered([MAP], tmp_path, wanted=WantedTogether(("region",)))
    assert told.tables["clusters"]["region"].to_list() == ["North & East", None]


def test_a_damaged_parquet_is_not_said_to_lack_a_quote(tmp_path: Path) -> None:
    path = write(tmp_path / "all.parquet", [{**ROW}])
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="write or copy it again"):
        gathered([MAP], path)


@POINTS
def test_a_part_that_is_not_read_to_its_end_is_never_left_out_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, points: bool
) -> None:
    rows = [{**ROW, "cluster": f"C{n}"} for n in range(50)]
    write(tmp_path / "a.parquet", rows)
    write(tmp_path / "b.parquet", [*rows, {**ROW}])
    read = pl.LazyFrame.collect_batches
    # What its own threads cannot read is all that is missing.
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", lambda frame, **more: read(frame.head(50), **more))
    with pytest.raises(InputError, match=r"b\.parquet.*of its 51 rows 50 can be read.*damaged"):
        gathered([MAP], tmp_path, wanted=WantedTogether(points=points))


def test_the_same_command_may_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(NATION, tmp_path / "all.parquet")
    again = (tmp_path, "-o", tmp_path / "x.parquet", "-o", tmp_path / "x.csv", "-o", tmp_path / "x.xlsx")
    assert command(*again) == command(*again) == 0
    assert "left out, for it is one of the results" in capsys.readouterr().err
    assert pl.read_parquet(tmp_path / "x.parquet").height == 200
    assert command(tmp_path / "all.parquet", "-o", tmp_path / "out") == 0
    capsys.readouterr()
    assert command(tmp_path / "out", "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err.count("maturity:") == 1


def test_two_names_for_one_file_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(NATION, "-o", tmp_path / "q.csv", "-o", tmp_path / "q-regions.csv") == 2
    assert "two results would go into this one file" in " ".join(capsys.readouterr().err.split())


def test_odd_names_of_columns_and_regions_are_only_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = pl.read_parquet(NATION).rename({"region": "=1+1"})
    rows.with_columns(pl.lit("@@data@@").alias("=1+1")).write_parquet(tmp_path / "all.parquet")
    outs = ("-o", tmp_path / "n.csv", "-o", tmp_path / "n.html")
    assert command(tmp_path / "all.parquet", "--by", "=1+1", *outs) == 0
    assert ",'=1+1," in (tmp_path / "n.csv").read_text("utf-8-sig").partition("\n")[0]
    page = (tmp_path / "n.html").read_text("utf-8")
    assert '<th scope="row">@@data@@</th>' in page
    (tmp_path / "map.yaml").write_text("Elm: North\n")
    assert command(NATION, "--regions", tmp_path / "map.yaml", "-o", tmp_path / "m.json") == 0
    assert "no region is told: add --by region" in " ".join(capsys.readouterr().err.split())


def test_a_region_says_on_how_many_clusters_each_value_rests(tmp_path: Path) -> None:
    rows = pl.read_parquet(NATION)
    name = rows.filter(pl.col("kind") == "named")["cluster"].min()
    items = [one for one in rows.columns if one.startswith("dep.")]
    none = pl.when(pl.col("cluster") == name).then(None)
    rows.with_columns(none.otherwise(one).alias(one) for one in items).write_parquet(tmp_path / "all.parquet")
    assert command(tmp_path / "all.parquet", "--by", "region", "-o", tmp_path / "n.html") == 0
    page = (tmp_path / "n.html").read_text("utf-8")
    cells = page.partition('<th scope="row">All</th>')[2].partition("</tr>")[0]
    assert cells.startswith("<td>192</td>")
    assert "(191)</td>" in cells
    assert "(192)</td>" in cells


def test_tables_of_the_same_rows_without_a_cluster_are_the_clusters_of_their_names(tmp_path: Path) -> None:
    rows = [{"kind": "named", "school": "Ash", "a": str(n % 3 + 1)} for n in range(8)]
    paths = [write(tmp_path / name, rows) for name in ("Alpha.csv", "Beta.csv")]
    assert gathered([MAP], *paths).tables["clusters"]["cluster"].to_list() == ["Alpha", "Beta"]


def test_parts_of_few_rows_that_are_alike_count_as_the_rows_of_one_table_do(tmp_path: Path) -> None:
    rows = [{**ROW, "a": "3"}] * 3
    (tmp_path / "parts").mkdir()
    for n, row in enumerate(rows):
        write(tmp_path / "parts" / f"part-{n}.csv", [row])
    whole = gathered([MAP], write(tmp_path / "all.csv", rows)).tables["clusters"]
    assert whole["people"].to_list() == [3]
    assert gathered([MAP], tmp_path / "parts").tables["clusters"].equals(whole)


def test_what_names_of_folders_say_counts_by_whatever_road_a_table_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "all" / "kind=confidential"
    folder.mkdir(parents=True)
    path = write(folder / "p.csv", [{name: text for name, text in ROW.items() if name != "kind"} | {"a": "3"}] * 6)
    for given in (path, folder, tmp_path / "all"):
        assert gathered([MAP], given).tables["clusters"]["kind"].to_list() == ["confidential"]


@pytest.mark.parametrize(("ending", "files"), [("csv", 5), ("parquet", 5), ("xlsx", 1)])
def test_results_of_an_earlier_run_that_lie_among_its_sources_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str, files: int
) -> None:
    shutil.copy(NATION, tmp_path / "all.parquet")
    assert command(tmp_path, "-o", tmp_path / f"out.{ending}", "--by", "region", "--strengths") == 0
    first = (tmp_path / f"out.{ending}").read_bytes()
    capsys.readouterr()
    assert command(tmp_path, "-o", tmp_path / f"more.{ending}", "--by", "region", "--strengths") == 0
    said = " ".join(capsys.readouterr().err.split())
    assert said.count("left out, for it is a result of this command") == files
    assert (tmp_path / f"more.{ending}").read_bytes() == first


@POINTS
@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_no_column_is_taken_for_one_that_the_program_adds(tmp_path: Path, ending: str, points: bool) -> None:
    rows = pl.DataFrame([{**ROW, "round": "2026", "cluster": "Elm", "a": "3"}] * 2)
    same = [f"{before}{name}" for name in ("row", "spoilt", "surplus") for before in ("", "_", "__")]
    rows = rows.with_columns(pl.lit("x").alias(name) for name in same)
    save: Any = {"csv": rows.write_csv, "parquet": rows.write_parquet, "xlsx": rows.write_excel}[ending]
    save(tmp_path / f"all.{ending}")
    told = gathered([MAP], tmp_path / f"all.{ending}", wanted=WantedTogether(points=points))
    assert found_in(told)["Elm"]["people"] == 2


@pytest.mark.parametrize("name", [ROW_NUMBER, SPOILT, SURPLUS])
def test_a_column_under_a_name_of_the_programs_own_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "all.parquet"
    pl.DataFrame([{**ROW, "round": "2026", "a": "3", name: "x"}]).write_parquet(path)
    with pytest.raises(InputError, match="holds a character that is no text"):
        gathered([MAP], path)


def test_no_region_is_made_of_a_folder_that_a_table_is_not_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    north = tmp_path / "region=North"
    north.mkdir()
    write(tmp_path / "all.csv", [{**ROW}])
    write(north / "own.csv", [{**ROW, "cluster": "Oak"}])
    (tmp_path / "linked.csv").symlink_to(north / "own.csv")
    (tmp_path / "link").symlink_to(north)
    (north / "other.csv").symlink_to(tmp_path / "all.csv")
    monkeypatch.chdir(north)
    roads = {"../all.csv": None, "../linked.csv": "North", "../link/own.csv": "North", "other.csv": "North"}
    roads |= {str(tmp_path / "link/../all.csv"): None, str(tmp_path / "linked.csv"): "North"}
    found = {road: sources_meant([Path(road)]).tables[0].added.get("region") for road in roads}
    assert found == roads
