"""The input files of the sample province, as an office would hand them in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from xuncha.demo.model import ASOF, DemoSite, Province
from xuncha.demo.province import build
from xuncha.demo.templates.styles import STYLES

SITES_HEADER = (
    *("网站标识码", "网站名称", "网址", "主办单位", "主管单位", "地区", "网站类型", "运行状态"),
    "对外服务职能",
)
COLUMNS_HEADER = ("网站标识码", "栏目名称", "栏目类别", "网址", "更新期限天数")
ACCOUNTS_HEADER = ("账号标识", "账号名称", "平台", "主办单位", "主管单位", "地区", "运行状态")
PROBES_HEADER = ("网站标识码", "时间", "耗时毫秒", "状态", "有效")
REPORTS_HEADER = (
    "编号",
    "网站标识码",
    "收到时间",
    "问题类型",
    "描述",
    "网址",
    "转办时间",
    "办结时间",
    "处理结果",
    "答复",
)

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InputFiles:
    """Where each input file was written, and the monitoring timepoint they belong to."""

    sites: Path
    sites_xlsx: Path
    columns: Path
    accounts: Path
    posts: Path
    channels: Path
    probes: Path
    error_reports: Path
    asof: datetime = ASOF


def write_inputs(folder: Path, province: Province | None = None) -> InputFiles:
    """Writes every input file into ``folder`` (made if absent); ``accounts.csv`` in GB18030, as Excel saves it.

    Raises OSError when the folder cannot be written.
    """
    province = province or build()
    folder.mkdir(parents=True, exist_ok=True)
    files = InputFiles(
        sites=folder / "sites.csv",
        sites_xlsx=folder / "sites.xlsx",
        columns=folder / "columns.csv",
        accounts=folder / "accounts.csv",
        posts=folder / "posts.jsonl",
        channels=folder / "channels.jsonl",
        probes=folder / "probes.csv",
        error_reports=folder / "reports.csv",
    )
    site_rows = [_site_row(province, index) for index in range(len(province.registry))]
    _write_csv(files.sites, SITES_HEADER, site_rows)
    _write_xlsx(files.sites_xlsx, SITES_HEADER, site_rows)
    _write_csv(files.columns, COLUMNS_HEADER, _column_rows(province.sites))
    _write_csv(files.accounts, ACCOUNTS_HEADER, _account_rows(province), encoding="gb18030")
    _write_csv(files.probes, PROBES_HEADER, _probe_rows(province))
    _write_csv(files.error_reports, REPORTS_HEADER, _report_rows(province))
    _write_json_lines(files.posts, _post_lines(province))
    _write_json_lines(files.channels, _channel_lines(province))
    return files


def _write_csv(path: Path, header: Row, rows: Iterable[Row], encoding: str = "utf-8") -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _write_xlsx(path: Path, header: Row, rows: Iterable[Row]) -> None:
    """The same rows as a workbook; its creation time is the timepoint, so that the bytes never differ."""
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": ASOF.replace(tzinfo=None)})
        sheet = workbook.add_worksheet("政府网站名录")
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
        sheet.set_column(0, len(header) - 1, 22)
        sheet.freeze_panes(1, 0)


def _write_json_lines(path: Path, lines: Iterable[dict[str, object]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_bytes(text.encode("utf-8"))


def _site_row(province: Province, index: int) -> Row:
    site = province.registry[index]
    return (
        site.site_code,
        site.name,
        site.url,
        site.sponsor,
        site.supervisor,
        site.region,
        site.kind.value,
        site.state.value,
        {True: "有", False: "无", None: ""}[site.serves_public],
    )


def _column_rows(sites: Sequence[DemoSite]) -> Iterable[Row]:
    for site in sites:
        if not site.listed:
            continue
        for column in site.columns:
            path = STYLES[site.style].addresses.column_path(column)
            period = column.spec.period_days
            yield (
                site.site.site_code,
                column.spec.name,
                column.spec.kind.value,
                f"http://{site.host}{path}",
                "" if period is None else str(period),
            )


def _account_rows(province: Province) -> Iterable[Row]:
    for a in province.accounts:
        yield (
            a.account_id,
            a.name,
            a.platform.value,
            a.sponsor,
            a.supervisor,
            a.region,
            a.state.value,
        )


def _probe_rows(province: Province) -> Iterable[Row]:
    for code, samples in province.probes.items():
        for s in samples:
            elapsed = "" if s.elapsed_ms is None else str(s.elapsed_ms)
            yield code, s.at.isoformat(), elapsed, s.outcome, "1" if s.valid else "0"


def _report_rows(province: Province) -> Iterable[Row]:
    for r in province.reports:
        yield (
            r.report_id,
            r.site_code,
            _minute(r.received_at),
            r.kind,
            r.description,
            r.url,
            _minute(r.forwarded_at),
            _minute(r.closed_at),
            r.result,
            r.answer,
        )


def _minute(at: datetime | None) -> str:
    """A time as offices type it, without an offset."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _post_lines(province: Province) -> Iterable[dict[str, object]]:
    for account_id, posts in province.posts.items():
        for post in posts:
            yield {
                "account": account_id,
                "post_id": post.post_id,
                "published_at": post.published_at.isoformat(),
                "title": post.title,
                "text": post.text,
                "url": post.url,
                "collection": list(post.collections or ()),
            }


def _channel_lines(province: Province) -> Iterable[dict[str, object]]:
    for account_id, channels in province.channels.items():
        for check in channels:
            yield {
                "account": account_id,
                "checked_at": check.checked_at.isoformat(),
                "kind": check.kind.value,
                "name": check.name,
                "url": check.url,
                "result": check.result.value,
                "detail": check.detail,
                **({"newest": check.newest.isoformat()} if check.newest else {}),
            }
