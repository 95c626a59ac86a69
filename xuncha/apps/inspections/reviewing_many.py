"""核实 of many findings at once: a few while the page waits, many by a worker, each exactly once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.http import HttpRequest

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.models import OVERTAKEN
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.casework.tasks.ordering import order
from xuncha.apps.casework.tasks.working import MOST_FAULTS, Work
from xuncha.apps.casework.typed import OF_A_REASON, typed
from xuncha.apps.inspections.models import FindingCase
from xuncha.apps.inspections.reviewing import DECISIONS, DecisionRefusedError, decide_of_one
from xuncha.told import ToldError

#: Findings that a page decides about at once: about a second of work.
MOST_AT_ONCE = 300
REVIEW = "review"
_READ = 500


class NotAllowedError(ToldError):
    """Whoever asked may not review any more; the message says so, in Chinese."""


def order_decision(
    request: HttpRequest, cases: Any, decision: str, note: str, back: str
) -> tuple[Task, bool]:
    """Have a worker take one decision about ``cases``, as they are now: (the task, whether it is new).

    Raises:
        DecisionRefusedError: no such decision, or it lacks its reason.
    """
    label, needs_reason = DECISIONS.get(decision, ("", False))
    note = typed(note, OF_A_REASON, DecisionRefusedError)
    if not label:
        raise DecisionRefusedError("没有这种处理。")
    if needs_reason and not note:
        raise DecisionRefusedError(f"“{label}”须写明理由。")
    # What is decided about is what the person has seen: the state of each is part of the question.
    states = sorted(cases.order_by().values_list("pk", "state"))
    key = hashlib.sha256(repr([pk for pk, _ in states]).encode()).hexdigest()[:40]
    subject = f"{label}：{len(states):,} 条"
    return order(request, REVIEW, key, subject, back=back, decision=decision, note=note, states=states)


def decide(work: Work) -> None:
    """Decide about those of one target after the other. Each target is one transaction that notes that it is done,

    so that whoever takes over after a dead worker goes on where it ended, and decides about nothing twice.
    """
    if not may(work.request.user, Right.REVIEW):
        raise NotAllowedError("提交人已不能核实，没有处理。")
    asked, seen = work.task.asked, dict(work.task.asked["states"])
    of_a_target = _targets(work, seen)
    finished: set[int] = set(work.task.kept.get("targets", ()))
    taken, faults = work.task.kept.get("taken", 0), list(work.task.kept.get("faults", ()))
    done, fault_count = work.task.kept.get("done", 0), work.task.kept.get("fault_count", 0)
    work.tick(done, len(seen), "处理问题")
    for target, keys in sorted(of_a_target.items()):
        if target in finished:
            continue
        finished.add(target)
        kept: dict[str, Any] = {"targets": sorted(finished)}
        with work.step(kept):
            some, refused = _decided(work, keys, seen, asked["decision"], asked["note"])
            taken, done, fault_count = taken + some, done + len(keys), fault_count + len(refused)
            faults += refused[: MOST_FAULTS - len(faults)]
            kept |= {"taken": taken, "done": done, "faults": faults, "fault_count": fault_count}
        work.tick(done)
    with work.whole() as outcome:
        outcome.faults, outcome.fault_count = [(place, why) for place, why in faults], fault_count
        gone = len(seen) - done
        outcome.words = f"已处理 {taken:,} 条" + (f"，{fault_count:,} 条没有处理" if fault_count else "")
        outcome.words += f"，{gone:,} 条已不在可以核实的范围。" if gone else "。"


def _targets(work: Work, seen: dict[int, str]) -> dict[int, list[int]]:
    """Keys of the findings by target, of those whoever asked may see."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = FindingCase.objects.visible_to(work.request.user).order_by()
    for keys in _batches(seen):
        for pk, target in rows.filter(pk__in=keys).values_list("pk", "verdict_id"):
            found[target].append(pk)
    return found


def _decided(
    work: Work, keys: list[int], seen: dict[int, str], decision: str, note: str
) -> tuple[int, list[tuple[str, str]]]:
    """How many of one target were decided about, and place and reason of each that was not."""
    cases = list(FindingCase.objects.filter(pk__in=keys).select_related("verdict").order_by("pk"))
    same = [case for case in cases if case.state == seen[case.pk]]
    refused = [(_place(case), OVERTAKEN) for case in cases if case.state != seen[case.pk]]
    if not same:
        return 0, refused
    taken, refusals = decide_of_one(work.request, same, decision, note)
    told = zip(same, refusals, strict=True)
    return taken, refused + [(_place(case), words) for case, words in told if words]


def _place(case: FindingCase) -> str:
    return f"{case.target} {case.code}（问题 {case.pk}）"


def _batches(keys: Iterable[int]) -> Iterable[list[int]]:
    iterator = iter(keys)
    while batch := list(islice(iterator, _READ)):
        yield batch
