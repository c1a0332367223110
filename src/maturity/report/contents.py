"""The chapters of a report: here alone, so that a shell can offer them without loading what writes them."""

from __future__ import annotations

CHAPTERS = {
    "standing": "Where we stand",
    "change": "What has changed",
    "spread": "Where we agree and where we are split",
    "portrait": "The portrait we chose",
    "seeing": "Seeing ourselves as we are",
    "next": "Why, how, what",
    "plan": "What we agreed to work on",
    "reviews": "Reviews of our schools",
    "priorities": "Two or three priorities to consider",
    "supports": "What carries the work",
    "year": "The next twelve months",
    "examples": "Examples that people named",
    "arithmetic": "How the answers became the scores",
    "small-print": "Method and caveats",
}
"""Id and title of every chapter, in order; one that has nothing to say is left out."""
