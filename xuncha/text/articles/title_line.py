"""Which line of an article page is its title."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from xuncha.text.pages.page_lines import Line, PageLines, Part, covered

_NOT_WORDS = re.compile(r"[\W_]+")
#: What parts the title of an article from the names of column and site in the title tag.
_PARTS = re.compile(r"\s[-–—|_·]\s|[_|]|--+|-(?=[^-]*$)")
_TITLE_NAMES = frozenset({"articletitle", "og:title", "title"})
_SITE_NAME = re.compile(r"(?:网|网站|政府|局|委|厅|门户|委员会|平台|频道|新闻|首页)$")
_LEAST_TITLE = 4


def find_title(tree: LexborHTMLParser, page: PageLines) -> int | None:
    """The number of the line that shows the article's title, None when none can be told.

    The line must repeat what the meta tags or the title tag call the page; a lone main heading serves
    where no line does.
    """
    stated, whole = _stated_titles(tree)
    best: tuple[int, int] | None = None
    choice: int | None = None
    for index, line in enumerate(page.lines):
        weight = _weight(line, stated, whole)
        if weight is not None and (best is None or weight > best):
            best, choice = weight, index
    if choice is not None:
        return choice
    asides = covered((span for span in page.spans if span.part is Part.ASIDE), len(page.lines))
    headings = [i for i, line in enumerate(page.lines) if line.is_heading and not asides[i]]
    return headings[0] if len(headings) == 1 else None


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text).lower()


def _stated_titles(tree: LexborHTMLParser) -> tuple[set[str], str]:
    """The titles the page states, reduced to their letters, and the whole title tag."""
    titles = set()
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        if name in _TITLE_NAMES:
            titles.add(_words(node.attributes.get("content") or ""))
    tag = tree.css_first("title")
    whole = tag.text() if tag else ""
    titles.update(_words(part) for part in _PARTS.split(whole) if not _SITE_NAME.search(part.strip()))
    titles.add(_words(whole))
    return {title for title in titles if len(title) >= _LEAST_TITLE}, _words(whole)


def _weight(line: Line, stated: set[str], whole: str) -> tuple[int, int] | None:
    """How surely a line is the title, None when it is not; equal lines: the first counts."""
    if line.link_length >= len(line.text):  # most lines are links
        return None
    words = _words(line.text)
    if len(words) < _LEAST_TITLE or len(words) > 200:
        return None
    if words in stated:
        return (3 if line.is_heading else 2), min(len(words), 12)
    repeats = whole.startswith(words) and len(words) >= 2 * _LEAST_TITLE
    if repeats and not _SITE_NAME.search(words):
        return (2 if line.is_heading else 1), len(words)
    return None
