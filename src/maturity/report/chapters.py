"""The chapters of a report: what each says of one cluster in one round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from maturity.core.advice import Advice, Part
from maturity.core.advise_parts import fewest_of_item, items_within, moving_items
from maturity.core.assessment import Assessment
from maturity.core.said import Label
from maturity.model import Questionnaire, RatingItem
from maturity.report import kinds, wording
from maturity.report.blocks import Block, Bullets, Callout, Figure, Heading, Paragraph, Table, Terms
from maturity.report.described import described_agreement
from maturity.report.ranked import Ranked, ends_of
from maturity.report.shapes import telling
from maturity.text.isolate import isolated
from maturity.text.words import counted, in_figures, level, levels, listed, percent

DENSE = (7.0, 5.2)
"""Inches of a list of many items."""


def _agreed(assessment: Assessment, *, full: bool) -> Iterator[Block]:
    agreed, questionnaire = assessment.agreed, assessment.questionnaire
    assert agreed is not None
    yield Heading("What the room agreed")
    places = telling(assessment).agreed_places()
    items = counted(len(agreed.items), "question")
    text = f"After the private round the room agreed a level on {items}."
    if agreed.moved is not None and level(abs(agreed.moved)) == level(0.0):
        text += " On average that is what people had marked alone."
    elif agreed.moved is not None:
        direction = "above" if agreed.moved > 0 else "below"
        text += f" On average that is {levels(abs(agreed.moved))} {direction} what people had marked alone."
    if places:
        text += f" By those levels alone: {listed(places)}."
    yield Paragraph(text + " Both are kept; neither replaces the other.")
    if not full:
        return
    yield Table(
        "Agreed levels beside the marks made alone",
        ("Question", "Alone", "Agreed", "Reason"),
        tuple(
            (
                item.short,
                _shown(assessment, item, score) if (score := assessment.items[item.id].score) is not None else "none",
                in_figures(agreed.items[item.id].level),
                agreed.items[item.id].reason,
            )
            for item in questionnaire.items
            if item.id in agreed.items
        ),
        ("left", "right", "right", "left"),
    )


def standing_chapter(assessment: Assessment, *, full: bool) -> Iterator[Block]:
    """Where the cluster stands, and how sure that is."""
    told = telling(assessment)
    if assessment.fictional and full:
        yield Callout("An example", "This cluster, its schools and its people are fictional.")
    yield from told.standing(full=full)
    if assessment.agreed is not None:
        yield from _agreed(assessment, full=full)
    yield from told.warnings()


def spread_chapter(assessment: Assessment, advice: Advice, *, full: bool) -> Iterator[Block]:
    """How far people agree, and what to talk about first."""
    items = {item.id: item for item in assessment.questionnaire.items}
    yield Paragraph(kinds.spread_words(assessment))
    caption = "How the answers spread on each question, most split first."
    if not kinds.is_known(assessment):
        caption = "How far people agree on each question, those that stand apart first."
    chart = Figure("agreement", assessment, caption, described_agreement(assessment), None if full else DENSE)
    if not full:
        yield chart
    words = kinds.talk_words(assessment, advice)
    if words:
        yield Heading("Talk about these first")
        yield Paragraph(words)
        for talk in advice.talk_about:
            yield Callout(
                wording.talk(talk, assessment.questionnaire),
                talk.ask or items[talk.item].prompt,
                "ask",
            )
    if full:
        yield Heading("Every question")
        yield chart


def portrait_chapter(assessment: Assessment) -> Iterator[Block]:
    """The mix of descriptions that people chose, beside the levels."""
    portrait, questionnaire = assessment.portrait, assessment.questionnaire
    if portrait is None:
        return
    if portrait.agrees is None:
        verdict = "It cannot be held against the levels, since one of the two lies on a line or is missing."
    elif portrait.agrees:
        verdict = "That is where the levels point as well."
    else:
        verdict = "The levels point elsewhere; talk about the difference, for neither reading corrects the other."
    named = (
        wording.inside(questionnaire.quadrant_by_id[portrait.quadrant]) if portrait.quadrant else "no single quadrant"
    )
    yield Paragraph(
        f"Asked which description fits best, people's choices add up to {named}. {verdict} "
        "A cluster may show something of each."
    )
    if portrait.shares:
        voice = "school" if assessment.mode == "named" else "person"
        yield Table(
            f"Share of choices, one {voice} one voice",
            ("Quadrant", "Share"),
            tuple((quadrant.label, percent(portrait.shares[quadrant.id])) for quadrant in questionnaire.quadrants),
            ("left", "right"),
        )
    if portrait.most:
        yield Table(
            "The description that at least half chose, where there is one",
            ("Question", "Description"),
            tuple(
                (item.prompt, item.options[portrait.most[item.id]].text)
                for item in questionnaire.portrait
                if item.id in portrait.most
            ),
            ("left", "left"),
        )
    if portrait.by_item:
        yield Table(
            "Most chosen description of each question",
            ("Question", "Description", "Share"),
            tuple(
                (item.prompt, " / ".join(item.options[one.id].text for one in top), top[0].shown)
                for item in questionnaire.portrait
                if (mix := portrait.by_item.get(item.id))
                and (top := ends_of(Ranked(name, "", share, percent(share)) for name, share in mix.items()).highest)
            ),
            ("left", "left", "right"),
        )


def seeing(assessment: Assessment) -> Iterator[Block]:
    """What the cluster may not see of itself: gaps between groups, examples, what people cannot tell."""
    rows: list[tuple[str, str]] = []
    gap, evidence = assessment.gap, assessment.evidence
    if gap is not None and gap.mean is not None:
        spread = "" if gap.spread is None else f", spread between schools {level(gap.spread)}"
        far = f"{levels(abs(gap.mean))} {'above' if gap.mean > 0 else 'below'}"
        if level(abs(gap.mean)) == level(0.0):
            far = "as high on average as"
        rows.append(
            (
                f"How {gap.higher} answer beside {gap.lower}",
                f"Within their own schools, {gap.higher} answer {far} {gap.lower} "
                f"({counted(gap.items, 'question')} put to both, {counted(gap.schools, 'school')}{spread}).",
            )
        )
    elif gap is not None:
        why = wording.reason(gap.reason, assessment.questionnaire)
        rows.append((f"How {gap.higher} answer beside {gap.lower}", f"Not shown: {why}."))
    if evidence is not None and (evidence.share is not None or assessment.mode != "anonymous"):
        rows.append(("Examples", kinds.evidence_words(evidence)))
    unknown = [
        (item.short, result)
        for item in assessment.questionnaire.items
        if (result := assessment.items[item.id]).dont_know.value
    ]
    if unknown:
        unknown.sort(key=lambda pair: -(pair[1].dont_know.value or 0))
        said = listed([f"{isolated(short)} ({result.dont_know})" for short, result in unknown[:3]])
        rows.append(("Could not tell", f"Most people on: {said}."))
    many = [isolated(item.short) for item in assessment.questionnaire.items if assessment.items[item.id].many_unknown]
    if many:
        rows.append(("Could not tell", f"Many could not tell: {listed(many)}."))
    if rows:
        yield Terms(tuple(rows))


def here(questionnaire: Questionnaire, advice: Advice, part: Part) -> Iterator[Block]:
    """What why, how or what means where the cluster stands; of two readings, for both."""
    if part.elsewhere:
        readings = zip(("rated-as", "recognised-as"), advice.quadrants, (part.here, part.elsewhere), strict=True)
        yield Terms(
            tuple(
                (wording.say(code, questionnaire, quadrant=Label("quadrant", quadrant)), text)
                for code, quadrant, text in readings
                if text
            )
        )
    elif part.here:
        yield Paragraph(part.here)


def next_steps(questionnaire: Questionnaire, advice: Advice, *, full: bool) -> Iterator[Block]:
    """Why, how and what, keyed to this cluster's answers."""
    for part in advice.parts:
        yield Heading(part.label)
        if full:
            yield Paragraph(part.about)
        yield from here(questionnaire, advice, part)
        if part.findings:
            yield Bullets(tuple(wording.sentence(one, questionnaire) for one in part.findings))
        yield Callout("Ask the room", part.ask, "ask")


def priorities(assessment: Assessment, advice: Advice, *, full: bool) -> Iterator[Block]:
    """Suggested priorities, each with the reason why it was chosen."""
    questionnaire = assessment.questionnaire
    for number, priority in enumerate(advice.priorities, 1):
        item = questionnaire.item_by_id[priority.item]
        yield Heading(f"{number}. {wording.suggestion_label(priority, questionnaire)}")
        now = questionnaire.levels_of(item)[priority.level]
        rows = (
            ("Why this one", wording.sentence(priority.reason, questionnaire)),
            (
                _which(assessment, priority.dimension),
                f"{isolated(item.prompt)} Nearest to its score: “{isolated(now)}”",
            ),
            ("Ask", priority.ask),
            ("Is this good enough?", priority.evidence if full else ""),
            ("A next step", priority.step),
            ("Look closer", wording.look_closer(priority, questionnaire)),
        )
        yield Terms(tuple((term, text) for term, text in rows if text))
    if advice.priorities and advice.room:
        yield Callout("The room decides", advice.room)
    if advice.top:
        yield Paragraph(advice.top)


def _which(assessment: Assessment, dimension: str) -> str:
    """What the item of a suggestion is: the lowest of its dimension, or by itself."""
    if not dimension:
        return "The question"
    moving = [*moving_items(assessment, dimension)]
    if _alike(assessment, moving):
        return "A question of it"
    every = items_within(assessment.questionnaire, assessment.questionnaire.dimension_by_id[dimension])
    others = any(assessment.items[one.id].scored is not None and one not in moving for one in every)
    scored = sorted((assessment.items[one.id].scored or 0.0, _shown(assessment, one)) for one in moving)
    if [shown for _, shown in scored].count(scored[0][1]) > 1:
        return "One of the lowest questions that move it" if others else "One of its lowest questions"
    return "The lowest question that moves it" if others else "Its lowest question"


def _shown(assessment: Assessment, item: RatingItem, value: float | None = None) -> str:
    """A value of an item, or what it counts as."""
    scored = assessment.items[item.id].scored or 0.0
    return level(scored if value is None else value, fewest=fewest_of_item(assessment, item))


def _alike(assessment: Assessment, items: Sequence[RatingItem]) -> bool:
    """Whether no item is lower than another, in the numbers that are shown."""
    shown = [_shown(assessment, item) for item in items if assessment.items[item.id].scored is not None]
    return len(shown) > 1 and len(set(shown)) == 1


def supports(advice: Advice) -> Iterator[Block]:
    """The supports that carry the work."""
    for support in advice.supports:
        guidance = support.support.guidance
        yield Heading(support.support.label)
        yield Paragraph(guidance.about)
        if support.score is None:
            stands = "No question that informs it has a score."
        else:
            stands = f"{level(support.score)}, the mean of the questions that inform it."
        yield Terms(
            (
                ("Where we are", stands),
                ("Is this good enough?", guidance.evidence),
                ("Next", support.step),
            )
        )
        yield Callout("Ask the room", guidance.ask, "ask")


def reckoned(advice: Advice) -> str:
    """From where the days of the next twelve months come."""
    if any(step.by_plan for step in advice.cycle):
        return "on the days of the plan, and where it has none reckoned from the date of this round"
    return "reckoned from the date of this round"


def year_chapter(advice: Advice) -> Iterator[Block]:
    """The cycle of the next twelve months."""
    if advice.cycle:
        yield Table(
            f"The cycle, {reckoned(advice)}",
            ("When", "Step", "What happens"),
            tuple((wording.when(step.date, step.month), step.label, step.text) for step in advice.cycle),
            ("left", "left", "left"),
        )


def merged_quotes(quotes: Iterable[str]) -> tuple[str, ...]:
    """Examples in their order, each once; what several people said alike says how many."""
    times = Counter(" ".join(quote.split()) for quote in quotes)
    return tuple(f"{isolated(quote)} (said by {n})" if n > 1 else quote for quote, n in times.items())


def examples_chapter(assessment: Assessment) -> Iterator[Block]:
    """Examples that people named, item by item."""
    if assessment.evidence is None:
        return
    for item in assessment.questionnaire.items:
        quotes = tuple(quote.text for quote in assessment.evidence.quotes if quote.item == item.id)
        if quotes:
            yield Heading(item.short)
            yield Bullets(merged_quotes(quotes))


def small_print(assessment: Assessment) -> Iterator[Block]:
    """Method, version and caveats."""
    questionnaire = assessment.questionnaire
    levels = {f"{in_figures(scale.low)} to {in_figures(scale.high)}": None for scale in questionnaire.answered_on}
    said = [
        f"{isolated(questionnaire.title)} ({questionnaire.id}), version {questionnaire.version}, fingerprint "
        f"{questionnaire.fingerprint}, {counted(len(questionnaire.items), 'question')} on levels {listed([*levels])}.",
        *telling(assessment).method(),
        *telling(assessment).consistency(),
    ]
    if assessment.mode == "confidential":
        said.append(kinds.rough_words(assessment))
    if questionnaire.status:
        said.append(kinds.tried_words(questionnaire))
    if kinds.is_known(assessment):
        said.append("Agreement: consensus after Tastle and Wierman (2007), 0 to 1, from three answers on.")
    else:
        said.append("Agreement is said in words, from eight people on and near the middle of the scale.")
    if questionnaire.source is not None:
        said.append(" ".join(isolated(text) for text in (questionnaire.source.work, questionnaire.source.note) if text))
    for text in said:
        yield Paragraph(text, "small")
