"""One look for all charts: colours, sizes and how a figure becomes a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["png", "svg", "pdf"]

INK, GREY, PALE, LINE = "#1f2933", "#5b6672", "#9aa5b1", "#c5ccd3"
BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"
"""From the palette of Okabe and Ito, which people with any kind of colour vision can tell apart."""
TINTS = ("#f4f2ee", "#e8f1f8", "#fbf1e6", "#e6f3ee")
"""Quadrants low-low, high-low, low-high, high-high."""
LEVEL_RAMP = ("#8c510a", "#dfc27d", "#e9e9e9", "#80cdc1", "#01665e")
"""From low to high levels; diverging, and told apart by lightness as well."""
RC: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "axes.unicode_minus": False,
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": False,
}


def figure(width: float, height: float) -> Figure:
    """An empty white figure, inches wide and high."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), facecolor="white")


def bare(axes: Axes) -> None:
    """Take away frame and ticks."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)


def footer(drawn: Figure, left: float, bottom: float, text: str, columns: int) -> None:
    """Small print below a chart, wrapped."""
    import textwrap

    lines = textwrap.fill(text, columns)
    drawn.text(left, bottom, lines, va="bottom", fontsize=7.8, color=GREY, linespacing=1.5)


def save(drawn: Figure, fmt: Format, title: str, alt: str) -> bytes:
    """A figure as bytes, with its description inside; the same figure gives the same bytes.

    Args:
        title: a name for the chart; `alt`: its whole message in words.
    """
    out = io.BytesIO()
    if fmt == "png":
        texts = {"Software": None, "Title": title, "Description": alt}
        drawn.savefig(out, format="png", dpi=200, metadata=texts, pil_kwargs={"compress_level": 2})
        return out.getvalue()
    if fmt == "pdf":
        plain = {"Title": title, "Subject": alt, "CreationDate": None, "Producer": None, "Creator": None}
        drawn.savefig(out, format="pdf", metadata=plain)
        return out.getvalue()
    drawn.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _described(out.getvalue().decode(), title, alt).encode()


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
