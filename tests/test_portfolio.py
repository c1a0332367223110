"""Many clusters on one map: each exactly as it is alone, and none left out without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from maturity.core.assess import assess
from maturity.core.portfolio import ReadCluster, portfolio
from maturity.core.themed import under_code_names
from maturity.errors import InputError
from maturity.model import Round
from maturity.readers.clusters import load_regions, read_entries
from maturity.readers.library import examples_folder
from maturity.renderers import key
from maturity.report.describe import describe
from maturity.report.wording import CODE_NAMES
from tests.make import questionnaire, round_, why

ASKED = questionnaire()
PEOPLE = {"ash": [(4, 2), (4, 3)], "brook": [(5, 2), (4, 2)]}


def cluster(name: str, people: object = PEOPLE, asked: object = ASKED, **more: object) -> Round:
    made = round_(asked, people, **more)  # type: ignore[arg-type]
    return made.model_copy(update={"cluster": made.cluster.model_copy(update={"name": name})})


ROUND = """\
format: maturity-round/1
cluster: {{name: {name}, schools: [{{id: ash, name: Ash}}, {{id: brook, name: Brook}}]}}
label: "{year}"
date: {year}-03-01
questionnaire: cluster-journey-short
responses:
  - {{respondent: r1, school: ash, answers: {{dep.purpose.compelling: {level}}}}}
"""


def write(folder: Path, file: str, name: str, year: int = 2026, level: object = 3) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ROUND.format(name=name, year=year, level=level), "utf-8")
    return path


def test_a_cluster_stands_where_it_stands_alone() -> None:
    one, two = cluster("One"), cluster("Two", {"ash": [(1, 5), (2, 5)], "brook": [(1, 4)]})
    many = portfolio([ReadCluster(two), ReadCluster(one)])
    assert [standing.name for standing in many.clusters] == ["One", "Two"]
    assert [standing.assessment.placement for standing in many.clusters] == [
        assess(one).placement,
        assess(two).placement,
    ]


def test_who_cannot_be_placed_is_there_with_the_reason() -> None:
    silent = cluster("Silent", {"ash": []})
    half = cluster("Half", {"ash": [(4, None), (3, None)]})
    other = cluster("Other", asked=questionnaire(midpoint=2.5))
    many = portfolio(
        [
            ReadCluster(cluster("One")),
            ReadCluster(cluster("Two")),
            ReadCluster(silent),
            ReadCluster(half),
            ReadCluster(other),
        ]
    )
    assert {one.name: why(one.reason) for one in many.unplaced} == {
        "Silent": "nobody has answered yet",
        "Half": "too few answers on challenge",
        "Other": "its questionnaire (small) has other axes, midpoints or levels than that of the others (small)",
    }
    assert [one.name for one in many.placed] == ["One", "Two"]
    said = describe("clusters", many)
    assert all(name in said for name in ("Silent (nobody", "Half (too few", "Other (its questionnaire"))


def test_the_place_before_is_kept_only_where_there_was_one_on_the_same_axes() -> None:
    before = cluster("One", {"ash": [(2, 2)], "brook": [(2, 4)]}, label="2025")
    elsewhere = cluster("Two", asked=questionnaire(scale=(1, 7)), label="2025")
    half = cluster("Three", {"ash": [(2, None)]}, label="2025")
    many = portfolio(
        [
            ReadCluster(cluster("One"), before),
            ReadCluster(cluster("Two"), elsewhere),
            ReadCluster(cluster("Three"), half),
        ]
    )
    assert {one.name: one.previous for one in many.clusters} == {
        "One": {"x": 2.0, "y": 3.0},
        "Two": None,
        "Three": None,
    }
    assert many.clusters[0].previous_label == "2025"


def test_another_version_on_the_same_axes_is_placed_and_counted() -> None:
    newer = cluster("New", asked=questionnaire(version="2"))
    many = portfolio([ReadCluster(cluster("One")), ReadCluster(cluster("Two")), ReadCluster(newer)])
    assert many.other_versions == 1
    assert not many.unplaced


def test_two_clusters_of_one_name_are_told_apart() -> None:
    many = portfolio([ReadCluster(cluster("Hill")), ReadCluster(cluster("Hill")), ReadCluster(cluster("Hill (2)"))])
    assert sorted(one.name for one in many.clusters) == ["Hill", "Hill (2)", "Hill (3)"]


def test_nothing_is_no_portfolio() -> None:
    with pytest.raises(ValueError, match="at least one"):
        portfolio([])


def test_code_names_do_not_depend_on_the_order_and_no_name_is_left() -> None:
    names = ["Alder", "Birch", "Cedar", "Damson", "=Elm"]
    one, key_one = under_code_names(portfolio([ReadCluster(cluster(name)) for name in names]), CODE_NAMES)
    two, key_two = under_code_names(portfolio([ReadCluster(cluster(name)) for name in reversed(names)]), CODE_NAMES)
    assert key_one == key_two
    assert [standing.name for standing in one.clusters] == [f"Cluster 0{n}" for n in range(1, 6)]
    assert not any(name in describe("clusters", one) for name in names)
    assert one.clusters == two.clusters
    assert b"'=Elm" in key.render(key_one)
    assert {alias.name for alias in key_one} == set(names)


def test_a_folder_of_clusters_is_read_with_the_round_before(tmp_path: Path) -> None:
    write(tmp_path, "one-2025.yaml", "One", 2025)
    write(tmp_path, "one-2026.yaml", "One", 2026)
    write(tmp_path, "two.yaml", "Two")
    (tmp_path / "regions.yaml").write_text("One: North\nTwo: South\n", "utf-8")
    entries, problems = read_entries([tmp_path], None, load_regions(tmp_path / "regions.yaml"))
    assert problems == []
    assert [(e.round.cluster.name, e.round.label, e.previous and e.previous.label, e.region) for e in entries] == [
        ("One", "2026", "2025", "North"),
        ("Two", "2026", None, "South"),
    ]


def test_the_folder_of_a_cluster_stands_for_its_last_two_rounds() -> None:
    entries, problems = read_entries([examples_folder() / "tarnside", examples_folder() / "harbour.yaml"])
    assert problems == []
    assert [(e.round.label, e.previous and e.previous.label) for e in entries] == [("2026", "2025"), ("2026", None)]


def test_every_cluster_that_cannot_be_read_is_reported_and_none_is_returned(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "One")
    write(tmp_path, "b.yaml", "Two", level=9)
    write(tmp_path, "c.yaml", "Three", level="x")
    entries, problems = read_entries([tmp_path, tmp_path / "missing.yaml"])
    assert entries == []
    assert [Path(p.source).name for p in problems] == ["b.yaml", "c.yaml", ""]
    assert problems[2].code == "no-such-file"


def test_rounds_of_one_cluster_that_nobody_can_put_in_order_are_refused(tmp_path: Path) -> None:
    paths = [write(tmp_path, "a.yaml", "One"), write(tmp_path, "b.yaml", "One")]
    entries, (problem,) = read_entries(paths)
    assert entries == []
    assert problem.code == "no-order"


def test_a_folder_without_clusters_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("a: 1\n", "utf-8")
    _, (problem,) = read_entries([tmp_path])
    assert problem.code == "no-clusters"


def test_a_name_that_is_in_no_region_is_a_remark_with_what_may_have_been_meant(tmp_path: Path) -> None:
    entries, (problem,) = read_entries([write(tmp_path, "a.yaml", "Riverside")], None, {"Riversid": "North"})
    assert [entry.region for entry in entries] == [None]
    assert "did you mean 'Riversid'?" in problem.hint


def test_regions_from_a_table_are_those_of_yaml(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("Region,Cluster\nNorth,One\n\nSouth,Two\n", "utf-8")
    (tmp_path / "r.yaml").write_text("One: North\nTwo: South\n", "utf-8")
    assert load_regions(tmp_path / "r.csv") == load_regions(tmp_path / "r.yaml") == {"One": "North", "Two": "South"}


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("r.csv", "a,b\n1,2\n", ["no-header"]),
        ("r.csv", "cluster,region\nOne,\nTwo,S\nTwo,N\n", ["half-a-row", "duplicate-cluster"]),
        ("r.csv", "cluster,region\nCl 1,East\nCL  1,West\n", ["duplicate-cluster"]),
        ("r.yaml", "One: 3\nTwo: {}\n", ["wrong-type", "wrong-type"]),
        ("r.yaml", "Cl 1: East\nCL  1: West\n", ["duplicate-cluster"]),
        ("r.txt", "One", ["unknown-format"]),
    ],
)
def test_a_faulty_list_of_regions_is_refused_with_all_its_faults(
    tmp_path: Path, name: str, text: str, codes: list[str]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        load_regions(tmp_path / name)
    assert [problem.code for problem in caught.value.problems] == codes


def test_a_round_that_nobody_has_answered_yet_does_not_hide_the_one_before(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "One", 2025)
    later = write(tmp_path, "b.yaml", "One", 2026)
    later.write_text(later.read_text("utf-8").partition("responses")[0], "utf-8")
    (entry,), (remark,) = read_entries([tmp_path])
    assert (entry.round.label, entry.previous) == ("2025", None)
    assert remark.message == "nobody has answered the round '2026' of 'One' yet"


def test_a_standing_knows_its_point() -> None:
    (one,) = portfolio([ReadCluster(cluster("One"), region="North")]).clusters
    assert one.point == one.assessment.placement.point
    assert one.region == "North"
