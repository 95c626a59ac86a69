"""One inspection from files to facts: read everything, keep it, visit what is in operation."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from xuncha.apps.directory.inputs import InputPaths, read_inputs
from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.gathering import Errand, gathering
from xuncha.apps.inspections.held_folder import held
from xuncha.apps.inspections.judging_apart import has_many_accounts, judge_accounts
from xuncha.apps.inspections.planning import account_facts, planning_of, site_plans
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.request import Request, files_of, media_type_of
from xuncha.apps.inspections.watching import Watcher
from xuncha.facts.seen import BEIJING, Evidence
from xuncha.facts.website import SiteFacts
from xuncha.gather.browser.settings import BrowserMode
from xuncha.gather.evidence.manifest import Manifest, sign_off
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.warc_file import seal_open_files
from xuncha.gather.http.own_network import require_own_network
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import SitePlan
from xuncha.standards.standard import Standard
from xuncha.told import BadInputError
from xuncha.whole_file import PART, clear_parts


class ResultFolderError(BadInputError):
    """The result folder cannot be used for this run; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one inspection needs to know."""

    paths: InputPaths
    request: Request
    standard: Standard
    settings: FetchSettings
    result: Path
    jobs: int = 1
    resume: bool = False
    floor_mib: int = 256
    patience_s: float = 1800.0
    browser: BrowserMode = BrowserMode.OFF
    #: Told what is no fault of the files handed in, but may be a mistake.
    remark: Callable[[str], None] = lambda said: None


Watch = Callable[[int, int], AbstractContextManager[Watcher]]


def inspect(run: Run, watch: Watch) -> Manifest:
    """Gather the facts of a run into its result folder; ``watch(total, finished)`` is told of progress.

    Returns the manifest that signs off the evidence.

    Raises:
        InputProblems: something in the files is wrong; nothing was written.
        ResultFolderError: the folder holds another result, or there is nothing to resume.
        OwnNetworkDownError: none of the reference targets answers; nothing was written.
        GatheringError: a worker died; resumable.
        NoSpaceError: the disk was full and stayed so; resumable.
        ManifestError: the evidence cannot be signed off.
        FolderInUseError: another inspection writes into the folder.
    """
    with held(run.result) as folder:
        return _gather(*prepare(run, folder.take), watch)


def _gather(run: Run, plans: list[SitePlan], watch: Watch) -> Manifest:
    """Visit what is left to visit, and sign off the evidence."""
    clear_parts(run.result, *(run.result / folder for folder in ("facts", "facts/sites", "judged/sites")))
    store, scope = FactsStore(run.result), run.standard.scope(run.request.indicators)
    todo = tuple(plan for plan in plans if not _is_finished(store.site(plan.site.site_code)))
    registry = store.registry()
    question = Question(run.standard, scope, run.request.asof, registry.office_words)
    errand = Errand(
        plans=todo,
        settings=run.settings,
        result=run.result,
        floor_mib=run.floor_mib,
        patience_s=run.patience_s,
        browser=run.browser,
        question=question,
    )
    accounts = partial(judge_accounts, run.result, run.request, question)
    beside = [accounts] if has_many_accounts(registry) else []
    finished = len(plans) - len(todo)
    # The bar has a thread of its own, and processes are begun as copies of one that has none.
    with gathering(errand, run.jobs, beside) as until_done, watch(len(plans), finished) as watcher:
        until_done(watcher)
    return sign_off_result(run.result, run.request)


def prepare(run: Run, take: Callable[[], None] = lambda: None) -> tuple[Run, list[SitePlan]]:
    """Everything before the first visit: lists read, request, targets and accounts kept, plans made.

    Returns the run with its request completed. ``take`` is called just before anything is written. Raises what
    :func:`inspect` raises before a visit.
    """
    known = replace(run.request, staged=run.settings.connect_to is not None, retries=run.settings.retries)
    run = replace(run, request=known)
    inputs = read_inputs(run.paths, run.remark)
    store = FactsStore(run.result)
    _check_folder(run, store)
    asyncio.run(require_own_network(run.settings))
    take()
    _check_folder(run, store)  # another run may have filled it until now
    store.save_request(run.request)
    store.save_registry(Registry(inputs.sites, inputs.accounts, inputs.error_reports, inputs.words))
    kept = _keep_inputs(run, store)
    planning = planning_of(run.request, run.standard, kept)
    store.save_accounts(account_facts(inputs, kept))
    plans = site_plans(inputs, planning)
    return run, plans


def _is_finished(facts: SiteFacts | None) -> bool:
    return facts is not None and not facts.is_cut_off


def sign_off_result(result: Path, request: Request, **further: str) -> Manifest:
    """Seal what a killed run left open, and list all evidence in the manifest, with ``further`` said about it."""
    evidence = result / "evidence"
    seal_open_files(evidence, datetime.now(UTC))
    about = {
        "asof": request.asof.isoformat(),
        "standard": request.standard,
        "indicators": ",".join(request.indicators),
        **{f"input {role}": digest for role, digest in request.digests},
        **further,
    }
    return sign_off(evidence, about, datetime.now(BEIJING))


def _check_folder(run: Run, store: FactsStore) -> None:
    """An empty folder for a new run, the same request for one that goes on. Raises ResultFolderError."""
    started = (store.folder / "run.json").exists()
    if run.resume and started:
        if store.request() != run.request:
            raise ResultFolderError(
                f"{run.result}：上次检查用的输入文件、监测时间点、标准或范围与这次不同，不能继续；请换一个结果目录"
            )
    elif run.result.is_dir() and _holds_nothing(run.result):
        pass  # killed before it had begun
    elif run.resume:
        raise ResultFolderError(f"{run.result}：没有可以继续的检查（缺 facts/run.json）")
    elif run.result.exists() and any(run.result.iterdir()):
        raise ResultFolderError(f"{run.result}：目录不为空；要继续中断的检查请加 --resume，否则请换一个目录")


def _holds_nothing(folder: Path) -> bool:
    """True when there are only folders, and files that a killed program was just writing."""
    return all(path.is_dir() or path.name.endswith(PART) for path in folder.rglob("*"))


def _keep_inputs(run: Run, store: FactsStore) -> dict[str, Evidence]:
    """Keep the input files themselves as evidence, once: findings from samples and exports cite them."""
    known = store.inputs()
    if known is not None:
        return known
    kept = {}
    with WarcRecorder(run.result / "evidence", "inputs") as recorder:
        for role, path in files_of(run.paths):
            kept[role] = recorder.record_file(path, f"urn:xuncha:input:{role}", media_type_of(path))
        # Before the file is sealed: a run killed in between goes on with the same file.
        store.save_inputs(kept)
    return kept
