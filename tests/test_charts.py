"""Charts are checked by what is drawn and where: nothing overlaps, nothing is clipped, the same bytes come again."""

from __future__ import annotations

import dataclasses
import io
import itertools
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, get_args

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from maturity import charts
from maturity.charts import agreement, profile, quadrant, style
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, SchoolPoint
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.blocks import Chart
from maturity.report.describe import describe

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHARTS: tuple[Chart, ...] = get_args(Chart)
NASTY = "<script>alert(1)</script> $x^2$ \x1b[31mred \u202egnirts & " + "long name " * 30


@pytest.fixture(scope="module")
def riverside() -> Assessment:
    return assess(load_round(examples_folder() / "riverside.yaml"))


def with_schools(assessment: Assessment, points: list[tuple[float, float]], name: str = "School") -> Assessment:
    first, second = assessment.axes
    schools = tuple(SchoolPoint(f"s{n}", f"{name} {n}", {first: x, second: y}, 3) for n, (x, y) in enumerate(points, 1))
    return dataclasses.replace(assessment, school_points=schools)


def drawn(make: object, assessment: Assessment) -> Figure:
    with mpl.rc_context(style.RC):  # type: ignore[arg-type]
        figure: Figure = make(assessment)  # type: ignore[operator]
        FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]
    return figure


def texts(figure: Figure) -> list[tuple[str, np.ndarray]]:
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    shown = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text().strip()]
    return [(t.get_text(), np.array(t.get_window_extent(renderer).extents)) for t in shown]


def overlap(one: np.ndarray, two: np.ndarray) -> bool:
    return bool(one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3])


def markers(figure: Figure) -> list[np.ndarray]:
    axes = figure.axes[0]
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
def test_no_label_touches_a_marker_or_another_label(riverside: Assessment, crowd: str) -> None:
    figure = drawn(quadrant.draw, with_schools(riverside, crowds()[crowd], "Primary School"))
    labels = texts(figure)
    for (a, one), (b, two) in itertools.combinations(labels, 2):
        assert not overlap(one, two), (a, b)
    for (text, box), marker in itertools.product(labels, markers(figure)):
        assert not overlap(box, marker), text


@pytest.mark.parametrize("crowd", crowds())
def test_every_school_is_named_somewhere(riverside: Assessment, crowd: str) -> None:
    points = crowds()[crowd]
    figure = drawn(quadrant.draw, with_schools(riverside, points, "Primary School"))
    everything = "\n".join(text for text, _ in texts(figure))
    assert all(f"Primary School {n}" in everything for n in range(1, len(points) + 1))


@pytest.mark.parametrize("make", [quadrant.draw, profile.draw, agreement.draw])
@pytest.mark.parametrize("name", ["riverside", "harbour", "northgate", "fairview"])
def test_nothing_is_clipped_and_no_texts_collide(make: object, name: str) -> None:
    figure = drawn(make, assess(load_round(examples_folder() / f"{name}.yaml")))
    width, height = figure.canvas.get_width_height()
    for text, (left, bottom, right, top) in texts(figure):
        assert left >= 0, text
        assert bottom >= 0, text
        assert right <= width, text
        assert top <= height, text
    for (a, one), (b, two) in itertools.combinations(texts(figure), 2):
        assert not overlap(one, two), (a, b)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_the_same_assessment_gives_the_same_bytes(riverside: Assessment, chart: Chart, fmt: style.Format) -> None:
    assert charts.draw(chart, riverside, fmt, alt="a") == charts.draw(chart, riverside, fmt, alt="a")


@pytest.mark.parametrize("chart", CHARTS)
def test_the_description_is_inside_png_and_svg(riverside: Assessment, chart: Chart) -> None:
    alt = describe(chart, riverside)
    image = Image.open(io.BytesIO(charts.draw(chart, riverside, "png", alt=alt)))
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


def test_a_region_is_drawn_from_five_schools_and_a_cross_below() -> None:
    from matplotlib.patches import Ellipse

    many = drawn(quadrant.draw, assess(load_round(examples_folder() / "summit.yaml")))
    few = drawn(quadrant.draw, assess(load_round(examples_folder() / "harbour.yaml")))
    assert len([p for p in many.axes[0].patches if isinstance(p, Ellipse)]) == 1
    assert not [p for p in few.axes[0].patches if isinstance(p, Ellipse)]
    assert len([line for line in few.axes[0].lines if line.get_linewidth() == 2.2]) == 2
    assert any("no region is drawn below 5 schools" in text.replace("\n", " ") for text, _ in texts(few))


def test_a_confidential_round_shows_no_school(riverside: Assessment) -> None:
    figure = drawn(quadrant.draw, dataclasses.replace(riverside, mode="confidential", school_points=None))
    everything = " ".join(text for text, _ in texts(figure)).replace("\n", " ")
    assert "Alder" not in everything
    assert "Schools are not shown" in everything


def test_an_axis_without_a_score_still_gives_a_chart_that_says_why(riverside: Assessment) -> None:
    first, second = riverside.axes
    missing = dataclasses.replace(
        riverside,
        placement=dataclasses.replace(
            riverside.placement, point={first: None, second: 3.0}, region=None, reason="not placed: too few answers"
        ),
        school_points=(),
        agreed=None,
    )
    figure = drawn(quadrant.draw, missing)
    assert any("Not placed: too few answers" in text for text, _ in texts(figure))
