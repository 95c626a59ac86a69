"""Taking in, handing on, answering and publishing: each in one transaction with its record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.http import HttpRequest
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.models import IllegalMoveError, OvertakenError
from xuncha.apps.casework.taking_files import FileRefusedError, keep_files
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.error_reports.models import ReportCase, ReportFile, answer_working_days
from xuncha.text.pages.addresses import host_of

_State = ReportCase.State
_SAME_WITHIN = timedelta(hours=1)


class ReportRefusedError(Exception):
    """It is not taken; the message says why, in Chinese."""


def take_in(given: dict[str, str], files: Iterable[Any]) -> ReportCase:
    """Keep a report of the public. Nothing is kept of where it came from.

    The very same words sent again within the hour, by a second click or from the page before, are one report: the
    notice counts reports.

    Raises:
        ReportRefusedError: a file is refused.
    """
    ReportCase.objects.all().forget_contacts()
    files = list(files)
    if (sent := _sent_before(given, len(files))) is not None:
        return sent
    try:
        with transaction.atomic():
            made = ReportCase.objects.create(**given, site=site_of(given["url"]))
            keep_files(ReportFile, files, None, only_pictures=True, report=made)
            record(None, "收到找错留言", on=made.number, 网站=made.site.site_code if made.site else "")
    except FileRefusedError as error:
        raise ReportRefusedError(str(error)) from None
    return made


def _sent_before(given: dict[str, str], files: int) -> ReportCase | None:
    """The same report that waits already with as many files; None where there is none."""
    since = timezone.now() - _SAME_WITHIN
    rows = ReportCase.objects.filter(**given, state=_State.RECEIVED, received_at__gte=since)
    same = rows.annotate(held=Count("files")).filter(held__gte=files)
    return same.order_by("pk").first()


def site_of(url: str) -> SiteEntry | None:
    """The site of the directory an address belongs to, None where none or several do."""
    host = host_of(url if "//" in url else f"//{url}")
    if not host:
        return None
    found = [one for one in SiteEntry.objects.filter(url__icontains=host) if host_of(one.url) == host]
    return found[0] if len(found) == 1 else None


def hand_on(request: HttpRequest, report: ReportCase, site_code: str) -> None:
    """Hand a report to the unit of a site; the limit for answering begins.

    Raises:
        ReportRefusedError: no such site, or the report is elsewhere.
    """
    site = SiteEntry.objects.filter(site_code=site_code.strip()).select_related("sponsor").first()
    if site is None:
        raise ReportRefusedError("名录中没有这个网站标识码。")
    # The limit begins when it was first handed on: going round by a wrong unit gives nobody more time.
    at = report.forwarded_at or timezone.now()
    due = add_working_days(timezone.localdate(at), answer_working_days())
    fields = {"site": site, "forwarded_at": at, "due_on": due.on, "due_is_provisional": due.provisional}
    _move(request, report, _State.ASSIGNED, f"转办{site.sponsor}", "转办找错", **fields)


def send_elsewhere(request: HttpRequest, report: ReportCase, why: str) -> None:
    """It went to the wrong unit: it waits to be handed on again, and its limit goes on running.

    Raises:
        ReportRefusedError: without a reason, or the report is elsewhere.
    """
    _require(why, "请写明理由。")
    _move(request, report, _State.RECEIVED, why, "重新转办找错", site=None)


def answer(request: HttpRequest, report: ReportCase, result: str, words: str) -> None:
    """The unit answers.

    Raises:
        ReportRefusedError: without result or words, or the report is elsewhere.
    """
    if result not in ReportCase.Result.values:
        raise ReportRefusedError("请选择是否属实。")
    _require(words, "请写明答复。")
    fields = {"result": result, "answer": words.strip(), "answered_at": timezone.now()}
    _move(request, report, _State.ANSWERED, words, "答复找错", **fields)


def publish(request: HttpRequest, report: ReportCase, *, openly: bool) -> None:
    """The answer is checked: the one who reported reads it, and with ``openly`` everybody.

    Raises:
        ReportRefusedError: the report is elsewhere.
    """
    _move(request, report, _State.PUBLISHED, "", "办结找错", closed_at=timezone.now(), is_public=openly)


def send_back(request: HttpRequest, report: ReportCase, why: str) -> None:
    """The answer does not do; the limit goes on running.

    Raises:
        ReportRefusedError: without a reason, or the report is elsewhere.
    """
    _require(why, "退回须写明理由。")
    _move(request, report, _State.ASSIGNED, why, "退回找错答复", times_back=F("times_back") + 1)


def refuse(request: HttpRequest, report: ReportCase, why: str) -> None:
    """It is about no site of the directory, or no report at all; the one who reported reads why.

    Raises:
        ReportRefusedError: without a reason, or the report is elsewhere.
    """
    _require(why, "不予受理须写明理由，留言人能看到。")
    _move(request, report, _State.REFUSED, why, "找错不予受理", closed_at=timezone.now(), answer=why.strip())


def _require(words: str, told: str) -> None:
    if not typed(words, OF_A_REASON, ReportRefusedError):
        raise ReportRefusedError(told)


def _move(request: HttpRequest, report: ReportCase, to: str, note: str, act: str, **fields: Any) -> None:
    try:
        with transaction.atomic():
            report.move(to, by=request.user, note=note.strip(), **fields)
            record(request, act, on=report.number, 说明=note.strip())
    except (IllegalMoveError, OvertakenError) as error:
        raise ReportRefusedError(str(error)) from None
