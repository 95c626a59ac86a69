"""What waits for the webhook, handed over in its order: an item that is refused holds up none of the others.

A batch that the receiver refuses for what is in it is halved until the refused item stands alone. That item is tried
again in later runs, by itself, and is given up after so many; everything else goes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from xuncha.apps.casework.audit import record
from xuncha.apps.reminders.models import Delivery
from xuncha.apps.reminders.webhook import TRIES, Answer, body_of, post

#: Runs in which a delivery is tried, and deliveries handed over together.
MOST_RUNS = 8
_BATCH = 100
#: Runs after which an error of the receiver may come from one item: one that it cannot digest.
_MAY_BE_ONE = 2
#: Items refused one after the other with none taken in between: the receiver then refuses more than single items.
_MOST_REFUSED = 10
_NAMED = 20


@dataclass
class _Run:
    """One turn of handing over: ``stopped`` says why the rest waits for the next."""

    sent: int = 0
    refused: int = 0
    in_a_row: int = 0
    stopped: str = ""
    trouble: str = ""
    given_up: list[Delivery] = field(default_factory=list)

    def hand_over(self, some: Sequence[Delivery], tries: int = TRIES) -> None:
        """Have ``some`` taken together, or in halves where one of them may be why they are not."""
        if self.stopped:
            return
        answer = asyncio.run(post(settings.WEBHOOK_URL, body_of([one.content for one in some]), tries))
        if answer.taken:
            _rows(some).update(
                state=Delivery.State.SENT, sent_at=timezone.now(), tries=F("tries") + 1, trouble=""
            )
            self.sent, self.in_a_row = self.sent + len(some), 0
        elif not _may_be_one(answer, some):
            self.stopped = answer.trouble
            self._tried(some, answer)
        elif len(some) == 1:
            self.refused, self.in_a_row, self.trouble = self.refused + 1, self.in_a_row + 1, answer.trouble
            self._tried(some, answer)
            if self.in_a_row >= _MOST_REFUSED:
                self.stopped = f"对方接连拒收 {self.in_a_row} 项（{answer.trouble}）"
        else:
            half = len(some) // 2
            for part in (some[:half], some[half:]):
                self.hand_over(part, tries=1)

    def _tried(self, some: Sequence[Delivery], answer: Answer) -> None:
        _rows(some).update(tries=F("tries") + 1, trouble=answer.trouble[:300])
        ended = list(_rows(some).filter(tries__gte=MOST_RUNS))
        _rows(ended).update(state=Delivery.State.GIVEN_UP)
        self.given_up += ended

    @property
    def words(self) -> str:
        """What was not taken, in Chinese; empty: nothing."""
        said = [f"推送未成：{self.stopped}，下次再发"] if self.stopped else []
        if self.refused:
            said.append(f"对方拒收 {self.refused} 项（{self.trouble}），其余照发")
        if self.given_up:
            said.append(f"有 {len(self.given_up)} 项推送多次未成，已放弃，见操作记录")
        return "；".join(said)


def post_waiting() -> tuple[int, str]:
    """Hand over what waits; (causes taken, why the rest were not, in Chinese)."""
    if not settings.WEBHOOK_URL:
        return 0, ""
    run, last = _Run(), 0
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).order_by("pk")
    while not run.stopped and (batch := list(waiting.filter(pk__gt=last)[:_BATCH])):
        run.hand_over(batch)
        last = batch[-1].pk
    if run.given_up:
        record(
            None,
            "放弃推送",
            on=f"{len(run.given_up)} 项",
            各项=[_named(one) for one in run.given_up[:_NAMED]],
        )
    return run.sent, run.words


def _may_be_one(answer: Answer, some: Sequence[Delivery]) -> bool:
    """Whether one of ``some`` may be why the receiver took none."""
    tried = max(one.tries for one in some)
    return answer.of_content or (answer.status >= 500 and tried >= _MAY_BE_ONE)


def _rows(some: Sequence[Delivery]) -> QuerySet[Any]:
    return Delivery.objects.filter(pk__in=[one.pk for one in some])


def _named(one: Delivery) -> str:
    return f"{one.cause} {one.content.get('text', '')[:100]}：{one.trouble}"
