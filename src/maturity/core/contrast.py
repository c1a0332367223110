"""Contrast of colours after the Web Content Accessibility Guidelines (WCAG) 2.2, and what a theme needs of it.

Colours are `#rrggbb`; ratios run from 1 (the same) to 21 (black and white).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from maturity.model.faults import Fault
from maturity.model.theme import Theme

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


def contrast_faults(theme: Theme) -> Iterator[Fault]:
    """Every pair of colours of a theme that people could not tell apart well enough.

    Lines (`line`) only adorn, and the tints of the quadrants carry their names as text: neither is held against paper.
    """
    colours = theme.colours
    corners = [(f"quadrants[{place}]", colour) for place, colour in enumerate(colours.quadrants, 1)]
    plain = [("paper", colours.paper), ("tint", colours.tint)]
    for name, grounds in (
        ("ink", [*plain, *corners]),
        ("soft", [*plain, *corners]),
        ("accent", plain),
        ("warning", plain),
    ):
        yield from _short(name, getattr(colours, name), grounds, TEXT, "text")
    for name in ("schools", "cluster"):
        yield from _short(name, getattr(colours, name), [plain[0], *corners], GRAPHIC, "a mark")
    for place, ground in enumerate(colours.levels):
        best = ratio(clearer(ground, (colours.ink, colours.paper)), ground)
        if best < TEXT:
            message = (
                f"neither ink {colours.ink} nor paper {colours.paper} reaches a contrast of {TEXT:g} on levels"
                f"[{place + 1}] {ground}, where numbers are written; the better one has {_shown(best, TEXT)}"
            )
            yield Fault(("colours", "levels", place), "low-contrast", message, "choose a lighter or a darker colour")


def _short(name: str, colour: str, grounds: Iterable[tuple[str, str]], least: float, what: str) -> Iterator[Fault]:
    poor = [(ratio(colour, ground), where, ground) for where, ground in grounds if ratio(colour, ground) < least]
    if poor:
        worst, where, ground = min(poor)
        message = (
            f"{name} {colour} on {where} {ground} has a contrast of {_shown(worst, least)}; {what} needs {least:g}"
        )
        yield Fault(("colours", name), "low-contrast", message, "make one of the two lighter or darker")


def _shown(value: float, least: float) -> str:
    """A ratio with two decimals, cut where rounding would make a failing one read as enough."""
    rounded = round(value, 2)
    return f"{rounded if rounded < least else int(value * 100) / 100:.2f}"
