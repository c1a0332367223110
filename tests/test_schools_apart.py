"""Schools of one name are told apart wherever they are named, asked for or read: by their ids beside the name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from maturity.api import compare
from maturity.cli.app import run
from maturity.collect.forms.ballot import ballot
from maturity.collect.forms.common import questions
from maturity.collect.planning import supporter
from maturity.collect.reviewing import school_meant
from maturity.core.due import due_days
from maturity.core.reviews import ReviewBook, review_statuses
from maturity.core.themed import CodeNames, under_code_names
from maturity.errors import UsageError
from maturity.model import Cluster, Help, Review, Round, School
from maturity.model.export import Understood
from maturity.model.mapping import FileMapping
from maturity.readers.answers import Defaults, understand
from maturity.readers.export import read_export
from maturity.report.reviews import due_section, review_list
from tests.make import questionnaire, round_

STRAIGHT, CURLY = "St John's Primary", "St John\u2019s Primary"
TWINS = (("north", STRAIGHT), ("south", CURLY), ("east", STRAIGHT), ("oak", "Oak Hill"))
ASKED = questionnaire((("a.one",), ("a.two",)), (("b.one",), ("b.two",)))


def cluster(schools: Sequence[tuple[str, str]] = TWINS) -> Cluster:
    return Cluster(name="Cluster", schools=tuple(School(id=one, name=name) for one, name in schools))


def year(number: int, schools: Sequence[tuple[str, str]]) -> Round:
    made = round_(ASKED, {one: (number % 4 + 1, 4, 3) for one, _ in schools}, label=str(number), date=f"{number}-03-01")
    return made.model_copy(update={"cluster": cluster(schools)})


def test_an_id_beside_a_name_is_no_other_schools_name() -> None:
    apart = cluster((("a1", "Grove (b1)"), ("b1", "Grove"), ("b2", "grove"), ("c", "Oak"))).names_apart
    assert apart == {"a1": "Grove (b1) (a1)", "b1": "Grove (b1)", "b2": "grove (b2)", "c": "Oak"}


def test_reviews_name_schools_of_one_name_with_their_ids() -> None:
    helped = Help(school="east", what="two mornings", by=dt.date(2026, 5, 1))
    reviews = (
        Review(school="north", reviewed=dt.date(2026, 2, 3), reviewers=("south", "gone"), help=(helped,)),
        Review(school="gone", reviewed=dt.date(2025, 2, 3)),
    )
    book = ReviewBook("Cluster", reviews, dict(TWINS), {"gone": "Oak Hill"})
    today = dt.date(2026, 7, 1)
    found = review_statuses(book, today)
    told = str(review_list(book, found, today)) + str(tuple(due_section(due_days((), found, today), book)))
    for name in ("St John's Primary (north)", "St John\u2019s Primary (south)", "St John's Primary (east)"):
        assert name in told
    assert "Oak Hill (gone) (has left the cluster)" in told
    assert told.count("Primary") == told.count("Primary (")


def test_a_school_is_meant_by_the_name_under_which_it_is_shown() -> None:
    book = ReviewBook("Cluster", (), dict(TWINS))
    assert school_meant(book, "--school", "St John's Primary (south)") == "south"
    with pytest.raises(UsageError, match="north or south or east"):
        school_meant(book, "--school", "St John's Primary")
    assert supporter(cluster(), "St John's Primary (east)") == ("east", "")
    kept, remark = supporter(cluster(), STRAIGHT)
    assert kept == STRAIGHT
    assert "north, south and east are all called" in remark


def test_forms_offer_schools_that_people_can_tell_apart() -> None:
    asked = round_(ASKED, {}, cluster=cluster())
    shown = [f"{name} ({one})" if "John" in name else name for one, name in TWINS]
    assert [choice.text for choice in questions(asked)[0].choices] == shown
    assert list(ballot(asked).about[0].options) == shown


def test_over_the_years_a_school_that_joined_is_not_taken_for_one_of_the_same_name_that_left() -> None:
    stay = (("b", "Oak"), ("c", "Elm"), ("d", "Ash"))
    found = compare([year(2025, (("a1", "Grove"), *stay)), year(2026, (*stay, ("g2", "Grove")))])
    assert [one.name for one in found.whole.schools.left] == ["Grove (a1)"]
    assert [one.name for one in found.whole.schools.joined] == ["Grove (g2)"]
    assert [one.name for one in found.rounds[0].schools] == ["Grove (a1)", "Oak", "Elm", "Ash"]
    assert not found.whole.warnings or all(one.code != "other-school-name" for one in found.whole.warnings)
    hidden, _ = under_code_names(found, CodeNames("Cluster {code}", "School {code}"))
    assert "Grove" not in str(hidden)


def table(tmp_path: Path, *names: str, mapping: FileMapping | None = None) -> Understood:
    rows = [f'p{n},"{name}",3' for n, name in enumerate(names)]
    (tmp_path / "t.csv").write_text("\n".join(["respondent,school,a.one", *rows]) + "\n", encoding="utf-8")
    known = round_(ASKED, {}, cluster=cluster())
    export, _ = read_export(tmp_path / "t.csv")
    assert export
    return understand(export, known, mapping or FileMapping(), Defaults())


def test_a_file_may_name_a_school_as_it_is_shown_or_by_a_spelling_of_its_own(tmp_path: Path) -> None:
    found = table(
        tmp_path, CURLY, "St John\u2019s Primary (north)", "st john's primary (EAST)", "south - St John's Primary"
    )
    assert not found.problems
    assert [one.school for one in found.responses] == ["south", "north", "east", "south"]


def test_a_name_of_several_schools_is_refused_with_all_of_them_and_no_school_is_proposed(tmp_path: Path) -> None:
    found = table(tmp_path, STRAIGHT, "St. John's Primary")
    assert not found.responses
    shared, alike = found.problems
    assert shared.message.endswith("is what the schools 'north', 'south' and 'east' are all called")
    assert alike.message.endswith("is no school of this round")
    for one in found.problems:
        assert all(f"({school})" in one.hint for school in ("north", "south", "east")), one.hint
        assert "=ID" in one.hint
        assert "=east" not in one.hint


def test_what_was_decided_of_a_shared_name_leaves_a_spelling_of_its_own_alone(tmp_path: Path) -> None:
    found = table(tmp_path, STRAIGHT, CURLY, mapping=FileMapping(schools={STRAIGHT: "north"}))
    assert [one.school for one in found.responses] == ["north", "south"]


def test_whoever_opens_a_round_hears_that_schools_have_one_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f'- {{id: {one}, name: "{name}"}}\n' for one, name in TWINS)
    (tmp_path / "cluster.yaml").write_text(
        f"format: maturity-cluster/1\nname: Cluster\nmode: named\nschools:\n{rows}", encoding="utf-8"
    )
    asked = ["-q", "cluster-journey-short", "--label", "2027", "--date", "2027-03-10"]
    said = []
    for command in (["start", str(tmp_path), *asked], ["score", str(tmp_path)], ["doctor", str(tmp_path)]):
        run(command)
        told = capsys.readouterr()
        said.append(" ".join((told.out + told.err).split()))
    for text in said:
        assert text.count("the schools 'north', 'south' and 'east' are all called") == 1, text
