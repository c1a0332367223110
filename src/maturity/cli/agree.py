"""`maturity agree`: what the room agrees on after the private round."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def agree(
    round_: Annotated[Path, typer.Argument(metavar="ROUND", help="A round's folder, or the cluster's.")],
) -> None:
    """Agree on a level in the room, most split items first."""
    from maturity import assess, load_round, store
    from maturity.collect import agreeing
    from maturity.readers.cluster import round_folder

    folder, remarks = round_folder(round_)
    for remark in remarks:
        typer.echo(remark)
    known = load_round(folder)
    assessment = assess(known)
    try:
        agreed = agreeing.hold(
            assessment, known.agreed, input, typer.echo, lambda levels: store.save_agreed(folder, levels)
        )
    except KeyboardInterrupt:
        typer.echo("\nEverything agreed so far is saved.")
        raise
    typer.echo("")
    typer.echo(agreeing.moved(assessment, agreed))
