"""Whoever changes the directory does it alone, so that what two people import at the same time never mixes."""

from __future__ import annotations

import time

from django.db import connection
from django.db.models import Max

from xuncha.apps.directory.models import Change
from xuncha.told import BadInputError

#: Any number that no other lock of the database uses.
_LOCK = 0x6D696E67
_PATIENCE_S, _AGAIN_S = 3.0, 0.1


class ImportRefusedError(BadInputError):
    """The import cannot be carried out or undone; the message says why, in Chinese."""


def one_at_a_time(*, patient: bool = False) -> None:
    """Hold the directory until the open transaction ends. SQLite has one writer at a time anyway.

    ``patient``: wait as long as it takes, as a worker does; a page waits for a moment.

    Raises:
        ImportRefusedError: somebody else holds it, such as a worker that carries out a large import.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if patient:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return
        until = time.monotonic() + _PATIENCE_S
        while True:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            if cursor.fetchone() == (True,):
                return
            if time.monotonic() > until:
                raise ImportRefusedError("另一批名录正在写入，请过几分钟再试；进度见“后台任务”。")
            time.sleep(_AGAIN_S)


def state_of_directory() -> int:
    """A number that grows with every change of the directory: the key of the latest."""
    return Change.objects.aggregate(latest=Max("pk"))["latest"] or 0
