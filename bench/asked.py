"""Runs some tests in a process of its own, and says which functions each of them enters."""

from __future__ import annotations

import builtins
import functools
import gc
import os
import pickle
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "maturity"
ROOMS = ("core", "store")
LOADED = ("hypothesis", "numpy", "pydantic", "yaml", "typer", "rich.console", "openpyxl", "scipy.stats")
QUICK = "not drawing and not process and not browser and not walk"


class Watch:
    """Of every test: how long it took, and which functions of the rooms it entered, also by way of a shared fixture."""

    def __init__(self) -> None:
        self.entered: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failing: set[str] = set()
        self._now: set[str] = set()
        self._shared: dict[str, set[str]] = {}
        self._caches: list[Any] = []
        builtins._entered = lambda name: self._now.add(name)  # type: ignore[attr-defined]

    def pytest_collection_finish(self) -> None:
        # What is kept from an earlier test would hide that a later one needs it.
        kept = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
        mine = tuple(f"maturity.{room}" for room in ROOMS)
        self._caches = [one for one in kept if str(getattr(one, "__module__", "")).startswith((*mine, "tests"))]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        outside, self._now = self._now, set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._shared.setdefault(fixturedef.argname, set()).update(self._now)
            self._now |= outside

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        for one in self._caches:
            one.cache_clear()
        self._now, begun = set(), time.monotonic()
        try:
            return (yield)
        finally:
            shared = [self._shared.get(name, set()) for name in item.fixturenames]
            self.entered[item.nodeid] = self._now.union(*shared)
            self.seconds[item.nodeid] = time.monotonic() - begun

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failing.add(report.nodeid)


class Only:
    """Runs some tests, in this order."""

    def __init__(self, tests: list[str]) -> None:
        self.order = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = sorted((one for one in items if one.nodeid in self.order), key=lambda one: self.order[one.nodeid])


def apart(sources: Path, work: Callable[[], Any], longest: float) -> Any:
    """What a piece of work gives in a process of its own that sees these sources; None where it does not end in time.

    What all tests load is loaded already, so that a process begins at once.
    """
    here, there = os.pipe()
    child = os.fork()
    if child:
        os.close(there)
        with os.fdopen(here, "rb") as answer:
            ended = select.select([answer], [], [], longest)[0]
            if not ended:
                os.killpg(child, signal.SIGKILL)
            said = answer.read() if ended else b""
        os.waitpid(child, 0)
        return pickle.loads(said) if said else None
    os.setsid()
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    os.environ |= {"PYTHONPATH": str(sources), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.path.insert(0, str(sources))
    sys.dont_write_bytecode = True
    with os.fdopen(there, "wb") as answer:
        pickle.dump(work(), answer)
    os._exit(0)


def run_tests(files: list[str], plugin: object, *more: str) -> int:
    """Exit code of pytest."""
    habits = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", "-m", QUICK]
    return int(pytest.main([*habits, *more, *files], plugins=[plugin]))


def copied(sources: Path, folder: Path) -> Path:
    """The sources once more, beside what they read: without it every test fails, and every fault seems noticed."""
    for name in ("questionnaires", "examples"):
        (folder / name).symlink_to(ROOT / name)
    return Path(shutil.copytree(sources, folder / "src"))
