"""What became of the requests a page made: which of them might have brought its list and did not."""

from __future__ import annotations

import time
from collections.abc import Mapping

from playwright.async_api import BrowserContext, Error, Page, Request, Response, WebSocket

from xuncha.gather.browser.rendered import Gap, GapKind

_KINDS = {
    "script": GapKind.SCRIPT,
    "xhr": GapKind.DATA,
    "fetch": GapKind.DATA,
    "eventsource": GapKind.DATA,
    "document": GapKind.FRAME,
}
_GONE = (404, 410)
_MOST_GAPS = 5
#: A request older than this is one that waits for news, not one that fetches a list.
_YOUNG_S = 5.0


class RequestsSeen:
    """Listens to a page from its beginning. ``main_status`` is the HTTP status of the page itself, 0 for none."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.main_status = 0
        self._page = page
        self._gaps: dict[str, Gap] = {}
        self._open: dict[Request, GapKind] = {}
        self._began: dict[Request, float] = {}
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfinished", self._done)
        context.on("requestfailed", self._failed)
        page.on("websocket", self._socket)
        page.on("pageerror", self._error)

    @property
    def is_busy(self) -> bool:
        """True while something is asked for that may still bring part of the page; long questions do not count."""
        now = time.monotonic()
        return any(now - began < _YOUNG_S for began in self._began.values())

    def gaps(self, refused: Mapping[str, str]) -> tuple[Gap, ...]:
        """Everything that was asked for in vain, or is still being asked for."""
        pending = {r.url: Gap(GapKind.PENDING, r.url, "尚未答复") for r in self._open}
        found = {**pending, **self._gaps}
        known = (Gap(gap.kind, gap.url, refused.get(url) or gap.why) for url, gap in found.items())
        return tuple(known)[:_MOST_GAPS]

    def why_not_opened(self, refused: Mapping[str, str], error: str) -> str:
        """Why the page itself did not open, in Chinese."""
        if refused and self.main_status in (0, 403, 502):
            return f"浏览器未能打开页面：{next(iter(refused.values()))}"
        if self.main_status:
            return f"浏览器打开页面时得到 HTTP {self.main_status}"
        if "Download is starting" in error:
            return "浏览器打开的是下载文件，不是页面"
        return f"浏览器未能打开页面（{(error.splitlines() or [''])[0][:120]}）"

    def _asked(self, request: Request) -> None:
        kind = _KINDS.get(request.resource_type)
        if kind is not None and not self._is_elsewhere(request) and not self._is_main(request):
            self._open[request] = kind
            self._began[request] = time.monotonic()

    def _answered(self, response: Response) -> None:
        request = response.request
        if self._is_elsewhere(request):
            return
        if self._is_main(request):
            self.main_status = response.status
            return
        kind = self._open.get(request)
        gone = kind is GapKind.SCRIPT and response.status in _GONE  # a script that is not there fills nothing
        if kind is not None and response.status >= 400 and not gone:
            self._gaps[request.url] = Gap(kind, request.url, f"HTTP {response.status}")

    def _done(self, request: Request) -> None:
        self._open.pop(request, None)
        self._began.pop(request, None)

    def _failed(self, request: Request) -> None:
        kind = self._open.pop(request, None)
        self._began.pop(request, None)
        why = request.failure or "失败"
        if kind is not None and "ERR_ABORTED" not in why:
            self._gaps.setdefault(request.url, Gap(kind, request.url, why))

    def _socket(self, socket: WebSocket) -> None:
        self._gaps[socket.url] = Gap(GapKind.SOCKET, socket.url, "不建立 WebSocket 连接")

    def _error(self, error: Error) -> None:
        words = " ".join(str(error).split())[:80]
        self._gaps.setdefault("error", Gap(GapKind.ERROR, self._page.url, f"出错：{words}"))

    def _is_main(self, request: Request) -> bool:
        return request.is_navigation_request() and request.frame == self._page.main_frame

    def _is_elsewhere(self, request: Request) -> bool:
        """True for a window that the page opens: its frame is not there yet, or is another page's."""
        try:
            return request.frame.page != self._page
        except Error:
            return request.is_navigation_request()
