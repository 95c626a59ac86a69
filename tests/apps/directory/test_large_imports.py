"""Imports too large for a page: done by real workers, whole or not at all, through kills and double clicks."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from installation import Installation, installed
from waiting import until

pytestmark = pytest.mark.long

HEADER = "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"
#: Enough for a file of more than a megabyte, and for a worker to be caught in the middle of writing.
ROWS = 16_000
#: Enough for both, where no worker has to be caught.
FEW = 6_000


class Office:
    """People at their browsers, over one installation."""

    def __init__(self, made: Installation, folder: Path) -> None:
        self.made, self.folder = made, folder

    def asks(self, who: str = "jiancha", **asked: Any) -> tuple[int, str, str]:
        if "act" in asked:
            asked["form"] = {"act": asked.pop("act"), "document": "文号"}
        return self.made.asks(who, **asked)

    def upload(self, *, rows: int = FEW, name: str = "发布", faults: int = 0) -> str:
        """The address of the task that looks into a list of so many accounts."""
        lines, wide = [HEADER], "办公室" * (15 if rows == FEW else 1)
        for n in range(rows):
            owners = f"第{n % 700}局{wide},第{n % 40}市政府办公室,第{n % 40}市"
            lines.append(
                f"wx-{n:06},第{n}号{name},微信公众号,{owners},{'不知道' if n < faults else '正常运行'}"
            )
        path = self.folder / "名单.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        asked = {"address": "/imports", "form": {"kind": "accounts"}, "file": ["file", str(path)]}
        status, location, _ = self.asks(**asked)
        assert status == 302
        assert location.startswith("/tasks/"), location
        return location

    def worked(self) -> None:
        """Every task is done by a worker that then ends."""
        assert self.made.worker("--tasks", "--once").wait(timeout=600) == 0

    def looked_into(self, **asked: Any) -> None:
        self.upload(**asked)
        self.worked()

    def says(self, query: str) -> Any:
        return self.made.says(query)[0][0]

    @property
    def accounts(self) -> int:
        return int(self.says("SELECT count(*) FROM directory_mediaaccountentry"))

    def acts(self, act: str) -> int:
        """How often the record of acts has it."""
        return int(self.says(f"SELECT count(*) FROM casework_auditentry WHERE act = '{act}'"))

    def is_writing(self) -> bool:
        """True while a worker is in the middle of its one transaction."""
        return self.made.is_doing("写入名录")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with installed(tmp_path / "home") as made:
        yield Office(made, tmp_path)


def test_looked_into_confirmed_killed_in_the_middle_taken_over_and_undone(office: Office) -> None:
    task = office.upload(rows=ROWS)
    status, _, page = office.asks(address=task)
    assert status == 200
    assert "没有工作进程在运行" in page
    assert "xuncha worker" in page
    office.worked()
    status, _, page = office.asks(address="/imports/1")
    assert "<b>16,000</b>" in page
    assert "确认导入" in page
    assert office.accounts == 0
    _, location, _ = office.asks(address="/imports/1", act="confirm")
    assert location == "/tasks/2"
    office.made.kill_when(office.is_writing)
    assert office.accounts == 0, "half an import"
    assert office.says("SELECT state FROM directory_import") == "previewed"
    assert office.says("SELECT count(*) FROM directory_change") == 0
    office.made.expire()
    office.worked()
    assert office.accounts == ROWS
    assert office.says("SELECT count(*) FROM directory_change") == ROWS
    assert office.says("SELECT state FROM directory_import") == "done"
    assert office.acts("导入名录") == 1
    assert office.says("SELECT token FROM casework_task WHERE id = 2") == 2
    page = office.asks(address="/tasks/2")[2]
    assert "新增 16,000" in page
    assert "jiancha" in page
    undone = office.asks(address="/imports/1", act="undo")[1]
    assert undone == "/tasks/3"
    office.worked()
    assert office.accounts == 0
    assert office.says("SELECT state FROM directory_import") == "undone"
    assert office.acts("撤销导入") == 1
    assert office.acts("提交后台任务") == 3
    assert office.acts("后台任务完成") == 3
    assert office.made.does("from xuncha.apps.casework.audit import breaks\nprint(list(breaks()))") == "[]"


def test_two_people_click_and_two_workers_come_and_it_is_done_once(office: Office) -> None:
    office.looked_into()
    first = office.asks("jiancha", address="/imports/1", act="confirm")[1]
    second = office.asks("fuhe", address="/imports/1", act="confirm")[1]
    assert first == second
    dropped = office.asks("fuhe", address="/imports/1", act="drop")[1]
    assert dropped == first, "not while it is being carried out"
    workers = [office.made.worker("--tasks", "--once") for _ in range(2)]
    assert [worker.wait(timeout=600) for worker in workers] == [0, 0]
    assert office.accounts == FEW
    assert office.says("SELECT count(*) FROM directory_change") == FEW
    assert office.acts("导入名录") == 1
    assert office.asks("fuhe", address="/imports/1", act="confirm")[1] == "/imports/1", "done already"
    assert office.says("SELECT count(*) FROM casework_task") == 2


def test_two_imports_at_the_same_time_do_not_mix(office: Office) -> None:
    office.looked_into(name="甲")
    office.looked_into(name="乙")
    for number in (1, 2):
        office.asks(address=f"/imports/{number}", act="confirm")
    workers = [office.made.worker("--tasks", "--once") for _ in range(2)]
    assert [worker.wait(timeout=600) for worker in workers] == [0, 0]
    states = sorted(state for (state,) in office.made.says("SELECT state FROM directory_import"))
    assert states == ["done", "previewed"], "the second no longer does what was shown"
    assert office.accounts == FEW
    kept = office.says("SELECT file_name FROM directory_import WHERE state = 'done'")
    assert kept == "名单.csv"
    names = "SELECT count(DISTINCT substr(name, length(name), 1)) FROM directory_mediaaccountentry"
    assert office.says(names) == 1
    told = office.says("SELECT reason FROM casework_task WHERE state = 'failed'")
    assert "预览之后名录有了变化" in told
    assert office.says("SELECT count(*) FROM directory_change") == FEW


def test_a_change_between_preview_and_confirmation_is_told(office: Office) -> None:
    office.looked_into()
    office.made.does(
        "from people import a_directory\n"
        "from xuncha.apps.directory.importing import take_in, carry_out\n"
        "from xuncha.web.users.models import User\n"
        f"lines = '{HEADER}\\nwx-000001,别的名称,微信公众号,第1局,,第1市,正常运行'\n"
        "by = User.objects.get(username='jiancha')\n"
        "one, _ = take_in('accounts', lines.encode(), 'b.csv', by)\n"
        "carry_out(one, by, one.made_at.date())"
    )
    page = office.asks(address="/imports/1")[2]
    assert "核对之后名录有过变更" in page
    task = office.asks(address="/imports/1", act="confirm")[1]
    office.worked()
    assert "预览之后名录有了变化" in office.asks(address=task)[2]
    assert office.accounts == 1
    assert office.says("SELECT state FROM directory_import WHERE id = 1") == "previewed"


def test_faults_are_named_row_by_row_and_nothing_is_imported(office: Office) -> None:
    task = office.upload(faults=130)
    office.worked()
    page = office.asks(address=task)[2]
    assert "文件有 130 处错误" in page
    assert "第 2 行，运行状态" in page
    assert "只显示前 100 处" in page
    answer = office.asks(address="/imports/1")[2]
    assert "文件有 130 处错误" in answer
    assert "确认导入" not in answer
    assert office.asks(address="/imports/1", act="confirm")[1] == "/imports/1"
    assert office.accounts == 0


def test_taken_back_while_it_is_done_nothing_of_it_stays(office: Office) -> None:
    office.looked_into()
    task = office.asks(address="/imports/1", act="confirm")[1]
    assert office.asks(address=task, act="cancel")[1] == task
    office.worked()
    assert office.accounts == 0
    assert "已取消" in office.asks(address=task)[2]
    again = office.asks(address="/imports/1", act="confirm")[1]
    assert again != task
    office.worked()
    assert office.accounts == FEW


def test_told_to_end_a_worker_leaves_it_to_the_next(office: Office) -> None:
    office.looked_into(rows=ROWS)
    office.asks(address="/imports/1", act="confirm")
    worker = office.made.worker("--tasks")
    until(office.is_writing, "it never wrote", every_s=0.005)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=600) == 0
    assert office.says("SELECT state FROM casework_task WHERE id = 2") == "queued"
    assert office.accounts == 0
    office.worked()
    assert office.accounts == ROWS


def test_a_worker_that_visits_sites_lets_nobody_wait(office: Office) -> None:
    """Its own hands full, it starts a process for the tasks."""
    office.upload()
    busy = (
        "import time\n"
        "from xuncha.apps.inspections.work.tasking import DeskProcess\n"
        "from xuncha.apps.casework.tasks.model import Task\n"
        "desk = DeskProcess()\n"
        "for _ in range(2400):\n"
        "    desk.start_if_waited_for()\n"
        "    if not Task.objects.under_way().exists(): break\n"
        "    time.sleep(0.1)\n"
        "desk.end()\n"
        "print(Task.objects.get().state)"
    )
    assert office.made.does(busy) == "done"
