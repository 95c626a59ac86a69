"""W602 办事指南要素缺失

检查什么  办事指南是否写明事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程八类要素。
怎样判定  缺失 4 类（含）以上要素的事项达到 5 个（含）以上；事项总数不足 5 个的，每个事项都缺失 4 类以上。
          “无”“详见”“以窗口为准”“——”不算写明。名录写明没有对外服务职能的单位不适用；办事指南设在上级政务服务网的，不在本网站判定。
看不到时  要素可能在脚本、框架、图片或附件里的指南不算缺失；指南未读全、足以改变结论的，判为待核；本网站自办服务、
          又没有读到一份办事指南的，也判为待核。
怎样整改  补齐要素，写明具体内容；附件中的要素应在正文列出。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import Evidence
from xuncha.facts.services import GuideSeen, ServicesSeen
from xuncha.facts.targets import Site
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W602", "办事指南要素缺失")
def guide_elements_missing(
    services: ServicesSeen, site: Site, *, max_missing: int = 4, max_items: int = 5
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W6 ②③."""
    if site.serves_public is False:
        return
    total = len(services.guides)
    lacking = [guide for guide in services.guides if len(guide.missing) >= max_missing]
    proved = [guide for guide in lacking if not guide.unseen]
    few = services.all_guides_read and 0 < total < max_items
    observed = {
        "guides": total,
        "lacking": len(proved),
        "unsure": len(lacking) - len(proved),
        "max_missing": max_missing,
        "max_items": max_items,
    }
    if len(proved) >= max_items or (few and len(proved) == total):
        every = f"（共 {total} 个事项，每个都缺失）" if len(proved) < max_items else ""
        detail = f"{len(proved)} 个事项的办事指南缺失 {max_missing} 类以上要素{every}：{_named(proved)}"
        yield Hit(detail, observed, _urls(proved), _cited(proved))
        return
    why = _why_open(services, lacking, few=few, max_items=max_items)
    if why:
        said = f"{len(lacking)} 个事项的办事指南疑似缺失 {max_missing} 类以上要素，" if lacking else ""
        named = f"：{_named(lacking)}" if lacking else ""
        urls, cited = _urls(lacking), _cited(lacking)
        if not cited and services.evidence is not None:
            urls, cited = (services.evidence.url,), (services.evidence,)
        yield Doubt(f"{said}{why}{named}", observed, urls, cited)


def _why_open(services: ServicesSeen, lacking: list[GuideSeen], *, few: bool, max_items: int) -> str:
    """Why guides not read, or not read whole, may be enough for a fault; empty where they cannot."""
    total = len(services.guides)
    if len(lacking) >= max_items or (few and len(lacking) == total):
        return "部分内容未能读取"
    if not services.all_guides_read and (lacking or total < max_items):
        return f"读到 {total} 个事项，另有办事指南未能读取"
    if services.offered and not total and not services.elsewhere:
        return "网站有办事服务，但没有读到办事指南，要素是否齐全须人工核对"
    return ""


def _named(guides: list[GuideSeen]) -> str:
    return "；".join(f"《{guide.title}》缺{'、'.join(guide.missing)}" for guide in guides[:5])


def _urls(guides: list[GuideSeen]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(guide.url for guide in guides))


def _cited(guides: list[GuideSeen]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(guide.evidence for guide in guides if guide.evidence))
