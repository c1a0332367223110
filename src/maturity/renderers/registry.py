"""Which formats a report can be written in, and what writes each; nothing is loaded before it is written.

A format of another package is an entry point of the group `maturity.renderers`: its name is the file's ending, and it
refers to a `ReportFormat`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from maturity.errors import UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

GROUP = "maturity.renderers"


class Renderer(Protocol):
    """What writes one format: the same content gives the same bytes, and text is plain text, whatever it holds."""

    def __call__(self, content: Any, /, **options: Any) -> bytes:
        """A whole file.

        Args:
            content: what `ReportFormat.content` says.
            options: those that `ReportFormat.options` names.

        Raises:
            InputError: the template or the logo cannot be used; its problem's `field` says which.
        """


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format of a report.

    Args:
        renderer: where its `Renderer` is, as `module:name`.
        content: what is drawn: the `report` of an audience, or the `deck`, both a `maturity.report.blocks.Report`; or
            the `book`, a `maturity.report.book.Book`.
        options: what it takes beside that: the `theme`; the `paper`, `a4` or `letter`; the bytes of a `template`, or
            None; the `paths` of the report's charts, which then lie beside the file as SVG.
    """

    renderer: str
    content: Literal["report", "deck", "book"] = "report"
    options: tuple[Literal["theme", "paper", "template", "paths"], ...] = ("theme",)

    def render(self, content: Any, **options: Any) -> bytes:
        """The file's bytes; of the options, those are used that the format takes."""
        from pkgutil import resolve_name

        renderer: Renderer = resolve_name(self.renderer)
        return renderer(content, **{name: options[name] for name in self.options})


SHIPPED = {
    "html": ReportFormat("maturity.renderers.html:render"),
    "pdf": ReportFormat("maturity.renderers.pdf:render", options=("theme", "paper")),
    "docx": ReportFormat("maturity.renderers.word:render", options=("theme", "paper", "template")),
    "pptx": ReportFormat("maturity.renderers.slides:render", "deck", ("theme", "template")),
    "xlsx": ReportFormat("maturity.renderers.workbook:render", "book"),
    "md": ReportFormat("maturity.renderers.markdown:render", options=("paths",)),
}
"""Ending of the file's name to format."""


@cache
def of_packages() -> EntryPoints:
    """Formats that other packages bring; looked for once, since each package's own list has to be read for it."""
    from importlib.metadata import entry_points

    return entry_points(group=GROUP)


def endings() -> tuple[str, ...]:
    """Of all formats, the program's own first; a package cannot take one of these for itself."""
    return tuple(dict.fromkeys([*SHIPPED, *sorted(of_packages().names)]))


def format_of(ending: str) -> ReportFormat:
    """The format with this ending, one of `endings()`.

    Raises:
        UsageError: the package that brings it does not work.
    """
    if ending in SHIPPED:
        return SHIPPED[ending]
    (entry, *_) = of_packages().select(name=ending)
    try:
        found = entry.load()
        return ReportFormat(found.renderer, found.content, found.options)
    except Exception as error:
        owner = entry.dist.name if entry.dist is not None else entry.value
        raise UsageError(f"the format .{ending} of {owner} cannot be used ({error})", "update that package") from None
