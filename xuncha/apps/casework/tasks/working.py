"""Doing work: what whoever does a task is handed, so that it is told, can be stopped, and is done whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.tasks.ending import tell_the_end
from xuncha.apps.casework.tasks.model import Task, new_file_of

#: Faults kept with a task; the count counts all of them.
MOST_FAULTS = 5000


class StoppedError(Exception):
    """The worker is told to end, or the task was taken away: nothing of what is not finished is written."""


@dataclass(slots=True)
class Outcome:
    """What came of a task, in words; ``faults`` are (place, reason) of what could not be done."""

    words: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    fault_count: int = 0
    file_name: str = ""
    stored_as: str = ""

    def add_faults(self, faults: Iterable[tuple[str, str]]) -> None:
        """Count faults, and keep the first of them."""
        for one in faults:
            self.fault_count += 1
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(one)


@dataclass(slots=True)
class Work:
    """A task in the hands of a worker.

    ``own`` are the rows of the task as long as it is held under this token: a conditional UPDATE of them is the fence.
    """

    task: Task
    request: Any
    own: Callable[[], Any]
    finish: Callable[..., None]
    stop: threading.Event
    phase: str = ""
    done: int = 0
    total: int = 0

    def tick(self, done: int, total: int | None = None, phase: str | None = None) -> None:
        """So far it is. Raises StoppedError where it must not go on."""
        if self.stop.is_set():
            raise StoppedError
        if phase is not None:
            self.phase, self.total = phase, 0
        if total is not None:
            self.total = total
        self.done = done

    @contextmanager
    def step(self, kept: dict[str, Any]) -> Iterator[None]:
        """A transaction that counts only if the task is still ours at its end; ``kept`` is noted with it, as it then is.

        The fence is at the end, so that the row of the task is not locked while its progress is being told.
        """
        with transaction.atomic():
            yield
            if not self.own().update(kept=self.task.kept | kept):
                raise StoppedError
        self.task.kept |= kept

    @contextmanager
    def whole(self) -> Iterator[Outcome]:
        """The transaction in which the task is done: what it writes and its end are there together or not at all."""
        with transaction.atomic():
            outcome = Outcome()
            yield outcome
            self._end(outcome)

    def _end(self, outcome: Outcome) -> None:
        if not self.own().exists():
            raise StoppedError
        record(self.request, "后台任务完成", on=self.task.subject, 事项=self.task.label, 任务=self.task.pk,
               结果=outcome.words[:500])  # fmt: skip
        if not self.own().update(
            faults=outcome.faults,
            fault_count=outcome.fault_count,
            file_name=outcome.file_name[:120],
            stored_as=outcome.stored_as,
            done=self.done,
            total=self.total,
        ):
            raise StoppedError
        self.finish(reason=outcome.words)
        tell_the_end(self.task, "已办完", outcome.words)

    @contextmanager
    def new_file(self, ending: str) -> Iterator[Path]:
        """Where to write the file that the task makes; it is gone again where the block does not end well."""
        path = new_file_of(self.task, ending)
        try:
            yield path
        except BaseException:
            path.unlink(missing_ok=True)
            raise
