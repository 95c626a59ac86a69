"""The progress bar that a terminal shows during a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class Bar:
    """The progress bar of one run; counts pages and sites."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self.pages = 0

    def page(self) -> None:
        """One more page was opened."""
        self.pages += 1
        elapsed = self._progress.tasks[self._task].elapsed or 0.0
        rate = self.pages / elapsed if elapsed > 0.5 else 0.0
        self._progress.update(self._task, pages=self.pages, rate=f"{rate:.1f}")

    def site(self) -> None:
        """One more site was finished."""
        self._progress.advance(self._task)

    def say(self, text: str) -> None:
        """Something the user should know at once, above the bar."""
        self._progress.console.print(text, soft_wrap=True, markup=False)


@contextmanager
def progress_bar(total: int, finished: int, console: Console | None = None) -> Iterator[Bar]:
    """A bar over ``total`` sites of which ``finished`` were done, on the error output unless told otherwise."""
    bar = Progress(
        TextColumn("检查网站"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} 页 {task.fields[rate]} 页/秒"),
        TimeElapsedColumn(),
        TextColumn("剩余"),
        TimeRemainingColumn(),
        console=console or Console(stderr=True, highlight=False),
    )
    with bar:
        yield Bar(bar, bar.add_task("sites", total=total, completed=finished, pages=0, rate="0.0"))
