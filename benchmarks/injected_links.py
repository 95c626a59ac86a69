"""Links hidden in pages by every technique known to us, and the page round them, for ``hidden_links.py``."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable

_BAD_WORDS = (
    "澳门新葡京官网",
    "线上真人娱乐平台",
    "北京赛车pk10投注",
    "皇冠体育开户",
    "时时彩平台注册",
    "百家乐在线投注",
    "成人电影在线",
    "一夜情交友",
    "棋牌游戏下载",
    "bet365体育投注",
)
_PLAIN_WORDS = (
    "点击查看",
    "友情资源",
    "百度排名",
    "网站首页",
    "更多",
    "资讯",
    "seo优化",
    "手机版",
    "下载",
    "在线客服",
)
_HOSTS = (
    "www.k7f3a.com",
    "m.qwe889.top",
    "www.hh2lm.xyz",
    "xn9a.vip",
    "www.fgsd77.cc",
    "abc.zz1u.net",
    "www.lkjhg.info",
    "a.b1c2d3.cn",
)


class Injector:
    """Makes the injected markup; the technique is the name of the method."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.bad = dice.random() < 0.5

    def techniques(self) -> tuple[Callable[[], str], ...]:
        """Every technique. Each returns markup for the end of the body."""
        return (
            self.off_screen, self.text_indent, self.tiny_box, self.zero_box, self.not_shown, self.invisible, self.same_colour,
            self.tiny_type, self.marquee, self.clipped, self.class_off_screen, self.written_box, self.char_codes,
            self.percent_codes, self.base64_codes, self.hex_codes, self.packed, self.hidden_by_script, self.title_encoded,
            self.keywords, self.refresh, self.referrer_jump, self.full_frame, self.zero_frame, self.transparent,
        )  # fmt: skip

    def links(self, count: int = 3, style: str = "") -> str:
        """A few links to different hosts."""
        hosts = self.dice.sample(_HOSTS, count)
        words = self.dice.sample(_BAD_WORDS if self.bad else _PLAIN_WORDS, count)
        attribute = f' style="{style}"' if style else ""
        return "".join(
            f'<a href="http://{host}/"{attribute}>{word}</a>' for host, word in zip(hosts, words, strict=True)
        )

    def off_screen(self) -> str:
        style = self.dice.choice(
            (
                "position:absolute;left:-9999px",
                "position: absolute; top: -1000px;",
                "POSITION:fixed;LEFT:-3000px;",
                "margin-left:-5000px",
                "position:absolute;left:expression(1-900);left:-900px",
            )
        )
        return f'<div style="{style}">{self.links()}</div>'

    def text_indent(self) -> str:
        return (
            f'<p style="text-indent:{self.dice.choice(("-9999px", "-999em", "-2000px"))}">{self.links()}</p>'
        )

    def tiny_box(self) -> str:
        style = self.dice.choice(
            (
                "width:1px;height:1px;overflow:hidden",
                "height:1px;overflow:hidden;",
                "overflow:hidden;width:1px",
            )
        )
        return f'<div style="{style}">{self.links()}</div>'

    def zero_box(self) -> str:
        style = self.dice.choice(
            ("width:0;height:0;overflow:hidden", "height:0px;overflow:hidden", "overflow:hidden;max-height:0")
        )
        return f'<div style="{style}">{self.links()}</div>'

    def not_shown(self) -> str:
        return self.dice.choice(
            (
                '<div style="display:none">{}</div>',
                '<span style="DISPLAY: none;">{}</span>',
                "<div hidden>{}</div>",
            )
        ).format(self.links())

    def invisible(self) -> str:
        return f'<div style="visibility:hidden">{self.links()}</div>'

    def transparent(self) -> str:
        style = self.dice.choice(("opacity:0", "filter:alpha(opacity=0);opacity:0.0"))
        return self.dice.choice(
            (f'<div style="{style}">{self.links()}</div>', self.links(style="color:transparent"))
        )

    def same_colour(self) -> str:
        pair = self.dice.choice(
            (("#ffffff", "#fff"), ("white", "rgb(255,255,255)"), ("#fefefe", "#ffffff"), ("#336699", "#369"))
        )
        form = self.dice.choice(
            ('<div style="background:{1}">{0}</div>', '<table><tr><td bgcolor="{1}">{0}</td></tr></table>')
        )
        return form.format(
            self.links(style=f"color:{pair[0]}"),
            pair[1] if pair[1].startswith("#") or "style" in form else "#ffffff",
        )

    def tiny_type(self) -> str:
        return self.dice.choice(
            (
                self.links(style="font-size:0"),
                self.links(style="font-size:1px;line-height:1px"),
                f'<div style="font-size:1px">{self.links()}</div>',
            )
        )

    def marquee(self) -> str:
        attributes = self.dice.choice(
            (
                'height="1" width="5" scrollamount="3000"',
                "height=1",
                "width=1 height=1",
                'scrollamount="9999"',
                'style="height:1px"',
            )
        )
        return f"<marquee {attributes}>{self.links()}</marquee>"

    def clipped(self) -> str:
        return f'<div style="{self.dice.choice(("position:absolute;clip:rect(0 0 0 0)", "clip:rect(1px,1px,1px,1px);position:absolute", "clip-path:inset(100%)"))}">{self.links()}</div>'

    def class_off_screen(self) -> str:
        name = self.dice.choice(("qz7", "zxk", "t8p"))
        rule = self.dice.choice(
            (
                "position:absolute;left:-1500px",
                "width:1px;height:1px;overflow:hidden",
                "position:fixed;top:-999px",
            )
        )
        return f'<style>.{name}{{{rule}}}</style><div class="{name}">{self.links()}</div>'

    def written_box(self) -> str:
        style = self.dice.choice(("position:absolute;left:-9999px", "width:1px;height:1px;overflow:hidden"))
        return f"<script>document.write('<div style=\"{style}\">');</script>{self.links()}<script>document.write('</div>');</script>"

    def char_codes(self) -> str:
        codes = ",".join(str(ord(mark)) for mark in self.links())
        return f"<script>{self.dice.choice(('document.write(String.fromCharCode({}));', 'var s=String.fromCharCode({});document.write(s);')).format(codes)}</script>"

    def percent_codes(self) -> str:
        codes = "".join(
            f"%{ord(mark):02X}" if ord(mark) < 128 else f"%u{ord(mark):04X}" for mark in self.links()
        )
        return f'<script type="text/javascript">document.write(unescape("{codes}"));</script>'

    def base64_codes(self) -> str:
        return f'<script>document.write(atob("{base64.b64encode(self.links().encode()).decode()}"))</script>'

    def hex_codes(self) -> str:
        codes = "".join(
            f"\\x{ord(mark):02x}" if ord(mark) < 128 else f"\\u{ord(mark):04x}" for mark in self.links()
        )
        return self.dice.choice(
            (
                f'<script>window["document"]["write"]("{codes}");document.write("");</script>',
                f'<script>document.write("{codes}");</script>',
            )
        )

    def packed(self) -> str:
        words = "document|write|div|style|href|http|com|www|k7f3a"
        tag = _BAD_WORDS[0] if self.bad else _PLAIN_WORDS[0]
        body = f'0.1("<a 4=\\\\"5://7.8.6/\\\\">{tag}</a>")'
        return f"<script>eval(function(p,a,c,k,e,d){{e=function(c){{return c}};while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+e(c)+'\\\\b','g'),k[c]);return p}}('{body}',10,9,'{words}'.split('|'),0,{{}}))</script>"

    def hidden_by_script(self) -> str:
        statement = self.dice.choice(
            (
                'document.getElementById("{0}").style.display="none";',
                "document.getElementById('{0}').style.visibility='hidden'",
                "$('#{0}').hide();",
            )
        )
        name = self.dice.choice(("xz01", "qk8", "zyx"))
        return f'<div id="{name}">{self.links()}</div><script>{statement.format(name)}</script>'

    def title_encoded(self) -> str:
        codes = "".join(f"&#{ord(mark)};" for mark in self.dice.choice(_BAD_WORDS))
        return f"@@HEAD<title>{codes}</title>"

    def keywords(self) -> str:
        codes = "".join(f"&#x{ord(mark):x};" for mark in ",".join(self.dice.sample(_BAD_WORDS, 3)))
        return f'@@HEAD<meta name="{self.dice.choice(("keywords", "Description"))}" content="{codes}">'

    def refresh(self) -> str:
        return f'@@HEAD<meta http-equiv="refresh" content="0;url=http://{self.dice.choice(_HOSTS)}/">'

    def referrer_jump(self) -> str:
        host = self.dice.choice(_HOSTS)
        return self.dice.choice((
            f'<script>var r=document.referrer;if(r.indexOf("baidu")>0||r.indexOf("sogou")>0){{location.href="http://{host}/";}}</script>',
            f'<script>if(/baiduspider|googlebot/i.test(navigator.userAgent)){{window.location.replace("https://{host}/x")}}</script>',
            f"<script>var u='http://{host}';var s=document.referrer;if(/(google|so\\.com|bing)/.test(s)){{self.location=u;}}</script>",
        ))  # fmt: skip

    def full_frame(self) -> str:
        host = self.dice.choice(_HOSTS)
        return self.dice.choice(
            (
                f'<iframe src="http://{host}/" width="100%" height="100%"></iframe>',
                f'<iframe src="//{host}/a" style="position:fixed;top:0;width:100%;height:100vh"></iframe>',
            )
        )

    def zero_frame(self) -> str:
        host = self.dice.choice(_HOSTS)
        return self.dice.choice(
            (
                f'<iframe src="http://{host}/" width=0 height=0></iframe>',
                f'<iframe src="http://{host}/" style="display:none"></iframe>',
            )
        )


_ORDINARY = (
    '<div class="drop"><a href="#">友情链接</a><ul style="display:none"><li><a href="http://www.steelworks-a.com/">某钢铁集团</a></li><li><a href="http://www.mill-b.com.cn/">某纺织公司</a></li></ul></div>',
    '<ul class="submenu" style="visibility:hidden"><li><a href="/zwgk/">政务公开</a></li><li><a href="http://zwfw.example.gov.cn/">办事</a></li></ul>',
    '<div class="swiper-slide" style="position:absolute;left:-1200px"><a href="http://www.partner-c.com/"><img src="/a.jpg" alt="专题"></a></div>',
    '<a class="skip" href="#main" style="position:absolute;left:-9999px">跳到主要内容</a>',
    '<div class="tabcon" style="display:none"><a href="http://www.people.com.cn/">人民网</a><a href="http://www.school-d.net/">某学校</a></div>',
    '<div class="share" style="display:none"><a href="https://weibo.com/x">微博</a><a href="https://www.douban.com/">豆瓣</a></div>',
    '<script>document.write(unescape("%3Cspan id=\'_ideConac\' %3E%3C/span%3E%3Cscript src=\'http://dcs.conac.cn/js/01.js\' type=\'text/javascript\'%3E%3C/script%3E"));</script>',
    '<script>var cnzz_protocol="https://";document.write(unescape("%3Cscript src=\'" + cnzz_protocol + "s4.cnzz.com/z_stat.php%3Fid%3D1\'%3E%3C/script%3E"));</script>',
    '<script>if(/Android|iPhone/i.test(navigator.userAgent)){window.location.href="http://m.example.gov.cn/";}</script>',
    '<iframe src="https://api.map.baidu.com/x.html" width="100%" height="100%"></iframe>',
    '<iframe src="http://i.tianqi.com/index.php?c=code" width="225" height="20"></iframe>',
    '<marquee height="30" scrollamount="3"><a href="/tzgg/1.html">关于开展打击网络赌博专项行动的通告</a></marquee>',
    '<marquee scrollamount="2"><a href="http://www.vendor-e.com/">技术支持：某科技公司</a></marquee>',
    '<noscript><a href="http://www.stat-f.com/">统计</a></noscript>',
    '<div class="foot" style="background:#004a99"><a style="color:#fff" href="http://www.vendor-e.com/">技术支持：某科技公司</a></div>',
    '<div style="background:url(/b.jpg)"><a style="color:white" href="http://www.vendor-e.com/">承建单位</a></div>',
    '<a style="color:#fff" href="http://www.vendor-e.com/">承建单位</a>',
    '<div style="font-size:0"><a href="http://www.vendor-e.com/"><img src="/l.png" alt="某公司"></a></div>',
    '<style>@media print{.main{display:none}} .xlk{display:none} .xlk:hover{display:block}</style><div class="main"><a href="http://www.vendor-e.com/">某公司</a></div><div class="xlk link"><a href="http://www.g-h.com/">甲</a><a href="http://www.i-j.com/">乙</a></div>',
    '<script>function sw(n){document.getElementById("box1").style.display="none";}</script><div id="box1"><a href="http://www.g-h.com/">甲公司</a><a href="http://www.i-j.com/">乙公司</a></div>',
    '<div style="height:0;overflow:hidden"><a href="/a.html">展开</a></div>',
    '<meta http-equiv="refresh" content="600"><a href="/ticai.html">中国体育彩票开奖公告</a>',
    '<div style="display:none"><a href="/news/1.html">公安机关打掉一个百家乐网络赌博团伙</a></div>',
    '<div style="display:none"><img src="/share.jpg"><p>为网页分享准备的摘要：我市召开防汛会议</p></div>',
    '<a href="http://www.vendor-e.com/" style="text-indent:2em;display:block">承建单位：某公司</a>',
)  # fmt: skip


def page_html(dice: random.Random, injected: str) -> str:
    """A home page with ordinary hidden parts and, at a random place, what is injected."""
    head, body = ("", injected) if not injected.startswith("@@HEAD") else (injected[6:], "")
    parts = dice.sample(_ORDINARY, 6)
    parts.insert(dice.randrange(len(parts) + 1), body)
    rows = "".join(
        f'<li><a href="/yw/t2025060{n}_{n}.html">我市召开第{n}次安全生产会议</a><span>06-0{n}</span></li>'
        for n in range(1, 8)
    )
    title = "" if "<title>" in head else "<title>某市人民政府</title>"
    return (
        f'<html><head>{title}{head}<meta name="SiteName" content="某市人民政府"></head><body><div class="header"><ul class="nav"><li><a href="/zwgk/">政务公开</a></li></ul></div>'
        f'<div class="con"><ul>{rows}</ul></div>{"".join(parts)}<div class="footer"><a href="http://www.gov.cn/">中国政府网</a> 主办：某市人民政府办公室</div></body></html>'
    )  # fmt: skip
