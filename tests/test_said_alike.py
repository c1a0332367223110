"""What every command says in one way: what is not there, which round is meant, and how many faults there are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from maturity import assess
from maturity.cli.app import run
from maturity.readers.questionnaire import load_questionnaire, read_questionnaire
from maturity.report.chapters import merged_quotes
from maturity.report.wording import schools_and_people
from tests.harsh import round_of

pytestmark = pytest.mark.command

Captured = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parent.parent / "examples"
COMMANDS = {
    "score": ["score", "{}"],
    "collect": ["collect", "{}", "a.csv"],
    "form": ["form", "{}", "-o", "x.html"],
    "agree": ["agree", "{}"],
    "answer": ["answer", "{}"],
    "enter": ["enter", "{}"],
    "plan": ["plan", "{}"],
    "report": ["report", "{}", "-o", "x.html"],
    "plot": ["plot", "{}", "-o", "x.png"],
    "many": ["plot", "{}", "--chart", "clusters", "-o", "x.png"],
    "export": ["export", "{}", "-o", "x.csv"],
    "compare": ["compare", "{}"],
    "explain": ["explain", "{}"],
    "doctor": ["doctor", "{}"],
    "forget": ["forget", "{}", "r01", "--yes"],
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(capsys: Captured, *words: str, code: int = 2) -> list[str]:
    assert run(words) == code
    shown = capsys.readouterr()
    return shown.err.splitlines()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_alike_that_a_folder_or_a_file_is_not_there(name: str, capsys: Captured) -> None:
    Path("rivers").mkdir()
    Path("rounds.yaml").touch()
    for missing, said in (
        ("nowhere", "there is no folder 'nowhere': check the spelling; 'maturity start FOLDER' makes one"),
        ("river", "there is no folder 'river': did you mean 'rivers'?"),
        ("away.csv", "there is no file 'away.csv': check the spelling and the folder"),
        ("round.yaml", "there is no file 'round.yaml': did you mean 'rounds.yaml'?"),
    ):
        assert told(capsys, *(word.format(missing) for word in COMMANDS[name])) == [f"maturity: {said}"]


def tarnside() -> Path:
    return Path(shutil.copytree(EXAMPLES / "tarnside", "tarnside"))


def test_the_latest_round_is_taken_without_a_word_where_nobody_doubts_which_it_is(capsys: Captured) -> None:
    tarnside()
    assert told(capsys, "score", "tarnside", code=0) == []
    assert told(capsys, "report", "tarnside", "-o", "x.md", code=0) == []


def test_that_a_round_of_the_same_day_was_not_taken_is_said_once(capsys: Captured) -> None:
    last, before = tarnside() / "2026" / "round.yaml", Path("tarnside/2025/round.yaml").read_text("utf-8")
    dated = next(line for line in before.splitlines() if line.startswith("date:"))
    text = last.read_text("utf-8").splitlines()
    last.write_text("\n".join(dated if line.startswith("date:") else line for line in text), "utf-8")
    said = [
        "maturity: tarnside: the latest round is taken, '2026', and '2025' is of the same day: for another give its "
        "folder: tarnside/2023, tarnside/2024, tarnside/2025"
    ]
    for words in (("score", "tarnside"), ("explain", "tarnside"), ("plot", "tarnside", "-o", "x.png")):
        assert told(capsys, *words, code=0) == said


def test_that_the_latest_round_has_no_answers_is_said_by_results_and_not_by_forms(capsys: Captured) -> None:
    run(["start", str(tarnside()), "--label", "2027", "--date", "2027-03-11"])
    capsys.readouterr()
    assert "'2027', which nobody has answered yet" in told(capsys, "score", "tarnside", code=0)[0]
    assert told(capsys, "form", "tarnside", "-o", "x.html", code=0) == []


def test_faults_of_a_questionnaire_are_counted_three_are_shown_and_the_command_that_lists_all_is_named(
    capsys: Captured,
) -> None:
    text = (EXAMPLES.parent / "questionnaires/cluster-journey.yaml").read_text("utf-8")
    Path("our questions.yaml").write_text(text.replace("prompt:", "promt:"), "utf-8")
    round_ = (EXAMPLES / "riverside.yaml").read_text("utf-8")
    asked = next(line for line in round_.splitlines() if line.startswith("questionnaire:"))
    Path("round.yaml").write_text(round_.replace(asked, 'questionnaire: "our questions.yaml"'), "utf-8")
    every = [f"maturity: {problem}" for problem in read_questionnaire(Path("our questions.yaml"))[1]]
    assert len(every) > 12
    told_all = told(capsys, "questionnaire", "check", "our questions.yaml")
    assert told_all == every
    last = (
        f"maturity: {len(every)} faults, of which these are the first 3; all of them: maturity questionnaire check "
        "'our questions.yaml'"
    )
    for words in (
        ("score", "round.yaml"),
        ("plot", "round.yaml", "-o", "x.png"),
        ("report", "round.yaml", "-o", "x.md"),
    ):
        assert told(capsys, *words) == [*every[:3], last]


def test_faults_of_a_folder_are_listed_by_doctor_alone(capsys: Captured) -> None:
    journal = tarnside() / "2026" / "responses.jsonl"
    lines = journal.read_text("utf-8").splitlines()
    journal.write_text("\n".join(f"x{line}" if 2 < n < 8 else line for n, line in enumerate(lines)), "utf-8")
    said = told(capsys, "score", "tarnside")
    assert len(said) == 4
    assert said[-1] == "maturity: 5 faults, of which these are the first 3; all of them: maturity doctor tarnside"
    assert set(said[:3]) < set(told(capsys, "doctor", "tarnside", code=1))


def test_faults_that_no_other_command_lists_are_all_listed(capsys: Captured) -> None:
    text = (EXAMPLES / "riverside.yaml").read_text("utf-8")
    Path("round.yaml").write_text(text.replace("role: ", "rank: "), "utf-8")
    assert len(told(capsys, "score", "round.yaml")) > 4


def test_what_several_people_said_alike_stands_once_with_how_many() -> None:
    said = ("We met.", "Joint  training", "We met.", "Joint training", "We met.", "A visit")
    assert merged_quotes(said) == ("We met. (said by 3)", "Joint training (said by 2)", "A visit")


def test_people_who_chose_no_level_are_counted_from_their_schools() -> None:
    made = round_of(load_questionnaire("cluster-journey-short"), ["Ash", "Brook", "Castle"], 2, fictional=True)
    kept = made.responses[:4]
    unable = [one.model_copy(update={"answers": dict.fromkeys(one.answers, "DK")}) for one in kept]
    blank = [one.model_copy(update={"answers": {}}) for one in kept]
    for people in (unable, blank):
        told = assess(made.model_copy(update={"responses": tuple(people)}))
        assert schools_and_people(told) == "4 people from 2 of 3 schools (nobody chose a level)"
    nobody = assess(made.model_copy(update={"responses": ()}))
    assert schools_and_people(nobody) == "Nobody yet, of 3 schools"


def test_a_round_in_one_file_is_named_as_one_where_answers_are_collected(capsys: Captured) -> None:
    tarnside()
    shutil.copy(EXAMPLES / "fairview.yaml", "fairview.yaml")
    said = " ".join(told(capsys, "collect", "tarnside", "fairview.yaml"))
    assert "fairview.yaml: this is a YAML file, such as a whole round in one file" in said
    assert "maturity export FILE -o answers.csv" in said
    assert "1 fault" in said
