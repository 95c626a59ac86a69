"""What goes in and out, as OpenAPI shows it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from ninja import Schema
from pydantic import ConfigDict, Field

from xuncha.apps.manuscripts.reading import MOST_CHARACTERS

Row = TypeVar("Row")


class Strict(Schema):
    """Refuses keys it does not know: a misspelt one is not silently nothing."""

    model_config = ConfigDict(extra="forbid")


class BadRow(Schema):
    """一处错误。"""

    row: int | None = Field(None, description="行号，与原文件一致；不是某一行的错误时为空")
    column: str = Field(description="列名、键名或参数名")
    message: str


class Told(Schema):
    """没有成功时的回答。"""

    detail: str = Field(description="原因")
    errors: list[BadRow] = Field(description="逐处错误，最多列 1000 处")
    total: int = Field(description="错误总数")


class Paging(Strict):
    """翻页。"""

    page: int = Field(1, ge=1, le=1_000_000, description="第几页，从 1 开始")
    size: int = Field(50, ge=1, le=500, description="每页条数")


class Page(Schema, Generic[Row]):
    """一页。"""

    count: int | None = Field(description="总条数；用 after 接着读时不数，为空")
    page: int
    size: int
    items: list[Row]


class SiteOut(Schema):
    """网站。"""

    site_code: str
    name: str
    url: str
    kind: str
    state: str
    region: str
    sponsor: str
    supervisor: str
    serves_public: bool | None = Field(None, description="对外服务职能；名单没有写明的为空")


class AccountOut(Schema):
    """新媒体账号。"""

    account_id: str
    name: str
    platform: str
    state: str
    region: str
    sponsor: str
    supervisor: str
    followers: int | None = Field(None, description="关注数；名单没有填的为空")


class RoundOut(Schema):
    """一次检查。"""

    id: int
    title: str
    kind: str
    state: str
    asof: datetime
    standard: str
    finished_at: datetime | None


class FindingOut(Schema):
    """一处问题。"""

    id: int
    round: int
    kind: str = Field(description="site 或 account")
    target: str
    name: str
    code: str
    tier: str = Field(description="veto 单项否决，deduct 扣分，note 提示等")
    state: str = Field(
        description="核实状态：suspected、first、visit、confirmed、dismissed（误报）、suppressed（豁免）、cleared（人工查看，未见问题）"
    )
    title: str
    detail: str
    urls: list[str]
    quote: str
    advice: str
    fingerprint: str


class AboutFinding(Schema):
    """一处问题，和它在哪里。"""

    finding: int = Field(description="问题的 id")
    round: int
    kind: str = Field(description="site 或 account")
    target: str
    name: str
    code: str
    tier: str
    title: str


class CaseOut(AboutFinding):
    """一件整改。"""

    id: int
    state: str = Field(description="assigned 待整改，replied 待复查，closed 已办结")
    opened_at: datetime
    due_on: date
    due_is_provisional: bool = Field(description="真：当年的放假安排尚未公布，期限为暂定")
    overdue: bool = Field(description="真：期限已过，仍未反馈")
    replied_at: datetime | None
    closed_at: datetime | None
    times_back: int = Field(description="退回次数")
    advice: str = Field(description="怎样整改")


class CaseStepOut(Schema):
    """整改中的一步。"""

    at: datetime
    state: str = Field(description="这一步之后的状态")
    words: str
    note: str
    by: str = Field(description="经办人；为空是程序自己")


class CaseWithStepsOut(CaseOut):
    """一件整改，和每一步。"""

    detail: str
    urls: list[str]
    steps: list[CaseStepOut]


class ObjectionOut(AboutFinding):
    """一件申诉。"""

    id: int
    state: str = Field(
        description="open 待答复，first 拟予采纳、待另一人复核，upheld 成立，rejected 不成立，withdrawn 已撤回"
    )
    reason: str
    made_at: datetime
    answer: str = Field(description="答复；尚未答复时为空")
    answered_at: datetime | None


class ExtensionOut(AboutFinding):
    """一次延期申请。"""

    id: int
    case: int = Field(description="整改的 id")
    state: str = Field(description="asked 待答复，granted 已同意，refused 未同意，withdrawn 已撤回")
    reason: str
    was_due: date = Field(description="申请时的期限")
    wanted_on: date = Field(description="申请延至")
    granted_on: date | None = Field(description="同意延至；没有同意的为空")
    made_at: datetime
    by: str = Field(description="申请人")
    answer: str = Field(description="答复；尚未答复时为空")
    answered_at: datetime | None
    answered_by: str = Field(description="答复人；尚未答复时为空")


class NoticeOut(Schema):
    """一份通报。"""

    id: int
    round: int
    state: str = Field(
        description="draft 待签发，issued 已签发，withdrawn 已退回，correcting 正在更正，corrected 已更正，revoked 已撤回"
    )
    title: str
    document_number: str
    issuer: str
    version: int = Field(description="版次；更正后的通报是新的一版")
    corrects: int | None = Field(description="所更正的通报的 id；第一版为空")
    issued_on: date = Field(description="印发日期")
    due_on: date = Field(description="整改期限")
    due_is_provisional: bool
    issued_at: datetime | None = Field(description="签发时间；尚未签发的为空")


class AmendmentOut(Schema):
    """一次更正或撤回。"""

    id: int
    notice: int = Field(description="通报的 id")
    document_number: str
    kind: str = Field(description="correct 更正，revoke 撤回")
    state: str = Field(
        description="proposed 待另一人同意，agreed 已同意，refused 未同意，abandoned 已同意、后放弃"
    )
    reason: str
    made_at: datetime
    by: str = Field(description="提出人；主管和主办单位的令牌看不到")
    answer: str = Field(description="意见；主管和主办单位的令牌看不到")
    answered_at: datetime | None
    answered_by: str = Field(description="决定人；主管和主办单位的令牌看不到")


class ReportOut(Schema):
    """一条找错留言。不含留言人的联系方式。"""

    number: str
    state: str = Field(
        description="received 待转办，assigned 办理中，answered 待审核，published 已办结，refused 不予受理"
    )
    site_code: str
    url: str
    kind: str
    description: str
    received_at: datetime
    forwarded_at: datetime | None
    due_on: date = Field(description="现在这一步的期限：先是转办，后是答复")
    overdue: bool
    result: str = Field(description="属实、不属实；尚未答复时为空")
    answer: str
    closed_at: datetime | None
    times_back: int = Field(description="退回重办次数")


class ReportIn(Strict):
    """公众在别处提交的一条找错留言。"""

    url: str = Field(min_length=1, max_length=500, description="有问题的网页地址")
    kind: Literal[
        "网站打不开", "链接失效", "信息不更新", "内容不准确", "错别字", "办事服务问题", "泄露个人信息", "其他"
    ]
    description: str = Field(min_length=5, max_length=1000)
    contact: str = Field("", max_length=100, description="办结 30 天后删除，不向被反映单位提供")


class ReceiptOut(Schema):
    """回执。"""

    number: str = Field(description="查询编号，告诉留言人，凭它在 /report/state 查询")


class TakenOut(Schema):
    """收到的行数。"""

    received: int
    added: int = Field(description="新增")
    changed: int = Field(description="内容有变、已更新")
    unchanged: int = Field(description="此前已报送过")


class CheckIn(Strict):
    """一篇稿件。"""

    text: str = Field(min_length=1, max_length=MOST_CHARACTERS, description="正文，第一行是标题")
    kind: Literal["text", "html"] = Field("text", description="正文是纯文本还是 HTML")
    asof: date | None = Field(
        None, ge=date(1990, 1, 1), le=date(2099, 12, 31), description="拟发布日期，默认今天"
    )


class RemarkOut(Schema):
    """一处提示。quote 中的个人信息已打码。"""

    code: str
    line: int
    column: int
    start: int = Field(description="在正文中的起点，按字从 0 计；HTML 按其中的文字计")
    end: int
    quote: str
    right: str = Field(description="正确写法；没有唯一写法时为空")
    suggestion: str
    reason: str
    alert: bool = Field(description="真：提示；假：请核对")


class CheckOut(Schema):
    """检查结果。"""

    id: int = Field(description="检查记录的编号")
    alerts: int
    doubts: int
    remarks: list[RemarkOut]
