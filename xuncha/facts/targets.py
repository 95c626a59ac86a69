"""The directory (名录): who is inspected. Names follow the input files of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RunState(StrEnum):
    """运行状态 of a site or an account."""

    RUNNING = "正常运行"
    EXCEPTION = "例外"
    CLOSED = "关停"


class SiteKind(StrEnum):
    """网站类型."""

    PORTAL = "门户网站"
    DEPARTMENT = "部门网站"


class Platform(StrEnum):
    """平台 of a government new-media account."""

    WECHAT = "微信公众号"
    WEIBO = "新浪微博"
    DOUYIN = "抖音"
    TOUTIAO = "今日头条"
    WECHAT_CHANNELS = "视频号"
    APP = "移动客户端"
    MINI_PROGRAM = "小程序"
    OTHER = "其他"


class ColumnKind(StrEnum):
    """栏目类别. ``UNTYPED`` is never an input value: a discovered column whose kind is not known."""

    NEWS = "动态要闻"
    NOTICE = "通知公告"
    POLICY = "政策文件"
    CONSULTATION = "政务咨询"
    GUIDE = "办事指南"
    PICTURE_NEWS = "图片新闻"
    SHOULD_UPDATE = "应更新"
    STATIC = "静态"
    UNTYPED = "未定"


@dataclass(frozen=True, slots=True)
class Site:
    """政府网站, one row of the site list. ``url`` always carries a scheme.

    ``serves_public``: whether the sponsor serves the public (对外服务职能), None where the list does not say.
    """

    site_code: str
    name: str
    url: str
    sponsor: str
    supervisor: str
    region: str
    kind: SiteKind
    state: RunState
    serves_public: bool | None = None


@dataclass(frozen=True, slots=True)
class ListedColumn:
    """栏目, one row of the column list. ``period_days`` is 更新期限天数, None when left empty."""

    site_code: str
    name: str
    kind: ColumnKind
    url: str
    period_days: int | None


@dataclass(frozen=True, slots=True)
class MediaAccount:
    """政务新媒体账号, one row of the account list.

    ``followers``: how many follow it (关注数), None where the list does not say.
    """

    account_id: str
    name: str
    platform: Platform
    sponsor: str
    supervisor: str
    region: str
    state: RunState
    followers: int | None = None
