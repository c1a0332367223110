"""Ways around a promise: two readings of nearly the same answers, keys typed in, a program that was killed."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.core.compare import compare
from maturity.model import Round
from tests.make import questionnaire, round_
from tests.test_closing import CLOSE, LATER, NOT_NAMED, NOW, opened, person, published, said
from tests.test_privacy import published as publication

pytestmark = pytest.mark.command


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())


# ---- the same answers in another round


def once_more(mode: str, label: str, *more: str) -> Path:
    """Another round with the same answers and one more."""
    assert run(["start", "river", "--label", label, "--date", "2026-04-01", "--mode", mode, *more]) == 0
    folder = next(path for path in Path("river").iterdir() if path.name.startswith(label))
    store.append_all(folder, [person(number) for number in range(10)], at=NOW)
    return folder


@pytest.mark.process
@NOT_NAMED
def test_the_same_answers_and_one_more_are_not_told_in_a_second_round(
    mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(mode)
    assert run(["score", "river", "--close"]) == 0
    later = once_more(mode, "2026b")
    for command in (["score"], ["report", "-o", "r.md"], ["explain"]):
        code, out, err = said(capsys, command[0], str(later), *command[1:], "--close")
        assert (code, out) == (2, "")
        assert "9 of these answers are those of 2026 too" in err
    assert said(capsys, "compare", "river", "--close")[0] == 2
    assert published(later) == 0
    # What was told before is told still.
    assert said(capsys, "score", "river/2026")[0] == 0


@NOT_NAMED
def test_a_copy_of_the_folder_is_not_published_beside_the_first(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened(mode)
    copy = Path("river/2026 - Copy")
    shutil.copytree(folder, copy)
    store.append(copy, person(20, 1), at=NOW)
    assert run(["score", "river/2026", "--close"]) == 0
    assert said(capsys, "score", str(copy), "--close")[0] == 2
    assert published(copy) == 0


@pytest.mark.process
@NOT_NAMED
@pytest.mark.parametrize("more", [["--mode", "named"], ["--rehearsal"]], ids=" ".join)
def test_answers_that_were_promised_to_be_kept_are_not_told_as_those_of_another_kind(
    mode: str, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    opened(mode)
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12", *more]) == 0
    (later,) = (path for path in Path("river").iterdir() if path.name.startswith("2027"))
    store.append_all(later, [person(number) for number in range(9)], at=NOW)
    code, out, err = said(capsys, "score", str(later))
    assert (code, out) == (2, "")
    assert "9 of these answers are those of 2026 too" in err


def test_the_same_people_may_answer_next_year(capsys: pytest.CaptureFixture[str]) -> None:
    opened("confidential")
    assert run(["score", "river", "--close"]) == 0
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    # Eight answer anew; one line was written over from last year.
    people = [person(number, submitted=LATER) for number in range(8)]
    store.append_all(Path("river/2027"), [*people, person(8)], at=NOW)
    assert said(capsys, "score", "river/2027", "--close")[0] == 0


# ---- keys that were typed in


@NOT_NAMED
def test_a_round_with_answers_is_no_example_whatever_its_file_says(
    mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(mode, 0)
    own = folder / "round.yaml"
    own.write_text(own.read_text("utf-8") + "fictional: true\n", "utf-8")
    store.append_all(folder, [person(number) for number in range(9)], at=NOW)
    code, out, err = said(capsys, "score", "river")
    assert (code, out) == (2, "")
    assert "'fictional: true' changes nothing" in err
    assert said(capsys, "score", "river", "--close")[0] == 0
    assert published(folder) == 1


@pytest.mark.parametrize("key", ["fictional", "rehearsal"])
def test_neither_is_a_round_from_before_kinds_were_fixed(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = opened("confidential")
    journal, own = folder / "responses.jsonl", folder / "round.yaml"
    journal.write_bytes(b"".join(line for line in journal.open("rb") if b'"kind": "settings"' not in line))
    own.write_text(own.read_text("utf-8") + f"{key}: true\n", "utf-8")
    code, out, err = said(capsys, "score", str(folder))
    assert (code, out) == (2, "")
    assert f"'{key}: true' changes nothing" in err


# ---- a table


def columns(path: str) -> dict[str, Counter[str]]:
    rows = [*csv.DictReader(Path(path).read_text("utf-8-sig").splitlines())]
    return {name: Counter(row[name] for row in rows if row[name]) for name in rows[0]}


def test_an_anonymous_export_waits_for_the_first_result_and_holds_no_later_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = opened("anonymous")
    silent = person(9).model_copy(update={"answers": {"dep.trust.candour": "DK"}, "comment": "my words"})
    store.append(folder, silent, at=NOW)
    code, out, err = said(capsys, "export", "river", "-o", "a.csv")
    assert (code, out, Path("a.csv").exists()) == (2, "", False)
    assert "to close it, add --close" in err
    assert said(capsys, "export", "river", "-o", "a.csv", "--close")[0] == 0
    first = columns("a.csv")
    counts = {item: tuple(first[item][str(level)] for level in range(1, 6)) for item in first if item != "kind"}
    shown = load_round(folder).published
    assert shown is not None
    assert counts == {item: found.counts for item, found in shown.items.items()}
    # Fewer than five could not tell, and nobody has read the comment.
    assert "DK" not in first["dep.trust.candour"]
    assert "comment" not in first
    store.append(folder, person(20, 5), at=NOW)
    store.withdraw(folder, "p1", at=NOW)
    assert said(capsys, "export", "river", "-o", "b.csv")[0] == 0
    assert Path("b.csv").read_bytes() == Path("a.csv").read_bytes()


# ---- erased


@NOT_NAMED
def test_the_examples_of_somebody_who_is_erased_are_erased_from_what_is_published(
    mode: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = opened(mode, 0)
    item = load_round(folder).questionnaire.items[0].id
    crowd = [person(n, 5, evidence={item: " We did it" if n < 3 else f"so {n}"}) for n in range(12)]
    store.append_all(folder, crowd, at=NOW)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda: "y")
    assert run(["score", "river", "--close", "--quotes"]) == 0
    before = load_round(folder).published
    assert before is not None
    assert before.items[item].quotes.count("We did it") == 3
    copy = (folder / "responses.jsonl").read_bytes()
    assert "Examples that this one named are gone" in said(capsys, "forget", "river", "p1", "--yes")[1]
    assert run(["forget", "river", "p7", "--yes"]) == 0
    after = load_round(folder).published
    assert after is not None
    assert Counter(before.items[item].quotes) - Counter(after.items[item].quotes) == {"We did it": 1, "so 7": 1}
    assert b"so 7" not in (folder / "responses.jsonl").read_bytes()
    # Nothing else has changed.
    assert after.model_copy(update={"items": before.items}) == before
    # A copy from before takes nothing more away with it, least of all what others said in the same words.
    (folder / "responses (conflicted copy).jsonl").write_bytes(copy)
    assert run(["doctor", "river", "--fix"]) == 0
    assert load_round(folder).published == after


# ---- killed


@pytest.mark.walk
def test_a_program_that_is_killed_while_it_publishes_leaves_the_round_open_or_published_once() -> None:
    folder = opened("confidential")
    ends = set()
    journal, fresh = folder / "responses.jsonl", (folder / "responses.jsonl").read_bytes()
    begun = time.monotonic()
    shown = subprocess.run([sys.executable, "-c", CLOSE], capture_output=True, check=True).stdout
    whole = time.monotonic() - begun
    for place in range(20):
        journal.write_bytes(fresh)
        one = subprocess.Popen([sys.executable, "-c", CLOSE], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(whole * (0.4 + place / 30))
        one.kill()
        out, _ = one.communicate()
        found = load_round(folder)
        ends.add(found.published is None)
        assert len(found.responses) == 9
        assert published(folder) == (found.published is not None)
        assert not out or found.published is not None
        assert run(["score", "river", "--json", "--close"]) == 0
        assert published(folder) == 1
    assert json.loads(shown)["respondents"] == 9
    assert ends


# ---- rounds with other schools


@NOT_NAMED
def test_comparisons_with_rounds_of_other_schools_tell_the_same_of_a_round(mode: str) -> None:
    asked = questionnaire((("a", "c"),), (("b", "d"),))

    def of(label: str, *schools: str) -> Round:
        people = {school: [(1 + (place + len(label)) % 5, 4, 2, 3)] * 4 for place, school in enumerate(schools)}
        given = round_(asked, people, mode=mode, label=label, date=f"2026-01-{len(label):02}")
        return given.model_copy(update={"published": publication(given)})

    whole = of("x", "p", "q", "r", "s")
    others = [of("xx", "p", "q", "r"), of("xxx", "q", "r", "s"), of("xxxx", "p", "q", "r", "s", "t")]
    alone = assess(whole)
    steps = [compare([whole, other]).whole for other in others]
    # Whoever else is in the other round: no subset of this round's schools is ever scored.
    assert len({repr([(axis, change.before) for axis, change in step.axes.items()]) for step in steps}) == 1
    for step in steps:
        assert {item: change.before for item, change in step.items_changed.items()} == {
            item: result.score for item, result in alone.items.items()
        }
        assert step.schools.both is None
        moved = (*step.schools.joined, *step.schools.left)
        assert all(value is None for one in moved for value in one.effect.values())


# ---- files that hold files


@pytest.mark.drawing
@NOT_NAMED
def test_typeset_files_are_the_same_to_the_byte_after_later_answers(mode: str) -> None:
    folder = opened(mode)
    endings = ("pdf", "docx", "pptx", "xlsx")
    assert run(["score", "river", "--close"]) == 0
    wanted = [["-o", f"r.{ending}"] for ending in endings]
    command = ["report", "river", *[word for pair in wanted for word in pair], "--force"]
    assert run(command) == 0
    before = [Path(f"r.{ending}").read_bytes() for ending in endings]
    store.append_all(folder, [person(20, 1), person(3, 5)], at=NOW)
    store.forget(folder, "p2", at=NOW)
    assert run(command) == 0
    assert [Path(f"r.{ending}").read_bytes() == one for ending, one in zip(endings, before, strict=True)] == [True] * 4


def numbers_in(workbook: io.BytesIO) -> set[float]:
    sheets = openpyxl.load_workbook(workbook).worksheets
    return {float(cell) for sheet in sheets for row in sheet.values for cell in row if isinstance(cell, int | float)}


@pytest.mark.drawing
def test_the_workbook_inside_a_deck_holds_no_number_that_is_not_published() -> None:
    opened("confidential", 12)
    assert run(["score", "river", "--close"]) == 0
    assert run(["report", "river", "-o", "r.pptx", "-o", "r.xlsx"]) == 0
    shown = assess(load_round("river"))
    scores = [axis.score for axis in shown.axes.values()]
    scores += [part.score for part in shown.dimensions.values()] + [item.score for item in shown.items.values()]
    known = {round(score, 9) for score in scores if score is not None}
    ends = {
        round(end, 9) for one in shown.axes.values() if one.interval for end in (one.interval.low, one.interval.high)
    }
    deck = zipfile.ZipFile("r.pptx")
    inside = [io.BytesIO(deck.read(name)) for name in deck.namelist() if name.endswith(".xlsx")]
    assert inside
    found = {round(number, 9) for workbook in inside for number in numbers_in(workbook)}
    # Where the names of the quadrants stand on the map, the same in every file.
    names = {1.048, 4.952, 1.188, 4.812}
    assert found & known
    assert {number for number in found if number not in known | ends | names and number != round(number)} == set()
    # The report's own workbook likewise: scores, ends of ranges, margins, whole numbers.
    own = {round(number, 9) for number in numbers_in(io.BytesIO(Path("r.xlsx").read_bytes()))}
    fine = known | ends | names | {axis.margin for axis in shown.axes.values() if axis.margin is not None}
    assert {number for number in own if number not in fine and number != round(number)} == set()
