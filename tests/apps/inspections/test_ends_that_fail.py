"""Rounds whose beginning or end goes wrong: said where people look, and neither the worker nor other rounds suffer."""

from __future__ import annotations

import csv
import errno
import threading
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from small_province import BLANK, CODES, EXPECTED

from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.output import write_verdicts
from xuncha.apps.inspections.work import finishing
from xuncha.apps.inspections.work.leases import LEASE, MOST_CLAIMS, claim, take_back_expired
from xuncha.apps.inspections.work.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked_at(round_: Round) -> Round:
    """A round all of whose targets are looked at, and that only waits for its end."""
    (round_.result / "verdicts.csv").unlink(missing_ok=True)
    Round.objects.filter(pk=round_.pk).update(state="running", finished_at=None, kind="full")
    round_.refresh_from_db()
    return round_


def outcomes(round_: Round) -> dict[str, str]:
    return dict(round_.verdicts.values_list("key", "outcome"))


def written(round_: Round) -> dict[str, str]:
    with (round_.result / "verdicts.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row["outcome"] for row in csv.DictReader(file)}


def test_a_round_that_cannot_be_ended_says_why_and_is_ended_when_that_is_mended(
    looked_at: Round, as_role: Any
) -> None:
    kept = looked_at.result / "facts" / "registry.json.gz"
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-20])
    assert finishing.finish_rounds() is True
    looked_at.refresh_from_db()
    assert looked_at.state == "paused"
    client: Client = as_role("inspector")
    assert "registry.json.gz：内容已损坏" in client.get(f"/rounds/{looked_at.pk}").content.decode()
    assert finishing.finish_rounds() is False, "not tried again and again"
    kept.write_bytes(whole)
    client.post(f"/rounds/{looked_at.pk}/steer", {"act": "resume"})
    assert finishing.finish_rounds() is True
    looked_at.refresh_from_db()
    assert (looked_at.state, looked_at.trouble) == ("finished", "")
    assert written(looked_at) == EXPECTED


@pytest.mark.parametrize(
    "error", [ValueError("broken"), PermissionError(errno.EACCES, "no"), RecursionError()]
)
def test_whatever_goes_wrong_at_the_end_the_next_round_is_ended(
    looked_at: Round, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuses(*given: Any) -> None:
        raise error

    monkeypatch.setattr(finishing, "write_verdicts", refuses)
    assert finishing.finish_rounds() is True
    monkeypatch.setattr(finishing, "write_verdicts", write_verdicts)
    looked_at.refresh_from_db()
    assert (looked_at.state, looked_at.finished_at) == ("paused", None)
    assert type(error).__name__ in looked_at.trouble


def test_a_full_disk_is_tried_again_by_itself(
    looked_at: Round, as_role: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(finishing, "write_findings", full)
    assert finishing.finish_rounds() is True
    assert finishing.finish_rounds() is False
    monkeypatch.undo()
    looked_at.refresh_from_db()
    assert looked_at.state == "running"
    assert "磁盘空间不足" in as_role("inspector").get(f"/rounds/{looked_at.pk}").content.decode()
    Round.objects.update(finished_at=timezone.now() - LEASE)
    assert finishing.finish_rounds() is True
    looked_at.refresh_from_db()
    assert (looked_at.state, looked_at.trouble) == ("finished", "")


def test_what_was_not_written_when_it_was_looked_at_is_written_at_the_end(looked_at: Round) -> None:
    looked_at.verdicts.filter(key__in=[BLANK, "wx-2"]).delete()
    assert finishing.finish_rounds() is True
    assert outcomes(looked_at) == written(looked_at) == EXPECTED
    assert looked_at.findings.filter(target=BLANK, code="W403").count() == 1
    assert looked_at.verdicts.get(key=CODES[0]).place < looked_at.verdicts.get(key=BLANK).place


def test_a_judgement_the_database_refuses_counts_as_not_looked_at_everywhere(
    looked_at: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at.verdicts.filter(key__in=[BLANK, "wx-2", CODES[0]]).delete()
    makes = ledger._case

    def refuses(round_: Any, row: Any, place: int, found: Any) -> Any:
        if found.outcome == "hit":
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return makes(round_, row, place, found)

    monkeypatch.setattr(ledger, "_case", refuses)
    assert finishing.finish_rounds() is True
    assert outcomes(looked_at) == written(looked_at) == EXPECTED | {BLANK: "unknown", "wx-2": "unknown"}
    lines = (looked_at.result / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == looked_at.findings.count()
    assert not [line for line in lines if BLANK in line and '"hit"' in line]


@pytest.fixture
def ordered() -> Round:
    made = Round.objects.create(
        title="检查", kind="full", asof=timezone.now(), standard="national-2019", folder="ordered"
    )
    RoundTarget.objects.create(round=made, kind="prepare", key="lists", place=0)
    return made


def test_a_round_whose_lists_cannot_be_written_is_said_not_to_begin(
    ordered: Round, settings: Any, tmp_path: Path, as_role: Any
) -> None:
    settings.HOME = tmp_path
    (tmp_path / "rounds").write_text("no folder")
    worker = Worker(threading.Event())
    leases = claim("a", "prepare", 1)
    with worker._holding(leases):
        worker._prepare(leases)
    ordered.refresh_from_db()
    assert ordered.state == "failed"
    assert "NotADirectoryError" in as_role("inspector").get(f"/rounds/{ordered.pk}").content.decode()


def test_a_round_whose_lists_kill_the_workers_is_said_not_to_begin(ordered: Round) -> None:
    long_ago = timezone.now() - LEASE
    RoundTarget.objects.update(state="running", token=MOST_CLAIMS, lease_until=long_ago)
    assert take_back_expired() == 1
    ordered.refresh_from_db()
    assert (ordered.state, ordered.trouble) == ("failed", "准备名单的工作进程多次中途退出")


def test_a_row_that_cannot_be_given_up_stops_no_worker(
    ordered: Round, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(self: RoundTarget) -> None:
        raise ValueError("poison")

    monkeypatch.setattr(RoundTarget, "before_giving_up", refuses)
    other = RoundTarget.objects.create(round=ordered, kind="site", key="1", place=1, token=1, state="running")
    RoundTarget.objects.filter(kind="prepare").update(state="running", token=MOST_CLAIMS)
    RoundTarget.objects.update(lease_until=timezone.now() - LEASE)
    assert take_back_expired() == 1
    other.refresh_from_db()
    assert other.state == "queued"
    assert "poison" in capsys.readouterr().out


def test_figures_that_cannot_be_counted_keep_no_work_from_being_done(
    ordered: Round, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses() -> None:
        raise ValueError("poison")

    monkeypatch.setattr("xuncha.apps.inspections.work.worker.count_whatever_is_marked", refuses)
    Worker(threading.Event())._now_and_then()
    assert "整理时程序出错（ValueError: poison）" in capsys.readouterr().out
