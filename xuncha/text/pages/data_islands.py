"""Lists that a page carries in other clothes: the XML islands of a widespread paging script, JSON, frames written out.

``<script type="text/xml"><datastore><recordset><record><![CDATA[<li>…</li>]]></record>…`` holds the rows word
for word as the script puts them on the page, so they can be read without running it.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

from xuncha.text.expressions import expression

_ISLAND = expression(
    r"<script\b[^>]*\btype\s*=\s*[\"']?text/xml[^>]*>\s*(?:<\?xml[^>]*\?>\s*)?<datastore\b(.*?)</script\s*>",
    re.I | re.S,
)
_SHADOW = expression(
    r"<template\b[^>]*\bshadowroot(?:mode)?\s*=[^>]*>((?:(?!<template\b).)*?)</template\s*>", re.I | re.S
)
_FRAME = expression(r"<iframe\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.I)
_SRCDOC = expression(r"\bsrcdoc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_NOT_SHOWN = expression(
    r"display\s*:\s*none|\s(?:width|height)\s*=\s*[\"']?[01]?[\"'\s>]|\shidden[\s>]", re.I
)
_RECORDS = expression(r"<record\b[^>]*>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.I | re.S)
#: An item kept as data in a script: its title, and beside it its address or date. Han characters have no case: told to
#: mind none, the compiler would look for that of each of 20,992.
_TITLE = expression(
    r"[\"']?\b(?:\w{0,10}title|biaoti|bt|subject|headline)[\"']?\s*:\s*"
    r"(?:\"[^\"]{0,200}?(?:(?-i:[\u4e00-\u9fff])|\\u[4-9][0-9a-f]{3})|'[^']{0,200}?(?:(?-i:[\u4e00-\u9fff])|\\u[4-9][0-9a-f]{3}))",
    re.I,
)
_PLACE = expression(r"[\"']?\b(?:\w{0,12}(?:url|href|link|date|time)|rq|riqi)[\"']?\s*:\s*[\"'\d]", re.I)
#: Titles looked at, and the characters around one in which its address or date is looked for.
_TITLES, _NEAR = 50, 300
_TOTAL = expression(r"<total(page|record)s?\b[^>]*>\s*(?:<!\[CDATA\[)?\s*(\d{1,7})", re.I)
_MORE = expression(r"<nextgroup\b[^>]*>\s*<!\[CDATA\[\s*[^\s\]]", re.I)


def unfolded(html: str) -> str:
    """The markup with each island replaced by its rows, as a browser shows them; other markup as it is.

    Where the island says that there are more rows than it holds, the words of paging that the script would
    print stand below them. An island without rows stays: what fills the list is then not known. So are frames and
    shadow trees whose markup stands in the page itself. Markup without any of these is told by
    :data:`~xuncha.text.pages.markup_signs.FOLDED`.
    """
    if "<datastore" in html or "<DATASTORE" in html:
        html = _ISLAND.sub(_rows, html)
    if "shadowroot" in html:
        html = _SHADOW.sub(r"<div>\1</div>", html)
    if "srcdoc" in html:
        html = _FRAME.sub(_written_out, html)
    return html


def keeps_items(script: str) -> bool:
    """True for a script that keeps a list as data, whatever function of a file puts it on the page."""
    for title in islice(_TITLE.finditer(script), _TITLES):
        before = script[max(0, title.start() - _NEAR) : title.start()].rpartition("{")[2]
        after = script[title.end() : title.end() + _NEAR].partition("}")[0]
        if _PLACE.search(before) or _PLACE.search(after):
            return True
    return False


def _rows(island: re.Match[str]) -> str:
    data = island.group(1)
    records = [record.strip() for record in _RECORDS.findall(data)]
    if not any(records):
        return island.group()
    rows = "".join(records)
    if rows[:3].lower() == "<tr":
        rows = f"<table>{rows}</table>"
    return f"<div>{rows}</div>{'<div>下一页</div>' if _goes_on(data, len(records)) else ''}"


def _written_out(frame: re.Match[str]) -> str:
    given = _SRCDOC.search(frame.group())
    if given is None or _NOT_SHOWN.search(frame.group()[: given.start()] + frame.group()[given.end() :]):
        return frame.group()
    return f"<div>{unescape(given[1] or given[2] or '')}</div>"


def _goes_on(data: str, shown: int) -> bool:
    """Whether the list has rows beyond those of the island."""
    totals = {kind.lower(): int(number) for kind, number in _TOTAL.findall(data)}
    if "record" in totals:
        return totals["record"] > shown
    return totals.get("page", 1) > 1 or bool(_MORE.search(data))
