"""Whether a home page says that its site has been closed (关停), moved (迁移) or is down for a while."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborNode

from xuncha.text.pages.addresses import resolve
from xuncha.text.pages.page import Page, squeeze, text_pieces


class ClosingKind(StrEnum):
    """What the site says has become of it."""

    CLOSED = "停止运行"
    MOVED = "迁移"
    SUSPENDED = "临时下线"


@dataclass(frozen=True, slots=True)
class ClosingNotice:
    """A notice about the site itself: its kind, its words, and the new address, "" where none is given."""

    kind: ClosingKind
    quote: str
    new_address: str


_SELF = (
    r"(?:本网站|本站点?|该网站|该站点|我[局委厅办市县区院部]?(?:门户|政府|官方)?网站|原?网站|本平台|本系统|此网站|旧版?网站|老版?网站"
    r"|[\u4e00-\u9fff]{2,18}(?:局|委|厅|办|政府|中心|委员会)(?:门户|政府|官方)?网站)"
)
_MARK = r"[^。！!；;\n]"
_CLOSED = re.compile(
    rf"{_SELF}{_MARK}{{0,40}}?(?:停止(?:运行|运营|服务|更新(?:维护)?|维护|访问|使用|内容更新)|关停|关闭|永久下线|正式下线|已下线|予以下线|停用|注销|终止(?:服务|运行))"
)
_MOVED = re.compile(
    rf"{_SELF}{_MARK}{{0,40}}?(?:(?:迁移|整合|迁入|并入|归并|整体搬迁|搬迁|转移)(?:至|到|入|了)?|(?:改版|升级)(?:至|到|为新|后网址|，新)|启用新(?:的)?(?:域名|网址|网站|地址)|域名(?:已)?(?:变更|更换))"
    r"|(?:请|将|即将)?(?:访问|登录|移步|点击进入|跳转(?:至|到))(?:我[局委厅办]?)?新(?:版)?(?:网站|站点|网址|域名|平台|地址)"
)
_SUSPENDED = re.compile(
    rf"{_SELF}{_MARK}{{0,40}}?(?:暂停|临时(?:关闭|下线)|暂时(?:关闭|停止|无法|下线)|(?:升级|维护|割接|检修|建设|改版)(?:中(?![国心央])|期间))"
    r"|(?:系统|网站)(?:正在)?(?:升级|维护|建设|改版)(?:维护)?中(?![国心央])|网站正在(?:升级|维护|建设|改版)"
)
_ELSEWHERE = re.compile(
    r"非法网站|企业网站|小网站|钓鱼|假冒|依法(?:关闭|关停)|查处|责令|违法|企业(?:关停|关闭)|抽查|检查情况|通报|不合格"
)
_NEGATED = re.compile(r"避免|防止|以免|如果|如有|如需|如遇|一旦|不得|擅自|严禁|未经|(?:不|未|若|如)$")
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+(?:gov\.cn|cn|com|政务)(?:/[\w./-]*)?")
#: A home page with more of its own links than this still does its work, whatever an item on it says.
_WORKING_LINKS = 60
_SHORT_PAGE = 1500
#: Hardly anything but the notice.
_BARE_PAGE = 400


def says_closed(page: Page) -> ClosingNotice | None:
    """The notice by which a home page says that its own site is closed, moved, or down for a while.

    Words inside links are titles of news and do not count, unless the page holds hardly anything else.
    None when the page speaks of other sites.
    """
    body = page.tree.body
    if body is None:
        return None
    text = "\n".join([page.title, *_blocks(page)])
    for kind, pattern in (
        (ClosingKind.SUSPENDED, _SUSPENDED),
        (ClosingKind.MOVED, _MOVED),
        (ClosingKind.CLOSED, _CLOSED),
    ):
        for match in pattern.finditer(text):
            start = max(text.rfind(mark, 0, match.start()) for mark in "。！!；;\n") + 1
            ends = [at for mark in "。！!；;\n" if (at := text.find(mark, match.end())) >= 0]
            quote = text[start : min(ends, default=len(text))].strip()
            if _is_about_itself(page, text[start : match.end()], quote):
                rest = text[match.end() : match.end() + 160]
                return ClosingNotice(kind, quote[:160], _new_address(page, quote + rest))
    return None


def _blocks(page: Page) -> list[str]:
    """Text by block, so that a sentence broken by inline tags stays whole; links only on nearly empty pages."""
    body = page.tree.body
    if body is None:
        return []
    bare = page.text_length <= _BARE_PAGE and len(page.anchors) <= 5
    skip = _SKIP - {"a"} if bare else _SKIP
    found = [squeeze(node.text_content or "") for node in body.iter(include_text=True) if node.is_text_node]
    found += [squeeze("".join(text_pieces(node, skip=skip))) for node in _innermost(body)]
    return list(dict.fromkeys(block for block in found if 6 <= len(block) <= 600 and "网" in block))


def _innermost(body: LexborNode) -> list[LexborNode]:
    """Blocks that hold no other block."""
    blocks = body.css("p, div, h1, h2, h3, h4, ul, li, table, td, center, marquee, section")
    holders: set[int] = set()
    for block in blocks:
        parent = block.parent
        while parent is not None and parent.mem_id not in holders:
            holders.add(parent.mem_id)
            parent = parent.parent
    return [block for block in blocks if block.mem_id not in holders]


_SKIP = frozenset(
    {"script", "style", "noscript", "template", "a", "option", "select", "textarea", "title", "head"}
)


def _is_about_itself(page: Page, before: str, quote: str) -> bool:
    if _ELSEWHERE.search(quote) or _NEGATED.search(re.split(r"停止|关|下线|迁|整合|暂", before)[0]):
        return False
    own = re.search(
        r"本网站|本站|本平台|我[局委厅办市县区院部]?\S{0,4}网站|新(?:版)?(?:网站|网址|站点)", quote
    )
    return own is not None or (len(page.anchors) <= _WORKING_LINKS and page.text_length <= 4 * _SHORT_PAGE)


def _new_address(page: Page, words: str) -> str:
    match = _ADDRESS.search(words)
    if match is not None:
        address = match.group() if match.group().startswith("http") else f"http://{match.group()}"
        return resolve(page.url, address) or ""
    for node in page.tree.css("meta[http-equiv]"):
        target = re.search(r"url\s*=\s*([^\"'\s]+)", node.attributes.get("content") or "", re.I)
        if target:
            return resolve(page.base, target[1]) or ""
    links = [anchor.url for anchor in page.anchors]
    return links[0] if len(links) == 1 else ""
