"""What the writers of a Word document share: the page that they write on, pictures, big numbers and small bars."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from maturity.model.theme import Theme
from maturity.renderers.common import short
from maturity.renderers.small import BAR, bar_svg, strip_svg
from maturity.renderers.word_languages import w
from maturity.renderers.word_styles import AFTER_BORDERS, TABLE_STYLE, set_style, size_of
from maturity.report.blocks import LONG_FINDING, Bar, Numbers, Report, Strip
from maturity.report.page_room import OUR_SIZE, PageRoom, room_within
from maturity.report.piles import WIDE
from maturity.text.clean import plain
from maturity.typesetting import rasterised

if TYPE_CHECKING:
    from docx.document import Document

OUR_HEADINGS = (("title", 11.0, 1), ("heading 1", 25.0, 2), ("caption", 13.5, 2))
"""Styles of headings, how high one is on our own page with what is around it, and how many lines there may be."""
CAPTION, BOLDER = 8.5, 1.15
"""Points of our own captions; how much wider a bold letter is."""
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
            loosened(paragraph)
        return paragraph


def text_area(document: Document) -> tuple[float, float]:
    """Width and height of the text on the last page set-up of a document, in points."""
    section = document.sections[-1]
    across = (section.page_width, section.left_margin, section.right_margin, section.gutter)
    down = (section.page_height, section.top_margin, section.bottom_margin)
    wide = [0.0 if length is None else abs(length.pt) for length in across]
    high = [0.0 if length is None else abs(length.pt) for length in down]
    return max(144.0, (wide[0] or 595) - sum(wide[1:])), max(144.0, (high[0] or 842) - sum(high[1:]))


def room_in_template(template: bytes) -> PageRoom:
    """What a page of somebody's own template has room for, by its margins and its letters."""
    import docx

    document = docx.Document(io.BytesIO(template))
    there = {(style.name or "").lower(): style for style in document.styles}
    more = [
        max(0.0, (0.0 if name == "title" else size_of(style)) + _around(style) - ours) * times
        for name, ours, times in OUR_HEADINGS
        if (style := there.get(name)) is not None
    ]
    size, title = (
        size_of(there[name]) if name in there else ours for name, ours in (("normal", OUR_SIZE), ("title", 11.0))
    )
    return room_within(*text_area(document), size, title, sum(more), _fine(there.get("caption")))


def _fine(caption: Any) -> float:
    """How much wider a letter of a style of captions is than one of our own."""
    if caption is None:
        return 1.0
    return max(1.0, size_of(caption) / CAPTION * (BOLDER if caption.font.bold else 1.0))


def _around(style: Any) -> float:
    """Points above and below a paragraph of a style."""
    return sum(_spacing(style, side) for side in ("before", "after"))


def _spacing(style: Any, side: str) -> float:
    """Points above or below, the style's own or those that it takes over."""
    from docx.oxml.ns import qn

    one = style
    while one is not None:
        found = one.element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if found is not None and (said := found.get(qn(f"w:{side}"))) is not None:
            return float(said) / 20
        one = one.base_style
    usual = f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
    found = style.element.getparent().find(usual)
    return 0.0 if found is None else float(found.get(qn(f"w:{side}"), 0)) / 20


def loosened(paragraph: Any) -> None:
    """Let a paragraph that may be longer than a page break over two."""
    form = paragraph.paragraph_format
    form.keep_together = form.keep_with_next = False


def as_finding(page: Page, heading: Any, text: str) -> None:
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


def without_margins(table: Any) -> None:
    """Let the text of a table without lines begin where all other text does."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    none, gap = '<w:left w:w="0" w:type="dxa"/>', f'<w:right w:w="{GUTTER * 20:.0f}" w:type="dxa"/>'
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{none}{gap}</w:tblCellMar>"))


def put_numbers(page: Page, block: Numbers) -> None:
    """Big numbers, each with its name above and its notes below."""
    if page.into is None and len(block.items) > 1:
        table: Any = page.document.add_table(1, len(block.items))
        without_margins(table)
        for cell, one in zip(table.rows[0].cells, block.items, strict=True):
            put_numbers(replace(page, into=cell), Numbers((one,)))
            cell._tc.remove(cell.paragraphs[0]._p)
        return
    for one in block.items:
        page.add("Number Name", one.name)
        page.add("Number", one.value)
        for note in one.notes:
            page.add("Number Note", note)


def put_strip(page: Page, block: Strip) -> None:
    """Many values as dots on a line, and what there is to say of them."""
    dots, high = strip_svg(block, page.theme)
    drawn = rasterised(dots.encode(), WIDE / high, side=WIDE)
    put_picture(page.add("Figure"), drawn, plain(block.alt), page.width, high, wide=WIDE)
    page.add("Caption", block.caption)


def put_picture(paragraph: Any, content: bytes, alt: str, width: float, height: float, *, wide: float = 0.0) -> None:
    """A picture in a paragraph, as large as it is but no wider and no taller than so many points.

    Args:
        wide: how wide it is, where the picture does not say so itself.
    """
    from docx.shared import Emu, Pt

    shape = paragraph.add_run().add_picture(io.BytesIO(content), Pt(wide) if wide else None)
    scale = min(1.0, Pt(width) / shape.width, Pt(height) / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape._inline.docPr.set("descr", alt)


def new_table(page: Page, rows: int, columns: int) -> Any:
    """An empty table where is written."""
    if page.into is None:
        table: Any = page.document.add_table(rows, columns, page.styles[TABLE_STYLE])
    else:
        table = page.into.add_table(rows, columns)
        table.style = page.styles[TABLE_STYLE]
    table.autofit = False
    return table


def put_bar(page: Page, paragraph: Any, bar: Bar, width: float) -> None:
    """A bar of answers in a paragraph, no wider than so many points."""
    drawn = rasterised(bar_svg(bar, page.theme).encode(), bar.width / BAR, side=bar.width)
    put_picture(paragraph, drawn, plain(bar.alt), width, BAR, wide=bar.width)


def set_row(row: Any, *, header: bool, breaks: bool) -> None:
    """No row breaks over two pages unless it is too long for one; the heads stand on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    if not breaks:
        properties.append(OxmlElement("w:cantSplit"))
    if header and not breaks:
        properties.append(OxmlElement("w:tblHeader"))


def put_name(table: Any, name: str) -> None:
    """The caption again, where screen readers look for it."""
    from docx.oxml import OxmlElement

    caption = OxmlElement("w:tblCaption")
    caption.set(w("val"), name)
    table._tbl.tblPr.append(caption)


def put_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until it is renewed."""
    put_field_mark(paragraph, "begin")
    put_instruction(paragraph, instruction)
    put_field_mark(paragraph, "separate")
    paragraph.add_run(shown)
    put_field_mark(paragraph, "end")


def put_field_mark(paragraph: Any, kind: str) -> None:
    """Where a field begins, parts and ends."""
    from docx.oxml import OxmlElement

    mark = OxmlElement("w:fldChar")
    mark.set(w("fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def put_instruction(paragraph: Any, text: str) -> None:
    """What a field is to show."""
    from docx.oxml import OxmlElement

    instruction = OxmlElement("w:instrText")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text = f" {text} "
    paragraph.add_run()._r.append(instruction)


def packed_document(document: Document) -> bytes:
    """The file, without the moment of its making."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()
