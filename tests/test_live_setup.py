"""Before there is a room: what the page asks, and what it makes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.live.hall import Denied
from maturity.live.setup import Setup, round_to_hold
from maturity.model import Response
from maturity.store import answers
from tests.started import start

TODAY = dt.date(2026, 3, 12)
NEW: dict[str, Any] = {
    "act": "start",
    "name": "River Partnership",
    "schools": ["Ashfield", " Brook Lane ", "", "Castle Hill"],
    "kind": "anonymous",
    "questionnaire": "cluster-journey-short",
    "label": "2026",
}


def begun(folder: Path, **more: Any) -> Path:
    made = Setup(folder).begin(NEW | more)
    assert isinstance(made, Path)
    return made


def river(folder: Path, label: str = "2026", day: str = "2026-03-10") -> Path:
    words = ["--name", "River", "--school", "Ash", "--school", "Elm", "--mode", "named", "--date", day]
    start(folder / "river", *words, "--label", label, "-q", "cluster-journey-short")
    return folder / "river" / label


def test_an_empty_folder_is_asked_about_and_becomes_a_cluster(tmp_path: Path) -> None:
    assert round_to_hold(tmp_path, TODAY) is None
    told = Setup(tmp_path).told(TODAY)
    assert (told["isCluster"], told["rounds"], told["below"], told["label"]) == (False, [], [], "2026")
    assert told["offers"][0]["id"] == "cluster-journey"
    made = begun(tmp_path)
    round_ = load_round(made)
    assert made == tmp_path / "river-partnership" / "2026"
    assert [one.name for one in round_.cluster.schools] == ["Ashfield", "Brook Lane", "Castle Hill"]
    assert (round_.mode, round_.questionnaire.id) == ("anonymous", "cluster-journey-short")


def test_a_second_cluster_of_the_same_name_replaces_nothing(tmp_path: Path) -> None:
    first, second = begun(tmp_path), begun(tmp_path)
    assert first.parent != second.parent
    assert first.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "name"),
        ({"schools": []}, "schools"),
        ({"kind": "secret"}, "who may see what"),
        ({"schools": ["Ash", "Elm"]}, "needs 3 schools"),
        ({"schools": ["Ash", "ash", "Elm"]}, "named twice"),
        ({"questionnaire": "made-up"}, "made-up"),
        ({"label": "///"}, "name no folder"),
        ({"act": "destroy"}, "no such thing"),
    ],
)
def test_what_cannot_be_is_said_without_flags_and_makes_nothing(tmp_path: Path, more: Any, said: str) -> None:
    with pytest.raises(Denied) as refused:
        Setup(tmp_path).begin(NEW | more)
    assert said in str(refused.value)
    assert "--" not in str(refused.value)
    assert [*tmp_path.iterdir()] == []


def test_kinds_that_cannot_be_say_why(tmp_path: Path) -> None:
    found = Setup(tmp_path).begin({"act": "offers", "schools": 2})
    assert isinstance(found, dict)
    kinds = {one["kind"]: one["whyNot"] for one in found["offers"][0]["kinds"]}
    assert "3 schools" in kinds["anonymous"]
    assert kinds["named"] == ""


def test_a_clusters_folder_goes_on_with_its_latest_round(tmp_path: Path) -> None:
    made = river(tmp_path)
    assert round_to_hold(made.parent, TODAY) == made
    assert round_to_hold(made, TODAY) == made


def test_a_year_later_the_next_round_is_offered_and_the_last_can_still_be_opened(tmp_path: Path) -> None:
    made = river(tmp_path)
    at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    answers.append(made, Response(respondent="r1", school="ash", role="senior"), at=at)
    later = dt.date(2027, 3, 11)
    assert round_to_hold(made.parent, later) is None
    setup = Setup(made.parent)
    told = setup.told(later)
    assert (told["cluster"], told["label"], told["kind"]) == ("River", "2027", "named")
    assert setup.begin({"act": "open", "folder": told["rounds"][0]["folder"]}) == made
    nxt = setup.begin({"act": "start", "kind": "named", "label": "2027"})
    assert nxt == made.parent / "2027"
    with pytest.raises(Denied, match="a round of this label"):
        setup.begin({"act": "start", "kind": "named", "label": "2027"})


def test_above_several_clusters_one_is_chosen(tmp_path: Path) -> None:
    made = river(tmp_path)
    setup = Setup(tmp_path)
    told = setup.told(TODAY)
    assert [one["name"] for one in told["below"]] == ["River"]
    setup.begin({"act": "choose", "folder": told["below"][0]["folder"]})
    assert setup.told(TODAY)["rounds"][0]["folder"] == str(made)
    with pytest.raises(Denied, match="no such folder"):
        setup.begin({"act": "open", "folder": "/etc"})
