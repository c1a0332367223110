"""A sheet to print for whoever leads the workshop: in front the two hours, on the back help for the network."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from importlib.resources import files

from maturity.model import Round
from maturity.report.promise import promised, room_in_words
from maturity.text.clean import plain
from maturity.typesetting import set_pdf

BRING = "A laptop, a projector, a wifi that phones and the laptop share, chargers. The internet is not needed."
NETWORK = (
    "Are the phones in the same wifi as the laptop, and not in the guest wifi? Guest networks keep devices apart.",
    "Windows asks whether Python may be reached: allow it on private networks. Set this wifi to “private”.",
    "A phone says that the wifi has no internet: choose “stay connected”, and switch mobile data off for an hour.",
    "Still nothing? Make a network of your own: a travel router, or an Android phone as a hotspot. An iPhone's hotspot "
    "takes only a few.",
)
"""What to try when phones cannot reach the laptop, the likeliest first."""
INSTEAD = (
    "At the laptop, one after the other: “Blank the screen”, then “Next person at this laptop”.",
    "Paper: print ballots with maturity form, hand them round, and key them in at the desk or with maturity enter.",
    "The form as a file: send it by mail or stick. At its end it gives a file to hand in, or a code to read out.",
)
"""What takes the place of phones after five minutes; all of it lands in the same round."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some minutes of the workshop.

    Args:
        minutes: from the beginning.
        press: at the desk; what stands in quotes is the name of a button there.
        happens: what people see and do.
        say: to the room, word for word.
    """

    minutes: str
    title: str
    press: str
    happens: str
    say: tuple[str, ...]


STRETCHES = (
    Stretch(
        "-15",
        "Before people come",
        "type maturity workshop; then “Open the screen”",
        "Scan the code with one phone. The desk says “1 phone has reached this laptop”.",
        (),
    ),
    Stretch(
        "0",
        "Welcome",
        "“Start”",
        "People scan the code or type the address and the six letters, and choose their school and role.",
        (
            "This is about our partnership, not about any one school. There are no right answers.",
            "{told}",
            "Your phone shows a code of your own. It gets you back in if the page is lost.",
        ),
    ),
    Stretch(
        "5",
        "Alone",
        "“Close the answers”, when all have finished or time is up",
        "Everybody answers alone, without talking. The screen counts who has finished.",
        (
            "Choose the highest level for which you could name an example.",
            "If you cannot tell, say so: that is an answer too. Press “I am done” at the end.",
        ),
    ),
    Stretch(
        "30",
        "Look, one question at a time",
        "“First question”, then “Reveal” and “Next question” (keys R and N)",
        "The questions that divide the room most come first. {spread}",
        (
            "Show your level on your phone, if you like: all at once, on three.",
            "Who chose the lowest, who the highest? What did you have in mind? Juniors first.",
        ),
    ),
    Stretch(
        "50",
        "Agree",
        "“Agree on a level”; choose it, write the reason in a sentence, then “Agree”",
        "The room settles on what it can say together. What people marked alone stays as it was.",
        ("What would we tell a sceptical visitor?", "If we cannot agree, the lower level is the honest one."),
    ),
    Stretch(
        "90",
        "Where we stand",
        "“Next: where we stand”",
        "The room sees the result, alone and agreed, and how sure it is.",
        ("Does this describe us? What would move it?",),
    ),
    Stretch(
        "95",
        "What we shall work on",
        "“Next: priorities”; then “Make it a priority”, or “Another priority, in our own words”",
        "People mark on their phones what they would work on, three at most. The desk writes down the two or three "
        "that the room chooses.",
        ("Who owns it? When do we review it, and how shall we know?",),
    ),
    Stretch(
        "115",
        "Hand out",
        "“Next: report and slides”; “Report (PDF)”, “Slides (PowerPoint)”; then “End”",
        "What you press is written into the cluster's folder: the report, the slides, the chart.",
        ("We look at these priorities again on the day we have just set.",),
    ),
)
ANYBODY = "(Read out what the form says about who sees what.)"
BARS = "The spread appears: how many chose each level, and how many could not tell."
WORDS = "The room sees rough results in words, never bars."


def stretches(round_: Round | None) -> tuple[Stretch, ...]:
    """The two hours.

    Args:
        round_: whose workshop it is; None for any.
    """
    told = ANYBODY
    if round_ is not None:
        told = plain(f"{promised(round_)} {room_in_words(round_.mode, round_.smallest_cell)}")
    spread = WORDS if round_ is not None and round_.mode == "confidential" else BARS
    return tuple(
        replace(
            one,
            happens=one.happens.replace("{spread}", spread),
            say=tuple(line.replace("{told}", told) for line in one.say),
        )
        for one in STRETCHES
    )


def guide(round_: Round | None, paper: str) -> bytes:
    """The guide as tagged PDF.

    Args:
        round_: whose workshop it is; None for any.
        paper: `a4` or `letter`.

    Raises:
        InputError: it cannot be set.
    """
    whose = "" if round_ is None else f"{plain(round_.cluster.name)}, {plain(round_.label)}"
    data = {
        "paper": paper,
        "title": "The two-hour workshop",
        "whose": whose,
        "bring": BRING,
        "stretches": [asdict(one) for one in stretches(round_)],
        "network": NETWORK,
        "instead": INSTEAD,
    }
    template = files("maturity.live").joinpath("templates", "guide.typ").read_bytes()
    return set_pdf(template, data)
