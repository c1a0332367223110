"""`maturity workshop`: the whole workshop on everybody's phone, from this laptop, without internet."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maturity.cli.shared import Paper, print_lines
from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.live.join import Wifi
    from maturity.live.secured import Certificate

_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
"""Of a laptop: a certificate is made for a name more often than for an address."""
LONGEST_NAME, SHORTEST_WORD, LONGEST_WORD = 32, 8, 64
"""Of a wifi: bytes of its name, and letters of its password."""


def workshop(
    round_: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="A round's folder, a cluster's, or the one that holds it.")
    ] = Path(),
    address: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Which of this laptop's addresses phones use; with --cert also its name."),
    ] = None,
    wifi: Annotated[str | None, typer.Option(metavar="NAME", help="Show a code for this wifi.")] = None,
    wifi_password: Annotated[str, typer.Option(metavar="WORD", help="Its password.")] = "",
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Where the room listens; 0 takes any. Usually where it was before, at first 8421."
        ),
    ] = None,
    remote: Annotated[
        bool, typer.Option("--remote", help="Let a second device open the desk, by digits that are printed here.")
    ] = False,
    cert: Annotated[Path | None, typer.Option(metavar="FILE", help="A certificate, for https; needs --key.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The key of the certificate.")] = None,
    guide: Annotated[
        bool, typer.Option("--guide", help="Write the facilitator's guide to print, and hold nothing; needs -o.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where the guide goes: a .pdf.")
    ] = None,
    paper: Annotated[Paper, typer.Option(help="Size of the guide.")] = Paper.a4,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
) -> None:
    """Hold the workshop on everybody's phone."""
    if guide or output is not None:
        _guide(round_, output, paper, guide=guide, force=force)
        return
    from maturity.live.addresses import own_addresses
    from maturity.live.held import Workshop
    from maturity.live.join import Join

    joining = Join(own_addresses, wifi=_wifi(wifi, wifi_password))
    secured = _secured(cert, key)
    if address is not None and secured is not None and _NAME.fullmatch(address) and not joining.use(address):
        joining.name = address
    elif address is not None and not joining.use(address):
        raise UsageError(f"this laptop has no address {address!r}", f"use one of: {', '.join(joining.addresses())}")
    held = Workshop(round_, joining, lambda: dt.datetime.now(dt.UTC), print_lines)
    if held.hold(port, open_browser=browser, is_remote=remote, secured=secured):
        from maturity.files import end_at_once

        end_at_once()


def _wifi(name: str | None, password: str) -> Wifi | None:
    """The network for which a code is shown, as far as there can be such a one."""
    from maturity.live.join import Wifi

    if name is None:
        if password:
            raise UsageError("--wifi-password goes with --wifi", "say the name of the network too")
        return None
    if not 0 < len(name.encode("utf-8", "replace")) <= LONGEST_NAME:
        message = f"no network has such a name: they have 1 to {LONGEST_NAME} letters, fewer of other alphabets"
        raise UsageError(message, "give --wifi the name as phones list it")
    if password and not SHORTEST_WORD <= len(password) <= LONGEST_WORD:
        message = f"no network has such a password: they have {SHORTEST_WORD} to {LONGEST_WORD} letters"
        raise UsageError(message, "leave --wifi-password out where the network has none")
    return Wifi(name, password)


def _secured(cert: Path | None, key: Path | None) -> Certificate | None:
    from maturity.live.secured import certificate

    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise UsageError(
            "--cert and --key go together", "for example: maturity workshop --cert laptop.pem --key laptop.key"
        )
    return certificate(cert, key)


def _guide(round_: Path, output: Path | None, paper: Paper, *, guide: bool, force: bool) -> None:
    """Write the guide: of the round that is meant, or of any where there is none."""
    from maturity.folder.names import CLUSTER, ROUND
    from maturity.journeys.ask import Ask, format_meant
    from maturity.journeys.outputs import outputs
    from maturity.journeys.rounds import opened
    from maturity.live.guide import guide as made

    if output is None or not guide:
        raise UsageError("--guide and -o go together", "for example: maturity workshop --guide -o guide.pdf")
    format_meant(output, ("pdf",))
    if not round_.exists():
        raise UsageError(f"{round_}: there is no such folder", "leave it out for a guide to any round, or name one")
    has_round = any((round_ / name).exists() for name in (CLUSTER, ROUND))
    known = opened(round_)[1] if has_round else None
    safe = outputs([output], Ask(force=force), round_ if has_round else None)
    for path in safe.write({output: made(known, paper)}):
        print_lines(f"wrote {path}")
