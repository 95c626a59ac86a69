"""Reads the site list (网站名单)."""

from __future__ import annotations

from pathlib import Path

from xuncha.apps.directory.addresses import address
from xuncha.apps.directory.cells import Cells, compact, one_line
from xuncha.apps.directory.keys import SITE_CODE, Unique
from xuncha.apps.directory.problems import BadCell, Problems, shown
from xuncha.apps.directory.site_codes import site_code
from xuncha.apps.directory.synonyms import RUN_STATES, SITE_KINDS, one_of
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.facts.targets import RunState, Site, SiteKind

#: Whether the sponsor serves the public, and how the list says so.
SERVES = "对外服务职能"
SERVES_WORDS = {True: "有", False: "无", None: ""}

LAYOUT = Layout(
    (SITE_CODE, "网站名称", "网址", "主办单位", "主管单位", "地区", "网站类型", "运行状态"),
    may_lack=(SERVES,),
)
_WORDS: dict[str, bool | None] = {"有": True, "是": True, "无": False, "没有": False, "否": False}
_kind = one_of(SiteKind, SITE_KINDS)
_state = one_of(RunState, RUN_STATES)


def _yes_or_no(text: str) -> bool | None:
    word = compact(text)
    if word not in _WORDS:
        raise BadCell(f"{shown(text)}不是允许的值，应为下列之一：有、无")
    return _WORDS[word]


def read_sites(path: Path, problems: Problems) -> list[Site]:
    """The sites of the list, in its order. Whatever is wrong goes to ``problems``.

    主管单位 may be empty; 网址 only where 运行状态 is 关停. 对外服务职能 (有/无) may be empty or left out.
    """
    unique = Unique(SITE_CODE)
    read = (
        _site(Cells(row, str(path), problems), unique, problems) for row in read_table(path, LAYOUT, problems)
    )
    return [site for site in read if site is not None]


def _site(cells: Cells, unique: Unique, problems: Problems) -> Site | None:
    code = cells.read(SITE_CODE, site_code)
    if code:
        unique.check(code, cells)
    name = cells.read("网站名称", one_line)
    state = cells.read("运行状态", _state)
    if state in (RunState.RUNNING, RunState.EXCEPTION):
        url = cells.read("网址", address)
    else:  # closed, or a state that is a fault of its own
        url = cells.read_or("网址", address, "")
    site = Site(
        site_code=code,
        name=name,
        url=url,
        sponsor=cells.read("主办单位", one_line),
        supervisor=cells.read_or("主管单位", one_line, ""),
        region=cells.read("地区", one_line),
        kind=cells.read("网站类型", _kind),
        state=state,
        serves_public=cells.read_or(SERVES, _yes_or_no, None),
    )
    if cells.refused:
        problems.refuse_key(SITE_CODE, code)
        return None
    return site
