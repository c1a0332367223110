"""The pages: written once, sent to whoever may see them."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from starlette.responses import Response

from maturity.collect import webform
from maturity.live.guard import locked_page
from maturity.live.hall import Hall

_SCRIPTS = {
    "entry": ("live.js", "entry.js"),
    "screen": ("live.js", "spread.js", "map.js", "screen.js"),
    "pin": ("live.js", "pin.js"),
    "desk": ("live.js", "spread.js", "setup.js", "handin.js", "desk.js"),
}
"""What each page is made of."""
_ON_A_PHONE = ("live.js", "look.js", "phone.js")


class Pages:
    """Every page of the room."""

    def __init__(self) -> None:
        self._form: tuple[str, Response] | None = None

    def form(self, hall: Hall) -> Response:
        """The form of the round, for a phone or for the next person at the laptop; made once."""
        asked = f"{hall.folder} {hall.round.mode}"
        if self._form is None or self._form[0] != asked:
            made = webform.live(hall.round, None, _part("phone.css"), "".join(map(_part, _ON_A_PHONE)))
            self._form = asked, locked_page(made.content, made.style, made.script)
        return self._form[1]

    def entry(self) -> Response:
        """Where the room's code is typed."""
        return _page("entry")

    def elsewhere(self) -> Response:
        """What a wrong link leads to."""
        found = _page("entry")
        return Response(found.body, 403, dict(found.headers))

    def desk(self) -> Response:
        """The facilitator's page."""
        return _page("desk")

    def pin(self) -> Response:
        """Where a second device asks for the desk."""
        return _page("pin")

    def screen(self) -> Response:
        """What the projector shows."""
        return _page("screen")


@cache
def _page(name: str) -> Response:
    """A page out of its own template, style and script, in one piece."""
    style, script = _part("entry.css" if name == "entry" else "room.css"), "".join(map(_part, _SCRIPTS[name]))
    content = _part(f"{name}.html").replace("/*style*/", style).replace("/*script*/", script)
    return locked_page(content.encode(), _digest(style), _digest(script))


def _part(name: str) -> str:
    return files("maturity.live").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
