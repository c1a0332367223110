"""What is rated where that is not the cluster: asked for when a round is opened, kept in it, and said on every form."""

from __future__ import annotations

import datetime as dt
import io
import re
import shlex
from pathlib import Path

import pytest

from maturity import advise, assess, load_round
from maturity.cli.app import run
from maturity.collect import webform
from maturity.collect.forms.ballot import ballot
from maturity.collect.forms.common import introduction
from maturity.core.publish import unfit_for
from maturity.errors import InputError
from maturity.model import Rated
from maturity.readers.round import load_round as read
from maturity.renderers.glyphs import ASCII
from maturity.renderers.reveal import reveal
from maturity.report.asked import subject_line
from tests.every_shape import CHECKLIST, LADDER, NESTED, questionnaire_of, round_of_shape

pytestmark = pytest.mark.command

SCHOOL = LADDER.replace("subject: review", "subject: school")
BASE = ["start", "river", "--name", "River", "--school", "Ash Hill", "--school", "Elm", "--school", "Oak"]
NEW = [*BASE, "--date", "2026-03-12", "-q", "asked.yaml"]
NAMED = [*NEW, "--mode", "named"]


class Typed(io.StringIO):
    """A terminal at which somebody has typed all answers already."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    Path("asked.yaml").write_text(LADDER, "utf-8")


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", Typed("".join(f"{line}\n" for line in lines)))


# ---- Opening a round


def test_a_review_is_said_with_options_and_kept_in_the_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*NAMED, "--about", "Ash Hill", "--reviewed", "2026-02-03"]) == 0
    assert "About the review of Ash Hill on 3 February 2026." in capsys.readouterr().out
    assert load_round(Path("river")).subject_of == Rated(school="ash-hill", reviewed=dt.date(2026, 2, 3))
    text = Path("river/2026/round.yaml").read_text("utf-8")
    assert "subject_of: {school: ash-hill, reviewed: 2026-02-03}" in text


def test_a_school_needs_no_day() -> None:
    Path("asked.yaml").write_text(SCHOOL, "utf-8")
    assert run([*NAMED, "--about", "elm"]) == 0
    assert load_round(Path("river")).subject_of == Rated(school="elm")


@pytest.mark.parametrize(
    ("asked", "flags", "said"),
    [
        (LADDER, [], "nobody can be asked here which: for example: --about ash-hill --reviewed 2026-02-03"),
        (LADDER, ["--about", "elm"], "for example: --reviewed 2026-02-03"),
        (SCHOOL, [], "ladder is about one school, and nobody can be asked here which: for example: --about ash-hill"),
        (LADDER, ["--about", "elmm", "--reviewed", "2026-02-03"], "'elmm' is no school of this round: did you mean"),
        (LADDER, ["--about", "elm", "--reviewed", "3.2.2026"], "--reviewed: '3.2.2026' is not a day"),
        (LADDER, ["--about", "elm", "--reviewed", "2026-03-13"], "2026-03-13 is a day after the sitting on 2026-03-12"),
        (SCHOOL, ["--about", "elm", "--reviewed", "2026-02-03"], "ladder is about no review: leave out --reviewed"),
        (CHECKLIST, ["--about", "elm"], "checklist is about the cluster, and no school of it: leave out --about"),
        (CHECKLIST, ["--reviewed", "2026-02-03"], "checklist is about no review: leave out --reviewed"),
    ],
)
def test_what_does_not_fit_the_questionnaire_is_refused_in_one_sentence_and_nothing_is_made(
    asked: str, flags: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("asked.yaml").write_text(asked, "utf-8")
    assert run([*NAMED, *flags]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert said in shown
    assert "Traceback" not in shown
    assert not Path("river").exists()


def test_the_dialogue_asks_which_school_and_which_day_after_it_is_known_that_it_must(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["River", "Ash Hill", "Elm", "Oak", "", "", "asked.yaml", "2026-03-12", "9", "2", "2026-03-13"]
    typed(monkeypatch, *lines, "2026-02-03", "", "")
    assert run(["start", "river"]) == 0
    shown = capsys.readouterr().out
    assert "Please type a number from 1 to 3, then Enter." in shown
    assert "2026-03-13 is a day after the sitting on 2026-03-12" in shown
    assert re.search(r"School asked about +Elm", shown)
    assert re.search(r"Reviewed +2026-02-03", shown)
    assert load_round(Path("river")).subject_of == Rated(school="elm", reviewed=dt.date(2026, 2, 3))


def test_the_dialogue_goes_back_over_what_it_did_not_ask_and_asks_again_for_what_no_longer_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("check.yaml").write_text(CHECKLIST, "utf-8")
    start = ["River", "Ash Hill", "Elm", "Oak", "", "", "check.yaml", "2026-03-12"]
    # Back from the label to the day, for nothing was asked between; then another questionnaire, and what it needs.
    back = ["<", "", "", "4", "asked.yaml", "1", "2026-02-03"]
    # The day is moved before the review; then the school that is rated is taken out.
    moved = ["5", "2026-02-01", "2026-01-20", "2", "-", "-", "-", "Fir", "Oak", "Yew", "", "3", ""]
    typed(monkeypatch, *start, *back, *moved)
    assert run(["start", "river"]) == 0
    assert capsys.readouterr().out.count("Which school is it about?") == 2
    round_ = load_round(Path("river"))
    assert [school.id for school in round_.cluster.schools] == ["fir", "oak", "yew"]
    assert round_.subject_of == Rated(school="yew", reviewed=dt.date(2026, 1, 20))


def test_what_was_typed_can_be_used_again_when_the_input_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "River", "Ash Hill", "Elm", "Oak", "", "", "asked.yaml", "2026-03-12", "2", "2026-02-03")
    assert run(["start", "river"]) == 2
    (again,) = re.findall(r"^  maturity (start .*)$", capsys.readouterr().out, re.MULTILINE)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(shlex.split(again)) == 0
    assert load_round(Path("river")).subject_of == Rated(school="elm", reviewed=dt.date(2026, 2, 3))


def test_the_next_round_of_a_cluster_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run([*NAMED, "--about", "elm", "--reviewed", "2026-02-03"]) == 0
    typed(monkeypatch, "Oak", "2026-04-01")
    assert run(["start", "river", "--label", "Oak", "--date", "2026-05-12"]) == 0
    assert load_round(Path("river/Oak")).subject_of == Rated(school="oak", reviewed=dt.date(2026, 4, 1))


# ---- A kind that could never show anything


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (NESTED, "a confidential round shows neither: ask it in a named or an anonymous round"),
        (
            CHECKLIST.replace('{0: "No", 1: "Partly", 2: "Yes"}', '{0: "No", 1: "Yes"}')
            .replace("met_at: 1.5", "met_at: 1")
            .replace("evidence_from: 2", "evidence_from: 1")
            .replace(', 1: "Call."', ""),
            "a confidential round needs a scale of at least 3 levels",
        ),
    ],
)
def test_a_kind_that_the_scales_forbid_is_refused_where_it_is_chosen(
    asked: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("asked.yaml").write_text(asked, "utf-8")
    assert run([*NEW, "--mode", "confidential"]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not Path("river").exists()
    assert run([*NEW, "--mode", "anonymous"]) == 0
    assert run(["start", "river", "--again", "--mode", "confidential"]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert load_round(Path("river")).mode == "anonymous"
    # In the dialogue it is chosen before the questions are, and said as soon as they are known.
    lines = ["Other", "Ash Hill", "Elm", "Oak", "", "3", "asked.yaml", "2", "2026-03-12", "", ""]
    typed(monkeypatch, *lines)
    assert run(["start", "other"]) == 0
    shown = capsys.readouterr().out
    assert said in " ".join(shown.split())
    assert shown.index("That cannot be") < shown.index("Day of the sitting")
    assert load_round(Path("other")).mode == "named"


def test_a_form_for_a_round_in_a_file_that_can_never_be_told_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("asked.yaml").write_text(NESTED, "utf-8")
    Path("one.yaml").write_text(
        "format: maturity-round/1\n"
        "cluster: {name: C, schools: [{id: a, name: Ash}, {id: b, name: Elm}]}\n"
        'label: "2026"\nquestionnaire: asked.yaml\nmode: confidential\nresponses: []\n',
        "utf-8",
    )
    assert run(["form", "one.yaml", "-o", "form.html"]) == 2
    assert "a confidential round shows neither" in " ".join(capsys.readouterr().err.split())
    assert not Path("form.html").exists()


def test_even_scales_of_three_levels_and_more_fit_every_kind_where_their_lines_can_be_told() -> None:
    for shape in ("checklist", "ladder", "total"):
        for mode in ("named", "anonymous"):
            assert unfit_for(mode, questionnaire_of(shape)) is None
    assert unfit_for("confidential", questionnaire_of("total")) is None
    for shape in ("checklist", "ladder"):
        found = unfit_for("confidential", questionnaire_of(shape))
        assert found is not None
        assert found.code == "confidential-never-tells"


# ---- A round in a file

ROUND = """\
format: maturity-round/1
cluster: {name: C, schools: [{id: ash, name: Ash}, {id: elm, name: Elm}]}
label: "2026"
date: 2026-03-12
questionnaire: asked.yaml
"""


@pytest.mark.parametrize(
    ("asked", "about", "line", "message", "hint"),
    [
        (
            LADDER,
            "",
            1,
            "the questionnaire 'ladder' is about one review of a school, and the round does not say which",
            "add it: subject_of: {school: ash, reviewed: 2026-02-03}",
        ),
        (
            SCHOOL,
            "",
            1,
            "the questionnaire 'ladder' is about one school, and the round does not say which",
            "add it: subject_of: {school: ash}",
        ),
        (
            LADDER,
            "subject_of:\n  school: ahs\n  reviewed: 2026-02-03\n",
            7,
            "'ahs' is no school of the cluster",
            "did you mean 'ash'?",
        ),
        (
            CHECKLIST,
            "subject_of: {school: ash}\n",
            6,
            "the questionnaire 'checklist' is about the cluster, and no school of it",
            "leave it out",
        ),
        (
            LADDER,
            "subject_of:\n  school: ash\n",
            6,
            "the questionnaire is about one review, and its day is missing",
            "add it: reviewed: 2026-02-03",
        ),
        (
            SCHOOL,
            "subject_of:\n  school: ash\n  reviewed: 2026-02-03\n",
            8,
            "the questionnaire is about a school, and no review of it",
            "leave the day out",
        ),
        (
            LADDER,
            "subject_of:\n  school: ash\n  reviewed: 2026-03-13\n",
            8,
            "the review is on a day after the sitting on 2026-03-12",
            "correct one of the two",
        ),
        (
            LADDER,
            "subject_of:\n  school: ash\n  reviewed: 20260203\n",
            8,
            "20260203 is not a date",
            "write year-month-day, for example 2026-03-12",
        ),
        (LADDER, "subject_of: ash\n", 6, "a text stands where a group of keys is expected", "write a group of keys"),
    ],
)
def test_what_is_wrong_with_a_subject_is_one_problem_with_its_line(
    asked: str, about: str, line: int, message: str, hint: str
) -> None:
    Path("asked.yaml").write_text(asked, "utf-8")
    Path("round.yaml").write_text(ROUND + about, "utf-8")
    with pytest.raises(InputError) as refused:
        read("round.yaml")
    assert [(one.line, one.message, one.hint) for one in refused.value.problems] == [(line, message, hint)]


def test_a_table_cannot_say_what_was_rated(capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers.csv").write_text("school,kind,rf.own\nAsh,named,1\n", "utf-8")
    assert run(["score", "answers.csv", "-q", "asked.yaml"]) == 2
    assert "a table does not say which school it is about" in " ".join(capsys.readouterr().err.split())


# ---- What people see


def test_forms_and_ballots_say_what_is_rated() -> None:
    review = round_of_shape("ladder")
    about = "About the review of Ash on 3 February 2026"
    assert subject_line(review) == ballot(review).rated == about
    assert introduction(review)[0] == f"{about}."
    assert about in webform.build(review).decode("utf-8")
    school = review.model_copy(
        update={
            "questionnaire": review.questionnaire.model_copy(update={"subject": "school"}),
            "subject_of": Rated(school="oak"),
        }
    )
    assert subject_line(school) == "About Oak"
    assert subject_line(round_of_shape("checklist")) == ""
    assert subject_line(review.model_copy(update={"subject_of": None})) == "About one review of a school"


def test_the_spread_says_what_is_rated() -> None:
    found = assess(round_of_shape("ladder", {"ash": [(0, 1, 2, 0)]}))
    assert "About the review of Ash on 3 February 2026" in reveal(found, advise(found), 80, ASCII).plain


def test_whoever_answers_at_the_screen_or_keys_ballots_in_is_told_what_is_rated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*NAMED, "--about", "elm", "--reviewed", "2026-02-03"]) == 0
    capsys.readouterr()
    typed(monkeypatch, "1", "2", "q")
    assert run(["answer", "river"]) == 0
    assert "About the review of Elm on 3 February 2026" in capsys.readouterr().out
    typed(monkeypatch, "q")
    assert run(["enter", "river", "--school", "elm", "--role", "host"]) == 0
    assert "About the review of Elm on 3 February 2026" in capsys.readouterr().out


def test_the_form_of_a_review_in_one_file_names_the_command_that_opens_the_same_round(
    capsys: pytest.CaptureFixture[str],
) -> None:
    schools = "{id: a, name: Ash}, {id: b, name: Elm Road}"
    Path("one.yaml").write_text(
        "format: maturity-round/1\n"
        f"cluster: {{name: River, schools: [{schools}]}}\n"
        'label: "2026"\ndate: 2026-03-12\nquestionnaire: asked.yaml\nmode: named\n'
        "subject_of: {school: b, reviewed: 2026-02-03}\nresponses: []\n",
        "utf-8",
    )
    assert run(["form", "one.yaml", "-o", "form.html"]) == 0
    (start,) = re.findall(r"^  maturity (start .*)$", capsys.readouterr().out, re.MULTILINE)
    assert run(shlex.split(start)) == 0
    assert load_round(Path("river")).subject_of == Rated(school="elm-road", reviewed=dt.date(2026, 2, 3))
    assert "About the review of Elm Road on 3 February 2026" in Path("form.html").read_text("utf-8")
