"""Where people can write to the office (咨询建言渠道): a form on the page, or links that lead to one.

国办秘函〔2019〕19号 附件1, 互动回应差: 网上信访、纪检举报等专门渠道 are no such channel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from xuncha.text.pages.page import Page, squeeze
from xuncha.text.pages.regions import Region, Regions

_WRITE = re.compile(
    r"^\W*(?:我要|我来|点击|在线|网上|马上|立即|发起|进入|欢迎|新建)?(?:去)?(?:写信|写邮件|留言|咨询|提问|建言|建议|献策|提建议|提意见|投诉|来信|发信|说话|问政|反映|提交(?:留言|信件|咨询)?|发表留言|互动)(?:咨询|建议|投诉|建言|提交|入口|登记|献策|信箱|信件)*\W*$"
)
_ENTRY = re.compile(
    r"我要(?:写信|留言|咨询|提问|建言|建议|投诉|说|问|反映)|(?:在线|网上)(?:留言|咨询|提问|写信|问政|建言|投诉|来信)|写信|提交(?:留言|信件|咨询)|发表留言|咨询留言"
)
_SPECIAL = re.compile(
    r"信访|纪检|监察|举报|检举|控告|巡视|巡察|扫黑|反腐|廉政|纪委|网站纠错|找错|依申请|申请公开|满意度|评价|检索|搜索|登录|注册|订阅|验证|征集|调查|问卷|访谈|评论|查询"
)
_ASKS = re.compile(
    r"写信|留言|咨询|来信|信件|建言|建议|提问|意见|投诉|诉求|反映|内容|标题|主题|姓名|联系电话|手机"
)
_HEADS_LETTERS = re.compile(r"信箱|写信|留言|咨询|来信|建言|献策|问政|提问|投诉")
_SENDS = re.compile(r"提交|发送|发表|确定|确认|留言|写信|寄出|发布|保存|送出|submit|send", re.I)
_CLOSED = re.compile(
    r"(?:暂停|停止|关闭|暂不|不再|停用)(?:使用|受理|开放|接收|服务|办理)?(?:留言|写信|咨询|来信|提交)|(?:留言|写信|咨询|来信|信箱|功能|服务|栏目)(?:功能|服务|系统)?(?:已|正在|暂)?(?:关闭|停用|停止|暂停|升级|维护)"
)


@dataclass(frozen=True, slots=True)
class SubmitSeen:
    """What a page offers for writing: a form, links to one (absolute addresses).

    ``special`` is True where the only form is one of a special channel (网上信访, 纪检举报). ``closed``
    quotes the words by which the page says that writing is closed for now.
    """

    form: bool
    links: tuple[str, ...]
    special: bool
    closed: str = ""

    @property
    def is_offered(self) -> bool:
        """True when a form stands on the page or a link leads to one."""
        return self.form or bool(self.links)


def is_way_to_write(words: str) -> bool:
    """True for the words of a link that leads to a form, such as 我要写信."""
    return bool(_WRITE.match(words))


def read_submit(page: Page) -> SubmitSeen:
    """Looks for the form to write a letter, and for links such as 我要写信."""
    body = page.tree.body
    if body is None:
        return SubmitSeen(False, (), False)
    forms = [_form_around(area) for area in body.css("textarea, [contenteditable='true']")]
    suited = [form for form in forms if _is_for_letters(form)]
    special = [form for form in suited if _is_special(form, page)]
    closed = _CLOSED.search(" ".join(page.segments))
    return SubmitSeen(
        len(suited) > len(special), _links(page), bool(special), closed.group() if closed else ""
    )


def _form_around(area: LexborNode) -> LexborNode:
    """The form of a text field, or the block that holds its button where there is no form tag."""
    node: LexborNode = area
    while node.parent is not None and node.parent.tag not in ("body", "html"):
        node = node.parent
        if node.tag == "form":
            return node
    node = area
    while node.parent is not None and node.parent.tag not in ("body", "html"):
        node = node.parent
        if _button(node):
            return node
    return node


def _button(form: LexborNode) -> bool:
    """True when something can be pressed that sends the form."""
    for node in form.css(
        "button, a, input[type='submit'], input[type='button'], input[type='image'], [onclick]"
    ):
        words = " ".join(
            [squeeze(node.text()), *(node.attributes.get(name) or "" for name in ("value", "title", "alt"))]
        )
        named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if _SENDS.search(words) or _SENDS.search(named) or node.attributes.get("type") in ("submit", "image"):
            return True
    return False


def _words(form: LexborNode) -> str:
    """The labels and hints of a form, without what stands in its text fields."""
    hints = [
        node.attributes.get("placeholder") or node.attributes.get("value") or ""
        for node in form.css("input, textarea, button")
    ]
    return squeeze(f"{form.text(separator=' ')} {' '.join(hints)}")


def _is_for_letters(form: LexborNode) -> bool:
    """True for a form with a button, whose own words, or the heading above it, speak of a letter."""
    return _button(form) and bool(_ASKS.search(_words(form)) or _HEADS_LETTERS.search(_heading_of(form)))


def _is_special(form: LexborNode, page: Page) -> bool:
    """True for a form of a special channel, by its heading, its action, or what the page calls itself."""
    heading = _heading_of(form)
    if heading:
        return bool(_SPECIAL.search(heading))
    named = f"{page.meta.get('columnname', '')} {page.title.split('-')[0].split('_')[0]}"
    own = _words(form)[:40]
    return bool(_SPECIAL.search(named)) or (
        bool(_SPECIAL.search(own)) and not _ENTRY.search(own) and not _ASKS.search(own[:12])
    )


def _heading_of(form: LexborNode) -> str:
    """The heading in the form, or the nearest one before it."""
    inner = form.css_first("h1, h2, h3, h4, h5, legend, caption")
    if inner is not None:
        return squeeze(inner.text())[:40]
    node: LexborNode | None = form
    for _ in range(4):
        if node is None or node.tag in ("body", "html"):
            return ""
        before = node.prev
        while before is not None:
            if not before.is_text_node and before.tag != "-comment":
                words = squeeze(before.text())
                if before.tag in ("h1", "h2", "h3", "h4", "h5") and words:
                    return words[:40]
                if 2 <= len(words) <= 16 and before.css_first("a") is None:
                    return words
            before = before.prev
        node = node.parent
    return ""


def _links(page: Page) -> tuple[str, ...]:
    """Addresses of links that say one can write here; not those of special channels."""
    regions = Regions()
    found: dict[str, None] = {}
    for anchor in page.anchors:
        words = anchor.text
        if not 2 <= len(words) <= 20 or _SPECIAL.search(words) or regions.of(anchor.node) is Region.FOOT:
            continue
        if _WRITE.match(words) or _ENTRY.search(words):
            found.setdefault(anchor.url)
    return tuple(found)
