"""What a row says counts in the same way wherever it stands and however it is written."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from maturity.errors import InputError
from maturity.model import Round
from maturity.network import cells
from maturity.network.asked import Asked
from maturity.network.running import Gathered
from maturity.network.together import NetworkTold, WantedTogether
from maturity.network.words import network_in_words
from maturity.readers.cells import rows_of
from maturity.text.names import same_person, seen_name
from tests.test_network import MAP, ROW, found_in, gathered, write
from tests.test_network_sources import ASKED, ITEM, POINTS, told_of

pytestmark = pytest.mark.command

UNSEEN = "\u200b"


def in_every_order(folder: Path, *rows: dict[str, Any], **more: Any) -> list[NetworkTold]:
    """What is told of some rows in each of their orders; all of it the same but for places of rows."""
    told = [told_of(folder / "all.csv", *some, **more) for some in itertools.permutations(rows)]
    for one in told:
        assert one.tables["clusters"].equals(told[0].tables["clusters"])
        assert one.summary["rows_left_out"] == told[0].summary["rows_left_out"]
    return told


@POINTS
def test_a_round_of_several_kinds_is_never_told_though_one_person_is_in_both(tmp_path: Path, points: bool) -> None:
    both = [{"respondent": name, "kind": kind} for name, kind in (("p", "named"), ("p", "confidential"))]
    other = {"cluster": "Oak"}
    for told in in_every_order(tmp_path, *both, other, points=points):
        assert set(found_in(told)) == {"Oak"}
        assert "is said to be of several kinds" in told.summary["problems"][0]


@POINTS
@pytest.mark.parametrize("more", ["version", "fault", "fault in a table of its own", "option", "folder"])
def test_a_round_of_several_kinds_is_never_told_wherever_its_kinds_are_said(
    tmp_path: Path, points: bool, more: str
) -> None:
    named = [{**ROW, "round": "2026", "version": MAP.version, "respondent": f"p{n}"} for n in range(7)]
    other = {**named[0], "kind": "confidential", "respondent": ""}
    asked, sources, given = [MAP], [tmp_path / "all.csv"], {}
    rows = [*named, {**named[0], "cluster": "Oak", "respondent": ""}]
    if more == "version":
        asked.append(MAP.model_copy(update={"version": "0.9"}))
        rows += [{**other, "version": "0.9"} for _ in range(5)]
    elif more == "fault":
        rows = [*({**other, "a": "9"} for _ in range(6)), *rows]
    elif more == "fault in a table of its own":
        sources.append(write(tmp_path / "more.csv", [{**other, "a": "9"} for _ in range(6)]))
    elif more == "option":
        given = {"kind": "named"}
        rows = [{**one, "kind": ""} for one in rows] + [other]
    else:
        people = [{"respondent": f"p{n}", "school": "ash", "answers": {"a": 3}} for n in range(7)]
        cluster = {"name": "Elm", "schools": [{"id": "ash", "name": "Ash"}]}
        round_ = {"cluster": cluster, "label": "2026", "mode": "named", "responses": people}
        rows = [*[other] * 5, rows[-1]]
        beside = [Round.model_validate(round_ | {"questionnaire": MAP})]
    write(tmp_path / "all.csv", rows)
    with pytest.MonkeyPatch.context() as change:
        if more == "folder":
            (tmp_path / "round.yaml").touch()
            sources.append(tmp_path / "round.yaml")
            change.setattr("maturity.network.folders.read_round", lambda *_: (beside[0], []))
        told = gathered(asked, *sources, wanted=WantedTogether(points=points), **given)
    assert set(found_in(told)) == {"Oak"}
    assert any("a round of Elm is said to be of several kinds" in one for one in told.summary["problems"])


@POINTS
def test_what_cannot_be_seen_makes_no_name_another(tmp_path: Path, points: bool) -> None:
    """In plain letters too, whoever or whatever the name is of."""
    hidden = ["A", "A\x00", "\x08A", "A\x7f ", "A\u200b"]
    rows = [{"cluster": f"Elm{one[1:]}", "school": one, "respondent": "p"} for one in hidden]
    rows += [{"school": "7"}, {"school": "7.0"}]
    row = found_in(told_of(tmp_path / "all.parquet", *rows, points=points))["Elm"]
    assert (row["people"], row["schools"]) == (3, 2)


@POINTS
@pytest.mark.parametrize("column", ["cluster", "round", "school", "respondent", "note"])
def test_an_error_is_one_however_it_is_written(tmp_path: Path, points: bool, column: str) -> None:
    rows = [{"note": "", column: text} for text in (" #N/A", "#n/a ", "#Ref!", "#1", "C# #N/A")]
    told = told_of(tmp_path / "all.csv", {"note": ""}, *rows, by=("note",), points=points)
    assert told.summary["rows_left_out"] == 3
    assert f"'{column}' is an error such as #N/A" in told.summary["problems"][0]


@POINTS
@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
@pytest.mark.parametrize("named", [{}, {"questionnaire": MAP.id}], ids=["usual", "named"])
def test_a_row_of_blanks_is_no_row(tmp_path: Path, points: bool, ending: str, named: dict[str, str]) -> None:
    row = {**ROW, **named}
    rows = [row, dict.fromkeys(row, ""), row, dict.fromkeys(row, "  "), {**dict.fromkeys(row, " "), "a": "3"}]
    path = tmp_path / f"all.{ending}"
    if ending == "xlsx":
        workbook(path, list(row), *([*one.values()] for one in rows))
    elif ending == "csv":
        path.write_text("\n".join(",".join(f'"{cell}"' for cell in one) for one in (row, *(r.values() for r in rows))))
    else:
        write(path, rows)
    told = gathered([MAP], path, wanted=WantedTogether(points=points))
    assert found_in(told)["Elm"]["people"] == 2
    assert told.summary["rows_left_out"] == 1


@POINTS
def test_which_of_two_rounds_without_dates_is_the_last_does_not_depend_on_their_order(
    tmp_path: Path, points: bool
) -> None:
    old = MAP.model_copy(update={"version": "0.9"})
    known = [("Round 1", MAP.version), ("Round 01", old.version), ("Round 001", MAP.version)]
    rows = [{**ROW, "questionnaire": MAP.id, "version": version, "round": label} for label, version in known]
    for some in itertools.permutations(rows):
        path = write(tmp_path / "all.csv", some)
        assert found_in(gathered([MAP, old], path, wanted=WantedTogether(points=points)))["Elm"]["round"] == "Round 1"


@POINTS
def test_a_row_that_is_left_out_makes_no_round(tmp_path: Path, points: bool) -> None:
    rows = [{}, {"cluster": "Oak", "a": "9"}, {"round": "2027", "a": "9"}]
    found = found_in(told_of(tmp_path / "all.csv", *rows, points=points))
    assert {name: one["round"] for name, one in found.items()} == {"Elm": "2026"}


@POINTS
@pytest.mark.parametrize("kind", ["named", "confidential"])
def test_what_one_person_wrote_is_no_property_of_the_cluster(tmp_path: Path, points: bool, kind: str) -> None:
    rows = [{"kind": kind, "note": ""} for _ in range(8)]
    told = told_of(tmp_path / "all.csv", *rows, {"kind": kind, "note": "ill"}, by=("note",), points=points)
    assert found_in(told)["Elm"]["note"] is None
    assert "'note' differs among the rows of one round, or is empty in some" in told.summary["notes"][0]
    assert "ill" not in str(told.summary["regions"])


@POINTS
@pytest.mark.parametrize(
    ("kind", "people", "said"),
    [("anonymous", 1, False), ("confidential", 4, False), ("confidential", 5, True), ("named", 1, True)],
)
def test_what_few_people_say_of_a_round_that_is_not_named_is_not_told(
    tmp_path: Path, points: bool, kind: str, people: int, said: bool
) -> None:
    rows = [{"kind": kind, "note": "ill"} for _ in range(people)]
    told = told_of(tmp_path / "all.csv", *rows, by=("note",), points=points)
    assert found_in(told)["Elm"]["note"] == ("ill" if said else None)
    assert any("may be what one of them" in note for note in told.summary["notes"]) is not said


@POINTS
@pytest.mark.parametrize(
    "names", [("Jos\u00e9", "Jose\u0301"), ("ana", f"ana{UNSEEN}"), ("7", "7.0"), ("a b", "a  b ")]
)
def test_a_person_is_the_same_however_the_name_is_written(tmp_path: Path, points: bool, names: tuple[str, str]) -> None:
    told = told_of(tmp_path / "all.csv", *({"respondent": name} for name in names), points=points)
    assert found_in(told)["Elm"]["people"] == 1
    assert told_of(tmp_path / "all.csv", {"respondent": "a"}, {"respondent": "A"}).summary["rows_left_out"] == 0


@POINTS
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": "5", "submitted": "2026-03-02T10:00+02:00"}, {"a": "1", "submitted": "2026-03-02T07:59:59.5Z"}),
        ({"a": "5", "submitted": "2026-03-01"}, {"a": "1", "submitted": ""}),
        ({"a": "5", "f": "", "submitted": "2026-03-02"}, {"a": "1", "submitted": "2026-03-01"}),
        ({"a": "5", "b": "5"}, {"a": "1", "b": ""}),
        ({"a": "5", "b": "2"}, {"a": "5", "b": "3"}),
        ({"a": "5", "date": "2026-03-01"}, {"a": "5", "date": "2026-03-04"}),
    ],
    ids=["last", "with a time", "last with fewer answers", "more answers", "lower", "all but the day"],
)
def test_which_row_of_a_person_counts_is_the_same_in_every_order(
    tmp_path: Path, points: bool, one: dict[str, str], other: dict[str, str]
) -> None:
    third = {"respondent": "z", "a": "3", "b": "3", "submitted": "2026-03-03"}
    rows = [{"respondent": "p", "b": "3", **some} for some in (one, other)]
    for told in in_every_order(tmp_path, *rows, third, points=points):
        row = found_in(told)["Elm"]
        assert (row["people"], row["a"]) == (2, 4.0)
        assert row["b"] == (3 + int({"b": "3", **one}["b"])) / 2


@POINTS
def test_of_rows_that_differ_in_their_school_alone_none_counts(tmp_path: Path, points: bool) -> None:
    rows = [{"respondent": "p", "school": name} for name in ("Ash", "Beech")]
    for told in in_every_order(tmp_path, *rows, {"respondent": "z", "school": "Ash"}, points=points):
        row = found_in(told)["Elm"]
        assert (row["people"], row["schools"], told.summary["rows_left_out"]) == (1, 1, 2)


@pytest.mark.parametrize("column", ["date", "submitted"])
@pytest.mark.parametrize(
    "text",
    ["2026-03-12garbage", "2026-3-12", "0000-01-01", "1447-09-23", "2569-03-12", "9999-12-31", "2026-03-12T25:00"],
)
def test_what_is_no_day_of_these_years_is_a_fault(tmp_path: Path, column: str, text: str) -> None:
    told = told_of(tmp_path / "all.csv", {column: "2026-03-12T10:00:00.5+02:00"}, {column: text})
    (row,) = found_in(told).values()
    assert (row["people"], row["date"]) == (1, dt.date(2026, 3, 12))
    (problem,) = told.summary["problems"]
    assert f"row 3: what stands in '{column}' is no date: write it as 2026-03-12" in problem


def test_the_day_of_a_time_is_the_one_where_it_was_written(tmp_path: Path) -> None:
    moments = pl.Series([dt.datetime(2026, 3, 12, 3)]).dt.replace_time_zone("Asia/Tokyo")
    texts = pl.Series(["2026-03-12T03:00+09:00"])
    for column in (moments, texts, pl.Series([dt.date(2026, 3, 12)])):
        path = tmp_path / "all.parquet"
        pl.DataFrame([ROW]).with_columns(column.alias("date")).write_parquet(path)
        assert found_in(gathered([MAP], path))["Elm"]["date"] == dt.date(2026, 3, 12)


@POINTS
def test_names_are_shown_as_they_are_written_most_often(tmp_path: Path, points: bool) -> None:
    written = ["\u00c9cole Nord"] * 3 + ["\u00c9COLE NORD", f"\u00c9cole{UNSEEN} nord"]
    rows = [{"cluster": name, "round": f"R {name}", "region": name} for name in written]
    random.Random(1).shuffle(rows)
    told = told_of(tmp_path / "all.csv", *rows, by=("region",), points=points)
    row = found_in(told)["\u00c9cole Nord"]
    assert (row["people"], row["round"], row["region"]) == (5, "R \u00c9cole Nord", "\u00c9cole Nord")
    alone = told_of(tmp_path / "all.csv", {"cluster": f"Elm{UNSEEN}  Row"}, {"cluster": "ELM ROW"}, points=points)
    assert set(found_in(alone)) == {"ELM ROW"}
    assert set(found_in(told_of(tmp_path / "all.csv", {"cluster": f"Elm{UNSEEN}  Row"}, points=points))) == {"Elm Row"}


@POINTS
def test_a_region_is_one_however_it_is_written(tmp_path: Path, points: bool) -> None:
    names = ["North", "north", "NORTH", f"North{UNSEEN}", "North ", "South", "South", "south"]
    rows = [{"cluster": f"C{n}", "region": name} for n, name in enumerate(names)]
    told = told_of(tmp_path / "all.csv", *rows, by=("region",), points=points)
    assert told.tables["regions"].select("region", "clusters").rows() == [(None, 8), ("North", 5), ("South", 3)]
    assert set(told.tables["clusters"]["region"]) == {"North", "South"}
    assert "Regions: 2 told, as averages of clusters; 0 withheld." in network_in_words(told, Gathered())


def test_a_joiner_that_shapes_letters_stays_and_nothing_else_unseen() -> None:
    assert (
        seen_name("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\u200c")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
    assert seen_name("N\u200corth\u2060\ufeff") == "North"
    assert same_person("Ann") != same_person("ann")


@pytest.mark.parametrize(("own", "written"), [("2.0", 2.0), ("2.0", 2), ("2", 2.0), ("2.0", "2.0"), ("2", "2.0")])
def test_a_version_may_be_kept_as_a_number(tmp_path: Path, own: str, written: object) -> None:
    asked = MAP.model_copy(update={"version": own})
    path = tmp_path / "all.parquet"
    pl.DataFrame([{**ROW, "questionnaire": MAP.id, "version": written}]).write_parquet(path)
    assert gathered([asked], path).summary["problems"] == []
    others = [asked.model_copy(update={"version": one}) for one in ("7", "7.0", "7.00")]
    known = Asked({(one.id, one.version): one for one in others})
    assert known.find(MAP.id, "7.000") is None
    assert known.find(MAP.id, "7.0") is others[1]


def test_a_mark_of_the_order_of_bytes_twice_hides_no_column(tmp_path: Path) -> None:
    path = write(tmp_path / "all.csv", [{**ROW, "cluster": "Oak"}])
    path.write_text("\ufeff\ufeff" + path.read_text("utf-8"), "utf-8")
    assert set(found_in(gathered([MAP], path))) == {"Oak"}


def test_a_table_scored_alone_knows_the_same_people(tmp_path: Path) -> None:
    from maturity.readers.round import load_round

    for one, other in (("Jos\u00e9", "Jose\u0301"), ("ana", f"ana{UNSEEN}"), ("7", "7.0")):
        rows = [{"kind": "named", "school": "Ash", "respondent": name, ITEM: "3"} for name in (one, other)]
        with pytest.raises(InputError, match="appears twice"):
            load_round(write(tmp_path / "all.csv", rows), ASKED)


def workbook(path: Path, *rows: list[Any]) -> Path:
    """A workbook; what is written as an error is one."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


HEAD = ["cluster", "kind", "school", "a", "b", "comment"]


@pytest.mark.parametrize("column", ["cluster", "kind", "school", "a"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_error_of_a_spreadsheet_is_a_fault_of_its_row(tmp_path: Path, ending: str, column: str) -> None:
    usual = dict(zip(HEAD, ["Elm", "named", "Ash", 3, 2, "#REF!"], strict=True))
    rows = [usual, {**usual, column: "#N/A"}, {**usual, "a": 5}]
    path = tmp_path / f"all.{ending}"
    if ending == "xlsx":
        workbook(path, HEAD, *([*row.values()] for row in rows))
    else:
        write(path, [{name: str(cell) for name, cell in row.items()} for row in rows])
    told = gathered([MAP], path)
    (row,) = found_in(told).values()
    assert (row["cluster"], row["people"], row["schools"], row["a"]) == ("Elm", 2, 1, 4.0)
    (problem,) = told.summary["problems"]
    assert f"row 3: what stands in '{column}' is" in problem
    with pytest.raises(InputError, match="row 3"):
        gathered([MAP], path, strict=True)


def test_a_workbook_is_looked_at_as_a_text_is(tmp_path: Path) -> None:
    row = ["Elm", "named", "Ash", 3, 2, ""]
    with pytest.raises(InputError, match="the column 'a' is there twice"):
        gathered([MAP], workbook(tmp_path / "twice.xlsx", [*HEAD, "a"], [*row, 5]))
    told = gathered([MAP], workbook(tmp_path / "more.xlsx", [*HEAD, None, ""], [*row, None, " "], [*row, None, "x"]))
    assert found_in(told)["Elm"]["people"] == 1
    (problem,) = told.summary["problems"]
    assert "row 3: the row has more cells than the header" in problem


def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path) -> None:
    """Whatever bytes have changed."""
    path = workbook(tmp_path / "all.xlsx", list(ROW), *([f"Elm {n * 7919}", *[*ROW.values()][1:]] for n in range(60)))
    content, draw, refused = path.read_bytes(), random.Random(1), list[int]()
    for errors in [False, True] * 40:
        harm = bytearray(content)
        harm[draw.randrange(len(harm))] = draw.randrange(256)
        path.write_bytes(harm)
        try:
            rows_of(path, errors=errors)
        except InputError as error:
            refused.append(len(error.problems))
    assert len(refused) > 20
    assert {*refused} == {1}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputError, match="it is packed as no workbook is"):
        rows_of(path)


def test_a_sheet_whose_header_is_blank_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the column 'school' is missing"):
        gathered([MAP], workbook(tmp_path / "blank.xlsx", [" ", " "], ["Elm", "named"]))


@POINTS
def test_a_cell_of_parquet_is_read_as_a_cell_of_text_is(tmp_path: Path, points: bool) -> None:
    """However it is written, whatever it begins like, and wherever it lies in memory; nothing is not what lay there."""
    good, bad = (
        ["3", "", None, "DK", "dk", " 4 ", "4.0", "04", "5", "1"],
        ["3\0", "DKDK", "3000", "30000", "\u0663", "6"],
    )
    rows = [{**ROW, "a": one, "school": f"S{n}"} for n, one in enumerate([*good, *bad])]
    pl.DataFrame(rows).write_parquet(tmp_path / "all.parquet")
    write(tmp_path / "all.csv", [{name: text or "" for name, text in row.items()} for row in rows])
    found = [
        gathered([MAP], tmp_path / f"all.{kind}", wanted=WantedTogether(points=points)) for kind in ("parquet", "csv")
    ]
    for told in found:
        (row,) = found_in(told).values()
        assert (row["people"], row["a"]) == (len(good), (3 + 4 + 4 + 4 + 5 + 1) / 6)
        assert told.summary["rows_left_out"] == len(bad)
    assert found[0].tables["clusters"].equals(found[1].tables["clusters"])


def test_places_of_short_texts_do_not_depend_on_how_they_lie_in_memory() -> None:
    scale = MAP.answered_on[0]
    whole = pl.Series("a", ["5", None, "1", "DK", "", "4", "45", None, "2"] * 9)
    in_parts = pl.concat([whole[3:20], whole[:0], whole[20:]], rechunk=False)
    expected = [cells.may_be_written(scale).index(one or "") if one != "45" else None for one in whole]
    for column, places in ((whole, expected), (whole[2:50], expected[2:50]), (in_parts, expected[3:])):
        assert cells.usual_codes(column.to_frame(), ["a"], scale)["a"].to_list() == places
    hidden = (
        pl.Series("a", ["5", "3", "4"]).to_frame().select(pl.when(pl.Series([True, False, True])).then("a").alias("a"))
    )
    assert cells.usual_codes(hidden, ["a"], scale)["a"].to_list() == [5, 0, 4]
