"""Everything on a figure in proportion to the size that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def scale(figure: Figure, factor: float) -> None:
    """Everything on a figure whose size is in points, made so many times larger; places keep their proportions."""
    from matplotlib.axis import Axis
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    from maturity.charts.rimmed import Rimmed

    for axis in figure.findobj(Axis):
        assert isinstance(axis, Axis)
        axis.labelpad *= factor
        for tick in axis.get_major_ticks()[:1]:
            # matplotlib's own types say that this returns nothing.
            pad = cast(Any, tick).get_pad()
            axis.set_tick_params(pad=pad * factor)
    for artist in figure.findobj():
        if isinstance(artist, Text):
            artist.set_fontsize(float(artist.get_fontsize()) * factor)
            if isinstance(artist, Rimmed):
                artist.rim_width *= factor
        elif isinstance(artist, Line2D):
            artist.set_linewidth(artist.get_linewidth() * factor)
            artist.set_markersize(artist.get_markersize() * factor)
        elif isinstance(artist, Collection):
            artist.set_linewidth([width * factor for width in _numbers(artist.get_linewidth())])
            if hasattr(artist, "get_sizes"):
                artist.set_sizes([size * factor**2 for size in artist.get_sizes()])  # type: ignore[attr-defined]
        elif isinstance(artist, Patch):
            artist.set_linewidth(artist.get_linewidth() * factor)


def _numbers(value: Any) -> Sequence[float]:
    return [float(one) for one in value] if hasattr(value, "__iter__") else [float(value)]
