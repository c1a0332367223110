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
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from maturity.charts import labels, map_text, quadrant, style
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
from tests.looked import laid_out

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
    return laid_out(quadrant.draw(assessment, Look(size=SIZES[size])))


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
        written = [text for text in axes.findobj(Rimmed) if isinstance(text, Rimmed)]
        leaders = [np.asarray(line.get_xydata()) for line in axes.lines if line.get_label() == LEADER]
        leaders = [axes.transData.transform(line) for line in leaders]
        for label in written:
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
        check_leaders(axes, leaders, around)
        check_names([(text.get_text(), box(text)) for text in written])
    return checked


def check_leaders(axes: Axes, leaders: Sequence[np.ndarray], around: Sequence[tuple[np.ndarray, float]]) -> None:
    """No leader touches a mark that is not its own, unless that covers its own; none runs along a side of the frame."""
    (left, low), (right, high) = axes.transAxes.transform([(0, 0), (1, 1)])
    for line in leaders:
        way = line[0] + np.linspace(0, 1, 300)[:, None] * (line[1] - line[0])
        own, reach = min(around, key=lambda mark: abs(np.hypot(*(line[0] - mark[0])) - mark[1]))
        for centre, half in around:
            apart = np.hypot(*(centre - own))
            if apart > 1e-6 and apart + reach > 1.15 * half + 3:
                assert np.hypot(*(way - centre).T).min() >= half, (line, centre)
        for side, at in ((0, left), (0, right), (1, low), (1, high)):
            assert (np.abs(way[:, side] - at) < 1).mean() * np.hypot(*(line[1] - line[0])) < 20, line


def check_names(stands: Sequence[tuple[str, np.ndarray]]) -> None:
    """Names of different marks never stand so near that they read as one."""
    names = [one for one in stands if one[1][2] - one[1][0] >= 2.2 * (one[1][3] - one[1][1])]
    for n, (one, a) in enumerate(names):
        for two, b in names[:n]:
            beside, above = max(a[0] - b[2], b[0] - a[2]), max(a[1] - b[3], b[1] - a[3])
            assert beside >= 5 or above >= 5, (one, two)


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
        found[names[0] if len(names) == 1 else f"{len(names)} schools: {', '.join(names)}"] = place
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
    names = [s.name for s in assessment.school_points or ()]
    cut = [name for name in names if not re.search(rf"{re.escape(name)}(?!\d)", said)]
    assert not cut or (may_be_cut and quadrant.WORDS["rest"].format(n=len(cut)) in said), cut


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


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("name", ["School", "Saint Aidan School"])
def test_schools_on_one_spot_are_counted_before_their_names_and_no_midpoint_runs_through_them(
    name: str, size: str
) -> None:
    figure = drawn(on_a_map([(3, 3)] * 6, name, cluster=(3, 3)), size)
    (axes,) = figure.axes
    (label,) = [one for one in axes.texts if one.get_text().startswith(("6 schools", "1–6"))]
    said = " ".join(label.get_text().split())
    names = ", ".join(f"{name} {n}" for n in range(1, 7))
    assert said in (f"6 schools: {names}", "1–6 ×6")
    x, y = axes.transData.transform((3, 3))
    left, bottom, right, top = box(label)
    assert not left < x < right
    assert not bottom < y < top


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


def test_the_check_sees_a_leader_through_another_mark_and_one_along_the_frame() -> None:
    assessment = on_a_map([(2.0, 4.0), (3.5, 4.0), (4.5, 4.0)])
    for xs, ys in (((2.1, 4.5), (4.0, 4.0)), ((2.0, 4.5), (5.0, 5.0))):
        figure = drawn(assessment, "own")
        figure.axes[0].plot(xs, ys, label=LEADER)
        with pytest.raises(AssertionError):
            check_labels(figure, own_marks(assessment))


def test_the_check_sees_names_that_read_as_one() -> None:
    with pytest.raises(AssertionError):
        check_names([("Fellfoot School", np.array([0, 20, 90, 32])), ("Eller Bank", np.array([0, 6, 60, 18]))])


def test_a_label_that_only_a_leader_through_a_mark_would_reach_is_left_out() -> None:
    behind = labels.Box(120, 0, 300, 200)
    points, sizes = [(100.0, 100.0), (112.0, 100.0)], [(60.0, 12.0), None]
    walls = [labels.Box(0, 0, 90, 200), labels.Box(90, 112, 300, 200), labels.Box(90, 0, 300, 88)]
    (spot, _) = labels.place_labels(points, [8.0, 8.0], sizes, walls, behind)
    assert spot is None


def sure(figure: Figure) -> bool:
    return map_text.WORDS["sure"] in everything(figure)


def test_what_has_room_is_not_given_up_with_what_has_none() -> None:
    crowd = on_a_map([(4.0, 3.4), (4.0, 3.9), (4.3, 3.6)], cluster=(4.0, 3.65))
    region = riverside().placement.region
    assert region is not None
    placed = dataclasses.replace(crowd.placement, region=dataclasses.replace(region, centre=(4.0, 3.65)))
    found = dataclasses.replace(crowd, agreed=None).placed(placed)
    figure = drawn(after(found, (1.6, 4.5)), "slide")
    assert sure(figure)
    assert len([axes for axes in figure.axes if axes.collections]) == 2, "the inset"


def test_a_page_that_may_be_higher_has_the_whole_list_and_how_sure_it_is() -> None:
    many = on_a_map([(2.2 + 0.15 * n, 2.6 + 0.37 * (n % 4)) for n in range(12)], LONG)
    low = quadrant.draw(many, Look(size=(7.0, 3.8)))
    high = quadrant.draw(many, Look(size=(7.0, 3.8), higher=(1.1, 1.2, 1.3, 1.4, 1.5)))
    assert low.get_label() == style.LEFT_OUT
    assert high.get_label() != style.LEFT_OUT
    assert sure(high)
    assert all(f"{LONG} {n} " in everything(high) for n in range(1, 13))
    assert high.get_size_inches()[1] <= 1.5 * 3.8 + 0.01


@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("name", ["Relationships", "Partnership of neighbours", "Verantwortungsgemeinschaften"])
def test_the_chance_of_a_quadrant_stands_beside_its_whole_name(size: str, name: str) -> None:
    found = on_a_map([(1.5, 4.5), (4.5, 1.5)])
    asked = found.questionnaire
    quadrants = tuple(one.model_copy(update={"label": f"{name} {n}"}) for n, one in enumerate(asked.quadrants))
    shares = {one.id: share for one, share in zip(quadrants, (0.1, 0.2, 0.3, 0.4), strict=True)}
    placement = dataclasses.replace(found.placement, shares=shares, quadrant=None)
    found = dataclasses.replace(found, questionnaire=asked.model_copy(update={"quadrants": quadrants}))
    said = everything(drawn(found.placed(placement), size))
    beside = said[said.index(map_text.WORDS["chances"]) :]
    assert all(f"{name} {n}" in beside for n in range(4)), beside


def corner_texts(figure: Figure) -> list[Text]:
    return [one for one in figure.axes[0].texts if one.get_zorder() == 1]


@pytest.mark.parametrize("start", [(1.6, 4.5), (4.8, 1.1), (1.1, 1.1), (4.9, 4.9)])
@pytest.mark.parametrize("size", ["slide", "own"])
def test_names_of_the_corners_keep_off_the_arrow_and_all_or_none_say_what_they_mean(size: str, start: Place) -> None:
    figure = drawn(after(on_a_map([(2.5, 2.5), (4.5, 3.5)], cluster=(3.2, 2.8)), start), size)
    (arrow,) = arrows(figure)
    assert arrow.axes is not None
    way = np.array(start) + np.linspace(0, 1, 200)[:, None] * (np.array((3.2, 2.8)) - start)
    way = arrow.axes.transData.transform(way)
    shown = corner_texts(figure)
    assert len(shown) in (4, 8)
    for text in shown:
        left, bottom, right, top = box(text)
        assert not ((way > (left, bottom)) & (way < (right, top))).all(axis=1).any(), text.get_text()
