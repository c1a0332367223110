"""How everything looks: colours, fonts, logo, footer, and how the map is laid out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from maturity.model.base import Frozen, Id, Short, Text

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
    levels: Annotated[tuple[Colour, ...], FIVE] = ("#8c510a", "#dfc27d", "#e9e9e9", "#80cdc1", "#01665e")
    """From the lowest to the highest level."""


class Fonts(Frozen):
    """Names of font families; empty is the program's own choice."""

    heading: str = ""
    body: str = ""
    chart: str = ""


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


STANDARD = Theme()
