"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig

from xuncha.apps.casework.access import Right
from xuncha.apps.casework.menu import DIRECTORY, Entry


class DirectoryConfig(AppConfig):
    """名录。"""

    name = "xuncha.apps.directory"
    label = "directory"
    verbose_name = "名录"
    menu = (
        Entry("网站", "directory:sites", 20, group=DIRECTORY),
        Entry("新媒体", "directory:accounts", 21, group=DIRECTORY),
        Entry("单位", "directory:units", 22, Right.SEE_ALL, group=DIRECTORY),
        Entry("导入", "directory:imports", 23, Right.DIRECTORY, group=DIRECTORY),
    )

    def ready(self) -> None:
        """Large imports and exports are carried out by workers."""
        from xuncha.apps.casework.tasks.ordering import register
        from xuncha.apps.casework.tasks.sheets import register_sheet

        done_by = "xuncha.apps.directory.large_imports"
        register("import-check", "核对名单", f"{done_by}.look_into", grave=True)
        register("import", "导入名录", f"{done_by}.import_list")
        register("import-undo", "撤销导入", f"{done_by}.undo_import")
        register_sheet("directory", "xuncha.apps.directory.views.exports.exported")

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry

        yield "directory_sites", "Websites in the directory", SiteEntry.objects.count()
        yield "directory_accounts", "Media accounts in the directory", MediaAccountEntry.objects.count()
