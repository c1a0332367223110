"""A cluster's folder as `maturity start` makes it: made once for the same words, then copied."""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
import shutil
import tempfile
from pathlib import Path


def start(folder: Path | str, *words: str) -> None:
    """What `maturity start FOLDER WORDS` makes of a folder that is not there."""
    shutil.copytree(_made(words), folder)


@functools.cache
def _made(words: tuple[str, ...]) -> Path:
    from maturity.cli.app import run

    kept = Path(tempfile.mkdtemp(prefix="started-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["start", str(kept / "made"), *words])
    assert code == 0, said.getvalue()
    return kept / "made"
