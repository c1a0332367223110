"""What somebody who opens a round may choose: questionnaires and kinds of round; and why not, where that is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.collect.starting import Wish
    from maturity.model import Mode, Questionnaire

USUAL = "cluster-journey"
READS = {
    "map": "where you stand on a map with four corners",
    "profile": "a number for each theme, and which is the lowest",
    "ladder": "which stage you have reached, and what the next one lacks",
    "checklist": "what is in place, what is not yet, and what is unclear",
    "total": "one total, and what it means",
}
"""What is seen at the end, by shape, as somebody says it who has not seen any."""


@dataclass(frozen=True, slots=True)
class KindOffered:
    """A kind that a round may be.

    Args:
        used: what it is for.
        told: what people will be told.
        why_not: why it cannot be chosen; empty where it can.
    """

    kind: Mode
    used: str
    told: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A questionnaire to choose.

    Args:
        size: how much it asks, in words.
        reads: what is seen at the end, in words.
        kinds: the suggested one first.
    """

    asked: Questionnaire
    size: str
    reads: str
    kinds: tuple[KindOffered, ...]


def offered(schools: int) -> tuple[Offer, ...]:
    """The questionnaires that somebody may begin with, the usual one first.

    Args:
        schools: of the cluster.
    """
    from maturity.readers.questionnaire import load_questionnaire

    return tuple(offer(load_questionnaire(one), schools) for one in ids_offered())


def ids_offered() -> list[str]:
    """Their ids."""
    from maturity.readers import library

    return sorted(library.offered(), key=lambda one: (one != USUAL, one))


def offer(asked: Questionnaire, schools: int) -> Offer:
    """The same for a questionnaire of somebody's own."""
    from maturity.collect.starting import FOR
    from maturity.model import SMALLEST_CELL
    from maturity.report.promise import kind_in_words

    kinds = tuple(
        KindOffered(kind, used, kind_in_words(kind, SMALLEST_CELL), str(unfit_kind(kind, schools, asked) or ""))
        for kind, used in FOR.items()
    )
    return Offer(asked, size_in_words(asked), READS[asked.shape], kinds)


def size_in_words(asked: Questionnaire) -> str:
    """How much a questionnaire asks."""
    from maturity.text.words import counted

    items, portraits = counted(len(asked.items), "question"), counted(len(asked.portrait), "portrait")
    return f"{items}, {portraits}" if asked.portrait else items


def unfit_kind(kind: Mode, schools: int, asked: Questionnaire) -> UsageError | None:
    """Why a round cannot be of a kind: its questions or so few schools forbid it; None if it can."""
    from maturity.core.publish import FEWEST_SCHOOLS, unfit_for
    from maturity.report.wording import sentence

    if (reason := unfit_for(kind, asked)) is not None:
        return UsageError(f"{asked.id}: {sentence(reason)}", "make it named or anonymous", "unfit-kind")
    if kind == "anonymous" and schools < FEWEST_SCHOOLS:
        message = f"an anonymous round needs {FEWEST_SCHOOLS} schools, and this cluster has {schools}"
        hint = "with two, each would see what the other answered; make it named or confidential"
        return UsageError(message, hint, "unfit-kind")
    return None


def refuse_unfit(kind: Mode, schools: int, asked: Questionnaire) -> None:
    """Stop where a round cannot be of its kind.

    Raises:
        UsageError: an anonymous round has fewer than three schools, or a confidential one could never show anything.
    """
    if (error := unfit_kind(kind, schools, asked)) is not None:
        raise error


def refuse_no_subject(asked: Questionnaire, wish: Wish) -> None:
    """Stop where a wish says what a questionnaire does not rate.

    Raises:
        UsageError: it does.
    """
    if asked.subject == "cluster" and wish.about:
        message = f"{asked.id} is about the cluster, and no school of it"
        raise UsageError(message, "leave out the school", "no-school-rated")
    if asked.subject != "review" and wish.reviewed:
        raise UsageError(f"{asked.id} is about no review", "leave out its day", "no-review-rated")
