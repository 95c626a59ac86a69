"""N108 菜单或小程序失效

检查什么  账号的菜单项和小程序点开后能不能用。
怎样判定  最近一次检查失效，并且写明了所见现象，或者自上次可用以来在不同时间至少两次失效，即命中，每项一条。
          检查记录是人或设备实际点开的结果，写明“点击后提示页面不存在”之类现象的，一次即可认定；
          没有菜单、没有小程序的不算失效；晚于监测时间点的检查不计。
看不到时  只有一次失效又没有写明现象，现象属于须登录、须授权或定位、限内部使用、维护中、设备或网络原因，同名功能各次结果
          不一致，或未能判断的，判为待核；微信公众号、小程序账号没有这两种功能的检查记录的，也判为待核。
怎样整改  修复或更正跳转地址；不再提供的，撤下菜单项或小程序入口。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.seen import Evidence
from xuncha.facts.targets import MediaAccount, Platform
from xuncha.indicators.channels import KIND_LABELS, Channel, channels_of, settled, told, urls_of
from xuncha.indicators.kernel import Doubt, Hit, Observed, indicator

_KINDS = (ChannelKind.MENU, ChannelKind.MINI_PROGRAM)
#: Platforms whose accounts live by menus or mini programs: no look at one is a gap, not a clean bill.
_OFFERING = frozenset({Platform.WECHAT, Platform.MINI_PROGRAM})


@indicator("N108", "菜单或小程序失效")
def menu_or_mini_program_broken(
    account: MediaAccount,
    channels: tuple[ChannelCheck, ...],
    channels_evidence: Evidence | None,
    asof: datetime,
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy E5)."""
    cited = (channels_evidence,) if channels_evidence else ()
    functions = channels_of(channels, _KINDS, asof)
    if not functions and account.platform in _OFFERING:
        yield Doubt("没有菜单或小程序的检查记录", {"checks": 0}, evidence=cited, key="unchecked")
    for function in functions:
        yield from _broken(function, cited)


def _broken(function: Channel, cited: tuple[Evidence, ...]) -> Iterator[Hit]:
    results = function.results
    if not results & {ChannelResult.FAILED, ChannelResult.UNKNOWN}:
        return
    failures = [look for look in function.since_it_last_worked if settled(look) is ChannelResult.FAILED]
    times = len({look.checked_at for look in failures})
    last = function.looks[-1]
    observed: Observed = {
        "failed_checks": times,
        "last_checked": last.checked_at.isoformat(),
        "result": "/".join(sorted(look.result.value for look in function.latest)),
    }
    what = f"{KIND_LABELS[function.kind]}“{function.name}”"
    urls = urls_of((function,))
    if results == {ChannelResult.FAILED} and (times > 1 or last.detail.strip()):
        detail = f"{what}失效：{told(function)}"
        yield Hit(detail, observed, urls, cited, quote=last.detail.strip(), key=function.key)
    else:
        detail = f"{what}不能断定是否失效：{told(function)}"
        yield Doubt(detail, observed, urls, cited, quote=last.detail.strip(), key=function.key)
