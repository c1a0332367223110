"""Every id that a questionnaire has can be explained, whatever its shape, and a mistake lists what there is."""

from __future__ import annotations

import pytest

from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.model import Questionnaire
from maturity.readers.library import examples_folder
from maturity.renderers import terminal
from maturity.report.explain import explain
from maturity.report.explainable import explainable
from tests.held import on_ladder
from tests.make import questionnaire
from tests.shapes import OF_SHAPE, everywhere, year

VIEW = {
    "id": "people",
    "label": "By people",
    "parts": [{"id": "heads", "label": "Heads", "short": "Heads", "items": ["a", "c"]}],
}


def of_shape(shape: str) -> Questionnaire:
    return questionnaire(("a",), ("c",)) if shape == "map" else OF_SHAPE[shape](views=[VIEW])


@pytest.mark.parametrize("shape", ["map", *OF_SHAPE])
@pytest.mark.parametrize("mode", ["named", "anonymous"])
def test_every_id_is_known(shape: str, mode: str) -> None:
    asked = of_shape(shape)
    found = assess(year(asked, "2026", everywhere(3, 2, 4, 1), mode=mode))
    known = [name for ids in explainable(asked).values() for name in ids]
    ids = {item.id for item in asked.items} | {one.id for one in asked.dimensions} | {one.id for one in asked.axes}
    assert set(known) >= ids | {stage.id for stage in asked.stages}
    assert ("people.heads" in known) == bool(asked.views)
    for name in known:
        (first, *_) = explain(found, name).sections
        assert first.id == name
        assert first.blocks


def test_a_stage_says_what_holds_and_what_has_to() -> None:
    said = " ".join(terminal.render(explain(on_ladder({"a": "yes", "b": "just"}), "one"), 100).plain.split())
    assert "It holds when 2 of its 3 questions hold, A among them. Here 1 of 3 holds, 2 have to: open." in said
    assert "The stage reached is the last of the unbroken row from the first" in said


def test_a_part_of_a_view_is_the_mean_of_its_questions() -> None:
    found = assess(year(of_shape("profile"), "2026", everywhere(3, 2, 4, 1)))
    assert found.views["people"]["heads"].score == 3.5
    said = terminal.render(explain(found, "people.heads"), 100).plain
    assert "Heads = (3.000 + 4.000) / 2 = 3.500" in said


def test_a_mistake_on_a_ladder_is_told_its_stages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(examples_folder() / "stonebridge-2025.yaml"), "xyzzy"]) == 2
    error = " ".join(capsys.readouterr().err.split())
    assert "nothing in peer-review is called 'xyzzy': stages: " in error
    assert "; questions: " in error
    assert "axis" not in error
