"""Reports that citizens really filed and offices really answered, put into the columns of the contract."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from xuncha.apps.directory.error_reports import read_error_reports
from xuncha.apps.directory.problems import Problems

SHARED = Path(__file__).parents[3] / "../shared/data/error_reports/zhaocuo_2023.tsv.gz"
HEADER = [
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
]


def test_real_reports_are_read(write_csv) -> None:
    if not SHARED.exists():
        pytest.skip("shared/data/error_reports/zhaocuo_2023.tsv.gz is not here")
    rows: dict[str, list[str]] = {}
    with gzip.open(SHARED, "rt", encoding="utf-8", newline="") as file:
        for old in csv.DictReader(file, delimiter="\t"):
            if old["sitecode"] and old["createtime"]:
                texts = [old["problem_id"], old["description"], old["errorUrl"]]
                done = [old["transactTime"], "", old["transactResult"]]
                rows[old["id"]] = [old["id"], old["sitecode"], old["createtime"], *texts, "", *done]
    problems = Problems()
    found = read_error_reports(write_csv([HEADER, *rows.values()], "reports.csv"), None, problems)
    assert len(found) + len({problem.row for problem in problems.rows}) == len(rows)
    assert len(found) > 0.999 * len(rows)
