"""How good is our partnership, really, and what should we talk about next?

The public functions are loaded when they are first asked for, so that `import maturity` stays quick:

    >>> import maturity
    >>> assessment = maturity.assess(maturity.load_round("examples/riverside.yaml"))
    >>> maturity.advise(assessment).priorities
"""

from __future__ import annotations

# Importing typing would take half as long as starting Python.
TYPE_CHECKING = False

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "advise",
    "assess",
    "compare",
    "figure",
    "frame",
    "load_questionnaire",
    "load_round",
    "records",
]

if TYPE_CHECKING:
    from typing import Any

    from maturity.api import advise, assess, compare, figure, frame, load_questionnaire, load_round, records


_HOMES = {
    "advise": "maturity.notebook.saying",
    "assess": "maturity.notebook.saying",
    "compare": "maturity.notebook.saying",
    "figure": "maturity.notebook.figures",
    "frame": "maturity.notebook.tables",
    "load_questionnaire": "maturity.readers.questionnaire",
    "load_round": "maturity.readers.round",
    "records": "maturity.notebook.tables",
}
"""Where each function lives, so that asking for one does not load the others."""


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        # From here on results show themselves.
        import_module("maturity.notebook")
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'maturity' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
