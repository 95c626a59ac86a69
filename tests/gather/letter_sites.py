"""Small sites with message boards and service guides, for tests of their gatherers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from small_sites import article, gathered, html, menu, plan_of, site
from specimens.site_files import PageRule, SpecimenSite

from xuncha.facts.seen import Unseen
from xuncha.facts.services import BoardSeen, ServicesSeen

FORM = (
    "<h3>我要写信</h3><form action='/tijiao'><input name='bt' placeholder='标题'>"
    "<textarea placeholder='请输入内容'></textarea><button>提交</button></form>"
)
ASK = "您好，{}，请问什么时候能解决？"


def front(links: Mapping[str, str], more: str = "") -> str:
    """A home page whose menu leads to the given columns."""
    return html("石堰县人民政府", menu({"工作动态": "/gzdt/", **links}) + more)


def column_page(name: str, body: str, links: Mapping[str, str] | None = None, head: str = "") -> str:
    return html(
        f"{name}-石堰县人民政府", f"{menu(links or {})}<h2>{name}</h2><div class='zw'>{body}</div>", head
    )


def letter_table(*rows: tuple[str, str, str, str, str]) -> str:
    """Rows of address, title, asked, answered, status."""
    inner = "".join(
        f"<tr><td><a href='{url}'>{title}</a></td><td>{asked}</td><td>{answered}</td><td>{status}</td></tr>"
        for url, title, asked, answered, status in rows
    )
    heads = "<tr><th>信件标题</th><th>来信时间</th><th>答复时间</th><th>办理状态</th></tr>"
    return f"<table>{heads}{inner}</table>"


def letter_page(title: str, asked: str, answered: str = "", status: str = "", question: str = "") -> str:
    """A letter's own page."""
    lines = [f"<p>来信时间：{asked}</p>", f"<p>来信内容：{question or ASK.format(title)}</p>"]
    if answered:
        lines += [f"<p>回复时间：{answered}</p>", "<p>回复内容：您好，已派人到现场办理完毕，感谢关注。</p>"]
    if status:
        lines.append(f"<p>办理状态：{status}</p>")
    return html(f"{title}-石堰县人民政府", f"<h1>{title}</h1><div class='con'>{''.join(lines)}</div>")


async def boards_of(
    pages: Mapping[str, str] | SpecimenSite, folder: Path, *rules: PageRule
) -> dict[str, BoardSeen]:
    """The boards of a site by name."""
    served = pages if isinstance(pages, SpecimenSite) else site(_whole(pages), *rules)
    facts = await gathered(served, folder, plan_of(wanted=frozenset({"boards", "columns", "homepage"})))
    assert not isinstance(facts.boards, Unseen), facts.boards
    return {board.name: board for board in facts.boards}


async def services_of(pages: Mapping[str, str], folder: Path, *rules: PageRule) -> ServicesSeen:
    wanted = frozenset({"services", "columns", "homepage"})
    facts = await gathered(site(_whole(pages), *rules), folder, plan_of(wanted=wanted))
    assert not isinstance(facts.services, Unseen), facts.services
    return facts.services


def _whole(pages: Mapping[str, str]) -> dict[str, str]:
    news = column_page(
        "工作动态", "<ul><li><a href='/gzdt/1.html'>县政府召开常务会议</a><span>2025-06-20</span></li></ul>"
    )
    return {
        "/": front({}),
        "/gzdt/": news,
        "/gzdt/1.html": article("县政府召开常务会议", "发布时间：2025-06-20"),
        **pages,
    }


def guide_rows(*left_out: str, **values: str) -> str:
    """A table with the eight elements, without those left out; ``values`` replaces some."""
    given = {
        "事项名称": "取水许可",
        "设定依据": "《取水许可和水资源费征收管理条例》第二条",
        "申请条件": "在本县取用水资源的单位和个人",
        "办理材料": "申请书、身份证明",
        "办理地点": "县政务服务中心二楼5号窗口",
        "办理时间": "工作日 9:00-12:00，14:00-17:00",
        "联系电话": "0000-8200411",
        "办理流程": "申请、受理、审查、决定",
        **values,
    }
    rows = "".join(
        f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in given.items() if name not in left_out
    )
    return f"<table>{rows}</table>"


def guide_page(title: str, *left_out: str, **values: str) -> str:
    body = guide_rows(*left_out, **{"事项名称": title, **values})
    return html(f"{title}办事指南-石堰县人民政府", f"<h1>{title}办事指南</h1>{body}")
