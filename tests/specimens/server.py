"""A loopback server for specimen sites: the Host header chooses the site, the path the file.

It stands in for the whole internet of a case. Every host it does not know answers 404, save the two
national services that real footers link to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from specimens.site_files import PageRule, SpecimenSite, canonical

#: Hosts that footers of healthy sites point at (error reports, licence register); any path opens.
OUTSIDE_HOSTS = ("zhaocuo.gov.example", "beian.gov.example")
SEARCH_ENGINE = "www.baidu.com"
SPIDER = "Baiduspider"
_OUTSIDE_PAGE = (
    "<html><head><title>公共服务平台</title></head><body><p>请填写网站标识码后查询。</p></body></html>"
)
_NOT_FOUND_PAGE = (
    "<html><head><meta charset='utf-8'><title>404</title></head>"
    "<body><h2>404</h2><p>抱歉，您访问的页面不存在。</p><a href='/'>返回首页</a></body></html>"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent for one request."""

    status: int
    content_type: str
    body: bytes
    location: str = ""
    delay_s: float = 0.0
    last_modified: str = ""
    unmeasured: bool = False
    cookie: str = ""


@dataclass(slots=True)
class SpecimenServer:
    """A running server. ``requests`` lists (method, host, path) in order of arrival."""

    sites: dict[str, SpecimenSite]
    port: int = 0
    requests: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """``ADDR:PORT`` as ``--connect-to`` takes it."""
        return f"127.0.0.1:{self.port}"

    def answer(self, method: str, host: str, path: str, referer: str = "", agent: str = "") -> Answer:
        """The answer to one request; a pure look-up."""
        site = self.sites.get(host)
        if site is None:
            return _outside(host)
        path = canonical(path)
        rule = site.rules.get(path) or PageRule(path)
        if rule.for_search and SEARCH_ENGINE in referer:
            return self._instead(site, rule.for_search)
        if rule.for_spiders and SPIDER in agent:
            return self._instead(site, rule.for_spiders)
        status = rule.head_status if method == "HEAD" and rule.head_status else rule.status
        if rule.location:
            return Answer(status, "text/html", b"", rule.location, rule.delay_s)
        if status >= 400:
            return Answer(status, "text/html; charset=utf-8", _error_page(status, rule), "", rule.delay_s)
        return self._file(site, path, rule, status)

    def _instead(self, site: SpecimenSite, other: str) -> Answer:
        if "://" in other:
            return Answer(302, "text/html", b"", other)
        return self._file(site, other, PageRule(other), 200)

    def _file(self, site: SpecimenSite, path: str, rule: PageRule, status: int) -> Answer:
        content_type = rule.content_type or site.content_type(path)
        if rule.body:
            return Answer(status, content_type, rule.body.encode(), "", rule.delay_s)
        body = site.pages.get(path)
        if body is not None:
            return Answer(
                status, content_type, body, "", rule.delay_s, rule.last_modified, rule.unmeasured, rule.cookie
            )
        if f"{path}/" in site.pages:
            return Answer(301, "text/html", b"", f"{path}/")
        return Answer(404, "text/html; charset=utf-8", _NOT_FOUND_PAGE.encode())


def _outside(host: str) -> Answer:
    if host in OUTSIDE_HOSTS:
        return Answer(200, "text/html; charset=utf-8", _OUTSIDE_PAGE.encode())
    return Answer(404, "text/html; charset=utf-8", _NOT_FOUND_PAGE.encode())


def _error_page(status: int, rule: PageRule) -> bytes:
    if status in (404, 410):
        return (rule.body or _NOT_FOUND_PAGE).encode()
    return (
        rule.body or f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    ).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(specimen: SpecimenServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # one write per answer: no stall between header and body
        disable_nagle_algorithm = True
        timeout = 60

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0].lower()
            specimen.requests.append((self.command, host, self.path))
            referer, agent = self.headers.get("Referer") or "", self.headers.get("User-Agent") or ""
            self._send(specimen.answer(self.command, host, self.path, referer, agent))

        do_HEAD = do_GET  # noqa: N815 - the name is the library's

        def _send(self, answer: Answer) -> None:
            if answer.delay_s:
                time.sleep(answer.delay_s)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            if not (answer.unmeasured and self.command == "HEAD"):
                self.send_header("Content-Length", str(len(answer.body)))
            if answer.last_modified:
                self.send_header("Last-Modified", answer.last_modified)
            if answer.cookie:
                self.send_header("Set-Cookie", answer.cookie)
            if answer.location:
                self.send_header("Location", answer.location)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Requests are kept in ``requests``, not printed."""

    return Handler


@contextmanager
def serve(sites: Iterable[SpecimenSite]) -> Iterator[SpecimenServer]:
    """Serve the sites on a free loopback port until the block ends."""
    specimen = SpecimenServer({site.host: site for site in sites})
    server = _Server(("127.0.0.1", 0), _handler(specimen))
    specimen.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield specimen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
