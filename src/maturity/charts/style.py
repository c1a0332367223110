"""One look for all charts: colours, fonts, sizes, and how a figure becomes a file.

Every chart is a module with one public function `draw(data, look=Look()) -> Figure`. It takes no pyplot state and
leaves none: the figure can be restyled, saved or put into a notebook like any other. Inside, it

1. is `dressed`: what it is given has the axes, names of quadrants and code names that the look asks for;
2. draws in colours of `look.theme.colours`;
3. starts with `maturity.charts.layout.page(...)` and ends with `return page.done()`, which fits it to `look.size`.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from maturity.charts import letters
from maturity.charts.tagged import each_once
from maturity.core.assessment import Assessment
from maturity.core.themed import themed, under_code_names
from maturity.errors import LettersMissing, UsageError
from maturity.fonts import fonts_for
from maturity.model.theme import STANDARD, Theme
from maturity.report.wording import CODE_NAMES
from maturity.text.clean import plain
from maturity.text.contrast import faded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from maturity.core.comparison import Comparison
    from maturity.core.portfolio import Portfolio

Format = Literal["png", "svg", "pdf"]
Data = TypeVar("Data", Assessment, "Comparison", "Portfolio")
Drawn = TypeVar("Drawn", contravariant=True)
FONT = "DejaVu Sans"
"""Comes with matplotlib, so that it is everywhere the same."""
DPI = 200
LEFT_OUT = "left out"
"""Label of a figure on which something had no room."""
HIGHER, TALLER, MOST_PAGES = 1.2, 1.09, 13
"""How many times as high as the last the next page is, also where it fills a place, and how many are tried."""


@dataclass(frozen=True)
class Look:
    """How a chart is shown.

    Args:
        theme: colours, font, names of the quadrants, which axis lies along the bottom.
        size: width and height in inches; None is the chart's own.
        title: instead of the chart's own title.
        code_names: schools, or the clusters of a portfolio, under code names.
        lacking: letters that no font here has, to be named in the small print.
        said: plain texts that stand above the chart already; it does not repeat them.
        open: whether the page may be higher than `size`, where something would have to be left out.
        higher: how many times as high as `size` the page may be even where it is not open.
        ways: whether a journey shows the schools' own ways between its last two rounds.
        bare: without title, summary and source, which stand around it.
        within: inches that there are where it is shown: how wide, how high at best, how high at most. A larger chart
            is drawn anew for them, no letter smaller, and only as much higher as keeps all on it.
        part: which of how many parts of a list of rows is drawn, from 0.
        whole: whether nothing may be left out; where something would be, no more is drawn.
    """

    theme: Theme = STANDARD
    size: tuple[float, float] | None = None
    title: str | None = None
    code_names: bool = False
    lacking: str = ""
    said: frozenset[str] = frozenset()
    open: bool = False
    higher: tuple[float, ...] = ()
    ways: bool = False
    bare: bool = False
    within: tuple[float, float, float] | None = None
    part: tuple[int, int] = (0, 1)
    whole: bool = False

    def news(self, text: str) -> str:
        """A plain text of the chart, or nothing where it has been said, be it at greater length."""
        return "" if self.bare or any(plain(one, len(text)) == text for one in self.said if text) else text

    def tell_own_size(self, wide: float, high: float) -> None:
        """How large a chart is by itself, in inches; nothing is drawn where that is all that is asked of it.

        Raises:
            OwnSizeError: it is all, since the chart is to fit into a place.
        """
        if self.size is None and self.within is not None:
            raise OwnSizeError(wide, high)

    @property
    def pages(self) -> Iterator[Look]:
        """The look on one page after the other, each higher than the one before where it may be."""
        yield self
        if self.size is not None:
            wide, high = self.size
            times = [HIGHER**step for step in range(1, MOST_PAGES)] if self.open else self.higher
            yield from (replace(self, size=(wide, high * more)) for more in times)


class Draw(Protocol[Drawn]):
    """A chart's one public function."""

    def __call__(self, data: Drawn, look: Look = ..., /) -> Figure:
        """The chart of some results."""


def dressed(drawing: Callable[[Data, Look], Figure]) -> Draw[Data]:
    """Draws as a look asks: its settings of matplotlib, and its axes, names of quadrants and code names."""

    @wraps(drawing)
    def draw(data: Data, look: Look = Look()) -> Figure:
        if look.code_names:
            data, _ = under_code_names(data, CODE_NAMES)
        with using(look), warnings.catch_warnings():
            # What is drawn first is only to see which letters there are.
            warnings.filterwarnings("ignore", "Glyph .* missing from")
            shown = themed(data, look.theme)
            drawn = _whole(drawing, shown, look)
            missing = letters.absent_letters(drawn, family(look.theme))
            if not missing:
                return drawn
        others, lacking = fonts_for(missing)
        if lacking:
            texts = tuple(sorted(text for text in letters.texts_on(drawn) if lacking & set(text)))
            warnings.warn(LettersMissing(tuple(sorted(lacking)), texts), stacklevel=2)
        with using(look, others):
            return _whole(drawing, shown, replace(look, lacking="".join(sorted(lacking))))

    return draw


def _whole(drawing: Callable[[Data, Look], Figure], data: Data, look: Look) -> Figure:
    """The chart on the first page of the look on which nothing is left out; on the first of all if there is none."""
    if look.within is not None:
        return _in_place(drawing, data, look, look.within)
    pages = [*look.pages]
    for page in pages if len(pages) > 1 else ():
        with suppress(LeftOutError):
            return drawing(data, replace(page, whole=True))
    return drawing(data, look)


def _in_place(
    drawing: Callable[[Data, Look], Figure], data: Data, look: Look, place: tuple[float, float, float]
) -> Figure:
    """The chart on the lowest page of a place on which nothing is left out; on the highest, which holds most, else."""
    own = look.size or _own_size(drawing, data, look)
    *lower, highest = _placed(look, own, place).pages
    for page in lower:
        # On a page that is too low for it, a chart cannot be drawn at all.
        with suppress(UsageError, LeftOutError):
            return drawing(data, replace(page, whole=True))
    with suppress(UsageError):
        return drawing(data, highest)
    return drawing(data, replace(look, within=None))


class OwnSizeError(Exception):
    """How large a chart would be by itself, in inches: all that is asked of it where it is to fit into a place."""

    def __init__(self, wide: float, high: float) -> None:
        super().__init__()
        self.size = wide, high


class LeftOutError(Exception):
    """Something has no room on a page on which nothing may be left out."""


def _own_size(drawing: Callable[[Data, Look], Figure], data: Data, look: Look) -> tuple[float, float]:
    """How large a chart is by itself; nothing is drawn for it."""
    try:
        wide, high = drawing(data, look).get_size_inches()
    except OwnSizeError as own:
        return own.size
    return float(wide), float(high)


def _placed(look: Look, own: tuple[float, float], place: tuple[float, float, float]) -> Look:
    """The look on pages that fill a place: as wide, as high as the chart by itself at first, and then higher."""
    wide, usual, most = place
    high = min(own[1], usual)
    steps = [TALLER**n for n in range(1, MOST_PAGES) if high * TALLER**n < most]
    return replace(look, size=(min(wide, own[0]), high), within=None, higher=(*steps, most / high))


@contextmanager
def using(look: Look, others: Sequence[str] = ()) -> Iterator[None]:
    """matplotlib's settings for as long as something is drawn, with other fonts for letters that it lacks."""
    import matplotlib

    with matplotlib.rc_context({**rc(look.theme), "font.family": [*family(look.theme), *others]}):
        yield


def rc(theme: Theme) -> Any:
    """matplotlib's settings for a theme."""
    colours = theme.colours
    return {
        "font.family": family(theme),
        "font.size": 10,
        "text.color": colours.ink,
        "text.parse_math": False,
        # Without hinting a text has the same proportions at every resolution, so that what fits once always fits.
        "text.hinting": "no_hinting",
        "axes.facecolor": colours.paper,
        "axes.edgecolor": colours.line,
        "axes.labelcolor": colours.ink,
        "xtick.color": colours.soft,
        "ytick.color": colours.soft,
        "axes.unicode_minus": True,
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "path.simplify": False,
    }


def family(theme: Theme) -> list[str]:
    """Font families in the order in which they are tried for each letter."""
    wanted = theme.fonts.chart
    return [wanted, FONT] if wanted and wanted != FONT and _installed(wanted) else [FONT]


def font_note(theme: Theme) -> str | None:
    """What to tell somebody whose font is not there; None where nothing is wrong."""
    if not theme.fonts.chart or _installed(theme.fonts.chart):
        return None
    return f"the font {theme.fonts.chart} is not installed here; the charts are drawn in {FONT}"


@lru_cache(maxsize=32)
def _installed(name: str) -> bool:
    from matplotlib import font_manager

    return any(font.name == name for font in font_manager.fontManager.ttflist)


def pale(theme: Theme) -> str:
    """For what stands behind: as near to the paper as can still be seen on it and on every quadrant."""
    colours = theme.colours
    return faded(colours.soft, colours.paper, (colours.paper, *colours.quadrants))


def new_figure(width: float, height: float, theme: Theme = STANDARD) -> Figure:
    """An empty figure in the colour of the paper, inches wide and high."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=100, facecolor=theme.colours.paper)


def bare(axes: Axes, theme: Theme = STANDARD) -> None:
    """Take away frame and ticks."""
    import matplotlib

    for side in axes.spines.values():
        side.set_visible(False)
    # Ticks are made when the figure is drawn, by when the settings of `using` are gone.
    axes.tick_params(
        length=0, labelcolor=theme.colours.soft, labelsize=10, labelfontfamily=matplotlib.rcParams["font.family"]
    )


def save(drawn: Figure, fmt: Format, title: str, alt: str, dpi: int = DPI) -> bytes:
    """A figure as bytes, with its description inside; the same figure gives the same bytes.

    Args:
        title: a name for the chart; `alt`: its whole message in words.
        dpi: dots an inch of a PNG.
    """
    out = io.BytesIO()
    if fmt == "png":
        texts = {"Software": None, "Title": title, "Description": alt}
        drawn.savefig(out, format="png", dpi=dpi, metadata=texts, pil_kwargs={"compress_level": 2})
        return out.getvalue()
    if fmt == "pdf":
        named = {"Title": title, "Subject": alt, "CreationDate": None, "Producer": None, "Creator": None}
        drawn.savefig(out, format="pdf", metadata=named)
        return out.getvalue()
    from maturity.charts.written import as_svg

    return _described(each_once(as_svg(drawn)), title, alt).encode()


def _described(svg: str, title: str, alt: str) -> str:
    """An SVG that tells assistive technology what it shows."""
    import hashlib
    from html import escape

    mark = hashlib.sha256(f"{title}\n{alt}".encode()).hexdigest()[:10]
    start = svg.index("<svg ")
    end = svg.index(">", start)
    names = f' role="img" aria-labelledby="t{mark} d{mark}"'
    described = f'\n <title id="t{mark}">{escape(title)}</title>\n <desc id="d{mark}">{escape(alt)}</desc>'
    return svg[:end] + names + ">" + described + svg[end + 1 :]
