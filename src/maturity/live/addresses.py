"""By which addresses phones can reach this laptop: those of its own network first."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

_AFAR = ("10.255.255.255", "172.31.255.255", "192.168.255.255", "192.0.2.1")
"""Where the system is asked which of its own addresses it would send from; nothing is sent."""
_MADE_UP = (
    *("docker", "br-", "veth", "virbr", "vbox", "vmnet", "vethernet"),
    *("tun", "tap", "utun", "wg", "zt", "tailscale"),
)
"""What interfaces are called that lead to no wifi: of containers, of virtual machines and of tunnels."""
_SIOCGIFADDR = {"linux": 0x8915, "darwin": 0xC0206921}


def own_addresses() -> list[str]:
    """IPv4 addresses of this machine: private ones of real interfaces first, the one that traffic takes on top."""
    routes = list(_routes())
    names = dict(_of_interfaces())
    found = dict.fromkeys([*routes, *names, *_of_the_name()])
    return best_first([one for one in found if _is_usable(one)], names, routes)


def best_first(addresses: Iterable[str], names: dict[str, str], routes: list[str]) -> list[str]:
    """Addresses in the order in which they are to be tried.

    Args:
        names: address to the name of its interface, as far as that is known.
        routes: addresses that traffic takes, the most likely first.

    >>> best_first(["172.17.0.1", "100.64.0.9", "192.168.1.7"], {"172.17.0.1": "docker0"}, ["100.64.0.9"])
    ['192.168.1.7', '100.64.0.9', '172.17.0.1']
    """

    def rank(one: str) -> tuple[bool, bool, int]:
        made_up = names.get(one, "").casefold().startswith(_MADE_UP)
        place = routes.index(one) if one in routes else len(routes)
        return made_up, not _is_private(one), place

    return sorted(addresses, key=rank)


def _is_private(address: str) -> bool:
    return any(
        ipaddress.ip_address(address) in ipaddress.ip_network(net)
        for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
    )


def _is_usable(address: str) -> bool:
    one = ipaddress.ip_address(address)
    return not (one.is_loopback or one.is_unspecified or one.is_link_local or one.is_multicast)


def _routes() -> Iterator[str]:
    for afar in _AFAR:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((afar, 9))
            yield str(probe.getsockname()[0])


def _of_interfaces() -> Iterator[tuple[str, str]]:
    ask = _SIOCGIFADDR.get(sys.platform)
    if ask is None:
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                said = fcntl.ioctl(probe.fileno(), ask, struct.pack("256s", name[:15].encode()))
                yield socket.inet_ntoa(said[20:24]), name


def _of_the_name() -> Iterator[str]:
    # Elsewhere this may ask the network who we are, and wait for it.
    if sys.platform != "win32":
        return
    with suppress(OSError):
        for *_, place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(place[0])
