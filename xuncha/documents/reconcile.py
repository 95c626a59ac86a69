"""Refuses to print a notice whose figures do not tie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xuncha.documents.notice_data import (
    DEPARTMENTS,
    ErrorReportFigures,
    NoticeData,
    Tally,
    TallyRow,
    TargetKind,
    Totals,
)
from xuncha.documents.rounding import percentage
from xuncha.documents.score_figures import LOW_SCORE
from xuncha.told import ToldError

_FIELDS = (("total", "应检查"), ("passed", "合格"), ("failed", "不合格"), ("unknown", "未能判定"))


class NoticeDoesNotReconcile(ToldError):  # noqa: N818 - named after what it says
    """Figures that contradict each other. ``faults`` holds one Chinese sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("通报数据不一致，拒绝生成：" + "；".join(faults))


def reconcile(data: NoticeData) -> None:
    """Return quietly when every figure ties with every other.

    Raises:
        NoticeDoesNotReconcile: naming every figure that does not.
    """
    faults = (
        *_totals(data, "site", "政府网站", data.sites),
        *_totals(data, "account", "政务新媒体", data.accounts),
        *_cities(data),
        *_problems(data),
        *_named_vetoes(data),
        *_error_reports(data, data.error_reports),
        *_scores(data),
    )
    if data.coverage.reached > data.coverage.pages:
        faults += (f"实际读取页面数 {data.coverage.reached} 大于应访问页面数 {data.coverage.pages}",)
    unread, named = data.coverage.pages - data.coverage.reached, sum(n for _, n in data.coverage.causes)
    if data.coverage.causes and named != unread:
        faults += (f"未能读取的页面 {unread} 个，与分原因合计 {named} 个不符",)
    if faults:
        raise NoticeDoesNotReconcile(faults)


def _totals(data: NoticeData, kind: TargetKind, label: str, totals: Totals) -> Iterator[str]:
    tally = totals.tally
    yield from _tally(label, tally)
    for row in (*totals.by_region, *totals.by_department, *totals.by_platform):
        yield from _tally(f"{label}“{row.name}”", row.tally)
    yield from _sum(f"{label}附件各地区合计", totals.by_region, tally)
    if kind == "account":
        yield from _sum(f"{label}附件各平台合计", totals.by_platform, tally)
    if totals.by_department:
        departments = (row.tally for row in totals.by_region if row.name == DEPARTMENTS)
        yield from _sum(f"{label}附件各部门合计", totals.by_department, next(departments, Tally()))
    if totals.fleet is not None and tally.total > totals.fleet:
        yield f"{label}检查数 {tally.total} 大于名录数 {totals.fleet}"
    due = percentage(tally.passed, tally.passed + tally.failed, data.standard.rounding)
    if totals.pass_rate != due:
        yield f"{label}合格率 {totals.pass_rate} 与按合格数、不合格数重算的 {due} 不一致"
    yield from _lists(data, kind, label, totals)


def _tally(label: str, tally: Tally) -> Iterator[str]:
    parts = tally.passed + tally.failed + tally.unknown
    if tally.total != parts:
        yield f"{label}总数 {tally.total} 不等于合格、不合格、未能判定之和 {parts}"
    if min(tally.total, tally.passed, tally.failed, tally.unknown) < 0:
        yield f"{label}有负数"


def _sum(label: str, rows: tuple[TallyRow, ...], body: Tally) -> Iterator[str]:
    for name, words in _FIELDS:
        added, stated = sum(getattr(row.tally, name) for row in rows), getattr(body, name)
        if added != stated:
            yield f"{label}的{words}数 {added} 不等于 {stated}"
    for name, times in Counter(row.name for row in rows).items():
        if times > 1:
            yield f"{label}中“{name}”重复出现 {times} 次"


def _lists(data: NoticeData, kind: TargetKind, label: str, totals: Totals) -> Iterator[str]:
    lists = (("failed", "不合格名单", data.failed), ("unknown", "未能判定名单", data.unknown))
    for name, words, targets in lists:
        mine = [target for target in targets if target.kind == kind]
        stated = getattr(totals.tally, name)
        if len(mine) != stated:
            yield f"{label}{words}有 {len(mine)} 个，正文为 {stated} 个"
        if len({target.id for target in mine}) != len(mine):
            yield f"{label}{words}中有重复的标识"
        listed = Counter(target.region for target in mine)
        stated_by_region = Counter({row.name: getattr(row.tally, name) for row in totals.by_region})
        for region in sorted(set(listed) | set(stated_by_region)):
            if listed[region] != stated_by_region[region]:
                yield f"{label}{words}中“{region}”有 {listed[region]} 个，附件为 {stated_by_region[region]} 个"
    for target in data.failed:
        if target.kind == kind and not target.faults:
            yield f"{label}不合格名单中“{target.name}”没有列出单项否决问题"


def _cities(data: NoticeData) -> Iterator[str]:
    below = [row.name for row in data.sites.by_region if row.name != DEPARTMENTS and row.tally.failed]
    if sorted(below) != sorted(data.cities_below_full):
        yield (
            f"正文所列网站合格率未达到100%的地区（{'、'.join(data.cities_below_full) or '无'}）"
            f"与附件（{'、'.join(below) or '无'}）不一致"
        )


def _problems(data: NoticeData) -> Iterator[str]:
    for problem in data.problems:
        totals = data.sites if problem.kind == "site" else data.accounts
        if problem.targets + problem.doubtful > totals.tally.total:
            yield f"问题 {problem.code} 涉及的对象数大于检查总数 {totals.tally.total}"
        failing = {
            t.id for t in data.failed if t.kind == problem.kind for f in t.faults if f.code == problem.code
        }
        if problem.tier == "veto" and problem.targets != len(failing):
            yield f"单项否决 {problem.code} 涉及 {problem.targets} 个，不合格名单中为 {len(failing)} 个"
        if len(problem.examples) > problem.targets:
            yield f"问题 {problem.code} 点名 {len(problem.examples)} 个，多于涉及的 {problem.targets} 个"


def _scores(data: NoticeData) -> Iterator[str]:
    """Every portal in the list of scores once, none that is not inspected; low ones that count are among the failed."""
    if data.scores is None:
        return
    ids = [row.id for row in data.scores.rows]
    if len(set(ids)) != len(ids):
        yield "评分表中有重复的网站"
    if len(ids) > data.sites.tally.total:
        yield f"评分的门户网站 {len(ids)} 个，多于检查的网站 {data.sites.tally.total} 个"
    low = {row.id for row in data.scores.rows if row.outcome == "fail"}
    for target in data.failed:
        if any(fault.code == LOW_SCORE for fault in target.faults) and target.id not in low:
            yield f"“{target.name}”按评分判为不合格，评分表中却没有低于及格分的得分"


def _named_vetoes(data: NoticeData) -> Iterator[str]:
    listed = {(problem.kind, problem.code) for problem in data.problems if problem.tier == "veto"}
    vetoes = {(target.kind, fault.code) for target in data.failed for fault in target.faults}
    vetoes = {(kind, code) for kind, code in vetoes if code != LOW_SCORE}
    for _, code in sorted(vetoes - listed):
        yield f"不合格名单中的单项否决 {code} 没有列入存在的主要问题"


def _error_reports(data: NoticeData, figures: ErrorReportFigures | None) -> Iterator[str]:
    if figures is None:
        return
    parts = figures.closed + figures.overdue + figures.pending
    if figures.closed > figures.received:
        yield f"找错留言办结数 {figures.closed} 大于收到数 {figures.received}"
    if parts != figures.received:
        yield f"找错留言收到数 {figures.received} 不等于办结、逾期未办结、期限内在办之和 {parts}"
    if figures.on_time > figures.closed:
        yield f"找错留言按期办结数 {figures.on_time} 大于办结数 {figures.closed}"
    if figures.upheld > figures.received:
        yield f"找错留言属实数 {figures.upheld} 大于收到数 {figures.received}"
    rates = (
        ("办结率", figures.completion_rate, figures.closed, figures.received),
        ("按期办结率", figures.on_time_rate, figures.on_time, figures.closed + figures.overdue),
    )
    for words, stated, part, whole in rates:
        due = percentage(part, whole, data.standard.rounding)
        if stated != due:
            yield f"找错留言{words} {stated} 与重算的 {due} 不一致"
