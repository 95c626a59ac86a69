"""How lists print their items: one function per manner. Each takes the items and gives the whole list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, ready to print."""

    title: str
    href: str
    published: datetime
    summary: str
    pinned: bool
    answered: datetime | None = None  # of letters

    @property
    def link(self) -> str:
        """The plain link."""
        return f'<a href="{escape(self.href)}" target="_blank">{escape(self.title)}</a>'

    @property
    def state(self) -> str:
        """How far a letter has got, in the words of a board."""
        return "已回复" if self.answered else "办理中"


ListWriter = Callable[[Sequence[Item]], str]


def _pin(item: Item, html: str) -> str:
    return html if item.pinned else ""


def span_rows(items: Sequence[Item]) -> str:
    """ul/li, the date in a span behind the link."""
    rows = (
        f"<li>{_pin(i, '<em class=top>置顶</em>')}{i.link}<span>{i.published:%Y-%m-%d}</span></li>"
        for i in items
    )
    return f'<ul class="list">{"".join(rows)}</ul>'


def table_rows(items: Sequence[Item]) -> str:
    """A table with a row for each item."""
    rows = (
        f'<tr><td class="bt">{_pin(i, "<b>[置顶]</b> ")}{i.link}</td>'
        f'<td class="rq" width="100">{i.published:%Y-%m-%d}</td></tr>'
        for i in items
    )
    return f'<table class="tb" width="100%"><tbody>{"".join(rows)}</tbody></table>'


def card_rows(items: Sequence[Item]) -> str:
    """Cards with a summary and a labelled date."""
    cards = (
        f'<div class="card"><h3><a href="{escape(i.href)}">{escape(i.title)}</a>{_pin(i, "<i>置顶</i>")}</h3>'
        f'<p>{escape(i.summary)}…</p><div class="info">发布时间：{i.published:%Y-%m-%d}</div></div>'
        for i in items
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def definition_rows(items: Sequence[Item]) -> str:
    """dl/dt/dd: the title as term, the date as its definition."""
    rows = (
        f"<dt>{_pin(i, '<b>置顶</b> ')}{i.link}</dt><dd>{i.published.year}年{i.published.month}月{i.published.day}日</dd>"
        for i in items
    )
    return f'<dl class="dlist">{"".join(rows)}</dl>'


def bracket_rows(items: Sequence[Item]) -> str:
    """Month and day in brackets, no year."""
    rows = (
        f'<li><span class="time">[{i.published:%m-%d}]</span>{_pin(i, "<b>顶</b>")}{i.link}</li>'
        for i in items
    )
    return f'<ul class="infolist">{"".join(rows)}</ul>'


def calendar_rows(items: Sequence[Item]) -> str:
    """A big day over year and month, as on a tear-off calendar."""
    rows = (
        f'<li class="cal"><div class="rl"><b>{i.published:%d}</b><span>{i.published:%Y-%m}</span></div>'
        f'<div class="txt"><h4>{i.link}{_pin(i, "<em>置顶</em>")}</h4><p>{escape(i.summary)}…</p></div></li>'
        for i in items
    )
    return f'<ul class="cals">{"".join(rows)}</ul>'


def tooltip_rows(items: Sequence[Item]) -> str:
    """No date to be seen; it stands in the title attribute of the link."""
    rows = (
        f'<li>{_pin(i, "<i>置顶</i>")}<a href="{escape(i.href)}" '
        f'title="标题：{escape(i.title)}&#13;&#10;发布时间：{i.published:%Y-%m-%d %H:%M}">{escape(i.title)}</a></li>'
        for i in items
    )
    return f'<ul class="dotlist">{"".join(rows)}</ul>'


def undated_rows(items: Sequence[Item]) -> str:
    """Titles alone; only the article pages know their dates."""
    rows = (f"<li>{_pin(i, '<i>置顶</i>')}{i.link}</li>" for i in items)
    return f'<ul class="plain">{"".join(rows)}</ul>'


def font_rows(items: Sequence[Item]) -> str:
    """A table of the time before style sheets, single-digit months without a leading zero."""
    rows = (
        f'<tr><td height="26">· <a href="{escape(i.href)}" target=_blank><font size="2">{escape(i.title)}</font></a>'
        f'{_pin(i, " <font color=red>置顶</font>")}</td><td align="right"><font size="2" color="#999999">'
        f"({i.published.year}-{i.published.month}-{i.published.day})</font></td></tr>"
        for i in items
    )
    return f'<table width="100%" border="0" cellpadding="2">{"".join(rows)}</table>'


def slash_rows(items: Sequence[Item]) -> str:
    """The date before the link, with slashes."""
    rows = (
        f'<li><i class="date">{i.published:%Y/%m/%d}</i>{_pin(i, "<b>置顶</b>")}{i.link}</li>' for i in items
    )
    return f'<ul class="gl">{"".join(rows)}</ul>'


def dotted_rows(items: Sequence[Item]) -> str:
    """Each item in a div of its own, the date with dots."""
    rows = (
        f'<div class="item">{_pin(i, "<em>置顶</em>")}{i.link}<span class="r">{i.published:%Y.%m.%d}</span></div>'
        for i in items
    )
    return f'<div class="items">{"".join(rows)}</div>'
