"""What is planted on a site: each plot alters the columns of a healthy site, or its home page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from xuncha.demo.columns import SHOULD_UPDATE, days_ago, news, should_update
from xuncha.demo.model import Body, ColumnSpec, HomeKind, OddLink, Order
from xuncha.demo.names import DOMAIN
from xuncha.facts.targets import ColumnKind

Columns = list[ColumnSpec]

#: Columns of an empty kind that no rule of freshness counts: only W403 looks at them.
_EMPTY: tuple[tuple[str, str, ColumnKind], ...] = (
    ("jgsz", "机构设置", ColumnKind.STATIC),
    ("bgxz", "表格下载", ColumnKind.GUIDE),
    ("bmfw", "便民服务", ColumnKind.GUIDE),
    ("zxft", "在线访谈", ColumnKind.CONSULTATION),
    ("wsdc", "网上调查", ColumnKind.CONSULTATION),
)
_REASONS = (
    "因机构职责正在调整，内设机构信息暂未公布，待调整完成后将及时在本栏目公开。",
    "目前没有需要群众自行填写的表格，如有新增办理表格将及时上传到本栏目。",
    "由于便民服务事项已统一纳入省政务服务平台办理，本栏目暂无单独发布的内容。",
    "今年上半年尚未安排在线访谈活动，下次访谈的时间和主题将提前在本栏目预告。",
    "截至目前没有正在进行的网上调查，今后开展调查时将在本栏目发布问卷并公开结果。",
)


def _aged(columns: Columns, newest: dict[str, date]) -> Columns:
    """The columns with other newest days, by slug."""
    return [replace(c, newest=newest[c.slug]) if c.slug in newest else c for c in columns]


def _more_news(columns: Columns) -> Columns:
    """Two more news columns, so that five columns of the two kinds can be stale and one still fresh."""
    return [*columns, news("xqdt", "基层动态", 4), news("bmdt", "部门动态", 6)]


def _four_stale(columns: Columns) -> Columns:
    days = {
        "gzdt": days_ago(20),
        "xqdt": days_ago(33),
        "tzgg": date(2024, 12, 20),
        "zcwj": date(2024, 11, 28),
    }
    return _aged(_more_news(columns), days)


def _five_stale(columns: Columns) -> Columns:
    return _aged(_four_stale(columns), {"bmdt": days_ago(15)})


def _four_and_refused(columns: Columns) -> Columns:
    return [replace(c, status=403) if c.slug == "bmdt" else c for c in _four_stale(columns)]


_W401_FIVE = frozenset({"gzdt", "szyw", "xqdt", "tzgg", "zcwj"})


def _pinned_first(columns: Columns) -> Columns:
    """Five columns whose whole first page is old pinned items."""
    return [
        replace(c, order=Order.PINNED_FIRST, items=9) if c.slug in _W401_FIVE else c
        for c in _more_news(columns)
    ]


def _oldest_first(columns: Columns) -> Columns:
    """Five columns that sort the oldest item first, the new ones on the third page."""
    return [
        replace(c, order=Order.OLDEST_FIRST, items=12, step=9 if c.kind is ColumnKind.NEWS else 29)
        if c.slug in _W401_FIVE
        else c
        for c in _more_news(columns)
    ]


def _no_year(columns: Columns) -> Columns:
    """Lists printed without years, one of them reaching back over New Year."""
    return [
        replace(c, newest=date(2025, 1, 8), step=11) if c.slug == "tzgg" else c for c in _more_news(columns)
    ]


def _second_level(columns: Columns) -> Columns:
    """Five stale policy columns that only a side menu leads to: not first-level, so not counted."""
    names = ("省级政策文件", "市级政策文件", "部门政策文件", "县区政策文件", "规范性文件")
    below = [
        ColumnSpec(f"zcwj{n}", name, ColumnKind.POLICY, days_ago(205 + 9 * n), 2, 30, parent="zcwj")
        for n, name in enumerate(names)
    ]
    return columns + below


def _long_stale(count: int) -> Callable[[Columns], Columns]:
    """``count`` listed 应更新 columns past their own period (90, 30, or the 365 days of the standard)."""

    def alter(columns: Columns) -> Columns:
        slugs = {slug for slug, _ in SHOULD_UPDATE}
        periods = ((90, 130), (None, 420), (30, 45))
        stale = [
            should_update(slug, name, newest + number, period)
            for number, (slug, name) in enumerate(SHOULD_UPDATE[:count])
            for period, newest in (periods[number % 3],)
        ]
        return [c for c in columns if c.slug not in slugs] + stale

    return alter


def _empty_columns(bodies: tuple[Body, ...]) -> Callable[[Columns], Columns]:
    def alter(columns: Columns) -> Columns:
        empty = [
            ColumnSpec(slug, name, kind, days_ago(0), 0, 1, body=body, text=reason)
            for (slug, name, kind), body, reason in zip(_EMPTY, bodies, _REASONS, strict=True)
        ]
        return columns + empty

    return alter


def _dead_column(slug: str, name: str, kind: ColumnKind, status: int) -> Callable[[Columns], Columns]:
    def alter(columns: Columns) -> Columns:
        return [*columns, ColumnSpec(slug, name, kind, days_ago(0), 0, 1, status=status)]

    return alter


def _home_stale(columns: Columns) -> Columns:
    days = {"gzdt": days_ago(16), "szyw": days_ago(18), "hydt": days_ago(18), "tpxw": days_ago(22)}
    old = _aged(columns, days)
    return [c if c.newest < days_ago(15) else replace(c, newest=days_ago(24)) for c in old]


def _home_exact(columns: Columns) -> Columns:
    """The newest items are of the very day of the limit; everything else is older."""
    days = {"gzdt": days_ago(14), "hydt": days_ago(14), "tpxw": days_ago(19)}
    old = _aged(columns, days)
    return [c if c.newest <= days_ago(14) else replace(c, newest=days_ago(21)) for c in old]


def _picture_news_blank(columns: Columns) -> Columns:
    return [replace(c, body=Body.BLANK, items=0) if c.slug == "tpxw" else c for c in columns]


def _stopped_notices(columns: Columns) -> Columns:
    return _aged(columns, {"tzgg": date(2024, 3, 12)})


def _old_special(columns: Columns) -> Columns:
    """Finished special topics under the heading 专题专栏: exempt from N107."""
    topics = (
        ("fxkh", "2022年防汛抗旱专题", date(2022, 9, 1)),
        ("wmcj", "文明创建专题", date(2021, 12, 3)),
        ("khdt", "抗旱救灾动态", date(2022, 10, 20)),
    )
    return columns + [
        ColumnSpec(slug, name, ColumnKind.STATIC, newest, 2, 12, special=True)
        for slug, name, newest in topics
    ]


def _old_static(columns: Columns) -> Columns:
    """A chronicle, listed as 静态 and last written years ago: exempt from N107."""
    return [*columns, ColumnSpec("dsj", "大事记", ColumnKind.STATIC, date(2019, 12, 30), 3, 60)]


def _more_notices(columns: Columns) -> Columns:
    """Two notices more than the home page shows."""
    return [replace(c, items=7) if c.slug == "tzgg" else c for c in columns]


def _petition_alone(columns: Columns) -> Columns:
    """No way to write but to the petition office and to discipline inspection."""
    return [c for c in columns if c.slug != "zxjy"] + _special_channels()


def _special_channels() -> Columns:
    names = (("wsxf", "网上信访"), ("jjjb", "纪检举报"))
    return [
        ColumnSpec(slug, name, ColumnKind.CONSULTATION, days_ago(0), 0, 1, body=Body.FORM)
        for slug, name in names
    ]


def _letters(items: int, body: Body = Body.LIST) -> Callable[[Columns], Columns]:
    """So many letters; what is planted in them stands with the letters themselves."""
    return lambda columns: [
        replace(c, items=items, step=12, body=body) if c.slug == "zxjy" else c for c in columns
    ]


def _letters_and_petitions(columns: Columns) -> Columns:
    return _letters(6)(columns) + _special_channels()


def _guides(items: int) -> Callable[[Columns], Columns]:
    return lambda columns: [replace(c, items=items) if c.slug == "bszn" else c for c in columns]


def _no_guides(columns: Columns) -> Columns:
    return [c for c in columns if c.slug != "bszn"]


def _unaltered(columns: Columns) -> Columns:
    return columns


PLOTS: dict[str, Callable[[Columns], Columns]] = {
    "": _unaltered,
    "w201_seven": _unaltered,
    "w201_six": _unaltered,
    "w201_invalid": _unaltered,
    "w201_slow_but_open": _unaltered,
    "w301_stale": _home_stale,
    "w301_exact_limit": _home_exact,
    "w301_entrance": _unaltered,
    "w401_five_listed": _five_stale,
    "w401_five_discovered": _five_stale,
    "w401_four": _four_stale,
    "w401_four_and_refused": _four_and_refused,
    "w401_pinned": _pinned_first,
    "w401_oldest_first": _oldest_first,
    "w401_no_year": _no_year,
    "w401_second_level": _second_level,
    "w402_ten": _long_stale(10),
    "w402_nine": _long_stale(9),
    "w403_five": _empty_columns(
        (Body.BLANK, Body.PLACEHOLDER, Body.BLANK, Body.PLACEHOLDER, Body.BLANK),
    ),
    "w403_four_and_script": _empty_columns(
        (Body.BLANK, Body.PLACEHOLDER, Body.BLANK, Body.BLANK, Body.SCRIPT),
    ),
    "w403_explained": _empty_columns((Body.EXPLAINED,) * 5),
    "n102_blank": _picture_news_blank,
    "n103_not_found": _dead_column("jczw", "基层政务公开", ColumnKind.STATIC, 404),
    "n103_gone": _dead_column("szzt", "数字展厅", ColumnKind.STATIC, 410),
    "n103_server_error": _dead_column("fyml", "非遗名录", ColumnKind.SHOULD_UPDATE, 500),
    "n101_repeated": _unaltered,
    "n101_lawfully_alike": _unaltered,
    "n105_leaked": _unaltered,
    "n105_masked": _unaltered,
    "n106_expired": _unaltered,
    "n106_over_or_filed": _more_notices,
    "n107_stopped_notices": _stopped_notices,
    "n107_exempt_special": _old_special,
    "n107_exempt_static": _old_static,
    "n109_dead_article": _unaltered,
    "n109_dead_attachment": _unaltered,
    "n109_dead_external": _unaltered,
    "n109_not_dead": _unaltered,
    "w501_petition_alone": _petition_alone,
    "w502_open": _letters(4),
    "w502_open_in_data": _letters(4, Body.DATA),
    "w502_answered_late": _letters(4),
    "w502_in_order": _letters_and_petitions,
    "n104_old_letters": _letters(3),
    "n104_six_months": _letters(3),
    "w101_formulas": _unaltered,
    "w101_organs": _unaltered,
    "w101_only_spoken_of": _unaltered,
    "n110_everyday": _unaltered,
    "w601_none": _no_guides,
    "w601_elsewhere": _no_guides,
    "w601_exempt": _no_guides,
    "w602_lacking": _guides(6),
    "w602_few_lacking": _guides(2),
    "w602_enough": _guides(6),
    "w602_script": _guides(5),
}

HOMES = {"w301_entrance": HomeKind.ENTRANCE}

#: A host that no site of the province has. The demo server answers 404 for it, but an inspection sent to
#: a stand-in server cannot know what the real one would say: a doubt, not a hit.
DEAD_HOST = f"www.jiuban.{DOMAIN}"

#: The service portal of the province, which the server answers for.
SERVICE_HOST = f"zwfw.{DOMAIN}"

ODD_LINKS: dict[str, tuple[OddLink, ...]] = {
    "w601_elsewhere": (OddLink(f"http://{SERVICE_HOST}/", "云岭省政务服务网", 200),),
    "n109_dead_external": (
        OddLink(f"http://nynct.{DOMAIN}/jiu/nqcx.html", "省厅旧版农情查询", 404),
        OddLink(f"http://{DEAD_HOST}/", "旧版网站入口", 404),
    ),
    "n109_not_dead": (
        OddLink("/nbxt/", "内部办公系统", 403),
        OddLink("/zhjs/", "站内综合检索", 200, head=405),
        OddLink("javascript:void(0)", "字号放大"),
        OddLink("mailto:office@yunlingsheng.gov.cn", "电子邮件"),
        OddLink("#top", "回到页首"),
        OddLink("/jiu/removed.html", "已撤下的页面", 404, commented_out=True),
    ),
}
