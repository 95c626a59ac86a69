"""How often somebody may ask in a minute, counted in the database: every process that serves counts together."""

from __future__ import annotations

import hashlib
import time

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When

from xuncha.apps.casework.models import Rate

_WINDOW_S = 60
#: Rows of minutes long past are taken out when so many minutes have gone by.
_KEPT_MINUTES = 60


class TooManyError(Exception):
    """More than may be asked in a minute. ``wait_s``: whole seconds until it may be asked again."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


def count(what: str, most: int) -> None:
    """Count one more of ``what`` in this minute. Raises TooManyError beyond ``most``."""
    now = int(time.time())
    minute = now // _WINDOW_S
    if one_more(hashlib.sha256(what.encode()).hexdigest(), minute) > most:
        raise TooManyError((minute + 1) * _WINDOW_S - now)


def one_more(what: str, minute: int) -> int:
    """How many there are in ``minute`` with this one. One UPDATE counts, so that two processes never count the same one."""
    rows = Rate.objects.filter(what=what)
    same = Case(When(minute=minute, then=F("times") + 1), default=Value(1))
    with transaction.atomic():
        if not rows.update(times=same, minute=minute):
            Rate.objects.filter(minute__lt=minute - _KEPT_MINUTES).delete()
            try:
                with transaction.atomic():
                    Rate.objects.create(what=what, minute=minute, times=1)
            except IntegrityError:  # another process was quicker
                rows.update(times=same, minute=minute)
        return rows.values_list("times", flat=True).get()
