"""A cluster as the paper words it is read as the paper means it: four clusters, rated by what is said of them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from maturity import assess
from maturity.core.advise import advise
from maturity.core.verdict import recognised
from maturity.model import Cluster, Mode, Response, Round
from maturity.readers.questionnaire import load_questionnaire
from maturity.report.blocks import Paragraph, Report, Terms
from maturity.report.compose import compose
from maturity.report.deck import compose as deck
from maturity.report.wording import headline, warning_texts
from tests.paper_runs import runs_in_file
from tests.test_privacy import published

RATED = Path(__file__).parent / "data" / "paper_clusters.yaml"
QUADRANTS = ("projects", "relationships", "delivery", "improvement")
SILENT = 2
ROLES = ("senior", "middle", "teacher")
ASKED = load_questionnaire("cluster-journey")


@cache
def rated() -> dict[str, dict[str, tuple[int, str]]]:
    found: Any = yaml.safe_load(RATED.read_text("utf-8"))
    return {name: {item: (level, why) for item, (level, *why) in said.items()} for name, said in found.items()}


def round_of(ratings: str, portraits: str | None, mode: Mode = "named", people: int = 12) -> Round:
    """Four schools whose people all rate a cluster as the paper words it; all choose the portraits of one quadrant."""
    said = rated()[ratings]
    responses = []
    for number in range(people):
        role = ROLES[number // 4 % 3]
        levels = {i.id: said.get(i.id, (SILENT, ""))[0] for i in ASKED.items if ASKED.is_asked(i, role)}
        chosen = {} if portraits is None else {one.id: portraits for one in ASKED.portrait}
        school = "abcd"[number % 4]
        responses.append(Response(respondent=f"r{number}", school=school, role=role, answers=levels, portraits=chosen))
    cluster = Cluster.model_validate(
        {"name": "As worded", "schools": [{"id": i, "name": f"School {i}"} for i in "abcd"]}
    )
    return Round(
        cluster=cluster,
        label="2026",
        date=dt.date(2026, 3, 12),
        questionnaire=ASKED,
        mode=mode,
        responses=tuple(responses),
    )


def texts_of(report: Report) -> list[str]:
    """All paragraphs and all texts beside a term."""
    blocks = [block for section in report.sections for block in section.blocks]
    return [block.text for block in blocks if isinstance(block, Paragraph)] + [
        text for block in blocks if isinstance(block, Terms) for _, text in block.items
    ]


def test_each_level_rests_on_a_reason_in_words_of_our_own() -> None:
    assert tuple(rated()) == QUADRANTS
    for said in rated().values():
        assert set(said) <= set(ASKED.item_by_id)
        assert all(1 <= level <= 5 and why for level, why in said.values())
    assert runs_in_file(RATED) == []


@pytest.mark.parametrize("quadrant", ["projects", "relationships", "improvement"])
def test_the_ratings_alone_name_what_the_paper_describes(quadrant: str) -> None:
    assessment = assess(round_of(quadrant, None))
    assert assessment.placement.quadrant == quadrant
    assert headline(assessment).startswith(f"{quadrant.capitalize()}: ")


@pytest.mark.parametrize("quadrant", QUADRANTS)
def test_portraits_chosen_as_the_paper_describes_settle_there(quadrant: str) -> None:
    assert recognised(assess(round_of(quadrant, quadrant))) == quadrant


def test_a_delivery_cluster_is_told_both_what_its_ratings_and_what_its_portraits_say() -> None:
    assessment = assess(round_of("delivery", "delivery"))
    assert assessment.placement.quadrant == "projects"
    assert headline(assessment) == "Projects by the levels, delivery by the portraits."


@pytest.mark.parametrize("audience", ["staff", "governors"])
def test_its_report_holds_the_texts_of_both_quadrants(audience: Any) -> None:
    assessment = assess(round_of("delivery", "delivery"))
    said = texts_of(compose(assessment, advise(assessment), audience=audience))
    for name in ("projects", "delivery"):
        guidance = ASKED.quadrant_by_id[name].guidance
        assert guidance is not None
        for text in (guidance.inside, guidance.danger, guidance.why, guidance.how, guidance.what):
            assert said.count(text) == 1


def test_its_report_holds_them_too_where_the_ratings_are_not_settled() -> None:
    told = round_of("delivery", "delivery")
    wide = tuple(
        one.model_copy(
            update={
                "answers": {i: min(5, max(1, int(level or 0) + (-1, 0, 2)[n // 4])) for i, level in one.answers.items()}
            }
        )
        for n, one in enumerate(told.responses)
    )
    assessment = assess(told.model_copy(update={"responses": wide}))
    assert assessment.placement.quadrant is None
    said = texts_of(compose(assessment, advise(assessment)))
    guidance = ASKED.quadrant_by_id["delivery"].guidance
    assert guidance is not None
    assert {guidance.inside, guidance.danger, guidance.why, guidance.how, guidance.what} <= set(said)


def test_so_do_its_slides() -> None:
    assessment = assess(round_of("delivery", "delivery"))
    said = texts_of(deck(assessment, advise(assessment)))
    for name in ("projects", "delivery"):
        guidance = ASKED.quadrant_by_id[name].guidance
        assert guidance is not None
        assert {guidance.why, guidance.how, guidance.what} <= set(said)


def test_one_reading_is_told_as_one() -> None:
    assessment = assess(round_of("relationships", "relationships"))
    advice = advise(assessment)
    assert (advice.quadrants, advice.recognised) == (("relationships",), "")
    assert not any(part.elsewhere for part in advice.parts)
    assert not any("Recognised" in text for text in texts_of(compose(assessment, advice)))


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_where_only_rough_results_are_told_both_readings_are_told_too(mode: Mode) -> None:
    given = round_of("delivery", "delivery", mode, people=20)
    # Three see projects: what all chose is never told of a confidential round.
    seen = {one.id: "projects" for one in ASKED.portrait}
    few = tuple(one.model_copy(update={"portraits": seen}) for one in given.responses[:3])
    given = given.model_copy(update={"responses": (*few, *given.responses[3:])})
    assessment = assess(given.model_copy(update={"published": published(given)}))
    assert headline(assessment).startswith("Projects by the levels, delivery by the portraits")


def test_review_that_leads_to_nothing_is_warned_of_and_a_shut_door_too() -> None:
    assert any("Nobody from outside" in text for text in warning_texts(assess(round_of("relationships", None))))
    assert any("leaves it so" in text for text in warning_texts(assess(round_of("improvement", None))))
    assert not any("Nobody from outside" in text for text in warning_texts(assess(round_of("improvement", None))))
