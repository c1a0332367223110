"""Reading and writing a slide's shapes where python-pptx says too little."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from maturity.renderers.powerpoint import fit
from maturity.renderers.powerpoint.fit import Para
from maturity.renderers.powerpoint.layouts import POINT, Native, qualified
from maturity.renderers.powerpoint.paging import CELL, grid
from maturity.renderers.powerpoint.scheme import INK, Paint, Scheme
from maturity.report.blocks import Table
from maturity.text.clean import plain
from maturity.text.isolate import direction


@dataclass(frozen=True, slots=True)
class SlideBox:
    """A rectangle on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


def placeholder_kind(shape: Native) -> str:
    """What a placeholder is for, as the format calls it."""
    kind: str = shape._element.ph.get("type", "obj")
    return kind


def box_of(shape: Native) -> SlideBox:
    """Where a shape stands."""
    return SlideBox(*((value or 0) / POINT for value in (shape.left, shape.top, shape.width, shape.height)))


def move(shape: Native, box: SlideBox) -> None:
    """Put a shape elsewhere."""
    left, top, width, height = (round(value * POINT) for value in (box.left, box.top, box.width, box.height))
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _chain(shape: Native) -> list[Native]:
    """A placeholder, the layout's and the master's behind it; a text box alone."""
    found, at = [shape], shape
    while getattr(at, "is_placeholder", False) and (at := getattr(at, "_base_placeholder", None)) is not None:
        found.append(at)
    return found


def set_inset(shape: Native, inset: tuple[float, float]) -> None:
    """Room to the left and right, and above and below, inside a shape; in points."""
    from pptx.util import Pt

    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Pt(inset[0])
    frame.margin_top = frame.margin_bottom = Pt(inset[1])


def room_of(shape: Native) -> tuple[float, float]:
    """Width and height that a shape has for text, in points."""
    box = box_of(shape)
    bodies = [one._element.txBody.find(qualified("a:bodyPr")) for one in _chain(shape)]
    left, right, top, bottom = (
        next((int(body.get(name)) for body in bodies if body is not None and body.get(name)), usual) / POINT
        for name, usual in (("lIns", 91_440), ("rIns", 91_440), ("tIns", 45_720), ("bIns", 45_720))
    )
    return box.width - left - right - 1, box.height - top - bottom


def _first_styles(shape: Native, style: str) -> Iterator[Native]:
    """Properties of the first level of text that a placeholder inherits, the nearest first."""
    for one in _chain(shape):
        yield from one._element.txBody.iterfind(f"{qualified('a:lstStyle')}/{qualified('a:lvl1pPr')}")
    master = shape.part.slide.slide_layout.slide_master
    path = f"{qualified('p:txStyles')}/{qualified(f'p:{style}Style')}/{qualified('a:lvl1pPr')}"
    yield from master._element.iterfind(path)


def inherited_size(shape: Native, style: str) -> float:
    """The size of text that a shape has if nothing is said, in points."""
    if not shape.is_placeholder:
        return 28.0 if style == "title" else 20.0
    for properties in _first_styles(shape, style):
        for run in properties.iterfind(qualified("a:defRPr")):
            if run.get("sz"):
                return int(run.get("sz")) / 100
    return 18.0


def inherits_bold(shape: Native, style: str) -> bool:
    """Whether text of a shape is bold if nothing is said."""
    for properties in _first_styles(shape, style):
        for run in properties.iterfind(qualified("a:defRPr")):
            if run.get("b"):
                return run.get("b") in ("1", "true")
    return False


def _has_bullets(shape: Native) -> bool:
    for properties in _first_styles(shape, "body"):
        for name in ("a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip"):
            if properties.find(qualified(name)) is not None:
                return name != "a:buNone"
    return False


def text_box(slide: Native, box: SlideBox, *, inset: tuple[float, float] = (0, 0), frame: str = "") -> Native:
    """An empty box for text; `frame` is a line around it: accent, soft or none."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(*(round(v * POINT) for v in (box.left, box.top, box.width, box.height)))
    shape.text_frame.word_wrap = True
    shape.text_frame.auto_size = MSO_AUTO_SIZE.NONE
    set_inset(shape, inset)
    if frame:
        shape.line.width = Pt(1.25 if frame == "accent" else 0.75)
        if frame == "accent":
            shape.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
        else:
            shape.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
            shape.line.color.brightness = -0.25
    return shape


def outlined(shape: Native, kind: str = "body") -> Native:
    """A text box made a placeholder that no layout has, so that its text is in the outline; returns it."""
    holder = shape._element.nvSpPr
    holder.cNvSpPr.attrib.pop("txBox", None)
    own = {"type": kind} if kind == "title" else {"type": kind, "sz": "quarter", "idx": str(100 + shape.shape_id)}
    holder.nvPr.append(holder.makeelement(qualified("p:ph"), own, None))
    if kind == "body":
        shape._element.txBody.find(qualified("a:bodyPr")).set("anchor", "t")
    return shape


def resize(shape: Native, size: float) -> None:
    """Set all text of a shape at one size."""
    from pptx.util import Pt

    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def fill(shape: Native, paragraphs: Sequence[Para], size: float, ink: Paint | None = None) -> None:
    """Write paragraphs at a size for which they have been measured; `ink` is where their own colour is another."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    frame = shape.text_frame
    bulleted = shape.is_placeholder and _has_bullets(shape)
    for place, para in enumerate(paragraphs):
        written = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        own = size * para.scale
        written.line_spacing, written.space_after = 1.0, Pt(0)
        written.space_before = Pt(round(para.gap * own, 1) if place else 0)
        for words in para.words:
            run = written.add_run()
            run.text = words.text
            run.font.size = Pt(round(own, 1))
            if words.bold:
                run.font.bold = True
            if words.colour == "accent":
                run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
            elif ink is not None and ink != INK:
                run.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        _mark(written, para, own, bulleted)
    direct(shape)


def direct(shape: Native) -> None:
    """Turn the paragraphs of a shape whose text runs from right to left."""
    for paragraph in shape.text_frame.paragraphs:
        if direction(paragraph.text) == "rtl":
            properties = paragraph._p.get_or_add_pPr()
            properties.set("rtl", "1")
            properties.set("algn", "r")


def add_table(
    slide: Native, table: Table, size: float, box: SlideBox, scheme: Scheme, pad: tuple[float, float] = CELL
) -> None:
    """A native table, each row as high as its text and in colours in which it can be read, whatever the theme."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    widths, heights = grid(table, size, box.width, pad)
    rows = [table.header, *table.rows]
    frame = slide.shapes.add_table(
        len(rows), len(table.header), *(round(v * POINT) for v in (box.left, box.top, box.width, sum(heights)))
    )
    name_shape(frame, "Table", table.caption or ", ".join(filter(None, table.header)))
    for column, width in zip(frame.table.columns, widths, strict=True):
        column.width = round(width * POINT)
    for row, height in zip(frame.table.rows, heights, strict=True):
        row.height = round(height * POINT)
    looks = scheme.table()
    for y, texts in enumerate(rows):
        surface, ink = looks[0] if y == 0 else looks[2 - y % 2]
        for x, text in enumerate(texts):
            cell = frame.table.cell(y, x)
            cell._tc.get_or_add_tcPr().append(parsed(surface.xml()))
            cell.margin_left = cell.margin_right = Pt(pad[0])
            cell.margin_top = cell.margin_bottom = Pt(pad[1])
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            paragraph = cell.text_frame.paragraphs[0]
            turned = direction(plain(text)) == "rtl"
            right = (table.align[x] == "right") != turned
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = plain(text)
            run.font.size = Pt(size)
            run._r.get_or_add_rPr().append(parsed(ink.xml()))
            # Where a cell is empty, a row has the height of what would be typed there.
            paragraph._p.get_or_add_endParaRPr().set("sz", str(round(size * 100)))
            if y == 0:
                run.font.bold = True
            if turned:
                paragraph._p.get_or_add_pPr().set("rtl", "1")


def parsed(text: str) -> Native:
    """An element of a drawing from its text."""
    from pptx.oxml import parse_xml

    return parse_xml(text.replace(">", ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">', 1))


def _mark(written: Native, para: Para, size: float, bulleted: bool) -> None:
    """Bullet or number before a paragraph, or none; a template's own bullet stays."""
    properties = written._p.get_or_add_pPr()
    indent = round(size * fit.INDENT * POINT) if para.mark else 0
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    if para.mark == "number":
        properties.append(properties.makeelement(qualified("a:buAutoNum"), {"type": "arabicPeriod"}, None))
    elif not para.mark:
        properties.append(properties.makeelement(qualified("a:buNone"), {}, None))
    elif not bulleted:
        properties.append(properties.makeelement(qualified("a:buFont"), {"typeface": "Arial"}, None))
        properties.append(properties.makeelement(qualified("a:buChar"), {"char": "•"}, None))


def cloned(slide: Native, placeholder: Native) -> Native:
    """The slide's own copy of a layout's foot or number, empty."""
    element = copy.deepcopy(placeholder._element)
    tree = slide.shapes._spTree
    element.nvSpPr.cNvPr.set("id", str(max(int(i) for i in tree.xpath("//@id") if str(i).isdigit()) + 1))
    body = element.txBody
    for paragraph in list(body.iterfind(qualified("a:p"))):
        body.remove(paragraph)
    for styles in body.iterfind(qualified("a:lstStyle")):
        del styles[:]
    body.append(body.makeelement(qualified("a:p"), {}, None))
    for own in list(element.spPr):
        element.spPr.remove(own)
    tree.append(element)
    return slide.shapes[-1]


def name_shape(shape: Native, name: str, alt: str) -> None:
    """Name a shape, and say in words what it shows."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", plain(alt))


def below_title(slide: Native) -> Native | None:
    """The place for text of a slide that begins something; None where its layout has none."""
    kinds = {"subTitle": 0.0, "body": 40.0, "obj": 40.0}
    for kind, least in kinds.items():
        for shape in slide.placeholders:
            if placeholder_kind(shape) == kind and box_of(shape).height >= least:
                return shape
    return None


def paint_all(slide: Native, ground: Paint, ink: Paint) -> None:
    """A slide in one full colour of the theme, and all of its text in another."""
    from pptx.enum.dml import MSO_THEME_COLOR

    slide.background.fill.solid()
    slide.background.fill.fore_color.theme_color = MSO_THEME_COLOR.from_xml(ground.slot)
    for shape in slide.shapes:
        if shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.color.theme_color = MSO_THEME_COLOR.from_xml(ink.slot)


def put_number(shape: Native, number: int, language: str) -> None:
    """The slide's number as a field, which PowerPoint renews when slides are moved."""
    paragraph = shape.text_frame.paragraphs[0]._p
    field = paragraph.makeelement(
        qualified("a:fld"), {"id": "{C1FF6DA9-008F-8B48-92A6-B652298478BF}", "type": "slidenum"}, None
    )
    field.append(field.makeelement(qualified("a:rPr"), {"lang": language}, None))
    shown = field.makeelement(qualified("a:t"), {}, None)
    shown.text = str(number)
    field.append(shown)
    paragraph.append(field)


def set_language(element: Native, language_of: Callable[[str], str]) -> None:
    """Say of every text which language it is in, so that no template's own language proofs it."""
    for tag in ("a:r", "a:fld", "a:br"):
        for run in element.iter(qualified(tag)):
            properties = run.find(qualified("a:rPr"))
            if properties is None:
                properties = run.makeelement(qualified("a:rPr"), {}, None)
                run.insert(0, properties)
            properties.set("lang", language_of(run.findtext(qualified("a:t")) or ""))
    for properties in element.iter(qualified("a:endParaRPr")):
        properties.set("lang", language_of(""))


def add_notes(slide: Native, notes: Iterable[str]) -> None:
    """What the speaker should know and say, a line each."""
    text = "\n".join(filter(None, map(plain, notes)))
    if not text:
        return
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = text
