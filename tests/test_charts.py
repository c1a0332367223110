"""Charts are checked by what is drawn and where: nothing overlaps, nothing is clipped, the same bytes come again."""

from __future__ import annotations

import dataclasses
import io
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from maturity import charts
from maturity.charts import agreement, clusters, portrait, profile, quadrant, style
from maturity.charts.ground import CROSS
from maturity.charts.style import Look
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, SchoolPoint
from maturity.core.portfolio import Portfolio, Standing
from maturity.core.said import labels, said
from maturity.model.theme import STANDARD, Theme
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.readers.theme import load_theme
from maturity.report.blocks import ROUND_CHARTS, Chart
from maturity.report.describe import describe
from tests import make
from tests.looked import laid_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

pytestmark = pytest.mark.drawing

CHARTS: tuple[Chart, ...] = ROUND_CHARTS
NASTY = "<script>alert(1)</script> $x^2$ \x1b[31mred \u202egnirts & " + "long name " * 30


@pytest.fixture(scope="module")
def riverside() -> Assessment:
    return assess(load_round(examples_folder() / "riverside.yaml"))


def with_schools(assessment: Assessment, points: list[tuple[float, float]], name: str = "School") -> Assessment:
    first, second = assessment.axes
    schools = tuple(SchoolPoint(f"s{n}", f"{name} {n}", {first: x, second: y}, 3) for n, (x, y) in enumerate(points, 1))
    return dataclasses.replace(assessment, school_points=schools)


def drawn(make: object, data: Assessment | Portfolio, look: Look = Look()) -> Figure:
    return laid_out(make(data, look))  # type: ignore[operator]


def texts(figure: Figure) -> list[tuple[str, np.ndarray]]:
    shown = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text().strip()]
    with mpl.rc_context(style.rc(STANDARD)):
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        return [(t.get_text(), np.array(t.get_window_extent(renderer).extents)) for t in shown]


def map_of(figure: Figure) -> Axes:
    return next(axes for axes in figure.axes if axes.get_xlabel())


def markers(figure: Figure) -> list[np.ndarray]:
    axes = map_of(figure)
    boxes = []
    for collection in axes.collections:
        reach = np.sqrt(collection.get_sizes()[0]) / 2 * figure.dpi / 72  # type: ignore[attr-defined]
        for x, y in axes.transData.transform(collection.get_offsets()):
            boxes.append(np.array([x - reach, y - reach, x + reach, y + reach]))
    return boxes


def crowds() -> dict[str, list[tuple[float, float]]]:
    rng = np.random.default_rng(7)
    return {
        "spread": [tuple(p) for p in rng.uniform(1.3, 4.7, (40, 2))],
        "clump": [tuple(p) for p in rng.normal((3.5, 2.9), 0.25, (40, 2))],
        "same": [(3.4, 3.1)] * 12,
        "corner": [(5.0, 5.0), (1.0, 1.0), (5.0, 1.0), (1.0, 5.0), (4.98, 4.99)],
        "many": [tuple(p) for p in rng.uniform(1.2, 4.8, (70, 2))],
    }


@pytest.mark.parametrize("crowd", crowds())
def test_every_school_is_named_and_no_label_touches_a_marker_or_another_label(
    riverside: Assessment, crowd: str
) -> None:
    points = crowds()[crowd]
    figure = drawn(quadrant.draw, with_schools(riverside, points, "Primary School"))
    check_map(figure)
    everything = "\n".join(text for text, _ in texts(figure))
    assert all(f"Primary School {n}" in everything for n in range(1, len(points) + 1))


@pytest.mark.parametrize("name", ["fairview", "lowfield"])
def test_the_name_of_the_cluster_covers_no_arm_of_its_cross(name: str) -> None:
    figure = drawn(quadrant.draw, assess(load_round(examples_folder() / f"{name}.yaml")))
    (named,) = (box for text, box in texts(figure) if text == "the cluster")
    arms = [line.get_window_extent() for line in figure.axes[0].lines if line.get_label() == CROSS]
    assert len(arms) == 2
    for arm in arms:
        clear = named[2] <= arm.x0 or arm.x1 <= named[0] or named[3] <= arm.y0 or arm.y1 <= named[1]
        assert clear, (named, arm)


def check(figure: Figure) -> None:
    """Nothing is clipped and no texts collide."""
    width, height = figure.canvas.get_width_height()
    shown = texts(figure)
    boxes = np.array([box for _, box in shown])
    clipped = (boxes[:, :2] < 0).any(axis=1) | (boxes[:, 2:] > (width, height)).any(axis=1)
    assert not clipped.any(), shown[int(clipped.argmax())]
    for one, two in collisions(boxes, boxes):
        assert one >= two, (shown[one], shown[two])


def check_map(figure: Figure) -> None:
    """The same, and no text covers a marker; names and meanings of the corners stand behind them."""
    check(figure)
    behind = {t.get_text() for t in map_of(figure).findobj(Text) if isinstance(t, Text) and t.get_zorder() <= 1}
    labels = [(text, box) for text, box in texts(figure) if text not in behind]
    covered = collisions(np.array([box for _, box in labels]), np.array(markers(figure)).reshape(-1, 4))
    assert not covered, labels[covered[0][0]]


def collisions(ones: np.ndarray, twos: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of boxes (n, 4) and (m, 4) that overlap, a box never with itself."""
    touch = ((ones[:, None, :2] < twos[:, 2:]) & (twos[:, :2] < ones[:, None, 2:])).all(axis=2)
    return [(int(a), int(b)) for a, b in np.argwhere(touch) if not (ones is twos and a == b)]


MAKERS = {"quadrant": quadrant.draw, "profile": profile.draw, "agreement": agreement.draw, "portrait": portrait.draw}
SIZES = {"own": None, "slide": (13.333, 7.5), "a4": (8.27, 11.69), "square": (7.87, 7.87), "small": (6.3, 4.72)}


@pytest.mark.parametrize("chart", MAKERS)
@pytest.mark.parametrize(
    ("size", "name"),
    [("own", "harbour"), ("own", "northgate"), ("own", "fairview"), *((size, "riverside") for size in SIZES)],
)
def test_nothing_is_clipped_and_no_texts_collide_at_any_size(chart: str, size: str, name: str) -> None:
    figure = drawn(MAKERS[chart], example(name), Look(size=SIZES[size]))
    check(figure)
    if SIZES[size] is not None:
        assert tuple(figure.get_size_inches()) == pytest.approx(SIZES[size])


@lru_cache
def example(name: str) -> Assessment:
    return assess(load_round(examples_folder() / f"{name}.yaml"))


@pytest.mark.parametrize(
    ("chart", "fmt"), [*((chart, "svg") for chart in CHARTS), ("quadrant", "png"), ("portrait", "pdf")]
)
def test_the_same_assessment_gives_the_same_bytes(riverside: Assessment, chart: Chart, fmt: style.Format) -> None:
    assert charts.draw(chart, riverside, fmt, alt="a") == charts.draw(chart, riverside, fmt, alt="a")


@pytest.mark.parametrize("chart", CHARTS)
def test_the_description_is_inside_png_and_svg(riverside: Assessment, chart: Chart) -> None:
    alt = describe(chart, riverside)
    image = Image.open(io.BytesIO(charts.draw(chart, riverside, "png", alt=alt, dpi=30)))
    assert image.info["Description"] == alt
    root = ET.fromstring(charts.draw(chart, riverside, "svg", alt=alt))
    described = root.find("{http://www.w3.org/2000/svg}desc")
    assert described is not None
    assert described.text == alt
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == " ".join(
        str(child.get("id")) for child in root if child.tag.endswith(("title", "desc"))
    )


@pytest.mark.parametrize("chart", CHARTS)
def test_names_with_markup_codes_and_three_hundred_letters_are_harmless(riverside: Assessment, chart: Chart) -> None:
    hostile = dataclasses.replace(with_schools(riverside, [(3.0, 3.5), (4.0, 2.0)], NASTY), cluster=NASTY, label=NASTY)
    svg = charts.draw(chart, hostile, "svg", alt=describe(chart, hostile)).decode()
    root = ET.fromstring(svg)
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    assert "\x1b" not in svg
    assert "\u202e" not in svg


def test_the_cluster_is_told_apart_by_shape_and_word_and_the_agreed_place_is_hollow(riverside: Assessment) -> None:
    figure = drawn(quadrant.draw, riverside)
    said = [text for text, _ in texts(figure)]
    assert "the cluster" in said
    assert "as agreed" in said
    faces = [np.asarray(marks.get_facecolor())[0].tolist() for marks in figure.axes[0].collections]
    assert [1.0, 1.0, 1.0, 1.0] in faces
    assert any("hollow: as the room agreed" in text.replace("\n", " ") for text in said)


def test_an_agreed_place_that_is_not_drawn_is_not_explained() -> None:
    found = assess(load_round(examples_folder() / "tarnside" / "2026"))
    assert found.agreed is not None
    said = [text.replace("\n", " ") for text, _ in texts(drawn(quadrant.draw, found))]
    assert "as agreed" not in said
    assert not any("hollow" in text for text in said)


def test_the_agreement_chart_says_no_less_than_what_is_put_first() -> None:
    said = [text for text, _ in texts(drawn(agreement.draw, example("fairview")))]
    assert "mixed" in said
    assert "Some people stand apart on 1 question; talk about it first." in said


def test_a_region_is_drawn_from_five_schools_and_a_cross_below() -> None:
    from matplotlib.patches import Ellipse

    many = drawn(quadrant.draw, assess(load_round(examples_folder() / "summit.yaml")))
    few = drawn(quadrant.draw, assess(load_round(examples_folder() / "harbour.yaml"), schools="sampled"))
    assert len([p for p in many.axes[0].patches if isinstance(p, Ellipse)]) == 1
    assert not [p for p in few.axes[0].patches if isinstance(p, Ellipse)]
    assert len([line for line in few.axes[0].lines if line.get_linewidth() == 2.2]) == 2
    assert any("no region is drawn below 5 schools" in text.replace("\n", " ") for text, _ in texts(few))


def test_a_confidential_round_shows_no_school(riverside: Assessment) -> None:
    figure = drawn(quadrant.draw, dataclasses.replace(riverside, mode="confidential", school_points=None))
    everything = " ".join(text for text, _ in texts(figure)).replace("\n", " ")
    assert "Alder" not in everything
    assert "Schools are not shown" in everything


def test_an_axis_without_a_score_still_gives_a_chart_that_says_why() -> None:
    asked = make.questionnaire((("a1",),), (("b1",),))
    figure = drawn(quadrant.draw, assess(make.round_(asked, {"ash": [(3, None)] * 3, "oak": [(4, None)] * 3})))
    assert any("Not placed: too few answers" in text for text, _ in texts(figure))


@pytest.mark.parametrize(
    ("size", "crowd"), [("slide", "clump"), ("a4", "spread"), ("slide", "many"), ("small", "same")]
)
def test_no_label_of_a_school_touches_anything_at_any_size(riverside: Assessment, crowd: str, size: str) -> None:
    figure = drawn(quadrant.draw, with_schools(riverside, crowds()[crowd], "Primary School"), Look(size=SIZES[size]))
    check_map(figure)


@pytest.mark.parametrize("swapped", [False, True])
def test_the_region_that_is_drawn_is_the_one_that_was_computed(swapped: bool) -> None:
    from matplotlib.patches import Ellipse

    summit = example("summit")
    bottom = summit.questionnaire.axes[1].id if swapped else None
    figure = drawn(quadrant.draw, summit, Look(theme=Theme(bottom=bottom)))
    (patch,) = (one for one in figure.axes[0].patches if isinstance(one, Ellipse))
    assert summit.placement.region is not None
    centre, shape = np.array(summit.placement.region.centre), np.array(summit.placement.region.shape)
    if swapped:
        centre, shape = centre[::-1], shape[::-1, ::-1]
    assert np.array(patch.center) == pytest.approx(centre)
    turn = np.radians(patch.angle)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    half = np.diag([patch.width / 2, patch.height / 2])
    assert axes @ half**2 @ axes.T == pytest.approx(shape)


def test_the_bottom_axis_and_the_names_of_quadrants_follow_the_theme(riverside: Assessment) -> None:
    first, second = riverside.questionnaire.axes
    theme = Theme(bottom=second.id, corners={"improvement": "Systematic"}, footer="Ours & nobody else's")
    figure = drawn(quadrant.draw, riverside, Look(theme=theme))
    assert second.label in figure.axes[0].get_xlabel()
    assert first.label in figure.axes[0].get_ylabel()
    said = [text for text, _ in texts(figure)]
    assert "Systematic" in said
    assert "Improvement" not in said
    assert "Ours & nobody else's" in said
    point = riverside.placement.point
    places = [tuple(place) for marks in figure.axes[0].collections for place in np.asarray(marks.get_offsets())]
    assert (point[second.id], point[first.id]) in places


def test_the_colours_are_those_of_the_theme_and_greyscale_has_no_colour(riverside: Assessment) -> None:
    theme = load_theme("greyscale")
    for chart in CHARTS:
        image = Image.open(io.BytesIO(charts.draw(chart, riverside, "png", alt="a", look=Look(theme), dpi=30)))
        red, green, blue = (np.asarray(band, dtype=int) for band in image.convert("RGB").split())
        assert max(np.abs(red - green).max(), np.abs(green - blue).max()) <= 1, chart


def test_a_title_of_ones_own_replaces_the_charts(riverside: Assessment) -> None:
    said = [text for text, _ in texts(drawn(quadrant.draw, riverside, Look(title="Our <b>map</b>")))]
    assert "Our <b>map</b>" in said
    assert not any("Riverside Learning" in text for text in said)


def test_without_names_no_school_is_named(riverside: Assessment) -> None:
    said = " ".join(text for text, _ in texts(drawn(quadrant.draw, riverside, Look(code_names=True))))
    assert "School A" in said
    assert not any(school.name in said for school in riverside.schools)


def test_text_in_an_svg_can_stay_text(riverside: Assessment) -> None:
    tag = "{http://www.w3.org/2000/svg}text"
    as_text = ET.fromstring(charts.draw("quadrant", riverside, "svg", alt="a", text=True))
    as_paths = ET.fromstring(charts.draw("quadrant", riverside, "svg", alt="a"))
    assert "Alder Primary" in {node.text for node in as_text.iter(tag)}
    assert not list(as_paths.iter(tag))


def test_drawing_leaves_the_settings_of_a_notebook_alone(riverside: Assessment) -> None:
    before = dict(mpl.rcParams)
    quadrant.draw(riverside)
    charts.draw("portrait", riverside, "svg", alt="a")
    assert dict(mpl.rcParams) == before


def test_a_portrait_that_is_not_there_is_said(riverside: Assessment) -> None:
    said = [text for text, _ in texts(drawn(portrait.draw, dataclasses.replace(riverside, portrait=None)))]
    assert any("There is no portrait" in text for text in said)


def test_the_portrait_shows_every_share_and_where_the_ratings_lie(riverside: Assessment) -> None:
    assert riverside.portrait is not None
    said = [text for text, _ in texts(drawn(portrait.draw, riverside))]
    assert all(f"{share:.0%}" in said for share in riverside.portrait.shares.values())
    assert "the levels" in said


def test_single_portraits_that_must_not_be_shown_leave_no_empty_part() -> None:
    fairview = example("fairview")
    assert fairview.portrait is not None
    assert fairview.portrait.by_item == {}
    said = " ".join(text for text, _ in texts(drawn(portrait.draw, fairview))).replace("\n", " ")
    assert "Each portrait" not in said
    assert "at least half of the people chose the same description" in said


def standing(riverside: Assessment, n: int, at: tuple[float, float], **more: object) -> Standing:
    point: dict[str, float | None] = dict(zip(riverside.axes, at, strict=True))
    placement = dataclasses.replace(riverside.placement, point=point, settled=n % 2 == 0)
    name = str(more.pop("name", f"Cluster of schools {n:03d}"))
    one = dataclasses.replace(riverside, cluster=name).placed(placement)
    return dataclasses.replace(Standing(name, one, None, None, None, None), **more)  # type: ignore[arg-type]


def many(riverside: Assessment, points: list[tuple[float, float]], **more: object) -> Portfolio:
    made = tuple(standing(riverside, n, at, **more) for n, at in enumerate(points, 1))
    regions = tuple(sorted({one.region for one in made if one.region}))
    return Portfolio(riverside.questionnaire, made, regions, 0)


places = st.tuples(st.floats(1, 5), st.floats(1, 5))


@settings(max_examples=15)
@given(st.lists(places, min_size=1, max_size=40), st.sampled_from(sorted(SIZES)), st.booleans())
def test_one_to_forty_clusters_never_overlap_and_each_is_named(
    points: list[tuple[float, float]], size: str, tails: bool
) -> None:
    riverside = example("riverside")
    before = dict.fromkeys(riverside.axes, 2.5) if tails else None
    portfolio = many(riverside, points, previous=before)
    figure = drawn(clusters.draw, portfolio, Look(size=SIZES[size]))
    check_map(figure)
    everything = "\n".join(text for text, _ in texts(figure))
    assert all(one.name in everything for one in portfolio.clusters)


@pytest.mark.parametrize(("size", "crowd"), [("own", "many"), ("slide", "clump"), ("a4", "many"), ("slide", "same")])
def test_crowded_clusters_never_overlap_and_each_is_named(riverside: Assessment, crowd: str, size: str) -> None:
    portfolio = many(riverside, crowds()[crowd])
    figure = drawn(clusters.draw, portfolio, Look(size=SIZES[size]))
    check_map(figure)
    everything = "\n".join(text for text, _ in texts(figure))
    assert all(one.name in everything for one in portfolio.clusters)


def test_above_forty_the_farthest_are_named_and_the_rest_are_numbered_beside_a_list(riverside: Assessment) -> None:
    rng = np.random.default_rng(3)
    points = [tuple(p) for p in rng.normal((3.3, 3.1), 0.3, (59, 2))] + [(1.05, 4.9)]
    figure = drawn(clusters.draw, many(riverside, points))
    check_map(figure)
    said = [text for text, _ in texts(figure)]
    assert "Cluster of schools 060" in said
    lines = [text for text in said if "  Cluster of schools" in text]
    assert len(lines) >= 60 - clusters.OUTLIERS
    numbers = {line.split()[0] for line in lines}
    assert numbers & set(said), "numbers stand on the map"


def test_very_many_clusters_are_marks_of_which_the_farthest_are_named_and_that_is_said(riverside: Assessment) -> None:
    rng = np.random.default_rng(3)
    points = [tuple(p) for p in np.clip(rng.normal((3.3, 3.1), 0.3, (clusters.NUMBERED, 2)), 1, 5)] + [(1.05, 4.9)]
    portfolio = many(riverside, points, previous=dict.fromkeys(riverside.axes, 2.5))
    figure = drawn(clusters.draw, portfolio)
    check_map(figure)
    said = [text for text, _ in texts(figure)]
    everything = " ".join(said).replace("\n", " ")
    assert "Cluster of schools 151" in said
    assert "Named: the 12 clusters farthest out; the other 139 have no name here." in everything
    assert everything.count("Cluster of schools") <= clusters.OUTLIERS
    assert not any(text.strip().isdecimal() and int(text) > 5 for text in said)
    marks = figure.axes[0].collections
    assert sum(np.shape(one.get_offsets())[0] for one in marks) >= 2 * len(points)


def test_why_very_many_clusters_are_not_on_the_map_is_counted(riverside: Assessment) -> None:
    portfolio = many(riverside, [(3.5, 2.5)] * 50)
    lost = tuple(dataclasses.replace(one, reason=said("nobody-answered")) for one in portfolio.clusters[1:])
    figure = drawn(clusters.draw, dataclasses.replace(portfolio, clusters=(portfolio.clusters[0], *lost)))
    everything = " ".join(text for text, _ in texts(figure)).replace("\n", " ")
    assert "49 clusters: nobody has answered yet." in everything


def test_a_cluster_without_a_place_is_listed_beside_the_map_with_the_reason(riverside: Assessment) -> None:
    portfolio = many(riverside, [(3.5, 2.5), (2.0, 4.0)])
    lost = dataclasses.replace(portfolio.clusters[1], reason=said("too-few-answers", axes=labels("axis", ["depth"])))
    for size in (None, SIZES["a4"]):
        figure = drawn(
            clusters.draw, dataclasses.replace(portfolio, clusters=(portfolio.clusters[0], lost)), Look(size=size)
        )
        check_map(figure)
        everything = " ".join(text for text, _ in texts(figure))
        assert "Not on the map" in everything
        assert "Cluster of schools 002: too few answers on depth of partnership." in everything
        assert "Placed on the map: 1 of 2." in everything.replace("\n", " ")


def test_nothing_placed_still_gives_a_chart_that_says_why(riverside: Assessment) -> None:
    portfolio = many(riverside, [(3.5, 2.5)], reason=said("nobody-answered"))
    everything = " ".join(text for text, _ in texts(drawn(clusters.draw, portfolio)))
    assert "No cluster can be placed yet." in everything
    assert "nobody has answered yet" in everything


@pytest.mark.parametrize("name", [NASTY, "مدرسة النخيل " * 12, "$\\frac{1}{2}$", "&lt;b&gt;", "W" * 300])
def test_hostile_names_of_clusters_and_regions_neither_overlap_nor_act(riverside: Assessment, name: str) -> None:
    points = [(2.0, 2.0), (2.05, 2.02), (4.5, 4.6), (3.0, 3.0)]
    portfolio = many(riverside, points, name=name, region=name)
    lost = dataclasses.replace(portfolio.clusters[0], reason=said("nobody-answered"), previous=None)
    portfolio = dataclasses.replace(portfolio, clusters=(*portfolio.clusters[1:], lost))
    check_map(drawn(clusters.draw, portfolio, Look(size=SIZES["slide"])))
    svg = charts.draw("clusters", portfolio, "svg", alt=describe("clusters", portfolio), text=True).decode()
    root = ET.fromstring(svg)
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    assert not set("\x1b\u202e") & set(svg)


def test_regions_are_told_apart_by_shape_and_a_sure_place_by_filling(riverside: Assessment) -> None:
    made = [standing(riverside, n, (1.5 + n * 0.5, 3.4), region=f"Region {n}") for n in range(1, 7)]
    portfolio = Portfolio(riverside.questionnaire, tuple(made), tuple(f"Region {n}" for n in range(1, 7)), 0)
    figure = drawn(clusters.draw, portfolio)
    on_map = [marks for marks in map_of(figure).collections if marks.get_sizes()[0] > 30]  # type: ignore[attr-defined]
    assert len({np.asarray(marks.get_paths()[0].vertices).tobytes() for marks in on_map}) == 6
    hollow = [bool((np.asarray(marks.get_facecolor())[0] == 1).all()) for marks in on_map]
    assert hollow == [n % 2 == 1 for n in range(1, 7)]
    assert {f"Region {n}" for n in range(1, 7)} <= {text for text, _ in texts(figure)}


def test_last_years_place_is_the_start_of_a_tail(riverside: Assessment) -> None:
    first, second = riverside.axes
    portfolio = many(riverside, [(3.5, 2.5)], previous={first: 2.0, second: 2.2})
    figure = drawn(clusters.draw, portfolio)
    tails = [np.asarray(line.get_xydata()).tolist() for line in map_of(figure).lines]
    assert [[2.0, 2.2], [3.5, 2.5]] in tails


def test_the_same_portfolio_gives_the_same_bytes(riverside: Assessment) -> None:
    portfolio = many(riverside, crowds()["spread"])
    size = (13.333, 7.5)
    one, two = (charts.draw("clusters", portfolio, "svg", alt="a", look=Look(size=size)) for _ in range(2))
    assert one == two
    one, two = (charts.draw("clusters", portfolio, "png", alt="a", look=Look(size=size), dpi=30) for _ in range(2))
    assert one == two


def test_the_check_sees_texts_that_are_planted_on_one_another_and_outside(riverside: Assessment) -> None:
    for x, y in ((0.5, 0.5), (0.99, 0.5)):
        figure = quadrant.draw(riverside)
        for _ in range(2):
            figure.text(x, y, "planted text")
        with pytest.raises(AssertionError):
            check(figure)


@pytest.mark.parametrize("size", ["own", "slide", "a4"])
def test_a_long_name_and_many_schools_leave_room_for_the_map(riverside: Assessment, size: str) -> None:
    crowded = dataclasses.replace(with_schools(riverside, crowds()["clump"] + [(2.0, 2.0)] * 5), cluster=NASTY)
    names = dict.fromkeys((quadrant.id for quadrant in riverside.questionnaire.quadrants), "W" * 22)
    figure = drawn(quadrant.draw, crowded, Look(size=SIZES[size], theme=Theme(corners=names)))
    check(figure)
    least = map_of(figure).get_position().size * figure.get_size_inches()
    assert min(least) > 0.3 * min(figure.get_size_inches())
