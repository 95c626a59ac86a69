"""Words that tell whether a day is the last one to take part: before it, after it, and against it."""

from __future__ import annotations

import re

#: What people are called to do, or what runs until the day.
ACTION = (
    r"(?:报名|征集|征稿|征文|征求意见|申报|申请|招募|招聘|招生|投票|点赞|参与|参赛|参加|参评|应征|投稿|提交|报送|发送|发至|"
    r"寄[到至送]|反馈|提出|预约|登记|缴费|填报|填写|评选|推荐|自荐|答题|竞猜|领取|领券|抢券|上传|扫码|摇号|认购|认领|应聘|"
    r"认养|认捐|征订|提名|筛查|展览|展出|展期|活动|受理|接收|收件|收稿|兑换|核销|打卡|问卷|调查|建言|献策|留言|竞赛|比赛|大赛|优惠|订阅|参展|捐赠|捐献|演出|观影)"
)
_KIND_OF_TIME = r"(?:起止)?(?:时间|日期|期限|时限|期间|周期|时段|日程|期)"
#: Labels of a time to take part; the day after one is a deadline.
_LABELS = (
    re.compile(rf"{ACTION}[^,、。:：()（）\d\s]{{0,8}}?{_KIND_OF_TIME}"),
    re.compile(r"(?:截止|截至|截稿)(?:时间|日期|日|期)?(?:[到至于为是])?"),
    re.compile(r"(?:即日|即日开始|现在|公告发布之日|公告之日|发布之日|通知发布之日|本公告发布之日)起?[^,。\d]{0,8}[, ]?(?:至|到|-{1,2})"),
    re.compile(r"最迟|最晚|不晚于|不迟于|(?:延长|延期|顺延|推迟|延迟)(?:至|到)|(?:持续|进行|开放)(?:至|到)"),
    re.compile(
        r"(?:举办|举行|展览|展出|演出|比赛|开放|体验|义诊|讲座|路演|开展|直播|游园|放映|宣讲|集市|促销)(?:活动)?"
        r"(?:时间|日期|期间|时段)"
    ),
    re.compile(r"起止(?:时间|日期)"),
    re.compile(r"(?:开放|活动|体检|接待|咨询|义诊|演出|宣讲|体验|预约|招聘)日(?:定于|定在|定为|为|是|:|：) ?"),
    re.compile(r"(?:上课|授课|开讲|讲课|入场|缴费)(?:时间|日期|期限|期)"),
    # 时间：6月13日, on a line of its own
    re.compile(r"(?:^|\n)\W{0,6}(?:[一二三四五六七八九十\d]{1,2}[、.])?[ （(]{0,2}时 {0,4}间 ?[:：] ?$"),
)  # fmt: skip
#: ``报名从…``, ``投稿：…``, ``报名时间和方式：…``, directly before the day.
_DIRECT = re.compile(rf"{ACTION}[^,、。:：()（）\d\s]{{0,6}}(?:从|自|于|为|是|在|至|到|:|：) ?$")
#: ``定于6月12日举办``: an event to which people are called is over when its day is.
_SET_FOR = re.compile(r"(?<!原)(?<!原计划)定于 ?$")
_IS_HELD = re.compile(r"^[^。；]{0,40}?(?:举办|举行|召开|开展|开放|开幕)")
#: ``有效期至`` says until when a coupon may be used, but also until when a rule is in force.
_VALID = re.compile(r"(?:有效期|使用期|兑换期)(?:限)?(?:[^,。\d]{0,4}(?:至|到|为|:|：|自|从))? ?$")
_COUPON = re.compile(r"券|优惠|活动|二维码|报名|投票|兑换|立减|红包")
_IN_FORCE = re.compile(
    r"办法|规定|细则|条例|规划|许可|资质|执照|证书|合同|协议|施行|实施|印发|文件|废止|决定"
)
#: Labels of other days of the same notice; whichever label stands nearer to the day counts.
_OTHER = re.compile(
    r"(?:考试|笔试|面试|体检|考察|开标|投标|竞价|竞拍|公示|公布|发布|刊登|印发|成文|召开|颁奖|开幕|闭幕|查询|打印|录取|录用|"
    r"结果|出生|施行|实施|生效|审查|审核|复审|初审|评审|开学|开班|培训|会议|出发|报到|施工|停电|停水|竣工|成立|签订|任职|"
    r"上岗|入职|服务|聘用|试用|合同|任期|领证|准考证|成绩)"
    r"[^,。:：\d]{0,6}?(?:时间|日期|日|期限|期|于|为|:|：)"
)
_CLOCK = r"(?: ?(?:上午|下午|中午|晚上|晚)? ?\d{1,2} ?(?:[:时点] ?(?:\d{2})?分?)(?:整|许)?)?"
_NOTE = r"(?: ?[(（【][^()（）】]{0,16}[)）】])?"
#: What closes right after the day.
_ENDS = re.compile(
    rf"{_NOTE}{_CLOCK}{_NOTE} ?[,，]?(?:(?P<before>(?:下班)?(?:之前|以前|前))|(?:为)?(?:止|截止|截稿|结束|关闭|到期|终止|停止|收官|落幕|闭幕)|"
    rf"{ACTION}(?:通道|系统|入口)?(?:将)?(?:截止|结束|关闭|终止))"
)
#: 2007年6月30日前出生: a condition on people, no deadline.
_CONDITION = re.compile(
    r"(?:已|仍)?(?:在[^,，。]{0,12}?(?=(?:注册|登记|成立|落户|退休|就业)[^,，。]{0,6}的))?(?:出生|取得|获得|毕业|成立|注册成立|登记注册|注册登记|在册|入职|参加工作|缴纳|发表|完成(?=[^,，。；]{1,20}的)|竣工|"
    r"印发|施行|建成|生产|购买|出厂|设立|工商注册|落户|退休|退役|具有|具备)"
)
_STARTS_ONLY = re.compile(rf"{_NOTE}{_CLOCK} ?(?:起|开始|启动|开启|以后|之后|后)(?!至|到|止)")
#: 2025年5月1日至长期: a beginning without an end.
_NO_END = re.compile(
    r" ?(?:起)?(?:至|到|-{1,2}) ?(?:长期|永久|今(?![年日天])|额满|招满|满员|售罄|领完|发完|另行|常年)"
)
_AS_AT = re.compile(r"(?:截止|截至)[到至于]?(?:今年|本年|去年|目前)? ?$")
_STATISTIC = re.compile(r"已|共|累计|总数|达到?|完成|收到|实现|新增|余额|尚有|在册|全[市省区县国]|平均|存量")
_RECURRING = re.compile(r"(?:每|历|逐)(?:个)?(?:年|月|周|季度|逢)(?:度)?(?:的)?[^,。]{0,6}$")
_PAST = re.compile(
    r"(?<!为)了(?!解)|已(?!发布|经开始)|圆满|顺利|成功|累计|共计|获悉|以来|近日|日前|同比|共(?=\D{0,6}\d)"
)
_QUESTION_OF_LAW = re.compile(r"异议|复议|诉讼|申诉|上诉|起诉|仲裁")


#: The day of a summons is a deadline only in the summons itself.
_SUMMONED = re.compile(r"资格(?:复审|审查|复核)(?:的)?(?:时间|日期)[^,。\d]{0,4}$")


def is_deadline(before: str, after: str, *, is_range: bool, loose: bool, summons: bool = False) -> str | None:
    """The words that make a day, or the last day of a range, the end of a time to take part.

    ``before`` and ``after`` are the rest of its sentence; None where it is some other day. ``loose`` days
    (a whole month) count only beside a label. ``summons``: the text calls those on a list to its own day.
    """
    if summons and (called := _SUMMONED.search(before)):
        return called.group()
    if (
        _RECURRING.search(before)
        or _NO_END.match(after)
        or _is_statistic(before, after)
        or _is_condition(after)
    ):
        return None
    label = _label(before)
    if label is not None:
        starts = not is_range and _STARTS_ONLY.match(after)
        vague = loose and not re.search(r"时间|日期|期", label)
        return None if starts or vague or not label else label
    if loose or _PAST.search(before[-40:]) or _PAST.search(after[:25]):
        return None
    if _SET_FOR.search(before) and _IS_HELD.search(after):
        return "定于"
    return _valid_until(before, after) or _closing(before, after, is_range)


def _label(before: str) -> str | None:
    """The nearest label before the day: its words; "" when it names another day; None without label."""
    near = before[-60:]
    best, words = -1, ""
    for pattern in _LABELS:
        for match in pattern.finditer(near):
            if match.end() > best:
                best, words = match.end(), match.group()
    if direct := _DIRECT.search(near):
        best, words = max(best, direct.end() - 1), words or direct.group()
    others = [match.end() for match in _OTHER.finditer(near)]
    if others and max(others) > best:
        return ""
    return words if best >= 0 else None


def _is_condition(after: str) -> bool:
    """2007年8月31日前出生: who may take part, not until when."""
    ends = _ENDS.match(after)
    return ends is not None and bool(ends["before"]) and _CONDITION.match(after, ends.end()) is not None


def _is_statistic(before: str, after: str) -> bool:
    """截至6月30日，全市共……: a state on a day, unless the sentence says what ends then."""
    if not _AS_AT.search(before):
        return False
    stem = _AS_AT.sub("", before)
    if re.search(rf"{ACTION}[^,。]{{0,6}}$", stem) and not stem.endswith("数"):
        return False
    if _STATISTIC.search(after[:24]):
        return True
    return bool(after.strip()) and not re.search(ACTION, stem[-40:] + after[:30])


def _valid_until(before: str, after: str) -> str | None:
    match = _VALID.search(before)
    sentence = before + after
    if match is None or not _COUPON.search(sentence) or _IN_FORCE.search(sentence):
        return None
    return match.group()


#: 6月10日截止！ says so without naming what: as a sentence of its own.
_SHUTS, _TERSE = re.compile(r"截止|截稿"), 10


def _closing(before: str, after: str, is_range: bool) -> str | None:
    """Words after the day that close it, in a sentence that says what to do."""
    close = before[-50:] + " " + after[:50]
    action = re.search(ACTION, close)
    ends = _ENDS.match(after)
    if action is None and ends is not None and _SHUTS.search(ends.group()) and len(before + after) <= _TERSE:
        return ends.group().strip()
    if action is None or _QUESTION_OF_LAW.search(close):
        return None
    if ends is not None:
        return ends.group().strip()
    return action.group() if is_range and not _OTHER.search(before[-20:]) else None


#: The cell or line above a day, where it is the day's label.
LABEL_LINE = re.compile(r"(?:时间|日期|期限|时限|期间|截止|截至|期|[:：])[:： ]*$")


# --- periods that are counted --------------------------------------------------------------------------

_COUNT = r"(?P<count>\d{1,3}|半)(?P<unit>个月|个?(?:工作日|自然日|日历天|星期|周|礼拜)|日|天|年)"
_PUBLICATION = (
    r"(?:自|从|于)?(?:本|此|该)?(?:公告|通知|公示|通告|启事|方案|信息|意见稿)?(?:正式)?"
    r"(?:(?:发布|公布|公告|公示|刊登|登报|见报|刊发|印发|发出|挂网|通告|通知)(?:之)?(?:当)?日|即日|今日|公告|发布|通知)(?:起|后)"
)
#: 自公告之日起15个工作日内, 即日起一个月内, 发布后30天内
SINCE_PUBLICATION = re.compile(
    rf"{_PUBLICATION}(?:算起|计|计算|开始)?[^。；\d]{{0,8}}?第?{_COUNT}(?:之内|以内|内|止|截止|为止|结束|后)?"
)
#: 征集时间为期30天, 报名期限：15个工作日
FOR_A_PERIOD = re.compile(
    rf"(?:{ACTION}[^,。:：()（）\d\s]{{0,8}}?(?:时间|期限|时限|周期|期)(?:为期|为|是|:|：|共)? ?|为期|历时){_COUNT}"
    r"(?![^,。]{0,4}前)"
)
#: after a day: 起，为期一个月; 起30日内
AFTER_A_DAY = re.compile(
    rf"{_CLOCK} ?(?:正式)?(?:起|开始|启动|开启|开幕)[^。；\d]{{0,12}}?(?P<span>为期|历时|持续)?(?:约)?{_COUNT}(?P<within>之内|以内|内)?"
)


def is_call(before: str, after: str) -> bool:
    """True when the sentence around a counted period calls to take part, not to object or appeal."""
    close = before[-60:] + after[:40]
    return re.search(ACTION, close) is not None and _QUESTION_OF_LAW.search(close) is None
