"""The worker's hand in what people asked for: claims tasks, tells how far they are, ends them whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from xuncha.apps.casework.tasks import telling
from xuncha.apps.casework.tasks.ending import Asked, ended_badly
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import doer_of, known_kinds
from xuncha.apps.casework.tasks.working import StoppedError, Work
from xuncha.apps.inspections.jobs import Job
from xuncha.apps.inspections.work.leases import Lease, LeaseLostError, take
from xuncha.told import ToldError

#: How often the page is told, in seconds.
_TELL_EVERY_S = 0.5
#: A task that has waited so long while this worker visits sites gets a process of its own.
_WAITED = timedelta(seconds=4)
_END_S = 10.0


def next_task(worker: str) -> Lease | None:
    """Claim the first task that waits and that this program knows how to do."""
    waiting = Task.objects.filter(state=Job.State.QUEUED, kind__in=known_kinds()).order_by("pk")
    for row in waiting.select_related("made_by__unit")[:8]:
        lease = take(row, worker)
        if lease is not None:
            return lease
    return None


def do_task(lease: Lease, stop: threading.Event) -> None:
    """Do a task that is claimed; its end is in the database.

    Raises:
        OperationalError, InterfaceError: the database is away; the task is not done.
    """
    work = work_of(lease)
    with _told(lease, work, stop):
        carry_out(lease, work)


def work_of(lease: Lease) -> Work:
    """What whoever does the claimed task is handed."""
    task: Task = lease.target
    task.token, task.state = lease.token, Job.State.RUNNING
    return Work(task, Asked(task), lease.own, lease.finish, threading.Event())


def carry_out(lease: Lease, work: Work) -> None:
    """Have the task done by whoever does its kind; its end is in the database, good or bad.

    Raises:
        OperationalError, InterfaceError: the database is away; the task is not done.
    """
    try:
        if not work.task.made_by.is_active:
            raise _NobodyError("提交人的用户已停用，没有办理")
        doer_of(work.task.kind)(work)
    except (OperationalError, InterfaceError):
        raise
    except StoppedError:
        lease.give_back()
    except ToldError as error:
        _failed(lease, error.told)
    except Exception as error:  # one task takes no worker down with it
        traceback.print_exc()
        _failed(lease, f"程序出错（{type(error).__name__}: {error}）")


class _NobodyError(ToldError):
    """Whoever asked may not ask any more."""


def _failed(lease: Lease, why: str) -> None:
    """Nothing of it was done; say why."""
    task: Task = lease.target
    try:
        with transaction.atomic():
            ended_badly(task, why)
            if not lease.own().exists():
                raise LeaseLostError
            lease.finish(reason=why, state=Job.State.FAILED)
    except LeaseLostError:
        return


@contextmanager
def _told(lease: Lease, work: Work, stop: threading.Event) -> Iterator[None]:
    """While the block runs, the page is told how far it is, and the work is stopped where it must be."""
    over = threading.Event()

    def tell() -> None:
        while not over.wait(_TELL_EVERY_S):
            if stop.is_set():
                work.stop.set()
            try:
                if not telling.tell(work):
                    work.stop.set()  # cancelled, or somebody else's
            except (OperationalError, InterfaceError):
                connection.close()
        connection.close()

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join(timeout=_END_S)
        telling.forget(lease.target.pk)


class DeskProcess:
    """A process of its own for tasks that would wait for hours while this worker visits sites."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start_if_waited_for(self) -> None:
        """Start it where a task waits too long; it ends when none is left."""
        if self._process is not None and self._process.poll() is None:
            return
        long_ago = timezone.now() - _WAITED
        if Task.objects.filter(state=Job.State.QUEUED, kind__in=known_kinds(), made_at__lt=long_ago).exists():
            command = [sys.executable, "-m", "xuncha", "worker", "--tasks", "--once"]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def end(self) -> None:
        """Told to end, it leaves what it has not finished to the next worker."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
