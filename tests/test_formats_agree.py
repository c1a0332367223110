"""One reading, six formats: the same numbers, the same names and the same hidden cells, read back from each."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pypdf import PdfReader

from maturity import assess
from maturity.model import Questionnaire
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.wording import headline
from maturity.text.words import day, level

pytestmark = pytest.mark.walk
FORMATS = ("md", "html", "pdf", "docx", "pptx", "xlsx")
DOCUMENTS = ("md", "html", "pdf", "docx")
EXAMPLES = ("riverside.yaml", "fairview.yaml", "tarnside")
Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Told:
    """What one run of the program wrote, and what `score --json` says."""

    folder: Path
    scores: dict[str, Any]
    questionnaire: Questionnaire
    headline: str

    def axis(self, axis: str) -> tuple[str, str, str]:
        """Label, score and interval as they are shown."""
        asked, found = self.questionnaire.axis_by_id[axis], self.scores["axes"][axis]
        low, high = found["interval"]
        return asked.label, level(found["score"], asked.midpoint), f"{level(low)}–{level(high)}"

    def number(self, score: float) -> str:
        """A score in a table: two decimals, halves away from zero; one of a rough score."""
        least = Decimal("0.1" if self.scores["mode"] == "confidential" else "0.01")
        return str(Decimal(repr(round(score, 9))).quantize(least, ROUND_HALF_UP))


Teller = Callable[[str], Told]


def maturity(*arguments: str | Path) -> str:
    command = [str(Path(sys.executable).with_name("maturity")), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    """Each example told once, in all formats at once."""

    @cache
    def tell(name: str) -> Told:
        folder, source = tmp_path_factory.mktemp("told"), examples_folder() / name
        maturity("report", source, *(part for kind in FORMATS for part in ("-o", folder / f"r.{kind}")))
        last = source / "2026" if source.is_dir() else source
        round_ = load_round(last)
        scores = json.loads(maturity("score", last, "--json"))
        return Told(folder, scores, round_.questionnaire, headline(assess(round_)))

    return tell


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def rows_of(path: Path) -> Rows:
    """The rows of every table in a document of any format but PDF."""
    if path.suffix == ".md":
        lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("| ")]
        return [tuple(unescape(cell.strip()) for cell in line.strip("|").split("|")) for line in lines]
    if path.suffix == ".html":
        cells = _Cells()
        cells.feed(path.read_text("utf-8"))
        return [tuple(cell.strip() for cell in row) for row in cells.rows]
    if path.suffix == ".docx":
        tables = docx.Document(str(path)).tables
        return [tuple(cell.text for cell in row.cells) for table in tables for row in table.rows]
    frames = [shape for slide in pptx.Presentation(str(path)).slides for shape in slide.shapes if shape.has_table]
    return [tuple(cell.text for cell in row.cells) for frame in frames for row in frame.table.rows]


def printed(path: Path) -> str:
    """The text of a PDF without the places where a line may break."""
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def sheet(path: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a sheet below the header that begins with `Id` or with the sheet's first column."""
    cells = list(openpyxl.load_workbook(path)[name].values)
    start = next(n for n, row in enumerate(cells) if row[0] in ("Id", "Quadrant"))
    for row in cells[start + 1 :]:
        if row[0] is None:
            return
        yield dict(zip(map(str, cells[start]), row, strict=True))


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", ["md", "html", "docx", "pptx"])
def test_both_axes_have_the_same_score_and_interval_in_tables(told: Teller, name: str, kind: str) -> None:
    here = told(name)
    rows = [row[:3] for row in rows_of(here.folder / f"r.{kind}")]
    for axis in here.scores["axes"]:
        assert here.axis(axis) in rows


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_axes_have_the_same_score_and_interval_in_print(told: Teller, name: str) -> None:
    here = told(name)
    for axis in here.scores["axes"]:
        assert " ".join(here.axis(axis)) in printed(here.folder / "r.pdf")


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("named", "part"), [("Dimensions", "dimensions"), ("Questions", "items")])
def test_the_workbook_has_the_numbers_themselves(told: Teller, name: str, named: str, part: str) -> None:
    here = told(name)
    rows = {row["Id"]: row for row in sheet(here.folder / "r.xlsx", named)}
    assert set(rows) == set(here.scores[part])
    for one, expected in here.scores[part].items():
        assert rows[one]["Score"] == pytest.approx(expected["score"])
        if part == "dimensions":
            # A column that is empty for all dimensions is left out.
            ends = [rows[one].get(f"Likely range {end}") for end in ("from", "to")]
            assert ends == pytest.approx(expected["interval"] or [None, None])


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_dimension_has_the_same_score_and_interval(told: Teller, name: str, kind: str) -> None:
    here = told(name)
    path = here.folder / f"r.{kind}"
    rows = [] if kind == "pdf" else rows_of(path)
    text = printed(path) if kind == "pdf" else ""
    for one, found in here.scores["dimensions"].items():
        dimension = here.questionnaire.dimension_by_id[one]
        axis = here.questionnaire.axis_by_id[dimension.axis]
        # Each end is shown on its own side of the midpoint.
        shown = [level(end, axis.midpoint) for end in found["interval"] or ()]
        row = (dimension.label, axis.label, here.number(found["score"]), *(["–".join(shown)] if shown else []))
        assert " ".join(row) in text if kind == "pdf" else row in rows


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_slide_s_chart_holds_the_point_itself(told: Teller, name: str) -> None:
    here = told(name)
    slides = pptx.Presentation(str(here.folder / "r.pptx")).slides
    (group,) = [shape for slide in slides for shape in slide.shapes if isinstance(shape, GroupShape)]
    frames: list[Any] = [shape for shape in group.shapes if isinstance(shape, GraphicFrame) and shape.has_chart]
    (chart,) = [frame.chart for frame in frames]
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    numbers = [cell for page in book for row in page.values for cell in row if isinstance(cell, int | float)]
    for axis in here.scores["axes"].values():
        assert any(number == pytest.approx(axis["score"], abs=1e-4) for number in numbers)


def test_what_is_hidden_is_hidden_in_every_format(told: Teller) -> None:
    here = told("fairview.yaml")
    items = here.scores["items"]
    assert here.scores["mode"] == "confidential"
    book = {row["Id"]: row for row in sheet(here.folder / "r.xlsx", "Questions")}
    text = printed(here.folder / "r.pdf")
    tables = {kind: rows_of(here.folder / f"r.{kind}") for kind in ("md", "html", "docx")}
    for one, found in items.items():
        assert [found[key] for key in ("n", "dont_know", "skipped")] == [None] * 3
        shown = [found["n_band"], "not shown", "not shown"]
        in_sheet = [str(book[one][key]) for key in ("Answers", "Cannot tell", "Left blank")]
        assert in_sheet == shown
        item = here.questionnaire.item_by_id[one]
        start = (item.short + (" (counts the other way)" if item.reversed else ""), here.number(found["score"]))
        for kind, rows in tables.items():
            # Columns that would say "not shown" of every item are left out.
            assert [row[:3] for row in rows if len(row) == 4].count((*start, found["n_band"])) == 1, kind
        assert " ".join([*start, found["n_band"]]) in text


def everything(path: Path) -> str:
    """All that a file holds, its properties, notes and pictures' descriptions as well."""
    if path.suffix == ".pdf":
        return printed(path) + str(PdfReader(path).metadata)
    if path.suffix in (".md", ".html"):
        return unescape("".join(one.read_text("utf-8") for one in [path, *path.parent.glob(f"{path.stem}-*.svg")]))
    with zipfile.ZipFile(path) as archive:
        return unescape(
            "\n".join(archive.read(n).decode() for n in archive.namelist() if n.endswith((".xml", ".rels")))
        )


@pytest.mark.parametrize("kind", FORMATS)
def test_a_confidential_round_names_no_school_in_any_format(told: Teller, kind: str) -> None:
    schools = load_round(examples_folder() / "fairview.yaml").cluster.schools
    text = everything(told("fairview.yaml").folder / f"r.{kind}")
    assert [school.name for school in schools if school.name in text] == []


@pytest.mark.parametrize("kind", FORMATS)
def test_a_named_round_names_every_school_in_every_format(told: Teller, kind: str) -> None:
    schools = load_round(examples_folder() / "riverside.yaml").cluster.schools
    text = everything(told("riverside.yaml").folder / f"r.{kind}")
    assert [school.name for school in schools if school.name not in text] == []


def test_examples_of_a_confidential_round_are_the_same_in_every_document_and_not_in_the_workbook(told: Teller) -> None:
    given = [
        text for one in load_round(examples_folder() / "fairview.yaml").responses for text in one.evidence.values()
    ]
    folder = told("fairview.yaml").folder
    shown = {
        kind: {text for text in given if text in everything(folder / f"r.{kind}")} for kind in ("md", "html", "docx")
    }
    assert shown["md"]
    assert shown["md"] == shown["html"] == shown["docx"]
    assert not {text for text in given if text in everything(folder / "r.xlsx")}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_says_what_was_asked_of_whom_when_and_how_sure_it_is(told: Teller, name: str, kind: str) -> None:
    here = told(name)
    text = re.sub(r"\s+", " ", everything(here.folder / f"r.{kind}"))
    asked, schools = here.questionnaire, here.scores["schools"]
    assert asked.title in text
    assert f"version {asked.version}" in text
    assert f"{here.scores['respondents']} people from {schools['count']} of {schools['of']} schools" in text
    assert day(dt.date.fromisoformat(here.scores["date"])) in text
    assert here.headline in text
    if kind == "xlsx":
        chances = [row["Chance"] for row in sheet(here.folder / "r.xlsx", "Quadrants") if row["Chance"] is not None]
        assert sorted(chances) == pytest.approx(sorted(here.scores["placement"]["shares"].values()))


@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx", "xlsx"])
def test_nobody_s_name_is_in_a_document_s_properties(told: Teller, kind: str) -> None:
    path = told("tarnside").folder / f"r.{kind}"
    if kind == "pdf":
        said = dict(PdfReader(path).metadata or {})
        assert set(said) <= {"/Title", "/Creator", "/Producer"}
        assert str(said["/Creator"]).startswith("Typst")
        return
    with zipfile.ZipFile(path) as archive:
        core = archive.read("docProps/core.xml").decode()
        app = archive.read("docProps/app.xml").decode() if "docProps/app.xml" in archive.namelist() else ""
    for name in ("dc:creator", "cp:lastModifiedBy", "dc:description", "cp:keywords"):
        assert not re.search(rf"<{name}>[^<]", core)
    assert not re.search("<(Manager|Company)>[^<]", app)
