"""The reference of questionnaires for authors, made from the models: `make reference` renews docs/questionnaires.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from maturity.model.questionnaire import Shape
from maturity.model.schema import json_schema
from maturity.model.shape_rules import NEEDED, OWN
from maturity.renderers.questionnaire import HEAD, SCHEMA
from maturity.renderers.starter import beginning
from maturity.report.catalogue import SHAPES

ROOT = Path(__file__).parents[1]
PAGE, SCHEMA_FILE = ROOT / "docs" / "questionnaires.md", ROOT / "questionnaires" / SCHEMA
INTRODUCTION = """\
# Questionnaires: every key

A questionnaire is one YAML file. It says what is asked, what an answer is worth, what is joined to what, and what is
read off. This page is made from the program (`make reference`), so that it says what the program does.

    maturity questionnaire new our-questions.yaml --shape checklist    # ten lines to begin with
    maturity questionnaire check our-questions.yaml                    # every fault at once, with its line; and notes
    maturity questionnaire show our-questions.yaml                     # what it asks, and what is read off
    maturity form our-questions.yaml -o look.html                      # how people will see it

`new` puts `questionnaire.schema.json` beside the file: an editor that knows JSON Schema completes and checks by it.

## What is read off: the five shapes
"""
AFTER_SHAPES = """\
## Rules that no single key says

* **An answer is a level**, a whole number. What it is *worth* is the same number, unless `values` says otherwise; the
  numbers that people type, and that stand in files, stay the levels. `0` is an answer and no blank.
* **Each school has one voice**: an item is averaged within schools, then over schools. "I cannot tell" and blanks are
  counted, and are no number.
* **A question holds** when its score is `met_at` or more. It is *open* where the interval reaches over that line.
* **A stage holds** when `need` of its items hold, all if not said, and all of `must`. The stage *reached* is the last
  of the unbroken row from the first.
* **A mean** needs half of its parts, a sum and a weakest part all of them; below that there is no score, but bounds.
* **A mean and a weakest part** need parts that run over one range; a sum may mix them.
* **Bands** begin at the lowest possible value. Each ends where the next begins.
* **A confidential round** needs one range of at least three levels, each worth itself, and lines that lie
  far enough from the ends: its levels are rough, and none near the ends of a scale is shown. On three levels from 0 to
  2 it could never tell whether a question holds from 1.5.
* **`subject: school` or `review`**: `maturity start` asks which school, and the day of the review, and `round.yaml`
  keeps it: `subject_of: {school: ash, reviewed: 2026-02-03}`.
* **`maturity-questionnaire/1`** is read as a map, and knows none of the keys that came with the second format.

`check` notes, besides faults, what is easily taken for granted: values that do not rise, answers of the same worth,
bands of the whole that do not say where they come from, and a scale that no item is answered on.

## Take from another questionnaire

```yaml
format: maturity-questionnaire/2
id: our-journey
version: "1"
title: "The cluster journey, by our two projects"
shape: map
extends: {questionnaire: cluster-journey, items: all}
views:
  - id: projects
    label: "Our two projects"
    parts:
      - {id: reading, label: "Reading", short: "Reading", items: [cha.data.sharing, dep.ties.practice]}
```

Everything that is not said comes from the other one; a key that is said replaces the whole of it. `items: anchor` takes
only the anchors. `id`, `version`, `title` and `format` are never taken.
"""
HEADS = {
    "Questionnaire": ("The file", "Keys at the top."),
    "Source": ("source", ""),
    "Scale": ("scale, scales.ID", "Two to eleven levels. Several scales stand under `scales`, each with its id."),
    "Role": ("roles[]", ""),
    "RoleGap": ("role_gap", ""),
    "RatingItem": ("items[]", ""),
    "ItemGuidance": ("items[].guidance", ""),
    "Dimension": ("dimensions[]", "Dimensions lie on an axis, in one another, or in nothing."),
    "Band": ("bands[], dimensions[].bands[], overall.bands[]", ""),
    "Overall": (
        "overall",
        "`none`, or keys. A profile has the mean of its outermost parts, a total their sum.",
    ),
    "View": ("views[]", "Means beside the scores, never in them."),
    "ViewPart": ("views[].parts[]", ""),
    "Start": ("start", "Of a ladder."),
    "LadderStage": ("stages[]", "Of a ladder, in order."),
    "StageGuidance": ("stages[].guidance", ""),
    "BlindSpot": ("blind_spots[]", "Met when everything that is named holds."),
    "Condition": ("blind_spots[].when[]", "One item or one part, and a limit or two."),
    "Axis": ("axes[]", "Of a map, two: the first lies along the bottom, the second goes up."),
    "Quadrant": ("quadrants[]", "Of a map, four."),
    "QuadrantGuidance": ("quadrants[].guidance", ""),
    "PortraitItem": ("portrait[]", "Of a map."),
    "PortraitOption": ("portrait[].options.QUADRANT", ""),
    "Support": ("supports[]", "Of a map."),
    "SupportGuidance": ("supports[].guidance", ""),
    "Conversation": ("conversation", "Of a map."),
    "GuidanceQuestion": ("conversation.why, .how, .what", ""),
    "CycleStep": ("cycle[]", ""),
}
"""By model: where it stands in a file, and what to know of it first."""
LABEL, SHORT, INSIDE = 'label: "Trust and candour"', 'short: "Trust"', 'inside: "trust and candour"'
TALK = 'label: "Why", ask: "What are we for?", about: "Purpose first."'
HELP = (
    'about: "Somebody who listens.", ask: "Who?", evidence: "A name.", first_step: "Ask.", next_step: "Meet.", '
    'keep: "Look back."'
)
EXAMPLES: dict[str, dict[str, str]] = {
    "Questionnaire": {
        "format": "format: maturity-questionnaire/2",
        "id": "id: our-questions",
        "version": 'version: "1.0"',
        "title": 'title: "How we work together"',
        "language": "language: cy",
        "status": "status: unpiloted",
        "about": 'about: "Ten minutes at the start of a meeting."',
        "source": 'source: {work: "Our own"}',
        "shape": "shape: checklist",
        "subject": "subject: review",
        "scale": 'scale: {levels: {0: "No", 1: "Partly", 2: "Yes"}, met_at: 1.5}',
        "scales": 'scales: {often: {levels: {0: "Never", 1: "Every term"}}}',
        "roles": 'roles: [{id: head, label: "Head", group: leaders}]',
        "role_gap": "role_gap: {higher: leaders, lower: teachers}",
        "axes": 'axes: [{id: x, label: "X", short: "X", midpoint: 3, dimensions_needed: 2}]',
        "dimensions": 'dimensions: [{id: trust, label: "Trust", short: "Trust"}]',
        "overall": 'overall: {label: "Reach", combine: mean}',
        "bands": 'bands: [{from: 35, label: "Begin"}, {from: 85, label: "Go on"}]',
        "start": 'start: {label: "Only a health check", text: "Nothing followed."}',
        "stages": 'stages: [{id: agreed, label: "Agreed", short: "1 Agreed"}]',
        "views": 'views: [{id: v, label: "V", parts: [{id: p, label: "P", short: "P", items: [a]}]}]',
        "quadrants": "quadrants: [{id: one, label: One, at: {x: low, y: low}}]",
        "supports": f"supports: [{{id: coach, label: Coach, guidance: {{{HELP}}}}}]",
        "conversation": f"conversation: {{why: {{{TALK}}}, how: {{{TALK}}}, what: {{{TALK}}}, "
        'top: "Staying is fine.", room: "Decide what it is about."}',
        "cycle": 'cycle: [{id: ask, label: "Ask", month: 3, text: "Everybody answers."}]',
        "blind_spots": 'blind_spots: [{id: alone, when: [{item: help, below: 1}], message: "Ask for help."}]',
        "settled_share": "settled_share: 0.9",
        "dont_know_notable": "dont_know_notable: 0.25",
        "items": 'items: [{id: read, short: "Read", prompt: "Have all read it?"}]',
        "portrait": 'portrait: [{id: talk, short: "Talk", prompt: "How do we talk?", options: {one: {text: "Well."}}}]',
        "extends": "extends: {questionnaire: cluster-journey, items: anchor}",
    },
    "Source": {"work": 'work: "VicHealth (2016) The Partnerships Analysis Tool"', "note": 'note: "Levels are ours."'},
    "Scale": {
        "levels": 'levels: {0: "No", 1: "Partly", 2: "Yes"}',
        "values": "values: {0: 0, 1: 0.25, 2: 1}",
        "met_at": "met_at: 0.5",
        "instruction": 'instruction: "Think of this term."',
        "dont_know": 'dont_know: "I cannot tell from where I sit"',
        "skipped": 'skipped: "Left blank"',
        "evidence_from": "evidence_from: 2",
        "evidence_prompt": 'evidence_prompt: "What makes you say yes?"',
    },
    "Role": {
        "id": "id: senior",
        "label": 'label: "Head or deputy"',
        "inside": 'inside: "head or deputy"',
        "group": "group: leaders",
    },
    "RoleGap": {"higher": "higher: leaders", "lower": "lower: teachers", "notable": "notable: 0.5"},
    "RatingItem": {
        "id": "id: trust.candour",
        "rev": "rev: 2",
        "dimension": "dimension: trust",
        "scale": "scale: often",
        "stage": "stage: agreed",
        "criteria": 'criteria: ["It names a weakness", "Staff had a part in it"]',
        "anchor": "anchor: true",
        "audience": "audience: [senior, middle]",
        "supports": "supports: [why, what]",
        "source": 'source: "page 14"',
        "short": 'short: "Candour"',
        "inside": 'inside: "candour"',
        "prompt": 'prompt: "Do we say what is weak?"',
        "levels": 'levels: {0: "Nobody does.", 1: "In private.", 2: "In the meeting."}',
        "reversed": "reversed: true",
        "weight": "weight: 2",
        "guidance": 'guidance: {ask: "Who?", evidence: "A page.", steps: {0: "Begin.", 1: "Go on."}}',
    },
    "ItemGuidance": {
        "ask": 'ask: "Who has not been here this term?"',
        "evidence": 'evidence: "The list. Good enough is one call."',
        "steps": 'steps: {0: "Choose who looks.", 1: "Call within a week."}',
    },
    "Dimension": {
        "id": "id: trust",
        "axis": "axis: depth",
        "in": "in: culture",
        "label": LABEL,
        "inside": INSIDE,
        "short": SHORT,
        "about": 'about: "What people dare to say."',
        "weight": "weight: 2",
        "combine": "combine: min",
        "needs": "needs: 3",
        "bands": 'bands: [{from: 0, label: "Beginning"}, {from: 2, label: "Growing"}]',
        "deeper": "deeper: temperature-check",
    },
    "Band": {
        "from": "from: 85",
        "label": 'label: "On the way"',
        "text": 'text: "The partnership moves in the right direction."',
        "guidance": 'guidance: "Look at the lowest part first."',
    },
    "Overall": {
        "label": 'label: "Reach"',
        "inside": 'inside: "reach"',
        "combine": "combine: sum",
        "needs": "needs: 2",
        "bands": 'bands: [{from: 0, label: "Beginning"}, {from: 2, label: "Established"}]',
        "basis": 'basis: "Cut-offs of the original tool."',
    },
    "View": {
        "id": "id: projects",
        "label": 'label: "Our two projects"',
        "source": 'source: "The plan of 2026"',
        "parts": 'parts: [{id: reading, label: "Reading", short: "Reading", items: [trust.candour]}]',
    },
    "ViewPart": {
        "id": "id: reading",
        "label": 'label: "The reading project"',
        "inside": 'inside: "the reading project"',
        "short": 'short: "Reading"',
        "about": 'about: "What it asks of us."',
        "items": "items: [trust.candour, trust.help]",
    },
    "Start": {
        "label": 'label: "Only a health check"',
        "inside": 'inside: "only a health check"',
        "text": 'text: "The school was looked at, and nothing followed."',
    },
    "LadderStage": {
        "id": "id: agreed",
        "label": 'label: "One priority"',
        "inside": 'inside: "one priority"',
        "short": 'short: "1 Priority"',
        "usual": "usual: year 2",
        "need": "need: 4",
        "must": "must: [agreed.one]",
        "guidance": 'guidance: {inside: "Clear.", danger: "Forgotten.", next: "Name somebody."}',
    },
    "StageGuidance": {
        "inside": 'inside: "Everybody knows what it is for."',
        "danger": 'danger: "The week swallows it."',
        "next": 'next: "Say who does what from Monday."',
        "top": 'top: "Staying here is right while a head is new."',
    },
    "BlindSpot": {
        "id": "id: told-not-seen",
        "at": "at: {depth: high, challenge: low}",
        "when": "when: [{item: told, from: 1.5}, {part: trust, below: 2}]",
        "evidence_below": "evidence_below: 0.5",
        "message": 'message: "Ask what the account rested on."',
    },
    "Condition": {"item": "item: trust.candour", "part": "part: overall", "from": "from: 1.5", "below": "below: 1"},
    "Axis": {
        "id": "id: depth",
        "label": 'label: "Depth of partnership"',
        "inside": 'inside: "depth of partnership"',
        "short": 'short: "Depth"',
        "short_inside": 'short_inside: "depth"',
        "source": 'source: "page 9"',
        "about": 'about: "How far schools rely on one another."',
        "midpoint": "midpoint: 3",
        "combine": "combine: min",
        "dimensions_needed": "dimensions_needed: 3",
        "low": 'low: "shallow"',
        "high": 'high: "deep"',
    },
    "Quadrant": {
        "id": "id: partners",
        "label": 'label: "Partners"',
        "inside": 'inside: "partners"',
        "at": "at: {depth: high, challenge: high}",
        "about": 'about: "close ties, seldom a hard question"',
        "basis": 'basis: "page 10"',
        "guidance": 'guidance: {inside: "Close.", strengths: "Help.", danger: "Ease.", why: "For whom?", '
        'how: "How so?", what: "Choose two."}',
    },
    "QuadrantGuidance": {
        "inside": 'inside: "It feels like one team."',
        "strengths": 'strengths: "Help comes quickly."',
        "danger": 'danger: "Nobody asks hard questions."',
        "why": 'why: "What are we for?"',
        "how": 'how: "How do we show it?"',
        "what": 'what: "Choose two priorities."',
        "top": 'top: "Staying is right while a school is in trouble."',
    },
    "PortraitItem": {
        "id": "id: por.meetings",
        "rev": "rev: 1",
        "source": 'source: "page 11"',
        "short": 'short: "Meetings"',
        "prompt": 'prompt: "What are our meetings like?"',
        "options": 'options: {partners: {text: "We ask one another hard questions."}}',
    },
    "PortraitOption": {"text": 'text: "We share news."', "basis": 'basis: "page 11"'},
    "Support": {
        "id": "id: coach",
        "label": 'label: "A coach"',
        "source": 'source: "page 12"',
        "guidance": f"guidance: {{{HELP}}}",
    },
    "SupportGuidance": {
        "about": 'about: "Somebody from outside who listens."',
        "ask": 'ask: "Who could it be?"',
        "evidence": 'evidence: "A name and a day."',
        "first_step": 'first_step: "Ask one person."',
        "next_step": 'next_step: "Agree on three meetings."',
        "keep": 'keep: "Look back after a year."',
    },
    "Conversation": {
        "why": f"why: {{{TALK}}}",
        "how": f"how: {{{TALK}}}",
        "what": f"what: {{{TALK}}}",
        "top": 'top: "Staying where we are is fine while a school is in trouble."',
        "room": 'room: "Decide what it is about before you begin."',
    },
    "GuidanceQuestion": {
        "label": 'label: "Why"',
        "ask": 'ask: "What are we for?"',
        "about": 'about: "Purpose before plans."',
    },
    "CycleStep": {
        "id": "id: review",
        "label": 'label: "Review"',
        "month": "month: 6",
        "text": 'text: "Schools visit one another."',
        "within_months_of": "within_months_of: {ask: 3}",
    },
}
"""By model and key: one line of YAML."""


def page() -> str:
    """The whole page."""
    schema = json_schema()
    models = {"Questionnaire": schema, **schema["$defs"]}
    if set(models) != set(HEADS):
        raise SystemExit(f"models without a head, or heads without a model: {set(models) ^ set(HEADS)}")
    unknown = {name for name in EXAMPLES if name not in models}
    assert not unknown, unknown
    parts = [INTRODUCTION, *_shapes(), AFTER_SHAPES, *(_model(name, models[name]) for name in HEADS)]
    return "\n".join(parts).rstrip() + "\n"


def _shapes() -> Iterator[str]:
    for shape in get_args(Shape):
        reads = SHAPES[shape]
        needed = [f"`{key}`" for key in NEEDED.get(shape, ())]
        own = [f"`{key}`" for key, shapes in OWN.items() if shape in shapes and f"`{key}`" not in needed]
        needs = f" Needs {_and(needed)}." if needed else ""
        may = f" May have {_and(own)}." if own else ""
        line = " `met_at` says from which value a question holds." if shape in ("ladder", "checklist") else ""
        begun = beginning(shape, f"our-{shape}", f"Our {shape}").decode().removeprefix(HEAD)
        yield f"### {shape}\n\nSays {reads}.{needs}{may}{line}\n\n```yaml\n{begun}```\n"


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _model(name: str, schema: dict[str, Any]) -> str:
    where, first = HEADS[name]
    title = f"## {where}" if name == "Questionnaire" else f"## `{where}`"
    needed = set(schema.get("required", ()))
    missing = set(schema["properties"]) ^ set(EXAMPLES[name])
    if missing:
        raise SystemExit(f"{name}: keys without an example, or examples without a key: {missing}")
    rows = [_row(key, said, EXAMPLES[name][key], key in needed) for key, said in schema["properties"].items()]
    lead = [first, ""] if first else []
    return "\n".join([title, "", *lead, "| key | says | for example |", "|---|---|---|", *rows, ""])


def _row(key: str, said: dict[str, Any], example: str, needed: bool) -> str:
    text = " ".join(said["description"].split()).replace("|", "\\|")
    usual = None if key in ("format", "shape") else said.get("default")
    if usual not in (None, "", [], {}, False) and not isinstance(usual, dict | list):
        text += f" Usual: `{usual}`."
    name = f"**`{key}`**" if needed else f"`{key}`"
    return f"| {name} | {text} | `{example}` |"


def main() -> None:
    SCHEMA_FILE.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE} and {SCHEMA_FILE}")


if __name__ == "__main__":
    main()
