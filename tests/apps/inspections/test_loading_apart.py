"""A large result of the command line is taken in by a worker, once, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from small_province import EXPECTED, inspected_into

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.loading_apart import incoming
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inspected_into(tmp_path_factory.mktemp("loaded"))


@pytest.fixture
def large(result: Path) -> Iterator[Path]:
    """The result where an administrator lays it, with as many bytes as a province has."""
    laid = incoming() / "quarter"
    shutil.copytree(result, laid)
    (laid / "facts" / "more.bin").write_bytes(bytes(300 << 10))
    yield laid
    shutil.rmtree(laid)


def work_off() -> None:
    while lease := next_task("test"):
        carry_out(lease, work_of(lease))


def test_a_large_result_is_loaded_by_a_worker_once(large: Path, as_role: Callable[..., Client]) -> None:
    client, other = as_role("inspector"), as_role("administrator")
    form = {"folder": "quarter", "title": "二季度检查"}
    address = client.post("/rounds/load", form)["Location"]
    assert address.startswith("/tasks/")
    assert other.post("/rounds/load", form)["Location"] == address
    assert not Round.objects.exists()
    work_off()
    made = Round.objects.get()
    assert dict(VerdictEntry.objects.values_list("key", "outcome")) == EXPECTED
    task = Task.objects.get()
    assert (task.state, task.back) == ("done", f"/rounds/{made.pk}")
    assert task.done == task.total > len(EXPECTED), "the closed one, too"
    assert AuditEntry.objects.filter(act="导入检查结果").count() == 1


def test_what_cannot_be_loaded_leaves_nothing(large: Path, as_role: Callable[..., Client]) -> None:
    client = as_role("inspector")
    address = client.post("/rounds/load", {"folder": "quarter", "title": "坏的"})["Location"]
    before = set((Path(settings.HOME) / "rounds").glob("*"))
    (large / "facts" / "run.json").write_text("{", encoding="utf-8")
    work_off()
    assert not Round.objects.exists()
    assert set((Path(settings.HOME) / "rounds").glob("*")) == before
    assert "没有办成" in client.get(address).content.decode()


def test_judging_tells_how_far_it_is(result: Path) -> None:
    told: list[tuple[int, int, str]] = []
    load_result(result, "二季度检查", tell=lambda *said: told.append(said))
    for phase in ("逐个判定", "统计栏目更新"):
        counts = [(done, total) for done, total, said in told if said == phase]
        total = counts[0][1]
        assert total > 1
        assert counts == [(n, total) for n in range(1, len(counts) + 1)], "one after the other"
    judged = [done for done, total, said in told if said == "逐个判定"]
    assert judged[-1] == VerdictEntry.objects.count()
