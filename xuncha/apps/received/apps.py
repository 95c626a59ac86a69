"""Registers the app."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig


class ReceivedConfig(AppConfig):
    """接收。"""

    name = "xuncha.apps.received"
    label = "received"
    verbose_name = "接收"

    def metrics(self) -> Iterator[tuple[str, str, int]]:
        """(name, meaning, value) of the figures of /metrics."""
        from xuncha.apps.received.models import ReceivedPost, ReceivedProbe

        yield "received_probes", "Availability samples handed in", ReceivedProbe.objects.count()
        yield "received_posts", "Posts handed in", ReceivedPost.objects.count()
