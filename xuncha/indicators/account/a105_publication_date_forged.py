"""A105 伪造发稿日期等弄虚作假

检查什么  政务新媒体发布内容标注的发布时间与文末落款日期、链接中的日期是否矛盾。
怎样判定  有矛盾的内容列为疑点，一律待人工确认：周年纪念、转载旧文件、计划安排中的日期、一天内集中导入的内容等不列。
看不到时  没有发布记录，或导出数据里没有该账号的，不能断定，判为待核；没有落款日期的内容不作结论。
怎样整改  说明情况并更正，删除为应付检查补发、旧文新发的内容，并查明责任。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.account import Post
from xuncha.facts.seen import BEIJING, Evidence
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.indicators.posts import name_of, published, url_of
from xuncha.text.dating.false_dates import DatedArticle, date_contradictions, site_dates


@indicator("A105", "伪造发稿日期等弄虚作假")
def publication_date_forged(
    posts: tuple[Post, ...], posts_evidence: Evidence | None, asof: datetime
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 政务新媒体 安全、泄密事故等严重问题."""
    dated = [(post, _dated(post)) for post in published(posts, asof)]
    account = site_dates(article for _, article in dated)
    for post, article in dated:
        contradictions = date_contradictions(article, asof, account)
        if contradictions:
            yield Doubt(
                f"{name_of(post)}{'；'.join(one.detail for one in contradictions)}",
                {one.kind.value: one.days for one in contradictions},
                (url_of(post),),
                (posts_evidence,) if posts_evidence else (),
                quote=post.text[-80:],
                key=post.post_id,
            )


def _dated(post: Post) -> DatedArticle:
    day = post.published_at.astimezone(BEIJING).date()
    return DatedArticle(published=day, title=post.title, text=post.text, url=post.url)
