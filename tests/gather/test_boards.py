"""Boards: letters in tables, blocks, JSON and on pages of their own; ways to write here and elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from letter_sites import FORM, boards_of, column_page, front, letter_page, letter_table
from small_sites import HOME, html
from specimens.site_files import PageRule

from xuncha.facts.seen import FetchStatus
from xuncha.facts.services import BoardSeen

OPEN = ("/xj/1.html", "新城路路灯不亮请尽快维修", "2025-02-10", "", "办理中")
DONE = ("/xj/2.html", "户口迁移需要什么材料", "2025-05-12", "2025-05-14", "已回复")
PAGES = {
    "/xj/1.html": letter_page(OPEN[1], OPEN[2], status="办理中"),
    "/xj/2.html": letter_page(DONE[1], DONE[2], DONE[3], "已回复"),
}
MENU = {"县长信箱": "/xzxx/"}


def board_site(body: str, name: str = "县长信箱", **more: str) -> dict[str, str]:
    links = {name: "/xzxx/"}
    return {"/": front(links), "/xzxx/": column_page(name, body, links), **PAGES, **more}


async def board_of(
    pages: dict[str, str], folder: Path, *rules: PageRule, name: str = "县长信箱"
) -> BoardSeen:
    return (await boards_of(pages, folder, *rules))[name]


def told(board: BoardSeen) -> list[tuple[str, str | None, str | None, bool | None]]:
    return [
        (
            letter.title,
            letter.asked.day.isoformat() if letter.asked else None,
            letter.answered.day.isoformat() if letter.answered else None,
            letter.is_answered,
        )
        for letter in board.letters
    ]


BOTH = [(OPEN[1], "2025-02-10", None, False), (DONE[1], "2025-05-12", "2025-05-14", True)]


async def test_letters_of_a_table(tmp_path: Path) -> None:
    board = await board_of(board_site(letter_table(OPEN, DONE) + FORM), tmp_path)
    assert told(board) == BOTH
    assert board.can_write
    assert (board.unseen, board.writing, board.special, board.entrance) == ("", "", False, False)
    first = board.letters[0]
    assert first.url == f"{HOME}xj/1.html"
    assert first.valid is True
    assert first.evidence is not None
    assert first.evidence.url == first.url, "the letter's own page was opened and is cited"
    assert board.letters[1].evidence is not None
    assert board.letters[1].evidence.url == f"{HOME}xzxx/"


async def test_letters_of_repeated_blocks(tmp_path: Path) -> None:
    blocks = "".join(
        f"<div class='item'><h4><a href='{url}'>{title}</a></h4><p>留言时间：{asked}　状态：{status}</p>"
        + (f"<p>回复时间：{answered}</p>" if answered else "")
        + "</div>"
        for url, title, asked, answered, status in (OPEN, DONE)
    )
    assert told(await board_of(board_site(f"<div class='ly'>{blocks}</div>"), tmp_path)) == BOTH


async def test_titles_alone_are_completed_from_the_letters_pages(tmp_path: Path) -> None:
    rows = "".join(
        f"<li><a href='{url}'>{title}</a><span>{asked}</span></li>" for url, title, asked, *_ in (OPEN, DONE)
    )
    assert told(await board_of(board_site(f"<ul>{rows}</ul>"), tmp_path)) == BOTH


async def test_the_letters_page_knows_better_than_the_list(tmp_path: Path) -> None:
    answered = letter_page(OPEN[1], OPEN[2], "2025-02-20", "已回复")
    board = await board_of(board_site(letter_table(OPEN, DONE), **{"/xj/1.html": answered}), tmp_path)
    assert told(board)[0] == (OPEN[1], "2025-02-10", "2025-02-20", True)


async def test_a_letter_whose_page_will_not_open_stays_as_the_list_tells(tmp_path: Path) -> None:
    board = await board_of(board_site(letter_table(OPEN, DONE)), tmp_path, PageRule("/xj/1.html", 403))
    assert told(board) == BOTH


def data_of(*rows: tuple[str, str, str, str, str], total: int | None = None) -> str:
    letters = [
        {"title": title, "url": url, "createTime": asked, "replyTime": answered or None, "statusName": status}
        for url, title, asked, answered, status in rows
    ]
    return json.dumps({"total": len(rows) if total is None else total, "rows": letters}, ensure_ascii=False)


SCRIPTED = (
    "<ul id='lyList'></ul><script>fetch('/api/letters.json').then(r=>r.json()).then(d=>{"
    "document.getElementById('lyList').innerHTML=d.rows.map(r=>'<li>'+r.title+'</li>').join('')})</script>"
)


async def test_letters_that_a_script_loads(tmp_path: Path) -> None:
    data = data_of(OPEN, DONE)
    board = await board_of(
        board_site(SCRIPTED, **{"/api/letters.json": data}),
        tmp_path,
        PageRule("/api/letters.json", content_type="application/json"),
    )
    assert told(board) == BOTH
    assert board.unseen == ""
    cited = board.letters[1].evidence
    assert cited is not None
    assert cited.url == f"{HOME}api/letters.json"


async def test_data_that_names_more_letters_than_it_holds(tmp_path: Path) -> None:
    more = {"/api/letters.json": data_of(OPEN, DONE, total=40)}
    assert "共 40 条" in (await board_of(board_site(SCRIPTED, **more), tmp_path)).unseen


@pytest.mark.parametrize(
    "rule", [PageRule("/api/letters.json", 403), PageRule("/api/letters.json", body="{")]
)
async def test_data_that_cannot_be_read_is_unseen(tmp_path: Path, rule: PageRule) -> None:
    board = await board_of(board_site(SCRIPTED, **{"/api/letters.json": "x"}), tmp_path, rule)
    assert board.letters == ()
    assert board.unseen.startswith("留言由脚本加载，未能读取")


async def test_a_list_below_the_form_that_a_script_fills_is_unseen(tmp_path: Path) -> None:
    script = SCRIPTED.replace("/api/letters.json", "/ly/query")
    board = await board_of(
        board_site(FORM + "<p>请如实填写，我们将在规定时间内回复。</p>" + script), tmp_path
    )
    assert board.can_write
    assert "脚本" in board.unseen


async def test_further_pages_are_read_as_far_as_a_year_back(tmp_path: Path) -> None:
    old = ("/xj/3.html", "危房改造怎么申请", "2024-02-03", "2024-02-09", "已回复")
    pages = board_site(
        letter_table(DONE) + "<div class='page'>共2页 <a href='/xzxx/2.html'>下一页</a></div>",
        **{
            "/xzxx/2.html": column_page(
                "县长信箱", letter_table(OPEN, old) + "<div class='page'>共2页</div>"
            ),
            "/xj/3.html": letter_page(old[1], old[2], old[3]),
        },
    )
    board = await board_of(pages, tmp_path)
    assert {row[0] for row in told(board)} == {OPEN[1], DONE[1], old[1]}
    assert board.unseen == ""


async def test_further_pages_that_only_a_script_opens_are_unseen(tmp_path: Path) -> None:
    pages = board_site(
        letter_table(DONE) + "<div class='page'>共2页 <a href='javascript:go(2)'>下一页</a></div>"
    )
    assert "脚本翻页" in (await board_of(pages, tmp_path)).unseen


async def test_a_further_page_that_will_not_open_is_unseen(tmp_path: Path) -> None:
    pages = board_site(letter_table(DONE) + "<div class='page'><a href='/xzxx/2.html'>下一页</a></div>")
    board = await board_of(pages, tmp_path, PageRule("/xzxx/2.html", 403))
    assert board.unseen.startswith("留言列表第 2 页未能打开")


async def test_a_repetition_of_an_earlier_letter_and_a_test_are_not_valid(tmp_path: Path) -> None:
    again = ("/xj/4.html", OPEN[1], "2025-02-11", "", "办理中")
    trial = ("/xj/5.html", "测试", "2025-02-12", "", "未回复")
    pages = {
        "/xj/4.html": letter_page(OPEN[1], "2025-02-11", status="办理中"),
        "/xj/5.html": letter_page("测试", "2025-02-12", status="未回复", question="测试一下"),
    }
    board = await board_of(board_site(letter_table(trial, again, OPEN), **pages), tmp_path)
    by_day = {letter.asked.day.isoformat(): letter for letter in board.letters if letter.asked}
    assert by_day["2025-02-10"].valid is True
    assert (by_day["2025-02-11"].valid, by_day["2025-02-11"].reason) == (False, "与此前留言内容重复")
    assert (by_day["2025-02-12"].valid, by_day["2025-02-12"].reason) == (False, "测试留言")


async def test_one_title_whose_text_cannot_be_compared_is_left_open(tmp_path: Path) -> None:
    again = ("/xj/6.html", DONE[1], "2025-05-30", "", "办理中")
    pages = board_site(
        letter_table(again, DONE), **{"/xj/6.html": letter_page(DONE[1], "2025-05-30", status="办理中")}
    )
    board = await board_of(pages, tmp_path, PageRule("/xj/2.html", 403))
    first, second = board.letters
    assert (first.valid, second.valid) == (True, None)
    assert "标题相同" in second.reason


async def test_petition_and_discipline_are_special(tmp_path: Path) -> None:
    links = {"网上信访": "/xf/", "纪检举报": "/jb/"}
    pages = {
        "/": front(links),
        "/xf/": column_page("网上信访", FORM, links),
        "/jb/": column_page("纪检举报", FORM, links),
    }
    boards = await boards_of(pages, tmp_path)
    assert {name: board.special for name, board in boards.items()} == {"网上信访": True, "纪检举报": True}


async def test_interviews_and_surveys_are_no_boards(tmp_path: Path) -> None:
    links = {"在线访谈": "/ft/", "网上调查": "/dc/"}
    body = letter_table(OPEN)
    pages = {
        "/": front(links),
        "/ft/": column_page("在线访谈", body),
        "/dc/": column_page("网上调查", body),
        **PAGES,
    }
    assert await boards_of(pages, tmp_path) == {}


async def test_a_form_on_the_home_page_is_an_entrance(tmp_path: Path) -> None:
    boards = await boards_of({"/": front({}, FORM)}, tmp_path)
    assert (boards["首页"].can_write, boards["首页"].entrance, boards["首页"].special) == (True, True, False)


async def test_a_form_for_reports_alone_is_a_special_entrance(tmp_path: Path) -> None:
    form = FORM.replace("我要写信", "我要举报").replace("请输入内容", "举报内容")
    boards = await boards_of({"/": front({}, form)}, tmp_path)
    assert (boards["首页"].can_write, boards["首页"].special) == (False, True)


async def test_a_link_to_the_form_counts_where_it_opens(tmp_path: Path) -> None:
    link = "<a href='/xx/'>我要写信</a>"
    pages = board_site(letter_table(OPEN, DONE) + link, **{"/xx/": html("写信", FORM)})
    assert (await board_of(pages, tmp_path)).can_write


async def test_a_link_to_a_form_that_is_gone_is_no_way_to_write(tmp_path: Path) -> None:
    board = await board_of(board_site(letter_table(OPEN, DONE) + "<a href='/xx/'>我要写信</a>"), tmp_path)
    assert not board.can_write
    assert "页面不存在" in board.writing


async def test_a_form_that_is_closed_is_in_doubt(tmp_path: Path) -> None:
    board = await board_of(board_site(FORM + "<p>因系统调整，留言功能已关闭。</p>"), tmp_path)
    assert not board.can_write
    assert "已关闭" in board.writing


@pytest.mark.parametrize("status", [403, 500])
async def test_a_board_that_would_not_open_is_unseen(tmp_path: Path, status: int) -> None:
    board = await board_of(board_site(FORM), tmp_path, PageRule("/xzxx/", status))
    assert board.status is not FetchStatus.OK
    assert board.unseen.startswith("栏目未能打开")
    assert not board.can_write


async def test_a_link_to_a_common_platform_is_a_way_to_write(tmp_path: Path) -> None:
    link = "<p><a href='http://hd.pingsheng.gov.example/sy/'>政民互动</a></p>"
    boards = await boards_of({"/": front({}, link)}, tmp_path)
    board = boards["政民互动"]
    assert (board.can_write, board.entrance, board.special) == (True, True, False)
    assert board.unseen


@pytest.mark.parametrize(
    ("link", "special", "writing"),
    [
        ("<a href='http://xf.pingsheng.gov.example/'>网上信访</a>", True, ""),
        ("<a href='mailto:sy@shiyan.gov.example'>局长信箱</a>", False, "脚本或邮件"),
        ("<a href='javascript:openBox()' onclick='openBox()'>县长信箱</a>", False, "脚本或邮件"),
        ("<div class='foot'><a href='http://hd.pingsheng.gov.example/'>12345热线</a></div>", False, "页脚"),
    ],
)
async def test_other_ways_are_told_apart(tmp_path: Path, link: str, special: bool, writing: str) -> None:
    boards = await boards_of({"/": front({}, link)}, tmp_path)
    (board,) = boards.values()
    assert board.special is special
    assert writing in board.writing
    assert not (board.can_write and not board.special)


async def test_an_ordinary_site_without_interaction_has_none(tmp_path: Path) -> None:
    links = (
        "<p><a href='http://tj.pingsheng.gov.example/'>省统计局</a> <a href='javascript:;'>互动交流</a></p>"
    )
    assert await boards_of({"/": front({}, links)}, tmp_path) == {}


async def test_a_column_that_gathers_others_has_no_letters_of_its_own(tmp_path: Path) -> None:
    links = {"互动交流": "/hd/", "县长信箱": "/xzxx/"}
    news = "<ul>" + "".join(
        f"<li><a href='/hd/{n}.html'>关于征求第{n}批事项意见的公告</a><span>2024-03-0{n}</span></li>"
        for n in (1, 2, 3)
    )
    pages = {
        **board_site(letter_table(OPEN, DONE)),
        "/": front(links),
        "/hd/": column_page("互动交流", news + "</ul>", links),
    }
    pages |= {f"/hd/{n}.html": html(f"公告{n}", f"<h1>关于征求第{n}批事项意见的公告</h1>") for n in (1, 2, 3)}
    boards = await boards_of(pages, tmp_path)
    assert boards["互动交流"].letters == ()
    assert len(boards["县长信箱"].letters) == 2


async def test_a_page_with_traces_of_letters_that_cannot_be_told_is_unseen(tmp_path: Path) -> None:
    body = "<p>网友问路灯何时修 2025-05-01</p><p>住建局回复已修 2025-05-06</p><p>网友问水管 2025-05-02</p>"
    assert "未能识别" in (await board_of(board_site(body), tmp_path)).unseen


async def test_mail_that_invites_letters_is_a_way_that_cannot_be_tried(tmp_path: Path) -> None:
    link = "<p>欢迎来信：<a href='mailto:xx@ps.gov.example'>xx@ps.gov.example</a></p>"
    boards = await boards_of({"/": front({}, link)}, tmp_path)
    assert [(board.can_write, board.special) for board in boards.values()] == [(False, False)]
    contact = "<p>电子邮箱：<a href='mailto:xx@ps.gov.example'>xx@ps.gov.example</a></p>"
    assert await boards_of({"/": front({}, contact)}, tmp_path / "other") == {}


async def test_the_heading_above_tells_what_a_form_is_for(tmp_path: Path) -> None:
    bare = "<form action='/save'><input name='t'><textarea name='c'></textarea><input type='submit' value='提交'></form>"
    assert (await board_of(board_site(f"<h2>县长信箱</h2>{bare}"), tmp_path)).can_write
