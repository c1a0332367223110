"""The journey and the change are checked by what is drawn and where."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, FancyArrowPatch
from matplotlib.text import Text

from maturity import charts
from maturity.charts import change, journey
from maturity.charts.style import Look
from maturity.core.assessment import Assessment, Interval, Region, SchoolPoint
from maturity.core.compare import compare
from maturity.core.comparison import Change, Comparison, SchoolChange, Verdict
from maturity.core.reading import Map
from maturity.core.said import labels, said
from maturity.model import Round
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.describe import describe
from tests.make import person, questionnaire, round_
from tests.shapes import OF_SHAPE, everywhere, year

if TYPE_CHECKING:
    from matplotlib.figure import Figure

pytestmark = pytest.mark.drawing

Box = tuple[float, float, float, float]
Place = tuple[float, float | None]
NASTY = "<b>$x^2$</b> \x1b[31mred \u202egnirts " + "long name " * 20
SIZES = {"own": None, "slide": (13.333, 7.5), "a4": (8.27, 11.69), "small": (4.7, 3.6), "page": (9.6, 5.8)}
WAYS = Look(ways=True)
FACE, EDGE = attrgetter("get_facecolor"), attrgetter("get_edgecolor")
TWO = questionnaire((("a",),), (("b",),))


@pytest.fixture(scope="module")
def tarnside() -> Comparison:
    return compare([load_round(examples_folder() / "tarnside" / year) for year in ("2023", "2024", "2025", "2026")])


@pytest.fixture(scope="module")
def pair() -> Comparison:
    """Three schools, six people each; up on the one axis, nothing sure on the other."""

    def year(label: str, levels: dict[str, list[tuple[int, int]]]) -> Round:
        people = {school: [person(*both) for both in said * 6] for school, said in levels.items()}
        return round_(TWO, people, label=label, date=f"{label}-03-01")

    before = year("2025", {"p": [(2, 3)], "q": [(2, 2)], "r": [(3, 3)]})
    after = year("2026", {"p": [(3, 3)], "q": [(3, 3)], "r": [(4, 2)]})
    return compare([before, after])


def path(pair: Comparison, places: Sequence[Place], schools: Sequence[str] = ()) -> Comparison:
    """A journey over so many rounds, one a year, with the schools given moving beside it."""
    base = pair.rounds[-1]

    def at(year: int, place: Place) -> Assessment:
        x, y = place
        point = {"x": x, "y": y}
        reason = None if y is not None else said("not-placed", axes=labels("axis", ["y"]))
        region = None if y is None else Region((x, y), ((0.02, 0.005), (0.005, 0.03)))
        placement = dataclasses.replace(base.placement, point=point, reason=reason, region=region)
        spread = np.linspace(-0.8, 0.8, len(schools))
        middle = (x, 3.0 if y is None else y)
        points = tuple(
            SchoolPoint(f"s{n}", name, {"x": float(np.clip(middle[0] + d, 1, 5)), "y": float(middle[1])}, 6)
            for n, (name, d) in enumerate(zip(schools, spread, strict=True))
        )
        members = tuple(dataclasses.replace(base.schools[0], id=one.id, name=one.name) for one in points)
        return dataclasses.replace(
            base,
            label=str(year),
            date=dt.date(year, 3, 1),
            reading=Map(placement),
            school_points=points,
            schools=members or base.schools,
        )

    rounds = tuple(at(2017 + n, place) for n, place in enumerate(places))
    steps = tuple(dataclasses.replace(pair.last, before=a, after=b) for a, b in itertools.pairwise(rounds))
    both = tuple(SchoolChange(one.id, one.name, {}, {}) for one in rounds[0].school_points or ())
    compared = dataclasses.replace(pair.whole.schools, both=both)
    steps = tuple(dataclasses.replace(step, schools=compared) for step in steps)
    whole = dataclasses.replace(pair.whole, before=rounds[0], after=rounds[-1], schools=compared)
    return Comparison(rounds, steps, whole)


def texts(figure: Figure) -> list[tuple[str, Box]]:
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    shown = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_visible() and t.get_text().strip()]
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    return [(t.get_text(), tuple(t.get_window_extent(renderer).extents)) for t in shown]  # type: ignore[misc]


def background(figure: Figure) -> set[str]:
    """Names of quadrants, which lie below everything else."""
    return {t.get_text() for t in figure.findobj(Text) if isinstance(t, Text) and t.get_zorder() < 2}


def words(figure: Figure) -> str:
    return " ".join("\n".join(text for text, _ in texts(figure)).split())


def marks(figure: Figure) -> Iterator[Box]:
    """Boxes of all marks, a little smaller than their points and edges."""
    for axes in figure.axes:
        for one in axes.collections:
            if isinstance(one, PathCollection):
                reach = float(np.sqrt(one.get_sizes()[0])) / 2 * figure.dpi / 72
                for x, y in axes.transData.transform(one.get_offsets()):
                    yield (x - reach, y - reach, x + reach, y + reach)


def touch(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def clean(figure: Figure) -> None:
    """No text is clipped, none lies on another, none on a mark."""
    width, height = figure.canvas.get_width_height()
    written, below = texts(figure), background(figure)
    for text, (left, bottom, right, top) in written:
        assert left >= 0, text
        assert bottom >= 0, text
        assert right <= width + 1, text
        assert top <= height + 1, text
    for (a, one), (b, two) in itertools.combinations(written, 2):
        assert not touch(one, two), (a, b)
    for (text, box), mark in itertools.product(written, list(marks(figure))):
        assert text in below or not touch(box, mark), text


def arrows(figure: Figure) -> list[FancyArrowPatch]:
    found = [one for one in figure.findobj(FancyArrowPatch) if isinstance(one, FancyArrowPatch)]
    return sorted(found, key=lambda one: -float(one.get_linewidth()))


def ten(seed: int, spread: float) -> list[Place]:
    rng = np.random.default_rng(seed)
    return [(float(x), float(y)) for x, y in np.clip(3 + rng.uniform(-spread, spread, (10, 2)), 1.05, 4.95)]


@pytest.mark.parametrize(("seed", "spread"), [(0, 1.8), (1, 1.8), (2, 0.5)])
def test_ten_rounds_can_be_read_wherever_they_lie(pair: Comparison, seed: int, spread: float) -> None:
    figure = journey.draw(path(pair, ten(seed, spread)))
    labels = [text for text, _ in texts(figure)]
    assert all(f"{n} · {2016 + n}" in labels for n in range(1, 11))
    clean(figure)


@pytest.mark.parametrize(
    ("size", "rounds"), [("own", 4), ("slide", 2), ("slide", 10), ("a4", 10), ("small", 4), ("page", 10)]
)
def test_nothing_is_clipped_or_covered_at_any_size(pair: Comparison, size: str, rounds: int) -> None:
    comparison = path(pair, ten(5, 1.6)[:rounds], ("Alder Primary", "Birch Lane", "Cedar School"))
    clean(journey.draw(comparison, Look(size=SIZES[size], ways=True)))


def test_every_round_is_listed_with_its_number_date_and_place(pair: Comparison) -> None:
    said = words(journey.draw(path(pair, [(2.0, 2.5), (3.2, 2.9), (3.6, 3.4)])))
    assert "1 · 2017, 1 March 2017: 2.0, 2.5" in said
    assert "2 · 2018, 1 March 2018: 3.2, 2.9" in said
    assert "3 · 2019, 1 March 2019: 3.6, 3.4" in said


def test_arrows_lead_from_round_to_round_and_each_has_its_region(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(2.0, 2.0), (3.2, 2.6), (3.6, 3.8)]))
    ends = [(arrow._posA_posB[0], arrow._posA_posB[1]) for arrow in arrows(figure)]  # type: ignore[attr-defined]
    assert ends == [((2.0, 2.0), (3.2, 2.6)), ((3.2, 2.6), (3.6, 3.8))]
    regions = [one for one in figure.findobj(Ellipse) if isinstance(one, Ellipse)]
    centres = [tuple(map(float, np.asarray(one.get_center()))) for one in regions]
    assert centres == [(2.0, 2.0), (3.2, 2.6), (3.6, 3.8)]
    strength = [one.get_linewidth() for one in regions]
    assert max(strength[:2]) < strength[2], "those of the rounds before are faint"
    assert "Pale ovals: where the rounds before could lie." in words(figure)


def test_the_ways_of_schools_are_drawn_where_they_are_asked_for(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(2.0, 2.0), (3.6, 3.6)], ("Alder Primary", "Birch Lane")))
    assert len(arrows(figure)) == 1
    assert not [text for text, _ in texts(figure) if "Alder" in text]
    assert "chool" not in words(figure)


def test_a_round_without_a_place_is_named_with_its_reason_and_no_arrow_passes_over_it(pair: Comparison) -> None:
    comparison = path(pair, [(2.0, 2.0), (3.0, None), (3.6, 3.8), (3.9, 4.4)])
    figure = journey.draw(comparison)
    assert "2 · 2018: no place, see below" in words(figure)
    assert "Without a place: 2018 (not placed: too few answers on challenge)." in words(figure)
    (only,) = arrows(figure)
    assert (only._posA_posB[0], only._posA_posB[1]) == ((3.6, 3.8), (3.9, 4.4))  # type: ignore[attr-defined]
    assert "Round 2, 2018 on 1 March 2018, has no place: not placed" in describe("journey", comparison)


def test_no_round_with_a_place_draws_the_map_and_the_reasons_alone(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(2.0, None), (3.0, None)]))
    assert list(marks(figure)) == []
    assert words(figure).count("too few answers on challenge") == 2


def test_two_rounds_at_one_place_are_two_labels_and_no_arrow(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(3.0, 3.0), (3.0, 3.0)]))
    assert arrows(figure) == []
    clean(figure)
    assert {"1 · 2017", "2 · 2018"} <= {text for text, _ in texts(figure)}


def test_schools_have_thin_arrows_and_names_where_they_may_be_shown(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(2.0, 2.0), (3.6, 3.6)], ("Alder Primary", "Birch Lane")), WAYS)
    cluster, *schools = arrows(figure)
    assert len(schools) == 2
    assert all(float(one.get_linewidth()) < float(cluster.get_linewidth()) for one in schools)
    assert {"Alder Primary", "Birch Lane"} <= {text for text, _ in texts(figure)}


def test_schools_without_room_for_their_names_have_letters_and_a_list(pair: Comparison) -> None:
    names = [f"Long name of school {n}" for n in range(12)]
    crowded = path(pair, [(3.0, 3.0), (3.1, 3.05)], names)
    corner = tuple(
        dataclasses.replace(one, point={"x": 5.0, "y": 1.0}) for one in crowded.rounds[1].school_points or ()
    )
    last = dataclasses.replace(crowded.rounds[1], school_points=corner)
    figure = journey.draw(dataclasses.replace(crowded, rounds=(crowded.rounds[0], last)), WAYS)
    shown = {text for text, _ in texts(figure)}
    assert "a b c d\ne f g h\ni j k l" in shown, "they end on one spot"
    assert not set(names) & shown
    assert all(name in words(figure) for name in names)


def test_more_schools_than_can_be_told_apart_are_not_drawn_and_that_is_said(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(2.0, 2.0), (3.6, 3.6)], [f"School {n}" for n in range(13)]), WAYS)
    assert len(arrows(figure)) == 1
    assert "Schools are not drawn: there are more than 12." in words(figure)


def test_in_confidence_no_school_is_drawn_or_told(tarnside: Comparison) -> None:
    years = [load_round(examples_folder() / "tarnside" / year) for year in ("2024", "2025")]
    hidden = compare([one.model_copy(update={"mode": "confidential"}) for one in years])
    figure, told = journey.draw(hidden, WAYS), describe("journey", hidden)
    assert len(arrows(figure)) == 1
    assert "Schools are not shown: a round is not named." in words(figure)
    assert "Schools are not shown, because a round is not named." in told
    assert not any(school.name in words(figure) + told for school in hidden.rounds[0].schools)


def test_code_names_take_the_place_of_schools(tarnside: Comparison) -> None:
    said = words(journey.draw(tarnside, Look(code_names=True, ways=True)))
    assert "School" in said
    assert not any(school.name in said for one in tarnside.rounds for school in one.schools)


def test_a_change_of_the_questions_is_said(tarnside: Comparison, pair: Comparison) -> None:
    note = "The questions changed in 2026: positions before and after are not strictly comparable"
    assert note in words(journey.draw(tarnside))
    assert note in describe("journey", tarnside)
    assert "questions changed" not in words(journey.draw(pair))


def test_the_step_between_unlike_questionnaires_is_broken_and_named_and_no_other_is(tarnside: Comparison) -> None:
    figure = journey.draw(tarnside, WAYS)
    drawn = arrows(figure)
    ways = len(tarnside.last.schools.both or ())
    assert ways == len(drawn) - 3
    assert [one.get_linestyle() == "solid" for one in drawn[:3]].count(False) == 1
    last = tuple(tarnside.rounds[-1].placement.point.values())
    broken = next(one for one in drawn[:3] if one.get_linestyle() != "solid")
    assert broken._posA_posB[1] == pytest.approx(last)  # type: ignore[attr-defined]
    assert all(one.get_linestyle() != "solid" for one in drawn[3:]), "the schools' ways are no more alike"
    assert [text for text, _ in texts(figure)].count("another questionnaire") == 1


def test_a_linked_score_stands_beside_the_broken_arrow_and_in_the_words(tarnside: Comparison) -> None:
    linked = tarnside.last.linked
    assert linked is not None
    assert None not in (linked["depth"], linked["challenge"])
    place = f"depth of partnership {linked['depth']:.1f} and strength of challenge {linked['challenge']:.1f}."
    for told in (words(journey.draw(tarnside)), describe("journey", tarnside)):
        assert "Linked, not measured: had 2026 been asked everything that 2025 was asked" in told
        assert place in told


def test_without_a_linked_score_the_chart_says_why(tarnside: Comparison) -> None:
    none = dataclasses.replace(tarnside.last, linked=None, linked_reason=said("no-common-school"))
    told = words(journey.draw(dataclasses.replace(tarnside, steps=(*tarnside.steps[:-1], none))))
    assert "No linked score: no school is in both rounds." in told
    assert "Linked, not measured" not in told


@pytest.mark.parametrize("size", ["own", "slide", "a4", "small", "page"])
def test_a_broken_journey_is_clean_and_named_at_any_size(tarnside: Comparison, size: str) -> None:
    figure = journey.draw(tarnside, Look(size=SIZES[size], ways=True))
    clean(figure)
    assert "another questionnaire" in [text for text, _ in texts(figure)]
    assert "Broken arrows join rounds with other questions" in words(figure)


def test_the_same_questions_leave_every_arrow_whole(pair: Comparison) -> None:
    figure = journey.draw(path(pair, [(2.0, 2.0), (3.2, 2.6), (3.6, 3.8)], ("Alder Primary",)))
    assert {one.get_linestyle() for one in arrows(figure)} == {"solid"}
    assert "another questionnaire" not in words(figure)
    assert "Broken" not in words(figure)


@pytest.mark.parametrize("shape", list(OF_SHAPE))
@pytest.mark.parametrize("size", ["own", "slide", "a4"])
def test_without_a_map_other_questions_are_parted_by_a_line(shape: str, size: str) -> None:
    first, second = OF_SHAPE[shape](), OF_SHAPE[shape]()
    item = second.items[0]
    second = second.model_copy(update={"items": (item.model_copy(update={"prompt": "z?"}), *second.items[1:])})
    years = [("2024", first), ("2025", first), ("2026", second)]
    comparison = compare([year(asked, label, everywhere(3, 3, 2, 3)) for label, asked in years])
    figure = journey.draw(comparison, Look(size=SIZES[size], ways=True))
    uprights = [[float(np.asarray(one.get_xdata())[0]) for one in axes.lines if is_break(one)] for axes in figure.axes]
    assert all(found == [1.5] for found in uprights)
    assert uprights
    assert "Dotted upright line: another questionnaire from there on" in words(figure)
    joins = [one for axes in figure.axes for one in axes.lines if one.get_xdata()[0] == 1 and one.get_xdata()[1] == 2]  # type: ignore[index]
    assert all(one.get_linestyle() != "-" for one in joins)
    assert bool(joins) is (shape != "checklist")
    clean(figure)


@pytest.mark.parametrize("shape", list(OF_SHAPE))
def test_without_a_map_the_same_questions_are_parted_by_nothing(shape: str) -> None:
    asked = OF_SHAPE[shape]()
    reworked = asked.model_copy(update={"title": "Another title"})
    figure = journey.draw(
        compare([year(asked, "2025", everywhere(3, 3, 2, 3)), year(reworked, "2026", everywhere(3, 3, 2, 3))])
    )
    assert not any(is_break(one) for axes in figure.axes for one in axes.lines)
    assert "another questionnaire" not in words(figure)


def is_break(line: Line2D) -> bool:
    return line.get_label() == "_break"


def test_the_words_tell_the_whole_journey_in_order(tarnside: Comparison) -> None:
    told = describe("journey", tarnside)
    stops = [told.index(f"Round {n}, {year} on") for n, year in enumerate(("2023", "2024", "2025", "2026"), 1)]
    assert stops == sorted(stops)
    fall = told[stops[2] : stops[3]]
    assert "relationships" in fall
    assert "On strength of challenge we are down by" in fall
    assert "there is no change we can be sure of since 2024" in fall
    assert "Over the whole way: On depth of partnership we are up" in told


@pytest.mark.parametrize("chart", ["journey", "change"])
@pytest.mark.parametrize("fmt", ["png", "svg"])
def test_the_same_comparison_gives_the_same_bytes(tarnside: Comparison, chart: str, fmt: str) -> None:
    made = [charts.draw(chart, tarnside, fmt, alt="told") for _ in range(2)]  # type: ignore[arg-type]
    assert made[0] == made[1]


@pytest.mark.parametrize("make", [journey.draw, change.draw])
def test_what_people_typed_harms_no_chart(pair: Comparison, make: object) -> None:
    label, cluster = NASTY[:60], NASTY
    rounds = tuple(dataclasses.replace(one, label=label, cluster=cluster) for one in pair.rounds)
    step = dataclasses.replace(pair.last, before=rounds[0], after=rounds[1])
    figure = make(Comparison(rounds, (step,), step))  # type: ignore[operator]
    said = words(figure)
    assert "\x1b" not in said
    assert "\u202e" not in said
    clean(figure)


def rows(figure: Figure) -> list[str]:
    """Labels of the rows of a change chart, from the top."""
    axes = figure.axes[0]
    shown = [text for text in axes.texts if text.get_horizontalalignment() == "right"]
    return [" ".join(text.get_text().split()) for text in sorted(shown, key=lambda text: text.get_position()[1])]


def with_dimensions(pair: Comparison, **changes: Change) -> Comparison:
    step = dataclasses.replace(pair.last, dimensions=changes)
    return Comparison(pair.rounds, (step,), step)


def moved(by: float, half: float, verdict: Verdict) -> Change:
    return Change(3.0, 3.0 + by, by, Interval(by - half, by + half), half, verdict, 5)


def test_dimensions_are_sorted_by_their_change_below_both_axes(tarnside: Comparison) -> None:
    found = rows(change.draw(tarnside))
    dimensions = tarnside.last.after.questionnaire.dimension_by_id
    ranked = sorted(tarnside.last.dimensions.items(), key=lambda pair: -(pair[1].change or 0))
    assert found[:2] == ["Depth of partnership", "Strength of challenge"]
    assert found[2:] == [dimensions[name].label for name, _ in ranked]


@pytest.mark.parametrize("size", ["own", "a4", "small"])
def test_no_text_of_the_change_is_clipped_or_covered(tarnside: Comparison, size: str) -> None:
    clean(change.draw(tarnside, Look(size=SIZES[size])))


def test_what_is_sure_differs_in_words_and_shape_and_not_only_in_colour(pair: Comparison) -> None:
    figure = change.draw(
        with_dimensions(pair, x1=moved(0.8, 0.3, "up"), y1=moved(-0.8, 0.3, "down"), z=moved(0.1, 0.3, "unsure"))
    )
    said = words(figure)
    assert "up, sure" in said
    assert "down, sure" in said
    assert "no change we can be sure of" in said
    points = [one for one in figure.axes[1].collections if isinstance(one, PathCollection)]
    shapes = [tuple(map(tuple, one.get_paths()[0].vertices.round(3))) for one in points[-3:]]  # type: ignore[union-attr]
    assert len(set(shapes)) == 3


def test_the_bar_of_a_change_is_its_interval_on_a_scale_of_its_own(pair: Comparison) -> None:
    figure = change.draw(with_dimensions(pair, x1=moved(0.8, 0.3, "up")))
    scale = figure.axes[1]
    bars = [tuple(map(float, np.asarray(line.get_xdata()))) for line in scale.lines if len(set(line.get_xdata())) == 2]  # type: ignore[arg-type]
    assert any(ends == pytest.approx((0.5, 1.1)) for ends in bars)
    low, high = scale.get_xlim()
    assert low < 0 < 1.1 < high


def test_before_is_hollow_and_after_is_filled(pair: Comparison) -> None:
    figure = change.draw(with_dimensions(pair, x1=moved(0.8, 0.3, "up")))
    before, after = figure.axes[0].collections[-2:]
    places = [float(np.asarray(one.get_offsets())[0, 0]) for one in (before, after)]
    assert places == pytest.approx([3.0, 3.8])
    faces, edges = ([np.asarray(get(one)())[0].tolist() for one in (before, after)] for get in (FACE, EDGE))
    assert faces[0] != edges[0]
    assert faces[1] == edges[1]


def test_what_cannot_be_compared_stands_last_with_its_reason_and_without_a_mark(pair: Comparison) -> None:
    gone = Change(None, None, None, None, None, "incomparable", 0, said("all-questions-differ"))
    comparison = with_dimensions(pair, y1=gone, x1=moved(-0.8, 0.3, "down"))
    figure = change.draw(comparison)
    assert rows(figure)[-1] == "Y1"
    assert "cannot be compared: no question on it means the same in both rounds" in words(figure)
    assert len(figure.axes[0].collections) == 2 * 3
    told = describe("change", comparison)
    assert "On Y1 nothing can be compared with 2025: no question on it means the same in both rounds." in told


def test_a_long_reason_can_be_read_over_the_scale_of_the_change(pair: Comparison) -> None:
    gone = Change(None, None, None, None, None, "incomparable", 0, said("half-lack-dimensions"))
    figure = change.draw(with_dimensions(pair, x1=gone, y1=gone))
    _, (left, bottom, right, top) = next(one for one in texts(figure) if one[0].startswith("cannot be compared"))
    scale = figure.axes[1].get_window_extent()
    assert left < scale.x0 < scale.x1 < right
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[:, :, :3].astype(int)[::-1]  # type: ignore[attr-defined]
    part = pixels[round(bottom) : round(top), round(scale.x0) : round(scale.x1)]
    inked = (part.sum(axis=2) < 600).any(axis=0)
    assert inked.mean() > 0.4


def test_a_change_without_an_interval_is_a_ring_and_the_reason_is_said_once(pair: Comparison) -> None:
    bare = Change(3.0, 3.4, None, None, None, "too-few", 2, said("too-few-in-both", schools=2))
    figure = change.draw(with_dimensions(pair, x1=bare, y1=bare))
    few = "No interval: 2 schools with enough answers on it in both rounds are too few to say more."
    assert words(figure).count(few) == 1
    assert words(figure).count("too few schools to say more") == 2
