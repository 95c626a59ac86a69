"""An empty list to fill in: the columns that an import reads, those it needs marked, with the words of a choice offered."""

from __future__ import annotations

import io

from xuncha.apps.casework.exporting import workbook
from xuncha.apps.directory import accounts, columns, sites
from xuncha.apps.directory.tables import Layout
from xuncha.facts.targets import ColumnKind, Platform, RunState, SiteKind

LAYOUTS: dict[str, Layout] = {
    "sites": sites.LAYOUT,
    "columns": columns.LAYOUT,
    "accounts": accounts.LAYOUT,
}
_CHOICES = {
    "网站类型": [one.value for one in SiteKind],
    "运行状态": [one.value for one in RunState],
    "平台": [one.value for one in Platform],
    "栏目类别": [one.value for one in ColumnKind if one is not ColumnKind.UNTYPED],
}
#: Rows that offer choices; more may be filled in.
_ROWS = 2_000


def blank_list(kind: str) -> io.BytesIO:
    """A workbook with the header of the list alone."""
    layout, made = LAYOUTS[kind], io.BytesIO()
    with workbook(made) as book:
        head = book.add_format({"bold": True, "bg_color": "#F6F5F3"})
        as_text = book.add_format({"num_format": "@"})  # long numbers keep all their digits
        sheet = book.add_worksheet("名单")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(layout.names) - 1, 22, as_text)
        for place, name in enumerate(layout.names):
            sheet.write_string(0, place, f"{name}*" if name in layout.required else name, head)
            if name in _CHOICES:
                sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": _CHOICES[name]})
    made.seek(0)
    return made
