"""W501 无有效咨询建言渠道

检查什么  网站有没有网上咨询建言的渠道，网民能不能写信、留言。
怎样判定  首页和各级栏目都读到了，没有任何咨询、留言、信箱类入口，或只有网上信访、纪检举报等专门渠道，即为没有渠道。
看不到时  首页或互动栏目打不开、由脚本加载，或只见栏目、未见提交入口的，判为待核，由人工试提交。
怎样整改  开设并公布咨询建言渠道，保证能够正常提交，安排专人受理。
"""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.facts.seen import FetchStatus
from xuncha.facts.services import BoardSeen
from xuncha.facts.website import ColumnSeen, HomepageSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator


@indicator("W501", "无有效咨询建言渠道")
def no_consultation_channel(
    boards: tuple[BoardSeen, ...], homepage: HomepageSeen, columns: tuple[ColumnSeen, ...]
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W5 ①."""
    ordinary = [board for board in boards if not board.special]
    if any(board.can_write for board in ordinary):
        return
    cited = tuple(board.evidence for board in boards if board.evidence)
    cited = cited or ((homepage.evidence,) if homepage.evidence else ())
    observed = {"channels": len(ordinary), "special_channels": len(boards) - len(ordinary)}
    urls = (homepage.url, *(board.url for board in boards))
    unread = [column for column in columns if not column.is_seen]
    if ordinary:
        names = "、".join(board.name for board in ordinary)
        yield Doubt(f"有互动栏目（{names}），未见可以提交的入口，需人工试提交", observed, urls, cited)
    elif homepage.status is not FetchStatus.OK or homepage.needs_script or unread:
        yield Doubt(
            f"未见咨询建言渠道，但首页或 {len(unread)} 个栏目未能读全，不能断定", observed, urls, cited
        )
    elif boards:
        names = "、".join(board.name for board in boards)
        yield Hit(f"只有专门渠道（{names}），没有咨询建言渠道", observed, urls, cited)
    else:
        yield Hit("首页和各栏目均无咨询建言渠道", observed, urls, cited)
