"""`maturity report` at the keyboard: chapters, templates, themes, and names that somebody typed to do harm."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import yaml
from PIL import Image
from pypdf import PdfReader

from maturity import fonts
from maturity.cli.app import run
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.journeys.ask import Ask
from maturity.journeys.story import Story, written
from maturity.model import Round
from maturity.model.theme import STANDARD
from maturity.readers.library import examples_folder
from maturity.report import wording
from maturity.report.blocks import Figure
from maturity.report.compose import Audience, compose
from maturity.text.clean import plain
from tests import make

RIVERSIDE = examples_folder() / "riverside.yaml"
FORMATS = ("md", "html", "pdf", "docx", "pptx", "xlsx")
HOSTILE = (
    '#panic("boom") $x^2$ @ref <label> \\ #let x = 1',
    '=cmd|" /C calc"!A0 <script>alert(1)</script> &amp; ]]>',
    "a\x1b[31m\x0b\x01b \ufffe",
    "x" * 300,
    "مدرسة النور \u202egnirts\u202c",
    "[a](javascript:alert(1)) | `code` ![](x) _x0041_",
)
THEME = """
format: maturity-theme/1
id: mine
title: Mine
footer: Prepared by Example & Co
logo: logo.png
corners: {projects: Busywork, relationships: Friends, delivery: Machine, improvement: True North}
bottom: challenge
"""


def report(folder: Path, *more: str, kinds: tuple[str, ...] = ("md",), source: Path = RIVERSIDE) -> int:
    outputs = [part for kind in kinds for part in ("-o", str(folder / f"r.{kind}"))]
    return run(["report", str(source), *outputs, *more])


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every format that was written, and its words."""
    for kind in FORMATS:
        path = folder / f"r.{kind}"
        if kind == "pdf":
            yield kind, " ".join(page.extract_text() for page in PdfReader(path).pages)
        elif kind in ("md", "html"):
            yield kind, path.read_text("utf-8")
        else:
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
            yield kind, re.sub("<[^>]+>", " ", " ".join(parts))


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ("standing,sprad", "'sprad' is no chapter of a report: did you mean 'spread'?"),
        ("", "--sections names no chapter: name some of: standing, change, spread"),
        (" , ", "--sections names no chapter"),
    ],
)
def test_chapters_that_are_not_there_are_refused(
    sections: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path, "--sections", sections) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_the_chapters_that_are_asked_for_are_written_and_in_their_own_order(tmp_path: Path) -> None:
    assert report(tmp_path, "--sections", "Year, portrait") == 0
    headings = re.findall("(?m)^## (.+)$", (tmp_path / "r.md").read_text("utf-8"))
    assert headings == ["The portrait we chose", "The next twelve months"]


@pytest.mark.parametrize("kind", ["docx", "pptx"])
@pytest.mark.parametrize("content", ["broken", "cut", "of the other kind"])
def test_a_template_that_cannot_be_used_is_named_once(
    kind: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import docx
    import pptx

    template, other = tmp_path / f"theirs.{kind}", tmp_path / "other"
    if content == "broken":
        template.write_bytes(b"no document")
    else:
        made = docx.Document() if (kind == "docx") == (content == "cut") else pptx.Presentation()
        made.save(str(other))
        template.write_bytes(other.read_bytes()[: 3000 if content == "cut" else None])
    assert report(tmp_path, "--template", str(template), "--sections", "year", kinds=(kind,)) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"maturity: {template}: the template cannot be used: ")
    assert f".{kind}" in line
    assert not (tmp_path / f"r.{kind}").exists()


def test_a_template_that_is_missing_of_no_use_or_one_too_many_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.docx").write_bytes(b"1")
    (tmp_path / "two.docx").write_bytes(b"2")
    one, two, gone = (str(tmp_path / name) for name in ("one.docx", "two.docx", "gone.docx"))
    for templates, said in (
        (["--template", gone], "there is no file"),
        (["--template", one, "--template", two], f"{two}: there is a template for .docx already: {one}"),
    ):
        assert report(tmp_path, *templates, kinds=("docx",)) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert said in line
    assert report(tmp_path, "--template", one, kinds=("pdf",)) == 2
    assert f"{one}: no .docx is written" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx"])
def test_a_logo_that_cannot_be_drawn_is_named(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "theme.yaml").write_text(THEME, "utf-8")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    assert report(tmp_path, "--theme", str(tmp_path / "theme.yaml"), "--sections", "year", kinds=(kind,)) == 2
    assert "theme.yaml:6: logo: the picture 'logo.png' is not whole" in capsys.readouterr().err


@pytest.mark.walk
def test_every_format_takes_the_theme_s_names_and_lays_its_axis_along_the_bottom(tmp_path: Path) -> None:
    (tmp_path / "theme.yaml").write_text(THEME, "utf-8")
    Image.new("RGB", (300, 100), "#a03050").save(tmp_path / "logo.png")
    assert report(tmp_path, "--theme", str(tmp_path / "theme.yaml"), kinds=FORMATS) == 0
    for kind, text in texts(tmp_path):
        for name in ("Friends", "True North"):
            assert name.lower() in text.lower(), kind
        # Questions and dimensions keep their own words; a quadrant's name stands alone or in a sentence.
        assert not re.search(r"(?<![\w] )\b(Relationships|Delivery)\b(?! reach)", text), kind
        assert not re.search(r"between relationships|delivery", text), kind
        assert text.index("Strength of challenge") < text.index("Depth of partnership"), kind
        assert "Prepared by Example &" in text.replace("&amp;", "&") or kind == "md", kind


@pytest.mark.walk
def test_names_that_somebody_typed_to_do_harm_are_only_names(tmp_path: Path) -> None:
    round_ = yaml.safe_load(RIVERSIDE.read_text("utf-8"))
    round_["cluster"]["name"] = HOSTILE[0]
    for school, name in zip(round_["cluster"]["schools"], HOSTILE, strict=True):
        school["name"] = name
    source = tmp_path / "round.yaml"
    source.write_text(yaml.safe_dump(round_, allow_unicode=True), "utf-8")
    program = str(Path(sys.executable).with_name("maturity"))
    outputs = [part for kind in FORMATS for part in ("-o", str(tmp_path / f"r.{kind}"))]
    done = subprocess.run([program, "report", str(source), *outputs], capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr.count("\n")) == (0, done.stderr.count("maturity: "))
    assert "Glyph" not in done.stderr
    for kind, text in texts(tmp_path):
        assert "#panic" in text, kind
        assert not re.search("[\x00-\x08\x0b\x1b\u202e\ufffe]", text), kind
    assert "<script>alert" not in (tmp_path / "r.html").read_text("utf-8")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert plain(HOSTILE[1]) in [cell.value for cell in cells]


def at_the_edge() -> dict[str, Round]:
    asked = make.questionnaire((("a", "b"),), (("c", "d"),), portrait=("p",))
    return {
        "one school": make.round_(asked, {"ash": [3, 4, 5]}),
        "one person": make.round_(asked, {"ash": [4]}),
        "no portraits": make.round_(make.questionnaire((("a", "b"),), (("c",),)), {"ash": [3, 4], "birch": [2, 2]}),
        "nothing placed": make.round_(asked, {"ash": [make.person(None, None, None, None)], "birch": []}),
    }


@pytest.mark.walk
@pytest.mark.parametrize("name", at_the_edge())
def test_rounds_at_the_edge_are_told_in_every_format(name: str, tmp_path: Path) -> None:
    round_ = at_the_edge()[name]
    assessment = assess(round_)
    story = Story((round_,), assessment, advise(assessment), None, "", STANDARD, dt.date(2026, 5, 1), {})
    for kind in FORMATS:
        for path, content in written(story, tmp_path / f"r.{kind}", story.report("governors", []), Ask()).items():
            path.write_bytes(content)
    for kind, text in texts(tmp_path):
        assert wording.schools_and_people(assessment) in re.sub(r"\s+", " ", text), kind
        assert "None" not in text, kind
        assert "nan" not in re.findall(r"\w+", text), kind
    made = written(story, tmp_path / "heads.pdf", story.report("heads", []), Ask(paper="letter"))
    assert len(PdfReader(io.BytesIO(made[tmp_path / "heads.pdf"])).pages) == 1


def test_no_empty_chart_stands_where_nothing_is_placed() -> None:
    round_ = at_the_edge()["nothing placed"]
    assessment = assess(round_)
    depths: tuple[Audience, ...] = ("heads", "staff", "governors")
    for audience in depths:
        report = compose(assessment, advise(assessment), audience=audience)
        charts = {block.chart for section in report.sections for block in section.blocks if isinstance(block, Figure)}
        assert not charts & {"quadrant", "profile"}
        said = report.foot if audience == "heads" else dict(report.facts)["How sure"]
        assert "Not placed" in said


@pytest.mark.drawing
def test_a_letter_without_a_form_is_told_once_and_in_plain_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_installed", lambda: ())
    monkeypatch.setattr(fonts, "_looked_for_more", lambda: False)
    text = RIVERSIDE.read_text("utf-8").replace("Alder Primary", "漢字 학교").replace("Heron Bank School", "学校")
    (tmp_path / "round.yaml").write_text(text, "utf-8")
    assert report(tmp_path, "--sections", "standing", kinds=("html",), source=tmp_path / "round.yaml") == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("maturity: some letters have no form in the charts' font")
    assert "字 (U+5B57)" in line
    assert "“学校”" in line
    assert line.endswith("install a font that has them, such as Noto Sans CJK")


@pytest.mark.drawing
def test_where_every_letter_has_its_form_nothing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(tmp_path, "--sections", "standing", kinds=("html",)) == 0
    assert capsys.readouterr().err == ""
