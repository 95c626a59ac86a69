"""The notice of a large round is issued by a worker: once, whole or not at all, by whoever still may."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from issuing import as_, drafted, issue

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.working import StoppedError, Work
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of
from xuncha.apps.notices import drafting
from xuncha.apps.notices.issuing_apart import issue_by_a_worker
from xuncha.apps.notices.models import Notice
from xuncha.apps.rectification.models import Rectification
from xuncha.apps.reminders.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_print")]


@pytest.fixture
def notice(round_: Round, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """A draft of a round that from now on counts as large."""
    made = drafted(round_)
    monkeypatch.setattr(drafting, "MOST_AT_ONCE", 1)
    return made


def claimed() -> Any:
    lease = next_task("test")
    assert lease is not None
    return lease


def work_off() -> None:
    lease = claimed()
    carry_out(lease, work_of(lease))


def state_of(notice: Notice) -> str:
    return Notice.objects.get(pk=notice.pk).state


def test_a_worker_issues_it(notice: Notice) -> None:
    signer, address = as_("reviewer"), f"/notices/of/{notice.pk}"
    task = signer.post(f"{address}/issue")["Location"]
    assert task.startswith("/tasks/")
    assert state_of(notice) == "draft"
    other = as_("reviewer")
    page = other.get(address).content.decode()
    assert task in page, "whoever looks meanwhile is led to it"
    assert f'action="{address}/issue"' not in page
    assert other.post(f"{address}/issue")["Location"] == task, "asked twice it is one"
    work_off()
    done, notice = Task.objects.get(), Notice.objects.get()
    assert (done.state, done.back, notice.state) == ("done", address, "issued")
    assert done.reason == "通报已签发，1 件整改已交办各主办单位。"
    assert notice.issued_by == done.made_by
    assert (Rectification.objects.count(), AuditEntry.objects.filter(act="签发通报").count()) == (1, 1)
    assert Message.objects.filter(sort="notice").exists()


def test_what_stands_against_it_is_told_at_once(notice: Notice) -> None:
    client, drafter = as_("reviewer"), notice.drafted_by
    notice.words["mark"] = "征求意见稿"
    notice.save()
    assert "仍标为" in issue(client, notice)
    type(drafter).objects.filter(pk=drafter.pk).update(role="reviewer")
    client.force_login(drafter)
    assert "起草人以外" in issue(client, notice)
    assert not Task.objects.exists()


@pytest.mark.parametrize("what", ["ledger", "file", "result"])
def test_what_changed_since_it_was_drafted_is_found_by_the_worker(notice: Notice, what: str) -> None:
    client = as_("reviewer")
    address = client.post(f"/notices/of/{notice.pk}/issue")["Location"]
    if what == "ledger":
        notice.round.verdicts.update(name="另一个名称")
        notice.round.verdicts.filter(outcome="fail").update(machine=_renamed(notice.round))
    elif what == "file":
        (notice.path / "notice.docx").write_bytes(b"other")
    else:
        shutil.rmtree(notice.round.result)
    work_off()
    page = client.get(address).content.decode()
    assert "没有办成" in page
    assert {"ledger": "台账有变动", "file": "notice.docx 与起草时不符", "result": "文件不存在"}[what] in page
    assert (state_of(notice), Rectification.objects.exists()) == ("draft", False)


def _renamed(round_: Round) -> dict[str, Any]:
    row = round_.verdicts.filter(outcome="fail").order_by("pk").first()
    assert row is not None
    return row.machine | {"name": "另一个名称"}


def test_an_issue_while_owners_may_object_must_still_be_said(notice: Notice) -> None:
    as_("reviewer").post(f"/notices/of/{notice.pk}/issue", {"early": "1"})
    work_off()
    assert AuditEntry.objects.get(act="签发通报").detail["申诉期未满"] is True


def test_whoever_may_no_longer_does_not(notice: Notice) -> None:
    as_("reviewer").post(f"/notices/of/{notice.pk}/issue")
    person = Task.objects.get().made_by
    type(person).objects.filter(pk=person.pk).update(role="leader")
    work_off()
    assert "已无权签发" in Task.objects.get().reason
    assert state_of(notice) == "draft"


def test_one_that_is_cancelled_on_the_way_issues_nothing(notice: Notice) -> None:
    as_("reviewer").post(f"/notices/of/{notice.pk}/issue")
    work: Work = work_of(claimed())
    work.stop = threading.Event()
    work.stop.set()
    with pytest.raises(StoppedError):
        issue_by_a_worker(work)
    assert (state_of(notice), Rectification.objects.exists()) == ("draft", False)
    assert not AuditEntry.objects.filter(act="签发通报").exists()


def test_one_withdrawn_meanwhile_stays_withdrawn(notice: Notice) -> None:
    as_("reviewer").post(f"/notices/of/{notice.pk}/issue")
    notice.move(Notice.State.WITHDRAWN, by=None, note="文号有误")
    work_off()
    assert state_of(notice) == "withdrawn"
    assert "只有待签发的通报可以签发" in Task.objects.get().reason


def test_one_whose_result_is_gone_is_refused_on_the_page_too(
    notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "MOST_AT_ONCE", 1_000)
    shutil.rmtree(notice.round.result)
    assert "文件不存在" in issue(as_("reviewer"), notice)
    assert notice.state == "draft"


class TestProof:
    def test_a_worker_makes_it(self, notice: Notice) -> None:
        client = as_("leader")
        task = client.get(f"/notices/{notice.round_id}/notice.docx")["Location"]
        assert task.startswith("/tasks/")
        work_off()
        done = Task.objects.get()
        assert (done.state, done.file_name) == ("done", "二季度检查-notice.docx")
        answer = client.get(f"{task}/file")
        assert b"".join(answer.streaming_content)[:2] == b"PK"
        assert "spreadsheet" not in answer["Content-Type"]
        assert AuditEntry.objects.get(act="生成通报").detail == {"文件": "notice.docx"}

    def test_nothing_is_left_where_the_figures_cannot_be_had(self, notice: Notice) -> None:
        folder = Path(settings.HOME) / "tasks"
        before = sorted(folder.glob("*"))
        as_("leader").get(f"/notices/{notice.round_id}/annexes.xlsx")
        shutil.rmtree(notice.round.result)
        work_off()
        assert Task.objects.get().state == "failed"
        assert sorted(folder.glob("*")) == before
