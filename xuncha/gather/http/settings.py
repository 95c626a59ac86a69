"""What a fetcher may do: limits, politeness and which addresses are open to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network

from xuncha import __version__

#: The name by which robots.txt may address us.
ROBOTS_TOKEN = "xuncha"

MIB = 1 << 20


class RobotsPolicy(StrEnum):
    """Whether robots.txt is obeyed. The home page of a registered site is always looked at."""

    OBEY = "obey"
    IGNORE = "ignore"


def honest_user_agent(contact: str = "") -> str:
    """The User-Agent: who we are, which version and, where given, whom to write to."""
    return f"{ROBOTS_TOKEN}/{__version__} (+{contact})" if contact else f"{ROBOTS_TOKEN}/{__version__}"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Limits of a fetcher. Times in seconds, sizes in bytes.

    ``rate``: requests a second and host; ``connections``: at once, per host; ``total_connections``: at
    once, all hosts. ``deadline_s``: total for one try of one fetch: name look-up, connecting, headers and
    bodies of every hop; waiting for our own politeness does not count. ``retries``: further tries.
    ``max_wire_bytes`` caps a body as sent, ``max_body_bytes`` the same after decompression.
    ``connect_s``: the part of it within which there must be a connection, encryption included: a port that says
    nothing for so long has nobody behind it, while a slow page may take the rest.
    ``max_redirects`` is what browsers follow: fewer would call pages lost that people can open.
    ``references`` are addresses on other people's lines that are always there: when none of them answers,
    our own network is down, and it is waited for ``outage_wait_s`` before a run goes on without it.
    ``give_up_after`` tries of one host that failed in a row (no answer in time, broken off, "busy") pause it for
    ``host_pause_s``, then twice as long; one that fails again is given up. 0: never. A port at which there never
    was a connection is left alone for ``silence_s``, then tried again.
    ``keep_alive`` False: each request has a connection of its own, as a visitor's first one has.
    ``connect_to``: every host name is connected to at this address instead. ``allow_net``: networks open
    to us although they are not public.
    """

    rate: float = 2.0
    connections: int = 2
    total_connections: int = 64
    deadline_s: float = 30.0
    connect_s: float = 15.0
    max_wire_bytes: int = 16 * MIB
    max_body_bytes: int = 32 * MIB
    retries: int = 2
    backoff_s: float = 0.5
    retry_after_cap_s: float = 30.0
    max_redirects: int = 20
    contact: str = ""
    connect_to: tuple[str, int] | None = None
    allow_net: tuple[IPv4Network | IPv6Network, ...] = ()
    robots: RobotsPolicy = RobotsPolicy.OBEY
    dns_ttl_s: float = 300.0
    keep_alive: bool = True
    references: tuple[str, ...] = ()
    outage_wait_s: float = 300.0
    give_up_after: int = 12
    host_pause_s: float = 30.0
    silence_s: float = 60.0

    @property
    def user_agent(self) -> str:
        """The User-Agent sent with every request."""
        return honest_user_agent(self.contact)
