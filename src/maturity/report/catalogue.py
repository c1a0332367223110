"""A questionnaire as a report: everything it asks, in order."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.model import Questionnaire
from maturity.report.blocks import Block, Bullets, Heading, Paragraph, Report, Section
from maturity.report.own import own_texts
from maturity.text.words import listed


def catalogue(questionnaire: Questionnaire) -> Report:
    """What is asked, of whom, and what each level looks like."""
    sections = [Section(axis.id, axis.label, tuple(_axis(questionnaire, axis.id))) for axis in questionnaire.axes]
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
            ("Instruction", questionnaire.scale.instruction or "none"),
        ),
        tuple(sections),
        own=own_texts(questionnaire),
    )


def _axis(questionnaire: Questionnaire, axis: str) -> Iterator[Block]:
    for dimension in questionnaire.dimensions_of(axis):
        yield Heading(f"{dimension.label} ({dimension.id})")
        for item in questionnaire.items_of(dimension.id):
            asked = listed([questionnaire.role_by_id[role].label for role in item.audience]) or "everybody"
            marks = [mark for mark, there in (("anchor", item.anchor), ("reversed", item.reversed)) if there]
            yield Paragraph(f"{item.id}{f' ({listed(marks)})' if marks else ''}: {item.prompt}")
            yield Bullets(tuple(f"{level}: {text}" for level, text in questionnaire.levels_of(item).items()))
            yield Paragraph(f"Asked of: {asked}.", "small")


def _portrait(questionnaire: Questionnaire) -> Iterator[Block]:
    for item in questionnaire.portrait:
        yield Paragraph(f"{item.id}: {item.prompt}")
        yield Bullets(
            tuple(f"{questionnaire.quadrant_by_id[i].label}: {option.text}" for i, option in item.options.items())
        )
