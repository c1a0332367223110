"""A report as GitHub-flavoured Markdown, with its charts as files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from maturity.report.blocks import (
    Align,
    Block,
    Bullets,
    Callout,
    Figure,
    Heading,
    Paragraph,
    Report,
    Table,
    Terms,
)
from maturity.report.clean import plain

RULES: dict[Align, str] = {"left": ":--", "right": "--:"}
TONES = {"note": "NOTE", "warning": "WARNING", "ask": "TIP"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|www)(:|\.)")


def figures(report: Report) -> list[Figure]:
    """The charts of a report, in order; the caller writes each as a file."""
    return [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]


def render(report: Report, paths: Sequence[str]) -> bytes:
    """The report as UTF-8 text.

    Args:
        paths: one for each of `figures(report)`, relative to the report; a chart without one becomes its text.
    """
    waiting = iter(paths)
    lines = [f"# {text(report.title)}", "", f"*{text(report.subtitle)}*", ""]
    lines += [f"* **{text(label)}:** {text(value)}" for label, value in report.facts]
    for section in report.sections:
        lines += ["", f"## {text(section.title)}"]
        for block in section.blocks:
            lines += ["", *_block(block, waiting)]
    return ("\n".join(lines) + "\n").encode()


def text(value: str) -> str:
    """Anything typed as text that Markdown shows letter by letter."""
    safe = _SPECIAL.sub(r"\\\1", plain(value))
    safe = _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", safe)
    # A zero-width break keeps readers from turning a typed address into a link.
    return _ADDRESS.sub("\\1\u200b\\2", safe)


def _block(block: Block, paths: Iterator[str]) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"### {text(block.text)}"
    elif isinstance(block, Paragraph):
        yield {"lead": "**{}**", "normal": "{}", "small": "<sub>{}</sub>"}[block.kind].format(text(block.text))
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, 1):
            yield f"{f'{number}.' if block.ordered else '*'} {text(item)}"
    elif isinstance(block, Terms):
        for term, value in block.items:
            yield f"* **{text(term)}.** {text(value)}"
    elif isinstance(block, Callout):
        yield from (f"> [!{TONES[block.tone]}]", f"> **{text(block.title)}**", ">", f"> {text(block.text)}")
    elif isinstance(block, Table):
        yield from _table(block)
    else:
        yield from _figure(block, next(paths, None))


def _table(table: Table) -> Iterator[str]:
    yield f"**{text(table.caption)}**"
    yield ""
    yield f"| {' | '.join(map(text, table.header))} |"
    yield f"| {' | '.join(RULES[align] for align in table.align)} |"
    for row in table.rows:
        yield f"| {' | '.join(map(text, row))} |"


def _figure(figure: Figure, path: str | None) -> Iterator[str]:
    if path is None:
        yield f"> {text(figure.alt)}"
        return
    yield f"![{text(figure.alt)}](<{path.replace('<', '%3C').replace('>', '%3E')}>)"
    yield ""
    yield f"*{text(figure.caption)}*"
