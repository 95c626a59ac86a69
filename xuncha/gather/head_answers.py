"""What an answer to HEAD is worth: some hosts say 200 to every HEAD, whatever GET would bring."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.response import Response
from xuncha.text.pages.addresses import origin_of


def is_hollow(answer: Response) -> bool:
    """True when a 200 to HEAD describes nothing that GET could bring: no type at all, or a length of zero.

    Programs that do not know HEAD answer it like that for pages that are there and for pages that are not.
    """
    return answer.status is FetchStatus.OK and not (
        answer.content_type and (answer.header("Content-Length") or "").strip() != "0"
    )


class HeadAnswers:
    """Whether a host's answers to HEAD can be believed, found out once a host: it must deny what cannot exist."""

    def __init__(self, look: Callable[[str], Awaitable[Response]], made_up: Callable[[str], str]) -> None:
        """``look`` asks by HEAD; ``made_up`` is an address of the same host at which there cannot be anything."""
        self._look = look
        self._made_up = made_up
        self._denials: dict[str, asyncio.Future[Response]] = {}

    async def prove_something(self, url: str) -> bool:
        """True when a 200 to HEAD for this address can be believed."""
        origin = origin_of(url)
        if origin not in self._denials:
            self._denials[origin] = asyncio.ensure_future(self._look(self._made_up(url)))
        return (await self._denials[origin]).status is not FetchStatus.OK
