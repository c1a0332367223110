"""Every fault of a questionnaire file is found at once, with its line and what to do about it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from maturity.core.matching import match
from maturity.errors import InputError
from maturity.readers.library import earlier, find, offered, shipped
from maturity.readers.questionnaire import load_questionnaire, read_questionnaire
from maturity.source.yaml_source import parse_yaml
from maturity.text.names import suggestion

GOOD = """\
format: maturity-questionnaire/1
id: small
version: "1"
title: A small one
scale:
  levels: {1: none, 2: some, 3: all}
roles:
  - {id: head, label: Head}
  - {id: teacher, label: Class teacher}
axes:
  - {id: x, label: Ex, short: Ex, midpoint: 2, dimensions_needed: 1}
  - {id: y, label: Why, short: Why, midpoint: 2, dimensions_needed: 1}
dimensions:
  - {id: xd, axis: x, label: Ex dim, short: Ex dim}
  - {id: yd, axis: y, label: Why dim, short: Why dim}
quadrants:
  - {id: ll, label: LL, at: {x: low, y: low}}
  - {id: lh, label: LH, at: {x: low, y: high}}
  - {id: hl, label: HL, at: {x: high, y: low}}
  - {id: hh, label: HH, at: {x: high, y: high}}
items:
  - {id: x.a, dimension: xd, short: A, prompt: "A?", anchor: true}
  - {id: x.b, dimension: xd, short: B, prompt: "B?"}
  - {id: y.c, dimension: yd, short: C, prompt: "C?", anchor: true}
"""


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(text: str | bytes, name: str = "q.yaml") -> list[str]:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in read_questionnaire(name)[1]]


def changed(*swaps: tuple[str, str]) -> str:
    text = GOOD
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_a_sound_questionnaire_has_no_problem() -> None:
    assert check(GOOD) == []
    assert [item.id for item in load_questionnaire("q.yaml").items] == ["x.a", "x.b", "y.c"]


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_shipped_questionnaires_are_sound_and_named_after_their_id(name: str) -> None:
    asked = load_questionnaire(name)
    earlier = f"{asked.id}-{asked.version.partition('.')[0]}"
    assert name in (asked.id, earlier)
    if name == earlier:
        assert load_questionnaire(asked.id).version > asked.version


def test_the_first_version_of_the_cluster_journey_is_what_it_was() -> None:
    kept = {name: load_questionnaire(name) for name in ("cluster-journey-1", "cluster-journey-short-1")}
    assert {name: (one.id, one.version, one.fingerprint) for name, one in kept.items()} == {
        "cluster-journey-1": ("cluster-journey", "1.0", "cc96bed6d2c84596"),
        "cluster-journey-short-1": ("cluster-journey-short", "1.0", "aaae9b346d9dcc3b"),
    }


@pytest.mark.parametrize("later", ["cluster-journey", "cluster-journey-short"])
@pytest.mark.parametrize("first", ["cluster-journey-1", "cluster-journey-short-1"])
def test_in_both_versions_each_axis_has_just_enough_dimensions_of_one_question_each(first: str, later: str) -> None:
    before, after = load_questionnaire(first), load_questionnaire(later)
    shared = Counter(after.item_by_id[new].dimension for _, new in match(before, after, {}).common)
    assert set(shared.values()) == {1}
    for axis in after.axes:
        assert sum(part.id in shared for part in after.dimensions_of(axis.id)) == axis.dimensions_needed


def test_who_begins_is_offered_the_latest_version_alone() -> None:
    assert {"cluster-journey", "cluster-journey-short"} <= set(offered())
    assert not {"cluster-journey-1", "cluster-journey-short-1"} & set(offered())
    assert (earlier("cluster-journey", "1.0"), earlier("cluster-journey", "2.0")) == ("cluster-journey-1", None)


def test_the_cluster_journey_keeps_to_its_size() -> None:
    asked = load_questionnaire("cluster-journey")
    assert len(asked.items) <= 29
    assert len(asked.portrait) == 9
    assert sorted(item.dimension for item in asked.items if item.anchor) == sorted(asked.dimension_by_id)
    assert len(asked.dimensions) == 12
    for axis in asked.axes:
        assert axis.dimensions_needed == len(asked.dimensions_of(axis.id)) - 1
    short = load_questionnaire("cluster-journey-short")
    assert [item.id for item in short.items] == [item.id for item in asked.items if item.anchor]


@pytest.mark.parametrize("name", [name for name, _ in shipped() if name.startswith("cluster-journey")])
def test_every_question_of_the_cluster_journey_says_what_to_ask_to_look_for_and_to_do(name: str) -> None:
    for item in load_questionnaire(name).items:
        guidance = item.guidance
        assert guidance is not None, item.id
        assert guidance.ask
        assert guidance.evidence
        assert item.supports
        assert sorted(guidance.steps) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "title: A small one",
            "title: A small one\ntitel: Twice",
            "q.yaml:5: titel: the key 'titel' is unknown: did you mean 'title'?",
        ),
        (
            'short: B, prompt: "B?"',
            'short: B, promt: no?, prompt: "B?"',
            "q.yaml:23: items[2] (x.b).promt: the key 'promt' is unknown: did you mean 'prompt'?",
        ),
        (
            'short: B, prompt: "B?"',
            "short: B",
            "q.yaml:23: items[2] (x.b).prompt: the key is missing: add it: prompt: ...",
        ),
        (
            "roles:",
            "title: Twice\nroles:",
            "q.yaml:7: title: the key 'title' is given twice, first on line 4: keep one of them",
        ),
        (
            "id: x.b,",
            "id: x.a,",
            "q.yaml:23: items[2] (x.a).id: the id 'x.a' is used twice: give one of them another id",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", levels: {1: a, 3: c}',
            'q.yaml:23: items[2] (x.b).levels: level 2 is missing: add it: 2: "..."',
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", levels: {1: a, 2: b, 3: c, 4: d}',
            "q.yaml:23: items[2] (x.b).levels.4: level 4 is not one of 1, 2, 3: remove it, or correct the key",
        ),
        (
            "id: x.b, dimension: xd",
            "id: x.b, dimension: dx",
            "q.yaml:23: items[2] (x.b).dimension: the question is on 'dx', which is no dimension: use one of: xd, yd",
        ),
        (
            "id: x.b, dimension: xd, ",
            "id: x.b, ",
            "q.yaml:23: items[2] (x.b).dimension: the key is missing: add it: dimension: xd, yd",
        ),
        (
            "Ex, midpoint: 2",
            "Ex, midpoint: 3",
            "q.yaml:11: axes[1] (x).midpoint: the midpoint 3 does not lie inside the scale 1 to 3: "
            "choose a number between the lowest and the highest level",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", weight: 0',
            "q.yaml:23: items[2] (x.b).weight: 0 is not greater than 0: use a number that is greater than 0",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", weight: heavy',
            "q.yaml:23: items[2] (x.b).weight: a text stands where a number is expected: write a number",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", weight: true',
            "q.yaml:23: items[2] (x.b).weight: true or false stands where a number is expected: write a number",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", weight: "2"',
            "q.yaml:23: items[2] (x.b).weight: a text stands where a number is expected: remove the quotes",
        ),
        (
            'version: "1"',
            "version: 1.10",
            "q.yaml:3: version: a number stands where a text is expected: put quotes around it",
        ),
        (
            "short: B,",
            f"short: {'B' * 29},",
            "q.yaml:23: items[2] (x.b).short: the text has 29 characters; 28 is the most: shorten it",
        ),
        (
            "id: x.b,",
            "id: X b,",
            "q.yaml:23: items[2] (X b).id: 'X b' cannot be an id: start with a letter; "
            "use lower-case letters and digits, with '.', '_' or '-' only between them",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", audience: [head, boss]',
            "q.yaml:23: items[2] (x.b).audience[2]: 'boss' is no role of this questionnaire: use one of: head, teacher",
        ),
        (
            'prompt: "B?"',
            'prompt: "B?", audience: head',
            "q.yaml:23: items[2] (x.b).audience: a text stands where a list is expected: put it in brackets: [head]",
        ),
        (
            "at: {x: low, y: high}",
            "at: {x: low, y: middle}",
            "q.yaml:18: quadrants[2] (lh).at.y: 'middle' cannot stand here: use 'low' or 'high'",
        ),
    ],
)
def test_one_slip_is_one_problem_with_its_line_and_remedy(old: str, new: str, problem: str) -> None:
    assert check(changed((old, new))) == [problem]


def test_a_dimension_on_no_axis_leaves_an_axis_without_dimensions() -> None:
    assert check(changed(("id: yd, axis: y", "id: yd, axis: z"))) == [
        "q.yaml:12: axes[2] (y).id: no dimension is on the axis 'y': add one, or remove the axis",
        "q.yaml:15: dimensions[2] (yd).axis: the dimension is on 'z', which is no axis: use one of: x, y",
    ]


def test_ids_that_differ_only_in_invisible_characters_are_told_apart_for_the_reader() -> None:
    problems = check(changed(("id: x.b,", 'id: "x.\\u200Ba",')))
    assert problems[0].startswith("q.yaml:23: items[2] (x.\\u200ba).id: the ids 'x.a' and 'x.\\u200ba' look the same")


def test_every_fault_is_reported_in_one_go_in_the_order_of_the_file() -> None:
    text = changed(
        ("title: A small one", "title: no"),
        ("label: Head", "label: Head, groop: g"),
        ("Ex, midpoint: 2", "Ex, midpoint: 9"),
        ("id: yd, axis: y", "id: yd, axis: z"),
        ('prompt: "B?"', 'prompt: "B?", weight: -1, levels: {1: a}'),
        ("id: x.a,", "id: &a x.a,"),
    )
    assert [problem.partition(": ")[0] for problem in check(text)] == [
        "q.yaml:4",
        "q.yaml:8",
        "q.yaml:11",
        "q.yaml:12",  # the axis that lost its dimension
        "q.yaml:15",
        "q.yaml:22",
        "q.yaml:23",
        "q.yaml:23",
        "q.yaml:23",
    ]


def test_wrong_entries_are_not_also_counted_as_too_few() -> None:
    text = GOOD[: GOOD.index("items:")] + "items: [x.a, x.b]\n"
    problems = [problem for problem in check(text) if "items" in problem]
    assert problems == [
        f"q.yaml:21: items[{n}]: a text stands where a group of keys is expected: write a group of keys" for n in (1, 2)
    ]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("no", 'unquoted no is read as false: put quotes around it: "no"'),
        ("Yes", 'unquoted Yes is read as true: put quotes around it: "Yes"'),
        ("off", 'unquoted off is read as false: put quotes around it: "off"'),
        ("012", 'unquoted 012 is read as 10: put quotes around it: "012"'),
        ("089", 'unquoted 089 is not read alike by all programs: put quotes around it: "089"'),
        ("12:30", 'unquoted 12:30 is read as 750: put quotes around it: "12:30"'),
        ("1_000", 'unquoted 1_000 is read as 1000: put quotes around it: "1_000"'),
        ("0x1F", 'unquoted 0x1F is read as 31: put quotes around it: "0x1F"'),
    ],
)
def test_what_yaml_would_misread_is_never_converted_in_silence(value: str, problem: str) -> None:
    assert check(changed(("A small one", value))) == [f"q.yaml:4: title: {problem}"]
    assert check(changed(("A small one", f'"{value}"'))) == []


def test_a_trap_may_also_be_a_key() -> None:
    assert check(changed(("at: {x: low, y: low}", "at: {x: low, on: low}")))[0] == (
        'q.yaml:17: quadrants[1] (ll).at.on: unquoted on is read as true: put quotes around it: "on"'
    )


@pytest.mark.parametrize("text", ["We meet in room #5 on Mondays", "Priority #1", "A small one  # and its rest"])
def test_a_text_that_is_cut_by_a_comment_sign_is_a_problem(text: str) -> None:
    assert check(changed(("A small one", text))) == [
        "q.yaml:4: title: the text is cut off at ' #': "
        "put quotes around the whole text, or move the comment to a line of its own"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "id: small   # a shipped id",
        "scale: 5 # levels",
        'title: "A small one" # quoted',
        "roles: [a b, c d] # in brackets",
        "about:   # nothing yet",
        "# a whole line, with room #5",
        "title: C#5 and F#6",
        "title: >- # folded\n  room #5 stays in",
    ],
)
def test_an_ordinary_comment_is_fine(line: str) -> None:
    assert parse_yaml(f"{line}\nend: here\n", "q.yaml").problems == ()


def test_plain_values_are_what_they_look_like() -> None:
    text = "a: [1, -2, 2.5, true, False, null, ~, 2026-03-12, y, 1.2.3, .inf, '7', \"é\\n\", 1e5, =, <<]\n1: one\n"
    draft = parse_yaml(text, "q.yaml")
    assert draft.problems == ()
    assert draft.data == {
        "a": [1, -2, 2.5, True, False, None, None, "2026-03-12", "y", "1.2.3", ".inf", "7", "é\n", "1e5", "=", "<<"],
        1: "one",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "a: &x [1]\nb: 2\n",
            "q.yaml:1: a: the anchor or alias 'x' cannot be used here: write the text out, or put quotes around it",
        ),
        (
            "a: 1\nb: !!python/object/apply:os.getcwd []\n",
            "q.yaml:2: b: the tag 'tag:yaml.org,2002:python/object/apply:os.getcwd' cannot be used here: "
            "remove the word that starts with '!'",
        ),
    ],
)
def test_anchors_and_tags_are_refused_without_being_followed(text: str, problem: str) -> None:
    assert [str(found) for found in parse_yaml(text, "q.yaml").problems] == [problem]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: " + "[" * 30_000, "q.yaml:1: brackets or lists are nested more than 40 deep: flatten them"),
        (
            "".join(f"{' ' * n}a:\n" for n in range(60)),
            "q.yaml:41: brackets or lists are nested more than 40 deep: flatten them",
        ),
        ("a: " + "x" * 5_000_000, "q.yaml: the file is larger than 5 MB: check that it is the right file"),
        ("a: 1\n---\nb: 2\n", "q.yaml:2: a second document starts here: keep one: remove the line ---"),
        ("# nothing\n", "q.yaml:1: the file is empty: write one, or copy one that is shipped"),
        ("- a\n", "q.yaml:1: the file does not start with a key: start with a line 'key: value'"),
        ("a:\n\tb: 1\n", "q.yaml:2: a tab is used to indent: use spaces"),
        ("a: 1\n", "q.yaml:1: the file is in UTF-16: save it as UTF-8"),
        ("a: 1\nb: it’s\n", "q.yaml:2: the byte 0x92 is not UTF-8: save the file as UTF-8"),
        ("a: 1\nb: \0\n", "q.yaml:2: the character U+0000 cannot stand in a text: remove it"),
        (
            "a: 1\nb: 'never closed\nc: 2\n",
            "q.yaml:2: the quote that opens here is never closed: close it with the same quote",
        ),
        (
            "a: 1\nb: [1, 2\nc: 3\n",
            "q.yaml:2: the bracket that opens here is not closed where it should be: "
            "put a comma between entries and close the bracket",
        ),
        (
            "a: Everything: and more\n",
            "q.yaml:1: a key cannot start here: "
            "put quotes around a text that holds ': ', or line the key up with those above",
        ),
        ("a: @home\n", "q.yaml:1: an unquoted text cannot start with '@': put quotes around it"),
        ("? [a]\n: b\n", "q.yaml:1: a key has to be a single word or text: put quotes around it"),
    ],
    ids=lambda text: text[:40],
)
def test_a_file_that_cannot_be_read_gives_one_clear_problem(text: str, problem: str) -> None:
    encoding = "utf-16" if "UTF-16" in problem else "cp1252" if "0x92" in problem else "utf-8"
    assert check(text.encode(encoding)) == [problem]


def test_what_was_found_before_the_end_of_sense_is_still_said() -> None:
    assert [problem.partition(": ")[0] for problem in check("a: no\nb: one two # three\n  four\n")] == [
        "q.yaml:1",
        "q.yaml:2",
        "q.yaml:3",
    ]


def test_windows_line_ends_and_a_byte_order_mark_change_no_line_number() -> None:
    text = changed(("A small one", "no")).replace("\n", "\r\n")
    assert check(b"\xef\xbb\xbf" + text.encode()) == [
        'q.yaml:4: title: unquoted no is read as false: put quotes around it: "no"'
    ]


def test_a_questionnaire_may_extend_another_and_keep_its_anchors() -> None:
    check(GOOD)
    assert (
        check('id: short\nversion: "2"\ntitle: Short\nextends: {questionnaire: q.yaml, items: anchor}\n', "s.yaml")
        == []
    )
    short = load_questionnaire("s.yaml")
    assert (short.id, short.version, [item.id for item in short.items]) == ("short", "2", ["x.a", "y.c"])
    assert short.scale == load_questionnaire("q.yaml").scale


def test_a_fault_in_what_is_extended_is_shown_where_it_stands() -> None:
    Path("base").mkdir()
    check(changed(("id: y.c, dimension: yd", "id: y.c, dimension: dy")), "base/q.yaml")
    assert check("id: short\ntitle: Short\nextends: {questionnaire: base/q.yaml, items: anchor}\n", "s.yaml") == [
        "base/q.yaml:15: dimensions[2] (yd).id: the dimension 'yd' has no question: add one, or remove it",
        "base/q.yaml:24: items[3] (y.c).dimension: the question is on 'dy', which is no dimension: use one of: xd, yd",
        "s.yaml:1: version: the key is missing: add it: version: ...",
    ]


@pytest.mark.parametrize(
    ("extends", "problem"),
    [
        (
            "{questionnaire: s.yaml}",
            "s.yaml:2: extends.questionnaire: the questionnaires extend one another in a circle: "
            "extend a questionnaire that stands on its own",
        ),
        (
            "{questionnaire: qq.yaml}",
            "s.yaml:2: extends.questionnaire: there is no file 'qq.yaml': did you mean 'q.yaml'?",
        ),
        (
            "{questionnaire: q.yaml, items: some}",
            "s.yaml:2: extends.items: 'some' cannot stand here: use 'all' or 'anchor'",
        ),
        ("q.yaml", "s.yaml:2: extends: a text stands where a group of keys is expected: write a group of keys"),
    ],
)
def test_what_cannot_be_extended_is_said_where_it_is_asked_for(extends: str, problem: str) -> None:
    check(GOOD)
    assert check(f"id: short\nextends: {extends}\n", "s.yaml") == [problem]


def test_a_long_chain_of_questionnaires_is_refused() -> None:
    check(GOOD, "0.yaml")
    found = [
        check(f'id: n\nversion: "1"\ntitle: N\nextends: {{questionnaire: {n}.yaml}}\n', f"{n + 1}.yaml")
        for n in range(4)
    ]
    assert found[:3] == [[], [], []]
    assert found[3] == [
        "1.yaml:4: extends.questionnaire: more than 3 questionnaires extend one another: "
        "extend a questionnaire that stands on its own"
    ]


def test_a_mistyped_name_gets_a_suggestion() -> None:
    check(GOOD, "school.yaml")
    with pytest.raises(InputError, match=r"there is no file 'scool.yaml': did you mean 'school.yaml'\?"):
        find("scool.yaml")
    with pytest.raises(InputError, match=r"'cluster-jurney' is neither .*: did you mean 'cluster-journey'\?"):
        find("cluster-jurney")
    with pytest.raises(InputError, match="is neither"):
        find("x" * 5000)


def test_names_with_control_characters_come_out_harmless() -> None:
    problems = check(changed(("id: x.b,", 'id: "\\e[31mred\\u202E",'), ("short: B,", 'short: B, "\\e[2J": 1,')))
    assert len(problems) == 2
    assert all(problem.isprintable() for problem in problems)


def test_a_scale_that_was_changed_is_one_fault_and_not_one_of_every_item(tmp_path: Path) -> None:
    text = find("cluster-journey").read_text("utf-8")
    wider = text.replace('    1: "Absent', '    0: "Nothing yet"\n    1: "Absent', 1)
    path = tmp_path / "q.yaml"
    path.write_text(wider, "utf-8")
    _, problems = read_questionnaire(path)
    (problem,) = problems
    assert problem.code == "other-scale"
    assert problem.message == (
        "the scale runs from 0 to 5, and the levels of 29 questions do not and the guidance.steps of 29 questions "
        "do not"
    )
    assert "or leave both out" in problem.hint


def test_a_list_of_what_is_allowed_is_never_cut() -> None:
    names = [f"name-{n}" for n in range(40)]
    hint = suggestion("x", names)
    assert "..." not in hint
    assert all(name in hint for name in names)
