"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig

from xuncha.apps.casework.access import Right
from xuncha.apps.casework.menu import OFFICE, Entry


class CaseworkConfig(AppConfig):
    """办理：权限、留痕和办件。"""

    name = "xuncha.apps.casework"
    label = "casework"
    verbose_name = "办理"
    menu = (Entry("操作记录", "casework:audit", 90, Right.AUDIT, group=OFFICE),)

    def ready(self) -> None:
        """Connections are set up; large workbooks are made by workers, and a long record of acts is verified by one."""
        from xuncha.apps.casework import connecting
        from xuncha.apps.casework.tasks.ordering import register
        from xuncha.apps.casework.tasks.sheets import EXPORT, register_sheet

        connecting.register()
        register(EXPORT, "导出 Excel", "xuncha.apps.casework.tasks.sheets.make_workbook")
        register("verify", "核对操作记录", "xuncha.apps.casework.verifying.verify_all", grave=True)
        register_sheet("audit", "xuncha.apps.casework.views.audit.exported", Right.AUDIT)
