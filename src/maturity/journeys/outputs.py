"""Where results go, looked at before anything is reckoned."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from maturity.files import Outputs
from maturity.journeys.ask import Ask


def outputs(paths: Iterable[Path], ask: Ask, *inputs: Path | None) -> Outputs:
    """The files to write, once it is sure that none of them is read, kept by a cluster's folder, or no file at all.

    Args:
        ask: names files that are read as well.
        inputs: everything else that is read, what was not given included.

    Raises:
        InputError: one of them may not be written.
    """
    from maturity.folder.rounds import is_kept
    from maturity.readers.theme import theme_files

    read = [*inputs, ask.same, *theme_files(ask.theme), *(one.path for one in ask.templates.values())]
    read += [Path(ask.questionnaire)] if ask.questionnaire else []
    return Outputs(paths, inputs=[one for one in read if one is not None], kept=is_kept, force=ask.force)
