"""How much the tests notice: small faults are planted in the core and in the store, one at a time, and tests are run.

    python bench/mutants.py                           as many faults as fit into the time, in every module
    python bench/mutants.py --minutes 60 core/scoring.py store/

A fault that no test notices survives and is printed. One that changes nothing that anybody could see is explained in
`survivors.txt` beside this file. Ends with 1 where a fault survives that is not explained.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "maturity"
ROOMS = ("core", "store")
EXPLAINED = Path(__file__).with_name("survivors.txt")
SLOW = "not drawing and not browser and not walk"
LONGEST = 300
"""Seconds after which a fault counts as noticed: the tests no longer come to an end."""
WIDER = {
    "core": (
        *("scoring", "agreement", "reliability", "placement", "privacy", "properties", "audience", "bfi", "compare"),
        *(
            "compare_privacy",
            "portfolio",
            "plan",
            "theme",
            "journey",
            "formats_agree",
            "change_report",
            "example_years",
        ),
        *("sheets", "deck", "renderers", "terminal", "cli", "plot_cli", "publish", "many", "change", "wording"),
    ),
    "store": ("store", "doctor", "start_round", "agreeing", "plan_cli", "collect", "collect_hostile", "interview"),
}
"""Tests that use a room without naming its modules, those first that notice most."""

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
    module, tree = str(path.relative_to(SOURCE)), ast.parse(path.read_text("utf-8"))
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
                if isinstance(child, ast.Import | ast.ImportFrom | ast.Assert) or _is_for_types(child):
                    continue
                if isinstance(child, ast.AST):
                    yield from walk(child, inside)

    yield from walk(tree, "")


def _is_for_types(node: object) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


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


def tests_of(module: str) -> tuple[list[str], list[str]]:
    """Tests that name a module, its own and small ones first, and those that use it without naming it."""
    dotted = module.removesuffix(".py").replace("/", ".")
    room, name = module.split("/")[0], dotted.rpartition(".")[2]
    texts = {path: path.read_text("utf-8") for path in sorted((ROOT / "tests").glob("test_*.py"))}
    ways = (f"maturity.{dotted} ", f"maturity.{dotted}.", f"maturity.{room} import {name}\n")
    found = [path for path, text in texts.items() if path.stem == f"test_{name}" or any(way in text for way in ways)]
    found.sort(key=lambda path: (path.stem != f"test_{name}", len(texts[path])))
    near = [str(path) for path in found if path.stem != "test_layers"]
    wide = [str(ROOT / "tests" / f"test_{one}.py") for one in WIDER[room]]
    return near, [one for one in wide if one not in near and Path(one).exists()]


def noticed(sources: Path, tests: list[str]) -> bool:
    """Whether a test fails, or no longer ends, with these sources."""
    if not tests:
        return False
    environment = {**os.environ, "PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", SLOW, *tests]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(LONGEST) not in (0, 5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True


def survives(mutant: Mutant) -> bool:
    """Whether no test notices a fault; the tests nearest to it are asked first."""
    near, wide = tests_of(mutant.module)
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "src"
        shutil.copytree(SOURCE, sources / "maturity", ignore=shutil.ignore_patterns("__pycache__"))
        (sources / "maturity" / mutant.module).write_text(planted(mutant), "utf-8")
        return not (noticed(sources, near) or noticed(sources, wide))


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
    asked.add_argument("--jobs", type=int, default=1, help="faults tried at once")
    asked.add_argument("--count", action="store_true", help="only say how many there are")
    given = asked.parse_args()
    paths = [path for room in ROOMS for path in sorted((SOURCE / room).rglob("*.py")) if path.name != "__init__.py"]
    wanted = [p for p in paths if not given.modules or str(p.relative_to(SOURCE)).startswith(tuple(given.modules))]
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
    # A test that fails without any fault would seem to notice every one.
    asked_of = {test for path in wanted for part in tests_of(str(path.relative_to(SOURCE))) for test in part}
    failing = [test for test in sorted(asked_of) if noticed(ROOT / "src", [test])]
    if failing:
        print(f"these tests fail as it is, so that nothing can be said: {', '.join(Path(one).name for one in failing)}")
        return 2
    random.Random(given.seed).shuffle(faults)
    end = time.monotonic() + 60 * given.minutes
    tried, alive = 0, []
    with ThreadPoolExecutor(given.jobs) as pool:
        for mutant, lives in pool.map(lambda one: (one, time.monotonic() < end and survives(one)), faults):
            tried += time.monotonic() < end or lives
            if lives:
                alive.append(mutant)
                print(
                    f"survives: src/maturity/{mutant.module}:{mutant.line}: {mutant.inside}: {mutant.change}",
                    flush=True,
                )
    print(f"{tried} of {len(faults)} tried, {tried - len(alive)} noticed, {len(alive)} survive (seed {given.seed})")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
