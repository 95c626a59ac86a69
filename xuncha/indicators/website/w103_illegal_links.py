"""W103 反动、暴力、色情内容或链接

检查什么  页面上有没有指向赌博、色情等网站的链接。
怎样判定  外部链接的文字或域名带有这类词语的，列为疑点，一律待人工确认；介绍打击、治理工作的文字不列。
看不到时  首页打不开的不作结论；图片、视频里的内容看不到。
怎样整改  立即撤下链接，检查外部链接的来源，定期核对友情链接是否已被他人抢注。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.traces import TraceSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W103", "反动、暴力、色情内容或链接")
def illegal_links(traces: tuple[TraceSeen, ...]) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W1."""
    for trace in traces:
        if trace.technique or not trace.suspicion:
            continue
        yield Doubt(
            f"链接“{trace.text or trace.url}”疑似指向{trace.suspicion}网站：{trace.reason}",
            {"suspicion": trace.suspicion},
            (trace.page_url, trace.url),
            (trace.evidence,) if trace.evidence else (),
            quote=trace.text,
            key=trace.url,
        )
