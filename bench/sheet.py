"""All charts of all bundled clusters and of harsh ones on sheets to look at: `make look` begins with it.

Each sheet has a chart at four sizes: in colour, in grey, and as two kinds of colour-blind eyes see it. Beside each
stand the smallest type at the size shown, the lowest contrast of a text, and what covers what.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from html import escape
from importlib import import_module
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.harsh import BLIND, LEAST, SIZES, Data, charts_of, everything  # noqa: E402
from tests.looked import faults, least_contrast, smallest_type  # noqa: E402

from maturity.charts.style import Look  # noqa: E402
from maturity.core.assess import assess  # noqa: E402
from maturity.core.compare import compare  # noqa: E402
from maturity.readers.library import examples_folder  # noqa: E402
from maturity.readers.round import load_round  # noqa: E402

LOOK = ROOT / "build" / "look"
DOTS, WIDE, GAP = 100, 620, 12
"""Dots an inch, and those of a picture on a sheet and between two."""


def wanted(only: list[str]) -> Iterator[tuple[str, Data, str]]:
    """Every chart whose cluster and name hold these words."""
    for name, data in (*bundled(), *everything().items()):
        for chart in charts_of(data):
            if all(word in f"{name} {chart}" for word in only):
                yield name, data, chart


def bundled() -> Iterator[tuple[str, Data]]:
    """Every cluster that comes with the program, and its years."""
    for path in sorted(examples_folder().iterdir()):
        if path.suffix == ".yaml" and path.stem != "personality":  # a questionnaire
            yield path.stem, assess(load_round(path))
        elif path.is_dir():
            years = [load_round(year) for year in sorted(path.iterdir()) if year.is_dir()]
            yield path.name, assess(years[-1])
            if len(years) > 1:
                yield f"{path.name} over the years", compare(years)


def views(picture: Image.Image) -> list[Image.Image]:
    """A picture in colour, in grey, and as colour-blind eyes see it."""
    parts = np.asarray(picture, dtype=float) / 255
    light = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    found = [picture, picture.convert("L").convert("RGB")]
    for matrix in BLIND.values():
        seen = np.clip(light @ np.array(matrix).T, 0, 1)
        back = np.where(seen <= 0.0031308, 12.92 * seen, 1.055 * seen ** (1 / 2.4) - 0.055)
        found.append(Image.fromarray((back * 255).round().astype("uint8")))
    return found


def sheet(name: str, chart: str, data: Data) -> tuple[Image.Image, list[str]]:
    """One chart at all sizes, and what was measured on it."""
    rows, said = [], []
    for size, inches in SIZES.items():
        figure = import_module(f"maturity.charts.{chart}").draw(data, Look(size=inches))
        type_, text = smallest_type(figure)
        contrast, faint = least_contrast(figure)
        wrong = faults(figure, LEAST)
        said.append(
            f"{name}: {chart} at {size}: smallest type {type_:.1f} pt ({text[:30]!r}); "
            f"lowest contrast {contrast:.1f} ({faint[:30]!r}); "
            + (f"{len(wrong)} faults, such as {wrong[0][:90]}" if wrong else "no fault")
        )
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DOTS)
        picture = Image.open(out).convert("RGB")
        picture.thumbnail((WIDE, 2 * WIDE))
        rows.append(views(picture))
    high = sum(row[0].height + GAP for row in rows)
    whole = Image.new("RGB", (4 * (WIDE + GAP), high), "#777777")
    top = 0
    for row in rows:
        for place, picture in enumerate(row):
            whole.paste(picture, (place * (WIDE + GAP), top))
        top += row[0].height + GAP
    return whole, said


def main() -> None:
    LOOK.mkdir(parents=True, exist_ok=True)
    page = ["<!doctype html><meta charset=utf-8><title>Charts</title><style>img{max-width:100%}</style>"]
    for name, data, chart in wanted(sys.argv[1:]):
        picture, said = sheet(name, chart, data)
        file = f"{name.replace(' ', '-').replace(',', '')}-{chart}.png"
        picture.save(LOOK / file)
        print("\n".join(said), flush=True)
        page.append(f"<h2>{escape(name)}: {chart}</h2><pre>{escape(chr(10).join(said))}</pre><img src='{file}'>")
    (LOOK / "index.html").write_text("\n".join(page), "utf-8")
    print(f"look at {LOOK / 'index.html'}")


if __name__ == "__main__":
    main()
