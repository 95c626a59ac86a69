"""后台任务: who may see and end which, asked twice it is one, large workbooks are made by a worker for who asked."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from people import a_person
from python_calamine import CalamineWorkbook

from xuncha.apps.casework import audit
from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks import sheets
from xuncha.apps.casework.tasks.model import Task, clear_old_files, folder, new_file_of
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.directory.models import MediaAccountEntry
from xuncha.apps.inspections.models import WorkerBeat
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of

pytestmark = pytest.mark.django_db


def asked_by(person: Any, kind: str = "export", key: str = "1", **asked: Any) -> tuple[Task, bool]:
    request = RequestFactory().get("/")
    request.user = person
    return order(request, kind, key, "名单.xlsx", **asked)


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


class TestPages:
    def test_asked_twice_it_is_one(self) -> None:
        first, second = a_person("inspector"), a_person("inspector")
        task, fresh = asked_by(first)
        assert fresh
        assert asked_by(second) == (task, False)
        Task.objects.update(state="done")
        assert asked_by(second)[1], "that one is over"
        acts = AuditEntry.objects.filter(act="提交后台任务")
        assert [entry.actor_name for entry in acts.order_by("number")] == [first.username, second.username]

    def test_everybody_sees_those_of_the_own_subtree(self, directory: Any) -> None:
        mine = [a_person("owner", organ) for organ in directory.organs]
        over = [a_person("supervisor", office) for office in directory.offices]
        inspector = a_person("inspector")
        tasks = [asked_by(one, key=str(one.pk))[0] for one in (*mine, *over, inspector)]
        seen = {
            mine[0]: [0], mine[1]: [1], over[0]: [0, 2], over[1]: [1, 3], inspector: [0, 1, 2, 3, 4],
            a_person("leader"): [0, 1, 2, 3, 4], a_person("supervisor"): [], a_person("owner"): [],
        }  # fmt: skip
        for person, places in seen.items():
            client = client_of(person)
            open_to = [
                n for n, task in enumerate(tasks) if client.get(f"/tasks/{task.pk}").status_code == 200
            ]
            assert open_to == places, person.username
            listed = {task.pk for task in client.get("/tasks").context["page"]}
            assert listed == {tasks[n].pk for n in places}, person.username
            for part in ("progress", "faults"):
                statuses = [client.get(f"/tasks/{task.pk}/{part}").status_code for task in tasks]
                assert [n for n, status in enumerate(statuses) if status == 200] == places

    def test_only_who_asked_and_the_administrator_end_it(self) -> None:
        person = a_person("inspector")
        task, _ = asked_by(person)
        client_of(a_person("inspector")).post(f"/tasks/{task.pk}")
        task.refresh_from_db()
        assert task.state == "queued"
        client_of(a_person("administrator")).post(f"/tasks/{task.pk}")
        task.refresh_from_db()
        assert (task.state, task.token) == ("failed", 1)
        assert "已取消" in task.reason
        client_of(person).post(f"/tasks/{task.pk}")
        assert AuditEntry.objects.filter(act="取消后台任务").count() == 1
        assert list(audit.breaks()) == []

    def test_without_a_worker_the_page_says_what_to_do(self) -> None:
        person = a_person("inspector")
        task, _ = asked_by(person)
        client = client_of(person)
        for address in ("/tasks", f"/tasks/{task.pk}", f"/tasks/{task.pk}/progress"):
            page = client.get(address).content.decode()
            assert "没有工作进程在运行" in page
            assert "xuncha worker" in page
            assert "不用重新提交" in page
        WorkerBeat.objects.create(name="one", at=timezone.now())
        assert "没有工作进程" not in client.get(f"/tasks/{task.pk}").content.decode()

    def test_the_page_tells_how_far_it_is_and_leads_on_at_the_end(self) -> None:
        person = a_person("inspector")
        task, _ = asked_by(person)
        client = client_of(person)
        assert "hx-trigger" in client.get(f"/tasks/{task.pk}").content.decode()
        Task.objects.update(state="done", back="/imports/1", reason="已导入 3 条。")
        answer = client.get(f"/tasks/{task.pk}/progress", headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == "/imports/1"
        Task.objects.update(fault_count=1, faults=[["第 2 行", "不知道"]])
        answer = client.get(f"/tasks/{task.pk}/progress", headers={"HX-Request": "true"})
        assert answer["HX-Refresh"] == "true"
        page = client.get(f"/tasks/{task.pk}").content.decode()
        assert "第 2 行" in page
        assert "已导入 3 条。" in page
        assert "hx-trigger" not in page
        text = b"".join(client.get(f"/tasks/{task.pk}/faults?as=csv").streaming_content).decode("utf-8-sig")
        assert text.splitlines() == ["位置,原因", "第 2 行,不知道"]

    def test_the_menu_counts_what_is_not_over(self, as_role: Callable[..., Client]) -> None:
        person = a_person("inspector")
        asked_by(person)
        page = client_of(person).get("/tasks").content.decode()
        assert '后台任务 <span class="count">1</span>' in page


def many_accounts(directory: Any, number: int) -> None:
    owned = {
        name: getattr(directory.accounts[0], name) for name in ("sponsor", "supervisor", "region", "state")
    }
    rows = (
        MediaAccountEntry(account_id=f"x-{n:06}", name=f"第{n}号", platform="微信公众号", **owned)
        for n in range(number)
    )
    MediaAccountEntry.objects.bulk_create(rows, batch_size=500)


def work_off() -> None:
    """What a worker does, in this process and in the transaction of the test."""
    while lease := next_task("test"):
        carry_out(lease, work_of(lease))


class TestWorkbooks:
    def test_a_small_one_comes_at_once(self, directory: Any) -> None:
        answer = client_of(a_person("inspector")).get("/directory/accounts/export")
        assert answer.status_code == 200
        assert not Task.objects.exists()

    def test_a_large_one_is_made_of_what_who_asked_may_see(self, directory: Any) -> None:
        many_accounts(directory, sheets.MOST_AT_ONCE + 10)
        owner = a_person("owner", directory.organs[0])
        client, other = client_of(owner), client_of(a_person("inspector"))
        address = client.get("/directory/accounts/export")["Location"]
        assert client.get("/directory/accounts/export")["Location"] == address, "asked twice it is one"
        assert client_of(a_person("inspector")).get("/directory/accounts/export")["Location"] != address
        work_off()
        task = Task.objects.get(made_by=owner)
        assert (task.state, task.reason) == ("done", f"已导出 {sheets.MOST_AT_ONCE + 11:,} 条。")
        page = client.get(address).content.decode()
        assert "下载 新媒体账号名单" in page
        body = b"".join(client.get(f"{address}/file").streaming_content)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        assert len(rows) == 1 + sheets.MOST_AT_ONCE + 11
        assert {row[3] for row in rows[1:]} == {"教育局"}
        assert all(row[0] != directory.accounts[1].account_id for row in rows)
        assert other.get(f"{address}/file").status_code == 404, "it holds what the owner may see"
        assert "文件只供提交人下载" in other.get(address).content.decode()
        acts = list(
            AuditEntry.objects.filter(actor_name=owner.username)
            .order_by("number")
            .values_list("act", flat=True)
        )
        assert acts == ["提交后台任务", "导出名录", "后台任务完成", "下载后台任务的文件"]

    def test_csv_is_sent_at_once_however_long(self, directory: Any) -> None:
        many_accounts(directory, sheets.MOST_AT_ONCE + 10)
        answer = client_of(a_person("inspector")).get("/directory/accounts/export?as=csv")
        assert len(b"".join(answer.streaming_content).splitlines()) == 1 + sheets.MOST_AT_ONCE + 12

    def test_who_is_no_longer_let_in_is_given_nothing(self, directory: Any) -> None:
        many_accounts(directory, sheets.MOST_AT_ONCE + 10)
        person = a_person("inspector")
        client_of(person).get("/directory/accounts/export")
        type(person).objects.filter(pk=person.pk).update(is_active=False)
        work_off()
        task = Task.objects.get()
        assert (task.state, task.stored_as) == ("failed", "")
        assert "已停用" in task.reason


class TestHalfFiles:
    """What a killed worker had written so far is of no use to anybody."""

    def test_they_go_when_the_task_is_not_being_done(self, settings: Any, tmp_path: Any) -> None:
        settings.HOME = tmp_path
        person = a_person("inspector")
        paths = {}
        for number, state in enumerate(("queued", "running", "done", "failed")):
            task, _ = asked_by(person, key=str(number))
            paths[state] = new_file_of(task, "xlsx")
            Task.objects.filter(pk=task.pk).update(state=state)
        whole = new_file_of(asked_by(person, key="whole")[0], "xlsx")
        Task.objects.filter(key="whole").update(state="done", stored_as=whole.name)
        gone, progress = folder() / "987654-a.xlsx", folder() / "1.progress"
        for path in (*paths.values(), whole, gone, progress):
            path.write_bytes(b"PK")
        clear_old_files()
        assert set(folder().iterdir()) == {paths["running"], whole, progress}

    def test_they_go_when_the_task_is_taken_up_again(self, settings: Any, tmp_path: Any) -> None:
        settings.HOME = tmp_path
        person = a_person("inspector")
        (task, _), (other, _) = asked_by(person), asked_by(person, key="2")
        half, others = new_file_of(task, "xlsx"), new_file_of(other, "xlsx")
        half.write_bytes(b"PK"), others.write_bytes(b"PK")
        assert new_file_of(task, "xlsx") != half
        assert list(folder().iterdir()) == [others]
