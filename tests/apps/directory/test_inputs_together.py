from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from directory_headers import ACCOUNT_HEADER, SITE_HEADER

from xuncha.apps.directory.channels import read_channels
from xuncha.apps.directory.inputs import InputPaths, Inputs, read_inputs
from xuncha.apps.directory.posts import read_posts
from xuncha.apps.directory.problems import InputProblems, Problems
from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult, Post
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import MediaAccount, Platform, RunState

ACCOUNT = MediaAccount("gh_1a2B", "羊城发布", Platform.WECHAT, "羊城市府办", "", "羊城市", RunState.RUNNING)
TEN = datetime(2025, 6, 25, 10, tzinfo=BEIJING)


def post(**keys: object) -> dict[str, object]:
    sound = {
        "account": "gh_1a2B",
        "post_id": "p1",
        "published_at": "2025-06-25T10:00",
        "title": "标题",
        "text": "正文\n二",
        "url": "https://mp.weixin.qq.com/s/1",
    }
    return sound | keys


def check(**keys: object) -> dict[str, object]:
    sound = {
        "account": "gh_1a2B",
        "checked_at": "2025-06-25 10:00",
        "kind": "menu",
        "name": "办事",
        "url": "",
        "result": "OK",
        "detail": "",
    }
    return sound | keys


def places(problems: Problems) -> list[str]:
    return [f"{found.row}:{found.column}" for found in problems.rows]


def test_posts_are_read(write_jsonl) -> None:
    problems = Problems()
    other = post(post_id=2247, title="", text="", url="", more="忽略")
    found = read_posts(write_jsonl([post(), b"", post(), other]), [ACCOUNT], problems)
    assert problems.rows == ()
    assert found == {
        "gh_1a2B": [
            Post("p1", TEN, "标题", "正文\n二", "https://mp.weixin.qq.com/s/1"),
            Post("2247", TEN, "", "", ""),
        ]
    }


def test_posts_may_say_which_columns_they_are_in(write_jsonl) -> None:
    problems = Problems()
    said = ("工作动态", "", None, ["工作动态", " 要闻 ", "要闻", ""], [])
    lines = [post(post_id=f"p{n}", collection=value) for n, value in enumerate(said)]
    found = read_posts(write_jsonl(lines), [ACCOUNT], problems)["gh_1a2B"]
    assert [one.collections for one in found] == [("工作动态",), (), None, ("工作动态", "要闻"), ()]
    read_posts(write_jsonl([post(collection=3), post(collection=["要闻", 3])]), [ACCOUNT], problems)
    assert places(problems) == ["1:collection", "2:collection"]


def test_a_byte_order_mark_is_accepted(write_jsonl) -> None:
    problems = Problems()
    path = write_jsonl([post()])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_posts(path, None, problems)["gh_1a2B"]) == 1
    assert problems.rows == ()


def test_faults_of_posts(write_jsonl) -> None:
    problems = Problems()
    without_text = post(post_id="p2")
    del without_text["text"]
    lines = [
        post(),
        b'{"account": ',
        [post()],
        post(text="别的"),
        post(account="gh_none"),
        without_text,
        post(post_id=True, title=None, url=3),
        post(post_id=" ", published_at="2025-02-30"),
        "标题".encode("gb18030"),
        b"[" * 100_000,
        post(text="a\x00b", post_id="p3"),
        b'{"account": "\\ud800"}',
    ]
    found = read_posts(write_jsonl(lines), [ACCOUNT], problems)
    assert [one.post_id for one in found["gh_1a2B"]] == ["p1"]
    assert places(problems) == [
        "2:JSON",
        "3:JSON",
        "4:post_id",
        "5:account",
        "6:text",
        "7:post_id",
        "7:title",
        "7:url",
        "8:post_id",
        "8:published_at",
        "9:JSON",
        "10:JSON",
        "11:text",
        "12:account",
        "12:post_id",
        "12:published_at",
        "12:title",
        "12:text",
        "12:url",
    ]
    assert "第 1 行" in problems.rows[2].message


def test_the_same_post_id_of_two_accounts_is_two_posts(write_jsonl) -> None:
    problems = Problems()
    assert set(read_posts(write_jsonl([post(), post(account="b")]), None, problems)) == {"gh_1a2B", "b"}
    assert problems.rows == ()


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    problems = Problems()
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"\n \n")
    for path in (empty, tmp_path / "none.jsonl", tmp_path):
        assert read_posts(path, None, problems) == {}
    assert [found.column for found in problems.rows] == ["文件"] * 3


def test_a_line_without_end_is_not_loaded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuncha.apps.directory.json_lines._LONGEST_LINE", 100)
    problems = Problems()
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"x" * 1000)
    read_posts(path, None, problems)
    assert places(problems) == ["1:JSON", "1:文件"]


def test_channels_are_read(write_jsonl) -> None:
    problems = Problems()
    lines = [check(), check(), check(kind="download", result="absent", detail="应用商店无此应用")]
    found = read_channels(write_jsonl(lines, "channels.jsonl"), [ACCOUNT], problems)
    assert problems.rows == ()
    assert found == {
        "gh_1a2B": [
            ChannelCheck(TEN, ChannelKind.MENU, "办事", "", ChannelResult.OK, ""),
            ChannelCheck(TEN, ChannelKind.DOWNLOAD, "办事", "", ChannelResult.ABSENT, "应用商店无此应用"),
        ]
    }


def test_a_look_may_say_how_new_the_newest_content_was(write_jsonl) -> None:
    problems = Problems()
    lines = [check(kind="column", newest=said) for said in ("2024-03-01", "2024-03-01 09:30", "", None)]
    found = read_channels(write_jsonl(lines), [ACCOUNT], problems)["gh_1a2B"]
    assert [one.newest for one in found] == [date(2024, 3, 1), None]
    wrong = [check(newest="去年"), check(newest="2099-01-01")]
    read_channels(write_jsonl(wrong), [ACCOUNT], problems)
    assert places(problems) == ["1:newest", "2:newest"]


def test_faults_of_channels(write_jsonl) -> None:
    problems = Problems()
    lines = [check(kind="button", result="fine"), check(account="x", checked_at="")]
    assert read_channels(write_jsonl(lines, "channels.jsonl"), [ACCOUNT], problems) == {}
    assert places(problems) == ["1:kind", "1:result", "2:account", "2:checked_at"]
    assert problems.rows[1].message == "“fine”不是允许的值，应为下列之一：ok、failed、absent、unknown"


def test_everything_is_read_together(write_csv, write_jsonl, site_row, account_row) -> None:
    paths = InputPaths(
        sites=write_csv([SITE_HEADER, site_row()]),
        columns=write_csv(
            [["网站标识码", "栏目名称", "栏目类别", "网址"], ["4401000001", "通知", "通知公告", "/tz/"]],
            "columns.csv",
            "gb18030",
        ),
        accounts=write_csv([ACCOUNT_HEADER, account_row()], "accounts.csv"),
        posts=write_jsonl([post()]),
        channels=write_jsonl([check()], "channels.jsonl"),
        probes=write_csv(
            [
                ["网站标识码", "时间", "耗时毫秒", "状态", "有效"],
                ["4401000001", "2025-06-25 10:00", "5", "200", "1"],
            ],
            "probes.csv",
        ),
    )
    inputs = read_inputs(paths)
    assert inputs.sites is not None
    assert inputs.columns is not None
    assert inputs.columns["4401000001"][0].url == "http://www.yc.gov.cn/tz/"
    assert inputs.accounts == (ACCOUNT,)
    assert list(inputs.posts or ()) == list(inputs.channels or ()) == ["gh_1a2B"]
    assert list(inputs.probes or ()) == ["4401000001"]
    assert inputs.error_reports is None


def test_nothing_handed_in_is_nothing_read() -> None:
    assert read_inputs(InputPaths()) == Inputs()


def test_faults_of_all_files_come_together_and_nothing_is_imported(
    write_csv, write_jsonl, site_row, account_row
) -> None:
    paths = InputPaths(
        sites=write_csv([SITE_HEADER, site_row(), site_row(网站标识码="1")]),
        accounts=write_csv([ACCOUNT_HEADER, account_row(平台="报纸")], "accounts.csv"),
        posts=write_jsonl([post(), post(published_at=5)]),
    )
    with pytest.raises(InputProblems) as caught:
        read_inputs(paths)
    named = [(Path(row.file).name, row.row, row.column) for row in caught.value.rows]
    assert named == [
        ("sites.csv", 3, "网站标识码"),
        ("accounts.csv", 2, "平台"),
        ("posts.jsonl", 2, "published_at"),
    ]
    assert str(caught.value).startswith(f"{paths.sites}:3:网站标识码: “1”不是网站标识码")


def test_files_that_need_a_list_say_which(write_csv, write_jsonl) -> None:
    paths = InputPaths(
        columns=write_csv(
            [["网站标识码", "栏目名称", "栏目类别", "网址"], ["4401000001", "通知", "通知公告", "/tz/"]],
            "columns.csv",
        ),
        posts=write_jsonl([post()]),
    )
    with pytest.raises(InputProblems) as caught:
        read_inputs(paths)
    assert [row.message for row in caught.value.rows] == [
        "没有同时提供网站名单（--sites），无法核对，请一并提供",
        "没有同时提供账号名单（--accounts），无法核对，请一并提供",
    ]


def test_an_unreadable_list_does_not_make_every_reference_a_fault(
    write_csv, tmp_path: Path, write_jsonl
) -> None:
    with pytest.raises(InputProblems) as caught:
        read_inputs(InputPaths(accounts=tmp_path / "none.csv", posts=write_jsonl([post()])))
    assert [row.message for row in caught.value.rows] == ["找不到这个文件，请核对路径"]
