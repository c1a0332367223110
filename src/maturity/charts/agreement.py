"""Agreement: how the answers spread on each item, most split first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from maturity.charts import layout, style
from maturity.charts.layout import Canvas
from maturity.charts.style import Look, dressed
from maturity.core.advise import by_unease
from maturity.core.assessment import Assessment, ItemResult
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

ROW = 0.34
"""Inches from one row to the next."""
THICK = 0.78
"""Of that, the part which a bar fills."""
LABEL, NUMBER, ABOVE = 2.4, 1.35, 0.55
"""Inches left, right and above of the bars."""
MOST_ROWS, MOST_NAMED = 40, 8
"""Most items of one chart, so that a page of them can be read; and most that are named of the rest."""
WORDS = {
    "title": "{cluster}, {label}: how far we agree",
    "one": "Split on 1 item; talk about it first.",
    "some": "Split on {n} items; talk about those first.",
    "none": "No item splits the room.",
    "apart_one": "People stand apart on 1 item; talk about it first.",
    "apart_some": "People stand apart on {n} items; talk about those first.",
    "apart_none": "On no item is it known that people stand apart.",
    "mixed_one": "Some people stand apart on 1 item; talk about it first.",
    "mixed_some": "Some people stand apart on {n} items; talk about those first.",
    "split": "◆ split  {index}",
    "agreement": "{index}",
    "nobody": "nobody answered",
    "hidden": "too few to show",
    "rough": "about level {score} ({n} people)",
    "level": "level {number}",
    "lowest": "lowest answer",
    "highest": "highest answer",
    "index": "agreement, 0 to 1",
    "more": "The {n} of {of} items to talk about first are drawn; the table of items has all. Not drawn: {names}.",
    "numbers": "Numbers in the bars: people at each level.",
    "means": "Split: at least a quarter at the low end and at the high end.",
    "source": "Agreement after Tastle and Wierman.",
    "said": "Agreement is said in words; how many chose each level is not shown.",
    "asked": "{who}. {title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """One bar an item, its parts the people at each level."""
    questionnaire = assessment.questionnaire
    every = [assessment.items[item.id] for item in by_unease(assessment)]
    results = every[:MOST_ROWS]
    rows = len(results)
    own, tall, wide = ((width, 2.1 + ROW * high * rows) for width, high in ((9.0, 1), (7.2, 0.75), (9.0, 0.6)))
    page = layout.page(look, own, tall=tall, wide=wide)
    page.foot(_small_print(assessment, [questionnaire.item_by_id[one.id].short for one in every[MOST_ROWS:]]))
    title = WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20))
    page.head(title, _lead(assessment))
    label = min(LABEL, 0.32 * (page.right - page.left))
    axes = page.axes(page.left + label, page.bottom + 0.08, page.right - NUMBER, page.top - ABOVE)
    axes.set_xlim(0, 1)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    style.bare(axes, look.theme)
    if kinds.is_known(assessment):
        _legend(page, axes, assessment)
    across = axes.get_yaxis_transform()
    for row, result in enumerate(results):
        short = plain(questionnaire.item_by_id[result.id].short, 60)
        short = layout.shortened(short, label - 0.15, 9.5, page.figure)
        axes.text(-0.02, row, short, transform=across, ha="right", va="center", fontsize=9.5)
        if result.counts is None or not sum(result.counts):
            axes.text(0.01, row, _instead(result), va="center", fontsize=8, color=look.theme.colours.soft)
        said = WORDS["split" if result.split else "agreement"].format(index=kinds.agreement(result))
        weight = "bold" if result.split else "normal"
        axes.text(1.02, row, said, transform=across, va="center", fontsize=9.5, fontweight=weight)
    for size in {scale.size for scale in questionnaire.answered_on}:
        own_size = {row: one for row, one in enumerate(results) if one.counts is not None and len(one.counts) == size}
        _bars(page, axes, own_size, ramp(look.theme, size))
    return page.done()


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


def _instead(result: ItemResult) -> str:
    """What stands in the place of a bar."""
    if result.score is not None and result.n.band is not None:
        return WORDS["rough"].format(score=words.level(result.score), n=result.n)
    return WORDS["nobody" if result.counts is not None else "hidden"]


def _lead(assessment: Assessment) -> str:
    if kinds.is_known(assessment):
        n, before = sum(result.split for result in assessment.items.values()), ""
    else:
        words = [result.word for result in assessment.items.values()]
        some = "apart" not in words and "mixed" in words
        n, before = (words.count("mixed"), "mixed_") if some else (words.count("apart"), "apart_")
    return WORDS[before + {0: "none", 1: "one"}.get(n, "some")].format(n=n)


def _bars(page: Canvas, axes: Axes, results: Mapping[int, ItemResult], colours: Sequence[str]) -> None:
    """People at each level as parts of the whole, of items on scales of one size, by their rows."""
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
                (left[row], row - THICK / 2), width, THICK, facecolor=colour, edgecolor=theme.paper, linewidth=1
            )
            axes.add_artist(bar)
            n = str(counts[row][level])
            if width and layout.width_of(n, 8.5, page.figure) < width * inches:
                axes.text(left[row] + width / 2, row, n, ha="center", va="center", fontsize=8.5, color=shade)
            left[row] += width


def _legend(page: Canvas, axes: Axes, assessment: Assessment) -> None:
    """The levels with their colours above the bars, in the bars' own order; of several scales, their two ends."""
    scales = {tuple(scale.worth) for scale in assessment.questionnaire.answered_on}
    levels = [WORDS["level"].format(number=level) for level in max(scales, key=len)]
    if len(scales) > 1:
        levels = [WORDS["lowest"], *[""] * (len(levels) - 2), WORDS["highest"]]
    colours = ramp(page.look.theme, len(levels))
    soft = page.look.theme.colours.soft
    left, right = axes.get_position().x0 * page.width, axes.get_position().x1 * page.width
    low, high = page.top - 0.42, page.top - 0.28
    above = page.axes(left, low, right, high)
    above.set_xlim(0, 1)
    above.set_ylim(0, 1)
    above.set_axis_off()
    for place, (label, colour) in enumerate(zip(levels, colours, strict=True)):
        above.barh(0.5, 0.9 / len(levels), left=place / len(levels), height=1, color=colour)
        middle = left + (place + 0.45) / len(levels) * (right - left)
        page.text(middle, page.top - 0.02, label, 8, ha="center", va="top", color=soft)
    page.text(right + 0.1, page.top - 0.35, WORDS["index"], 8, va="center", color=soft)


def _small_print(assessment: Assessment, left_out: Sequence[str]) -> str:
    questionnaire = assessment.questionnaire
    asked = WORDS["asked"].format(
        who=schools_and_people(assessment),
        title=isolated(plain(questionnaire.title, 60)),
        id=questionnaire.id,
        version=plain(questionnaire.version, 20),
    )
    said = [WORDS["numbers"], WORDS["means"], WORDS["source"], asked]
    if not kinds.is_known(assessment):
        said = [WORDS["said"], asked]
    if left_out:
        names = words.some([isolated(plain(name, 40)) for name in left_out], MOST_NAMED)
        said.insert(0, WORDS["more"].format(n=MOST_ROWS, of=len(assessment.items), names=names))
    return " ".join([*said, WORDS["fictional"]] if assessment.fictional else said)
