"""A whole result read again from its evidence: the same lists, the same gatherers, no network."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xuncha.apps.directory.inputs import InputPaths, Inputs, read_inputs
from xuncha.apps.inspections.facts_store import FactsError, FactsStore
from xuncha.apps.inspections.gathering import Errand, gathering
from xuncha.apps.inspections.kept_judgements import KeptJudgements
from xuncha.apps.inspections.planning import planning_of, site_plans
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.request import Request, suffix_of
from xuncha.apps.inspections.running import Watch
from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.read import RecordNotFoundError, read_record
from xuncha.gather.evidence.records import sha256
from xuncha.gather.http.settings import FetchSettings
from xuncha.scratch import Scratch
from xuncha.standards.standard import Standard


def reread(result: Path, request: Request, standard: Standard, watch: Watch, jobs: int = 1) -> FactsStore:
    """Take the facts of every site from its stored WARC file once more; the store that holds them.

    The facts gathered at the visit stay as they are; a site without such a file, which was not to be visited, keeps them.

    Raises:
        FactsError: the result is no result, or the input files kept as evidence are missing or damaged.
        GatheringError: a worker died.
    """
    kept = FactsStore(result).inputs()
    if kept is None:
        raise FactsError(f"{result}：没有作为证据保存的输入文件（facts/inputs.json），检查没有完成")
    planning = planning_of(request, standard, kept)
    plans = site_plans(_inputs(result / "evidence", kept), planning)
    gathered, store = FactsStore(result), FactsStore(result, "reread")
    store.clear_sites()
    settings = FetchSettings(retries=request.retries)
    question = Question(standard, planning.scope, request.asof, gathered.registry().office_words)
    KeptJudgements(store, question).clear()
    errand = Errand(tuple(plans), settings, result, rereads=True, question=question)
    with gathering(errand, jobs) as until_done, watch(len(plans), 0) as watcher:
        until_done(watcher)
    for plan in plans:
        code = plan.site.site_code
        if not store.digest_of(code) and (facts := gathered.site(code)) is not None:
            store.save_site(facts)
    return store


def _inputs(evidence: Path, kept: dict[str, Evidence]) -> Inputs:
    """The input files of the run, read from the evidence as they were handed in."""
    with Scratch("inputs") as folder:
        paths = dict(_restored(evidence, kept, folder.path))
        return read_inputs(InputPaths(**paths))


def _restored(evidence: Path, kept: dict[str, Evidence], folder: Path) -> Iterable[tuple[str, Path]]:
    for role, cited in kept.items():
        try:
            record = read_record(evidence, cited)
        except RecordNotFoundError as missing:
            raise FactsError(f"输入文件 {role} 的证据无法读取：{missing}") from None
        if sha256(record.body) != cited.sha256:
            raise FactsError(f"输入文件 {role} 的证据与其摘要不符，被改动过")
        media_type = next((value for name, value in record.headers if name.lower() == "content-type"), "")
        path = folder / f"{role}{suffix_of(media_type)}"
        path.write_bytes(record.body)
        yield role, path
