"""The walk through the record of acts: a short one at once, a long one by a worker; what it says and what it misses not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from people import a_person
from test_audit import as_forger, three_entries

from xuncha.apps.casework import audit
from xuncha.apps.casework.models import AuditEntry, ChainEnd
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.verifying import MOST_AT_ONCE, verify
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of

pytestmark = pytest.mark.django_db


def many_entries() -> None:
    audit.record_all(None, "查看", ((f"第{n}件", {}) for n in range(MOST_AT_ONCE + 5)))


def work_off() -> None:
    while lease := next_task("test"):
        carry_out(lease, work_of(lease))


def test_a_short_one_is_walked_while_the_page_waits_and_is_recorded(as_role: Callable[..., Client]) -> None:
    three_entries()
    page = as_role("administrator").get("/audit?verify=1").content.decode()
    assert "已核对第 1 至 3 条" in page
    assert "没有改动" in page
    entry = AuditEntry.objects.get(act="核对操作记录")
    assert entry.on == "第 1 至 3 条"
    assert not Task.objects.exists()


def test_a_short_one_names_the_first_break(as_role: Callable[..., Client]) -> None:
    three_entries()
    as_forger("UPDATE casework_auditentry SET act = '查看' WHERE number = 2")
    page = as_role("administrator").get("/audit?verify=1").content.decode()
    assert "记录不完整：已核对第 1 至 3 条，有 1 处对不上，第一处在第 2 条（内容被改动）。" in page
    assert "没有改动" not in page


def test_a_long_one_is_walked_by_a_worker(as_role: Callable[..., Client]) -> None:
    many_entries()
    client, other = as_role("administrator"), as_role("administrator")
    address = client.get("/audit?verify=1")["Location"]
    assert address.startswith("/tasks/")
    assert other.get("/audit?verify=1")["Location"] == address, "asked twice it is one"
    work_off()
    task = Task.objects.get()
    walked = MOST_AT_ONCE + 6  # the order itself is recorded
    assert (task.state, task.fault_count, task.done, task.total) == ("done", 0, walked, walked)
    assert f"已核对第 1 至 {walked:,} 条" in client.get(address).content.decode()
    assert "上次由工作进程核对" in client.get("/audit").content.decode()
    assert AuditEntry.objects.get(act="核对操作记录").detail["结果"] == task.reason


def test_a_long_one_says_where_it_breaks(as_role: Callable[..., Client]) -> None:
    many_entries()
    as_forger("DELETE FROM casework_auditentry WHERE number = 7")
    as_forger_again("UPDATE casework_auditentry SET act = '查看过' WHERE number IN (4000, 5000)")
    client = as_role("administrator")
    address = client.get("/audit?verify=1")["Location"]
    work_off()
    task = Task.objects.get()
    assert task.fault_count == 4
    assert task.faults[0] == ["第 8 条", "第 7 条缺失"]
    page = client.get(address).content.decode()
    assert "第一处在第 8 条（第 7 条缺失）" in page
    assert "第 5,000 条" in page
    assert '<div class="note bad">记录不完整' in page
    assert '<span class="tag fail">有问题</span>' in page
    assert 'class="tag fail">有问题' in client.get("/tasks").content.decode()
    audit_page = client.get("/audit").content.decode()
    assert "有 4 处对不上" in audit_page
    assert '<div class="note bad">上次由工作进程核对' in audit_page


def as_forger_again(statement: str) -> None:
    """The triggers are away already."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_is_appended_during_the_walk_is_no_break() -> None:
    three_entries()
    appended = []

    def meanwhile(number: int) -> None:
        if number == 2:
            appended.append(audit.record(None, "查看"))

    checked = verify(meanwhile)
    assert appended
    assert (checked.count, checked.of.number) == (0, 3)
    assert verify().of.number == 4


@pytest.mark.parametrize(
    ("end", "reason"),
    [({"number": 2}, "登记的末条是第 2 条，其后另有记录"), ({"digest": "0" * 64}, "末尾的记录缺失")],
)
def test_an_end_that_is_not_what_was_noted_is_found(end: dict[str, object], reason: str) -> None:
    three_entries()
    ChainEnd.objects.update(**end)
    assert [one.reason for one in audit.breaks()] == [reason]


def test_an_end_taken_away_is_found() -> None:
    three_entries()
    ChainEnd.objects.all().delete()
    assert [one.reason for one in audit.breaks()] == ["登记的末条是第 0 条，其后另有记录"]


def test_who_may_not_read_the_record_verifies_nothing() -> None:
    client = Client()
    client.force_login(a_person("inspector"))
    assert client.get("/audit?verify=1").status_code == 403
    assert not Task.objects.exists()
