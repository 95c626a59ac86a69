"""A301 无有效互动功能

检查什么  账号有没有能用的互动功能：菜单、小程序、评论、留言私信，有一种能用即可。
怎样判定  四种功能都检查过，每一项最近一次检查都是未提供或失效，即命中；任何一项能用，即合格。
          晚于监测时间点的检查不计；下载检查不算互动功能。
看不到时  没有能用的功能，而有的种类没有检查过或未能判断（包括须登录、须授权、维护中，平台未向账号开放），判为待核。
怎样整改  开通评论、留言或私信，修复菜单和小程序，并安排专人及时回应。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.seen import Evidence
from xuncha.indicators.channels import KIND_LABELS, channels_of, told, urls_of
from xuncha.indicators.kernel import Doubt, Hit, Observed, indicator

_INTERACTIVE = (ChannelKind.MENU, ChannelKind.MINI_PROGRAM, ChannelKind.COMMENT, ChannelKind.MESSAGE)


@indicator("A301", "无有效互动功能")
def no_interaction(
    channels: tuple[ChannelCheck, ...], channels_evidence: Evidence | None, asof: datetime
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 政务新媒体 互动回应差."""
    cited = (channels_evidence,) if channels_evidence else ()
    interactive = channels_of(channels, _INTERACTIVE, asof)
    results = [channel.results for channel in interactive]
    if any(ChannelResult.OK in found for found in results):
        return
    looked_at = {channel.kind for channel in interactive}
    missing = [KIND_LABELS[kind] for kind in _INTERACTIVE if kind not in looked_at]
    unclear = sum(ChannelResult.UNKNOWN in found for found in results)
    observed: Observed = {
        "channels": len(interactive),
        "working": 0,
        "unclear": unclear,
        "kinds_not_checked": len(missing),
    }
    seen = "；".join(
        f"{KIND_LABELS[channel.kind]}“{channel.name}” {told(channel)}" for channel in interactive
    )
    urls = urls_of(interactive)
    if not missing and not unclear:
        yield Hit(f"四种互动功能均不可用：{seen}", observed, urls, cited)
        return
    gaps = [f"没有检查过：{'、'.join(missing)}"] if missing else []
    gaps += [f"{unclear} 项未能判断"] if unclear else []
    gaps += [f"已检查：{seen}"] if seen else []
    yield Doubt(f"未见可用的互动功能，但不能断定（{'；'.join(gaps)}）", observed, urls, cited)
