"""One page to explore."""

from maturity.network.together import NetworkTold


def page_of(told: NetworkTold) -> bytes:
    """x"""
    return b"<html></html>"
