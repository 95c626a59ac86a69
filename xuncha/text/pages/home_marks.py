"""What the foot of a home page shows (网站标识) and how it offers its search, by the words that stand for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xuncha.facts.portal import SearchEntry
from xuncha.text.pages.page import Page, squeeze, text_pieces

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_PARTY_MARK = re.compile(r"conac\.cn|_ideconac|党政机关(?:网站)?标[识志]|政府机关标[识志]", re.I)
_SITE_CODE = re.compile(r"标识(?:编?码|号)\s*[:：]?\s*(?:bm\s*)?\d{6,}", re.I)
_ICP = re.compile(r"ICP\s*[备证]|beian\.miit\.gov\.cn|miitbeian\.gov\.cn", re.I)
_POLICE = re.compile(r"公网安备|公安备案|beian\.gov\.cn|beian\.mps\.gov\.cn", re.I)
#: Many feet name the owner by 版权所有 alone: whether that will do is for a person.
_SPONSOR = re.compile(r"主\s*办|承\s*办|版权所有")
_CONTACT = re.compile(
    r"联系(?:我们|方式|电话|人|地址)|关于我们|(?:在线|即时|及时)(?:咨询|客服)|(?:电话|热线|传真|邮箱|E-?mail)\s*[:：]|mailto:",
    re.I,
)
_REPORT = re.compile(r"找错|jiucuo", re.I)
_SEARCH_NAME = re.compile(r"search|keyword|query|searchword|sousuo|jiansuo|^(?:q|kw|wd|key|so)$", re.I)
_SEARCH_WORDS = re.compile(r"搜索|检索|搜一下|search|sousuo", re.I)


@dataclass(frozen=True, slots=True)
class HomeMarks:
    """Which marks a home page shows, and its way to search."""

    party_mark: bool
    site_code: bool
    icp: bool
    police: bool
    sponsor: bool
    contact: bool
    report: bool
    search: SearchEntry


def home_marks(page: Page) -> HomeMarks:
    """Reads a home page as delivered: its words, its links and the text of its scripts, without comments.

    A script that writes a mark names it, so a mark named in a script counts as shown.
    """
    source = _COMMENT.sub("", page.html)
    words = squeeze(" ".join(text_pieces(page.tree.body))) if page.tree.body else ""
    return HomeMarks(
        party_mark=bool(_PARTY_MARK.search(source)),
        site_code=bool(_SITE_CODE.search(words)),
        icp=bool(_ICP.search(words) or _ICP.search(source)),
        police=bool(_POLICE.search(words) or _POLICE.search(source)),
        sponsor=bool(_SPONSOR.search(words)),
        contact=bool(_CONTACT.search(words) or "mailto:" in source),
        report=bool(_REPORT.search(source)),
        search=_search(page, source),
    )


def _search(page: Page, source: str) -> SearchEntry:
    for node in page.tree.css("input"):
        attributes = node.attributes
        if (attributes.get("type") or "text").lower() not in ("text", "search"):
            continue
        marks = (attributes.get("name"), attributes.get("id"), attributes.get("class"))
        named = any(_SEARCH_NAME.search(mark) for mark in marks if mark)
        if named or _SEARCH_WORDS.search(attributes.get("placeholder") or attributes.get("value") or ""):
            return SearchEntry.FORM
    if any(_SEARCH_WORDS.search(anchor.text) or _searches(anchor.url) for anchor in page.anchors):
        return SearchEntry.LINK
    return SearchEntry.HINT if _SEARCH_WORDS.search(source) else SearchEntry.NONE


def _searches(url: str) -> bool:
    return re.search(r"/(?:search|so|sousuo|jsearch\w*)(?:[/?.]|$)", url, re.I) is not None
