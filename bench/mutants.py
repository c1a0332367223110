"""How much the tests notice: small faults are planted in the core and in the store, one at a time, and tests are run.

One run of all quick tests finds which functions each of them enters; a fault is shown to the tests that enter the
function in which it stands. Tests that start processes or draw are not asked.

    python bench/mutants.py                           as many faults as fit into the time, in every module
    python bench/mutants.py --minutes 60 core/scoring.py store/

A fault that no test notices survives and is printed. One that changes nothing that anybody could see is explained in
`survivors.txt` beside this file. Ends with 1 where a fault survives that is not explained.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from asked import LOADED, ROOMS, ROOT, SOURCE, Only, Watch, apart, copied, run_tests

EXPLAINED = Path(__file__).with_name("survivors.txt")
AT_ONCE = 60
"""Tests that are asked first; most faults are noticed by these."""
LONGEST = 25.0
"""Seconds of tests that are spent on one fault, the quickest tests first."""
FLIPS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
SWAPS = {
    "min": "max",
    "any": "all",
    "minimum": "maximum",
    "nanmin": "nanmax",
    "argmin": "argmax",
    "floor": "ceil",
    "sum": "max",
    "mean": "sum",
    "add": "discard",
    "append": "count",
    "zeros": "ones",
    "union": "intersection",
}
SWAPS |= {other: one for one, other in SWAPS.items()}


@dataclass(frozen=True)
class Mutant:
    """One planted fault.

    Args:
        module: relative to the sources.
        inside: name of the function or class.
        change: before and after, as code.
        place, number: which node of the syntax tree, and which of the changes to it.
    """

    module: str
    line: int
    inside: str
    change: str
    place: int
    number: int

    @property
    def name(self) -> str:
        """The fault without its line, which moves."""
        return f"{self.module}: {self.inside}: {self.change}"


def mutants_of(path: Path) -> list[Mutant]:
    """Every fault that is planted in a module."""
    module, tree = _name(path), ast.parse(path.read_text("utf-8"))
    return [
        Mutant(module, getattr(node, "lineno", 0), inside, f"{_short(node)} -> {_short(changed)}", place, number)
        for place, (node, inside) in enumerate(_places(tree))
        for number, changed in enumerate(_changes(node))
    ]


def planted(mutant: Mutant) -> str:
    """The code of a module with a fault in it."""
    tree = ast.parse((SOURCE / mutant.module).read_text("utf-8"))
    target = [*_places(tree)][mutant.place][0]
    _replace(tree, target, [*_changes(target)][mutant.number])
    return ast.unparse(ast.fix_missing_locations(tree))


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every node in which a fault may be planted: no annotation, decorator, docstring or import."""

    def walk(node: ast.AST, inside: str) -> Iterator[tuple[ast.AST, str]]:
        yield node, inside
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = f"{inside}.{node.name}".lstrip(".")
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "bases", "type_params"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.Import | ast.ImportFrom | ast.Assert) or _is_guard(child):
                    continue
                if isinstance(child, ast.AST):
                    yield from walk(child, inside)

    yield from walk(tree, "")


def _is_guard(node: object) -> bool:
    """Whether it is for types only, or `strict=True`, which can only stop a program that is wrong already."""
    for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return for_types or (isinstance(node, ast.keyword) and node.arg == "strict")


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in a node's place."""
    match node:
        case ast.Compare():
            for place, op in enumerate(node.ops):
                for other in FLIPS.get(type(op), ()):
                    yield _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BinOp() | ast.BoolOp():
            if not (isinstance(node, ast.BinOp) and _is_text(node)):
                for other in FLIPS.get(type(node.op), ()):
                    yield _with(node, op=other())
        case ast.AugAssign():
            for other in FLIPS.get(type(node.op), ()):
                yield _with(node, op=other())
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
            if value > 0:
                yield ast.Constant(value - 1)
        case ast.Constant(value=float() as value):
            yield ast.Constant(value * 1.1 + 0.01)
        case ast.Call(func=ast.Name(id=name)) if name in SWAPS:
            yield _with(node, func=ast.Name(SWAPS[name], ast.Load()))
        case ast.Call(func=ast.Attribute(attr=name)) if name in SWAPS:
            yield _with(node, func=_with(node.func, attr=SWAPS[name]))
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.If() | ast.While():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Return(value=ast.Tuple(elts=[one, other])):
            yield _with(node, value=ast.Tuple([other, one], ast.Load()))
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield _with(node, value=ast.Constant(None))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Raise():
            yield ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(one, ast.JoinedStr) for one in (node.left, node.right))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if value is old:
                setattr(node, field, new)
                return
            if isinstance(value, list):
                for place, one in enumerate(value):
                    if one is old:
                        value[place] = new
                        return


def _short(node: ast.AST) -> str:
    line, *_ = ast.unparse(node).splitlines()
    return line if len(line) <= 90 else f"{line[:87]}..."


def watched(sources: Path) -> Watch:
    """One run of all quick tests, with functions that say that they were entered."""
    with tempfile.TemporaryDirectory() as folder:
        told = copied(sources, Path(folder))
        for path in modules():
            name = _name(path)
            (told / "maturity" / name).write_text(_telling(path), "utf-8")

        def work() -> dict[str, Any]:
            watch = Watch()
            run_tests([], watch)
            return {name: vars(watch)[name] for name in ("entered", "seconds", "failing")}

        found = apart(told, work, 3600)
    watch = Watch()
    vars(watch).update(found)
    return watch


def _telling(path: Path) -> str:
    tree = ast.parse(path.read_text("utf-8"))
    for node, inside in [*_places(tree)]:
        if isinstance(node, ast.FunctionDef):
            name = f"{_name(path)}: {inside}.{node.name}".replace(": .", ": ")
            has_text = ast.get_docstring(node) is not None
            node.body.insert(
                int(has_text), ast.parse(f"getattr(__import__('builtins'), '_entered', id)({name!r})").body[0]
            )
    return ast.unparse(ast.fix_missing_locations(tree))


def tests_of(mutant: Mutant, watch: Watch) -> list[str]:
    """Tests that enter the function in which a fault stands, those of its own subject and the quickest first."""
    module, function = f"{mutant.module}: ", f"{mutant.module}: {mutant.inside}"
    inside = [test for test, names in watch.entered.items() if function in names]
    if not inside:  # In no function, or in one that no test enters by itself.
        inside = [test for test, names in watch.entered.items() if any(one.startswith(module) for one in names)]
    own = f"test_{Path(mutant.module).stem}.py"
    inside.sort(key=lambda test: (own not in test, watch.seconds[test]))
    reach = accumulate(watch.seconds[test] for test in inside)
    return [test for test, until in zip(inside, reach, strict=True) if test not in watch.failing and until < LONGEST]


def noticed(sources: Path, tests: list[str], watch: Watch) -> bool:
    """Whether a test fails, or no longer ends, with these sources."""
    if not tests:
        return False
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    longest = 60 + 10 * sum(watch.seconds[test] for test in tests)
    return apart(sources, lambda: run_tests(files, Only(tests), "-x"), longest) not in (0, 5)


def survives(mutant: Mutant, sources: Path, watch: Watch) -> bool:
    """Whether no test notices a fault."""
    tests = tests_of(mutant, watch)
    with tempfile.TemporaryDirectory(dir=sources.parent) as folder:
        planted_in = copied(sources, Path(folder))
        path = planted_in / "maturity" / mutant.module
        for old in (path, *path.parent.glob(f"__pycache__/{path.stem}.*")):
            old.unlink()
        path.write_text(planted(mutant), "utf-8")
        first, rest = by_few_files(tests)
        return not any(noticed(planted_in, some, watch) for some in (first, rest))


def by_few_files(tests: list[str]) -> tuple[list[str], list[str]]:
    """Tests that are asked first, and the others: to load a file takes longer than most tests in it."""
    own, files = tests[:1], Counter(test.split("::")[0] for test in tests)
    chosen = {*(test.split("::")[0] for test in own), *(name for name, _ in files.most_common(2))}
    first = [test for test in tests if test.split("::")[0] in chosen][:AT_ONCE]
    return first, [test for test in tests if test not in {*first}]


def modules() -> list[Path]:
    """Every module in which faults are planted."""
    return [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py")) if path.name != "__init__.py"]


def explained() -> dict[str, str]:
    """Faults that may survive, and why: a line for the fault, then one for the reason, set in."""
    lines = EXPLAINED.read_text("utf-8").splitlines() if EXPLAINED.exists() else []
    return {
        line.strip(): reason.strip()
        for line, reason in pairwise(lines)
        if line.startswith(ROOMS) and reason.startswith("    ")
    }


def main() -> int:
    """Plant faults until the time is over."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="*", help="only these, such as core/scoring.py or store/")
    asked.add_argument("--minutes", type=float, default=10.0, help="the time to take")
    asked.add_argument("--seed", type=int, default=2015, help="which faults come first")
    asked.add_argument("--count", action="store_true", help="only say how many there are")
    given = asked.parse_args()
    wanted = [path for path in modules() if not given.modules or _name(path).startswith(tuple(given.modules))]
    known = explained()
    every = [mutant for path in wanted for mutant in mutants_of(path)]
    faults = [mutant for mutant in every if mutant.name not in known]
    there = {mutant.name for mutant in every}
    stale = [name for name in known if name.startswith(tuple(given.modules or ROOMS)) and name not in there]
    print(f"{len(every)} faults in {len(wanted)} modules, {len(every) - len(faults)} of them explained", flush=True)
    for name in stale:
        print(f"explained, but no longer there: {name}")
    if given.count:
        return 0
    random.Random(given.seed).shuffle(faults)
    faults.sort(key=lambda one: [not one.module.startswith(name) for name in given.modules])
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "as-it-is" / "src"
        shutil.copytree(SOURCE, sources / "maturity")
        return _try_all(faults, sources, given)


def _try_all(faults: list[Mutant], sources: Path, given: argparse.Namespace) -> int:
    begun = time.monotonic()
    for name in LOADED:
        importlib.import_module(name)
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(sources.parent / "hypothesis")
    watch = watched(sources)
    print(f"{len(watch.entered)} tests looked at in {time.monotonic() - begun:.0f} s", flush=True)
    if not watch.entered:
        print("no test ran, so that nothing can be said")
        return 2
    # A test that fails without any fault would seem to notice every one.
    for test in sorted(watch.failing):
        print(f"fails as it is, and is not asked: {test}", flush=True)
    end = time.monotonic() + 60 * given.minutes
    tried: Counter[str] = Counter()
    alive: Counter[str] = Counter()
    for mutant in faults:
        if time.monotonic() > end:
            break
        tried[mutant.module] += 1
        if survives(mutant, sources, watch):
            alive[mutant.module] += 1
            where = f"src/maturity/{mutant.module}:{mutant.line}"
            print(f"survives: {where}: {mutant.inside}: {mutant.change}", flush=True)
        if tried[mutant.module] == sum(one.module == mutant.module for one in faults):
            print(f"{mutant.module}: all {tried[mutant.module]} tried, {alive[mutant.module]} survive", flush=True)
    noticed_, living = tried.total() - alive.total(), alive.total()
    print(f"{tried.total()} of {len(faults)} tried, {noticed_} noticed, {living} survive (seed {given.seed})")
    return 1 if living else 0


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


if __name__ == "__main__":
    sys.exit(main())
