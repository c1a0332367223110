"""Charts of clusters that are hard to draw can be read: no type below 8 points, nothing covered or cut off."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import pytest

from maturity.charts import letters
from maturity.charts.style import Look
from maturity.text.contrast import TEXT
from tests.harsh import LEAST, SIZES, Data, charts_of, everything
from tests.looked import faults, least_contrast, texts_of

pytestmark = [pytest.mark.drawing, pytest.mark.filterwarnings("ignore:Glyph")]
OURS = ("profile", "agreement", "portrait", "ladder", "checklist", "total", "change")
SHEETS = {**SIZES, "16x12": (6.3, 4.72)}
BARS = ("agreement", "checklist")


@pytest.fixture(scope="module")
def harsh() -> Mapping[str, Data]:
    return everything()


@pytest.mark.parametrize("size", SHEETS)
@pytest.mark.parametrize("chart", OURS)
def test_every_text_can_be_read(harsh: Mapping[str, Data], chart: str, size: str) -> None:
    found: dict[str, list[str]] = {}
    drawn = 0
    for name, data in harsh.items():
        if chart in charts_of(data):
            drawn += 1
            figure = import_module(f"maturity.charts.{chart}").draw(data, Look(size=SHEETS[size]))
            if wrong := faults(figure, LEAST):
                found[name] = wrong
    assert drawn
    assert not found


@pytest.mark.parametrize("chart", [*OURS, "quadrant", "journey", "clusters"])
def test_text_stands_out_from_what_lies_behind_it(harsh: Mapping[str, Data], chart: str) -> None:
    drawn = 0
    for name, data in harsh.items():
        if chart in charts_of(data):
            drawn += 1
            contrast, text = least_contrast(import_module(f"maturity.charts.{chart}").draw(data))
            assert contrast >= TEXT, (name, text)
    assert drawn


def test_letters_that_no_font_has_are_named(harsh: Mapping[str, Data]) -> None:
    figure = import_module("maturity.charts.profile").draw(harsh["Chinese"])
    wanted = {"校"}
    said = " ".join(one.get_text() for one in texts_of(figure)).replace("\n", " ")
    fonts, lacking = letters.fonts_for(wanted)
    assert ("No font here has the letters" in said) == bool(lacking)
    assert bool(fonts) != bool(lacking)


def test_letters_come_from_another_font_that_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    has = {"one": {ord("a")}, "two": {ord("a"), ord("b")}}
    monkeypatch.setattr(letters, "_installed", lambda: (("One", "one"), ("Two", "two")))
    monkeypatch.setattr(letters, "_path_of", str.lower)
    monkeypatch.setattr(letters, "_letters_of", lambda path: has[path])
    assert letters.fonts_for({"a", "b", "c"}) == (["Two"], {"c"})
