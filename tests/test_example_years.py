"""The bundled cluster with four yearly rounds: sound files, and every year shows what it is there to show."""

from __future__ import annotations

import datetime as dt

import pytest

from maturity import store
from maturity.api import compare
from maturity.core.comparison import Comparison, Step
from maturity.folder.rounds import rounds_in_time
from maturity.model import Round
from maturity.readers.cluster import check_cluster
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import check_round, load_round
from maturity.store.checkup import examine

FOLDER = examples_folder() / "tarnside"
YEARS = ("2023", "2024", "2025", "2026")


@pytest.fixture(scope="module")
def rounds() -> list[Round]:
    return [load_round(FOLDER / year) for year in YEARS]


@pytest.fixture(scope="module")
def comparison(rounds: list[Round]) -> Comparison:
    return compare(rounds)


def test_the_folder_holds_four_rounds_without_a_fault() -> None:
    assert [path.name for path in rounds_in_time(FOLDER)] == list(YEARS)
    assert check_cluster(FOLDER, dt.date(2026, 11, 1)) == []
    assert examine(FOLDER) == []
    for year in YEARS:
        assert check_round(FOLDER / year)[1] == []
        assert examine(FOLDER / year) == []


def test_everybody_that_answered_is_in_the_journal_and_the_files_stay_small() -> None:
    for year in YEARS:
        journal = FOLDER / year / "responses.jsonl"
        assert journal.stat().st_size < 100_000
        assert len(store.read(FOLDER / year).records) == journal.read_bytes().count(b"\n")


def test_every_round_and_the_cluster_say_that_they_are_invented(rounds: list[Round]) -> None:
    assert all(one.fictional for one in rounds)
    assert (FOLDER / "cluster.yaml").read_text("utf-8").startswith("# A fictional cluster")


def test_each_year_has_five_or_six_schools_with_six_to_nine_people_each(rounds: list[Round]) -> None:
    for one in rounds:
        people = [sum(r.school == school.id for r in one.responses) for school in one.cluster.schools]
        assert len(people) in (5, 6)
        assert all(6 <= n <= 9 for n in people)


def test_one_school_joins_in_the_second_year_and_another_leaves_before_the_last(comparison: Comparison) -> None:
    def moved(step: Step) -> tuple[list[str], list[str]]:
        return [one.name for one in step.schools.joined], [one.name for one in step.schools.left]

    assert [moved(step) for step in comparison.steps] == [
        (["Fellfoot School"], []),
        ([], []),
        ([], ["Birkrigg School"]),
    ]
    assert all(effect is not None and effect < 0 for effect in comparison.steps[0].schools.joined[0].effect.values())


def test_the_questionnaire_is_the_shipped_one_and_the_last_year_is_on_its_second_version(rounds: list[Round]) -> None:
    first, second = load_questionnaire("cluster-journey-1"), load_questionnaire("cluster-journey")
    assert [one.questionnaire.fingerprint for one in rounds] == [first.fingerprint] * 3 + [second.fingerprint]
    assert (first.id, first.version, second.id, second.version) == ("cluster-journey", "1.0", "cluster-journey", "2.0")


def test_the_change_of_version_is_compared_on_what_stayed_the_same_and_linked(comparison: Comparison) -> None:
    step = comparison.last
    assert len(step.items.common) == 10
    assert all(step.after.questionnaire.item_by_id[item].anchor for item in step.items.common)
    assert [name for name, change in step.dimensions.items() if change.verdict == "incomparable"] == [
        "dep.ties",
        "cha.commit",
    ]
    assert step.items.drifting == ()
    assert step.linked is not None
    for axis, score in step.linked.items():
        # Linked over the schools in both: near what the round's own questions say, and not the same.
        own = step.after.axes[axis].score
        assert score is not None
        assert own is not None
        assert 0 < abs(score - own) < 0.15


def test_in_the_last_year_the_portraits_were_chosen_too_and_settle_where_the_ratings_do(
    comparison: Comparison,
) -> None:
    assert [one.portrait is not None for one in comparison.rounds] == [False, False, False, True]
    portrait = comparison.rounds[-1].portrait
    assert portrait is not None
    assert (portrait.quadrant, portrait.agrees) == ("improvement", True)


def test_challenge_falls_after_the_training_and_then_rises(comparison: Comparison) -> None:
    assert [step.axes["challenge"].verdict for step in comparison.steps] == ["up", "down", "up"]
    assert [step.axes["depth"].verdict for step in comparison.steps] == ["up", "unsure", "up"]
    places = [one.placement.quadrant for one in comparison.rounds]
    assert places == ["projects", None, "relationships", "improvement"]


def test_only_in_the_year_of_the_fall_people_look_back_and_then_see_the_year_before_lower(
    rounds: list[Round], comparison: Comparison
) -> None:
    assert [any(r.looking_back for r in one.responses) for one in rounds] == [False, False, True, False]
    back = comparison.steps[1].looking_back
    assert back is not None
    shift = back.shift["challenge"]
    assert shift is not None
    assert shift < -0.5


def test_what_was_agreed_in_the_room_and_what_to_work_on_is_there(rounds: list[Round]) -> None:
    assert [len(one.agreed) for one in rounds] == [0, 3, 4, 4]
    assert [[p.id for p in one.priorities] for one in rounds] == [
        [],
        ["train-reviewers", "families"],
        ["come-back", "families"],
        ["outside-view", "families"],
    ]
    for one in rounds:
        known = {*one.questionnaire.dimension_by_id, *one.questionnaire.item_by_id}
        assert all(set(priority.moves) <= known for priority in one.priorities)
    assert [p.carried_from for one in rounds for p in one.priorities if p.id == "families"] == ["", "2024", "2024"]


def test_the_list_of_examples_names_it() -> None:
    text = (examples_folder() / "README.md").read_text("utf-8")
    assert "`tarnside/`" in text
    assert "bench/example_years.py" in text
