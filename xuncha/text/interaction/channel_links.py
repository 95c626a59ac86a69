"""Ways to write to the office that leave the site: links to other hosts, to mail, or into a script.

A site whose consultation stands on a common platform of the province has no column of its own for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from xuncha.text.interaction.letters import BoardKind, board_kind
from xuncha.text.pages.addresses import looks_like_article, same_site
from xuncha.text.pages.page import Page, anchor_text, squeeze
from xuncha.text.pages.regions import Region, Regions

_LONGEST_WORDS = 14
_LONGEST_INVITATION = 80
_INVITES = re.compile(r"来信|写信|咨询|建言|建议|意见|留言|问政")
#: What a way to write is called; a title of news that speaks of letters or advice ends otherwise.
_WAY = re.compile(
    r"(?:信箱|邮箱|留言板?|咨询|来信|问政|写信|互动|互动交流|公众参与|建言(?:献策)?|投诉|信件|热线|12345|民声|民意|诉求|提问|意见建议)"
    r"(?:[（(]?12345[）)]?)?(?:平台|频道|中心|系统|入口|专区|窗口|大厅|服务|直通车)*\W*$"
)
#: Special channels; an office of inspection (监察委员会) or of reports on the web is none of this site's.
_SPECIAL_WAY = re.compile(r"信访|纪检|监督举报|我要举报|举报(?:信箱|平台|入口|专区)?\W*$")
#: Words of consultation that name something else than a way to write.
_NO_WAY = re.compile(
    r"选登|问答|知识|新闻|动态|通报|年报|统计|指南|办法|须知|公告|找错|纠错|违法和?不良|不良信息"
)


@dataclass(frozen=True, slots=True)
class ChannelLink:
    """A link whose words mean interaction. ``url`` is empty where it leads into a script or to mail.

    ``in_foot``: it stands in the foot of the page, where links of every kind are collected.
    """

    words: str
    url: str
    kind: BoardKind
    in_foot: bool = False


def channel_links(page: Page, home_url: str) -> tuple[ChannelLink, ...]:
    """The links of a page to interaction elsewhere, each words and address once, in document order.

    Links to pages of the site ``home_url`` are left out: those are columns. So are interviews and surveys.
    """
    regions = Regions()
    found: dict[tuple[str, str], ChannelLink] = {}
    for anchor in page.anchors:
        kind = _kind(anchor.text)
        if kind is None or same_site(anchor.url, home_url) or looks_like_article(anchor.url):
            continue
        in_foot = regions.of(anchor.node) is Region.FOOT
        found.setdefault((anchor.text, anchor.url), ChannelLink(anchor.text, anchor.url, kind, in_foot))
    for node in page.tree.css("a, button, [onclick]"):
        href = (node.attributes.get("href") or "").strip().lower()
        if href and not href.startswith(("#", "javascript:", "mailto:")):
            continue
        words = anchor_text(node)
        kind = _kind(words)
        if kind is None and href.startswith("mailto:") and _invites_mail(node):
            words, kind = "电子邮箱", BoardKind.CONSULTATION
        if kind is not None and not _opens_menu(node.attributes.get("onclick"), href):
            found.setdefault((words, ""), ChannelLink(words, "", kind, regions.of(node) is Region.FOOT))
    return tuple(found.values())


def _invites_mail(node: LexborNode) -> bool:
    """True for an address of mail in a sentence that asks for letters: 欢迎来信：xx@….gov.cn."""
    around = squeeze(node.parent.text()) if node.parent is not None else ""
    return len(around) <= _LONGEST_INVITATION and bool(_INVITES.search(around))


def _kind(words: str) -> BoardKind | None:
    """What sort of interaction short words name, None for anything that is no way to write."""
    if not 2 <= len(words) <= _LONGEST_WORDS:
        return None
    kind = board_kind(words)
    if kind in (BoardKind.INTERVIEW, BoardKind.SURVEY) or _NO_WAY.search(words):
        return None
    if kind in (BoardKind.PETITION, BoardKind.REPORTING):
        return kind if _SPECIAL_WAY.search(words) else None
    return BoardKind.CONSULTATION if _WAY.search(words) else None


def _opens_menu(onclick: str | None, href: str) -> bool:
    """True for the heading of a menu, which leads nowhere itself."""
    plain = re.sub(r"[\s;]|void\(0?\)", "", href.removeprefix("javascript:"))
    return not onclick and plain in ("", "#")
