"""Charts of clusters that are hard to draw can be read: no type below 8 points, nothing covered or cut off."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

import pytest
from matplotlib.figure import Figure

from maturity import fonts
from maturity.charts import agreement, change, clusters, journey, portrait, profile
from maturity.charts.style import Look
from maturity.core.advise import by_unease, part_of_unease
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Interval
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.core.portfolio import Portfolio
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round
from maturity.report.change_words import span
from maturity.text.contrast import TEXT
from tests.harsh import LEAST, SHORT, SIZES, Data, charts_of, everything, round_of
from tests.looked import faults, least_contrast, texts_of

pytestmark = [pytest.mark.drawing, pytest.mark.filterwarnings("ignore:Glyph")]
OURS = ("profile", "agreement", "portrait", "ladder", "checklist", "total", "change")
SHEETS = {**SIZES, "16x12": (6.3, 4.72)}
BARS = ("agreement", "checklist")


@pytest.fixture(scope="module")
def harsh() -> Mapping[str, Data]:
    return everything()


@pytest.mark.parametrize("size", [size for size, inches in SHEETS.items() if inches])
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


@pytest.mark.parametrize("size", SHEETS)
def test_the_years_of_parts_and_of_a_total_can_be_read(harsh: Mapping[str, Data], size: str) -> None:
    for name in ("two rounds of a profile", "two rounds of a total"):
        data = harsh[name]
        assert isinstance(data, Comparison)
        assert not faults(journey.draw(data, Look(size=SHEETS[size])), LEAST), name


@pytest.mark.parametrize("chart", [*OURS, "quadrant", "journey", "clusters"])
def test_text_can_be_read_and_stands_out_from_what_lies_behind_it(harsh: Mapping[str, Data], chart: str) -> None:
    drawn = 0
    for name, data in harsh.items():
        if chart in charts_of(data):
            drawn += 1
            figure = import_module(f"maturity.charts.{chart}").draw(data)
            assert chart not in OURS or not faults(figure, LEAST), name
            contrast, text = least_contrast(figure)
            assert contrast >= TEXT, (name, text)
    assert drawn


def test_letters_that_no_font_has_are_named(harsh: Mapping[str, Data]) -> None:
    figure = import_module("maturity.charts.profile").draw(harsh["Chinese"])
    wanted = {"校"}
    said = " ".join(one.get_text() for one in texts_of(figure)).replace("\n", " ")
    found, lacking = fonts.fonts_for(wanted)
    assert ("No font here has the letters" in said) == bool(lacking)
    assert bool(found) != bool(lacking)


def test_letters_come_from_another_font_that_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    has = {"one": {ord("a")}, "two": {ord("a"), ord("b")}}
    monkeypatch.setattr(fonts, "_installed", lambda: (("One", "one"), ("Two", "two")))
    monkeypatch.setattr(fonts, "_looked_for_more", lambda: False)
    monkeypatch.setattr(fonts, "_path_of", str.lower)
    monkeypatch.setattr(fonts, "_letters_of", lambda path: has[path])
    assert fonts.fonts_for({"a", "b", "c"}) == (["Two"], {"c"})


def read_off(figure: Figure) -> str:
    """Everything that stands on a chart."""
    return " | ".join(one.get_text().replace("\n", " ") for one in texts_of(figure))


def journeyed(*answers: int) -> Comparison:
    """Rounds in which everybody says the same to everything."""
    asked, schools = load_questionnaire(SHORT), ("Ash", "Beech", "Cedar")
    return compare(
        [
            round_of(asked, schools, 2, answer=picked(level), label=str(2024 + n), date=f"{2024 + n}-03-01")
            for n, level in enumerate(answers)
        ]
    )


def picked(level: int) -> Callable[[random.Random, Sequence[int]], int]:
    return lambda _, levels: levels[level]


def one_of(harsh: Mapping[str, Data], name: str) -> Assessment:
    data = harsh[name]
    assert isinstance(data, Assessment)
    return data


def example(name: str) -> Assessment:
    return assess(load_round(examples_folder() / f"{name}.yaml"))


def test_a_slide_has_room_for_every_dimension(harsh: Mapping[str, Data]) -> None:
    data = harsh["emoji"]
    assert isinstance(data, Assessment)
    said = read_off(profile.draw(data, Look(size=SIZES["slide"])))
    assert all(one.label in said for one in data.questionnaire.dimensions)


@pytest.mark.parametrize("name", ["riverside", "lighthouse"])
def test_where_rows_have_no_room_the_lowest_and_the_highest_stay(name: str) -> None:
    data = example(name)
    labels = {one.id: (one.label, one.short) for one in data.questionnaire.dimensions}
    said = read_off(profile.draw(data, Look(size=(3.74, 5.2))))
    shown = {one for one, names in labels.items() if any(name in said for name in names)}
    scores = {one: result.score for one, result in data.dimensions.items() if result.score is not None}
    assert len(shown) < len(labels)
    assert {min(scores, key=scores.__getitem__), max(scores, key=scores.__getitem__)} <= shown


def test_a_profile_on_a_phone_cuts_no_label(harsh: Mapping[str, Data]) -> None:
    assert "…" not in read_off(profile.draw(one_of(harsh, "emoji"), Look(size=SIZES["phone"])))


@pytest.mark.parametrize("name", ["lighthouse", "windmill", "stonebridge-2026"])
def test_numbers_beside_parts_have_heads(name: str) -> None:
    heads = read_off(profile.draw(example(name))).split(" | ")
    assert "score" in heads
    assert "likely range" in heads or "rough range" in heads


@pytest.mark.parametrize("name", ["nobody answered", "all don't-knows"])
def test_a_profile_without_scores_explains_no_mark(harsh: Mapping[str, Data], name: str) -> None:
    figure = profile.draw(one_of(harsh, name))
    said = read_off(figure)
    assert not [word for word in ("Diamond", "likely range", "midpoint", "Open dot") if word in said]
    (axes,) = figure.axes
    assert not [line for line in axes.lines if line.get_linewidth() > 1]


def test_no_line_crosses_the_words_of_what_cannot_be_compared(harsh: Mapping[str, Data]) -> None:
    nothing = compare([round_of(load_questionnaire(SHORT), ("Ash", "Beech"), n, label=str(2024 + n)) for n in (0, 1)])
    for size in SIZES.values():
        figure = change.draw(nothing, Look(size=size))
        said = read_off(figure)
        assert "cannot be compared" in said
        assert not [word for word in ("Ring", "Triangle", "likely range", "in words") if word in said]
        lines = [list(map(float, line.get_xdata())) for axes in figure.axes for line in axes.lines]  # type: ignore[arg-type]
        assert not [ends for ends in lines if ends[0] == ends[1]]


def test_only_marks_of_a_change_that_are_drawn_are_explained() -> None:
    up = read_off(change.draw(journeyed(1, 3)))
    assert "Triangle" in up
    assert "Ring" not in up
    same = read_off(change.draw(journeyed(2, 2)))
    assert "Triangle" not in same


def test_a_dot_of_a_journey_is_explained_where_there_is_one() -> None:
    assert "Small dot" not in read_off(journey.draw(journeyed(1, 3), Look(ways=True)))
    assert "Thin arrows" not in read_off(journey.draw(journeyed(2, 2), Look(ways=True)))


def test_an_end_of_a_range_beside_nothing_has_no_third_decimal() -> None:
    assert span(Interval(-0.0047, 0.9)) == "just\u00a0below\u00a00\u00a0to\u00a0+0.9"
    assert span(Interval(-0.04, 0.0)) == "−0.04\u00a0to\u00a00.00"


def test_a_slide_has_room_for_every_portrait_and_says_how_many_chose() -> None:
    data = example("riverside")
    assert data.portrait is not None
    said = read_off(portrait.draw(data, Look(size=SIZES["slide"]))).split(" | ")
    assert "people" in said
    assert all(one.short in said for one in data.questionnaire.portrait)
    assert all(str(n) in said for n in data.portrait.chosen.values())
    assert set(data.portrait.chosen) == set(data.portrait.by_item)


def test_a_portrait_that_nobody_was_asked_for_says_so(harsh: Mapping[str, Data]) -> None:
    assert "asks for none" in read_off(portrait.draw(one_of(harsh, "nobody answered")))


def test_where_agreement_is_said_in_words_its_head_promises_no_number(harsh: Mapping[str, Data]) -> None:
    said = read_off(agreement.draw(one_of(harsh, "confidential")))
    assert "0 to 1" not in said
    assert "people)" not in said
    assert "not shown cannot tell" not in read_off(
        agreement.draw(one_of(harsh, "confidential"), Look(size=SIZES["phone"]))
    )


def test_the_parts_of_the_order_are_told_apart_by_lines() -> None:
    data = example("riverside")
    parts = [part_of_unease(data, item.id) for item in by_unease(data)]
    assert parts == sorted(parts)
    figure = agreement.draw(data)
    lines = [line for axes in figure.axes for line in axes.lines]
    assert len(lines) == len(set(parts)) - 1 > 0
    assert "Lines part what splits people" in read_off(figure)


def test_what_all_names_end_in_is_said_once_and_no_name_is_cut(harsh: Mapping[str, Data]) -> None:
    data = harsh["forty clusters"]
    assert isinstance(data, Portfolio)
    said = read_off(clusters.draw(data))
    assert said.count("Valley Learning Partnership of Primary Schools") == 1
    assert all(f"{chr(65 + n % 26)}{n:02d}" in said for n in range(40))
    assert "…" not in said.replace("goes on: …", "")


def test_a_filling_that_no_cluster_has_is_not_explained(harsh: Mapping[str, Data]) -> None:
    data = harsh["forty clusters"]
    assert isinstance(data, Portfolio)
    assert not any(one.assessment.placement.settled for one in data.placed)
    said = read_off(clusters.draw(data))
    assert "Filled" not in said
    assert "Hollow" in said
