"""One decision about many findings of one root cause: each is moved and recorded, the verdict is settled once."""

from __future__ import annotations

from collections import Counter
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
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.inspections.models import FindingCase, FindingStep, Round, VerdictEntry
from xuncha.apps.inspections.reviewing import decide_all
from xuncha.apps.inspections.reviewing_many import MOST_AT_ONCE, order_decision
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of

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
    assert (taken, len(refused)) == (0, 1), "one reason is told once"
    assert "N107（3 处）" in refused[0]
    assert "已经签发" in refused[0]
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


class TestByAWorker:
    """More than a page can wait for."""

    def asked(self, client: Client, rows: list[FindingCase], **form: str) -> str:
        words = {"decision": "dismiss", "note": "模板误报", "pick": [str(row.pk) for row in rows]} | form
        return str(client.post("/findings/decide", words)["Location"])

    def test_many_are_left_to_a_worker_and_each_is_decided_once(self, round_: Round) -> None:
        rows, person, client = copies(round_, MOST_AT_ONCE + 20), a_person("inspector"), Client()
        client.force_login(person)
        address = self.asked(client, rows)
        assert address.startswith("/tasks/")
        assert self.asked(client, rows) == address, "asked twice it is one"
        assert {FindingCase.objects.get(pk=row.pk).state for row in rows[:9]} == {"suspected"}
        FindingCase.objects.filter(pk=rows[7].pk).update(state="visit")
        work_off()
        task = Task.objects.get()
        states = Counter(
            FindingCase.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True)
        )
        assert states == {"dismissed": MOST_AT_ONCE + 19, "visit": 1}, "what changed meanwhile is left alone"
        assert (task.state, task.fault_count) == ("done", 1)
        assert task.reason == f"已处理 {MOST_AT_ONCE + 19} 条，1 条没有处理。"
        page = client.get(address).content.decode()
        assert f"问题 {rows[7].pk}" in page
        assert "已被他人处理" in page
        steps = FindingStep.objects.filter(case__in=[row.pk for row in rows], now="dismissed")
        assert steps.count() == MOST_AT_ONCE + 19
        assert set(steps.values_list("by", flat=True)) == {person.pk}
        assert (
            AuditEntry.objects.filter(act="核实：判为误报", actor_name=person.username).count()
            == steps.count()
        )
        assert list(audit.breaks()) == []

    def test_all_of_one_root_cause(self, round_: Round) -> None:
        rows, client = copies(round_, MOST_AT_ONCE + 5), Client()
        client.force_login(a_person("inspector"))
        answer = client.post(f"/findings/{rows[0].pk}", {"decision": "confirm", "all": "1"})
        assert answer["Location"].startswith("/tasks/")
        work_off()
        same = FindingCase.objects.filter(verdict=rows[0].verdict, code=rows[0].code)
        assert set(same.values_list("state", flat=True)) == {"confirmed"}

    def test_without_its_reason_it_is_not_begun(self, round_: Round) -> None:
        rows, client = copies(round_, MOST_AT_ONCE + 1), Client()
        client.force_login(a_person("inspector"))
        answer = client.post(
            "/findings/decide",
            {"decision": "dismiss", "note": " ", "pick": [str(row.pk) for row in rows]},
            follow=True,
        )
        assert "须写明理由" in answer.content.decode()
        assert not Task.objects.exists()

    def test_whoever_takes_over_goes_on_where_the_dead_worker_ended(self, round_: Round) -> None:
        targets = list(VerdictEntry.objects.filter(round=round_)[:4])
        rows = copies(round_, 8)
        for number, row in enumerate(rows):
            FindingCase.objects.filter(pk=row.pk).update(
                verdict=targets[number // 2], target=targets[number // 2].key
            )
        person = a_person("inspector")
        cases = FindingCase.objects.filter(pk__in=[row.pk for row in rows])
        order_decision(asked_by(person), cases, "dismiss", "误报", "/findings")
        lease = next_task("doomed")
        assert lease is not None
        work, steps = work_of(lease), []
        own = work.own

        def lost_after_two() -> Any:
            steps.append(1)
            if len(steps) == 3:  # it was silent too long, and somebody else has it
                Task.objects.update(state="queued", token=lease.token, worker="")
            return own()

        work.own = lost_after_two
        carry_out(lease, work)
        assert FindingCase.objects.filter(pk__in=[row.pk for row in rows], state="dismissed").count() == 4
        assert Task.objects.get().state == "queued"
        work_off()
        task = Task.objects.get()
        assert (task.state, task.reason, task.fault_count) == ("done", "已处理 8 条。", 0)
        assert FindingStep.objects.filter(case__in=[row.pk for row in rows]).count() == 8
        assert AuditEntry.objects.filter(act="核实：判为误报").count() == 8

    def test_who_may_not_review_any_more_decides_nothing(self, round_: Round) -> None:
        rows, client = copies(round_, MOST_AT_ONCE + 1), Client()
        person = a_person("inspector")
        client.force_login(person)
        self.asked(client, rows)
        type(person).objects.filter(pk=person.pk).update(role="leader")
        work_off()
        assert Task.objects.get().state == "failed"
        assert not FindingStep.objects.filter(case__in=[row.pk for row in rows]).exists()


def work_off() -> None:
    """What a worker does, in this process and in the transaction of the test."""
    while lease := next_task("test"):
        carry_out(lease, work_of(lease))
