"""What column pages hold: a blank one is accused, so everything that is not blank must be seen as such."""

from __future__ import annotations

import pytest
from pages import ASOF, COLUMN, HEAD, HOME, framed, page

from xuncha.facts.website import Content
from xuncha.text.pages.body import content_of, filled_by, is_placeholder, needs_script, own_rows
from xuncha.text.pages.frame import SiteFrame
from xuncha.text.pages.inner_frames import own_frames
from xuncha.text.pages.listing import rows_of
from xuncha.text.pages.page import Page

BLANK = '<h2>政务动态</h2><ul class="list"></ul>'
ITEM = '<li><a href="t20250612_1.html">县政府召开常务会议研究部署防汛工作</a><span>2025-06-12</span></li>'


def held(seen: Page, *others: Page) -> Content:
    """What a page of the column 政务动态 holds, compared with other pages of its site."""
    frame = SiteFrame((seen, *others) if others else ())
    return content_of(seen, rows_of(seen, ASOF), frame, "政务动态")


def content(body: str) -> Content:
    return held(framed(body))


PLACEHOLDERS = """暂无数据|暂无内容|暂无信息|暂无相关信息|对不起，该栏目下暂无内容|没有相关记录|内容建设中|栏目建设中...
|该栏目暂无内容！|暂无|无数据|没有找到符合条件的数据|抱歉，暂无相关内容|No data|对不起，没有找到您要的信息！|目前没有任何内容
|此栏目下没有文章|当前栏目暂无信息，敬请期待|正在建设中，敬请期待|敬请期待！|内容更新中……|信息正在整理中|暂无文章。|暂无更新|empty
|栏目正在建设，请稍后访问|抱歉，没有查询到相关内容|您好，该栏目暂无数据|对不起，您访问的栏目暂无信息|没有更多|已经到底了
|该栏目下无信息|数据为空|列表为空|空空如也|暂无公开信息|暂无政府信息公开内容|本栏目暂未发布信息""".replace(
    "\n", ""
).split("|")


@pytest.mark.parametrize("words", PLACEHOLDERS)
def test_placeholders_leave_a_column_blank(words: str) -> None:
    assert is_placeholder(words)
    assert content(f'<h2>政务动态</h2><div class="list"><p>{words}</p></div>') is Content.NOTHING


@pytest.mark.parametrize(
    "words", ["", "……", "清河县概况", "暂无工伤认定结果公示，结果产生后公布", "本单位无下属机构"]
)
def test_other_words_are_no_placeholders(words: str) -> None:
    assert not is_placeholder(words)


@pytest.mark.parametrize(
    "more",
    [
        "",
        '<div class="sidebar"><h3>热点</h3><ul>' + ITEM + "</ul></div>",
        '<div class="left"><ul><li><a href="/zwdt/">政务动态</a></li><li><a href="/tzgg/">通知公告</a></li></ul></div>',
        '<div class="left"><ul><li><a href="/zw/">政务</a><ul><li><a href="/zwdt/">政务动态</a></li></ul></li>'
        '<li><a href="/tzgg/">通知公告</a></li></ul></div>',
        '<div class="left"><div><a href="/zwdt/">政务动态</a></div><div><a href="/tzgg/">通知公告</a></div></div>',
        '<div>当前位置：<a href="/">首页</a> &gt; <a href="/zwdt/">政务动态</a></div>',
        "<p>共 0 条 第 0/0 页 首页 上一页 下一页 尾页</p>",
        "<p>访问量：123456 次</p><p>今天是2025年6月25日 星期三</p><p>欢迎您访问清河县人民政府网站！</p>",
        "<form><label>标题：</label><input><button>搜索</button></form>",
        "<form><input placeholder='请输入关键字'><button>查询</button></form>",
        "<table><tr><td>序号</td><td>名称</td><td>发文字号</td><td>发布日期</td></tr></table>",
        '<img src="/images/nodata.png"><img src="/u/a.png" width="16">',
        '<p><a href="/">返回首页</a><a href="/zwdt/">政务动态</a><a href="/x.html">暂无内容</a></p>',
        '<p><a href="javascript:window.print()">打印本页</a><a name="top">政府网站页面顶部锚点</a></p>',
    ],
)
def test_furniture_leaves_a_column_blank(more: str) -> None:
    assert content(BLANK + more) is Content.NOTHING


@pytest.mark.parametrize(
    "words",
    [
        "本单位目前没有行政处罚事项，如有将及时公布。",
        "因机构改革，本栏目暂无内容，后续将及时更新。",
        "截至2025年6月，本单位未发生行政复议案件，故暂无此类信息。",
        "本年度暂无招考信息，如有需要请咨询办公室。",
        "根据职责，不承担该项职能，暂无此类信息公开。",
        "本部门无规范性文件。",
        "我局无此项职能。",
        "2025年度本单位无政府采购事项。",
    ],
)
def test_a_reason_is_an_explanation(words: str) -> None:
    assert content(f"<h2>政务动态</h2><p>{words}</p>") is Content.EXPLAINED


@pytest.mark.parametrize(
    "body",
    [
        "<p>清河县位于云岭省中部，全县总面积2345平方公里，辖12个镇。</p>",
        "<p>" + "本单位没有此类事项，因此不予公开，请向办公室咨询。" * 20 + "</p>",
        "<p>电话：0668-1234567</p>",
        "<p>本单位共有内设机构5个。</p>",
        "<ul><li>关于开展检查的通知 2025-06-12</li></ul>",
        "<table>" + "<tr><td>张三</td><td>副县长</td></tr>" * 6 + "</table>",
        '<p><img src="/u/2025/jgt.jpg"></p>',
        '<video src="/v/1.mp4"></video>',
        '<ul><li><a href="/zwdt/jryw/">今日要闻</a></li><li><a href="/zwdt/bmdt/">部门动态</a></li></ul>',
        '<ul><li><a href="http://zt.gov.example/xczx/">乡村振兴</a></li></ul>',
        '<ul><li>县长：<a href="/ldzc/zhangsan.html">张三</a></li></ul>',
        '<h2><a href="/zwdt/">政务动态</a></h2><ul><li><a href="/zwdt/jryw/">今日要闻</a></li></ul>',
        "<form><p>姓名：<input></p><p>留言内容：<textarea></textarea></p></form>",
        '<a href="/u/zn.pdf">指南</a>',
        "<form><input name='q'><button>查询</button></form><p>请输入姓名查询</p>",
        "<form><input placeholder='请输入准考证号'><input type='submit' value='成绩查询'></form>",
    ],
)
def test_text_links_pictures_and_forms_are_content(body: str) -> None:
    assert content(body) is Content.TEXT


@pytest.mark.parametrize(
    "body",
    [
        '<ul id="list"></ul><script>fetch("/api").then(d=>{document.getElementById("list").innerHTML=d})</script>',
        '<div class="list-box"></div><script>$.ajax({url:"/a",success:function(d){$(".list-box").append(d)}})</script>',
        '<div id="pageList"></div><script>$("#pageList").load("/l.html")</script>',
        '<div id="searchResult"></div><script>$.post("/s",function(d){$("#searchResult").html(d)})</script>',
        '<div id="app"><ul><li v-for="i in list">{{i.title}}</li></ul></div>',
        '<div id="app"><p>{{title}}</p></div>',
        '<div id="app"></div><script>new Vue({el:"#app"})</script>',
        '<div id="demo"></div><script>layui.use("flow",function(){flow.load({elem:"#demo"})});$("#demo").html("")</script>',
        '<div id="div123"></div><script>$("#div123").jPage({url:"/dataproxy.jsp"})</script>',
        '<div id="1"><script type="text/xml"><recordset><record><![CDATA[<li>会议</li>]]></record></recordset></script></div>',
        '<ul><script type="text/html"><li>{{t}}</li></script></ul>',
        "<div><template><li></li></template></div>",
        '<div class="list"><script>document.write("<li><a href=a.html>x</a></li>")</script></div>',
        '<div id="box"></div><script>var d=[{"title":"夏季安全检查开始","url":"/a.html"}];show(d)</script>',
        '<div id="box"></div><script type="application/json">[{"pubDate":"2025-06-20","docTitle":"\\u590f\\u5b63"}]</script>',
        "<div>加载中...</div>",
        "<ul><li>正在加载，请稍候...</li></ul>",
        '<ul id="news"><li>暂无数据</li></ul><script>document.getElementById("news").appendChild(li)</script>',
        '<ul><li><a href="javascript:void(0)" onclick="v(1)">关于开展夏季安全生产检查的通知</a></li></ul>',
        "<ul id='l'></ul><script>new WebSocket('wss://a.example/').onmessage=e=>l.innerHTML=e.data</script>",
        "<div id='news'></div><script>get().then(d=>{news.innerHTML=d})</script>",
        "<iframe id='f' data-src='/list.html' width='800'></iframe><script>f.src=f.dataset.src</script>",
        '<ul><li><a onclick="v(1)">关于开展夏季安全生产检查的通知</a></li></ul>',
    ],
)
def test_a_list_that_a_script_fills_is_not_blank(body: str) -> None:
    assert content(body) is Content.SCRIPT


ORDINARY = {
    "statistics": '<script>var hm=document.createElement("script");hm.src="https://hm.example/hm.js";'
    'var s=document.getElementsByTagName("script")[0];s.parentNode.insertBefore(hm,s);</script>',
    "clock": '<div id="clock"></div><script>document.getElementById("clock").innerHTML=new Date();</script>',
    "menu": '<script>$(".nav li").hover(function(){$(this).find("ul").show()})</script>',
    "top": '<div class="gotop"></div><script>$(".gotop").click(f);$("body").append("<i>")</script>',
    "share": '<div class="bdsharebuttonbox"></div><script>(getElementsByTagName("head")[0]||body).appendChild(e)</script>',
    "report": "<script>document.write(\"<script src='http://a.example/jiucuo.js'><\\/script>\")</script>",
    "floating": '<div id="floatBox"></div><script>$("#floatBox").append("y")</script>',
    "clearing": '<div class="clear"></div><script>$("#x").append("<p class=\'clear\'></p>")</script>',
    "search": '<div id="searchTips"></div><script>$("#searchTips").html("请输入")</script>',
    "settings": '<div id="box"></div><script>var page={title:"政务公开",id:3},user={name:"张三"}</script>',
    "hidden frame": "<iframe name='post' style='display:none'></iframe><script>x()</script>",
    "small frame": "<iframe width=1 height=1></iframe><script>x()</script>",
    "rows": '<script>$(function(){$(".list li:odd").addClass("odd")})</script>',
    "shown": "<div><template shadowrootmode='open'><div></div></template></div>",
    "in the foot": '<div class="footer"><div id="b1"></div><script>document.write("<a>x</a>");$("#b1").html(1)</script></div>',
    "template in the head": '<div class="header"><script type="text/html"><li></li></script></div>',
}


@pytest.mark.parametrize("scripts", ORDINARY.values(), ids=ORDINARY.keys())
def test_ordinary_scripts_fill_no_list(scripts: str) -> None:
    assert content(BLANK + scripts) is Content.NOTHING


def test_a_shell_without_content_needs_a_script() -> None:
    shell = '<noscript>请启用脚本</noscript><div id="root"></div><script src="/static/main.js"></script>'
    assert needs_script(page(shell))
    assert not needs_script(Page("<frameset></frameset>", COLUMN))


def test_a_script_file_that_fills_an_empty_element() -> None:
    blank = page('<ul id="newsBox"></ul>')
    assert filled_by('$.get(u,function(d){$("#newsBox").html(d)})', blank)
    assert not filled_by('$("#newsBox").addClass("on")', blank)
    assert not filled_by('$.get(u,function(d){$("#other").html(d)})', blank)
    assert not filled_by("$.get(u)", Page("<frameset></frameset>", COLUMN))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('src="http://other.example/list"', Content.FRAME),
        ('src="/inner/list.html"', Content.FRAME),
        ('src="http://other.example/x" style="display: none"', Content.NOTHING),
        ('src="http://other.example/x" width="0"', Content.NOTHING),
        ('src="http://other.example/x" height="20"', Content.NOTHING),
        ('src="/public/top.html"', Content.NOTHING),
        ('src="http://i.tianqi.example/index"', Content.NOTHING),
        ('src="about:blank"', Content.NOTHING),
    ],
)
def test_frames(attributes: str, expected: Content) -> None:
    assert content(f"<div><iframe {attributes}></iframe></div>") is expected


def test_own_frames_are_those_of_the_site() -> None:
    seen = framed(
        '<iframe src="/inner/list.html"></iframe><iframe src="http://o.example/"></iframe><iframe src="/zwdt/"></iframe>'
    )
    assert own_frames(seen) == (HOME + "inner/list.html",)


def test_rows_decide_first() -> None:
    assert content(f"<ul>{ITEM}</ul><p>暂无数据</p>") is Content.ENTRIES


def test_a_page_without_a_body_is_blank() -> None:
    assert held(Page("<frameset></frameset>", COLUMN)) is Content.NOTHING


def test_what_all_pages_share_is_not_the_columns_own() -> None:
    beside = f'<div><base href="{HOME}"><p>为人民服务，建设美丽清河，欢迎来电来访</p><img src="/u/head.jpg"><ul>{ITEM}</ul></div>'
    seen = page(HEAD + BLANK + beside)
    others = [
        page(HEAD + f"<ul><li><a href='{n}.html'>通知</a></li></ul>" + beside, f"{HOME}c{n}/")
        for n in range(3)
    ]
    assert held(seen) is Content.ENTRIES
    assert held(seen, *others) is Content.NOTHING


def test_a_side_list_of_this_page_alone_is_its_own() -> None:
    seen = page(f'<div class="hot"><ul>{ITEM}</ul></div>')
    others = [page("", f"{HOME}c{n}/") for n in range(3)]
    rows = rows_of(seen, ASOF)
    assert own_rows(rows, SiteFrame([seen, *others])) == rows
    assert own_rows(rows, SiteFrame([])) == ()


@pytest.mark.parametrize(
    "link", ["<a>{}</a>", "<a href='#'>{}</a>", "<a href='#nogo'>{}</a>", "<a href=''>{}</a>"]
)
def test_titles_that_lead_nowhere_by_themselves_are_opened_by_a_script(link: str) -> None:
    titles = ("关于开展年度检查工作的通知", "关于印发实施方案的通知")
    rows = "".join(f"<li>{link.format(title)}</li>" for title in titles)
    assert content(f"<h2>政务动态</h2><ul class='list'>{rows}</ul>") is Content.SCRIPT


def test_short_words_without_an_address_are_no_titles() -> None:
    assert content(f"{BLANK}<p><a href='#'>返回顶部</a><a>打印本页</a></p>") is Content.NOTHING


@pytest.mark.parametrize(
    "body", ["<script>go(17)</script>", "<script src='/a.js'></script><noscript>请启用脚本</noscript>"]
)
def test_a_body_of_scripts_alone_is_not_blank(body: str) -> None:
    seen = Page(f"<html><head><title>政务动态</title></head><body>{body}</body></html>", COLUMN)
    assert held(seen) is Content.SCRIPT


def test_an_empty_body_beside_a_counter_in_the_head_is_blank() -> None:
    assert content(BLANK + "<script>count()</script>") is Content.NOTHING
