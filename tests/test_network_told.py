"""What is told of many clusters together, and what is not: regions, norms, outliers, the page, the command."""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.cli.app import run
from maturity.network.norms import norms_of, outliers_of, strengths_of
from maturity.network.regions import FEWEST, regions_of
from maturity.network.results import row_types
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from tests.make import questionnaire

pytestmark = pytest.mark.command

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ASKED = questionnaire((("a", "c"), ("e",)), (("b", "d"), ("f",)))
NATION = str(examples_folder() / "nation.parquet")


def clusters(*given: dict[str, Any], by: Sequence[str] = ("region", "phase")) -> pl.DataFrame:
    """Rows of results; what is not given is as of a cluster that is told, and empty."""
    types = row_types(ASKED, by)
    usual = {"told": True, "settled": False, "kind": "named", "people": 10}
    rows = [{"cluster": f"C{n:02d}", **usual, **one} for n, one in enumerate(given)]
    return pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types)


def told_groups(table: pl.DataFrame, value: str, by: Sequence[str]) -> dict[tuple[str, ...], float]:
    return {
        tuple(row[name] for name in by if row[name] is not None): row[value]
        for row in table.rows(named=True)
        if row[value] is not None
    }


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["North", "South", "West", None]),
            st.sampled_from(["primary", "secondary", None]),
            st.booleans(),
            st.booleans(),
        ),
        max_size=16,
    )
)
def test_no_region_and_no_difference_of_regions_gives_fewer_than_three_clusters_away(
    found: list[tuple[str | None, str | None, bool, bool]],
) -> None:
    """Clusters are powers of two, so that every average shows which clusters are in it."""
    by = ("region", "phase")
    rows = clusters(
        *(
            {"region": region, "phase": phase, "told": told, "x": 2.0**n if told and known else None}
            for n, (region, phase, told, known) in enumerate(found)
        )
    )
    table = regions_of(ASKED, rows, by, "clusters")
    groups: dict[tuple[str, ...], set[int]] = {}
    for at, mean in told_groups(table, "x", by).items():
        count = table.filter(*(pl.col(n).eq_missing(pl.lit(v)) for n, v in itertools.zip_longest(by, at)))["x_clusters"]
        total = round(mean * count.item())
        groups[at] = {n for n in range(len(found)) if total >> n & 1}
        assert len(groups[at]) == count.item() >= FEWEST
    for one in groups:
        inside = [members for at, members in groups.items() if len(at) == len(one) + 1 and at[: len(one)] == one]
        left = groups[one] - set().union(*inside)
        assert not inside or not left or len(left) >= FEWEST
        below = [members for at, members in groups.items() if len(at) > len(one) + 1 and at[: len(one)] == one]
        for some in below:
            assert any(some <= members for members in inside)


def test_a_region_that_would_give_its_neighbour_away_is_withheld_with_its_reason() -> None:
    north = [{"region": "North", "x": 1.0}] * 4
    rows = clusters(*north, *[{"region": "South", "x": 5.0}] * 2, by=("region",))
    table = regions_of(ASKED, rows, ("region",), "clusters")
    assert table.select("region", "clusters", "withheld", "x").rows() == [
        (None, 6, "", 14 / 6),
        ("North", 4, "fewer than three clusters could be worked out by subtraction", None),
        ("South", 2, "fewer than three clusters", None),
    ]


def test_what_is_not_told_enters_nothing() -> None:
    told = [{"region": "North", "x": 2.0, "people": 1}, {"region": "North", "x": 4.0, "people": 3}] * 2
    hidden = {"region": "North", "told": False, "people": 1000, "kind": "confidential"}
    rows = clusters(*told, hidden, by=("region",))
    for of, mean in (("clusters", 3.0), ("people", 3.5)):
        row = regions_of(ASKED, rows, ("region",), of).row(1, named=True)  # type: ignore[arg-type]
        assert (row["clusters"], row["not_told"], row["people"], row["average"]) == (4, 1, 8, of)
        assert row["x"] == mean


def test_norms_begin_with_ten_clusters_and_name_nobody() -> None:
    values = [{"x": float(n)} for n in range(11)]
    assert norms_of(ASKED, clusters(*values[:9])).height == 0
    assert norms_of(ASKED, clusters(*values[:9], {"told": False})).height == 0
    row = norms_of(ASKED, clusters(*values)).row(0, named=True)
    assert (row["what"], row["clusters"]) == ("x", 11)
    assert [row[f"p{p}"] for p in (10, 25, 50, 75, 90)] == [1.0, 2.5, 5.0, 7.5, 9.0]
    assert "cluster" not in row


def test_outliers_stand_apart_with_their_whole_interval_and_have_names_where_all_rounds_are_named() -> None:
    usual = [{"x": 3 + n / 10, "x_low": 2.0, "x_high": 4.0} for n in range(10)]
    far, unsure = {"x": 9.0, "x_low": 8.0, "x_high": 9.5}, {"x": 9.0, "x_low": 3.0, "x_high": 9.9}
    rows = clusters(*usual, far, unsure)
    assert outliers_of(ASKED, rows).select("what", "side", "clusters", "names").rows() == [("x", "high", 1, "C10")]
    mixed = clusters(*usual, far, {"kind": "anonymous", "told": False})
    assert outliers_of(ASKED, mixed)["names"].to_list() == [None]


def test_strengths_count_clusters_and_no_fewer_than_three() -> None:
    dimension = ASKED.dimensions[0].id
    item = next(one.id for one in ASKED.items if one.dimension == dimension)
    low = {dimension: 2.0, f"{dimension}_low": 1.5, "priority_2": item}
    high = {dimension: 4.0, f"{dimension}_low": 3.5}
    rows = clusters(*[low] * 9, *[high] * 3)
    row = strengths_of(ASKED, rows).row(0, named=True)
    assert (row["dimension"], row["clusters"], row["strong"], row["asking"]) == (dimension, 12, "3", "9")
    fewer = strengths_of(ASKED, clusters(*[low] * 10, *[high] * 2)).row(0, named=True)
    assert fewer["strong"] == "fewer than 3"


def command(*arguments: object) -> int:
    return run(["network", *map(str, arguments)])


def test_a_folder_holds_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "nation"
    assert command(NATION, "--by", "region,phase", "--strengths", "-o", out) == 0
    names = {"clusters.parquet", "regions.csv", "norms.csv", "outliers.csv", "strengths.csv", "left-out.csv"}
    assert {one.name for one in out.iterdir()} == names | {"network.html", "summary.json"}
    assert [one.name for one in tmp_path.iterdir()] == ["nation"]
    assert "200 clusters" in capsys.readouterr().out
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    (one,) = summary["questionnaires"]
    assert (one["clusters"], sum(one["kinds"].values())) == (200, 200)
    assert one["told"] == one["kinds"]["named"] < 200
    page = (out / "network.html").read_text("utf-8")
    assert page.count("<h1>") == 1
    assert "@@" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_format_holds_the_same_rows(tmp_path: Path) -> None:
    import openpyxl

    outs = [tmp_path / f"n.{ending}" for ending in ("parquet", "csv", "xlsx")]
    assert command(NATION, *(one for out in outs for one in ("-o", out)), "--by", "region") == 0
    whole = pl.read_parquet(outs[0])
    assert pl.read_csv(outs[1], schema=whole.schema).equals(whole)
    sheet = openpyxl.load_workbook(outs[2], read_only=True)["clusters"]
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == whole.height + 1
    assert rows[1][:3] == whole.row(0)[:3]
    assert pl.read_parquet(tmp_path / "n-regions.parquet").height == 9


def test_names_from_a_table_are_no_formulas_and_no_markup(tmp_path: Path) -> None:
    item = next(name for name in pl.read_parquet(NATION).columns if name.startswith("dep."))
    row = {"cluster": "=1+1</script><b>", "kind": "named", "school": "a", "round": "@x", item: "3"}
    pl.DataFrame([row] * 3).write_csv(tmp_path / "all.csv")
    assert (
        command(
            tmp_path / "all.csv", "-q", "cluster-journey-short", "-o", tmp_path / "n.csv", "-o", tmp_path / "n.html"
        )
        == 0
    )
    assert "'=1+1" in (tmp_path / "n.csv").read_text("utf-8-sig")
    assert "<b>" not in (tmp_path / "n.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((NATION,), "nothing says where the results go"),
        ((NATION, "-o", "n.pdf"), "the ending does not say which format"),
        ((NATION, "-o", "n", "--by", "county"), "the column 'county' of --by is missing"),
        ((NATION, "-o", "n", "--by", "region,region"), "stands twice in --by"),
        (("nowhere.csv", "-o", "n"), "there is no file"),
        (("*.nothing", "-o", "n"), "no file fits this pattern"),
        ((NATION, "--json", "--resume"), "--resume needs -o"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(*arguments) == 2
    out, err = capfd.readouterr()
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert out == ""


def test_without_the_libraries_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    assert command(NATION, "-o", tmp_path / "n") == 2
    assert "pip install 'maturity[network]'" in capsys.readouterr().err


def test_json_is_one_document_and_regions_may_come_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = sorted(set(pl.read_parquet(NATION)["cluster"]))
    draw = random.Random(1)
    lines = [f"{name},{draw.choice(['East', 'West'])}" for name in names[:-1]]
    (tmp_path / "regions.csv").write_text("cluster,region\n" + "\n".join(lines), "utf-8")
    assert command(NATION, "--json", "--by", "region", "--regions", tmp_path / "regions.csv") == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["region"] for row in told["regions"]] == [None, "East", "West"]
    assert told["notes"][-1] == "1 of 200 clusters on cluster-journey-short are in no region"


def explored(folder: Path, rows: pl.DataFrame) -> Path:
    rows.write_parquet(folder / "rows.parquet")
    assert command(folder / "rows.parquet", "--by", "region", "-o", folder / "page.html", "--force") == 0
    return folder / "page.html"


@pytest.mark.browser
def test_the_page_is_worked_by_keyboard_and_ranks_names_only_where_all_are_named(
    page: Page, axe: Any, tmp_path: Path
) -> None:
    nation = pl.read_parquet(NATION)
    page.goto(explored(tmp_path, nation).as_uri())
    assert axe(page) == []
    assert page.locator("#count").inner_text() == "200 of 200 clusters; of 8 nothing is published"
    assert command(NATION, "-o", tmp_path / "clusters.csv") == 0
    lie = (
        pl.read_csv(tmp_path / "clusters.csv")
        .filter("told")["place_by_score"]
        .fill_null("on a midpoint")
        .value_counts()
    )
    counts = {name.title() if name != "on a midpoint" else name: n for name, n in lie.rows()}
    said = page.locator("#told").inner_text().partition("By their point alone: ")[2].rstrip(".").split(", ")
    assert dict(one.rsplit(" ", 1) for one in said) == {name: str(n) for name, n in counts.items()}
    # Sorting by a value would be a list by rank.
    assert page.locator("#clusters thead button").all_inner_texts() == ["Cluster"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#search")
    page.keyboard.type("alder")
    page.wait_for_function("document.getElementById('count').textContent.startsWith('26 of')")
    page.focus("#clusters tbody button")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.focus("button[type=reset]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('count').textContent.startsWith('200 of')")
    page.focus("#after")
    page.keyboard.press("Enter")
    assert page.locator("#page").inner_text() == "Page 2 of 4"
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.goto(explored(tmp_path, nation.filter(pl.col("kind") == "named")).as_uri())
    page.locator("#clusters thead button", has_text="Depth").press("Enter")
    scores = [float(one) for one in page.locator("#clusters td.number:nth-last-child(2)").all_inner_texts() if one]
    assert scores == sorted(scores)
    assert page.locator("#clusters th[aria-sort=ascending]").inner_text() == "Depth of partnership"


@pytest.mark.browser
def test_a_cluster_on_a_midpoint_is_counted_in_no_quadrant_of_the_page(page: Page, tmp_path: Path) -> None:
    nation = pl.read_parquet(NATION).filter(pl.col("kind") == "named")
    one = nation.filter(pl.col("cluster") == nation["cluster"][0])
    asked = load_questionnaire("cluster-journey-short")
    even = one.with_columns(pl.lit("3").alias(item.id) for item in asked.items)
    page.goto(explored(tmp_path, even).as_uri())
    said = page.locator("#told").inner_text()
    assert said.endswith("Projects 0, Relationships 0, Delivery 0, Improvement 0, on a midpoint 1.")


@pytest.mark.browser
def test_without_scripts_the_page_is_a_table(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(explored(tmp_path, pl.read_parquet(NATION)).as_uri())
    assert not page.locator("#explore").is_visible()
    assert "Regions: averages of clusters" in page.locator("#summary caption").all_inner_texts()
    assert page.locator("#summary th", has_text="Coast").is_visible()
    context.close()
