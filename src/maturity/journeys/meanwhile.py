"""What somebody else had changed in the meantime, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from maturity.text.clean import plain

if TYPE_CHECKING:
    from maturity.model import Round
    from maturity.store.meanwhile import Overwritten

PARTS = {
    "evidence": "the example for ",
    "looking_back": "looking back, ",
    "schools": "the school ",
    "columns": "the column ",
    "roles": "the role ",
    "levels": "the answer ",
}
LONGEST = 120


def replaced(found: Iterable[Overwritten], known: Round, *, people: bool = False) -> Iterator[str]:
    """What was changed elsewhere and is replaced, a sentence each; nothing where nothing is.

    Args:
        people: say whose it is, where several people may be meant.
    """
    from maturity.core.plan import nameable

    labels = nameable(known.questionnaire) | {one.id: one.short for one in known.questionnaire.portrait}
    titles = {one.id: one.title for one in known.priorities}
    for one in found:
        what = f"{PARTS.get(one.part, '')}{labels.get(one.what, one.what) or one.part}"
        whose = one.of if people else titles.get(one.of, "")
        yield value_replaced(f"{whose}: {what}" if whose else what, one)


def value_replaced(lead: str, one: Overwritten) -> str:
    """What one thing was in the meantime, and what counts."""
    earlier, now = (plain(_value(value), LONGEST) for value in (one.earlier, one.now))
    return f"Note: {plain(lead, LONGEST)}: in the meantime somebody else had put {earlier}; now {now} counts."


def _value(value: Any) -> str:
    from maturity.model import Agreed, Help
    from maturity.model.plan import Priority
    from maturity.store.meanwhile import NOTHING

    if isinstance(value, Agreed):
        return f"{value.level} ({value.reason})" if value.reason else str(value.level)
    if isinstance(value, Priority):
        return value.title
    if isinstance(value, Help):
        days = [f"{word} {date}" for word, date in (("by", value.by), ("given", value.given)) if date]
        return " ".join([value.what, *days])
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value in (NOTHING, None, "") else str(value)
