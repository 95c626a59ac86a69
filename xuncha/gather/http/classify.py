"""What an answer means: served, gone, or kept from us.

A firewall that turns a machine away must never be read as a site that is down, and never as a page that
is empty. An ordinary article that merely speaks of firewalls is an ordinary article.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from xuncha.facts.answers import SAYS_NOTHING
from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.decoding import decode
from xuncha.text.expressions import expression
from xuncha.text.pages.hostile import TooDeepError, parsed

#: The range of a whole answer: from its first byte to its last.
_WHOLE_RANGE = expression(r"\s*bytes\s+0-(\d+)/(?:(\d+)|\*)\s*$", re.IGNORECASE)
#: Codes of no standard among the 400s are a firewall's own, such as 468 and 493.
_KNOWN = frozenset(code.value for code in HTTPStatus)
_CHALLENGE_HEADERS = frozenset({"cf-mitigated", "x-waf-captcha", "x-amzn-waf-action"})
_LOOK_AT = 65536
_SHORT_TEXT = 200
#: A firewall that explains itself at length says what it did at the head of its page.
_LONG_TEXT = 2000
_HARDLY_ANY = 20
_MANY_LINKS = 10

#: Said only by a firewall about the request it has stopped.
_STOPPED = expression(
    r"(访问|请求|操作|行为)(已|已经)?被[^，。；]{0,12}?(拦截|阻断|阻止|拒绝)|(危险|威胁|风险|参数|攻击|行为)[^。；]{0,4}，?已被.{0,12}(拦截|阻断|封禁)"
    r"|(您|你)的ip.{0,10}(不在|不允许|禁止|限制)|(不支持|禁止|限制)(境外|海外|国外)(ip|地址)?(访问)?|请使用(正规|正常|标准)的?浏览器"
    r"|未.{0,20}备案.{0,10}(无法|禁止|不能)(访问|打开)|(拦截|阻断)了?(您|你)的(访问|请求)|创宇盾|云防护拦截"
    r"|(您|你)的(访问|请求|ip).{0,20}(拦截|阻断|异常|威胁|频繁|限制|封禁)|(访问|请求|操作)(次数)?.{0,4}(过于|太过?|过)频繁"
    r"|仅(限|允许|支持)(中国)?(大陆|境内|国内)(地区|用户|ip)?.{0,4}访问|(您|你)所在的?(地区|区域|国家).{0,10}(不提供|不支持|不可|无法|不能|不允许|禁止|限制)"
    r"|检测到.{0,8}(异常|可疑|恶意)(的?(流量|访问|请求|行为))|web page blocked|\battack id\b"
    r"|正在(验证|检测|检查|校验)(您|你)?的?.{0,6}(浏览器|访问环境|运行环境|身份|访问请求)|网站防火墙|access denied|request (was )?(blocked|rejected)"
    r"|web application firewall|attention required|requested url was rejected|\b403\W{0,3}forbidden|该网站暂时无法(进行)?访问",
    re.IGNORECASE,
)
#: Said by a challenge, but also in articles: needs something to be challenged with beside it.
_CHALLENGE = expression(
    r"安全验证|滑动验证|人机验证|请完成.{0,6}验证|拖动.{0,4}滑块|按住滑块|验证码|waf|安全检查|浏览器安全检测"
    r"|checking your browser|verify (that )?you are (a )?human|just a moment",
    re.IGNORECASE,
)
_CHALLENGE_MEANS = expression(
    rb"<script|<form|<input|<button|<iframe|captcha|slider|nc_token|geetest|http-equiv=.?refresh|\bid=.?nc_",
    re.IGNORECASE,
)
#: What a page without words says in a box.
_ALERT = expression(r"\balert\s*\(\s*([\"'])(.{1,80}?)\1")
#: What stands at the head of a page.
_HEADINGS = expression(r"<(title|h[1-3])\b[^>]*>(.{1,80}?)</\1>", re.IGNORECASE | re.DOTALL)
_ARTICLE = expression(
    r"发布(时间|日期)|来源[：:]|浏览(次数|量)|20\d\d[-年./]\d{1,2}[-月./]\d{1,2}|ArticleTitle|PubDate",
    re.IGNORECASE,
)
_MOUNT_POINT = expression(rb"<div\b[^>]*\bid\s*=", re.IGNORECASE)
_SENDS_ON = expression(
    rb"""location(?:\.href)?\s*=\s*["'][^"']+["']|location\.(?:replace|assign)\(\s*["'][^"']+["']""",
    re.IGNORECASE,
)
#: Proves itself to be a browser: by a cookie it works out, or by asking for the same page once more.
_SETS_COOKIE = expression(
    rb"document\s*\.\s*cookie\s*=|document\[|set_?cookie\s*\(|location\s*\.\s*reload\s*\(", re.IGNORECASE
)
#: Names that only a firewall gives to what it asks for.
_NAMES = expression(
    rb"_incapsula_resource|security_verify_data|acw_sc__|__jsl_clearance|cdn-cgi/challenge", re.I
)

Headers = tuple[tuple[str, str], ...]


def classify(http_status: int, headers: Headers, body: bytes, method: str = "GET") -> FetchStatus:
    """The status of a final answer (no redirect).

    ``body`` is decompressed; its start is enough. For HEAD only the status and headers count.
    """
    if http_status in SAYS_NOTHING or _is_challenged(headers):
        return FetchStatus.BLOCKED
    if http_status == 206 and _is_part(_value(headers, "content-range")):
        return FetchStatus.BAD_RESPONSE  # what is missing may be all that matters
    if method != "HEAD" and _is_firewall_page(http_status, headers, body[:_LOOK_AT]):
        return FetchStatus.BLOCKED
    if http_status // 100 == 3 and _is_shown(http_status, headers, body):
        return FetchStatus.OK
    return _by_code(http_status)


def _is_shown(code: int, headers: Headers, body: bytes) -> bool:
    """True for a redirect to nowhere whose own page a browser shows (checked with Chromium): there is one, and there
    are not several places to go to."""
    places = {value.strip() for name, value in headers if name.lower() == "location"}
    return code != HTTPStatus.NOT_MODIFIED and len(places) < 2 and bool(body.strip())


def _by_code(code: int) -> FetchStatus:
    if code in (404, 410):
        return FetchStatus.NOT_FOUND
    if code == 408:
        return FetchStatus.TIMEOUT
    if 200 <= code < 300:
        return FetchStatus.OK
    if 400 <= code < 500:
        return FetchStatus.CLIENT_ERROR if code in _KNOWN else FetchStatus.BLOCKED
    if 500 <= code < 600:
        return FetchStatus.SERVER_ERROR
    return FetchStatus.BAD_RESPONSE  # a redirect to nowhere, or a code that means nothing


def _is_part(content_range: str) -> bool:
    if not content_range:
        return False
    whole = _WHOLE_RANGE.match(content_range)
    return whole is None or whole[2] is None or int(whole[1]) + 1 != int(whole[2])


def _is_challenged(headers: Headers) -> bool:
    return not _CHALLENGE_HEADERS.isdisjoint([name.lower() for name, _ in headers])


def _is_firewall_page(code: int, headers: Headers, body: bytes) -> bool:
    # Cheap first: nearly every page has more links than any firewall shows, and needs no parsing.
    if not body or _has_many_links(body) or not _may_be_page(headers):
        return False
    text = decode(body, _value(headers, "content-type")).text
    try:
        visible = _visible(text)
    except TooDeepError:
        return False  # no firewall writes such a page; whoever reads it will say so
    if _is_script_only(code, headers, body, visible):
        return True
    if len(visible) <= _SHORT_TEXT and _NAMES.search(body):
        return True
    if len(visible) > _LONG_TEXT or _ARTICLE.search(text):
        return False
    if len(visible) > _SHORT_TEXT:
        return any(_STOPPED.search(heading[2]) for heading in _HEADINGS.finditer(text))
    if len(visible) <= _HARDLY_ANY:
        visible += "".join(f" {box[2]}" for box in _ALERT.finditer(text))
    if _STOPPED.search(visible):
        return True
    return bool(_CHALLENGE.search(visible)) and (code >= 400 or bool(_CHALLENGE_MEANS.search(body)))


def _has_many_links(body: bytes) -> bool:
    """Reads no further than it must: nearly every page has them in its menu."""
    at = -1
    for _ in range(_MANY_LINKS + 1):
        at = body.find(b"<a ", at + 1)
        if at < 0:
            return False
    return True


def _value(headers: Headers, wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")


def _may_be_page(headers: Headers) -> bool:
    kind = _value(headers, "content-type").lower()
    return not kind or "html" in kind or "text/plain" in kind


def _is_script_only(code: int, headers: Headers, body: bytes, visible: str) -> bool:
    """A body that only runs a script to prove that we are a browser.

    A page that sends on to an address it names, or that has a place for an application to draw itself,
    is not one.
    """
    if len(visible) > _HARDLY_ANY or b"<script" not in body.lower() or _MOUNT_POINT.search(body):
        return False
    computes = bool(_SETS_COOKIE.search(body))
    if _SENDS_ON.search(body) and not computes:
        return False
    return computes or bool(_value(headers, "set-cookie")) or code == 202


def _visible(text: str) -> str:
    """The words a reader sees. Title included: challenges often say it only there. Raises TooDeepError."""
    tree = parsed(text)
    tree.strip_tags(["script", "style", "noscript", "template"])
    root = tree.root
    return " ".join(root.text(separator=" ").split()) if root is not None else ""
