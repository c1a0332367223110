"""The result in characters: no two schools have one sign, and no line is wider than the screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from maturity.core.advise import advise
from maturity.core.assess import assess
from maturity.model import Cluster, School
from maturity.renderers.characters_map import KEY
from maturity.renderers.glyphs import ASCII, UNICODE, Glyphs
from maturity.renderers.terminal import scorecard
from maturity.text.lines import cells
from tests.make import questionnaire, round_

LADEN = ("Of all that we do together in our cluster, how much", "of what each school does by itself, all year round")


def card(names: Sequence[str], width: int = 80, *, low: int = 1, glyphs: Glyphs = UNICODE) -> list[str]:
    """The lines of a round of schools that lie here and there, three people in each."""
    asked = questionnaire(
        (("a",), ("b",)),
        (("c",), ("d",)),
        scale=(low, low + 4),
        midpoint=low + 2,
        but={"x1": {"label": LADEN[0]}, "y2": {"label": LADEN[1]}},
    )
    ids = [f"s{n}" for n in range(len(names))]
    people = {one: [tuple((n * k + m) % 5 + low for k in (1, 2, 3, 5)) for m in range(3)] for n, one in enumerate(ids)}
    schools = tuple(School(id=one, name=name) for one, name in zip(ids, names, strict=True))
    found = assess(round_(asked, people).model_copy(update={"cluster": Cluster(name="Cluster", schools=schools)}))
    return scorecard(found, advise(found), width, glyphs).plain.split("\n")


def signs(lines: Sequence[str], names: Sequence[str]) -> list[str]:
    found = [
        re.search(rf"(\S+) +{re.escape(name)} \(", line) for line in lines for name in names if f"{name} (" in line
    ]
    return [one[1] for one in found if one]


def drawn(lines: Sequence[str]) -> str:
    """What stands within the frame of the map."""
    return "".join(line[4:46] for line in lines if line[4:5] in "│├|+" and line[44:45] in "│┤|+")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("count", [9, 36, 40, 58, 59, 60, 150])
def test_no_two_schools_have_one_sign_and_each_sign_is_on_the_map(count: int, glyphs: Glyphs) -> None:
    names = [f"Place {n:03}" for n in range(count)]
    lines = card(names, glyphs=glyphs)
    found = signs(lines, names)
    assert len(found) == count
    assert max(Counter(found).values()) == 1
    assert not {glyphs.cluster, glyphs.agreed} & set(found)
    shown = drawn(lines)
    assert all(sign in shown for sign in found)


def test_schools_that_have_no_room_have_no_sign_and_that_is_said() -> None:
    names = [f"Place {n:03}" for n in range(460)]
    lines = card(names)
    unmarked = [line for line in lines if re.match(r" +Place \d", line)]
    assert len(signs(lines, names)) + len(unmarked) >= len(names)
    assert any(f"The map has no room for {len(unmarked)} schools" in line for line in lines)


@pytest.mark.parametrize("low", [1, -2, -14])
@pytest.mark.parametrize("width", [60, 66, 76, 80, 100])
def test_no_line_is_wider_than_the_screen(width: int, low: int) -> None:
    names = [
        "Ash",
        "x" * 70,
        "Ysgol Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        "桃園市立第一中學校" * 4,
    ]
    lines = card([*names, "The Very Reverend Doctor Archibald Featherstonehaugh Memorial Primary"], width, low=low)
    assert [line for line in lines if cells(line) > width] == []
    bars = [line for line in lines if "█" in line or re.search(r"·{3}", line)]
    assert len(bars) == 6
    assert len({line.index("│") for line in bars}) == 1


def test_bars_have_the_room_that_there_is() -> None:
    wide, narrow = card(["Ash", "Elm", "Oak"], 90), card(["Ash", "Elm", "Oak"], 60)
    length = [
        max(len(found[0]) for line in lines for found in re.finditer("[█·│]{5,}", line)) for lines in (wide, narrow)
    ]
    assert length[0] == 21
    assert length[1] < 21


def test_a_word_that_is_too_long_beside_the_map_stands_below_it_whole() -> None:
    name = "Llanfairpwllgwyngyllgogerychwyrndrobwll"
    assert len(name) > KEY
    lines = card(["Ash", name], 80)
    below = next(place for place, line in enumerate(lines) if name in line)
    assert lines[below].startswith("    2 ")
