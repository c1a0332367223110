"""Characters to draw with at a terminal, and text in lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from maturity.text.clean import plain
from maturity.text.lines import in_lines


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters to draw with."""

    full: str
    empty: str
    middle: str
    cluster: str
    agreed: str
    across: str
    down: str
    corners: str
    bullet: str


UNICODE = Glyphs("█", "·", "│", "◆", "◇", "─", "│", "┌┬┐├┼┤└┴┘", "•")
ASCII = Glyphs("#", ".", "|", "@", "O", "-", "|", "+++++++++", "*")


def wrapped(text: str, width: int, lead: str, style: str = "") -> Iterator[Text]:
    """Text in lines that end between words; all but the first begin under the end of `lead`."""
    yield from (Text(line, style) for line in in_lines(plain(text), width, lead))
