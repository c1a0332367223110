"""A round is opened for a page as for the keyboard: asked for in one piece, refused before anything is made."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from maturity import load_questionnaire, load_round, store
from maturity.cli.app import run
from maturity.collect.starting import Wish
from maturity.errors import InputError, MaturityError, UsageError
from maturity.folder.names import folder_name
from maturity.journeys import opening
from maturity.model import Cluster, Rated, Response
from maturity.model.plan import Priority
from tests.every_shape import LADDER, NESTED

pytestmark = pytest.mark.command

THREE = ("Ash", "Élm Road", "Oak")
SPRING, NEXT = dt.date(2026, 3, 12), dt.date(2027, 3, 11)
SHORT = "cluster-journey-short"
NEW = Wish("River", THREE, "anonymous", SHORT, day=SPRING)
RIVER = Path("river")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> object:
    yield
    assert capsys.readouterr() == ("", "")


def everything() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def answered(folder: Path, *people: str) -> None:
    for name in people:
        store.append(folder, Response(respondent=name, school="ash"), at=dt.datetime(2026, 3, 12, tzinfo=dt.UTC))


def planned(*titles: str) -> None:
    store.save_priorities(RIVER / "2026", [Priority(id=one.lower(), title=one, agreed=SPRING) for one in titles])


# ---- Opening


def test_a_new_cluster_is_made_with_its_first_round_and_told_in_one_piece() -> None:
    made: list[tuple[Path, Cluster]] = []
    way = opening.OnTheWay(made=lambda path, members: made.append((path, members)))
    opened = opening.open_round(RIVER, NEW, way=way)
    round_ = load_round(RIVER)
    assert (opened.path, opened.kind, opened.day) == (RIVER / "2026", "anonymous", SPRING)
    assert (round_.cluster.name, [one.id for one in round_.cluster.schools]) == ("River", ["ash", "elm-road", "oak"])
    assert (round_.label, round_.mode, round_.questionnaire) == ("2026", "anonymous", opened.asked)
    assert made == [(RIVER / "cluster.yaml", round_.cluster)]
    assert (opened.last, opened.changed, opened.remarks, opened.problems) == (None, None, (), ())


def test_next_year_asks_the_same_of_the_same_and_says_what_has_changed() -> None:
    opening.open_round(RIVER, NEW)
    opened = opening.open_round(RIVER, Wish(day=NEXT))
    assert (opened.path, opened.kind, opened.asked.id) == (RIVER / "2027", "anonymous", SHORT)
    assert opened.last == RIVER / "2026"
    assert opened.changed is not None
    assert not opened.changed
    assert opened.as_before is None
    assert load_round(RIVER / "2027").cluster == load_round(RIVER / "2026").cluster


def test_the_version_that_was_asked_before_is_named_where_it_can_still_be_had() -> None:
    opening.open_round(RIVER, Wish("River", THREE, "named", "cluster-journey-1", day=SPRING))
    opened = opening.open_round(RIVER, Wish(day=NEXT))
    assert (opened.asked.version, opened.as_before) == ("2.0", "cluster-journey-1")
    assert opened.changed


@pytest.mark.parametrize(
    ("wish", "how", "said"),
    [
        (Wish(label="2026"), {}, "there is a round of this label already: call this one something else; nothing"),
        (Wish(day=SPRING), {}, "there is a round of this label already"),
        (Wish(label="con"), {}, "the label 'con' can name no folder"),
        (Wish("Other", label="x"), {}, "has its name and schools already: leave out its name and schools; if"),
        (Wish(questionnaire="nested.yaml", kind="confidential", label="x"), {}, "make it named or anonymous"),
        (Wish(questionnaire="nowhere", label="x"), {}, "'nowhere' is neither a shipped questionnaire nor a file"),
        (Wish(about="ash", label="x"), {}, "is about the cluster, and no school of it: leave out the school"),
        (Wish(reviewed=SPRING, label="x"), {}, "is about no review: leave out its day"),
        (Wish(label="x"), {"drop": ["b"]}, "'b' is no unfinished priority of the last round"),
        (Wish(label="x"), {"keep": ["a"], "drop": ["a"]}, "a is to be kept and let go"),
        (Wish(label="x"), {"rehearsal": True, "drop": ["a"]}, "a rehearsal leaves the plan as it is"),
    ],
)
def test_what_does_not_fit_a_cluster_is_refused_and_nothing_changes(
    wish: Wish, how: dict[str, list[str]], said: str
) -> None:
    Path("nested.yaml").write_text(NESTED, "utf-8")
    opening.open_round(RIVER, NEW)
    planned("A")
    before = everything()
    with pytest.raises(MaturityError, match=said) as refused:
        opening.open_round(RIVER, wish, **how)  # type: ignore[arg-type]
    assert "--" not in str(refused.value)
    assert everything() == before


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish(), "the cluster is new, and its name, its schools and its kind must be known first"),
        (Wish("River", THREE), "the cluster is new, and its kind must be known first"),
        (Wish("River", ("Ash", "Elm"), "anonymous"), "needs 3 schools, and this cluster has 2: with two, each would"),
        (Wish("River", ("Ash", "ash "), "named"), "a school is named twice"),
        (Wish("R" * 2001, THREE, "named"), "name: the text has 2001 characters"),
        (Wish("River", THREE, "named", "ladder.yaml"), "ladder is about one review of a school: say which"),
        (Wish("River", THREE, "named", "ladder.yaml", "ash"), "ladder is about one review of a school: say which"),
        (Wish("River", THREE, "named", "ladder.yaml", "yew", SPRING), "'yew' is no school of this round"),
        (Wish("River", THREE, "named", "ladder.yaml", "ash", NEXT, SPRING), "2027-03-11 is a day after the sitting"),
    ],
)
def test_what_does_not_make_a_cluster_is_refused_and_nothing_is_made(wish: Wish, said: str) -> None:
    Path("ladder.yaml").write_text(LADDER, "utf-8")
    with pytest.raises(MaturityError, match=said) as refused:
        opening.open_round(RIVER, wish)
    assert "--" not in str(refused.value)
    assert list(Path().iterdir()) == [Path("ladder.yaml")]


def test_a_review_is_named_by_its_school_and_day_and_a_second_one_finds_a_label() -> None:
    Path("ladder.yaml").write_text(LADDER, "utf-8")
    wish = Wish("River", THREE, "named", "ladder.yaml", "Élm Road", dt.date(2026, 2, 3), SPRING)
    assert opening.open_round(RIVER, wish).subject == "About the review of Élm Road on 3 February 2026"
    assert load_round(RIVER).subject_of == Rated(school="elm-road", reviewed=dt.date(2026, 2, 3))
    again = Wish(about="oak", reviewed=dt.date(2026, 3, 1), day=SPRING)
    assert opening.open_round(RIVER, again).path == RIVER / "oak-2026-03-01"


def test_a_rehearsal_is_no_year_of_the_cluster_and_loses_its_answers_with_the_next_round() -> None:
    tried = opening.open_round(RIVER, NEW, rehearsal=True)
    assert tried.path == RIVER / "Rehearsal-2026-03-12"
    answered(tried.path, "a", "b")
    opened = opening.open_round(RIVER, Wish(day=SPRING))
    assert opened.last is None
    assert opened.remarks == (f"The answers of the rehearsal {tried.path} are thrown away, as people were told.",)
    assert list(tried.path.glob("responses*")) == []


def test_unfinished_priorities_are_brought_forward_or_let_go_and_that_is_written_down() -> None:
    opening.open_round(RIVER, NEW)
    planned("A", "B")
    opened = opening.open_round(RIVER, Wish(day=NEXT), drop=["a"])
    assert ([one.id for one in opened.plan.carried], [one.id for one in opened.plan.dropped]) == (["b"], ["a"])
    assert [(one.id, one.carried_from) for one in load_round(RIVER / "2027").priorities] == [("b", "2026")]
    assert [(one.id, one.outcome) for one in load_round(RIVER / "2026").priorities] == [("a", "dropped"), ("b", "open")]


def test_who_decides_on_the_way_decides_on_the_priorities_that_nobody_has_named() -> None:
    opening.open_round(RIVER, NEW)
    planned("A", "B")
    heard: list[str] = []
    way = opening.OnTheWay(ask=lambda _: "d", say=heard.append)
    opened = opening.open_round(RIVER, Wish(day=NEXT), keep=["a"], way=way)
    assert [one.id for one in opened.plan.carried] == ["a"]
    assert any("B" in line for line in heard)


def test_what_changes_in_the_plan_while_somebody_decides_is_brought_forward_too() -> None:
    opening.open_round(RIVER, NEW)
    planned("A", "B")

    def ask(_: str) -> str:
        path = RIVER / "2026" / "round.yaml"
        path.write_text(path.read_text("utf-8").replace("title: B\n", "title: Better\n"), "utf-8")
        return "k"

    opening.open_round(RIVER, Wish(day=NEXT), way=opening.OnTheWay(ask=ask))
    assert [one.title for one in load_round(RIVER / "2027").priorities] == ["A", "Better"]


def test_a_rehearsal_leaves_the_plan_where_it_is() -> None:
    opening.open_round(RIVER, NEW)
    planned("A")
    before = everything()
    opened = opening.open_round(RIVER, Wish(day=NEXT), rehearsal=True)
    assert (load_round(opened.path).priorities, opened.plan.carried) == ((), ())
    assert before.items() <= everything().items()


def test_a_plan_that_cannot_be_read_is_said_and_stays() -> None:
    opening.open_round(RIVER, NEW)
    path = RIVER / "2026" / "round.yaml"
    path.write_text(path.read_text("utf-8") + "priorities: [{id: A b, title: X}]\n", "utf-8")
    opened = opening.open_round(RIVER, Wish(day=NEXT))
    assert opened.remarks[0].startswith("The plan of 2026 cannot be read, so nothing of it is brought forward:\n")
    assert opened.plan.carried == ()


def test_what_fails_once_the_round_is_there_is_told_beside_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opening.open_round(RIVER, NEW)
    planned("A")
    written = (RIVER / "2026" / "round.yaml").read_bytes()

    def spoilt(*_: object) -> None:
        raise UsageError("the disk is full")

    monkeypatch.setattr("maturity.store.change_priorities", spoilt)
    opened = opening.open_round(RIVER, Wish(day=NEXT), drop=["a"])
    assert [one.message for one in opened.problems] == ["the disk is full"]
    assert load_round(opened.path).priorities == ()
    assert (RIVER / "2026" / "round.yaml").read_bytes() == written
    shutil.rmtree(opened.path)
    assert run(["start", "river", "--date", "2027-03-11", "--drop", "a"]) == 2
    told = capsys.readouterr()
    assert ("opened" in told.out, "written down" in told.out, "the disk is full" in told.err) == (True, False, True)


def test_two_who_open_the_same_at_once_get_one_round_and_one_refusal() -> None:
    def first(_: int) -> Path | MaturityError:
        try:
            return opening.open_round(RIVER, NEW).path
        except MaturityError as error:
            return error

    def second(_: int) -> Path | MaturityError:
        try:
            return opening.open_round(RIVER, Wish(day=NEXT)).path
        except MaturityError as error:
            return error

    with ThreadPoolExecutor(4) as pool:
        for attempt, year in ((first, "2026"), (second, "2027")):
            found = [*pool.map(attempt, range(4))]
            assert [one for one in found if isinstance(one, Path)] == [RIVER / year]
            assert sum(isinstance(one, MaturityError) for one in found) == 3
    assert sorted(path.name for path in RIVER.iterdir()) == ["2026", "2027", "cluster.yaml"]


def test_the_kind_is_changed_until_somebody_has_answered() -> None:
    place = opening.open_round(RIVER, NEW).path
    opening.switch_kind(place, "named")
    assert load_round(place).mode == "named"
    answered(place, "a")
    with pytest.raises(InputError, match="somebody has answered, and that fixes the kind: open another round with an"):
        opening.switch_kind(place, "confidential")


# ---- What is there


def test_a_folder_says_what_it_holds() -> None:
    Path("empty").mkdir()
    Path("file.txt").write_text("x", "utf-8")
    Path("photos").mkdir()
    Path("photos/a.png").write_text("x", "utf-8")
    opening.open_round(RIVER, NEW)
    held = {str(one): opening.cluster_at(Path(one)).holds for one in ("empty", "none", "file.txt", "photos", "river")}
    assert held == {"empty": "empty", "none": "empty", "file.txt": "other", "photos": "other", "river": "cluster"}
    inside = opening.cluster_at(RIVER / "2026")
    assert (inside.holds, inside.folder, inside.given, inside.name) == ("round", RIVER, RIVER / "2026", "River")


def test_a_cluster_is_known_with_its_rounds_in_time_and_whether_answers_still_count() -> None:
    nobody = opening.cluster_at(RIVER)
    assert (nobody.is_open, nobody.latest, nobody.free_label(SPRING)) == (False, None, "2026")
    opening.open_round(RIVER, Wish("River", THREE, "named", SHORT, label="B", day=NEXT))
    opening.open_round(RIVER, Wish(label="C", day=SPRING))
    opening.open_round(RIVER, Wish(day=SPRING), rehearsal=True)
    answered(RIVER / "C", "a")
    store.save_priorities(RIVER / "B", [Priority(id="a", title="A", agreed=SPRING)])
    there = opening.cluster_at(RIVER)
    assert (there.name, there.kind, [one.name for one in there.schools]) == ("River", "named", list(THREE))
    seen = [(one.label, one.date, one.is_answered, one.is_ended) for one in there.rounds]
    assert seen == [("C", SPRING, True, False), ("B", NEXT, False, False)]
    assert [one.label for one in there.rehearsals] == ["Rehearsal 2026-03-12"]
    assert there.is_open
    assert there.latest is not None
    assert [one.id for one in there.latest.unfinished] == ["a"]
    assert there.latest.asked == load_questionnaire(SHORT)


def test_a_round_whose_results_are_published_is_open_for_answers_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    place = opening.open_round(RIVER, NEW).path
    people = [(f"p{n}", school) for n, school in enumerate(["ash", "elm-road", "oak"] * 3)]
    items = load_questionnaire(SHORT).items
    for name, school in people:
        said = Response(respondent=name, school=school, answers={item.id: 3 for item in items})
        store.append(place, said, at=dt.datetime(2026, 3, 12, tzinfo=dt.UTC))
    assert opening.cluster_at(RIVER).is_open
    assert run(["score", "river", "--close", "--json"]) == 0
    assert capsys.readouterr().out.startswith("{")
    there = opening.cluster_at(RIVER)
    assert (there.is_open, [one.is_ended for one in there.rounds]) == (False, [True])


@pytest.mark.parametrize("rehearsal", [False, True])
def test_the_label_that_is_offered_is_never_one_that_is_taken(rehearsal: bool) -> None:
    opening.open_round(RIVER, NEW, rehearsal=rehearsal)
    for _ in range(3):
        label = opening.cluster_at(RIVER).free_label(SPRING, rehearsal=rehearsal)
        opened = opening.open_round(RIVER, Wish(label=label, day=SPRING), rehearsal=rehearsal)
        assert load_round(opened.path).label == label


def test_clusters_one_level_below_are_offered_and_a_spoilt_one_says_why() -> None:
    for name in ("b", "a"):
        opening.open_round(Path("all") / name, NEW)
    Path("all/c").mkdir()
    Path("all/c/cluster.yaml").write_text("name: [", "utf-8")
    Path("all/deep/d").mkdir(parents=True)
    Path("all/deep/d/cluster.yaml").write_text("name: D", "utf-8")
    below = opening.cluster_at(Path("all")).below
    assert [(one.folder.name, one.name, bool(one.problems)) for one in below] == [
        ("a", "River", False),
        ("b", "River", False),
        ("c", "c", True),
    ]


def test_what_is_spoilt_in_a_cluster_is_part_of_what_is_known() -> None:
    opening.open_round(RIVER, NEW)
    opening.open_round(RIVER, Wish(day=NEXT))
    (RIVER / "2027" / "questionnaire.yaml").unlink()
    there = opening.cluster_at(RIVER)
    assert [(one.label, bool(one.problems)) for one in there.rounds] == [("2026", False), ("2027", True)]
    assert not there.is_open
    (RIVER / "2026" / "round.yaml").write_text("date: soon\n", "utf-8")
    there = opening.cluster_at(RIVER)
    assert (there.name, there.rounds) == ("River", ())
    assert "'soon' is no date" in str(there.problems[0])


def test_a_round_without_a_cluster_above_it_is_known_by_itself() -> None:
    opening.open_round(RIVER, NEW)
    (RIVER / "cluster.yaml").unlink()
    there = opening.cluster_at(RIVER / "2026")
    assert (there.holds, there.name, [one.label for one in there.rounds]) == ("round", "River", ["2026"])


# ---- What can be chosen


@pytest.mark.parametrize("schools", [2, 3])
def test_every_kind_that_is_offered_can_be_opened_and_no_other(schools: int) -> None:
    for place, offer in enumerate(opening.offered(schools)):
        for kind in offer.kinds:
            folder = Path(f"{place}-{kind.kind}")
            about = "" if offer.asked.subject == "cluster" else "ash"
            reviewed = SPRING if offer.asked.subject == "review" else None
            wish = Wish("River", THREE[:schools], kind.kind, offer.asked.id, about, reviewed, SPRING)
            if not kind.why_not:
                assert load_round(opening.open_round(folder, wish).path).mode == kind.kind
                continue
            with pytest.raises(UsageError) as refused:
                opening.open_round(folder, wish)
            assert str(refused.value) == kind.why_not
            assert not folder.exists()


def test_questionnaires_are_offered_with_their_size_and_what_is_read_off() -> None:
    first, *others = opening.offered(2)
    assert (first.asked.id, first.size, first.reads) == (
        "cluster-journey",
        "29 questions, 9 portraits",
        "where you stand on a map with four corners",
    )
    assert {kind.kind: bool(kind.why_not) for kind in first.kinds} == {
        "anonymous": True,
        "named": False,
        "confidential": False,
    }
    assert "cluster-journey-1" not in [offer.asked.id for offer in others]
    assert all(kind.told and kind.used for kind in first.kinds)


# ---- Where it is kept


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("River Partnership", "river-partnership"),
        ("Con", "cluster-con"),
        ("LPT1", "cluster-lpt1"),
        ("../../etc", "etc"),
        ("???", "x"),
        ("Школа", "shkola"),
        ("x" * 500, "x" * 40),
    ],
)
def test_a_cluster_gets_a_folder_that_every_system_takes(name: str, folder: str) -> None:
    place = opening.place_for(Path("kept"), name)
    assert place == Path("kept") / folder
    assert folder_name(place.name) == place.name


def test_a_folder_that_is_there_is_never_taken_for_a_new_cluster() -> None:
    Path("river").write_text("mine", "utf-8")
    os.mkdir("river-2")  # noqa: PTH102
    place = opening.place_for(Path(), "River")
    assert opening.open_round(place, NEW).path == Path("river-3/2026")
    assert Path("river").read_text("utf-8") == "mine"
