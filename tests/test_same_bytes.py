"""Reports do not age: one input and one day give the same bytes anywhere, and one format that fails stops no other."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.util import Cm
from pypdf import PdfReader

from maturity import fonts, typesetting
from maturity.cli.app import run
from maturity.errors import InputError
from maturity.readers.library import examples_folder
from maturity.renderers.registry import SHIPPED

pytestmark = pytest.mark.process

TARNSIDE = examples_folder() / "tarnside"
RIVERSIDE = examples_folder() / "riverside.yaml"
DAY, SAID = "2026-12-01", "1 December 2026"
PICTURES = ("svg", "png", "pdf")
NO_FONT_HAS = "\U000f0000"
"""A letter for private use."""
WRITES = """
import contextlib, datetime, io, sys, time

source, days = sys.argv[1], int(sys.argv[2])
now = time.time
before = datetime.date.today()
time.time = lambda: now() + 86400 * days
assert (datetime.date.today() - before).days >= days
from maturity.cli.app import run

files = [word for kind in sys.argv[3].split(",") for word in ("-o", f"r.{kind}")]
assert run(["report", source, *files, "--date", sys.argv[4]]) == 0
for kind in sys.argv[5].split(","):
    assert run(["plot", source, "-o", f"q.{kind}"]) == 0
said = io.StringIO()
with contextlib.redirect_stdout(said):
    assert run(["compare", source, "--json", "--date", sys.argv[4]]) == 0
open("compare.json", "w", encoding="utf-8").write(said.getvalue())
"""
ELSEWHERE = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8"},
)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Every format, written by two processes in two folders, one of them 400 days later."""
    found = []
    for number, environment in enumerate(ELSEWHERE):
        folder = tmp_path_factory.mktemp(f"a place {number}")
        arguments = [str(TARNSIDE), str(400 * number), ",".join(SHIPPED), DAY, ",".join(PICTURES)]
        done = subprocess.run(
            [sys.executable, "-c", WRITES, *arguments],
            cwd=folder,
            env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        found.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    return found


def test_the_same_day_gives_the_same_bytes_in_every_format_wherever_and_whenever(twice: list[dict[str, bytes]]) -> None:
    first, second = twice
    assert {name.rpartition(".")[2] for name in first} == {*SHIPPED, *PICTURES, "json"}
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


def words(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml")]
    return re.sub("<[^>]+>", " ", " ".join(parts))


def test_every_format_says_of_which_day_it_is_and_only_days_that_stay_true(twice: list[dict[str, bytes]]) -> None:
    for kind in SHIPPED:
        text = re.sub(r"\s+", " ", words(f"r.{kind}", twice[0][f"r.{kind}"]))
        assert re.search(rf"\bas of\W.{{0,40}}{SAID}", re.sub("<[^>]+>", " ", text), re.IGNORECASE), kind
        assert not re.search(r"\bin \d+ (days|weeks)\b|\b(days|weeks) ago\b|, (today|tomorrow|yesterday)\b", text), kind
    assert json.loads(twice[0]["compare.json"])["as_of"] == DAY


def test_another_day_is_another_report_and_what_is_no_day_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for day in ("2026-12-01", "2026-12-02"):
        assert run(["report", str(RIVERSIDE), "--sections", "year", "-o", f"{day}.md", "--date", day]) == 0
    first, second = (Path(f"2026-12-0{n}.md").read_text("utf-8").split("<!-- maturity")[0] for n in (1, 2))
    assert "As of: 1 December 2026" in first.replace("**", "")
    assert second == first.replace("1 December 2026", "2 December 2026")
    assert run(["report", str(RIVERSIDE), "-o", "no.md", "--date", "next week"]) == 2
    assert "--date" in capsys.readouterr().err
    assert not Path("no.md").exists()


# ---- one format fails


def with_a_letter(folder: Path) -> Path:
    """A round with a school in whose name stands a letter that no font has."""
    source = folder / "round.yaml"
    source.write_text(RIVERSIDE.read_text("utf-8").replace("Alder Primary", f"Alder {NO_FONT_HAS}"), "utf-8")
    return source


def failing(
    folder: Path, capsys: pytest.CaptureFixture[str], *more: str, kinds: tuple[str, ...], source: Path = RIVERSIDE
) -> tuple[str, str]:
    """What a command that ends with 2 says, where several formats are asked for."""
    outputs = [word for kind in kinds for word in ("-o", str(folder / f"r.{kind}"))]
    capsys.readouterr()
    assert run(["report", str(source), "--audience", "heads", *outputs, *more]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.out, said.err


@pytest.mark.drawing
def test_a_letter_that_no_font_has_stops_the_pdf_alone_and_is_named_with_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = failing(tmp_path, capsys, kinds=("pdf", "html", "docx"), source=with_a_letter(tmp_path))
    assert sorted(path.name for path in tmp_path.glob("r.*")) == ["r.docx", "r.html"]
    assert out.count("wrote ") == 2
    assert f"{tmp_path / 'r.pdf'}: no font here has a form for {NO_FONT_HAS} (U+F0000), in “" in err
    assert f"Alder {NO_FONT_HAS}" in err
    assert "install a font" in err


def test_a_template_that_cannot_be_used_stops_its_own_format_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = tmp_path / "theirs.docx"
    template.write_bytes(b"no document")
    _, err = failing(tmp_path, capsys, "--template", str(template), kinds=("docx", "md", "xlsx"))
    assert sorted(path.name for path in tmp_path.glob("r.*")) == ["r.md", "r.xlsx"]
    assert f"{template}: the template cannot be used" in err


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere/r.docx", "there is no folder"),
        ("theirs.html/r.docx", "theirs.html is no folder"),
        ("r.docx", "there is a folder of this name"),
        ("theirs.html", "a file is there already that this command did not write"),
    ],
)
def test_a_place_where_a_file_cannot_go_is_refused_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, said: str
) -> None:
    (tmp_path / "r.docx").mkdir()
    (tmp_path / "theirs.html").write_text("theirs")
    out, err = failing(tmp_path, capsys, "-o", str(tmp_path / place), kinds=("md",))
    assert said in err
    assert "wrote" not in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.docx", "theirs.html"]


@pytest.mark.parametrize(("size", "told"), [((19.05, 33.87), True), ((25.4, 19.05), False)])
def test_a_template_with_places_for_text_outside_its_slides_is_told_of_by_layout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: tuple[float, float], told: bool
) -> None:
    presentation: Any = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = (Cm(side) for side in size)
    presentation.save(str(tmp_path / "theirs.pptx"))
    where = ["-o", str(tmp_path / "r.pptx"), "--template", str(tmp_path / "theirs.pptx")]
    assert run(["report", str(RIVERSIDE), *where]) == 0
    said = capsys.readouterr().err
    place = f"{tmp_path / 'theirs.pptx'}: in its layout “Title and Content” the place for the title and the place for"
    assert (place in said and "19.1 by 33.9 cm" in said and "Slide Master" in said) == told
    assert ("outside" in said) == told


def test_a_disk_that_is_full_stops_one_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Any = tempfile.mkstemp

    def full(*args: Any, prefix: str, **more: Any) -> Any:
        if prefix.startswith(".r.xlsx"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return usual(*args, prefix=prefix, **more)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    out, err = failing(tmp_path, capsys, kinds=("xlsx", "md"))
    assert f"wrote {tmp_path / 'r.md'}" in out
    assert f"{tmp_path / 'r.xlsx'}: the file cannot be written (No space left on device)" in err
    assert not (tmp_path / "r.xlsx").exists()


def test_a_fault_of_the_program_is_raised_after_the_other_formats_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maturity.renderers import workbook

    def broken(*_: Any, **__: Any) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(workbook, "render", broken)
    with pytest.raises(ZeroDivisionError):
        run(
            [
                "report",
                str(RIVERSIDE),
                "--sections",
                "year",
                "-o",
                str(tmp_path / "r.xlsx"),
                "-o",
                str(tmp_path / "r.md"),
            ]
        )
    assert (tmp_path / "r.md").exists()


@pytest.mark.drawing
def test_a_pdf_that_cannot_be_tagged_is_written_without_tags_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    usual = typst.compile

    def untagged(*args: Any, **how: Any) -> Any:
        if "pdf_standards" in how:
            error = typst.TypstError("PDF/UA-1 error: missing document title", "")
            error.message = "PDF/UA-1 error: missing document title"
            raise error
        return usual(*args, **how)

    monkeypatch.setattr(typst, "compile", untagged)
    path = tmp_path / "r.pdf"
    assert run(["report", str(RIVERSIDE), "--sections", "year", "-o", str(path)]) == 0
    err = capsys.readouterr().err
    assert err.startswith("maturity: the PDF is written without tags, which screen readers need (PDF/UA-1 error")
    assert len(err.splitlines()) == 1
    assert "/MarkInfo" not in PdfReader(path).root_object


# ---- fonts


@pytest.fixture
def font_file(tmp_path: Path) -> Iterator[Path]:
    """A font with the letter that no other has, which was installed after matplotlib made its list."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from matplotlib import font_manager

    font = TTFont(typesetting._fonts() / "DejaVuSans.ttf")
    for table in font["cmap"].tables:
        table.cmap = {ord(NO_FONT_HAS): "A"} if table.format == 12 else {}
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "PrivateLetters" if record.nameID == 6 else "Private Letters"
    (tmp_path / "fonts").mkdir()
    font.save(tmp_path / "fonts" / "private.ttf")
    kept = [*font_manager.fontManager.ttflist]
    yield tmp_path / "fonts" / "private.ttf"
    font_manager.fontManager.ttflist[:] = kept
    for one in (fonts._installed, fonts._path_of, fonts._looked_for_more):
        one.cache_clear()


def test_a_font_that_was_installed_since_is_found_for_charts_and_for_pdf(
    font_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst
    from matplotlib import font_manager

    template = (
        b'#set document(title: "x")\n#set text(font: json(bytes(sys.inputs.fonts)))\n#json(bytes(sys.inputs.data))'
    )
    with pytest.raises(InputError, match="no font here has a form for"):
        typesetting.set_pdf(template, NO_FONT_HAS)
    fonts._looked_for_more.cache_clear()
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(font_file)])
    assert fonts.fonts_for({NO_FONT_HAS}) == (["Private Letters"], set())
    monkeypatch.setattr(typesetting, "_known_fonts", lambda **_: typst.Fonts(False, font_paths=[str(font_file.parent)]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        content = typesetting.set_pdf(template, NO_FONT_HAS)
    (page,) = PdfReader(io.BytesIO(content)).pages
    assert page.extract_text().strip() == NO_FONT_HAS
