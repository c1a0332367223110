"""The colours of levels keep their order on a photocopy and for those who cannot tell red from green."""

from __future__ import annotations

from itertools import pairwise

import pytest

from maturity.charts.agreement import ramp
from maturity.readers.theme import load_theme
from maturity.text.contrast import TEXT, luminance, ratio
from tests.harsh import BLIND, seen_as

SIZES = range(2, 12)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("eyes", [None, *BLIND])
@pytest.mark.parametrize("name", ["standard", "greyscale"])
def test_levels_get_darker_one_by_one_to_all_eyes(name: str, eyes: str | None, size: int) -> None:
    colours = ramp(load_theme(name), size)
    light = [luminance(colour if eyes is None else seen_as(eyes, colour)) for colour in colours]
    assert all(one > two * 1.1 for one, two in pairwise(light)), light


@pytest.mark.parametrize("name", ["standard", "greyscale"])
def test_the_ends_of_every_scale_are_far_apart_in_grey(name: str) -> None:
    for size in SIZES:
        low, *_, high = ramp(load_theme(name), size)
        assert ratio(low, high) > 7


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["standard", "greyscale"])
def test_a_number_can_be_read_on_every_level(name: str, size: int) -> None:
    theme = load_theme(name)
    inks = theme.colours.ink, theme.colours.paper
    assert all(max(ratio(ink, colour) for ink in inks) >= TEXT for colour in ramp(theme, size))
