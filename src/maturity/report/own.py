"""Which texts of a report come from the questionnaire and the round, and so are in their language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from maturity.core.assessment import Assessment
from maturity.model import Questionnaire, Review
from maturity.model.plan import Priority
from maturity.report.blocks import PROGRAM
from maturity.text.clean import plain
from maturity.text.isolate import primary

_NO_TEXT = {"format", "id", "version", "language", "axis", "dimension", "group", "at", "source", "higher", "lower"}


def own_texts(
    questionnaire: Questionnaire,
    assessment: Assessment | None = None,
    priorities: Iterable[Priority] = (),
    reviews: Iterable[Review] = (),
) -> frozenset[str]:
    """Texts in the questionnaire's language; none where that is the program's own, for then there is no difference.

    Args:
        assessment: examples and reasons that people wrote are in it.
        priorities, reviews: what the cluster wrote.
    """
    if primary(questionnaire.language) == PROGRAM:
        return frozenset()
    found = [*_texts(questionnaire.model_dump())]
    if assessment is not None:
        found += [quote.text for quote in (assessment.evidence.quotes if assessment.evidence else ())]
        found += [agreed.reason for agreed in (assessment.agreed.items.values() if assessment.agreed else ())]
    for one in priorities:
        found += (one.title, one.why, one.metric, *(text for look in one.checks for text in (look.note, look.evidence)))
    for held in reviews:
        found += (held.priority, held.evidence)
    return frozenset(filter(None, map(plain, found)))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if key not in _NO_TEXT:
                yield from _texts(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from _texts(value)
