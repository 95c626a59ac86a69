"""robots.txt: asked for once per host, obeyed where it can be read, every decision kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import ROBOTS_TOKEN, RobotsPolicy
from xuncha.gather.http.urls import Target

#: More than this of a robots.txt is not read.
ROBOTS_CAP = 512 << 10

#: Fetches a robots.txt; must not consult robots itself.
FetchRobots = Callable[[str], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class RobotsDecision:
    """What a host's robots.txt means for us. ``rule``: ``obey`` (its rules apply) or ``allow_all``;
    ``reason`` says why, in Chinese."""

    host: str
    rule: str
    reason: str


class Robots:
    """The robots.txt of every host met."""

    def __init__(self, policy: RobotsPolicy, fetch: FetchRobots) -> None:
        self._policy = policy
        self._fetch = fetch
        self._read: dict[str, asyncio.Task[Protego | None]] = {}
        self.decisions: dict[str, RobotsDecision] = {}

    async def allows(self, target: Target) -> bool:
        """True when the address may be asked for."""
        if self._policy is RobotsPolicy.IGNORE:
            return True
        task = self._read.get(target.origin)
        if task is None:
            task = asyncio.create_task(self._load(target))
            self._read[target.origin] = task
        rules = await asyncio.shield(task)
        return rules is None or bool(rules.can_fetch(target.url, ROBOTS_TOKEN))

    async def close(self) -> None:
        """Stop what is still being read."""
        for task in self._read.values():
            task.cancel()
        await asyncio.gather(*self._read.values(), return_exceptions=True)

    async def _load(self, target: Target) -> Protego | None:
        response = await self._fetch(f"{target.origin}/robots.txt")
        if response.status is FetchStatus.OWN_NETWORK:
            self._read.pop(target.origin, None)  # says nothing of the host: ask again next time
        rules, reason = _rules(response)
        rule = "allow_all" if rules is None else "obey"
        self.decisions[target.origin] = RobotsDecision(target.origin, rule, reason)
        return rules


def _rules(response: Response) -> tuple[Protego | None, str]:
    if response.status not in (FetchStatus.OK, FetchStatus.TOO_LARGE):
        return None, f"未能读取 robots.txt（{response.status.label}），按允许处理"
    text = response.decoded.text
    if "<html" in text[:2048].lower() or "<!doctype" in text[:2048].lower() or "\x00" in text[:2048]:
        return None, "robots.txt 的内容不是规则文本，按允许处理"
    is_cut = response.status is FetchStatus.TOO_LARGE
    # A line cut in the middle could forbid more than was meant.
    return Protego.parse(text.rpartition("\n")[0] if is_cut else text), (
        "robots.txt 过大，只按前 512 KiB 执行" if is_cut else "按 robots.txt 执行"
    )
