"""How far a task is, told while its transaction is open.

On PostgreSQL another connection writes it into the row. SQLite has one writer at a time: there a small file in
$XUNCHA_HOME, which all processes of such an installation share, says what the row cannot.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from xuncha.apps.casework.tasks.model import Task, folder

if TYPE_CHECKING:
    from xuncha.apps.casework.tasks.working import Work


@dataclass(frozen=True, slots=True)
class Told:
    """``total`` 0: nobody knows. ``rate`` a second over the present phase; ``left`` None when it cannot be told."""

    phase: str
    done: int
    total: int
    rate: float
    left: timedelta | None

    @property
    def percent(self) -> int:
        """Whole per cent, 100 only at the end."""
        return min(self.done * 100 // self.total, 100) if self.total else 0

    @property
    def left_words(self) -> str:
        """Time left in words."""
        seconds = int(self.left.total_seconds()) if self.left else 0
        if seconds < 60:
            return f"{max(seconds, 1)} 秒"
        return f"{seconds // 60} 分 {seconds % 60} 秒"


def tell(work: Work) -> bool:
    """Say how far it is; False where the task is not ours any more, as far as can be known now."""
    now = timezone.now()
    said = {"phase": work.phase[:50], "done": work.done, "total": work.total}
    if connection.vendor == "sqlite":
        kept = _read(work.task) or {}
        since = kept.get("since") if kept.get("phase") == said["phase"] else None
        _write(work.task, said | {"since": since or now.isoformat(), "token": work.task.token})
        return bool(work.own().exists())
    if work.task.phase != said["phase"]:
        work.task.phase, said["phase_at"] = work.phase[:50], now
    return bool(work.own().update(**said))


def told_of(task: Task) -> Told:
    """How far a task is."""
    said = _read(task) if connection.vendor == "sqlite" and task.state == "running" else None
    if said is not None and said["token"] == task.token:
        phase, done, total = said["phase"], said["done"], said["total"]
        since: datetime | None = datetime.fromisoformat(said["since"])
    else:
        phase, done, total, since = task.phase, task.done, task.total, task.phase_at
    seconds = max((timezone.now() - since).total_seconds(), 0.5) if since else 0.0
    rate = done / seconds if seconds and task.is_open else 0.0
    left = timedelta(seconds=(total - done) / rate) if rate and total >= done else None
    return Told(phase, done, total, rate, left)


def forget(pk: int) -> None:
    """The task is over: its row says everything."""
    _path(pk).unlink(missing_ok=True)


def _path(pk: int) -> Path:
    return folder() / f"{pk}.progress"


def _read(task: Task) -> dict[str, Any] | None:
    try:
        return dict(json.loads(_path(task.pk).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _write(task: Task, said: dict[str, Any]) -> None:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _path(task.pk)
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(path)
