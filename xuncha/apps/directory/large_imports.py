"""Imports too large for a page: looked into, carried out and undone by a worker, as tasks."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.casework.tasks.working import Work
from xuncha.apps.directory.importing import (
    ImportRefusedError,
    Plan,
    carry_out,
    note_plan,
    plan_of,
    undo,
)
from xuncha.apps.directory.models import Import
from xuncha.apps.directory.problems import unused_words

#: Changes that a page carries out at once: about a second of work.
MOST_AT_ONCE = 5_000
#: Bytes of a file that a page looks into at once, by its ending: some 10,000 rows. Workbooks are packed.
_LARGEST_AT_ONCE, _OF_A_WORKBOOK = 1 << 20, 300 << 10
#: Rows of each sort that a preview shows; the figures count all of them.
SHOWN = 200

CHECK, APPLY, UNDO = "import-check", "import", "import-undo"


def is_large_file(name: str, size: int) -> bool:
    """True for a file that is not looked into while somebody waits for the page."""
    workbook = PurePath(name).suffix.lower() in (".xlsx", ".xls")
    return size > (_OF_A_WORKBOOK if workbook else _LARGEST_AT_ONCE)


def is_large(one: Import) -> bool:
    """True for an import that is not carried out or undone while somebody waits for the page."""
    return bool(one.preview) or one.added + one.changed > MOST_AT_ONCE


def order_for(request: HttpRequest, kind: str, one: Import, **asked: Any) -> tuple[Task, bool]:
    """Have a worker do it: (the task, whether it is new). One import is in one hand at a time."""
    other = task_of(one)
    if other is not None:
        return other, False
    return order(
        request, kind, str(one.pk), one.file_name, back=reverse("directory:import", args=[one.pk]), **asked
    )


def task_of(one: Import) -> Task | None:
    """The task that is under way for an import; None where there is none."""
    rows = Task.objects.under_way().filter(kind__in=(CHECK, APPLY, UNDO), key=str(one.pk))
    return rows.select_related("made_by__unit").first()


def shown_of(plan: Plan) -> dict[str, Any]:
    """What the page of an import shows of a plan, as it can be kept."""
    header = list({name: None for record in plan.added[:SHOWN] for name in record})
    return {
        "seen": plan.seen,
        "unused": unused_words(plan.unused) if plan.unused else "",
        "problem_count": len(plan.problems),
        "problems": [[row.row, row.column, row.message] for row in plan.problems[:SHOWN]],
        "header": header,
        "added": [[record.get(name, "") for name in header] for record in plan.added[:SHOWN]],
        "changed": [differences(before, after) for before, after in plan.changed[:SHOWN]],
        "more": len(plan.added) > SHOWN or len(plan.changed) > SHOWN,
    }


def differences(before: dict[str, str], after: dict[str, str]) -> tuple[str, list[tuple[str, str, str]]]:
    """The entry in words, and (header, before, after) of every cell that differs."""
    keys = list(after.values())
    # What neither says is no difference; a column that the list has and the entry had not is one.
    cells = [
        (name, before.get(name, ""), after[name]) for name in after if before.get(name, "") != after[name]
    ]
    return f"{keys[0]} {keys[1]}", cells


def _of(work: Work) -> Import:
    one: Import = Import.objects.get(pk=int(work.task.key))
    return one


def look_into(work: Work) -> None:
    """Say what a file would change; nothing is changed yet."""
    one = _of(work)
    plan = plan_of(one, work.tick)
    with work.whole() as outcome:
        note_plan(one, plan)
        one.preview = shown_of(plan)
        noted = {name: getattr(one, name) for name in ("shown", "added", "changed", "unchanged", "preview")}
        rows = Import.objects.filter(pk=one.pk, state=Import.State.CHECKING)
        if not rows.update(state=Import.State.PREVIEWED, **noted):
            raise ImportRefusedError("这次导入已经放弃。")
        outcome.add_faults((f"第 {row.row} 行，{row.column}", row.message) for row in plan.problems)
        outcome.words = (
            f"文件有 {len(plan.problems):,} 处错误，没有导入任何内容，请改正后重新上传。"
            if plan.problems
            else f"已核对：新增 {one.added:,}，变更 {one.changed:,}，无变化 {one.unchanged:,}。确认后才生效。"
        )


def import_list(work: Work) -> None:
    """Do what the preview showed."""
    one, asked = _of(work), work.task.asked
    planned = plan_of(one, work.tick)
    with work.whole() as outcome:
        on = date.fromisoformat(asked["on"])
        carry_out(
            one, work.request.user, on, asked["document"], planned=planned, tick=work.tick, patient=True
        )
        record(work.request, "导入名录", on=one.file_name, 导入=one.pk)
        work.tick(one.added + one.changed, one.added + one.changed)
        outcome.words = f"已导入 {one.file_name}：新增 {one.added:,}，变更 {one.changed:,}。"


def undo_import(work: Work) -> None:
    """Put back what an import changed."""
    one = _of(work)
    with work.whole() as outcome:
        undo(one, work.request.user, date.fromisoformat(work.task.asked["on"]), tick=work.tick, patient=True)
        record(work.request, "撤销导入", on=one.file_name, 导入=one.pk)
        work.tick(one.added + one.changed, one.added + one.changed)
        outcome.words = f"已撤销 {one.file_name} 的导入。"


def today() -> str:
    """The day on which somebody asks: that of the changes, however late a worker comes to it."""
    return timezone.localdate().isoformat()
