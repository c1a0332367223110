"""Words of any language: labels are never recased, values are isolated, ids come from any script."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import pytest

from maturity import assess, load_questionnaire
from maturity.cli.app import run
from maturity.core.advise import advise
from maturity.core.said import Index, Label, Level, Levels, Name, Range, Said, Share, Value, labels, said
from maturity.core.themed import themed
from maturity.journeys.ask import Ask
from maturity.journeys.story import read_story
from maturity.model import Questionnaire
from maturity.model.theme import Theme
from maturity.readers.library import shipped
from maturity.readers.table import slugs
from maturity.renderers.questionnaire import render
from maturity.report.messages import MESSAGES
from maturity.report.messages.forms import Plural
from maturity.report.wording import label, say, sentence
from maturity.text.isolate import direction, is_tag, isolated, runs_from_right
from maturity.text.slug import slug
from tests.make import questionnaire, round_

BELOW = said(
    "priority-below",
    dimension=Label("dimension", "x1"),
    score=Level(2.1),
    axis=Label("axis", "x"),
    overall=Level(2.4),
)


@pytest.mark.parametrize(
    ("written", "inside", "expected"),
    [
        ("Beziehungen", "", "on Beziehungen ("),
        ("İşbirliği", "", "on İşbirliği ("),
        ("IT skills", "", "on IT skills ("),
        ("Depth of partnership", "depth of partnership", "on depth of partnership ("),
        ("العلاقات", "", "on \u2068العلاقات\u2069 ("),
    ],
)
def test_a_label_stands_in_a_sentence_as_it_is_written_or_in_its_own_form(
    written: str, inside: str, expected: str
) -> None:
    asked = questionnaire(but={"x": {"label": written, "inside": inside}})
    assert expected in sentence(BELOW, asked)


def test_a_label_that_opens_a_sentence_stands_there_as_it_is_written() -> None:
    asked = questionnaire(but={"x1": {"label": "Shared purpose", "inside": "shared purpose"}})
    what = Label("dimension", "x1")
    assert say("question-open", asked, what=what, before=Name("1"), after=Name("2")).startswith(
        "Shared purpose is open"
    )
    assert label(asked, Label("dimension", "x1")) == "shared purpose"


def test_a_message_may_ask_for_another_form_of_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = questionnaire(but={"x": {"label": "Depth of us", "inside": "depth of us", "short_inside": "depth"}})
    monkeypatch.setitem(MESSAGES, "t", "On {a}, {a:label}, {a:short}, {a:short-inside}.")
    assert sentence(said("t", a=Label("axis", "x")), asked) == "On depth of us, Depth of us, Depth, depth."


def test_numbers_are_one_token_and_a_plural_follows_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MESSAGES, "t", "{range} {levels} {one} {index} {share} {level} {names}")
    values: dict[str, Value] = {
        "range": Range(2.8, 3.6),
        "levels": Levels(4, 5),
        "one": Levels(5, 5),
        "index": Index(0.5),
        "share": Share(0.999),
        "level": Level(2.96, 3.0),
        "names": labels("axis", ["x", "y"], "or"),
    }
    assert sentence(Said("t", values), questionnaire()) == "2.8–3.6 4–5 5 0.50 over 99% 2.96 depth or challenge"
    monkeypatch.setitem(MESSAGES, "t", Plural("n", "{n} school", "{n} schools"))
    assert [sentence(said("t", n=n)) for n in (0, 1, 2)] == ["0 schools", "1 school", "2 schools"]
    monkeypatch.setitem(MESSAGES, "t", "{n} of {of} {of:question|questions} {n:holds|hold}")
    assert sentence(said("t", n=1, of=2)) == "1 of 2 questions holds"
    assert sentence(said("t", n=0, of=1)) == "0 of 1 question hold"


def test_what_needs_a_questionnaire_is_not_guessed_without_one() -> None:
    with pytest.raises(ValueError, match="only a questionnaire"):
        sentence(BELOW)


def test_what_people_wrote_is_isolated_once_and_never_taken_for_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MESSAGES, "t", "{school} and {other}.")
    text = sentence(said("t", school=Name("{other}"), other=Name("مدرسة")))
    assert text == "{other} and \u2068مدرسة\u2069."


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Depth", "ltr"), ("عمق", "rtl"), ("2.8–3.6", None), ("\u2068عمق\u2069 is settled", "ltr"), ("3 عمق", "rtl")],
)
def test_a_text_runs_as_its_first_letter_outside_isolates(text: str, expected: str | None) -> None:
    assert direction(text) == expected


def test_only_what_could_disturb_the_order_is_isolated() -> None:
    assert (isolated("Depth"), isolated("2.8–3.6"), isolated("عمق")) == ("Depth", "2.8–3.6", "\u2068عمق\u2069")


@pytest.mark.parametrize("tag", ["en", "cy", "pt-BR", "zh-Hant-TW", "es-419", "sl-rozaj-biske", "de-x-amt"])
def test_a_language_tag_is_one(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize("tag", ["cymraeg!!", "english", "e", "en_GB", "en-", "", "en GB", "ar\n"])
def test_what_is_no_language_tag_is_refused_with_its_line_and_what_to_write(
    tag: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.yaml"
    lines = render(questionnaire()).decode().splitlines()
    line = next(n for n, one in enumerate(lines, 1) if one.startswith("title:"))
    path.write_text("\n".join([*lines[:line], f"language: {json.dumps(tag)}", *lines[line:]]), "utf-8")
    assert run(["questionnaire", "check", str(path)]) != 0
    said = capsys.readouterr().err
    assert f"{path}:{line + 1}: language: {tag!r} is not the tag of a language" in said
    assert "en, cy, ar, pt-BR" in said


def test_a_script_in_the_tag_decides_where_a_language_runs_from() -> None:
    tags = ("ar", "he-IL", "ur", "en", "ar-Latn", "uz-Arab-AF", "xx")
    assert [runs_from_right(tag) for tag in tags] == [True, True, True, False, False, True, False]


def test_schools_of_any_script_get_ids_that_differ_can_be_read_and_are_valid() -> None:
    names = [
        "مدرسة السلام",
        "مدرسة النور",
        "北京学校",
        "上海学校",
        "Σχολείο",
        "Школа",
        "서울초등학교",
        "Østergård",
    ]
    ids = [*slugs(names).values()]
    assert ids == [
        *("mdrst-alslam", "mdrst-alnwr", "u5317-u4eac-u5b66-u6821", "u4e0a-u6d77-u5b66-u6821", "scholeio", "shkola"),
        *("seoulcodeunghaggyo", "ostergard"),
    ]
    schools = [{"id": i, "name": name} for i, name in zip(ids, names, strict=True)]
    known = round_(questionnaire(), {}, cluster={"name": "C", "schools": schools}).cluster.schools
    assert [school.name for school in known] == names


@pytest.mark.parametrize(
    ("name", "expected"), [("St. Mary's", "st-mary-s"), ("Élm Road", "elm-road"), ("3 Oaks", "school-3-oaks")]
)
def test_ids_that_were_given_before_are_given_again(name: str, expected: str) -> None:
    assert [*slugs([name]).values()] == [expected]


def test_a_thousand_names_of_one_word_have_a_thousand_ids() -> None:
    assert len({*slugs([f"学校{'あ' * (n % 40)}{'い' * (n // 40)}" for n in range(1000)]).values()}) == 1000


def test_an_id_never_ends_in_a_joint_and_never_begins_with_a_number() -> None:
    assert [slug(text) for text in ("١٢ مدارس", "a" * 59 + " b", "—", "Straße")] == [
        "x-12-mdars",
        "a" * 59,
        "x",
        "strasse",
    ]


# Advice first, looks last


def test_a_look_changes_nothing_that_is_advised(tmp_path: Path) -> None:
    # Both axes are equally far behind: the order of the axes would decide which gets two priorities.
    asked = questionnaire((("a",), ("b",)), (("c",), ("d",)))
    tied = round_(asked, {"ash": [(1, 3, 1, 3), (1, 3, 1, 3)], "brook": [(1, 3, 1, 3)]}, date="2026-03-12")
    path, theme = tmp_path / "round.yaml", tmp_path / "theme.yaml"
    (tmp_path / "q.yaml").write_bytes(render(asked))
    data = tied.model_dump(mode="json", exclude={"questionnaire"}, exclude_defaults=True)
    path.write_text(json.dumps({"format": "maturity-round/1", **data, "questionnaire": "./q.yaml"}), "utf-8")
    theme.write_text("bottom: y\ncorners: {projects: Islands}\n", "utf-8")
    plain, dressed = read_story([path], Ask()), read_story([path], Ask(theme=str(theme)))
    assert dressed.assessment.questionnaire.axes[0].id == "y"
    assert dressed.advice == plain.advice
    assert [one.dimension for one in plain.advice.priorities] == ["x1", "x2", "y1"]


def test_advice_of_a_themed_assessment_is_not_that_of_the_plain_one() -> None:
    """The order matters: what `read_story` must not do."""
    asked = questionnaire((("a",), ("b",)), (("c",), ("d",)))
    tied = assess(round_(asked, {"ash": [(1, 3, 1, 3)], "brook": [(1, 3, 1, 3)]}))
    assert advise(themed(tied, Theme(bottom="y"))).priorities != advise(tied).priorities


def test_a_quadrant_that_a_theme_renames_loses_the_old_name_inside_sentences_too() -> None:
    asked = Questionnaire.model_validate(
        (plain := questionnaire()).model_dump()
        | {"quadrants": [one.model_dump() | {"inside": f"the {one.id}"} for one in plain.quadrants]}
    )
    shown = themed(assess(round_(asked, {"ash": [2]})), Theme(corners={"projects": "Islands"})).questionnaire
    assert label(shown, Label("quadrant", "projects")) == "Islands"
    assert label(shown, Label("quadrant", "delivery")) == "the delivery"


def test_the_form_inside_a_sentence_is_no_other_questionnaire() -> None:
    with_form = questionnaire(but={"x": {"inside": "the depth", "short_inside": "depth"}, "a": {"inside": "a"}})
    assert with_form.fingerprint == questionnaire().fingerprint
    assert questionnaire(but={"x": {"label": "Other"}}).fingerprint != questionnaire().fingerprint


def test_the_shipped_questionnaires_say_their_labels_small_inside_sentences() -> None:
    for name, _ in shipped():
        asked = load_questionnaire(name)
        for kind, things in (("axis", asked.axes), ("dimension", asked.dimensions), ("quadrant", asked.quadrants)):
            for thing in things:
                assert label(asked, Label(kind, thing.id)) == thing.label[0].lower() + thing.label[1:]  # type: ignore[arg-type]


def test_every_message_has_places_with_names() -> None:
    for code, message in MESSAGES.items():
        for text in (message.one, message.other) if isinstance(message, Plural) else (message,):
            for _, place, form, conversion in Formatter().parse(text):
                assert place is None or place.isidentifier(), code
                is_word = form is not None and form.count("|") == 1
                assert is_word or form in (None, "", "label", "short", "inside", "short-inside"), code
                assert conversion is None, code
