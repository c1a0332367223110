"""What all tests share: no property is timed, and a real browser where there is one."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.started import start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.room import Rooms

settings.register_profile("untimed", deadline=None, max_examples=50)
settings.load_profile("untimed")
# As the program itself does: garbage in cycles is rare, and the search for it would cost a twentieth of all tests.
gc.set_threshold(400_000)

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as installed on this machine; without one the test is skipped, but in CI it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium on this machine, and in CI that is a failure")
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that fails its test on any request, error or warning."""
    context = browser.new_context(offline=True, accept_downloads=True, bypass_csp=True)
    fresh = context.new_page()
    seen: list[str] = []
    fresh.on("console", lambda message: seen.append(f"console: {message.text}"))
    fresh.on("pageerror", lambda error: seen.append(f"error: {error}"))
    fresh.on("request", lambda request: _note(seen, request.url))
    yield fresh
    context.close()
    assert seen == []


def _note(seen: list[str], url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        seen.append(f"request: {url}")


LETTERLESS = """async (options) => {
  const letters = [...document.querySelectorAll("svg use:not([role], [tabindex])")].map((one) => {
    const place = document.createComment("");
    one.replaceWith(place);
    return () => place.replaceWith(one);
  });
  const found = await axe.run(options);
  letters.forEach((back) => back());
  return found.violations;
}"""
"""What axe finds on a page without the letters of charts: they are outlines and no text, and most of its elements."""


@pytest.fixture(scope="session")
def axe() -> Any:
    """A function that returns what axe finds wrong with a page, in the dark too where that is asked."""
    import axe_playwright_python

    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")

    def violations(page: Page, *, dark: bool = False) -> list[str]:
        page.evaluate(script)
        found = page.evaluate(LETTERLESS, {})
        if dark:
            page.emulate_media(color_scheme="dark")
            found += page.evaluate(LETTERLESS, {"runOnly": ["color-contrast"]})
            page.emulate_media(color_scheme="light")
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]

    return violations


@pytest.fixture
def river(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cluster's folder with a round of the short form, in an empty folder that is the working one."""
    monkeypatch.chdir(tmp_path)
    schools = ["--school", "Elm Road", "--school", "Oak Hill"]
    about = ["--mode", "named", "--label", "2026", "--date", "2026-03-12", "-q", "cluster-journey-short"]
    start("river", "--name", "River", *schools, *about)
    return Path("river/2026")


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """Holds the room of one round, each time that it is called."""
    from tests.room import cluster, running

    return lambda kind="named": running(cluster(tmp_path / "river", kind))
