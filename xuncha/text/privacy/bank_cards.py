"""Numbers of bank cards: an issuer's range, the length and the check digit (ISO/IEC 7812 Luhn)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xuncha.text.privacy.digits import Number
from xuncha.text.privacy.leak import Leak, LeakKind, mask
from xuncha.text.privacy.names import SURNAMES
from xuncha.text.privacy.scene import Scene

_LENGTHS = range(16, 20)
_UNIONPAY = re.compile(r"62|81[0-7]")
#: Visa, Mastercard, JCB: sixteen digits.
_FOREIGN = re.compile(r"4|5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)|35(?:2[89]|[3-8])")
#: Cards that banks issued before they joined the 62 range, still in use for wages and pensions.
_OLD_ISSUERS = re.compile(
    r"9558|9559|9400|955[0-9]|60(?:3[0-9]|32)|68[0-9]{2}|103|436742|456351|601382|9[0-9]{5}"
)
_LABEL = re.compile(
    r"银行卡|行卡|卡号|[账帐][号户]|开户|存折|一卡通|惠农卡|储蓄卡|信用卡|借记卡|工资卡|社保卡|卡片号|打款|汇款"
)
_CARD_LABEL = re.compile(r"(?:卡号?|存折|[账帐][号户])(?:号码?)?[为是]?[:\s]*$")
_UNIT_ACCOUNT = re.compile(
    r"公司|单位|对公|保证金|缴款|财政|基本[账帐]?户|国库|专户|专用|局|中心|收款人|户名|委员会|协会|基金会|捐赠|捐款|法院"
)
#: Whose account it is, where the text says so in the usual words.
_HOLDER = re.compile(
    r"(?:户名|[账帐]户名?称?|收款(?:人|单位|方)|开户名称?|持卡人)[为是]?[:\s]*([\u4e00-\u9fff()]{2,30})"
)
_UNIT = re.compile(
    r"[局厅部委会社厂店校院所站队团村镇乡办处司]$|政府|公司|中心|财政|委员|基金|学校|[中小]学|医院|法院|合作社|银行|街道|社区|专户|保证金"
)
_PERSON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")


def passes_luhn(digits: str) -> bool:
    """True when the last digit checks the others (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def card_leaks(scene: Scene, found: list[Number]) -> Iterator[Leak]:
    """Bank card numbers among the numbers of a text; certain only where the text calls them a card."""
    for number in found:
        if not _may_be_card(number) or scene.other_label(number.start):
            continue
        if scene.is_example(number.start, number.end) or scene.is_cut_off(number.end):
            continue
        judged = _judge(scene, number)
        if judged is not None:
            masked = mask(scene.text[number.start : number.end], LeakKind.BANK_CARD)
            yield Leak(LeakKind.BANK_CARD, number.start, number.end, masked, *judged)


def _may_be_card(number: Number) -> bool:
    if len(number.digits) not in _LENGTHS or not number.digits.isdigit():
        return False
    if number.joint == "\n":
        return False
    if not number.joint:
        return True
    # People break a card number up into fours, or into the issuer's six and the rest.
    return all(piece == 4 for piece in number.pieces[:-1]) or number.pieces[0] == 6


def _judge(scene: Scene, number: Number) -> tuple[bool, str] | None:
    digits, start = number.digits, number.start
    words = f"{scene.left(start, 26)} {scene.heading(start)}"
    labelled = bool(_LABEL.search(words))
    if not passes_luhn(digits):
        announced = _CARD_LABEL.search(scene.left(start, 12)) and _UNIONPAY.match(digits)
        if announced and not number.joint and not _is_units(scene, number):
            return False, "前文称其为卡号且发卡行标识相符，但校验位不符（可能录入有误），请人工核实"
        return None
    holder = _holder(scene, number)
    if _UNIONPAY.match(digits):
        if _is_units(scene, number) and not (_PERSON.fullmatch(holder) and not _UNIT.search(holder)):
            return False, "号码符合银行卡号规则，前后文像单位收款账户，请人工核实"
        if labelled:
            return True, "完整的银行卡号，发卡行标识和校验位均正确"
        return False, "号码的发卡行标识和校验位符合银行卡号规则，前后文未说明用途，请人工核实"
    if labelled and _has_issuer(digits) and not _is_units(scene, number):
        return True, "前文称其为卡号，发卡行标识和校验位均正确"
    return None


def _has_issuer(digits: str) -> bool:
    return bool((_FOREIGN.match(digits) and len(digits) == 16) or _OLD_ISSUERS.match(digits))


def _holder(scene: Scene, number: Number) -> str:
    """The holder named in the same sentence or right after, "" where none is."""
    named = [
        *_HOLDER.findall(scene.sentence_before(number.start, 50)),
        *_HOLDER.findall(scene.right(number.end, 20)),
    ]
    return str(named[0]) if named else ""


def _is_units(scene: Scene, number: Number) -> bool:
    around = f"{scene.sentence_before(number.start, 50)} {scene.right(number.end, 30)}"
    return bool(_UNIT_ACCOUNT.search(around))
