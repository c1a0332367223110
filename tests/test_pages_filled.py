"""Pages of a report: letters that can be read, headings that stand with what follows, and no page half empty."""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pypdf
import pytest
from PIL import Image

from maturity import charts
from maturity.charts import quadrant
from maturity.charts.style import Look
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.journeys.ask import Ask
from maturity.journeys.story import read_story
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round
from maturity.renderers import html, pdf, word
from maturity.report.blocks import Heading, Paper, Report, singles
from maturity.report.compose import compose
from tests.harsh import round_of
from tests.looked import texts_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.drawing

LEAST = 8.0
"""Points of the smallest type."""
SHAPES = ("tarnside", "riverside.yaml", "lighthouse.yaml", "ferry.yaml", "orchard.yaml", "millbrook")
"""A map over years, a map, and the shapes without one."""
HIGH: dict[Paper, float] = {"a4": 842, "letter": 792}
FOOT, TOP = 60, 68
EMPTY, EMPTY_PRINT = 0.45, 0.5
"""Of a page, so much may be empty at its end; print has no figures that let text go on before them."""
LONG_NAMES = "twelve long names"
ACADEMY = "The Blessed Virgin Mary and Saint Thomas More Catholic Voluntary Academy"


@cache
def report(name: str) -> Report:
    if name == LONG_NAMES:
        found = assess(round_of(load_questionnaire("cluster-journey"), [f"{ACADEMY} {n}" for n in range(12)], 5))
        return compose(found, advise(found))
    return read_story([examples_folder() / name], Ask()).report("governors", [])


@cache
def written(name: str, paper: Paper = "a4") -> list[list[tuple[float, float, str]]]:
    """Of each page, what is written: how high above the lower edge, in points of type, and the text."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(pdf.render(report(name), paper=paper))).pages:
        texts: list[tuple[float, float, str]] = []

        def note(text: str, cm: Any, tm: Any, font: Any, size: float, texts: Any = texts) -> None:
            if text.strip():
                up = [tm[2] * cm[n] + tm[3] * cm[n + 2] for n in (0, 1)]
                texts.append((tm[4] * cm[1] + tm[5] * cm[3] + cm[5], abs(size) * math.hypot(*up), text.strip()))

        page.extract_text(visitor_text=note)
        found.append(texts)
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_no_letter_of_a_report_is_too_small_to_read(name: str) -> None:
    small = {
        (n, round(size, 1)) for n, page in enumerate(written(name), 1) for _, size, _ in page if size < LEAST - 0.05
    }
    assert not small


@pytest.mark.parametrize("name", ["riverside.yaml", "lighthouse.yaml"])
def test_word_shows_every_chart_at_the_size_at_which_it_is_drawn(name: str) -> None:
    document = docx.Document(io.BytesIO(word.render(report(name))))
    for shape in document.inline_shapes:
        part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
        wide = Image.open(io.BytesIO(part.blob)).width / word.DOTS
        assert shape.width.inches == pytest.approx(wide, rel=0.02)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["tarnside", "riverside.yaml", "lighthouse.yaml", LONG_NAMES])
def test_no_page_is_half_empty_and_none_ends_with_a_heading(name: str, paper: Paper) -> None:
    blocks = [one for section in report(name).sections for one in singles(section.blocks)]
    headings = {one.text for one in blocks if isinstance(one, Heading)} | {one.title for one in report(name).sections}
    for number, page in enumerate(written(name, paper)[1:-1], 2):
        body = [one for one in page if one[0] > FOOT]
        lowest = min(one[0] for one in body)
        assert (lowest - FOOT) / (HIGH[paper] - FOOT - TOP) < EMPTY, number
        last = " ".join(text for at, _, text in body if at - lowest < 1)
        assert last not in headings, number


@pytest.mark.browser
@pytest.mark.parametrize("name", ["tarnside", "riverside.yaml", LONG_NAMES])
def test_a_printed_page_has_charts_as_large_as_they_are_drawn_and_is_not_half_empty(
    page: Page, tmp_path: Path, name: str
) -> None:
    (tmp_path / "page.html").write_bytes(html.render(report(name)))
    page.goto((tmp_path / "page.html").as_uri())
    for paper, wide in (("A4", 170.0), ("Letter", 175.9)):
        printed = page.pdf(format=paper)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": int(wide / 25.4 * 96), "height": 900})
        # A chart's own points are points of paper, and no letter is drawn smaller than can be read.
        sizes = page.evaluate(
            """() => [...document.querySelectorAll("figure svg")].filter((one) => one.checkVisibility()).map((one) =>
                Math.min(one.clientWidth / one.viewBox.baseVal.width, one.clientHeight / one.viewBox.baseVal.height))"""
        )
        assert min(sizes) * 72 / 96 > 0.99
        # The rows of a long chart stand on as many pages as they need.
        assert len(sizes) > len(report(name).figures)
        page.emulate_media(media="screen")
        assert all(share < EMPTY_PRINT for share in blank(printed, tmp_path)[1:-1]), blank(printed, tmp_path)


@pytest.mark.walk
def test_no_page_of_word_is_half_empty(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    papers: tuple[Paper, ...] = ("a4", "letter")
    for n, name in enumerate(("tarnside", "riverside.yaml", "lighthouse.yaml", LONG_NAMES)):
        for paper in papers:
            (tmp_path / f"{n}-{paper}.docx").write_bytes(word.render(report(name), paper=paper))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    written = [*map(str, tmp_path.glob("*.docx"))]
    subprocess.run([office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *written], check=True)
    shares = {path.stem: blank(path.read_bytes(), tmp_path)[:-1] for path in tmp_path.glob("*.pdf")}
    assert len(shares) == len(written)
    assert {name: found for name, found in shares.items() if max(found) >= EMPTY} == {}


def blank(content: bytes, folder: Path) -> list[float]:
    """Of each page of a PDF, how much of it is empty at its end; whatever is drawn counts."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("no poppler on this machine")
    for old in folder.glob("drawn*"):
        old.unlink()
    subprocess.run([program, "-r", "40", "-gray", "-", folder / "drawn"], input=content, check=True)
    found = []
    for path in sorted(folder.glob("drawn*")):
        with Image.open(path) as drawn:
            body = drawn.convert("L").crop((0, drawn.height // 18, drawn.width, drawn.height * 37 // 40))
            ink = body.point(lambda one: 255 if one < 225 else 0).getbbox()
        found.append(1 - (ink[3] if ink else 0) / body.height)
    return found


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_chances_stand_in_four_cells_on_a_page(paper: Paper) -> None:
    found = assess(load_round(examples_folder() / "riverside.yaml"))
    shown = [one.get_text() for one in texts_of(quadrant.draw(found, Look(within=pdf.ROOM[paper])))]
    for chance in ("Delivery\nunder 1%", "Improvement\n34%", "Projects\nunder 1%", "Relationships\n66%"):
        beside = chance.split("\n")
        assert chance in shown or {*beside} <= {*shown}, chance


def test_names_that_begin_alike_are_told_apart_by_what_is_their_own() -> None:
    ends = ("Infant School", "Junior School", "Sixth Form", "Nursery")
    asked = load_questionnaire("cluster-journey-short")
    drawn = quadrant.draw(assess(round_of(asked, [f"{ACADEMY} {end}" for end in ends], 3)))
    shown = [one.get_text().replace("\n", " ") for one in texts_of(drawn)]
    assert {f"… {end}" for end in ends} <= {*shown}
    assert f"All names that begin with “…” begin: “{ACADEMY}”." in " ".join(shown)


def test_a_web_page_has_the_key_of_every_school_on_its_map(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"School number {n} of the whole wide county" for n in range(40)]
    found = assess(round_of(load_questionnaire("cluster-journey-short"), names, 3))
    looks: list[Look] = []
    drawn = charts.draw

    def noted(chart: Any, data: Any, kind: Any, *, alt: str, look: Look) -> bytes:
        looks.extend([look] * (chart == "quadrant"))
        return drawn(chart, data, kind, alt=alt, look=look)

    monkeypatch.setattr(charts, "draw", noted)
    html.render(compose(found, advise(found)))
    assert len(looks) == 2
    for look in looks:
        shown = " ".join(one.get_text() for one in texts_of(quadrant.draw(found, look)))
        # The names share all but their number, which alone stands beside a point.
        assert not [n for n in range(40) if not re.search(rf"(… |number ){n} of the whole", shown)]


def test_what_a_list_has_no_room_for_is_counted() -> None:
    found = assess(round_of(load_questionnaire("cluster-journey-short"), [f"School {n}" for n in range(90)], 3))
    shown = " ".join(one.get_text() for one in texts_of(quadrant.draw(found, Look(within=pdf.ROOM["a4"]))))
    (rest,) = re.findall(r"… and (\d+) more: in the workbook, or drawn larger", shown)
    assert f"{90 - int(rest)} School" in shown
    assert f"{91 - int(rest)} School" not in shown
