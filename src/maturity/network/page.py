"""One page to explore."""

from maturity.network.together import Told


def page_of(told: Told) -> bytes:
    """x"""
    return b"<html></html>"
