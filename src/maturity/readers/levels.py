"""What a cell says about an item: a level, don't-know, nothing, or something that fits nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from maturity.errors import Fault
from maturity.model import DONT_KNOW, Answer, Questionnaire, RatingItem
from maturity.readers.formats.moments import moments
from maturity.readers.formats.months import MONTHS
from maturity.readers.formats.systems import normal
from maturity.readers.mapping import as_flag
from maturity.text.names import quoted
from maturity.text.words import DASHES

UNKNOWN = "unknown-answer"
"""Code of a text that somebody may still say the meaning of."""
_NUMBER = re.compile(r"([-+]?\d{1,9})(?:[.,]0*)?")
_RANGE = re.compile(r"\d+ ?(?:-|/|to|or) ?\d+")
_FRACTION = re.compile(r"[-+]?\d+[.,]\d+")
_LEAD = re.compile(r"[(\[]?(DK|[-+]?\d{1,3})\s*[-–—−:.)\]=]\s*(\D.*)", re.DOTALL | re.IGNORECASE)
_LIKE_DATE = re.compile(r"\d{1,2}(?:\.\s?|-)[^\s\d]{1,12}(?:[.\s-]+\d{2,4})?")
"""`4. kvě`: a day and a month in a language that is not known here, unless the word is that of the level."""
_BARE_LEAD = re.compile(r"(DK|[-+]?\d{1,3})\s+(\D.*)", re.DOTALL | re.IGNORECASE)
"""`1 Never`: counts only where the text is that of the level."""
_TAIL = re.compile(r"(\D.*?)\s*[(\[](DK|[-+]?\d{1,3})[)\]]", re.DOTALL | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T].*)?|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{2}")
_SAME = str.maketrans(
    {**dict.fromkeys("‘’‚´`", "'"), **dict.fromkeys("“”„", '"'), **dict.fromkeys(DASHES, "-"), "…": "..."}
)


def folded(text: str) -> str:
    """A text without what typing and programs change: capitals, blanks, kinds of quotes and dashes, the last stop."""
    return " ".join(normal(text).translate(_SAME).casefold().split()).rstrip(" .:*")


def _is_date(cell: str) -> bool:
    """Whether a cell is a day or a month, as spreadsheets make of an answer such as `4-5`, in any language."""
    text = normal(cell)
    if _DATE.fullmatch(text) or (moments([text]).choices[0] and not _NUMBER.fullmatch(text)):
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return bool(words) and len(words) <= 2 and re.search(r"\d", text) is not None and words[0] in MONTHS


def decided_for(item: RatingItem, decided: Mapping[str, Answer]) -> dict[str, Answer]:
    """What was decided about texts, folded, for one item: `item:text` before `scale:text`, and both before `text`.

    One text can so mean different levels on two scales.
    """
    found = {folded(text): answer for text, answer in decided.items()}
    for owner in (item.scale, item.id):
        for text, answer in decided.items():
            whose, sign, own = text.partition(":")
            if sign and whose.strip() == owner:
                found[folded(own)] = answer
    return found


@dataclass(frozen=True)
class Wording:
    """How the answers to one item may be written.

    Args:
        extra: other texts, folded, and what they mean, as somebody decided.
    """

    questionnaire: Questionnaire
    item: RatingItem
    extra: Mapping[str, Answer]

    @cached_property
    def _texts(self) -> dict[str, set[Answer]]:
        """Folded text to the answers that it may mean: the item's own words; where those say nothing, the scale's."""
        scale = self.questionnaire.scale_of(self.item)
        texts: defaultdict[str, set[Answer]] = defaultdict(set)
        for level, text in self.questionnaire.levels_of(self.item).items():
            texts[folded(text)].add(level)
        for level, label in scale.levels.items():
            if folded(label) not in texts or not self.item.levels:
                texts[folded(label)].add(level)
        for text in (scale.dont_know, DONT_KNOW):
            texts[folded(text)].add("DK")
        return texts

    def read(self, cell: str) -> Answer | Fault:
        """The answer in a cell as displayed: digits, `3 - text`, a level's text, a label of the scale, don't-know.

        Returns:
            the answer, None if nothing was answered; or why it fits nothing.
        """
        if not cell.strip():
            return None
        text = folded(cell)
        if text in self.extra:
            return self._decided(self.extra[text], cell)
        if number := _NUMBER.fullmatch(text):
            return self._level(int(number[1]), cell)
        meant = self._texts.get(text, set())
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            levels = " and ".join(sorted(map(str, meant)))
            return self._fault(f"{quoted(cell)} is the text of the levels {levels}", "write the number of the level")
        if not _is_date(cell):
            if (lead := _LEAD.fullmatch(text)) and (not _LIKE_DATE.fullmatch(text) or self._texts.get(folded(lead[2]))):
                return self._led(lead[1].upper(), lead[2], cell)
            if (lead := _BARE_LEAD.fullmatch(text)) and self._texts.get(folded(lead[2])):
                return self._led(lead[1].upper(), lead[2], cell)
            if tail := _TAIL.fullmatch(text):
                return self._led(tail[2].upper(), tail[1], cell)
        if reason := self._why(cell, text):
            return self._fault(*reason)
        hint = f"write the level, or say what it means: {as_flag(cell, 'LEVEL')}"
        return Fault((), UNKNOWN, f"{quoted(cell)} fits no level", hint)

    def _decided(self, answer: Answer, cell: str) -> Answer | Fault:
        """What was decided about a text, if there is such a level here."""
        if not isinstance(answer, int) or answer in self.questionnaire.scale_of(self.item).levels:
            return answer
        message = f"the mapping says that {quoted(cell)} is {answer}, which is not on the scale"
        hint = f"say which level it is here: {as_flag(f'{self.item.id}:{cell}', 'LEVEL')}"
        return Fault((), UNKNOWN, message, hint)

    def _led(self, lead: str, text: str, cell: str) -> Answer | Fault:
        """`3 - text`: the number counts, unless the text is that of another answer."""
        answer: Answer | Fault = "DK" if lead == DONT_KNOW else self._level(int(lead), cell)
        meant = self._texts.get(folded(text), set())
        if isinstance(answer, Fault) or not meant or answer in meant:
            return answer
        other = " or ".join(sorted(map(str, meant)))
        return self._fault(f"{quoted(cell)} names {lead}, but its text is that of {other}", "keep one of the two")

    def _level(self, level: int, cell: str) -> Answer | Fault:
        scale = self.questionnaire.scale_of(self.item)
        if level in scale.levels:
            return level
        return self._fault(f"{quoted(cell)} is not on the scale {scale.low} to {scale.high}", "")

    def _why(self, cell: str, text: str) -> tuple[str, str] | None:
        """What is wrong, and what to do, where that is known."""
        if _is_date(cell):
            hint = "format the column as text in the spreadsheet, and type the answer again"
            return f"{quoted(cell)} is a date, as spreadsheets make of answers such as 4-5", hint
        if _RANGE.fullmatch(text):
            return f"{quoted(cell)} names two levels", ""
        if _FRACTION.fullmatch(text):
            return f"{quoted(cell)} lies between two levels", ""
        if text in ("true", "false"):
            return f"{quoted(cell)} is true or false, and no level", ""
        if cell.startswith("#"):
            return f"{quoted(cell)} is an error of the spreadsheet", "correct the formula"
        return None

    def _fault(self, message: str, hint: str) -> Fault:
        scale = self.questionnaire.scale_of(self.item)
        usual = f"write a whole number from {scale.low} to {scale.high}, {DONT_KNOW} for cannot tell, or nothing"
        return Fault((), "not-a-level", message, hint or usual)
