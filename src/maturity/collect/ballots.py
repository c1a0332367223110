"""Paper ballots and reply codes, keyed in fast: one line a respondent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from maturity.collect import reply_code
from maturity.collect.front import Front, choose
from maturity.collect.interview import Save
from maturity.errors import InputError, Problem
from maturity.model import DONT_KNOW, Answer, PortraitItem, RatingItem, Response, Round
from maturity.report.asked import subject_line
from maturity.report.promise import promised
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.words import counted, in_figures, runs, typed_mark

_EXAMPLE = re.compile(r"e\s*(\d*)(?!\S)(.*)", re.IGNORECASE)
SKIPPED = ("-", "s", "_", ".")
UNKNOWN = ("d", "dk", "?")
LETTERS = "abcd"
"""Of a portrait's options on a ballot, in the order of the questionnaire."""
HELP = """\
One line a person. d is cannot tell, - is left blank. Blanks between may be left out.
u takes the last ballot back; school or role changes whose ballots these are;
h shows this again; q ends. Every ballot is saved as soon as its line is right.
A reply code that somebody reads out from the web form is typed as a line of its own,
whatever school and role are set here; its blanks and hyphens may be left out."""

EXAMPLES = """\
e and a question's number, then words, such as e {number} Joint training: an example
that stands on the last ballot, for {levels}."""
LONGEST_EXAMPLE = 500
LEFT = {"forgotten", "withdrawn"}
"""Why a code that is right is not taken: its person has left the round."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Ballots of one school and one role.

    Args:
        items: those that are put to the role, in the order of the ballot, each with its number there.
        portraits: likewise; they may be left out of a line altogether.
    """

    school: str
    role: str | None
    items: tuple[tuple[int, RatingItem], ...]
    portraits: tuple[tuple[int, PortraitItem], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a line comes to.

    Args:
        ballot: as it is to be saved; None if anything is wrong with the line.
        said: the ballot read back.
        problems: everything that is wrong.
        is_last: whether it is the last ballot once more, with an example.
    """

    ballot: Response | None
    said: str
    problems: tuple[Problem, ...]
    is_last: bool = False


def pile(round_: Round, school: str, role: str | None) -> Pile:
    """What a line of one school and role holds."""
    questionnaire = round_.questionnaire
    numbered = enumerate(questionnaire.items, 1)
    return Pile(
        school,
        role,
        tuple((number, item) for number, item in numbered if round_.is_asked(item, role)),
        tuple(enumerate(questionnaire.portrait, len(questionnaire.items) + 1)),
    )


def key_in(
    round_: Round,
    tag: str,
    front: Front,
    save: Save,
    undo: Callable[[str], None],
    *,
    school: str | None = None,
    role: str | None = None,
) -> list[str]:
    """Take ballots, one a line, until `q` or the end of the input; each is saved, or nothing of it.

    Args:
        tag: first part of the ids of ballots, which nobody else uses.
        save: keeps a ballot.
        undo: takes a saved ballot back, by its respondent id.
        school, role: whose ballots these are; asked for if None.

    Returns:
        the respondent ids that were saved and not taken back.

    Raises:
        EOFError: the school or the role is not known and nobody can be asked.
    """
    now = pile(round_, school or _school(round_, front), role or _role(round_, front))
    for text in filter(None, (subject_line(round_), f"What the ballots say: {promised(round_)}")):
        front.say("\n".join(in_lines(text, front.width)))
    _say_help(round_, now, front)
    saved: list[Response] = []
    while (line := _line(front, f"{_whose(round_, now)} / ballot {len(saved) + 1}: ")) not in ("q", None):
        word = line.casefold()
        if word == "u":
            if not saved:
                front.say("  There is nothing to take back.")
            else:
                back = saved.pop()
                undo(back.respondent)
                front.say(f"  {back.respondent} is taken back; {_instead(round_, back)}.")
        elif word in ("school", "role"):
            try:
                is_school = word == "school"
                school = _school(round_, front) if is_school else now.school
                role = now.role if is_school else _role(round_, front)
            except EOFError:
                break
            now = pile(round_, school, role)
            front.say(layout(round_, now))
        elif word in ("", "h"):
            _say_help(round_, now, front)
        else:
            known = {one.respondent: one for one in (*round_.responses, *saved)}
            taken = take(round_, now, line, f"{tag}-{len(saved) + 1:02}", saved[-1] if saved else None, known)
            for problem in taken.problems:
                front.say(f"  {problem}")
            if taken.ballot is not None and _saved(taken.ballot, save, front):
                name = taken.ballot.respondent
                place = next((n for n, one in enumerate(saved) if one.respondent == name), len(saved))
                saved[place : place + 1] = [taken.ballot]
                front.say(f"  {taken.said}")
    return [one.respondent for one in saved]


def _instead(round_: Round, back: Response) -> str:
    """What follows on taking somebody's line back."""
    before = any(one.respondent == back.respondent for one in round_.responses)
    return "what was there before counts again" if before else "type that ballot again"


def take(
    round_: Round, now: Pile, line: str, respondent: str, last: Response | None, known: Mapping[str, Response]
) -> Taken:
    """What a line holds: a ballot, the reply code of a form, or an example for the last one.

    Args:
        respondent: id of whoever filled in the ballot, if it is one.
        last: what was taken before; None if there is nothing yet.
        known: respondent to response, as the round has it by now.
    """
    if _is_reply_code(round_, line):
        return _code(round_, line, known)
    if _EXAMPLE.match(line):
        ballot, problems = read_example(round_, last, line)
        said = f"saved with {ballot.respondent}: {counted(len(ballot.evidence), 'example')}" if ballot else ""
        return Taken(ballot, said, tuple(problems), is_last=True)
    blank = Response(respondent=respondent, school=now.school, role=now.role)
    ballot, problems = read_line(round_, now, blank, line)
    return Taken(ballot, f"saved as {respondent}: {_summary(ballot)}" if ballot else "", tuple(problems))


def _is_reply_code(round_: Round, line: str) -> bool:
    """An example may be any words, and so only what is a code for certain is none."""
    if _EXAMPLE.match(line):
        return reply_code.read_code(round_, line)[0] is not None
    return reply_code.is_code(round_, line)


def _code(round_: Round, line: str, known: Mapping[str, Response]) -> Taken:
    """What a reply code says, beside what is known of the same person already."""
    said, problems = reply_code.read_code(round_, line)
    if said is None:
        return Taken(None, "", tuple(problems))
    before = known.get(said.respondent)
    whole = reply_code.onto(round_, said, before)
    again = "; it stands in place of what the same person handed in before"
    if before is None or whole == before.model_copy(update={"submitted": whole.submitted}):
        again = "" if before is None else "; the same as what the same person handed in before"
    return Taken(whole, f"saved as {whole.respondent}: {reply_code.read_back(round_, whole)}{again}", ())


def _saved(ballot: Response, save: Save, front: Front) -> bool:
    """Whether it was saved; of somebody who has taken their answers back it is not, and that is said."""
    try:
        save(ballot)
    except InputError as error:
        if not {one.code for one in error.problems} <= LEFT:
            raise
        for problem in error.problems:
            front.say(f"  {problem}")
        return False
    return True


def read_example(round_: Round, last: Response | None, line: str) -> tuple[Response | None, list[Problem]]:
    """An example from a line such as `e 3 Joint training`.

    Args:
        last: the ballot that it stands on; None if there is none yet.

    Returns:
        that ballot with the example, None if anything is wrong; and what is wrong.
    """
    found, questionnaire = _EXAMPLE.match(line), round_.questionnaire
    assert found
    if all(scale.evidence_from is None for scale in questionnaire.answered_on):
        return _no_example("this questionnaire asks for no examples", "leave them out")
    if last is None:
        return _no_example("an example belongs to the last ballot, and there is none yet", "type its levels first")
    number, text = found[1], plain(found[2].strip(), LONGEST_EXAMPLE)
    asked = {str(place): item for place, item in pile(round_, last.school, last.role).items}
    if number not in asked or len(text) < 2:
        numbers = runs([int(one) for one in asked])
        return _no_example(f"{plain(line, 24)!r} names no question and example", f"type e, one of {numbers}, and words")
    level, start = last.answers.get(asked[number].id), questionnaire.scale_of(asked[number]).evidence_from
    if start is None:
        return _no_example(f"question {number} asks for no example", "look at the number again, or leave it out")
    if not isinstance(level, int) or level < start:
        said = "left blank" if level is None else f"a {in_figures(level)}" if isinstance(level, int) else "cannot tell"
        message = f"question {number} of {last.respondent} is {said}, and examples go with {in_figures(start)} or more"
        return _no_example(message, "look at the number again, or leave it out")
    return last.model_copy(update={"evidence": {**last.evidence, asked[number].id: text}}), []


def _no_example(message: str, hint: str) -> tuple[None, list[Problem]]:
    return None, [Problem("", None, "", "no-example", message, hint)]


def _say_help(round_: Round, now: Pile, front: Front) -> None:
    front.say(HELP)
    all_starts = {number: round_.questionnaire.scale_of(item).evidence_from for number, item in now.items}
    starts = {number: start for number, start in all_starts.items() if start is not None}
    if starts:
        levels = (
            f"a level of {in_figures(max(starts.values()))} or more"
            if len(set(starts.values())) == 1
            else "a high level"
        )
        front.say(EXAMPLES.format(number=max(starts), levels=levels))
    front.say(layout(round_, now))


def read_line(round_: Round, now: Pile, response: Response, line: str) -> tuple[Response | None, list[Problem]]:
    """One respondent's ballot from a line such as `3 4 d - 2` or `34d-2`, with or without portraits such as `a c`.

    Args:
        response: whose it is, without answers.

    Returns:
        the response with its answers, None if anything is wrong; and everything that is wrong, each with its question.
    """
    scales = {item.id: round_.questionnaire.scale_of(item) for _, item in now.items}
    digits = all(scale.low >= 0 and scale.high <= 9 for scale in scales.values())
    marks = _marks(line, len(now.items), len(now.portraits), digits)
    problems = _count(now, len(marks))
    if problems:
        return None, problems
    answers: dict[str, Answer] = {}
    for place, ((number, item), mark) in enumerate(zip(now.items, marks, strict=False), 1):
        if mark in SKIPPED:
            answers[item.id] = None
        elif mark in UNKNOWN:
            answers[item.id] = "DK"
        elif (level := _level(mark)) in (scale := scales[item.id]).levels:
            answers[item.id] = level
        else:
            hint = f"use {in_figures(scale.low)} to {in_figures(scale.high)}, d for cannot tell, - for left blank"
            problems.append(_wrong(place, number, item.short, mark, hint))
    portraits = {}
    letters = marks[len(now.items) :]
    for place, ((number, portrait), mark) in enumerate(zip(now.portraits, letters, strict=False), len(now.items) + 1):
        known = dict(zip(LETTERS, portrait.options, strict=False))
        if mark in known:
            portraits[portrait.id] = known[mark]
        elif mark not in SKIPPED:
            problems.append(_wrong(place, number, portrait.short, mark, f"use {_span(list(known))}, - for left blank"))
    if problems:
        return None, problems
    return response.model_copy(update={"answers": answers, "portraits": portraits}), []


def _marks(line: str, items: int, portraits: int, digits: bool) -> list[str]:
    """The marks of a line; where every level is one digit, blanks between them may be left out."""
    marks = typed_mark(line).replace(",", " ").replace(";", " ").split()
    if digits and len(marks) not in (items, items + portraits):
        single = list("".join(marks).replace("dk", "d"))
        if len(single) in (items, items + portraits) or len(marks) == 1:
            return single
    return marks


def _level(mark: str) -> int | None:
    try:
        return int(mark)
    except ValueError:
        return None


def _count(now: Pile, marks: int) -> list[Problem]:
    items, portraits = len(now.items), len(now.portraits)
    if marks in (items, items + portraits):
        return []
    message = f"{counted(marks, 'mark')}, but {counted(items, 'question')} for this role"
    if portraits:
        message += f" (with the portraits {items + portraits})"
    return [Problem("", None, "", "wrong-count", message, "put - where a question was left blank; h shows which")]


def _wrong(place: int, number: int, short: str, mark: str, hint: str) -> Problem:
    where = f"mark {place} (question {number}, {plain(short)})"
    return Problem("", None, where, "not-a-mark", f"'{plain(mark, 12)}' is not an answer", hint)


def layout(round_: Round, now: Pile) -> str:
    """Which questions of the ballot a line holds, and from where to where levels go if that differs."""
    lines = [f"A line holds {counted(len(now.items), 'level')}, for questions {runs([n for n, _ in now.items])}."]
    spans: dict[str, list[int]] = {}
    for number, item in now.items:
        scale = round_.questionnaire.scale_of(item)
        spans.setdefault(_span([in_figures(scale.low), in_figures(scale.high)]), []).append(number)
    if len(spans) > 1:
        lines.append(f"Levels are {'; '.join(f'{span} for {runs(of)}' for span, of in spans.items())}.")
    if now.portraits:
        last = max(len(portrait.options) for _, portrait in now.portraits)
        many = counted(len(now.portraits), "letter")
        numbers = runs([number for number, _ in now.portraits])
        lines.append(f"{many} {_span(LETTERS[:last])} for questions {numbers} may follow; all of them, or none.")
    return "\n".join(lines)


def _span(marks: Sequence[str]) -> str:
    return f"{marks[0]} to {marks[-1]}"


def _whose(round_: Round, now: Pile) -> str:
    school = plain(round_.cluster.names_apart[now.school], 24)
    role = round_.questionnaire.role_by_id.get(now.role or "")
    return f"{school} / {plain(role.label, 24)}" if role else school


def _summary(response: Response) -> str:
    answers = list(response.answers.values())
    unknown, blank = sum(answer == DONT_KNOW for answer in answers), answers.count(None)
    said = f"{counted(len(answers) - unknown - blank, 'level')}, {unknown} cannot tell, {blank} left blank"
    return f"{said}, {counted(len(response.portraits), 'portrait')}" if response.portraits else said


def _school(round_: Round, front: Front) -> str:
    return choose(front, "School", round_.cluster.names_apart)


def _role(round_: Round, front: Front) -> str | None:
    roles = {one.id: one.label for one in round_.questionnaire.roles}
    return choose(front, "Role", roles) if roles else None


def _line(front: Front, prompt: str) -> str | None:
    try:
        return front.ask(prompt).strip()
    except EOFError:
        return None
