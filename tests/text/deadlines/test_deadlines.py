"""Deadlines in a text, and calls that still invite after theirs has passed."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha.text.deadlines.calls import YearSource, find_deadlines, is_expired_invitation
from xuncha.text.deadlines.invitations import find_invitation, may_call

ASOF = date(2025, 6, 25)
PUBLISHED = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("title", "worth"),
    [
        ("亲子阅读活动报名表", True),
        ("2025年文旅消费券发放公告", True),
        ("招商推介会邀请函", True),
        ("关于开展第八届书法大赛的公告", True),
        ("今年征兵工作启动", True),
        ("我为河长献一策", True),
        ("城乡居民医保缴费公告", True),
        ("图书捐赠倡议", True),
        ("教师招聘资格复审公告", True),
        ("我县开展志愿服务活动", False),
        ("书法大赛获奖名单公布", False),
        ("全县防汛工作会议召开", False),
    ],
)
def test_titles_whose_pages_may_call(title: str, worth: bool) -> None:
    assert may_call(title) is worth


def test_a_deadline_keeps_its_words_and_its_place() -> None:
    text = "一、欢迎投稿。\n二、报名时间：２０２５年３月１０日至四月十五日17:00，逾期不候。"
    (found,) = find_deadlines(text, PUBLISHED, ASOF)
    assert (found.begins, found.day, found.clock) == (date(2025, 3, 10), date(2025, 4, 15), time(17, 0))
    assert text[found.start : found.end] == "２０２５年３月１０日至四月十五日17:00"
    assert found.quote == "２０２５年３月１０日至四月十五日17:00"
    assert found.cue == "报名时间"
    assert found.year_source is YearSource.PRINTED
    assert not found.counted


@pytest.mark.parametrize(
    ("text", "published", "source"),
    [
        ("报名截止2025年4月15日。", PUBLISHED, YearSource.PRINTED),
        ("报名截止4月15日。", PUBLISHED, YearSource.PUBLISHED),
        ("2025年读书活动开始了，报名截止4月15日。", None, YearSource.CONTEXT),
    ],
)
def test_where_the_year_comes_from(text: str, published: date | None, source: YearSource) -> None:
    (found,) = find_deadlines(text, published, ASOF)
    assert (found.day, found.year_source) == (date(2025, 4, 15), source)


def test_counted_deadlines_say_so() -> None:
    (found,) = find_deadlines("自公告之日起15个工作日内报名。", date(2025, 4, 28), ASOF)
    assert found.counted
    # 1 to 5 May is a holiday; 27 April was worked instead and lies before.
    assert found.day == date(2025, 5, 22)


def test_working_days_beyond_the_known_calendar() -> None:
    (found,) = find_deadlines("自公告之日起5个工作日内报名。", date(2090, 3, 6), date(2099, 1, 1))
    assert found.day == date(2090, 3, 13)


def test_a_publication_in_the_future_is_not_believed() -> None:
    assert find_deadlines("报名截止4月15日。", date(2026, 3, 1), ASOF) == ()


def test_several_deadlines_in_order() -> None:
    text = "报名时间：3月10日至3月20日\n作品提交截止时间：4月30日\n投票时间：5月6日—5月12日"
    assert [item.day for item in find_deadlines(text, PUBLISHED, ASOF)] == [
        date(2025, 3, 20),
        date(2025, 4, 30),
        date(2025, 5, 12),
    ]


def test_impossible_days_are_left_out() -> None:
    assert find_deadlines("报名截止时间：2025年2月30日。报名时间：13月1日至13月5日。", PUBLISHED, ASOF) == ()


CALL = "为丰富市民生活，现面向社会征集摄影作品，欢迎广大市民踊跃参加。\n征集时间：即日起至4月15日。\n联系电话：0799-1234567"


def test_an_expired_call() -> None:
    found = is_expired_invitation("“水乡之美”摄影作品征集公告", CALL, PUBLISHED, ASOF)
    assert found is not None
    assert found.deadline.day == date(2025, 4, 15)
    assert found.days_over == 71
    assert not found.invitation.control


@pytest.mark.parametrize(
    "words", ["我要报名", "火热报名中", "立即投票", "点击参与", "报名入口", "征集中", "扫码报名"]
)
def test_a_control_is_the_strongest_invitation(words: str) -> None:
    found = is_expired_invitation("全民健步走活动", f"报名时间：3月1日至3月20日\n{words}", PUBLISHED, ASOF)
    assert found is not None
    assert found.invitation.control
    assert found.invitation.words in words


def test_the_deadline_day_itself_is_in_time() -> None:
    assert is_expired_invitation("征集", CALL, PUBLISHED, date(2025, 4, 15)) is None
    assert is_expired_invitation("征集", CALL, PUBLISHED, date(2025, 4, 16)) is not None


def test_a_counted_deadline_gets_one_day_more() -> None:
    text = "欢迎踊跃报名。自公告之日起10日内报名。"
    assert is_expired_invitation("", text, PUBLISHED, date(2025, 3, 12)) is None
    assert is_expired_invitation("", text, PUBLISHED, date(2025, 3, 13)) is not None


@pytest.mark.parametrize(
    "ending",
    [
        "活动已结束。", "【已截止】", "（已结束）", "报名已截止，感谢关注。", "报名通道已关闭", "本次征集已于4月15日圆满结束。", "状态：已过期",
        "现将征集结果公布如下：", "本页面已归档。", "征集结果现公布如下", "4月20日，颁奖仪式圆满落幕。", "长期征集，随时欢迎。", "该活动已经取消或已终止",
    ],
)  # fmt: skip
def test_a_text_that_says_it_is_over_does_not_invite(ending: str) -> None:
    assert is_expired_invitation("摄影作品征集公告", f"{CALL}\n{ending}", PUBLISHED, ASOF) is None


@pytest.mark.parametrize(
    "line",
    [
        "活动结束后，将统一寄送证书。",
        "报名结束后不再受理。",
        "如活动提前结束，另行通知。",
        "征集结果将于5月公布。",
        "报名人数已满的项目提前截止。",
    ],
)
def test_talk_of_a_coming_end_is_no_end(line: str) -> None:
    assert is_expired_invitation("摄影作品征集公告", f"{CALL}\n{line}", PUBLISHED, ASOF) is not None


@pytest.mark.parametrize(
    "title",
    [
        "摄影作品征集活动获奖名单", "志愿者招募结果公示", "摄影大赛精彩回顾", "摄影大赛圆满落幕", "关于取消摄影大赛的通知", "临水市摄影作品征集办法",
        "征求意见采纳情况", "摄影设备采购公告", "文艺汇演侧记", "关于印发志愿服务管理规定的通知",
    ],
)  # fmt: skip
def test_titles_of_what_came_after(title: str) -> None:
    assert is_expired_invitation(title, CALL, PUBLISHED, ASOF) is None


def test_a_later_day_of_the_same_activity_keeps_it_alive() -> None:
    text = CALL + "\n展览时间：2025年6月1日至7月31日"
    assert is_expired_invitation("摄影作品征集公告", text, PUBLISHED, ASOF) is None


def test_an_extended_deadline_counts() -> None:
    text = CALL + "\n应广大市民要求，征集时间延长至6月30日。"
    assert is_expired_invitation("摄影作品征集公告", text, PUBLISHED, ASOF) is None


def test_a_deadline_before_publication_is_not_believed() -> None:
    text = "欢迎踊跃投稿，截稿时间2024年4月15日。"
    assert is_expired_invitation("征稿启事", text, PUBLISHED, ASOF) is None


@pytest.mark.parametrize(
    "text",
    [
        "欢迎踊跃投稿，截稿时间4月15日。",  # no year to be had
        "自公告之日起15日内报名，欢迎踊跃参加。",  # nothing to count from
        "欢迎踊跃参加志愿服务活动。",
    ],
)
def test_without_a_sure_day_nothing_is_said(text: str) -> None:
    assert is_expired_invitation("公告", text, None, ASOF) is None


@pytest.mark.parametrize(
    "text",
    [
        "本办法自2020年1月1日起施行，有效期5年。欢迎各界监督。",
        "食品经营许可证有效期至2024年5月1日。欢迎咨询。",
        "4月15日，我市举行植树活动，市民踊跃参加。",
        "截至2024年底，全市累计登记志愿者5万人，欢迎加入。",
    ],
)
def test_rules_reports_and_figures_are_no_calls(text: str) -> None:
    assert is_expired_invitation("工作动态", text, date(2024, 4, 1), ASOF) is None


def test_words_that_only_look_like_a_state() -> None:
    assert find_invitation("", "投资中心申请中国专利，报名中学生名额已由学校掌握") is None


@given(
    st.text(
        alphabet="0123456789年月日至到-—起前止报名截征集时间：，。\n自公告之个工作内二三十〇即底", max_size=60
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    for item in find_deadlines(text, PUBLISHED, ASOF):
        assert text[item.start : item.end].strip() == item.quote
        assert item.begins is None or item.begins <= item.day or item.year_source is YearSource.PRINTED


def test_a_long_text_takes_no_long_time() -> None:
    text = "报名时间：3月1日至3月5日，" * 3000
    assert len(find_deadlines(text, PUBLISHED, ASOF)) == 3000


@pytest.mark.parametrize(
    ("title", "text", "plain"),
    [
        ("购房补贴申领指南", "申领时间：2025年4月1日至5月31日，请尽快提交申请。", True),
        ("书市参展指南", "参展报名时间：2025年4月1日至5月10日，欢迎参展。", True),
        ("招聘会预告", "招聘会时间：2025年6月12日上午9点。欢迎求职者入场。", True),
        ("教师招聘资格复审公告", "资格复审时间：2025年6月4日至6月6日。请入围考生按时参加。", False),
    ],
)
def test_guides_to_a_benefit_and_summons_run_out(title: str, text: str, plain: bool) -> None:
    expired = is_expired_invitation(title, text, PUBLISHED, ASOF)
    assert expired is not None
    assert expired.plain is plain


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("取水许可申请服务指南", "申请时间：2025年4月1日至5月31日，请尽快提交申请。"),
        ("教师招聘公告", "资格复审时间：2025年6月4日至6月6日。"),
        ("教师招聘资格复审公告", "资格复审时间：2025年6月26日至6月27日。请入围考生参加。"),
        ("校服定价听证公告", "报名截止6月1日，欢迎报名。听证会结果已公布。"),
    ],
)
def test_services_other_days_and_what_has_its_result_do_not(title: str, text: str) -> None:
    assert is_expired_invitation(title, text, PUBLISHED, ASOF) is None
