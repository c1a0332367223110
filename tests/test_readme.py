"""The README is executed: its files, its edits, its commands and the output that it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"(?:<!-- (?P<what>file|edit): (?P<name>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)```", re.DOTALL)


TYPED = {"maturity agree river": "3\nWe could name two reviews and no more\nq\n"}
"""What the room types."""
BALLOTS = {
    "ashfield-primary": "344345443334\n44d345433d33\n",
    "brook-lane": "554444333434\n445344343343\n",
    "castle-hill": "433343222323\n334333232324\n",
}
"""What people marked on paper, school by school."""


def run(command: str, folder: Path, typed: str | None = None) -> str:
    program, *arguments = shlex.split(command)
    assert program == "maturity", f"the README runs {program!r}"
    done = subprocess.run(
        [sys.executable, "-m", "maturity", *arguments],
        cwd=folder,
        input=typed or TYPED.get(command, ""),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


PAGES = {
    str(path.relative_to(ROOT)): path.read_text("utf-8")
    for path in (ROOT / "README.md", ROOT / "examples" / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
PYTHON = {
    page: blocks
    for page, text in PAGES.items()
    if (blocks := [found["body"] for found in BLOCK.finditer(text) if found["kind"] == "python"])
}
"""Of each page its blocks, of which a later one may go on with what an earlier one made."""


def run_python(code: str, folder: Path) -> str:
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.command
@pytest.mark.parametrize("page", PYTHON)
def test_every_block_of_python_runs_as_printed(page: str, tmp_path: Path) -> None:
    (walked,) = [block["body"] for block in BLOCK.finditer(README) if block["name"] == "our-round.yaml"]
    (tmp_path / "our-round.yaml").write_text(walked.replace("our-questions.yaml", "cluster-journey-short"), "utf-8")
    said = run_python("\n".join(PYTHON[page]), tmp_path)
    assert "Said(" not in said
    if "priority.reason" in "\n".join(PYTHON[page]):
        assert re.search(r"^[A-Z“].* (is|are) .*\.$", said, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_python_stands_in_blocks_where_it_is_run(page: str) -> None:
    between = BLOCK.sub("", PAGES[page])
    assert re.findall(r"`[^`\n]*\bmaturity\.[\w.]+[^`\n]*`|^ {4}(?:import|from) .*", between, re.MULTILINE) == []


def test_there_is_python_to_run() -> None:
    text = "\n".join(PAGES.values())
    assert sum(map(len, PYTHON.values())) == len(re.findall("^```py", text, re.MULTILINE)) > 3


@pytest.mark.walk
def test_a_newcomer_can_walk_through_the_readme_from_an_empty_folder(tmp_path: Path) -> None:
    outputs: dict[str, str] = {}
    for block in BLOCK.finditer(README):
        body, name = block["body"], block["name"]
        if block["what"] == "file":
            (tmp_path / name).write_text(body, "utf-8")
        elif block["what"] == "edit":
            old, new = (line[1:] + "\n" for line in body.splitlines())
            before = (tmp_path / name).read_text("utf-8")
            assert before.count(old) == 1
            (tmp_path / name).write_text(before.replace(old, new), "utf-8")
        elif block["kind"] == "console":
            for entry in body.removeprefix("$ ").split("\n$ "):
                command, _, shown = entry.partition("\n")
                outputs[command] = run(command, tmp_path)
                assert shown.rstrip("\n") in outputs[command]
                if "ballot.pdf" in command:
                    for school, lines in BALLOTS.items():
                        run(f"maturity enter river --school {school} --role senior", tmp_path, lines)
        elif block["kind"] == "python":
            assert run_python(body, tmp_path).strip()
    assert (tmp_path / "quadrant.svg").read_bytes().startswith(b"<?xml")
    report = (tmp_path / "our-round.html").read_text("utf-8")
    assert "Most of us can say what we are for" in report
    assert "Talk about these first" in outputs["maturity score our-round.yaml"]
    assert "6 people from 3 of 3 schools" in outputs["maturity score river --spread --close"]
    agreed = (tmp_path / "river" / "2026" / "round.yaml").read_text("utf-8")
    assert "We could name two reviews and no more" in agreed
    assert "Peer reviews that end in action" in agreed
    for name in ("form.html", "ballot.pdf", "quadrant.png", "dates.ics", "report.docx", "slides.pptx"):
        assert (tmp_path / name).stat().st_size > 1000 or name == "dates.ics"


def test_every_command_that_the_readme_names_exists(capsys: pytest.CaptureFixture[str]) -> None:
    from maturity.cli.app import run as run_program

    named = set(re.findall(r"`maturity ([a-z]+)", README))
    assert len(named) > 4
    for command in named:
        assert run_program([command, "--help"]) == 0
    capsys.readouterr()


def test_every_link_of_the_readme_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target
