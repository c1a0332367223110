"""A phone whose network goes away without a word: packets are dropped, and neither end hears that the other is gone."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round
from maturity.live import serving
from tests.room import WAIT, Running, asked, cluster, code, reply, running, until

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="networks are made as Linux makes them"),
    pytest.mark.skipif(shutil.which("ip") is None, reason="no iproute2 on this machine"),
]
NEW_NETWORK = 0x40000000
"""CLONE_NEWNET."""


class Wifi:
    """A network of three: the laptop here, a phone in a place of its own, and a router between them."""

    def __init__(self, number: int) -> None:
        self.router, self.there = f"router{number}", f"phone{number}"
        self.cables = f"rh{number}", f"rm{number}", f"rn{number}", f"rp{number}"
        net = f"10.213.{number % 250}"
        self.laptop, self.near, self.far, self.phone = (f"{net}.{place}" for place in (1, 2, 5, 6))
        self.net = f"{net}.4/30"

    def make(self) -> None:
        """Set it up, or raise where that needs more rights than there are."""
        here, near, far, phone = self.cables
        for words in (
            f"ip netns add {self.router}",
            f"ip netns add {self.there}",
            f"ip link add {here} type veth peer name {near} netns {self.router}",
            f"ip -n {self.router} link add {far} type veth peer name {phone} netns {self.there}",
            f"ip address add {self.laptop}/30 dev {here}",
            f"ip -n {self.router} address add {self.near}/30 dev {near}",
            f"ip -n {self.router} address add {self.far}/30 dev {far}",
            f"ip -n {self.there} address add {self.phone}/30 dev {phone}",
            f"ip link set {here} up",
            f"ip -n {self.router} link set {near} up",
            f"ip -n {self.router} link set {far} up",
            f"ip -n {self.there} link set {phone} up",
            f"ip route add {self.net} via {self.near}",
            f"ip -n {self.there} route add default via {self.far}",
        ):
            subprocess.run(words.split(), check=True, capture_output=True)
        self.heal()

    def cut(self) -> None:
        """Drop every packet, both ways; neither end is told."""
        self._forward(0)

    def heal(self) -> None:
        """Let packets through again."""
        self._forward(1)

    def _forward(self, is_on: int) -> None:
        set_to = f"echo {is_on} > /proc/sys/net/ipv4/ip_forward"
        subprocess.run(["ip", "netns", "exec", self.router, "sh", "-c", set_to], check=True, capture_output=True)

    def remove(self) -> None:
        """Take it down again, as much of it as there is."""
        subprocess.run(["ip", "link", "del", self.cables[0]], capture_output=True)
        for name in (self.router, self.there):
            subprocess.run(["ip", "netns", "del", name], capture_output=True)

    def line(self, port: int) -> socket.socket:
        """A line from the phone to the laptop."""
        found: list[socket.socket] = []

        def move() -> None:
            # A thread may move alone, and what it opens stays where it was opened.
            place = os.open(f"/var/run/netns/{self.there}", os.O_RDONLY)
            try:
                assert ctypes.CDLL(None, use_errno=True).setns(place, NEW_NETWORK) == 0
            finally:
                os.close(place)
            found.append(socket.create_connection((self.laptop, port), timeout=WAIT))

        thread = threading.Thread(target=move)
        thread.start()
        thread.join()
        return found[0]


@pytest.fixture
def wifi() -> Iterator[Wifi]:
    made = Wifi(os.getpid() % 100_000)
    try:
        made.make()
    except (OSError, subprocess.CalledProcessError) as error:
        made.remove()
        pytest.skip(f"no network can be made here: {error}")
    yield made
    made.remove()


@pytest.fixture
def room(wifi: Wifi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    # So that a line that is dead is known to be within seconds.
    monkeypatch.setattr(serving, "_GIVE_UP", {"linux": (18, 1000)})
    with running(cluster(tmp_path / "river"), lambda: [wifi.laptop]) as made:
        made.press("open")
        yield made


def sent(room: Running, wifi: Wifi, level: int, over: socket.socket | None = None) -> socket.socket:
    """A line, a new one if none is given, on which the phone has handed in a whole reply."""
    body = json.dumps(reply(room.hall.round, 1, level)).encode()
    own = [f"Host: {wifi.laptop}:{room.port}", f"X-Room: {room.key}", "X-Me: phone1"]
    head = ["POST /answers HTTP/1.1", *own, "Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
    line = over or wifi.line(room.port)
    line.sendall("\r\n".join(head).encode() + body)
    return line


def listening(room: Running, wifi: Wifi) -> socket.socket:
    line = wifi.line(room.port)
    path = f"/events?k={room.key}&me=phone1"
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: {wifi.laptop}:{room.port}\r\n\r\n".encode())
    until(line, b"data: ")
    return line


def comes_true(what: Callable[[], bool]) -> bool:
    """Whether something that takes a while happens at all."""
    for _ in range(int(WAIT / 0.05)):
        if what():
            return True
        time.sleep(0.05)
    return False


def levels(room: Running) -> dict[str, set[Any]]:
    return {one.respondent: {*one.answers.values()} for one in load_round(room.hall.folder).responses}


def test_a_phone_that_was_cut_off_comes_back_as_one_person_with_its_last_answers(room: Running, wifi: Wifi) -> None:
    stream = listening(room, wifi)
    assert b" 200 " in until(sent(room, wifi, 2), b'"saved"')
    wifi.cut()
    with contextlib.suppress(OSError):
        # A new line cannot even be opened, an old one hears nothing.
        stream.settimeout(0.3)
        stream.recv(65536)
    # The rest of the room goes on, and the laptop finds out by itself that nobody listens there.
    assert room.hand_in(2, 4).status == 200
    assert len(room.workshop.streams) == 1
    assert comes_true(lambda: len(room.workshop.streams) == 0)
    assert comes_true(lambda: room.hall.people.phones["phone1"].streams == 0)
    stream.close()
    wifi.heal()
    again = listening(room, wifi)
    assert b" 200 " in until(sent(room, wifi, 5), b'"saved"')
    assert levels(room) == {f"web-{code(1)}": {5}, f"web-{code(2)}": {4}}
    assert asked(room.desk, "GET", f"/state?k={room.token}").data["here"] == 2
    room.press("closed")
    assert b'"closed"' in until(again, b'"closed"')


def test_what_was_on_its_way_when_the_network_went_is_saved_or_sent_again(room: Running, wifi: Wifi) -> None:
    line = wifi.line(room.port)
    wifi.cut()
    sent(room, wifi, 3, line)
    line.settimeout(0.5)
    with pytest.raises(TimeoutError):
        line.recv(1)
    assert levels(room) == {}
    # Two that say the same, one late and one again, are one person.
    wifi.heal()
    assert b" 200 " in until(sent(room, wifi, 3), b'"saved"')
    line.settimeout(WAIT)
    with contextlib.suppress(ConnectionError, AssertionError):
        until(line, b'"saved"')
    assert levels(room) == {f"web-{code(1)}": {3}}
