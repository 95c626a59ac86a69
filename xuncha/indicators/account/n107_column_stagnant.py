"""N107 长期停滞栏目

检查什么  账号的栏目（合集、菜单指向的内容页）是否长期没有新内容。
怎样判定  发布记录写明栏目的，以该栏目最近一次发布为准；功能检查记录写明最新内容日期的，以看到的日期为准；两处
          都有的取较新的。超过 1 年没有更新，从名称看属于动态、公告、政策、图片新闻的，即命中；从名称不能断定应否
          更新的，待人工确认。简介、联系方式、专题、历年存档、办事、查询和咨询一类的栏目不列入；晚于监测时间点的不计。
看不到时  两种记录都没有写明栏目更新情况的，判为待核；最近一次查看时还没有超期或查看已过 92 天的，发布记录中
          较新的内容没有写明所属栏目的，都不能断定停滞，判为待核。
怎样整改  恢复更新，或归并、撤下不再维护的栏目和菜单项。
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from xuncha.facts.account import ChannelCheck, Post
from xuncha.facts.seen import Evidence, Unseen
from xuncha.facts.targets import ColumnKind
from xuncha.indicators.channels import name_of
from xuncha.indicators.freshness import days_before
from xuncha.indicators.kernel import Doubt, Hit, Observed, State, indicator
from xuncha.indicators.posts import published
from xuncha.text.pages.column_kinds import kind_by_name

_CLEARLY_UPDATED = frozenset({ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS})
_PERHAPS_UPDATED = frozenset({ColumnKind.SHOULD_UPDATE, ColumnKind.UNTYPED})
#: A column named after a year or an occasion ends with it.
_ENDS_WITH_ITS_OCCASION = re.compile(r"(?:19|20)\d\d|第.{1,3}届|[两三]会$|月$|周$|节$|活动|行动|大赛|直播")
#: A function to use, whatever content it shows beside.
_TO_USE = re.compile(r"(?:查询|预约|挂号|缴费|申请|申领|登录|绑定|导航|地图|找错|随手拍)$")
#: A look tells how a column stands for one round of inspection, not longer.
_LOOK_LASTS = timedelta(days=92)


@dataclass(slots=True)
class _Column:
    """One column of an account: its newest post, and the looks at it that say what was newest there."""

    name: str
    posts: list[Post] = field(default_factory=list)
    looks: list[ChannelCheck] = field(default_factory=list)

    @property
    def newest(self) -> date:
        """The day of the newest content known."""
        days = [post.published_at.date() for post in self.posts]
        return max(days + [look.newest for look in self.looks if look.newest])

    @property
    def urls(self) -> tuple[str, ...]:
        """Where to look: the addresses of the looks, else of the newest post."""
        found = [look.url.strip() for look in self.looks if look.url.strip()]
        last = max(self.posts, key=lambda post: post.published_at, default=None)
        return tuple(dict.fromkeys(found)) or ((last.url,) if last and last.url else ())

    def was_seen_stale(self, asof: datetime, days: int) -> bool:
        """True when the last look, no longer ago than one round, met a column that stood still already."""
        if not self.looks:
            return False
        last = max(look.checked_at for look in self.looks)
        return asof - last <= _LOOK_LASTS and self.newest < days_before(last, days).date()


@indicator("N107", "长期停滞栏目")
def account_column_stagnant(
    posts: tuple[Post, ...] | Unseen,
    channels: tuple[ChannelCheck, ...] | Unseen,
    posts_evidence: Evidence | None,
    channels_evidence: Evidence | None,
    asof: datetime,
    *,
    stagnant_days: int = 365,
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy B8)."""
    past = [] if isinstance(posts, Unseen) else list(published(posts, asof))
    looks = [] if isinstance(channels, Unseen) else [look for look in channels if look.checked_at <= asof]
    limit = days_before(asof, stagnant_days).date()
    columns = _columns(past, [look for look in looks if look.newest])
    unlabelled = any(post.collections is None and post.published_at.date() >= limit for post in past)
    if not columns and (unlabelled or not past):
        detail = "发布记录没有写明所属栏目，功能检查记录也没有写明最新内容日期，不能断定有没有停滞栏目"
        yield Doubt(detail, {"columns": 0}, key="unchecked", state=State.INSUFFICIENT)
    cited = tuple(one for one in (posts_evidence, channels_evidence) if one)
    for column in columns:
        kind = kind_by_name(column.name)
        timeless = _ENDS_WITH_ITS_OCCASION.search(column.name) or _TO_USE.search(column.name)
        if kind not in _CLEARLY_UPDATED | _PERHAPS_UPDATED or timeless:
            continue
        if column.newest >= limit:
            continue
        observed: Observed = {"newest": column.newest.isoformat(), "days": stagnant_days}
        detail = f"栏目“{column.name}”超过 {stagnant_days} 天没有更新（最新 {column.newest.isoformat()}）"
        proven = column.was_seen_stale(asof, stagnant_days) or (column.posts and not unlabelled)
        if not proven:
            why = "；此后的内容没有写明所属栏目，或近期没有再查看，不能断定"
            yield Doubt(detail + why, observed, column.urls, cited, key=column.name, state=State.INSUFFICIENT)
        elif kind in _CLEARLY_UPDATED:
            yield Hit(detail, observed, column.urls, cited, key=column.name)
        else:
            why = "；应否更新不能由名称断定，待人工确认"
            yield Doubt(detail + why, observed, column.urls, cited, key=column.name)


def _columns(posts: list[Post], looks: list[ChannelCheck]) -> list[_Column]:
    """The columns by name, posts and looks together, in the order of their names."""
    found: dict[str, _Column] = defaultdict(lambda: _Column(""))
    for post in posts:
        for name in post.collections or ():
            found[name].posts.append(post)
    for look in looks:
        found[name_of(look)].looks.append(look)
    for name, column in found.items():
        column.name = name
    return [found[name] for name in sorted(found)]
