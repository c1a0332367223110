"""Who took part: no answer, and so shown exactly in every kind of round."""

from __future__ import annotations

from collections import Counter

from maturity.model import Round
from maturity.model.publication import TookPart


def took_part(round_: Round) -> tuple[tuple[TookPart, ...], dict[str, int]]:
    """How many people of each member school, and of each role."""
    schools = Counter(response.school for response in round_.responses)
    roles = Counter(response.role for response in round_.responses)
    return (
        tuple(TookPart(id=s.id, name=s.name, people=schools[s.id]) for s in round_.cluster.schools),
        {role.id: roles[role.id] for role in round_.questionnaire.roles},
    )
