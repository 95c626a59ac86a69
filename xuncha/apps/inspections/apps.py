"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig

from xuncha.apps.casework.access import Right
from xuncha.apps.casework.menu import DIRECTORY, INSPECTION, OFFICE, Entry


def under_way(user: Any) -> int:
    """Tasks of the user that are not over yet, or are and the user does not know, up to 100."""
    from xuncha.apps.casework.tasks.model import Task

    own = Task.objects.filter(made_by=user)
    return (own.under_way() | own.unseen_by(user))[:100].count()


class InspectionsConfig(AppConfig):
    """检查。"""

    name = "xuncha.apps.inspections"
    label = "inspections"
    verbose_name = "检查"
    menu = (
        Entry("检查", "inspections:rounds", 30, group=INSPECTION),
        Entry("核实", "inspections:findings", 40, group=INSPECTION),
        Entry("复查", "inspections:rechecks", 42, Right.SEE_ALL, group=INSPECTION),
        Entry("名录比对", "inspections:differences", 24, Right.SEE_ALL, group=DIRECTORY),
        Entry("豁免", "inspections:suppressions", 45, Right.REVIEW, group=INSPECTION),
        Entry("后台任务", "inspections:tasks", 80, group=OFFICE, waiting=under_way),
    )

    def ready(self) -> None:
        """The nightly comparison, and large exports, are carried out by workers."""
        from xuncha.apps.casework.tasks.ordering import register as order_by_hand
        from xuncha.apps.casework.tasks.sheets import register_sheet
        from xuncha.apps.inspections.comparison.ordering import compare_of_the_night
        from xuncha.apps.inspections.work.chores import COMPARE, register

        register(COMPARE, compare_of_the_night)
        order_by_hand("load", "导入检查结果", "xuncha.apps.inspections.loading_apart.load")
        order_by_hand("review", "批量核实", "xuncha.apps.inspections.reviewing_many.decide", whole=False)
        comparison, rechecks = (
            f"xuncha.apps.inspections.views.{name}.exported" for name in ("comparison", "rechecks")
        )
        register_sheet("differences", comparison, Right.SEE_ALL)
        register_sheet("rechecks", rechecks, Right.SEE_ALL)
        register_sheet("findings", "xuncha.apps.inspections.views.findings.exported")
        register_sheet("verdicts", "xuncha.apps.inspections.views.rounds.verdicts_exported")
        register_sheet("targets", "xuncha.apps.inspections.views.rounds.targets_exported")

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.inspections.models import FindingCase, RoundTarget

        for state in RoundTarget.State.values:
            count = RoundTarget.objects.filter(state=state).count()
            yield f"targets_{state}", f"Targets of rounds that are {state}", count
        waiting = FindingCase.objects.filter(state=FindingCase.State.SUSPECTED).count()
        yield "findings_suspected", "Findings that wait for a person", waiting
