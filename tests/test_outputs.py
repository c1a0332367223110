"""What a command writes never replaces what somebody may still need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader

from maturity import files
from maturity.cli.app import run
from maturity.errors import InputError
from maturity.folder.rounds import is_kept
from maturity.readers.library import examples_folder
from tests.started import start

pytestmark = pytest.mark.process

RIVERSIDE = examples_folder() / "riverside.yaml"
ANSWERS = "respondent,school,role,dep.purpose.compelling,dep.trust.candour\nr1,ash,senior,3,2\nr2,elm,teacher,4,DK\n"
PROGRAM = str(Path(sys.executable).with_name("maturity"))
THEME = "title: Ours\nlogo: logo.svg\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>\n'


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round and its answers as tables, only to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    shutil.copy(RIVERSIDE, folder / "riverside.yaml")
    for name in ("answers.xlsx", "answers.csv"):
        assert run(["export", str(folder / "riverside.yaml"), "-o", str(folder / name)]) == 0
    return folder


@pytest.fixture
def here(tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the working one, with a round and its answers as tables."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(tables, tmp_path, dirs_exist_ok=True)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder and those below it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A command ends with 2 and one message, and no file is another one or new."""
    before = contents(Path())
    capsys.readouterr()
    assert run(command.split()) == 2
    out, err = capsys.readouterr()
    assert "wrote" not in out
    assert said in err
    assert "Traceback" not in err
    assert contents(Path()) == before


def link(old: str, new: str) -> None:
    Path(new).symlink_to(old)


@pytest.mark.parametrize(
    "road", ["answers.xlsx", "./answers.xlsx", "sub/../answers.xlsx", "soft.xlsx", "hard.xlsx", "/"]
)
def test_a_report_does_not_replace_the_answers_that_it_is_made_from_by_whatever_road(
    road: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "sub").mkdir()
    link("answers.xlsx", "soft.xlsx")
    os.link("answers.xlsx", "hard.xlsx")
    output = str(here / "answers.xlsx") if road == "/" else road
    said = f"{Path(output)}: this file is read for the result, and would be replaced by it: choose another name, or"
    refused(f"report answers.xlsx -q cluster-journey -o {output}", said, capsys)
    refused(f"report answers.xlsx -q cluster-journey -o ok.html -o {output}", said, capsys)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("export answers.csv -q cluster-journey -o answers.csv", "is read for the result"),
        ("export riverside.yaml -o forms.csv", "a file is there already that this command did not write"),
        ("export riverside.yaml -o forms.xlsx", "a file is there already that this command did not write"),
        ("report riverside.yaml --template t.docx -o t.docx", "is read for the result"),
        ("report riverside.yaml --template t.pptx -o t.pptx", "is read for the result"),
        ("report riverside.yaml -o notes.md", "a file is there already that this command did not write"),
        ("report riverside.yaml --sections standing -o r.md", "r-quadrant.svg: a file is there already"),
        ("report riverside.yaml -o fine.html -o notes.html", "notes.html: a file is there already"),
        ("report riverside.yaml --theme theme.yaml -o answers.xlsx", "a file is there already"),
        ("plot riverside.yaml -o logo.svg", "a file is there already"),
        ("plot riverside.yaml --theme theme.yaml -o logo.svg", "is read for the result"),
        ("plot riverside.yaml --code-names -o map.png", "map-key.csv: a file is there already"),
        ("plan riverside.yaml --ics plan.ics", "plan.ics: a file is there already"),
        ("plan riverside.yaml --add Talk --review 2026-11-05 --ics plan.ics", "plan.ics: a file is there already"),
        ("questionnaire new mine.yaml", "mine.yaml: the file is there already"),
        ("questionnaire new mine.yaml --from mine.yaml", "is read for the result"),
        ("form river -o notes.html", "notes.html: a file is there already"),
        ("form river --for surveyjs -o form.json", "form.json: a file is there already"),
        ("form river --for limesurvey -o form.txt", "form.txt: a file is there already"),
        ("demo -o .", "riverside.yaml: the example was changed after it was made"),
        ("compare examples/tarnside -o notes.html", "notes.html: a file is there already"),
    ],
)
def test_no_command_replaces_what_it_did_not_write(
    command: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(examples_folder() / "tarnside", here / "examples" / "tarnside")
    words = "--name River --school Elm --school Oak --mode named --label 2026 --date 2026-03-12"
    start("river", *words.split())
    for name in ("notes.md", "notes.html", "form.json", "form.txt", "plan.ics", "r-quadrant.svg", "mine.yaml"):
        (here / name).write_text("somebody's own", "utf-8")
    (here / "forms.csv").write_text("Timestamp,Your school\n2026-03-12,Ashfield\n", "utf-8")
    (here / "map-key.csv").write_text("code,name\nSchool A,Another cluster's\n", "utf-8")
    (here / "theme.yaml").write_text(THEME, "utf-8")
    (here / "logo.svg").write_text(SVG, "utf-8")
    openpyxl.Workbook().save(here / "forms.xlsx")
    for kind, module in (("docx", "Document"), ("pptx", "Presentation")):
        getattr(__import__(kind), module)().save(str(here / f"t.{kind}"))
    text = RIVERSIDE.read_text("utf-8")
    (here / "riverside.yaml").write_text(text + "# a remark\n", "utf-8")
    refused(command, said, capsys)


WRITERS = {
    "html": "report riverside.yaml --sections year -o out.html",
    "pdf": "report riverside.yaml --sections year -o out.pdf",
    "docx": "report riverside.yaml --sections year -o out.docx",
    "pptx": "report riverside.yaml -o out.pptx",
    "xlsx": "report riverside.yaml -o out.xlsx",
    "md": "report riverside.yaml --sections standing -o out.md",
    "svg": "plot riverside.yaml -o out.svg",
    "png": "plot riverside.yaml -o out.png",
    "chart.pdf": "plot riverside.yaml -o out.chart.pdf",
    "csv": "export riverside.yaml -o out.csv",
    "answers.xlsx": "export riverside.yaml -o out.answers.xlsx",
    "ics": "plan riverside.yaml --add Talk --review 2026-11-05 --ics out.ics",
}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_command_runs_again_gives_the_same_bytes_and_never_for_another_round_or_over_a_change(
    ending: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, output = WRITERS[ending], here / f"out.{ending}"
    assert run(command.split()) == 0
    once = output.read_bytes()
    again = "plan riverside.yaml --ics out.ics" if ending == "ics" else command
    assert run(again.split()) == 0
    assert re.sub(rb"DTSTAMP:.*", b"", output.read_bytes()) == re.sub(rb"DTSTAMP:.*", b"", once) or ending == "ics"
    text = (here / "riverside.yaml").read_text("utf-8")
    other = text.replace('label: "2026"', 'label: "2027"').replace("respondent: ", "respondent: x")
    (here / "other.yaml").write_text(other, "utf-8")
    refused(again.replace("riverside.yaml", "other.yaml"), f"out.{ending}: ", capsys)
    if ending != "csv":
        written = output.read_bytes()
        output.write_bytes(written.replace(b"\n", b" \n", 1))
        refused(again, f"out.{ending}: the file there was changed after it was written", capsys)
        assert run([*again.split(), "--force"]) == 0
        assert len(output.read_bytes()) == len(written)


def test_every_format_opens_as_before_with_its_mark_in_it(here: Path) -> None:
    for command in WRITERS.values():
        assert run(command.split()) == 0
    assert PdfReader("out.pdf", strict=True).pages
    assert PdfReader("out.chart.pdf", strict=True).pages
    assert Image.open("out.png").text["maturity"].startswith("maturity-output/1 chart ")  # type: ignore[attr-defined]
    for kind, module in (("docx", "Document"), ("pptx", "Presentation")):
        getattr(__import__(kind), module)(f"out.{kind}")
    openpyxl.load_workbook("out.xlsx")
    with zipfile.ZipFile("out.docx") as archive:
        assert archive.comment.startswith(b"maturity-output/1 report ")
    import icalendar

    calendar = icalendar.Calendar.from_ical(Path("out.ics").read_bytes())
    assert str(calendar["X-MATURITY"]).startswith("maturity-output/1 calendar ")
    assert max(map(len, Path("out.ics").read_bytes().splitlines())) <= 75
    from xml.etree import ElementTree

    ElementTree.parse("out.svg")


def test_a_table_of_answers_is_replaced_where_nothing_in_it_is_lost(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *rest = Path("answers.csv").read_text("utf-8-sig").splitlines()
    Path("answers.csv").write_text("\n".join([first, *rest[:-1]]) + "\n", "utf-8")
    assert run(["export", "riverside.yaml", "-o", "answers.csv"]) == 0
    assert len(Path("answers.csv").read_text("utf-8-sig").splitlines()) == len(rest) + 1
    corrected = Path("answers.csv").read_text("utf-8-sig").replace(",3,", ",1,", 1)
    Path("answers.csv").write_text(corrected, "utf-8")
    refused("export riverside.yaml -o answers.csv", "a file is there already", capsys)


def test_a_key_to_code_names_is_replaced_by_itself_and_by_no_other(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plot", "riverside.yaml", "--code-names", "-o", "map.svg"]) == 0
    assert run(["plot", "riverside.yaml", "--code-names", "-o", "map.svg"]) == 0
    refused("plot riverside.yaml --code-names --seed 7 -o map.svg", "map-key.csv: ", capsys)


@pytest.mark.parametrize("name", ["round.yaml", "ROUND.yaml", "cluster.yaml", "river/2026/questionnaire.yaml"])
def test_a_name_of_a_cluster_s_folder_is_never_written_to(
    name: str, river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(f"questionnaire new {name} --force", "this name belongs to what a cluster's folder keeps", capsys)
    assert river.is_dir()


@pytest.mark.parametrize(
    ("name", "kept"),
    [("responses.jsonl", True), ("responses.torn-1.jsonl", True), ("questionnaire.yaml", False), ("x.yaml", False)],
)
def test_a_questionnaire_may_have_its_name_outside_a_round(name: str, kept: bool, tmp_path: Path) -> None:
    assert is_kept(tmp_path / name) == kept


def test_a_folder_a_device_and_one_name_for_two_are_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "x.html").mkdir()
    refused("report riverside.yaml --force -o x.html", "there is a folder of this name", capsys)
    refused("report riverside.yaml --force -o a.html -o ./A.html", "two results would go into this one file", capsys)
    os.mkfifo("pipe.html")
    assert run(["report", "riverside.yaml", "--force", "-o", "pipe.html"]) == 2
    assert "no ordinary file" in capsys.readouterr().err


def test_what_a_link_leads_to_is_what_is_looked_at(river: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link(str(river / "responses.jsonl"), "loose.html")
    refused(f"form {river} --force -o loose.html", "a cluster's folder keeps", capsys)
    link("round.html", "round.html")
    refused(f"form {river} -o round.html", "round.html: ", capsys)


def test_a_file_of_any_size_is_seen_not_to_be_ours(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (here / "huge.html").open("wb") as file:
        file.truncate(10**12)
    assert run(["report", "riverside.yaml", "-o", "huge.html"]) == 2
    assert "huge.html: a file is there already" in capsys.readouterr().err


def test_a_link_stays_a_link_and_the_file_that_it_leads_to_is_written(here: Path) -> None:
    (here / "shared").mkdir()
    link("shared/map.svg", "map.svg")
    for _ in range(2):
        assert run(["plot", "riverside.yaml", "-o", "map.svg"]) == 0
        assert (here / "map.svg").is_symlink()
        assert (here / "shared/map.svg").read_bytes().startswith(b"<?xml")


def test_a_file_that_comes_to_be_there_while_the_result_is_made_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    safe = files.Outputs([path], kept=is_kept)
    safe.of("report", "Riverside", "2026")
    path.write_bytes(b"somebody else's")
    with pytest.raises(InputError, match="a file is there already"):
        safe.write({path: b"ours"})
    with pytest.raises(InputError, match="come to be there"):
        files.write(path, b"ours", fresh=True)
    assert path.read_bytes() == b"somebody else's"
    assert list(tmp_path.iterdir()) == [path]


def test_of_several_files_none_is_written_where_one_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    two.write_bytes(b"name\nsomebody\n")
    safe = files.Outputs([one, two], kept=is_kept)
    safe.of("answers", "Riverside", "2026")
    with pytest.raises(InputError, match=r"b\.csv"):
        safe.write({one: b"name\nx\n", two: b"name\ny\n"})
    assert not one.exists()


def test_processes_that_write_one_name_for_two_rounds_at_once_leave_one_whole_file(here: Path) -> None:
    text = RIVERSIDE.read_text("utf-8")
    for label in ("2027", "2028"):
        (here / f"{label}.yaml").write_text(text.replace('label: "2026"', f'label: "{label}"'), "utf-8")
    started = [
        subprocess.Popen(
            [PROGRAM, "plot", f"{label}.yaml", "-o", "map.svg"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for label in ("2027", "2028", "2027", "2028")
    ]
    said = [process.communicate()[1].decode() for process in started]
    codes = [process.returncode for process in started]
    assert set(codes) <= {0, 2}
    assert 0 in codes
    assert not any("Traceback" in one for one in said)
    found = files.mark_of(Path("map.svg").read_bytes(), ".svg")
    assert found is not None
    assert found[2]
    assert {path.name for path in here.glob(".*")} == set()


CONTENTS: dict[str, Callable[[], bytes]] = {
    ".html": lambda: b"<!doctype html>\n<p>x</p>\n",
    ".md": lambda: b"# x\n",
    ".gs": lambda: b"// a script\nfunction build() {}\n",
    ".csv": lambda: b"a,b\n",
}


@pytest.mark.parametrize("ending", CONTENTS)
def test_a_mark_says_what_and_whose_and_whether_anything_was_changed(ending: str) -> None:
    content = CONTENTS[ending]()
    marked = files.marked(content, ending, b"form", b"0123456789ab")
    if ending == ".csv":
        assert marked == content
        return
    assert files.mark_of(marked, ending) == (b"form", b"0123456789ab", True)
    assert files.mark_of(marked.replace(b"x", b"y").replace(b"build", b"make"), ending) == (
        b"form",
        b"0123456789ab",
        False,
    )
    assert files.mark_of(content, ending) is None


@pytest.mark.parametrize(
    "command",
    [
        *("report river -o r.html --close", "plot river -o r.svg --close", "report river -o new.md --close"),
        *("plot river -o new.svg --code-names --close", "export river -o r.csv --close"),
    ],
)
@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_a_round_is_not_closed_for_a_result_that_is_then_refused(
    command: str, mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    schools = " ".join(f"--school {name}" for name in ("Elm", "Oak", "Ash"))
    words = f"--name River {schools} --mode {mode} --label 2026 --date 2026-03-12"
    start("river", *words.split(), "-q", "cluster-journey-short")
    text = "respondent,school,role,dep.purpose.compelling\n"
    rows = [f"r{n},{('Elm', 'Oak', 'Ash')[n % 3]},senior,{1 + n % 5}\n" for n in range(18)]
    (tmp_path / "given.csv").write_text(text + "".join(rows), "utf-8")
    assert run(["collect", "river", "given.csv"]) == 0
    for name in ("r.html", "r.svg", "r.csv", "new-profile.svg", "new-key.csv"):
        (tmp_path / name).write_text("somebody's own", "utf-8")
    refused(command, ": a file is there already that this command did not write", capsys)
