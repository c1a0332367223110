"""Charts inside a page of HTML: ids of their own, no byte without use, and one outline of each letter for all."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from maturity.charts.tagged import tags_in

XLINK = "{http://www.w3.org/1999/xlink}"
REFERENCE = re.compile(r"(?<=url\(#)|(?<=^#)")
OUTLINE = "scale(0.015625)"
"""How matplotlib sets the outline of a letter."""
MOVED = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)")
LONG = re.compile(r"-?\d+\.\d{3,}")
BLANK = re.compile(r"\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+")
"""What stands around a letter of an outline without use."""
ROUNDED = ("d", "x", "y", "width", "height")
"""Attributes in which a hundredth of a point is as good as exact."""
TOLD = ("title", "desc", "style")
"""Elements whose text counts."""


class Letters:
    """Outlines of letters, each kept once for a whole page."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def id_of(self, outline: str) -> str:
        """The id under which the page has an outline that stands in a chart at full length."""
        if outline not in self._known:
            self._known[outline] = self._ids.setdefault(_brief("d", outline), f"g{len(self._ids)}")
        return self._known[outline]

    def drawn(self) -> str:
        """An element that shows nothing and holds them all; nothing where there are none."""
        if not self._ids:
            return ""
        paths = "".join(f'<path id="{own}" d="{d}" transform="{OUTLINE}"/>' for d, own in self._ids.items())
        return f'<svg class="letters" width="0" height="0" aria-hidden="true"><defs>{paths}</defs></svg>'


def inside_page(svg: bytes, own: str, letters: Letters) -> ElementTree.Element:
    """A chart as an element that can stand beside others.

    Marks that are tagged have `data-mark`, and what belongs to them `data-of`, with their keys.

    Args:
        own: an id that the page has nowhere else; all others in the chart begin with it.
        letters: of the page; the chart's are added.
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        # Letters stand in many charts, and are made brief once for all.
        is_letter = element.get("transform") == OUTLINE
        for name, value in list(element.attrib.items()):
            del element.attrib[name]
            element.set(name.removeprefix(XLINK), value if is_letter else _brief(name, value))
        if element.tag not in TOLD:
            element.text = None
        element.tail = None
    _mark(root)
    _share_letters(root, letters)
    _name(root, own)
    _unwrap(root)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("id", own)
    return root


def _brief(name: str, value: str) -> str:
    """A value without needless digits and blanks."""
    if name in ROUNDED:
        value = LONG.sub(_rounded, value)
        return BLANK.sub("", value).strip() if name == "d" else value
    if name == "transform":
        return MOVED.sub(lambda found: LONG.sub(_rounded, found[0]), value)
    return value


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2) + 0.0:g}"


def _mark(root: ElementTree.Element) -> None:
    """Write out what the tags say."""
    for element in root.iter():
        found = tags_in(element.get("id", ""))
        if found is None:
            continue
        what, keys = found
        parts = [element]
        if len(keys) > 1:
            hidden = {one for defined in element.iter("defs") for one in defined.iter()}
            parts = [one for one in element.iter() if one.tag in ("use", "path") and one not in hidden]
        if len(parts) == len(keys):
            for part, key in zip(parts, keys, strict=True):
                part.set(f"data-{what}", key)


def _share_letters(root: ElementTree.Element, letters: Letters) -> None:
    """Take outlines of letters out of the chart, and have it use those of the page."""
    shared: dict[str, str | None] = {}
    for defined in [*root.iter("defs")]:
        for path in [one for one in defined if one.tag == "path" and one.get("transform") == OUTLINE]:
            outline = path.get("d")
            shared[path.attrib["id"]] = letters.id_of(outline) if outline else None
            defined.remove(path)
    for parent in [*root.iter()]:
        for child in [*parent]:
            if child.tag == "defs" and not len(child):
                parent.remove(child)
            elif child.tag == "use" and child.attrib["href"][1:] in shared:
                known = shared[child.attrib["href"][1:]]
                if known is None:
                    parent.remove(child)
                    continue
                moved = MOVED.fullmatch(child.get("transform", ""))
                child.attrib["href"] = f"#{known}"
                if moved:
                    del child.attrib["transform"]
                    at = {
                        name: f"{float(one):.1f}".removesuffix(".0")
                        for name, one in zip("xy", moved.groups(), strict=True)
                    }
                    child.attrib |= {name: one for name, one in at.items() if float(one)}


def _name(root: ElementTree.Element, own: str) -> None:
    """Give the chart's ids its own beginning, and drop those that nothing refers to."""
    ids = {one.attrib["id"] for one in root.iter() if "id" in one.attrib}
    # Only what refers to something is looked through; most of a chart are numbers.
    said = " ".join(
        value for one in root.iter() for name, value in one.attrib.items() if "#" in value or name == "aria-labelledby"
    )
    used = {one for one in re.findall(r"[\w.-]+", said) if one in ids}
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id" and value not in used:
                del element.attrib[name]
            elif name == "id":
                element.set(name, f"{own}-{value}")
            elif name == "aria-labelledby":
                element.set(name, " ".join(f"{own}-{one}" for one in value.split()))
            elif "#" in value and not (name == "href" and value[1:] not in ids):
                element.set(name, REFERENCE.sub(f"{own}-", value))
        if element.tag == "style":
            element.text = f"#{own} {element.text}"


def _unwrap(parent: ElementTree.Element) -> None:
    """Put what stands in a group that says nothing in its place."""
    inside: list[ElementTree.Element] = []
    for child in parent:
        _unwrap(child)
        inside += [*child] if child.tag == "g" and not child.attrib else [child]
    parent[:] = inside
