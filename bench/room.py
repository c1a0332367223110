"""The README's pictures of a workshop: a fictional room, held as `maturity workshop` holds it, seen in Chromium.

Needs Chromium, and `playwright` as the tests have it.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.conftest import NAMES
from tests.sitting import Held, held
from tests.started import start

from maturity.journeys.rounds import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCHOOLS = {"ashfield-primary": "Ashfield Primary", "brook-lane": "Brook Lane", "castle-hill": "Castle Hill"}
QUESTION = "dep.trust.candour"
LEVELS = (2, 3, 3, 4, 2, 4, 3, 2, 4, 1, 3, 5)
"""What twelve people answer to the question that is shown; no chance in it."""
SAID = "Heads could say it; most staff could not yet."
PLACE, CODE = "192.168.1.20:8421", "kfm3xt"
"""As in the network of a school, and the same in every picture."""
COLOURS = 256


def pictures(folder: Path) -> list[Path]:
    """Draw the phone, the screen and the desk into a folder."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        sys.exit("the pictures of a workshop need Chromium: install it")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        river = Path(place) / "river"
        schools = [word for name in SCHOOLS.values() for word in ("--school", name)]
        about = ["--mode", "named", "--label", "2026", "--date", "2026-03-12", "-q", "cluster-journey-short"]
        start(river, "--name", "River Partnership", *schools, *about)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        with held(river / "2026") as room:
            made = _seen(room, browser, folder)
        browser.close()
    return made


def _seen(room: Held, browser: Browser, folder: Path) -> list[Path]:
    session = room.session
    phone = browser.new_page(viewport={"width": 390, "height": 1090})
    phone.goto(f"http://127.0.0.1:{session['port']}/r/{session['key']}")
    desk = browser.new_page(viewport={"width": 1120, "height": 1056})
    desk.goto(room.desk)
    screen = browser.new_page(viewport={"width": 1120, "height": 630})
    screen.goto(f"{room.base}/screen#k={room.token}")
    _led(room)
    for page in (desk, screen):
        page.wait_for_function("(v) => Number(document.documentElement.dataset.v) >= v", arg=room.state()["v"])
    # The twelve, and the phone of the picture.
    desk.wait_for_selector("#phase-said:has-text('13 here')")
    desk.evaluate("([p, c]) => { typed.textContent = p; code.textContent = c; }", [PLACE, CODE])
    phone.wait_for_selector("text=The room")
    return [
        _kept(phone, folder / "workshop-phone.png"),
        _kept(screen, folder / "workshop-screen.png"),
        _kept(desk, folder / "workshop-desk.png"),
    ]


def _led(room: Held) -> None:
    """Take the room to where it has agreed on one question."""
    room.step("open")
    asked = opened(room.folder)[1].questionnaire
    roles = [one.id for one in asked.roles if one.id in (asked.item_by_id[QUESTION].audience or [one.id])]
    for n, level in enumerate(LEVELS):
        answers = {one.id: 2 + (n + k) % 5 // 2 for k, one in enumerate(asked.items)} | {QUESTION: level}
        for one in asked.items:
            if one.audience and roles[n % len(roles)] not in one.audience:
                del answers[one.id]
        room.answer(answers, list(SCHOOLS)[n % len(SCHOOLS)], roles[n % len(roles)])
    room.step("closed")
    room.step("item", QUESTION)
    room.step("reveal")
    room.step("agree")
    assert room.post("/agree", {"item": QUESTION, "level": 3, "reason": SAID})[0] == 200


def _kept(page: Page, path: Path) -> Path:
    """A page as a small PNG."""
    page.evaluate("() => { if (document.activeElement) { document.activeElement.blur(); } }")
    time.sleep(0.3)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


if __name__ == "__main__":
    for one in pictures(Path(__file__).parents[1] / "docs"):
        print(f"{json.dumps(str(one))}: {one.stat().st_size} bytes")
