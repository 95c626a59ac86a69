"""N102 图片新闻空白

检查什么  首页的图片新闻区块和图片新闻栏目里有没有图片新闻。
怎样判定  区块或栏目能够打开，里面没有任何一条图片新闻。
看不到时  栏目打不开，或内容由脚本加载，判为待核。
怎样整改  补充图片新闻，或撤下不再维护的区块和栏目。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import FetchStatus
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Content, HomepageSeen
from xuncha.indicators.freshness import column_evidence, why_unseen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("N102", "图片新闻空白")
def picture_news_blank(homepage: HomepageSeen, columns: tuple[ColumnSeen, ...]) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B4)."""
    cited = (homepage.evidence,) if homepage.evidence else ()
    if homepage.status is FetchStatus.OK and homepage.picture_news is Content.NOTHING:
        yield Hit("首页图片新闻区块空白", {"items": 0}, (homepage.url,), cited, key="homepage")
    elif homepage.status is FetchStatus.OK and homepage.picture_news is Content.SCRIPT:
        yield Doubt("首页图片新闻区块由脚本加载，未能看到内容", {}, (homepage.url,), cited, key="homepage")
    for column in columns:
        if column.kind is not ColumnKind.PICTURE_NEWS:
            continue
        if column.is_blank:
            yield Hit(
                f"栏目“{column.name}”空白",
                {"items": 0},
                (column.url,),
                column_evidence(column),
                key=column.url,
            )
        elif not column.is_seen and not column.status.is_gone:
            detail = f"栏目“{column.name}”未能看清：{why_unseen(column)}"
            yield Doubt(detail, {}, (column.url,), column_evidence(column), key=column.url)
