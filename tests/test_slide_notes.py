"""What a slide has no room for stands in its notes: for every shape, any number of years, whatever has changed."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.compare import compare
from maturity.core.comparison import Comparison
from maturity.core.plan import plan_on
from maturity.model import Questionnaire, Round
from maturity.model.plan import Impact, Priority
from maturity.report import deck
from maturity.report.blocks import (
    Block,
    Bullets,
    Callout,
    Dumbbells,
    Exhibit,
    Lines,
    Paragraph,
    Report,
    Table,
    Terms,
)
from maturity.report.change_words import warned
from maturity.report.wording import warning_texts
from tests import make
from tests.shapes import asked, year

ITEMS = tuple(f"q{n}" for n in range(14))
SCHOOLS = ("ash", "birch", "cedar", "dell")
SEEDS = range(6)


def parts(kind: str) -> dict[str, object]:
    """Seven parts of two questions each."""
    labels = [f"Part{n}" for n in range(7)]
    more = {"combine": "sum"} if kind == "total" else {}
    return {
        "dimensions": [{"id": f"d{n}", "label": label, "short": label} | more for n, label in enumerate(labels)],
        "of": {name: {"dimension": f"d{n // 2}"} for n, name in enumerate(ITEMS)},
    }


def of_shape(shape: str) -> Questionnaire:
    """Fourteen questions, more than any slide has room for."""
    if shape == "map":
        pairs = [ITEMS[n : n + 2] for n in range(0, 14, 2)]
        return make.questionnaire(tuple(pairs[:4]), tuple(pairs[4:]), scale=(1, 4), midpoint=2.5)
    if shape == "ladder":
        stages = [{"id": i, "label": i.capitalize(), "short": i.capitalize()} for i in ("first", "second")]
        of = {name: {"stage": "first" if n < 7 else "second"} for n, name in enumerate(ITEMS)}
        return asked("ladder", ITEMS, stages=stages, start={"label": "Before", "text": "Nothing yet."}, of=of)
    if shape == "checklist":
        return asked("checklist", ITEMS)
    return asked(shape, ITEMS, **parts(shape))


def years(shape: str, seed: int, many: int) -> list[Round]:
    """Rounds in which any question may rise, fall, stay, split or go unanswered."""
    dice, of = random.Random(seed), of_shape(shape)
    found = []
    for n in range(many):
        # Every second round begins anew, so that much changes at once.
        levels = [dice.choice((1, 4, 4 if n % 2 else 1)) for _ in ITEMS]
        split = [dice.random() < 0.15 for _ in ITEMS]
        people = [tuple((1, 4)[k % 2] if split[i] else levels[i] for i in range(14)) for k in range(4)]
        found.append(year(of, str(2023 + n), dict.fromkeys(SCHOOLS[: dice.choice((3, 4))], people)))
    return found


def composed(rounds: list[Round], priorities: tuple[Priority, ...] = ()) -> tuple[Report, Comparison | None]:
    comparison = compare(rounds) if len(rounds) > 1 else None
    assessment = comparison.rounds[-1] if comparison else assess(rounds[-1])
    return deck.compose(
        assessment, advise(assessment), comparison, plan_on(priorities, dt.date(2026, 10, 1))
    ), comparison


def words(blocks: tuple[Block, ...]) -> str:
    said: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph | Callout):
            said.append(block.text)
        elif isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, Terms):
            said += [text for pair in block.items for text in pair]
        elif isinstance(block, Table):
            said += [block.caption, *(cell for row in block.rows for cell in row)]
    return clean("\n".join(said))


def clean(text: str) -> str:
    """Without the marks that keep a name apart from what surrounds it."""
    return re.sub("[\u2066-\u2069]", "", text)


def moved(comparison: Comparison) -> set[str]:
    """Names of all that has, or perhaps has, changed for sure, from the numbers alone."""
    step, of = comparison.last, comparison.last.after.questionnaire
    if step.readings is not None and step.readings.held:
        turns = {"gained", "lost", "perhaps-gained", "perhaps-lost"}
        return {of.item_by_id[name].short for name, one in step.readings.held.items() if one.turn in turns}
    sure = (name for name, change in step.dimensions.items() if change.verdict in ("up", "down"))
    return {of.dimension_by_id[name].label for name in sure}


SHAPES = ("map", "profile", "ladder", "checklist", "total")


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("many", [2, 4])
@pytest.mark.parametrize("seed", SEEDS)
def test_everything_that_has_changed_is_on_the_slide_or_in_its_notes(shape: str, many: int, seed: int) -> None:
    report, comparison = composed(years(shape, seed, many))
    assert comparison is not None
    (slide,) = (section for section in report.sections if section.id == "change")
    notes = [clean(note) for note in slide.notes]
    for name in moved(comparison):
        assert any(re.search(rf"\b{name}\b", note) for note in notes), name
    step = comparison.last
    for warning in (*comparison.warnings, *step.warnings):
        assert f"Before you believe this: {clean(warned(warning, step))}" in notes


@pytest.mark.parametrize("shape", SHAPES)
def test_some_of_these_slides_have_less_room_than_there_is_to_say(shape: str) -> None:
    """Else the test above could not fail."""
    short = 0
    for seed in SEEDS:
        report, comparison = composed(years(shape, seed, 2))
        assert comparison is not None
        (slide,) = (section for section in report.sections if section.id == "change")
        bullets = " ".join(item for block in slide.blocks if isinstance(block, Bullets) for item in block.items)
        rows = " ".join(row[0] for block in slide.blocks if isinstance(block, Table) for row in block.rows)
        charts = " ".join(move.name for one in slide.exhibits if isinstance(one, Dumbbells) for move in one.moves)
        short += any(not re.search(rf"\b{name}\b", f"{bullets} {rows} {charts}") for name in moved(comparison))
    assert short


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("many", [1, 2, 4])
def test_every_caveat_of_what_is_on_the_slides_is_in_their_notes(shape: str, many: int) -> None:
    report, comparison = composed(years(shape, 2, many))
    notes = clean("\n".join(note for section in report.sections for note in section.notes))
    for section in report.sections:
        assert section.notes, section.id
        for one in section.exhibits:
            # Names of all that a chart leaves out stand where the speaker reads.
            left = clean("\n".join(section.notes))
            assert all(clean(name) in left for name in names_of(one)), section.id
    assessment = comparison.rounds[-1] if comparison else assess(years(shape, 2, 1)[0])
    for warning in warning_texts(assessment):
        assert clean(warning) in notes
    assert "Nobody is graded." in notes


def names_of(one: Exhibit) -> list[str]:
    """What stands at the rows of a chart."""
    if isinstance(one, Dumbbells):
        return [row.name for row in one.moves]
    return [one.title] if isinstance(one, Lines) else [row.name for row in one.rows]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("many", [1, 2, 4])
def test_no_slide_points_to_notes_that_are_not_there(shape: str, many: int) -> None:
    report, _ = composed(years(shape, 3, many))
    assert ("change" in [section.id for section in report.sections]) is (many > 1)
    for section in report.sections:
        shown, notes = words(section.blocks), clean("\n".join(section.notes))
        if "notes" in shown:
            (n,) = {int(found) for found in re.findall(r"(\d+) more are in the notes", shown)}
            rows = sum(len(block.rows) for block in section.blocks if isinstance(block, Table))
            rows += sum(len(one.moves) for one in section.exhibits if isinstance(one, Dumbbells))
            names = {name.upper() for name in ITEMS if re.search(rf"\b{name.upper()}\b", notes)}
            assert len(names) >= rows + n


@pytest.mark.parametrize("shape", SHAPES)
def test_of_another_questionnaire_the_notes_say_so(shape: str) -> None:
    before, after = years(shape, 1, 2)
    of = before.questionnaire
    data = of.model_dump(by_alias=True, exclude_defaults=True)
    data["items"][0]["prompt"] = "Something else?"
    other = after.model_copy(update={"questionnaire": Questionnaire.model_validate(data)})
    said = [
        "2024 was asked another questionnaire than 2023." in section.notes
        for rounds in ([before, after], [before, other])
        for section in composed(rounds)[0].sections
        if section.id == "change"
    ]
    assert said == [False, True]


def test_the_whole_of_what_somebody_typed_into_the_plan_is_in_the_notes() -> None:
    def long(word: str) -> str:
        return " ".join(f"{word}{n}" for n in range(80))

    look = Impact(date=dt.date(2024, 5, 1), note=long("note"), evidence=long("evidence"))
    texts = {name: long(name) for name in ("title", "why", "owner", "support", "metric")}
    priority = Priority(id="one", checks=(look,), **texts)
    report, _ = composed(years("map", 1, 1), (priority,))
    (slide,) = (section for section in report.sections if section.id == "priorities")
    notes = "\n".join(slide.notes)
    for text in (*texts.values(), look.note, look.evidence):
        assert text in notes
    assert texts["why"] not in words(slide.blocks), "it is longer than a slide has room for"
