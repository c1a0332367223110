"""Schools that have left are told by name, and that they have left, wherever a round still speaks of them."""

from __future__ import annotations

from collections.abc import Mapping

from maturity.core.roster import POINTERS, gone, spelt
from maturity.core.said import Name, said
from maturity.model import Round
from maturity.model.plan import Impact, Priority
from maturity.report.wording import sentence


def has_left(school: str) -> str:
    """A school, or a text that names one, and that it is no member any more."""
    return sentence(said("has-left", school=Name(school)))


def as_shown(round_: Round) -> tuple[Priority, ...]:
    """The priorities of a round as people read them: no id of a school that has left, and that it has."""
    return tuple(_shown(one, round_.left) for one in round_.priorities) if round_.left else round_.priorities


def with_names(round_: Round) -> Round:
    """A round in whose plan and agreed levels schools that have left are told by name."""
    if not round_.left:
        return round_
    agreed = {
        item: one.model_copy(update={"reason": spelt(one.reason, round_.left, has_left)})
        for item, one in round_.agreed.items()
    }
    return round_.model_copy(update={"priorities": as_shown(round_), "agreed": agreed})


def _shown(one: Priority, left: Mapping[str, str]) -> Priority:
    pointers = {name: has_left(text) for name in POINTERS if (text := gone(getattr(one, name), left))}
    texts = {name: spelt(getattr(one, name), left, has_left) for name in ("title", "why", "metric")}
    return one.model_copy(update={**texts, **pointers, "checks": tuple(_looked(check, left) for check in one.checks)})


def _looked(check: Impact, left: Mapping[str, str]) -> Impact:
    return check.model_copy(update={name: spelt(getattr(check, name), left, has_left) for name in ("note", "evidence")})
