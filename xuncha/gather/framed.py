"""A home page together with the frames in it, as one page: that is what its readers see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from xuncha.gather.visited import Visited
from xuncha.text.pages.addresses import page_key, query_in, resolve, same_site
from xuncha.text.pages.forwarding import shown_frames
from xuncha.text.pages.inner_frames import own_frames
from xuncha.text.pages.page import Page, TooDeepError

#: Frames of one page that are opened; those below them count too.
_FRAMES = 8
_ADDRESSES = ("href", "src", "action")
Opens = Callable[[str], Awaitable[Visited]]


async def with_frames(visited: Visited, open_page: Opens) -> Visited:
    """The page with what the site's own frames in it hold; ``unread`` says what of that is missing.

    Where the page shows nothing but frames, it is the frame with the most words that is given back, completed
    by the others: evidence of what is read is then that frame's.
    """
    page = visited.page
    if page is None:
        return visited
    frames = await _opened(page, open_page)
    inside = [frame for frame in frames if frame.page is not None]
    missing = next((frame for frame in frames if frame.page is None), None)
    main = visited if _shows_more(page) else max(inside, key=_length, default=visited)
    others = [one for one in (visited, *inside) if one is not main]
    composed = _composed(main, others)
    if composed is None:
        main.unread = "首页框架嵌套过深，未能读取"
    elif inside:
        main.show(composed)
    if missing is not None:
        main.unread = f"首页框架 {missing.url[:120]} 未能读取（{missing.status.label}）"
    return main


async def _opened(page: Page, open_page: Opens) -> list[Visited]:
    opened: list[Visited] = []
    known, todo = {page_key(page.url)}, list(_addresses(page))
    while todo and len(opened) < _FRAMES:
        url = todo.pop(0)
        if page_key(url) in known:
            continue
        known.add(page_key(url))
        frame = await open_page(url)
        opened.append(frame)
        if frame.page is not None:
            todo += _addresses(frame.page)
    return opened


def _addresses(page: Page) -> Iterator[str]:
    if _shows_more(page):
        yield from own_frames(page)
        return
    for node in shown_frames(page):
        url = resolve(page.base, node.attributes.get("src") or "")
        if url is not None and same_site(url, page.url):
            yield url


def _shows_more(page: Page) -> bool:
    return len(page.anchors) > 3 or page.text_length > 300


def _length(visited: Visited) -> int:
    return visited.page.text_length if visited.page is not None else 0


def _composed(main: Visited, others: list[Visited]) -> Page | None:
    """The main page, the bodies of the others at its end; their addresses are written in full."""
    if main.page is None:
        return None
    try:
        bodies = [_body(other.page) for other in others if other.page is not None]
        return Page(main.page.html + "".join(bodies), main.page.url, main.page.charset)
    except TooDeepError:
        return None


def _body(page: Page) -> str:
    copy = Page(page.html, page.url, page.charset)
    for name in _ADDRESSES:
        for node in copy.tree.css(f"[{name}]"):
            url = resolve(page.base, query_in(page.charset, node.attributes.get(name) or ""))
            if url is not None:
                node.attrs[name] = url
    body = copy.tree.body
    if body is None or body.tag != "body":
        return ""
    return f"<div>{''.join(node.html or '' for node in body.iter(include_text=True))}</div>"
