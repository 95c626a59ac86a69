"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig

from xuncha.apps.casework.menu import Entry


def unread(user: Any) -> int:
    """Messages the user has not read, up to 100."""
    from xuncha.apps.reminders.models import Message

    return Message.objects.filter(to=user, read_at=None)[:100].count()


def _deliver(pieces: Sequence[Any], **_: Any) -> None:
    from xuncha.apps.reminders.delivering import deliver

    deliver(pieces)


def _read(person: int, sort: str, **_: Any) -> None:
    from django.utils import timezone

    from xuncha.apps.reminders.models import Message

    Message.objects.filter(to_id=person, sort=sort, read_at=None).update(read_at=timezone.now())


class RemindersConfig(AppConfig):
    """预警。"""

    name = "xuncha.apps.reminders"
    label = "reminders"
    verbose_name = "预警"
    menu = (
        Entry("预警", "reminders:warnings", 46),
        Entry("消息", "reminders:messages", 75, waiting=unread),
    )

    def ready(self) -> None:
        """Warnings go out after every round, news at once into inboxes and by the hour into mails; large lists are
        exported by workers."""
        from xuncha.apps.casework.news import known, news
        from xuncha.apps.casework.tasks.sheets import register_sheet
        from xuncha.apps.inspections.work.chores import REMIND, at_times, register
        from xuncha.apps.reminders.after_rounds import remind_after
        from xuncha.apps.reminders.sending import SEND, send_waiting, turn_to_send

        register(REMIND, remind_after)
        register(SEND, send_waiting)
        at_times(SEND, turn_to_send)
        news.connect(_deliver, dispatch_uid="inbox")
        known.connect(_read, dispatch_uid="inbox read")
        register_sheet("warnings", "xuncha.apps.reminders.views.warnings.exported")

    def evidence_of_finding(self, request: Any, case: Any) -> str:
        """The week of probes of a site that did not open."""
        from django.template.loader import render_to_string

        from xuncha.apps.directory.models import SiteEntry
        from xuncha.apps.reminders.week_drawn import week_of

        week = week_of(case)
        if week is None:
            return ""
        linked = SiteEntry.objects.visible_to(request.user).filter(site_code=case.target).exists()
        return render_to_string("reminders/week_drawn.html", week | {"linked": linked}, request)

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.reminders.models import Delivery

        for state in Delivery.State.values:
            count = Delivery.objects.filter(state=state).count()
            yield f"webhook_{state}", f"Warnings for the webhook that are {state}", count
