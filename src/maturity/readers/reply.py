"""What the HTML form hands back: a small JSON file, or the same pasted into a mail."""

from __future__ import annotations

import json
import quopri
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from maturity.errors import Fault, InputError, Problem
from maturity.folder.journal import as_utf8, lines_of
from maturity.model import Response, Round
from maturity.readers.checks import round_faults
from maturity.source.content import bytes_of, refusal
from maturity.source.shape import field_of, shape_faults
from maturity.text.names import quoted

FORMAT = "maturity-reply/1"
LARGEST = 5_000_000
LARGEST_JOURNAL = 200_000_000
JOURNAL_ENDING = ".jsonl"
"""Of a journal, or of lines of one that were set aside: taken as they are, whatever their checksum says."""
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_MOST = 5_000
"""Most places of a file at which a reply is looked for."""


def looks_like_reply(path: File) -> bool:
    """Whether a file holds a reply of the form rather than a table."""
    if path.suffix.lower() in (".json", JOURNAL_ENDING):
        return True
    try:
        return path.suffix.lower() in (".txt", ".eml", ".md", "") and FORMAT.encode() in path.read_bytes()[:LARGEST]
    except OSError:
        return False


def read_replies(path: File, round_: Round) -> tuple[list[Response], list[Problem]]:
    """The responses in a file, or everything that is wrong with it.

    Args:
        path: JSON as the form saved it, a text that holds one or more replies, such as a mail, or lines of a journal.
        round_: the round that they should belong to.

    Returns:
        the replies without a fault, and the problems.
    """
    is_journal = path.suffix.lower() == JOURNAL_ENDING
    try:
        replies = _of_journal(path) if is_journal else _replies(path)
    except InputError as error:
        return [], list(error.problems)
    responses: list[Response] = []
    problems: list[Problem] = []
    for number, reply in enumerate(replies, start=1):
        where = f"reply {number}" if len(replies) > 1 else ""
        response, faults = _response(reply, round_) if is_journal else checked_reply(reply, round_)
        problems += [
            Problem(str(path), None, ", ".join(filter(None, (where, field_of(f.at, reply)))), f.code, f.message, f.hint)
            for f in faults
        ]
        if response is not None:
            responses.append(response)
    return responses, problems


def checked_reply(reply: object, round_: Round) -> tuple[Response | None, list[Fault]]:
    """The response in a reply, or everything that is wrong with it.

    Args:
        reply: what JSON said; anything but an object is refused.
        round_: the round that it should belong to.
    """
    if not isinstance(reply, dict):
        return None, [Fault((), "no-reply", "this is no reply of a form", "answer with the form of this round")]
    faults = list(_belongs(reply, round_))
    return (None, faults) if faults else _response(reply, round_)


def _replies(path: File) -> list[dict[str, Any]]:
    raw = bytes_of(path, LARGEST)
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = raw.decode(encoding, errors="replace")
    # Mail programs put marks before the lines of a quoted text, or write signs as =3D and break lines with =.
    letters = quopri.decodestring(raw).decode(encoding, errors="replace")
    ways = (text, _QUOTED.sub("", text), letters, _QUOTED.sub("", letters))
    found = next((replies for way in ways if (replies := list(_objects(way)))), [])
    if not found:
        message = "the file holds no reply of a form, or only a part of one"
        raise refusal(path, None, "no-reply", message, "ask for the file again, or for the whole text")
    return found


def _of_journal(path: File) -> list[dict[str, Any]]:
    """What the lines of a journal say of each person at last; who has withdrawn is left out."""
    last: dict[str, dict[str, Any]] = {}
    for _, line in lines_of(as_utf8(bytes_of(path, LARGEST_JOURNAL)))[0]:
        try:
            body = json.loads(line)
            said, name = body["response"], str(body["respondent"])
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(said, dict):
            last[name] = {"response": {**said, "respondent": name}}
        else:
            last.pop(name, None)
    if not last:
        hint = "restore a copy of the journal, or leave this file out"
        raise refusal(path, None, "no-reply", "no line of the file holds a whole response", hint)
    return list(last.values())


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object in a text that says it is a reply."""
    decoder = json.JSONDecoder(parse_constant=lambda name: name)
    place = text.find("{")
    for _ in range(_MOST):
        if place < 0:
            return
        try:
            found, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            place = text.find("{", place + 1)
            continue
        if isinstance(found, dict) and str(found.get("format", "")).startswith("maturity-reply/"):
            yield found
        place = text.find("{", place)


def _response(reply: dict[str, Any], round_: Round) -> tuple[Response | None, list[Fault]]:
    said = reply.get("response")
    if not isinstance(said, dict):
        return None, [Fault(("response",), "no-response", "the reply holds no answers", "ask for the file again")]
    schools = [school.model_dump() for school in round_.cluster.schools]
    whole = {"cluster": {"schools": schools}, "responses": [said]}
    faults = [
        Fault(("response", *fault.at[2:]), fault.code, fault.message, fault.hint)
        for fault in round_faults(whole, round_.questionnaire)
    ]
    try:
        response = Response.model_validate(said)
    except ValidationError as error:
        done = {fault.at for fault in faults}
        shape = shape_faults(error, said, Response)
        faults += [
            Fault(("response", *fault.at), fault.code, fault.message, fault.hint)
            for fault in shape
            if ("response", *fault.at) not in done
        ]
        return None, faults
    return (None if faults else response), faults


def _belongs(reply: Mapping[str, Any], round_: Round) -> Iterator[Fault]:
    """Complains about a reply of another program version, another round or another questionnaire."""
    if reply.get("format") != FORMAT:
        message = f"{quoted(reply.get('format'))} is not a format that this program reads"
        yield Fault(("format",), "newer-version", message, "update the program")
        return
    about = reply.get("round")
    about = about if isinstance(about, dict) else {}
    if about.get("preview"):
        message = "the answers are to a preview of the questionnaire, and belong to no round"
        hint = "make the form with 'maturity form ROUND', and ask for the answers in that"
        yield Fault(("round", "preview"), "preview", message, hint)
        return
    asked = about.get("questionnaire")
    asked = asked if isinstance(asked, dict) else {}
    for key, is_, wanted in (
        ("cluster", about.get("cluster"), round_.cluster.name),
        ("label", about.get("label"), round_.label),
    ):
        if is_ != wanted:
            message = f"the reply belongs to {quoted(is_)}, this round to {quoted(wanted)}"
            yield Fault(
                ("round", key), "other-round", message, "give the folder of the round that the form was made for"
            )
    if about.get("kind", round_.mode) != round_.mode:
        message = f"the form said that this round is {quoted(about['kind'])}, and it is {quoted(round_.mode)}"
        hint = "make the form again with 'maturity form', and ask for the answers once more"
        yield Fault(("round", "kind"), "other-kind", message, hint)
    if asked.get("fingerprint") != round_.questionnaire.fingerprint:
        message = f"the form asked another version of the questionnaire ({quoted(asked.get('version'))})"
        hint = "make the form again with 'maturity form', and ask for the answers once more"
        yield Fault(("round", "questionnaire", "fingerprint"), "other-questionnaire", message, hint)


def in_words(faults: Sequence[Fault], said: object) -> str:
    """What is wrong with a reply: the first fault, and how many more."""
    first = faults[0]
    place = field_of(first.at, said) if isinstance(said, dict) else ""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return ": ".join(filter(None, (place, first.message, first.hint))) + more
