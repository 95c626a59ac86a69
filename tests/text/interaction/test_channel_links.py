"""Links that lead to a way to write elsewhere, and those that only sound like one."""

from __future__ import annotations

import pytest

from xuncha.text.interaction.channel_links import channel_links
from xuncha.text.interaction.letters import BoardKind, board_kind
from xuncha.text.pages.page import Page

HOME = "http://www.shiyan.gov.example/"
AWAY = "http://hd.pingsheng.gov.example/"


def links_of(body: str) -> list[tuple[str, BoardKind]]:
    return [(link.words, link.kind) for link in channel_links(Page(f"<body>{body}</body>", HOME), HOME)]


@pytest.mark.parametrize(
    "words",
    [
        "政民互动",
        "互动交流",
        "县长信箱",
        "我要写信",
        "在线咨询",
        "12345热线",
        "政府服务热线12345",
        "民声直通车",
        "人民建议、咨询",
        "公众参与",
        "留言板",
        "咨询投诉平台",
    ],
)
def test_ways_to_write(words: str) -> None:
    assert links_of(f"<a href='{AWAY}'>{words}</a>") == [(words, BoardKind.CONSULTATION)]


@pytest.mark.parametrize("words", ["网上信访", "信访大厅", "纪检监察举报", "我要举报", "监督举报平台"])
def test_special_ways(words: str) -> None:
    (found,) = links_of(f"<a href='{AWAY}'>{words}</a>")
    assert found[1] in (BoardKind.PETITION, BoardKind.REPORTING)


@pytest.mark.parametrize(
    "words",
    [
        "李某某建言救市",
        "对外交流",
        "干部交流",
        "国家监察委员会",
        "违法和不良信息举报中心",
        "来信选登",
        "网民留言办理情况通报",
        "在线访谈",
        "民意征集",
        "我为政府网站找错",
        "办事指南",
        "咨询公司名录",
        "工作动态",
    ],
)
def test_words_that_only_sound_like_one(words: str) -> None:
    assert links_of(f"<a href='{AWAY}'>{words}</a>") == []


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='/zxjy/'>咨询建言</a>",
        "<a href='#'>互动交流</a>",
        "<a href='javascript:void(0);'>政民互动</a>",
        f"<a href='{AWAY}2025/06/t20250612_1.html'>县长信箱</a>",
    ],
)
def test_columns_headings_of_menus_and_articles_are_left_out(markup: str) -> None:
    assert links_of(markup) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='mailto:a@b.example'>县长信箱</a>",
        "<a href='javascript:openBox()'>县长信箱</a>",
        "<button onclick='w()'>我要写信</button>",
    ],
)
def test_scripts_and_mail_have_no_address(markup: str) -> None:
    (link,) = channel_links(Page(f"<body>{markup}</body>", HOME), HOME)
    assert link.url == ""


def test_the_foot_of_the_page_is_told() -> None:
    page = Page(
        f"<body><div class='footer'><a href='{AWAY}'>12345热线</a></div><a href='{AWAY}'>政民互动</a></body>",
        HOME,
    )
    assert [link.in_foot for link in channel_links(page, HOME)] == [True, False]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("投诉举报", BoardKind.CONSULTATION),
        ("咨询投诉举报", BoardKind.CONSULTATION),
        ("举报信箱", BoardKind.REPORTING),
        ("纪检举报投诉", BoardKind.REPORTING),
        ("信访投诉", BoardKind.PETITION),
        ("咨询调查", BoardKind.SURVEY),
    ],
)
def test_mixed_names(name: str, kind: BoardKind) -> None:
    assert board_kind(name) is kind
