"""A figure as SVG, with a memory of how each text is set: both layouts of a chart on a page have the same words."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.textpath import TextToPath

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

DOTS = 72
"""An inch of an SVG."""


def as_svg(figure: Figure) -> str:
    """A figure as an SVG that says neither when nor by what it was made."""
    out, dots = io.StringIO(), figure.dpi
    figure.set_dpi(DOTS)
    try:
        wide, high = figure.get_size_inches() * DOTS
        made: Any = {"Date": None, "Creator": None, "Format": None, "Type": None}
        renderer: Any = RendererSVG(wide, high, out, image_dpi=dots, metadata=made)  # type: ignore[no-untyped-call]
        renderer._text2path = _Texts()
        figure.draw(renderer)
        renderer.finalize()
    finally:
        figure.set_dpi(dots)
    return out.getvalue()


class _Texts(TextToPath):
    """What matplotlib asks about a text, each answer kept."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Points that a text takes in a font at its size."""
        if ismath:
            return super().get_text_width_height_descent(s, prop, ismath)
        whole = prop.copy()
        whole.set_size(self.FONT_SCALE)
        wide, high, below = _extent(self._get_font(prop), s, whole)  # type: ignore[attr-defined]
        times = prop.get_size_in_points() / self.FONT_SCALE
        return wide * times, high * times, below * times

    def get_glyphs_with_font(
        self, font: FT2Font, s: str, glyph_map: Any = None, return_new_glyphs_only: bool = False, **how: Any
    ) -> Any:
        """Letters of a text, each with its place, and the outlines of those that the file does not have yet."""
        if not return_new_glyphs_only or any(how.values()):
            return super().get_glyphs_with_font(font, s, glyph_map, return_new_glyphs_only, **how)
        letters, outlines, lines = _letters(font, s)
        return letters, {one: outline for one, outline in outlines.items() if one not in glyph_map}, lines


# A page of one cluster has some three hundred texts; a thousand, with the outlines of their letters, take some 10 MB.
@lru_cache(maxsize=1_000)
def _letters(font: FT2Font, text: str) -> Any:
    return TextToPath().get_glyphs_with_font(font, text, {}, True)


@lru_cache(maxsize=1_000)
def _extent(font: FT2Font, text: str, whole: FontProperties) -> tuple[float, float, float]:
    return TextToPath().get_text_width_height_descent(text, whole, False)
