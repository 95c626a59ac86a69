"""From host names to addresses, through the gate.

The answer that passed the gate is the one connected to: aiohttp gets it from here, so a name server that
answers differently a moment later gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from xuncha.gather.http.addresses import AddressRefusedError, is_permitted, parse_address
from xuncha.gather.http.settings import FetchSettings

#: Looks a name up: addresses as text, or OSError (``socket.gaierror``) when it has none.
Lookup = Callable[[str], Awaitable[Sequence[str]]]
_THREADS = 16
_NEGATIVE_TTL_S = 60.0
_Answer = tuple[str, ...] | OSError


class SystemLookup:
    """The system's own look-up, in threads of its own: a dead name server blocks a thread for long."""

    def __init__(self, threads: int = _THREADS) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="dns")

    async def __call__(self, host: str) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _getaddrinfo, host)
        return list(dict.fromkeys(str(info[4][0]) for info in found))

    def close(self) -> None:
        """Drop look-ups not begun; those under way end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _getaddrinfo(host: str) -> list[Any]:
    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)


class GatedResolver(AbstractResolver):
    """Resolves names for politeness and for aiohttp alike, once per name and ``dns_ttl_s``."""

    def __init__(self, settings: FetchSettings, lookup: Lookup | None = None) -> None:
        self._settings = settings
        self._own = SystemLookup() if lookup is None else None
        self._lookup: Lookup = lookup or self._own  # type: ignore[assignment]
        self._answers: dict[str, tuple[float, _Answer]] = {}
        self._running: dict[str, asyncio.Task[_Answer]] = {}
        self._operator: frozenset[str] = frozenset()

    async def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses to connect to for a host name.

        Raises:
            AddressRefusedError: any of its addresses is closed to us.
            OSError: it does not resolve.
        """
        kept = self._answers.get(host)
        if kept is None or kept[0] < time.monotonic():
            answer = await self._ask(host)
        else:
            answer = kept[1]
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """As aiohttp asks for it; ``connect_to`` replaces the port as well as the address."""
        found = await self.addresses(host)
        if self._settings.connect_to is not None:
            port = self._settings.connect_to[1]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    def open_socket(self, address: tuple[Any, ...]) -> socket.socket:
        """Make the socket for an address, or refuse: the last gate, passed by every connection.

        Raises:
            AddressRefusedError: the address is closed to us.
        """
        family, kind, protocol, _, (ip, port, *_) = address
        if not self._may_connect(str(ip), int(port)):
            raise AddressRefusedError(f"地址 {ip} 不在允许访问的范围")
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Stop look-ups under way."""
        for task in list(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        if self._own is not None:
            self._own.close()

    def _may_connect(self, ip: str, port: int) -> bool:
        to = self._settings.connect_to
        if to is not None and port == to[1] and ip in self._operator:
            return True
        return is_permitted(parse_address(ip), self._settings.allow_net)

    async def _ask(self, host: str) -> _Answer:
        """One look-up for all who wait for it; a waiter that gives up does not stop it."""
        task = self._running.get(host)
        if task is None:
            task = asyncio.create_task(self._answer(host))
            self._running[host] = task
            task.add_done_callback(lambda _: self._running.pop(host, None))
        return await asyncio.shield(task)

    async def _answer(self, host: str) -> _Answer:
        to = self._settings.connect_to
        try:
            found = tuple(await self._lookup_name(to[0] if to else host))
            if not found:
                raise socket.gaierror(socket.EAI_NONAME, "no address")
            answer: _Answer = self._operated(found) if to else self._gated(host, found)
        except OSError as error:
            answer = error
        self._keep(host, answer)
        return answer

    async def _lookup_name(self, host: str) -> Sequence[str]:
        try:
            return (str(parse_address(host)),)
        except ValueError:
            pass
        try:
            return await self._lookup(host)
        except UnicodeError as error:  # a label over 63 characters
            raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error

    def _operated(self, found: tuple[str, ...]) -> tuple[str, ...]:
        self._operator |= frozenset(found)
        return found

    def _gated(self, host: str, found: tuple[str, ...]) -> tuple[str, ...]:
        """All addresses, or a refusal when any one is closed: which one is used is not ours to choose."""
        for address in found:
            if not is_permitted(parse_address(address), self._settings.allow_net):
                raise AddressRefusedError(f"域名 {host} 指向的地址 {address} 不在允许访问的范围")
        return tuple(sorted(found, key=lambda text: ":" in text))

    def _keep(self, host: str, answer: _Answer) -> None:
        if isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN:
            return  # trouble on the way to the name server: the next try asks again
        lifetime = _NEGATIVE_TTL_S if isinstance(answer, OSError) else self._settings.dns_ttl_s
        self._answers[host] = (time.monotonic() + lifetime, answer)
