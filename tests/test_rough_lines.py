"""What rough levels may stand for: a confidential round never settles what the answers leave open."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maturity import store
from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.kinds.rows import row, stands_for, weights
from maturity.core.publish import unfit_for
from maturity.core.reading import Checklist, Ladder, Profile
from maturity.core.said import Said
from maturity.model import Questionnaire, Response
from maturity.readers.questionnaire import load_questionnaire
from tests.shapes import asked, ladder, profile, total, year


def told(questionnaire: Questionnaire, schools: dict[str, Any], mode: str) -> Assessment:
    """What a round of a kind shows of the same answers."""
    return assess(year(questionnaire, "2026", schools, mode=mode, fictional=True))


# ---- What a row stands for


@pytest.mark.parametrize(
    ("levels", "value", "people", "ends"),
    [
        (5, 3.5, 5, (3.25, 3.75)),
        (5, 2.0, 5, (1, 2.25)),
        (5, 4.5, 8, (4.25, 5)),
        (5, 3.2, 20, (3.1, 3.3)),
        (5, 4.7, 40, (4.65, 5)),
        (3, 2.0, 40, (1.75, 2.25)),
        (3, 2.5, 40, (2.25, 3)),
    ],
)
def test_a_row_stands_for_half_a_step_each_way_and_at_the_ends_for_all_beyond(
    levels: int, value: float, people: int, ends: tuple[float, float]
) -> None:
    low, high = stands_for(np.array([value]), np.array([people]), 1, levels)
    assert (low[0], high[0]) == pytest.approx(ends)


def test_of_a_second_publication_a_row_may_be_held_back_by_a_step() -> None:
    low, high = stands_for(np.array([3.0, 4.0]), np.array([40, 40]), 1, 5, renewed=True)
    assert (low.tolist(), high.tolist()) == (pytest.approx([2.25, 3.25]), pytest.approx([3.75, 5]))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_a_row_stands_for_holds_the_mean_that_it_was_made_of(data: st.DataObject) -> None:
    levels = data.draw(st.integers(3, 7))
    schools = data.draw(st.lists(st.lists(st.integers(0, 9), min_size=levels, max_size=levels), min_size=1, max_size=5))
    counts = np.array(schools)[None, :, None, :]
    people = counts.sum(axis=3)
    assume(people.sum() >= 5)
    mean = (counts @ np.arange(levels)) / np.maximum(people, 1)
    exact = float((mean * weights(people)).sum())
    rows = row(counts, 5, 0)
    low, high = stands_for(rows.value, rows.band, 0, levels)
    assert low.item() - 1e-6 <= exact <= high.item() + 1e-6


# ---- What is read off


ON = {3: {0: "no", 1: "partly", 2: "yes"}, 4: {n: str(n) for n in range(1, 5)}, 5: {n: str(n) for n in range(1, 6)}}
WEAKEST = {"overall": {"label": "All", "combine": "min"}}


def checklist(levels: int, met_at: float) -> Questionnaire:
    """Four questions on some levels."""
    return asked("checklist", scale={"levels": ON[levels], "met_at": met_at})


def test_a_confidential_round_does_not_settle_what_the_answers_leave_open() -> None:
    # 19 / 16 = 1.19; in a row 1.0, which stands for 0.75 to 1.25, give or take 0.425.
    schools = {one: [[2], [2], [1], [0]] for one in ("ash", "birch", "cedar")} | {"elm": [[1], [2], [1], [0]]}
    one = asked("checklist", ["a"], scale={"levels": ON[3], "met_at": 1.5})
    named, rough = (told(one, schools, mode).reading for mode in ("named", "confidential"))
    assert isinstance(named, Checklist)
    assert isinstance(rough, Checklist)
    for held, score, ends in ((named.held["a"], 1.1875, (0.68, 1.69)), (rough.held["a"], 1.0, (0.325, 1.675))):
        assert held.state == "open"
        assert held.interval is not None
        assert held.score == score
        assert (held.interval.low, held.interval.high) == pytest.approx(ends, abs=0.005)


LEVEL = st.integers(1, 4)


@st.composite
def of_one_size(draw: st.DrawFn) -> dict[str, Any]:
    """Schools of one size, so that a voice of a school and of a person are one."""
    people = draw(st.integers(2, 11))
    person = st.lists(LEVEL, min_size=4, max_size=4)
    return {
        school: draw(st.lists(person, min_size=people, max_size=people))
        for school in ("ash", "birch", "cedar", "elm")[: draw(st.integers(3, 4))]
    }


def answering_alike(of: dict[str, Any], shift: int) -> dict[str, Any]:
    """The same, with people of a school a level apart at most."""
    return {
        school: [[min(1 + (n + shift) % 3 + level % 2, 4) for n, level in enumerate(levels)] for levels in people]
        for school, people in of.items()
    }


@settings(max_examples=60, deadline=None)
@given(of_one_size(), st.sampled_from([1.7, 2.2, 2.5, 3.0]))
def test_what_an_anonymous_round_leaves_open_a_confidential_one_never_settles(
    of: dict[str, Any], met_at: float
) -> None:
    steps = ladder(scale={"levels": ON[4], "met_at": met_at})
    exact, rough = (told(steps, of, mode).reading for mode in ("anonymous", "confidential"))
    assert isinstance(exact, Ladder)
    assert isinstance(rough, Ladder)
    for item, held in rough.held.items():
        assert held.state in ("open", exact.held[item].state)
    for stage, same in zip(rough.stages, exact.stages, strict=True):
        assert stage.state in ("open", same.state)
    order = [None, "first", "second"]
    assert order.index(rough.at_least) <= order.index(exact.at_least)
    assert order.index(rough.at_most) >= order.index(exact.at_most)


@settings(max_examples=60, deadline=None)
@given(of_one_size())
def test_bands_and_the_weakest_stay_as_open_as_the_answers_leave_them(of: dict[str, Any]) -> None:
    exact, rough = (told(total(), of, mode).overall for mode in ("anonymous", "confidential"))
    assert exact is not None
    assert exact.band is not None
    assert rough is not None
    assert rough.band is not None
    assert rough.band.low <= exact.band.low <= exact.band.high <= rough.band.high
    here, there = (told(profile(**WEAKEST), of, mode) for mode in ("anonymous", "confidential"))
    assert isinstance(here.reading, Profile)
    assert isinstance(there.reading, Profile)
    assert set(here.reading.could) <= set(there.reading.could)
    assert here.overall is not None
    assert there.overall is not None
    assert set(here.overall.could) <= set(there.overall.could)


@settings(max_examples=60, deadline=None)
@given(of_one_size(), st.integers(0, 2), st.sampled_from([1.7, 2.2, 2.5, 3.0]))
def test_what_a_named_round_of_people_a_level_apart_leaves_open_stays_open(
    of: dict[str, Any], shift: int, met_at: float
) -> None:
    assume(all(len(people) >= 4 for people in of.values()))
    steps = ladder(scale={"levels": ON[4], "met_at": met_at})
    exact, rough = (told(steps, answering_alike(of, shift), mode).reading for mode in ("named", "confidential"))
    assert isinstance(exact, Ladder)
    assert isinstance(rough, Ladder)
    for item, held in rough.held.items():
        assert held.state in ("open", exact.held[item].state)


def test_of_two_parts_whose_rows_fall_apart_neither_is_the_weakest_for_sure() -> None:
    # 1.925 and 1.95 of 40 people: rows of 1.75 and 2.125, which stand for 1.56 to 1.94 and for 1.94 to 2.31.
    ones = {"s0": (0, 0), "s1": (0, 0), "s2": (0, None)}
    schools = {f"s{n}": [[2, 2, 2, 2] for _ in range(5)] for n in range(8)}
    for school, (left, right) in ones.items():
        schools[school][left][:2] = [1, 1]
        if right is not None:
            schools[school][right][2:] = [1, 1]
    for mode in ("anonymous", "confidential"):
        found = told(profile(), schools, mode)
        assert isinstance(found.reading, Profile)
        assert (found.reading.could, found.reading.weakest) == (("whole", "b1"), None)
    assert (found.dimensions["whole"].score, found.dimensions["b1"].score) == (1.8, 2.1)


# ---- Questionnaires that a confidential round could never tell anything of


@pytest.mark.parametrize("name", ["temperature-check", "hallmarks", "teacher-agency", "review-follow-up"])
def test_what_is_answered_on_three_levels_with_a_line_near_the_top_is_no_confidential_round(name: str) -> None:
    found = unfit_for("confidential", load_questionnaire(name))
    assert isinstance(found, Said)
    assert (found.code, found.values["line"]) == ("confidential-never-tells", 1.5)
    assert unfit_for("anonymous", load_questionnaire(name)) is None


@pytest.mark.parametrize("name", ["peer-review", "self-improving-system", "cluster-journey"])
def test_what_rows_can_tell_may_be_asked_in_confidence(name: str) -> None:
    assert unfit_for("confidential", load_questionnaire(name)) is None


@pytest.mark.parametrize(
    ("levels", "met_at", "fits"),
    [
        (3, 0.5, False),
        (3, 1.0, True),
        (3, 1.1, True),
        (3, 1.2, False),
        (5, 4.3, True),
        (5, 4.5, False),
        (5, 1.5, False),
    ],
)
def test_a_questionnaire_fits_where_its_line_can_be_told_from_both_sides(
    levels: int, met_at: float, fits: bool
) -> None:
    here = checklist(levels, met_at)
    assert (unfit_for("confidential", here) is None) is fits
    top, bottom = max(ON[levels]), min(ON[levels])
    states = []
    for level in (top, bottom):
        reading = told(here, {one: [[level] * 4] * 7 for one in "abcdef"}, "confidential").reading
        assert isinstance(reading, Checklist)
        states.append(reading.held["a"].state)
    assert (states == ["holds", "not-yet"]) is fits


@pytest.mark.parametrize(("highest", "fits"), [(13, True), (15, False)])
def test_bands_too_are_lines(highest: int, fits: bool) -> None:
    bands = [{"from": 4, "label": "Low"}, {"from": 8, "label": "Middle"}, {"from": highest, "label": "High"}]
    assert (unfit_for("confidential", total(bands=bands)) is None) is fits


TOLD = "could never tell whether a result lies on the one side of it or the other"
STARTED = ["start", "river", "--name", "River", "--school", "Ash", "--school", "Elm", "--school", "Oak"]
CHECK = ["-q", "temperature-check", "--label", "2026", "--date", "2026-03-12", "--mode"]


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is said where a command cannot do what was asked."""
    capsys.readouterr()
    assert run(list(words)) == 2
    return " ".join(capsys.readouterr().err.split())


@pytest.mark.command
@pytest.mark.usefixtures("in_a_folder")
def test_start_and_a_change_of_kind_refuse_it_and_say_what_to_use(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, *STARTED, *CHECK, "confidential")
    assert TOLD in said
    assert said.endswith("use --mode named or anonymous")
    assert not Path("river").exists()
    assert run([*STARTED, *CHECK, "anonymous"]) == 0
    assert TOLD in refused(capsys, "start", "river", "--again", "--mode", "confidential")
    assert "mode: anonymous" in Path("river/2026/round.yaml").read_text("utf-8")


@pytest.mark.command
@pytest.mark.usefixtures("in_a_folder")
def test_a_folder_made_so_takes_no_first_answer_and_one_that_was_answered_is_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([*STARTED, *CHECK, "anonymous"]) == 0
    made = Path("river/2026/round.yaml")
    made.write_text(made.read_text("utf-8").replace("mode: anonymous", "mode: confidential"), "utf-8")
    asked = [item.id for item in load_questionnaire("temperature-check").items]
    rows = [",".join(("respondent", "school", "kind", *asked))]
    rows += [",".join((f"p{n}", ("ash", "elm", "oak")[n % 3], "confidential", *"2222222")) for n in range(60)]
    Path("answers.csv").write_text("\n".join(rows), "utf-8")
    said = refused(capsys, "collect", "river", "answers.csv")
    assert TOLD in said
    assert "maturity start river --again --mode anonymous" in said
    people = [
        Response(respondent=f"p{n}", school=("ash", "elm", "oak")[n % 3], answers=dict.fromkeys(asked, 2))
        for n in range(60)
    ]
    store.append_all(Path("river/2026"), people, at=dt.datetime(2026, 3, 12, 12), code=True)
    capsys.readouterr()
    assert run(["score", "river/2026", "--close"]) == 0
    assert "0 of 7 hold" in " ".join(capsys.readouterr().out.split())


@pytest.mark.command
def test_check_says_it_of_a_questionnaire(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "check", "temperature-check"]) == 0
    assert TOLD in " ".join(capsys.readouterr().out.split())
    assert run(["questionnaire", "check", "peer-review"]) == 0
    assert "onfidential" not in capsys.readouterr().out
