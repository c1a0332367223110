"""The files around the answers: who belongs to a cluster, what a round is, what the room agreed on."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maturity import files
from maturity.errors import InputError, Problem
from maturity.model import SMALLEST_CELL, Agreed, Cluster, Mode, Questionnaire
from maturity.store.answers import ROUND, saving
from maturity.store.lock import alone, sync_folder

CLUSTER, QUESTIONNAIRE = "cluster.yaml", "questionnaire.yaml"
FROZEN = "# What was asked in this round. It stays as it is: answers are read by it, now and in later years.\n"


def write_cluster(folder: Path, cluster: Cluster, mode: Mode) -> Path:
    """Make the file that says who belongs to a cluster, and its folder where there is none."""
    with saving(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / CLUSTER
    schools = [school.model_dump() for school in cluster.schools]
    files.write(path, _yaml({"format": "maturity-cluster/1", "name": cluster.name, "mode": mode, "schools": schools}))
    return path


def open_round(
    cluster: Path, *, label: str, date: dt.date, mode: Mode, questionnaire: Questionnaire, frozen: bytes
) -> Path:
    """Make the folder of a new round, whole or not at all.

    Args:
        cluster: folder of the cluster.
        label: what the round is called; its folder is named after it.
        date: day of the sitting.
        mode: named school ratings, or a confidential survey.
        questionnaire: what will be asked.
        frozen: the same as YAML that refers to no other file.

    Raises:
        InputError: there is such a folder already, or it cannot be made.
    """
    folder = cluster / folder_name(label)
    about = {
        "format": "maturity-round/1",
        "label": label,
        "date": date,
        "mode": mode,
        "smallest_cell": SMALLEST_CELL,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "fingerprint": questionnaire.fingerprint,
        },
    }
    with saving(folder):
        draft = Path(tempfile.mkdtemp(dir=cluster, prefix=f".{folder.name}.", suffix=".tmp"))
        try:
            files.write(draft / ROUND, _yaml(about))
            files.write(draft / QUESTIONNAIRE, FROZEN.encode() + frozen)
            draft.chmod(cluster.stat().st_mode)
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        sync_folder(cluster)
    return folder


def folder_name(label: str) -> str:
    """The folder for a round of this label: `2025-26` for `2025/26`; empty when nothing is left of it."""
    return re.sub(r"[^\w.-]+", "-", label).strip("-.")


def save_agreed(folder: Path, agreed: Mapping[str, Agreed]) -> None:
    """Put the levels that the room agreed on into `round.yaml`; everything else in it stays as it is.

    Args:
        folder: of the round.
        agreed: item id to level and reason: all of them, not only the new ones.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    path = folder / ROUND
    with saving(path), alone(folder):
        before = path.read_text("utf-8")
        levels = {item: one.model_dump(exclude_defaults=True) for item, one in agreed.items()}
        after = _with_key(before, "agreed", levels)
        if after is None:
            hint = "write one key a line, and make sure that 'maturity doctor' finds no fault in it"
            raise InputError(Problem(str(path), None, "", "odd-layout", "the agreed levels find no place in it", hint))
        files.write(path, after.encode())
        sync_folder(folder)


def _with_key(text: str, key: str, value: Mapping[str, Any]) -> str | None:
    """YAML with the block of one top-level key replaced, or added at the end; None where that cannot be done."""
    import yaml

    lines = f"{text.rstrip()}\n".splitlines(keepends=True)
    try:
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        starts = [(name.value, name.start_mark.line) for name, _ in root.value]
        here = next((line for name, line in starts if name == key), len(lines))
        end = min((line for _, line in starts if line > here), default=len(lines))
        # What stands above the next key belongs to that key.
        while end > here and not lines[end - 1].startswith((" ", "-", key)):
            end -= 1
        after = "".join([*lines[:here], _yaml({key: value}).decode(), *lines[end:]])
        unchanged = yaml.safe_load(after) == {**yaml.safe_load(text), key: value}
    except (yaml.YAMLError, AttributeError, TypeError, ValueError):
        return None
    return after if unchanged else None


def _yaml(data: Mapping[str, Any]) -> bytes:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes every text that starts like a number or a sign, so that no reader can misunderstand it."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if value[:1].isalpha() else '"')

    Dumper.add_representer(str, text)
    dumped: str = yaml.dump(
        dict(data), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=None
    )
    return dumped.encode()
