"""A logo and a template are looked through once, before anything opens or draws them."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest

from maturity.cli.app import run
from maturity.errors import InputError
from maturity.model.theme import Logo
from maturity.readers import picture
from maturity.readers.library import examples_folder
from maturity.readers.picture import load_picture
from maturity.readers.template import load_template

RIVERSIDE = str(examples_folder() / "riverside.yaml")
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="60">'


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A grey picture that says it is so large, and holds so many rows."""
    packer = zlib.compressobj()
    data = b"".join(packer.compress(bytes(width + 1)) for _ in range(height if rows is None else rows)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def read(folder: Path, content: bytes | str) -> Logo:
    path = folder / "logo"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_picture(path)


def inside(content: bytes, kind: str = "png") -> str:
    return f'<image width="9" height="9" href="data:image/{kind};base64,{base64.b64encode(content).decode()}"/>'


def bomb(levels: int, each: str = '<use xlink:href="#l{}"/>') -> str:
    """A shape that is drawn ten times, ten times, ten times..."""
    groups = [f'<g id="l{n}">{each.format(n - 1) * 10}</g>' for n in range(1, levels + 1)]
    return f'{HEAD}<defs><rect id="l0" width="1" height="1"/>{"".join(groups)}</defs><use href="#l{levels}"/></svg>'


SHORTEST = ("--audience", "heads")
DROP = '<filter id="f"><feDropShadow dx="2" dy="2" stdDeviation="3"/></filter>'


@pytest.mark.parametrize(
    ("content", "ratio"),
    [
        (png(40, 10), 4.0),
        (png(2000, 2000), 1.0),
        (HEAD + "</svg>", 200 / 60),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="1in" height="36pt"/>', 2.0),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" viewBox="0,0 30 10"/>', 3.0),
        (bomb(3), 200 / 60),
        (HEAD + '<path style="opacity:1;fill:#123;stroke:none" d="M0 0 L9 9 L9 0Z"/>' * 1500 + "</svg>", 200 / 60),
        (f'{HEAD}<path d="{"M0 0 L9 9 " * 9999}"/></svg>', 200 / 60),
        (HEAD + DROP + '<text filter="url(#f)">River</text></svg>', 200 / 60),
        (HEAD + inside(png(9, 9)) + "</svg>", 200 / 60),
    ],
)
def test_a_picture_comes_with_its_width_for_a_height_of_one(content: bytes | str, ratio: float, tmp_path: Path) -> None:
    assert read(tmp_path, content).ratio == pytest.approx(ratio)


REFUSED: dict[str, tuple[bytes | str, str]] = {
    "more dots than anybody needs, which are never unpacked": (png(50_000, 50_000, 0), "50000 x 50000 dots"),
    "one dot too many": (png(2001, 2000, 0), "2001 x 2000 dots"),
    "cut": (png(40, 10)[:-30], "is not whole"),
    "rows missing": (png(40, 4000, 10), "is not whole"),
    "no picture after its sign": (b"\x89PNG\r\n\x1a\nnothing more", "is not whole"),
    "another format": (b"GIF89a", "is neither a PNG nor an SVG"),
    "a line": (png(1, 30), "times as long"),
    "one shape a thousand million times": (bomb(9), "draws far too much"),
    "more shapes than a second draws": (bomb(4), "draws far too much"),
    "more points": (f'{HEAD}<path d="{"M0 0 L9 9 " * 11_000}"/></svg>', "draws far too much"),
    "more letters": (HEAD + f"<text>{'River ' * 20_000}</text></svg>", "draws far too much"),
    "layers upon layers": (HEAD + '<rect opacity=".9"/>' * 100 + "</svg>", "draws far too much"),
    "layers by a style sheet": (f"{HEAD}<style>* {{opacity: .9}}</style>{'<g/>' * 100}</svg>", "draws far too much"),
    "masks": (HEAD + '<mask id="m"/>' + '<g mask="url(#m)"/>' * 50 + "</svg>", "draws far too much"),
    "cut out again and again": (
        HEAD + '<clipPath id="c"/>' + '<g clip-path="url(#c)"/>' * 90 + "</svg>",
        "draws far too much",
    ),
    "blurred five times": (HEAD + DROP + '<g filter="url(#f)"/>' * 5 + "</svg>", "draws far too much"),
    "blurred in ten steps": (f"{HEAD}<filter>{'<feGaussianBlur/>' * 10}</filter></svg>", "draws far too much"),
    "a million dashes": (HEAD + '<circle r="99" stroke-dasharray="0.001"/>' * 14 + "</svg>", "draws far too much"),
    "rules for everything": (f"{HEAD}<style>{'g{opacity:.9}' * 999}</style>{'<g/>' * 999}</svg>", "draws far too much"),
    "the same by a pattern": (bomb(9, '<rect fill="url(#l{})"/>'), "draws far too much"),
    "the same by a style": (bomb(9, '<rect style="mask: url( #l{} )"/>'), "draws far too much"),
    "a mark at every point": (
        f'{HEAD}<marker id="m">{"<g/>" * 99}</marker><path marker-mid="url(#m)" d="{"M0 0 " * 9999}"/></svg>',
        "draws far too much",
    ),
    "a mark at every point by a style sheet": (
        f"{HEAD}<style>.a {{marker: url(#m)}}</style>"
        f'<marker id="m">{"<g/>" * 99}</marker><path class="a" d="{"M0 0 " * 9999}"/></svg>',
        "draws far too much",
    ),
    "itself": (f'{HEAD}<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>', "refers to itself"),
    "deeper than anybody draws": (HEAD + "<g>" * 500 + "</g>" * 500 + "</svg>", "too deeply"),
    "words that stand for words": ('<!DOCTYPE a [<!ENTITY b "c">]>' + HEAD + "&b;</svg>", "entities"),
    "a script": (HEAD + "<script>alert(1)</script></svg>", "may not (script)"),
    "a script in an attribute": (HEAD + '<rect onload="alert(1)"/></svg>', "holds a script"),
    "a page": (
        HEAD + '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>',
        "may not (foreignObject)",
    ),
    "noise that takes for ever": (HEAD + '<filter><feTurbulence numOctaves="999999"/></filter></svg>', "feTurbulence"),
    "a picture from elsewhere": (HEAD + '<image href="https://example.org/a.png"/></svg>', "from outside"),
    "a shape from elsewhere": (HEAD + '<use xlink:href="other.svg#a"/></svg>', "from outside"),
    "a style from elsewhere": (HEAD + "<style>@import 'a.css';</style></svg>", "from outside"),
    "a font from elsewhere": (HEAD + "<style>@font-face {src: url(//a/b)}</style></svg>", "from outside"),
    "a fill from elsewhere": (HEAD + '<rect fill="url(http://a/b#c)"/></svg>', "from outside"),
    "a drawing within": (HEAD + inside(b"<svg/>", "svg+xml") + "</svg>", "from outside"),
    "a large picture within": (HEAD + inside(png(50_000, 50_000, 0)) + "</svg>", "50000 x 50000 dots"),
    "a cut picture within": (HEAD + inside(png(40, 10)[:-30]) + "</svg>", "is not whole"),
    "many pictures within": (HEAD + inside(png(1500, 1500)) * 3 + "</svg>", "draws far too much"),
    "cut drawing": (HEAD + "<rect", "is not whole"),
    "no size": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "how large"),
    "no width": (HEAD.replace('"200"', '"0"') + "</svg>", "how large"),
    "no drawing": ("<svg/>", "is no SVG picture"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_that_is_too_much_not_whole_or_more_than_a_drawing_is_refused(name: str, tmp_path: Path) -> None:
    content, said = REFUSED[name]
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.hint


def test_a_large_picture_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: Any) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    with pytest.raises(InputError, match="50000 x 50000 dots"):
        read(tmp_path, png(50_000, 50_000, 0))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "LARGEST", 10)
    with pytest.raises(InputError, match="larger than"):
        read(tmp_path, png(40, 10))


@pytest.mark.parametrize(
    "command", ["report -o r.html", "report -o r.pdf", "report -o r.docx", "report -o r.pptx", "plot -o r.png"]
)
@pytest.mark.parametrize("content", [png(50_000, 50_000, 0), bomb(9).encode()])
def test_every_format_refuses_the_same_logo_in_the_same_words(
    command: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theme.yaml").write_text("title: Ours\nlogo: logo.png\n", "utf-8")
    (tmp_path / "logo.png").write_bytes(content)
    name, *more = command.split()
    assert run([name, RIVERSIDE, *more, "--theme", "theme.yaml"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("maturity: theme.yaml:2: logo: the picture 'logo.png' ")
    assert {path.name for path in tmp_path.iterdir()} == {"theme.yaml", "logo.png"}


# --- templates ---


def made(kind: str) -> bytes:
    out = io.BytesIO()
    document: Any = docx.Document() if kind == "docx" else pptx.Presentation()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A packed file whose parts were changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


def with_(name: str, part: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = part

    return change


def replaced(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return change


MASTER = "ppt/slideMasters/slideMaster1.xml"
SPOILT: dict[str, tuple[str, bytes, str]] = {
    "empty": ("docx", b"", "is not a Word file that can be read"),
    "no document": ("pptx", b"no document", "is not a PowerPoint file that can be read"),
    "half of one": ("pptx", made("pptx")[:9000], "is not a PowerPoint file that can be read"),
    "an empty archive": ("docx", b"PK\x05\x06" + bytes(18), "is not a Word file"),
    "a part that is not what it was": (
        "docx",
        made("docx").replace(b"word/", b"xxxx/"),
        "word/document.xml is missing",
    ),
    "slides that say they are a text": ("docx", made("pptx"), "it is a PowerPoint file, whatever its name says"),
    "a text that says it is slides": ("pptx", made("docx"), "it is a Word file, whatever its name says"),
    "no types": ("docx", changed(made("docx"), without("[Content_Types].xml")), "is not a Word file"),
    "no text": ("docx", changed(made("docx"), without("word/document.xml")), "word/document.xml is missing"),
    "no styles": ("docx", changed(made("docx"), without("word/styles.xml")), "word/styles.xml is missing"),
    "no body": (
        "docx",
        changed(made("docx"), with_("word/document.xml", b'<d xmlns="http://schemas.openxmlformats.org/x"/>')),
        "it has no text",
    ),
    "no layout": (
        "pptx",
        changed(made("pptx"), without("ppt/slideLayouts/slideLayout1.xml")),
        "ppt/slideLayouts/slideLayout1.xml is missing",
    ),
    "no master": ("pptx", changed(made("pptx"), without(MASTER)), f"{MASTER} is missing"),
    "no list of layouts": (
        "pptx",
        changed(made("pptx"), replaced(MASTER, b"sldLayoutIdLst", b"sldLayoutIdLxx")),
        "it has no slide layouts",
    ),
    "no size": (
        "pptx",
        changed(made("pptx"), replaced("ppt/presentation.xml", b'cx="9144000"', b'cx="0"')),
        "its slides have no size",
    ),
    "damaged text": ("pptx", changed(made("pptx"), with_(MASTER, b"<p:sldMaster")), f"{MASTER} is damaged"),
    "words that stand for words": (
        "docx",
        changed(made("docx"), replaced("word/styles.xml", b"<w:styles", b"<!DOCTYPE a><w:styles")),
        "makes words of its own",
    ),
    "a hundred million blanks": ("docx", changed(made("docx"), with_("word/media/a.bin", bytes(10**8))), "too large"),
    "seventeen million blanks of text": ("pptx", changed(made("pptx"), with_("a.xml", b" " * 17 * 10**6)), "too large"),
    "more styles than anybody has": (
        "docx",
        changed(made("docx"), replaced("word/styles.xml", b"</w:styles>", b"<w:style/>" * 60_000 + b"</w:styles>")),
        "it holds too much",
    ),
    "more parts than anybody has": (
        "docx",
        changed(made("docx"), lambda parts: parts.update({f"x/{n}": b"" for n in range(5001)})),
        "too large",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_template_that_cannot_be_used_is_refused_when_it_is_read(name: str, tmp_path: Path) -> None:
    kind, content, said = SPOILT[name]
    path = tmp_path / f"theirs.{kind}"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_template(path)
    (problem,) = caught.value.problems
    assert problem.source == str(path)
    assert problem.message.startswith("the template cannot be used: ")
    assert said in problem.message
    assert problem.hint


@pytest.mark.parametrize("kind", ["docx", "pptx"])
def test_a_template_is_given_back_as_it_is(kind: str, tmp_path: Path) -> None:
    content = changed(made(kind), lambda parts: None)
    (tmp_path / f"theirs.{kind}").write_bytes(content)
    assert load_template(tmp_path / f"theirs.{kind}") == content


OWN = {"dotx": ("docx", b"document.main+xml"), "potx": ("pptx", b"presentation.main+xml")}
"""Ending of a program's own template: of its documents, and what the two call their main part differently."""


def own_template(ending: str) -> bytes:
    kind, meant = OWN[ending]
    return changed(made(kind), replaced("[Content_Types].xml", meant, b"template.main+xml"))


@pytest.mark.parametrize("ending", OWN)
def test_a_program_s_own_template_is_taken_as_the_document_that_it_begins(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"Theirs.{ending.upper()}"
    path.write_bytes(own_template(ending))
    begun = io.BytesIO(load_template(path))
    opened: Any = docx.Document(begun) if ending == "dotx" else pptx.Presentation(begun)
    assert opened.core_properties is not None
    kind = OWN[ending][0]
    assert run(["report", RIVERSIDE, "--template", str(path), "-o", str(tmp_path / f"r.{kind}"), *SHORTEST]) == 0
    with zipfile.ZipFile(tmp_path / f"r.{kind}") as archive:
        assert b"template.main+xml" not in archive.read("[Content_Types].xml")


@pytest.mark.parametrize(("ending", "other"), [("dotx", "potx"), ("potx", "dotx")])
def test_a_template_of_the_other_program_is_refused_by_its_name(
    ending: str, other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"theirs.{ending}"
    path.write_bytes(own_template(other))
    assert run(["report", RIVERSIDE, "--template", str(path), "-o", str(tmp_path / f"r.{OWN[ending][0]}")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    said = {"dotx": "it is a PowerPoint file", "potx": "it is a Word file"}[ending]
    assert f"the template cannot be used: {said}, whatever its name says" in line


def test_what_a_library_stumbles_over_later_is_the_template_s_fault_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "theirs.pptx"
    path.write_bytes(changed(made("pptx"), replaced("ppt/slideLayouts/slideLayout1.xml", b"p:spTree", b"p:spFree")))
    assert run(["report", RIVERSIDE, "--template", str(path), "-o", str(tmp_path / "r.pptx")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"maturity: {path}: the template cannot be used: ")
