"""A letter (留言、来信) of a public message board: what is known of it, and the words such boards use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.dates import FIRST_YEAR, as_published, find_dates, parse_row_date, resolve_year


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as shown. ``asked`` and ``answered`` are its dates, None where not shown or unclear.

    ``published`` is a date labelled as that of publication (公开时间). ``answer`` is the text of the
    answer, ``status`` the board's own word. ``blank_answer``: the places for the answer and its date are
    empty beside other letters' filled ones. Whether it was answered is :attr:`is_answered`.
    """

    title: str
    url: str
    asked: Published | None = None
    answered: Published | None = None
    status: str = ""
    answer: str = ""
    unit: str = ""
    published: Published | None = None
    question: str = ""
    blank_answer: bool = False

    @property
    def is_answered(self) -> bool | None:
        """True or False where the page says so; None where it does not, or contradicts itself."""
        marked = status_meaning(self.status)
        if _NOT_YET.fullmatch(self.answer.strip(_EDGES)):
            return None if self.answered or marked else False
        if self.answer.strip(_EDGES):
            if marked is True or not _only_tells_where_it_is(self.answer):
                return True
            return None if self.answered or status_meaning(_CLAUSE.split(self.answer)[-1]) is None else False
        if self.blank_answer and marked is None and self.answered is None:
            return False
        if marked is False:
            return None if self.answered else False
        return True if self.answered or marked else None

    @property
    def newest(self) -> Published | None:
        """The latest date shown of the letter."""
        dates = [day for day in (self.asked, self.answered, self.published) if day is not None]
        return max(dates, key=lambda day: day.sort_key, default=None)


class BoardKind(StrEnum):
    """What sort of interaction a page is for, as far as its name tells."""

    CONSULTATION = "consultation"  # 政务咨询: letters that must be answered
    PETITION = "petition"  # 网上信访
    REPORTING = "reporting"  # 纪检举报
    INTERVIEW = "interview"  # 在线访谈
    SURVEY = "survey"  # 征集调查
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Board:
    """A message board as one page shows it.

    ``has_submit``: a form for writing stands on the page. ``submit_links``: links that lead to one.
    ``special_form``: the form is one of a special channel, which does not count.
    """

    letters: tuple[Letter, ...]
    has_submit: bool
    kind_hint: BoardKind
    submit_links: tuple[str, ...] = ()
    special_form: bool = False
    closed: str = ""

    @property
    def newest(self) -> Published | None:
        """The latest date shown of any letter."""
        dates = [day for letter in self.letters if (day := letter.newest) is not None]
        return max(dates, key=lambda day: day.sort_key, default=None)

    @property
    def unanswered(self) -> tuple[Letter, ...]:
        """Letters the page marks as not answered."""
        return tuple(letter for letter in self.letters if letter.is_answered is False)


_KINDS = (
    (BoardKind.REPORTING, re.compile(r"举报|纪检|监察|检举|控告|巡[视察]|扫黑|廉政")),
    (BoardKind.PETITION, re.compile(r"信访")),
    (BoardKind.INTERVIEW, re.compile(r"访谈|直播")),
    (BoardKind.SURVEY, re.compile(r"征集|调查|问卷|听证")),
    (BoardKind.CONSULTATION, re.compile(r"信箱|留言|咨询|来信|问政|写信|互动|建言|投诉|信件|问答|12345|热线|答复选登|民声|民意")),
)  # fmt: skip


_ALSO_CONSULTS = re.compile(r"咨询|建言|投诉")
_NARROWER = re.compile(r"纪检|监察|检举|控告|巡[视察]|扫黑|廉政|信访|访谈|直播|征集|调查|问卷|听证")


def board_kind(name: str) -> BoardKind:
    """The sort of interaction the name of a column or page means; 咨询投诉举报 is more than reports."""
    if _ALSO_CONSULTS.search(name) and not _NARROWER.search(name):
        return BoardKind.CONSULTATION
    return next((kind for kind, pattern in _KINDS if pattern.search(name)), BoardKind.UNKNOWN)


class LetterField(StrEnum):
    """What a label of a letter means."""

    TITLE = "title"
    QUESTION = "question"
    ASKED = "asked"
    RECEIVED = "received"  # 受理时间: stands for the time of asking where that is not shown
    ANSWERED = "answered"
    PUBLISHED = "published"
    WHEN = "when"  # 时间, nothing more
    STATUS = "status"
    UNIT = "unit"
    ANSWER = "answer"
    OTHER = "other"


_F = LetterField
_ASK = r"(?:来信|留言|提问|咨询|写信|提交|收件|收信|发信|寄信|投诉|反映|诉求|登记|提出|建议|来件|申请|发表|录入|创建|致信|求助|信件|问题|网民|网友|群众|用户|市民|邮件|工单|信访|建言|投递|发送|来电|信箱)"
_REPLY = r"(?:答复|回复|办结|反馈|回信|处理|回应|解答|办复|回答|办理|结案|完成|官方|最新|最终|部门|单位|领导|单位|处理结果)"
_UNIT = r"(?:单位|部门|机关|机构|者|人|科室|处室|对象)(?:名称)?"
_PATTERNS: tuple[tuple[LetterField, re.Pattern[str]], ...] = (
    (_F.OTHER, re.compile(r".*(?:时限|期限|满意|评价|评分|浏览|点击|次数|编号|编码|查询码|密码|验证码|电话|手机|邮箱|地址|姓名|类型|类别|分类|性质|领域|区域|附件|序号|是否公开|统计|数量|总数|来信人|写信人|留言人|咨询人|提问人|投诉人|发信人|反映人|联系人|网友|昵称|作者)|操作|查看|编号|转办(?:时间|日期|单位)|阅办时间|人气")),
    (_F.ASKED, re.compile(rf"{_ASK}+(?:的)?(?:时间|日期|于)")),
    (_F.RECEIVED, re.compile(r"(?:受理|接收|收到|接件|交办|分办)(?:的)?(?:时间|日期|于)")),
    (_F.ANSWERED, re.compile(rf"(?:{_ASK})?{_REPLY}+(?:的)?(?:时间|日期|于)")),
    (_F.PUBLISHED, re.compile(r"(?:发布|公开|选登|公布|刊登|更新|公示|上网|登载)(?:的)?(?:时间|日期|于)")),
    (_F.WHEN, re.compile(r"时间|日期")),
    (_F.STATUS, re.compile(rf"(?:{_ASK}|{_REPLY}|当前|受理|目前)*(?:状态|进度|进展)|是否(?:已)?(?:回复|答复|办结|反馈|处理)|{_REPLY}+与否")),
    (_F.UNIT, re.compile(rf"(?:{_REPLY}|受理|承办|责任|主办|承接|所属|涉及|相关|接收|收信|收件|写给|去信|来信|咨询|留言|被投诉|致信|处办)+{_UNIT}|部门|单位")),
    (_F.ANSWER, re.compile(rf"(?:{_ASK})?(?:{_REPLY})+(?:的)?(?:内容|意见|结果|情况|详情|信息|正文|描述)|(?:{_ASK})?(?:官方|部门|单位|领导|处理)?(?:答复|回复|回答|回信|答|解答|反馈)")),
    (_F.TITLE, re.compile(rf"{_ASK}*(?:的)?(?:标题|主题|题目|名称)")),
    (_F.QUESTION, re.compile(rf"{_ASK}+(?:的)?(?:内容|详情|描述|正文|事项|摘要|情况)|内容|正文|提问|(?:网民|网友|群众|市民|用户)(?:留言|提问|来信|咨询|问)|问题?")),
)  # fmt: skip

#: 县住建局回复: an office named as the one that answers.
_OFFICE_ANSWERS = re.compile(
    r"[\u4e00-\u9fff]{1,10}(?:局|委|办|府|厅|院|所|队|站|处|科|会|社|镇|乡|街道|中心|公司|集团|机关|办公室|部门|单位|管理员)的?(?:答复|回复|反馈|回应|回答|答)(?:内容|意见)?"
)

_ANSWERED = re.compile(
    r"(?:该?(?:信件|留言|问题|诉求|咨询))?(?:已经?(?:回复|答复|办结|办理|反馈|处理|解决|完成|结案|回信|解答|办复|回应|归档|评价|办毕|办理完毕|处理完毕|回复办结|公开)|(?:办结|处理完成|办理完成|回复完成|答复完成|处理完毕|办理完毕|回复完毕|办毕|完成|结案|已结)|有回复|办理结束|已办理?完?结)(?:完成|完毕)?"
)
_UNANSWERED = re.compile(
    r"(?:该?(?:信件|留言|问题|诉求|咨询))?(?:(?:未|待|尚未|暂未|等待|还未|没有|没)(?:部门|单位|官方)?(?:回复|答复|办结|办理|反馈|处理|解决|受理|回信|解答|审核|办|分办|批转|签收|阅)"
    r"|(?:正在|在)?(?:处理|办理|受理|审核|审批|转办|流转|交办|核查|承办|分办)(?:之?中|阶段)|正在(?:处理|办理|受理|审核|核实)|在办|无回复|暂无(?:回复|答复))(?:中)?"
)
_NOT_YET = re.compile(
    r"(?:该?(?:信件|留言|问题|来信)?)?(?:对不起|您好|您的(?:信件|留言|来信|咨询))?[，,：]?(?:暂无|尚无|暂未|尚未|还未|未|待|等待|没有|正在)(?:任何|相关|部门|单位|官方|得到|被|有关)*(?:回复|答复|反馈|办理|处理|受理|处理结果|办理结果|内容|信息)(?:中|内容|信息|意见|，?请耐心等待|，?请稍后再?查[看询]|，?敬请期待|请等待|哦|结果)*"
)
#: An answer that says no more than who has the letter now: 已转县住建局办理, 经批准延期办理.
_PASSED_ON = re.compile(
    r"(?:您好|你好|网友|市民|您的?|你的?|该|此|来信|信件|留言|件|问题|反映|所|的|\s)*"
    r"(?:现?(?:已经|已|经|将)?(?:转|转至|转给|转由|转交|转办|转送|转派|移交|移送|交由|交办|批转|分办|派发|分派|流转)(?:至|给|到|由|往|请)?"
    r"[\u4e00-\u9fff、]{0,24}?(?:办理|处理|核实|阅处|研究|答复|回复|调查|处置|跟进|承办|落实)?"
    r"|(?:已|经)*(?:批准|申请|同意)*(?:延期|延长)(?:办理|答复|办结)(?:时限|期限)?|您好|你好|请(?:您)?(?:耐心)?等[待候].{0,6})"
)
_CLAUSE = re.compile(r"[，,。；;！!：:]+(?=.)")
_EDGES = " \t\r\n\u3000。.！!~…-—[]【】（）()“”\"'：:，,"


_LONGEST_LETTER_LABEL = 16


@lru_cache(maxsize=4096)
def letter_label(label: str) -> LetterField | None:
    """What a label of a letter means, None for words that are no such label."""
    if not 1 <= len(label) <= _LONGEST_LETTER_LABEL:
        return None
    for field, pattern in _PATTERNS:
        if pattern.fullmatch(label):
            return field
    return LetterField.ANSWER if _OFFICE_ANSWERS.fullmatch(label) else None


def status_meaning(status: str) -> bool | None:
    """True for a word such as 已办结, False for 处理中, None for words that do not tell (已受理)."""
    plain = re.sub(r"\s", "", status).strip(_EDGES)
    if _ANSWERED.fullmatch(plain):
        return True
    return False if _UNANSWERED.fullmatch(plain) else None


def _only_tells_where_it_is(answer: str) -> bool:
    """True for an answer that says who has the letter, or that it is being dealt with, and nothing else."""
    clauses = [clause for clause in _CLAUSE.split(answer.strip(_EDGES)) if clause.strip(_EDGES)]
    return all(
        _PASSED_ON.fullmatch(clause) or (is_status(clause) and status_meaning(clause) is not True)
        for clause in clauses
    )


def is_status(text: str) -> bool:
    """True when the whole text is a word of status."""
    plain = re.sub(r"\s", "", text).strip(_EDGES)
    return 2 <= len(plain) <= 10 and (
        status_meaning(plain) is not None
        or re.fullmatch(r"已(?:受理|转办|阅|接收|分办|提交|交办|签收)|受理|新来信", plain) is not None
    )


def date_in(text: str, asof: datetime, source: DateSource) -> Published | None:
    """The date a value such as 2025-06-12 10:05 holds: the first one near its start."""
    today = asof.astimezone(BEIJING).date()
    for item in find_dates(text[:60]):
        if item.day is not None:
            return as_published(item.day, item.at, source) if item.day.year >= FIRST_YEAR else None
        day = resolve_year(item.month, item.day_of_month, today)
        return Published(day, DateSource.LIST_NO_YEAR)
    return parse_row_date(text[:60], asof)


def dates_of(texts: Iterable[str], asof: datetime) -> list[Published]:
    """The dates that stand by themselves in pieces of text, in order."""
    found = []
    for text in texts:
        if len(text) <= 40 and (published := parse_row_date(text, asof)) is not None:
            found.append(published)
    return found
