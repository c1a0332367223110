"""Names as they may be shown, and what somebody may have meant who wrote one wrongly."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST_NAME = 60
LONG_NAME, FEWEST_TELLING = 40, 3
"""Letters beyond which a name has no room beside others, and the fewest that tell one from another."""
FEWEST_ALIKE, LONG_ENDING = 3, 12
"""Names, and letters, from which words that all names end in are worth being said once."""


def quoted(value: object) -> str:
    """A value between quotes, shortened, with everything that cannot be seen spelt out."""
    text = str(value)
    return repr(text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…")


def suggestion(name: object, known: Sequence[str]) -> str:
    """What somebody who wrote `name` may have meant, as a hint; empty when nothing is known."""
    return _suggestion(str(name)[:200], tuple(known))


@lru_cache(maxsize=512)
def _suggestion(name: str, known: tuple[str, ...]) -> str:
    if any(visible(name) == visible(other) for other in known):
        return "retype it: it holds characters that cannot be seen or told apart, or other capitals"
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {quoted(close[0])}?"
    if not known:
        return ""
    return f"use one of: {', '.join(quoted(other)[1:-1] for other in known)}"


def visible(text: str) -> str:
    """An id as the eye sees it: compatibility forms folded, invisible characters taken out."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not unicodedata.category(c).startswith(("C", "Z", "M")))


_WRITTEN = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032", "'") | dict.fromkeys("\u2010\u2011\u2013", "-"))
"""Marks that one keyboard or program writes in place of another's."""


def folded_name(name: str) -> str:
    """What names of clusters, rounds, schools and regions are compared by.

    Capitals, blanks, how an accent, an apostrophe or a hyphen is written, and what cannot be seen do not count, and 7.0
    is the number 7.

    >>> folded_name("E\u0301cole\u200b  NORD") == folded_name("\u00c9cole Nord")
    True
    >>> folded_name("St Mary\u2019s") == folded_name("St Mary's")
    True
    """
    if not _all_seen(name):
        name = _without_unseen(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()))
        name = name.translate(_WRITTEN)
    return _as_whole(" ".join(name.casefold().split()))


def _as_whole(name: str) -> str:
    """A number that a table keeps as a fraction as it is written otherwise: 7.0 as 7."""
    return re.sub(r"^([0-9]+)\.0+$", r"\1", name) if "." in name else name


def _all_seen(name: str) -> bool:
    """Whether it takes no look at each letter to know that there is nothing in a name that cannot be seen."""
    return name.isascii() and name.isprintable()


def same_person(name: str) -> str:
    """What respondents are compared by: as other names, but capitals count.

    >>> same_person("Jose\u0301\u200b") == same_person("Jos\u00e9") != same_person("jos\u00e9")
    True
    """
    if not _all_seen(name):
        name = _without_unseen(unicodedata.normalize("NFKC", name))
    return _as_whole(" ".join(name.split()))


def seen_name(name: str) -> str:
    """A name as it is shown: without what cannot be seen, and with one blank between words.

    >>> seen_name(" North\u200b  Town\ufeff")
    'North Town'
    """
    return " ".join((name if _all_seen(name) else _without_unseen(name, shaping=True)).split())


_SHAPED = re.compile(r"(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])")
"""A joiner between letters of scripts from Arabic to Sinhala, whose shape it changes: by that it is seen."""


def _without_unseen(text: str, *, shaping: bool = False) -> str:
    kept = {one.start() for one in _SHAPED.finditer(text)} if shaping else set()
    seen = (n in kept or c.isspace() or not unicodedata.category(c).startswith("C") for n, c in enumerate(text))
    return "".join(c for c, is_seen in zip(text, seen, strict=True) if is_seen)


def kin(text: str) -> str:
    """What is the same for one name in several files, whatever its capitals, blanks, width, zeros before a number."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(c for c in folded if not unicodedata.category(c).startswith(("C", "Z")))
    return str(int(seen)) if seen.isdecimal() and len(seen) <= LONGEST_NAME else seen


def typed_name(text: str) -> str:
    """What a name that somebody types is found by: as `folded_name`, and blanks do not count at all.

    >>> typed_name("St Mary\u2019s")
    "stmary's"
    """
    return kin(folded_name(text))


def common_ending(names: Sequence[str]) -> str:
    """The words in which three or more names all end, where that is long; each name has words before it, all unlike.

    >>> common_ending(["Ash 1 Partnership of Schools", "Beck 2 Partnership of Schools", "Crag Partnership of Schools"])
    'Partnership of Schools'
    >>> common_ending(["Ash Partnership of Schools", "Partnership of Schools", "Crag Partnership of Schools"])
    ''
    """
    words = [name.split() for name in names]
    if len(words) < FEWEST_ALIKE or any(" ".join(one) != name for one, name in zip(words, names, strict=True)):
        return ""
    count = 0
    while all(len(one) > count + 1 for one in words) and len({one[-1 - count] for one in words}) == 1:
        count += 1
    ending = " ".join(words[0][len(words[0]) - count :])
    return ending if len(ending) >= LONG_ENDING else ""


def names_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names of which no two are alike: beside those that would be stand their ids.

    Args:
        names: id to name.

    >>> names_apart({"a": "Grove (b)", "b": "Grove", "c": "grove", "d": "Oak"})
    {'a': 'Grove (b) (a)', 'b': 'Grove (b)', 'c': 'grove (c)', 'd': 'Oak'}
    """
    shown = dict(names)
    while True:
        seen = {one: folded_name(name) for one, name in shown.items()}
        times = Counter(seen.values())
        alike = [one for one in names if times[seen[one]] > 1 and shown[one] == names[one]]
        if not alike:
            return shown
        shown |= {one: f"{names[one]} ({one})" for one in alike}


class Apart(NamedTuple):
    """Names by what tells them apart.

    Args:
        names: in the order in which they were given.
        said: what an ellipsis in them stands for, in one sentence; empty where none has one.
    """

    names: tuple[str, ...]
    said: str


def told_apart(names: Sequence[str], letters: int = LONG_NAME) -> Apart:
    """Names of which no two look alike where there is little room: what all long ones have in common is said once.

    Those that differ in a number or a letter alone stay whole, for numbers stand beside marks as well.

    >>> told_apart(["The Saint Thomas More Infants", "The Saint Thomas More Juniors"], 20)
    Apart(names=('… Infants', '… Juniors'), said='All names that begin with “…” begin: “The Saint Thomas More”.')
    >>> told_apart(["The Saint Thomas More 1", "The Saint Thomas More 2"], 20).names
    ('The Saint Thomas More 1', 'The Saint Thomas More 2')
    >>> told_apart(["Ash Lane", "Beck"]).names
    ('Ash Lane', 'Beck')
    """
    long = [name.split() for name in dict.fromkeys(names) if len(name) > letters]
    if len(long) < 2:
        return Apart(tuple(names), "")
    room = min(map(len, long)) - 1
    start = _alike(long, room)
    end = 0
    if max(len(" ".join(one[start:])) for one in long) > letters:
        end = _alike([one[::-1] for one in long], room - start)
    told = min(len(" ".join(one[start : len(one) - end])) for one in long)
    if not start + end or told < FEWEST_TELLING:
        return Apart(tuple(names), "")
    said = [f"All names that begin with “…” begin: “{' '.join(long[0][:start])}”."] if start else []
    said += [f"All names that end with “…” end: “{' '.join(long[0][len(long[0]) - end :])}”."] if end else []
    short = {
        " ".join(one): f"{'… ' if start else ''}{' '.join(one[start : len(one) - end])}{' …' if end else ''}"
        for one in long
    }
    return Apart(tuple(short.get(" ".join(name.split()), name) for name in names), " ".join(said))


def _alike(names: Sequence[Sequence[str]], most: int) -> int:
    """How many words all names begin with, of so many at most."""
    return next((n for n in range(most) if len({one[n] for one in names}) > 1), most)


def in_order(name: str) -> tuple[str, str]:
    """What names are sorted by: without regard to capitals, and always in the same way."""
    return name.casefold(), name
