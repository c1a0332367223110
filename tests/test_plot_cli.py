"""`maturity plot`: every chart in every format and size, and one clear message for what cannot be drawn."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from maturity.cli.app import run
from maturity.readers.library import examples_folder

pytestmark = pytest.mark.drawing

RIVERSIDE = str(examples_folder() / "riverside.yaml")
HARBOUR = str(examples_folder() / "harbour.yaml")
YEARS = str(examples_folder() / "tarnside")
WHAT = {
    "quadrant": [RIVERSIDE],
    "profile": [RIVERSIDE],
    "agreement": [RIVERSIDE],
    "portrait": [RIVERSIDE],
    "journey": [YEARS],
    "change": [YEARS],
    "clusters": [RIVERSIDE, HARBOUR, YEARS],
}
START = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize(("chart", "kind"), [*((c, "svg") for c in WHAT), ("clusters", "png"), ("journey", "pdf")])
def test_every_chart_is_written(tmp_path: Path, chart: str, kind: str) -> None:
    output = tmp_path / f"chart.{kind}"
    assert run(["plot", *WHAT[chart], "--chart", chart, "-o", str(output), "--dpi", "50"]) == 0
    assert output.read_bytes().startswith(START[kind])
    assert [path.name for path in tmp_path.iterdir()] == [output.name]


@pytest.mark.parametrize(
    ("size", "dots"), [("slide", (667, 375)), ("a4", (413, 585)), ("square", (394, 394)), ("16x9", (315, 177))]
)
def test_the_picture_has_the_size_that_was_asked_for(tmp_path: Path, size: str, dots: tuple[int, int]) -> None:
    output = tmp_path / "chart.png"
    assert run(["plot", RIVERSIDE, "-o", str(output), "--size", size, "--dpi", "50"]) == 0
    width, height = Image.open(io.BytesIO(output.read_bytes())).size
    assert abs(width - dots[0]) <= 1
    assert abs(height - dots[1]) <= 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--size", "big"], "use slide, a4, square, phone, or width x height in centimetres"),
        (["--size", "3x4"], "use a width of 9.5 to 120"),
        (["--size", "nanxinf"], "use a width of 9.5 to 120"),
        (["--size", "120x120", "--dpi", "600"], "too large a picture"),
        (["--dpi", "9"], "use 50 to 600"),
        (["--theme", "grayscale"], "did you mean 'greyscale'?"),
        (["--regions", "r.csv"], "use --regions with --chart clusters"),
        (["--seed", "-1"], "the seed -1 is negative"),
        (["--chart", "profile", "--alone"], "leave out --alone"),
        (["--chart", "profile", "--ways"], "use --ways with --chart journey"),
        ([HARBOUR], "use --chart clusters, journey or change"),
        (["--chart", "journey"], "two rounds"),
        (["--same", "s.yaml"], "leave out --same"),
        (["missing.yaml", "gone.yaml", "--chart", "clusters"], "gone.yaml"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    output = tmp_path / "chart.png"
    assert run(["plot", RIVERSIDE, *more, "-o", str(output)]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert "Traceback" not in printed
    assert not list(tmp_path.iterdir())


def test_the_faults_of_a_theme_are_shown_all_at_once_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theme = tmp_path / "ours.yaml"
    theme.write_text('colours:\n  soft: "#aaaaaa"\ncorners: {nirvana: Top}\n', "utf-8")
    assert run(["plot", RIVERSIDE, "-o", str(tmp_path / "c.png"), "--theme", str(theme)]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert f"{theme}:2: colours.soft: soft #aaaaaa on " in first
    assert f"{theme}:3: corners.nirvana: the questionnaire cluster-journey has no quadrant 'nirvana'" in second


def test_a_theme_changes_names_and_axes_and_is_told_in_the_description(tmp_path: Path) -> None:
    theme, output = tmp_path / "ours.yaml", tmp_path / "c.svg"
    theme.write_text("bottom: challenge\ncorners: {relationships: Good friends}\n", "utf-8")
    assert run(["plot", RIVERSIDE, "-o", str(output), "--theme", str(theme), "--title", "Ours"]) == 0
    svg = output.read_text("utf-8")
    assert "strength of challenge along the bottom" in svg
    assert "Good friends" in svg
    assert ">Ours</title>" in svg


@pytest.mark.parametrize("chart", ["quadrant", "clusters", "journey"])
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_without_names_no_name_is_in_the_file_and_the_key_lies_beside_it(tmp_path: Path, chart: str, kind: str) -> None:
    output = tmp_path / f"map.{kind}"
    given = ["plot", *WHAT[chart], "--chart", chart, "-o", str(output), "--code-names", "--dpi", "50"]
    assert run(given) == 0
    key = (tmp_path / "map-key.csv").read_text("utf-8-sig")
    names = [line.split(",")[1] for line in key.splitlines()[1:]]
    assert len(names) >= 3
    content = output.read_bytes()
    assert not any(name.encode() in content or name.encode("utf-16-be") in content for name in names)
    assert run([*given[:-2], "--seed", "7"]) == 2
    assert (tmp_path / "map-key.csv").read_text("utf-8-sig") == key
    assert run([*given[:-2], "--seed", "7", "--force"]) == 0
    assert (tmp_path / "map-key.csv").read_text("utf-8-sig") != key


def test_who_takes_code_names_without_a_seed_of_their_own_is_told_that_they_can_be_worked_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["plot", RIVERSIDE, "-o", str(tmp_path / "map.svg"), "--code-names"]
    assert run(given) == 0
    assert "can work these codes out" in " ".join(capsys.readouterr().out.split())
    assert run([*given, "--seed", "7", "--force"]) == 0
    assert "can work these codes out" not in " ".join(capsys.readouterr().out.split())


def test_a_cluster_that_cannot_be_read_stops_the_whole_map_and_all_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clusters"
    folder.mkdir()
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text("format: maturity-round/1\ncluster: {}\n", "utf-8")
    output = tmp_path / "map.png"
    assert run(["plot", RIVERSIDE, str(folder), "--chart", "clusters", "-o", str(output)]) == 2
    printed = capsys.readouterr().err
    assert "one.yaml" in printed
    assert "two.yaml" in printed
    assert not output.exists()


def test_a_cluster_in_no_region_is_drawn_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regions, output = tmp_path / "regions.yaml", tmp_path / "map.svg"
    regions.write_text("Riverside Learning Partnership: North\n", "utf-8")
    given = ["plot", RIVERSIDE, HARBOUR, "--chart", "clusters", "-o", str(output), "--regions", str(regions)]
    assert run(given) == 0
    assert "the cluster 'Harbour Schools' is in no region" in capsys.readouterr().err
    assert "Riverside Learning Partnership (North)" in output.read_text("utf-8")


def test_a_font_that_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theme = tmp_path / "ours.yaml"
    theme.write_text("fonts: {chart: No Such Grotesque}\n", "utf-8")
    given = ["plot", RIVERSIDE, "-o", str(tmp_path / "c.svg"), "--theme", str(theme)]
    assert run(given) == 0
    assert "the font No Such Grotesque is not installed here" in capsys.readouterr().err


def plotted(tmp_path: Path, *given: str) -> str:
    output = tmp_path / "map.svg"
    assert run(["plot", *given, "-o", str(output), "--force"]) == 0
    return output.read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        (
            "",
            "In the round before, 2025, which was asked another questionnaire, it stood at depth 3.1",
        ),
        ("2024", "In the round before, 2023, by its own answers, it stood at depth 2.8 and challenge 2.5."),
    ],
)
def test_a_map_of_a_round_in_a_folder_has_the_round_before_beside_it(tmp_path: Path, folder: str, said: str) -> None:
    where = str(Path(YEARS) / folder)
    assert said in plotted(tmp_path, where)
    assert "round before" not in plotted(tmp_path, where, "--alone")


def test_the_first_round_has_none_before_it(tmp_path: Path) -> None:
    assert "round before" not in plotted(tmp_path, str(Path(YEARS) / "2023"))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(YEARS, tmp_path / "tarnside"))


def test_a_round_before_that_is_not_closed_gives_nothing_away_and_stays_open(
    tmp_path: Path, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year in ("2025", "2026"):
        said = copied / year / "round.yaml"
        kept = [line for line in said.read_text("utf-8").splitlines() if not line.startswith("fictional")]
        kind = "mode: confidential" if year == "2025" else "mode: named"
        said.write_text("\n".join(kept).replace("mode: named", kind) + "\n", "utf-8")
    before = {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    drawn = plotted(tmp_path, str(copied / "2026"), "--close")
    assert "round before" not in drawn
    # Where a line goes may have the same digits; what is said stands in comments and descriptions.
    assert "2025" not in "".join(re.findall(r"<!--.*?-->|<(?:title|desc)[^>]*>.*?</", drawn, re.DOTALL))
    said_of = capsys.readouterr().err
    assert "the round before is not on the map" in said_of
    assert "shows nothing before it is closed" in said_of
    assert {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()} == before


def test_a_round_before_that_cannot_be_read_does_not_keep_this_one_from_being_drawn(
    tmp_path: Path, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied / "2025" / "questionnaire.yaml").write_text("id: [", "utf-8")
    assert "round before" not in plotted(tmp_path, str(copied / "2026"))
    said = capsys.readouterr().err
    assert "the round before is not on the map" in said
    assert "Traceback" not in said


def test_a_report_that_compares_has_the_round_before_on_its_map_and_one_of_a_single_round_has_none(
    tmp_path: Path,
) -> None:
    for folder, there in ((YEARS, True), (str(Path(YEARS) / "2026"), False)):
        output = tmp_path / "report.md"
        assert run(["report", folder, "-o", str(output), "--force"]) == 0
        assert ("In the round before, 2025" in (tmp_path / "report-quadrant.svg").read_text("utf-8")) is there


SMALL = [("riverside", "agreement"), ("riverside", "portrait"), ("lighthouse", "profile")]


@pytest.mark.parametrize(("cluster", "chart"), SMALL)
def test_a_page_too_small_for_a_chart_is_refused_in_words_or_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cluster: str, chart: str
) -> None:
    output = tmp_path / "small.png"
    code = run(["plot", f"examples/{cluster}.yaml", "--chart", chart, "--size", "9.5x9", "-o", str(output)])
    said = capsys.readouterr().err
    assert code == 0 or (code, "no room for this chart" in said, output.exists()) == (2, True, False)
