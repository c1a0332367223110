"""A label on the map is plainly its own mark's, a leader crosses no text, and every name stands whole beside it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from maturity.charts import quadrant, style
from maturity.charts.ghost import ghost_of
from maturity.charts.ground import LEADER
from maturity.charts.layout import drawn_box
from maturity.charts.rimmed import Rimmed
from maturity.charts.style import Look
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, SchoolPoint
from maturity.core.reading import Map, Past
from maturity.model.theme import STANDARD
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round

pytestmark = pytest.mark.drawing

SIZES = {"own": None, "slide": (13.333, 7.5), "square": (7.87, 7.87), "phone": (3.74, 6.7)}
LONG = "The Blessed Saint Bartholomew and All Hallows Church School"
Place = tuple[float, float]


@lru_cache
def riverside() -> Assessment:
    return assess(load_round(examples_folder() / "riverside.yaml"))


def on_a_map(points: Sequence[Place], name: str = "School", *, cluster: Place = (3.4, 2.6)) -> Assessment:
    """A cluster whose schools stand at these places."""
    found = riverside()
    first, second = found.axes
    schools = tuple(SchoolPoint(f"s{n}", f"{name} {n}", {first: x, second: y}, 3) for n, (x, y) in enumerate(points, 1))
    placement = dataclasses.replace(found.placement, point={first: cluster[0], second: cluster[1]}, region=None)
    return dataclasses.replace(found, school_points=schools).placed(placement)


def after(assessment: Assessment, start: Place, *, alike: bool = True, label: str = "2025") -> Assessment:
    """The same with a round before, in which the cluster stood there."""
    past = Past(label, dict(zip(assessment.axes, start, strict=True)), alike)
    return dataclasses.replace(assessment, reading=Map(assessment.placement, past))


def arrows(figure: Figure) -> list[FancyArrowPatch]:
    return [one for axes in figure.axes for one in axes.patches if isinstance(one, FancyArrowPatch)]


def check_arrows(figure: Figure) -> None:
    """No label stands on an arrow."""
    for arrow in arrows(figure):
        path = arrow.get_transform().transform_path(arrow.get_path())
        points = np.concatenate([np.asarray(one) for one in path.to_polygons(closed_only=False)])
        (start, end) = points[0], points[np.argmax(np.hypot(*(points - points[0]).T))]
        way = start + np.linspace(0, 1, 200)[:, None] * (end - start)
        axes = arrow.axes
        assert axes is not None
        for label in axes.findobj(Rimmed):
            assert isinstance(label, Rimmed)
            left, bottom, right, top = box(label)
            inside = (way > (left, bottom)) & (way < (right, top))
            assert not inside.all(axis=1).any(), label.get_text()


def drawn(assessment: Assessment, size: str) -> Figure:
    figure = quadrant.draw(assessment, Look(size=SIZES[size]))
    with mpl.rc_context(style.rc(STANDARD)):
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return figure


def box(text: Text) -> np.ndarray:
    with mpl.rc_context(style.rc(STANDARD)):
        found = drawn_box(text)
    return np.array([found.left, found.bottom, found.right, found.top])


def everything(figure: Figure) -> str:
    shown = [t.get_text() for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible()]
    return " ".join(" ".join(shown).split())


def marks(axes: Axes) -> list[tuple[np.ndarray, float]]:
    """Centre and half the size of every mark, in pixels; a square that stands on its corner reaches further."""
    found = []
    for collection in axes.collections:
        stands = len(np.asarray(collection.get_paths()[0].vertices)) < 10
        half = np.sqrt(collection.get_sizes()[0]) / 2 * axes.figure.dpi / 72  # type: ignore[attr-defined]
        for centre in axes.transData.transform(collection.get_offsets()):
            found.append((centre, half * (1.3 if stands else 1.0)))
    return found


def away(label: np.ndarray, centre: np.ndarray, half: float) -> float:
    """Pixels from a label to the edge of a mark."""
    gaps = np.maximum(np.maximum(label[:2] - centre, centre - label[2:]), 0)
    return max(float(np.hypot(*gaps)) - half, 0.0)


def check_labels(figure: Figure, own: dict[str, Place]) -> int:
    """Every label with its own mark nearest or joined to it, no leader through text; returns how many there are.

    Args:
        own: what a label says, without line breaks, to where its mark stands, in levels.
    """
    checked = 0
    for axes in figure.axes:
        around = marks(axes)
        labels = [text for text in axes.findobj(Rimmed) if isinstance(text, Rimmed)]
        leaders = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_label() == LEADER]
        leaders = [axes.transData.transform(line) for line in leaders]
        for label in labels:
            said = " ".join(re.sub(r"×\d+$", "", label.get_text()).split())
            at = axes.transData.transform(own[said])
            here = box(label)
            mine = min(away(here, centre, half) for centre, half in around if np.hypot(*(centre - at)) < 1)
            nearest = min(away(here, centre, half) for centre, half in around)
            half = max(half for centre, half in around if np.hypot(*(centre - at)) < 1)
            joined = any(
                np.hypot(*(line[0] - at)) <= half + 2 and away(here, line[1], 0) <= 3 + 0.02 * (here[2] - here[0])
                for line in leaders
            )
            assert mine <= nearest + 0.5 or joined, (said, mine, nearest)
            checked += 1
        stands = [(t.get_text(), box(t)) for t in axes.texts if t.get_text().strip()]
        for line in leaders:
            way = line[0] + np.linspace(0, 1, 300)[:, None] * (line[1] - line[0])
            for said, (left, bottom, right, top) in stands:
                inside = (way > (left + 0.5, bottom + 0.5)) & (way < (right - 0.5, top - 0.5))
                assert not inside.all(axis=1).any(), said
    return checked


def own_marks(assessment: Assessment) -> dict[str, Place]:
    """Every way in which a mark may be labelled: names and numbers of schools, and the diamonds."""
    first, second = assessment.axes
    places: dict[Place, list[str]] = {}
    for school in assessment.school_points or ():
        x, y = school.point[first], school.point[second]
        if x is not None and y is not None:
            places.setdefault((round(x, 9), round(y, 9)), []).append(school.name)
    found, number = {}, 1
    for place, names in sorted(places.items()):
        found[" ".join(names)] = place
        last = number + len(names) - 1
        found[str(number) if last == number else f"{number}–{last}"] = place
        number = last + 1
    diamonds = {"the cluster": assessment.placement.point}
    if assessment.agreed is not None:
        diamonds["as agreed"] = assessment.agreed.axes
    for said, point in diamonds.items():
        x, y = point[first], point[second]
        if x is not None and y is not None:
            found[said] = (x, y)
    if (ghost := ghost_of(assessment)) is not None:
        found[ghost.label] = ghost.start
    return found


def check_map(assessment: Assessment, size: str, *, all_labelled: bool = True, may_be_cut: bool = False) -> None:
    """Args: may_be_cut: whether a page that is too small for the list may end it, if it says so."""
    figure = drawn(assessment, size)
    count = check_labels(figure, own_marks(assessment))
    check_arrows(figure)
    said = everything(figure)
    spots = {tuple(s.point.values()) for s in assessment.school_points or () if None not in s.point.values()}
    if all_labelled:
        assert count >= len(spots)
    cut = [s.name for s in assessment.school_points or () if s.name not in said]
    assert not cut or (may_be_cut and quadrant.WORDS["rest"] in said), cut


places = st.tuples(st.floats(1, 5).map(lambda x: round(x, 2)), st.floats(1, 5).map(lambda x: round(x, 2)))


@pytest.mark.parametrize("size", sorted(SIZES))
@settings(max_examples=6)
@given(st.lists(places, min_size=1, max_size=12), st.sampled_from(["School", "Church of England Primary School"]))
@example([(3.4, 2.6)], "School")
@example([(3.4, 3.1)] * 12, "School")
@example([(1, 1), (5, 5), (1, 5), (5, 1), (4.98, 4.99)], "School")
@example([(2.9, 2.5), (3.0, 2.6), (3.1, 2.7), (3.2, 2.5), (3.3, 2.9)], LONG)
def test_a_label_is_nearest_to_its_own_mark_or_joined_to_it(size: str, points: list[Place], name: str) -> None:
    check_map(on_a_map(points, name), size)


@pytest.mark.parametrize("size", ["own", "slide"])
@settings(max_examples=4)
@given(st.integers(13, 40), st.integers(0, 10**6), st.sampled_from([0.25, 0.6, 1.2]))
def test_up_to_forty_marks_are_numbered_and_listed(size: str, n: int, seed: int, spread: float) -> None:
    points = np.random.default_rng(seed).normal((3.2, 2.9), spread, (n, 2)).clip(1, 5).round(2)
    check_map(on_a_map([(float(x), float(y)) for x, y in points]), size, all_labelled=False)


@pytest.mark.parametrize("size", sorted(SIZES))
@settings(max_examples=3)
@given(st.integers(1, 40), places, places, st.integers(0, 10**6), st.sampled_from([0.25, 1.2]), st.booleans())
@example(1, (3.4, 2.6), (3.5, 2.7), 1, 0.25, True)
@example(7, (1.0, 1.0), (5.0, 5.0), 2, 1.2, False)
@example(40, (3.2, 2.9), (3.2, 3.4), 3, 0.25, True)
def test_with_the_round_before_every_label_keeps_the_rule_and_clear_of_its_arrow(
    size: str, n: int, start: Place, now: Place, seed: int, spread: float, alike: bool
) -> None:
    points = np.random.default_rng(seed).normal((3.2, 2.9), spread, (n, 2)).clip(1, 5).round(2)
    found = after(on_a_map([(float(x), float(y)) for x, y in points], cluster=now), start, alike=alike)
    check_map(found, size, all_labelled=False, may_be_cut=n > 12)


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("alike", [True, False])
def test_the_round_before_is_a_small_mark_with_its_name_and_an_arrow_to_now(size: str, alike: bool) -> None:
    figure = drawn(after(on_a_map([(1.5, 4.5), (4.5, 1.5)]), (2.0, 3.9), alike=alike), size)
    (arrow,) = arrows(figure)
    assert tuple(arrow._posA_posB) == ((2.0, 3.9), (3.4, 2.6))  # type: ignore[attr-defined]
    assert (arrow.get_linestyle() == "solid") is alike
    axes = figure.axes[0]
    sizes = {tuple(np.asarray(one.get_offsets())[0]): one.get_sizes()[0] for one in axes.collections}  # type: ignore[attr-defined]
    assert 0 < sizes[2.0, 3.9] < sizes[3.4, 2.6] / 2
    assert "2025" in [text.get_text() for text in axes.findobj(Rimmed) if isinstance(text, Rimmed)]
    said = everything(figure)
    assert ("2025: the round before, by its own answers" in said) is alike
    assert ("another questionnaire: how far the two lie apart says nothing of what has changed" in said) is not alike


def test_without_a_round_before_no_word_is_said_of_one() -> None:
    figure = drawn(on_a_map([(1.5, 4.5), (4.5, 1.5)]), "own")
    assert not arrows(figure)
    assert "round before" not in everything(figure)


@pytest.mark.parametrize("alike", [True, False])
def test_a_round_before_on_the_same_place_is_told_and_not_drawn(alike: bool) -> None:
    plain = on_a_map([(1.5, 4.5), (4.5, 1.5)])
    figure = drawn(after(plain, (3.45, 2.6), alike=alike), "own")
    assert not arrows(figure)
    assert len(figure.axes[0].collections) == len(drawn(plain, "own").axes[0].collections)
    said = everything(figure)
    assert "almost the same place (3.5, 2.6)" in said or "almost the same place (3.4, 2.6)" in said
    assert ("another questionnaire" in said) is not alike


@pytest.mark.parametrize("point", [(None, 2.0), (2.0, None)])
def test_a_round_before_without_a_place_is_not_on_the_map(point: tuple[float | None, float | None]) -> None:
    found = on_a_map([(1.5, 4.5)])
    past = Past("2025", dict(zip(found.axes, point, strict=True)), True)
    figure = drawn(dataclasses.replace(found, reading=Map(found.placement, past)), "own")
    assert not arrows(figure)
    assert "2025" not in everything(figure)


def test_far_from_where_the_schools_are_now_the_round_before_stands_on_the_map_and_not_in_the_inset() -> None:
    near = [(3.3, 2.5), (3.5, 2.7), (3.6, 2.5)]
    figure = drawn(after(on_a_map(near), (1.2, 4.8)), "own")
    whole, inset = (axes for axes in figure.axes if axes.collections)
    assert [len([one for one in axes.patches if isinstance(one, FancyArrowPatch)]) for axes in (whole, inset)] == [1, 0]


def bundled() -> list[Path]:
    folder = examples_folder()
    rounds = [*folder.glob("*.yaml"), *(p for p in folder.glob("*/*") if p.is_dir())]
    return sorted(path for path in rounds if not path.name.startswith("personality"))


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("path", bundled(), ids=lambda path: "-".join(path.parts[-2:]))
def test_the_bundled_maps_keep_the_rule(path: Path, size: str) -> None:
    found = assess(load_round(path))
    if found.questionnaire.shape != "map":
        pytest.skip("not a map")
    check_map(found, size)


def test_the_check_sees_a_label_beside_another_mark() -> None:
    assessment = on_a_map([(1.5, 4.5), (4.5, 1.5), (1.5, 1.5)])
    own = own_marks(assessment)
    own["School 1"], own["School 2"] = own["School 2"], own["School 1"]
    with pytest.raises(AssertionError):
        check_labels(drawn(assessment, "own"), own)


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("count", [3, 12])
def test_no_text_of_the_map_is_smaller_than_eight_points(size: str, count: int) -> None:
    points = [(1.2 + 3.5 * n / count, 4.8 - 3.2 * n / count) for n in range(count)]
    figure = drawn(on_a_map(points), size)
    small = {
        t.get_text(): float(t.get_fontsize()) for t in figure.findobj(Text) if isinstance(t, Text) and t.get_text()
    }
    assert min(small.values()) >= 7.99, min(small.items(), key=lambda one: one[1])
