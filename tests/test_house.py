"""One word, one meaning; and nothing so long that it cannot be read in one go."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.walls import MODULES, parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 449, 60, 8

SHARED = {
    "render": "every renderer's one function",
    "document": "what a JSON renderer renders, as plain data",
    "draw": "every chart's one function",
    "build": "every form's one function",
    "compose": "the same story as report, deck and workbook",
    "assess": "of the core, and the same with reasons in words",
    "advise": "of the core, and the same with reasons in words",
    "compare": "of the core, and the same with refusals in words",
    "hold": "every sitting's one function",
    "publication": "what each kind of round publishes",
    "offered": "the questionnaires to begin with: their ids, and what somebody has to know who chooses among them",
    "open_round": "of the store, and the same as somebody wishes for it",
}
"""Functions that several modules offer in the same way, so that one can stand for another."""
COMMANDS = "maturity.cli."
"""A command's function is called as the command is typed, which is what the core's function is called."""


def tree_of(module: str) -> ast.Module:
    return parsed(MODULES[module].read_text("utf-8"))


def defined(tree: ast.Module) -> Iterator[str]:
    """Public classes and functions at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node.name


def is_command(module: str, name: str) -> bool:
    return module == f"{COMMANDS}{name}"


def test_no_name_has_two_meanings() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for name in set(defined(tree_of(module))):
            if name not in SHARED and not is_command(module, name):
                homes[name].append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


def test_every_shared_name_is_still_shared() -> None:
    for name in SHARED:
        assert sum(name in defined(tree) for tree in map(tree_of, MODULES)) > 1, name


def test_no_file_is_too_long_to_read_in_one_go() -> None:
    lengths = {module: len(path.read_text("utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: lines for module, lines in lengths.items() if lines > LONGEST_FILE} == {}


def length(module: str, function: Function) -> int:
    """In lines; of a command without its flags."""
    first = function.body[0].lineno if is_command(module, function.name) else function.lineno
    return (function.end_lineno or 0) - first + 1


def functions() -> Iterator[tuple[str, Function]]:
    """Every function with its module."""
    for module in MODULES:
        yield from ((module, node) for node in ast.walk(tree_of(module)) if isinstance(node, Function))


def test_no_function_is_too_long_to_read_in_one_go() -> None:
    lengths = [(module, one.name, length(module, one)) for module, one in functions()]
    assert [one for one in lengths if one[-1] > LONGEST_FUNCTION] == []


def parameters(function: Function) -> int:
    taken = function.args
    named = [one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    return sum(name not in ("self", "cls") for name in named) + bool(taken.vararg) + bool(taken.kwarg)


def test_no_function_takes_more_than_one_can_keep_in_mind() -> None:
    counts = [(module, one.name, parameters(one)) for module, one in functions() if not is_command(module, one.name)]
    assert [one for one in counts if one[-1] > MOST_PARAMETERS] == []
