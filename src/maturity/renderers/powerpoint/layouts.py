"""Where a deck starts from: our own master in a theme's look, or a template's, and which layout suits which slide."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import quoteattr

from maturity.model.theme import Theme
from maturity.text.clean import plain
from maturity.text.contrast import deepened

Native = Any
"""An object of python-pptx, whose types say too little to be checked."""
POINT = 12_700
"""English Metric Units in a point."""
WIDTH, HEIGHT = 960, 540
"""16:9, in points."""
MARGIN = 48
FONT = "Calibri"
SMALL_AREA = 0.25
"""A placeholder that takes less than this share of a slide is a caption, not a place for content."""
PRIVATE = ("commentAuthors", "authors", "custom-properties", "extended-properties", "metadata/thumbnail", "thumbnail")
"""Ends of the relation types of parts that may name people, or show a slide that is no longer there."""
FOOT = ("dt", "ftr", "sldNum")
SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""A list of sections, which names slides."""
BOXES: dict[str, tuple[float, float, float, float]] = {
    "title": (MARGIN, 26, WIDTH - 2 * MARGIN, 62),
    "body": (MARGIN, 108, WIDTH - 2 * MARGIN, 374),
    "ftr": (MARGIN, 500, 780, 24),
    "sldNum": (852, 500, 60, 24),
    "ctrTitle": (96, 120, 800, 130),
    "subTitle": (96, 276, 800, 180),
}
"""Left, top, width and height of the placeholders of our own master, in points."""


def presentation_of(template: bytes | None, theme: Theme) -> Native:
    """A presentation without slides: the template's masters and layouts, or our own in the theme's look."""
    import pptx

    if template is None:
        return _own(theme)
    presentation = pptx.Presentation(io.BytesIO(template))
    _without_slides(presentation)
    _without_people(presentation)
    return presentation


def _without_slides(presentation: Native) -> None:
    """Take out the template's own slides and every list that names them."""
    root = presentation.part._element
    for listed in root.findall(qualified("p:sldIdLst")):
        for slide in list(listed):
            presentation.part.drop_rel(slide.get(qualified("r:id")))
            listed.remove(slide)
    for shows in root.findall(qualified("p:custShowLst")):
        root.remove(shows)
    for extension in list(root.iter(qualified("p:ext"))):
        if extension.get("uri") == SECTIONS:
            extension.getparent().remove(extension)


def _without_people(presentation: Native) -> None:
    package: Any = presentation.part.package
    for holder in (package, presentation.part):
        for name, relation in list(holder._rels.items()):
            if relation.reltype.endswith(PRIVATE):
                holder._rels.pop(name)


def _own(theme: Theme) -> Native:
    """The library's blank presentation, made wide and dressed."""
    import pptx
    from pptx.util import Pt

    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    size = presentation.part._element.find(qualified("p:sldSz"))
    if size is not None:
        size.attrib.pop("type", None)
    layouts = presentation.slide_layouts
    for layout in list(layouts):
        if layout._element.get("type") not in ("title", "obj", "titleOnly", "blank"):
            layouts.remove(layout)
    master = presentation.slide_masters[0]
    _dress_theme(master.part, theme)
    _dress_master(master)
    for layout in presentation.slide_layouts:
        _dress_layout(layout)
    _without_people(presentation)
    return presentation


def _dress_theme(part: Any, theme: Theme) -> None:
    colours, fonts = theme.colours, theme.fonts
    named = {
        "dk1": colours.ink,
        "lt1": colours.paper,
        "dk2": colours.soft,
        "lt2": colours.tint,
        "accent1": colours.accent,
        "accent2": colours.cluster,
        "accent3": colours.schools,
        **{f"accent{n}": deepened(tint, [colours.paper, tint]) for n, tint in enumerate(colours.quadrants[1:], 4)},
        "hlink": colours.accent,
        "folHlink": colours.soft,
    }
    of_theme = next(r.target_part for r in part.rels.values() if r.reltype.endswith("/theme"))
    xml = of_theme.blob.decode()
    for name, colour in named.items():
        xml = re.sub(rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>', xml)
    for place, wanted in (("majorFont", fonts.heading or fonts.body), ("minorFont", fonts.body)):
        before, start, after = xml.partition(f"<a:{place}><a:latin typeface=")
        xml = f"{before}{start}{quoteattr(plain(wanted) or FONT)}{after[after.index('/>') :]}"
    of_theme._blob = xml.encode()


def _dress_master(master: Any) -> None:
    from pptx.oxml import parse_xml

    for shape in list(master.placeholders):
        kind = shape._element.ph.get("type", "obj")
        if kind in BOXES:
            _move(shape, BOXES[kind])
        elif kind == "dt":
            shape._element.getparent().remove(shape._element)
        body = shape._element.txBody.find(qualified("a:bodyPr"))
        body.set("lIns", "0")
        body.set("rIns", "0")
        for style in shape._element.iter(qualified("a:lvl1pPr")):
            if kind == "ftr":
                style.set("algn", "l")
            for properties in style.iter(qualified("a:defRPr")):
                properties.set("sz", "1000")
                for colour in properties.iter(qualified("a:schemeClr")):
                    colour.set("val", "tx2")
                    del colour[:]
    styles = master._element.find(qualified("p:txStyles"))
    title = styles.find(f"{qualified('p:titleStyle')}/{qualified('a:lvl1pPr')}")
    title.set("algn", "l")
    heading = title.find(qualified("a:defRPr"))
    heading.set("sz", "2800")
    heading.set("b", "1")
    next(heading.iter(qualified("a:schemeClr"))).set("val", "accent1")
    for level, size in enumerate((2000, 1800, 1600, 1400, 1400), start=1):
        style = styles.find(f"{qualified('p:bodyStyle')}/{qualified(f'a:lvl{level}pPr')}")
        style.find(qualified("a:defRPr")).set("sz", str(size))
    tree = master._element.find(f"{qualified('p:cSld')}/{qualified('p:spTree')}")
    tree.insert(2, parse_xml(_bar("Rule", (MARGIN, 90, 60, 3), "accent2")))


def _dress_layout(layout: Any) -> None:
    from pptx.oxml import parse_xml

    for shape in list(layout.placeholders):
        kind = shape._element.ph.get("type", "obj")
        if kind == "dt":
            shape._element.getparent().remove(shape._element)
        elif kind in ("ctrTitle", "subTitle"):
            _move(shape, BOXES[kind])
        else:
            properties = shape._element.spPr
            for own in properties.findall(qualified("a:xfrm")):
                properties.remove(own)
    if layout._element.get("type") != "title":
        return
    layout._element.set("showMasterSp", "0")
    for shape in layout.placeholders:
        kind = shape._element.ph.get("type", "obj")
        body = shape._element.txBody.find(qualified("a:bodyPr"))
        body.set("anchor", {"ctrTitle": "b"}.get(kind, "t"))
        if kind not in ("ctrTitle", "subTitle"):
            continue
        styles = shape._element.txBody.find(qualified("a:lstStyle"))
        for old in list(styles):
            styles.remove(old)
        size, bold = (40, 1) if kind == "ctrTitle" else (20, 0)
        styles.append(
            parse_xml(
                f'<a:lvl1pPr xmlns:a="{_NAMES["a"]}" marL="0" indent="0" algn="l"><a:buNone/>'
                f'<a:defRPr sz="{size * 100}" b="{bold}"/></a:lvl1pPr>'
            )
        )
    tree = layout._element.find(f"{qualified('p:cSld')}/{qualified('p:spTree')}")
    tree.insert(2, parse_xml(_bar("Band", (0, 0, 36, HEIGHT), "accent1")))
    tree.insert(3, parse_xml(_bar("Rule", (96, 260, 90, 4), "accent2")))


def _bar(name: str, box: tuple[float, float, float, float], colour: str) -> str:
    """A plain coloured rectangle of a master or layout."""
    left, top, width, height = (round(value * POINT) for value in box)
    return (
        f'<p:sp xmlns:p="{_NAMES["p"]}" xmlns:a="{_NAMES["a"]}"><p:nvSpPr><p:cNvPr id="{900 + len(name)}" '
        f'name="{name}" descr=""/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _move(shape: Any, box: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (round(value * POINT) for value in box)


def layout_for(presentation: Native, wanted: str) -> Native:
    """The layout that suits a slide best, by its type and placeholders, never by its name.

    Args:
        wanted: `title`, `content` (a title and one place for text) or `bare` (a title alone).
    """
    rank: Callable[[Native], float] = {"title": _as_title, "content": _as_content, "bare": _as_bare}[wanted]
    every = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    return min(every, key=rank)


def kinds(layout: Native) -> list[str]:
    """Types of a layout's placeholders, without date, footer and number."""
    found = [shape._element.ph.get("type", "obj") for shape in layout.placeholders]
    return [kind for kind in found if kind not in FOOT]


def is_title(kind: str) -> bool:
    """Whether a type of placeholder is a slide's title."""
    return kind in ("title", "ctrTitle")


def _as_title(layout: Native) -> float:
    have = kinds(layout)
    if "ctrTitle" in have:
        rank = 0.0 if layout._element.get("type") == "title" else 1.0
    elif "title" in have:
        rank = 2.0 if "subTitle" in have else 3.0 if "body" in have else 4.0
    else:
        rank = 9.0
    return rank + len(have) / 100


def _as_content(layout: Native) -> float:
    have = kinds(layout)
    places = [kind for kind in have if kind in ("obj", "body")]
    if "title" not in have:
        return 9 + len(have) / 100
    if not places or content_share(layout) < SMALL_AREA or layout._element.get("type") == "secHead":
        return 5 + len(have) / 100
    known = layout._element.get("type") in ("obj", "tx")
    return (0 if known else 1) + (len(have) - 2) / 2 + (0 if "obj" in places else 0.1)


def _as_bare(layout: Native) -> float:
    have = kinds(layout)
    if have == ["title"]:
        return 0.0 if layout._element.get("type") == "titleOnly" else 0.5
    if "title" in have:
        return 1 + len(have)
    return 20.0 + len(have)


def content_share(layout: Native) -> float:
    """Share of the slide that the largest place for text takes, 0 to 1."""
    areas = [
        (shape.width or 0) * (shape.height or 0)
        for shape in layout.placeholders
        if shape._element.ph.get("type", "obj") in ("obj", "body")
    ]
    presentation = layout.part.package.presentation_part.presentation
    return max(areas, default=0) / ((presentation.slide_width or 1) * (presentation.slide_height or 1))


_NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}


def qualified(name: str) -> str:
    """`{namespace}tag` of `prefix:tag`."""
    prefix, _, tag = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{tag}"
