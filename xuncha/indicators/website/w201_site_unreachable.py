"""W201 站点无法访问

检查什么  网站首页在监测时间点前一周内能否打开。
怎样判定  一周内每天间隔访问不少于 20 次；打不开（15 秒及以上仍未打开、连接失败或服务器出错）的次数占
          有效访问总次数 5%（含）以上，即为站点无法访问。本单位网络故障时的访问无效，不计入次数。
          应答正常而网页称网站正在维护或暂停服务、空白、报错的，既不算打开也不算打不开，写明次数。
看不到时  这些次数都算打不开才达到 5% 的，判为待核：是否经批准临时下线、有无公告，由人工核实。达到或不到 5%
          取决于短时间内一阵连续访问（间隔远小于平常）算几次的，也判为待核。任何一天的有效访问不足 20 次，不能下结论，判为待核；没有监测记录的，不评定。
怎样整改  检查服务器、域名解析、网络线路和安全防护策略，恢复访问并保持稳定；因故停机应提前报备和公告。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from xuncha.facts.seen import Evidence
from xuncha.facts.website import ProbeSample
from xuncha.indicators.availability import Terms, cause_of, remark, week_of_samples
from xuncha.indicators.kernel import Doubt, Hit, State, indicator


@indicator("W201", "站点无法访问")
def site_unreachable(
    probes: tuple[ProbeSample, ...],
    probes_evidence: Evidence | None,
    asof: datetime,
    *,
    days: int = 7,
    samples_per_day: int = 20,
    over_ms: int = 15_000,
    fail_percent: float = 5,
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 W2."""
    week = week_of_samples(probes, asof, Terms(days, samples_per_day, over_ms))
    observed = {
        "failed": len(week.failed),
        "unclear": len(week.unclear),
        "valid": week.valid,
        "percent": None if week.percent is None else round(week.percent, 2),
        "fail_percent": fail_percent,
        "fewest_valid_a_day": week.fewest,
        "samples_per_day": samples_per_day,
        "repeated": week.repeated,
    }
    cited = (probes_evidence,) if probes_evidence else ()
    figures = f"一周有效访问 {week.valid} 次，其中打不开 {len(week.failed)} 次"
    aside = f"（{told}）" if (told := remark(week)) else ""
    if week.fewest < samples_per_day:
        yield Doubt(
            f"{figures}{aside}；有效访问最少的一天只有 {week.fewest} 次，不足 {samples_per_day} 次，不能断定",
            observed,
            evidence=cited,
            state=State.INSUFFICIENT,
        )
    elif week.reaches(fail_percent) != week.of_apart().reaches(fail_percent):
        apart = week.of_apart()
        yield Doubt(
            f"{figures}，占 {observed['percent']:g}%{aside}；每一阵连续访问按一次计，有效访问 {apart.valid} 次，"
            f"打不开 {len(apart.failed)} 次，占 {apart.percent:.2f}%；一种算法达到 {fail_percent:g}%，一种不到，不能断定",
            observed,
            evidence=cited,
            quote=_quoted(week.failed, cause_of),
        )
    elif week.reaches(fail_percent):
        yield Hit(
            f"{figures}，占 {observed['percent']:g}%，达到 {fail_percent:g}%{aside}",
            observed,
            evidence=cited,
            quote=_quoted(week.failed, cause_of),
        )
    elif week.reaches(fail_percent, with_unclear=True):
        yield Doubt(
            f"{figures}{aside}；都算打不开的，达到 {fail_percent:g}%，不能断定",
            observed,
            evidence=cited,
            quote=_quoted(week.unclear, lambda sample: sample.page.label),
        )


def _quoted(samples: tuple[ProbeSample, ...], said: Callable[[ProbeSample], str]) -> str:
    return "；".join(f"{s.at:%Y-%m-%d %H:%M} {said(s)}（{_elapsed(s)}）" for s in samples[:10])


def _elapsed(sample: ProbeSample) -> str:
    return f"{sample.elapsed_ms} 毫秒" if sample.elapsed_ms is not None else "未记录耗时"
