"""Pictures: Chinese letters in them, huge pages cut and labelled, what is missing said in the picture itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from fault_server import answer
from shown_pages import HOME

pytest.importorskip("PIL", reason="extra browser is not installed")

from PIL import Image, ImageFont

from xuncha.gather.browser import picture
from xuncha.gather.browser.picture import Caption, captioned
from xuncha.gather.evidence.read import read_record

TOP = "body{margin:0} div{position:absolute;left:0;top:0;width:80px;height:80px;font:64px/80px sans-serif}"
AT = datetime(2025, 6, 25, 2, 0, tzinfo=UTC)


async def shot(renderer: Any, keep: Any, url: str = HOME) -> tuple[Image.Image, Any]:
    rendered = await renderer.render(url, keep, patience_s=1)
    assert rendered.picture is not None, rendered
    stored = read_record(keep.recorder._file.final.parent, rendered.picture)
    return Image.open(io.BytesIO(stored.body)), rendered


def glyph(picture: Image.Image, column: int) -> bytes:
    """The pixels of the character in one of two boxes at the top of the page, below the margin."""
    top = picture.height - 900
    return picture.crop((100 * column, top, 100 * column + 80, top + 80)).tobytes()


async def test_chinese_characters_are_no_boxes(showing: Callable[..., Any], keep: Any) -> None:
    body = f"<style>{TOP} div+div{{left:100px}}</style><div>巡</div><div>查</div>"
    async with showing({"/": body, "/same": body.replace("查", "巡")}) as (renderer, _):
        picture, rendered = await shot(renderer, keep)
        same, _ = await shot(renderer, keep, HOME + "same")
    assert rendered.remark == ""
    assert glyph(picture, 0) != glyph(picture, 1)
    assert glyph(same, 0) == glyph(same, 1) == glyph(picture, 0)
    assert len(set(glyph(picture, 0))) > 10


async def test_a_machine_without_chinese_fonts_says_so_once_and_in_every_picture(
    showing: Callable[..., Any], keep: Any, tmp_path: Path
) -> None:
    fonts = tmp_path / "latin"
    fonts.mkdir()
    (fonts / "latin.ttf").write_bytes(ImageFont.load_default(20).font_bytes)
    bare = tmp_path / "bare.conf"
    bare.write_text(
        f"<?xml version='1.0'?><fontconfig><dir>{fonts}</dir><cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    said: list[str] = []
    body = f"<style>{TOP} div+div{{left:100px}}</style><div>巡</div><div>查</div>"
    async with showing({"/": body}, fontconfig=bare, say=said.append, pages_per_browser=1) as (renderer, _):
        for _ in range(2):
            picture, rendered = await shot(renderer, keep)
            assert "中文字体" in rendered.remark
            assert "中文字体" in str(picture.text["Warning"])
            assert glyph(picture, 0) == glyph(picture, 1)
    assert len(said) == 1


async def test_a_page_of_sixty_thousand_pixels_is_cut_and_says_so(
    showing: Callable[..., Any], keep: Any
) -> None:
    async with showing(
        {"/": "<div style='height:60000px;background:linear-gradient(red,blue)'>长页</div>"}
    ) as (renderer, _):
        picture, rendered = await shot(renderer, keep)
    assert 8000 < picture.height < 8400
    assert "60" in rendered.remark
    assert "8000" in rendered.remark
    assert "截" in str(picture.text["Warning"])
    assert str(picture.text["Source"]) == HOME
    assert picture.getpixel((5, picture.height - 5)) == (242, 242, 242)  # the margin below, not the page


async def test_pictures_that_never_come_are_counted(showing: Callable[..., Any], keep: Any) -> None:
    import asyncio

    async def silent(*_: Any) -> None:
        await asyncio.sleep(300)

    body = "<p>新闻</p><img src='/a.png' width=90 height=90><img src='/b.png' width=90 height=90>"
    async with showing({"/": body, "/a.png": silent, "/b.png": answer("404 Not Found")}, images_s=6.0) as (
        renderer,
        _,
    ):
        _, rendered = await shot(renderer, keep)
    assert "1 幅图片没有载入" in rendered.remark


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<div style='width:5000px'>宽表</div>", "页面全宽 50"),
        (
            "<style>html,body{height:100%;overflow:hidden;margin:0}</style><div style='height:100%;overflow:auto'>"
            "<div style='height:60000px'>长页</div></div>",
            "全高 60000 像素，图中只见一部分",
        ),
        (
            "<p>新闻</p><div style='height:6000px'></div><img loading=lazy src='/a.png' width=90 height=90>",
            "1 幅图片要滚动到才载入",
        ),
    ],
    ids=["wide", "inner scroll", "lazy"],
)
async def test_whatever_a_picture_leaves_out_is_said(
    showing: Callable[..., Any], keep: Any, body: str, said: str
) -> None:
    async with showing({"/": body}) as (renderer, _):
        picture, rendered = await shot(renderer, keep)
    assert said in rendered.remark
    assert said in str(picture.text["Warning"])


@pytest.mark.parametrize(
    "body",
    [
        "<p>新闻</p>",
        "<p>新闻</p><div style='height:3000px'></div><div style='height:200px;overflow:auto'><p style='height:900px'></div>",
        "<script>for (let i = 0; i < 9; i++) alert('请安装控件')</script><p>新闻</p>",
        "<script>onscroll = () => { document.body.insertAdjacentHTML('beforeend', '<p>更多</p>') }</script><p>新闻</p>",
        "<style>*{transition:all 99s;animation:a 1s infinite}@keyframes a{to{opacity:0}}</style><p>新闻</p>",
        "<style>@font-face{font-family:f;src:url(/never.woff2)}p{font-family:f}</style><p>新闻</p>",
    ],
    ids=["short", "small scroll", "alerts", "grows", "moves", "font that is not there"],
)
async def test_a_whole_picture_says_nothing_is_missing(
    showing: Callable[..., Any], keep: Any, body: str
) -> None:
    async with showing({"/": body}) as (renderer, _):
        _, rendered = await shot(renderer, keep)
    assert rendered.remark == ""


class TestCaption:
    def whole(self, **changes: Any) -> Image.Image:
        given: dict[str, Any] = {"url": HOME, "at": AT, "cut_at": 100, "full_height": 100}
        plain = io.BytesIO()
        Image.new("RGB", (600, 100), "white").save(plain, "PNG")
        return Image.open(io.BytesIO(captioned(plain.getvalue(), Caption(**{**given, **changes}))))

    def test_a_whole_picture_has_a_margin_above_only(self) -> None:
        picture = self.whole()
        assert picture.text["Creation Time"] == "2025-06-25T10:00:00+08:00"
        assert "Warning" not in picture.text
        assert picture.getpixel((5, picture.height - 5)) == (255, 255, 255)

    def test_a_cut_picture_has_one_below_too(self) -> None:
        assert self.whole(full_height=101).height > self.whole(remarks=("页面全高",)).height

    def test_a_long_address_is_wrapped_and_bounded(self) -> None:
        assert self.whole(url=HOME + "长" * 4000).height < 400

    def test_a_picture_too_large_for_memory_is_refused(self) -> None:
        huge = io.BytesIO()
        Image.new("1", (8000, 8000)).save(huge, "PNG")
        with pytest.raises(ValueError, match="too large"):
            captioned(huge.getvalue(), Caption(HOME, AT, 1, 1))

    def test_pictures_are_put_together_one_after_the_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A tall page takes a hundred megabytes meanwhile, and several are shown at once."""
        at_work, most = 0, 0
        put_together = picture._put_together

        def counted(shot: Image.Image, caption: Caption) -> bytes:
            nonlocal at_work, most
            at_work += 1
            most = max(most, at_work)
            sleep(0.05)
            made = put_together(shot, caption)
            at_work -= 1
            return made

        monkeypatch.setattr(picture, "_put_together", counted)
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(lambda _: self.whole(), range(3)))
        assert most == 1
