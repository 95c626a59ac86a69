"""Progress on a terminal: sites, pages, rate and time left. Quiet where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from xuncha.apps.inspections.watching import Watcher


class Unwatched:
    """Stands in for the bar where nobody sees it."""

    def page(self) -> None:
        """One more page was opened."""

    def site(self) -> None:
        """One more site was finished."""

    def say(self, text: str) -> None:
        """Something the user should know at once; also what goes into a file is read one day."""
        click.echo(text, err=True)


@contextmanager
def watch_sites(total: int, finished: int) -> Iterator[Watcher]:
    """A bar over ``total`` sites of which ``finished`` were done in an earlier run."""
    if total == 0 or not sys.stderr.isatty():
        yield Unwatched()
        return
    from xuncha.commands.progress_bar import progress_bar  # what draws it takes long to load

    with progress_bar(total, finished) as bar:
        yield bar
