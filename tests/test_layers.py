"""The walls of the house: who may import whom, and what the inner rooms may not do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "maturity"
INNER = ("errors", "text", "model", "core", "report")
"""Each may import only those before it."""
EDGES = ("source", "folder", "readers", "store", "collect", "charts", "renderers", "files", "typesetting")
ALLOWED_BETWEEN_EDGES = {
    ("renderers", "charts"),
    ("store", "files"),
    ("folder", "source"),
    ("readers", "source"),
    ("readers", "folder"),
    ("store", "folder"),
    ("collect", "folder"),
    ("collect", "source"),
    ("store", "source"),
    ("renderers", "typesetting"),
    ("collect", "typesetting"),
}
ROOTS = ("cli", "journeys", "api", "__init__", "__main__")
SCREEN_AND_FILES = (
    "typer",
    "rich",
    "yaml",
    "matplotlib",
    "jinja2",
    "python_calamine",
    "docx",
    "typst",
    "xlsxwriter",
    "pptx",
    "icalendar",
)
PLAIN_FILES = ("os", "io", "pathlib", "shutil", "tempfile", "subprocess", "socket", "random", "time", "sys")
CALLS = ("open", "print", "input")
CLOCKS = ("now", "today", "utcnow")


def layer_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def trespasses(layer: str, code: str) -> list[str]:
    """Everything in a module that its layer may not do."""
    tree = ast.parse(code)
    found = []
    for name in imported(tree):
        parts = name.split(".")
        if parts[0] == "maturity" and len(parts) > 1:
            other = parts[1]
            if layer in INNER:
                if other not in INNER[: INNER.index(layer) + 1]:
                    found.append(f"imports {name}")
            elif layer in EDGES and not (other in INNER or other == layer or (layer, other) in ALLOWED_BETWEEN_EDGES):
                found.append(f"imports {name}")
        elif layer in INNER and parts[0] in (*SCREEN_AND_FILES, *PLAIN_FILES):
            found.append(f"imports {name}")
    if layer in INNER:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name) and called.id in CALLS:
                    found.append(f"calls {called.id}")
                if isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                    found.append(f"asks the time: {called.attr}")
    return found


MODULES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_reaches_through_a_wall(path: Path) -> None:
    assert trespasses(layer_of(path), path.read_text("utf-8")) == []


def test_every_module_belongs_to_a_layer() -> None:
    assert {layer_of(path) for path in MODULES} <= {*INNER, *EDGES, *ROOTS}


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        ("core", "import matplotlib"),
        ("core", "from maturity.report import compose"),
        ("model", "from maturity.core.scoring import score"),
        ("report", "print('x')"),
        ("core", "import datetime as dt\ndt.datetime.now()"),
        ("model", "open('x')"),
        ("core", "def f():\n    from pathlib import Path"),
        ("readers", "from maturity.charts import draw"),
        ("charts", "from maturity.cli.app import run"),
        ("errors", "from maturity.model import Round"),
    ],
)
def test_the_check_sees_a_planted_trespass(layer: str, code: str) -> None:
    assert trespasses(layer, code)


def test_what_is_allowed_is_left_alone() -> None:
    assert trespasses("renderers", "from maturity import charts\nfrom maturity.report.blocks import Report") == []
    assert trespasses("core", "import numpy as np\nfrom maturity.model import Round") == []
