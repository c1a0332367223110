"""The plan's status as plain data for JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from maturity.core.plan import Cycle, PriorityStatus, Stage, ended_in
from maturity.core.reviews import ReviewStatus
from maturity.model import Round
from maturity.report.wording import sentence


def status_document(
    rounds: Sequence[Round],
    found: Sequence[PriorityStatus],
    cycle: Cycle,
    today: dt.date,
    reviews: Sequence[ReviewStatus] = (),
) -> dict[str, Any]:
    """The status as plain data; days are counted from `date` and below 0 when they have passed.

    Args:
        rounds: of one cluster, in the order of time.
        reviews: of its schools, the most pressing first.
    """
    questionnaire = next(one.questionnaire for one in rounds if one.label == cycle.round)

    def name(stage: Stage | None) -> str | None:
        return None if stage is None else sentence(stage.name, questionnaire)

    return {
        "format_version": 1,
        "cluster": rounds[-1].cluster.name,
        "date": today.isoformat(),
        "priorities": [
            {
                **one.priority.model_dump(mode="json", exclude={"checks", "carried_from", "due"}),
                "state": one.state,
                "round": one.round,
                "since": one.since,
                "ended": one.priority.ended.isoformat() if one.priority.ended else None,
                "ended_in": ended_in(one.priority, rounds),
                "due": one.due.isoformat() if one.due else None,
                "days_to_review": one.days_to_review,
                "days_to_due": one.days_to_due,
                "checks": [check.model_dump(mode="json") for check in one.priority.checks],
            }
            for one in found
        ],
        "reviews": [
            {
                **one.review.model_dump(mode="json", exclude={"due"}),
                "state": one.state,
                "due": one.due.isoformat(),
                "days_to_due": (one.due - today).days,
                "only_health_check": one.only_check,
            }
            for one in reviews
        ],
        "cycle": {
            "round": cycle.round,
            "now": name(cycle.current),
            "next": name(cycle.next),
            "steps": [
                {"label": name(stage), "date": stage.date.isoformat(), "from_plan": stage.from_plan}
                for stage in cycle.stages
            ],
        },
    }
