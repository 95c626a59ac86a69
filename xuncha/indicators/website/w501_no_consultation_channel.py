"""W501 无有效咨询建言渠道

检查什么  网站有没有网上咨询建言的渠道，网民能不能写信、留言。
怎样判定  首页和各级栏目都读到了，没有任何咨询、留言、信箱类入口，或只有网上信访、纪检举报等专门渠道，即为没有渠道。有提交
          表单、有能打开的写信入口、链接到政府系统的统一咨询平台，或一年内仍有网民来信公开的，视为有渠道。
看不到时  首页或互动栏目打不开、由脚本加载，首页只有图片，只有征集调查，入口打不开或写明暂停，或只见栏目、未见提交入口的，判为待核，由人工
          试提交。
怎样整改  开设并公布咨询建言渠道，保证能够正常提交，安排专人受理。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from xuncha.facts.seen import FetchStatus
from xuncha.facts.services import BoardSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen, Coverage, HomepageSeen
from xuncha.indicators.freshness import days_before
from xuncha.indicators.kernel import Doubt, Hit, indicator

#: Letters this young show that people can write, wherever the form may be (days).
_IN_USE = 365
#: A column of these kinds holds no way to write that the pages around it do not show.
_OTHER_KINDS = frozenset({ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS})


@indicator("W501", "无有效咨询建言渠道")
def no_consultation_channel(
    boards: tuple[BoardSeen, ...],
    homepage: HomepageSeen,
    columns: tuple[ColumnSeen, ...],
    coverage: Coverage,
    asof: datetime,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W5 ①."""
    ordinary = [board for board in boards if not board.special]
    special = [board for board in boards if board.special]
    if any(board.can_write or _is_in_use(board, asof) for board in ordinary):
        return
    pages = (homepage.evidence, *(board.evidence for board in boards))
    cited = tuple(dict.fromkeys(one for one in pages if one is not None))
    observed = {"channels": len(ordinary), "special_channels": len(special)}
    urls = tuple(dict.fromkeys((homepage.url, *(board.url for board in boards))))
    unread = _why_open(homepage, columns, coverage, boards)
    if ordinary:
        yield Doubt(f"有互动入口（{_named(ordinary)}），{_why_unsure(ordinary)}", observed, urls, cited)
    elif unread:
        yield Doubt(f"未见咨询建言渠道，但{unread}，不能断定", observed, urls, cited)
    elif special:
        yield Hit(f"只有专门渠道（{_named(special)}），没有咨询建言渠道", observed, urls, cited)
    else:
        yield Hit("首页和各栏目均无咨询建言渠道", observed, urls, cited)


def _is_in_use(board: BoardSeen, asof: datetime) -> bool:
    young = days_before(asof, _IN_USE)
    return any(letter.asked is not None and not letter.asked.is_before(young) for letter in board.letters)


def _named(boards: list[BoardSeen]) -> str:
    return "、".join(dict.fromkeys(board.name for board in boards))


def _why_unsure(ordinary: list[BoardSeen]) -> str:
    """What keeps the ways to write that were seen from counting as one."""
    said = dict.fromkeys(board.writing or board.unseen for board in ordinary if board.writing or board.unseen)
    return f"{'；'.join(said)}，需人工试提交" if said else "未见可以提交的表单或入口，需人工试提交"


def _why_open(
    homepage: HomepageSeen, columns: tuple[ColumnSeen, ...], coverage: Coverage, boards: Iterable[BoardSeen]
) -> str:
    """Where a channel may be that we have not seen, empty where nowhere."""
    if homepage.status is not FetchStatus.OK:
        return f"首页未能打开（{homepage.why}）"
    if homepage.needs_script:
        return "首页由脚本加载"
    if homepage.picture_only:
        return "首页只有图片，没有可读的文字和链接"
    special = {board.url for board in boards if board.special}
    if not special and not any(column.is_seen for column in columns):
        return "没有读到任何栏目"
    unread = [c for c in columns if not c.is_seen and c.kind not in _OTHER_KINDS and c.url not in special]
    if unread:
        return f"{len(unread)} 个栏目未能读全（{'、'.join(c.name for c in unread[:5])}）"
    known = {board.url for board in boards}
    asking = [c.name for c in columns if c.kind is ColumnKind.CONSULTATION and c.url not in known]
    if asking:
        return f"另有“{'、'.join(asking)}”栏目，是否可以建言待人工判断"
    return coverage.stop_reason
