"""What happens to YAML in a word processor and under a slipping finger: named with its line and the mend."""

from __future__ import annotations

import pytest

from maturity.errors import InputError
from maturity.source.content import foreign
from maturity.source.yaml_source import parse_yaml


def problems(text: str) -> list[str]:
    try:
        return [str(problem) for problem in parse_yaml(text, "r.yaml").problems]
    except InputError as error:
        return [str(problem) for problem in error.problems]


@pytest.mark.parametrize("value", ["“Riverside”", "„Riverside“", "‘Riverside’", "«Riverside»"])
def test_curly_quotes_round_a_value_are_named_with_the_straight_ones_to_type(value: str) -> None:
    (said,) = problems(f"cluster:\n  name: {value}\n")
    assert said.startswith("r.yaml:2: cluster.name: curly quotes stand round the text")
    assert said.endswith('type straight ones: "Riverside"')


def test_curly_quotes_inside_a_text_are_a_text() -> None:
    assert problems('why: They say “trust” and mean it\nhow: "“Quoted”"\n') == []


def test_a_quote_that_is_never_closed_is_named_where_it_opens() -> None:
    (said,) = problems('cluster:\n  name: "Riverside\n  schools: [{id: ash, name: Ash}]\nlabel: "2026"\n')
    assert said.startswith("r.yaml:2: the quote that opens on this line is never closed")


def test_an_indent_that_slipped_is_named_with_the_indents_that_fit() -> None:
    (said,) = problems("cluster:\n  name: Riverside\n schools: []\nlabel: x\n")
    assert said == (
        "r.yaml:3: the line is indented by 1 blank, which fits no line above: "
        "indent it by 0 or 2, like the keys that it belongs to"
    )


def test_no_word_of_a_library_reaches_a_person() -> None:
    for text in (
        "a: [1, 2\nb: 3\n",
        "a: b: c\n",
        "- a\nb: 1\n",
        "a:\n\t- b\n",
        "a: {b: 1\n",
        "? x\n: y\n- z\n",
        "%x\n",
    ):
        for said in problems(text):
            for word in ("expected", "token", "block mapping", "flow", "scalar", "parsing"):
                assert word not in said.partition("r.yaml")[2], said


def test_a_text_is_no_sound_for_a_word_in_it() -> None:
    assert foreign(b'label: "WAVE 2"\ndate: 2026-03-12\n') == ""
    assert foreign(b"RIFF\x24\x08\0\0WAVEfmt ") == "a sound"
