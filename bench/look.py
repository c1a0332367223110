"""Pages and slides as pictures, for people to look at: `make look`; with --docs also the README's pictures.

Needs LibreOffice (`soffice`) and poppler (`pdftoppm`), as Debian's packages libreoffice-impress, libreoffice-writer,
libreoffice-calc and poppler-utils have them; for the README's pictures also Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from maturity.cli.app import run

ROOT = Path(__file__).parents[1]
LOOK, DOCS = ROOT / "maturity-look", ROOT / "docs"
DOTS = 80
"""An inch; enough to see whether a line overlaps."""
PICTURES = {
    "slide.png": ("report.pptx", "The midpoints are a convention"),
    "page.png": ("report.pdf", "Where we stand"),
}
"""The README's picture, the file that it is a page of, and what that page says."""


def main() -> None:
    missing = [tool for tool in ("soffice", "pdftoppm", "pdftotext") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"make look needs {' and '.join(missing)}: install LibreOffice and poppler")
    if run(["demo", "-o", str(LOOK)]) != 0:
        sys.exit("the demo failed")
    pages = {name: _pages(LOOK / name) for name in ("report.pdf", "report.docx", "report.pptx", "years.pdf")}
    for name, pdf in pages.items():
        folder = LOOK / f"{name}-pages"
        folder.mkdir(exist_ok=True)
        subprocess.run(["pdftoppm", "-r", str(DOTS), "-png", pdf, folder / "page"], check=True)
        print(f"look at {folder}")
    if "--docs" in sys.argv:
        for picture, (name, words) in PICTURES.items():
            _picture(DOCS / picture, pages[name], words)
        for chart in ("quadrant", "clusters", "journey"):
            shutil.copyfile(LOOK / f"{chart}.png", DOCS / f"{chart}.png")
        from room import pictures

        pictures(DOCS)


def _pages(document: Path) -> Path:
    """A document as PDF."""
    if document.suffix == ".pdf":
        return document
    with tempfile.TemporaryDirectory() as home:
        profile = f"-env:UserInstallation={Path(home).as_uri()}"
        command: list[str] = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(LOOK / "converted"),
        ]
        subprocess.run([*command, str(document)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return LOOK / "converted" / f"{document.stem}.pdf"


def _picture(target: Path, pdf: Path, words: str) -> None:
    """The first page after the title that says some words, as a PNG."""
    count = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    last = int(count.partition("Pages:")[2].split()[0])
    for page in range(1, last + 1):
        text: list[str | Path] = ["pdftotext", "-f", str(page), "-l", str(page), pdf, "-"]
        said = subprocess.run(text, check=True, capture_output=True, text=True).stdout
        if words in said and (page > 1 or pdf.name != "report.pdf"):
            shot: list[str | Path] = [
                "pdftoppm",
                "-r",
                str(DOTS),
                "-f",
                str(page),
                "-l",
                str(page),
                "-singlefile",
                "-png",
            ]
            subprocess.run([*shot, pdf, target.with_suffix("")], check=True)
            return
    sys.exit(f"{pdf} has no page that says {words!r}")


if __name__ == "__main__":
    main()
