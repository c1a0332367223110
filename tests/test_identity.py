"""A row is not a person: two downloads of one form add nobody twice, or it is asked."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity import load_round
from maturity.cli.app import run

CASES = Path(__file__).parents[2] / "shared" / "data" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round of one school with two questions."""
    monkeypatch.chdir(tmp_path)
    return opened(tmp_path / "c", ["Here"])


def opened(folder: Path, schools: Sequence[str]) -> Path:
    names = [word for name in schools for word in ("--school", name)]
    made = ["start", str(folder), "--name", "C", *names, "--mode", "named", "-q", str(question(folder.parent))]
    assert run([*made, "--label", "2026", "--date", "2026-03-12"]) == 0
    return folder / "2026"


def question(folder: Path) -> Path:
    """Two questions, five labels, as in the cases."""
    if CASES.is_dir():
        return CASES / "q.yaml"
    pytest.skip("the cases are not beside the project")


def people(round_: Path) -> list[tuple[Any, Any]]:
    return [
        (one.answers.get("dep.trust.candour"), one.answers.get("cha.data.sharing"))
        for one in load_round(round_).responses
    ]


def collected(round_: Path, *names: str) -> int:
    return run(["collect", str(round_), *[str(CASES / name) for name in names], "--school", "Here", "-y"])


@needs_cases
@pytest.mark.parametrize(
    ("files", "right"),
    [
        (["blank_people/a.csv"], [(5, 1)]),
        (["google_excel_resave/a.csv", "google_excel_resave/resaved.csv"], [(4, 2), (5, 1)]),
        (["google_two_downloads/from_forms.csv", "google_two_downloads/from_sheets.csv"], [(4, 2), (5, 1), (1, 1)]),
        (["google_two_downloads/from_sheets.csv", "google_two_downloads/from_forms.csv"], [(4, 2), (5, 1), (1, 1)]),
        (["kobo_group_labels/a.csv"], [(4, 2)]),
        (["limesurvey_vv/a.csv"], [(4, 2), (None, 5)]),
        (["ms_xlsx_then_csv/a.xlsx", "ms_xlsx_then_csv/saved_as.csv"], [(4, 2), (5, 1)]),
        (["qualtrics_preview/a.csv"], [(4, 2)]),
        (["surveymonkey_one_row/a.csv", "surveymonkey_one_row/edited.csv"], [(5, 2)]),
    ],
    ids=lambda value: value[0].partition("/")[0] if isinstance(value, list) and isinstance(value[0], str) else None,
)
def test_a_case_has_its_right_people(here: Path, files: list[str], right: list[tuple[Any, Any]]) -> None:
    for name in files:
        assert collected(here, name) == 0
    assert people(here) == right


@needs_cases
@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize(
    ("first", "again", "new"),
    [
        ("google_two_downloads/from_forms.csv", "google_two_downloads/from_sheets.csv", 1),
        ("ms_xlsx_then_csv/a.xlsx", "ms_xlsx_then_csv/saved_as.csv", 0),
        ("google_excel_resave/a.csv", "google_excel_resave/resaved.csv", 0),
    ],
)
def test_somebody_without_a_name_who_was_erased_stays_out_by_another_download(
    here: Path, first: str, again: str, new: int, number: int
) -> None:
    assert collected(here, first) == 0
    before = load_round(here).responses
    assert run(["forget", str(here), before[number].respondent, "--yes"]) == 0
    assert collected(here, again) == 0
    left = [one.respondent for one in load_round(here).responses]
    others = [one.respondent for n, one in enumerate(before) if n != number]
    assert left[: len(others)] == others
    assert before[number].respondent not in left
    assert len(left) == len(others) + new


@needs_cases
def test_the_same_in_one_go(here: Path) -> None:
    names = ("from_forms.csv", "from_sheets.csv")
    assert collected(here, *[f"google_two_downloads/{name}" for name in names]) == 0
    assert people(here) == [(4, 2), (5, 1), (1, 1)]


@needs_cases
def test_a_table_saved_by_excel_without_seconds_is_the_same_table(here: Path) -> None:
    saved = (CASES / "ms_xlsx_then_csv" / "saved_as.csv").read_text("utf-8-sig")
    Path("short.csv").write_text(saved.replace(":00,", ",").replace(":09,", ","), "utf-8")
    for name in (str(CASES / "ms_xlsx_then_csv" / "a.xlsx"), "short.csv"):
        assert run(["collect", str(here), name, "--school", "here", "-y"]) == 0
    assert len(people(here)) == 2


@needs_cases
def test_rows_that_nobody_answered_are_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collected(here, "qualtrics_preview/a.csv") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Nobody's answers stand in row 4: a preview, left out." in out
    assert "Nobody's answers stand in row 5: a test, left out." in out
    assert "Nobody's answers stand in row 7: spam, left out." in out


@needs_cases
def test_who_answered_nothing_is_counted_apart(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collected(here, "blank_people/a.csv") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "1 person answered none of the questions, and will not be counted: row 2." in out


@needs_cases
def test_one_address_that_answers_twice_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collected(here, "gforms_twice/a.csv") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "One e-mail address stands in rows 2, 3: each is counted as a person" in out
    assert "kim@" not in out
    assert len(people(here)) == 3


@needs_cases
def test_times_with_the_name_of_a_zone_are_read(here: Path) -> None:
    assert collected(here, "gforms_zone_names/a.csv") == 0
    assert [str(one.submitted) for one in load_round(here).responses] == [
        "2026-03-12 14:05:01-06:00",
        "2026-03-12 14:06:01+02:00",
    ]


@needs_cases
def test_a_table_without_a_header_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collected(here, "no_header/a.csv") == 2
    assert "row 1 looks like answers, and no header stands above it" in capsys.readouterr().err
    assert people(here) == []


@needs_cases
def test_what_a_spreadsheet_made_a_date_of_is_no_level(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert collected(here, "mangled/a.csv") == 2
    said = capsys.readouterr().err
    for text in ("02. Jan", "1-Feb", "Jan-02", "2026-02-01 00:00:00", "01/02/2026"):
        assert f"{text!r} is a date" in said, text
    assert "'4-5' names two levels" in said
    assert "'oftenn' fits no level" in said
    arguments = ["collect", str(here), str(CASES / "mangled" / "a.csv"), "--school", "here", "-y", "--skip-bad-rows"]
    assert run(arguments) == 0
    assert people(here) == [(4, 3)]


@needs_cases
def test_a_time_that_limesurvey_did_not_keep_is_none_and_decides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [word for name in ("Ashfield Primary", "Brook Lane", "Castle Hill") for word in ("--school", name)]
    made = ["start", "lime", "--name", "L", *names, "--mode", "named", "-q", "cluster-journey-short"]
    assert run([*made, "--label", "2026", "--date", "2026-03-12"]) == 0
    round_ = tmp_path / "lime" / "2026"
    counts = []
    for name in ("week1.csv", "week2_only_new.csv", "week2_all.csv"):
        assert run(["collect", str(round_), str(CASES / "limesurvey_1980" / name), "-y"]) == 0
        counts.append(len(load_round(round_).responses))
    assert all(one.submitted is None for one in load_round(round_).responses)
    assert counts[1] == counts[2]
    assert counts[1] > counts[0]
    out = capsys.readouterr().out
    assert "before 1990 stand for a time that was not kept" in " ".join(out.split())
    assert "withdraw" not in out


# Any two downloads of one form


WORDS = ("Never", "Rarely", "Sometimes", "Often", "Always")
ASKED = ("How open are we with each other?", "How much data do we share?")
Person = tuple[int, int, int]
"""Minute after nine, and two levels."""


def _clock(minute: int, zone: str = "") -> str:
    hour, minute = 9 + minute // 60, minute % 60
    return f"2026/03/13 {(hour - 1) % 12 + 1}:{minute:02d}:07 {'AM' if hour < 12 else 'PM'} {zone}".strip()


def forms(rows: Sequence[Person]) -> str:
    lines = [("Timestamp", *ASKED)]
    lines += [(_clock(minute, "GMT+1"), WORDS[one - 1], WORDS[two - 1]) for minute, one, two in rows]
    return written(lines, csv.QUOTE_ALL, ",")


def sheets(rows: Sequence[Person]) -> str:
    lines = [("Timestamp", *ASKED)]
    lines += [(f"3/13/2026 {9 + m // 60}:{m % 60:02d}:07", WORDS[a - 1], str(b)) for m, a, b in rows]
    return written(lines, csv.QUOTE_MINIMAL, ",")


def excel(rows: Sequence[Person]) -> str:
    lines = [("Timestamp", *ASKED)]
    lines += [(f"13.03.2026 {9 + m // 60:02d}:{m % 60:02d}", f"{a} - {WORDS[a - 1]}", str(b)) for m, a, b in rows]
    return "sep=;\n" + written(lines, csv.QUOTE_MINIMAL, ";")


def written(lines: Sequence[Sequence[str]], quoting: Any, separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, delimiter=separator, lineterminator="\n").writerows(lines)
    return out.getvalue()


def microsoft(style: str) -> Callable[[Sequence[Person]], str]:
    """Everybody's number is their place by time, as the form gives it."""

    def write(rows: Sequence[Person]) -> str:
        head = ("ID", "Start time", "Completion time", "Email", "Name", *ASKED)
        lines: list[Sequence[str]] = [head]
        for number, (minute, one, two) in enumerate(sorted(rows), start=1):
            times = [f"{9 + m // 60:02d}:{m % 60:02d}" for m in (minute, minute + 1)]
            if style == "seconds":
                stamps = [f"3/13/26 {time}:09" for time in times]
            elif style == "german":
                stamps = [f"13.03.2026 {time}" for time in times]
            else:
                stamps = [f"2026-03-13T{time}:09" for time in times]
            lines.append((str(number), *stamps, "anonymous", "", WORDS[one - 1], WORDS[two - 1]))
        return written(lines, csv.QUOTE_MINIMAL, ";" if style == "german" else ",")

    return write


WAYS = {
    "google": (forms, sheets, excel),
    "microsoft": (microsoft("seconds"), microsoft("german"), microsoft("iso")),
}


@pytest.mark.command
@needs_cases
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 130), st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=7),
    system=st.sampled_from(sorted(WAYS)),
    ways=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    first=st.integers(1, 7),
    seed=st.integers(0, 1000),
)
def test_any_two_downloads_of_one_form_are_its_people_or_it_stops(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Person],
    system: str,
    ways: tuple[int, int],
    first: int,
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    round_ = opened(folder / "c", ["Here"])
    rows = sorted(rows)
    early, late = rows[: min(first, len(rows))], list(rows)
    if system == "google":
        # A sheet can be sorted by anything; the numbers of Microsoft follow the order of arrival.
        random.Random(seed).shuffle(late)
    stopped = False
    for name, way, part in (("one.csv", ways[0], early), ("two.csv", ways[1], late)):
        path = folder / name
        path.write_text(WAYS[system][way](part), "utf-8")
        stopped |= run(["collect", str(round_), str(path), "--school", "here", "-y"]) == 2
    if len({minute for minute, _, _ in rows}) == len(rows):
        assert not stopped
    assert stopped or sorted(people(round_)) == sorted((one, two) for _, one, two in rows)


@needs_cases
def test_people_of_one_minute_are_told_apart_in_any_order(here: Path) -> None:
    rows: list[Person] = [(5, 1, 2), (5, 3, 4), (5, 1, 2)]
    for n, part in enumerate((rows, rows[::-1], [rows[1], rows[0], rows[2]])):
        Path(f"{n}.csv").write_text(sheets(part), "utf-8")
        assert run(["collect", str(here), f"{n}.csv", "--school", "here", "-y"]) == 0
        assert sorted(people(here)) == [(1, 2), (1, 2), (3, 4)]


@needs_cases
def test_a_folder_of_downloads_is_read_file_by_file(here: Path) -> None:
    Path("downloads").mkdir()
    Path("downloads/a.csv").write_text(forms([(1, 2, 3)]), "utf-8")
    Path("downloads/b.csv").write_text(sheets([(1, 2, 3), (9, 4, 4)]), "utf-8")
    Path("downloads/notes.docx").write_bytes(b"PK")
    assert run(["collect", str(here), "downloads", "--school", "Here", "-y"]) == 0
    assert people(here) == [(2, 3), (4, 4)]


@needs_cases
def test_results_of_surveyjs_come_in_as_one_object_or_a_list(here: Path) -> None:
    one = {"id": "r1", "dep.trust.candour": 4, "cha.data.sharing": "2"}
    two = {"id": "r2", "Json": json.dumps({"dep.trust.candour": "DK", "cha.data.sharing": 5})}
    Path("one.json").write_text(json.dumps(one), "utf-8")
    Path("all.json").write_text(json.dumps([one, two]), "utf-8")
    for name in ("one.json", "all.json"):
        assert run(["collect", str(here), name, "--school", "Here", "-y"]) == 0
    assert people(here) == [(4, 2), ("DK", 5)]


# Exports as other hands make them: columns left out, saved again, corrected, with rows that are nobody


def table(*rows: Sequence[object], separator: str = ",") -> str:
    return written([[str(cell) for cell in row] for row in rows], csv.QUOTE_MINIMAL, separator)


def fed(round_: Path, *texts: str, more: Sequence[str] = ()) -> list[int]:
    """How each file ended, collected one after the other."""
    ended = []
    for number, text in enumerate(texts):
        path = round_.parent / f"{number}.csv"
        path.write_text(text, "utf-8")
        ended.append(run(["collect", str(round_), str(path), "--school", "here", "-y", *more]))
    return ended


FOUR = ((1, 5, 1, 2), (2, 65, 3, 4), (3, 70, 3, 4), (4, 80, 5, 5))
"""Number, minute after nine, two levels."""
FIVE = (*FOUR, (5, 90, 2, 2))


def stamp(minute: int, style: str = "2026-03-13 {h:02d}:{m:02d}:07") -> str:
    return style.format(h=9 + minute // 60, m=minute % 60)


def alchemer(rows: Sequence[tuple[int, ...]], without: str = "") -> str:
    head: list[object] = ["Response ID", "Time Started", "Date Submitted", "Status", "Language", "SessionID", *ASKED]
    lines: list[list[object]] = [
        [n, stamp(m), stamp(m + 2), "Complete", "English", f"s{n}", WORDS[a - 1], WORDS[b - 1]] for n, m, a, b in rows
    ]
    kept = [place for place, name in enumerate(head) if name != without]
    return table(*([line[place] for place in kept] for line in (head, *lines)))


def microsoft_table(rows: Sequence[tuple[int, ...]], without: str = "") -> str:
    head: list[object] = ["ID", "Start time", "Completion time", "Email", "Name", *ASKED]
    lines: list[list[object]] = [[n, stamp(m), stamp(m + 2), "anonymous", "", WORDS[a - 1], b] for n, m, a, b in rows]
    kept = [place for place, name in enumerate(head) if name != without]
    return table(*([line[place] for place in kept] for line in (head, *lines)))


def google_table(rows: Sequence[tuple[int, ...]], without: str = "") -> str:
    head: list[object] = ["Timestamp", *ASKED]
    lines: list[list[object]] = [[stamp(m), WORDS[a - 1], b] for _, m, a, b in rows]
    kept = [place for place, name in enumerate(head) if name != without]
    return table(*([line[place] for place in kept] for line in (head, *lines)))


DROPPED = [
    *((alchemer, name) for name in ("Response ID", "Time Started", "Date Submitted", "Status", "SessionID")),
    *((microsoft_table, name) for name in ("ID", "Start time", "Completion time", "Email", "Name")),
    (google_table, "Timestamp"),
]


@needs_cases
@pytest.mark.parametrize(("way", "name"), DROPPED, ids=[f"{way.__name__}-{name}" for way, name in DROPPED])
@pytest.mark.parametrize("in_first", [False, True], ids=["later", "first"])
def test_a_column_that_is_left_out_doubles_nobody(
    here: Path, way: Callable[..., str], name: str, in_first: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = (way(FOUR, name), way(FIVE)) if in_first else (way(FOUR), way(FIVE, name))
    ended = fed(here, *texts)
    assert ended[0] == 0
    right = sorted((a, b) for _, _, a, b in (FIVE if ended[1] == 0 else FOUR))
    assert sorted(people(here)) == right
    if ended[1]:
        assert "--same-people if they are" in capsys.readouterr().err
        assert fed(here, *texts[1:], more=["--same-people"]) == [0]
        assert len(people(here)) == len(FIVE)


@needs_cases
@pytest.mark.parametrize(
    "style",
    [
        "13.03.2026 {h:02d}:{m:02d}",
        "13 mars 2026 à {h:02d}:{m:02d}",
        "13. März 2026 {h}:{m:02d}",
        "2026. 03. 13. {h}:{m:02d}:07",
        "2026-03-13 {h} h {m:02d}",
        "Friday, March 13, 2026 {h}:{m:02d}",
        "\u200f13\u200f/03\u200f/2026 {h}:{m:02d}:07",
        "2026/03/13 {h}:{m:02d}:07 UTC\u22125",
        "13-mars-26 {h}:{m:02d}",
    ],
)
@pytest.mark.parametrize("head", ["Timestamp", "طابع زمني", "Időbélyeg"])
def test_a_time_in_any_language_under_any_header_is_the_same_time(here: Path, style: str, head: str) -> None:
    later = table((head, *ASKED), *((stamp(m, style), WORDS[a - 1], b) for _, m, a, b in FIVE[::-1]))
    assert fed(here, google_table(FOUR), later) == [0, 0]
    assert sorted(people(here)) == sorted((a, b) for _, _, a, b in FIVE)


@needs_cases
@pytest.mark.parametrize(
    "style", ["24/09/47 {h}:{m:02d}", "24/09/1447 {h}:{m:02d}", "13/3/2569 {h}:{m:02d}", "46094.{m:02d}"]
)
def test_a_time_that_cannot_be_read_is_said_and_doubles_nobody(
    here: Path, style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    later = table(("Timestamp", *ASKED), *((stamp(m, style), WORDS[a - 1], b) for _, m, a, b in FIVE))
    assert fed(here, google_table(FOUR), later) == [0, 2]
    assert len(people(here)) == len(FOUR)
    said = " ".join(capsys.readouterr().out.split())
    assert "could not be read as a time" in said or "none is used" in said


@needs_cases
def test_an_answer_that_was_corrected_later_is_asked_about(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corrected = [*FOUR[1:], (1, 95, 4, 2)]
    assert fed(here, google_table(FOUR), google_table(corrected)) == [0, 2]
    assert (
        "with nearly the answers of somebody of the same school who is no longer in the file" in capsys.readouterr().err
    )
    assert fed(here, google_table(corrected), more=["--same-people"]) == [0]
    assert sorted(people(here)) == [(3, 4), (3, 4), (4, 2), (5, 5)]


def kobo(rows: Sequence[tuple[int, ...]], uuids: Sequence[str], roots: bool) -> str:
    head = ["g/dep_trust_candour", "g/cha_data_sharing", "_id", "_uuid", "_submission_time", "_validation_status"]
    lines = [[a, b, 900 + n, uuid, stamp(m), ""] for (n, m, a, b), uuid in zip(rows, uuids, strict=True)]
    if roots:
        head, lines = [*head, "meta/rootUuid"], [[*line, f"uuid:root-{line[2]}"] for line in lines]
    return table(head, *lines)


@needs_cases
@pytest.mark.parametrize(("roots", "ended"), [(True, [0, 0]), (False, [0, 2])])
def test_a_corrected_answer_of_kobo_has_a_new_uuid_and_is_one_person(here: Path, roots: bool, ended: list[int]) -> None:
    corrected = [(1, 5, 4, 2), *FOUR[1:]]
    assert fed(here, kobo(FOUR, "abcd", roots), kobo(corrected, "xbcd", roots)) == ended
    assert sorted(people(here)) == sorted((a, b) for _, _, a, b in (corrected if roots else FOUR))


@needs_cases
@pytest.mark.parametrize("id_", ["1.18E+11", "1,18E+11", "11800000000000000"])
def test_a_long_id_that_a_spreadsheet_cut_is_none(here: Path, id_: str) -> None:
    def monkey(ids: Sequence[object], rows: Sequence[tuple[int, ...]]) -> str:
        head = ("Respondent ID", "Collector ID", "Start Date", "End Date", "Email Address", *ASKED)
        lines = ((i, 9, stamp(m), stamp(m + 2), "", WORDS[a - 1], b) for i, (_, m, a, b) in zip(ids, rows, strict=True))
        return table(head, *lines)

    assert fed(here, monkey(range(118001, 118005), FOUR), monkey([id_] * 5, FIVE)) == [0, 0]
    assert sorted(people(here)) == sorted((a, b) for _, _, a, b in FIVE)


@needs_cases
def test_one_person_in_two_schools_in_one_minute_is_two_rows_in_any_order(here: Path) -> None:
    round_ = opened(here.parents[1] / "two", ["Here", "There"])
    head, one, two = ("Timestamp", "Your school", *ASKED), (stamp(5), "Here", 4, 2), (stamp(5), "There", 4, 2)
    for number, rows in enumerate(((one, two), (two, one), (two,), (one,))):
        path = round_.parent / f"{number}.csv"
        path.write_text(table(head, *rows), "utf-8")
        assert run(["collect", str(round_), str(path), "-y"]) == 0
        assert [one.school for one in load_round(round_).responses] == ["here", "there"]


@needs_cases
def test_a_download_that_says_less_of_the_time_leaves_the_time_as_it_was(here: Path) -> None:
    assert fed(here, forms([(5, 1, 2)]), excel([(5, 1, 2)])) == [0, 0]
    assert [str(one.submitted) for one in load_round(here).responses] == ["2026-03-13 09:05:07+01:00"]


@needs_cases
def test_a_row_of_totals_is_nobody(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(stamp(m), a, b) for _, m, a, b in FOUR]
    assert fed(here, table(("Timestamp", *ASKED), *rows, ("Average", 3, 4))) == [0]
    assert len(people(here)) == len(FOUR)
    assert "Nobody's answers stand in row 6: a total, left out." in " ".join(capsys.readouterr().out.split())


@needs_cases
def test_an_id_like_no_other_is_not_doubted_for_a_likeness(here: Path) -> None:
    def tally(rows: Sequence[tuple[int, ...]]) -> str:
        head = ("Submission ID", "Respondent ID", "Submitted at", *ASKED)
        return table(head, *((f"w{n}", f"r{n}", stamp(m), WORDS[a - 1], b) for n, m, a, b in rows))

    assert fed(here, tally([(1, 5, 3, 3)]), tally([(2, 65, 3, 3)])) == [0, 0]
    assert people(here) == [(3, 3), (3, 3)]


@needs_cases
def test_a_download_in_another_time_zone_is_asked_about_where_ids_count_from_1(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = [(n, m + 120, a, b) for n, m, a, b in FIVE]
    assert fed(here, microsoft_table(FOUR), microsoft_table(later)) == [0, 2]
    assert "differs by whole hours" in capsys.readouterr().err
    assert len(people(here)) == len(FOUR)
