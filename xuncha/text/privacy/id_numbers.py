"""Resident identity numbers: 18 characters by GB 11643-1999, and the 15 digits used before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from xuncha.text.privacy.digits import Number
from xuncha.text.privacy.leak import Leak, LeakKind, mask
from xuncha.text.privacy.scene import Scene

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
#: Mainland provinces, by tens: in each ten the first so many digits are given out.
_PROVINCES = frozenset(
    f"{ten}{one}"
    for ten, last in ((1, 5), (2, 3), (3, 7), (4, 6), (5, 4), (6, 5))
    for one in range(0 if ten == 5 else 1, last + 1)
)
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
#: Residents of Hong Kong, Macao and Taiwan have one code each.
_WHOLE_REGIONS = frozenset({"710000", "810000", "820000", "830000"})
_OLDEST_YEARS = 120
#: Files have been numbered by region, date and serial for about so many years.
_NUMBERED_YEARS = 16
#: How people group the characters of an ID number when they break it up.
_GROUPINGS = frozenset({(6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (6, 8, 3), (6, 4, 4, 3), (14, 4), (10, 8)})
_LABEL = re.compile(r"身份证|身份号|公民身份|证件(?:号|编号)|身份信息|身份编号")
_DISABILITY = re.compile(r"(?<![0-9A-Za-z*])([0-9]{17}[0-9Xx])[1-7][1-4](?:[Bb][0-9])?(?![0-9A-Za-z*])")
#: Pupils are numbered by their ID number behind a letter.
_PUPIL = re.compile(r"(?<![0-9A-Za-z])[GJL]([0-9]{17}[0-9Xx])(?![0-9A-Za-z*])")
_CREDIT_LABEL = re.compile(r"信用代码|组织机构|税号|纳税人")


def check_character(first_17: str) -> str:
    """The last character of an ID number, by GB 11643-1999 (ISO 7064 MOD 11-2)."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def is_region(code: str) -> bool:
    """True for six digits that are, or once were, the code of a county, city or region.

    Codes of abolished counties live on in ID numbers, so this asks for real provinces and for the ranges
    that cities and counties were numbered in (GB/T 2260), not for a county of today.
    """
    if code in _WHOLE_REGIONS:
        return True
    province, city, county = code[:2], int(code[2:4]), int(code[4:])
    if province not in _PROVINCES or county >= 90:
        return False
    if province in _MUNICIPALITIES:
        return 1 <= city <= 3
    return 1 <= city <= 43 or 51 <= city <= 53 or city == 90


def birth_date(digits: str, today: date) -> date | None:
    """The day eight digits tell, where someone alive today can have been born on it."""
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return born if born <= today and today.year - born.year <= _OLDEST_YEARS else None


def id_leaks(scene: Scene, found: list[Number], today: date) -> Iterator[Leak]:
    """ID numbers among the numbers of a text; those whose check character is right are certain."""
    for number in found:
        if len(number.digits) == 18:
            yield from _modern(scene, number, today)
        elif len(number.digits) == 15:
            yield from _old(scene, number, today)
    if "残疾" in scene.text:
        yield from _within(scene, today, _DISABILITY, "残疾人证号")
    if re.search("学籍|学号|学生", scene.text):
        yield from _within(scene, today, _PUPIL, "学籍号")


def spelled_id_leaks(scene: Scene, spelled: list[Number], today: date) -> Iterator[Leak]:
    """ID numbers broken up by dots, strokes or the cells of a form: only with the right check character, and
    where a label calls them so or they are grouped as ID numbers are."""
    for number in spelled:
        digits = number.digits.upper()
        if len(digits) != 18 or not digits[:17].isdigit() or not _is_shaped(digits, today):
            continue
        if digits[-1] != check_character(digits[:17]) or scene.is_example(number.start, number.end):
            continue
        if _is_labelled(scene, number.start) or number.pieces in _GROUPINGS:
            yield _leak(scene, number, True, "分段书写的18位身份证号，地区码、出生日期、校验码均正确")


def _modern(scene: Scene, number: Number, today: date) -> Iterator[Leak]:
    digits = number.digits.upper()
    if not _is_shaped(digits, today) or _CREDIT_LABEL.search(scene.left(number.start, 16)):
        return
    labelled, other = _is_labelled(scene, number.start), scene.other_label(number.start)
    if digits[-1] == check_character(digits[:17]):
        if other and not labelled:
            if today.year - int(digits[6:10]) < _NUMBERED_YEARS:
                return
            reason = "18位号码的地区码、出生日期、校验码均符合身份证号规则，但前文称其为其他编号，请人工核实"
            yield _leak(scene, number, False, reason)
        else:
            yield _leak(scene, number, True, "18位身份证号，地区码、出生日期、校验码均正确")
    elif not other and number.joint != "\n" and (labelled or _is_written_as_one(number)):
        reason = "18位号码的地区码、出生日期符合身份证号规则，但校验码不符（可能录入有误），请人工核实"
        yield _leak(scene, number, False, reason)


def _is_written_as_one(number: Number) -> bool:
    return not number.joint or number.pieces in _GROUPINGS


def _old(scene: Scene, number: Number, today: date) -> Iterator[Leak]:
    if number.joint or scene.other_label(number.start) or scene.is_cut_off(number.end):
        return
    if _is_shaped(f"{number.digits[:6]}19{number.digits[6:]}", today):
        yield _leak(scene, number, False, "15位号码符合旧版身份证号的地区码和出生日期规则，请人工核实")


def _within(scene: Scene, today: date, pattern: re.Pattern[str], what: str) -> Iterator[Leak]:
    """ID numbers that other numbers are made of: those of disability certificates have two digits more, those of
    pupils a letter before."""
    for match in pattern.finditer(scene.text):
        digits = match[1].upper()
        if _is_shaped(digits, today) and digits[-1] == check_character(digits[:17]):
            whole = Number(match.start(1), match.end(1), digits, (18,), "")
            yield _leak(scene, whole, True, f"{what}中含完整身份证号，地区码、出生日期、校验码均正确")


def _is_shaped(digits: str, today: date) -> bool:
    """Region and birth date are possible; also for foreigners' permanent residence numbers (9, province…)."""
    if birth_date(digits[6:14], today) is None:
        return False
    if is_region(digits[:6]):
        return True
    is_foreign = digits[0] == "9" and digits[1:3] in _PROVINCES and 4 <= int(digits[3:6]) <= 894
    return is_foreign and len(digits) == 18 and digits[-1] == check_character(digits[:17])


def _is_labelled(scene: Scene, at: int) -> bool:
    return bool(_LABEL.search(scene.left(at, 16)) or _LABEL.search(scene.heading(at)))


def _leak(scene: Scene, number: Number, certain: bool, reason: str) -> Leak:
    masked = mask(scene.text[number.start : number.end], LeakKind.ID_NUMBER)
    return Leak(LeakKind.ID_NUMBER, number.start, number.end, masked, certain, reason)
