"""The ends of a range stand on their side of the midpoint and never read alike, wherever a map's numbers are shown."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable

import pytest

from maturity.charts.profile import score_and_ends
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Interval
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.renderers import html as pages
from maturity.renderers import terminal
from maturity.report.change_words import span
from maturity.report.compose import compose
from maturity.report.deck.round_alone import part_dots
from maturity.report.explain_parts import exact_ends
from maturity.report.over_time.numbers import OnAxis, measure_of
from maturity.report.wording import axis_number


def with_ends(*ends: tuple[float, float]) -> Assessment:
    """A cluster whose axes, and all dimensions on them, have these ranges."""
    found = assess(load_round(examples_folder() / "riverside.yaml"))
    ranges = {name: Interval(*pair) for name, pair in zip(found.axes, ends, strict=True)}
    asked = found.questionnaire.dimension_by_id
    axes = {name: dataclasses.replace(one, interval=ranges[name]) for name, one in found.axes.items()}
    parts = {
        name: dataclasses.replace(one, interval=ranges[axis])
        for name, one in found.dimensions.items()
        if (axis := asked[name].axis) is not None
    }
    return dataclasses.replace(found, axes=axes, dimensions=found.dimensions | parts)


def on_the_terminal(found: Assessment) -> str:
    return terminal.scorecard(found, advise(found), 100).plain


def in_the_report(found: Assessment) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", pages.render(compose(found, advise(found))).decode()))


def in_words(found: Assessment) -> str:
    return " ".join(axis_number(found, axis) for axis in found.questionnaire.axes)


def on_the_chart(found: Assessment) -> str:
    asked = found.questionnaire
    return " ".join(score_and_ends(found, found.axes[axis.id], axis)[1] for axis in asked.axes)


def on_a_slide(found: Assessment) -> str:
    dots = part_dots(found)
    assert dots is not None
    return dots.alt


SHOWN = [on_the_terminal, in_the_report, in_words, on_the_chart, on_a_slide]


@pytest.mark.parametrize("shown", SHOWN)
def test_an_end_stands_on_its_side_of_the_midpoint(shown: Callable[[Assessment], str]) -> None:
    said = shown(with_ends((2.7, 3.041), (2.7, 2.984)))
    assert re.search(r"2\.7(–| to )3\.04", said)
    assert re.search(r"2\.7(–| to )2\.98", said)
    assert not re.search(r"2\.7(–| to )3\.0\b", said)


@pytest.mark.parametrize("shown", SHOWN)
def test_a_range_has_width(shown: Callable[[Assessment], str]) -> None:
    said = shown(with_ends((2.957, 3.043), (4.95, 5.0)))
    assert re.search(r"2\.96(–| to )3\.04", said)
    assert re.search(r"4\.95(–| to )5\.00", said)


def test_of_change_and_of_what_is_reckoned_too() -> None:
    assert span(Interval(0.95, 1.04)) == "+0.95\u00a0to\u00a0+1.04"
    assert exact_ends(Interval(2.9, 2.9998), 3.0) == "2.900 to 2.9998"
    assert measure_of(Interval(1, 5)).between(Interval(4.95, 5.0)) == "4.95–5.00"
    assert OnAxis(4.0, 3.0).between(Interval(2.7, 2.984)) == "2.7–2.98"
