"""Language has one home: read from the syntax tree, so that it stays so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from maturity import assess, load_round
from maturity.core.advise import advise
from maturity.readers.library import examples_folder
from maturity.report.messages import MESSAGES
from maturity.report.messages.forms import Plural
from maturity.report.wording import sentence
from tests.trees import EXAMPLES
from tests.walls import parsed

SOURCE = Path(__file__).parents[1] / "src" / "maturity"
RECASING = {"lower", "upper", "capitalize", "casefold", "title", "swapcase"}
JOINTS = {", ", "; ", " and ", " or "}
TEXTS = {"report/wording.py"}
"""Where a sentence is made."""
STILL = {"core/assessment.py", "core/compare_pair.py", "core/themed.py"}
"""What still words things itself. A module leaves this list when its sentences have moved; none joins it."""
DYNAMIC = {
    "core/advise.py": 2,
    "core/advise_without_map.py": 1,
    "core/compare_changes.py": 1,
    "core/plan.py": 1,
    "core/results_map.py": 1,
    "core/verdict.py": 12,
    "core/warnings.py": 1,
}
"""Codes that are put together: their sentences are made in the tests below."""


def modules(*rooms: str) -> list[str]:
    return sorted(str(path.relative_to(SOURCE)) for room in rooms for path in (SOURCE / room).rglob("*.py"))


def tree_of(module: str) -> ast.Module:
    return parsed((SOURCE / module).read_text("utf-8"))


def docstrings(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        for one in getattr(node, "body", []) if isinstance(getattr(node, "body", None), list) else []:
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                yield id(one.value)


def prose(tree: ast.Module) -> list[str]:
    """Texts of two words or more that are neither docstrings nor errors of a programmer."""
    apart = set(docstrings(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            apart |= {id(one) for one in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in apart
        and any(a.isalpha() for a in node.value)
        and " " in node.value
    ]


def recased(tree: ast.Module) -> list[str]:
    """Methods of texts that change capitals, called or handed on."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in RECASING
        if id(node) in called or (isinstance(node.value, ast.Name) and node.value.id == "str")
    ]


def grammar(tree: ast.Module) -> list[str]:
    """Plurals made with an s, lists made with a comma, first letters cut off."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            found += [ast.unparse(node)] * (isinstance(node.right, ast.Constant) and node.right.value == "s")
        if isinstance(node, ast.JoinedStr):
            pairs = zip(node.values, node.values[1:], strict=False)
            for one, two in pairs:
                if isinstance(one, ast.FormattedValue) and isinstance(two, ast.Constant):
                    text = str(two.value)
                    found += [ast.unparse(node)] * (text == "s" or text.startswith(("s ", "s.", "s,", "s:")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            joint = node.func.value
            found += [ast.unparse(node)] * (isinstance(joint, ast.Constant) and joint.value in JOINTS)
    return found


def told(tree: ast.Module) -> Iterator[tuple[list[str], set[str] | None, str]]:
    """Every sentence that is asked for: its possible codes, the names of its values where they can be read, where."""
    known = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "maturity.core.said"
        for name in node.names
    } & {"said", "Said"}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known):
            continue
        first = node.args[0]
        codes = [one for one in ast.walk(first) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if isinstance(first, ast.IfExp):
            codes = [one for one in codes if one in (first.body, first.orelse)]
        elif not isinstance(first, ast.Constant):
            codes = []
        places: set[str] | None = {str(word.arg) for word in node.keywords}
        if node.func.id == "Said" or any(word.arg is None for word in node.keywords):
            places = None
        yield [str(one.value) for one in codes], places, ast.unparse(node)


def places_of(code: str) -> set[str]:
    message = MESSAGES[code]
    texts = (message.one, message.other) if isinstance(message, Plural) else (message,)
    found = {place for text in texts for _, place, _, _ in Formatter().parse(text) if place is not None}
    return found | ({message.by} if isinstance(message, Plural) else set())


def test_the_core_holds_no_prose() -> None:
    found = {module: prose(tree_of(module)) for module in modules("core") if module not in STILL}
    assert {module: texts for module, texts in found.items() if texts} == {}


def test_no_label_is_recased_and_no_grammar_is_glued() -> None:
    trees = {one: tree_of(one) for one in modules("core", "report", "charts") if one not in (*TEXTS, *STILL)}
    found = {module: recased(tree) + grammar(tree) for module, tree in trees.items()}
    assert {module: texts for module, texts in found.items() if texts} == {}


def test_every_code_has_a_sentence_whose_places_are_all_given() -> None:
    for module in modules("core"):
        dynamic = 0
        for codes, places, where in told(tree_of(module)):
            dynamic += not codes
            for code in codes:
                assert code in MESSAGES, (module, where)
                assert places is None or places_of(code) <= places, (module, where)
        assert dynamic <= DYNAMIC.get(module, 0), module


@pytest.mark.parametrize("cluster", EXAMPLES)
def test_every_advice_on_a_bundled_cluster_can_be_said(cluster: str) -> None:
    assessment = assess(load_round(examples_folder() / f"{cluster}.yaml"))
    advice = advise(assessment)
    said = [one.reason for one in advice.priorities] + [why for one in advice.talk_about for why in one.reasons]
    said += [one for part in advice.parts for one in part.findings]
    for one in said:
        assert places_of(one.code) == set(one.values), one.code
        assert "{" not in sentence(one, assessment.questionnaire)


def test_every_sentence_is_asked_for_somewhere() -> None:
    parts = {
        node.value
        for module in modules("core", "report", "charts", "renderers", "collect", "journeys", "cli", "readers", "store")
        if not module.startswith("report/messages/")
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 2
    }
    # Some codes are put together of their first part and the rest.
    unused = [code for code in MESSAGES if code not in parts and not any(code.startswith(part) for part in parts)]
    assert unused == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('x = "two words"', 1),
        ('x = f"{a} is settled"', 1),
        ('x = "code-of-it"', 0),
        ('"""A docstring."""', 0),
        ('raise ValueError("a mistake of ours")', 0),
        ("x = label.lower()", 1),
        ("f(str.casefold)", 1),
        ("x = label.title()", 1),
        ("x = report.title", 0),
        ('x = noun + "s"', 1),
        ('x = f"{n} {noun}s"', 1),
        ('x = ", ".join(names)', 1),
        ('x = "-".join(names)', 0),
    ],
)
def test_the_check_sees_what_is_planted(code: str, found: int) -> None:
    tree = ast.parse(code)
    assert len(prose(tree) + recased(tree) + grammar(tree)) == found


def test_the_check_sees_a_code_without_a_sentence_and_a_value_without_a_place() -> None:
    (one,) = told(ast.parse('from maturity.core.said import said\nsaid("no-such-code", a=1)'))
    assert one[0] == ["no-such-code"]
    assert one[0][0] not in MESSAGES
    (two,) = told(ast.parse('from maturity.core.said import said\nsaid("step", other=1)'))
    assert not places_of("step") <= (two[1] or set())
