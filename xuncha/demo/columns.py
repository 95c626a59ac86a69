"""The columns every invented site has before anything is planted on it: all of them updated in time."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from xuncha.demo.model import ASOF, Body, ColumnSpec
from xuncha.facts.targets import ColumnKind

#: Names of columns that should be updated, with the folder each stands in.
SHOULD_UPDATE: tuple[tuple[str, str], ...] = (
    ("rsxx", "人事信息"),
    ("ghjh", "规划计划"),
    ("tjsj", "统计数据"),
    ("czyjs", "财政预决算"),
    ("jyta", "建议提案办理"),
    ("yjgl", "应急管理"),
    ("zfcg", "政府采购"),
    ("zdxm", "重大项目"),
    ("sgk", "双公开"),
    ("xzzf", "行政执法"),
    ("jgsf", "价格收费"),
    ("zsjf", "督查情况"),
)


def days_ago(days: int) -> date:
    """The day ``days`` days before the monitoring timepoint."""
    return ASOF.date() - timedelta(days=days)


def news(slug: str, name: str, newest: int, items: int = 5, step: int = 3) -> ColumnSpec:
    """A news column, its newest item ``newest`` days old."""
    return ColumnSpec(slug, name, ColumnKind.NEWS, days_ago(newest), items, step)


def should_update(slug: str, name: str, newest: int, period: int | None = None) -> ColumnSpec:
    """A column that should be updated, two items, the newest ``newest`` days old."""
    return ColumnSpec(slug, name, ColumnKind.SHOULD_UPDATE, days_ago(newest), 2, 40, period_days=period)


def base_columns(rng: Random, *, portal: bool) -> list[ColumnSpec]:
    """Columns of a healthy site: fresh news, notices and documents of this half year, and static pages."""
    second_news = ("szyw", "时政要闻") if portal else ("hydt", "行业动态")
    extra = rng.sample(SHOULD_UPDATE[:6], 2)
    static = ("sqgk", "地区概况") if portal else ("jgzn", "机构职能")
    return [
        news("gzdt", "工作动态", rng.randint(1, 5), items=rng.randint(6, 8), step=rng.randint(1, 3)),
        news(*second_news, rng.randint(1, 8), items=rng.randint(4, 6)),
        ColumnSpec(
            "tzgg", "通知公告", ColumnKind.NOTICE, days_ago(rng.randint(3, 40)), 5, rng.randint(6, 12)
        ),
        ColumnSpec("zcwj", "政策文件", ColumnKind.POLICY, days_ago(rng.randint(10, 90)), 4, 23),
        ColumnSpec("zcjd", "政策解读", ColumnKind.SHOULD_UPDATE, days_ago(rng.randint(12, 90)), 3, 26),
        *(should_update(slug, name, rng.randint(20, 150)) for slug, name in extra),
        ColumnSpec("tpxw", "图片新闻", ColumnKind.PICTURE_NEWS, days_ago(rng.randint(2, 9)), 3, 4),
        ColumnSpec("bszn", "办事指南", ColumnKind.GUIDE, days_ago(rng.randint(60, 150)), 3, 17),
        ColumnSpec("zxjy", "咨询建言", ColumnKind.CONSULTATION, days_ago(rng.randint(16, 30)), 2, 11),
        ColumnSpec(*static, ColumnKind.STATIC, days_ago(200), 0, 1, body=Body.TEXT),
    ]
