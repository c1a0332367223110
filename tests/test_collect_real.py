"""Real exports, each held against a small questionnaire that asks what it asked, become answers and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from maturity.model import Questionnaire, Round
from maturity.model.export import Understood
from maturity.model.mapping import FileMapping
from maturity.readers.answers import Defaults, understand
from maturity.readers.export import read_export
from tests.make import questionnaire, round_

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "exports"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real exports are kept beside the repository")
NO_MAPPING = FileMapping()


def asked(prompts: Mapping[str, str], labels: Sequence[str], dont_know: str = "I cannot tell") -> Questionnaire:
    """A questionnaire with half of the items on each axis, every level described by the scale alone."""
    names = list(prompts)
    but: dict[str, dict[str, Any]] = {name: {"prompt": prompt} for name, prompt in prompts.items()}
    half = len(names) // 2
    return questionnaire((names[:half],), (names[half:],), but=but, labels=labels, dont_know=dont_know, midpoint=1.5)


def read(name: str, known: Round, mapping: FileMapping = NO_MAPPING, school: str | None = "here") -> Understood:
    export, problems = read_export(FOLDER / name)
    assert export is not None
    assert problems == []
    return understand(export, known, mapping, Defaults(school=school))


def counts(understood: Understood, item: str) -> Counter[Any]:
    return Counter(response.answers.get(item) for response in understood.responses)


def empty(questions: Questionnaire) -> Round:
    return round_(questions, {"here": ()})


def test_google_forms_digits_are_levels_and_the_other_questions_are_left_alone() -> None:
    enjoy = (
        "Please rate how much you enjoy using R on a scale of 1 to 5, where 1 is you don't enjoy it at all, and 5 is"
    )
    export, _ = read_export(FOLDER / "gforms_en_rstudio2019.csv")
    assert export is not None
    prompts = {
        one: next(column.name for column in export.columns if start in column.name)
        for one, start in (("enjoy", enjoy[:60]), ("hard", "how difficult has it been"))
    }
    # As somebody would type it: another apostrophe, and a blank that does not break.
    prompts["enjoy"] = prompts["enjoy"].replace("'", "’").replace("scale of", "scale\u00a0of")
    found = read("gforms_en_rstudio2019.csv", empty(asked(prompts, ("1", "2", "3", "4", "5"))))
    assert found.problems == ()
    assert len(found.responses) == found.rows == 12
    assert counts(found, "enjoy") == {5: 12}
    assert counts(found, "hard") == {3: 6, 2: 4, 5: 1, 4: 1}
    assert {one.how for one in found.matched if one.target} == {"text"}
    assert len({response.respondent for response in found.responses}) == 12


def test_google_forms_levels_in_words_of_another_language() -> None:
    prompts = {
        "skill": "¿Cómo calificarías tu nivel de experiencia usando R?",
        "tidy": "¿Usas el paquete tidyverse en tu uso cotidiano de R?",
    }
    known = empty(asked(prompts, ("Inicial", "Intermedio", "Experto")))
    found = read("gforms_es_rstudio2018_sheet.tsv", known)
    assert counts(found, "skill") == {}
    assert {problem.code for problem in found.problems} == {"unknown-answer"}
    assert "row 2, column" in found.problems[0].field
    assert "'Generalmente' fits no level" in found.problems[0].message
    assert {one.text for one in found.open if one.kind == "levels"} == {"Generalmente", "De vez en cuando", "Nunca"}
    decided = FileMapping(levels={"generalmente": 3, "De vez en cuando": 2, "Nunca": 1})
    found = read("gforms_es_rstudio2018_sheet.tsv", known, decided)
    assert found.problems == ()
    assert counts(found, "skill") == {2: 5, 1: 4, 3: 1}
    assert counts(found, "tidy") == {3: 7, 2: 2, 1: 1}


def test_limesurvey_codes_mean_what_somebody_decided_and_rows_keep_their_ids() -> None:
    prompts = {"supervision": "Supervision", "workload": "Workload"}
    known = empty(asked(prompts, ("Very satisfied", "Satisfied", "Neither/nor", "Dissatisfied", "Very dissatisfied")))
    codes: dict[str, Any] = {f"A{n}": n for n in range(1, 6)}
    decided = FileMapping(
        columns={"C1[SQ001]": "supervision", "C1[SQ017]": "workload"}, levels={**codes, "A6": None, "A7": "DK"}
    )
    found = read("limesurvey_answercodes_n2_2021.csv", known, decided)
    assert found.problems == ()
    assert (len(found.responses), len(found.blank)) == (16, 4)
    assert counts(found, "supervision") == {2: 7, 1: 4, 5: 2, 3: 1, 4: 1, "DK": 1}
    again = read("limesurvey_answercodes_n2_2021.csv", known, decided)
    assert [one.respondent for one in again.responses] == [one.respondent for one in found.responses]


def test_rows_of_several_grids_that_read_alike_are_asked_about() -> None:
    prompts = {"career": "Career development", "load": "Workload"}
    labels = ("Very dissatisfied", "Dissatisfied", "Neither/nor", "Satisfied", "Very satisfied")
    known = empty(asked(prompts, labels, "Does not apply"))
    found = read("limesurvey_codeandtext_n2.csv", known)
    # Three grids have a row "Workload": which of them is meant, only a person can say.
    workload = [one for one in found.open if one.needed and "load" in one.likely]
    assert [one.where.partition(" (")[2][:2] for one in workload] == ["C1", "C9", "C1"]
    assert "load" in found.unasked
    career = next(one.column.name for one in found.matched if one.column.code == "C1[SQ008]")
    load = next(one.column.name for one in found.matched if one.column.code == "C1[SQ017]")
    found = read("limesurvey_codeandtext_n2.csv", known, FileMapping(columns={load: "load", career: "career"}))
    assert found.problems == ()
    assert (len(found.responses), len(found.blank)) == (10, 1)
    assert counts(found, "career") == {1: 4, 3: 3, 4: 2, 5: 1}
    assert counts(found, "load") == {1: 3, 3: 3, 2: 2, 5: 1, 4: 1}


def test_odk_columns_are_found_by_their_codes_whatever_group_they_stand_in() -> None:
    known = empty(asked({"q1": "First?", "q2": "Second?"}, ("a", "b")))
    found = read("odk_central_split_select.csv", known)
    assert [(one.column.name, one.target, one.how) for one in found.matched] == [
        ("q1", "q1", "id"),
        ("g1-q2", "q2", "id"),
    ]
    assert found.responses == ()
    places = [problem.field for problem in found.problems]
    assert places == ["row 2, column F (g1-q2)", "row 3, column C (q1)", "row 3, column F (g1-q2)"]
    several = FileMapping(levels={"a b": None, "m x": 1, "x y z": 2})
    found = read("odk_central_split_select.csv", known, several)
    assert [one.answers for one in found.responses] == [{"q1": 2, "q2": 1}, {"q2": 2}]
    assert [one.respondent for one in found.responses] == [
        one.respondent for one in read("odk_central_split_select.csv", known, several).responses
    ]


@pytest.mark.parametrize("name", ["qualtrics_de_labels_qualtRics.csv", "qualtrics_legacy2rows_qualtRics.csv"])
def test_qualtrics_with_two_and_with_three_header_rows(name: str) -> None:
    known = empty(asked({"q1": "Anything", "other": "Never asked"}, ("1", "2")))
    found = read(name, known)
    assert found.problems == ()
    (response,) = found.responses
    assert response.answers == {"q1": 2}
    assert response.submitted is not None
    assert response.submitted.year == 2017
    assert found.unasked == ("other",)


def test_surveymonkey_likert_labels_are_levels_and_an_answer_outside_the_scale_is_a_dont_know() -> None:
    prompts = {"jarjar": "Jar Jar Binks", "yoda": "Yoda"}
    low = ("Very unfavorably", "Somewhat unfavorably", "Neither favorably nor unfavorably (neutral)")
    labels = (*low, "Somewhat favorably", "Very favorably")
    found = read("surveymonkey_starwars.csv", empty(asked(prompts, labels, "Unfamiliar (N/A)")))
    assert found.problems == ()
    assert (len(found.responses), len(found.blank), found.rows) == (12, 3, 15)
    assert counts(found, "yoda") == {5: 9, 4: 2, "DK": 1}


def test_a_file_with_no_question_of_the_round_is_refused_as_a_whole() -> None:
    found = read("surveymonkey_starwars.csv", empty(asked({"a": "Something else", "b": "Another"}, ("1", "2"))))
    assert [problem.code for problem in found.problems] == ["no-items"]
    assert found.problems[0].hint == 'check that it is the right file, or say which is which: --map "HEADER=ITEM"'
