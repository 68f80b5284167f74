"""Which hosts are the internet's, and which those of some network within it."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# RFC 6761, 6.3 (localhost), RFC 6762 (local), RFC 7686 (onion), RFC 8375 (home.arpa), ICANN's reservation (internal).
_LOCAL_NAMES = ("localhost", "local", "internal", "onion", "home.arpa")
# Names of the web end in a word; a last part like these makes resolvers take the whole for an IPv4 address, written in
# any of the old ways of inet_aton: `2130706433`, `0x7f.1`, `0177.0.0.1`.
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")

# RFC 6890 and IANA's registry of special addresses: those that aren't a host on the internet. Python's own table has
# changed between its patch releases, and judges forms that hold an IPv4 address by their outside.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # within Azure, where many runners stand, this is the machine's own host
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")  # RFC 4291, 2.4, and IANA: all that is given out for hosts of the internet
_NOT_PUBLIC_6 = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # protocols, Teredo among them, which holds an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4, which holds an IPv4 address (RFC 7526: no longer in use)
        "3fff::/20",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: how a network without IPv4 reaches the IPv4 address in its last bits


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is, if it is one and not a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the internet's and not of some network within it, in whatever form."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def is_number(host: str) -> bool:
    """Whether a host that is no address ends in a number, for which resolvers take it for one."""
    return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def is_local_name(host: str) -> bool:
    """Whether a name is kept for local networks, or has no dot, as only theirs have."""
    return "." not in host or any(f".{host}".endswith(f".{name}") for name in _LOCAL_NAMES)


def is_public_host(host: str) -> bool:
    """Whether all the addresses of a host, or the address that it is, are the internet's; looks a name up."""
    if (address := literal(host)) is not None:
        return is_public(address)
    if is_number(host) or is_local_name(host):
        return False
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(is_public(ip_address(each)) for each in found)
