"""What `maturity start` asks, one thing after the other: objections come on the spot, a step back loses nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from maturity.collect.amending import day_of
from maturity.collect.front import Front
from maturity.core.publish import FEWEST_SCHOOLS
from maturity.errors import MaturityError
from maturity.model import SMALLEST_CELL, Mode
from maturity.report.promise import kind_in_words
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.words import listed

FOR: dict[Mode, str] = {
    "anonymous": "for the workshop",
    "named": "for schools that rate as institutions",
    "confidential": "for surveys in which people fear to be recognised",
}
BACK, TAKE_BACK = "<", "-"
ASKED = ("name", "schools", "kind", "questionnaire", "day", "label")
"""Fields of a wish in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A cluster and its first round, as far as they are known; empty or None where not yet."""

    name: str = ""
    schools: tuple[str, ...] = ()
    kind: Mode | None = None
    questionnaire: str = ""
    day: dt.date | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides whether something typed will do; each raises a `MaturityError` that says why not.

    Args:
        cluster: of the name and the schools so far.
        label: of a label.
        describe: of an id or a file of a questionnaire; returns it in a few words.
        offered: ids of questionnaires, the usual one first.
        usual_label: of a day.
        today: for a day that is not said.
    """

    cluster: Callable[[str, Sequence[str]], object]
    label: Callable[[str], object]
    describe: Callable[[str], str]
    offered: Sequence[str]
    usual_label: Callable[[dt.date], str]
    today: dt.date


class _Back(Exception):  # noqa: N818 (no error, a way to leave)
    """Somebody wants to go one step back."""


class Dialogue:
    """Asks for what is not known, shows what will be made, and changes it until somebody agrees.

    Args:
        wish: what is known; while it is asked, always what was typed so far.
    """

    def __init__(self, front: Front, rules: Rules, wish: Wish) -> None:
        self.front, self.rules, self.wish = front, rules, wish
        self.steps: Mapping[str, Callable[[], None]] = {
            "name": self.name,
            "schools": self.schools,
            "kind": self.kind,
            "questionnaire": self.questionnaire,
            "day": self.day,
            "label": self.label,
        }

    def run(self) -> Wish:
        """The whole dialogue.

        Raises:
            EOFError: the input ended; `wish` holds what was typed.
        """
        steps = [step for step in ASKED if not getattr(self.wish, step)]
        self.say(f"Type {BACK} to go one step back. You see what will be made before it is.")
        self.say("")
        place = 0
        while True:
            try:
                if place < len(steps):
                    self.steps[steps[place]]()
                    place += 1
                elif self.wish.kind not in kinds_for(len(self.wish.schools)):
                    self.say(f"{plain(self.wish.kind or '')} needs {FEWEST_SCHOOLS} schools.")
                    self.kind()
                elif changed := self.agreed():
                    with suppress(_Back):
                        self.steps[changed]()
                else:
                    return self.wish
            except _Back:
                place = max(place - 1, 0)

    def say(self, text: str, lead: str = "") -> None:
        """Some lines, none of them wider than the screen."""
        self.front.say("\n".join(in_lines(text, self.front.width, lead)) if text else "")

    def ask(self, prompt: str) -> str:
        """A line without blanks at its ends."""
        typed = self.front.ask(prompt).strip()
        if typed == BACK:
            raise _Back
        return typed

    def ask_until(self, prompt: str, known: str, check: Callable[[str], object]) -> str:
        """A line that will do; Enter takes what is known."""
        shown = f" [{plain(known)}]" if known else ""
        while True:
            typed = self.ask(f"{prompt}{shown}: ") or known
            if not typed:
                self.say("Please type something.")
            elif self.passes(check, typed):
                return typed

    def passes(self, check: Callable[..., object], *typed: object) -> bool:
        """Whether something typed will do; what speaks against it is said."""
        try:
            check(*typed)
        except MaturityError as error:
            for problem in error.problems:
                self.say(plain(str(problem)))
            return False
        return True

    def name(self) -> None:
        """The cluster's name."""
        typed = self.ask_until("Name of the cluster", self.wish.name, lambda name: self.rules.cluster(name, ("A",)))
        self.wish = replace(self.wish, name=typed)

    def schools(self) -> None:
        """The member schools, each with its objection on the spot."""
        self.say(f"Its schools, one a line; an empty line ends the list, {TAKE_BACK} takes the last one back.")
        for number, school in enumerate(self.wish.schools, 1):
            self.say(plain(school), f"  school {number}: ")
        while True:
            schools = self.wish.schools
            typed = self.ask(f"  school {len(schools) + 1}: ")
            if not typed and schools:
                return
            if not typed:
                self.say("Please type the name of a school.")
            elif typed == TAKE_BACK:
                self.say(f"{plain(schools[-1])} is taken back." if schools else "There is none yet.", "  ")
                self.wish = replace(self.wish, schools=schools[:-1])
            elif self.passes(self.rules.cluster, self.wish.name, (*schools, typed)):
                self.wish = replace(self.wish, schools=(*schools, typed))

    def kind(self) -> None:
        """The kind, in the words that people will be told; *anonymous* is suggested where it can be."""
        offered = kinds_for(len(self.wish.schools))
        self.say("Who may see what? This is what people will be told before they answer:")
        for number, kind in enumerate(offered, 1):
            suggested = ", suggested" if kind == "anonymous" else ""
            self.say(f"{kind} ({FOR[kind]}{suggested})", f"  {number}  ")
            self.say(kind_in_words(kind, SMALLEST_CELL), "     ")
        if "anonymous" not in offered:
            self.say(
                f"An anonymous round needs {FEWEST_SCHOOLS} schools: with two, each would see the other's answers."
            )
        suggested_kind = offered[0] if "anonymous" in offered else None
        known = self.wish.kind if self.wish.kind in offered else suggested_kind
        self.wish = replace(self.wish, kind=self.numbered(offered, known))

    def numbered(self, offered: Sequence[Mode], known: Mode | None) -> Mode:
        """One of a list, by its number or as it is called; Enter takes what is known."""
        enter = f"; Enter takes {offered.index(known) + 1}" if known else ""
        while True:
            typed = self.ask(f"1 to {len(offered)}{enter}: ") or known or ""
            if typed.isdecimal() and 1 <= int(typed) <= len(offered):
                return offered[int(typed) - 1]
            found = next((one for one in offered if one.casefold() == typed.casefold()), None)
            if found is not None:
                return found
            self.say(f"Please type a number from 1 to {len(offered)}.")

    def questionnaire(self) -> None:
        """What is asked: one that comes with the program, or a file."""
        self.say("What is asked?")
        for number, one in enumerate(self.rules.offered, 1):
            self.say(plain(self.rules.describe(one)), f"  {number}  ")
        numbers = {str(number): one for number, one in enumerate(self.rules.offered, 1)}
        known = self.wish.questionnaire or self.rules.offered[0]
        shown = next((number for number, one in numbers.items() if one == known), known)
        prompt = f"1 to {len(numbers)}, or the file of one of your own; Enter takes {plain(shown)}: "
        while True:
            typed = self.ask(prompt) or known
            if self.passes(self.rules.describe, numbers.get(typed, typed)):
                self.wish = replace(self.wish, questionnaire=numbers.get(typed, typed))
                return

    def day(self) -> None:
        """The day of the sitting."""
        known = self.wish.day or self.rules.today
        typed = self.ask_until("Day of the sitting", known.isoformat(), lambda text: day_of("", text))
        day = day_of("", typed)
        # A label that only said the year goes with it.
        usual = self.wish.label == self.rules.usual_label(known)
        self.wish = replace(self.wish, day=day, label=self.rules.usual_label(day) if usual else self.wish.label)

    def label(self) -> None:
        """What the round is called, and so its folder."""
        known = self.wish.label or self.rules.usual_label(self.wish.day or self.rules.today)
        self.wish = replace(self.wish, label=self.ask_until("What the round is called", known, self.rules.label))

    def agreed(self) -> str:
        """The field that somebody wants to change; empty once they agree to all of it."""
        wish = self.wish
        shown = {
            "name": ("Cluster", wish.name),
            "schools": ("Schools", listed(list(wish.schools))),
            "kind": ("Kind", str(wish.kind)),
            "questionnaire": ("Questions", self.rules.describe(wish.questionnaire)),
            "day": ("Day", str(wish.day)),
            "label": ("Round", wish.label),
        }
        self.say("")
        self.say("This will be made:")
        for number, (head, value) in enumerate(shown.values(), 1):
            lead = f"  {number}  {head:<11}"
            self.say(plain(value), lead)
        while True:
            typed = self.ask(f"Enter makes it; a number from 1 to {len(shown)} changes that line: ")
            if not typed:
                return ""
            if typed.isdecimal() and 1 <= int(typed) <= len(shown):
                return list(shown)[int(typed) - 1]


def kinds_for(schools: int) -> tuple[Mode, ...]:
    """The kinds that a round of so many schools can be, the suggested one first."""
    return tuple(kind for kind in FOR if kind != "anonymous" or schools >= FEWEST_SCHOOLS)


def flags(wish: Wish) -> list[str]:
    """Options of `maturity start` that say what is known, so that nobody types it twice."""
    found = [word for school in wish.schools for word in ("--school", school)]
    found = (["--name", wish.name] if wish.name else []) + found
    for flag, value in (
        ("--mode", wish.kind),
        ("-q", wish.questionnaire),
        ("--date", wish.day),
        ("--label", wish.label),
    ):
        found += [flag, str(value)] if value else []
    return found
