"""How a result shows itself in a notebook: whoever can draw it says how, since nothing here knows a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar


class Shows:
    """A result that notebooks show as a page, once somebody has said how."""

    __slots__ = ()
    as_page: ClassVar[Callable[[Any], str] | None] = None
    """Makes the HTML of a result; None where nobody can."""

    def _repr_html_(self) -> str | None:
        return None if Shows.as_page is None else Shows.as_page(self)
