"""A201 2周无更新

检查什么  政务新媒体账号在监测时间点前 2 周内有没有更新。
怎样判定  最近一次发布早于监测时间点前 14 天，即为不更新；恰在界限上的不算。晚于监测时间点的记录不计；
          导出记录只有日期、没有时刻的，按当天最晚时刻算。
看不到时  导出数据里没有该账号的任何记录，可能是从未更新，也可能是没有采到，判为待核；2 周内的内容均显示已删除或不予显示的，也判为
          待核。
怎样整改  恢复更新；无力维护的账号按程序清理整合或关停注销。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from operator import attrgetter

from xuncha.facts.account import Post
from xuncha.facts.seen import Evidence
from xuncha.indicators.freshness import days_before
from xuncha.indicators.kernel import Doubt, Hit, indicator

_DELETED = re.compile(
    r"(?:抱歉，?)?(?:该|此|本|原|这条)?(?:内容|文章|微博|视频|作品|图文|动态|链接)?(?:已经?|因违规)?(?:被)?(?:发布者|作者|博主|平台|原作者)?(?:自行)?(?:已)?(?:删除|下架|不存在)[。.！!]?"
    r"[^。]{0,6}(?:查看帮助|了解更多|点击查看)?[:：]?(?:https?://\S*)?"
    r"|(?:抱歉|很抱歉|啊哦|哎呀|您?你?(?:要)?(?:访问|查看|浏览)的)*[，,！!]?(?:该|此|本)?(?:内容|文章|微博|视频|作品|图文|动态|页面)?(?:已经?)?(?:不见了|不存在|找不到了|已失效|飞走了|走丢了)(?:啦|哦)?[。.！!~～]?"
    r"|(?:该|此|本|作品|视频|内容|正在)*(?:审核中|正在审核|审核未通过)[^。]{0,16}[。.！!]?"
    r"|(?:该|此|本|作者)?(?:内容|文章|微博|视频|作品|图文|动态)?(?:已)?(?:被)?(?:设(?:为|置为?)|转为|仅)(?:了)?(?:私密|仅自己可见|自己可见|不可见)(?:状态)?[，,。.！!]?[^。]{0,12}"
    r"|(?:根据|依据|应)(?:相关|有关|国家|法律|法规|政策|规定|要求|主管部门|平台|规则|、|和|的)+，?(?:该|此|本|部分)?(?:内容|文章|微博|视频|作品|结果|页面)?(?:不予|未予|无法|不能|暂不|不便)(?:显示|展示|查看|公开)[。.！!]?"
    # What platforms print in the place of what they took down themselves.
    r"|(?:抱歉，?)?(?:该|此|本|原|这条)?(?:内容|文章|微博|视频|作品|图文|动态|链接|账号|帐号|公众号)?(?:因|被|涉嫌|由于|已|存在)?[^，。]{0,12}"
    r"(?:违规|违反|投诉|侵权|注销|屏蔽|封禁|停用|审核未通过)[^。]{0,30}?(?:无法|不能|不可|暂不支持)(?:查看|访问|显示|观看)[。.！!]?"
)


@indicator("A201", "2周无更新")
def account_not_updated(
    posts: tuple[Post, ...], posts_evidence: Evidence | None, asof: datetime, *, days: int = 14
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 政务新媒体 内容不更新."""
    cited = (posts_evidence,) if posts_evidence else ()
    past = [post for post in posts if post.published_at <= asof]
    if not past:
        yield Doubt(
            "监测时间点前没有任何发布记录，不能断定是从未更新还是未采集到",
            {"posts": 0, "days": days},
            evidence=cited,
        )
        return
    last = max(past, key=attrgetter("published_at"))
    limit = days_before(asof, days)
    recent = [post for post in past if not _is_before(post.published_at, limit)]
    if recent and all(_is_deleted(post) for post in recent):
        yield Doubt(
            f"{days} 天内发布的 {len(recent)} 条内容均显示已删除，是否算作更新待人工判断",
            {"posts": len(recent), "days": days},
            tuple(post.url for post in recent if post.url),
            cited,
        )
        return
    if _is_before(last.published_at, limit):
        idle = (asof - last.published_at).days
        observed: dict[str, int | float | str | None] = {
            "last": last.published_at.isoformat(),
            "limit": limit.isoformat(),
            "idle_days": idle,
            "longest_silence_days": _longest_silence(past, asof),
            "days": days,
        }
        detail = f"最近一次发布为 {last.published_at:%Y-%m-%d %H:%M}，距监测时间点 {idle} 天"
        yield Hit(detail, observed, (last.url,) if last.url else (), cited, quote=last.title)


def _is_deleted(post: Post) -> bool:
    """True for what platforms show in place of a post that was taken away."""
    return bool(_DELETED.fullmatch(post.title.strip() or post.text.strip())) or bool(
        _DELETED.fullmatch(post.text.strip())
    )


def _longest_silence(past: list[Post], asof: datetime) -> int:
    """The longest time between two posts one after the other, or since the last one, in whole days."""
    times = [*sorted(post.published_at for post in past), asof]
    return max((later - earlier).days for earlier, later in pairwise(times))


def _is_before(at: datetime, limit: datetime) -> bool:
    """Midnight sharp is how an export without times of day prints a date: it gets the whole day."""
    if at >= limit:
        return False
    is_midnight = at.hour == at.minute == at.second == at.microsecond == 0
    return at.date() < limit.date() if is_midnight else True
