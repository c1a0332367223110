"""`maturity agree`: what the room agrees on after the private round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import RoundFolder, print_lines
from maturity.text.clean import plain as clean
from maturity.text.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maturity.model import Agreed, Round


def agree(
    round_: RoundFolder,
    plain: Annotated[bool, typer.Option("--plain", help="Line after line, for a screen reader.")] = False,
) -> None:
    """Agree on a level in the room: most split or open first."""
    from maturity import store
    from maturity.cli import sitting
    from maturity.cli.meanwhile import tell
    from maturity.collect import agreeing
    from maturity.core.assess import assess
    from maturity.journeys.rounds import opened

    folder, known, remarks = opened(round_, for_answers=False)
    for remark in remarks:
        print_lines(remark)
    before = assess(known)
    base: Mapping[str, Agreed] = known.agreed
    kept = dict(base)

    def save(levels: Mapping[str, Agreed]) -> None:
        nonlocal base, kept
        with sitting.uninterrupted():
            told = kept
            kept, found = store.save_agreed(folder, levels, base)
            base = dict(levels)
        tell(found, known)
        for item, one in levels.items():
            if one.reason and (item not in told or told[item].reason != one.reason):
                _warn(known, one.reason)

    def show_moved() -> None:
        after = assess(known.model_copy(update={"agreed": kept}))
        print_lines(f"\n{agreeing.moved(before, after, kept)}")

    try:
        agreeing.hold(before, known.agreed, sitting.front(linear=plain), save)
    except KeyboardInterrupt:
        print_lines(f"\nEverything agreed so far is saved. To go on:\n  {sitting.command('maturity', 'agree', folder)}")
        show_moved()
        raise
    show_moved()


def _warn(known: Round, reason: str) -> None:
    """Say so where the reason of an agreed level names whom an answer could be traced to."""
    import re

    if known.mode == "named":
        return
    names = [one.name for one in known.cluster.schools] + [one.label for one in known.questionnaire.roles]
    found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", reason, re.IGNORECASE)]
    if found:
        print_lines(
            f"This reason names {listed(list(map(clean, found)))}, and everybody will read it. The round is "
            f"{known.mode}: say it without, if it tells who answered what."
        )
