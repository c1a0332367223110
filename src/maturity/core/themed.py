"""Results as a theme wants them shown: which axis lies along the bottom, what the quadrants are called; or nameless.

Done once, before anything is drawn or composed, so that all outputs of one theme agree. Nothing is computed anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, overload

from maturity.core.assessment import Assessment, Region
from maturity.model import Questionnaire

if TYPE_CHECKING:
    from maturity.core.comparison import Comparison, Step
    from maturity.core.portfolio import Portfolio
    from maturity.model.theme import Theme

    Results = Assessment | Comparison | Portfolio
SEED = 2015


@dataclass(frozen=True, slots=True)
class Alias:
    """A code name and whom it stands for."""

    code: str
    name: str


@overload
def themed(data: Assessment, theme: Theme) -> Assessment: ...
@overload
def themed(data: Comparison, theme: Theme) -> Comparison: ...
@overload
def themed(data: Portfolio, theme: Theme) -> Portfolio: ...
@overload
def themed(data: Results, theme: Theme) -> Results: ...
def themed(data: Results, theme: Theme) -> Results:
    """The same results with the theme's names of quadrants, and with its `bottom` as first axis.

    Doing it twice changes nothing more. The questionnaire keeps the fingerprint of what was asked. Ids that the
    questionnaire does not have are left alone: `maturity.model.theme.theme_faults` finds them.
    """
    if not theme.corners and theme.bottom is None:
        return data
    if isinstance(data, Assessment):
        return _assessment(data, theme) if data.questionnaire.axes else data
    from maturity.core.portfolio import Portfolio

    asked = data.questionnaire if isinstance(data, Portfolio) else data.rounds[-1].questionnaire
    if not asked.axes:
        return data
    if isinstance(data, Portfolio):
        clusters = tuple(replace(one, assessment=_assessment(one.assessment, theme)) for one in data.clusters)
        return replace(data, questionnaire=_questionnaire(data.questionnaire, theme), clusters=clusters)
    return replace(
        data,
        rounds=tuple(_assessment(one, theme) for one in data.rounds),
        steps=tuple(_step(one, theme) for one in data.steps),
        whole=_step(data.whole, theme),
    )


def _step(step: Step, theme: Theme) -> Step:
    return replace(step, before=_assessment(step.before, theme), after=_assessment(step.after, theme))


def _assessment(assessment: Assessment, theme: Theme) -> Assessment:
    questionnaire = _questionnaire(assessment.questionnaire, theme)
    swapped = questionnaire.axes[0].id != assessment.questionnaire.axes[0].id
    placement = assessment.placement
    if swapped and placement.region is not None:
        placement = replace(placement, region=_turned(placement.region))
    return replace(assessment, questionnaire=questionnaire).placed(placement)


def _turned(region: Region) -> Region:
    (a, b), (c, d) = region.shape
    x, y = region.centre
    return Region((y, x), ((d, c), (b, a)))


def _questionnaire(questionnaire: Questionnaire, theme: Theme) -> Questionnaire:
    asked = questionnaire.fingerprint
    axes = questionnaire.axes
    if theme.bottom == axes[1].id:
        axes = (axes[1], axes[0])
    quadrants = tuple(
        quadrant.model_copy(update={"label": theme.corners[quadrant.id], "inside": ""})
        if quadrant.id in theme.corners
        else quadrant
        for quadrant in questionnaire.quadrants
    )
    said = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    shown = Questionnaire.model_construct(**{**said, "axes": axes, "quadrants": quadrants})
    # What was asked is still the same: only its looks have changed.
    shown.__dict__["fingerprint"] = asked
    return shown


class CodeNames(NamedTuple):
    """What somebody is called by a code; `{code}` is a letter of a school, a number of a cluster."""

    school: str
    cluster: str


@overload
def under_code_names(data: Assessment, words: CodeNames, seed: int = SEED) -> tuple[Assessment, tuple[Alias, ...]]: ...
@overload
def under_code_names(data: Comparison, words: CodeNames, seed: int = SEED) -> tuple[Comparison, tuple[Alias, ...]]: ...
@overload
def under_code_names(data: Portfolio, words: CodeNames, seed: int = SEED) -> tuple[Portfolio, tuple[Alias, ...]]: ...
@overload
def under_code_names(data: Results, words: CodeNames, seed: int = SEED) -> tuple[Results, tuple[Alias, ...]]: ...
def under_code_names(data: Results, words: CodeNames, seed: int = SEED) -> tuple[Results, tuple[Alias, ...]]:
    """The same results without names, for charts, and the key to them.

    Schools get letters, `A`, `B`, ...; the clusters of a portfolio numbers, `01`, `02`, ... The names are shuffled
    with the seed, so that the same names and seed give the same codes. Whoever has both can work the codes out: choose
    another seed where that matters.

    Args:
        data: what will be drawn.
        words: what stands beside letters and numbers.
        seed: of the shuffle.
    """
    if isinstance(data, Assessment):
        codes = _school_codes(data, words, seed)
        return _without_names(data, codes), _key(codes)
    from maturity.core.portfolio import Portfolio

    if isinstance(data, Portfolio):
        codes = _codes([one.name for one in data.clusters], words.cluster, seed, letters=False)
        clusters = tuple(
            replace(
                one,
                name=codes[one.name],
                assessment=replace(
                    _without_names(one.assessment, _school_codes(one.assessment, words, seed)), cluster=codes[one.name]
                ),
            )
            for one in data.clusters
        )
        ordered = tuple(sorted(clusters, key=lambda one: one.name))
        return replace(data, clusters=ordered), _key(codes)
    names = [school.name for one in data.rounds for school in one.schools]
    codes = _codes(names, words.school, seed)
    hidden = replace(
        data,
        rounds=tuple(_without_names(one, codes) for one in data.rounds),
        steps=tuple(_step_without_names(one, codes) for one in data.steps),
        whole=_step_without_names(data.whole, codes),
        warnings=(),
        promises=(),
    )
    return hidden, _key(codes)


def _school_codes(assessment: Assessment, words: CodeNames, seed: int) -> dict[str, str]:
    return _codes([school.name for school in assessment.schools], words.school, seed)


def _codes(names: Iterable[str], pattern: str, seed: int, *, letters: bool = True) -> dict[str, str]:
    def shuffled(name: str) -> str:
        return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()

    ordered = sorted(set(names), key=shuffled)
    width = max(2, len(str(len(ordered))))
    codes = [_letters(n) if letters else f"{n:0{width}d}" for n in range(1, len(ordered) + 1)]
    return {name: pattern.format(code=code) for name, code in zip(ordered, codes, strict=True)}


def _letters(n: int) -> str:
    """A to Z, then AA, AB and so on."""
    text = ""
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _key(codes: dict[str, str]) -> tuple[Alias, ...]:
    return tuple(Alias(code, name) for name, code in codes.items())


def _without_names(assessment: Assessment, codes: dict[str, str]) -> Assessment:
    """The schools under their codes, and nothing left in which a name could stand."""
    points, left_out = assessment.school_points, assessment.left_out
    return replace(
        assessment,
        schools=tuple(replace(school, name=codes[school.name]) for school in assessment.schools),
        school_points=None if points is None else tuple(replace(one, name=codes[one.name]) for one in points),
        left_out=None if left_out is None else tuple(replace(one, name=codes[one.name]) for one in left_out),
        evidence=None,
        warnings=(),
    )


def _step_without_names(step: Step, codes: dict[str, str]) -> Step:
    schools = step.schools
    both = schools.both
    return replace(
        step,
        before=_without_names(step.before, codes),
        after=_without_names(step.after, codes),
        schools=replace(
            schools,
            both=None if both is None else tuple(replace(one, name=codes[one.name]) for one in both),
            joined=tuple(replace(one, name=codes[one.name]) for one in schools.joined),
            left=tuple(replace(one, name=codes[one.name]) for one in schools.left),
            silent=tuple(codes[name] for name in schools.silent),
        ),
        warnings=(),
    )
