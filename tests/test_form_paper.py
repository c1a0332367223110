"""The paper ballot: private, large enough to read, two sheets for the short form, no question torn apart."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
import pypdf
import pytest

from maturity import load_questionnaire
from maturity.collect import forms
from maturity.collect.forms.ballot import ballot
from maturity.model import Round
from tests.every_shape import round_of_shape
from tests.make import questionnaire
from tests.make import round_ as round_of

pytestmark = pytest.mark.drawing

SCHOOLS = ("Alder Primary", "Heron Bank School", "Kingfisher Primary", "Otterbrook School", "Willow Primary")
HOSTILE = ('#import "x"; $x$ *b* [c] \\ `y` #pagebreak()', "<script>alert(1)</script>", "\u202egnirts", "w" * 200)
PAPER = {"a4": (595, 842), "letter": (612, 792)}
"""Width and height in points."""


def shipped(name: str, mode: str = "named") -> Round:
    cluster = {"name": "Riverside", "schools": [{"id": f"s{n}", "name": one} for n, one in enumerate(SCHOOLS)]}
    asked = load_questionnaire(name)
    return Round.model_validate({"cluster": cluster, "label": "2026", "questionnaire": asked, "mode": mode})


def pdf(round_: Round, paper: str = "a4") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(forms.build("pdf", round_, paper=paper)))


def word(round_: Round, paper: str = "a4") -> Any:
    return docx.Document(io.BytesIO(forms.build("docx", round_, paper=paper)))


def sizes(page: pypdf.PageObject) -> Iterator[tuple[float, str]]:
    """Size in points and text of everything on a page."""
    found: list[tuple[float, str]] = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], font: object, size: float) -> None:
        if text.strip():
            found.append((abs(size * text_matrix[3] * matrix[3]), text.strip()))

    page.extract_text(visitor_text=visit)
    yield from found


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
@pytest.mark.parametrize("paper", PAPER)
def test_the_short_form_takes_two_sheets_printed_on_both_sides(paper: str, mode: str) -> None:
    ballot = pdf(shipped("cluster-journey-short", mode), paper)
    assert len(ballot.pages) == 4
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in ballot.pages} == {PAPER[paper]}


ACADEMY = "The Blessed Virgin Mary and Saint Thomas More Catholic Voluntary Academy"


@pytest.mark.parametrize("paper", PAPER)
def test_long_names_stand_whole_on_every_ballot_and_cost_no_third_sheet(paper: str) -> None:
    names = [f"{ACADEMY} {end}" for end in ("Infant School", "Junior School", "Sixth Form")]
    names += [f"Our Lady and Saint {n} Church of England Voluntary Aided Primary" for n in "ABCDEFGHI"]
    few = shipped("cluster-journey-short")
    whole = f"Cluster of the {ACADEMY}s of the Land"
    cluster = {
        "name": whole,
        "schools": [{"id": f"s{n}", "name": one} for n, one in enumerate(names)],
    }
    many = Round.model_validate({"cluster": cluster, "label": "2026", "questionnaire": few.questionnaire})
    read = pdf(many, paper)
    assert len(read.pages) <= 4
    long = f"{'Somebody whose work is with children and families, and ' * 2}who is a"
    roles = [one.model_copy(update={"label": f"{long} {one.label}"}) for one in few.questionnaire.roles]
    own = many.model_copy(update={"questionnaire": few.questionnaire.model_copy(update={"roles": tuple(roles)})})
    shown = " ".join(pdf(own, paper).pages[0].extract_text().split())
    written = " ".join(one.text.replace("\u00a0", " ") for one in word(own, paper).paragraphs)
    for text in (whole, *names, *(one.label for one in roles)):
        assert text in shown
        assert " ".join(text.split()) in " ".join(written.split())
    assert "…" not in shown + written


@pytest.mark.parametrize("name", ["cluster-journey-short", "cluster-journey"])
def test_every_question_stands_whole_on_one_page(name: str) -> None:
    asked = load_questionnaire(name)
    pages = [" ".join(page.extract_text().split()) for page in pdf(shipped(name)).pages]
    for number, item in enumerate(asked.items, 1):
        (page,) = [text for text in pages if f"{number}. {item.prompt}" in text]
        whole = page.partition(f"{number}. {item.prompt}")[2]
        for level, text in asked.levels_of(item).items():
            assert f"{level} {text}" in whole, (item.id, level)
        assert f"DK {asked.scale.dont_know}" in whole
    for number, portrait in enumerate(asked.portrait, len(asked.items) + 1):
        (page,) = [text for text in pages if f"{number}. {portrait.prompt}" in text]
        for letter, option in zip("abcd", portrait.options.values(), strict=True):
            assert f"{letter} {option.text}" in page


@pytest.mark.parametrize("paper", PAPER)
def test_each_question_has_a_line_for_an_example_and_the_end_says_where_to_hand_it_in(paper: str) -> None:
    short = shipped("cluster-journey-short", "anonymous")
    pages = [" ".join(page.extract_text().split()) for page in pdf(short, paper).pages]
    end = pages[-1].partition(short.questionnaire.scale.evidence_prompt)[2]
    numbers = " ".join(f"{n}." for n in range(1, 13))
    assert f"{numbers} When you have finished Hand this in to: Where: By when:" in end
    assert "You may leave any question blank. DK is always a good answer: it is counted apart" in pages[0]
    lines = [one.text for one in word(short, paper).paragraphs]
    assert [line for line in lines if re.fullmatch(r"\d+\.\t\t", line)] == [f"{n}.\t\t" for n in range(1, 13)]
    assert lines[-2:] == ["When you have finished", "Hand this in to: \t Where: \t By when: \t"]
    assert any("You may leave any question blank. DK is always a good answer" in line for line in lines)


def test_a_long_ballot_has_lines_for_examples_of_any_question() -> None:
    long = shipped("cluster-journey")
    said = " ".join(pdf(long).pages[-1].extract_text().split())
    assert f"{' '.join(['No.'] * 8)} When you have finished Hand this in to:" in said
    assert [one.text for one in word(long).paragraphs if one.text.startswith("No.")] == ["No.\t\t\t"] * 8


def test_a_ballot_of_questions_that_hold_or_do_not_speaks_of_no_score() -> None:
    for shape in ("checklist", "ladder"):
        assert "is counted apart and never taken for a no." in ballot(round_of_shape(shape)).how
    for shape in ("profile", "total"):
        assert "is counted apart and lowers nobody's score." in ballot(round_of_shape(shape)).how


def test_what_is_answered_can_be_read_at_arms_length() -> None:
    for page in pdf(shipped("cluster-journey-short")).pages:
        small = [text for size, text in sizes(page) if size < 11]
        assert re.fullmatch(r"cluster-journey-short, version [\d.]+ *Page \d of 4", " ".join(small))


def test_the_pdf_is_tagged_titled_and_in_a_language_and_names_nobody() -> None:
    ballot = pdf(shipped("cluster-journey-short"))
    root: Any = ballot.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    about = ballot.metadata
    assert about is not None
    assert (about.title, about.author) == ("The cluster journey, short form", None)
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()


def test_the_same_round_gives_the_same_pdf() -> None:
    short = shipped("cluster-journey-short")
    assert forms.build("pdf", short) == forms.build("pdf", short)


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_is_only_text_on_paper(typed: str) -> None:
    asked = questionnaire(but={"a": {"prompt": typed, "levels": {n: f"{n} {typed}" for n in range(1, 6)}}}, title=typed)
    round_ = round_of(asked, {"ash": ()}, label=typed)
    shown = typed.replace("\u202e", "")
    text = "".join("".join(page.extract_text() for page in pdf(round_).pages).split()).replace("\u200b", "")
    assert text.count("".join(shown.split())) >= 7
    paragraphs = [paragraph.text for paragraph in word(round_).paragraphs]
    assert shown in paragraphs
    assert f"1. {shown}" in paragraphs


def test_it_says_whom_a_question_is_not_for() -> None:
    roles = [{"id": name, "label": name.capitalize()} for name in ("head", "teacher", "governor", "partner")]
    but = {"a": {"audience": ["head"]}, "b": {"audience": ["head", "teacher", "governor"]}}
    asked = questionnaire(x=(("a", "all"),), but=but, roles=roles)
    lines = [paragraph.text for paragraph in word(round_of(asked, {"ash": ()})).paragraphs]
    assert [line for line in lines if re.match(r"\d|Only|Not", line)] == [
        *("1. a?", "Only for: Head"),
        "2. all?",
        *("3. b?", "Not for: Partner"),
    ]


@pytest.mark.parametrize(("paper", "size"), [("a4", (21.0, 29.7)), ("letter", (21.59, 27.94))])
def test_the_word_file_has_headings_a_title_a_language_and_nobodys_name(paper: str, size: tuple[float, float]) -> None:
    short = shipped("cluster-journey-short")
    document = word(short, paper)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == ["The cluster journey, short form"]
    items = [f"{n}. {item.prompt}" for n, item in enumerate(short.questionnaire.items, 1)]
    assert headings == [*items, short.questionnaire.scale.evidence_prompt, "When you have finished"]
    about = document.core_properties
    assert (about.title, about.language) == ("The cluster journey, short form", "en")
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert set(re.findall(r'w:lang w:val="([^"]+)"', document.styles.element.xml)) == {"en"}
    section = document.sections[0]
    assert (round(section.page_width.cm, 2), round(section.page_height.cm, 2)) == size
    assert document.styles["List"].font.size.pt >= 12


def test_word_keeps_every_question_on_one_page() -> None:
    paragraphs = word(shipped("cluster-journey")).paragraphs
    start = next(n for n, one in enumerate(paragraphs) if one.style.name == "Heading 2")
    for one, after in pairwise(paragraphs[start:]):
        ends = after.style.name == "Heading 2"
        kept = one.paragraph_format.keep_with_next or (one.style.name == "Heading 2" and not ends)
        assert bool(kept) != ends, one.text
    styles = word(shipped("cluster-journey")).styles
    assert styles["Heading 2"].paragraph_format.keep_with_next
    assert styles["List"].paragraph_format.keep_together


def test_a_long_list_of_schools_loses_none_of_them() -> None:
    many = round_of(questionnaire(), {f"school-{n}": () for n in range(40)})
    text = " ".join("".join(page.extract_text() for page in pdf(many).pages).split())
    shown = " ".join(paragraph.text.replace("\u00a0", " ") for paragraph in word(many).paragraphs)
    for n in range(40):
        assert re.search(rf"School-{n}\b", text)
        assert re.search(rf"School-{n}\b", shown)
