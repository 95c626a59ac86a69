"""A wrong form that is only spoken of: quoted to be put right, to be refuted or to be warned of."""

from __future__ import annotations

import re

_STOPS = "。！？!?\n\r"
#: How far a sentence is read on either side of the form.
_REACH = 80
_OPENING = "“\"'‘「『〈【（("
_CLOSING = "”\"'’」』〉】）)"
_ABOUT = re.compile(
    r"错别字|错字|别字|错词|笔误|误写|误作|误为|误用|写成|写错|错写|错用|印成|打成|错误表述|表述错误|表述有误|表述不规范"
    r"|不规范表述|有误|勘误|更正|订正|纠正|修正为|改为|改成|应为|应是|应作|应写|应当为|正确写法|正确表述|而不是|而非|并非"
    r"|辟谣|谣言|不实|网传|严禁使用|不得使用|不应使用|避免使用|禁用|[两几一二三四五六七八九十]个字|字样|一词|把关不严|审核不严|校对不|差错|咬文嚼字"
)
#: A list of wrong forms: 易错词：甲、乙; 错误：甲.
_LISTED = re.compile(
    r"(?:易错|常错|错别字|错字|别字|错词|病句|(?:错误|不规范|不当)的?(?:写法|表述|用法|说法|提法|形式|词语)?|误)"
    r"(?:词|字|词语|示例|举例|例|辨析|写作|为|是|有|包括|如下|如|\s)*[：:][^。！？!?\n]*$|(?:^|[|\s])[误错×✗][|：:\s]*$"
)
#: What stands between a wrong form and the right one beside it, and the marks of which there is at least one.
_BESIDE = re.compile(r"[^\u4e00-\u9fff]*(?:[误错正确对应该为是作写法的]+[^\u4e00-\u9fff]*){0,3}")
_BESIDE_MARK = re.compile(r"[（(×✗╳√✓→⇒|\t/]|—|->|误|错|正")
#: Titles of texts that are about wrong forms.
_TITLE = re.compile(
    r"易错|常错|错别字|错字|别字|勘误|更正|正误|纠错|辟谣|咬文嚼字|差错|规范用语|用语规范|用词规范|表述规范|规范表述|禁用词|慎用词"
)
#: Lines on either side in which such a text may give the right form.
_LINES = 2
_PUT_RIGHT = re.compile(
    r"^\s*[^。！？!?\n]{0,6}?(?:应该?|应当|须|要|已|统一)?(?:为|是|作|写作|写为|改为|改成|更正为|修改为|订正为|纠正为|替换为)\s*$"
)
_MISWRITTEN = re.compile(
    r"(?:误|错)(?:将|把)?[^。！？!?\n]{0,16}?(?:写|作|为|成|打|印|用|录)[为成作了]?\s*$|写错(?:成|为)\s*$"
)
_AFTERMATH = re.compile(
    r"^\s*(?:一词|二字|字样)?\s*(?:系|是|为|乃)[^。！？!?\n]{0,12}?(?:之误|笔误|误写|错误|有误|错别字|谣言)"
)


def only_mentioned(text: str, start: int, end: int, right: str) -> bool:
    """Whether characters ``start`` to ``end`` are named as a wrong form, not used as one.

    So read: a quoted form in a sentence that speaks of mistakes or rumours, one the sentence itself puts right
    (甲应为乙, 误将乙写成甲, 甲系乙之误), one in a list of wrong forms (易错词：甲、乙) or with the right form beside it
    (甲（乙）, 甲（误）乙（正）), and any form in a text whose title is about mistakes, where the right form stands close by.
    """
    before, after = _sentence_round(text, start, end)
    if _quoted(before, after) and _ABOUT.search(before + after):
        return True
    left, tail = before.rstrip(_OPENING), after.lstrip(_CLOSING)
    if _MISWRITTEN.search(left) or _AFTERMATH.match(tail) or _LISTED.search(left):
        return True
    place = tail.find(right)
    if 0 < place <= 24 and _PUT_RIGHT.match(tail[:place].rstrip(_OPENING + "：:")):
        return True
    return _beside(after, right) or (
        about_mistakes(text) and (_quoted(before, after) or right in _lines_round(text, start, end))
    )


def about_mistakes(text: str) -> bool:
    """Whether the first line says that the text is about wrong forms."""
    return bool(_TITLE.search(text.lstrip()[:_REACH].split("\n", 1)[0]))


def _beside(after: str, right: str) -> bool:
    place = after.find(right)
    between = after[:place]
    return 0 < place <= 12 and bool(_BESIDE.fullmatch(between) and _BESIDE_MARK.search(between))


def _lines_round(text: str, start: int, end: int) -> str:
    before, after = text[:start].rsplit("\n", _LINES + 1), text[end:].split("\n", _LINES + 1)
    return "\n".join((*before[-_LINES - 1 :], *after[: _LINES + 1]))


def _sentence_round(text: str, start: int, end: int) -> tuple[str, str]:
    before = text[max(0, start - _REACH) : start]
    after = text[end : end + _REACH]
    cut = max(before.rfind(stop) for stop in _STOPS)
    ends = [place for place in (after.find(stop) for stop in _STOPS) if place >= 0]
    return before[cut + 1 :], after[: min(ends)] if ends else after


def _quoted(before: str, after: str) -> bool:
    """Whether the form stands in quotation marks of its own, alone or with a few words."""
    opened = max(before.rfind(mark) for mark in _OPENING)
    if opened < 0 or len(before) - opened > 12 or any(mark in before[opened + 1 :] for mark in "”」』’】）)"):
        return False
    return any(0 <= after.find(mark) <= 12 for mark in _CLOSING)
