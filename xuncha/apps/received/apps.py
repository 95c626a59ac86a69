"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig

from xuncha.apps.casework.menu import DIRECTORY, Entry


class ReceivedConfig(AppConfig):
    """接收。"""

    name = "xuncha.apps.received"
    label = "received"
    verbose_name = "接收"
    menu = (Entry("清理整合", "received:consolidation", 25, group=DIRECTORY),)

    def ready(self) -> None:
        """Large lists are exported by workers."""
        from xuncha.apps.casework.tasks.sheets import register_sheet

        register_sheet("consolidation", "xuncha.apps.received.views.consolidation.exported")

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.received.models import ReceivedPost, ReceivedProbe

        yield "received_probes", "Availability samples handed in", ReceivedProbe.objects.count()
        yield "received_posts", "Posts handed in", ReceivedPost.objects.count()
