"""One cluster's deck: one section a slide, its blocks short, its caveats in the speaker notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice, Suggestion
from maturity.core.assessment import Assessment, ItemResult
from maturity.core.comparison import Comparison
from maturity.core.reading import Checklist, Ladder
from maturity.model.plan import Priority
from maturity.report import change_words, chapters, kinds, wording
from maturity.report.blocks import (
    NOT_SHOWN,
    Align,
    Block,
    Bullets,
    Callout,
    Heading,
    Paragraph,
    Report,
    Section,
    Table,
    Terms,
)
from maturity.report.contents import CHAPTERS
from maturity.report.over_time import over_time
from maturity.report.own import own_texts
from maturity.report.reviews import ReviewStory, deck_blocks, deck_notes
from maturity.report.shapes import telling
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import counted, day, listed

WARNINGS = 2
"""Most warnings on a slide; all are in the notes."""
MOVED = 4
"""Most dimensions on the slide of what has changed; all are in the notes."""
BESIDE = (7.4, 4.9)
"""Inches of a chart that is no map, with words beside it."""
OUTCOMES = {"open": "Open", "done": "Done", "dropped": "Dropped"}
ALIKE = 3
"""Most items shown as agreed on."""
TALK = "Talk first"
TYPED = 280
"""Most characters of a text that somebody typed; the whole of it is in the notes."""


def compose(
    assessment: Assessment,
    advice: Advice,
    comparison: Comparison | None = None,
    priorities: Sequence[Priority] = (),
    reviews: ReviewStory | None = None,
) -> Report:
    """The deck of one cluster in one round: a title from the report's head, then one section a slide.

    The last paragraph of each section is small print for the slide's foot.

    Args:
        comparison: with earlier rounds; the last two are shown.
        priorities: what the room agreed to work on; without any, the suggested ones.
        reviews: of the cluster's schools.
    """
    told = telling(assessment)
    slides: list[tuple[str, str, Iterator[Block], Iterator[str]]] = [
        ("standing", "Where we stand", _standing(assessment), _caveats(assessment)),
        ("map", told.title, _first_chart(assessment), iter((told.described(told.charts[0]),))),
        ("sure", "How sure is that?", _sure(assessment), told.method()),
    ]
    if comparison is not None and comparison.steps:
        title = f"What has changed since {plain(comparison.last.before.label, 60)}"
        slides.append(("change", title, _change(comparison), _change_notes(comparison)))
    talk = "Where we agree and where we are split"
    slides += [
        ("spread", talk, _spread(assessment, advice), _spread_notes(assessment, advice)),
        ("next", "Why, how, what", _next(assessment, advice), _next_notes(assessment, advice)),
        ("priorities", *_priorities(assessment, advice, priorities)),
        *([("reviews", CHAPTERS["reviews"], deck_blocks(reviews), deck_notes(reviews))] if reviews else []),
        ("year", "The next twelve months", _year(advice), _year_notes(assessment, advice)),
    ]
    foot = Paragraph(_foot(assessment), "small")
    sections = (
        Section(i, title, (*shown, foot), tuple(notes))
        for i, title, blocks, notes in slides
        if (shown := tuple(blocks))
    )
    return Report(
        title=wording.whose_title(assessment),
        subtitle=f"{assessment.questionnaire.title}, {assessment.label}",
        language=assessment.questionnaire.language,
        facts=_facts(assessment),
        sections=tuple(sections),
        own=own_texts(assessment.questionnaire, assessment, priorities, reviews.reviews if reviews else ()),
    )


def _facts(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """What stands below the title, which already names the cluster and the round."""
    facts = wording.facts(assessment)[2:]
    return (
        (*facts, ("An example", "the cluster, its schools and its people are fictional"))
        if assessment.fictional
        else facts
    )


def _foot(assessment: Assessment) -> str:
    """What was asked, of whom and when, for the foot of every slide."""
    questionnaire = assessment.questionnaire
    parts = [
        f"{isolated(plain(questionnaire.title, 60))} ({questionnaire.id}), version {plain(questionnaire.version, 20)}",
        wording.schools_and_people(assessment),
        day(assessment.date) if assessment.date else f"round {plain(assessment.label, 30)}, no date given",
    ]
    if assessment.fictional:
        parts.append("fictional")
    return " · ".join(parts)


def _caveats(assessment: Assessment) -> Iterator[str]:
    """What to know before believing the placement."""
    questionnaire = assessment.questionnaire
    if assessment.fictional:
        yield "This cluster, its schools and its people are fictional."
    for title, warning in kinds.beware(wording.warning_texts(assessment)):
        yield f"{title}: {warning}"
    yield from (f"{label}: {value}." for label, value in wording.facts(assessment) if label == "Privacy")
    if questionnaire.status:
        yield kinds.tried_words(questionnaire)
    yield "Nobody is graded. The results belong to the cluster, and the top is not always the goal."


def _standing(assessment: Assessment) -> Iterator[Block]:
    told = telling(assessment)
    yield Paragraph(told.headline(), "lead")
    rows = [*told.terms()]
    agreed = assessment.agreed
    if agreed is not None:
        places = told.agreed_places()
        items = counted(len(agreed.items), "question")
        rows.append(("What the room agreed", f"{listed(places)}, from {items}" if places else f"levels on {items}"))
    rows.append(("Who answered", wording.schools_and_people(assessment)))
    yield Terms(tuple(rows))


def _first_chart(assessment: Assessment) -> Iterator[Block]:
    told = telling(assessment)
    if not told.has_result():
        return
    yield told.figure(told.charts[0], "", BESIDE)
    yield Paragraph(told.headline())
    yield from (Paragraph(text) for text in told.beside())


def _sure(assessment: Assessment) -> Iterator[Block]:
    told = telling(assessment)
    yield from told.numbers()
    for title, warning in kinds.beware(wording.warning_texts(assessment)[:WARNINGS]):
        yield Callout(title, warning, "warning")


def _change(comparison: Comparison) -> Iterator[Block]:
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


def _change_notes(comparison: Comparison) -> Iterator[str]:
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
    levels = tuple(map(str, next(iter(scales)))) if told else ()
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
    return mark == TALK and result.agreement is None and result.word is None and not result.many_unknown


def _spread_notes(assessment: Assessment, advice: Advice) -> Iterator[str]:
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


def _next(assessment: Assessment, advice: Advice) -> Iterator[Block]:
    for part in advice.parts:
        yield Heading(part.label)
        yield Paragraph(part.ask, "lead")
        yield from tuple(chapters.here(assessment.questionnaire, advice, part)) or (Paragraph(part.about),)


def _next_notes(assessment: Assessment, advice: Advice) -> Iterator[str]:
    for part in advice.parts:
        yield f"{part.label}: {part.about}"
        yield from (wording.sentence(one, assessment.questionnaire) for one in part.findings)
    if advice.top:
        yield advice.top


def _priorities(
    assessment: Assessment, advice: Advice, agreed: Sequence[Priority]
) -> tuple[str, Iterator[Block], Iterator[str]]:
    if agreed:
        return "What we have agreed to work on", _agreed(assessment, agreed), _agreed_notes(agreed)
    return "Priorities to consider", _suggested(assessment, advice), _suggested_notes(assessment, advice)


def _agreed(assessment: Assessment, priorities: Sequence[Priority]) -> Iterator[Block]:
    schools = {school.id: school.name for school in assessment.schools}
    names = {d.id: d.label for d in assessment.questionnaire.dimensions}
    names |= {item.id: item.short for item in assessment.questionnaire.items}
    for priority in priorities:
        yield Heading(plain(priority.title, 120))
        last = priority.last_check
        rows = (
            ("Why", priority.why),
            ("Should move", listed([names.get(i, i) for i in priority.moves])),
            ("Who leads", priority.owner),
            ("Who supports", schools.get(priority.support, priority.support)),
            ("How we shall know", priority.metric),
            ("Peer review", _day(priority.review)),
            ("Account of impact", _day(priority.due)),
            (f"{OUTCOMES[priority.outcome]}, {_day(last.date)}" if last else "", last.note if last else ""),
        )
        yield Terms(tuple((term, plain(text, TYPED)) for term, text in rows if text))


def _day(date: dt.date | None) -> str:
    return "" if date is None else day(date)


def _agreed_notes(priorities: Sequence[Priority]) -> Iterator[str]:
    for priority in priorities:
        yield " ".join(
            f"{text.rstrip().removesuffix('.')}." for text in (priority.title, priority.why, priority.metric) if text
        )
        for term, text in (("Who leads", priority.owner), ("Who supports", priority.support)):
            if len(text) > TYPED:
                yield f"{term}: {text}"
        if priority.carried_from:
            yield f"First agreed in {priority.carried_from}."
        for check in priority.checks:
            yield " ".join(
                text for text in (f"{day(check.date)}, {check.outcome}:", check.note, check.evidence) if text
            )


def _suggested(assessment: Assessment, advice: Advice) -> Iterator[Block]:
    for priority in advice.priorities:
        yield Heading(wording.suggestion_label(priority, assessment.questionnaire))
        yield Paragraph(wording.sentence(priority.reason, assessment.questionnaire))
        rows = (("Ask", priority.ask), ("A next step", priority.step))
        yield Terms(tuple((term, text) for term, text in rows if text))
    if advice.priorities and advice.room:
        yield Callout("The room decides", advice.room)


def _suggested_notes(assessment: Assessment, advice: Advice) -> Iterator[str]:
    yield "These are suggestions that follow from the answers; the room decides."
    for priority in advice.priorities:
        yield from _lowest(assessment, priority)
    if advice.top:
        yield advice.top


def _lowest(assessment: Assessment, priority: Suggestion) -> Iterator[str]:
    item = assessment.questionnaire.item_by_id[priority.item]
    now = assessment.questionnaire.levels_of(item)[priority.level]
    yield f"{isolated(item.short)}: {isolated(item.prompt)} Nearest to its score: “{isolated(now)}”"
    if priority.evidence:
        yield f"Is this good enough? {isolated(priority.evidence)}"


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
