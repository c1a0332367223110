"""Two windows, two machines, eight people at once: everything that was said to be saved is there."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity import load_round, store
from maturity.cli.app import run
from maturity.errors import InputError
from maturity.model import Agreed, Response
from maturity.model.mapping import FileMapping
from maturity.model.plan import Priority
from maturity.readers.mapping import load_mapping
from maturity.store import meanwhile

NOW = dt.datetime(2026, 3, 12, 16, 5, tzinfo=dt.UTC)
PEOPLE = 8
STEPS = """
import datetime as dt, json, sys
from pathlib import Path
print("here", flush=True)
sys.stdin.readline()
"""
ITEMS = ["dep.purpose.compelling", "dep.trust.candour", "cha.review.rigour", "cha.data.sharing"]


def at_once(code: str, *runs: Sequence[object]) -> list[tuple[int, str]]:
    """Exit code and what was printed by some processes that begin together."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", STEPS + code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for arguments in runs
    ]
    for one in begun:
        assert one.stdout is not None
        assert one.stdout.readline() == "here\n"
    for one in begun:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=120)[0] for one in begun]
    return [(one.returncode, text) for one, text in zip(begun, said, strict=True)]


PLAN = "from maturity.cli.app import run; sys.exit(run(sys.argv[1:]))"


@pytest.mark.process
def test_of_eight_who_agree_on_a_priority_at_once_whoever_is_told_so_is_in_the_plan(river: Path) -> None:
    ended = at_once(PLAN, *(["plan", river, "--add", f"Priority {n}"] for n in range(PEOPLE)))
    agreed = {text.split(": ")[1].split(" (")[0] for code, text in ended if code == 0}
    assert {one.title for one in load_round(river).priorities} == agreed
    assert len(agreed) == 3, "three may be open, and three found a place"
    assert all("Which will you let go?" in text for code, text in ended if code == 2)
    assert sorted(code for code, _ in ended) == [0] * 3 + [2] * (PEOPLE - 3)


@pytest.mark.process
@pytest.mark.parametrize("where", ["folder", "file"])
def test_eight_who_note_what_came_of_one_priority_at_once_are_all_on_record(river: Path, where: str) -> None:
    place = river
    if where == "file":
        place = Path("alone/our.yaml")
        place.parent.mkdir()
        school = "cluster: {name: C, schools: [{id: ash, name: Ash}]}\nquestionnaire: cluster-journey-short\n"
        place.write_text(f'format: maturity-round/1\nlabel: "2026"\ndate: 2026-03-12\n{school}')
    assert run(["plan", str(place), "--add", "Data", "--date", "2026-03-12"]) == 0
    notes = [f"Look {n}" for n in range(PEOPLE - 1)]
    checks = [["plan", place, "--check", "data", "--note", note, "--date", "2026-05-01"] for note in notes]
    ended = at_once(PLAN, *checks, ["plan", place, "--edit", "data", "--owner", "Kim"])
    assert [code for code, _ in ended] == [0] * PEOPLE, ended
    (one,) = load_round(place).priorities
    assert sorted(check.note for check in one.checks) == notes
    assert one.owner == "Kim"
    if where == "file":
        assert list(place.parent.iterdir()) == [place], "nothing is left behind beside a file of somebody's own"


AGREE = """
from maturity import store
from maturity.model import Agreed
folder, items = Path(sys.argv[1]), sys.argv[2].split(",")
base = {}
for item in items:
    new = {**base, item: Agreed(level=3, reason=item)}
    store.save_agreed(folder, new, base)
    base = new
"""


@pytest.mark.process
def test_two_windows_in_which_a_room_agrees_keep_the_levels_of_both(river: Path) -> None:
    ended = at_once(AGREE, [river, ",".join(ITEMS[:2])], [river, ",".join(ITEMS[2:])])
    assert [code for code, _ in ended] == [0, 0], ended
    assert set(load_round(river).agreed) == set(ITEMS)


MAP = """
from maturity import store
from maturity.model.mapping import FileMapping
folder, name = Path(sys.argv[1]), sys.argv[2]
for n in range(5):
    store.save_mapping(folder, FileMapping(schools={f"{name} {i}": "elm-road" for i in range(n + 1)}),
                       FileMapping(schools={f"{name} {i}": "elm-road" for i in range(n)}))
"""


@pytest.mark.process
def test_two_who_decide_what_words_mean_keep_the_decisions_of_both(river: Path) -> None:
    ended = at_once(MAP, [river, "Elm"], [river, "The Elm"])
    assert [code for code, _ in ended] == [0, 0], ended
    kept = load_mapping(river / "mapping.yaml").schools
    assert kept == {f"{name} {n}": "elm-road" for name in ("Elm", "The Elm") for n in range(5)}


ANSWER = """
from maturity import store
from maturity.model import Response
folder, name, items = Path(sys.argv[1]), sys.argv[2], sys.argv[3].split(",")
base = None
for n in range(5):
    for item in items:
        known = base.answers if base else {}
        new = Response(respondent=name, school="elm-road", answers={**known, item: n % 4 + 1})
        store.append(folder, new, at=dt.datetime.now(dt.UTC), base=base)
        base = new
"""


@pytest.mark.process
def test_one_person_in_two_windows_keeps_the_answers_of_both(river: Path) -> None:
    ended = at_once(ANSWER, [river, "kim", ",".join(ITEMS[:2])], [river, "kim", ",".join(ITEMS[2:])])
    assert [code for code, _ in ended] == [0, 0], ended
    (kim,) = load_round(river).responses
    assert kim.answers == dict.fromkeys(ITEMS, 1)


def response(**answers: int | str | None) -> Response:
    return Response(respondent="kim", school="elm-road", answers=answers)


def test_an_older_window_takes_nothing_back(river: Path) -> None:
    store.append(river, response(a=1, b=2), at=NOW)
    begun = response(a=1, b=2)
    store.append(river, response(a=1, b=2, c=3, d=4), at=NOW, base=begun)
    found = store.append(river, response(a=5, b=2), at=NOW, base=begun)
    assert store.read(river).records[-1].response == response(a=5, b=2, c=3, d=4)
    assert found == []


def test_of_one_answer_given_in_two_windows_the_later_counts_and_the_earlier_is_said(river: Path) -> None:
    store.append(river, response(a=1), at=NOW)
    store.append(river, response(a=2), at=NOW, base=response(a=1))
    (lost,) = store.append(river, response(a=5), at=NOW, base=response(a=1))
    assert (lost.of, lost.part, lost.what, lost.earlier, lost.now) == ("kim", "answers", "a", 2, 5)
    assert store.read(river).records[-1].response == response(a=5)


def test_what_this_window_took_back_is_taken_back_and_nothing_else(river: Path) -> None:
    first = Response(respondent="kim", school="elm-road", evidence={"a": "x", "b": "y"}, answers={"a": 4, "b": 4})
    store.append(river, first, at=NOW)
    store.append(river, first.model_copy(update={"comment": "Well"}), at=NOW, base=first)
    after = first.model_copy(update={"evidence": {"b": "y"}, "answers": {"a": 2, "b": 4}})
    store.append(river, after, at=NOW, base=first)
    said = store.read(river).records[-1].response
    assert said is not None
    assert (said.evidence, said.answers, said.comment) == ({"b": "y"}, {"a": 2, "b": 4}, "Well")


def test_a_window_cannot_bring_back_what_was_withdrawn_meanwhile(river: Path) -> None:
    store.append(river, response(a=1), at=NOW)
    store.withdraw(river, "kim", at=NOW)
    with pytest.raises(InputError, match="were withdrawn in the meantime, so nothing was saved"):
        store.append(river, response(a=1, b=2), at=NOW, base=response(a=1))
    assert load_round(river).responses == ()


def test_two_windows_on_a_plan_keep_both_changes_and_say_what_both_changed(river: Path) -> None:
    begun = Priority(id="data", title="Data", owner="Kim")
    store.save_priorities(river, (begun,))
    store.save_priorities(river, (begun.model_copy(update={"owner": "Lee", "metric": "Visits"}),), (begun,))
    mine = begun.model_copy(update={"owner": "Ann", "why": "Because"})
    after, found = store.save_priorities(river, (mine,), (begun,))
    assert after == (Priority(id="data", title="Data", owner="Ann", metric="Visits", why="Because"),)
    assert [(one.of, one.what, one.earlier, one.now) for one in found] == [("data", "owner", "Lee", "Ann")]


def test_two_priorities_of_one_name_from_two_windows_are_two(river: Path) -> None:
    for why in ("Because", "For another reason"):
        store.save_priorities(river, (Priority(id="data", title="Data", why=why),))
    assert [(one.id, one.why) for one in load_round(river).priorities] == [
        ("data", "Because"),
        ("data-2", "For another reason"),
    ]


def test_what_others_agreed_on_is_said_in_words(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from maturity.cli.meanwhile import tell

    store.save_agreed(river, {ITEMS[0]: Agreed(level=2, reason="Heads said so")})
    _, found = store.save_agreed(river, {ITEMS[0]: Agreed(level=4)})
    known = load_round(river)
    tell(found, known)
    short = known.questionnaire.item_by_id[ITEMS[0]].short
    assert capsys.readouterr().out == (
        f"Note: {short}: in the meantime somebody else had put 2 (Heads said so); now 4 counts.\n"
    )


@pytest.mark.process
def test_a_folder_of_a_cluster_is_made_once(tmp_path: Path) -> None:
    start = ["start", tmp_path / "c", "--school", "Ash", "--school", "Elm", "--mode", "named", "--name"]
    ended = at_once(PLAN, *([*start, f"Name {n}", "--label", f"r{n}"] for n in range(4)))
    assert sorted(code for code, _ in ended) == [0, 2, 2, 2]
    names = {load_round(place).cluster.name for place in (tmp_path / "c").iterdir() if (place / "round.yaml").exists()}
    assert len(names) == 1


levels = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 3))


@given(levels, levels, levels)
def test_merging_takes_every_change_of_both_and_nothing_else(
    base: dict[str, int], new: dict[str, int], there: dict[str, int]
) -> None:
    after, both = meanwhile.merged(base, new, there)
    for key in "abcd":
        changed = base.get(key) != new.get(key)
        assert after.get(key) == (new if changed else there).get(key)
        is_both = changed and there.get(key) not in (base.get(key), new.get(key))
        assert (key in [one for one, *_ in both]) == is_both
    assert json.dumps(list(after)) == json.dumps(list(dict.fromkeys([*(k for k in there if k in after), *after])))


@pytest.mark.process
def test_a_lock_beside_a_file_lets_in_one_at_a_time(tmp_path: Path) -> None:
    count = """
from maturity.store.lock import alone
path = Path(sys.argv[1])
for _ in range(40):
    with alone(path):
        number = int(path.read_text())
        path.with_suffix(".new").write_text(str(number + 1))
        path.with_suffix(".new").replace(path)
"""
    path = tmp_path / "count.txt"
    path.write_text("0")
    ended = at_once(count, *([path] for _ in range(4)))
    assert [code for code, _ in ended] == [0] * 4, ended
    assert path.read_text() == "160"
    assert list(tmp_path.iterdir()) == [path]


def test_a_decision_that_both_took_is_said(river: Path) -> None:
    store.save_mapping(river, FileMapping(levels={"Good": 3}))
    _, (found,) = store.save_mapping(river, FileMapping(levels={"Good": 4}))
    assert (found.part, found.what, found.earlier, found.now) == ("levels", "Good", 3, 4)
    assert load_mapping(river / "mapping.yaml").levels == {"Good": 4}


def test_a_priority_that_one_window_takes_out_and_another_changes_stays_and_is_said() -> None:
    before = Priority(id="a", title="Visits", metric="Two")
    changed = before.model_copy(update={"metric": "Three"})
    kept, said = meanwhile.merged_priorities((before,), (), (changed,))
    assert (kept, [(one.of, one.part, one.now) for one in said]) == ((changed,), [("a", "priority", changed)])
    back, said = meanwhile.merged_priorities((before,), (changed,), ())
    assert (back, [(one.of, one.earlier) for one in said]) == ((changed,), [("a", meanwhile.NOTHING)])
    assert meanwhile.merged_priorities((before,), (), (before,)) == ((), [])
    assert meanwhile.merged_priorities((before,), (before,), ()) == ((), [])
