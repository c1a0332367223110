"""Contrast of colours after the Web Content Accessibility Guidelines (WCAG) 2.2.

Colours are `#rrggbb`; ratios run from 1 (the same) to 21 (black and white).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TEXT, GRAPHIC = 4.5, 3.0
"""Least ratios of success criteria 1.4.3 (text, level AA) and 1.4.11 (what must be seen to understand a graphic)."""


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), after WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, two: str) -> float:
    """Contrast ratio of two colours, whichever is lighter: (L1 + 0.05) / (L2 + 0.05)."""
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def clearer(ground: str, choices: Sequence[str]) -> str:
    """The colour among `choices` that stands out most on `ground`."""
    return max(choices, key=lambda colour: ratio(colour, ground))


def mixed(one: str, two: str, share: float) -> str:
    """A colour between two; `share` 0 is the first, 1 the second."""
    pairs = ((int(one[at : at + 2], 16), int(two[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def faded(colour: str, paper: str, grounds: Iterable[str], least: float = GRAPHIC) -> str:
    """A colour moved towards the paper as far as it keeps the ratio `least` on all `grounds`."""
    grounds = tuple(grounds)
    for step in range(19, 0, -1):
        paler = mixed(colour, paper, step / 20)
        if all(ratio(paler, ground) >= least for ground in grounds):
            return paler
    return colour


def deepened(colour: str, grounds: Sequence[str], least: float = TEXT) -> str:
    """A fuller colour of the same hue that keeps the ratio `least` on all `grounds`, the nearest to it that does."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    grey = sum(parts) / 3
    most = max(abs(part - grey) for part in parts)
    times = min(100 / most, 10) if most else 0
    full = "#" + "".join(f"{round(128 + (part - grey) * times):02x}" for part in parts)
    end = "#000000" if luminance(grounds[0]) > 0.18 else "#ffffff"
    shades = (mixed(full, end, step / 40) for step in range(41))
    return next((one for one in shades if all(ratio(one, ground) >= least for ground in grounds)), end)
