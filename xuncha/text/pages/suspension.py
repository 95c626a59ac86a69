"""Pages that a site shows in place of every other while it is under maintenance: nothing of the site can be seen then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xuncha.text.expressions import expression
from xuncha.text.pages.forwarding import onward
from xuncha.text.pages.not_found import is_tagged_article
from xuncha.text.pages.page import Page, squeeze, text_pieces

#: What is out of service: all of the site. A column of its own (本栏目、频道) that says so is a column without content.
#: Other systems, of drains and alarms, are not the site.
_SYSTEM = r"(?<![\u4e00-\u9fff])(?:因|由于|对|为|正在|进行|本|该|网站|业务|应用|后台|信息)*系统"
_SITE = rf"(?:网站|本站|站点|门户|平台|服务器|数据库|机房|数据中心|网络|{_SYSTEM})"
_WORK = r"(?:升级|维护|维修|改版|改造|检修|割接|迁移|调试|建设|抢修|整改|停电)(?:维护|改造|升级|更新|建设|工作|优化)*"
_CLAUSE, _PHRASE = r"[^。！!？?；;\n]", r"[^，,。！!？?；;\n]"
_STOPS = r"(?:暂停|暂时(?:停止|关闭|下线|无法|不能|不可)|临时(?:关闭|下线|停止))"
_SAYS_SO = expression(
    rf"{_SITE}{_PHRASE}{{0,16}}?{_WORK}(?:中|期间|之中)"
    rf"|{_SITE}{_PHRASE}{{0,8}}?(?:正在|正|进行)(?:进行|开展|实施|做)?{_PHRASE}{{0,8}}?{_WORK}"
    rf"|{_SITE}{_CLAUSE}{{0,24}}?{_STOPS}"
    rf"|{_WORK}{_CLAUSE}{{0,20}}?{_STOPS}{_CLAUSE}{{0,6}}?(?:访问|服务|使用|开放)"
    r"|^\W*(?:正在)?(?:升级|维护|改版|检修)(?:维护|升级)?(?:中|公告|通知)\W*$"
    r"|(?:系统|服务器?|网站|访问人数)(?:过多|(?:正|较|太|过于?)?(?:繁忙|忙))\W*请?\w{0,4}(?:稍后|稍候)"
    r"|\b(?:under|scheduled|for) maintenance\b|\bbe (?:right )?back (?:soon|shortly|online)\b|\btemporarily (?:unavailable|down|offline)\b",
    re.I | re.M,
)
#: A site that is closed for good, or stands elsewhere now, is another matter.
_FOR_GOOD = expression(
    r"永久|正式(?:关闭|下线|停用)|关停|注销|(?:停止|终止)(?:运行|运营|更新|服务)|(?:迁移|搬迁|整合|迁入|并入|归并|改版|升级)(?:至|到|入)"
    r"|新(?:版)?(?:网站|站点|网址|域名|平台|地址)"
)
#: Such a page holds a message and perhaps a telephone number (characters of visible text, links).
_LONGEST, _MOST_LINKS = 400, 5


def is_suspended(page: Page) -> bool:
    """True for a page with hardly anything but the words that the site is under maintenance or out of service for a
    while. An article or a column that speaks of such work is none, nor one that sends its reader on."""
    if page.has_links(_MOST_LINKS + 1) or page.has_text(_LONGEST) or is_tagged_article(page):
        return False
    said = "\n".join(_words(page))
    return bool(_SAYS_SO.search(said)) and not _FOR_GOOD.search(said) and onward(page) is None


def _words(page: Page) -> Iterator[str]:
    """The title, the text by piece and joined where tags break a sentence, and what pictures say."""
    yield page.title
    body = page.tree.body
    if body is not None:
        pieces = text_pieces(body)
        yield from pieces
        yield "".join(pieces)
    for node in page.tree.css("img[alt]"):
        yield squeeze(node.attributes.get("alt") or "")
