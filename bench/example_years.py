"""Makes the cluster with four yearly rounds in `examples/tarnside`: `python bench/example_years.py FOLDER`.

Everything in it is invented: nobody answered. The same program gives the same files, byte by byte.
"""

from __future__ import annotations

import datetime as dt
import sys
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from example_reviews import REVIEWS
from maturity import files, store
from maturity.folder.journal import Record, encode
from maturity.folder.names import JOURNAL, ROUND
from maturity.model import Agreed, Cluster, Questionnaire, Response
from maturity.model.plan import Impact, Priority
from maturity.readers.questionnaire import load_questionnaire
from maturity.renderers.questionnaire import HEAD, render
from maturity.store.rounds import Sitting

NAME = "Tarnside Schools Together"
SCHOOLS = {
    "ashgill": "Ashgill Primary",
    "birkrigg": "Birkrigg School",
    "cotter": "Cotter Lane Primary",
    "dalebeck": "Dalebeck School",
    "ellerbank": "Eller Bank Primary",
    "fellfoot": "Fellfoot School",
}
YEARS = {
    "2023": (dt.date(2023, 3, 14), "abcde"),
    "2024": (dt.date(2024, 3, 12), "abcdef"),
    "2025": (dt.date(2025, 3, 11), "abcdef"),
    "2026": (dt.date(2026, 3, 10), "acdef"),
}
"""Day of the sitting, and first letters of the schools that belonged to the cluster."""
TRUE = {
    "dep.purpose": (2.7, 3.4, 3.4, 3.8),
    "dep.trust": (3.2, 3.8, 3.8, 4.1),
    "dep.values": (2.9, 3.2, 3.2, 3.5),
    "dep.horizon": (2.3, 2.8, 2.8, 3.2),
    "dep.recip": (2.7, 3.4, 3.3, 3.6),
    "dep.voice": (2.3, 2.5, 2.5, 3.2),
    "cha.account": (2.3, 2.6, 2.4, 3.3),
    "cha.data": (2.4, 2.9, 2.3, 3.3),
    "cha.review": (2.6, 3.4, 2.3, 3.7),
    "cha.follow": (2.4, 2.8, 1.8, 3.6),
    "cha.external": (2.1, 2.3, 1.8, 2.7),
    "cha.learning": (2.6, 2.8, 2.6, 3.4),
    # These two were first asked about in 2026.
    "dep.ties": (2.7, 3.1, 3.1, 3.5),
    "cha.commit": (2.4, 2.7, 2.5, 3.4),
}
"""Mean of each dimension in each year. After 2024 they trained their reviewers, and saw more clearly."""
CHOSEN = {"projects": 0.08, "relationships": 0.24, "delivery": 0.1, "improvement": 0.58}
"""How often each description is chosen in 2026; before, nobody was asked."""
SEEN_NOW = -0.15
"""How the year before is seen from 2025, beside 2025 itself."""
OF_SCHOOL = {"ashgill": 0.15, "birkrigg": 0.45, "cotter": -0.1, "dalebeck": 0.05, "ellerbank": -0.15, "fellfoot": -0.55}
OF_ROLE = {"senior": 0.2, "middle": 0.05, "teacher": -0.2, "governor": 0.0}
STAFF = ("senior", "middle", "teacher", "senior", "teacher", "governor", "middle", "teacher", "teacher")
EXAMPLES = {
    "dep.purpose.compelling": "We said no to the coding club money because it had nothing to do with reading.",
    "dep.trust.candour": "Two heads told the meeting about their falling numbers before the figures were out.",
    "dep.ties.spread": "Our youngest teachers have a message group that nobody set up for them.",
    "dep.trust.spread": "Our youngest teachers have a message group that nobody set up for them.",
    "dep.values.edges": "We wrote down who had left our schools in the year, and met the families.",
    "dep.recip.people": "The mathematics lead of Ashgill spent Fridays at Eller Bank for two terms.",
    "dep.purpose.families": "Parents of five schools chose the theme of the summer fair, and then the reading aim.",
    "dep.voice.families": "Parents of five schools chose the theme of the summer fair, and then the reading aim.",
    "cha.account.metrics": "One reading measure, the same test in the same week, in every school.",
    "cha.data.sharing": "The figures go on the wall with the names of the schools on them.",
    "cha.review.rigour": "The reviewers told us that our marking takes hours and that no pupil reads it.",
    "cha.follow.action": "Three weeks after the review, two people came back and taught beside us.",
    "cha.commit.drive": "Of nine things that we decided in autumn, seven are done, and one we stopped.",
    "dep.ties.practice": "I watched the same lesson in three schools and changed how I begin.",
    "cha.learning.practice": "I watched the same lesson in three schools and changed how I begin.",
}
COMMENTS = {
    "2023": "We like one another. I am not sure what we are for.",
    "2024": "The best year so far. Reviews went well everywhere.",
    "2025": "Since the training I would not call what we did last year a review.",
    "2026": "It is harder now, and better.",
}
AGREED = {
    "2024": {
        "dep.purpose.compelling": (3, "Heads could say it; most staff could not."),
        "cha.review.rigour": (3, "The reviews took place, but nobody was told anything new."),
        "cha.follow.action": (3, ""),
    },
    "2025": {
        "cha.review.rigour": (2, "By what the training showed us, these were friendly visits."),
        "cha.review.reach": (2, ""),
        "cha.follow.action": (2, "Reports were written. Nobody came back."),
        "dep.voice.families": (2, ""),
    },
    "2026": {
        "cha.review.rigour": (3, "Every school was reviewed, two of them by teams that were not yet trained."),
        "cha.follow.action": (4, "Four reviews of five led to a visit within the month."),
        "dep.purpose.families": (3, ""),
        "cha.external.scrutiny": (2, "One critical friend, invited twice."),
    },
}
PLANS = {
    "2024": (
        Priority(
            id="train-reviewers",
            title="Train our reviewers",
            why="Our reviews are kind, and nobody learns anything from them.",
            moves=("cha.review",),
            owner="R. Holm, Dalebeck School",
            support="birkrigg",
            metric="Two trained reviewers in every school by December",
            agreed=dt.date(2024, 3, 26),
            review=dt.date(2024, 9, 24),
            due=dt.date(2025, 3, 24),
            checks=(
                Impact(
                    date=dt.date(2025, 3, 25),
                    note="Thirteen reviewers are trained. They are stricter with us than we were.",
                    evidence="List of the training days",
                    outcome="done",
                ),
            ),
        ),
        Priority(
            id="families",
            title="Families help to choose what we work on",
            why="We guess what matters to them.",
            moves=("dep.voice",),
            owner="M. Tarr, Cotter Lane Primary",
            metric="Parents of every school at the summer meeting",
            agreed=dt.date(2024, 3, 26),
            review=dt.date(2024, 10, 15),
            due=dt.date(2025, 4, 15),
            checks=(Impact(date=dt.date(2025, 4, 22), note="Two meetings, few parents. We carry on."),),
        ),
    ),
    "2025": (
        Priority(
            id="come-back",
            title="After every review somebody comes back to help",
            why="A report alone has changed nothing.",
            moves=("cha.follow",),
            owner="J. Eden, Ashgill Primary",
            support="dalebeck",
            metric="A named visit within a month of each review",
            agreed=dt.date(2025, 3, 25),
            review=dt.date(2025, 9, 23),
            due=dt.date(2026, 3, 23),
            checks=(
                Impact(
                    date=dt.date(2026, 3, 3),
                    note="Four of five schools were visited within the month.",
                    evidence="Dates of the visits, kept by the coordinator",
                    outcome="done",
                ),
            ),
        ),
        Priority(
            id="families",
            title="Families help to choose what we work on",
            why="We guess what matters to them.",
            moves=("dep.voice",),
            owner="M. Tarr, Cotter Lane Primary",
            metric="Parents of every school at the summer meeting",
            agreed=dt.date(2025, 3, 25),
            review=dt.date(2025, 10, 14),
            due=dt.date(2026, 4, 14),
            carried_from="2024",
        ),
    ),
    "2026": (
        Priority(
            id="outside-view",
            title="Somebody from outside tests what we say of ourselves",
            why="It is our lowest dimension, and we are fond of our own judgements.",
            moves=("cha.external",),
            owner="R. Holm, Dalebeck School",
            metric="One review in each term is led from outside",
            agreed=dt.date(2026, 3, 24),
            review=dt.date(2026, 10, 13),
            due=dt.date(2027, 4, 13),
        ),
        Priority(
            id="families",
            title="Families help to choose what we work on",
            why="It has begun to work: two schools asked, and heard something new.",
            moves=("dep.purpose.families",),
            owner="M. Tarr, Cotter Lane Primary",
            metric="Parents of every school at the summer meeting",
            agreed=dt.date(2026, 3, 24),
            review=dt.date(2026, 11, 10),
            due=dt.date(2027, 5, 10),
            carried_from="2024",
        ),
    ),
}


def main(folder: Path) -> None:
    """Make the cluster's folder with all its rounds."""
    path = store.write_cluster(
        folder, cluster([school for school in SCHOOLS if school[0] in YEARS["2026"][1]]), "named"
    )
    files.write(path, b"# A fictional cluster: no real school, person or place.\n" + path.read_bytes())
    store.save_reviews(folder, REVIEWS)
    rng = np.random.default_rng(2023)
    for place, (label, (day, initials)) in enumerate(YEARS.items()):
        asked = load_questionnaire("cluster-journey" if label == "2026" else "cluster-journey-1")
        frozen = render(asked).removeprefix(HEAD.encode())
        schools = [school for school in SCHOOLS if school[0] in initials]
        round_ = store.open_round(
            folder,
            members=cluster(schools),
            sitting=Sitting(label, day, "named"),
            questionnaire=asked,
            frozen=frozen,
            priorities=PLANS.get(label, ()),
        )
        path = round_ / ROUND
        files.write(path, path.read_bytes() + b"fictional: true\n")
        records = answers(asked, label, place, schools, rng)
        files.write(round_ / JOURNAL, b"".join(map(encode, records)))
        agreed = {item: Agreed(level=level, reason=why) for item, (level, why) in AGREED.get(label, {}).items()}
        store.save_agreed(round_, agreed)
        (round_ / ".lock").unlink()


def cluster(schools: list[str]) -> Cluster:
    """The cluster with these members."""
    return Cluster.model_validate({"name": NAME, "schools": [{"id": i, "name": SCHOOLS[i]} for i in schools]})


def answers(
    asked: Questionnaire, label: str, place: int, schools: list[str], rng: np.random.Generator
) -> Iterator[Record]:
    """What people said in one year, a minute after one another."""
    start = dt.datetime.combine(YEARS[label][0], dt.time(14, 0), dt.UTC)
    number = 0
    for school in schools:
        # Beside what is common to all, each school has good and bad years of its own.
        weather = rng.normal(0, 0.06)
        people = STAFF[: int(rng.integers(6, 10))]
        for role in people:
            number += 1
            person = OF_SCHOOL[school] + weather + OF_ROLE[role] + rng.normal(0, 0.25)
            means = {
                item.id: TRUE[item.dimension][place] + person for item in asked.items if asked.is_asked(item, role)
            }
            levels = {item: level for item, mean in means.items() if (level := marked(mean, role, rng)) is not None}
            response = Response(
                respondent=f"r{number:02}",
                school=school,
                role=role,
                submitted=start + dt.timedelta(minutes=number),
                answers=levels,
                evidence={i: text for i, text in EXAMPLES.items() if high(levels.get(i)) and rng.random() < 0.25},
                looking_back=back(levels, means, role, rng) if label == "2025" else {},
                portraits=portraits(asked, rng) if label == "2026" else {},
                comment=COMMENTS[label] if number == 11 else "",
            )
            name = uuid.uuid5(uuid.NAMESPACE_URL, f"tarnside/{label}/{response.respondent}").hex
            yield Record(response.respondent, response, name, start + dt.timedelta(minutes=number))


def marked(mean: float, role: str, rng: np.random.Generator) -> int | str | None:
    """One mark: now and then somebody cannot tell, or leaves it blank."""
    chance = rng.random()
    level = int(np.clip(np.rint(mean + rng.normal(0, 0.65)), 1, 5))
    if chance < (0.02 if role == "senior" else 0.07):
        return "DK"
    return None if chance > 0.985 else level


def portraits(asked: Questionnaire, rng: np.random.Generator) -> dict[str, str]:
    """The description that somebody chose for each portrait."""
    return {one.id: str(rng.choice(list(CHOSEN), p=list(CHOSEN.values()))) for one in asked.portrait}


def back(
    levels: Mapping[str, int | str], means: Mapping[str, float], role: str, rng: np.random.Generator
) -> dict[str, Any]:
    """How the year before looks now; governors were not asked to look back."""
    if role == "governor":
        return {}
    seen = {item: marked(means[item] + SEEN_NOW, role, rng) for item in levels}
    return {item: level for item, level in seen.items() if level is not None}


def high(level: int | str | None) -> bool:
    """Whether a mark asks for an example."""
    return isinstance(level, int) and level >= 4


if __name__ == "__main__":
    main(Path(sys.argv[1]))
