"""Agreement: how the answers spread on each item, most split first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style
from maturity.charts.layout import Canvas
from maturity.charts.style import Look, dressed
from maturity.charts.tagged import OF, keys_of_items, tag
from maturity.core.advise import by_unease, part_of_unease
from maturity.core.assessment import Assessment, Count, ItemResult
from maturity.model.theme import Theme
from maturity.report import kinds
from maturity.report.wording import schools_and_people
from maturity.text import words
from maturity.text.clean import plain
from maturity.text.contrast import TEXT, clearer, mixed, ratio
from maturity.text.isolate import isolated

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

ROW, TIGHT, LOOSE, STACKED = 0.34, 0.22, 0.32, 0.58
"""Inches from one row to the next: usual; least with labels of one line, and of two; and with labels above the bars."""
THICK, THIN = 0.78, 0.36
"""Of that, the part which a bar fills; the less where a label stands above it and who answered below."""
LABEL, ABOVE = 2.4, 0.55
"""Inches left and above of the bars."""
CLOSER = 0.88
"""How far apart the rows of a part are, of the usual."""
AROUND, HEAD, FOOT = 0.75, 0.65, 0.85
"""Inches around the rows of any part, above them in the first, and below them in the last."""
INDEX, COLUMN = 1.0, 0.62
"""Least inches right of the bars: for the agreement, and for those who answered or could not tell."""
TEXT_SIZE, NOTE = 9.5, 8.0
"""Sizes of type in points: of labels, and of numbers and small words."""
MOST_ROWS, MOST_NAMED = 40, 8
"""Most items of one chart, so that a page of them can be read; and most that are named of the rest."""
WORDS = {
    "title": "{cluster}, {label}: how far we agree",
    "some": "Split on {n} {n:question|questions}; talk about {n:it|those} first.",
    "none": "No question splits the room.",
    "apart_some": "People stand apart on {n} {n:question|questions}; talk about {n:it|those} first.",
    "apart_none": "On no question is it known that people stand apart.",
    "mixed_some": "Some people stand apart on {n} {n:question|questions}; talk about {n:it|those} first.",
    "split": "◆ split {index}",
    "agreement": "{index}",
    "nobody": "nobody answered",
    "hidden": "too few to show",
    "rough": "about level {score}",
    "level": "level {number}",
    "lowest": "lowest answer",
    "highest": "highest answer",
    "index": "agreement,\n0 to 1",
    "word": "agreement,\nin words",
    "answered": "answered",
    "unknown": "cannot tell",
    "people": "{n} answered, {unknown} cannot tell",
    "people_only": "{n} answered",
    "people_at": "{level}: {n}",
    "agreed": "agreement: {said}",
    "unsaid": "How many cannot tell is not shown.",
    "parts": "Lines part {parts}.",
    "part_0": "what splits people",
    "part_1": "what many could not tell",
    "part_2": "the rest, by agreement",
    "more": "The {n} of {of} questions to talk about first are drawn; a larger picture and the report have all. Not "
    "drawn: {names}.",
    "numbers": "Numbers in the bars: people at each level.",
    "means": "Split: at least a quarter at the low end and at the high end.",
    "source": "Agreement: 1 when all chose the same level, 0 when half chose each end.",
    "said": "Agreement is said in words; how many chose each level is not shown.",
    "asked": "{who}. {title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """One bar an item, its parts the people at each level; as many items as can be read at the size."""
    every = _part(rows_in_order(assessment), look)
    count = min(len(every), MOST_ROWS)
    for closer in layout.MORE:
        page = _begun(assessment, look, every, count, closer)
        if _room(page, assessment) >= count * _least(page, assessment, every[:count]) or not page.shrinks:
            break
    while count > 1 and _room(page, assessment) < count * _least(page, assessment, every[:count]):
        fits = int(_room(page, assessment) / _least(page, assessment, every[:count]))
        count = max(1, min(count - 1, fits))
        page = _begun(assessment, look, every, count, layout.MORE[-1])
    _Spread(page, assessment, every[:count]).draw()
    return page.done()


def _begun(assessment: Assessment, look: Look, every: Sequence[ItemResult], count: int, closer: float) -> Canvas:
    """A page with the words on it, for so many rows."""
    number, of = look.part
    around = 2.4 if of == 1 else AROUND + HEAD * (number == 0) + FOOT * (number == of - 1)
    usual = 1 if of == 1 else CLOSER
    own, tall, wide = ((width, around + ROW * high * count) for width, high in ((9.0, usual), (7.2, 0.9), (9.0, 0.8)))
    page = layout.readable(look, own, tall=tall, wide=wide, closer=closer)
    if number == of - 1:
        page.foot(_small_print(assessment, look, every, count, is_stacked=_is_stacked(page)))
    if count < min(len(every), MOST_ROWS):
        page.leave_out()
    title = WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20))
    if number == 0:
        page.head(title, _lead(assessment))
    return page


def _part(every: Sequence[ItemResult], look: Look) -> Sequence[ItemResult]:
    """The rows of the part that is asked for."""
    number, of = look.part
    return every[len(every) * number // of : len(every) * (number + 1) // of]


def _room(page: Canvas, assessment: Assessment) -> float:
    return page.top - page.bottom - 0.08 - _above(page, assessment)


def _above(page: Canvas, assessment: Assessment) -> float:
    """Inches above the bars: for the levels, and for the heads of columns."""
    return ABOVE if kinds.is_known(assessment) or not _is_stacked(page) else 0.1


def _is_stacked(page: Canvas) -> bool:
    return page.right - page.left < layout.NARROW


def _label_width(page: Canvas) -> float:
    return min(LABEL, 0.32 * (page.right - page.left))


def _named(page: Canvas, assessment: Assessment, result: ItemResult) -> str:
    """The name of an item in the room that its label has."""
    short = plain(assessment.questionnaire.item_by_id[result.id].short, 60)
    beside = layout.width_of(_said(result), TEXT_SIZE, page.figure, "bold") + 0.1
    room = page.right - page.left - beside if _is_stacked(page) else _label_width(page) - 0.15
    return layout.wrap(short, room, TEXT_SIZE, page.figure, lines=1 if _is_stacked(page) else 2)


def _least(page: Canvas, assessment: Assessment, results: Sequence[ItemResult]) -> float:
    """Inches that a row needs at least."""
    if _is_stacked(page):
        return STACKED
    return LOOSE if any("\n" in _named(page, assessment, one) for one in results) else TIGHT


class _Spread:
    """The rows of a page."""

    def __init__(self, page: Canvas, assessment: Assessment, results: Sequence[ItemResult]) -> None:
        self.page, self.assessment, self.results = page, assessment, results
        self.stacked, self.colours = _is_stacked(page), page.look.theme.colours
        self.columns, self.keys = self._columns(), keys_of_items(assessment.questionnaire)
        self.thick = THIN if self.stacked else THICK
        left = page.left if self.stacked else page.left + _label_width(page)
        right = page.right if self.stacked else page.right - sum(self.columns)
        rows, top = len(results), page.top - _above(page, assessment)
        bottom = max(page.bottom + 0.08, top - 2 * ROW * rows)
        self.axes = axes = page.axes(left, bottom, right, top)
        axes.set_xlim(0, 1)
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xticks([])
        axes.set_yticks([])
        style.bare(axes, page.look.theme)

    def _columns(self) -> tuple[float, float, float]:
        """Inches of the columns right of the bars, as wide as what stands in them."""
        told = self.results
        texts = ([_said(one) for one in told], [str(one.n) for one in told], [str(one.dont_know) for one in told])
        first, second, third = (
            max(layout.width_of(text, TEXT_SIZE, self.page.figure, "bold") for text in column) + 0.15
            for column in texts
        )
        return max(INDEX, first), max(COLUMN, second), max(COLUMN, third)

    def draw(self) -> None:
        """Heads, labels, bars and numbers."""
        questionnaire, theme = self.assessment.questionnaire, self.page.look.theme
        if kinds.is_known(self.assessment):
            _legend(self.page, self.axes, self.assessment)
        if not self.stacked:
            self._heads()
        for row, result in enumerate(self.results):
            self._words(row, result)
        parts = [part_of_unease(self.assessment, one.id) for one in self.results]
        for row, (above, below) in enumerate(pairwise(parts)):
            if above != below:
                self._line(row + 0.5)
        for size in {scale.size for scale in questionnaire.answered_on}:
            rows = enumerate(self.results)
            own_size = {row: one for row, one in rows if one.counts is not None and len(one.counts) == size}
            frames = _bars(self.page, self.axes, own_size, ramp(theme, size), self.thick)
            for row, frame in frames.items():
                tag(frame, self.keys[self.results[row].id])

    def _line(self, row: float) -> None:
        """Between two parts of the order, from the labels to the last column."""
        wide = self.axes.get_position().width * self.page.width
        left = self.page.left - self.axes.get_position().x0 * self.page.width
        right = self.page.right - self.axes.get_position().x0 * self.page.width
        across: dict[str, Any] = {"transform": self.axes.get_yaxis_transform(), "clip_on": False}
        self.axes.plot([left / wide, right / wide], [row, row], color=self.colours.soft, linewidth=0.7, **across)

    def _heads(self) -> None:
        at = self.page.right - sum(self.columns) + 0.1
        for key, width in zip(("index", "answered", "unknown"), self.columns, strict=True):
            key = "word" if key == "index" and not kinds.is_known(self.assessment) else key
            text = WORDS[key].replace(" ", "\n") if key == "unknown" else WORDS[key]
            how: dict[str, Any] = {"va": "bottom", "linespacing": 1.15, "color": self.colours.soft}
            self.page.text(at, self.page.top - ABOVE + 0.06, text, NOTE, **how)
            at += width

    def _words(self, row: int, result: ItemResult) -> None:
        """Name, what stands in the place of a bar, agreement, and who answered."""
        axes, soft, label = self.axes, self.colours.soft, _named(self.page, self.assessment, result)
        across = axes.get_yaxis_transform()
        said = _said(result)
        how: dict[str, Any] = {"transform": across, "va": "center", "fontsize": TEXT_SIZE}
        bold: dict[str, Any] = {"fontweight": "bold" if result.split else "normal"}
        wide = axes.get_position().width * self.page.width
        if result.counts is None or not sum(result.counts):
            instead = layout.wrap(_instead(result), wide - 0.1, NOTE, self.page.figure, lines=1 if self.stacked else 2)
            axes.text(0.01, row, instead, va="center", fontsize=NOTE, color=soft, linespacing=1.05)
        if self.stacked:
            tag(axes.text(0, row - 0.33, label, **how), self.keys[result.id], what=OF)
            axes.text(1, row - 0.33, said, ha="right", **how, **bold)
            axes.text(0, row + 0.31, _people(result), **{**how, "fontsize": NOTE, "color": soft})
            return
        named = axes.text(-0.1 / wide, row, label, ha="right", linespacing=1.1, **how)
        tag(named, self.keys[result.id], what=OF)
        at = 0.1
        for text, width, more in zip((said, result.n, result.dont_know), self.columns, (bold, {}, {}), strict=True):
            axes.text(1 + at / wide, row, str(text), **{**how, "fontsize": 9}, **more)
            at += width


def ramp(theme: Theme, size: int) -> list[str]:
    """A colour for each of so many levels, lowest first, drawn from the theme's; numbers can be read on each."""
    stops = theme.colours.levels
    found = []
    for step in range(size):
        place = step / (size - 1) * (len(stops) - 1)
        below = min(int(place), len(stops) - 2)
        found.append(_legible(mixed(stops[below], stops[below + 1], place - below), theme))
    return found


def _legible(colour: str, theme: Theme) -> str:
    """The colour, or the nearest lighter or darker one on which ink or paper has the contrast that text needs."""
    inks = theme.colours.ink, theme.colours.paper
    for step in range(40):
        for end in ("#000000", "#ffffff"):
            tried = mixed(colour, end, step / 40)
            if max(ratio(one, tried) for one in inks) >= TEXT:
                return tried
    return colour


def rows_in_order(assessment: Assessment) -> list[ItemResult]:
    """What is drawn, from above downwards, where there is room for all."""
    return [assessment.items[item.id] for item in by_unease(assessment)]


def row_in_words(assessment: Assessment, result: ItemResult) -> tuple[str, ...]:
    """What a row shows: people at each level or what stands in the place of a bar, who answered, and agreement."""
    counts = ""
    if result.counts is not None and any(result.counts):
        asked = assessment.questionnaire
        levels = asked.scale_of(asked.item_by_id[result.id]).worth
        counts = words.enumerated(
            [
                WORDS["people_at"].format(level=WORDS["level"].format(number=words.in_figures(level)), n=n)
                for level, n in zip(levels, result.counts, strict=True)
            ]
        )
    agreed = WORDS["agreed"].format(said=_said(result)) if _said(result) else ""
    return (counts or _instead(result), _people(result), agreed)


def _people(result: ItemResult) -> str:
    form = "people" if _is_shown(result.dont_know) else "people_only"
    return WORDS[form].format(n=result.n, unknown=result.dont_know)


def _is_shown(count: Count) -> bool:
    return count.value is not None or count.below is not None or count.band is not None


def _said(result: ItemResult) -> str:
    """How far people agree on an item."""
    return WORDS["split" if result.split else "agreement"].format(index=kinds.agreement(result))


def _instead(result: ItemResult) -> str:
    """What stands in the place of a bar."""
    if result.score is not None and result.n.band is not None:
        return WORDS["rough"].format(score=words.level(result.score))
    return WORDS["nobody" if result.counts is not None else "hidden"]


def _lead(assessment: Assessment) -> str:
    if kinds.is_known(assessment):
        n, before = sum(result.split for result in assessment.items.values()), ""
    else:
        told = [result.word for result in assessment.items.values()]
        some = "apart" not in told and "mixed" in told
        n, before = (told.count("mixed"), "mixed_") if some else (told.count("apart"), "apart_")
    return words.spoken(WORDS[before + ("some" if n else "none")], n=n)


def _bars(
    page: Canvas, axes: Axes, results: Mapping[int, ItemResult], colours: Sequence[str], thick: float
) -> dict[int, Rectangle]:
    """People at each level as parts of the whole, of items on scales of one size; returns the frames by their rows."""
    from matplotlib.patches import Rectangle

    theme = page.look.theme.colours
    counts = {row: one.counts for row, one in results.items() if one.counts is not None and any(one.counts)}
    inches = axes.get_position().width * page.width
    left = dict.fromkeys(counts, 0.0)
    for level, colour in enumerate(colours):
        shade = clearer(colour, (theme.ink, theme.paper))
        widths = {row: one[level] / sum(one) for row, one in counts.items()}
        for row, width in widths.items():
            # Not `barh`, which asks for each bar how far the axes have to reach, though that is settled.
            bar = Rectangle(
                (left[row], row - thick / 2), width, thick, facecolor=colour, edgecolor=theme.paper, linewidth=1
            )
            axes.add_artist(bar)
            n = str(counts[row][level])
            if width and layout.width_of(n, 8.5, page.figure) < width * inches:
                axes.text(left[row] + width / 2, row, n, ha="center", va="center", fontsize=8.5, color=shade)
            left[row] += width
    frames = {}
    for row in counts:
        # The palest level would be lost on the paper.
        frames[row] = Rectangle((0, row - thick / 2), 1, thick, fill=False, edgecolor=theme.soft, linewidth=0.6)
        axes.add_artist(frames[row])
    return frames


def _legend(page: Canvas, axes: Axes, assessment: Assessment) -> None:
    """The levels with their colours above the bars, in the bars' own order; of several scales, their two ends."""
    scales = {tuple(scale.worth) for scale in assessment.questionnaire.answered_on}
    levels = [WORDS["level"].format(number=words.in_figures(level)) for level in max(scales, key=len)]
    if len(scales) > 1:
        levels = [WORDS["lowest"], *[""] * (len(levels) - 2), WORDS["highest"]]
    colours = ramp(page.look.theme, len(levels))
    soft = page.look.theme.colours.soft
    left, right = axes.get_position().x0 * page.width, axes.get_position().x1 * page.width
    slot = (right - left) / len(levels)
    if len(scales) == 1 and any(layout.width_of(one, NOTE, page.figure) > slot - 0.08 for one in levels):
        levels = [words.in_figures(number) for number in max(scales, key=len)]
    low, high = page.top - 0.42, page.top - 0.28
    above = page.axes(left, low, right, high)
    above.set_xlim(0, 1)
    above.set_ylim(0, 1)
    above.set_axis_off()
    for place, (label, colour) in enumerate(zip(levels, colours, strict=True)):
        above.barh(
            0.5, 0.9 / len(levels), left=place / len(levels), height=1, color=colour, edgecolor=soft, linewidth=0.5
        )
        middle = left + (place + 0.45) * slot
        page.text(middle, page.top - 0.02, label, NOTE, ha="center", va="top", color=soft)


def _small_print(
    assessment: Assessment, look: Look, every: Sequence[ItemResult], count: int, *, is_stacked: bool
) -> str:
    questionnaire, shown = assessment.questionnaire, every[:count]
    left_out = [questionnaire.item_by_id[one.id].short for one in every[count:]]
    asked = WORDS["asked"].format(
        who=schools_and_people(assessment),
        title=isolated(plain(questionnaire.title, 60)),
        id=questionnaire.id,
        version=plain(questionnaire.version, 20),
    )
    said = [WORDS["numbers"], WORDS["means"], WORDS["source"], asked]
    if not kinds.is_known(assessment):
        said = [WORDS["said"], asked]
    if is_stacked and not all(_is_shown(one.dont_know) for one in shown):
        said.insert(0, WORDS["unsaid"])
    told = shown if look.part == (0, 1) else rows_in_order(assessment)
    parts = dict.fromkeys(part_of_unease(assessment, one.id) for one in told)
    if len(parts) > 1:
        said.insert(0, WORDS["parts"].format(parts=words.listed([WORDS[f"part_{part}"] for part in parts])))
    said.insert(0, order.ordered(order.UNEASE))
    if left_out:
        names = words.some([isolated(plain(name, 40)) for name in left_out], 2 if is_stacked else MOST_NAMED)
        said.insert(
            0, WORDS["more"].format(n=len(assessment.items) - len(left_out), of=len(assessment.items), names=names)
        )
    return " ".join([*said, WORDS["fictional"]] if assessment.fictional else said)
