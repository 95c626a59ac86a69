"""W502: three months to the day and one year to the minute, late answers, invalid messages, and what is not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from seen import HOME, PAGE, judged
from served import BOX, LETTER, board, facts_with, letter, on

from xuncha.facts.seen import BEIJING, DateSource, Unseen
from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.indicators.kernel import Judgement, Outcome


def with_letters(*letters: LetterSeen, **limits: int) -> Judgement:
    return judged("W502", facts_with(boards=(board(*letters),)), **limits)


def outcome_of(*letters: LetterSeen, **limits: int) -> Outcome:
    return with_letters(*letters, **limits).outcome


def test_a_letter_open_for_longer_than_three_months() -> None:
    (hit,) = with_letters(letter("2025-02-10")).hits
    assert (
        hit.detail
        == "栏目“县长信箱”的留言《新城路路灯不亮请尽快维修》（2025-02-10）已 135 天（93 个工作日）未回应"
    )
    assert hit.observed == {
        "asked": "2025-02-10",
        "answer_months": 3,
        "answered": None,
        "days": 135,
        "working_days": 93,
    }
    assert hit.urls == (LETTER.url, BOX)
    assert hit.evidence == (LETTER, PAGE)
    assert hit.quote == "新城路路灯不亮请尽快维修"


@pytest.mark.parametrize(
    ("asked", "outcome"),
    [
        ("2025-03-24", "fail"),
        ("2025-03-25", "pass"),  # three months are over today, not longer ago
        ("2025-03-25 10:00", "pass"),
        ("2025-03-25 00:01", "pass"),  # a period of months ends with its last day
        ("2025-06-20", "pass"),
        ("2024-06-25", "fail"),  # within the year
        ("2024-06-25 10:00", "fail"),
        ("2024-06-25 09:59", "pass"),
        ("2024-06-24", "pass"),
    ],
)
def test_the_limits(asked: str, outcome: str) -> None:
    assert outcome_of(letter(asked)) == outcome


def test_months_end_where_the_month_ends() -> None:
    may = datetime(2025, 5, 31, 10, tzinfo=BEIJING)
    facts = facts_with(boards=(board(letter("2025-02-28")),))
    assert judged("W502", facts, may).outcome == "pass"
    assert judged("W502", facts_with(boards=(board(letter("2025-02-27")),)), may).outcome == "fail"


def test_limits_are_those_of_the_standard() -> None:
    assert outcome_of(letter("2025-05-20"), answer_months=1) == "fail"
    assert outcome_of(letter("2025-02-10"), window_months=4) == "pass"


def test_an_answered_letter_is_in_order() -> None:
    assert outcome_of(letter("2025-02-10", "2025-02-14")) == "pass"
    assert outcome_of(letter("2025-02-10", None, is_answered=True)) == "pass"


@pytest.mark.parametrize(
    ("asked", "answered", "outcome"),
    [
        ("2025-01-10", "2025-04-10", "pass"),
        ("2025-01-10", "2025-04-11", "fail"),
        ("2024-11-30", "2025-02-28", "pass"),
        ("2024-11-30", "2025-03-01", "fail"),
        ("2025-01-10 15:00", "2025-04-10 15:00", "pass"),
        ("2025-01-10 15:00", "2025-04-10 23:59", "pass"),
        ("2025-01-10 15:00", "2025-04-11 00:01", "fail"),
        ("2025-01-10 15:00", "2025-04-10", "pass"),
        ("2024-06-20", "2025-01-02", "pass"),  # asked longer than a year ago
    ],
)
def test_a_late_answer_counts_and_is_flagged(asked: str, answered: str, outcome: str) -> None:
    judgement = with_letters(letter(asked, answered))
    assert judgement.outcome == outcome
    assert all("才答复" in hit.detail and "以官方解释为准" in hit.detail for hit in judgement.hits)


def test_the_standard_may_say_that_late_answers_do_not_count() -> None:
    late = letter("2025-01-10", "2025-05-30")
    assert outcome_of(late, late_answer_counts=0) == "pass"
    assert outcome_of(late, letter("2025-01-11"), late_answer_counts=0) == "fail"


def test_a_late_answer_says_when_it_came() -> None:
    (hit,) = with_letters(letter("2025-01-10", "2025-05-30")).hits
    assert hit.observed == {
        "asked": "2025-01-10",
        "answered": "2025-05-30",
        "days": 140,
        "answer_months": 3,
        "working_days": 93,
    }


@pytest.mark.parametrize("reason", ["测试留言", "与此前留言内容重复", "广告推销"])
def test_an_invalid_message_need_not_be_answered(reason: str) -> None:
    assert outcome_of(letter("2025-02-10", valid=False, reason=reason)) == "pass"


def test_where_it_is_open_whether_it_is_valid_a_person_decides() -> None:
    (doubt,) = with_letters(letter("2025-02-10", valid=None)).doubts
    assert "是否为有效留言" in doubt.detail


def test_a_date_without_a_year_proves_nothing() -> None:
    inferred = replace(letter("2025-02-10"), asked=on("2025-02-10", DateSource.LIST_NO_YEAR))
    assert outcome_of(inferred) == "unknown"
    answered = on("2025-05-30", DateSource.LIST_NO_YEAR)
    assert outcome_of(replace(letter("2025-01-10", "2025-05-30"), answered=answered)) == "unknown"


def test_letters_of_which_too_little_is_told_are_one_doubt() -> None:
    untold = [letter("2025-02-10", is_answered=None, url=f"{HOME}xj/{n}.html") for n in range(7)]
    undated = letter(None, is_answered=None, url=f"{HOME}xj/9.html", newest=None)
    (doubt,) = with_letters(*untold, undated).doubts
    assert doubt.observed == {"letters": 8}
    assert len(doubt.urls) == 8


@pytest.mark.parametrize(
    ("published", "outcome"),
    [("2024-06-24", "pass"), ("2024-06-25", "unknown"), ("2025-06-20", "unknown")],
)
def test_the_day_of_publication_comes_after_that_of_asking(published: str, outcome: str) -> None:
    bare = letter(None, None, is_answered=None, valid=None, newest=on(published))
    assert outcome_of(bare) == outcome


def test_young_letters_whose_answer_is_not_told_are_in_order() -> None:
    assert outcome_of(letter("2025-06-20", is_answered=None)) == "pass"


def test_two_overdue_letters_are_two_findings() -> None:
    other = letter("2025-01-10", url=f"{HOME}xj/2.html", title="公交站点何时恢复")
    assert len(with_letters(letter("2025-02-10"), other).hits) == 2


def on_boards(*boards: BoardSeen) -> Judgement:
    return judged("W502", facts_with(boards=boards))


def test_petition_and_discipline_are_not_looked_at() -> None:
    assert on_boards(board(letter("2025-02-10"), special=True)).outcome == "pass"


def test_a_hit_stands_beside_what_was_not_read() -> None:
    judgement = on_boards(board(letter("2025-02-10"), unseen="留言列表第 2 页未能打开：超时"))
    assert (judgement.outcome, len(judgement.hits), len(judgement.doubts)) == ("fail", 1, 1)


def test_a_board_that_was_not_read_leaves_a_doubt() -> None:
    (doubt,) = on_boards(board(unseen="留言由脚本加载，未能读取")).doubts
    assert "留言由脚本加载" in doubt.detail
    assert doubt.evidence == (PAGE,)


def test_letters_on_another_site_leave_a_doubt_only_where_there_is_no_board_here() -> None:
    away = board(name="政民互动", url="http://hd.example/", entrance=True, unseen="在其他网站，未读取")
    assert on_boards(away).outcome == "unknown"
    assert on_boards(away, board(letter("2025-02-10", "2025-02-11"))).outcome == "pass"


def test_no_board_no_letter() -> None:
    assert on_boards().outcome == "pass"


def test_boards_that_were_not_seen_leave_a_doubt() -> None:
    assert judged("W502", facts_with(boards=Unseen("未看"))).outcome == "unknown"


def test_no_finding_repeats_a_number_of_a_person() -> None:
    (hit,) = with_letters(letter("2025-02-10", title="我叫王芳，手机13857123456，咨询社保怎么转")).hits
    assert "138****3456" in hit.detail
    assert "138****3456" in hit.quote
    assert "13857123456" not in hit.detail + hit.quote
