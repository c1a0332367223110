"""Every fault of a folder is found and said; what needs nobody's decision is put right."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity import load_round, store
from maturity.cli.doctor import FaultsFoundError, doctor
from maturity.cli.forget import forget
from maturity.errors import InputError, UsageError
from maturity.folder.journal import Record, current, encode
from maturity.model import Response
from maturity.store import answers
from maturity.store.merging import Line, merge

pytestmark = pytest.mark.command

QUESTIONNAIRE = """\
format: maturity-questionnaire/1
id: small
version: "1"
title: A small one
scale:
  levels: {1: none, 2: some, 3: most, 4: nearly all, 5: all}
axes:
  - {id: x, label: Ex, short: Ex, midpoint: 3, dimensions_needed: 1}
  - {id: y, label: Why, short: Why, midpoint: 3, dimensions_needed: 1}
dimensions:
  - {id: xd, axis: x, label: Ex dim, short: Ex dim}
  - {id: yd, axis: y, label: Why dim, short: Why dim}
quadrants:
  - {id: ll, label: LL, at: {x: low, y: low}}
  - {id: lh, label: LH, at: {x: low, y: high}}
  - {id: hl, label: HL, at: {x: high, y: low}}
  - {id: hh, label: HH, at: {x: high, y: high}}
items:
  - {id: x.a, dimension: xd, short: A, prompt: "A?"}
  - {id: y.c, dimension: yd, short: C, prompt: "C?"}
"""
NOW = dt.datetime(2026, 3, 12, 16, 5, tzinfo=dt.UTC)
CLUSTER, ROUND, JOURNAL = Path("river"), Path("river/2026"), Path("river/2026/responses.jsonl")
FIX = "'maturity doctor' with --fix"


@pytest.fixture(autouse=True)
def _with_a_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from maturity.cli.shared import KindOfRound
    from maturity.cli.start import start

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    Path("q.yaml").write_text(QUESTIONNAIRE)
    start(
        CLUSTER,
        name="River",
        school=["Ash", "Elm"],
        mode=KindOfRound.named,
        label="2026",
        date="2026-03-12",
        questionnaire="q.yaml",
    )


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


def answer(respondent: str, level: int = 3, school: str = "ash", minute: int = 0) -> bytes:
    """A line of a journal."""
    response = Response(respondent=respondent, school=school, answers={"x.a": level})
    return encode(Record(respondent, response, f"{respondent}/{level}", NOW + dt.timedelta(minutes=minute)))


def found(folder: Path = CLUSTER, fix: bool = False) -> list[str]:
    try:
        doctor(folder, fix)
    except FaultsFoundError as error:
        return [str(problem) for problem in error.problems]
    return []


def people() -> list[tuple[str, object]]:
    return [(response.respondent, response.answers["x.a"]) for response in load_round(ROUND).responses]


def test_a_folder_as_it_was_made_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert found() == found(ROUND) == found(CLUSTER / ".." / ROUND) == []
    store.append(ROUND, Response(respondent="r01", school="ash", answers={"x.a": 3}), at=NOW)
    assert found() == []
    assert "river: no fault found" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    [
        "responses (Anna's conflicted copy 2026-03-12).jsonl",  # Dropbox
        "responses (In Konflikt stehende Kopie von Anna).jsonl",
        "responses-OFFICE-PC.jsonl",  # OneDrive
        "responses (1).jsonl",  # Google Drive
        "responses.sync-conflict-20260312-160500-ABCDEFG.jsonl",  # Syncthing
        "responses 2.jsonl",  # iCloud
    ],
)
def test_a_copy_that_syncing_made_is_merged_by_record(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    both = answer("r01", 1, minute=1) + answer("r02", 2, minute=2)
    JOURNAL.write_bytes(both + answer("r03", 3, minute=4) + answer("r01", 5, minute=6))
    copy = ROUND / name
    copy.write_bytes(both + answer("r04", 4, minute=3) + answer("r02", 4, minute=5))
    assert found() == [
        f"{copy}: a second copy of responses.jsonl, as syncing makes it: {FIX} merges it into responses.jsonl "
        "and removes it"
    ]
    assert copy.exists()

    assert found(fix=True) == []
    assert f"merged {copy} into {JOURNAL}: 2 records were missing there" in capsys.readouterr().out
    assert people() == [("r01", 5), ("r02", 4), ("r04", 4), ("r03", 3)]
    assert not copy.exists()
    assert found(fix=True) == []


@given(st.data())
def test_merging_keeps_every_record_and_the_order_within_each_file(data: st.DataObject) -> None:
    from maturity.store.checkup import mend

    shared = data.draw(st.lists(st.integers(0, 50), max_size=4))
    own, other = (
        data.draw(st.lists(st.integers(0, 50), max_size=5)),
        data.draw(st.lists(st.integers(0, 50), max_size=5)),
    )
    head = b"".join(answer(f"s{n}", 1, minute=at) for n, at in enumerate(shared))
    JOURNAL.write_bytes(head + b"".join(answer(f"a{n}", 2, minute=at) for n, at in enumerate(own)))
    copy = ROUND / "responses (1).jsonl"
    copy.write_bytes(head + b"".join(answer(f"b{n}", 3, minute=at) for n, at in enumerate(other)))
    mend(ROUND, NOW)
    names = [record.respondent for record in store.read(ROUND).records]
    assert len(names) == len(shared) + len(own) + len(other)
    for kind, count in (("s", len(shared)), ("a", len(own)), ("b", len(other))):
        assert [name for name in names if name.startswith(kind)] == [f"{kind}{n}" for n in range(count)]


@pytest.mark.parametrize(
    ("before", "here", "there", "opens"),
    [
        # Read out at one of two machines that knew the code before.
        (True, False, True, False),
        (True, True, False, False),
        (True, True, True, True),
        # A code of one machine, which came to the other in a file.
        ("unknown", True, False, True),
        ("unknown", False, True, True),
    ],
)
def test_a_code_that_was_read_out_at_one_machine_opens_nothing_after_merging(
    before: bool | str, here: bool, there: bool, opens: bool
) -> None:
    def line(name: str, minute: int, code: bool) -> Line:
        response = Response(respondent="web-kfm3xt8p", school="ash", answers={"q": minute})
        one = Record(response.respondent, response, name, NOW + dt.timedelta(minutes=minute), code=code)
        return encode(one).rstrip(b"\n"), one

    shared = [] if before == "unknown" else [line("a", 1, bool(before))]
    merged = merge([*shared, line("b", 2, here)], [*shared, line("c", 3, there)], NOW + dt.timedelta(hours=1))
    last = [one for _, one in merged if isinstance(one, Record)][-1]
    assert answers.opens(last) == opens


def test_a_copy_can_heal_a_line_that_is_broken_here() -> None:
    copy = ROUND / "responses (1).jsonl"
    copy.write_bytes(answer("r01") + answer("r02", 4))
    JOURNAL.write_bytes(answer("r01") + answer("r02", 4).replace(b'"x.a": 4', b'"x.a": 5'))
    assert found(fix=True) == []
    assert people() == [("r01", 3), ("r02", 4)]


def test_torn_and_changed_lines_are_said_and_set_aside(capsys: pytest.CaptureFixture[str]) -> None:
    changed, torn = answer("r02").replace(b'"x.a": 3', b'"x.a": 5'), answer("r03")[:90]
    JOURNAL.write_bytes(answer("r01") + changed + answer("r04") + torn)
    assert found() == [
        f"{JOURNAL}:2: this line has changed since it was written: {FIX} sets it aside; "
        "if there is a copy of the file, restore it first",
        f"{JOURNAL}:4: the last line was never finished; it had not been confirmed as saved, and is left out: "
        f"{FIX} sets it aside",
    ]
    out, cut = found(fix=True)
    assert people() == [("r01", 3), ("r04", 3)]
    (aside,), (end,) = ROUND.glob("responses.broken-*.jsonl"), ROUND.glob("responses.torn-*.jsonl")
    assert (aside.read_bytes(), end.read_bytes()) == (changed, torn + b"\n")
    assert str(end) in capsys.readouterr().out
    assert out == (
        f"{aside}: out of the round, for these lines cannot be trusted: 1 person: put a copy of responses.jsonl from "
        f"before into the folder, as 'responses (copy).jsonl', then {FIX}; or take the lines as they are: "
        f"maturity collect {ROUND} {aside}; delete the file once nobody is missed"
    )
    assert cut.startswith(f"{end}: out of the round, for these lines were never finished, or cut off: 1 person: put a")
    end.unlink()
    (ROUND / "responses (copy).jsonl").write_bytes(answer("r01") + answer("r02"))
    assert found(fix=True) == []
    assert people() == [("r01", 3), ("r04", 3), ("r02", 3)]


def test_what_a_newer_program_wrote_is_left_alone() -> None:
    from maturity.folder import journal

    head = answer("r02").rpartition(journal._SEAL)[0].replace(b'"v": 1', b'"v": 3')
    JOURNAL.write_bytes(answer("r01") + head + journal._SEAL + journal._checksum(head) + b'"}\n' + answer("r03")[:50])
    before = JOURNAL.read_bytes()
    assert any(problem.endswith("written by a newer maturity: update the program") for problem in found(fix=True))
    assert JOURNAL.read_bytes() == before


def test_a_questionnaire_that_was_edited_after_the_start_is_noticed() -> None:
    frozen = ROUND / "questionnaire.yaml"
    frozen.write_text(frozen.read_text().replace('"A?"', '"A, honestly?"'))
    (problem,) = found()
    assert problem.startswith(f"{ROUND / 'round.yaml'}:")
    assert "questionnaire.fingerprint: questionnaire.yaml has been changed since the round was opened" in problem
    assert found(fix=True) == [problem]


def test_answers_that_do_not_fit_are_named_with_their_line() -> None:
    odd = Response(respondent="r02", school="oak", answers={"x.b": 3})
    JOURNAL.write_bytes(answer("r01") + encode(Record("r02", odd, "2", NOW)))
    assert found() == [
        f"{JOURNAL}:2: school: 'oak' is no school of the cluster: use one of: ash, elm",
        f"{JOURNAL}:2: answers.x.b: 'x.b' is no question of this questionnaire: did you mean 'x.a'?",
    ]


@pytest.mark.parametrize("lost", ["cluster.yaml", "2026/round.yaml", "2026/questionnaire.yaml"])
def test_a_file_that_is_missing_is_named(lost: str) -> None:
    JOURNAL.write_bytes(answer("r01"))
    (CLUSTER / lost).unlink()
    hint = "restore it from a copy, or from the history of the synced drive"
    assert found() == found(fix=True) == [f"{CLUSTER / lost}: the file is missing: {hint}"]


def test_what_an_interrupted_write_left_behind_is_removed() -> None:
    (ROUND / ".round.yaml.abc.tmp").write_text("half")
    (CLUSTER / ".2027.abc.tmp").mkdir()
    (CLUSTER / ".2027.abc.tmp" / "round.yaml").write_text("half")
    message = f"an interrupted write left this behind: {FIX} removes it"
    assert found() == [f"{CLUSTER / '.2027.abc.tmp'}: {message}", f"{ROUND / '.round.yaml.abc.tmp'}: {message}"]
    assert found(fix=True) == []
    assert list(CLUSTER.rglob("*.tmp")) == []


def test_of_two_copies_of_a_settings_file_only_an_equal_one_is_removed() -> None:
    same, other = ROUND / "round (1).yaml", ROUND / "round-OFFICE-PC.yaml"
    same.write_bytes((ROUND / "round.yaml").read_bytes())
    other.write_text("label: '2025'\n")
    left = f"{other}: a second copy of round.yaml, and they differ: keep the right one as round.yaml and move the other"
    assert found() == [
        f"{same}: a second copy of round.yaml; both say the same: {FIX} removes it",
        f"{left} elsewhere",
    ]
    assert found(fix=True) == [f"{left} elsewhere"]


def test_a_folder_that_syncing_has_doubled_is_noticed() -> None:
    import shutil

    shutil.copytree(ROUND, CLUSTER / "2026 (1)")
    (problem,) = found()
    assert problem.startswith(f"{CLUSTER / '2026 (1)'}: this looks like a copy of a round, and is not read: move it")


def test_two_rounds_with_one_label_are_noticed() -> None:
    import shutil

    shutil.copytree(ROUND, CLUSTER / "second")
    (problem,) = found()
    assert "has the label '2026', as '2026' has" in problem


def test_a_folder_in_which_nothing_can_be_saved_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) not in (ROUND, JOURNAL))
    JOURNAL.write_bytes(answer("r01"))
    assert found() == [
        f"{ROUND}: nothing can be saved in this folder: ask for permission to write in it",
        f"{JOURNAL}: the file cannot be changed: allow writing to it",
    ]


def test_a_folder_that_is_none_of_ours_is_refused() -> None:
    Path("empty").mkdir()
    for folder, said in (("empty", "holds no cluster and no round"), ("nowhere", "there is no folder 'nowhere'")):
        with pytest.raises(InputError, match=said) as caught:
            doctor(Path(folder))
        assert caught.value.exit_code == 2


def test_a_fault_is_the_verdict_that_was_asked_for() -> None:
    assert FaultsFoundError.exit_code == 1


def test_looking_changes_nothing() -> None:
    JOURNAL.write_bytes(answer("r01") + answer("r02")[:60])
    (ROUND / "responses (1).jsonl").write_bytes(answer("r03"))
    (ROUND / ".x.tmp").write_text("")
    before = {path: path.read_bytes() for path in CLUSTER.rglob("*") if path.is_file()}
    assert len(found()) == 3
    assert {path: path.read_bytes() for path in CLUSTER.rglob("*") if path.is_file()} == before


def test_forget_says_what_was_erased_and_what_is_outside_its_reach(capsys: pytest.CaptureFixture[str]) -> None:
    JOURNAL.write_bytes(answer("r01", 1) + answer("r02") + answer("r01", 5))
    forget(CLUSTER, "r01", yes=True)
    said = capsys.readouterr().out
    assert "erased 2 records of 'r01'" in said
    assert "backups" in said
    assert people() == [("r02", 3)]


def test_forget_asks_first_and_only_yes_is_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    JOURNAL.write_bytes(answer("r01"))
    with pytest.raises(UsageError, match="add --yes"):
        forget(ROUND, "r01")
    monkeypatch.setattr("sys.stdin", Typed("y\n"))
    forget(ROUND, "r01")
    assert "nothing was erased" in capsys.readouterr().out
    assert people() == [("r01", 3)]
    monkeypatch.setattr("sys.stdin", Typed("yes\n"))
    forget(ROUND, "r01")
    assert current(store.read(ROUND).records) == ()


def test_the_end_of_the_input_erases_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    JOURNAL.write_bytes(answer("r01"))
    monkeypatch.setattr("sys.stdin", Typed(""))
    forget(ROUND, "r01")
    assert "nothing was erased" in capsys.readouterr().out
    assert people() == [("r01", 3)]


def test_a_questionnaire_in_the_folder_of_the_cluster_makes_it_no_round(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("questionnaire.yaml", "questionnaire-2027.yaml"):
        (CLUSTER / name).write_text(QUESTIONNAIRE)
    doctor(CLUSTER)
    assert "no fault found" in capsys.readouterr().out


def test_who_collects_is_told_of_a_copy_that_syncing_made(capsys: pytest.CaptureFixture[str]) -> None:
    from maturity.cli.app import run

    JOURNAL.write_bytes(answer("r01"))
    copy = ROUND / "responses-DESKTOP-1.jsonl"
    copy.write_bytes(answer("r02"))
    Path("a.csv").write_text("school,x.a\nash,4\n")
    assert run(["collect", str(CLUSTER), "a.csv", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert f"{copy}: a second copy of responses.jsonl, as syncing makes it: 'maturity doctor' with --fix" in out
    with pytest.raises(FaultsFoundError) as caught:
        doctor(CLUSTER)
    assert [problem.source for problem in caught.value.problems] == [str(copy)]


def test_a_faulty_mapping_is_a_fault_of_the_folder() -> None:
    (ROUND / "mapping.yaml").write_text("format: maturity-mapping/1\ncolumns: 3\n")
    with pytest.raises(FaultsFoundError, match=r"mapping\.yaml:2: columns: a number stands where"):
        doctor(ROUND)


def test_an_unreadable_journal_is_one_fault_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    JOURNAL.write_bytes(answer("r01"))
    allowed = os.access
    read: Callable[..., IO[Any]] = Path.open

    def refused(path: Path, *how: Any) -> IO[Any]:
        if path.name == JOURNAL.name:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path, *how)

    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != JOURNAL.name and allowed(path, mode))
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FaultsFoundError) as caught:
        doctor(ROUND)
    said = [problem.message for problem in caught.value.problems]
    assert "the file cannot be changed" in said
    assert "the file cannot be read: permission denied" in said


def test_forgetting_somebody_unknown_suggests_who_was_meant() -> None:
    JOURNAL.write_bytes(answer("r01"))
    with pytest.raises(InputError, match=r"nobody called 'r1' has answered; nothing was erased: did you mean 'r01'\?"):
        forget(ROUND, "r1", yes=True)
