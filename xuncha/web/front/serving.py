"""The front itself: an ASGI application that hands each complete request to Django in one of a few threads."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from xuncha.apps.casework.uploads import OF_A_STRANGER
from xuncha.web.front.arriving import GoneError, Patience, Receive, SlowError, take_in
from xuncha.web.front.crowding import Crowd, CrowdedError, refusal
from xuncha.web.front.environ import announced, environ_of
from xuncha.web.front.leaving import Answer, BrokenOffError, Headers

Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: Seconds without a byte taken of an answer, after which its reader is given up.
_UNREAD_S = 60.0
_SLOW = "请求正文传送过慢，已停止接收\n".encode()
#: Seconds after which somebody refused may come again.
_AGAIN_S = 5
#: Requests under way of one address where nothing else is set: a whole office may stand behind one.
MOST_OF_ONE_ADDRESS = 200
_TEXT = "text/plain; charset=utf-8"
_logger = logging.getLogger(__name__)


class Front:
    """Slow senders and slow readers hold no thread here; ``bound_for`` says how long a body may be (see admission)."""

    def __init__(
        self,
        application: Application,
        bound_for: Callable[[dict[str, Any]], int],
        threads: int,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        crowd: Crowd | None = None,
    ) -> None:
        self._application = application
        self._bound_for = bound_for
        self._patience = patience
        self._crowd = crowd or Crowd(MOST_OF_ONE_ADDRESS)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """One request; refused where its address has too many under way."""
        try:
            with self._crowd.one_of(scope):
                await self._answered(scope, receive, send)
        except CrowdedError as error:
            body, kind = refusal(scope["path"], str(error))
            await _told(send, 429, body, kind, (b"retry-after", str(_AGAIN_S).encode()))

    async def _answered(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()

        async def bound() -> int:
            unread, length = environ_of(scope, None, 0), announced(scope) or 0  # type: ignore[arg-type]
            return await loop.run_in_executor(
                self._threads, self._bound_for, unread | {"CONTENT_LENGTH": str(length)}
            )

        try:
            body, length = await take_in(receive, announced(scope), OF_A_STRANGER, bound, self._patience)
        except GoneError:
            return
        except SlowError:
            await _told(send, 408, _SLOW)
            return
        answer = Answer(loop)
        with body:
            working = loop.run_in_executor(self._threads, self._work, environ_of(scope, body, length), answer)
            try:
                await _sent(send, answer)
            finally:
                answer.close()
                await working

    def _work(self, environ: dict[str, Any], answer: Answer) -> None:
        """In a thread, from the first line to the last: connections to the database belong to their thread."""
        broken = True
        try:
            result = self._application(environ, _begins(answer))
            try:
                for piece in result:
                    answer.write(piece)
                    if answer.abandoned:
                        break
            finally:
                if close := getattr(result, "close", None):
                    close()
            broken = False
        except Exception:
            _logger.exception("an answer broke off")
        finally:
            answer.end(broken=broken)


def _begins(answer: Answer) -> Callable[..., Any]:
    def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
        answer.begin(int(status[:3]), headers)

    return start_response


async def _sent(send: Send, answer: Answer) -> None:
    last: bytes | None = None
    try:
        async for piece in answer.pieces():
            if last is None:
                await _start(send, answer)
            else:
                await _body(send, last, more=True)
            last = piece
    except BrokenOffError:
        if last is not None:  # the server breaks the connection: a part must not look like the whole
            raise
        await _told(send, 500, "程序出错\n".encode())
        return
    if last is None:
        await _start(send, answer)
    await _body(send, last or b"", more=False)


async def _body(send: Send, piece: bytes, *, more: bool) -> None:
    async with asyncio.timeout(_UNREAD_S):
        await send({"type": "http.response.body", "body": piece, "more_body": more})


async def _start(send: Send, answer: Answer) -> None:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def _told(send: Send, status: int, words: bytes, kind: str = _TEXT, *more: tuple[bytes, bytes]) -> None:
    headers = [(b"content-type", kind.encode()), (b"connection", b"close"), *more]
    headers.append((b"content-length", str(len(words)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words, "more_body": False})


def load(threads: int, target: str) -> Front:
    """The front of the web system, made in the process that serves."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xuncha.web.settings"
    from xuncha.web.wsgi import application  # isort: skip - sets Django up

    from django.conf import settings

    from xuncha.web.front.admission import bound_for

    crowd = Crowd(settings.CONNECTIONS_PER_ADDRESS, settings.TRUSTED_PROXIES)
    return Front(application, bound_for, threads, crowd=crowd)
