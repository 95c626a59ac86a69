"""A large result of ``xuncha inspect`` taken in by a worker, as a task."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.working import Work
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import Round

LOAD = "load"
#: Bytes of facts that a page judges at once: about a second of work.
_LARGEST_AT_ONCE = 50 << 10


def incoming() -> Path:
    """Where an administrator of the machine puts results."""
    return Path(settings.HOME) / "incoming"


def is_large_result(result: Path) -> bool:
    """True for a result that is not judged while somebody waits for the page."""
    files = (path for path in (result / "facts").rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files) > _LARGEST_AT_ONCE


def load(work: Work) -> None:
    """Judge the result and write it into the ledger."""
    asked = work.task.asked
    result = incoming() / asked["folder"]
    registry = FactsStore(result).registry()
    targets = len(registry.sites or ()) + len(registry.accounts or ())
    work.tick(0, 0, "读取结果")

    @contextmanager
    def within() -> Iterator[Callable[[Round], None]]:
        work.tick(0, targets, "写入台账")
        with work.whole() as outcome:
            made: list[Round] = []
            yield made.append
            record(work.request, "导入检查结果", on=asked["title"], 目录=asked["folder"])
            Task.objects.filter(pk=work.task.pk).update(back=reverse("inspections:round", args=[made[0].pk]))
            work.tick(targets)
            outcome.words = f"已导入检查结果“{asked['title']}”，{targets:,} 个对象。"

    load_result(result, asked["title"], work.task.made_by, within, work.tick)
