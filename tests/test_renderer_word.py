"""The report as a Word file: real styles, editable, in a template's own look, and inert whatever was typed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.shared import Pt
from PIL import Image

from maturity.model.theme import Colours, Fonts, Logo, Theme
from maturity.renderers import word
from maturity.renderers.common import in_parts
from maturity.report.blocks import Bullets, Callout, Paper, Paragraph, Report, Section, Table, Terms
from tests.trees import (
    EXAMPLES,
    NASTY,
    edge_reports,
    figures,
    hostile,
    missing,
    named,
    report_of,
    tables,
    with_logo,
    without_figures,
)

pytestmark = pytest.mark.drawing

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH = """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid
spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl
divId cnfStyle rPr sectPr pPrChange"""
RUN = """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
eastAsianLayout specVanish oMath"""
TABLE = """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"""
ORDER = {"pPr": PARAGRAPH, "rPr": RUN, "tblPr": TABLE}
"""Word repairs a file, or refuses it, where these stand in another order."""


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def said(content: bytes) -> str:
    return "".join(element.text or "" for element in opened(content).element.body.iter(f"{W}t"))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def of(*blocks: Any) -> Report:
    return Report("Title", "Subtitle", "en", (("Fact", "value"),), (Section("one", "Section", blocks),))


def governors() -> Any:
    """A template with a letterhead, styles and properties of its own."""
    document: Any = docx.Document()
    document.styles["Heading 1"].font.name = "Courier New"
    document.sections[0].header.paragraphs[0].text = "Board of governors"
    document.sections[0].footer.paragraphs[0].text = "Registered charity"
    document.add_paragraph("Agenda item 4")
    document.core_properties.author = document.core_properties.last_modified_by = "Jane Clerk"
    document.core_properties.comments = "by Jane Clerk"
    return document


@pytest.fixture(scope="module")
def riverside() -> tuple[Report, bytes]:
    report = report_of("riverside")
    return report, word.render(report)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_text_of_the_report_is_in_the_document(name: str, riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    if name != "riverside":
        report = without_figures(report_of(name))
        content = word.render(report)
    assert missing(report, said(content)) == []


@pytest.mark.parametrize("name", ["one school", "one person", "no portraits", "nothing placed", "many items"])
def test_rounds_at_the_edge_are_written_whole_and_charts_fit_the_page(name: str) -> None:
    report = edge_reports()[name]
    content = word.render(report)
    assert missing(report, said(content)) == []
    document = opened(content)
    section = document.sections[0]
    for shape in document.inline_shapes:
        assert shape.width <= section.page_width - section.left_margin - section.right_margin
        assert shape.height <= section.page_height - section.top_margin - section.bottom_margin


@pytest.mark.parametrize("name", [NASTY[0][:60], "a\ufffeb <w:t>&amp;", "x" * 100])
def test_names_of_any_kind_go_into_charts_as_well(name: str) -> None:
    report = named(name)
    content = word.render(report)
    assert missing(report, said(content)) == []


def test_the_same_report_gives_the_same_bytes(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    assert word.render(report) == content


def test_the_look_is_in_styles(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    document = opened(content)
    used: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        used.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert used["Title"] == [report.title]
    assert used["Subtitle"] == [report.subtitle]
    assert used["Heading 1"] == [section.title for section in report.sections]
    assert len(used["Caption"]) == len(tables(report)) + len(figures(report))
    assert {"Heading 2", "List Bullet", "Lead", "Callout Ask", "Callout Warning", "Small Print"} <= set(used)
    assert {table.style.name for table in document.tables} == {"Report Table"}


def test_heads_of_tables_stand_on_every_page_and_no_row_breaks(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    found = opened(content).tables
    assert len(found) == len(tables(report))
    for table, given in zip(found, tables(report), strict=True):
        first, *rest = (row._tr.trPr for row in table.rows)
        assert first.find(f"{W}tblHeader") is not None
        assert all(row.find(f"{W}tblHeader") is None for row in rest)
        assert all(row.find(f"{W}cantSplit") is not None for row in (first, *rest))
        assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") == given.caption


def test_every_picture_says_its_message_in_words_and_prints_sharp(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    document = opened(content)
    shapes = list(document.inline_shapes)
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert told == [figure.alt for figure in figures(in_parts(report))]
    for shape in shapes:
        blip = shape._inline.graphic.graphicData.pic.blipFill.blip
        picture = Image.open(io.BytesIO(document.part.related_parts[blip.embed].blob))
        assert picture.width / shape.width.inches >= 200


def test_properties_hold_the_title_and_nobodys_name(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    core = opened(content).core_properties
    assert core.title == f"{report.title}: {report.subtitle}"
    assert (core.author, core.last_modified_by, core.comments, core.keywords, core.subject) == ("",) * 5
    assert b"python-docx" not in b"".join(parts(content).values())
    assert not [name for name in parts(content) if "thumbnail" in name]


def test_language_pages_and_contents_are_said(riverside: tuple[Report, bytes]) -> None:
    report, content = riverside
    found = parts(content)
    assert b'<w:lang w:val="en"' in found["word/styles.xml"]
    feet = b"".join(text for name, text in found.items() if name.startswith("word/footer"))
    assert b" PAGE " in feet
    assert b" NUMPAGES " in feet
    body = opened(content).element.body
    names = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert len(links) == len(report.sections)
    assert set(links) == names
    assert "report_1_standing" in names


@pytest.mark.parametrize(("paper", "width"), [("a4", 21.0), ("letter", 21.59)])
def test_paper_is_a4_or_letter(paper: Paper, width: float) -> None:
    assert opened(word.render(of(), paper=paper)).sections[0].page_width.cm == pytest.approx(width, abs=0.01)


def test_each_numbered_list_begins_at_one() -> None:
    content = word.render(of(Bullets(("a", "b"), ordered=True), Paragraph("x"), Bullets(("c",), ordered=True)))
    numbers = [
        paragraph._p.pPr.numPr.numId.val
        for paragraph in opened(content).paragraphs
        if paragraph.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def out_of_order(root: Any) -> Iterator[str]:
    """Places where something stands in an order that Word does not take."""
    for name, order in ORDER.items():
        for element in root.iter(f"{W}{name}"):
            places = [order.split().index(child.tag.removeprefix(W)) for child in element]
            if places != sorted(places):
                yield f"{name}: {[child.tag.removeprefix(W) for child in element]}"


def test_properties_stand_in_the_order_that_word_asks_for() -> None:
    report = hostile()
    plain = opened(word.render(report, with_logo()))
    bare: Any = docx.Document()
    for style in list(bare.styles):
        if style.name != "Normal":
            style.delete()
    filled = opened(word.render(Report("T", "S", "de", report.facts, report.sections), template=saved(bare)))
    plain.paragraphs[1]._p.get_or_add_pPr().insert(0, docx.oxml.OxmlElement("w:jc"))
    assert list(out_of_order(plain.element)), "the check must see a planted fault"
    plain.paragraphs[1]._p.pPr.remove(plain.paragraphs[1]._p.pPr[0])
    for document in (plain, filled):
        assert list(out_of_order(document.element)) == []
        assert list(out_of_order(document.styles.element)) == []


def test_what_was_typed_stays_text() -> None:
    report = hostile()
    content = word.render(report)
    assert missing(report, said(content)) == []
    fields = {mark.text.split()[0] for mark in opened(content).element.body.iter(f"{W}instrText")}
    assert fields == {"TOC"}


def test_a_template_keeps_its_text_letterhead_and_styles() -> None:
    report = without_figures(report_of("harbour"))
    document = opened(word.render(report, Theme(footer="ours"), template=saved(governors())))
    assert document.paragraphs[0].text == "Agenda item 4"
    assert document.sections[0].header.paragraphs[0].text == "Board of governors"
    assert document.sections[0].footer.paragraphs[0].text == "Registered charity"
    assert document.styles["Heading 1"].font.name == "Courier New"
    title = next(paragraph for paragraph in document.paragraphs if paragraph.style.name == "Title")
    assert title.paragraph_format.page_break_before
    assert "Callout Warning" in [style.name for style in document.styles]
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert missing(report, said(saved(document))) == []


def test_an_empty_template_begins_with_the_title() -> None:
    document: Any = docx.Document()
    document.add_paragraph("")
    first = opened(word.render(of(), template=saved(document))).paragraphs[0]
    assert (first.text, first.style.name) == ("Title", "Title")
    assert not first.paragraph_format.page_break_before


def test_styles_that_a_template_lacks_are_added_and_lists_have_their_signs() -> None:
    document: Any = docx.Document()
    for style in list(document.styles):
        if style.name not in ("Normal", "Heading 1"):
            style.delete()
    document.part.drop_rel(next(i for i, rel in document.part.rels.items() if rel.reltype.endswith("/numbering")))
    blocks = (Bullets(("a",)), Bullets(("b",), ordered=True), Callout("T", "text"), Terms((("t", "x"),)))
    written = opened(word.render(of(*blocks, Table("C", ("h",), (("1",),), ("right",))), template=saved(document)))
    style = next(one for one in written.styles if one.name == "List Bullet")
    number = style.element.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")
    assert number in [one.get(f"{W}numId") for one in written.part.numbering_part.element.findall(f"{W}num")]
    assert [table.style.name for table in written.tables] == ["Report Table"]


def test_a_report_in_another_language_than_its_template_says_so() -> None:
    own = frozenset({"Titel", "Teil", "Satz"})
    report = Report("Titel", "", "de", (), (Section("a", "Teil", (Paragraph("Satz"),)),), own=own)
    written = opened(word.render(report, template=saved(governors())))
    said = {one.text: languages(one._p) for one in written.paragraphs if one.text}
    assert said == {"Agenda item 4": {"en-US"}, "Titel": {"de"}, "Teil": {"de"}, "Satz": {"de"}}
    assert languages(written.styles.element) == {report.main_language} == {"en"}
    for own_part in (written.sections[0].header, written.sections[0].footer):
        assert languages(own_part._element) == {"en-US"}


def languages(element: Any) -> set[str]:
    return {mark.get(f"{W}val") for mark in element.iter(f"{W}lang", f"{W}themeFontLang")}


def test_a_theme_gives_colours_fonts_footer_and_logo() -> None:
    theme = Theme(
        footer="Prepared by <us>", colours=Colours(accent="#7a1f5c", paper="#fffdf5"), fonts=Fonts(heading="Lato")
    )
    content = word.render(of(Paragraph("x")), with_logo(theme))
    document = opened(content)
    assert "Prepared by <us>" in document.sections[0].footer.paragraphs[0].text
    assert document.styles["Heading 1"].font.name == "Lato"
    assert b'w:color="7a1f5c"' in parts(content)["word/styles.xml"]
    assert b'<w:background w:color="fffdf5"/>' in parts(content)["word/document.xml"]
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == ["Logo"]


def test_a_logo_may_be_a_png() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 90), "navy").save(out, "PNG")
    assert len(opened(word.render(of(), with_logo(picture=Logo("png", out.getvalue(), 300 / 90)))).inline_shapes) == 1


def test_a_language_that_a_template_gives_to_a_style_does_not_proof_the_report() -> None:
    document = governors()
    for name, language in (("Heading 1", "de-DE"), ("Normal", "cy-GB")):
        document.styles[name].element.get_or_add_rPr().append(
            document.element.makeelement(f"{W}lang", {f"{W}val": language}, None)
        )
    theme = next(document.settings.element.iter(f"{W}themeFontLang"), None)
    if theme is None:
        theme = document.settings.element.makeelement(f"{W}themeFontLang", {}, None)
        document.settings.element.append(theme)
    theme.set(f"{W}val", "de-DE")
    written = opened(word.render(of(Paragraph("Words"), Terms((("Term", "text"),))), template=saved(document)))
    assert languages(written.styles.element) == languages(written.settings.element) == {"en"}
    for one in written.paragraphs:
        assert languages(one._p) == ({"en-US"} if one.text == "Agenda item 4" else set())


@pytest.mark.parametrize(
    ("size", "beside"), [(10.5, {"Fact", "Short", "Whatever has come up"}), (16, {"Fact", "Short"})]
)
def test_a_term_that_would_run_over_its_tab_in_a_template_s_letters_has_its_text_below(
    size: float, beside: set[str]
) -> None:
    document = governors()
    document.styles["Normal"].font.size = Pt(size)
    terms = Terms(tuple((term, "text") for term in ("Whatever has come up", "Short", "A term longer than any tab")))
    written = opened(word.render(of(terms), template=saved(document)))
    assert {one.text.partition("\t")[0] for one in written.paragraphs if "\t" in one.text} == beside
