"""N103 栏目链接失效

检查什么  导航和栏目列表中的栏目能否打开，首页图片新闻等区块里的链接能否打开。
怎样判定  多次访问都返回“页面不存在”、服务器错误或循环跳转，即为栏目链接失效。
看不到时  超时、连接失败、域名无法解析或服务器暂时不可用（502、503、504），可能是一时的原因，判为待核；点开却是首页的，
          可能是撤销后的跳转，点开没有任何内容的，可能是防护设备所为，点开只说网站正在维护、暂停服务的，可能是临时下线，栏目返回的
          内容（如 JSON 数据）无法当作网页阅读或文字是乱码的，均判为待核；被防护设备拦截的不算失效；本单位网络中断、主机连续
          失败或用时已满而没有访问的，记为未能检查。
怎样整改  修复或更正链接；已撤销的栏目应同时撤下导航入口。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ColumnSeen, LinkRole, LinkSeen
from xuncha.indicators.kernel import Doubt, Hit, State, indicator

#: Ways to fail that may be the network's fault as well as the site's, or may be meant.
UNCERTAIN = frozenset(
    {
        FetchStatus.SENT_HOME,
        FetchStatus.EMPTY,
        FetchStatus.SUSPENDED,
        FetchStatus.TIMEOUT,
        FetchStatus.CONNECT,
        FetchStatus.RESET,
        FetchStatus.DNS,
        FetchStatus.TLS,
        FetchStatus.OWN_NETWORK,
        FetchStatus.GIVEN_UP,
        FetchStatus.TIME_UP,
    }
)
#: What opens, and cannot be read.
_OPENS_UNREADABLE = frozenset({FetchStatus.BAD_RESPONSE, FetchStatus.GARBLED})
#: Ways to fail that say nothing of the target: it was not asked for.
UNASKED = frozenset({FetchStatus.OWN_NETWORK, FetchStatus.GIVEN_UP, FetchStatus.TIME_UP})


#: A gateway's or an overloaded server's answers, and a content network's (520 to 530) when it gets none: they may pass.
TEMPORARY = frozenset({502, 503, 504, 507, 509, 511, *range(520, 531), 598, 599})


@indicator("N103", "栏目链接失效")
def column_link_dead(opened_columns: tuple[ColumnSeen, ...], links: tuple[LinkSeen, ...]) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B5)."""
    named = set()
    for column in opened_columns:
        named.add(column.url)
        as_link = LinkSeen(
            url=column.url,
            text=column.name,
            role=LinkRole.COLUMN,
            status=column.status,
            http_status=column.http_status,
            tries=2,
            external=False,
            found_on=(),
            evidence=column.evidence,
        )
        yield from dead_link("栏目", as_link)
        if column.status in _OPENS_UNREADABLE and not column.stop_reason:
            yield _unreadable(as_link)
    for link in links:
        if link.role in (LinkRole.COLUMN, LinkRole.PICTURE_NEWS) and link.url not in named:
            yield from dead_link("栏目" if link.role is LinkRole.COLUMN else "图片新闻", link)


def _unreadable(link: LinkSeen) -> Doubt:
    """A column that opens, and of which nobody can say what a reader gets to see."""
    code = f"，HTTP {link.http_status}" if link.http_status else ""
    why = "文字是乱码" if link.status is FetchStatus.GARBLED else "无法当作网页阅读"
    return Doubt(
        f"栏目“{link.text}”的网址返回的内容{why}，不能断定是否失效{code}",
        {"status": link.status.value, "http_status": link.http_status},
        (link.url,),
        (link.evidence,) if link.evidence else (),
        quote=link.text,
        key=link.url,
    )


def dead_link(kind: str, link: LinkSeen) -> Iterator[Hit]:
    """A hit where the answer proves the target gone, a doubt where something else may be to blame, else nothing."""
    code = f"，HTTP {link.http_status}" if link.http_status else ""
    observed = {"status": link.status.value, "http_status": link.http_status, "tries": link.tries}
    urls = (link.url, *link.found_on[:3])
    cited = (link.evidence,) if link.evidence else ()
    if link.status.is_gone and link.certain and link.http_status not in TEMPORARY:
        detail = f"{kind}“{link.text}”的链接失效：{link.status.label}{code}"
        yield Hit(detail, observed, urls, cited, quote=link.text, key=link.url)
    elif link.status.is_gone or link.status in UNCERTAIN:
        detail = f"{kind}“{link.text}”未能打开，不能断定是否失效：{link.status.label}{code}"
        state = State.NOT_ASSESSED if link.status in UNASKED else State.DOUBT
        yield Doubt(detail, observed, urls, cited, quote=link.text, key=link.url, state=state)
