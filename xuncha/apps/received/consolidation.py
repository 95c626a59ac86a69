"""清理整合: accounts that could be one, and accounts that are hardly used."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from xuncha.apps.casework.listing import Bytewise
from xuncha.apps.directory.models import MediaAccountEntry
from xuncha.facts.targets import RunState

#: What is listed, with what it means.
LISTS = {
    "same": ("一单位多账号", "同一主办单位在同一平台上有两个以上正常运行的账号"),
    "alike": ("名称相近", "同一平台上，不同单位的账号名称去掉地区级别和“发布”“政务”等字样后相同"),
    "low": ("低使用", "最近一次检查前 90 天内发布很少"),
    "unknown": ("没有数据", "没有采到发布记录，使用多少不清楚；不能据此说是低使用"),
}
#: Fewer posts in a quarter are few, unless somebody says otherwise.
FEW = 6
_RUNNING = RunState.RUNNING.value


def listed(kind: str, user: Any, few: int = FEW) -> Any:
    """The running accounts the user may see that belong on the list of this kind, in its order."""
    rows = MediaAccountEntry.objects.visible_to(user).filter(state=_RUNNING)
    rows = rows.select_related("sponsor", "region", "use")
    if kind == "same":
        return rows.filter(_others(Q(sponsor=OuterRef("sponsor")))).order_by(
            "sponsor", "platform", Bytewise("name"), "pk"
        )
    if kind == "alike":
        elsewhere = Q(name_key=OuterRef("name_key")) & ~Q(sponsor=OuterRef("sponsor"))
        return rows.exclude(name_key="").filter(_others(elsewhere)).order_by("name_key", "platform", "pk")
    if kind == "low":
        # Those that never published anything come first.
        longest_ago = F("use__newest_on").asc(nulls_first=True)
        return rows.filter(use__posts__lt=few).order_by("use__posts", longest_ago, "pk")
    return rows.filter(use=None).order_by("sponsor", "platform", "pk")


def _others(alike: Q) -> Exists:
    same = MediaAccountEntry.objects.filter(alike, platform=OuterRef("platform"), state=_RUNNING)
    return Exists(same.exclude(pk=OuterRef("pk")))
