"""Nothing is drawn in vain: of the pages that are tried for a chart only the one that is shown is drawn, none is tried
twice, and how a text is set is looked up once.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath

from maturity import charts
from maturity.charts import agreement, change, profile, quadrant, style, written
from maturity.charts.map_text import HOLLOW, INSET, Plan
from maturity.charts.style import HIGHER, LEFT_OUT, Draw, Look
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.blocks import PHONE
from tests.harsh import Data, years
from tests.test_charts import with_schools

PLACE = (4.2, 6.0, 30.0)
"""Inches: narrow, and low at first."""
SMALL = (3.8, 4.4)
"""Inches of a page on which no chart has room for all."""


@pytest.fixture(scope="module")
def riverside() -> Assessment:
    return assess(load_round(examples_folder() / "riverside.yaml"))


@pytest.fixture
def axes_made(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures on which axes are made, one for each time."""
    made: list[Figure] = []
    usual = Figure.add_axes

    def add_axes(self: Figure, *given: object, **how: object) -> Axes:
        made.append(self)
        return usual(self, *given, **how)  # type: ignore[no-any-return, call-overload]

    monkeypatch.setattr(Figure, "add_axes", add_axes)
    return made


def as_svg(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


@pytest.mark.parametrize("drawing", [agreement, profile])
@pytest.mark.parametrize("look", [Look(size=PHONE, open=True), Look(within=PLACE)], ids=["open", "place"])
def test_only_the_page_that_is_shown_is_drawn(
    riverside: Assessment, axes_made: list[Figure], drawing: object, look: Look
) -> None:
    shown = drawing.draw(riverside, look)  # type: ignore[attr-defined]
    assert shown.get_label() != LEFT_OUT
    assert shown.get_size_inches()[1] > 1.1 * (look.size or PLACE)[1], "lower pages were tried before"
    assert {id(one) for one in axes_made} == {id(shown)}


@pytest.mark.parametrize("drawing", [agreement, profile, quadrant])
def test_a_page_looks_alike_whether_lower_ones_were_tried_or_not(riverside: Assessment, drawing: object) -> None:
    draw: Draw[Assessment] = drawing.draw  # type: ignore[attr-defined]
    tried = draw(riverside, Look(size=PHONE, open=True))
    wide, high = tried.get_size_inches()
    steps = round(next(n for n in range(12) if abs(PHONE[1] * HIGHER**n - high) < 1e-6))
    at_once = draw(riverside, Look(size=(PHONE[0], PHONE[1] * HIGHER**steps)))
    assert wide == pytest.approx(PHONE[0])
    assert [one.get_text() for one in tried.texts] == [one.get_text() for one in at_once.texts]
    assert len(as_svg(tried)) == len(as_svg(at_once))


def hard(riverside: Assessment) -> Mapping[str, tuple[Draw[Any], Data]]:
    """Charts with more on them than a small page holds."""
    crowd = [(1.2 + (0.9 * n) % 3.7, 1.1 + (0.7 * n) % 3.6) for n in range(30)]
    return {
        "agreement": (agreement.draw, riverside),
        "profile": (profile.draw, riverside),
        "quadrant": (quadrant.draw, with_schools(riverside, crowd, "A school with a long name that has no room")),
        "change": (change.draw, years(2)),
    }


@pytest.mark.parametrize("chart", ["agreement", "profile", "quadrant", "change"])
def test_where_no_page_holds_all_it_is_drawn_on_the_first(riverside: Assessment, chart: str) -> None:
    draw, data = hard(riverside)[chart]
    first = draw(data, Look(size=SMALL, higher=(1.01,)))
    assert first.get_label() == LEFT_OUT
    assert first.get_size_inches() == pytest.approx(SMALL)
    with pytest.raises(style.LeftOutError):
        draw(data, Look(size=SMALL, whole=True))


@pytest.mark.parametrize("chart", ["agreement", "profile", "quadrant", "change"])
def test_where_nothing_is_left_out_a_whole_page_is_no_other(riverside: Assessment, chart: str) -> None:
    draw, data = hard(riverside)[chart]
    look = Look(size=(12.0, 24.0))
    assert draw(data, look).get_label() != LEFT_OUT
    assert len(as_svg(draw(data, look))) == len(as_svg(draw(data, replace(look, whole=True))))


def test_texts_on_all_pages_are_measured_by_one_renderer(
    riverside: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile.draw(riverside, Look())
    made: list[float] = []
    usual = RendererAgg.__init__

    def begin(self: RendererAgg, *given: float) -> None:
        made.append(given[-1])
        usual(self, *given)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(RendererAgg, "__init__", begin)
    quadrant.draw(with_schools(riverside, [(1.5, 1.5), (3.5, 4.5)], "Never measured before"), Look())
    agreement.draw(riverside, Look(size=PHONE, open=True))
    assert made == []


@pytest.mark.parametrize(("agreed", "inset"), [(True, True), (True, False), (False, True), (False, False)])
def test_what_is_not_on_a_map_is_not_given_up(
    riverside: Assessment, monkeypatch: pytest.MonkeyPatch, *, agreed: bool, inset: bool
) -> None:
    tried: list[Plan] = []

    def drawn(found: Assessment, spots: object, plan: Plan, shown: object) -> tuple[None, int]:
        tried.append(plan)
        assert (shown is not None) == (inset and plan.brevity < INSET)
        return None, 0

    monkeypatch.setattr(quadrant, "_drawn", drawn)
    near = [(3.0 + 0.1 * n, 3.0) for n in range(3)] if inset else [(1.2, 1.2), (4.8, 4.8)]
    found = with_schools(riverside, near)
    if inset:
        middle: dict[str, float | None] = dict(zip(found.placement.point, (3.1, 3.05), strict=True))
        found = found.placed(replace(found.placement, point=middle))
    found = replace(found, agreed=found.agreed if agreed and not inset else None)
    if agreed and inset:
        assert riverside.agreed is not None
        found = replace(found, agreed=replace(riverside.agreed, axes=found.placement.point))
    with pytest.raises(AssertionError):
        quadrant.draw(found, Look())
    assert {plan.brevity for plan in tried if plan.brevity <= INSET} == {
        0,
        *([HOLLOW] if agreed else []),
        *([INSET] if inset else []),
    }


@pytest.mark.parametrize("text", [False, True])
def test_an_svg_is_byte_for_byte_what_matplotlib_writes(
    riverside: Assessment, monkeypatch: pytest.MonkeyPatch, *, text: bool
) -> None:
    ours = charts.draw("quadrant", riverside, "svg", alt="Where it stands", text=text)

    def by_matplotlib(figure: Figure) -> str:
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        return out.getvalue().decode()

    monkeypatch.setattr(written, "as_svg", by_matplotlib)
    assert charts.draw("quadrant", riverside, "svg", alt="Where it stands", text=text) == ours


def test_a_figure_keeps_its_dots_when_it_is_written() -> None:
    figure = Figure(dpi=140)
    written.as_svg(figure)
    assert figure.dpi == 140


def test_how_a_text_is_set_is_looked_up_once_for_all_layouts(
    riverside: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    letters, size = TextToPath.get_glyphs_with_font, TextToPath.get_text_width_height_descent

    def get_glyphs_with_font(self: TextToPath, font: Any, s: str, *given: Any, **how: Any) -> Any:
        asked.append(("letters", font.postscript_name, s))
        return letters(self, font, s, *given, **how)

    def get_text_width_height_descent(self: TextToPath, s: str, prop: Any, ismath: Any) -> Any:
        asked.append(("size", str(prop.get_weight()), s))
        return size(self, s, prop, ismath)

    monkeypatch.setattr(TextToPath, "get_glyphs_with_font", get_glyphs_with_font)
    monkeypatch.setattr(TextToPath, "get_text_width_height_descent", get_text_width_height_descent)
    written._letters.cache_clear()
    written._extent.cache_clear()
    for look in (Look(), Look(size=PHONE, open=True)):
        charts.draw("agreement", riverside, "svg", alt="How far we agree", look=look)
    assert len([one for one in asked if one[0] == "letters"]) > 40
    assert len(asked) == len(set(asked))
