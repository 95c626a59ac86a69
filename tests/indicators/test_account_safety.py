"""A103 and A105 on posts: always a doubt, and the lawful look-alikes are none."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from seen import ASOF, PAGE, account_facts, judged

from xuncha.facts.account import Post
from xuncha.facts.seen import Unseen
from xuncha.indicators.kernel import Judgement

A103, A105 = "A103", "A105"


def posted(code: str, text: str, title: str = "", at: datetime = ASOF, url: str = "") -> Judgement:
    post = Post("p1", at, title, text, url)
    return judged(code, account_facts(posts=(post,), posts_evidence=PAGE))


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("", "澳门新葡京真人娱乐，注册送彩金", "赌博"),
        ("葡·京·博·彩", "", "赌博"),
        ("", "国产自拍，无码高清", "色情"),
        ("", "代开发票，联系微信", "黑产"),
        ("", "详情见 http://www.xpj8888.example/x", "赌博或色情"),
        ("", "详情见 www.xpj8888.example", "赌博或色情"),
    ],
)
def test_promotion_is_a_doubt_and_never_a_hit(title: str, text: str, kind: str) -> None:
    judgement = posted(A103, text, title)
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    (doubt,) = judgement.doubts
    assert doubt.observed == {"suspicion": kind}
    assert (doubt.urls[0], doubt.evidence, doubt.key) == ("post:p1", (PAGE,), "p1")
    assert doubt.quote


def test_a_link_is_named_with_its_address() -> None:
    (doubt,) = posted(A103, "详情见 www.xpj8888.example/x").doubts
    assert doubt.urls == ("post:p1", "http://www.xpj8888.example/x")
    assert doubt.detail == "编号 p1 的内容的链接疑似推广赌博或色情：含“xpj8888”"


@pytest.mark.parametrize(
    "text",
    [
        "警方打掉网络赌博团伙，该团伙冒用“澳门新葡京”名义。",
        "收到 www.xpj8888.example 切勿点击，谨防诈骗。",
        "体彩公益金支持全民健身；成人高考报名开始。",
        "黄色预警：未来6小时有暴雨。",
        "请登录 https://www.qinghe.yl.gov.example/a 查询。",
        "县娱乐场所安全检查，金沙镇、永利社区同步开展。",
        "",
    ],
)
def test_official_talk_and_ordinary_words_are_none(text: str) -> None:
    assert posted(A103, text).outcome == "pass"


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2025年6月28日", "pass"),
        ("2024年12月28日", "pass"),
        ("2024年12月26日", "unknown"),
        ("2022年1月4日", "unknown"),
    ],
)
def test_a_signature_months_before_the_post_is_a_doubt(day: str, outcome: str) -> None:
    judgement = posted(A105, f"关于做好工作的通知。\n清河县水务局\n{day}", "通知")
    assert (judgement.outcome, judgement.hits) == (outcome, ())


def test_a_post_signed_days_after_it_is_a_doubt() -> None:
    at = ASOF - timedelta(days=10)
    (doubt,) = posted(A105, "停水四小时。\n清河县水务局\n2025年6月19日", "停水公告", at).doubts
    assert doubt.observed == {"closing_date": -4}
    assert doubt.detail.startswith("《停水公告》标注发布日期为2025年6月15日，文末落款日期为2025年6月19日")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("节水办法", "清政发〔2022〕8号\n第一条　为了节水。\n清河县人民政府\n2022年3月8日"),
        ("重温1985年的抗洪", "家书。\n1985年7月2日"),
        ("检修提示", "没有落款的一段话。"),
    ],
)
def test_lawful_older_dates_are_none(title: str, text: str) -> None:
    assert posted(A105, text, title).outcome == "pass"


def test_posts_brought_in_on_one_day_say_nothing() -> None:
    text = "关于做好工作的通知。\n清河县水务局\n2022年1月4日"
    posts = tuple(Post(str(n), ASOF - timedelta(minutes=n), f"第{n}条", text, "") for n in range(50))
    assert judged(A105, account_facts(posts=posts)).outcome == "pass"


@pytest.mark.parametrize("code", [A103, A105])
def test_posts_of_the_future_and_posts_not_exported(code: str) -> None:
    text = "澳门新葡京真人娱乐\n清河县水务局\n2022年1月4日"
    assert posted(code, text, at=ASOF + timedelta(hours=1)).outcome == "pass"
    assert judged(code, account_facts(posts=Unseen("没有提供发布记录"))).outcome == "unknown"


def test_a_line_that_solicits_below_a_post_against_such_things() -> None:
    against = "云岭警方严厉打击电信网络诈骗，抓获嫌疑人12名。"
    (doubt,) = posted(A103, f"{against}\n真人百家乐开户送彩金，加微信dbo888").doubts
    assert doubt.observed == {"suspicion": "赌博"}
    for lawful in (
        f"{against}\n话术一：\n真人百家乐开户送彩金，加微信dbo888",
        f"{against}\n“真人百家乐开户送彩金，加微信dbo888”",
        f"{against}\n真人百家乐开户送彩金都是骗局，切勿点击",
        f"{against}\n查获百家乐赌具一套。",
    ):
        assert posted(A103, lawful).outcome == "pass"
