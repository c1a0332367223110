"""Nobody can work out from published rows for certain what somebody else answered: tried exhaustively."""

from __future__ import annotations

import pytest

from tests.attacks import SMALL, attack, by_school, exact, one_more, published, twice, worlds


@pytest.mark.parametrize("sizes", SMALL, ids=str)
def test_no_answer_follows_from_a_row(sizes: tuple[int, ...]) -> None:
    found = attack(worlds(sizes), published)
    assert found.fallen == 0, found.example
    assert found.rows > 1


@pytest.mark.parametrize("sizes", [(5,), (6,), (7,), (8,), (9,), (1, 7), (2, 2, 2)], ids=str)
@pytest.mark.parametrize("levels", [3, 4, 6, 7])
def test_no_answer_follows_from_a_row_on_a_scale_of_other_levels(sizes: tuple[int, ...], levels: int) -> None:
    found = attack(worlds(sizes, levels), published)
    assert found.fallen == 0, found.example


@pytest.mark.parametrize("sizes", [(8,), (9,), (3, 3, 3), (4, 4)], ids=str)
@pytest.mark.parametrize("digits", [9, 3, 2])
def test_exact_means_with_the_agreement_index_fall(sizes: tuple[int, ...], digits: int) -> None:
    assert attack(worlds(sizes), exact(digits)).fallen > 1000


def test_a_row_after_one_more_person_would_fall() -> None:
    assert attack(worlds((7, 1)), one_more).fallen > 0


@pytest.mark.parametrize("sizes", [(5, 8), (8, 8)], ids=str)
def test_no_answer_follows_from_two_publications(sizes: tuple[int, ...]) -> None:
    found = attack(worlds(sizes), twice)
    assert found.fallen == 0, found.example


def test_no_answer_follows_from_the_rows_of_schools() -> None:
    found = attack(worlds((8, 8)), by_school)
    assert found.fallen == 0, found.example
