"""N103 栏目链接失效

检查什么  导航和栏目列表中的栏目能否打开，首页图片新闻等区块里的链接能否打开。
怎样判定  多次访问都返回“页面不存在”、服务器错误或循环跳转，即为栏目链接失效。
看不到时  超时、连接失败、域名无法解析，可能是网络原因，判为待核；被防护设备拦截的不算失效。
怎样整改  修复或更正链接；已撤销的栏目应同时撤下导航入口。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import Evidence, FetchStatus
from xuncha.facts.website import ColumnSeen, LinkRole, LinkSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator

#: Ways to fail that may be the network's fault as well as the site's.
UNCERTAIN = frozenset(
    {FetchStatus.TIMEOUT, FetchStatus.CONNECT, FetchStatus.RESET, FetchStatus.DNS, FetchStatus.TLS}
)


@indicator("N103", "栏目链接失效")
def column_link_dead(columns: tuple[ColumnSeen, ...], links: tuple[LinkSeen, ...]) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B5)."""
    named = set()
    for column in columns:
        named.add(column.url)
        cited = (column.evidence,) if column.evidence else ()
        yield from finding("栏目", column.name, column.url, column.status, column.http_status, cited)
    for link in links:
        if link.role in (LinkRole.COLUMN, LinkRole.PICTURE_NEWS) and link.url not in named:
            kind = "栏目" if link.role is LinkRole.COLUMN else "图片新闻"
            cited = (link.evidence,) if link.evidence else ()
            pages = link.found_on[:3]
            yield from finding(kind, link.text, link.url, link.status, link.http_status, cited, pages)


def finding(
    kind: str,
    text: str,
    url: str,
    status: FetchStatus,
    http_status: int | None,
    evidence: tuple[Evidence, ...],
    found_on: tuple[str, ...] = (),
) -> Iterator[Hit]:
    """A hit where the answer proves the target gone, a doubt where the network may be to blame, else nothing."""
    code = f"，HTTP {http_status}" if http_status else ""
    observed = {"status": status.value, "http_status": http_status}
    if status.is_gone:
        detail = f"{kind}“{text}”的链接失效：{status.label}{code}"
        yield Hit(detail, observed, (url, *found_on), evidence, quote=text, key=url)
    elif status in UNCERTAIN:
        detail = f"{kind}“{text}”未能打开，不能断定是否失效：{status.label}"
        yield Doubt(detail, observed, (url, *found_on), evidence, quote=text, key=url)
