"""What the body of a column page holds: items, a text of its own, an excuse, a script's work, or nothing."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xuncha.facts.website import Content
from xuncha.text.expressions import expression
from xuncha.text.pages.addresses import page_key, resolve
from xuncha.text.pages.data_islands import keeps_items
from xuncha.text.pages.frame import SiteFrame
from xuncha.text.pages.inner_frames import content_frames, waits_for_frame
from xuncha.text.pages.listing import Row
from xuncha.text.pages.not_found import says_no_list
from xuncha.text.pages.own_form import has_form
from xuncha.text.pages.page import Anchor, Page, squeeze
from xuncha.text.pages.regions import Region, Regions

#: Words a template prints where a list has no items, clause by clause. They are no explanation.
_SUBJECT = r"(?:您(?:访问|查看|浏览|查询|要?查?找)的)?(?:当前|该|本|此)?(?:栏目|列表|频道|页面|目录|分类|网站)?(?:下|中|内)?"
_THING = r"(?:数据|内容|信息|记录|文章|结果|资料|稿件|新闻|更新|公开|发布)"
_PLACEHOLDER = expression(
    rf"{_SUBJECT}(?:暂时?|目前)?(?:还)?(?:没有|无|未找到|没有找到|未查询到|没有查询到|未(?:发布|更新|上传|添加))"
    rf"(?:任何|相关|更多|您要(?:查?找)?的|符合条件的|要显示的|可显示的|政府)*{_THING}*(?:哦|呢|了)?"
    rf"|(?:{_SUBJECT}|{_THING}|系统)(?:正在|持续|陆续)?(?:建设|更新|整理|维护|完善|录入|开发|筹备|制作|升级|添加)中?"
    r"|敬请(?:期待|关注|谅解|等待)|请(?:您)?(?:稍后|稍候|耐心等待)(?:访问|再试|查看|再来)?|稍后再来|谢谢|您好|对不起|(?:非常|很)?抱歉"
    rf"|(?:{_THING}|栏目|列表)为空|空空如也|已经?到底了?|empty",
    re.I,
)
_PLACEHOLDER_ENGLISH = expression(r"\W*no\s+(?:data|record|content|result)s?\W*", re.I)
#: A sentence that says why there is nothing.
_NOTHING_NOW = expression(
    r"暂无|尚无|暂未|尚未|目前(?:没有|无|未)|无此类|没有(?:发生|开展|制定|发布|产生|此类|相关)|未(?:发生|开展|产生)"
)
_EXPLAINS = expression(
    r"因|由于|待|将|如有|如需|请|欢迎|时公布|及时|后续|本年度|今年|年以来|截至|不涉及|无此项|职能|职责|期间"
)
#: An office speaking of itself: what it does not have or do.
_OWN_CASE = expression(
    r"(?:本|我)(?:单位|部门|机关|局|委|办|厅|县|市|区|镇|乡|街道|院|中心|站|所).{0,25}(?:无|没有|不存在|未|不涉及|不承担)"
)
_LEAST_EXPLANATION = 8
#: Words of paging, search forms and crumbs, which are no content.
_FURNITURE = expression(
    r"^[\W\d]*$|当前位置|您的位置|您现在的位置|所在位置|^(?:[\W\d]|共|第|到|跳转|转到|确定|条|页|每|总|计|当前|记录|数据|信息|首|上一?|下一?|尾|末|go)+$|访问(?:量|人?次数?)|浏览(?:量|次数)|点击(?:量|率|次数)"
    r"|今天是|星期[一二三四五六日天]|^\W*欢迎(?:您|访问|光临|来到)|^\W*(?:主办|承办|技术支持|版权所有)|备\d{6,}号|公网安备|网站标识码|找错|^.{1,8}[:：]$"
    r"|^\W*(?:索引号|(?:发文)?字?文?号|发布机构|(?:公开|成文|生成)(?:日期|时间)|(?:信息|文件)?名称|(?:主题|体裁)分类|有效性|操作)\W*$"
    r"|^\W*(?:搜索|检索|查询|请输入.{0,8}|标题|发布时间|发布日期|日期|时间|序号|名称|栏目导航|字号.*|打印|关闭|分享.{0,6}|浏览次数\W*\d*|>+)\W*$",
    re.I,
)
#: Less text of its own than this, and no sentence, does not count as content (characters).
_LEAST_TEXT = 25
_LEAST_SENTENCE = 10
#: A link that no address leads to with so many characters is an item that a script opens.
_LEAST_SCRIPTED_TITLE = 8

_LOADS = expression(
    r"\$\.(?:ajax|get|post|getjson)|\.getjson|\bfetch\s*\(|xmlhttprequest|axios|\.load\s*\(|new\s+vue|createapp|reactdom|angular\.module"
    r"|layui\.use|\.innerhtml|\.html\s*\(|\.append(?:child)?\s*\(|insertadjacenthtml|document\.write"
    r"|jpage\s*\(|datagrid|laytpl|juicer|handlebars|mustache|art-?template",
    re.I,
)
#: A server that sends when it likes: the script names no element where it asks.
_PUSHED = expression(r"new\s+(?:websocket|eventsource)\s*\(", re.I)
_TEMPLATE = expression(
    r"\{\{[^}]{1,80}\}\}|v-for=|ng-repeat=|:data=|v-html=|\bdata-bind=|#\{[^}]{1,60}\}|<%="
)
_LOADING = expression(
    r"^\W*(?:正在|努力|拼命)?(?:加载|载入|读取|loading)(?:中|数据|ing)*\W*(?:请(?:您)?(?:稍[候后等]|等待|耐心等待))?\W*$",
    re.I,
)
_EMPTY_CANDIDATES = "ul, ol, div, tbody, table, dl, section"
#: Small things scripts fill on every site: clocks, weather, counters, pictures on top.
_GADGETS = expression(
    r"time|date|clock|week|weather|tianqi|count|hits|visit|search|banner|login|qrcode|ewm|share|player|page|pagin|fenye|float|swiper|slider|mask"
    r"|dialog|popup|jiucuo|wza|go-?top|back-?top|advert|^(?:clear(?:fix)?|clr|blank\d*|line\d*|space|hr|ads?\d*)$",
    re.I,
)
#: What lists are called, also where the name has a gadget's word in it: pageList, searchResult.
_LIST_NAMES = expression(r"list|cont|main|news|result|data|article|record|table", re.I)
_DATA_SCRIPT = expression(r"^text/(?!javascript|ecmascript)|template", re.I)
_UNSEEN_TAGS = frozenset({"script", "noscript", "style", "template", "link", "meta"})
_MENU_TAGS = frozenset(
    {"a", "span", "b", "strong", "h2", "h3", "h4", "p", "li", "ul", "ol", "dl", "dt", "dd"}
)


def content_of(page: Page, rows: tuple[Row, ...], frame: SiteFrame, name: str) -> Content:
    """What a column page holds, given its rows and what all pages of the site share.

    Only a page that was read, shows no item, no text, link, form, picture, document or frame of its own,
    and has no script that could fill it, is ``NOTHING``.
    """
    if own_rows(rows, frame):
        return Content.ENTRIES
    if needs_script(page) or _scripted_titles(page):
        return Content.SCRIPT
    if content_frames(page):
        return Content.FRAME
    if waits_for_frame(page):
        return Content.SCRIPT
    if _explanation(words := _own_words(page, frame, name)):
        return Content.EXPLAINED
    own = _is_text(words) or _own_media(page, frame) or _own_links(page, frame) or has_form(page)
    if not own and any(map(_PUSHED.search, page.scripts)):
        return Content.SCRIPT
    return Content.TEXT if own else Content.NOTHING


def _is_text(words: list[str]) -> bool:
    return any(len(piece) >= _LEAST_SENTENCE for piece in words) or sum(map(len, words)) >= _LEAST_TEXT


def own_rows(rows: tuple[Row, ...], frame: SiteFrame) -> tuple[Row, ...]:
    """The rows that are this column's: not of navigation, of side blocks that other pages repeat, or common."""
    kept = []
    for row in rows:
        beside = row.region is Region.SIDE and not frame.is_unique_link(row.url)
        beside = beside or (row.region is Region.NAV and row.published is None)
        if not beside and not frame.is_common_link(row.url):
            kept.append(row)
    return tuple(kept)


def needs_script(page: Page) -> bool:
    """True when a script of the page fills an element that is empty as delivered.

    A script counts when it names the id or class of an empty element and has a way to fill it, or keeps
    items as data; so do marks of a template in the markup, a sign "loading", and a page that is a shell.
    """
    body = page.tree.body
    if body is None:
        return False
    regions = Regions()
    empty = _empty_elements(body, regions)
    markup_templates = any(_TEMPLATE.search(piece) for piece in page.segments) or _has_template_attributes(
        body
    )
    if markup_templates or any(_LOADING.match(piece) for piece in page.segments):
        return True
    if page.text_length < 60 and page.tree.css_first("script") is not None and (empty or _is_bare(body)):
        return True
    for script in page.scripts:
        if _LOADS.search(script) and any(_names(script, word) for word in empty):
            return True
    return (bool(empty) and any(map(keeps_items, page.scripts))) or _writes_in_body(body, regions)


def _is_bare(body: LexborNode) -> bool:
    """True for a body of scripts alone: whatever there is to see, they bring it."""
    return all(node.tag in _UNSEEN_TAGS for node in body.iter())


def filled_by(script: str, page: Page) -> bool:
    """True when a script file of the site fills an element of the page that is empty as delivered."""
    body = page.tree.body
    if body is None or not _LOADS.search(script):
        return False
    return any(_names(script, word) for word in _empty_elements(body, Regions()))


def _names(script: str, word: str) -> bool:
    word = re.escape(word)
    return (
        re.search(rf"[\"'#.]{word}[\"'\s.>)]|\b{word}\.(?:inner|outer|append|insert|src)", script) is not None
    )


def _empty_elements(body: LexborNode, regions: Regions) -> list[str]:
    """Ids and classes of elements of the body without text, picture or children that hold any."""
    words: dict[str, None] = {}
    for node in body.css(_EMPTY_CANDIDATES):
        identity = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}".split()
        if not identity or node.css_first("img, iframe, input, a[href], video, object") is not None:
            continue
        text = squeeze(node.text())
        if text and not _LOADING.match(text) and not is_placeholder(text):
            continue
        region = regions.of(node)
        if region is Region.PAGER and node.parent is not None:  # pageList names a list as well as paging
            region = regions.of(node.parent)
        if region in (Region.BODY, Region.SIDE):
            words.update(dict.fromkeys(w for w in identity if len(w) > 1 and not _is_gadget(w)))
    return list(words)


def _is_gadget(word: str) -> bool:
    return _GADGETS.search(word) is not None and _LIST_NAMES.search(word) is None


def is_placeholder(text: str) -> bool:
    """True when the text says only that there is nothing here, or not yet."""
    clauses = [clause for clause in re.split(r"[\W_]+", text) if clause]
    if not clauses or _PLACEHOLDER_ENGLISH.fullmatch(text):
        return bool(clauses)
    return all(_PLACEHOLDER.fullmatch(clause) for clause in clauses)


def _has_template_attributes(body: LexborNode) -> bool:
    return (
        body.css_first("[v-for], [ng-repeat], [v-html], [v-text], [data-bind], [ms-for], [wx\\:for]")
        is not None
    )


def _writes_in_body(body: LexborNode, regions: Regions) -> bool:
    """True for rows written by a script, or kept in a template or data block, where the list would stand."""
    for node in body.css("script, template"):
        inside = node.parent
        if inside is None or inside.tag == "html" or regions.of(inside) is not Region.BODY:
            continue
        source = node.html or ""
        if not re.search(r"<(?:li|tr|a|div|dl|record|datastore)\b", source.partition(">")[2]):
            continue
        if _is_unfilled(node) or _DATA_SCRIPT.search(node.attributes.get("type") or ""):
            return True
        if "document.write" in source and inside.tag != "body":
            return True
    return False


def _is_unfilled(node: LexborNode) -> bool:
    """True for a template that waits for a script; one with a shadow root is shown as it is."""
    return node.tag == "template" and "shadowrootmode" not in node.attributes


def _own_words(page: Page, frame: SiteFrame, name: str) -> list[str]:
    """Pieces of text that only this page has, without furniture and the column's own name."""
    body = page.tree.body
    if body is None:
        return []
    regions = Regions()
    words = []
    for piece, node in _pieces_with_parent(body):
        if frame.is_common_text(piece) or _FURNITURE.search(piece) or is_placeholder(piece):
            continue
        if says_no_list(piece):
            continue
        if piece.strip("|>-—·:： ") in (name, page.title) or (len(piece) <= len(name) + 4 and name in piece):
            continue
        if regions.of(node) in (Region.BODY,):
            words.append(piece)
    return words


def _pieces_with_parent(body: LexborNode) -> list[tuple[str, LexborNode]]:
    found = []
    for node in body.traverse(include_text=True):
        if not node.is_text_node or node.parent is None:
            continue
        piece = squeeze(node.text_content or "")
        if piece and not _inside(
            node, frozenset({"a", "script", "style", "noscript", "template", "option", "select", "textarea"})
        ):
            found.append((piece, node.parent))
    return found


def _inside(node: LexborNode, tags: frozenset[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _explanation(words: list[str]) -> bool:
    text = "".join(words)
    if len(text) < _LEAST_EXPLANATION or len(text) > 300:
        return False
    return bool(_OWN_CASE.search(text) or (_NOTHING_NOW.search(text) and _EXPLAINS.search(text)))


def _scripted_titles(page: Page) -> bool:
    """True when the body has titled links without an address: items that only a script opens."""
    regions = Regions()
    for node in page.tree.css("a"):
        href = (node.attributes.get("href") or "").strip()
        is_mark = not href and "name" in node.attributes  # a place to jump to
        if is_mark or (resolve(page.base, href) is not None and not href.startswith("#")):
            continue
        words = squeeze(node.text())
        titled = _chinese(words) >= _LEAST_SCRIPTED_TITLE and not _FURNITURE.search(words)
        if titled and regions.of(node) is Region.BODY:
            return True
    return False


def _own_links(page: Page, frame: SiteFrame) -> bool:
    """True when the body links to something of the column's own: sub-columns, persons, topics.

    Menus do not count: blocks that link to this page itself, and its folders above.
    """
    regions = Regions()
    own = page_key(page.url)
    inside = [anchor for anchor in page.anchors if regions.of(anchor.node) is Region.BODY]
    menus = {_menu_of(anchor).mem_id for anchor in inside if page_key(anchor.url) == own}
    for anchor in inside:
        if own.startswith(page_key(anchor.url)) or frame.is_common_link(anchor.url):
            continue
        if _chinese(anchor.text) < 2 or _FURNITURE.search(anchor.text) or is_placeholder(anchor.text):
            continue
        if not _is_below(anchor.node, menus):
            return True
    return False


def _menu_of(anchor: Anchor) -> LexborNode:
    """The list a link stands in, with the lists around it; else the element that repeats beside it."""
    node, menu = anchor.node, None
    while node.parent is not None and node.parent.tag in _MENU_TAGS:
        node = node.parent
        menu = node if node.tag in ("ul", "ol", "dl") else menu
    if menu is not None:
        return menu
    inner = anchor.node.parent or anchor.node
    alone = squeeze(inner.text()) == anchor.text
    return inner.parent if alone and inner.parent is not None and _repeats(inner) else inner


def _repeats(node: LexborNode) -> bool:
    """True when an element beside this one has its tag and a link as well."""
    for near in (_element(node.next, forward=True), _element(node.prev, forward=False)):
        if near is not None and near.tag == node.tag and near.css_first("a") is not None:
            return True
    return False


def _element(node: LexborNode | None, *, forward: bool) -> LexborNode | None:
    while node is not None and (node.is_text_node or node.tag == "-comment"):
        node = node.next if forward else node.prev
    return node


def _is_below(node: LexborNode, ancestors: set[int]) -> bool:
    current: LexborNode | None = node
    while current is not None:
        if current.mem_id in ancestors:
            return True
        current = current.parent
    return False


def _chinese(text: str) -> int:
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


def _own_media(page: Page, frame: SiteFrame) -> bool:
    """A picture, video or document that stands in the body and is linked from this page alone."""
    regions = Regions()
    for node in page.tree.css("img[src], video, object, embed"):
        source = resolve(page.base, node.attributes.get("src") or node.attributes.get("data") or "")
        size = node.attributes.get("width") or ""
        decoration = size.isdigit() and int(size) <= 100
        decoration = decoration or (
            source is not None and (_is_decoration(source) or frame.is_common_link(source))
        )
        if not decoration and regions.of(node) is Region.BODY:
            return True
    for anchor in page.anchors:
        if (
            regions.of(anchor.node) is Region.BODY
            and not frame.is_common_link(anchor.url)
            and _is_document(anchor.url)
        ):
            return True
    return False


def _is_decoration(url: str) -> bool:
    return (
        re.search(
            r"/(?:images?|img|skin|style|css|theme|template|static|assets)/[^?]*(?:logo|icon|bg|line|arrow|dot|nav|banner|top|btn|no-?data|empty|none|head)",
            url,
            re.I,
        )
        is not None
    )


def _is_document(url: str) -> bool:
    return re.search(r"\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar)(?:$|\?)", url, re.I) is not None
