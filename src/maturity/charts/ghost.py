"""The round before on a map: a small grey diamond, and a thin arrow from it to where the cluster stands now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.core.assessment import Assessment
from maturity.core.reading import Map
from maturity.report.wording import on_axis
from maturity.text.clean import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from maturity.charts.labels import Box
    from maturity.charts.layout import Canvas

SAME = 0.04
"""So near to where the cluster stands, as a share of the scale, its diamond would hide the other."""
HEAD = 10.0
"""Size of the arrow's head, in points."""
WORDS = {
    "before": "{label}: the round before, by its own answers",
    "unlike": "{label}: the round before, by another questionnaire: how far the two lie apart says nothing of what has "
    "changed",
    "same": "{label}, the round before: almost the same place ({x}, {y})",
    "unlike-same": "{label}, the round before, by another questionnaire: almost the same place ({x}, {y})",
}


@dataclass(frozen=True)
class Ghost:
    """Where the cluster stood in the round before.

    Args:
        start, end: where it stood and where it stands, in levels.
        label: of that round.
        said: what the mark means, or why there is none.
        alike: whether that round was asked the same; else the arrow is broken.
        hidden: whether it is left out, for the mark of where the cluster stands would cover it.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    label: str
    said: str
    alike: bool
    hidden: bool

    def stands_on(self, axes: Axes) -> bool:
        """Whether it is drawn on a map, or on a part of one."""
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        x, y = self.start
        return not self.hidden and left <= x <= right and low <= y <= high


def ghost_of(assessment: Assessment) -> Ghost | None:
    """The ghost of a map; None where no round before is to be shown, or one of the two has no place."""
    past = assessment.reading.past if isinstance(assessment.reading, Map) else None
    if past is None:
        return None
    axes, scale = assessment.questionnaire.axes, assessment.questionnaire.scale
    start, end = ([point.get(axis.id) for axis in axes] for point in (past.point, assessment.placement.point))
    (x, y), (u, v) = start, end
    if x is None or y is None or u is None or v is None:
        return None
    hidden = max(abs(x - u), abs(y - v)) < SAME * (scale.high - scale.low)
    label = plain(past.label, 14)
    alike, unlike = ("same", "unlike-same") if hidden else ("before", "unlike")
    said = WORDS[alike if past.alike else unlike].format(
        label=label, x=on_axis(assessment, axes[0], x), y=on_axis(assessment, axes[1], y)
    )
    return Ghost((x, y), (u, v), label, said, past.alike, hidden)


def put_ghost(axes: Axes, ghost: Ghost, page: Canvas) -> list[Box]:
    """Draw it with its arrow, which is broken between other questions; returns boxes along the arrow."""
    from maturity.charts import ground, style
    from maturity.charts.journey_arrows import BROKEN, along, arrow_between
    from maturity.charts.tagged import BEFORE, OF, tag

    ground.earlier_mark(axes, *ghost.start, page, BEFORE)
    shrink = ground.EARLIER**0.5 * 0.72 * page.grown, ground.CLUSTER**0.5 * 0.78 * page.grown
    arrow = arrow_between(axes, ghost.start, ghost.end, page.factor, size=HEAD, shrink=shrink, bend=0.0)
    if arrow is None:
        return []
    arrow.set(color=style.pale(page.look.theme), linewidth=1.1, zorder=2.5)
    tag(arrow, BEFORE, what=OF)
    if not ghost.alike:
        arrow.set_linestyle(BROKEN)
    return along(axes, ghost.start, ghost.end, 0.0)
