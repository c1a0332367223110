"""Before there is a room: what the page asks, and what it makes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.live.refusals import Denied
from maturity.live.setup import Setup, round_to_hold
from maturity.model import Response
from maturity.model.plan import Priority
from maturity.store import answers, change_priorities
from tests.every_shape import TEXTS
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


def at(folder: Path, day: dt.date = TODAY) -> Setup:
    return Setup(folder, lambda: dt.datetime.combine(day, dt.time(12), dt.UTC))


def begun(folder: Path, **more: Any) -> Path:
    made = at(folder).begin(NEW | more)
    assert isinstance(made, Path)
    return made


def river(folder: Path, label: str = "2026", day: str = "2026-03-10") -> Path:
    words = ["--name", "River", "--school", "Ash", "--school", "Elm", "--mode", "named", "--date", day]
    start(folder / "river", *words, "--label", label, "-q", "cluster-journey-short")
    return folder / "river" / label


def answered(made: Path) -> None:
    person = Response(respondent="r1", school="ash", role="senior")
    answers.append(made, person, at=dt.datetime(2026, 3, 10, tzinfo=dt.UTC))


def looked(folder: Path, day: dt.date = TODAY, **typed: Any) -> dict[str, Any]:
    found = at(folder, day).begin({**typed, "act": "look"})
    assert isinstance(found, dict)
    return found


def test_an_empty_folder_is_asked_about_and_becomes_a_cluster(tmp_path: Path) -> None:
    assert round_to_hold(tmp_path, TODAY) is None
    told = at(tmp_path).told()
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
        at(tmp_path).begin(NEW | more)
    assert said in str(refused.value)
    assert "--" not in str(refused.value)
    assert [*tmp_path.iterdir()] == []


def test_kinds_that_cannot_be_say_why(tmp_path: Path) -> None:
    found = at(tmp_path).begin({"act": "offers", "schools": 2})
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
    answered(made)
    later = dt.date(2027, 3, 11)
    assert round_to_hold(made.parent, later) is None
    setup = at(made.parent, later)
    told = setup.told()
    assert (told["cluster"], told["label"], told["kind"]) == ("River", "2027", "named")
    assert setup.begin({"act": "open", "folder": told["rounds"][0]["folder"]}) == made
    nxt = setup.begin({"act": "start", "kind": "named", "label": "2027"})
    assert nxt == made.parent / "2027"
    with pytest.raises(Denied, match="a round of this label"):
        setup.begin({"act": "start", "kind": "named", "label": "2027"})


def test_above_several_clusters_one_is_chosen(tmp_path: Path) -> None:
    made = river(tmp_path)
    setup = at(tmp_path)
    told = setup.told()
    assert [one["name"] for one in told["below"]] == ["River"]
    setup.begin({"act": "choose", "folder": told["below"][0]["folder"]})
    assert setup.told()["rounds"][0]["folder"] == str(made)
    with pytest.raises(Denied, match="no such folder"):
        setup.begin({"act": "open", "folder": "/etc"})


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"name": " "}, {"name": "Type the name of the partnership."}),
        ({"schools": ["", " "], "kind": "named"}, {"schools": "Name the schools, one a line."}),
        ({"schools": ["Ash", "ash", "Elm"]}, {"schools": "A school is named twice. Name each school once."}),
        ({"kind": ""}, {"kind": "Choose who may see what."}),
        ({"questionnaire": ""}, {"questionnaire": "Choose what to ask."}),
        ({"label": ""}, {"label": "Type what the round is called, such as the year."}),
        ({"questionnaire": "review-follow-up"}, {"about": "Choose the school that is rated.", "reviewed": "Give the"}),
        (
            {"questionnaire": "review-follow-up", "about": "Ashfield", "reviewed": "2026-03-13"},
            {"reviewed": "2026-03-13 is a day after the sitting on 2026-03-12."},
        ),
        ({"questionnaire": "hallmarks", "kind": "confidential"}, {"kind": "could never tell"}),
        (
            {"name": 3, "schools": "Ash", "kind": [], "label": {}},
            dict.fromkeys(("name", "schools", "kind", "label"), ""),
        ),
        ({"name": "", "label": "..", "schools": []}, {"name": "", "schools": "", "label": "", "kind": "3 schools"}),
    ],
)
def test_what_speaks_against_it_is_said_field_by_field_and_all_at_once(
    tmp_path: Path, more: Any, wrong: dict[str, str]
) -> None:
    found = looked(tmp_path, **NEW | more)
    assert set(found["wrong"]) == set(wrong)
    assert all(said in found["wrong"][field] and "--" not in found["wrong"][field] for field, said in wrong.items())
    assert (found["made"], [*tmp_path.iterdir()]) == ([], [])


def test_what_will_be_made_is_shown_first_and_is_what_is_made(tmp_path: Path) -> None:
    review = {"questionnaire": "review-follow-up", "about": "Ashfield", "reviewed": "2026-02-01", "kind": "named"}
    found = looked(tmp_path, **NEW | review)
    lines = dict(found["made"])
    assert (found["wrong"], [*tmp_path.iterdir()]) == ({}, [])
    assert lines["Schools"] == "Ashfield, Brook Lane and Castle Hill"
    assert lines["What is rated"] == "Ashfield, reviewed on 1 February 2026"
    made = begun(tmp_path, **review)
    assert lines["Folder"] == str(made)
    about = load_round(made).subject_of
    assert about is not None
    assert (about.school, about.reviewed) == ("ashfield", dt.date(2026, 2, 1))


def test_to_practise_makes_a_round_that_says_so_and_can_be_gone_on_with(tmp_path: Path) -> None:
    assert dict(looked(tmp_path, **NEW, rehearsal=True)["made"])["Round"] == "2026 (rehearsal)"
    made = begun(tmp_path, rehearsal=True)
    assert load_round(made).rehearsal
    setup = at(made.parent)
    (there,) = setup.told()["rounds"]
    assert there["isRehearsal"]
    assert setup.begin({"act": "open", "folder": there["folder"]}) == made


def test_priorities_of_last_time_are_taken_on_or_let_go(tmp_path: Path) -> None:
    made = river(tmp_path)
    answered(made)
    both = tuple(Priority(id=one, title=one.title()) for one in ("doors", "reviews"))
    change_priorities(made, lambda _: both)
    later = dt.date(2027, 3, 11)
    told = at(made.parent, later).told()
    assert [one["title"] for one in told["unfinished"]] == ["Doors", "Reviews"]
    said = {"kind": "named", "label": "2027", "questionnaire": "cluster-journey-short", "keep": ["doors"]}
    lines = dict(looked(made.parent, later, **said)["made"])
    assert lines["Priorities of last time"] == "1 is taken on again, 1 let go"
    nxt = at(made.parent, later).begin({**said, "act": "start"})
    assert isinstance(nxt, Path)
    assert [one.title for one in load_round(nxt).priorities] == ["Doors"]
    assert {one.id: one.outcome for one in load_round(made).priorities} == {"doors": "open", "reviews": "dropped"}


def test_priorities_that_nobody_decided_on_are_kept(tmp_path: Path) -> None:
    made = river(tmp_path)
    answered(made)
    change_priorities(made, lambda _: (Priority(id="doors", title="Doors"),))
    nxt = at(made.parent, dt.date(2027, 3, 11)).begin({"act": "start", "kind": "named", "label": "2027"})
    assert isinstance(nxt, Path)
    assert [one.title for one in load_round(nxt).priorities] == ["Doors"]


def test_a_questionnaire_of_ones_own_is_offered_again(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(TEXTS["profile"], "utf-8")
    words = ["--name", "River", "--school", "Ash", "--school", "Elm", "--mode", "named", "--date", "2026-03-10"]
    start(tmp_path / "river", *words, "--label", "2026", "-q", str(own))
    told = at(tmp_path / "river", dt.date(2027, 3, 11)).told()
    title = load_round(tmp_path / "river" / "2026").questionnaire.title
    assert (told["asks"], told["offers"][0]["id"], told["offers"][0]["title"]) == ("", "", title)
    found = looked(tmp_path / "river", dt.date(2027, 3, 11), kind="named", label="2027", questionnaire="")
    assert dict(found["made"])["Questions"].startswith(title)


def test_from_a_cluster_one_comes_back_to_all_of_them(tmp_path: Path) -> None:
    river(tmp_path)
    setup = at(tmp_path)
    setup.begin({"act": "choose", "folder": setup.told()["below"][0]["folder"]})
    assert setup.told()["above"] == str(tmp_path)
    setup.begin({"act": "all"})
    assert (setup.told()["above"], len(setup.told()["below"])) == ("", 1)
