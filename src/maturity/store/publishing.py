"""What is written into a round's journal once: its kind with the first answer, and what was published of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from maturity.folder.fixed import publications
from maturity.folder.journal import Note
from maturity.folder.names import JOURNAL
from maturity.model import Publication
from maturity.store.answers import add_alone, alone_with, read, saving

T = TypeVar("T")


def publish_once(
    folder: Path, make: Callable[[Publication | None], Publication | T], *, at: dt.datetime
) -> Publication | T:
    """Write what is published of a round into its journal, once for any number of programs that try at once.

    Args:
        folder: of the round.
        make: is called while nobody else can write, with what was published last, and says what is to be published;
            that itself where it stays as it is, or why nothing can be.
        at: now, with its time zone.

    Returns:
        what `make` said; a new publication when it is on the disk, and not before.

    Raises:
        InputError: it could not be saved; nothing was.
    """
    with saving(folder / JOURNAL), alone_with(folder / JOURNAL):
        before = publications(read(folder), str(folder / JOURNAL))
        made = make(before[-1] if before else None)
        if isinstance(made, Publication) and made not in before:
            content = made.model_dump(mode="json")
            add_alone(folder, [Note("published", content, uuid.uuid4().hex, at)], at)
    return made
