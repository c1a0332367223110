"""What is typed on the page of the setup: field by field what speaks against it, and what would be made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast, get_args

from maturity.collect.amending import day_of
from maturity.collect.starting import Wish, review_before
from maturity.errors import MaturityError
from maturity.folder.names import folder_name
from maturity.journeys import opening
from maturity.journeys.offering import Offer, offer, size_in_words, unfit_kind
from maturity.journeys.places import ClusterThere, label_for, refuse_twin
from maturity.live.refusals import in_sentences
from maturity.model import SMALLEST_CELL, Mode, Questionnaire
from maturity.readers.cluster import members_named
from maturity.readers.library import offered as shipped
from maturity.readers.questionnaire import load_questionnaire
from maturity.report.promise import kind_in_words, room_in_words
from maturity.text.clean import plain
from maturity.text.names import quoted
from maturity.text.words import counted, listed
from maturity.text.words import day as in_words


def told_of_kind(kind: Mode) -> str:
    """What people are told of a kind of round before they answer, also of what the screen will show."""
    return f"{kind_in_words(kind, SMALLEST_CELL)} {room_in_words(kind, SMALLEST_CELL)}"


@dataclass(frozen=True)
class Wished:
    """What somebody has typed so far.

    Args:
        there: what the folder holds.
        said: `name`, `schools`, `kind`, `questionnaire`, `about`, `reviewed`, `label`, `keep`, `rehearsal`, as they
            come; what is none of the sort that it should be counts as not there.
        today: the day of the sitting.
    """

    there: ClusterThere
    said: Mapping[str, Any]
    today: dt.date

    @property
    def is_new(self) -> bool:
        """Whether the cluster has to be made."""
        return self.there.holds not in ("cluster", "round")

    def text(self, field: str) -> str:
        """What was typed into a field."""
        found = self.said.get(field)
        return found.strip() if isinstance(found, str) else ""

    def texts(self, field: str) -> list[str]:
        """The lines that were typed into a field, without empty ones."""
        found = self.said.get(field)
        lines = found if isinstance(found, list) else []
        return [one.strip() for one in lines if isinstance(one, str) and one.strip()]

    @property
    def schools(self) -> list[str]:
        """Names of the schools."""
        return self.texts("schools") if self.is_new else [one.name for one in self.there.schools]

    @property
    def kind(self) -> Mode | None:
        """Who may see what."""
        found = self.text("kind")
        return cast("Mode", found) if found in get_args(Mode) else None

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is only to practise."""
        return self.said.get("rehearsal") is True

    @property
    def label(self) -> str:
        """What the round will be called."""
        return label_for(self.text("label"), self.today, rehearsal=self.is_rehearsal)

    @cached_property
    def asked(self) -> Questionnaire | None:
        """What is asked, as last time if nothing is said; None where nothing that is offered was chosen."""
        before = self.there.latest.asked if self.there.latest else None
        wanted = self.text("questionnaire") or (before.id if before else "")
        if not self.text("questionnaire") and (own := own_before(self.there)) is not None:
            return own
        return load_questionnaire(wanted) if wanted in shipped() else None

    @cached_property
    def folder(self) -> Path:
        """Where the cluster lies, or will."""
        return opening.place_for(self.there.folder, self.text("name")) if self.is_new else self.there.folder

    @property
    def kept(self) -> tuple[list[str], list[str]]:
        """Ids of last time's unfinished priorities that are taken on again, and of those that are let go."""
        unfinished = [one.id for one in self.there.rounds[-1].unfinished] if self.there.rounds else []
        if self.is_rehearsal:
            return [], []
        keep = self.texts("keep") if "keep" in self.said else unfinished
        return [one for one in unfinished if one in keep], [one for one in unfinished if one not in keep]

    def wish(self) -> Wish:
        """The same as `maturity start` takes it; only where nothing speaks against it."""
        subject = self.asked.subject if self.asked else "cluster"
        return Wish(
            name=self.text("name") if self.is_new else "",
            schools=tuple(self.schools) if self.is_new else (),
            kind=self.kind,
            questionnaire=self.text("questionnaire"),
            about=self.text("about") if subject != "cluster" else "",
            reviewed=day_of("", self.text("reviewed")) if subject == "review" else None,
            day=self.today,
            label=self.text("label"),
        )

    def objections(self) -> dict[str, str]:
        """What speaks against it, by field; nothing is made."""
        checks: Mapping[str, Callable[[], object]] = {
            "name": self._name,
            "schools": self._schools,
            "questionnaire": self._questionnaire,
            "about": self._about,
            "reviewed": self._reviewed,
            "kind": self._kind,
            "label": self._label,
        }
        found = {}
        for field, check in checks.items():
            try:
                said = check()
            except MaturityError as error:
                said = " ".join(in_sentences(one) for one in error.problems)
            if said:
                found[field] = str(said)
        return found

    def _name(self) -> str:
        if not self.is_new:
            return ""
        if not self.text("name"):
            return "Type the name of the partnership."
        members_named(self.text("name"), ("A",))
        return ""

    def _schools(self) -> str:
        if not self.schools:
            return "Name the schools, one a line."
        if self.is_new:
            members_named("A", self.schools)
        return ""

    def _questionnaire(self) -> str:
        wanted = self.text("questionnaire")
        lacking = f"There is no questionnaire {quoted(wanted)}. " if wanted else ""
        return "" if self.asked else f"{lacking}Choose what to ask."

    def _about(self) -> str:
        if self.asked is None or self.asked.subject == "cluster" or self.text("about") in self.schools:
            return ""
        return "Choose the school that is rated."

    def _reviewed(self) -> str:
        if self.asked is None or self.asked.subject != "review":
            return ""
        if not self.text("reviewed"):
            return "Give the day of the review that is rated."
        review_before(self.text("reviewed"), self.today)
        return ""

    def _kind(self) -> str:
        if self.kind is None:
            return "Choose who may see what."
        reason = unfit_kind(self.kind, len(self.schools), self.asked) if self.asked else None
        return "" if reason is None else in_sentences(reason.problems[0])

    def _label(self) -> str:
        if not self.text("label"):
            return "Type what the round is called, such as the year."
        refuse_twin(self.folder, self.label)
        return ""

    def lines(self) -> list[list[str]]:
        """What would be made, a line a thing; only where nothing speaks against it."""
        return [[head, plain(text)] for head, text in self._lines()]

    def _lines(self) -> Iterator[tuple[str, str]]:
        asked = self.asked
        assert asked is not None
        assert self.kind is not None
        yield "Partnership", self.text("name") if self.is_new else self.there.name
        yield "Schools", listed(self.schools)
        yield "Questions", f"{asked.title}: {size_in_words(asked)}"
        if asked.subject != "cluster":
            day = f", reviewed on {in_words(day_of('', self.text('reviewed')))}" if asked.subject == "review" else ""
            yield "What is rated", f"{self.text('about')}{day}"
        yield "Who may see what", f"{self.kind}: {told_of_kind(self.kind)}"
        yield "Round", self.label
        keep, drop = self.kept
        if keep or drop:
            yield "Priorities of last time", f"{counted(len(keep), 'is', 'are')} taken on again, {len(drop)} let go"
        if self.is_rehearsal:
            yield "Only to practise", "the answers are thrown away when the next round is opened"
        yield "Folder", str((self.folder / (folder_name(self.label) or self.label)).resolve())

    def remarks(self) -> list[str]:
        """What else to know before it is made."""
        drive = opening.on_a_drive(self.folder)
        return [plain(drive)] if drive else []


def own_before(there: ClusterThere) -> Questionnaire | None:
    """What was asked last time, where that is a questionnaire of the cluster's own; None otherwise."""
    before = there.latest.asked if there.latest else None
    return None if before is None or before.id in shipped() else before


def own_offer(there: ClusterThere) -> Offer | None:
    """The same, to be chosen again."""
    before = own_before(there)
    return None if before is None else offer(before, len(there.schools))
