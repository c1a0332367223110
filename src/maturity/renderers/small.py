"""Pictures as small as a line of text, as SVG: a bar of answers, and values as dots on a line. Lengths are points."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from maturity.model.theme import Theme
from maturity.report.blocks import Bar, Strip
from maturity.report.piles import ENDS, WIDE, Piled, piled
from maturity.text.clean import plain
from maturity.text.contrast import clearer

BAR = 12.0
"""Height of a bar of answers."""
TYPE, DIGIT = 8.5, 5.6
"""Size of type, and how wide one of its digits is at most."""


def bar_svg(bar: Bar, theme: Theme) -> str:
    """One bar, its parts as wide as people are many; a number stands in every part that has room for it."""
    return _svg((bar.width, BAR), "".join(_parts(bar, theme)))


def strip_svg(strip: Strip, theme: Theme) -> tuple[str, float]:
    """Dots on a line, above and below it where they would cover one another; those that have a name are full.

    Returns:
        The drawing, and how high it is.
    """
    pile = piled(strip.places)
    return _svg((WIDE, pile.high), "".join(_dots(strip, theme, pile))), pile.high


def _svg(size: tuple[float, float], inside: str) -> str:
    wide, high = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:g}pt" height="{high:g}pt" '
        f'viewBox="0 0 {wide:g} {high:g}">{inside}</svg>'
    )


def _parts(bar: Bar, theme: Theme) -> Iterator[str]:
    from maturity.charts.agreement import ramp

    wide, high, left = bar.width, BAR, 0.0
    for n, colour in zip(bar.counts, ramp(theme, len(bar.counts)), strict=True):
        part = wide * n / sum(bar.counts)
        yield f'<rect x="{left:.2f}" y="0" width="{part:.2f}" height="{high:g}" fill="{colour}"/>'
        if n and part >= DIGIT * len(str(n)) + 1:
            ink = clearer(colour, (theme.colours.ink, theme.colours.paper))
            yield _text(left + part / 2, high / 2 + 0.36 * TYPE, str(n), ink)
        left += part


def _dots(strip: Strip, theme: Theme, pile: Piled) -> Iterator[str]:
    wide, colours, (rows, radius, high) = WIDE, theme.colours, pile
    y, start, length = high / 2, ENDS, wide - 2 * ENDS
    yield f'<path d="M{start:g} {y:g}h{length:g}" stroke="{colours.soft}" stroke-width="1" fill="none"/>'
    if strip.middle is not None:
        x = start + strip.middle * length
        line = f"M{x:.2f} {y - high / 2 + 3:g}v{high - 6:g}"
        yield f'<path d="{line}" stroke="{colours.soft}" stroke-width="1" fill="none"/>'
    for n, (place, row) in enumerate(zip(strip.places, rows, strict=True)):
        fill = colours.schools if n in strip.marked else colours.paper
        x = start + place * length
        # By turns above and below the line, so that a pile stands on both sides of it.
        aside = (row + 1) // 2 * (2 * radius + 1) * (1 if row % 2 else -1)
        yield f'<circle cx="{x:.2f}" cy="{y - aside:g}" r="{radius:g}" fill="{fill}" stroke="{colours.schools}"/>'
    for x, said in zip((ENDS / 2 - 2, wide - ENDS / 2 + 2), strip.ends, strict=True):
        yield _text(x, y + 0.36 * TYPE, said, colours.ink)


def _text(x: float, y: float, said: str, ink: str) -> str:
    how = f'font-family="DejaVu Sans, sans-serif" font-size="{TYPE:g}" text-anchor="middle" fill="{ink}"'
    return f'<text x="{x:.2f}" y="{y:.2f}" {how}>{escape(plain(said), quote=False)}</text>'
