"""The shipped questionnaire and an example cluster as if they were in another language, every word of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maturity import load_round
from maturity.model import Questionnaire, Round
from maturity.readers.library import examples_folder

KEYS = {
    *("title", "about", "label", "inside", "short", "short_inside", "prompt", "text", "instruction", "dont_know"),
    *("skipped", "evidence_prompt", "ask", "evidence", "strengths", "danger", "why", "how", "what", "top", "room"),
    *(
        "first_step",
        "next_step",
        "keep",
        "message",
        "name",
        "reason",
        "note",
        "metric",
        "owner",
        "status",
        "low",
        "high",
    ),
}
"""Keys under which a text stands that people read."""
ACCENTED = str.maketrans("aceinorsuyACEINORSUY", "âçéïñöřšûýÂÇÉÏÑÖŘŠÛÝ")
FROM_THE_RIGHT = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهفغحيكقلمنوپرستثخضظعزش")


def accented(text: str) -> str:
    return text.translate(ACCENTED)


def from_the_right(text: str) -> str:
    return text.lower().translate(FROM_THE_RIGHT)


def turned(cluster: str, language: str, change: Callable[[str], str]) -> Round:
    """A bundled round with every text of the questionnaire and the round changed."""
    known = load_round(examples_folder() / f"{cluster}.yaml")
    data = known.model_dump(exclude={"questionnaire"})
    asked = _changed(known.questionnaire.model_dump(), change) | {"language": language}
    data = _changed(data, change)
    for response in data["responses"]:
        response["evidence"] = {item: change(text) for item, text in response["evidence"].items()}
    return Round.model_validate({**data, "questionnaire": Questionnaire.model_validate(asked)})


def _changed(data: Any, change: Callable[[str], str], key: str = "") -> Any:
    if isinstance(data, dict):
        texts = key in ("levels", "steps")
        return {
            name: change(value) if isinstance(value, str) and (texts or name in KEYS) else _changed(value, change, name)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [_changed(one, change) for one in data]
    return data
