"""The text of an article page without what the page puts around it.

Left out: navigation, the line of source and date, tools such as 打印 and 分享, the line of the responsible
editor, links to the previous and the next article, scripts and hidden elements. Attachments are kept
apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from xuncha.text.articles.body_container import find_container, whole_page
from xuncha.text.articles.body_lines import BodyLine, read_lines
from xuncha.text.articles.info_lines import (
    ENDS_SENTENCE,
    is_editor_line,
    is_info_line,
    is_site_line,
    letters,
    may_be_site_line,
)
from xuncha.text.pages.page import Page

_PARTS = re.compile(r"\s[-–—|_·]\s|[_|]|--+|-(?=[^-]*$)")
#: Endings of a site's name; the sure ones end no title of an article.
_SITE_NAME = re.compile(r"(?:网|网站|政府|局|委|厅|办公室|委员会|中心|平台)$")
_SURE_SITE_NAME = re.compile(r"(?:^|\S)(?:人民政府|政府网|门户网|网站)$")
#: A site's name after the title where no usual mark parts them.
_SITE_TAIL = re.compile(r"[\s—–－|·•:：>»«-]+[^\s—–－|·•:：>»«-]{2,30}(?<=[网站府局委厅会])$")
_LEAST_TITLE = 4
#: A line with this share of its characters in links is a menu's.
_MENU_SHARE = 0.8
#: Day and office below the title, without labels.
_BYLINE = re.compile(
    r"^\W*(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:\s+\d\d?:\d\d(?::\d\d)?)?\s+[\u4e00-\u9fff]{2,20}$"
)
#: How many lines at the head and at the foot of the text may belong to the page rather than to the article.
_HEAD, _FOOT = 10, 14

#: What stands in a title tag beyond this many characters is no title.
_LONGEST_TITLE = 300
_CRUMB = re.compile(
    r"^\W*(?:当前位置|您?的?(?:现在|当前)?所?在?的?位置|(?:返回|网站)?首\s*页\s*(?:(?:>|＞|»|/|→|›|-)|$)|[>＞»]\s*\S{1,12}$)"
)
#: A date alone above the text is the page's; below it, the article's own.
_BARE_DATE = re.compile(r"^\W*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d\d?:\d\d(?::\d\d)?)?\W*$")
_NEIGHBOUR = re.compile(
    r"^\W*(?:上|下|前|后)[一1]?(?:篇|条|页|则)\W*(?:[:：]|$|(?=\S{4}))|^\W*(?:没有了|已经是(?:第一|最后)一?[篇条])"
)
#: Headings of what follows the article.
_AFTER = re.compile(
    r"^\W*(?:(?:相关|延伸|推荐|热门|热点|最新|更多)(?:链接|阅读|文章|新闻|信息|报道|稿件|文档|内容|资讯|推荐|文件|解读|政策)"
    r"|猜你喜欢|网友评论|发表评论|用户评论|扫一扫|版权声明|免责声明|我要纠错|分享到|返回列表)\W*(?:[:：]|$|更多)"
)
_EDITOR_TAIL = re.compile(r"\s*[(（\[【]\s*(?:责任编辑|责编|编辑)\s*[:：]?[^)）\]】]{0,20}[)）\]】]\s*$")
_ATTACHMENT = re.compile(
    r"^\W*(?:相关)?(?:附件|附表|附图|附)(?:下载)?\s*[\d一二三四五六七八九十]{0,3}\s*[:：、.．]"
)
_LISTED = re.compile(r"^\W*\d{1,2}\s*[.．、)）]\s*\S")


@dataclass(frozen=True, slots=True)
class ArticleBody:
    """What an article says.

    ``text``: its lines, parted by newlines; empty where none was found. ``node_found``: the element that
    holds the text was told; when False the text is what the whole page shows. ``attachments``: names of
    the documents listed with it.
    """

    title: str
    text: str
    node_found: bool
    attachments: tuple[str, ...] = ()


def article_body(page: Page) -> ArticleBody:
    """Reads the article from its page; a page without text gives an empty text, never an error."""
    title = _title(page)
    told = find_container(page.tree)
    container = told or (whole_page(page.tree.body) if page.tree.body is not None else None)
    if container is None:
        return ArticleBody(title, "", False)
    lines = read_lines(container.node, container.frames)
    lines = _below_title(lines, letters(title), loose=container.loose)
    lines = _without_head(lines, letters(title))
    lines = _without_foot(_above_site_foot(lines))
    text, attachments = _part_attachments(lines)
    return ArticleBody(title, text, told is not None, attachments)


def _title(page: Page) -> str:
    """The title the meta tags state, else the heading the title tag repeats, else the title tag's likeliest part."""
    for name in ("articletitle", "og:title"):
        if page.meta.get(name):
            return page.meta[name]
    whole = letters(page.title)
    headings: list[tuple[bool, int, str]] = []
    for node in page.tree.css("h1, h2, h3, .title, .tit, #title, .article-title, .bt, .biaoti"):
        words = " ".join(node.text().split())
        reduced = letters(words)
        if 4 <= len(reduced) <= 120 and (reduced in whole or (node.tag == "h1" and not whole)):
            headings.append((not _names_site(reduced, whole, node), len(reduced), words))
    # Columns and sites stand in headings and in the title tag as well; their names are the shorter ones.
    best = max(headings, key=lambda found: found[:2], default=(False, 0, ""))
    return best[2] if best[0] else _title_of_tag(page.title[:_LONGEST_TITLE])


def _names_site(reduced: str, whole: str, node: LexborNode) -> bool:
    """Whether a heading that the title tag repeats is the site's name, not the article's."""
    if reduced == whole:
        return False
    link = node.css_first("a")
    is_link = link is not None and letters(link.text()) == reduced
    ends = whole.endswith(reduced) and _SITE_NAME.search(reduced) is not None
    opens = whole.startswith(reduced) and _SURE_SITE_NAME.search(reduced) is not None
    return is_link or ends or opens


def _title_of_tag(title: str) -> str:
    """The first part of a title tag that is not the site's name; the first where all are."""
    parts = [part.strip() for part in _PARTS.split(title) if part.strip()]
    if not parts:
        return ""
    chosen = next((part for part in parts if not _SURE_SITE_NAME.search(part)), parts[0])
    if len(parts) > 1:
        return chosen
    kept = _SITE_TAIL.sub("", title).strip()
    return kept if len(letters(kept)) >= _LEAST_TITLE else chosen


def _below_title(lines: list[BodyLine], title: str, *, loose: bool) -> list[BodyLine]:
    """What stands below the article's title, where title and menus stand in the element with the text.

    In an element that an editor filled a line like the title is cut away to only where it is a heading.
    """
    for number, line in enumerate(lines):
        if title and letters(line.text) == title and (loose or line.heading):
            below = lines[number + 1 :]
            return below[1:] if len(below) > 1 and _BYLINE.search(below[0].text) else below
        if _is_prose(line):
            break
    start = 0
    while loose and start < len(lines) - 1 and _is_of_links(lines[start]):
        start += 1
    return lines[start:]


def _is_prose(line: BodyLine) -> bool:
    return (
        ENDS_SENTENCE.search(line.text) is not None
        and 2 * line.link_length < len(line.text)
        and not is_site_line(line.text)
    )


def _is_of_links(line: BodyLine) -> bool:
    return not line.files and line.link_length >= _MENU_SHARE * len(line.text)


def _without_head(lines: list[BodyLine], title: str) -> list[BodyLine]:
    """Leaves out the title, the crumbs and the info line before the text."""
    kept = []
    for number, line in enumerate(lines):
        is_title = bool(title) and letters(line.text) == title
        is_date = number < 3 and number + 1 < len(lines) and _BARE_DATE.search(line.text)
        if number < _HEAD and (is_title or is_date or _CRUMB.search(line.text) or is_info_line(line.text)):
            continue
        kept.append(line)
    return kept


def _above_site_foot(lines: list[BodyLine]) -> list[BodyLine]:
    """Cuts the foot of the site: from its first sure line, or the block of that, where no sentence follows."""
    last = max((number for number, line in enumerate(lines) if _is_prose(line)), default=-1)
    start = next((n for n in range(last + 1, len(lines)) if is_site_line(lines[n].text)), None)
    if start is None:
        return lines
    branch = lines[start].branch
    first = next(number for number, line in enumerate(lines) if line.branch == branch)
    if last < first and first > 0:
        start = first
    while start > 0 and (
        _is_of_links(lines[start - 1])
        or (lines[start - 1].branch == branch and may_be_site_line(lines[start - 1].text))
    ):
        start -= 1
    return lines[:start]


def _without_foot(lines: list[BodyLine]) -> list[BodyLine]:
    """Cuts what follows the text, and drops editors' and tools' lines near its end."""
    end = len(lines)
    for number, line in enumerate(lines):
        if number and (_NEIGHBOUR.search(line.text) or (_AFTER.search(line.text) and len(line.text) <= 30)):
            end = number
            break
    kept = []
    for number, line in enumerate(lines[:end]):
        if end - number <= _FOOT and (is_editor_line(line.text) or is_info_line(line.text)):
            continue
        kept.append(line)
    if kept:
        kept[-1] = replace(kept[-1], text=_EDITOR_TAIL.sub("", kept[-1].text))
    return [line for line in kept if line.text]


def _part_attachments(lines: list[BodyLine]) -> tuple[str, tuple[str, ...]]:
    """The text, and apart from it the names of the documents listed near its end."""
    text: list[str] = []
    attachments: list[str] = []
    listing = False
    for number, line in enumerate(lines):
        of_files = bool(line.files) and line.link_length >= 0.5 * len(line.text)
        opens = _ATTACHMENT.search(line.text) is not None and not ENDS_SENTENCE.search(line.text)
        near_end = len(lines) - number <= _FOOT
        listing = (opens and near_end) or (listing and _LISTED.search(line.text) is not None)
        if of_files or (listing and len(line.text) <= 120):
            attachments.extend(line.files or (_ATTACHMENT.sub("", line.text).strip(),))
        else:
            text.append(line.text)
    return "\n".join(text), tuple(name for name in attachments if name)
