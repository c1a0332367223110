"""What a report tells, read and reckoned once for all the files that are written from it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import InputError, MaturityError, Problem, UsageError
from maturity.journeys.ask import Ask, day_meant, format_meant

if TYPE_CHECKING:
    from maturity.core.advice import Advice
    from maturity.core.assessment import Assessment
    from maturity.core.comparison import Comparison
    from maturity.core.matching import Same
    from maturity.files import Outputs
    from maturity.model import Round
    from maturity.model.theme import Theme
    from maturity.report.blocks import Block, Paper, Report
    from maturity.report.compose import Audience
    from maturity.report.page_room import PageRoom
    from maturity.report.reviews import ReviewStory


@dataclass(frozen=True)
class Story:
    """One round and what led to it.

    Args:
        rounds: in the order of time; the last is the one that is told.
        comparison: of all rounds; None when there is one, or they cannot be compared.
        incomparable: why they cannot be compared; empty when they can, or there is one.
        today: what is due is reckoned from this day.
        same: earlier to later id of questions that the user says are the same.
        reviews: of the cluster's schools; None where none is on record.
    """

    rounds: tuple[Round, ...]
    assessment: Assessment
    advice: Advice
    comparison: Comparison | None
    incomparable: str
    theme: Theme
    today: dt.date
    same: Same
    reviews: ReviewStory | None = None

    @property
    def round(self) -> Round:
        """The round that is told."""
        return self.rounds[-1]

    def plan(self) -> tuple[Block, ...]:
        """What the room agreed to work on."""
        from maturity.report.planning import plan_blocks

        schools = self.round.cluster.names_apart
        return plan_blocks(self.round.priorities, self.round.questionnaire, schools, self.today)

    def outcomes(self) -> tuple[Block, ...]:
        """What became of what was agreed in the round before."""
        if self.comparison is None:
            return ()
        from maturity.report.outcomes import outcome_blocks

        kept = self.comparison.promises
        forward = {one.priority.id: one.now for one in kept if one.now}
        return outcome_blocks([one.priority for one in kept], [one.movement for one in kept], self.today, forward)

    def report(self, audience: Audience, chapters: Sequence[str], paper: Paper | PageRoom = "letter") -> Report:
        """The report as a tree of blocks.

        Args:
            paper: that a page for heads has to fit, or its room; Letter, the lower one, fits both papers.
        """
        from maturity.report.as_of import dated
        from maturity.report.compose import Kept, compose

        report = compose(
            self.assessment,
            self.advice,
            comparison=self.comparison or self.incomparable or None,
            kept=Kept(self.plan(), self.outcomes(), self.reviews, self.round.priorities),
            audience=audience,
            only=chapters,
            today=self.today,
            paper=paper,
        )
        return dated(report, self.today)

    def content(self, kind: str, report: Report) -> object:
        """What a format draws, see `maturity.renderers.registry.ReportFormat`.

        Args:
            report: the one of an audience, that decks and workbooks have their own selection of.
        """
        if kind == "report":
            return report
        from maturity.core.plan import plan_on
        from maturity.report.as_of import dated, dated_sheets

        # Excel draws its map itself, without the round before; a deck takes that from the comparison.
        alone = self.comparison.rounds[-1] if self.comparison else self.assessment
        told = alone, self.advice, self.comparison, plan_on(self.round.priorities, self.today)
        if kind == "deck":
            from maturity.report import deck

            return dated(deck.compose(*told, self.reviews), self.today)
        from maturity.report import book

        return book.Book(dated_sheets(book.compose(*told, self.round, self.reviews), self.today), alone)


def read_story(paths: Sequence[Path], ask: Ask, *, must_compare: bool = False, safe: Outputs | None = None) -> Story:
    """A round; or all rounds of a cluster's folder, or those given, with what has changed.

    Args:
        must_compare: refuse rounds that cannot be compared, instead of telling the last one by itself.
        safe: what it will be written to; refused as soon as it is known whose it is.
    """
    from maturity.core.advise import advise
    from maturity.core.assess import assess
    from maturity.core.in_time import in_time
    from maturity.core.plan import year_of
    from maturity.core.themed import themed
    from maturity.journeys import reviews, rounds
    from maturity.readers.theme import load_theme
    from maturity.report.leaving import with_names

    given, notes = rounds.rounds_meant(paths, ask, safe)
    if must_compare and len(given) < 2:
        raise rounds.too_few(paths[0], notes)
    ordered = [with_names(one) for one in in_time(given)]
    alike = rounds.pairs(ordered, ask)
    look = load_theme(ask.theme, ordered[-1].questionnaire)
    comparison: Comparison | None = None
    incomparable = ""
    if len(ordered) > 1:
        try:
            comparison = rounds.held_together(ordered, notes, alike, ask)
        except UsageError as error:
            if must_compare:
                raise
            incomparable = " ".join(f"{problem.message}." for problem in error.problems)
    told = comparison.rounds[-1] if comparison else assess(ordered[-1], schools=ask.schools)
    # A look must not change what is advised: it is put on last.
    advice = replace(advise(told), cycle=year_of(ordered[-1]))
    shown = themed(comparison, look) if comparison else None
    dressed = shown.latest if shown else themed(told, look)
    today = day_meant(ask)
    held = reviews.story_of(paths, ordered, today)
    return Story(tuple(ordered), dressed, advice, shown, incomparable, look, today, alike, held)


def write_reports(
    rounds: Sequence[Path],
    going: Sequence[Path],
    ask: Ask,
    audience: Audience = "governors",
    chapters: Sequence[str] = (),
    *,
    must_compare: bool = False,
) -> None:
    """Write every file that is asked for from one reading; one that cannot be made keeps no other from being written.

    Args:
        going: the files; the ending of each says its format, one of `maturity.renderers.registry.endings()`.
        chapters: ids of `maturity.report.contents.CHAPTERS`; all where there are none.

    Raises:
        UsageError: there is no such format or chapter.
        InputError: a file could not be made; all that could are written.
    """
    from maturity.charts.style import font_note
    from maturity.renderers.registry import endings

    for path in going:
        format_meant(path, endings())
    check_chapters(chapters)
    told = told_in_files(rounds, going, ask, audience, chapters, must_compare=must_compare)
    note = font_note(told.story.theme)
    if note is not None:
        ask.tell(note)
    if told.problems:
        raise InputError(told.problems)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one story.

    Args:
        problems: why files that were wanted are not there; the others are.
    """

    story: Story
    problems: tuple[Problem, ...]


def told_in_files(
    rounds: Sequence[Path],
    going: Sequence[Path],
    ask: Ask,
    audience: Audience,
    chapters: Sequence[str],
    *,
    must_compare: bool = False,
) -> Written:
    """Write every file that can be written; arguments, which have been looked at, as in `write_reports`.

    Raises:
        InputError: the rounds cannot be read, or what lies there already would be replaced; then nothing is written.
    """
    from maturity.journeys.outputs import outputs

    safe = outputs([*going, *(beside for path in going for beside in _places_beside(path))], ask, *rounds)
    story = read_story(rounds, ask, must_compare=must_compare, safe=safe)
    if story.incomparable:
        ask.tell(f"no comparison with earlier rounds: {story.incomparable}")
    composed: dict[Paper | PageRoom, Report] = {}
    problems: list[Problem] = []
    faults: list[Exception] = []
    for path in going:
        try:
            paper = _paper(path, ask)
            if paper not in composed:
                composed[paper] = story.report(audience, chapters, paper)
            made = written(story, path, composed[paper], ask)
            for one in safe.write(made):
                ask.made(one)
        except MaturityError as error:
            problems += [replace(one, source=one.source or str(path)) for one in error.problems]
        except Exception as error:
            # A fault of the program is shown as one, after what has nothing to do with it.
            faults.append(error)
    if faults:
        for problem in problems:
            ask.tell(problem)
        raise faults[0]
    return Written(story, tuple(dict.fromkeys(problems)))


def _paper(path: Path, ask: Ask) -> Paper | PageRoom:
    """Of one file: the one asked for; a template has its own, and a page on a screen is printed on either."""
    from maturity.renderers.registry import endings, format_of

    kind = format_meant(path, endings())
    template = ask.templates.get(kind)
    if kind == "docx" and template is not None and isinstance(template.content, bytes):
        from maturity.renderers.word_page import room_in_template

        # What cannot be measured cannot be written into either, which is said then.
        with contextlib.suppress(Exception):
            return room_in_template(template.content)
    return ask.paper if "paper" in format_of(kind).options and kind not in ask.templates else "letter"


def check_chapters(wanted: Sequence[str]) -> None:
    """Stop where a chapter is asked for that there is not.

    Raises:
        UsageError: there is one.
    """
    from maturity.report.contents import CHAPTERS
    from maturity.text.names import suggestion

    for name in wanted:
        if name not in CHAPTERS:
            raise UsageError(f"{name!r} is no chapter of a report", suggestion(name, list(CHAPTERS)))


def written(story: Story, output: Path, report: Report, ask: Ask) -> dict[Path, bytes]:
    """What to write into one file, and for Markdown into its charts beside it, by path.

    Raises:
        InputError: the template or the theme's logo cannot be used; it names the file.
    """
    from maturity.renderers.registry import endings, format_of

    kind = format_meant(output, endings())
    form = format_of(kind)
    beside = _charts_beside(story, output, report) if "paths" in form.options else []
    template = ask.templates.get(kind)
    if template is not None and isinstance(template.content, InputError):
        raise template.content
    try:
        content = form.render(
            story.content(form.content, report),
            theme=story.theme,
            paper=ask.paper,
            template=None if template is None else template.content,
            paths=[path.name for path, _ in beside],
        )
    except InputError as error:
        # A renderer is given bytes and does not know where they come from.
        sources = {"logo": story.theme.logo}
        raise InputError(
            replace(problem, source=problem.source or sources.get(problem.field, "")) for problem in error.problems
        ) from None
    except Exception as error:
        if template is None:
            raise
        # A template is looked through when it is read; what the library stumbles over beyond that is the template's.
        message = "the template cannot be used: something in it is not as it should be"
        problem = Problem(str(template.path), None, "", "bad-template", message, f"save it again as .{kind}")
        raise InputError(problem) from error
    return {output: content, **dict(beside)}


def _places_beside(output: Path) -> list[Path]:
    """Where charts of a report may go that its format has in files of their own."""
    from typing import get_args

    from maturity.renderers.registry import endings, format_of
    from maturity.report.blocks import Chart

    has_own = "paths" in format_of(format_meant(output, endings())).options
    return [_beside(output, chart) for chart in get_args(Chart)] if has_own else []


def _beside(output: Path, chart: str) -> Path:
    return output.with_name(f"{output.stem}-{chart}.svg")


def _charts_beside(story: Story, output: Path, report: Report) -> list[tuple[Path, bytes]]:
    """The report's charts, drawn for files beside it."""
    from maturity import charts
    from maturity.renderers.common import look_inside

    drawn = [
        charts.draw(one.chart, one.data, "svg", alt=one.alt, look=look_inside(report, one, story.theme))
        for one in report.figures
    ]
    return [(_beside(output, one.chart), content) for one, content in zip(report.figures, drawn, strict=True)]
