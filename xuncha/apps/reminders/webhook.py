"""Warnings handed to another system: JSON by POST, signed, through the address gate, with bounded tries.

``X-Xuncha-Signature`` is ``sha256=`` and the HMAC-SHA-256, by the shared secret, over the value of
``X-Xuncha-Timestamp``, a full stop and the body as sent. A receiver refuses old timestamps and skips a
``cause`` it has seen.
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
from django.db.models import F
from django.utils import timezone

from xuncha.apps.reminders.models import Delivery
from xuncha.gather.http.addresses import AddressRefusedError, BadHostError
from xuncha.gather.http.resolving import GatedResolver
from xuncha.gather.http.settings import FetchSettings

#: Runs in which a delivery is tried, tries within a run, and seconds before the second and third.
MOST_RUNS = 8
_TRIES = 3
_TOTAL_S = 15.0
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """How a POST ended: taken, or why not and whether trying again can help."""

    taken: bool
    trouble: str = ""
    again: bool = False


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in ``X-Xuncha-Signature``."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def post_waiting() -> tuple[int, str]:
    """Hand over what waits; (causes taken, why the rest were not, in Chinese)."""
    if not settings.WEBHOOK_URL:
        return 0, ""
    sent = 0
    while batch := list(Delivery.objects.filter(state=Delivery.State.WAITING)[:_BATCH]):
        rows = Delivery.objects.filter(pk__in=[one.pk for one in batch])
        body = _body([one.content for one in batch])
        answer = asyncio.run(_post(settings.WEBHOOK_URL, body))
        if not answer.taken:
            rows.update(tries=F("tries") + 1, trouble=answer.trouble[:300])
            rows.filter(tries__gte=MOST_RUNS).update(state=Delivery.State.GIVEN_UP)
            return sent, f"推送未成：{answer.trouble}，下次再发"
        rows.update(state=Delivery.State.SENT, sent_at=timezone.now(), tries=F("tries") + 1, trouble="")
        sent += len(batch)
    return sent, ""


def _body(contents: list[dict[str, Any]]) -> bytes:
    """Warnings, and where there are any the news of cases, notices and objections."""
    said = {"warnings": [one for one in contents if "news" not in one]}
    others = [one for one in contents if "news" in one]
    return json.dumps(said | ({"news": others} if others else {}), ensure_ascii=False).encode()


async def _post(url: str, body: bytes) -> Answer:
    """POST with a few tries; a refusal by the gate or an answer 4xx is final for this run."""
    answer = Answer(False, "未发")
    for number in range(_TRIES):
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
    connector = aiohttp.TCPConnector(resolver=resolver, socket_factory=resolver.open_socket, force_close=True)
    timeout = aiohttp.ClientTimeout(total=_TOTAL_S)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            return _answered(response.status)
    except (AddressRefusedError, BadHostError) as error:
        return Answer(False, str(error))
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return _failed(error)


def _answered(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(True)
    return Answer(False, f"对方返回 HTTP {status}", again=status >= 500 or status == 429)


def _failed(error: BaseException) -> Answer:
    """The gate's refusal may come wrapped in an error of the client."""
    inner: Any = error
    while inner is not None:
        if isinstance(inner, AddressRefusedError):
            return Answer(False, str(inner))
        inner = getattr(inner, "os_error", None) or inner.__cause__
    return Answer(False, f"连接失败（{type(error).__name__}）", again=True)
