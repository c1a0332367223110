"""Every question is put, checked and read on its own scale, in every way of asking."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from maturity import advise, assess, load_round
from maturity.collect import agreeing, ballots, forms, interview, webform
from maturity.collect.asking import choices_of
from maturity.collect.forms.ballot import ballot
from maturity.collect.forms.common import introduction, questions
from maturity.collect.front import Front
from maturity.errors import InputError
from maturity.model import Agreed, Answer, Response, Round
from maturity.model.export import Open
from maturity.model.mapping import FileMapping
from maturity.readers.answers import Defaults, understand
from maturity.readers.export import read_export
from maturity.readers.reply import read_replies
from maturity.renderers import answers as table
from maturity.renderers.glyphs import ASCII
from maturity.renderers.reveal import reveal
from maturity.report import kinds
from tests.every_shape import NESTED, TEXTS, questionnaire_of, round_of_shape

HOW, OFTEN = "Answer from what you have seen in the past twelve months.", "Count only what has happened."
if TYPE_CHECKING:
    from playwright.sync_api import Page

LOWEST = {"profile": [0, 0, 0, 0], "checklist": [0, 0, 0], "ladder": [0, 0, 0, 0], "total": [1] * 35}


class Desk:
    """Types the given lines, and remembers what was said and saved."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.said, self.saved = list(lines), list[str](), list[Any]()
        self.front = Front(self.ask, self.said.append)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def interviewed(of: Round, *lines: str, role: str | None = None, begun: dict[str, Answer] | None = None) -> Desk:
    desk = Desk(*lines)
    response = Response(respondent="kx7qd", school="ash", role=role, answers=begun or {})
    interview.hold(of, response, desk.front, desk.saved.append)
    return desk


def keyed(of: Round, *lines: str, role: str | None = None) -> Desk:
    desk = Desk(*lines)
    ballots.key_in(of, "paper", desk.front, desk.saved.append, lambda _: None, school="ash", role=role)
    return desk


# ---- At the screen


def test_a_question_at_the_screen_has_its_own_levels_its_own_dont_know_and_its_own_example() -> None:
    desk = interviewed(round_of_shape("profile"), "3", "Elm", "2", "d", "1", role="head")
    assert desk.saved[-1].answers == {"pre.1": 3, "pre.2": 2, "fol.1": "DK", "fol.2": 1}
    assert desk.saved[-1].evidence == {"pre.1": "Elm"}
    first, second = desk.text.split("Question 2 of 4")
    assert "I have not seen it" in first
    assert "Which school?" in first
    assert "I cannot say how often" in second.split("Question 3")[0]
    assert "0 to 2, d cannot tell" in second.split("Question 3")[0]


def test_a_level_of_another_scale_is_no_answer() -> None:
    desk = interviewed(round_of_shape("profile"), "1", "3", "2", "0", "0", role="head")
    assert "Please type a number from 0 to 2, or d, s, b or q, then Enter." in desk.said
    assert desk.saved[-1].answers == {"pre.1": 1, "pre.2": 2, "fol.1": 0, "fol.2": 0}


def test_how_to_answer_is_said_at_the_screen_wherever_it_changes_and_to_whoever_comes_back() -> None:
    text = interviewed(round_of_shape("profile"), "1", "1", "1", "1", role="head").text
    assert re.findall(f"{HOW}|{OFTEN}", text) == [HOW, OFTEN, HOW, OFTEN]
    text = interviewed(round_of_shape("profile"), "1", "1", "1", role="teacher").text
    assert re.findall(f"{HOW}|{OFTEN}", text) == [HOW, OFTEN]
    text = interviewed(round_of_shape("profile"), "1", role="head", begun={"pre.1": 1, "pre.2": 1, "fol.1": 1}).text
    assert OFTEN in text
    assert HOW not in text


def test_what_to_check_stands_between_a_question_and_its_levels() -> None:
    text = interviewed(round_of_shape("profile"), "1", "1", "1", "1", role="head").text
    lines = [line.strip() for line in text.splitlines()]
    place = lines.index("Check before you answer:")
    assert lines[place - 1] == "Do schools write a frank view?"
    assert lines[place + 1 : place + 3] == ["- It names a weakness.", "- Staff had a part in it"]
    assert text.count("Check before you answer:") == 1


@pytest.mark.parametrize("shape", TEXTS)
def test_the_lowest_level_is_an_answer_and_no_blank_in_every_way_in(shape: str, tmp_path: Path) -> None:
    of = round_of_shape(shape)
    role = of.questionnaire.roles[0].id if of.questionnaire.roles else None
    typed = interviewed(of, *map(str, LOWEST[shape]), role=role).saved[-1]
    paper = keyed(of, " ".join(map(str, LOWEST[shape])), role=role).saved[-1]
    wanted = {item.id: level for item, level in zip(of.questionnaire.items, LOWEST[shape], strict=True)}
    assert typed.answers == paper.answers == wanted
    assert interview.has_finished(of, typed)
    known = of.model_copy(update={"responses": (typed,)})
    path = tmp_path / "out.csv"
    path.write_bytes(table.render(known, "csv"))
    assert [one.answers for one in back(path, of)] == [wanted]
    found = assess(known)
    assert [found.items[item].n.value for item in wanted] == [1] * len(wanted)


# ---- On paper


def test_a_ballot_is_held_against_the_scale_of_each_question() -> None:
    of = round_of_shape("profile")
    assert keyed(of, "3d-2", role="head").saved[0].answers == {"pre.1": 3, "pre.2": "DK", "fol.1": None, "fol.2": 2}
    wrong = keyed(of, "3322", role="head")
    assert wrong.saved == []
    said = "mark 2 (question 2, Practice): '3' is not an answer: use 0 to 2, d for cannot tell, - for left blank"
    assert f"  {said}" in wrong.said
    assert keyed(of, role="head").text.count("Levels are 0 to 3 for 1, 3; 0 to 2 for 2, 4.") == 1
    assert "Levels are" not in keyed(round_of_shape("total")).text


def test_an_example_on_a_ballot_goes_with_a_question_that_asks_for_one() -> None:
    of = round_of_shape("profile")
    desk = keyed(of, "3 2 1 2", "e 2 Elm", "e 3 Elm", "e 1 Elm", role="head")
    assert "question 2 asks for no example" in desk.text
    assert "question 3 of paper-01 is a 1, and examples go with 2 or more" in desk.text
    assert desk.saved[-1].evidence == {"pre.1": "Elm"}
    assert "e 3 Joint training" in desk.text
    assert "for a level of 2 or more" in desk.text


def test_a_paper_ballot_says_how_to_answer_where_it_changes_and_what_to_check() -> None:
    paper = ballot(round_of_shape("profile"))
    assert paper.instruction == ""
    assert [item.how for item in paper.items] == [HOW, OFTEN, HOW, OFTEN]
    assert paper.items[0].check == ("Check before you answer:", "It names a weakness.", "Staff had a part in it")
    assert [item.choices[-1] for item in paper.items[:2]] == [
        ("DK", "I have not seen it"),
        ("DK", "I cannot say how often"),
    ]
    assert paper.examples is not None
    assert "Where you ticked 2 or more (questions 1, 3), you may write" in paper.examples.how
    assert paper.examples.lines == ("1.", "3.")
    plain = ballot(round_of_shape("checklist"))
    assert (plain.instruction, {item.how for item in plain.items}) == ("Think of this term.", {""})
    assert plain.examples is not None
    assert "Where you ticked 2, you may write" in plain.examples.how


@pytest.mark.drawing
@pytest.mark.parametrize("shape", TEXTS)
def test_a_ballot_of_every_shape_can_be_printed_with_every_question_on_it(shape: str) -> None:
    import io

    import docx
    import pypdf

    of = round_of_shape(shape)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(forms.build("pdf", of))).pages]
    text = " ".join(" ".join(pages).split())
    word = "\n".join(one.text for one in docx.Document(io.BytesIO(forms.build("docx", of))).paragraphs)
    for item in of.questionnaire.items:
        for line in (item.prompt, *item.criteria):
            assert line in text
            assert line in word
    for scale in of.questionnaire.answered_on:
        assert " ".join(scale.instruction.split()) in text
        assert scale.instruction in word


# ---- In forms


def test_a_form_says_how_to_answer_on_top_where_it_is_the_same_for_all_and_else_where_it_changes() -> None:
    assert introduction(round_of_shape("checklist"))[0] == "Think of this term."
    nested = round_of_shape("profile")
    assert not {HOW, OFTEN} & set(introduction(nested))
    by_code = {one.code: one for one in questions(nested, evidence=True)}
    assert by_code["pre.1"].help == f"{HOW} Check before you answer: It names a weakness. Staff had a part in it."
    assert by_code["pre.2"].help == f"{OFTEN} Only for: Head."
    # Teachers come from question 1, on the same scale; heads from question 2, on another.
    assert by_code["fol.1"].help == HOW
    assert [choice.value for choice in by_code["pre.2"].choices] == ["0", "1", "2", "DK"]
    assert by_code["pre.2"].choices[-1].text == "I cannot say how often"
    assert by_code["evidence:fol.1"].opened_by == ("2", "3")
    assert "evidence:pre.2" not in by_code


def test_the_same_instruction_on_two_scales_stands_on_top_once() -> None:
    text = NESTED.replace(OFTEN, HOW)
    import yaml

    from maturity.model import Questionnaire

    of = round_of_shape("profile").model_copy(
        update={"questionnaire": Questionnaire.model_validate(yaml.safe_load(text))}
    )
    assert introduction(of)[0] == HOW
    assert not any(HOW in one.help for one in questions(of))


def form_data(of: Round) -> dict[str, Any]:
    found = re.search(rb'<script type="application/json" id="form">(.*?)</script>', webform.build(of))
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_web_form_holds_the_scale_of_each_question() -> None:
    data = form_data(round_of_shape("profile"))
    assert [item["scale"] for item in data["items"]] == [0, 1, 0, 1]
    assert [scale["instruction"] for scale in data["scales"]] == [HOW, OFTEN]
    assert [scale["dontKnow"] for scale in data["scales"]] == ["I have not seen it", "I cannot say how often"]
    assert [scale["evidenceFrom"] for scale in data["scales"]] == [2, None]
    assert data["items"][0]["check"] == ["It names a weakness.", "Staff had a part in it"]
    assert form_data(round_of_shape("checklist"))["scales"][0]["instruction"] == ""


@pytest.mark.browser
def test_what_is_chosen_in_the_web_form_comes_back_with_its_lowest_levels_and_its_own_examples(
    page: Page, tmp_path: Path
) -> None:
    of = round_of_shape("profile")
    form = tmp_path / "form.html"
    form.write_bytes(webform.build(of))
    page.goto(form.as_uri())
    chosen = {
        "school": "ash",
        "role": "head",
        "item:pre.1": "3",
        "item:pre.2": "0",
        "item:fol.1": "0",
        "item:fol.2": "2",
    }
    for name, value in chosen.items():
        page.check(f'input[name="{name}"][value="{value}"]')
    assert [page.is_visible(f"#example-{n}") for n in (1, 3)] == [True, False]
    assert page.locator("#example-2").count() == 0
    page.fill("#example-1", "Elm")
    assert page.locator(".how").all_inner_texts() == [HOW, OFTEN, HOW, OFTEN]
    described = page.get_attribute("#q1", "aria-describedby")
    assert "Staff had a part in it" in page.inner_text(f"#{described}")
    page.check('input[name="role"][value="teacher"]')
    assert page.locator(".how").all_inner_texts() == [HOW, OFTEN]
    page.check('input[name="role"][value="head"]')
    with page.expect_download() as download:
        page.click("#save")
    reply = tmp_path / "reply.json"
    download.value.save_as(reply)
    (one,), problems = read_replies(reply, of)
    assert problems == []
    assert one.answers == {"pre.1": 3, "pre.2": 0, "fol.1": 0, "fol.2": 2}
    assert one.evidence == {"pre.1": "Elm"}


# ---- From tables and files


def back(path: Path, known: Round) -> Sequence[Response]:
    export, problems = read_export(path)
    assert problems == []
    assert export is not None
    found = understand(export, known, FileMapping(), Defaults())
    assert found.problems == ()
    return found.responses


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("shape", TEXTS)
def test_what_is_exported_comes_back_as_it_went(shape: str, kind: Literal["csv", "xlsx"], tmp_path: Path) -> None:
    scales = [questionnaire_of(shape).scale_of(item) for item in questionnaire_of(shape).items]
    rows: list[Sequence[int | str | None]] = [
        [scale.low for scale in scales],
        [scale.high for scale in scales],
        ["DK" if n % 2 else None for n in range(len(scales))],
        [scale.low + n % scale.size for n, scale in enumerate(scales)],
    ]
    known = round_of_shape(shape, {"ash": rows[:2], "elm-road": rows[2:]})
    path = tmp_path / f"out.{kind}"
    path.write_bytes(table.render(known, kind))
    assert [one.answers for one in back(path, known)] == [one.answers for one in known.responses]


def understood(of: Round, tmp_path: Path, header: str, row: str, **decided: int) -> tuple[Any, list[str]]:
    path = tmp_path / "in.csv"
    path.write_text(f"respondent,school,role,{header}\nr1,ash,head,{row}\n", "utf-8")
    export, _ = read_export(path)
    assert export is not None
    found = understand(export, of, FileMapping.model_validate({"levels": decided}), Defaults())
    return found, [str(problem) for problem in found.problems]


def test_words_are_those_of_the_scale_of_the_column(tmp_path: Path) -> None:
    of = round_of_shape("profile")
    found, problems = understood(of, tmp_path, "pre.1,pre.2", "In half of them,Every term")
    assert problems == []
    assert found.responses[0].answers == {"pre.1": 2, "pre.2": 2}
    found, problems = understood(of, tmp_path, "pre.1,pre.2", "I have not seen it,I cannot say how often")
    assert found.responses[0].answers == {"pre.1": "DK", "pre.2": "DK"}
    _, problems = understood(of, tmp_path, "pre.1,pre.2", "Every term,3")
    assert any("'Every term' fits no level" in one for one in problems)
    assert any("'3' is not on the scale 0 to 2" in one for one in problems)


def test_a_decision_counts_only_where_the_scale_has_the_level(tmp_path: Path) -> None:
    of = round_of_shape("profile")
    found, problems = understood(of, tmp_path, "pre.1,pre.2", "often,1", often=3)
    assert (found.responses[0].answers, problems) == ({"pre.1": 3, "pre.2": 1}, [])
    _, problems = understood(of, tmp_path, "pre.1,pre.2", "1,often", often=3)
    assert any("the mapping says that 'often' is 3, which is not on the scale" in one for one in problems)


def test_all_levels_of_all_scales_can_be_decided_with_what_each_says() -> None:
    open_ = Open("levels", "often", "column 3")
    assert choices_of(open_, questionnaire_of("profile"), {}) == {
        "0": "No / Never",
        "1": "In some schools / Now and then",
        "2": "In half of them / Every term",
        "3": "In most or all",
        "DK": "I have not seen it / I cannot say how often",
    }


def test_a_level_in_a_round_is_held_against_the_scale_of_its_question(tmp_path: Path) -> None:
    (tmp_path / "asked.yaml").write_text(NESTED, "utf-8")
    path = tmp_path / "round.yaml"
    path.write_text(
        "format: maturity-round/1\n"
        "cluster: {name: C, schools: [{id: ash, name: Ash}]}\n"
        'label: "2026"\n'
        "questionnaire: asked.yaml\n"
        "responses:\n"
        "  - respondent: r1\n"
        "    school: ash\n"
        "    answers:\n"
        "      pre.1: 3\n"
        "      pre.2: 3\n"
        "agreed:\n"
        "  fol.2: {level: 3}\n",
        "utf-8",
    )
    with pytest.raises(InputError) as refused:
        load_round(path)
    assert [(one.line, one.message) for one in refused.value.problems] == [
        (10, "3 is not on the scale 0 to 2"),
        (12, "3 is not on the scale 0 to 2"),
    ]


# ---- In the room


def test_the_room_agrees_on_levels_of_the_scale_of_each_question() -> None:
    of = round_of_shape("profile", {"ash": [(3, 0, 0, 0)], "elm-road": [(0, 2, 0, 0)]})
    found = assess(of)
    by_id = {item.id: item for item in of.questionnaire.items}
    saved: list[dict[str, Agreed]] = []
    desk = Desk("3", "", "0", "we saw it", "2", "")
    agreeing.hold(found, {}, desk.front, lambda levels: saved.append(dict(levels)))
    order = re.findall(r"of 4: (.*)", desk.text)
    names = {item.short: i for i, item in by_id.items()}
    for short, prompt in zip(order, [line for line in desk.said if "The room's level" in line], strict=False):
        high = of.questionnaire.scale_of(by_id[names[short]]).high
        assert f"0 to {high};" in prompt
    assert 0 in [agreed.level for agreed in saved[-1].values()]


def test_the_spread_shows_the_levels_of_each_question_and_all_questions_whatever_they_belong_to() -> None:
    of = round_of_shape("profile", {"ash": [(3, 0, 0, 0)], "elm-road": [(0, 2, 0, 0)]})
    found = assess(of)
    text = reveal(found, advise(found), 80, ASCII).plain
    first, second = text.split("Frank view")[1].split("Practice")[:2]
    assert [line.split()[0] for line in first.splitlines() if re.match(r" {3}\d ", line)] == ["0", "1", "2", "3"]
    assert [line.split()[0] for line in second.split("Following")[0].splitlines() if re.match(r" {3}\d ", line)] == [
        *("0", "1", "2"),
    ]
    assert text.index("Reviewing") < text.index("Preparing") < text.index("Frank view") < text.index("Following up")
    checked = assess(round_of_shape("checklist", {"ash": [(0, 1, 2)]}))
    plain = reveal(checked, advise(checked), 80, ASCII).plain
    assert [short for short in ("Nobody alone", "A list", "Word kept") if short in plain] == [
        *("Nobody alone", "A list", "Word kept"),
    ]
    ladder = assess(round_of_shape("ladder", {"ash": [(0, 1, 2, 0)]}))
    plain = reveal(ladder, advise(ladder), 80, ASCII).plain
    assert plain.index("One priority") < plain.index("One thing") < plain.index("Action") < plain.index("Monday")


def test_that_nobody_disagrees_is_said_of_each_scale_where_they_differ_in_what_lies_together() -> None:
    calm = {"ash": [(1, 1, 1, 1)], "elm-road": [(1, 1, 1, 1)], "oak": [(1, 1, 1, 1)]}
    found = assess(round_of_shape("profile", calm))
    said = kinds.talk_words(found, advise(found))
    assert said == "Nobody disagrees: on every question all chose the same level."
    asked = questionnaire_of("profile")
    longer = asked.scales["often"].model_copy(update={"levels": {n: f"L{n}" for n in range(6)}, "values": {}})
    wider = asked.model_copy(update={"scales": {**asked.scales, "often": longer}})
    found = assess(round_of_shape("profile", calm).model_copy(update={"questionnaire": wider}))
    said = kinds.talk_words(found, advise(found))
    assert said == "Nobody disagrees: on no question do answers lie more than a quarter of its scale apart."
