"""Reads the column list (栏目表)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xuncha.apps.directory.addresses import column_address
from xuncha.apps.directory.cells import Cells, one_line, whole_number
from xuncha.apps.directory.keys import SITE_CODE, Known, Unique
from xuncha.apps.directory.problems import BadCell, Problems, shown
from xuncha.apps.directory.site_codes import site_code
from xuncha.apps.directory.synonyms import COLUMN_KINDS, one_of
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.facts.targets import ColumnKind, ListedColumn, Site

LAYOUT = Layout((SITE_CODE, "栏目名称", "栏目类别", "网址"), may_lack=("更新期限天数",))
_kind = one_of(ColumnKind, COLUMN_KINDS, hidden=(ColumnKind.UNTYPED,))


def read_columns(path: Path, sites: Sequence[Site] | None, problems: Problems) -> list[ListedColumn]:
    """The columns of the list, in its order. Whatever is wrong goes to ``problems``.

    An address such as ``/tzgg/`` is completed from the site's. ``sites`` is None when there is no usable
    site list to compare with. The same name at the same address twice for one site is refused: one
    neglected column must not count as two.
    """
    urls = None if sites is None else {site.site_code: site.url for site in sites}
    known = Known(SITE_CODE, urls, "网站名单", problems)
    unique = Unique("栏目名称")
    read = (
        _column(Cells(row, str(path), problems), urls, known, unique)
        for row in read_table(path, LAYOUT, problems)
    )
    return [column for column in read if column is not None]


def _column(cells: Cells, urls: dict[str, str] | None, known: Known, unique: Unique) -> ListedColumn | None:
    code = cells.read(SITE_CODE, site_code)
    if code:
        known.check(code, cells)
    site_url = (urls or {}).get(code)
    # Without its site a relative address cannot be judged; the missing site is the fault that is named.
    base = site_url if site_url is not None else "http://localhost/"
    name = cells.read("栏目名称", one_line)
    kind = cells.read("栏目类别", _kind)
    url = cells.read("网址", lambda text: column_address(text, base))
    period = cells.read_or("更新期限天数", _days, None)
    if name and url:
        unique.check("\n".join((code or "", name, url)), cells, written=name)
    return None if cells.refused else ListedColumn(code, name, kind, url, period)


def _days(text: str) -> int | None:
    days = whole_number(text)
    if days == 0:
        raise BadCell(f"{shown(text)}不对：更新期限应为正整数（天），没有期限请留空")
    return days
