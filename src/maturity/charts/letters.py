"""Letters that a chart's font lacks: another font that is installed here has them, or they are named."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from maturity.fonts import has_letter
from maturity.text.letters import by_code

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WORDS = {"lacking": "No font here has the letters {letters}: install one that has them."}


def absent_letters(figure: Figure, families: Sequence[str]) -> set[str]:
    """Letters on a figure that none of these fonts has."""
    shown = {letter for text in texts_on(figure) for letter in text}
    wanted = {letter for letter in shown if not letter.isspace() and unicodedata.category(letter)[0] != "C"}
    for name in families:
        wanted = {letter for letter in wanted if not has_letter(name, letter)} if wanted else wanted
    return wanted


def texts_on(figure: Figure) -> set[str]:
    """All texts on a figure."""
    from matplotlib.text import Text

    return {one.get_text() for one in figure.findobj(Text) if isinstance(one, Text)}


def named_letters(lacking: str) -> str:
    """That letters cannot be drawn, by their codes: shown as they are, they would be boxes."""
    return WORDS["lacking"].format(letters=by_code(lacking, shown=False))
