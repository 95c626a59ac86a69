"""Addresses of homes, told more closely than the township, near the person who lives there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xuncha.text.privacy.leak import Leak, LeakKind, mask
from xuncha.text.privacy.names import SURNAMES
from xuncha.text.privacy.scene import Scene
from xuncha.text.privacy.spans import Spans

_COUNT = "[0-9一二三四五六七八九十百]"
#: What tells one door from another.
_DETAIL = re.compile(
    rf"(?:附?{_COUNT}{{1,5}}(?:-{_COUNT}{{1,4}})?号?(?:院|楼|栋|幢|座|单元|室|弄|层|户|组|门|号|房|队)"
    rf"|[A-Za-z][座栋区]?{_COUNT}{{1,4}}(?:室|号|栋|幢|房)?|{_COUNT}{{1,4}}(?:-[0-9]{{1,4}}){{1,3}}(?:室|号)?|[A-Z]座)"
)
_MORE_DETAIL = re.compile(
    rf"(?:[ ,]?{_DETAIL.pattern}|院|(?<=[号栋幢座元楼])[0-9]{{1,4}}(?![0-9年月日])){{0,8}}"
)
_FAR_LEFT = 45
_BREAK = re.compile(
    r"[,。;:!?()\[\]“”\"'、《》<>\n\t|]|[0-9]{7,}[Xx]?"
    rf"|(?:(?<=[{SURNAMES}][\u4e00-\u9fff])|(?<=[{SURNAMES}][\u4e00-\u9fff]{{2}}))住(?![\u4e00-\u9fff]?[宅房院宿])"
    r"|(?:家住|现住|租住|住在|居住于|居住在|住址|住所|地址|户籍(?:所在)?地?址?|籍贯|位于|家在|反映|举报|投诉)[为是在于]?"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:省|自治区|自治州|[市州盟县区旗镇乡]|街道)|[\u4e00-\u9fff](?:村|屯|庄|寨|路|街|巷|胡同|大道|弄|社区|小区|新村|花园|苑|公寓|家园|宿舍|里)"
)
_STREET = re.compile(
    r"[\u4e00-\u9fff](?:村|屯|庄|寨|路|街|巷|胡同|大道|弄|社区|小区|新村|花园|苑|公寓|家园|宿舍|家属院|家属楼|庭|府|城|里|湾|段|线|道|坊|桥|园|居)"
)
_ESTATE = re.compile(r"[\u4e00-\u9fff](?:小区|新村|花园|苑|公寓|家园|宿舍|家属院|家属楼|城|庭|府)$")
_ADMIN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:省|自治区|自治州|[市州盟县区旗镇乡]|街道)")
_HOME_LABEL = re.compile(
    rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?<![村镇乡市区县局])住[在于]?\s*$|家庭(?:住|地|详细)|住址|家住|家在|现住|租住|暂住|暂居|住在|户籍|户口所在地|居住(?!区|小区|用地|证|环境)|常住地|住地|我家|身份证地址"
    r"|(?:^|[,。;:\s)])住[在于]?[:\s]*$"
)
_NEUTRAL_LABEL = re.compile(r"(?:地址|住所|住|收件|收货|邮寄)[^,。;]{0,6}$")
_OFFICE_LABEL = re.compile(
    r"(?:办公|单位|公司|机构|注册|经营|受理|办理|报名|咨询|项目|建设|窗口|投诉|举报|企业|现场|会议|活动|领取|递交|开标|邮寄|通讯|通信|医院|营业|中心|考点|考场)[^,。;:]{0,6}(?:地址|地点|场所|住所|位置)"
    r"|坐落|位于|地点|法定代表人[^。;]{0,12}住所|注册地"
)
#: Companies have one, and so, in papers of the courts, do people.
_SEAT = re.compile(r"住所地?[为是]?[:\s]*$")
#: Who speaks here is a unit with something to announce, or tells of a place that is not a home.
_NOT_AT_HOME = re.compile(r"联系人|经营者|法定代表人|经营场所|采购|招标|代理|报名|咨询|反映|举报|投诉|位于")
_OFFICE_WORDS = re.compile(
    r"办公|大厦|大楼|政务|服务中心|委员会|政府|公司|医院|学校|大厅|写字楼|产业园|工业园|机关|支行|分局|厂区|商场|酒店|宾馆|法院|局|所$"
)
_NAMED = re.compile(
    r"(?:姓名|(?:低保|救助|帮扶|保障)对象|(?:低保|特困|五保|贫困|脱贫)(?:户|人员)|户主|申请人|本人|当事人|死者|患者|业主|被执行人|村民|居民|学生|监护人|受害人|我叫|我是)"
)
_NAME = re.compile(
    rf"(?:^|[,。;:、\s(\d])[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:[,:\s(]|(?:先生|女士|同志|男|女|的|是)|(?=家住|现住|住|的?家|身份证|手机|电话))"
)
_SEX = re.compile(r"[,、\s(][男女][,、\s)]|[汉满回藏壮苗]族")
_SUPPORT_WITHIN = 60


@dataclass(frozen=True, slots=True)
class _Address:
    start: int
    end: int


def address_leaks(scene: Scene, taken: Spans) -> Iterator[Leak]:
    """Home addresses that stand near a person; ``taken`` holds the number leaks of the same text."""
    for address in _addresses(scene):
        judged = _judge(scene, address, taken)
        if judged is not None:
            masked = mask(scene.text[address.start : address.end], LeakKind.HOME_ADDRESS)
            yield Leak(LeakKind.HOME_ADDRESS, address.start, address.end, masked, *judged)


def _addresses(scene: Scene) -> Iterator[_Address]:
    """Stretches of text that name places of two levels at least and end in a door."""
    text = scene.text
    done = 0
    for match in _DETAIL.finditer(text):
        if match.start() < done:
            continue
        start = _start(text, max(done, match.start() - _FAR_LEFT), match.start())
        words = text[start : match.start()]
        more = _MORE_DETAIL.match(text, match.end())
        end = more.end() if more else match.end()
        if _is_full(words, text[match.start() : end]):
            done = end
            yield _Address(start, end)


def _is_full(words: str, doors: str) -> bool:
    """True for places of two levels, or a housing estate with a house and a flat."""
    if not _STREET.search(words):
        return False
    if _ADMIN.search(words) or len(_PLACE.findall(words)) > 1:
        return True
    return bool(_ESTATE.search(words)) and len(_DETAIL.findall(doors)) > 1


def _start(text: str, lowest: int, detail: int) -> int:
    """Where the address begins: behind the last punctuation or label before its detail."""
    begins = lowest
    for found in _BREAK.finditer(text, lowest, detail):
        begins = found.end()
    while begins < detail and text[begins] in " 为是在住":
        begins += 1
    return begins


def _judge(scene: Scene, address: _Address, taken: Spans) -> tuple[bool, str] | None:
    before = scene.sentence_before(address.start, 24)
    label = f"{before[-12:]} {scene.heading(address.start)}"
    if scene.is_example(address.start, address.end):
        return None
    near = taken.near(address.start, address.end, _SUPPORT_WITHIN)
    numbers = [leak for leak in near if leak.kind is not LeakKind.HOME_ADDRESS]
    named = _is_person_near(scene, address)
    if _HOME_LABEL.search(label):
        if numbers or named:
            return True, "家庭住址详细到门牌（住址最多公开到乡镇），并与姓名或个人号码一同出现"
        return False, "家庭住址详细到门牌，附近未见姓名，请人工核实"
    if _is_office(scene, address, before):
        return None
    if _SEAT.search(before) and not any(leak.kind is LeakKind.ID_NUMBER for leak in numbers):
        return None
    if any(leak.certain for leak in numbers):
        return False, "详细地址与个人号码一同出现，可能是家庭住址，请人工核实"
    if named and (_NEUTRAL_LABEL.search(before) or _SEX.search(scene.left(address.start, 30))):
        return False, "详细地址与姓名一同出现，可能是家庭住址，请人工核实"
    return None


def _is_person_near(scene: Scene, address: _Address) -> bool:
    around = f"{scene.left(address.start, 40)} {scene.headings(address.start)}"
    return bool(_NAMED.search(around) or _NAME.search(around) or _SEX.search(around))


def _is_office(scene: Scene, address: _Address, before: str) -> bool:
    inside = scene.text[address.start : address.end] + scene.right(address.end, 12)
    return bool(
        _OFFICE_LABEL.search(before)
        or _NOT_AT_HOME.search(scene.left(address.start, 30))
        or _OFFICE_LABEL.search(scene.heading(address.start))
        or _OFFICE_WORDS.search(inside)
    )
