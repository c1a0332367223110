"""What a user sees: output, messages and exit codes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from maturity.cli.app import run
from maturity.readers.library import examples_folder

pytestmark = pytest.mark.command

RIVERSIDE = str(examples_folder() / "riverside.yaml")
PROMISED = {
    "format_version",
    "cluster",
    "round",
    "questionnaire",
    "respondents",
    "schools",
    "axes",
    "dimensions",
    "items",
    "placement",
    "schools_points",
    "portrait",
    "agreed",
    "seed",
    "warnings",
}


def test_the_promised_keys_are_there_and_nothing_else_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", RIVERSIDE, "--json"]) == 0
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    assert set(document) >= PROMISED
    assert captured.err == ""
    assert {"id", "version"} <= set(document["questionnaire"])
    assert {"count", "of"} <= set(document["schools"])
    for axis in document["axes"].values():
        assert {"score", "respondent_mean", "interval", "reason", "reliability"} <= set(axis)
    for dimension in document["dimensions"].values():
        assert {"score", "answered", "reason"} <= set(dimension)
    for item in document["items"].values():
        assert {"score", "n", "dont_know", "skipped", "agreement", "split"} <= set(item)
    assert {"quadrant", "settled", "shares", "axes_settled", "reason"} <= set(document["placement"])
    assert abs(sum(document["placement"]["shares"].values()) - 1) < 1e-9
    assert {"school", *document["axes"]} <= set(document["schools_points"][0])


def test_the_sentence_comes_before_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", RIVERSIDE]) == 0
    text = capsys.readouterr().out
    assert text.index("Relationships or improvement: challenge is too close to call") < text.index("Challenge")


def test_the_scorecard_fits_eighty_columns_without_colour_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", RIVERSIDE]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


@pytest.mark.process
def test_an_output_that_carries_only_ascii_gets_ascii() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "maturity", "score", RIVERSIDE],
        capture_output=True,
        check=True,
        env={**__import__("os").environ, "PYTHONIOENCODING": "ascii"},
    )
    done.stdout.decode("ascii")
    assert b"@ the cluster" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scoer"], "score"),
        (["score", "nowhere.yaml"], "nowhere.yaml"),
        (["score", RIVERSIDE, "--seed", "-1"], "seed"),
        (["plot", RIVERSIDE, "-o", "chart.bmp"], ".png"),
        (["plot", RIVERSIDE, "-o", "chart"], "without an ending"),
        (["plot", RIVERSIDE, "-o", "no-such-folder/chart.png"], "no-such-folder"),
        (["report", RIVERSIDE, "-o", "report.doc"], ".html"),
        (["explain", RIVERSIDE, "deepth"], "depth"),
        (["questionnaire", "show", "cluster-jorney"], "cluster-journey"),
        (["questionnaire", "check", "nowhere.yaml"], "nowhere.yaml"),
        (["questionnaire", "new", "questions.txt"], ".yaml"),
    ],
)
def test_a_mistake_gets_one_message_and_exit_code_two(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert list(tmp_path.iterdir()) == []


def test_alone_it_greets_a_newcomer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    text = capsys.readouterr().out
    assert "maturity demo" in text
    assert len(text.splitlines()) < 15
    assert max(map(len, text.splitlines())) <= 80


def test_help_groups_commands_by_journey_and_cuts_no_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    assert text.index("A workshop") < text.index("score") < text.index("An export") < text.index("plot")
    assert "..." not in text.replace("COMMAND ...", "")
    assert len(text.splitlines()) < 24
    assert max(map(len, text.splitlines())) <= 80


def test_explain_writes_the_sum_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", RIVERSIDE, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert run(["explain", RIVERSIDE, "challenge"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    parts = [d["score"] for i, d in document["dimensions"].items() if i.startswith("cha.")]
    written = " + ".join(str(Decimal(str(part)).quantize(Decimal("0.001"), ROUND_HALF_UP)) for part in parts)
    assert f"({written}) / {len(parts)} = {document['axes']['challenge']['score']:.3f}" in text


def test_new_copies_a_questionnaire_that_passes_the_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "our-questions.yaml"
    assert run(["questionnaire", "new", str(target)]) == 0
    assert run(["questionnaire", "check", str(target)]) == 0
    assert "id: our-questions\n" in target.read_text("utf-8")
    before = target.read_bytes()
    assert run(["questionnaire", "new", str(target)]) == 2
    assert target.read_bytes() == before
    assert "there already" in capsys.readouterr().err


def schema_printed(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["questionnaire", "schema"]) == 0
    return capsys.readouterr().out


def test_new_puts_the_schema_where_the_files_first_line_looks_for_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "ours.yaml"
    assert run(["questionnaire", "new", str(target)]) == 0
    first = target.read_text("utf-8").splitlines()[0]
    named = tmp_path / first.partition("$schema=")[2]
    assert f"wrote {named}, by which an editor completes and checks ours.yaml" in capsys.readouterr().out
    assert named.read_text("utf-8") == schema_printed(capsys)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_new_leaves_the_same_schema_as_it_is_and_says_nothing_of_it(
    newline: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    there = tmp_path / "questionnaire.schema.json"
    there.write_bytes(schema_printed(capsys).replace("\n", newline).encode())
    before = there.read_bytes()
    assert run(["questionnaire", "new", str(tmp_path / "ours.yaml")]) == 0
    assert "schema" not in capsys.readouterr().out.replace(str(tmp_path), "")
    assert there.read_bytes() == before


@pytest.mark.parametrize("flags", [[], ["--force"]])
def test_new_keeps_somebody_elses_file_of_that_name_and_says_so(
    flags: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    there = tmp_path / "questionnaire.schema.json"
    there.write_text('{"mine": true}', "utf-8")
    assert run(["questionnaire", "new", str(tmp_path / "ours.yaml"), *flags]) == 0
    told = capsys.readouterr().out
    assert f"{there} is there already and says something else; it was kept" in told
    assert there.read_text("utf-8") == '{"mine": true}'
    assert run(["questionnaire", "check", str(tmp_path / "ours.yaml")]) == 0


def test_show_json_names_every_item(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "show", "cluster-journey", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["items"]) == 29
    assert len(document["portrait"]) == 9
    for item in document["items"]:
        assert {"id", "dimension", "axis", "prompt", "levels", "audience", "anchor"} <= set(item)


def test_the_shipped_schema_is_the_printed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "schema"]) == 0
    shipped = Path(__file__).parents[1] / "questionnaires" / "questionnaire.schema.json"
    assert json.loads(capsys.readouterr().out) == json.loads(shipped.read_text("utf-8"))


@pytest.mark.walk
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_control_c_ends_quietly() -> None:
    code = (
        "import signal, sys, time\n"
        # A shell that runs the tests in the background has the signal ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from maturity.cli import app\n"
        "from maturity.journeys import rounds\n"
        "def wait(*_):\n"
        "    print('waiting', flush=True)\n"
        "    time.sleep(60)\n"
        "rounds.assessed = wait\n"
        f"sys.exit(app.run(['score', {RIVERSIDE!r}]))"
    )
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert program.stdout is not None
    assert program.stdout.readline() == "waiting\n"
    time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=20)
    assert program.returncode == 130
    assert "Traceback" not in errors


@pytest.mark.walk
def test_the_demo_lists_files_that_are_all_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "-o", str(tmp_path / "demo")]) == 0
    text = capsys.readouterr().out
    listed = [Path(line.strip()) for line in text.split("Files made:")[1].split("Three things")[0].split("\n") if line]
    assert {path.name for path in listed} >= {"report.html", "report.md", "quadrant.png", "quadrant.svg", "score.json"}
    assert all(path.stat().st_size > 0 for path in listed)


def test_a_score_says_beside_itself_that_answers_lie_in_a_second_copy(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Path("answers.csv")
    table.write_text("respondent,school,dep.trust.candour\nkim,elm-road,2\njo,oak-hill,4\n", "utf-8")
    assert run(["collect", "river", str(table)]) == 0
    journal = river / "responses.jsonl"
    (river / "responses (conflicted copy).jsonl").write_bytes(journal.read_bytes())
    capsys.readouterr()
    assert run(["score", "river", "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["respondents"] == 2
    assert "responses (conflicted copy).jsonl: a second copy of responses.jsonl" in captured.err
