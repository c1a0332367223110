"""The commands that sit with somebody at the screen, as they are typed; one of them at a real terminal."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from maturity import load_questionnaire, load_round, store
from maturity.cli import sitting
from maturity.cli.app import run
from maturity.folder.journal import Record, encode
from maturity.model import Response

ROUND, JOURNAL = Path("river/2026"), Path("river/2026/responses.jsonl")
PROGRAM = [sys.executable, "-m", "maturity"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of POSIX systems")
SENIOR = ["--school", "ash", "--role", "senior"]
NOW = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
Typing = Callable[..., tuple[int, str]]
TWELVE = "1 2 3 d - 1 2 3 1 2 3 1"


@pytest.fixture(scope="module")
def two_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rounds") / "river"
    opened("2025", "--name", "River", "--school", "Ash", "--school", "Elm Road", "--mode", "named", folder=str(folder))
    opened("2026", folder=str(folder))
    return folder


@pytest.fixture(autouse=True)
def _with_two_rounds(two_rounds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    shutil.copytree(two_rounds, "river")


def opened(year: str, *more: str, questionnaire: str = "cluster-journey-short", folder: str = "river") -> None:
    asked = ["--label", year, "--date", f"{year}-03-12", "--questionnaire", questionnaire]
    assert run(["start", folder, *asked, *more]) == 0


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typing:
    """A function that runs a command while lines are typed, and returns its exit code and what it said."""

    def typed(arguments: list[str], *lines: str) -> tuple[int, str]:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = run(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out + captured.err

    return typed


def people() -> Sequence[Response]:
    return load_round(ROUND).responses


def code_in(text: str) -> str:
    found = re.search(r"Your code is (\S+)\.", text)
    assert found, text
    return found[1]


# --- answer -----------------------------------------------------------------------------------------------------------


def test_an_interview_ends_saved_and_says_how_to_change_it(typing: Typing) -> None:
    code, text = typing(["answer", str(ROUND), *SENIOR], *("3" * 12))
    assert code == 0
    (one,) = people()
    assert (one.school, one.role, set(one.answers.values()), len(one.answers)) == ("ash", "senior", {3}, 12)
    assert one.submitted is not None
    assert "That was everything, and it is saved." in text
    assert f"maturity answer {ROUND} --as {one.respondent} --withdraw" in text


def test_the_end_of_the_input_leaves_politely_and_the_code_goes_on(typing: Typing) -> None:
    code, text = typing(["answer", "river", *SENIOR], "3", "d", "s")
    assert code == 0
    assert f"To go on:\n  maturity answer {ROUND} --as {code_in(text)}" in text
    code, text = typing(["answer", "river", "--as", code_in(text).upper()], *("2" * 9))
    assert "question 4 of 12 is next" in text
    (one,) = people()
    assert list(one.answers.values()) == [3, "DK", None, *[2] * 9]


def test_without_the_option_the_code_can_be_typed_at_the_first_question(typing: Typing) -> None:
    mine = code_in(typing(["answer", str(ROUND), *SENIOR], "3")[1])
    code, text = typing(["answer", str(ROUND)], "zzzzz", mine.upper(), "1")
    assert code == 0
    assert "Please type a number from 1 to 2" in text
    assert [one.respondent for one in people()] == [mine]
    assert len(people()[0].answers) == 2


@pytest.mark.parametrize("more", [[], ["--withdraw"]])
def test_an_unknown_code_is_refused_and_says_nothing_of_others(more: list[str], typing: Typing) -> None:
    store.append(ROUND, Response(respondent="abcde", school="ash"), at=NOW)
    code, text = typing(["answer", str(ROUND), "--as", "abcdf", *more])
    assert code == 2
    assert "there is no code 'abcdf' in this round" in text
    assert "abcde" not in text
    assert [one.respondent for one in people()] == ["abcde"]


def test_a_correction_wins_and_the_earlier_answer_stays_in_the_file(typing: Typing) -> None:
    mine = code_in(typing(["answer", str(ROUND), *SENIOR], *("3" * 12))[1])
    before = JOURNAL.read_bytes()
    code, text = typing(["answer", str(ROUND), "--as", mine], "1", "", "q")
    assert code == 0
    assert "Enter keeps an answer" in text
    assert list(people()[0].answers.values()) == [1, *[3] * 11]
    assert JOURNAL.read_bytes().startswith(before)


def test_school_and_role_can_be_corrected(typing: Typing) -> None:
    mine = code_in(typing(["answer", str(ROUND), *SENIOR], *("3" * 12))[1])
    typing(["answer", str(ROUND), "--as", mine, "--school", "elm-road", "--role", "teacher"], "q")
    (one,) = people()
    assert (one.school, one.role) == ("elm-road", "teacher")
    asked = load_round(ROUND).questionnaire
    assert set(one.answers) == {item.id for item in asked.items if asked.is_asked(item, "teacher")}
    assert len(one.answers) < 12


def test_answers_can_be_withdrawn_and_stay_in_the_file(typing: Typing) -> None:
    mine = code_in(typing(["answer", str(ROUND), *SENIOR], "3")[1])
    before = JOURNAL.read_bytes()
    code, text = typing(["answer", str(ROUND), "--as", mine, "--withdraw"])
    assert (code, "add --yes" in text, len(people())) == (2, True, 1)
    code, text = typing(["answer", str(ROUND), "--as", mine, "--withdraw", "--yes"])
    assert code == 0
    assert f"maturity forget {ROUND} {mine}" in text
    assert people() == ()
    assert JOURNAL.read_bytes().startswith(before)
    for again in ([], ["--withdraw", "--yes"], ["--withdraw"]):
        code, text = typing(["answer", str(ROUND), "--as", mine, *again])
        assert (code, "withdrawn already" in text) == (2, True)


class Keyboard(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("said", "left"), [("yes", 0), ("y", 1), ("", 1)])
def test_taking_all_answers_back_is_asked_first(said: str, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    store.append(ROUND, Response(respondent="abcdefgh", school="ash"), at=NOW, code=True)
    monkeypatch.setattr("sys.stdin", Keyboard(f"{said}\n"))
    assert run(["answer", str(ROUND), "--as", "abcdefgh", "--withdraw"]) == 0
    assert len(people()) == left


def test_an_id_that_came_in_from_a_file_is_no_code(typing: Typing) -> None:
    Path("a.csv").write_text("respondent,school,role,dep.purpose.compelling\nabcde,ash,senior,4\n")
    assert typing(["collect", "river", "a.csv"])[0] == 0
    for more in ([], ["--withdraw", "--yes"]):
        code, text = typing(["answer", str(ROUND), "--as", "abcde", *more])
        assert (code, "there is no code 'abcde' in this round" in text) == (2, True)
    code, text = typing(["answer", str(ROUND)], "abcde", "q")
    assert "Please type a number from 1 to 2" in text
    assert people()[0].answers == {"dep.purpose.compelling": 4}
    assert typing(["answer", str(ROUND), "--withdraw", "--imported", "abcde", "--yes"])[0] == 0
    assert people() == ()


def test_codes_of_before_still_open_what_their_people_said(typing: Typing) -> None:
    record = Record("abcde", Response(respondent="abcde", school="ash", role="senior"), "1", NOW)
    named = Record("a@x.org", Response(respondent="a@x.org", school="ash", role="senior"), "2", NOW)
    JOURNAL.write_bytes(encode(record) + encode(named))
    assert typing(["answer", str(ROUND), "--as", "abcde"], "4")[0] == 0
    assert people()[0].answers == {"dep.purpose.compelling": 4}
    assert typing(["answer", str(ROUND), "--as", "a@x.org"])[0] == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--withdraw"], "add --as CODE"),
        (["--withdraw", "--looking-back", "--as", "x"], "leave out --looking-back"),
        (["--school", "ahs"], "did you mean 'ash'?"),
        (["--school", "ash", "--role", "snior"], "did you mean 'senior'?"),
        (["--role", "senior"], "add --school"),
        (["--school", "ash"], "add --role"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: list[str], said: str, typing: Typing) -> None:
    code, text = typing(["answer", str(ROUND), *options])
    assert code == 2
    assert said in text
    assert not JOURNAL.exists()


def test_looking_back_follows_the_questions_and_names_the_earlier_round(typing: Typing) -> None:
    code, text = typing(["answer", str(ROUND), *SENIOR, "--looking-back"], *("3" * 12), "5", "d")
    assert code == 0
    assert "about the time of the round 2025 (12 March 2025)." in text
    assert f"--as {code_in(text)} --looking-back" in text.partition("To go on:")[2]
    (one,) = people()
    assert (list(one.answers.values()), list(one.looking_back.values())) == ([3] * 12, [5, "DK"])
    typing(["answer", str(ROUND), "--as", one.respondent, "--looking-back"], *("2" * 10))
    assert list(people()[0].looking_back.values()) == [5, "DK", *[2] * 10]
    assert list(people()[0].answers.values()) == [3] * 12


def test_looking_back_goes_on_without_asking_skipped_portraits_again(typing: Typing) -> None:
    portrayed = ["--label", "2027", "--date", "2027-03-12", "--questionnaire", "cluster-journey"]
    assert run(["start", "river", *portrayed]) == 0
    skips = ["s"] * 38
    mine = code_in(typing(["answer", "river/2027", *SENIOR, "--looking-back"], *skips, "5")[1])
    _, text = typing(["answer", "river/2027", "--as", mine, "--looking-back"], "4")
    assert "question 2 of 29 is next" in text
    (one,) = load_round("river/2027").responses
    assert list(one.looking_back.values()) == [5, 4]


def test_there_is_no_looking_back_from_the_first_round(typing: Typing) -> None:
    code, text = typing(["answer", "river/2025", *SENIOR, "--looking-back"])
    assert code == 2
    assert "there is no earlier round to look back to" in text


def test_the_round_can_be_given_from_inside_its_folder(typing: Typing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROUND)
    code, text = typing(["answer", ".", *SENIOR, "--looking-back"], *("3" * 12))
    assert code == 0
    assert "the round 2025" in text


class Interrupted(io.StringIO):
    """A keyboard at which Ctrl-C is typed when the lines are used up."""

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        line = super().readline()
        if not line:
            raise KeyboardInterrupt
        return line


@pytest.mark.parametrize(
    ("lines", "said", "saved"),
    [
        ([], "nothing was saved", 0),
        (["1"], "nothing was saved", 0),
        (["1", "1"], "nothing was saved", 0),
        (["1", "1", "2"], "Everything you have answered is saved", 1),
        (["1", "1", "5"], "Everything you have answered is saved", 1),
    ],
)
def test_control_c_at_any_prompt_keeps_what_was_answered(
    lines: list[str],
    said: str,
    saved: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", Interrupted("".join(f"{line}\n" for line in lines)))
    assert run(["answer", str(ROUND)]) == 130
    assert said in capsys.readouterr().out
    assert len(people()) == saved


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_control_c_waits_until_what_is_being_saved_is_saved() -> None:
    done = []

    def save() -> None:
        with sitting.uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0)
            done.append("saved")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            save()
        assert done == ["saved"]
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


# --- enter and agree --------------------------------------------------------------------------------------------------


def test_ballots_are_stored_as_the_same_answers_as_an_interview(typing: Typing) -> None:
    code, text = typing(["enter", str(ROUND), *SENIOR], TWELVE, "q")
    assert code == 0
    assert f"1 ballot saved in {ROUND}" in text
    typing(["answer", str(ROUND), *SENIOR], *TWELVE.replace("-", "s").split())
    paper, screen = people()
    assert paper.respondent.startswith("paper-")
    assert paper.answers == screen.answers
    assert (paper.school, paper.role) == (screen.school, screen.role)


def test_two_who_key_in_at_the_same_time_do_not_overwrite_one_another(typing: Typing) -> None:
    for _ in range(3):
        typing(["enter", str(ROUND), *SENIOR], TWELVE, TWELVE)
    assert len(people()) == 6


def test_a_ballot_taken_back_does_not_count_and_what_was_typed_before_control_c_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Interrupted(f"{TWELVE}\n{TWELVE}\nu\n"))
    assert run(["enter", str(ROUND), *SENIOR]) == 130
    assert f"1 ballot saved in {ROUND}" in capsys.readouterr().out
    assert len(people()) == 1


def test_a_ballot_can_be_corrected_later_by_its_code(typing: Typing) -> None:
    typing(["enter", str(ROUND), *SENIOR], TWELVE)
    typing(["answer", str(ROUND), "--as", people()[0].respondent], "3", "q")
    assert next(iter(people()[0].answers.values())) == 3


def test_the_room_agrees_beside_the_answers(typing: Typing) -> None:
    typing(["enter", str(ROUND), *SENIOR], "111111111111", "555555555555", "333333333333")
    before = JOURNAL.read_bytes()
    code, text = typing(["agree", str(ROUND)], "4", "We named: two examples", "2")
    assert code == 0
    first, second = load_round(ROUND).agreed.items()
    assert (first[1].level, first[1].reason, second[1].level) == (4, "We named: two examples", 2)
    assert "On average the room agreed on what people had marked alone." in text
    assert "agreed 4: 1.0 higher" in text
    assert JOURNAL.read_bytes() == before
    code, text = typing(["agree", str(ROUND)], "q")
    assert "2 of 12 questions agreed already" in text


def test_control_c_keeps_what_the_room_agreed(
    typing: Typing,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    typing(["enter", str(ROUND), *SENIOR], TWELVE)
    monkeypatch.setattr("sys.stdin", Interrupted("4\n"))
    assert run(["agree", str(ROUND)]) == 130
    assert f"To go on:\n  maturity agree {ROUND}\n" in capsys.readouterr().out
    assert [one.level for one in load_round(ROUND).agreed.values()] == [4]


# --- what cannot be used ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["answer", "enter", "agree"])
def test_what_is_no_round_gets_one_clear_message(command: str, typing: Typing) -> None:
    Path("round.yaml").write_text("format: maturity-round/1\n")
    code, text = typing([command, "round.yaml"])
    assert code == 2
    assert "answers are kept in a folder, this is a file" in text
    assert "maturity start" in text
    code, text = typing([command, "nowhere"])
    assert (code, "there is no folder 'nowhere': check the spelling; 'maturity start FOLDER' makes one" in text) == (
        2,
        True,
    )
    Path("empty").mkdir()
    code, text = typing([command, "empty"])
    assert (code, "the folder holds no round.yaml" in text) == (2, True)


@pytest.mark.parametrize("command", ["answer", "enter", "agree"])
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("questionnaire.yaml", None, "the file is missing"),
        ("questionnaire.yaml", "{", "questionnaire.yaml"),
        ("round.yaml", "label: [", "round.yaml:2: this is not YAML"),
        ("round.yaml", None, "the folder holds no round.yaml"),
        ("responses.jsonl", "no record\n", "this line is no record"),
    ],
)
def test_a_round_with_problems_is_not_begun(
    command: str, name: str, content: str | None, said: str, typing: Typing
) -> None:
    if content is None:
        (ROUND / name).unlink()
    else:
        (ROUND / name).write_text(content)
    code, text = typing([command, str(ROUND)], "1", "1", "1")
    assert code == 2
    assert said in text
    assert "1 to" not in text


@pytest.mark.parametrize("command", ["answer", "enter"])
def test_a_folder_that_cannot_be_written_to_ends_in_one_message(command: str, typing: Typing) -> None:
    # Whoever runs the tests may be allowed to write everywhere; a folder of this name keeps everybody out.
    JOURNAL.mkdir()
    code, text = typing([command, str(ROUND), *SENIOR], "1", TWELVE)
    assert code == 2
    assert "nothing was saved" in text


def test_a_line_that_was_cut_off_is_said_and_does_not_stop_anybody(typing: Typing) -> None:
    typing(["answer", str(ROUND), *SENIOR], "3")
    with JOURNAL.open("ab") as file:
        file.write(b'{"v": 1, "id')
    code, text = typing(["answer", str(ROUND), *SENIOR], "3")
    assert code == 0
    assert "the last line was never finished" in text
    assert len(people()) == 2


# --- a real terminal, and a real pipe ---------------------------------------------------------------------------------


class Terminal:
    """The program at a terminal of 80 columns and 24 lines."""

    def __init__(self, *arguments: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.screen, here = pty.openpty()
        fcntl.ioctl(here, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        # Ctrl-C reaches only a program whose own terminal this is.
        # A shell that runs the tests in the background has the signal ignored.
        begin = (
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
            "os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"
        )
        environment = {**os.environ, "TERM": "xterm"}
        self.program = subprocess.Popen(
            [sys.executable, "-c", begin, *PROGRAM, *arguments], stdin=here, stdout=here, stderr=here, env=environment
        )
        os.close(here)
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.shown = ""
        self.seen = 0

    def until(self, text: str) -> str:
        """What is shown from the last prompt up to and with a text."""
        while (at := self.shown.find(text, self.seen)) < 0:
            if not self._more():
                pytest.fail(f"{text!r} was never shown; shown was:\n{self.shown}")
        new, self.seen = self.shown[self.seen : at + len(text)], at + len(text)
        return new

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def interrupt(self) -> int:
        """The exit code after Ctrl-C.

        Python loses one that comes in the moment between showing a prompt and waiting for keys; then a person, too,
        presses it again.
        """
        for _ in range(4):
            self.type("\x03")
            while "is saved" not in self.shown[self.seen :] and select.select([self.screen], [], [], 5)[0]:
                if not self._more():
                    break
            if "is saved" in self.shown[self.seen :]:
                break
        return self.end()

    def end(self) -> int:
        """The exit code, once everything has been shown."""
        while self._more():
            pass
        os.close(self.screen)
        return self.program.wait(20)

    def _more(self) -> bool:
        if not select.select([self.screen], [], [], 20)[0]:
            self.program.kill()
            pytest.fail(f"the program waits; shown was:\n{self.shown}")
        try:
            new = os.read(self.screen, 65536)
        except OSError:  # Linux says so when the program has ended.
            return False
        self.shown += self.decoder.decode(new)
        return bool(new)


LEAVE = "q leave: "


def number_of(text: str, screen: str) -> str:
    """The number before an option on a screen."""
    found = re.search(rf"(\d+)  {re.escape(text[:30])}", screen)
    assert found, screen
    return found[1]


@POSIX
@pytest.mark.walk
def test_a_whole_interview_at_a_real_terminal_with_control_c_in_the_middle(tmp_path: Path) -> None:
    more = ("--name", "Lake", "--school", "Ash", "--school", "Elm Road", "--mode", "named")
    opened("2026", *more, questionnaire="cluster-journey", folder="lake")
    asked = load_questionnaire("cluster-journey")
    items = [item for item in asked.items if asked.is_asked(item, "teacher")]
    assert len(items) < len(asked.items)
    answers = {item.id: (1, 2, 3, 4, 5, "DK", None)[place % 7] for place, item in enumerate(items)}
    quadrants = [quadrant.id for quadrant in asked.quadrants]
    portraits = {item.id: quadrants[place % 4] for place, item in enumerate(asked.portrait)}
    evidence = {}

    terminal = Terminal("answer", "lake")
    school = terminal.until("Your school, 1 to 2: ")
    terminal.type(f"{number_of('Elm Road', school)}\r")
    terminal.type(f"{number_of('Teacher', terminal.until('Your role, 1 to 6: '))}\r")
    interrupted_at = 10
    for place, item in enumerate(items):
        screen = terminal.until(LEAVE)
        assert item.prompt[:40] in screen
        answer = answers[item.id]
        key = "s" if answer is None else "d" if answer == "DK" else str(answer)
        terminal.type(f"{key}\r")
        if answer in (4, 5):
            assert asked.scale.evidence_prompt in terminal.until("One line")
            terminal.until(LEAVE)
            if place == interrupted_at:
                terminal.type("half a sentence")
                terminal.until("half a sentence")
                assert terminal.interrupt() == 130
                assert "Traceback" not in terminal.shown
                assert "Everything you have answered is saved." in terminal.shown
                go_on = re.search(r"maturity (answer \S+ --as \S+)", terminal.shown.partition("is saved.")[2])
                assert go_on
                terminal = Terminal(*go_on[1].split())
                continue
            evidence[item.id] = f"é example {place}"
            terminal.type(f"{evidence[item.id]}\r")
    assert answers[items[interrupted_at].id] == 4
    for portrait in asked.portrait:
        screen = terminal.until(LEAVE)
        assert portrait.prompt[:40] in screen
        terminal.type(number_of(portrait.options[portraits[portrait.id]].text, screen) + "\r")
    terminal.until("That was everything, and it is saved.")
    assert terminal.end() == 0

    (one,) = load_round("lake").responses
    assert (one.school, one.role) == ("elm-road", "teacher")
    assert one.answers == answers
    assert one.portraits == portraits
    assert one.evidence == evidence
    assert len(evidence) == 4


@POSIX
@pytest.mark.walk
def test_plain_output_at_a_terminal_sends_no_code_at_all() -> None:
    terminal = Terminal("answer", str(ROUND), *SENIOR, "--plain")
    for key in ("3", "b", "", "5"):
        terminal.until(LEAVE)
        terminal.type(f"{key}\r")
    terminal.until(LEAVE)
    assert terminal.interrupt() == 130
    assert "\x1b" not in terminal.shown
    assert "Question 1 of 12." in terminal.shown
    assert list(people()[0].answers.values()) == [3, 5]


@POSIX
@pytest.mark.walk
def test_at_a_terminal_each_question_has_the_screen_to_itself_and_shows_no_colour() -> None:
    terminal = Terminal("answer", str(ROUND), *SENIOR)
    for _ in range(12):
        terminal.until(LEAVE)
        terminal.type("2\r")
    assert terminal.end() == 0
    screens = terminal.shown.split("\x1b[2J\x1b[H")
    assert len(screens) == 1 + 12 + 1
    assert not re.search(r"\x1b\[[0-9;]*m", terminal.shown)
    assert all(len(screen.splitlines()) <= 24 for screen in screens[2:])
    assert "Question" not in screens[-1]


@pytest.mark.walk
def test_answers_come_over_a_pipe_whatever_their_encoding() -> None:
    lines = [b"1", b"1", b"5", b"ein \xe4lteres Beispiel", b"x", b"2", b"d"]
    done = subprocess.run(
        [*PROGRAM, "answer", str(ROUND)],
        input=b"\n".join(lines),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
    )
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert "Everything you have answered is saved." in text
    (one,) = people()
    assert list(one.answers.values()) == [5, 2, "DK"]
    assert one.evidence[next(iter(one.answers))].endswith("lteres Beispiel")
    assert json.loads(JOURNAL.read_text("utf-8").splitlines()[-1])["respondent"] == code_in(text)
