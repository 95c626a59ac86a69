"""Reads availability samples (拨测记录) that another system took."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from xuncha.apps.directory.cells import Cells, compact, whole_number
from xuncha.apps.directory.keys import SITE_CODE, Known
from xuncha.apps.directory.problems import BadCell, Problems, shown
from xuncha.apps.directory.site_codes import site_code
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.apps.directory.times import moment
from xuncha.facts.seen import FetchStatus
from xuncha.facts.targets import Site
from xuncha.facts.website import PAGES, ProbeSample

#: Outcomes other than an HTTP status.
FAILURES = ("timeout", "dns", "connect", "tls", "reset")

LAYOUT = Layout((SITE_CODE, "时间", "耗时毫秒", "状态", "有效"), may_lack=("备注",))
_STATUS = re.compile(r"([1-5][0-9]{2})(?:\.0+)?")


def read_probes(path: Path, sites: Sequence[Site] | None, problems: Problems) -> dict[str, list[ProbeSample]]:
    """The samples of each site that has any, by time. Whatever is wrong goes to ``problems``.

    备注 counts only where it says what came in place of the home page. 耗时毫秒 may be empty only where 状态 is not an HTTP status. A row that repeats another in every cell is
    refused: one sample counted twice would shift the ratio. ``sites`` is None when there is no usable site
    list to compare with.
    """
    known = Known(
        SITE_CODE, None if sites is None else {site.site_code for site in sites}, "网站名单", problems
    )
    samples: dict[str, dict[ProbeSample, int]] = {}
    for row in read_table(path, LAYOUT, problems):
        cells = Cells(row, str(path), problems)
        code, sample = _sample(cells, known)
        if sample is None:
            continue
        first = samples.setdefault(code, {}).setdefault(sample, row.number)
        if first != row.number:
            cells.refuse(
                "时间", f"与第 {first} 行完全相同，同一次拨测只能计一次；多条线路同时拨测的，时间请写到秒"
            )
    return {code: sorted(of_site, key=lambda sample: sample.at) for code, of_site in samples.items()}


def _sample(cells: Cells, known: Known) -> tuple[str, ProbeSample | None]:
    code = cells.read(SITE_CODE, site_code)
    if code:
        known.check(code, cells)
    at = cells.read("时间", moment)
    elapsed = cells.read_or("耗时毫秒", whole_number, None)
    outcome = cells.read("状态", _outcome)
    valid = cells.read("有效", _valid)
    page = cells.read_or("备注", _page, FetchStatus.OK)
    if not cells.refused and elapsed is None and outcome not in FAILURES:
        cells.refuse("耗时毫秒", "状态是 HTTP 状态码时不能为空，请补填毫秒数")
    return code, None if cells.refused else ProbeSample(at, elapsed, outcome, valid, page)


def _page(text: str) -> FetchStatus:
    """What stood in place of the home page, by the words with which a probe of ours begins; others say nothing."""
    return next((page for page in PAGES if text.split("；")[0].strip() == page.label), FetchStatus.OK)


def _outcome(text: str) -> str:
    written = compact(text).lower()
    status = _STATUS.fullmatch(written)
    if status:
        return status[1]
    if written in FAILURES:
        return written
    raise BadCell(f"{shown(text)}不是允许的值，应为 100 至 599 的 HTTP 状态码，或 {'、'.join(FAILURES)}")


def _valid(text: str) -> bool:
    written = compact(text)
    if written not in ("1", "0"):
        raise BadCell(f"{shown(text)}不是允许的值，应为 1（有效）或 0（本方网络故障）")
    return written == "1"
