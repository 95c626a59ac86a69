"""Mobile numbers of the mainland, and whether a person's or a unit's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xuncha.text.privacy.digits import Number
from xuncha.text.privacy.leak import Leak, LeakKind, mask
from xuncha.text.privacy.scene import Scene
from xuncha.text.privacy.spans import Spans

_SHAPE = re.compile(r"1(?:3[0-9]|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8[0-9]|9[0-35-9])[0-9]{8}")
_DASHED = frozenset({(3, 4, 4), (4, 3, 4), (3, 8), (7, 4), (3, 3, 5)})
_AMOUNT_BEFORE = re.compile(r"[¥￥$€第]\s?$")
_AMOUNT_AFTER = re.compile(
    r"^\s?(?:多|余)?(?:[万亿]|[美日欧]?元|吨|公?里|米|平方|立方|亩|公顷|千|公?斤|克|升|度|瓦|千瓦|字节|[人户件份册台套][次,。、]|%|°)"
)
_AMOUNT_COLUMN = re.compile(
    r"金额|总额|总计|合计|产值|收入|支出|投资|面积|数量|预算|决算|余额|资金|[(（]?[万亿]?元"
)
_TELEPHONE = re.compile(r"电话|手机|联系|致电|拨打|微信|tel|phone|mobile", re.I)
#: Numbers everyone knows, or that count up: hardly anyone's.
_PLACEHOLDER = re.compile(r"13800138000|12345678$|(\d)\1{7}$|^1(\d)\2{9}$|^1[3-9]0{9}$")
_MOBILE_LABEL = re.compile(r"(?:手机|移动电话|个人电话|本人电话)(?:号码?)?[:\s]*$")
_PERSON = re.compile(
    r"身份证|本人|户主|申请人|当事人|家长|学生|考生|居民|村民|患者|业主|监护人|低保|救助|领取人|受益人|住址|家住|户籍"
    r"|我叫|我的(?:电话|手机|号码|联系)|我是|姓名|家属|被执行人|出生|[汉满回藏壮苗]族|[,、\s(][男女][,、\s)]"
)
_CONTACT = re.compile(r"联系电话|联系方式|联系人|负责人|电话|经办人|联络|通讯|致电|拨打|来电")
_OFFICE = re.compile(
    r"咨询|监督|举报|投诉|值班|值守|办公|热线|报名|受理|客服|维修|抢修|传真|单位|采购|招标|投标|代理|项目|机构|窗口|对外"
    r"|工作人员|服务|局(?!面|部)|委员会|管理处|中心|公司|政府|街道办|派出所|医院|村委|居委|法院|检察|站长|科室|部门|村支|书记"
)
_ID_WITHIN = 40


def mobile_leaks(scene: Scene, found: list[Number], taken: Spans) -> Iterator[Leak]:
    """Mobile numbers among the numbers of a text. Those published as a unit's contact are not certain."""
    for number in found:
        start = _start_of_mobile(scene, number)
        if start is None or _is_other_number(scene, start, number.end):
            continue
        certain, reason = _judge(scene, start, number, taken)
        masked = mask(scene.text[start : number.end], LeakKind.MOBILE)
        yield Leak(LeakKind.MOBILE, start, number.end, masked, certain, reason)


def spelled_mobile_leaks(scene: Scene, spelled: list[Number], taken: Spans) -> Iterator[Leak]:
    """Mobile numbers broken up by dots or strokes, or digit by digit, behind a word for telephone."""
    for number in spelled:
        apart = number.pieces in _DASHED or set(number.pieces) == {1}
        if not apart or not _SHAPE.fullmatch(number.digits) or not _is_announced(scene, number.start):
            continue
        if _is_other_number(scene, number.start, number.end):
            continue
        certain, reason = _judge(scene, number.start, number, taken)
        masked = mask(number.digits, LeakKind.MOBILE)
        yield Leak(LeakKind.MOBILE, number.start, number.end, masked, certain, reason)


def _start_of_mobile(scene: Scene, number: Number) -> int | None:
    """Where the 11 digits begin, the prefix of the country left out; None for another number."""
    digits = number.digits
    if not number.joint:
        before = scene.text[number.start - 1 : number.start] if number.start else ""
        for prefix, mark in (("", ""), ("86", "+"), ("0086", "")):
            bare = digits.removeprefix(prefix) if digits.startswith(prefix) else ""
            if _SHAPE.fullmatch(bare) and (not mark or mark == before or _is_announced(scene, number.start)):
                return number.start + len(prefix)
        return None
    if not _SHAPE.fullmatch(digits) or number.pieces not in _DASHED or number.joint == "\n":
        return None
    # Columns of figures look like a number broken up by spaces.
    if number.joint == " " and not _is_announced(scene, number.start):
        return None
    return number.start


def _is_announced(scene: Scene, at: int) -> bool:
    return bool(_TELEPHONE.search(scene.left(at, 14)) or _TELEPHONE.search(scene.heading(at)))


def _is_other_number(scene: Scene, start: int, end: int) -> bool:
    return (
        scene.other_label(start)
        or scene.is_example(start, end)
        or bool(_AMOUNT_COLUMN.search(scene.heading(start)))
        or bool(_AMOUNT_BEFORE.search(scene.left(start, 3)))
        or bool(_AMOUNT_AFTER.match(scene.right(end, 5)))
    )


def _judge(scene: Scene, start: int, number: Number, taken: Spans) -> tuple[bool, str]:
    digits = number.digits[-11:]
    if _PLACEHOLDER.search(digits):
        return False, "11位号码符合手机号规则，但数字排列像示例号码，请人工核实"
    if any(leak.kind is LeakKind.ID_NUMBER for leak in taken.near(start, number.end, _ID_WITHIN)):
        return True, "手机号码与身份证号一同出现"
    near = f"{scene.headings(start)} {scene.sentence_before(start, 30)}"
    if _OFFICE.search(near):
        return False, "11位手机号码，前后文像单位对外公布的联系电话，请人工核实是否属个人信息"
    wide = f"{scene.headings(start)} {scene.left(start, 60)} {scene.right(number.end, 20)}"
    if _PERSON.search(wide):
        return True, "手机号码与个人情况一同出现"
    if scene.right(number.end, 1) == "@":
        return False, "电子邮箱名为手机号码，请人工核实"
    if _CONTACT.search(_MOBILE_LABEL.sub("", near)):
        return False, "11位手机号码作为联系方式公布，请人工核实是否属个人信息"
    return True, "完整的11位手机号码，未作遮挡"
