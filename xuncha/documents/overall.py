"""一、总体情况: what was checked, the rates, and what the rates do not cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from xuncha.documents.inert_text import breakable, inert
from xuncha.documents.notice_data import (
    DEPARTMENTS,
    Coverage,
    ErrorReportFigures,
    NoticeData,
    Tally,
    TargetKind,
    Totals,
)
from xuncha.documents.rounding import Rounding
from xuncha.documents.score_figures import score_sentence
from xuncha.facts.seen import FetchStatus

_REASONS_NAMED = 3
#: Characters of a reason within a sentence.
_ROOM = 40
_CAUSES_NAMED = 6


def overall(data: NoticeData) -> Iterator[str]:
    """The paragraphs of 总体情况, in order."""
    yield _sites(data)
    if data.scores is not None:
        yield inert(score_sentence(data.scores), 2000)
    if data.error_reports is not None:
        yield error_report_sentence(data.error_reports)
    yield _accounts(data)
    if remarks := "".join(_remarks(data)):
        yield "检查说明：" + remarks


def day_text(day: date) -> str:
    """A day the way official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def rate_text(rate: str | None) -> str:
    """A printed rate with its sign; a clean 100 without decimals."""
    if rate is None:
        return "无（没有可判定的对象）"
    return "100%" if rate.partition(".")[0] == "100" else f"{rate}%"


def names_text(names: tuple[str, ...] | list[str]) -> str:
    """Names in a row, made harmless."""
    return "、".join(inert(name, 60) for name in names)


def error_report_sentence(figures: ErrorReportFigures) -> str:
    """What became of the public error reports."""
    if not figures.received:
        return "“我为政府网站找错”平台未收到网民留言。"
    late = f"，逾期未办结{figures.overdue}条" if figures.overdue else ""
    pending = f"，尚在办理期限内{figures.pending}条" if figures.pending else ""
    calendar = "（部分年份工作日安排尚未公布，按期办结情况为暂定）" if figures.provisional else ""
    return (
        f"“我为政府网站找错”平台共收到网民留言{figures.received}条，办结{figures.closed}条，"
        f"办结率为{rate_text(figures.completion_rate)}；按期办结{figures.on_time}条，"
        f"按期办结率为{rate_text(figures.on_time_rate)}{late}{pending}{calendar}。"
        f"经核查属实{figures.upheld}条。"
    )


def _sites(data: NoticeData) -> str:
    if not data.sites.tally.total:
        return "本次未检查政府网站。"
    asof = f"{day_text(data.asof)}{data.asof.hour}时" + (f"{data.asof.minute}分" if data.asof.minute else "")
    head = f"监测时间点为{asof}。共检查政府网站{data.sites.tally.total}个，"
    sentence = head + _verdicts(data, "site", data.sites)
    return sentence + _departments(data) + _cities(data)


def _accounts(data: NoticeData) -> str:
    total = data.accounts.tally.total
    if not total:
        return "本次未检查政务新媒体。"
    return f"共检查政务新媒体{total}个，" + _verdicts(data, "account", data.accounts)


def _verdicts(data: NoticeData, kind: TargetKind, totals: Totals) -> str:
    tally = totals.tally
    if not tally.judged:
        return f"均未能判定（{_reasons(data, kind)}），没有可计算的合格率。"
    judged = f"合格{tally.passed}个，不合格{tally.failed}个，合格率为{rate_text(totals.pass_rate)}"
    if not tally.unknown:
        return judged + "。"
    reasons = _reasons(data, kind)
    # A reason that explains itself after a colon is a sentence of its own, and reads as none within another.
    left = f"未能判定（{reasons}）" if "：" in reasons else f"因{reasons}未能判定"
    return f"{judged}；另有{tally.unknown}个{left}，不计入合格率。"


def _reasons(data: NoticeData, kind: TargetKind) -> str:
    counted = Counter(_in_short(t.cause or t.reason) or "未说明原因" for t in data.unknown if t.kind == kind)
    ranked = counted.most_common()
    if len(ranked) == 1:
        return ranked[0][0]
    named = "、".join(f"{reason}（{times}个）" for reason, times in ranked[:_REASONS_NAMED])
    rest = sum(times for _, times in ranked[_REASONS_NAMED:])
    return named + (f"和其他原因（{rest}个）" if rest else "")


def _in_short(reason: str) -> str:
    """The reason without what a sentence has no room for: cut at a mark, so that no word and no bracket is left open."""
    line = inert(reason, _ROOM)
    if not line.endswith("…"):
        return line
    places = [place for place in map(line.rfind, "：；，（") if place >= _ROOM // 3]
    short = line[: max(places)] if places else line
    return short[: short.rindex("（")] if short.count("（") > short.count("）") else short


def _departments(data: NoticeData) -> str:
    tally = next((row.tally for row in data.sites.by_region if row.name == DEPARTMENTS), Tally())
    if not tally.judged or tally.total == data.sites.tally.total:
        return ""
    return f"其中，{DEPARTMENTS}网站{tally.total}个，合格率为{_rate(tally, data.standard.rounding)}。"


def _rate(tally: Tally, rounding: Rounding) -> str:
    return rate_text(tally.pass_rate(rounding))


def _cities(data: NoticeData) -> str:
    rows = [row for row in data.sites.by_region if row.name != DEPARTMENTS and row.tally.judged]
    below = [row.name for row in rows if row.tally.failed]
    full = [row.name for row in rows if not row.tally.failed]
    return _full_sentence(below, full) + _unsettled(data)


def _full_sentence(below: list[str], full: list[str]) -> str:
    unit = "市" if all(name.endswith("市") for name in (*below, *full)) else "地区"
    if not below:
        return _all_full(full, unit)
    if not full:
        return f"{names_text(below)}网站合格率{'均' if len(below) > 1 else ''}未达到100%。"
    both = "均" if len(full) > 1 else ""
    if len(below) <= len(full):
        return f"除{names_text(below)}外，其他{len(full)}个{unit}网站合格率{both}为100%。"
    return f"{names_text(below)}网站合格率未达到100%，其他{len(full)}个{unit}网站合格率{both}为100%。"


def _all_full(full: list[str], unit: str) -> str:
    if not full:
        return ""
    if len(full) == 1:
        return f"{names_text(full)}网站合格率为100%。"
    return f"{len(full)}个{unit}网站合格率均为100%。"


def _unsettled(data: NoticeData) -> str:
    rows = [row for row in data.sites.by_region if row.tally.unknown and not row.tally.failed]
    if not rows:
        return ""
    named = "、".join(f"{inert(row.name, 60)}（{row.tally.unknown}个）" for row in rows)
    return f"上述合格率未包含尚未能判定的网站，涉及{named}。"


def _remarks(data: NoticeData) -> Iterator[str]:
    coverage = data.coverage
    if coverage.pages:
        yield f"本次应访问页面{coverage.pages}个，实际读取{coverage.reached}个"
        yield f"{_unread(coverage)}。" if coverage.reached < coverage.pages else "。"
    if data.scope.limited:
        yield f"本次检查范围：{breakable(inert(data.scope.text or '仅判定部分指标', 200))}。"
    if data.by_person:
        titles = data.standard.titles
        named = "、".join(inert(f"{code}{titles.get(code, '')}", 40) for code in data.by_person)
        yield f"{named}等指标须由人工认定，本次尚未录入认定结果，合格率不含该类指标。"


def _unread(coverage: Coverage) -> str:
    """What kept pages from being read. Pages that are gone are faults of their own, named elsewhere."""
    causes = [(FetchStatus(status), pages) for status, pages in coverage.causes]
    named = "、".join(f"{status.label}{pages}个" for status, pages in causes[:_CAUSES_NAMED])
    rest = sum(pages for _, pages in causes[_CAUSES_NAMED:])
    why = f"，其余页面未能读取的原因：{named}{f'、其他{rest}个' if rest else ''}" if named else ""
    where = f"（涉及{coverage.incomplete}个网站）" if coverage.incomplete else ""
    return f"{why}{where}，未能读取的页面既不计为合格，也不计为不合格"
