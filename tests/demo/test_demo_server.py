"""The loopback server: routing, methods, redirects, slow pages, order of answers."""

import http.client
import socket
import time

import pytest

from xuncha.demo.server import serve
from xuncha.demo.templates.shells import NATIONAL_HOST


@pytest.fixture(scope="module")
def address(province):
    with serve(province) as where:
        yield where


def ask(address, host, path, method="GET"):
    connection = http.client.HTTPConnection(*address, timeout=120)
    try:
        connection.request(method, path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def site_with(province, plot):
    return next(site for site in province.sites if site.plot == plot)


def test_it_routes_by_host(province, address):
    for site in province.sites[:3]:
        status, headers, _ = ask(address, site.host, "/")
        path = "/" if status == 200 else headers["Location"]
        assert ask(address, f"{site.host}:{address[1]}", path)[2] == province.pages[site.host][path].body


def test_unknown_hosts_and_paths_get_a_page_with_404(province, address):
    status, _, body = ask(address, "www.elsewhere.example", "/")
    assert (status, b"<html>" in body) == (404, True)
    assert ask(address, province.sites[0].host, "/no/such/page.html")[0] == 404


def test_head_has_the_length_and_no_body(province, address):
    host = province.sites[0].host
    status, headers, body = ask(address, host, "/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(province.pages[host]["/"].body)


def test_an_address_that_refuses_head_answers_get(province, address):
    host = site_with(province, "n109_not_dead").host
    assert ask(address, host, "/zhjs/", "HEAD")[0] == 405
    assert ask(address, host, "/zhjs/")[0] == 200
    assert ask(address, host, "/nbxt/")[0] == 403


def test_other_methods_are_refused(province, address):
    assert ask(address, province.sites[0].host, "/", "DELETE")[0] == 405


def test_redirect_of_an_old_home_page(province, address):
    host = next(site.host for site in province.sites if site.style == "oldgbk")
    status, headers, _ = ask(address, host, "/")
    assert (status, headers["Location"]) == (302, "/index.asp")


def test_order_of_the_query_does_not_matter(province, address):
    host = next(site.host for site in province.sites if site.style == "leftjsp")
    one = ask(address, host, "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1001")
    other = ask(address, host, "/list.jsp?wbtreeid=1001&urltype=tree.TreeTempUrl")
    assert one[0] == 200
    assert one[2] == other[2]


def test_national_platform_answers(province, address):
    code = province.sites[0].site.site_code
    status, _, body = ask(address, NATIONAL_HOST, f"/exposure/jiucuo.html?site_code={code}")
    assert status == 200
    assert code.encode() in body


def test_slow_page_takes_its_time_and_keeps_the_order(province, address):
    host = site_with(province, "w201_slow_but_open").host
    request = f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\nGET /none HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    started = time.monotonic()
    with socket.create_connection(address, timeout=120) as connection:
        connection.sendall(request.encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert time.monotonic() - started >= 0.29
    assert received.startswith(b"HTTP/1.1 200 OK")
    assert received.index(b"HTTP/1.1 404 Not Found") > 1000


def test_an_endless_head_is_cut_off(address):
    with socket.create_connection(address, timeout=120) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"a" * 40_000)
        assert connection.recv(1024) == b""


def test_it_starts_fast_and_frees_its_port(province):
    started = time.monotonic()
    with serve(province) as (host, port):
        assert time.monotonic() - started < 30, "seconds are lost where names are looked up"
        with pytest.raises(OSError, match="in use"), serve(province, port):
            pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, port), timeout=120)
