"""What was found among many clusters, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from maturity.model import Questionnaire
from maturity.network.regions import settled_among
from maturity.network.results import START
from maturity.network.running import Gathered
from maturity.network.together import NetworkTold
from maturity.text.isolate import isolated
from maturity.text.words import counted, listed


def network_in_words(told: NetworkTold, found: Gathered) -> Iterator[str]:
    """A few lines: how many clusters, where those stand that are sure, and what is not told."""
    for asked, rows in told.rows:
        clusters = f"{rows.height:,} cluster{'s' * (rows.height != 1)}"
        yield f"{asked.title}, version {asked.version}: {clusters}. {of_questionnaire(asked, rows)}"
    if found.faults.rows:
        yield f"{counted(found.faults.rows, 'row')} of {found.read:,} left out."
    regions = told.tables["regions"]
    if regions.height and told.summary["by"]:
        # The row of all clusters together is no region.
        own = regions.filter(pl.col(told.summary["by"][0]).is_not_null())
        withheld = int((own["withheld"] != "").sum())
        yield f"Regions: {own.height - withheld} told, as averages of {told.summary['average']}; {withheld} withheld."


def of_questionnaire(asked: Questionnaire, rows: pl.DataFrame) -> str:
    """How many people, how many clusters are not told, and where those stand that are sure."""
    there = rows.filter("told")
    said = [f"People: {int(rows['people'].sum()):,}."]
    if there.height < rows.height:
        said.append(f"Not told: {rows.height - there.height}, where nothing is published.")
    sure = settled_among(there)
    places = there["place_by_score"] if sure is None else there.filter("settled")["place"]
    named = [
        f"{isolated(place_name(asked, place))} {n:,}" for place, n in sorted(places.drop_nulls().value_counts().rows())
    ]
    if sure is None:
        said.append("How sure they are was not asked.")
        return " ".join([*said, *([f"By their points alone: {listed(named)}."] if named else [])])
    said.append(f"Sure of their place: {sure:,} ({listed(named)})." if named else f"Sure: {sure:,}.")
    return " ".join(said)


def place_name(asked: Questionnaire, place: str) -> str:
    """What a place is called: a quadrant, a stage, a part; a band is called by its own label."""
    names = {one.id: one.label for one in asked.dimensions}
    names |= {one.id: one.label for one in asked.quadrants} | {one.id: one.label for one in asked.stages}
    start = asked.start.label if asked.start is not None else "before the first stage"
    return start if place == START else names.get(place, place)
