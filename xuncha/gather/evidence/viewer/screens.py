"""The viewer's own pages. Everything that comes from evidence is escaped here, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote, urlencode

from xuncha.gather.evidence.contents import Entry

STYLE = """
:root { color-scheme: light dark; --line: #c9ced6; --soft: #5b6470; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --line: #3c434d; --soft: #a6b0bd; --accent: #7db8f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 1rem 1.25rem 3rem; font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.35rem; margin: .5rem 0; overflow-wrap: anywhere; }
a { color: var(--accent); } a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
form { display: flex; gap: .5rem; flex-wrap: wrap; margin: .75rem 0 1rem; align-items: end; }
label { display: grid; gap: .15rem; color: var(--soft); font-size: .9rem; flex: 1 1 18rem; }
input, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: .3rem; background: transparent; color: inherit; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
.soft { color: var(--soft); } .empty { padding: 2rem; text-align: center; border: 1px dashed var(--line); border-radius: .4rem; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); background: #fff; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: .9rem; }
"""
_KINDS = {"response": "响应", "request": "请求", "metadata": "说明", "resource": "文件", "warcinfo": "文件头"}


def page(title: str, body: str) -> bytes:
    """A whole page of the viewer."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head>{head}<link rel="stylesheet" href="/style.css"></head>'
        f"<body><p><a href='/'>证据目录</a></p><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    ).encode("utf-8", "replace")


def files_screen(files: Sequence[tuple[str, int]], query: str, found: Sequence[Entry], is_cut: bool) -> bytes:
    """The evidence files, or what was found in all of them."""
    body = _search("/", query, "在全部证据中查找网址")
    if query:
        body += _table(found, f"找到 {len(found)} 条" + ("，只显示前面这些" if is_cut else ""))
    elif not files:
        body += '<p class="empty">目录中没有证据文件。</p>'
    else:
        rows = "".join(
            f'<tr><td><a href="/file/{quote(name)}">{escape(name)}</a></td><td>{size:,} 字节</td></tr>'
            for name, size in files
        )
        body += f'<table><caption>共 {len(files)} 个文件</caption><tr><th scope="col">证据文件</th><th scope="col">大小</th></tr>{rows}</table>'
    return page("证据目录", body)


def records_screen(name: str, found: Sequence[Entry], query: str, number: int, more: bool) -> bytes:
    """One page of the records of one file."""
    here = f"/file/{quote(name)}"
    body = _search(here, query, "在本文件中查找网址") + _table(found, f"第 {number} 页")
    steps = [(number - 1, "上一页")] if number > 1 else []
    steps += [(number + 1, "下一页")] if more else []
    links = (f'<a href="{here}?{escape(urlencode({"q": query, "page": n}))}">{word}</a>' for n, word in steps)
    return page(name, body + f"<p>{' · '.join(links)}</p>")


def record_screen(entry: Entry, fields: Iterable[tuple[str, str]], note: str, shows: str) -> bytes:
    """One record: its fields, and its page in a frame that can do nothing."""
    at = _place(entry)
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in fields)
    links = f'<p><a href="/text/{at}">查看源码</a> · <a href="/raw/{at}">下载原始内容</a></p>'
    told = f'<p role="note">{escape(note)}</p>' if note else ""
    frame = (
        f'<iframe sandbox title="存档的网页" src="/page/{at}"></iframe>'
        if shows
        else '<p class="empty">这条记录不是网页或图片，请查看源码或下载。</p>'
    )
    return page(entry.url or entry.record_id, f"{told}{links}{frame}<h2>记录头</h2><dl>{pairs}</dl>")


def missing_screen(text: str) -> bytes:
    """Something that is not there."""
    return page("没有找到", f'<p class="empty">{escape(text)}</p>')


def _place(entry: Entry) -> str:
    return f"{quote(entry.warc)}/{quote(entry.record_id)}"


def _search(action: str, query: str, label: str) -> str:
    return (
        f'<form action="{action}" method="get" role="search"><label>{label}'
        f'<input type="search" name="q" value="{escape(query)}"></label><button>查找</button></form>'
    )


def _table(found: Sequence[Entry], caption: str) -> str:
    if not found:
        return '<p class="empty">没有符合条件的记录。</p>'
    head = "".join(
        f'<th scope="col">{word}</th>' for word in ("时间（UTC）", "种类", "网址", "结果", "内容类型")
    )
    rows = "".join(
        f"<tr><td>{escape(entry.at[:19].replace('T', ' '))}</td><td>{escape(_KINDS.get(entry.kind, entry.kind))}</td>"
        f'<td><a href="/record/{_place(entry)}">{escape(entry.url or entry.record_id)}</a></td>'
        f"<td>{escape(entry.said)}</td><td>{escape(entry.media_type)}</td></tr>"
        for entry in found
    )
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{rows}</table>"
