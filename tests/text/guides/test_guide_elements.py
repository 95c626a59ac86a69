"""Service guides: labels, values that are none, layouts, and pages that are no guide."""

from __future__ import annotations

import pytest

from xuncha.text.guides.guide_elements import PageKind, read_guide
from xuncha.text.guides.guide_labels import GuideElement, guide_label
from xuncha.text.guides.guide_values import is_value
from xuncha.text.pages.page import Page

E = GuideElement
URL = "https://www.example.gov.cn/bsfw/1.html"


def guide(body: str, title: str = "取水许可办事指南"):
    found = read_guide(Page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", URL))
    assert found is not None
    return found


def given(body: str, title: str = "办事指南") -> set[GuideElement]:
    return set(GuideElement) - set(guide(body, title).missing)


@pytest.mark.parametrize(
    ("label", "want"),
    [
        ("设定依据", {E.BASIS}),
        ("法律法规依据", {E.BASIS}),
        ("收费依据", set()),
        ("申报条件", {E.CONDITIONS}),
        ("需提交的材料", {E.MATERIALS}),
        ("申请材料目录", {E.MATERIALS}),
        ("窗口地址", {E.PLACE}),
        ("网上办理地址", set()),
        ("办公时间", {E.TIME}),
        ("承诺办结时限", set()),
        ("咨询方式", {E.PHONE}),
        ("监督电话", set()),
        ("投诉举报电话", set()),
        ("咨询及监督电话", {E.PHONE}),
        ("咨询、投诉电话", {E.PHONE}),
        ("办理流程图", {E.PROCESS}),
        ("怎么办", {E.PROCESS}),
        ("办理地点、时间", {E.PLACE, E.TIME}),
        ("办理地点和办理时间", {E.PLACE, E.TIME}),
        ("办公地址时间", {E.PLACE, E.TIME}),
        ("办理时间、地点及联系电话", {E.PLACE, E.TIME, E.PHONE}),
        ("许可事项", {E.NAME}),
        ("实施主体", set()),
    ],
)
def test_what_a_label_means(label: str, want: set[GuideElement]) -> None:
    assert guide_label(label) == frozenset(want)


@pytest.mark.parametrize(
    "words", ["我市召开会议", "关于取水的规定", "张三", "", "申请材料应当真实有效并由本人签字确认"]
)
def test_words_that_are_no_label(words: str) -> None:
    assert guide_label(words) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "无。",
        "——",
        "--",
        "/",
        "略",
        "空",
        "暂无",
        "详见",
        "见附件",
        "详见附件1",
        "详见办事指南",
        "详见政务服务网",
        "以窗口公布为准",
        "具体以实际为准。",
        "按有关规定执行",
        "按国家和省相关规定办理",
        "待完善",
        "null",
        "暂无相关信息",
        "加载中",
    ],
)
@pytest.mark.parametrize("element", list(GuideElement))
def test_a_filler_is_no_value(element: GuideElement, text: str) -> None:
    assert not is_value(element, text, (), (), shared=False)


@pytest.mark.parametrize(
    ("element", "text", "links", "pictures"),
    [
        (E.MATERIALS, "详见附件", ("https://a.gov.cn/1.docx",), ()),
        (E.MATERIALS, "见", ("https://a.gov.cn/1.docx",), ()),
        (E.MATERIALS, "无需提交材料", (), ()),
        (E.BASIS, "详见《水法》第四十八条", (), ()),
        (E.CONDITIONS, "以个人名义申请的，须年满十八周岁", (), ()),
        (E.TIME, "工作日9:00—17:00，以窗口公告为准", (), ()),
        (E.PLACE, "以窗口公布为准", ("https://a.gov.cn/ck.html",), ()),
        (E.PROCESS, "", (), ("/lct.jpg",)),
        (E.PROCESS, "", ("https://a.gov.cn/lct.pdf",), ()),
        (E.CONDITIONS, "无犯罪记录", (), ()),
        (E.PLACE, "全市各政务服务中心", (), ()),
        (E.PHONE, "12345", (), ()),
        (E.PHONE, "0591－87654321转801", (), ()),
        (E.TIME, "法定工作日", (), ()),
    ],
)
def test_a_value(element: GuideElement, text: str, links: tuple[str, ...], pictures: tuple[str, ...]) -> None:
    assert is_value(element, text, links, pictures, shared=False)


def test_a_value_must_suit_its_element() -> None:
    assert not is_value(E.PHONE, "到窗口咨询", (), (), shared=False)
    assert not is_value(E.PHONE, "2025年6月12日", (), (), shared=False)
    assert not is_value(E.TIME, "2025-06-12", (), (), shared=False)
    assert not is_value(E.TIME, "人民路5号", (), (), shared=True)
    assert not is_value(E.PLACE, "上午9:00至12:00", (), (), shared=True)
    assert not is_value(E.MATERIALS, "无", ("https://a.gov.cn/",), (), shared=False)


ROWS = [
    ("事项名称", "取水许可"),
    ("设定依据", "《水法》第四十八条"),
    ("申请条件", ""),
    ("申请材料", "<a href='/f/1.doc'>申请表.doc</a>"),
    ("办公地址", "人民路5号二楼"),
    ("办公时间", "——"),
    ("监督电话", "0591-11112222"),
    ("流程图", "<img src='/f/flow.png'>"),
]
HELD = {E.NAME, E.BASIS, E.MATERIALS, E.PLACE, E.PROCESS}


def _tabs() -> str:
    heads = "".join(f"<li>{label}</li>" for label, _ in ROWS)
    panels = "".join(f"<div style='display:none'>{value}</div>" for _, value in ROWS)
    return f"<ul class='nav tabs'>{heads}</ul><div class='con'>{panels}</div>"


LAYOUTS = {
    "table": "<table>" + "".join(f"<tr><td>{a}</td><td>{v}</td></tr>" for a, v in ROWS) + "</table>",
    "top": "<table><tr>" + "".join(f"<td>{a}</td>" for a, _ in ROWS) + "</tr><tr>" + "".join(f"<td>{v}</td>" for _, v in ROWS) + "</tr></table>",
    "dl": "<dl>" + "".join(f"<dt>{a}</dt><dd>{v}</dd>" for a, v in ROWS) + "</dl>",
    "headings": "".join(f"<h3>{i}、{a}</h3><div>{v}</div>" for i, (a, v) in enumerate(ROWS, 1)),
    "bold": "".join(f"<p><b>{a}：</b>{v}</p>" for a, v in ROWS),
    "bold alone": "".join(f"<p><strong>（{i}）{a}</strong></p><p>{v}</p>" for i, (a, v) in enumerate(ROWS, 1)),
    "lines": "<div>" + "<br>".join(f"{a}：{v}" for a, v in ROWS) + "</div>",
    "wide": "<table>" + "".join(f"<tr><th>{'　'.join(a)}：</th><td>{v}</td></tr>" for a, v in ROWS) + "</table>",
    "broken": "<table>" + "".join(f"<tr><td><p>{a[:2]}</p><p>{a[2:]}</p></td><td>{v}</td></tr>" for a, v in ROWS) + "</table>",
    "spans": "".join(f"<div class='i'><span class='k'>{a}</span><span class='v'>{v}</span></div>" for a, v in ROWS),
    "tabs": _tabs(),
}  # fmt: skip


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_is_read(layout: str) -> None:
    footer = "<div class='footer'>联系电话：0591-87654321 地址：中山路1号</div>"
    found = guide(f"<div class='main'>{LAYOUTS[layout]}</div>{footer}", "办事指南")
    assert set(GuideElement) - set(found.missing) == HELD
    assert found.kind_of_page is PageKind.GUIDE
    assert found.value_of(E.BASIS) == "《水法》第四十八条"
    assert found.unseen == ""


def test_the_office_telephone_in_a_nameless_footer_is_not_the_guides() -> None:
    foot = "<div class='dibu'><p>联系电话：0591-87654321</p><p>闽ICP备12345678号</p></div>"
    assert E.PHONE not in given(f"<div>{LAYOUTS['table']}</div>{foot}")


def test_two_elements_in_one_label_need_both_values() -> None:
    rows = "<p><b>设定依据：</b>《水法》</p><p><b>申请条件：</b>法人</p><p><b>办理地点、时间：</b>{}</p>"
    assert {E.PLACE, E.TIME} <= given(rows.format("人民路5号，工作日9:00-17:00"))
    assert E.TIME not in given(rows.format("人民路5号二楼大厅"))


def test_the_title_names_the_item_where_no_label_does() -> None:
    body = "<h1>取水许可办事指南</h1><p><b>设定依据：</b>《水法》</p><p><b>申请条件：</b>法人</p>"
    assert guide(body).value_of(E.NAME) == "取水许可"
    assert guide(body.replace("取水许可", ""), "办事指南-某市人民政府").value_of(E.NAME) is None


def test_a_blank_place_is_not_filled_by_the_title() -> None:
    body = "<table><tr><td>事项名称</td><td></td></tr><tr><td>设定依据</td><td>《水法》</td></tr></table>"
    assert E.NAME in guide(body).missing


def test_a_row_in_which_an_unknown_label_follows_is_empty() -> None:
    body = (
        "<table><tr><td>设定依据</td><td></td><td>权责编号</td><td>0012</td></tr>"
        "<tr><td>申请条件</td><td>法人</td><td>收费</td><td>否</td></tr></table>"
    )
    assert given(body) == {E.CONDITIONS}


def test_what_may_hide_in_a_script_a_frame_or_a_file_is_not_proved_missing() -> None:
    rows = "<p><b>设定依据：</b>《水法》</p><p><b>申请条件：</b>法人</p><p><b>办理流程：</b></p>"
    script = "<div id='more'></div><script>$.get('/x',function(d){$('#more').html(d)})</script>"
    assert "脚本" in guide(rows + script).unseen
    assert "框架" in guide(rows + "<iframe src='https://zwfw.example.gov.cn/1'></iframe>").unseen
    assert "附件" in guide(rows + "<p><a href='/f/1.pdf'>取水许可办事指南.pdf</a></p>").unseen
    assert "图片" in guide("<h1>取水许可办事指南</h1><img src='/f/guide.jpg'>").unseen
    assert guide(rows).unseen == ""


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "我市召开会议",
            "<p>会议强调，要优化办理流程。</p><p>时间：2025年6月1日 地点：一号楼 电话：0591-87654321</p>",
        ),
        ("联系我们", "<p>地址：人民路5号</p><p>电话：0591-87654321</p><p>办公时间：工作日</p>"),
        ("政府信息公开指南", "<p>本机关公开信息的范围如下。</p>"),
        ("空白", ""),
    ],
)
def test_other_pages_are_no_guides(title: str, body: str) -> None:
    found = read_guide(Page(f"<title>{title}</title><h1>{title}</h1><div>{body}</div>", URL))
    assert found is None or found.kind_of_page is not PageKind.GUIDE


def test_a_recruitment_notice_is_no_guide() -> None:
    body = "<h1>2025年公开招聘公告</h1><p>报名条件：本科</p><p>申报材料：身份证</p><p>报名地点：人民路5号</p><p>联系电话：0591-87654321</p><p>报名程序：网上</p>"
    found = read_guide(Page(f"<title>2025年公开招聘公告</title>{body}", URL))
    assert found is None or found.kind_of_page is PageKind.OTHER


def test_lists_of_items() -> None:
    links = "".join(
        f"<li><a href='/bsfw/{i}.html'>{name}</a></li>"
        for i, name in enumerate(["取水许可", "婚姻登记", "生育登记", "排污许可证核发"])
    )
    page = read_guide(Page(f"<title>办事指南</title><ul>{links}</ul>", URL))
    assert page is not None
    assert page.kind_of_page is PageKind.LIST
    rows = "".join(
        f"<tr><td>{name}</td><td>《水法》</td><td>12345</td></tr>" for name in ["取水许可", "排污许可"]
    )
    table = f"<table><tr><th>事项名称</th><th>设定依据</th><th>联系电话</th></tr>{rows}</table>"
    assert guide(table).kind_of_page is PageKind.LIST


def test_a_hostile_page_is_read_in_time() -> None:
    body = "<p>" + "办事服务政务" * 3000 + "</p>" + "<div>详见见见见见见附件附件附件附件附件</div>" * 200
    assert read_guide(Page(f"<title>{'政务服务' * 19}指南</title>{body}", URL)) is not None


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><th>设定依据</th><th>申请条件</th></tr><tr><td>水法第二条</td><td>本县居民</td></tr>"
        "<tr><th>办理地点</th><th>联系电话</th></tr><tr><td>县政务服务中心</td><td>0000-8200411</td></tr></table>",
        "<table><tr><th>设定依据</th><td><input readonly value='水法第二条'></td></tr><tr><th>申请条件</th><td><textarea disabled>本县居民</textarea></td></tr>"
        "<tr><th>办理地点</th><td><input type='text' readonly value='县政务服务中心'></td></tr><tr><th>联系电话</th><td><input readonly value='0000-8200411'></td></tr></table>",
        "<div><p><b>①、设定依据</b></p><p>水法第二条</p><p><b>②、申请条件</b></p><p>本县居民</p><p><b>③、办理地点</b></p><p>县政务服务中心</p><p><b>④、联系电话</b></p><p>0000-8200411</p></div>",
        "<table><tr><td><b>设</b><b>定依据</b><span></span></td><td>水法第二条</td></tr><tr><td><b>申请</b><b>条件</b><span></span></td><td>本县居民</td></tr>"
        "<tr><td>办理地点<span></span></td><td>县政务服务中心</td></tr><tr><td>联系电话<i></i></td><td>0000-8200411</td></tr></table>",
    ],
)
def test_further_ways_to_set_labels(body: str) -> None:
    page = Page(
        f"<title>取水许可办事指南</title><h1>取水许可办事指南</h1>{body}", "http://www.a.example/1.html"
    )
    guide = read_guide(page)
    assert guide is not None
    values = [guide.value_of(element) for element in (E.BASIS, E.CONDITIONS, E.PLACE, E.PHONE)]
    assert values == ["水法第二条", "本县居民", "县政务服务中心", "0000-8200411"]
    assert len(guide.missing) == 3


@pytest.mark.parametrize(
    "body",
    [
        "<form><table><tr><th>设定依据</th><td><input name='a' value=''></td></tr><tr><th>申请条件</th><td><textarea>请填写</textarea></td></tr><tr><th>办理地点</th><td><input readonly value=''></td></tr></table></form>",
        "<table><tr><th>设定依据</th><th>申请条件</th></tr><tr><td></td><td>无</td></tr><tr><th>办理地点</th><th>联系电话</th></tr><tr><td>——</td><td></td></tr></table>",
    ],
)
def test_places_that_hold_nothing_stay_empty(body: str) -> None:
    page = Page(
        f"<title>取水许可办事指南</title><h1>取水许可办事指南</h1>{body}", "http://www.a.example/1.html"
    )
    guide = read_guide(page)
    assert guide is not None
    assert len(guide.missing) == 7


def test_a_column_named_like_a_guide_is_a_list() -> None:
    page = Page(
        "<title>办事指南-某县</title><h2>办事指南</h2><ul><li><a href='/a/1.html'>取水许可</a></li></ul><p>联系电话：0000-8200411</p>",
        "http://www.a.example/bszn/",
    )
    guide = read_guide(page)
    assert guide is not None
    assert guide.kind_of_page is PageKind.LIST


def test_a_guide_told_in_sentences_proves_nothing_missing() -> None:
    told = (
        "本县居民可以持身份证到县政务服务中心窗口申请，窗口受理以后由有关科室审查，五个工作日内作出决定并送达。"
        * 6
    )
    page = Page(
        f"<title>取水许可办事指南</title><h1>取水许可办事指南</h1><p>{told}</p><p>联系电话：0000-8200411</p>",
        "http://www.a.example/1.html",
    )
    guide = read_guide(page)
    assert guide is not None
    assert guide.unseen == "正文未按要素逐项列出"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "县图书馆",
            "<p>服务时间：周二至周日 9:00-17:00</p><p>服务地点：人民路9号</p><p>服务电话：0000-8200411</p>",
        ),
        ("防灾避险指南", "<p>遇到洪水时应当尽快向高处转移，不要在河边停留。</p>"),
        ("博物馆参观须知", "<p>开放时间：每天 9:00-17:00</p><p>参观地点：人民路9号</p><p>请保持安静。</p>"),
    ],
)
def test_places_and_other_guides_are_no_items_of_service(title: str, body: str) -> None:
    guide = read_guide(Page(f"<title>{title}</title><h1>{title}</h1>{body}", "http://www.a.example/1.html"))
    assert guide is None or guide.kind_of_page is PageKind.OTHER


@pytest.mark.parametrize("title", ["取水许可指南", "老年人优待证办理须知", "户口迁移办事指南"])
def test_an_item_in_the_title_makes_a_guide(title: str) -> None:
    body = "<p>办理地点：县政务服务中心</p><p>联系电话：0000-8200411</p>"
    guide = read_guide(Page(f"<title>{title}</title><h1>{title}</h1>{body}", "http://www.a.example/1.html"))
    assert guide is not None
    assert guide.kind_of_page is PageKind.GUIDE


def test_heads_above_values_within_a_layout_table() -> None:
    heads = ("事项名称", "实施依据", "申报条件", "所需材料", "办公地址", "受理时间", "咨询电话", "流程图")
    values = (
        "取水许可",
        "《水法》第七条",
        "依法登记",
        "申请表",
        "政务中心二楼",
        "9:00-17:00",
        "0871-65812345",
        "申请—受理—送达",
    )
    inner = "<table><tr>{}</tr><tr>{}</tr></table>".format(
        "".join(f"<th>{one}</th>" for one in heads), "".join(f"<td>{one}</td>" for one in values)
    )
    assert given(f"<table><tr><td><h2>取水许可</h2>{inner}</td></tr></table>") == set(GuideElement)


def test_numbers_of_two_digits_stand_before_labels_without_a_sign() -> None:
    body = "".join(
        f"<h3><span>0{number}</span>{label}</h3><div>{value}</div>"
        for number, (label, value) in enumerate(
            [
                ("设定依据", "《水法》第七条"),
                ("申请条件", "本县居民"),
                ("办理材料", "申请表"),
                ("联系电话", "020-83123456"),
            ],
            1,
        )
    )
    assert given(body) >= {E.BASIS, E.CONDITIONS, E.MATERIALS, E.PHONE}
