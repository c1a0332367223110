"""Setting PDF with typst: tagged, offline, the same bytes for the same input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from maturity.errors import InputError, Problem


def set_pdf(
    template: bytes, data: object, *, pictures: Mapping[str, bytes] | None = None, system_fonts: bool = False
) -> bytes:
    """A PDF/UA-1 file of a typst template.

    Args:
        template: typst source, which reads `sys.inputs.data`; nothing that a person typed may stand in it.
        data: what JSON can carry.
        pictures: names of SVG files the template may open, and what is in them; other pictures go into `data`, as
            lists of bytes.
        system_fonts: let the machine's fonts be used beside those that come along; the bytes then depend on them.

    Raises:
        InputError: it cannot be set.
    """
    import typst

    # Its type stubs know of one file only; it takes several by name.
    files: Any = {"main.typ": template, **(pictures or {})}
    try:
        content: bytes = typst.compile(
            files,
            font_paths=[_fonts()],
            ignore_system_fonts=not system_fonts,
            sys_inputs={"data": json.dumps(data)},
            pdf_standards="ua-1",
        )
        return content
    except typst.TypstError as error:
        raise InputError(
            Problem("", None, "", "not-set", f"the PDF cannot be set: {error}", "make it as .docx instead")
        ) from None


def rasterised(picture: bytes, ratio: float, *, side: float = 240, dots: int = 300) -> bytes:
    """An SVG picture as PNG, whatever size it says it has.

    Args:
        ratio: width by height.
        side: length of its longer side, in points.
        dots: an inch.

    Raises:
        InputError: it is not such a picture.
    """
    import typst

    width, height = (side, side / ratio) if ratio > 1 else (side * ratio, side)
    page: Any = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n"
        '#image(bytes(json(bytes(sys.inputs.data))), width: 100%, height: 100%, fit: "stretch")'
    ).encode()
    try:
        content: bytes = typst.compile(
            page,
            font_paths=[_fonts()],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(list(picture))},
            format="png",
            ppi=float(dots),
        )
        return content
    except typst.TypstError:
        raise InputError(Problem("", None, "logo", "not-a-picture", "it cannot be drawn", "save it as PNG")) from None


def covered(text: str) -> bool:
    """Whether the fonts that come along have a glyph for every character of a text."""
    return _glyphs().issuperset(map(ord, set(text)))


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(Path(_fonts()) / "DejaVuSans.ttf")).get_charmap())


@cache
def _fonts() -> str:
    """The folder of matplotlib's DejaVu fonts, which carry the letters that typst's own ones lack."""
    import matplotlib

    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")
