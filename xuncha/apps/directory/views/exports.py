"""The directory as a file, filtered as the list is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from xuncha.apps.casework.access import any_role
from xuncha.apps.casework.tasks.sheets import Sheet, sheet_answer
from xuncha.apps.directory.headers import HEADERS
from xuncha.apps.directory.kinds import KINDS
from xuncha.apps.directory.listing import filtered
from xuncha.apps.directory.views import accounts, sites

_FILTERS: dict[str, tuple[Any, Any]] = {
    "sites": (sites.SEARCHED, sites.EXACT),
    "accounts": (accounts.SEARCHED, accounts.EXACT),
}


@any_role
def export(request: HttpRequest, kind: str) -> Any:
    """The list as it can be imported again: xlsx, or csv with ``?as=csv``."""
    if kind not in KINDS:
        raise Http404
    return sheet_answer(request, "directory", kind=kind)


def exported(request: HttpRequest, kind: str) -> Sheet:
    """The entries of a kind that whoever asks may see, as filtered."""
    rows = KINDS[kind].model.objects.visible_to(request.user).select_related(*KINDS[kind].related)
    if kind in _FILTERS:
        rows = filtered(request, rows, *_FILTERS[kind])
    label = KINDS[kind].label
    name = f"{label}名单-{timezone.localdate():%Y%m%d}"
    return Sheet(name, HEADERS[kind], rows, _line, on=label, act="导出名录")


def _line(entry: Any) -> list[str]:
    return list(entry.record().values())
