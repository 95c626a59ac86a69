"""Stored pages are shown, and can do nothing: looked at through the real server."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.contents import body_of, find_entry, inert, read_entry
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.read import RecordNotFoundError
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.viewer.quiet_page import quiet_page
from xuncha.gather.evidence.viewer.server import EvidenceServer

HOSTILE = """<html><head><title><script>alert(1)</script></title><base href="http://evil.test/">
<meta http-equiv="refresh" content="0;url=http://evil.test/"><link rel="preconnect" href="http://evil.test/">
<script>fetch('/admin')</script></head><body onload="x()"><h1>通知公告</h1>
<a href="/next.html" target="_top" ping="http://evil.test/" onclick="x()">下一页</a>
<a href="javascript:alert(1)">脚本</a><a href="#top">顶部</a><form action="http://evil.test/"><input></form>
<iframe src="http://evil.test/"></iframe><img src="/logo.png" srcset="http://evil.test/2x.png 2x">
<svg><script>x()</script><a xlink:href="http://evil.test/">x</a></svg></body></html>"""


def exchange(url: str, body: bytes, kind: bytes) -> Exchange:
    headers = ((b"Content-Type", kind),)
    return Exchange(
        url, "GET", datetime.now(UTC), b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK", headers, body
    )


@pytest.fixture
def stored(tmp_path: Path) -> dict[str, Evidence]:
    files = {
        "http://a.test/": (HOSTILE.encode("gbk"), b"text/html; charset=gb2312"),
        "http://evil.test/logo.png": (b"\x89PNG", b"image/png"),
        "http://a.test/x.svg": (b"<svg><script>x()</script></svg>", b"image/svg+xml"),
        "http://a.test/<script>alert(1)</script>": (
            "文\x1b]0;x\x07字\u202e".encode(),
            b"text/plain; charset=utf-8",
        ),
        "http://a.test/deep": (b"<div>" * 9000, b"text/html"),
    }
    with WarcRecorder(tmp_path / "evidence", "site") as recorder:
        return {url: recorder.record(exchange(url, *rest)) for url, rest in files.items()}


@pytest.fixture
def server(stored: dict[str, Evidence], tmp_path: Path) -> Iterator[EvidenceServer]:
    (tmp_path / "secret.warc.gz").write_text("secret")
    with EvidenceServer(tmp_path / "evidence", 0) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def get(
    server: EvidenceServer, path: str, method: str = "GET", host: str = ""
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=120)
    connection.putrequest(method, path, skip_host=bool(host))
    if host:
        connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    return (
        response.status,
        {k.lower(): v for k, v in response.getheaders()},
        response.read().decode("utf-8", "replace"),
    )


def place(evidence: Evidence) -> str:
    return f"{evidence.warc}/{quote(evidence.record_id)}"


def test_a_stored_page_is_quiet(server: EvidenceServer, stored: dict[str, Evidence]) -> None:
    status, headers, text = get(server, f"/page/{place(stored['http://a.test/'])}")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "通知公告" in text
    for word in (
        "<script",
        "refresh",
        "onload",
        "onclick",
        "javascript:",
        "<iframe",
        "ping",
        "target",
        "action=",
        "srcset",
    ):
        assert word not in text.lower(), word
    logo = place(stored["http://evil.test/logo.png"])
    assert f'src="/page/{logo}"' in text
    assert f'href="/at/site.warc.gz?url={quote("http://evil.test/next.html", safe="")}"' in text
    assert text.count("evil.test") == 1  # in that address of the viewer's own


def test_links_lead_into_the_archive_only(server: EvidenceServer, stored: dict[str, Evidence]) -> None:
    status, headers, _ = get(server, "/at/site.warc.gz?url=" + quote("http://a.test/#top", safe=""))
    assert (status, headers["location"]) == (302, f"/page/{place(stored['http://a.test/'])}")
    status, headers, text = get(server, "/at/site.warc.gz?url=http://a.test/other")
    assert (status, "sandbox" in headers["content-security-policy"]) == (404, True)
    assert "存档中没有" in text


def test_what_is_no_page_is_text_or_a_download(server: EvidenceServer, stored: dict[str, Evidence]) -> None:
    assert (
        get(server, f"/page/{place(stored['http://evil.test/logo.png'])}")[1]["content-type"] == "image/png"
    )
    for url in ("http://a.test/x.svg", "http://a.test/deep"):
        assert get(server, f"/page/{place(stored[url])}")[1]["content-type"] == "text/plain; charset=utf-8"
    status, headers, _ = get(server, f"/raw/{place(stored['http://a.test/'])}")
    assert (status, headers["content-type"]) == (200, "application/octet-stream")
    assert headers["content-disposition"].startswith("attachment")
    assert "<script>fetch" in get(server, f"/text/{place(stored['http://a.test/'])}")[2]


def test_lists_search_and_escape(server: EvidenceServer, stored: dict[str, Evidence]) -> None:
    status, headers, text = get(server, "/")
    assert (status, "site.warc.gz" in text) == (200, True)
    assert "sandbox" not in headers["content-security-policy"]
    text = get(server, "/file/site.warc.gz")[2]
    assert "&lt;script&gt;alert(1)" in text
    assert "<script" not in text
    assert "logo.png" in get(server, "/?q=LOGO")[2]
    assert "没有符合条件的记录" in get(server, "/?q=nothing-like-it")[2]
    assert "没有符合条件的记录" in get(server, "/file/site.warc.gz?q=nothing")[2]
    status, _, text = get(server, f"/record/{place(stored['http://a.test/'])}")
    assert (status, '<iframe sandbox title="' in text) == (200, True)
    assert stored["http://a.test/"].sha256 in text


@pytest.mark.parametrize(
    "path",
    ["/file/..%2fsecret.warc.gz", "/file/../secret.warc.gz", "/file/%2e%2e/secret.warc.gz", "/file//etc/passwd", "/nosuch",
     "/page/site.warc.gz", "/page/site.warc.gz/urn:uuid:0", "/raw/..%2fsecret.warc.gz/x", "/file/site.warc.gz?page=x", "/at", "/page"],
)  # fmt: skip
def test_nothing_else_is_served(server: EvidenceServer, path: str) -> None:
    status, _, text = get(server, path)
    assert (status, "secret\n" in text) == (404, False)


def test_only_this_computer_and_only_looking(server: EvidenceServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert get(server, "/", host="evil.test")[0] == 421
    assert get(server, "/", "POST")[0] == 501
    status, headers, text = get(server, "/", "HEAD")
    assert (status, text) == (200, "")
    assert int(headers["content-length"]) > 0


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with EvidenceServer(tmp_path, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        assert "目录中没有证据文件" in get(server, "/")[2]
        server.shutdown()
        thread.join()


def test_a_page_too_hostile_to_parse() -> None:
    assert quiet_page("<div>" * 9000, "http://a.test/", str, lambda url: None) is None


def test_a_record_is_found_by_the_start_of_its_id(tmp_path: Path, stored: dict[str, Evidence]) -> None:
    folder, evidence = tmp_path / "evidence", stored["http://a.test/"]
    for wanted in (evidence.record_id, f"<{evidence.record_id}>", evidence.record_id[9:20].upper()):
        assert find_entry(folder, wanted).record_id == evidence.record_id
    body = body_of(read_entry(folder, find_entry(folder, evidence.record_id)))
    assert body.text == HOSTILE
    for wanted in ("abc", "ffffffff-ffff"):
        with pytest.raises(RecordNotFoundError):
            find_entry(folder, wanted)


def test_a_terminal_is_told_nothing() -> None:
    assert inert("a\x1b[2J\x07\r\n\tb\x9b\u202e\x7f字") == "a␛[2J␇␍\n\tb⟨009B⟩⟨202E⟩⟨007F⟩字"
