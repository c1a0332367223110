"""Charts of a deck that people can change: named from their sheets, in the theme's colours, nothing on one another."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import combinations
from typing import Any

import numpy as np
import openpyxl
import pptx
import pytest
from PIL import Image
from pptx.dml.color import RGBColor

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.model.theme import STANDARD
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round
from maturity.renderers import slides
from maturity.renderers.powerpoint import native_map
from maturity.renderers.powerpoint.map_ground import corners_of, text_boxes
from maturity.renderers.powerpoint.quadrants import MARKER, Plot, label_look, label_map, map_series
from maturity.renderers.powerpoint.scheme import INK, Paint, Scheme
from maturity.report import deck
from maturity.report.blocks import (
    AnswerRow,
    Bars,
    Dots,
    Dumbbells,
    Exhibit,
    Lines,
    MoveRow,
    Paragraph,
    Report,
    ScoreRow,
    Section,
    YearMark,
)
from maturity.text.contrast import ratio
from maturity.text.names import told_apart
from tests import harsh
from tests.every_shape import questionnaire_of
from tests.test_deck import crowd, example, flat, font, opened, overflowing, texts_of
from tests.test_map_labels import on_a_map

pytestmark = pytest.mark.drawing

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"


@lru_cache
def tarnside() -> Assessment:
    folder = examples_folder() / "tarnside"
    return compare([load_round(one) for one in sorted(folder.glob("20*"))]).latest


@lru_cache
def twelve() -> Assessment:
    long = [f"{harsh.LONG[n % 2]} {chr(65 + n)} School" for n in range(12)]
    return assess(harsh.round_of(load_questionnaire(harsh.SHORT), long, 2))


def slide_of(assessment: Assessment, template: bytes | None = None) -> Any:
    """The slide of the map alone."""
    report = deck.compose(assessment, advise(assessment))
    report = replace(report, sections=tuple(one for one in report.sections if one.id == "map"))
    return opened(report, STANDARD, template=template).slides[1]


def charts_on(slide: Any) -> list[Any]:
    return [shape.chart for shape in flat(slide.shapes) if shape.has_chart]


def sheet_of(chart: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]


def series_of(chart: Any, name: str) -> Any:
    return next(one for one in chart._chartSpace.iter(f"{C}ser") if one.findtext(f"{C}tx//{C}v") == name)


def cells(sheet: Any, reference: str) -> list[Any]:
    found = sheet[reference.partition("!")[2].replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def boxed(shown: list[tuple[str, Exhibit]]) -> Any:
    """A deck with an exhibit a slide."""
    sections = tuple(Section(name, name, (Paragraph("Said."),), (), (one,)) for name, one in shown)
    return opened(Report("River", "2026", "en", (), sections))


LINES = Lines(
    "Challenge",
    (
        YearMark("2024", 2.4, (2.1, 2.7), shown="2.4"),
        YearMark("2025", 2.1, (1.8, 2.4), "two heads left & reviews stopped", "2.1"),
        YearMark("2026", 3.4, (3.2, 3.7), shown="3.4"),
    ),
    (1, 5),
    "Challenge fell, then rose.",
    3,
)
DUMBBELLS = Dumbbells(
    "",
    ("2025", "2026"),
    (
        MoveRow("Named help", 2.1, 3.4, "+1.3"),
        MoveRow("Trust", 3.8, 3.2, "−0.6"),
        MoveRow("Training <of all>", 3.0, 3.2, "+0.2", sure=False),
    ),
    (1, 5),
    "Named help rose most.",
)
BARS = Bars(
    "",
    ("not yet", "beginning", "in part", "mostly", "always"),
    (AnswerRow("Named help", (5, 1, 0, 2, 6), 14, 1), AnswerRow("Training", (0, 2, 9, 2, 1), 14)),
    "Named help splits the room.",
)
DOTS = Dots(
    "", (ScoreRow("Trust", 3.8, "3.8", (3.5, 4.1)), ScoreRow("Follow-up", 2.1, "2.1")), (1, 5), "Trust is highest.", 3
)
EXHIBITS: dict[str, Exhibit] = {"lines": LINES, "dumbbells": DUMBBELLS, "bars": BARS, "dots": DOTS}


@lru_cache
def exhibits() -> Any:
    return boxed(list(EXHIBITS.items()))


def shown(name: str) -> Any:
    (chart,) = charts_on(exhibits().slides[1 + list(EXHIBITS).index(name)])
    return chart


# --- the map ---


def test_every_name_on_the_map_is_read_from_its_cell() -> None:
    (chart,) = charts_on(slide_of(tarnside()))
    sheet = sheet_of(chart)
    for name in ("Schools", "The cluster", "2025, the round before"):
        one = series_of(chart, name)
        points = list(one.iter(f"{C}dLbl"))
        assert points
        for label in points:
            assert label.find(f".//{A}fld").get("type") == "CELLRANGE"
            assert label.find(f".//{C15}showDataLabelsRange").get("val") == "1"
        where = one.findtext(f".//{C15}datalabelsRange/{C15}f")
        kept = [point.findtext(f"{C}v") for point in one.iterfind(f".//{C15}dlblRangeCache/{C}pt")]
        # What was read last is there for programs that read nothing.
        assert cells(sheet, where) == kept
        assert sorted(kept) == sorted(label.findtext(f".//{A}t") for label in points)
    names = set(cells(sheet, series_of(chart, "Schools").findtext(f".//{C15}datalabelsRange/{C15}f")))
    assert names == {school.name for school in tarnside().school_points or ()}


def test_fields_of_labels_are_told_apart() -> None:
    (chart,) = charts_on(slide_of(tarnside()))
    keys = [field.get("id") for field in chart._chartSpace.iter(f"{A}fld")]
    assert len(keys) == len(set(keys)) > 5


def test_only_quadrants_that_the_region_touches_are_tinted_and_all_say_what_they_mean() -> None:
    (group,) = [shape for shape in slide_of(tarnside()).shapes if shape.shape_type == 6]
    behind = {shape.name: shape for shape in group.shapes if shape.name.startswith("Quadrant")}
    filled = {name for name, shape in behind.items() if shape._element.spPr.find(f"{A}solidFill") is not None}
    assert filled == {"Quadrant: Improvement"}
    assert "close ties and honest challenge" in behind["Quadrant: Improvement"].text_frame.text
    assert len(behind) == 4
    # The four lie behind the plot, edge to edge, and the midpoints are where they meet.
    chart = list(group.shapes)[-1]
    assert chart.has_chart
    box = {
        v.tag.removeprefix(C): float(v.get("val"))
        for v in chart.chart._chartSpace.find(f".//{C}plotArea/{C}layout")[0]
        if v.tag[-1] in "xywh"
    }
    left, top = chart.left + box["x"] * chart.width, chart.top + box["y"] * chart.height
    projects = behind["Quadrant: Projects"]
    assert projects.left == pytest.approx(left, abs=13_000)
    assert projects.width == pytest.approx(box["w"] * chart.width / 2, abs=13_000)
    assert projects.top == pytest.approx(top + box["h"] * chart.height / 2, abs=13_000)


def test_the_map_has_the_marks_that_are_there_and_no_other() -> None:
    names = {one.name for one in charts_on(slide_of(tarnside()))[0].plots[0].series}
    assert {"Schools", "The cluster", "2025, the round before", "likely region"} <= names
    assert not any("agreed" in name for name in names)
    group = next(shape for shape in slide_of(tarnside()).shapes if shape.shape_type == 6)
    (arrow,) = [shape for shape in group.shapes if shape.name == "The way to here"]
    # Both rounds were asked otherwise, so that the way is no change.
    assert arrow._element.find(f".//{A}prstDash").get("val") == "dash"
    assert arrow._element.find(f".//{A}tailEnd").get("type") == "triangle"
    (chart,) = charts_on(slide_of(example("riverside")))
    agreed = series_of(chart, "As the room agreed").find(f"{C}marker")
    assert agreed.find(f"{C}symbol").get("val") == "diamond"
    assert agreed.find(f"{C}spPr/{A}solidFill/{A}schemeClr").get("val") == "bg1"
    assert agreed.find(f"{C}spPr/{A}ln//{A}schemeClr").get("val") == "accent2"
    assert "2025" not in chart._chartSpace.xml


def test_every_colour_is_the_theme_s() -> None:
    for slide in [slide_of(tarnside()), slide_of(twelve()), *exhibits().slides]:
        for shape in flat(slide.shapes):
            element = shape.chart._chartSpace if shape.has_chart else shape._element
            assert not list(element.iter(f"{A}srgbClr")), shape.name


def test_the_number_of_the_midpoint_is_bold_and_stands_once() -> None:
    (chart,) = charts_on(slide_of(example("riverside")))
    bold = list(series_of(chart, "Midpoint").iter(f"{C}dLbl"))
    assert [label.findtext(f".//{A}t") for label in bold] == ["3"]
    assert bold[0].find(f".//{A}rPr").get("b") == "1"
    for axis in (chart.category_axis, chart.value_axis):
        assert axis.tick_labels.number_format == '[=3]"";0'


CLUSTERS: dict[str, Callable[[], Assessment]] = {
    "riverside": lambda: example("riverside"),
    "tarnside": tarnside,
    "northgate": lambda: example("northgate"),
    "twelve long names": twelve,
    "forty": crowd,
    "one person": lambda: harsh.assessments()["one school, one person"],
    "lowfield": lambda: example("lowfield"),
}


@pytest.mark.parametrize("case", CLUSTERS)
def test_labels_stand_on_nothing_and_nearest_to_their_own_mark_unless_a_leader_leads_there(case: str) -> None:
    assessment = CLUSTERS[case]()
    plot = Plot(474, 290, *(getattr(assessment.questionnaire.scale, end) for end in ("low", "high")))
    texts = text_boxes(corners_of(assessment, plot))
    labels = label_map(assessment, plot, texts)
    marks = {
        (one.kind, index): (*plot.at(point.x, point.y), MARKER[one.kind] / 2)
        for one in map_series(assessment)
        if one.kind in MARKER
        for index, point in enumerate(one.points)
    }
    assert labels.written
    for one, other in combinations([label.box for label in labels.written], 2):
        assert not one.touches(other, -0.6)
    for label in labels.written:
        size, bold = label_look(label.of[0])
        wide = max(font(bold).getlength(line) * size / 100 for line in label.text.split("\n"))
        assert wide <= label.box.right - label.box.left
        assert label.box.left >= -1
        assert label.box.right <= plot.width + 1
        assert not any(label.box.touches(text) for text in texts)
        x, y, radius = marks[label.of]
        own = distance(label.box, (x, y))
        for mark, (u, v, _) in marks.items():
            apart = abs(u - x) > 1 or abs(v - y) > 1
            if mark != label.of and apart and own < radius + 3:
                assert distance(label.box, (u, v)) >= own - 0.5, (label.text, mark)


NEAR_EACH_OTHER: dict[str, Callable[[], Assessment]] = {
    "twelve on a few spots": lambda: on_a_map(
        [(3.2, 3.4)] * 4 + [(3.3, 3.4)] * 3 + [(3.2, 3.6)] * 3 + [(3.4, 3.5)] * 2
    ),
    "twelve side by side": lambda: on_a_map([(3 + 0.1 * (n % 4), 3 + 0.12 * (n // 4)) for n in range(12)]),
    "seven side by side": lambda: on_a_map(
        [(3.2 + 0.1 * (n % 3), 3.3 + 0.12 * (n // 3)) for n in range(7)], cluster=(3.3, 3.4)
    ),
    "all at the end": lambda: on_a_map([(5.0, 5.0)] * 7, cluster=(5.0, 5.0)),
    "near the end": lambda: on_a_map([(5 - 0.1 * (n % 3), 5 - 0.1 * (n // 3)) for n in range(7)], cluster=(4.9, 4.9)),
}


def scattered(seed: int) -> Assessment:
    chance = random.Random(seed)
    count, centre = chance.choice([4, 5, 6, 7, 9, 12]), (chance.uniform(2, 4.5), chance.uniform(2, 4.5))
    wide = chance.uniform(0.1, 0.5)
    places = [(centre[0] + chance.uniform(-wide, wide), centre[1] + chance.uniform(-wide, wide)) for _ in range(count)]
    return on_a_map(places, cluster=centre)


NEAR_EACH_OTHER |= {f"scattered {seed}": partial(scattered, seed) for seed in (12, 27)}


@pytest.mark.parametrize("case", NEAR_EACH_OTHER)
def test_a_leader_is_drawn_where_it_was_planned_and_runs_through_no_other_label(case: str) -> None:
    assessment = NEAR_EACH_OTHER[case]()
    slide = slide_of(assessment)
    (group,) = (one for one in slide.shapes if one.shape_type == 6)
    drawn = [one for one in group.shapes if one.name == "Leader"]
    assert drawn
    (chart,) = charts_on(slide)
    assert {one.get("val") for one in chart._chartSpace.iter(f"{C15}showLeaderLines")} <= {"0"}
    ground = [one for one in group.shapes if one.name.startswith("Quadrant")]
    left, bottom = min(one.left.pt for one in ground), max(one.top.pt + one.height.pt for one in ground)
    plan = native_map.lay_out(assessment, (group.width.pt, group.height.pt))
    led = {n: label.leader for n, label in enumerate(plan.labels.written) if label.leader is not None}
    assert len(led) == len(drawn)
    for one, (own, leader) in zip(drawn, led.items(), strict=True):
        ends = np.array([(x.pt - left, bottom - y.pt) for x, y in ((one.begin_x, one.begin_y), (one.end_x, one.end_y))])
        assert ends == pytest.approx(np.array(leader), abs=0.1)
        for n, label in enumerate(plan.labels.written):
            steps = [tuple(ends[0] + (ends[1] - ends[0]) * step / 100) for step in range(101)]
            least = min(distance(label.box, (x, y)) for x, y in steps)
            assert least < 0.5 if n == own else least > 1, (plan.labels.written[own].text, label.text)


def distance(box: Any, point: tuple[float, float]) -> float:
    across = max(box.left - point[0], point[0] - box.right, 0)
    up = max(box.bottom - point[1], point[1] - box.top, 0)
    return float((across**2 + up**2) ** 0.5)


@pytest.mark.parametrize("case", ["riverside", "tarnside", "northgate"])
def test_up_to_seven_schools_are_named_in_full(case: str) -> None:
    assessment = CLUSTERS[case]()
    (chart,) = charts_on(slide_of(assessment))
    said = {label.findtext(f".//{A}t").replace("\n", " ") for label in series_of(chart, "Schools").iter(f"{C}dLbl")}
    assert said == {school.name for school in assessment.school_points or ()}


def test_many_schools_are_numbered_and_listed_at_the_right_by_name_with_both_numbers() -> None:
    slide = slide_of(twelve())
    (chart,) = charts_on(slide)
    sheet, schools = sheet_of(chart), series_of(chart, "Schools")
    assert [label.findtext(f".//{A}t") for label in schools.iter(f"{C}dLbl")] == [str(n) for n in range(1, 13)]
    # The whole names are in the sheet all the same, and what is left out of them in the list is said beside it.
    xs, names = cells(sheet, schools.findtext(f"{C}xVal//{C}f")), [sheet.cell(row, 3).value for row in range(2, 14)]
    (table,) = [shape for shape in slide.shapes if getattr(shape, "has_table", False)]
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.table.rows][1:]
    apart = told_apart(names)
    assert [row[1] for row in rows] == list(apart.names)
    assert apart.said in {shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
    assert [float(row[2]) for row in rows] == pytest.approx(xs, abs=0.051)
    group = next(shape for shape in slide.shapes if shape.shape_type == 6)
    assert table.left >= group.left + group.width
    sizes = {
        run.font.size.pt for row in table.table.rows for cell in row.cells for run in cell.text_frame.paragraphs[0].runs
    }
    assert min(sizes) >= 10


# --- other charts ---


@pytest.mark.parametrize("name", EXHIBITS)
def test_a_chart_holds_its_numbers_in_a_sheet_says_its_message_and_has_no_small_type(name: str) -> None:
    slide = exhibits().slides[1 + list(EXHIBITS).index(name)]
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    assert frame._element.xpath(".//p:cNvPr")[0].get("descr") == EXHIBITS[name].alt
    space, sheet = frame.chart._chartSpace, sheet_of(frame.chart)
    for read in space.iter(f"{C}numRef", f"{C}strRef"):
        kept = {int(point.get("idx")): point.findtext(f"{C}v") for point in read.iter(f"{C}pt")}
        for place, value in enumerate(cells(sheet, read.findtext(f"{C}f"))):
            assert (
                kept.get(place) is None if value is None else str(value) == kept[place] or float(kept[place]) == value
            )
    sizes = [int(one.get("sz")) for tag in ("rPr", "defRPr") for one in space.iter(f"{A}{tag}") if one.get("sz")]
    assert min(sizes) >= 1200
    assert overflowing(exhibits()) == []


def test_a_line_has_a_band_only_where_every_year_has_an_interval() -> None:
    chart = shown("lines")
    low, wide = (list(one.values) for one in chart.plots[0].series)
    assert low == pytest.approx([2.1, 1.8, 3.2])
    assert wide == pytest.approx([0.6, 0.6, 0.5])
    gap = replace(LINES, marks=(*LINES.marks[:2], YearMark("2026", None)))
    (broken,) = charts_on(boxed([("gap", gap)]).slides[1])
    assert len(list(broken.plots)) == 1
    assert list(broken.plots[0].series[0].values)[:2] == [2.4, 2.1]
    assert broken._chartSpace.find(f".//{C}errBars") is not None


def test_a_note_stands_below_a_dip_with_its_number() -> None:
    (label,) = list(series_of(shown("lines"), "Challenge").iter(f"{C}dLbl"))
    assert label.find(f"{C}idx").get("val") == "1"
    assert label.find(f"{C}dLblPos").get("val") == "b"
    assert [one.text for one in label.iter(f"{A}t")] == ["2.1", "two heads left & reviews", "stopped"]


def test_unsure_moves_are_grey_and_named_once_in_the_legend() -> None:
    chart = shown("dumbbells")
    unsure = series_of(chart, "2026: could be chance")
    assert unsure.find(f"{C}marker//{A}solidFill/{A}schemeClr").get("val") == "tx1"
    sure = series_of(chart, "2026")
    assert sure.find(f"{C}marker//{A}solidFill/{A}schemeClr").get("val") == "accent2"
    assert [label.findtext(f".//{A}t") for one in (sure, unsure) for label in one.iter(f"{C}dLbl")] == [
        "+1.3",
        "−0.6",
        "+0.2",
    ]
    names = [one.findtext(f"{C}tx//{C}v") for one in chart._chartSpace.iter(f"{C}ser")]
    gone = {int(one.find(f"{C}idx").get("val")) for one in chart._chartSpace.iter(f"{C}legendEntry")}
    assert [name for place, name in enumerate(names) if place not in gone] == ["2025", "2026", "2026: could be chance"]


def test_bars_begin_left_and_right_of_the_middle_and_say_how_many_answered() -> None:
    chart = shown("bars")
    first, *levels = (list(one.values) for one in chart.plots[0].series)
    counts = list(zip(*levels, strict=True))
    assert counts == [row.counts for row in BARS.rows]
    middles = {start + sum(row[:2]) + row[2] / 2 for start, row in zip(first, counts, strict=True)}
    assert middles == {float(chart._chartSpace.find(f".//{C}catAx/{C}crossesAt").get("val"))}
    assert list(chart.plots[0].categories) == ["Named help\n14 answers, 1 cannot tell", "Training\n14 answers"]


def test_charts_stand_beside_one_another_with_the_text_below() -> None:
    section = Section("years", "Both grew", (Paragraph("Two heads left."),), (), (LINES, LINES))
    presentation = opened(Report("River", "2026", "en", (), (section,)))
    (slide,) = list(presentation.slides)[1:]
    one, two = [shape for shape in slide.shapes if shape.has_chart]
    assert one.top == two.top
    assert one.left + one.width < two.left
    said = next(shape for shape in slide.placeholders if "Two heads" in shape.text_frame.text)
    assert said.top >= one.top + one.height
    assert overflowing(presentation) == []


# --- templates ---


def themed_as(change: Callable[[Any], None]) -> bytes:
    """The library's own presentation, 4:3, its master changed."""
    presentation = pptx.Presentation()
    change(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def turned_dark(presentation: Any) -> None:
    mapping = presentation.slide_masters[0]._element.find(
        "{http://schemas.openxmlformats.org/presentationml/2006/main}clrMap"
    )
    mapping.set("bg1", "dk1"), mapping.set("tx1", "lt1")


def test_the_map_stays_whole_on_a_slide_of_four_to_three() -> None:
    for assessment in (tarnside(), example("riverside"), twelve()):
        template = themed_as(lambda _: None)
        slide = slide_of(assessment, template)
        group = next(shape for shape in slide.shapes if shape.shape_type == 6)
        assert group.left >= 0
        assert group.left + group.width <= 9_144_000
        assert group.width > group.height
        if len(assessment.school_points or ()) <= 7:
            (chart,) = charts_on(slide)
            said = " ".join(label.findtext(f".//{A}t") for label in series_of(chart, "Schools").iter(f"{C}dLbl"))
            assert re.search(r"\d", said) is None


def test_text_on_a_dark_master_is_light() -> None:
    def painted(presentation: Any) -> None:
        fill = presentation.slide_masters[0].background.fill
        fill.solid()
        colour: Any = RGBColor
        fill.fore_color.rgb = colour(0x10, 0x20, 0x2F)

    for change, ink in ((turned_dark, INK), (painted, Paint("bg1")), (lambda _: None, INK)):
        presentation = pptx.Presentation(io.BytesIO(themed_as(change)))
        scheme = Scheme(presentation.slide_layouts[1])
        assert scheme.ink == ink
        shades = [scheme.ink, scheme.soft, *(scheme.corner(place) for place in range(4))]
        assert min(ratio(scheme.colour(one), scheme.ground) for one in shades) >= 4.4
        for paint in scheme.ramp(5):
            assert ratio(scheme.colour(scheme.on(paint)), scheme.colour(paint)) >= 3


def test_all_text_of_a_slide_but_its_foot_is_in_the_outline_with_and_without_layouts() -> None:
    def stripped(presentation: Any) -> None:
        for layout in presentation.slide_layouts:
            for shape in list(layout.placeholders):
                shape._element.getparent().remove(shape._element)

    for template in (None, themed_as(lambda _: None), themed_as(stripped)):
        made = opened(deck.compose(example("riverside"), advise(example("riverside"))), STANDARD, template=template)
        for slide in made.slides:
            assert slide.shapes.title is not None
            loose = [s.text_frame.text for s in slide.shapes if s.has_text_frame and not s.is_placeholder]
            assert all("version 2.0" in text for text in loose), loose


def test_every_run_says_its_language_whatever_the_template_s() -> None:
    def foreign(presentation: Any) -> None:
        for style in presentation.slide_masters[0]._element.iter(f"{A}defRPr"):
            style.set("lang", "de-DE")

    made = opened(deck.compose(tarnside(), advise(tarnside())), STANDARD, template=themed_as(foreign))
    for slide in made.slides:
        parts = [slide._element, *(chart._chartSpace for chart in charts_on(slide))]
        parts += [slide.notes_slide._element] if slide.has_notes_slide else []
        for part in parts:
            for run in part.iter(f"{A}r", f"{A}fld"):
                assert run.find(f"{A}rPr").get("lang", "").startswith("en"), run.findtext(f"{A}t")


def test_the_names_on_a_map_have_room_where_they_are_said_to() -> None:
    assert not native_map.lay_out(example("riverside"), (540, 370)).labels.numbered
    assert native_map.lay_out(twelve(), (540, 370)).labels.numbered
    assert [text for text in texts_of(slide_of(twelve())) if "Conception" in text]
    assert slides.render(deck.compose(twelve(), advise(twelve()))) == slides.render(
        deck.compose(twelve(), advise(twelve()))
    )


def test_what_lies_at_the_low_end_and_its_number_stand_clear_of_the_name() -> None:
    dots = Dots("", (ScoreRow("Trust", 1.0, "1.0", (1.0, 1.4)), ScoreRow("Help", 3.0, "3.0")), (1, 5), "alt")
    moves = Dumbbells(
        "", ("2025", "2026"), (MoveRow("Trust", 3.0, 1.0, "−2.0"), MoveRow("Help", 4.0, 3.0, "−1.0")), (1, 5), "alt"
    )
    deck_ = boxed([("dots", dots), ("moves", moves)])
    for number, (name, sides) in enumerate((("Score", ["t", "t"]), ("2026", ["t", "l"])), 1):
        (frame,) = [shape for shape in deck_.slides[number].shapes if shape.has_chart]
        (named, numbers) = (series_of(frame.chart, one) for one in ("Name", name))
        wide = frame.width.pt
        assert [one.get("val") for one in named.iter(f"{C15}showLeaderLines")] == ["0"]
        for label in named.iter(f"{C}dLbl"):
            assert float(label.find(f".//{C}x").get("val")) * wide <= -5.5
        assert [label.find(f"{C}dLblPos").get("val") for label in numbers.iter(f"{C}dLbl")] == sides
        (low, free) = (label.find(f".//{C}x") for label in numbers.iter(f"{C}dLbl"))
        assert float(low.get("val")) * wide > 10
        assert free is None


@pytest.mark.parametrize("shape", ["profile", "total"])
def test_a_picture_on_a_dark_slide_has_the_ground_of_the_slide_and_can_be_read_on_it(shape: str) -> None:
    answered = assess(harsh.round_of(questionnaire_of(shape), ["Ash", "Brook", "Castle"], 4))
    presentation = opened(deck.compose(answered, advise(answered)), template=themed_as(turned_dark))
    pictures = [one for slide in presentation.slides for one in slide.shapes if one.shape_type == 13]
    assert pictures
    for one in pictures:
        image = Image.open(io.BytesIO(one.image.blob)).convert("RGB")
        assert {image.getpixel((x, y)) for x in (0, image.width - 1) for y in (0, image.height - 1)} == {(0, 0, 0)}
    scheme = Scheme(presentation.slide_layouts[1])
    colours = scheme.worn_by(STANDARD).colours
    for hue in (colours.ink, colours.soft, colours.accent, colours.schools, colours.cluster, colours.warning):
        assert ratio(hue, colours.paper) >= 4.4


def test_a_theme_stays_as_it_is_on_its_own_paper() -> None:
    assert Scheme(pptx.Presentation().slide_layouts[1]).worn_by(STANDARD) is STANDARD


@pytest.mark.parametrize("place", [3.0, 5.0])
def test_several_schools_on_one_spot_of_a_native_map_have_one_label(place: float) -> None:
    found = on_a_map([(place, place)] * 6, cluster=(place, place))
    plan = native_map.lay_out(found, (500, 360))
    (label,) = [one for one in plan.labels.written if one.of[0] == "schools"]
    assert " ".join(label.text.split()) == f"6 schools: {', '.join(f'School {n}' for n in range(1, 7))}"
    assert plan.labels.said == (label.text, "", "", "", "", "")
    assert not label.over, "a midpoint runs through it"
    (chart,) = charts_on(slide_of(found))
    written = [" ".join("".join(one.itertext()).split()) for one in chart._chartSpace.iter(f"{C}dLbl")]
    assert sum("School" in one for one in written) == 1
