"""What stands on a paper ballot, before it is set in one format or another."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.model import DONT_KNOW, Questionnaire, RatingItem, Round
from maturity.report.asked import CHECK, instructions, on_top, subject_line
from maturity.report.promise import if_unseen, promised
from maturity.text.clean import plain
from maturity.text.isolate import runs_from_right
from maturity.text.words import in_figures, listed, runs

MOST_NUMBERED, FREE_LINES = 12, 8
"""Up to so many questions have a line each for an example; of more, so many lines are for any of them."""


@dataclass(frozen=True, slots=True)
class TickQuestion:
    """A question about the respondent, answered by ticking one option."""

    prompt: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberedItem:
    """One numbered item.

    Args:
        number: as `maturity enter` counts, from 1; portraits go on from there.
        asked: to whom it is put, or not put; empty for everybody.
        how: how it is answered, where that has changed since the one before.
        check: what to check before it is answered, with a head; none where there is nothing to.
        choices: what to tick, each with a short label and its text.
    """

    number: int
    prompt: str
    asked: str
    choices: tuple[tuple[str, str], ...]
    how: str = ""
    check: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleSpace:
    """Where people write their examples, all in one place, so that a ballot needs no more sheets.

    Args:
        prompt: the questionnaire's own question.
        how: whose examples are asked for.
        lines: what stands before each line to write on.
        numbered: whether that is an item's number; else there is a place for one.
    """

    prompt: str
    how: str
    lines: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class Ballot:
    """A whole ballot, in the words of the questionnaire."""

    title: str
    subtitle: str
    rated: str
    """What is rated; empty where that is the cluster."""
    language: str
    turned: bool
    """Whether that language runs from right to left."""
    instruction: str
    how: str
    privacy: str
    about: tuple[TickQuestion, ...]
    items: tuple[NumberedItem, ...]
    examples: ExampleSpace | None
    done: str
    """Head of the end."""
    hand_in: tuple[str, ...]
    """Before the places for the name of whoever runs the round, the room, and the day."""
    footer: str
    page: str
    """The line that counts pages, with `{page}` and `{of}`."""


def ballot(round_: Round) -> Ballot:
    """The ballot of a round: every item, so that one print serves all roles."""
    questionnaire = round_.questionnaire
    about = [TickQuestion("My school", tuple(plain(school.name) for school in round_.cluster.schools_apart))]
    if questionnaire.roles:
        about.append(TickQuestion("My role", tuple(plain(role.label) for role in questionnaire.roles)))
    how = instructions(round_)
    items = [
        NumberedItem(
            number,
            plain(item.prompt),
            _asked(round_, item),
            _choices(questionnaire, item),
            how.get(item.id, ""),
            (CHECK, *map(plain, item.criteria)) if item.criteria else (),
        )
        for number, item in enumerate(questionnaire.items, 1)
    ]
    portraits = [
        NumberedItem(
            len(items) + number,
            plain(portrait.prompt),
            "",
            tuple(
                (letter, plain(option.text)) for letter, option in zip("abcd", portrait.options.values(), strict=False)
            ),
        )
        for number, portrait in enumerate(questionnaire.portrait, 1)
    ]
    return Ballot(
        title=plain(questionnaire.title),
        subtitle=f"{plain(round_.cluster.name)}, {plain(round_.label)}",
        rated=subject_line(round_),
        language=questionnaire.language.split("-")[0],
        turned=runs_from_right(questionnaire.language),
        instruction=on_top(questionnaire),
        how="Tick one box for each question, on your own. Write no name. You may leave any question blank. "
        f"{DONT_KNOW} is always a good answer: it is counted apart and {_harmless(questionnaire)}.",
        privacy=promised(round_),
        about=tuple(about),
        items=(*items, *portraits),
        examples=_examples(round_),
        done="When you have finished",
        hand_in=("Hand this in to:", "Where:", "By when:"),
        footer=f"{plain(questionnaire.id)}, version {plain(questionnaire.version)}",
        page="Page {page} of {of}",
    )


def _harmless(questionnaire: Questionnaire) -> str:
    """What an answer that somebody cannot give does not do; where questions hold or do not, nobody has a score."""
    holds = any(scale.met_at is not None for scale in questionnaire.answered_on)
    return "never taken for a no" if holds else "lowers nobody's score"


def _examples(round_: Round) -> ExampleSpace | None:
    questionnaire, highs, prompts = round_.questionnaire, dict[str, list[int]](), dict[str, None]()
    for number, item in enumerate(questionnaire.items, 1):
        scale = questionnaire.scale_of(item)
        if (start := scale.evidence_from) is not None:
            highs.setdefault(f"{start}" if start == scale.high else f"{start} or more", []).append(number)
            prompts[plain(scale.evidence_prompt)] = None
    if not highs:
        return None
    asking = sorted(number for of in highs.values() for number in of)
    of_some = len(highs) > 1 or len(asking) < len(questionnaire.items)
    high = " or ".join(f"{one} (questions {runs(of)})" if of_some else one for one, of in highs.items())
    numbered = len(asking) <= MOST_NUMBERED
    where = "an example beside the number of the question" if numbered else "the number of the question and an example"
    how = f"Where you ticked {high}, you may write {where}."
    if round_.mode != "named":
        how += " Your handwriting may be recognised: write in capitals, or leave this out."
    lines = tuple(f"{number}." for number in asking) if numbered else ("No.",) * FREE_LINES
    return ExampleSpace(" / ".join(prompts), how, lines, numbered)


def _asked(round_: Round, item: RatingItem) -> str:
    """Whom an item is put to; empty where that is everybody who sees it."""
    questionnaire = round_.questionnaire
    asked = [plain(role.label) for role in questionnaire.roles if round_.is_asked(item, role.id)]
    others = [plain(role.label) for role in questionnaire.roles if not round_.is_asked(item, role.id)]
    if not others:
        return if_unseen(round_, item)
    return f"Only for: {listed(asked)}" if len(asked) <= len(others) else f"Not for: {listed(others)}"


def _choices(questionnaire: Questionnaire, item: RatingItem) -> tuple[tuple[str, str], ...]:
    levels = tuple((in_figures(level), plain(text)) for level, text in questionnaire.levels_of(item).items())
    return (*levels, (DONT_KNOW, plain(questionnaire.scale_of(item).dont_know)))
