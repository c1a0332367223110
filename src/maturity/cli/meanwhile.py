"""What somebody else had changed in the meantime, said on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from maturity.cli.shared import print_lines

if TYPE_CHECKING:
    from maturity.model import Round
    from maturity.store.meanwhile import Overwritten


def tell(found: Iterable[Overwritten], known: Round, *, people: bool = False) -> None:
    """Say what was changed elsewhere and is replaced; `people`: whose it is, where several people may be meant."""
    from maturity.journeys.meanwhile import replaced

    for said in replaced(found, known, people=people):
        print_lines(said)


def tell_value(lead: str, one: Overwritten) -> None:
    """Say of one thing what it was in the meantime, and what counts."""
    from maturity.journeys.meanwhile import value_replaced

    print_lines(value_replaced(lead, one))
