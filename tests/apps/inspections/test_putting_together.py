"""What was judged when it was read is what judging the facts gives, and is used only where it answers the question."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filled_score_forms import filled_form
from small_province import CODES, EXCEPTION, Watches, run_of, sites_served, write_inputs
from specimens.server import SpecimenServer, serve

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import judge_and_score, question_of, weigh_facts
from xuncha.apps.inspections.judging_apart import judge_apart, keep_accounts
from xuncha.apps.inspections.kept_judgements import KeptJudgements
from xuncha.apps.inspections.output import write_findings, write_verdicts
from xuncha.apps.inspections.putting_together import put_together
from xuncha.apps.inspections.rereading import reread
from xuncha.apps.inspections.running import Run, inspect
from xuncha.apps.inspections.scores import portals_named
from xuncha.facts.targets import RunState
from xuncha.facts.words import WordEntry
from xuncha.standards.score_sheet import ScoreSheet, read_score_sheet

SCOPE = ("W", "N", "A201", "D")


@pytest.fixture(scope="module")
def server() -> Iterator[SpecimenServer]:
    with serve(sites_served()) as running:
        yield running


@pytest.fixture(scope="module", params=[1, 2])
def run(server: SpecimenServer, tmp_path_factory: pytest.TempPathFactory, request: Any) -> Run:
    folder = tmp_path_factory.mktemp("run")
    run = run_of(server, write_inputs(folder / "in"), folder / "out", jobs=request.param)
    run = replace(run, request=replace(run.request, indicators=SCOPE))
    inspect(run, Watches())
    return run


def result_of(run: Run, folder: Path) -> Path:
    return shutil.copytree(run.result, folder / "again")


def written(folder: Path, verdicts: Any, findings: Any, *_: Any) -> list[bytes]:
    write_verdicts(folder, verdicts)
    write_findings(folder, findings)
    return [(folder / name).read_bytes() for name in ("verdicts.csv", "findings.jsonl")]


def mark(path: Path) -> None:
    """Change the words of a kept judgement, to see where they turn up."""
    kept = json.loads(gzip.decompress(path.read_bytes()))
    kept["verdict"]["note"] = "如读时所判"
    path.write_bytes(gzip.compress(json.dumps(kept).encode()))


def notes(folder: Path, run: Run, **changes: Any) -> list[str]:
    request = replace(FactsStore(folder).request(), **changes)
    return [verdict.note for verdict in put_together(FactsStore(folder), request, run.standard, None)[0]]


def test_the_same_bytes_as_judging_the_facts(run: Run, tmp_path: Path) -> None:
    store = FactsStore(run.result)
    judged = judge_and_score(store, run.request, run.standard, None)
    put = put_together(store, run.request, run.standard, None)
    assert len(judged[1]) > 10
    assert written(tmp_path, *put) == written(tmp_path, *judged)
    kept = KeptJudgements(store, question_of(run.request, run.standard, ()))
    assert [code for code in CODES if kept.of(code) is None] == [EXCEPTION]


def sheet_of(run: Run, folder: Path, off: str) -> ScoreSheet:
    form = folder / "form.toml"
    form.write_text(filled_form([CODES[0]], off=off), encoding="utf-8")
    return read_score_sheet(run.standard.score_table, form, portals_named(FactsStore(run.result).registry()))


@pytest.mark.parametrize("off", ["0", "70"])
def test_the_same_scores(run: Run, tmp_path: Path, off: str) -> None:
    store, sheet = FactsStore(run.result), sheet_of(run, tmp_path, off)
    judged = judge_and_score(store, run.request, run.standard, sheet)
    put = put_together(store, run.request, run.standard, sheet)
    assert put == judged
    assert put[2] is not None


def test_a_kept_judgement_is_what_is_used(run: Run, tmp_path: Path) -> None:
    folder = result_of(run, tmp_path)
    mark(folder / "judged" / "sites" / f"{CODES[0]}.json.gz")
    assert notes(folder, run).count("如读时所判") == 1
    judged = judge_and_score(FactsStore(folder), run.request, run.standard, None)
    assert "如读时所判" not in [verdict.note for verdict in judged[0]]


@pytest.mark.parametrize("change", ["asof", "indicators", "facts", "words", "standard", "damaged"])
def test_what_answers_another_question_is_not(run: Run, tmp_path: Path, change: str) -> None:
    folder = result_of(run, tmp_path)
    store, kept = FactsStore(folder), folder / "judged" / "sites" / f"{CODES[0]}.json.gz"
    mark(kept)
    changes: dict[str, Any] = {}
    if change == "asof":
        changes["asof"] = run.request.asof + timedelta(minutes=1)
    elif change == "indicators":
        changes["indicators"] = SCOPE[:2]
    elif change == "facts":
        facts = store.site(CODES[0])
        assert facts is not None
        store.save_site(replace(facts, coverage=replace(facts.coverage, stop_reason="时间用完")))
    elif change == "words":
        store.save_registry(replace(store.registry(), office_words=(WordEntry("甲乙", "丙丁"),)))
    elif change == "standard":
        titled = run.standard.model_copy(update={"title": "另一标准"})
        run = replace(run, standard=titled)
    else:
        kept.write_bytes(kept.read_bytes()[:40])
    said = notes(folder, run, **changes)
    assert len(said) == len(CODES) - 1 + 2
    assert "如读时所判" not in said


def test_a_site_whose_facts_were_lost_is_unknown(run: Run, tmp_path: Path) -> None:
    folder = result_of(run, tmp_path)
    (folder / "facts" / "sites" / f"{CODES[0]}.json.gz").unlink()
    verdicts = put_together(FactsStore(folder), run.request, run.standard, None)[0]
    assert [verdict.outcome for verdict in verdicts if verdict.id == CODES[0]] == ["unknown"]


def test_a_closed_site_that_is_gone_has_no_verdict_and_one_that_is_alive_has(
    run: Run, tmp_path: Path
) -> None:
    folder = result_of(run, tmp_path)
    store = FactsStore(folder)
    registry = store.registry()
    closed = tuple(
        replace(one, state=RunState.CLOSED if one.site_code in CODES[:2] else one.state)
        for one in registry.sites or ()
    )
    store.save_registry(replace(registry, sites=closed))
    question = question_of(run.request, run.standard, registry.office_words)
    kept = KeptJudgements(store, question)
    for site in closed[:2]:
        facts = store.site(site.site_code)
        assert facts is not None
        facts = replace(facts, site=site)
        store.save_site(facts)
        kept.save(facts, weigh_facts(facts, question))
        assert kept.of(site.site_code) is not None
    put = put_together(store, run.request, run.standard, None)
    assert put == judge_and_score(store, run.request, run.standard, None)


def test_judged_in_two_processes(run: Run, tmp_path: Path) -> None:
    """Anew, whatever was kept; and the accounts as if they were many."""
    folder = result_of(run, tmp_path)
    store, question = FactsStore(folder), question_of(run.request, run.standard, ())
    mark(folder / "judged" / "sites" / f"{CODES[0]}.json.gz")
    judge_apart(folder, run.request, question, 2)
    assert "如读时所判" not in notes(folder, run)
    put = put_together(store, run.request, run.standard, None)
    assert written(tmp_path, *put) == written(
        tmp_path, *judge_and_score(store, run.request, run.standard, None)
    )


def test_accounts_are_kept_for_the_list_they_were_judged_from(run: Run, tmp_path: Path) -> None:
    folder = result_of(run, tmp_path)
    store, question = FactsStore(folder), question_of(run.request, run.standard, ())
    assert KeptJudgements(store, question).accounts() is None
    keep_accounts(store, run.request, question)
    kept = KeptJudgements(store, question).accounts()
    verdicts, findings, _ = judge_and_score(store, run.request, run.standard, None)
    assert kept is not None
    assert [one.verdict for one in kept] == [verdict for verdict in verdicts if verdict.kind == "account"]
    assert [f for one in kept for f in one.findings] == [f for f in findings if f.kind == "account"]
    assert put_together(store, run.request, run.standard, None) == (verdicts, findings, None)
    path = folder / "judged" / "accounts.jsonl.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert KeptJudgements(store, question).accounts() is None, "half a file"
    path.write_bytes(whole)
    store.save_accounts(list(store.accounts())[:1])
    assert KeptJudgements(store, question).accounts() is None, "other facts"


def test_read_again_it_is_judged_again(run: Run, tmp_path: Path) -> None:
    folder = result_of(run, tmp_path)
    shutil.rmtree(folder / "judged")
    store = reread(folder, run.request, run.standard, Watches(), run.jobs)
    assert sorted(path.name for path in (folder / "judged" / "reread").iterdir()) == [
        f"{code}.json.gz" for code in CODES if code != EXCEPTION
    ]
    put = put_together(store, run.request, run.standard, None)
    assert written(tmp_path, *put) == written(
        tmp_path, *judge_and_score(store, run.request, run.standard, None)
    )
