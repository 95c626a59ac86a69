"""Message boards: the list of letters in three manners, the form to write one, a board a script fills."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape

from xuncha.demo.templates.rows import Item

BoardWriter = Callable[[Sequence[Item]], str]


def table_board(items: Sequence[Item]) -> str:
    """A table whose head names the times and the state."""
    heads = "".join(f"<th>{head}</th>" for head in ("信件标题", "来信时间", "答复时间", "办理状态"))
    lines = (
        f"<tr><td>{i.link}</td><td>{i.published:%Y-%m-%d}</td>"
        f"<td>{f'{i.answered:%Y-%m-%d}' if i.answered else '--'}</td><td>{i.state}</td></tr>"
        for i in items
    )
    return f'<table class="xj" width="100%"><tr>{heads}</tr>{"".join(lines)}</table>'


def block_board(items: Sequence[Item]) -> str:
    """Blocks below each other, every value with its label."""
    blocks = (
        f'<div class="ly"><h4>{i.link}</h4><p>留言时间：{i.published:%Y-%m-%d %H:%M}　办理状态：{i.state}</p>'
        f"{f'<p>回复时间：{i.answered:%Y-%m-%d %H:%M}</p>' if i.answered else ''}</div>"
        for i in items
    )
    return f'<div class="lybox">{"".join(blocks)}</div>'


def row_board(items: Sequence[Item]) -> str:
    """Title, state and day; the answer stands on the letter's own page."""
    lines = (f"<li>{i.link}<em>[{i.state}]</em><span>{i.published:%Y-%m-%d}</span></li>" for i in items)
    return f'<ul class="list xjlist">{"".join(lines)}</ul>'


def form(name: str) -> str:
    """The form of a column where one can write: a letter, a petition, a report."""
    return (
        f'<div class="xxform"><h3>{escape(name)}</h3><form action="#" method="post">'
        '<p>姓名 <input name="xm"></p><p>标题 <input name="bt"></p>'
        '<p>内容 <textarea name="nr" rows="6" cols="60"></textarea></p><button type="submit">提交</button></form></div>'
    )


def scripted_board(api: str) -> str:
    """An empty list that a script fills with letters."""
    return (
        '<ul class="list" id="letterList"></ul>\n<script>\n'
        f'fetch("{api}").then(function(r){{return r.json()}}).then(function(d){{\n'
        'document.getElementById("letterList").innerHTML=d.data.rows.map(function(r){\n'
        'return "<li><a href=\\""+r.url+"\\">"+r.title+"</a><em>"+r.statusName+"</em></li>"}).join("")});\n'
        "</script>"
    )


def board_data(items: Sequence[Item]) -> bytes:
    """What the script of such a board is sent."""
    rows = [
        {
            "title": i.title,
            "url": i.href,
            "createTime": f"{i.published:%Y-%m-%d %H:%M:%S}",
            "replyTime": f"{i.answered:%Y-%m-%d %H:%M:%S}" if i.answered else None,
            "statusName": i.state,
        }
        for i in items
    ]
    said = {"code": 200, "data": {"total": len(rows), "rows": rows}}
    return json.dumps(said, ensure_ascii=False).encode()
