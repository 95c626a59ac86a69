"""The annexes, the lists and the findings as an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from xuncha.documents.inert_text import inert, looks_like_formula
from xuncha.documents.notice_data import DEPARTMENTS, Correction, NoticeData, Tally, TallyRow
from xuncha.documents.reconcile import reconcile
from xuncha.documents.rounding import Rounding
from xuncha.documents.score_figures import ScoreFigures
from xuncha.documents.workbook import workbook
from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import RobotsRule

Cell = str | int | float

#: Excel takes 32,767 characters a cell and 1,048,576 rows a sheet.
_CELL_LIMIT = 2000
_MAX_ROWS = 1_048_000
_KINDS = {"site": "政府网站", "account": "政务新媒体"}
_TIERS = {"veto": "单项否决", "deduct": "扣分", "note": "提示"}
_COUNTS = (("应检查", 10), ("合格", 10), ("不合格", 10), ("未能判定", 10), ("合格率（%）", 12))
_TARGET = (
    *(("序号", 7), ("类别", 12), ("平台", 12), ("标识", 20)),
    *(("名称", 36), ("地区", 14), ("主办单位", 28)),
)

_CHANGED = (
    *(("序号", 7), ("变动", 8), ("标识", 20), ("名称", 36), ("地区", 14), ("主办单位", 28), ("代码", 9)),
    *(("问题", 24), ("原通报", 30), ("更正后", 30), ("原因或情况", 60)),
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet to be written row by row; ``totals`` follow the filtered rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[tuple[Cell, ...]]
    totals: tuple[tuple[Cell, ...], ...] = ()


def render_xlsx(data: NoticeData) -> bytes:
    """The workbook: 附件1 网站, 附件2 新媒体, 不合格名单, 待核实, 问题清单, the scores
    where there are any, 更正情况 of a correction, 说明.

    Raises:
        NoticeDoesNotReconcile: when the figures contradict each other.
        OSError: the disk of the temporary files is full.
    """
    reconcile(data)
    target = io.BytesIO()
    with workbook(target) as book:
        book.set_properties(
            {"title": inert(data.title, 100), "created": datetime.combine(data.issued_on, time())}
        )
        formats = {
            "head": book.add_format(
                {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "bg_color": "#D9E2EC"}
            ),
            "text": book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True}),
            "formula": book.add_format(
                {"border": 1, "valign": "vcenter", "text_wrap": True, "quote_prefix": True}
            ),
            "whole": book.add_format({"border": 1, "valign": "vcenter"}),
            "rate": book.add_format({"border": 1, "valign": "vcenter", "num_format": _rate_format(data)}),
        }
        for sheet in _sheets(data):
            _write(book, sheet, formats, data.draft_mark)
    return target.getvalue()


def _rate_format(data: NoticeData) -> str:
    decimals = data.standard.rounding.decimals
    return "0." + "0" * decimals if decimals else "0"


def _sheets(data: NoticeData) -> Iterator[_Sheet]:
    rounding = data.standard.rounding
    yield _Sheet(
        "附件1 网站",
        (("口径", 10), ("地区、部门", 24), *_COUNTS),
        _annex_rows(
            rounding,
            ("地区", (row for row in data.sites.by_region)),
            ("部门", (row for row in data.sites.by_department)),
        ),
        (_counted("合计", "全部政府网站", data.sites.tally, rounding),),
    )
    yield _Sheet(
        "附件2 新媒体",
        (("口径", 10), ("地区、平台", 24), *_COUNTS),
        _annex_rows(rounding, ("地区", data.accounts.by_region), ("平台", data.accounts.by_platform)),
        (_counted("合计", "全部政务新媒体", data.accounts.tally, rounding),),
    )
    yield _Sheet(
        "不合格名单",
        (*_TARGET, ("代码", 9), ("单项否决问题", 20), ("具体情况", 60)),
        _failed_rows(data),
    )
    yield _Sheet("待核实", (*_TARGET, ("未能判定的原因", 60)), _unknown_rows(data))
    yield from _problem_sheets(data)
    if data.scores is not None:
        yield from _score_sheets(data.scores)
    if data.correction is not None:
        yield _Sheet("更正情况", _CHANGED, _changed_rows(data.correction))
    yield _Sheet("说明", (("项目", 18), ("内容", 100)), _notes(data))


def _write(book: Any, sheet: _Sheet, formats: dict[str, Any], mark: str) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if mark:
        page.set_header(f"&R{mark}（不作为正式通报）")
    page.set_footer("&C第 &P 页，共 &N 页")
    for at, (heading, width) in enumerate(sheet.columns):
        page.set_column(at, at, width)
        page.write_string(0, at, heading, formats["head"])
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        _write_row(page, last, row, formats)
    # Totals stay outside the filter, or filtering would hide or double them.
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    for at, row in enumerate(sheet.totals, last + 1):
        _write_row(page, at, row, formats)


def _write_row(page: Any, at: int, row: tuple[Cell, ...], formats: dict[str, Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            text = inert(value, _CELL_LIMIT)
            page.write_string(at, column, text, formats["formula" if looks_like_formula(text) else "text"])
        else:
            page.write_number(at, column, value, formats["rate" if isinstance(value, float) else "whole"])


def _annex_rows(rounding: Rounding, *parts: tuple[str, Iterable[TallyRow]]) -> Iterator[tuple[Cell, ...]]:
    for label, rows in parts:
        for row in rows:
            kind = "部门小计" if label == "地区" and row.name == DEPARTMENTS else label
            yield _counted(kind, row.name, row.tally, rounding)


def _counted(kind: str, name: str, tally: Tally, rounding: Rounding) -> tuple[Cell, ...]:
    rate = tally.pass_rate(rounding)
    counts = (tally.total, tally.passed, tally.failed, tally.unknown)
    return (kind, name, *counts, "—" if rate is None else float(rate))


def _target(number: int, target: Any) -> tuple[Cell, ...]:
    return (
        *(number, _KINDS[target.kind], target.platform, target.id),
        *(target.name, target.region, target.sponsor),
    )


def _failed_rows(data: NoticeData) -> Iterator[tuple[Cell, ...]]:
    """One row for each target and veto; the number is the target's."""
    for number, target in enumerate(data.failed, 1):
        for fault in target.faults:
            yield (*_target(number, target), fault.code, fault.title, fault.detail)


def _unknown_rows(data: NoticeData) -> Iterator[tuple[Cell, ...]]:
    for number, target in enumerate(data.unknown, 1):
        yield (*_target(number, target), target.reason)


def _problem_sheets(data: NoticeData) -> Iterator[_Sheet]:
    columns = (
        *_TARGET,
        *(("代码", 9), ("问题", 20), ("性质", 10), ("认定情况", 14), ("具体情况", 60), ("网址", 40)),
        *(("原文摘录", 40), ("整改建议", 40), ("证据记录", 40), ("问题编号", 24)),
    )
    for part, start in enumerate(range(0, max(len(data.problem_rows), 1), _MAX_ROWS), 1):
        name = "问题清单" if part == 1 else f"问题清单{part}"
        yield _Sheet(name, columns, _problem_rows(data, start))


def _problem_rows(data: NoticeData, start: int) -> Iterator[tuple[Cell, ...]]:
    settled = "已认定" if data.reviewed else "程序认定"
    for number, row in enumerate(data.problem_rows[start : start + _MAX_ROWS], start + 1):
        yield (
            *_target(number, row),
            *(row.code, row.title, _TIERS.get(row.tier, row.tier)),
            settled if row.established else "疑似，待核实" if row.seen else "未能检查",
            *(row.detail, row.url, row.quote, row.advice, row.record, row.fingerprint),
        )


def _score_sheets(scores: ScoreFigures) -> Iterator[_Sheet]:
    columns = (
        *(("序号", 7), ("标识", 14), ("名称", 30), ("地区", 14), ("主办单位", 28), ("评分结果", 10)),
        *(("扣分部分得分", 13), ("加分", 8), ("总分", 8), ("说明", 100)),
    )
    yield _Sheet(
        "门户网站评分",
        columns,
        (
            (
                *(number, row.id, row.name, row.region, row.sponsor, row.result),
                *(row.part_two or "—", row.bonus or "—", row.total or "—", row.note),
            )
            for number, row in enumerate(scores.rows, 1)
        ),
    )
    if scores.scored:
        details = (
            ("标识", 14),
            ("名称", 30),
            ("代码", 9),
            ("指标", 22),
            ("扣分或加分", 12),
            ("认定", 14),
            ("依据", 70),
        )
        yield _Sheet(
            "评分明细",
            details,
            (
                (row.id, row.name, item.code, item.title, item.points, item.by, item.remark)
                for row in scores.scored
                for item in row.items
            ),
        )


def _changed_rows(correction: Correction) -> Iterator[tuple[Cell, ...]]:
    """One row for each change, all of them: the notice itself names the first few."""
    for number, one in enumerate(correction.changes, 1):
        who = (one.id, one.name, one.region, one.sponsor)
        yield (number, one.kind, *who, one.code, one.title, one.was or "—", one.now, one.why)


def _corrected(correction: Correction) -> Iterator[tuple[Cell, ...]]:
    yield ("所更正的通报", f"{correction.corrects}，{correction.corrected_on.isoformat()} 印发")
    yield ("版次", f"第{correction.version}版")
    yield ("更正原因", correction.reason)
    yield ("更正变动", f"{len(correction.changes)}处，逐处列在“更正情况”表")


def _notes(data: NoticeData) -> Iterator[tuple[Cell, ...]]:
    yield ("标题", data.title)
    if data.correction is not None:
        yield from _corrected(data.correction)
    yield ("监测时间点", data.asof.isoformat(timespec="minutes"))
    yield ("检查标准", f"{data.standard.title}（{data.standard.name}）")
    yield ("检查范围", data.scope.text or ("仅判定部分指标" if data.scope.limited else "全部指标"))
    yield ("判定的指标代码", "、".join(data.scope.codes))
    yield ("页面读取情况", f"应访问{data.coverage.pages}页，实际读取{data.coverage.reached}页")
    for status, pages in data.coverage.causes:
        cause = FetchStatus(status)
        yield (f"未能读取：{cause.label}", f"{pages}页。{cause.advice}")
    yield ("合格率算法", "合格数÷（合格数＋不合格数）；未能判定的单独列出，不计入合格率")
    if data.evidence_digest:
        yield ("证据清单 SHA-256 摘要", data.evidence_digest)
    for rule, sites in data.coverage.robots:
        yield (f"robots.txt：{RobotsRule(rule).label}", f"{sites}个网站")
    if data.by_person:
        yield ("须由人工认定、尚未录入", "、".join(data.by_person))
    if data.scores is not None and data.scores.missing:
        yield ("评分表尚缺", "、".join(data.scores.missing))
    for reason in data.draft_reasons:
        yield (data.draft_mark, reason)
