"""The form for writing to an office, and which kind of board a name promises."""

from __future__ import annotations

import pytest
from boards_read import page

from xuncha.text.interaction.letters import BoardKind, board_kind
from xuncha.text.interaction.submit_form import read_submit

FIELDS = "<input placeholder='姓名'><input placeholder='标题'><textarea placeholder='内容'></textarea>"


@pytest.mark.parametrize(
    ("body", "form", "special"),
    [
        (f"<h3>我要写信</h3><form>{FIELDS}<button>提交</button></form>", True, False),
        (
            f"<h3>我要留言</h3><div class='f'>{FIELDS}<a class='btn' onclick='send()'>在线提交</a></div>",
            True,
            False,
        ),
        (f"<h3>网上信访</h3><form>{FIELDS}<button>提交</button></form>", False, True),
        (f"<h3>纪检举报</h3><form>{FIELDS}<button>提交</button></form>", False, True),
        (f"<h3>我要写信</h3><form>{FIELDS}</form>", False, False),
        ("<form><input name='q'><button>搜索</button></form>", False, False),
    ],
)
def test_the_form_for_writing(body: str, form: bool, special: bool) -> None:
    seen = read_submit(page(body, "互动交流"))
    assert (seen.form, seen.special) == (form, special)


def test_links_that_lead_to_writing() -> None:
    body = "<a href='/w'>我要写信</a><a href='/xf'>网上信访</a><a href='/jb'>我要举报</a><a href='/c'>在线咨询</a><a href='#'>我要留言</a>"
    assert read_submit(page(body)).links == ("https://www.example.gov.cn/w", "https://www.example.gov.cn/c")


def test_a_box_that_is_closed_says_so() -> None:
    assert read_submit(page("<p>系统升级，留言功能暂停，敬请谅解。</p>")).closed


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("局长信箱", BoardKind.CONSULTATION),
        ("网上信访", BoardKind.PETITION),
        ("纪检举报", BoardKind.REPORTING),
        ("在线访谈", BoardKind.INTERVIEW),
        ("民意征集", BoardKind.SURVEY),
        ("工作动态", BoardKind.UNKNOWN),
    ],
)
def test_the_kind_of_a_board(name: str, want: BoardKind) -> None:
    assert board_kind(name) is want
