"""The notice of a large round is drafted by a worker: once, whole or not at all, by whoever still may."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from issuing import as_, drafted, form, issue
from people import a_person

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.working import StoppedError, Work
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of
from xuncha.apps.notices import drafting
from xuncha.apps.notices.models import Notice
from xuncha.apps.reminders.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_print")]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "MOST_AT_ONCE", 1)


def work_off() -> None:
    while lease := next_task("test"):
        carry_out(lease, work_of(lease))


def folders() -> list[Path]:
    return sorted((Path(settings.HOME) / "notices").glob("*"))


def asked(client: Client, round_: Round, **more: Any) -> Any:
    return client.post(f"/notices/draft/{round_.pk}", form(**more))


def test_a_small_one_is_written_while_the_page_waits(round_: Round) -> None:
    assert not drafting.is_large(round_)
    drafted(round_)
    assert not Task.objects.exists()


def test_a_large_one_is_left_to_a_worker_and_is_the_same_notice(round_: Round, large: None) -> None:
    drafter, signer = as_("inspector"), as_("reviewer")
    address = asked(drafter, round_, title="二季度通报")["Location"]
    assert address.startswith("/tasks/")
    assert asked(as_("inspector"), round_)["Location"] == address, "asked twice it is one"
    assert not Notice.objects.exists()
    work_off()
    notice, task = Notice.objects.get(), Task.objects.get()
    assert (task.state, task.back) == ("done", f"/notices/of/{notice.pk}")
    assert "已起草“二季度通报”" in task.reason
    assert Message.objects.filter(sort="work", to=task.made_by).exists()
    assert notice.drafted_by == task.made_by
    assert [one.on for one in AuditEntry.objects.filter(act="起草通报")] == ["二季度通报"]
    assert f"/notices/of/{notice.pk}" in drafter.get(address).content.decode()
    issue(signer, notice)
    assert notice.state == "draft", "the worker issues it as well"
    work_off()
    assert "1 件整改已交办" in Task.objects.latest("pk").reason
    large_words, large_digest = notice.words, notice.data_digest
    drafting_data = Notice.objects.get(pk=notice.pk)
    assert (drafting_data.issued_on, drafting_data.due_on > timezone.localdate()) == (
        timezone.localdate(),
        True,
    )
    assert large_words["working_days"] == 10
    assert large_digest


def test_it_takes_the_place_of_the_draft_before(round_: Round, large: None) -> None:
    for title in ("第一稿", "第二稿"):
        asked(as_("inspector"), round_, title=title)
        work_off()
    assert [(one.title, one.state) for one in Notice.objects.order_by("pk")] == [
        ("第一稿", "withdrawn"),
        ("第二稿", "draft"),
    ]


def test_what_cannot_be_drafted_is_refused_at_once(round_: Round, large: None) -> None:
    row = round_.verdicts.order_by("pk").first()
    assert row is not None
    round_.verdicts.filter(pk=row.pk).update(is_settled=False)
    assert "待核实" in asked(as_("inspector"), round_).content.decode()
    assert not Task.objects.exists()


def test_what_changed_before_the_worker_came_is_told(round_: Round, large: None) -> None:
    address = asked(client := as_("inspector"), round_)["Location"]
    row = round_.verdicts.order_by("pk").first()
    assert row is not None
    round_.verdicts.filter(pk=row.pk).update(is_settled=False)
    work_off()
    page = client.get(address).content.decode()
    assert "没有办成" in page
    assert "还有 1 个对象的否决指标待核实" in page
    assert not Notice.objects.exists()


def test_whoever_may_no_longer_does_not(round_: Round, large: None) -> None:
    asked(as_("inspector"), round_)
    person = Task.objects.get().made_by
    type(person).objects.filter(pk=person.pk).update(role="leader")
    work_off()
    assert (Task.objects.get().state, Notice.objects.count()) == ("failed", 0)
    assert "已无权起草" in Task.objects.get().reason


def test_nothing_is_left_of_one_that_was_broken_off(
    round_: Round, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folders()
    asked(as_("inspector"), round_)

    def killed(*args: Any) -> str:
        raise KeyboardInterrupt  # as by a signal: the folder may stay, the task is taken up again

    lease = next_task("test")
    assert lease is not None
    with monkeypatch.context() as patch:
        patch.setattr("xuncha.apps.notices.issuing.shutil.rmtree", lambda *args, **more: None)
        patch.setattr("xuncha.apps.notices.issuing.publish", killed)
        with pytest.raises(KeyboardInterrupt):
            carry_out(lease, work_of(lease))
    assert len(folders()) == len(before) + 1
    assert not Notice.objects.exists()
    lease.give_back()
    work_off()
    notice = Notice.objects.get()
    assert [one for one in folders() if one not in before] == [notice.path]


def test_a_cancelled_one_writes_nothing(round_: Round, large: None) -> None:
    before = folders()
    asked(as_("inspector"), round_)
    lease = next_task("test")
    assert lease is not None
    work: Work = work_of(lease)
    work.stop = threading.Event()
    work.stop.set()
    with pytest.raises(StoppedError):
        drafting.draft_by_a_worker(work)
    assert folders() == before
    assert not Notice.objects.exists()


def test_a_damaged_verdict_is_named(round_: Round, large: None) -> None:
    row = round_.verdicts.order_by("pk").first()
    assert row is not None
    del row.machine["outcome"]
    row.save()
    assert FindingCase.objects.exists()
    address = asked(client := as_("inspector"), round_)["Location"]
    work_off()
    page = client.get(address).content.decode()
    assert "机器判定记录已损坏（缺 outcome）" in page
    assert a_person("leader")
