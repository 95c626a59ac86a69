"""Is it them or us? Reference targets tell a site that is down from a line of our own that is.

They are named by the operator: addresses that are always there, on other people's lines. When none of them
answers, whatever else fails to answer proves nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network
from typing import Self

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.deadline import Deadline
from xuncha.gather.http.resolving import GatedResolver, Lookup
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.transport import Transport
from xuncha.gather.http.urls import Target, prepare
from xuncha.told import BadInputError

#: Ways for a request to end that our own line may be to blame for.
MAYBE_OURS = frozenset({FetchStatus.TIMEOUT, FetchStatus.DNS, FetchStatus.CONNECT, FetchStatus.RESET})
SAID = "本单位网络中断：参照网址都打不开"
_DEADLINE_S = 5.0
#: An answer about the line counts this long (seconds); then it is asked about again.
_LASTS_S = 1.0
#: One answer may be luck: a line that is back answers this often in a row.
_STEADY = 2


class OwnNetwork:
    """Knows whether our own line works. Use as ``async with``; without references it is never blamed."""

    def __init__(
        self,
        settings: FetchSettings,
        lookup: Lookup | None = None,
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._say = say
        self._targets = [prepare(url) for url in settings.references]
        self._wait_s = settings.outage_wait_s
        self._resolver = GatedResolver(_outside(settings, self._targets), lookup)
        self._transport = Transport(_outside(settings, self._targets), self._resolver)
        self._asking: asyncio.Task[bool] | None = None
        self._recovering: asyncio.Task[bool] | None = None
        self._known: tuple[float, bool] = (float("-inf"), False)
        self._last_down = float("-inf")
        self.given_up = False

    async def __aenter__(self) -> Self:
        if self._targets:
            await self._transport.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in (self._asking, self._recovering):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if self._targets:
            await self._transport.__aexit__()
        await self._resolver.close()

    async def is_to_blame(self, status: FetchStatus, began: float) -> bool:
        """True when a request that began at this monotonic time may have failed through our own line."""
        if not self._targets or status not in MAYBE_OURS:
            return False
        return await self.is_down() or self._last_down >= began

    async def is_down(self) -> bool:
        """True when no reference answers. Those who ask at the same time share one look."""
        if not self._targets:
            return False
        at, down = self._known
        if time.monotonic() - at < _LASTS_S:
            return down
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._look())
        return await asyncio.shield(self._asking)

    async def comes_back(self) -> bool:
        """Wait for the line, all waiters together; False when it stays away for longer than allowed."""
        if self.given_up:
            return not await self.is_down()
        if self._recovering is None or self._recovering.done():
            self._recovering = asyncio.create_task(self._recover())
        return await asyncio.shield(self._recovering)

    async def _look(self) -> bool:
        answered = await asyncio.gather(*(self._answers(target) for target in self._targets))
        down = not any(answered)
        now = time.monotonic()
        self._known = (now, down)
        if down:
            self._last_down = now
        else:
            self.given_up = False
        return down

    async def _answers(self, target: Target) -> bool:
        answer = await self._transport.send(target, "HEAD", Deadline(_DEADLINE_S))
        return answer.http_status is not None

    async def _recover(self) -> bool:
        self._say(f"参照网址都打不开，本单位网络可能中断；最多等待 {self._wait_s:g} 秒，恢复后自动继续")
        until = time.monotonic() + self._wait_s
        steady = 0
        while time.monotonic() < until:
            steady = 0 if await self._look() else steady + 1
            if steady >= _STEADY:
                self._say("本单位网络已恢复，继续检查")
                return True
            await asyncio.sleep(min(_LASTS_S, max(0.0, until - time.monotonic())))
        self.given_up = True
        self._say("本单位网络仍未恢复；未能访问的网站记为未能检查，恢复后用 --resume 继续")
        return False


def _outside(settings: FetchSettings, targets: list[Target]) -> FetchSettings:
    """Settings to ask references by: themselves, never the staging address; the operator may name any address."""
    named = tuple(ip_network(target.literal) for target in targets if target.literal is not None)
    return replace(settings, connect_to=None, allow_net=(*settings.allow_net, *named), references=())


class OwnNetworkDownError(BadInputError):
    """No reference target answers before anything was asked for; nothing was written. The message is Chinese."""


async def require_own_network(settings: FetchSettings) -> None:
    """Make sure that our own line works before a run begins.

    Raises:
        OwnNetworkDownError: none of the references answers.
    """
    async with OwnNetwork(settings) as own:
        if await own.is_down():
            named = "、".join(settings.references)
            raise OwnNetworkDownError(
                f"参照网址都打不开：{named}。本单位网络可能已中断，或参照网址不合适（内网地址须用 --allow-net 放行）；"
                "没有写入任何结果。"
            )
