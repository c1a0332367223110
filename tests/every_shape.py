"""Small questionnaires of the shapes without a map, as an author would write them, and rounds of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import yaml

from maturity.model import Questionnaire, Round

HEAD = 'format: maturity-questionnaire/2\nid: {shape}\nversion: "1"\ntitle: "A {shape}"\nshape: {shape}\n'
NESTED = HEAD.format(shape="profile") + dedent(
    """\
    scales:
      schools:
        levels: {0: "No", 1: "In some schools", 2: "In half of them", 3: "In most or all"}
        values: {0: 0, 1: 0.25, 2: 0.5, 3: 1}
        instruction: "Answer from what you have seen in the past twelve months."
        dont_know: "I have not seen it"
        evidence_from: 2
        evidence_prompt: "Which school?"
      often:
        levels: {0: "Never", 1: "Now and then", 2: "Every term"}
        values: {0: 0, 1: 0.5, 2: 1}
        instruction: "Count only what has happened."
        dont_know: "I cannot say how often"
    roles:
      - {id: head, label: "Head"}
      - {id: teacher, label: "Teacher"}
    overall: {label: "Reach", combine: mean, bands: [{from: 0, label: "Beginning"}, {from: 1.5, label: "Growing"}],
              basis: "Cut-offs are ours."}
    dimensions:
      - {id: review, label: "Reviewing", short: "Reviewing"}
      - {id: preparing, in: review, label: "Preparing", short: "Preparing", combine: sum}
      - {id: following, in: review, label: "Following up", short: "Following up", combine: sum}
    items:
      - {id: pre.1, dimension: preparing, scale: schools, short: "Frank view", prompt: "Do schools write a frank view?",
         criteria: ["It names a weakness.", "Staff had a part in it"]}
      - {id: pre.2, dimension: preparing, scale: often, short: "Practice", prompt: "Do reviewers practise?",
         audience: [head]}
      - {id: fol.1, dimension: following, scale: schools, short: "One thing", prompt: "Is one thing settled?"}
      - {id: fol.2, dimension: following, scale: often, short: "Account", prompt: "Is there an account?"}
    """
)
CHECKLIST = HEAD.format(shape="checklist") + dedent(
    """\
    scale: {levels: {0: "No", 1: "Partly", 2: "Yes"}, met_at: 1.5, instruction: "Think of this term.", evidence_from: 2}
    items:
      - {id: alone, short: "Nobody alone", prompt: "Is nobody left alone?",
         guidance: {ask: "Who was missing?", evidence: "A list.", steps: {0: "Choose who looks.", 1: "Call."}}}
      - {id: list, short: "A list", prompt: "Is there a list?"}
      - {id: word, short: "Word kept", prompt: "Do leaders keep their word?"}
    """
)
LADDER = HEAD.format(shape="ladder") + dedent(
    """\
    subject: review
    scale: {levels: {0: "No", 1: "Partly", 2: "Yes"}, met_at: 1.5, dont_know: "I was not there"}
    roles:
      - {id: host, label: "Host"}
      - {id: reviewer, label: "Reviewer"}
    start: {label: "Only a health check", text: "Nothing followed."}
    stages:
      - {id: priority, label: "One priority", short: "1 Priority", need: 1, must: [rf.one]}
      - {id: action, label: "Action", short: "2 Action"}
    items:
      - {id: rf.own, stage: priority, short: "Own view", prompt: "Did it begin from the school's own view?"}
      - {id: rf.one, stage: priority, short: "One thing", prompt: "Was one thing chosen?"}
      - {id: rf.monday, stage: action, short: "Monday", prompt: "Does somebody act differently?", audience: [host]}
      - {id: rf.watched, stage: action, short: "Watched", prompt: "Does somebody watch over it?"}
    """
)
_AREAS = ("need", "choosing", "making", "planning", "doing", "barriers", "going-on")
TOTAL = (
    HEAD.format(shape="total")
    + dedent(
        """\
        scale: {levels: {1: "Strongly disagree", 2: "Disagree", 3: "Not sure", 4: "Agree", 5: "Strongly agree"}}
        bands:
          - {from: 35, label: "Question it"}
          - {from: 85, label: "On the way"}
          - {from: 127, label: "Genuine collaboration"}
        """
    )
    + "dimensions:\n"
    + "".join(f"  - {{id: {one}, label: Of {one}, short: {one}, combine: sum}}\n" for one in _AREAS)
    + "items:\n"
    + "".join(
        f'  - {{id: {one}.{n}, dimension: {one}, short: "{one} {n}", prompt: "Statement {n} of {one}."}}\n'
        for one in _AREAS
        for n in range(1, 6)
    )
)
TEXTS = {"profile": NESTED, "checklist": CHECKLIST, "ladder": LADDER, "total": TOTAL}
"""By shape."""
SCHOOLS = ("ash", "elm-road", "oak")


def data_of(shape: str) -> dict[str, Any]:
    """A questionnaire of a shape as plain data, to be changed."""
    data: dict[str, Any] = yaml.safe_load(TEXTS[shape])
    return data


def questionnaire_of(shape: str, **more: Any) -> Questionnaire:
    """A questionnaire of a shape, with other keys at its top."""
    return Questionnaire.model_validate(data_of(shape) | more)


def round_of_shape(shape: str, people: Mapping[str, Sequence[Sequence[int | str | None]]] = {}, **more: Any) -> Round:
    """A round of three schools.

    Args:
        people: school id to its people, each a row of answers in the order of the items.
    """
    asked = questionnaire_of(shape)
    said = [
        {
            "respondent": f"{school}-{n}",
            "school": school,
            "answers": {item.id: answer for item, answer in zip(asked.items, row, strict=True) if answer is not None},
        }
        for school, rows in people.items()
        for n, row in enumerate(rows)
    ]
    cluster = {"name": "Riverside", "schools": [{"id": one, "name": one.title()} for one in SCHOOLS]}
    about = {} if asked.subject == "cluster" else {"subject_of": {"school": "ash", "reviewed": "2026-02-03"}}
    whole = {"cluster": cluster, "label": "2026", "questionnaire": asked, "responses": said, **about}
    return Round.model_validate(whole | more)


def written(folder: Path, shape: str, *changes: tuple[str, str]) -> Path:
    """A questionnaire of a shape as a file, with some of its words replaced, each exactly once."""
    text = TEXTS[shape]
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    path = folder / "asked.yaml"
    path.write_text(text, "utf-8")
    return path
