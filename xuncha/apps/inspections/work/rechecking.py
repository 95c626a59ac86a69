"""Rechecks on the worker: claimed between batches and beside them, through one fetcher for one address."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django.dispatch import Signal
from django.utils import timezone

from xuncha.apps.inspections.jobs import Job
from xuncha.apps.inspections.models import Recheck
from xuncha.apps.inspections.rechecks.comparing import Answer, overall
from xuncha.apps.inspections.rechecks.looking import Asked, look
from xuncha.apps.inspections.work.addresses import NONE, addresses_of
from xuncha.apps.inspections.work.asking import asked_of
from xuncha.apps.inspections.work.leases import Lease, LeaseLostError, take
from xuncha.apps.inspections.work.network import browser_of, settings_of
from xuncha.gather.browser.opening import browser_for
from xuncha.gather.browser.settings import BrowserMode, NoBrowser
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.second_look import Shows
from xuncha.told import ToldError

#: Sent with ``recheck`` in the transaction that writes its outcome.
rechecked = Signal()
_AT_ONCE = 4
_LOOK_EVERY_S = 1.0
_EVIDENCE_SHOWN = 40


@dataclass(frozen=True, slots=True)
class _Claimed:
    lease: Lease
    asked: Asked | None
    trouble: str = ""


class RecheckLane:
    """The rechecks of one worker. ``holding`` and ``dropped`` are told of leases that need a beat."""

    def __init__(
        self, worker: str, holding: Callable[[Lease], None], dropped: Callable[[Lease], None]
    ) -> None:
        self._worker = worker
        self._holding = holding
        self._dropped = dropped

    def alone(self) -> bool:
        """Carry out what waits while no batch runs; False when there is nothing."""
        with ThreadPoolExecutor(1) as pool:
            try:
                first = pool.submit(self._claim, None).result()
                if not first:
                    return False
                network = first[0].lease.target.network
                asyncio.run(self._alone(first, settings_of(network), browser_of(network), pool))
            finally:
                pool.submit(connections.close_all).result()
        return True

    async def _alone(
        self, first: list[_Claimed], settings: FetchSettings, mode: BrowserMode, pool: ThreadPoolExecutor
    ) -> None:
        async with Fetcher(settings) as fetcher, browser_for(mode, fetcher) as browser:
            await asyncio.gather(*(self._carry_out(one, fetcher, browser, pool) for one in first))

    async def beside(
        self, fetcher: Fetcher, browser: Shows | NoBrowser, over: asyncio.Event, pool: ThreadPoolExecutor
    ) -> None:
        """Carry out rechecks that may use this fetcher until the batch is over."""
        loop = asyncio.get_running_loop()
        running: set[asyncio.Task[None]] = set()
        while not over.is_set():
            if len(running) < _AT_ONCE:
                for one in await loop.run_in_executor(pool, self._claim_if_possible, fetcher.settings):
                    running.add(asyncio.create_task(self._carry_out(one, fetcher, browser, pool)))
            try:
                await asyncio.wait_for(over.wait(), _LOOK_EVERY_S)
            except TimeoutError:
                running = {task for task in running if not task.done()}
        await asyncio.gather(*running)

    def _claim_if_possible(self, settings: FetchSettings) -> list[_Claimed]:
        """A database that is away for a moment breaks no batch."""
        try:
            return self._claim(settings)
        except (OperationalError, InterfaceError):
            connections.close_all()
            return []

    def _claim(self, settings: FetchSettings | None) -> list[_Claimed]:
        """Rechecks that wait and whose ways of the network are ``settings``; None: those of the first."""
        claimed: list[_Claimed] = []
        rows = Recheck.objects.filter(state=Job.State.QUEUED).order_by("pk")
        for row in rows.select_related("site", "round", "finding")[: _AT_ONCE * 4]:
            wanted = _settings(row)
            differs = settings is not None and wanted is not None and wanted != settings
            if len(claimed) == _AT_ONCE or differs:
                continue
            lease = take(row, self._worker, "" if wanted is None else _address(row))
            if lease is None:
                continue
            if wanted is None:
                self._cannot(lease, "所记的网络设置不能使用")
                continue
            settings = wanted
            self._holding(lease)
            claimed.append(_asked(lease))
        return claimed

    async def _carry_out(
        self, one: _Claimed, fetcher: Fetcher, browser: Shows | NoBrowser, pool: ThreadPoolExecutor
    ) -> None:
        answers = [Answer("unseen", one.trouble)]
        try:
            if one.asked is not None:
                answers = await look(one.asked, fetcher, browser)
        except Exception as error:  # one look that fails takes neither the batch nor the worker with it
            traceback.print_exc()
            told = error.told if isinstance(error, ToldError) else f"{type(error).__name__}: {error}"
            answers = [Answer("unseen", f"复查时程序出错（{told}）")]
        finally:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(pool, self._keep, one.lease, answers)

    def _keep(self, lease: Lease, answers: list[Answer]) -> None:
        outcome = overall(answers)
        try:
            with lease.held():
                lease.finish(outcome=outcome, asof=timezone.now(), **_written(answers, outcome))
                rechecked.send(Recheck, recheck=Recheck.objects.get(pk=lease.target.pk))
        except LeaseLostError:
            pass
        except (OperationalError, InterfaceError):  # the lease runs out, and it is looked at once more
            connections.close_all()
        except Exception as error:  # what was seen cannot be written: this look is to blame, and no other
            traceback.print_exc()
            self._cannot(lease, f"结果没有写成（{type(error).__name__}: {error}）")
        finally:
            self._dropped(lease)

    @staticmethod
    def _cannot(lease: Lease, why: str) -> None:
        """End a look of which nothing can be told but why."""
        said = {"outcome": Recheck.Outcome.UNSEEN, "said": f"复查时程序出错：{why}"[:2000]}
        try:
            with lease.held():
                lease.finish(reason=why, state=Job.State.FAILED, asof=timezone.now(), **said)
        except LeaseLostError:
            pass
        except (OperationalError, InterfaceError):
            connections.close_all()


def _address(row: Recheck) -> str:
    from xuncha.text.pages.addresses import host_of

    host = host_of(row.urls[0] if row.what == Recheck.What.LINK and row.urls else row.site.url)
    return host if row.network.get("connect_to") else addresses_of({host}).get(host, NONE)


def _settings(row: Recheck) -> FetchSettings | None:
    """None where what is kept of the network makes no sense."""
    try:
        return settings_of(row.network)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _asked(lease: Lease) -> _Claimed:
    try:
        return _Claimed(lease, asked_of(lease.target))
    except ToldError as error:
        return _Claimed(lease, None, error.told)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # one look that cannot be planned keeps the others from nothing
        traceback.print_exc()
        return _Claimed(lease, None, f"复查时程序出错（{type(error).__name__}: {error}）")


def _written(answers: list[Answer], outcome: str) -> dict[str, Any]:
    records = {record.record_id: asdict(record) for answer in answers for record in answer.evidence}
    rows = [
        {
            "code": one.code,
            "title": one.title,
            "outcome": one.outcome,
            "detail": one.detail,
            "finding": one.number,
        }
        for one in answers
    ]
    said = "；".join(dict.fromkeys(one.detail for one in answers if one.outcome == outcome))
    return {"said": said[:2000], "results": rows, "evidence": list(records.values())[:_EVIDENCE_SHOWN]}
