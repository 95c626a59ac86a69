"""D408 IPv6 改造

检查什么  首页域名有没有 IPv6 地址（AAAA 记录）。
怎样判定  只提示、不认定：查不到 IPv6 地址的判为待核；查到的，还须由人工在具备 IPv6 的线路上打开页面后录入。
看不到时  各域名改连到指定地址、域名服务器没有应答的，判为待核；本机的域名服务器可能不返回 IPv6 地址，同批网站都没有的尤其
          如此。
怎样整改  为域名配置 AAAA 记录，保证首页和二三级链接通过 IPv6 可以访问。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.portal import Ipv6Seen
from xuncha.indicators.kernel import Doubt, Hit, Observed, indicator


@indicator("D408", "IPv6 改造")
def ipv6_missing(ipv6: Ipv6Seen) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 功能设计. An answer of a name server leaves no record to cite."""
    if ipv6.addresses:
        return
    why = (
        f"同一域名服务器查得到 {ipv6.control} 的 IPv6 地址"
        if ipv6.control
        else "本机的域名服务器可能不返回 IPv6 地址"
    )
    observed: Observed = {"host": ipv6.host, "addresses": 0, "control": ipv6.control or None}
    yield Doubt(f"域名 {ipv6.host} 没有查到 IPv6 地址（{why}）", observed, key="aaaa")
