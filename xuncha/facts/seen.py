"""How a look at the outside world ended, and where the proof of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

#: Official time of every input and output: Asia/Shanghai has had no summer time since 1991.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class FetchStatus(StrEnum):
    """The one way a request ended. Only ``OK`` was seen; only the *gone* ones prove absence."""

    OK = "ok"
    NOT_FOUND = "not_found"  # 404, 410
    SOFT_NOT_FOUND = "soft_not_found"  # 200 that says "page does not exist", or sends home
    SENT_HOME = "sent_home"  # another page was asked for, and the home page came
    CLIENT_ERROR = "client_error"  # other 4xx that is not a refusal to serve us
    SERVER_ERROR = "server_error"  # 5xx, still after retries
    REDIRECT_LOOP = "redirect_loop"  # a loop, or more hops than allowed
    BLOCKED = "blocked"  # firewall, challenge page, 401/403/412/429 …
    TIMEOUT = "timeout"  # the total deadline passed
    DNS = "dns"  # the name did not resolve
    CONNECT = "connect"  # refused or unreachable
    TLS = "tls"  # no TLS connection could be made at all
    RESET = "reset"  # the connection broke off
    TOO_LARGE = "too_large"  # over a size cap, before or after decompression
    BAD_RESPONSE = "bad_response"  # not HTTP, or a body that cannot be decompressed
    EMPTY = "empty"  # served, and not one character came
    GARBLED = "garbled"  # a page came whose words nobody can make out: damaged before it was served
    SUSPENDED = "suspended"  # a message came that the site is under maintenance or out of service for a while
    REFUSED = "refused"  # our own address gate said no
    ROBOTS = "robots"  # our robots policy said no
    BUDGET = "budget"  # not asked for: the page budget was spent
    UNSTORED = "unstored"  # read again from the evidence, which does not hold it
    GIVEN_UP = "given_up"  # not asked for: its host had failed again and again
    TIME_UP = "time_up"  # not asked for: the site had used up its time
    OWN_NETWORK = "own_network"  # our own network was down: no reference target answered either

    @property
    def is_gone(self) -> bool:
        """True when the answer itself proves that nothing is served at the address."""
        return self in _GONE

    @property
    def label(self) -> str:
        """The status in the words used on screen and in documents."""
        return _LABELS[self]

    @property
    def advice(self) -> str:
        """What to do so that the page can be looked at next time; empty where there is nothing to do."""
        return _ADVICE.get(self, "")


_GONE = frozenset(
    {
        FetchStatus.NOT_FOUND,
        FetchStatus.SOFT_NOT_FOUND,
        FetchStatus.CLIENT_ERROR,
        FetchStatus.SERVER_ERROR,
        FetchStatus.REDIRECT_LOOP,
    }
)

_LABELS = {
    FetchStatus.OK: "正常",
    FetchStatus.NOT_FOUND: "页面不存在",
    FetchStatus.SOFT_NOT_FOUND: "返回正常状态码但提示页面不存在",
    FetchStatus.SENT_HOME: "跳转到首页",
    FetchStatus.CLIENT_ERROR: "请求被服务器判为错误",
    FetchStatus.SERVER_ERROR: "服务器出错",
    FetchStatus.REDIRECT_LOOP: "循环跳转或跳转过多",
    FetchStatus.BLOCKED: "被防护设备拦截",
    FetchStatus.TIMEOUT: "超时",
    FetchStatus.DNS: "域名无法解析",
    FetchStatus.CONNECT: "无法建立连接",
    FetchStatus.TLS: "TLS 握手失败",
    FetchStatus.RESET: "连接中断",
    FetchStatus.TOO_LARGE: "内容超过大小上限",
    FetchStatus.BAD_RESPONSE: "响应无法读取",
    FetchStatus.EMPTY: "应答正常但没有任何内容",
    FetchStatus.GARBLED: "网页文字是乱码",
    FetchStatus.SUSPENDED: "网页称网站正在维护或暂停服务",
    FetchStatus.REFUSED: "地址不在允许访问的范围",
    FetchStatus.ROBOTS: "robots 协议不允许",
    FetchStatus.UNSTORED: "存档中没有该网址，未访问",
    FetchStatus.BUDGET: "页面预算已用完，未访问",
    FetchStatus.GIVEN_UP: "主机连续失败，本次不再访问",
    FetchStatus.TIME_UP: "网站用时已到上限，未访问",
    FetchStatus.OWN_NETWORK: "本单位网络中断",
}

_FIX = "请网站管理单位修复或撤下"
_ADVICE = {
    FetchStatus.NOT_FOUND: _FIX,
    FetchStatus.SOFT_NOT_FOUND: _FIX,
    FetchStatus.SENT_HOME: "请人工查看；原网页已撤销的，请网站管理单位更正或撤下链接",
    FetchStatus.CLIENT_ERROR: _FIX,
    FetchStatus.SERVER_ERROR: "请网站管理单位检查服务器，修复后复查",
    FetchStatus.REDIRECT_LOOP: "请网站管理单位更正跳转",
    FetchStatus.BLOCKED: "请网站管理单位在防护设备上放行检查程序（User-Agent 以 xuncha 开头）后复查，或由人工用浏览器查看",
    FetchStatus.TIMEOUT: "请换时段复查；仍然超时的，请网站管理单位检查服务器负载和线路",
    FetchStatus.DNS: "请核对名录中的网址，并请网站管理单位检查域名解析",
    FetchStatus.CONNECT: "请换时段复查；仍然连不上的，请网站管理单位检查服务器和防火墙",
    FetchStatus.TLS: "请网站管理单位检查证书和加密协议设置",
    FetchStatus.RESET: "请换时段复查；仍然中断的，请网站管理单位检查服务器和防护设备",
    FetchStatus.TOO_LARGE: "请人工查看；请网站管理单位检查页面是否异常",
    FetchStatus.BAD_RESPONSE: "请人工查看；请网站管理单位检查服务器返回的内容",
    FetchStatus.EMPTY: "请人工查看；确为空白的，请网站管理单位修复或撤下",
    FetchStatus.GARBLED: "请网站管理单位更正网页文字的编码，更正后复查",
    FetchStatus.SUSPENDED: "请在网站恢复后复查，并核实临时下线是否经批准、有无公告",
    FetchStatus.REFUSED: "网址指向内网或不合规范；确需访问内网的，用 --allow-net 放行后复查",
    FetchStatus.ROBOTS: "请网站在 robots.txt 中允许 xuncha 访问，或经批准后用 --robots ignore 复查",
    FetchStatus.BUDGET: "请用 --max-pages 调大预算后复查",
    FetchStatus.GIVEN_UP: "请换时段、用较小的 --rate 复查；仍然如此的，请网站管理单位检查服务器、线路和防护设备",
    FetchStatus.TIME_UP: "请用 --site-minutes 放宽时限后复查，并请网站管理单位检查响应速度",
    FetchStatus.OWN_NETWORK: "请在本单位网络恢复后复查",
}


@dataclass(frozen=True, slots=True)
class Unseen:
    """A fact that could not be looked at. Never a pass, never a fail.

    ``cause`` is how the request ended that was needed for it, None where no single request decides.
    """

    reason: str
    cause: FetchStatus | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One WARC record that a finding can cite.

    ``warc`` is the file name under ``evidence/``; ``record_id`` the WARC-Record-ID without brackets;
    ``sha256`` the hexadecimal digest of the record's payload; ``captured_at`` ISO 8601 with offset.
    """

    warc: str
    record_id: str
    url: str
    sha256: str
    captured_at: str


class DateSource(StrEnum):
    """Where a publication date was read, strongest first."""

    META = "meta"
    JSON_LD = "json_ld"
    TEXT = "text"  # a visible cue on the article page, such as 发布时间
    LIST = "list"  # the row of a list page
    LIST_NO_YEAR = "list_no_year"  # a row that prints month and day only; the year is inferred
    URL = "url"  # in the address: a weak vote


@dataclass(frozen=True, slots=True)
class Published:
    """When an item says it was published. ``at`` is set only where a time of day was printed."""

    day: date
    source: DateSource
    at: datetime | None = None

    def is_before(self, limit: datetime) -> bool:
        """True when certainly earlier than ``limit``; a bare date gets the benefit of the whole day."""
        return self.at < limit if self.at is not None else self.day < limit.date()

    def is_after(self, limit: datetime) -> bool:
        """True when certainly later than ``limit``: a date still in the future."""
        return self.at > limit if self.at is not None else self.day > limit.date()

    @property
    def sort_key(self) -> tuple[date, str]:
        """Orders by day, then by time of day where printed."""
        return (self.day, self.at.isoformat() if self.at else "")
