"""New-media accounts of the province with their posts and interactive functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from xuncha.demo.model import ASOF, TWO_WEEKS_BEFORE
from xuncha.demo.names import CITIES, DEPARTMENTS, PROVINCE
from xuncha.demo.phrases import NEWS_TITLES, TOPICS
from xuncha.demo.planted_wording import with_planted_posts
from xuncha.demo.roster import PROVINCIAL
from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult, Post
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import MediaAccount, Platform, RunState

#: Short name of a platform in account ids, and how an account there is called after its place.
_PLATFORMS: dict[Platform, tuple[str, str]] = {
    Platform.WECHAT: ("wx", "{p}发布"),
    Platform.WEIBO: ("wb", "{p}微博发布厅"),
    Platform.DOUYIN: ("dy", "看{p}"),
    Platform.TOUTIAO: ("tt", "{p}快报"),
    Platform.WECHAT_CHANNELS: ("sph", "{p}视界"),
    Platform.APP: ("app", "{p}通"),
    Platform.MINI_PROGRAM: ("xcx", "{p}一点办"),
    Platform.OTHER: ("qt", "{p}百事答"),
}
#: Beside WeChat and Weibo each city has two of these, in turn.
_FURTHER = (
    Platform.DOUYIN,
    Platform.TOUTIAO,
    Platform.WECHAT_CHANNELS,
    Platform.APP,
    Platform.MINI_PROGRAM,
    Platform.OTHER,
)

#: What is planted on accounts, by account id.
ACCOUNT_PLOTS: dict[str, str] = {
    "yl-wb-05": "one_second_late",
    "yl-tt-06": "silent_for_weeks",
    "yl-wx-13": "silent_but_future_post",
    "yl-wx-02": "exactly_at_limit",
    "yl-wb-09": "fresh_and_future_post",
    "yl-xcx-11": "no_posts",
    "yl-wx-04": "menu_broken",
    "yl-wx-17": "menu_broken",
    "yl-app-07": "app_gone",
    "yl-app-10": "app_back",
    "yl-app-13": "app_failed_once",
    "yl-dy-15": "nothing_interactive",
    "yl-dy-18": "messages_only",
    "yl-wx-08": "column_stopped",
    "yl-wx-12": "special_ended",
    "yl-wx-14": "menu_page_stopped",
    "yl-wx-16": "introduction_is_old",
    "yl-wx-18": "formula_slip",
    "yl-dy-03": "organ_slip",
    "yl-wb-19": "slips_only_spoken_of",
}
#: Accounts no longer in use; they are in the list and get no verdict.
_CLOSED = {"yl-wb-20": RunState.CLOSED, "yl-wb-21": RunState.EXCEPTION}


def build_accounts() -> tuple[MediaAccount, ...]:
    """Four accounts for each city, one or two for each provincial department."""
    accounts = []
    for number, (city, _) in enumerate(CITIES, start=1):
        further = (_FURTHER[(2 * number) % 6], _FURTHER[(2 * number + 1) % 6])
        for platform in (Platform.WECHAT, Platform.WEIBO, *further):
            office = f"{city}人民政府办公室"
            place = city.removesuffix("市")
            accounts.append(
                _account(platform, f"{number:02d}", place, office, f"{PROVINCE}人民政府办公厅", city)
            )
    for number, unit in enumerate(DEPARTMENTS, start=51):
        platforms = (Platform.WECHAT, Platform.DOUYIN) if number % 2 else (Platform.WECHAT,)
        for platform in platforms:
            sponsor = f"{PROVINCE}{unit}"
            accounts.append(
                _account(
                    platform,
                    str(number),
                    f"云岭{unit[:2]}",
                    sponsor,
                    f"{PROVINCE}人民政府办公厅",
                    PROVINCIAL,
                )
            )
    return tuple(accounts)


def _account(
    platform: Platform, number: str, place: str, sponsor: str, supervisor: str, region: str
) -> MediaAccount:
    short, pattern = _PLATFORMS[platform]
    account_id = f"yl-{short}-{number}"
    return MediaAccount(
        account_id=account_id,
        name=pattern.format(p=place),
        platform=platform,
        sponsor=sponsor,
        supervisor=supervisor,
        region=region,
        state=_CLOSED.get(account_id, RunState.RUNNING),
    )


def build_posts(accounts: tuple[MediaAccount, ...]) -> dict[str, tuple[Post, ...]]:
    """Posts by account; an account without any is absent, as in a platform's export."""
    posts = {account.account_id: _posts(account) for account in accounts}
    return {account_id: own for account_id, own in posts.items() if own}


def _posts(account: MediaAccount) -> tuple[Post, ...]:
    rng = Random(f"posts of {account.account_id}")
    times = [_recent(rng, days) for days in range(rng.randint(1, 6), 26, rng.randint(3, 5))]
    times = _altered(times, ACCOUNT_PLOTS.get(account.account_id, ""))
    posts = [
        _post(account, rng, number, at) for number, at in enumerate(sorted(times, reverse=True), start=1)
    ]
    posts = with_planted_posts(ACCOUNT_PLOTS.get(account.account_id, ""), posts)
    for column, at in _LAST_OF_A_COLUMN.get(ACCOUNT_PLOTS.get(account.account_id, ""), ()):
        posts.append(replace(_post(account, rng, len(posts) + 1, at), collections=(column,)))
    return tuple(posts)


def _recent(rng: Random, days: int) -> datetime:
    at = ASOF - timedelta(days=days)
    return at.replace(hour=rng.randint(8, 20), minute=rng.randint(0, 59))


def _altered(times: list[datetime], plot: str) -> list[datetime]:
    """The times of posts with what is planted: the newest one moved, or one after the timepoint."""
    future = datetime(2025, 7, 2, 9, 0, tzinfo=BEIJING)
    older = [at - timedelta(days=30) for at in times]
    altered = {
        "one_second_late": [*older, TWO_WEEKS_BEFORE - timedelta(seconds=1)],
        "silent_for_weeks": older,
        "silent_but_future_post": [*older, future],
        "exactly_at_limit": [*older, TWO_WEEKS_BEFORE],
        "fresh_and_future_post": [*times, future],
        "no_posts": [],
    }
    return altered.get(plot, times)


def _post(account: MediaAccount, rng: Random, number: int, at: datetime) -> Post:
    topic = rng.choice(TOPICS)
    title = rng.choice(NEWS_TITLES).replace("{p}", account.sponsor).replace("{m}", topic.matter)
    return Post(
        post_id=f"{account.account_id}-{number:03d}",
        published_at=at,
        title=title,
        text="".join(rng.sample(topic.sentences, 2)),
        url=f"http://media.yunlingsheng.gov.cn/{account.account_id}/{number:03d}.html",
        collections=(_COLLECTIONS[number % 3],) if account.platform is Platform.WECHAT else (),
    )


def build_channels(accounts: tuple[MediaAccount, ...]) -> dict[str, tuple[ChannelCheck, ...]]:
    """Interactive functions by account, all working but the planted ones."""
    return {a.account_id: _channels(a) for a in accounts if a.state is RunState.RUNNING}


#: 合集 of a WeChat account in turn; accounts elsewhere have none.
_COLLECTIONS = ("工作动态", "通知公告", "便民提示")
#: The last post of a further 合集, by plot.
_LAST_OF_A_COLUMN: dict[str, tuple[tuple[str, datetime], ...]] = {
    "column_stopped": (("政策文件", datetime(2024, 3, 18, 10, 20, tzinfo=BEIJING)),),
    "special_ended": (("2023年秋收专题", datetime(2023, 10, 9, 15, 5, tzinfo=BEIJING)),),
}

_Look = tuple[ChannelKind, str, ChannelResult, str]
#: Looks of a whole day before the last ones.
_EARLIER = timedelta(days=9)
_OFFERED: dict[Platform, tuple[tuple[ChannelKind, str], ...]] = {
    Platform.WECHAT: (
        (ChannelKind.MENU, "办事服务"),
        (ChannelKind.MENU, "互动交流"),
        (ChannelKind.MESSAGE, "留言"),
    ),
    Platform.APP: ((ChannelKind.DOWNLOAD, "应用市场下载"), (ChannelKind.MESSAGE, "意见反馈")),
    Platform.MINI_PROGRAM: (
        (ChannelKind.MINI_PROGRAM, "掌上办事"),
        (ChannelKind.MESSAGE, "意见反馈"),
    ),
}
_ELSEWHERE = ((ChannelKind.COMMENT, "评论"), (ChannelKind.MESSAGE, "私信"))
_NO_DOWNLOAD: _Look = (
    ChannelKind.DOWNLOAD,
    "应用市场下载",
    ChannelResult.FAILED,
    "搜索不到该应用，链接提示已下架",
)
_NOTHING_BUT_MESSAGES: tuple[_Look, ...] = (
    (ChannelKind.MENU, "菜单", ChannelResult.ABSENT, ""),
    (ChannelKind.MINI_PROGRAM, "小程序", ChannelResult.ABSENT, ""),
    (ChannelKind.COMMENT, "评论", ChannelResult.FAILED, "评论区已关闭"),
)
#: What the last look found, by plot; functions that are not named work.
_FOUND: dict[str, tuple[_Look, ...]] = {
    "menu_broken": ((ChannelKind.MENU, "办事服务", ChannelResult.FAILED, "点击后提示页面不存在，无法跳转"),),
    "app_gone": (_NO_DOWNLOAD,),
    "app_failed_once": (_NO_DOWNLOAD,),
    "nothing_interactive": (
        *_NOTHING_BUT_MESSAGES,
        (ChannelKind.MESSAGE, "私信", ChannelResult.ABSENT, ""),
    ),
    "messages_only": _NOTHING_BUT_MESSAGES,
}
#: What an earlier look found.
_FOUND_EARLIER: dict[str, tuple[_Look, ...]] = {"app_gone": (_NO_DOWNLOAD,), "app_back": (_NO_DOWNLOAD,)}
#: Pages of content behind menu items, with the day of the newest content seen there.
_PAGES_BEHIND_MENUS: dict[str, tuple[tuple[str, date], ...]] = {
    "menu_page_stopped": (("工作动态", date(2025, 6, 19)), ("公示公告", date(2023, 12, 6))),
    "introduction_is_old": (("单位简介", date(2021, 5, 10)), ("政务要闻", date(2025, 6, 23))),
}


def _channels(account: MediaAccount) -> tuple[ChannelCheck, ...]:
    at = ASOF - timedelta(days=1, hours=1)
    plot = ACCOUNT_PLOTS.get(account.account_id, "")
    found = _FOUND.get(plot, ())
    named = {(kind, name) for kind, name, _, _ in found}
    working = [
        (kind, name, ChannelResult.OK, "")
        for kind, name in _OFFERED.get(account.platform, _ELSEWHERE)
        if (kind, name) not in named
    ]
    pages = [
        ChannelCheck(at, ChannelKind.MENU, name, "", ChannelResult.OK, "", newest)
        for name, newest in _PAGES_BEHIND_MENUS.get(plot, ())
    ]
    return tuple(pages) + tuple(
        ChannelCheck(when, kind, name, "", result, detail)
        for when, looks in ((at - _EARLIER, _FOUND_EARLIER.get(plot, ())), (at, (*found, *working)))
        for kind, name, result, detail in looks
    )
