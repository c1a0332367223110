"""Text that stays readable on whatever lies below it."""

from __future__ import annotations

from typing import Any

import matplotlib
from matplotlib.backend_bases import RendererBase
from matplotlib.patheffects import Stroke
from matplotlib.text import Text


class Rimmed(Text):
    """Text with a rim that keeps it readable above lines; in an SVG it stays text, which path effects do not let it.

    Args:
        rim: width of the rim's line in points, and its colour.
    """

    def __init__(self, x: float, y: float, text: str, *, rim: tuple[float, str], **how: Any) -> None:
        super().__init__(x, y, text, clip_on=False, **how)
        self.rim_width, self.rim_colour = rim

    def draw(self, renderer: RendererBase) -> None:
        """Draw the rim, then the text."""
        # A rim is a path, which is never hinted; hinted letters would not lie within it.
        with matplotlib.rc_context({"text.hinting": "no_hinting"}):
            self.set_path_effects([Stroke(linewidth=self.rim_width, foreground=self.rim_colour, alpha=0.85)])
            super().draw(renderer)
            self.set_path_effects([])
            super().draw(renderer)
