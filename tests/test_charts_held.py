"""Charts of ladders and checklists: every mark is there, and every text is on the page and covers no other."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from maturity.charts import checklist as checklist_chart
from maturity.charts import ladder as ladder_chart
from maturity.charts import style
from maturity.charts.labels import Box
from maturity.charts.layout import drawn_box
from maturity.charts.style import Look
from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.core.assessment import Assessment
from maturity.model import Agreed
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.report.shapes import telling
from maturity.report.shapes.ladder import LadderTelling
from maturity.text.clean import plain
from tests.held import answered, checklist, ladder, on_checklist, on_ladder

pytestmark = pytest.mark.drawing

WAYS = {"a": "yes", "b": "just", "c": "below", "d": "no", "e": "dk", "f": "yes"}
SIZES = [None, (6.3, 4.72), (13.33, 7.5), (8.27, 11.69), (7.0, 3.5)]


def marks(figure: Figure) -> Counter[str]:
    """How many marks of each kind are drawn, the key included."""
    paper, found = Look().theme.colours.paper, Counter[str]()
    for line in figure.findobj(Line2D):
        assert isinstance(line, Line2D)
        sign = line.get_marker()
        if sign == "_":
            found["unknown"] += 1
        elif sign == "o" and line.get_markeredgewidth() == 0:
            found["not-yet"] += 1
        elif sign == "o":
            face = "below" if line.get_markerfacecolor() == paper else "holds"
            found["just" if line.get_fillstyle() == "left" else face] += 1
    return found


def drawn(assessment: Assessment, size: tuple[float, float] | None = None) -> Figure:
    chart: Any = {"ladder": ladder_chart, "checklist": checklist_chart}[telling(assessment).charts[0]]
    figure: Figure = chart.draw(assessment, Look(size=size))
    return figure


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts if text.get_text()]


@pytest.mark.parametrize("strands", [True, False])
def test_every_question_of_a_ladder_has_its_mark_and_the_key_shows_those_that_are_there(strands: bool) -> None:
    found = marks(drawn(on_ladder(WAYS, strands=strands)))
    assert found == {"holds": 3, "just": 2, "below": 2, "not-yet": 2, "unknown": 2}
    assert marks(drawn(on_ladder(strands=strands))) == {"not-yet": 7}


def test_every_question_of_a_checklist_has_its_mark() -> None:
    assert marks(drawn(on_checklist(WAYS))) == {"holds": 2, "just": 2, "below": 2, "not-yet": 2}


@pytest.mark.parametrize(
    ("ways", "filled", "pale"),
    [
        ({"a": "yes", "b": "yes"}, 1, 0),
        ({"a": "yes", "b": "just"}, 0, 1),
        ({"d": "yes", "e": "yes", "f": "yes"}, 0, 0),
        (dict.fromkeys("abcdef", "yes"), 3, 0),
        (dict.fromkeys("abcdef", "dk"), 0, 0),
    ],
)
def test_the_bar_is_filled_as_far_as_the_stages_hold(ways: dict[str, str], filled: int, pale: int) -> None:
    figure, colours = drawn(on_ladder(ways)), Look().theme.colours
    bars = [one for one in figure.findobj(Rectangle) if one.get_height() == ladder_chart.BAR]
    assert len(bars) == 3
    from matplotlib.colors import to_hex

    faces = [to_hex(one.get_facecolor()) for one in bars]
    assert faces.count(colours.cluster) == filled
    assert len([face for face in faces if face not in (colours.cluster, colours.paper)]) == pale


def test_the_room_s_stage_is_a_diamond_on_the_bar() -> None:
    agreed = {"a": Agreed(level=3), "b": Agreed(level=4), "d": Agreed(level=1), "e": Agreed(level=1)}
    figure = drawn(assess(answered(ladder(), {}, agreed=agreed)))
    assert [line.get_marker() for line in figure.findobj(Line2D)].count("D") == 1
    assert "the room agreed" in " ".join(words(figure)).replace("\n", " ")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cluster", ["stonebridge-2026", "windmill", "ferry", "orchard", "meadow", "beacon"])
def test_no_text_leaves_the_page_or_covers_another(cluster: str, size: tuple[float, float] | None) -> None:
    figure = drawn(assess(load_round(examples_folder() / f"{cluster}.yaml")), size)
    with style.using(Look()):
        boxes = [(text.get_text(), drawn_box(text)) for text in figure.texts if text.get_text()]
    page = Box(0, 0, figure.bbox.width, figure.bbox.height)
    assert [said for said, box in boxes if not box.inside(page)] == []
    touching = [(one, two) for (one, a), (two, b) in combinations(boxes, 2) if a.touches(b, -1.0)]
    assert touching == []


@pytest.mark.parametrize("size", SIZES)
def test_every_question_and_stage_is_named_in_full(size: tuple[float, float] | None) -> None:
    assessment = assess(load_round(examples_folder() / "stonebridge-2026.yaml"))
    figure = drawn(assessment, size)
    said = {plain(text.replace("\n", " ")).removesuffix(" (must)") for text in words(figure)}
    asked = assessment.questionnaire
    heads = [text for text in said if re.match(r"\d ", text)]
    assert all(any(f"{stage.short}" in text for text in heads or said) for stage in asked.stages)
    listed = next((text for text in said if text.startswith("Do not hold: ")), None)
    if listed is None:
        assert {item.short for item in asked.items} | {stage.short for stage in asked.stages} <= said
        return
    told = LadderTelling(assessment)
    # On a small page type stays readable: what holds is a mark, what does not has its name, or is counted.
    marks = [
        line for line in figure.findobj(Line2D) if line.get_marker() in ("o", "_") and np.size(line.get_xdata()) == 1
    ]
    assert len(marks) >= len(asked.items)
    missing = {item.id: item.short for item in asked.items if told.held[item.id].state != "holds"}
    everything = " ".join(said)
    unnamed = [short for short in missing.values() if short not in everything]
    assert not unnamed or re.search(r"and \d+ more", everything), unnamed


def test_where_counts_are_hidden_the_score_lies_on_a_line() -> None:
    assessment = assess(answered(checklist(), {"a": "yes"}, mode="confidential", fictional=True))
    figure = drawn(assessment)
    assert [line.get_marker() for line in figure.findobj(Line2D)].count("D") == 4
    assert "How many chose each answer is not shown." in " ".join(words(figure)).replace("\n", " ")


def test_bars_of_a_checklist_are_in_proportion_to_answers() -> None:
    figure = drawn(on_checklist({"a": "just"}))
    bars = [one for one in figure.findobj(Rectangle) if one.get_height() == checklist_chart.HIGH]
    first = [one.get_width() for one in bars[:4]]
    assert [one / sum(first) for one in first] == pytest.approx([0.25, 0, 0, 0.75])


@pytest.mark.parametrize(
    ("cluster", "chart"), [("stonebridge-2026", "ladder"), ("orchard", "checklist"), ("riverside", "quadrant")]
)
def test_without_a_chart_that_of_the_result_is_drawn(tmp_path: Path, cluster: str, chart: str) -> None:
    source = str(examples_folder() / f"{cluster}.yaml")
    plain_, named = tmp_path / "a.svg", tmp_path / "b.svg"
    assert run(["plot", source, "-o", str(plain_)]) == 0
    assert run(["plot", source, "-o", str(named), "--chart", chart]) == 0
    assert plain_.read_bytes() == named.read_bytes()


@pytest.mark.parametrize(
    ("cluster", "chart", "said"),
    [
        ("stonebridge-2026", "quadrant", "peer-review has stages, not quadrants: use ladder, agreement or profile"),
        ("ferry", "profile", "review-follow-up has stages, not parts: use ladder or agreement"),
        ("orchard", "ladder", "has questions that hold or do not, not stages: use checklist or agreement"),
        ("riverside", "ladder", "has quadrants, not stages: use quadrant, profile, agreement or portrait"),
    ],
)
def test_a_chart_that_a_shape_does_not_have_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cluster: str, chart: str, said: str
) -> None:
    output = tmp_path / "a.svg"
    assert run(["plot", str(examples_folder() / f"{cluster}.yaml"), "-o", str(output), "--chart", chart]) == 2
    assert said in capsys.readouterr().err
    assert not output.exists()
