"""The input files: headers of the contract, encodings, the same bytes every time, and all of it readable."""

import csv
import io
import json
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from xuncha.apps.directory.inputs import InputPaths, read_inputs
from xuncha.demo import files
from xuncha.demo.province import build


@pytest.fixture(scope="module")
def written(tmp_path_factory, province):
    return files.write_inputs(tmp_path_factory.mktemp("inputs"), province)


def rows_of(path, encoding="utf-8"):
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding))))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("sites", "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态,对外服务职能"),
        ("columns", "网站标识码,栏目名称,栏目类别,网址,更新期限天数"),
        ("probes", "网站标识码,时间,耗时毫秒,状态,有效"),
        ("error_reports", "编号,网站标识码,收到时间,问题类型,描述,网址,转办时间,办结时间,处理结果,答复"),
    ],
)
def test_headers(written, name, header):
    assert ",".join(rows_of(getattr(written, name))[0]) == header


def test_accounts_are_gb18030(written, province):
    rows = rows_of(written.accounts, "gb18030")
    assert ",".join(rows[0]) == "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"
    assert len(rows) == len(province.accounts) + 1
    with pytest.raises(UnicodeDecodeError):
        written.accounts.read_bytes().decode("utf-8")


def test_workbook_holds_the_same_sites(written):
    sheet = CalamineWorkbook.from_path(str(written.sites_xlsx)).get_sheet_by_index(0)
    assert sheet.to_python() == rows_of(written.sites)


def test_jsonl_keys(written):
    posts = [json.loads(line) for line in written.posts.read_text("utf-8").splitlines()]
    assert all(
        set(p) == {"account", "post_id", "published_at", "title", "text", "url", "collection"} for p in posts
    )
    assert all(datetime.fromisoformat(p["published_at"]).utcoffset() is not None for p in posts)
    channels = [json.loads(line) for line in written.channels.read_text("utf-8").splitlines()]
    keys = {"account", "checked_at", "kind", "name", "url", "result", "detail"}
    assert all(keys <= set(c) <= keys | {"newest"} for c in channels)


def test_forty_reports_some_open_and_some_late(written):
    rows = rows_of(written.error_reports)[1:]
    assert len(rows) == 40
    assert sum(row[7] == "" for row in rows) == 4
    taken = [(datetime.fromisoformat(row[7]) - datetime.fromisoformat(row[6])).days for row in rows if row[7]]
    assert sum(days > 5 for days in taken) == 3


def test_the_reader_of_the_product_takes_every_file(written, province):
    inputs = read_inputs(
        InputPaths(
            sites=written.sites,
            columns=written.columns,
            accounts=written.accounts,
            posts=written.posts,
            channels=written.channels,
            probes=written.probes,
            error_reports=written.error_reports,
        )
    )
    assert len(inputs.sites) == len(province.registry)
    assert list(inputs.accounts) == list(province.accounts)


def test_two_builds_are_the_same_to_the_byte(written, province, tmp_path):
    again = build()
    assert again.pages == province.pages
    second = files.write_inputs(tmp_path, again)
    for name in (
        "sites",
        "sites_xlsx",
        "columns",
        "accounts",
        "posts",
        "channels",
        "probes",
        "error_reports",
    ):
        assert getattr(second, name).read_bytes() == getattr(written, name).read_bytes(), name
