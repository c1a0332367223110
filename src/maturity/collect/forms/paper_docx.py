"""A paper ballot as a Word file, for those who want to change a word before they print."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from maturity.collect.forms.ballot import Ballot, ExampleSpace, NumberedItem, ballot
from maturity.model import Round
from maturity.report.asked import CHECK
from maturity.report.blocks import PROGRAM
from maturity.text.isolate import direction

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

TICK, TAB = "☐", "\t"
SIZES = {"a4": (21.0, 29.7), "letter": (21.59, 27.94)}
"""Width and height in centimetres."""
MARGIN = 1.8
LONGEST_BESIDE = 40
"""Letters up to which what is ticked stands side by side."""
HAND_IN = ((7.5, True), (12.5, True))
"""Where the first two places at the end of the ballot stop."""
MADE = dt.datetime(2000, 1, 1)
"""A date that says nothing, so that the same round gives the same document."""


def build(round_: Round, paper: str) -> bytes:
    """The ballot of a round as .docx, with real headings and no item broken over a page.

    Args:
        paper: `a4` or `letter`.
    """
    import docx

    one, document = ballot(round_), docx.Document()
    _page(document, one, SIZES[paper])
    entitle(document, one.title, one.language)
    document.add_heading(one.title, 1)
    document.add_paragraph(one.subtitle, "Subtitle")
    for text in filter(None, (one.rated, one.instruction)):
        document.add_paragraph(text)
    document.add_paragraph(one.how)
    document.add_paragraph(one.privacy)
    for question in one.about:
        prompt = document.add_paragraph()
        prompt.add_run(question.prompt).bold = True
        prompt.paragraph_format.keep_with_next = True
        _boxes(document, question.options)
    for item in one.items:
        _item(document, item)
    if one.examples is not None:
        _examples(document, one.examples, SIZES[paper])
    document.add_heading(one.done, 2)
    _to_write_on(document, f" {TAB} ".join((*one.hand_in, "")).rstrip(" "), SIZES[paper], HAND_IN)
    _say_languages(document, one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _boxes(document: Document, options: Sequence[str]) -> None:
    """Side by side where each is short; else one below the other, whole, however long they are."""
    from docx.shared import Cm

    if max(map(len, options), default=0) <= LONGEST_BESIDE:
        unbroken = (option.replace(" ", "\u00a0") for option in options)
        document.add_paragraph("   ".join(f"{TICK}\u00a0{option}" for option in unbroken))
        return
    for place, option in enumerate(options, 1):
        line = document.add_paragraph(f"{TICK}\t{option}", "List")
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.65), Cm(-0.65)
        line.paragraph_format.keep_with_next = place < len(options)


def _item(document: Document, item: NumberedItem) -> None:
    if item.how:
        _apart(document.add_paragraph(item.how))
    document.add_heading(f"{item.number}. {item.prompt}", 2)
    if item.asked:
        asked = document.add_paragraph()
        asked.add_run(item.asked).italic = True
        asked.paragraph_format.keep_with_next = True
    for place, text in enumerate(item.check):
        line = document.add_paragraph(text, "List Bullet" if place else None)
        line.paragraph_format.keep_with_next = True
    for place, (label, text) in enumerate(item.choices, 1):
        paragraph = document.add_paragraph(style="List")
        paragraph.paragraph_format.keep_with_next = place < len(item.choices)
        paragraph.add_run(f"{TICK}\t")
        paragraph.add_run(f"{label}\t").bold = True
        paragraph.add_run(text)


def _apart(paragraph: Paragraph) -> None:
    """Set off from the question before, and kept with the one that follows."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(14)
    paragraph.paragraph_format.keep_with_next = True


def _examples(document: Document, space: ExampleSpace, size: tuple[float, float]) -> None:
    from docx.shared import Pt

    document.add_heading(space.prompt, 2)
    document.add_paragraph(space.how).paragraph_format.keep_with_next = True
    # Before a line a number leaves room for a wider one below it.
    gaps, above = (((0.8, False),), 7) if space.numbered else (((2.3, True), (2.6, False)), 11)
    for place, said in enumerate(space.lines, 1):
        line = _to_write_on(document, f"{said}{TAB * len(gaps)}{TAB}", size, gaps)
        line.paragraph_format.space_before = Pt(above)
        line.paragraph_format.keep_with_next = place < len(space.lines)


def _to_write_on(
    document: Document, text: str, size: tuple[float, float], stops: Sequence[tuple[float, bool]]
) -> Paragraph:
    """A line with room for a hand, of which the last part is drawn to the margin.

    Args:
        text: has a tab for every stop and one for the margin.
        size: of the paper.
        stops: in centimetres from the margin, and whether a line is drawn up to each.
    """
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    line = document.add_paragraph(text)
    for place, drawn in (*stops, (size[0] - 2 * MARGIN, True)):
        leader = WD_TAB_LEADER.LINES if drawn else WD_TAB_LEADER.SPACES
        line.paragraph_format.tab_stops.add_tab_stop(Cm(place), WD_TAB_ALIGNMENT.LEFT, leader)
    return line


def _say_languages(document: Document, one: Ballot) -> None:
    """What the program adds is in its language, and a paragraph of letters that run from the right does so too."""
    from docx.oxml.ns import qn

    words = {
        one.how,
        one.privacy,
        one.rated,
        one.done,
        CHECK,
        *(question.prompt for question in one.about),
        *(item.asked for item in one.items),
    }
    to_write_on = one.hand_in[:1]
    if one.examples is not None:
        words.add(one.examples.how)
        to_write_on += () if one.examples.numbered else one.examples.lines[:1]
    for paragraph in document.paragraphs:
        turned = direction(paragraph.text) == "rtl"
        if turned:
            properties = paragraph._p.get_or_add_pPr()
            mark = properties.makeelement(qn("w:bidi"), {}, None)
            properties.insert_element_before(mark, "w:spacing", "w:ind", "w:jc", "w:rPr")
        for run in paragraph.runs:
            if turned:
                run.font.rtl = True
                run.font.complex_script = True
            if paragraph.text in words or paragraph.text.startswith(to_write_on):
                properties = run._r.get_or_add_rPr()
                properties.append(properties.makeelement(qn("w:lang"), {qn("w:val"): PROGRAM}, None))


def _page(document: Document, one: Ballot, size: tuple[float, float]) -> None:
    """Paper, margins, type and the line at the foot of each page."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(size[0]), Cm(size[1])
    section.left_margin = section.right_margin = Cm(MARGIN)
    section.top_margin, section.bottom_margin = Cm(1.4), Cm(1.4)
    section.footer_distance = Cm(0.8)
    styles: Any = document.styles
    _lay_out(styles["Normal"], "Times New Roman", 12.5, 0, 3)
    _lay_out(styles["List"], "Times New Roman", 12.5, 0, 2)
    _lay_out(styles["Subtitle"], "Times New Roman", 13, 0, 5)
    _lay_out(styles["Heading 1"], "Times New Roman", 22, 0, 0)
    _lay_out(styles["Heading 2"], "Times New Roman", 13, 11, 2)
    _lay_out(styles["Footer"], "Times New Roman", 9.5, 0, 0)
    styles["Heading 1"].font.bold = False
    styles["Subtitle"].font.italic = False
    for spacing in styles["Subtitle"].element.rPr.findall(qn("w:spacing")):
        styles["Subtitle"].element.rPr.remove(spacing)
    for name in ("Subtitle", "Footer"):
        styles[name].font.color.rgb = RGBColor(0x52, 0x60, 0x6D)
    for name in ("List", "Heading 2"):
        styles[name].paragraph_format.keep_together = True
    choices = styles["List"].paragraph_format
    choices.left_indent, choices.first_line_indent = Cm(1.7), Cm(-1.7)
    for stop in (0.65, 1.7):
        choices.tab_stops.add_tab_stop(Cm(stop))
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.add_run(f"{one.footer}     ")
    _counted(foot, one.page)


def _lay_out(style: Any, font: str, size: float, before: float, after: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.0


def _counted(paragraph: Paragraph, words: str) -> None:
    """Write a line in which `{page}` and `{of}` are counted by Word."""
    for part in words.replace("{", "\0{").replace("}", "}\0").split("\0"):
        if part in ("{page}", "{of}"):
            _field(paragraph, "PAGE" if part == "{page}" else "NUMPAGES")
        else:
            paragraph.add_run(part)


def _field(paragraph: Paragraph, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def entitle(document: Document, title: str, language: str) -> None:
    """Give a document its title and language, also that of its text, and nobody's name."""
    from docx.oxml.ns import qn

    about = document.core_properties
    about.title, about.language = title[:255], language
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = MADE
    styles: Any = document.styles
    for one in styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), language)
