"""Pages that are a picture, and pages that only have one."""

from __future__ import annotations

import pytest

from xuncha.text.pages.page import Page
from xuncha.text.pages.picture_page import is_picture_alone

HOME = "http://www.shiyan.gov.example/"
FOOT = "<p>主办：石堰县人民政府办公室 电话：0999-1234567</p><a href='https://beian.miit.gov.cn/'>某ICP备12345678号</a>"


def is_alone(body: str) -> bool:
    return is_picture_alone(
        Page(f"<html><title>石堰县人民政府</title><body>{body}</body></html>", HOME), HOME
    )


@pytest.mark.parametrize(
    "body",
    [
        "<img src='/a.jpg'>",
        f"<img src='/a.jpg' alt='欢迎'>{FOOT}",
        "<a href='/main/'><img src='/enter.jpg'></a>",
        "<div style='background: #fff url(/a.jpg) no-repeat; height: 900px'></div>",
        "<table background='/images/bg.jpg'><tr><td></td></tr></table>",
        "<video src='/a.mp4'></video>",
        "<object data='/a.swf'></object>",
    ],
)
def test_a_picture_and_hardly_anything_else(body: str) -> None:
    assert is_alone(body)


@pytest.mark.parametrize(
    "body",
    [
        "<img src='/a.jpg'><div class='nav'><a href='/zwgk/'>政务公开</a></div>",
        f"<img src='/a.jpg'><p>{'石堰县位于山区，人口三十万。' * 20}</p>",
        "<img src='/a.jpg'><form action='/write'><textarea name='content'></textarea></form>",
        "<p>石堰县人民政府欢迎您</p>",
        "<img src='/a.jpg'>" + "<a href='https://other.gov.example/x'>友情链接</a>" * 6,
    ],
)
def test_a_page_with_something_to_read(body: str) -> None:
    assert not is_alone(body)
