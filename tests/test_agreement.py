"""Agreement after Tastle and Wierman, and where people are split."""

from __future__ import annotations

import numpy as np
import pytest

from maturity.core.agreement import consensus, level_counts, split_items


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((30, 40, 210, 130, 530, 50, 10), 0.7256876),
        ((1, 1, 1, 1, 1), 0.433985),
        ((5, 0, 0, 0, 5), 0.0),
        ((0, 5, 5, 0, 0), 0.807355),
        ((1, 0, 0, 0, 4), 0.278072),
        ((10, 20, 30, 15, 4), 0.623871),
        ((0, 0, 7, 0, 0), 1.0),
        ((4, 0, 0, 0, 0), 1.0),
        ((2, 2), 0.0),
    ],
)
def test_consensus_is_what_was_published(counts: tuple[int, ...], printed: float) -> None:
    assert consensus(np.array([counts]))[0] == pytest.approx(printed, abs=5e-7)


def test_two_answers_have_no_index_of_agreement_and_three_have() -> None:
    two, three = consensus(np.array([[0, 2, 0, 0, 0], [0, 3, 0, 0, 0]]))
    assert np.isnan(two)
    assert three == 1


@pytest.mark.parametrize(
    ("counts", "divided"),
    [
        ((1, 0, 2, 0, 1), True),
        ((0, 1, 2, 1, 0), True),
        ((1, 0, 3, 0, 1), False),
        ((1, 1, 0, 2, 0), True),
        ((0, 0, 4, 0, 4), False),
        ((1, 0, 0, 0, 1), False),
        ((0, 0, 0, 0, 0), False),
        ((1, 1, 1, 1, 1, 1), True),
        ((0, 0, 2, 2, 0, 0), False),
        ((1, 1, 1, 1), True),
        ((0, 2, 2, 0), False),
    ],
)
def test_a_split_needs_a_quarter_at_either_end(counts: tuple[int, ...], divided: bool) -> None:
    assert split_items(np.array([counts]))[0] == divided


def test_levels_are_counted_from_the_lowest_and_blanks_are_not() -> None:
    levels = np.array([[0, 3], [3, np.nan], [3, 2]])
    assert level_counts(levels, 0, 3).tolist() == [[1, 0, 0, 2], [0, 0, 1, 1]]
