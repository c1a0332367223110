"""The reply code says exactly what was answered, a slip in it is found, and it counts with the file as one person."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity import load_questionnaire, load_round, store
from maturity.cli.app import run
from maturity.collect import reply_code, webform
from maturity.collect.reply_code import code_of, read_code
from maturity.model import Answer, Preview, Response, Round
from maturity.text.spoken import LETTERS, is_sound
from tests.every_shape import TEXTS, round_of_shape
from tests.make import questionnaire, round_
from tests.test_form_html import Axe, choose, cluster, fill, opened, saved, small

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIVE = dict.fromkeys(("ash", "elm", "oak", "fir", "yew"), ())
ODD = questionnaire((("a", "b"),), (("c",),), scale=(-2, 8), midpoint=0, portrait=("p",))
LONG = questionnaire(((*[f"a{n}" for n in range(60)],),), (("b",),), roles=[])


def of(asked: str) -> Round:
    return round_(load_questionnaire(asked), FIVE)


ROUNDS = {
    "small": small(),
    "odd": round_(ODD, {f"s{n}": () for n in range(40)}),
    "long": round_(LONG, {"ash": ()}),
    "short": of("cluster-journey-short"),
    "whole": of("cluster-journey"),
    "first": of("cluster-journey-1"),
    **{shape: round_of_shape(shape) for shape in TEXTS},
}
each = pytest.mark.parametrize("name", ROUNDS)


def somebody(round_: Round, draw: random.Random, looking_back: bool = False) -> Response:
    """Whoever is asked everything answers as chance will have it."""
    asked = round_.questionnaire

    def some() -> dict[str, Answer]:
        kept = [item for item in asked.items if draw.random() < 0.9]
        return {item.id: draw.choice(["DK", *asked.levels_of(item)]) for item in kept}

    return Response(
        respondent="web-" + "".join(draw.choices(LETTERS, k=8)),
        school=draw.choice(round_.cluster.schools).id,
        role=draw.choice([role.id for role in asked.roles]) if asked.roles else None,
        answers=some(),
        portraits={one.id: draw.choice(list(one.options)) for one in asked.portrait if draw.random() < 0.8},
        looking_back=some() if looking_back else {},
    )


def codes(name: str, number: int) -> Iterator[str]:
    draw = random.Random(name)
    return (code_of(ROUNDS[name], somebody(ROUNDS[name], draw)).replace("-", "") for _ in range(number))


def faults(round_: Round, line: str) -> list[str]:
    said, problems = read_code(round_, line)
    assert (said is None) == bool(problems)
    return [one.code for one in problems]


# ---- What it says


@given(st.sampled_from(sorted(ROUNDS)), st.booleans(), st.randoms(use_true_random=False))
def test_a_code_says_what_was_answered_in_a_round_of_any_shape(name: str, back: bool, draw: random.Random) -> None:
    one = somebody(ROUNDS[name], draw, back)
    code = code_of(ROUNDS[name], one, looking_back=back)
    assert read_code(ROUNDS[name], code) == (one, [])
    assert reply_code.is_code(ROUNDS[name], code)


def test_a_question_has_its_place_whoever_is_asked_it() -> None:
    lengths = {len(code_of(small(), somebody(small(), random.Random(n)))) for n in range(40)}
    assert len(lengths) == 1


@pytest.mark.parametrize(("asked", "letters"), [("cluster-journey-short", 20), ("cluster-journey-1", 31)])
def test_a_code_is_as_long_as_is_said(asked: str, letters: int) -> None:
    code = code_of(of(asked), somebody(of(asked), random.Random(1)))
    assert len(code.replace("-", "")) == letters
    assert {len(group) for group in code.split("-")[:-1]} == {4}
    assert set(code) <= {*LETTERS, "-"}


@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        str.title,
        lambda code: f"  {code} \t",
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "\u2011"),
        lambda code: " ".join(code.replace("-", "")),
    ],
)
def test_capitals_blanks_and_hyphens_do_not_matter(typed: Callable[[str], str]) -> None:
    one = somebody(small(), random.Random(2))
    line = typed(code_of(small(), one))
    assert read_code(small(), line) == (one, [])
    assert reply_code.is_code(small(), line)


# ---- Slips


@each
def test_one_wrong_letter_and_two_neighbours_exchanged_are_found_for_certain(name: str) -> None:
    for code in codes(name, 2):
        for place, right in enumerate(code):
            for wrong in set(LETTERS) - {right}:
                assert faults(ROUNDS[name], code[:place] + wrong + code[place + 1 :]) == ["mistyped"]
            two = code[place : place + 2]
            if len(set(two)) == 2:
                assert faults(ROUNDS[name], code[:place] + two[::-1] + code[place + 2 :]) == ["mistyped"]


@each
def test_a_letter_missing_or_typed_twice_is_found_for_certain(name: str) -> None:
    for code in codes(name, 5):
        for place in range(len(code)):
            assert faults(ROUNDS[name], code[:place] + code[place + 1 :])
            assert faults(ROUNDS[name], code[:place] + code[place] + code[place:])


def test_two_wrong_letters_are_found_for_certain_where_thirty_places_do_not_lie_between() -> None:
    draw = random.Random(4)
    for name in ("small", "short", "long"):
        for code in codes(name, 300):
            first = draw.randrange(len(code) - 1)
            second = draw.randrange(first + 1, min(len(code), first + 30))
            letters = list(code)
            for place in (first, second):
                letters[place] = draw.choice([one for one in LETTERS if one != code[place]])
            assert faults(ROUNDS[name], "".join(letters)) == ["mistyped"]


def test_letters_at_random_pass_the_check_once_in_961_times_and_as_a_code_of_the_round_hardly_ever() -> None:
    draw = random.Random(5)
    length = len(next(codes("short", 1)))
    lines = ["".join(draw.choices(LETTERS, k=length)) for _ in range(60_000)]
    sound = [line for line in lines if is_sound(line)]
    assert 40 <= len(sound) <= 85
    assert {fault for line in sound for fault in faults(ROUNDS["short"], line)} == {"other-round"}
    assert all(faults(ROUNDS["short"], line) for line in sound)


def test_a_letter_that_no_code_has_is_named() -> None:
    (problem,) = read_code(small(), "k7qm-x20d")[1]
    assert str(problem) == "'0' stands in no reply code: i, l, o, 0 and 1 never do: ask for that group again"


def test_how_many_letters_are_there_and_should_be_is_said() -> None:
    code = next(codes("short", 1))
    (problem,) = read_code(ROUNDS["short"], code[:-3])[1]
    said = "the reply code is mistyped: it has 17 letters, and those of this round have 20: compare it group by group"
    assert str(problem).startswith(said)


# ---- Another round


def changed(**more: Any) -> Round:
    return small().model_copy(update=more)


OTHERS = {
    "label": changed(label="2027"),
    "cluster": changed(cluster=small().cluster.model_copy(update={"name": "Other"})),
    "kind": changed(mode="anonymous"),
    "a school more": round_(small().questionnaire, {"ash": (), "elm": (), "oak": ()}),
    "schools in another order": round_(small().questionnaire, {"elm": (), "ash": ()}),
    "a word of a question": changed(questionnaire=small().questionnaire.model_copy(update={"title": "Smaller"})),
    "another questionnaire": ROUNDS["whole"],
    "a preview": Preview.model_validate(small().model_dump() | {"questionnaire": small().questionnaire}),
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_code_of_another_round_is_refused_and_that_is_said(what: str) -> None:
    code = code_of(OTHERS[what], somebody(OTHERS[what], random.Random(6)))
    (problem,) = read_code(small(), code)[1]
    assert problem.code == "other-round"
    assert problem.message.startswith("the reply code belongs to another round, or to a form from before the schools")


def test_of_two_thousand_other_rounds_hardly_one_has_the_same_letters() -> None:
    one = small()
    others = (one.model_copy(update={"label": f"other {n}"}) for n in range(2000))
    own = reply_code.round_letters(one)
    same = [other.label for other in others if reply_code.round_letters(other) == own]
    assert len(same) <= 6


# ---- Typed among ballots


@pytest.mark.parametrize(
    "line",
    [
        "3 4 d -",
        "34d-",
        "3 4 x",
        "3 4 4 5 x 3 2 3 4 4 d - 2",
        "1 2 3 a e",
        "34d-24455-3d4ddk",
        "3,4;5 d",
        "school",
        "h",
    ],
)
def test_a_line_of_a_ballot_is_no_code_not_even_with_a_slip(line: str) -> None:
    assert not reply_code.is_code(ROUNDS["short"], line)


def test_a_mistyped_code_is_known_as_one() -> None:
    for code in codes("short", 200):
        assert reply_code.is_code(ROUNDS["short"], code[:-1] + ("x" if code[-1] != "x" else "y"))


def test_it_is_read_back_in_words() -> None:
    one = Response(respondent="web-abcdefgh", school="elm", role="teacher", answers={"dep.a": 3, "cha.a": "DK"})
    assert reply_code.read_back(small(), one) == "Elm, Teacher, 2 of 4 answered"
    back = one.model_copy(update={"looking_back": {"dep.a": 1}})
    assert reply_code.read_back(small(), back) == "Elm, Teacher, 3 of 7 answered"


TWO = "two/2026"
IDS = ("dep.purpose.compelling", "dep.trust.candour")


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Types lines into `maturity enter` in the folder of a round; returns the exit code and what was said."""
    import io

    monkeypatch.chdir(tmp_path)
    cluster(Path("two"), "cluster-journey-short")

    def lines(*typed: str) -> tuple[int, str]:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        code = run(["enter", TWO, "--school", "ash", "--role", "senior"])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out + said.err

    return lines


def reply(*levels: int, at: str, **evidence: str) -> Response:
    """What one person answers on the form, in this order of the questions above."""
    answers: dict[str, Answer] = dict(zip(IDS, levels, strict=False))
    return Response.model_validate(
        {"respondent": "web-k7qmx2pd", "school": "elm", "role": "teacher", "submitted": at, "answers": answers}
        | {"evidence": {IDS[0]: evidence["example"]} if evidence else {}}
    )


def collected(one: Response) -> None:
    """The file of the form comes in."""
    whole = {"format": "maturity-reply/1", "round": webform.about(load_round(Path(TWO)))}
    Path("reply.json").write_text(json.dumps(whole | {"response": one.model_dump(mode="json")}), "utf-8")
    assert run(["collect", TWO, "reply.json", "--yes"]) == 0


def people() -> list[tuple[str, str, list[Answer], list[str]]]:
    """Who is there, with what counts of them."""
    found = load_round(Path(TWO)).responses
    return [(one.respondent, one.school, list(one.answers.values()), list(one.evidence.values())) for one in found]


Typed = Callable[..., tuple[int, str]]
EARLY, LATE = "2026-03-12T09:00:00Z", "2026-03-12T15:00:00Z"


def code(one: Response) -> str:
    return code_of(load_round(Path(TWO)), one)


@pytest.mark.command
def test_a_code_is_stored_under_the_id_of_the_form_and_read_back(typed: Typed) -> None:
    status, said = typed(code(reply(3, 2, at=EARLY)).upper(), "q")
    assert status == 0
    assert "saved as web-k7qmx2pd: Elm, Teacher, 2 of 9 answered\n" in said
    assert "1 ballot saved" in said
    assert people() == [("web-k7qmx2pd", "elm", [3, 2], [])]
    assert store.codes(Path(TWO)) == set()


@pytest.mark.command
@pytest.mark.parametrize("at", [EARLY, LATE])
def test_the_file_that_comes_in_after_its_code_is_the_same_person_and_brings_the_examples(
    at: str, typed: Typed
) -> None:
    typed(code(reply(4, 2, at=at)))
    collected(reply(4, 2, at=at, example="Joint training"))
    assert people() == [("web-k7qmx2pd", "elm", [4, 2], ["Joint training"])]


@pytest.mark.command
def test_an_older_file_with_other_answers_does_not_take_the_place_of_a_newer_code(typed: Typed) -> None:
    typed(code(reply(5, 5, at=LATE)))
    collected(reply(4, 2, at=EARLY, example="Joint training"))
    assert people() == [("web-k7qmx2pd", "elm", [5, 5], [])]
    collected(reply(5, 5, at=EARLY, example="Joint training"))
    assert people() == [("web-k7qmx2pd", "elm", [5, 5], ["Joint training"])]


@pytest.mark.command
def test_the_same_code_again_and_one_taken_back_over_a_file_are_said_as_what_they_are(typed: Typed) -> None:
    same = code(reply(4, 2, at=EARLY))
    typed(same)
    said = typed(same, "q")[1]
    assert "; the same as what the same person handed in before" in said
    assert "in place of" not in said
    taken_back = typed(code(reply(5, 5, at=LATE)), "u", "q")[1]
    assert "web-k7qmx2pd is taken back; what was there before counts again." in taken_back
    assert people() == [("web-k7qmx2pd", "elm", [4, 2], [])]


@pytest.mark.command
def test_the_code_typed_after_the_file_is_the_same_person_and_keeps_the_examples(typed: Typed) -> None:
    first = reply(4, 2, at=EARLY, example="Joint training")
    collected(first)
    said = typed(code(reply(5, at=LATE)))[1]
    assert "1 of 9 answered; it stands in place of what the same person handed in before" in said
    assert people() == [("web-k7qmx2pd", "elm", [5], ["Joint training"])]
    collected(first)
    assert people() == [("web-k7qmx2pd", "elm", [5], ["Joint training"])]


@pytest.mark.command
def test_an_example_goes_with_a_level_that_is_no_longer_high(typed: Typed) -> None:
    collected(reply(4, 2, at=EARLY, example="Joint training"))
    typed(code(reply(2, 2, at=LATE)))
    assert people() == [("web-k7qmx2pd", "elm", [2, 2], [])]


@pytest.mark.command
def test_a_code_taken_back_leaves_what_was_there_before(typed: Typed) -> None:
    collected(reply(4, 2, at=EARLY, example="Joint training"))
    before = people()
    typed(code(reply(1, 1, at=LATE)), code(reply(1, 3, at=LATE)), "u", "u")
    assert people() == before
    typed("1 2 3 d - 1 2 3 1 2 3 1", code(reply(1, 1, at=LATE)), "u", "5 5 5 5 5 5 5 5 5 5 5 5")
    assert [answers[0] for *_, answers, _ in people()] == [4, 1, 5]


@pytest.mark.command
def test_an_example_can_be_read_out_after_its_code(typed: Typed) -> None:
    said = typed(code(reply(4, 2, at=EARLY)), "e 1 Joint training")[1]
    assert "saved with web-k7qmx2pd: 1 example" in said
    assert people() == [("web-k7qmx2pd", "elm", [4, 2], ["Joint training"])]


@pytest.mark.command
def test_who_was_erased_does_not_come_back_by_a_code_and_the_sitting_goes_on(typed: Typed) -> None:
    collected(reply(4, 2, at=EARLY))
    assert run(["forget", "two", "web-k7qmx2pd", "--yes"]) == 0
    status, said = typed(code(reply(4, 2, at=EARLY)), "1 2 3 d - 1 2 3 1 2 3 1")
    assert status == 0
    assert "'web-k7qmx2pd' was erased from this round for good, so nothing was saved" in said
    assert [name[:6] for name, *_ in people()] == ["paper-"]


@pytest.mark.command
def test_a_code_that_is_wrong_or_of_another_round_is_said_and_nothing_is_saved(typed: Typed) -> None:
    right = code(reply(4, 2, at=EARLY))
    other = code_of(load_round(Path(TWO)).model_copy(update={"label": "2025"}), reply(4, 2, at=EARLY))
    status, said = typed(right[:-1] + ("x" if right[-1] != "x" else "y"), other)
    assert status == 0
    assert "the reply code is mistyped: compare it group by group, or ask for it again" in said
    assert "the reply code belongs to another round" in said
    assert people() == []


# ---- On the page

PRESS = """cases => cases.map((chosen) => {
  const pick = (whole) => {
    const inputs = [...whole.querySelectorAll('input[type=radio]')];
    const wanted = inputs.find((one) => one.value === chosen[one.name]);
    const clear = whole.querySelector('.after button');
    if (wanted) { if (!wanted.checked) { wanted.click(); } } else if (!clear.hidden) { clear.click(); }
  };
  document.querySelectorAll('#school, #role').forEach(pick);
  document.querySelectorAll('#page section ~ section fieldset').forEach(pick);
  const whole = document.getElementById('spoken');
  if (whole.hidden) { document.getElementById('spell').click(); }
  return whole.hidden ? '' : document.getElementById('code').textContent;
})"""
OWN = "() => JSON.parse(localStorage.getItem(Object.keys(localStorage)[0])).code"


def pressed(one: Response) -> dict[str, str]:
    """What to choose on the page."""
    groups: dict[str, dict[str, Any]] = {
        "item": one.answers,
        "back": one.looking_back,
        "portrait": one.portraits,
    }
    chosen = {f"{lead}:{key}": str(value) for lead, part in groups.items() for key, value in part.items()}
    return chosen | {"school": one.school} | ({"role": one.role} if one.role else {})


@pytest.mark.browser
@pytest.mark.parametrize("back", [False, True])
@pytest.mark.parametrize("name", sorted(set(ROUNDS) - {"long"}))
def test_the_page_and_the_program_make_the_same_code_of_the_same_answers(
    name: str, back: bool, page: Page, tmp_path: Path
) -> None:
    round_, draw = ROUNDS[name], random.Random(7)
    opened(page, tmp_path, round_, "2025" if back else None)
    own = f"web-{page.evaluate(OWN)}"
    said = [somebody(round_, draw, back).model_copy(update={"respondent": own}) for _ in range(12)]
    asked = [asked_only(round_, one) for one in said]
    shown = page.evaluate(PRESS, [pressed(one) for one in said])
    assert shown == [code_of(round_, one, looking_back=back) for one in asked]
    assert [read_code(round_, code) for code in shown] == [(one, []) for one in asked]


def asked_only(round_: Round, one: Response) -> Response:
    """What is put to the role of somebody alone."""
    asked = {item.id for item in round_.questionnaire.items if round_.is_asked(item, one.role)}
    parts = {"answers": one.answers, "looking_back": one.looking_back}
    return one.model_copy(
        update={name: {item: said for item, said in part.items() if item in asked} for name, part in parts.items()}
    )


@pytest.mark.browser
def test_the_code_is_shown_on_request_follows_the_answers_and_goes_with_the_person(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, small())
    choose(page, "role", "head")
    page.click("#spell")
    assert page.inner_text("#said") == "Your school or your role is missing."
    assert not page.locator("#spoken").is_visible()
    fill(page, {"school": "ash", "item:dep.a": "4"})
    page.click("#spell")
    first = page.inner_text("#code")
    assert "Your examples are not in it" in page.inner_text("#spoken")
    page.fill("#example-1", "Joint training")
    assert page.inner_text("#code") == first
    choose(page, "item:dep.b", "2")
    second = page.inner_text("#code")
    assert [len(read_code(small(), code)[0].answers) for code in (first, second)] == [1, 2]  # type: ignore[union-attr]
    said = "You have changed something since. Read out the code once more: it is another one now."
    assert page.inner_text("#again") == said
    handed = saved(page, tmp_path)["response"]
    assert read_code(small(), page.inner_text("#code"))[0] == Response.model_validate(
        handed | {"evidence": {}, "submitted": None}
    )
    page.get_by_role("button", name="Clear my choice: dep.a?").click()
    page.get_by_role("button", name="Clear my choice: dep.b?").click()
    assert not page.locator("#spoken").is_visible()
    fill(page, {"item:dep.a": "4"})
    page.click("#copy")
    # The browser's clipboard answers when it likes.
    page.locator("#spoken").wait_for(state="visible")
    page.click("#next")
    assert not page.locator("#spoken").is_visible()
    assert page.text_content("#code") == ""


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_code_is_large_whole_and_harmless_to_a_screen_reader(
    width: int, page: Page, axe: Axe, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, tmp_path, ROUNDS["whole"], "2025")
    one = somebody(ROUNDS["whole"], random.Random(8), looking_back=True)
    assert page.evaluate(PRESS, [pressed(one)]) != [""]
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('#code span')].map((one) => one.getBoundingClientRect())"
    )
    assert all(size["right"] <= width and size["height"] > 24 for size in sizes)
    assert {round(size["height"]) for size in sizes} == {round(sizes[0]["height"])}
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert axe(page) == []
