"""One number is rounded one way: in a chart and its description, in a table, in a sentence, on a page and in a deck."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from maturity.charts.change_rows import Frame
from maturity.charts.ghost import ghost_of
from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.core.compare import compare
from maturity.live import shown
from maturity.network import page
from maturity.network.asking import Network, network_of
from maturity.readers.library import examples_folder
from maturity.report.blocks import Table
from maturity.report.deck.fitting import outer_parts, part_shown
from maturity.report.describe import describe
from maturity.report.over_time import over_time
from maturity.report.shapes import telling
from maturity.report.wording import sentence
from maturity.text.words import digits, rounded
from tests.make import questionnaire, round_

TEMPLATES = Path(page.__file__).parent / "templates"
HALVES = (0.125, -0.125, 1.005, 2.675, 3.2499999999999996, 0.0, -0.001, 4.0)


def beside_the_midpoint() -> Assessment:
    """Depth is 2.96, and so is its only dimension."""
    asked = questionnaire((("a",),), (("b",), ("c",)))
    return assess(round_(asked, {"ash": [(3, 4, 4)] * 24 + [(2, 4, 4)]}))


def yes_or_no(label: str, yes: int) -> Any:
    """A map of two levels: so many of eight people say yes to the first question."""
    asked = questionnaire(scale=(1, 2), midpoint=1.5)
    people = [(2, 2)] * yes + [(1, 2)] * (8 - yes)
    return round_(asked, {"ash": people, "birch": people}, label=label, date=f"{label}-03-01")


def test_a_dimension_beside_the_midpoint_is_one_number_in_chart_line_and_deck() -> None:
    found = beside_the_midpoint()
    said = [describe("profile", found), *(part_shown(found, one) for one in outer_parts(found) if one.id == "x1")]
    strip = [one.alt for one in telling(found).strip() if hasattr(one, "alt")]
    assert len(strip) == 1
    for text in (*said, *strip):
        assert "2.96" in text
        assert not re.search(r"\b3\.0\b", text)


def test_a_short_scale_has_two_decimals_in_the_change_as_in_the_place() -> None:
    told = over_time(compare([yes_or_no("2025", 2), yes_or_no("2026", 6)]))
    step = told.comparison.last
    cells = [cell for block in told.table(step) if isinstance(block, Table) for row in block.rows for cell in row]
    assert "1.25 to 1.75" in cells
    assert "On depth it was 1.25 in 2025 and is 1.75 in 2026" in describe("change", told.comparison)
    (depth, *_) = told.told_parts(step)
    assert (depth.measure.shown(depth.change.before), depth.measure.shown(depth.change.after)) == ("1.25", "1.75")


def test_the_place_of_the_round_before_is_said_as_the_map_s_description_says_it() -> None:
    found = compare([yes_or_no("2025", 2), yes_or_no("2026", 2)]).latest
    ghost = ghost_of(found)
    assert ghost is not None
    assert "1.25" in ghost.said
    assert "1.25" in describe("quadrant", found)


@pytest.mark.parametrize(("value", "said"), [(12.5, "+13%"), (-12.5, "−13%"), (0.5, "+1%")])
def test_half_a_per_cent_at_the_end_of_a_scale_is_rounded_as_everywhere(value: float, said: str) -> None:
    assert Frame(0, 100, (0, 100), 0.1, 10.0, share=True).signed(value) == said


def test_what_a_screen_says_of_its_map_is_what_the_map_s_words_say() -> None:
    found = beside_the_midpoint()
    assert shown.outcome(found)["map"]["said"] == ["alone 2.96 and 4.0"]


def test_the_page_of_a_nation_rounds_in_a_browser_as_in_its_tables() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    lines = (TEMPLATES / "explore.js").read_text("utf-8").splitlines()
    ways = "\n".join(one for one in lines if re.match(r"\s*const (hundredths|number) =", one))
    script = f"{ways}\nconsole.log({list(HALVES)}.map(number).join(' '))"
    told = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout.split()
    assert told == [digits(one, 2) for one in HALVES] == [page._number(one) for one in HALVES]


def test_the_page_of_a_nation_shows_the_numbers_of_its_table_rounded_once() -> None:
    _, told = network_of(Network(sources=[examples_folder() / "nation.parquet"]))
    ((asked, rows),) = told.rows
    data = page._data(asked, rows, ())
    assert data["position"] == rows["place_by_score"].to_list()
    for part in data["parts"]:
        for sent, column in ((part["score"], part["id"]), (part["change"], f"{part['id']}_change")):
            exact = rows[column].to_list()
            assert sent == [None if one is None else rounded(one, 2) for one in exact]


def test_the_reasons_of_priorities_have_the_decimals_of_the_scores_beside_them() -> None:
    asked = questionnaire((("a",), ("b",)), (("c",), ("d",)), scale=(0, 1), midpoint=0.5)
    found = assess(round_(asked, {"ash": [(1, 0, 1, 1), (0, 0, 1, 1), (0, 0, 1, 1), (0, 0, 1, 1)]}))
    reasons = [sentence(one.reason, asked) for one in advise(found).priorities]
    assert reasons
    for text in reasons:
        assert not re.search(r"\d\.\d\b", text)
    assert any("0.00" in text and "0.13" in text for text in reasons)
