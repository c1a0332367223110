"""Ids made from what people call things, in any script."""

from __future__ import annotations

import re
import unicodedata

_SOUNDS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ъ": "", "ь": "", "ы": "y", "э": "e", "ء": "", "ـ": ""}
"""Letters whose Unicode name does not tell how they sound."""
_ALPHABETS = ("ARABIC", "ARMENIAN", "COPTIC", "CYRILLIC", "GEORGIAN", "GREEK", "HEBREW", "SYRIAC", "THAANA", "NKO")
"""Scripts whose letters have names that begin as they sound: `BETA`, `MEEM`. Elsewhere the name is the sound."""
_MARKS = {"SHORT", "FINAL", "SMALL", "CAPITAL", "LONG", "OPEN", "REVERSED", "TURNED", "DOTLESS", "SHARP", "GLOTTAL"}


def slug(text: str, longest: int = 60, start: str = "x") -> str:
    """An id made from any text: `our-questions` from `Our questions!`, `x` where nothing is left.

    Letters of other scripts are written in Latin ones after their names in Unicode: readable rather than correct.

    Args:
        longest: most letters before what `start` adds.
        start: stands in front of what does not begin with a letter.

    >>> slug("Sankt Ägidius, 2026"), slug("12 items"), slug("")
    ('sankt-agidius-2026', 'x-12-items', 'x')
    >>> slug("Школа Мир"), slug("Σχολείο"), slug("مدرسة السلام"), slug("さくら 小学校")
    ('shkola-mir', 'scholeio', 'mdrst-alslam', 'sakura-u5c0f-u5b66-u6821')
    """
    latin = "".join(map(_latin, text.lower()))
    parts = re.findall("[a-z0-9]+", latin.replace("a~", "").replace("~", ""))
    name = "-".join(parts)[:longest].rstrip("-")
    return name if name[:1].isalpha() else f"{start}-{name}".rstrip("-")


def _latin(character: str) -> str:
    """One character in Latin letters; `~` where it takes the `a` that the letter before it would be said with."""
    if character.isascii():
        return character
    if character in _SOUNDS:
        return _SOUNDS[character]
    name, kind = unicodedata.name(character, ""), unicodedata.category(character)
    if kind[0] == "M" or kind == "Cf":
        sign = re.search(r" VOWEL SIGN (\w+)", name)
        return f"~{sign[1].lower()}" if sign else "~" * ("VIRAMA" in name)
    simpler = unicodedata.normalize("NFKD", character)
    if simpler != character and not name.startswith(("HANGUL", "HIRAGANA", "KATAKANA")):
        return "".join(map(_latin, simpler.lower()))
    if unicodedata.decimal(character, None) is not None:
        return str(unicodedata.decimal(character))
    if kind[0] != "L" or kind == "Lm":
        return "-" * (kind != "Lm")
    found = re.search(r"(?: LETTER| SYLLABLE| SIGN| CHARACTER) (.+?)(?: WITH .*)?$", name)
    if found is None:
        return f"-u{ord(character):x}-"
    sound = next((word for word in found[1].split() if word not in _MARKS), found[1]).lower()
    if not name.startswith(_ALPHABETS):
        return sound
    if len(sound) == 2 and name.startswith("CYRILLIC") and sound[0] == "e" and sound[1] not in "aeiou":
        return sound[1]
    if len(sound) < 3 and name.startswith("CYRILLIC"):
        return sound if sound in ("yu", "ya") else sound[0] if sound[0] not in "aeiou" else sound[-1]
    return (re.match("[^aeiou]+", sound) or re.match("[aeiou]", sound) or [sound])[0]
