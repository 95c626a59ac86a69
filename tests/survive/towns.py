"""Small healthy sites of a town, for tests that break one thing about each, and the command that inspects them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from command import ASOF, Ran, xuncha
from raw_server import RawServer
from small_sites import dated_article, html, listing, menu

#: Listed columns of every town: address by name. Five unseen ones leave a veto open.
COLUMNS = {
    "工作动态": "/gzdt/",
    "通知公告": "/tzgg/",
    "公示公告": "/gsgg/",
    "政策文件": "/zcwj/",
    "规范性文件": "/gfwj/",
    "人事信息": "/rsxx/",
}
KIND = {"工作动态": "动态要闻", "政策文件": "政策文件", "规范性文件": "政策文件"}
SITE_HEADER = ["网站标识码", "网站名称", "网址", "主办单位", "主管单位", "地区", "网站类型", "运行状态"]
COLUMN_HEADER = ["网站标识码", "栏目名称", "栏目类别", "网址", "更新期限天数"]
#: Vetoes that a visit alone can settle, and the rules about links.
SCOPE = "W3,W4,N103,N109"


@dataclass
class Town:
    """One site: code, host, what it answers by path, and which columns the office lists."""

    code: str
    host: str
    pages: dict[str, object]
    columns: Mapping[str, str] = field(default_factory=lambda: dict(COLUMNS))
    name: str = "石堰县人民政府"
    url: str = ""
    also: dict[str, dict[str, object]] = field(default_factory=dict)  # other hosts, with their pages

    @property
    def home(self) -> str:
        return self.url or f"http://{self.host}/"


def items_of(folder: str, count: int = 4) -> list[tuple[str, str, str]]:
    return [
        (f"/{folder}/{n}.html", f"关于{folder}栏目第{n}项事项的公开说明", f"2025-06-{21 - n:02}")
        for n in range(1, count + 1)
    ]


def healthy_pages(**replaced: object) -> dict[str, object]:
    """Home page and six columns with fresh lists; ``replaced`` by the folder's name (``home`` for the home page)."""
    news = items_of("gzdt")
    pages: dict[str, object] = {
        "/": html("石堰县人民政府", f"{menu(COLUMNS)}{_rows(news)}"),
        "/robots.txt": b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
    }
    for name, url in COLUMNS.items():
        given = items_of(url.strip("/"))
        pages[url] = listing(name, given, menu=menu(COLUMNS))
        pages.update({address: dated_article(title, day) for address, title, day in given})
    for folder, page in replaced.items():
        pages["/" if folder == "home" else f"/{folder}/"] = page
    return pages


def _rows(items: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(f"<li><a href='{url}'>{title}</a><span>{day}</span></li>" for url, title, day in items)
    return f"<div class='list'><ul>{inner}</ul></div>"


def all_columns(reply: object) -> dict[str, object]:
    """The same reply at every column's address."""
    return dict.fromkeys(COLUMNS.values(), reply)


def with_extra(body: str) -> str:
    """The home page of a healthy town with some more markup at its end."""
    return html("石堰县人民政府", f"{menu(COLUMNS)}{_rows(items_of('gzdt'))}{body}")


def write_inputs(folder: Path, towns: Iterable[Town]) -> None:
    """The lists of sites and columns as the office hands them in."""
    towns = list(towns)
    _write(folder / "sites.csv", SITE_HEADER, (_site_row(town) for town in towns))
    rows = (
        [town.code, name, KIND.get(name, "通知公告"), town.home.rstrip("/") + url, ""]
        for town in towns
        for name, url in town.columns.items()
    )
    _write(folder / "columns.csv", COLUMN_HEADER, rows)


def _site_row(town: Town) -> list[str]:
    return [
        town.code, town.name, town.home, f"{town.name}办公室", "石堰市人民政府", "石堰市", "门户网站", "正常运行"
    ]  # fmt: skip


def _write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def inspect_towns(
    folder: Path,
    towns: Iterable[Town],
    *options: str,
    indicators: str = SCOPE,
    timeout: float = 600,
    out: str = "result",
) -> Ran:
    """Run ``xuncha inspect`` over the towns. Where they are found is for ``options`` to say."""
    towns = list(towns)
    write_inputs(folder, towns)
    home = folder / "home"
    home.mkdir(exist_ok=True)
    given = ["--sites", "sites.csv"]
    if any(town.columns for town in towns):
        given += ["--columns", "columns.csv"]
    args = [part if part.startswith("--") else str(folder / part) for part in given]
    if (folder / "probes.csv").exists():
        args += ["--probes", str(folder / "probes.csv")]
    args += ["--asof", ASOF, "--rate", "1000", "--connections", "16", "--browser", "off"]
    args += ["--indicators", indicators]
    return xuncha(
        "inspect", *args, *options, "--out", str(folder / out), out=folder / out, home=home, timeout=timeout
    )


def served(server: RawServer, towns: Iterable[Town]) -> RawServer:
    """The server with the towns' pages."""
    for town in towns:
        server.hosts |= {town.host: town.pages, **town.also}
    return server
