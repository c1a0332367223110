"""A report as a PowerPoint deck: real layouts and placeholders, native charts and tables, no text outside its box."""

from __future__ import annotations

import copy
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from maturity.core.assessment import Assessment
from maturity.core.themed import themed
from maturity.core.words import level
from maturity.errors import InputError, Problem
from maturity.model.theme import STANDARD, Theme
from maturity.renderers import common
from maturity.renderers.powerpoint import fit, layouts, quadrants
from maturity.renderers.powerpoint.fit import Para, Words
from maturity.renderers.powerpoint.layouts import POINT, Native, qualified
from maturity.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Report, Section, Table, Terms
from maturity.report.clean import plain

SIZES = (20.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
"""Sizes of text, in points, the best first; what fits at none of them goes on to another slide."""
LARGER = (24.0, 22.0)
"""Sizes to try first where a slide holds nothing but text."""
PAGED = 14.0
"""Size of text that takes several slides."""
TABLE = 16.0
"""Largest text in a table."""
TITLE = 18.0
"""Smallest title; a longer one is shortened."""
SMALL = (10.0, 9.0, 8.0)
"""Sizes of the small print at the foot."""
GAP = 12.0
"""Points between what stands on a slide."""
CELL = (7.2, 3.6)
"""Room to the left and right, and above and below, inside a cell."""
LONGEST_WORD, WIDEST = 12.0, 0.7
"""Longest word that a column keeps whole, in sizes of its font; share of a table that one column may ask for."""
INSET = (8.0, 6.0)
"""The same inside a box."""
MAP = 0.62
"""Share of a slide's width that a chart takes when text stands beside it."""
COLUMNS = 3
"""Most columns."""
EPOCH = dt.datetime(2000, 1, 1)
"""Date in the document's properties, so that the same report gives the same file."""
RIGHT_TO_LEFT = {"ar", "arc", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}
LOGO = (120.0, 56.0)
"""Widest and highest logo on the title slide, in points; elsewhere it is as high as the foot."""


@dataclass(frozen=True, slots=True)
class Box:
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


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs that stand together; with a frame where they are set apart."""

    paragraphs: tuple[Para, ...]
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo: its bytes and its width for a height of 1."""

    content: bytes
    ratio: float


Group = Text | Table


def render(
    report: Report, theme: Theme = STANDARD, *, template: bytes | None = None, logo: bytes | None = None
) -> bytes:
    """The report as a .pptx file: a title slide, then one section a slide, or more where it does not fit on one.

    The last small paragraph of a section is the slide's foot; its notes are the speaker's. Same report, same bytes.

    Args:
        report: all its text is taken as plain text, whatever it holds.
        theme: colours, fonts and foot; a template's own colours and fonts win.
        template: a .pptx whose masters and layouts are used; its slides are left out.
        logo: a PNG, JPEG or SVG picture; None is the theme's, or that of the template.

    Raises:
        InputError: the template or the logo cannot be used.
    """
    deck = _Deck(report, theme, layouts.opened(template, theme), _picture(theme, template, logo))
    deck.add_title()
    for section in report.sections:
        deck.add_section(section)
    return deck.saved()


def _picture(theme: Theme, template: bytes | None, logo: bytes | None) -> Picture | None:
    content = logo
    if content is None and template is None and theme.picture is not None:
        content = theme.picture.content
    if content is None:
        return None
    from PIL import Image

    try:
        if common.picture_kind(content) == "svg":
            import typst

            page = b"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(sys.inputs.logo))"
            content = typst.compile(page, format="png", ppi=300.0, sys_inputs={"logo": content.decode()})
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    # Either library has many ways to say that this is no picture.
    except Exception:
        raise InputError(
            Problem(
                "", None, "logo", "bad-logo", "the logo is not a picture that can be read", "use a PNG, JPEG or SVG"
            )
        ) from None
    return Picture(content, width / height)


class _Deck:
    """A deck in the making."""

    def __init__(self, report: Report, theme: Theme, presentation: Native, picture: Picture | None) -> None:
        self.report, self.theme, self.presentation, self.picture = report, theme, presentation, picture
        self.width, self.height = presentation.slide_width / POINT, presentation.slide_height / POINT
        self.layouts = {name: layouts.layout_for(presentation, name) for name in ("title", "content", "bare")}
        self.right_to_left = report.language.partition("-")[0].lower() in RIGHT_TO_LEFT

    # --- slides ---

    def add_title(self) -> None:
        """The first slide, from the report's head; all facts are in its notes."""
        slide = self.presentation.slides.add_slide(self.layouts["title"])
        title = self._title(slide, self.report.title)
        facts = [
            Para((Words(f"{plain(label)}: {plain(value)}"),), scale=0.75, gap=0.3) for label, value in self.report.facts
        ]
        paragraphs = [Para((Words(plain(self.report.subtitle)),)), *facts]
        below = next(
            (s for s in slide.placeholders if _kind(s) == "subTitle"),
            next((s for s in slide.placeholders if _kind(s) in ("body", "obj") and _tall(s) >= 40), None),
        )
        if below is None:
            below = self._text_box(slide, Box(title.left, title.bottom + GAP, title.width, self.height * 0.25))
        room = _room(below)
        sizes = _sizes(_inherited_size(below, "body"), 12)
        while len(paragraphs) > 1 and fit.largest(paragraphs, room, sizes) is None:
            paragraphs.pop()
        size = fit.largest(paragraphs, room, sizes)
        if size is None:
            size, paragraphs = 12.0, [fit.shortened(paragraphs[0], room, 12)]
        self._fill(below, paragraphs, size)
        if self.picture is not None:
            width = min(LOGO[0], LOGO[1] * self.picture.ratio)
            self._logo(slide, Box(self.width * 0.95 - width, self.height * 0.06, width, width / self.picture.ratio))
        self._finish(slide, ())
        self._notes(slide, [f"{label}: {value}" for label, value in self.report.facts])

    def add_section(self, section: Section) -> None:
        """A section on as many slides as it needs."""
        blocks, foot = _footed(section)
        figures = [block for block in blocks if isinstance(block, Figure)]
        others = [block for block in blocks if not isinstance(block, Figure)]
        pages: list[Native] = []
        if figures:
            pages += self._figures(figures, others)
        elif not self._columns(others, pages):
            pages += self._flow(list(_groups(others)))
        for number, slide in enumerate(pages, 1):
            title = section.title if len(pages) == 1 else f"{section.title} ({number}/{len(pages)})"
            self._title(slide, title)
            self._finish(slide, [foot, self.theme.footer])
        if pages:
            self._notes(pages[0], section.notes)

    def _figures(self, figures: Sequence[Figure], others: Sequence[Block]) -> Iterator[Native]:
        """One slide a figure; the text stands beside the first, and what has no room there follows."""
        text = [para for group in _groups(others) if isinstance(group, Text) for para in group.paragraphs]
        later: list[Group] = [block for block in others if isinstance(block, Table)]
        for place, figure in enumerate(figures):
            beside = [*text] if place == 0 else []
            slide = self.presentation.slides.add_slide(self.layouts["content" if beside else "bare"])
            area = self._area(slide)
            box = replace(area, width=area.width * MAP) if beside else area
            if beside:
                column = Box(box.right + 2 * GAP, area.top, area.right - box.right - 2 * GAP, area.height)
                shape = self._body(slide, column)
                room = _room(shape)
                size = fit.largest(beside, room, SIZES[3:]) or 12.0
                kept = list(_filled(beside, room, size))
                if len(kept) < len(beside):
                    later.insert(0, Text(tuple(beside[len(kept) :])))
                self._fill(shape, kept, size)
            key = self._figure(slide, figure, box)
            if key is not None:
                later.append(key)
            yield slide
        if later:
            yield from self._flow(later)

    def _figure(self, slide: Native, figure: Figure, box: Box) -> Table | None:
        """Draw a figure; returns the list that its numbers refer to, if it has any."""
        if figure.chart == "quadrant" and isinstance(figure.data, Assessment):
            assessment = themed(figure.data, self.theme)
            frame, written = quadrants.add(slide.shapes, assessment, (box.left, box.top, box.width, box.height))
            _describe(frame, "Map", figure.alt)
            return _key(assessment) if written.numbered else None
        from maturity import charts

        alt = plain(figure.alt)
        content = charts.draw(figure.chart, figure.data, "png", alt=alt, theme=self.theme, size=figure.size)
        shape = slide.shapes.add_picture(io.BytesIO(content), 0, 0)
        scale = min(box.width * POINT / shape.width, box.height * POINT / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape.left = round(box.left * POINT + (box.width * POINT - shape.width) / 2)
        shape.top = round(box.top * POINT)
        _describe(shape, "Chart", figure.alt)
        return None

    def _columns(self, blocks: Sequence[Block], pages: list[Native]) -> bool:
        """Parts with a heading each side by side, if they fit; a note at the end stands below all of them."""
        starts = [place for place, block in enumerate(blocks) if isinstance(block, Heading)]
        if not 2 <= len(starts) <= COLUMNS or any(isinstance(block, Table) for block in blocks):
            return False
        last = blocks[-1]
        closing = last if isinstance(last, Callout) and last.tone == "note" else None
        body = blocks[:-1] if closing is not None else blocks
        columns = [
            [para for block in body[start:end] for para in _paragraphs(block, lead=1.12)]
            for start, end in zip(starts, [*starts[1:], len(body)], strict=True)
        ]
        above = [para for block in body[: starts[0]] for para in _paragraphs(block)]
        below = list(_paragraphs(closing)) if closing is not None else []
        area = self._area_of("bare")
        width = (area.width - GAP * (len(columns) - 1)) / len(columns)
        for size in SIZES[2:]:
            head = fit.height(above, size, area.width) + GAP if above else 0.0
            tail = fit.height(below, size, area.width - 2 * INSET[0]) + 2 * INSET[1] + GAP if below else 0.0
            room = (width - 2 * INSET[0], area.height - head - tail - 2 * INSET[1])
            if max(fit.height(column, size, room[0]) for column in columns) <= room[1]:
                break
        else:
            return False
        slide = self.presentation.slides.add_slide(self.layouts["bare"])
        if above:
            shape = self._text_box(slide, replace(area, height=head - GAP), inset=(0, 0))
            self._fill(shape, above, size)
        high = max(fit.height(column, size, room[0]) for column in columns) + 2 * INSET[1]
        high = min(high + GAP, room[1] + 2 * INSET[1])
        for place, column in enumerate(columns):
            box = Box(area.left + place * (width + GAP), area.top + head, width, high)
            self._fill(self._text_box(slide, box, inset=INSET, frame="soft"), column, size)
        if below:
            box = Box(area.left, area.top + head + high + GAP, area.width, tail - GAP)
            self._fill(self._text_box(slide, box, inset=INSET, frame="accent"), below, size)
        pages.append(slide)
        return True

    def _flow(self, groups: Sequence[Group]) -> Iterator[Native]:
        """Groups from top to bottom, on one slide where they fit."""
        if not groups:
            return
        plain = any(isinstance(group, Text) and not group.framed for group in groups)
        area = self._area_of("content" if plain else "bare")
        alone = len(groups) == 1 and plain
        for size in (*LARGER, *SIZES) if alone else SIZES:
            if _stack(groups, size, area.width) <= area.height:
                yield self._page(groups, size)
                return
        for page in _pages(groups, PAGED, self._area_of("content")):
            yield self._page(page, PAGED)

    def _page(self, groups: Sequence[Group], size: float) -> Native:
        plain = next((group for group in groups if isinstance(group, Text) and not group.framed), None)
        slide = self.presentation.slides.add_slide(self.layouts["content" if plain is not None else "bare"])
        area = self._area(slide)
        top = area.top
        for group in groups:
            high = _height(group, size, area.width)
            box = Box(area.left, top, area.width, high)
            if isinstance(group, Table):
                self._table(slide, group, min(size, TABLE), box)
            elif group is plain:
                only = len(groups) == 1
                shape = self._body(slide, area if only else box, inset=(0, 0))
                self._fill(shape, group.paragraphs, size)
            elif group.framed:
                self._fill(self._text_box(slide, box, inset=INSET, frame="accent"), group.paragraphs, size)
            else:
                self._fill(self._text_box(slide, box, inset=(0, 0)), group.paragraphs, size)
            top += high + GAP
        return slide

    # --- places ---

    def _area_of(self, name: str) -> Box:
        """Where the content of a slide of a layout may stand."""
        shape = next((s for s in self.layouts[name].placeholders if layouts.is_title(_kind(s))), None)
        title = self._top if shape is None or self._is_low(shape) else _box(shape)
        top = title.bottom + 4
        content = self.layouts["content"]
        places = [_box(s) for s in content.placeholders if _kind(s) in ("obj", "body")]
        if places and layouts.content_share(content) >= layouts.SMALL_AREA:
            left, upper = min(box.left for box in places), min(box.top for box in places)
            right, lower = max(box.right for box in places), max(box.bottom for box in places)
            upper = top if upper < top < lower - self.height * 0.3 else upper
            return Box(left, upper, right - left, lower - upper)
        left = title.left if title.width > self.width / 2 else self._top.left
        return Box(left, top, self.width - 2 * left, self.height * 0.9 - top)

    @property
    def _top(self) -> Box:
        """Where a title stands if its layout has no place for one."""
        return Box(self.width * 0.05, self.height * 0.05, self.width * 0.9, self.height * 0.12)

    def _is_low(self, title: Native) -> bool:
        """Whether a title stands so low that there would be no room below it."""
        return _box(title).bottom > 0.4 * float(self.height)

    def _area(self, slide: Native) -> Box:
        name = next(name for name, layout in self.layouts.items() if layout == slide.slide_layout)
        return self._area_of(name if name != "title" else "bare")

    def _body(self, slide: Native, box: Box, inset: tuple[float, float] | None = None) -> Native:
        """The layout's place for text, moved to where it is wanted; a text box where the layout has none."""
        places = [shape for shape in slide.placeholders if _kind(shape) in ("obj", "body")]
        if not places:
            return self._text_box(slide, box, inset=inset or (0, 0))
        shape = max(places, key=lambda one: (one.width or 0) * (one.height or 0))
        _move(shape, box)
        if inset is not None:
            _set_inset(shape, inset)
        return shape

    def _text_box(self, slide: Native, box: Box, *, inset: tuple[float, float] = (0, 0), frame: str = "") -> Native:
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.text import MSO_AUTO_SIZE
        from pptx.util import Pt

        shape = slide.shapes.add_textbox(*(round(v * POINT) for v in (box.left, box.top, box.width, box.height)))
        shape.text_frame.word_wrap = True
        shape.text_frame.auto_size = MSO_AUTO_SIZE.NONE
        _set_inset(shape, inset)
        if frame:
            shape.line.width = Pt(1.25 if frame == "accent" else 0.75)
            if frame == "accent":
                shape.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
            else:
                shape.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
                shape.line.color.brightness = -0.25
        return shape

    # --- what is put there ---

    def _title(self, slide: Native, text: str) -> Box:
        shape = next((s for s in slide.placeholders if layouts.is_title(_kind(s))), None)
        if shape is None:
            shape = self._text_box(slide, self._top)
        elif self._is_low(shape) and len(self.presentation.slides) > 1:
            _move(shape, self._top)
        own = _inherited_size(shape, "title")
        para = Para((Words(plain(text) or " ", bold=True),))
        size = fit.largest([para], _room(shape), _sizes(own, TITLE))
        if size is None:
            size, para = min(TITLE, own), fit.shortened(para, _room(shape), min(TITLE, own))
        shape.text_frame.text = para.text
        if size != own:
            self._resize(shape, size)
        self._direct(shape)
        return _box(shape)

    @staticmethod
    def _resize(shape: Native, size: float) -> None:
        from pptx.util import Pt

        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)

    def _fill(self, shape: Native, paragraphs: Sequence[Para], size: float) -> None:
        """Write paragraphs at a size for which they have been measured."""
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
            _mark(written, para, own, bulleted)
        self._direct(shape)

    def _direct(self, shape: Native) -> None:
        if self.right_to_left:
            for paragraph in shape.text_frame.paragraphs:
                properties = paragraph._p.get_or_add_pPr()
                properties.set("rtl", "1")
                properties.set("algn", "r")

    def _table(self, slide: Native, table: Table, size: float, box: Box) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        widths, heights = _grid(table, size, box.width)
        rows = [table.header, *table.rows]
        frame = slide.shapes.add_table(
            len(rows), len(table.header), *(round(v * POINT) for v in (box.left, box.top, box.width, sum(heights)))
        )
        _describe(frame, "Table", table.caption or ", ".join(filter(None, table.header)))
        for column, width in zip(frame.table.columns, widths, strict=True):
            column.width = round(width * POINT)
        for row, height in zip(frame.table.rows, heights, strict=True):
            row.height = round(height * POINT)
        if self.right_to_left:
            frame.table._tbl.tblPr.set("rtl", "1")
        for y, texts in enumerate(rows):
            for x, text in enumerate(texts):
                cell = frame.table.cell(y, x)
                cell.margin_left = cell.margin_right = Pt(CELL[0])
                cell.margin_top = cell.margin_bottom = Pt(CELL[1])
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                paragraph = cell.text_frame.paragraphs[0]
                right = (table.align[x] == "right") != self.right_to_left
                paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
                run = paragraph.add_run()
                run.text = plain(text)
                run.font.size = Pt(size)
                if y == 0:
                    run.font.bold = True
                if self.right_to_left:
                    paragraph._p.get_or_add_pPr().set("rtl", "1")

    def _logo(self, slide: Native, box: Box) -> None:
        assert self.picture is not None
        values = (round(v * POINT) for v in (box.left, box.top, box.width, box.height))
        _describe(slide.shapes.add_picture(io.BytesIO(self.picture.content), *values), "Logo", "Logo")

    def _finish(self, slide: Native, foot: Iterable[str]) -> None:
        """Foot, number and language; placeholders that stayed empty go."""
        for shape in list(slide.placeholders):
            if shape.has_text_frame and not shape.text_frame.text:
                shape._element.getparent().remove(shape._element)
        text = " · ".join(filter(None, map(plain, foot)))
        right = self._number(slide)
        if text:
            self._foot(slide, text, right)
        for tag in ("a:rPr", "a:endParaRPr"):
            for properties in slide._element.iter(qualified(tag)):
                properties.set("lang", self.report.language)

    def _number(self, slide: Native) -> float | None:
        """Put the slide's number where the layout has it; returns its left edge if it stands on the right."""
        layout = next((s for s in slide.slide_layout.placeholders if _kind(s) == "sldNum"), None)
        if layout is None or slide.slide_layout == self.layouts["title"]:
            return None
        shape = _cloned(slide, layout)
        number = len(self.presentation.slides)
        paragraph = shape.text_frame.paragraphs[0]._p
        field = paragraph.makeelement(
            qualified("a:fld"), {"id": "{C1FF6DA9-008F-8B48-92A6-B652298478BF}", "type": "slidenum"}, None
        )
        field.append(field.makeelement(qualified("a:rPr"), {"lang": self.report.language}, None))
        shown = field.makeelement(qualified("a:t"), {}, None)
        shown.text = str(number)
        field.append(shown)
        paragraph.append(field)
        left: float = _box(layout).left
        return left if left > self.width / 2 else None

    def _foot(self, slide: Native, text: str, right: float | None) -> None:
        area = self._area(slide)
        end = min(area.right, right - GAP) if right is not None else area.right
        layout = next((s for s in slide.slide_layout.placeholders if _kind(s) == "ftr"), None)
        place = _box(layout) if layout is not None else Box(0, self.height * 0.93, 0, self.height * 0.05)
        if self.picture is not None:
            high = place.height
            width = min(high * self.picture.ratio, 90.0)
            high = width / self.picture.ratio
            self._logo(slide, Box(end - width, place.top + (place.height - high) / 2, width, high))
            end -= width + GAP
        box = Box(area.left, place.top, end - area.left, place.height)
        if layout is not None:
            shape = _cloned(slide, layout)
            _move(shape, box)
        else:
            shape = self._text_box(slide, box)
        para = Para((Words(text),))
        size = fit.largest([para], _room(shape), SMALL)
        if size is None:
            size, para = SMALL[-1], fit.shortened(para, _room(shape), SMALL[-1])
        self._fill(shape, [para], size)

    @staticmethod
    def _notes(slide: Native, notes: Iterable[str]) -> None:
        text = "\n".join(filter(None, map(plain, notes)))
        if not text:
            return
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = text

    def saved(self) -> bytes:
        """The deck's bytes, without anybody's name in its properties."""
        properties = self.presentation.core_properties
        for name in ("author", "last_modified_by", "category", "comments", "keywords", "subject", "version"):
            setattr(properties, name, "")
        properties.title = plain(f"{self.report.title}, {self.report.subtitle}")[:255]
        properties.language = self.report.language[:255]
        properties.created = properties.modified = EPOCH
        properties.revision = 1
        out = io.BytesIO()
        self.presentation.save(out)
        return _dated(out.getvalue())


# --- blocks as paragraphs and groups ---


def _footed(section: Section) -> tuple[list[Block], str]:
    """A section's blocks without the small paragraph at their end, and that paragraph's text."""
    match section.blocks:
        case (*blocks, Paragraph(text, "small")):
            return blocks, text
    return list(section.blocks), ""


def _groups(blocks: Iterable[Block]) -> Iterator[Group]:
    """Blocks as they stand below one another: text together, tables and call-outs apart."""
    text: list[Para] = []
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            text.append(Para((Words(plain(block.caption), bold=True),), scale=0.85))
        if isinstance(block, Table | Callout):
            if text:
                yield Text(tuple(text))
                text = []
            yield block if isinstance(block, Table) else Text(tuple(_paragraphs(block)), framed=True)
        else:
            text += _paragraphs(block)
    if text:
        yield Text(tuple(text))


def _paragraphs(block: Block, lead: float = 1.7) -> Iterator[Para]:
    match block:
        case Paragraph(text, "lead"):
            yield Para((Words(plain(text), bold=lead < 1.2),), scale=lead)
        case Paragraph(text, "small"):
            yield Para((Words(plain(text)),), scale=0.8)
        case Paragraph(text):
            yield Para((Words(plain(text)),))
        case Heading(text):
            yield Para((Words(plain(text), bold=True, colour="accent"),), scale=1.2)
        case Bullets(items, ordered):
            for item in items:
                yield Para((Words(plain(item)),), mark="number" if ordered else "bullet", gap=0.3)
        case Terms(items):
            for term, text in items:
                name = plain(term)
                yield Para((Words(f"{name}{':' if name[-1:].isalnum() else ''} ", bold=True), Words(plain(text))))
        case Callout(title, text):
            yield Para((Words(plain(title), bold=True, colour="accent"),))
            yield Para((Words(plain(text)),), gap=0.15)
        case Table() | Figure():
            return


def _key(assessment: Assessment) -> Table:
    """The schools that the map shows by number."""
    first, second = assessment.questionnaire.axes
    placed = [
        (school.name, x, y)
        for school in assessment.school_points or ()
        if (x := school.point[first.id]) is not None and (y := school.point[second.id]) is not None
    ]
    return Table(
        "",
        ("", "School", first.short, second.short),
        tuple(
            (str(number), _ended(plain(name), 3 * quadrants.NAME), level(x, first.midpoint), level(y, second.midpoint))
            for number, (name, x, y) in enumerate(placed, 1)
        ),
        ("right", "left", "right", "right"),
    )


# --- measuring ---


def _sizes(own: float, smallest: float) -> list[float]:
    """Sizes to try: the layout's own, then smaller ones."""
    return [own, *(size for size in (40.0, 36.0, 32.0, 28.0, 26.0, 24.0, 22.0, *SIZES) if smallest <= size < own)]


def _height(group: Group, size: float, width: float) -> float:
    if isinstance(group, Table):
        return sum(_grid(group, min(size, TABLE), width)[1])
    if group.framed:
        return fit.height(group.paragraphs, size, width - 2 * INSET[0]) + 2 * INSET[1] + 1
    return fit.height(group.paragraphs, size, width) + 1


def _stack(groups: Sequence[Group], size: float, width: float) -> float:
    return sum(_height(group, size, width) for group in groups) + GAP * (len(groups) - 1)


def _grid(table: Table, size: float, width: float) -> tuple[list[float], list[float]]:
    """Widths of a table's columns and heights of its rows, the header's first."""
    widths = _widths(table, size, width)
    heights = []
    for place, row in enumerate((table.header, *table.rows)):
        tallest = max(
            fit.lines([Words(plain(text), bold=place == 0)], size, wide - 2 * CELL[0] - 1)
            for text, wide in zip(row, widths, strict=True)
        )
        heights.append(tallest * size * fit.LINE + 2 * CELL[1] + 1)
    return widths, heights


def _widths(table: Table, size: float, width: float) -> list[float]:
    """Widths of a table's columns: room for their longest words, and what is left to those with most to say."""
    needed, wanted = [], []
    for column in zip(table.header, *table.rows, strict=True):
        texts = [(plain(text), place == 0) for place, text in enumerate(column)]
        words = [fit.width(word, size, bold) for text, bold in texts for word in text.split(" ")]
        pad = 2 * CELL[0] + 2
        need = min(max(words), LONGEST_WORD * size) + pad
        needed.append(need)
        wanted.append(max(need, min(max(fit.width(text, size, bold) for text, bold in texts), WIDEST * width) + pad))
    spare, over = width - sum(needed), sum(wanted) - sum(needed)
    share = min(1.0, max(0.0, spare / over)) if over else 0.0
    given = [need + (want - need) * share for need, want in zip(needed, wanted, strict=True)]
    return [one / sum(given) * width for one in given]


def _filled(paragraphs: Sequence[Para], room: tuple[float, float], size: float) -> Iterator[Para]:
    """As many paragraphs as fit, from the first; the first is shortened if it does not fit alone."""
    kept: list[Para] = []
    for para in paragraphs:
        if fit.height([*kept, para], size, room[0]) > room[1]:
            break
        kept.append(para)
    if not kept and paragraphs:
        kept = [fit.shortened(paragraphs[0], room, size)]
    yield from kept


def _pages(groups: Sequence[Group], size: float, area: Box) -> Iterator[list[Group]]:
    """Groups parted so that each page fits into an area."""
    page: list[Group] = []
    used = 0.0
    waiting = list(groups)
    while waiting:
        group = waiting.pop(0)
        free = area.height - used - (GAP if page else 0)
        if _height(group, size, area.width) <= free:
            page.append(group)
            used += _height(group, size, area.width) + (GAP if len(page) > 1 else 0)
            continue
        now, later = _parted(group, size, area.width, free)
        if now is not None:
            page.append(now)
        elif not page:
            now, later = _squeezed(group, size, area)
            page.append(now)
        yield page
        page, used = [], 0.0
        if later is not None:
            waiting.insert(0, later)
    if page:
        yield page


def _parted(group: Group, size: float, width: float, free: float) -> tuple[Group | None, Group | None]:
    """What of a group fits into what is free, and the rest."""
    if isinstance(group, Table):
        for n in range(len(group.rows) - 1, 0, -1):
            part = replace(group, rows=group.rows[:n])
            if _height(part, size, width) <= free:
                return part, replace(group, rows=group.rows[n:])
        return None, group
    for n in range(len(group.paragraphs) - 1, 0, -1):
        text = replace(group, paragraphs=group.paragraphs[:n])
        if _height(text, size, width) <= free:
            return text, replace(group, paragraphs=group.paragraphs[n:])
    return None, group


def _squeezed(group: Group, size: float, area: Box) -> tuple[Group, Group | None]:
    """A group whose first row or paragraph is too long for a slide of its own: that one is cut, the rest follows."""
    if isinstance(group, Table):
        rest = replace(group, rows=group.rows[1:]) if len(group.rows) > 1 else None
        limit = max(map(len, group.rows[0]), default=0)
        short = replace(group, rows=group.rows[:1])
        while limit > 20 and _height(short, size, area.width) > area.height:
            limit = limit * 3 // 4
            short = replace(group, rows=(tuple(_ended(text, limit) for text in group.rows[0]),))
        return short, rest
    following = replace(group, paragraphs=group.paragraphs[1:]) if len(group.paragraphs) > 1 else None
    room = (area.width - 2 * INSET[0], area.height - 2 * INSET[1] - 2)
    return replace(group, paragraphs=(fit.shortened(group.paragraphs[0], room, size),)), following


def _ended(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


# --- reading and writing what the library does not ---


def _kind(shape: Native) -> str:
    kind: str = shape._element.ph.get("type", "obj")
    return kind


def _box(shape: Native) -> Box:
    return Box(*((value or 0) / POINT for value in (shape.left, shape.top, shape.width, shape.height)))


def _tall(shape: Native) -> float:
    return _box(shape).height


def _move(shape: Native, box: Box) -> None:
    left, top, width, height = (round(value * POINT) for value in (box.left, box.top, box.width, box.height))
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _chain(shape: Native) -> list[Native]:
    """A placeholder, the layout's and the master's behind it; a text box alone."""
    found, at = [shape], shape
    while getattr(at, "is_placeholder", False) and (at := getattr(at, "_base_placeholder", None)) is not None:
        found.append(at)
    return found


def _set_inset(shape: Native, inset: tuple[float, float]) -> None:
    from pptx.util import Pt

    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Pt(inset[0])
    frame.margin_top = frame.margin_bottom = Pt(inset[1])


def _room(shape: Native) -> tuple[float, float]:
    """Width and height that a shape has for text, in points."""
    box = _box(shape)
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


def _inherited_size(shape: Native, style: str) -> float:
    """The size of text that a shape has if nothing is said, in points."""
    if not shape.is_placeholder:
        return 28.0 if style == "title" else 20.0
    for properties in _first_styles(shape, style):
        for run in properties.iterfind(qualified("a:defRPr")):
            if run.get("sz"):
                return int(run.get("sz")) / 100
    return 18.0


def _has_bullets(shape: Native) -> bool:
    for properties in _first_styles(shape, "body"):
        for name in ("a:buNone", "a:buChar", "a:buAutoNum", "a:buBlip"):
            if properties.find(qualified(name)) is not None:
                return name != "a:buNone"
    return False


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


def _cloned(slide: Native, placeholder: Native) -> Native:
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


def _describe(shape: Native, name: str, alt: str) -> None:
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", plain(alt))


def _dated(content: bytes) -> bytes:
    """The same archive with one date for all its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6])
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            new.writestr(fresh, old.read(entry.filename))
    return out.getvalue()
