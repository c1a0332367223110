"""A number and its noun: no report says `1 people`, `1 of 1 schools`, or leaves the choice to the reader."""

from __future__ import annotations

import re

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.readers.questionnaire import load_questionnaire
from maturity.renderers import markdown
from maturity.report.compose import compose
from tests.harsh import round_of

NOUNS = "people|schools|questions|answers|levels|clusters|rounds|priorities|portraits|dimensions|parts|stages|reviews"
WRONG = re.compile(
    rf"(?<![\d.,–+-])1(?:\.0)? (?:{NOUNS})\b|\b[1-9]\d* (?:people|person) from 0 of|\b1 of 1 \w+ (?:have|are)\b|\w\(s\)"
    r"|resampl|Settled:|\b0 people\b|\b0 priorities\b|is not known; |\(\?, \?\)|nothing to average|\bn \d|n not shown",
)
SHAPES = ("cluster-journey-short", "self-improving-system", "review-follow-up", "hallmarks", "temperature-check")
CROWDS = ((1, 0), (3, 0), (1, 1), (1, 2), (2, 1), (3, 4))
"""Schools, and people of each."""


@pytest.mark.parametrize("mode", ["named", "anonymous", "confidential"])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_report_has_a_number_and_a_noun_that_disagree(shape: str, mode: str) -> None:
    asked, found = load_questionnaire(shape), []
    for schools, people in CROWDS if mode == "named" else CROWDS[-1:]:
        names = [f"School {chr(65 + n)}" for n in range(schools)]
        made = assess(round_of(asked, names, people, mode=mode, fictional=True, seed=schools + people))
        text = markdown.render(compose(made, advise(made))).decode()
        found += [text[max(0, hit.start() - 60) : hit.end() + 20] for hit in WRONG.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "0 people from 3 schools",
        "the cluster (?, ?)",
        "0.5; n 8, 1 cannot tell",
        "1 people from",
        "up by 1.0 levels",
        "3 people from 0 of 3 schools",
        "1 of 1 schools have",
        "2 school(s)",
    ],
)
def test_the_check_sees_what_it_looks_for(text: str) -> None:
    assert WRONG.search(text)


@pytest.mark.parametrize("text", ["11 people", "0.1 levels", "up by 1.0 level", "1 person from 1 of 1 school"])
def test_the_check_leaves_what_is_right_alone(text: str) -> None:
    assert not WRONG.search(text)
