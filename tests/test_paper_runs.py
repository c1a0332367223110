"""The questionnaires say what the paper says in words of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paper_runs import WIDTH, paper, runs_in, runs_in_file

SHIPPED = sorted((Path(__file__).parents[1] / "questionnaires").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.stem))
def test_no_questionnaire_holds_six_words_of_the_paper_in_a_row(path: Path) -> None:
    assert not runs_in_file(path)


def test_every_questionnaire_is_looked_at() -> None:
    assert {"cluster-journey", "cluster-journey-short"} <= {path.stem for path in SHIPPED}


def test_six_words_are_known_again_whatever_their_dress_and_five_are_not() -> None:
    title = "Learning together: the power of cluster"
    assert runs_in(title) == ["learning together the power of cluster"]
    assert runs_in("'LEARNING together -- The power, of *cluster*!'") == ["learning together the power of cluster"]
    assert not runs_in("Learning together: the power of")
    assert not runs_in("Learning together: the power of clusters")


def test_a_run_is_found_in_the_middle_of_a_file_and_a_source_may_name_the_work(tmp_path: Path) -> None:
    said = "We like learning together, the power of cluster work."
    file = tmp_path / "own.yaml"
    file.write_text(f'source: {{work: "{said}"}}\nitems:\n  - levels: {{1: "{said}"}}\n', "utf-8")
    assert runs_in_file(file) == ["learning together the power of cluster"]


def test_a_body_may_be_named_in_full() -> None:
    assert not runs_in("It was written by the National College for School Leadership in England.")


def test_the_hashes_hold_the_paper_and_nothing_of_its_order() -> None:
    held = sorted(paper())
    assert len(held) > 8000
    assert (Path(__file__).parent / "data" / "paper_runs.bin").read_bytes() == b"".join(held)
    assert {len(run) for run in held} == {WIDTH}
