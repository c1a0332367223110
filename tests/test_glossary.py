"""One word a thing: what people read keeps to `docs/glossary.md`, and a number never has a fixed plural."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity.report.messages import MESSAGES
from tests.test_prose import docstrings

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "maturity"
GLOSSARY = ROOT / "docs" / "glossary.md"
SHOWN = ("report", "charts", "cli", "collect", "journeys", "renderers", "store", "readers")
BANNED = re.compile(
    r"\b(items?|indicators?|respondents?|raters?|resampl\w*|bootstrap\w*|likert|ratings?|rate[sd]?|settled|told apart"
    r"|dashed|don't.knows?"
    r"|tastle|significant(ly)?|confidence interval|95% (interval|region)s?)\b",
    re.IGNORECASE,
)
METHOD = {
    "report/chapters.py": ("Agreement: consensus after Tastle",),
    "report/kinds.py": ("How sure a number is follows",),
    "report/explain.py": ("95% interval: ", "Agreement (Tastle and Wierman): "),
    "report/explain_parts.py": ("95% interval: ",),
    "report/explain_shapes.py": ("95% interval",),
    "report/messages/placement.py": ("How sure this is follows",),
    "report/messages/change.py": ("The likely range is a 95% interval",),
    "report/messages/held.py": ("It holds, or does not yet",),
}
"""Where a method is told under its own name: how the sentence begins."""
OTHERS = {
    "renderers/starter.py",
    "collect/forms/google.py",
    "readers/formats/plain.py",
    "readers/formats/vocabulary.py",
}
"""YAML and scripts that a program reads, and heads of columns as other programs write them."""
HEAD = re.compile(r"[A-Z][a-z]+")
"""A word by itself that stands over a column, or for a sheet."""
NOUNS = "questions|people|persons|schools|clusters|rounds|answers|levels|priorities|reviews|stages|parts|examples"
FIXED = re.compile(rf"\{{(\w+)\}} ({NOUNS})\b")


def modules() -> list[str]:
    return sorted(str(path.relative_to(SOURCE)) for room in SHOWN for path in (SOURCE / room).rglob("*.py"))


def texts(code: str) -> Iterator[str]:
    """Texts of two words or more and heads of one, without docstrings."""
    tree = ast.parse(code)
    apart = set(docstrings(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in apart:
            continue
        if " " in node.value or HEAD.fullmatch(node.value):
            yield node.value


def banned(code: str, method: tuple[str, ...] = ()) -> list[str]:
    shown = [text for text in texts(code) if not text.startswith(method or ("\0",))]
    return [text for text in shown if BANNED.search(re.sub(r"\{\w*[:}]|`[^`]*`", "", text))]


def fixed(code: str) -> list[str]:
    """Messages, and f-strings of whole numbers, in which a number stands before a plural that is always one."""
    return [text for text in texts(code) if FIXED.search(text)]


def test_what_people_read_has_one_word_a_thing() -> None:
    read = (one for one in modules() if one not in OTHERS)
    found = {module: banned((SOURCE / module).read_text("utf-8"), METHOD.get(module, ())) for module in read}
    assert {module: texts for module, texts in found.items() if texts} == {}


SEVERAL = {
    "anonymous-needs-schools",
    "confidential-needs-levels",
    "no-region-few-schools",
    "published-with-enough",
    "too-few-schools",
}
"""Sentences whose number is a rule of the program, and never one."""
PAIRED = {
    "charts/clusters.py": ("{n} clusters", "Named: the {n} clusters"),
    "charts/spots.py": ("{n} schools:",),
    "charts/agreement.py": ("The {n} of {of} questions to talk",),
}
"""Messages of several; for one there is another, or there never is one."""


def test_no_message_has_a_number_before_a_fixed_plural() -> None:
    found = {code for code, one in MESSAGES.items() if isinstance(one, str) and FIXED.search(one)}
    assert found == SEVERAL


def test_no_words_of_a_chart_have_a_number_before_a_fixed_plural() -> None:
    found = {one: fixed((SOURCE / one).read_text("utf-8")) for one in modules() if one.startswith("charts/")}
    read = [(module, text) for module, texts in found.items() for text in texts]
    assert [(module, text) for module, text in read if not text.startswith(PAIRED.get(module, ("\0",)))] == []


def test_every_exception_is_still_needed() -> None:
    for module, method in METHOD.items():
        code = (SOURCE / module).read_text("utf-8")
        for one in method:
            assert any(text.startswith(one) and BANNED.search(text) for text in texts(code)), (module, one)


@pytest.mark.parametrize(
    "code",
    [
        'X = "no item splits the room"',
        'X = ("Item", "Score")',
        'X = f"leaders rate {n} levels above"',
        'X = "d is don\'t know, - is left blank"',
        'X = f"the ratings lie in {q}"',
        'X = {"a": "{n} has one respondent"}',
        'X = f"{n} items"',
        'X = "in over 99% of resamples"',
        'X = "depth is settled above the midpoint"',
    ],
)
def test_the_check_sees_a_banned_word(code: str) -> None:
    assert len(banned(code)) == 1


@pytest.mark.parametrize(
    "code",
    ['X = one["items"]', '"""An item of it."""', 'X = "{items} {items:question|questions}"', 'X = "says `items:`"'],
)
def test_the_check_leaves_keys_and_docstrings_alone(code: str) -> None:
    assert banned(code) == []


def test_the_check_sees_a_fixed_plural() -> None:
    assert fixed('X = "Split on {n} questions; talk."') == ["Split on {n} questions; talk."]
    assert fixed('X = "Split on {n} {n:question|questions}; talk."') == []


def test_the_glossary_names_what_the_check_bans() -> None:
    page = GLOSSARY.read_text("utf-8")
    for word in (
        "item",
        "rating",
        "respondent",
        "rater",
        "settled",
        "significant",
        "Likert",
        "confidence interval",
        "don't know",
    ):
        assert word in page


WRITTEN = [
    *sorted((SOURCE / "collect" / "templates").iterdir()),
    *sorted((SOURCE / "renderers" / "templates").iterdir()),
]
THEMES = sorted((SOURCE / "themes").glob("*.yaml"))
PAGES = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "examples" / "README.md")
    if path.name not in ("glossary.md", "questionnaires.md")
]
"""What people read of the project itself, but for the glossary and the reference of a file's keys."""
TOLD = re.compile(r"likely range \(95% interval\)|joint 95% region")
"""Where a page tells a method under its own name."""


def written(path: Path) -> list[str]:
    """What a template, a theme or a page says itself, without what is code in it."""
    text = path.read_text("utf-8")
    if path.suffix == ".j2":
        return [re.sub(r"\{[%{#].*?[%}#]\}|<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)]
    if path.suffix == ".md":
        text = re.sub(r"^```.*?^```|^    .*?$", "", text, flags=re.DOTALL | re.MULTILINE)
        return [TOLD.sub("", re.sub(r"`[^`]*`|\]\([^)]*\)", "", text))]
    if path.suffix == ".yaml":
        return re.findall(r"[:#] *(.+)$", text, flags=re.MULTILINE)
    inside = r'"((?:[^"\\\n]|\\.)*)"' + (r"|\[([^\[\]#]*)\]" if path.suffix == ".typ" else r"|`([^`]*)`")
    return [one for found in re.findall(inside, text) for one in found if " " in one]


@pytest.mark.parametrize("path", [*WRITTEN, *THEMES, *PAGES], ids=lambda path: path.name)
def test_what_is_no_program_has_one_word_a_thing(path: Path) -> None:
    assert [found.group() for text in written(path) for found in BANNED.finditer(text)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("form.js", 'const words = {more: "Your rating is kept."};'),
        ("form.html.j2", "<p>One respondent each</p>"),
        ("ballot.typ", '#block[Fill in every item.] #text("all is settled")'),
        ("ours.yaml", "footer: Ratings of 2026"),
        ("page.md", "The ratings lie high.\n"),
    ],
)
def test_the_check_sees_a_banned_word_outside_of_programs(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert any(BANNED.search(one) for one in written(path))
