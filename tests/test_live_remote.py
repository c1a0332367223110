"""The desk on a second device, by digits that are printed once; and https with a certificate of somebody's own."""

from __future__ import annotations

import http.client
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maturity.cli.app import run
from maturity.live.guard import Turned
from maturity.live.join import Join, Wifi
from maturity.live.remote import Pin
from tests import sitting
from tests.sitting import Held, sent
from tests.test_live_desk import cluster

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Axe = Callable[..., list[str]]
DATA = Path(__file__).with_name("data")
CERT, KEY = DATA / "laptop.pem", DATA / "laptop.key"
"""Made for these tests alone: of laptop.school.test, localhost and 127.0.0.1."""


def afar(held: Held) -> str:
    """Where a second device finds the desk, as this machine reaches it."""
    return f"http://127.0.0.1:{held.session['remote_port']}"


def printed(held: Held) -> str:
    """The digits that the program has printed."""
    found = re.search(r"second device: open {2}http://\S+ {2}there and type {2}(\d{4} \d{4}) {2}\(5 tries", held.said)
    assert found, held.said
    return found[1]


def status(url: str, path: str, **headers: str) -> int:
    """What a GET is answered with."""
    place = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    place.request("GET", path, headers=headers)
    found = place.getresponse().status
    place.close()
    return found


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Held]:
    with sitting.held(cluster(tmp_path / "river", "cluster-journey-short"), "--remote") as held:
        yield held


# ---- The digits


def test_the_digits_are_eight_and_others_each_time() -> None:
    found = {Pin().digits for _ in range(50)}
    assert len(found) > 40
    assert all(re.fullmatch(r"\d{8}", one) for one in found)


def test_the_right_digits_open_once() -> None:
    pin = Pin()
    pin.check(pin.digits)
    with pytest.raises(Turned) as refused:
        pin.check(pin.digits)
    assert (refused.value.status, "used up" in refused.value.message) == (410, True)


def test_after_five_wrong_ones_the_right_ones_open_nothing() -> None:
    pin = Pin()
    wrong = f"{(int(pin.digits) + 1) % 10**8:08}"
    statuses = []
    for typed in (wrong, "", pin.digits[:7], wrong, wrong, pin.digits):
        with pytest.raises(Turned) as refused:
            pin.check(typed)
        statuses.append(refused.value.status)
    assert statuses == [403, 403, 403, 403, 410, 410]


def test_after_four_wrong_ones_the_right_ones_still_open() -> None:
    pin = Pin()
    for left in ("4 more tries", "3 more tries", "2 more tries", "1 more try"):
        with pytest.raises(Turned, match=left):
            pin.check("x")
    pin.check(pin.digits)


@pytest.mark.process
def test_a_second_device_leads_the_room_and_nobody_else_does(room: Held) -> None:
    place, token = afar(room), room.token
    assert status(place, "/") == 200
    for path in ("/state", "/events", "/person", "/qr.svg", f"/state?k={room.session['key']}"):
        assert status(place, path) == 403, path
    assert sent(f"{place}/step", {"to": "open", "if": 0}, {"X-Room": room.session["key"]})[0] == 403
    assert sent(f"{place}/join", {"code": "no digits"}, {})[0] == 403
    found, said = sent(f"{place}/join", {"code": printed(room)}, {"X-Me": "tablet"})
    assert (found, said) == (200, {"to": f"/desk#k={token}"})
    assert sent(f"{place}/join", {"code": printed(room)}, {})[0] == 410
    assert sent(f"{place}/step", {"to": "open", "if": 0}, {"X-Room": token})[0] == 200
    assert room.state()["phase"] == "open"
    assert status(place, "/", Host="evil.example") == 421
    assert sent(f"{place}/join", {}, {"Origin": "http://evil.example"})[0] == 403


@pytest.mark.process
def test_the_listener_of_phones_has_no_way_to_the_desk(room: Held) -> None:
    phones = f"http://127.0.0.1:{room.session['port']}"
    for path in ("/desk", "/screen", "/person", "/qr.svg", "/made/x", f"/desk?k={room.token}"):
        assert status(phones, path) == 404, path
    for path in ("/step", "/setup", "/files", "/ballot", "/outputs", "/agree", "/priorities", "/address"):
        assert sent_raw(phones + path, room.session["key"]) == 404, path
    assert sent(f"{phones}/join", {"code": printed(room)}, {})[0] == 403


def sent_raw(url: str, key: str) -> int:
    """Status of a POST whose answer may be no JSON."""
    headers = {"Content-Type": "application/json", "X-Room": key}
    try:
        return int(urllib.request.urlopen(urllib.request.Request(url, b"{}", headers), timeout=20).status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.process
def test_without_the_flag_nothing_listens_for_a_second_device(tmp_path: Path) -> None:
    with sitting.held(cluster(tmp_path / "river", "cluster-journey-short")) as held:
        assert held.session["remote_port"] == 0
        assert "second device" not in held.said


@pytest.mark.process
def test_a_second_device_finds_the_desk_again_after_a_restart_with_its_old_link(tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    with sitting.held(folder, "--remote") as held:
        place, token, digits = afar(held), held.token, printed(held)
    with sitting.held(folder, "--remote") as held:
        assert (afar(held), held.token) == (place, token)
        assert printed(held) != digits
        assert status(place, f"/state?k={token}") == 200


@pytest.mark.browser
def test_the_digits_are_typed_on_a_page_that_anybody_can_use(browser: Browser, axe: Axe, room: Held) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 480}, bypass_csp=True)
    tablet = context.new_page()
    tablet.goto(afar(room))
    tablet.fill("#digits", "0")
    tablet.keyboard.press("Enter")
    tablet.wait_for_selector("#said:has-text('4 more tries')")
    assert axe(tablet, dark=True) == []
    assert tablet.evaluate("document.documentElement.scrollWidth") <= 320
    tablet.fill("#digits", printed(room))
    tablet.keyboard.press("Enter")
    tablet.wait_for_selector("#onward:has-text('Start')")
    tablet.click("#onward")
    tablet.wait_for_selector("html[data-phase='open']")
    assert room.state()["phase"] == "open"
    context.close()


# ---- A certificate


@pytest.mark.process
def test_with_a_certificate_phones_come_by_https_alone(tmp_path: Path) -> None:
    folder = cluster(tmp_path / "river", "cluster-journey-short")
    flags = ("--cert", str(CERT), "--key", str(KEY), "--address", "laptop.school.test", "--remote")
    with sitting.held(folder, *flags) as held:
        trusting = ssl.create_default_context(cafile=str(CERT))
        for name in ("port", "remote_port"):
            port = held.session[name]
            path = "hello" if name == "port" else ""
            with urllib.request.urlopen(f"https://localhost:{port}/{path}", timeout=20, context=trusting) as answer:
                assert answer.status == 200
            with pytest.raises((ConnectionError, http.client.HTTPException)):
                status(f"http://127.0.0.1:{port}", "/hello")
        join = held.state()["join"]
        start = f"https://laptop.school.test:{held.session['port']}"
        assert (join["typed"], join["link"]) == (start, f"{start}/r/{held.session['key']}")
        assert f"or open  {start}\n" in held.said
        assert held.desk.startswith("http://127.0.0.1:")


def test_without_one_the_address_is_typed_as_short_as_it_can_be() -> None:
    join = Join(lambda: ["10.0.0.7"], port=8421)
    assert (join.told("k", "c")["typed"], join.hosts()) == (
        "10.0.0.7:8421",
        {"10.0.0.7:8421", "127.0.0.1:8421", "localhost:8421"},
    )


@pytest.mark.parametrize(
    ("cert", "key", "said"),
    [
        ("gone.pem", KEY, "gone.pem: this file cannot be read: No such file or directory"),
        (CERT, "gone.key", "gone.key: this file cannot be read: No such file or directory"),
        (".", KEY, ".: this file cannot be read: Is a directory"),
        (KEY, KEY, "are no certificate and its key"),
        (CERT, CERT, "are no certificate and its key"),
        (CERT, DATA / "other.key", "this is not the key of"),
        (CERT, DATA / "locked.key", "are no certificate and its key"),
        ("empty.pem", KEY, "are no certificate and its key"),
        (CERT, None, "--cert and --key go together"),
        (None, KEY, "--cert and --key go together"),
    ],
)
def test_files_that_are_no_certificate_are_named_and_nothing_is_begun(
    cert: Path | str | None, key: Path | str | None, said: str, river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.pem").write_text("", "utf-8")
    flags = [str(word) for flag, one in (("--cert", cert), ("--key", key)) if one for word in (flag, one)]
    before = sorted(one.name for one in river.iterdir())
    assert run(["workshop", str(river), "--no-browser", "--port", "0", *flags]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert sorted(one.name for one in river.iterdir()) == before


def test_a_name_is_an_address_only_with_a_certificate(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["workshop", str(river), "--no-browser", "--port", "0", "--address"]
    assert run([*words, "laptop.school.test"]) == 2
    assert run([*words, "10.255.255.254", "--cert", str(CERT), "--key", str(KEY)]) == 2
    assert run([*words, "bad name/", "--cert", str(CERT), "--key", str(KEY)]) == 2
    assert capsys.readouterr().err.count("this laptop has no address") == 3


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--wifi", "x" * 33], "no network has such a name"),
        (["--wifi", "é" * 17], "no network has such a name"),
        (["--wifi", ""], "no network has such a name"),
        (["--wifi", "River", "--wifi-password", "short"], "no network has such a password"),
        (["--wifi", "River", "--wifi-password", "x" * 65], "no network has such a password"),
        (["--wifi-password", "a good word"], "--wifi-password goes with --wifi"),
        (["--address", ""], "this laptop has no address ''"),
    ],
)
def test_a_network_that_cannot_be_is_refused(
    flags: list[str], said: str, river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["workshop", str(river), "--no-browser", "--port", "0", *flags]) == 2
    out, err = capsys.readouterr()
    assert (out, said in " ".join(err.split()), "Traceback" in err) == ("", True, False), err


def test_the_longest_network_fits_its_code() -> None:
    join = Join(lambda: ["10.0.0.7"], wifi=Wifi(";" * 32, ";" * 64))
    assert b"<svg" in join.picture("wifi", "k")


@pytest.mark.parametrize("place", ["notes.txt", "notes.txt/below", "river/2026/round.yaml", "river/cluster.yaml"])
def test_a_file_is_no_place_for_a_workshop(
    place: str, river: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("notes.txt").write_text("mine", "utf-8")
    wanted = str(place).replace("river/2026", str(river)).replace("river", str(river.parent))
    before = sorted(river.parent.rglob("*"))
    assert run(["workshop", wanted, "--no-browser", "--port", "0"]) == 2
    out, err = capsys.readouterr()
    assert (out, "answers are kept in a folder, this is a file" in " ".join(err.split())) == ("", True), err
    assert sorted(river.parent.rglob("*")) == before
