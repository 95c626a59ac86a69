"""W104 挂马、篡改、暗链

检查什么  页面里有没有访问者看不见的外部链接、被改动的标题和关键词、只对搜索引擎或手机显示的内容和跳转。
怎样判定  指向外部、以移出屏幕、极小尺寸、不显示、同色、脚本写出等方式隐藏的链接，以及被篡改的内容，列为疑点，一律待人工
          确认；普通的隐藏菜单、轮播和标签页不列。
看不到时  首页打不开的不作结论；外部样式表和脚本文件里的手法看不到。
怎样整改  立即清除暗链和被篡改的内容，排查入侵途径并加固，按规定报告。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.traces import TraceSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W104", "挂马、篡改、暗链")
def hidden_links(traces: tuple[TraceSeen, ...]) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W1."""
    for trace in traces:
        if not trace.technique:
            continue
        looks = f"，疑为{trace.suspicion}内容" if trace.suspicion else ""
        where = f"链接“{trace.text or trace.url}”" if trace.url else "页面内容"
        yield Doubt(
            f"{where}{trace.technique}{looks}：{trace.reason}",
            {"technique": trace.technique, "suspicion": trace.suspicion},
            tuple(url for url in (trace.page_url, trace.url) if url),
            (trace.evidence,) if trace.evidence else (),
            quote=trace.text,
            key=f"{trace.url or trace.page_url}|{trace.technique}" + ("" if trace.url else f"|{trace.text}"),
        )
