"""What a person does about a difference: the directory is changed as the site says, or the difference is dismissed."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.directory.importing import ImportRefusedError, change_one, check_one
from xuncha.apps.directory.kinds import KINDS, Record
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.models import Difference
from xuncha.facts.targets import RunState

_What, _State = Difference.What, Difference.State
#: The column of the directory that each difference is about.
_COLUMNS = {
    _What.NAME: "网站名称",
    _What.ADDRESS: "网址",
    _What.SPONSOR: "主办单位",
    _What.ALIVE: "运行状态",
    _What.CLOSING: "运行状态",
}
_STATES = {_What.ALIVE: RunState.RUNNING.value, _What.CLOSING: RunState.CLOSED.value}


class SettlingRefusedError(Exception):
    """The act is not possible; the message says why, in Chinese."""


def proposed(one: Difference) -> tuple[str, str] | None:
    """(column, value) that the directory would get; None where a person has to work it out."""
    column = _COLUMNS.get(_What(one.what))
    value = _STATES.get(_What(one.what), one.stated)
    if column is None or not value or (one.what == _What.ADDRESS and not value.startswith("http")):
        return None
    return column, value


def accept(request: HttpRequest, one: Difference, document: str = "") -> None:
    """Change the directory as the site says, with the document behind it.

    Raises:
        SettlingRefusedError: it was settled before, cannot be taken over as it stands, or is refused by the
            rules of the list.
    """
    change = proposed(one)
    if change is None:
        raise SettlingRefusedError("这项差异不能直接写入名录：标识码和未登记的网站请核实后用“导入”办理。")
    column, value = change
    with transaction.atomic():
        _claim(request, one, _State.ACCEPTED, f"{column}改为“{value}”")
        site = SiteEntry.objects.select_related("sponsor", "supervisor", "region").get(pk=one.site_id)
        before = site.record()
        after, problems = check_one(KINDS["sites"], {**before, column: value})
        if problems:
            raise SettlingRefusedError("；".join(problem.message for problem in problems))
        if after != before:
            try:
                _change(request, one, before, after, document)
            except ImportRefusedError as error:
                raise SettlingRefusedError(str(error)) from None


def _change(request: HttpRequest, one: Difference, before: Record, after: Record, document: str) -> None:
    because = document.strip() or f"名录比对 {one.last_seen:%Y-%m-%d}"
    made = change_one(KINDS["sites"], before, after, request.user, timezone.localdate(), because[:200])
    said = "；".join(f"{name}：{old}→{new}" for name, old, new in made.differences)
    record(request, f"名录{made.what}", on=one.site.site_code, 改动=said, 依据="名录比对", 差异=one.pk)


def dismiss(request: HttpRequest, one: Difference, note: str) -> None:
    """Leave the directory as it is; the same words are not shown again.

    Raises:
        SettlingRefusedError: no reason is given, or it was settled before.
    """
    if not note.strip():
        raise SettlingRefusedError("不作改动须写明理由。")
    with transaction.atomic():
        _claim(request, one, _State.DISMISSED, note.strip())
        record(request, "名录差异不作改动", on=one.site.site_code, 差异=one.pk, 理由=note.strip())


def _claim(request: HttpRequest, one: Difference, state: str, note: str) -> None:
    rows = Difference.objects.filter(pk=one.pk, state=_State.OPEN)
    if not rows.update(state=state, settled_by=request.user, settled_at=timezone.now(), note=note[:300]):
        raise SettlingRefusedError("这项差异已经处理过了。")
