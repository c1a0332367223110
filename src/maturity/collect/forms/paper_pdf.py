"""A paper ballot as PDF: tagged, offline, the same bytes for the same round."""

from __future__ import annotations

import dataclasses
from importlib.resources import files

from maturity.collect.forms.ballot import ballot
from maturity.model import Round
from maturity.typesetting import set_pdf


def build(round_: Round, paper: str) -> bytes:
    """The ballot of a round as tagged PDF.

    Args:
        paper: `a4` or `letter`.

    Raises:
        InputError: the ballot cannot be set.
    """
    data = dataclasses.asdict(ballot(round_)) | {"paper": paper}
    template = files("maturity.collect").joinpath("templates", "ballot.typ").read_bytes()
    return set_pdf(template, data)
