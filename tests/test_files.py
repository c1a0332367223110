"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maturity import files
from maturity.errors import InputError


def test_a_failure_while_writing_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "chart.svg"
    target.write_bytes(b"good")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(InputError, match="No space left on device") as found:
        files.write(target, b"half")
    # No other program is at fault, and no other place on this disk helps.
    assert found.value.problems[0].hint == files.ROOM
    assert target.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        files.write(tmp_path / "nowhere" / "a.txt", b"")


def test_a_folder_that_is_there_and_takes_no_files_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(**_: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr("tempfile.mkstemp", nothing)
    with pytest.raises(InputError, match="no file can be made in"):
        files.write(tmp_path / "a.txt", b"")


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX systems")
def test_a_written_file_has_the_usual_permissions(tmp_path: Path) -> None:
    files.write(tmp_path / "a.txt", b"text")
    (tmp_path / "b.txt").write_bytes(b"text")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode
