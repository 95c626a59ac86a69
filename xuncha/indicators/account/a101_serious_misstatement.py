"""A101 严重表述错误

检查什么  政务新媒体发布内容的标题和正文里有没有国家机构、领导职务、固定表述、地名、法律名称等的严重差错。
怎样判定  与正误词库中列为严重的错误写法一致，或与受保护的固定表述、行政区划名称只差一处的，列为疑点，一律待人工确认后才算；
          引用、纠正错误表述的文字，按发布日期当时正确的旧称，以及名录中该账号自己的名称、地区和单位名称不列。
看不到时  没有发布记录，或导出数据里没有该账号的，不能断定，判为待核；图片、音视频中的文字看不到，不作结论。
怎样整改  立即更正或删除，查明审核在哪一环节失守，并检查同类内容。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.account import Post
from xuncha.facts.seen import Evidence
from xuncha.facts.targets import MediaAccount
from xuncha.facts.words import WordEntry
from xuncha.indicators.kernel import Hit, indicator
from xuncha.indicators.posts import name_of, published, url_of
from xuncha.indicators.wording import Said, names_of, wording_doubts


@indicator("A101", "严重表述错误")
def serious_misstatement(
    posts: tuple[Post, ...],
    posts_evidence: Evidence | None,
    account: MediaAccount,
    office_words: tuple[WordEntry, ...],
    asof: datetime,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 政务新媒体 安全、泄密事故等严重问题."""
    said = (
        Said(
            f"{post.title}\n{post.text}",
            name_of(post),
            url_of(post),
            post.published_at.date(),
            posts_evidence,
        )
        for post in published(posts, asof)
    )
    yield from wording_doubts(said, office_words, names_of(account), serious=True)
