"""The colours of a deck's theme by their places in it, so that they change with it; and which can be read on which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, fromstring

from maturity.model.theme import Theme
from maturity.renderers.powerpoint.layouts import Native, qualified
from maturity.text.contrast import GRAPHIC, TEXT, luminance, mixed, ratio

MAPPED = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
"""Where a master finds the colours of ground and text, if it does not say."""
LUM = "lumMod", "lumOff"


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour of the theme, and what is made of it.

    Args:
        slot: its place: `tx1`, `bg1`, `tx2`, `accent1` to `accent6`.
        kept: percent of its lightness that stays.
        added: percent of lightness that is added.
        cover: percent of what lies behind that it covers.
    """

    slot: str
    kept: int = 100
    added: int = 0
    cover: int = 100

    def xml(self) -> str:
        """The colour as an element."""
        named = (("lumMod", self.kept, 100), ("lumOff", self.added, 0), ("alpha", self.cover, 100))
        how = "".join(f'<a:{name} val="{value * 1000}"/>' for name, value, usual in named if value != usual)
        return f'<a:solidFill><a:schemeClr val="{self.slot}">{how}</a:schemeClr></a:solidFill>'


INK, PAPER, SOFT, ACCENT = Paint("tx1"), Paint("bg1"), Paint("tx2"), Paint("accent1")
TINTS = ("tx2", "accent4", "accent5", "accent6")
"""Hues of the four quadrants: low low, high low, low high, high high."""
DEEP = (Paint("accent1", 30), Paint("accent1", 20))
"""Surfaces of the rows of a table, in turn, where text is light."""
HEADS = (ACCENT, Paint("accent1", 75), Paint("accent1", 50), Paint("accent1", 60, 40))
"""Surfaces of a table's head, the best first."""
TINTED = 11
"""Percent of a quadrant that its tint covers."""


class Scheme:
    """The colours that slides of one layout have."""

    def __init__(self, layout: Native) -> None:
        master = layout.slide_master
        part = next(r.target_part for r in master.part.rels.values() if r.reltype.endswith("/theme"))
        self._theme = {
            one.tag.rpartition("}")[2]: _named(one)
            for found in fromstring(part.blob).iter(qualified("a:clrScheme"))
            for one in found
        }
        given = master._element.find(qualified("p:clrMap"))
        own = next(layout._element.iter(qualified("a:overrideClrMapping")), None)
        found = own if own is not None else given
        self._map = {slot: (found.get(slot) if found is not None else None) or usual for slot, usual in MAPPED.items()}
        self.ground = self._ground(layout) or self._ground(master) or self.colour(PAPER)
        """`#rrggbb` behind everything."""
        self.ink = self._read((INK, PAPER))
        self.paper = PAPER if self.ink == INK else INK
        dark = luminance(self.ground) < 0.18
        self.soft = self._read((SOFT, self.ink), TEXT)
        self.muted = self._read(
            (replace(self.ink, kept=70) if dark else replace(self.ink, kept=50, added=50), self.soft), GRAPHIC
        )
        """What is there and not to be looked at first."""
        self.neutral = replace(self.ink, kept=50) if dark else Paint("bg1", 80)
        """A surface that says neither yes nor no."""
        self.faint = replace(self.ink, cover=30)
        """Lines behind everything."""

    def colour(self, paint: Paint, behind: str | None = None) -> str:
        """`#rrggbb` of a paint, on the slide's ground or another."""
        start = self._theme.get(self._map.get(paint.slot, paint.slot), "#808080")
        parts = [int(start[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        light = (max(parts) + min(parts)) / 2
        wanted = min(1.0, light * paint.kept / 100 + paint.added / 100)
        # Hue and saturation stay: how far the parts lie apart goes with the room that lightness leaves them.
        room = (1 - abs(2 * wanted - 1)) / (1 - abs(2 * light - 1)) if 0 < light < 1 else 0.0
        shade = "#" + "".join(f"{round(255 * (wanted + (part - light) * room)):02x}" for part in parts)
        return shade if paint.cover == 100 else mixed(behind or self.ground, shade, paint.cover / 100)

    def ramp(self, count: int) -> list[Paint]:
        """Colours of so many levels, from the lowest to the highest: two hues that grow fuller away from the middle."""
        half = count // 2
        steps = [100 - round(100 * step / max(half, 1)) for step in range(half)]
        low = [Paint("accent2", cover=cover) for cover in steps]
        high = [Paint("accent1", cover=cover) for cover in reversed(steps)]
        return [*low, *([self.neutral] if count % 2 else []), *high]

    def tint(self, place: int) -> Paint:
        """What lies behind the quadrant at a place of `TINTS`."""
        return Paint(TINTS[place], cover=TINTED)

    def corner(self, place: int) -> Paint:
        """The name of the quadrant at a place of `TINTS`: its hue, as deep as it can be read on its tint."""
        hue, behind = TINTS[place], self.colour(self.tint(place))
        shades = [Paint(hue), Paint(hue, 75), Paint(hue, 50), Paint(hue, 60, 40), Paint(hue, 40, 60), self.ink]
        return next((one for one in shades if ratio(self.colour(one), behind) >= TEXT), self.ink)

    def on(self, paint: Paint) -> Paint:
        """The colour of text on a surface."""
        behind = self.colour(paint)
        return max((self.ink, self.paper), key=lambda one: ratio(self.colour(one), behind))

    def table(self) -> tuple[tuple[Paint, Paint], ...]:
        """Surface and text of a table's head, and of its rows in turn; each text can be read on its surface."""
        head = next((one for one in HEADS if self._told_on(one, self.on(one))), self.ink)
        light = (replace(self.paper, kept=88), replace(self.paper, kept=95))
        rows = next(
            (two for two in (DEEP, light) if all(self._told_on(one, self.ink) for one in two)), (self.paper,) * 2
        )
        return ((head, self.on(head)), *((one, self.ink) for one in rows))

    def _told_on(self, paint: Paint, ink: Paint) -> bool:
        return ratio(self.colour(ink), self.colour(paint)) >= TEXT

    def worn_by(self, theme: Theme) -> Theme:
        """A theme for pictures on these slides: their ground, and whatever cannot be read on it nearer to the ink."""
        colours, ink = theme.colours, self.colour(self.ink)
        if self.ground == colours.paper:
            return theme

        def seen(own: str, least: float) -> str:
            shades = (mixed(own, ink, step / 5) for step in range(6))
            return next((one for one in shades if ratio(one, self.ground) >= least), ink)

        hues = {name: seen(getattr(colours, name), TEXT) for name in ("accent", "schools", "cluster", "warning")}
        ground = {"paper": self.ground, "ink": ink, "soft": self.colour(self.soft)}
        plain = {"line": self.colour(self.faint), "tint": mixed(self.ground, ink, 0.06)}
        return theme.model_copy(update={"colours": colours.model_copy(update={**ground, **plain, **hues})})

    def _read(self, choices: tuple[Paint, ...], least: float = 0.0) -> Paint:
        """The first that can be read on the ground; without a limit the one that can be read best."""
        found = [one for one in choices if least and ratio(self.colour(one), self.ground) >= least]
        return found[0] if found else max(choices, key=lambda one: ratio(self.colour(one), self.ground))

    def _ground(self, holder: Native) -> str | None:
        """The colour behind the slides of a master or layout; None where it says nothing of one."""
        behind = holder._element.find(f"{qualified('p:cSld')}/{qualified('p:bg')}")
        if behind is None:
            return None
        for one in behind.iter(qualified("a:srgbClr"), qualified("a:schemeClr"), qualified("a:sysClr")):
            if one.tag != qualified("a:schemeClr"):
                return _value(one)
            kept, added = (one.find(qualified(f"a:{name}")) for name in LUM)
            share = [round(int(part.get("val")) / 1000) if part is not None else None for part in (kept, added)]
            return self.colour(Paint(one.get("val"), 100 if share[0] is None else share[0], share[1] or 0))
        return None


def _named(slot: Element) -> str:
    return _value(slot[0]) if len(slot) else "#808080"


def _value(colour: Native) -> str:
    """`#rrggbb` of a colour that is said by its numbers."""
    said = colour.get("lastClr") or colour.get("val") or ""
    known = {"window": "ffffff", "windowText": "000000", "white": "ffffff", "black": "000000"}
    found = known.get(said, said).lower()
    return f"#{found}" if len(found) == 6 and all(one in "0123456789abcdef" for one in found) else "#808080"
