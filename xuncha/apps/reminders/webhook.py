"""Warnings and news handed to another system: JSON by POST, signed, through the address gate, with bounded tries.

``X-Xuncha-Signature`` is ``sha256=`` and the HMAC-SHA-256, by the shared secret, over the value of
``X-Xuncha-Timestamp``, a full stop and the body as sent. Every item bears its ``cause``, the same in every try: a
receiver refuses old timestamps and skips a ``cause`` it has seen, so that nothing sent again by anybody counts twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from django.conf import settings

from xuncha.gather.http.addresses import AddressRefusedError, BadHostError
from xuncha.gather.http.resolving import GatedResolver
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.http.tls import strict_context

#: Tries within a run, and seconds that each may take.
TRIES = 3
_TOTAL_S = 15.0
#: Answers that speak of what was sent, not of the address or of who sends.
_OF_CONTENT = frozenset({400, 409, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class Answer:
    """How a POST ended: taken, or why not and whether trying again can help. ``status`` is 0 where no answer came."""

    taken: bool
    trouble: str = ""
    again: bool = False
    status: int = 0

    @property
    def of_content(self) -> bool:
        """True where the receiver refused what was sent."""
        return self.status in _OF_CONTENT


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in ``X-Xuncha-Signature``."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def body_of(contents: list[dict[str, Any]]) -> bytes:
    """Warnings, and where there are any the news of cases, notices and objections."""
    said = {"warnings": [one for one in contents if "news" not in one]}
    others = [one for one in contents if "news" in one]
    return json.dumps(said | ({"news": others} if others else {}), ensure_ascii=False).encode()


async def post(url: str, body: bytes, tries: int = TRIES) -> Answer:
    """POST with a few tries; a refusal by the gate or an answer 4xx is final for this run."""
    answer = Answer(False, "未发")
    for number in range(tries):
        if number:
            await asyncio.sleep(settings.WEBHOOK_PAUSE_S * 2 ** (number - 1))
        answer = await _post_once(url, body)
        if answer.taken or not answer.again:
            break
    return answer


async def _post_once(url: str, body: bytes) -> Answer:
    if urlsplit(url).scheme not in ("http", "https"):
        return Answer(False, "推送地址应以 http:// 或 https:// 开头")
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Xuncha-Timestamp": timestamp,
        "X-Xuncha-Signature": signature(settings.WEBHOOK_SECRET, timestamp, body),
    }
    resolver = GatedResolver(FetchSettings(allow_net=settings.WEBHOOK_ALLOW_NET))
    connector = aiohttp.TCPConnector(
        resolver=resolver, socket_factory=resolver.open_socket, ssl=strict_context(), force_close=True
    )
    timeout = aiohttp.ClientTimeout(total=_TOTAL_S)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            return _answered(response.status)
    except (AddressRefusedError, BadHostError) as error:
        return Answer(False, str(error))
    except aiohttp.InvalidURL:
        return Answer(False, "推送地址不是正确的网址")
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return _failed(error)


def _answered(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(True, status=status)
    return Answer(False, f"对方返回 HTTP {status}", again=status >= 500 or status == 429, status=status)


def _failed(error: BaseException) -> Answer:
    """The gate's refusal may come wrapped in an error of the client."""
    inner: Any = error
    while inner is not None:
        if isinstance(inner, AddressRefusedError):
            return Answer(False, str(inner))
        inner = getattr(inner, "os_error", None) or inner.__cause__
    return Answer(False, f"连接失败（{type(error).__name__}）", again=True)
