"""robots.txt: asked for once per host, obeyed where it can be read, every decision kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from protego import Protego

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import RobotsRule, RobotsSeen
from xuncha.gather.http.response import Response
from xuncha.gather.http.settings import ROBOTS_TOKEN, RobotsPolicy
from xuncha.gather.http.trial import Recorder
from xuncha.gather.http.urls import Target

#: More than this of a robots.txt is not read.
ROBOTS_CAP = 512 << 10

#: Fetches a robots.txt and keeps it as evidence; must not consult robots itself.
FetchRobots = Callable[[str, Recorder | None], Awaitable[Response]]
_IGNORED = RobotsSeen("*", RobotsRule.IGNORED, "按检查要求（--robots ignore）未读取 robots.txt")


class Robots:
    """The robots.txt of every host met."""

    def __init__(self, policy: RobotsPolicy, fetch: FetchRobots) -> None:
        self._policy = policy
        self._fetch = fetch
        self._read: dict[str, asyncio.Task[Protego | None]] = {}
        self._decisions: dict[str, RobotsSeen] = {}

    @property
    def decisions(self) -> tuple[RobotsSeen, ...]:
        """What every robots.txt asked for so far said; one for all hosts, ``*``, where none is asked for."""
        if self._policy is RobotsPolicy.IGNORE:
            return (_IGNORED,)
        return tuple(self._decisions[host] for host in sorted(self._decisions))

    async def allows(self, target: Target, recorder: Recorder | None = None) -> bool:
        """True when the address may be asked for. ``recorder`` keeps a robots.txt that is read for it."""
        if self._policy is RobotsPolicy.IGNORE:
            return True
        task = self._read.get(target.origin)
        if task is None:
            task = asyncio.create_task(self._load(target, recorder))
            self._read[target.origin] = task
        rules = task.result() if task.done() else await asyncio.shield(task)
        return rules is None or bool(rules.can_fetch(target.url, ROBOTS_TOKEN))

    async def close(self) -> None:
        """Stop what is still being read."""
        for task in self._read.values():
            task.cancel()
        await asyncio.gather(*self._read.values(), return_exceptions=True)

    async def _load(self, target: Target, recorder: Recorder | None) -> Protego | None:
        try:
            response = await self._fetch(f"{target.origin}/robots.txt", recorder)
        except BaseException:  # evidence that could not be written: the next visit asks again
            self._read.pop(target.origin, None)
            raise
        if response.status is FetchStatus.OWN_NETWORK:
            self._read.pop(target.origin, None)  # says nothing of the host: ask again next time
        rules, rule, reason = _rules(response)
        self._decisions[target.origin] = RobotsSeen(target.origin, rule, reason, response.evidence)
        return rules


def _rules(response: Response) -> tuple[Protego | None, RobotsRule, str]:
    if response.status is FetchStatus.NOT_FOUND:
        return None, RobotsRule.ABSENT, "没有 robots.txt，按允许处理"
    if response.status not in (FetchStatus.OK, FetchStatus.TOO_LARGE):
        reason = f"未能读取 robots.txt（{response.status.label}），按允许处理"
        return None, RobotsRule.UNREADABLE, reason
    text = response.decoded.text
    if "<html" in text[:2048].lower() or "<!doctype" in text[:2048].lower() or "\x00" in text[:2048]:
        return None, RobotsRule.UNREADABLE, "robots.txt 的内容不是规则文本，按允许处理"
    is_cut = response.status is FetchStatus.TOO_LARGE
    # A line cut in the middle could forbid more than was meant.
    rules = Protego.parse(text.rpartition("\n")[0] if is_cut else text)
    reason = "robots.txt 过大，只按前 512 KiB 执行" if is_cut else "按 robots.txt 执行"
    return rules, RobotsRule.OBEY, reason
