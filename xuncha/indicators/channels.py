"""Interactive functions of an account, each with every look at it up to the monitoring timepoint."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult

#: Kinds in the words of a finding.
KIND_LABELS = {
    ChannelKind.MENU: "菜单",
    ChannelKind.MINI_PROGRAM: "小程序",
    ChannelKind.COMMENT: "评论",
    ChannelKind.MESSAGE: "留言私信",
    ChannelKind.DOWNLOAD: "下载",
    ChannelKind.COLUMN: "栏目",
}
#: Results in the words of a finding.
RESULT_LABELS = {
    ChannelResult.OK: "正常",
    ChannelResult.FAILED: "失效",
    ChannelResult.ABSENT: "未提供",
    ChannelResult.UNKNOWN: "未能判断",
}

# What the inspector met was a condition of the look, not a broken function.
_ANOTHER_REASON = re.compile(
    r"(?:需要?|须|请|先|要求|未|没有|尚未|重新)[您先再要]{0,2}(?:登录|登陆|实名|授权|定位|绑定)"
    r"|(?:加载|连接|请求|响应|访问)超时|(?:请|须|需)(?:在|使用|用)?(?:手机|微信|支付宝|浙里办|粤省事|APP|客户端)[^，。]{0,6}(?:打开|访问|扫码|使用|查看)"
    r"|(?:仅限|只限|仅供|限)(?:内部|本单位|干部|职工|指定|授权|认证|特定)"
    r"|(?:位置|定位)(?:权限|服务|信息)|维护(?:中|升级|期)|(?:正在|系统)(?:维护|升级)|重新备案|网络(?:不稳|不佳|异常|中断|连接失败)|没有网络|机型|该设备|本机"
)


#: What the platform does not grant to an account is not the account's to offer.
_NOT_GRANTED = re.compile(
    r"平台[^，。；]{0,12}(?:未开放|不支持|未提供|没有提供|不提供|没有开放|暂未开通|未授予|限制|关闭)|(?:留言|评论)功能(?:未授予|没有权限|无权限|未开放给)"
    r"|201[8-9]年.{0,8}(?:后|以后)注册|新注册(?:的)?(?:账号|公众号)"
)


@dataclass(frozen=True, slots=True)
class Channel:
    """One interactive function: its looks in the order of time; there is at least one.

    Looks belong together by kind and name, or by address where no name was written down.
    """

    kind: ChannelKind
    looks: tuple[ChannelCheck, ...]

    @property
    def name(self) -> str:
        """How the function is called on screen: its name, else its address, else its kind."""
        return name_of(self.looks[-1])

    @property
    def key(self) -> str:
        """Which function this is, the same in every run."""
        return f"{self.kind.value}:{self.name}"

    @property
    def latest(self) -> tuple[ChannelCheck, ...]:
        """The last look at each address of the function; several where looks of the same time differ."""
        by_url: dict[str, list[ChannelCheck]] = defaultdict(list)
        for look in self.looks:
            by_url[look.url.strip()].append(look)
        return tuple(
            look for looks in by_url.values() for look in looks if look.checked_at == looks[-1].checked_at
        )

    @property
    def results(self) -> frozenset[ChannelResult]:
        """What the last looks say. A failure for a reason that lies outside the function is ``UNKNOWN``."""
        return frozenset(settled(look) for look in self.latest)

    @property
    def since_it_last_worked(self) -> tuple[ChannelCheck, ...]:
        """The looks after the last one that found the function in order."""
        worked = [look.checked_at for look in self.looks if look.result is ChannelResult.OK]
        return tuple(look for look in self.looks if not worked or look.checked_at > worked[-1])


def name_of(look: ChannelCheck) -> str:
    """How what was looked at is called: its name, else its address, else its kind."""
    return look.name.strip() or look.url.strip() or KIND_LABELS[look.kind]


def settled(look: ChannelCheck) -> ChannelResult:
    """The result of a look; ``UNKNOWN`` where its detail gives another reason than a broken function,
    or says that the platform does not grant the function to the account."""
    if look.result is ChannelResult.FAILED and _ANOTHER_REASON.search(look.detail):
        return ChannelResult.UNKNOWN
    if look.result is ChannelResult.ABSENT and _NOT_GRANTED.search(look.detail):
        return ChannelResult.UNKNOWN
    return look.result


def channels_of(
    checks: Iterable[ChannelCheck], kinds: Iterable[ChannelKind], asof: datetime
) -> tuple[Channel, ...]:
    """The functions of the given kinds that were looked at up to ``asof``. Later looks do not count."""
    wanted = frozenset(kinds)
    groups: dict[tuple[ChannelKind, str], list[ChannelCheck]] = defaultdict(list)
    for check in checks:
        if check.kind in wanted and check.checked_at <= asof:
            groups[check.kind, name_of(check)].append(check)
    return tuple(
        Channel(kind, tuple(sorted(looks, key=lambda look: look.checked_at)))
        for (kind, _), looks in groups.items()
    )


def told(channel: Channel) -> str:
    """The last looks in words: 2025-06-20 15:00 失效（点击后无法跳转）."""
    return "，".join(_look_in_words(look) for look in channel.latest)


def _look_in_words(look: ChannelCheck) -> str:
    detail = f"（{look.detail.strip()}）" if look.detail.strip() else ""
    return f"{look.checked_at:%Y-%m-%d %H:%M} {RESULT_LABELS[look.result]}{detail}"


def urls_of(channels: Iterable[Channel]) -> tuple[str, ...]:
    """Addresses of the last looks, each once."""
    found = (look.url.strip() for channel in channels for look in channel.latest)
    return tuple(dict.fromkeys(url for url in found if url))
