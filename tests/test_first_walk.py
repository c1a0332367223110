"""The first ten minutes of somebody new, at a terminal of 80 by 24: ten mistakes, and nothing is typed twice."""

from __future__ import annotations

import os
import re
import select
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from maturity import load_round

pytestmark = [
    pytest.mark.walk,
    pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals of this kind on Windows"),
]
COLUMNS, ROWS = 80, 24
ENDLESS = 60
"""Seconds without a letter after which the program hangs."""
PATIENCE = 5
"""Seconds after which somebody presses Ctrl-C once more."""
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()].|[\r\x07]")


class Terminal:
    """A program that somebody sits before."""

    def __init__(self, *arguments: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            # Who runs the tests in the background has the key ignored, and so would the program.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable, "-m", "maturity", *arguments])
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.text, self.seen, self.interrupted = "", 0, False

    def read(self) -> bool:
        """Some more letters; False at the end."""
        ready, _, _ = select.select([self.screen], [], [], ENDLESS)
        assert ready, f"nothing more came after:\n{self.text[-2000:]}"
        try:
            found = os.read(self.screen, 65536)
        except OSError:
            return False
        self.text += found.decode(errors="replace")
        return bool(found)

    def types(self, prompt: str, line: str) -> None:
        """Wait for a prompt, then type; `^C` is the key."""
        while prompt not in self.text[self.seen :]:
            assert self.read(), f"{prompt!r} never came:\n{self.text[-2000:]}"
        self.seen = len(self.text)
        if line != "^C":
            os.write(self.screen, f"{line}\n".encode())
            return
        self.interrupted = True

    def end(self) -> tuple[int, str]:
        """The exit code, and all that was shown, as it can be read."""
        if self.interrupted:
            os.write(self.screen, b"\x03")
        while True:
            # Python's readline can miss a signal that comes just before it waits for a key: people press it again.
            while self.interrupted and not select.select([self.screen], [], [], PATIENCE)[0]:
                os.write(self.screen, b"\x03")
            if not self.read():
                break
        os.close(self.screen)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), CONTROL.sub("", self.text)


def sit(arguments: Sequence[str], *typed: tuple[str, str]) -> tuple[int, str]:
    terminal = Terminal(*arguments)
    for prompt, line in typed:
        terminal.types(prompt, line)
    code, text = terminal.end()
    assert "Traceback" not in text
    wide = [line for line in text.splitlines() if len(line) > COLUMNS and not line.startswith("  maturity ")]
    assert wide == []
    return code, text


def commands(text: str) -> list[list[str]]:
    """The commands that a screen offers, as a shell would read them."""
    return [shlex.split(line)[1:] for line in re.findall(r"^  (maturity .*)$", text, re.MULTILINE)]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")


def test_a_first_walk_with_ten_mistakes_ends_with_nothing_typed_twice() -> None:
    code, text = sit(
        ["start", "our $(cluster)"],
        ("Name of the cluster:", "Rivreside"),
        ("school 1:", "<"),  # 1: misspelt, and gone back
        ("Name of the cluster [Rivreside]:", "Riverside"),
        ("school 1:", "Ashfield Primary"),
        ("school 2:", "ashfield primary"),  # 2: the same school twice
        ("school 2:", "Elm Road"),
        ("school 3:", "Oak Lane"),
        ("school 4:", ""),
        ("Enter takes 1:", "4"),  # 3: no such kind
        ("Enter takes 1:", "named"),
        ("Enter takes 1:", "our-questions.yaml"),  # 4: no such file
        ("Enter takes 1:", "2"),
        ("Day of the sitting", "12.3.2026"),  # 5: a day as people write it
        ("Day of the sitting", "2026-03-12"),
        ("What the round is called", "???"),  # 6: no folder can be called so
        ("What the round is called", "Spring"),
        ("changes that line: ", "^C"),  # 7: the wrong key at the end
    )
    assert code == 130
    assert not Path("our $(cluster)").exists()
    for objection in (
        "a school is named twice",
        "Please type a number from 1 to 3.",
        "there is no file 'our-questions.yaml'",
        "write year-month-day, for example 2026-03-12",
        "the label '???' can name no folder",
    ):
        assert objection in " ".join(text.split()), objection

    code, text = sit(commands(text.partition("To go on with what you typed:")[2])[0])
    assert code == 0
    round_ = load_round("our $(cluster)")
    assert [school.name for school in round_.cluster.schools] == ["Ashfield Primary", "Elm Road", "Oak Lane"]
    assert (round_.cluster.name, round_.label, str(round_.date)) == ("Riverside", "Spring", "2026-03-12")
    answer, form, _, score = commands(text)

    code, text = sit(
        answer,
        ("Your school, 1 to 3:", "Elm Road"),
        ("Your role, 1 to 6:", "0"),  # 8: no such role
        ("Your role, 1 to 6:", "1"),
        ("Question 1 of", "9"),  # 9: a level that there is not
        ("Please type a number from 1 to 5", "3"),
        ("Question 2 of", "4"),
        ("or just Enter; b back, q leave: ", "^C"),
    )
    assert "Everything you have answered is saved." in " ".join(text.split())
    first = load_round("our $(cluster)").responses[0]
    assert [*first.answers.values()] == [3, 4]

    code, text = sit(commands(text)[-1], ("Question 3 of", "q"))
    assert code == 0
    assert load_round("our $(cluster)").responses[0].answers == first.answers

    code, text = sit(["score", "our cluster"])  # 10: another folder
    assert code == 2
    assert "did you mean 'our $(cluster)'?" in text

    assert sit(form)[0] == 0
    assert Path("form.html").exists()
    assert sit(score)[0] == 0
