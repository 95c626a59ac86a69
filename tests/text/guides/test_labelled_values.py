"""Labels and values in odd markup: where a value ends, and when its place is empty."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest

from xuncha.facts.seen import BEIJING
from xuncha.text.guides.guide_elements import read_guide
from xuncha.text.guides.guide_labels import GuideElement, guide_label
from xuncha.text.guides.labelled_lines import read_lines
from xuncha.text.guides.labelled_values import LabelReader, bare_label
from xuncha.text.interaction.message_board import read_board
from xuncha.text.pages.page import Page

E = GuideElement
ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
URL = "https://www.example.gov.cn/1.html"


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("三、办 理 地 点（窗口）：", "办理地点"),
        ("（一）设定依据", "设定依据"),
        ("【咨询电话】", "咨询电话"),
        ("1.申请条件:", "申请条件"),
        ("第二部分 办理流程", "办理流程"),
        ("12、谁能办？", "谁能办"),
        ("提交时间 ↑", "提交时间"),
        ("", ""),
    ],
)
def test_a_label_without_its_trimmings(words: str, want: str) -> None:
    assert bare_label(words) == want


def values(html: str) -> list[tuple[str, str]]:
    tree = Page(f"<body>{html}</body>", URL).tree
    assert tree.body is not None
    return [(item.label, item.text) for item in LabelReader(read_lines(tree.body), guide_label).read()]


def test_where_a_value_ends() -> None:
    assert values("<p>办理地点：人民路 联系电话：12345</p>") == [
        ("办理地点", "人民路"),
        ("联系电话", "12345"),
    ]
    assert values("<h3>申请条件</h3><p>法人</p><p>守法</p><h3>其他</h3><p>x</p>")[0] == (
        "申请条件",
        "法人 守法",
    )
    assert values("<div><p>设定依据：</p><p>《水法》</p><p>申请条件：法人</p></div>") == [
        ("设定依据", "《水法》"),
        ("申请条件", "法人"),
    ]


def test_a_word_in_a_sentence_is_no_label() -> None:
    assert values("<p>请到<b>办理地点</b>提交申请材料，办理流程见公告。</p>") == []


def test_an_empty_place_takes_nothing_from_what_follows() -> None:
    items = "<div class='i'><span>{}</span><span>{}</span></div>"
    html = f"<div>{items.format('设定依据', '《水法》')}{items.format('申请条件', '')}</div><p>温馨提醒大家注意安全</p>"
    assert values(html) == [("设定依据", "《水法》"), ("申请条件", "")]


ODD_GUIDES = {
    "two columns of labels": (
        "<table><tr><td rowspan='2'>办理方式</td><td>办理地点</td><td>人民路5号</td></tr><tr><td>办理时间</td><td>9:00-17:00</td></tr>"
        "<tr><td colspan=2>设定依据</td><td>《水法》</td></tr><tr><td colspan=3>申请材料</td></tr><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>申请表</td></tr></table>",
        {E.PLACE, E.TIME, E.BASIS, E.MATERIALS},
    ),
    "a list of materials with a head alone": (
        "<table><tr><td>设定依据</td><td>《水法》</td></tr><tr><td colspan=2>申请材料</td></tr><tr><td>序号</td><td>材料名称</td></tr></table>",
        {E.BASIS},
    ),
    "tabs, the first a table": (
        "<div class='hd'><span>基本信息</span><span>受理条件</span><span>设定依据</span></div><div class='bd'>"
        "<div><table><tr><td>办理地点</td><td>人民路</td></tr></table></div><div>法人</div><div>无</div></div>",
        {E.PLACE, E.CONDITIONS},
    ),
    "bold words and breaks": (
        "<p><b>一、设定依据：</b>《水法》<br><b>二、申请条件：</b><br>1.法人；<br><b>三、办理地点：</b><br><b>四、联系电话：</b>12345 <b>五、办理时间：</b>8:00—12:00</p>",
        {E.BASIS, E.CONDITIONS, E.PHONE, E.TIME},
    ),
    "accordion": (
        "<div><div><a href='javascript:;'>申请条件</a><div style='display:none'>法人</div></div><div><a href='javascript:;'>办理依据</a><div></div></div>"
        "<div><a href='javascript:;'>办理流程</a><div><ol><li>申请</li><li>受理</li></ol></div></div></div>",
        {E.CONDITIONS, E.PROCESS},
    ),
    "sentences": ("<p>（一）办理依据。《水法》第三条。</p><p>（二）办理条件。法人。</p><p>（三）办理地点。人民路。</p>", {E.BASIS, E.CONDITIONS, E.PLACE}),
    "long dashes": ("<div>办理地点——人民路</div><div>申请材料——身份证</div><div>办理流程——</div>", {E.PLACE, E.MATERIALS}),
    "see below": (
        "<p><b>申请材料：</b>详见下表</p><table><tr><td>序号</td><td>材料名称</td></tr><tr><td>1</td><td>申请表</td></tr></table>"
        "<p><b>设定依据：</b>详见相关法律法规</p><p><b>办理流程：</b>点击<a href='/lc.html'>查看</a></p><p><b>申请条件：</b>同上</p>",
        {E.MATERIALS, E.PROCESS},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ODD_GUIDES))
def test_odd_guides(name: str) -> None:
    html, want = ODD_GUIDES[name]
    found = read_guide(Page(f"<title>办事指南</title><body><div>{html}</div></body>", URL))
    assert found is not None
    assert set(GuideElement) - set(found.missing) == want


D = date(2025, 3, 1)
ODD_BOARDS = {
    "heads that are no table": (
        "<ul><li>编号</li><li>标题</li><li>来信日期</li><li>回复日期</li></ul><ul><li>1</li><li><a href='1'>供暖咨询问题</a></li><li>2025-03-01</li><li>2025-03-04</li></ul>",
        (D, date(2025, 3, 4), True),
    ),
    "two tables of one letter": (
        "<div>信件详情</div><table><tr><td>来信人</td><td>张*</td><td>来信时间</td><td>2025-03-01</td></tr><tr><td>标题</td><td colspan=3>供暖咨询</td></tr><tr><td>来信内容</td><td colspan=3>为何</td></tr></table>"
        "<div>办理结果</div><table><tr><td>办理单位</td><td>住建局</td><td>办理时间</td><td>2025-03-04</td></tr><tr><td>办理结果</td><td colspan=3>您好，已供暖。</td></tr></table>",
        (D, date(2025, 3, 4), True),
    ),
    "one row alone": ("<ul><li><a href='1.html'>关于供暖的咨询</a><span>来信时间：2025-03-01</span><span>状态：处理中</span></li></ul>", (D, None, False)),
    "date and status in one piece": ("<ul><li><a href='1'>[咨询] 关于供暖</a><span>2025-03-01 已回复</span></li><li><a href='2'>[投诉] 关于供水</a><span>2025-03-02 待回复</span></li></ul>", (D, None, True)),
    "an answer date that is blank": ("<ul><li><a href='1'>关于供暖的咨询</a><p><span>留言时间：2025-03-01</span><span>回复时间：</span></p></li><li><a href='2'>关于供水的咨询</a><p><span>留言时间：2025-03-02</span><span>回复时间：</span></p></li></ul>", (D, None, None)),
    "status as a picture": ("<table><tr><th>标题</th><th>提交时间 ↑</th><th>状态</th></tr><tr><td><a href='1'>供暖咨询问题</a></td><td>2025/3/1 8:00:00</td><td><img src='a.gif' alt='已回复'></td></tr></table>", (D, None, True)),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(ODD_BOARDS))
def test_odd_boards(name: str) -> None:
    html, want = ODD_BOARDS[name]
    found = read_board(Page(f"<title>局长信箱</title><body><div>{html}</div></body>", URL), ASOF)
    assert found is not None
    letter = found.letters[0]
    assert (
        letter.asked and letter.asked.day,
        letter.answered and letter.answered.day,
        letter.is_answered,
    ) == want


@pytest.mark.parametrize(
    "html",
    [
        "<div>来信时间：2025-01-01 <b>标题标题</b><i></i>" * 240,
        "<div><div>处理中 2025-01-01</div><a href='1'>标题标题</a>" * 240,
        "<ul>" + "<li>办理地点</li><li>办理时间</li>" * 4000,
        "<p>" + "办理地点：人民路 " * 6000,
        "<table>" + "<tr><td rowspan=400 colspan=50>a</td></tr>" * 300,
    ],
)
def test_hostile_markup_takes_no_time(html: str) -> None:
    page = Page(html, URL)
    begun = time.process_time()
    read_guide(page)
    read_board(page, ASOF)
    assert time.process_time() - begun < 20
