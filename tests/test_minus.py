"""A number below nothing has a true minus wherever people read it, which no line's end parts from its number."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from maturity.charts import change, profile, quadrant
from maturity.cli.app import run
from maturity.core.compare import compare
from maturity.model import Questionnaire, Round
from maturity.readers.levels import folded
from maturity.readers.library import examples_folder
from maturity.renderers.questionnaire import render
from maturity.report.over_time import over_time
from maturity.report.second_year import drove_words
from maturity.text.isolate import FIRST_STRONG, POP
from tests.make import questionnaire, round_
from tests.test_charts_harsh import read_off

HYPHEN = re.compile(r"(?<![\w\-/.#:=])-\d")
"""What reads as a number below nothing, and is none with a true minus."""
LEVELS = {"2025": (1, 1, 0, 0), "2026": (-1, -2, -1, 0)}


def asked(**more: Any) -> Questionnaire:
    return questionnaire(
        (("a", "b"),),
        (("c",), ("d",)),
        scale=(-2, 2),
        midpoint=-0.5,
        labels=("none", "little", "half", "most", "all"),
        **more,
    )


def year(label: str, **more: Any) -> Round:
    """Everybody near to the same levels, so that changes are sure."""
    levels = LEVELS[label]
    people = [levels] * 5 + [tuple(max(-2, level - 1) for level in levels)]
    return round_(asked(**more), dict.fromkeys(("ash", "birch", "cedar"), people), label=label, date=f"{label}-03-01")


def written(folder: Path, label: str) -> str:
    """The round as a file."""
    made = year(label)
    (folder / "q.yaml").write_bytes(render(made.questionnaire))
    people = [one.model_dump(include={"respondent", "school", "answers"}) for one in made.responses]
    schools = [{"id": one.id, "name": one.name} for one in made.cluster.schools]
    cluster = {"name": "Cluster", "schools": schools}
    document = {"format": "maturity-round/1", "cluster": cluster, "label": label, "date": f"{label}-03-01"}
    path = folder / f"{label}.yaml"
    path.write_text(yaml.safe_dump(document | {"questionnaire": "q.yaml", "mode": "named", "responses": people}))
    return str(path)


def read(path: Path) -> str:
    """All that people read of a file: no markup, and of a workbook the texts alone."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".md":
        return path.read_text("utf-8")
    if path.suffix == ".html":
        page = re.sub(r"<(style|script)\b.*?</\1>", "", path.read_text("utf-8"), flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]*>", "\n", page))
    parts = r"xl/sharedStrings\.xml" if path.suffix == ".xlsx" else r"word/document\.xml|ppt/(slides|notesSlides)/[^/]*"
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(parts, name)]
    return unescape(re.sub(r"<[^>]*>", "\n", re.sub(r"</[aw]:r><[aw]:r>", "", "".join(texts))))


@pytest.mark.drawing
@pytest.mark.parametrize("kind", ["md", "html", "pdf", "docx", "pptx", "xlsx"])
def test_what_people_read_has_no_hyphen_for_a_minus(tmp_path: Path, kind: str) -> None:
    before, after = written(tmp_path, "2025"), written(tmp_path, "2026")
    report, change_ = tmp_path / f"r.{kind}", tmp_path / f"c.{kind}"
    assert run(["report", after, "-o", str(report)]) == 0
    assert run(["compare", before, after, "-o", str(change_)]) == 0
    for path in (report, change_):
        text = read(path)
        assert "\u2212" in text
        found = [text[max(0, one.start() - 40) : one.end() + 20] for one in HYPHEN.finditer(text)]
        assert not found


def test_charts_have_it_on_their_axes_and_beside_their_marks() -> None:
    comparison = compare([year("2025"), year("2026")])
    for drawn in (quadrant.draw(comparison.latest), profile.draw(comparison.latest), change.draw(comparison)):
        text = read_off(drawn)
        assert "\u22122" in text
        assert "-" not in text.replace("2025-03-01", "")


def test_what_programs_read_keeps_plain_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    after = written(tmp_path, "2026")
    capsys.readouterr()
    assert run(["score", after, "--json"]) == 0
    told = capsys.readouterr().out
    assert "\u2212" not in told
    assert json.loads(told)["axes"]["x"]["score"] < 0


@pytest.mark.process
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_has_no_minus_gets_a_hyphen(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "maturity", "compare", str(examples_folder() / "tarnside")],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    text = done.stdout.decode(encoding).replace("\u00a0", " ")
    assert "-0.2 to +0.7" in text
    assert not re.search(r"\d\?|\?\w", text)


def test_a_level_pasted_with_a_true_minus_is_that_level() -> None:
    assert folded("\u22122") == folded("-2") == "-2"


def test_a_question_from_the_right_keeps_its_change_beside_it() -> None:
    arabic = {"but": {"a": {"short": "موضوع"}, "b": {"short": "سؤال"}}}
    told = over_time(compare([year("2025", **arabic), year("2026", **arabic)]))
    (depth, _) = drove_words(told, told.comparison.last)
    assert f"{FIRST_STRONG}سؤال{POP} (\u2212" in depth
