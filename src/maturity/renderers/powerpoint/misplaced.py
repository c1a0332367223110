"""Whether the layouts of somebody's own presentation have their places for text on the slide."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from maturity.renderers.powerpoint.layouts import is_title, layout_for
from maturity.text.clean import plain
from maturity.text.words import listed

SLACK = 0.02
"""Of the slide's width or height, how far a place may stand out over its edge."""
WANTED = ("title", "content", "bare")
CM = 360_000
"""Units of a length in a centimetre."""


def misplaced(template: bytes) -> Iterator[str]:
    """A sentence for each layout that a deck would use, where a place of its lies partly outside the slide."""
    import pptx

    presentation: Any = pptx.Presentation(io.BytesIO(template))
    size = presentation.slide_width, presentation.slide_height
    used = {layout.part.partname: layout for layout in (layout_for(presentation, one) for one in WANTED)}
    for layout in used.values():
        places = dict.fromkeys(_called(one) for one in layout.placeholders if _is_outside(one, size))
        places.pop("", None)
        if places:
            yield (
                f"in its layout “{plain(layout.name, 60)}” {listed([f'the place for the {one}' for one in places])} "
                f"{'lies' if len(places) == 1 else 'lie'} partly outside the slide of {size[0] / CM:.1f} by "
                f"{size[1] / CM:.1f} cm, so that text may run off it or be cut short: put it on the slide whole (View, "
                "Slide Master) and save the template again"
            )


def _called(place: Any) -> str:
    kind = place._element.ph.get("type", "obj")
    return "title" if is_title(kind) else {"subTitle": "subtitle", "obj": "text", "body": "text"}.get(kind, "")


def _is_outside(place: Any, size: tuple[int, int]) -> bool:
    spans = (place.left, place.width, size[0]), (place.top, place.height, size[1])
    return any(
        start is not None and length is not None and (start < -SLACK * end or start + length > (1 + SLACK) * end)
        for start, length, end in spans
    )
