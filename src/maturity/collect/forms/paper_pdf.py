"""A paper ballot as PDF, set with typst: tagged, offline, the same bytes for the same round."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from maturity.collect.forms.ballot import Ballot, ballot
from maturity.errors import InputError, Problem
from maturity.model import Round


def build(round_: Round) -> bytes:
    """The ballot of a round as PDF (A4, tagged).

    Raises:
        InputError: the ballot cannot be set.
    """
    import typst

    try:
        content: bytes = typst.compile(
            _template(),
            font_paths=[_fonts().encode()],
            ignore_system_fonts=True,
            sys_inputs={"ballot": json.dumps(_plain(ballot(round_)))},
            pdf_standards="ua-1",
        )
        return content
    except typst.TypstError as error:
        raise InputError(
            Problem("", None, "", "not-set", f"the ballot cannot be set: {error}", "make it as .docx instead")
        ) from None


def _plain(one: Ballot) -> dict[str, object]:
    import dataclasses

    return dataclasses.asdict(one)


def _template() -> bytes:
    return (Path(__file__).parents[1] / "templates" / "ballot.typ").read_bytes()


@cache
def _fonts() -> str:
    """The folder of matplotlib's DejaVu fonts, which carry the letters that typst's own ones lack."""
    import matplotlib

    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")
