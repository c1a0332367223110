"""The chapters of a report: what each says of one cluster in one round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.core.advice import Advice
from maturity.core.assessment import Assessment, ItemResult, PartResult
from maturity.core.said import Label, Said
from maturity.model import Questionnaire
from maturity.report import kinds, wording
from maturity.report.blocks import NOT_SHOWN, Block, Bullets, Callout, Chart, Figure, Heading, Paragraph, Table, Terms
from maturity.report.describe import describe
from maturity.text.isolate import isolated
from maturity.text.words import counted, digits, level, listed, percent

CONVENTION = "The midpoint is a convention, not a measured boundary."
WIDE = (7.0, 3.8)
"""Inches of a chart that leaves room for words on the same page."""
DENSE = (7.0, 5.2)
"""Inches of a list of many items."""


def figure(chart: Chart, assessment: Assessment, caption: str, size: tuple[float, float] | None = None) -> Figure:
    """A request for a chart of the round, described in words."""
    return Figure(chart, assessment, caption, describe(chart, assessment), size)


def standing_chapter(assessment: Assessment, *, full: bool) -> Iterator[Block]:
    """Where the cluster stands, and how sure that is."""
    questionnaire = assessment.questionnaire
    yield Paragraph(wording.headline(assessment), "lead")
    if assessment.fictional and full:
        yield Callout("An example", "This cluster, its schools and its people are fictional.")
    if wording.on_the_map(assessment):
        caption = f"The cluster's place between the four quadrants. {CONVENTION}"
        yield figure("quadrant", assessment, caption, None if full else WIDE)
    sure = wording.if_others(assessment)
    if sure:
        yield Paragraph(sure)
    yield Table(
        "Both axes, in levels",
        ("Axis", "Score", kinds.range_of(assessment), "Mean over people", "Midpoint"),
        tuple(
            (
                axis.label,
                wording.axis_score(assessment, axis),
                wording.interval(result.interval),
                level(result.respondent_mean) if result.respondent_mean is not None else NOT_SHOWN,
                f"{axis.midpoint:g}",
            )
            for axis, result in ((axis, assessment.axes[axis.id]) for axis in questionnaire.axes)
        ),
        ("left", "right", "right", "right", "right"),
    ).telling()
    if full and any(result.score is not None for result in assessment.dimensions.values()):
        caption = "Every dimension: each school's value, the cluster's mean and its interval."
        if assessment.mode != "named":
            caption = "Every dimension, worked out from what may be shown of its questions."
        yield figure("profile", assessment, caption)
    if assessment.agreed is not None:
        yield from _agreed(assessment, full=full)
    for warning in wording.warning_texts(assessment):
        yield Callout("Before you believe this", warning, "warning")


def like(questionnaire: Questionnaire, quadrants: Sequence[str], *, full: bool) -> Iterator[Block]:
    """What it is like to be there."""
    for quadrant in map(questionnaire.quadrant_by_id.__getitem__, quadrants):
        if quadrant.guidance is not None:
            yield Heading(wording.say("like", questionnaire, quadrant=Label("quadrant", quadrant.id)))
            guidance = quadrant.guidance
            rows = (
                ("From inside", guidance.inside),
                ("Strengths", guidance.strengths if full else ""),
                ("Danger", guidance.danger),
                ("The top is not always the goal", guidance.top if full else ""),
            )
            yield Terms(tuple((term, text) for term, text in rows if text))


def _agreed(assessment: Assessment, *, full: bool) -> Iterator[Block]:
    agreed, questionnaire = assessment.agreed, assessment.questionnaire
    assert agreed is not None
    yield Heading("What the room agreed")
    places = wording.agreed_places(assessment)
    items = counted(len(agreed.items), "item")
    text = f"After the private round the room agreed a level on {items}."
    if agreed.moved is not None and level(abs(agreed.moved)) == level(0.0):
        text += " On average that is what people had marked alone."
    elif agreed.moved is not None:
        direction = "above" if agreed.moved > 0 else "below"
        text += f" On average that is {level(abs(agreed.moved))} levels {direction} what people had marked alone."
    if places:
        text += f" By those levels alone: {listed(places)}."
    yield Paragraph(text + " Both are kept; neither replaces the other.")
    if not full:
        return
    yield Table(
        "Agreed levels beside the marks made alone",
        ("Item", "Alone", "Agreed", "Reason"),
        tuple(
            (
                item.short,
                level(score) if (score := assessment.items[item.id].score) is not None else "none",
                str(agreed.items[item.id].level),
                agreed.items[item.id].reason,
            )
            for item in questionnaire.items
            if item.id in agreed.items
        ),
        ("left", "right", "right", "left"),
    )


def spread_chapter(assessment: Assessment, advice: Advice, *, full: bool) -> Iterator[Block]:
    """How far people agree, and what to talk about first."""
    items = {item.id: item for item in assessment.questionnaire.items}
    yield Paragraph(kinds.spread_words(assessment))
    caption = "How the answers spread on each item, most split first."
    if not kinds.is_known(assessment):
        caption = "How far people agree on each item, those that stand apart first."
    yield figure("agreement", assessment, caption, None if full else DENSE)
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


def portrait_chapter(assessment: Assessment) -> Iterator[Block]:
    """The mix of descriptions that people chose, beside the ratings."""
    portrait, questionnaire = assessment.portrait, assessment.questionnaire
    if portrait is None:
        return
    if portrait.agrees is None:
        verdict = "It cannot be held against the ratings, since one of the two lies on a line or is missing."
    elif portrait.agrees:
        verdict = "That is where the ratings point as well."
    else:
        verdict = "The ratings point elsewhere; talk about the difference, for neither reading corrects the other."
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
                (item.prompt, item.options[top].text, percent(mix[top]))
                for item in questionnaire.portrait
                if (mix := portrait.by_item.get(item.id)) and (top := max(mix, key=mix.__getitem__))
            ),
            ("left", "left", "right"),
        )


def seeing(assessment: Assessment) -> Iterator[Block]:
    """What the cluster may not see of itself: gaps between groups, examples, don't-knows."""
    rows: list[tuple[str, str]] = []
    gap, evidence = assessment.gap, assessment.evidence
    if gap is not None and gap.mean is not None:
        spread = "" if gap.spread is None else f", spread between schools {level(gap.spread)}"
        far = f"{level(abs(gap.mean))} levels {'above' if gap.mean > 0 else 'below'}"
        if level(abs(gap.mean)) == level(0.0):
            far = "as high on average as"
        rows.append(
            (
                f"How {gap.higher} rate beside {gap.lower}",
                f"Within their own schools, {gap.higher} rate {far} {gap.lower} "
                f"({counted(gap.items, 'item')} put to both, {counted(gap.schools, 'school')}{spread}).",
            )
        )
    elif gap is not None:
        why = wording.reason(gap.reason, assessment.questionnaire)
        rows.append((f"How {gap.higher} rate beside {gap.lower}", f"Not shown: {why}."))
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
        rows.append(("Could not tell", f"Most don't-knows: {said}."))
    many = [isolated(item.short) for item in assessment.questionnaire.items if assessment.items[item.id].many_unknown]
    if many:
        rows.append(("Could not tell", f"Many could not tell: {listed(many)}."))
    if rows:
        yield Terms(tuple(rows))


def next_steps(questionnaire: Questionnaire, advice: Advice, *, full: bool) -> Iterator[Block]:
    """Why, how and what, keyed to this cluster's answers."""
    for part in advice.parts:
        yield Heading(part.label)
        if full:
            yield Paragraph(part.about)
        if part.here:
            yield Paragraph(part.here)
        if part.findings:
            yield Bullets(tuple(wording.sentence(one, questionnaire) for one in part.findings))
        yield Callout("Ask the room", part.ask, "ask")


def priorities(assessment: Assessment, advice: Advice, *, full: bool) -> Iterator[Block]:
    """Suggested priorities, each with the reason why it was chosen."""
    questionnaire = assessment.questionnaire
    for number, priority in enumerate(advice.priorities, 1):
        item = questionnaire.item_by_id[priority.item]
        yield Heading(f"{number}. {questionnaire.dimension_by_id[priority.dimension].label}")
        now = questionnaire.levels_of(item)[priority.level]
        rows = (
            ("Why this one", wording.sentence(priority.reason, questionnaire)),
            (
                "An item of it" if _alike(assessment, priority.dimension) else "Its lowest item",
                f"{isolated(item.prompt)} Now: “{isolated(now)}”",
            ),
            ("Ask", priority.ask),
            ("Is this good enough?", priority.evidence if full else ""),
            ("A next step", priority.step),
        )
        yield Terms(tuple((term, text) for term, text in rows if text))
    if advice.priorities and advice.room:
        yield Callout("The room decides", advice.room)
    if advice.top:
        yield Paragraph(advice.top)


def _alike(assessment: Assessment, dimension: str) -> bool:
    """Whether no item of a dimension is lower than another, in the numbers that are shown."""
    items = assessment.questionnaire.items_of(dimension)
    shown = [level(one) for item in items if (one := assessment.items[item.id].scored) is not None]
    return len(shown) > 1 and len(set(shown)) == 1


def supports(advice: Advice) -> Iterator[Block]:
    """The supports that carry the work."""
    for support in advice.supports:
        guidance = support.support.guidance
        yield Heading(support.support.label)
        yield Paragraph(guidance.about)
        if support.score is None:
            stands = "No item that informs it has a score."
        else:
            stands = f"{level(support.score)}, the mean of the items that inform it."
        yield Terms(
            (
                ("Where we are", stands),
                ("Is this good enough?", guidance.evidence),
                ("Next", support.step),
            )
        )
        yield Callout("Ask the room", guidance.ask, "ask")


def year_chapter(advice: Advice) -> Iterator[Block]:
    """The cycle of the next twelve months."""
    if advice.cycle:
        yield Table(
            "The cycle, reckoned from the date of this round",
            ("When", "Step", "What happens"),
            tuple((wording.when(step.date, step.month), step.label, step.text) for step in advice.cycle),
            ("left", "left", "left"),
        )


def examples_chapter(assessment: Assessment) -> Iterator[Block]:
    """Examples that people named, item by item."""
    if assessment.evidence is None:
        return
    for item in assessment.questionnaire.items:
        quotes = tuple(quote.text for quote in assessment.evidence.quotes if quote.item == item.id)
        if quotes:
            yield Heading(item.short)
            yield Bullets(quotes)


def arithmetic(assessment: Assessment) -> Iterator[Block]:
    """How the answers became the scores."""
    questionnaire = assessment.questionnaire
    yield Paragraph(kinds.averaged(assessment))
    axes = questionnaire.axis_by_id
    yield Table(
        "Every dimension, in levels",
        ("Dimension", "Axis", "Score", kinds.range_of(assessment)),
        tuple(
            (
                dimension.label,
                axes[dimension.axis].label,
                _score(assessment, result.score, result.reason),
                wording.interval(result.interval),
            )
            for dimension, result in ((one, assessment.dimensions[one.id]) for one in questionnaire.dimensions)
        ),
        ("left", "left", "right", "right"),
    ).telling()
    yield Table(
        "Every dimension and item, in levels",
        ("Item", "Score", "Mean over people", "Answers", "Don't know", "Blank", "Agreement"),
        tuple(row for dimension in questionnaire.dimensions for row in _dimension_rows(assessment, dimension.id)),
        ("left", "right", "right", "right", "right", "right", "right"),
    ).telling()


def _dimension_rows(assessment: Assessment, dimension: str) -> Iterator[tuple[str, ...]]:
    questionnaire, result = assessment.questionnaire, assessment.dimensions[dimension]
    yield (
        f"{isolated(questionnaire.dimension_by_id[dimension].label)} (dimension)",
        _score(assessment, result.score, result.reason),
        _mean(result),
        str(result.answered),
        "",
        "",
        "",
    )
    for item in questionnaire.items_of(dimension):
        one = assessment.items[item.id]
        yield (
            f"{isolated(item.short)} (reversed)" if item.reversed else item.short,
            _score(assessment, one.score, one.reason),
            _mean(one),
            str(one.n),
            kinds.unknown_cell(one),
            str(one.skipped),
            ("split, " if one.split else "") + kinds.agreement(one),
        )


def _mean(result: PartResult | ItemResult) -> str:
    """The mean over people, which is shown of named rounds."""
    if result.respondent_mean is None:
        return "none" if result.score is None else NOT_SHOWN
    return digits(result.respondent_mean, 2)


def _score(assessment: Assessment, value: float | None, reason: Said | None) -> str:
    if value is None:
        return f"none: {wording.reason(reason, assessment.questionnaire)}"
    return kinds.shown_score(assessment, value)


def small_print(assessment: Assessment) -> Iterator[Block]:
    """Method, version and caveats."""
    questionnaire = assessment.questionnaire
    scale = questionnaire.scale
    said = [
        f"{isolated(questionnaire.title)} ({questionnaire.id}), version {questionnaire.version}, fingerprint "
        f"{questionnaire.fingerprint}, {counted(len(questionnaire.items), 'item')} on levels {scale.low} to "
        f"{scale.high}.",
        wording.midpoints(assessment),
        wording.method_words(assessment),
    ]
    if assessment.mode == "confidential":
        said.append(kinds.ROUGH)
    if assessment.placement.region_reason:
        said.append(f"Region on the chart: {wording.reason(assessment.placement.region_reason, questionnaire)}.")
    for axis in questionnaire.axes:
        result = assessment.axes[axis.id]
        if result.reliability is not None:
            alpha = result.reliability
            said.append(
                f"{isolated(axis.label)}: alpha {digits(alpha.alpha, 2)} (95% {digits(alpha.low, 2)}–"
                f"{digits(alpha.high, 2)}, {alpha.n} people, {alpha.items} items; interval by F with n-1 and "
                "n(k-1) degrees of freedom). A high alpha is "
                "neither needed for an index of practices nor proof that it measures the right thing."
            )
        else:
            said.append(
                f"{isolated(axis.label)}: no alpha, {wording.reason(result.reliability_reason, questionnaire)}."
            )
    if questionnaire.status:
        said.append(f"Status of the questionnaire: {isolated(questionnaire.status)}.")
    if kinds.is_known(assessment):
        said.append("Agreement: consensus after Tastle and Wierman (2007), 0 to 1, from three answers on.")
    else:
        said.append("Agreement is said in words, from eight people on and near the middle of the scale.")
    if questionnaire.source is not None:
        said.append(" ".join(isolated(text) for text in (questionnaire.source.work, questionnaire.source.note) if text))
    for text in said:
        yield Paragraph(text, "small")
