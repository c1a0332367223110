"""Small inputs that once went wrong where answers are saved, each with its right result."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.collect import webform
from maturity.errors import InputError
from maturity.folder.journal import current, decode
from maturity.model import Agreed, Response
from maturity.store.checkup import mend
from tests.started import start

pytestmark = pytest.mark.command

CASES = Path(__file__).resolve().parents[2] / "shared" / "data" / "cases"
NOW = dt.datetime(2026, 3, 12, 10, tzinfo=dt.UTC)
Shown = pytest.CaptureFixture[str]


def case(name: str) -> Path:
    """A folder of the inputs that are kept beside the repository."""
    if not CASES.is_dir():
        pytest.skip("the inputs are kept beside the repository")
    return CASES / name


@pytest.fixture
def round_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round of the questionnaire and the schools that the inputs speak of."""
    monkeypatch.chdir(tmp_path)
    schools = [part for name in ("Ash", "Brook", "Castle") for part in ("--school", name)]
    named = ["--name", "River", *schools, "--mode", "named", "--label", "2026"]
    start("river", *named, "-q", "cluster-journey-short")
    return Path("river/2026")


def small(*schools: str) -> Path:
    """A round of the small questionnaire of some inputs, at three schools' cluster `N C`."""
    asked = case("same-email-twice") / "q.yaml"
    flags = [part for name in schools for part in ("--school", name)]
    start("nc", "--name", "N C", *flags, "--mode", "named", "--label", "2026", "-q", str(asked))
    return Path("nc/2026")


def people(folder: Path) -> dict[str, dict[str, Any]]:
    return {one.respondent: dict(one.answers) for one in load_round(folder).responses}


def collect(folder: Path, *arguments: object, code: int = 0) -> None:
    assert run(["collect", str(folder), *map(str, arguments)]) == code


# --- erased for good --------------------------------------------------------------------------------------------------


def test_who_was_erased_stays_out_of_a_merged_copy(round_: Path) -> None:
    rows, other = (case("forget-then-merge") / name for name in ("rows.csv", "other_machine.jsonl"))
    collect(round_, rows)
    shutil.copy(other, round_ / "responses (conflicted copy).jsonl")
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    shutil.copy(other, round_ / "responses (conflicted copy).jsonl")
    assert run(["doctor", str(round_), "--fix"]) == 0
    assert set(people(round_)) == {"a2", "a3"}
    assert b'"a1"' not in b"".join(path.read_bytes() for path in round_.iterdir())


def test_who_was_erased_stays_out_when_the_same_file_is_collected_and_can_be_brought_back(
    round_: Path, capsys: Shown
) -> None:
    rows, other = (case("forget-then-merge") / name for name in ("rows.csv", "other_machine.jsonl"))
    collect(round_, rows)
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    capsys.readouterr()
    collect(round_, rows)
    assert set(people(round_)) == {"a2", "a3"}
    said = capsys.readouterr().out
    assert "'a1' was erased from this round for good, and is left out" in said
    assert f"maturity collect {round_} {rows} --bring-back a1" in said
    collect(round_, rows, "--bring-back", "a1")
    assert set(people(round_)) == {"a1", "a2", "a3"}
    # What was erased does not come back with who was.
    shutil.copy(other, round_ / "responses-OFFICE.jsonl")
    before = len(store.read(round_).records)
    assert run(["doctor", str(round_), "--fix"]) == 0
    assert len([one for one in store.read(round_).records if one.respondent == "a1"]) == 1
    assert len(store.read(round_).records) == before + 2


def test_nobody_can_read_from_the_files_who_was_erased(round_: Path) -> None:
    store.append(round_, Response(respondent="anna@x.org", school="ash"), at=NOW)
    assert store.forget(round_, "anna@x.org", at=NOW).count == 1
    everything = b"".join(path.read_bytes() for path in round_.iterdir())
    assert b"anna" not in everything
    assert "anna@x.org" in store.forgotten_in(round_)
    assert "anna@y.org" not in store.forgotten_in(round_)


def test_an_open_window_of_somebody_who_was_erased_saves_nothing_more(round_: Path) -> None:
    begun = Response(respondent="kim", school="ash")
    store.append(round_, begun, at=NOW)
    store.forget(round_, "kim", at=NOW)
    with pytest.raises(InputError, match="'kim' was erased from this round for good, so nothing was saved"):
        store.append(round_, begun, at=NOW, base=begun)
    assert people(round_) == {}


def test_without_the_key_it_is_said_that_nobody_can_tell_who_comes_back(round_: Path, capsys: Shown) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    key = round_ / "forgotten.key"
    content = key.read_bytes()
    key.unlink()
    assert run(["doctor", str(round_)]) == 1
    assert f"{key}: of 1 person who were erased nobody can tell" in capsys.readouterr().err
    (round_ / "forgotten (conflicted copy).key").write_bytes(content)
    assert "a1" in store.forgotten_in(round_)


def test_a_journal_that_is_a_link_is_erased_where_it_leads(round_: Path, tmp_path: Path) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    real = tmp_path / "drive" / "all.jsonl"
    real.parent.mkdir()
    (round_ / "responses.jsonl").rename(real)
    (round_ / "responses.jsonl").symlink_to(real)
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    assert (round_ / "responses.jsonl").is_symlink()
    assert b'"a1"' not in real.read_bytes()
    store.append(round_, Response(respondent="a4", school="ash"), at=NOW)
    assert set(people(round_)) == {"a2", "a3", "a4"}
    assert [path.name for path in real.parent.iterdir()] == ["all.jsonl"]


def test_another_name_of_the_journal_is_named(round_: Path, capsys: Shown) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    os.link(round_ / "responses.jsonl", "elsewhere.jsonl")
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    assert "These have another name on this disk" in capsys.readouterr().out


COPIES = [
    "Copy of responses.jsonl",
    "responses.jsonl~",
    "responses.jsonl.bak",
    "responses (2).jsonl",
    "responses - Copy",
    "Kopie von responses.jsonl",
    "#responses.jsonl#",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_found_erased_from_and_merged(round_: Path, name: str, capsys: Shown) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    copy = round_ / name
    shutil.copy(round_ / "responses.jsonl", copy)
    assert run(["doctor", str(round_)]) == 1
    assert f"{copy}: a second copy of responses.jsonl" in capsys.readouterr().err
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    assert b'"a1"' not in copy.read_bytes()
    assert run(["doctor", str(round_), "--fix"]) == 0
    assert not copy.exists()
    assert set(people(round_)) == {"a2", "a3"}


def test_what_an_editor_keeps_for_itself_and_whole_copied_rounds_are_named(round_: Path, capsys: Shown) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    swap = round_ / ".responses.jsonl.swp"
    swap.write_bytes(b"b0VIM\0\0" + (round_ / "responses.jsonl").read_bytes())
    shutil.copytree(round_, "river/2026 - Copy")
    assert run(["forget", "river", "a1", "--yes"]) == 0
    out = capsys.readouterr().out
    assert f"These may still hold them; delete them:\n  {swap}\n  river/2026 - Copy\n" in out
    assert run(["doctor", "river"]) == 1
    assert f"{swap}: an editor keeps this beside responses.jsonl" in capsys.readouterr().err


def test_an_export_that_is_named_like_a_copy_is_left_alone(round_: Path) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    export = round_ / "Form responses (2).csv"
    shutil.copy(case("forget-then-merge") / "rows.csv", export)
    notes = round_ / "responses.jsonl.bak"
    notes.write_text("What we still have to do\n")
    run(["doctor", str(round_), "--fix"])
    assert export.exists()
    assert notes.read_text() == "What we still have to do\n"


def test_the_folder_of_a_cluster_means_all_its_rounds(round_: Path, capsys: Shown) -> None:
    rows = case("forget-then-merge") / "rows.csv"
    assert run(["start", "river", "--label", "2027", "-q", "cluster-journey-short"]) == 0
    collect(round_, rows)
    collect(Path("river/2027"), rows)
    capsys.readouterr()
    assert run(["forget", "river", "a1", "--yes"]) == 0
    out = capsys.readouterr().out
    for label in ("2026", "2027"):
        assert f"erased 1 record of 'a1' from river/{label}" in out
        assert set(people(Path("river") / label)) == {"a2", "a3"}


def test_a_typo_names_nobody_else(round_: Path, capsys: Shown) -> None:
    for code in ("kqwertyu", "zxcvbnma", "plmoknij"):
        store.append(round_, Response(respondent=code, school="ash"), at=NOW)
    assert run(["forget", "river", "anna", "--yes"]) == 2
    said = capsys.readouterr().err
    assert "nobody called 'anna' has answered; nothing was erased: check the spelling" in said
    assert not any(code in said for code in ("kqwertyu", "zxcvbnma", "plmoknij"))


# --- merged and mended ------------------------------------------------------------------------------------------------


def said(level: int, who: str = "kim", **more: int) -> Response:
    return Response(respondent=who, school="ash", answers={"dep.trust.candour": level, **more})


def test_what_a_file_says_came_first_came_first_whatever_the_clocks_said(round_: Path) -> None:
    journal, copy = round_ / "responses.jsonl", round_ / "responses (conflicted copy).jsonl"
    store.append(round_, said(1), at=NOW + dt.timedelta(hours=1))
    first = journal.read_bytes()
    store.append(round_, said(5), at=NOW + dt.timedelta(minutes=30), base=said(1))
    shutil.copy(journal, copy)
    journal.write_bytes(first)
    store.append(round_, said(3, "lee"), at=NOW + dt.timedelta(minutes=40))
    mend(round_, NOW + dt.timedelta(hours=2))
    assert people(round_) == {"kim": {"dep.trust.candour": 5}, "lee": {"dep.trust.candour": 3}}


def test_what_one_person_answered_on_two_machines_is_put_together(round_: Path) -> None:
    journal, copy = round_ / "responses.jsonl", round_ / "responses-LAPTOP.jsonl"
    store.append(round_, said(1), at=NOW)
    shutil.copy(journal, "begun.jsonl")
    store.append(round_, said(1, a=2), at=NOW + dt.timedelta(hours=1), base=said(1))
    shutil.move(journal, copy)
    shutil.move("begun.jsonl", journal)
    store.append(round_, said(4, b=3), at=NOW + dt.timedelta(hours=2), base=said(1))
    done = mend(round_, NOW + dt.timedelta(hours=3))
    assert len(done) == 1
    assert current(store.read(round_).records) == (said(4, a=2, b=3),)
    assert mend(round_, NOW) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_journal_that_an_editor_saved_as_utf_16_is_read_and_put_right(
    round_: Path, encoding: str, capsys: Shown
) -> None:
    store.append(round_, Response(respondent="Zoë ☂", school="ash", comment="čšž"), at=NOW)
    journal = round_ / "responses.jsonl"
    before = journal.read_bytes()
    journal.write_bytes(before.decode().encode(encoding))
    assert [one.comment for one in load_round(round_).responses] == ["čšž"]
    assert run(["doctor", str(round_)]) == 1
    assert "saved it in another encoding" in capsys.readouterr().err
    assert run(["doctor", str(round_), "--fix"]) == 0
    assert journal.read_bytes() == before
    journal.write_bytes(before.decode().encode(encoding))
    store.append(round_, said(3), at=NOW)
    assert journal.read_bytes().startswith(before)
    assert not decode(journal.read_bytes(), "").problems


def test_a_round_that_was_just_emptied_is_never_called_healthy(round_: Path, capsys: Shown) -> None:
    collect(round_, case("forget-then-merge") / "rows.csv")
    journal = round_ / "responses.jsonl"
    by_hand = journal.read_bytes().replace(b'"dep.trust.candour": 4', b'"dep.trust.candour": 5')
    before = journal.read_bytes()
    journal.write_bytes(by_hand)
    for fix in (["--fix"], [], ["--fix"]):
        capsys.readouterr()
        assert run(["doctor", str(round_), *fix]) == 1
        (aside,) = round_.glob("responses.broken-*.jsonl")
        err = capsys.readouterr().err
        assert "out of the round, for these lines cannot be trusted: 3 people" in err
        assert f"maturity collect {round_} {aside}" in err
    assert people(round_) == {}
    collect(round_, aside)
    assert {one["dep.trust.candour"] for one in people(round_).values()} == {5}
    assert run(["doctor", str(round_)]) == 0
    # The other way: a copy from before.
    journal.write_bytes(b"")
    assert run(["doctor", str(round_), "--fix"]) == 1
    (round_ / "responses (copy).jsonl").write_bytes(before)
    assert run(["doctor", str(round_), "--fix"]) == 0
    assert {one["dep.trust.candour"] for one in people(round_).values()} == {4}


def test_lines_that_name_nobody_any_more_are_missed_too(round_: Path, capsys: Shown) -> None:
    (round_ / "responses.jsonl").write_text("not\nours\nat all\n")
    assert run(["doctor", str(round_), "--fix"]) == 1
    assert "3 lines that name nobody" in capsys.readouterr().err


# --- what comes in ----------------------------------------------------------------------------------------------------


def test_a_time_in_the_future_is_questioned_and_drops_no_later_correction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = small("North", "South")
    names = ("rp1", "rp_future", "rp_later")
    replies = {name: case("reply-from-the-future") / f"{name}.json" for name in names}
    for name in ("rp_future", "rp_later"):
        collect(folder, fitting(folder, replies[name]))
        shown = capsys.readouterr().out
        assert ("zzz99" in shown and "still to come" in shown) == (name == "rp_future")
    assert people(folder) == {"zzz99": {"q1.trust": 5, "q2.goals": 5, "q3.data": 5}}
    collect(folder, fitting(folder, replies["rp_future"]))
    assert "Left out, for their time is still to come" in capsys.readouterr().out
    collect(folder, *(fitting(folder, replies[name]) for name in reversed(names)))
    assert set(people(folder)["zzz99"].values()) == {5}


def fitting(folder: Path, reply: Path) -> Path:
    """A reply as it would be had the round's own form written it."""
    said = json.loads(reply.read_text())
    own = Path(reply.name)
    own.write_text(json.dumps({**said, "round": webform.about(load_round(folder))}))
    return own


def test_a_table_with_fewer_columns_changes_only_those(round_: Path, capsys: Shown) -> None:
    full, short = (case("shorter-table-erases") / name for name in ("full.csv", "short.csv"))
    collect(round_, full)
    collect(round_, short)
    (k1,) = load_round(round_).responses
    assert k1.answers == {"dep.purpose.compelling": 5, "dep.trust.candour": 4, "cha.review.rigour": 3}
    assert k1.evidence == {"dep.trust.candour": "we did x"}
    assert "disappears" not in capsys.readouterr().out


def test_what_an_emptied_cell_takes_away_is_said(round_: Path, capsys: Shown) -> None:
    full = case("shorter-table-erases") / "full.csv"
    collect(round_, full)
    Path("later.csv").write_text(full.read_text().replace("4,4,3,we did x", "4,,3,we did x"))
    collect(round_, "later.csv")
    assert "k1: what is there now and not in the files disappears: dep.trust.candour" in capsys.readouterr().out
    assert people(round_) == {"k1": {"dep.purpose.compelling": 4, "cha.review.rigour": 3}}


def test_one_address_in_several_rows_is_remarked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = small("North", "South")
    rows = case("same-email-twice") / "dup_respondents.csv"
    collect(folder, rows)
    out = " ".join(capsys.readouterr().out.split())
    assert len(people(folder)) == 7
    assert "One e-mail address stands in rows 2, 3, 4: each is counted as a person; remove those that are not." in out
    assert "x.org" not in out.casefold()


# --- attacked once more -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Зоя Ивановна", "أمل", 'a"b\\c', "x'; --", "老師 ☂", "a\tb", "r1 "])
def test_a_name_in_any_script_is_found_merged_and_erased(round_: Path, name: str) -> None:
    first = said(1, name)
    store.append(round_, first, at=NOW)
    store.append(round_, said(1, name, a=2), at=NOW, base=first)
    store.append(round_, said(4, name), at=NOW, base=first)
    assert current(store.read(round_).records) == (said(4, name, a=2),)
    own = said(1, name).respondent
    assert store.forget(round_, own, at=NOW).count == 3
    assert own in store.forgotten_in(round_)
    assert store.forget(round_, own, at=NOW).count == 0


def test_what_is_said_of_the_round_itself_survives_erasing_and_merging(round_: Path) -> None:
    store.append(round_, said(1), at=NOW)
    store.note(round_, "published", {"counts": [5]}, at=NOW)
    shutil.copy(round_ / "responses.jsonl", round_ / "responses (1).jsonl")
    store.note(round_, "settings", {"kind": "anonymous"}, at=NOW)
    store.forget(round_, "kim", at=NOW)
    mend(round_, NOW)
    journal = store.read(round_)
    assert [note.kind for note in journal.notes] == ["settings", "published", "settings", "forgotten"]
    assert journal.records == ()


def test_who_is_only_in_a_copy_is_erased_and_kept_out_too(round_: Path) -> None:
    store.append(round_, said(1), at=NOW)
    (round_ / "responses.jsonl").rename(round_ / "responses (1).jsonl")
    assert store.forget(round_, "kim", at=NOW).count == 1
    assert "kim" in store.forgotten_in(round_)


def test_one_who_was_brought_back_brings_nobody_else_back(round_: Path) -> None:
    for name in ("ann", "bob"):
        store.append(round_, said(1, name), at=NOW)
    store.forget(round_, "ann", at=NOW)
    store.bring_back(round_, "ann", at=NOW)
    store.append(round_, said(2, "bob"), at=NOW)
    copy = (round_ / "responses.jsonl").read_bytes()
    store.forget(round_, "bob", at=NOW)
    store.bring_back(round_, "bob", at=NOW)
    (round_ / "responses-OLD.jsonl").write_bytes(copy)
    mend(round_, NOW)
    assert people(round_) == {}, "what bob had said before was erased"


def test_a_link_to_the_file_of_a_round_stays_a_link(round_: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.yaml"
    (round_ / "round.yaml").rename(real)
    (round_ / "round.yaml").symlink_to(real)
    assert run(["plan", "river", "--add", "Data"]) == 0
    assert (round_ / "round.yaml").is_symlink()
    assert "title: Data" in real.read_text()


@pytest.mark.parametrize("odd", ["agreed: 3", "agreed: [a]", "priorities: 3", "priorities: {a: b}", "priorities: [3]"])
def test_a_file_that_somebody_has_spoilt_meanwhile_is_left_as_it_is(round_: Path, odd: str) -> None:
    from maturity.model import Agreed
    from maturity.model.plan import Priority

    path = round_ / "round.yaml"
    path.write_text(path.read_text() + odd + "\n")
    before = path.read_bytes()
    is_agreed = odd.startswith("agreed")
    save = store.save_agreed if is_agreed else store.save_priorities
    new: Any = {"x": Agreed(level=1)} if is_agreed else [Priority(id="a", title="A")]
    with pytest.raises(InputError):
        save(round_, new)
    assert path.read_bytes() == before


def test_a_copy_in_another_encoding_is_merged(round_: Path) -> None:
    store.append(round_, said(1), at=NOW)
    (round_ / "responses (1).jsonl").write_bytes((round_ / "responses.jsonl").read_bytes().decode().encode("utf-16"))
    store.forget(round_, "kim", at=NOW)
    store.append(round_, said(2, "lee"), at=NOW)
    mend(round_, NOW)
    assert people(round_) == {"lee": {"dep.trust.candour": 2}}


# --- a school that has left -------------------------------------------------------------------------------------------


@pytest.mark.process
def test_a_school_that_has_left_and_still_supports_a_priority_is_said_by_name(round_: Path, capsys: Shown) -> None:
    plan = ["plan", "river", "--add", "Data", "--support", "brook", "--owner", "Castle", "--review", "2026-12-01"]
    assert run(plan) == 0
    cluster = Path("river/cluster.yaml")
    kept = [line for line in cluster.read_text().splitlines() if "Brook" not in line]
    cluster.write_text("\n".join(kept).replace("Castle", "Castle Hill") + "\n")
    capsys.readouterr()
    assert run(["doctor", "river"]) == 1
    said = capsys.readouterr().err
    assert "the priority 'Data' still counts on Brook (has left the cluster): name another" in said
    assert "Castle" not in said, "a school of another name is still the same school"
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    assert "Data (data) still counts on Brook (has left the cluster)" in capsys.readouterr().out
    assert run(["plan", "river/2027"]) == 0
    out = capsys.readouterr().out
    assert "Support from: Brook (has left the cluster)" in " ".join(out.split())
    assert run(["plan", "river/2027", "--edit", "data", "--why", "Because"]) == 0
    assert "has left" not in Path("river/2027/round.yaml").read_text()
    assert "support: brook" in Path("river/2027/round.yaml").read_text()
    Path("a.csv").write_text("respondent,school,role,dep.purpose.compelling\nx1,ash,senior,5\n")
    collect(Path("river/2027"), "a.csv")
    assert run(["report", "river/2027", "-o", "r.md"]) == 0
    assert "Brook (has left the cluster)" in Path("r.md").read_text().replace("\\", "")
    capsys.readouterr()
    assert run(["plan", "river/2027", "--edit", "data", "--support", "ash"]) == 0
    assert run(["doctor", "river"]) == 0


def test_a_surname_is_no_school(round_: Path) -> None:
    assert run(["plan", "river", "--add", "Data", "--owner", "Ann Brook"]) == 0
    cluster = Path("river/cluster.yaml")
    cluster.write_text("\n".join(line for line in cluster.read_text().splitlines() if "Brook" not in line) + "\n")
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    assert load_round("river/2027").priorities[0].owner == "Ann Brook"


def test_what_a_room_wrote_of_a_school_that_has_left_is_told_by_its_name_and_kept_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
) -> None:
    monkeypatch.chdir(tmp_path)
    schools = [part for name in ("Ash", "Brook Lane", "Castle") for part in ("--school", name)]
    start = ["start", "river", "--name", "River", *schools, "--mode", "named", "--label", "2026"]
    assert run([*start, "--date", "2026-03-12", "-q", "cluster-journey-short"]) == 0
    assert run(["plan", "river", "--add", "Data", "--owner", "Ann", "--why", "As brook-lane does"]) == 0
    cluster = Path("river/cluster.yaml")
    cluster.write_text("\n".join(line for line in cluster.read_text().splitlines() if "brook-lane" not in line) + "\n")
    assert run(["start", "river", "--label", "2027", "--date", "2027-03-12"]) == 0
    folder = Path("river/2027")
    rows = "respondent,school,role,dep.purpose.compelling\nx1,ash,senior,5\n"
    Path("a.csv").write_text(rows)
    collect(folder, "a.csv")
    store.save_agreed(folder, {"dep.purpose.compelling": Agreed(level=3, reason="brook-lane and ash showed us")})
    before = (folder / "round.yaml").read_bytes()
    assert run(["report", "river/2027", "-o", "r.md"]) == 0
    told = Path("r.md").read_text("utf-8").replace("\\", "")
    assert "As Brook Lane (has left the cluster) does" in told
    assert "Brook Lane (has left the cluster) and ash showed us" in told
    assert "brook-lane" not in told
    assert (folder / "round.yaml").read_bytes() == before
    assert load_round(folder).priorities[0].why == "As brook-lane does"


def test_nobody_says_in_a_round_s_file_who_has_left(round_: Path, capsys: Shown) -> None:
    about = round_ / "round.yaml"
    about.write_text(about.read_text() + "left: {ash: Ash}\n")
    assert run(["score", "river"]) == 2
    assert "'left' has no place in this file" in capsys.readouterr().err


# --- outputs, pictures, templates -------------------------------------------------------------------------------------


def test_a_report_never_replaces_the_answers_that_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("answers.xlsx", "q.yaml"):
        shutil.copyfile(case("overwrite-own-input") / name, name)
    before = Path("answers.xlsx").read_bytes()
    assert run(["report", "answers.xlsx", "-q", "q.yaml", "--kind", "named", "-o", "answers.xlsx"]) == 2
    assert Path("answers.xlsx").read_bytes() == before
    assert "answers.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "pptx", "xlsx", "md"])
@pytest.mark.parametrize("theme", ["logo-png-bomb/t_bomb.png.yaml", "logo-svg-use-bomb/t_use.svg.yaml"])
def test_a_logo_that_unpacks_to_too_much_is_refused_for_every_format(
    theme: str, kind: str, tmp_path: Path, capsys: Shown
) -> None:
    riverside = Path(__file__).parents[1] / "examples" / "riverside.yaml"
    output = tmp_path / f"r.{kind}"
    assert run(["report", str(riverside), "--theme", str(case(theme)), "-o", str(output)]) == 2
    assert not output.exists()
    assert "Traceback" not in capsys.readouterr().err


def test_slides_without_a_layout_are_one_message(tmp_path: Path, capsys: Shown) -> None:
    riverside = Path(__file__).parents[1] / "examples" / "riverside.yaml"
    template = case("template-without-layout") / "nolayout.pptx"
    output = tmp_path / "r.pptx"
    assert run(["report", str(riverside), "--template", str(template), "-o", str(output)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "nolayout.pptx: the template cannot be used" in line
    assert not output.exists()
