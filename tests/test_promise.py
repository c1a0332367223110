"""What people are told before they answer is the same at every door, and is what the kind of round keeps."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from maturity.collect import ballots, forms, interview, webform
from maturity.collect.front import Front
from maturity.model import Mode, Response, Round
from tests.make import questionnaire, round_

TOLD: dict[Mode, str] = {
    "named": "Results are shown under the name of your school. If you alone answer for it, they are yours. Examples "
    "may be shown in your words, with your school, without your name or role: write nothing by which you would be "
    "recognised.",
    "anonymous": "Once at least five people have answered, everybody sees how many chose each level, without school or "
    "role. If nearly all choose the same level, people can tell. Whoever runs this can read the answers. Examples may "
    "be shown in your words, without your name, school or role: write nothing by which you would be recognised.",
    "confidential": "What is shown is worked out from at least five people together, and roughly, so that nobody "
    "reading it, even knowing who took part and what they answered themselves, can work out for certain what you "
    "answered. Whoever runs this round can read the answers. People who pool what they answered may work out more. "
    "Examples may be shown in your words, without your name, school or role: write nothing by which you would be "
    "recognised.",
}
ASKED = questionnaire(x=(("a", "b"),), y=(("c",),), but={"b": {"audience": ["head"]}}, evidence_from=4)
HINT = "Say “I cannot tell” if you do not see this."


def of(mode: Mode, **more: object) -> Round:
    return round_(ASKED, {"ash": (), "elm": (), "oak": ()}, mode=mode, **more)


def html_page(round_: Round) -> str:
    page = webform.build(round_).decode()
    script = re.search(r'<script type="application/json" id="form">(.*?)</script>', page, re.DOTALL)
    assert script
    items = "\n".join(item["hint"] for item in json.loads(script[1])["items"])
    return html.unescape(f"{page}\n{items}")


def screen(round_: Round) -> str:
    from maturity.cli.answer import _introduce

    said: list[str] = []

    def ask(prompt: str) -> str:
        raise EOFError

    front = Front(ask, said.append)
    _introduce(round_, front)
    who = Response(respondent="x", school="ash", role="teacher")
    said.extend(interview.screen(round_, who, step, front) for step in interview.questions_for_role(round_, "teacher"))
    return "\n".join(said)


def keyed(round_: Round) -> str:
    said: list[str] = []
    typed = iter(["q"])
    ballots.key_in(round_, "t", Front(lambda _: next(typed), said.append), print, print, school="ash", role="head")
    return "\n".join(said)


def pdf(round_: Round) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(forms.build("pdf", round_))).pages)


def word(kind: str) -> Callable[[Round], str]:
    def read(round_: Round) -> str:
        return "\n".join(one.text for one in docx.Document(io.BytesIO(forms.build(kind, round_))).paragraphs)

    return read


def google(round_: Round) -> str:
    text = forms.build("google", round_).decode()
    form = json.loads(text[text.index("var FORM = ") + 11 : text.index(";\n\nfunction build")])
    return "\n".join([form["description"], *(one["help"] for one in form["questions"])])


def limesurvey(round_: Round) -> str:
    return html.unescape(forms.build("limesurvey", round_).decode("utf-8-sig"))


def kobo(round_: Round) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(forms.build("kobo", round_)))
    return "\n".join(str(cell) for row in book.get_sheet_by_name("survey").to_python() for cell in row)


def surveyjs(round_: Round) -> str:
    survey = json.loads(forms.build("surveyjs", round_))
    elements = [one for page in survey["pages"] for one in page["elements"]]
    return "\n".join([survey["description"], *(one.get("description", "") for one in elements)])


DOORS: dict[str, Callable[[Round], str]] = {
    "web page": html_page,
    "terminal": screen,
    "keyed in": keyed,
    "paper pdf": pdf,
    "paper docx": word("docx"),
    "google": google,
    "microsoft": word("microsoft"),
    "limesurvey": limesurvey,
    "kobo": kobo,
    "surveyjs": surveyjs,
}
EVERY_DOOR = pytest.mark.parametrize("door", DOORS)


def words(text: str) -> str:
    return " ".join(text.split())


@EVERY_DOOR
@pytest.mark.parametrize("mode", TOLD)
def test_every_door_says_what_the_kind_of_round_keeps_and_nothing_of_another_kind(door: str, mode: Mode) -> None:
    text = words(DOORS[door](of(mode)))
    assert TOLD[mode] in text
    assert [other for other in TOLD if other != mode and TOLD[other] in text] == []


@EVERY_DOOR
def test_who_asks_for_more_than_five_says_how_many(door: str) -> None:
    text = words(DOORS[door](of("anonymous", smallest_cell=7)))
    assert "Once at least seven people have answered" in text
    assert "five" not in text


@pytest.mark.parametrize("door", [door for door in DOORS if door != "keyed in"])
def test_an_anonymous_round_asks_everybody_everything_and_says_what_to_do(door: str) -> None:
    told, named = words(DOORS[door](of("anonymous"))), words(DOORS[door](of("named")))
    assert told.count(HINT) == 1
    assert HINT not in named
    assert "Only for: Head" not in told


def test_in_an_anonymous_round_no_question_waits_for_a_role() -> None:
    anonymous = of("anonymous")
    assert [step.item.id for step in interview.questions_for_role(anonymous, "teacher")] == ["a", "b", "c"]
    assert len(ballots.pile(anonymous, "ash", "teacher").items) == 3
    assert "role ==" not in forms.build("limesurvey", anonymous).decode()
    assert "{role}" not in forms.build("surveyjs", anonymous).decode()
    assert "${role}" not in kobo(anonymous)
