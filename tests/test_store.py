"""Nothing that was confirmed as saved is ever missing."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from maturity import store
from maturity.errors import InputError
from maturity.folder import journal as journal_lines
from maturity.folder.journal import Note, Record, current, decode, encode
from maturity.model import Agreed, Response
from maturity.store import lock, seen

NOW = dt.datetime(2026, 3, 12, 16, 5, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "round.yaml").write_text('label: "2026"\n')
    return tmp_path


def said(respondent: str, level: int = 3, **more: str) -> Response:
    return Response(respondent=respondent, school="ash", answers={"x.a": level}, **more)


def people(folder: Path) -> list[tuple[str, object]]:
    return [(response.respondent, response.answers["x.a"]) for response in current(store.read(folder).records)]


def test_a_later_answer_counts_and_the_earlier_one_stays_in_the_file(folder: Path) -> None:
    store.append(folder, said("r01", 3), at=NOW)
    store.append(folder, said("r02", 4), at=NOW)
    store.append(folder, said("r01", 5), at=NOW)
    assert people(folder) == [("r01", 5), ("r02", 4)]
    assert [record.response.answers for record in store.read(folder).records if record.response] == [
        {"x.a": 3},
        {"x.a": 4},
        {"x.a": 5},
    ]


def test_who_withdraws_is_left_out_and_can_come_back(folder: Path) -> None:
    store.append_all(folder, [said("r01"), said("r02")], at=NOW)
    store.withdraw(folder, "r01", at=NOW)
    assert people(folder) == [("r02", 3)]
    with pytest.raises(InputError, match="'r01' is withdrawn already"):
        store.withdraw(folder, "r01", at=NOW)
    with pytest.raises(InputError, match="nobody called 'r1' has answered"):
        store.withdraw(folder, "r1", at=NOW)
    store.append(folder, said("r01", 1), at=NOW)
    assert people(folder) == [("r01", 1), ("r02", 3)]


def test_a_round_without_answers_reads_as_empty(folder: Path) -> None:
    assert store.read(folder).records == ()


def test_answers_go_only_where_a_round_is(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no round\.yaml"):
        store.append(tmp_path, said("r01"), at=NOW)
    assert list(tmp_path.iterdir()) == []


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
responses = st.builds(
    Response,
    respondent=words.filter(str.strip),
    school=words,
    role=st.none() | words,
    submitted=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    answers=st.dictionaries(words, st.integers(-9, 9) | st.just("DK") | st.none(), max_size=3),
    evidence=st.dictionaries(words, words, max_size=2),
    comment=words,
)


@given(response=responses, at=st.datetimes(timezones=st.just(dt.UTC)))
def test_whatever_a_person_types_comes_back_as_it_was(response: Response, at: dt.datetime) -> None:
    record = Record(response.respondent, response, "1", at)
    line = encode(record)
    assert line.count(b"\n") == 1
    journal = decode(line * 2, "j")
    assert journal.records == (record, record)
    assert not journal.problems


@given(response=responses, data=st.data())
def test_no_single_changed_byte_goes_unnoticed(response: Response, data: st.DataObject) -> None:
    line = bytearray(encode(Record(response.respondent, response, "1", NOW)))
    place = data.draw(st.integers(0, len(line) - 2))
    line[place] ^= data.draw(st.integers(1, 255))
    journal = decode(bytes(line) + encode(Record("r02", None, "2", NOW)), "j")
    assert [record.respondent for record in journal.records] == ["r02"]
    assert journal.problems


def test_an_editor_may_change_line_ends_and_nothing_else() -> None:
    content = encode(Record("r01", said("r01"), "1", NOW)).replace(b"\n", b"\r\n")
    assert len(decode(b"\xef\xbb\xbf" + content, "j").records) == 1
    (problem,) = decode(content.replace(b"3", b"4"), "j").problems
    assert str(problem).startswith("j:1: this line has changed since it was written")


def test_a_line_of_a_newer_program_asks_for_an_update() -> None:
    from maturity.folder import journal

    content = encode(Record("r01", said("r01"), "1", NOW))
    head = content.rpartition(journal._SEAL)[0].replace(b'"v": 1', b'"v": 3')
    line = head + journal._SEAL + journal._checksum(head) + b'"}\n'
    (problem,) = decode(line, "j").problems
    assert (problem.code, problem.hint) == ("newer-version", "update the program")


@pytest.mark.parametrize("kind", ["forgotten", "published", "settings"])
def test_a_line_may_be_about_the_round_and_no_response(folder: Path, kind: str) -> None:
    content = {"counts": {"x.a": [1, 0, 4]}, "said": "Ünïcode\u2028", "k": 5}
    store.append(folder, said("r01"), at=NOW)
    store.note(folder, kind, content, at=NOW)  # type: ignore[arg-type]
    store.append(folder, said("r02"), at=NOW)
    journal = store.read(folder)
    (note,) = journal.noted(kind)  # type: ignore[arg-type]
    assert (note.content, note.recorded, note.line) == (content, NOW, 2)
    assert [(one.respondent, one.line) for one in journal.records] == [("r01", 1), ("r02", 3)]
    assert journal.noted("settings") == ((note,) if kind == "settings" else ())
    assert not journal.problems


def test_a_kind_of_line_that_a_newer_program_knows_asks_for_an_update() -> None:
    line = encode(Note("settings", {}, "1", NOW))
    assert line.startswith(b'{"v": 2,'), "programs that know no notes have to ask for an update"
    head = line.rpartition(journal_lines._SEAL)[0].replace(b"settings", b"weather")
    (problem,) = decode(head + journal_lines._SEAL + journal_lines._checksum(head) + b'"}\n', "j").problems
    assert (problem.code, problem.hint) == ("newer-version", "update the program")


def test_lines_of_before_are_read_as_they_were() -> None:
    line = (
        b'{"v": 1, "id": "f3f52766eee74ebfa3adaeff4631c4e5", "recorded": "2026-11-28T05:24:17.782856+00:00", '
        b'"respondent": "a1", "response": {"school": "ash", "role": "senior", "answers": {"dep.purpose.compelling": 4, '
        b'"dep.trust.candour": 4, "cha.review.rigour": 3}}, "sum": "cd82b815de9f3742"}\n'
    )
    (record,) = decode(line, "j").records
    assert (record.respondent, record.response.answers["dep.trust.candour"]) == ("a1", 4)  # type: ignore[union-attr]
    assert encode(record) == line


def test_a_torn_last_line_is_set_aside_before_the_next_answer(folder: Path) -> None:
    store.append(folder, said("r01"), at=NOW)
    whole = (folder / "responses.jsonl").read_bytes()
    for cut in range(1, len(whole) - 1):
        (folder / "responses.jsonl").write_bytes(whole + whole[:cut])
        journal = store.read(folder)
        assert (people(folder), journal.torn) == ([("r01", 3)], whole[:cut])
        assert [(remark.line, remark.code) for remark in journal.remarks] == [(2, "torn-line")]
    store.append(folder, said("r02"), at=NOW)
    assert people(folder) == [("r01", 3), ("r02", 3)]
    assert not store.read(folder).problems
    (aside,) = folder.glob("responses.torn-*")
    assert aside.read_bytes() == whole[:cut] + b"\n"


def test_a_line_that_lacks_only_its_end_is_an_answer(folder: Path) -> None:
    store.append(folder, said("r01"), at=NOW)
    path = folder / "responses.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert people(folder) == [("r01", 3)]
    store.append(folder, said("r02"), at=NOW)
    assert people(folder) == [("r01", 3), ("r02", 3)]


@pytest.mark.parametrize("failing", ["write", "sync"])
def test_a_full_disk_leaves_everything_as_it_was(folder: Path, failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from maturity.store import answers

    store.append(folder, said("r01"), at=NOW)
    before = (folder / "responses.jsonl").read_bytes()

    def half_written(file: object, lines: Iterable[bytes]) -> None:
        content = b"".join(lines)
        file.write(content[: len(content) // 2])  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    def not_synced(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        if failing == "write":
            broken.setattr(answers, "write_synced", half_written)
        else:
            broken.setattr(answers, "sync", not_synced)
        with pytest.raises(InputError, match="nothing was saved"):
            store.append_all(folder, [said("r02"), said("r03")], at=NOW)
    assert (folder / "responses.jsonl").read_bytes() == before
    store.append(folder, said("r04"), at=NOW)
    assert [name for name, _ in people(folder)] == ["r01", "r04"]


def test_an_answer_is_on_the_disk_before_it_is_confirmed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from maturity.store import answers

    on_disk: list[bytes] = []

    def synced(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        on_disk.append(os.read(descriptor, 10_000))

    monkeypatch.setattr(answers, "sync", synced)
    store.append(folder, said("r01"), at=NOW)
    assert on_disk == [(folder / "responses.jsonl").read_bytes()]


def test_forget_erases_a_person_from_every_file(folder: Path) -> None:
    store.append(folder, said("r01", evidence={"x.a": "Mrs Fox told us"}), at=NOW)  # type: ignore[arg-type]
    store.append(folder, said("r02", comment='{"respondent": "r01", not really}'), at=NOW)
    store.append(folder, said("r01", 5, comment="Mrs Fox again"), at=NOW)
    store.withdraw(folder, "r01", at=NOW)
    journal = folder / "responses.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    (folder / "responses (1).jsonl").write_bytes(lines[0])
    (folder / "responses.torn-20260101-000000.jsonl").write_bytes(lines[2][:-20] + b"\n" + lines[1][:-20] + b"\n")
    (folder / ".responses.jsonl.x.tmp").write_bytes(lines[0])
    journal.write_bytes(b"".join(lines) + lines[0][120:])

    assert store.forget(folder, "r01", at=NOW).count == 6
    assert people(folder) == [("r02", 3)]
    everything = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Mrs Fox" not in everything
    assert everything.count(b"not really") == 2
    assert list(folder.glob("*.tmp")) == []


def test_forgetting_nobody_touches_nothing(folder: Path) -> None:
    store.append(folder, said("r01"), at=NOW)
    path = folder / "responses.jsonl"
    path.write_bytes(path.read_bytes() + b'{"v": 1')
    before = path.read_bytes()
    assert store.forget(folder, "r0", at=NOW).count == 0
    assert path.read_bytes() == before


def test_agreed_levels_leave_everything_else_in_the_file_alone(folder: Path) -> None:
    path = folder / "round.yaml"
    path.write_text(
        '# our round\nlabel: "2026"  # the year\nagreed:\n  x.a: {level: 1}\n'
        "\n# in March\ndate: 2026-03-12\nmode: named\n"
    )
    store.save_agreed(folder, {"x.a": Agreed(level=4, reason="said: #1, honestly"), "y.b": Agreed(level=2)})
    assert path.read_text() == (
        '# our round\nlabel: "2026"  # the year\nagreed:\n'
        "  x.a: {level: 4, reason: 'said: #1, honestly'}\n  y.b: {level: 2}\n"
        "\n# in March\ndate: 2026-03-12\nmode: named\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        'label: "1"',
        'label: "1"\n',
        "agreed: {x.a: {level: 1}}\nlabel: '1'\n",
        "label: '1'\nagreed:\n  x.a:\n    level: 1",
    ],
)
def test_agreed_levels_find_their_place_in_any_layout(folder: Path, before: str) -> None:
    (folder / "round.yaml").write_text(before)
    store.save_agreed(folder, {"y.b": Agreed(level=2)}, {"x.a": Agreed(level=1)})
    assert yaml.safe_load((folder / "round.yaml").read_text()) == {"label": "1", "agreed": {"y.b": {"level": 2}}}


@pytest.mark.parametrize("before", ["{label: '1'}\n", "- a\n", "label: '1'\n...\n", "label: [\n", ""])
def test_a_file_without_a_place_for_agreed_levels_is_left_alone(folder: Path, before: str) -> None:
    (folder / "round.yaml").write_text(before)
    with pytest.raises(InputError, match="find no place"):
        store.save_agreed(folder, {"y.b": Agreed(level=2)})
    assert (folder / "round.yaml").read_text() == before


@pytest.mark.process
def test_who_comes_second_waits_until_the_first_is_done(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from maturity.store.lock import alone\n"
        "folder = Path(sys.argv[1]); print('here', flush=True)\n"
        "with alone(folder): print((folder / 'state').read_text())\n"
    )
    state = folder / "state"
    with lock.alone(folder):
        state.write_text("busy")
        second = subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE, text=True)
        assert second.stdout is not None
        assert second.stdout.readline() == "here\n"
        time.sleep(0.2)
        state.write_text("done")
    assert second.communicate(timeout=20)[0] == "done\n"


WRITER = """
import datetime as dt, sys
from pathlib import Path
from maturity import store
from maturity.model import Response
folder, name = Path(sys.argv[1]), sys.argv[2]
print("here", flush=True)
sys.stdin.readline()
for number in range(150):
    respondent = f"{name}-{number}"
    store.append(folder, Response(respondent=respondent, school="ash"), at=dt.datetime.now(dt.UTC))
    print(respondent, flush=True)
"""


@pytest.mark.process
def test_two_writers_at_once_lose_nothing(folder: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, folder, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in ("left", "right")
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "here\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    confirmed = [name for writer in writers for name in writer.communicate(timeout=60)[0].split()]
    assert len(confirmed) == 300
    journal = store.read(folder)
    assert sorted(record.respondent for record in journal.records) == sorted(confirmed)
    assert not journal.problems
    assert not journal.torn
    names = [record.respondent.partition("-")[0] for record in journal.records]
    assert names != sorted(names), "one writer was done before the other began: the test shows nothing"


KILLER = """
import datetime as dt, os, random, signal, sys, time
from pathlib import Path
from maturity import store
from maturity.model import Response
from maturity.folder.journal import Record, encode

chance, now = random.Random(2026), dt.datetime(2026, 3, 12, tzinfo=dt.UTC)

def write(folder, name, out):
    number = 0
    while True:
        respondent = f"{name}-{number}"
        # Some records span many pages, so that a kill can cut them in two.
        comment = "x" * (150_000 if number % 5 == 0 else 500)
        store.append(folder, Response(respondent=respondent, school="ash", comment=comment), at=now)
        os.write(out, respondent.encode() + b"\\n")
        number += 1

# What is built on first use is built here, once, and not in every writer.
encode(Record("r", Response(respondent="r", school="ash"), "1", now))
kills = confirmed = 0
for batch in range(25):
    folder = Path(sys.argv[1]) / str(batch)
    folder.mkdir()
    (folder / "round.yaml").write_text("")
    acknowledged = []
    for kill in range(10):
        inlet, outlet = os.pipe()
        child = os.fork()
        if child == 0:
            write(folder, f"{batch}-{kill}", outlet)
        os.close(outlet)
        # Every other writer is killed while it may still be busy with what the one before it has left.
        first = os.read(inlet, 1) if kill % 2 else b""
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(inlet, "rb") as pipe:
            acknowledged += (first + pipe.read()).decode().split()
        kills += 1
    journal = store.read(folder)
    assert not journal.problems, journal.problems
    missing = set(acknowledged) - {record.respondent for record in journal.records}
    assert not missing, missing
    confirmed += len(acknowledged)
print(kills, confirmed)
"""


@pytest.mark.walk
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_however_often_a_writer_is_killed_no_confirmed_answer_is_missing(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLER, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    kills, confirmed = map(int, done.stdout.split())
    assert kills == 250
    assert confirmed >= 125


# --- what one answer costs --------------------------------------------------------------------------------------------


def answered(folder: Path, *levels: int, who: str = "kim") -> list[int]:
    """Bytes that are read of the journal for each answer that one window saves."""
    read: list[bytes] = []
    whole = seen._bytes

    def counted(*place: Any) -> bytes:
        read.append(whole(*place))
        return read[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "_bytes", counted)
        sizes, base = list[int](), None
        for level in levels:
            read.clear()
            store.append(folder, said(who, level), at=NOW, base=base)
            base = said(who, level)
            sizes.append(sum(map(len, read)))
    return sizes


def test_one_answer_more_costs_the_same_however_many_are_there(folder: Path) -> None:
    costs = []
    for number in (10, 1000):
        store.append_all(folder, [said(f"r{n:04}") for n in range(number)], at=NOW)
        costs.append(answered(folder, 1, 2, 3, 4, who=f"kim{number}")[1:])
    assert costs[0][1:] == pytest.approx(costs[1][1:], abs=20)
    assert max(costs[1]) < 2000 < (folder / "responses.jsonl").stat().st_size / 50


@pytest.mark.parametrize("meanwhile", ["added to", "replaced", "cut", "emptied", "edited in its place", "removed"])
def test_what_others_do_to_the_file_between_two_answers_is_seen(folder: Path, meanwhile: str) -> None:
    path = folder / "responses.jsonl"
    first = said("kim", 1)
    store.append_all(folder, [said("r01", 2), first], at=NOW)
    before = path.read_bytes()
    elsewhere = first.model_copy(update={"comment": "from another window"})
    record = encode(Record("kim", elsewhere, "9", NOW))
    if meanwhile == "added to":
        path.write_bytes(before + record)
    elif meanwhile == "replaced":
        (folder / "new").write_bytes(record + encode(Record("r02", said("r02"), "8", NOW)))
        (folder / "new").replace(path)
    elif meanwhile == "cut":
        path.write_bytes(before[: before.index(b"\n") + 1])
    elif meanwhile == "emptied":
        path.write_bytes(b"")
    elif meanwhile == "edited in its place":
        path.write_bytes(before.replace(b'"x.a": 2', b'"x.a": 5'))
    else:
        path.unlink()
    store.append(folder, said("kim", 4), at=NOW, base=first)
    (kim,) = [one for one in current(store.read(folder).records) if one.respondent == "kim"]
    assert kim.answers == {"x.a": 4}
    assert kim.comment == ("from another window" if meanwhile in ("added to", "replaced") else "")
    assert len(store.read(folder).problems) == (meanwhile == "edited in its place")
