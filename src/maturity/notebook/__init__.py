"""What a notebook has beside the functions of the commands: results that show themselves, tables and figures.

Everything is made of a result alone, so that nothing is shown here that a report does not show.
"""

from __future__ import annotations

from typing import Any

from maturity.core.showing import Shows


def _shown(result: Any) -> str:
    from maturity.notebook.page import html_of

    return html_of(result)


Shows.as_page = _shown
