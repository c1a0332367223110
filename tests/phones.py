"""Phones in a room: pages of a real browser, over a wifi that can be made to hang."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from maturity.folder.journal import current
from maturity.model import Response
from maturity.store import answers
from tests.sitting import Held

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SMALL = {"width": 390, "height": 844}
POLICY = "document.addEventListener('securitypolicyviolation', (e) => console.error('refused: ' + e.violatedDirective))"


def link(held: Held) -> str:
    """What the code to scan leads to, on this machine."""
    return f"http://127.0.0.1:{held.session['port']}/r/{held.session['key']}"


@contextmanager
def phone(
    browser: Browser, held: Held, to: str = "", refused: str | tuple[str, ...] = (), **how: Any
) -> Iterator[Page]:
    """A phone that has scanned the code, whose page may neither fail nor be refused anything by its policy.

    Args:
        to: where it goes; to the form if empty.
        refused: what the browser says where a request is to fail.
    """
    context = browser.new_context(**{"viewport": SMALL, **how})
    page, seen = opened(context)
    page.goto(to or link(held))
    try:
        yield page
    finally:
        context.close()
    expected = (refused,) if isinstance(refused, str) else refused
    unexpected = [one for one in seen if not any(words in one for words in expected)]
    assert not unexpected, unexpected


def opened(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and everything that it complains of."""
    page, seen = context.new_page(), list[str]()
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.add_init_script(POLICY)
    return page, seen


def choose(page: Page, level: int | str, question: int = 1) -> None:
    """Choose a level of a question."""
    page.check(f'#q{question} input[value="{level}"]')


def fill(page: Page, level: int | str, school: str = "ash", role: str = "senior", questions: int = 3) -> None:
    """Say who one is, and choose a level for the first questions."""
    page.check(f'input[name="school"][value="{school}"]')
    if role:
        page.check(f'input[name="role"][value="{role}"]')
    for number in range(questions):
        choose(page, level, number + 1)


def says(page: Page, text: str, where: str = "#status") -> None:
    """Wait until something is said, which may take as long as a phone waits before it tries again."""
    found = f"(text) => document.querySelector({json.dumps(where)}).textContent.includes(text)"
    page.wait_for_function(found, arg=text, timeout=30_000)


def saved(page: Page) -> None:
    """Wait until everything is on the laptop's disk."""
    page.wait_for_function("() => /^Saved/.test(document.getElementById('status').textContent)", timeout=30_000)


def kept(folder: Path) -> list[Response]:
    """Everybody whose answers are on the disk."""
    return list(current(answers.read(folder).records))


def levels(folder: Path) -> list[list[Any]]:
    """What each has answered."""
    return [[*one.answers.values()] for one in kept(folder)]


def code(page: Page) -> str:
    """A person's own code, as the phone shows it."""
    return page.inner_text("#own-code")


class Wifi:
    """A wifi between phones and the laptop: a proxy that can hold everything back without a word."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.goes = threading.Event()
        self.goes.set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def proxy(self) -> dict[str, str]:
        """For a browser's context."""
        return {"server": f"http://127.0.0.1:{self.listening.getsockname()[1]}", "bypass": "<-loopback>"}

    def _accept(self) -> None:
        while True:
            try:
                near = self.listening.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = near.recv(65_536)
            if not part:
                return
            head += part
        if b"127.0.0.1" not in head:
            near.close()
            return
        self.goes.wait()
        first, _, rest = head.partition(b"\r\n")
        method, url, version = first.split(b" ")
        asked = urlsplit(url.decode())
        far = socket.create_connection((asked.hostname or "", asked.port or 80))
        path = asked.path + (f"?{asked.query}" if asked.query else "")
        far.sendall(
            b"%s %s %s\r\nConnection: close\r\n%s"
            % (method, path.encode(), version, rest.replace(b"\r\nConnection: keep-alive", b""))
        )
        back = threading.Thread(target=self._pass, args=(far, near), daemon=True)
        back.start()
        self._pass(near, far)

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while part := one.recv(65_536):
                self.goes.wait()
                other.sendall(part)
        except OSError:
            pass
        finally:
            other.close()


@contextmanager
def wifi() -> Iterator[Wifi]:
    """A wifi, as long as a test needs it."""
    made = Wifi()
    try:
        yield made
    finally:
        made.goes.set()
        made.listening.close()
