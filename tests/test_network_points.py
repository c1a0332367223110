"""Points alone: the same numbers as with how sure they are, to the last digit, and nothing that takes more."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.core.points import counts_exactly
from maturity.errors import UsageError
from maturity.model import Questionnaire
from maturity.network import counting, running
from maturity.network.blocks import points_alone
from maturity.network.together import NetworkTold, WantedTogether
from maturity.readers.library import examples_folder
from tests.every_shape import NESTED
from tests.test_network import MAP, SHAPES, gathered, network, rounds_of, rows_of, write
from tests.test_network_told import command

pytestmark = pytest.mark.command

POINTS = WantedTogether(("region",), points=True)


def same_points(asked: Sequence[Questionnaire], *sources: Path, **more: Any) -> NetworkTold:
    """Both ways have the same points; the quick one is returned."""
    whole = gathered(asked, *sources, wanted=WantedTogether(("region",)), **more)
    quick = gathered(asked, *sources, wanted=POINTS, **more)
    assert [one.fingerprint for one, _ in quick.rows] == [one.fingerprint for one, _ in whole.rows]
    for (one, mine), (_, theirs) in zip(quick.rows, whole.rows, strict=True):
        assert mine.equals(points_alone(one, theirs))
        kept = [
            name for name in mine.columns if mine[name].dtype == pl.Float64 and mine[name].null_count() < mine.height
        ]
        assert mine.select(kept).equals(theirs.select(kept))
    assert quick.summary["problems"] == whole.summary["problems"]
    assert quick.summary["rows_left_out"] == whole.summary["rows_left_out"]
    for name in ("norms", "regions"):
        beside = [one for one in whole.tables[name].columns if one not in ("settled", "holds_change")]
        assert quick.tables[name].select(beside).equals(whole.tables[name].select(beside))
    return quick


def with_regions(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"region": "NS"[len(row["cluster"] + row["school"]) % 2]} for row in rows]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
@pytest.mark.parametrize("shape", SHAPES)
def test_points_are_the_same_to_the_last_digit(
    shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    asked = SHAPES[shape]
    rows = with_regions(rows_of(rounds_of(asked, seed, 7, ("named", "named", "anonymous", "confidential"))))
    random.Random(seed).shuffle(rows)
    with monkeypatch.context() as change:
        change.setattr(counting, "PART", 40)
        change.setattr(counting, "SCHOOLS", 3)
        change.setattr(running, "BLOCK", 30)
        write(tmp_path / "one.csv", rows[::2])
        write(tmp_path / "two.parquet", rows[1::2])
        same_points([asked], tmp_path / "one.csv", tmp_path / "two.parquet")


def test_clusters_that_counts_do_not_tell_are_worked_out_from_their_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = with_regions(rows_of(rounds_of(MAP, 5, 12)))
    again = dict(next(row for row in rows if row["cluster"] == "Cluster 3"), a="1", b="5")
    other = dict(next(row for row in rows if row["cluster"] == "Cluster 7"), kind="anonymous", respondent="new")
    path = write(tmp_path / "all.csv", [*rows, again, other])
    worked_out: list[set[str]] = []
    run = running.BlockWork.run

    def noted(work: running.BlockWork, *given: Any, **more: Any) -> running.Gathered:
        worked_out.append(set() if work.only is None else set(work.only))
        return run(work, *given, **more)

    monkeypatch.setattr(running.BlockWork, "run", noted)
    told = same_points([MAP], path)
    assert worked_out == [set(), {"cluster 3", "cluster 7"}]
    assert told.summary["rows_left_out"] > 1


def test_answers_that_are_worth_thirds_are_added_up_one_by_one(tmp_path: Path) -> None:
    thirds, halves = (
        Questionnaire.model_validate(yaml.safe_load(text) | {"subject": "cluster"})
        for text in (NESTED.replace("1: 0.25", f"1: {1 / 3}"), NESTED)
    )
    for asked, exactly in ((thirds, False), (halves, True)):
        assert counts_exactly(asked) is exactly
        same_points([asked], write(tmp_path / "all.csv", with_regions(rows_of(rounds_of(asked, 2, 9)))))


def test_several_questionnaires_and_versions_are_counted_apart(tmp_path: Path) -> None:
    newer = Questionnaire.model_validate(MAP.model_dump() | {"version": "9"})
    asked = [MAP, newer, SHAPES["checklist"]]
    # Odd clusters answered several questionnaires, or two versions of one.
    rows = [
        row | {"cluster": f"{row['cluster']}{n}" if row["cluster"][-1] in "024" else row["cluster"]}
        for n, one in enumerate(asked)
        for row in with_regions(rows_of(rounds_of(one, n, 6)))
    ]
    told = same_points(asked, write(tmp_path / "all.csv", rows))
    assert len(told.rows) == 3


def test_the_bundled_nation_has_the_same_points() -> None:
    (nation,) = examples_folder().rglob("nation*.parquet")
    told = same_points([], nation)
    assert told.summary["questionnaires"][0]["clusters"] == 200


def test_what_takes_more_is_empty_and_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "all.csv", rows_of(rounds_of(SHAPES["ladder"], 3, 12)))
    rows = gathered([SHAPES["ladder"]], path, wanted=WantedTogether(points=True)).rows[0][1]
    for name in ("settled", "place", "holds", "open", "holds_change", "priority_1"):
        assert rows[name].null_count() == rows.height, name
    assert rows["place_by_score"].null_count() == 0
    (nation,) = examples_folder().rglob("nation*.parquet")
    assert command(nation, "--points", "--by", "region", "-o", tmp_path / "nation") == 0
    said = capsys.readouterr().out
    assert "How sure they are was not asked. By their points alone: " in said
    assert (tmp_path / "nation" / "network.html").is_file()
    assert not (tmp_path / ".nation.parts").exists()


def test_folders_of_clusters_give_points_alone_too() -> None:
    told = network(examples_folder(), wanted=WantedTogether(points=True))[1]
    assert all(rows["settled"].null_count() == rows.height for _, rows in told.rows)
    assert any(rows["overall" if "overall" in rows.columns else "people"].count() for _, rows in told.rows)


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--resume",), "--points reads everything once"), (("--strengths",), "--strengths needs to know")],
)
def test_points_do_not_go_with_what_needs_more(
    more: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "all.csv", rows_of(rounds_of(MAP, 3, 3)))
    assert command(path, "--points", *more, "-o", tmp_path / "out.csv") == 2
    assert said in capsys.readouterr().err
    with pytest.raises(UsageError):
        network(path, wanted=WantedTogether(strengths=True, points=True))


def test_a_sum_that_no_longer_fits_is_kept_in_more_bits() -> None:
    much = np.full((1, 2), (1 << 31) - 1, np.int32)
    some = counting.SchoolCounts(
        pl.DataFrame({"id": [1], "rows": [1]}), np.empty((0, 2), np.uint64), np.ones((1, 2), np.uint64), much
    )
    whole = counting.SchoolCounts.together([some, some])
    assert whole.values.tolist() == [[(1 << 32) - 2] * 2]
    assert counting.SchoolCounts.together([some]).values.dtype == np.int32
