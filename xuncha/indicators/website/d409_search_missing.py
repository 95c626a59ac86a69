"""D409 站内搜索

检查什么  首页有没有站内搜索。
怎样判定  整页读完，没有搜索框、没有搜索链接、页面和脚本里也没有提到搜索的，为一处；已知标题的信息是否在结果第一页，由人工
          搜索后录入。
看不到时  首页部分内容由脚本加载，或只有搜索字样、没有见到搜索框和链接的，判为待核。
怎样整改  提供全站搜索，保证已发布信息能按标题搜到。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.portal import MarksSeen, SearchEntry
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("D409", "站内搜索")
def search_missing(marks: MarksSeen) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 功能设计."""
    if marks.search in (SearchEntry.FORM, SearchEntry.LINK):
        return
    cited = (marks.evidence,) if marks.evidence else ()
    shown = ({"search": marks.search.value}, (marks.url,), cited)
    if marks.unseen or marks.search is SearchEntry.HINT:
        why = marks.unseen or "页面提到搜索"
        yield Doubt(f"没有见到搜索框或搜索链接，但{why}", *shown, key="unseen")
    else:
        yield Hit("首页没有站内搜索", *shown, key="absent")
