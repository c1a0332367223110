"""The styles of a Word report: all of its look is in them, so that a template's styles change all of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from maturity.model.theme import Theme
from maturity.renderers.common import pale_ground

if TYPE_CHECKING:
    from docx.document import Document

HEADING_FONT, BODY_FONT = "Georgia", "Calibri"
TABLE_STYLE = "Report Table"
HANGING = 140
"""Points that the text of a term is set in."""
AFTER_BORDERS = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"),
    *("w:textAlignment", "w:outlineLvl", "w:rPr"),
)
"""What stands behind borders in a paragraph's properties; Word insists on the order."""
AFTER_NUMBERS = ("w:suppressLineNumbers", "w:pBdr", *AFTER_BORDERS)


@dataclass(frozen=True, slots=True)
class StyleLook:
    """How a paragraph style looks, in points and `rrggbb`.

    Args:
        borders: side to (points, colour, gap).
        hanging: how far the lines after the first are set in, as for a term and its text.
    """

    base: str = "Normal"
    size: float | None = None
    colour: str = ""
    heading: bool = False
    bold: bool | None = None
    before: float = 0
    after: float = 6
    line: float | None = None
    kept: bool = False
    whole: bool = False
    centred: bool = False
    ground: str = ""
    borders: tuple[tuple[str, float, str, int], ...] = ()
    indent: float = 0
    hanging: float = 0


def looks(theme: Theme) -> dict[str, StyleLook]:
    """Every paragraph style that a report uses, by name, those first that others build on."""
    hues = theme.colours
    rule = hues.line
    pairs = (("top", 0.5, rule, 4), ("between", 0.5, rule, 4))

    def callout(bar: str, behind: str) -> StyleLook:
        # Between two callouts a band in the colour of the paper parts them.
        sides = (("left", 3.0, bar, 9), ("between", 6.0, hues.paper, 0))
        return StyleLook(base="Callout", ground=behind, borders=sides, before=6, after=6, indent=11, whole=True)

    return {
        "Title": StyleLook(heading=True, size=28, before=0, after=6, line=1.05),
        "Subtitle": StyleLook(heading=True, size=14, colour=hues.soft, after=18),
        "Heading 1": StyleLook(
            heading=True, size=20, before=26, after=12, line=1.1, kept=True, borders=(("top", 1.25, hues.accent, 8),)
        ),
        "Heading 2": StyleLook(heading=True, size=14, bold=True, before=18, after=6, line=1.1, kept=True),
        "Heading 3": StyleLook(heading=True, size=12, bold=True, before=14, after=4, line=1.1, kept=True),
        "Caption": StyleLook(size=9, colour=hues.soft, bold=False, before=8, after=6),
        "List Bullet": StyleLook(after=3),
        "List Number": StyleLook(after=3),
        "TOC Heading": StyleLook(size=9.5, bold=True, colour=hues.soft, before=22, after=4, kept=True),
        "toc 1": StyleLook(after=3),
        "Header": StyleLook(size=8.5, colour=hues.soft, after=0),
        "Footer": StyleLook(size=8.5, colour=hues.soft, after=0),
        "Lead": StyleLook(heading=True, size=15, before=4, after=12, line=1.2, kept=True),
        "Small Print": StyleLook(size=9, colour=hues.soft, after=4),
        "Terms": StyleLook(borders=pairs, hanging=HANGING, before=3, after=3, whole=True),
        "Figure": StyleLook(centred=True, before=10, after=2, kept=True),
        "Table Text": StyleLook(size=9.5, before=2, after=2, line=1.05),
        "Table Heading": StyleLook(base="Table Text", size=8.5, bold=True, colour=hues.soft, kept=True),
        "Number Name": StyleLook(size=9.5, bold=True, before=3, after=0, kept=True),
        "Number": StyleLook(heading=True, size=25, after=0, line=1.0, kept=True),
        "Number Note": StyleLook(size=9, colour=hues.soft, after=2, line=1.0),
        "Foot": StyleLook(size=8.5, colour=hues.soft, before=8, after=0, line=1.0, borders=(("top", 0.5, rule, 4),)),
        "Callout": StyleLook(whole=True),
        "Callout Note": callout(hues.soft, hues.tint),
        "Callout Warning": callout(hues.warning, pale_ground(hues.warning, theme)),
        "Callout Ask": callout(hues.accent, pale_ground(hues.accent, theme)),
    }


TIGHT: dict[str, dict[str, Any]] = {
    "Title": {"size": 11, "bold": True, "after": 0, "heading": False},
    "Heading 1": {"size": 13, "before": 9, "after": 3},
    "Caption": {"size": 8.5, "before": 2, "after": 3},
    "Figure": {"before": 3, "after": 1, "centred": False},
    "Table Text": {"size": 9, "before": 1, "after": 1, "line": 1.0},
    "Callout Warning": {"before": 6, "after": 4},
}
"""What is smaller where everything shall stand on one page."""


def prepare(document: Document, theme: Theme, *, template: bool, tight: bool = False) -> dict[str, Any]:
    """Every style that a report uses, by name; those that a document lacks are added.

    Args:
        template: the document's own styles stay as they are, and those that are added take its fonts.
        tight: smaller and closer together, so that a short report stands on one page.
    """
    if not template:
        _normal(document, theme, tight=tight)
    shown = {name: replace(look, **TIGHT.get(name, {})) if tight else look for name, look in looks(theme).items()}
    # Read once: a document may have thousands, and each is read from its XML whenever it is looked at.
    there = {(style.name or "").lower(): style for style in reversed([*document.styles])}
    styles = {
        name: _paragraph_style(document, there, name, look, theme, template=template) for name, look in shown.items()
    }
    if not template:
        styles["Normal"] = document.styles["Normal"]
    styles[TABLE_STYLE] = _table_style(document, theme)
    return styles


def set_style(paragraph: Any, style: Any) -> None:
    """Give a paragraph a style of its document, whose default is not looked for among all of them each time."""
    paragraph._p.style = style.style_id


def size_of(style: Any) -> float:
    """The points at which a style sets its text, its own or those that it takes over."""
    from docx.oxml.ns import qn

    one = style
    while one is not None:
        if one.font.size is not None:
            return float(one.font.size.pt)
        one = one.base_style
    found = style.element.getparent().find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:sz')}")
    return 10.0 if found is None else int(found.get(qn("w:val"))) / 2


def _normal(document: Document, theme: Theme, *, tight: bool) -> None:
    from docx.shared import Pt, RGBColor

    normal: Any = document.styles["Normal"]
    _font(normal, theme.fonts.body or BODY_FONT)
    normal.font.size, normal.font.color.rgb = Pt(9.5 if tight else 10.5), RGBColor.from_string(theme.colours.ink[1:])
    form = normal.paragraph_format
    form.space_after, form.line_spacing, form.widow_control = Pt(4 if tight else 6), 1.05 if tight else 1.15, True


def _paragraph_style(
    document: Document, there: dict[str, Any], name: str, look: StyleLook, theme: Theme, *, template: bool
) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    kind = WD_STYLE_TYPE.PARAGRAPH
    found = there.get(name.lower())
    if found is not None and found.type != kind:
        name, found = f"{name} Paragraph", None
    if found is not None and template:
        return found
    if found is None:
        found = document.styles.add_style(name, kind, builtin=name in ("Title", "Subtitle", "Caption", "toc 1"))
        there.setdefault(name.lower(), found)
    _apply(there.get(look.base.lower()), found, look, theme, fonts=not template)
    return found


def _apply(base: Any, style: Any, look: StyleLook, theme: Theme, *, fonts: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    _emptied(style)
    if base is not None:
        style.base_style = base
    style.hidden, style.unhide_when_used, style.quick_style = False, False, True
    if look.heading and fonts:
        _font(style, theme.fonts.heading or theme.fonts.body or HEADING_FONT)
    style.font.size = None if look.size is None else Pt(look.size)
    style.font.bold, style.font.italic = look.bold, False if style.name == "Subtitle" else None
    if look.colour or look.heading:
        style.font.color.rgb = RGBColor.from_string((look.colour or theme.colours.ink)[1:])
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), look.line
    form.keep_with_next, form.keep_together = look.kept or None, look.whole or look.kept or None
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if look.centred else None
    if look.hanging:
        form.left_indent, form.first_line_indent = Pt(look.hanging), Pt(-look.hanging)
        form.tab_stops.add_tab_stop(Pt(look.hanging))
    elif look.indent:
        form.left_indent = Pt(look.indent)
    _boxed(style.element.get_or_add_pPr(), look)
    if style.name.startswith("Heading "):
        _outlined(style.element.pPr, int(style.name[-1]) - 1)


def _emptied(style: Any) -> None:
    """Take away a style's look, but neither its place in the outline nor its numbers."""
    from docx.oxml.ns import qn

    kept = (qn("w:numPr"), qn("w:outlineLvl"))
    element = style.element
    if element.rPr is not None:
        element.remove(element.rPr)
    for child in list(element.pPr) if element.pPr is not None else ():
        if child.tag not in kept:
            element.pPr.remove(child)


def _font(style: Any, name: str) -> None:
    """Name a font for all scripts; a theme's font would otherwise win."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def _boxed(properties: Any, look: StyleLook) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if look.borders:
        box = OxmlElement("w:pBdr")
        for side, width, colour, gap in look.borders:
            line = OxmlElement(f"w:{side}")
            for name, value in (
                ("val", "single"),
                ("sz", f"{width * 8:.0f}"),
                ("space", str(gap)),
                ("color", colour[1:]),
            ):
                line.set(qn(f"w:{name}"), value)
            box.append(line)
        properties.insert_element_before(box, *AFTER_BORDERS)
    if look.ground:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", look.ground[1:])):
            shade.set(qn(f"w:{name}"), value)
        properties.insert_element_before(shade, *AFTER_BORDERS[1:])


def _outlined(properties: Any, level: int) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if properties.find(qn("w:outlineLvl")) is None:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        properties.insert_element_before(outline, "w:rPr")


def _table_style(document: Document, theme: Theme) -> Any:
    """Thin rules between the rows, a darker one below the heads."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    found = next((style for style in document.styles if style.name == TABLE_STYLE), None)
    if found is not None and found.type == WD_STYLE_TYPE.TABLE:
        return found
    style: Any = document.styles.add_style(TABLE_STYLE if found is None else f"{TABLE_STYLE} 1", WD_STYLE_TYPE.TABLE)
    ink, line = theme.colours.ink[1:], theme.colours.line[1:]
    space = nsdecls("w")
    style.element.append(
        parse_xml(
            f'<w:tblPr {space}><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/></w:tblBorders>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {space} w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/></w:tcBorders>'
            '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
        )
    )
    return style
