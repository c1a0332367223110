"""A logo is looked through before anything draws it: how large it is, whether it is whole, whether it only draws."""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, fromstring

from maturity.errors import InputError
from maturity.model.theme import Logo
from maturity.source.content import bytes_of, refusal
from maturity.text.names import quoted

LARGEST = 2_000_000
"""Bytes of a file; typesetting takes a second for each million."""
MOST_DOTS = 4_000_000
"""Dots of a picture: 2000 by 2000, thirty times what a page shows."""
MOST_SHAPES = 4_000
"""Plain shapes that an SVG may draw, those drawn again by reference counted each time: a second of drawing."""
MOST_RULES = 400_000
"""Rules of style sheets times elements that they may be for."""
LETTERS = 26
"""Letters of a path that take as long to draw as a plain shape: two long lines."""
LONGEST_SIDE = 20.0
"""How much longer one side may be than the other."""
DEEPEST = 100
PNG = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Numbers a dot of a PNG, by its kind of colour."""
SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
DRAWN = frozenset(
    """svg g path rect circle ellipse line polyline polygon text tspan textPath defs use symbol linearGradient
    radialGradient stop pattern mask clipPath marker image style title desc metadata switch a filter feBlend
    feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
    feMerge feMergeNode feOffset""".split()  # noqa: SIM905
)
"""What an SVG may consist of: nothing that runs, moves, fetches, or takes long to draw."""
SIDES = ("width", "height")
LAYERS = (
    (re.compile(r"(?<![\w-])(?:opacity\s*:\s*(?!1(?:\.0*)?\s*(?:;|$))|mix-blend-mode|isolation)"), 40),
    (re.compile(r"(?<![\w-])(?:fill|stroke)\s*:\s*url"), 20),
    (re.compile(r"(?<![\w-])stroke\s*:\s*(?!none)"), 2),
    (re.compile(r"stroke-dasharray\s*:\s*(?!none)"), 300),
    (re.compile(r"(?<![\w-])clip-path\s*:\s*url"), 50),
    (re.compile(r"(?<![\w-])mask\s*:\s*url"), 80),
    (re.compile(r"(?<![\w-])filter\s*:"), 800),
)
"""What takes as long to draw as many plain shapes, and as how many."""
STEP = 400
"""Plain shapes that one step of a filter takes as long as."""
REFERENCE = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)", re.IGNORECASE)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
LENGTH = re.compile(r"\s*([0-9.]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
POINTS = {"px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "q": 72 / 101.6}


def load_picture(path: Path) -> Logo:
    """A picture by what is in it, whatever its name says.

    Raises:
        InputError: it cannot be read, is neither PNG nor SVG, is not whole, is too large, or would do more than draw.
    """
    content = bytes_of(path, LARGEST)
    if content.startswith(PNG):
        width, height = _dots(path, content, "png")
        return Logo("png", content, width / height)
    if b"<svg" in content[:4000]:
        return Logo("svg", content, _Drawing(path, content).ratio())
    raise _bad(path, "is neither a PNG nor an SVG picture", "save the logo as PNG, or as SVG")


def _dots(path: Path, content: bytes, kind: Literal["png", "jpeg"]) -> tuple[int, int]:
    """Width and height of a picture of dots, which is decoded to its end once it is known to be small enough."""
    from PIL import Image

    if kind == "png" and len(content) > 24:
        _small(path, *struct.unpack(">II", content[16:24]))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _large(path, "far too many dots") from None
    # The library has many ways to say that this is no picture.
    except Exception:
        raise _bad(path, "is not whole, or damaged", "save it again") from None
    _small(path, *image.size)
    try:
        image.load()
        whole = kind != "png" or _whole(content)
    except Exception:
        whole = False
    if not whole:
        raise _bad(path, "is not whole, or damaged", "save it again")
    _shaped(path, image.width / image.height)
    return image.size


def _small(path: Path, width: int, height: int) -> None:
    if width * height > MOST_DOTS:
        raise _large(path, f"{width} x {height} dots")


def _large(path: Path, what: str) -> InputError:
    return _bad(path, f"has {what}; a logo may have {MOST_DOTS / 1e6:g} million", "save it smaller", "too-large")


def _whole(content: bytes) -> bool:
    """Whether a PNG file has all its rows: what shows it leaves those that are missing black."""
    width, height, bits, colour, *_, laced = struct.unpack(">IIBBBBB", content[16:29])
    packed, place = b"", 8
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        if content[place + 4 : place + 8] == b"IDAT":
            packed += content[place + 8 : place + 8 + length]
        place += length + 12
    row = 1 + (width * bits * CHANNELS[colour] + 7) // 8
    return bool(laced) or len(zlib.decompressobj().decompress(packed, row * height)) == row * height


def _shaped(path: Path, ratio: float) -> None:
    if not 1 / LONGEST_SIDE <= ratio <= LONGEST_SIDE:
        raise _bad(path, f"is more than {LONGEST_SIDE:g} times as long as it is wide, or the reverse", "cut it")


class _Drawing:
    """An SVG, and how much there is to draw."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        self.root = self._parsed(content)
        self.by_id = {one.get("id", ""): one for one in self.root.iter()}
        self.styled = [*self._styled()]
        self.costs: dict[Element, int] = {}
        self.open: set[Element] = set()

    def ratio(self) -> float:
        """Width by height, once it is sure that it can be drawn.

        Raises:
            InputError: it cannot, or would do more.
        """
        elements = [*self.root.iter()]
        if len(elements) > MOST_SHAPES or len(elements) * len(self.styled) > MOST_RULES:
            raise self._too_much()
        for element in elements:
            self._allowed(element)
        if self._cost(self.root, 0) > MOST_SHAPES:
            raise self._too_much()
        _, _, *box = (float(one) for one in re.findall(r"[0-9.]+(?:e[+-]?\d+)?", self.root.get("viewBox", "0 0")))
        width, height = (self._length(name) or next(iter(box[place:]), 0.0) for place, name in enumerate(SIDES))
        if width <= 0 or height <= 0:
            raise _bad(self.path, "does not say how large it is", "save it with a width and a height")
        _shaped(self.path, width / height)
        return width / height

    def _too_much(self) -> InputError:
        hint = "save a plain copy of it: fewer shapes and points, no filters; or save it as PNG"
        return _bad(self.path, "draws far too much, or again and again", hint, "too-large")

    def _length(self, name: str) -> float | None:
        found = LENGTH.fullmatch(self.root.get(name, ""))
        try:
            return float(found[1]) * POINTS[(found[2] or "px").lower()] if found else None
        except ValueError:
            return None

    def _parsed(self, content: bytes) -> Element:
        if b"<!entity" in content.lower():
            message = "has words of its own that stand for more (entities)"
            raise _bad(self.path, message, "save it as plain SVG")
        try:
            root = fromstring(content)
        except (ParseError, ValueError):
            raise _bad(self.path, "is not whole, or damaged", "save it again") from None
        if root.tag != f"{SVG}svg":
            raise _bad(self.path, "is no SVG picture", "save it as SVG")
        return root

    def _styled(self) -> Iterator[tuple[re.Pattern[str], str]]:
        """Rules of style sheets that make drawing longer: what they are for, and what they say."""
        for element in self.root.iter(f"{SVG}style"):
            for selectors, body in RULE.findall(element.text or ""):
                names = "|".join(re.escape(one) for one in re.findall(r"[\w-]+", selectors))
                if REFERENCE.search(body) or any(pattern.search(body) for pattern, _ in LAYERS):
                    yield re.compile(rf"(?<![\w-])(?:{names})(?![\w-])" if "*" not in selectors else ""), body

    def _allowed(self, element: Element) -> None:
        tag = element.tag
        # What Inkscape and Illustrator keep in names of their own is never drawn.
        if not tag.startswith(SVG):
            if tag.startswith("{") and "www.w3.org" not in tag.partition("}")[0]:
                return
            if "xhtml" in tag or not tag.startswith("{"):
                raise _bad(self.path, f"holds what is no drawing ({_local(tag)})", "save it as plain SVG")
        elif _local(tag) not in DRAWN:
            raise _bad(self.path, f"holds what a logo may not ({_local(tag)})", "save it as plain SVG without scripts")
        texts = [*element.attrib.values(), element.text or "" if tag == f"{SVG}style" else ""]
        outside = [one for text in texts for one in REFERENCE.findall(text) if not one.startswith("#")]
        if _local(tag) != "a":
            outside += [one for name in HREFS if (one := element.get(name, "#").strip()) and not one.startswith("#")]
        if any("@import" in text.lower() for text in texts) or (outside and not self._embedded(element, outside)):
            raise _bad(self.path, "fetches something from outside", "save it with everything inside")
        if any(_local(name).lower().startswith("on") for name in element.attrib):
            raise _bad(self.path, "holds a script", "save it as plain SVG without scripts")

    def _embedded(self, element: Element, outside: list[str]) -> bool:
        """Whether all that an element refers to is a picture of dots inside the file."""
        return _local(element.tag) == "image" and all(self._dots_in(address) for address in outside)

    def _dots_in(self, address: str) -> int:
        """Dots of a picture inside the file; 0 for any other address."""
        head, comma, data = address.partition(",")
        kind = re.fullmatch(r"data:image/(png|jpe?g);base64", head.strip(), re.IGNORECASE)
        if not (comma and kind):
            return 0
        try:
            content = base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            return 0
        width, height = _dots(self.path, content, "png" if content.startswith(PNG) else "jpeg")
        return width * height

    def _cost(self, element: Element, depth: int) -> int:
        """Shapes that an element draws, with all that it refers to; dots of pictures count as well."""
        if element in self.costs:
            return self.costs[element]
        if element in self.open or depth > DEEPEST:
            raise _bad(self.path, "refers to itself, or too deeply", "save a plain copy of it")
        self.open.add(element)
        rules = self._rules(element)
        said = ";".join([*(f"{name}:{value}" for name, value in element.attrib.items()), element.get("style", "")])
        drawn = element.get("d", element.get("points", "")), element.text or "", element.tail or ""
        cost = 1 + sum(map(len, drawn)) // LETTERS
        cost += sum(weight for pattern, weight in LAYERS if any(pattern.search(one) for one in (said, *rules)))
        cost += STEP if _local(element.tag).startswith("fe") else 0
        for target, times in self._targets(element, rules):
            if target in self.by_id and self.by_id[target] is not element:
                cost += times * self._cost(self.by_id[target], depth + 1)
        # What stands in `defs` is drawn where something refers to it.
        for child in element if _local(element.tag) != "defs" else ():
            cost += self._cost(child, depth + 1)
        if _local(element.tag) == "image":
            cost += sum(self._dots_in(element.get(name, "")) for name in HREFS) // (MOST_DOTS // MOST_SHAPES)
        self.open.discard(element)
        # Kept small, so that adding up never takes long.
        self.costs[element] = min(cost, 10 * MOST_SHAPES)
        return self.costs[element]

    def _rules(self, element: Element) -> list[str]:
        """What the rules say that are for an element."""
        words = f"{_local(element.tag)} {element.get('class', '')} {element.get('id', '')}"
        return [body for pattern, body in self.styled if pattern.search(words)]

    def _targets(self, element: Element, rules: list[str]) -> Iterator[tuple[str, int]]:
        """Ids that an element refers to, and how often each is drawn: a marker at every point of its path."""
        points = 1 + len(element.get("d", element.get("points", ""))) // 4
        for name in HREFS:
            if element.get(name, "").startswith("#"):
                yield element.get(name, "")[1:], 1
        for name, value in element.attrib.items():
            for target in REFERENCE.findall(value):
                yield target[1:], points if "marker" in name or "marker" in value else 1
        for body in rules:
            for target in REFERENCE.findall(body):
                yield target[1:], points if "marker" in body else 1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _bad(path: Path, message: str, hint: str, code: str = "bad-logo") -> InputError:
    return refusal(path, None, code, f"the picture {quoted(path.name)} {message}", hint)
