"""Text in lines that end between words, and never inside a name, a number with its unit, or a command to paste."""

from __future__ import annotations

import re
import unicodedata

_KEPT = "\0"
"""Stands for a blank at which no line may end."""
_COMMAND = (
    r"\bmaturity [a-z]+(?: (?:check|list|new|schema|show)\b)?(?: (?:\"[^\"]*\"|'[^']*'|[^\s,;()'\"]+))?"
    r"(?: (?:--?[A-Za-z][\w-]*(?: [\w-]+)?|[A-Z][A-Z|.]*(?![a-z])|\"[^\"]*\"|'[^']*'|[^\s,;()]*[./\\_=@][^\s,;()]*))*"
)
_FLAG = r"--[a-z][\w-]* (?:'[^']*'|\"[^\"]*\"|[A-Z][A-Z|]+\b|[^\s,;()]*=[^\s,;()]*)"
_NUMBER = r"\d(?:[\d.,–-]*\d)?%? (?=[^\W\d_])"
_MARGIN = r"(?<!\S)(?:[+−-]?\d[\d.,]* )?± \S+"
_WHOLE = re.compile(f"{_COMMAND}|{_FLAG}|{_MARGIN}|{_NUMBER}")


def cells(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def words_of(text: str) -> list[str]:
    """A text in parts between which a line may end."""
    parts = _WHOLE.sub(lambda found: found[0].replace(" ", _KEPT), text).split(" ")
    return [part.replace(_KEPT, " ") for part in parts if part]


def in_lines(text: str, width: int, lead: str = "", *, further: str | None = None, broken: bool = False) -> list[str]:
    """A text in lines of a width; a part that is longer stands on a line of its own, unbroken.

    Only what is written without blanks, as Chinese and Japanese are, ends where the line does; with `broken` all does.

    Args:
        lead: opens the first line.
        further: opens all others; as many blanks as `lead` has if left out.
    """
    further = " " * cells(lead) if further is None else further
    lines, line, is_empty = list[str](), lead, True
    for word in words_of(text):
        for part in _pieces(word, width - cells(further), broken=broken):
            added = line + part if is_empty else f"{line} {part}"
            if not is_empty and cells(added) > width:
                lines.append(line)
                added = further + part
            line, is_empty = added, False
    return [*lines, line]


def _pieces(word: str, room: int, *, broken: bool = False) -> list[str]:
    """A word as it is; what is written without blanks and longer than the line, in pieces that fill it."""
    if cells(word) <= room or not (broken or any(_without_blanks(c) for c in word)):
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and cells(pieces[-1] + character) > max(room, 2):
            pieces.append("")
        pieces[-1] += character
    return pieces


def _without_blanks(character: str) -> bool:
    """Whether a letter is of a script that puts no blanks between words: Chinese, Japanese, Thai, Khmer and so on."""
    code = ord(character)
    is_southern = 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF
    return is_southern or unicodedata.east_asian_width(character) in "WF"
