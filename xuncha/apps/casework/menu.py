"""What an app puts into the menu, in groups. An entry is shown to those only who may open its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse

from xuncha.apps.casework.access import Right, may

#: Groups by the label they have on screen.
DIRECTORY, INSPECTION, FOLLOWING, OFFICE = "名录", "检查核实", "通报整改", "管理"


@dataclass(frozen=True, slots=True)
class Entry:
    """``view`` is a URL name; entries are shown in the order of ``place``; ``right`` None: every role.

    ``group`` is the menu it is put into, empty: it stands alone. ``waiting`` counts what waits for a user there.
    """

    label: str
    view: str
    place: int
    right: Right | None = None
    group: str = ""
    waiting: Callable[[Any], int] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one person sees it. ``here``: the present page lies under it."""

    label: str
    address: str
    here: bool
    waiting: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one label, in the order of their places; a link alone has none."""

    label: str
    links: tuple[Link, ...]

    @property
    def here(self) -> bool:
        """True when the present page lies under one of them."""
        return any(link.here for link in self.links)


def menu_for(user: Any, path: str) -> list[Group]:
    """Every page the user may open from the menu, with that of ``path`` marked."""
    found = [entry for config in apps.get_app_configs() for entry in getattr(config, "menu", ())]
    allowed = [entry for entry in found if entry.right is None or may(user, entry.right)]
    allowed.sort(key=lambda entry: entry.place)
    addresses = {entry.view: reverse(entry.view) for entry in allowed}
    here = max((one for one in addresses.values() if _lies_under(path, one)), key=len, default="")
    grouped: dict[str, list[Entry]] = {}
    for entry in allowed:
        grouped.setdefault(entry.group or entry.view, []).append(entry)
    return [
        Group(
            entries[0].group if len(entries) > 1 else "",
            tuple(_link(entry, addresses[entry.view], here, user) for entry in entries),
        )
        for entries in grouped.values()
    ]


def _link(entry: Entry, address: str, here: str, user: Any) -> Link:
    count = entry.waiting
    return Link(entry.label, address, address == here, (lambda: count(user)) if count else None)


def _lies_under(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))
