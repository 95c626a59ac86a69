"""What people read stands in the same order on every database, in every locale, whatever came in first."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.directory.models import Change, MediaAccountEntry, Unit
from xuncha.apps.directory.unit_choice import fitting
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.scores import kept_form
from xuncha.apps.inspections.views.rounds import progress_of
from xuncha.apps.notices.changes import changes_of, ledger_digest
from xuncha.apps.received.consolidation import listed
from xuncha.apps.received.models import AccountUse, ReceivedProbe
from xuncha.apps.rectification import telling
from xuncha.apps.rectification.models import Rectification
from xuncha.apps.reminders.views.availability import _samples

pytestmark = pytest.mark.django_db
#: In the order of their bytes; a Chinese or English locale has another one.
NAMES = ["A小学", "B小学", "a小学", "市小学", "局小学"]
OFFICE = SimpleNamespace(role="inspector", unit=None, is_authenticated=True, is_active=True)


def by_bytes(names: list[str]) -> list[str]:
    return sorted(names, key=str.encode)


def a_round() -> Round:
    given = {"kind": "full", "state": "finished", "standard": "national-2019", "folder": "f"}
    return Round.objects.create(title="二季度检查", asof=timezone.now(), **given)


def a_fault(round_: Round, place: int, key: str, organ: Unit | None = None, **more: Any) -> FindingCase:
    row = VerdictEntry.objects.create(
        round=round_, kind="site", key=key, name=key, place=place, region_name="石堰市", machine={}, outcome="fail",
        sponsor_name=organ.name if organ else "", sponsor=organ,
    )  # fmt: skip
    given = {"code": "N109", "tier": "note", "rank": 2, "outcome": "hit", "title": "错链", "detail": "打不开"}
    return FindingCase.objects.create(
        round=round_, verdict=row, place=0, kind="site", target=key, state="confirmed", **given, **more
    )


def test_the_province_and_its_regions_head_the_list_of_units(
    directory: Any, as_role: Callable[..., Client]
) -> None:
    shown = [one.kind for one in as_role("administrator").get("/units").context["page"]]
    assert shown == ["province", "region", "region", *["organ"] * 4]


def test_units_offered_stand_by_the_bytes_of_their_names(directory: Any) -> None:
    region = directory.regions[0]
    for name in reversed(NAMES):
        Unit.objects.create(name=name, kind="organ", parent=region, region=region, path=region.path)
    assert [unit.name for unit in fitting(OFFICE, "小学")] == by_bytes(NAMES)


def test_accounts_of_one_unit_stand_by_the_bytes_of_their_names(directory: Any) -> None:
    shared = {"platform": "抖音", "state": "正常运行", "sponsor": directory.organs[0]}
    shared["region"] = directory.regions[0]
    for number, name in enumerate(reversed(NAMES)):
        MediaAccountEntry.objects.create(account_id=f"dy-{number}", name=name, **shared)
    assert [one.name for one in listed("same", OFFICE)] == by_bytes(NAMES)


def test_accounts_that_never_published_head_those_hardly_used(directory: Any) -> None:
    for one, newest in zip(directory.accounts, (date(2024, 1, 1), None), strict=True):
        AccountUse.objects.create(account=one, asof=timezone.now(), days=90, posts=0, newest_on=newest)
    assert [one.pk for one in listed("low", OFFICE)] == [one.pk for one in reversed(directory.accounts)]


def test_reports_to_be_handed_on_head_the_list(directory: Any, as_role: Callable[..., Client]) -> None:
    given = {"url": "http://a.example/", "kind": "错别字", "description": "有误", "site": directory.sites[0]}
    days = (date(2025, 7, 2), None, date(2025, 7, 1))
    made = [ReportCase.objects.create(**given, due_on=day, state="assigned" if day else "received") for day in days]  # fmt: skip
    page = as_role("inspector").get("/reports").context["page"]
    assert [one.pk for one in page] == [made[1].pk, made[2].pk, made[0].pk]


def test_answers_of_one_instant_stand_newest_first(directory: Any) -> None:
    given = {"url": "http://a.example/", "kind": "错别字", "description": "有误", "state": "published"}
    given |= {"is_public": True, "closed_at": timezone.now()}
    made = [ReportCase.objects.create(**given).pk for _ in range(3)]
    assert [one.pk for one in Client().get("/report/answers").context["page"]] == made[::-1]


def test_probes_of_one_instant_stand_the_same_whichever_came_first(directory: Any) -> None:
    site, at, seen = directory.sites[0], timezone.now() - timedelta(days=1), set()
    for number, outcomes in enumerate(permutations(("200", "timeout", "dns"))):
        ReceivedProbe.objects.all().delete()
        for outcome in outcomes:
            given = {"outcome": outcome, "elapsed_ms": 90 if outcome == "200" else None, "valid": True}
            ReceivedProbe.objects.create(site=site, at=at, digest=f"{number}{outcome}", **given)
        seen.add(tuple(one.outcome for one in _samples(site)[1]))
    assert seen == {("200", "dns", "timeout")}


def test_reasons_as_frequent_as_one_another_stand_by_their_bytes() -> None:
    round_ = a_round()
    for number, name in enumerate(reversed(NAMES)):
        round_.targets.create(kind="site", key=str(number), place=number, state="failed", reason=name)
    assert [reason for reason, _ in progress_of(round_).troubles] == by_bytes(NAMES)


def test_units_are_told_of_their_cases_in_the_order_of_their_names(
    directory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, told = a_round(), []
    monkeypatch.setattr(telling, "tell", lambda pieces: told.extend(pieces))
    region = directory.regions[0]
    for number, name in enumerate(("乙局", "丁局", "丙局")):
        organ = Unit.objects.create(name=name, kind="organ", parent=region, region=region, path=f"{number}")
        case = a_fault(round_, number, name, organ)
        Rectification.objects.create(finding=case, due_on=date(2025, 7, 1))
    telling.tell_of_opening(round_, "通报", date(2025, 7, 1), SimpleNamespace(pk=0))
    assert [piece.text[3:5] for piece in told] == sorted(("乙局", "丁局", "丙局"))


def test_a_correction_names_new_faults_in_the_order_of_the_list() -> None:
    round_ = a_round()
    for place in (2, 0, 1):
        a_fault(round_, place, f"第{place}")
    assert [one.id for one in changes_of(round_)] == ["第0", "第1", "第2"]


def test_the_digest_of_a_ledger_is_that_of_its_verdicts_by_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft rests on it: another database, or a newer locale, must not say that the ledger changed."""
    import hashlib
    import json

    round_ = a_round()
    for number, name in enumerate(reversed(NAMES)):
        VerdictEntry.objects.create(
            round=round_, kind="account", key=name, name=name, place=number, region_name="", machine={}, outcome="pass"
        )  # fmt: skip
    lines = (
        json.dumps(["account", name, "pass", [], []], ensure_ascii=False) + "\n" for name in by_bytes(NAMES)
    )
    assert ledger_digest(round_) == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_change_is_told_in_the_order_of_the_list(directory: Any) -> None:
    before = directory.sites[0].record()
    after = {name: f"{value}新" for name, value in before.items()}
    made = Change.objects.create(kind="sites", key="1", on=date(2025, 7, 1), before=before, after=after)
    turned = Change(kind="sites", before=before, after=dict(reversed(after.items())))
    for one in (Change.objects.get(pk=made.pk), turned):
        assert [name for name, _, _ in one.differences] == list(before)


def test_an_act_is_told_the_same_however_its_detail_is_kept() -> None:
    detail = {"申诉期未满": True, "撤回": False, "文件": {"b.docx": "2", "a.pdf": "1"}, "项目": ["W401", 3]}
    said = {AuditEntry(detail=dict(some)).told for some in permutations(detail.items())}
    assert said == {"撤回：否；文件：a.pdf 1，b.docx 2；项目：W401、3；申诉期未满：是"}


def test_of_two_score_forms_kept_at_one_instant_always_the_same_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "scores"
    folder.mkdir(parents=True)
    for name in "dbhacgef":
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (1, 1))
    assert kept_form(tmp_path) == folder / "h"
