"""One key of a YAML file that people edit too: put in, or replaced, and all else left as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from textwrap import indent
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from maturity import files
from maturity.errors import InputError, Problem
from maturity.folder.names import ROUND
from maturity.store.answers import saving
from maturity.store.lock import alone, sync_folder

Model = TypeVar("Model", bound=BaseModel)
_BREAKS = re.compile("[\\x85\\u2028\\u2029]")
"""Ends of a line to YAML, which it would fold where a text stands without quotes."""


def change_key(
    path: Path, key: str, to: Callable[[Any], Any], *, what: str, flow: bool | None = None, entries: bool = False
) -> None:
    """Change one top-level key of a YAML file; everything else in it stays as it is.

    Nobody else can change the file between its reading and its writing. A link stays a link.

    Args:
        path: the file; in a round's folder the whole folder is locked, elsewhere the file alone.
        key: letters only.
        to: gives the value, as plain data, from the one that stands there now; None if there is none.
        what: what the value is, as the subject of a sentence in the plural.
        flow: as in `dump`.
        entries: the value is a list, of which each entry that is as it was keeps its layout and its comments.

    Raises:
        InputError: the file cannot be read, is not laid out one key a line, or cannot be written.
    """
    with saving(path), alone(path.parent if path.name == ROUND else path):
        path = path.resolve()
        before = path.read_bytes().decode("utf-8", "surrogateescape")
        value = to(_said(before).get(key))
        after = _with_key(before, key, value, flow, entries)
        if after is None:
            hint = "write one key a line, and make sure that 'maturity doctor' finds no fault in it"
            raise InputError(Problem(str(path), None, "", "odd-layout", f"{what} find no place in it", hint))
        files.write(path, after.encode("utf-8", "surrogateescape"))
        sync_folder(path.parent)


def valid(path: Path, what: str, model: type[Model], said: Any) -> Model:
    """A value that stands in a file, which somebody may have edited since it was last read.

    Raises:
        InputError: it is none.
    """
    try:
        return model.model_validate(said)
    except ValidationError:
        hint = "nothing was saved; 'maturity doctor' says what is wrong in the file"
        raise InputError(
            Problem(str(path), None, what, "odd-value", "the file has changed, and is faulty", hint)
        ) from None


def _said(text: str) -> Mapping[str, Any]:
    import yaml

    try:
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _with_key(text: str, key: str, value: Any, flow: bool | None, entries: bool) -> str | None:
    """YAML with the block of one top-level key replaced, or added at the end; None where that cannot be done."""
    import yaml

    ending = "\r\n" if "\r\n" in text else "\n"
    lines = f"{text.rstrip()}{ending}".splitlines(keepends=True)
    try:
        root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
        starts = [(name.value, name.start_mark.line) for name, _ in root.value]
        here = next((line for name, line in starts if name == key), len(lines))
        end = min((line for _, line in starts if line > here), default=len(lines))
        # What stands above the next key belongs to that key.
        while end > here and not lines[end - 1].startswith((" ", "-", key)):
            end -= 1
        kept = _entries(root, key, lines[:end]) if entries else []
        block = _block(key, value, kept, flow).replace("\n", ending)
        after = "".join([*lines[:here], block, *lines[end:]])
        whole = {**yaml.safe_load(text), key: value}
        if kept and yaml.safe_load(after) != whole:
            after = "".join([*lines[:here], _block(key, value, [], flow).replace("\n", ending), *lines[end:]])
        unchanged = yaml.safe_load(after) == whole
    except (yaml.YAMLError, AttributeError, TypeError, ValueError):
        return None
    return after if unchanged else None


def _entries(root: Any, key: str, lines: Sequence[str]) -> list[tuple[Any, str]]:
    """Each entry of a list that stands one below the other: what it says, and its lines with the comments above it."""
    import yaml

    node = next((value for name, value in root.value if name.value == key), None)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return []
    starts = [entry.start_mark.line for entry in node.value]
    # A remark above an entry is about that one.
    starts = [next(n for n in range(line, 0, -1) if not lines[n - 1].lstrip().startswith("#")) for line in starts]
    ends = [*starts[1:], len(lines)]
    texts = ["".join(lines[start:end]).replace("\r\n", "\n") for start, end in zip(starts, ends, strict=True)]
    loader = yaml.SafeLoader("")
    return [(loader.construct_document(entry), text) for entry, text in zip(node.value, texts, strict=True)]


def _block(key: str, value: Any, kept: Sequence[tuple[Any, str]], flow: bool | None) -> str:
    """A key with its value; entries of a list that are as they were stand as they stood, with their comments."""
    if not kept or not isinstance(value, list):
        return dump({key: value}, flow=flow).decode()
    first = kept[0][1].removeprefix(_remarks(kept[0][1]))
    margin = first[: len(first) - len(first.lstrip())]
    stood: dict[str, list[str]] = {}
    for said, text in reversed(kept):
        stood.setdefault(repr(said), []).append(text)
    # What stood above a changed entry is still about it, as long as none was taken out.
    above = [_remarks(text) for _, text in kept] if len(value) >= len(kept) else []
    above += [""] * (len(value) - len(above))
    texts = (
        found.pop() if (found := stood.get(repr(one))) else remarks + indent(_entry(one, flow), margin)
        for one, remarks in zip(value, above, strict=True)
    )
    return "".join([f"{key}:\n", *texts])


def _remarks(text: str) -> str:
    """The lines of comments with which an entry begins."""
    return "".join(takewhile(lambda line: line.lstrip().startswith("#"), text.splitlines(keepends=True)))


def _entry(value: Any, flow: bool | None) -> str:
    return dump({"-": [value]}, flow=flow).decode().partition("\n")[2]


def dump(data: Mapping[str, Any], *, flow: bool | None = None) -> bytes:
    """Plain data as YAML; lists of single words stand on one line.

    Args:
        flow: False gives every key a line of its own; None puts the innermost groups on one line.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes every text that starts like a number or a sign, so that no reader can misunderstand it."""

        def ignore_aliases(self, data: Any) -> bool:
            """Writes everything out, also what is the same object twice: readers refuse aliases."""
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        is_simple = value[:1].isalpha() and not _BREAKS.search(value)
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if is_simple else '"')

    def row(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
        words = all(isinstance(one, str) for one in value)
        return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=words)

    Dumper.add_representer(str, text)
    Dumper.add_representer(list, row)
    dumped: str = yaml.dump(
        dict(data), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=flow
    )
    return dumped.encode()
