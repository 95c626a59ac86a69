"""Makes a site as government sites are, of any size, with every dead target known.

Columns with paged lists and articles; pages in UTF-8 and GBK, some of these without saying so; redirects;
slow pages; two dead targets for a hundred pages, of every kind; and beside them what only looks dead.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from xuncha.benchmark import truth
from xuncha.benchmark.prose import Prose
from xuncha.benchmark.truth import HOST, OTHER_HOST, Truth

_PER_LIST = 20
_GBK_EVERY, _GBK_UNSAID_EVERY = 20, 140
_SLOW_EVERY, _MOVED_EVERY, _DEAD_EVERY = 260, 39, 49
_KINDS = ("page", "attachment", "image", "raw-name", "gone", "error", "moved-dead", "loop", "external")
_STYLE = "\n".join(
    f".box{n}{{float:left;width:{n * 3 + 40}px;margin:0 auto 1px;color:#33{n:02d}55}}" for n in range(90)
)
_PIXEL = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)


@dataclass(frozen=True, slots=True)
class _Article:
    number: int
    column: int
    title: str
    path: str


class SiteMaker:
    """Writes one site of about ``size`` pages below ``folder``; served at ``port``."""

    def __init__(self, folder: Path, size: int, port: int, seed: int = 20250625) -> None:
        self._root = folder / "www"
        self._folder = folder
        self._chance = random.Random(seed)
        self._prose = Prose(seed)
        self._truth = Truth(port)
        self._columns = max(4, min(60, size // 80))
        articles = int((size - 1 - self._columns) / (1 + 1 / _PER_LIST))
        self._articles = [self._article(number, articles) for number in range(articles)]
        self._by_column = [[a for a in self._articles if a.column == n] for n in range(self._columns)]

    def make(self) -> Truth:
        """Write every page and file, and the truth beside them."""
        for name in (
            "images/logo.gif",
            "images/banner.gif",
            "css/site.css",
            "附件/年度报告.pdf",
            "附件/申请表.doc",
        ):
            self._write(name, _PIXEL if name.endswith("gif") else b"x" * 2000)
        self._page("index.html", "云岭县人民政府", self._home(), "utf-8")
        for column in range(self._columns):
            self._lists(column)
        for article in self._articles:
            self._one_article(article)
        self._truth.alive += [self._url(quote("/附件/年度报告.pdf")), self._url(quote("/附件/申请表.doc"))]
        self._truth.save(self._folder)
        return self._truth

    def _article(self, number: int, total: int) -> _Article:
        column = number * self._columns // max(total, 1)
        slow = number % _SLOW_EVERY == 7
        folder = f"{truth.SLOW}/" if slow else f"col{column:02d}/"
        year, month, day = 2023 + number % 3, 1 + number % 12, 1 + number % 28
        name = f"t{year}{month:02d}{day:02d}_{100000 + number}.html"
        return _Article(number, column, self._prose.title(number), f"{folder}{name}")

    def _home(self) -> str:
        rows = [rows[0] for rows in self._by_column if rows]
        return f"<div class='news'><h2>要闻动态</h2><ul>{''.join(map(self._row, rows))}</ul></div>"

    def _lists(self, column: int) -> None:
        articles = self._by_column[column]
        count = max(1, -(-len(articles) // _PER_LIST))
        for page in range(count):
            rows = articles[page * _PER_LIST : (page + 1) * _PER_LIST]
            names = ["index.html", *(f"index_{n}.html" for n in range(1, count))]
            pager = "".join(f"<a href='{name}'>{n + 1}</a> " for n, name in enumerate(names[:12]))
            following = f"<a href='{names[page + 1]}'>下一页</a>" if page + 1 < count else ""
            body = f"<div class='list'><ul>{''.join(map(self._row, rows))}</ul><div class='page'>{pager}{following}</div></div>"
            self._page(f"col{column:02d}/{names[page]}", f"栏目{column + 1:02d}", body, "utf-8")

    def _row(self, article: _Article) -> str:
        date = article.path.rpartition("/t")[2]
        path = f"/{article.path}"
        if article.number % _MOVED_EVERY == 3:
            path = f"/{truth.MOVED}{path}"
        space = " \n" if article.number % 17 == 0 else ""
        return f"<li><a href='{space}{path}{space}'>{article.title}</a><span>{date[:4]}-{date[4:6]}-{date[6:8]}</span></li>\n"

    def _one_article(self, article: _Article) -> None:
        number = article.number
        length = int(self._chance.lognormvariate(8.15, 0.45))
        words = "".join(
            f"<p class='MsoNormal'>{text}</p>\n" for text in self._prose.paragraphs(min(length, 14_000))
        )
        date = article.path.rpartition("/t")[2]
        body = (
            f"<div class='crumb'><a href='/'>首页</a>&gt;<a href='../col{article.column:02d}/'>栏目{article.column + 1:02d}</a></div>"
            f"<h1>{article.title}</h1><div class='info'>发布时间：{date[:4]}-{date[4:6]}-{date[6:8]} 来源：县政府办公室</div>"
            f"<div class='TRS_Editor'>{words}{self._planted(number)}</div>{self._decoys(number)}{self._neighbours(article)}"
        )
        encoding = "gbk" if number % _GBK_EVERY == 9 else "utf-8"
        self._page(article.path, article.title, body, encoding, said=number % _GBK_UNSAID_EVERY != 9)

    def _neighbours(self, article: _Article) -> str:
        near = self._by_column[article.column]
        at = near.index(article) if len(near) < 50 else article.number % len(near)
        chosen = [near[(at + step) % len(near)] for step in range(1, 26)]
        rows = "".join(f"<li><a href='../{a.path}'>{a.title}</a></li>\n" for a in chosen if a is not article)
        return f"<div class='related'><h3>相关信息</h3><ul>{rows}</ul></div>"

    def _planted(self, number: int) -> str:
        """One dead target of the next kind on every so many articles."""
        if number % _DEAD_EVERY != 5:
            return ""
        kind = _KINDS[(number // _DEAD_EVERY) % len(_KINDS)]
        href = {
            "page": f"/col00/t20200101_{number}.html",
            "attachment": f"/files/{number}.doc",
            "image": f"/images/{number}.jpg",
            "raw-name": f"/附件/不存在{number}.pdf",
            "gone": f"/{truth.GONE}/{number}.html",
            "error": f"/{truth.BROKEN}/{number}.html",
            "moved-dead": f"/{truth.MOVED_DEAD}/{number}.html",
            "loop": f"/{truth.LOOP}/{number}.html",
            "external": f"http://{OTHER_HOST}:{self._truth.port}/dead/{number}.html",
        }[kind]
        target = href if kind == "external" else self._url(quote(href))
        self._truth.dead[target] = kind
        if kind == "image":
            return f"<p><img src='{href}' alt='图'></p>"
        return f"<p><a href='{href}'>附件{number}：有关材料</a></p>"

    def _decoys(self, number: int) -> str:
        """What careless programs take for links, or for dead ones."""
        other = f"http://{OTHER_HOST}:{self._truth.port}/live/{number % 40}.html"
        return (
            f"<!-- <a href='/old/{number}.html'>旧</a> --><script>var u='<a href=\"/script/{number}.html\">x</a>';</script>"
            f"<a href='mailto:a@b.cn'>信箱</a><a href='javascript:void(0)'>打印</a><a href='#top'>顶部</a>"
            f"<a href='/附件/年度报告.pdf'>年度报告</a><a href=' ../附件/申请表.doc '>申请表</a><a href='{other}'>友情链接</a>"
        )

    def _page(self, path: str, title: str, body: str, encoding: str, *, said: bool = True) -> None:
        nav = "".join(f"<li><a href='/col{n:02d}/'>栏目{n + 1:02d}</a></li>\n" for n in range(self._columns))
        foot = "".join(
            f"<a href='/col{n % self._columns:02d}/index.html' title='专题'>专题专栏{n + 1}</a>\n"
            for n in range(24)
        )
        charset = f"<meta charset='{encoding}'>" if said else ""
        html = (
            f"<!DOCTYPE html>\n<html lang='zh-CN'><head>{charset}<title>{title}</title><meta name='SiteName' content='云岭县人民政府'>"
            f"<link rel='stylesheet' href='/css/site.css'><style>{_STYLE}</style></head>\n<body><div class='top'>"
            f"<a href='/'><img src='/images/logo.gif' alt='云岭县人民政府'></a><ul class='nav'>{nav}</ul>"
            f"<img src='/images/banner.gif' alt='横幅'></div>\n<div class='main'>{body}</div>\n<div class='foot'>{foot}"
            f"<p>主办：云岭县人民政府办公室 网站标识码：5300000001 地址：云岭县人民路一号 电话：0870-1234567</p>{_PADDING}</div></body></html>"
        )
        data = html.encode(encoding)
        self._truth.bytes_of_html += len(data)
        self._write(path, data)
        self._truth.pages.append(self._url("/" + path.removesuffix("index.html")))

    def _write(self, path: str, data: bytes) -> None:
        file = self._root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def _url(self, path: str) -> str:
        return f"http://{HOST}:{self._truth.port}{path}"


#: Mark-up without a word in it, of which content systems leave much.
_PADDING = "\n".join(
    f"<div class='box{n}' id='slot-{n}' data-id='{n * 7919}' style='display:block;line-height:1.5'></div>"
    for n in range(105)
)
