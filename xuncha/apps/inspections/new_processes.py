"""Tasks in processes of their own, which tell the first one how far they are."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any

from xuncha.apps.inspections.watching import Task, Watcher
from xuncha.gather.evidence.free_space import NoSpaceError
from xuncha.lasting import lasts
from xuncha.told import InterruptedRunError

#: Seconds between two messages of a worker about the pages it has opened.
_TELL_EVERY_S = 0.25
#: Exit code of a worker that found no room on the disk.
_NO_SPACE = 5


class GatheringError(InterruptedRunError):
    """A worker process ended before its sites were finished. What was finished is kept; the run can be resumed."""


def new_processes() -> BaseContext:
    """How processes are begun here: as copies of this one, which has the program loaded already. Anew where a copy may
    not be whole: what another thread has locked nobody unlocks in a copy, and macOS' own libraries bear none."""
    return multiprocessing.get_context("fork" if _is_alone() else "spawn")


def _is_alone() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def in_processes(tasks: Sequence[Task]) -> Iterator[Callable[[Watcher], None]]:
    """Begin every task in a process of its own. The block is given what waits for their end and tells a watcher of
    them; where the block is broken off, so are they.

    What is given raises:
        GatheringError: a process ended before its task.
        NoSpaceError: there was no room on the disk, and none was made.
    """
    context: Any = new_processes()
    workers: dict[connection.Connection, BaseProcess] = {}
    # Ctrl-C reaches every process of a terminal, also one that is only just loading the program and cannot
    # leave it alone yet: workers are born with it held back.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        try:
            for task in tasks:
                heard, told = context.Pipe(duplex=False)
                workers[heard] = context.Process(target=_work, args=(task, told), daemon=True)
                workers[heard].start()
                told.close()  # now the worker alone holds it, and its end is the worker's
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        yield partial(_until_done, workers)
    except BaseException:
        for worker in workers.values():
            if worker.pid is not None:
                worker.terminate()
        raise
    finally:
        for heard in workers:
            heard.close()


def _until_done(workers: dict[connection.Connection, BaseProcess], watcher: Watcher) -> None:
    working = list(workers)
    while working:
        for heard in connection.wait(working):
            assert isinstance(heard, connection.Connection)
            try:
                what, *said = heard.recv()
            except (EOFError, OSError):
                working.remove(heard)
                continue
            _tell(watcher, what, *said)
    for worker in workers.values():
        worker.join()
    codes = {worker.exitcode for worker in workers.values()}
    if _NO_SPACE in codes:
        raise NoSpaceError(
            "磁盘空间不足，等待后仍没有腾出空间，检查结束。已检查完的网站都已保存；腾出空间后加 --resume 可以继续。"
        )
    if any(codes):
        raise GatheringError(
            "有工作进程异常退出，部分网站没有检查完；已完成的结果都已保存，可用 --resume 继续"
        )


def _tell(watcher: Watcher, what: str, *said: Any) -> None:
    if what == "page":
        for _ in range(*said):
            watcher.page()
    else:
        getattr(watcher, what)(*said)


class _Reporter:
    """A worker's watcher: passes on what happens to the first process, pages some at a time."""

    def __init__(self, told: connection.Connection) -> None:
        self._told = told
        self._pages, self._told_at = 0, 0.0

    def page(self) -> None:
        """One more page was opened."""
        self._pages += 1
        if monotonic() - self._told_at > _TELL_EVERY_S:
            self._tell_pages()

    def _tell_pages(self) -> None:
        if self._pages:
            self._told.send(("page", self._pages))
        self._pages, self._told_at = 0, monotonic()

    def site(self) -> None:
        """One more site was finished."""
        self._tell_pages()
        self._told.send(("site",))

    def say(self, text: str) -> None:
        """Something the user should know."""
        self._told.send(("say", text))


def _work(task: Task, told: connection.Connection) -> None:
    # The first process says that the run was interrupted, and stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    lasts()
    try:
        task(_Reporter(told))
    except NoSpaceError:
        sys.exit(_NO_SPACE)


def _end_with_the_first() -> None:
    """A worker whose first process was killed ends: the run may be resumed at once, and must not meet it."""
    first = multiprocessing.parent_process()
    if first is not None:
        connection.wait([first.sentinel])
        os._exit(1)
