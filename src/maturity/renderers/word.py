"""A report as a Word file: real styles, editable text, or set in the styles of somebody's own template."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from maturity.model.theme import STANDARD, Logo, Theme
from maturity.renderers.common import (
    closing,
    column_widths,
    dots_of,
    in_parts,
    look_inside,
    short,
    tone_word,
    without_footer,
)
from maturity.renderers.word_languages import mark_languages, w
from maturity.renderers.word_lists import has_numbers, new_list, set_number
from maturity.renderers.word_page import (
    BESIDE,
    GUTTER,
    Page,
    as_finding,
    loosened,
    new_table,
    packed_document,
    put_bar,
    put_field,
    put_field_mark,
    put_instruction,
    put_name,
    put_numbers,
    put_picture,
    put_strip,
    set_row,
    text_area,
    without_margins,
)
from maturity.renderers.word_styles import HANGING, prepare, set_style, size_of
from maturity.report.blocks import (
    Beside,
    Block,
    Bullets,
    Callout,
    Figure,
    Heading,
    Numbers,
    Paper,
    Paragraph,
    Report,
    Section,
    Strip,
    Table,
    Terms,
)
from maturity.text.clean import plain
from maturity.text.isolate import direction, isolated

if TYPE_CHECKING:
    from docx.document import Document

SIZES = {"a4": (21.0, 29.7), "letter": (21.59, 27.94)}
"""Centimetres."""
CONTENTS_FROM = 4
"""Sections from which a list of contents, and a page for it, are worth having."""
PAGE_FROM = 13
"""Sections and facts from which the front fills most of a page, so that the first chapter begins another."""
LETTER = 5.4
"""Points that a small letter of a table takes."""
LONGEST_TERM = 20
"""Letters of a term beside which its text can still stand."""
BOLD = 0.65
"""Of its size, what a bold letter of a wide font takes."""
TALLEST = 0.68
"""Share of the page's height that a chart may take, so that a heading and its first sentences stand above it."""
TALLEST_OF_ALL = 0.88
"""The same where something would be left out."""
DOTS = 220
"""Dots an inch of a chart."""


def render(
    report: Report,
    theme: Theme = STANDARD,
    *,
    paper: Paper = "a4",
    template: bytes | None = None,
) -> bytes:
    """The report as .docx; the same report gives the same bytes.

    Args:
        report: all its text is taken as plain text, whatever it holds.
        paper: of no account where there is a template.
        template: a .docx as it was read, whose page, headers, footers and styles are used; the report stands behind
            what is in it.
    """
    report = in_parts(report)
    document = _fresh(paper, tight=report.length == "page") if template is None else _opened(template)
    styles = prepare(document, theme, template=template is not None, tight=report.length == "page")
    page = Page(document, report, styles, theme, *text_area(document), TALLEST)
    before = len(document.element.body)
    if template is None:
        _head_and_foot(page, report)
        _ground(page)
    _front(page, report)
    contents = report.length == "full" and len(report.sections) >= CONTENTS_FROM
    fills = len(report.sections) + len(report.facts) >= PAGE_FROM
    if contents:
        _contents(page, report)
    for number, section in enumerate(report.sections):
        _section(page, section, number, new_page=fills and contents and number == 0 and template is None)
    if report.foot:
        page.add("Foot", report.foot)
    elif report.sections and report.sections[-1].blocks and isinstance(report.sections[-1].blocks[-1], Table):
        page.add("Normal")
    mark_languages(document, document.element.body[max(0, before - 1) :], report, template=template is not None)
    _properties(document, report)
    return packed_document(document)


def _fresh(paper: Paper, *, tight: bool) -> Document:
    import docx
    from docx.shared import Cm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in SIZES[paper])
    section.left_margin = section.right_margin = Cm(1.8 if tight else 2.3)
    section.top_margin, section.bottom_margin = (Cm(1.2), Cm(1.2)) if tight else (Cm(2.4), Cm(2.2))
    section.header_distance = section.footer_distance = Cm(0.6 if tight else 1.1)
    for one in list(document.part.package.rels.values()):
        if one.reltype.endswith("/thumbnail"):
            del document.part.package.rels[one.rId]
    for setting in document.settings.element.iter("{*}compatSetting"):
        if setting.get(w("name")) == "compatibilityMode":
            setting.set(w("val"), "15")
    return document


def _opened(template: bytes) -> Document:
    import docx

    document = docx.Document(io.BytesIO(template))
    body = document.element.body
    if not any(True for _ in body.iter(w("t"), w("drawing"), w("tbl"), w("pict"))):
        for paragraph in body.findall(w("p")):
            if paragraph.find(f".//{w('sectPr')}") is None:
                body.remove(paragraph)
    return document


def _head_and_foot(page: Page, report: Report) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Pt

    section = page.document.sections[0]
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.text = f"{plain(report.title)[:60]}\t{plain(report.subtitle)[:45]}"
    feet = (section.footer.paragraphs[0], section.first_page_footer.paragraphs[0])
    for foot in feet:
        foot.add_run(plain(page.theme.footer))
        if report.length == "page":
            continue
        foot.add_run("\tPage ")
        put_field(foot, "PAGE", "1")
        foot.add_run(" of ")
        put_field(foot, "NUMPAGES", "1")
    for style, paragraphs in (("Header", (head,)), ("Footer", feet)):
        page.styles[style].paragraph_format.tab_stops.add_tab_stop(Pt(page.width), WD_TAB_ALIGNMENT.RIGHT)
        for paragraph in paragraphs:
            set_style(paragraph, page.styles[style])


def _ground(page: Page) -> None:
    """The theme's paper behind every page, where it is not white."""
    from docx.oxml import OxmlElement

    if page.theme.colours.paper != "#ffffff":
        ground = OxmlElement("w:background")
        ground.set(w("color"), page.theme.colours.paper[1:])
        page.document.element.insert(0, ground)
        page.document.settings.element.insert(1, OxmlElement("w:displayBackgroundShape"))


def _front(page: Page, report: Report) -> None:
    logo = page.theme.picture
    if logo:
        _logo(page, logo)
    title = page.add("Title", report.title)
    on_one_line = report.length == "page" and bool(plain(report.subtitle))
    if on_one_line:
        way = direction(plain(report.title)) or "ltr"
        said = title.add_run(f"  {isolated(plain(report.subtitle), way)}")
        said.bold = False
    if any(True for _ in title._p.itersiblings(w("p"), w("tbl"), preceding=True)) and not logo:
        title.paragraph_format.page_break_before = True
    if plain(report.subtitle) and not on_one_line:
        page.add("Subtitle", report.subtitle)
    if report.finding:
        page.add("Lead", report.finding)
    _terms(page, report.facts)


def _logo(page: Page, logo: Logo) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = page.add("Normal")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    put_picture(paragraph, dots_of(logo), "Logo", 170, 45)


def _contents(page: Page, report: Report) -> None:
    """A table of contents that Word can renew; without page numbers, since only Word knows them."""
    from docx.oxml import OxmlElement

    page.add("TOC Heading", "Contents")
    paragraphs = [page.add("toc 1") for _ in report.sections]
    for number, (section, paragraph) in enumerate(zip(report.sections, paragraphs, strict=True)):
        if number == 0:
            put_field_mark(paragraph, "begin")
            put_instruction(paragraph, r'TOC \o "1-1" \n \h \z')
            put_field_mark(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(w("anchor"), _target(section, number))
        link.set(w("history"), "1")
        link.append(paragraph.add_run(plain(section.title))._r)
        paragraph._p.append(link)
    put_field_mark(paragraphs[-1], "end")


def _section(page: Page, section: Section, number: int, *, new_page: bool) -> None:
    heading = page.add("Heading 1", section.title)
    if page.report.length == "page" and number == 0:
        as_finding(page, heading, section.title)
    heading.paragraph_format.page_break_before = new_page or None
    _bookmark(page, heading, _target(section, number))
    after_table = False
    for block in section.blocks:
        before = len(page.document.element.body)
        _block(page, block)
        if section is closing(page.report) and block is not section.blocks[-1]:
            page.document.paragraphs[-1].paragraph_format.keep_with_next = True
        if after_table and not isinstance(block, Heading):
            _apart(page, before)
        after_table = isinstance(block, Table)


def _beside(page: Page, block: Beside) -> None:
    """Two columns, as a table of two cells without lines."""
    from docx.shared import Pt

    share = min(0.62, BESIDE / page.width)
    table: Any = page.document.add_table(1, 2)
    table.autofit = False
    without_margins(table)
    for column, part in zip(table.columns, (share, 1 - share), strict=True):
        column.width = Pt(page.width * part)
    for cell, side, part in zip(table.rows[0].cells, (block.left, block.right), (share, 1 - share), strict=True):
        cell.width = Pt(page.width * part)
        column = replace(page, into=cell, width=page.width * part - GUTTER)
        for one in side:
            _block(column, one)
        cell._tc.remove(cell.paragraphs[0]._p)
        if cell._tc[-1].tag == w("tbl"):
            column.add("Table Text")


def _block(page: Page, block: Block) -> None:
    match block:
        case Beside():
            _beside(page, block)
        case Numbers():
            put_numbers(page, block)
        case Strip():
            put_strip(page, block)
        case Paragraph(text, kind):
            page.add({"lead": "Lead", "normal": "Normal", "small": "Small Print"}[kind], text)
        case Heading(text):
            page.add("Heading 2", text)
        case Bullets():
            _bullets(page, block)
        case Terms(items):
            _terms(page, items)
        case Callout():
            _callout(page, block)
        case Figure():
            _figure(page, block)
        case Table():
            _table(page, block)


def _bullets(page: Page, block: Bullets) -> None:
    paragraphs = [page.add("List Number" if block.ordered else "List Bullet", item) for item in block.items]
    if block.ordered and paragraphs:
        number = new_list(page.document, ordered=True)
        for paragraph in paragraphs:
            set_number(paragraph._p.get_or_add_pPr(), number)
    elif paragraphs and not has_numbers(page.styles["List Bullet"]):
        set_number(page.styles["List Bullet"].element.get_or_add_pPr(), new_list(page.document, ordered=False))


def _terms(page: Page, items: Sequence[tuple[str, str]]) -> None:
    # A template's letters may be larger, and a term that runs over its tab would push its text along.
    longest = min(LONGEST_TERM, int(HANGING / (BOLD * size_of(page.styles["Terms"]))))
    whole = short(*(text for item in items for text in item))
    for number, (term, text) in enumerate(items, 1):
        paragraph = page.add("Terms")
        if not short(term, text):
            loosened(paragraph)
        elif number < len(items) and (whole or number == 1):
            paragraph.paragraph_format.keep_with_next = True
        said = paragraph.add_run(plain(term))
        said.bold = True
        below = len(plain(term)) > longest
        if below:
            said.add_break()
        paragraph.add_run(plain(text) if below else f"\t{plain(text)}")


def _callout(page: Page, block: Callout) -> None:
    from docx.shared import Pt, RGBColor

    hue = {"note": "soft", "warning": "warning", "ask": "accent"}[block.tone]
    paragraph = page.add(f"Callout {block.tone.capitalize()}")
    if word := tone_word(block):
        said = paragraph.add_run(f"{word}  ")
        said.font.size, said.bold = Pt(8.5), True
        said.font.color.rgb = RGBColor.from_string(getattr(page.theme.colours, hue)[1:])
    title = paragraph.add_run(plain(block.title))
    title.bold = True
    title.add_break()
    paragraph.add_run(plain(block.text))
    if not short(block.title, block.text):
        loosened(paragraph)


def _figure(page: Page, figure: Figure) -> None:
    from maturity import charts

    room = page.width / 72, page.height * page.tallest / 72, page.height * TALLEST_OF_ALL / 72
    alt, look = plain(figure.alt), look_inside(page.report, figure, without_footer(page.theme), room)
    drawn = charts.draw(figure.chart, figure.data, "png", alt=alt, look=look, dpi=DOTS)
    paragraph = page.add("Figure")
    put_picture(paragraph, drawn, alt, page.width, page.height * TALLEST_OF_ALL)
    # A part of a chart would take the next one with it, and both together have no room on any page.
    paragraph.paragraph_format.keep_with_next = bool(figure.caption)
    if figure.caption:
        page.add("Caption", figure.caption)


def _table(page: Page, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if block.caption:
        caption = page.add("Caption", block.caption)
        caption.paragraph_format.keep_with_next = short(block.caption)
    laid = column_widths(block, int(page.width / LETTER))
    table = new_table(page, 1 + len(block.rows), len(block.header))
    for column, share in zip(table.columns, laid.shares, strict=True):
        column.width = Pt(page.width * share)
    kept = laid.whole(block)
    bars = (None, *(bar for _, bar in block.rows_with_bars))
    for number, (row, texts) in enumerate(zip(table.rows, (block.header, *block.rows), strict=True)):
        set_row(row, header=number == 0, breaks=not laid.kept(texts))
        cells = row.cells
        for cell, text, align, share in zip(cells, texts, block.align, laid.shares, strict=True):
            cell.width = Pt(page.width * share)
            paragraph = cell.paragraphs[0]
            set_style(paragraph, page.styles["Table Heading" if number == 0 else "Table Text"])
            if (bar := bars[number]) is not None and cell is cells[-1]:
                put_bar(page, paragraph, bar, page.width * share)
                paragraph = cell.add_paragraph()
                set_style(paragraph, page.styles["Table Text"])
            paragraph.add_run(plain(text))
            if align == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if kept and number < len(block.rows):
                paragraph.paragraph_format.keep_with_next = True
    put_name(table, plain(block.caption) or ", ".join(map(plain, block.header)))


def _apart(page: Page, before: int) -> None:
    """Space between a table and the paragraph that follows it."""
    from docx.shared import Pt
    from docx.text.paragraph import Paragraph as Word

    # The last child of a body is the page's set-up; new blocks stand before it.
    following = page.document.element.body[before - 1]
    if following.tag == w("p"):
        Word(following, page.document._body).paragraph_format.space_before = Pt(12)


def _target(section: Section, number: int) -> str:
    """A bookmark's name: letters, digits and lines, at most 40."""
    return f"report_{number + 1}_{re.sub('[^A-Za-z0-9]', '_', section.id)}"[:40]


def _bookmark(page: Page, paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    taken = [int(mark.get(w("id"), "0")) for mark in page.document.element.body.iter(w("bookmarkStart"))]
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(w("id"), str(max(taken, default=0) + 1))
    start.set(w("name"), name)
    for run in paragraph.runs[:1]:
        run._r.addprevious(start)
    paragraph._p.append(end)
    if start.getparent() is None:
        end.addprevious(start)


def _properties(document: Document, report: Report) -> None:
    """The title, and nobody's name."""
    core = document.core_properties
    core.title = ": ".join(text for one in (report.title, report.subtitle) if (text := plain(one)))[:255]
    core.language = report.main_language[:255]
    core.author = core.last_modified_by = core.comments = ""
    core.revision = 1
    for moment in ("created", "modified", "lastPrinted"):
        for element in list(core._element.iter(f"{{*}}{moment}")):
            core._element.remove(element)
    for part in document.part.package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = re.sub(rb"<Manager>[^<]*</Manager>", b"", part.blob)
