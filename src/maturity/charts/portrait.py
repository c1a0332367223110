"""The portrait: which descriptions people chose, beside the place that the ratings give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maturity.charts import layout, order, style
from maturity.charts.layout import Canvas, Rect
from maturity.charts.rimmed import Rimmed
from maturity.charts.style import Look, dressed
from maturity.core.assessment import Assessment, PortraitResult
from maturity.core.verdict import two_readings
from maturity.model import Quadrant, Questionnaire
from maturity.report.wording import inside, on_axis, schools_and_people
from maturity.text.clean import plain
from maturity.text.contrast import clearer, mixed
from maturity.text.isolate import isolated
from maturity.text.words import counted, percent, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW, LEAST, TILES, TILE = 0.42, 0.32, 3.2, 0.8
"""Inches from one portrait to the next, usual and least; and least inches of the four tiles, and of
one with its usual type."""
HEAD, IMPLIED, PEOPLE, NOTE = 0.28, 0.19, 0.42, 8.5
"""Inches of the line above the legend, of a line below the tiles, and right of the bars; and the size of their type."""
WORDS = {
    "title": "{cluster}, {label}: what describes us best",
    "agree": "Both readings point to the same quadrant: {portrait}.",
    "differ": "The two readings differ: the descriptions chosen point to {portrait}, the levels to {rating}.",
    "perhaps": "The two readings may differ: the descriptions chosen point to {portrait}, the levels to {rating}.",
    "even": "The descriptions chosen do not point to one quadrant; the levels lie in {rating}{sure}.",
    "unsure": ", which is not sure",
    "unrated": "The descriptions chosen point to {portrait}; the levels give no place to set beside it.",
    "neither": "Neither the descriptions chosen nor the levels point to one quadrant.",
    "none": "There is no portrait: {why}.",
    "not_asked": "this questionnaire asks for none. The long form of the cluster journey does",
    "nobody": "nobody has chosen a description yet. Ask people to fill in that part of the form too",
    "hidden": "too few people have chosen a description for their choices to be shown. Once more have, it is drawn",
    "mix": "All portraits together",
    "here": "the levels",
    "share": "{share}",
    "implied": "{axis}: {portrait} of choices on its high side; level {rating}.",
    "implied_unrated": "{axis}: {portrait} of choices on its high side; no level.",
    "each": "Each portrait",
    "chosen": "people",
    "people": "Chosen by {who}, one school one voice.",
    "read": "Read beside the levels, never averaged into them.",
    "one": "One person one voice.",
    "most": "Number of questions on which at least half of the people chose the same description.",
    "diamond": "Diamond: the quadrant in which the levels lie.",
    "left_out": "{n} of {of} {of:portrait|portraits} {n:has|have} no room at this size: a larger picture and the "
    "report have {n:it|them}.",
    "asked": "{who}. {title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """The four quadrants as tiles whose strength is their share of choices, and one bar a portrait."""
    result = assessment.portrait
    rows = len(result.by_item) if result else 0
    tall = (6.6, 5.4 + ROW * rows)
    fits = rows
    for closer in layout.MORE:
        page = _begun(assessment, look, tall, rows, closer)
        if _room(page, assessment) >= LEAST * rows or not page.shrinks:
            break
    while fits > 0 and _room(page, assessment) < LEAST * fits:
        fits = max(0, min(fits - 1, int(_room(page, assessment) / LEAST)))
        page = _begun(assessment, look, tall, fits, layout.MORE[-1])
    if result is None:
        return page.done()
    left, bottom, right, top = page.free
    if not fits:
        _tiles(page, assessment, result, (left, max(bottom, top - max(TILES, 0.8 * (right - left))), right, top))
        return page.done()
    if page.wide:
        middle = left + 0.5 * (right - left)
        tiles, bars = (left, bottom, middle - 0.25, top), (middle + 0.25, bottom, right, top)
    else:
        least = _heads(page, assessment.questionnaire) + 0.8 * ROW * fits
        split = bottom + max(least, min(top - bottom - TILES, top - bottom - 0.8 * (right - left)))
        tiles, bars = (left, split + 0.2, right, top), (left, bottom, right, split)
    _tiles(page, assessment, result, tiles)
    _bars(page, assessment.questionnaire, result, fits, bars)
    return page.done()


def _begun(assessment: Assessment, look: Look, tall: layout.Size, fits: int, closer: float) -> Canvas:
    """A page with the words on it, for so many single portraits."""
    page = layout.readable(look, (9.6, 5.9), tall=tall, wide=(8.8, 4.9), closer=closer)
    page.foot(_small_print(assessment, fits))
    title = WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20))
    page.head(title, _lead(assessment))
    return page


def _room(page: Canvas, assessment: Assessment) -> float:
    """Inches for the bars below their heads, with the tiles beside or above them."""
    free = page.top - page.bottom - _heads(page, assessment.questionnaire)
    if not page.wide:
        return free - TILES
    named = [f"{plain(one.label)}: {percent(0.999)}" for one in assessment.questionnaire.quadrants]
    widest = max(layout.width_of(one, 9, page.figure, "bold") for one in named)
    return free if 2 * widest < _bars_width(page) - 0.5 else 0.0


def _bars_width(page: Canvas) -> float:
    wide = page.right - page.left
    return 0.5 * wide - 0.25 if page.wide else wide


def _heads(page: Canvas, questionnaire: Questionnaire) -> float:
    """Inches above the bars: what they are, and the legend."""
    return HEAD + sum(_legend_rows(page, questionnaire, _bars_width(page))) + 0.12


def _lead(assessment: Assessment) -> str:
    result, labels = assessment.portrait, assessment.questionnaire.quadrant_by_id
    if result is None:
        why = "hidden" if assessment.mode != "named" else "nobody"
        return WORDS["none"].format(why=WORDS[why if assessment.questionnaire.portrait else "not_asked"])
    rated = assessment.placement.position
    portrait = plain(inside(labels[result.quadrant]), 40) if result.quadrant else ""
    rating = plain(inside(labels[rated]), 40) if rated else ""
    if portrait and rating:
        apart = "differ" if two_readings(assessment) else "perhaps"
        return WORDS["agree" if result.quadrant == rated else apart].format(portrait=portrait, rating=rating)
    if rating:
        return WORDS["even"].format(rating=rating, sure="" if assessment.placement.settled else WORDS["unsure"])
    return WORDS["unrated" if portrait else "neither"].format(portrait=portrait)


def _tiles(page: Canvas, assessment: Assessment, result: PortraitResult, rect: Rect) -> None:
    """The map with the share of choices in each quadrant, and a diamond where the levels lie."""
    from matplotlib.patches import Rectangle

    questionnaire, colours = assessment.questionnaire, page.look.theme.colours
    left, bottom, right, top = rect
    first, second = questionnaire.axes
    page.text(left, top, WORDS["mix"], 10, va="top", weight="bold")
    lines = [_implied(assessment, result, axis.id) for axis in (first, second) if result.implied]
    lines = [part for line in lines for part in layout.wrap(line, right - left, NOTE, page.figure).split("\n")]
    for place, line in enumerate(reversed(lines)):
        page.text(left, bottom + IMPLIED * place, line, NOTE, va="bottom", color=colours.soft)
    low, high = bottom + 0.47 + IMPLIED * len(lines), top - 0.3
    upwards = layout.wrap(f"{plain(second.label, 40)}\u00a0\u00a0→", high - low, 10, page.figure)
    axes = page.axes(left + 0.3 + 0.17 * upwards.count("\n"), low, right, high)
    axes.set_xlim(0, 2)
    axes.set_ylim(0, 2)
    axes.set_xticks([])
    axes.set_yticks([])
    style.bare(axes, page.look.theme)
    axes.set_xlabel(f"{plain(first.label, 40)}  →", fontsize=10, labelpad=5)
    axes.set_ylabel(upwards, fontsize=10, labelpad=5, linespacing=1.1)
    chosen = list(result.most.values())
    counted = {quadrant.id: chosen.count(quadrant.id) for quadrant in questionnaire.quadrants}
    shares = result.shares or {i: n / max(len(chosen), 1) for i, n in counted.items()}
    most = max([*shares.values(), 0.01])
    for quadrant in questionnaire.quadrants:
        x, y = _corner(questionnaire, quadrant)
        share = shares.get(quadrant.id, 0.0)
        colour = mixed(colours.paper, colours.schools, 0.06 + 0.5 * share / most)
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=colour, edgecolor=colours.paper, linewidth=3))
        ink = clearer(colour, (colours.ink, colours.paper))
        middle: dict[str, Any] = {"ha": "center", "va": "center", "color": ink}
        said = percent(share) if result.shares else str(counted[quadrant.id])
        small = page.height_of_axes(axes) / 2 < TILE
        label = layout.wrap(plain(quadrant.label), page.width_of_axes(axes) / 2 - 0.1, 10, page.figure)
        if small:
            whole, room = f"{label}: {said}", page.width_of_axes(axes) / 2 - 0.1
            if layout.width_of(whole, 9, page.figure, "bold") > room:
                whole = f"{label}:\n{said}"
            axes.text(x + 0.5, y + 0.62, whole, fontsize=9, fontweight="bold", linespacing=1.0, **middle)
        else:
            axes.text(x + 0.5, y + 0.65, said, fontsize=19, fontweight="bold", **middle)
            axes.text(x + 0.5, y + 0.36, label, fontsize=10, linespacing=1.05, **middle)
        if quadrant.id == assessment.placement.position:
            paper = colours.paper
            axes.scatter(
                [x + 0.5 - 0.27], [y + 0.14], s=90, marker="D", color=colours.cluster, edgecolor=paper, zorder=4
            )
            axes.text(x + 0.5 - 0.19, y + 0.14, WORDS["here"], fontsize=9, va="center", color=ink, fontweight="bold")


def _corner(questionnaire: Questionnaire, quadrant: Quadrant) -> tuple[int, int]:
    x, y = (int(quadrant.at[axis.id] == "high") for axis in questionnaire.axes)
    return x, y


def _implied(assessment: Assessment, result: PortraitResult, axis: str) -> str:
    about, score = assessment.questionnaire.axis_by_id[axis], assessment.placement.point[axis]
    said = {"axis": plain(about.short), "portrait": percent(result.implied[axis])}
    if score is None:
        return WORDS["implied_unrated"].format(**said)
    return WORDS["implied"].format(**said, rating=on_axis(assessment, about, score))


def _bars(page: Canvas, questionnaire: Questionnaire, result: PortraitResult, fits: int, rect: Rect) -> None:
    """One bar for each of the first portraits, its parts the quadrants in the order of their colours above."""
    left, bottom, right, top = rect
    mixes = dict([*result.by_item.items()][:fits])
    page.text(left, top, WORDS["each"], 10, va="top", weight="bold")
    label = 0.42 * (right - left)
    axes = page.axes(left + label, bottom + 0.05, right - PEOPLE, top - _heads(page, questionnaire) + 0.05)
    soft: dict[str, Any] = {"ha": "right", "color": page.look.theme.colours.soft}
    if result.chosen:
        page.text(right, top, WORDS["chosen"], NOTE, va="top", **soft)
    axes.set_xlim(0, 1)
    axes.set_ylim(len(mixes) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    style.bare(axes, page.look.theme)
    fills = _fills(page)
    _legend(page, questionnaire, fills, (left, bottom, right, top - HEAD))
    shorts = {item.id: item.short for item in questionnaire.portrait}
    for row, (item, shares) in enumerate(mixes.items()):
        short = layout.wrap(plain(shorts[item], 60), label - 0.12, 9, page.figure, lines=2)
        how: dict[str, Any] = {"ha": "right", "va": "center", "fontsize": 9, "linespacing": 1.05}
        axes.text(-0.02, row, short, transform=axes.get_yaxis_transform(), **how)
        if item in result.chosen:
            edge = 1 + PEOPLE / page.width_of_axes(axes)
            how = {"transform": axes.get_yaxis_transform(), "va": "center", "fontsize": NOTE}
            axes.text(edge, row, str(result.chosen[item]), **soft, **how)
        _bar(page, axes, row, [shares.get(quadrant.id, 0.0) for quadrant in questionnaire.quadrants], fills)


def _fills(page: Canvas) -> list[tuple[str, str]]:
    """Colour and hatching of each quadrant, told apart without colour as well."""
    colours = page.look.theme.colours
    shades = (
        mixed(colours.paper, colours.schools, 0.12),
        mixed(colours.paper, colours.schools, 0.4),
        mixed(colours.paper, colours.cluster, 0.4),
        mixed(colours.paper, colours.ink, 0.8),
    )
    return list(zip(shades, ("", "///", "...", ""), strict=True))


def _bar(page: Canvas, axes: Axes, row: int, shares: list[float], fills: list[tuple[str, str]]) -> None:
    colours = page.look.theme.colours
    inches = axes.get_position().width * page.width
    place = 0.0
    for share, (colour, hatch) in zip(shares, fills, strict=True):
        how: dict[str, Any] = {"facecolor": colour, "edgecolor": colours.paper, "hatch": hatch, "linewidth": 1}
        axes.barh(row, share, left=place, height=0.7, **how)
        said = percent(share)
        if share > 0 and layout.width_of(said, 8.5, page.figure) + 0.06 < share * inches:
            shade = clearer(colour, (colours.ink, colours.paper))
            middle: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8.5, "color": shade}
            axes.add_artist(Rimmed(place + share / 2, row, said, rim=(2.5, colour), **middle))
        place += share


def _legend(page: Canvas, questionnaire: Questionnaire, fills: list[tuple[str, str]], rect: Rect) -> None:
    from matplotlib.patches import Rectangle

    left, _, right, top = rect
    heights = _legend_rows(page, questionnaire, right - left)
    axes = page.axes(left, top - sum(heights), right, top)
    axes.set_xlim(0, right - left)
    axes.set_ylim(-sum(heights), 0)
    axes.set_axis_off()
    half = (right - left) / 2
    for place, (quadrant, (colour, hatch)) in enumerate(zip(questionnaire.quadrants, fills, strict=True)):
        x, y = place % 2 * half, -sum(heights[: place // 2])
        how: dict[str, Any] = {
            "facecolor": colour,
            "edgecolor": page.look.theme.colours.soft,
            "hatch": hatch,
            "linewidth": 0.6,
        }
        axes.add_patch(Rectangle((x + 0.02, y - 0.17), 0.24, 0.14, **how))
        label = _legend_label(page, quadrant, half)
        axes.text(x + 0.34, y - 0.02, label, fontsize=NOTE, va="top", linespacing=1.15)


def _legend_label(page: Canvas, quadrant: Quadrant, room: float) -> str:
    return layout.wrap(plain(quadrant.label, 120), room - 0.4, NOTE, page.figure)


def _legend_rows(page: Canvas, questionnaire: Questionnaire, width: float) -> list[float]:
    """Inches of both lines of the legend, which has two columns."""
    lines = [_legend_label(page, one, width / 2).count("\n") + 1 for one in questionnaire.quadrants]
    return [0.1 + 1.3 * NOTE / 72 * max(pair) for pair in zip(lines[::2], lines[1::2], strict=True)]


def _small_print(assessment: Assessment, fits: int) -> str:
    questionnaire, result = assessment.questionnaire, assessment.portrait
    said = []
    if result is not None:
        rows = len(result.by_item)
        said = [WORDS["most"] if result.most else WORDS["one"], WORDS["read"]]
        if assessment.mode == "named":
            said[0] = WORDS["people"].format(who=counted(result.respondents.value or 0, "person", "people"))
        if assessment.placement.position is not None:
            said.append(WORDS["diamond"])
        if fits:
            said.insert(0, order.ordered(order.ASKED))
        if fits < rows:
            said.insert(0, spoken(WORDS["left_out"], n=rows - fits, of=rows))
    said.append(
        WORDS["asked"].format(
            who=schools_and_people(assessment),
            title=isolated(plain(questionnaire.title, 60)),
            id=questionnaire.id,
            version=plain(questionnaire.version, 20),
        )
    )
    return " ".join([*said, WORDS["fictional"]] if assessment.fictional else said)
