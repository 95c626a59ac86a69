"""签发 of the notice of a large round: by a worker, as a task; that of a small one is issued while the page waits."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.casework.tasks.working import Work
from xuncha.apps.notices.issuing import IssueRefusedError, issue, require_issuer, require_ready
from xuncha.apps.notices.models import Notice

ISSUE = "notice-issue"


def order_issue(request: HttpRequest, notice: Notice, *, early: bool) -> tuple[Task, bool]:
    """Have a worker issue the notice: (the task, whether it is new).

    Raises:
        IssueRefusedError: what can be seen at a glance is against it.
    """
    require_issuer(request, notice)
    require_ready(notice, notice.round, early=early)
    back = reverse("notices:notice", args=[notice.pk])
    return order(request, ISSUE, str(notice.pk), notice.title, back=back, early=early)


def being_issued(notice: Notice) -> Task | None:
    """The task by which the notice is being issued now, if any."""
    return Task.objects.under_way().filter(kind=ISSUE, key=str(notice.pk)).first()


def issued_words(opened: int) -> str:
    """What came of it."""
    return f"通报已签发，{opened:,} 件整改已交办各主办单位。"


def issue_by_a_worker(work: Work) -> None:
    """Issue it in the name of whoever asked, as far as that person still may."""
    if not may(work.request.user, Right.REVIEW):
        raise IssueRefusedError("提交人已无权签发通报，没有签发。")
    notice = Notice.objects.select_related("round").get(pk=int(work.task.key))

    def tell_phase(phase: str) -> None:
        work.tick(0, None, phase)

    with work.whole() as outcome:
        early = bool(work.task.asked["early"])
        outcome.words = issued_words(issue(work.request, notice, early=early, tell_phase=tell_phase))
