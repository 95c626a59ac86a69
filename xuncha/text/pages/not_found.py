"""Pages that answer 200 and yet say that there is no such page (soft 404)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xuncha.text.expressions import expression
from xuncha.text.pages.addresses import page_key
from xuncha.text.pages.forwarding import onward
from xuncha.text.pages.page import Page

_SAYS_SO = expression(
    r"^\W*404(?:\W|$)|(?:错误|error|http|代码|状态|status)\W{0,6}404\b|404\s*(?:错误|error|页面|not found)|not found|page can(?:no|['’])t be found"
    r"|(?:页面|网页|文件|内容|信息|地址|文章|文档|栏目|频道|专题|目录|资源|链接|稿件)(?:不存在|未找到|没有找到|找不到|走丢|不见了|(?:已(?:经)?(?:被)?|可能(?:已(?:经)?)?(?:被)?)(?:删除|移除|移动|下线|失效|撤销|停用|关闭))"
    r"|(?:不存在|没有)(?:该|此|这个|您(?:要)?(?:访问|查看)的)(?:页面|网页|文件|内容|文章|文档|栏目|频道)"
    r"|没有找到(?:对应的)?站点|(?:本|该|此)?域名(?:正在|可以?)?(?:出售|转让)|domain (?:name )?(?:is|may be) for sale"
    r"|(?:网站|站点)已(?:经)?(?:停止(?:服务|运行)|关闭|关停|下线)|welcome to nginx|it works!|apache2? .{0,10}default page|iis windows server|^\W*iis\s?\d{1,2}(?:\.\d)?\W*$"
    r"|(?:找不到|无法找到|没有找到)(?:该|此|您)?.{0,8}(?:页|文件|资源)",
    re.I,
)
_TITLE_PARTS = expression(r"\s*[-_|–—]+\s*")
_HAN = expression(r"[\u4e00-\u9fff]")
_OF_A_TEXT = expression(
    r"^\W*关于.{4,}(?:通知|公告|通告|说明|通报|报告|回复|答复|情况|意见|办法|决定|公示)\W*$"
)
#: Chinese characters an error page's title has at most.
_LONGEST_MESSAGE = 24
_CODE_404 = expression(r"[\"'](?:code|status)[\"']\s*:\s*[\"']?404\b")
_TITLE_ENDS = expression(r"\W404\W*$")
#: What programs print where they break off. Their own words, not those of an article about them.
_BROKE_OFF = expression(
    r"(?:fatal|parse) error\W{0,4}:|uncaught (?:\w{0,30}error|exception)\b|stack trace:|whitelabel error page|server error in '"
    r"|应用程序中的服务器错误|ole db provider|odbc .{0,30}driver|adodb\.\w+|microsoft (?:vbscript|jet database)|ora-\d{5}"
    r"|^\W*(?:http (?:status|error)\W*)?500\W{0,3}internal server error|(?:空间|主机)已(?:经)?(?:到期|过期|欠费)|you have an error in your sql syntax|java\.(?:lang|sql|io)\.\w+|traceback \(most recent|数据库连接(?:失败|错误|出错)"
    r"|can't connect to (?:local )?mysql|无法加载(?:模块|控制器)|thinkphp|系统发生错误|error establishing a database|laravel|whoops, looks like"
    r"|^\W*(?:系统|程序|服务器?|服务器内部|内部)(?:发生|出现)?(?:错误|异常|出错|故障)\W*$|^\W*(?:请求|传入|非法)?参数(?:错误|有误|不正确|异常|缺失|不合法)\W*$",
    re.I,
)
#: What stands in place of a list that could not be had, alone in its piece of text.
_NO_LIST = expression(
    r"\W*(?:很抱歉|抱歉|对不起)?\W*(?:(?:数据|列表|信息|内容|页面|栏目|文章)?(?:加载|获取|读取|查询|请求|调用)(?:失败|出错|错误|异常|超时)"
    r"|(?:系统|服务器?|网络|接口|数据库|当前访问)(?:连接|访问|调用|请求)?(?:繁忙|异常|错误|失败|超时|出错|不可用|过于频繁|开小差了?))"
    r"\W*(?:请?(?:您)?(?:稍后|稍候|刷新|联系|检查).{0,20})?",
)
_ALERT = expression(r"\b(?:alert|layer\.msg)\s*\(\s*([\"'])(.{1,80}?)\1")
_NO_TEXT = 20
_LOOK_AT = 4096
#: An error page is short; an article that mentions a deleted page is not (characters of visible text).
_SHORT_PAGE = 400
#: Shared text pieces from which on a page is the host's error page.
_ALIKE = 0.9
_FEW_LINKS = 3
_PUBLISHED = expression(
    r"(?:发布|发文|成文|公开|发稿)(?:时间|日期)\s*[:：]?\s*20\d\d|20\d\d[-年./]\d\d?[-月./]\d\d?日?.{0,12}来源[:：]"
)
#: Words of an article beside its title and date (characters).
_LEAST_ARTICLE = 80
#: Words of its own that an error page may show beyond those of the samples, in characters.
_ROOM = 20


def says_not_found(page: Page) -> bool:
    """True when the title, or a page with hardly any text, says that the page does not exist.

    A page tagged as an article may tell of such pages: it is one that exists.
    """
    parts = _TITLE_PARTS.split(page.title)
    saying = [part for part in parts if _SAYS_SO.search(part)]
    if any(map(_tells_of_such, saying)):
        return False
    said = (saying if len(parts) == 1 else _SAYS_SO.search(page.title)) or _TITLE_ENDS.search(page.title)
    if not said and page.has_text(_SHORT_PAGE):
        return False
    if is_tagged_article(page):
        return False
    if said and not page.has_text(3 * _SHORT_PAGE):
        return not _is_dated_article(page)
    return not page.has_text(_SHORT_PAGE) and _says_it_in_a_piece(page) and not _is_dated_article(page)


def _says_it_in_a_piece(page: Page) -> bool:
    return any(_SAYS_SO.search(piece) for piece in (*page.segments, *_alerts(page)))


def _is_dated_article(page: Page) -> bool:
    """True for a page with a text of its own and the day of its publication: what it speaks of is not itself."""
    return page.has_text(_LEAST_ARTICLE) and _PUBLISHED.search("".join(page.segments)) is not None


def _tells_of_such(saying: str) -> bool:
    """True for the title of a text about missing pages, which is a sentence: 关于部分页面不存在问题的整改说明."""
    return len(_HAN.findall(saying)) > _LONGEST_MESSAGE or _OF_A_TEXT.search(saying) is not None


def fails_by_itself(page: Page) -> bool:
    """True for a page with hardly any text but the words with which a program of the site breaks off."""
    # Links first: nearly every page has them in its menu.
    if page.has_links(_FEW_LINKS + 1) or page.has_text(3 * _SHORT_PAGE) or is_tagged_article(page):
        return False
    return any(_BROKE_OFF.search(piece) for piece in (page.title, *page.segments))


def list_breaks_off(page: Page) -> bool:
    """True for a page that says, in place of its list, that the program could not get it."""
    return any(says_no_list(piece) or _BROKE_OFF.search(piece) for piece in page.segments)


def says_no_list(text: str) -> bool:
    """True for a text that says only that data could not be had."""
    return _NO_LIST.fullmatch(text) is not None


def _alerts(page: Page) -> Iterator[str]:
    """What a page without text says in a box that a script opens."""
    if not page.has_text(_NO_TEXT):
        for script in page.scripts:
            yield from (match[2] for match in _ALERT.finditer(script[:_LOOK_AT]))


def file_says_not_found(body: bytes, content_type: str) -> bool:
    """True for what a host sends in place of an error page: data that say so."""
    if "json" not in content_type.lower() or len(body) > _SHORT_PAGE:
        return False
    text = body.decode("utf-8", "replace")
    return bool(_SAYS_SO.search(text) or _CODE_404.search(text))


def is_tagged_article(page: Page) -> bool:
    """True for a page whose tags call it an article with a title and a date."""
    return "articletitle" in page.meta and "pubdate" in page.meta


class NotFoundSample:
    """What a host answers to addresses that cannot exist: the measure for its other answers.

    ``pages`` are its answers to different ones: what differs between them (the time, words recommended at
    random) is no part of the error page. ``home`` tells which of its words stand on every page.
    """

    def __init__(self, pages: Sequence[Page], home: Page) -> None:
        self._home_key = page_key(home.url)
        # A home page that leads nowhere is a notice shown at every address: no measure for anything.
        self._home_leads = len({anchor.url for anchor in home.anchors}) > _FEW_LINKS
        self._sends_home = any(self._is_sent_home(page) for page in pages)
        pieces = [_pieces(page) for page in pages]
        self._stable = frozenset.intersection(*pieces)
        self._signature = self._stable - _pieces(home)
        self._room = _ROOM + max(3 * _length(one - self._stable) // 2 for one in pieces)

    def _is_sent_home(self, page: Page) -> bool:
        """By a redirect, or by the page itself."""
        target = onward(page)
        return self._home_key in (page_key(page.url), page_key(target) if target else "")

    def matches(self, page: Page, asked: str) -> bool:
        """True when the answer to ``asked`` is this host's way to say that there is nothing there."""
        if page_key(asked) == self._home_key or is_tagged_article(page):
            return False
        if self._sends_home:
            return self._is_sent_home(page)
        pieces = _pieces(page)
        if not self._signature:  # the error page says nothing that the home page does not say too
            if not self._home_leads:
                return False
            union = len(pieces | self._stable)
            return union > 0 and len(pieces & self._stable) / union >= _ALIKE
        return self._signature <= pieces and _length(pieces - self._stable) <= self._room


def _length(pieces: frozenset[str]) -> int:
    return sum(map(len, pieces))


def _pieces(page: Page) -> frozenset[str]:
    """Text pieces without digits, which error pages fill with times and addresses."""
    words = (*page.segments, *(anchor.text for anchor in page.anchors))
    return frozenset(re.sub(r"[\dA-Za-z:/._-]+", "", piece) for piece in words) - {""}
