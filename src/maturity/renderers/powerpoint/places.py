"""Where titles and content stand on the slides of a deck, its own or somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maturity.renderers.powerpoint import layouts
from maturity.renderers.powerpoint.layouts import FOOT, POINT, SMALL_AREA, Native, content_share, is_title, qualified
from maturity.renderers.powerpoint.shapes import SlideBox, box_of, placeholder_kind

ROOMY = 0.5
"""A place for content that takes less of a slide than this may grow into room that nothing else takes."""
HIGH, BROAD = 0.1, 0.7
"""Shares of the slide's height and width from which a place for a title is left as it is."""
TWO_LINES = 0.13
"""Share of its height that a lower one grows to."""
EDGE, FOOT_FROM = 0.05, 0.9
"""Shares of a slide that stay free at its edges, and where its foot begins if the layout does not say so."""
APART = 4.0
"""Points between a place that has grown and what stopped it."""


class SlidePlaces:
    """The layouts that a deck uses, and where title and content stand on each.

    Args:
        presentation: with its masters.
    """

    def __init__(self, presentation: Native) -> None:
        self.width, self.height = presentation.slide_width / POINT, presentation.slide_height / POINT
        self.layouts = {name: layouts.layout_for(presentation, name) for name in ("title", "content", "bare")}

    @property
    def top(self) -> SlideBox:
        """Where a title stands if its layout has no place for one."""
        return SlideBox(self.width * 0.05, self.height * 0.05, self.width * 0.9, self.height * 0.12)

    @property
    def middle(self) -> SlideBox:
        """The same on a slide that it has to itself."""
        return SlideBox(self.width * 0.1, self.height * 0.28, self.width * 0.8, self.height * 0.24)

    def is_low(self, title: Native) -> bool:
        """Whether a title stands so low that there would be no room below it."""
        low: bool = box_of(title).bottom > 0.4 * self.height
        return low

    def title_of(self, layout: Native) -> SlideBox:
        """The place for a title above content; one that is too small for two lines has grown."""
        shape = next((one for one in layout.placeholders if is_title(placeholder_kind(one))), None)
        if shape is None or self.is_low(shape):
            return self.top
        box = box_of(shape)
        if box.height >= HIGH * self.height and box.width >= BROAD * self.width:
            return box
        most = self._inside(top=EDGE / 2 * self.height)
        lower = replace(most, height=max(box.bottom, box.top + TWO_LINES * self.height) - most.top)
        box = self._grown(layout, box, lower, "bottom right left")
        upper = replace(most, top=max(most.top, box.bottom - TWO_LINES * self.height))
        return self._grown(layout, box, upper, "top")

    def area_of(self, name: str) -> SlideBox:
        """Where the content of a slide of a layout may stand: between its title and its foot.

        It is the layout's own place for it; a small one has grown as far as nothing of the layout is in its way.
        """
        layout, content = self.layouts[name], self.layouts["content"]
        title = self.title_of(layout)
        left = title.left if title.width > self.width / 2 else self.top.left
        top = title.bottom + APART
        places = [box_of(one) for one in content.placeholders if placeholder_kind(one) in ("obj", "body")]
        if not places or content_share(content) < SMALL_AREA:
            whole = SlideBox(left, top, self.width - 2 * left, self.height * FOOT_FROM - top)
            box = self._grown(layout, replace(whole, height=whole.height / 2), whole, "bottom")
            return whole if _is_pictured(layout) else box
        first, upper = min(box.left for box in places), min(box.top for box in places)
        right, lower = max(box.right for box in places), max(box.bottom for box in places)
        upper = top if upper < top < lower - self.height * 0.3 else upper
        box = SlideBox(first, upper, right - first, lower - upper)
        if box.width * (lower - min(one.top for one in places)) >= ROOMY * self.width * self.height:
            return box
        return self._grown(layout, box, self._inside(top=top), "bottom top right left")

    def _inside(self, top: float) -> SlideBox:
        """A slide without its edges and its foot."""
        return SlideBox(EDGE * self.width, top, (1 - 2 * EDGE) * self.width, FOOT_FROM * self.height - top)

    def _grown(self, layout: Native, box: SlideBox, most: SlideBox, sides: str) -> SlideBox:
        """A place that has grown on some sides, but over nothing, nor out of what it lies on."""
        if _is_pictured(layout):
            return box
        for side in sides.split():
            for other in _standing(layout, self.width):
                if _holds(other, box):
                    most = _within(most, other)
            box = _stretched(box, side, most, [one for one in _standing(layout, self.width) if not _holds(one, box)])
        return box


def _stretched(box: SlideBox, side: str, most: SlideBox, others: list[SlideBox]) -> SlideBox:
    """A box with one side moved outwards as far as others and `most` let it."""
    if side in ("left", "right"):
        level = [one for one in others if one.top < box.bottom and box.top < one.bottom]
        if side == "right":
            right = _moved(box.right, most.right, [(one.left, one.right) for one in level])
            return replace(box, width=right - box.left)
        left = -_moved(-box.left, -most.left, [(-one.right, -one.left) for one in level])
        return SlideBox(left, box.top, box.right - left, box.height)
    level = [one for one in others if one.left < box.right and box.left < one.right]
    if side == "bottom":
        bottom = _moved(box.bottom, most.bottom, [(one.top, one.bottom) for one in level])
        return replace(box, height=bottom - box.top)
    top = -_moved(-box.top, -most.top, [(-one.bottom, -one.top) for one in level])
    return SlideBox(box.left, top, box.width, box.bottom - top)


def _moved(end: float, most: float, others: list[tuple[float, float]]) -> float:
    """How far an end may go towards larger numbers, and never back: up to `most`, and not onto others.

    Args:
        others: where each begins and ends; what ends before this does not matter.
    """
    return max(end, min([most, *(max(end, start - APART) for start, stop in others if stop > end)]))


def _holds(outer: SlideBox, inner: SlideBox) -> bool:
    across = outer.left - 1 <= inner.left and inner.right <= outer.right + 1
    return across and outer.top - 1 <= inner.top and inner.bottom <= outer.bottom + 1


def _within(box: SlideBox, other: SlideBox) -> SlideBox:
    left, top = max(box.left, other.left + APART), max(box.top, other.top + APART)
    right, bottom = min(box.right, other.right - APART), min(box.bottom, other.bottom - APART)
    return SlideBox(left, top, right - left, bottom - top)


def _standing(layout: Native, width: float) -> Iterator[SlideBox]:
    """What a slide of a layout shows beside its title and content: ornaments, and its foot from edge to edge."""
    holders = [layout]
    if layout._element.get("showMasterSp") not in ("0", "false"):
        holders.append(layout.slide_master)
    for holder in holders:
        for shape in holder.shapes:
            if not shape.is_placeholder:
                yield box_of(shape)
            elif holder is layout and placeholder_kind(shape) in FOOT[1:]:
                box = box_of(shape)
                yield replace(box, left=0.0, width=width) if placeholder_kind(shape) == "ftr" else box


def _is_pictured(layout: Native) -> bool:
    """Whether what lies behind a slide is a picture, in which nobody can tell what must stay clear."""
    return any(
        one.find(f".//{qualified('a:blipFill')}") is not None
        for holder in (layout, layout.slide_master)
        for one in holder._element.iter(qualified("p:bg"))
    )
