"""One decision about many findings of one root cause: each is moved and recorded, the verdict is settled once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from people import a_person

from xuncha.apps.casework import audit
from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.models import FindingCase, FindingStep, Round
from xuncha.apps.inspections.reviewing import decide_all

pytestmark = pytest.mark.django_db


def copies(round_: Round, number: int) -> list[FindingCase]:
    """So many more findings of one target and code, as a fault of a template makes."""
    pattern = round_.findings.filter(machine_state="violation").first()
    assert pattern is not None
    pattern.code, pattern.tier, pattern.rank = "N107", "note", 2
    rows = []
    for n in range(number):
        pattern.pk, pattern.place, pattern.state = None, 100 + n, FindingCase.State.SUSPECTED
        pattern.save(force_insert=True)
        rows.append(FindingCase.objects.select_related("verdict").get(pk=pattern.pk))
    return rows


def asked_by(person: Any) -> Any:
    return SimpleNamespace(user=person, META={})


def test_every_one_is_moved_and_recorded(round_: Round) -> None:
    rows = copies(round_, 30)
    person, before = a_person("inspector"), AuditEntry.objects.count()
    assert decide_all(asked_by(person), rows, "confirm", "") == (30, [])
    keys = [row.pk for row in rows]
    assert set(FindingCase.objects.filter(pk__in=keys).values_list("state", flat=True)) == {"confirmed"}
    assert FindingStep.objects.filter(case__in=keys, by=person, now="confirmed").count() == 30
    entries = list(AuditEntry.objects.order_by("number")[before:])
    assert [entry.detail["问题"] for entry in entries] == keys
    assert {(entry.act, entry.actor_name) for entry in entries} == {("核实：确认属实", person.username)}
    assert list(audit.breaks()) == []


def test_the_target_is_not_read_again_for_each(round_: Round) -> None:
    person = a_person("inspector")

    def asked(number: int) -> int:
        rows = copies(round_, number)
        with CaptureQueriesContext(connection) as seen:
            assert decide_all(asked_by(person), rows, "dismiss", "误报")[0] == number
        return len(seen)

    few, many = asked(5), asked(45)
    assert many - few <= 3, "a query for each of them"


def test_one_that_cannot_be_decided_holds_up_no_other(round_: Round) -> None:
    rows = copies(round_, 4)
    FindingCase.objects.filter(pk=rows[1].pk).update(state="dismissed")
    rows[2].machine_state = "blocked"
    taken, refused = decide_all(asked_by(a_person("inspector")), rows, "confirm", "")
    assert (taken, len(refused)) == (2, 2)
    assert "已被他人处理" in refused[0]
    assert "没有看成" in refused[1]
    states = [FindingCase.objects.get(pk=row.pk).state for row in rows]
    assert states == ["confirmed", "dismissed", "suspected", "confirmed"]
    assert FindingStep.objects.filter(case__in=[row.pk for row in rows]).count() == 2


def test_after_the_notice_nothing_of_it_is_done(round_: Round) -> None:
    rows, before = copies(round_, 3), AuditEntry.objects.count()
    Round.objects.filter(pk=round_.pk).update(notice_issued_at=timezone.now())
    taken, refused = decide_all(asked_by(a_person("inspector")), rows, "confirm", "")
    assert (taken, len(refused)) == (0, 3)
    assert all("已经签发" in words for words in refused)
    assert {FindingCase.objects.get(pk=row.pk).state for row in rows} == {"suspected"}
    assert not FindingStep.objects.filter(case__in=[row.pk for row in rows]).exists()
    assert AuditEntry.objects.count() == before


def test_a_veto_still_takes_two_people(round_: Round) -> None:
    case = round_.findings.filter(tier="veto", machine_state="violation").first()
    assert case is not None
    first, second = a_person("inspector"), a_person("reviewer")
    for person, state in ((first, "first"), (first, "first"), (second, "confirmed")):
        row = FindingCase.objects.select_related("verdict").get(pk=case.pk)
        decide_all(asked_by(person), [row], "confirm", "")
        assert FindingCase.objects.get(pk=case.pk).state == state


def test_through_the_page(round_: Round) -> None:
    rows, client = copies(round_, 12), Client()
    client.force_login(a_person("inspector"))
    same = FindingCase.objects.filter(verdict=rows[0].verdict, code=rows[0].code, state="suspected").count()
    client.post(f"/findings/{rows[0].pk}", {"decision": "confirm", "all": "1"})
    assert FindingCase.objects.filter(verdict=rows[0].verdict, code=rows[0].code, state="confirmed").count() == same  # fmt: skip
