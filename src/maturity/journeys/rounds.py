"""Rounds read, and measured or compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import InputError, Problem, UsageError
from maturity.journeys.ask import Ask, day_meant
from maturity.journeys.closing import settled

if TYPE_CHECKING:
    from maturity.core.assessment import Assessment, Warn
    from maturity.core.comparison import Comparison
    from maturity.core.matching import Same
    from maturity.files import Outputs
    from maturity.model import Round


def round_at(path: Path, ask: Ask) -> Round:
    """A round; what is worth saying about it, such as a second copy of its answers, is told.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    from maturity.readers.round import read_round

    round_, problems = read_round(path, ask.questionnaire, ask.kind)
    if round_ is None:
        raise InputError(problems, _lister(path, problems))
    for remark in problems:
        ask.tell(remark)
    if ask.schools == "sampled" and round_.mode != "named":
        message = f"{path}: schools cannot stand for others in a round that is {round_.mode}"
        raise UsageError(message, "leave out --schools; the spread between schools would give their values away")
    return round_


def _lister(path: Path, problems: Sequence[Problem]) -> tuple[str, ...]:
    """The command that lists all faults of a round: of its questionnaire, or of its folder; of a file none does."""
    from maturity.folder.names import YAML
    from maturity.source.content import is_folder

    sources = {problem.source for problem in problems}
    asked = sources.pop() if len(sources) == 1 else ""
    if asked.lower().endswith(YAML) and path not in (Path(asked), *Path(asked).parents):
        return "maturity", "questionnaire", "check", asked
    return ("maturity", "doctor", str(path)) if is_folder(path) else ()


def opened(path: Path, *, for_answers: bool = True) -> tuple[Path, Round, list[str]]:
    """A round that something can be put into: its folder, the round, and what is worth saying about it.

    Args:
        for_answers: then it is said where results are out already.

    Raises:
        InputError: it is no folder of a round, or something in it is wrong; carries all problems.
        UsageError: nobody has answered, and what is asked is nothing for a round of its kind.
    """
    from maturity.core.publish import FEWEST_SCHOOLS, unfit_for
    from maturity.folder.rounds import round_folder
    from maturity.readers.round import read_round
    from maturity.report.wording import sentence
    from maturity.text.clean import plain
    from maturity.text.commands import command

    folder, remarks = round_folder(path, to_fill=for_answers)
    round_, problems = read_round(folder)
    if round_ is None:
        raise InputError(problems, _lister(folder, problems))
    said = [plain(str(remark)) for remark in (*remarks, *problems)]
    if round_.mode == "anonymous" and len(round_.cluster.schools) < FEWEST_SCHOOLS:
        said.append(f"An anonymous round needs {FEWEST_SCHOOLS} schools: of this one nothing will ever be shown.")
    if for_answers and not round_.responses and (reason := unfit_for(round_.mode, round_.questionnaire)) is not None:
        again = command("maturity", "start", folder.parent, "--again", "--mode", "anonymous")
        raise UsageError(f"{folder}: {sentence(reason)}", f"nobody has answered yet: {again}, or --mode named")
    if for_answers and round_.published is not None:
        said.append(
            "The results of this round are published. What comes in now is kept and changes no result: for new answers "
            f"open another round with {command('maturity', 'start', folder.parent)}"
        )
    return folder, round_, said


def school_and_role(round_: Round, school: str | None, role: str | None) -> tuple[str | None, str | None]:
    """The ids of a school and of a role as somebody named them; None where nobody did.

    Raises:
        UsageError: there is no such school or role.
    """
    from maturity.collect.front import given

    schools = {one.id: one.name for one in round_.cluster.schools}
    roles = {one.id: one.label for one in round_.questionnaire.roles}
    return given("school", schools, school) if school else None, given("role", roles, role) if role else None


def assessed(path: Path, ask: Ask, safe: Outputs | None = None, *, beside: bool = False) -> Assessment:
    """A round, read and assessed.

    Args:
        safe: what a chart of it will be written to.
        beside: whether a map of it is to show the round before in the same cluster's folder as well.
    """
    from maturity.core.assess import assess

    round_ = round_at(path, ask)
    if safe is not None:
        safe.of("chart", round_.cluster.name, round_.label)
    round_ = settled(path, round_, ask)
    after = _after_the_one_before(path, round_, ask) if beside else None
    return after or assess(round_, schools=ask.schools)


def _after_the_one_before(path: Path, round_: Round, ask: Ask) -> Assessment | None:
    """A round with the place of the last one before it that somebody answered; None where there is none to show.

    What keeps that one from being shown is told, and nothing is closed or refused for its sake.
    """
    from dataclasses import replace

    from maturity.core.in_time import in_time
    from maturity.errors import MaturityError
    from maturity.folder.rounds import round_before, round_folder
    from maturity.journeys.closing import stays_open
    from maturity.source.content import is_folder

    if round_.questionnaire.shape != "map" or not is_folder(path):
        return None
    quiet = replace(ask, questionnaire=None, tell=lambda _: None, close=stays_open, again=False, participation=False)
    try:
        folder = round_before(round_folder(path)[0])
        while folder is not None:
            before = round_at(folder, quiet)
            if before.responses and in_time([before, round_])[-1] is round_:
                return held_together([settled(folder, before, quiet), round_], (), {}, quiet).latest
            folder = round_before(folder)
    except MaturityError as error:
        ask.tell(f"the round before is not on the map: {error.problems[0]}")
    return None


def compared(paths: Sequence[Path], ask: Ask, safe: Outputs | None = None) -> Comparison:
    """Rounds, or all rounds of a folder, read and compared; `safe` is what a chart of them will be written to."""
    rounds, notes = rounds_meant(paths, ask, safe, "chart")
    if len(rounds) < 2:
        raise too_few(paths[0], notes)
    from maturity.report.leaving import with_names

    return held_together([with_names(one) for one in rounds], notes, pairs(rounds, ask), ask)


def held_together(rounds: Sequence[Round], notes: Sequence[Warn], same: Same, ask: Ask) -> Comparison:
    """Rounds that have been read, compared."""
    from maturity.journeys.comparing import compare

    return compare(rounds, schools=ask.schools, same=same, notes=notes)


def pairs(rounds: Sequence[Round], ask: Ask) -> Same:
    """Which questions the user says are the same; none without a file."""
    from maturity.readers.mapping_ids import load_same

    return {} if ask.same is None else load_same(ask.same, [one.questionnaire for one in rounds])


def rounds_meant(
    given: Sequence[Path], ask: Ask, safe: Outputs | None = None, what: str = "report"
) -> tuple[list[Round], list[Warn]]:
    """The rounds that are meant, with their plans as they stood on the day of the ask, and what to know about them.

    Args:
        given: rounds; or one folder of a cluster, which stands for all its rounds with answers.
        safe: what will be written of the last of them; refused before any round is closed.
        what: will be written.
    """
    from dataclasses import replace

    from maturity.core.in_time import in_time
    from maturity.folder.names import TABLES
    from maturity.folder.rounds import round_folder, rounds_in_time
    from maturity.source.content import is_folder

    paths = list(given)
    if len(given) == 1 and is_folder(given[0]):
        paths = rounds_in_time(given[0]) or [round_folder(given[0])[0]]
    itself = replace(ask, questionnaire=None)
    rounds = [round_at(path, ask if path.suffix.lower() in TABLES else itself) for path in paths]
    if any(one.rehearsal for one in rounds) and len(rounds) > 1:
        raise UsageError("a rehearsal is compared with nothing", "leave it out")
    paths, rounds = on_the_day(paths, rounds, ask, whole=len(given) == 1)
    if safe is not None:
        last = in_time([one for one in rounds if one.responses] or rounds[-1:])[-1]
        safe.of(what, last.cluster.name, last.label)
    rounds = [settled(path, one, ask) if one.responses else one for path, one in zip(paths, rounds, strict=True)]
    notes = _edited(paths)
    if len(given) == 1 and len(rounds) > 1:
        answered, left_out = _answered(rounds)
        return answered or rounds[-1:], notes + left_out
    return rounds, notes


def on_the_day(
    paths: Sequence[Path], rounds: Sequence[Round], ask: Ask, *, whole: bool
) -> tuple[list[Path], list[Round]]:
    """The rounds that had begun on the day of the ask, each with its plan as it stood then, and where they lie.

    Where nobody asked for a day, a round that is still ahead is told as well, and that is said.

    Args:
        whole: they are all rounds of one cluster, of which later ones are left out; else a later one is refused.

    Raises:
        UsageError: a round that was asked for by itself, or every one, is of a later day than the one asked for.
    """
    from maturity.core.in_time import in_time
    from maturity.text.words import day, listed

    today = day_meant(ask)
    kept = [(path, one) for path, one in zip(paths, rounds, strict=True) if one.date is None or one.date <= today]
    later = [one for one in rounds if one.date is not None and one.date > today]
    named = [f"{one.label} ({day(one.date)})" for one in in_time(later) if one.date is not None]
    if later and ask.date is not None and (not kept or not whole):
        message = f"--date {ask.date} is before the day of the round {named[0 if whole else -1]}"
        raise UsageError(message, "name that day or a later one, or leave out --date for a report as of today")
    if later:
        ahead = "left out" if ask.date is not None else "told all the same"
        ask.tell(f"on {day(today)} what is still ahead is {ahead}: {listed(named)}")
    if ask.date is None:
        kept = list(zip(paths, rounds, strict=True))
    return [path for path, _ in kept], [as_it_stood(one, today, ask.tell) for _, one in kept]


def as_it_stood(round_: Round, today: dt.date, tell: Callable[[object], None]) -> Round:
    """A round with its plan as it stood on a day; what has a later day of agreeing is told to be left out."""
    from maturity.core.on_a_day import agreed_later, round_on
    from maturity.text.words import counted, day

    hidden = agreed_later(round_, today)
    if hidden:
        many = counted(len(hidden), "priority", "priorities")
        tell(f"the plan of {round_.label} on {day(today)}: {many} with a later day of agreeing left out")
    return round_on(round_, today)


def too_few(given: Path, notes: Sequence[Warn]) -> UsageError:
    """That there is nothing to compare with."""
    from maturity.source.content import is_folder

    found = "is one round"
    if is_folder(given):
        empty = any(note.code == "empty-round" for note in notes)
        found = "holds only one round with answers" if empty else "holds one round"
    hint = "give two rounds, or the folder of a cluster"
    return UsageError(f"{given} {found}, and two are needed to compare", hint)


def _answered(rounds: Sequence[Round]) -> tuple[list[Round], list[Warn]]:
    """Rounds that somebody has answered, and a note on each that nobody has yet."""
    from maturity.core.assessment import Warn
    from maturity.core.said import Name, said

    return [one for one in rounds if one.responses], [
        Warn("empty-round", (said("empty-round", round=Name(one.label)),)) for one in rounds if not one.responses
    ]


def _edited(paths: Sequence[Path]) -> list[Warn]:
    """Rounds whose frozen questionnaire was changed by hand since they were opened."""
    from maturity.core.assessment import Warn
    from maturity.folder.rounds import round_folder
    from maturity.readers.round import check_round
    from maturity.source.content import is_folder

    folders = [round_folder(path)[0] for path in paths if is_folder(path)]
    found = [problem for folder in folders for problem in check_round(folder)[1]]
    return [
        Warn(problem.code, f"{problem.source}: {problem.message}. What is compared may not be what was asked.")
        for problem in found
        if problem.code == "changed-questionnaire"
    ]
