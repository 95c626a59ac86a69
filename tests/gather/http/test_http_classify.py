from __future__ import annotations

import pytest

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.classify import classify

HTML = (("Content-Type", "text/html; charset=utf-8"),)
COOKIE = (*HTML, ("Set-Cookie", "acw_tc=1; path=/"))
PAGE = "<html><body><p>欢迎</p></body></html>".encode()
ARTICLE = (
    "<html><head><title>关于开展网站防火墙和滑动验证升级的通知</title></head><body><h1>关于升级的通知</h1>"
    "<p>发布时间：2025-06-01 来源：市政府办公室</p><p>近期部分网民反映访问被拦截，需要完成安全验证。"
    "经查，系创宇盾 WAF 的策略过严。现已调整。</p><script>count()</script></body></html>"
).encode()


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (200, FetchStatus.OK),
        (206, FetchStatus.OK),
        (404, FetchStatus.NOT_FOUND),
        (410, FetchStatus.NOT_FOUND),
        (400, FetchStatus.CLIENT_ERROR),
        (402, FetchStatus.CLIENT_ERROR),
        (414, FetchStatus.CLIENT_ERROR),
        (408, FetchStatus.TIMEOUT),
        (500, FetchStatus.SERVER_ERROR),
        (503, FetchStatus.SERVER_ERROR),
        (304, FetchStatus.BAD_RESPONSE),
        (999, FetchStatus.BAD_RESPONSE),
        *[
            (code, FetchStatus.BLOCKED)
            for code in (401, 403, 405, 406, 412, 418, 421, 426, 429, 431, 444, 451, 468, 499, 511, 521)
        ],
    ],
)
def test_codes(code: int, status: FetchStatus) -> None:
    assert classify(code, HTML, PAGE) is status
    assert classify(code, (), b"", "HEAD") is status


@pytest.mark.parametrize("code", [300, 301, 302, 303, 305, 307, 308])
def test_a_redirect_to_nowhere_shows_its_own_page(code: int) -> None:
    """As Chromium does; without a page, or with two places to go to, it shows nothing of the site."""
    assert classify(code, HTML, PAGE) is FetchStatus.OK
    assert classify(code, (*HTML, ("Location", "")), PAGE) is FetchStatus.OK
    two = (*HTML, ("Location", "/a"), ("location", "/b"))
    assert classify(code, two, PAGE) is FetchStatus.BAD_RESPONSE
    assert classify(code, HTML, b" \r\n") is FetchStatus.BAD_RESPONSE
    assert classify(code, HTML, b"", "HEAD") is FetchStatus.BAD_RESPONSE


@pytest.mark.parametrize(
    ("content_range", "status"),
    [
        ("bytes 0-999/1000", FetchStatus.OK),
        ("bytes 0-199/1000", FetchStatus.BAD_RESPONSE),
        ("bytes 800-999/1000", FetchStatus.BAD_RESPONSE),
        ("bytes 0-199/*", FetchStatus.BAD_RESPONSE),
        ("nonsense", FetchStatus.BAD_RESPONSE),
    ],
)
def test_a_part_is_no_page(content_range: str, status: FetchStatus) -> None:
    assert classify(206, (*HTML, ("Content-Range", content_range)), PAGE) is status


CHALLENGES = {
    "cloudflare": (503, (*HTML, ("cf-mitigated", "challenge")), PAGE),
    "script and cookie": (
        200,
        COOKIE,
        b"<html><head><script>var a=eval(b);go(a)</script></head><body></body></html>",
    ),
    "script sets cookie": (200, HTML, b"<script>document.cookie='x='+f();location.reload()</script>"),
    "script and cookie on 412-like 400": (400, COOKIE, b"<script>$_ts=window['$_ts'];</script>"),
    "202": (202, HTML, b"<html><script src='/c.js'></script></html>"),
    "sets cookie, then sends on": (200, HTML, b"<script>document.cookie='k=1';location.href='/'</script>"),
    "blocked page": (200, HTML, "<h1>访问被拦截</h1><p>您的请求可能存在威胁，事件编号 17</p>".encode()),
    "blocked page, 404": (404, HTML, "<title>创宇盾</title><p>请求已被拦截</p>".encode()),
    "slider": (
        200,
        HTML,
        "<title>滑动验证</title><div id=nc></div><script src=x></script><p>请拖动滑块</p>".encode(),
    ),
    "verify": (200, HTML, "<p>请完成验证后继续访问</p><form action=/v></form>".encode()),
    "gbk": (200, (("Content-Type", "text/html; charset=gb2312"),), "<p>您的访问被拦截</p>".encode("gbk")),
    "blocked by, after a pause": (200, HTML, "<p>提交的参数可能存在危险，已被拦截</p>".encode()),
    "blocked by a name": (200, HTML, "<title>提示</title><p>非法操作，请求被WAF拦截</p>".encode()),
    "cookie set by a function": (
        200,
        HTML,
        b"<script>var arg1='AB12';function reload(x){setCookie('acw_sc__v2',x);document.location.reload()}</script>",
    ),
    "jumps with a proof": (
        200,
        HTML,
        b"<body onload='go()'><script>function go(){self.location='/?security_verify_data=31'}</script>",
    ),
    "resource in a frame": (200, HTML, b"<iframe src='/_Incapsula_Resource?x=1'>incident ID: 12</iframe>"),
    "slider without a script": (200, HTML, "<p>请按住滑块，拖动到最右边</p><div id=nc_1></div>".encode()),
    "captcha without a form": (
        200,
        HTML,
        "<p>请输入验证码后继续</p><input name=c><button>提交</button>".encode(),
    ),
    "other places": (200, HTML, "<p>抱歉，您所在的地区暂不支持访问本网站</p>".encode()),
    "suspected of being a machine": (200, HTML, "<p>检测到异常流量，请完成验证</p>".encode()),
    "blocked by its filter": (200, HTML, b"<h1>Web Page Blocked!</h1><p>Attack ID: 20000051</p>"),
    "our address": (200, HTML, "<p>您的IP不在允许访问范围内</p>".encode()),
    "not registered": (200, HTML, "<p>该网站未根据规定进行备案，网站暂时无法访问</p>".encode()),
    "too often": (200, HTML, "<h2>系统检测到您访问过于频繁，请稍后再试</h2>".encode()),
    "from abroad": (200, HTML, "<p>本网站仅限中国大陆地区访问，您所在地区暂不提供服务。</p>".encode()),
    "in a box": (200, HTML, "<script>alert('您的IP地址因异常访问已被临时限制');</script>".encode()),
    "looks at browsers": (
        200,
        HTML,
        "<title>请稍候</title><script src=/g.js></script><p>正在验证您的浏览器</p>".encode(),
    ),
    "loads again": (
        200,
        COOKIE,
        "<meta http-equiv='refresh' content='2'><title>安全检查</title><p>页面将自动跳转</p>".encode(),
    ),
    "at length": (
        200,
        HTML,
        f"<h1>您的访问被阻断</h1>{'<p>本页面由云防护系统自动生成，如有疑问请联系网站管理员。</p>' * 20}".encode(),
    ),
    "english": (200, HTML, b"<title>Attention Required!</title><p>Request blocked by WAF</p>"),
    "F5": (200, HTML, b"<p>The requested URL was rejected. Your support ID is: 1</p>"),
    "403 with 200": (200, HTML, b"<title>403 Forbidden</title><h1>403 Forbidden</h1>"),
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_challenges(name: str) -> None:
    assert classify(*CHALLENGES[name]) is FetchStatus.BLOCKED


ORDINARY = {
    "article": (200, HTML, ARTICLE),
    "article with cookie": (200, COOKIE, ARTICLE),
    "sends on by script": (
        200,
        COOKIE,
        b"<html><script>window.location.href='/index/index.html';</script></html>",
    ),
    "application shell": (
        200,
        COOKIE,
        b'<html><body><div id="app"></div><script src=/app.js></script></body></html>',
    ),
    "empty": (200, COOKIE, b""),
    "login form": (
        200,
        HTML,
        ("<p>用户名</p><input>" + "<a href=x>办事指南</a>" * 12 + "<p>验证码</p><form>").encode(),
    ),
    "word in json": (200, (("Content-Type", "application/json"),), '{"msg":"访问被拦截"}'.encode()),
    "word without a challenge": (200, HTML, "<p>安全检查</p><p>本页介绍安全检查工作安排。</p>".encode()),
    "at length, of a firewall": (
        200,
        HTML,
        f"<h1>网络安全宣传</h1>{'<p>访问恶意网址时，您的访问会被拦截，请不要惊慌，不要关闭防护。</p>' * 10}".encode(),
    ),
    "in a box, to readers": (200, HTML, "<script>alert('欢迎访问本网站');</script>".encode()),
    "refresh": (200, COOKIE, b'<meta http-equiv="refresh" content="0;url=/x">'),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_pages_are_not_blocked(name: str) -> None:
    assert classify(*ORDINARY[name]) is FetchStatus.OK


def test_an_ordinary_missing_page_is_missing() -> None:
    assert (
        classify(404, COOKIE, "<h1>页面不存在</h1><script>back()</script>".encode() + b"<p>" + b"x" * 30)
        is FetchStatus.NOT_FOUND
    )
