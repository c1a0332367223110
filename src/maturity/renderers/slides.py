"""A report as a PowerPoint deck: real layouts and placeholders, native charts and tables, no text outside its box."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from maturity.core.assessment import Assessment
from maturity.core.themed import themed
from maturity.model.theme import STANDARD, Logo, Theme
from maturity.renderers.common import dots_of
from maturity.renderers.powerpoint import fit, layouts, native_charts, native_map, paging, split
from maturity.renderers.powerpoint.chart_xml import Pen
from maturity.renderers.powerpoint.content import (
    Group,
    Text,
    as_paragraphs,
    footed,
    grouped,
    is_crowded,
    numbered_schools,
    running,
)
from maturity.renderers.powerpoint.fit import Para, Words
from maturity.renderers.powerpoint.layouts import POINT, Native
from maturity.renderers.powerpoint.native_map import MapPlan
from maturity.renderers.powerpoint.paging import GAP, INSET, SIZES, TABLE
from maturity.renderers.powerpoint.places import SlidePlaces
from maturity.renderers.powerpoint.saving import saved
from maturity.renderers.powerpoint.scheme import ACCENT, Scheme
from maturity.renderers.powerpoint.shapes import (
    SlideBox,
    add_notes,
    add_table,
    below_title,
    box_of,
    cloned,
    direct,
    fill,
    inherited_size,
    inherits_bold,
    move,
    name_shape,
    outlined,
    paint_all,
    placeholder_kind,
    put_number,
    resize,
    room_of,
    set_inset,
    set_language,
    text_box,
)
from maturity.report.blocks import Block, Callout, Exhibit, Figure, Heading, Report, Section, Table
from maturity.text.clean import plain

LARGER = (24.0, 22.0)
"""Sizes to try first where a slide holds nothing but text."""
PAGED = 14.0
"""Size of text that takes several slides."""
TITLE = 18.0
"""Smallest title; a longer one is shortened."""
BELOW = 18.0
"""Largest text below a title that has the slide to itself."""
SMALL = (10.0, 9.0, 8.0)
"""Sizes of the small print at the foot."""
LIST = (12.0, 11.0, 10.0)
"""Sizes of that list; where it has no room it goes on to the next slide."""
COLUMNS = 3
"""Most columns."""
LOGO = (120.0, 56.0)
"""Widest and highest logo on the title slide, in points; elsewhere it is as high as the foot."""


def render(report: Report, theme: Theme = STANDARD, *, template: bytes | None = None) -> bytes:
    """The report as a .pptx file: a title slide, then one section a slide, or more where it does not fit on one.

    The last small paragraph of a section is the slide's foot; its notes are the speaker's. Same report, same bytes.

    Args:
        report: all its text is taken as plain text, whatever it holds.
        theme: colours, fonts and foot; a template's own colours and fonts win.
        template: a .pptx as it was read, whose masters and layouts are used, and its logo; its slides are left out.
    """
    own = template is None
    deck = _Deck(report, theme, layouts.presentation_of(template, theme), theme.picture if own else None, own=own)
    deck.add_title()
    for section in report.sections:
        deck.add_section(section)
    return saved(deck.presentation, report)


class _Deck:
    """A deck in the making."""

    def __init__(self, report: Report, theme: Theme, presentation: Native, picture: Logo | None, *, own: bool) -> None:
        self.report, self.theme, self.presentation, self.picture = report, theme, presentation, picture
        self.own = own
        self.places = SlidePlaces(presentation)
        self.width, self.height = self.places.width, self.places.height
        self.schemes: dict[str, Scheme] = {}

    # --- slides ---

    def add_title(self) -> None:
        """The first slide, from the report's head; all facts are in its notes."""
        slide = self.presentation.slides.add_slide(self.places.layouts["title"])
        title = self._title(slide, self.report.title, low=True)
        facts = [
            Para((Words(f"{plain(label)}: {plain(value)}"),), scale=0.75, gap=0.3) for label, value in self.report.facts
        ]
        self._below(slide, title, [Para((Words(plain(self.report.subtitle)),)), *facts])
        if self.picture is not None:
            width = min(LOGO[0], LOGO[1] * self.picture.ratio)
            self._logo(
                slide, SlideBox(self.width * 0.95 - width, self.height * 0.06, width, width / self.picture.ratio)
            )
        self._finish(slide, ())
        self._notes(slide, [f"{label}: {value}" for label, value in self.report.facts])

    def _below(self, slide: Native, title: SlideBox, paragraphs: list[Para], most: float = 99.0) -> None:
        """Text below a title that has the slide to itself; what has no room is left out, for it is in the notes."""
        below = below_title(slide)
        if below is None:
            below = outlined(text_box(slide, SlideBox(title.left, title.bottom + GAP, title.width, self.height * 0.25)))
        room = room_of(below)
        sizes = paging.sizes(min(inherited_size(below, "body"), most), 12)
        self._write(below, *fit.first_of(paragraphs, room, sizes))

    def _over_all(self, section: Section, text: list[Para], foot: str) -> None:
        """A title over a whole slide: in our own look on a full colour, in a template as its title slide is."""
        slide = self.presentation.slides.add_slide(self.places.layouts["title"])
        title = self._title(slide, section.title, low=True)
        if text:
            self._below(slide, title, text, BELOW)
        self._finish(slide, [foot, self.theme.footer])
        if self.own:
            paint_all(slide, ACCENT, self._scheme(slide).on(ACCENT))
        self._notes(slide, section.notes)

    def add_section(self, section: Section) -> None:
        """A section on as many slides as it needs."""
        blocks, foot = footed(section)
        if section.over_all:
            self._over_all(section, running(blocks), foot)
            return
        figures = [block for block in blocks if isinstance(block, Figure)]
        others = [block for block in blocks if not isinstance(block, Figure)]
        pages: list[Native] = []
        if section.exhibits:
            pages += self._exhibits(section.exhibits, others)
        elif figures:
            pages += self._figures(figures, others)
        elif not self._columns(others, pages):
            pages += self._flow(list(grouped(others)))
        for number, slide in enumerate(pages, 1):
            title = section.title if len(pages) == 1 else f"{section.title} ({number}/{len(pages)})"
            self._title(slide, title)
            self._finish(slide, [foot, self.theme.footer])
        if pages:
            self._notes(pages[0], section.notes)

    def _figures(self, figures: Sequence[Figure], others: Sequence[Block]) -> Iterator[Native]:
        """One slide a figure; the text stands beside the first, and what has no room there follows."""
        text = running(others)
        later: list[Group] = [block for block in others if isinstance(block, Table)]
        for place, figure in enumerate(figures):
            beside = [*text] if place == 0 else []
            slide = self.presentation.slides.add_slide(self.places.layouts["content" if beside else "bare"])
            area = self._area(slide)
            box, column, plan = area, None, None
            shown = self._on_map(figure)
            if shown is not None and (beside or is_crowded(shown)):
                box, column, plan = split.parted(area, shown, beside)
            elif beside:
                box, column = split.beside_text(area)
            key = self._figure(slide, figure, box, plan)
            if column is not None:
                key, rest = self._beside(slide, column, beside, key)
                later = [*([Text(tuple(rest))] if rest else []), *later]
            if key is not None:
                later.append(key)
            yield slide
        if later:
            yield from self._flow(later)

    def _exhibits(self, exhibits: Sequence[Exhibit], others: Sequence[Block]) -> Iterator[Native]:
        """Charts beside one another; the text stands beside the only one or else below, and tables follow."""
        text = running(others)
        slide = self.presentation.slides.add_slide(self.places.layouts["content" if text else "bare"])
        area = self._area(slide)
        box, rest = area, list[Para]()
        if text:
            box, column = split.beside_text(area) if len(exhibits) == 1 else split.stacked(area, text)
            _, rest = self._beside(slide, column, text, None)
        wide = (box.width - 2 * GAP * (len(exhibits) - 1)) / len(exhibits)
        for place, one in enumerate(exhibits):
            left = box.left + place * (wide + 2 * GAP)
            frame = native_charts.add_exhibit(slide.shapes, one, (left, box.top, wide, box.height), self._pen(slide))
            name_shape(frame, "Chart", one.alt)
        yield slide
        tables: list[Group] = [block for block in others if isinstance(block, Table)]
        yield from self._flow(([Text(tuple(rest))] if rest else []) + tables)

    def _beside(
        self, slide: Native, column: SlideBox, text: Sequence[Para], key: Table | None
    ) -> tuple[Table | None, list[Para]]:
        """Write text into a column and below it the list that a chart's numbers refer to; returns what has no room."""
        high = 0.0
        if key is not None:
            size = next((one for one in LIST if paging.listed_height(key, one, column.width) <= column.height), None)
            high = 0.0 if size is None else paging.listed_height(key, size, column.width) + GAP
        kept: list[Para] = []
        top = column.top
        if text:
            shape = self._body(slide, replace(column, height=max(0.0, column.height - high)), inset=(0, 0))
            room = room_of(shape)
            own = fit.largest(text, room, SIZES[3:]) or 12.0
            kept = list(paging.filled(text, room, own)) if room[1] > own * fit.LINE else []
            self._write(shape, kept, own)
            if high and kept:
                move(shape, replace(column, height=fit.text_height(kept, own, room[0]) + 2))
                top = box_of(shape).bottom + GAP
        if key is not None and high:
            add_table(slide, key, size or LIST[-1], replace(column, top=top), self._scheme(slide), paging.CLOSE)
            key = None
        return key, list(text[len(kept) :])

    def _on_map(self, figure: Figure) -> Assessment | None:
        """What a figure shows on a native map; None where it is another chart."""
        data = figure.data
        return themed(data, self.theme) if figure.chart == "quadrant" and isinstance(data, Assessment) else None

    def _figure(self, slide: Native, figure: Figure, box: SlideBox, plan: MapPlan | None) -> Table | None:
        """Draw a figure; returns the list that its numbers refer to, if it has any."""
        assessment = self._on_map(figure)
        if assessment is not None:
            plan = plan or native_map.lay_out(assessment, (box.width, box.height))
            place = (box.left, box.top, box.width, box.height)
            group = native_map.add_map(slide.shapes, assessment, plan, place, self._pen(slide))
            name_shape(group, "Map", figure.alt)
            name_shape(list(group.shapes)[-1], "Map: the chart", figure.alt)
            return numbered_schools(assessment) if plan.labels.numbered else None
        from maturity import charts
        from maturity.charts.style import Look

        look = Look(self._scheme(slide).worn_by(self.theme), figure.size)
        content = charts.draw(figure.chart, figure.data, "png", alt=plain(figure.alt), look=look)
        shape = slide.shapes.add_picture(io.BytesIO(content), 0, 0)
        scale = min(box.width * POINT / shape.width, box.height * POINT / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape.left = round(box.left * POINT + (box.width * POINT - shape.width) / 2)
        shape.top = round(box.top * POINT)
        name_shape(shape, "Chart", figure.alt)
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
            [para for block in body[start:end] for para in as_paragraphs(block, lead=1.12)]
            for start, end in zip(starts, [*starts[1:], len(body)], strict=True)
        ]
        above = [para for block in body[: starts[0]] for para in as_paragraphs(block)]
        below = list(as_paragraphs(closing)) if closing is not None else []
        area = self.places.area_of("bare")
        width = (area.width - GAP * (len(columns) - 1)) / len(columns)
        for size in SIZES[2:]:
            head = fit.text_height(above, size, area.width) + GAP if above else 0.0
            tail = fit.text_height(below, size, area.width - 2 * INSET[0]) + 2 * INSET[1] + GAP if below else 0.0
            room = (width - 2 * INSET[0], area.height - head - tail - 2 * INSET[1])
            if max(fit.text_height(column, size, room[0]) for column in columns) <= room[1]:
                break
        else:
            return False
        slide = self.presentation.slides.add_slide(self.places.layouts["bare"])
        if above:
            shape = outlined(text_box(slide, replace(area, height=head - GAP), inset=(0, 0)))
            self._write(shape, above, size)
        high = max(fit.text_height(column, size, room[0]) for column in columns) + 2 * INSET[1]
        high = min(high + GAP, room[1] + 2 * INSET[1])
        for place, column in enumerate(columns):
            box = SlideBox(area.left + place * (width + GAP), area.top + head, width, high)
            self._write(outlined(text_box(slide, box, inset=INSET, frame="soft")), column, size)
        if below:
            box = SlideBox(area.left, area.top + head + high + GAP, area.width, tail - GAP)
            self._write(outlined(text_box(slide, box, inset=INSET, frame="accent")), below, size)
        pages.append(slide)
        return True

    def _flow(self, groups: Sequence[Group]) -> Iterator[Native]:
        """Groups from top to bottom, on one slide where they fit."""
        if not groups:
            return
        plain = any(isinstance(group, Text) and not group.framed for group in groups)
        area = self.places.area_of("content" if plain else "bare")
        alone = len(groups) == 1 and plain
        for size in (*LARGER, *SIZES) if alone else SIZES:
            if paging.stack(groups, size, area.width) <= area.height:
                yield self._page(groups, size)
                return
        area = self.places.area_of("content")
        for page in paging.pages(groups, PAGED, (area.width, area.height)):
            yield self._page(page, PAGED)

    def _page(self, groups: Sequence[Group], size: float) -> Native:
        plain = next((group for group in groups if isinstance(group, Text) and not group.framed), None)
        slide = self.presentation.slides.add_slide(self.places.layouts["content" if plain is not None else "bare"])
        area = self._area(slide)
        top = area.top
        for group in groups:
            high = paging.group_height(group, size, area.width)
            box = SlideBox(area.left, top, area.width, high)
            if isinstance(group, Table):
                add_table(slide, group, min(size, TABLE), box, self._scheme(slide))
            elif group is plain:
                shape = self._body(slide, area if len(groups) == 1 else box, inset=(0, 0))
                self._write(shape, group.paragraphs, size)
            elif group.framed:
                self._write(outlined(text_box(slide, box, inset=INSET, frame="accent")), group.paragraphs, size)
            else:
                self._write(outlined(text_box(slide, box, inset=(0, 0))), group.paragraphs, size)
            top += high + GAP
        return slide

    def _pen(self, slide: Native) -> Pen:
        return Pen(self._scheme(slide), self.report.language_of)

    def _scheme(self, slide: Native) -> Scheme:
        """The colours of a slide."""
        layout = slide.slide_layout
        name = layout.part.partname
        if name not in self.schemes:
            self.schemes[name] = Scheme(layout)
        return self.schemes[name]

    # --- places ---

    def _area(self, slide: Native) -> SlideBox:
        name = next(name for name, layout in self.places.layouts.items() if layout == slide.slide_layout)
        return self.places.area_of(name if name != "title" else "bare")

    def _body(self, slide: Native, box: SlideBox, inset: tuple[float, float] | None = None) -> Native:
        """The layout's place for text, moved to where it is wanted; a text box where the layout has none."""
        places = [shape for shape in slide.placeholders if placeholder_kind(shape) in ("obj", "body")]
        if not places:
            return outlined(text_box(slide, box, inset=inset or (0, 0)))
        shape = max(places, key=lambda one: (one.width or 0) * (one.height or 0))
        move(shape, box)
        if inset is not None:
            set_inset(shape, inset)
        return shape

    # --- what is put there ---

    def _title(self, slide: Native, text: str, *, low: bool = False) -> SlideBox:
        shape = next((s for s in slide.placeholders if layouts.is_title(placeholder_kind(s))), None)
        if shape is None:
            shape = outlined(text_box(slide, self.places.middle if low else self.places.top), "title")
        elif not low and (place := self.places.title_of(slide.slide_layout)) != box_of(shape):
            move(shape, place)
        own = inherited_size(shape, "title")
        para = Para((Words(plain(text) or " ", bold=inherits_bold(shape, "title")),))
        size = fit.largest([para], room_of(shape), paging.sizes(own, TITLE))
        if size is None:
            size, para = min(TITLE, own), fit.shortened_para(para, room_of(shape), min(TITLE, own))
        shape.text_frame.text = para.text
        if size != own:
            resize(shape, size)
        direct(shape)
        return box_of(shape)

    def _write(self, shape: Native, paragraphs: Sequence[Para], size: float) -> None:
        """Write paragraphs at a size for which they have been measured."""
        fill(shape, paragraphs, size, None if shape.is_placeholder else self._scheme(shape.part.slide).ink)

    def _logo(self, slide: Native, box: SlideBox) -> None:
        assert self.picture is not None
        values = (round(v * POINT) for v in (box.left, box.top, box.width, box.height))
        name_shape(slide.shapes.add_picture(io.BytesIO(dots_of(self.picture)), *values), "Logo", "Logo")

    def _finish(self, slide: Native, foot: Iterable[str]) -> None:
        """Foot, number and language; placeholders that stayed empty go."""
        for shape in list(slide.placeholders):
            if shape.has_text_frame and not shape.text_frame.text:
                shape._element.getparent().remove(shape._element)
        text = " · ".join(filter(None, map(plain, foot)))
        right = self._number(slide)
        if text:
            self._foot(slide, text, right)
        set_language(slide._element, self.report.language_of)

    def _notes(self, slide: Native, notes: Iterable[str]) -> None:
        add_notes(slide, notes)
        if slide.has_notes_slide:
            set_language(slide.notes_slide._element, self.report.language_of)

    def _number(self, slide: Native) -> float | None:
        """Put the slide's number where the layout has it; returns its left edge if it stands on the right."""
        layout = next((s for s in slide.slide_layout.placeholders if placeholder_kind(s) == "sldNum"), None)
        if layout is None or slide.slide_layout == self.places.layouts["title"]:
            return None
        shape = cloned(slide, layout)
        put_number(shape, self.presentation.slides.index(slide) + 1, self.report.main_language)
        left: float = box_of(layout).left
        return left if left > self.width / 2 else None

    def _foot(self, slide: Native, text: str, right: float | None) -> None:
        area = self._area(slide)
        end = min(area.right, right - GAP) if right is not None else area.right
        layout = next((s for s in slide.slide_layout.placeholders if placeholder_kind(s) == "ftr"), None)
        place = box_of(layout) if layout is not None else SlideBox(0, self.height * 0.93, 0, self.height * 0.05)
        if self.picture is not None:
            high = place.height
            width = min(high * self.picture.ratio, 90.0)
            high = width / self.picture.ratio
            self._logo(slide, SlideBox(end - width, place.top + (place.height - high) / 2, width, high))
            end -= width + GAP
        box = SlideBox(area.left, place.top, end - area.left, place.height)
        if layout is not None:
            shape = cloned(slide, layout)
            move(shape, box)
        else:
            shape = text_box(slide, box)
        para = Para((Words(text),))
        size = fit.largest([para], room_of(shape), SMALL)
        if size is None:
            size, para = SMALL[-1], fit.shortened_para(para, room_of(shape), SMALL[-1])
        self._write(shape, [para], size)
