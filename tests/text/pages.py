"""Short ways to write down pages of a made-up county site."""

from __future__ import annotations

from datetime import datetime

from xuncha.facts.seen import BEIJING
from xuncha.text.pages.page import Page

ASOF = datetime(2025, 6, 25, 10, tzinfo=BEIJING)
HOME = "http://www.qinghe.gov.example/"
COLUMN = HOME + "zwdt/"
HEAD = (
    '<div class="header"><a href="/">首页</a><div class="nav"><a href="/zwdt/">政务动态</a>'
    '<a href="/tzgg/">通知公告</a></div></div>'
    '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwdt/">政务动态</a></div>'
)
FOOT = (
    '<div class="footer">主办：清河县人民政府办公室 网站标识码4400000001 '
    '<a href="http://beian.miit.example/">粤ICP备12345678号</a></div>'
)


def page(body: str, url: str = COLUMN, *, title: str = "政务动态", head: str = "") -> Page:
    """A page with this body."""
    return Page(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>", url)


def framed(body: str, url: str = COLUMN) -> Page:
    """A page with this body between the site's head and foot."""
    return page(HEAD + body + FOOT, url)
