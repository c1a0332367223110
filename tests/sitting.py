"""A room as `maturity workshop` holds it, with its desk and its phones: for tests that walk through it."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from maturity.collect import webform
from maturity.journeys.rounds import opened
from maturity.text.spoken import LETTERS

Answered = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A workshop that runs.

    Args:
        folder: of its round.
        desk: the link that the program printed.
        said: all that it printed.
    """

    folder: Path
    desk: str
    said: str = ""

    @property
    def session(self) -> dict[str, Any]:
        """What is kept of it: keys and ports."""
        said: dict[str, Any] = json.loads((self.folder / ".workshop.json").read_text("utf-8"))
        return said

    @property
    def base(self) -> str:
        """Where the desk listens."""
        return self.desk.partition("/desk")[0]

    @property
    def token(self) -> str:
        """What the desk knows."""
        return self.desk.partition("#k=")[2]

    def state(self) -> dict[str, Any]:
        """All that the desk is told."""
        with urllib.request.urlopen(f"{self.base}/state?k={self.token}", timeout=30) as answer:
            said: dict[str, Any] = json.load(answer)
        return said

    def post(self, path: str, body: Answered) -> tuple[int, dict[str, Any]]:
        """What the desk's listener says to something that is handed in."""
        return sent(self.base + path, body, {"X-Room": self.token})

    def step(self, to: str, item: str = "") -> None:
        """Press a button of the desk."""
        status, said = self.post("/step", {"to": to, "item": item, "all": True, "if": self.state()["turn"]})
        assert status == 200, said

    def answer(self, answers: Answered, school: str, role: str, *, final: bool = True) -> None:
        """Hand in what somebody answers on a phone of their own."""
        session, name = self.session, secrets.token_hex(4)
        code = "".join(secrets.choice(LETTERS) for _ in range(8))
        who = {"respondent": f"web-{code}", "school": school} | ({"role": role} if role else {})
        said = {"format": "maturity-reply/1", "round": _about(self.folder)}
        whole = said | {"response": who | {"answers": dict(answers)}, "final": final, "number": 1}
        phones = f"http://127.0.0.1:{session['port']}/answers"
        status, told = sent(phones, whole, {"X-Room": session["key"], "X-Me": name})
        assert status == 200, told


@cache
def _about(folder: Path) -> dict[str, Any]:
    """What replies say of a round; its folder is read once, and not for each of them."""
    return webform.about(opened(folder)[1])


def sent(url: str, body: Answered, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and answer of a POST."""
    content = json.dumps(body).encode()
    request = urllib.request.Request(url, content, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def filled(folder: Path, people: Sequence[tuple[str, int]]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Answers, school and role of some people, each of whom answers a little differently.

    Args:
        people: school id, and a number from which the answers follow.
    """
    round_ = opened(folder)[1]
    for school, start in people:
        answers: dict[str, Any] = {}
        roles = [one.id for one in round_.questionnaire.roles] or [""]
        role = roles[start % len(roles)]
        for n, item in enumerate(round_.questionnaire.items):
            if item.audience and role not in item.audience:
                continue
            levels = [*round_.questionnaire.levels_of(item)]
            answers[item.id] = "DK" if (start + n) % 9 == 8 else levels[(start * (1 + n % 3) + n // 4) % len(levels)]
        yield answers, school, role


def begun(folder: Path, *flags: str) -> tuple[subprocess.Popen[str], Held]:
    """A program that holds a workshop, and the workshop."""
    words = [sys.executable, "-m", "maturity", "workshop", str(folder), "--no-browser", "--port", "0", *flags]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    assert running.stdout is not None
    said = ""
    for line in running.stdout:
        said += line
        found = re.search(r"http://127\.0\.0\.1:\d+/desk#k=\S+", said)
        if found and line.startswith("Ctrl-C"):
            return running, Held(folder, found[0], said)
    running.wait(20)
    raise AssertionError(said)


def over(running: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> None:
    """End a program, and wait until it has ended."""
    running.send_signal(how)
    running.wait(20)
    if running.stdout is not None:
        running.stdout.close()


@contextmanager
def held(folder: Path, *flags: str) -> Iterator[Held]:
    """Hold a workshop on a round's folder as long as the test needs it."""
    running, there = begun(folder, *flags)
    try:
        yield there
    finally:
        over(running)
