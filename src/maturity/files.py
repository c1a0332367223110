"""Writing files: whole or not at all, and never over what somebody else may need.

A file that the program writes carries a mark where its format has a place for one: what it is, for which round, and a
digest of all the rest. By it the same command, run again for the same round, may replace its own file, and nothing else
may: neither an input, nor what somebody has changed by hand since, nor a file of another round.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import re
import stat
import struct
import sys
import tempfile
import threading
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from maturity.errors import FINE, InputError, Problem

MARK = re.compile(rb"maturity-output/1 ([a-z]+) ([0-9a-f]{12}) ([0-9a-f]{20})")
"""What a file is, a digest of whose it is, a digest of the file without the mark."""
UNMARKED = (".csv", ".tsv", ".txt", ".json", ".yaml", ".yml")
"""Formats that may have no place for a mark: a file there is known by what is in it."""
PNG, PDF, ZIP, CALENDAR, SCRIPT = b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04", b"BEGIN:VCALENDAR", b"//"
PARQUET = b"PAR1"
COMMENTED = (".html", ".svg", ".md")
LARGEST = 200_000_000
"""Bytes beyond which nobody looks whether a file is one of ours."""
ANOTHER = "choose another name, or replace it with --force"
ROOM = "make room on the disk, then do the same once more"
_WRITING = threading.Lock()
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Outputs:
    """The files that one command is going to write, refused all together before anything is reckoned or written.

    Args:
        paths: where they go, as far as it is known at the start.
        inputs: files that are read, or may be; none of them is replaced.
        kept: whether a name belongs to a round's or a cluster's own folder; not even `force` writes there.
        force: replace what is there, whoever wrote it.

    Raises:
        InputError: a path cannot be written to without loss; carries one problem a path.
    """

    def __init__(
        self, paths: Iterable[Path], *, inputs: Iterable[Path] = (), kept: Callable[[Path], bool], force: bool = False
    ) -> None:
        self._paths, self._inputs, self._kept, self._force = list(paths), list(inputs), kept, force
        self._owner: tuple[bytes, bytes] | None = None
        self._refuse(self._paths, self._by_place)

    def of(self, what: str, *whose: str) -> None:
        """Say what the files are and whose, and refuse those that stand where another file is.

        Args:
            what: a word for the kind of output, in small letters.
            whose: what makes two rounds different, such as the cluster's name and the round's label.

        Raises:
            InputError: as at the start.
        """
        self._owner = what.encode(), hashlib.sha256("\n".join(whose).encode()).hexdigest()[:12].encode()
        self._refuse([path for path in self._paths if path.suffix.lower() not in UNMARKED], self._by_mark)

    def tables(self, *heads: str) -> None:
        """Refuse tables that stand where one is to be written, and are none of that kind by their first heading.

        Args:
            heads: what the first heading may be.

        Raises:
            InputError: as at the start.
        """

        def fault(path: Path) -> Problem | None:
            if self._force or not path.exists() or not path.stat().st_size or _head(path) in heads:
                return None
            return _problem(path, "not-ours", "a file is there already that this command did not write", ANOTHER)

        self._refuse([path for path in self._paths if path.suffix.lower() == ".csv"], fault)

    def write(
        self,
        contents: Mapping[Path, bytes],
        begun: Collection[str] = (),
        begin: Callable[[Collection[str]], None] = lambda _: None,
    ) -> list[Path]:
        """Write every file, or none where one of them would replace what is not to be replaced.

        Args:
            contents: by path; paths that were not known at the start are checked now.
            begun: digests of files that the same command has written before it was stopped; it may replace them.
            begin: hears digests of what is going to be written.

        Returns:
            the paths, in their order.

        Raises:
            InputError: as at the start, or a file cannot be written.
        """
        marked = {path: self._marked(content, path) for path, content in contents.items()}
        self._refuse(list(marked), self._by_place)

        def fault(path: Path) -> Problem | None:
            own = path.exists() and _digest(_old(path)) in begun
            return None if own or _holds(path, marked[path]) else self._by_mark(path)

        self._refuse(list(marked), fault)
        begin({_digest(content) for content in marked.values()})
        for path, content in marked.items():
            write(path, content, fresh=not self._force and not path.exists())
        return list(marked)

    def _refuse(self, paths: list[Path], fault: Callable[[Path], Problem | None]) -> None:
        problems = [problem for path in paths if (problem := fault(path))]
        names = Counter(_name(path) for path in paths)
        twice = [path for path in paths if names[_name(path)] > 1]
        if twice:
            problems.append(_problem(twice[0], "twice", "two results would go into this one file", "name each its own"))
        if problems:
            raise InputError(problems)

    def _by_place(self, path: Path) -> Problem | None:
        real = _real(path)
        if self._kept(real):
            message = "this name belongs to what a cluster's folder keeps, and nothing else is written there"
            return _problem(path, "own-name", message, "choose another name")
        if real.is_dir():
            return _problem(path, "a-folder", "there is a folder of this name", "choose another name")
        if not real.parent.is_dir():
            return _without_folder(path)
        if real.exists() and not stat.S_ISREG(real.stat().st_mode):
            return _problem(path, "no-file", "what is there is no ordinary file", "choose another name")
        if not self._force and any(_same(real, one) for one in self._inputs):
            message = "this file is read for the result, and would be replaced by it"
            return _problem(path, "output-is-input", message, ANOTHER)
        return None

    def _by_mark(self, path: Path) -> Problem | None:
        if self._force or not path.exists() or not path.stat().st_size:
            return None
        found = mark_of(_old(path), path.suffix)
        if found is None or self._owner is None or found[0] != self._owner[0]:
            return _problem(path, "not-ours", "a file is there already that this command did not write", ANOTHER)
        if found[1] != self._owner[1]:
            return _problem(path, "not-ours", "the file there was written for another round", ANOTHER)
        if not found[2]:
            message = "the file there was changed after it was written, and the changes would be lost"
            return _problem(path, "changed-since", message, ANOTHER)
        return None

    def _marked(self, content: bytes, path: Path) -> bytes:
        return content if self._owner is None else marked(content, path.suffix, *self._owner)


def write(path: Path, content: bytes | Iterable[bytes], *, fresh: bool = False) -> None:
    """Write a file so that a crash or a full disk leaves the old one, or none, but never a half.

    A link stays one: the file that it leads to is written. Who may read a file that is replaced stays as it was.

    Args:
        content: all of it, or piece by piece.
        fresh: refuse a file that has come to be there in the meantime.

    Raises:
        InputError: the folder does not exist, or the file cannot be written.
    """
    real = _real(path)
    try:
        with _WRITING:
            _written(real, content, fresh=fresh)
    except FileExistsError:
        raise InputError(_problem(path, "not-ours", "a file has come to be there in the meantime", ANOTHER)) from None
    except FileNotFoundError:
        # Some folders of the system are there and take no files, and say of each that there is no such place.
        fault = _problem(path, "not-written", f"no file can be made in {path.parent}", "choose another place with -o")
        raise InputError(fault if real.parent.is_dir() else _without_folder(path)) from None
    except OSError as error:
        hint = remedy(error, "close it if another program has it open, or choose another place with -o")
        message = f"the file cannot be written ({error.strerror})"
        code = "disk-full" if hint == ROOM else "not-written"
        raise InputError(_problem(path, code, message, hint)) from None


def end_at_once() -> NoReturn:
    """End the program beside a thread that still works, but never in the middle of a file."""
    _WRITING.acquire()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(FINE)


def _written(real: Path, content: bytes | Iterable[bytes], *, fresh: bool) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name[:40]}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines((content,) if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(stat.S_IMODE(real.stat().st_mode) if real.exists() else _usual_mode())
        if not (fresh and _linked(temporary, real)):
            Path(temporary).replace(real)
    finally:
        Path(temporary).unlink(missing_ok=True)


def folder_made(path: Path) -> None:
    """Make a folder, and those above it, where there is none.

    Raises:
        InputError: there is something else of this name, or it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"no folder can be made here ({error.strerror})"
        hint = remedy(error, "choose another place with -o")
        raise InputError(_problem(path, "no-folder", message, hint)) from None


def remedy(error: OSError, usual: str) -> str:
    """What to do where the system has refused to write: on a full disk nothing else helps."""
    return ROOM if error.errno in _FULL else usual


@contextmanager
def aside() -> Iterator[Path]:
    """An empty folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        yield Path(folder)


def zipped(paths: Iterable[Path], others: Mapping[str, bytes] | None = None) -> bytes:
    """Files as one ZIP archive, the same bytes for the same files.

    Args:
        others: by name, for those that are not among the files.
    """
    held = {**(others or {}), **{path.name: path.read_bytes() for path in paths}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(held):
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, held[name])
    return out.getvalue()


def unzipped(path: Path) -> dict[str, bytes]:
    """The files of an archive by name; none where there is no archive. What `zipped` would not write is passed over."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name and Path(name).name == name}
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError):
        return {}


def marked(content: bytes, ending: str, what: bytes, whose: bytes) -> bytes:
    """A file's content with its mark; as it is where the format has no place for one."""
    digest = hashlib.sha256(content).hexdigest()[:20].encode()
    framed = _framed(b" ".join((b"maturity-output/1", what, whose, digest)), content, ending)
    if not framed:
        return content
    if content.startswith(ZIP):
        return content[:-2] + struct.pack("<H", len(framed)) + framed
    place = _place(content)
    return content[:place] + framed + content[place:]


def mark_of(content: bytes, ending: str) -> tuple[bytes, bytes, bool] | None:
    """What a file is, whose, and whether it is as it was written; None without a mark."""
    found = [*MARK.finditer(content)][-1:]
    if not found:
        return None
    what, whose, digest = found[0].groups()
    before, framed, after = content.rpartition(_framed(found[0][0], content, ending) or b"\0")
    if content.startswith(ZIP):
        before = before[:-2] + b"\0\0"
    intact = bool(framed) and hashlib.sha256(before + after).hexdigest()[:20].encode() == digest
    return what, whose, intact


def _framed(line: bytes, content: bytes, ending: str) -> bytes:
    """A mark as it stands in a format; empty where there is no place for it."""
    if content.startswith(PNG):
        chunk = b"tEXtmaturity\0" + line
        return struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    if content.startswith(PDF):
        return b"%" + line + b"\n"
    if content.startswith((ZIP, PARQUET)):
        return line
    if content.startswith(CALENDAR):
        return b"X-MATURITY:" + line + b"\r\n"
    if content.startswith(SCRIPT):
        return b"// " + line + b"\n"
    return b"<!-- " + line + b" -->\n" if ending.lower() in COMMENTED else b""


def _place(content: bytes) -> int:
    """Where the mark goes: where a reader of the format passes over it."""
    if content.startswith(PNG):
        return content.rindex(b"IEND") - 4
    if content.startswith(PDF):
        return content.rindex(b"startxref")
    if content.startswith(PARQUET):
        # In front of the footer, which is found from the end.
        return len(content) - 8 - int(struct.unpack("<I", content[-8:-4])[0])
    return content.index(b"BEGIN:VEVENT") if content.startswith(CALENDAR) else len(content)


def _holds(path: Path, content: bytes) -> bool:
    """Whether new content holds all that is in a file: the same bytes, or a table's every row."""
    if not path.exists():
        return True
    old = _old(path)
    return old == content or (path.suffix.lower() == ".csv" and _rows(old) <= _rows(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _rows(content: bytes) -> Counter[frozenset[tuple[str, str]]]:
    """The rows of a table as what stands in its named columns; bytes that are no table are one row."""
    try:
        header, *rows = [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))] or [[]]
        pairs = [frozenset((name, cell) for name, cell in zip(header, row, strict=True) if cell) for row in rows]
    except (ValueError, csv.Error):
        return Counter([frozenset({("", content.decode("latin-1"))})])
    return Counter([frozenset((name, "") for name in header[:1]), *pairs])


def _head(path: Path) -> str:
    """The first heading of a table."""
    first = _old(path).partition(b"\n")[0].decode("utf-8-sig", "replace")
    return next(iter(next(csv.reader([first.strip()]), [])), "")


def _old(path: Path) -> bytes:
    return path.read_bytes() if path.stat().st_size <= LARGEST else b"\0"


def _real(path: Path) -> Path:
    """Where a path leads in the end."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _name(path: Path) -> str:
    """A path as a system reads it that knows no difference of capitals."""
    return str(_real(path)).casefold()


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, by whatever road."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _linked(temporary: str, path: Path) -> bool:
    """Whether a file stands under its name now, which nothing had; False where the system has no links.

    Raises:
        FileExistsError: something had it.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _problem(path: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(str(path), None, "", code, message, hint)


def _without_folder(path: Path) -> Problem:
    """That the folder of a path is missing, or is none."""
    if path.parent.exists():
        return _problem(path, "no-folder", f"{path.parent} is no folder", "choose another place with -o")
    return _problem(path, "no-folder", f"there is no folder {path.parent}", "make it first")


def _usual_mode() -> int:
    """Permissions that `open` would give; mkstemp's are for secrets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
