"""A paper ballot as PDF: tagged, offline, the same bytes for the same round."""

from __future__ import annotations

import dataclasses
from importlib.resources import files

from maturity.collect.forms.ballot import ballot
from maturity.model import Round
from maturity.typesetting import pages_of, set_pdf

CLOSE = {
    "a4": ((13.0, False), (12.5, True), (12.0, True), (11.5, True), (11.0, True)),
    "letter": ((12.5, True), (12.0, True), (11.5, True), (11.0, True)),
}
"""Size of type and whether everything stands close, the usual first; the others where that saves a sheet."""


def build(round_: Round, paper: str) -> bytes:
    """The ballot of a round as tagged PDF.

    Args:
        paper: `a4` or `letter`.

    Raises:
        InputError: the ballot cannot be set.
    """
    data = dataclasses.asdict(ballot(round_)) | {"paper": paper}
    template = files("maturity.collect").joinpath("templates", "ballot.typ").read_bytes()
    usual, *closer = ({"size": size, "close": close} for size, close in CLOSE[paper])
    content = set_pdf(template, data | usual)
    if not (pages := pages_of(content)) % 2:
        return content
    # An odd page too many takes a sheet, for a sheet is printed on both sides.
    less = (set_pdf(template, data | one) for one in closer)
    return next((one for one in less if pages_of(one) < pages), content)
