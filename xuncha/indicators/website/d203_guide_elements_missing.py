"""D203 办事指南要素

检查什么  读到的办事指南有没有缺少要素：名称、依据、条件、材料、地点、时间、电话、流程。
怎样判定  整页读完、缺少一类（含）以上要素的指南，每份列为一处；抽查哪几个事项、扣多少分由人工确定后录入。
看不到时  没有读到指南，或部分内容在脚本、附件、图片、框架里的，判为待核；指南在政务服务平台上的由人工查看。
怎样整改  补全缺少的要素；写“无”“详见”“——”的，要写出实际内容。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.services import ServicesSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("D203", "办事指南要素")
def guide_elements_missing(services: ServicesSeen, *, max_missing: int = 1) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 办事服务."""
    if not services.guides:
        yield Doubt("没有读到办事指南，可能在政务服务平台上，请人工抽查", {"guides": 0}, key="absent")
    for guide in services.guides:
        if len(guide.missing) < max_missing:
            continue
        evidence = guide.evidence or services.evidence
        cited = (evidence,) if evidence else ()
        words = "、".join(guide.missing)
        observed = {"missing": len(guide.missing), "max_missing": max_missing}
        if guide.unseen:
            detail = f"《{guide.title}》未见{words}，但{guide.unseen}"
            yield Doubt(detail, observed, (guide.url,), cited, key=guide.url)
        else:
            yield Hit(f"《{guide.title}》缺少{words}", observed, (guide.url,), cited, key=guide.url)
