"""A page for a chart: title and lead sentence above, small print below, the chart in what is left.

All lengths are inches, from the lower left corner, on a page that is as large as is comfortable to draw on; `done`
scales it with everything on it to the size that was asked for. So text keeps its proportion to the whole: on a slide
it is larger than in a column of print, and what did not overlap before does not overlap afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from maturity.charts import letters, scaled, style
from maturity.charts.labels import Box
from maturity.charts.style import Look
from maturity.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

MARGIN = 0.3
TITLE, LEAD, SMALL = 16.0, 10.5, 8.0
"""Sizes of type in points."""
ROOM_LEFT, ROOM_BELOW = 0.62, 0.62
"""Inches for the numbers and the name of an axis."""
WIDEST = 1.5
"""A map is at most so many times as wide as it is high, and at most 1.1 times as high as wide."""
LEAST = 8.0
"""No type is smaller than so many points at the size that is asked for."""
LIST, SMALLEST_LIST, LEADING = 9.0, 7.0, 1.4
"""Sizes of type in a list, and the distance of its lines in sizes of type."""
MOST_SMALL = 40
"""Lines of small print; more of it would leave no room for the chart."""
GAP, SMALLEST_MAP = 0.25, 3.0
MORE = (1.0, 1.2, 1.45, 1.75, 2.1, 2.5, 3.0)
"""How many times as much room is tried, one after the other, for a chart that does not fit."""
Size = tuple[float, float]
Rect = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class ListHeading(str):
    """A line of a list that is a heading."""


@dataclass
class Canvas:
    """A figure, and the rectangle on it that is still free (inches).

    Args:
        width, height: of the page that is drawn on.
        factor: how much larger the result will be.
        least: points below which no type comes out.
    """

    figure: Figure
    look: Look
    width: float
    height: float
    factor: float
    left: float
    bottom: float
    right: float
    top: float
    least: float = LEAST

    @property
    def wide(self) -> bool:
        """Whether there is more room at the side than below."""
        return self.width > 1.2 * self.height

    @property
    def shrinks(self) -> bool:
        """Whether small type on it can be made smaller and still be read, for the sake of more room."""
        return self.factor > 1 + 1e-6

    def type(self, size: float) -> float:
        """A size of type on this page, raised where it would come out too small to be read."""
        return max(size, self.least / self.factor)

    @property
    def grown(self) -> float:
        """How many times as large as usual small type and marks are on this page, so that they can be read."""
        return self.type(LIST) / LIST

    def width_of_axes(self, axes: Axes) -> float:
        """Inches from the left to the right end of axes."""
        return float(axes.get_position().width) * self.width

    def height_of_axes(self, axes: Axes) -> float:
        """Inches from the lower to the upper end of axes."""
        return float(axes.get_position().height) * self.height

    def head(self, title: str, lead: str = "") -> None:
        """Title (the look's own, if it has one) and the sentence to read first, without what has been said."""
        from maturity.text.clean import plain

        title = plain(self.look.title, 200) if self.look.title is not None else self.look.news(title)
        size = TITLE * 0.8 if self.right - self.left < NARROW else TITLE
        self.write(title, size, weight="bold", lines=4, gap=0.09)
        self.write(self.look.news(lead), LEAD, gap=0.12)

    def write(self, text: str, size: float, *, weight: str = "normal", lines: int = 9, gap: float = 0.1) -> None:
        """A paragraph, if there is one, at the upper end of the free rectangle, wrapped, at most so many lines."""
        if not text:
            return
        size = self.type(size)
        wrapped = wrap(text, self.right - self.left, size, self.figure, weight=weight, lines=lines)
        shown = self.text(self.left, self.top, wrapped, size, va="top", weight=weight, linespacing=1.35)
        self.top -= extent(shown).height_in(self.figure) + gap

    def listing(self, lines: Sequence[str]) -> None:
        """Lines at the upper end of the free rectangle, each shortened to its width."""
        size = self.type(LIST)
        step = size * LEADING / 72
        for line in lines:
            weight = "bold" if isinstance(line, ListHeading) else "normal"
            shown = shortened(line, self.right - self.left, size, self.figure, weight=weight)
            self.text(self.left, self.top, shown, size, va="top", weight=weight)
            self.top -= step

    def leave_out(self) -> None:
        """Make known that something has no room on this page; said as soon as it is sure.

        Raises:
            LeftOutError: nothing may be left out on it, so that all that would still be drawn is in vain.
        """
        if self.look.whole:
            raise style.LeftOutError
        self.figure.set_label(style.LEFT_OUT)

    def foot(self, text: str, left_out: str = "") -> None:
        """Small print at the lower end of the free rectangle, and the theme's own line below it.

        Args:
            left_out: what has no room on this page, to be read first.
        """
        from maturity.text.clean import plain

        if left_out:
            self.leave_out()
            text = f"{left_out} {text}"
        own = plain(self.look.theme.footer, 160)
        if self.look.lacking:
            text = f"{letters.named_letters(self.look.lacking)} {text}"
        for paragraph in filter(None, (own, text)):
            size = self.type(SMALL)
            wrapped = wrap(paragraph, self.right - self.left, size, self.figure, lines=MOST_SMALL)
            colour = self.look.theme.colours.soft
            shown = self.text(self.left, self.bottom, wrapped, size, va="bottom", color=colour, linespacing=1.4)
            self.bottom += extent(shown).height_in(self.figure) + 0.08

    def text(self, x: float, y: float, text: str, size: float, **how: Any) -> Text:
        """Text at a place on the page."""
        return self.figure.text(x / self.width, y / self.height, text, fontsize=size, **how)

    def put(self, artist: Artist, **how: Any) -> None:
        """Anything whose places are inches from the lower left corner of the page."""
        from matplotlib.transforms import Affine2D

        artist.set_transform(Affine2D().scale(1 / self.width, 1 / self.height) + self.figure.transFigure)
        artist.set(**how)
        self.figure.add_artist(artist)

    def axes(self, left: float, bottom: float, right: float, top: float) -> Axes:
        """Axes in a rectangle of the page; UsageError where it leaves none."""
        if right <= left or top <= bottom:
            raise UsageError("there is no room for this chart on a page of this size", "ask for a larger one: --size")
        share = (left / self.width, bottom / self.height, (right - left) / self.width, (top - bottom) / self.height)
        return self.figure.add_axes(share)

    @property
    def free(self) -> Rect:
        """The rectangle that is still free."""
        return self.left, self.bottom, self.right, self.top

    def aside(self, width: float) -> Canvas:
        """A page of its own at the right side of this one, so many inches wide."""
        column = replace(self, left=self.right - width)
        self.right -= width + GAP
        return column

    def map(self, left: float, bottom: float, right: float, top: float) -> Axes:
        """Axes for the map in a rectangle, with room for the names of both; never much longer than broad."""
        left, bottom = left + ROOM_LEFT * self.grown - MARGIN / 2, bottom + ROOM_BELOW * self.grown
        # The topmost number stands half above the map.
        top -= 0.08 * (self.grown - 1)
        width, height = right - left, top - bottom
        return self.axes(left, max(bottom, top - 1.1 * width), min(right, left + WIDEST * height), top)

    def beside(self, heading: str, lines: Sequence[str], least: float) -> Rect | None:
        """Write a list to the right of the map or below it, whichever leaves the larger map.

        Args:
            heading: above the list.
            lines: one an entry; shortened where a column is narrower.
            least: width in inches that a column needs.

        Returns:
            the rectangle that is left for the map; None, with nothing written, where the list has no room.
        """
        left, bottom, right, top = self.free
        width, height = right - left, top - bottom
        usual, least = self.type(LIST), least * self.grown
        sizes = usual, max(SMALLEST_LIST, self.type(0))
        spare = width - GAP - ROOM_LEFT - WIDEST * (height - ROOM_BELOW)
        places = []
        for count in (1, 2, 3, 4):
            across = max(count * least, spare)
            shape = list_columns(len(lines), across, height, least, sizes)
            if shape:
                side = min(width - across - GAP - ROOM_LEFT, height - ROOM_BELOW)
                rect = (right - across, bottom, right, top)
                places.append((side, -count, rect, shape, (left, bottom, right - across - GAP, top)))
        rows = -(-len(lines) // max(int(width / least), 1)) + 1
        needed = rows * usual * LEADING / 72 + GAP
        shape = list_columns(len(lines), width, needed - GAP / 2, least, sizes)
        if shape:
            side = min(width - ROOM_LEFT, height - needed - ROOM_BELOW)
            rect = (left, bottom, right, bottom + needed - GAP / 2)
            places.append((side, -9, rect, shape, (left, bottom + needed, right, top)))
        if not places or max(places)[0] < SMALLEST_MAP:
            return None
        _, _, rect, shape, rest = max(places)
        self._columns(heading, lines, rect, shape)
        return rest

    def _columns(self, heading: str, lines: Sequence[str], rect: Rect, shape: tuple[float, int, int]) -> None:
        left, _, right, top = rect
        size, count, rows = shape
        width = (right - left) / count
        step = size * LEADING / 72
        self.text(
            left, top, shortened(heading, right - left, size, self.figure, weight="bold"), size, va="top", weight="bold"
        )
        for column in range(count):
            part = lines[column * rows : (column + 1) * rows]
            for row, line in enumerate(part, 1):
                weight = "bold" if isinstance(line, ListHeading) else "normal"
                shown = shortened(line, width - 0.1, size, self.figure, weight=weight)
                if shown:
                    self.text(left + column * width, top - row * step, shown, size, va="top", weight=weight)

    def done(self) -> Figure:
        """The figure at the size that was asked for, with everything on it in proportion."""
        if abs(self.factor - 1) > 1e-9 or self.look.size is not None:
            scaled.scale(self.figure, self.factor)
            self.figure.set_size_inches(*(self.look.size or (self.width, self.height)))
        return self.figure


NARROW = 4.6
"""Inches of the free rectangle below which labels stand above what they name, not beside it."""


def readable(
    look: Look, own: Size, *, tall: Size | None = None, wide: Size | None = None, more: float = 1.0, closer: float = 1.0
) -> Canvas:
    """An empty page, never larger than what was asked for, so that no type on it gets smaller.

    Args:
        more: how many times larger all the same, for what has no room even so.
        closer: how many times as much room is wanted, as far as small type can still be read.
    """
    if more > 1:
        return page(look, look.size or own, more=more, smallest=0.0)
    drawn = page(look, own, tall=tall, wide=wide)
    if look.size is None or drawn.factor < 1:
        return drawn if look.size is None else page(look, look.size)
    return page(look, own, tall=tall, wide=wide, more=min(closer, drawn.factor))


def page(
    look: Look,
    own: Size,
    *,
    tall: Size | None = None,
    wide: Size | None = None,
    more: float = 1.0,
    smallest: float = LEAST,
) -> Canvas:
    """An empty page.

    Args:
        look: says which size the result has.
        own: width and height when no size is asked for.
        tall, wide: least width and height on which it can be drawn standing and lying; the larger result is taken.
        more: how many times as much room is wanted, for as much smaller type.
        smallest: points below which no type comes out.
    """
    width, height, factor = own[0] * more, own[1] * more, 1.0
    look.tell_own_size(width, height)
    if look.size is not None:
        least = [tall or own, wide or tall or own]
        factor = max(min(look.size[0] / w, look.size[1] / h) for w, h in least) / more
        width, height = look.size[0] / factor, look.size[1] / factor
    drawn = style.new_figure(width, height, look.theme)
    edge = MARGIN * (0.3 if look.bare or look.part != (0, 1) else 1.0)
    return Canvas(drawn, look, width, height, factor, edge, edge * 0.6, width - edge, height - edge * 0.8, smallest)


def finer(look: Look, own: Size, tall: Size, wide: Size) -> Iterator[Canvas]:
    """The same page with type that gets smaller, until the usual small type is as small as can be read."""
    first = page(look, own, tall=tall, wide=wide)
    most = max(1.0, first.factor * LIST / LEAST)
    for more in (*(one for one in MORE if one < most), most):
        yield page(look, own, tall=tall, wide=wide, more=more)


def emptied(canvas: Canvas) -> Canvas:
    """The same page once more, with nothing on it."""
    return replace(canvas, figure=style.new_figure(canvas.width, canvas.height, canvas.look.theme))


def fitted(look: Look, needed: Callable[[float], float], widths: Sequence[float]) -> Canvas:
    """An empty page as wide as lets its type be largest in the size that is asked for; the first width without one.

    Args:
        needed: inches in height that everything takes on a page of a width.
        widths: in inches, to be tried.
    """
    if look.size is None:
        return page(look, (widths[0], needed(widths[0])))
    wide, high = look.size
    sizes = [(width, needed(width)) for width in widths]
    best = max(sizes, key=lambda size: min(wide / size[0], high / size[1]))
    return readable(look, best)


def list_columns(
    entries: int, width: float, height: float, least: float, sizes: tuple[float, float] = (LIST, SMALLEST_LIST)
) -> tuple[float, int, int] | None:
    """Size of type, columns and rows of a list that has a heading, in a rectangle; None where it does not fit.

    Args:
        entries: how many lines.
        width, height: of the rectangle.
        least: width that a column needs at the usual size of type.
        sizes: the usual and the smallest size of type.
    """
    size, smallest = sizes
    while size >= smallest:
        rows = int(height * 72 / (size * LEADING)) - 1
        count = -(-entries // rows) if rows > 0 else 0
        if count and count * least * size / sizes[0] <= width + 1e-6:
            return size, count, -(-entries // count)
        size -= 0.5
    return None


@dataclass(frozen=True)
class Extent(Box):
    """A box in pixels that knows how large it is on paper."""

    def height_in(self, figure: Figure) -> float:
        """Height in inches."""
        return (self.top - self.bottom) / figure.dpi


def extent(text: Text) -> Extent:
    """Where a text stands on its figure, in pixels."""
    return drawn_box(text)


def drawn_box(artist: Artist) -> Extent:
    """Where anything that is drawn stands on its figure, in pixels."""
    figure = artist.get_figure(root=True)
    assert figure is not None
    box = artist.get_window_extent(_measuring(figure.dpi, _hinting()))
    return Extent(box.x0, box.y0, box.x1, box.y1)


@lru_cache(maxsize=4)
def _measuring(dots: float, hinting: str) -> Any:
    """What measures texts on every figure: matplotlib keeps what one has measured, and pages have the same words."""
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, dots)  # type: ignore[no-untyped-call]


def _hinting() -> str:
    import matplotlib

    return str(matplotlib.rcParams["text.hinting"])


def width_of(text: str, size: float, figure: Figure, weight: str = "normal") -> float:
    """Width of one line of text in inches; the figure says how it is drawn."""
    import matplotlib

    return _measured(text, weight, tuple(matplotlib.rcParams["font.family"]), _hinting()) * size


@lru_cache(maxsize=20_000)
def _measured(text: str, weight: str, family: tuple[str, ...], hinting: str) -> float:
    """Inches of a text for each point of its size, under these settings; letters that are not hinted grow with it."""
    from matplotlib.font_manager import FontProperties

    size, dots = 24.0, 100
    font = FontProperties(size=size, weight=weight)
    measured = _measuring(dots, hinting).get_text_width_height_descent(text, font, False)[0]
    return float(measured) / dots / size


def wrap(
    text: str, width: float, size: float, figure: Figure, *, weight: str = "normal", lines: int | None = None
) -> str:
    """Text broken into lines of at most `width` inches; what does not fit into `lines` ends in an ellipsis."""

    # A little is kept back: letters are rounded to whole dots, each kind of file in its own way.
    width *= 0.97
    space = width_of("n n", size, figure, weight) - width_of("nn", size, figure, weight)
    done: list[str] = []
    here, used = "", 0.0
    # A space that must not break holds an interval together.
    for word in re.split(r"[ \n\t]+", text.strip()):
        # Word by word: measuring every longer line anew would take most of a chart's time.
        own = width_of(word, size, figure, weight)
        if here and used + space + own <= width:
            here, used = f"{here} {word}", used + space + own
            continue
        if here:
            done.append(here)
        here = word if own <= width else shortened(word, width, size, figure, weight=weight)
        used = min(own, width)
    done.append(here)
    if lines is not None and len(done) > lines:
        done[lines - 1 :] = [shortened(" ".join(done[lines - 1 :]), width, size, figure, weight=weight)]
    return "\n".join(done)


def shortened(text: str, width: float, size: float, figure: Figure, *, weight: str = "normal") -> str:
    """One line of text, cut with an ellipsis where it is wider than `width` inches."""
    if width_of(text, size, figure, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(f"{text[:middle].rstrip()}…", size, figure, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"
