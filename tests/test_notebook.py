"""Results in a notebook: they show themselves, and are tables and figures in one call, without a word too many."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from matplotlib.text import Text

import maturity
from maturity.core.assessment import Assessment
from maturity.core.comparison import Comparison
from maturity.core.said import Said
from maturity.errors import UsageError
from maturity.model import Round
from maturity.renderers.document import document
from maturity.report.describe import describe
from maturity.report.shapes import telling
from tests.harsh import SHORT, round_of

pytestmark = pytest.mark.drawing
EXAMPLES = Path(__file__).parents[1] / "examples"
SHAPES = ("riverside", "beacon", "ferry", "lighthouse", "lowfield", "fairview")


def assessed(name: str) -> Assessment:
    return maturity.assess(maturity.load_round(EXAMPLES / f"{name}.yaml"))


@pytest.fixture(scope="module")
def years() -> Comparison:
    return maturity.compare([maturity.load_round(EXAMPLES / "tarnside" / f"{year}") for year in (2025, 2026)])


class Seen(HTMLParser):
    """Tags in their order, and text."""

    def __init__(self, page: str | None) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.lines: list[str] = []
        assert page is not None
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.lines.append(data)

    @property
    def text(self) -> str:
        return "".join(self.lines)


def hostile() -> Round:
    asked = maturity.load_questionnaire(SHORT)
    bold = tuple(one.model_copy(update={"label": f"<b>{one.label}"}) for one in asked.dimensions)
    names = ["<b>", "</div><script>alert(1)</script>", '" onload="x']
    return round_of(asked.model_copy(update={"dimensions": bold}), names, cluster="<b>River</b>")


@pytest.mark.parametrize("name", SHAPES)
def test_an_assessment_shows_its_headline_its_chart_in_words_and_a_table(name: str) -> None:
    result = assessed(name)
    seen = Seen(result._repr_html_())
    (picture,) = [told for tag, told in seen.tags if tag == "img"]
    assert str(picture["src"]).startswith("data:image/png;base64,")
    assert picture["alt"] == describe(telling(result).offered()[0], result)
    assert result.cluster in seen.text
    assert str(maturity.records(result, "rounds")[0]["headline"]) in seen.text
    assert {"caption", "thead", "th", "td"} <= {tag for tag, _ in seen.tags}
    assert not {"script", "style", "link"} & {tag for tag, _ in seen.tags}


def test_a_comparison_shows_what_has_changed(years: Comparison) -> None:
    seen = Seen(years._repr_html_())
    assert "2025 to 2026" in seen.text
    (picture,) = [told for tag, told in seen.tags if tag == "img"]
    assert picture["alt"] == describe("journey", years)


def test_what_people_typed_is_text() -> None:
    result = maturity.assess(hostile())
    page = result._repr_html_()
    seen = Seen(page)
    assert page is not None
    assert {tag for tag, _ in seen.tags}.isdisjoint({"b", "script"})
    assert not [key for _, told in seen.tags for key in told if key.startswith("on")]
    (picture,) = [told for tag, told in seen.tags if tag == "img"]
    assert "<b>" in str(picture["alt"])
    assert {"<b>River</b>, 2026", "<b>Shared purpose"} <= {line.strip() for line in seen.lines}


def test_nothing_is_shown_of_a_round_that_is_open() -> None:
    result = maturity.assess(round_of(maturity.load_questionnaire(SHORT), ["Ash", "Brook", "Castle"], mode="anonymous"))
    seen = Seen(result._repr_html_())
    assert {tag for tag, _ in seen.tags}.isdisjoint({"img", "table"})
    assert "closed" in seen.text
    assert maturity.records(result, "schools") == []
    assert {row["score"] for row in maturity.records(result)} == {None}


@pytest.mark.parametrize("name", ["lowfield", "fairview", "lighthouse"])
def test_where_people_are_not_named_no_school_is_in_any_table_or_page(name: str) -> None:
    round_ = maturity.load_round(EXAMPLES / f"{name}.yaml")
    result = maturity.assess(round_)
    assert maturity.records(result, "schools") == []
    said = str(result._repr_html_()) + str([maturity.records(result, of) for of in ("items", "dimensions", "rounds")])
    assert not [school.name for school in round_.cluster.schools if school.name in said]
    assert {row["respondent_mean"] for row in maturity.records(result)} == {None}


def _said(value: Any) -> Iterator[Said]:
    """Every sentence in a result."""
    if isinstance(value, Said):
        yield value
    elif isinstance(value, Mapping):
        yield from (said for one in value.values() for said in _said(one))
    elif isinstance(value, tuple):
        yield from (said for one in value for said in _said(one))
    elif is_dataclass(value):
        yield from (said for one in fields(value) for said in _said(getattr(value, one.name)))


def test_every_reason_of_a_result_prints_as_a_sentence(years: Comparison) -> None:
    asked = maturity.load_questionnaire(SHORT)
    silent = round_of(asked, ["Ash", "Brook", "Castle"], 0)
    found = maturity.assess(silent)
    assert str(found.axes["depth"].reason) == "0 of 6 dimensions have a score; 5 are needed"
    other = round_of(asked, ["Ash", "Brook"], 2, label="2025", date="2025-03-12")
    apart = maturity.compare([other, silent])
    assert [*_said(apart)]
    for result in (found, years, apart, maturity.advise(found), maturity.advise(assessed("riverside"))):
        told = [*_said(result)]
        assert not [one for one in told if str(one).startswith("Said(") or not str(one).strip()]


def test_what_stands_in_two_places_of_a_result_is_one_thing(years: Comparison) -> None:
    assert years.rounds[-1] is years.last.after
    silent = round_of(maturity.load_questionnaire(SHORT), ["Ash", "Brook"], 0, label="2025", date="2025-03-12")
    apart = maturity.compare([silent, silent.model_copy(update={"label": "2026", "date": dt.date(2026, 3, 12)})])
    assert apart.rounds[-1] is apart.last.after
    assert apart.last is apart.steps[-1]


def test_a_table_says_what_the_json_says() -> None:
    result = assessed("riverside")
    told = document(result)
    for row in maturity.records(result):
        assert {key: row[key] for key in ("score", "n", "dont_know", "agreement")} == {
            key: told["items"][row["id"]][key] for key in ("score", "n", "dont_know", "agreement")
        }
        assert [row[f"level_{n}"] for n in range(1, 6)] == told["items"][row["id"]]["counts"]
    for row in maturity.records(result, "dimensions"):
        assert [row["low"], row["high"]] == told["dimensions"][row["id"]]["interval"]
    points = [
        {"school": row["id"], **{axis: row[axis] for axis in result.axes}}
        for row in maturity.records(result, "schools")
    ]
    assert points == told["schools_points"]
    (row,) = maturity.records(result, "rounds")
    assert {axis: row[axis] for axis in result.axes} == {axis: told["axes"][axis]["score"] for axis in result.axes}


def test_a_comparison_has_the_rows_of_its_rounds_and_its_changes(years: Comparison) -> None:
    assert [row["round"] for row in maturity.records(years, "rounds")] == ["2025", "2026"]
    assert {row["round"] for row in maturity.records(years, "schools")} == {"2025", "2026"}
    axes = {row["id"]: row["change"] for row in maturity.records(years, "changes") if row["kind"] == "axis"}
    assert axes == {name: change.change for name, change in years.last.axes.items()}


@pytest.mark.parametrize("of", ["items", "dimensions", "schools", "rounds"])
def test_rows_of_rounds_that_asked_otherwise_have_the_same_keys(of: Any) -> None:
    asked = [maturity.load_questionnaire(name) for name in ("cluster-journey", SHORT)]
    rounds = [round_of(one, ["Ash", "Brook", "Castle"], label=str(n)) for n, one in enumerate(asked, 2025)]
    rows = maturity.records(maturity.compare(rounds), of)
    assert {tuple(row) for row in rows} == {tuple(rows[0])}


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_the_rows_of_the_records(library: Any, years: Comparison) -> None:
    pytest.importorskip(library)
    for of in ("items", "dimensions", "schools", "rounds", "changes"):
        made = maturity.frame(years, of, library)
        assert type(made).__module__.startswith(library)
        rows = maturity.records(years, of)
        assert len(made) == len(rows)
        assert list(made.columns) == list(rows[0])
    assert maturity.frame(years, "rounds", library)["round"].to_list() == ["2025", "2026"]


def test_either_library_will_do_and_without_both_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, years: Comparison
) -> None:
    pytest.importorskip("polars")
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert type(maturity.frame(years)).__module__.startswith("polars")
    with pytest.raises(UsageError, match=r"pandas is not installed: pip install pandas; .*records"):
        maturity.frame(years, library="pandas")
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(UsageError, match=r"neither pandas nor polars is installed: pip install pandas; .*records"):
        maturity.frame(years)


def test_a_chart_is_a_figure_to_restyle_and_save(tmp_path: Path, years: Comparison) -> None:
    figure = maturity.figure(assessed("riverside"), size=(8, 6), title="Our map", theme="greyscale")
    assert tuple(figure.get_size_inches()) == (8, 6)
    assert "Our map" in {text.get_text() for text in figure.findobj(Text)}
    figure.axes[0].set_title("as the heads see it")
    figure.savefig(tmp_path / "map.svg")
    assert (tmp_path / "map.svg").stat().st_size > 1000
    names = {school.name for school in years.latest.schools}
    drawn = {text.get_text() for text in maturity.figure(years, "quadrant", code_names=True).findobj(Text)}
    assert not names & drawn
    assert "School A" in drawn
    assert maturity.figure(years).axes


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda one: maturity.figure(one, "journey"), "shows several rounds"),
        (lambda one: maturity.figure(one, "clusters"), "shows many clusters"),
        (lambda one: maturity.figure(one, "ladder"), "not stages: use quadrant"),
        (lambda one: maturity.figure(one, cast(Any, "pie")), "there is no chart 'pie': use quadrant"),
        (lambda one: maturity.records(one, cast(Any, "people")), "there is no table 'people': use items"),
        (lambda one: maturity.frame(one, "changes"), "one round alone has no changes"),
    ],
)
def test_what_there_is_not_is_refused_in_one_sentence(wrong: Any, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as refused:
        wrong(assessed("riverside"))
    assert len(refused.value.problems) == 1
