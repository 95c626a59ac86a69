"""The body of a column page: its list, its text, or nothing, and the links to its further pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xuncha.demo.model import Body, DemoColumn
from xuncha.demo.phrases import STATIC_TEXT
from xuncha.demo.templates.letters import form, scripted_board
from xuncha.demo.templates.rows import Item
from xuncha.demo.templates.styles import Style
from xuncha.facts.targets import ColumnKind

#: ColumnType values of the page design guide for kinds that have one.
_COLUMN_TYPE = {
    ColumnKind.NEWS: "工作动态",
    ColumnKind.NOTICE: "通知公告",
    ColumnKind.POLICY: "政策文件",
    ColumnKind.GUIDE: "办事服务",
    ColumnKind.CONSULTATION: "咨询投诉",
    ColumnKind.PICTURE_NEWS: "图片新闻",
}


def column_meta(style: Style, column: DemoColumn) -> str:
    """ColumnName, ColumnType and their fellows, where the style declares them."""
    if "column" not in style.declares:
        return ""
    name = escape(column.spec.name)
    kind = _COLUMN_TYPE.get(column.spec.kind, column.spec.name)
    return (
        f'<meta name="ColumnName" content="{name}"><meta name="ColumnType" content="{kind}">'
        f'<meta name="ColumnDescription" content="发布{name}类信息"><meta name="ColumnKeywords" content="{name}">'
    )


def column_content(style: Style, column: DemoColumn, items: Sequence[Item], place: str, api: str) -> str:
    """What stands below the heading. ``api``: where a scripted list loads its items from."""
    spec = column.spec
    if spec.body is Body.TEXT:
        return "".join(f"<p>{escape(sentence.replace('{p}', place))}</p>" for sentence in STATIC_TEXT)
    if spec.body is Body.EXPLAINED:
        return f'<p class="tips">{escape(spec.text)}</p>'
    if spec.body is Body.PLACEHOLDER:
        return '<ul class="list"><li>暂无数据</li></ul>'
    if spec.body is Body.SCRIPT:
        return _scripted_list(api)
    if spec.body is Body.FORM:
        return form(spec.name)
    if spec.kind is ColumnKind.CONSULTATION and column.articles:
        board = scripted_board(api) if spec.body is Body.DATA else style.board(items)
        return board + form("我要写信")
    return style.rows(items)


def _scripted_list(api: str) -> str:
    return (
        '<ul class="list" id="dataList"></ul>\n<script>\n'
        f'fetch("{api}").then(function(r){{return r.json()}}).then(function(d){{\n'
        'document.getElementById("dataList").innerHTML=d.rows.map(function(r){\n'
        'return "<li><a href=\\""+r.url+"\\">"+r.title+"</a><span>"+r.date+"</span></li>"}).join("")});\n'
        "</script>"
    )


def pager(style: Style, links: Sequence[str], current: int) -> str:
    """Links to the pages of a list (``links``, in order), seen from page ``current`` (from 1)."""
    if len(links) < 2:
        return ""
    if style.scripted_pager:
        return (
            '<div class="page"><script type="text/javascript">\nfunction createPageHTML(count,index,name,ext){'
            'for(var i=0;i<count;i++){document.write(i==index?" "+(i+1)+" ":" <a href=\\""+name+(i?"_"+i:"")+"."+ext+"\\">"+(i+1)+"</a> ")}}\n'
            f'createPageHTML({len(links)}, {current - 1}, "index", "html");\n</script></div>'
        )
    numbers = " ".join(
        f"<span>{n}</span>" if n == current else f'<a href="{escape(link)}">{n}</a>'
        for n, link in enumerate(links, start=1)
    )
    before = f'<a href="{escape(links[current - 2])}">上一页</a> ' if current > 1 else ""
    after = f' <a href="{escape(links[current])}">下一页</a>' if current < len(links) else ""
    last = f' <a href="{escape(links[-1])}">尾页</a>' if current < len(links) else ""
    return f'<div class="pages">共{len(links)}页 {before}{numbers}{after}{last}</div>'
