"""The report, the slides and the chart, made at the desk and kept in the cluster's folder."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from maturity.errors import MaturityError, Problem
from maturity.folder.rounds import cluster_folder, rounds_in_time
from maturity.journeys.ask import Ask
from maturity.journeys.outputs import outputs
from maturity.live.hall import Hall
from maturity.live.refusals import Denied, in_sentences
from maturity.live.shown import Data
from maturity.text.commands import command
from maturity.text.slug import slug

ENDINGS: Mapping[str, str] = {
    "report": "-report.pdf",
    "word": "-report.docx",
    "slides": "-slides.pptx",
    "chart": "-chart.png",
}
"""What can be made, and how the name of its file ends."""
KINDS: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".png": "image/png",
}
INSTEAD = "Give that file another name or another place, then press once more."
IN_THE_WAY = "not-ours", "changed-since", "own-name", "a-folder", "no-file", "output-is-input"
"""Codes of a refusal that is about the file that lies there."""
SHUT = "Close it where another program has it open, check the folder's permissions, then press once more."
_HINTS: Mapping[str, str] = {**dict.fromkeys(IN_THE_WAY, INSTEAD), "not-written": SHUT}


@dataclass(slots=True)
class Works:
    """Makes one file after the other: drawing is not made for two hands."""

    _busy: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being made."""
        return self._busy.locked()

    def begin(self, hall: Hall, what: object) -> Future[Path]:
        """Make one file in a thread that the end of the program does not wait for; otherwise as `make`."""
        done = Future[Path]()

        def work() -> None:
            try:
                done.set_result(self.make(hall, what))
            except BaseException as error:
                done.set_exception(error)

        threading.Thread(target=work, name="making", daemon=True).start()
        return done

    def make(self, hall: Hall, what: object) -> Path:
        """Make one file from the round as it stands; it may take a while.

        Args:
            what: one of `ENDINGS`.

        Raises:
            Denied: it cannot be made now, or would replace what somebody may need.
        """
        if not isinstance(what, str) or what not in ENDINGS:
            raise Denied(422, "There is no such file to make.")
        hall.refresh()
        if hall.room.phase not in ("outputs", "ended"):
            raise Denied(409, "Files are made at the end.")
        if others := hall.others_than_closed():
            raise Denied(409, others)
        if not self._busy.acquire(blocking=False):
            raise Denied(409, "Another file is being made. Wait until it is there.")
        try:
            path = _place(hall, what)
            made = _chart(hall, path) if what == "chart" else _report(hall, path)
        except MaturityError as error:
            raise Denied(409, " ".join(map(_said, error.problems))) from None
        finally:
            self._busy.release()
        with hall.lock:
            hall.made = [*(one for one in hall.made if one != made), made]
            hall.look_again()
        return made


def _place(hall: Hall, what: str) -> Path:
    """Where a file goes."""
    name = f"{slug(hall.round.cluster.name)}-{slug(hall.round.label, start='')}"
    return cluster_folder(hall.folder) / f"{name.replace('--', '-')}{ENDINGS[what]}"


def _report(hall: Hall, path: Path) -> Path:
    from maturity.journeys.story import write_reports

    write_reports([_told_from(hall.folder)], [path], Ask())
    return path


def _told_from(folder: Path) -> Path:
    """The cluster's folder, so that the years are told too; the round alone where a later one would be told."""
    cluster = cluster_folder(folder)
    rounds = [one.resolve() for one in rounds_in_time(cluster)]
    return cluster if rounds and rounds[-1] == folder.resolve() else folder


def _chart(hall: Hall, path: Path) -> Path:
    from maturity.journeys.figures import chart_meant, drawn, drawn_from

    ask = Ask()
    safe = outputs([path], ask, hall.folder)
    data = drawn_from(None, [hall.folder], ask, None, safe)
    (written,) = safe.write(drawn(path, chart_meant(None, data), data, ask))
    return written


def _said(problem: Problem) -> str:
    hint = _HINTS.get(problem.code, problem.hint)
    return in_sentences(replace(problem, hint=hint), with_file=True)


def next_commands(folder: Path) -> list[Data]:
    """What is typed after the workshop, in the order of the year."""
    cluster = cluster_folder(folder)
    return [
        {"said": "What is due, and what has come of it", "command": command("maturity", "plan", cluster, "--status")},
        {
            "said": "The days of the reviews, for a calendar",
            "command": command("maturity", "plan", folder, "--ics", "dates.ics"),
        },
        {"said": "Next year: a new round, begun at this desk", "command": command("maturity", "workshop", cluster)},
    ]


def ways_in(folder: Path) -> dict[str, str]:
    """What is typed where phones cannot come: for ballots on paper, and for the form as a file."""
    return {
        "paper": command("maturity", "form", folder, "-o", "ballot.pdf"),
        "enter": command("maturity", "enter", folder),
        "file": command("maturity", "form", folder, "-o", "form.html"),
    }
