"""Language and direction of a Word document's text: each run says its language, and runs the way its letters do."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from maturity.report.blocks import Report
from maturity.text.clean import plain
from maturity.text.isolate import FIRST_STRONG, POP, direction, primary, runs_from_right

_PARTS = re.compile(f"({FIRST_STRONG}[^{FIRST_STRONG}{POP}]*{POP})")
_TWINS = {"sz": "szCs", "b": "bCs", "i": "iCs"}
"""What a run of a complex script takes its size and weight from, beside what all other runs do."""
_AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")
_AFTER_LANG = _AFTER_RTL[_AFTER_RTL.index("lang") + 1 :]
_BESIDE = ("/header", "/footer")
_AFTER_BIDI = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    "pPrChange",
)


def mark_languages(document: Any, elements: Iterable[Any], report: Report, *, template: bool) -> None:
    """Mark text by its language and direction. Where nothing is marked, all of the document is in the report's.

    Args:
        elements: of the body, those that hold the report.
        template: the document is somebody's own, and what was in it keeps its language.
    """
    ours, styles = list(elements), document.styles.element
    default = styles.find(f".//{w('rPrDefault')}//{w('lang')}")
    if default is not None and template:
        _kept(document, ours, default.get(w("val"), ""))
    for one in (*styles.iter(w("lang")), *document.settings.element.iter(w("themeFontLang"))):
        one.set(w("val"), report.main_language)
    said = "" if default is None else primary(report.main_language)
    _complex(document.styles.element)
    for element in ours:
        for paragraph in element.iter(w("p")):
            _paragraph(paragraph, report, said)
        _complex(element)


def _kept(document: Any, ours: Sequence[Any], language: str) -> None:
    """Says of a template's own text, in its body, headers and footers, which language it is in."""
    beside = [one.target_part.element for one in document.part.rels.values() if one.reltype.endswith(_BESIDE)]
    for element in (*(one for one in document.element.body if one not in ours), *beside):
        for run in element.iter(w("r")):
            marks = run.get_or_add_rPr()
            if language and marks.find(w("lang")) is None:
                after = tuple(f"w:{name}" for name in _AFTER_LANG)
                marks.insert_element_before(marks.makeelement(w("lang"), {w("val"): language}, None), *after)


def _paragraph(paragraph: Any, report: Report, said: str) -> None:
    marks = paragraph.get_or_add_pPr()
    # The name over all else stands on the side on which all else begins.
    is_title = marks.pStyle is not None and marks.pStyle.val == "Title" and not runs_from_right(report.main_language)
    if direction("".join(text.text or "" for text in paragraph.iter(w("t")))) == "rtl" and not is_title:
        marks.insert_element_before(marks.makeelement(w("bidi"), {}, None), *(f"w:{name}" for name in _AFTER_BIDI))
    for run in list(paragraph.iter(w("r"))):
        whole = "".join(text.text or "" for text in run.findall(w("t")))
        language = report.language_of(plain(whole))
        for part in _split(run):
            _run(part, language if language != report.main_language else "", report, said)


def _split(run: Any) -> Iterator[Any]:
    """A run of one text in as many as it has isolates and stretches between them."""
    texts = run.findall(w("t"))
    parts = [part for part in _PARTS.split(texts[0].text or "") if part] if len(texts) == 1 else []
    if len(parts) < 2:
        yield run
        return
    for part in parts:
        one = copy.deepcopy(run)
        text = one.find(w("t"))
        text.text = part
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addprevious(one)
        yield one
    run.getparent().remove(run)


def _run(run: Any, language: str, report: Report, said: str) -> None:
    text = "".join(one.text or "" for one in run.findall(w("t")))
    turned = direction(text.strip(FIRST_STRONG + POP)) == "rtl"
    language = language or report.main_language
    # What is isolated comes from the questionnaire or from people.
    if turned and runs_from_right(report.language):
        language = report.language
    if not turned and primary(language) == said:
        return
    marks = run.get_or_add_rPr()
    if turned:
        marks.insert_element_before(marks.makeelement(w("rtl"), {}, None), *(f"w:{name}" for name in _AFTER_RTL))
    marks.append(marks.makeelement(w("lang"), {w("bidi" if turned else "val"): language}, None))


def _complex(element: Any) -> None:
    for marks in element.iter(w("rPr")):
        for name, twin in _TWINS.items():
            one = marks.find(w(name))
            if one is not None and marks.find(w(twin)) is None:
                one.addnext(marks.makeelement(w(twin), dict(one.attrib), None))


def w(name: str) -> str:
    """A name of WordprocessingML as lxml writes it."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
