"""What `maturity start` asks, one thing after the other: objections come on the spot, a step back loses nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from maturity.collect.amending import day_of
from maturity.collect.front import Front, choose
from maturity.core.publish import FEWEST_SCHOOLS, unfit_for
from maturity.errors import MaturityError, UsageError
from maturity.model import SMALLEST_CELL, Mode, Questionnaire
from maturity.report.promise import kind_in_words
from maturity.report.wording import sentence
from maturity.text.clean import plain
from maturity.text.lines import in_lines
from maturity.text.words import listed

FOR: dict[Mode, str] = {
    "anonymous": "for the workshop",
    "named": "for schools that answer as institutions",
    "confidential": "for surveys in which people fear to be recognised",
}
BACK, TAKE_BACK = "<", "-"
ASKED = ("name", "schools", "kind", "questionnaire", "day", "about", "reviewed", "label")
"""Fields of a wish in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A cluster and its first round, as far as they are known; empty or None where not yet."""

    name: str = ""
    schools: tuple[str, ...] = ()
    kind: Mode | None = None
    questionnaire: str = ""
    about: str = ""
    """The school that is rated, where that is not the cluster."""
    reviewed: dt.date | None = None
    day: dt.date | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides whether something typed will do; each raises a `MaturityError` that says why not.

    Args:
        cluster: of the name and the schools so far.
        label: of a label.
        describe: of an id or a file of a questionnaire; returns it in a few words.
        asked: of the same; returns the questionnaire.
        offered: ids of questionnaires, the usual one first.
        usual_label: of a day.
        today: for a day that is not said.
    """

    cluster: Callable[[str, Sequence[str]], object]
    label: Callable[[str], object]
    describe: Callable[[str], str]
    asked: Callable[[str], Questionnaire]
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
            "about": self.about,
            "reviewed": self.reviewed,
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
                if self.wish.kind and self.asked and (reason := unfit_for(self.wish.kind, self.asked)) is not None:
                    self.say(f"That cannot be: {sentence(reason)}.")
                    self.kind()
                elif place < len(steps):
                    if self.is_needed(steps[place]):
                        self.steps[steps[place]]()
                    place += 1
                elif self.wish.kind not in kinds_for(len(self.wish.schools), self.asked):
                    self.say(f"{plain(self.wish.kind or '')} needs {FEWEST_SCHOOLS} schools.")
                    self.kind()
                elif (step := self.lacking()) is not None:
                    self.steps[step]()
                elif changed := self.agreed():
                    with suppress(_Back):
                        self.steps[changed]()
                else:
                    return self.wish
            except _Back:
                place = max((n for n in range(place) if self.is_needed(steps[n])), default=0)

    @property
    def asked(self) -> Questionnaire | None:
        """The questionnaire, once it is known."""
        return self.rules.asked(self.wish.questionnaire) if self.wish.questionnaire else None

    def is_needed(self, step: str) -> bool:
        """Whether a step has to be taken, going by what the questionnaire rates."""
        subject = self.asked.subject if self.asked else "cluster"
        return {"about": subject != "cluster", "reviewed": subject == "review"}.get(step, True)

    def lacking(self) -> str | None:
        """The step that says what is rated, where that does not fit what was changed since."""
        wish = self.wish
        if not self.is_needed("about"):
            self.wish = replace(wish, about="", reviewed=None)
        elif wish.about not in wish.schools:
            return "about"
        elif self.is_needed("reviewed") and (not wish.reviewed or wish.reviewed > (wish.day or self.rules.today)):
            return "reviewed"
        return None

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
        offered = kinds_for(len(self.wish.schools), self.asked)
        self.say("Who may see what? This is what people will be told before they answer:")
        for number, kind in enumerate(offered, 1):
            suggested = ", suggested" if kind == "anonymous" else ""
            self.say(f"{kind} ({FOR[kind]}{suggested})", f"  {number}  ")
            self.say(kind_in_words(kind, SMALLEST_CELL), "     ")
        if self.asked and (reason := unfit_for("confidential", self.asked)) is not None:
            self.say(f"Not confidential: {sentence(reason)}.")
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

    def about(self) -> None:
        """The school that is rated."""
        self.say("Which school is it about?")
        typed = choose(self.front, "School", {name: name for name in self.wish.schools}, knows={BACK: BACK})
        if typed == BACK:
            raise _Back
        self.wish = replace(self.wish, about=typed)

    def reviewed(self) -> None:
        """The day of the review that is rated."""
        sitting = self.wish.day or self.rules.today
        known = self.wish.reviewed.isoformat() if self.wish.reviewed else ""
        typed = self.ask_until("Day of the review", known, lambda text: review_before(text, sitting))
        self.wish = replace(self.wish, reviewed=day_of("", typed))

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
            "about": ("School asked about", wish.about),
            "reviewed": ("Reviewed", str(wish.reviewed)),
            "label": ("Round", wish.label),
        }
        shown = {step: line for step, line in shown.items() if self.is_needed(step)}
        self.say("")
        self.say("This will be made:")
        for number, (head, value) in enumerate(shown.values(), 1):
            lead = f"  {number}  {head:<{max(11, *(len(head) + 1 for head, _ in shown.values()))}}"
            self.say(plain(value), lead)
        while True:
            typed = self.ask(f"Enter makes it; a number from 1 to {len(shown)} changes that line: ")
            if not typed:
                return ""
            if typed.isdecimal() and 1 <= int(typed) <= len(shown):
                return list(shown)[int(typed) - 1]


def kinds_for(schools: int, asked: Questionnaire | None) -> tuple[Mode, ...]:
    """The kinds that a round of so many schools, and of a questionnaire if known, can be; the suggested one first."""
    fit = [kind for kind in FOR if asked is None or unfit_for(kind, asked) is None]
    return tuple(kind for kind in fit if kind != "anonymous" or schools >= FEWEST_SCHOOLS)


def review_before(typed: str, sitting: dt.date) -> dt.date:
    """The day of a review, which was before it is talked about.

    Raises:
        UsageError: it is no day, or a later one.
    """
    day = day_of("", typed)
    if day > sitting:
        message = f"{day} is a day after the sitting on {sitting}"
        raise UsageError(message, "give the day on which the school was reviewed", "late-review")
    return day


def flags(wish: Wish) -> list[str]:
    """Options of `maturity start` that say what is known, so that nobody types it twice."""
    found = [word for school in wish.schools for word in ("--school", school)]
    found = (["--name", wish.name] if wish.name else []) + found
    for flag, value in (
        ("--mode", wish.kind),
        ("-q", wish.questionnaire),
        ("--about", wish.about),
        ("--reviewed", wish.reviewed),
        ("--date", wish.day),
        ("--label", wish.label),
    ):
        found += [flag, str(value)] if value else []
    return found
