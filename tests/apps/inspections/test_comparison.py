"""名录比对: differences found on home pages, kept until settled; the directory changes only by a person's act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.directory.models import Change, SiteEntry
from xuncha.apps.inspections.comparison.keeping import write_differences
from xuncha.apps.inspections.comparison.ordering import CODE, compare_of_the_night
from xuncha.apps.inspections.judging import findings_of
from xuncha.apps.inspections.models import Chore, Difference, Round
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.work.asking import site_of
from xuncha.apps.inspections.work.chores import order_what_is_due
from xuncha.apps.inspections.work.preparing import prepare_round
from xuncha.facts.seen import BEIJING, FetchStatus, Unseen
from xuncha.facts.traces import IdentitySeen
from xuncha.facts.website import NOT_ASKED, Coverage, SiteFacts
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db
FIRST = "9800000001"


@pytest.fixture
def round_(directory: Any) -> Round:
    compare_of_the_night("2026-05-01")
    return Round.objects.get()


def seen(round_: Round, code: str = FIRST, **said: Any) -> None:
    """The home page of a site, looked at by the comparison."""
    entry = SiteEntry.objects.get(site_code=code)
    identity = said.pop("identity", None) or IdentitySeen(**{"address": entry.url, **said})
    facts = SiteFacts(site_of(entry), Coverage(1, 1), *(NOT_ASKED,) * 4, identity=identity)
    request = Request(round_.asof.astimezone(BEIJING), round_.standard, (CODE,), (), "")
    found = findings_of(facts, (), load_standard(round_.standard), request)
    write_differences(round_, facts, found)


def states() -> dict[str, str]:
    return dict(Difference.objects.values_list("what", "state"))


def test_every_kind_of_difference(round_: Round) -> None:
    seen(
        round_,
        address="http://www.elsewhere.gov.example/",
        meta_name="蓝沚市气象局",
        meta_code="9800000009",
        sponsors=("财政局",),
        closing="本网站已于去年关停",
        unregistered=("old.gov.example",),
    )
    SiteEntry.objects.filter(site_code="9800000002").update(state="关停")
    seen(round_, "9800000002", meta_code="9800000002")
    assert set(states()) == set(Difference.What.values)
    sure = Difference.objects.filter(certain=True).values_list("what", flat=True)
    assert {"alive", "address", "code"} <= set(sure)
    assert not {"closing", "unregistered"} & set(sure)
    assert not round_.verdicts.exists()
    assert not round_.findings.exists()


def test_a_page_that_did_not_open_says_nothing(round_: Round) -> None:
    seen(round_, meta_code="9800000009")
    seen(round_, identity=Unseen("首页未能打开", FetchStatus.BLOCKED))
    assert states() == {"code": "open"}
    seen(round_, meta_code=FIRST)
    assert states() == {"code": "gone"}
    seen(round_, meta_code="9800000009")
    assert states() == {"code": "open"}


def test_what_was_dismissed_comes_back_only_with_other_words(
    round_: Round, as_role: Callable[..., Client]
) -> None:
    client = as_role("inspector")
    seen(round_, meta_code="9800000009")
    one = Difference.objects.get()
    client.post(f"/differences/{one.pk}/settle", {"act": "dismiss"})
    assert states() == {"code": "open"}, "a reason is needed"
    client.post(f"/differences/{one.pk}/settle", {"act": "dismiss", "note": "页面标签写错，已通知"})
    seen(round_, meta_code="9800000009")
    assert states() == {"code": "dismissed"}
    seen(round_, meta_code="9800000008")
    assert list(Difference.objects.values_list("state", flat=True).order_by("pk")) == ["dismissed", "open"]


def test_accepting_changes_the_directory_with_a_record(round_: Round, as_role: Callable[..., Client]) -> None:
    client = as_role("inspector")
    SiteEntry.objects.filter(site_code=FIRST).update(state="关停", closed_on="2026-01-01")
    seen(round_, meta_code=FIRST)
    one = Difference.objects.get(what="alive")
    page = client.get("/differences").content.decode()
    assert "写入名录" in page
    client.post(f"/differences/{one.pk}/settle", {"act": "accept", "note": "〔2026〕3 号"})
    site = SiteEntry.objects.get(site_code=FIRST)
    assert (site.state, site.closed_on) == ("正常运行", None)
    change = Change.objects.get()
    assert (change.document, change.what) == ("〔2026〕3 号", "改为正常运行")
    assert AuditEntry.objects.filter(act="名录改为正常运行").count() == 1
    again = client.post(f"/differences/{one.pk}/settle", {"act": "accept"}, follow=True)
    assert "已经处理过" in again.content.decode()


def test_what_the_list_refuses_changes_nothing(round_: Round, as_role: Callable[..., Client]) -> None:
    seen(round_, meta_name="某" * 3)
    one = Difference.objects.get(what="name")
    one.stated = "=HYPERLINK" + "\x00"
    one.what, one.stated = "address", "http://"
    one.save()
    client = as_role("inspector")
    client.post(f"/differences/{one.pk}/settle", {"act": "accept"})
    assert not Change.objects.exists()
    assert Difference.objects.get().state == "open"


def test_who_may(round_: Round, as_role: Callable[..., Client]) -> None:
    seen(round_, meta_code="9800000009")
    one = Difference.objects.get()
    assert as_role("leader").get("/differences").status_code == 200
    assert as_role("leader").post(f"/differences/{one.pk}/settle").status_code == 403
    assert as_role("owner").get("/differences").status_code == 403
    sheet = b"".join(as_role("leader").get("/differences?as=csv").streaming_content).decode()
    assert "9800000009" in sheet


def test_a_comparison_is_no_inspection(round_: Round, as_role: Callable[..., Client]) -> None:
    client = as_role("inspector")
    assert round_.title not in client.get("/rounds").content.decode()
    assert client.get(f"/rounds/{round_.pk}").status_code == 404
    targets = prepare_round(round_)
    assert [target.kind for target in targets] == ["site", "site"], "no account is looked at"


def test_the_night_comes_once(round_: Round) -> None:
    compare_of_the_night("2026-05-01")
    compare_of_the_night("2026-05-02")
    assert Round.objects.count() == 1, "one at a time"


@pytest.mark.parametrize(("late", "due"), [(0, 1), (3, 1), (8, 0), (-1, 0)])
def test_the_hour(directory: Any, late: int, due: int) -> None:
    now = timezone.localtime()
    hour = (now - timedelta(hours=late)).hour
    across_midnight = (now - timedelta(hours=late)).date() != now.date()
    before, settings.COMPARE_HOUR = settings.COMPARE_HOUR, hour
    try:
        order_what_is_due()
        order_what_is_due()
    finally:
        settings.COMPARE_HOUR = before
    assert Chore.objects.count() == (0 if across_midnight else due)
    Chore.objects.all().delete()
    order_what_is_due()
    assert not Chore.objects.exists(), "off unless an hour is set"
