"""The items of a list page: rows that repeat a link with, mostly, a date. And where the list goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from xuncha.facts.seen import Published
from xuncha.text.dating.dates import parse_row_date
from xuncha.text.expressions import expression
from xuncha.text.pages.addresses import looks_like_article, looks_like_folder, page_key, resolve
from xuncha.text.pages.page import Anchor, Page, squeeze, text_pieces
from xuncha.text.pages.regions import Region, Regions

_ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "dl", "article"})
_STOP_TAGS = frozenset({"body", "html", "-document", "form", "main"})
_BREAKS = frozenset({"br", "hr", "a", "li", "tr", "ul", "table"})
_NO_ITEM = expression(
    r"^(?:首页|上一?页|下一?页|前一页|后一页|尾页|末页|最后一页|第?\d+页?|更多|more|详情|查看|分享到.{1,8}|打印本?页?|关闭(?:窗口)?|收藏|[<>«»‹›\d]+)\W*$|ICP备\s*\d|公网安备",
    re.I,
)
#: A link that only says where the item beside it belongs, or what hangs on it: [部门动态], 附件1：….
_LABEL_LINK = expression(
    r"^\W*[\[(（【〔].{2,12}[\])）】〕]\W*$|^附件\s*\d*\s*[:：.]|^(?:政策)?(?:图解|解读)$"
)
_LABEL_LENGTH = 8
_PINNED = expression(r"^\W*(?:置顶|顶|TOP)\W*$", re.I)
_PINNED_IN_TITLE = expression(
    r"^\W?[\[(（【〔]\s*(?:置顶|顶)\s*[\])）】〕]|[\[(（【〔]\s*置顶\s*[\])）】〕]\W*$"
)
#: A date at either end of the link's own words: in brackets, or written with hyphens.
_DATE_AT_END = expression(
    r"[\[(（【]\s*(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?\s*[\])）】]\s*$|\d{4}-\d{1,2}-\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*$"
)
_DATE_AT_START = expression(
    r"^\s*[\[(（【]\s*(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?\s*[\])）】]|^\s*\d{4}-\d{1,2}-\d{1,2}\b"
)
_CUED = expression(r"(?:时间|日期)\s*[:：]\s*(.{6,25})$", re.S)
#: Longer text beside a single link is no row any more but the page around it (characters).
_MAX_ROW_TEXT = 600


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list, as the list shows it. ``picture``: the link holds an image."""

    title: str
    url: str
    published: Published | None
    pinned: bool
    region: Region
    picture: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list goes on: the next page, and the last, where the page tells.

    ``hidden``: the page speaks of further pages that no link leads to (paging by script).
    """

    next: str | None = None
    last: str | None = None
    hidden: bool = False


def rows_of(page: Page, asof: datetime) -> tuple[Row, ...]:
    """The items of a page in document order; a link shown twice counts once, dated where any is.

    A row with a date is an item wherever it stands but in footers and paging; one without a date only
    in the body, when its address or the length of its title is an article's.
    """
    regions = Regions()
    shared = _ancestors_with_more_links(page.anchors)
    own_key = page_key(page.url)
    found: dict[str, Row] = {}
    for anchor in page.anchors:
        key = page_key(anchor.url)
        if key == own_key or _is_root(key) or not anchor.text or _NO_ITEM.search(anchor.text):
            continue
        region = regions.of(anchor.node)
        if region in (Region.FOOT, Region.PAGER, Region.CRUMB):
            continue
        row = _read_row(anchor, region, shared, asof)
        if row is None:
            continue
        known = found.get(key)
        if known is None:
            found[key] = row
        elif known.published is None and row.published is not None:
            found[key] = Row(
                max(known.title, row.title, key=len),
                known.url,
                row.published,
                row.pinned,
                region,
                known.picture or row.picture,
            )
    return tuple(found.values())


def _is_root(key: str) -> bool:
    """True for the home page of any site, which is never an item."""
    return key.find("/") == len(key) - 1


def _ancestors_with_more_links(anchors: tuple[Anchor, ...]) -> dict[int, int]:
    """For each ancestor of a link, how many different pages are linked below it."""
    below: dict[int, set[str]] = {}
    for anchor in anchors:
        node = anchor.node.parent
        key = page_key(anchor.url)
        while node is not None and node.tag not in _STOP_TAGS:
            below.setdefault(node.mem_id, set()).add(key)
            node = node.parent
    return {mem_id: len(keys) for mem_id, keys in below.items()}


def _read_row(anchor: Anchor, region: Region, shared: dict[int, int], asof: datetime) -> Row | None:
    alone = _own_node(anchor.node, shared)
    row = _row_node(alone, shared)
    title = _title(anchor, text_pieces(anchor.node))
    rest = _without_title(row, anchor.node, title)
    published = None
    if shared.get(row.mem_id, 0) > 1:
        published = _date_in_shared_row(alone, row, anchor, title, asof)
        if published is None and _is_label(anchor):
            return None
    published = published or _row_date(row, anchor, rest, asof)
    if published is None and not _undated_item(title, anchor.url, region):
        return None
    pinned = any(_PINNED.match(piece) for piece in (*rest, *_picture_words(row)))
    pinned = pinned or _PINNED_IN_TITLE.search(title) is not None
    return Row(title, anchor.url, published, pinned, region, anchor.node.css_first("img") is not None)


def _undated_item(title: str, url: str, region: Region) -> bool:
    if region is not Region.BODY or len(title) < 4:
        return False
    return looks_like_article(url) or (len(title) >= 10 and not _names_column(url))


def _names_column(url: str) -> bool:
    """True for folders with a name; those with a number may be articles."""
    path = urlsplit("//" + page_key(url)).path
    return looks_like_folder(url) and not re.search(r"\d{4,}|/\d+/?$", path)


def _is_label(anchor: Anchor) -> bool:
    """True for a link that accompanies an item of its row: the item's column, its attachment."""
    if _LABEL_LINK.search(anchor.text):
        return True
    short = len(anchor.text) <= _LABEL_LENGTH
    return short and looks_like_folder(anchor.url) and not looks_like_article(anchor.url)


def _date_in_shared_row(
    alone: LexborNode, row: LexborNode, anchor: Anchor, title: str, asof: datetime
) -> Published | None:
    """The date that belongs to one link of a row with several: in its own cell, else beside it."""
    own = parse_row_date(" ".join(_without_title(alone, anchor.node, title)), asof)
    if own is not None or alone.mem_id == row.mem_id:
        return own
    parts, number = _parts_between_links(row, anchor.node)
    dates = [parse_row_date(" ".join(part), asof) if part else None for part in parts]
    leads = dates[0] is not None and dates[-1] is None
    return dates[number] if leads else dates[number + 1]


def _parts_between_links(row: LexborNode, link: LexborNode) -> tuple[list[list[str]], int]:
    """A row's text before, between and after its links, and how many links stand before ``link``."""
    parts: list[list[str]] = [[]]
    number = 0
    for node in row.traverse(include_text=True):
        if node.tag == "a" and node.attributes.get("href"):
            if node.mem_id == link.mem_id:
                number = len(parts) - 1
            parts.append([])
        elif node.is_text_node and not _in_link(node):
            parts[-1].append(squeeze(node.text_content or ""))
    return parts, number


def _in_link(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag not in _ROW_TAGS:
        if parent.tag == "a":
            return True
        parent = parent.parent
    return False


def _own_node(link: LexborNode, shared: dict[int, int]) -> LexborNode:
    """The highest ancestor, up to a row's tag, that belongs to this item alone."""
    row = link
    node = link.parent
    while node is not None and node.tag not in _STOP_TAGS and row.tag not in _ROW_TAGS:
        if shared.get(node.mem_id, 0) > 1 or len(node.text()) > _MAX_ROW_TEXT:
            break
        row = node
        node = node.parent
    return row


def _row_node(row: LexborNode, shared: dict[int, int]) -> LexborNode:
    """The row an item's own node stands in; a table or list row may hold a few links."""
    node = row.parent
    for _ in range(3):
        if row.tag in ("li", "tr", "article") or node is None or node.tag in _STOP_TAGS:
            break
        most = 1 if node.tag == "dl" else 4
        if node.tag in ("li", "tr", "article", "dl") and shared.get(node.mem_id, 0) <= most:
            return node
        node = node.parent
    return row


def _title(anchor: Anchor, pieces: list[str]) -> str:
    given = squeeze(anchor.node.attributes.get("title") or "")
    words = [piece for piece in pieces if any("\u4e00" <= c <= "\u9fff" or c.isalpha() for c in piece)]
    shown = max(words, key=len, default=anchor.text)
    cut = shown.rstrip(".…").strip()
    return given if given and len(given) < 200 and (given.startswith(cut[:6]) or not words) else shown


def _without_title(row: LexborNode, link: LexborNode, title: str) -> list[str]:
    """The row's pieces of text but the title, and what time tags and titles of small tags say."""
    head = title[:12]
    pieces = [
        piece
        for piece in text_pieces(row)
        if not (len(piece) >= 4 and (piece.startswith(head) or head.startswith(piece)))
    ]
    for node in row.css("time[datetime], span[title], i[title], em[title]"):
        given = node.attributes.get("datetime") or node.attributes.get("title") or ""
        if 5 <= len(given) <= 30:
            pieces.append(squeeze(given))
    cue = _CUED.search(link.attributes.get("title") or "")
    return [*pieces, cue.group(1)] if cue else pieces


def _row_date(row: LexborNode, anchor: Anchor, rest: list[str], asof: datetime) -> Published | None:
    published = parse_row_date(" ".join(rest), asof) if rest else None
    if published is not None:
        return published
    for pattern in (_DATE_AT_END, _DATE_AT_START):
        found = pattern.search(anchor.text)
        if found:
            return parse_row_date(found.group(), asof)
    leads = _dates_lead(row, asof)
    beside = " ".join(_beside(row, forward=not leads)) or " ".join(_beside(row, forward=leads))
    return parse_row_date(beside, asof) if beside and len(beside) <= 60 else None


def _beside(row: LexborNode, *, forward: bool) -> Iterator[str]:
    """Text next to a row up to a line break or the next item: lists written without row tags."""
    node = row.next if forward else row.prev
    for _ in range(4):
        if node is None or node.tag in _BREAKS or (forward and node.tag == "dt"):
            return
        if not node.is_text_node and node.css_first("a") is not None:
            return
        text = squeeze(node.text_content or "") if node.is_text_node else squeeze(node.text())
        if text:
            yield text
            if row.tag != "dt":  # a term may have several descriptions, the date in any of them
                return
        node = node.next if forward else node.prev


def _dates_lead(row: LexborNode, asof: datetime) -> bool:
    """True when the row's list prints dates before its links: one before the first, none after the last."""
    if row.parent is None or row.parent.tag not in ("div", "p", "span", "dl"):
        return False
    head = _edge_text(row.parent, first=True)
    tail = _edge_text(row.parent, first=False)
    return parse_row_date(head, asof) is not None and parse_row_date(tail, asof) is None


def _edge_text(parent: LexborNode, *, first: bool) -> str:
    """The text at one end of a block, up to its first or last link."""
    found: list[str] = []
    node = parent.child if first else parent.last_child
    for _ in range(8):
        if node is None or node.tag == "a" or (not node.is_text_node and node.css_first("a") is not None):
            break
        found.append(squeeze(node.text_content or "") if node.is_text_node else squeeze(node.text()))
        node = node.next if first else node.prev
    return " ".join(found if first else reversed(found))[:60]


def _picture_words(row: LexborNode) -> list[str]:
    return [squeeze(node.attributes.get("alt") or "") for node in row.css("img[alt]")]


_NEXT = expression(r"^\W*(?:下一?页|后一?页|下一頁|next(?: page)?)\W*$|^(?:>|›|»)$", re.I)
_LAST = expression(r"^\W*(?:尾页|末页|最后一?页|最末页|last(?: page)?)\W*$|^(?:>>|»»)$", re.I)
_PAGE_COUNT = expression(r"(?:共|/|总)\s*(\d{1,5})\s*页")
_PAGING_WORD = expression(r"^\W*(?:下一?页|后一?页|尾页|末页)\W*$")
_SCRIPTED = expression(r"createPage\w*\(\s*([^)]{3,200})\)")
#: The same call with names for numbers, which are not looked up.
_UNREAD_CALL = expression(r"(?<!function )createPage\w*\(\s*(?:[\"'][\w.#-]*[\"']\s*,\s*)?[a-zA-Z_]")


def pager_of(page: Page) -> Pager:
    """Where the list goes on: links 下一页 and 尾页, or the paging call that content systems print."""
    following = last = None
    for anchor in page.anchors:
        if _NEXT.match(anchor.text):
            following = following or anchor.url
        elif _LAST.match(anchor.text):
            last = last or anchor.url
    if following is None:
        following, last = _scripted_pager(page)
    if following is None:
        following, last = _numbered_pager(page)
    own = page_key(page.url)
    following = following if following and page_key(following) != own else None
    return Pager(
        next=following,
        last=last if last and page_key(last) != own else None,
        hidden=following is None and _speaks_of_more(page),
    )


def _speaks_of_more(page: Page) -> bool:
    """True when words of paging stand on the page and it does not say that there is only one page."""
    if any(_UNREAD_CALL.search(script) for script in page.scripts):
        return True
    body = page.tree.body
    pieces = text_pieces(body) if body else []
    counted = [int(n) for piece in pieces for n in _PAGE_COUNT.findall(piece)]
    if counted:
        return max(counted) > 1
    return any(_PAGING_WORD.match(piece) for piece in pieces)


def _numbered_pager(page: Page) -> tuple[str | None, str | None]:
    """Links 1 2 3 …: the number that is missing, or links here, is the page we are on."""
    numbers = {
        int(a.text): a.url for a in page.anchors if a.text.isascii() and a.text.isdigit() and len(a.text) <= 4
    }
    if not numbers:
        return None, None
    own = page_key(page.url)
    here = next((n for n, url in numbers.items() if page_key(url) == own), None)
    here = here or next(n for n in range(1, len(numbers) + 2) if n not in numbers)
    return numbers.get(here + 1), numbers[max(numbers)] if max(numbers) > here else None


def _scripted_pager(page: Page) -> tuple[str | None, str | None]:
    """createPageHTML(count, current, "index", "html"): pages are index.html, index_1.html, …"""
    for call in (found for script in page.scripts for found in _SCRIPTED.finditer(script)):
        numbers = [int(n) for n in re.findall(r"(?<![\w\"'])\d+(?![\w\"'])", call.group(1))]
        words = re.findall(r"[\"']([\w./-]+)[\"']", call.group(1))
        if len(numbers) < 2 or len(words) < 2:
            continue  # the function's own definition
        count, current = numbers[0], numbers[1]
        name, extension = words[-2], words[-1].lstrip(".")
        if current + 1 >= count:
            return None, None
        following = resolve(page.base, f"{name}_{current + 1}.{extension}")
        return following, resolve(page.base, f"{name}_{count - 1}.{extension}")
    return None, None
