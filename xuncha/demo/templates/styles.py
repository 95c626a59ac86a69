"""The eleven looks: addresses, list, frame, article line and tags of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from xuncha.demo.templates import addresses, letters, rows, shells
from xuncha.demo.templates.addresses import Addresses

FrameWriter = Callable[[shells.Frame, str, str, str], str]


@dataclass(frozen=True, slots=True)
class Style:
    """One look. ``charset`` is what the pages declare, ``encoding`` how they are written.

    ``article_line`` is a pattern over ``at`` (a datetime) and ``source``. ``declares``: which tags the
    pages carry: ``column`` (ColumnName, ColumnType), ``article`` (ArticleTitle, PubDate, ContentSource),
    ``json_ld``. ``side``: ``menu`` for a left menu on column pages, ``hot`` for a block 热点推荐.
    ``header_charset``: whether the Content-Type header names the charset as well.
    """

    frame: FrameWriter
    addresses: Addresses
    rows: rows.ListWriter
    article_line: str
    color: str
    css: str
    charset: str = "utf-8"
    encoding: str = "utf-8"
    declares: frozenset[str] = frozenset()
    side: str = ""
    grouped: bool = False
    scripted_pager: bool = False
    header_charset: bool = True
    board: letters.BoardWriter = letters.row_board

    def line(self, at: datetime, source: str) -> str:
        """The line below an article's title."""
        return self.article_line.format(at=at, year=at.year, month=at.month, day=at.day, source=source)


_ALL_TAGS = frozenset({"column", "article"})

STYLES: dict[str, Style] = {
    "ribbon": Style(
        shells.classic,
        addresses.RIBBON,
        rows.span_rows,
        "发布时间：{at:%Y-%m-%d %H:%M}　来源：{source}　【字体：大 中 小】",
        "#b3282d",
        ".list li{border-bottom:1px dotted #ccc;padding:5px 0}.list span{float:right;color:#999}.list .top{color:#c00;margin-right:6px}",
        declares=_ALL_TAGS,
        scripted_pager=True,
    ),
    "ledger": Style(
        shells.classic,
        addresses.LEDGER,
        rows.table_rows,
        "发布日期：{at:%Y-%m-%d}　信息来源：{source}　浏览次数：128",
        "#1f5fa8",
        ".tb{border-collapse:collapse}.tb td{border-bottom:1px solid #e3e8ef;padding:6px}.tb .rq{color:#888;text-align:right}",
        board=letters.table_board,
    ),
    "cards": Style(
        shells.modern,
        addresses.CARDS,
        rows.card_rows,
        "<span>{at:%Y-%m-%d %H:%M}</span>　<span>来源：{source}</span>",
        "#0b7a75",
        ".card{border:1px solid #dfe7e6;border-radius:6px;padding:10px 16px;margin:10px 0}.card h3{margin:0;font-size:16px}.card p{color:#777;margin:4px 0}.card .info{font-size:12px;color:#aaa}.card i{color:#c00}",
        declares=_ALL_TAGS,
        side="hot",
        board=letters.block_board,
    ),
    "deflist": Style(
        shells.classic,
        addresses.DEFLIST,
        rows.definition_rows,
        "时间：{at:%Y年%m月%d日}　来源：{source}",
        "#4a6b2a",
        ".dlist{display:grid;grid-template-columns:1fr 150px}.dlist dt,.dlist dd{margin:0;padding:5px 0;border-bottom:1px solid #eee}.dlist dd{text-align:right;color:#999}",
        declares=frozenset({"column"}),
        board=letters.block_board,
    ),
    "bracket": Style(
        shells.modern,
        addresses.BRACKET,
        rows.bracket_rows,
        "发布时间：{at:%Y-%m-%d}　　来源：{source}",
        "#7b3f98",
        ".infolist li{padding:4px 0}.infolist .time{color:#a58;margin-right:10px}",
    ),
    "calendar": Style(
        shells.modern,
        addresses.CALENDAR,
        rows.calendar_rows,
        "日期：{at:%Y-%m-%d %H:%M}　来源：{source}",
        "#c2571a",
        ".cal{display:flex;gap:14px;padding:8px 0}.rl{width:66px;background:#f7ece4;text-align:center}.rl b{display:block;font-size:26px}.rl span{font-size:12px}.txt h4{margin:0}.txt p{margin:0;color:#888;font-size:13px}",
        declares=frozenset({"json_ld"}),
    ),
    "tooltip": Style(
        shells.classic,
        addresses.TOOLTIP,
        rows.tooltip_rows,
        "发布时间：{at:%Y/%m/%d %H:%M}　作者：{source}",
        "#2f4b7c",
        ".dotlist li{padding:5px 0 5px 14px;border-left:4px solid #2f4b7c;margin:6px 0;background:#fafbfd}",
        declares=frozenset({"article"}),
    ),
    "undated": Style(
        shells.modern,
        addresses.UNDATED,
        rows.undated_rows,
        "来源：{source}",
        "#00607a",
        ".plain{columns:1}.plain li{padding:6px 0;border-bottom:1px solid #eef}",
        declares=_ALL_TAGS,
    ),
    "oldgbk": Style(
        shells.tables,
        addresses.OLDGBK,
        rows.font_rows,
        "添加日期：{year}-{month}-{day}　文章来源：{source}",
        "#006699",
        ".box-tit h2{font-size:15px;display:inline}",
        charset="gb2312",
        encoding="gb18030",
        header_charset=False,
        board=letters.table_board,
    ),
    "leftjsp": Style(
        shells.classic,
        addresses.LEFTJSP,
        rows.dotted_rows,
        "{at:%Y年%m月%d日 %H:%M}　{source}　点击：[<span>96</span>]",
        "#8a1c1c",
        ".two{display:grid;grid-template-columns:210px 1fr;gap:18px}.left-menu a{display:block;padding:7px 12px;border-bottom:1px solid #eee}.item{padding:5px 0}.item .r{float:right;color:#999}",
        side="menu",
        board=letters.table_board,
    ),
    "portal": Style(
        shells.modern,
        addresses.PORTAL,
        rows.slash_rows,
        "{at:%Y-%m-%d %H:%M}　　来源：{source}　　<a href='javascript:window.print()'>打印</a>",
        "#a81e22",
        ".gl li{padding:5px 0}.gl .date{color:#a81e22;font-style:normal;margin-right:12px}",
        declares=frozenset({"column", "article", "json_ld"}),
        grouped=True,
    ),
}
