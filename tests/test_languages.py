"""A questionnaire in another language through every format: its texts are marked, in order, and never recased."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import openpyxl
import pptx
import pypdf
import pytest

from maturity import assess
from maturity.collect import webform
from maturity.collect.forms import paper_docx, paper_pdf
from maturity.core.advise import advise
from maturity.core.assessment import Assessment
from maturity.model import Round
from maturity.renderers import html, markdown, pdf, slides, terminal, word, workbook
from maturity.report import book as sheets
from maturity.report import deck
from maturity.report.blocks import Report
from maturity.report.compose import compose
from maturity.report.sheets.table import Book
from maturity.text.isolate import FIRST_STRONG, POP, direction
from tests.pseudo import accented, from_the_right, turned
from tests.trees import without_figures

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RIGHT = re.compile("[\u0600-\u06ff]")
INTERVAL = re.compile(r"\d\.\d–\d\.\d")


@cache
def told(way: str) -> tuple[Round, Assessment, Report]:
    known = turned("riverside", "ar", from_the_right) if way == "rtl" else turned("riverside", "cy", accented)
    assessment = assess(known)
    return known, assessment, compose(assessment, advise(assessment))


class Marked(HTMLParser):
    """Every text of a page with the language and direction that hold where it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, str]] = []
        self.texts: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lang, way = self.open[-1][1:] if self.open else ("", "ltr")
        known = dict(attrs)
        if tag not in ("meta", "wbr", "img", "br", "input", "link"):
            self.open.append((tag, known.get("lang") or lang, known.get("dir") or way))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and data.strip() and self.open[-1][0] not in ("style", "script", "title"):
            self.texts.append((data.strip(), *self.open[-1][1:]))


def page(content: bytes) -> list[tuple[str, str, str]]:
    reader = Marked()
    reader.feed(content.decode())
    return reader.texts


def test_a_page_marks_the_questionnaires_texts_and_only_them() -> None:
    known, _, report = told("accented")
    found = page(html.render(without_figures(report)))
    prompts = {item.prompt for item in known.questionnaire.items} | {q.label for q in known.questionnaire.axes}
    assert {lang for text, lang, _ in found if text in prompts} == {"cy"}
    assert {lang for text, lang, _ in found if text in ("Where we stand", "Both axes, in levels", "Score")} == {"en"}
    assert not [text for text, lang, _ in found if lang == "cy" and text == accented(text) and re.search("[aeo]", text)]


def test_a_page_turns_what_runs_from_the_right() -> None:
    _, _, report = told("rtl")
    found = page(html.render(without_figures(report)))
    turned_ = [(text, way) for text, _, way in found if direction(text)]
    assert len([way for _, way in turned_ if way == "rtl"]) > 50
    assert [text for text, way in turned_ if direction(text) != way] == []


@pytest.mark.parametrize("way", ["rtl", "accented"])
def test_an_english_questionnaire_has_no_marks_and_another_has(way: str) -> None:
    _, _, report = told(way)
    assert report.main_language == "en"
    assert report.own
    english = turned("riverside", "en-GB", str)
    plain = compose(assess(english), advise(assess(english)))
    assert (plain.main_language, plain.own) == ("en-GB", frozenset())
    assert ' lang="' not in html.render(without_figures(plain)).decode().replace('<html lang="en-GB">', "")


def sentences(report: Report) -> list[str]:
    from tests.trees import texts

    return [text for text in texts(report) if direction(text) == "ltr" and RIGHT.search(text)]


def test_every_label_inside_an_english_sentence_is_isolated() -> None:
    found = sentences(told("rtl")[2])
    assert len(found) > 10
    outside = [RIGHT.search(re.sub(f"{FIRST_STRONG}.*?{POP}", "", text)) for text in found]
    assert [text for text, bare in zip(found, outside, strict=True) if bare] == []


@pytest.mark.parametrize("way", ["rtl", "accented"])
def test_no_isolate_is_left_open(way: str) -> None:
    from tests.trees import texts

    assert all(text.count(FIRST_STRONG) == text.count(POP) for text in texts(told(way)[2]))


@pytest.mark.drawing
def test_word_turns_paragraphs_and_runs_and_keeps_their_size() -> None:
    report = replace(told("rtl")[2], title="تجمع مدارس المدينة")
    document = docx.Document(io.BytesIO(word.render(without_figures(report))))
    for paragraph in document.element.body.iter(f"{W}p"):
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
        # The cluster's name stands on the side on which the English report begins.
        turned = direction(text) == "rtl" and text != report.title
        assert (paragraph.find(f"{W}pPr/{W}bidi") is not None) == turned, text
        for run in paragraph.iter(f"{W}r"):
            said = "".join(one.text or "" for one in run.iter(f"{W}t")).strip(FIRST_STRONG + POP)
            mark = run.find(f"{W}rPr/{W}rtl")
            assert (mark is not None) == (direction(said) == "rtl"), said
            if mark is not None:
                assert run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar"
    for marks in document.styles.element.iter(f"{W}rPr"):
        for name in ("sz", "b"):
            one, twin = marks.find(f"{W}{name}"), marks.find(f"{W}{name}Cs")
            assert one is None or (twin is not None and twin.get(f"{W}val") == one.get(f"{W}val"))


@pytest.mark.drawing
def test_slides_turn_each_paragraph_by_its_own_letters() -> None:
    _, assessment, _ = told("rtl")
    content = slides.render(deck.compose(assessment, advise(assessment)))
    turned_ = 0
    for slide in pptx.Presentation(io.BytesIO(content)).slides:
        for paragraph in slide._element.iter(f"{A}p"):
            runs = paragraph.findall(f"{A}r")
            text = "".join(run.findtext(f"{A}t") or "" for run in runs)
            properties = paragraph.find(f"{A}pPr")
            mark = None if properties is None else properties.get("rtl")
            if direction(text) == "ltr":
                assert mark != "1", text
            elif direction(text) == "rtl":
                turned_ += mark == "1"
    assert turned_ > 20


def test_a_sheet_runs_from_the_right_where_most_of_its_texts_do() -> None:
    known, assessment, _ = told("rtl")
    tables = sheets.compose(assessment, advise(assessment), None, (), known)
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(Book(tables, assessment))))
    ways = {sheet.title: bool(sheet.sheet_view.rightToLeft) for sheet in book.worksheets}
    assert ways["Questions"]
    assert not ways["Method"]
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=6):
            for cell in row:
                if isinstance(cell.value, str) and direction(cell.value) == "rtl" and cell.alignment.readingOrder != 2:
                    assert cell.row == 0 or cell.font.b or cell.border.bottom.style is None, cell.value


@pytest.mark.drawing
def test_the_pdf_keeps_intervals_in_order() -> None:
    _, assessment, report = told("rtl")
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf.render(without_figures(report)))).pages)
    wanted = [f"{one.interval.low:.1f}–{one.interval.high:.1f}" for one in assessment.axes.values() if one.interval]
    assert wanted
    assert [one for one in wanted if one not in text.replace(" ", "")] == []


@pytest.mark.parametrize("way", ["rtl", "accented"])
def test_the_terminal_and_markdown_hold_every_interval_as_one_token(way: str) -> None:
    _, assessment, report = told(way)
    screen = terminal.scorecard(assessment, advise(assessment)).plain
    plain = markdown.render(without_figures(report), []).decode()
    for text in (screen, plain):
        assert INTERVAL.search(text)
        assert not re.search(r"\d\.\d to \d\.\d", text)


def test_no_text_of_the_questionnaire_is_recased_anywhere() -> None:
    known, _, report = told("accented")
    labels = [q.label for q in known.questionnaire.quadrants] + [a.label for a in known.questionnaire.axes]
    inside = [q.inside for q in known.questionnaire.quadrants] + [a.inside for a in known.questionnaire.axes]
    from tests.trees import texts

    whole = " ".join(texts(report))
    for label, form in zip(labels, inside, strict=True):
        found = set(re.findall(re.escape(label), whole, re.IGNORECASE))
        assert found <= {label, form}, found


def test_the_web_form_is_english_around_a_questionnaire_that_runs_from_the_right() -> None:
    known, _, _ = told("rtl")
    content = webform.build(known).decode()
    assert '<html lang="en">' in content
    assert re.search('<h1 lang="ar" dir="rtl">', content)
    assert '"language": "ar", "dir": "rtl"' in content
    english = webform.build(turned("riverside", "en-GB", str)).decode()
    assert '<html lang="en-GB">' in english
    assert "<h1>" in english


@pytest.mark.drawing
def test_a_paper_form_turns_its_questions() -> None:
    known, _, _ = told("rtl")
    document = docx.Document(io.BytesIO(paper_docx.build(known, "a4")))
    heads = [one for one in document.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    to_the_left = {one.text: one._p.find(f"{W}pPr/{W}bidi") is not None for one in heads}
    assert to_the_left == {text: direction(text) == "rtl" for text in to_the_left}
    assert [text for text, turns in to_the_left.items() if not turns] == ["When you have finished"]
    assert paper_pdf.build(known, "a4").startswith(b"%PDF")


@pytest.mark.drawing
def test_the_word_file_is_still_well_formed() -> None:
    with zipfile.ZipFile(io.BytesIO(word.render(without_figures(told("rtl")[2])))) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))
