"""The questionnaire as one HTML file that needs no server and no network."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from maturity.model import Round
from maturity.report.clean import plain

TEMPLATES = Path(__file__).parent / "templates"
WORDS = {
    "school": "Which school do you belong to?",
    "role": "What is your role?",
    "roleFirst": "Choose your role, and the questions that are put to it will appear here.",
    "portraits": "Which describes us best?",
    "progress": "{done} of {of} answered",
    "missing": "Choose your school and your role first.",
    "saved": "Saved. Hand the file to whoever runs this.",
    "copied": "Copied. Paste it into a mail.",
    "copyYourself": "Copy the text below into a mail.",
    "cleared": "Cleared. The next person can begin.",
}


def build(round_: Round) -> bytes:
    """The form of a round as UTF-8 HTML; its reply is what `maturity.collect.reply` reads."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    questionnaire = round_.questionnaire
    script = (TEMPLATES / "form.js").read_text("utf-8")
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return (
        environment.get_template("form.html.j2")
        .render(
            language=questionnaire.language,
            title=plain(questionnaire.title),
            subtitle=f"{plain(round_.cluster.name)}, {plain(round_.label)}",
            instruction=plain(questionnaire.scale.instruction),
            footer=f"{plain(questionnaire.id)}, version {plain(questionnaire.version)}",
            style=Markup((TEMPLATES / "form.css").read_text("utf-8")),
            script=Markup(script),
            digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            data=Markup(_safe(_data(round_))),
        )
        .encode()
    )


def _safe(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in, nor a line of it."""
    text = json.dumps(data, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def about(round_: Round) -> dict[str, Any]:
    """What a reply says about the round that it belongs to."""
    questionnaire = round_.questionnaire
    return {
        "cluster": round_.cluster.name,
        "label": round_.label,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "fingerprint": questionnaire.fingerprint,
        },
    }


def _data(round_: Round) -> dict[str, Any]:
    questionnaire = round_.questionnaire
    return {
        "round": about(round_),
        "words": WORDS,
        "dontKnow": plain(questionnaire.scale.dont_know),
        "evidenceFrom": questionnaire.scale.evidence_from,
        "evidencePrompt": plain(questionnaire.scale.evidence_prompt),
        "schools": [{"id": school.id, "label": plain(school.name)} for school in round_.cluster.schools],
        "roles": [{"id": role.id, "label": plain(role.label)} for role in questionnaire.roles],
        "items": [
            {
                "id": item.id,
                "prompt": plain(item.prompt),
                "roles": list(item.audience),
                "levels": [
                    {"level": level, "text": plain(text)} for level, text in questionnaire.levels_of(item).items()
                ],
            }
            for item in questionnaire.items
        ],
        "portraits": [
            {
                "id": item.id,
                "prompt": plain(item.prompt),
                "options": [{"id": i, "text": plain(option.text)} for i, option in item.options.items()],
            }
            for item in questionnaire.portrait
        ],
    }
