"""Rules that count at their very edge: exactly half, exactly a share, two schools that differ."""

from __future__ import annotations

import pytest

from maturity.core import readings
from maturity.core.assess import assess
from maturity.core.structure import Structure
from maturity.core.table import tabulate
from tests import make

GAP = {"higher": "leaders", "lower": "teachers", "notable": 0.5}


@pytest.mark.parametrize(
    ("schools", "answering", "counts"),
    [
        (5, 3, True),  # without one of the three, 2 of the 4 that remain: half
        (5, 2, False),  # 1 of 4
        (4, 3, True),  # 2 of 3
        (4, 2, False),  # 1 of 3
    ],
)
def test_without_a_school_an_item_counts_where_at_least_half_of_those_that_remain_answered_it(
    schools: int, answering: int, counts: bool
) -> None:
    asked = make.questionnaire((("a",),), (("b", "c"),))
    given = {f"s{n}": [(3, 4, 2) if n < answering else (3, 4, None)] for n in range(schools)}
    assessment = assess(make.round_(asked, given, mode="named"))
    assert assessment.left_out is not None
    first = assessment.left_out[0]
    assert first.school == "s0"
    assert first.point == pytest.approx({"x": 3.0, "y": 3.0 if counts else 4.0})


def test_the_gap_s_spread_is_that_of_a_sample_of_schools() -> None:
    asked = make.questionnaire((("a",),), (("b",),), role_gap=GAP)
    heads = {"ash": (3, 3), "elm": (5, 5)}
    given = {s: 5 * [make.person(*at, role="head"), make.person(2, 2, role="teacher")] for s, at in heads.items()}
    round_ = make.round_(asked, given, mode="named")
    gap = readings.gaps(asked, tabulate(round_), Structure.of(asked))
    assert gap is not None
    assert gap.mean == pytest.approx([2.0])
    # Differences of 1 and 3: sqrt((1 + 1) / (2 - 1)).
    assert gap.spread == pytest.approx([2**0.5])


@pytest.mark.parametrize(("unknown", "warned"), [(2, True), (1, False)])
def test_don_t_knows_are_warned_of_from_their_share_on_and_not_only_above_it(unknown: int, warned: bool) -> None:
    asked = make.questionnaire((("a",),), (("b",),), dont_know_notable=0.25)
    people = [make.person("DK" if n < unknown else 3, 3) for n in range(8)]
    warnings = assess(make.round_(asked, {"ash": people}, mode="named")).warnings
    assert ("many-dont-knows" in {one.code for one in warnings}) == warned
