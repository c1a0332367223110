"""The spread is revealed before the label: how people answered, question by question, and what to ask."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest

from maturity import advise, assess, load_round, store
from maturity.cli.app import run
from maturity.core.assessment import Assessment
from maturity.model import Response
from maturity.renderers.glyphs import ASCII
from maturity.renderers.reveal import reveal
from tests.make import person, questionnaire, round_

pytestmark = pytest.mark.command

EXAMPLES = Path(__file__).parent.parent / "examples"
DK = "DK"
GUIDED = {"ask": "Why?", "evidence": "What shows it?", "steps": dict.fromkeys((1, 2, 3, 4), "Go on")}
ASKED = questionnaire((("split",),), (("calm",),), but={"split": {"guidance": GUIDED}})
PEOPLE = {"ash": [(1, 3), (1, 3), (5, DK)], "elm": [(5, 3), (2, 4), (4, 4)]}


def shown(assessment: Assessment) -> str:
    return reveal(assessment, advise(assessment), 80, ASCII).plain


def test_each_question_shows_how_many_chose_each_level_who_could_not_tell_and_what_to_ask() -> None:
    text = shown(assess(round_(ASKED, PEOPLE)))
    first, second = text.split("\n\n")[2], text.split("\n\n")[4]
    assert first.splitlines() == [
        "SPLIT",
        "split?",
        "   1  ## 2",
        "   2  # 1",
        "   3  0",
        "   4  # 1",
        "   5  ## 2",
        "      split between low and high; 0 could not tell.",
        "      Ask: Why?",
    ]
    assert second.splitlines()[-1] == "      1 could not tell."
    assert text.index("X1") < text.index("SPLIT") < text.index("Y1") < text.index("CALM")
    assert text.index("Talk about these first") > text.index("CALM")


@pytest.mark.parametrize("name", ["riverside", "fairview", "lowfield", "summit"])
def test_no_score_no_side_and_no_quadrant_is_in_it(name: str) -> None:
    found = assess(load_round(EXAMPLES / f"{name}.yaml"))
    text = shown(found)
    assert not re.search(r"level \d|\d\.\d", text.replace("agreement 0.", ""))
    for word in ("midpoint", "settled", *(quadrant.label for quadrant in found.questionnaire.quadrants)):
        assert word not in text


def test_of_a_confidential_round_no_count_is_shown_and_of_an_anonymous_one_those_that_were_published() -> None:
    people = {"p": [person(1, 3)] * 6 + [person(5, 3)] * 6}
    hidden = shown(assess(round_(ASKED, people, mode="confidential", fictional=True)))
    assert "people stand apart" in hidden
    assert not re.search(r"#|^ +\d+  ", hidden, re.MULTILINE)
    schools = {school: [person(1, 3), person(5, 3)] * 2 for school in ("alder", "beech", "cedar")}
    anonymous = assess(round_(ASKED, schools, mode="anonymous", fictional=True))
    text = shown(anonymous)
    counts = anonymous.items["split"].counts
    assert counts is not None
    assert [int(n) for n in re.findall(r"^ +\d  #* ?(\d+)$", text.split("Y1")[0], re.MULTILINE)] == list(counts)
    assert not any(school.name in text for school in anonymous.schools)


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_the_spread_of_an_open_round_is_shown_only_after_it_was_closed(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    about = ["--name", "River", "--date", "2026-03-12", "-q", "cluster-journey-short", "--mode", mode]
    assert (
        run(["start", "river", *about, *(word for name in ("Ash", "Elm", "Oak") for word in ("--school", name))]) == 0
    )
    asked = load_round("river").questionnaire
    people = [
        Response(
            respondent=f"p{n}",
            school=("ash", "elm", "oak")[n % 3],
            role=asked.roles[n % len(asked.roles)].id,
            answers={item.id: 1 + (n + place) % 5 for place, item in enumerate(asked.items)},
        )
        for n in range(9)
    ]
    store.append_all(Path("river/2026"), people, at=dt.datetime(2026, 3, 12, tzinfo=dt.UTC), code=True)
    capsys.readouterr()
    assert run(["score", "river", "--spread"]) == 2
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "shows nothing before it is closed" in refused.err
    assert run(["score", "river", "--spread", "--close"]) == 0
    assert "how we answered" in capsys.readouterr().out
    assert load_round("river").published is not None


def test_the_spread_and_the_document_cannot_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(EXAMPLES / "riverside.yaml"), "--spread", "--json"]) == 2
    assert "--spread and --json cannot go together" in capsys.readouterr().err


def test_the_spread_of_a_round_that_nobody_has_answered_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = "start river --name River --school Ash --school Elm --mode named --date 2026-03-12 -q cluster-journey-short"
    assert run(words.split()) == 0
    capsys.readouterr()
    assert run(["score", "river", "--spread"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nobody has answered yet."
