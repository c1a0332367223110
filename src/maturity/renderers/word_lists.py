"""Lists of a Word file: numbers and bullets are the document's own, never typed signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maturity.renderers.word_languages import w
from maturity.renderers.word_styles import AFTER_NUMBERS

if TYPE_CHECKING:
    from docx.document import Document


def has_numbers(style: Any) -> bool:
    """Whether a style counts or marks its paragraphs already."""
    return style.element.find(f"{w('pPr')}/{w('numPr')}") is not None


def set_number(properties: Any, number: int) -> None:
    """Put a paragraph or a style into a list."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    for old in properties.findall(w("numPr")):
        properties.remove(old)
    mark = parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
    properties.insert_element_before(mark, *AFTER_NUMBERS)


def new_list(document: Document, *, ordered: bool) -> int:
    """The number of a new list, which begins at 1."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    numbering = _numbering(document)

    def next_after(tag: str, name: str) -> int:
        return 1 + max((int(one.get(w(name), "0")) for one in numbering.findall(w(tag))), default=0)

    abstract, number = next_after("abstractNum", "abstractNumId"), next_after("num", "numId")
    form, sign = ("decimal", "%1.") if ordered else ("bullet", "•")
    level = (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl>'
    )
    space = nsdecls("w")
    made = parse_xml(
        f'<w:abstractNum {space} w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>{level}'
        "</w:abstractNum>"
    )
    first = numbering.find(w("num"))
    if first is None:
        numbering.append(made)
    else:
        first.addprevious(made)
    used = parse_xml(f'<w:num {space} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>')
    numbers = numbering.findall(w("num"))
    (numbers[-1] if numbers else made).addnext(used)
    return number


def _numbering(document: Document) -> Any:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.parts.numbering import NumberingPart

    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)._element  # type: ignore[attr-defined]
    except KeyError:
        name = PackURI("/word/numbering.xml")
        root: Any = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        part = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, root, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return root
