"""The address gate: which IP addresses may be connected to.

Registered sites, links, redirects and name servers are all in other hands. A request into our own
network must not be possible through any of them, so the gate looks at the address itself, and is asked
again when the socket is opened.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

#: Not public, whatever a Python release's own tables say of them.
_NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "192.0.0.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",
        "64:ff9b:1::/48",  # local NAT64
        "fec0::/10",  # site-local
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_LAST_32_BITS = 0xFFFFFFFF
_HIGHEST = 1 << 32


class AddressRefusedError(PermissionError):
    """The gate said no. The message is Chinese."""


class BadHostError(ValueError):
    """A host that looks like an IP address and is not one. The message is Chinese."""


def parse_address(text: str) -> IPAddress:
    """An address as name servers and sockets print it; a zone (``%eth0``) is dropped."""
    return ip_address(text.partition("%")[0])


def is_permitted(address: IPAddress, allow_net: tuple[IPNetwork, ...] = ()) -> bool:
    """True when the address is public, or inside a network the operator has opened."""
    if any(address in network for network in allow_net):
        return True
    inner = _embedded(address)
    if inner:
        return all(is_permitted(one, allow_net) for one in inner)
    return _is_public(address)


def _is_public(address: IPAddress) -> bool:
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
    return address.is_global and not special and not any(address in network for network in _NEVER)


def _embedded(address: IPAddress) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address only wraps: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return ()
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & _LAST_32_BITS),)
    return ()


def literal_address(host: str) -> IPAddress | None:
    """The address that a URL's host stands for when it is no name, else None.

    Reads every form browsers and system look-ups accept: dotted, decimal (``2130706433``), octal
    (``0177.0.0.1``), hexadecimal, shortened (``127.1``) and bracketed IPv6.

    Raises:
        BadHostError: it ends in a number, as only addresses do, and is no address.
    """
    if host.startswith("["):
        try:
            return IPv6Address(host.strip("[]"))
        except ValueError:
            raise BadHostError(f"主机名不是正确的 IPv6 地址：{host}") from None
    parts = host.removesuffix(".").split(".")
    if not _is_number(parts[-1]):
        return None
    try:
        return IPv4Address(_join_parts([_number(part) for part in parts]))
    except ValueError:
        raise BadHostError(f"主机名不是正确的 IP 地址：{host}") from None


def _is_number(part: str) -> bool:
    if part.isascii() and part.isdigit():
        return True
    try:
        return part[:2] in ("0x", "0X") and (len(part) == 2 or int(part[2:], 16) >= 0)
    except ValueError:
        return False


def _number(part: str) -> int:
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    if not (part.isascii() and part.isdigit()):
        raise ValueError(part)
    return int(part, 8) if part.startswith("0") else int(part)


def _join_parts(numbers: list[int]) -> int:
    """All numbers but the last are one byte each; the last fills what is left."""
    *front, last = numbers
    if len(numbers) > 4 or any(number > 255 for number in front):
        raise ValueError("too many or too large parts")
    if last >= _HIGHEST >> (8 * len(front)):
        raise ValueError("last part too large")
    return sum(number << (24 - 8 * index) for index, number in enumerate(front)) + last
