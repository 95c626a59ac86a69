"""起草 of the notice of a large round: by a worker, as a task; that of a small one is written while the page waits."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.casework.tasks.working import Work
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.issuing import IssueRefusedError, Wanted, keep, standing_of, written
from xuncha.apps.notices.models import Notice

DRAFT = "notice-draft"
#: Verdicts and findings of a round whose notice is written while somebody waits: a few seconds of work.
MOST_AT_ONCE = 1_000


def is_large(round_: Round) -> bool:
    """True for a round whose notice is not written while somebody waits for the page."""
    verdicts = round_.verdicts.order_by()[: MOST_AT_ONCE + 1].count()
    return verdicts + round_.findings.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE


def order_draft(request: HttpRequest, round_: Round, wanted: Wanted) -> tuple[Task, bool]:
    """Have a worker draft the notice: (the task, whether it is new).

    Raises:
        IssueRefusedError: the notice cannot be drafted now.
    """
    if reasons := standing_of(round_).against_drafting:
        raise IssueRefusedError("".join(reasons))
    said = asdict(wanted) | {"issued_on": wanted.issued_on.isoformat()}
    back = reverse("notices:draft", args=[round_.pk])
    return order(request, DRAFT, str(round_.pk), round_.title, back=back, wanted=said)


def draft_by_a_worker(work: Work) -> None:
    """Draft it. What a killed worker had written before is taken away."""
    if not may(work.request.user, Right.ROUNDS):
        raise IssueRefusedError("提交人已无权起草通报，没有起草。")
    round_, wanted = Round.objects.get(pk=int(work.task.key)), _wanted(work.task.asked["wanted"])
    folder = uuid4().hex
    before = work.task.kept.get("folder")
    if before:
        shutil.rmtree(Notice(folder=before).path, ignore_errors=True)
    with work.step({"folder": folder}):
        pass

    def tell_phase(phase: str) -> None:
        work.tick(0, None, phase)

    made = written(work.request, round_, wanted, folder, tell_phase)
    try:
        with work.whole() as outcome:
            keep(work.request, made, wanted)
            work.own().update(back=reverse("notices:notice", args=[made.pk]))
            outcome.words = f"已起草“{made.title}”，请核对后交另一人签发。"
            if made.trouble:
                outcome.words += made.trouble
    except BaseException:
        shutil.rmtree(made.path, ignore_errors=True)
        raise


def _wanted(said: dict[str, Any]) -> Wanted:
    return Wanted(**said | {"issued_on": date.fromisoformat(said["issued_on"])})
