"""The end of a task, good or bad, is told once to whoever asked: in the inbox and by a mark, until it is looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from people import a_person
from test_tasks import asked_by, client_of, many_accounts, work_off

from xuncha.apps.casework import audit
from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks import sheets
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.inspections.work.leases import MOST_CLAIMS, take_back_expired
from xuncha.apps.inspections.work.tasking import next_task
from xuncha.apps.reminders.models import Delivery, Message

pytestmark = pytest.mark.django_db
NEW = '<span class="tag doubt">新</span>'


def exported_by(person: Any, directory: Any, query: str = "") -> Task:
    """A large export that this person asked for, not begun."""
    if not Task.objects.exists():
        many_accounts(directory, sheets.MOST_AT_ONCE + 10)
    client_of(person).get(f"/directory/accounts/export{query}")
    task: Task = Task.objects.filter(made_by=person).first()
    return task


def messages_of(person: Any) -> list[tuple[int, bool, list[Any]]]:
    """How many things each message tells of, whether it is read, and the things."""
    rows = Message.objects.filter(to=person, sort="work")
    return [(row.count, row.read_at is not None, row.items) for row in rows]


def test_whoever_left_finds_it_in_the_inbox_and_marked(directory: Any) -> None:
    person, other = a_person("inspector"), a_person("inspector")
    task = exported_by(person, directory)
    assert messages_of(person) == []
    work_off()
    ((count, read, items),) = messages_of(person)
    assert (count, read, items[0][1]) == (1, False, f"/tasks/{task.pk}")
    assert items[0][0].startswith("导出 Excel“新媒体账号名单-")
    assert f"已办完：已导出 {sheets.MOST_AT_ONCE + 12:,} 条。" in items[0][0]
    assert messages_of(other) == []
    client = client_of(person)
    page = client.get("/tasks").content.decode()
    assert NEW in page
    assert "（1 项新结束）" in page
    assert '后台任务 <span class="count">1</span>' in page
    assert '消息 <span class="count">1</span>' in page
    assert NEW not in client_of(other).get("/tasks").content.decode(), "it is not theirs to look at"


def test_looked_at_it_is_new_no_more_and_the_message_is_read(directory: Any) -> None:
    person, other = a_person("inspector"), a_person("inspector")
    task = exported_by(person, directory)
    work_off()
    seen = f"/tasks/{task.pk}/seen"
    client = client_of(person)
    assert f'hx-post="{seen}"' in client.get(f"/tasks/{task.pk}").content.decode()
    assert seen not in client_of(other).get(f"/tasks/{task.pk}").content.decode()
    client_of(other).post(seen)
    client.get(seen)
    assert Task.objects.get().unseen, "only who asked for it, and by POST"
    assert client.post(seen).status_code == 204
    assert not Task.objects.get().unseen
    assert [read for _, read, _ in messages_of(person)] == [True]
    assert NEW not in client.get("/tasks").content.decode()
    assert seen not in client.get(f"/tasks/{task.pk}").content.decode()


def test_of_two_the_message_is_read_when_both_are_known(directory: Any) -> None:
    person = a_person("inspector")
    first = exported_by(person, directory)
    exported_by(person, directory, "?region=石堰市")
    work_off()
    assert [(count, read) for count, read, _ in messages_of(person)] == [(2, False)]
    client = client_of(person)
    client.post(f"/tasks/{first.pk}/seen")
    assert [read for _, read, _ in messages_of(person)] == [False]
    client.post("/tasks")  # all of them
    assert [read for _, read, _ in messages_of(person)] == [True]
    assert not Task.objects.filter(unseen=True).exists()


def test_whoever_watched_is_led_on_and_has_nothing_left_to_read(directory: Any) -> None:
    person = a_person("inspector")
    task = exported_by(person, directory)
    work_off()
    Task.objects.update(back="/sites")
    client, htmx = client_of(person), {"HX-Request": "true"}
    part = client.get(f"/tasks/{task.pk}/progress", headers=htmx)
    assert "HX-Redirect" not in part.headers
    assert f'hx-post="/tasks/{task.pk}/seen?on=1"' in part.content.decode()
    answer = client.post(f"/tasks/{task.pk}/seen?on=1", headers=htmx)
    assert answer["HX-Redirect"] == "/sites"
    assert [read for _, read, _ in messages_of(person)] == [True]


def test_what_failed_is_told_with_its_reason(directory: Any) -> None:
    person = a_person("inspector")
    exported_by(person, directory)
    type(person).objects.filter(pk=person.pk).update(role="owner", unit=None)
    Task.objects.update(asked={"what": "rechecks", "of": {}, "query": ""})
    work_off()
    ((_, _, items),) = messages_of(person)
    assert "没有办成：提交人已无权查看" in items[0][0]
    assert Task.objects.get().unseen


def test_what_is_given_up_is_told_once_and_recorded() -> None:
    person = a_person("inspector")
    asked_by(person)
    assert next_task("doomed") is not None
    Task.objects.update(token=MOST_CLAIMS, lease_until=timezone.now() - timedelta(minutes=1))
    assert take_back_expired() == 1
    assert take_back_expired() == 0
    ((count, _, items),) = messages_of(person)
    assert count == 1
    assert "多次中途退出" in items[0][0]
    assert AuditEntry.objects.filter(act="后台任务未完成", actor_name=person.username).count() == 1
    assert list(audit.breaks()) == []


def test_one_taken_back_is_told_where_another_did_it() -> None:
    person, administrator = a_person("inspector"), a_person("administrator")
    mine, _ = asked_by(person, key="1")
    theirs, _ = asked_by(person, key="2")
    client_of(person).post(f"/tasks/{mine.pk}")
    assert messages_of(person) == [], "who did it knows"
    client_of(administrator).post(f"/tasks/{theirs.pk}")
    ((count, _, items),) = messages_of(person)
    assert (count, items[0][1]) == (1, f"/tasks/{theirs.pk}")
    assert "已被取消" in items[0][0]
    assert messages_of(administrator) == []


def test_the_webhook_hears_nothing_of_it(directory: Any, settings: Any) -> None:
    settings.WEBHOOK_URL = "http://127.0.0.1:9/"
    exported_by(a_person("inspector"), directory)
    work_off()
    assert Message.objects.exists()
    assert not Delivery.objects.exists()
