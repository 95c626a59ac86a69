"""N109 错链死链

检查什么  所读页面上的文章、附件等链接能否打开（栏目链接见 N103）。
怎样判定  多次访问都返回“页面不存在”、服务器错误或循环跳转，即为失效链接。
看不到时  超时、连接失败、域名无法解析的，点开却是首页或没有任何内容的，判为待核；因本单位网络中断、主机连续失败或用时已满而未能检查的，各合并为一条待核；被防护设备拦截的不算失效，也不算正常。
怎样整改  修复、更正或撤下失效链接和附件。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.website import LinkRole, LinkSeen
from xuncha.indicators.kernel import Doubt, Hit, State, indicator
from xuncha.indicators.website.n103_column_link_dead import UNASKED, dead_link

#: Links named in a doubt about links that were not asked for.
_NAMED = 10


@indicator("N109", "错链死链")
def broken_link(links: tuple[LinkSeen, ...]) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B5)."""
    for status in sorted(UNASKED):
        unasked = [link for link in links if link.status is status]
        if unasked:
            urls = tuple(link.url for link in unasked[:_NAMED])
            detail = f"{len(unasked)} 个链接未能检查：{status.label}"
            key, observed = status.value, {"links": len(unasked)}
            yield Doubt(detail, observed, urls, key=key, state=State.NOT_ASSESSED)
    for link in links:
        if link.status in UNASKED:
            continue
        if link.role not in (LinkRole.COLUMN, LinkRole.PICTURE_NEWS):
            yield from dead_link("外部链接" if link.external else "链接", link)
