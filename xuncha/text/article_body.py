"""The text of an article page without what the page puts around it.

Left out: navigation, the line of source and date, tools such as 打印 and 分享, the line of the responsible
editor, links to the previous and the next article, scripts and hidden elements. Attachments are kept
apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xuncha.text.body_container import find_container
from xuncha.text.body_lines import BodyLine, read_lines
from xuncha.text.info_lines import ENDS_SENTENCE, is_editor_line, is_info_line, letters
from xuncha.text.page import Page

_PARTS = re.compile(r"\s[-–—|_·]\s|[_|]|--+|-(?=[^-]*$)")
#: How many lines at the head and at the foot of the text may belong to the page rather than to the article.
_HEAD, _FOOT = 10, 14

#: What stands in a title tag beyond this many characters is no title.
_LONGEST_TITLE = 300
_CRUMB = re.compile(
    r"^\W*(?:当前位置|您?的?(?:现在|当前)?所?在?的?位置|首页\s*(?:[>＞»/]|$)|[>＞»]\s*\S{1,12}$)"
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
    node = find_container(page.tree)
    root = node or page.tree.body
    lines = read_lines(root) if root is not None else []
    lines = _without_head(lines, letters(title))
    lines = _without_foot(lines)
    text, attachments = _part_attachments(lines)
    return ArticleBody(title, text, node is not None, attachments)


def _title(page: Page) -> str:
    """The title the meta tags state, else the heading the title tag repeats, else the title tag's first part."""
    for name in ("articletitle", "og:title"):
        if page.meta.get(name):
            return page.meta[name]
    whole = letters(page.title)
    for node in page.tree.css("h1, h2, h3, .title, .tit, #title, .article-title, .bt, .biaoti"):
        words = " ".join(node.text().split())
        reduced = letters(words)
        if 4 <= len(reduced) <= 120 and (reduced in whole or (node.tag == "h1" and not whole)):
            return words
    parts = [part.strip() for part in _PARTS.split(page.title[:_LONGEST_TITLE]) if part.strip()]
    return parts[0] if parts else ""


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
        kept[-1] = BodyLine(_EDITOR_TAIL.sub("", kept[-1].text), kept[-1].files, kept[-1].link_length)
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
