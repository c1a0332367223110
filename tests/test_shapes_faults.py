"""One slip in a questionnaire of any shape is one problem, with its line and what to do; many are found at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from maturity.errors import Problem
from maturity.readers.questionnaire import read_questionnaire
from tests.every_shape import TEXTS, written

MAP = """\
format: maturity-questionnaire/2
id: map
version: "1"
title: "A map"
shape: map
scale: {levels: {1: "Low", 2: "Middling", 3: "High"}}
axes:
  - {id: x, label: "Depth", short: "Depth", midpoint: 2, dimensions_needed: 1}
  - {id: y, label: "Challenge", short: "Challenge", midpoint: 2, dimensions_needed: 1}
dimensions:
  - {id: a, axis: x, label: "A", short: "A"}
  - {id: a.more, axis: x, label: "More", short: "More"}
  - {id: b, axis: y, label: "B", short: "B"}
quadrants:
  - {id: one, label: "One", at: {x: low, y: low}}
  - {id: two, label: "Two", at: {x: high, y: low}}
  - {id: three, label: "Three", at: {x: low, y: high}}
  - {id: four, label: "Four", at: {x: high, y: high}}
items:
  - {id: i.a, dimension: a, short: "A", prompt: "A?"}
  - {id: i.more, dimension: a.more, short: "More", prompt: "More?"}
  - {id: i.b, dimension: b, short: "B", prompt: "B?"}
"""
TEXTS["map"] = MAP
Change = tuple[str, str]

SLIPS: dict[str, tuple[str, list[Change], str, str, str, str]] = {
    # what: shape, changes, text on the line that is named, code, part of the message, part of the hint
    "a shape that is none": (
        "ladder",
        [("shape: ladder", "shape: laddder")],
        "shape: laddder",
        "unknown-shape",
        "'laddder' is no shape",
        "did you mean 'ladder'?",
    ),
    "no shape": (
        "checklist",
        [("shape: checklist\n", "")],
        "format:",
        "shape-needs",
        "the shape is missing",
        "shape: map, profile",
    ),
    "what an answer is worth, in the first format": (
        "map",
        [("questionnaire/2", "questionnaire/1"), ('3: "High"}}', '3: "High"}, values: {1: 1, 2: 2, 3: 4}}')],
        "values:",
        "later-format",
        "values is not known in maturity-questionnaire/1",
        "write format: maturity-questionnaire/2",
    ),
    "the weakest part, in the first format": (
        "map",
        [("questionnaire/2", "questionnaire/1"), ("{id: a, axis: x,", "{id: a, axis: x, combine: min,")],
        "combine: min",
        "later-format",
        "combine is not known in maturity-questionnaire/1",
        "write format: maturity-questionnaire/2",
    ),
    "keys of the second format in the first": (
        "map",
        [
            ("questionnaire/2", "questionnaire/1"),
            (
                "quadrants:",
                "views: [{id: v, label: V, parts: [{id: p, label: P, short: P, items: [i.a]}]}]\nquadrants:",
            ),
        ],
        "views:",
        "later-format",
        "views is not known in maturity-questionnaire/1",
        "write format: maturity-questionnaire/2",
    ),
    "a ladder without stages": (
        "checklist",
        [("shape: checklist", "shape: ladder")],
        "format:",
        "shape-needs",
        "a ladder needs stages, and they are missing",
        "stages: ...",
    ),
    "a profile without dimensions": (
        "checklist",
        [("shape: checklist", "shape: profile")],
        "format:",
        "shape-needs",
        "a profile needs dimensions",
        "dimensions: ...",
    ),
    "bands elsewhere": (
        "checklist",
        [("items:\n", "bands: [{from: 0, label: Low}]\nitems:\n")],
        "bands:",
        "not-of-this-shape",
        "bands has no place in a checklist",
        "leave it out, or write shape: total",
    ),
    "stages elsewhere": (
        "checklist",
        [("items:\n", "stages: [{id: s, label: S, short: S}]\nitems:\n")],
        "stages:",
        "not-of-this-shape",
        "stages has no place in a checklist",
        "shape: ladder",
    ),
    "an item with a stage elsewhere": (
        "checklist",
        [("{id: list,", "{id: list, stage: s,")],
        "id: list",
        "not-of-this-shape",
        "a stage has no place in a checklist",
        "shape: ladder",
    ),
    "a start elsewhere": (
        "total",
        [("bands:\n", "start: {label: S, text: T}\nbands:\n")],
        "start:",
        "not-of-this-shape",
        "start has no place in a total",
        "shape: ladder",
    ),
    "quadrants elsewhere": (
        "total",
        [("bands:\n", "quadrants: [{id: q, label: Q, at: {}}]\nbands:\n")],
        "quadrants:",
        "not-of-this-shape",
        "quadrants has no place in a total",
        "shape: map",
    ),
    "a portrait elsewhere": (
        "profile",
        [("items:\n", "portrait: [{id: p, short: P, prompt: P, options: {}}]\nitems:\n")],
        "portrait:",
        "not-of-this-shape",
        "portrait has no place in a profile",
        "shape: map",
    ),
    "an overall value of a ladder": (
        "ladder",
        [("stages:\n", "overall: {label: All}\nstages:\n")],
        "overall:",
        "not-of-this-shape",
        "overall has no place in a ladder",
        "profile or total",
    ),
    "a map with one axis": (
        "map",
        [
            ('  - {id: y, label: "Challenge", short: "Challenge", midpoint: 2, dimensions_needed: 1}\n', ""),
            ("{id: b, axis: y,", "{id: b, axis: x,"),
        ],
        "axes:",
        "map-needs-two-axes",
        "a map needs two axes, and there are 1",
        "write shape: profile",
    ),
    "three quadrants": (
        "map",
        [('  - {id: four, label: "Four", at: {x: high, y: high}}\n', "")],
        "quadrants:",
        "shape-needs",
        "a map needs four quadrants, and there are 3",
        "one for each corner",
    ),
    "more dimensions needed than there are": (
        "map",
        [('short: "Depth", midpoint: 2, dimensions_needed: 1', 'short: "Depth", midpoint: 2, dimensions_needed: 3')],
        "dimensions_needed: 3",
        "needs-too-many",
        "needs 3 dimensions, but the axis 'x' has 2",
        "from 1 to 2",
    ),
    "a dimension of a map on no axis": (
        "map",
        [("{id: a, axis: x,", "{id: a,")],
        "{id: a,",
        "missing-key",
        "the key is missing",
        "add it: axis: x, y",
    ),
    "a scale that is none": (
        "profile",
        [("preparing, scale: often", "preparing, scale: oftn")],
        "scale: oftn",
        "unknown-scale",
        "the question is answered on 'oftn', which is no scale",
        "use one of: schools, often",
    ),
    "no scale at all": (
        "total",
        [
            (
                'scale: {levels: {1: "Strongly disagree", 2: "Disagree", 3: "Not sure", 4: "Agree", '
                '5: "Strongly agree"}}\n',
                "",
            )
        ],
        "format:",
        "missing-key",
        "the key is missing",
        "scale: ...",
    ),
    "a scale with a hole": (
        "profile",
        [
            ('1: "Now and then", 2: "Every term"}', '1: "Now and then", 3: "Every term"}'),
            ("{0: 0, 1: 0.5, 2: 1}", "{}"),
        ],
        '3: "Every term"',
        "gap-in-scale",
        "the levels 0, 1, 3 are not consecutive",
        "name every level from 0 to 3",
    ),
    "values for other answers": (
        "profile",
        [("{0: 0, 1: 0.5, 2: 1}", "{0: 0, 1: 1}")],
        "values: {0: 0, 1: 1}",
        "values-and-levels",
        "the values are those of 0, 1, the levels 0, 1, 2",
        "for each level what it is worth",
    ),
    "all answers worth the same": (
        "checklist",
        [("met_at: 1.5", "values: {0: 1, 1: 1, 2: 1}, met_at: 1")],
        "values:",
        "worth-the-same",
        "every answer is worth 1",
        "different values",
    ),
    "a checklist that does not say from when on a question holds": (
        "checklist",
        [("met_at: 1.5, ", "")],
        "scale:",
        "no-met-at",
        "a checklist needs to know from when on a question holds",
        "met_at: 1.5",
    ),
    "a ladder that does not say it": (
        "ladder",
        [("met_at: 1.5, ", "")],
        "scale:",
        "no-met-at",
        "a ladder needs to know",
        "met_at: 1.5",
    ),
    "a second scale of a ladder that does not say it": (
        "ladder",
        [
            ("stages:\n", "scales:\n  grade:\n    levels: {1: A, 2: B, 3: C}\nstages:\n"),
            ("{id: rf.own,", "{id: rf.own, scale: grade,"),
        ],
        "  grade:",
        "no-met-at",
        "a ladder needs to know",
        "met_at: 2.5",
    ),
    "a line that every answer reaches": (
        "checklist",
        [("met_at: 1.5", "met_at: 0")],
        "met_at: 0",
        "met-at-off-scale",
        "0 does not lie above the lowest answer and within the scale, 0 to 2",
        "not every answer reaches",
    ),
    "a line that no answer reaches": (
        "checklist",
        [("met_at: 1.5", "met_at: 2.5")],
        "met_at: 2.5",
        "met-at-off-scale",
        "2.5 does not lie",
        "not every answer reaches",
    ),
    "a stage that is none": (
        "ladder",
        [("rf.monday, stage: action", "rf.monday, stage: actoin")],
        "stage: actoin",
        "unknown-stage",
        "the question is on 'actoin', which is no stage",
        "use one of: priority, action",
    ),
    "an item of a ladder on no stage": (
        "ladder",
        [("rf.monday, stage: action,", "rf.monday,")],
        "rf.monday,",
        "unknown-stage",
        "the question belongs to no stage",
        "stage: priority, action",
    ),
    "a stage without items": (
        "ladder",
        [("items:\n", '  - {id: late, label: "Late", short: "Late"}\nitems:\n')],
        "id: late",
        "empty-stage",
        "no question is on the stage 'late'",
        "add one, or remove it",
    ),
    "a stage that needs more than it has": (
        "ladder",
        [("need: 1", "need: 3")],
        "need: 3",
        "needs-too-many",
        "needs 3 questions, but the stage 'priority' has 2",
        "from 1 to 2",
    ),
    "an item that must hold and is on another stage": (
        "ladder",
        [("must: [rf.one]", "must: [rf.monday]")],
        "must: [rf.monday]",
        "must-elsewhere",
        "'rf.monday' is no question of this stage",
        "use one of: rf.own, rf.one",
    ),
    "an item that must hold twice": (
        "ladder",
        [("must: [rf.one]", "must: [rf.one, rf.one]")],
        "must: [rf.one, rf.one]",
        "must-twice",
        "'rf.one' must hold already",
        "keep one",
    ),
    "more that must hold than is needed": (
        "ladder",
        [("need: 1, must: [rf.one]", "need: 1, must: [rf.own, rf.one]")],
        "need: 1",
        "need-below-must",
        "1 question of the stage is needed, and 2 must hold",
        "write need: 2, or leave need out",
    ),
    "two parents": (
        "map",
        [("{id: a.more, axis: x,", "{id: a.more, axis: x, in: a,")],
        "in: a",
        "two-parents",
        "the dimension 'a.more' is on an axis and in another dimension",
        "leave out one of the two",
    ),
    "a parent that is none": (
        "profile",
        [("{id: preparing, in: review", "{id: preparing, in: reviw")],
        "in: reviw",
        "unknown-parent",
        "the dimension is in 'reviw', which is no dimension",
        "use one of: review, preparing, following",
    ),
    "a dimension in itself": (
        "profile",
        [('{id: review, label: "Reviewing"', '{id: review, in: preparing, label: "Reviewing"')],
        "{id: review, in",
        "circle",
        "is, by way of others, in itself",
        "let one of them be in none",
    ),
    "a dimension below a circle, and before it": (
        "profile",
        [
            (
                '{id: review, label: "Reviewing"',
                '{id: below, in: review, label: "Below", short: "Below"}\n'
                '  - {id: review, in: preparing, label: "Reviewing"',
            ),
            ("dimension: following, scale: schools", "dimension: below, scale: schools"),
        ],
        "{id: review, in",
        "circle",
        "the dimension 'review' is, by way of others, in itself",
        "let one of them be in none",
    ),
    "a dimension without anything": (
        "profile",
        [("items:\n", '  - {id: empty, label: "Empty", short: "Empty"}\nitems:\n')],
        "id: empty",
        "empty-dimension",
        "the dimension 'empty' has no question",
        "add one, or remove it",
    ),
    "an item without a dimension where others have one": (
        "profile",
        [("{id: fol.2, dimension: following,", "{id: fol.2,")],
        "id: fol.2",
        "missing-key",
        "the key is missing",
        "add it: dimension: review, preparing, following",
    ),
    "a dimension that is none": (
        "profile",
        [("{id: fol.2, dimension: following,", "{id: fol.2, dimension: folowing,")],
        "id: fol.2",
        "unknown-dimension",
        "the question is on 'folowing', which is no dimension",
        "use one of: review",
    ),
    "a mean of different ranges": (
        "profile",
        [("    values: {0: 0, 1: 0.5, 2: 1}\n", ""), ('short: "Preparing", combine: sum', 'short: "Preparing"')],
        "{id: preparing",
        "mixed-ranges",
        "the dimension 'preparing' is the mean of parts that run over 0 to 1, 0 to 2",
        "combine: sum",
    ),
    "a weakest of different ranges": (
        "profile",
        [
            ('{id: review, label: "Reviewing", short: "Reviewing"}', "{id: review, label: R, short: R, combine: min}"),
            ('short: "Preparing", combine: sum', 'short: "Preparing"'),
        ],
        "{id: review",
        "mixed-ranges",
        "the dimension 'review' is the weakest of parts that run over 0 to 1, 0 to 2",
        "combine: sum",
    ),
    "a whole of different ranges": (
        "profile",
        [
            ("{id: preparing, in: review,", "{id: preparing,"),
            ('short: "Preparing", combine: sum', 'short: "Preparing"'),
        ],
        "overall:",
        "mixed-ranges",
        "the whole is the mean of parts that run over 0 to 1, 0 to 2",
        "combine: sum",
    ),
    "more parts needed than there are": (
        "profile",
        [('short: "Preparing", combine: sum', 'short: "Preparing", combine: sum, needs: 3')],
        "needs: 3",
        "needs-too-many",
        "needs 3 parts, but the dimension 'preparing' has 2",
        "from 1 to 2",
    ),
    "fewer parts needed of a sum than there are": (
        "profile",
        [('short: "Preparing", combine: sum', 'short: "Preparing", combine: sum, needs: 1')],
        "needs: 1",
        "needs-all",
        "a sum needs all of its parts",
        "leave it out, or write combine: mean",
    ),
    "more parts of the whole needed than there are": (
        "profile",
        [('label: "Reach", combine: mean', 'label: "Reach", combine: mean, needs: 2')],
        "needs: 2",
        "needs-too-many",
        "needs 2 parts, but the whole has 1",
        "from 1 to 1",
    ),
    "bands that begin too late": (
        "total",
        [("from: 35", "from: 36")],
        "from: 36",
        "band-too-late",
        "the first band begins at 36, and the lowest possible value is 35",
        "use 35",
    ),
    "bands that begin too early": (
        "total",
        [("from: 35", "from: 0")],
        "from: 0",
        "band-too-early",
        "the first band begins at 0, and the lowest possible value is 35",
        "use 35",
    ),
    "bands that do not rise": (
        "total",
        [("from: 127", "from: 85")],
        'from: 85, label: "Genuine',
        "bands-do-not-rise",
        "the band begins at 85, and the one before it at 85",
        "put the bands in order",
    ),
    "a band beyond the highest value": (
        "total",
        [("from: 127", "from: 176")],
        "from: 176",
        "band-off-scale",
        "the band begins at 176, and the highest possible value is 175",
        "up to 175",
    ),
    "bands of a dimension": (
        "total",
        [
            (
                "label: Of doing, short: doing, combine: sum",
                "label: D, short: D, combine: sum, bands: [{from: 1, label: L}]",
            )
        ],
        "bands: [{from: 1",
        "band-too-early",
        "the first band begins at 1, and the lowest possible value is 5",
        "use 5",
    ),
    "two bands with one name": (
        "total",
        [('label: "On the way"', 'label: "Question it"')],
        "from: 85",
        "same-band",
        "the band is called 'Question it', like one before it",
        "give each its own name",
    ),
    "bands in two places": (
        "total",
        [("bands:\n", "overall: {combine: sum, bands: [{from: 35, label: All}]}\nbands:\n")],
        "bands:\n",
        "bands-twice",
        "the whole is described in overall, and its bands stand here",
        "move them into overall, or leave overall out",
    ),
    "a total without its whole": (
        "total",
        [("bands:\n", "overall: none\nbands:\n")],
        "overall:",
        "shape-needs",
        "a total needs the whole, and overall is none",
        "leave it out, or write shape: profile",
    ),
    "a view of an item that is none": (
        "checklist",
        [("items:\n", "views: [{id: v, label: V, parts: [{id: p, label: P, short: P, items: [lits]}]}]\nitems:\n")],
        "views:",
        "unknown-question",
        "'lits' is no question of this questionnaire",
        "use one of: alone, list, word",
    ),
    "a view that counts an item twice": (
        "checklist",
        [
            (
                "items:\n",
                "views: [{id: v, label: V, parts: [{id: p, label: P, short: P, items: [list, list]}]}]\nitems:\n",
            )
        ],
        "views:",
        "item-twice",
        "'list' is in this part already",
        "keep one",
    ),
    "a view of different ranges": (
        "profile",
        [
            ("    values: {0: 0, 1: 0.5, 2: 1}\n", ""),
            (
                "items:\n",
                "views: [{id: v, label: V, parts: [{id: p, label: P, short: P, items: [pre.1, pre.2]}]}]\nitems:\n",
            ),
            ('  - {id: preparing, in: review, label: "Preparing", short: "Preparing", combine: sum}\n', ""),
            ('  - {id: following, in: review, label: "Following up", short: "Following up", combine: sum}\n', ""),
            ('{id: review, label: "Reviewing", short: "Reviewing"}', "{id: review, label: R, short: R, combine: sum}"),
            ("{id: pre.1, dimension: preparing", "{id: pre.1, dimension: review"),
            ("{id: pre.2, dimension: preparing", "{id: pre.2, dimension: review"),
            ("{id: fol.1, dimension: following", "{id: fol.1, dimension: review"),
            ("{id: fol.2, dimension: following", "{id: fol.2, dimension: review"),
        ],
        "views:",
        "mixed-ranges",
        "the part of a view is the mean of questions that run over different ranges",
        "`values`",
    ),
    "a condition on an item that is none": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, when: [{item: lits, from: 1}], message: M}]\nitems:\n")],
        "blind_spots:",
        "unknown-item",
        "'lits' is no question of this questionnaire",
        "use one of: alone, list, word",
    ),
    "a condition on a part that is none": (
        "profile",
        [("items:\n", "blind_spots: [{id: s, when: [{part: reviw, from: 1}], message: M}]\nitems:\n")],
        "blind_spots:",
        "unknown-part",
        "'reviw' is no part of this questionnaire",
        "use one of: review",
    ),
    "a condition on a whole that there is not": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, when: [{part: overall, from: 1}], message: M}]\nitems:\n")],
        "blind_spots:",
        "unknown-part",
        "'overall' is no part of this questionnaire",
        "use one of: none",
    ),
    "a condition without a limit": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, when: [{item: list}], message: M}]\nitems:\n")],
        "blind_spots:",
        "half-a-condition",
        "does not say from or below which value",
        "from: ..., or below: ...",
    ),
    "a condition on nothing": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, when: [{from: 1}], message: M}]\nitems:\n")],
        "blind_spots:",
        "half-a-condition",
        "a condition names one question or one part",
        "item: ... or part: ...",
    ),
    "a blind spot that never says when": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, message: M}]\nitems:\n")],
        "blind_spots:",
        "half-a-condition",
        "the blind spot says not when it holds",
        "when: ...",
    ),
    "limits that exclude one another": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, when: [{item: list, from: 1.5, below: 1}], message: M}]\nitems:\n")],
        "blind_spots:",
        "never-holds",
        "nothing lies from 1.5 on and below 1",
        "correct one of the two",
    ),
    "a limit that nothing reaches": (
        "checklist",
        [("items:\n", "blind_spots: [{id: s, when: [{item: list, from: 3}], message: M}]\nitems:\n")],
        "blind_spots:",
        "never-holds",
        "nothing lies from 3 on: the highest possible value is 2",
        "from 0 to 2",
    ),
    "a limit that everything is above": (
        "total",
        [("items:\n", "blind_spots: [{id: s, when: [{part: overall, below: 35}], message: M}]\nitems:\n")],
        "blind_spots:",
        "never-holds",
        "nothing lies below 35: the lowest possible value is 35",
        "from 35 to 175",
    ),
    "a step for the best answer": (
        "checklist",
        [('1: "Call."', '1: "Call.", 2: "Go on."')],
        '2: "Go on."',
        "extra-step",
        "step from level 2 is not one of 0, 1",
        "remove it",
    ),
    "no step for an answer below the best": (
        "checklist",
        [(', 1: "Call."', "")],
        "steps:",
        "missing-step",
        "step from level 1 is missing",
        'add it: 1: "..."',
    ),
    "levels of an item that are not its scale's": (
        "checklist",
        [("{id: list,", '{id: list, levels: {0: "No", 1: "Yes"},')],
        "id: list",
        "missing-level",
        "level 2 is missing",
        "add it",
    ),
    "an example from a level that is none": (
        "checklist",
        [("evidence_from: 2", "evidence_from: 3")],
        "evidence_from: 3",
        "not-a-level",
        "3 is not a level of the scale",
        "from 0 to 2",
    ),
    "a view with the id of another": (
        "checklist",
        [
            (
                "items:\n",
                "views:\n"
                "  - {id: v, label: V, parts: [{id: p, label: P, short: P, items: [list]}]}\n"
                "  - {id: v, label: W, parts: [{id: p, label: P, short: P, items: [word]}]}\n"
                "items:\n",
            )
        ],
        "label: W",
        "duplicate-id",
        "the id 'v' is used twice",
        "another id",
    ),
    "a stage with the id of another": (
        "ladder",
        [("items:\n", '  - {id: action, label: "Again", short: "Again"}\nitems:\n')],
        'label: "Again"',
        "duplicate-id",
        "the id 'action' is used twice",
        "another id",
    ),
}


def problems_of(folder: Path, shape: str, changes: list[Change]) -> tuple[Path, list[Problem]]:
    path = written(folder, shape, *changes)
    questionnaire, problems = read_questionnaire(path)
    assert (questionnaire is None) == bool(problems)
    return path, problems


@pytest.mark.parametrize("shape", [*TEXTS])
def test_without_a_slip_there_is_no_problem(shape: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, shape, [])[1] == []


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_is_one_problem_with_its_line_and_what_to_do(slip: str, tmp_path: Path) -> None:
    shape, changes, line, code, message, hint = SLIPS[slip]
    path, problems = problems_of(tmp_path, shape, changes)
    assert [one.code for one in problems] == [code]
    assert message in problems[0].message
    assert hint in problems[0].hint
    lines = [number for number, text in enumerate(path.read_text("utf-8").splitlines(True), 1) if line in text]
    assert problems[0].line == lines[0]


def test_many_slips_are_found_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    changes = [
        ("met_at: 1.5, ", ""),
        ("need: 1, must: [rf.one]", "need: 4, must: [rf.two]"),
        ("rf.own, stage: priority", "rf.own, stage: priorty"),
        ("rf.watched, stage: action", "rf.watched, scale: grades, stage: action"),
        ("items:\n", "blind_spots: [{id: s, when: [{item: rf.own, from: 2, below: 1}], message: M}]\nitems:\n"),
    ]
    _, problems = problems_of(tmp_path, "ladder", changes)
    assert [one.code for one in problems] == [
        "no-met-at",
        "needs-too-many",
        "must-elsewhere",
        "never-holds",
        "unknown-stage",
        "unknown-scale",
    ]
    assert [one.line for one in problems] == sorted(one.line or 0 for one in problems)


def test_a_fault_hides_no_fault_of_another_part(tmp_path: Path) -> None:
    """An item that belongs nowhere leaves sums unknown, not means."""
    changes = [
        ("    values: {0: 0, 1: 0.5, 2: 1}\n", ""),
        ('short: "Preparing", combine: sum', 'short: "Preparing"'),
        ("{id: fol.2, dimension: following,", "{id: fol.2,"),
    ]
    _, problems = problems_of(tmp_path, "profile", changes)
    assert [one.code for one in problems] == ["mixed-ranges", "missing-key"]


def test_ids_of_one_letter_are_told_apart_as_well(tmp_path: Path) -> None:
    changes = [("{id: list,", "{id: x,"), ("{id: word,", "{id: x,")]
    _, problems = problems_of(tmp_path, "checklist", changes)
    assert [one.message for one in problems] == ["the id 'x' is used twice"]
