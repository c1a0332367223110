"""Commands as they can be pasted."""

from __future__ import annotations

import re
import shlex
import sys

from maturity.text.clean import plain


def command(*words: object) -> str:
    """A command as it can be pasted: what a shell would read anything into stands between quotes."""
    return " ".join(_for_shell(plain(str(word))) for word in words)


def _for_shell(word: str) -> str:
    if re.fullmatch(r"[\w@%+=:,./\\-]+" if sys.platform == "win32" else r"[\w@%+=:,./-]+", word):
        return word
    if sys.platform != "win32":
        return shlex.quote(word)
    # PowerShell reads these between double quotes, and cmd reads single quotes as letters.
    return "'" + word.replace("'", "''") + "'" if re.search(r'[$`"]', word) else f'"{word}"'
