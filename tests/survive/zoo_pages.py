"""Towns whose pages are strange: encodings, scripts, dates, depth, bombs, traps, hostile words, hidden links."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from itertools import count

import brotli  # type: ignore[import-untyped]
import zstandard
from raw_server import Talk, answer
from small_sites import dated_article, html, listing, menu
from towns import COLUMNS, Town, healthy_pages, items_of, with_extra
from zoo import register_each, specimen

PREMIER = "时任国务院总理朱镕基到我县调研，喆、镕、堃等字均须准确。"


def _encoded(header: str, meta: str, encoding: str = "gbk") -> Callable[[Town], None]:
    """The whole town in GBK, declared as said."""

    def change(town: Town) -> None:
        town.pages["/gzdt/1.html"] = dated_article("总理调研侧记", "2025-06-20").replace(
            "为做好", PREMIER + "为做好"
        )
        for path, page in town.pages.items():
            if isinstance(page, str):
                text = page.replace("<meta charset='utf-8'>", meta)
                town.pages[path] = answer(body=text.encode(encoding), content_type=header)

    return change


register_each(
    {
        "15 gb2312 by header": _encoded("text/html; charset=gb2312", ""),
        "15 gb2312 by the page": _encoded(
            "text/html", "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>"
        ),
        "15 GBK undeclared": _encoded("text/html", ""),
        "15 a broken meta": _encoded(
            "text/html", "<meta httpequiv='Content-Type' content='text/html; charset=GBK'>"
        ),
        "15 GBK called UTF-8": _encoded("text/html; charset=utf-8", "<meta charset='utf-8'>"),
        "15 UTF-8 with a mark": _encoded("text/html; charset=gb2312", "", "utf-8-sig"),
    }
)


@specimen("15 frames of two charsets")
def mixed_frames(town: Town) -> None:
    """The column in UTF-8, its list in a frame in GBK."""
    inner = listing("通知公告", items_of("tzgg")).replace("<meta charset='utf-8'>", "")
    town.pages["/tzgg/list.html"] = answer(body=inner.encode("gbk"), content_type="text/html")
    town.pages["/tzgg/"] = html(
        "通知公告", f"{menu(COLUMNS)}<h2>通知公告</h2><iframe src='list.html'></iframe>"
    )


@specimen("16 Chinese in links")
def chinese_links(town: Town) -> None:
    page = with_extra("<a href='/公告.html?name=中文#顶'>公告</a><a href='/q?s=%C8A'>残缺</a>")
    body = page.replace("<meta charset='utf-8'>", "").encode("gbk")
    town.pages["/"] = answer(body=body, content_type="text/html; charset=gbk")
    article = dated_article("关于放假安排的公告", "2025-06-20")
    town.pages["/%E5%85%AC%E5%91%8A.html?name=%D6%D0%CE%C4"] = article
    town.pages["/q?s=%C8A"] = article


@specimen("17 lists filled by a script")
def scripted(town: Town) -> None:
    filled = (
        "<ul id='list'></ul><script>setTimeout(function(){var x=new XMLHttpRequest();x.open('GET','/api/list');"
        "x.onload=function(){document.getElementById('list').innerHTML=x.responseText};x.send()},2000)</script>"
    )
    for name, path in COLUMNS.items():
        town.pages[path] = html(name, f"{menu(COLUMNS)}<h2>{name}</h2>{filled}<div>石堰县人民政府主办</div>")


def _dated(rows: list[tuple[str, str]], folder: str, head: str = "", tail: str = "") -> str:
    items = "".join(
        f"<li><a href='/{folder}/{n}.html'>{title}</a><span>{day}</span></li>"
        for n, (title, day) in enumerate(rows, 1)
    )
    return html(folder, f"{head}{menu(COLUMNS)}<h2>栏目</h2><div class='list'><ul>{items}</ul></div>{tail}")


OLD = [(f"关于第{n}项往年事项的说明", f"2023-03-0{n}") for n in range(1, 5)]
FRESH = {
    "gzdt": "2025年06月18日10:05",
    "tzgg": "[06-18]",
    "gsgg": "二〇二五年六月十八日",
    "zcwj": "2025/6/18",
    "gfwj": "2025.06.18",
    "rsxx": "2025-06-18 09:30:12",
}


@specimen("18 every way to write a fresh day")
def fresh_dates(town: Town) -> None:
    for number, (folder, day) in enumerate(FRESH.items()):
        new = ("关于开展夏季防汛检查的通知", day)
        old = [(title, text.replace("2023", "2023")) for title, text in OLD]
        rows = [new, *reversed(old)] if number % 2 else [*old, new]  # newest first, newest last
        if folder == "tzgg":
            rows = [
                new,
                ("关于春节值班的通知", "[01-25]"),
                ("关于冬季供暖的通知", "[12-20]"),
                ("关于秋收的通知", "[10-08]"),
            ]
        town.pages[f"/{folder}/"] = _dated(rows, folder)
        for n, (title, text) in enumerate(rows, 1):
            whole = "2025-06-18" if title == new[0] else text if "[" not in text else "2024-12-20"
            town.pages[f"/{folder}/{n}.html"] = dated_article(title, whole)


@specimen("18 nothing fresh but clocks, feet and the future")
def no_fresh_date(town: Town) -> None:
    clock = "<div class='top'>今天是 2025年6月25日 星期三 电话 2025-0625 </div>"
    foot = "<div class='foot'>版权所有 2025 石堰县人民政府 备案 20250620 号 值班电话 0719-20250624</div>"
    for folder in FRESH:
        rows = [("关于来年工作安排的预告", "2026-12-01"), ("关于闰日的说明", "2024-2-30"), *reversed(OLD)]
        town.pages[f"/{folder}/"] = _dated(rows, folder, clock, foot)
        for n, (title, _) in enumerate(rows, 1):
            day = {1: "2026-12-01", 2: "2023-02-28"}.get(n, "2023-03-01")
            town.pages[f"/{folder}/{n}.html"] = dated_article(title, day)


def _in_columns(change: Callable[[str], str]) -> Callable[[Town], None]:
    """Every column's page rewritten."""

    def rewrite(town: Town) -> None:
        pages = healthy_pages()
        town.pages.update({path: change(str(pages[path])) for path in COLUMNS.values()})

    return rewrite


register_each(
    {
        "19 300 levels around the list": _in_columns(
            lambda page: page.replace("<body>", "<body>" + "<div>" * 300).replace(
                "</body>", "</div>" * 300 + "</body>"
            )
        ),
        "19 200,000 levels": _in_columns(lambda page: page.replace("<body>", "<body>" + "<div>" * 200_000)),
        "19 200,000 options": _in_columns(
            lambda page: page.replace("<body>", "<body><select>" + "<option>x" * 200_000 + "</select>")
        ),
        "19 a megabyte in one attribute, NUL, nothing closed": _in_columns(
            lambda page: (
                page.replace("<body>", f"<body><p title='{'x' * 1_000_000}'>\0<font><b>\0")
                .replace("</li>", "\0")
                .replace("</ul></div>", "")
            )
        ),
    }
)

_MEGABYTE = b"<p>" + b"0" * (1 << 20)


def packed_page(megabytes: int, coding: str) -> bytes:
    """A page of so many megabytes of nothing, packed."""
    if coding == "gzip":
        packed = gzip.compress(_MEGABYTE * megabytes, 6)
    elif coding == "br":
        packed = brotli.compress(_MEGABYTE * megabytes, quality=5)
    elif coding == "zstd":
        packed = zstandard.compress(_MEGABYTE * megabytes)
    elif coding == "gzip, gzip":
        packed = gzip.compress(gzip.compress(_MEGABYTE * megabytes, 6), 6)
    else:
        packed = _MEGABYTE * megabytes
    named = {"content_encoding": coding} if coding else {}
    return answer(body=packed, **named)


@specimen("20 a bomb in every column")
def bombs(town: Town) -> None:
    codings = ("gzip", "br", "zstd", "gzip, gzip", "", "gzip")
    for path, coding in zip(COLUMNS.values(), codings, strict=True):
        town.pages[path] = packed_page(60, coding)


_CALENDAR = "<h2>日程</h2><p>本月没有安排公开的日程，请用上面的链接选择其他月份查看日程安排。</p>"


@specimen("21 every trap at once")
def traps(town: Town) -> None:
    sessions = count()

    def talks(talk: Talk) -> None:
        path = talk.asked.path
        n = len(path)
        links = {
            f"第{n}期日程动态": f"/rili/?m={n}{next(sessions)}",
            "深层动态": "/a" * 3 + path.partition("?")[0][:200] + "/a/",
            "会话动态": f"/s/;jsessionid={next(sessions)}",
            "口令动态": f"/s2/?sid={next(sessions)}",
            "排序动态": f"{path.partition('#')[0]}{'&' if '?' in path else '?'}sort{n}=asc"[:1500],
            "锚点动态": "#top",
            "长址动态": "/l/" + "x" * 2100,
        }
        canonical = f"<link rel='canonical' href='/c/{next(sessions)}/'>"
        onward = f"<a href='/rili/?m={next(sessions)}'>下一页</a>"
        talk.send(answer(body=html("日程", menu(links) + _CALENDAR + onward, canonical).encode()))

    def only_there(talk: Talk) -> None:
        if talk.asked.path.startswith(("/rili/", "/a/", "/s/", "/s2/")):
            talks(talk)
        else:
            talk.send(answer("404 Not Found", b"none"))

    town.pages["*"] = only_there
    town.pages["/"] = with_extra(
        menu({"日程动态": "/rili/?m=1", "深层动态": "/a/a/a/", "会话动态": "/s/;jsessionid=0"})
    )


TURNED = "关于通知的附件\u202egpj.exe"
HOSTILE = '=HYPERLINK("http://127.0.0.1/","点此")'


@specimen("24 hostile words")
def hostile_words(town: Town) -> None:
    town.name = "=cmd|' /C calc'!A0"
    rows = [
        ("/gone/../../../../etc/x.html", "<script>fetch('/admin')</script>关于公示的通知"),
        ("/gone/1.html", HOSTILE),
        ("/gone/2.html", "@SUM(1+1)*cmd|' /C calc'!A0"),
        ("/gone/3.html", "\t-2+3+cmd|' /C calc'!A0"),
        ("/gone/4.html", TURNED),
        ("javascript:alert(1)", "+86 点此"),
        ("/gone/5.svg", "<svg onload=alert(1)>"),
    ]
    links = "".join(f"<a href='{url}'>{title.replace('<', '&lt;')}</a>" for url, title in rows)
    town.pages["/"] = with_extra(links)


def _cloaked(header: str, word: str) -> Callable[[Town], None]:
    """A betting page for those alone of whom this header names this word."""

    def change(town: Town) -> None:
        plain = town.pages["/"]
        assert isinstance(plain, str)
        links = "<a href='http://bet.example.net/'>百家乐在线投注</a><a href='http://bet2.example.net/'>彩票平台</a>"
        spam = plain.replace("石堰县人民政府", "澳门赌场 真人百家乐 彩票投注平台").replace(
            "</body>", f"{links}</body>"
        )

        def talks(talk: Talk) -> None:
            is_meant = word in talk.asked.headers.get(header, "").lower()
            talk.send(answer(body=(spam if is_meant else plain).encode()))

        town.pages["/"] = talks

    return change


CLOAKED = {
    "25 for visitors from search engines alone": _cloaked("referer", "baidu"),
    "25 for visitors from another search engine": _cloaked("referer", "so.com"),
    "25 for visitors from search engines abroad": _cloaked("referer", "google"),
    "25 for one crawler alone": _cloaked("user-agent", "googlebot"),
    "25 for another crawler alone": _cloaked("user-agent", "sogou"),
}
register_each(CLOAKED)


@specimen("25 hidden by custom")
def hidden_by_custom(town: Town) -> None:
    """Drop-down menus, a carousel, a skip link, a tab, a counter that changes: nothing to report."""
    changing = count(1)
    sub = "".join(f"<li><a href='/gzdt/{n}.html'>工作动态第{n}条</a></li>" for n in range(1, 5))
    body = (
        f"<a class='skip' style='position:absolute;left:-9999px' href='#main'>跳到正文</a>"
        f"<ul class='nav'><li>动态<ul style='display:none'>{sub}</ul></li></ul>"
        f"<div class='tab' style='display:none'><ul>{sub}</ul></div>"
        f"<div class='carousel'><div style='display:none'><a href='/gzdt/2.html'>图片</a></div></div>"
        f"<p style='font-size:0'></p>"
    )

    def talks(talk: Talk) -> None:
        talk.send(answer(body=with_extra(f"{body}<p>今日访问量：{next(changing)} 次</p>").encode()))

    town.pages["/"] = talks


@specimen("25 links out of sight")
def out_of_sight(town: Town) -> None:
    links = "".join(f"<a href='http://s{n}.example.net/'>澳门百家乐投注{n}</a>" for n in range(8))
    town.pages["/"] = with_extra(f"<div style='position:absolute;left:-5000px;top:0'>{links}</div>")


@specimen("25 names that only end alike")
def ends_alike(town: Town) -> None:
    """A host is judged at its dots: notbet… is no bet…"""
    town.pages["/"] = with_extra("<a href='http://alphabet365days.gov.example/'>字母表学习活动</a>")


@specimen("29 pages no machine expects")
def rubbish(town: Town) -> None:
    odd = [
        b"\xff\xfe\x00<\x00h\x00", b"<html>" + bytes(range(256)) * 40, b"<a href='http://[::1'>x</a>" * 300,
        b"<table><tr><td colspan=99999999999999999999 rowspan=-1><a href=//>" * 50, b"<!DOCTYPE" + b"[" * 5000,
        "<li><a href='/x'>关于\ud83d</a><span>0000-00-00 9999-99-99 二〇〇〇〇年</span></li>".encode("utf-8", "surrogatepass") * 30,
    ]  # fmt: skip
    for path, body in zip(COLUMNS.values(), odd, strict=True):
        town.pages[path] = answer(body=body)


@specimen("26 numbers that are and are not personal")
def personal(town: Town) -> None:
    right = with_check("32010619800101123")
    wrong = f"身份证号：{right[:-1]}{(int(right[-1].replace('X', '0')) + 1) % 10}"
    masked = "身份证号：3201**********1234"
    longer = "统一编号 9932010619800101123499887766"
    town.pages["/gzdt/1.html"] = dated_article("低保名单公示", "2025-06-20").replace(
        "为做好", f"{wrong}；{masked}；{longer}。为做好"
    )


@specimen("26 a number in full")
def leaked(town: Town) -> None:
    town.pages["/gzdt/1.html"] = dated_article("低保名单公示", "2025-06-20").replace(
        "为做好", f"张某某，身份证号：{with_check('32010619800101123')}。为做好"
    )


def with_check(seventeen: str) -> str:
    """An identity number completed by its MOD 11-2 check character."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


@specimen("27 a count and a clock in the title")
def counting(town: Town) -> None:
    clock = count(1)

    def talks(talk: Talk) -> None:
        n = next(clock)
        talk.send(
            answer(
                body=with_extra(f"<a href='/gone.html'>待办事项（{n}）10:0{n % 10}</a>")
                .replace("<title>", f"<title>({n}) ")
                .encode()
            )
        )

    town.pages["/"] = talks
