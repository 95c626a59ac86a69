"""From a site's plan to every page it serves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from random import Random

from xuncha.demo.articles import PER_PAGE
from xuncha.demo.files_served import HTML, JSON, PDF, SVG, error_page, pdf_document, svg_picture
from xuncha.demo.model import ASOF, Article, Body, DemoColumn, DemoSite, HomeKind, Page
from xuncha.demo.templates.article import article_body, article_meta, guide_address, guide_table
from xuncha.demo.templates.column import column_content, column_meta, pager
from xuncha.demo.templates.home import Picture, Section, entrance_body, home_body
from xuncha.demo.templates.letters import board_data
from xuncha.demo.templates.rows import Item
from xuncha.demo.templates.shells import Frame, NavLink, site_meta
from xuncha.demo.templates.styles import STYLES, Style
from xuncha.facts.targets import ColumnKind

Answer = tuple[str, Page]

#: Items of a section of the home page, and pictures a site has.
HOME_ITEMS, _PICTURES = 5, 3
#: Navigation headings of grouped styles and the kinds below each.
_GROUPS: tuple[tuple[str, frozenset[ColumnKind]], ...] = (
    ("新闻中心", frozenset({ColumnKind.NEWS, ColumnKind.PICTURE_NEWS})),
    (
        "政务公开",
        frozenset({ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.SHOULD_UPDATE, ColumnKind.STATIC}),
    ),
    ("服务互动", frozenset({ColumnKind.GUIDE, ColumnKind.CONSULTATION})),
)


class SiteRenderer:
    """Writes the pages of one site. ``friends``: names and addresses of other sites of the province."""

    def __init__(self, site: DemoSite, friends: Sequence[NavLink]) -> None:
        self._site = site
        self._style: Style = STYLES[site.style]
        self._friends = friends
        self._by_slug = {column.spec.slug: column for column in site.columns}

    def pages(self) -> dict[str, Page]:
        """Every address of the site, the query sorted, with what it answers."""
        found: dict[str, Page] = {}
        for path, page in self._all():
            if path in found:
                raise ValueError(f"two pages of {self._site.host} at {path}")
            found[path] = page
        return found

    def _all(self) -> Iterator[Answer]:
        yield from self._home()
        for column in self._site.columns:
            yield from self._column(column)
            for article in column.articles:
                yield from self._article(column, article)
        yield self._site_map()
        for number in range(1, _PICTURES + 1):
            yield f"/images/tu{number}.svg", Page(200, SVG, svg_picture(self._site.site.site_code, number))
        for link in self._site.odd_links:
            if link.status is not None and link.status != 404 and link.href.startswith("/"):
                yield link.href, self._odd_page(link.text, link.status, link.head)

    # Home page and site map

    def _home(self) -> Iterator[Answer]:
        path = self._style.addresses.home
        if path != "/":
            yield "/", Page(302, HTML, b"", location=path)
        if self._site.home is HomeKind.ENTRANCE:
            body = entrance_body(self._nav_links(path, self._top_columns()))
        else:
            body = self._home_body(path)
        delay = 0.3 if self._site.plot == "w201_slow_but_open" else 0.0
        yield path, self._page(path, self._site.site.name, "", body, delay=delay)

    def _home_body(self, path: str) -> str:
        shown = [
            c
            for c in self._top_columns()
            if c.articles and c.spec.kind in (ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY)
        ]
        sections = [
            Section(
                c.spec.name, self._to_column(path, c), self._items(path, c, _newest_first(c)[:HOME_ITEMS])
            )
            for c in shown
        ]
        picture_news = self._by_slug["tpxw"]
        pictures = [
            Picture(a.title, self._to_article(path, picture_news, a), self._link(path, f"/images/tu{n}.svg"))
            for n, a in enumerate(_newest_first(picture_news)[:_PICTURES], start=1)
        ]
        topics = [c for c in self._site.columns if c.spec.special]
        heading = NavLink(picture_news.spec.name, self._to_column(path, picture_news))
        return home_body(
            self._style, sections, (heading, pictures), self._nav_links(path, topics), self._site.odd_links
        )

    def _site_map(self) -> Answer:
        path = self._style.addresses.site_map
        links = "".join(
            f'<p><a href="{escape(link.href)}">{escape(link.name)}</a></p>'
            for link in self._nav_links(path, self._top_columns())
        )
        return path, self._page(path, "网站地图", "", f'<div class="main">{links}</div>')

    # Columns and articles

    def _column(self, column: DemoColumn) -> Iterator[Answer]:
        addresses = self._style.addresses
        spec = column.spec
        if spec.status != 200:
            yield _sorted_query(addresses.column_path(column)), error_page(spec.status)
            return
        if spec.body is Body.SCRIPT:
            yield from self._by_script(column)
        if spec.body is Body.DATA:
            items = self._items(addresses.column_path(column), column, column.articles)
            yield self._api(column), Page(200, JSON, board_data(items))
        count = 1 if spec.body is Body.DATA else max(1, -(-len(column.articles) // PER_PAGE))
        paths = [addresses.column_path(column, number) for number in range(1, count + 1)]
        for number, path in enumerate(paths, start=1):
            shown = column.articles[(number - 1) * PER_PAGE : number * PER_PAGE]
            content = column_content(
                self._style,
                column,
                self._items(path, column, shown),
                self._site.site.sponsor,
                self._api(column),
            )
            links = pager(self._style, [self._link(path, other) for other in paths], number)
            inner = f'{self._crumbs(path, column)}<h2 class="lmname">{escape(spec.name)}</h2>{content}{links}'
            meta = column_meta(self._style, column)
            title = f"{spec.name} - {self._site.site.name}"
            yield _sorted_query(path), self._page(path, title, meta, self._beside(path, column, inner))

    def _article(self, column: DemoColumn, article: Article) -> Iterator[Answer]:
        addresses = self._style.addresses
        path = addresses.article_path(column, article)
        document = addresses.attachment_path(column, article) if article.attachment else ""
        if document and article.attachment_status == 200:
            yield document, Page(200, PDF, pdf_document(f"No. {article.number}"))
        if article.status != 200:
            yield _sorted_query(path), error_page(article.status)
            return
        if article.scripted:
            yield guide_address(article), Page(200, HTML, guide_table(article).encode())
        is_picture = column.spec.kind is ColumnKind.PICTURE_NEWS
        picture = self._link(path, f"/images/tu{article.number % _PICTURES + 1}.svg") if is_picture else ""
        link = self._link(path, document) if document else ""
        body = self._crumbs(path, column) + article_body(self._style, column, article, link, picture)
        meta = article_meta(self._style, article)
        title = f"{article.title} - {self._site.site.name}"
        delay = 0.3 if article.number % 600 == 0 else 0.0
        yield (
            _sorted_query(path),
            self._page(path, title, meta, f'<div class="main">{body}</div>', delay=delay),
        )

    def _items(self, path: str, column: DemoColumn, articles: Sequence[Article]) -> list[Item]:
        return [
            Item(
                a.title,
                self._to_article(path, column, a),
                a.published,
                "" if a.fields else a.paragraphs[0][:40],
                a.pinned,
                a.answered,
            )
            for a in articles
        ]

    def _beside(self, path: str, column: DemoColumn, inner: str) -> str:
        if self._style.side == "menu":
            menu = self._nav_links(path, self._menu_of(column))
            links = "".join(f'<a href="{escape(link.href)}">{escape(link.name)}</a>' for link in menu)
            return f'<div class="main two"><div class="left-menu">{links}</div><div class="right">{inner}</div></div>'
        if self._style.side == "hot":
            hot = self._by_slug["gzdt"]
            items = self._items(path, hot, _newest_first(hot)[:3])
            links = "".join(f"<li>{item.link}</li>" for item in items)
            inner += f'<div class="hot"><h3>热点推荐</h3><ul>{links}</ul></div>'
        return f'<div class="main">{inner}</div>'

    def _menu_of(self, column: DemoColumn) -> list[DemoColumn]:
        """The column's sub-columns or fellows; without any, the first-level columns."""
        head = column.spec.parent or column.spec.slug
        below = [c for c in self._site.columns if c.spec.parent == head]
        return [self._by_slug[head], *below] if below else self._top_columns()

    def _crumbs(self, path: str, column: DemoColumn) -> str:
        home = self._link(path, self._style.addresses.home)
        steps = [f'<a href="{home}">首页</a>']
        if column.spec.special:
            steps.append("专题专栏")
        if column.spec.parent:
            parent = self._by_slug[column.spec.parent]
            steps.append(f'<a href="{escape(self._to_column(path, parent))}">{escape(parent.spec.name)}</a>')
        steps.append(f'<a href="{escape(self._to_column(path, column))}">{escape(column.spec.name)}</a>')
        return f'<div class="position">当前位置：{" &gt; ".join(steps)}</div>'

    # The rest

    def _api(self, column: DemoColumn) -> str:
        return f"/api/{column.spec.slug}.json"

    def _by_script(self, column: DemoColumn) -> Iterator[Answer]:
        """What the script of a column is given, a second after it asks, and the page that its one item leads to."""
        title, day, path = "政务公开工作满意度调查", f"{ASOF:%Y-%m-%d}", f"/{column.spec.slug}/wenjuan.html"
        rows = json.dumps({"rows": [{"title": title, "url": path, "date": day}]}, ensure_ascii=False)
        yield self._api(column), Page(200, JSON, rows.encode(), delay=1.0)
        text = (
            f"<h1>{title}</h1><p>发布时间：{day}</p><p>请根据您的实际感受选择，调查结果将在本栏目公布。</p>"
        )
        yield path, self._page(path, title, "", f'<div class="main">{text}</div>')

    def _odd_page(self, text: str, status: int, head: int | None) -> Page:
        if status != 200:
            return error_page(status)
        form = '<form action="#"><input name="q"><button>检索</button></form>'
        page = self._page("/", text, "", f'<div class="main"><h2>{escape(text)}</h2>{form}</div>')
        return Page(page.status, page.content_type, page.body, head=head)

    def _top_columns(self) -> list[DemoColumn]:
        return [c for c in self._site.columns if not c.spec.parent and not c.spec.special]

    def _nav_links(self, path: str, columns: Sequence[DemoColumn]) -> list[NavLink]:
        return [NavLink(c.spec.name, self._to_column(path, c)) for c in columns]

    def _groups(self, path: str) -> list[tuple[str, Sequence[NavLink]]]:
        columns = self._top_columns()
        if not self._style.grouped:
            return [("", self._nav_links(path, columns))]
        return [
            (heading, self._nav_links(path, [c for c in columns if c.spec.kind in kinds]))
            for heading, kinds in _GROUPS
        ]

    def _link(self, path: str, target: str) -> str:
        return self._style.addresses.link(self._site.host, path, target)

    def _to_column(self, path: str, column: DemoColumn) -> str:
        return self._link(path, self._style.addresses.column_path(column))

    def _to_article(self, path: str, column: DemoColumn, article: Article) -> str:
        return self._link(path, self._style.addresses.article_path(column, article))

    def _page(self, path: str, title: str, meta: str, body: str, *, delay: float = 0.0) -> Page:
        style, site = self._style, self._site.site
        frame = Frame(
            site_name=site.name,
            site_code=site.site_code,
            host=self._site.host,
            sponsor=site.sponsor,
            licence=f"云ICP备{site.site_code[2:]}号-1",
            color=style.color,
            css=style.css,
            charset=style.charset,
            home_href=self._link(path, style.addresses.home),
            site_map_href=self._link(path, style.addresses.site_map),
            groups=self._groups(path),
            friends=self._friends,
        )
        html = style.frame(frame, title, site_meta(frame) + meta, body)
        kind = f"text/html; charset={style.charset}" if style.header_charset else HTML
        return Page(200, kind, html.encode(style.encoding), delay=delay)


def _newest_first(column: DemoColumn) -> list[Article]:
    return sorted(column.articles, key=lambda article: article.published, reverse=True)


def _sorted_query(path: str) -> str:
    bare, mark, query = path.partition("?")
    return f"{bare}{mark}{'&'.join(sorted(query.split('&')))}" if mark else path


def friends_of(site: DemoSite, sites: Sequence[DemoSite]) -> list[NavLink]:
    """Three other sites of the province, chosen by the site's code."""
    others = [other for other in sites if other is not site]
    chosen = Random(f"friends of {site.site.site_code}").sample(others, 3)
    return [NavLink(other.site.name, f"http://{other.host}/") for other in chosen]
