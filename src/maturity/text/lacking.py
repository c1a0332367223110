"""What stands for characters that an output cannot carry."""

from __future__ import annotations

import codecs

INSTEAD = "readable"
"""Name of the way to write them, for `errors` of a stream."""
_LIKE = {
    **dict.fromkeys("\u2212\u2010\u2011\u2013\u2014", "-"),
    **dict.fromkeys("\u00a0\u202f\u2009", " "),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚", "'"),
    **dict.fromkeys("\u2066\u2067\u2068\u2069", ""),
    **{"±": "+-", "×": "x", "→": "->", "←": "<-", "…": "...", "•": "*", "·": "."},
}


def _like_it(error: UnicodeError) -> tuple[str, int]:
    """A run of such characters with what is nearest to each; a question mark where nothing is near."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_LIKE.get(one, "?") for one in error.object[error.start : error.end]), error.end


codecs.register_error(INSTEAD, _like_it)
