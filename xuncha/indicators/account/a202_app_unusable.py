"""A202 移动客户端无法下载或使用

检查什么  移动客户端能不能下载、安装和使用。
怎样判定  最近一次检查所有下载渠道都不能下载或使用，且自上次可用以来在不同时间至少两次不能，即命中。
          晚于监测时间点的检查不计；只要有一个渠道可用、其余没有失效，就算可用。
看不到时  没有下载检查记录、最近一次未能判断、只有一次不能，或有的渠道可用有的失效，都判为待核；
          因维护、重新备案等原因暂时不能用的，也判为待核。
怎样整改  恢复上架并确认可以安装使用；不再运营的，按程序关停注销并发布公告。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.seen import Evidence
from xuncha.indicators.channels import Channel, channels_of, settled, told, urls_of
from xuncha.indicators.kernel import Doubt, Hit, Observed, indicator

_UNUSABLE = frozenset({ChannelResult.FAILED, ChannelResult.ABSENT})


@indicator("A202", "移动客户端无法下载或使用")
def app_unusable(
    channels: tuple[ChannelCheck, ...],
    channels_evidence: Evidence | None,
    asof: datetime,
    *,
    min_failures: int = 2,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 政务新媒体 内容不更新."""
    cited = (channels_evidence,) if channels_evidence else ()
    downloads = channels_of(channels, (ChannelKind.DOWNLOAD,), asof)
    if not downloads:
        yield Doubt("没有移动客户端的下载检查记录", {"checks": 0}, evidence=cited)
        return
    results = frozenset(result for download in downloads for result in download.results)
    if _works(results):
        return
    times = _failed_times(downloads)
    observed: Observed = {"failed_checks": len(times), "min_failures": min_failures}
    seen = "；".join(f"{download.name} {told(download)}" for download in downloads)
    urls = urls_of(downloads)
    if results <= _UNUSABLE and len(times) >= min_failures:
        yield Hit(f"{len(times)} 次检查均不能下载或使用：{seen}", observed, urls, cited)
    elif results <= _UNUSABLE:
        detail = f"只检查到 {len(times)} 次不能下载或使用，需在另一时间复查：{seen}"
        yield Doubt(detail, observed, urls, cited)
    else:
        yield Doubt(f"不能断定能否下载和使用：{seen}", observed, urls, cited)


def _works(results: frozenset[ChannelResult]) -> bool:
    """One store is enough: that another never had the application, or could not be read, takes nothing away."""
    return ChannelResult.OK in results and ChannelResult.FAILED not in results


def _failed_times(downloads: Sequence[Channel]) -> frozenset[datetime]:
    return frozenset(
        look.checked_at
        for download in downloads
        for look in download.since_it_last_worked
        if settled(look) in _UNUSABLE
    )
