"""A questionnaire as a report: everything it asks, in order, and what is read off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.model import Band, Condition, Dimension, Questionnaire, RatingItem, Scale
from maturity.report.asked import groups_asked, on_top
from maturity.report.blocks import Block, Bullets, Heading, Paragraph, Report, Section, Terms
from maturity.report.own import own_texts
from maturity.text.words import counted, in_figures, listed

SHAPES = {
    "map": "a place between four quadrants",
    "profile": "a value for each part",
    "ladder": "the stage that is reached",
    "checklist": "what holds, what does not yet, and what is open",
    "total": "a sum, and the band in which it lies",
}
"""What is read off, by shape."""
SUBJECTS = {"cluster": "a cluster", "school": "one school", "review": "one review of a school"}
_COMBINED = {"mean": "The mean of", "sum": "The sum of", "min": "The weakest of"}


def catalogue(questionnaire: Questionnaire) -> Report:
    """What is asked, of whom, what each level looks like, and what follows from the answers."""
    sections = [*_scales(questionnaire), *_asked(questionnaire), *_read_off(questionnaire)]
    if questionnaire.portrait:
        sections.append(Section("portrait", "Which describes us best?", tuple(_portrait(questionnaire))))
    return Report(
        questionnaire.title,
        questionnaire.about,
        questionnaire.language,
        (
            ("Id", questionnaire.id),
            ("Version", f"{questionnaire.version} (fingerprint {questionnaire.fingerprint})"),
            ("Status", questionnaire.status or "not said"),
            ("Shape", f"{questionnaire.shape}: {SHAPES[questionnaire.shape]}"),
            ("About", SUBJECTS[questionnaire.subject]),
            ("Instruction", on_top(questionnaire) or "none for all questions"),
        ),
        tuple(sections),
        own=own_texts(questionnaire),
    )


def in_brief(questionnaire: Questionnaire) -> str:
    """A questionnaire in a few words: its shape, what it rates, and how much it asks."""
    asked, items = questionnaire, counted(len(questionnaire.items), "question")
    some = (
        (asked.portrait, "portrait"),
        (asked.stages, "stage"),
        (asked.whole.bands if asked.whole else (), "band"),
        (asked.answered_on if len(asked.answered_on) > 1 else (), "scale"),
    )
    more = [counted(len(group), word) for group, word in some if group]
    return f"{asked.shape} of {SUBJECTS[asked.subject]}, {listed([items, *more])}"


def _asked(questionnaire: Questionnaire) -> Iterator[Section]:
    """All questions: by axis, by stage, by outermost dimension, or as they come."""
    if questionnaire.axes:
        for axis in questionnaire.axes:
            yield Section(axis.id, axis.label, tuple(_on_axis(questionnaire, axis.id)))
        return
    groups = groups_asked(questionnaire)
    for place, group in enumerate(groups):
        if group.depth:
            continue
        inner = groups[place + 1 :]
        end = next((n for n, one in enumerate(inner) if not one.depth), len(inner))
        blocks: list[Block] = [*_about_part(questionnaire, group.id), *_items(questionnaire, group.items)]
        for one in inner[:end]:
            blocks += [Heading(f"{one.label} ({one.id})"), *_about_part(questionnaire, one.id)]
            blocks += _items(questionnaire, one.items)
        title = f"{group.label} ({group.id})" if group.id else "Questions"
        yield Section(group.id or "questions", title, tuple(blocks))


def _on_axis(questionnaire: Questionnaire, axis: str) -> Iterator[Block]:
    for dimension in questionnaire.dimensions:
        if questionnaire.axis_above(dimension) == axis:
            yield Heading(f"{dimension.label} ({dimension.id})")
            yield from _about_part(questionnaire, dimension.id)
            yield from _items(questionnaire, questionnaire.items_of(dimension.id))


def _items(questionnaire: Questionnaire, items: Sequence[RatingItem]) -> Iterator[Block]:
    for item in items:
        asked = listed([questionnaire.role_by_id[role].label for role in item.audience]) or "everybody"
        marks = [mark for mark, there in (("anchor", item.anchor), ("counts the other way", item.reversed)) if there]
        marks += [f"weight {item.weight:g}"] if item.weight != 1 else []
        if item.scale is not None and len(questionnaire.answered_on) > 1:
            marks.append(f"scale {item.scale}")
        yield Paragraph(f"{item.id}{f' ({listed(marks)})' if marks else ''}: {item.prompt}")
        if item.criteria:
            yield Paragraph("To check before answering:", "small")
            yield Bullets(item.criteria)
        yield Bullets(tuple(f"{in_figures(level)}: {text}" for level, text in questionnaire.levels_of(item).items()))
        yield Paragraph(f"Asked of: {asked}.", "small")


def _about_part(questionnaire: Questionnaire, name: str) -> Iterator[Block]:
    """How a dimension comes about, or when a stage holds; nothing where that is the usual way."""
    stage, dimension = questionnaire.stage_by_id.get(name), questionnaire.dimension_by_id.get(name)
    if stage is not None:
        of = sum(item.stage == name for item in questionnaire.items)
        must = f", {listed(list(stage.must))} among them" if stage.must else ""
        usual = f" Usual: {stage.usual}." if stage.usual else ""
        yield Paragraph(f"Holds when {stage.need or of} of its {counted(of, 'question')} hold{must}.{usual}", "small")
    elif dimension is not None and (words := _how(questionnaire, dimension)):
        yield Paragraph(words, "small")
        yield from _bands(dimension.bands)


def _how(questionnaire: Questionnaire, dimension: Dimension) -> str:
    parts = [part.label for part in questionnaire.children_of(dimension.id)]
    said = []
    if dimension.combine != "mean" or parts:
        items = ["its questions"] if questionnaire.items_of(dimension.id) else []
        said.append(f"{_COMBINED[dimension.combine]} {listed([*items, *parts])}.")
    if dimension.weight != 1:
        said.append(f"Counts with weight {dimension.weight:g}.")
    if dimension.deeper:
        said.append(f"More: {dimension.deeper}.")
    return " ".join(said)


def _scales(questionnaire: Questionnaire) -> Iterator[Section]:
    """Each scale, where there are several, or where an answer is worth something else, or holds or not."""
    scales = questionnaire.answered_on
    if len(scales) == 1 and scales[0].is_plain and scales[0].met_at is None:
        return
    blocks: list[Block] = []
    for scale in scales:
        if len(scales) > 1:
            blocks.append(Heading(next((name for name, one in questionnaire.scales.items() if one == scale), "scale")))
            blocks += [Paragraph(scale.instruction)] if scale.instruction else []
        blocks.append(Bullets(tuple(_level(scale, level) for level in sorted(scale.levels))))
        blocks.append(Paragraph(f"Cannot tell: {scale.dont_know}.", "small"))
        if scale.met_at is not None:
            text = f"A question holds when its score is {in_figures(scale.met_at)} or more: a convention."
            blocks.append(Paragraph(text, "small"))
    yield Section("scales", "Answers", tuple(blocks))


def _level(scale: Scale, level: int) -> str:
    worth = scale.worth[level]
    return f"{in_figures(level)}: {scale.levels[level]}{'' if worth == level else f' (worth {in_figures(worth)})'}"


def _read_off(questionnaire: Questionnaire) -> Iterator[Section]:
    """Stages, the whole with its bands, views and blind spots."""
    if questionnaire.stages:
        rows = [(stage.label, stage.guidance.inside if stage.guidance else "") for stage in questionnaire.stages]
        first = [(questionnaire.start.label, questionnaire.start.text)] if questionnaire.start else []
        yield Section("stages", "Stages, in order", (Terms((*first, *rows)),))
    if (whole := questionnaire.whole) is not None:
        text = Paragraph(f"{_COMBINED[whole.combine]} all parts.")
        basis = [Paragraph(f"Where the bands come from: {whole.basis}", "small")] if whole.basis else []
        yield Section("overall", whole.label, (text, *_bands(whole.bands), *basis))
    for view in questionnaire.views:
        terms = tuple((part.label, listed(part.items)) for part in view.parts)
        note = Paragraph("Another grouping of the same questions, as means beside the scores.", "small")
        yield Section(view.id, view.label, (note, Terms(terms)))
    conditions = [(spot.id, _when(spot.when), spot.message) for spot in questionnaire.blind_spots if spot.when]
    if conditions:
        terms = tuple((name, f"{when}: {message}") for name, when, message in conditions)
        yield Section("blind-spots", "Blind spots", (Terms(terms),))


def _bands(bands: Sequence[Band]) -> Iterator[Block]:
    if bands:
        yield Bullets(
            tuple(
                f"from {in_figures(band.start)}: {band.label}{f'. {band.text}' if band.text else ''}" for band in bands
            )
        )


def _when(conditions: Sequence[Condition]) -> str:
    said = []
    for one in conditions:
        name = one.item or one.part or ""
        limits = [f"from {in_figures(one.start)}"] if one.start is not None else []
        limits += [f"below {in_figures(one.below)}"] if one.below is not None else []
        said.append(f"{name} {listed(limits)}")
    return listed(said)


def _portrait(questionnaire: Questionnaire) -> Iterator[Block]:
    for item in questionnaire.portrait:
        yield Paragraph(f"{item.id}: {item.prompt}")
        yield Bullets(
            tuple(f"{questionnaire.quadrant_by_id[i].label}: {option.text}" for i, option in item.options.items())
        )
