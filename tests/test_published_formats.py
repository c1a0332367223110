"""No output of a round whose people are not named holds anything that does not follow from what was published.

What two rounds published being the same, all their files are the same to the last byte, whatever people had answered.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from maturity import charts
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.publish import publish
from maturity.journeys.story import Story
from maturity.model import Publication, Round
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.readers.theme import load_theme
from maturity.renderers import document, terminal
from maturity.renderers.registry import SHIPPED
from maturity.report import book as sheets
from maturity.report.blocks import ROUND_CHARTS
from maturity.report.describe import describe
from maturity.report.explain import explain

DAY = dt.date(2026, 6, 1)
AT = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def closed(name: str) -> Round:
    """A bundled example as if real people had answered and it had been closed."""
    given = load_round(examples_folder() / f"{name}.yaml")
    published = publish(given, at=AT, quotes=True)
    assert isinstance(published, Publication)
    return given.model_copy(update={"fictional": False, "published": published})


def other(round_: Round) -> Round:
    """The same round with answers that nobody gave."""
    people = [
        one.model_copy(
            update={
                "school": round_.cluster.schools[0].id,
                "role": None,
                "answers": {
                    item.id: 1 + (place + column) % 5 for column, item in enumerate(round_.questionnaire.items)
                },
                "portraits": {},
                "evidence": {},
                "comment": "something else",
            }
        )
        for place, one in enumerate(round_.responses[:-1])
    ]
    return round_.model_copy(update={"responses": tuple(people)})


def told(round_: Round) -> Story:
    assessment = assess(round_)
    theme = load_theme("standard", round_.questionnaire)
    return Story((round_,), assessment, advise(assessment), None, "", theme, DAY, {})


def written(round_: Round, ending: str) -> bytes:
    story, form = told(round_), SHIPPED[ending]
    content = story.content(form.content, story.report("governors", ()))
    return form.render(content, theme=story.theme, paper="a4", template=None, paths=[])


def said(round_: Round) -> dict[str, Any]:
    """Everything that is text, by where it stands."""
    assessment = assess(round_)
    glyphs = terminal.glyphs_for("utf-8")
    ids = [*assessment.axes, *assessment.dimensions, *assessment.items]
    return {
        "json": document.render(assessment),
        "terminal": terminal.scorecard(assessment, advise(assessment), 90, glyphs).plain,
        **{f"explain {i}": repr(explain(assessment, i)) for i in ids},
        **{f"alt {chart}": describe(chart, assessment) for chart in ROUND_CHARTS},
        **{f"svg {chart}": charts.draw(chart, assessment, "svg", alt="") for chart in ROUND_CHARTS},
    }


@pytest.mark.drawing
@pytest.mark.parametrize("name", ["fairview", "lowfield"])
def test_every_text_and_chart_follows_from_what_was_published(name: str) -> None:
    one, two = said(closed(name)), said(other(closed(name)))
    assert [where for where in one if one[where] != two[where]] == []


@pytest.mark.drawing
@pytest.mark.parametrize("name", ["fairview", "lowfield"])
@pytest.mark.parametrize("ending", SHIPPED)
def test_every_document_follows_from_what_was_published(name: str, ending: str) -> None:
    assert written(closed(name), ending) == written(other(closed(name)), ending)


@pytest.mark.parametrize(
    ("name", "voice"),
    [
        ("fairview", "nobody counts for more than an eighth"),
        ("lowfield", "one person one voice"),
        ("riverside", "every school has one voice"),
    ],
)
def test_a_report_says_in_words_how_scores_come_about_and_shows_no_column_without_news(name: str, voice: str) -> None:
    given = load_round(examples_folder() / f"{name}.yaml")
    text = written(given if given.mode == "named" else closed(name), "md").decode()
    assert voice in " ".join(text.split())
    assert "Said(" not in text
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    assert any("Mean over people" in line for line in tables) == (given.mode == "named")
    assert not any("| hidden |" in line for line in tables)


@pytest.mark.parametrize("name", ["fairview", "lowfield"])
def test_a_workbook_of_a_round_that_is_not_named_has_no_empty_columns_of_numbers(name: str) -> None:
    assessment = assess(closed(name))
    for sheet in sheets.compose(assessment, advise(assessment)):
        if sheet.id in ("scorecard", "dimensions", "items"):
            headers = [column.header for column in sheet.columns]
            assert headers
            assert not {"Mean over people", "Alpha", "Likely range from"} & {*headers}
            assert all(len(row) == len(headers) for row in sheet.rows)


@pytest.mark.parametrize("ending", ["md", "xlsx"])
def test_documents_of_a_named_round_follow_its_answers(ending: str) -> None:
    named = load_round(examples_folder() / "riverside.yaml")
    assert written(named, ending) != written(other(named), ending)
