from __future__ import annotations

from datetime import datetime

import pytest
from seen import BEIJING, PAGE, account_facts, judged

from xuncha.facts.account import Post
from xuncha.facts.seen import Unseen


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2025-06-11T10:00:01", "pass"),
        ("2025-06-11T10:00:00", "pass"),  # exactly on the limit
        ("2025-06-11T09:59:59", "fail"),
        ("2025-06-11T00:00:00", "pass"),  # an export that prints days only
        ("2025-06-10T00:00:00", "fail"),
        ("2019-01-01T08:00:00", "fail"),
    ],
)
def test_two_weeks_before_the_timepoint(last: str, expected: str) -> None:
    assert judged("A201", account_facts(at("2018-05-01T08:00:00"), at(last))).outcome == expected


def test_posts_after_the_timepoint_do_not_count() -> None:
    future = at("2025-06-25T10:00:01")
    assert judged("A201", account_facts(at("2025-05-01T08:00"), future)).outcome == "fail"
    assert judged("A201", account_facts(future)).outcome == "unknown"
    assert judged("A201", account_facts(at("2025-06-25T10:00:00"))).outcome == "pass"


def test_no_record_at_all_is_a_doubt_not_silence() -> None:
    assert judged("A201", account_facts()).outcome == "unknown"
    assert judged("A201", account_facts(posts=Unseen("没有采到"))).outcome == "unknown"


def test_a_hit_counts_the_days_and_quotes_the_last_post() -> None:
    (hit,) = judged("A201", account_facts(at("2025-06-01T10:00"), posts_evidence=PAGE)).hits
    assert hit.observed["idle_days"] == 24
    assert hit.quote == "第0条"
    assert hit.evidence == (PAGE,)


@pytest.mark.parametrize(
    ("posts", "days"),
    [
        (("2025-01-01T08:00", "2025-05-01T08:00", "2025-06-01T08:00"), 120),
        (("2025-05-01T08:00", "2025-05-20T08:00"), 36),  # since the last one
    ],
)
def test_the_longest_silence_is_told(posts: tuple[str, ...], days: int) -> None:
    (hit,) = judged("A201", account_facts(*(at(post) for post in posts))).hits
    assert hit.observed["longest_silence_days"] == days


def test_posts_taken_away_are_left_to_a_person() -> None:
    def shown(*posts: tuple[str, str]) -> str:
        made = tuple(Post(str(number), at(day), title, "", "") for number, (day, title) in enumerate(posts))
        return judged("A201", account_facts(posts=made)).outcome

    gone = ("2025-06-20 09:00", "此内容已被发布者删除")
    assert shown(gone) == "unknown"
    assert shown(gone, ("2025-05-01 09:00", "防汛检查")) == "unknown"
    assert shown(gone, ("2025-06-18 09:00", "防汛检查")) == "pass"
    assert shown(("2025-05-20 09:00", "此内容已被发布者删除")) == "fail"


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("此内容因违规无法查看", "unknown"),
        ("此微博已被作者删除。查看帮助：http://t.cn/x", "unknown"),
        ("抱歉，作品不见了", "unknown"),
        ("你访问的内容不存在", "unknown"),
        ("内容审核中，暂不可见", "unknown"),
        ("该视频已设为私密", "unknown"),
        ("根据相关法律法规，此内容不予显示", "unknown"),
        ("我县公布违法建筑已被拆除的名单", "pass"),
        ("丰河路口的老槐树不见了？城管回应", "pass"),
        ("此内容被投诉且经审核涉嫌侵权，无法查看。", "unknown"),
        ("该账号已注销，内容无法查看", "unknown"),
        ("该公众号因违反相关规定已被屏蔽，无法访问", "unknown"),
        ("这些违规行为已被查处，违法所得无法追回的依法处理", "pass"),
        ("预约系统维护期间无法访问的说明", "pass"),
    ],
)
def test_what_a_platform_took_down_is_left_to_a_person(title: str, outcome: str) -> None:
    post = Post("1", at("2025-06-20 09:00"), title, "", "")
    assert judged("A201", account_facts(posts=(post,))).outcome == outcome
