"""How everything looks: colours, fonts, logo, footer, and how the map is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from maturity.errors import Fault
from maturity.model.base import Frozen, Id, Short, Text
from maturity.model.questionnaire import Questionnaire
from maturity.text.contrast import GRAPHIC, TEXT, clearer, ratio

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$", to_lower=True)]
"""Red, green and blue as `#rrggbb`."""
FOUR, FIVE = Field(min_length=4, max_length=4), Field(min_length=5, max_length=5)


class Colours(Frozen):
    """Every colour that is used; the defaults are those of Okabe and Ito where hue matters."""

    paper: Colour = "#ffffff"
    ink: Colour = "#1f2933"
    soft: Colour = "#52606d"
    """Small print and labels of axes."""
    line: Colour = "#c5ccd3"
    accent: Colour = "#005f96"
    """Links, rules and headings."""
    schools: Colour = "#0072b2"
    cluster: Colour = "#d55e00"
    warning: Colour = "#a63c00"
    tint: Colour = "#f5f7f9"
    """Behind notes and table heads."""
    quadrants: Annotated[tuple[Colour, ...], FOUR] = ("#f4f2ee", "#e8f1f8", "#fbf1e6", "#e6f3ee")
    """Behind the quadrants: low low, high low, low high, high high, along the bottom first."""
    levels: Annotated[tuple[Colour, ...], FIVE] = ("#fce9c4", "#e2bd74", "#95a59a", "#3d6c8e", "#10304f")
    """From the lowest to the highest level: one way from light to dark, since on a copy and to some eyes only that is
    left."""


class Fonts(Frozen):
    """Names of font families; empty is the program's own choice."""

    heading: str = ""
    body: str = ""
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as the bytes of its file, and its width for a height of 1."""

    kind: Literal["png", "svg"]
    content: bytes
    ratio: float = 1.0


class Theme(Frozen):
    """One look for charts, pages, documents and slides."""

    format: Literal["maturity-theme/1"] = "maturity-theme/1"
    id: Id = "standard"
    title: Text = "Standard"
    colours: Colours = Colours()
    fonts: Fonts = Fonts()
    logo: str = ""
    """A PNG or SVG file, relative to the theme's file."""
    footer: str = ""
    """A line at the foot of every page, slide and chart."""
    corners: dict[str, Short] = {}
    """Other names for quadrants, by id."""
    bottom: Id | None = None
    """The axis that lies along the bottom; the questionnaire's first if not said."""

    _picture: Logo | None = PrivateAttr(default=None)

    @property
    def picture(self) -> Logo | None:
        """The logo's file as it was read; None where the theme has none."""
        return self._picture

    def with_picture(self, picture: Logo | None) -> Theme:
        """The same theme with the content of its logo."""
        theme = self.model_copy()
        theme._picture = picture
        return theme


STANDARD = Theme()


def theme_faults(theme: Theme, questionnaire: Questionnaire) -> list[Fault]:
    """What a theme names that a questionnaire does not have: quadrants in `corners`, the axis in `bottom`."""
    quadrants, axes = list(questionnaire.quadrant_by_id), list(questionnaire.axis_by_id)
    found = [
        Fault(
            ("corners", name),
            "unknown-quadrant",
            f"the questionnaire {questionnaire.id} has no quadrant '{name}'",
            f"use one of: {', '.join(quadrants)}",
        )
        for name in theme.corners
        if name not in quadrants
    ]
    if theme.bottom is not None and theme.bottom not in axes:
        message = f"the questionnaire {questionnaire.id} has no axis '{theme.bottom}'"
        found.append(Fault(("bottom",), "unknown-axis", message, f"use one of: {', '.join(axes)}"))
    return found


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
