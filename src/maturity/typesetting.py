"""Setting PDF with typst: tagged, offline, the same bytes for the same input."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from maturity.errors import InputError, Problem, Shortfall
from maturity.fonts import fonts_for
from maturity.text.letters import by_code, standing_in, what_to_install

UNTAGGED = "the PDF is written without tags, which screen readers need ({reason}): give them the .docx or the .html"
PROBE = b"""#set document(title: "Letters")
#set text(font: ("Libertinus Serif", "DejaVu Sans", ..json(bytes(sys.inputs.fonts))))
#for one in json(bytes(sys.inputs.data)) { par(one) }"""
NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
"""How typst says that it has no form for letters."""


def set_pdf(
    template: bytes, data: object, *, pictures: Mapping[str, bytes] | None = None, system_fonts: bool = False
) -> bytes:
    """A PDF/UA-1 file of a typst template; without tags, which is warned of, where it cannot be tagged.

    Args:
        template: typst source, which reads `sys.inputs.data`, and `sys.inputs.fonts`, names of fonts for letters that
            those which come along lack; nothing that a person typed may stand in it.
        data: what JSON can carry.
        pictures: names of SVG files the template may open, and what is in them; other pictures go into `data`, as
            lists of bytes.
        system_fonts: let the machine's fonts be used beside those that come along, which is done where they lack a
            letter as well; the bytes then depend on them.

    Raises:
        InputError: it cannot be set, for example because no font here has a letter; it names the letters and a text.
    """
    import typst

    texts = [*strings_in(data), *(text for one in (pictures or {}).values() for text in written_on(one))]
    rare = sorted({text for text in texts if not covered(text)})
    # Left to itself it gives up on a line in which letters of one font follow those of another.
    others, _ = fonts_for({letter for text in rare for letter in text if not covered(letter)})
    fonts = _known_fonts(system=system_fonts or bool(rare))

    def typeset(source: bytes, told: object, **how: Any) -> bytes:
        # Its type stubs know of one file only; it takes several by name.
        files: Any = {"main.typ": source, **(pictures or {})}
        inputs = {"data": json.dumps(told), "fonts": json.dumps(others)}
        content: bytes = typst.compile(files, font_paths=fonts, sys_inputs=inputs, **how)
        return content

    try:
        if rare:
            # The letters of a picture are looked at too, which may be drawn rather than written.
            typeset(PROBE, rare, pdf_standards="ua-1")
        return typeset(template, data, pdf_standards="ua-1")
    except typst.TypstError as error:
        if lacking := _undrawn(error):
            raise InputError(_no_letters(lacking, texts)) from None
        reason = getattr(error, "message", error)
    try:
        content = typeset(template, data, pdf_tags=False)
    except typst.TypstError as error:
        raise InputError(
            Problem("", None, "", "not-set", f"the PDF cannot be set: {error}", "make it as .docx instead")
        ) from None
    warnings.warn(Shortfall(UNTAGGED.format(reason=reason)), stacklevel=2)
    return content


def pages_of(content: bytes) -> int:
    """How many pages a PDF has that was set here."""
    return len(re.findall(rb"/Type ?/Page\b", content))


def _undrawn(error: Exception) -> list[str]:
    """The letters that typst had no form for, by what it says; none where it stopped for another reason."""
    said = f"{error}\n{getattr(error, 'diagnostic', '')}"
    found = {
        letter
        for literal in NO_GLYPH.findall(said)
        for letter in re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), literal)
    }
    return sorted(letter for letter in found if not covered(letter))


def _no_letters(letters: Sequence[str], texts: Iterable[str]) -> Problem:
    where = standing_in(letters, texts)
    message = f"no font here has a form for {by_code(letters)}{f', in {where}' if where else ''}"
    return Problem("", None, "", "no-letters", message, what_to_install(letters))


def strings_in(data: object) -> Iterator[str]:
    """Every text in what JSON can carry."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings_in(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from strings_in(value)


def written_on(picture: bytes) -> Iterator[str]:
    """What is written in an SVG drawing."""
    yield from (unescape(text) for text in re.findall(r"<text[^>]*>([^<]+)<", picture.decode("utf-8", "replace")))


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
            font_paths=_known_fonts(system=False),
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

    return frozenset(FT2Font(str(_fonts() / "DejaVuSans.ttf")).get_charmap())


@cache
def _known_fonts(*, system: bool) -> Any:
    """The fonts that typst may use: its own, DejaVu, and the machine's if it is wanted; looked for once."""
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[_come_along()])


@cache
def _come_along() -> str:
    """A folder with DejaVu alone, kept to the end of the program: typst takes no less than a folder.

    matplotlib's own holds the last resort as well, which has a box for every letter there is.
    """
    folder = Path(tempfile.mkdtemp(prefix="maturity-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for font in sorted(_fonts().glob("DejaVu*.ttf")):
        try:
            (folder / font.name).symlink_to(font)
        except OSError:
            shutil.copyfile(font, folder / font.name)
    return str(folder)


@cache
def _fonts() -> Path:
    """The folder of matplotlib's DejaVu fonts, which carry the letters that typst's own ones lack."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
