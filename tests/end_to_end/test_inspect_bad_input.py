"""Bad input: exit 2, every bad row named, nothing written, nothing fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import ASOF, Ran, inspect, xuncha
from specimens.server import serve

SITES_HEAD = "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态"
GOOD_SITE = "9908000001,苇塘县人民政府,http://www.weitang.gov.example/,苇塘县人民政府办公室,桐坞市人民政府办公室,桐坞市,门户网站,正常运行"
COLUMNS_HEAD = "网站标识码,栏目名称,栏目类别,网址,更新期限天数"
ACCOUNTS_HEAD = "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"
GOOD_ACCOUNT = "wx-weitang,苇塘发布,微信公众号,苇塘县人民政府办公室,桐坞市人民政府办公室,桐坞市,正常运行"
PROBES_HEAD = "网站标识码,时间,耗时毫秒,状态,有效"

BAD_ROWS: dict[str, list[tuple[str, int, str]]] = {
    "sites.csv": [
        ("123,短码县,http://www.duanma.gov.example/,某办,某办,桐坞市,门户网站,正常运行", 3, "网站标识码"),
        ("9908000003,无址县,,某办,某办,桐坞市,门户网站,正常运行", 4, "网址"),
        (
            "9908000004,错型县,http://www.cuoxing.gov.example/,某办,某办,桐坞市,个人网站,正常运行",
            5,
            "网站类型",
        ),
        ("9908000005,错态县,http://www.cuotai.gov.example/,某办,某办,桐坞市,门户网站,休眠", 6, "运行状态"),
        (GOOD_SITE, 7, "网站标识码"),
        ("9908000006,文件县,ftp://www.wenjian.gov.example/,某办,某办,桐坞市,门户网站,正常运行", 8, "网址"),
    ],
    "columns.csv": [
        ("9999999999,通知公告,通知公告,http://www.weitang.gov.example/tzgg/,", 3, "网站标识码"),
        ("9908000001,随笔,散文,http://www.weitang.gov.example/sb/,", 4, "栏目类别"),
        ("9908000001,人事,应更新,http://www.weitang.gov.example/rs/,每月", 5, "更新期限天数"),
    ],
    "accounts.csv": [
        ("wx-2,苇塘乙,电报频道,某办,某办,桐坞市,正常运行", 3, "平台"),
        (",苇塘丙,新浪微博,某办,某办,桐坞市,正常运行", 4, "账号标识"),
    ],
    "posts.jsonl": [
        (
            '{"account": "wx-nobody", "post_id": "2", "published_at": "2025-06-20", "title": "a", "text": "b", "url": ""}',
            2,
            "account",
        ),
        (
            '{"account": "wx-weitang", "post_id": "3", "published_at": "2025-02-30T10:00", "title": "a", "text": "b", "url": ""}',
            3,
            "published_at",
        ),
    ],
    "probes.csv": [
        ("9908000001,2025-06-20T10:00,200,很慢,1", 3, "状态"),
        ("9908000001,昨天,200,200,1", 4, "时间"),
        ("9908000001,2025-06-20T11:00,200,200,或许", 5, "有效"),
    ],
}
GOOD_LINES = {
    "sites.csv": [SITES_HEAD, GOOD_SITE],
    "columns.csv": [COLUMNS_HEAD, "9908000001,通知公告,通知公告,http://www.weitang.gov.example/tzgg/,"],
    "accounts.csv": [ACCOUNTS_HEAD, GOOD_ACCOUNT],
    "posts.jsonl": [
        '{"account": "wx-weitang", "post_id": "1", "published_at": "2025-06-20T10:00:00", "title": "甲", "text": "乙", "url": ""}'
    ],
    "probes.csv": [PROBES_HEAD, "9908000001,2025-06-20T09:00,200,200,1"],
}


def write_inputs(folder: Path, bad: list[str]) -> None:
    for name, lines in GOOD_LINES.items():
        rows = [row for row, _, _ in BAD_ROWS[name]] if name in bad else []
        (folder / name).write_text("\n".join([*lines, *rows]) + "\n", encoding="utf-8")


def refuse(folder: Path) -> Ran:
    with serve([]) as server:
        ran = inspect(folder, folder / "result", server.address, "W3,A201")
        assert server.requests == [], "something was fetched although the input was refused"
    return ran


@pytest.mark.parametrize("bad", [[name] for name in BAD_ROWS] + [list(BAD_ROWS)], ids=[*BAD_ROWS, "all"])
def test_every_bad_row_is_named_and_nothing_is_written(tmp_path: Path, bad: list[str]) -> None:
    write_inputs(tmp_path, bad)
    ran = refuse(tmp_path)
    assert ran.code == 2, ran.told()
    assert "Traceback" not in ran.stderr, ran.told()
    for name in bad:
        for _, row, column in BAD_ROWS[name]:
            named = re.search(rf"{re.escape(name)}:{row}:{column}: ?\S", ran.stderr)
            assert named, f"{name}:{row}:{column} is not named\n{ran.told()}"
    assert not ran.out.exists(), f"written although the input was bad: {sorted(ran.out.rglob('*'))}"


def test_good_rows_are_not_named(tmp_path: Path) -> None:
    write_inputs(tmp_path, ["accounts.csv"])
    ran = refuse(tmp_path)
    assert ran.code == 2, ran.told()
    named = {(name, int(row)) for name, row in re.findall(r"(\w+\.(?:csv|jsonl)):(\d+):", ran.stderr)}
    assert named == {("accounts.csv", 3), ("accounts.csv", 4)}, ran.told()


def test_missing_header_is_refused(tmp_path: Path) -> None:
    write_inputs(tmp_path, [])
    (tmp_path / "sites.csv").write_text("网站标识码,网站名称\n9908000001,苇塘县\n", encoding="utf-8")
    ran = refuse(tmp_path)
    assert ran.code == 2, ran.told()
    assert re.search(r"sites\.csv:\d+:", ran.stderr), ran.told()
    assert "网址" in ran.stderr, ran.told()
    assert not ran.out.exists()


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--sites", "absent.csv"),
        ("--sites", "sites.csv", "--indicators", "Z999"),
        ("--sites", "sites.csv", "--standard", "no-such-standard"),
        ("--sites", "sites.csv", "--asof", "2025-13-40"),
        ("--sites", "sites.csv", "--connect-to", "nowhere"),
        ("--sites", "sites.csv", "--allow-net", "300.1.1.0/8"),
    ],
    ids=[
        "no target",
        "absent file",
        "unknown indicator",
        "unknown standard",
        "bad asof",
        "bad address",
        "bad network",
    ],
)
def test_bad_options_are_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    write_inputs(tmp_path, [])
    out = tmp_path / "result"
    asof = () if "--asof" in options else ("--asof", ASOF)
    ran = xuncha("inspect", *options, *asof, "--out", str(out), out=out, home=tmp_path)
    assert ran.code == 2, ran.told()
    assert ran.stderr.strip(), "refused without a word"
    assert "Traceback" not in ran.stderr, ran.told()
    assert not out.exists()
