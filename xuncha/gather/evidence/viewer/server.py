"""The viewer's server: loopback only, GET and HEAD only, no cookie, nothing written, nothing fetched.

A stored page is served under a policy that lets it do nothing, opened in the viewer's frame or directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from xuncha.gather.evidence.contents import Body, Entry, body_of, entries, read_entry, warc_files
from xuncha.gather.evidence.read import RecordNotFoundError, StoredRecord
from xuncha.gather.evidence.viewer.quiet_page import quiet_page
from xuncha.gather.evidence.viewer.screens import (
    STYLE,
    files_screen,
    missing_screen,
    record_screen,
    records_screen,
)
from xuncha.whole_file import PART

_ON_A_PAGE = 100
_FOUND_AT_MOST = 200
_OWN_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
_STORED_POLICY = (
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
_HTML = ("text/html", "application/xhtml")
#: Pictures that cannot carry a script.
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon")


class EvidenceServer(ThreadingHTTPServer):
    """Serves one evidence folder at 127.0.0.1. ``port`` 0 takes a free one."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.folder = folder
        self.records = lru_cache(maxsize=8)(self._records)

    @property
    def address(self) -> str:
        """Where the viewer is found."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def files(self) -> dict[str, Path]:
        """The evidence files by the name that evidence is cited by."""
        return {path.name.removesuffix(PART): path for path in warc_files(self.folder)}

    def _records(self, name: str, size: int) -> tuple[Entry, ...]:
        return tuple(entries(self.files()[name]))


class _Handler(BaseHTTPRequestHandler):
    server: EvidenceServer
    server_version, sys_version = "xuncha", ""

    def do_GET(self) -> None:
        """Answer one request."""
        hosts = (f"127.0.0.1:{self.server.server_address[1]}", f"localhost:{self.server.server_address[1]}")
        if self.headers.get("Host") not in hosts:  # a foreign name that points here
            self._send(421, missing_screen("请用 127.0.0.1 打开。"))
            return
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        what, *rest = [unquote(part) for part in parts.path.split("/")[1:]] + ["", ""]
        routes: dict[str, Any] = {"": self._files, "file": self._file, "at": self._at}
        routes |= {"record": self._record, "page": self._page, "text": self._text, "raw": self._raw}
        try:
            if what == "style.css":
                self._send(200, STYLE.encode(), "text/css; charset=utf-8")
            elif what in routes:
                routes[what](rest, given)
            else:
                raise RecordNotFoundError("没有这个页面。")
        except (RecordNotFoundError, ValueError) as missing:
            self._send(404, missing_screen(str(missing)))

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the user."""

    def _files(self, rest: list[str], given: dict[str, str]) -> None:
        files, query = self.server.files(), given.get("q", "").strip()
        found = list(islice(self._matching(query), _FOUND_AT_MOST + 1)) if query else []
        sizes = [(name, path.stat().st_size) for name, path in files.items()]
        self._send(200, files_screen(sizes, query, found[:_FOUND_AT_MOST], len(found) > _FOUND_AT_MOST))

    def _matching(self, query: str) -> Iterator[Entry]:
        for path in warc_files(self.server.folder):
            for entry in entries(path):
                if entry.kind != "request" and query.lower() in entry.url.lower():
                    yield entry

    def _file(self, rest: list[str], given: dict[str, str]) -> None:
        name, query = rest[0], given.get("q", "").strip()
        number = max(1, int(given.get("page", "1")))
        found = [entry for entry in self._entries(name) if query.lower() in entry.url.lower()]
        start = (number - 1) * _ON_A_PAGE
        shown = found[start : start + _ON_A_PAGE]
        self._send(200, records_screen(name, shown, query, number, start + _ON_A_PAGE < len(found)))

    def _entries(self, name: str) -> tuple[Entry, ...]:
        path = self.server.files().get(name)  # a name that is listed, so never one that leads out
        if path is None:
            raise RecordNotFoundError("没有这个证据文件。")
        return self.server.records(name, path.stat().st_size)

    def _found(self, rest: list[str]) -> tuple[Entry, StoredRecord, Body]:
        name, record_id = rest[:2]
        entry = next((entry for entry in self._entries(name) if entry.record_id == record_id), None)
        if entry is None:
            raise RecordNotFoundError("没有这条记录。")
        record = read_entry(self.server.folder, entry)
        return entry, record, body_of(record)

    def _record(self, rest: list[str], given: dict[str, str]) -> None:
        entry, record, body = self._found(rest)
        fields = [
            *record.headers,
            *([("状态行", record.status_line)] if record.status_line else []),
            *record.http_headers,
        ]
        shows = "" if entry.kind == "request" else _form(body)
        self._send(200, record_screen(entry, fields, body.note, shows))

    def _page(self, rest: list[str], given: dict[str, str]) -> None:
        entry, _, body = self._found(rest)
        form = _form(body)
        if form == "picture":
            self._send(200, body.data, body.media_type.partition(";")[0].strip(), _STORED_POLICY)
            return
        quiet = self._quiet(entry, body) if form == "html" else None
        if quiet is None:
            self._text(rest, given)
        else:
            self._send(200, quiet.encode("utf-8", "replace"), "text/html; charset=utf-8", _STORED_POLICY)

    def _quiet(self, entry: Entry, body: Body) -> str | None:
        pictures = {
            other.url: other
            for other in self._entries(entry.warc)
            if other.kind == "response" and other.media_type.lower().startswith(_PICTURES)
        }

        def picture(url: str) -> str | None:
            other = pictures.get(url)
            return f"/page/{quote(other.warc)}/{quote(other.record_id)}" if other else None

        def link(url: str) -> str:
            return f"/at/{quote(entry.warc)}?url={quote(url, safe='')}"

        return quiet_page(body.text or "", entry.url, link, picture)

    def _at(self, rest: list[str], given: dict[str, str]) -> None:
        """Where a link leads: the last stored page of that address in the same file."""
        url = given.get("url", "").partition("#")[0]
        found = [entry for entry in self._entries(rest[0]) if entry.kind == "response" and entry.url == url]
        if not found:
            self._send(404, missing_screen(f"存档中没有 {url}"), policy=_STORED_POLICY)
            return
        self.send_response(302)
        self.send_header("Location", f"/page/{quote(found[-1].warc)}/{quote(found[-1].record_id)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _text(self, rest: list[str], given: dict[str, str]) -> None:
        body = self._found(rest)[2]
        text = body.text if body.text is not None else "（不是文字内容，请下载后查看）"
        self._send(200, text.encode("utf-8", "replace"), "text/plain; charset=utf-8", _STORED_POLICY)

    def _raw(self, rest: list[str], given: dict[str, str]) -> None:
        record = self._found(rest)[1]
        self._send(200, record.body, "application/octet-stream", _STORED_POLICY, attached=True)

    def _send(
        self,
        status: int,
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        policy: str = _OWN_POLICY,
        attached: bool = False,
    ) -> None:
        self.send_response(status)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-DNS-Prefetch-Control": "off",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        if attached:
            headers["Content-Disposition"] = 'attachment; filename="record.bin"'
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _form(body: Body) -> str:
    """How a stored body is shown: as a page, a picture, or not at all."""
    kind = body.media_type.lower()
    if kind.startswith(_HTML) and body.text is not None:
        return "html"
    if kind.startswith(_PICTURES):
        return "picture"
    return "text" if body.text is not None else ""
