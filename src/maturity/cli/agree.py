"""`maturity agree`: what the room agrees on after the private round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maturity.model import Agreed


def agree(
    round_: Annotated[Path, typer.Argument(metavar="ROUND", help="A round's folder, or the cluster's.")],
    plain: Annotated[bool, typer.Option("--plain", help="Line after line, for a screen reader.")] = False,
) -> None:
    """Agree on a level in the room, most split items first."""
    from maturity import assess, store
    from maturity.cli import sitting
    from maturity.cli.meanwhile import tell
    from maturity.collect import agreeing
    from maturity.journeys.rounds import opened

    folder, known, remarks = opened(round_)
    for remark in remarks:
        typer.echo(remark)
    before = assess(known)
    base: Mapping[str, Agreed] = known.agreed
    kept = dict(base)

    def save(levels: Mapping[str, Agreed]) -> None:
        nonlocal base, kept
        with sitting.uninterrupted():
            kept, found = store.save_agreed(folder, levels, base)
            base = dict(levels)
        tell(found, known)

    def show_moved() -> None:
        after = assess(known.model_copy(update={"agreed": kept}))
        typer.echo(f"\n{agreeing.moved(before, after, kept)}")

    try:
        agreeing.hold(before, known.agreed, sitting.front(linear=plain), save)
    except KeyboardInterrupt:
        typer.echo(f"\nEverything agreed so far is saved. To go on: {sitting.command('maturity', 'agree', folder)}")
        show_moved()
        raise
    show_moved()
