from __future__ import annotations

import pytest

from xuncha.gather.http.urls import BadUrlError, join, prepare


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://a.gov.cn", "http://a.gov.cn/"),
        ("http:///a.gov.cn/x", "http://a.gov.cn/x"),
        ("HTTP://A.GOV.CN:80/X", "http://a.gov.cn/X"),
        ("https://a.gov.cn:443/x", "https://a.gov.cn/x"),
        ("https://a.gov.cn:80/x", "https://a.gov.cn:80/x"),
        ("http://a.gov.cn/公告.html#top", "http://a.gov.cn/%E5%85%AC%E5%91%8A.html"),
        ("http://a.gov.cn/%C8A/%zz", "http://a.gov.cn/%C8A/%zz"),
        ("http://a.gov.cn/a b?q=c d", "http://a.gov.cn/a%20b?q=c%20d"),
        ("http://a.gov.cn/x/../y/./z", "http://a.gov.cn/y/z"),
        ("http://a.gov.cn/../../y/..", "http://a.gov.cn/"),
        ("http://a.gov.cn?x=/../1", "http://a.gov.cn/?x=/../1"),
        ("http://a.gov.cn/xxgk\\index.html", "http://a.gov.cn/xxgk/index.html"),
        ("  http://a.gov.cn/x\n", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x\n\ty", "http://a.gov.cn/xy"),
        ("http://中国政府.政务/", "http://xn--fiqs8sirgfmh.xn--zfr164b/"),
        ("http://a_b.gov.cn/", "http://a_b.gov.cn/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://１２７。0。0。1/", "http://127.0.0.1/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_what_is_sent(url: str, sent: str) -> None:
    assert prepare(url).url == sent


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://a.gov.cn/",
        "mailto:a@b.cn",
        "/x",
        "",
        "http://",
        "http://user@a.gov.cn/",
        "http://user:pw@a.gov.cn/",
        "http://127.0.0.1\\@a.gov.cn/",
        "http://a.gov.cn\\@127.0.0.1/",
        "http://a.gov.cn\x00/",
        "http://a.gov.cn\r\nX: y/",
        "http://a.gov.cn/x\x01y",
        "http://a b.cn/",
        "http://a..cn/",
        "http://a.gov.cn:99999/",
        "http://a.gov.cn:0/",
        "http://a.gov.cn:8x/",
        "http://1.2.3.4.5/",
        "http://[::1/",
        "http://" + "a" * 300 + "/",
        "http://a.gov.cn/" + "x" * 9000,
    ],
)
def test_what_is_not_sent(url: str) -> None:
    with pytest.raises(BadUrlError, match=r"[\u4e00-\u9fff]"):
        prepare(url)


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        (b"/y", "http://a.gov.cn/y"),
        (b"z", "http://a.gov.cn/d/z"),
        (b"?q=1", "http://a.gov.cn/d/x?q=1"),
        (b"//b.gov.cn/y", "http://b.gov.cn/y"),
        (b"https://b.gov.cn", "https://b.gov.cn/"),
        ("/公告".encode(), "http://a.gov.cn/%E5%85%AC%E5%91%8A"),
        ("/公告".encode("gbk"), "http://a.gov.cn/%B9%AB%B8%E6"),
        (b"/a%0d%0aSet-Cookie:%20x=1", "http://a.gov.cn/a%0d%0aSet-Cookie:%20x=1"),
        (b"..\\y.html", "http://a.gov.cn/d/../y.html"),
        # As Chromium reads them.
        (b"http:///b.gov.cn/y", "http://b.gov.cn/y"),
        (b"///b.gov.cn/y", "http://b.gov.cn/y"),
        (b"////b.gov.cn/y", "http://b.gov.cn/y"),
        (b"https:/b.gov.cn/y", "https://b.gov.cn/y"),
        (b"http:/y", "http://a.gov.cn/y"),
        (b"\\\\b.gov.cn\\y", "http://b.gov.cn/y"),
        (b"http:\\\\b.gov.cn\\y?a\\b", "http://b.gov.cn/y?a\\b"),
        (b"/e/%2e%2E/.%2e/y/%2e", "http://a.gov.cn/y/"),
        (b"http://user:p@ss@b.gov.cn/y@z", "http://b.gov.cn/y@z"),
        (b"//user@b.gov.cn/y", "http://b.gov.cn/y"),
        (b"//@b.gov.cn/y", "http://b.gov.cn/y"),
        (b"http://b.gov.cn\\@127.0.0.1/", "http://b.gov.cn/@127.0.0.1/"),
    ],
)
def test_where_a_redirect_leads(location: bytes, sent: str) -> None:
    assert join(prepare("http://a.gov.cn/d/x"), location).url == sent.replace("d/../", "")


@pytest.mark.parametrize(
    "location",
    [
        b"file:///etc/passwd",
        b"javascript:alert(1)",
        b"data:text/html,x",
        b"http://u@/",
        b"http://u@[x",
        b"http://[x",
    ],
)
def test_where_a_redirect_must_not_lead(location: bytes) -> None:
    with pytest.raises(BadUrlError):
        join(prepare("http://a.gov.cn/d/x"), location)
