"""`maturity workshop`: the whole workshop on everybody's phone, from this laptop, without internet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from maturity.cli.shared import print_lines
from maturity.errors import UsageError

PORT = 8421
"""On which the room listens if it is free, so that a code that was scanned once stays good."""


def workshop(
    round_: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="A round's folder, a cluster's, or the one that holds it.")
    ] = Path(),
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Which of this laptop's addresses phones use.")
    ] = None,
    wifi: Annotated[str | None, typer.Option(metavar="NAME", help="Show a code for this wifi.")] = None,
    wifi_password: Annotated[str, typer.Option(metavar="WORD", help="Its password.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where the room listens; 0 takes any.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
) -> None:
    """Hold the workshop on everybody's phone."""
    from maturity.live.addresses import own_addresses
    from maturity.live.held import Workshop
    from maturity.live.join import Join, Wifi

    joining = Join(own_addresses, wifi=None if wifi is None else Wifi(wifi, wifi_password))
    if address is not None and not joining.use(address):
        raise UsageError(f"this laptop has no address {address}", f"use one of: {', '.join(joining.addresses())}")
    held = Workshop(round_, joining, lambda: dt.datetime.now(dt.UTC), print_lines)
    held.hold(port, open_browser=browser)
