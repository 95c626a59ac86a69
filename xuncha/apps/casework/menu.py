"""What an app puts into the menu. An entry is shown to those only who may open its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse

from xuncha.apps.casework.access import Right, may


@dataclass(frozen=True, slots=True)
class Entry:
    """``view`` is a URL name; entries are shown in the order of ``place``; ``right`` None: every role."""

    label: str
    view: str
    place: int
    right: Right | None = None


def entries_for(user: Any) -> list[tuple[str, str]]:
    """(label, address) of every page the user may open from the menu."""
    found = [entry for config in apps.get_app_configs() for entry in getattr(config, "menu", ())]
    allowed = [entry for entry in found if entry.right is None or may(user, entry.right)]
    return [(entry.label, reverse(entry.view)) for entry in sorted(allowed, key=lambda entry: entry.place)]
