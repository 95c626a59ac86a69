"""The frame of a page: head, banner, navigation and foot. Three frames, coloured by the style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

#: The national platform for reports of errors; the demo server answers for it.
NATIONAL_HOST = "zfwzgl.www.gov.cn"

_BASE_CSS = (
    "*{box-sizing:border-box}body{margin:0;font:15px/1.8 'Microsoft YaHei',sans-serif;color:#333;background:#f5f6f8}"
    "a{color:#333;text-decoration:none}a:hover{color:VAR}ul,dl{list-style:none;margin:0;padding:0}"
    ".wrap{width:1100px;max-width:96%;margin:0 auto}.banner{background:VAR;color:#fff;padding:26px 0}"
    ".banner b{font-size:30px;letter-spacing:3px}.banner .today{float:right;font-size:13px}"
    "NAV{background:#fff;border-bottom:2px solid VAR;padding:6px 0}NAV a{display:inline-block;padding:4px 14px}"
    ".grid{display:grid;grid-template-columns:1fr 1fr;gap:18px;margin:18px auto}.box{background:#fff;padding:14px 18px}"
    ".box-tit{border-bottom:1px solid #ddd;margin-bottom:8px}.box-tit h2{display:inline-block;margin:0;font-size:18px;color:VAR}"
    ".box-tit a{float:right;font-size:13px;color:#999}.main{background:#fff;padding:20px 26px;margin:16px auto;min-height:320px}"
    ".art h1{text-align:center;font-size:24px}.artinfo{text-align:center;color:#888;font-size:13px;border-bottom:1px dashed #ccc}"
    ".con p{text-indent:2em}.con table td{border:1px solid #ccc;padding:4px 10px}.pics a{display:inline-block;width:31%;margin-right:1%}"
    ".pics img{width:100%}FOOT{background:#e9ebee;color:#666;text-align:center;font-size:13px;padding:16px 0;margin-top:24px}"
)


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the navigation."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page's frame needs to know of the site. ``groups``: the navigation, by heading or in one."""

    site_name: str
    site_code: str
    host: str
    sponsor: str
    licence: str
    color: str
    css: str
    charset: str
    home_href: str
    site_map_href: str
    groups: Sequence[tuple[str, Sequence[NavLink]]]
    friends: Sequence[NavLink]


def site_meta(frame: Frame) -> str:
    """The three site tags of the page design guide."""
    return (
        f'<meta name="SiteName" content="{escape(frame.site_name)}">'
        f'<meta name="SiteDomain" content="{frame.host}"><meta name="SiteIDCode" content="{frame.site_code}">'
    )


def modern(frame: Frame, title: str, meta: str, body: str) -> str:
    """HTML 5 with nav and footer elements; the navigation opens in groups."""
    menus = "".join(
        f'<li><a href="javascript:;">{escape(heading)}</a><div class="sub">{_links(links)}</div></li>'
        if heading
        else f"<li>{_links(links)}</li>"
        for heading, links in frame.groups
    )
    css = _css(frame, "nav", "footer") + "nav li{display:inline-block;position:relative}"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{frame.charset}"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width">{meta}<style>{css}</style></head>\n<body id="top">'
        f'<header class="banner"><div class="wrap"><b>{escape(frame.site_name)}</b></div></header>\n'
        f'<nav><ul class="wrap"><li><a href="{frame.home_href}">首页</a></li>{menus}</ul></nav>\n'
        f'<div class="wrap">{body}</div>\n<footer>{_friends(frame, "links")}{_foot(frame)}</footer></body></html>\n'
    )


def classic(frame: Frame, title: str, meta: str, body: str) -> str:
    """XHTML of the 2010s: named divs, today's date in the banner, one row of navigation."""
    links = "".join(_links(links) for _, links in frame.groups)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f'<meta http-equiv="Content-Type" content="text/html; charset={frame.charset}" /><title>{escape(title)}</title>'
        f'{meta}<style type="text/css">{_css(frame, ".nav", ".footer")}</style></head>\n<body id="top">'
        f'<div class="header banner"><div class="wrap"><span class="today">今天是2025年6月25日 星期三</span>'
        f"<b>{escape(frame.site_name)}</b></div></div>\n"
        f'<div class="nav"><div class="wrap"><a href="{frame.home_href}">网站首页</a>{links}</div></div>\n'
        f'<div class="wrap">{body}</div>\n{_friends(frame, "yqlj")}<div class="footer">{_foot(frame)}</div></body></html>\n'
    )


def tables(frame: Frame, title: str, meta: str, body: str) -> str:
    """HTML 4 laid out in tables, upper-case tags, http-equiv charset."""
    links = " | ".join(
        f'<a href="{escape(link.href)}"><font color="#ffffff" size="2">{escape(link.name)}</font></a>'
        for _, links in frame.groups
        for link in links
    )
    friends = " ".join(f'<a href="{escape(f.href)}">{escape(f.name)}</a>' for f in frame.friends)
    return (
        f'<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset={frame.charset}">\n'
        f"<TITLE>{escape(title)}</TITLE>{meta}<STYLE>td{{font-size:14px}}a{{text-decoration:none}}{frame.css}</STYLE></HEAD>\n"
        '<BODY leftmargin="0" topmargin="0" id="top"><TABLE width="980" align="center" cellspacing="0" class="head">'
        f'<TR><TD height="90" bgcolor="{frame.color}"><font size="6" color="#ffffff">&nbsp;{escape(frame.site_name)}</font></TD></TR>'
        f'</TABLE>\n<TABLE width="980" align="center" id="menu" bgcolor="{frame.color}"><TR><TD height="30">'
        f'<a href="{frame.home_href}"><font color="#ffffff" size="2">首页</font></a> | {links}</TD></TR></TABLE>\n'
        f'<TABLE width="980" align="center"><TR><TD valign="top">{body}</TD></TR></TABLE>\n'
        f'<TABLE width="980" align="center" class="foot"><TR><TD align="center">友情链接：{friends}</TD></TR>'
        f'<TR><TD align="center">{_foot(frame)}</TD></TR></TABLE></BODY></HTML>\n'
    )


def _css(frame: Frame, nav: str, foot: str) -> str:
    return (_BASE_CSS + frame.css).replace("VAR", frame.color).replace("NAV", nav).replace("FOOT", foot)


def _links(links: Sequence[NavLink]) -> str:
    return "".join(f'<a href="{escape(link.href)}">{escape(link.name)}</a>' for link in links)


def _friends(frame: Frame, name: str) -> str:
    return f'<div class="{name} foot-{name}"><div class="wrap">友情链接：{_links(frame.friends)}</div></div>'


def _foot(frame: Frame) -> str:
    report = f"http://{NATIONAL_HOST}/exposure/jiucuo.html?site_code={frame.site_code}"
    return (
        f'<p>主办单位：{escape(frame.sponsor)}　联系电话：0999-8200000　<a href="{frame.site_map_href}">网站地图</a>　'
        f'<a href="{report}">我为政府网站找错</a></p>'
        f"<p>网站标识码：{frame.site_code}　{frame.licence}　云公网安备 {frame.site_code}号</p>"
    )
