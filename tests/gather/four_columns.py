"""A healthy site with a menu of four columns, for tests that change one thing about it."""

from __future__ import annotations

from small_sites import dated_article, html, listing, menu

ITEMS = [
    (f"/a/{n}.html", f"县政府召开第{n}次常务会议研究部署重点工作", f"2025-06-{20 - n:02}")
    for n in range(1, 5)
]
ARTICLES = {url: dated_article(title, day) for url, title, day in ITEMS}
FOOT = "石堰县人民政府主办 石堰县人民政府办公室承办 政府网站标识码 9901000001 联系电话 0000-0000000 网站支持第六版互联网协议"
NAMES = {"工作动态": "/gzdt/", "通知公告": "/tzgg/", "政策文件": "/zcwj/", "招标采购": "/zbcg/"}


def own_items(name: str) -> list[tuple[str, str, str]]:
    return [
        (f"/{name}/{n}.html", f"关于{name}栏目第{n}项事项的公开说明", f"2025-06-{20 - n:02}")
        for n in range(1, 4)
    ]


def four_columns(**replaced: str) -> dict[str, str]:
    """A home page and four columns, each with a list of its own; ``replaced`` by the folder's name."""
    pages = {"/": html("首页", menu(NAMES) + "<p>石堰县</p>")}
    for name, url in NAMES.items():
        given = own_items(url.strip("/"))
        pages[url] = listing(name, given, menu=menu(NAMES))
        pages.update({address: dated_article(title, day) for address, title, day in given})
    return {**pages, **{f"/{folder}/": page for folder, page in replaced.items()}}


def blank(name: str, extra: str = "", head: str = "") -> str:
    return html(f"{name}-石堰县", f"{menu(NAMES)}<h2>{name}</h2>{extra}<div class='foot'>{FOOT}</div>", head)
