"""The first result of a round whose people are not named: it closes the round, and is published once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import InputError, Problem

if TYPE_CHECKING:
    from maturity.core.said import Said
    from maturity.journeys.ask import Ask
    from maturity.model import Publication, Response, Round

Quote = tuple[str, str]
"""What a question is called in short, and an example that somebody named."""


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A round that the result which was asked for would close.

    Args:
        quotes: the examples that could be shown.
        again: whether results are out already, and would be published once more.
    """

    folder: Path
    round: Round
    quotes: tuple[Quote, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """That a round is to be closed.

    Args:
        quotes: whether somebody has read the examples, and they may be shown.
    """

    quotes: bool = False


Close = Callable[[Unclosed], Closing | None]
"""Whether and how a round is to be closed; None leaves it open."""


def stays_open(_: Unclosed) -> Closing | None:
    """Nobody is there who could close a round."""
    return None


def settled(path: Path, round_: Round, ask: Ask) -> Round:
    """A round of which results can be told: closed first where it has to be, after `ask.close` has said so.

    Args:
        path: where it was read.

    Raises:
        InputError: nothing of it can be told, or not yet; but with `ask.participation`, who took part is told of it.
    """
    if round_.published is None and (told := _told_elsewhere(path, round_)) is not None:
        raise InputError(told)
    if (round_.mode == "named" and round_.published is None) or round_.fictional or round_.rehearsal:
        return round_
    if round_.published is not None and not ask.again:
        return round_
    reason = _published(path, round_, ask)
    if not isinstance(reason, Problem):
        return round_.model_copy(update={"published": reason})
    if ask.again or not ask.participation:
        raise InputError(reason)
    ask.tell(reason)
    return round_


def _published(path: Path, round_: Round, ask: Ask) -> Publication | Problem:
    """What was published now, or why nothing was."""
    from maturity.core.publish import publish
    from maturity.core.said import Said
    from maturity.folder.rounds import round_folder
    from maturity.source.content import is_folder

    if not is_folder(path):
        message = f"answers of {a_kind(round_)} round are published from a folder, and this is a file"
        hint = "bring it into one: maturity start FOLDER, then maturity collect FOLDER FILE"
        return Problem(str(path), None, "", "no-folder", message, hint)
    folder = round_folder(path)[0]
    if (lost := _damaged(folder)) is not None:
        return lost
    now = dt.datetime.now(dt.UTC)
    could = publish(round_, at=now, previous=round_.published, counted=_counted(folder), quotes=True)
    if isinstance(could, Said):
        return _refused(folder, could, round_)
    quotes = _quotes(could, round_)
    closing = ask.close(Unclosed(folder, round_, quotes, again=round_.published is not None))
    if closing is None:
        message = f"the round is open, and {a_kind(round_)} round shows nothing before it is closed"
        return Problem(
            str(folder), None, "", "not-closed", message, f"so far {taking_part(round_)}; to close it, add --close"
        )
    made = _write(folder, closing, quotes, now, again=ask.again)
    return _refused(folder, made, round_) if isinstance(made, Said) else made


def _write(
    folder: Path, closing: Closing, read: tuple[Quote, ...], at: dt.datetime, *, again: bool
) -> Publication | Said:
    """Publish the round as it stands on the disk, while nobody else can write; once, whoever else tries."""
    from maturity.core.publish import publish
    from maturity.core.said import Said, said
    from maturity.readers.round import load_round
    from maturity.store.publishing import publish_once as write

    def make(before: Publication | None) -> Publication | Said:
        if before is not None and not again:
            return before
        round_ = load_round(folder)
        made = publish(round_, at=at, previous=before, counted=_counted(folder), quotes=closing.quotes)
        if isinstance(made, Said) or not closing.quotes or set(_quotes(made, round_)) <= set(read):
            return made
        return said("unread-examples")

    return write(folder, make, at=at)


def _told_elsewhere(path: Path, round_: Round) -> Problem | None:
    """That most of these answers were told in another round of the cluster, so that the two would give the rest away.

    One of the two is not named: the same export once more, with one reply more, or a copy of the folder.
    """
    from maturity.folder.rounds import beside, round_folder
    from maturity.source.content import is_folder

    if not is_folder(path) or not round_.responses:
        return None
    folder = round_folder(path)[0]
    for other in beside(folder):
        people = _told_of(other, round_)
        same = (people & _answers(round_.responses)).total()
        if same and 2 * same >= min(len(round_.responses), people.total()):
            message = f"{same} of these answers are those of {other.name} too, and results of them may be out"
            hint = (
                f"results of both would give the others away: use {other.name}, and keep new answers only in this round"
            )
            return Problem(str(folder), None, "", "told-elsewhere", message, hint)
    return None


def _told_of(folder: Path, round_: Round) -> Counter[str]:
    """What people answered in another round, if results of it are out and promised other than those of this one."""
    from maturity.folder.fixed import settings_said
    from maturity.readers.round import read_round

    about = settings_said(folder)
    if round_.mode == "named" and (about is None or about["mode"] == "named"):
        return Counter()
    other, _ = read_round(folder)
    if other is None or {round_.mode, other.mode} == {"named"}:
        return Counter()
    told = other.mode == "named" or other.published is not None or other.rehearsal
    # A named or a rehearsed round tells at once, and would tell what the other is yet to keep.
    return _answers(other.responses) if told or round_.mode == "named" or round_.rehearsal else Counter()


def _answers(people: Iterable[Response]) -> Counter[str]:
    """Who has answered what, and when: the same export read again has the same codes."""
    return Counter(one.model_dump_json() for one in people if one.answers)


def _damaged(folder: Path) -> Problem | None:
    """That results were published once, and the line that held them cannot be trusted any more."""
    from maturity.folder.fixed import damaged_publication

    place = damaged_publication(folder)
    if place is None:
        return None
    message = "results of this round were published, and the line that held them is damaged"
    hint = "restore the round from a copy; other results beside the first would give answers away"
    return Problem(str(place), None, "", "damaged-publication", message, hint)


def _counted(folder: Path) -> Sequence[Response]:
    from maturity import store
    from maturity.folder.fixed import rested_on

    return rested_on(store.read(folder))


def _quotes(published: Publication, round_: Round) -> tuple[Quote, ...]:
    items = round_.questionnaire.item_by_id
    return tuple((items[item].short, text) for item, one in published.items.items() for text in one.quotes)


def _refused(folder: Path, why: Said, round_: Round) -> Problem:
    from maturity.report.wording import sentence

    return Problem(str(folder), None, "", why.code, sentence(why, round_.questionnaire), "")


def a_kind(round_: Round) -> str:
    """The kind of a round with its article."""
    return "an anonymous" if round_.mode == "anonymous" else f"a {round_.mode}"


def taking_part(round_: Round) -> str:
    """How many have answered, and from how many schools: no answer, and so it may always be said."""
    from maturity.text.words import counted

    schools = len({response.school for response in round_.responses})
    people = counted(len(round_.responses), "person has", "people have")
    return f"{people} answered, from {schools} of {counted(len(round_.cluster.schools), 'school')}"
