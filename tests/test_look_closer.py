"""A result points to the shipped questionnaire that would tell more about what lies lowest."""

from __future__ import annotations

import json

import pytest

from maturity import advise, load_round
from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.readers.library import examples_folder, shipped
from maturity.readers.questionnaire import load_questionnaire
from maturity.report import compose
from maturity.report.blocks import Terms


def test_whatever_is_pointed_to_is_shipped() -> None:
    ids = {name for name, _ in shipped()}
    pointed = [one.deeper for name in ids for one in load_questionnaire(name).dimensions if one.deeper]
    assert len(pointed) >= 6
    assert set(pointed) <= ids


def test_terminal_json_and_report_point_to_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    path = examples_folder() / "riverside.yaml"
    found = assess(load_round(path))
    lowest = next(one for one in advise(found).priorities if found.questionnaire.dimension_by_id[one.dimension].deeper)
    dimension = found.questionnaire.dimension_by_id[lowest.dimension]
    said = (
        f"Another questionnaire asks more about {dimension.inside}; its id, for maturity start, is {dimension.deeper}."
    )
    assert run(["score", str(path)]) == 0
    assert f"To look closer: {said}" in " ".join(capsys.readouterr().out.split())
    assert run(["score", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["look_closer"][0] == {
        "dimension": dimension.id,
        "questionnaire": dimension.deeper,
    }
    blocks = [block for section in compose.compose(found, advise(found)).sections for block in section.blocks]
    assert ("Look closer", said) in [row for block in blocks if isinstance(block, Terms) for row in block.items]


def test_a_questionnaire_that_names_none_points_to_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", str(examples_folder() / "harbour.yaml")]) == 0
    assert "To look closer" not in capsys.readouterr().out
