"""Message boards: lists, cards and single letters; JSON; the form for writing; and what is unknown."""

from __future__ import annotations

from datetime import date

import pytest
from boards_read import ASOF, board, days, page

from xuncha.facts.seen import DateSource
from xuncha.text.interaction.letters import (
    BoardKind,
    Letter,
    LetterField,
    letter_label,
    status_meaning,
)
from xuncha.text.interaction.message_board import read_board, read_open_letter, why_letters_may_be_missed
from xuncha.text.pages.page import Page


@pytest.mark.parametrize(
    ("label", "want"),
    [
        ("来信时间", LetterField.ASKED),
        ("咨询日期", LetterField.ASKED),
        ("受理时间", LetterField.RECEIVED),
        ("办结时间", LetterField.ANSWERED),
        ("留言回复时间", LetterField.ANSWERED),
        ("公开时间", LetterField.PUBLISHED),
        ("答复时限", LetterField.OTHER),
        ("办理状态", LetterField.STATUS),
        ("承办单位", LetterField.UNIT),
        ("答复内容", LetterField.ANSWER),
        ("来信内容", LetterField.QUESTION),
        ("信件标题", LetterField.TITLE),
        ("满意度评价", LetterField.OTHER),
        ("县住建局回复", LetterField.ANSWER),
        ("丰河街道办事处答复", LetterField.ANSWER),
        ("县自来水公司的回复", LetterField.ANSWER),
    ],
)
def test_what_a_label_of_a_letter_means(label: str, want: LetterField) -> None:
    assert letter_label(label) is want


@pytest.mark.parametrize(
    ("status", "want"),
    [
        ("已办结", True),
        ("[已回复]", True),
        ("办结", True),
        ("处理中", False),
        ("待回复", False),
        ("尚未答复", False),
        ("受理中", False),
        ("已受理", None),
        ("", None),
        ("公开", None),
    ],
)
def test_words_of_status(status: str, want: bool | None) -> None:
    assert status_meaning(status) is want


@pytest.mark.parametrize(
    ("letter", "want"),
    [
        (Letter("a", "", status="处理中"), False),
        (Letter("a", "", status="处理中", answer="您好，已处理。"), True),
        (Letter("a", "", answer="暂无回复"), False),
        (Letter("a", "", answer="该信件正在办理中"), False),
        (Letter("a", "", status="已办结", answer="暂无回复"), None),
        (Letter("a", ""), None),
        (Letter("a", "", status="已受理"), None),
    ],
)
def test_answered_unanswered_and_unknown(letter: Letter, want: bool | None) -> None:
    assert letter.is_answered is want


def test_a_table_with_heads() -> None:
    found = board(
        "<table><tr><th>序号</th><th>标题</th><th>来信时间</th><th>答复时间</th><th>状态</th><th>答复单位</th></tr>"
        "<tr><td>1</td><td><a href='1.html' title='路灯不亮请尽快维修谢谢'>路灯不亮请尽快…</a></td><td>2025-01-02</td><td>2025-01-09 10:00</td><td>已办结</td><td>住建局</td></tr>"
        "<tr><td>2</td><td><a href='2.html'>学区划分咨询</a></td><td>2025-02-03</td><td></td><td>处理中</td><td>教育局</td></tr>"
        "<tr><td colspan=6>共2条 第1页</td></tr></table>"
    )
    first, second = found.letters
    assert first.title == "路灯不亮请尽快维修谢谢"
    assert first.url == "https://www.example.gov.cn/hdjl/1.html"
    assert days(first) == (date(2025, 1, 2), date(2025, 1, 9))
    assert first.unit == "住建局"
    assert days(second) == (date(2025, 2, 3), None)
    assert [letter.title for letter in found.unanswered] == ["学区划分咨询"]
    assert found.newest is not None
    assert found.newest.day == date(2025, 2, 3)
    assert found.kind_hint is BoardKind.CONSULTATION


def test_an_empty_table_has_no_letters() -> None:
    body = "<table><tr><th>标题</th><th>来信时间</th><th>状态</th></tr><tr><td colspan=3>暂无数据</td></tr></table>"
    found = read_board(page(body), ASOF)
    assert found is None or found.letters == ()


def test_rows_without_labels() -> None:
    rows = "".join(
        f"<li><a href='{i}.html'>关于供暖的咨询{i}</a><em>[{word}]</em><span>{when}</span></li>"
        for i, (word, when) in enumerate(
            [
                ("已回复", "2025-03-01</span><span>2025-03-05"),
                ("待回复", "2025-03-02"),
                ("已受理", "2025-03-03"),
            ]
        )
    )
    found = board(f"<ul>{rows}</ul>")
    assert [days(letter) for letter in found.letters] == [
        (date(2025, 3, 1), date(2025, 3, 5)),
        (date(2025, 3, 2), None),
        (date(2025, 3, 3), None),
    ]
    assert [letter.is_answered for letter in found.letters] == [True, False, None]


def test_cards_and_questions_with_answers() -> None:
    cards = "".join(
        f"<div class='card'><h4><a href='{i}.html'>公积金提取问题{i}</a></h4><p>留言时间：2025-04-0{i}</p>{reply}</div>"
        for i, reply in [
            (1, "<div>答复内容：您好，请到窗口办理。<p>答复时间：2025-04-08</p></div>"),
            (2, "<div>答复内容：尚未回复</div>"),
            (3, ""),
        ]
    )
    found = board(f"<div class='list'>{cards}</div>")
    assert [letter.is_answered for letter in found.letters] == [True, False, None]
    assert days(found.letters[0]) == (date(2025, 4, 1), date(2025, 4, 8))


def test_a_single_letter() -> None:
    found = board(
        "<table><tr><td>信件标题</td><td>老旧小区改造</td><td>来信时间</td><td>2025-05-06 08:00</td></tr>"
        "<tr><td>来信内容</td><td colspan=3>何时改造？</td></tr><tr><td>答复单位</td><td>住建局</td><td>答复时间</td><td>2025-05-12</td></tr>"
        "<tr><td>答复内容</td><td colspan=3>您好，今年三季度启动。</td></tr></table>"
    )
    (letter,) = found.letters
    assert letter.title == "老旧小区改造"
    assert days(letter) == (date(2025, 5, 6), date(2025, 5, 12))
    assert letter.asked is not None
    assert letter.asked.source is DateSource.TEXT
    assert letter.answer == "您好，今年三季度启动。"
    assert letter.unit == "住建局"


def test_an_answer_may_carry_its_date_at_its_end() -> None:
    found = board(
        "<h1>供暖咨询</h1><p>来信时间：2025-01-02</p><h3>来信内容</h3><p>请问何时供暖</p><h3>答复内容</h3><p>您好，已供暖。住建局 2025年1月9日</p>"
    )
    assert days(found.letters[0]) == (date(2025, 1, 2), date(2025, 1, 9))


def test_two_bare_times_are_told_apart_by_the_answer() -> None:
    found = board(
        "<dl><dt>来信内容</dt><dd>请问何时供暖</dd><dt>时间</dt><dd>2025-01-02</dd><dt>回复内容</dt><dd>已供暖</dd><dt>时间</dt><dd>2025-01-09</dd></dl>"
    )
    assert days(found.letters[0]) == (date(2025, 1, 2), date(2025, 1, 9))


def test_a_column_that_lists_title_and_date_only_leaves_the_answer_unknown() -> None:
    rows = "".join(
        f"<li><a href='{i}.html'>关于供暖问题的来信选登第{i}期</a><span>2025-03-0{i}</span></li>"
        for i in range(1, 5)
    )
    found = board(f"<ul>{rows}</ul>", "来信选登")
    assert len(found.letters) == 4
    assert {letter.is_answered for letter in found.letters} == {None}
    assert found.newest is not None
    assert found.newest.day == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "工作动态",
            "<ul>"
            + "".join(
                f"<li><a href='{i}.html'>我局召开安全生产工作会议{i}</a><span>2025-03-0{i}</span></li>"
                for i in range(1, 6)
            )
            + "</ul>",
        ),
        ("新闻", "<h1>我局答复人大建议</h1><p>我局已办结全部建议，受理时间缩短。</p>"),
    ],
)
def test_other_pages_are_no_boards(title: str, body: str) -> None:
    assert read_board(page(body, title), ASOF) is None


def test_days_told_in_passing() -> None:
    blocks = "".join(
        f"<div class='it'><h3><a href='/x/{n}.html'>公交站点何时恢复第{n}问</a></h3><p>网友 张** 提问于 2025-03-0{n}</p>"
        f"<blockquote><p>【答复】您好，本周恢复。</p><p>市交通局　答复于 2025-03-1{n}</p></blockquote></div>"
        for n in (1, 2)
    )
    board = read_board(Page(f"<title>局长信箱</title><div>{blocks}</div>", "http://www.a.example/x/"), ASOF)
    assert board is not None
    told = [(one.asked and one.asked.day.day, one.answered and one.answered.day.day) for one in board.letters]
    assert told == [(1, 11), (2, 12)]


def test_cards_in_a_cell_of_a_layout_table() -> None:
    cards = "".join(
        f"<div class=ly><h3>{title}</h3><p>留言时间：{asked}</p><div>{said}</div><div>{reply}</div></div>"
        for title, asked, said, reply in (
            ("南坪社区路灯", "2025-02-10", "南坪社区门口的路灯坏了两个多月。", "暂未回复"),
            (
                "测试",
                "2025-03-01",
                "测试",
                "<b>【县住建局】回复：</b>您好，收到。<em>回复时间：2025-03-03</em>",
            ),
        )
    )
    first, second = board(f"<table><tr><td><h2>局长信箱</h2>{cards}</td></tr></table>").letters
    assert (first.title, first.is_answered) == ("南坪社区路灯", False)
    assert first.question == "南坪社区门口的路灯坏了两个多月。"
    assert (second.title, second.question, second.is_answered) == ("测试", "", True)


def test_a_table_of_letters_within_a_layout_table() -> None:
    inner = (
        "<table><tr><td>信件主题</td><td>提交日期</td><td>状态</td></tr>"
        "<tr><td><a href=1.html>咨询入学划片</a></td><td>2025-05-06</td><td>已回复</td></tr></table>"
    )
    (letter,) = board(f"<table><tr><td>{inner}</td></tr></table>").letters
    assert (letter.title, letter.status) == ("咨询入学划片", "已回复")


def test_an_answer_may_be_signed_in_lines_of_their_own() -> None:
    body = "<h1>{}</h1><p>提问时间：2024-10-10</p><p>问：路灯坏了两个多月。</p>".format("路灯不亮")
    answered = f"{body}<p>答：已修复。</p><p>县住建局</p><p>2025年2月10日</p>"
    (letter,) = board(answered, "路灯不亮").letters
    assert days(letter) == (date(2024, 10, 10), date(2025, 2, 10))
    assert read_board(page(body, "路灯不亮"), ASOF) is None
    alone = read_open_letter(page(body, "路灯不亮"), ASOF)
    assert alone is not None
    assert (alone.title, alone.is_answered, days(alone)) == ("路灯不亮", None, (date(2024, 10, 10), None))
    assert read_open_letter(page("<h1>信箱须知</h1><p>请如实填写。</p>", "信箱须知"), ASOF) is None


def test_the_day_behind_the_words_of_a_question_is_none_of_them() -> None:
    rows = "".join(
        f"<dt>问：路灯坏了两个多月，希望尽快维修。（{day}）</dt><dd>答：正在处理中</dd>"
        for day in ("2025-02-09", "2025-02-10")
    )
    assert {one.question for one in board(f"<dl>{rows}</dl>").letters} == {"路灯坏了两个多月，希望尽快维修。"}


CARD = (
    '<div class="card"><div><span>{0}</span><span>{1}</span></div>'
    "<div><b>网友留言：</b>{0}什么时候修好？<span>{2}</span></div>{3}</div>"
)
REPLY = "<div><b>县住建局回复：</b>您好，已经修复。<span>{}</span></div>"


def test_cards_whose_office_answers_below_a_form() -> None:
    cards = [
        CARD.format("路灯", "已回复", "2024-09-01", REPLY.format("2024-12-20")),
        CARD.format("水管", "待回复", "2025-02-10", ""),
        CARD.format("桥梁", "已回复", "2025-05-01", REPLY.format("2025-05-06")),
    ]
    form = "<form><p>标题<input></p><p>内容<textarea></textarea></p><input type=submit value=提交></form>"
    letters = board(f"{form}<div>{''.join(cards)}</div>").letters
    assert [(days(one), one.is_answered) for one in letters] == [
        ((date(2024, 9, 1), date(2024, 12, 20)), True),
        ((date(2025, 2, 10), None), False),
        ((date(2025, 5, 1), date(2025, 5, 6)), True),
    ]


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("已转县自然资源局办理", None),
        ("您好，您的来信已转交市住建局办理，请耐心等待。", None),
        ("经批准延期办理", None),
        ("已受理，正在办理", False),
        ("已转县自然资源局办理，经核实该处已修复。", True),
        ("您好，该路段已列入明年改造计划。", True),
    ],
)
def test_an_answer_that_only_says_who_has_the_letter(said: str, answered: bool | None) -> None:
    body = f"<h1>路灯不亮</h1><p>来信日期：2025-02-10</p><p>来信内容：请尽快修</p><p>答复内容：{said}</p>"
    (letter,) = board(body, "路灯不亮").letters
    assert letter.is_answered is answered


def test_blank_places_beside_filled_ones_say_unanswered() -> None:
    table = "<table><tr><td>留言时间：</td><td>{}</td></tr><tr><td>留言内容：</td><td>请修路灯</td></tr><tr><td>回复内容：</td><td>{}</td></tr><tr><td>回复时间：</td><td>{}</td></tr></table>"
    filled, blank = (
        table.format("2025-05-01", "已修复", "2025-05-06"),
        table.format("2025-02-10", "&nbsp;", "--"),
    )
    assert [one.is_answered for one in board(filled + blank).letters] == [True, False]
    assert [one.is_answered for one in board(blank).letters] == [None]


def test_what_a_letter_says_without_a_label() -> None:
    body = "<h3>测试</h3><p>来信日期：2025-02-10</p><div>这是测试，请忽略</div><h4>回复内容</h4><div>办理中</div>"
    (letter,) = board(body).letters
    assert (letter.question, letter.is_answered) == ("这是测试，请忽略", False)


def test_why_letters_may_be_missed() -> None:
    unread = "<p>网友问路灯 2025-05-01</p><p>住建局回复已修 2025-05-06</p>"
    assert "未能识别" in why_letters_may_be_missed(page(unread))
    assert "登录" in why_letters_may_be_missed(page("<p>请登录后查看来信</p>"))
    rules = "<p>来信须知</p><p>请登录后写信，我们将在5个工作日内回复您的来信。</p><p>2025-01-01 起施行</p>"
    assert why_letters_may_be_missed(page(rules)) == ""


def test_letters_told_by_labels_below_a_form() -> None:
    form = "<form><p>标题<input></p><p>内容<textarea></textarea></p><p>类型：咨询 投诉</p></form>"
    letter = "<h4>{0}</h4><p>【来信时间】{1}</p><p>【来信内容】{0}何时修好</p><p>【回复内容】{2}</p><hr>"
    letters = board(
        form + letter.format("路灯", "2025-02-10", "尚未回复") + letter.format("水管", "2025-05-01", "已修好")
    )
    assert [(one.question, one.is_answered) for one in letters.letters] == [
        ("路灯何时修好", False),
        ("水管何时修好", True),
    ]
