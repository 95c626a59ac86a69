"""A run from files to facts: kept, resumed, refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from small_province import (
    CODES,
    EXCEPTION,
    EXPECTED,
    SCOPE,
    Watches,
    run_of,
    sites_served,
    without_evidence,
    write_inputs,
)
from specimens.server import SpecimenServer, serve

from xuncha.apps.directory.problems import InputProblems
from xuncha.apps.inspections.facts_store import FactsError, FactsStore
from xuncha.apps.inspections.judging import judge_result
from xuncha.apps.inspections.kept_judgements import KeptJudgements
from xuncha.apps.inspections.output import write_findings, write_verdicts
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.rereading import reread
from xuncha.apps.inspections.running import ResultFolderError, Run, inspect, prepare
from xuncha.gather.evidence.verify import verify
from xuncha.gather.evidence.verify_result import verify_result


@pytest.fixture(scope="module")
def server() -> SpecimenServer:
    with serve(sites_served()) as running:
        yield running


def judged(run: Run) -> dict[str, str]:
    verdicts, findings = judge_result(FactsStore(run.result), run.request, run.standard)
    write_verdicts(run.result, verdicts)
    write_findings(run.result, findings)
    return {verdict.id: verdict.outcome for verdict in verdicts}


@pytest.fixture(scope="module")
def undisturbed(server: SpecimenServer, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("undisturbed")
    run = run_of(server, write_inputs(folder / "in"), folder / "out")
    inspect(run, Watches())
    judged(run)
    return run


def test_every_target_gets_its_verdict(undisturbed: Run) -> None:
    assert judged(undisturbed) == EXPECTED


def test_what_is_kept(undisturbed: Run) -> None:
    kept = {
        path.relative_to(undisturbed.result).as_posix()
        for path in undisturbed.result.rglob("*")
        if path.is_file()
    }
    running = [code for code in CODES if code != EXCEPTION]
    assert {f"facts/sites/{code}.json.gz" for code in running} <= kept
    assert {f"evidence/{name}.warc.gz" for name in (*running, "inputs")} <= kept
    assert {
        "facts/run.json",
        "facts/registry.json.gz",
        "facts/accounts.jsonl.gz",
        "facts/inputs.json",
    } <= kept
    assert not [name for name in kept if name.endswith(".part") or EXCEPTION in name]
    assert verify(undisturbed.result / "evidence").problems == ()


def test_judging_twice_gives_the_same_bytes(undisturbed: Run) -> None:
    names = ("verdicts.csv", "findings.jsonl")
    before = [(undisturbed.result / name).read_bytes() for name in names]
    judged(undisturbed)
    assert [(undisturbed.result / name).read_bytes() for name in names] == before


def test_input_findings_cite_the_kept_files(undisturbed: Run) -> None:
    lines = (undisturbed.result / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    silent = next(f for f in map(json.loads, lines) if f["target"] == "wx-2")
    assert [cited["warc"] for cited in silent["evidence"]] == ["inputs.warc.gz"]


def test_resumed_after_half_the_sites_were_lost(undisturbed: Run, tmp_path: Path) -> None:
    result = shutil.copytree(undisturbed.result, tmp_path / "again")
    lost = CODES[:3]
    for code in lost:
        (result / f"facts/sites/{code}.json.gz").unlink()
    (result / "facts/sites" / f"{CODES[0]}.json.gz.part").write_bytes(b"half a file")
    run = replace(undisturbed, result=result, resume=True)
    before = judge_result(FactsStore(result), run.request, run.standard)[0]
    assert {verdict.outcome for verdict in before if verdict.id in lost} == {"unknown"}
    watches = Watches()
    inspect(run, watches)
    assert [(c.total, c.finished, c.sites) for c in watches.counters] == [(5, 2, 3)]
    assert watches.counters[0].pages > 0
    judged(run)
    assert (result / "verdicts.csv").read_bytes() == (undisturbed.result / "verdicts.csv").read_bytes()
    assert without_evidence(result / "findings.jsonl") == without_evidence(
        undisturbed.result / "findings.jsonl"
    )
    assert verify(result / "evidence").problems == ()


def test_resuming_a_finished_run_visits_nothing(
    undisturbed: Run, tmp_path: Path, server: SpecimenServer
) -> None:
    result = shutil.copytree(undisturbed.result, tmp_path / "again")
    asked = len(server.requests)
    inspect(replace(undisturbed, result=result, resume=True), Watches())
    assert len(server.requests) == asked


@pytest.mark.parametrize("jobs", [1, 2])
def test_read_again_from_the_evidence_alone(
    undisturbed: Run, tmp_path: Path, server: SpecimenServer, jobs: int
) -> None:
    result = shutil.copytree(undisturbed.result, tmp_path / "again")
    shutil.rmtree(result / "facts" / "sites")
    asked, request = len(server.requests), FactsStore(result).request()
    store = reread(result, request, undisturbed.standard, Watches(), jobs)
    write_verdicts(result, judge_result(store, request, undisturbed.standard)[0])
    write_findings(result, judge_result(store, request, undisturbed.standard)[1])
    for name in ("verdicts.csv", "findings.jsonl"):
        assert (result / name).read_bytes() == (undisturbed.result / name).read_bytes()
    assert len(server.requests) == asked
    assert verify_result(result).problems == ()


def test_input_files_that_were_changed_are_not_read_again(undisturbed: Run, tmp_path: Path) -> None:
    result = shutil.copytree(undisturbed.result, tmp_path / "again")
    warc = result / "evidence" / "inputs.warc.gz"
    warc.write_bytes(warc.read_bytes()[:300])
    with pytest.raises(FactsError, match="输入文件 sites"):
        reread(result, undisturbed.request, undisturbed.standard, Watches())
    (result / "facts" / "inputs.json").unlink()
    with pytest.raises(FactsError, match=r"inputs\.json"):
        reread(result, undisturbed.request, undisturbed.standard, Watches())


def test_two_processes_give_the_same_verdicts(undisturbed: Run, tmp_path: Path) -> None:
    run = replace(undisturbed, result=tmp_path / "out", jobs=2)
    watches = Watches()
    inspect(run, watches)
    judged(run)
    assert watches.counters[0].sites == 5
    assert (run.result / "verdicts.csv").read_bytes() == (undisturbed.result / "verdicts.csv").read_bytes()
    assert without_evidence(run.result / "findings.jsonl") == without_evidence(
        undisturbed.result / "findings.jsonl"
    )


@pytest.mark.parametrize("change", ["asof", "indicators", "standard", "digests", "max_pages"])
def test_another_request_does_not_go_on(undisturbed: Run, tmp_path: Path, change: str) -> None:
    other = {
        "asof": undisturbed.request.asof.replace(hour=11),
        "indicators": SCOPE[:2],
        "standard": "other.toml",
        "digests": (("sites", "0" * 64),),
        "max_pages": 10,
    }
    result = shutil.copytree(undisturbed.result, tmp_path / "again")
    request = replace(undisturbed.request, **{change: other[change]})
    with pytest.raises(ResultFolderError, match="不能继续"):
        inspect(replace(undisturbed, result=result, resume=True, request=request), Watches())


def test_a_folder_that_holds_something_is_refused(undisturbed: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("别动我")
    with pytest.raises(ResultFolderError, match="目录不为空"):
        inspect(replace(undisturbed, result=tmp_path), Watches())
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_that_another_run_filled_meanwhile_is_refused(undisturbed: Run, tmp_path: Path) -> None:
    def wait_for_the_other() -> None:
        shutil.copytree(undisturbed.result, tmp_path / "result")

    with pytest.raises(ResultFolderError, match="目录不为空"):
        prepare(replace(undisturbed, result=tmp_path / "result"), wait_for_the_other)


def test_nothing_to_resume(undisturbed: Run, tmp_path: Path) -> None:
    with pytest.raises(ResultFolderError, match="没有可以继续的检查"):
        inspect(replace(undisturbed, result=tmp_path / "none", resume=True), Watches())


def test_bad_input_writes_nothing(undisturbed: Run, tmp_path: Path) -> None:
    paths = write_inputs(tmp_path / "in")
    assert paths.sites is not None
    paths.sites.write_text(paths.sites.read_text().replace("门户网站", "个人主页"))
    with pytest.raises(InputProblems):
        inspect(replace(undisturbed, paths=paths, result=tmp_path / "out"), Watches())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["inputs.json", "run.json"])
def test_damaged_books_are_named_when_resuming(undisturbed: Run, tmp_path: Path, name: str) -> None:
    result = shutil.copytree(undisturbed.result, tmp_path / "again")
    (result / "facts" / name).write_bytes(b"{")
    with pytest.raises(FactsError, match=name):
        inspect(replace(undisturbed, result=result, resume=True), Watches())


def test_many_accounts_are_judged_beside_the_visits(server: SpecimenServer, tmp_path: Path) -> None:
    paths = write_inputs(tmp_path / "in")
    assert paths.accounts is not None
    more = (f"wx-{n},石堰发布{n},微信公众号,某县办,某市办,石堰市,正常运行" for n in range(3, 503))
    with paths.accounts.open("a", encoding="utf-8") as accounts:
        accounts.write("\n".join(more) + "\n")
    alone, apart = (run_of(server, paths, tmp_path / f"out{jobs}", jobs=jobs) for jobs in (1, 2))
    for run in (alone, apart):
        inspect(run, Watches())
    scope = apart.standard.scope(apart.request.indicators)
    question = Question(
        apart.standard, scope, apart.request.asof, FactsStore(apart.result).registry().office_words
    )
    kept = KeptJudgements(FactsStore(apart.result), question).accounts()
    assert kept is not None
    assert [one.verdict.id for one in kept] == [f"wx-{n}" for n in range(1, 503)]
    assert not (alone.result / "judged" / "accounts.jsonl.gz").exists()
    verdicts = {
        one.id: one for one in judge_result(FactsStore(alone.result), alone.request, alone.standard)[0]
    }
    assert [one.verdict for one in kept] == [verdicts[one.verdict.id] for one in kept]
