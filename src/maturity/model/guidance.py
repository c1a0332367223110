"""Guidance is content: what to ask, what to look for and what to do, kept beside the items it belongs to."""

from __future__ import annotations

from maturity.model.base import Frozen, Text


class ItemGuidance(Frozen):
    """Help with one item."""

    ask: Text
    """One open question to put to the room."""
    evidence: Text
    """What to look for: is this good enough?"""
    steps: dict[int, Text]
    """For each answer that is worth less than the best: who does what by when to reach the next."""


class QuadrantGuidance(Frozen):
    """What it means to stand in one quadrant."""

    inside: Text
    """What it feels like from inside."""
    strengths: Text
    """What is good about it."""
    danger: Text
    """What to watch for."""
    why: Text
    """Purpose: what to ask of it here."""
    how: Text
    """Values turned into behaviour: what to ask of them here."""
    what: Text
    """The two or three priorities: how to choose them here."""
    top: Text = ""
    """When staying here is right."""


class StageGuidance(Frozen):
    """What it means to stand on a stage of a ladder."""

    inside: Text
    """What it feels like from inside."""
    danger: Text
    """What to watch for."""
    next: Text
    """The first thing to do on the way to the next stage."""
    top: Text = ""
    """When staying here is right."""


class SupportGuidance(Frozen):
    """One of the supports of the next steps."""

    about: Text
    """What it is."""
    ask: Text
    """One question to put to the room."""
    evidence: Text
    """What to look for."""
    first_step: Text
    """For a cluster that scores low here."""
    next_step: Text
    """For a cluster near the midpoint."""
    keep: Text
    """For a cluster that is strong here."""


class GuidanceQuestion(Frozen):
    """One of the three parts of the next-step conversation."""

    label: Text
    """Its name."""
    ask: Text
    """The question to the room."""
    about: Text
    """What it is for."""


class Conversation(Frozen):
    """The order of the next-step conversation: why, how, what."""

    why: GuidanceQuestion
    """Purpose."""
    how: GuidanceQuestion
    """Values turned into behaviour."""
    what: GuidanceQuestion
    """Priorities."""
    top: Text
    """That the top is not always the goal."""
    room: Text
    """That the room decides."""


class CycleStep(Frozen):
    """One step of the yearly cycle."""

    id: str
    """What other steps call it."""
    label: Text
    """Its name."""
    month: int
    """Months after the round's date."""
    text: Text
    """What is done."""
    within_months_of: dict[str, int] = {}
    """For a step that has to follow another: that step's id and the most months that may pass."""
