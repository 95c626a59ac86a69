"""D402 网站标识

检查什么  首页底部有没有党政机关标识、网站标识码、ICP 备案号、公安备案标识、主办单位和联系方式。
怎样判定  整页读完而没有见到的，每缺一项算一处。
看不到时  首页部分内容由脚本加载的，缺少的各项判为待核；六项一项也没有见到的，可能是图片或脚本生成的底部，判为待核。
怎样整改  在所有页面底部补齐标识，内容与备案信息一致。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.portal import MarksSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("D402", "网站标识")
def foot_marks_missing(marks: MarksSeen) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第二部分 功能设计; 国办发〔2017〕47号 (rules.md G6)."""
    shown = {
        "党政机关标识": marks.party_mark,
        "网站标识码": marks.site_code,
        "ICP备案号": marks.icp,
        "公安备案标识": marks.police,
        "主办单位": marks.sponsor,
        "联系方式": marks.contact,
    }
    missing = [name for name, there in shown.items() if not there]
    observed = {"missing": len(missing), "items": len(shown)}
    cited = (marks.evidence,) if marks.evidence else ()
    if missing and (marks.unseen or len(missing) == len(shown)):
        why = marks.unseen or "底部可能是图片或由脚本生成"
        detail = f"首页底部没有见到{'、'.join(missing)}，但{why}"
        yield Doubt(detail, observed, (marks.url,), cited, key="unseen")
        return
    for name in missing:
        yield Hit(f"首页底部没有{name}", observed, (marks.url,), cited, key=name)
