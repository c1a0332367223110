"""The form in one HTML file: usable by everybody, harmless, and what it hands in is what was chosen."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.collect import webform
from maturity.model import Answer, Preview, Response, Round
from maturity.readers.reply import read_replies
from tests.make import questionnaire, round_
from tests.started import start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Axe = Callable[..., list[str]]
HOSTILE = (
    "<script>document.title = 'owned'</script></script><img src=x onerror=alert(1)> &amp; \u2028 {label} \u202edne"
)
WHO = {"school": "ash", "role": "head"}
MARKS: list[Answer] = [4, 2, "DK", 5, None, 3, 1]


def small(**more: Any) -> Round:
    """Four items, one of them for heads only, one portrait, examples from level 4, two schools."""
    asked = questionnaire(
        x=(("dep.a", "dep.b"),),
        y=(("cha.a", "cha.b"),),
        but={"dep.b": {"audience": ["head"]}},
        portrait=("por.we",),
        evidence_from=4,
    )
    return round_(asked, {"ash": (), "elm": ()}, **more)


def opened(page: Page, tmp_path: Path, asked: Round, looking_back: str | None = None) -> None:
    path = tmp_path / "form.html"
    path.write_bytes(webform.build(asked, looking_back))
    page.goto(path.as_uri())


def choose(page: Page, name: str, value: str) -> None:
    page.check(f'input[name="{name}"][value="{value}"]')


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Choose a value for each group of radio buttons."""
    for name, value in answers.items():
        choose(page, name, value)


def saved(page: Page, tmp_path: Path) -> dict[str, Any]:
    """The file that the form hands in."""
    with page.expect_download() as download:
        page.click("#save")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    whole: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return whole


def cluster(folder: Path, asked: str, mode: str = "named") -> Path:
    """A cluster's folder with an open round, made by the program."""
    schools = ["--school", "Ash", "--school", "Elm", "--mode", mode]
    start(folder, "--name", "Two", *schools, "--date", "2026-03-12", "-q", asked)
    return folder / "2026"


# ---- Without a browser


def test_no_text_that_somebody_typed_becomes_a_part_of_the_page() -> None:
    page = webform.build(hostile(), HOSTILE).decode()
    assert page.count("<script") == 2
    assert page.count("</script") == 2
    assert "<img" not in page
    assert "\u2028" not in page
    assert "\u202e" not in page


def hostile() -> Round:
    """A round in which every text is one that somebody might type to do harm."""
    bad = {"prompt": HOSTILE, "levels": {level: f"{level} {HOSTILE}" for level in range(1, 6)}}
    asked = questionnaire(
        but={"a": bad, "b": bad},
        evidence_from=4,
        portrait=("por",),
        title=HOSTILE,
        roles=[{"id": "head", "label": HOSTILE}, {"id": "teacher", "label": "Teacher"}],
    )
    schools = [{"id": "ash", "name": HOSTILE}]
    return Round.model_validate(
        {"cluster": {"name": HOSTILE, "schools": schools}, "label": HOSTILE, "questionnaire": asked}
    )


def test_the_page_names_nothing_that_would_have_to_be_fetched() -> None:
    page = webform.build(small()).decode()
    assert re.findall(r"(?:https?:)?//[\w.]+", page) == []
    assert [name for name in ("src=", "href=", "action=", "@import", "url(", "fetch(", "XMLHttp") if name in page] == []


def test_the_same_round_gives_the_same_page() -> None:
    assert webform.build(small()) == webform.build(small())


def test_looking_back_names_the_round_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "two"
    cluster(folder, "cluster-journey-short")
    for label in ("2027", "2028"):
        assert run(["start", str(folder), "--label", label]) == 0
    out = tmp_path / "form.html"
    assert run(["form", str(folder / "2028"), "-o", str(out), "--looking-back"]) == 0
    assert '"lookingBack": "2027"' in out.read_text("utf-8")
    out.unlink()
    capsys.readouterr()
    assert run(["form", str(folder / "2026"), "-o", str(out), "--looking-back"]) == 2
    assert "there is nothing to look back to: there is no round before" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["-o", "form.html", "--for", "google"], "form.html: a form for google is a file that ends in .gs"),
        (["-o", "form.pdf", "--for", "microsoft"], "form.pdf: a form for microsoft is a file that ends in .docx"),
        (["-o", "form.xlsx"], "'.xlsx' does not say which form to write: end the name in .html, .pdf, .docx, or add"),
        (["-o", "form"], "a name without an ending does not say which form to write"),
        (["-o", "form.pdf", "--looking-back"], "only the web page can ask about the time before"),
        (["-o", "form.html", "--paper", "letter"], "only a paper ballot has a size of paper"),
        (["-o", "form.xlsx", "--for", "kobo", "--paper", "a4"], "only a paper ballot has a size of paper"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_one_sentence(
    flags: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = cluster(tmp_path / "two", "cluster-journey-short")
    capsys.readouterr()
    assert run(["form", str(folder), *flags]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two"]


KINDS = (
    ("form.html",),
    ("ballot.pdf", "--paper", "letter"),
    ("ballot.docx",),
    ("form.gs", "--for", "google"),
    ("form.docx", "--for", "microsoft"),
    ("form.txt", "--for", "limesurvey"),
    ("form.xlsx", "--for", "kobo"),
    ("form.json", "--for", "surveyjs"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


ONE_FILE = """\
format: maturity-round/1
cluster: {{name: "Two & more", schools: [{{id: a, name: Ash $(x)}}, {{id: e, name: Elm}}, {{id: o, name: Oak}}]}}
label: "2026/27"
date: 2026-03-12
questionnaire: {asked}
mode: {mode}
responses: [{{respondent: r1, school: a, role: senior, answers: {{dep.trust.candour: 3}}}}]
"""


def handed_in(form: Path, respondent: str = "web-abcdefgh", school: int = 0) -> dict[str, Any]:
    """What a form would save for somebody of one of its schools who answers one question."""
    script = re.search(r'<script type="application/json" id="form">(.*?)</script>', form.read_text("utf-8"), re.DOTALL)
    assert script
    asked = json.loads(script[1])
    answers = {asked["items"][0]["id"]: 4}
    who = {"respondent": respondent, "school": asked["schools"][school]["id"], "role": asked["roles"][0]["id"]}
    return {"format": "maturity-reply/1", "round": asked["round"], "response": who | {"answers": answers}}


@pytest.mark.command
@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
@pytest.mark.parametrize("asked", ["cluster-journey-short", "own/questions.yaml"])
def test_the_form_of_a_round_in_one_file_fits_the_folder_that_it_tells_to_make(
    mode: str, asked: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in" / "own").mkdir(parents=True)
    assert run(["questionnaire", "new", "in/own/questions.yaml", "--from", "cluster-journey-short"]) == 0
    Path("in/one.yaml").write_text(ONE_FILE.format(asked=asked, mode=mode), "utf-8")
    capsys.readouterr()
    assert run(["form", "in/one.yaml", "-o", "form.html"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("wrote form.html\nin/one.yaml takes no more answers; a folder does")
    (start,) = re.findall("^  maturity (start .*)$", told, re.MULTILINE)
    (collect,) = re.findall("maturity (collect .*)$", told, re.MULTILINE)
    assert run(shlex.split(start)) == 0
    Path("reply-1.json").write_text(json.dumps(handed_in(Path("form.html"))), "utf-8")
    assert run([*shlex.split(collect)[:-1], "reply-1.json"]) == 0
    round_folder = Path(shlex.split(collect)[1])
    assert [one.school for one in load_round(round_folder).responses] == ["ash-x"]
    assert load_round(round_folder).mode == mode


@pytest.mark.command
def test_every_way_out_is_open_to_a_round_in_one_file_and_to_a_questionnaire(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("one.yaml").write_text(ONE_FILE.format(asked="cluster-journey-short", mode="named"), "utf-8")
    for name, *flags in KINDS:
        for asked in ("one.yaml", "cluster-journey-short"):
            assert run(["form", asked, "-o", name, "--force", *flags]) == 0, name
            assert Path(name).stat().st_size > 1000
    told = capsys.readouterr().out
    assert told.count("  maturity start two-more --name") == len(KINDS)
    assert told.count("To ask people:\n  maturity start cluster-journey-short -q cluster-journey-short\n") == len(KINDS)


def test_a_folder_that_is_there_is_not_named_for_another_round(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("one.yaml").write_text(ONE_FILE.format(asked="cluster-journey-short", mode="named"), "utf-8")
    Path("two-more").mkdir()
    assert run(["form", "one.yaml", "-o", "form.html"]) == 0
    assert "maturity start two-more-2 --name" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("2026/27", "???"), "one.yaml: the label can name no folder, and answers are kept in one: use a few letters"),
        (("name: Elm}", "name: OAK}"), "one.yaml: two schools are called the same, and people could not tell them"),
        (('label: "', 'rehearsal: true\nlabel: "'), "one.yaml: a rehearsal is held in a folder: maturity start FOLDER"),
        (("{id: o, name: Oak}", ""), "an anonymous round needs 3 schools, and this cluster has 2"),
        (("candour: 3", "candour: 9"), "one.yaml:7: responses[1] (r1).answers.dep.trust.candour: "),
    ],
)
def test_a_round_in_one_file_that_can_have_no_folder_gets_no_form(
    change: tuple[str, str], message: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ONE_FILE.format(asked="cluster-journey-short", mode="anonymous").replace(*change)
    Path("one.yaml").write_text(text, "utf-8")
    assert run(["form", "one.yaml", "-o", "form.html"]) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert not Path("form.html").exists()


def test_a_form_promises_as_many_people_as_the_file_asks_for_and_says_where_to_write_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ONE_FILE.format(asked="cluster-journey-short", mode="anonymous") + "smallest_cell: 7\n"
    Path("one.yaml").write_text(text, "utf-8")
    assert run(["form", "one.yaml", "-o", "form.html"]) == 0
    assert "Then write smallest_cell: 7 into two-more/2026-27/round.yaml" in capsys.readouterr().out
    assert "Once at least seven people have answered" in Path("form.html").read_text("utf-8")


def test_the_file_of_a_rounds_folder_stands_for_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = cluster(tmp_path / "two", "cluster-journey-short")
    capsys.readouterr()
    assert run(["form", str(folder / "round.yaml"), "-o", str(tmp_path / "form.html")]) == 0
    assert f"maturity collect {folder} reply-*.json" in capsys.readouterr().out


def test_a_questionnaire_is_previewed_without_a_cluster_and_its_answers_are_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cluster(here / "two", "cluster-journey-short")
    assert run(["questionnaire", "new", "mine.yaml", "--from", "cluster-journey-short"]) == 0
    capsys.readouterr()
    assert run(["form", "mine.yaml", "-o", "look.html"]) == 0
    told = capsys.readouterr().out
    assert "It is a preview with example schools: its answers cannot be handed in." in told
    assert "To ask people:\n  maturity start mine -q mine.yaml" in told
    page = Path("look.html").read_text("utf-8")
    assert page.count("This is a preview of the questions: what you answer here cannot be handed in.") == 1
    assert "Answers are shown" not in page
    assert [f'"School {letter}"' in page for letter in "ABCD"] == [True, True, True, False]
    Path("reply.json").write_text(json.dumps(handed_in(Path("look.html"))), "utf-8")
    assert run(["collect", str(folder), "reply.json", "-y"]) == 2
    fault, conclusion = capsys.readouterr().err.splitlines()
    assert "the answers are to a preview of the questionnaire, and belong to no round: make the form" in fault
    assert conclusion.startswith("maturity: nothing was stored: 1 fault")
    assert load_round(folder).responses == ()


def test_a_questionnaire_with_faults_is_not_previewed_and_all_of_them_are_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["questionnaire", "new", "mine.yaml", "--from", "cluster-journey-short"]) == 0
    text = Path("mine.yaml").read_text("utf-8")
    Path("mine.yaml").write_text(text.replace("prompt:", "promt:", 1).replace("version:", "versoin:", 1), "utf-8")
    capsys.readouterr()
    assert run(["form", "mine.yaml", "-o", "look.html"]) == 2
    told = capsys.readouterr().err
    assert "promt" in told
    assert "versoin" in told
    assert not Path("look.html").exists()


@pytest.mark.parametrize(
    ("name", "flags", "next_step"),
    [
        ("form.html", [], "maturity collect {round} reply-*.json"),
        ("ballot.pdf", ["--paper", "letter"], "maturity enter {round}"),
        ("ballot.docx", [], "maturity enter {round}"),
        ("form.gs", ["--for", "google"], "maturity collect {round} responses.csv"),
        ("form.docx", ["--for", "microsoft"], "maturity collect {round} responses.xlsx"),
        ("form.txt", ["--for", "limesurvey"], "maturity collect {round} results.csv"),
        ("form.xlsx", ["--for", "kobo"], "maturity collect {round} data.csv"),
        ("form.json", ["--for", "surveyjs"], "maturity collect {round} results.csv"),
    ],
)
def test_every_kind_is_written_and_says_how_answers_come_back(
    name: str, flags: list[str], next_step: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cluster(tmp_path / "two", "cluster-journey-short")
    out = tmp_path / name
    capsys.readouterr()
    assert run(["form", str(folder), "-o", str(out), *flags]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"wrote {out}\nNext: ")
    assert next_step.format(round=folder) in told
    assert out.stat().st_size > 1000


# ---- In a browser


def fill_by_keyboard(page: Page, places: Mapping[str, int], examples: Mapping[str, str]) -> None:
    """Fill a form with Tab, Space, arrows and letters, and press Save with Enter.

    Args:
        places: name of a group of radio buttons to the place, from 0, of the one to choose.
        examples: name of the group that stands before a text field to what is typed there.
    """
    done: set[str] = set()
    last = ""
    for _ in range(300):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "() => [document.activeElement.type, document.activeElement.name, document.activeElement.id]"
        )
        kind, name, identity = here
        if kind == "radio" and name not in done and name in places:
            page.keyboard.press("Space")
            for _ in range(places[name]):
                page.keyboard.press("ArrowDown")
            done.add(name)
            last = name
        elif kind == "text" and last in examples:
            page.keyboard.type(examples[last])
        elif identity == "save":
            page.keyboard.press("Enter")
            assert done == set(places)
            return
    raise AssertionError(f"Tab never reached the end; it was in {sorted(done)}")


@pytest.mark.browser
def test_filled_by_keyboard_alone_it_hands_in_exactly_what_was_chosen(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    places = {"school": 1, "role": 0, "item:dep.a": 3, "item:dep.b": 5, "item:cha.a": 0, "portrait:por.we": 2}
    with page.expect_download() as download:
        fill_by_keyboard(page, places, {"item:dep.a": "We said no"})
    chosen = page.locator('input[name="portrait:por.we"]:checked').get_attribute("value")
    whole = json.loads(Path(download.value.path()).read_text("utf-8"))
    response = whole["response"]
    code = response["respondent"].removeprefix("web-")
    assert re.fullmatch(r"[a-z0-9]{8}", code)
    assert download.value.suggested_filename == f"reply-elm-{code}.json"
    assert dt.datetime.fromisoformat(response.pop("submitted")).tzinfo is not None
    assert whole == {
        "format": "maturity-reply/1",
        "round": webform.about(small()),
        "response": {
            "respondent": f"web-{code}",
            "school": "elm",
            "role": "head",
            "answers": {"dep.a": 4, "dep.b": "DK", "cha.a": 1},
            "portraits": {"por.we": chosen},
            "evidence": {"dep.a": "We said no"},
        },
    }
    assert page.inner_text("#said") == f"Saved as reply-elm-{code}.json. Hand this file to whoever runs the round."


@pytest.mark.browser
def test_a_reload_keeps_what_was_answered(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small(), "2025")
    answers = WHO | {"item:dep.a": "4", "item:cha.a": "DK", "portrait:por.we": "delivery", "back:dep.a": "2"}
    fill(page, answers)
    page.fill("#example-1", "A shared timetable")
    before = saved(page, tmp_path)["response"]
    page.reload()
    chosen = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('input:checked')].map((one) => [one.name, one.value]))"
    )
    assert chosen == answers
    assert page.input_value("#example-1") == "A shared timetable"
    after = saved(page, tmp_path)["response"]
    assert after | {"submitted": ""} == before | {"submitted": ""}


@pytest.mark.browser
def test_a_choice_can_be_taken_back_by_keyboard(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "3", "item:cha.a": "2"})
    clear = page.get_by_role("button", name="Clear my choice: dep.a?")
    clear.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.name") == "item:dep.a"
    assert page.get_by_role("button", name="Clear my choice: dep.a?").count() == 0
    assert saved(page, tmp_path)["response"]["answers"] == {"cha.a": 2}


@pytest.mark.browser
def test_a_role_is_asked_only_what_is_put_to_it(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small(), "2025")
    choose(page, "school", "ash")
    assert page.locator("input[name^='item:']").count() == 0
    choose(page, "role", "head")
    fill(page, {"item:dep.a": "3", "item:dep.b": "5", "back:dep.b": "1"})
    page.fill("#example-2", "Only heads are asked this")
    choose(page, "role", "teacher")
    assert page.locator("input[name='item:dep.b'], input[name='back:dep.b']").count() == 0
    assert page.locator("input[name='item:dep.a'][value='3']").is_checked()
    response = saved(page, tmp_path)["response"]
    assert response["role"] == "teacher"
    assert (response["answers"], response["evidence"], response["looking_back"]) == ({"dep.a": 3}, {}, {})


@pytest.mark.browser
def test_an_example_goes_with_a_high_level_and_outlives_a_change_of_mind(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "5"})
    page.fill("#example-1", "  Joint training  ")
    choose(page, "item:dep.a", "3")
    assert not page.locator("#example-1").is_visible()
    assert saved(page, tmp_path)["response"]["evidence"] == {}
    choose(page, "item:dep.a", "4")
    assert saved(page, tmp_path)["response"]["evidence"] == {"dep.a": "Joint training"}


@pytest.mark.browser
def test_looking_back_is_asked_and_kept_apart(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small(), "2025")
    fill(page, WHO | {"item:dep.a": "4", "back:dep.a": "2", "back:cha.b": "DK"})
    assert page.locator("h2", has_text="Looking back to 2025").count() == 1
    assert page.locator("text=As you see it now: how was it at the time of 2025?").count() == 4
    described = page.locator("fieldset:has([name='back:dep.a'])").get_attribute("aria-describedby")
    assert page.inner_text(f"#{described}") == "As you see it now: how was it at the time of 2025?"
    response = saved(page, tmp_path)["response"]
    assert response["answers"] == {"dep.a": 4}
    assert response["looking_back"] == {"dep.a": 2, "cha.b": "DK"}
    assert Response.model_validate(response).looking_back == {"dep.a": 2, "cha.b": "DK"}


@pytest.mark.browser
def test_nothing_is_handed_in_without_school_role_and_an_answer(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    choose(page, "role", "head")
    page.click("#save")
    assert page.inner_text("#said") == "Your school or your role is missing."
    assert page.evaluate("() => document.activeElement.name") == "school"
    assert page.get_by_role("group", name="Which school do you belong to?").get_attribute("aria-describedby")
    choose(page, "school", "ash")
    assert page.locator(".error").count() == 0
    page.click("#save")
    assert page.inner_text("#said") == "Nothing is answered yet."


@pytest.mark.browser
def test_the_next_person_gets_an_empty_form_a_new_code_and_another_order(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    orders, codes = set(), set()
    for _ in range(12):
        fill(page, WHO | {"item:dep.a": "3"})
        values = "() => [...document.querySelectorAll(\"[name='portrait:por.we']\")].map((one) => one.value).join()"
        orders.add(page.evaluate(values))
        codes.add(saved(page, tmp_path)["response"]["respondent"])
        page.click("#next")
        assert page.locator("input:checked").count() == 0
    assert len(codes) == 12
    assert len(orders) > 3
    assert {tuple(sorted(order.split(","))) for order in orders} == {
        ("delivery", "improvement", "projects", "relationships")
    }


@pytest.mark.browser
def test_answers_that_were_not_handed_in_are_cleared_only_when_asked_twice(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "3"})
    page.click("#next")
    assert "have not been handed in" in page.inner_text("#said")
    assert page.locator("input[name='item:dep.a'][value='3']").is_checked()
    page.click("#next")
    assert page.locator("input:checked").count() == 0
    page.reload()
    assert page.locator("input:checked").count() == 0


AGAIN = "You have changed something since. Save again and hand in the new file."


@pytest.mark.browser
def test_a_change_after_saving_says_to_save_again_in_sight_until_it_is_done(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "5"})
    assert page.inner_text("#again") == ""
    first = saved(page, tmp_path)["response"]
    assert page.inner_text("#said").startswith("Saved as reply-ash-")
    assert page.inner_text("#again") == ""
    page.fill("#example-1", "Joint training")
    assert page.inner_text("#again") == AGAIN
    assert page.inner_text("#said") == ""
    choose(page, "item:cha.b", "2")
    page.locator("[name='item:cha.b']").first.scroll_into_view_if_needed()
    assert page.locator("#again").is_visible()
    page.reload()
    assert page.inner_text("#again") == AGAIN
    second = saved(page, tmp_path)["response"]
    assert page.inner_text("#again") == ""
    assert (first["respondent"], first["answers"]) == (second["respondent"], {"dep.a": 5})
    assert (second["answers"], second["evidence"]) == ({"dep.a": 5, "cha.b": 2}, {"dep.a": "Joint training"})
    choose(page, "school", "elm")
    assert page.inner_text("#again") == AGAIN
    page.click("#next")
    page.click("#next")
    assert page.inner_text("#again") == ""
    choose(page, "school", "elm")
    assert page.inner_text("#again") == ""


@pytest.mark.browser
def test_a_change_after_copying_says_to_copy_again(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "3"})
    page.click("#copy")
    page.wait_for_function("() => document.getElementById('said').textContent")
    choose(page, "item:dep.a", "2")
    assert page.inner_text("#again") == "You have changed something since. Copy again and send the new text."


@pytest.mark.browser
def test_a_preview_says_so_before_the_first_question_and_where_it_is_saved(page: Page, tmp_path: Path) -> None:
    like = small()
    asked = Preview.model_validate({"cluster": like.cluster, "label": "preview", "questionnaire": like.questionnaire})
    opened(page, tmp_path, asked)
    assert "This is a preview of the questions: what you answer here cannot be handed in." in page.inner_text("header")
    fill(page, WHO | {"item:dep.a": "3"})
    assert saved(page, tmp_path)["round"]["preview"] is True
    assert "to look at: the answers of a preview cannot be handed in" in page.inner_text("#said")
    choose(page, "item:dep.a", "2")
    assert page.inner_text("#again") == ""


@pytest.mark.browser
def test_it_works_in_a_browser_that_keeps_nothing_and_says_so(page: Page, tmp_path: Path) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});")
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "3"})
    assert "This browser keeps nothing" in page.inner_text("header")
    assert saved(page, tmp_path)["response"]["answers"] == {"dep.a": 3}


@pytest.mark.browser
@pytest.mark.parametrize("kept", ["null", "{", "[]", '{"code": "x"}', '{"code": "<b>", "answers": {}}'])
def test_spoilt_storage_is_an_empty_form(kept: str, page: Page, tmp_path: Path) -> None:
    page.add_init_script(f"Storage.prototype.getItem = () => {json.dumps(kept)};")
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "3"})
    assert saved(page, tmp_path)["response"]["answers"] == {"dep.a": 3}


@pytest.mark.browser
def test_axe_finds_nothing_before_and_after_filling(page: Page, axe: Axe, tmp_path: Path) -> None:
    opened(page, tmp_path, small(), "2025")
    assert axe(page, dark=True) == []
    page.click("text=Ash")
    choose(page, "role", "head")
    page.click("#save")
    assert axe(page, dark=True) == []
    fill(page, {"item:dep.a": "4", "portrait:por.we": "projects", "back:dep.a": "2"})
    page.click("#copy")
    assert page.locator("#text").is_visible()
    assert axe(page, dark=True) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(width: int, page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    long = round_(
        questionnaire(but={"a": {"prompt": "p" * 300, "levels": {n: f"{n}" + "l" * 300 for n in range(1, 6)}}}),
        {"s" * 80: ()},
        label="L" * 200,
    )
    opened(page, tmp_path, long, "L" * 200)
    fill(page, {"school": "s" * 80, "role": "head", "item:a": "3"})
    page.click("#copy")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_what_was_typed_is_only_text(page: Page, tmp_path: Path) -> None:
    asked = hostile()
    opened(page, tmp_path, asked, HOSTILE)
    fill(page, {"school": "ash", "role": "head", "item:a": "5"})
    page.fill("#example-1", HOSTILE)
    response = saved(page, tmp_path)["response"]
    page.reload()
    assert page.title() != "owned"
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert "<script>document.title = 'owned'</script></script><img src=x onerror=alert(1)> &amp;" in page.inner_text(
        "h1"
    )
    assert "<img src=x onerror=alert(1)> &amp;" in page.locator("#q1 legend").inner_text()
    assert response["evidence"]["a"] == HOSTILE.strip()


@pytest.mark.browser
def test_its_own_policy_lets_its_script_and_style_through_and_no_others(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    opened(page, tmp_path, small())
    fill(page, WHO | {"item:dep.a": "4"})
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).fontWeight") == "400"
    assert said == []
    page.evaluate(
        "() => { const bad = document.createElement('script'); bad.textContent = 'document.title = 1';"
        " document.body.append(bad); }"
    )
    assert page.title() == "Small: Cluster, 2026"
    assert "Content Security Policy" in " ".join(said)
    context.close()


@pytest.mark.browser
def test_the_text_for_a_mail_survives_the_mail(page: Page, tmp_path: Path) -> None:
    asked = small(label="Frühjahr <2026>")
    opened(page, tmp_path, asked)
    fill(page, WHO | {"item:dep.a": "4", "item:cha.b": "DK"})
    words = 'Zwölf Schulen: "ein Ziel" & 日本 <b> ' + "and much more of it " * 12
    page.fill("#example-1", words)
    page.click("#copy")
    text = page.input_value("#text")
    assert text.isascii()
    assert not set(text) & set("<>&'")
    # As mail programs do it: words around, a new line at every blank after the 70th letter, other line ends.
    lines = [piece for line in text.splitlines() for piece in textwrap.wrap(line, 70, break_long_words=False) or [""]]
    mail = tmp_path / "mail.txt"
    mail.write_bytes("\r\n".join(["Dear Ann,", "here {they} are:", "", *lines, "", "Regards"]).encode("ascii"))
    responses, problems = read_replies(mail, asked)
    assert problems == []
    assert [(one.answers, one.evidence) for one in responses] == [
        ({"dep.a": 4, "cha.b": "DK"}, {"dep.a": words.strip()})
    ]


@pytest.mark.browser
def test_collected_it_scores_as_the_same_answers_typed_in_the_terminal(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole way: two people fill the page, and the terminal saves the same answers in another folder."""
    by_form, by_terminal = (cluster(tmp_path / way / "two", "cluster-journey") for way in ("form", "terminal"))
    assert run(["form", str(by_form), "-o", str(tmp_path / "form.html")]) == 0
    page.goto((tmp_path / "form.html").as_uri())
    asked = load_round(by_form).questionnaire
    for school, role, first in (("ash", "senior", 0), ("elm", "teacher", 2)):
        items = [item.id for item in asked.items if asked.is_asked(item, role)]
        answers = dict(zip(items, MARKS[first:] + MARKS * 4, strict=False))
        portraits = {one.id: list(one.options)[(first + n) % 4] for n, one in enumerate(asked.portrait)}
        fill(page, {"school": school, "role": role})
        fill(page, {f"item:{item}": str(mark) for item, mark in answers.items() if mark is not None})
        fill(page, {f"portrait:{item}": option for item, option in portraits.items()})
        code = saved(page, tmp_path)["response"]["respondent"]
        typed = Response(respondent=code, school=school, role=role, answers=answers, portraits=portraits)
        store.append(by_terminal, typed, at=dt.datetime(2026, 3, 12, 10, tzinfo=dt.UTC))
        page.click("#next")
    replies = sorted(str(path) for path in tmp_path.glob("reply-*.json"))
    assert run(["collect", str(by_form), *replies, "--yes"]) == 0
    capsys.readouterr()
    told = []
    for folder in (by_form, by_terminal):
        assert run(["score", str(folder), "--json"]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["respondents"] == 2
    assert told[0]["axes"]["depth"]["score"] is not None
    assert told[0]["portrait"]["shares"]
    assert told[0] == told[1]
