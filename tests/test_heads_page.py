"""The page for heads: one sheet in every format, nothing too small to read, and what has no room is counted."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import math
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import docx
import pytest
from docx.shared import Cm, Pt
from PIL import Image
from pypdf import PdfReader

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.journeys.ask import Ask
from maturity.journeys.story import read_story
from maturity.model.plan import Priority
from maturity.model.theme import STANDARD
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.renderers import html, markdown, pdf, word
from maturity.renderers.small import bar_svg, strip_svg
from maturity.renderers.word_page import room_in_template
from maturity.report.blocks import (
    Bar,
    Beside,
    BigNumber,
    Figure,
    Numbers,
    Paper,
    Report,
    Section,
    Strip,
    Table,
    singles,
)
from maturity.report.compose import Kept, compose
from maturity.report.page_room import PageRoom, height, page_height
from maturity.text.clean import plain
from tests.every_shape import questionnaire_of
from tests.harsh import FAR, LONG, round_of, wordy, years

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAST = 8.0
"""Points of the smallest type."""
SPARE = 0.16
"""Of a page, how much may be empty though something is left out: less than that may well be."""
FREE = 95.0
"""Points that may be free at the foot of a page in somebody's own template."""
PAPERS: tuple[Paper, ...] = ("letter", "a4")
TODAY = dt.date(2026, 11, 29)
THREE = ("Ashfield Primary", "Brook Lane", "Castle Hill")
TWELVE = [(LONG[n % 2] * 2)[:52] + f" {chr(65 + n)} School" for n in range(12)]
PLAN = tuple(
    Priority(
        id=f"p{n}",
        title="Something that is told in many words, since everybody wanted a part in it, " * 2,
        owner="Somebody who leads two schools at once",
        review=dt.date(2027, 1, 1 + n),
    )
    for n in range(9)
)


def page_of(
    found: Assessment | Comparison, plan: tuple[Priority, ...] = (), paper: Paper | PageRoom = "letter"
) -> Report:
    last, since = (found.rounds[-1], found) if isinstance(found, Comparison) else (found, None)
    kept = Kept(priorities=plan)
    return compose(last, advise(last), comparison=since, kept=kept, audience="heads", today=TODAY, paper=paper)


def example(name: str, paper: Paper | PageRoom = "letter") -> Report:
    return read_story([examples_folder() / name], Ask()).report("heads", [], paper)


@cache
def made(name: str, paper: Paper | PageRoom = "letter") -> Report:
    """The pages that are hardest to fit, each for another reason."""
    short = load_questionnaire("cluster-journey-short")
    match name:
        case "four years":
            return example("tarnside", paper)
        case "ten years":
            return page_of(years(), paper=paper)
        case "twelve long names":
            return page_of(assess(round_of(short, TWELVE, 2)), PLAN, paper)
        case "long prompts":
            long = assess(round_of(wordy(), THREE, 4, cluster="The Partnership of " + "Long Names " * 8))
            return page_of(long, PLAN, paper)
        case "right to left":
            cluster, schools = FAR["right-to-left"]
            return page_of(
                assess(round_of(load_questionnaire("cluster-journey"), schools, 3, cluster=cluster)), PLAN, paper
            )
        case "a total":
            return page_of(assess(round_of(questionnaire_of("total"), TWELVE[:5], 3)), paper=paper)
        case "a list with a plan":
            found = assess(round_of(load_questionnaire("temperature-check"), TWELVE[:5], 3))
            return page_of(found, PLAN, paper)
        case "nobody answered":
            return page_of(assess(round_of(short, THREE, 0)), paper=paper)
    asked, _, kind = name.partition(", ")
    mode: dict[str, Any] = {"mode": kind, "fictional": True} if kind else {}
    return page_of(assess(round_of(load_questionnaire(asked), THREE, 6, **mode)), paper=paper)


HARSH = (
    *("four years", "ten years", "twelve long names", "long prompts", "a list with a plan", "right to left"),
    *("a total", "nobody answered"),
    *("cluster-journey, anonymous", "cluster-journey, confidential", "review-follow-up", "temperature-check"),
    *("self-improving-system", "peer-review, confidential"),
)


def sheets(content: bytes | Path) -> tuple[int, float]:
    """How many pages a PDF has, and the points of its smallest type."""
    reader = PdfReader(content if isinstance(content, Path) else io.BytesIO(content))
    sizes = []

    def note(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            across = abs(tm[0] * cm[0] + tm[1] * cm[2]) + abs(tm[1] * cm[0] + tm[0] * cm[1])
            sizes.append(size * across)

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    return len(reader.pages), min(sizes)


@pytest.mark.drawing
@pytest.mark.parametrize("name", HARSH)
def test_the_pdf_is_one_page_on_both_papers_and_nothing_on_it_is_too_small(name: str) -> None:
    for paper in PAPERS:
        count, smallest = sheets(pdf.render(made(name, paper), paper=paper))
        assert count == 1
        assert smallest >= LEAST - 0.01


@pytest.mark.drawing
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["twelve long names", "long prompts", "a list with a plan", "right to left"])
def test_nothing_is_left_out_while_much_of_the_page_is_empty(name: str, paper: Paper) -> None:
    report = made(name, paper)
    assert "for want of room" in report.foot
    (page,) = PdfReader(io.BytesIO(pdf.render(report, paper=paper))).pages
    lines: dict[float, str] = {}

    def note(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        at = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        lines[at] = lines.get(at, "") + text

    page.extract_text(visitor_text=note)
    foot = max(at for at, text in lines.items() if "Who answered" in text)
    gap = min(at for at, text in lines.items() if text.strip() and at > foot) - foot
    assert gap < SPARE * page.mediabox.height


def test_what_has_room_after_all_is_put_back() -> None:
    # Without the last priorities there is room for the warning, which was left out before them.
    foot = made("right to left", "a4").foot
    assert "2 priorities" in foot
    assert "warning" not in foot


def test_the_columns_of_the_plan_follow_what_stands_in_them() -> None:
    long = "Dr Margarethe Featherstonehaugh, head of Upper Church of England Primary School, and Kim"
    plan = (Priority(id="p", title="Read", owner=long, review=dt.date(2027, 1, 1)),)
    found = assess(round_of(load_questionnaire("cluster-journey-short"), THREE, 3))
    (table,) = (one for one in page_of(found, plan).sections[-1].blocks if isinstance(one, Table))
    assert table.shares is not None
    assert table.shares[1] == max(table.shares) >= 0.4
    assert sum(table.shares) == pytest.approx(1)


def test_a_line_is_reckoned_to_end_between_words() -> None:
    def of(text: str) -> float:
        return height(Table("", ("A",), ((text,),), ("left",), shares=(1.0,)), 22.0)

    # As many letters, which have room in fewer lines where words are short.
    assert of("Bartholomew Featherston Kimberleys") > of("a b c d e f g h i j k l m n o p q r")


def template(margin: float, size: float, paper: Paper = "letter", title: float = 0.0) -> bytes:
    """A template with so many centimetres around its text, and letters and a title of so many points."""
    document: Any = docx.Document()
    part = document.sections[0]
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Cm(margin)
    if paper == "a4":
        part.page_width, part.page_height = Cm(21), Cm(29.7)
    document.styles["Normal"].font.size = Pt(size)
    if title:
        document.styles["Title"].font.size = Pt(title)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_template_with_wider_margins_or_larger_letters_has_less_room() -> None:
    usual, narrow, large = (room_in_template(template(*one)) for one in ((1.8, 9.5), (3.2, 9.5), (1.8, 13)))
    assert narrow.letters < usual.letters > large.letters
    assert narrow.high < usual.high > large.high
    found = assess(round_of(load_questionnaire("cluster-journey-short"), THREE, 3))
    ours, theirs = (
        compose(found, advise(found), kept=Kept(priorities=PLAN), audience="heads", today=TODAY, paper=paper)
        for paper in ("letter", narrow)
    )
    assert page_height(ours.sections, ours.foot, ours.title, narrow) > narrow.high
    assert page_height(theirs.sections, theirs.foot, theirs.title, narrow) <= narrow.high


def test_a_plan_is_never_left_out_whole_however_large_the_title_of_a_template() -> None:
    document: Any = docx.Document()
    document.styles["Title"].font.size = Pt(26)
    out = io.BytesIO()
    document.save(out)
    found = assess(round_of(load_questionnaire("cluster-journey-short"), TWELVE, 2))
    room = room_in_template(out.getvalue())
    report = compose(found, advise(found), kept=Kept(priorities=PLAN), audience="heads", today=TODAY, paper=room)
    assert [one.id for one in report.sections][-1] == "plan"
    assert f"{len(PLAN) - 1} priorities" in report.foot


def test_more_has_room_on_the_higher_paper() -> None:
    for name in ("twelve long names", "long prompts"):
        rows = [made(name, paper).sections[-1].blocks for paper in PAPERS]
        letter, a4 = (sum(len(one.rows) for one in blocks if isinstance(one, Table)) for blocks in rows)
        assert a4 > letter, name


@pytest.mark.browser
@pytest.mark.parametrize("name", HARSH)
def test_what_is_printed_from_html_is_one_page_on_both_papers(page: Page, tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(html.render(made(name)))
    page.goto(path.as_uri())
    for paper in ("A4", "Letter"):
        assert len(PdfReader(io.BytesIO(page.pdf(format=paper))).pages) == 1
    page.emulate_media(media="print")
    small = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() &&
            [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) &&
            !one.closest('style, .skip, svg')).map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert min(small) >= LEAST * 96 / 72 - 0.01


@pytest.mark.walk
def test_word_is_one_page_on_both_papers(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    for n, name in enumerate(HARSH[:6]):
        for paper in PAPERS:
            (tmp_path / f"{n}-{paper}.docx").write_bytes(word.render(made(name, paper), paper=paper))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    written = [*map(str, tmp_path.glob("*.docx"))]
    subprocess.run([office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *written], check=True)
    for path in tmp_path.glob("*.pdf"):
        count, smallest = sheets(path)
        assert (path.name, count) == (path.name, 1)
        assert smallest >= LEAST - 0.01


@pytest.mark.walk
@pytest.mark.parametrize(("paper", "title", "size", "margin"), [("a4", 26, 11, 2.54), ("letter", 16, 9.5, 1.8)])
def test_word_on_a_template_is_one_page_that_is_not_left_empty(
    tmp_path: Path, paper: Paper, title: float, size: float, margin: float
) -> None:
    office, program = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or program is None:
        pytest.skip("no LibreOffice or poppler on this machine")
    content = template(margin, size, paper, title)
    for name in ("four years", "riverside.yaml", "right to left", "ten years"):
        room = room_in_template(content)
        report = example(name, room) if name.endswith(".yaml") else made(name, room)
        (tmp_path / f"{name}.docx").write_bytes(word.render(report, template=content))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    written = [*map(str, tmp_path.glob("*.docx"))]
    subprocess.run([office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *written], check=True)
    for path in tmp_path.glob("*.pdf"):
        assert (path.name, len(PdfReader(path).pages)) == (path.name, 1)
        drawn = subprocess.run([program, "-r", "72", "-gray", path], check=True, capture_output=True).stdout
        with Image.open(io.BytesIO(drawn)) as page:
            ink = page.point(lambda one: 255 if one < 225 else 0).getbbox()
            assert ink is not None
            assert page.height - ink[3] - Cm(margin).pt < FREE, path.name


def test_a_caption_of_a_template_that_is_bold_and_stands_apart_is_reckoned_so() -> None:
    def bold(weight: bool) -> bytes:
        document: Any = docx.Document(io.BytesIO(template(1.8, 9.5)))
        document.styles["Caption"].font.bold = weight
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    light, heavy = (room_in_template(bold(one)).fine for one in (False, True))
    assert 1 <= light < heavy
    told = Table("Said in a caption that is long. " * 4, ("A",), (("a",),), ("left",), shares=(1.0,))
    assert height(told, 140, 1.3) > height(told, 140)


def test_a_chart_is_as_wide_as_its_column_on_a_narrow_page() -> None:
    (beside,) = (
        one
        for one in example("riverside.yaml", room_in_template(template(3.2, 9.5))).sections[0].blocks
        if isinstance(one, Beside)
    )
    (map_,) = beside.left
    assert isinstance(map_, Figure)
    assert map_.size is not None
    # Wider, it would be drawn smaller, and so would its letters.
    assert map_.size[0] <= 0.62 * (21.59 - 2 * 3.2) / 2.54 - 11 / 72


@pytest.mark.parametrize("name", ["twelve long names", "long prompts"])
def test_what_has_no_room_is_counted_and_said_to_be_in_the_full_report(name: str) -> None:
    report = made(name)
    (plan,) = (one for one in report.sections[-1].blocks if isinstance(one, Table))
    assert 0 < len(plan.rows) < len(PLAN)
    assert f"{len(PLAN) - len(plan.rows)} priorities" in report.foot
    assert "In the full report" in report.foot
    assert all(text == plain(text) and "…" not in text for row in plan.rows for text in row)


def test_the_plan_has_owner_review_and_status_on_a_day() -> None:
    table = next(one for one in made("four years").sections[-1].blocks if isinstance(one, Table))
    assert table.header == ("What we do", "Owner", "Review", "Status")
    assert table.rows[0][1:3] == ("R. Holm, Dalebeck School", "13 October 2026")
    asked = compose(
        *(lambda one: (one, advise(one)))(assess(round_of(load_questionnaire("cluster-journey-short"), THREE, 3))),
        kept=Kept(priorities=PLAN[:1]),
        audience="heads",
    )
    (undated,) = (one for one in asked.sections[-1].blocks if isinstance(one, Table))
    assert undated.header == ("What we do", "Owner", "Review")
    assert "As of" not in asked.foot


def test_both_numbers_stand_beside_the_map_with_their_change() -> None:
    (beside,) = (one for one in made("four years").sections[0].blocks if isinstance(one, Beside))
    (map_,), (numbers, *_) = beside.left, beside.right
    assert isinstance(map_, Figure)
    assert isinstance(numbers, Numbers)
    assert [(one.name, one.value, one.notes[0]) for one in numbers.items] == [
        ("Depth", "3.5", "up 0.4 since 2025, sure"),
        ("Challenge", "3.3", "up 1.2 since 2025, sure"),
    ]


@pytest.mark.parametrize(("kind", "bars"), [("", True), (", anonymous", True), (", confidential", False)])
def test_answers_are_counted_where_the_kind_of_round_lets_them(kind: str, bars: bool) -> None:
    tables = [
        one
        for section in made(f"cluster-journey{kind}").sections
        for one in section.blocks
        if section.id == "spread" and isinstance(one, Table)
    ]
    assert [any(table.bars) for table in tables] == [bars]


def test_a_page_of_a_round_without_answers_says_so() -> None:
    (first, *_) = made("nobody answered").sections
    assert first.title.startswith("Not placed: too few answers")


def test_the_finding_is_the_first_heading_and_blocks_are_read_from_left_to_right() -> None:
    report = made("four years")
    text = markdown.render(report).decode()
    order = [
        f"## {report.sections[0].title}",
        *(one.caption for one in singles(report.sections[0].blocks) if isinstance(one, Figure)),
        "**Depth:** 3.5",
        "**Challenge:** 3.3",
        "## Talk about first",
        "## What we agreed to work on",
        "As of",
    ]
    places = [text.index(one) for one in order]
    assert places == sorted(places)


def test_word_has_the_same_order_heads_in_its_tables_and_every_picture_in_words() -> None:
    document = docx.Document(io.BytesIO(word.render(made("four years"))))
    styles = [one.style.name for one in document.paragraphs if one.style is not None]
    assert styles[:2] == ["Title", "Heading 1"]
    assert styles.count("Heading 1") == len(made("four years").sections)
    heads = document.element.body.findall(".//{*}tblHeader")
    assert len(heads) == 2
    pictures = [one.get("descr") for one in document.element.body.iter("{*}docPr")]
    assert len(pictures) >= 4
    assert all(pictures)


@pytest.mark.browser
def test_axe_finds_nothing_wrong_with_the_page(page: Page, axe: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(html.render(made("four years")))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(path.as_uri())
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_bar_is_in_proportion_and_a_number_stands_where_it_has_room() -> None:
    drawn = ElementTree.fromstring(bar_svg(Bar((0, 1, 30, 69), "", 100.0), STANDARD))
    wide = [float(one.get("width", "")) for one in drawn.iterfind(".//{*}rect")]
    assert wide == [0.0, 1.0, 30.0, 69.0]
    assert [one.text for one in drawn.iterfind(".//{*}text")] == ["30", "69"]


def test_a_line_of_dots_marks_those_that_have_a_name() -> None:
    strip = Strip((0.1, 0.5, 0.9), frozenset({0, 2}), ("1", "5"), 0.5, "Lowest: a & b.", "")
    drawn = ElementTree.fromstring(strip_svg(strip, STANDARD)[0])
    fills = [one.get("fill") for one in drawn.iterfind(".//{*}circle")]
    assert fills == [STANDARD.colours.schools, STANDARD.colours.paper, STANDARD.colours.schools]


@pytest.mark.parametrize("places", [(0.5,) * 12, (0.47, 0.48, 0.48, 0.49, 0.5, 0.5, 0.5, 0.51, 0.9), (0.0,) * 4, ()])
def test_on_a_line_of_dots_none_covers_another_and_each_keeps_its_place(places: tuple[float, ...]) -> None:
    drawn, high = strip_svg(Strip(places, frozenset(), ("1", "5"), 0.5, "", ""), STANDARD)
    dots = [
        tuple(float(one.get(name, "")) for name in ("cx", "cy", "r"))
        for one in ElementTree.fromstring(drawn).iterfind(".//{*}circle")
    ]
    assert len(dots) == len(places)
    assert all(math.hypot(x - u, y - v) > r + s for (x, y, r), (u, v, s) in itertools.combinations(dots, 2))
    assert all(r < y < high - r for _, y, r in dots)
    assert [x - dots[0][0] for x, _, _ in dots] == pytest.approx([(one - places[0]) * 412 for one in places], abs=0.02)


@pytest.mark.parametrize("name", ["four years", "long prompts"])
def test_no_mark_for_the_end_of_a_line_stands_inside_a_word(name: str) -> None:
    report = made(name)
    read = [
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(report))).pages),
        html.render(report).decode(),
        docx.Document(io.BytesIO(word.render(report))).element.xml,
    ]
    assert not any("\u200b" in text for text in read)


@pytest.mark.drawing
def test_a_search_finds_a_word_that_is_longer_than_its_line() -> None:
    word_ = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    numbers = Numbers((BigNumber(word_, "3.1"),))
    section = Section("s", word_, (numbers, Beside((), (numbers,))))
    content = pdf.render(Report(word_, "", "de", ((word_, word_),), (section,)))
    reader = PdfReader(io.BytesIO(content))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert text.count(word_) >= 5
    assert [one.title for one in reader.outline if not isinstance(one, list)] == [word_]
