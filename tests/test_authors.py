"""Authors: a questionnaire of any shape is begun in a few lines, looked at, noted on, and written again as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from maturity import assess, load_questionnaire, load_round
from maturity.cli.app import run
from maturity.model.questionnaire import Shape
from maturity.readers.library import examples_folder, shipped
from maturity.readers.questionnaire import notes_on, read_questionnaire
from maturity.renderers.questionnaire import render
from maturity.renderers.starter import beginning
from tests.every_shape import TEXTS, questionnaire_of, written

SHAPES: tuple[Shape, ...] = get_args(Shape)
FIRST = {
    "cluster-journey": "cc96bed6d2c84596",
    "cluster-journey-short": "aaae9b346d9dcc3b",
    "personality": "17febb3a2ffb2a68",
}
"""Fingerprints of version 1.0 before there was a second format: rounds are kept that were asked with them."""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# ---- Begun


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_begun_has_few_lines_no_fault_and_no_note(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "new", "our-questions.yaml", "--shape", shape]) == 0
    assert "wrote questionnaire.schema.json" in capsys.readouterr().out
    assert run(["questionnaire", "check", "our-questions.yaml"]) == 0
    assert capsys.readouterr().out.startswith("our-questions.yaml: no fault found (")
    begun = load_questionnaire(Path("our-questions.yaml"))
    assert (begun.id, begun.title, begun.shape) == ("our-questions", "Our questions", shape)
    lines = Path("our-questions.yaml").read_text("utf-8").splitlines()
    assert len(lines) <= (21 if shape == "map" else 16)


@pytest.mark.command
@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_begun_can_be_asked_answered_and_told_at_once(shape: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "new", "ours.yaml", "--shape", shape]) == 0
    for name in ("form.html", "ballot.docx"):
        assert run(["form", "ours.yaml", "-o", name]) == 0
    schools = ["--school", "Ash", "--school", "Elm", "--mode", "named", "--date", "2026-03-12"]
    assert run(["start", "river", "--name", "River", *schools, "-q", "ours.yaml"]) == 0
    asked = load_questionnaire(Path("ours.yaml"))
    header = ",".join(["respondent", "school", *(item.id for item in asked.items)])
    highest = ",".join(str(asked.scale_of(item).high) for item in asked.items)
    Path("in.csv").write_text(f"{header}\nr1,Ash,{highest}\nr2,Elm,{highest}\n", "utf-8")
    assert run(["collect", "river", "in.csv"]) == 0
    assert len(load_round(Path("river")).responses) == 2
    assert run(["score", "river", "--json"]) == 0
    assert all(one.score is not None for one in assess(load_round(Path("river"))).items.values())
    capsys.readouterr()


@pytest.mark.parametrize("stem", ["2026-check", 'Our "own", really', "école: 7", "Школа"])
def test_whatever_the_file_is_called_what_is_begun_loads(stem: str) -> None:
    path = Path(f"{stem}.yaml")
    assert run(["questionnaire", "new", str(path), "--shape", "checklist"]) == 0
    assert load_questionnaire(path).title.casefold() == stem.replace("-", " ").casefold()


def test_one_is_begun_or_copied_and_no_file_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "new", "ours.yaml", "--shape", "total", "--from", "hallmarks"]) == 2
    assert "leave out one of the two" in capsys.readouterr().err
    assert not Path("ours.yaml").exists()
    assert run(["questionnaire", "new", "ours.yaml", "--shape", "laddder"]) == 2
    Path("ours.yaml").write_text("mine", "utf-8")
    assert run(["questionnaire", "new", "ours.yaml", "--shape", "total"]) == 2
    assert Path("ours.yaml").read_text("utf-8") == "mine"
    assert run(["questionnaire", "new", "ours.yaml", "--shape", "total", "--force"]) == 0
    assert load_questionnaire(Path("ours.yaml")).shape == "total"


# ---- Noted


@pytest.mark.parametrize(
    ("shape", "changes", "line", "said"),
    [
        (
            "profile",
            [("values: {0: 0, 1: 0.5, 2: 1}", "values: {0: 1, 1: 0, 2: 0.5}")],
            "values: {0: 1",
            ["the values do not rise with the levels: less is worth 1 (0) than 0 (1)"],
        ),
        (
            "profile",
            [("values: {0: 0, 1: 0.5, 2: 1}", "values: {0: 0, 1: 1, 2: 1}")],
            "values: {0: 0, 1: 1",
            ["answers are worth the same: 1 and 2 (1)"],
        ),
        (
            "profile",
            [(',\n          basis: "Cut-offs are ours."', "")],
            "overall:",
            ["nothing says where the bands come from, and cut-offs are conventions"],
        ),
        ("total", [], "bands:", ["nothing says where the bands come from, and cut-offs are conventions"]),
        (
            "profile",
            [("scales:\n", "scales:\n  spare:\n    levels: {1: A, 2: B}\n")],
            "  spare:",
            ["no question is answered on the scale 'spare'"],
        ),
        ("profile", [], "", []),
        ("checklist", [], "", []),
        ("ladder", [], "", []),
    ],
)
def test_what_is_easily_overlooked_is_noted_with_its_line_and_is_no_fault(
    shape: str,
    changes: list[tuple[str, str]],
    line: str,
    said: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = written(tmp_path, shape, *changes)
    found = notes_on(path)
    assert [note.message for note in found] == said
    lines = [number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if line in text]
    assert [note.line for note in found] == lines[:1] * len(said)
    assert run(["questionnaire", "check", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.count("note: ") == len(said)
    assert "no fault found" in out


def test_notes_stand_beside_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = ("{0: 0, 1: 0.5, 2: 1}", "{0: 0, 1: 1, 2: 1}")
    path = written(tmp_path, "profile", same, ("preparing, scale: often", "preparing, scale: oftn"))
    assert run(["questionnaire", "check", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "answers are worth the same" in out
    assert "'oftn', which is no scale" in err


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_nothing_is_noted_on_what_is_shipped(name: str) -> None:
    assert notes_on(name) == []


# ---- Shown


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (
            "profile",
            [
                *("Shape: profile: a value for each part", "About: a cluster", "1: In some schools (worth 0.25)"),
                *("The mean of Preparing and Following up.", "The sum of its questions.", "from 1.5: Growing"),
                *("pre.1 (scale schools)", "It names a weakness.", "Where the bands come from: Cut-offs are ours."),
            ],
        ),
        ("checklist", ["Shape: checklist", "A question holds when its score is 1.5 or more: a convention."]),
        (
            "ladder",
            [
                *("Shape: ladder", "About: one review of a school", "Only a health check", "Asked of: Host."),
                "Holds when 1 of its 2 questions hold, rf.one among them.",
            ],
        ),
        ("total", ["Shape: total", "from 127: Genuine collaboration", "Of need (need)", "Statement 5 of going-on."]),
    ],
)
def test_show_says_what_is_asked_and_what_is_read_off(
    shape: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, shape)
    assert run(["questionnaire", "show", str(path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert [word for word in words if word not in text] == []
    for item in questionnaire_of(shape).items:
        assert item.prompt in text


def test_the_list_says_shape_and_subject(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaire", "list"]) == 0
    lines = {line.split("  ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert set(lines) == {name for name, _ in shipped()}
    assert lines["review-follow-up"].endswith(": ladder of one review of a school, 10 questions and 5 stages")
    assert lines["temperature-check"].endswith(": checklist of a cluster, 7 questions")


def test_show_json_holds_scales_stages_bands_and_views(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def shown(shape: str) -> dict[str, object]:
        assert run(["questionnaire", "show", str(written(tmp_path, shape)), "--json"]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    nested = shown("profile")
    assert nested["scales"] == [
        {
            "id": "schools",
            "low": 0,
            "high": 3,
            "levels": {"0": "No", "1": "In some schools", "2": "In half of them", "3": "In most or all"},
            "worth": {"0": 0, "1": 0.25, "2": 0.5, "3": 1},
            "met_at": None,
        },
        {
            "id": "often",
            "low": 0,
            "high": 2,
            "levels": {"0": "Never", "1": "Now and then", "2": "Every term"},
            "worth": {"0": 0, "1": 0.5, "2": 1},
            "met_at": None,
        },
    ]
    assert nested["overall"] == {
        "label": "Reach",
        "combine": "mean",
        "bands": [{"from": 0, "label": "Beginning"}, {"from": 1.5, "label": "Growing"}],
    }
    ladder = shown("ladder")
    assert (ladder["shape"], ladder["subject"]) == ("ladder", "review")
    assert ladder["stages"] == [
        {"id": "priority", "label": "One priority", "need": 1, "must": ["rf.one"]},
        {"id": "action", "label": "Action", "need": None, "must": []},
    ]


# ---- Written again


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_written_again_has_the_same_fingerprint(shape: Shape, tmp_path: Path) -> None:
    path = tmp_path / "begun.yaml"
    path.write_bytes(beginning(shape, "begun", "Begun"))
    sources = [load_questionnaire(path), *([questionnaire_of(shape)] if shape in TEXTS else [])]
    for asked in sources:
        again = tmp_path / "again.yaml"
        again.write_bytes(render(asked))
        read, problems = read_questionnaire(again)
        assert problems == []
        assert read == asked
        assert read is not None
        assert read.fingerprint == asked.fingerprint


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_what_is_shipped_is_written_again_with_the_same_fingerprint(name: str, tmp_path: Path) -> None:
    again = tmp_path / "again.yaml"
    again.write_bytes(render(load_questionnaire(name)))
    assert load_questionnaire(again).fingerprint == load_questionnaire(name).fingerprint


def test_the_first_fingerprints_are_those_of_the_first_format() -> None:
    every = [load_questionnaire(path) for _, path in shipped()]
    every.append(load_questionnaire(examples_folder() / "personality.yaml"))
    found = {(one.id, one.version): one.fingerprint for one in every}
    assert {name: found[name, "1.0"] for name in FIRST} == FIRST


@pytest.mark.parametrize(
    ("shape", "old", "new"),
    [
        ("profile", "values: {0: 0, 1: 0.5, 2: 1}", "values: {0: 0, 1: 0.25, 2: 1}"),
        ("profile", "from: 1.5", "from: 1.25"),
        ("checklist", "met_at: 1.5", "met_at: 1"),
        ("ladder", "need: 1, ", ""),
        ("ladder", "must: [rf.one]", "must: [rf.own]"),
        ("total", "from: 127", "from: 130"),
        ("profile", '"It names a weakness."', '"It names two."'),
    ],
)
def test_whatever_counts_differently_has_another_fingerprint(shape: str, old: str, new: str, tmp_path: Path) -> None:
    before = load_questionnaire(written(tmp_path, shape)).fingerprint
    assert load_questionnaire(written(tmp_path, shape, (old, new))).fingerprint != before


# ---- Extended


def test_views_are_added_to_a_shipped_questionnaire_and_change_no_question(tmp_path: Path) -> None:
    base = load_questionnaire("cluster-journey-short")
    one, two = base.items[0].id, base.items[-1].id
    path = tmp_path / "ours.yaml"
    path.write_text(
        "format: maturity-questionnaire/2\n"
        'id: ours\nversion: "1"\ntitle: "Ours"\nshape: map\n'
        "extends: {questionnaire: cluster-journey-short}\n"
        "views:\n"
        "  - id: supports\n"
        '    label: "Our two projects"\n'
        "    parts:\n"
        f'      - {{id: first, label: "First", short: "First", items: [{one}, {two}]}}\n',
        "utf-8",
    )
    asked = load_questionnaire(path)
    assert asked.items == base.items
    assert [view.id for view in asked.views] == ["supports"]
    again = tmp_path / "again.yaml"
    again.write_bytes(render(asked))
    assert load_questionnaire(again).fingerprint == asked.fingerprint
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"[{one}, {two}]", "[no.such]"), "utf-8")
    (problem,) = read_questionnaire(path)[1]
    assert (problem.line, problem.message) == (11, "'no.such' is no question of this questionnaire")
