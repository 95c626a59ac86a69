"""W602 办事指南要素缺失

检查什么  办事指南是否写明事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程八类要素。
怎样判定  缺失 4 类（含）以上要素的事项达到 5 个（含）以上；事项总数不足 5 个的，每个事项都缺失 4 类以上。
          “无”“详见”“略”不算写明。
看不到时  要素可能在脚本、框架或附件里的指南不算缺失；足以改变结论的，判为待核。
怎样整改  补齐要素，写明具体内容；附件中的要素应在正文列出。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.services import GuideSeen, ServicesSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W602", "办事指南要素缺失")
def guide_elements_missing(
    services: ServicesSeen, *, max_missing: int = 4, max_items: int = 5
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W6 ②."""
    lacking = [guide for guide in services.guides if len(guide.missing) >= max_missing]
    proved = [guide for guide in lacking if not guide.unseen]
    total = len(services.guides)
    observed = {
        "guides": total,
        "lacking": len(proved),
        "unsure": len(lacking) - len(proved),
        "max_items": max_items,
    }
    urls = tuple(guide.url for guide in lacking)
    cited = tuple(guide.evidence for guide in proved if guide.evidence)
    named = "；".join(_named(guide) for guide in (proved or lacking)[:max_items])
    few = services.all_guides_read and 0 < total < max_items
    if len(proved) >= max_items or (few and len(proved) == total):
        yield Hit(
            f"{len(proved)} 个事项的办事指南缺失 {max_missing} 类以上要素：{named}", observed, urls, cited
        )
    elif len(lacking) >= max_items or (few and len(lacking) == total):
        yield Doubt(
            f"{len(lacking)} 个事项的办事指南疑似缺失要素，部分内容未能读取：{named}", observed, urls, cited
        )


def _named(guide: GuideSeen) -> str:
    return f"《{guide.title}》缺{'、'.join(guide.missing)}"
