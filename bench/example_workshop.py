"""The fictional workshop in examples/millbrook, made by the commands that the README's recipe names.

Running it anew replaces the folder; respondents' codes and times differ, and nothing else.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

from maturity import load_round
from maturity.collect import webform
from maturity.model import Questionnaire

FOLDER = Path(__file__).parents[1] / "examples" / "millbrook"
SCHOOLS = {
    "fulling-mill-primary": ("Fulling Mill Primary", 0.4),
    "weir-lane-school": ("Weir Lane School", -0.2),
    "sluice-gate-primary": ("Sluice Gate Primary", 0.1),
    "millrace-academy": ("Millrace Academy", -0.5),
}
"""Id, name, and how far its people lean, in levels."""
PAPER = (("fulling-mill-primary", "senior"), ("weir-lane-school", "senior"), ("millrace-academy", "teacher"))
SCREEN = (("sluice-gate-primary", "senior"), ("millrace-academy", "senior"))
SHEET = (("fulling-mill-primary", "Teacher"), ("weir-lane-school", "Teacher"), ("sluice-gate-primary", "Middle leader"))
FORM = (("weir-lane-school", "governor"), ("sluice-gate-primary", "teacher"))


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    chance = random.Random(2026)
    names = [part for name, _ in SCHOOLS.values() for part in ("--school", name)]
    words = "--mode", "named", "--label", "2026", "--questionnaire", "cluster-journey-1"
    maturity("start", FOLDER, "--name", "Millbrook Family of Schools", *names, *words)
    about = FOLDER / "2026" / "round.yaml"
    about.write_text(about.read_text("utf-8") + "fictional: true\n", "utf-8")
    asked = load_round(FOLDER).questionnaire
    for school, role in PAPER:
        maturity("enter", FOLDER, "--school", school, "--role", role, typed=f"{line(asked, school, role, chance)}\n")
    for school, role in SCREEN:
        marks = line(asked, school, role, chance).split()
        typed = "".join(f"{mark}\n\n" if mark in ("4", "5") else f"{mark}\n" for mark in marks)
        typed += "".join(f"{chance.randint(1, 4)}\n" for _ in asked.portrait)
        maturity("answer", FOLDER, "--school", school, "--role", role, typed=typed)
    maturity("collect", FOLDER, sheet(asked, chance), *replies(asked, chance))
    maturity(
        "agree", FOLDER, typed="3\nTwo schools could show it, two could not\n2\nWe found one example between us\nq\n"
    )
    maturity(
        *(
            "plan",
            FOLDER,
            "--add",
            "Reviews that end in action",
            "--moves",
            "cha.follow",
            "--support",
            "weir-lane-school",
        ),
        *("--why", "Our last reviews changed nothing that we could name", "--owner", "The heads, in turn"),
        *("--metric", "Every review of the year has a note on what came of it", "--review", "2027-02-03"),
    )
    for left in (FOLDER.parent / "export.csv", *FOLDER.parent.glob("reply-*.json"), *FOLDER.rglob(".lock")):
        left.unlink()
    maturity("doctor", FOLDER)


def maturity(*arguments: str | Path, typed: str = "") -> None:
    command = [sys.executable, "-m", "maturity", *map(str, arguments)]
    subprocess.run(command, check=True, input=typed, text=True, encoding="utf-8", stdout=subprocess.DEVNULL)


def line(asked: Questionnaire, school: str, role: str, chance: random.Random) -> str:
    """What somebody would mark on a ballot, in its order."""
    items = [item for item in asked.items if asked.is_asked(item, role)]
    return " ".join(mark(asked.axis_of(item) == asked.axes[0].id, school, chance) for item in items)


def mark(deep: bool, school: str, chance: random.Random) -> str:
    if chance.random() < 0.05:
        return "d"
    middle = (3.6 if deep else 2.6) + SCHOOLS[school][1]
    return str(min(5, max(1, round(chance.gauss(middle, 0.7)))))


def sheet(asked: Questionnaire, chance: random.Random) -> Path:
    """An export of a form system, as a school's secretary would send it."""
    path = FOLDER.parent / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Timestamp", "Your school", "Your role", *(item.prompt for item in asked.items)])
        for n, (school, role) in enumerate(SHEET):
            id_ = next(one.id for one in asked.roles if one.label == role)
            marks = [
                mark(asked.axis_of(item) == asked.axes[0].id, school, chance).replace("d", "DK")
                if asked.is_asked(item, id_)
                else ""
                for item in asked.items
            ]
            table.writerow([f"2026-11-18 16:0{n}:30", SCHOOLS[school][0], role, *marks])
    return path


def replies(asked: Questionnaire, chance: random.Random) -> list[Path]:
    """What the HTML form hands back."""
    paths = []
    for school, role in FORM:
        items = [item for item in asked.items if asked.is_asked(item, role)]
        marks = {item.id: mark(asked.axis_of(item) == asked.axes[0].id, school, chance) for item in items}
        answers = {item: "DK" if one == "d" else int(one) for item, one in marks.items()}
        response = {"respondent": f"web-{role}", "school": school, "role": role, "answers": answers}
        whole = {"format": "maturity-reply/1", "round": webform.about(load_round(FOLDER)), "response": response}
        paths.append(FOLDER.parent / f"reply-{role}.json")
        paths[-1].write_text(json.dumps(whole), "utf-8")
    return paths


if __name__ == "__main__":
    main()
