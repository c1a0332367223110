"""Labels of the map on a worksheet: on four sides of a point, covering nothing."""

from __future__ import annotations

import pytest

from maturity.charts.labels import Box
from maturity.core.assess import assess
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import workbook_labels
from tests.test_deck import crowd, example, font, small


def test_labels_on_the_sheet_s_map_touch_neither_one_another_nor_a_point() -> None:
    for assessment in (example("riverside"), example("northgate"), example("harbour"), crowd()):
        shown = workbook_labels.sheet_series(assessment)
        written = workbook_labels.label_sides(shown, assessment, (540, 370))
        scale, boxes = assessment.questionnaire.scale, []
        wide, high = workbook_labels.PLOT[2] * 540, workbook_labels.PLOT[3] * 370
        for place, sides in written.sides.items():
            for index, side in enumerate(sides):
                point = shown[place].points[index]
                x = (point.x - scale.low) / (scale.high - scale.low) * wide
                y = (point.y - scale.low) / (scale.high - scale.low) * high
                if side is not None:
                    text = written.texts[place][index]
                    across, half = font(False).getlength(text) * 0.11 + 8, 7.0
                    gap = workbook_labels.MARKER[shown[place].kind] / 2
                    left = {"right": x + gap, "left": x - gap - across}.get(side, x - across / 2)
                    middle = {"above": y + gap + half, "below": y - gap - half}.get(side, y)
                    boxes.append((left, middle - half, left + across, middle + half))
        for place, (a, b, c, d) in enumerate(boxes):
            assert a >= -1
            assert c <= wide + 1
            for e, f, g, h in boxes[place + 1 :]:
                assert not (a < g and e < c and b < h and f < d)


def test_schools_without_room_for_their_names_are_numbered_on_the_sheet_s_map() -> None:
    shown = workbook_labels.sheet_series(crowd())
    written = workbook_labels.label_sides(shown, crowd(), (540, 370))
    assert written.numbered
    schools = next(place for place, one in enumerate(shown) if one.kind == "schools")
    numbers = [int(number) for text in written.texts[schools] if text for number in text.split(", ")]
    assert sorted(numbers) == list(range(1, 41))
    assert any(", " in text for text in written.texts[schools])


def test_the_label_of_a_school_that_stands_on_the_cluster_covers_no_marker() -> None:
    for assessment in (small(), crowd()):
        shown = workbook_labels.sheet_series(assessment)
        written = workbook_labels.label_sides(shown, assessment, (540, 370))
        assert any(side is not None for sides in written.sides.values() for side in sides)
    (side,) = workbook_labels.sides([(100, 100, 4.5)], [(40, 12)], [Box(80, 91, 98, 109)], Box(0, 0, 500, 300))
    assert side == "right"
    (side,) = workbook_labels.sides([(100, 100, 4.5)], [(40, 12)], [Box(99, 92, 115, 108)], Box(0, 0, 500, 300))
    assert side != "right"


@pytest.mark.parametrize(("name", "called"), [("lowfield", "Rough range"), ("fairview", "Rough range")])
def test_the_range_of_a_round_that_is_not_named_is_no_interval_and_strikes_no_name_through(
    name: str, called: str
) -> None:
    assessment = assess(load_round(examples_folder() / f"{name}.yaml"))
    shown = workbook_labels.sheet_series(assessment)
    assert {one.name for one in shown if one.kind == "interval"} == {called}
    placed = workbook_labels.label_sides(shown, assessment, (400.0, 330.0))
    assert placed.sides[[one.kind for one in shown].index("cluster")] == [None]
