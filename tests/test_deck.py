"""The deck: real layouts, a native map, nothing outside its box, nobody's name where it does not belong."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib
import openpyxl
import pptx
import pytest
from PIL import Image, ImageFont
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.group import GroupShape

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.core.plan import PriorityStatus, plan_on
from maturity.model.plan import Impact, Priority
from maturity.model.theme import STANDARD, Colours, Fonts, Logo, Theme
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import slides
from maturity.renderers.document import document
from maturity.renderers.powerpoint import fit, layouts, shapes
from maturity.report import deck
from maturity.report.blocks import Bars, Bullets, Callout, Dumbbells, Lines, Paragraph, Report, Section, Table, Terms
from maturity.report.deck import fitting
from maturity.report.second_year import next_asked
from maturity.report.shapes import telling
from maturity.text.contrast import ratio
from tests import harsh, make
from tests.trees import with_logo

pytestmark = pytest.mark.drawing
FRAME = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
"""What every slide has."""

HOSTILE = "<b>&'\" =1+1 \x1b[31mred\x00 \u202eevil\u202c مدرسة 学校 {{x}} \ufffe_x000D_ " + "x" * 300
TODAY = dt.date(2026, 10, 1)
PLAN = (
    Priority(
        id="help",
        title="Every review leads to named help",
        why="We look, and then nothing happens.",
        moves=("cha.follow", "cha.follow.action"),
        owner="The heads",
        support="alder",
        metric="Help within six weeks of each review",
        review=dt.date(2026, 6, 1),
        due=dt.date(2026, 12, 1),
        checks=(Impact(date=dt.date(2026, 9, 1), note="Two of six."),),
    ),
    Priority(id="figures", title="Figures twice a year"),
)


@lru_cache
def example(name: str) -> Assessment:
    return assess(load_round(examples_folder() / f"{name}.yaml"))


def small(**more: Any) -> Assessment:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    told: dict[str, Any] = {"schools": {"ash": [4]}, "date": dt.date(2026, 3, 1)} | more
    return assess(make.round_(asked, **told))


def typed_by_an_enemy() -> Assessment:
    assessment = example("riverside")
    points = assessment.school_points or ()
    return replace(
        assessment,
        cluster=HOSTILE,
        label=HOSTILE[:90],
        schools=tuple(replace(school, name=HOSTILE) for school in assessment.schools),
        school_points=tuple(replace(school, name=f"{HOSTILE} {school.id}") for school in points),
    )


def crowd() -> Assessment:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    people = {f"school-{i}": [(1 + i % 5, 1 + i // 5 % 5, 1 + i // 8 % 5)] * 2 for i in range(40)}
    return assess(make.round_(asked, people))


CASES = {
    "riverside": lambda: example("riverside"),
    "fairview": lambda: example("fairview"),
    "harbour": lambda: example("harbour"),
    "one person": small,
    "nobody": lambda: small(schools={"ash": [], "oak": []}, date=None),
    "hostile": typed_by_an_enemy,
    "forty schools": crowd,
}


@lru_cache
def made(case: str) -> Any:
    assessment = CASES[case]()
    typed = PLAN[0].model_copy(update={"title": HOSTILE, "why": HOSTILE * 5})
    plan = plan_on([typed], TODAY) if case == "hostile" else ()
    content = slides.render(deck.compose(assessment, advise(assessment), None, plan))
    return pptx.Presentation(io.BytesIO(content))


def opened(report: Report, theme: Theme = STANDARD, **more: Any) -> Any:
    return pptx.Presentation(io.BytesIO(slides.render(report, theme, **more)))


def report_of(name: str = "riverside") -> Report:
    return deck.compose(example(name), advise(example(name)))


def texts(presentation: Any) -> str:
    return "\n".join(text for slide in presentation.slides for text in texts_of(slide))


def flat(shapes: Any) -> Iterator[Any]:
    """All shapes, those of groups among them."""
    for shape in shapes:
        yield shape
        if isinstance(shape, GroupShape):
            yield from flat(shape.shapes)


def texts_of(slide: Any) -> Iterator[str]:
    for shape in flat(slide.shapes):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)


def chart_of(presentation: Any) -> Any:
    return next(shape for slide in presentation.slides for shape in flat(slide.shapes) if shape.has_chart)


# --- measuring, apart from the renderer's own measuring ---


@lru_cache
def font(bold: bool) -> ImageFont.FreeTypeFont:
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")), 100)


def height(paragraph: Any, room: float, usual: float) -> float:
    """Points that a paragraph takes, from what is written in the file."""
    sizes = [run.font.size.pt for run in paragraph.runs if run.font.size] or [usual]
    size = max(sizes)
    properties = paragraph._p.pPr
    room -= int(properties.get("marL") or 0) / 12_700 if properties is not None else 0
    words = [(word, bool(run.font.bold)) for run in paragraph.runs for word in run.text.split(" ")]
    count, line = 1, 0.0
    for word, bold in words:
        wide = font(bold).getlength(word) * size / 100
        gap = font(bold).getlength(" ") * size / 100 if line else 0
        if line and line + gap + wide > room:
            count, line, gap = count + 1, 0.0, 0
        over = int((line + gap + wide) // room) if wide > room else 0
        count, line = count + over, line + gap + wide - over * room
    above = paragraph.space_before.pt if paragraph.space_before else 0
    return float(count * size * 1.17 + above)


def overflowing(presentation: Any) -> list[str]:
    found = []
    for number, slide in enumerate(presentation.slides, 1):
        for shape in slide.shapes:
            inside = shape.left >= 0 and shape.left + shape.width <= presentation.slide_width + 1
            if not inside or shape.top < 0 or shape.top + shape.height > presentation.slide_height + 1:
                found.append(f"slide {number}: {shape.name} is off the slide")
            if shape.has_text_frame and any(p.runs for p in shape.text_frame.paragraphs):
                usual = shapes.inherited_size(shape, "title")
                high = sum(height(p, shape.width.pt, usual) for p in shape.text_frame.paragraphs)
                if high > shape.height.pt + 1:
                    found.append(f"slide {number}: {shape.name}: {high:.0f} > {shape.height.pt:.0f}")
            if getattr(shape, "has_table", False):
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        beside, above = (2 * margin.pt for margin in (cell.margin_left, cell.margin_top))
                        high = height(cell.text_frame.paragraphs[0], column.width.pt - beside, 18)
                        if high + above > row.height.pt + 1:
                            found.append(f"slide {number}: {cell.text_frame.text[:30]}")
    return found


@pytest.mark.parametrize("case", CASES)
def test_no_text_overflows_its_box(case: str) -> None:
    assert overflowing(made(case)) == []


@pytest.mark.parametrize("case", CASES)
def test_boxes_on_a_slide_do_not_overlap(case: str) -> None:
    for slide in made(case).slides:
        boxes = [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for place, (name, left, top, right, bottom) in enumerate(boxes):
            for other, a, b, c, d in boxes[place + 1 :]:
                assert not (left < c - 9 and a < right - 9 and top < d - 9 and b < bottom - 9), (name, other)


def test_the_measure_finds_a_text_that_is_too_long() -> None:
    presentation = opened(report_of())
    presentation.slides[1].placeholders[1].text_frame.paragraphs[0].runs[0].text = "too long " * 200
    assert overflowing(presentation) != []


# --- what is on the slides ---


ONE_YEAR = {
    "riverside": ["finding", "map", "profile", "extremes", "schools", "why", "spread", "priorities"],
    "harbour": ["finding", "map", "profile", "extremes", "schools", "why", "spread", "priorities"],
    "fairview": ["finding", "map", "profile", "extremes", "sure", "why", "spread", "priorities"],
}
TOPICS = (
    "Where we stand",
    "Our place on the map",
    "How sure is that?",
    "Where we agree and where we are split",
    "Why, how, what",
    "Priorities to consider",
    "The next twelve months",
    "What we have agreed to work on",
)


@pytest.mark.parametrize("name", ONE_YEAR)
def test_a_deck_tells_the_story_in_eight_slides_and_the_rest_is_an_appendix(name: str) -> None:
    report = report_of(name)
    story = [one for one in report.sections if not one.title.startswith("Appendix: ")]
    assert [one.id for one in story] == ONE_YEAR[name]
    # What is told comes first, and nothing takes two slides.
    titles = [slide.shapes.title.text_frame.text for slide in made(name).slides]
    assert titles[0] == example(name).cluster
    assert titles[1:9] == [one.title for one in story]
    assert titles[9:]
    assert all(title.startswith("Appendix: ") for title in titles[9:])


def four_years() -> tuple[Comparison, tuple[PriorityStatus, ...]]:
    rounds = [load_round(one) for one in sorted((examples_folder() / "tarnside").glob("20*"))]
    return compare(rounds), plan_on(rounds[-1].priorities, TODAY)


@lru_cache
def of_four_years() -> Report:
    comparison, priorities = four_years()
    return deck.compose(comparison.rounds[-1], advise(comparison.rounds[-1]), comparison, priorities)


def test_four_years_are_told_in_eight_slides_as_well() -> None:
    report = of_four_years()
    story = [one for one in report.sections if not one.title.startswith("Appendix: ")]
    assert [one.id for one in story] == [
        *("finding", "map", "years", "change", "schools", "promises", "spread", "priorities"),
    ]
    assert [one.id for one in report.sections[:8]] == [one.id for one in story]
    by_id = {one.id: one for one in story}
    depth, challenge = by_id["years"].exhibits
    assert isinstance(depth, Lines)
    assert isinstance(challenge, Lines)
    assert [mark.label for mark in challenge.marks] == ["2023", "2024", "2025", "2026"]
    # The dip says what the room said looking back, and nothing else has a note.
    assert [bool(mark.note) for mark in (*depth.marks, *challenge.marks)] == [False] * 6 + [True, False]
    assert challenge.marks[2].note == "“By what the training showed us, these were friendly visits.”"
    comparison, _ = four_years()
    for line, axis in ((depth, "depth"), (challenge, "challenge")):
        assert [mark.score for mark in line.marks] == [one.axes[axis].score for one in comparison.rounds]
    (moves,) = by_id["change"].exhibits
    assert isinstance(moves, Dumbbells)
    sure = {
        one.label
        for one in comparison.latest.questionnaire.dimensions
        if comparison.last.dimensions[one.id].verdict in ("up", "down")
    }
    assert all(row.sure is (row.name in sure) for row in moves.moves)
    assert by_id["change"].title.startswith(f"{moves.moves[0].name} rose most since 2025 (+1.5)")
    (promised, asked) = by_id["promises"].blocks[:2]
    assert isinstance(promised, Table)
    assert [row[1] for row in promised.rows] == ["brought forward to 2026", "done on 3 March 2026"]
    assert isinstance(asked, Callout)
    assert asked.text == next_asked(comparison)
    (plan, when) = by_id["priorities"].blocks[:2]
    assert isinstance(plan, Table)
    assert isinstance(when, Table)
    assert "R. Holm, Dalebeck School" in plan.rows[0]
    assert when.header[0] == "13 October 2026"
    assert len([slide for slide in opened(report).slides if "(1/" in slide.shapes.title.text_frame.text]) <= 1


@pytest.mark.parametrize("name", [*ONE_YEAR, "tarnside"])
def test_a_title_is_a_finding_and_no_topic(name: str) -> None:
    report = of_four_years() if name == "tarnside" else report_of(name)
    story = [one for one in report.sections if not one.title.startswith("Appendix: ")]
    assert len({one.title for one in story}) == len(story)
    for one in story:
        assert one.title not in TOPICS
        assert "…" not in one.title, "nothing of a finding is cut"
        assert len(one.title) <= (fitting.TITLE if one.id != "finding" else 170)
    said = {one.id: one.title for one in story}
    assert (
        said["finding"] == telling(example(name) if name != "tarnside" else four_years()[0].rounds[-1]).headline()[:-1]
    )
    if name == "riverside":
        assert said["profile"] == (
            "“Working and learning together” and “Trust” stand highest (3.6), Follow-through and impact lowest (2.7)"
        )
        assert (
            said["spread"]
            == "“Demanding peer review” splits the room: of 31 people 14 chose a low level and 11 a high one"
        )


def test_the_finding_has_a_whole_slide_in_a_full_colour_of_the_theme_which_it_can_be_read_on() -> None:
    slide = made("riverside").slides[1]
    assert slide._element.xpath("p:cSld/p:bg//a:schemeClr/@val") == ["accent1"]
    theme = Theme().colours
    assert ratio(theme.paper, theme.accent) >= 4.5
    for shape in slide.shapes:
        for paragraph in shape.text_frame.paragraphs:
            assert all(str(run.font.color.theme_color).startswith("BACKGROUND_1") for run in paragraph.runs)
    # A template has its own look.
    plain = opened(report_of(), template=template()).slides[1]
    assert plain.follow_master_background


def test_how_many_chose_each_level_is_shown_where_it_is_published_and_nowhere_else() -> None:
    def split(name: str) -> Section:
        return next(one for one in report_of(name).sections if one.id == "spread")

    (bars,) = split("riverside").exhibits
    assert isinstance(bars, Bars)
    for row, talk in zip(bars.rows, advise(example("riverside")).talk_about, strict=True):
        result = example("riverside").items[talk.item]
        assert (row.counts, row.answers, row.unknown) == (
            result.counts,
            sum(result.counts or ()),
            result.dont_know.value,
        )
    assert split("fairview").exhibits == ()
    hidden = harsh.assessments()["anonymous"]
    (shown,) = next(one for one in deck.compose(hidden, advise(hidden)).sections if one.id == "spread").exhibits
    assert isinstance(shown, Bars)
    assert all(
        row.counts == next(r.counts for r in hidden.items.values() if r.counts == row.counts) for row in shown.rows
    )


HARSH = (
    *("anonymous", "confidential", "peer-review", "hallmarks", "self-improving-system", "a total", "very long prompts"),
    *("twelve schools of sixty characters", "nobody answered", "all don't-knows", "right-to-left"),
)


@lru_cache
def harsh_ones() -> dict[str, Assessment]:
    return harsh.assessments()


@pytest.mark.parametrize("name", HARSH)
@pytest.mark.parametrize("master", ["own", "4:3"])
def test_every_shape_and_kind_of_round_has_a_deck_without_overflow_and_without_an_empty_slide(
    name: str, master: str
) -> None:
    assessment = harsh_ones()[name]
    report = deck.compose(assessment, advise(assessment))
    story = [one for one in report.sections if not one.title.startswith("Appendix: ")]
    assert len(story) <= 8
    assert len(story) >= 7 or not telling(assessment).has_result()
    presentation = opened(report, template=None if master == "own" else template())
    assert overflowing(presentation) == []
    for slide in list(presentation.slides)[2:]:
        shown = [one for one in slide.shapes if not (one.is_placeholder and one.placeholder_format.type in FRAME)]
        assert shown, slide.shapes.title.text_frame.text


@pytest.mark.parametrize("asked", ["cluster-journey-short", "peer-review", "hallmarks", "self-improving-system"])
def test_several_years_of_every_shape_have_a_deck_without_overflow(asked: str) -> None:
    comparison = harsh.years(3, asked)
    report = deck.compose(comparison.rounds[-1], advise(comparison.rounds[-1]), comparison)
    assert {"finding", "years", "change"} <= {one.id for one in report.sections}
    assert overflowing(opened(report)) == []
    assert overflowing(opened(report, template=template())) == []


def test_the_numbers_behind_the_chart_are_those_of_the_assessment() -> None:
    assessment = example("riverside")
    said = document(assessment)
    book = openpyxl.load_workbook(io.BytesIO(chart_of(made("riverside")).chart.part.chart_workbook.xlsx_part.blob))
    (first, second, *_), *rows = [row for row in book["Sheet1"].iter_rows(values_only=True) if row[2]]
    assert (first, second) == ("Depth", "Challenge")
    # Excel's files keep sixteen digits.
    found = {name: pytest.approx((x, y), rel=1e-14) for x, y, name, *_ in rows}
    for school, point in zip(assessment.school_points or (), said["schools_points"], strict=True):
        assert found[school.name] == (point["depth"], point["challenge"])
    assert found["the cluster"] == (said["axes"]["depth"]["score"], said["axes"]["challenge"]["score"])
    assert found["as agreed"] == tuple(said["agreed"]["axes"].values())
    assert not any(cell.data_type == "f" for row in book["Sheet1"].iter_rows() for cell in row)


def test_the_map_is_a_native_chart_fixed_to_the_scale_with_midpoints_outside_the_legend() -> None:
    frame = chart_of(made("riverside"))
    chart = frame.chart
    for axis in (chart.category_axis, chart.value_axis):
        assert (axis.minimum_scale, axis.maximum_scale) == (1, 5)
    axes = (chart.category_axis, chart.value_axis)
    said = [axis.axis_title.text_frame.text for axis in axes]
    assert said == ["shallow ← Depth of partnership → deep", "gentle ← Strength of challenge → strong"]
    xml = chart._chartSpace.xml
    hidden = [int(i) for i in re.findall(r'<c:legendEntry>\s*<c:idx val="(\d+)"/>\s*<c:delete val="1"/>', xml)]
    names = [series.name for series in chart.plots[0].series]
    helpers = ["As the room agreed, its rim", "As the room agreed, joined", "Midpoint", "Midpoint"]
    assert sorted(names[place] for place in hidden) == helpers
    lines = [tuple(s.iter_values()) for s in chart.plots[0].series if s.name == "Midpoint"]
    assert sorted(lines) == [(1, 5), (3, 3)]
    assert "<a:t>Alder Primary</a:t>" in xml
    assert "<a:t>Willow Primary</a:t>" in xml
    assert "Alder Primary at depth" in frame._element.xpath(".//p:cNvPr")[0].get("descr")


def test_a_confidential_round_has_no_school_on_its_map() -> None:
    assessment = example("fairview")
    assert assessment.school_points is None
    names = [series.name for series in chart_of(made("fairview")).chart.plots[0].series]
    assert "Schools" not in names
    whole = texts(made("fairview")) + chart_of(made("fairview")).chart._chartSpace.xml
    assert "Schools are not shown: the round is confidential." in whole
    assert not [school.name for school in assessment.schools if school.name in whole]


@pytest.mark.parametrize("case", ["riverside", "fairview", "one person", "nobody", "hostile"])
def test_every_slide_names_the_questionnaire_the_people_and_the_date(case: str) -> None:
    assessment = CASES[case]()
    for slide in list(made(case).slides):
        said = "\n".join(texts_of(slide))
        assert f"version {assessment.questionnaire.version}" in said
        assert (f"{assessment.respondents} p" if assessment.respondents else "Nobody yet, of ") in said
        if assessment.date:
            assert str(assessment.date.year) in said


def test_what_is_not_text_is_described_in_words() -> None:
    for case in CASES:
        for slide in made(case).slides:
            for shape in slide.shapes:
                if not shape.has_text_frame:
                    assert shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_speaker_notes_carry_the_caveats() -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in made("fairview").slides]
    for said in ("unpiloted", "fictional", "confidential", "Before you believe this"):
        assert said in notes[1], said
    told = [one.id for one in report_of("fairview").sections]
    for said in ("convention", "rule of thumb"):
        assert said in notes[1 + told.index("sure")], said
    assert all(notes)
    assert len(set(notes)) == len(notes)
    assert all(note.count("Before you believe this") <= 1 for note in notes)


def test_what_the_room_agreed_to_work_on_takes_the_place_of_suggestions() -> None:
    assessment = example("riverside")
    presentation = opened(deck.compose(assessment, advise(assessment), None, plan_on(PLAN, TODAY)))
    said = texts(presentation)
    assert "What we have agreed to work on" in said
    assert "Priorities to consider" not in said
    for text in ("Who supports: Alder Primary", "Follow-through and impact", "1 December 2026", "Two of six."):
        assert text in said
    assert overflowing(presentation) == []


def test_a_priority_bears_the_day_on_which_it_ended_and_not_that_of_a_later_note() -> None:
    looks = (
        Impact(date=dt.date(2026, 9, 1), note="It is done.", outcome="done"),
        Impact(date=dt.date(2026, 11, 1), note="It still holds.", outcome="done"),
    )
    done, open_ = PLAN[0].model_copy(update={"checks": looks}), PLAN[0]
    assessment = example("riverside")
    report = deck.compose(assessment, advise(assessment), None, plan_on((done, open_), TODAY))
    by_id = {one.id: one for one in report.sections}
    table = by_id["priorities"].blocks[0]
    assert isinstance(table, Table)
    assert [row[-1] for row in table.rows] == [
        "done on 1 September 2026",
        "under way: impact due on 1 December 2026; looked at on 1 September 2026",
    ]
    terms = dict(next(one for one in by_id["plan"].blocks if isinstance(one, Terms)).items)
    assert terms["Where it stands"] == "done on 1 September 2026"
    assert terms["Noted on 1 November 2026"] == "It still holds."
    # What has ended has no day to come.
    assert not any("1 December 2026" in note for note in by_id["priorities"].notes[:4])


def test_a_comparison_adds_a_slide_with_its_numbers_and_verdict() -> None:
    asked = make.questionnaire((("a1", "a2"),), (("b1",),))
    before = make.round_(asked, {"ash": [2, 3], "oak": [2, 2], "elm": [3, 2]}, label="2025", date=dt.date(2025, 3, 1))
    after = make.round_(asked, {"ash": [4, 4], "oak": [4, 3], "elm": [4, 4]}, label="2026", date=dt.date(2026, 3, 1))
    comparison = compare([before, after])
    assessment = comparison.rounds[-1]
    presentation = opened(deck.compose(assessment, advise(assessment), comparison))
    title = "Appendix: What has changed since 2025, in numbers"
    slide = next(s for s in presentation.slides if s.shapes.title.text_frame.text == title)
    cells = list(texts_of(slide))
    change = comparison.last.axes["x"].change
    assert change is not None
    assert f"+{change:.1f}" in cells
    assert overflowing(presentation) == []


# --- harmless, nameless, the same each time ---


def test_what_was_typed_is_shown_as_it_was_typed_and_does_no_harm() -> None:
    said = texts(made("hostile"))
    assert "<b>&'\" =1+1 red" in said
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ufffe]", said.replace("\n", ""))


def test_a_search_finds_every_word_of_a_slide_and_its_notes() -> None:
    presentation = made("hostile")
    notes = [slide.notes_slide.notes_text_frame.text for slide in presentation.slides if slide.has_notes_slide]
    said = "\n".join([texts(presentation), *notes])
    assert "Questionnaire" in said
    assert "\u200b" not in said


def test_no_name_of_a_person_stands_in_the_properties() -> None:
    content = slides.render(report_of())
    properties = pptx.Presentation(io.BytesIO(content)).core_properties
    assert properties.author == ""
    assert properties.last_modified_by == ""
    assert properties.title.startswith("Riverside Learning Partnership")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert "docProps/app.xml" not in names
        assert b"Canny" not in archive.read("docProps/core.xml")


def test_the_same_report_gives_the_same_file() -> None:
    assert slides.render(report_of("harbour")) == slides.render(report_of("harbour"))


def test_a_theme_gives_its_colours_fonts_and_foot() -> None:
    theme = Theme(colours=Colours(accent="#123456"), fonts=Fonts(body="Gill & Sons"), footer="Prepared by A & B")
    content = slides.render(report_of("harbour"), theme)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("ppt/theme/theme1.xml").decode()
    assert '<a:accent1><a:srgbClr val="123456"/></a:accent1>' in xml
    assert xml.count('typeface="Gill &amp; Sons"') == 2
    assert texts(pptx.Presentation(io.BytesIO(content))).count("Prepared by A & B") == len(made("harbour").slides) - 1


def test_a_language_that_runs_from_right_to_left_is_set_so() -> None:
    blocks = (Paragraph("عمق الشراكة"), Paragraph("Depth of partnership"))
    own = frozenset({"عمق الشراكة"})
    presentation = opened(Report("Cluster", "", "ar", (), (Section("one", "One", blocks),), own=own))
    first, second = presentation.slides[1].placeholders[1].text_frame.paragraphs
    assert (first._p.pPr.get("rtl"), first._p.pPr.get("algn"), first.runs[0].font._element.get("lang")) == (
        "1",
        "r",
        "ar",
    )
    assert (second._p.pPr.get("rtl"), second.runs[0].font._element.get("lang")) == (None, "en")


# --- templates and logos ---


def template(change: Any = None) -> bytes:
    """Somebody else's master: 4:3, names in another language, a slide of its own."""
    presentation = pptx.Presentation()
    for number, layout in enumerate(presentation.slide_layouts):
        layout.name = f"Folie {number}"
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.shapes.title.text_frame.text = "An old slide"
    presentation.core_properties.author = "Somebody"
    if change is not None:
        change(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def test_a_template_gives_its_size_and_layouts_and_not_its_slides() -> None:
    presentation = opened(report_of(), template=template())
    assert (presentation.slide_width, presentation.slide_height) == (9_144_000, 6_858_000)
    used = [slide.slide_layout._element.get("type") for slide in presentation.slides]
    assert used[:4] == ["title", "title", "obj", "obj"]
    assert set(used) == {"title", "obj", "titleOnly"}
    assert "An old slide" not in texts(presentation)
    assert presentation.core_properties.author == ""
    assert overflowing(presentation) == []
    assert [
        s for slide in presentation.slides for s in slide.placeholders if s.has_text_frame and not s.text_frame.text
    ] == []


def only(*kinds: str) -> Any:
    def change(presentation: Any) -> None:
        presentation.part.drop_rel(presentation.slides._sldIdLst[0].rId)
        presentation.slides._sldIdLst.remove(presentation.slides._sldIdLst[0])
        for layout in list(presentation.slide_layouts):
            if layout._element.get("type") not in kinds:
                presentation.slide_layouts.remove(layout)

    return change


@pytest.mark.parametrize("kinds", [("blank",), ("titleOnly",), ("title",), ("twoObj", "picTx"), ("secHead",)])
def test_a_template_that_lacks_a_layout_still_makes_a_deck(kinds: tuple[str, ...]) -> None:
    presentation = opened(report_of(), template=template(only(*kinds)))
    assert "Relationships or improvement" in texts(presentation)
    assert "Appendix: How sure is that?" in texts(presentation)
    assert overflowing(presentation) == []


def test_a_logo_stands_on_every_slide_with_its_description() -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 100), "#123456").save(out, "PNG")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10"/></svg>'
    for logo in (Logo("png", out.getvalue(), 4.0), Logo("svg", svg, 4.0)):
        presentation = opened(report_of("harbour"), theme=with_logo(picture=logo))
        assert overflowing(presentation) == []
        for slide in presentation.slides:
            (picture,) = (shape for shape in slide.shapes if shape.shape_type == 13)
            assert picture.width / picture.height == pytest.approx(4, rel=0.02)


# --- the parts ---


def test_what_does_not_fit_on_one_slide_goes_on_to_the_next_and_nothing_is_lost() -> None:
    words = [f"word{i} " + "and so on " * 30 for i in range(30)]
    rows = tuple((f"row{i}", "text " * 40) for i in range(20))
    blocks = (
        Paragraph(words[0]),
        Bullets(tuple(words[1:])),
        Table("A table", ("a", "b"), rows, ("left", "left")),
        Terms((("Term", "meaning"),)),
        Callout("Title", "text " * 300),
        Paragraph("the foot", "small"),
    )
    report = Report("Title", "", "en", (), (Section("one", "Long", blocks),))
    presentation = opened(report)
    said = texts(presentation)
    assert all(f"word{i} " in said for i in range(30))
    assert all(f"row{i}" in said for i in range(20))
    assert "Term: meaning" in said
    assert overflowing(presentation) == []
    assert said.count("the foot") == len(presentation.slides) - 1
    assert presentation.slides[1].shapes.title.text_frame.text == f"Long (1/{len(presentation.slides) - 1})"


def test_a_text_is_shortened_only_where_it_must_be() -> None:
    para = fit.Para((fit.Words("one two three four five six seven eight"),))
    assert fit.shortened_para(para, (1000, 20), 12) == para
    cut_short = fit.shortened_para(para, (80, 16), 12)
    assert cut_short.text.endswith("…")
    assert fit.text_height([cut_short], 12, 80) <= 16


def test_layouts_are_chosen_by_their_placeholders() -> None:
    presentation = pptx.Presentation()
    for layout in presentation.slide_layouts:
        layout._element.attrib.pop("type")
    chosen = {name: layouts.layout_for(presentation, name) for name in ("title", "content", "bare")}
    assert [chosen[name].name for name in chosen] == ["Title Slide", "Title and Content", "Title Only"]
