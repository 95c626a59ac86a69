"""The home page: sections of items, picture news, special topics, or a mere entrance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from xuncha.demo.model import OddLink
from xuncha.demo.templates.rows import Item
from xuncha.demo.templates.shells import NavLink
from xuncha.demo.templates.styles import Style


@dataclass(frozen=True, slots=True)
class Section:
    """One block of the home page: a column's heading, its address and its newest items."""

    name: str
    href: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the block 图片新闻."""

    title: str
    href: str
    image: str


def home_body(
    style: Style,
    sections: Sequence[Section],
    pictures: tuple[NavLink, Sequence[Picture]],
    topics: Sequence[NavLink],
    odd_links: Sequence[OddLink],
) -> str:
    """The home page of a site with news of its own."""
    boxes = [_box(section.name, section.href, style.rows(section.items)) for section in sections]
    boxes.insert(1, _box(pictures[0].name, pictures[0].href, _pictures(pictures[1])))
    if topics:
        links = "".join(f'<p><a href="{escape(t.href)}">{escape(t.name)}</a></p>' for t in topics)
        boxes.append(_box("专题专栏", "", f'<div class="zt">{links}</div>'))
    if odd_links:
        boxes.append(_box("常用链接", "", "".join(map(_odd, odd_links))))
    return f'<div class="grid">{"".join(boxes)}</div>'


def entrance_body(columns: Sequence[NavLink]) -> str:
    """A home page that only leads on: one tile for each column."""
    tiles = "".join(
        f'<li style="display:inline-block;width:23%;margin:1%;background:#fff;padding:34px 0;text-align:center">'
        f'<a href="{escape(c.href)}">{escape(c.name)}</a></li>'
        for c in columns
    )
    return f'<div class="menu-box"><ul class="menu">{tiles}</ul></div>'


def _box(name: str, more: str, content: str) -> str:
    link = f'<a href="{escape(more)}">更多&gt;&gt;</a>' if more else ""
    return f'<div class="box"><div class="box-tit"><h2>{escape(name)}</h2>{link}</div>{content}</div>'


def _pictures(pictures: Sequence[Picture]) -> str:
    links = "".join(
        f'<a href="{escape(p.href)}"><img src="{p.image}" alt="{escape(p.title)}"><span>{escape(p.title)}</span></a>'
        for p in pictures
    )
    return f'<div class="pics">{links}</div>'


def _odd(link: OddLink) -> str:
    html = f'<p><a href="{escape(link.href)}">{escape(link.text)}</a></p>'
    return f"<!-- {html} -->" if link.commented_out else html
