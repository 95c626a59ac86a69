"""W501: what counts as a way to write, and what leaves it open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from seen import HOME, PAGE, column, home, judged, unreachable
from served import board, facts_with, letter

from xuncha.facts.seen import FetchStatus, Unseen
from xuncha.facts.services import BoardSeen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import Content, Coverage
from xuncha.indicators.kernel import Judgement

ASKING = ColumnKind.CONSULTATION


def on_boards(*boards: BoardSeen, **fields: object) -> Judgement:
    return judged("W501", facts_with(boards=boards, **fields))


def petition(**more: object) -> BoardSeen:
    return board(name="网上信访", url=f"{HOME}xf/", special=True, **more)


def test_a_form_is_a_channel() -> None:
    assert on_boards(board()).outcome == "pass"


def test_a_link_to_a_common_platform_is_one() -> None:
    assert on_boards(board(name="政民互动", entrance=True, unseen="在其他网站，未读取")).outcome == "pass"


def test_no_channel_at_all() -> None:
    (hit,) = on_boards().hits
    assert hit.detail == "首页和各栏目均无咨询建言渠道"
    assert hit.evidence == (PAGE,)
    assert hit.urls == (HOME,)


def test_petition_and_discipline_alone_are_no_channel() -> None:
    (hit,) = on_boards(petition(), board(name="纪检举报", url=f"{HOME}jb/", special=True)).hits
    assert hit.detail == "只有专门渠道（网上信访、纪检举报），没有咨询建言渠道"
    assert hit.observed == {"channels": 0, "special_channels": 2}
    assert hit.urls == (HOME, f"{HOME}xf/", f"{HOME}jb/")


def test_petition_beside_a_form_is_in_order() -> None:
    assert on_boards(petition(), board()).outcome == "pass"


@pytest.mark.parametrize(("asked", "outcome"), [("2024-06-25", "pass"), ("2024-06-24", "unknown")])
def test_letters_of_the_last_year_show_that_people_can_write(asked: str, outcome: str) -> None:
    assert on_boards(board(letter(asked), can_write=False)).outcome == outcome


def test_letters_to_the_petition_office_show_nothing() -> None:
    assert on_boards(petition(), board(letter("2025-06-01"), special=True)).outcome == "fail"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "未见可以提交的表单或入口"),
        ({"writing": "提交入口未能打开：页面不存在"}, "提交入口未能打开：页面不存在，需人工试提交"),
        ({"unseen": "栏目未能打开：超时"}, "栏目未能打开：超时"),
    ],
)
def test_a_board_without_a_way_to_write_is_a_doubt(more: dict[str, str], why: str) -> None:
    (doubt,) = on_boards(board(can_write=False, **more)).doubts
    assert why in doubt.detail


def test_a_home_page_that_was_not_read_leaves_a_doubt() -> None:
    assert on_boards(homepage=home(status=FetchStatus.BLOCKED)).outcome == "unknown"
    assert on_boards(homepage=home(needs_script=True)).outcome == "unknown"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (ColumnKind.CONSULTATION, "unknown"),
        (ColumnKind.UNTYPED, "unknown"),
        (ColumnKind.NEWS, "fail"),
        (ColumnKind.NOTICE, "fail"),
    ],
)
def test_an_unread_column_that_may_be_one_leaves_a_doubt(kind: ColumnKind, outcome: str) -> None:
    read = column("概况", ColumnKind.STATIC, content=Content.TEXT)
    assert on_boards(columns=(read, unreachable("服务", kind))).outcome == outcome


def test_where_no_column_could_be_read_nothing_is_known_of_channels() -> None:
    (doubt,) = on_boards(columns=(unreachable("要闻", ColumnKind.NEWS),)).doubts
    assert "没有读到任何栏目" in doubt.detail


def test_an_unread_petition_column_is_none_anyway() -> None:
    column_ = unreachable("网上信访", ASKING)
    assert (
        on_boards(board(special=True, url=column_.url, can_write=False), columns=(column_,)).outcome == "fail"
    )


def test_surveys_alone_are_left_to_a_person() -> None:
    (doubt,) = on_boards(columns=(column("意见征集", ASKING, content=Content.TEXT),)).doubts
    assert "意见征集" in doubt.detail


def test_a_visit_that_was_cut_short_leaves_a_doubt() -> None:
    cut = replace(facts_with(boards=()), coverage=Coverage(stop_reason="已达到页面预算 300 页"))
    (doubt,) = judged("W501", cut).doubts
    assert "页面预算" in doubt.detail


def test_a_site_of_which_no_column_was_found_leaves_a_doubt() -> None:
    assert on_boards(columns=()).outcome == "unknown"


@pytest.mark.parametrize("missing", ["boards", "homepage", "columns"])
def test_a_fact_that_was_not_seen_leaves_a_doubt(missing: str) -> None:
    assert judged("W501", facts_with(**{"boards": (), missing: Unseen("未看")})).outcome == "unknown"
