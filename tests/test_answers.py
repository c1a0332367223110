"""A cell is understood or named with its place; schools are matched or asked about; nobody is counted twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from maturity.collect.identity import identify
from maturity.errors import Fault
from maturity.model import Round
from maturity.model.export import Understood
from maturity.model.mapping import FileMapping
from maturity.readers.answers import Defaults, by_words, understand
from maturity.readers.export import read_export
from maturity.readers.levels import Wording, decided_for
from maturity.readers.mapping import as_flag
from tests.every_shape import questionnaire_of
from tests.make import questionnaire, round_

LEVELS = {1: "Not yet", 2: "Now and then", 3: "Mostly", 4: "Always", 5: "Mostly, and tested"}
LABELS = ("Disagree", "Rather disagree", "Neither", "Rather agree", "Agree")
ASKED = questionnaire(
    (("dep.trust",),),
    (("cha.review",),),
    but={"dep.trust": {"prompt": "How candid are you?", "levels": LEVELS}, "cha.review": {"prompt": "How rigorous?"}},
    labels=LABELS,
    dont_know="I can't tell",
    portrait=("por.glue",),
)
ROUND: Round = round_(ASKED, {"ash": (), "brook": ()}).model_copy(
    update={
        "cluster": round_(ASKED, {"ash": ()}).cluster.model_validate(
            {
                "name": "Cluster",
                "schools": [
                    {"id": "ash", "name": "Ashfield Primary"},
                    {"id": "brook", "name": "St. Brook’s"},
                    {"id": "castle", "name": "Castle Hill"},
                ],
            }
        )
    }
)


def cell(text: str, item: str = "dep.trust", **extra: Any) -> Any:
    found = Wording(ASKED, ASKED.item_by_id[item], extra).read(text)
    return found.message if isinstance(found, Fault) else found


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("3.0", 3),
        ("3,0", 3),
        ("3 - Mostly", 3),
        ("3 – mostly.", 3),
        ("3: something in other words", 3),
        ("5) Mostly, and tested", 5),
        ("Mostly", 3),
        ("  mostly\u00a0", 3),
        ("NOT  YET", 1),
        ("DK", "DK"),
        ("dk - I can't tell", "DK"),
        ("I can’t tell", "DK"),
        ("Rather agree", 4),
        ("", None),
        (" \u00a0 ", None),
    ],
)
def test_a_level_is_understood_as_digits_as_digits_with_text_as_text_and_as_label(text: str, answer: Any) -> None:
    assert cell(text) == answer


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9", "'9' is not on the scale 1 to 5"),
        ("0", "'0' is not on the scale 1 to 5"),
        ("9 - Mostly", "'9 - Mostly' is not on the scale 1 to 5"),
        ("3.5", "'3.5' lies between two levels"),
        ("3,5", "'3,5' lies between two levels"),
        ("4-5", "'4-5' names two levels"),
        ("4 or 5", "'4 or 5' names two levels"),
        ("2026-05-04", "'2026-05-04' is a date, as spreadsheets make of answers such as 4-5"),
        ("5-May", "'5-May' is a date, as spreadsheets make of answers such as 4-5"),
        ("TRUE", "'TRUE' is true or false, and no level"),
        ("#N/A", "'#N/A' is an error of the spreadsheet"),
        ("N/A", "'N/A' fits no level"),
        ("good", "'good' fits no level"),
        ("2 - Always", "'2 - Always' names 2, but its text is that of 4"),
        ("no", "'no' fits no level"),
    ],
)
def test_a_cell_that_fits_nothing_is_never_guessed(text: str, why: str) -> None:
    assert cell(text) == why


def test_what_a_text_means_can_be_decided_once() -> None:
    assert cell("Good", good=4) == 4
    assert Wording(ASKED, ASKED.items[0], {"n/a": None}).read("N/A") is None


def test_a_text_that_two_levels_share_is_not_taken_for_either() -> None:
    twice = questionnaire(labels=("Yes", "Somewhat", "Yes"), midpoint=2)
    found = Wording(twice, twice.items[0], {}).read("yes")
    assert isinstance(found, Fault)
    assert found.message == "'yes' is the text of the levels 1 and 3"


def table(tmp_path: Path, text: str, mapping: FileMapping | None = None, **defaults: str) -> Understood:
    path = tmp_path / "answers.csv"
    path.write_text(text, "utf-8")
    export, problems = read_export(path)
    assert problems == []
    assert export is not None
    return understand(export, ROUND, mapping or FileMapping(), Defaults(**defaults))


def said(understood: Understood) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in understood.problems]


def test_a_file_names_its_columns_by_id_by_words_or_as_decided(tmp_path: Path) -> None:
    text = "Timestamp,My school,How candid are you?,Rigour?,Which?\n1,ash,4,2,projects\n"
    found = table(tmp_path, text, FileMapping(columns={"rigour?": "cha.review", "Which?": "por.glue"}))
    assert said(found) == []
    (response,) = found.responses
    assert response.answers == {"dep.trust": 4, "cha.review": 2}
    assert response.portraits == {"por.glue": "projects"}
    assert [(one.target, one.how) for one in found.matched] == [
        ("school", "text"),
        ("dep.trust", "text"),
        ("cha.review", "mapping"),
        ("por.glue", "mapping"),
    ]
    assert by_words(found).columns == {"My school": "school", "How candid are you?": "dep.trust"}


def test_a_header_that_is_nearly_a_question_has_to_be_decided_and_a_strange_one_is_left_out(tmp_path: Path) -> None:
    found = table(tmp_path, "school,How candid are we?,cha.review,Shoe size\nash,4,2,43\n")
    assert [(one.text, one.likely, one.needed) for one in found.open] == [
        ("How candid are we?", ("dep.trust",), True),
        ("Shoe size", (), False),
    ]
    assert found.unasked == ("dep.trust",)


@pytest.mark.parametrize(
    ("typed", "school"),
    [
        ("ash", "ash"),
        ("ASHFIELD  primary", "ash"),
        ("ash - Ashfield Primary", "ash"),
        ("St. Brook's", "brook"),
        ("st. brook’s.", "brook"),
    ],
)
def test_a_school_may_be_typed_in_any_way_that_leaves_no_doubt(tmp_path: Path, typed: str, school: str) -> None:
    found = table(tmp_path, f"school,dep.trust\n{typed},4\n")
    assert [response.school for response in found.responses] == [school]


def test_a_school_that_may_be_another_is_a_question_and_its_row_waits(tmp_path: Path) -> None:
    text = "school,dep.trust\nAshfield,4\nAshfeld Primary,3\nNowhere,2\ncastle,1\n"
    found = table(tmp_path, text)
    assert [(one.text, one.likely) for one in found.open] == [
        ("Ashfield", ("ash",)),
        ("Ashfeld Primary", ("ash",)),
        ("Nowhere", ()),
    ]
    assert [response.school for response in found.responses] == ["castle"]
    assert found.faulty == (2, 3, 4)
    decided = FileMapping(schools={"Ashfield": "ash", "Ashfeld Primary": "ash", "Nowhere": "brook"})
    assert [one.school for one in table(tmp_path, text, decided).responses] == ["ash", "ash", "brook", "castle"]
    wrong = table(tmp_path, text, FileMapping(schools={"Ashfield": "nowhere"}))
    place = ("row 2, column A (school)", "'nowhere' ('Ashfield' in the mapping) is no school of this round")
    assert place in said(wrong)
    assert [one.text for one in wrong.open] == ["Ashfield", "Ashfeld Primary", "Nowhere"]


def test_a_decided_level_that_the_scale_does_not_have_is_open_again(tmp_path: Path) -> None:
    found = table(tmp_path, "school,dep.trust\nash,often\n", FileMapping(levels={"often": 77}))
    assert said(found) == [
        ("row 2, column B (dep.trust)", "the mapping says that 'often' is 77, which is not on the scale")
    ]
    assert [(one.kind, one.text) for one in found.open] == [("levels", "often")]


def test_one_text_may_mean_different_levels_on_two_scales_and_in_two_questions() -> None:
    asked = questionnaire_of("profile")
    decided = {"often": 1, "schools:often": 3, "fol.1:Often": 2, "fol.1: now and then": None}
    read = {item.id: Wording(asked, item, decided_for(item, decided)).read("Often") for item in asked.items}
    assert read == {"pre.1": 3, "pre.2": 1, "fol.1": 2, "fol.2": 1}
    fault = Wording(asked, asked.items[1], decided_for(asked.items[1], {"often": 3})).read("Often")
    assert isinstance(fault, Fault)
    assert fault.hint == 'say which level it is here: --map "pre.2:Often=LEVEL"'


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("St Mary's", '--map "St Mary\'s=ash"'),
        ('The "Oaks" $5', '--map "The \\"Oaks\\" \\$5=ash"'),
        ("a\nb", '--map "a b=ash"'),
        ("x" * 201, "write it into mapping.yaml"),
    ],
)
def test_a_hint_can_be_typed_into_any_shell(text: str, flag: str) -> None:
    assert as_flag(text, "ash") == flag


def test_roles_are_matched_by_label_and_a_school_for_the_whole_file_may_be_given(tmp_path: Path) -> None:
    found = table(tmp_path, "role,dep.trust\nHEAD,4\nteacher - Teacher,3\nJanitor,2\n", school="brook")
    assert [(response.school, response.role) for response in found.responses] == [
        ("brook", "head"),
        ("brook", "teacher"),
    ]
    assert said(found) == [("row 4, column A (role)", "'Janitor' is no role of this round")]
    unknown = table(tmp_path, "role,dep.trust\nJanitor,2\n", FileMapping(roles={"janitor": None}), school="brook")
    assert [response.role for response in unknown.responses] == [None]


def test_a_file_without_a_school_is_refused_once_and_not_for_every_row(tmp_path: Path) -> None:
    found = table(tmp_path, "dep.trust,cha.review\n4,3\n4,2\n")
    assert said(found) == [("", "no column says which school people are from")]
    assert found.responses == ()


def test_a_question_that_stands_in_two_columns_may_be_answered_in_one_of_them(tmp_path: Path) -> None:
    text = "Timestamp,school,How rigorous? [cha.review],How rigorous? [cha.review]\n"
    text += "1,ash,3,\n1,ash,,2\n1,ash,3,3\n1,ash,3,4\n"
    found = table(tmp_path, text)
    assert [response.answers for response in found.responses] == [{"cha.review": n} for n in (3, 2, 3)]
    assert said(found) == [
        ("row 5, column D (How rigorous? [cha.review])", "two columns answer 'cha.review', with 3 and 4")
    ]


def test_people_without_a_name_are_people_and_anonymous_is_no_name(tmp_path: Path) -> None:
    text = "respondent,school,dep.trust\nanonymous,ash,4\nanonymous,ash,4\n,ash,4\nkim,ash,2\n"
    names = [response.respondent for response in table(tmp_path, text).responses]
    assert names[-1] == "kim"
    assert len(set(names)) == 4
    assert "anonymous" not in names
    assert names == [response.respondent for response in table(tmp_path, text).responses]


def test_the_same_answers_from_two_schools_or_two_roles_are_those_of_two_people(tmp_path: Path) -> None:
    groups = [("ash", "head"), ("brook", "head"), ("ash", "teacher")] * 2
    read = [table(tmp_path, "dep.trust\n4\n", school=school, role=role) for school, role in groups]
    rows, doubts = identify(read, {})
    found = [responses[0].respondent for responses in rows]
    assert len(set(found)) == 3
    assert found[:3] == found[3:]
    assert doubts == []


def test_a_code_that_was_cut_at_its_longest_is_still_told(tmp_path: Path) -> None:
    long = questionnaire((("cha.learning.leadership",),), (("cha.learning.practice",),))
    path = tmp_path / "codes.csv"
    path.write_text("id,submitdate,lastpage,school,chalearningleadershi\n1,2026-03-12,1,ash,4\n", "utf-8")
    export, _ = read_export(path)
    assert export is not None
    found = understand(export, round_(long, {"ash": ()}), FileMapping(), Defaults())
    assert [response.answers for response in found.responses] == [{"cha.learning.leadership": 4}]


def test_the_same_name_twice_is_a_fault(tmp_path: Path) -> None:
    found = table(tmp_path, "respondent,school,dep.trust\nkim,ash,4\nkim,brook,3\n")
    assert said(found) == [("row 3", "the person 'kim' appears twice")]


def test_an_id_that_a_system_counts_from_one_does_not_mix_up_two_surveys(tmp_path: Path) -> None:
    head = "ID,Start time,Completion time,Email,Name,school,dep.trust\n"
    rows = (
        "1,3/14/2026 9:00:00,3/14/2026 9:05:00,anonymous,,ash,4\n",
        "1,3/15/2026 8:00:00,3/15/2026 8:05:00,anonymous,,ash,4\n",
    )
    one, other = (table(tmp_path, head + row).responses[0].respondent for row in rows)
    assert one != other
    wrong = FileMapping(schools={"ashes": "brook"})
    mistaken, corrected = (
        table(tmp_path, head + rows[0].replace(",ash,", ",ashes,"), decided).responses[0]
        for decided in (wrong, FileMapping(schools={"ashes": "ash"}))
    )
    assert (mistaken.school, corrected.school) == ("brook", "ash")
    assert mistaken.respondent == corrected.respondent
    later = rows[0].replace("9:05:00", "9:30:00").replace(",4\n", ",2\n")
    assert table(tmp_path, head + later).responses[0].respondent == one
