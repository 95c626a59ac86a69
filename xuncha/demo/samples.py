"""Availability samples of a week for each running site, and the list of reported errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from xuncha.demo.model import ASOF, DemoSite
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import BEIJING
from xuncha.facts.website import ProbeSample

DAYS, A_DAY = 7, 20
_MINUTES_APART = 38

#: Ways not to open, in turn: outcome and milliseconds. An answer after exactly 15 seconds is one of them.
_FAILURES: tuple[tuple[str, int | None], ...] = (
    ("timeout", 15_000),
    ("200", 15_000),
    ("connect", 120),
    ("reset", 480),
    ("dns", None),
    ("503", 310),
    ("tls", 260),
)


def build_probes(sites: Sequence[DemoSite]) -> dict[str, tuple[ProbeSample, ...]]:
    """Samples by site code: 20 a day between 10:20 and 22:22, on the 7 days before the timepoint's."""
    return {site.site.site_code: _planted(site.plot, _samples(site)) for site in sites}


def _samples(site: DemoSite) -> list[ProbeSample]:
    rng = Random(f"probes of {site.site.site_code}")
    start = (ASOF - timedelta(days=DAYS)).replace(hour=10, minute=20)
    return [
        ProbeSample(
            start + timedelta(days=day, minutes=number * _MINUTES_APART), rng.randint(160, 2600), "200", True
        )
        for day in range(DAYS)
        for number in range(A_DAY)
    ]


def _planted(plot: str, samples: list[ProbeSample]) -> tuple[ProbeSample, ...]:
    if plot in ("w201_seven", "w201_six"):
        for number, (outcome, elapsed) in enumerate(_FAILURES[: 7 if plot == "w201_seven" else 6]):
            place = 11 + 19 * number
            samples[place] = replace(samples[place], outcome=outcome, elapsed_ms=elapsed)
    elif plot == "w201_invalid":
        # Two evenings on which our own line was down: 15 valid samples are left on each.
        for day in (2, 3):
            for place in range(day * A_DAY + 15, (day + 1) * A_DAY):
                samples[place] = replace(samples[place], outcome="timeout", elapsed_ms=15_000, valid=False)
    elif plot == "w201_slow_but_open":
        for place in range(3, DAYS * A_DAY, 9):
            samples[place] = replace(samples[place], elapsed_ms=14_999)
    return tuple(samples)


_KINDS: tuple[tuple[str, str], ...] = (
    ("链接不可用", "栏目里的一条链接点击后打不开。"),
    ("错别字", "文章第二段有一处用字有误。"),
    ("内容更新不及时", "栏目里的联系电话已经变更，页面还是旧号码。"),
    ("附件无法下载", "通知后面的附件下载后打不开。"),
    ("图片不显示", "首页有一张图片显示不出来。"),
)


def build_error_reports(sites: Sequence[DemoSite]) -> tuple[ErrorReport, ...]:
    """Forty reports of the quarter: most closed in time, three late, four open (one of them overdue)."""
    rng = Random("error reports")
    monday = datetime(2025, 4, 7, 9, 0, tzinfo=BEIJING)
    rows = []
    for number in range(40):
        week, weekday = divmod(number, 4)
        received = monday + timedelta(weeks=week, days=min(weekday, 2), hours=weekday, minutes=7 * number)
        rows.append(_report(rng, number, rng.choice(sites), received))
    return tuple(rows)


def _report(rng: Random, number: int, site: DemoSite, received: datetime) -> ErrorReport:
    kind, description = rng.choice(_KINDS)
    if number >= 37:  # the last three came in just before the timepoint
        received = ASOF - timedelta(days=1, hours=40 - number)
    forwarded = received + timedelta(hours=2)
    closed: datetime | None = forwarded + timedelta(days=1, hours=3)
    if number in (6, 17, 28):
        closed = forwarded + timedelta(days=9)
    elif number == 33 or number >= 37:
        closed = None
    result = (
        "" if closed is None else ("不属实" if number % 7 == 3 else "驳回重办" if number == 20 else "属实")
    )
    answers = {
        "属实": "情况属实，已更正，感谢您的反馈。",
        "不属实": "经核查，该页面可以正常访问，问题未重现。",
    }
    return ErrorReport(
        report_id=f"ZC2025{number + 1:05d}",
        site_code=site.site.site_code,
        received_at=received,
        kind=kind,
        description=description,
        url=f"http://{site.host}/",
        forwarded_at=forwarded,
        closed_at=closed,
        result=result,
        answer=answers.get(result, "答复不具体，退回重新办理。" if result else ""),
    )
