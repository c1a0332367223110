"""What the workshop has confirmed is on the disk, whatever ends it: a crash, a full disk, Ctrl-C, a lost network."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.errors import InputError
from maturity.folder.names import SESSION
from maturity.live.addresses import own_addresses
from maturity.live.join import Join
from maturity.live.serving import bound
from tests.room import HOME, LAN, Apart, Running, apart, asked, cluster, code, posted, raw, reply, rest, running, until

PEOPLE = 20
KILLS = 3


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Running]:
    with running(cluster(tmp_path / "river")) as made:
        made.press("open")
        yield made


def saved(folder: Path) -> set[str]:
    return {one.respondent.removeprefix("web-") for one in load_round(folder).responses}


def test_an_answer_is_confirmed_when_it_is_on_the_disk_and_not_before(
    room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_sync, is_syncing = threading.Event(), threading.Event()

    def slow(descriptor: int) -> None:
        is_syncing.set()
        assert may_sync.wait(30)
        os.fsync(descriptor)

    monkeypatch.setattr("maturity.store.answers.sync", slow)
    body = json.dumps(reply(room.hall.round, 1)).encode()
    line = raw(room.port, room.post_head(f"Content-Length: {len(body)}") + body)
    assert is_syncing.wait(30)
    line.settimeout(0.3)
    with pytest.raises(TimeoutError):
        line.recv(1)
    may_sync.set()
    line.settimeout(30)
    assert b" 200 " in until(line, b"\r\n\r\n")


def test_a_full_disk_is_said_and_takes_nothing_that_was_there(room: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    assert room.hand_in(1).status == 200

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("maturity.store.answers.sync", full)
        with ThreadPoolExecutor(8) as pool:
            found = [*pool.map(room.hand_in, range(2, 12))]
        assert {one.status for one in found} == {503}
        assert found[0].headers["retry-after"]
        assert "kept on this phone" in found[0].data["said"]
        trouble = asked(room.desk, "GET", f"/state?k={room.token}").data["trouble"]
        assert ("make room on the disk" in trouble, "other programs" in trouble) == (True, False)
    assert saved(room.hall.folder) == {code(1)}
    assert room.hand_in(2).status == 200
    assert saved(room.hall.folder) == {code(1), code(2)}
    assert asked(room.desk, "GET", f"/state?k={room.token}").data["trouble"] == ""


def test_one_answer_that_cannot_be_written_keeps_no_other_from_the_disk(
    room: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = room.hall._save

    def picky(batch: Any) -> None:
        if any(one.response.respondent == f"web-{code(3)}" for one in batch):
            raise ValueError("this one")
        real(batch)

    outbox, all_in = room.hall.outbox, threading.Barrier(7)
    put = outbox.put

    def counted(handed: Any) -> Any:
        made = put(handed)
        # Seen in a thread of its own: answers come in on one, and it has to go on.
        threading.Thread(target=all_in.wait, args=(30,)).start()
        return made

    monkeypatch.setattr(outbox, "_write", picky)
    monkeypatch.setattr(outbox, "put", counted)
    # While the first is being written, the others gather.
    with ThreadPoolExecutor(8) as pool, room.hall.lock:
        waiting = [pool.submit(room.hand_in, number) for number in range(1, 7)]
        all_in.wait(30)
    assert [one.result().status for one in waiting] == [200, 200, 500, 200, 200, 200]
    assert saved(room.hall.folder) == {code(number) for number in (1, 2, 4, 5, 6)}


def test_a_write_that_nobody_waits_for_any_more_stops_no_later_one(room: Running) -> None:
    waiting = room.hall.answer("phone", reply(room.hall.round, 1))
    waiting.cancel()
    assert room.hand_in(2).status == 200
    assert code(2) in saved(room.hall.folder)


def test_another_wifi_gives_the_room_another_address(tmp_path: Path) -> None:
    found = ["192.168.7.7", "10.0.0.3"]
    with running(cluster(tmp_path / "river"), lambda: [*found]) as room:
        desk = f"/state?k={room.token}"
        before = asked(room.desk, "GET", desk).data
        assert before["join"]["typed"] == f"192.168.7.7:{room.port}"
        found[:] = ["172.20.10.2"]
        room.workshop._tick()
        after = asked(room.desk, "GET", desk).data
        assert after["join"]["typed"] == f"172.20.10.2:{room.port}"
        assert after["v"] > before["v"]
        assert asked(room.port, "GET", "/hello", {"Host": f"172.20.10.2:{room.port}"}).status == 200
        found[:] = []
        room.workshop._tick()
        assert asked(room.desk, "GET", desk).data["join"]["typed"] == f"172.20.10.2:{room.port}"
        # Back in the first one, the code that was scanned first is good again.
        found[:] = ["10.0.0.3", "192.168.7.7"]
        room.workshop._tick()
        assert asked(room.desk, "GET", desk).data["join"]["typed"] == f"192.168.7.7:{room.port}"
        assert posted(room.desk, "/address", {"address": "10.0.0.3"}, room.token).status == 200
        room.workshop._tick()
        assert asked(room.desk, "GET", desk).data["join"]["typed"] == f"10.0.0.3:{room.port}"


def test_the_address_that_was_asked_for_stays_while_it_is_there() -> None:
    found = ["192.168.7.7", "10.0.0.3"]
    join = Join(lambda: found)
    assert join.use("10.0.0.3")
    assert (join.addresses(), join.address) == (found, "10.0.0.3")
    assert not join.use("8.8.8.8")


def test_own_addresses_are_found_without_asking_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def asking(*about: object, **more: object) -> None:
        raise AssertionError(about)

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "getfqdn"):
        monkeypatch.setattr(socket, name, asking)
    assert all(re.fullmatch(r"[\d.]+", one) for one in own_addresses())


def test_a_port_that_another_program_has_is_left_to_it_and_said(tmp_path: Path) -> None:
    with running(cluster(tmp_path / "river")) as room:
        port, key = room.port, room.key
    with running(tmp_path / "river") as again:
        assert (again.port, again.key) == (port, key)
    other = bound("0.0.0.0", port)
    try:
        assert other.getsockname()[1] == port
        with running(tmp_path / "river") as moved:
            assert moved.port != port
            assert f"Another program uses port {port}" in "".join(moved.said)
            link = asked(moved.desk, "GET", f"/state?k={moved.token}").data["join"]["link"]
            assert link == f"http://{LAN}:{moved.port}/r/{key}"
    finally:
        other.close()


def test_a_port_that_was_typed_counts_more_than_the_one_of_before(tmp_path: Path) -> None:
    with running(cluster(tmp_path / "river")) as room:
        first = room.port
    free = bound("0.0.0.0", 0)
    wanted = free.getsockname()[1]
    free.close()
    with running(tmp_path / "river", port=wanted) as moved:
        assert moved.port == wanted
        assert f"The room was at port {first} before" in "".join(moved.said)
    with running(tmp_path / "river", port=None) as again:
        assert again.port == wanted
        assert "before" not in "".join(again.said)


NOW = time.time()
KEYS = {"key": "k" * 22, "code": "abcdef", "desk": "d" * 22}


@pytest.mark.parametrize(
    "damaged",
    [
        {**KEYS, "made": "x"},
        {**KEYS, "made": 1e30},
        {**KEYS, "made": NOW, "port": "x"},
        {**KEYS, "made": NOW, "port": 99999},
        {**KEYS, "made": NOW, "desk": ""},
        {**KEYS, "made": NOW, "key": 1},
        {**KEYS, "made": NOW, "more": 1},
        [1],
    ],
)
@pytest.mark.parametrize("place", [".", "2026"])
def test_what_was_damaged_of_a_session_is_none(tmp_path: Path, damaged: Any, place: str) -> None:
    path = cluster(tmp_path / "river") / "2026" / SESSION
    path.write_text(json.dumps(damaged), "utf-8")
    with running(tmp_path / "river" / place) as room:
        assert len(room.key) == len(KEYS["key"]) == len(room.token)
        assert KEYS["key"] not in (room.key, room.token)


def test_a_session_that_is_whole_is_gone_on_with(tmp_path: Path) -> None:
    path = cluster(tmp_path / "river") / "2026" / SESSION
    path.write_text(json.dumps({**KEYS, "made": NOW}), "utf-8")
    with running(tmp_path / "river") as room:
        assert (room.key, room.token) == (KEYS["key"], KEYS["desk"])


def test_one_round_has_one_workshop_at_a_time(tmp_path: Path) -> None:
    with running(cluster(tmp_path / "river")) as room:
        room.press("open")
        before = room.hall.session
        with pytest.raises(InputError) as second, running(tmp_path / "river"):
            pass
        said = str(second.value.problems[0])
        assert "running already" in said
        assert f"http://127.0.0.1:{room.desk}/desk#k={room.token}" in said
        assert room.hand_in(1).status == 200
        assert room.hall.session == before
    with running(tmp_path / "river") as after:
        assert after.hall.room.phase == "open"


# In processes of their own.


def opened(one: Apart) -> None:
    session = one.session
    state = asked(session["desk_port"], "GET", f"/state?k={session['desk']}").data
    if state["phase"] == "lobby":
        said = {"to": "open", "if": state["turn"]}
        assert posted(session["desk_port"], "/step", said, session["desk"]).status == 200


def stream(session: dict[str, Any], me: str) -> socket.socket:
    head = f"GET /events?k={session['key']}&me={me} HTTP/1.1\r\nHost: {HOME}:{session['port']}\r\n\r\n"
    line = raw(session["port"], head.encode())
    until(line, b"data: ")
    return line


@pytest.mark.process
def test_a_second_program_is_told_that_one_is_running(tmp_path: Path) -> None:
    with apart(cluster(tmp_path / "river"), "--port", "0") as one:
        command = [sys.executable, "-m", "maturity", "workshop", str(one.folder), "--no-browser", "--port", "0"]
        found = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert found.returncode == 2
        assert "running already" in found.stderr
        assert "Traceback" not in found.stderr
        one.end(signal.SIGKILL)
    # Nothing that a dead program leaves behind keeps the next one out.
    with apart(tmp_path / "river", "--port", "0"):
        pass


@pytest.mark.process
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_asked_to_with_streams_open(tmp_path: Path, number: int) -> None:
    with apart(cluster(tmp_path / "river"), "--port", "0") as one:
        opened(one)
        session = one.session
        lines = [stream(session, f"phone{n}") for n in range(30)]
        said = reply(load_round(one.folder), 1)
        assert posted(session["port"], "/answers", said, session["key"]).status == 200
        half = raw(session["port"], b"GET / HT")
        status, told = one.end(number)
        assert (status, told) == (0, "")
        assert all(rest(line).endswith(b"0\r\n\r\n") for line in lines)
        half.close()
    assert saved(one.folder) == {code(1)}
    with apart(tmp_path / "river", "--port", "0") as again:
        assert again.session == session


def talking(one: Apart, round_: Any, person: int, confirmed: dict[str, int], enough: threading.Event) -> None:
    """A phone that hands in one whole reply after the other until the laptop is gone."""
    level, session = 1, one.session
    with contextlib.suppress(OSError, http.client.HTTPException):
        while True:
            level = level % 5 + 1
            said = reply(round_, person, level)
            assert posted(session["port"], "/answers", said, session["key"], f"phone{person}").status == 200
            confirmed[code(person)] = level
            if len(confirmed) > PEOPLE // 2:
                enough.set()


@pytest.mark.process
def test_no_confirmed_answer_is_lost_when_it_is_killed(tmp_path: Path) -> None:
    cluster(tmp_path / "river")
    everybody: dict[str, int] = {}
    for turn in range(KILLS):
        confirmed: dict[str, int] = {}
        enough = threading.Event()
        with apart(tmp_path / "river", "--port", "0") as one, ThreadPoolExecutor(PEOPLE) as pool:
            opened(one)
            round_ = load_round(one.folder)
            people = [100 * turn + person for person in range(PEOPLE)]
            waiting = [pool.submit(talking, one, round_, person, confirmed, enough) for person in people]
            assert enough.wait(60)
            one.end(signal.SIGKILL)
            [one_.result() for one_ in waiting]
        everybody |= confirmed
    there = {one.respondent.removeprefix("web-"): one.answers for one in load_round(tmp_path / "river").responses}
    assert len(everybody) > KILLS * PEOPLE // 2
    assert {*everybody} <= {*there}
    # What was on its way is there whole or not at all, and nothing older than what was confirmed last.
    for name, level in everybody.items():
        assert {*there[name].values()} in ({level}, {level % 5 + 1}), (name, level)
    assert not [*(tmp_path / "river" / "2026").glob("responses.broken*")]


@pytest.mark.process
@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
def test_the_system_is_told_to_keep_an_answer_before_its_phone_is(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    watch = ("strace", "-f", "-qq", "-s", "2000", "-e", "trace=fsync,write,sendto,openat", "-o", str(trace))
    probe = subprocess.run([*watch[:-2], "-o", os.devnull, sys.executable, "-c", ""], capture_output=True)
    if probe.returncode:
        pytest.skip("this machine lets nobody trace a program")
    with apart(cluster(tmp_path / "river"), "--port", "0", before=watch) as one:
        opened(one)
        said = reply(load_round(one.folder), 1)
        assert posted(one.session["port"], "/answers", said, one.session["key"]).status == 200
        one.end(signal.SIGINT)
    lines = trace.read_text("utf-8", "replace").splitlines()
    written = next(n for n, line in enumerate(lines) if "write(" in line and code(1) in line)
    told = next(n for n, line in enumerate(lines) if n > written and "saved" in line and "sendto(" in line)
    assert any(re.search(r"fsync\(\d+\) += 0|fsync resumed.* = 0", line) for line in lines[written:told])


@contextlib.contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A folder that holds half a megabyte; the test is skipped where that needs more rights than it has."""
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(place)], capture_output=True)
    if made.returncode:
        pytest.skip("no small disk can be made here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.process
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a small disk is made as Linux makes one")
def test_a_disk_that_really_is_full_loses_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as place, apart(cluster(place / "river"), "--port", "0") as one:
        opened(one)
        session, round_ = one.session, load_round(one.folder)

        def hand_in(person: int) -> int:
            said = reply(round_, person)
            return posted(session["port"], "/answers", said, session["key"], f"phone{person}").status

        assert [hand_in(n) for n in range(3)] == [200] * 3
        filler = place / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        found = {n: hand_in(n) for n in range(3, 20)}
        assert 503 in found.values()
        assert {*found.values()} <= {200, 503}
        filler.unlink()
        late = [n for n, status in found.items() if status == 503]
        assert saved(one.folder) == {code(n) for n in range(20) if n not in late}
        assert [hand_in(n) for n in late] == [200] * len(late)
        assert saved(one.folder) == {code(n) for n in range(20)}
        assert one.end(signal.SIGINT) == (0, "")


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="signals there are others")
def test_ctrl_c_is_heard_from_the_moment_at_which_it_is_said_to_end_the_program(tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river")
    words = [sys.executable, "-u", "-m", "maturity", "workshop", str(folder), "--no-browser", "--port", "0"]
    # What a shell starts in the background does not hear it unless it says so itself.
    unheard = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *words]
    program = subprocess.Popen(unheard, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert program.stdout is not None
        assert any(line.startswith("Ctrl-C ends") for line in program.stdout)
        program.send_signal(signal.SIGINT)
        assert program.wait(60) == 0
    finally:
        program.kill()
