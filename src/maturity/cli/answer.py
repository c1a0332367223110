"""`maturity answer`: one respondent at the screen."""

from __future__ import annotations

import datetime as dt
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import RoundFolder, print_lines
from maturity.errors import InputError, Problem, UsageError
from maturity.text.clean import plain as clean
from maturity.text.spoken import LETTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from maturity.collect.front import Front
    from maturity.model import Response, Round

LENGTH = 8
"""Letters of a code: nobody hits on another's by trying."""


def answer(
    round_: RoundFolder,
    school: Annotated[str | None, typer.Option(metavar="ID", help="Your school.")] = None,
    role: Annotated[str | None, typer.Option(metavar="ID", help="Your role.")] = None,
    code: Annotated[
        str | None,
        typer.Option("--as", metavar="CODE", help="The code you were given: to go on, or to change answers."),
    ] = None,
    looking_back: Annotated[
        bool, typer.Option("--looking-back", help="Then say how you see today what it was like at the last round.")
    ] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take your answers back; needs --as.")] = False,
    imported: Annotated[
        str | None,
        typer.Option(metavar="ID", help="With --withdraw, by whoever runs the round: somebody who came from a file."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --withdraw: do not ask first.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Line after line, for a screen reader.")] = False,
) -> None:
    """Answer the questions, one person at this screen."""
    from maturity.cli import sitting
    from maturity.journeys.rounds import opened

    folder, known, remarks = opened(round_)
    if withdraw:
        _withdraw(folder, known, code, imported, looking_back, yes)
        return
    if imported is not None:
        hint = "to change their answers, change the file and collect it again"
        raise UsageError("--imported goes with --withdraw", hint)
    then = _earlier(folder) if looking_back else ""
    front = sitting.front(linear=plain)
    known_codes = _codes(folder, known)
    response = None if code is None else _found(folder, known, known_codes, code)
    front.clear()
    for remark in remarks:
        front.say(remark)
    _introduce(known, front)
    try:
        response = _who(folder, known, known_codes, response, school, role, front)
    except KeyboardInterrupt:
        print_lines("\nNo question was answered, and nothing was saved.")
        raise
    _interview(folder, known, response, then, front)


def _interview(folder: Path, known: Round, response: Response, then: str, front: Front) -> None:
    from maturity import store
    from maturity.cli.meanwhile import tell
    from maturity.cli.sitting import command, uninterrupted
    from maturity.collect import interview

    code = response.respondent
    base = next((one for one in known.responses if one.respondent == code), None)
    was_known = base is not None
    count = 0
    on = command("maturity", "answer", folder, "--as", code) + (" --looking-back" if then else "")

    def save(one: Response) -> None:
        nonlocal count, base
        now = dt.datetime.now(dt.UTC)
        with uninterrupted():
            found = store.append(folder, one.model_copy(update={"submitted": now}), at=now, base=base, code=True)
            base = one
            count += 1
        tell(found, known)

    if response not in known.responses and was_known:
        save(response)
    print_lines(f"Your code is {clean(code)}. Should you be interrupted, this goes on:\n  {on}")
    try:
        # Who has begun to look back has passed the questions about now, also those left blank.
        if not then or not (response.looking_back or interview.has_finished(known, response)):
            response = interview.hold(known, response, front, save)
        if then:
            front.clear()
            print_lines(_looking_back(then))
            interview.hold(known, response, front, save, then=then)
    except (interview.Leave, KeyboardInterrupt) as left:
        if count or was_known:
            print_lines(f"\nEverything you have answered is saved. To go on:\n  {on}")
        else:
            print_lines("\nNo question was answered, and nothing was saved.")
        if isinstance(left, KeyboardInterrupt):
            raise
        return
    front.clear()
    change = command("maturity", "answer", folder, "--as", code)
    print_lines(
        f"That was everything, and it is saved. Thank you.\n"
        f"To change an answer:       {change}\n"
        f"To take all of them back:  {change} --withdraw"
    )


def _introduce(known: Round, front: Front) -> None:
    from maturity.report.asked import on_top, subject_line
    from maturity.report.promise import promised
    from maturity.text.lines import in_lines

    title = f"{known.questionnaire.title}: {known.cluster.name}, {known.label}"
    front.say("\n".join(in_lines(clean(title), front.width)))
    for text in filter(None, (subject_line(known), on_top(known.questionnaire), clean(promised(known)))):
        front.say("\n".join(in_lines(text, front.width)))


def _who(
    folder: Path,
    known: Round,
    known_codes: Mapping[str, Response],
    before: Response | None,
    school: str | None,
    role: str | None,
    front: Front,
) -> Response:
    """The respondent: as known, with another school or role if one is given; or somebody new.

    Raises:
        UsageError: a school or role is unknown, or is not given and nobody can be asked.
    """
    from maturity.cli.sitting import given
    from maturity.collect import interview
    from maturity.collect.front import choose
    from maturity.model import Response

    schools = known.cluster.names_apart
    roles = {one.id: one.label for one in known.questionnaire.roles}
    school = given("school", schools, school) if school is not None else None
    role = given("role", roles, role) if role is not None else None
    try:
        if before is None and school is None:
            codes = {one.casefold(): one for one in known_codes}
            clash = {str(number) for number in range(1, len(schools) + 1)} | set(schools)
            is_closed = known.published is not None
            others = {code: name for code, name in codes.items() if code not in clash and not is_closed}
            instead = ", or the code you were given before" if others else ""
            typed = choose(front, "Your school", schools, instead, others)
            if typed in others.values():
                before = _found(folder, known, known_codes, typed)
            else:
                school = typed
        if before is not None:
            return interview.regrouped(known, before, school or before.school, role or before.role)
        if role is None and roles:
            role = choose(front, "Your role", roles)
    except EOFError:
        missing = "role" if school else "school"
        raise UsageError(f"the {missing} is not known, and nobody can be asked here", f"add --{missing}") from None
    assert school is not None
    return Response(respondent=_fresh(known), school=school, role=role)


def _fresh(known: Round) -> str:
    taken = {one.respondent for one in known.responses}
    while (code := "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
        pass
    return code


def _codes(folder: Path, known: Round) -> dict[str, Response]:
    """Code to response of those who can go on by it; an id that came in from a file is none."""
    from maturity import store

    given = store.codes(folder)
    return {one.respondent: one for one in known.responses if one.respondent in given}


def _same(names: Collection[str], typed: str) -> str | None:
    """The one of some names that was typed, in whatever capitals."""
    for same in (str.strip, lambda text: text.strip().casefold()):
        for name in names:
            if same(name) == same(typed):
                return name
    return None


def _found(folder: Path, known: Round, codes: Mapping[str, Response], code: str) -> Response:
    """The response of a code, to go on with; the message about a wrong one says nothing of others.

    Raises:
        InputError: there is none, it was withdrawn, or results are out, so that nobody is shown it any more.
    """
    from maturity import store

    if known.published is not None:
        message = "the results of this round are published, and answers in it cannot be seen or changed any more"
        hint = "to take yours back, add --withdraw; new answers belong into another round"
        raise InputError(Problem("", None, "--as", "closed", message, hint))
    name = _same(codes, code)
    if name is not None:
        return codes[name]
    hint = "check the spelling; without --as you start anew and are given a code"
    if _same(store.codes(folder), code) is not None:
        message = f"the answers of {clean(code, 40)!r} are withdrawn already"
        raise InputError(Problem("", None, "--as", "withdrawn", message, "without --as you start anew"))
    message = f"there is no code {clean(code, 40)!r} in this round"
    hint += "; an id in a file that was collected is no code"
    raise InputError(Problem("", None, "--as", "no-such-code", message, hint))


def _withdraw(
    folder: Path, known: Round, code: str | None, imported: str | None, looking_back: bool, yes: bool
) -> None:
    from maturity import store
    from maturity.cli.sitting import command, front, uninterrupted
    from maturity.folder.journal import latest

    if (code is None) == (imported is None):
        raise UsageError("--withdraw does not know whose answers are meant", "add --as CODE, or --imported ID")
    if looking_back:
        raise UsageError("--withdraw takes all answers back", "leave out --looking-back")
    respondent = imported or _same(store.codes(folder), code or "")
    if respondent is None:
        message = f"there is no code {clean(code or '', 40)!r} in this round"
        hint = "check the spelling; for an id in a file that was collected: --imported ID"
        raise InputError(Problem("", None, "--as", "no-such-code", message, hint))
    if respondent in {record.respondent for record in latest(store.read(folder).records)} and not yes:
        if not sys.stdin.isatty():
            raise UsageError("nobody can be asked here whether to take the answers back", "add --yes")
        print_lines(f"Take all answers of {clean(respondent)} back? They will not count any more.")
        try:
            is_meant = front().ask("Type yes to take them back: ").strip().casefold() == "yes"
        except EOFError:
            is_meant = False
        if not is_meant:
            print_lines("Nothing was withdrawn.")
            return
    with uninterrupted():
        store.withdraw(folder, respondent, at=dt.datetime.now(dt.UTC))
    count = "they no longer count" if known.published is None else "results that are published stay as they are"
    print_lines(
        f"The answers of {clean(respondent)} are withdrawn: {count}.\n"
        f"They still stand in the file. To erase them for good:\n  {command('maturity', 'forget', folder, respondent)}"
    )


def _earlier(folder: Path) -> str:
    """The time of the round before this one, in words.

    Raises:
        UsageError: there is none.
    """
    from maturity.folder.names import ROUND
    from maturity.folder.rounds import round_before
    from maturity.source.yaml_source import read_yaml
    from maturity.text.words import day

    earlier = round_before(folder)
    if earlier is None:
        hint = "leave out --looking-back, or give the folder of a later round"
        raise UsageError(f"{folder}: there is no earlier round to look back to", hint)
    said = read_yaml(earlier / ROUND).data
    label = clean(str(said.get("label") or earlier.name), 60)
    try:
        return f"the round {label} ({day(dt.date.fromisoformat(str(said.get('date'))))})"
    except ValueError:
        return f"the round {label}"


def _looking_back(then: str) -> str:
    return (
        f"The same questions once more, about the time of {then}.\n"
        "Say how you see that time today, with what you know now; not what you answered then.\n"
        "If you were not there, type d. These answers are kept apart from the others."
    )
