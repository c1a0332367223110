"""Before there is a round: what `maturity start` asks, on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from maturity.collect.amending import day_of
from maturity.collect.starting import Wish
from maturity.errors import MaturityError
from maturity.journeys import opening
from maturity.journeys.offering import offered
from maturity.journeys.places import ClusterThere, RoundThere
from maturity.live.hall import Denied
from maturity.live.shown import Data
from maturity.model import Mode
from maturity.text.clean import plain
from maturity.text.words import day as in_words

BEFORE = -1_000_000
"""Versions of what the page is told before there is a room lie below those of a room."""
RECENT = dt.timedelta(days=60)
"""A round of so long ago is last time's; what comes is the next one."""


def round_to_hold(folder: Path, today: dt.date) -> Path | None:
    """The round that somebody means who names a folder; None where that has to be asked.

    Raises:
        InputError: the folder cannot be looked into.
    """
    there = opening.cluster_at(folder)
    if there.given is not None:
        return there.given
    latest = there.latest
    if latest is None or not there.is_open:
        return None
    is_recent = latest.date is None or abs(today - latest.date) <= RECENT
    return latest.folder if is_recent or not latest.is_answered else None


class Setup:
    """A folder in which a workshop is to be held.

    Args:
        folder: of a cluster, or the one that clusters lie in.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = BEFORE

    def told(self, today: dt.date) -> Data:
        """All that the page asks with: what there is, and what can be chosen."""
        there = opening.cluster_at(self.folder)
        found: list[RoundThere] = [*there.rounds]
        return {
            "isCluster": there.holds in ("cluster", "round"),
            "cluster": plain(there.name),
            "schools": [plain(one.name) for one in there.schools],
            "kind": there.kind,
            "rounds": [_round(one) for one in reversed(found)],
            "below": [{"name": plain(one.name), "folder": str(one.folder)} for one in there.below],
            "label": there.free_label(today),
            "asks": found[-1].asked.id if found and found[-1].asked is not None else "",
            "unfinished": [{"id": one.id, "title": plain(one.title)} for one in found[-1].unfinished] if found else [],
            "offers": _offers(len(there.schools) or 3),
            "problems": [plain(str(one)) for one in there.problems],
            "folder": str(self.folder.resolve()),
        }

    def begin(self, said: Mapping[str, Any]) -> Path | Data:
        """Open a round that is there, choose another cluster, or start a new round.

        Args:
            said: `act`: `open` or `choose` with a `folder`, `offers` with a number of `schools`, or `start` with what
                `maturity start` asks.

        Returns:
            the folder of the round, or what else was asked for.

        Raises:
            Denied: it cannot be done; nothing was made.
        """
        match said.get("act"):
            case "offers":
                number = said.get("schools")
                return {"offers": _offers(number if type(number) is int else 3)}
            case "open":
                return self._known(said, [one.folder for one in opening.cluster_at(self.folder).rounds])
            case "choose":
                self.folder = self._known(said, [one.folder for one in opening.cluster_at(self.folder).below])
                self.version += 1
                return {"chosen": str(self.folder)}
            case "start":
                return self._started(said)
        raise Denied(422, "There is no such thing to do.")

    def _known(self, said: Mapping[str, Any], folders: Sequence[Path]) -> Path:
        for one in folders:
            if str(one) == said.get("folder"):
                return one
        raise Denied(404, "There is no such folder any more. Reload the page.")

    def _started(self, said: Mapping[str, Any]) -> Path:
        try:
            there = opening.cluster_at(self.folder)
            wish = _wish(said, there)
            folder = there.folder
            if there.holds not in ("cluster", "round"):
                folder = opening.place_for(self.folder, wish.name)
            keep = [str(one) for one in said.get("keep") or ()]
            drop = [one.id for one in there.rounds[-1].unfinished if one.id not in keep] if there.rounds else []
            is_rehearsal = said.get("rehearsal") is True
            plan = ((), ()) if is_rehearsal else (keep, drop)
            return opening.open_round(folder, wish, rehearsal=is_rehearsal, keep=plan[0], drop=plan[1]).path
        except MaturityError as error:
            raise Denied(422, "; ".join(plain(_said(one)) for one in error.problems)) from None


def _wish(said: Mapping[str, Any], there: ClusterThere) -> Wish:
    kind: Any = said.get("kind")
    if kind not in get_args(Mode):
        raise Denied(422, "Choose who may see what.")
    is_new = there.holds not in ("cluster", "round")
    schools = [one.strip() for one in said.get("schools") or () if isinstance(one, str) and one.strip()]
    reviewed = str(said.get("reviewed") or "")
    return Wish(
        name=str(said.get("name") or "").strip() if is_new else "",
        schools=tuple(schools) if is_new else (),
        kind=kind,
        questionnaire=str(said.get("questionnaire") or ""),
        about=str(said.get("about") or ""),
        reviewed=day_of("the day of the review", reviewed) if reviewed else None,
        label=str(said.get("label") or "").strip(),
    )


def _said(problem: Any) -> str:
    return ": ".join(filter(None, (problem.field, problem.message, "" if "--" in problem.hint else problem.hint)))


def _round(one: RoundThere) -> Data:
    return {
        "folder": str(one.folder),
        "label": plain(one.label),
        "date": in_words(one.date) if one.date else "",
        "isAnswered": one.is_answered,
        "isEnded": one.is_ended,
    }


def _offers(schools: int) -> list[Data]:
    return [
        {
            "id": one.asked.id,
            "title": plain(one.asked.title),
            "size": one.size,
            "reads": one.reads,
            "subject": one.asked.subject,
            "kinds": [
                {"kind": kind.kind, "used": kind.used, "told": kind.told, "whyNot": kind.why_not} for kind in one.kinds
            ],
        }
        for one in offered(schools)
    ]
