"""A report as a Word file: real styles, editable text, or set in the styles of somebody's own template."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from maturity.model.theme import STANDARD, Logo, Theme
from maturity.renderers.common import column_widths, dots_of, look_inside, short, tone_word, without_footer
from maturity.renderers.small import BAR, STRIP, bar_svg, strip_svg
from maturity.renderers.word_languages import mark_languages, w
from maturity.renderers.word_lists import has_numbers, new_list, set_number
from maturity.renderers.word_styles import AFTER_BORDERS, TABLE_STYLE, prepare, set_style
from maturity.report.blocks import (
    LONG_FINDING,
    Bar,
    Beside,
    Block,
    Bullets,
    Callout,
    Figure,
    Heading,
    Numbers,
    Paragraph,
    Report,
    Section,
    Strip,
    Table,
    Terms,
)
from maturity.text.clean import plain
from maturity.text.isolate import direction, isolated
from maturity.typesetting import rasterised

if TYPE_CHECKING:
    from docx.document import Document

Paper = Literal["a4", "letter"]
SIZES = {"a4": (21.0, 29.7), "letter": (21.59, 27.94)}
"""Centimetres."""
CONTENTS_FROM = 4
"""Sections from which a list of contents, and a page for it, are worth having."""
LETTER = 5.4
"""Points that a small letter of a table takes."""
LONGEST_TERM = 20
"""Letters of a term beside which its text can still stand."""
TALLEST = 0.68
"""Share of the page's height that a chart may take, so that a heading and its first sentences stand above it."""
DOTS = 220
"""Dots an inch of a chart."""
BESIDE, GUTTER = 4.25 * 72, 11.0
"""Points: how wide the left one of two columns is, and the space between text in the two."""


@dataclass(frozen=True, slots=True)
class Page:
    """The document that is being written, and what its writers need to know.

    Args:
        styles: by the name that a report knows them by.
        width, height: of the text, in points.
        tallest: share of the height that a chart may take.
        into: what is written into, where that is not the document itself.
    """

    document: Document
    report: Report
    styles: dict[str, Any]
    theme: Theme
    width: float
    height: float
    tallest: float
    into: Any = None

    def add(self, style: str, text: str = "") -> Any:
        """A new paragraph at the end."""
        paragraph = (self.into or self.document).add_paragraph(plain(text))
        if style in self.styles:
            set_style(paragraph, self.styles[style])
        if not short(text):
            _loosened(paragraph)
        return paragraph


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
    document = _fresh(paper, tight=report.length == "page") if template is None else _opened(template)
    styles = prepare(document, theme, template=template is not None, tight=report.length == "page")
    page = Page(document, report, styles, theme, *_text_area(document), TALLEST)
    before = len(document.element.body)
    if template is None:
        _head_and_foot(page, report)
        _ground(page)
    _front(page, report)
    contents = report.length == "full" and len(report.sections) >= CONTENTS_FROM
    if contents:
        _contents(page, report)
    for number, section in enumerate(report.sections):
        _section(page, section, number, new_page=contents and number == 0 and template is None)
    if report.foot:
        page.add("Foot", report.foot)
    elif report.sections and report.sections[-1].blocks and isinstance(report.sections[-1].blocks[-1], Table):
        page.add("Normal")
    mark_languages(document, document.element.body[max(0, before - 1) :], report, template=template is not None)
    _properties(document, report)
    return _packed(document)


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


def _text_area(document: Document) -> tuple[float, float]:
    """Width and height of the text on the last page set-up of a document, in points."""
    section = document.sections[-1]
    across = (section.page_width, section.left_margin, section.right_margin, section.gutter)
    down = (section.page_height, section.top_margin, section.bottom_margin)
    wide = [0.0 if length is None else abs(length.pt) for length in across]
    high = [0.0 if length is None else abs(length.pt) for length in down]
    return max(144.0, (wide[0] or 595) - sum(wide[1:])), max(144.0, (high[0] or 842) - sum(high[1:]))


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
        _field(foot, "PAGE", "1")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES", "1")
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
    _terms(page, report.facts)


def _logo(page: Page, logo: Logo) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = page.add("Normal")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _picture(paragraph, dots_of(logo), "Logo", 170, 45)


def _contents(page: Page, report: Report) -> None:
    """A table of contents that Word can renew; without page numbers, since only Word knows them."""
    from docx.oxml import OxmlElement

    page.add("TOC Heading", "Contents")
    paragraphs = [page.add("toc 1") for _ in report.sections]
    for number, (section, paragraph) in enumerate(zip(report.sections, paragraphs, strict=True)):
        if number == 0:
            _mark(paragraph, "begin")
            _instruction(paragraph, r'TOC \o "1-1" \n \h \z')
            _mark(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(w("anchor"), _target(section, number))
        link.set(w("history"), "1")
        link.append(paragraph.add_run(plain(section.title))._r)
        paragraph._p.append(link)
    _mark(paragraphs[-1], "end")


def _section(page: Page, section: Section, number: int, *, new_page: bool) -> None:
    heading = page.add("Heading 1", section.title)
    if page.report.length == "page" and number == 0:
        _as_finding(page, heading, section.title)
    heading.paragraph_format.page_break_before = new_page or None
    _bookmark(page, heading, _target(section, number))
    after_table = False
    for block in section.blocks:
        before = len(page.document.element.body)
        _block(page, block)
        if after_table and not isinstance(block, Heading):
            _apart(page, before)
        after_table = isinstance(block, Table)


def _as_finding(page: Page, heading: Any, text: str) -> None:
    """The heading that is read first on a page: larger, and without a rule above it."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    for run in heading.runs:
        run.font.size = Pt(15 if len(text) > LONG_FINDING else 20)
    heading.paragraph_format.space_before = Pt(6)
    properties = heading._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    none = OxmlElement("w:top")
    none.set(w("val"), "nil")
    borders.append(none)
    properties.insert_element_before(borders, *AFTER_BORDERS)


def _beside(page: Page, block: Beside) -> None:
    """Two columns, as a table of two cells without lines."""
    from docx.shared import Pt

    share = min(0.62, BESIDE / page.width)
    table: Any = page.document.add_table(1, 2)
    table.autofit = False
    _without_margins(table)
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


def _without_margins(table: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    none, gap = '<w:left w:w="0" w:type="dxa"/>', f'<w:right w:w="{GUTTER * 20:.0f}" w:type="dxa"/>'
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{none}{gap}</w:tblCellMar>"))


def _numbers(page: Page, block: Numbers) -> None:
    """Big numbers, each with its name above and its notes below."""
    if page.into is None and len(block.items) > 1:
        table: Any = page.document.add_table(1, len(block.items))
        _without_margins(table)
        for cell, one in zip(table.rows[0].cells, block.items, strict=True):
            _numbers(replace(page, into=cell), Numbers((one,)))
            cell._tc.remove(cell.paragraphs[0]._p)
        return
    for one in block.items:
        page.add("Number Name", one.name)
        page.add("Number", one.value)
        for note in one.notes:
            page.add("Number Note", note)


def _strip(page: Page, block: Strip) -> None:
    drawn = rasterised(strip_svg(block, page.theme).encode(), STRIP[0] / STRIP[1], side=STRIP[0])
    _picture(page.add("Figure"), drawn, plain(block.alt), page.width, STRIP[1], wide=STRIP[0])
    page.add("Caption", block.caption)


def _block(page: Page, block: Block) -> None:
    match block:
        case Beside():
            _beside(page, block)
        case Numbers():
            _numbers(page, block)
        case Strip():
            _strip(page, block)
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


def _loosened(paragraph: Any) -> None:
    """Let a paragraph that may be longer than a page break over two."""
    form = paragraph.paragraph_format
    form.keep_together = form.keep_with_next = False


def _bullets(page: Page, block: Bullets) -> None:
    paragraphs = [page.add("List Number" if block.ordered else "List Bullet", item) for item in block.items]
    if block.ordered and paragraphs:
        number = new_list(page.document, ordered=True)
        for paragraph in paragraphs:
            set_number(paragraph._p.get_or_add_pPr(), number)
    elif paragraphs and not has_numbers(page.styles["List Bullet"]):
        set_number(page.styles["List Bullet"].element.get_or_add_pPr(), new_list(page.document, ordered=False))


def _terms(page: Page, items: Sequence[tuple[str, str]]) -> None:
    for term, text in items:
        paragraph = page.add("Terms")
        if not short(term, text):
            _loosened(paragraph)
        said = paragraph.add_run(plain(term))
        said.bold = True
        if len(plain(term)) > LONGEST_TERM:
            said.add_break()
        paragraph.add_run(plain(text) if len(plain(term)) > LONGEST_TERM else f"\t{plain(text)}")


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
        _loosened(paragraph)


def _figure(page: Page, figure: Figure) -> None:
    from maturity import charts

    alt, look = plain(figure.alt), look_inside(page.report, figure, without_footer(page.theme))
    drawn = charts.draw(figure.chart, figure.data, "png", alt=alt, look=look, dpi=DOTS)
    _picture(page.add("Figure"), drawn, alt, page.width, page.height * page.tallest)
    if figure.caption:
        page.add("Caption", figure.caption)


def _picture(paragraph: Any, content: bytes, alt: str, width: float, height: float, *, wide: float = 0.0) -> None:
    """A picture in a paragraph, as large as it is but no wider and no taller than so many points.

    Args:
        wide: how wide it is, where the picture does not say so itself.
    """
    from docx.shared import Emu, Pt

    shape = paragraph.add_run().add_picture(io.BytesIO(content), Pt(wide) if wide else None)
    scale = min(1.0, Pt(width) / shape.width, Pt(height) / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape._inline.docPr.set("descr", alt)


def _table(page: Page, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if block.caption:
        caption = page.add("Caption", block.caption)
        caption.paragraph_format.keep_with_next = short(block.caption)
    laid = column_widths(block, int(page.width / LETTER))
    table = _new_table(page, 1 + len(block.rows), len(block.header))
    for column, share in zip(table.columns, laid.shares, strict=True):
        column.width = Pt(page.width * share)
    kept = laid.whole(block)
    bars = (None, *(bar for _, bar in block.rows_with_bars))
    for number, (row, texts) in enumerate(zip(table.rows, (block.header, *block.rows), strict=True)):
        _row(row, header=number == 0, breaks=not laid.kept(texts))
        cells = row.cells
        for cell, text, align, share in zip(cells, texts, block.align, laid.shares, strict=True):
            cell.width = Pt(page.width * share)
            paragraph = cell.paragraphs[0]
            set_style(paragraph, page.styles["Table Heading" if number == 0 else "Table Text"])
            if (bar := bars[number]) is not None and cell is cells[-1]:
                _bar(page, paragraph, bar, page.width * share)
                paragraph = cell.add_paragraph()
                set_style(paragraph, page.styles["Table Text"])
            paragraph.add_run(plain(text))
            if align == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if kept and number < len(block.rows):
                paragraph.paragraph_format.keep_with_next = True
    _named(table, plain(block.caption) or ", ".join(map(plain, block.header)))


def _new_table(page: Page, rows: int, columns: int) -> Any:
    """An empty table where is written."""
    if page.into is None:
        table: Any = page.document.add_table(rows, columns, page.styles[TABLE_STYLE])
    else:
        table = page.into.add_table(rows, columns)
        table.style = page.styles[TABLE_STYLE]
    table.autofit = False
    return table


def _bar(page: Page, paragraph: Any, bar: Bar, width: float) -> None:
    drawn = rasterised(bar_svg(bar, page.theme).encode(), bar.width / BAR, side=bar.width)
    _picture(paragraph, drawn, plain(bar.alt), width, BAR, wide=bar.width)


def _row(row: Any, *, header: bool, breaks: bool) -> None:
    """No row breaks over two pages unless it is too long for one; the heads stand on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    if not breaks:
        properties.append(OxmlElement("w:cantSplit"))
    if header and not breaks:
        properties.append(OxmlElement("w:tblHeader"))


def _named(table: Any, name: str) -> None:
    """The caption again, where screen readers look for it."""
    from docx.oxml import OxmlElement

    caption = OxmlElement("w:tblCaption")
    caption.set(w("val"), name)
    table._tbl.tblPr.append(caption)


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


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    _mark(paragraph, "begin")
    _instruction(paragraph, instruction)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    from docx.oxml import OxmlElement

    mark = OxmlElement("w:fldChar")
    mark.set(w("fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, text: str) -> None:
    from docx.oxml import OxmlElement

    instruction = OxmlElement("w:instrText")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text = f" {text} "
    paragraph.add_run()._r.append(instruction)


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


def _packed(document: Document) -> bytes:
    """The file, without the moment of its making."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
