"""Pages of a report: letters that can be read, headings that stand with what follows, and no page half empty."""

from __future__ import annotations

import io
import math
from functools import cache
from typing import Any

import docx
import pypdf
import pytest
from PIL import Image

from maturity.charts import quadrant
from maturity.charts.style import Look
from maturity.core.assess import assess
from maturity.journeys.ask import Ask
from maturity.journeys.story import read_story
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round
from maturity.renderers import pdf, word
from maturity.report.blocks import Heading, Paper, Report, singles
from tests.harsh import round_of
from tests.looked import texts_of

pytestmark = pytest.mark.drawing

LEAST = 8.0
"""Points of the smallest type."""
SHAPES = ("tarnside", "riverside.yaml", "lighthouse.yaml", "ferry.yaml", "orchard.yaml", "millbrook")
"""A map over years, a map, and the shapes without one."""
HIGH, FOOT = 842, 60
ACADEMY = "The Blessed Virgin Mary and Saint Thomas More Catholic Voluntary Academy"


@cache
def report(name: str) -> Report:
    return read_story([examples_folder() / name], Ask()).report("governors", [])


@cache
def written(name: str) -> list[list[tuple[float, float, str]]]:
    """Of each page, what is written: how high above the lower edge, in points of type, and the text."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(pdf.render(report(name)))).pages:
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


@pytest.mark.parametrize("name", ["tarnside", "riverside.yaml"])
def test_no_page_is_half_empty_and_none_ends_with_a_heading(name: str) -> None:
    blocks = [one for section in report(name).sections for one in singles(section.blocks)]
    headings = {one.text for one in blocks if isinstance(one, Heading)} | {one.title for one in report(name).sections}
    for number, page in enumerate(written(name)[1:-1], 2):
        body = [one for one in page if one[0] > FOOT]
        lowest = min(one[0] for one in body)
        assert lowest < HIGH / 2, number
        last = " ".join(text for at, _, text in body if at - lowest < 1)
        assert last not in headings, number


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
