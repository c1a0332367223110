"""The beginning of a questionnaire of each shape: a few lines that can be asked at once, and are to be changed."""

from __future__ import annotations

import json

from maturity.model.questionnaire import Shape
from maturity.renderers.questionnaire import HEAD

_TOP = """\
format: maturity-questionnaire/2
id: {id}
version: "1"
title: {title}
shape: {shape}
"""
_CHECKLIST = """\
scale: {levels: {0: "No", 1: "Partly", 2: "Yes"}, met_at: 1.5}
items:
  - {id: papers.read, short: "Papers read", prompt: "Has everybody read the papers?"}
  - {id: time.free, short: "Time kept free", prompt: "Do those who should be here have cover?"}
  - {id: promises.kept, short: "Promises kept", prompt: "Do we know what became of what we promised last time?"}
"""
_LADDER = """\
scale: {levels: {0: "No", 1: "Partly", 2: "Yes"}, met_at: 1.5}
start: {label: "Before the first step", text: "Nothing has been agreed yet."}
stages:
  - {id: agreed, label: "Agreed", short: "1 Agreed"}
  - {id: done, label: "Done", short: "2 Done"}
items:
  - {id: agreed.one, stage: agreed, short: "One thing chosen", prompt: "Have we chosen one thing to do together?"}
  - {id: agreed.who, stage: agreed, short: "Somebody named", prompt: "Has somebody the job of seeing it through?"}
  - {id: done.begun, stage: done, short: "Begun", prompt: "Does somebody do something differently?"}
  - {id: done.seen, stage: done, short: "Seen", prompt: "Has somebody from another school seen it?"}
"""
_PROFILE = """\
scale: {levels: {1: "Nowhere", 2: "In some schools", 3: "In most schools", 4: "In every school"}}
dimensions:
  - {id: visits, label: "Seeing one another's work", short: "Visits"}
  - {id: habits, label: "Working on it together", short: "Joint work"}
items:
  - {id: visits.made, dimension: visits, short: "Visits made", prompt: "Where do staff visit another school?"}
  - {id: visits.used, dimension: visits, short: "Visits used", prompt: "Where has a visit changed what somebody does?"}
  - {id: habits.group, dimension: habits, short: "A joint group", prompt: "Where do staff work on a question together?"}
  - {id: habits.time, dimension: habits, short: "Time for it", prompt: "Where is time kept free for that?"}
"""
_TOTAL = """\
scale: {levels: {1: "Disagree", 2: "Neither", 3: "Agree"}}
overall:
  basis: "Cut-offs are ours, to begin with."
  bands: [{from: 3, label: "Begin"}, {from: 5, label: "On the way"}, {from: 8, label: "Go on"}]
items:
  - {id: need.shared, short: "A shared need", prompt: "Our schools need one another for this."}
  - {id: need.said, short: "Said aloud", prompt: "We have said to one another what each hopes to gain."}
  - {id: need.worth, short: "Worth the time", prompt: "What we gain is worth the time that it takes."}
"""
_MAP = """\
scale: {levels: {1: "Nowhere", 2: "In some schools", 3: "In most schools", 4: "In every school"}}
axes:
  - {id: trust, label: "Trust", short: "Trust", midpoint: 2.5, dimensions_needed: 1}
  - {id: rigour, label: "Rigour", short: "Rigour", midpoint: 2.5, dimensions_needed: 1}
dimensions:
  - {id: candour, axis: trust, label: "Candour", short: "Candour"}
  - {id: review, axis: rigour, label: "Review", short: "Review"}
quadrants:
  - {id: apart, label: "Apart", at: {trust: low, rigour: low}}
  - {id: friends, label: "Friends", at: {trust: high, rigour: low}}
  - {id: inspectors, label: "Inspectors", at: {trust: low, rigour: high}}
  - {id: partners, label: "Partners", at: {trust: high, rigour: high}}
items:
  - {id: candour.weak, dimension: candour, short: "Weak points", prompt: "Where are weak points shown to others?"}
  - {id: review.held, dimension: review, short: "Reviews held", prompt: "Where do peers review a school's work?"}
"""
_BODY: dict[Shape, str] = {
    "map": _MAP,
    "profile": _PROFILE,
    "ladder": _LADDER,
    "checklist": _CHECKLIST,
    "total": _TOTAL,
}


def beginning(shape: Shape, name: str, title: str) -> bytes:
    """The beginning of a questionnaire.

    Args:
        name: its id.
    """
    top = _TOP.format(id=name, title=json.dumps(title, ensure_ascii=False), shape=shape)
    return (HEAD + top + _BODY[shape]).encode()
