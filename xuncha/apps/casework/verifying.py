"""核对操作记录: the whole chain walked, from the first entry to the one that was the last when the walk began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from xuncha.apps.casework.audit import Break, Extent, breaks, extent, record
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.casework.tasks.working import MOST_FAULTS, Work

VERIFY = "verify"
#: Entries that a page walks through at once: about a second of work.
MOST_AT_ONCE = 20_000
_TELL_EVERY = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """What was walked and what came of it: the first breaks, and how many there are altogether."""

    of: Extent
    breaks: list[Break]
    count: int

    @property
    def what(self) -> str:
        """What was checked."""
        return f"第 1 至 {max(self.of.number, self.of.last):,} 条"

    @property
    def words(self) -> str:
        """What came of it, in a sentence."""
        if not self.count:
            return f"已核对{self.what}（末条摘要 {self.of.digest[:16]}），全部记录首尾相接，没有改动。"
        first = self.breaks[0]
        return (
            f"记录不完整：已核对{self.what}，有 {self.count:,} 处对不上，"
            f"第一处在第 {first.number:,} 条（{first.reason}）。"
        )


def verify(tell: Callable[[int], None] | None = None, of: Extent | None = None) -> Checked:
    """Walk the chain as it was at ``of`` (None: now); ``tell`` hears the number of each entry read."""
    of = of or extent()
    found: list[Break] = []
    count = 0
    for one in breaks(of, tell):
        count += 1
        if len(found) < MOST_FAULTS:
            found.append(one)
    return Checked(of, found, count)


def is_long() -> bool:
    """True for a chain that is not walked while somebody waits for the page."""
    return extent().last > MOST_AT_ONCE


def order_verification(request: HttpRequest) -> tuple[Task, bool]:
    """Have a worker walk the chain: (the task, whether it is new)."""
    return order(request, VERIFY, "audit", "全部操作记录")


def latest_verification() -> Task | None:
    """The last walk that a worker ended."""
    done: Task | None = Task.objects.filter(kind=VERIFY, state=Task.State.DONE).first()
    return done


def verify_all(work: Work) -> None:
    """Walk the chain; a walk broken off says nothing and is begun anew."""
    of = extent()
    work.tick(0, of.last, "核对")

    def tell(number: int) -> None:
        if number % _TELL_EVERY == 0:
            work.tick(number)

    checked = verify(tell, of)
    work.tick(of.last)
    with work.whole() as outcome:
        record(work.request, "核对操作记录", on=checked.what, 结果=checked.words)
        outcome.faults = [(f"第 {one.number:,} 条", one.reason) for one in checked.breaks]
        outcome.fault_count, outcome.words = checked.count, checked.words
