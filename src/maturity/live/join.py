"""How phones find the room: addresses, links and the codes to scan."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import segno

from maturity.live.shown import Data


@dataclass(slots=True)
class Wifi:
    """A network that phones can be let into by a code.

    Args:
        password: empty for an open network.
    """

    name: str
    password: str = ""


@dataclass(slots=True)
class Join:
    """How phones find the room.

    Args:
        find: gives this machine's addresses, the likeliest first.
        port: on which the room listens.
        address: the one that is used; the first that was found if empty, or where the laptop has it no longer.
        wifi: None where people are in it already.
        name: of this laptop, for which its certificate is made; empty where phones come by an address.
        is_secured: whether they come by https.
    """

    find: Callable[[], Sequence[str]]
    port: int = 0
    address: str = ""
    wifi: Wifi | None = None
    name: str = ""
    is_secured: bool = False
    _found: list[str] = field(default_factory=list)
    _now: list[str] = field(default_factory=list)
    _wanted: str = ""

    def addresses(self) -> list[str]:
        """All addresses; one that was once used stays, since phones may still come by it."""
        found = [*self.find()]
        self._found = list(dict.fromkeys([*found, *self._found]))
        self._wanted = self._wanted or self.address or "".join(found[:1])
        if found:
            # In another wifi the old one leads nowhere; back in the first, it is used again.
            self.address = self._wanted if self._wanted in found else found[0]
        self._now = found or self._found
        return self._now

    def use(self, address: str) -> bool:
        """Use another address; False where it is none of ours."""
        if address not in self.addresses():
            return False
        self.address = self._wanted = address
        return True

    def hosts(self, port: int = 0) -> set[str]:
        """What a request may call us.

        Args:
            port: of another listener than that of phones.
        """
        known = {*self._found, self.address, self.name.casefold(), "127.0.0.1", "localhost"} - {""}
        # A browser leaves out the port that it would take anyway.
        usual = (port or self.port) == (443 if self.is_secured else 80)
        return {f"{one}:{port or self.port}" for one in known} | (known if usual else set())

    def place(self, port: int = 0) -> str:
        """Where the room, or another listener, is found."""
        scheme = "https" if self.is_secured else "http"
        return f"{scheme}://{self.name or self.address}:{port or self.port}"

    def link(self, key: str) -> str:
        """What the code to scan holds."""
        return f"{self.place()}/r/{key}"

    def told(self, key: str, code: str) -> Data:
        """All that the desk and the screen say about joining, with the addresses as they were found last."""
        known = self._now or self.addresses()
        return {
            "link": self.link(key),
            "typed": self.place() if self.is_secured else self.place().removeprefix("http://"),
            "code": code,
            "address": self.address,
            "addresses": known,
            "wifi": None if self.wifi is None else self.wifi.name,
        }

    def picture(self, of: str, key: str) -> bytes:
        """A code to scan, as SVG."""
        text = self.link(key)
        if of == "wifi" and self.wifi is not None:
            text = _wifi(self.wifi)
        out = io.BytesIO()
        segno.make(text, error="m", micro=False).save(out, kind="svg", scale=8, border=4, xmldecl=False, light="#fff")
        return out.getvalue()


def _wifi(wifi: Wifi) -> str:
    """A network as cameras of phones understand it."""
    name, password = (_escaped(one) for one in (wifi.name, wifi.password))
    return f"WIFI:T:WPA;S:{name};P:{password};;" if password else f"WIFI:T:nopass;S:{name};;"


def _escaped(text: str) -> str:
    for sign in '\\;,":':
        text = text.replace(sign, f"\\{sign}")
    return text
