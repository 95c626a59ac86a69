"""What an answer to HEAD is worth: some hosts say 200 to every HEAD, whatever GET would bring, or do not know HEAD."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.response import Response
from xuncha.gather.page_reading import is_html
from xuncha.text.pages.addresses import origin_of

_UNANSWERED = frozenset({FetchStatus.BLOCKED, FetchStatus.TIMEOUT, FetchStatus.RESET})
_UNKNOWN_METHOD = frozenset({HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})


def is_hollow(answer: Response) -> bool:
    """True when a 200 to HEAD describes nothing that GET could bring: no type at all, or a length of zero.

    Programs that do not know HEAD answer it like that for pages that are there and for pages that are not.
    """
    return answer.status is FetchStatus.OK and not (
        answer.content_type and (answer.header("Content-Length") or "").strip() != "0"
    )


def tells_length(answer: Response) -> bool:
    """True where a header says how long the body is that GET would bring."""
    length = (answer.header("Content-Length") or "").strip()
    return length.isascii() and length.isdigit()


def tells_nothing(answer: Response) -> bool:
    """True for an answer to HEAD after which GET has to be asked whatever the page is.

    It is refused or hangs, or names a page and not its length, so that it may be no more than a message.
    """
    if answer.status is FetchStatus.OK:
        return is_hollow(answer) or (is_html(answer) and not tells_length(answer))
    hollow = answer.http_status == HTTPStatus.OK and bool(answer.headers)  # an archive keeps none of a HEAD
    return hollow or answer.status in _UNANSWERED or answer.http_status in _UNKNOWN_METHOD


class HeadAnswers:
    """Whether a host's answers to HEAD can be believed, found out once a host: it must deny what cannot exist.

    And whether they tell anything, found out once for addresses of one kind: a program that leaves the length out of
    one page leaves it out of all.
    """

    def __init__(self, look: Callable[[str], Awaitable[Response]], made_up: Callable[[str], str]) -> None:
        """``look`` asks by HEAD; ``made_up`` is an address of the same host at which there cannot be anything."""
        self._look = look
        self._made_up = made_up
        self._denials: dict[str, asyncio.Future[Response]] = {}
        self._firsts: dict[tuple[str, str], asyncio.Future[Response]] = {}

    async def look(self, url: str) -> Response | None:
        """The answer to HEAD; None, and nothing sent, where that of another address of this kind told nothing."""
        kind = (origin_of(url), _ending(url))
        first = self._firsts.get(kind)
        if first is None:
            self._firsts[kind] = first = asyncio.ensure_future(self._look(url))
            return await first
        return None if tells_nothing(await first) else await self._look(url)

    async def prove_something(self, url: str) -> bool:
        """True when a 200 to HEAD for this address can be believed."""
        origin = origin_of(url)
        if origin not in self._denials:
            self._denials[origin] = asyncio.ensure_future(self._look(self._made_up(url)))
        return (await self._denials[origin]).status is not FetchStatus.OK


def _ending(url: str) -> str:
    """What the name of a file ends in: pages that programs make and files that lie there answer in ways of their own."""
    name = urlsplit(url).path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
