"""Ordering a recheck: of a finding, or of a site, a column, a page or a link at large."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest

from xuncha.apps.casework.audit import record
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.jobs import Job
from xuncha.apps.inspections.judging import fingerprint
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.inspections.rechecks.model import Recheck
from xuncha.apps.inspections.settling import BY_HAND
from xuncha.apps.inspections.work.network import staged
from xuncha.facts.targets import RunState
from xuncha.gather.http.urls import BadUrlError, prepare
from xuncha.indicators.kernel import Target, rules_of
from xuncha.text.pages.addresses import host_of, same_site

What = Recheck.What
#: Findings about single links: the link itself is asked for.
_LINKS = frozenset({"N103", "N109"})
#: Findings about words or links on the pages they name: these pages are read again.
_PAGES = frozenset({"W101", "W103", "W104", "N105", "N110"})
#: Findings about one column, which their key names.
_COLUMNS = frozenset({"N102", "N107"})
#: The standard of a look that belongs to no round.
USUAL_STANDARD = "national-2019"
_BY_PROBES = "W201"


class RecheckRefusedError(Exception):
    """The recheck cannot be ordered; the message says why, in Chinese."""


def recheck_finding(case: FindingCase, by: Any, request: HttpRequest | None = None) -> Recheck:
    """Order a look whether the fault of a finding is still there; the one that still waits is returned.

    The outcome is on the returned row once a worker has looked: ``there``, ``gone`` or ``unseen``;
    ``rechecked`` is sent then. The round's verdict is never changed.

    Raises:
        RecheckRefusedError: it is about an account, was entered by hand, rests on probes, or its site is
            no longer in the directory.
    """
    if case.kind != "site":
        raise RecheckRefusedError("新媒体按发布记录判定，不能即时复查；请在下一轮检查中核对。")
    if BY_HAND in case.observed:
        raise RecheckRefusedError("这一处由人工核查录入，请再安排人工核查。")
    if case.code == _BY_PROBES or case.code not in rules_of(Target.SITE):
        raise RecheckRefusedError("这项指标看的是一段时间或人工核查的结果，看一次不能判断。")
    site = _site(case.target)
    what, urls = look_for(case)
    waiting = Recheck.objects.filter(finding=case, state__in=(Job.State.QUEUED, Job.State.RUNNING)).first()
    if waiting is not None:
        return waiting
    return _order(
        request,
        by,
        what=what,
        site=site,
        finding=case,
        round=case.round,
        name=f"{case.code} {case.title}",
        urls=urls,
        codes=[case.code],
        standard=case.round.standard,
        network=staged(case.round.network),
    )


def look_for(case: FindingCase) -> tuple[str, list[str]]:
    """What has to be looked at to see whether a finding still holds, and at which addresses."""
    if case.code in _LINKS and case.urls:
        return What.LINK, list(case.urls)
    if case.code in _PAGES and case.urls:
        urls = case.urls[:1] if case.code in ("W103", "W104") else case.urls
        return What.PAGE, list(urls)
    of_column = case.urls and case.fingerprint == fingerprint(case.kind, case.target, case.code, case.urls[0])
    if case.code in _COLUMNS and of_column:
        return What.COLUMN, [case.urls[0]]
    return What.SITE, list(case.urls)


def recheck_at_large(
    site_code: str,
    what: str,
    address: str,
    by: Any,
    round_: Round | None = None,
    request: HttpRequest | None = None,
) -> Recheck:
    """Order a look at a whole site (``address`` empty), or at one column, page or link of it.

    The standard, the scope and the ways of the network are those of the round, else of the latest round.

    Raises:
        RecheckRefusedError: no such site, it is not in operation, or the address is none of its pages.
    """
    site = _site(site_code)
    if what not in What.values:
        raise RecheckRefusedError("请选择要复查的对象。")
    if site.state != RunState.RUNNING.value and what != What.SITE:
        raise RecheckRefusedError("网站不在正常运行状态，只能整站复查是否仍可打开。")
    urls = [] if what == What.SITE else [_address(site, what, address)]
    like = round_ or Round.objects.exclude(kind__in=(Round.Kind.LOADED, Round.Kind.COMPARE)).first()
    return _order(
        request,
        by,
        what=what,
        site=site,
        round=round_,
        name=site.name if what == What.SITE else _column_name(site, what, urls[0]),
        urls=urls,
        codes=list(round_.indicators) if round_ else [],
        standard=like.standard if like else USUAL_STANDARD,
        network=staged(like.network if like else {}),
    )


def _site(site_code: str) -> SiteEntry:
    found = SiteEntry.objects.filter(site_code=site_code).first()
    if found is None or not found.url:
        raise RecheckRefusedError("名录中没有这个网站，或没有登记网址。")
    return found


def _address(site: SiteEntry, what: str, address: str) -> str:
    try:
        url: str = prepare(address.strip()).url
    except BadUrlError as error:
        raise RecheckRefusedError(f"网址不能使用：{error}") from None
    if what != What.LINK and not (same_site(url, site.url) or host_of(url) == host_of(site.url)):
        raise RecheckRefusedError("这个网址不在该网站的域名之下。")
    return url


def _column_name(site: SiteEntry, what: str, url: str) -> str:
    known = site.columns.filter(url=url).first() if what == What.COLUMN else None
    return known.name if known else url[:300]


def _order(request: HttpRequest | None, by: Any, **fields: Any) -> Recheck:
    with transaction.atomic():
        made = Recheck.objects.create(folder=uuid4().hex, ordered_by=by, **fields)
        detail = {"复查": made.pk, "对象": made.get_what_display(), "网址": made.urls[:3]}
        record(request, "提交复查", on=f"{made.site.site_code} {made.name}", **detail)
    return made
