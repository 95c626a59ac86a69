"""Letters handed over as JSON: usual names, answers of their own, and data that hold none."""

from __future__ import annotations

import json
from datetime import date

import pytest
from boards_read import ASOF, days

from xuncha.text.interaction.message_board import read_board_json


def test_json_under_the_usual_names() -> None:
    data = json.loads(
        '{"code":0,"data":{"rows":[{"xjbt":"路灯不亮","lxsj":"2025-01-02 08:00:00","hfsj":1736380800000,"zt":"已办结","hfdw":"住建局"},'
        '{"xjbt":"学区咨询","lxsj":"2025-02-03","hfsj":null,"zt":"处理中","hfdw":""},'
        '{"xjbt":"公交站点","lxsj":"2025-02-04","hfsj":null,"zt":"3","hfdw":""}]}}'
    )
    found = read_board_json(data, ASOF)
    assert found is not None
    assert [days(letter) for letter in found.letters] == [
        (date(2025, 1, 2), date(2025, 1, 9)),
        (date(2025, 2, 3), None),
        (date(2025, 2, 4), None),
    ]
    assert [letter.is_answered for letter in found.letters] == [True, False, None]


def test_json_with_the_answer_as_an_object_of_its_own() -> None:
    data = [
        {
            "title": "供暖",
            "createTime": "2025-01-02",
            "isReply": 1,
            "reply": {"content": "<p>已供暖</p>", "createTime": "2025-01-05"},
        },
        {"title": "供水", "createTime": "2025-01-03", "isReply": 0},
    ]
    found = read_board_json(data, ASOF)
    assert found is not None
    assert days(found.letters[0]) == (date(2025, 1, 2), date(2025, 1, 5))
    assert found.letters[0].answer == "已供暖"
    assert [letter.is_answered for letter in found.letters] == [True, False]


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        "x",
        [],
        {},
        [1, 2],
        [{"title": "新闻", "publishTime": "2025-01-02"}],
        {"title": "a"},
        [{"replyTime": "2025-01-01"}],
    ],
)
def test_json_that_holds_no_letters(data: object) -> None:
    assert read_board_json(data, ASOF) is None


@pytest.mark.parametrize(
    "value", ["", None, 0, "0000-00-00", "1970-01-01", "1900-01-01 00:00:00", True, {}, "abc"]
)
def test_json_dates_that_are_none(value: object) -> None:
    found = read_board_json([{"title": "供暖", "lysj": "2025-01-02", "hfsj": value, "zt": "处理中"}], ASOF)
    assert found is not None
    assert found.letters[0].answered is None


def test_data_where_one_name_is_topic_and_another_state() -> None:
    rows = [{"ztmc": "公交站点何时恢复运营", "txsj": "2025-03-01", "bjsj": None, "blzt": "办理中"}] * 2
    board = read_board_json({"rows": rows}, ASOF)
    assert board is not None
    assert (board.letters[0].title, board.letters[0].is_answered) == ("公交站点何时恢复运营", False)
