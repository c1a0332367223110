"""Bytes from a file as text, or a reason why not."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from maturity.errors import InputError, Problem
from maturity.source.packaged import packaged
from maturity.text.names import quoted, suggestion

# Said as what may not be: the ranges of what may take a pattern ten times as long to build.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


_HEAD = 1 << 10
"""Bytes at the start of a file in which what it is is said."""
_ANSWERS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".eml")
_FILES = (".yaml", ".yml", *_ANSWERS, ".xls", ".ods", ".docx", ".pptx", ".pdf", ".html", ".md", ".zip")
"""Endings by which a name that is nowhere is taken for a file's; any other is a folder's."""


SHOW = "maturity questionnaire show"


def missing(path: Path) -> InputError:
    """That what somebody gave for a round is not there, in the words that every command has for it."""
    if path.suffix.lower() in _FILES:
        return no_such_file(path)
    if is_file(packaged("questionnaires") / f"{path}.yaml"):
        what = f"{quoted(path)} is a questionnaire that comes with the program, and nobody's answers are in it"
        hint = f"give a round: a file with answers, or the folder of a cluster; to see the questions: {SHOW} {path}"
        return InputError(Problem("", None, "", "no-round", what, hint))
    what = f"there is no folder {quoted(path)}"
    hint = _likely(path, is_folder) or "check the spelling; 'maturity start FOLDER' makes one"
    return InputError(Problem("", None, "", "no-such-folder", what, hint))


def no_such_file(path: Path) -> InputError:
    """That a file does not exist, with what it may have been."""
    if is_folder(path):
        message = f"{quoted(path)} is a folder, where a file is expected"
        return InputError(Problem("", None, "", "no-such-file", message, "give a file that lies in it"))
    what = f"there is no file {quoted(path)}"
    hint = _likely(path, is_file) or "check the spelling and the folder"
    return InputError(Problem("", None, "", "no-such-file", what, hint))


def _likely(path: Path, kind: Callable[[Path], bool]) -> str:
    """The neighbour whose name is much like one that is nowhere; empty where none is."""
    try:
        neighbours = [other.name for other in path.parent.iterdir() if kind(other)]
    except (OSError, ValueError):
        neighbours = []
    hint = suggestion(path.name, neighbours)
    return hint if hint.startswith("did") else ""


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is no error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; a name that no folder can have is no error."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def files_in(path: Path) -> list[Path]:
    """A file itself; of a folder, the files in it that may hold answers, by name.

    Raises:
        InputError: the folder holds none.
    """
    if not is_folder(path):
        return [path]
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in _ANSWERS and is_file(one))
    if not found:
        hint = f"give files, or a folder with files that end in {', '.join(_ANSWERS)}"
        raise refusal(path, None, "no-answers", "the folder holds no file of answers", hint)
    return found


_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "packed"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite", "a database"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!", "packed"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
)
_MEDIA = (
    (b"\0\0", 4, b"ftyp", "a picture or a film"),
    (b"RIFF", 8, b"WEBP", "a picture"),
    (b"RIFF", 8, b"WAVE", "a sound"),
)
"""How a file begins, where in it its kind is said, from 0, and how."""
_INSIDE = (
    (b"Index/Document.iwa", "an Apple document (Numbers, Pages or Keynote)"),
    (b"word/document.xml", "a Word document"),
    (b"ppt/presentation.xml", "a PowerPoint deck"),
    (b"xl/workbook.xml", "an Excel workbook"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text"),
    (b"application/vnd.oasis.opendocument.presentation", "an OpenDocument deck"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
)


def foreign(raw: bytes) -> str:
    """What kind of document some bytes are, in words; empty if they may be text."""
    kind = next((kind for start, kind in _FOREIGN if raw.startswith(start)), "")
    kind = kind or next(
        (kind for start, at, name, kind in _MEDIA if raw.startswith(start) and raw.startswith(name, at)), ""
    )
    if not kind and raw.startswith(b"PK"):
        return next((kind for name, kind in _INSIDE if name in raw), "an archive")
    return kind


def bytes_of(path: Path, largest: int) -> bytes:
    """The content of a file.

    Args:
        path: the file.
        largest: most bytes that are read.

    Raises:
        InputError: there is no such file, it cannot be read, or it is too large.
    """
    with bytes_in(path, largest) as file:
        return file.read(largest)


@contextmanager
def bytes_in(path: Path, largest: int) -> Iterator[BinaryIO]:
    """A file to be read piece by piece; arguments and what is raised are as in `bytes_of`."""
    if not is_file(path):
        raise no_such_file(path)
    try:
        with path.open("rb") as file:
            if path.stat().st_size > largest:
                message = f"the file is larger than {largest / 1e6:.0f} MB"
                raise refusal(path, None, "too-large", message, "check that it is the right file")
            yield file
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise refusal(path, None, "unreadable", f"the file cannot be read: {reason}", "check its permissions") from None


def text_of(path: Path, largest: int) -> str:
    """The content of a UTF-8 file, without a byte-order mark.

    Args:
        path: the file.
        largest: most bytes that are read.

    Raises:
        InputError: as `bytes_of`; or the text is not UTF-8, or holds characters that no text has.
    """
    return "".join(lines_in(path, largest))


def lines_in(path: Path, largest: int, longest: int | None = None) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, one after the other, none of more bytes than `longest`; as `text_of`.

    A line may end as on old systems: in a carriage return alone.
    """
    with bytes_in(path, largest) as file:
        start = file.read(_HEAD)
        if kind := foreign(start + file.read() if start.startswith(b"PK") else start):
            hint = "give a text file: questionnaires and rounds are YAML, answers are CSV or XLSX"
            raise refusal(path, None, "other-format", f"the file is {kind}", hint)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refusal(path, 1, "encoding", "the file is in UTF-16", "save it as UTF-8")
        file.seek(len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0)
        most = -1 if longest is None else longest + 1
        for number, raw in enumerate(iter(partial(file.readline, most), b""), start=1):
            if longest is not None and len(raw) > longest:
                message = f"a line has more than {longest:,} characters"
                raise refusal(path, number, "too-large", message, "check that it is the right file")
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                message = f"the byte 0x{raw[error.start]:02x} is not UTF-8"
                raise refusal(path, number, "encoding", message, "save the file as UTF-8") from None
            if control := _CONTROL.search(text):
                message = f"the character U+{ord(control[0]):04X} cannot stand in a text"
                raise refusal(path, number, "control-character", message, "remove it")
            yield from io.StringIO(text, newline="") if "\r" in text[:-2] else (text,)


def refusal(path: Path, line: int | None, code: str, message: str, hint: str) -> InputError:
    """One reason why a file as a whole cannot be used."""
    return InputError(Problem(str(path), line, "", code, message, hint))
