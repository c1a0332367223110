"""Saved stays saved and erased stays erased, whatever editors, syncing and copying by hand do to the files."""

from __future__ import annotations

import datetime as dt
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from maturity import load_round, store
from maturity.cli.app import run
from maturity.folder.journal import Note, Record, encode
from maturity.model import Response
from maturity.store.checkup import mend
from maturity.text.commands import command

pytestmark = pytest.mark.command

NOW = dt.datetime(2026, 3, 12, 10, tzinfo=dt.UTC)
HEAD = "respondent,school,role,dep.purpose.compelling,dep.trust.candour\n"
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def round_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Shown) -> Path:
    """A round of three schools with three people in it."""
    monkeypatch.chdir(tmp_path)
    schools = [part for name in ("Ash", "Brook", "Castle") for part in ("--school", name)]
    start = ["start", "river", "--name", "River", *schools, "--mode", "named", "--label", "2026"]
    assert run([*start, "--date", "2026-03-12", "-q", "cluster-journey-short"]) == 0
    collect("a1,ash,senior,4,4", "a2,brook,senior,3,4", "a3,castle,senior,2,2")
    capsys.readouterr()
    return Path("river/2026")


def collect(*rows: str) -> None:
    Path("rows.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    assert run(["collect", "river", "rows.csv", "--yes"]) == 0


def people() -> set[str]:
    return {one.respondent for one in load_round("river/2026").responses}


# --- what editors do to a journal -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.replace(b"\n", b"\r"),
        lambda content: content.replace(b"\n", b" "),
        lambda content: content.replace(b"\n", b"\n\n\t"),
        lambda content: b"\xef\xbb\xbf" * 2 + content.rstrip(),
        lambda content: content.decode().encode("utf-32"),
        lambda content: content.decode().encode("utf-32-le"),
        lambda content: content.decode().encode("utf-16-be"),
    ],
    ids=["old line ends", "no line ends", "indented", "two marks", "utf-32", "utf-32 unmarked", "utf-16"],
)
def test_what_an_editor_does_around_the_lines_costs_nobody_an_answer(
    round_: Path, spoil: Callable[[bytes], bytes]
) -> None:
    journal = round_ / "responses.jsonl"
    journal.write_bytes(spoil(journal.read_bytes()))
    assert people() == {"a1", "a2", "a3"}
    collect("a4,ash,senior,5,5")
    assert people() == {"a1", "a2", "a3", "a4"}
    journal.write_bytes(spoil(journal.read_bytes()))
    assert store.forget(round_, "a2", at=NOW).count == 1
    assert people() == {"a1", "a3", "a4"}
    assert run(["doctor", "river", "--fix"]) == 0
    assert people() == {"a1", "a3", "a4"}
    assert list(round_.glob("responses.*-*")) == []


def test_who_stood_in_a_line_that_was_cut_off_is_missed(round_: Path, capsys: Shown) -> None:
    journal = round_ / "responses.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-60])
    assert run(["doctor", "river", "--fix"]) == 1
    (aside,) = round_.glob("responses.torn-*")
    said = f"{aside}: out of the round, for these lines were never finished, or cut off: 1 person: put a copy of "
    assert said in capsys.readouterr().err
    (round_ / "responses (copy).jsonl").write_bytes(whole)
    assert run(["doctor", "river", "--fix"]) == 0
    assert people() == {"a1", "a2", "a3"}


# --- erased, and out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "comes"),
    [
        ("Zoë Müller", unicodedata.normalize("NFD", "Zoë Müller")),
        ("ann@school.org", "Ann@School.org"),
        ("ann", " ANN "),
        ("Ольга", "ОЛЬГА"),
        ("ＡＢ１", "ab1"),
        ("राम", "राम"),
        ("007", "7"),
    ],
)
def test_who_was_erased_stays_out_however_a_file_writes_the_name(
    round_: Path, was: str, comes: str, capsys: Shown
) -> None:
    collect(f"{was},ash,senior,4,4")
    assert run(["forget", "river", was, "--yes"]) == 0
    capsys.readouterr()
    collect(f"{comes},ash,senior,4,4")
    assert "was erased from this round for good, and is left out" in capsys.readouterr().out
    assert people() == {"a1", "a2", "a3"}
    Path("rows.csv").write_text(f"{HEAD}{comes},ash,senior,4,4\n", encoding="utf-8")
    name = comes.strip()
    assert run(["collect", "river", "rows.csv", "--yes", "--bring-back", name]) == 0
    assert len(people()) == 4
    assert run(["doctor", "river", "--fix"]) == 0
    assert len(people()) == 4


@pytest.mark.parametrize("other", ["रमा", "राम1", "0070"])
def test_another_name_is_another_person(round_: Path, other: str) -> None:
    collect("राम,ash,senior,4,4", "007,ash,senior,3,3")
    for name in ("राम", "007"):
        assert run(["forget", "river", name, "--yes"]) == 0
    collect(f"{other},ash,senior,4,4")
    assert other in people()


def test_erasing_one_of_two_alike_keeps_the_other_who_was_there(round_: Path) -> None:
    collect("A1,brook,senior,1,1")
    assert run(["forget", "river", "a1", "--yes"]) == 0
    collect("A1,brook,senior,2,2")
    assert run(["doctor", "river", "--fix"]) == 0
    assert people() == {"A1", "a2", "a3"}
    assert next(one for one in load_round(round_).responses if one.respondent == "A1").answers["dep.trust.candour"] == 2


def test_a_name_typed_as_another_system_writes_it_is_the_same_name(round_: Path, capsys: Shown) -> None:
    collect("Zoë Müller,ash,senior,4,4")
    assert run(["forget", "river", unicodedata.normalize("NFD", "Zoë Müller"), "--yes"]) == 0
    assert people() == {"a1", "a2", "a3"}
    assert run(["forget", "river", "A2", "--yes"]) == 2
    assert "did you mean 'a2'?" in capsys.readouterr().err


# --- copies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["responses.bak", "responses.old", "saved.txt", "~syncthing~responses.jsonl.tmp", "x"])
def test_a_copy_is_known_by_its_lines_whatever_it_is_called(round_: Path, name: str, capsys: Shown) -> None:
    copy = round_ / name
    shutil.copy(round_ / "responses.jsonl", copy)
    assert run(["doctor", "river"]) == 1
    assert f"{copy}: a second copy of responses.jsonl" in capsys.readouterr().err
    assert run(["forget", "river", "a1", "--yes"]) == 0
    assert b'"a1"' not in copy.read_bytes()
    assert run(["doctor", "river", "--fix"]) == 0
    assert not copy.exists()
    assert people() == {"a2", "a3"}


def test_what_is_only_named_like_a_copy_loses_nothing_and_is_named_where_it_holds_the_person(
    round_: Path, capsys: Shown
) -> None:
    table, notes, mixed = (round_ / name for name in ("responses.jsonl.csv", "responses.jsonl.txt", "mixed.txt"))
    assert run(["export", "river", "-o", str(table)]) == 0
    line = (round_ / "responses.jsonl").read_text(encoding="utf-8").splitlines()[1]
    notes.write_text(f"What Ann sent: {line[:-3]}\n", encoding="utf-8")
    mixed.write_text(f"What Ann sent:\n{line}\n", encoding="utf-8")
    before = [path.read_bytes() for path in (table, notes, mixed)]
    capsys.readouterr()
    assert run(["forget", "river", "a1", "--yes"]) == 0
    assert f"These may still hold them; delete them:\n  {notes}\n  {mixed}\n" in capsys.readouterr().out
    run(["doctor", "river", "--fix"])
    assert [path.read_bytes() for path in (table, notes, mixed)] == before


def test_copies_anywhere_in_the_cluster_and_beside_it_are_named(round_: Path, capsys: Shown) -> None:
    for place in ("river/backup/2026", "river - Copy/2026", "elsewhere/2026", "river/2026/old"):
        shutil.copytree(round_, place)
    shutil.copy("river/cluster.yaml", "river - Copy")
    assert run(["forget", "river", "a1", "--yes"]) == 0
    out = capsys.readouterr().out
    named = "\n".join(
        f"  {command('maturity', 'forget', Path(place), 'a1')}"
        for place in ("river/2026/old", "river/backup/2026", "river - Copy/2026")
    )
    assert f"or delete the folder if it is only a copy:\n{named}\n" in out
    assert "delete them" not in out


def test_a_neighbour_of_the_same_name_with_everybodys_answers_is_never_named_to_be_deleted(
    round_: Path, capsys: Shown
) -> None:
    """Neither is another round of the same cluster, where one round alone was meant."""
    shutil.copytree("river", "brook")
    shutil.copytree(round_, "river/2027")
    assert run(["forget", str(round_), "a1", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "responses.jsonl" not in out
    assert "delete them" not in out
    for place in ("river/2027", "brook/2026"):
        assert f"  maturity forget {Path(place)} a1\n" in out
        assert b'"a1"' in (Path(place) / "responses.jsonl").read_bytes()


def test_a_rehearsal_that_is_a_link_is_thrown_away_where_it_leads_and_notes_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    schools = [part for name in ("Ash", "Brook", "Castle") for part in ("--school", name)]
    start = ["start", "river", "--name", "River", *schools, "--mode", "named", "-q", "cluster-journey-short"]
    assert run([*start, "--label", "try", "--date", "2026-03-11", "--rehearsal"]) == 0
    (folder,) = Path("river").glob("try*")
    store.append(folder, Response(respondent="kim", school="ash"), at=NOW)
    real = tmp_path / "all.jsonl"
    (folder / "responses.jsonl").rename(real)
    (folder / "responses.jsonl").symlink_to(real)
    shutil.copy(real, folder / "old.txt")
    notes = folder / "responses.jsonl.md"
    notes.write_text("Print more ballots\n")
    assert run(["start", "river", "--label", "2026", "--date", "2026-03-12"]) == 0
    assert not real.exists()
    assert not (folder / "old.txt").exists()
    assert notes.read_text() == "Print more ballots\n"


@pytest.mark.parametrize("minutes", [-60, 60])
@pytest.mark.parametrize("here", [True, False])
def test_who_has_withdrawn_on_one_machine_is_out_whatever_the_clock_of_another_said(
    round_: Path, minutes: int, here: bool
) -> None:
    journal, copy = round_ / "responses.jsonl", round_ / "responses (copy).jsonl"
    begun = record("kim", "Kim was there", "1")
    out = begun + encode(Record("kim", None, "2", NOW + dt.timedelta(minutes=5)))
    said = Response(respondent="kim", school="ash", answers={"dep.trust.candour": 5})
    more = begun + encode(Record("kim", said, "3", NOW + dt.timedelta(minutes=minutes)))
    journal.write_bytes(out if here else more)
    copy.write_bytes(more if here else out)
    mend(round_, NOW)
    assert people() == set()
    assert len(store.read(round_).records) in (3, 4)


def test_who_may_read_the_answers_stays_so_when_somebody_is_erased(round_: Path) -> None:
    journal = round_ / "responses.jsonl"
    journal.chmod(0o600)
    assert store.forget(round_, "a1", at=NOW).count == 1
    assert journal.stat().st_mode & 0o777 == 0o600


# --- what another machine published -----------------------------------------------------------------------------------


def published(*quotes: str, id_: str = "p") -> bytes:
    return encode(Note("published", {"number": 1, "items": {"dep.trust.candour": {"quotes": list(quotes)}}}, id_, NOW))


def record(name: str, words: str, id_: str) -> bytes:
    said = Response(respondent=name, school="ash", evidence={"dep.trust.candour": words})
    return encode(Record(name, said, id_, NOW))


def quotes(round_: Path) -> list[str]:
    (note,) = store.read(round_).noted("published")
    found: list[str] = note.content["items"]["dep.trust.candour"]["quotes"]
    return found


@pytest.mark.parametrize("has_records", [True, False])
def test_an_example_of_somebody_erased_goes_from_what_another_machine_published(
    round_: Path, has_records: bool
) -> None:
    journal = round_ / "responses.jsonl"
    mine = record("kim", "Kim was there", "1") + record("lee", "Lee saw it", "2")
    journal.write_bytes(mine)
    assert store.forget(round_, "kim", at=NOW).count == 1
    theirs = (mine if has_records else b"") + published("Kim was there", "Lee saw it")
    (round_ / "responses (copy).jsonl").write_bytes(theirs)
    mend(round_, NOW)
    assert quotes(round_) == ["Lee saw it"]
    assert b"Kim was there" not in journal.read_bytes()


def test_the_tombstone_in_a_copy_cleans_what_was_published_here(round_: Path) -> None:
    journal = round_ / "responses.jsonl"
    whole = record("kim", "Kim was there", "1") + record("lee", "Lee saw it", "2") + published("Kim was there", "Lee")
    journal.write_bytes(whole)
    assert store.forget(round_, "kim", at=NOW).count == 1
    journal.rename(round_ / "responses (copy).jsonl")
    journal.write_bytes(whole)
    mend(round_, NOW)
    assert quotes(round_) == ["Lee"]
    assert b"Kim was there" not in journal.read_bytes()
