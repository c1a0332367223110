"""A theme is checked before it is worn, and everything that wears it agrees."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from maturity.charts.style import FONT, family, font_note, pale
from maturity.core.assess import assess
from maturity.core.assessment import Assessment, Warn
from maturity.core.compare import compare
from maturity.core.portfolio import ReadCluster, portfolio
from maturity.core.themed import themed, under_code_names
from maturity.errors import Problem
from maturity.folder.rounds import rounds_in_time
from maturity.model.theme import STANDARD, Colours, Fonts, Theme
from maturity.readers.library import examples_folder
from maturity.readers.round import load_round
from maturity.readers.theme import load_theme, read_theme, shipped_themes
from maturity.report.wording import CODE_NAMES
from maturity.text import contrast

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def summit() -> Assessment:
    """Five schools, and so a region."""
    return assess(load_round(examples_folder() / "summit.yaml"))


def faults_of(folder: Path, text: str, *more: object) -> list[Problem]:
    path = folder / "theme.yaml"
    path.write_text(text, "utf-8")
    theme, problems = read_theme(path, *more)  # type: ignore[arg-type]
    assert (theme is None) == bool(problems)
    return problems


@pytest.mark.parametrize(
    ("one", "two", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#123456", "#123456", 1.0),
    ],
)
def test_ratios_are_those_that_are_published(one: str, two: str, ratio: float) -> None:
    assert contrast.ratio(one, two) == pytest.approx(ratio, abs=0.005)
    assert contrast.ratio(two, one) == contrast.ratio(one, two)


@pytest.mark.parametrize("name", [name for name, _ in shipped_themes()])
def test_a_shipped_theme_has_no_fault_and_its_id_is_its_name(name: str) -> None:
    assert load_theme(name).id == name


def test_there_are_two_shipped_themes_and_the_standard_file_says_what_the_program_does_without_one() -> None:
    assert [name for name, _ in shipped_themes()] == ["greyscale", "standard"]
    assert load_theme("standard") == STANDARD


def test_greyscale_is_grey_and_its_levels_differ_in_lightness() -> None:
    colours = load_theme("greyscale").colours
    every = [getattr(colours, name) for name in Colours.model_fields if name not in ("quadrants", "levels")]
    for colour in (*every, *colours.quadrants, *colours.levels):
        assert colour[1:3] == colour[3:5] == colour[5:7]
    for one, two in zip(colours.levels, colours.levels[1:], strict=False):
        assert contrast.ratio(one, two) > 1.3


def test_a_failing_pair_is_named_with_its_ratio_and_its_line(tmp_path: Path) -> None:
    (problem,) = faults_of(tmp_path, 'format: maturity-theme/1\ncolours:\n  accent: "#777777"\n  tint: "#ffffff"\n')
    assert (problem.line, problem.code) == (3, "low-contrast")
    assert "accent #777777 on paper #ffffff has a contrast of 4.48; text needs 4.5" in problem.message


def test_a_mark_needs_three_to_one_and_numbers_on_levels_must_be_readable(tmp_path: Path) -> None:
    text = 'colours:\n  cluster: "#ffb000"\n  levels: ["#8c510a", "#dfc27d", "#e9e9e9", "#808080", "#01665e"]\n'
    problems = faults_of(tmp_path, text)
    assert [(p.line, p.code) for p in problems] == [(2, "low-contrast"), (3, "low-contrast")]
    assert "a mark needs 3" in problems[0].message
    assert "levels[4] #808080" in problems[1].message


def test_all_faults_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = 'colour: {}\ncolours:\n  ink: black\n  quadrants: ["#ffffff"]\nlogo: nowhere.png\nbottom: 3\n'
    problems = faults_of(tmp_path, text)
    assert [(p.line, p.code) for p in problems] == [
        (1, "unknown-key"),
        (3, "bad-colour"),
        (4, "too-few"),
        (5, "no-such-file"),
        (6, "wrong-type"),
    ]
    assert all(p.source.endswith("theme.yaml") for p in problems)


@pytest.mark.parametrize(
    "content",
    [b"GIF89a", b"<svg><script>alert(1)</script></svg>", b'<!DOCTYPE a [<!ENTITY b "c">]><svg/>', b""],
)
def test_a_logo_that_is_no_picture_or_could_do_something_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    (problem,) = faults_of(tmp_path, "title: Ours\nlogo: logo.png\n")
    assert (problem.line, problem.code) == (2, "bad-logo")


@pytest.mark.parametrize(
    ("content", "kind"), [(PNG, "png"), (b'<svg xmlns="http://www.w3.org/2000/svg" width="4cm" height="20mm"/>', "svg")]
)
def test_a_logo_comes_with_the_theme_as_its_bytes(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "logo").write_bytes(content)
    (tmp_path / "theme.yaml").write_text("logo: logo\n", "utf-8")
    picture = load_theme(tmp_path / "theme.yaml").picture
    assert picture is not None
    assert (picture.kind, picture.content) == (kind, content)


def test_quadrants_and_axes_that_the_questionnaire_lacks_are_reported(tmp_path: Path, summit: Assessment) -> None:
    problems = faults_of(tmp_path, "corners: {nirvana: Top}\nbottom: hight\n", summit.questionnaire)
    assert [(p.line, p.code) for p in problems] == [(1, "unknown-quadrant"), (2, "unknown-axis")]
    assert "improvement" in problems[0].hint


def test_an_unknown_theme_says_what_may_have_been_meant() -> None:
    theme, (problem,) = read_theme("grayscale")
    assert theme is None
    assert "did you mean 'greyscale'?" in problem.hint


def test_another_bottom_axis_turns_everything_on_the_map_and_doing_it_twice_changes_nothing(summit: Assessment) -> None:
    first, second = (axis.id for axis in summit.questionnaire.axes)
    theme = Theme(bottom=second, corners={"improvement": "Systematic"})
    turned = themed(summit, theme)
    assert [axis.id for axis in turned.questionnaire.axes] == [second, first]
    assert turned.questionnaire.quadrant_by_id["improvement"].label == "Systematic"
    assert turned.questionnaire.fingerprint == summit.questionnaire.fingerprint
    assert turned.placement.point == summit.placement.point
    before, after = summit.placement.region, turned.placement.region
    assert before is not None
    assert after is not None
    assert after.centre == before.centre[::-1]
    assert np.array_equal(np.array(after.shape), np.array(before.shape)[::-1, ::-1])
    again = themed(turned, theme)
    assert again.placement == turned.placement
    assert again.questionnaire.axes == turned.questionnaire.axes


def test_a_theme_that_renames_nothing_leaves_everything_as_it_is(summit: Assessment) -> None:
    assert themed(summit, STANDARD) is summit


def test_without_names_no_name_is_left_and_the_same_names_give_the_same_codes(summit: Assessment) -> None:
    hidden, key = under_code_names(summit, CODE_NAMES)
    assert summit.school_points is not None
    for school in summit.schools:
        assert school.name not in repr(dataclasses.replace(hidden, questionnaire=summit.questionnaire, cluster=""))
    assert sorted(one.name for one in key) == sorted(school.name for school in summit.schools)
    assert [one.code for one in key] == [f"School {letter}" for letter in "ABCDEFGHIJ"[: len(key)]]
    shuffled = dataclasses.replace(summit, schools=summit.schools[::-1], school_points=summit.school_points[::-1])
    assert under_code_names(shuffled, CODE_NAMES)[1] == key
    assert under_code_names(summit, CODE_NAMES, seed=1)[1] != key


def test_under_code_names_no_example_and_no_warning_is_kept_for_a_name_may_stand_in_it() -> None:
    riverside = load_round(examples_folder() / "riverside.yaml")
    assessment = assess(riverside)
    told = dataclasses.replace(assessment, warnings=(Warn("x", "Ashfield Primary alone decides"),))
    assert assessment.evidence is not None
    hidden, _ = under_code_names(told, CODE_NAMES)
    assert (hidden.evidence, hidden.warnings) == (None, ())
    years = compare([load_round(one) for one in rounds_in_time(examples_folder() / "tarnside")])
    assert any(one.evidence for one in years.rounds)
    shown, _ = under_code_names(years, CODE_NAMES)
    both = (*shown.rounds, *(side for step in (*shown.steps, shown.whole) for side in (step.before, step.after)))
    assert {(one.evidence, one.warnings) for one in both} == {(None, ())}
    clusters, _ = under_code_names(portfolio([ReadCluster(riverside)]), CODE_NAMES)
    (cluster,) = clusters.clusters
    assert (cluster.assessment.evidence, cluster.assessment.warnings) == (None, ())
    assert not any(school.name in repr(cluster) for school in riverside.cluster.schools)


def test_a_font_that_is_not_installed_is_said_and_replaced() -> None:
    theme = Theme(fonts=Fonts(chart="No Such Grotesque"))
    assert family(theme) == [FONT]
    assert "No Such Grotesque" in str(font_note(theme))
    assert font_note(STANDARD) is None
    assert font_note(Theme(fonts=Fonts(chart="DejaVu Serif"))) is None
    assert family(Theme(fonts=Fonts(chart="DejaVu Serif"))) == ["DejaVu Serif", FONT]


@pytest.mark.parametrize("name", ["standard", "greyscale"])
def test_what_stands_behind_can_still_be_seen_on_every_quadrant(name: str) -> None:
    theme = load_theme(name)
    assert all(contrast.ratio(pale(theme), ground) >= contrast.GRAPHIC for ground in theme.colours.quadrants)
