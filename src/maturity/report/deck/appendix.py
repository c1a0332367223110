"""Slides after the story: how sure it is, all numbers, the plan in full, why and how and what, the year, reviews."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, ItemResult
from maturity.core.comparison import Comparison
from maturity.core.plan import PriorityStatus
from maturity.core.reading import Checklist, Ladder
from maturity.report import change_words, chapters, kinds, wording
from maturity.report.blocks import NOT_SHOWN, Align, Block, Bullets, Callout, Paragraph, Section, Table
from maturity.report.contents import CHAPTERS
from maturity.report.deck import plans, round_alone
from maturity.report.over_time import over_time
from maturity.report.reviews import ReviewStory, deck_blocks, deck_notes
from maturity.report.second_year import drove_blocks, drove_words
from maturity.text.isolate import isolated
from maturity.text.words import counted, in_figures, listed

MARK = "Appendix: "
"""What stands before the title of every slide after the story."""
MOVED = 4
"""Most dimensions on the slide of what has changed; all are in the notes."""
ALIKE = 3
"""Most items shown as agreed on."""
TALK = "Talk first"


def appendix_slides(
    assessment: Assessment,
    advice: Advice,
    since: Comparison | None,
    agreed: Sequence[PriorityStatus],
    reviews: ReviewStory | None,
    told: Collection[str],
) -> Iterator[Section]:
    """Whatever has not been told, each slide marked as one of the appendix.

    Args:
        told: ids of the slides before.
    """
    for one in _all(assessment, advice, since, agreed, reviews):
        if one is not None and one.blocks and one.id not in told:
            yield Section(one.id, f"{MARK}{one.title}", one.blocks, one.notes)


def _all(
    assessment: Assessment,
    advice: Advice,
    since: Comparison | None,
    agreed: Sequence[PriorityStatus],
    reviews: ReviewStory | None,
) -> Iterator[Section | None]:
    sure = round_alone.how_sure_it_is(assessment)
    yield None if sure is None else Section("sure", "How sure is that?", sure.blocks, sure.notes)
    if since is not None:
        title = f"What has changed since {isolated(since.last.before.label)}, in numbers"
        yield Section("numbers", title, tuple(change_blocks(since)), tuple(change_notes(since)))
        told = over_time(since)
        drove = tuple(drove_blocks(told, since.last, full=True))
        yield Section("drivers", "Which questions drove the change", drove, tuple(drove_words(told, since.last)))
    talk = "Where we agree and where we are split"
    yield Section("answers", talk, tuple(_spread(assessment, advice)), tuple(spread_notes(assessment, advice)))
    why = round_alone.why(assessment, advice)
    yield None if why is None else Section("why", "Why, how, what", why.blocks, why.notes)
    if agreed:
        details, notes = plans.agreed_details(assessment, agreed), plans.agreed_notes(assessment, agreed)
        yield Section("plan", "What we have agreed to work on", tuple(details), tuple(notes))
    if reviews:
        yield Section("reviews", CHAPTERS["reviews"], tuple(deck_blocks(reviews)), tuple(deck_notes(reviews)))
    yield Section("year", "The next twelve months", tuple(_year(advice)), tuple(_year_notes(assessment, advice)))


def change_blocks(comparison: Comparison) -> Iterator[Block]:
    """What has changed, in numbers."""
    step, told = comparison.last, over_time(comparison)
    yield Paragraph(told.headline())
    yield from told.slide(step)
    moved = told.moved(step)
    if moved:
        yield Bullets(tuple(moved[:MOVED]))
    elif none := told.none_moved(step):
        yield Paragraph(none)
    for warning in (*comparison.warnings, *step.warnings)[:1]:
        yield Callout("Before you believe this", change_words.warned(warning, step), "warning")


def change_notes(comparison: Comparison) -> Iterator[str]:
    """What to know before believing a change, and everything that has moved."""
    step = comparison.last
    yield (
        "The scores here differ from the rounds' own where schools or questions differ. A change is called one only "
        f"when its interval leaves out zero. {change_words.basis(step)}"
    )
    yield from over_time(comparison).noted(step)
    if not step.alike:
        yield f"{step.after.label} was asked another questionnaire than {step.before.label}."
        yield change_words.linked_words(step)
    schools, items, anew = step.schools, step.items, len(change_words.asked_anew(step))
    for said, names in (
        ("Joined since", [mover.name for mover in schools.joined]),
        ("Left since", [mover.name for mover in schools.left]),
        ("Silent in one of the two rounds", list(schools.silent)),
    ):
        if names:
            yield f"{said}: {listed(names)}."
    for said, number in (
        ("not compared, for they were reworded", len(items.reworded)),
        ("not compared, for they were asked anew under the same name", anew),
        ("only in the earlier round", len(items.only_before) - anew),
        ("only in the later round", len(items.only_after) - anew),
        ("not shown by a round that is not named", len(items.hidden)),
        ("moved far from the others and may have been read in another way", len(items.drifting)),
    ):
        if number:
            yield f"{counted(number, 'question')}: {said}."
    warned = [change_words.warned(warning, step) for warning in (*comparison.warnings, *step.warnings)]
    yield from (f"{title}: {warning}" for title, warning in kinds.beware(warned))


def _spread(assessment: Assessment, advice: Advice) -> Iterator[Block]:
    first = [assessment.items[talk.item] for talk in advice.talk_about]
    known = {result.id for result in first} | {priority.item for priority in advice.priorities}
    alike = sorted(
        (
            result
            for result in assessment.items.values()
            if _is_to_build_on(assessment, result) and result.id not in known
        ),
        key=lambda result: (result.split, -(result.agreement or 0)),
    )[:ALIKE]
    if not first and not alike:
        return
    said = kinds.spread_words(assessment)
    if first and not any(result.split for result in assessment.items.values()) and kinds.is_known(assessment):
        said += " Talk first of what many could not tell, or agree on least."
    yield Paragraph(said)
    yield _spread_table(assessment, [(TALK, r) for r in first] + [("Build on it", r) for r in alike])
    if advice.talk_about and advice.talk_about[0].ask:
        short = assessment.questionnaire.item_by_id[advice.talk_about[0].item].short
        yield Callout(f"Ask the room: {isolated(short)}", advice.talk_about[0].ask, "ask")


def _is_to_build_on(assessment: Assessment, result: ItemResult) -> bool:
    """Whether people agree on an item, and that it holds where an item holds or does not."""
    reading = assessment.reading
    if isinstance(reading, Ladder | Checklist) and reading.held[result.id].state != "holds":
        return False
    return result.agreement is not None or result.word == "close"


def _spread_table(assessment: Assessment, rows: list[tuple[str, ItemResult]]) -> Table:
    asked, items = assessment.questionnaire, assessment.questionnaire.item_by_id
    scales = {tuple(asked.scale_of(items[result.id]).worth) for _, result in rows}
    # Questions on several scales have no columns of levels in common.
    told = len(scales) == 1 and any(result.counts for _, result in rows)
    levels = tuple(map(in_figures, next(iter(scales)))) if told else ()
    counts = any(result.n.value is not None for _, result in rows)
    how = "Agreement (0 to 1)" if kinds.is_known(assessment) else "Agreement"
    header = ("What to do", "Question", *levels, *(("Answers", "Cannot tell") if counts else ()), how)
    numbers: list[Align] = ["right"] * (len(header) - 2)
    caption = "How many people answered" if counts else "How far people agree; the counts are not shown"
    return Table(
        "How many people chose each level" if levels else caption,
        header,
        tuple(
            (
                mark,
                f"{isolated(items[result.id].short)} (split)" if result.split else items[result.id].short,
                *(map(str, result.counts) if levels and result.counts else [NOT_SHOWN] * len(levels)),
                *((str(result.n), kinds.unknown_cell(result)) if counts else ()),
                kinds.agreement(result) + ("; near the middle" if _is_by_level(mark, result) else ""),
            )
            for mark, result in rows
        ),
        ("left", "left", *numbers),
    )


def _is_by_level(mark: str, result: ItemResult) -> bool:
    """Whether a question is talked about first for its level alone, for how far people agree on it is not said."""
    return mark == TALK and result.n.band is not None and result.word is None and not result.many_unknown


def spread_notes(assessment: Assessment, advice: Advice) -> Iterator[str]:
    """By what rule questions are put first, why each is, and what to ask."""
    words = kinds.talk_words(assessment, advice)
    if any(result.split for result in assessment.items.values()):
        yield "An average of split answers describes nobody, so talk before you settle on a level."
    if words:
        yield words
    for talk in advice.talk_about:
        said = f"{wording.talk(talk, assessment.questionnaire)}."
        yield f"{said} {isolated(talk.ask)}" if talk.ask else said
    if kinds.is_known(assessment):
        yield from () if kinds.FROM_0_TO_1 in words else (kinds.FROM_0_TO_1,)
    else:
        yield kinds.rough_words(assessment)


def _year(advice: Advice) -> Iterator[Block]:
    if advice.cycle:
        yield Table(
            "",
            ("When", "Step", "What happens"),
            tuple((wording.when(step.date, step.month), step.label, step.text) for step in advice.cycle),
            ("left", "left", "left"),
        )


def _year_notes(assessment: Assessment, advice: Advice) -> Iterator[str]:
    move = "" if any(step.by_plan for step in advice.cycle) else "; move them to fit your year"
    yield (
        f"The dates are {chapters.reckoned(advice)}{move}."
        if assessment.date
        else "The round has no date, so the months are counted from its start."
    )
