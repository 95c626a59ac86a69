"""Where each style keeps its columns, articles and documents, in the manner of its content system."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from enum import StrEnum

from xuncha.demo.model import Article, DemoColumn


class Linking(StrEnum):
    """How a style writes the links to its own pages."""

    ROOT = "root"  # /folder/page.html
    RELATIVE = "relative"  # ../folder/page.html
    ABSOLUTE = "absolute"  # http://host/folder/page.html


@dataclass(frozen=True, slots=True)
class Addresses:
    """Patterns of one style. Fields: slug, num (column), n (article), y m d ym ymd, page (from 2, or 1)."""

    home: str
    column: str
    further: str  # pages of a list after the first
    article: str
    site_map: str
    linking: Linking = Linking.ROOT
    first_further: int = 2

    def column_path(self, column: DemoColumn, page: int = 1) -> str:
        """Path of page ``page`` (from 1) of a column."""
        names = {"slug": column.spec.slug, "num": column.number}
        if page == 1:
            return self.column.format(**names)
        return self.further.format(page=page - 2 + self.first_further, **names)

    def article_path(self, column: DemoColumn, article: Article) -> str:
        """Path of an article."""
        at = article.published
        return self.article.format(
            slug=column.spec.slug,
            num=column.number,
            n=article.number,
            y=at.year,
            m=at.month,
            d=at.day,
            ym=f"{at:%Y%m}",
            ymd=f"{at:%Y%m%d}",
        )

    def attachment_path(self, column: DemoColumn, article: Article) -> str:
        """Path of an article's document, in the article's own folder."""
        folder = posixpath.dirname(self.article_path(column, article).partition("?")[0])
        return posixpath.join(folder, article.attachment)

    def link(self, host: str, from_path: str, to_path: str) -> str:
        """What stands in href for ``to_path`` on the page ``from_path`` of ``host``."""
        if self.linking is Linking.ABSOLUTE:
            return f"http://{host}{to_path}"
        if self.linking is Linking.ROOT:
            return to_path
        path, mark, query = to_path.partition("?")
        folder = posixpath.dirname(from_path.partition("?")[0])
        relative = posixpath.relpath(path, folder)
        if path.endswith("/"):
            relative += "/"
        return f"{relative}{mark}{query}" if relative.startswith(".") else f"./{relative}{mark}{query}"


RIBBON = Addresses(
    home="/",
    column="/{slug}/",
    further="/{slug}/index_{page}.html",
    article="/{slug}/{ym}/t{ymd}_{n}.html",
    site_map="/wzdt/index.html",
    linking=Linking.RELATIVE,
    first_further=1,
)
LEDGER = Addresses(
    home="/index.html",
    column="/col/col{num}/index.html",
    further="/col/col{num}/index.html?pageNum={page}",
    article="/art/{y}/{m}/{d}/art_{num}_{n}.html",
    site_map="/col/col900/index.html",
)
CARDS = Addresses(
    home="/",
    column="/channels/{slug}.html",
    further="/channels/{slug}_{page}.html",
    article="/contents/{num}/{n}.html",
    site_map="/channels/wzdt.html",
    linking=Linking.ABSOLUTE,
)
DEFLIST = Addresses(
    home="/index.shtml",
    column="/{slug}/list.shtml",
    further="/{slug}/list_{page}.shtml",
    article="/content/{y}/{m:02d}/{d:02d}/{n}.shtml",
    site_map="/wzdt.shtml",
)
BRACKET = Addresses(
    home="/",
    column="/html/{slug}/index.html",
    further="/html/{slug}/list_{page}.html",
    article="/html/{slug}/{n}.html",
    site_map="/html/wzdt.html",
)
CALENDAR = Addresses(
    home="/",
    column="/xwzx/{slug}/list.html",
    further="/xwzx/{slug}/list.html?page={page}",
    article="/xwzx/{slug}/content_{n}.html",
    site_map="/xwzx/wzdt.html",
)
TOOLTIP = Addresses(
    home="/",
    column="/site/{slug}/",
    further="/site/{slug}/?page={page}",
    article="/site/{slug}/{ym}/{n}.html",
    site_map="/site/wzdt/",
)
UNDATED = Addresses(
    home="/",
    column="/ywdt/{slug}/index.html",
    further="/ywdt/{slug}/index_{page}.html",
    article="/ywdt/{slug}/post_{n}.html",
    site_map="/ywdt/wzdt.html",
)
OLDGBK = Addresses(
    home="/index.asp",
    column="/list.asp?classid={num}",
    further="/list.asp?classid={num}&page={page}",
    article="/show.asp?id={n}",
    site_map="/map.asp",
    linking=Linking.RELATIVE,
)
LEFTJSP = Addresses(
    home="/index.jsp",
    column="/list.jsp?urltype=tree.TreeTempUrl&wbtreeid={num}",
    further="/list.jsp?PAGENUM={page}&urltype=tree.TreeTempUrl&wbtreeid={num}",
    article="/info/{num}/{n}.htm",
    site_map="/wzdt.jsp",
    linking=Linking.RELATIVE,
)
PORTAL = Addresses(
    home="/",
    column="/zwgk/{slug}/index.html",
    further="/zwgk/{slug}/index_{page}.html",
    article="/zwgk/{slug}/{ymd}/{n}.html",
    site_map="/wzdt.html",
)
