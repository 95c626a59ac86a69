"""The loopback server: what a case plans is what a client sees."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator

import pytest
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule, SpecimenSite

HOST = "www.zhiyan.gov.example"


@pytest.fixture(scope="module")
def server() -> Iterator[SpecimenServer]:
    pages = {"/": "<p>首页</p>".encode(), "/dir/": b"dir", "/form.html": b"form", "/list.jsp?cid=1": b"list"}
    site = SpecimenSite(HOST, "utf-8", pages)
    rules = [
        PageRule("/closed/", status=403),
        PageRule("/moved/", status=302, location="/dir/"),
        PageRule("/form.html", head_status=405),
        PageRule("/slow.html", delay_s=0.3, body="slow"),
        PageRule("/gone/", status=410),
    ]
    site.rules = {rule.path: rule for rule in rules}
    with serve([site]) as running:
        yield running


def ask(
    server: SpecimenServer, path: str, method: str = "GET", host: str = HOST
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request(method, path, headers={"Host": host})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/index.html", 200),
        ("GET", "/list.jsp?cid=1", 200),
        ("GET", "/list.jsp?cid=2", 404),
        ("GET", "/closed/", 403),
        ("GET", "/gone/", 410),
        ("GET", "/form.html", 200),
        ("HEAD", "/form.html", 405),
        ("HEAD", "/", 200),
        ("GET", "/nowhere.html", 404),
    ],
)
def test_status(server: SpecimenServer, method: str, path: str, status: int) -> None:
    assert ask(server, path, method)[0] == status


def test_charset_header_and_body(server: SpecimenServer) -> None:
    status, headers, body = ask(server, "/")
    assert (status, headers["content-type"], body.decode()) == (
        200,
        "text/html; charset=utf-8",
        "<p>首页</p>",
    )


def test_redirects_of_a_rule_and_of_a_folder(server: SpecimenServer) -> None:
    assert ask(server, "/moved/")[1]["location"] == "/dir/"
    assert ask(server, "/dir")[1]["location"] == "/dir/"


def test_unknown_host_is_not_found_and_outside_host_opens(server: SpecimenServer) -> None:
    assert ask(server, "/", host="www.other.example")[0] == 404
    assert ask(server, "/jiucuo.html?site_code=1", host="zhaocuo.gov.example")[0] == 200


def test_delay_is_kept(server: SpecimenServer) -> None:
    begun = time.perf_counter()
    assert ask(server, "/slow.html")[2] == b"slow"
    assert time.perf_counter() - begun >= 0.3


def test_one_connection_serves_many_requests_without_stalls(server: SpecimenServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    took = []
    for _ in range(50):
        begun = time.perf_counter()
        connection.request("GET", "/", headers={"Host": HOST})
        assert connection.getresponse().read()
        took.append(time.perf_counter() - begun)
    connection.close()
    assert min(took) < 0.03, "a stall between header and body would cost each of them 40 ms"


def test_requests_are_remembered(server: SpecimenServer) -> None:
    ask(server, "/dir/")
    assert ("GET", HOST, "/dir/") in server.requests
