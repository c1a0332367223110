"""`maturity compare` as a user sees it: sentences, one JSON document, refusals with their reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from maturity.cli.app import run
from maturity.readers.library import examples_folder

pytestmark = pytest.mark.command

TARNSIDE = examples_folder() / "tarnside"
ROUND = """\
format: maturity-round/1
cluster:
  name: {name}
  schools: [{{id: {school}, name: Ash}}, {{id: brook, name: Brook}}, {{id: {third}, name: Cedar}}]
label: "{year}"
date: {year}-03-12
questionnaire: {asked}
responses:
- {{respondent: r1, school: {school}, answers: {{dep.purpose.compelling: {level}, dep.trust.candour: {level}}}}}
- {{respondent: r2, school: brook, answers: {{dep.purpose.compelling: {level}, dep.trust.candour: {level}}}}}
- {{respondent: r3, school: {third}, answers: {{dep.purpose.compelling: {level}, dep.trust.candour: {level}}}}}
"""


def written(folder: Path, year: int, **more: Any) -> str:
    path = folder / f"{year}.yaml"
    values = {"name": "Cluster", "school": "ash", "asked": "cluster-journey-short", "level": 3, "third": "cedar"} | more
    path.write_text(ROUND.format(year=year, **values), "utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["compare", *arguments]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["compare", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


def test_the_promised_keys_are_there_and_nothing_else_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(said(capsys, str(TARNSIDE), "--json"))
    promised = {"format_version", "rounds", "axes", "dimensions", "items", "schools", "linked", "warnings", "steps"}
    assert promised <= set(document)
    assert [one["label"] for one in document["rounds"]] == ["2023", "2024", "2025", "2026"]
    change = {"before", "after", "change", "interval", "smallest_sure_change", "verdict", "reason"}
    for one in (*document["axes"].values(), *document["dimensions"].values()):
        assert change <= set(one)
    assert {"common", "only_before", "only_after", "reworded", "drifting"} <= set(document["items"])
    assert {"both", "joined", "left"} <= set(document["schools"])
    assert [(step["before"], step["after"]) for step in document["steps"]] == [
        ("2023", "2024"),
        ("2024", "2025"),
        ("2025", "2026"),
    ]
    assert document["axes"] == document["steps"][-1]["axes"]
    assert (document["whole"]["before"], document["whole"]["after"]) == ("2023", "2026")


@pytest.mark.process
def test_rounds_in_any_order_are_those_of_the_folder(capsys: pytest.CaptureFixture[str]) -> None:
    mixed = [str(TARNSIDE / name) for name in ("2026", "2023", "2025", "2024")]
    assert said(capsys, *mixed, "--json") == said(capsys, str(TARNSIDE), "--json")


def test_the_sentences_come_first_and_fit_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, str(TARNSIDE / "2024"), str(TARNSIDE / "2025"))
    wanted = ("no change we can be sure of", "Every axis and dimension", "Looking back at 2024", "no proof")
    places = [text.replace("\n", " ").index(words) for words in wanted]
    assert places == sorted(places)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "Anything up to" in text


def test_who_joined_and_left_is_said_with_the_effect(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, str(TARNSIDE / "2023"), str(TARNSIDE / "2026")).replace("\n  ", " ")
    assert "Fellfoot School joined. That joining alone moves the cluster's own 2026 score by" in text
    assert "Birkrigg School left. That leaving alone moves the cluster's own 2023 score by" in text


def test_a_questionnaire_edited_by_hand_is_noticed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "tarnside"
    shutil.copytree(TARNSIDE, folder)
    asked = folder / "2024" / "questionnaire.yaml"
    text = asked.read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    asked.write_text(text.replace(title, "title: Something else"), "utf-8")
    document = json.loads(said(capsys, str(folder / "2023"), str(folder / "2024"), "--json"))
    notes = [one["message"] for one in document["warnings"] if one["code"] == "changed-questionnaire"]
    assert len(notes) == 1
    assert "2024" in notes[0]
    assert "has been changed since the round was opened" in said(
        capsys, str(folder / "2023"), str(folder / "2024")
    ).replace("\n  ", " ")


def test_a_round_that_nobody_has_answered_yet_is_left_out_of_a_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "tarnside"
    shutil.copytree(TARNSIDE, folder, ignore=shutil.ignore_patterns("2023", "2024"))
    for path in (folder / "2026").glob("responses*.jsonl"):
        path.write_text("", "utf-8")
    assert "holds only one round with answers" in refused(capsys, str(folder))
    shutil.copytree(TARNSIDE / "2024", folder / "2024")
    document = json.loads(said(capsys, str(folder), "--json"))
    assert [one["label"] for one in document["rounds"]] == ["2024", "2025"]
    assert [one["code"] for one in document["warnings"] if one["code"] == "empty-round"] == ["empty-round"]


def test_a_folder_without_rounds_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "holds no round.yaml" in refused(capsys, str(tmp_path))


def test_the_short_form_is_compared_with_the_whole_one_on_its_anchors(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rounds = written(tmp_path, 2025), written(tmp_path, 2026, asked="cluster-journey")
    document = json.loads(said(capsys, *rounds, "--json"))
    assert len(document["items"]["common"]) == 12
    assert "other-questionnaire" in [one["code"] for one in document["warnings"]]
    reason = document["axes"]["depth"]["reason"]
    assert reason == "2 of 6 dimensions have enough answers in both rounds; 5 are needed"
    assert document["dimensions"]["dep.trust"]["change"] == 0


def test_another_questionnaire_needs_a_file_of_ids(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    assert run(["questionnaire", "new", str(other), "--from", "cluster-journey-short"]) == 0
    capsys.readouterr()
    text = other.read_text("utf-8")
    other.write_text(text.replace("dep.", "own.").replace("anchor: true", "anchor: false"), "utf-8")
    first = written(tmp_path, 2025)
    second = Path(written(tmp_path, 2026, asked="other.yaml", level=4))
    second.write_text(second.read_text("utf-8").replace("dep.", "own."), "utf-8")
    message = refused(capsys, first, str(second))
    assert "no anchor question" in message
    assert "--same FILE" in message
    pairs = tmp_path / "same.yaml"
    pairs.write_text("dep.purpose.compelling: own.purpose.compelling\ndep.trust.candour: own.trust.candour\n", "utf-8")
    document = json.loads(said(capsys, first, str(second), "--same", str(pairs), "--json"))
    assert document["items"]["common"][:2] == ["own.purpose.compelling", "own.trust.candour"]
    assert document["dimensions"]["own.trust"]["change"] == 1


def test_every_fault_of_a_file_of_ids_is_said_with_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pairs = tmp_path / "same.yaml"
    pairs.write_text(
        "dep.trust.candour: dep.trust.candor\n"
        "dep.purpose.compelling: 3\n"
        "dep.recip.people: dep.horizon.length\n"
        "dep.horizon.length: dep.horizon.length\n",
        "utf-8",
    )
    message = refused(capsys, written(tmp_path, 2025), written(tmp_path, 2026), "--same", str(pairs))
    lines = message.splitlines()
    assert [f"same.yaml:{line}:" in lines[line - 1] for line in (1, 2)] == [True, True]
    assert "did you mean 'dep.trust.candour'?" in lines[0]
    assert "same.yaml:4:" in lines[2]
    assert "cannot both have become" in lines[2]


def test_one_round_or_no_common_school_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = written(tmp_path, 2025)
    assert "two are needed" in refused(capsys, first)
    assert "there is no file" in refused(capsys, first, str(tmp_path / "nowhere.yaml"))
    elsewhere = Path(written(tmp_path, 2026))
    elsewhere.write_text(
        elsewhere.read_text("utf-8").replace("ash", "x").replace("brook", "y").replace("cedar", "z"), "utf-8"
    )
    assert "no school is in both rounds" in refused(capsys, first, str(elsewhere))


def test_a_report_on_rounds_that_cannot_be_compared_is_refused_as_well(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    elsewhere = Path(written(tmp_path, 2026))
    elsewhere.write_text(
        elsewhere.read_text("utf-8").replace("ash", "x").replace("brook", "y").replace("cedar", "z"), "utf-8"
    )
    first, output = written(tmp_path, 2025), tmp_path / "change.html"
    assert "no school is in both rounds" in refused(capsys, first, str(elsewhere), "-o", str(output))
    assert "two are needed" in refused(capsys, first, "-o", str(output))
    assert "cannot go together" in refused(capsys, str(TARNSIDE), "--json", "-o", str(output))
    assert not output.exists()


@pytest.mark.drawing
def test_the_report_of_a_folder_tells_the_last_round_alone_and_why_in_the_names_own_letters(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for year, school in ((2025, "ash"), (2026, "x")):
        path = tmp_path / "folder" / str(year) / "round.yaml"
        path.parent.mkdir(parents=True)
        text = Path(written(tmp_path, year, school=school)).read_text("utf-8")
        path.write_text(text.replace("brook", f"brook-{year}").replace("cedar", f"cedar-{year}"), "utf-8")
    assert run(["report", str(tmp_path / "folder"), "-o", str(tmp_path / "report.md")]) == 0
    reason = "Cluster, 2025 and Cluster, 2026 cannot be compared: no school is in both rounds."
    assert reason in capsys.readouterr().err
    assert reason in (tmp_path / "report.md").read_text("utf-8")


@pytest.mark.drawing
def test_of_two_rounds_with_one_label_the_report_tells_the_later(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = "priorities: [{{id: one, title: {}}}]\n"
    paths = []
    for year, title in ((2025, "The earlier aim"), (2026, "The later aim")):
        path = Path(written(tmp_path, year))
        text = path.read_text("utf-8").replace(f'label: "{year}"', "label: Spring")
        path.write_text(text + plan.format(title), "utf-8")
        paths.append(str(path))
    output = tmp_path / "report.md"
    assert "wrote" in said(capsys, *reversed(paths), "-o", str(output))
    text = output.read_text("utf-8")
    agreed = text.partition("What we agreed to work on")[2]
    assert "The later aim" in agreed
    assert "The earlier aim" not in agreed


@pytest.mark.drawing
def test_a_priority_moves_with_the_question_that_the_user_says_is_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = tmp_path / "other.yaml"
    assert run(["questionnaire", "new", str(other), "--from", "cluster-journey-short"]) == 0
    capsys.readouterr()
    other.write_text(other.read_text("utf-8").replace("dep.trust.candour", "dep.trust.frank"), "utf-8")
    first = Path(written(tmp_path, 2025))
    plan = "priorities: [{id: talk, title: Talk, moves: [dep.trust.candour]}]\n"
    first.write_text(first.read_text("utf-8") + plan, "utf-8")
    second = Path(written(tmp_path, 2026, asked="other.yaml", level=4))
    second.write_text(second.read_text("utf-8").replace("dep.trust.candour", "dep.trust.frank"), "utf-8")
    pairs, output = tmp_path / "same.yaml", tmp_path / "report.md"
    pairs.write_text("dep.trust.candour: dep.trust.frank\n", "utf-8")
    assert "wrote" in said(capsys, str(first), str(second), "--same", str(pairs), "-o", str(output))
    assert "Talk: Candour about difficulty moved by +1.0 levels" in output.read_text("utf-8")


def test_confidential_files_are_not_compared_for_nothing_of_them_is_published(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rounds = [Path(written(tmp_path, year)) for year in (2025, 2026)]
    for path in rounds:
        path.write_text(path.read_text("utf-8") + "mode: confidential\n", "utf-8")
    assert run(["compare", *map(str, rounds), "--json"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "answers of a confidential round are published from a folder, and this is a file" in shown.err


def test_the_same_file_twice_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    once = written(tmp_path, 2025)
    assert "2025 is given twice" in refused(capsys, once, once)
    assert "2025 is given twice" in refused(capsys, once, str(tmp_path / "." / "2025.yaml"), written(tmp_path, 2026))


def test_two_schools_in_common_give_two_levels_and_no_more(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rounds = written(tmp_path, 2025), written(tmp_path, 2026, level=4, third="oak")
    document = json.loads(said(capsys, *rounds, "--json"))
    trust = document["dimensions"]["dep.trust"]
    assert (trust["before"], trust["after"], trust["interval"], trust["verdict"]) == (3, 4, None, "too-few")
    text = " ".join(said(capsys, *rounds).split())
    assert "too few schools to say more" in text
    assert "Likely range" in text
    assert "no change we can be sure of" not in text
