"""One safe way to read YAML: plain data, the line of everything in it, and no silent surprises.

The data is built from the parser's events, in one pass that stops at the first sign of harm: a composer
would follow aliases, and the one in C runs out of stack on deep nesting. Scalars are read as YAML 1.2 does;
whatever YAML 1.1 would read in another way is reported, so that no program can misunderstand the file.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path as File
from typing import Any, NoReturn

import yaml

from maturity.errors import Fault, InputError, Path, Problem
from maturity.source.content import text_of
from maturity.source.draft import Draft, Place
from maturity.source.shape import field_of
from maturity.text.clean import plain
from maturity.text.names import quoted

LARGEST = 5_000_000
DEEPEST = 40
TOO_DEEP = ("too-deep", f"brackets or lists are nested more than {DEEPEST} deep", "flatten them")
LONGEST_PLAIN = 40
"""Most characters of a number or a trap; what is longer is a text."""
QUOTE = "put quotes around it"
_CURLY = "“”„‟‘’‚‛«»"
_OPENED = re.compile(r"""\s*(?:- )?(?:[\w.-]+: +)?(["'].*)""")
"""A line whose value begins with a quote."""
_LOOK_BACK = 60
"""Lines above the place where the parser gave up in which a quote may have been left open."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(
    r"""(?P<nothing>~|null|Null|NULL|)
    |(?P<true>true|True|TRUE)
    |(?P<false>false|False|FALSE)
    |(?P<whole>[-+]?(?:0|[1-9][0-9]{0,17}))
    |(?P<number>[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+))
    |(?P<trap>
        (?i:yes|no|on|off)                                         # booleans
        |[-+]?0[0-9_]+ | [-+]?0[xXoObB][0-9a-fA-F][0-9a-fA-F_]*    # octal and its kin
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?          # minutes and seconds
        |[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?                   # thousands
    )""",
    re.VERBOSE,
)
_CUT = re.compile(r"[ \t]+#(\d?)")
_NO_TAGS = (None, "!")
_TEXT_TAGS = (*_NO_TAGS, "tag:yaml.org,2002:str")


def read_yaml(path: File) -> Draft:
    """A YAML file as plain data.

    Args:
        path: the file; problems name it as it is given here.

    Raises:
        InputError: the file cannot be read to its end; carries everything that was found up to there.
    """
    return parse_yaml(text_of(path, LARGEST), str(path))


def parse_yaml(text: str, source: str) -> Draft:
    """YAML as plain data.

    Args:
        text: one document with a group of keys at the top.
        source: what problems name as their file.

    Raises:
        InputError: the text cannot be read to its end; carries everything that was found up to there.
    """
    builder = _Builder(text)
    try:
        data = builder.document()
    except (_Stop, yaml.YAMLError) as stop:
        if isinstance(stop, yaml.YAMLError):
            builder.found.append(_syntax(stop, text))
        raise InputError(builder.problems(source, None)) from None

    def locate(at: Path) -> Place:
        return source, builder.line_of(at), field_of(at, data)

    spoilt = frozenset(fault.at for _, fault in builder.found if fault.code != "duplicate-key")
    return Draft(data, locate, tuple(builder.problems(source, data)), spoilt)


class _Stop(Exception):  # noqa: N818
    """Nothing more can be read; the reason is among the builder's findings."""


class _Builder:
    """Builds plain data from the events of one document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.event = _LOADER(text).get_event
        self.lines: dict[Path, int] = {}
        self.found: list[tuple[int, Fault]] = []

    def document(self) -> dict[Any, Any]:
        self.event()
        if isinstance(self.event(), yaml.StreamEndEvent):
            self.stop(1, (), "empty-file", "the file is empty", "write one, or copy one that is shipped")
        first = self.event()
        data: object = self.node(first, ())
        self.event()
        after = self.event()
        if not isinstance(after, yaml.StreamEndEvent):
            line = after.start_mark.line + 1
            self.stop(line, (), "second-document", "a second document starts here", "keep one: remove the line ---")
        if not isinstance(data, dict):
            line = first.start_mark.line + 1
            self.stop(line, (), "wrong-type", "the file does not start with a key", "start with a line 'key: value'")
        return data

    def node(self, event: Any, at: Path) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(at, line)
        if event.anchor is not None:
            message = f"the anchor or alias {quoted(event.anchor)} cannot be used here"
            self.fault(line, at, "alias", message, "write the text out, or put quotes around it")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, at)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(at) >= DEEPEST:
            self.stop(line, (), *TOO_DEEP)
        if event.tag not in _NO_TAGS:
            self.tagged(event, at)
        return self.rows(at) if isinstance(event, yaml.SequenceStartEvent) else self.keys(at)

    def rows(self, at: Path) -> list[Any]:
        rows: list[Any] = []
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            rows.append(self.node(event, (*at, len(rows))))
        return rows

    def keys(self, at: Path) -> dict[Any, Any]:
        pairs: dict[Any, Any] = {}
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                self.stop(line, at, "odd-key", "a key has to be a single word or text", QUOTE)
            key = self.scalar(event, (*at, event.value))
            here = (*at, key)
            if key in pairs:
                message = f"the key {quoted(key)} is given twice, first on line {self.lines[here]}"
                self.fault(line, here, "duplicate-key", message, "keep one of them")
            self.lines.setdefault(here, line)
            value = self.node(self.event(), here)
            pairs.setdefault(key, value)
        return pairs

    def scalar(self, event: Any, at: Path) -> Any:
        text = event.value
        if event.tag not in _TEXT_TAGS:
            self.tagged(event, at)
        if not event.implicit[0]:
            return text
        match = _PLAIN.fullmatch(text) if len(text) <= LONGEST_PLAIN else None
        if match is None:
            if text[:1] in _CURLY and text[-1:] in _CURLY:
                message = f"curly quotes stand round the text, as word processors write them: {quoted(text)[1:-1]}"
                hint = f'type straight ones: "{plain(text[1:-1], LONGEST_PLAIN)}"'
                self.fault(event.start_mark.line + 1, at, "curly-quotes", message, hint)
            self.whole_sentence(event, at)
            return text
        sort = match.lastgroup
        if sort == "trap":
            self.fault(event.start_mark.line + 1, at, "yaml-trap", _misread(text), f'{QUOTE}: "{text}"')
            return text
        if sort == "whole":
            return int(text)
        if sort == "number":
            return float(text)
        return {"true": True, "false": False}.get(sort or "")

    def whole_sentence(self, event: Any, at: Path) -> None:
        """Complains when a comment looks like the rest of a sentence."""
        cut = _CUT.match(self.text, event.end_mark.index)
        if cut and (" " in event.value or cut[1]):
            hint = "put quotes around the whole text, or move the comment to a line of its own"
            self.fault(event.end_mark.line + 1, at, "cut-text", "the text is cut off at ' #'", hint)

    def tagged(self, event: Any, at: Path) -> None:
        message = f"the tag {quoted(event.tag)} cannot be used here"
        self.fault(event.start_mark.line + 1, at, "tag", message, "remove the word that starts with '!'")

    def fault(self, line: int, at: Path, code: str, message: str, hint: str) -> None:
        self.found.append((line, Fault(at, code, message, hint)))

    def stop(self, line: int, at: Path, code: str, message: str, hint: str) -> NoReturn:
        self.fault(line, at, code, message, hint)
        raise _Stop

    def line_of(self, at: Path) -> int:
        while at not in self.lines:
            at = at[:-1]
        return self.lines[at]

    def problems(self, source: str, data: object) -> list[Problem]:
        return [
            Problem(source, line, field_of(fault.at, data), fault.code, fault.message, fault.hint)
            for line, fault in self.found
        ]


@lru_cache(maxsize=256)
def _misread(text: str) -> str:
    """What a YAML 1.1 reader makes of a plain scalar."""
    other = yaml.safe_load(text)
    if isinstance(other, str):
        return f"unquoted {text} is not read alike by all programs"
    return f"unquoted {text} is read as {json.dumps(other)}"


def _syntax(error: yaml.YAMLError, text: str) -> tuple[int, Fault]:
    """Where the parser gave up, and why, in plain words."""
    what = str(getattr(error, "problem", None) or error).partition("\n")[0]
    context = str(getattr(error, "context", None))
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None) or mark
    if "nesting depth" in what:
        # Newer parsers count for themselves, and stop before they hand anything over.
        return _at(start, *TOO_DEEP)
    if "quoted scalar" in context and "end of" in what:
        return _at(start, "unclosed-quote", "the quote that opens here is never closed", "close it with the same quote")
    if "',' or" in what:
        hint = "put a comma between entries and close the bracket"
        return _at(start, "unclosed-bracket", "the bracket that opens here is not closed where it should be", hint)
    if "mapping values are not allowed" in what:
        hint = "put quotes around a text that holds ': ', or line the key up with those above"
        return _at(mark, "stray-colon", "a key cannot start here", hint)
    if "cannot start any token" in what and mark is not None:
        character = text[mark.index : mark.index + 1]
        if character == "\t":
            return _at(mark, "tab", "a tab is used to indent", "use spaces")
        return _at(mark, "odd-start", f"an unquoted text cannot start with {character!r}", QUOTE)
    if "escape" in what:
        return _at(mark, "odd-escape", "the backslash means nothing here", "use single quotes, or write it twice")
    return _slip(mark, text) or _at(
        mark, "not-yaml", "this is not YAML", "look at indentation, colons and quotes here and above"
    )


def _slip(mark: Any, text: str) -> tuple[int, Fault] | None:
    """A quote that is never closed, or an indent that fits no line above, at or above where the parser gave up."""
    lines = text.splitlines()[: mark.line + 1] if mark is not None else []
    for number, line in reversed(list(enumerate(lines, start=1))[-_LOOK_BACK:]):
        opened = _OPENED.fullmatch(line)
        if opened and opened[1].replace("\\" + opened[1][0], "").count(opened[1][0]) % 2:
            message = "the quote that opens on this line is never closed"
            return number, Fault((), "unclosed-quote", message, "close it with the same quote, on the same line")
    levels = [0]
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if number == len(lines) and indent not in levels and indent < levels[-1]:
            fits = " or ".join(str(level) for level in levels if abs(level - indent) <= 3)
            message = f"the line is indented by {indent} blank{'s' * (indent != 1)}, which fits no line above"
            return number, Fault((), "indent", message, f"indent it by {fits}, like the keys that it belongs to")
        levels = [*(level for level in levels if level < indent), indent]
    return None


def _at(mark: Any, code: str, message: str, hint: str) -> tuple[int, Fault]:
    return (mark.line + 1 if mark is not None else 1), Fault((), code, message, hint)
