"""A worker killed in the middle of a large export or of a bulk review: taken up again, nothing twice, nothing by halves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from installation import Installation, installed
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.long

#: Enough for a worker to be caught in the middle.
ACCOUNTS, TARGETS, OF_EACH = 40_000, 400, 2

_MANY_ACCOUNTS = """
from people import a_directory
from xuncha.apps.directory.models import MediaAccountEntry
pattern = a_directory().accounts[0]
owned = {name: getattr(pattern, name) for name in ("sponsor", "supervisor", "region", "state", "platform")}
rows = (MediaAccountEntry(account_id=f"x-{n:06}", name=f"第{n}号", **owned) for n in range(int(sys.argv[1]) - 2))
MediaAccountEntry.objects.bulk_create(rows, batch_size=1000)
"""
_MANY_FINDINGS = """
from django.utils import timezone
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
now = timezone.now()
round_ = Round.objects.create(title="二季度检查", kind="full", state="finished", asof=now, standard="national-2019", folder="f")
for n in range(int(sys.argv[1])):
    said = {"kind": "site", "id": f"98{n:08}", "name": f"第{n}个网站", "region": "", "sponsor": "", "platform": ""}
    said |= {"outcome": "pass", "veto": [], "other": [], "pages": 9, "reached": 9, "note": "", "causes": [], "states": []}
    row = VerdictEntry.objects.create(
        round=round_, kind="site", key=f"98{n:08}", name=f"第{n}个网站", place=n, machine=said, outcome="pass"
    )
    FindingCase.objects.bulk_create(
        FindingCase(
            round=round_, verdict=row, place=m, kind="site", target=row.key, code="N109", tier="note", rank=2, outcome="hit",
            title="错链", detail="打不开", state="suspected", fingerprint=f"{n}-{m}", machine_state="violation",
        )
        for m in range(int(sys.argv[2]))
    )
print(*FindingCase.objects.values_list("pk", flat=True))
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path / "home") as one:
        yield one


def one(made: Installation, query: str) -> Any:
    return made.says(query)[0][0]


def acts(made: Installation, act: str) -> int:
    """How often the record of acts has it."""
    return int(one(made, f"SELECT count(*) FROM casework_auditentry WHERE act = '{act}'"))


def worked(made: Installation) -> None:
    """Every task is done by a worker that then ends."""
    assert made.worker("--tasks", "--once").wait(timeout=600) == 0


def told(made: Installation) -> list[Any]:
    """What the person who asked finds in the inbox: how many things each message tells of, and in which words."""
    return made.says("SELECT count, body FROM reminders_message WHERE sort = 'work'")


def files_of_tasks(made: Installation) -> list[Path]:
    """The workbooks that lie there, whole or half."""
    return list((made.home / "tasks").glob("*.xlsx"))


def chain_holds(made: Installation) -> bool:
    return made.does("from xuncha.apps.casework.audit import breaks\nprint(list(breaks()))") == "[]"


def test_an_export_is_begun_anew_and_there_is_one_file_with_every_row(made: Installation) -> None:
    made.does("import sys\n" + _MANY_ACCOUNTS, str(ACCOUNTS))
    status, task, _ = made.asks(address="/directory/accounts/export")
    assert (status, task) == (302, "/tasks/1")
    made.kill_when(lambda: made.is_doing("写入 Excel"))
    assert one(made, "SELECT stored_as FROM casework_task") == ""
    assert made.asks(address="/tasks/1/file")[0] == 404, "half a file"
    (half,) = files_of_tasks(made)
    assert acts(made, "导出名录") == 0
    assert told(made) == []
    made.expire()
    worked(made)
    assert made.says("SELECT state, token FROM casework_task") == [("done", 2)]
    (whole,) = files_of_tasks(made)
    assert whole != half
    status, _, body = made.asks(address="/tasks/1/file")
    assert status == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(body.encode("latin-1")))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + ACCOUNTS
    assert len({row[0] for row in rows}) == 1 + ACCOUNTS, "one twice"
    assert (acts(made, "导出名录"), acts(made, "后台任务完成")) == (1, 1)
    assert [count for count, _ in told(made)] == [1]
    assert chain_holds(made)


def test_a_bulk_review_goes_on_where_the_dead_worker_ended(made: Installation) -> None:
    keys = made.does("import sys\n" + _MANY_FINDINGS, str(TARGETS), str(OF_EACH)).split()
    form = {"decision": "dismiss", "note": "模板问题", "pick": keys}
    status, task, _ = made.asks(address="/findings/decide", form=form)
    assert (status, task) == (302, "/tasks/1")
    steps = "SELECT count(*) FROM inspections_findingstep WHERE now = 'dismissed'"
    made.kill_when(lambda: one(made, steps) > 0)
    before = one(made, steps)
    assert 0 < before < len(keys)
    assert before % OF_EACH == 0, "half a target"
    assert before == one(made, "SELECT count(*) FROM inspections_findingcase WHERE state = 'dismissed'")
    assert before == acts(made, "核实：判为误报")
    assert told(made) == []
    made.expire()
    worked(made)
    assert made.says("SELECT state, token FROM casework_task") == [("done", 2)]
    assert one(made, "SELECT count(*) FROM inspections_findingcase WHERE state = 'dismissed'") == len(keys)
    assert one(made, steps) == len(keys)
    assert one(made, "SELECT count(DISTINCT case_id) FROM inspections_findingstep") == len(keys)
    assert (acts(made, "核实：判为误报"), acts(made, "后台任务完成")) == (len(keys), 1)
    assert one(made, "SELECT reason FROM casework_task") == f"已处理 {len(keys)} 条。"
    assert [count for count, _ in told(made)] == [1]
    assert chain_holds(made)


def test_what_kills_every_worker_is_given_up_and_told_once(made: Installation) -> None:
    made.does("import sys\n" + _MANY_ACCOUNTS, str(ACCOUNTS))
    made.asks(address="/directory/accounts/export")
    made.kill_when(lambda: made.is_doing("写入 Excel"))
    made.says("UPDATE casework_task SET token = 4")  # as after four of them
    made.expire()
    workers = [made.worker("--tasks", "--once") for _ in range(2)]
    assert [worker.wait(timeout=600) for worker in workers] == [0, 0]
    assert made.says("SELECT state, stored_as FROM casework_task") == [("failed", "")]
    (message,) = told(made)
    assert message[0] == 1
    assert "没有办成" in message[1]
    assert "多次中途退出" in message[1]
    assert acts(made, "后台任务未完成") == 1
    assert "没有办成" in made.asks(address="/tasks/1")[2]
    assert chain_holds(made)
