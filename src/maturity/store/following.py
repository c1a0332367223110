"""What is new in a round's journal since it was last looked at, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from maturity.folder.journal import Journal, decode
from maturity.folder.names import JOURNAL


@dataclass(slots=True)
class Following:
    """A journal that is read on from where it was last read.

    Args:
        folder: of the round.
    """

    folder: Path
    _file: tuple[int, int] | None = None
    _size: int = 0

    def news(self) -> Journal | None:
        """What was added since; None where the file was changed otherwise, and has to be read anew from its start.

        The first call, and the one after None, give all of it. A last line that is not finished waits for the next.
        """
        path = self.folder / JOURNAL
        try:
            about = path.stat()
        except FileNotFoundError:
            was_there, self._file, self._size = self._file is not None, None, 0
            return None if was_there else Journal()
        file = about.st_dev, about.st_ino
        if self._file is not None and (file != self._file or about.st_size < self._size):
            self._file, self._size = None, 0
            return None
        self._file = file
        if about.st_size == self._size:
            return Journal()
        with path.open("rb") as opened:
            opened.seek(self._size)
            content = opened.read()
        whole = content[: content.rfind(b"\n") + 1]
        self._size += len(whole)
        return decode(whole, str(path))
