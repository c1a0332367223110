"""The questionnaire as one HTML file that needs no server and no network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from maturity.collect.reply_code import round_letters
from maturity.model import Preview, Questionnaire, RatingItem, Round
from maturity.report.asked import CHECK, on_top, subject_line
from maturity.report.blocks import PROGRAM
from maturity.report.promise import if_unseen, promised, room_in_words
from maturity.text.clean import plain
from maturity.text.isolate import primary, runs_from_right

if TYPE_CHECKING:
    from markupsafe import Markup

ON_THE_PAGE = {
    "kept": "Your answers stay in this browser until you hand them in. Nothing is sent anywhere.",
    "scriptless": "This form needs JavaScript, which is switched off here. Ask for the paper ballot instead.",
    "end": "Hand in your answers",
    "how": "Save them as a small file for whoever runs this round, copy them as text and paste that into a mail, "
    "or read them out as a code.",
    "save": "Save my answers",
    "as_text": "Copy as text",
    "spell": "Show a reply code",
    "read_out": "Or read out this reply code",
    "in_code": "Whoever runs this round types it in. It changes with every answer. Your examples are not in it; your "
    "school, your role and your answers are, and who overhears it could work them out.",
    "text": "Your answers as text, all of which belongs into the mail",
    "shared": "Does somebody else answer on this device?",
    "next": "Clear the form for the next person",
}
SAID: dict[str, Any] = {
    "about": "About you",
    "school": "Which school do you belong to?",
    "role": "What is your role?",
    "roleFirst": "Choose your role, and the questions that are put to it will appear here.",
    "items": "Where we are now",
    "portraits": "What we are like",
    "back": "Looking back to {label}",
    "backHint": "The same questions once more. How was it at the time of {label}, as you see it now?",
    "then": "As you see it now: how was it at the time of {label}?",
    "optional": "(optional)",
    "check": CHECK,
    "clear": "Clear my choice",
    "clearOf": "Clear my choice: {question}",
    "progress": "{done} of {of} answered",
    "complete": "Everything is answered.",
    "open": "Still open:",
    "openHint": "You may leave them open.",
    "needed": "Please choose one.",
    "missing": "Your school or your role is missing.",
    "empty": "Nothing is answered yet.",
    "saved": "Saved as {file}. Hand this file to whoever runs the round.",
    "copied": "Copied. Now paste it into a mail.",
    "copyYourself": "Copy the whole text below, and paste it into a mail.",
    "spoken": "Read out the code below, group by group.",
    "savedBefore": "You have changed something since. Save again and hand in the new file.",
    "copiedBefore": "You have changed something since. Copy again and send the new text.",
    "spokenBefore": "You have changed something since. Read out the code once more: it is another one now.",
    "sure": "Your answers have not been handed in. Press once more to clear them all the same.",
    "cleared": "Cleared. The next person can begin.",
    "notKept": "This browser keeps nothing: hand in your answers before you close this page. Nothing is sent anywhere.",
}
ON_A_PREVIEW = {
    "kept": "What you choose stays in this browser. Nothing is sent anywhere.",
    "end": "Where people hand in their answers",
    "how": "The file, the text and the code show what people would hand in. Those of a preview are not taken.",
}
SAID_ON_A_PREVIEW = {
    "saved": "Saved as {file}, to look at: the answers of a preview cannot be handed in.",
    "copied": "Copied, to look at: the answers of a preview cannot be handed in.",
    "copyYourself": "The text below is to look at: the answers of a preview cannot be handed in.",
    "spoken": "The code below is to look at: the answers of a preview cannot be handed in.",
    "savedBefore": "",
    "copiedBefore": "",
    "spokenBefore": "",
}


@dataclass(frozen=True, slots=True)
class LivePage:
    """The form as a room's page.

    Args:
        content: UTF-8 HTML.
        style, script: digests of the one style and the one script that it may use.
    """

    content: bytes
    style: str
    script: str


ON_A_PHONE = {
    "kept": "Your answers are kept on this phone, and saved on the facilitator's laptop as you give them.",
    "code": "Your code:",
    "code_hint": "Note it: it brings your answers back, on this phone or on another.",
    "end": "When you are done",
    "come_back": "I have a code already",
    "typed_code": "Your code",
    "come_back_now": "Go on with my answers",
    "done_hint": "You can still change your answers until the facilitator closes them.",
    "finish": "I am done",
    "by_code": "If this page cannot save your answers, the facilitator can type them in from a code.",
    "leave_title": "Take my answers back",
    "leave_hint": "As long as answers are open, they will then not count any more. Once answers are closed, what the "
    "room looks at stays as it is.",
    "leave": "Take them back",
}
SAID_ON_A_PHONE = {
    "kept": "Saved.",
    "saving": "Saving…",
    "unsaved": "Not saved yet: kept on this phone, and sent again.",
    "byCode": "At the end of this page is a code that the facilitator can type in.",
    "late": "Answers were closed before your last ones reached the laptop. They are kept on this phone, and do not "
    "count unless the facilitator opens the answers again.",
    "lateForGood": "Answers were closed before your last ones reached the laptop. They are kept on this phone, and do "
    "not count.",
    "schoolFirst": "Not saved yet: choose your school first.",
    "done": "Saved. You are done.",
    "finish": "I am done",
    "changed": "I want to change something",
    "finished": "Thank you. Now wait for the others.",
    "lost": "The laptop cannot be reached just now. This page goes on by itself.",
    "nextPerson": "Saved. The next person can begin.",
    "welcomeBack": "Welcome back. Your answers are here again.",
    "codeFirst": "Type your code first.",
    "instead": "Press once more: your answers of before come back, and what is answered here now is dropped.",
    "leaveSure": "Press once more to take all your answers back.",
    "left": "Your answers were taken back. If you answer again, you begin anew with another code.",
    "leftLate": "Your answers were taken back. What the room has looked at was closed before and stays as it is; they "
    "go into no report, and into nothing that is closed later.",
    "leftForGood": "Your answers were taken back. The results were worked out when answers were closed, and stay as "
    "they are.",
    "notKept": "This browser keeps nothing: note your code, so that you can come back.",
    "sure": "These answers are not saved yet. Press once more to clear them all the same.",
    "question": "Question {n} of {of}",
    "level": "Level",
    "text": "What it looks like",
    "people": "People",
    "yours": "(you)",
    "yoursUnsure": "You could not tell.",
    "room": "The room: {level}",
    "big": "Show my level",
    "smaller": "Back",
    "together": "What the room agreed:",
    "workOn": "What shall we work on?",
    "wish": "I would work on this (three at most)",
    "wishMost": "Three at most: take one back first.",
    "wishLater": "The laptop cannot be reached just now. Your choice is sent as soon as it can be.",
    "wishOne": "{n} person would",
    "wishMany": "{n} people would",
    "agreedOn": "Agreed",
    "review": "review on {day}",
    "endedHint": "You can close this page.",
    "titles": {"lobby": "Welcome: "},
    "atLaptop": {
        "keptHere": "Your answers are saved on this laptop as you give them. Press “I am done” before the next "
        "person begins.",
        "codeHint": "Note it: it brings your answers back, here or on your phone.",
        "unsaved": "Not saved yet: kept on this page, and tried again.",
        "late": "Answers were closed before your last ones were saved. They do not count unless the facilitator opens "
        "the answers again.",
        "lateForGood": "Answers were closed before your last ones were saved. They do not count.",
        "lost": "The program that keeps the answers does not run just now. This page goes on by itself.",
    },
}


def live(round_: Round, looking_back: str | None, style: str, script: str) -> LivePage:
    """The form of a round that hands in to the laptop it came from, each time that something is answered.

    Args:
        looking_back: as in `build`.
        style, script: what a room's page has beside the form's own.
    """
    style, script = f"{_part('form.css')}{style}", f"{script}{_part('form.js')}"
    return LivePage(_page(round_, looking_back, (style, script)), _digest(style), _digest(script))


def build(round_: Round, looking_back: str | None = None) -> bytes:
    """The form of a round as UTF-8 HTML; it hands in files of the format `maturity-reply/1`.

    Args:
        looking_back: the label of an earlier round; the same items are then asked once more as they were at that
            time. None asks about today only.
    """
    return _page(round_, looking_back, None)


def _page(round_: Round, looking_back: str | None, live_parts: tuple[str, str] | None) -> bytes:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("maturity.collect"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["digest"] = _digest
    questionnaire = round_.questionnaire
    is_preview, is_live = isinstance(round_, Preview), live_parts is not None
    style, script = live_parts or (_part("form.css"), _part("form.js"))
    same = primary(questionnaire.language) == PROGRAM
    marks = {} if same else {"language": questionnaire.language}
    if runs_from_right(questionnaire.language):
        marks["dir"] = "rtl"
    page = environment.get_template("form.html.j2").render(
        language=questionnaire.language if same else PROGRAM,
        own=_attributes(marks),
        title=plain(questionnaire.title),
        subtitle=f"{plain(round_.cluster.name)}, {plain(round_.label)}",
        rated=subject_line(round_),
        instruction=on_top(questionnaire),
        words=ON_THE_PAGE
        | (ON_A_PREVIEW if is_preview else {})
        | (ON_A_PHONE if is_live else {})
        | {"privacy": _promise(round_, is_live=is_live)},
        is_preview=is_preview,
        is_live=is_live,
        footer=f"{plain(questionnaire.id)}, version {plain(questionnaire.version)}",
        style=Markup(style),
        script=Markup(script),
        data=_harmless(_data(round_, looking_back, is_live=is_live) | marks),
    )
    return f"{page}\n".encode()


def _promise(round_: Round, *, is_live: bool) -> str:
    """Who will see what; of a workshop also what its screen shows."""
    shown = [room_in_words(round_.mode, round_.smallest_cell)] if is_live else []
    return " ".join((promised(round_), *shown))


def _part(name: str) -> str:
    return files("maturity.collect").joinpath("templates", name).read_text("utf-8")


def _attributes(marks: Mapping[str, str]) -> Markup:
    """How an element says that its text is the questionnaire's."""
    from markupsafe import Markup

    names = {"language": "lang", "dir": "dir"}
    return Markup("").join(Markup(' {}="{}"').format(names[name], value) for name, value in marks.items())


def _digest(text: str) -> str:
    """How a content security policy names the one style or script that it lets through."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _harmless(data: dict[str, Any]) -> Markup:
    """JSON that cannot end the script element it stands in, nor steer what is shown around it."""
    from markupsafe import Markup

    text = json.dumps(data)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def about(round_: Round) -> dict[str, Any]:
    """What a reply says about the round that it belongs to."""
    questionnaire = round_.questionnaire
    preview = {"preview": True} if isinstance(round_, Preview) else {}
    return preview | {
        "cluster": round_.cluster.name,
        "label": round_.label,
        "kind": round_.mode,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "fingerprint": questionnaire.fingerprint,
        },
    }


def _data(round_: Round, looking_back: str | None, *, is_live: bool) -> dict[str, Any]:
    questionnaire = round_.questionnaire
    return {
        **({"live": True} if is_live else {}),
        "round": about(round_),
        "letters": round_letters(round_),
        "words": SAID
        | ({} if questionnaire.subject == "cluster" else {"items": "The questions"})
        | (SAID_ON_A_PREVIEW if isinstance(round_, Preview) else {})
        | (SAID_ON_A_PHONE if is_live else {}),
        "lookingBack": None if looking_back is None else plain(looking_back),
        "scales": list(_scales(questionnaire)),
        "schools": [{"id": school.id, "label": plain(school.name)} for school in round_.cluster.schools_apart],
        "roles": [{"id": role.id, "label": plain(role.label)} for role in questionnaire.roles],
        "items": [_item(round_, item) for item in questionnaire.items],
        "portraits": [
            {
                "id": item.id,
                "prompt": plain(item.prompt),
                "options": [{"id": i, "text": plain(option.text)} for i, option in item.options.items()],
            }
            for item in questionnaire.portrait
        ],
    }


def _scales(questionnaire: Questionnaire) -> Iterator[dict[str, Any]]:
    top = on_top(questionnaire)
    for scale in questionnaire.answered_on:
        yield {
            "instruction": "" if top else plain(scale.instruction),
            "dontKnow": plain(scale.dont_know),
            "evidenceFrom": scale.evidence_from,
            "evidencePrompt": plain(scale.evidence_prompt),
        }


def _item(round_: Round, item: RatingItem) -> dict[str, Any]:
    questionnaire = round_.questionnaire
    levels = questionnaire.levels_of(item).items()
    return {
        "id": item.id,
        "prompt": plain(item.prompt),
        "hint": if_unseen(round_, item),
        "roles": [] if round_.mode == "anonymous" else list(item.audience),
        "scale": questionnaire.answered_on.index(questionnaire.scale_of(item)),
        "check": list(map(plain, item.criteria)),
        "levels": [{"level": level, "text": plain(text)} for level, text in levels],
    }
