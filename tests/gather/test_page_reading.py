"""What a served answer has to be before anything on it can be judged, and where an empty one sends its readers."""

from __future__ import annotations

import gzip

import pytest

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.response import Response
from xuncha.gather.page_reading import StandIns, is_senseless, is_unreadable
from xuncha.text.pages.forwarding import onward, sent_to
from xuncha.text.pages.page import Page

HTML = "<!DOCTYPE html><html><body><p>统计信息</p></body></html>"
URL = "http://www.shiyan.gov.example/tjxx/"


def answer(body: bytes, content_type: str | None = "text/html") -> Response:
    return Response(URL, URL, FetchStatus.OK, 200, content_type=content_type, body=body)


UNREADABLE = {
    "nothing": answer(b""),
    "blanks": answer(b" \r\n" * 3000),
    "nothing, no type": answer(b"", None),
    "gzip that is not declared": answer(gzip.compress(HTML.encode())),
    "pdf called a page": answer(b"%PDF-1.4 ..."),
    "data": answer(b'{"code":403}', "application/json; charset=utf-8"),
    "xml data": answer(b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml"),
    "page to be saved, not shown": answer(HTML.encode(), "application/octet-stream"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_nobody_can_read(name: str) -> None:
    assert is_unreadable(UNREADABLE[name])


READABLE = {
    "page": answer(HTML.encode()),
    "no type": answer(HTML.encode(), None),
    "no real type": answer(HTML.encode(), "html"),
    "xhtml": answer(b"<?xml version='1.0'?>" + HTML.encode(), "application/xhtml+xml"),
    "document": answer(b"%PDF-1.4 ...", "application/pdf"),
    "document to be saved": answer(b"\xd0\xcf\x11\xe0...", "application/octet-stream"),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_or_is_a_file(name: str) -> None:
    assert not is_unreadable(READABLE[name])


def test_text_of_nul_characters_is_senseless() -> None:
    assert is_senseless(HTML.encode("utf-32").decode("utf-8", "replace"))
    assert not is_senseless(HTML.replace("统", "\0统"))
    assert not is_senseless("")


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ('<meta http-equiv="refresh" content="0; URL=index_1.html">', URL + "index_1.html"),
        ('<script>window.location.href="/new/";</script>', "http://www.shiyan.gov.example/new/"),
        ('<meta http-equiv="refresh" content="0; /new/">', "http://www.shiyan.gov.example/new/"),
        ('<meta http-equiv="refresh" content=".5,URL=\'/new/\'">', "http://www.shiyan.gov.example/new/"),
        ('<meta http-equiv="refresh" content="5">', None),
        ('<meta http-equiv="refresh" content="0;url=">', None),
        (
            '<script>if(/Android/.test(navigator.userAgent)){location.href="/m/"}else{location.href="/new/"}</script>',
            "http://www.shiyan.gov.example/new/",
        ),
        ('<script>function go(){location.href="/s?q=" + word()}</script>', None),
        ("", None),
    ],
)
def test_where_a_page_without_content_leads(head: str, target: str | None) -> None:
    assert onward(Page(f"<html><head>{head}</head><body></body></html>", URL, "utf-8")) == target


def test_what_cannot_be_followed_is_still_seen() -> None:
    page = Page('<meta http-equiv="refresh" content="0;url=file:///etc/passwd">', URL, "utf-8")
    assert (onward(page), sent_to(page)) == (None, "file:///etc/passwd")


GONE = b'{"code": 404, "msg": "none"}'


@pytest.mark.parametrize(
    ("bodies", "content_type", "then", "is_one"),
    [
        ((b"\x89PNG1", b"\x89PNG1"), "image/png", b"\x89PNG1", True),
        ((b"\x89PNG1", b"\x89PNG1"), "image/png", b"\x89PNG2", False),
        ((b"\x89PNG1", b"\x89PNG2"), "image/png", b"\x89PNG1", False),
        ((GONE, GONE), "application/json", b'{"code":404,"msg":"no such page"}', True),
        ((GONE, GONE), "application/json", b'{"code":200}', False),
        ((b'{"code":403}',) * 2, "application/json", b'{"code":403}', False),
        ((b"", b""), "text/html", b"", False),
    ],
)
def test_files_in_place_of_missing_pages(
    bodies: tuple[bytes, ...], content_type: str, then: bytes, is_one: bool
) -> None:
    found = StandIns([answer(body, content_type) for body in bodies])
    assert found.include(answer(then, content_type)) is is_one


def test_a_picture_asked_for_is_no_error_page() -> None:
    found = StandIns([answer(b"\x89PNG1", "image/png")] * 2)
    asked = Response(URL + "logo.png", URL, FetchStatus.OK, 200, content_type="image/png", body=b"\x89PNG1")
    assert found
    assert not found.include(asked)
    assert not StandIns()
