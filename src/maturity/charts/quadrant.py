"""The quadrant: where the cluster and its schools stand, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maturity.charts import ground, layout
from maturity.charts.ground import Mark
from maturity.charts.layout import Canvas, ListHeading, Rect
from maturity.charts.style import Look, dressed
from maturity.core.assessment import Assessment
from maturity.report.kinds import hidden_schools
from maturity.report.wording import axis_sure, headline, reason, schools_and_people
from maturity.text.clean import plain
from maturity.text.isolate import isolated
from maturity.text.words import level, listed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OWN, TALL, WIDE, KEY, ASIDE = (8.0, 9.0), (6.8, 7.4), (9.6, 5.4), 2.7, 2.5
"""Inches: its own size, least sizes standing and lying, the widths of the list of schools and of the side column."""
LABELLED = 40
"""More schools than this are numbered and listed."""
NAME = 26
"""Most characters of a school's name beside its dot."""
WORDS = {
    "title": "{cluster}, {label}",
    "cluster": "the cluster",
    "agreed": "as agreed",
    "key": "Schools ({first}, {second})",
    "line": "{number}  {name} ({x}, {y})",
    "sure": "How sure",
    "axis": "{axis}: {said}.",
    "answered": "{who}.",
    "dots": "Dot: a school.",
    "missing": "Without a place, for too few answers: {names}.",
    "diamond": "Diamond: the cluster.",
    "hollow": "Diamond: the cluster; hollow: as the room agreed.",
    "region": "Dashed: as far as the 95% intervals of both axes reach.",
    "joint": "Dashed: 95% region of both axes together, wider than the interval of either.",
    "cross": "Cross: 95% intervals ({reason}).",
    "thumb": "Cross: the range of each axis by its number of people, a rule of thumb.",
    "none": "No region: {reason}.",
    "midpoints": "The midpoints are a convention.",
    "asked": "{title} ({id}), version {version}.",
    "fictional": "A fictional example.",
}
Labelled = list[tuple[float, float, str]]


@dressed
def draw(assessment: Assessment, look: Look) -> Figure:
    """The quadrant of one cluster in one round; schools are numbered and listed where their names have no room."""
    if len(assessment.school_points or ()) <= LABELLED:
        drawn, complete = _draw(assessment, look, layout.page(look, OWN, tall=TALL, wide=WIDE), numbered=False)
        if drawn is not None and complete:
            return drawn
    own = (OWN[0] + KEY, OWN[1])
    for page in layout.page_sizes(look, own, TALL, WIDE):
        drawn, _ = _draw(assessment, look, page, numbered=True)
        if drawn is not None:
            break
    assert drawn is not None
    return drawn


def _draw(assessment: Assessment, look: Look, page: Canvas, *, numbered: bool) -> tuple[Figure | None, bool]:
    """The chart, None where the list has no room on the page; and whether all schools have a label."""
    schools = _schools(assessment)
    title = WORDS["title"].format(cluster=isolated(plain(assessment.cluster, 80)), label=plain(assessment.label, 20))
    rest: Rect | None
    if page.wide and not numbered:
        page.head(title)
        column = page.aside(ASIDE)
        column.foot(_small_print(assessment))
        column.write(headline(assessment), 12, gap=0.3)
        column.listing(_sure(assessment))
        rest = page.free
    else:
        page.foot(_small_print(assessment))
        page.head(title, headline(assessment))
        rest = page.beside(*_lines(assessment, schools, page), KEY) if numbered else page.free
    if rest is None:
        return None, False
    axes = page.map(*rest)
    names = ground.ground(axes, assessment.questionnaire, look)
    ground.region(axes, assessment, look)
    ground.dots(axes, [(x, y) for x, y, _ in schools], look)
    marks = []
    for (x, y, text), filled in zip(_cluster(assessment), (True, False), strict=True):
        if x is not None and y is not None:
            ground.diamond(axes, x, y, look, filled=filled)
            marks.append(Mark(x, y, text, ground.CLUSTER, 10, "bold"))
    texts = [str(place) if numbered else name for place, (_, _, name) in enumerate(schools, 1)]
    marks += [Mark(x, y, text) for (x, y, _), text in zip(schools, texts, strict=True)]
    complete = ground.label_marks(axes, marks, names, look)
    return page.done(), all(complete)


def _schools(assessment: Assessment) -> Labelled:
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    return [
        (x, y, plain(school.name, NAME))
        for school in assessment.school_points or ()
        if (x := school.point[first]) is not None and (y := school.point[second]) is not None
    ]


def _cluster(assessment: Assessment) -> tuple[tuple[float | None, float | None, str], ...]:
    """Where the cluster stands, and where the room agreed that it does."""
    first, second = (axis.id for axis in assessment.questionnaire.axes)
    point = assessment.placement.point
    agreed = assessment.agreed.axes if assessment.agreed is not None else {first: None, second: None}
    return (point[first], point[second], WORDS["cluster"]), (agreed[first], agreed[second], WORDS["agreed"])


def _lines(assessment: Assessment, schools: Labelled, page: Canvas) -> tuple[str, list[str]]:
    """Heading and lines of the list that numbers refer to."""
    first, second = assessment.questionnaire.axes
    return WORDS["key"].format(first=plain(first.short, 12), second=plain(second.short, 12)), [
        layout.entry(WORDS["line"], name, KEY - 0.1, page.figure, number=place, x=level(x), y=level(y))
        for place, (x, y, name) in enumerate(schools, 1)
    ]


def _sure(assessment: Assessment) -> list[str]:
    lines = [
        WORDS["axis"].format(axis=plain(axis.short, 22), said=axis_sure(assessment, axis))
        for axis in assessment.questionnaire.axes
    ]
    return [ListHeading(WORDS["sure"]), *lines]


def _small_print(assessment: Assessment) -> str:
    """Who answered, what the marks mean, what is missing and why."""
    questionnaire, placement = assessment.questionnaire, assessment.placement
    said = [WORDS["answered"].format(who=schools_and_people(assessment))]
    if assessment.school_points is None:
        said.append(hidden_schools(assessment))
    else:
        said.append(WORDS["dots"])
        missing = [plain(s.name, 40) for s in assessment.school_points if None in s.point.values()]
        if missing:
            said.append(WORDS["missing"].format(names=listed(missing)))
    said.append(WORDS["diamond"] if None in _cluster(assessment)[1] else WORDS["hollow"])
    why = reason(placement.region_reason, questionnaire)
    if placement.region is not None:
        said.append(WORDS["region" if placement.method == "fixed" else "joint"])
    elif any(assessment.axes[axis.id].margin is not None for axis in questionnaire.axes):
        said.append(WORDS["thumb"])
    elif any(assessment.axes[axis.id].interval for axis in questionnaire.axes):
        said.append(WORDS["cross"].format(reason=why))
    else:
        said.append(WORDS["none"].format(reason=why))
    said.append(WORDS["midpoints"])
    version = plain(questionnaire.version, 20)
    said.append(
        WORDS["asked"].format(title=isolated(plain(questionnaire.title, 60)), id=questionnaire.id, version=version)
    )
    if assessment.fictional:
        said.append(WORDS["fictional"])
    return " ".join(said)
