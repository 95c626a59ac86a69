"""Registers the app."""

from __future__ import annotations

from django.apps import AppConfig

from xuncha.apps.casework.menu import FOLLOWING, Entry


class NoticesConfig(AppConfig):
    """通报。"""

    name = "xuncha.apps.notices"
    label = "notices"
    verbose_name = "通报"
    menu = (Entry("通报", "notices:notices", 60, group=FOLLOWING),)

    def ready(self) -> None:
        """The notice of a large round is drafted and issued by workers, and so is its proof."""
        from xuncha.apps.casework.tasks.ordering import register

        register("notice-draft", "起草通报", "xuncha.apps.notices.drafting.draft_by_a_worker")
        register("notice-issue", "签发通报", "xuncha.apps.notices.issuing_apart.issue_by_a_worker")
        register("notice-proof", "生成通报核对稿", "xuncha.apps.notices.proofs.proof_by_a_worker")
