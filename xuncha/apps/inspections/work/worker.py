"""A worker: claims targets, carries them out by the functions ``xuncha inspect`` uses, writes the ledger."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import islice
from uuid import uuid4

from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.utils import timezone

from xuncha.apps.casework.tasks.model import clear_old_files
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.comparison.keeping import write_differences
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.gathering import Errand, gather_sites
from xuncha.apps.inspections.judging import (
    account_facts_of,
    all_findings,
    judge_facts,
    judged_by,
    scored,
)
from xuncha.apps.inspections.keeping import unbroken
from xuncha.apps.inspections.kept_judgements import KeptJudgements
from xuncha.apps.inspections.loading import places_of
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.tallies import count_whatever_is_marked
from xuncha.apps.inspections.work.chores import carry_out, next_chore, order_by_the_clock, order_what_is_due
from xuncha.apps.inspections.work.finishing import finish_rounds, sign_off_cancelled
from xuncha.apps.inspections.work.leases import (
    BEAT_EVERY_S,
    MOST_CLAIMS,
    Lease,
    LeaseLostError,
    beat,
    claim,
    forget_silent_workers,
    let_go,
    take_back_expired,
)
from xuncha.apps.inspections.work.network import browser_of
from xuncha.apps.inspections.work.preparing import Prepared, prepare_round, prepared
from xuncha.apps.inspections.work.rechecking import RecheckLane
from xuncha.apps.inspections.work.tasking import DeskProcess, do_task, next_task
from xuncha.apps.received.using import note_use
from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.second_look import Shows
from xuncha.standards.weighing import Weighed
from xuncha.told import ToldError

_SITES_AT_ONCE = 24
_ACCOUNTS_AT_ONCE = 500
_IDLE_S = 1.0
#: How often the pages opened so far are written, in seconds.
_TICK_S = 5.0


#: The database is locked or cannot be reached: it may come back, and no target is to blame.
_DATABASE_AWAY = (OperationalError, InterfaceError)


def _is_of_the_database(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return any(_is_of_the_database(one) for one in error.exceptions)
    return isinstance(error, _DATABASE_AWAY)


def _told_of(error: BaseException) -> None:
    print(f"数据库暂时不能使用（{error}），稍后再试", flush=True)


class _Quiet:
    """Progress is read from the table, not from here."""

    def page(self) -> None:
        """One more page."""

    def site(self) -> None:
        """One more site."""

    def say(self, text: str) -> None:
        """Something to know at once; goes to the log of the worker."""
        print(text, flush=True)


#: How often the figures of rounds that changed are counted anew.
_COUNT_EVERY_S = 30.0


class Ticks:
    """Pages opened so far of the sites under way, by site code."""

    def __init__(self) -> None:
        self._pages: Counter[str] = Counter()

    def page(self, site_code: str) -> None:
        """One more page of a site."""
        self._pages[site_code] += 1

    def write(self, held: list[Lease]) -> None:
        """Write what is new of the targets that are still held."""
        for lease in held:
            pages = self._pages.pop(lease.target.key, 0) if isinstance(lease.target, RoundTarget) else 0
            if pages:
                lease.tick(pages)


class Worker:
    """Works until ``stop`` is set. Many may run, here and on other machines."""

    def __init__(self, stop: threading.Event, *, only_tasks: bool = False) -> None:
        self._stop, self._only_tasks = stop, only_tasks
        self._desk = DeskProcess()
        self._name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._held: list[Lease] = []
        self._ticks = Ticks()
        self._rechecks = RecheckLane(self._name, self._also_held, self._no_longer_held)
        self._prepared: tuple[int, Prepared] | None = None
        self._counted_at = -_COUNT_EVERY_S

    def run(self, *, once: bool = False) -> None:
        """Take work as long as there is any; ``once``: return when there is none."""
        beating = threading.Thread(target=self._beat, daemon=True)
        beating.start()
        try:
            while not self._stop.is_set():
                try:
                    close_old_connections()
                    take_back_expired()
                    if self._task() or (not self._only_tasks and self._worked()):
                        continue
                    if once:
                        return
                except _DATABASE_AWAY as error:
                    _told_of(error)
                self._stop.wait(_IDLE_S)
        finally:
            self._desk.end()

    def _worked(self) -> bool:
        """Do the next piece of work there is; False when there is none."""
        self._now_and_then()
        try:
            if self._rechecks.alone():
                return True
        finally:
            let_go(self._name)
        for kind, most, do in (
            ("prepare", 1, self._prepare),
            ("accounts", 1, self._accounts),
            ("site", _SITES_AT_ONCE, self._sites),
        ):
            leases = claim(self._name, kind, most)
            if leases:
                try:
                    with self._holding(leases):
                        do(leases)
                finally:
                    let_go(self._name)
                return True
        if finish_rounds() or sign_off_cancelled():
            return True
        order_what_is_due()
        order_by_the_clock()
        return self._chore()

    def _now_and_then(self) -> None:
        """Forget workers long silent, and count, so that no page has to: the figures it shows of a round under way
        are never much older."""
        if time.monotonic() - self._counted_at >= _COUNT_EVERY_S:
            self._counted_at = time.monotonic()
            for do in (forget_silent_workers, clear_old_files, count_whatever_is_marked):
                self._beside_work(do)

    @staticmethod
    def _beside_work(do: Callable[[], object]) -> None:
        """What keeps the house in order must not keep the work from being done."""
        try:
            do()
        except _DATABASE_AWAY:
            raise
        except Exception as error:
            print(f"整理时程序出错（{type(error).__name__}: {error}）", flush=True)

    def _task(self) -> bool:
        """Do the first thing somebody asked for; False when there is none."""
        lease = next_task(self._name)
        if lease is None:
            return False
        with self._holding([lease]):
            do_task(lease, self._stop)
        return True

    def _chore(self) -> bool:
        lease = next_chore(self._name)
        if lease is None:
            return False
        with self._holding([lease]):
            carry_out(lease)
        return True

    @contextmanager
    def _holding(self, leases: list[Lease]) -> Iterator[None]:
        self._held = [*self._held, *leases]
        try:
            yield
        except Exception as error:  # a poisoned target must not take the worker down with it
            if _is_of_the_database(error):
                self._give_back(leases)
            else:
                self._give_up(leases, f"程序出错（{type(error).__name__}: {error}）")
        finally:
            self._held = [lease for lease in self._held if lease not in leases]

    def _also_held(self, lease: Lease) -> None:
        self._held = [*self._held, lease]

    def _no_longer_held(self, lease: Lease) -> None:
        self._held = [one for one in self._held if one is not lease]

    @staticmethod
    def _give_back(leases: list[Lease]) -> None:
        """What could not be written says nothing of the targets: they are for the next to take."""
        for lease in leases:
            lease.give_back()

    @staticmethod
    def _give_up(leases: list[Lease], reason: str) -> None:
        """One target alone has failed; of several nobody knows which: tried again, in the end one by one."""
        for lease in leases:
            try:
                with lease.held():
                    if len(leases) == 1 or lease.token >= MOST_CLAIMS:
                        if isinstance(lease.target, RoundTarget):
                            lease.target.before_giving_up(reason)
                        lease.finish(reason=reason, state=RoundTarget.State.FAILED)
                    else:
                        lease.give_back()
            except LeaseLostError:
                continue
            except _DATABASE_AWAY:
                raise
            except Exception as error:  # the lease runs out, and in the end the row is given up
                print(f"{lease.target}：{reason}；也未能记下（{type(error).__name__}: {error}）", flush=True)

    def _beat(self) -> None:
        with closing(connection):
            while True:
                try:
                    beat(self._name, list(self._held))
                    self._ticks.write(list(self._held))
                    if not self._only_tasks and not self._stop.is_set():
                        self._desk.start_if_waited_for()
                except _DATABASE_AWAY as error:
                    _told_of(error)
                    connection.close()
                if self._stop.wait(min(BEAT_EVERY_S, _TICK_S)):
                    return

    def _prepare(self, leases: list[Lease]) -> None:
        lease = leases[0]
        round_ = lease.target.round
        try:
            targets = prepare_round(round_)
        except ToldError as error:
            with lease.held():
                Round.objects.filter(pk=round_.pk).update(
                    state=Round.State.FAILED, trouble=error.told[:5000], remarks=round_.remarks
                )
                lease.finish(reason=error.told, state=RoundTarget.State.FAILED)
            return
        with lease.held():
            RoundTarget.objects.bulk_create(targets, batch_size=1000)
            Round.objects.filter(pk=round_.pk).update(remarks=round_.remarks)
            Round.objects.filter(pk=round_.pk, state=Round.State.PREPARING).update(
                state=Round.State.RUNNING, started_at=timezone.now()
            )
            RoundTarget.objects.filter(pk=lease.target.pk, token=lease.token).delete()

    def _of(self, round_: Round) -> Prepared:
        if self._prepared is None or self._prepared[0] != round_.pk:
            self._prepared = (round_.pk, prepared(round_))
        return self._prepared[1]

    def _sites(self, leases: list[Lease]) -> None:
        round_ = leases[0].target.round
        known = self._of(round_)
        by_code = {lease.target.key: lease for lease in leases}
        # The visits run in an event loop, the database does not: one thread writes.
        with ThreadPoolExecutor(1) as writer:

            async def keep(facts: SiteFacts, weighed: Weighed) -> None:
                lease = by_code[facts.site.site_code]
                await unbroken(writer.submit(self._keep, round_, lease, known, facts, weighed))
                writer.submit(self._now_and_then)

            async def beside(fetcher: Fetcher, browser: Shows | NoBrowser, over: asyncio.Event) -> None:
                await self._rechecks.beside(fetcher, browser, over, writer)

            errand = Errand(
                plans=tuple(known.plans[code] for code in by_code),
                settings=known.settings,
                result=round_.result,
                browser=browser_of(round_.network),
                question=known.question,
                keep=keep,
                beside=beside,
                tick=self._ticks.page,
            )
            try:
                gather_sites(errand, _Quiet())
            finally:
                writer.submit(connections.close_all).result()

    @staticmethod
    def _keep(round_: Round, lease: Lease, known: Prepared, facts: SiteFacts, weighed: Weighed) -> None:
        """Facts and judgement of a site, written while the lease is ours; else nothing of it is."""
        judged = judged_by(facts, known.question, weighed)
        try:
            with lease.held():
                store = FactsStore(round_.result)
                store.save_site(facts)
                KeptJudgements(store, known.question).save(facts, weighed)
                if round_.kind == Round.Kind.COMPARE:
                    write_differences(round_, facts, all_findings(facts, known.question, weighed))
                elif judged is not None:
                    verdict = scored(judged, known.standard, known.sheet).verdict
                    target = ("site", verdict.id)
                    ages = {target: ledger.column_ages(facts, known.request.asof)}
                    ledger.write(round_, [verdict], judged.findings, {target: lease.target.place}, ages)
                seen = facts.coverage
                lease.finish(_why(facts), pages=seen.pages, reached=seen.reached)
        except LeaseLostError:
            return
        except Exception as error:  # this one is to blame, and none of those visited beside it
            if _is_of_the_database(error):
                raise
            Worker._give_up([lease], f"程序出错（{type(error).__name__}: {error}）")

    def _accounts(self, leases: list[Lease]) -> None:
        lease = leases[0]
        round_ = lease.target.round
        known, store = self._of(round_), FactsStore(round_.result)
        registry, kept = store.registry(), KeptJudgements(store, known.question).of_accounts()
        places, facts, done = places_of(registry), account_facts_of(store, registry), 0
        while batch := list(islice(facts, _ACCOUNTS_AT_ONCE)):
            judged = [
                judge_facts(one, known.inputs.words, known.standard, known.request, known.sheet)
                for one in batch
            ]
            some = [one for one in judged if one is not None]
            for one in some:
                kept.add(one.verdict, one.findings)
            with lease.held():
                findings = [finding for one in some for finding in one.findings]
                ledger.write(round_, [one.verdict for one in some], findings, places)
                note_use(batch, round_.asof)
                done += len(batch)
                RoundTarget.objects.filter(pk=lease.target.pk, token=lease.token).update(pages=done)
            self._now_and_then()
        kept.keep()
        with lease.held():
            lease.finish(pages=done)


def _why(facts: SiteFacts) -> str:
    """Why the site was not seen whole, in few words; empty where it was."""
    if facts.coverage.pages and not facts.coverage.reached:
        causes = "、".join(FetchStatus(status).label for status, _ in facts.coverage.causes[:2])
        return f"没有打开任何页面（{causes or '原因不明'}）"
    return facts.coverage.stop_reason
