"""The shipped questionnaires of every shape: whole, plainly worded, and each with a cluster that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity import assess, load_questionnaire, load_round
from maturity.core.reading import Checklist, Ladder, Profile
from maturity.model import Questionnaire, RatingItem
from maturity.readers.library import examples_folder, offered, shipped

FORMATS = {name: load_questionnaire(path) for name, path in shipped()}
SECOND = {name: asked for name, asked in FORMATS.items() if asked.shape != "map"}
ITEMS = [pytest.param(asked, item, id=item.id) for asked in SECOND.values() for item in asked.items]
MEANT = {
    "They are not. They rely on experience.",
    "Nobody. We keep to ourselves.",
    "Nobody could. Things slip if one person is away for a day.",
    "Not that we can tell. It may be too early.",
}
"""One condition and its colour, in two sentences."""
LONGEST_SENTENCE = 30
ROUNDS = {
    path.stem: load_round(path) for path in sorted(examples_folder().glob("*.yaml")) if path.stem != "personality"
}
JOINED = re.compile(r"[.;] |, and |\balso\b|\bas well as\b")
"""What joins two conditions in one answer."""


def sentences(text: str) -> Iterator[str]:
    return (one for one in re.split(r"(?<=[.?!:;])\s", text))


def texts(item: RatingItem) -> list[str]:
    guidance = item.guidance
    said = [guidance.ask, guidance.evidence, *guidance.steps.values()] if guidance else []
    return [item.prompt, *item.levels.values(), *said]


def test_every_shape_but_the_banded_total_is_shipped() -> None:
    assert {asked.shape for asked in FORMATS.values()} == {"map", "profile", "ladder", "checklist"}
    assert {name: asked.shape for name, asked in SECOND.items()} == {
        "hallmarks": "checklist",
        "peer-review": "ladder",
        "review-follow-up": "ladder",
        "self-improving-system": "profile",
        "teacher-agency": "checklist",
        "temperature-check": "checklist",
    }


@pytest.mark.parametrize("asked", SECOND.values(), ids=SECOND)
def test_a_questionnaire_says_what_it_rests_on_and_that_it_is_unpiloted(asked: Questionnaire) -> None:
    assert asked.version == "1.0"
    assert asked.status == "unpiloted"
    assert asked.source is not None
    assert asked.source.work.startswith("Farrar, M. (2015)")
    assert "do not quote it" in asked.source.note
    assert "Nobody is graded" in asked.about
    assert asked.role_gap is not None


@pytest.mark.parametrize(("asked", "item"), ITEMS)
def test_every_answer_is_described_and_every_one_below_the_best_has_a_next_step(
    asked: Questionnaire, item: RatingItem
) -> None:
    scale = asked.scale_of(item)
    assert set(item.levels) == set(scale.levels)
    assert item.guidance is not None
    assert set(item.guidance.steps) == set(scale.levels) - scale.best
    assert item.guidance.ask.endswith("?")
    assert item.prompt.endswith("?")
    assert "ood enough is" in item.guidance.evidence
    assert item.source


@pytest.mark.parametrize(("asked", "item"), ITEMS)
def test_a_level_is_one_condition(asked: Questionnaire, item: RatingItem) -> None:
    assert [level for level in item.levels.values() if JOINED.search(level) and level not in MEANT] == []


@pytest.mark.parametrize(("asked", "item"), ITEMS)
def test_sentences_are_short_enough_to_be_read_aloud(asked: Questionnaire, item: RatingItem) -> None:
    for text in texts(item):
        assert max(len(one.split()) for one in sentences(text)) <= LONGEST_SENTENCE


@pytest.mark.parametrize("asked", SECOND.values(), ids=SECOND)
def test_every_role_is_asked_something_that_it_can_know(asked: Questionnaire) -> None:
    for role in asked.roles:
        assert sum(asked.is_asked(item, role.id) for item in asked.items) >= min(3, len(asked.items))


@pytest.mark.parametrize("name", SECOND)
def test_a_fictional_cluster_shows_each_questionnaire(name: str) -> None:
    shown = [one for one in ROUNDS.values() if one.questionnaire.id == name]
    assert shown
    for one in shown:
        assert one.fictional
        assert 8 <= len(one.responses) <= 40
        assert 3 <= len(one.cluster.schools) <= 6
        answers = [answer for response in one.responses for answer in response.answers.values()]
        asked = sum(one.is_asked(item, person.role) for person in one.responses for item in one.questionnaire.items)
        assert "DK" in answers
        assert len(answers) < asked
        assert any(response.evidence for response in one.responses)
        assert (one.subject_of is None) == (one.questionnaire.subject == "cluster")


def test_the_clusters_of_the_later_shapes_are_of_all_three_kinds() -> None:
    assert {one.mode for one in ROUNDS.values() if one.questionnaire.id in SECOND} == {
        "named",
        "anonymous",
        "confidential",
    }


@pytest.mark.parametrize(
    ("name", "at_least", "at_most"),
    [
        ("stonebridge-2025", None, None),
        ("stonebridge-2026", "senior", "senior"),
        ("windmill", None, "senior"),
        ("ferry", "support", "support"),
    ],
)
def test_of_the_ladders_some_stand_for_sure_and_one_is_open(
    name: str, at_least: str | None, at_most: str | None
) -> None:
    reading = assess(ROUNDS[name]).reading
    assert isinstance(reading, Ladder)
    assert (reading.at_least, reading.at_most) == (at_least, at_most)


def test_a_question_is_gained_and_one_is_lost_between_the_two_years() -> None:
    before, after = (assess(ROUNDS[f"stonebridge-{year}"]).reading for year in (2025, 2026))
    assert isinstance(before, Ladder)
    assert isinstance(after, Ladder)
    states = {item: (before.held[item].state, after.held[item].state) for item in before.held}
    assert states["pr.follow.senior"] == ("not-yet", "holds")
    assert states["pr.skills.teacher"] == ("holds", "not-yet")


@pytest.mark.parametrize(
    ("name", "holds", "not_yet", "undecided"),
    [
        ("orchard", {"tc.alone"}, {"tc.signposts", "tc.dialogue", "tc.follow"}, {"tc.space", "tc.example", "tc.edge"}),
        ("beacon", {"hm.giving", "hm.purpose"}, {"hm.ambition"}, {"hm.learning", "hm.impact", "hm.diversity"}),
        ("meadow", {"ta.hope"}, {"ta.judgement"}, {"ta.testing", "ta.first"}),
    ],
)
def test_every_checklist_is_shown_with_something_of_each_state(
    name: str, holds: set[str], not_yet: set[str], undecided: set[str]
) -> None:
    reading = assess(ROUNDS[name]).reading
    assert isinstance(reading, Checklist)
    assert {item for item, one in reading.held.items() if one.state == "holds"} == holds
    assert {item for item, one in reading.held.items() if one.state == "not-yet"} == not_yet
    assert {item for item, one in reading.held.items() if one.state == "open"} == undecided


def test_the_profile_is_shown_with_a_weakest_part_that_is_sure() -> None:
    found = assess(ROUNDS["lighthouse"])
    assert isinstance(found.reading, Profile)
    assert found.reading.weakest == "culture"
    culture = [found.items[item.id].score for item in found.questionnaire.items_of("culture")]
    assert found.items["sis.culture.answer"].score == min(score for score in culture if score is not None)


def test_the_readme_lists_what_is_shipped() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    listed = readme.partition("## What is shipped")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \|.*\| (\w+) \| \d+ \|$", listed, re.MULTILINE)
    assert dict(rows) == {name: FORMATS[name].shape for name in offered()}


def test_a_dimension_that_tells_more_elsewhere_names_a_shipped_questionnaire() -> None:
    deeper = {one.deeper for asked in FORMATS.values() for one in asked.dimensions if one.deeper}
    assert deeper
    assert deeper <= set(FORMATS)
