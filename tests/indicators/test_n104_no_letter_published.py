"""N104: the newest letter at, under and over six months, and boards without any."""

from __future__ import annotations

import pytest
from seen import PAGE, column, judged
from served import BOX, LETTER, board, facts_with, letter, on

from xuncha.facts.seen import DateSource, Unseen
from xuncha.facts.services import BoardSeen, LetterSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import Content
from xuncha.indicators.kernel import Judgement


def on_boards(*boards: BoardSeen, **fields: object) -> Judgement:
    return judged("N104", facts_with(boards=boards, **fields))


def with_newest(*days: str) -> Judgement:
    return on_boards(board(*(letter(day) for day in days)))


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2024-12-24", "fail"),
        ("2024-12-25", "pass"),
        ("2024-12-25 10:00", "pass"),
        ("2024-12-25 00:01", "pass"),  # a period of months ends with its last day
        ("2024-12-24 23:59", "fail"),
        ("2025-06-20", "pass"),
    ],
)
def test_the_limit(day: str, outcome: str) -> None:
    assert with_newest(day, "2023-01-05").outcome == outcome


def test_the_finding_names_the_newest_letter() -> None:
    (hit,) = with_newest("2023-01-05", "2024-11-02").hits
    assert hit.detail == "栏目“县长信箱”最近一次选登留言为 2024-11-02，超过 6 个月（159 个工作日）"
    assert hit.observed == {"newest": "2024-11-02", "months": 6, "letters": 2, "working_days": 159}
    assert hit.evidence == (LETTER, PAGE)
    assert hit.urls == (BOX,)


def test_the_answer_is_a_sign_of_life_too() -> None:
    assert on_boards(board(letter("2024-11-02", "2025-01-03"))).outcome == "pass"


def test_months_are_those_of_the_standard() -> None:
    facts = facts_with(boards=(board(letter("2025-02-10")),))
    assert judged("N104", facts, months=4).outcome == "fail"
    assert judged("N104", facts, months=5).outcome == "pass"


def test_the_newest_of_all_boards_counts() -> None:
    assert (
        on_boards(board(letter("2023-01-05")), board(letter("2025-06-01"), name="来信选登")).outcome == "pass"
    )


def test_letters_to_petition_and_discipline_do_not_count() -> None:
    assert on_boards(board(letter("2023-01-05")), board(letter("2025-06-01"), special=True)).outcome == "fail"
    assert on_boards(board(letter("2023-01-05"), special=True)).outcome == "pass"


def test_a_board_without_any_letter() -> None:
    (hit,) = on_boards(board()).hits
    assert hit.detail == "栏目“县长信箱”没有选登任何留言"
    assert hit.evidence == (PAGE,)


def test_a_date_in_the_future_is_none() -> None:
    assert with_newest("2025-07-01", "2023-01-05").outcome == "unknown"


def undated() -> LetterSeen:
    return letter(None, newest=None)


@pytest.mark.parametrize(
    "letters",
    [
        (undated(),),
        (undated(), letter("2023-01-05")),
        (letter("2024-11-02", newest=on("2024-11-02", DateSource.LIST_NO_YEAR)),),
    ],
)
def test_letters_without_a_usable_date_leave_a_doubt(letters: tuple[LetterSeen, ...]) -> None:
    assert on_boards(board(*letters)).outcome == "unknown"


def test_what_was_not_read_leaves_a_doubt() -> None:
    assert (
        on_boards(board(letter("2023-01-05"), unseen="后续的留言由脚本翻页，未能读取")).outcome == "unknown"
    )
    assert on_boards(board(letter("2025-06-01"), unseen="后续的留言由脚本翻页，未能读取")).outcome == "pass"


def test_a_column_that_says_why_it_is_empty_leaves_a_doubt() -> None:
    excused = column("县长信箱", ColumnKind.CONSULTATION, url=BOX, content=Content.EXPLAINED)
    assert on_boards(board(), columns=(excused,)).outcome == "unknown"


def test_a_way_to_write_without_a_board_leaves_a_doubt() -> None:
    assert on_boards(board(name="首页", entrance=True)).outcome == "unknown"
    assert on_boards().outcome == "pass"


@pytest.mark.parametrize("missing", ["boards", "columns"])
def test_a_fact_that_was_not_seen_leaves_a_doubt(missing: str) -> None:
    facts = facts_with(**{"boards": (board(letter("2025-06-01")),), missing: Unseen("未看")})
    assert judged("N104", facts).outcome == "unknown"


def test_published_tests_are_no_letters() -> None:
    tests = [
        letter("2025-06-01", valid=False, reason="测试留言"),
        letter("2025-05-01", valid=False, reason="没有实际内容"),
    ]
    (hit,) = on_boards(board(*tests)).hits
    assert hit.detail == "栏目“县长信箱”没有选登任何留言（另有 2 条测试等无效留言，不算选登）"
    assert on_boards(board(letter("2025-05-01", valid=False, reason="仅表达感谢或表扬"))).outcome == "pass"


def test_an_answered_letter_dated_by_its_question_alone_may_be_younger() -> None:
    def told(asked: str) -> LetterSeen:
        return letter(asked, None, is_answered=True)

    assert on_boards(board(told("2024-12-20"))).outcome == "unknown"
    assert on_boards(board(told("2024-11-25"))).outcome == "unknown"
    assert on_boards(board(told("2024-11-24"))).outcome == "fail"
    assert on_boards(board(letter("2024-12-01", "2024-12-20"))).outcome == "fail"
