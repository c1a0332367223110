"""The logo of a deck."""

from __future__ import annotations

import io
from dataclasses import dataclass

from maturity.errors import InputError, Problem
from maturity.model.theme import Theme
from maturity.renderers import common
from maturity.typesetting import rasterised


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo: its bytes and its width for a height of 1."""

    content: bytes
    ratio: float


def logo_of(theme: Theme, template: bytes | None, logo: bytes | None) -> Picture | None:
    """The logo that is given, else the theme's where there is no template, which has its own.

    Raises:
        InputError: it is not a picture.
    """
    content = common.logo_of(theme, logo) if template is None else logo
    if content is None:
        return None
    from PIL import Image

    try:
        if common.picture_kind(content) == "svg":
            content = rasterised(content)
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
    # The library has many ways to say that this is no picture.
    except Exception:
        raise InputError(
            Problem(
                "", None, "logo", "bad-logo", "the logo is not a picture that can be read", "use a PNG, JPEG or SVG"
            )
        ) from None
    return Picture(content, width / height)
