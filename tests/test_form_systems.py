"""Forms for other systems: accepted there, and what comes back needs no mapping."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from python_calamine import CalamineWorkbook

from maturity import load_questionnaire
from maturity.collect import forms
from maturity.collect.forms.common import field_names
from maturity.errors import Problem
from maturity.model import Response, Round
from maturity.model.mapping import FileMapping
from maturity.readers.answers import Defaults, understand
from maturity.readers.export import read_export
from maturity.text.clean import plain
from tests.every_shape import TEXTS, round_of_shape
from tests.make import questionnaire
from tests.make import round_ as round_of

NODE_PATH = os.environ.get("NODE_PATH") or str(Path(__file__).parents[1] / ".ci" / "node_modules")
HOSTILE = "<script>alert(1)</script> ${nothing} ${dep_x} {role} \"q\" 'a' =1+1 | ]; // */ ü日\u2028 \u202edne"
SCHOOLS = [{"id": "ash", "name": "Ashfield Primary"}, {"id": "elm-road", "name": "Elm Road, lower & upper"}]
OTHER = Path(__file__).parents[1] / "examples" / "personality.yaml"
"""Levels 1 to 6, reversed items, and neither roles nor portraits nor examples."""
PEOPLE: tuple[dict[str, str], ...] = ({"school": "elm-road"}, {"school": "ash"})


def shipped(name: str) -> Round:
    """A shipped questionnaire, or one of the examples, put to two schools."""
    cluster = {"name": "Riverside", "schools": SCHOOLS}
    return Round.model_validate({"cluster": cluster, "label": "2026", "questionnaire": load_questionnaire(name)})


def hostile() -> Round:
    """A questionnaire in which every text is one that somebody might type to do harm."""
    asked = questionnaire(
        x=(("dep.x", "dep_x2"),),
        y=(("cha.y-z.audit",),),
        but={item: {"prompt": f"{item} {HOSTILE}"} for item in ("dep.x", "dep_x2", "cha.y-z.audit")}
        | {"dep.x": {"prompt": HOSTILE, "audience": ("head",)}},
        portrait=("por.we",),
        evidence_from=4,
        title=HOSTILE,
    )
    cluster = {"name": HOSTILE, "schools": [{"id": "ash", "name": HOSTILE}, {"id": "elm-road", "name": HOSTILE}]}
    return Round.model_validate({"cluster": cluster, "label": HOSTILE, "questionnaire": asked})


ROUNDS = pytest.mark.parametrize(
    "round_",
    [
        *(shipped("cluster-journey"), shipped("cluster-journey-short"), hostile(), shipped(str(OTHER))),
        *map(round_of_shape, TEXTS),
    ],
    ids=["full", "short", "hostile", "six levels, no roles, no portraits", *TEXTS],
)


def people(round_: Round) -> list[dict[str, str]]:
    """What two people choose: code to value; the second one's role is not asked everything."""
    asked = round_.questionnaire
    first, *_, last = [role.id for role in asked.roles] or ["", ""]
    told = []
    for place, (who, role) in enumerate(zip(PEOPLE, (first, last), strict=True)):
        items = [item for item in asked.items if asked.is_asked(item, role)]
        answers = {}
        for n, item in enumerate(items):
            levels = [str(level) for level in sorted(asked.scale_of(item).levels)]
            middle = levels[len(levels) // 2]
            marks = [levels[-2], levels[1], "DK", levels[-1], levels[0], middle, ""][place:]
            answers[item.id] = marks[n % len(marks)]
        options = {one.id: list(one.options)[(n + place) % 4] for n, one in enumerate(asked.portrait)}
        told.append(who | ({"role": role} if role else {}) | answers | options)
    return told


def expected(round_: Round) -> list[tuple[str, str | None, dict[str, Any], dict[str, str]]]:
    """What a round should hold after those two people's answers came back."""
    portraits = {one.id for one in round_.questionnaire.portrait}
    items = round_.questionnaire.item_by_id
    return [
        (
            who["school"],
            who.get("role"),
            {i: v if v == "DK" else int(v) for i, v in who.items() if i in items and v},
            {i: v for i, v in who.items() if i in portraits},
        )
        for who in people(round_)
    ]


def seen(responses: Sequence[Response]) -> list[tuple[str, str | None, dict[str, Any], dict[str, str]]]:
    return [(one.school, one.role, dict(one.answers), dict(one.portraits)) for one in responses]


def back(
    tmp_path: Path, content: str, round_: Round
) -> tuple[str, list[str | None], Sequence[Response], list[Problem]]:
    """An export as the program reads it: system, codes of its columns, responses and problems."""
    path = tmp_path / "export.csv"
    path.write_text(content, "utf-8", newline="")
    export, problems = read_export(path)
    assert export is not None, problems
    understood = understand(export, round_, FileMapping(), Defaults())
    return (
        export.system,
        [column.code for column in export.columns],
        understood.responses,
        [*problems, *understood.problems],
    )


def codes_of(round_: Round, *, evidence: bool = False) -> list[str]:
    """Codes of everything that a form asks, in order, with or without the examples that it asks for."""
    asked = round_.questionnaire
    starts = {item.id: asked.scale_of(item).evidence_from for item in asked.items}
    items = [[i, *([f"evidence:{i}"] if evidence and start is not None else [])] for i, start in starts.items()]
    person = ["school", "role"] if asked.roles else ["school"]
    return [*person, *(code for pair in items for code in pair), *(one.id for one in asked.portrait)]


def table(header: Sequence[str], rows: Sequence[Sequence[str]], **how: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **how).writerows([header, *rows])
    return out.getvalue()


def chosen(choices: Sequence[str], value: str) -> str:
    """The choice with a value at its head, as a system writes it that knows only texts."""
    return next((choice for choice in choices if choice.partition(" - ")[0] == value), "")


# ---- Google


def google_form(round_: Round) -> dict[str, Any]:
    script = forms.build("google", round_).decode("ascii")
    found = re.search(r"^var FORM = (\{.*?^\});$", script, re.MULTILINE | re.DOTALL)
    assert found
    form: dict[str, Any] = json.loads(found[1])
    return form


@ROUNDS
def test_what_a_google_form_collects_comes_back_without_a_mapping(round_: Round, tmp_path: Path) -> None:
    asked = google_form(round_)["questions"]
    rows = [
        [
            "11/24/2026 9:50:30",
            *(chosen(q["choices"], who.get(code, "")) for q, code in zip(asked, codes_of(round_), strict=True)),
        ]
        for who in people(round_)
    ]
    export = table(["Timestamp", *(question["title"] for question in asked)], rows)
    system, codes, responses, problems = back(tmp_path, export, round_)
    assert problems == []
    assert (system, codes) == ("google-forms", codes_of(round_))
    assert seen(responses) == expected(round_)


@ROUNDS
def test_no_two_choices_of_a_google_question_read_the_same(round_: Round) -> None:
    for question in google_form(round_)["questions"]:
        assert len(set(question["choices"])) == len(question["choices"]), question["title"]


@pytest.mark.process
@pytest.mark.skipif(shutil.which("node") is None and not os.environ.get("CI"), reason="no node on this machine")
@ROUNDS
def test_the_google_script_is_javascript_and_builds_every_question(round_: Round) -> None:
    fake = """
    var built = [], item = {}, log = [];
    ["setTitle", "setHelpText", "setChoiceValues", "setRequired"].forEach(
      function (name) { item[name] = function (value) { built[built.length - 1][name] = value; return item; }; });
    var FormApp = {create: function (title) { return {
      setDescription: function () {}, setCollectEmail: function (on) { if (on) { throw "asks for addresses"; } },
      addMultipleChoiceItem: function () { built.push({}); return item; },
      getPublishedUrl: function () { return "P"; }, getEditUrl: function () { return "E"; } }; }};
    var Logger = {log: function (text) { log.push(text); }};
    """
    script = forms.build("google", round_).decode("ascii")
    done = node(f"{fake}\n{script}\nbuild(); console.log(JSON.stringify([built, log]));")
    built, log = json.loads(done)
    assert [one["setTitle"].rpartition("[")[2] for one in built] == [f"{code}]" for code in codes_of(round_)]
    assert [one["setRequired"] for one in built] == [code in ("school", "role") for code in codes_of(round_)]
    assert log == ["Send out: P", "Edit: E"]


def node(script: str) -> str:
    done = subprocess.run(
        ["node", "-"], input=script, capture_output=True, encoding="utf-8", env=os.environ | {"NODE_PATH": NODE_PATH}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- Microsoft


def microsoft_form(content: bytes) -> list[tuple[str, list[str]]]:
    """Title and choices of each question, told by its number and their letters."""
    asked: list[tuple[str, list[str]]] = []
    for paragraph in docx.Document(io.BytesIO(content)).paragraphs:
        if found := re.fullmatch(r"(\d+)\. (.*)", paragraph.text):
            assert int(found[1]) == len(asked) + 1
            asked.append((found[2], []))
        elif found := re.fullmatch(r"([A-Z]{1,2})\. (.*)", paragraph.text):
            asked[-1][1].append(found[2])
    return asked


@ROUNDS
def test_what_microsoft_forms_collects_comes_back_without_a_mapping(round_: Round, tmp_path: Path) -> None:
    asked = microsoft_form(forms.build("microsoft", round_))
    fixed = ["4/28/26 11:21:47", "4/28/26 11:29:02", "anonymous", ""]
    rows = [
        [
            str(n),
            *fixed,
            *(chosen(choices, who.get(code, "")) for (_, choices), code in zip(asked, codes_of(round_), strict=True)),
        ]
        for n, who in enumerate(people(round_), 1)
    ]
    header = ["Id", "Start time", "Completion time", "Email", "Name", *(title for title, _ in asked)]
    system, codes, responses, problems = back(tmp_path, "\ufeff" + table(header, rows), round_)
    assert problems == []
    assert (system, codes) == ("microsoft-forms", codes_of(round_))
    assert seen(responses) == expected(round_)


def test_a_choice_after_the_twenty_sixth_is_not_lost() -> None:
    many = round_of(questionnaire(), {f"s{n}": () for n in range(30)})
    (title, schools), *_ = microsoft_form(forms.build("microsoft", many))
    assert title == "Which school do you belong to? [school]"
    assert schools == [f"s{n} - S{n}" for n in range(30)]


# ---- LimeSurvey


def limesurvey_form(round_: Round) -> list[dict[str, str]]:
    content = forms.build("limesurvey", round_)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t"))


def limesurvey_questions(rows: Sequence[Mapping[str, str]]) -> list[tuple[Mapping[str, str], dict[str, str]]]:
    """Each question with its answers, code to text."""
    asked: list[tuple[Mapping[str, str], dict[str, str]]] = []
    for row in rows:
        if row["class"] == "Q":
            asked.append((row, {}))
        elif row["class"] == "A":
            assert row["id"] == asked[-1][0]["id"]
            asked[-1][1][row["name"]] = row["text"]
    return asked


@ROUNDS
def test_a_limesurvey_structure_has_the_rows_and_names_that_its_import_takes(round_: Round) -> None:
    rows = limesurvey_form(round_)
    asked = limesurvey_questions(rows)
    classes = [row["class"] for row in rows]
    assert classes == sorted(classes, key=lambda name: min(["S", "SL", "G", "Q"].index(name.replace("A", "Q")), 3))
    assert {row["class"] for row in rows} == {"S", "SL", "G", "Q", "A"}
    assert {row["language"] for row in rows if row["class"] != "S"} == {"en"}
    named = [question["name"] for question, _ in asked]
    assert len(set(named)) == len(named)
    assert [name for name in named if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", name)] == []
    answers = [code for _, choices in asked for code in choices]
    assert [code for code in answers if not re.fullmatch(r"[A-Za-z0-9]{1,5}", code)] == []
    assert {question["type/scale"] for question, choices in asked if choices} == {"L"}
    assert {question["type/scale"] for question, choices in asked if not choices} <= {"T"}
    used = {code for question, _ in asked for code in re.findall(r"(\w+)\.NAOK", question["relevance"])}
    assert used <= set(named)


def test_a_limesurvey_question_is_shown_to_its_roles_and_an_example_after_a_high_level() -> None:
    asked = questionnaire(x=(("dep.x",),), y=(("cha.y",),), but={"dep.x": {"audience": ("head",)}}, evidence_from=4)
    shown = {q["name"]: q["relevance"] for q, _ in limesurvey_questions(limesurvey_form(round_of(asked, {"ash": ()})))}
    assert shown["depx"] == '(role.NAOK == "A1")'
    assert shown["evidencedepx"] == '(role.NAOK == "A1") and (depx.NAOK == "4" or depx.NAOK == "5")'
    assert shown["chay"] == "1"


@ROUNDS
def test_nothing_typed_is_html_or_an_expression_to_limesurvey(round_: Round) -> None:
    texts = [row[key] for row in limesurvey_form(round_) for key in ("name", "text", "help")]
    assert [text for text in texts if set(text) & set("<>{}\t\r\n")] == []


@ROUNDS
@pytest.mark.parametrize("style", ["code and text", "full text"])
def test_what_limesurvey_collects_comes_back_without_a_mapping(round_: Round, style: str, tmp_path: Path) -> None:
    asked = limesurvey_questions(limesurvey_form(round_))
    texts = [html.unescape(question["text"]) for question, _ in asked]
    if style == "code and text":
        fixed = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page"]
        header = [*fixed, *(f"{q['name']}. {text}" for (q, _), text in zip(asked, texts, strict=True))]
    else:
        header = ["Response ID", "Date submitted", "Last page", *texts]
    all_codes = codes_of(round_, evidence=True)
    rows = [
        [
            *(str(n), "2026-09-28 11:51:17", "1"),
            *(
                html.unescape(chosen(list(choices.values()), who.get(code, "")))
                for (_, choices), code in zip(asked, all_codes, strict=True)
            ),
        ]
        for n, who in enumerate(people(round_), 1)
    ]
    system, codes, responses, problems = back(tmp_path, "\ufeff" + table(header, rows, quoting=csv.QUOTE_ALL), round_)
    assert problems == []
    assert system == "limesurvey"
    assert codes == (all_codes if style == "full text" else [q["name"] for q, _ in asked])
    assert seen(responses) == expected(round_)


# ---- Kobo and ODK


def kobo_sheets(round_: Round) -> dict[str, list[dict[str, str]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(forms.build("kobo", round_)))
    sheets = {}
    for name in workbook.sheet_names:
        header, *rows = workbook.get_sheet_by_name(name).to_python()
        sheets[name] = [dict(zip(map(str, header), map(str, row), strict=True)) for row in rows]
    return sheets


@ROUNDS
def test_pyxform_takes_the_xlsform_without_a_warning(round_: Round, tmp_path: Path) -> None:
    from pyxform.xls2xform import convert  # type: ignore[import-untyped]

    path = tmp_path / "form.xlsx"
    path.write_bytes(forms.build("kobo", round_))
    warnings: list[str] = []
    done = convert(path, pretty_print=False, warnings=warnings)
    assert warnings == []
    assert "<script>" not in done.xform
    assert "<output" not in done.xform
    for code in codes_of(round_):
        assert f'ref="/data/{field_names([code], joint="_")[code]}"' in done.xform


@ROUNDS
@pytest.mark.parametrize("system", ["kobo", "odk"])
def test_what_kobo_and_odk_collect_comes_back_without_a_mapping(round_: Round, system: str, tmp_path: Path) -> None:
    survey = kobo_sheets(round_)["survey"]
    asked = [row["name"] for row in survey]
    notes = [row["name"] for row in survey if row["type"] == "note"]
    all_codes = codes_of(round_, evidence=True)
    lists: dict[str, set[str]] = {}
    for row in kobo_sheets(round_)["choices"]:
        lists.setdefault(row["list_name"], set()).add(row["name"])
    # An export has an empty column for what stands above the questions.
    body = [["" for _ in notes] + [who.get(code, "") for code in all_codes] for who in people(round_)]
    for name, *values in zip(asked, *body, strict=True):
        assert set(values) - {""} <= lists.get(name, set())
    if system == "kobo":
        fixed = ["_id", "_uuid", "_submission_time"]
        rows = [[*cells, str(n), f"u{n}", "2026-09-28T11:51:17"] for n, cells in enumerate(body)]
        export = table([*asked, *fixed], rows, delimiter=";", quoting=csv.QUOTE_ALL)
    else:
        rows = [["2026-09-28T11:51:17.000Z", *cells, f"uuid:{n}"] for n, cells in enumerate(body)]
        export = table(["SubmissionDate", *asked, "KEY"], rows, lineterminator="\n")
    name, codes, responses, problems = back(tmp_path, export, round_)
    assert problems == []
    assert (name, codes) == ("kobo", asked)
    assert asked == [*notes, *field_names(all_codes, joint="_").values()]
    assert seen(responses) == expected(round_)


def test_an_xlsform_asks_only_the_roles_that_an_item_is_put_to() -> None:
    asked = questionnaire(x=(("dep.x",),), y=(("cha.y",),), but={"dep.x": {"audience": ("head",)}}, evidence_from=4)
    shown = {row["name"]: row["relevant"] for row in kobo_sheets(round_of(asked, {"ash": ()}))["survey"]}
    assert shown["dep_x"] == "(${role} = 'head')"
    assert shown["evidence_dep_x"] == "(${role} = 'head') and (${dep_x} = '4' or ${dep_x} = '5')"
    assert shown["cha_y"] == ""


# ---- SurveyJS


def surveyjs_form(round_: Round) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(forms.build("surveyjs", round_))
    return form


@ROUNDS
def test_what_surveyjs_collects_comes_back_without_a_mapping(round_: Round, tmp_path: Path) -> None:
    asked = [element["name"] for page in surveyjs_form(round_)["pages"] for element in page["elements"]]
    export = table(asked, [[who.get(code, "") for code in asked] for who in people(round_)])
    system, codes, responses, problems = back(tmp_path, export, round_)
    assert problems == []
    assert (system, codes) == ("maturity", asked)
    assert seen(responses) == expected(round_)


@pytest.mark.process
@ROUNDS
def test_survey_core_loads_the_survey_and_asks_each_role_its_own_items(round_: Round) -> None:
    require_survey_core()
    head, *_, last = [role.id for role in round_.questionnaire.roles] or ["", ""]
    item = round_.questionnaire.items[0].id
    scale = round_.questionnaire.scale_of(round_.questionnaire.items[0])
    high = str(scale.evidence_from or scale.high)
    script = f"""
    const {{ Model }} = require("survey-core");
    const survey = new Model({json.dumps(surveyjs_form(round_))});
    const shown = () => survey.getAllQuestions().filter((one) => one.isVisible).map((one) => one.name);
    const seen = {{ errors: survey.jsonErrors || [], all: survey.getAllQuestions().map((one) => one.name) }};
    survey.setValue("school", "ash");
    for (const role of {json.dumps([head, last])}) {{ survey.setValue("role", role); seen[role] = shown(); }}
    survey.setValue("role", {json.dumps(head)});
    survey.setValue({json.dumps(item)}, {json.dumps(high)});
    seen.high = shown();
    seen.data = survey.data;
    seen.titles = survey.getAllQuestions().map((one) => one.locTitle.renderedHtml);
    console.log(JSON.stringify(seen));
    """
    seen = json.loads(node(script))
    has_examples = scale.evidence_from is not None
    assert seen["errors"] == []
    assert seen["all"] == codes_of(round_, evidence=True)
    for role in (head, last):
        asked = round_.questionnaire
        items = [one.id for one in asked.items if asked.is_asked(one, role)]
        person = ["school", "role"] if role else ["school"]
        assert seen[role] == [*person, *items, *(one.id for one in asked.portrait)]
    assert set(seen["high"]) - set(seen[head]) == ({f"evidence:{item}"} if has_examples else set())
    assert seen["data"][item] == high
    prompts = [plain(one.prompt) for one in round_.questionnaire.items]
    prompts += [plain(one.prompt) for one in round_.questionnaire.portrait]
    titles = [title.replace("\u2060", "") for title in seen["titles"]]
    assert [prompt for prompt in prompts if prompt not in titles] == []


def require_survey_core() -> None:
    """Skip where survey-core is not installed; in CI that is a failure."""
    if (Path(NODE_PATH) / "survey-core").is_dir() and shutil.which("node"):
        return
    if os.environ.get("CI"):
        pytest.fail("survey-core or node is missing, and in CI that is a failure")
    pytest.skip("no survey-core: npm install --no-save --no-package-lock --prefix .ci survey-core")


# ---- Names


@pytest.mark.parametrize(
    ("codes", "how", "wanted"),
    [
        (["dep.trust.candour"], {"joint": "_"}, ["dep_trust_candour"]),
        (["a.b", "a_b", "a-b"], {"joint": "_"}, ["a_b_2", "a_b", "a_b_3"]),
        (["abcdefgh", "abcdef", "abcdefgi"], {"longest": 6}, ["abcde2", "abcdef", "abcde3"]),
    ],
)
def test_names_differ_and_none_is_the_name_of_another_code(
    codes: list[str], how: dict[str, Any], wanted: list[str]
) -> None:
    assert list(field_names(codes, **how).values()) == wanted
