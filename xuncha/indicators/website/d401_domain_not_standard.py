"""D401 域名和网站名称

检查什么  门户网站的域名是否规范：英文域名以 .gov.cn 结尾，中文域名以 .政务 结尾，门户网站用 www.□□□.gov.cn。
怎样判定  首页用 IP 地址访问，或域名不以 .gov.cn、.政务 结尾的，为一处；网站名称是否规范由人工核对后录入。
看不到时  首页打不开的不作结论；域名不以 www 开头的，判为待核。
怎样整改  按规定申请和使用规范域名，多个域名的明确主域名，其余逐步注销。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xuncha.facts.traces import IdentitySeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.pages.addresses import host_of

#: gov.example is the name reserved for exercises: it stands for gov.cn there.
_ENGLISH = re.compile(r"(?:^|\.)gov\.(?:cn|example)$")
_CHINESE = re.compile(r"(?:^|\.)(?:政务|xn--zfr164b)$")


@indicator("D401", "域名和网站名称")
def domain_not_standard(identity: IdentitySeen) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 功能设计; 国办发〔2017〕47号 (rules.md G1, G2)."""
    host = host_of(identity.address)
    cited = (identity.evidence,) if identity.evidence else ()
    shown = ({"host": host}, (identity.address,), cited)
    if not host or _CHINESE.search(host):
        return
    if not _ENGLISH.search(host):
        yield Hit(f"首页地址 {host} 不是 .gov.cn 或 .政务 域名", *shown, key="suffix")
    elif not host.startswith("www."):
        yield Doubt(f"门户网站域名 {host} 不以 www 开头，是否规范请核对", *shown, key="www")
