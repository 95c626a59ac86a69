"""A202, A301 and N108: rules over the looks at the interactive functions of an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from seen import ACCOUNT, ASOF, PAGE, account_facts, judged

from xuncha.facts.account import AccountFacts, ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.targets import Platform

SAW = "点击后提示页面不存在"
INTERACTIVE = ("menu", "mini_program", "comment", "message")


def look(kind: str, result: str, days_ago: float = 1, **more: str) -> ChannelCheck:
    """One look at a function, ``days_ago`` before the timepoint (negative: after it)."""
    at = ASOF - timedelta(days=days_ago)
    given = {"name": "办事服务", "url": "", "detail": "", **more}
    return ChannelCheck(
        at, ChannelKind(kind), given["name"], given["url"], ChannelResult(result), given["detail"]
    )


def seen(*looks: ChannelCheck, platform: Platform = Platform.WECHAT) -> AccountFacts:
    return account_facts(channels=looks, channels_evidence=PAGE, account=replace(ACCOUNT, platform=platform))


def app(*looks: ChannelCheck) -> AccountFacts:
    return seen(*looks, platform=Platform.APP)


def download(result: str, days_ago: float = 1, **more: str) -> ChannelCheck:
    return look("download", result, days_ago, **{"name": "应用市场", **more})


@pytest.mark.parametrize("code", ["A202", "A301", "N108"])
def test_accounts_nobody_looked_at_are_unknown(code: str) -> None:
    assert judged(code, account_facts()).outcome == "unknown"


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([], "unknown"),
        ([download("ok")], "pass"),
        ([download("failed")], "unknown"),
        ([download("failed", 3), download("failed", 1)], "fail"),
        ([download("failed", 1), download("failed", 3)], "fail"),  # the order of the file does not matter
        ([download("failed", 1), download("failed", 1, detail="白屏")], "unknown"),  # twice, but at one time
        ([download("absent", 3), download("failed", 1)], "fail"),
        ([download("failed", 5), download("failed", 3), download("ok", 1)], "pass"),
        ([download("failed", 5), download("ok", 3), download("failed", 1)], "unknown"),
        ([download("failed", 5), download("failed", 3), download("unknown", 1)], "unknown"),
        ([download("failed", 5), download("unknown", 3), download("failed", 1)], "fail"),
        ([download("unknown", 1)], "unknown"),
        ([download("failed", 0), download("failed", 1)], "fail"),  # at the timepoint itself
        ([download("failed", -0.001), download("failed", 1)], "unknown"),  # a moment after it
        ([download("failed", 3), download("failed", 1, detail="系统维护中，暂停使用")], "unknown"),
    ],
)
def test_a202_needs_two_failures_at_different_times(looks: list[ChannelCheck], expected: str) -> None:
    assert judged("A202", app(*looks)).outcome == expected


def test_a202_one_working_store_is_enough_unless_another_is_broken() -> None:
    gone = [download("absent", days, name="应用商店乙") for days in (3, 1)]
    broken = [download("failed", days, name="应用商店乙") for days in (3, 1)]
    assert judged("A202", app(download("ok"), *gone)).outcome == "pass"
    assert judged("A202", app(download("ok"), *broken)).outcome == "unknown"
    assert judged("A202", app(download("absent", 2), *broken)).outcome == "fail"


def test_a202_only_looks_at_downloads() -> None:
    assert judged("A202", app(look("menu", "failed", 3), look("menu", "failed", 1))).outcome == "unknown"


def test_a202_limit_is_a_parameter_and_is_shown_beside_the_count() -> None:
    facts = app(*(download("failed", days, detail="提示已下架") for days in (3, 2, 1)))
    (hit,) = judged("A202", facts, min_failures=3).hits
    assert hit.observed == {"failed_checks": 3, "min_failures": 3}
    assert "提示已下架" in hit.detail
    assert hit.evidence == (PAGE,)
    assert judged("A202", facts, min_failures=4).outcome == "unknown"


def every_kind(result: str, days_ago: float = 1) -> list[ChannelCheck]:
    return [look(kind, result, days_ago) for kind in INTERACTIVE]


@pytest.mark.parametrize("result", ["absent", "failed"])
def test_a301_fails_when_no_kind_works(result: str) -> None:
    (hit,) = judged("A301", seen(*every_kind(result))).hits
    assert hit.observed == {"channels": 4, "working": 0, "unclear": 0, "kinds_not_checked": 0}
    assert hit.evidence == (PAGE,)


@pytest.mark.parametrize("kind", INTERACTIVE)
def test_a301_one_kind_that_works_is_enough(kind: str) -> None:
    assert judged("A301", seen(*every_kind("absent", 2), look(kind, "ok", 1))).outcome == "pass"
    assert judged("A301", seen(look(kind, "ok"))).outcome == "pass"


@pytest.mark.parametrize("kind", INTERACTIVE)
def test_a301_a_kind_not_seen_leaves_it_open(kind: str) -> None:
    others = [one for one in every_kind("absent") if one.kind != kind]
    assert judged("A301", seen(*others)).outcome == "unknown"
    assert judged("A301", seen(*others, look(kind, "unknown"))).outcome == "unknown"
    assert judged("A301", seen(*others, look(kind, "failed", detail="须登录后才能查看"))).outcome == "unknown"
    assert judged("A301", seen(*others, look(kind, "absent", -1))).outcome == "unknown"
    not_granted = look(kind, "absent", detail="2018年后注册，平台未开放此功能")
    assert judged("A301", seen(*others, not_granted)).outcome == "unknown"
    assert judged("A301", seen(*others, look(kind, "absent"))).outcome == "fail"


def test_a301_the_latest_look_counts() -> None:
    assert judged("A301", seen(*every_kind("ok", 9), *every_kind("absent", 1))).outcome == "fail"
    assert judged("A301", seen(*every_kind("absent", 9), look("message", "ok", 1))).outcome == "pass"
    assert judged("A301", seen(*every_kind("absent", 1), look("message", "ok", -1))).outcome == "fail"


def test_a301_a_download_is_no_interaction() -> None:
    assert judged("A301", seen(*every_kind("absent"), download("ok"))).outcome == "fail"


def test_a301_doubt_names_what_was_not_checked() -> None:
    (doubt,) = judged("A301", seen(look("menu", "failed", name="互动"))).doubts
    assert "没有检查过：小程序、评论、留言私信" in doubt.detail
    assert doubt.observed["kinds_not_checked"] == 3


@pytest.mark.parametrize("kind", ["menu", "mini_program"])
@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([("ok", 1, "")], "pass"),
        ([("absent", 1, "")], "pass"),
        ([("failed", 1, SAW)], "fail"),
        ([("failed", 1, "")], "unknown"),
        ([("failed", 3, ""), ("failed", 1, "")], "fail"),
        ([("failed", 1, ""), ("failed", 1, " ")], "unknown"),
        ([("failed", 3, SAW), ("ok", 1, "")], "pass"),
        ([("ok", 3, ""), ("failed", 1, SAW)], "fail"),
        ([("ok", 1, ""), ("failed", 1, SAW)], "unknown"),  # looks of one time that contradict each other
        ([("failed", 5, ""), ("ok", 3, ""), ("failed", 1, "")], "unknown"),
        ([("failed", 3, SAW), ("unknown", 1, "")], "unknown"),
        ([("unknown", 1, "微信版本过低")], "unknown"),
        ([("failed", 1, "提示需要登录")], "unknown"),
        ([("failed", 1, "要求开启位置权限")], "unknown"),
        ([("failed", 1, "显示系统维护中")], "unknown"),
        ([("failed", 1, "加载超时")], "unknown"),
        ([("failed", 1, "请在微信客户端打开链接")], "unknown"),
        ([("failed", 1, "仅限内部人员使用")], "unknown"),
        ([("failed", 1, "无法跳转到登录页")], "fail"),
        ([("failed", 1, "提示参数错误")], "fail"),
        ([("failed", 3, "请先登录"), ("failed", 1, "请先登录")], "unknown"),
        ([("ok", 3, ""), ("failed", -1, SAW)], "pass"),
    ],
)
def test_n108_menus_and_mini_programs(kind: str, looks: list[tuple[str, float, str]], expected: str) -> None:
    facts = seen(*(look(kind, result, days, detail=detail) for result, days, detail in looks))
    assert judged("N108", facts).outcome == expected


def test_n108_one_finding_for_each_function_with_a_lasting_key() -> None:
    broken = [look("menu", "failed", name=name, detail=SAW, url=f"weixin://{name}") for name in ("甲", "乙")]
    program = look("mini_program", "failed", name="甲", detail="白屏")
    nameless = look("menu", "failed", name="", url="https://m.example/x", detail=SAW)
    judgement = judged("N108", seen(*broken, program, nameless, look("menu", "ok", name="丙")))
    assert [hit.key for hit in judgement.hits] == [
        "menu:甲",
        "menu:乙",
        "mini_program:甲",
        "menu:https://m.example/x",
    ]
    assert [hit.urls for hit in judgement.hits][:3] == [("weixin://甲",), ("weixin://乙",), ()]
    assert judgement.hits[0].quote == SAW
    later = judged("N108", seen(*broken), asof=ASOF + timedelta(days=9))
    assert [hit.key for hit in later.hits] == ["menu:甲", "menu:乙"]


def test_n108_a_menu_that_was_pointed_elsewhere_is_left_to_a_person() -> None:
    moved = [
        look("menu", "failed", 5, url="https://m.example/old", detail=SAW),
        look("menu", "ok", 1, url="https://m.example/new"),
    ]
    judgement = judged("N108", seen(*moved))
    assert judgement.outcome == "unknown"
    assert "https://m.example/old" in judgement.doubts[0].urls


def test_n108_no_look_is_a_gap_only_where_the_platform_has_menus_or_mini_programs() -> None:
    comments = look("comment", "ok")
    outcomes = {platform: judged("N108", seen(comments, platform=platform)).outcome for platform in Platform}
    unknown = {platform for platform, outcome in outcomes.items() if outcome == "unknown"}
    assert unknown == {Platform.WECHAT, Platform.MINI_PROGRAM}
    assert set(outcomes.values()) == {"unknown", "pass"}


def test_n108_comments_and_downloads_are_no_menus() -> None:
    facts = seen(look("comment", "failed", detail=SAW), download("failed", detail=SAW), look("menu", "ok"))
    assert judged("N108", facts).outcome == "pass"


def test_observed_times_are_those_of_the_looks() -> None:
    (hit,) = judged("N108", seen(look("menu", "failed", 2, detail=SAW))).hits
    assert hit.observed["last_checked"] == (ASOF - timedelta(days=2)).isoformat()
    assert datetime.fromisoformat(str(hit.observed["last_checked"])) <= ASOF
