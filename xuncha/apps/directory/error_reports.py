"""Reads the list of public error reports (我为政府网站找错)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from xuncha.apps.directory.cells import Cells, identifier, one_line, trimmed_text
from xuncha.apps.directory.keys import SITE_CODE, Known, Unique
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.site_codes import site_code
from xuncha.apps.directory.synonyms import one_of
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.apps.directory.times import Stamp, stamp
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.targets import Site


class ReportResult(StrEnum):
    """处理结果 of a report that was dealt with."""

    UPHELD = "属实"
    UNFOUNDED = "不属实"
    SENT_BACK = "驳回重办"


LAYOUT = Layout(
    ("编号", SITE_CODE, "收到时间", "问题类型", "描述", "网址", "转办时间", "办结时间", "处理结果", "答复"),
    may_be_empty=True,  # a quarter without reports
)
_result = one_of(ReportResult)


def read_error_reports(path: Path, sites: Sequence[Site] | None, problems: Problems) -> list[ErrorReport]:
    """The reports of the list, in its order. Whatever is wrong goes to ``problems``.

    Only 编号, 网站标识码 and 收到时间 must be filled in. 网址 is kept as the citizen wrote it, right or wrong.
    ``sites`` is None when there is no usable site list to compare with.
    """
    known = Known(
        SITE_CODE, None if sites is None else {site.site_code for site in sites}, "网站名单", problems
    )
    unique = Unique("编号")
    read = (
        _report(Cells(row, str(path), problems), known, unique) for row in read_table(path, LAYOUT, problems)
    )
    return [report for report in read if report is not None]


def _report(cells: Cells, known: Known, unique: Unique) -> ErrorReport | None:
    report_id = cells.read("编号", identifier)
    if report_id:
        unique.check(report_id, cells)
    code = cells.read(SITE_CODE, site_code)
    if code:
        known.check(code, cells)
    received = cells.read("收到时间", stamp)
    forwarded = cells.read_or("转办时间", stamp, None)
    closed = cells.read_or("办结时间", stamp, None)
    for column, later in (("转办时间", forwarded), ("办结时间", closed)):
        if received and later and later.is_before(received):
            cells.refuse(column, f"早于收到时间（{received.at:%Y-%m-%d %H:%M}），请核对")
    texts = [cells.read_or(column, trimmed_text, "") for column in ("描述", "网址", "答复")]
    kind = cells.read_or("问题类型", one_line, "")
    result = cells.read_or("处理结果", _result, None)
    if cells.refused:
        return None
    description, url, answer = texts
    return ErrorReport(
        report_id=report_id,
        site_code=code,
        received_at=received.at,
        kind=kind,
        description=description,
        url=url,
        forwarded_at=_at(forwarded),
        closed_at=_at(closed),
        result=result.value if result else "",
        answer=answer,
    )


def _at(written: Stamp | None) -> datetime | None:
    return None if written is None else written.at
