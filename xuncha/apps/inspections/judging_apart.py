"""Facts judged in several processes: each judges a share of the targets, and one puts them together."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.judging import account_facts_of, judge_facts, weigh_facts
from xuncha.apps.inspections.kept_judgements import KeptJudgements
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.watching import Watcher
from xuncha.facts.targets import RunState
from xuncha.lasting import lasts

#: So many accounts are worth being judged beside the sites.
_MANY_ACCOUNTS = 500
#: What a process was given to judge by: the result, the request and what it asks.
_given: list[tuple[FactsStore, Request, Question]] = []


def judge_apart(result: Path, request: Request, question: Question, jobs: int) -> None:
    """Judge the facts of a result anew in ``jobs`` processes, and keep what they say. What a process that died had
    not judged is left to whoever puts the result together."""
    # A run in one process has no use for what begins others.
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor

    from xuncha.apps.inspections.new_processes import new_processes

    store = FactsStore(result)
    KeptJudgements(store, question).clear_all()
    tasks = list(_tasks(store))
    given = (result, request, question)
    with ProcessPoolExecutor(min(jobs, len(tasks)) or 1, new_processes(), _begin, given) as pool:
        try:
            with suppress(BrokenProcessPool):
                list(pool.map(_judge, tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _tasks(store: FactsStore) -> Iterator[str | None]:
    """What there is to judge: all accounts first (None), for they take longest, then site by site."""
    registry = store.registry()
    if has_many_accounts(registry):
        yield None
    yield from (site.site_code for site in registry.sites or () if store.digest_of(site.site_code))


def has_many_accounts(registry: Registry) -> bool:
    """Whether judging its accounts is worth a process."""
    running = sum(account.state is RunState.RUNNING for account in registry.accounts or ())
    return running >= _MANY_ACCOUNTS


def _begin(result: Path, request: Request, question: Question) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says that it was broken off
    lasts()
    _given[:] = [(FactsStore(result), request, question)]


def _judge(site_code: str | None) -> None:
    ((store, request, question),) = _given
    kept = KeptJudgements(store, question)
    if site_code is not None:
        facts = store.site(site_code)
        if facts is not None:
            kept.save(facts, weigh_facts(facts, question))
        return
    keep_accounts(store, request, question)


def keep_accounts(store: FactsStore, request: Request, question: Question) -> None:
    """Judge all accounts and keep what is said of them."""
    accounts = KeptJudgements(store, question).of_accounts()
    for account in account_facts_of(store, store.registry()):
        judged = judge_facts(account, question.office_words, question.standard, request)
        if judged is not None:
            accounts.add(judged.verdict, judged.findings)
    accounts.keep()


def judge_accounts(result: Path, request: Request, question: Question, watcher: Watcher) -> None:
    """Judge all accounts in a process of its own, while others visit the sites. There is nothing to watch in it."""
    keep_accounts(FactsStore(result), request, question)
