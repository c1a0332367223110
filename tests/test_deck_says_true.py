"""What a slide says: highest and lowest of all that is known, ties as ties, one number for one thing, whole names."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import pptx
import pytest
from pptx.oxml.ns import qn

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import slides
from maturity.renderers.powerpoint import content, fit, paging
from maturity.renderers.powerpoint.scheme import Paint, Scheme
from maturity.report import deck
from maturity.report.blocks import Bullets, Dots, Dumbbells, Heading, Lines, Paragraph, Report, Section, Table
from maturity.report.deck import fitting
from maturity.report.ranked import Ranked, ends_of
from maturity.text.contrast import ratio
from maturity.text.names import told_apart
from tests import make, shapes

pytestmark = pytest.mark.drawing


@lru_cache
def example(name: str) -> Assessment:
    return assess(load_round(examples_folder() / f"{name}.yaml"))


@lru_cache
def four_years() -> Comparison:
    return compare([load_round(one) for one in sorted((examples_folder() / "tarnside").glob("20*"))])


def told(assessment: Assessment, since: Comparison | None = None) -> dict[str, Section]:
    return {one.id: one for one in deck.compose(assessment, advise(assessment), since).sections}


def answered(schools: dict[str, Any]) -> Assessment:
    asked = make.questionnaire((("a1", "a2"),), (("b1", "b2"),))
    return assess(make.round_(asked, schools))


def test_what_is_called_lowest_is_lowest_of_all_and_what_stands_alike_is_said_as_a_tie() -> None:
    ranked = [Ranked(name, name, value, f"{value:.1f}") for name, value in (("A", 2.04), ("B", 1.96), ("C", 1.0))]
    ends = ends_of(ranked)
    assert [one.id for one in ends.highest] == ["A", "B"]
    assert [one.id for one in ends.lowest] == ["C"]
    assert ends.said(ends.highest, "parts") == "“A” and “B”"
    assert ends_of(ranked[:2]).alike


@pytest.mark.parametrize("name", ["riverside", "fairview", "harbour", "lighthouse", "ferry", "orchard", "windmill"])
def test_no_two_slides_name_another_question_as_the_lowest(name: str) -> None:
    assessment = example(name)
    found = fitting.ranked_items(assessment)
    said = told(assessment)
    assert found is not None
    lowest = {one.name for one in found.lowest}
    if "why" in said and "our answers are lowest on" in said["why"].title:
        assert any(one in said["why"].title for one in lowest) or len(lowest) > 2
    if "extremes" in said and "our weakest" in said["extremes"].title:
        assert any(one in said["extremes"].title for one in lowest) or len(lowest) > 1
        assert f"our weakest ({found.lowest[0].shown})" in said["extremes"].title


def test_five_alike_are_counted_and_none_of_them_is_the_strongest() -> None:
    said = told(example("ferry"))["extremes"]
    assert said.title.startswith("5 of 10 questions are our strongest answers (2.0)")
    assert said.notes[0].startswith("One of the 5 strongest: ")


def test_where_all_schools_answer_alike_no_title_says_that_they_differ() -> None:
    said = told(answered({"ash": [(3, 3, 3, 3)] * 3, "elm": [(3, 3, 3, 3)] * 3}))
    assert said["schools"].title == "Our schools stand alike on both parts"
    assert said["map"].title == "The points of both schools lie on a line"
    assert said["extremes"].title == "All 4 questions stand at 3.0"
    assert not said["extremes"].blocks[:-1]


def test_a_school_without_a_place_is_counted_among_ours() -> None:
    said = told(answered({"ash": [(4, 4, 4, 4)] * 3, "elm": [(1, 1, 4, 4)] * 3, "oak": [(3, 3, None, None)] * 3}))[
        "map"
    ]
    assert said.title.startswith("The points of 2 of our 3 schools are not in one place: ")
    assert said.title.endswith("; 1 has no place")
    assert any("how sure its quadrant is cannot be said" in note for note in said.notes)


def test_a_school_is_said_to_have_risen_only_for_sure() -> None:
    since = four_years()
    title = told(since.rounds[-1], since)["schools"].title
    assert title == (
        "All 5 schools rose for sure on strength of challenge; 1 of 5 schools rose for sure on depth of partnership"
    )


def test_nothing_is_said_of_everything_else_where_nothing_can_be_said_of_what_was_named() -> None:
    since = four_years()
    assert [one.movement.named is None for one in since.promises] == [True, False]
    assert all((one.movement.others is None) == (one.movement.named is None) for one in since.promises)
    table = told(since.rounds[-1], since)["promises"].blocks[0]
    assert isinstance(table, Table)
    assert table.rows[0][2:] == ("cannot be said", "")


@pytest.mark.parametrize("name", ["ferry", "riverside", "lighthouse", "stonebridge-2026", "windmill", "orchard"])
def test_a_number_beside_a_point_is_the_one_that_all_words_say(name: str) -> None:
    for section in told(example(name)).values():
        for one in section.exhibits:
            if isinstance(one, Dots):
                assert all(f"{row.name} {row.shown}" in one.alt for row in one.rows)


def test_a_half_is_rounded_away_from_zero_in_a_chart_as_in_words() -> None:
    rows = told(example("ferry"))["extremes"].exhibits[0]
    assert isinstance(rows, Dots)
    (late,) = [one for one in rows.rows if one.name == "Told within half a year"]
    assert (late.score, late.shown) == (0.25, "0.3")
    chart = next(
        shape.chart
        for slide in opened(example("ferry")).slides
        for shape in slide.shapes
        if shape.has_chart and "Told within half a year" in shape._element.xpath(".//p:cNvPr/@descr")[0]
    )
    beside = "".join(chart._chartSpace.itertext())
    assert "0.3" in beside
    assert "0.2" not in [text.strip() for text in chart._chartSpace.itertext()]


def opened(assessment: Assessment) -> Any:
    return pptx.Presentation(io.BytesIO(slides.render(deck.compose(assessment, advise(assessment)))))


def test_changes_and_years_carry_the_numbers_that_are_told() -> None:
    since = four_years()
    said = told(since.rounds[-1], since)
    (moves,) = said["change"].exhibits
    assert isinstance(moves, Dumbbells)
    assert moves.moves[0].shown == "+1.5"
    for line in said["years"].exhibits:
        assert isinstance(line, Lines)
        assert all(f"{mark.label} {mark.shown}" in line.alt for mark in line.marks)


# --- names ---

LONG = "The Blessed Virgin Mary and Saint Thomas More Catholic Voluntary Academy"


def test_names_that_begin_alike_are_told_apart_on_every_slide() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    ends = ("Infant School", "Junior School", "Sixth Form", "Nursery")
    people = {f"s{n}": [(1 + n, 2 + n % 3, 4 - n % 3)] * 3 for n in range(4)}
    assessment = assess(make.round_(asked, people))
    named = {school.id: f"{LONG} {end}" for school, end in zip(assessment.schools, ends, strict=True)}
    assessment = renamed(assessment, named)
    shown = pptx.Presentation(io.BytesIO(slides.render(deck.compose(assessment, advise(assessment)))))
    cells = [row.cells[0].text for s in shown.slides for x in s.shapes if x.has_table for row in x.table.rows]
    assert {f"… {end}" for end in ends} <= set(cells)
    said = told(assessment)
    assert any(isinstance(one, Paragraph) and LONG in one.text for one in said["map"].blocks)
    assert any(isinstance(one, Paragraph) and LONG in one.text for one in said["schools"].blocks)
    assert all(any(name in note for note in said["map"].notes) for name in named.values())


def renamed(assessment: Assessment, names: dict[str, str]) -> Assessment:
    from dataclasses import replace

    return replace(
        assessment,
        schools=tuple(replace(one, name=names[one.id]) for one in assessment.schools),
        school_points=tuple(replace(one, name=names[one.id]) for one in assessment.school_points or ()),
    )


def test_short_names_and_names_that_share_nothing_stay_whole() -> None:
    names = ["Ash Lane", f"{LONG} Hall", "Beck"]
    assert told_apart(names).names == tuple(names)
    apart = told_apart([*names, f"{LONG} Campus"])
    assert apart.names == ("Ash Lane", "… Hall", "Beck", "… Campus")
    assert LONG in apart.said
    both = told_apart([f"Our Lady and Saint {name} Church of England Aided Primary School" for name in ("Ann", "Mark")])
    assert both.names == ("… Ann …", "… Mark …")


# --- the look ---


def swapped(ground: str, ink: str, accent: str) -> Scheme:
    """Colours of a slide whose theme has other ones."""
    shown = pptx.Presentation()
    scheme = Scheme(shown.slide_layouts[1])
    scheme._theme |= {"lt1": ground, "dk1": ink, "accent1": accent}
    scheme.ground, scheme.ink, scheme.paper = ground, Paint("tx1"), Paint("bg1")
    return scheme


@pytest.mark.parametrize("colours", [("#101830", "#f5f5f5", "#ffc000"), ("#ffffff", "#000000", "#4f81bd")])
@pytest.mark.parametrize("accent", ["#808080", "#ffffff", "#000000", "#ffc000", "#005b96", ""])
def test_a_table_can_be_read_whatever_the_theme(colours: tuple[str, str, str], accent: str) -> None:
    scheme = swapped(*colours[:2], accent or colours[2])
    for surface, ink in scheme.table():
        assert ratio(scheme.colour(ink), scheme.colour(surface)) >= 4.5


def test_each_cell_has_its_own_surface_and_text() -> None:
    table = Table("", ("A", "B"), (("1", "2"), ("3", "4")), ("left", "left"))
    shown = pptx.Presentation(io.BytesIO(slides.render(Report("R", "", "en", (), (Section("t", "T", (table,)),)))))
    (frame,) = [shape for shape in shown.slides[1].shapes if shape.has_table]
    for row in frame.table.rows:
        for cell in row.cells:
            assert cell._tc.tcPr.find(qn("a:solidFill")) is not None
            assert cell._tc.find(f".//{qn('a:rPr')}/{qn('a:solidFill')}") is not None


def test_a_heading_stands_on_one_slide_with_what_it_heads() -> None:
    rows = tuple((f"row {n}",) for n in range(6))
    table = Table("What moved it", ("Question",), rows, ("left",))
    before = Bullets(tuple(f"line {n}" for n in range(9)))
    groups = list(content.grouped([before, table]))
    text = groups[0]
    assert isinstance(text, content.Text)
    room = (400.0, fit.text_height(text.paragraphs, 14, 400) + 8)
    pages = list(paging.pages(groups, 14, room))
    first, second = pages[0][0], pages[1][0]
    assert isinstance(first, content.Text)
    assert isinstance(second, content.Text)
    assert first.paragraphs[-1].text == "line 8"
    assert second.paragraphs[0].text == "What moved it"
    assert isinstance(pages[1][1], Table)
    headed = list(content.grouped([before, Heading("Next"), table]))
    assert not any(
        page[-1].paragraphs[-1].heads for page in paging.pages(headed, 14, room) if isinstance(page[-1], content.Text)
    )


def test_every_slide_s_number_is_its_own_before_anybody_renews_it() -> None:
    rows = tuple((f"row {n}", "x" * 200) for n in range(40))
    long = Section("t", "T", (Table("", ("A", "B"), rows, ("left", "left")),))
    shown = pptx.Presentation(io.BytesIO(slides.render(Report("R", "", "en", (), (long, long)))))
    found = [
        (n, one.text)
        for n, s in enumerate(shown.slides, 1)
        for one in s._element.iter(qn("a:fld"))
        for one in one.iter(qn("a:t"))
    ]
    assert len(found) > 4
    assert all(str(n) == text for n, text in found)


def test_a_finding_that_is_too_long_for_its_slide_is_parted_and_nothing_is_lost() -> None:
    said = told(example("lighthouse"))["finding"]
    assert len(said.title) <= fitting.TITLE
    assert any(isinstance(one, Paragraph) and one.text.startswith("Every other score") for one in said.blocks)


def test_that_nothing_is_known_is_no_title() -> None:
    assert "not said" not in told(example("lighthouse"))["spread"].title


def of_total(*schools: str, **more: Any) -> Comparison:
    """Two years of a sum without parts of its own."""
    asked = shapes.total(dimensions=[], of={})
    years = (("2025", (3, 3, 3, 3)), ("2026", (2, 2, 1, 2)))
    return compare([shapes.year(asked, label, shapes.everywhere(*of, schools=schools), **more) for label, of in years])


@pytest.mark.parametrize(
    ("schools", "title"),
    [
        (("ash", "birch"), "On the total it was 12.0 points in 2025 and is 7.0 in 2026"),
        (
            ("ash", "birch", "cedar"),
            "On the total we are down by 5.0 points since 2025 (likely range −5.9\u00a0to\u00a0−4.1)",
        ),
    ],
)
def test_what_became_of_one_value_is_a_whole_title(schools: tuple[str, ...], title: str) -> None:
    since = of_total(*schools)
    assert told(since.rounds[-1], since)["change"].title == title


def test_a_title_and_a_cell_that_are_too_long_end_after_a_word() -> None:
    text = "abcdefgh " * 20
    assert fitting.message(text) == "abcdefgh " * 11 + "abcdefgh…"
    assert content.ended(text, 20) == "abcdefgh abcdefgh…"
    assert content.ended("a" * 30, 20) == "a" * 19 + "…"


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
def test_schools_are_said_to_be_hidden_only_where_they_are(mode: str) -> None:
    assessment = of_total("ash", "birch", "cedar", mode=mode).rounds[-1]
    said = " ".join(told(assessment)["map"].notes)
    assert ("Schools are not shown" in said) == (mode != "named")
