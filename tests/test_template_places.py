"""Somebody's own slides: places that are too small grow where there is room, and over nothing that is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from maturity.renderers.powerpoint.layouts import layout_for
from tests.test_deck import flat, only, opened, overflowing, report_of, template, texts

HIGH = 540
BAND, PANEL = (0, 480, 720, 20), (30, 100, 480, 340)


def placed(presentation: Any, title: tuple[float, ...] | None, body: tuple[float, ...]) -> None:
    """Put every place for a title and for text elsewhere, in points on a slide of 720 by 540."""
    for holder in (presentation.slide_masters[0], *presentation.slide_layouts):
        for shape in holder.placeholders:
            box = {"title": title, "body": body, "obj": body}.get(shape._element.ph.get("type", "obj"))
            if box is not None and shape._element.spPr.find("{*}xfrm") is not None:
                shape.left, shape.top, shape.width, shape.height = map(Pt, box)


def ornament(presentation: Any, box: tuple[float, ...]) -> None:
    """A rectangle on the master, behind its places."""
    shapes = presentation.slide_masters[0].shapes
    made = presentation.slides[0].shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, box))
    shapes._spTree.insert(2, made._element)


def small(presentation: Any) -> None:
    placed(presentation, (40, 24, 430, 30), (40, 160, 430, 240))


def small_with_a_band(presentation: Any) -> None:
    small(presentation)
    ornament(presentation, BAND)


def small_on_a_panel(presentation: Any) -> None:
    small(presentation)
    ornament(presentation, PANEL)


def content(presentation: Any) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of all that stands on the slides behind the first two, without titles and foot."""
    found = []
    for slide in list(presentation.slides)[2:]:
        for one in slide.shapes:
            kind = one._element.ph.get("type", "obj") if one.is_placeholder else ""
            if kind not in ("title", "ftr", "sldNum"):
                found.append((one.left.pt, one.top.pt, one.left.pt + one.width.pt, one.top.pt + one.height.pt))
    return found


@pytest.mark.parametrize("change", [small, small_with_a_band])
def test_places_that_are_too_small_grow(change: Callable[[Any], None]) -> None:
    presentation = opened(report_of(), template=template(change))
    usual = opened(report_of(), template=template())
    assert overflowing(presentation) == []
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    assert not any(one.endswith("…") for one in titles)
    assert len(titles) <= len(usual.slides)
    charts = [one for slide in presentation.slides for one in flat(slide.shapes) if one.has_chart]
    assert min(one.height.pt for one in charts) > 0.45 * HIGH
    boxes = content(presentation)
    assert min(left for left, *_ in boxes) >= 30
    assert max(right for _, _, right, _ in boxes) <= 690


def test_what_grows_stops_before_what_the_template_shows_and_stays_on_what_it_lay_on() -> None:
    def only_titles(presentation: Any) -> None:
        ornament(presentation, BAND)
        only("titleOnly")(presentation)

    for change in (small_with_a_band, only_titles):
        presentation = opened(report_of(), template=template(change))
        assert 400 < max(bottom for *_, bottom in content(presentation)) <= BAND[1]
    left, top, wide, high = PANEL
    for one in content(opened(report_of(), template=template(small_on_a_panel))):
        assert left <= one[0] < one[2] <= left + wide
        assert top <= one[1] < one[3] <= top + high


def test_places_with_enough_room_and_those_on_a_picture_stay_as_they_are() -> None:
    def pictured(presentation: Any) -> None:
        small(presentation)
        ground = presentation.slide_masters[0].background.fill
        ground.solid()
        filled = ground._xPr
        filled[:] = [filled.makeelement(filled[0].tag.replace("solidFill", "blipFill"), {}, None)]

    boxes = content(opened(report_of(), template=template(pictured)))
    assert min(top for _, top, *_ in boxes) >= 160
    assert max(bottom for *_, bottom in boxes) <= 401
    presentation = opened(report_of(), template=template())
    place = next(one for one in layout_for(presentation, "content").placeholders if one.placeholder_format.idx == 1)
    assert max(bottom for *_, bottom in content(presentation)) <= place.top.pt + place.height.pt + 1


def test_a_title_is_as_large_as_its_own_weight_lets_it_be() -> None:
    def bold(presentation: Any) -> None:
        styles = presentation.slide_masters[0]._element.find("{*}txStyles/{*}titleStyle")
        next(styles.iter("{*}defRPr")).set("b", "1")

    def sizes(change: Any) -> list[float]:
        runs = [
            slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size
            for slide in opened(report_of(), template=template(change)).slides
        ]
        return [44.0 if one is None else one.pt for one in runs]

    light, heavy = sizes(None), sizes(bold)
    assert all(a >= b for a, b in zip(light, heavy, strict=True))
    assert sum(light) > sum(heavy)


def test_the_finding_stands_in_the_middle_of_a_slide_without_a_place_for_it() -> None:
    presentation = opened(report_of(), template=template(only("blank")))
    title = presentation.slides[1].shapes.title
    assert 0.2 * HIGH < title.top.pt < title.top.pt + title.height.pt < 0.6 * HIGH
    assert title.text_frame.paragraphs[0].runs[0].font.size.pt >= 32
    assert "Not sure" in texts(presentation)
    assert overflowing(presentation) == []
