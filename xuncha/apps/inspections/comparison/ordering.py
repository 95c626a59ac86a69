"""Starting a comparison: a round over every site of the directory that looks at home pages alone."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.work.network import staged

#: The rule that holds a home page against the directory.
CODE = "N111"
_OPEN = (Round.State.PREPARING, Round.State.RUNNING, Round.State.PAUSED)


def running_comparison() -> Round | None:
    """The comparison that is not finished yet."""
    return Round.objects.filter(kind=Round.Kind.COMPARE, state__in=_OPEN).first()


def latest_comparison() -> Round | None:
    """The latest comparison that was finished."""
    return Round.objects.filter(kind=Round.Kind.COMPARE, state=Round.State.FINISHED).first()


def start_comparison(by: Any, folder: str) -> Round:
    """Order a comparison; the one that is under way, or was kept in this folder, is returned instead."""
    with transaction.atomic():
        under_way = Round.objects.filter(folder=folder).first() or running_comparison()
        if under_way is not None:
            return under_way
        now = timezone.now().replace(microsecond=0)
        made = Round.objects.create(
            title=f"名录比对 {timezone.localtime(now):%Y-%m-%d %H:%M}",
            kind=Round.Kind.COMPARE,
            asof=now,
            standard="national-2019",
            indicators=[CODE],
            folder=folder,
            network=staged({}),
            made_by=by,
        )
        RoundTarget.objects.create(round=made, kind="prepare", key="lists", name="准备名单", place=0)
    return made


def compare_of_the_night(day: str) -> str:
    """The chore of one night: once, whoever comes first."""
    return f"已开始{start_comparison(None, f'compare-{day}').title}"
