"""Dark links (暗链) and signs of tampering in one page: links kept out of sight, changed titles, injected jumps.

What is found is material for a person to confirm, never a verdict. Hidden parts of ordinary pages (menus,
tabs, slides, layers) are no dark links while they lead to the own site, to public bodies or to well-known
sites.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from xuncha.text.pages.addresses import host_of, resolve
from xuncha.text.pages.page import Anchor, Page, TooDeepError, squeeze, text_pieces
from xuncha.text.pages.regions import Region, Regions
from xuncha.text.tampering.cloaking import Difference, cloaking_difference
from xuncha.text.tampering.hiding import Hiding, Mark, Technique, is_interface
from xuncha.text.tampering.link_targets import (
    Suspicion,
    is_outward,
    registered_domain,
    suspicious_target,
    suspicious_words,
)
from xuncha.text.tampering.styles import Styles, pixels
from xuncha.text.tampering.written_scripts import ScriptSeen, read_script

__all__ = [
    "Difference",
    "HiddenLink",
    "Suspicion",
    "Technique",
    "cloaking_difference",
    "find_hidden_links",
    "suspicious_target",
]

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.I | re.S)
_ENTITY = re.compile(r"&#x?[0-9a-fA-F]{2,6};?")
_HEAD_PARTS = re.compile(r"<title[^>]*>(?P<title>.*?)</title|<meta\b[^>]*>", re.I | re.S)
_META_NAMES = ("keywords", "description", "og:title", "og:description")
_REFRESH = re.compile(r"^\s*(\d+(?:\.\d+)?)?\s*[;,]?\s*url\s*=\s*[\"']?([^\"'\s]+)", re.I)
#: A hidden block of ordinary links needs this many strangers before it is named.
_STRANGERS = 2
#: A host the page links to, or takes its parts from, this often in the open is no stranger.
_OPEN_LINKS = 2
#: Too common to accuse by themselves; enough where a hidden link leads to a stranger.
_LOOSE_WORDS = re.compile(r"彩票|棋牌|赌|色情|娱乐|投注|电竞|开奖|成人|情色|足彩|真人|老虎机|私服|发票|贷款")
_NO_WORDS = frozenset({"script", "style", "a", "textarea", "select"})
_MAX_FOUND = 200


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """A link or change that a visitor does not see. ``url`` is "" where only words are hidden.

    ``reason`` says in Chinese what was found, for the finding; ``suspicion`` is set where the words or the
    host look illegal, and None where only the hiding itself speaks against the link.
    """

    url: str
    text: str
    technique: Technique
    reason: str
    suspicion: Suspicion | None = None


def find_hidden_links(page: Page) -> tuple[HiddenLink, ...]:
    """Hidden outward links and signs of tampering, each address once, in order of weight.

    Only what the page itself declares is known: linked style sheets and scripts are not read.
    """
    search = _Search(page)
    found: dict[tuple[str, str], HiddenLink] = {}
    for item in search.everything():
        found.setdefault((item.url, item.text if not item.url else ""), item)
        if len(found) >= _MAX_FOUND:
            break
    return tuple(found.values())


class _Search:
    """The search of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scripts = [read_script(text) for text in page.scripts if text.strip()]
        self.shown = _with_written(page)
        self.styles = Styles(self.shown.tree)
        self._add_script_styles(self.styles)
        self.hiding = Hiding(self.styles)
        self.regions = Regions()
        self.marked = [(anchor, self._marks(anchor.node)) for anchor in self.shown.anchors]
        self.open_domains = Counter(
            registered_domain(host_of(url))
            for url in (*(anchor.url for anchor, marks in self.marked if not marks), *_parts_of(page))
        )

    def everything(self) -> Iterator[HiddenLink]:
        """What was found, the plainest first."""
        yield from self._changed_head()
        yield from self._hidden_anchors()
        yield from self._hidden_words()
        yield from self._written()
        yield from self._frames()
        yield from self._redirects()

    def _marks(self, node: LexborNode) -> tuple[Mark, ...]:
        marks = self.hiding.marks(node)
        of_type = [mark for mark in marks if mark.technique in (Technique.COLOUR, Technique.TINY_TYPE)]
        if of_type and node.css_first("img") is not None and not squeeze(node.text()):
            # A picture shows whatever the colour and the size of type around it.
            return tuple(mark for mark in marks if mark not in of_type)
        return marks

    def _add_script_styles(self, styles: Styles) -> None:
        wanted: dict[str, dict[str, str]] = {}
        for script in self.scripts:
            for key, name, value in script.styles:
                wanted.setdefault(key, {})[name] = value.lower()
        for selector, declared in wanted.items():
            styles.add_to(self.shown.tree, selector, declared)

    def _is_stranger(self, url: str) -> bool:
        if not is_outward(url, self.page.url):
            return False
        return self.open_domains[registered_domain(host_of(url))] < _OPEN_LINKS

    # --- links -----------------------------------------------------------------------------------------

    def _hidden_anchors(self) -> Iterator[HiddenLink]:
        groups: dict[int, list[tuple[Anchor, Mark]]] = {}
        for anchor, marks in self.marked:
            if not marks:
                continue
            strong = next((mark for mark in marks if mark.strong), None)
            suspicion = _suspicion_of(anchor)
            if suspicion is not None and (strong is not None or self._is_doubtful(anchor)):
                yield _hidden(anchor, strong or marks[0], suspicion)
            elif self._is_stranger(anchor.url):
                if strong is not None:
                    yield _hidden(anchor, strong, None)
                else:
                    groups.setdefault(_group_of(anchor, marks[0]), []).append((anchor, marks[0]))
        for group in groups.values():
            yield from self._folded(group)

    def _folded(self, group: list[tuple[Anchor, Mark]]) -> Iterator[HiddenLink]:
        """Strangers hidden together by means that ordinary pages use too."""
        group = [
            (anchor, mark)
            for anchor, mark in group
            if mark.technique is not Technique.COLOUR and not self._is_ordinary(anchor.node)
        ]
        hosts = {registered_domain(host_of(anchor.url)) for anchor, _ in group}
        if len(hosts) >= _STRANGERS or any(_LOOSE_WORDS.search(anchor.text) for anchor, _ in group):
            for anchor, mark in group:
                yield _hidden(anchor, mark, None)

    def _is_doubtful(self, anchor: Anchor) -> bool:
        """False for a folded link to an own or well-known site whose long title merely names such a thing."""
        outward = is_outward(anchor.url, self.page.url)
        return outward or len(anchor.text) <= 12 or len(suspicious_words(anchor.text)) >= 2

    def _is_ordinary(self, node: LexborNode) -> bool:
        """True in the parts of a page that are folded away in the ordinary course."""
        if self.hiding.is_ordinary(node):
            return True
        return self.regions.of(node) in (Region.NAV, Region.FOOT, Region.CRUMB, Region.PAGER)

    def _hidden_words(self) -> Iterator[HiddenLink]:
        """Blocks without links that are hidden and full of such words."""
        body = self.shown.tree.body
        if body is None:
            return
        read: set[int] = set()
        declaring = self.styles.declaring(self.shown.tree)
        for node in self.shown.tree.css("[style], [hidden], [class], [id], marquee, noscript, font"):
            if node.mem_id not in declaring and node.tag not in ("marquee", "noscript"):
                continue  # nearly every node
            if node.tag in ("script", "style", "body", "html") or not self._hides_words(node):
                continue
            if _is_within(node, read):
                continue
            read.add(node.mem_id)
            words = " ".join(text_pieces(node, skip=_NO_WORDS))[:2000]
            found = suspicious_words(words) if len(words) >= 8 else ()
            if len(found) >= 2:
                mark = (self.hiding.own(node) or self.hiding.marks(node))[0]
                reason = f"隐藏的文字（{mark.technique}：{mark.words}）含{found[0].kind}类词语“{found[0].word}”等 {len(found)} 个"
                yield HiddenLink("", words[:120], mark.technique, reason, found[0])

    def _hides_words(self, node: LexborNode) -> bool:
        declared = self.hiding.declared(node)
        if self.hiding.own(node):
            return True
        return bool({"color", "font-size", "font"} & declared.keys()) and bool(self.hiding.marks(node))

    # --- title, keywords, description ------------------------------------------------------------------

    def _changed_head(self) -> Iterator[HiddenLink]:
        texts = {"标题": self.page.title, **{name: self.page.meta.get(name, "") for name in _META_NAMES}}
        encoded = self._encoded_head()
        for name, text in texts.items():
            found = suspicious_words(text) if text else ()
            if found:
                how = "以字符编码写成，解码后" if encoded else ""
                reason = f"网页{_HEAD_LABELS.get(name, name)}{how}含{found[0].kind}类词语“{found[0].word}”"
                yield HiddenLink("", text[:120], Technique.TAMPERED_META, reason, found[0])

    def _encoded_head(self) -> bool:
        """True when a title or meta tag is written in numbered characters instead of plain ones."""
        return any(
            len(_ENTITY.findall(match.group())) >= 4
            for match in _HEAD_PARTS.finditer(self.page.html[:100_000])
        )

    # --- scripts ---------------------------------------------------------------------------------------

    def _written(self) -> Iterator[HiddenLink]:
        for script in self.scripts:
            for markup in script.put:
                yield from self._in_markup(markup, script)

    def _in_markup(self, markup: str, script: ScriptSeen) -> Iterator[HiddenLink]:
        part = _parsed(f"<body>{markup}</body>", self.page.url)
        if part is None:
            return
        hiding = Hiding(Styles(part.tree))
        how = "经编码的脚本" if script.obscured else "脚本"
        marked = [(anchor, hiding.marks(anchor.node)) for anchor in part.anchors]
        unseen = {
            registered_domain(host_of(a.url)) for a, marks in marked if marks and self._is_stranger(a.url)
        }
        for anchor, marks in marked:
            suspicion = _suspicion_of(anchor)
            hidden = any(mark.strong for mark in marks) or (bool(marks) and len(unseen) >= _STRANGERS)
            stranger = self._is_stranger(anchor.url)
            if suspicion or (stranger and (script.obscured or hidden)):
                reason = f"{how}写出指向 {host_of(anchor.url)} 的链接" + _because(suspicion)
                yield HiddenLink(anchor.url, anchor.text[:120], Technique.SCRIPT, reason, suspicion)
        for node in part.tree.css("iframe[src], script[src]"):
            url = resolve(self.page.url, node.attributes.get("src") or "")
            if url is None or not self._is_stranger(url):
                continue
            suspicion = suspicious_target(host_of(url), "")
            if suspicion or script.obscured or (node.tag == "iframe" and _frame_size(node, hiding)):
                reason = (
                    f"{how}写入来自 {host_of(url)} 的{'框架' if node.tag == 'iframe' else '脚本'}"
                    + _because(suspicion)
                )
                yield HiddenLink(url, "", Technique.SCRIPT, reason, suspicion)

    # --- frames and jumps ------------------------------------------------------------------------------

    def _frames(self) -> Iterator[HiddenLink]:
        for node in self.shown.tree.css("iframe[src], frame[src], embed[src], object[data]"):
            attributes = node.attributes
            url = resolve(self.shown.base, attributes.get("src") or attributes.get("data") or "")
            if url is None or not is_outward(url, self.page.url):
                continue
            suspicion = suspicious_target(host_of(url), "")
            size = _frame_size(node, self.hiding) if self._is_stranger(url) else ""
            if suspicion or size:
                reason = f"页面以{size or '框架'}嵌入外部网站 {host_of(url)}" + _because(suspicion)
                yield HiddenLink(url, "", Technique.FRAME, reason, suspicion)

    def _redirects(self) -> Iterator[HiddenLink]:
        for node in self.page.tree.css("meta[http-equiv]"):
            attributes = node.attributes
            match = _REFRESH.match(attributes.get("content") or "")
            if (attributes.get("http-equiv") or "").strip().lower() != "refresh" or match is None:
                continue
            url = resolve(self.page.base, match[2])
            if url is not None and self._is_stranger(url):
                suspicion = suspicious_target(host_of(url), "")
                reason = f"页面自动跳转到外部网站 {host_of(url)}" + _because(suspicion)
                yield HiddenLink(url, "", Technique.REDIRECT, reason, suspicion)
        for script in self.scripts:
            yield from self._jumps(script)

    def _jumps(self, script: ScriptSeen) -> Iterator[HiddenLink]:
        for address in script.goes_to:
            url = resolve(self.page.base, address)
            if url is None or not self._is_stranger(url):
                continue
            suspicion = suspicious_target(host_of(url), "")
            if script.by_visitor or script.by_phone or script.jumps or script.obscured or suspicion:
                when = (
                    "对来自搜索引擎的访问" if script.by_visitor else "对手机访问" if script.by_phone else ""
                )
                reason = f"脚本{when}跳转到外部网站 {host_of(url)}" + _because(suspicion)
                yield HiddenLink(url, "", Technique.REDIRECT, reason, suspicion)


_HEAD_LABELS = {
    "keywords": "关键词",
    "description": "描述",
    "og:title": "分享标题",
    "og:description": "分享描述",
}


def _parts_of(page: Page) -> Iterator[str]:
    """Addresses of the pictures, scripts and style sheets a page is made of."""
    for node in page.tree.css("img[src], script[src], link[href]"):
        attributes = node.attributes
        url = resolve(page.base, attributes.get("src") or attributes.get("href") or "")
        if url is not None:
            yield url


def _is_within(node: LexborNode, read: set[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in read:
        parent = parent.parent
    return parent is not None


def _suspicion_of(anchor: Anchor) -> Suspicion | None:
    words = f"{anchor.text} {anchor.node.attributes.get('title') or ''}"
    return suspicious_target(host_of(anchor.url), words[:300])


def _hidden(anchor: Anchor, mark: Mark, suspicion: Suspicion | None) -> HiddenLink:
    reason = f"指向 {host_of(anchor.url)} 的链接{mark.technique}（{mark.words.strip()}）" + _because(
        suspicion
    )
    return HiddenLink(anchor.url, anchor.text[:120], mark.technique, reason, suspicion)


def _because(suspicion: Suspicion | None) -> str:
    return f"，疑似{suspicion.kind}（“{suspicion.word}”）" if suspicion else ""


def _group_of(anchor: Anchor, mark: Mark) -> int:
    """Links hidden by one node belong together; those hidden one by one, by the node above them."""
    if mark.holder != anchor.node.mem_id:
        return mark.holder
    parent = anchor.node.parent
    return parent.mem_id if parent is not None else mark.holder


def _frame_size(node: LexborNode, hiding: Hiding) -> str:
    """整页 or 不可见 where a frame covers everything or nothing, "" otherwise."""
    attributes, declared = node.attributes, hiding.declared(node)
    width = (declared.get("width") or attributes.get("width") or "").strip()
    height = (declared.get("height") or attributes.get("height") or "").strip()
    if any((value := pixels(side)) is not None and value <= 2 for side in (width, height)):
        return "不可见的框架"
    if any(
        mark.strong or mark.technique is Technique.NOT_SHOWN for mark in hiding.marks(node)
    ) and not is_interface(node):
        return "不可见的框架"
    tall = height in ("100%", "100vh") or (pixels(height) or 0) >= 900
    return "整页框架" if width in ("100%", "100vw") and tall else ""


def _with_written(page: Page) -> Page:
    """The page with what its scripts write standing in their place; the page itself where they write nothing."""

    def put(match: re.Match[str]) -> str:
        if re.search(r"\bsrc\s*=", match[1], re.I) or ("write" not in match[2] and "\\x" not in match[2]):
            return match.group()
        written = read_script(match[2]).written
        return written if "<" in written else match.group()

    html = _SCRIPT.sub(put, page.html)
    if html == page.html:
        return page
    shown = _parsed(html, page.url)
    # Markup that is written only in some case may swallow the rest of the page.
    return shown if shown is not None and len(shown.anchors) >= len(page.anchors) else page


def _parsed(html: str, url: str) -> Page | None:
    try:
        return Page(html, url)
    except TooDeepError:
        return None
