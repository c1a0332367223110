"""The walls of the house: what each room may import and do, and no module that leads back to itself."""

from __future__ import annotations

from functools import cache

import pytest

from maturity import _HOMES
from tests.walls import MODULES, Reach, Room, cycles, graph, reach_of, room_of, trespasses

GROUND = ("errors", "packed", "text")
DATA = (*GROUND, "model")
INNER = (*DATA, "core")
ROOMS = {
    "errors": Room(),
    "packed": Room((), ("pickle", "zlib")),
    "text": Room(),
    "files": Room(
        ("errors",),
        (
            *("csv", "errno", "io", "os", "pathlib", "stat", "struct", "sys", "tempfile", "threading"),
            *("zipfile", "zlib"),
        ),
        ("files",),
    ),
    "fonts": Room((), ("logging", "matplotlib")),
    "typesetting": Room(
        (*GROUND, "fonts"), ("atexit", "matplotlib", "pathlib", "shutil", "tempfile", "typst", "warnings"), ("files",)
    ),
    "model": Room(GROUND, ("pydantic", "pydantic_core")),
    "core": Room(DATA, ("numpy",)),
    "report": Room(INNER),
    "source": Room(GROUND, ("io", "pathlib", "pydantic", "pydantic_core", "yaml"), ("files",)),
    "folder": Room((*DATA, "source"), ("io", "pathlib", "pydantic_core"), ("files",)),
    "readers": Room(
        (*INNER, "folder", "source"),
        (
            *("binascii", "csv", "io", "pathlib", "posixpath", "pydantic", "python_calamine", "quopri", "struct"),
            *("urllib.parse", "warnings", "xml.etree", "xml.parsers.expat", "zipfile", "zlib"),
        ),
        ("files",),
    ),
    "store": Room(
        (*DATA, "files", "folder", "source"),
        (
            *("errno", "fcntl", "hmac", "io", "msvcrt", "os", "pathlib", "pydantic", "secrets", "shutil", "sys"),
            *("tempfile", "uuid", "yaml"),
        ),
        ("files", "chance"),
    ),
    "collect": Room(
        (*INNER, "report", "typesetting"),
        ("csv", "docx", "importlib.resources", "io", "jinja2", "markupsafe", "pathlib", "random", "xlsxwriter"),
    ),
    "charts": Room((*INNER, "fonts", "report"), ("io", "matplotlib", "numpy", "warnings")),
    "renderers": Room(
        (*INNER, "charts", "report", "typesetting"),
        (
            *("PIL", "docx", "icalendar", "jinja2", "markupsafe", "pptx", "rich", "xlsxwriter", "yaml"),
            *("csv", "importlib.metadata", "importlib.resources", "io", "pathlib", "urllib.parse", "uuid", "xml.etree"),
            *("importlib.util.find_spec", "xml.sax.saxutils", "zipfile"),
        ),
    ),
    "journeys": Room(
        (*INNER, "charts", "collect", "files", "folder", "readers", "renderers", "report", "source", "store"),
        ("pathlib",),
        ("clock",),
    ),
    "live": Room(
        (*INNER, "collect", "folder", "journeys", "readers", "report", "source", "store", "typesetting"),
        (
            *("asyncio", "binascii", "concurrent.futures", "fcntl", "h11", "hmac", "importlib.resources", "io"),
            *("ipaddress", "pathlib", "queue", "resource", "secrets", "segno", "signal", "socket", "ssl"),
            *("starlette", "struct", "sys", "tempfile", "threading", "time", "uvicorn", "webbrowser"),
        ),
        ("chance", "files"),
    ),
    "network": Room(
        (*INNER, "files", "folder", "readers", "source", "store"),
        (
            *(
                "concurrent.futures",
                "csv",
                "importlib.resources",
                "io",
                "numpy",
                "os",
                "pathlib",
                "polars",
                "pyarrow",
                "pyspark",
                "secrets",
                "shutil",
            ),
            *("tempfile", "urllib.parse", "xlsxwriter"),
        ),
        ("chance", "files"),
    ),
    "notebook": Room(
        (*INNER, "charts", "journeys", "readers", "report"), ("markupsafe", "pandas", "polars", "matplotlib")
    ),
    "api": Room(("core", "journeys", "notebook", "readers")),
    "__init__": Room(("api", "notebook")),
    "__main__": Room(("__init__", "cli"), ("gc", "matplotlib", "os", "signal", "sys"), ("screen",)),
    "cli": Room(
        (
            "collect",
            "files",
            "folder",
            "journeys",
            "live",
            "network",
            "readers",
            "renderers",
            "source",
            "store",
            "report",
            *INNER,
        ),
        (
            *(
                "os",
                "pathlib",
                "pydantic",
                "readline",
                "rich",
                "secrets",
                "shutil",
                "signal",
                "sys",
                "tempfile",
                "threading",
            ),
            *("typer", "warnings"),
        ),
        ("chance", "clock", "files", "keyboard"),
    ),
}
"""Every room, and all that it may import and do; what is not here is forbidden."""
ALLOWED = {
    "maturity": {"imports what cannot be known: importlib.import_module": "one of `_HOMES`"},
    "maturity.renderers.registry": {"imports what cannot be known: pkgutil.resolve_name": "formats of other packages"},
    "maturity.text.commands": {"imports sys": "shells quote in other ways on Windows"},
    "maturity.readers.picture": {"imports PIL.Image": "to see that a picture is whole, which only a decoder can"},
}
"""Module to what it may do that its room may not, and why."""


def found_in(reach: Reach) -> list[str]:
    allowed = ALLOWED.get(reach.module, {})
    return [one for one in trespasses(reach, ROOMS, _HOMES) if one not in allowed]


@cache
def stored(module: str) -> Reach:
    path = MODULES[module]
    return reach_of(module, path.read_text("utf-8"), is_package=path.name == "__init__.py")


def test_no_module_reaches_through_a_wall() -> None:
    found = {module: found_in(stored(module)) for module in MODULES}
    assert {module: trespassing for module, trespassing in found.items() if trespassing} == {}


def test_every_module_belongs_to_a_room_and_every_room_has_modules() -> None:
    assert {room_of(module) for module in MODULES} == set(ROOMS)


def test_no_module_leads_back_to_itself() -> None:
    assert cycles(graph(map(stored, MODULES), ("first", "late"))) == []


def test_no_room_leads_back_to_itself() -> None:
    assert cycles({name: room.ours for name, room in ROOMS.items()}) == []


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        # What version 1's check saw.
        ("core", "import matplotlib", "imports matplotlib"),
        ("core", "from maturity.report import compose", "imports maturity.report.compose"),
        ("report", "print('x')", "prints: print"),
        # By another road.
        ("core", "from ..report import compose", "imports maturity.report.compose"),
        ("core", "from .. import report", "imports maturity.report"),
        ("core", "from maturity import report as told", "imports maturity.report"),
        ("core", "import maturity\nmaturity.report.compose.compose", "imports maturity.report.compose.compose"),
        ("core", "from maturity import load_round", "imports maturity.readers.round"),
        ("core", "def f():\n    from pathlib import Path", "imports pathlib.Path"),
        ("core", "import importlib\nimportlib.import_module('matplotlib.figure')", "imports matplotlib.figure"),
        ("core", "from importlib import import_module as get\nget(f'maturity.report.{x}')", "imports maturity.report"),
        (
            "core",
            "import importlib as i\ni.import_module('..report', __package__)",
            "imports maturity.report",
        ),
        ("core", "__import__('rich')", "imports rich"),
        (
            "core",
            "from importlib import import_module\nimport_module(name)",
            "cannot be known: importlib.import_module",
        ),
        (
            "core",
            "import importlib\ngetattr(importlib, 'import_module')(x)",
            "cannot be known: importlib.import_module",
        ),
        ("core", "exec('import os')", "cannot be known: exec"),
        (
            "model",
            "if TYPE_CHECKING:\n    from maturity.core.scoring import score",
            "maturity.core.scoring.score",
        ),
        ("charts", "from maturity.renderers.html import render", "imports maturity.renderers.html.render"),
        ("readers", "from maturity.charts import draw", "imports maturity.charts.draw"),
        ("renderers", "from maturity.readers.round import load_round", "imports maturity.readers.round.load_round"),
        ("journeys", "import typer", "imports typer"),
        ("journeys", "from maturity.cli.app import run", "imports maturity.cli.app.run"),
        ("cli", "from maturity.charts import draw", "imports maturity.charts.draw"),
        ("errors", "from maturity.model import Round", "imports maturity.model.Round"),
        # The time.
        ("core", "import datetime as dt\ndt.datetime.now()", "asks the time: datetime.datetime.now"),
        ("core", "from datetime import date as day\nday.today()", "asks the time: datetime.date.today"),
        ("core", "from datetime import datetime\nclock = datetime.utcnow", "asks the time: datetime.datetime.utcnow"),
        ("core", "def f(day):\n    return type(day).today()", "asks the time: today"),
        ("core", "import time\ntime.time()", "imports time"),
        ("core", "import numpy as np\nnp.datetime64('now')", "asks the time: datetime.datetime.now"),
        # Chance.
        ("core", "import random", "imports random"),
        ("core", "import numpy as np\nnp.random.normal()", "chance: numpy.random.normal"),
        ("core", "from numpy.random import default_rng\ndefault_rng()", "chance: numpy.random.default_rng"),
        ("core", "import numpy as np\nnp.random.default_rng(7)", "chance: numpy.random.default_rng"),
        ("renderers", "import uuid\nuuid.uuid4()", "chance: uuid.uuid4"),
        # Files, the screen, other programs.
        ("model", "open('x')", "touches files: open"),
        ("core", "read = open\nread('x')", "touches files: open"),
        ("core", "list(map(open, names))", "touches files: open"),
        ("core", "import numpy as np\nnp.loadtxt('x')", "touches files: numpy.loadtxt"),
        ("core", "from numpy import save", "touches files: numpy.save"),
        ("core", "table.tofile('x')", "touches files: tofile"),
        ("core", "def f(path):\n    return path.read_text()", "touches files: read_text"),
        ("renderers", "from io import open as opened\nopened('x')", "touches files: io.open"),
        ("report", "input('x')", "keyboard: input"),
        ("core", "import logging", "imports logging"),
        ("core", "from PIL import Image", "imports PIL.Image"),
        ("store", "import subprocess", "imports subprocess"),
        ("renderers", "import socket", "imports socket"),
    ],
)
def test_a_planted_trespass_is_seen_and_said(place: str, code: str, said: str) -> None:
    found = found_in(reach_of(f"maturity.{place}.planted", code))
    assert any(said in one for one in found), found


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("core", "import numpy as np\nfrom maturity.model import Round\nfrom .scoring import score"),
        ("core", "import datetime as dt\ndt.date(2026, 3, 12)\ncomparison.now['depth']\n(one.now for one in steps)"),
        ("core", "import numpy as np\ndef f(seed, chance: np.random.Generator):\n    np.random.default_rng(seed)"),
        ("core", "def f(input, open):\n    return open + input"),
        ("core", "class Box:\n    def load(self): ...\nBox().load()\nnp_like.save()"),
        ("charts", "from importlib import import_module\nimport_module(f'maturity.charts.{name}').draw(data)"),
        (
            "renderers",
            "from maturity import charts\nfrom maturity.report.blocks import Report\nimport io",
        ),
        ("renderers", "from importlib.resources import files\nfiles('maturity').joinpath('a').read_bytes()"),
        ("store", "from pathlib import Path\nPath('x').read_text()\nopen('y')"),
        ("cli", "import datetime as dt\ndt.datetime.now()\ninput('?')\nfrom maturity import __version__"),
        ("collect", "import random\nrandom.Random(f'{person} {item}').shuffle(options)"),
    ],
)
def test_what_is_allowed_passes(place: str, code: str) -> None:
    assert found_in(reach_of(f"maturity.{place}.planted", code)) == []


CIRCLE = ["maturity.charts.ground", "maturity.charts.layout"]


@pytest.mark.parametrize(("ways", "found"), [(("first",), []), (("first", "late"), [CIRCLE])])
def test_a_circle_is_found_at_the_top_and_inside_functions(ways: tuple[str, ...], found: list[list[str]]) -> None:
    planted = [
        reach_of("maturity.charts.ground", "from maturity.charts import layout, style"),
        reach_of("maturity.charts.layout", "def f():\n    from .ground import Mark"),
        reach_of("maturity.charts.style", "if TYPE_CHECKING:\n    from maturity.charts.ground import Mark"),
    ]
    assert cycles(graph(planted, ways)) == found


def test_longer_circles_are_found_as_one() -> None:
    arrows = {"compare": {"report"}, "report": {"story"}, "story": {"compare", "text"}, "text": set[str]()}
    assert cycles(arrows) == [["compare", "report", "story"]]


def test_what_is_allowed_to_one_module_is_still_needed() -> None:
    for module, reasons in ALLOWED.items():
        seen = trespasses(stored(module), ROOMS, _HOMES)
        assert set(reasons) <= set(seen), module
