"""Style sheets, scripts and small pictures that many pages of a site share, asked for once."""

from __future__ import annotations

from xuncha.gather.http.answer import Answer

_KINDS = (
    "text/css",
    "application/javascript",
    "text/javascript",
    "application/x-javascript",
    "image/",
    "font/",
)
_MOST_BYTES = 48 << 20
_LARGEST = 2 << 20


class KeptFiles:
    """What a browser's own cache would keep, for all pages of a run, within a bound of memory."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._bytes = 0

    def get(self, url: str) -> Answer | None:
        """The answer kept for an address."""
        return self._answers.get(url)

    def put(self, url: str, answer: Answer) -> None:
        """Keep an answer that is the same for every page; the oldest make room."""
        size = len(answer.raw)
        shared = answer.method == "GET" and answer.http_status == 200 and size <= _LARGEST
        if not shared or url in self._answers or "no-store" in answer.header(b"cache-control").lower():
            return
        if not answer.header(b"content-type").lower().startswith(_KINDS):
            return
        self._answers[url] = answer
        self._bytes += size
        while self._bytes > _MOST_BYTES:
            oldest = next(iter(self._answers))
            self._bytes -= len(self._answers.pop(oldest).raw)
